"""What all articles say together: things, the claims about them with their verdicts, and events fused from reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.model.account import Evidence, Modality, Ref, ReportKind
from kg.model.article import Article
from kg.model.decision import Decision
from kg.model.time import TimeValue

Verdict = Literal["accepted", "rejected", "superseded", "undecided"]
ThingKind = Literal["state", "organization", "person", "place", "office", "tenure", "event", "treaty"]


class Thing(NamedTuple):
    """Anything the world names, by kind and key; a Ref without its name."""

    kind: ThingKind
    key: str


Value = Ref | Thing | TimeValue | str


class Judged(NamedTuple):
    """One claim of one article about one thing, with the verdict on it.

    ``key`` is the local name of the claim's IRI and depends on the article and its words alone, never on how reports
    were fused. ``reason`` tells the rule of the verdict; ``contradicts`` holds the keys of claims that cannot be true
    with it.
    """

    key: str
    subject: Thing
    article: str
    property: str
    value: Value
    evidence: Evidence
    modality: Modality
    attributed_to: Ref | None
    confidence: float
    verdict: Verdict
    reason: str
    contradicts: tuple[str, ...] = ()


class ReportId(NamedTuple):
    """A report: the article and the report's key in it."""

    article: str
    key: str


@dataclass(frozen=True, slots=True)
class Event:
    """A real event: the reports of it, and their claims.

    ``reasons`` tell why several reports were taken for one event. An event ``stands`` unless every report of it is a
    denial; one that does not stand keeps its claims and has no place in the world.
    """

    key: str
    kind: ReportKind
    reports: tuple[ReportId, ...]
    claims: tuple[Judged, ...]
    reasons: tuple[str, ...] = ()
    stands: bool = True

    @property
    def thing(self) -> Thing:
        """The event as a thing."""
        return Thing("event", self.key)

    def values(self, prop: str) -> list[Value]:
        """Return the accepted values of a property, each once, in the order of the claims."""
        return accepted_values(self.claims, prop)

    def first(self, prop: str) -> Value | None:
        """Return the first accepted value of a property, or None."""
        return next(iter(self.values(prop)), None)

    @property
    def time(self) -> TimeValue | None:
        """The accepted time, or None."""
        value = self.first("time")
        return value if isinstance(value, TimeValue) else None

    @property
    def status(self) -> str | None:
        """The accepted status code, or None where nothing but denials is known."""
        value = self.first("status")
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Treaty:
    """An agreement document: its claims (name, agreementKind, party); the events of its life point to it."""

    key: str
    name: str
    claims: tuple[Judged, ...]

    @property
    def thing(self) -> Thing:
        """The treaty as a thing."""
        return Thing("treaty", self.key)

    def values(self, prop: str) -> list[Value]:
        """Return the accepted values of a property, each once, in the order of the claims."""
        return accepted_values(self.claims, prop)


@dataclass(frozen=True, slots=True)
class Office:
    """A post. ``known`` ones are the registry's; the others were made from a title and a state or organization."""

    key: str
    name: str
    kind: str | None = None
    of: Ref | None = None
    known: bool = False

    @property
    def thing(self) -> Thing:
        """The office as a thing."""
        return Thing("office", self.key)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person in an office, as articles observed it.

    ``observed`` are the publication dates of articles that give the person this office, sorted; ``ended_before`` that of
    the first one after them that calls it over (前, 元). A ``known`` tenure is the registry's and has its own dates
    there; another one has no dates but these. Who comes back to an office has a tenure anew. ``former`` ones were told
    as over and never seen.
    """

    key: str
    person: Ref
    office: Office
    title: str
    former: bool
    observed: tuple[dt.date, ...]
    claims: tuple[Judged, ...]
    known: bool = False
    ended_before: dt.date | None = None

    @property
    def thing(self) -> Thing:
        """The tenure as a thing."""
        return Thing("tenure", self.key)


@dataclass(frozen=True, slots=True)
class Entity:
    """A state, organization, person or place that articles name: which articles, and what they claim of it.

    ``known`` entities are the registry's, which gives their labels and facts.
    """

    ref: Ref
    articles: tuple[str, ...]
    claims: tuple[Judged, ...] = ()
    known: bool = False

    @property
    def thing(self) -> Thing:
        """The entity as a thing."""
        return Thing(self.ref.kind, self.ref.key)


@dataclass(frozen=True, slots=True)
class World:
    """All that is known after fusion; every part is sorted by key, so that equal inputs give equal worlds.

    ``articles`` come without their texts being needed: only their metadata goes into the graph. ``decisions`` tell
    which reports, documents and spellings were taken for one thing, or refused, and why.
    """

    articles: Collection[Article]
    entities: Sequence[Entity]
    offices: Sequence[Office]
    tenures: Sequence[Tenure]
    treaties: Sequence[Treaty]
    events: Sequence[Event]
    decisions: Collection[Decision] = ()

    def claims(self) -> Iterator[Judged]:
        """All claims about all things."""
        for part in (self.entities, self.tenures, self.treaties, self.events):
            for thing in part:
                yield from thing.claims


def accepted_values(claims: tuple[Judged, ...], prop: str) -> list[Value]:
    """Return the distinct values of the accepted claims of one property, in order.

    Two entities are the same value when kind and key are, two times when their EDTF and days are.
    """
    found: dict[object, Value] = {}
    for claim in claims:
        if claim.verdict == "accepted" and claim.property == prop:
            found.setdefault(value_key(claim.value), claim.value)
    return list(found.values())


def value_key(value: Value) -> tuple[str, ...]:
    """Return what makes a value itself: its words and its place in a text are left out."""
    if isinstance(value, TimeValue):
        return ("time", value.edtf or "", str(value.earliest or ""), str(value.latest or ""))
    if isinstance(value, Ref | Thing):
        return (value.kind, value.key)
    return ("text", value)
