from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.export.model import Edge, Fact, NetworkView
from kg.export.view import view_of
from tests.export.made import FIRST, made_store


@pytest.fixture(scope="module")
def view() -> NetworkView:
    return view_of(made_store())


def fact(view: NetworkView, key: str) -> Fact:
    return next(fact for fact in view.facts if fact.key == f"claim:{key}")


def test_an_empty_store_gives_an_empty_view() -> None:
    assert view_of(ox.Store()) == NetworkView((), (), (), ())


def test_nodes_are_what_the_graph_tells_of_and_nothing_else_of_the_registry(view: NetworkView) -> None:
    assert [node.key for node in view.nodes] == [
        "event:e1",
        "event:e2",
        "person:choe-son-hui",
        "person:x-yoshida",
        "place:wonsan",
        "state:PRK",
        "state:RUS",
        "treaty:t1",
    ]


def test_an_event_has_its_kind_time_status_and_a_label_without_the_date(view: NetworkView) -> None:
    meeting = view.by_key["event:e1"]
    assert (meeting.kind, meeting.subtype, meeting.status) == ("meeting", "ForeignMinistersMeeting", "held")
    assert (meeting.edtf, meeting.earliest, meeting.latest) == ("2025-12-03", "2025-12-03", "2025-12-03")
    assert "崔善姫" in meeting.label and "2025" not in meeting.label and "2025" not in meeting.label_en


def test_actors_have_names_in_both_languages_and_a_home(view: NetworkView) -> None:
    choe = view.by_key["person:choe-son-hui"]
    assert choe.label == "崔善姫" and choe.label_en and choe.home == "state:PRK"
    assert view.by_key["person:x-yoshida"].home == "state:RUS"
    assert "朝鮮民主主義人民共和国" in view.by_key["state:PRK"].aliases


def test_edges_are_the_relations_of_events_and_where_persons_belong(view: NetworkView) -> None:
    assert set(view.edges) >= {
        Edge("event:e1", "person:choe-son-hui", "participant"),
        Edge("event:e1", "place:wonsan", "place"),
        Edge("event:e2", "treaty:t1", "concerns"),
        Edge("person:x-yoshida", "state:RUS", "ofState"),
    }
    assert len(set(view.edges)) == len(view.edges)


def test_the_host_of_a_place_is_no_party_to_the_meeting(view: NetworkView) -> None:
    assert view.actors_of["event:e1"] == ("person:choe-son-hui", "person:x-yoshida", "state:RUS")


def test_quotes_are_sentences_and_words_are_counted_in_code_points(view: NetworkView) -> None:
    found = fact(view, "e1-yoshida")
    assert found.quote == "ロシアの𠮷田外相は3日、元山で崔善姫外相と会談した。"
    assert found.quote[found.begin : found.end] == "𠮷田外相"
    assert all(one.quote[one.begin : one.end] for one in view.facts)


def test_every_claim_about_a_node_is_a_fact(view: NetworkView) -> None:
    of_others = {"home", "office", "t-name", "e2-concerns", "e2-action", "e2-party", "e2-status"}
    of_meeting = {
        "e1-choe",
        "e1-yoshida",
        "e1-rus",
        "e1-prk",
        "e1-place",
        "e1-kind",
        "e1-status",
        "e1-time",
        "e1-other",
    }
    assert {one.key for one in view.facts} == {f"claim:{key}" for key in of_others | of_meeting}


def test_what_is_said_of_a_tenure_is_said_of_the_person(view: NetworkView) -> None:
    office = fact(view, "office")
    assert (office.subject, office.property, office.value) == ("person:x-yoshida", "office", "ロシア外相")


def test_rival_values_verdicts_and_sources_are_kept(view: NetworkView) -> None:
    accepted, rejected = fact(view, "e1-time"), fact(view, "e1-other")
    assert accepted.rivals == ("2025-12-04",) and rejected.rivals == ("2025-12-03",)
    assert (rejected.status, rejected.attributed_to, rejected.confidence) == ("rejected", "北朝鮮", 0.75)


def test_articles_can_be_cited(view: NetworkView) -> None:
    article = view.article_by_key[fact(view, "e1-time").article]
    assert (article.title, article.publisher, article.published, article.url) == (
        FIRST.title,
        "甲通信",
        "2025-12-04",
        "https://news.example/first",
    )


def test_codes_are_explained_in_both_languages(view: NetworkView) -> None:
    used = {one.property for one in view.facts} | {one.modality for one in view.facts}
    used |= {code for node in view.nodes for code in (node.subtype, node.status) if code}
    assert used <= set(view.terms)
    assert view.terms["held"].ja != view.terms["held"].en
    assert all(fact.attributed_to in view.terms for fact in view.facts if fact.attributed_to)
