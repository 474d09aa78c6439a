"""What an article has said of time so far, and how it completes a date that leaves out its year or month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kg.find.times_period import Month, Period, add_months, valid_date
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

    def note(self, found: Found) -> None:
        """Remember an expression as anchor."""
        period, end, written = found.period, found.end, found.written
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

    def same_day(self, begin: int) -> dt.date | None:
        """Return the day that 同日 at ``begin`` means: the last one, unless that is a far day of a paragraph before."""
        if self.day and self.recent and self.published and "\n" in self.text[self.day_at : begin]:
            return self.day if abs((self.published - self.day).days) <= NEWS else self.recent
        return self.day

    def news_day(self) -> dt.date | None:
        """Return the last day of the text that lies shortly before publication, or else the last day."""
        return self.recent or self.day

    def month_for_day(self, day: int, begin: int, ahead: bool, weekday: int | None) -> dt.date | None:
        """Return the date of a bare day of the month, or None if nothing in the article fixes its month."""
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
        # 首相は1日、2日から停止すると表明した: ahead of the day on which it was said
        said = self.day if ahead and self.day and self._near(self.day_at, begin) else None
        told = said is not None and 0 <= (self.published - said).days <= LOOK_BACK
        nearest = self._nearest(day, said if said and told else self.published, ahead, weekday)
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

    def year_for_month(self, month: int, begin: int, ahead: bool, day: int = 0, to_come: bool = False) -> int | None:
        """Return the year of a month without one, or None.

        ``day`` is the day that is written with it; ``to_come`` says that all its sentence tells is still to be done.
        """
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
        if self.published is None:
            return self._year_near_dateline(month)
        seen = self.days.get(day)
        if seen and seen.month == month and not ahead and (month, day) > (self.published.month, self.published.day):
            return seen.year
        distance = month - self.published.month
        if distance >= LAST_YEAR:
            return self.published.year - (not to_come)
        if distance <= (-PAST_MONTHS if to_come else -LAST_YEAR if ahead else -MONTHS):
            return self.published.year + 1
        return self.published.year

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
