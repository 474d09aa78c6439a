from __future__ import annotations

import io
from typing import Any

import pyoxigraph as ox

from kg.export.model import ArticleInfo, Edge, Fact, NetworkView, Node
from kg.export.source import Source
from kg.export.wikidata import write_quickstatements


def test_relations_between_known_items_go_both_ways_with_date_and_reference() -> None:
    reference = 'S854\t"https://news.example/1"\tS1476\tja:"国交を樹立"\tS577\t+2024-02-15T00:00:00Z/11'
    assert statements(edtf="2024-02-14") == [
        f"Q241\tP530\tQ884\tP580\t+2024-02-14T00:00:00Z/11\t{reference}",
        f"Q884\tP530\tQ241\tP580\t+2024-02-14T00:00:00Z/11\t{reference}",
    ]


def test_a_date_is_as_precise_as_the_text_and_a_range_is_left_out() -> None:
    assert "\tP580\t+2024-02-00T00:00:00Z/10\t" in statements(edtf="2024-02")[0]
    assert "\tP580\t+2024-00-00T00:00:00Z/9\t" in statements(edtf="2024")[0]
    assert "P580" not in statements(edtf="2024-02-14/2024-02-16")[0]


def test_severed_relations_end_and_accessions_go_one_way() -> None:
    assert "\tP582\t" in statements(subtype="SeveranceOfRelations", edtf="2024-02-14")[0]
    joined = statements(subtype="AccessionToOrganization", edtf="2024-02-14")
    assert len(joined) == 1 and joined[0].startswith("Q241\tP463\tQ884\tP580")


def test_nothing_is_written_that_is_not_certain() -> None:
    assert statements(status="scheduled") == []
    assert statements(claim_status="undecided") == []
    assert statements(modality="denied") == []
    assert statements(url=None) == []
    assert statements(wikidata=None) == []
    assert statements(subtype="Sanctions") == []


def test_a_title_cannot_end_its_string() -> None:
    line = statements(title='危険"\t|Q42\n')[0]
    assert line.count("\t") == statements()[0].count("\t") and "\n" not in line and "|" not in line


def statements(
    *,
    subtype: str = "EstablishmentOfRelations",
    status: str = "held",
    edtf: str | None = None,
    wikidata: str | None = "Q884",
    url: str | None = "https://news.example/1",
    title: str = "国交を樹立",
    claim_status: str = "accepted",
    modality: str = "asserted",
) -> list[str]:
    def fact(prop: str, target: str) -> Fact:
        common: dict[str, Any] = {"article": "article:a", "quote": "文", "begin": 0, "end": 1}
        return Fact(f"claim:{prop}", "event:e", prop, target, target, status=claim_status, modality=modality, **common)

    nodes = (
        Node("event:e", "event", "国交樹立", subtype=subtype, status=status, edtf=edtf),
        Node("state:CUB", "state", "キューバ", wikidata="Q241"),
        Node("state:KOR", "state", "韓国", wikidata=wikidata),
    )
    edges = (Edge("event:e", "state:CUB", "actor"), Edge("event:e", "state:KOR", "target"))
    source = Source(ox.Store())
    source.__dict__["view"] = NetworkView(
        nodes,
        edges,
        (fact("actor", "state:CUB"), fact("target", "state:KOR")),
        (ArticleInfo("article:a", title, None, "2024-02-15", url),),
    )
    written = io.BytesIO()
    write_quickstatements(source, written)
    return written.getvalue().decode("utf-8").splitlines()
