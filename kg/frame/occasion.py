"""Conferences that are only named as the occasion of other talks: they took place then and there (首脳会議に合わせて会談した)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from kg.frame.gather import Group, places_clash, times_clash
from kg.model.account import Claim
from kg.model.time import TimeValue

#: Flags of a conference beside which others met, of one before or after which, and of one in whose town something was done.
MARGIN: Final = "margin"
NEAR: Final = "near"
_TOWN: Final = "town"
_FLAGS: Final = frozenset((MARGIN, NEAR, _TOWN))
#: So many who meet in its town came for it.
_FEW: Final = 3
#: What stands behind its name then.
_MARGIN: Final = re.compile(
    "に(?:合わ|あわ)せ|に際し|を利用し|の(?:機会|際|折|場(?![所合])|席|合間|傍ら|かたわら|期間中|会期中|サイド)"
)
_NEAR: Final = re.compile("の?(?:開幕|開会|開催)?の?(?:前夜|前日|前々日|直前|翌日|翌々日)|の開催地")
_INFERRED: Final = 0.6
_DAY: Final = len("2025-12-03")


def occasion(words: str, end: int) -> str:
    """How something else is beside the conference whose name ends there: MARGIN, NEAR, or nothing."""
    if _MARGIN.match(words, end):
        return MARGIN
    return NEAR if _NEAR.match(words, end) else ""


def lend_occasions(meetings: list[Group]) -> None:
    """Give each conference that is only the occasion of talks their month and place, and those who met at its margin."""
    for group in meetings:
        flags = {f for d in group.drafts for f in d.flags}
        if group.status != "held" or not group.names or not flags & _FLAGS:
            continue
        talks = _talks(group, meetings)
        if talks is None:
            continue
        if group.time is None and talks.time is not None and talks.time.earliest is not None:
            group.lead.claims += [
                c._replace(value=_month(c.value), confidence=_INFERRED)
                for c in _claims(talks, "time")
                if isinstance(c.value, TimeValue) and c.value.span == talks.time.span
            ][:1]
        named = {"place", "placeState"} if talks.lead.subtype != "phone" and not group.refs("place") else set[str]()
        if places_clash(group.refs("placeState"), talks.refs("placeState")):
            named = set()
        came = MARGIN in flags or (_TOWN in flags and len(talks.refs("state")) >= _FEW)
        if came and not group.refs("participant"):
            named |= {"participant", "state"}
        for name in sorted(named):
            known = set(group.refs(name))
            lent = {c.value: c for c in _claims(talks, name) if c.value not in known}
            group.lead.claims += [c._replace(confidence=_INFERRED) for c in lent.values()]


def _claims(group: Group, name: str) -> list[Claim]:
    return [c for d in (group.lead, *group.drafts) for c in d.claims if c.property == name]


def _talks(group: Group, meetings: list[Group]) -> Group | None:
    """The talks of which a conference is the occasion: of the same sentence, else of the one before."""
    told = next(d for d in group.drafts if d.flags & _FLAGS)
    here = told.sentence
    for sentence in (here,) if _TOWN in told.flags else (here, here - 1):
        for other in reversed(meetings):
            many = other.lead.subtype == "multilateral" and (_TOWN not in told.flags or bool(other.names))
            fits = other is not group and other.status == "held" and not many
            there = any(d.sentence == sentence and "headline" not in d.flags for d in other.drafts)
            if fits and there and len(other.refs("participant")) > 1 and not times_clash(other.time, group.time):
                return other
    return None


def _month(value: TimeValue) -> TimeValue:
    """The month of a day: a conference lasts."""
    first = value.earliest
    if first is None or len(value.edtf or "") != _DAY:
        return value
    last = calendar.monthrange(first.year, first.month)[1]
    return value._replace(
        edtf=f"{first:%Y-%m}", earliest=first.replace(day=1), latest=dt.date(first.year, first.month, last)
    )
