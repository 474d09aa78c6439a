"""Whether two reports tell of the same event: features with weights, and a verdict that may be "unsure".

A comparison is a list of features, each with a reason that people can read; the sum decides. A veto is a feature that
no other can outweigh. Precision comes before recall: two reports that might be one event stay two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Final, NamedTuple

from kg.fusion.told import Told
from kg.model.account import ReportKind

#: From this sum on two reports are one event; from the lower one on it is worth a look.
SAME_FROM: Final = 4.0
UNSURE_FROM: Final = 3.0
VETO: Final = float("-inf")

#: Days by which dates of one event may differ in reports: time zones, or the day of the report for that of the event.
DATE_SLIP: Final = 2
#: Days of publication within which undated reports may mean the same event, and beyond which they do not.
SAME_NEWS: Final = 7
OTHER_NEWS: Final = 60

#: Event types that happen once for the same actor and target, so that a date is not needed to tell them apart.
ONCE: Final = frozenset({"国家承認", "独立", "国際機関加盟", "国交樹立"})
#: What is done to a document once, so that a date is not needed to tell two occasions apart.
DONE_ONCE: Final = frozenset({"signed", "adopted", "in_force"})
#: Event types whose actor and target may change places.
MUTUAL: Final = frozenset({"国交樹立", "国交回復", "国交断絶", "停戦", "協力の拡大"})


class Judgement(Enum):
    """The verdict on a pair of reports."""

    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


class Feature(NamedTuple):
    """One observation about a pair of reports."""

    reason: str
    weight: float


class Match(NamedTuple):
    """The comparison of two reports."""

    score: float
    features: tuple[Feature, ...]

    @property
    def judgement(self) -> Judgement:
        """What the score means."""
        if self.score >= SAME_FROM:
            return Judgement.SAME
        return Judgement.UNSURE if self.score >= UNSURE_FROM else Judgement.DIFFERENT

    @property
    def reasons(self) -> str:
        """The reasons with their weights, as one line."""
        return ", ".join(f"{f.reason} {f.weight:+g}" for f in self.features)


Features = Iterator[Feature]


def compare(a: Told, b: Told) -> Match:
    """Compare two reports; the order of the two makes no difference."""
    if a.id.article == b.id.article or a.report.kind != b.report.kind:
        return Match(VETO, (Feature("two reports of one article", VETO),))
    features = tuple(COMPARISONS[a.report.kind](a, b))
    return Match(sum(f.weight for f in features), features)


def _meeting(a: Told, b: Told) -> Features:
    yield from _time(a, b)
    yield from _persons(a, b)
    yield from _states(a, b)
    yield from _place(a, b)
    yield from _name(a, b)
    if (a.report.subtype == "phone") != (b.report.subtype == "phone"):
        yield Feature("one by phone, one not", VETO)
    elif a.report.subtype == b.report.subtype:
        yield Feature("same kind", 0.5)


def _visit(a: Told, b: Told) -> Features:
    yield from _same_role(a, b, "visitor", 2.0)
    yield from _same_role(a, b, "destination", 1.5)
    yield from _time(a, b, slip=1.0)
    yield from _place(a, b)


def _agreement(a: Told, b: Told) -> Features:
    # Pairs are compared only inside one treaty.
    yield Feature("same document", 2.5)
    if a.report.first("action") != b.report.first("action"):
        yield Feature("different actions", VETO)
    once = a.report.first("action") in DONE_ONCE
    if once:
        yield Feature("done once", 1.5)
    if not once or (a.days and b.days):
        yield from _time(a, b)
    ours, theirs = a.role("party"), b.role("party")
    if ours and ours == theirs:
        yield Feature("same parties", 0.5)
    elif ours and theirs and ours.isdisjoint(theirs):
        yield Feature("different parties", VETO)


def _statement(a: Told, b: Told) -> Features:
    yield from _same_role(a, b, "speaker", 2.0)
    if len(a.quotation) >= 8 and a.quotation == b.quotation:
        yield Feature("same words", 3.0)
    else:
        yield Feature("different words", VETO)
    if a.days and b.days and a.days.gap(b.days) > DATE_SLIP:
        yield Feature("different days", VETO)


def _invitation(a: Told, b: Told) -> Features:
    yield from _same_role(a, b, "invitee", 1.5)
    yield from _same_role(a, b, "inviter", 1.5)
    yield from _same_role(a, b, "destination", 0.5)
    yield from _time(a, b)


def _other(a: Told, b: Told) -> Features:
    kind = a.report.subtype
    if kind != b.report.subtype:
        yield Feature("different types", VETO)
    if kind in MUTUAL:
        sides_a, sides_b = a.role("actor") | a.role("target"), b.role("actor") | b.role("target")
        if sides_a == sides_b and len(sides_a) >= 2:
            yield Feature("same sides", 2.5)
        else:
            yield Feature("different sides", VETO)
    else:
        yield from _same_role(a, b, "actor", 1.5)
        yield from _optional_role(a, b, "target", 1.0)
    if (
        kind in ONCE
        and a.role("actor") == b.role("actor")
        and a.role("target")
        and a.role("target") == b.role("target")
    ):
        yield Feature("happens once", 2.0)
    yield from _time(a, b)
    yield from _place(a, b)


COMPARISONS: Final[dict[ReportKind, Callable[[Told, Told], Features]]] = {
    "meeting": _meeting,
    "visit": _visit,
    "agreement": _agreement,
    "statement": _statement,
    "invitation": _invitation,
    "other_event": _other,
}


def _time(a: Told, b: Told, slip: float = -1.0) -> Features:
    """Compare the days: shared precision counts, a gap beyond the slip is a veto, an unknown leans on publication."""
    if a.days is None or b.days is None:
        yield from _news(a, b)
        return
    gap = a.days.gap(b.days)
    if gap > DATE_SLIP or (gap and max(a.days.width, b.days.width) > 7):
        yield Feature("different times", VETO)
    elif gap:
        yield Feature(f"{gap} day(s) apart", slip)
    else:
        width = max(a.days.width, b.days.width)
        yield (
            Feature("same day", 2.5)
            if width <= 1
            else Feature("times overlap", 2.0 if width <= 7 else 1.0 if width <= 31 else 0.0)
        )


def _news(a: Told, b: Told) -> Features:
    """Compare dates of publication, for a pair of which one report has no time."""
    apart = None if a.published is None or b.published is None else abs(a.published - b.published)
    if apart is not None and apart <= SAME_NEWS:
        yield Feature("in the news together", 1.0)
    elif apart is not None and apart > OTHER_NEWS:
        yield Feature("published far apart", VETO)
    else:
        yield Feature("nothing tells that the times agree", -2.0)
    for dated, undated in ((a, b), (b, a)):
        if dated.days and not undated.days and undated.published is not None:
            gap = max(dated.days.first - undated.published, undated.published - dated.days.last)
            if gap > OTHER_NEWS:
                yield Feature("dated far from the other's publication", VETO)


def _persons(a: Told, b: Told) -> Features:
    if not a.persons or not b.persons:
        return
    shared = a.persons & b.persons
    if shared:
        yield Feature(f"{len(shared)} shared person(s)", 2.0 * min(len(shared), 2))
    if _many(a) and _many(b):
        return
    if not shared:
        yield Feature("no shared person", VETO)
    for state in sorted(a.states & b.states):
        ours, theirs = a.persons_of(state), b.persons_of(state)
        if ours and theirs and ours.isdisjoint(theirs):
            yield Feature(f"other persons for {state}", VETO)
    if not (a.persons <= b.persons or b.persons <= a.persons):
        yield Feature("further persons on both sides", -1.0)


def _states(a: Told, b: Told) -> Features:
    if not a.states or not b.states:
        return
    shared = a.states & b.states
    # The states of shared persons have had their say with the persons.
    further = shared - {a.homes.get(person) for person in a.persons & b.persons}
    if len(further) >= 2 or (further and (a.states <= b.states or b.states <= a.states)):
        yield Feature(f"{len(further)} shared state(s)", 1.5 if len(further) >= 2 else 1.0)
    if not shared or (not (_many(a) and _many(b)) and not (a.states <= b.states or b.states <= a.states)):
        yield Feature("other states", VETO)


def _many(told: Told) -> bool:
    """Whether a meeting has so many sides that reports name different ones of them."""
    return told.report.subtype == "multilateral" or len(told.states) > 2


def _place(a: Told, b: Told) -> Features:
    if a.places & b.places:
        yield Feature("same place", 1.5)
    elif a.place_states and b.place_states and a.place_states.isdisjoint(b.place_states):
        yield Feature("other country", -2.5)
    elif a.places and b.places:
        yield Feature("other place", -0.5)


def _name(a: Told, b: Told) -> Features:
    if not a.name or not b.name:
        return
    if a.name == b.name:
        yield Feature("same name", 2.0)
    elif _digits(a.name) != _digits(b.name):
        yield Feature("other number in the name", VETO)


def _digits(name: str) -> str:
    return "".join(c for c in name if c.isdecimal())


def _same_role(a: Told, b: Told, prop: str, weight: float) -> Features:
    """Compare a role that identifies the event: it must share a filler."""
    shared = a.role(prop) & b.role(prop)
    if shared:
        yield Feature(f"same {prop}", weight)
    else:
        yield Feature(f"no shared {prop}", VETO)


def _optional_role(a: Told, b: Told, prop: str, weight: float) -> Features:
    """Compare a role that a report may leave out."""
    ours, theirs = a.role(prop), b.role(prop)
    if ours & theirs:
        yield Feature(f"same {prop}", weight)
    elif ours and theirs:
        yield Feature(f"other {prop}", VETO)
