"""Trees of markup become paragraphs: what was apart on the page stays apart in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.errors import ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element

#: HTML's block elements and those of the main text as trafilatura gives it (TEI).
_BLOCKS = frozenset(
    "address article blockquote body dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section ul head item list quote lg".split()
)
#: Not running text: navigation, captions, tables, code that runs.
_LEFT_OUT = frozenset(
    "aside button caption datalist figcaption figure footer form iframe math nav noscript object "
    "script select style svg table template textarea title".split()
)
_SPACES = frozenset({"br", "lb"})


def paragraphs(root: _Element) -> str:
    """Return the text of a tree, one paragraph for each block, apart by blank lines.

    Captions, tables, navigation, scripts and forms are left out. Takes any depth of nesting.
    """
    from lxml import etree

    found: list[str] = []
    pieces: list[str] = []

    def close() -> None:
        text = " ".join("".join(pieces).split())
        if text:
            found.append(text)
        pieces.clear()

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        name = _local_name(element)
        left_out = event in {"comment", "pi"} or name in _LEFT_OUT
        if event == "start":
            if left_out:
                walk.skip_subtree()
                continue
            if name in _BLOCKS:
                close()
            pieces.append(" " if name in _SPACES else element.text or "")
        else:
            if name in _BLOCKS or (left_out and event == "end"):
                close()
            if element is not root:
                pieces.append(element.tail or "")
    close()
    return "\n\n".join(found)


def fragment_text(markup: str) -> str:
    """Return the paragraphs of a piece of HTML; plain text passes, blank lines keep apart."""
    from lxml import html

    if "<" not in markup and "&" not in markup:
        return markup
    try:
        tree = html.fromstring(f"<div>{markup}</div>", parser=html.HTMLParser(encoding=None))
    except (ValueError, AssertionError) as error:
        raise ReadError("its HTML cannot be read", hint="save the text alone") from error
    return paragraphs(tree)


def parse_xml(data: bytes, what: str) -> _Element:
    """Parse XML without entities, network and outer files.

    Raises:
        ReadError: It is no XML, or defines entities of its own; the message begins with ``what``.
    """
    from lxml import etree

    if b"<!ENTITY" in data:
        raise ReadError(
            f"{what} defines XML entities, which can grow without end; it is not read",
            hint="save it anew without a DOCTYPE",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{what} is no well-formed XML: {error}", hint="get it anew") from error


def _local_name(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
