"""Processes that hold connections: they answer lookups to the byte as the server does, and give everything else back."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from kg.graph.terms import Triple
from kg.query.run import open_store
from kg.serve.app import LOCAL_HOSTS
from kg.serve.front import Desk
from kg.serve.fronts import MOST_SECONDS, Fronts
from kg.serve.graph import Served
from tests.serve.conftest import server, write_build

FORM = "application/x-www-form-urlencoded"
JSON = "application/sparql-results+json"
LOOKUPS = (
    "SELECT ?p ?o { event:e1 ?p ?o }",
    "SELECT * { ?s ?p ?o } LIMIT 20",
    "SELECT ?s { ?s a gaiko:Meeting }",
    "SELECT ?l ?s WHERE { event:e1 rdfs:label ?l ; gaiko:status ?s }",
    "ASK { event:e1 a gaiko:Meeting }",
    'SELECT ?l ?s { event:e1 rdfs:label ?l FILTER(LANG(?l) = "ja") OPTIONAL { event:e1 gaiko:status ?s } }',
    "ASK { <x:none> ?p ?o }",
    'SELECT ?s { ?s ?p "会談 & <b>"@ja }',
    "SELECT ?unbound { event:e1 rdfs:label ?l }",
    "SELECT ?o { event:e1 ?p ?o } LIMIT 0",
    "PREFIX e: <https://w3id.org/gaiko/id/event/> SELECT ?p ?o { e:e1 ?p ?o . }",
    "SELECT ?s { ?s ?p ?o } LIMIT 400",
)
OTHERS = (
    "SELECT ?l { event:e1 rdfs:label ?l BIND (1 AS ?n) }",
    "SELECT ?l { event:e1 rdfs:label }",
    "SELECT ?p { nope:e1 ?p ?o }",
    "CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 1",
    "SELECT ?s { SERVICE <http://x.example/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o }",
    "",
)
ACCEPTED = (JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values", "*/*", "image/png")


def post(query: str, accept: str = JSON, *more: str) -> bytes:
    """A request with a form, as bytes."""
    body = f"query={quote(query)}".encode()
    lines = ["POST /sparql HTTP/1.1", "Host: 127.0.0.1", f"Accept: {accept}", f"Content-Type: {FORM}", *more]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "\r\n"]).encode() + body


def get(query: str, *more: str) -> bytes:
    return "\r\n".join([f"GET /sparql?query={quote(query)} HTTP/1.1", "Host: localhost:1", *more, "\r\n"]).encode()


def exchange(client: httpx.Client, request: bytes, *, pieces: int = 1) -> bytes:
    """Send a request on a connection of its own, and return the response without its date."""
    with connection(client) as wire:
        size = max(1, len(request) // pieces)
        for begin in range(0, len(request), size):
            wire.sendall(request[begin : begin + size])
            time.sleep(0.01 if pieces > 1 else 0)
        return response(wire)


def connection(client: httpx.Client) -> socket.socket:
    assert client.base_url.port is not None
    return socket.create_connection((client.base_url.host, client.base_url.port), timeout=20)


def response(wire: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += wire.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += wire.recv(65536)
    return re.sub(rb"\r\ndate: [^\r]*", b"", head) + b"\r\n\r\n" + body


@pytest.fixture(scope="module")
def desk(graph: Path) -> Desk:
    return Desk(open_store(graph), Served(graph).version, LOCAL_HOSTS, 200_000)


def answered(desk: Desk, query: str, **headers: str) -> bool:
    """Whether a desk answers a query."""
    head = desk.read_head(b"POST", b"/sparql", lower({"host": "localhost", "content-type": FORM, **headers}))
    question = desk.read(head, b"", f"query={quote(query)}".encode()) if head else None
    return question is not None and desk.reply(question) is not None


def lower(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    return {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}


def test_lookups_are_answered_in_place_and_nothing_else(desk: Desk) -> None:
    assert all(answered(desk, query) for query in LOOKUPS)
    assert not any(answered(desk, query) for query in OTHERS[:-2])
    assert not answered(desk, LOOKUPS[0], origin="https://x.example")
    assert not answered(desk, LOOKUPS[0], expect="100-continue")
    assert not answered(desk, LOOKUPS[0], accept="image/png")
    assert not answered(desk, LOOKUPS[0], content_type="text/plain")
    for host in ("evil.example", "localhost.evil.example", "localhost:1:2", ""):
        assert desk.read_head(b"POST", b"/sparql", lower({"host": host})) is None
    for url in (b"/", b"/sparqlx", b"/sparql/", b"/health"):
        assert desk.read_head(b"GET", url, lower({"host": "localhost"})) is None
    assert desk.read_head(b"GET", b"/sparql?query=x", lower({"host": "localhost", "accept": "text/html"})) is None


def test_an_answer_that_grows_is_left_to_the_server(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    folder.mkdir()
    write_build(folder, *(Triple("<x:hub>", "<x:p>", f'"{number:0100}"') for number in range(1_000)))
    store = open_store(folder)
    assert not answered(Desk(store, "v", LOCAL_HOSTS, 200_000), "SELECT ?o { <x:hub> ?p ?o }")
    hundred = "SELECT ?o { <x:hub> ?p ?o } LIMIT 100"
    assert answered(Desk(store, "v", LOCAL_HOSTS, 200_000), hundred)
    assert answered(Desk(store, "v", LOCAL_HOSTS, 100), hundred)
    assert not answered(Desk(store, "v", LOCAL_HOSTS, 99), hundred)
    assert answered(Desk(store, "v", LOCAL_HOSTS, 200_000), "ASK { <x:hub> ?p ?o }")
    # it has more than COMPRESSED_FROM bytes, and compression is the server's
    assert not answered(Desk(store, "v", LOCAL_HOSTS, 200_000), hundred, accept_encoding="gzip")


def test_a_front_answers_to_the_byte_as_the_server_does(client: httpx.Client) -> None:
    """An Origin makes a request the server's, and changes nothing of the answer where no origin is let in."""
    _wait_for_fronts(client)
    for query in (*LOOKUPS, *OTHERS):
        for accept in ACCEPTED if query in LOOKUPS else ACCEPTED[:1]:
            by_front, by_server = (exchange(client, post(query, accept, *more)) for more in ((), ("Origin: null",)))
            assert by_front == by_server, (query, accept)
    tag = re.search(rb'etag: "(\w+)"', exchange(client, post(LOOKUPS[0])))
    assert tag is not None
    for more in ([f'If-None-Match: W/"{tag[1].decode()}"'], ["Accept-Encoding: gzip"], ["X-Other: 1", "X-Other: 2"]):
        assert exchange(client, get(LOOKUPS[0], *more)) == exchange(client, get(LOOKUPS[0], *more, "Origin: null"))
    for odd in ("Connection: close", "Expect: 100-continue", "Host: evil.example"):
        assert exchange(client, post(LOOKUPS[0], JSON, odd))[:12] in (b"HTTP/1.1 200", b"HTTP/1.1 100", b"HTTP/1.1 400")


def test_requests_in_pieces_in_rows_and_in_turns_are_answered(client: httpx.Client) -> None:
    _wait_for_fronts(client)
    whole = exchange(client, post(LOOKUPS[0]))
    assert exchange(client, post(LOOKUPS[0]), pieces=7) == whole
    with connection(client) as wire:  # two at once, before either is answered
        wire.sendall(post(LOOKUPS[0]) + post(OTHERS[0]))
        both = response(wire)
        rest = both[len(whole) :] or response(wire)
        assert both.startswith(whole) and rest.startswith(b"HTTP/1.1 200")
    with connection(client) as wire:
        for query in (LOOKUPS[0], LOOKUPS[1], OTHERS[0], LOOKUPS[0], OTHERS[1]):
            wire.sendall(post(query))
            expected = b"HTTP/1.1 400" if query == OTHERS[1] else b"HTTP/1.1 200"
            assert response(wire).startswith(expected)
    long = f"{LOOKUPS[0]} # {'x' * 900_000}"
    assert exchange(client, post(long)).startswith(b"HTTP/1.1 200")
    with connection(client) as wire:
        wire.sendall(post(LOOKUPS[0]) * 40)
        answers = b""
        while answers.count(b"HTTP/1.1 200") < 40:
            answers += wire.recv(65536)
    with connection(client) as wire:
        wire.sendall(b"NONSENSE\r\n\r\n")
        assert wire.recv(100).startswith(b"HTTP/1.1 400")


def test_connections_go_to_the_fronts_of_a_new_build(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    folder.mkdir()
    write_build(folder)
    request = post("ASK { <x:new> ?p ?o }")
    with server(folder) as client, connection(client) as wire:
        _wait_for_fronts(client)
        wire.sendall(request)
        assert b"false" in response(wire)
        fresh = tmp_path / "fresh"
        fresh.mkdir()
        write_build(fresh, Triple("<x:new>", "<x:is>", '"here"'))
        folder.rename(tmp_path / "old")
        fresh.rename(folder)
        shutil.rmtree(tmp_path / "old")
        end = time.monotonic() + 30
        answer = b"false"
        while b"false" in answer:
            assert time.monotonic() < end, "the new build was not taken over"
            time.sleep(0.2)
            wire.sendall(request)  # the connection stays open all the time
            answer = response(wire)
        assert b"true" in answer


def test_a_front_that_hangs_is_ended_and_one_that_is_gone_replaced(graph: Path) -> None:
    async def watch() -> None:
        served = Served(graph)
        served.open()
        taken: list[socket.socket] = []
        with socket.create_server(("127.0.0.1", 0)) as listener:
            fronts = Fronts(
                listener, lambda one, _: taken.append(one), count=1, hosts=LOCAL_HOSTS, rows=1_000, memory=1_000
            )
            fronts.start(served)
            try:
                ((first, slot),) = await _up(fronts)
                fronts.board.set_busy(slot, time.monotonic() - MOST_SECONDS - 1)
                ((second, _),) = await _up(fronts, first)
                assert not Path(f"/proc/{first}/cmdline").exists() or _gone(first)
                os.kill(second, signal.SIGKILL)
                ((third, _),) = await _up(fronts, second)
                assert len({first, second, third}) == 3
            finally:
                await fronts.close()
        assert _gone(third)

    # in a thread of its own: the driver of the browser tests keeps a loop running in this one
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, watch()).result()


async def _up(fronts: Fronts, gone: int | None = None) -> list[tuple[int, int]]:
    """Wait until a front is up that is not the one that has gone."""
    end = time.monotonic() + 60
    while not fronts.slots or gone in fronts.slots:
        assert time.monotonic() < end
        await asyncio.sleep(0.05)
    return list(fronts.slots.items())


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def _wait_for_fronts(client: httpx.Client) -> None:
    """Wait until fronts are up, as /health tells."""
    end = time.monotonic() + 60
    while not client.get("/health").json()["fronts"]:
        assert time.monotonic() < end, "no front came up"
        time.sleep(0.1)
