from __future__ import annotations

import csv
import json
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse
from rich.cells import cell_len

from kg.errors import QueryError
from kg.query.run import Result, run_query
from kg.query.write import FORMATS, write_result

XSD = "http://www.w3.org/2001/XMLSchema#"
ODD = Result(
    ("thing", "text"),
    (
        (NamedNode("https://w3id.org/gaiko/id/state/RUS"), Literal('カンマ, "引用"\n改行', language="ja")),
        (None, Literal("7", datatype=NamedNode(XSD + "integer"))),
        (BlankNode("b1"), Literal("\x1b[31m赤\u202e逆")),
    ),
)


def test_table_columns_stand_under_each_other(store: Store) -> None:
    lines = write_result(run_query(store, "meetings"), "table").decode().splitlines()
    starts = [cell_len(lines[0][: lines[0].index(name)]) for name in ("status", "date", "participants", "articles")]
    for line in lines[2:]:
        for start in starts:
            gap = next(i for i in range(len(line) + 1) if cell_len(line[:i]) >= start)
            assert cell_len(line[:gap]) == start
            assert line[:gap].endswith("  ")
    assert "event:wonsan" in lines[3]


def test_table_fits_the_terminal(store: Store) -> None:
    lines = write_result(run_query(store, "meetings"), "table", width=80).decode().splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert "…" not in "".join(lines), "nothing is cut off"


def test_table_cannot_steer_the_terminal() -> None:
    text = write_result(ODD, "table").decode()
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "state:RUS" in text


def test_csv_and_tsv() -> None:
    rows = list(csv.reader(write_result(ODD, "csv").decode().splitlines(keepends=True)))
    assert rows[0] == ["thing", "text"]
    assert rows[1] == ["https://w3id.org/gaiko/id/state/RUS", 'カンマ, "引用"\n改行']
    assert rows[2] == ["", "7"]
    tsv = write_result(ODD, "tsv").decode().splitlines()
    assert tsv[0] == "?thing\t?text"
    assert tsv[1] == '<https://w3id.org/gaiko/id/state/RUS>\t"カンマ, \\"引用\\"\\n改行"@ja'
    assert len(tsv) == 4


def test_json_keeps_types() -> None:
    answer = json.loads(write_result(ODD, "json"))
    assert answer["head"]["vars"] == ["thing", "text"]
    first, second, third = answer["results"]["bindings"]
    assert first["thing"] == {"type": "uri", "value": "https://w3id.org/gaiko/id/state/RUS"}
    assert first["text"]["xml:lang"] == "ja"
    assert second == {"text": {"type": "literal", "value": "7", "datatype": XSD + "integer"}}
    assert third["thing"]["type"] == "bnode"


def test_xml_is_read_by_others(store: Store) -> None:
    root = ET.fromstring(write_result(run_query(store, "met"), "xml"))
    name = "{http://www.w3.org/2005/sparql-results#}"
    assert [node.get("name") for node in root.iter(name + "variable")] == ["a", "b", "times", "first", "last"]
    assert len(list(root.iter(name + "result"))) == 3


def test_xml_holds_what_xml_can_hold() -> None:
    root = ET.fromstring(write_result(ODD, "xml"))
    texts = [node.text for node in root.iter("{http://www.w3.org/2005/sparql-results#}literal")]
    assert texts == ['カンマ, "引用"\n改行', "7", "\ufffd[31m赤\u202e逆"]


def test_a_triple_term_is_a_value() -> None:
    triple = Triple(NamedNode("urn:a"), NamedNode("urn:p"), Literal("x"))
    answer = json.loads(write_result(Result(("t",), ((triple,),)), "json"))
    assert answer["results"]["bindings"][0]["t"]["value"]["object"] == {"type": "literal", "value": "x"}


def test_yes_or_no_in_every_format(store: Store) -> None:
    yes = run_query(store, "ASK { ?m a gaiko:Meeting }")
    assert json.loads(write_result(yes, "json"))["boolean"] is True
    for kind in ("csv", "tsv", "xml", "table"):
        assert b"true" in write_result(yes, kind)


def test_graphs_as_turtle_and_as_rows(store: Store) -> None:
    graph = run_query(store, "CONSTRUCT WHERE { ?s a gaiko:Meeting ; gaiko:place ?place }")
    data = write_result(graph, "ttl")
    triples = {quad.triple for quad in parse(data, format=RdfFormat.TURTLE)}
    assert triples == {Triple(*row) for row in graph.rows}  # type: ignore[arg-type]
    assert b"place:wonsan" in data
    assert write_result(graph, "csv").startswith(b"subject,predicate,object\r\n")


def test_what_cannot_be_written_is_said(store: Store) -> None:
    with pytest.raises(QueryError, match="CONSTRUCT"):
        write_result(run_query(store, "met"), "ttl")
    with pytest.raises(QueryError, match="table, csv"):
        write_result(ODD, "docx")


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "ttl"])
def test_no_rows_are_still_an_answer(store: Store, kind: str) -> None:
    data = write_result(run_query(store, "met", {"person": "だれでもない"}), kind)
    assert data.endswith(b"\n")
    assert b"times" in data
