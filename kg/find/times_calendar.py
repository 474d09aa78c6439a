"""Dates that are built of a year, a month and a day, each a number, a word or left out."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from kg.find.times_context import Context, Found
from kg.find.times_grammar import WEEKDAYS, Grammar, number
from kg.find.times_period import (
    VAGUE,
    Month,
    Period,
    add_months,
    between,
    day_period,
    fiscal_year_period,
    last_day,
    month_period,
    months_period,
    season_period,
    valid_date,
    year_period,
    years_period,
)
from kg.find.times_tense import WAS_TO_BE, to_come
from kg.model.time import Basis

# How far after a date a cue of the future is looked for.
CUE_WINDOW: Final = 40
YEARS = range(1001, 2201)
# 2、3日 up to this number may be a count of days.
A_FEW: Final = 6
# How many years ahead of publication two digits may mean.
_AHEAD: Final = 30
_CLAUSE_END: Final = re.compile(r"[、。\n「]")
_KANJI_PAIR: Final = re.compile(r"[一二三][一二三四五六七八九]")


def calendar_date(match: re.Match[str], context: Context, grammar: Grammar) -> list[Found]:
    """Read a date of numbers and words for year, month and day, with whatever part it has."""
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
    if day and month and text.startswith(tuple(grammar.words["refuse"]["names_after"]), match.end()):
        return True
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
        # 来週31日 names the day, 週5日 counts
        return not text.endswith(tuple(grammar.words["relative"]["week"]), 0, match.start())
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
    """Return the full year of two digits: the one nearest to the year that is spoken of.

    Accounts run forwards (1940年に併合され、91年に独立), so a step back counts double; nobody writes '95 of a year to come
    that is more than a generation away.
    """
    published = context.published.year if context.published else None
    reference = context.year if context.year_at >= 0 else published
    if reference is None:
        return None
    century = reference // 100 * 100
    years = [century + shift + int(short) for shift in (-100, 0, 100)]
    if published is not None:
        years = [year for year in years if year <= published + _AHEAD] or years
    return min(years, key=lambda year: year - reference if year >= reference else 2 * (reference - year))


def _year(match: re.Match[str], context: Context, grammar: Grammar) -> tuple[int | None, Basis | None]:
    """Return the year that is written, and how it was found; basis None if none is written."""
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
    inferred = context.year_for_month(month, match.start(), match.end(), ahead, day)
    return ((inferred, month) if inferred else None), "inferred"


_KEPT: Final = re.compile(r"で[^。、]{1,16}た(?:[。、]|$)")


#: The rest of a sentence that tells of what was done, and reports nothing.
_ALSO_DONE: Final = re.compile(
    r"(?:(?!る(?:と|よう|こと|か|見|公算|可能)|するか)[^。\n]){1,80}?(?:た|ている|ました|ています)(?=。|\n|$)"
)


# How far the end of a sentence is looked for.
_REST: Final = 160
_SENTENCE_END: Final = re.compile(r"[。\n]")
_BOTH_DAYS: Final = "の両日"


def lies_ahead(match: re.Match[str], context: Context, grammar: Grammar) -> bool:
    """Whether what stands with a date is still to come: a cue of the future before the next comma, or all that follows.

    So 3日に会談する and 3日に到着し、会談する, but not 3日、会談すると発表した.
    """
    return _cued(match, context, grammar) or to_come(context.text, match.end())


def _cued(match: re.Match[str], context: Context, grammar: Grammar) -> bool:
    begin = match.end()
    comma = _CLAUSE_END.search(context.text, begin, begin + CUE_WINDOW)
    cue = grammar.future.search(context.text, begin, comma.start() if comma else begin + CUE_WINDOW)
    if cue is None:
        return False
    if WAS_TO_BE.search(context.text, cue.start(), comma.start() + 1 if comma else begin + CUE_WINDOW):
        # 10日にB氏と会う予定だったが: the day may have passed
        return False
    if cue.group() == "にも" and cue.start() == begin and (rest := _ALSO_DONE.match(context.text, cue.end())):
        # 17日にも外交官を追放している: on that day, too
        return grammar.future.search(rest.group()) is not None
    # 3日間の日程で訪問した: the schedule has been kept
    return not (cue.group() == "日程" and _KEPT.match(context.text, cue.end()))


def _day(
    match: re.Match[str], context: Context, grammar: Grammar, year: int | None, year_basis: Basis | None
) -> list[Found]:
    """Read a day, a range of days or a list of days of one month."""
    ahead = match["dp"] in ("来る", "きたる") or lies_ahead(match, context, grammar)
    weekday = match["wk"] or match["wk2"]
    weekday_number = WEEKDAYS.index(weekday) if weekday else None
    written = "year" if year_basis else "day"
    if match["m"] or match["mw"]:
        written = "year" if year_basis else "month"
        month, basis = _month_of(match, context, grammar, year, year_basis, ahead)
        if month is None:
            return [Found(*match.span(), VAGUE, basis, "day")]
        day = last_day(*month) if match["dl"] else number(match["d"])
        if basis == "inferred" and year_basis is None:
            month = (context.year_for_weekday(*month, day, weekday_number), month[1])
        date = valid_date(*month, day)
        if date is None:
            return []
    else:
        date, basis = _bare_day(match, context, ahead, weekday_number)
        if ahead and date is not None and basis == "inferred":
            date = _in_order(date, match, context, grammar)
        if date is None:
            return [Found(*match.span(), VAGUE, basis, "day")]
    return _days(match, _local(match, date, grammar), basis, written, grammar)


def _in_order(date: dt.date, match: re.Match[str], context: Context, grammar: Grammar) -> dt.date:
    """The day before the one with which the sentence goes on: 7日に始まり、18日に閉幕する, of which only the end is to come."""
    end = _SENTENCE_END.search(context.text, match.end(), match.end() + _REST)
    later = grammar.day_of_month.search(context.text, match.end(), end.start() if end else match.end() + _REST)
    if later is None or later[1] or number(later[2]) <= date.day:
        return date
    close = context.month_for_day(number(later[2]), *later.span(), True, None)
    return close.replace(day=date.day) if close is not None and close < date else date


def _bare_day(match: re.Match[str], context: Context, ahead: bool, weekday: int | None) -> tuple[dt.date | None, Basis]:
    if match["dl"]:
        return None, "inferred"
    day = number(match["d"])
    if match["dp"] in ("同", "翌"):
        if context.day is None:
            month = context.month if match["dp"] == "同" else None
            return (valid_date(*month, day) if month else None), "anaphoric"
        month = (context.day.year, context.day.month)
        if match["dp"] == "翌" and (after := context.day_after(day)) is not None:
            return after, "anaphoric"
        if match["dp"] == "翌" and day <= context.day.day:
            month = add_months(month, 1)
        return valid_date(*month, day), "anaphoric"
    if context.start:
        return context.following(day, None, context.start), "inferred"
    return context.month_for_day(day, *match.span(), ahead, weekday), "inferred"


def _new_year(
    match: re.Match[str], context: Context, grammar: Grammar, year: int | None, basis: Basis | None
) -> list[Found]:
    """Read 元日, New Year's Day."""
    if basis is None:
        year, basis = context.year_for_month(1, *match.span(), lies_ahead(match, context, grammar)), "inferred"
    period = day_period(dt.date(year, 1, 1)) if year else VAGUE
    return [Found(*match.span(), period, basis, "year")]


def _local(match: re.Match[str], date: dt.date, grammar: Grammar) -> dt.date:
    """Return the local date where a bracket gives it: 4日(現地時間3日) is the 3rd."""
    for bracket in (match["br"], match["br2"]):
        local = grammar.local_day.search(bracket) if bracket else None
        if local:
            for shift in (-1, 1):
                if (date + dt.timedelta(shift)).day == int(local[1]):
                    return date + dt.timedelta(shift)
    return date


def _days(match: re.Match[str], date: dt.date, basis: Basis, written: str, grammar: Grammar) -> list[Found]:
    period = narrow(day_period(date), match["part"], grammar)
    if not match["d0"]:
        lasting = grammar.lasting.match(match.string, match.end())
        if lasting is None:
            return [Found(*match.span(), period, basis, written)]
        last = day_period(date + dt.timedelta(number(lasting[1] or lasting[2]) - 1))
        return [Found(match.start(), lasting.end(), between(period, last), basis, written)]
    first = number(match["d0"])
    month = (date.year, date.month) if first < date.day else add_months((date.year, date.month), -1)
    begin = valid_date(*month, first)
    if begin is None:
        return [Found(*match.span(), period, basis, written)]
    listed = 2 + sum(match["dmid"].count(mark) for mark in "、,・")
    dash = match["dsep"] not in ("、", ",", "・", "と")
    if dash or (date - begin).days == listed - 1:
        # 17、18日の両日
        end = match.end() + (len(_BOTH_DAYS) if match.string.startswith(_BOTH_DAYS, match.end()) else 0)
        return [Found(match.start(), end, between(day_period(begin), period), basis, written)]
    left = Found(match.start(), match.end("d0"), day_period(begin), basis, written)
    return [left, Found(match.start("d"), match.end(), period, basis, written)]


def _month(
    match: re.Match[str], context: Context, grammar: Grammar, year: int | None, year_basis: Basis | None
) -> list[Found]:
    """Read a month, or months of one year such as 7~9月."""
    month, basis = _month_of(match, context, grammar, year, year_basis, lies_ahead(match, context, grammar))
    written = "year" if year_basis else "month"
    if month is None:
        return [Found(*match.span(), VAGUE, basis, written)]
    if match["m0"] and 1 <= number(match["m0"]) <= 12:
        first = number(match["m0"])
        if match.string[match.end("m0")] in "、・" and (month[1] - first) % 12 != 1:
            left = month_period((month[0] - (first > month[1]), first))
            right = narrow(month_period(month), match["part"], grammar)
            return [
                Found(match.start(), match.end("m0"), left, basis, written),
                Found(match.start("m"), match.end(), right, basis, written),
            ]
        period = months_period((month[0] - (first > month[1]), first), month, "months")
        return [Found(*match.span(), period, basis, written)]
    return [Found(*match.span(), narrow(month_period(month), match["part"], grammar), basis, written)]


def _whole_year(
    match: re.Match[str], context: Context, grammar: Grammar, year: int | None, basis: Basis | None
) -> list[Found]:
    """Read a year, its quarter, half, season or part; a quarter alone belongs to the year of publication."""
    if basis is None:
        year, basis = (context.published.year if context.published else None), "inferred"
    if year is None:
        return [Found(*match.span(), VAGUE, basis, "year")]
    if match["y0"]:
        return [Found(*match.span(), years_period(number(match["y0"]), year, "years"), basis, "year")]
    fiscal = bool(match["fy"] or match["fye"])
    if match["quarter"]:
        period = _quarter(year, match["quarter"], fiscal)
    else:
        period = narrow(fiscal_year_period(year) if fiscal else year_period(year), match["part"], grammar)
    return [Found(*match.span(), period, basis, "year")]


def _quarter(year: int, word: str, fiscal: bool) -> Period:
    """Return a quarter (第2四半期) or half (上半期) of a calendar or fiscal year."""
    if word.startswith("第"):
        first, length = 3 * (number(word[1]) - 1), 3
    else:
        first, length = (0 if word.startswith("上") else 6), 6
    begin = add_months((year, 4 if fiscal else 1), first)
    return months_period(begin, add_months(begin, length - 1), "months")._replace(part=word)


def narrow(period: Period, part: str | None, grammar: Grammar) -> Period:
    """Return the part of a period: 上旬 narrows the days only, 年末 is the month, 2018年春 the season."""
    if part is None or period.earliest is None or period.latest is None:
        return period
    words, year = grammar.words["part"], period.earliest.year
    if period.grain == "year":
        if part in grammar.words["season"]:
            return season_period(year, grammar.words["season"][part])._replace(part=part)
        if part in words["year"]:
            first, last = words["year"][part]
            one = first == last
            months = month_period((year, first)) if one else months_period((year, first), (year, last), "months")
            return months._replace(part=part)
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
