"""What a sentence on a trip leaves out because the sentences before have told it: who travels, and where he is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.frame.context import Context, Draft
from kg.frame.gather import Group, times_clash
from kg.model.account import Claim, Ref

#: How many sentences back a trip is still on the reader's mind.
_REACH: Final = 3
#: The same where the article tells of one traveller only.
_FAR: Final = 10
#: How many sentences before the one on who comes along the trip is told.
_BESIDE: Final = 3
#: Within this somebody who goes to a place of a country is still on the trip that brought him there.
_LONGEST_TOUR = dt.timedelta(7)
#: Of so many trips told last one may be the trip of which a further stop is told.
_RECENT = 60
#: Somebody whose last day is told has come within this.
_LONGEST_STAY = dt.timedelta(60)


def complete(drafts: Sequence[Draft], contexts: Sequence[Context]) -> list[Draft]:
    """Return the drafts of an article, those of trips filled with what the trip told last before them gives.

    What is then still without a traveller or a country is left out.
    """
    told: list[Draft] = []
    beside: list[Draft] = []
    stays: list[Draft] = []
    out: list[Draft] = []
    last_words = {c.index: c.span(c.clauses[-1].phrase) for c in contexts if c.clauses}
    for draft in drafts:
        if draft.kind != "visit":
            out.append(draft)
            continue
        if draft.rule == "visit-traveller":
            told.append(draft)
            continue
        if draft.rule == "visit-along":
            beside.append(draft)
            continue
        if "topical" in draft.flags and not any(
            _about_then(t, draft) and set(t.refs("visitor")) & set(draft.refs("visitor")) for t in told
        ):
            # A大統領が北に入った。首脳会談は2000年にB大統領が訪れて以来となる。4日まで滞在する: he who is there now
            draft.claims = [c for c in draft.claims if c.property != "visitor"] or draft.claims
        if draft.rule in ("visit-end", "visit-stay") and not draft.claimed("visitor"):
            made = (t for t in _before(draft, told) if t.status in ("held", "scheduled"))
            _borrow(draft, ("visitor",), (t for t in made if _about_then(t, draft)))
        if "understood" in draft.flags:
            _not_the_host(draft, told, {c.index: c for c in contexts})
        if draft.flags & {"open", "elliptic"}:
            before = _before(draft, told)
            if "elliptic" in draft.flags:
                # what is counted is what the sentence before ends with
                before = (d for d in before if d.sentence == draft.sentence - 1 and d.trigger == last_words[d.sentence])
            elif draft.rule in ("visit-verb", "visit-stay", "visit-tour"):
                before = _onward(draft, told) if not draft.claimed("visitor") else _there(draft, told, contexts[0])
            _borrow(draft, ("visitor", "destination"), before)
            own = set(contexts[0].states_of(draft.refs("visitor")))
            if not draft.claimed("visitor") or not draft.claimed("destination") or own & set(draft.refs("destination")):
                continue
        out.append(draft)
        if draft.claimed("visitor") and draft.claimed("destination"):
            recent = told[-_RECENT:]
            if any(_stop_of(other, draft) for other in recent):
                draft.flags |= {"during", "leg"}
            elif draft.rule == "travel-verb" or (draft.rule == "visit-verb" and draft.status == "held"):
                # 27日に広島を訪れた。25日に来日し…: what was told first is a day of the trip
                for other in recent:
                    if _stop_of(draft, other):
                        other.flags.add("during")
            told.append(draft)
        elif "stay" in draft.flags:
            stays.append(draft)
    out = [d for d in out if "unnamed" not in d.flags or not any(_names(t, d, contexts[0]) for t in told)]
    out = [d for d in out if "headline" not in d.flags or not any(_heads(t, d) for t in told)]
    out = [part for d in out for part in _by_traveller(d, stays)]
    return [*out, *(d for d in beside if _join(d, told, contexts[0]))]


def _about_then(trip: Draft, draft: Draft) -> bool:
    """Whether a trip is not one of long before, as those with which the present one is compared are."""
    first, last = trip.time, draft.time
    if trip.rule in ("visit-before", "visit-traveller"):
        return False
    if first is None or last is None or first.latest is None or last.latest is None:
        return True
    return last.latest - first.latest <= _LONGEST_STAY


def _heads(trip: Draft, draft: Draft) -> bool:
    """Whether a headline calls a delegation by whose it is of which the text names the head."""
    group = draft.text("visitor")
    return (
        group is not None
        and "mission" in trip.flags
        and bool(trip.refs("visitor"))
        and set(trip.refs("destination")) == set(draft.refs("destination"))
    )


def _by_traveller(draft: Draft, stays: Sequence[Draft]) -> Iterator[Draft]:
    """A trip of several as one of each, where the article goes on with the last day of one of them only."""
    who = draft.refs("visitor")
    alone = any(t.sentence >= draft.sentence and set() < set(t.refs("visitor")) < set(who) for t in stays)
    if len(who) < 2 or not alone:
        yield draft
        return
    for visitor in who:
        kept = [c for c in draft.claims if c.property != "visitor" or c.value == visitor]
        yield replace(draft, claims=kept, flags=set(draft.flags))


def _names(trip: Draft, draft: Draft, context: Context) -> bool:
    """Whether a trip is that of somebody whom a draft only calls by his office (ウクライナ外相)."""
    office = draft.text("visitor") or ""
    if not set(trip.refs("destination")) & set(draft.refs("destination")) or times_clash(trip.time, draft.time):
        return False
    return any(office.startswith(s.name) for s in context.states_of(trip.refs("visitor")))


def implied(drafts: Sequence[Draft], visits: Sequence[Group], meetings: Sequence[Group]) -> list[Group]:
    """Trips that are only compared with others (X氏の訪日は2019年以来), where the article tells of X's talks in that country.

    They have the day and the status of these talks.
    """
    out: list[Group] = []
    for draft in drafts:
        who, there = set(draft.refs("visitor")), set(draft.refs("destination"))
        if draft.kind != "visit" or "current" not in draft.flags or not who or not there:
            continue
        if any(
            who & set(g.refs("visitor")) and there & set(g.refs("destination"))
            for g in (*visits, *out)
            if not (_prior(g) or _fell_through(g))
        ):
            continue
        talks = next((m for m in meetings if _talks_there(m, who, there)), None)
        if talks is None:
            continue
        made = replace(draft, status=talks.lead.status, claims=list(draft.claims), flags=draft.flags - {"definite"})
        made.claims = [c for c in made.claims if c.property != "time"]
        if talks.time is not None:
            day = next(c for d in talks.drafts for c in d.claims if c.value == talks.time or c.property == "time")
            made.claims.append(day._replace(value=talks.time))
        out.append(Group([made]))
    return out


def _prior(group: Group) -> bool:
    return all(d.rule == "visit-before" for d in group.drafts)


def _fell_through(group: Group) -> bool:
    """Whether a trip was planned for a time and did not come about then: 2月に予定していた訪問は延期されていた."""
    return group.status in ("postponed", "cancelled") and group.time is not None


def _talks_there(meeting: Group, who: set[Ref], there: set[Ref]) -> bool:
    told = meeting.lead.status in ("held", "scheduled") and not any("recalled" in d.flags for d in meeting.drafts)
    return told and bool(who & set(meeting.refs("participant")) and there & set(meeting.refs("placeState")))


def _join(draft: Draft, told: Sequence[Draft], context: Context) -> bool:
    """Give somebody who comes along the trip told in his sentence, else the last before; whether there is one of his side."""
    who = draft.refs("visitor")
    sides = set(context.states_of(who))
    near = [
        t
        for t in told
        if 0 <= draft.sentence - t.sentence <= _BESIDE
        and t.rule not in ("visit-before", "visit-traveller")
        and not set(who) & set(t.refs("visitor"))
        and (not sides or sides & set(context.states_of(t.refs("visitor"))))
    ]
    near = [t for t in near if "definite" not in t.flags] or near
    # 同行した: on what has been done of the trip, not on its next stop
    as_sure = [t for t in near if t.status == draft.status] or near
    trip = next((t for t in near if t.sentence == draft.sentence), as_sure[-1] if as_sure else None)
    now = max((t.time.latest for t in near if t.time is not None and t.time.latest is not None), default=None)
    day = trip.time.latest if trip is not None and trip.time is not None else None
    if trip is not None and now is not None and day is not None and now - day > _LONGEST_STAY:
        # of a trip that the sentence between recalls he does not speak
        trip = next(t for t in reversed(near) if t.time is not None and t.time.latest == now)
    if trip is None:
        return False
    if trip.status != draft.status:
        land, guests = trip.refs("destination"), set(trip.refs("visitor"))
        done = [
            t
            for t in told
            if t.status == draft.status and t.refs("destination") == land and guests & set(t.refs("visitor"))
        ]
        trip = done[-1] if done else trip
    draft.status, draft.modality = trip.status, trip.modality
    draft.flags |= trip.flags & {"during", "plain", "borne", "bare", "headline"}
    words = draft.claims[0].evidence
    draft.claims += [c._replace(evidence=words) for c in trip.claims if c.property in ("destination", "place", "time")]
    draft.claims = [c._replace(modality=draft.modality) for c in draft.claims]
    return True


def _stop_of(trip: Draft, draft: Draft) -> bool:
    """Whether a draft tells of a further place that somebody went to on a trip to its country (来日し、15日は広島を訪れる)."""
    start, day = trip.time, draft.time
    if start is None or day is None or start.earliest is None or day.earliest is None or day.latest is None:
        return False
    if not draft.refs("place") or "visit-before" in (trip.rule, draft.rule) or len(day.edtf or "") != len("2025-12-03"):
        return False
    if set(trip.refs("visitor")) != set(draft.refs("visitor")) or trip.refs("destination") != draft.refs("destination"):
        return False
    return dt.timedelta(0) < day.latest - start.earliest <= _LONGEST_TOUR


def _not_the_host(draft: Draft, told: Sequence[Draft], contexts: dict[int, Context]) -> None:
    """A首相はB国に着いた。C大統領が出迎えた。26日にはD国に移る: who goes on is the guest, not the host."""
    trip = next((t for t in reversed(told) if 0 < draft.sentence - t.sentence <= _REACH), None)
    if trip is None or set(draft.refs("visitor")) & set(trip.refs("visitor")):
        return
    if set(draft.refs("visitor")) & set(contexts[trip.sentence].topic()):
        # A外相は21日、B外相を迎える。31日にはC国を訪れる: the host of whom the text speaks
        return
    context = contexts[draft.sentence]
    here, there = trip.refs("destination"), draft.refs("destination")
    guests = [v for v in trip.refs("visitor") if context.state_of(v) not in there]
    if set(context.states_of(draft.refs("visitor"))) & set(here) and guests and not set(here) & set(there):
        words = next(c.evidence for c in draft.claims if c.property == "visitor")
        draft.claims = [c for c in draft.claims if c.property != "visitor"]
        draft.claims[:0] = [Claim("visitor", g, words, draft.modality, draft.attributed_to, 0.6) for g in guests]


def _before(draft: Draft, told: Sequence[Draft]) -> Iterator[Draft]:
    """The trips told before a draft that it may go on with, the last first."""
    who = set(draft.refs("visitor")) if "another" not in draft.flags else set()
    there = set(draft.refs("destination")) if "elsewhere" not in draft.flags else set()
    for other in reversed(told):
        if draft.sentence - other.sentence > _REACH:
            return
        if other.rule in ("visit-before", "visit-traveller") or (who and not who & set(other.refs("visitor"))):
            continue
        if not there or there & set(other.refs("destination")):
            yield other


def _onward(draft: Draft, told: Sequence[Draft]) -> Iterator[Draft]:
    """The trip from which somebody goes on to somewhere else: the last, or far behind it that of the only one who travels."""
    own = [t for t in told if "another" not in t.flags and t.sentence < draft.sentence]
    travellers = {v for t in own for v in t.refs("visitor")}
    for other in reversed(own):
        distance = draft.sentence - other.sentence
        if distance <= _REACH or (distance <= _FAR and len(travellers) == 1):
            yield other


def _there(draft: Draft, told: Sequence[Draft], context: Context) -> Iterator[Draft]:
    """The trips that may have led to where この地 or 同地 is: none to the traveller's own country."""
    home = set(context.states_of(draft.refs("visitor")))
    for other in reversed(told):
        if (
            other.refs("destination")
            and draft.sentence - other.sentence <= _REACH
            and not home & set(other.refs("destination"))
        ):
            yield other


def _borrow(draft: Draft, properties: tuple[str, ...], trips: Iterator[Draft]) -> None:
    """Take the properties that a draft lacks from the first of some trips; of several stops the last."""
    source = next(trips, None)
    if source is None or not draft.claims:
        return
    words = draft.claims[0].evidence
    for prop in properties:
        if not draft.claimed(prop):
            claims = [c for c in source.claims if c.property == prop]
            claims = claims[-1:] if prop == "destination" else claims
            draft.claims += [c._replace(evidence=words, modality=draft.modality, confidence=0.6) for c in claims]
