"""What fusion asks of the registry, so that it depends on these few questions only."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, Protocol


class KnownOffice(NamedTuple):
    """An office of the registry: key, Japanese label, and kind as local name (``ForeignMinister``)."""

    key: str
    name: str
    kind: str


class KnownTenure(NamedTuple):
    """A tenure of the registry with its office (key, Japanese label, kind); open ends are None."""

    key: str
    person: str
    office: KnownOffice
    earliest: dt.date | None
    latest: dt.date | None

    def covers(self, day: dt.date) -> bool:
        """Whether a day lies within it."""
        return (self.earliest is None or self.earliest <= day) and (self.latest is None or day <= self.latest)


class Facts(Protocol):
    """The facts of the registry that decide about sameness. They never change."""

    def __hash__(self) -> int:
        """Return a number of the object."""

    def knows(self, kind: str, key: str) -> bool:
        """Whether the registry has an entity."""

    def state_of(self, person: str) -> str | None:
        """Return the key of the state a person acts for."""

    def state_names(self, state: str) -> tuple[str, ...]:
        """Return what a state is called, short forms for compounds included (朝, ロ)."""

    def plain_name(self, name: str) -> str:
        """Return the name of an event with one name for each organization in it, whatever the text calls it."""

    def place_state(self, place: str) -> str | None:
        """Return the key of the state a place lies in."""

    def place_kind(self, place: str) -> str | None:
        """Return the kind of a place as local name (``City``)."""

    def offices(self, of: str) -> tuple[KnownOffice, ...]:
        """Return the offices in a state or organization, by the key of it, sorted by key."""

    def tenures(self, person: str) -> tuple[KnownTenure, ...]:
        """Return the tenures of a person, sorted by key."""
