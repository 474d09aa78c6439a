"""The times of a question: the project's finder for Japanese, a small grammar for English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.ask.forms import Language

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH: Final = "(?:{})".format("|".join(f"{month[:3]}(?:{month[3:]})?" for month in (*_MONTHS, "sept")))
_YEAR: Final = r"(?:1[89]|20)\d\d"
_DATE: Final = rf"""(?:
    {_YEAR}-\d\d-\d\d | {_YEAR}-\d\d
  | (?:the\ )?\d{{1,2}}(?:st|nd|rd|th)?\ (?:of\ )?{_MONTH}\.?,?\ {_YEAR}
  | {_MONTH}\.?\ (?:the\ )?\d{{1,2}}(?:st|nd|rd|th)?,?\ {_YEAR}
  | {_MONTH}\.?,?\ (?:of\ )?{_YEAR}
  | (?:the\ year\ )?{_YEAR}
  | (?:last|this)\ (?:year|month) | yesterday | today
  | {_MONTH}(?=\W|\Z)
)"""
_EXPRESSION: Final = re.compile(
    rf"""(?<![\w-])(?:
    (?:between|from)\ (?P<begin>{_DATE})\ (?:and|to|until|till|through)\ (?P<end>{_DATE})
  | (?P<relation>(?:ever\ )?since|from|after|before|until|till|by|up\ to|in|on|during|of|throughout|as\ of|around|at|,)?\ ?
    (?P<date>{_DATE})(?:\ (?P<onwards>onwards?|on))?
)(?![A-Za-z0-9])""",
    re.VERBOSE | re.IGNORECASE,
)
_SINCE: Final = frozenset({"since", "ever since", "from"})
_UNTIL: Final = frozenset({"until", "till", "by", "up to"})


class When(NamedTuple):
    """A time of a question: where it stands, and its first and last day, None at an open end."""

    begin: int
    end: int
    first: dt.date | None
    last: dt.date | None


def find_whens(text: str, language: Language, today: dt.date | None) -> list[When]:
    """Return the times of a question. Without ``today`` 昨年 and *last year* are no times."""
    return list(_japanese(text, today) if language == "ja" else _english(text, today))


def _japanese(text: str, today: dt.date | None) -> Iterator[When]:
    from kg.find.times import find_times, has_time_cue

    if has_time_cue(text):
        for value in find_times(text, today):
            if value.earliest or value.latest:
                yield When(value.span.begin, value.span.end, value.earliest, value.latest)


def _english(text: str, today: dt.date | None) -> Iterator[When]:
    for match in _EXPRESSION.finditer(text):
        if match["begin"]:
            begin, end = _period(match["begin"], today), _period(match["end"], today)
            if begin and end:
                yield When(match.start(), match.end(), begin[0], end[1])
            continue
        period = _period(match["date"], today)
        relation = (match["relation"] or "").lower()
        if period is None or (match["date"].lower() == "may" and relation not in {"in", "of", "since", "during"}):
            continue
        first, last = period
        if relation in _SINCE or match["onwards"]:
            yield When(match.start(), match.end(), first, None)
        elif relation == "after":
            yield When(match.start(), match.end(), last + dt.timedelta(1), None)
        elif relation == "before":
            yield When(match.start(), match.end(), None, first - dt.timedelta(1))
        elif relation in _UNTIL:
            yield When(match.start(), match.end(), None, last)
        else:
            yield When(match.start(), match.end(), first, last)


def _period(written: str, today: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of what is written; None where there is no such day or it hangs on today."""
    text = written.lower()
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    month = next((index for index, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name[:3]}", text)), None)
    year = next((number for number in numbers if number > 31), None)
    try:
        if year and re.fullmatch(r"[\d-]+", text):
            return _span(*numbers)
        if year:
            days = [number for number in numbers if number != year]
            return _span(year, *([month] if month else []), *(days if month else []))
        return _relative(text, month, today) if today else None
    except ValueError:
        return None


def _relative(text: str, month: int | None, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return a time that is told from today; a bare month is the last one that has begun."""
    if month:
        return _span(today.year - (month > today.month), month)
    if text in ("today", "yesterday"):
        day = today - dt.timedelta(text == "yesterday")
        return day, day
    if text.endswith("year"):
        return _span(today.year - text.startswith("last"))
    months = today.year * 12 + today.month - 1 - text.startswith("last")
    return _span(months // 12, months % 12 + 1)


def _span(year: int, month: int | None = None, day: int | None = None) -> tuple[dt.date, dt.date]:
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if day is None:
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        return dt.date(year, month, 1), following - dt.timedelta(1)
    return dt.date(year, month, day), dt.date(year, month, day)
