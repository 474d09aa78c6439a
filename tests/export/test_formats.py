from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.errors import NoInputError
from kg.export.flat import flat_graph
from kg.export.formats import FORMATS
from kg.export.source import Source
from tests.export.hostile import hostile_view
from tests.export.made import made_store

RDF = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}


class HostileSource(Source):
    """A source whose view is the hostile one."""

    def __init__(self) -> None:
        super().__init__(ox.Store())
        self.__dict__["view"] = hostile_view()


def exported(name: str, source: Source | None = None) -> bytes:
    stream = io.BytesIO()
    FORMATS[name].write(source or Source(made_store()), stream)
    return stream.getvalue()


def test_the_table_names_every_format_once_with_a_suffix_and_a_description() -> None:
    assert list(FORMATS) == [*RDF, "html", "graphml", "gexf", "cytoscape", "csv", "facts"]
    assert all(row.name == name and row.suffix.startswith(".") and row.description for name, row in FORMATS.items())


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "facts"])
def test_equal_graphs_give_equal_bytes(name: str) -> None:
    again = ox.Store()
    again.extend(sorted(made_store(), key=str, reverse=True))
    assert exported(name) == exported(name, Source(again))


@pytest.mark.parametrize("name", RDF)
def test_what_is_written_in_a_syntax_of_rdf_reads_back_as_the_same_triples(name: str) -> None:
    assert {quad.triple for quad in ox.parse(exported(name), format=RDF[name])} == {q.triple for q in made_store()}


def test_ntriples_are_sorted() -> None:
    lines = exported("nt").decode().splitlines()
    assert lines == sorted(lines) and len(lines) == len(set(lines))


def test_jsonld_is_short_names_under_a_context() -> None:
    data = json.loads(exported("jsonld"))
    assert data["@context"]["state"] == "https://w3id.org/gaiko/id/state/"
    meeting = next(node for node in data["@graph"] if node["@id"] == "event:e1")
    assert meeting["@type"] == ["gaiko:Meeting"]
    assert meeting["gaiko:edtf"] == [{"@value": "2025-12-03", "@type": "edtf:EDTF"}]


def test_the_files_of_a_build_are_its_exports(tmp_path: Path) -> None:
    graph = "<https://w3id.org/gaiko/id/article/first>"
    quads = {"graph.ttl": b"# kept as it is\n", "graph.nq": f"<x:s> <x:p> <x:o> {graph} .\n".encode()}
    for name, content in {**quads, "facts.jsonl": b'{"id":"first"}\n'}.items():
        (tmp_path / name).write_bytes(content)
    source = Source(made_store(), tmp_path)
    assert exported("ttl", source) == b"# kept as it is\n"
    assert exported("nq", source) == quads["graph.nq"]
    assert exported("facts", source) == b'{"id":"first"}\n'
    assert b"article:first {" in exported("trig", source)


def test_facts_need_a_build(tmp_path: Path) -> None:
    with pytest.raises(NoInputError, match=r"facts\.jsonl"):
        exported("facts", Source(made_store(), tmp_path))


@pytest.mark.parametrize("source", [Source(made_store()), HostileSource()], ids=["made", "hostile"])
def test_graphml_reads_back_as_the_same_graph(source: Source) -> None:
    back = nx.read_graphml(io.BytesIO(exported("graphml", source)), force_multigraph=True)
    for _, attributes in back.nodes(data=True):
        assert isinstance(attributes.pop("x"), int) and isinstance(attributes.pop("y"), int)
    assert same_graph(back, flat_graph(source.view))


@pytest.mark.parametrize("source", [Source(made_store()), HostileSource()], ids=["made", "hostile"])
def test_gexf_reads_back_as_the_same_graph_with_dates_and_colours(source: Source) -> None:
    text = exported("gexf", source)
    assert b"lastmodifieddate" not in text
    back = nx.read_gexf(io.BytesIO(text))
    for _, attributes in back.nodes(data=True):
        assert attributes.pop("viz")["color"]["r"] >= 0
        for new, old in (("start", "earliest"), ("end", "latest")):
            if new in attributes:
                attributes[old] = attributes.pop(new)
    for *_, attributes in back.edges(data=True):
        attributes.pop("id", None)
        attributes.pop("networkx_key", None)
    assert same_graph(back, flat_graph(source.view))


def same_graph(a: nx.Graph[Any], b: nx.Graph[Any]) -> bool:
    """Whether nodes, edges and all attributes are the same; XML turns carriage returns and some spaces into others."""
    nodes = [{key: dict(attributes) for key, attributes in graph.nodes(data=True)} for graph in (a, b)]
    edges = [
        sorted(
            (s, t, sorted((n, str(v)) for n, v in attributes.items())) for s, t, attributes in graph.edges(data=True)
        )
        for graph in (a, b)
    ]
    return nodes[0] == nodes[1] and edges[0] == edges[1]


def test_an_edge_carries_its_best_quote_and_where_it_stands() -> None:
    edge = flat_graph(Source(made_store()).view).edges["event:e1", "person:choe-son-hui", "participant"]
    assert edge == {
        "relation": "participant",
        "relation_ja": "参加者",
        "facts": 1,
        "confidence": 0.75,
        "quote": "ロシアの𠮷田外相は3日、元山で崔善姫外相と会談した。",
        "article": "両外相が会談",
        "url": "https://news.example/first",
    }


def test_cytoscape_elements_have_ids_labels_and_positions() -> None:
    elements = json.loads(exported("cytoscape"))["elements"]
    meeting = next(node for node in elements["nodes"] if node["data"]["id"] == "event:e1")
    assert meeting["data"]["kind"] == "meeting" and set(meeting["position"]) == {"x", "y"}
    assert any(edge["data"]["source"] == "event:e1" for edge in elements["edges"])


def test_csv_opens_in_a_spreadsheet_with_all_facts() -> None:
    text = exported("csv")
    assert text.startswith(b"\xef\xbb\xbfclaim,") and text.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(Source(made_store()).view.facts)
    time = next(row for row in rows if row["claim"] == "claim:e1-time")
    assert (time["value"], time["words"], time["other_reports"]) == ("2025-12-03", "3日", "2025-12-04")
    assert time["published"] == "2025-12-04" and time["sentence"].startswith("ロシアの𠮷田外相")


def test_no_cell_is_a_formula() -> None:
    rows = csv.reader(io.StringIO(exported("csv", HostileSource()).decode("utf-8-sig"), newline=""))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert '\'=HYPERLINK("http://evil.example")' in cells
