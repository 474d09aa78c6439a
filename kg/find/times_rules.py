"""One rule for each kind of time expression: from what is written to the period it stands for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final

from kg.find.times_calendar import YEARS, calendar_date, lies_ahead, narrow
from kg.find.times_context import Context, Found
from kg.find.times_grammar import WEEKDAYS, Grammar, number
from kg.find.times_period import (
    VAGUE,
    Period,
    add_months,
    day_period,
    fiscal_year_period,
    monday_of,
    month_period,
    season_period,
    valid_date,
    week_period,
    year_period,
    years_period,
)
from kg.model.time import Basis

# Counts beyond this many years are not a year any more (2000年前).
LONG_AGO: Final = 120
_BOUND_BEFORE: Final = re.compile(r"(?:その|の)\Z")
_NOUN_BEFORE: Final = re.compile(r"[一-鿿々ァ-ヶー]\Z")

Rule = Callable[[re.Match[str], Context, Grammar], list[Found]]


def _iso(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    if match["iy2"]:
        return [Found(*match.span(), month_period((int(match["iy2"]), int(match["im2"]))), "explicit", "year")]
    date = valid_date(int(match["iy"]), int(match["im"]), int(match["id"]))
    return [Found(*match.span(), day_period(date), "explicit", "year")] if date else []


def _years(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    """Read a decade or a century, or a part of it."""
    basis: Basis = "explicit"
    if match["dec"]:
        first = number(match["dec"])
        if first % 10 or 100 <= first < YEARS.start:
            return []
        if first < 100:
            first, basis = first + (2000 if first <= 20 else 1900), "inferred"
        period = years_period(first, first + 9, "years")
    else:
        if match["centw"]:
            if context.published is None:
                return [Found(*match.span(), VAGUE, "relative", "year")]
            offset = grammar.words["relative"]["century"][match["centw"]]
            first, basis = (context.published.year - 1) // 100 * 100 + 1 + 100 * offset, "relative"
        else:
            first = (number(match["cent"]) - 1) * 100 + 1
        period = years_period(first, first + 99, "years")
    if part := match["ypart"]:
        start, stop = grammar.words["part"]["years"][part]
        tenth = 1 if match["dec"] else 10
        inside = years_period(first + start * tenth, first + (stop + 1) * tenth - 1, "years")
        period = period._replace(earliest=inside.earliest, latest=inside.latest, part=part)
    return [Found(*match.span(), period, basis, "year")]


def _count(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    """So many days, weeks, months or years before or after: exact for days, the whole week, month or year otherwise."""
    before = match["cdir"] == "前"
    bound = _BOUND_BEFORE.search(context.text, max(0, match.start() - 2), match.start())
    vague = [Found(*match.span(), VAGUE, "vague", "none")]
    amount = match["cn"] or ""
    if match["chalf"] or "数" in amount or (bound and bound.group() == "の" and before):
        return vague
    relative = bound is None and (before or lies_ahead(match, context, grammar))
    basis: Basis = "relative" if relative else "anaphoric"
    if match["cyear"]:
        published_year = context.published.year if context.published else None
        year = published_year if relative else context.year
        count = number(amount)
        if count > LONG_AGO or year is None:
            return [Found(*match.span(), VAGUE, basis, "none")]
        return [Found(*match.span(), year_period(year - count if before else year + count), basis, "none")]
    base = context.published if relative else context.day
    if base is None:
        return [Found(*match.span(), VAGUE, basis, "none")]
    count = (6 if match["chy"] else number(amount)) * (-1 if before else 1)
    if match["cday"]:
        return [Found(*match.span(), day_period(base + dt.timedelta(count)), basis, "day")]
    if match["cweek"]:
        return [Found(*match.span(), week_period(monday_of(base + dt.timedelta(7 * count))), basis, "day")]
    return [Found(*match.span(), month_period(add_months((base.year, base.month), count)), basis, "year")]


def _day_word(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    """きょう from the publication date; 翌日 from the last day of the text, unless a noun says which day it means."""
    word = match["dw"]
    relative = grammar.words["relative"]["day"]
    basis: Basis = "relative" if word in relative else "anaphoric"
    if word in relative:
        base, offset = context.published, relative[word]
    else:
        offset = grammar.words["anaphoric"]["day"][word]
        base = context.day_spoken_of(*match.span(), offset)
        use = grammar.words["anaphoric_use"]
        if word in use["of_the_news"]:
            base = context.news_day()
        elif word in use["of_the_paragraph"]:
            base = context.same_day(match.start())
        elif word in use["of_an_event"] and _NOUN_BEFORE.search(context.text, match.start() - 1, match.start()):
            base = None
    if base is None:
        return [Found(*match.span(), VAGUE, basis, "none")]
    return [Found(*match.span(), day_period(base + dt.timedelta(offset)), basis, "day")]


def _week(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    word = match["ww"]
    relative = grammar.words["relative"]["week"]
    basis: Basis = "relative" if word in relative else "anaphoric"
    if word in relative:
        base, offset = context.published, relative[word]
    else:
        base, offset = context.day, grammar.words["anaphoric"]["week"][word]
    if base is None:
        return [Found(*match.span(), VAGUE, basis, "none")]
    monday = monday_of(base) + dt.timedelta(7 * offset)
    if match["wd"]:
        day = day_period(monday + dt.timedelta(WEEKDAYS.index(match["wd"])))
        return [Found(*match.span(), day, basis, "day")]
    part = match["wpart"]
    first, last = grammar.words["part"]["week"][part] if part else (0, 6)
    period = day_period(monday) if first == last else week_period(monday, first, last)
    return [Found(*match.span(), period._replace(part=part), basis, "day")]


def _season(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    """昨秋, 今夏: a season counted from publication; in January and February 今冬 began in the year before."""
    published = context.published
    if published is None:
        return [Found(*match.span(), VAGUE, "relative", "none")]
    year = published.year + grammar.words["relative"]["season"][match["sw"]]
    if match["sn"] == "冬" and published.month <= 2:
        year -= 1
    period = season_period(year, grammar.words["season"][match["sn"]])
    return [Found(*match.span(), period, "relative", "year")]


def _fiscal(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    """今年度, 来年度末: the fiscal year that holds the publication date, or one beside it."""
    published = context.published
    if published is None:
        return [Found(*match.span(), VAGUE, "relative", "none")]
    year = published.year - (published.month < 4) + grammar.words["fiscal"][match["fw"]]
    return [Found(*match.span(), narrow(fiscal_year_period(year), match["fpart"], grammar), "relative", "year")]


def _weekday(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    """Read a weekday alone: the last one up to publication, the next one before a cue of the future."""
    published = context.published
    if published is None:
        return [Found(*match.span(), VAGUE, "relative", "none")]
    back = (published.weekday() - WEEKDAYS.index(match["wdb"])) % 7
    date = published + dt.timedelta(7 - back if back and lies_ahead(match, context, grammar) else -back)
    return [Found(*match.span(), day_period(date), "relative", "day")]


def _bare(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    """年末, 月内 and the like: of the year or month of publication; 年明け in the second half is next January."""
    published, word = context.published, match["bw"]
    if published is None:
        return [Found(*match.span(), VAGUE, "relative", "none")]
    bare = grammar.words["bare"]
    if word == "年明け":
        period = narrow(year_period(published.year + (published.month > 6)), "明け", grammar)
    elif word in bare["week"]:
        return [Found(*match.span(), _bare_week(match, context, grammar, published), "relative", "day")]
    elif word in bare["year_part"]:
        period = narrow(year_period(published.year), bare["year_part"][word], grammar)
    else:
        period = narrow(month_period((published.year, published.month)), bare["month_part"][word], grammar)
    return [Found(*match.span(), period, "relative", "year")]


def _bare_week(match: re.Match[str], context: Context, grammar: Grammar, published: dt.date) -> Period:
    """週内, 週末, 週明け: the part of the week of publication; 週末 is the last one and 週明け the next where the text looks there."""
    first, last = grammar.words["bare"]["week"][match["bw"]]
    monday = monday_of(published)
    begin = monday + dt.timedelta(first)
    if lies_ahead(match, context, grammar):
        monday += dt.timedelta(7 if begin + dt.timedelta(last - first) < published else 0)
    elif begin > published:
        monday -= dt.timedelta(7)
    return week_period(monday, first, last)


def _vague(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    return [Found(*match.span(), VAGUE, "vague", "none")]


def _entry(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    """10:35 at the head of a line: the day of a running report."""
    day = context.running_day(match.start())
    return [Found(*match.span(), day_period(day), "inferred", "day")] if day is not None else []


#: The rule for each kind that the pattern of the grammar tells apart.
RULES: dict[str, Rule] = {
    "iso": _iso,
    "years": _years,
    "count": _count,
    "calendar": calendar_date,
    "dayword": _day_word,
    "week": _week,
    "season": _season,
    "fiscal": _fiscal,
    "weekday": _weekday,
    "bare": _bare,
    "vague": _vague,
    "entry": _entry,
}
