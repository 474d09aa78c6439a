"""What else the articles of two reports tell: the itinerary around an event, by which readers know it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from kg.fusion.told import Told

#: Days around an event within which another one belongs to the same journey or round of talks.
_NEARBY: Final = 31
#: Kinds of events that make up an itinerary.
_STATIONS: Final = ("meeting",)


class Context:
    """Knows the reports of every article."""

    def __init__(self, told: Iterable[Told]) -> None:
        self._stations: defaultdict[str, list[Told]] = defaultdict(list)
        for t in told:
            if t.report.kind in _STATIONS and t.held:
                self._stations[t.id.article].append(t)

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
