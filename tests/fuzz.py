"""Random inputs for the readers and the statement stage, for a night or for as long as wanted.

    python tests/fuzz.py                            # all targets, ten minutes each
    python tests/fuzz.py readers --seconds 60 --seed 3
    python tests/fuzz.py parses --atheris           # led by coverage; needs atheris, begins late

Each target draws inputs and checks what must hold whatever comes; hypothesis makes what fails small
and prints it. The tests run a few examples of each.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from articles import ARTICLES
from fuzz_parses import random_doc
from newsgraph.coreference import corefer
from newsgraph.errors import ReadError
from newsgraph.extractions import from_json, to_json
from newsgraph.graph import decide
from newsgraph.mentions import find_mentions
from newsgraph.mentions.values import find_values
from newsgraph.model import Document, Extraction, Sentence, Span
from newsgraph.pipeline import extract
from newsgraph.rdf import to_quads
from newsgraph.rdf.serialisation import serialise
from newsgraph.reading import make_document
from newsgraph.reading.content import Article, in_memory
from newsgraph.reading.copies import sketch
from newsgraph.reading.damage import as_read_error
from newsgraph.reading.documents import as_document
from newsgraph.reading.formats import FORMATS
from newsgraph.settings import Settings
from newsgraph.statements import extract_statements, with_events
from newsgraph.vocabulary import builtin
from reading import files_made as made

ROOT = Path(__file__).parents[1]
SETTINGS = Settings(max_bytes=200_000, max_expanded=1_000_000)
SECONDS = 20  #: for one input, on any machine
SAMPLES = {
    "text": made.TEXT.encode(),
    "markdown": b"---\ntitle: A\ndate: 2025-03-04\n---\n# A\n\n* " + made.TEXT.encode(),
    "html": made.news_page(),
    "pdf": made.news_pdf(),
    "docx": made.docx(),
    "epub": made.epub(),
    "mail": made.mail(attachments={"a.txt": made.TEXT.encode()}),
    "feed": made.rss(),
    "jsonl": made.json_lines(
        {"text": made.TEXT, "date": "2025-03-04", "url": "https://a.example/"}
    ),
    "csv": made.table([["text", "date"], [made.TEXT, "2025-03-04"]]),
    "warc": made.warc({"https://a.example/": ("200 OK", "text/html", made.html_page())}),
    "zip": made.zipped({"a.txt": made.TEXT.encode()}),
    "tar": made.tarred([("a.txt", made.TEXT.encode())]),
    "packed": made.tarred([("a.txt", made.TEXT.encode())]),
}
#: Pieces that mean something to a reader.
PIECES = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b"&#0;", b"&#xd800;", b"]]>", b"<!--", b"<p>", b"\r",
    b"%PDF-1.7\n", b"PK\x03\x04", b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b'"', b"\\u",
    b"\\ud800", b"{", b"[[[[", b"---\n", b": *a\n", b"=?utf-8?B?//8=?=", b"\xed\xa0\x80", b"1e999",
)  # fmt: skip
#: Pieces of news, and what is between them at times.
PHRASES = (
    "Ella Norland", "Norland", "Mr. Hale", "President Ivo Brandt", "the minister", "she", "who",
    "the European Union", "Kvarner Lines", "Oslo", "5 March 2025", "last week", "$3 million",
    "met", "praised", "denied that", "said", "was arrested by", "will visit", "has not bought",
    "the brother of", "and", "or", "because of", "in", "of", "to", ",", ".", "?", "—", "“", "”",
    "\n", "\n\n", "(", ")", "’s", "n't", "not", "\u00ad", "\u202e", "\u200b", "e\u0301",
    "\U0001f600", "\u0600", "ﬁ", "Ǆ", "İstanbul", "ß", "0", "1,000.5", "@who",
    "https://a.example/x", "#", "*", "\t",
)  # fmt: skip


def check_text(text: str) -> None:
    """Text that gets on can be written, and shown on a terminal."""
    text.encode("utf-8")
    assert not any(c < " " and c not in "\n\t" for c in text), ascii(text)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a format and a sample of it in which a few stretches are others."""
    name = draw(st.sampled_from(sorted(SAMPLES)))
    data = SAMPLES[draw(st.sampled_from([name, name, name, *SAMPLES]))]
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        gone = draw(st.integers(0, 40) | st.integers(0, len(data)))
        new = draw(st.sampled_from(PIECES) | st.binary(max_size=30))
        data = data[:at] + new * draw(st.sampled_from((1, 1, 1, 50))) + data[at + gone :]
    return name, data


def check_readers(example: tuple[str, bytes]) -> None:
    """A reader ends in articles or a message, and says the same when it is asked again."""
    name, data = example
    assert _read(name, data) == _read(name, data)


def _read(name: str, data: bytes) -> list[str]:
    form, told = FORMATS[name], []
    try:
        for part in form.read(in_memory("a", data, SETTINGS), SETTINGS):
            assert part.name.startswith("a")
            if isinstance(part, Article):
                document, warnings = as_document(part, SETTINGS)
                for text in (document.text, document.title, document.author or "", *warnings):
                    check_text(text)
                told.append(repr(document))
    except Exception as error:
        problem = as_read_error(error, form.label)
        assert str(problem) and problem.hint
        if _is_ours(error):
            raise
        told.append(str(problem))
    return told


def _is_ours(error: Exception) -> bool:
    """Tell whether a line of newsgraph or of this file is to blame, not a library that it uses."""
    *_, last = traceback.extract_tb(error.__traceback__)
    careless = isinstance(error, AssertionError | TypeError | AttributeError | LookupError)
    return careless and any(Path(last.filename).is_relative_to(ROOT / f) for f in ("src", "tests"))


@st.composite
def news(draw: st.DrawFn) -> str:
    """Draw a text of pieces of news, whole sentences and odd characters."""
    sentences = [s for text in ARTICLES.values() for s in text.split("\n") if s]
    piece = st.sampled_from(PHRASES) | st.sampled_from(sentences) | st.text(max_size=8)
    pieces = draw(st.lists(piece, min_size=1, max_size=60))
    return draw(st.sampled_from((" ", " ", ""))).join(pieces)


def check_statements(text: str) -> None:
    """What is read in a text lies in it, can be kept, and makes a graph."""
    try:
        document = make_document(text)
    except ReadError:
        return
    read = extract(document)
    check_extraction(read)
    assert read == extract(document)


def check_parses(number: int) -> None:
    """The same for parses that no analyser would give: any tree, any label."""
    vocabulary = builtin()
    doc = random_doc(random.Random(number))
    document = replace(make_document("Any."), text=doc.text)
    mentions = find_mentions(doc, document.id, vocabulary)
    clusters = corefer(doc, mentions, vocabulary)
    values = find_values(doc, document)
    statements = extract_statements(doc, mentions, clusters, document, vocabulary, values)
    every_mention, every_cluster = with_events(mentions, clusters, statements, vocabulary)
    sentences = tuple(
        Sentence(span=Span(start=s.start_char, end=s.end_char), index=n)
        for n, s in enumerate(doc.sents)
    )
    check_extraction(
        Extraction(
            document=document,
            sentences=sentences,
            mentions=tuple(every_mention),
            clusters=tuple(every_cluster),
            statements=tuple(statements),
            sketch=sketch(document.text),
        )
    )


def check_extraction(read: Extraction) -> None:
    """Spans lie in the text, what is written can be read, and the graph can be written."""
    document: Document = read.document
    for mention in read.mentions:
        assert document.text[mention.span.start : mention.span.end] == mention.text
    for statement in read.statements:
        within = statement.evidence.sentence
        assert 0 <= within.start < within.end <= len(document.text)
        assert 0.0 <= statement.evidence.confidence <= 1.0
    assert from_json(to_json(read), document) == read
    graph, _ = decide([read], builtin(), [])
    written = serialise(to_quads(graph, builtin()), "trig")
    assert written == serialise(to_quads(graph, builtin()), "trig")


Target = tuple[st.SearchStrategy[Any], Callable[[Any], None]]
TARGETS: dict[str, Target] = {
    "readers": (damaged(), check_readers),
    "statements": (news(), check_statements),
    "parses": (st.integers(0, 1 << 48), check_parses),
}


def timed(check: Callable[[Any], None]) -> Callable[[Any], None]:
    """Let a check fail that takes far too long."""

    def run(example: Any) -> None:  # noqa: ANN401 - what the target draws
        start = time.process_time()
        check(example)
        taken = time.process_time() - start
        assert taken < SECONDS, f"took {taken:.0f} seconds"

    return run


def fuzz(target: str, *, examples: int, number: int | None = None) -> None:
    """Check a target with so many examples: always the same, or others for each ``number``.

    Raises:
        AssertionError: Something does not hold; or whatever the code raised.
    """
    strategy, check = TARGETS[target]
    chosen = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=number is None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    test = given(strategy)(timed(check))
    (chosen(test) if number is None else seed(number)(chosen(test)))()


def led_by_coverage(target: str, seconds: int) -> None:
    """Let atheris look for inputs that reach new code; does not return."""
    import atheris

    strategy, check = TARGETS[target]
    test = settings(deadline=None, database=None)(given(strategy)(timed(check)))
    atheris.instrument_all()
    words = [sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096"]
    atheris.Setup(words, test.hypothesis.fuzz_one_input)  # type: ignore[attr-defined]
    atheris.Fuzz()


def main() -> None:
    logging.disable()  # libraries have much to say of damaged files
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("targets", nargs="*", help=f"some of {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=int, default=600, help="for each target")
    parser.add_argument("--seed", type=int, default=0, help="of the first round")
    parser.add_argument("--atheris", action="store_true", help="led by coverage; one target")
    options = parser.parse_args()
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no target {', '.join(sorted(unknown))}")
    if options.atheris:
        led_by_coverage(options.targets[0], options.seconds)
    for target in options.targets or TARGETS:
        start, number, count = time.monotonic(), options.seed, 0
        while time.monotonic() - start < options.seconds:
            sys.stdout.write(f"{target}: seed {number}\n")
            sys.stdout.flush()
            fuzz(target, examples=100, number=number)
            number, count = number + 1, count + 100
        sys.stdout.write(f"{target}: {count} examples, nothing found\n")


if __name__ == "__main__":
    main()
