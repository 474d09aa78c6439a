"""Two small pictures: the neighbours of a thing, and its events on a line of time. Templates draw them as inline SVG."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from kg.export.look import Group, groups
from kg.serve.pages.index import Event
from kg.serve.pages.reader import Thing

#: Of the picture of neighbours: between two of them, the least height, where the middle, the arc and its bow are.
_STEP: Final = 27.0
_LOWEST: Final = 72.0
_MIDDLE: Final = 18.0
_NEAR: Final = 92.0
_BOW: Final = 34.0
_SIDE: Final = 14.0
_MARK: Final = 13.0
_LEVEL: Final = 15.0
_MOST_LEVELS: Final = 6
_MOST_MARKS: Final = 60
_BAR_HEIGHT: Final = 72.0
_MOST_BARS: Final = 120
_TICKS: Final = 8


@cache
def group_of(what: str) -> Group:
    """Return the sign of a kind of thing; offices and articles have the one of bodies and of statements."""
    kind = {"office": "organization", "article": "statement"}.get(what, what)
    return next(group for group in groups() if kind in group.kinds)


# ---- neighbours -----------------------------------------------------------------------------------------------------


class Spot(NamedTuple):
    """A neighbour in the picture, and how much it shares with the thing."""

    thing: Thing
    shared: int
    x: float
    y: float


class Tie(NamedTuple):
    """A line and how thick it is."""

    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Around:
    """A thing on the left and its neighbours in an arc on the right, where their names have room."""

    height: float
    x: float
    y: float
    spots: tuple[Spot, ...]
    rays: tuple[Tie, ...]
    ties: tuple[Tie, ...]


def around(neighbours: Sequence[tuple[Thing, int]], together: Callable[[str, str], int]) -> Around | None:
    """Return the picture of a thing's neighbours, each with what it shares; None where there are none.

    ``together`` tells what two neighbours share.
    """
    if not neighbours:
        return None
    height = max(_STEP * len(neighbours) + 12, _LOWEST)
    x, y = _MIDDLE, height / 2
    spots = []
    for place, (thing, count) in enumerate(neighbours):
        down = y + (place - (len(neighbours) - 1) / 2) * _STEP
        bow = math.sqrt(max(1 - ((down - y) / (height / 2 + _STEP)) ** 2, 0.0))
        spots.append(Spot(thing, count, round(_NEAR + _BOW * bow, 1), round(down, 1)))
    most = max(spot.shared for spot in spots)
    bend = (x + _NEAR) / 2
    rays = [Tie(f"M{x:g} {y:g}C{bend:g} {y:g} {bend:g} {s.y:g} {s.x:g} {s.y:g}", _thick(s.shared, most)) for s in spots]
    ties = []
    for i, a in enumerate(spots):
        for b in spots[i + 1 :]:
            if together(a.thing.iri, b.thing.iri):
                back = min(a.x, b.x) - 8 - 0.16 * (b.y - a.y)
                ties.append(Tie(f"M{a.x:g} {a.y:g}Q{back:g} {(a.y + b.y) / 2:g} {b.x:g} {b.y:g}", 1.0))
    return Around(height, x, y, tuple(spots), tuple(rays), tuple(ties))


def _thick(count: int, most: int) -> float:
    return round(1 + 2.5 * math.sqrt(count / most), 2)


# ---- a line of time -------------------------------------------------------------------------------------------------


class Mark(NamedTuple):
    """One event: its sign at a place."""

    event: Event
    x: float
    y: float


class Bar(NamedTuple):
    """The events of one kind in a stretch of time."""

    what: str
    x: float
    y: float
    width: float
    height: float
    number: int


class Tick(NamedTuple):
    """A year or a month under the line."""

    x: float
    edtf: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Events on a line of time: as marks where they are few, as bars where they are many."""

    width: float
    height: float
    line: float
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    scale: float


def strip(events: Iterable[Event], width: float, *, bars: bool = False) -> Strip | None:
    """Return the picture of events that have a date, or None where they do not span any time."""
    dated = sorted((e for e in events if e.day), key=lambda e: (e.day, e.iri))
    days = [_day(e.day) for e in dated]
    if len(days) < 2 or days[0] == days[-1]:
        return None
    if bars or len(days) > _MOST_MARKS:
        return _bars(dated, width)
    span = days[-1] - days[0]

    def at(day: int) -> float:
        return round(_SIDE + (day - days[0]) / span * (width - 2 * _SIDE), 1)

    marks, ends = [], [-math.inf] * _MOST_LEVELS
    top = 0
    for event, day in zip(dated, days, strict=True):
        x = at(day)
        level = next((n for n, end in enumerate(ends) if x - end >= _MARK + 1), _MOST_LEVELS - 1)
        ends[level] = x
        top = max(top, level)
        marks.append((event, x, level))
    line = (top + 1) * _LEVEL + 6
    return Strip(
        width,
        line + 26,
        line,
        tuple(Mark(event, x - _MARK / 2, line - 4 - _MARK - level * _LEVEL) for event, x, level in marks),
        (),
        tuple(_ticks(days[0], days[-1], at)),
        _MARK / 16,
    )


def _bars(dated: Sequence[Event], width: float) -> Strip:
    """Months, or years, whichever are few enough; a few events long before the others share the first bar."""
    months = [_month(e.day) for e in dated]
    first, last = months[len(months) // 50], months[-1]
    stretch = next(months for months in (1, 3, 6, 12, 60, 1200, 12000) if (last - first) // months < _MOST_BARS)
    first -= first % stretch
    count: Counter[tuple[int, str]] = Counter()
    for event, month in zip(dated, months, strict=True):
        count[max(month - first, 0) // stretch, group_of(event.what).id] += 1
    total: Counter[int] = Counter()
    for (slot, _), number in count.items():
        total[slot] += number
    slots = (last - first) // stretch + 1
    wide, most = (width - 2 * _SIDE) / slots, max(total.values())
    line = _BAR_HEIGHT + 6
    filled: Counter[int] = Counter()
    bars = []
    for group in groups():
        for slot in sorted(slot for slot, kind in count if kind == group.id):
            number = count[slot, group.id]
            filled[slot] += number
            bars.append(
                Bar(
                    group.kinds[0],
                    round(_SIDE + slot * wide + 0.5, 1),
                    round(line - filled[slot] / most * _BAR_HEIGHT, 1),
                    round(max(wide - 1, 1), 1),
                    round(number / most * _BAR_HEIGHT, 1),
                    number,
                )
            )

    def at(day: int) -> float:
        date = dt.date.fromordinal(day)
        return round(_SIDE + (date.year * 12 + date.month - 1 - first) / stretch * wide, 1)

    ticks = _ticks(_ordinal(first), _ordinal(last + stretch), at)
    return Strip(width, line + 26, line, (), tuple(bars), tuple(ticks), 1.0)


def _ticks(first: int, last: int, at: Callable[[int], float]) -> Iterable[Tick]:
    """Yield a few years, or months where the time is short."""
    begin, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
    years = end.year - begin.year
    if years >= 2:
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000, 2000, 5000) if years / step <= _TICKS)
        for year in range(begin.year + -begin.year % step, end.year + 1, step):
            day = dt.date(year, 1, 1).toordinal()
            if first <= day <= last:
                yield Tick(at(day), str(year))
        return
    months = years * 12 + end.month - begin.month
    step = max(1, math.ceil(months / _TICKS))
    for month in range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month, step):
        day = dt.date(month // 12, month % 12 + 1, 1).toordinal()
        if first <= day <= last:
            yield Tick(at(day), f"{month // 12:04}-{month % 12 + 1:02}")


def _day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def _month(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def _ordinal(month: int) -> int:
    month = min(max(month, _month(dt.date.min.isoformat())), _month(dt.date.max.isoformat()))
    return dt.date(month // 12, month % 12 + 1, 1).toordinal()
