"""Stretches of the calendar: what a date, a month, a season or a fiscal year spans, and how EDTF writes it."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

Month = tuple[int, int]
"""A year and a month from 1 to 12."""


class Period(NamedTuple):
    """A stretch of days. ``grain`` is what the text counts in; ``edtf`` None means that no value is fixed."""

    edtf: str | None
    earliest: dt.date | None
    latest: dt.date | None
    grain: str = "vague"
    part: str | None = None


VAGUE = Period(None, None, None)


def last_day(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return calendar.monthrange(year, month)[1]


def add_months(month: Month, count: int) -> Month:
    """Return the month ``count`` months later, or earlier if negative."""
    index = month[0] * 12 + month[1] - 1 + count
    return index // 12, index % 12 + 1


def valid_date(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or None if the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def day_period(date: dt.date) -> Period:
    """One day."""
    return Period(date.isoformat(), date, date, "day")


def month_period(month: Month) -> Period:
    """One month."""
    year, number = month
    return Period(
        f"{year:04}-{number:02}", dt.date(year, number, 1), dt.date(year, number, last_day(year, number)), "month"
    )


def year_period(year: int) -> Period:
    """One calendar year."""
    return Period(f"{year:04}", dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def months_period(first: Month, last: Month, grain: str) -> Period:
    """Whole months as an interval: quarters, halves, fiscal years."""
    begin, end = month_period(first), month_period(last)
    return Period(f"{begin.edtf}/{end.edtf}", begin.earliest, end.latest, grain)


def years_period(first: int, last: int, grain: str) -> Period:
    """Whole years as an interval: decades, centuries."""
    return Period(f"{first:04}/{last:04}", dt.date(first, 1, 1), dt.date(last, 12, 31), grain)


def season_period(year: int, code: int) -> Period:
    """Return a meteorological season, EDTF code 21 (spring) to 24 (winter, which begins in December of ``year``)."""
    first = (year, 3 * (code - 20))
    last = add_months(first, 2)
    return Period(f"{year:04}-{code}", month_period(first).earliest, month_period(last).latest, "season")


def week_period(monday: dt.date, first: int = 0, last: int = 6) -> Period:
    """Days ``first`` to ``last`` (Monday is 0) of the week that begins on ``monday``.

    What happens in a week happens on some day of it, so the value is the month, as for 上旬; a week that crosses into
    another month is of that in which its working days lie, or of both.
    """
    begin, end = monday + dt.timedelta(first), monday + dt.timedelta(last)
    friday = monday + dt.timedelta(4)
    months = list(dict.fromkeys(f"{date:%Y-%m}" for date in (begin, max(begin, min(end, friday)))))
    return Period("/".join(months), begin, end, "week")


def fiscal_year_period(year: int) -> Period:
    """Return the Japanese fiscal year: April to March."""
    return months_period((year, 4), (year + 1, 3), "fiscal")


def monday_of(date: dt.date) -> dt.date:
    """Return the Monday of the week of a date."""
    return date - dt.timedelta(date.weekday())


def between(begin: Period, end: Period) -> Period:
    """Return the interval from the start of one period to the end of another."""
    first, last = (begin.edtf or "").split("/")[0], (end.edtf or "").split("/")[-1]
    return Period(f"{first}/{last}", begin.earliest, end.latest, "range", end.part)


def since(period: Period, word: str) -> Period:
    """Open end: from the start of the period on."""
    if period.edtf is None:
        return period
    return Period(f"{period.edtf.split('/')[0]}/..", period.earliest, None, "range", word)


def until(period: Period, word: str) -> Period:
    """Open start: up to the end of the period."""
    if period.edtf is None:
        return period
    return Period(f"../{period.edtf.split('/')[-1]}", None, period.latest, "range", word)
