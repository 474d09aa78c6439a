"""What a sentence on a trip leaves out because the sentences before have told it: who travels, and where he is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from kg.frame.context import Context, Draft
from kg.model.account import Claim

#: How many sentences back a trip is still on the reader's mind.
_REACH = 3
#: How many sentences before the one on who comes along the trip is told.
_BESIDE = 2
#: Within this somebody who goes to a place of a country is still on the trip that brought him there.
_LONGEST_TOUR = dt.timedelta(7)


def complete(drafts: Sequence[Draft], contexts: Sequence[Context]) -> list[Draft]:
    """Return the drafts of an article, those of trips filled with what the trip told last before them gives.

    What is then still without a traveller or a country is left out.
    """
    told: list[Draft] = []
    beside: list[Draft] = []
    out: list[Draft] = []
    last_words = {c.index: c.span(c.clauses[-1].phrase) for c in contexts if c.clauses}
    for draft in drafts:
        if draft.kind != "visit":
            out.append(draft)
            continue
        if draft.rule == "visit-along":
            beside.append(draft)
            continue
        if draft.rule in ("visit-end", "visit-stay") and not draft.claimed("visitor"):
            _borrow(draft, ("visitor",), _before(draft, told))
        if "understood" in draft.flags:
            _not_the_host(draft, told, contexts[0])
        if draft.flags & {"open", "elliptic"}:
            before = _before(draft, told)
            if "elliptic" in draft.flags:
                # what is counted is what the sentence before ends with
                before = (d for d in before if d.sentence == draft.sentence - 1 and d.trigger == last_words[d.sentence])
            _borrow(draft, ("visitor", "destination"), before)
            own = set(contexts[0].states_of(draft.refs("visitor")))
            if not draft.claimed("visitor") or not draft.claimed("destination") or own & set(draft.refs("destination")):
                continue
        out.append(draft)
        if draft.claimed("visitor") and draft.claimed("destination"):
            if any(_stop_of(other, draft) for other in told):
                draft.flags |= {"during", "leg"}
            told.append(draft)
    return [*out, *(d for d in beside if _join(d, told, contexts[0]))]


def _join(draft: Draft, told: Sequence[Draft], context: Context) -> bool:
    """Give somebody who comes along the trip told in his sentence, else the last before; whether there is one of his side."""
    who = draft.refs("visitor")
    sides = set(context.states_of(who))
    near = [t for t in told if 0 <= draft.sentence - t.sentence <= _BESIDE and not set(who) & set(t.refs("visitor"))]
    near = [
        t for t in near if t.rule != "visit-before" and (not sides or sides & set(context.states_of(t.refs("visitor"))))
    ]
    trip = next((t for t in near if t.sentence == draft.sentence), near[-1] if near else None)
    if trip is None:
        return False
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


def _not_the_host(draft: Draft, told: Sequence[Draft], context: Context) -> None:
    """A首相はB国に着いた。C大統領が出迎えた。26日にはD国に移る: who goes on is the guest, not the host."""
    trip = next((t for t in reversed(told) if 0 < draft.sentence - t.sentence <= _REACH), None)
    if trip is None or set(draft.refs("visitor")) & set(trip.refs("visitor")):
        return
    here, there = trip.refs("destination"), draft.refs("destination")
    guests = [v for v in trip.refs("visitor") if context.state_of(v) not in there]
    if set(context.states_of(draft.refs("visitor"))) & set(here) and guests and not set(here) & set(there):
        words = next(c.evidence for c in draft.claims if c.property == "visitor")
        draft.claims = [c for c in draft.claims if c.property != "visitor"]
        draft.claims[:0] = [Claim("visitor", g, words, draft.modality, draft.attributed_to, 0.6) for g in guests]


def _before(draft: Draft, told: Sequence[Draft]) -> Iterator[Draft]:
    """The trips told before a draft that it may go on with, the last first."""
    who, there = set(draft.refs("visitor")), set(draft.refs("destination"))
    for other in reversed(told):
        if draft.sentence - other.sentence > _REACH:
            return
        if other.rule == "visit-before" or (who and not who & set(other.refs("visitor"))):
            continue
        if not there or there & set(other.refs("destination")):
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
