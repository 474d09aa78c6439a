from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.errors import NoInputError
from kg.export.flat import flat_graph
from kg.export.formats import FORMATS
from kg.export.lite import lite
from kg.export.source import Source
from kg.graph.store import rdflib_dataset
from tests.export.hostile import hostile_view
from tests.export.made import made_store

RDF = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
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
    others = ["void", "html", "graphml", "gexf", "cytoscape", "csv", "nodes", "edges", "svg", "quickstatements"]
    assert list(FORMATS) == [*RDF, *others, "ontology-html", "facts"]
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
        "label": "参加者",
        "facts": 1,
        "weight": 1.0,
        "confidence": 0.75,
        "quote": "ロシアの𠮷田外相は3日、元山で崔善姫外相と会談した。",
        "article": "両外相が会談",
        "url": "https://news.example/first",
    }


def test_cytoscape_elements_have_ids_labels_and_positions() -> None:
    elements = json.loads(exported("cytoscape"))["elements"]
    meeting = next(node for node in elements["nodes"] if node["data"]["id"] == "event:e1")
    assert meeting["data"]["kind"] == "meeting" and set(meeting["position"]) == {"x", "y"}
    assert meeting["data"]["name"] == meeting["data"]["label"] != "event:e1"
    edges = [edge["data"] for edge in elements["edges"]]
    assert len({edge["id"] for edge in edges}) == len(edges) and {edge["source"] for edge in edges} >= {"event:e1"}
    assert all(edge["interaction"] == edge["relation"] for edge in edges)


@pytest.mark.parametrize("name", ["graphml", "gexf", "cytoscape", "nodes", "edges"])
def test_networks_speak_english_too(name: str) -> None:
    ja, en = (exported(name, Source(made_store(), language=language)).decode() for language in ("ja", "en"))
    label = {"edges": "participant,1.0,", "nodes": ",North Korea,北朝鮮,"}.get(name, "North Korea")
    assert label in en
    assert en.count("North Korea") > ja.count("North Korea") or name == "edges"


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


def test_rdf_xml_holds_no_character_that_xml_does_not_allow() -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("http://example.org/p"), ox.Literal("a\x01b\ufffe")))
    quads = list(ox.parse(exported("rdfxml", Source(store)), format=ox.RdfFormat.RDF_XML))
    assert [str(quad.object) for quad in quads] == ['"a\ufffdb\ufffd"']


def test_nodes_and_edges_are_tables_of_the_network() -> None:
    nodes, edges = (
        list(csv.DictReader(io.StringIO(exported(name).decode("utf-8-sig"), newline=""))) for name in ("nodes", "edges")
    )
    graph = flat_graph(Source(made_store()).view)
    assert {row["Id"] for row in nodes} == set(graph) and len(edges) == graph.number_of_edges()
    assert {row["Source"] for row in edges} | {row["Target"] for row in edges} <= set(graph)
    meeting = next(row for row in nodes if row["Id"] == "event:e1")
    assert (meeting["kind"], meeting["date"]) == ("meeting", "2025-12-03") and meeting["Label"]
    edge = next(row for row in edges if row["Source"] == "event:e1" and row["Target"] == "person:choe-son-hui")
    assert (edge["relation"], edge["url"]) == ("participant", "https://news.example/first")
    assert (edge["Label"], edge["Weight"]) == ("参加者", "1.0")


@pytest.mark.parametrize("name", ["nodes", "edges"])
def test_no_cell_of_the_tables_of_the_network_is_a_formula(name: str) -> None:
    rows = csv.reader(io.StringIO(exported(name, HostileSource()).decode("utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_lite_profile_has_facts_and_articles_but_no_claims() -> None:
    whole, light = made_store(), lite(Source(made_store())).store
    types = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

    def count(store: ox.Store, cls: str) -> int:
        return len(list(store.quads_for_pattern(None, types, ox.NamedNode(f"https://w3id.org/gaiko/ontology#{cls}"))))

    for cls in ("Meeting", "Article", "Person", "Treaty", "Tenure", "Participation"):
        assert count(light, cls) == count(whole, cls) > 0
    assert count(whole, "Claim") > 0 and count(whole, "Mention") > 0
    assert count(light, "Claim") == count(light, "Mention") == 0
    gone = {q.subject for q in whole} - {q.subject for q in light}
    assert not [quad for quad in light if quad.object in gone]
    reported = ox.NamedNode("https://w3id.org/gaiko/ontology#reportedIn")
    assert list(light.quads_for_pattern(None, reported, None))


def test_the_description_counts_what_the_graph_holds() -> None:
    described = ox.Store()
    described.bulk_load(exported("void"), format=ox.RdfFormat.TURTLE)
    counted = {str(q.predicate): str(q.object) for q in described if str(q.subject).endswith("/dataset>")}
    number = len({quad.triple for quad in made_store()})
    assert counted["<http://rdfs.org/ns/void#triples>"].startswith(f'"{number}"')
    rdflib_view = rdflib_dataset(described)
    meetings = list(
        rdflib_view.query(
            "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?n { ?p void:class "
            "<https://w3id.org/gaiko/ontology#Meeting> ; void:entities ?n }"
        )
    )
    assert len(meetings) == 1 and int(str(meetings[0][0])) >= 1  # type: ignore[index]


def test_the_figure_is_xml_with_a_dot_and_a_name_for_each_state_that_has_ties() -> None:
    svg = ElementTree.fromstring(exported("svg"))
    texts = [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert "ロシア" in texts and "北朝鮮" in texts
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}circle"))) >= 2
    english = ElementTree.fromstring(exported("svg", Source(made_store(), language="en")))
    assert "Russia" in [element.text for element in english.iter("{http://www.w3.org/2000/svg}text")]


def test_hostile_names_stay_text_in_the_figure() -> None:
    svg = ElementTree.fromstring(exported("svg", HostileSource()))
    assert {element.tag.rpartition("}")[2] for element in svg.iter()} <= {
        "svg", "title", "rect", "text", "line", "circle", "polygon",
    }  # fmt: skip


def test_a_figure_of_nothing_is_a_figure() -> None:
    assert ElementTree.fromstring(exported("svg", Source(ox.Store()))).tag.endswith("svg")
