"""The work of fusion grows with the reports, not with their square."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from kg.fuse import fuse_with
from kg.fusion import match
from kg.fusion.cluster import Candidates, _Clusters
from kg.model.time import TimeValue
from tests.stories import Story, TinyFacts, wonsan_meeting


def later(story: Story, days: int) -> Story:
    """The same story some days later."""
    by = dt.timedelta(days=days)
    day = dt.date.fromisoformat(story.published or "") + by
    story.published = day.isoformat()
    for i, report in enumerate(story.reports):
        claims = []
        for claim in report.claims:
            value = claim.value
            if isinstance(value, TimeValue) and value.earliest and value.latest:
                first, last = value.earliest + by, value.latest + by
                value = value._replace(earliest=first, latest=last, edtf=first.isoformat())
            claims.append(claim._replace(value=value))
        story.reports[i] = replace(report, claims=tuple(claims))
    return story


def comparisons(monkeypatch: pytest.MonkeyPatch, events: int, reports: int, every: int = 14) -> int:
    """How many pairs are compared where the same two persons meet every so many days and each meeting is told often."""
    asked = 0
    compare = match.compare

    def counting(*args: object) -> match.Match:
        nonlocal asked
        asked += 1
        return compare(*args)  # type: ignore[arg-type]

    stories = [later(wonsan_meeting(f"{e}-{r}"), every * e) for e in range(events) for r in range(reports)]
    with monkeypatch.context() as patch:
        patch.setattr(match, "compare", counting)
        world = fuse_with([s.account for s in stories], {s.id: s.article for s in stories}, TinyFacts())
    assert sorted(len(event.reports) for event in world.events) == [reports] * events
    return asked


def test_twice_as_many_meetings_of_the_same_persons_are_twice_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = comparisons(monkeypatch, 40, 4), comparisons(monkeypatch, 80, 4)
    assert many <= 2.3 * few


def test_an_event_that_everybody_tells_is_found_without_asking_about_every_three(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = 0
    ask = match.Comparer.__call__

    def counting(self: match.Comparer, *pair: object) -> float:
        nonlocal calls
        calls += 1
        return ask(self, *pair)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(match.Comparer, "__call__", counting)
        comparisons(monkeypatch, 1, 60)
    pairs = 60 * 59 // 2
    assert calls <= 5 * pairs  # asking about every two partners of each would be 58 times as much


def some_meetings(seed: int, reports: int) -> list[Story]:
    """Reports of meetings of the same persons: held, planned and put off, with dates far apart, near, weak or vague."""
    pick = random.Random(seed)
    stories = []
    for number in range(reports):
        day = dt.date(2015, 1, 1) + dt.timedelta(
            pick.choice((0, 1, 4, 8, 30, 90, 364, 366, 369, 730)) + pick.randrange(3)
        )
        status = pick.choice(("held", "held", "scheduled", "postponed"))
        published = pick.choice((None, *(day + dt.timedelta(days) for days in (-40, -1, 0, 1, 200))))
        date = pick.choice((day.isoformat(), day.isoformat(), f"{day:%Y-%m}"))
        story = wonsan_meeting(f"a{number:03}", date, published=published.isoformat() if published else None)
        claims = (c._replace(value=status) if c.property == "status" else c for c in story.reports[0].claims)
        story.reports[0] = replace(story.reports[0], claims=tuple(claims))
        if pick.random() < 0.2:
            story.sentences.append("延期されていた会談。")
        stories.append(story)
    return stories


@pytest.mark.parametrize("reports", [12, 80])
def test_pairs_whose_dates_settle_it_are_different_when_they_are_compared(
    monkeypatch: pytest.MonkeyPatch, reports: int
) -> None:
    """Of few reports, and of so many that what lies a week apart is left out, too."""
    left_out: list[tuple[int, int]] = []
    found = Counter[match.Judgement]()
    settled, compared = Candidates._dates_exclude, _Clusters._compared

    def noting(self: Candidates, a: int, b: int, *args: Any) -> bool:
        if settled(self, a, b, *args):
            left_out.append((a, b))
        return False

    def checking(self: _Clusters, pairs: Iterable[tuple[int, int]]) -> Any:
        every = list(pairs)
        found.update(self._compare.match(*pair).judgement for pair in left_out)
        return compared(self, every)

    monkeypatch.setattr(Candidates, "_dates_exclude", noting)
    monkeypatch.setattr(_Clusters, "_compared", checking)
    for seed in range(240 // reports):
        left_out.clear()
        stories = some_meetings(seed, reports)
        fuse_with([s.account for s in stories], {s.id: s.article for s in stories}, TinyFacts())
    assert set(found) == {match.Judgement.DIFFERENT} and found.total() > 100


def test_what_comes_back_every_year_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    assert comparisons(monkeypatch, 20, 2, every=400) <= 20 * comparisons(monkeypatch, 1, 2)
