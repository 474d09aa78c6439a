"""The types of other events as the lexicon describes them: by which words each is told and where its sides stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from kg.errors import DataError
from kg.lexicon.load import Lexicon
from kg.model.sentence import Clause, Phrase

#: Where the object of a verb may stand if a row does not say.
_OBJECT: Final[tuple[str, ...]] = ("を", "も", "は", "が", "などを", "や", "をも", "などの", "")
_PASSIVE: Final[tuple[str, ...]] = ("が", "は", "も", "")
_WAYS: Final[tuple[str, ...]] = ("active", "passive", "light", "noun")

_ROW_KEYS: Final = frozenset(
    (
        *(
            "rule",
            "verbs",
            "objects",
            "at",
            "passive_at",
            "exact",
            "beside",
            "beside_at",
            "unless",
            "told_before",
            "within",
        ),
        *(
            "actor",
            "target",
            "needs",
            "fill",
            "status",
            "held_only",
            "soldiers",
            "settles",
            "stative",
            "by_state",
            "only_with",
            "objectless",
            "since",
            "punctual",
            "mutual",
            "negated",
            "aimless",
            "men",
        ),
    )
)
#: For each way of telling, the sources of a side: the first that gives any counts, those of one group together.
Sources = dict[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One way of telling an event: verbs, the object that they need, and what rules it in or out."""

    rule: str
    verbs: frozenset[str]
    objects: tuple[str, ...]
    at: frozenset[str]
    passive_at: frozenset[str]
    exact: bool
    beside: tuple[str, ...]
    beside_at: frozenset[str]
    unless: tuple[str, ...]
    told_before: re.Pattern[str] | None
    within: tuple[str, ...]
    actor: Sources
    target: Sources
    needs: frozenset[str]
    fill: frozenset[str] | None
    status: str
    held_only: bool
    soldiers: bool
    settles: bool
    stative: bool
    by_state: bool
    only_with: tuple[str, ...]
    objectless: bool
    since: bool
    punctual: bool
    mutual: bool
    negated: bool
    aimless: bool
    men: bool

    @property
    def cues(self) -> tuple[str, ...]:
        """Words one of which a sentence has that tells in this way."""
        return self.objects or tuple(v.removesuffix("する") for v in self.verbs if v.endswith("する"))


@dataclass(frozen=True)
class EventType:
    """One type of the closed list."""

    name: str
    rows: tuple[Row, ...]
    nouns: tuple[str, ...]
    goal: frozenset[str]
    actor: Sources
    target: Sources
    needs: frozenset[str]
    fill: frozenset[str]
    acts: frozenset[str]
    weak: tuple[str, ...]
    clashes: tuple[str, ...]
    not_weak: tuple[str, ...]
    disguised: tuple[str, ...]
    unless_lone: tuple[str, ...]
    disguised_by: frozenset[str]
    two_sided: bool
    relation: bool
    by_decision: bool
    declaring: bool
    land: bool
    going_on: bool
    ground: bool
    nominal: bool
    light: bool
    listed: bool
    going_to: bool
    lone: bool
    persons_act: bool
    anniversary: bool
    headline: bool
    agreeing_does: bool
    state_acts: bool
    deciding_plans: bool
    mutual: bool
    precedents: bool
    counted: str

    @cached_property
    def objects(self) -> tuple[str, ...]:
        """All objects of its rows."""
        return tuple(w for row in self.rows for w in row.objects)


@dataclass(slots=True, eq=False)
class Telling:
    """The words that tell of an event: the predicate or none, the event noun or object or none, and how they do it."""

    type: EventType
    row: Row | None
    clause: Clause | None
    phrase: Phrase | None
    #: whether the words count only with both sides
    both: bool = False
    #: whether it is told that what the noun names ends: that it was is told thereby
    ended: bool = False

    @property
    def plain(self) -> bool:
        """Whether the words can tell of nothing else, so that they are not asked again."""
        return self.row is None or self.row.settles

    @property
    def way(self) -> str:
        """How the sides are found: active, passive, light (a verb that only carries the noun) or noun."""
        if self.clause is None:
            return "noun"
        if self.row is None:
            return "passive" if self.clause.passive else "light"
        return "passive" if self.clause.passive else "active"

    def sources(self, role: str) -> tuple[tuple[str, ...], ...]:
        """Where a side stands: as the row says, else as the type says."""
        own = (self.row.actor if role == "actor" else self.row.target) if self.row is not None else {}
        return own[self.way] if own else (self.type.actor if role == "actor" else self.type.target)[self.way]

    @property
    def needs(self) -> frozenset[str]:
        """Roles without which the words tell of no event."""
        own = self.row.needs if self.row is not None else frozenset(("actor", "target-entity") if self.both else ())
        return self.type.needs | own

    @property
    def fill(self) -> frozenset[str]:
        """Roles that the rest of the article may give."""
        return self.row.fill if self.row is not None and self.row.fill is not None else self.type.fill

    @property
    def words(self) -> Phrase:
        """The phrase that names the event."""
        found = self.phrase if self.phrase is not None else self.clause.phrase if self.clause is not None else None
        assert found is not None
        return found


def read_types(lexicon: Lexicon) -> tuple[EventType, ...]:
    """Every type of the closed list, in the order in which they are tried."""
    default, forces = lexicon.table("events", "default"), lexicon.table("events", "sides")["forces"]
    tables = {name: _over(default, lexicon.table("events", name)) for name in lexicon.table("events", "order")["types"]}
    return tuple(
        _read_type(name, {**table, "objects": forces} if table["of_forces"] else table)
        for name, table in tables.items()
    )


def _over(default: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """A type's table over what holds for all types; sources way by way."""
    sides = {role: {**default[role], **own.get(role, {})} for role in ("actor", "target")}
    return {**default, **own, **sides}


def _read_type(name: str, table: dict[str, Any]) -> EventType:
    rows = [_row(row, row["rule"]) for row in table["rows"]]
    if table["verbs"]:
        rows.append(_row({"verbs": table["verbs"], "within": table["verbs"], "settles": True}, "event-verb"))
    if table["with"]:
        rows.append(_row({"verbs": table["with"], "objects": table["objects"], "settles": True}, "event-verb"))
    return EventType(
        name,
        tuple(rows),
        tuple(table["nouns"]),
        frozenset(table["goal"]),
        _sources(table["actor"]),
        _sources(table["target"]),
        frozenset(table["needs"]),
        frozenset(table["fill"]),
        frozenset(table["acts"]),
        tuple(table["weak"]),
        tuple(table["clashes"]),
        tuple(table["not_weak"]),
        tuple(table["disguised"]),
        tuple(table["unless_lone"]),
        frozenset(table["disguised_by"]),
        counted=str(table["counted"]),
        **{
            key: bool(table[key])
            for key in (
                "two_sided",
                "relation",
                "by_decision",
                "declaring",
                "land",
                "going_on",
                "ground",
                "nominal",
                "light",
                "listed",
                "going_to",
                "lone",
                "persons_act",
                "anniversary",
                "headline",
                "agreeing_does",
                "state_acts",
                "deciding_plans",
                "mutual",
                "precedents",
            )
        },
    )


def _row(row: dict[str, Any], rule: str) -> Row:
    unknown = set(row) - _ROW_KEYS
    if unknown:
        raise DataError(f"lexicon events.toml: row {rule} has unknown keys {', '.join(sorted(unknown))}")
    before = row.get("told_before")
    return Row(
        rule,
        frozenset(row["verbs"]),
        tuple(row.get("objects", ())),
        frozenset(row.get("at", _OBJECT)),
        frozenset(row.get("passive_at", row.get("at", _PASSIVE))),
        bool(row.get("exact", False)),
        tuple(row.get("beside", ())),
        frozenset(row.get("beside_at", ())),
        tuple(row.get("unless", ())),
        re.compile(before) if before else None,
        tuple(v.removesuffix("する") for v in row.get("within", ())),
        _sources(row["actor"]) if "actor" in row else {},
        _sources(row["target"]) if "target" in row else {},
        frozenset(row.get("needs", ())),
        frozenset(row["fill"]) if "fill" in row else None,
        str(row.get("status", "")),
        bool(row.get("held_only", False)),
        bool(row.get("soldiers", False)),
        bool(row.get("settles", False)),
        bool(row.get("stative", False)),
        bool(row.get("by_state", False)),
        tuple(row.get("only_with", ())),
        bool(row.get("objectless", False)),
        bool(row.get("since", False)),
        bool(row.get("punctual", False)),
        bool(row.get("mutual", False)),
        bool(row.get("negated", False)),
        bool(row.get("aimless", False)),
        bool(row.get("men", False)),
    )


def _sources(value: Iterable[str] | dict[str, list[str]]) -> Sources:
    """Sources by way of telling; a plain list holds for every way."""
    given = value if isinstance(value, dict) else {way: list(value) for way in _WAYS}
    return {way: tuple(tuple(s.split("+")) for s in given.get(way, ())) for way in _WAYS}
