"""What an article has said of time so far, and how it completes a date that leaves out its year or month."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kg.find.times_period import Month, Period, add_months, valid_date
from kg.find.times_tense import sets_day, tense
from kg.model.time import Basis

# Japanese news looks back: a day ahead of publication counts twice as far as one behind it; after a cue of the future,
# a day behind three times as far as one ahead.
AHEAD_COST: Final = 2
BEHIND_COST: Final = 3
# A month named this close before a bare day is still the month that is spoken of.
NEAR: Final = 60
# From this many months ahead on, a month without a year is last year's.
LAST_YEAR: Final = 8
# What is still to be done in a month that is this many months past is done next year.
PAST_MONTHS: Final = 2
MONTHS: Final = 12
# A day number that occurred before is the same day again if the plain reading is further away than this many days.
RECENT: Final = 3
# A day this many days or fewer before publication is news.
NEWS: Final = 10
# Without a publication date, a full date this close to the start of the text stands for it.
LEAD: Final = 300
# Length of an EDTF month; a range of years (2025年から26年) sets neither month nor day.
MONTH_LENGTH: Final = 7
# A month this many days from publication makes the text a look back, with its own running dates.
LOOK_BACK: Final = 45
# What is told as done on a day that is this many days ahead of publication or less is taken at its word: the day of
# publication may be that of a source.
LATE: Final = 7
#: How a sentence names the year of which the next ones tell: 動きが出たのは2018年である。
_TURNS: Final = re.compile(r"(?:のこと)?(?:だ|である|です|だった|であった|でした)。")
#: What may stand before a date that heads a line.
_LINE_MARKS: Final = frozenset(" \t　•・●○■□◆◇▼▲▽△▶*＊※–—-【〔［[(（＜<#")
#: What may stand behind a year that fills a line.
_LINE_ENDS: Final = frozenset(" \t　】〕］])）＞>#:：の動き")
#: What may stand behind a month in a headline that is that of the days below: 要人往来（3月）, 11月の外交日程.
_OF_LIST: Final = re.compile(
    r"[）)】」〕]?(?:\n|$)|の?[^\n、。]{0,8}(?:日程|予定|動静|往来|動き|日誌|カレンダー|行事|主な出来事)"
)
#: Days from publication within which a day of a list needs no line before it.
_RECENT_LIST: Final = 20
# How many sentences a look back runs on without a date.
RUNNING: Final = 3
#: Words that bring a text back to the days of its publication.
_NOW: Final = re.compile("今回|現在|ここ数|このほど|このたび|今や|いま|今も")


class Found(NamedTuple):
    """An expression with its value, before ranges are joined.

    ``written`` is the largest unit that the text wrote (year, month or day); ``open_word`` is 以降, まで or the like.
    """

    begin: int
    end: int
    period: Period
    basis: Basis
    written: str
    open_word: str | None = None


@dataclass
class Context:
    """Anchors of one article: the last day, month and year that the text gave, each with the offset where it ended.

    ``start`` is the period whose range the expression at hand would end, if any.
    """

    text: str
    published: dt.date | None
    day: dt.date | None = None
    day_at: int = -1
    month: Month | None = None
    month_at: int = -1
    month_written: bool = False
    year: int | None = None
    year_at: int = -1
    start: Period | None = None
    days: dict[int, dt.date] = field(default_factory=dict)
    recent: dt.date | None = None
    dateline: dt.date | None = None
    undated: bool = False
    #: The last day on which the text tells what was done, and the days that may be it, each with its end, not yet looked at.
    told: dt.date | None = None
    seen: list[tuple[dt.date, int]] = field(default_factory=list)
    #: The date of a look back that may run on.
    past: Found | None = None
    #: Whether the last day is so many days before the day of publication.
    counted: bool = False
    #: The date that heads the last line with one, where it ends, and the year that a line has set for those below it.
    head: Period | None = None
    head_at: int = -1
    head_year: int | None = None
    #: The day of which the entries of a running report tell that begin with a time of day.
    opened: dt.date | None = None
    #: The month that a line, or the headline of a list, has set for the days that head the lines below it.
    head_month: Month | None = None

    def note(self, found: Found) -> None:
        """Remember an expression as anchor."""
        period, end, written = found.period, found.end, found.written
        if self._heads_line(found.begin):
            self._note_head(found)
        elif period.grain == "month" and "\n" not in self.text[:end] and _OF_LIST.match(self.text, end):
            self._note_month(period)
        if period.earliest is None or period.latest is None:
            if written == "day":
                self.day = None
                self.undated = self.undated or end > self.text.find("\n")
            return
        if period.grain in ("week", "years"):
            return
        date = period.latest if period.grain in ("day", "range") else period.earliest
        if written == "year":
            self.year, self.year_at = period.earliest.year, end
        elif self.year is None:
            self.year = period.earliest.year
        fine = len((period.edtf or "").split("/")[-1])
        if period.grain in ("day", "month") or (period.grain == "range" and fine >= MONTH_LENGTH):
            month = (date.year, date.month)
            self.month_written = written != "day" or (self.month_written and month == self.month)
            self.month, self.month_at = month, end
            if self.dateline is None and written == "year" and end <= LEAD and not (found.open_word or self.undated):
                self.dateline = period.earliest
        if period.grain == "day" or (period.grain == "range" and fine > MONTH_LENGTH):
            self.day, self.day_at = date, end
            self.days[period.earliest.day] = period.earliest
            self.days[date.day] = date
            if self.published and 0 <= (self.published - date).days <= NEWS:
                self.recent = date
            self.counted = self.text.endswith("前", found.begin, end)
            if not self.counted and not self._to_come(date):
                self.seen.append((date, end))
        self._look_back(found, period.latest)

    def _heads_line(self, begin: int) -> bool:
        """Whether nothing but marks stands before an expression in its line."""
        line = self.text.rfind("\n", 0, begin) + 1
        return line > 0 and _LINE_MARKS.issuperset(self.text[line:begin])

    def _note_head(self, found: Found) -> None:
        period = found.period
        if period.earliest is None or found.open_word:
            return
        rest = self.text.find("\n", found.end)
        alone = _LINE_ENDS.issuperset(self.text[found.end : rest if rest >= 0 else len(self.text)])
        if period.grain == "year":
            # 【2022年】: a line of its own
            self.head_year = period.earliest.year if alone else None
        elif found.written == "year":
            self.head_year = None
        if found.written != "day":
            self.head_month = None
        if period.grain == "month" and alone:
            # ◇11月
            self._note_month(period)
        self.head, self.head_at = period, found.end

    def running_day(self, begin: int) -> dt.date | None:
        """Return the day of an entry that begins with a time of day: that of the line or lead-in above, or of publication."""
        if not self._heads_line(begin):
            return None
        if self.opened is None:
            recent = self.day and self.published and 0 <= (self.published - self.day).days <= RECENT
            self.opened = self.day if recent else self.published
        head = self.head
        if head is not None and head.grain == "day" and head.latest is not None:
            self.opened = head.latest
        return self.opened

    def _note_month(self, period: Period) -> None:
        first = period.earliest
        self.head_month = (first.year, first.month) if first is not None else None

    def _line_before(self, begin: int) -> Period | None:
        """Return the date that heads the line before the one that the expression at ``begin`` heads, or None."""
        if self.head is None or not self._heads_line(begin):
            return None
        between = self.text[self.head_at : begin].strip(" \t　\n")
        return None if "\n" in between.rstrip("".join(_LINE_MARKS) + "\n") else self.head

    def _head_of_line(self, begin: int) -> Period | None:
        """Return the date that heads the line of an entry in which the expression at ``begin`` stands further on."""
        entry = self.head is not None and self.text[self.head_at : self.head_at + 1] in (" ", "　", "\t", ":", "：")
        return self.head if entry and "\n" not in self.text[self.head_at : begin] else None

    def _year_in_list(self, month: int, begin: int) -> int | None:
        """Return the year of a month at the head of a line of a chronology: that of the lines above."""
        if self.head_year is not None and self._heads_line(begin):
            return self.head_year
        before = self._line_before(begin)
        if before is None or before.earliest is None or self.published is None:
            return None
        year = before.earliest.year + (before.grain != "year" and month < before.earliest.month)
        runs_ahead = before.earliest > self.published
        return year if runs_ahead or (year, month) <= (self.published.year, self.published.month) else None

    def _day_in_list(self, day: int, begin: int) -> dt.date | None:
        """Return the date of a day at the head of a line of a list of days long past: in the month of the line above."""
        if self.head_month is not None and self._heads_line(begin):
            return valid_date(*self.head_month, day)
        before = self._line_before(begin) or self._head_of_line(begin)
        if before is None or before.earliest is None or self.published is None or before.grain in ("year", "years"):
            return None
        first = before.earliest
        month = (first.year, first.month)
        if before.grain == "day" and day < first.day:
            month = add_months(month, 1)
        date = valid_date(*month, day)
        return date if date is not None and (self.published - date).days > _RECENT_LIST else None

    def _to_come(self, date: dt.date) -> bool:
        return self.published is not None and date > self.published

    def _look_back(self, found: Found, latest: dt.date) -> None:
        """Remember a date long past of which the text tells what was done then; a date of these days ends the look back."""
        if self.published is None or found.open_word:
            return
        if (self.published - latest).days <= LOOK_BACK:
            self.past = None
        elif not self.text.startswith("は", found.end) and (
            _TURNS.match(self.text, found.end) or sets_day(self.text, found.end)
        ):
            self.past = found

    def _runs_on(self, begin: int) -> Period | None:
        """Return the date of the look back of which the text at ``begin`` still tells, or None."""
        if self.past is None:
            return None
        between = self.text[self.past.end : begin]
        near = between.count("。") <= RUNNING and "\n" not in between and not _NOW.search(between)
        return self.past.period if near else None

    def day_spoken_of(self, begin: int, end: int, offset: int) -> dt.date | None:
        """Return the day that 前日 or 翌日 counts from: the last one, if what was done then can have been done.

        3月10日に延期すると発表した。前日、B首相は…と述べた, 15日前の失敗を挽回した。前日にも発射した: from the last day told of.
        """
        day = self.day
        if day is None or "。" not in self.text[self.day_at : begin]:
            return day
        unfit = self.counted or self._to_come(day + dt.timedelta(offset))
        return (self._last_told() or day) if unfit and tense(self.text, end) == "done" else day

    def _last_told(self) -> dt.date | None:
        self.told = next((date for date, end in reversed(self.seen) if sets_day(self.text, end)), self.told)
        self.seen.clear()
        return self.told

    def day_after(self, day: int) -> dt.date | None:
        """Return the day of a number that 翌 says to follow one told of: 翌20日 follows the last 19th."""
        if self.day is None or (self.day + dt.timedelta(1)).day == day:
            return None if self.day is None else self.day + dt.timedelta(1)
        before = [date for date in self.days.values() if (date + dt.timedelta(1)).day == day]
        return before[-1] + dt.timedelta(1) if before else None

    def same_day(self, begin: int) -> dt.date | None:
        """Return the day that 同日 at ``begin`` means: the last one, unless that is a far day of a paragraph before."""
        if self.day and self.recent and self.published and "\n" in self.text[self.day_at : begin]:
            return self.day if abs((self.published - self.day).days) <= NEWS else self.recent
        return self.day

    def news_day(self) -> dt.date | None:
        """Return the last day of the text that lies shortly before publication, or else the last day."""
        return self.recent or self.day

    def month_for_day(self, day: int, begin: int, end: int, ahead: bool, weekday: int | None) -> dt.date | None:
        """Return the date of a bare day of the month, or None if nothing in the article fixes its month."""
        if (listed := self._day_in_list(day, begin)) and weekday in (None, listed.weekday()):
            return listed
        anchored = self._anchored(day, begin)
        if self.published is None:
            # A day without a month after a full date is a day of that month.
            line = self.dateline
            return anchored or (valid_date(line.year, line.month, day) if line else None)
        if self.month and anchored and self._looks_back() and weekday in (None, anchored.weekday()):
            return anchored
        if anchored and self.day and anchored >= self.day > self.published and self.month_written:
            # 12月2日公示で14日投票: dates that already run ahead go on.
            return anchored
        if (to_be := self._day_to_be(day, begin, end)) and weekday in (None, to_be.weekday()):
            return to_be
        # 首相は1日、2日から停止すると表明した: ahead of the day on which it was said
        said = self.day if ahead and self.day and self._near(self.day_at, begin) else None
        told = said is not None and 0 <= (self.published - said).days <= LOOK_BACK
        nearest = self._nearest(day, said if said and told else self.published, ahead, weekday)
        then = None if ahead else self._day_then(day, begin, end)
        if then and weekday in (None, then.weekday()) and nearest and self._goes_on(then, nearest, end):
            return then
        seen = self.days.get(day)
        if seen and nearest and abs((nearest - self.published).days) > RECENT:
            if abs((seen - self.published).days) <= LOOK_BACK:
                return seen
            return nearest
        if anchored and nearest and self.month_written and weekday in (None, anchored.weekday()):
            later = self.day is None or anchored >= self.day or (self.day.year, self.day.month) != self.month
            if later and abs((nearest - self.published).days) > RECENT:
                return anchored
        return nearest

    def _day_to_be(self, day: int, begin: int, end: int) -> dt.date | None:
        """Return a day about one that lies ahead in a month that is written: 会議は9月24日に始まる。25日には首相が演説する."""
        last = self.day
        if last is None or self.published is None or last <= self.published or not self.month_written:
            return None
        between = self.text[self.day_at : begin]
        if "\n" in between or between.count("。") > 1 or tense(self.text, end) == "done":
            return None
        year, month = add_months((last.year, last.month), int(last.day - day > LOOK_BACK // RUNNING))
        date = valid_date(year, month, day)
        return date if date is not None and (date - last).days >= -RECENT else None

    def _day_then(self, day: int, begin: int, end: int) -> dt.date | None:
        """Return a later day of the month of which the text tells as of one long past."""
        past = self._runs_on(begin)
        if past is None or past.grain == "year" or past.earliest is None or tense(self.text, end) != "done":
            return None
        date = valid_date(past.earliest.year, past.earliest.month, day)
        return date if date is not None and date >= past.earliest else None

    def _goes_on(self, then: dt.date, nearest: dt.date, end: int) -> bool:
        """Whether a day is rather one soon after that of a look back than one of these days."""
        if self.published is None or abs((nearest - self.published).days) > NEWS:
            return True
        before = self.past.period.latest if self.past is not None else None
        if before is None or abs((nearest - self.published).days) <= RECENT:
            return False
        return (then - before).days <= LATE and not self.text.startswith("の", end)

    def year_for_month(self, month: int, begin: int, end: int, ahead: bool, day: int = 0) -> int | None:
        """Return the year of a month without one, or None. ``day`` is the day that is written with it."""
        if (listed := self._year_in_list(month, begin)) is not None:
            return listed
        if self.year is not None and self.text[self.year_at : begin].lstrip("に").rstrip("、") in (
            "は",
            "には",
            "では",
        ):
            # 来年は1月に首相が訪れる
            return self.year
        if self.month and self.month_written and self._near(self.month_at, begin) and self._looks_back():
            year = self.month[0] + (month < self.month[1])
            if self.published is None or (year, month) <= (self.published.year, self.published.month):
                return year
        now = self.published
        if now is None:
            return self._year_near_dateline(month)
        spoken = tense(self.text, end)
        if spoken == "done" and not ahead:
            return self._year_done(month, day, begin, now)
        seen = self.days.get(day)
        if seen and seen.month == month and not ahead and (month, day) > (now.month, now.day):
            return seen.year
        distance = month - now.month
        if distance >= LAST_YEAR:
            return now.year - (spoken != "to come")
        if distance <= (-PAST_MONTHS if spoken == "to come" else -LAST_YEAR if ahead else -MONTHS):
            return now.year + 1
        return now.year

    def _year_done(self, month: int, day: int, begin: int, now: dt.date) -> int:
        """Return the year of a month in which something was done: that of which the text tells, else the last one."""
        past = self._runs_on(begin)
        if past is not None and past.earliest is not None:
            year = past.earliest.year + (past.grain != "year" and month < past.earliest.month)
            if (year, month) <= (now.year, now.month):
                return year
        date = valid_date(now.year, month, day or 1)
        return now.year - (month > now.month and date is not None and (date - now).days > LATE)

    def year_for_weekday(self, year: int, month: int, day: int, weekday: int | None) -> int:
        """Return the year near ``year`` in which the date falls on the weekday that the text gives with it."""
        if weekday is None:
            return year
        for candidate in (year, year - 1, year + 1):
            date = valid_date(candidate, month, day)
            if date and date.weekday() == weekday:
                return candidate
        return year

    def following(self, day: int, month: int | None, start: Period) -> dt.date | None:
        """Return the first date from ``start`` on with this day, and month if given: the end of a range."""
        if start.earliest is None:
            return None
        at = (start.earliest.year, start.earliest.month)
        for step in range(13):
            year, number = add_months(at, step)
            date = valid_date(year, number, day)
            if date and date >= start.earliest and month in (None, number):
                return date
        return None

    def _anchored(self, day: int, begin: int) -> dt.date | None:
        if self.month is None or not self._near(self.month_at, begin):
            return None
        year, month = self.month
        if self.day and (self.day.year, self.day.month) == self.month and self.day.day - day > 15:
            year, month = add_months(self.month, 1)
        return valid_date(year, month, day)

    def _year_near_dateline(self, month: int) -> int | None:
        if self.dateline is None:
            return None
        at, base = self.dateline.year, self.dateline.year * 12 + self.dateline.month
        return min((at, at - 1, at + 1), key=lambda year: abs(year * 12 + month - base))

    def _near(self, at: int, begin: int) -> bool:
        between = self.text[at:begin]
        return at >= 0 and len(between) <= NEAR and "。" not in between and "\n" not in between

    def _looks_back(self) -> bool:
        if self.month is None or self.published is None:
            return True
        return (self.published - dt.date(*self.month, 28)).days > LOOK_BACK

    def _nearest(self, day: int, reference: dt.date, ahead: bool, weekday: int | None) -> dt.date | None:
        best: tuple[int, dt.date] | None = None
        for step in (0, -1, 1, -2, 2) if weekday is not None else (0, -1, 1):
            year, month = add_months((reference.year, reference.month), step)
            date = valid_date(year, month, day)
            if date is None or weekday not in (None, date.weekday()):
                continue
            days = (date - reference).days
            behind_cost, ahead_cost = (BEHIND_COST, 1) if ahead else (1, AHEAD_COST)
            cost = days * ahead_cost if days > 0 else -days * behind_cost
            if best is None or cost < best[0]:
                best = cost, date
        return best[1] if best else None
