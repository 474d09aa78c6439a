"""What pages have to know of a whole graph: which events a thing takes part in, how much there is of each kind.

It is made once for each version of a graph, by one pass over each of a few properties, and kept in memory: about half
a kilobyte for an event.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg import vocab as v
from kg.export.view import KIND_OF_CLASS, STATUS
from kg.serve.pages.reader import Reader, Thing, text_of

#: The classes that are counted, with the word that pages know them by.
CLASSES: Final = {**KIND_OF_CLASS, v.OFFICE: "office", v.ARTICLE: "article"}
EVENTS: Final = ("meeting", "visit", "agreement", "statement", "invitation", "event")
ACTORS: Final = ("person", "state", "organization")
#: How things take part in events.
ROLES: Final = (
    "participant", "visitor", "speaker", "inviter", "invitee", "actor", "party", "invitedBy", "state", "destination",
    "target", "about", "concerns", "place", "placeState",
)  # fmt: skip
#: Roles of those who act; where an event takes place is no tie to those who act there.
ACTING: Final = frozenset(ROLES) - {"place", "placeState", "about", "concerns"}
#: Events with more sides than this tie nobody in particular.
_CROWD: Final = 12


class Event(NamedTuple):
    """An event as lists need it. ``earliest`` and ``latest`` are its first and last day, None where open or unknown."""

    iri: str
    what: str
    status: str
    edtf: str | None
    earliest: str | None
    latest: str | None

    @property
    def day(self) -> str:
        """The day that it is sorted by; empty where it has none."""
        return self.earliest or self.latest or ""


class Conflict(NamedTuple):
    """A property of a thing of which articles give values that cannot all be true."""

    subject: Thing
    property: str


class Index:
    """What is known of one version of a graph."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.members: dict[str, list[str]] = {}
        for cls, what in CLASSES.items():
            found = self._subjects(v.RDF_TYPE, cls)
            self.members[what] = sorted(iri for iri in found if reader.parts(iri) is not None)
        self.published = self._days(v.SCHEMA_DATE_PUBLISHED)
        self.events = self._events()
        self.sides: dict[str, list[tuple[str, str]]] = {iri: [] for iri in self.events}
        taking_part: defaultdict[str, set[str]] = defaultdict(set)
        homes = dict(self._pairs(v.P_OF_STATE))
        for role in ROLES:
            for event, thing in self._pairs(v.term(role)):
                if event in self.events:
                    self.sides[event].append((role, thing))
                    taking_part[thing].add(event)
                    if role in ACTING and thing in homes:
                        # what a person does is of concern to the state that the person acts for
                        taking_part[homes[thing]].add(event)
        self.involved: dict[str, tuple[Event, ...]] = {
            thing: newest_first(self.events[iri] for iri in events) for thing, events in taking_part.items()
        }

    # ---- events of things

    def of(self, iri: str) -> tuple[Event, ...]:
        """Return the events that a thing takes part in, the newest first."""
        return self.involved.get(iri, ())

    def partners(self, iri: str) -> Counter[str]:
        """Return the actors that share events with a thing; an event of few weighs more than one of many."""
        shared: Counter[str] = Counter()
        for event in self.of(iri):
            actors = {thing for role, thing in self.sides[event.iri] if role in ACTING} - {iri}
            if len(actors) <= _CROWD:
                for actor in actors:
                    shared[actor] += 1
        return shared

    def together(self, a: str, b: str) -> int:
        """Return how many events two things share."""
        return len(self._iris(a) & self._iris(b))

    def _iris(self, thing: str) -> set[str]:
        return {event.iri for event in self.of(thing)}

    # ---- the whole

    @cached_property
    def last_report(self) -> str:
        """The day on which the newest article was published; empty where none has a date."""
        return max(self.published.values(), default="")

    @cached_property
    def newest_first(self) -> dict[str, tuple[Event, ...]]:
        """All events of each kind, the newest first."""
        return {what: newest_first(self.events[iri] for iri in self.members[what]) for what in EVENTS}

    @cached_property
    def busiest_first(self) -> dict[str, tuple[str, ...]]:
        """All things of each kind that is no event; those that take part in most events first."""
        return {
            what: tuple(sorted(members, key=lambda iri: (-len(self.of(iri)), iri)))
            for what, members in self.members.items()
            if what not in EVENTS
        }

    @cached_property
    def ahead(self) -> tuple[Event, ...]:
        """What was planned for the time after the newest article, the next first."""
        planned = (e for e in self.events.values() if e.status == "scheduled" and e.what in ("meeting", "visit"))
        later = [e for e in planned if self.last_report <= (e.latest or e.earliest or "")]
        return tuple(sorted(later, key=lambda e: (e.day, e.iri)))

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Where articles contradict each other, the newest event first."""
        pairs: set[tuple[str, str]] = set()
        for claim, _ in self._pairs(v.P_CONTRADICTS):
            subject, prop = self.reader.value(claim, v.P_CLAIM_SUBJECT), self.reader.value(claim, v.P_CLAIM_PROPERTY)
            if subject and prop:
                pairs.add((subject, prop.rpartition("#")[2]))

        def order(pair: tuple[str, str]) -> tuple[str, str, str]:
            event = self.events.get(pair[0])
            return (event.day if event else "", *pair)

        found = ((self.reader.thing(subject), prop) for subject, prop in sorted(pairs, key=order, reverse=True))
        return tuple(Conflict(thing, prop) for thing, prop in found if thing is not None)

    # ---- reading

    def _events(self) -> dict[str, Event]:
        what = {iri: kind for kind in EVENTS for iri in self.members[kind]}
        edtf = dict(self._pairs(v.P_EDTF))
        earliest, latest = self._days(v.P_EARLIEST), self._days(v.P_LATEST)
        status = {subject: self.reader.term(value)[1] for subject, value in self._pairs(STATUS)}
        return {
            iri: Event(iri, kind, status.get(iri, ""), edtf.get(iri), earliest.get(iri), latest.get(iri))
            for iri, kind in what.items()
        }

    def _pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        for quad in self.reader.store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value, text_of(quad.object)

    def _days(self, predicate: str) -> dict[str, str]:
        """Return the days that a property gives; what is no day of the calendar is left out."""
        days = {}
        for subject, day in self._pairs(predicate):
            with contextlib.suppress(ValueError):
                days[subject] = dt.date.fromisoformat(day).isoformat()
        return days

    def _subjects(self, predicate: str, value: str) -> set[str]:
        return set(self.reader.subjects(predicate, value))


def newest_first(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events by their day, the newest first, those without a date last."""
    return tuple(sorted(events, key=lambda e: (e.day, e.latest or "", e.iri), reverse=True))
