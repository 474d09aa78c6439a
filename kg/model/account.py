"""What one article says: the entities it names and its own account of each event.

An Account is the result of everything that is done to one article alone (read to link). It is plain data: it goes to
disk as one JSON line, it is what ``fuse`` reads, and ``facts.jsonl`` is a view of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.model.span import Span
from kg.model.time import TimeValue

EntityKind = Literal["person", "state", "organization", "place"]
ReportKind = Literal["meeting", "visit", "agreement", "statement", "invitation", "other_event"]
Status = Literal["held", "scheduled", "proposed", "cancelled", "postponed", "uncertain"]
Modality = Literal["asserted", "planned", "possible", "denied", "alleged"]


class Ref(NamedTuple):
    """An entity: ``key`` is its local name in the graph (``RUS`` of ``state:RUS``), ``name`` what Japanese press says.

    A key from the registry is the registry's own; an entity that only the article introduces has a key that begins
    with ``x-`` and is made from its name and state.
    """

    kind: EntityKind
    key: str
    name: str


class Evidence(NamedTuple):
    """Where a claim stands: the sentence, the words in it that carry the claim, and the rule that read them."""

    sentence: Span
    words: Span
    rule: str


class Claim(NamedTuple):
    """One property of one thing, as one article gives it.

    ``property`` is a local name of the ontology (``participant``, ``place``, ``status`` …). ``value`` is an entity, a
    time, or a string (a code such as ``held``, or a name). ``confidence`` is between 0 and 1.
    """

    property: str
    value: Ref | TimeValue | str
    evidence: Evidence
    modality: Modality = "asserted"
    attributed_to: Ref | None = None
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Report:
    """The article's account of one event: one Report per real event, however often the article comes back to it.

    ``key`` is unique in the article. ``subtype`` is the meeting kind, agreement kind or event type of the facts format
    (``summit``, ``treaty``, ``派兵`` …), or the verb of a statement. ``claims`` stand in text order; the first claim's
    sentence is the evidence of the whole. The properties by kind, besides ``status``, ``time`` and ``name``:

    * meeting: ``participant`` (person or organization), ``state``, ``place``, ``placeState``, ``meetingKind``
    * visit: ``visitor`` (Ref or a description as string), ``destination``, ``place``, ``invitedBy``
    * agreement: ``party``, ``action``, ``agreementKind``
    * statement: ``speaker``, ``verb``, ``quotation`` (a string of the text), ``about``
    * invitation: ``inviter``, ``invitee``, ``destination``
    * other_event: ``actor``, ``target``, ``place``, ``eventType``
    """

    key: str
    kind: ReportKind
    subtype: str
    claims: tuple[Claim, ...]

    def values(self, prop: str) -> list[Ref | TimeValue | str]:
        """All values of a property, in text order."""
        return [c.value for c in self.claims if c.property == prop]

    def refs(self, prop: str) -> list[Ref]:
        """The values of a property that are entities."""
        return [c.value for c in self.claims if c.property == prop and isinstance(c.value, Ref)]

    def first(self, prop: str) -> Ref | TimeValue | str | None:
        """The first value of a property, or None."""
        return next((c.value for c in self.claims if c.property == prop), None)

    @property
    def time(self) -> TimeValue | None:
        """The time of the event, or None."""
        value = self.first("time")
        return value if isinstance(value, TimeValue) else None

    @property
    def status(self) -> str:
        """The status code; an event without one is held."""
        value = self.first("status")
        return value if isinstance(value, str) else "held"

    @property
    def evidence(self) -> Evidence:
        """The evidence of the first claim."""
        return self.claims[0].evidence


class Naming(NamedTuple):
    """One mention of an entity: its span, and the title or honorific with it (``span`` covers both)."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class EntityEntry:
    """An entity that the article names, with all its mentions in text order.

    ``claims`` hold what the article says of it: for a person ``office`` (the title as the text gives it),
    ``officeKind`` and ``ofState`` (or ``ofOrganization``); for a place ``inState``. ``former`` offices keep 前/元 in
    the text.
    """

    ref: Ref
    mentions: tuple[Naming, ...]
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """All that one article says. ``unlinked`` lists mentions for which no entity was accepted, with the reason."""

    article: str
    sha256: str
    entities: tuple[EntityEntry, ...]
    reports: tuple[Report, ...]
    unlinked: tuple[tuple[Span, str, str], ...] = ()

    def of_kind(self, kind: EntityKind) -> list[EntityEntry]:
        """The entities of one kind, in order of first mention."""
        return [e for e in self.entities if e.ref.kind == kind]
