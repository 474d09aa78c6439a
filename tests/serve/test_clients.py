"""Clients that people use, against a running server: SPARQLWrapper, rdflib, pandas, curl, and two of npm."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.interop.programs import NODE_MODULES, output, program

PREFIXES = """PREFIX gaiko: <https://w3id.org/gaiko/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX state: <https://w3id.org/gaiko/id/state/>
"""
SELECT = PREFIXES + "SELECT ?label WHERE { state:RUS rdfs:label ?label FILTER(LANG(?label) = 'ja') }"
ASK = PREFIXES + "ASK { state:RUS a gaiko:State }"
CONSTRUCT = PREFIXES + "CONSTRUCT { state:RUS rdfs:label ?label } WHERE { state:RUS rdfs:label ?label }"
RUSSIA = rdflib.URIRef("https://w3id.org/gaiko/id/state/RUS")


@pytest.fixture
def endpoint(client: httpx.Client) -> str:
    return f"{str(client.base_url).rstrip('/')}/sparql"


# ---- SPARQLWrapper


@pytest.fixture
def wrapper(endpoint: str) -> Any:
    return pytest.importorskip("SPARQLWrapper").SPARQLWrapper(endpoint)


@pytest.mark.parametrize(
    ("method", "request_method"), [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")]
)
def test_sparqlwrapper_reads_json(wrapper: Any, method: str, request_method: str) -> None:
    wrapper.setQuery(SELECT)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(request_method)
    wrapper.setReturnFormat("json")
    [row] = wrapper.query().convert()["results"]["bindings"]
    assert row["label"] == {"type": "literal", "value": "ロシア", "xml:lang": "ja"}


@pytest.mark.parametrize("kind", ["xml", "csv", "tsv"])
def test_sparqlwrapper_reads_other_formats(wrapper: Any, kind: str) -> None:
    wrapper.setQuery(SELECT)
    wrapper.setReturnFormat(kind)
    answer = wrapper.query().convert()
    text = answer.toxml() if kind == "xml" else answer.decode("utf-8")
    assert "ロシア" in text


@pytest.mark.parametrize("kind", ["turtle", "n3", "json-ld", "rdf+xml", "xml"])
def test_sparqlwrapper_reads_graphs(wrapper: Any, kind: str) -> None:
    wrapper.setQuery(CONSTRUCT)
    wrapper.setReturnFormat(kind)
    answer = wrapper.query().convert()
    if isinstance(answer, bytes):
        answer = rdflib.Graph().parse(data=answer, format="turtle")
    assert (RUSSIA, rdflib.RDFS.label, rdflib.Literal("ロシア", lang="ja")) in answer


def test_sparqlwrapper_asks(wrapper: Any) -> None:
    wrapper.setQuery(ASK)
    wrapper.setReturnFormat("json")
    assert wrapper.query().convert()["boolean"] is True


def test_sparqlwrapper_tells_what_is_wrong(wrapper: Any) -> None:
    exceptions = pytest.importorskip("SPARQLWrapper.SPARQLExceptions")
    wrapper.setQuery("SELECT ?x WHERE { ?x ")
    with pytest.raises(exceptions.QueryBadFormed, match="line 1"):
        wrapper.query()


# ---- rdflib


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("kind", ["xml", "json", "csv"])
def test_rdflib_queries(endpoint: str, method: Any, kind: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint, method=method, returnFormat=kind))
    [row] = graph.query(SELECT)
    assert str(row[0]) == "ロシア"  # type: ignore[index]


def test_rdflib_walks_the_graph(endpoint: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))
    assert rdflib.Literal("ロシア", lang="ja") in set(graph.objects(RUSSIA, rdflib.RDFS.label))
    assert (RUSSIA, rdflib.RDF.type, rdflib.URIRef("https://w3id.org/gaiko/ontology#State")) in graph
    assert graph.query(ASK).askAnswer is True
    constructed = graph.query(CONSTRUCT).graph
    assert constructed is not None
    assert (RUSSIA, rdflib.RDFS.label, rdflib.Literal("ロシア", lang="ja")) in constructed


# ---- pandas


def test_pandas_reads_csv(endpoint: str) -> None:
    pandas = pytest.importorskip("pandas")
    query = PREFIXES + "SELECT ?meeting ?date WHERE { ?meeting a gaiko:Meeting ; gaiko:earliestDate ?date }"
    address = f"{endpoint}?{httpx.QueryParams({'query': query})}"
    frame = pandas.read_csv(address, storage_options={"Accept": "text/csv"}, parse_dates=["date"])
    assert list(frame.columns) == ["meeting", "date"]
    assert len(frame) >= 1
    assert frame["date"].dt.year.min() == 2025


# ---- curl


def curl(*arguments: str) -> str:
    return output(program("curl"), "--silent", "--show-error", *arguments)


def test_curl_gets_and_posts(endpoint: str, tmp_path: Path) -> None:
    (tmp_path / "query.rq").write_text(SELECT, encoding="utf-8")
    csv = ("--header", "Accept: text/csv")
    answers = {
        curl(*csv, "--get", "--data-urlencode", f"query={SELECT}", endpoint),
        curl(*csv, "--data-urlencode", f"query@{tmp_path / 'query.rq'}", endpoint),
        curl(
            *csv,
            "--header",
            "Content-Type: application/sparql-query",
            "--data-binary",
            f"@{tmp_path / 'query.rq'}",
            endpoint,
        ),
        curl(*csv, "--compressed", "--get", "--data-urlencode", f"query={SELECT}", endpoint),
    }
    assert answers == {"label\nロシア\n"}


def test_curl_ends_with_an_error_where_the_query_is_wrong(endpoint: str) -> None:
    command = [program("curl"), "--silent", "--fail", "--get", "--data-urlencode", "query=SELECT", endpoint]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 22
    shown = curl("--get", "--data-urlencode", "query=SELECT ?x WHERE {", endpoint)
    assert "line 1" in shown


# ---- npm


@pytest.fixture(scope="module")
def heard(client: httpx.Client) -> Any:
    """What the clients of npm make of the answers."""
    node = program("node")
    for package in ("fetch-sparql-endpoint", "sparql-http-client"):
        if not (NODE_MODULES / package).is_dir():
            pytest.skip(f"{package} is not installed: npm install --prefix tests")
    address = f"{str(client.base_url).rstrip('/')}/sparql"
    return json.loads(output(node, Path(__file__).with_name("clients.mjs"), address, NODE_MODULES / "x.js"))


def test_fetch_sparql_endpoint(heard: Any) -> None:
    fetched = heard["fetched"]
    assert fetched["select"] == fetched["posted"] == [["ロシア", "ja"]]
    assert fetched["ask"] is True
    assert fetched["construct"] >= 2
    assert "400" in fetched["wrong"]


def test_sparql_http_client(heard: Any) -> None:
    asked = heard["client"]
    assert asked["select"] == asked["posted"] == asked["direct"] == [["ロシア", "ja"]]
    assert asked["ask"] is True
    assert asked["construct"] >= 2
    assert "400" in asked["wrong"] or "Bad Request" in asked["wrong"]


def test_the_answers_of_all_are_one_table(endpoint: str) -> None:
    """CSV as the server gives it is what Python's own reader takes."""
    import csv

    answer = httpx.get(endpoint, params={"query": SELECT}, headers={"Accept": "text/csv"})
    assert list(csv.reader(io.StringIO(answer.text))) == [["label"], ["ロシア"]]
