"""Times in Japanese news, each with its value: 3日 is a day of a month and a year, found from publication and context.

Method: one regular expression finds what is written (``times_grammar``), one rule a kind gives it a value
(``times_rules``), what is left out comes from the anchors that the article has set so far (``times_context``), and
neighbours with から or ~ between them become one range.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from kg.find.times_context import Context, Found
from kg.find.times_grammar import Grammar, load_grammar, number
from kg.find.times_period import VAGUE, Period, add_months, between, day_period, since, until, valid_date
from kg.find.times_rules import RULES
from kg.model.span import Span
from kg.model.time import TimeValue

_RANGE_JOINT: Final = re.compile(r"(?:から|より)、?|[~〜~～\-－–−—‐]")
_PAIR_JOINT: Final = re.compile(r"[と・]|及び|および|並びに")


def has_time_cue(text: str) -> bool:
    """Whether the text may hold a time expression: cheap, and never False where ``find_times`` finds one."""
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
    found: list[Found] = []
    for match in grammar.pattern.finditer(text):
        rule = RULES.get(match.lastgroup or "")
        if rule is None:
            continue
        context.start = _range_start(found, match.start(), text)
        try:
            items = rule(match, context, grammar)
        except (ValueError, OverflowError):  # a day before the year 1 or after the year 9999
            items = [Found(*match.span(), VAGUE, "vague", "none")]
        for item in items:
            entry = _with_open_end(item, text, grammar)
            joined = _join(found[-1], entry, text) if found else None
            if joined:
                found[-1] = entry = joined
            else:
                found.append(entry)
            context.note(entry)
    if published is None:
        found = _dates_of_title(found, text, grammar)
    return [_value(item, text, grammar) for item in found]


def _dates_of_title(found: list[Found], text: str, grammar: Grammar) -> list[Found]:
    """Give a bare day of the title the first full date of the body with the same day (and month, if written)."""
    title_end = text.find("\n")
    body = [item for item in found if item.begin > title_end]
    full = [item.period for item in body if item.basis == "explicit" and item.period.grain == "day"]
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


def _with_open_end(item: Found, text: str, grammar: Grammar) -> Found:
    word = grammar.open_end.match(text, item.end)
    return item._replace(end=word.end(), open_word=word.group()) if word else item


def _value(item: Found, text: str, grammar: Grammar) -> TimeValue:
    period = item.period
    if item.open_word:
        opened = since if item.open_word in grammar.words["open"]["since"] else until
        period = opened(period, item.open_word)
    span = Span(item.begin, item.end)
    quote = text[item.begin : item.end]
    return TimeValue(span, quote, period.edtf, period.earliest, period.latest, item.basis, period.part)


def _range_start(found: list[Found], begin: int, text: str) -> Period | None:
    """Return the period that the expression at ``begin`` ends, if から or a dash lies between them."""
    if not found or found[-1].open_word or found[-1].period.earliest is None:
        return None
    return found[-1].period if _RANGE_JOINT.fullmatch(text, found[-1].end, begin) else None


def _nearest_before(left: Found, right: Found, text: str) -> Period:
    """The period that begins a range: a day without a month is the last such before a day with one (31日から9月1日)."""
    begin, end = left.period, right.period
    if left.written != "day" or right.written == "day" or begin.grain != "day" or end.grain != "day":
        return begin
    if begin.earliest is None or end.earliest is None or not _RANGE_JOINT.fullmatch(text, left.end, right.begin):
        return begin
    for step in (0, -1):
        year, month = add_months((end.earliest.year, end.earliest.month), step)
        date = valid_date(year, month, begin.earliest.day)
        if date is not None and date < end.earliest:
            return day_period(date)
    return begin


def _join(left: Found, right: Found, text: str) -> Found | None:
    """Both as one range, if the text and the calendar allow it."""
    begin, end = _nearest_before(left, right, text), right.period
    if left.open_word or begin.grain == "range" or begin.earliest is None or end.earliest is None or end.latest is None:
        return None
    if end.latest <= begin.earliest:
        return None
    open_word = None if right.open_word == "まで" else right.open_word
    joined = Found(left.begin, right.end, between(begin, end), left.basis, left.written, open_word)
    if _RANGE_JOINT.fullmatch(text, left.end, right.begin):
        # 6月23日より14日早い compares; より begins a range only where まで ends it.
        compares = text.startswith("より", left.end) and right.open_word != "まで"
        into_month = (begin.grain, end.grain, right.written) == ("month", "day", "month")
        fits = begin.grain == end.grain or right.written == "year" or into_month
        return joined._replace(open_word=None) if fits and not compares else None
    if _PAIR_JOINT.fullmatch(text, left.end, right.begin):
        next_day = begin.grain == end.grain == "day" and end.earliest - begin.earliest == dt.timedelta(1)
        return joined if next_day and right.written == "day" else None
    return None
