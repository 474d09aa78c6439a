"""Where a traveller still is: talks with the host on a day beside those told for a town are held in that town.

A text that names the town once (10日、ハノイで書記長と会談した。11日には首相とも会談した) does not repeat it as long as the
guest has not moved on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kg.frame.gather import Group
from kg.model.account import Claim, Ref
from kg.model.scene import Linked, Scene

_LENT: Final = 0.6
#: How many days a guest is taken to be in a town that the text tells of, before and after.
_DAYS: Final = 2
_OPEN: Final[frozenset[str]] = frozenset(("held", "scheduled"))


class _Stop(NamedTuple):
    """One told presence in a town: on which days, who was there as a guest, and the claim that names it."""

    first: dt.date
    last: dt.date
    guests: frozenset[Ref]
    town: Claim
    home: Ref

    def gap(self, day: dt.date) -> int:
        """Days between this and another day."""
        return max(0, (self.first - day).days, (day - self.last).days)


def still_there(scene: Scene, meetings: Sequence[Group], visits: Sequence[Group]) -> None:
    """Lend the town of a guest's other talks and trips to those of his talks with the host that name none."""
    stops = [s for g in (*meetings, *visits) for s in _stops(g, scene.linked)]
    for meeting in meetings:
        day = _day(meeting)
        if day is None or meeting.refs("place") or not _tells_where(meeting):
            continue
        stop = _nearest(meeting, day, stops)
        if stop is None or any(r != stop.home for r in meeting.refs("placeState")):
            continue
        meeting.lead.claims.append(stop.town._replace(property="place", confidence=_LENT))
        if not meeting.refs("placeState"):
            meeting.lead.claims.append(stop.town._replace(property="placeState", value=stop.home, confidence=_LENT))


def _tells_where(meeting: Group) -> bool:
    """Whether talks are held at one place and of the story itself."""
    return (
        meeting.status in _OPEN
        and not any(d.subtype == "phone" for d in meeting.drafts)
        and "recalled" not in meeting.lead.flags
    )


def _day(group: Group) -> dt.date | None:
    time = group.time
    return time.earliest if time is not None and time.earliest is not None and time.earliest == time.latest else None


def _stops(group: Group, linked: Linked) -> Iterator[_Stop]:
    time = group.time
    if not _tells_where(group) or time is None or time.earliest is None or time.latest is None:
        return
    town = next(
        (
            c
            for d in group.drafts
            for c in d.claims
            if c.property == "place" and isinstance(c.value, Ref) and linked.place_kinds.get(c.value.key) == "City"
        ),
        None,
    )
    home = linked.place_states.get(town.value.key) if town is not None and isinstance(town.value, Ref) else None
    if town is None or home is None:
        return
    people = [*group.refs("participant"), *group.refs("visitor")]
    guests = frozenset(r for r in people if linked.states.get(r.key) not in (home, None))
    yield _Stop(time.earliest, time.latest, guests, town, home)


def _nearest(meeting: Group, day: dt.date, stops: Sequence[_Stop]) -> _Stop | None:
    """The stop that the guest of a meeting made nearest to its day, if the host is of that land and no other is as near."""
    people = frozenset(meeting.refs("participant"))
    near = [(gap, s) for s in stops if people & s.guests and (gap := s.gap(day)) <= _DAYS]
    least = min((gap for gap, _ in near), default=None)
    best = [s for gap, s in near if gap == least]
    if len({s.town.value for s in best}) != 1 or best[0].home not in meeting.refs("state"):
        return None
    return best[0]
