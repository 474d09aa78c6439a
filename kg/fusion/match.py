"""Whether two reports tell of the same event: features with weights, and a verdict that may be "unsure".

A comparison is a list of features, each with a reason that people can read; the sum decides. A veto is a feature that
no other can outweigh; a doubt is one that no sum makes sure, so that a person is asked. Precision comes before recall:
two reports that might be one event stay two.

Two reports with different dates are two events, with two exceptions, which are told in ``_rival_dates`` (one of the
dates is weak, and all else agrees) and ``_put_off`` (a report says that the event was postponed from that day, and the
other one says that it had been, or is the only such event within a stated time).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Final, NamedTuple

from kg.fusion.context import LASTING, ROUND, Context
from kg.fusion.told import DATE_SLIP, Days, Reports, Told, lies_in
from kg.model.account import Ref, ReportKind

#: From this sum on two reports are one event; from the lower one on it is worth a look.
SAME_FROM: Final = 4.0
UNSURE_FROM: Final = 3.0
VETO: Final = float("-inf")

#: Days of publication within which undated reports may mean the same event, and beyond which they do not.
SAME_NEWS: Final = 7
OTHER_NEWS: Final = 60
#: Days before an event within which an announcement without a date is taken to mean it.
SOON: Final = 14
#: Days within which an event that was put off may be made up for, and rival dates of one event may lie.
YEAR: Final = 366
#: Days after its old date within which the only event of the kind is the one that was put off.
AGAIN: Final = 92
#: Days by which the return of a yearly event may miss the year.
_YEARLY: Final = 21
#: The shortest words that identify a statement, in characters: whole, and as a part of longer ones.
_TELLING: Final = 8
_TELLING_PART: Final = 12

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
    """One observation about a pair of reports; a ``doubt`` keeps the pair from being taken for one without asking."""

    reason: str
    weight: float
    doubt: bool = False


class Match(NamedTuple):
    """The comparison of two reports."""

    score: float
    features: tuple[Feature, ...]

    @property
    def judgement(self) -> Judgement:
        """What the score means."""
        if self.score >= SAME_FROM and not any(f.doubt for f in self.features):
            return Judgement.SAME
        return Judgement.UNSURE if self.score >= UNSURE_FROM else Judgement.DIFFERENT

    @property
    def without_vetoes(self) -> float:
        """The sum of all other features: how alike a pair looks that was refused."""
        return sum(f.weight for f in self.features if f.weight != VETO)

    @property
    def reasons(self) -> str:
        """The reasons with their weights, as one line."""
        return ", ".join(f"{f.reason} {'veto' if f.weight == VETO else format(f.weight, '+g')}" for f in self.features)


Features = Iterator[Feature]


class Comparer:
    """Compares reports, given by their numbers; the order of the two makes no difference.

    Scores are remembered, each pair once, until ``forget``; reasons are found anew when they are asked for.
    """

    def __init__(self, reports: Reports, context: Context) -> None:
        self._reports = reports
        self._context = context
        self._known: dict[tuple[int, int], float] = {}

    def __call__(self, a: int, b: int) -> float:
        """Return the score of two reports."""
        pair = (a, b) if a <= b else (b, a)
        score = self._known.get(pair)
        if score is None:
            score = self._known[pair] = self.match(*pair).score
        return score

    def match(self, a: int, b: int) -> Match:
        """Compare two reports."""
        one, other = self._reports[min(a, b)], self._reports[max(a, b)]
        return compare(one, other, self._context)

    def know(self, scores: Mapping[tuple[int, int], float]) -> None:
        """Take the scores of pairs, the smaller number first, that were compared before."""
        self._known.update(scores)

    def forget(self) -> None:
        """Forget all scores."""
        self._known = {}


def compare(a: Told, b: Told, context: Context) -> Match:
    """Compare two reports in the context of what else their articles tell."""
    if a.report.kind != b.report.kind or (a.id.article == b.id.article and not _twice_told(a, b, context)):
        return Match(VETO, (Feature("two reports of one article", VETO),))
    features = tuple(COMPARISONS[a.report.kind](a, b, context))
    return Match(sum(f.weight for f in features), features)


def _twice_told(a: Told, b: Told, context: Context) -> bool:
    """Whether two reports of one article can be of one event.

    So are a step of a document that is done once, the days of a meeting that took several, a headline with what the
    article tells of the same company, and what took place with the plan that it recalls as put off.
    """
    if a.report.kind == "agreement":
        return a.report.first("action") == b.report.first("action") in DONE_ONCE
    return days_of_one(a, b, context) or _headline(a, b, context) or _made_up_for(a, b)


def _made_up_for(a: Told, b: Told) -> bool:
    """Whether one report tells of what took place, and the other of the plan that had been put off."""
    for plan, done in ((a, b), (b, a)):
        off = plan.status == "postponed" or (plan.lapsed and plan.recalls_delay)
        if off and done.held and plan.same_company(done):
            return True
    return False


def days_of_one(a: Told, b: Told, context: Context) -> bool:
    """Whether two reports tell of different days of one meeting: the same persons, and words or spans that say so."""
    if a.report.kind != "meeting" or not (a.held and b.held) or len(a.persons) < 2 or not a.same_company(b):
        return False
    if a.days is None or b.days is None or a.days == b.days or _other_places(a, b) or _other_round(a, b):
        return False
    both = Days(min(a.days.first, b.days.first), max(a.days.last, b.days.last))
    if both.width > LASTING:
        return False
    if not a.days.gap(b.days):
        return max(a.days.width, b.days.width) > 1
    return context.lasted(a, b) or (a.days.gap(b.days) == 1 and (a.lasts or b.lasts))


def _headline(a: Told, b: Told, context: Context) -> bool:
    """Whether one report is the headline over the other: the same persons, nobody else in question, no date of its own."""
    for head, body in ((a, b), (b, a)):
        if head.report.kind == "meeting" and head.in_headline and not body.in_headline:
            same = head.held and body.held and len(head.persons) >= 2 and head.same_company(body)
            alone = [t.id for t in context.told_beside(head)] == [body.id]
            return same and alone and not head.dated_itself and not _other_places(a, b)
    return False


def _meeting(a: Told, b: Told, context: Context) -> Features:
    if days_of_one(a, b, context):
        yield Feature("days of one meeting", 2.0)
    elif a.id.article == b.id.article and _headline(a, b, context):
        yield Feature("the headline of the article", 1.0)
    else:
        yield from _time_or_rival(a, b, context)
    yield from _order(a, b)
    yield from _persons(a, b)
    yield from _states(a, b)
    yield from _place(a, b)
    yield from _name(a, b)
    if a.actors.isdisjoint(b.actors) and a.name != b.name:
        yield Feature("nobody in common", -2.0)
    if (a.report.subtype == "phone") != (b.report.subtype == "phone"):
        yield Feature("one by phone, one not", VETO)
    elif a.report.subtype == b.report.subtype:
        yield Feature("same kind", 0.5)


def _visit(a: Told, b: Told, context: Context) -> Features:
    yield from _same_role(a, b, "visitor", 2.0)
    yield from _same_role(a, b, "destination", 1.5)
    yield from _time_or_rival(a, b, context, slip=1.0)
    yield from _order(a, b)
    yield from _place(a, b)


def _agreement(a: Told, b: Told, _: Context) -> Features:
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


def _statement(a: Told, b: Told, _: Context) -> Features:
    yield from _same_role(a, b, "speaker", 2.0)
    if not share_words(a.quotation, b.quotation):
        yield Feature("different words", VETO)
    elif a.quotation == b.quotation:
        yield Feature("same words", 3.0)
    else:
        yield Feature("the words of one are a part of the other's", 2.5)
    if a.days and b.days and a.days.gap(b.days) > DATE_SLIP:
        yield Feature("different days", VETO)
    elif a.published is not None and b.published is not None and abs(a.published - b.published) > SAME_NEWS:
        # The same words are said again and again.
        yield Feature("published more than a week apart", -1.5)


def share_words(one: str, other: str) -> bool:
    """Whether two quotations can be of one statement; others are too little alike to be worth a comparison."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return (len(short) >= _TELLING_PART and short in long) or (len(short) >= _TELLING and short == long)


def _invitation(a: Told, b: Told, _: Context) -> Features:
    yield from _same_role(a, b, "invitee", 1.5)
    yield from _same_role(a, b, "inviter", 1.5)
    yield from _same_role(a, b, "destination", 0.5)
    yield from _time(a, b)


def _other(a: Told, b: Told, _: Context) -> Features:
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


COMPARISONS: Final[dict[ReportKind, Callable[[Told, Told, Context], Features]]] = {
    "meeting": _meeting,
    "visit": _visit,
    "agreement": _agreement,
    "statement": _statement,
    "invitation": _invitation,
    "other_event": _other,
}


def _time_or_rival(a: Told, b: Told, context: Context, slip: float = -1.0) -> Features:
    """Compare the times; where they exclude each other, see whether one of them is weak or the event was put off."""
    found = tuple(_time(a, b, slip))
    if any(f.weight == VETO for f in found):
        yield from tuple(_put_off(a, b, context)) or tuple(_rival_dates(a, b, context)) or found
    else:
        yield from found


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
    for dated, undated in ((a, b), (b, a)):
        if dated.days and not undated.days and undated.published is not None:
            gap = max(dated.days.first - undated.published, undated.published - dated.days.last)
            if gap > OTHER_NEWS:
                yield Feature("dated far from the other's publication", VETO)
            elif undated.pending and dated.held and 0 <= dated.days.first - undated.published <= SOON:
                yield Feature(f"took place {dated.days.first - undated.published} day(s) after the announcement", 0.5)
                return
    apart = None if a.published is None or b.published is None else abs(a.published - b.published)
    if apart is not None and apart <= SAME_NEWS:
        yield Feature("in the news together", 1.0)
    elif apart is not None and apart > OTHER_NEWS:
        yield Feature("published far apart", VETO)
    else:
        yield Feature("nothing tells that the times agree", -2.0)


def _order(a: Told, b: Told) -> Features:
    """Compare how far the event has come: what is still ahead in later news is not what already took place."""
    for ahead, done in ((a, b), (b, a)):
        if not (ahead.pending and done.held) or ahead.published is None:
            continue
        over = done.days.last if done.days and done.days.width <= YEAR else done.published
        if over is not None and ahead.published > over + DATE_SLIP:
            yield Feature("still ahead after the other took place", VETO)
    if "proposed" in (a.status, b.status) or "uncertain" in (a.status, b.status):
        yield Feature("one is no more than an idea", -1.0)


def _put_off(a: Told, b: Told, context: Context) -> Features:
    """Compare an event that was put off with one of another time: it may be made up for.

    It is one event where the later report says that it had been put off, or where nothing else of the same persons at
    that place comes into question within ``AGAIN`` days. Otherwise a person has to see.
    """
    for early, late in ((a, b), (b, a)):
        off = context.postponement(early)
        if off is None or late.status == "postponed" or not early.same_company(late):
            continue
        was = off.days or (Days(off.published, off.published) if off.published is not None else None)
        now = late.days or (Days(late.published, late.published) if late.published is not None else None)
        if was is None or now is None or not 0 < now.first - was.last <= YEAR:
            continue
        # An old story may tell of it in retrospect; otherwise nothing that was over when it was put off can be meant.
        if off.published is not None and now.last <= min(off.published, was.last):
            continue
        if late.pending and (late.published is None or (off.published or 0) > late.published):
            continue
        if late.recalls_delay:
            yield Feature("put off, and told as what had been", 1.0)
        elif _only_one(off, late, was, now, context):
            yield Feature(f"put off, and the only one within {AGAIN} days", 0.5)
        else:
            yield Feature("put off, and now another time", -0.5, doubt=True)
        return


def _only_one(off: Told, late: Told, was: Days, now: Days, context: Context) -> bool:
    """Whether nothing else can be what was put off: the same persons at the same place, and no other day."""
    if now.first - was.last > AGAIN or late.days is None or late.days.width > DATE_SLIP or off.published is None:
        return False
    if len(off.persons) < (1 if off.report.kind == "visit" else 2):
        return False
    placed = (off.places or off.place_states) and (late.places or late.place_states)
    if not placed or _other_places(off, late):
        return False
    others = context.others_between(late, min(off.published, was.last) + 1, was.last + AGAIN)
    return all(
        t.days is None or t.days.gap(now) <= DATE_SLIP or not t.days.gap(was) or _other_places(off, t) for t in others
    )


def _rival_dates(a: Told, b: Told, context: Context) -> Features:
    """Compare two held events of different times, of which one time is weak: nothing in its article vouches for it.

    A time is weak in an article that has no date of publication, or that dates what took place after its publication.
    Then the same persons at the same place and the same itinerary around it (meetings with others, a round with a
    number) show that it is one event with rival dates. What comes back every year is no rival: dates about whole years
    apart need a number or two stations in common.
    """
    if not (a.held and b.held and (weakly_dated(a) or weakly_dated(b))) or not a.same_company(b) or not a.persons:
        return
    stations = context.shared(a, b)
    same_round = a.round is not None and a.round == b.round
    telling = same_round or len(stations) >= 2 or any(s.startswith(ROUND) for s in stations)
    apart = _apart(a, b)
    if apart > YEAR or (_whole_years(apart) and not telling) or _other_places(a, b) or _other_round(a, b):
        return
    yield Feature("rival dates, one of them weak", -3.0)
    if same_round:
        yield Feature("the same round", 2.5)
    yield from (Feature(station, 1.5 if station.startswith(ROUND) else 0.75) for station in stations[:2])


def weakly_dated(told: Told) -> bool:
    """Whether nothing vouches for the time that a report gives."""
    if told.published is None:
        return True
    return told.days is not None and told.days.first > told.published + DATE_SLIP


def _apart(a: Told, b: Told) -> int:
    """Return the days between two events; an undated one lies at its publication, and without that nowhere far."""
    ours, theirs = (t.days or (Days(t.published, t.published) if t.published is not None else None) for t in (a, b))
    return ours.gap(theirs) if ours and theirs else 0


def _whole_years(days: int) -> bool:
    return days > _YEARLY and min(days % 365, -days % 365) <= _YEARLY


def _other_round(a: Told, b: Told) -> bool:
    return a.round is not None and b.round is not None and a.round != b.round


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
            yield _other_persons(a, b, state)
    if not (a.persons <= b.persons or b.persons <= a.persons):
        yield Feature("further persons on both sides", -1.0)
    if (_two_sided(a) and _three_sided(b)) or (_two_sided(b) and _three_sided(a)):
        yield Feature("one of two sides, one of more", VETO)


def _other_persons(a: Told, b: Told, state: str) -> Feature:
    """Compare two reports that name different persons for a state: two meetings, unless they plainly speak of one."""
    away = (a.persons_of(state) & b.absent) | (b.persons_of(state) & a.absent)
    if away:
        return Feature(f"one says that {' and '.join(sorted(away))} stayed away", 0.5)
    if a.round is not None and a.round == b.round and a.days and b.days and not a.days.gap(b.days):
        return Feature(f"other persons for {state} in the same round", -0.5)
    return Feature(f"other persons for {state}", VETO)


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


def _two_sided(told: Told) -> bool:
    return len(told.states) == 2 and len(told.persons) >= 2


def _three_sided(told: Told) -> bool:
    """Whether persons of three states or more took part."""
    return len({told.homes[p] for p in told.persons if p in told.homes}) >= 3


def _place(a: Told, b: Told) -> Features:
    if a.places & b.places:
        yield Feature("same place", 1.5)
    elif a.place_states and b.place_states and a.place_states.isdisjoint(b.place_states):
        yield Feature("other country", -2.5)
    elif _other_places(a, b):
        yield Feature("other place", -1.5)
    elif a.places and b.places:
        yield Feature("one place may lie in the other", 0.5)


def _other_places(a: Told, b: Told) -> bool:
    """Whether the places of two reports exclude each other: none is the other's, or can lie in it."""
    if not a.places or not b.places:
        return bool(a.place_states and b.place_states and a.place_states.isdisjoint(b.place_states))
    return not any(_fits(one, other, a) or _fits(other, one, a) for one in a.places for other in b.places)


def _fits(place: Ref, other: Ref, told: Told) -> bool:
    return place == other or (place.kind == "place" and lies_in(place.key, other, told.facts))


def _name(a: Told, b: Told) -> Features:
    if not a.name or not b.name:
        return
    if a.name == b.name:
        yield Feature("same name", 2.0)
    elif _other_round(a, b) or (not a.round and not b.round and _digits(a.name) != _digits(b.name)):
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
