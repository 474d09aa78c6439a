from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from kg.folder import REPORT
from kg.graph.store import build_store
from kg.graph.terms import Triple
from tests.export.made import made_store


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small build: a store, and the file whose digest is its version."""
    folder = tmp_path_factory.mktemp("served") / "build"
    folder.mkdir()
    write_build(folder)
    return folder


def write_build(folder: Path, *more: Triple) -> None:
    """Write store, graph file and report of the made world and further triples."""
    triples = [Triple(str(q.subject), str(q.predicate), str(q.object)) for q in made_store()] + list(more)
    build_store(triples, folder / "store")
    (folder / "graph.ttl").write_text("".join(sorted(f"{s} {p} {o} .\n" for s, p, o in triples)), encoding="utf-8")
    (folder / REPORT).write_text('{"inputs": []}', encoding="utf-8")


@contextlib.contextmanager
def server(graph: Path, *options: str) -> Iterator[httpx.Client]:
    """A running ``kg serve`` with a client whose paths are those of the server."""
    command = [sys.executable, "-m", "kg", "serve", "-C", str(graph), "--port", "0", *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        try:
            assert said.startswith("http://"), said
            with httpx.Client(base_url=said.split("/ ")[0], timeout=60) as client:
                yield client
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="module")
def client(graph: Path) -> Iterator[httpx.Client]:
    """A server with the usual limits."""
    with server(graph) as running:
        yield running


Ask = Callable[..., httpx.Response]


@pytest.fixture
def ask(client: httpx.Client) -> Ask:
    """Ask the server a query with GET."""

    def one(query: str, accept: str | None = None, **params: str) -> httpx.Response:
        headers = {"Accept": accept} if accept else {}
        return client.get("/sparql", params={"query": query, **params}, headers=headers)

    return one
