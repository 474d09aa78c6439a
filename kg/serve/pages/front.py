"""What the front page tells: how much there is, of what time, what is new, and where articles differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.serve.pages.edition import Edition
from kg.serve.pages.entity import MOST_CLAIMS, Fact, facts
from kg.serve.pages.index import EVENTS, Event
from kg.serve.pages.pictures import Strip, strip
from kg.serve.pages.reader import Thing

#: Files of a build that can be taken home.
DOWNLOADS: Final = {
    "graph.ttl": "text/turtle",
    "graph.nq": "application/n-quads",
    "facts.jsonl": "application/x-ndjson",
    "network.html": "text/html",
    "report.json": "application/json",
}
#: Kinds in the order in which their numbers are told.
_FIGURES: Final = ("meeting", "visit", "treaty", "statement", "person", "state", "organization", "article")
_NEWEST: Final = 6
_AHEAD: Final = 5
_BUSIEST: Final = 8
_CONFLICTS: Final = 3
_STRIP: Final = 1064.0


@dataclass(frozen=True, slots=True)
class Front:
    """The content of the front page."""

    figures: tuple[tuple[str, int], ...]
    triples: int
    reports: tuple[str, str] | None
    span: tuple[str, str] | None
    strip: Strip | None
    newest: tuple[tuple[Thing, Event], ...]
    ahead: tuple[tuple[Thing, Event], ...]
    last_report: str
    conflicts: tuple[tuple[Thing, Fact], ...]
    all_conflicts: int
    states: tuple[tuple[Thing, int], ...]
    persons: tuple[tuple[Thing, int], ...]
    downloads: tuple[tuple[str, int], ...]


def front(edition: Edition) -> Front:
    """Return the content of the front page."""
    index = edition.index
    held = [event for event in index.newest_first["meeting"] if event.status == "held" and event.day]
    files = ((name, edition.file(name)) for name in DOWNLOADS)
    return Front(
        figures=tuple((what, len(index.members[what])) for what in _FIGURES),
        triples=edition.served.triples,
        reports=_span(index.published.values()),
        span=_span(event.day for what in EVENTS for event in index.newest_first[what] if event.day),
        strip=strip((event for what in EVENTS for event in index.newest_first[what]), _STRIP, bars=True),
        newest=_things(edition, held[:_NEWEST]),
        ahead=_things(edition, index.ahead[:_AHEAD]),
        last_report=index.last_report,
        conflicts=conflicts(edition, 0, _CONFLICTS),
        all_conflicts=len(index.conflicts),
        states=_busiest(edition, "state"),
        persons=_busiest(edition, "person"),
        downloads=tuple((name, path.stat().st_size) for name, path in files if path is not None),
    )


def conflicts(edition: Edition, begin: int, end: int) -> tuple[tuple[Thing, Fact], ...]:
    """Return some of the contradictions: the thing, and the property with all its values."""
    found = []
    for thing, prop in edition.index.conflicts[begin:end]:
        told = edition.reader.claims(edition.reader.about(thing.iri)[:MOST_CLAIMS])
        claims = [claim for claim in told if claim.property == prop]
        found += [(thing, fact) for fact in facts(edition.reader, claims)]
    return tuple(found)


def _span(days: Iterable[str]) -> tuple[str, str] | None:
    known = sorted(days)
    return (known[0], known[-1]) if known else None


def _things(edition: Edition, events: Iterable[Event]) -> tuple[tuple[Thing, Event], ...]:
    pairs = ((edition.reader.thing(event.iri), event) for event in events)
    return tuple((thing, event) for thing, event in pairs if thing is not None)


def _busiest(edition: Edition, what: str) -> tuple[tuple[Thing, int], ...]:
    index = edition.index
    pairs = ((edition.reader.thing(iri), len(index.of(iri))) for iri in index.busiest_first[what][:_BUSIEST])
    return tuple((thing, count) for thing, count in pairs if thing is not None and count)
