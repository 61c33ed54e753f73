from __future__ import annotations

import pytest
import spacy

from newsgraph.analysis import segmentation


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    nlp = spacy.blank("en")
    segmentation.keep_titles_whole(nlp)
    nlp.add_pipe(segmentation.FACTORY)
    return nlp


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Envoy visits Bar\nThe envoy arrived on Monday.", 2),  # a headline is not glued on
        ("Talks resume\n\nBoth sides met.", 2),
        ("The U.S. envoy met Mr. Kodra.", 1),
        ("He left for the U.S. The envoy stayed.", 2),
        ("“We agree,” she said. “It is done.”", 2),
        ('"Will you go?" he asked.', 1),
        ("It cost 3.5 million euros. Nobody paid.", 2),
        ("The report ran to a\nsecond line of text.", 1),  # a wrapped line goes on
        ("BAR, March 3 (Adriatic Wire) - The envoy arrived.", 2),  # the dateline stands alone
        ("NATO Supports Dialogue — But Cannot Replace It", 1),
        ("Really?! Yes.", 2),
        ("Police told Lt. Col. Kodra. Sgt. Lind left.", 2),
        ("It lists works (e.g. The Harbour) by year.", 1),
        ("Ship No. 5 sank. 12 sailors drowned.", 2),
        ("The answer was no. The mayor left.", 2),
        ("He named John Lind Sr. The heir was absent.", 2),
        ("\n\nFirst words.", 1),
    ],
)
def test_sentences_end_where_a_reader_ends_them(
    nlp: spacy.language.Language, text: str, sentences: int
) -> None:
    found = [s for s in nlp(text).sents if s.text.strip()]
    assert len(found) == sentences, [s.text for s in found]


def test_empty_text_has_no_sentence(nlp: spacy.language.Language) -> None:
    assert list(nlp("").sents) == []
