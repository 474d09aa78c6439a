"""What else the articles of two reports tell: the itinerary around an event, by which readers know it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from kg.fusion.told import Days, Told

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
    """Knows the reports of every article."""

    def __init__(self, told: Iterable[Told]) -> None:
        self._stations: defaultdict[str, list[Told]] = defaultdict(list)
        self._dated, self._spans, self._put_off = _Index(), _Index(), _Index()
        for t in told:
            if t.report.kind in _STATIONS and t.held:
                self._stations[t.id.article].append(t)
            if t.report.kind not in LIVES or t.days is None or t.lapsed:
                continue
            (self._put_off if t.status == "postponed" else self._dated).add(t)
            if t.held and 1 < t.days.width <= LASTING:
                self._spans.add(t)

    def postponement(self, told: Told) -> Told | None:
        """Return the report by which the event of a report was put off from the day it gives, the first of several."""
        if told.status == "postponed" or (told.lapsed and told.recalls_delay):
            return told
        if not told.pending or told.days is None:
            return None
        for other in self._put_off.of_company(told):
            earlier = told.published is None or other.published is None or told.published <= other.published
            if earlier and other.days is not None and not other.days.gap(told.days):
                return other
        return None

    def lasted(self, a: Told, b: Told) -> bool:
        """Whether somebody says that what the same company did on these two days was one event."""
        first, last = min(a.days or _NEVER, b.days or _NEVER), max(a.days or _NEVER, b.days or _NEVER)
        spans = [t.days for t in self._spans.of_company(a) if t.days and t.same_company(b)]
        return any(span.first <= first.first and last.last <= span.last for span in spans)

    def told_beside(self, told: Told) -> list[Told]:
        """Return what else an article tells of the same company: held, and not in the headline."""
        return [t for t in self._stations.get(told.id.article, ()) if t.same_company(told) and not t.in_headline]

    def others_between(self, told: Told, first: int, last: int) -> list[Told]:
        """Return the dated reports of the same company that tell of something from one day to another."""
        return [t for t in self._dated.of_company(told) if t.days and t.days.last >= first and t.days.first <= last]

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

    def _near(self, told: Told) -> Iterator[Told]:
        for other in self._stations.get(told.id.article, ()):
            if other.id == told.id:
                continue
            # The meeting that a visit was made for is the visit itself, told otherwise.
            if told.report.kind == "visit" and not (other.persons - told.persons or other.places - told.places):
                continue
            if told.days is None or other.days is None or told.days.gap(other.days) <= _NEARBY:
                yield other


class _Index:
    """Finds reports by their company."""

    def __init__(self) -> None:
        self._by_key: defaultdict[object, list[Told]] = defaultdict(list)

    def add(self, told: Told) -> None:
        for key in told.company_keys:
            self._by_key[key].append(told)

    def of_company(self, told: Told) -> list[Told]:
        """Return the reports of the same company, each once, sorted."""
        found = {t.id: t for key in told.company_keys for t in self._by_key.get(key, ()) if t.same_company(told)}
        return [found[id] for id in sorted(found)]


#: How the reason begins for a round with a number.
ROUND: Final = "both tell of round"


def _same_station(ours: Told, theirs: Told) -> str:
    """Return why two reports look like one station of the same journey, or an empty string."""
    shared = sorted(ours.persons & theirs.persons)
    if not shared:
        return ""
    if ours.number and theirs.number and ours.number == theirs.number:
        return f"{ROUND} {ours.number.number} of {ours.number.row}"
    if ours.number and theirs.number:
        return ""
    if len(shared) >= 2:
        return f"both tell of a meeting of {' and '.join(shared)}"
    places = sorted(ref.key for ref in ours.places & theirs.places if ref.kind == "place")
    return f"both tell of a meeting of {shared[0]} in {places[0]}" if places else ""
