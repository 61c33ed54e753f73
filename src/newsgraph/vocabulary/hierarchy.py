"""Which class is a kind of which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from newsgraph.vocabulary.schema import VALUE_CLASSES, EntityClass


class Hierarchy:
    """Answers subclass questions; a class may have several parents."""

    def __init__(self, classes: Mapping[str, EntityClass]) -> None:
        """Take classes whose parents are all known and without cycles."""
        self._ancestors = {name: _with_ancestors(name, classes) for name in classes}
        below: dict[str, set[str]] = {name: set() for name in classes}
        for name, ancestors in self._ancestors.items():
            for ancestor in ancestors:
                below[ancestor].add(name)
        self._below = {name: frozenset(names) for name, names in below.items()}
        self._unions: dict[tuple[str, ...], frozenset[str]] = {}

    def __contains__(self, name: str) -> bool:
        """Tell whether the class is known."""
        return name in self._ancestors

    @property
    def names(self) -> tuple[str, ...]:
        """All class names, in file order."""
        return tuple(self._ancestors)

    def is_a(self, name: str, ancestor: str) -> bool:
        """Tell whether ``name`` is ``ancestor`` or a kind of it; unknown names are only equal."""
        return name == ancestor or ancestor in self._ancestors.get(name, ())

    def overlap(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Tell whether one thing may belong to both sets of classes."""
        return not self._all_below(some).isdisjoint(self._all_below(others))

    def breadth(self, names: Iterable[str]) -> int:
        """Count the classes that these admit; the fewer, the more they say."""
        return len(self._all_below(names))

    def compare(self, some: Sequence[Iterable[str]], others: Sequence[Iterable[str]]) -> int:
        """Compare two sequences of class sets, end by end.

        Returns:
            -1 if ``some`` is strictly narrower, 1 if ``others`` is, 0 if they are equal or each
            admits what the other does not.
        """
        pairs = [
            (self._all_below(a), self._all_below(b)) for a, b in zip(some, others, strict=True)
        ]
        narrower, wider = all(a <= b for a, b in pairs), all(b <= a for a, b in pairs)
        return int(wider) - int(narrower)

    def _all_below(self, names: Iterable[str]) -> frozenset[str]:
        key = tuple(names)
        found = self._unions.get(key)
        if found is None:
            below = (frozenset((n,)) if n in VALUE_CLASSES else self._below[n] for n in key)
            found = self._unions[key] = frozenset().union(*below)
        return found


def _with_ancestors(name: str, classes: Mapping[str, EntityClass]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(classes[current].parents)
    return frozenset(found)
