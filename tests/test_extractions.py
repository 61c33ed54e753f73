"""Extractions survive being written and read; damaged lines are named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from factory_graph import small_articles
from newsgraph.errors import GraphError
from newsgraph.extractions import dump_lines, from_json, load_lines, redact, to_json
from newsgraph.model import Extraction
from newsgraph.settings import StoreText


def articles() -> list[Extraction]:
    return [article.extraction() for article in small_articles()]


@pytest.mark.parametrize("number", [0, 1])
def test_extraction_survives_json(number: int) -> None:
    extraction = articles()[number]
    assert from_json(to_json(extraction)) == extraction


def test_author_survives_json_and_takes_no_room_where_there_is_none() -> None:
    extraction = articles()[0]
    document = replace(extraction.document, author="Mila Nyberg; Ivo Brandt")
    written = to_json(replace(extraction, document=document))
    assert from_json(written).document.author == "Mila Nyberg; Ivo Brandt"
    assert '"author"' not in to_json(extraction)


def test_to_json_keeps_to_one_line() -> None:
    assert "\n" not in to_json(articles()[0])


def test_dump_lines_does_not_depend_on_order(tmp_path: Path) -> None:
    text = "".join(dump_lines(articles()))
    assert text == "".join(dump_lines(articles()[::-1]))
    path = tmp_path / "extractions.jsonl"
    path.write_text(text, encoding="utf-8", newline="\n")
    assert load_lines(path) == sorted(articles(), key=lambda x: x.document.id)


@pytest.mark.parametrize(
    "damage",
    [
        lambda line: line[: len(line) // 2],
        lambda line: "[]",
        lambda line: line.replace('"polarity":"positive"', '"polarity":"perhaps"'),
        lambda line: line.replace('"subject":', '"subjects":'),
        lambda line: json.dumps(json.loads(line) | {"sentences": [[0, 10**6]]}),
        lambda line: json.dumps(json.loads(line) | {"sentences": [[5, 5]]}),
        lambda line: json.dumps(json.loads(line) | {"sentences": [["0", "5"]]}),
        lambda line: json.dumps(json.loads(line) | {"mentions": []}),
    ],
    ids=["cut", "list", "value", "key", "beyond", "empty span", "text span", "no mentions"],
)
def test_load_lines_names_the_damaged_line(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    first, second = map(to_json, articles())
    path = tmp_path / "extractions.jsonl"
    path.write_text(f"{first}\n{damage(second)}\n", encoding="utf-8")
    with pytest.raises(GraphError, match=r"extractions\.jsonl, line 2"):
        load_lines(path)


def test_load_lines_refuses_missing_file(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"extractions\.jsonl"):
        load_lines(tmp_path / "extractions.jsonl")


@pytest.mark.parametrize("store_text", list(StoreText))
def test_redact_keeps_all_offsets(store_text: StoreText) -> None:
    extraction = articles()[0]
    redacted = redact(extraction, store_text)
    assert len(redacted.document.text) == len(extraction.document.text)
    assert redacted.statements == extraction.statements
    assert from_json(to_json(redacted)) == redacted


def test_redact_keeps_what_statements_rest_on_and_no_more() -> None:
    extraction = articles()[1]
    quoted = redact(extraction, StoreText.QUOTES).document.text
    supported = {s.evidence.sentence for s in extraction.statements}
    for sentence in extraction.sentences:
        span = sentence.span
        text = extraction.document.text[span.start : span.end]
        kept = quoted[span.start : span.end]
        assert kept == text if span in supported else kept != text
    assert redact(extraction, StoreText.NONE).document.text.strip() == ""
    assert redact(extraction, StoreText.FULL) == extraction
