"""The drawing of the error tree is the error tree."""

from __future__ import annotations

from newsgraph import errors
from newsgraph.errors import NewsgraphError


def draw(error: type[Exception], stem: str = "") -> list[str]:
    lines = []
    children = error.__subclasses__()
    for child in children:
        last = child is children[-1]
        lines.append(f"{stem}{'└── ' if last else '├── '}{child.__name__}")
        lines += draw(child, stem + ("    " if last else "│   "))
    return lines


def test_errors_docstring_draws_the_classes() -> None:
    assert errors.__doc__ is not None
    drawing = errors.__doc__.split("\n\n")[1]
    assert drawing == "\n".join(["NewsgraphError", *draw(NewsgraphError)])


def test_error_keeps_message_and_hint() -> None:
    error = errors.ReadError("the file is empty", hint="add a sentence")
    assert (str(error), error.hint, error.exit_code) == ("the file is empty", "add a sentence", 1)
