"""Times in Japanese news, each with its value: 3日 is a day of a month and a year, found from publication and context.

Method: one regular expression finds what is written (``times_grammar``), one rule a kind gives it a value, what is left out
comes from the anchors that the article has set so far (``times_context``), and neighbours with から or ~ between them
become one range.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from kg.find.times_context import Context
from kg.find.times_grammar import WEEKDAYS, Grammar, load_grammar, number
from kg.find.times_period import (
    VAGUE,
    Month,
    Period,
    add_months,
    between,
    day_period,
    fiscal_year_period,
    last_day,
    monday_of,
    month_period,
    months_period,
    season_period,
    since,
    until,
    valid_date,
    week_period,
    year_period,
    years_period,
)
from kg.model.span import Span
from kg.model.time import Basis, TimeValue

# How far after a date a cue of the future is looked for.
CUE_WINDOW = 40
# Counts beyond this many years are not a year any more (2000年前).
LONG_AGO = 120
YEARS = range(1001, 2201)
# 2、3日 up to this number may be a count of days.
A_FEW = 6
_RANGE_JOINT = re.compile(r"(?:から|より)、?|[~〜~～\-－–−—‐]")
_PAIR_JOINT = re.compile(r"[と・]")
_BOUND_BEFORE = re.compile(r"(?:その|の)\Z")
_NOUN_BEFORE = re.compile(r"[一-鿿々ァ-ヶー]\Z")
_CLAUSE_END = re.compile(r"[、。\n「]")
_KANJI_PAIR = re.compile(r"[一二三][一二三四五六七八九]")


class _Found(NamedTuple):
    """An expression with its value, before ranges are joined.

    ``written`` is the largest unit that the text wrote (year, month or day); ``open_word`` is 以降, まで or the like.
    """

    begin: int
    end: int
    period: Period
    basis: Basis
    written: str
    open_word: str | None = None


_Rule = Callable[[re.Match[str], Context, Grammar], list[_Found]]


def has_time_cue(text: str) -> bool:
    """Whether the text may hold a time expression: cheap, and never False where ``find_times`` finds one with a value."""
    return load_grammar().cue.search(text) is not None


def find_times(text: str, published: dt.date | None) -> list[TimeValue]:
    """All times of an article, in order and without overlap.

    Args:
        text: title, LF and body; spans are code point offsets into it.
        published: the publication date; without it, words like 昨日 and days without a month stay without a value
            unless the article itself gives the date they need.
    """
    grammar = load_grammar()
    context = Context(text, published)
    found: list[_Found] = []
    for match in grammar.pattern.finditer(text):
        rule = _RULES.get(match.lastgroup or "")
        if rule is None:
            continue
        context.start = _range_start(found, match.start(), text)
        for item in rule(match, context, grammar):
            entry = _with_open_end(item, text, grammar)
            joined = _join(found[-1], entry, text) if found else None
            if joined:
                found[-1] = entry = joined
            else:
                found.append(entry)
            context.note(entry.period, entry.end, entry.written, entry.open_word is not None)
    if published is None:
        found = _dates_of_title(found, text, grammar)
    return [_value(item, text, grammar) for item in found]


def _dates_of_title(found: list[_Found], text: str, grammar: Grammar) -> list[_Found]:
    """Give a bare day of the title the first full date of the body with the same day (and month, if written)."""
    title_end = text.find("\n")
    full = [item.period for item in found if item.begin > title_end and item.basis == "explicit" and item.period.grain == "day"]
    settled = []
    for item in found:
        day = grammar.day_of_month.match(text, item.begin)
        if item.begin < title_end and item.written == "day" and item.period.edtf is None and day:
            for period in full:
                date = period.earliest
                if date and date.day == number(day[2]) and (day[1] is None or date.month == number(day[1])):
                    item = item._replace(period=period)
                    break
        settled.append(item)
    return settled


def _with_open_end(item: _Found, text: str, grammar: Grammar) -> _Found:
    word = grammar.open_end.match(text, item.end)
    return item._replace(end=word.end(), open_word=word.group()) if word else item


def _value(item: _Found, text: str, grammar: Grammar) -> TimeValue:
    period = item.period
    if item.open_word:
        opened = since if item.open_word in grammar.words["open"]["since"] else until
        period = opened(period, item.open_word)
    span = Span(item.begin, item.end)
    return TimeValue(span, text[item.begin : item.end], period.edtf, period.earliest, period.latest, item.basis, period.part)


def _range_start(found: list[_Found], begin: int, text: str) -> Period | None:
    """The period that the expression at ``begin`` ends, if から or a dash lies between them."""
    if not found or found[-1].open_word or found[-1].period.earliest is None:
        return None
    return found[-1].period if _RANGE_JOINT.fullmatch(text, found[-1].end, begin) else None


def _join(left: _Found, right: _Found, text: str) -> _Found | None:
    """Both as one range, if the text and the calendar allow it."""
    begin, end = left.period, right.period
    if left.open_word or begin.earliest is None or end.latest is None or end.earliest is None or end.latest <= begin.earliest:
        return None
    if _RANGE_JOINT.fullmatch(text, left.end, right.begin):
        fits = begin.grain == end.grain or right.written == "year" or (begin.grain, end.grain, right.written) == ("month", "day", "month")
        fits = fits and not (text.startswith("より", left.end) and right.open_word != "まで")
        open_word = None
    elif _PAIR_JOINT.fullmatch(text, left.end, right.begin):
        fits = begin.grain == end.grain == "day" and end.earliest - begin.earliest == dt.timedelta(1) and right.written == "day"
        open_word = right.open_word
    else:
        return None
    if not fits or begin.grain == "range":
        return None
    open_word = None if open_word in (None, "まで") else open_word
    return _Found(left.begin, right.end, between(begin, end), left.basis, left.written, open_word)


def _calendar(match: re.Match[str], context: Context, grammar: Grammar) -> list[_Found]:
    """A date of numbers and words for year, month and day, with whatever part it has."""
    if _refused(match, context, grammar):
        return []
    year, year_basis = _year(match, context, grammar)
    if match["d1st"]:
        return _new_year(match, context, grammar, year, year_basis)
    if match["d"] or match["dl"]:
        return _day(match, context, grammar, year, year_basis)
    if match["m"] or match["mw"]:
        return _month(match, context, grammar, year, year_basis)
    return _whole_year(match, context, grammar, year, year_basis)


def _refused(match: re.Match[str], context: Context, grammar: Grammar) -> bool:
    """Whether the words only look like a date: 1日あたり, 三日月, 懲役10年, 13月."""
    month, day, text = match["m"], match["d"], context.text
    if month and not 1 <= number(month) <= 12:
        return True
    if day and not 1 <= number(day) <= 31:
        return True
    if match["short"] and not match["y0"] and not _short_year_stands(match, context, grammar):
        return True
    if match["y"] and number(match["y"]) not in YEARS:
        return True
    return bool(day and not month and not match["mw"] and _bare_day_refused(match, text, grammar))


def _bare_day_refused(match: re.Match[str], text: str, grammar: Grammar) -> bool:
    day, after = match["d"], match.end("d") + 1
    few = match["dsep"] == "、" and number(day) <= A_FEW and text[after - 1] == "日"
    if few and not grammar.after_list_of_days.match(text, after):
        return True
    if grammar.not_before_day.search(text, max(0, match.start() - 4), match.start()):
        return True
    if number(day) == 1 and not match["d0"] and grammar.not_after_one_day.match(text, after):
        return True
    if day.isdecimal():
        return False
    if day == "一" and not grammar.after_kanji_one_day.match(text, after):
        return True
    return bool(_KANJI_PAIR.fullmatch(day) or grammar.not_after_kanji_day.match(text, after))


def _short_year_stands(match: re.Match[str], context: Context, grammar: Grammar) -> bool:
    """Whether two digits and 年 are a year and not a number of years."""
    begin, text = match.start("short"), context.text
    if context.start and context.start.grain == "year":
        return True
    if text[begin - 1 : begin] in ("'", "’", "‘") or match["m"]:
        return True
    if grammar.not_before_short_year.search(text, max(0, begin - 4), begin):
        return False
    after = grammar.short_year_after.match(text, match.end("short") + 1)
    if match["short"].startswith(("0", "０")):
        return bool(after) or match.start() < begin
    return bool(after) and context.year_at >= 0


def _expand(short: str, context: Context) -> int | None:
    """The full year of two digits: the one nearest to the year that is spoken of."""
    reference = context.year if context.year_at >= 0 else context.published.year if context.published else None
    if reference is None:
        return None
    century = reference // 100 * 100
    return min((century + shift + int(short) for shift in (-100, 0, 100)), key=lambda year: abs(year - reference))


def _year(match: re.Match[str], context: Context, grammar: Grammar) -> tuple[int | None, Basis | None]:
    """The year that is written, and how it was found; basis None if none is written."""
    if word := match["yw"]:
        relative = grammar.words["relative"]["year"]
        if word in relative:
            return (context.published.year + relative[word] if context.published else None), "relative"
        offset = grammar.words["anaphoric"]["year"][word]
        return (None if context.year is None else context.year + offset), "anaphoric"
    if match["era"]:
        return grammar.eras[match["era"]].first.year + number(match["ey"]) - 1, "explicit"
    if match["y"]:
        return number(match["y"]), "explicit"
    if match["short"]:
        if match["y0"]:
            return number(match["y0"]) // 100 * 100 + int(match["short"]), "explicit"
        return _expand(match["short"], context), "inferred"
    return None, None


def _month_of(
    match: re.Match[str], context: Context, grammar: Grammar, year: int | None, basis: Basis | None, ahead: bool
) -> tuple[Month | None, Basis]:
    """Year and month of a match that has a month."""
    if word := match["mw"]:
        relative = grammar.words["relative"]["month"]
        if word in relative:
            published = context.published
            return (add_months((published.year, published.month), relative[word]) if published else None), "relative"
        offset = grammar.words["anaphoric"]["month"][word]
        return (add_months(context.month, offset) if context.month else None), "anaphoric"
    month = number(match["m"])
    if basis is not None:
        return ((year, month) if year else None), basis
    if match["mp"] in ("同", "翌") and context.month:
        base = context.month[0]
        return (base + (match["mp"] == "翌" and month < context.month[1]), month), "anaphoric"
    if context.start and context.start.earliest:
        first = context.start.earliest
        return (first.year + (month < first.month), month), "inferred"
    day = number(match["d"]) if match["d"] else 0
    inferred = context.year_for_month(month, match.start(), ahead, day)
    return ((inferred, month) if inferred else None), "inferred"


def _ahead(match: re.Match[str], context: Context, grammar: Grammar) -> bool:
    """Whether a cue of the future follows before the next comma: 3日に会談する, but not 3日、会談すると発表した."""
    begin = match.end()
    comma = _CLAUSE_END.search(context.text, begin, begin + CUE_WINDOW)
    return grammar.future.search(context.text, begin, comma.start() if comma else begin + CUE_WINDOW) is not None


def _day(
    match: re.Match[str], context: Context, grammar: Grammar, year: int | None, year_basis: Basis | None
) -> list[_Found]:
    """A day, a range of days or a list of days of one month."""
    ahead = match["dp"] in ("来る", "きたる") or _ahead(match, context, grammar)
    weekday = match["wk"] or match["wk2"]
    weekday_number = WEEKDAYS.index(weekday) if weekday else None
    written = "year" if year_basis else "day"
    if match["m"] or match["mw"]:
        written = "year" if year_basis else "month"
        month, basis = _month_of(match, context, grammar, year, year_basis, ahead)
        if month is None:
            return [_Found(*match.span(), VAGUE, basis, "day")]
        day = last_day(*month) if match["dl"] else number(match["d"])
        if basis == "inferred" and year_basis is None:
            month = (context.year_for_weekday(*month, day, weekday_number), month[1])
        date = valid_date(*month, day)
        if date is None:
            return []
    else:
        date, basis = _bare_day(match, context, ahead, weekday_number)
        if date is None:
            return [_Found(*match.span(), VAGUE, basis, "day")]
    return _days(match, _local(match, date, grammar), basis, written, grammar)


def _bare_day(
    match: re.Match[str], context: Context, ahead: bool, weekday: int | None
) -> tuple[dt.date | None, Basis]:
    if match["dl"]:
        return None, "inferred"
    day = number(match["d"])
    if match["dp"] in ("同", "翌"):
        if context.day is None:
            month = context.month if match["dp"] == "同" else None
            return (valid_date(*month, day) if month else None), "anaphoric"
        month = (context.day.year, context.day.month)
        if match["dp"] == "翌" and day <= context.day.day:
            month = add_months(month, 1)
        return valid_date(*month, day), "anaphoric"
    if context.start:
        return context.following(day, None, context.start), "inferred"
    return context.month_for_day(day, match.start(), ahead, weekday), "inferred"


def _new_year(
    match: re.Match[str], context: Context, grammar: Grammar, year: int | None, basis: Basis | None
) -> list[_Found]:
    """Read 元日, New Year's Day."""
    if basis is None:
        year, basis = context.year_for_month(1, match.start(), _ahead(match, context, grammar)), "inferred"
    period = day_period(dt.date(year, 1, 1)) if year else VAGUE
    return [_Found(*match.span(), period, basis, "year")]


def _local(match: re.Match[str], date: dt.date, grammar: Grammar) -> dt.date:
    """The local date where a bracket gives it: 4日(現地時間3日) is the 3rd."""
    for bracket in (match["br"], match["br2"]):
        local = grammar.local_day.search(bracket) if bracket else None
        if local:
            for shift in (-1, 1):
                if (date + dt.timedelta(shift)).day == int(local[1]):
                    return date + dt.timedelta(shift)
    return date


def _days(match: re.Match[str], date: dt.date, basis: Basis, written: str, grammar: Grammar) -> list[_Found]:
    period = _narrow(day_period(date), match["part"], grammar)
    if not match["d0"]:
        lasting = grammar.lasting.match(match.string, match.end())
        if lasting is None:
            return [_Found(*match.span(), period, basis, written)]
        last = day_period(date + dt.timedelta(number(lasting[1]) - 1))
        return [_Found(match.start(), lasting.end(), between(period, last), basis, written)]
    first = number(match["d0"])
    month = (date.year, date.month) if first < date.day else add_months((date.year, date.month), -1)
    begin = valid_date(*month, first)
    if begin is None:
        return [_Found(*match.span(), period, basis, written)]
    listed = 2 + sum(match["dmid"].count(mark) for mark in "、,・")
    dash = match["dsep"] not in ("、", ",", "・", "と")
    if dash or (date - begin).days == listed - 1:
        return [_Found(*match.span(), between(day_period(begin), period), basis, written)]
    left = _Found(match.start(), match.end("d0"), day_period(begin), basis, written)
    return [left, _Found(match.start("d"), match.end(), period, basis, written)]


def _month(
    match: re.Match[str], context: Context, grammar: Grammar, year: int | None, year_basis: Basis | None
) -> list[_Found]:
    """A month, or months of one year such as 7~9月."""
    month, basis = _month_of(match, context, grammar, year, year_basis, _ahead(match, context, grammar))
    written = "year" if year_basis else "month"
    if month is None:
        return [_Found(*match.span(), VAGUE, basis, written)]
    if match["m0"] and 1 <= number(match["m0"]) <= 12:
        first = number(match["m0"])
        if match.string[match.end("m0")] in "、・" and (month[1] - first) % 12 != 1:
            left = month_period((month[0] - (first > month[1]), first))
            right = _Found(match.start("m"), match.end(), _narrow(month_period(month), match["part"], grammar), basis, written)
            return [_Found(match.start(), match.end("m0"), left, basis, written), right]
        period = months_period((month[0] - (first > month[1]), first), month, "months")
        return [_Found(*match.span(), period, basis, written)]
    return [_Found(*match.span(), _narrow(month_period(month), match["part"], grammar), basis, written)]


def _whole_year(
    match: re.Match[str], context: Context, grammar: Grammar, year: int | None, basis: Basis | None
) -> list[_Found]:
    """A year, its quarter, half, season or part; a quarter alone belongs to the year of publication."""
    if basis is None:
        year, basis = (context.published.year if context.published else None), "inferred"
    if year is None:
        return [_Found(*match.span(), VAGUE, basis, "year")]
    if match["y0"]:
        return [_Found(*match.span(), years_period(number(match["y0"]), year, "years"), basis, "year")]
    fiscal = bool(match["fy"] or match["fye"])
    if match["quarter"]:
        period = _quarter(year, match["quarter"], fiscal)
    else:
        period = _narrow(fiscal_year_period(year) if fiscal else year_period(year), match["part"], grammar)
    return [_Found(*match.span(), period, basis, "year")]


def _quarter(year: int, word: str, fiscal: bool) -> Period:
    """A quarter (第2四半期) or half (上半期) of a calendar or fiscal year."""
    if word.startswith("第"):
        first, length = 3 * (number(word[1]) - 1), 3
    else:
        first, length = (0 if word.startswith("上") else 6), 6
    begin = add_months((year, 4 if fiscal else 1), first)
    return months_period(begin, add_months(begin, length - 1), "months")._replace(part=word)


def _narrow(period: Period, part: str | None, grammar: Grammar) -> Period:
    """The part of a period: 上旬 narrows the days only, 年末 is the month, 2018年春 the season."""
    if part is None or period.earliest is None or period.latest is None:
        return period
    words, year, month = grammar.words["part"], period.earliest.year, period.earliest.month
    if period.grain == "year":
        if part in grammar.words["season"]:
            return season_period(year, grammar.words["season"][part])._replace(part=part)
        if part in words["year"]:
            first, last = words["year"][part]
            narrowed = month_period((year, first)) if first == last else months_period((year, first), (year, last), "months")
            return narrowed._replace(part=part)
        if part in words["year_within"]:
            first, last = words["year_within"][part]
            inside = months_period((year, first), (year, last), "months")
            return period._replace(earliest=inside.earliest, latest=inside.latest, part=part)
    if period.grain == "month" and part in words["month"]:
        first, last = words["month"][part]
        latest = period.latest.replace(day=last) if last else period.latest
        return period._replace(earliest=period.earliest.replace(day=first), latest=latest, part=part)
    if period.grain == "fiscal" and part in words["year"]:
        first, last = (add_months((year, 4), count - 1) for count in words["year"][part])
        return (month_period(first) if first == last else months_period(first, last, "months"))._replace(part=part)
    return period._replace(part=part)


def _iso(match: re.Match[str], context: Context, grammar: Grammar) -> list[_Found]:
    if match["iy2"]:
        return [_Found(*match.span(), month_period((int(match["iy2"]), int(match["im2"]))), "explicit", "year")]
    date = valid_date(int(match["iy"]), int(match["im"]), int(match["id"]))
    return [_Found(*match.span(), day_period(date), "explicit", "year")] if date else []


def _years(match: re.Match[str], context: Context, grammar: Grammar) -> list[_Found]:
    """A decade or a century, or a part of it."""
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
                return [_Found(*match.span(), VAGUE, "relative", "year")]
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
    return [_Found(*match.span(), period, basis, "year")]


def _count(match: re.Match[str], context: Context, grammar: Grammar) -> list[_Found]:
    """So many days, weeks, months or years before or after: exact for days, the whole week, month or year otherwise."""
    before = match["cdir"] == "前"
    bound = _BOUND_BEFORE.search(context.text, max(0, match.start() - 2), match.start())
    vague = [_Found(*match.span(), VAGUE, "vague", "none")]
    amount = match["cn"] or ""
    if match["chalf"] or "数" in amount or (bound and bound.group() == "の" and before):
        return vague
    relative = bound is None and (before or _ahead(match, context, grammar))
    base = context.published if relative else context.day
    basis: Basis = "relative" if relative else "anaphoric"
    if match["cyear"]:
        year = context.published and context.published.year if relative else context.year
        count = number(amount)
        if count > LONG_AGO or year is None:
            return [_Found(*match.span(), VAGUE, basis, "none")]
        return [_Found(*match.span(), year_period(year - count if before else year + count), basis, "none")]
    if base is None:
        return [_Found(*match.span(), VAGUE, basis, "none")]
    count = (6 if match["chy"] else number(amount)) * (-1 if before else 1)
    if match["cday"]:
        return [_Found(*match.span(), day_period(base + dt.timedelta(count)), basis, "day")]
    if match["cweek"]:
        return [_Found(*match.span(), week_period(monday_of(base + dt.timedelta(7 * count))), basis, "day")]
    return [_Found(*match.span(), month_period(add_months((base.year, base.month), count)), basis, "year")]


def _day_word(match: re.Match[str], context: Context, grammar: Grammar) -> list[_Found]:
    """きょう from the publication date; 翌日 from the last day of the text, unless a noun says which day it means."""
    word = match["dw"]
    relative = grammar.words["relative"]["day"]
    if word in relative:
        base, offset, basis = context.published, relative[word], "relative"
    else:
        base, offset, basis = context.day, grammar.words["anaphoric"]["day"][word], "anaphoric"
        use = grammar.words["anaphoric_use"]
        if word in use["of_the_news"]:
            base = context.news_day()
        elif word in use["of_an_event"] and _NOUN_BEFORE.search(context.text, match.start() - 1, match.start()):
            base = None
    if base is None:
        return [_Found(*match.span(), VAGUE, basis, "none")]
    return [_Found(*match.span(), day_period(base + dt.timedelta(offset)), basis, "day")]


def _week(match: re.Match[str], context: Context, grammar: Grammar) -> list[_Found]:
    word = match["ww"]
    relative = grammar.words["relative"]["week"]
    if word in relative:
        base, offset, basis = context.published, relative[word], "relative"
    else:
        base, offset, basis = context.day, grammar.words["anaphoric"]["week"][word], "anaphoric"
    if base is None:
        return [_Found(*match.span(), VAGUE, basis, "none")]
    monday = monday_of(base) + dt.timedelta(7 * offset)
    if match["wd"]:
        day = day_period(monday + dt.timedelta(WEEKDAYS.index(match["wd"])))
        return [_Found(*match.span(), day, basis, "day")]
    part = match["wpart"]
    first, last = grammar.words["part"]["week"][part] if part else (0, 6)
    period = day_period(monday) if first == last else week_period(monday, first, last)
    return [_Found(*match.span(), period._replace(part=part), basis, "day")]


def _season(match: re.Match[str], context: Context, grammar: Grammar) -> list[_Found]:
    """昨秋, 今夏: a season counted from publication; in January and February 今冬 is the winter that began last year."""
    published = context.published
    if published is None:
        return [_Found(*match.span(), VAGUE, "relative", "none")]
    year = published.year + grammar.words["relative"]["season"][match["sw"]]
    if match["sn"] == "冬" and published.month <= 2:
        year -= 1
    period = season_period(year, grammar.words["season"][match["sn"]])
    return [_Found(*match.span(), period, "relative", "year")]


def _fiscal(match: re.Match[str], context: Context, grammar: Grammar) -> list[_Found]:
    """今年度, 来年度末: the fiscal year that holds the publication date, or one beside it."""
    offsets = {"昨": -1, "前": -1, "今": 0, "本": 0, "同": 0, "来": 1, "翌": 1, "再来": 2}
    published = context.published
    if match["fw"] in ("同", "前", "翌") or published is None:
        return [_Found(*match.span(), VAGUE, "relative", "none")]
    year = published.year - (published.month < 4) + offsets[match["fw"]]
    return [_Found(*match.span(), _narrow(fiscal_year_period(year), match["fpart"], grammar), "relative", "year")]


def _weekday(match: re.Match[str], context: Context, grammar: Grammar) -> list[_Found]:
    """A weekday alone: the last one up to publication, the next one before a cue of the future."""
    published = context.published
    if published is None:
        return [_Found(*match.span(), VAGUE, "relative", "none")]
    back = (published.weekday() - WEEKDAYS.index(match["wdb"])) % 7
    date = published + dt.timedelta(7 - back if back and _ahead(match, context, grammar) else -back)
    return [_Found(*match.span(), day_period(date), "relative", "day")]


def _bare(match: re.Match[str], context: Context, grammar: Grammar) -> list[_Found]:
    """年末, 月内 and the like: of the year or month of publication; 年明け in the second half is next January."""
    published, word = context.published, match["bw"]
    if published is None:
        return [_Found(*match.span(), VAGUE, "relative", "none")]
    bare = grammar.words["bare"]
    if word == "年明け":
        period = _narrow(year_period(published.year + (published.month > 6)), "明け", grammar)
    elif word in bare["year_part"]:
        period = _narrow(year_period(published.year), bare["year_part"][word], grammar)
    else:
        period = _narrow(month_period((published.year, published.month)), bare["month_part"][word], grammar)
    return [_Found(*match.span(), period, "relative", "year")]


def _vague(match: re.Match[str], context: Context, grammar: Grammar) -> list[_Found]:
    return [_Found(*match.span(), VAGUE, "vague", "none")]


_RULES: dict[str, _Rule] = {
    "iso": _iso,
    "years": _years,
    "count": _count,
    "calendar": _calendar,
    "dayword": _day_word,
    "week": _week,
    "season": _season,
    "fiscal": _fiscal,
    "weekday": _weekday,
    "bare": _bare,
    "vague": _vague,
}
