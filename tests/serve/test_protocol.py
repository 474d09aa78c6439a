"""The cases of the W3C's tests of the SPARQL 1.1 protocol (query operation), and of updates that must be refused."""

from __future__ import annotations

import json
import random
import socket
from typing import BinaryIO
from urllib.parse import parse_qsl, quote, quote_plus
from xml.etree import ElementTree

import httpx
import pytest
import rdflib

from kg.serve.protocol import only_query
from tests.serve.conftest import Ask

ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?s { ?s a gaiko:Meeting }"
FORM = "application/x-www-form-urlencoded"
ARTICLE = "https://w3id.org/gaiko/id/article/first"


def test_a_form_of_one_query_is_decoded_as_the_standard_library_does() -> None:
    for text in (SELECT, "ASK { ?s ?p '会談 = 100%\r\n=\n&+ ' }", "=%=3D==", "%", ""):
        for encoded in (quote(text), quote_plus(text), quote(text, safe="")):
            assert only_query(f"query={encoded}".encode()) == text
    for other in ("query=a&format=csv", "format=csv", "query", "query=%ff", "query=\n", "query=会談", "queries=a", ""):
        assert only_query(other.encode()) is None
    signs, chance = "%=+43dDgG/ \n", random.Random(4)
    decoded = 0
    for _ in range(5_000):
        data = "query=" + "".join(chance.choices(signs, k=chance.randrange(1, 9)))
        found = only_query(data.encode())
        decoded += found is not None
        assert found is None or [("query", found)] == parse_qsl(data, keep_blank_values=True)
    assert decoded > 500


def test_query_via_get(ask: Ask) -> None:
    answer = ask(ASK)
    assert answer.status_code == 200 and answer.json() == {"head": {}, "boolean": True}


def test_query_via_url_encoded_post(client: httpx.Client) -> None:
    assert client.post("/sparql", data={"query": ASK}).json()["boolean"] is True


def test_query_via_post_directly(client: httpx.Client) -> None:
    direct = client.post("/sparql", content=ASK.encode(), headers={"Content-Type": "application/sparql-query"})
    assert direct.json()["boolean"] is True
    with_charset = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    assert client.post("/sparql", content="ASK { ?s ?p '会談' }".encode(), headers=with_charset).status_code == 200


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_dataset_of_the_protocol_takes_the_place_of_the_default(client: httpx.Client, way: str) -> None:
    """There is no graph of that name, so nothing is found in it; and it is not fetched from anywhere."""
    other = {"default-graph-uri": "http://127.0.0.1:1/other", "named-graph-uri": "http://127.0.0.1:1/more"}
    if way == "get":
        answer = client.get("/sparql", params={"query": ASK, **other})
    elif way == "form":
        answer = client.post("/sparql", data={"query": ASK, **other})
    else:
        headers = {"Content-Type": "application/sparql-query"}
        answer = client.post("/sparql", params=other, content=ASK.encode(), headers=headers)
    assert answer.status_code == 200 and answer.json()["boolean"] is False


def test_several_default_and_named_graphs(client: httpx.Client) -> None:
    params: list[tuple[str, str | int | float | bool | None]] = [
        ("query", ASK),
        *(("default-graph-uri", f"http://x.example/{n}") for n in "abc"),
    ]
    assert client.get("/sparql", params=params).json()["boolean"] is False


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        (SELECT, None, "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        ("DESCRIBE event:e1", None, "text/turtle; charset=utf-8"),
        ("CONSTRUCT { ?s a ?c } { ?s a ?c }", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT { ?s a ?c } { ?s a ?c }", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT { ?s a ?c } { ?s a ?c }", "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_content_types(ask: Ask, query: str, accept: str | None, content_type: str) -> None:
    answer = ask(query, accept)
    assert answer.status_code == 200 and answer.headers["content-type"] == content_type and answer.content


def test_formats_can_be_read_by_others(ask: Ask) -> None:
    construct = "CONSTRUCT { ?s a ?c } { ?s a ?c }"
    sizes = {
        len(rdflib.Graph().parse(data=ask(construct, kind).text, format=name))
        for kind, name in (
            ("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/rdf+xml", "xml"),
            ("application/ld+json", "json-ld"),
        )
    }  # fmt: skip
    assert len(sizes) == 1 and sizes.pop() > 10
    csv = ask("SELECT ?l { event:e1 rdfs:label ?l FILTER(LANG(?l) = 'ja') }", "text/csv").content
    assert csv.startswith(b"l\r\n") and "会談" in csv.decode("utf-8")


@pytest.mark.parametrize(
    "query", ['SELECT ("赤\\u0001\\uFFFF" AS ?x) {}', 'CONSTRUCT { ?s rdfs:label "赤\\u0001\\uFFFF" } { ?s a ?c }']
)
def test_xml_is_well_formed_whatever_a_value_holds(ask: Ask, query: str) -> None:
    document = ask(query, "application/sparql-results+xml;q=0.9, application/rdf+xml").content
    assert "赤\ufffd\ufffd" in "".join(ElementTree.fromstring(document).itertext())


def test_format_by_parameter(ask: Ask) -> None:
    assert ask(SELECT, format="csv").headers["content-type"].startswith("text/csv")
    assert ask("DESCRIBE event:e1", format="jsonld").headers["content-type"] == "application/ld+json"
    assert ask("DESCRIBE event:e1", format="xml").headers["content-type"] == "application/rdf+xml"
    assert ask("DESCRIBE event:e1", format="turtle").headers["content-type"].startswith("text/turtle")
    assert ask(SELECT, format="text/tab-separated-values").headers["content-type"].startswith("text/tab-separated")
    assert ask(SELECT, format="docx").status_code == 400
    assert ask(SELECT, format="no/such").status_code == 400


def test_the_prefixes_of_the_graph_need_no_declaration(ask: Ask) -> None:
    assert ask("ASK { event:e1 a gaiko:Meeting ; gaiko:status ?s }").json()["boolean"] is True


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (("PUT", {"params": {"query": ASK}}), 405),
        (("DELETE", {"params": {"query": ASK}}), 405),
        (("GET", {"params": [("query", ASK), ("query", ASK)]}), 400),
        (("GET", {"params": {"default-graph-uri": "http://x.example/"}}), 400),
        (("GET", {"params": {"query": ""}}), 400),
        (("POST", {"content": ASK.encode(), "headers": {"Content-Type": "text/plain"}}), 415),
        (("POST", {"content": f"query={ASK}".encode(), "headers": {"Content-Type": ""}}), 415),
        (("POST", {"content": b"", "headers": {"Content-Type": FORM}}), 400),
        (("POST", {"content": "ASK { ?s ?p 'é' }".encode("latin-1"), "headers": {"Content-Type": "application/sparql-query"}}), 400),
        (("POST", {"content": b"query=%FF%FE", "headers": {"Content-Type": FORM}}), 400),
        (("GET", {"params": {"query": "ASK { ?s ?p "}}), 400),
        (("GET", {"params": {"query": SELECT}, "headers": {"Accept": "image/png"}}), 406),
        (("GET", {"params": {"query": SELECT}, "headers": {"Accept": "application/ld+json"}}), 406),
        (("GET", {"params": {"query": ASK, "timeout": "soon"}}), 400),
        (("GET", {"params": [("query", ASK)] + [("x", "y")] * 200}), 400),
    ],
)  # fmt: skip
def test_bad_requests_have_their_status_and_a_reason(
    client: httpx.Client, request_: tuple[str, dict[str, object]], status: int
) -> None:
    method, rest = request_
    answer = client.request(method, "/sparql", **rest)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status and problem["title"] and problem["detail"]


def test_an_error_points_at_its_line(ask: Ask) -> None:
    problem = ask("SELECT ?s {\n  ?s a gaiko:Meeting .\n  ?s nope:x ?o\n}").json()
    assert (problem["line"], problem["status"]) == (3, 400)
    assert "?s nope:x ?o" in problem["detail"] and "^" in problem["detail"]


@pytest.mark.parametrize(
    "rest",
    [
        {"data": {"update": "CLEAR ALL"}},
        {"content": b"CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}},
        {"data": {"query": "INSERT DATA { <x:a> <x:b> <x:c> }"}},
        {"data": {"query": "LOAD <http://127.0.0.1:1/x.ttl>"}},
        {"data": {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}},
        {"data": {"query": "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }"}},
        {"data": {"query": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"}},
        {"data": {"query": "SELECT * FROM NAMED <FILE:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }"}},
    ],
)  # fmt: skip
def test_what_would_write_or_leave_the_graph_is_refused(client: httpx.Client, rest: dict[str, object]) -> None:
    assert client.post("/sparql", **rest).status_code == 403  # type: ignore[arg-type]
    assert client.get("/sparql", params={"update": "CLEAR ALL"}).status_code == 403


def test_head_and_options(client: httpx.Client) -> None:
    head = client.head("/sparql", params={"query": SELECT})
    assert head.status_code == 200 and head.content == b"" and int(head.headers["content-length"]) > 10
    assert "POST" in client.options("/sparql").headers["allow"]


def test_without_a_query_the_service_describes_itself(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    described = rdflib.Graph().parse(data=answer.text)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = described.value(None, rdflib.RDF.type, sd.Service)
    assert described.value(service, sd.endpoint) == rdflib.URIRef(str(client.base_url) + "/sparql")
    assert len(list(described.objects(service, sd.resultFormat))) == 8
    void = rdflib.Graph().parse(data=client.get("/.well-known/void").text)
    triples = {int(str(o)) for o in void.objects(None, rdflib.VOID.triples)}
    assert client.get("/health").json()["triples"] in triples


def test_graphs_are_read_and_only_read(client: httpx.Client) -> None:
    whole = rdflib.Graph().parse(data=client.get("/graph-store", params={"default": ""}).text)
    assert len(whole) == client.get("/health").json()["triples"]
    one = rdflib.Graph().parse(data=client.get("/graph-store", params={"graph": ARTICLE}).text)
    gaiko = rdflib.Namespace("https://w3id.org/gaiko/ontology#")
    assert 0 < len(one) < len(whole) and set(one) <= set(whole)
    assert set(one.subjects(rdflib.RDF.type, gaiko.Claim))
    assert client.get("/graph-store", params={"graph": "http://x.example/"}).status_code == 404
    assert client.get("/graph-store").status_code == 400
    for method in ("PUT", "POST", "DELETE"):
        refused = client.request(method, "/graph-store", params={"default": ""})
        assert refused.status_code == 405 and "GET" in refused.headers["allow"]


def test_an_answer_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    tag = first.headers["etag"]
    again = client.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": tag})
    assert again.status_code == 304 and again.content == b""
    other = client.get("/sparql", params={"query": SELECT}, headers={"Accept": "text/csv", "If-None-Match": tag})
    assert other.status_code == 200 and other.headers["etag"] != tag
    assert "etag" not in client.get("/sparql", params={"query": "SELECT (RAND() AS ?x) {}"}).headers


def test_chance_is_not_kept(client: httpx.Client) -> None:
    values = {client.get("/sparql", params={"query": "SELECT (UUID() AS ?x) {}"}).text for _ in range(3)}
    assert len(values) == 3


def test_large_answers_are_compressed(client: httpx.Client) -> None:
    query = "SELECT * { ?s ?p ?o }"
    packed = client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    plain = client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.json() == packed.json()
    assert json.loads(plain.content)["head"]["vars"] == ["o", "p", "s"]


def test_one_connection_carries_heads_bodies_and_questions_to_go_on(client: httpx.Client) -> None:
    """Responses without a body, with one, several asked for at once, and a body that waits for leave to come."""
    host, port = client.base_url.host, client.base_url.port
    assert port is not None
    ask = b"/sparql?query=ASK%7B%7D"
    common = b" HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
    with socket.create_connection((host, port), timeout=20) as raw, raw.makefile("rb") as answers:
        raw.sendall(b"HEAD " + ask + common + b"\r\n")
        status, headers, body = _read_response(answers, has_body=False)
        assert status == 200 and headers["content-length"] == "26" and body == b""
        tag = headers["etag"].encode()
        raw.sendall(b"GET " + ask + common + b"If-None-Match: " + tag + b"\r\n\r\n")
        assert _read_response(answers, has_body=False)[0] == 304
        raw.sendall((b"GET " + ask + common + b"\r\n") * 3)
        for _ in range(3):
            status, _, body = _read_response(answers)
            assert status == 200 and json.loads(body)["boolean"] is True
        direct = b"Content-Type: application/sparql-query\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
        raw.sendall(b"POST /sparql" + common + direct)
        assert _read_response(answers, has_body=False)[0] == 100
        raw.sendall(b"ASK{}")
        assert _read_response(answers)[0] == 200
        raw.sendall(b"GET " + ask + common + b"Connection: close\r\n\r\n")
        assert _read_response(answers)[0] == 200 and answers.read() == b""


def _read_response(answers: BinaryIO, *, has_body: bool = True) -> tuple[int, dict[str, str], bytes]:
    status = int(answers.readline().split()[1])
    headers = {}
    while line := answers.readline().decode("latin-1").strip():
        name, _, value = line.partition(": ")
        headers[name.lower()] = value
    return status, headers, answers.read(int(headers["content-length"])) if has_body else b""
