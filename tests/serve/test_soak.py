"""What thousands of requests leave behind in the server: nothing that is alive."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import urllib.parse
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import uvicorn

from kg.serve.app import Settings, application
from kg.serve.http import JoiningProtocol
from kg.serve.pool import Limits
from kg.serve.sparql import Cache

ROUND = 400
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_requests_leave_no_live_objects_and_no_descriptors(graph: Path) -> None:
    """After a first round that fills caches, three more of every kind of request leave as many objects as there were.

    A request that left one object behind would leave 1,200. Asyncio itself keeps up to a hundred timers that were
    cancelled, each with its context and two references.
    """
    with ThreadPoolExecutor(1) as beside:  # the driver of the browser tests keeps a loop running in this thread
        before, after, open_before, open_after = beside.submit(asyncio.run, _soak(graph)).result()
    grown = Counter(after)
    grown.subtract(before)
    assert sum(grown.values()) < 600, [pair for pair in grown.most_common(10) if pair[1] > 0]
    assert open_after <= open_before


async def _soak(graph: Path) -> tuple[Counter[str], Counter[str], int, int]:
    app = application(graph, Settings(Limits(seconds=0.3, workers=2)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, http=JoiningProtocol, log_level="error", access_log=False))
        serving = asyncio.ensure_future(server.serve(sockets=[listener]))
        port = listener.getsockname()[1]
        await _round(port, 0)
        app.state.endpoint.cache = Cache(400_000)  # bytes: full within a round
        await _round(port, 9)
        before, open_before = _alive(), _descriptors()
        for number in range(1, 4):
            await _round(port, number)
        after, open_after = _alive(), await _settled(open_before)
        server.should_exit = True
        await serving
    return before, after, open_before, open_after


async def _round(port: int, number: int) -> None:
    await asyncio.gather(*(_client(port, f"{number}{client}") for client in range(4)))
    await asyncio.sleep(0.2)  # for the server to see the last connections close


async def _settled(wanted: int) -> int:
    """Return how many descriptors are open, once they are as few as wanted or five seconds have passed.

    On a busy machine a worker that was ended is still being replaced.
    """
    for _ in range(50):
        if _descriptors() <= wanted:
            break
        await asyncio.sleep(0.1)
    return _descriptors()


async def _client(port: int, name: str) -> None:
    """One connection of a client that asks: rows, graphs, errors, what it knows already, and what takes too long."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    tag = ""
    for turn in range(ROUND // 4):
        query = f"SELECT ?p ?o {{ event:e1 ?p ?o }} LIMIT 1{name}{turn}"
        headers, expected = "Accept: application/json\r\n", 200
        match turn % 10:
            case 1:
                query, headers = f"{query}0", "Accept: text/csv\r\nAccept-Encoding: gzip\r\n"
            case 2:
                query, headers = f"CONSTRUCT {{ ?s ?p {turn} }} {{ ?s ?p ?o }} LIMIT 1{name}", ""
            case 3:
                query, expected = f"SELECT ?s {{ ?s nope:x{name} {turn} }}", 400
            case 4:
                query, headers, expected = "ASK {}", f"If-None-Match: {tag}\r\n", 304
            case 5:
                query, headers, expected = f"LOAD <http://x.example/{name}>", "", 403
            case 6 if turn == 6:
                query, expected = f"{CROSS} #{name}", 504
            case _:
                pass
        path = f"/sparql?query={urllib.parse.quote(query)}"
        if turn % 10 == 4 and not tag:
            headers, expected = "Accept: application/json\r\n", 200
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
        status, tag = await _answer(reader)
        assert status == expected, (query, status)
        if turn % 10 == 3:
            # the tag of what the next turn asks again
            writer.write(b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n")
            status, tag = await _answer(reader)
            assert status == 200
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    """Return the status and the entity tag of the next response."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    await reader.readexactly(int(headers.get("content-length", "0")))
    return int(head[0].split()[1]), headers.get("etag", "")


def _alive() -> Counter[str]:
    gc.collect()
    return Counter(type(thing).__qualname__ for thing in gc.get_objects())


def _descriptors() -> int:
    here = Path("/proc/self/fd")
    return len(os.listdir(here)) if here.is_dir() else 0  # noqa: PTH208  (the names alone)
