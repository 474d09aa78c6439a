"""The work of fusion grows with the reports, not with their square."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kg.fuse import fuse_with
from kg.fusion import match
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


def comparisons(monkeypatch: pytest.MonkeyPatch, events: int, reports: int) -> int:
    """How many pairs are compared where the same two persons meet every fortnight and each meeting is told often."""
    asked = 0
    compare = match.compare

    def counting(*args: object) -> match.Match:
        nonlocal asked
        asked += 1
        return compare(*args)  # type: ignore[arg-type]

    stories = [later(wonsan_meeting(f"{e}-{r}"), 14 * e) for e in range(events) for r in range(reports)]
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
