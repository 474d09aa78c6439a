"""What else the articles of two reports tell: the itinerary around an event, by which readers know it again."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from kg.fusion.told import Days, Reports, Told

#: Days around an event within which another one belongs to the same journey or round of talks.
_NEARBY: Final = 31
#: Kinds of events that make up an itinerary.
_STATIONS: Final = ("meeting",)
#: Kinds of events that are announced, put off and made up for.
LIVES: Final = ("meeting", "visit")
#: The most days that one meeting takes.
LASTING: Final = 5
_NEVER: Final = Days(0, 0)


class Context:
    """Knows the reports of every article, once they were added."""

    def __init__(self, reports: Reports) -> None:
        """Know none of the reports yet."""
        self._reports = reports
        self._dated, self._spans, self._put_off = _Index(reports), _Index(reports), _Index(reports)

    def add(self, told: Told) -> None:
        """Take note of a report."""
        if told.report.kind not in LIVES or told.days is None or told.lapsed:
            return
        (self._put_off if told.status == "postponed" else self._dated).add(told, told.days)
        if told.held and 1 < told.days.width <= LASTING:
            self._spans.add(told, told.days)

    def postponement(self, told: Told) -> Told | None:
        """Return the report by which the event of a report was put off from the day it gives, the first of several."""
        if told.status == "postponed" or (told.lapsed and told.recalls_delay):
            return told
        if not told.pending or told.days is None:
            return None
        for other in self._put_off.of_company(told, told.days):
            earlier = told.published is None or other.published is None or told.published <= other.published
            if earlier:
                return other
        return None

    def lasted(self, a: Told, b: Told) -> bool:
        """Whether somebody says that what the same company did on these two days was one event."""
        first, last = min(a.days or _NEVER, b.days or _NEVER), max(a.days or _NEVER, b.days or _NEVER)
        spans = [t.days for t in self._spans.of_company(a) if t.days and t.same_company(b)]
        return any(span.first <= first.first and last.last <= span.last for span in spans)

    def told_beside(self, told: Told) -> list[Told]:
        """Return what else an article tells of the same company: held, and not in the headline."""
        return [t for t in self._stations(told) if t.same_company(told) and not t.in_headline]

    def others_between(self, told: Told, first: int, last: int) -> list[Told]:
        """Return the dated reports of the same company that tell of something from one day to another."""
        return self._dated.of_company(told, Days(first, last))

    def shared(self, a: Told, b: Told) -> list[str]:
        """Return what the two articles tell alike besides the two reports, each as a phrase, numbered rounds first.

        A station counts where both articles place it near the event, or do not date it: what both merely recall from
        other times shows nothing.
        """
        found: set[str] = set()
        for ours in self._near(a):
            for theirs in self._near(b):
                reason = _same_station(ours, theirs)
                if reason:
                    found.add(reason)
        return sorted(found, key=lambda reason: (not reason.startswith(ROUND), reason))

    def _stations(self, told: Told) -> Iterator[Told]:
        """Yield what the article of a report tells as held of meetings, that report too."""
        return (t for t in self._reports.beside(told) if t.report.kind in _STATIONS and t.held)

    def _near(self, told: Told) -> Iterator[Told]:
        for other in self._stations(told):
            if other.id == told.id:
                continue
            # The meeting that a visit was made for is the visit itself, told otherwise.
            if told.report.kind == "visit" and not (other.persons - told.persons or other.places - told.places):
                continue
            if told.days is None or other.days is None or told.days.gap(other.days) <= _NEARBY:
                yield other


class _Index:
    """Finds dated reports by their company. In memory are numbers only."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports
        self._by_key: defaultdict[int, array[int]] = defaultdict(lambda: array("l"))

    def add(self, told: Told, days: Days) -> None:
        for key in told.company_keys:
            self._by_key[hash(key)].extend((told.number, *days))

    def of_company(self, told: Told, days: Days | None = None) -> list[Told]:
        """Return the reports of the same company about any of these days, each once, sorted."""
        found: set[int] = set()
        for key in told.company_keys:
            rows = self._by_key.get(hash(key), ())
            found.update(
                number
                for number, first, last in zip(rows[::3], rows[1::3], rows[2::3], strict=True)
                if days is None or (first <= days.last and days.first <= last)
            )
        return [t for t in map(self._reports.__getitem__, sorted(found)) if t.same_company(told)]


#: How the reason begins for a round with a number.
ROUND: Final = "both tell of round"


def _same_station(ours: Told, theirs: Told) -> str:
    """Return why two reports look like one station of the same journey, or an empty string."""
    shared = sorted(ours.persons & theirs.persons)
    if not shared:
        return ""
    if ours.round and theirs.round and ours.round == theirs.round:
        return f"{ROUND} {ours.round.number} of {ours.round.row}"
    if ours.round and theirs.round:
        return ""
    if len(shared) >= 2:
        return f"both tell of a meeting of {' and '.join(shared)}"
    places = sorted(ref.key for ref in ours.places & theirs.places if ref.kind == "place")
    return f"both tell of a meeting of {shared[0]} in {places[0]}" if places else ""
