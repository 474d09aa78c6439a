"""Verdicts: which of the claims about a thing are accepted, and which contradict each other.

Every claim is kept. Stated rules choose among rival values, in this order:

1. what is told of the event itself beats what was planned of it (the plan is superseded, not contradicted), and a day
   from which the event was put off gives way to any other;
2. a time that the date of its article vouches for beats one in an article without a date, or one after that date;
3. a date that the text gives in full beats one that was counted or completed, and that one beats one that was lent by
   another event of the article;
4. a narrower value that fits a broader one refines it (the broader one is superseded, not contradicted), and so does
   the span of a stay each single day of it;
5. the value of more independent voices: one publisher, or copies of one text, are one voice (``kg.fusion.voices``);
6. the value of the later article;
7. the value given first, in the article with the smallest id, so that the choice is always the same.

A status has a life: held ends what was planned; otherwise the later article tells more. What an article presents as
planned or possible never makes an event held, and a denial never puts anything into the world.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.fusion.facts import Facts
from kg.fusion.told import DATE_SLIP, Days, days_of, lies_in
from kg.model.account import Claim, Modality, Ref
from kg.model.event import Judged, Thing, Value, Verdict, value_key
from kg.model.time import TimeValue
from kg.vocab import digest

#: Properties that have one value; rivals are settled.
SINGLE: Final = frozenset(
    {
        "time",
        "place",
        "placeState",
        "meetingKind",
        "destination",
        "action",
        "agreementKind",
        "eventType",
        "inState",
        "ofState",
    }
)
#: Status that a modality leaves of "held".
_LEFT_OF_HELD: Final[dict[Modality, str | None]] = {
    "asserted": "held", "alleged": "held", "planned": "scheduled", "possible": "uncertain", "denied": None,
}  # fmt: skip
#: How far an event has come; of two statuses of the same day the later stage holds.
_STAGE: Final = {"proposed": 0, "uncertain": 1, "scheduled": 2, "postponed": 3, "cancelled": 4, "held": 5}
#: The longest span of days that an event takes as a whole; a longer one leaves the day open.
_LONGEST_STAY: Final = 31
#: Below this confidence a time was taken from another event of the article.
_LENT: Final = 0.7
#: Codes that say no more than that no other code was found.
_UNSPECIFIC: Final = frozenset({"other"})
#: Things whose keys depend on what was fused, so that no name of a claim may depend on them.
_FUSED: Final = frozenset({"event", "treaty"})

#: Modalities of what has not happened as far as the article knows.
_AHEAD: Final = frozenset({"planned", "possible"})

Key = tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Where claims come from, for weighing them: voices, dates, and the geography that tells a broader place.

    ``voices`` gives the voice of each article, ``dates`` its day of publication as an ordinal where that is known.
    """

    voices: Mapping[str, str]
    dates: Mapping[str, int]
    facts: Facts

    def voice(self, claim: Judged) -> str:
        """Return whose word the claim is: that of a publisher, or of the text that was copied."""
        return self.voices[claim.article]

    def published(self, claim: Judged) -> int:
        """Return the day of publication as an ordinal, 0 if unknown."""
        return self.dates.get(claim.article, 0)


def judged(
    subject: Thing, article: str, scope: str, claim: Claim, value: Value | None = None, prop: str = ""
) -> Judged:
    """Return a claim of an article about a thing, undecided. ``scope`` names the report or entry it was made in."""
    prop, value = prop or claim.property, claim.value if value is None else value
    sentence, words, _ = claim.evidence
    key = digest(
        "claim",
        article,
        scope,
        *(subject if subject.kind not in _FUSED else (subject.kind,)),
        prop,
        *_written(value),
        claim.modality,
        *map(str, (*sentence, *words)),
        length=20,
    )
    return Judged(
        key, subject, article, prop, value, claim.evidence, claim.modality, claim.attributed_to, claim.confidence,
        "undecided", "",
    )  # fmt: skip


def _written(value: Value) -> Key:
    """Return a value for the claim's name: keys of events and treaties change with fusion and stay out."""
    if isinstance(value, Thing) and value.kind in _FUSED:
        return (value.kind,)
    return value_key(value)


def settle(
    claims: Iterable[Judged], source: Source, realised: bool = True, given_up: Mapping[str, str] | None = None
) -> tuple[Judged, ...]:
    """Return the claims about one thing with verdicts, in the order given, each once.

    ``realised`` tells whether the thing is a fact: what was only planned or possible of it needs an asserted claim.
    ``given_up`` gives the keys of claims that others have taken the place of, with the reason.
    """
    given_up = given_up or {}
    once = list({claim.key: claim for claim in claims}.values())
    by_property: defaultdict[str, list[Judged]] = defaultdict(list)
    for claim in once:
        by_property[claim.property].append(claim)
    verdicts: dict[str, Judged] = {}
    for prop, group in by_property.items():
        gone = [c for c in group if c.key in given_up]
        kept = [c for c in group if c.key not in given_up]
        settled = _single(kept, source) if prop in SINGLE else _several(kept, realised)
        verdicts.update({claim.key: claim for claim in settled})
        verdicts.update({c.key: _verdict(c, "superseded", given_up[c.key]) for c in gone})
    return tuple(verdicts[claim.key] for claim in once)


def settle_status(claims: Sequence[Judged], source: Source, given_up: Collection[str] = ()) -> tuple[Judged, ...]:
    """Return the status claims of one event with verdicts; at most one value is accepted, and none by denials alone.

    ``given_up`` are the keys of those that speak of a day from which the event was put off: it went on.
    """
    open_claims = [c for c in claims if status_of(c) is not None and c.key not in given_up]
    if not open_claims:
        given_up, open_claims = (), [c for c in claims if status_of(c) is not None]
    settled = {c.key: _verdict(c, "superseded", "the event went on from there") for c in claims if c.key in given_up}
    settled |= {
        c.key: _verdict(c, "rejected", "a denial" if c.modality == "denied" else "planned or possible is not held")
        for c in claims
        if status_of(c) is None
    }
    if open_claims:
        best = _last_status(open_claims, source)
        for c in open_claims:
            settled[c.key] = _against_status(c, best, source)
        denials = [c for c in claims if c.modality == "denied"]
        if best.value == "held":
            for denial in denials:
                settled[best.key] = _contradict(settled[best.key], denial)
                settled[denial.key] = _contradict(settled[denial.key], best)
    return _mutual(tuple(settled[c.key] for c in claims))


def _last_status(claims: Sequence[Judged], source: Source) -> Judged:
    """Return the claim that tells how the event ended, as far as it has: what took place is not planned again.

    Only a later article that calls it off, or puts it off, speaks against an article that tells it as held.
    """
    last = max(claims, key=lambda c: _status_rank(c, source))
    held = [c for c in claims if c.value == "held"]
    if not held or (last.value in ("cancelled", "postponed") and any(source.published(c) for c in held)):
        return last
    return max(held, key=lambda c: _status_rank(c, source))


def exclude(claims: Sequence[Judged], prop: str, pairs: Iterable[frozenset[Key]], source: Source) -> tuple[Judged, ...]:
    """Return claims with those values of a property that rule each other out settled: one of each pair is accepted.

    ``pairs`` are of value keys. The values are weighed like rival dates (rules 5 to 7), the weightiest pair first.
    """
    by_value: defaultdict[Key, list[Judged]] = defaultdict(list)
    for c in claims:
        if c.property == prop and c.verdict == "accepted":
            by_value[value_key(c.value)].append(c)
    settled = {c.key: c for c in claims}

    def weight(key: Key) -> tuple[int, bool, int, int, int, int, str, Key]:
        return _value_rank(key, by_value, source)

    lost: set[Key] = set()
    rivals = [sorted(pair, key=weight) for pair in pairs if pair <= by_value.keys()]
    for better, worse in sorted(rivals, key=lambda pair: (weight(pair[0]), weight(pair[1]))):
        best = by_value[better][0]
        for c in by_value[worse]:
            told = _contradict(settled[c.key], best)
            settled[c.key] = told if better in lost else _verdict(told, "rejected", "another value has more weight")
        if better not in lost:
            lost.add(worse)
    return _mutual(tuple(settled[c.key] for c in claims))


def status_of(claim: Judged) -> str | None:
    """Return the status a claim supports, or None if it supports none: a plan is not held, a denial is nothing."""
    if claim.modality == "denied" or not isinstance(claim.value, str):
        return None
    if claim.value == "held" and claim.modality in ("planned", "possible"):
        return None
    return claim.value


def implied_status(modality: Modality) -> str | None:
    """Return the status of an event of which the article says nothing but that it is, in this modality."""
    return _LEFT_OF_HELD[modality]


def _status_rank(claim: Judged, source: Source) -> tuple[int, int, str]:
    return (source.published(claim), _STAGE.get(str(claim.value), -1), claim.key)


def _against_status(claim: Judged, best: Judged, source: Source) -> Judged:
    if claim.value == best.value:
        return _verdict(claim, "accepted", "the status of the event")
    if {str(claim.value), str(best.value)} & {"cancelled", "postponed"} and "held" in (claim.value, best.value):
        # Called off and held after all is a life; held and called off is not.
        if best.value == "held" and 0 < source.published(claim) < source.published(best):
            return _verdict(claim, "superseded", "it took place after all")
        return _contradict(_verdict(claim, "rejected", "another article says otherwise"), best)
    return _verdict(claim, "superseded", "the event went on from there")


def _several(claims: list[Judged], realised: bool) -> list[Judged]:
    """Judge a property that may have many values: each stands by itself."""
    asserted = {value_key(c.value) for c in claims if c.modality in ("asserted", "alleged")}
    settled = []
    for c in claims:
        if c.modality == "denied":
            rivals = [o for o in claims if value_key(o.value) == value_key(c.value) and o.modality != "denied"]
            denial = _verdict(c, "rejected", "a denial")
            for rival in rivals:
                denial = _contradict(denial, rival)
            settled.append(denial)
        elif realised and c.modality in ("planned", "possible") and value_key(c.value) not in asserted:
            settled.append(_verdict(c, "undecided", "announced, but not reported of the event itself"))
        else:
            settled.append(_verdict(c, "accepted", "nothing speaks against it"))
    return list(_mutual(tuple(settled)))


def _single(claims: list[Judged], source: Source) -> list[Judged]:
    """Judge a property that has one value: choose by the rules of this module."""
    candidates = [c for c in claims if c.modality != "denied"]
    settled = {c.key: _verdict(c, "rejected", "a denial") for c in claims if c.modality == "denied"}
    by_value: defaultdict[Key, list[Judged]] = defaultdict(list)
    for c in candidates:
        by_value[value_key(c.value)].append(c)
    if by_value:
        sharp = [
            key for key in by_value if not any(_refines(by_value[o][0], by_value[key][0], source) for o in by_value)
        ]
        ranked = sorted(sharp, key=lambda key: _value_rank(key, by_value, source))
        best = by_value[ranked[0]][0]
        home = {c.article for c in by_value[ranked[0]]}
        for key, group in by_value.items():
            for c in group:
                settled[c.key] = _against(c, best, key == ranked[0], c.article in home, source)
    return list(_mutual(tuple(settled[c.key] for c in claims)))


def _against(claim: Judged, best: Judged, same: bool, same_article: bool, source: Source) -> Judged:
    if same:
        return _verdict(claim, "accepted", "the chosen value")
    if _refines(best, claim, source):
        return _verdict(claim, "superseded", "the chosen value says it more exactly")
    if claim.modality in _AHEAD and best.modality not in _AHEAD:
        return _verdict(claim, "superseded", "it was planned so, and came otherwise")
    if claim.modality in _AHEAD and source.published(claim) < source.published(best):
        return _verdict(claim, "superseded", "a later article tells the plan anew")
    if same_article:
        return _verdict(claim, "undecided", "the article gives another value first")
    return _contradict(_verdict(claim, "rejected", "another value has more weight"), best)


def _value_rank(
    key: Key, by_value: Mapping[Key, list[Judged]], source: Source
) -> tuple[int, bool, int, int, int, int, str, Key]:
    """Order values: smaller is better. The parts are the rules of this module, in order."""
    group = by_value[key]
    supporters = [
        c for other, claims in by_value.items() for c in claims if other == key or _refines(group[0], claims[0], source)
    ]
    heard = {source.voice(c) for c in supporters}
    latest = max(source.published(c) for c in supporters)
    return (
        min(_modality_rank(c) for c in group),
        min(_doubtful(c, source) for c in supporters),
        min(map(_basis_rank, group)),
        _unspecific(group[0].value),
        -len(heard),
        -latest,
        min(_position(c) for c in group),
        key,
    )


def _modality_rank(claim: Judged) -> int:
    return {"asserted": 0, "alleged": 1, "planned": 2, "possible": 3}.get(claim.modality, 4)


def _doubtful(claim: Judged, source: Source) -> bool:
    """Whether its article does not vouch for a time: it has no date, or an earlier one than what it tells as over."""
    days = days_of(claim.value) if isinstance(claim.value, TimeValue) else None
    if days is None:
        return False
    published = source.published(claim)
    return not published or (claim.modality == "asserted" and days.first > published + DATE_SLIP)


def _basis_rank(claim: Judged) -> int:
    if not isinstance(claim.value, TimeValue):
        return 0
    # What an event was lent by another one in the article is the weakest.
    return 2 if claim.confidence < _LENT else 1 if claim.value.basis != "explicit" else 0


def _unspecific(value: Value) -> int:
    return int(isinstance(value, str) and value in _UNSPECIFIC)


def _position(claim: Judged) -> str:
    """Return where the claim stands: in one article the first value given is the one meant."""
    return f"{claim.article}\x00{claim.evidence.words.begin:09d}"


def _refines(narrow: Judged, broad: Judged, source: Source) -> bool:
    """Whether one value says the same as another, but more exactly."""
    a, b = narrow.value, broad.value
    if isinstance(a, TimeValue) and isinstance(b, TimeValue):
        ours, theirs = days_of(a), days_of(b)
        if ours is None or theirs is None:
            return False
        if _is_stay(b, theirs) and ours.width == 1:
            return False
        return ours.inside(theirs) or (_is_stay(a, ours) and theirs.width == 1 and theirs.inside(ours))
    if isinstance(a, Ref) and isinstance(b, Ref):
        return a.kind == "place" and lies_in(a.key, b, source.facts)
    return isinstance(a, str) and isinstance(b, str) and b in _UNSPECIFIC and a not in _UNSPECIFIC


def _is_stay(time: TimeValue, days: Days) -> bool:
    """Whether a time is a span from one day to another, all of which the event took."""
    return bool(time.edtf) and "/" in str(time.edtf) and 1 < days.width <= _LONGEST_STAY


def _verdict(claim: Judged, verdict: Verdict, reason: str) -> Judged:
    return claim._replace(verdict=verdict, reason=reason)


def _contradict(claim: Judged, other: Judged) -> Judged:
    return claim._replace(contradicts=tuple(sorted({*claim.contradicts, other.key})))


def _mutual(claims: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """Make every contradiction hold both ways."""
    against: defaultdict[str, set[str]] = defaultdict(set)
    for c in claims:
        for other in c.contradicts:
            against[other].add(c.key)
    return tuple(
        c._replace(contradicts=tuple(sorted({*c.contradicts, *against[c.key]}))) if against[c.key] else c
        for c in claims
    )
