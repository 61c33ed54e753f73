"""Reads CoNLL-U treebanks; from GUM also the entity layer in the column MISC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsgraph_training.knowledge import is_no_name, names_people, place_types
from newsgraph_training.samples import NOTHING, Allowed, Sample, Tree, begin, inside, outside

_BRACKET = re.compile(r"\(([^()]+)(\)?)|([^()]*)\)")
_NAME_TYPES: dict[str, frozenset[str]] = {
    "person": frozenset({"PERSON"}),
    "organization": frozenset({"ORG"}),
    "event": frozenset({"EVENT"}),
    "object": frozenset({"PRODUCT", "FAC", "LAW", "MISC"}),
    "abstract": frozenset({"LAW", "EVENT", "MISC", "NORP"}),
}
_KINDS: dict[str, frozenset[str]] = {
    "person": frozenset({"PERSON"}),
    "organization": frozenset({"ORG"}),
    "place": frozenset({"PLACE"}),
    "event": frozenset({"EVENT"}),
    "object": frozenset({"OBJECT"}),
    "abstract": frozenset({"ABSTRACT"}),
    "time": frozenset({"TIME"}),
}
_DOCUMENTS = frozenset(
    "report law agreement treaty book article letter statement resolution bill document paper "
    "constitution charter deal pact memorandum declaration study survey act decree order ruling "
    "newspaper magazine novel film song album".split()
)


@dataclass(slots=True)
class Mention:
    """One bracket of the entity layer; ``first`` and ``last`` are words of the sentence, from 0."""

    first: int
    last: int
    kind: str
    group: str


@dataclass(slots=True)
class MentionReader:
    """Reads the mentions of one sentence after the other.

    Keeps the mentions that are open across a sentence's end.
    """

    open: list[tuple[int, str, str]] = field(default_factory=list)

    def mentions(self, rows: list[list[str]]) -> list[Mention]:
        """Return the mentions that begin and end in the sentence of these rows."""
        found: list[Mention] = []
        self.open.clear()
        for i, row in enumerate(rows):
            layer = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
            for m in _BRACKET.finditer(layer.group(1)) if layer else ():
                if m.group(1) is not None:
                    group, _, rest = str(m.group(1)).partition("-")
                    kind = rest.partition("-")[0]
                    if m.group(2):
                        found.append(Mention(i, i, kind, group))
                    else:
                        self.open.append((i, kind, group))
                elif m.group(3):
                    self._close(m.group(3), i, found)
        return found

    def _close(self, group: str, last: int, found: list[Mention]) -> None:
        for k in range(len(self.open) - 1, -1, -1):
            if self.open[k][2] == group:
                first, kind, _ = self.open.pop(k)
                found.append(Mention(first, last, kind, group))
                return


def sentences(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield ``(document id, rows of ten columns)``; multiword and empty tokens are left out."""
    document, rows = "", list[list[str]]()
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.startswith("# newdoc id = "):
            document = line.removeprefix("# newdoc id = ").strip()
        elif line and line[0] != "#":
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif not line and rows:
            yield document, rows
            rows = []


def read_treebank(
    path: Path, source: str, *, without: frozenset[str] = frozenset(), entities: bool = False
) -> list[Sample]:
    """Read a treebank.

    Args:
        path: CoNLL-U file.
        source: Name for the samples.
        without: Document ids to leave out.
        entities: Also read names and head types from GUM's ``Entity=`` layer.
    """
    reader, samples = MentionReader(), []
    for document, rows in sentences(path):
        if document in without:
            continue
        tree = Tree(
            upos=[r[3] for r in rows],
            xpos=[r[4] for r in rows],
            lemmas=[r[2] for r in rows],
            heads=[int(r[6]) for r in rows],
            relations=[r[7] for r in rows],
        )
        sample = Sample(words=[r[1] for r in rows], source=source, tree=tree)
        if entities:
            mentions = reader.mentions(rows)
            sample.names = _names(sample, tree, mentions)
            sample.kinds = _kinds(sample, tree, mentions)
        samples.append(sample)
    return samples


def _head(tree: Tree, mention: Mention) -> int | None:
    """The word of a mention whose own head lies outside it."""
    for i in range(mention.first, mention.last + 1):
        if not mention.first <= tree.heads[i] - 1 <= mention.last:
            return i
    return None


def _kinds(sample: Sample, tree: Tree, mentions: list[Mention]) -> list[Allowed]:
    kinds: list[Allowed] = [NOTHING] * len(sample.words)
    for mention in sorted(mentions, key=lambda m: m.first - m.last):
        head = _head(tree, mention)
        if head is None:
            continue
        allowed = _KINDS.get(mention.kind, frozenset({"OTHER"}))
        if mention.kind == "person" and tree.xpos[head] in ("NNS", "NNPS"):
            allowed = frozenset({"GROUP"})
        elif mention.kind == "person" and sample.words[head].lower() in ("they", "them", "we"):
            allowed = frozenset({"GROUP", "PERSON"})
        elif tree.lemmas[head].lower() in _DOCUMENTS and mention.kind in ("object", "abstract"):
            allowed = frozenset({"DOCUMENT"})
        kinds[head] = allowed
    return kinds


def _names(sample: Sample, tree: Tree, mentions: list[Mention]) -> list[Allowed]:
    """Derive proper-name spans: the run of name words around a mention's proper head."""
    words = sample.words
    everything = outside(
        ["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "PRODUCT", "MISC"]
    )
    tags: list[Allowed] = [
        everything
        if u == "PROPN" and not is_no_name(w)
        else outside(["NORP"])
        if u == "ADJ" and names_people(w)
        else NOTHING
        for u, w in zip(tree.upos, words, strict=True)
    ]
    used = [False] * len(words)
    for mention in sorted(mentions, key=lambda m: m.first - m.last):
        head = _head(tree, mention)
        if head is None or tree.upos[head] != "PROPN" or not words[head][:1].isupper():
            continue
        first, last = _extent(sample, tree, mention, head)
        if any(used[first : last + 1]):
            continue
        name = " ".join(words[first : last + 1])
        types = _NAME_TYPES.get(mention.kind, frozenset({"MISC", "PRODUCT"}))
        if mention.kind == "place" or (
            mention.kind == "organization" and place_types(name) == {"GPE"}
        ):
            types = place_types(name)
        for i in range(first, last + 1):
            used[i] = True
            tags[i] = begin(types) if i == first else inside(types)
    return tags


def _extent(sample: Sample, tree: Tree, mention: Mention, head: int) -> tuple[int, int]:
    """Grow from the head over adjoining name words, within the mention."""
    words, upos = sample.words, tree.upos
    person = mention.kind == "person"
    joins = (
        {"de", "la", "van", "von", "bin", "al", "-", "der", "del", "da"}
        if person
        else {"of", "and", "&", "for", "the", "de", "la", "on", "-", "in"}
    )
    first = last = head

    def name_word(i: int) -> bool:
        if not mention.first <= i <= mention.last:
            return False
        loose = ("NUM", "NOUN", "ADJ") if not person else ()
        return upos[i] == "PROPN" or (upos[i] in loose and words[i][:1].isupper())

    def joined(i: int, step: int) -> bool:
        return (
            mention.first <= i <= mention.last and words[i].lower() in joins and name_word(i + step)
        )

    while name_word(first - 1) or joined(first - 1, -1):
        first -= 1 if name_word(first - 1) else 2
    while name_word(last + 1) or joined(last + 1, 1):
        last += 1 if name_word(last + 1) else 2
    while person and first < head and is_no_name(words[first]):
        first += 1
    return first, last
