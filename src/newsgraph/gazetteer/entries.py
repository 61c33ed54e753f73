"""One known name, as a row of a table gives it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One known name; the tuples hold what the columns of the tables separate by ``|``."""

    name: str
    entity_class: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()  #: adjectives: Serbian
    people: tuple[str, ...] = ()  #: nouns in the singular: Serbian, Pole
    capital_of: str | None = None  #: name of another entry
    country: str | None = None  #: of a place: name of the entry of the state it lies in
    stands_for: str | None = None  #: of a place: whom it means when it acts, if not its state
    descriptions: tuple[str, ...] = ()  #: what follows "the" when the news speak of it: alliance
    identifiers: tuple[str, ...] = ()  #: IRIs of the same thing elsewhere
