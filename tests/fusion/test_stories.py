"""Stories of ``sources/`` as the whole program tells them: lives of meetings, visits and treaties, and what is no life."""

from __future__ import annotations

import pytest

from kg.building import read_articles, settle_material
from kg.config import ontology_dir
from kg.fuse import fuse
from kg.holdings import Holdings
from kg.model.account import Ref
from kg.model.event import Event, World
from kg.pipeline import analyse, load_tools

SOURCES = ontology_dir().parent / "sources"


@pytest.fixture(scope="module")
def world() -> World:
    tools = load_tools()
    holdings = Holdings()
    read_articles(holdings, [SOURCES], SOURCES.parent / "nowhere")
    articles = settle_material(holdings, frozenset(), (), ()).articles
    return fuse([analyse(article, tools) for article in articles.values()], articles, tools.registry)


def of(world: World, kind: str, *persons: str) -> list[Event]:
    """The events of a kind in which these persons act, by time."""
    found = [
        event
        for event in world.events
        if event.kind == kind
        and {*persons} <= {c.value.key for c in event.claims if c.verdict == "accepted" and isinstance(c.value, Ref)}
    ]
    return sorted(found, key=lambda event: (event.time.edtf or "") if event.time else "")


def told(event: Event) -> tuple[str | None, str | None]:
    return (event.time.edtf if event.time else None, event.status)


def test_a_visit_announced_put_off_and_made_is_one(world: World) -> None:
    [visit] = [e for e in of(world, "visit", "antony-blinken") if e.values("destination")[0].key == "CHN"]  # type: ignore[union-attr]
    assert told(visit) == ("2023-06-18", "held")
    said = [(c.article, c.value, c.verdict) for c in visit.claims if c.property == "status"]
    assert sorted(said) == [
        ("blinken-announced-20230118", "scheduled", "superseded"),
        ("blinken-arrived-20230619", "held", "accepted"),
        ("blinken-arrived-20230619", "postponed", "superseded"),
        ("blinken-beijing-20230619", "held", "accepted"),
        ("blinken-beijing-20230619", "postponed", "superseded"),
        ("blinken-postponed-20230204", "postponed", "superseded"),
    ]


def test_a_visit_put_off_and_never_heard_of_again_stays_so(world: World) -> None:
    [visit] = [e for e in of(world, "visit", "xi-jinping") if e.values("destination")[0].key == "JPN"]  # type: ignore[union-attr]
    assert told(visit) == ("2020-04", "postponed")


def test_a_summit_of_two_days_is_one_and_the_same_two_met_three_times(world: World) -> None:
    met = [e for e in of(world, "meeting", "donald-trump", "kim-jong-un") if e.status == "held"]
    assert [told(e)[0] for e in met] == ["2018-06-12", "2019-02-27/2019-02-28", "2019-06-30"]


def test_a_headline_is_no_meeting_of_its_own(world: World) -> None:
    met = [e for e in of(world, "meeting", "donald-trump", "vladimir-putin") if e.values("meetingKind") != ["phone"]]
    assert [told(e)[0] for e in met if e.status == "held"] == ["2019-06", "2025-08-15"]
    met = of(world, "meeting", "vladimir-putin", "kim-jong-un")
    assert [told(e)[0] for e in met if e.status == "held" and "2025" in str(told(e)[0])] == ["2025-09-03"]


def test_the_life_of_a_treaty_from_negotiation_to_suspension(world: World) -> None:
    [treaty] = [t for t in world.treaties if t.name == "新戦略兵器削減条約"]
    steps = {
        e.first("action"): told(e)[0]
        for e in world.events
        if e.kind == "agreement" and treaty.thing in e.values("concerns")
    }
    assert steps == {
        "negotiated": "2009",
        "signed": "2010-04-08",
        "in_force": "2011-02-05",
        "amended": "2021-02-03",
        "suspended": "2023-02-21",
    }
    assert {p.key for p in treaty.values("party") if isinstance(p, Ref)} == {"USA", "RUS"}


def test_two_outlets_two_dates(world: World) -> None:
    [meeting] = [e for e in of(world, "meeting", "sergey-lavrov", "kim-jong-un") if "2025" in str(told(e)[0])]
    dates = [(c.value.edtf, c.verdict, bool(c.contradicts)) for c in meeting.claims if c.property == "time"]  # type: ignore[union-attr]
    assert ("2025-07-12", "accepted", True) in dates
    assert ("2025-07-13", "rejected", True) in dates
