"""A small invented world, as fusion would give it, and its graph: two articles that differ about one meeting."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pyoxigraph as ox

from kg.graph.ontology import load_ontology
from kg.graph.store import memory_store
from kg.graph.triples import graph_of
from kg.model.account import Evidence, Modality, Ref
from kg.model.article import Article
from kg.model.event import Entity, Event, Judged, Office, ReportId, Tenure, Thing, Treaty, Value, Verdict, World
from kg.model.span import Span
from kg.model.time import TimeValue

FIRST = Article(
    "first",
    "両外相が会談",
    "両外相が会談\nロシアの𠮷田外相は3日、元山で崔善姫外相と会談した。協定にも署名した。",
    publisher="甲通信",
    url="https://news.example/first",
    published=dt.date(2025, 12, 4),
)
SECOND = Article(
    "second", "元山で会談", "元山で会談\n両外相は4日に会談したとKCNAが伝えた。", published=dt.date(2025, 12, 5)
)

RUSSIA, NORTH_KOREA = Ref("state", "RUS", "ロシア"), Ref("state", "PRK", "北朝鮮")
CHOE, YOSHIDA = Ref("person", "choe-son-hui", "崔善姫"), Ref("person", "x-yoshida", "𠮷田")
WONSAN = Ref("place", "wonsan", "元山")
MEETING, STEP, DENIED = Thing("event", "e1"), Thing("event", "e2"), Thing("event", "e3")
PACT = Thing("treaty", "t1")
OFFICE = Office("rus-foreign-minister", "ロシア外相", "ForeignMinister", RUSSIA, known=True)


def said(
    key: str,
    subject: Thing,
    prop: str,
    value: Value,
    words: str,
    article: Article = FIRST,
    verdict: Verdict = "accepted",
    modality: Modality = "asserted",
    attributed_to: Ref | None = None,
    contradicts: tuple[str, ...] = (),
) -> Judged:
    """A claim whose words stand in the article; its sentence is the line or sentence around them."""
    begin = article.text.index(words)
    start = max(article.text.rfind("。", 0, begin), article.text.rfind("\n", 0, begin)) + 1
    end = article.text.find("。", begin) + 1 or len(article.text)
    evidence = Evidence(Span(start, end), Span(begin, begin + len(words)), "rule-of-test")
    return Judged(
        key, subject, article.id, prop, value, evidence, modality, attributed_to, 0.75, verdict, "", contradicts
    )


def day(number: int, text: str) -> TimeValue:
    """A day of December 2025."""
    date = dt.date(2025, 12, number)
    return TimeValue(Span(0, 1), text, date.isoformat(), date, date, "relative")


WORLD = World(
    articles=(FIRST, SECOND),
    entities=(
        Entity(RUSSIA, ("first",), known=True),
        Entity(NORTH_KOREA, ("first",), known=True),
        Entity(CHOE, ("first",), known=True),
        Entity(
            YOSHIDA,
            ("first",),
            (said("home", Thing("person", "x-yoshida"), "ofState", RUSSIA, "ロシア"),),
        ),
        Entity(WONSAN, ("first",), known=True),
    ),
    offices=(OFFICE,),
    tenures=(
        Tenure(
            "x-yoshida-office",
            YOSHIDA,
            OFFICE,
            "外相",
            False,
            (dt.date(2025, 12, 4),),
            (said("office", Thing("tenure", "x-yoshida-office"), "office", OFFICE.thing, "𠮷田外相"),),
        ),
    ),
    treaties=(Treaty("t1", "朝ロ協定", (said("t-name", PACT, "name", "朝ロ協定", "協定"),)),),
    events=(
        Event(
            "e1",
            "meeting",
            (ReportId("first", "r1"), ReportId("second", "r1")),
            (
                said("e1-choe", MEETING, "participant", CHOE, "崔善姫外相"),
                said("e1-yoshida", MEETING, "participant", YOSHIDA, "𠮷田外相"),
                said("e1-rus", MEETING, "state", RUSSIA, "ロシア"),
                said("e1-prk", MEETING, "placeState", NORTH_KOREA, "元山"),
                said("e1-place", MEETING, "place", WONSAN, "元山"),
                said("e1-kind", MEETING, "meetingKind", "foreign_ministers", "会談した"),
                said("e1-status", MEETING, "status", "held", "会談した"),
                said("e1-time", MEETING, "time", day(3, "3日"), "3日", contradicts=("e1-other",)),
                said(
                    "e1-other",
                    MEETING,
                    "time",
                    day(4, "4日"),
                    "4日",
                    SECOND,
                    "rejected",
                    attributed_to=NORTH_KOREA,
                ),
            ),
        ),
        Event(
            "e2",
            "agreement",
            (ReportId("first", "r2"),),
            (
                said("e2-concerns", STEP, "concerns", PACT, "協定"),
                said("e2-action", STEP, "action", "signed", "署名"),
                said("e2-party", STEP, "party", RUSSIA, "署名"),
                said("e2-status", STEP, "status", "held", "署名"),
            ),
        ),
        Event(
            "e3",
            "visit",
            (ReportId("second", "r2"),),
            (said("e3-visitor", DENIED, "visitor", CHOE, "両外相", SECOND, "rejected", "denied"),),
            stands=False,
        ),
    ),
)


@cache
def made_store() -> ox.Store:
    """The graph of the world in memory, made once in a process."""
    graph = graph_of(WORLD, load_ontology())
    assert not graph.problems
    return memory_store(graph)
