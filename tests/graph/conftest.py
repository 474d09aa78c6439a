import pytest

from kg.fuse import fuse_with
from kg.graph.ontology import Ontology, load_ontology
from kg.model.event import World
from tests.stories import KIM, LAVROV, PRK, RUS, Story, TinyFacts, when, wonsan_meeting


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load_ontology()


def sample_stories() -> list[Story]:
    """One report of every kind, two articles on one meeting, a rival date, a denial."""
    first = wonsan_meeting("a1", url="https://news.example/ロシア 1?a=1&b=2", publisher="甲新聞")
    first.report(
        "visit", "", ("visitor", LAVROV), ("destination", PRK), ("time", when("2025-12")), sentence="訪問した。"
    )
    first.report("visit", "", ("visitor", "代表団"), ("destination", RUS), ("status", "scheduled"), sentence="訪れる。")
    first.report(
        "agreement",
        "treaty",
        ("name", "包括的戦略条約"),
        ("action", "signed"),
        ("party", RUS),
        ("party", PRK),
        sentence="署名。",
    )
    first.report(
        "statement",
        "述べる",
        ("speaker", KIM),
        ("verb", "述べる"),
        ("quotation", "不敗の兄弟関係だ"),
        sentence="不敗だ。",
    )
    first.report("invitation", "", ("inviter", KIM), ("invitee", LAVROV), ("destination", PRK), sentence="招いた。")
    first.report("other_event", "制裁", ("actor", PRK), ("target", RUS), ("status", "held"), sentence="制裁した。")
    first.report("meeting", "summit", ("state", RUS), ("state", PRK), sentence="否定した。", modality="denied")
    return [
        first,
        wonsan_meeting("a2", "2025-12-06", publisher="乙新聞"),
        wonsan_meeting("a3", "2025-12", publisher="丙新聞"),
    ]


@pytest.fixture(scope="session")
def world() -> World:
    stories = sample_stories()
    return fuse_with([s.account for s in stories], {s.id: s.article for s in stories}, TinyFacts())
