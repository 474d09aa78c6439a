"""A build goes to a server of another maker whole, and errors say what to do."""

from __future__ import annotations

import contextlib
import http.server
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.push import PushError, Target, push

GRAPH = "https://news.example/graph"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    for n in range(25):
        event = ox.NamedNode(f"https://w3id.org/gaiko/id/event/{n}")
        store.add(
            ox.Quad(
                event,
                ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
                ox.Literal(f"会談「{n}」\n", language="ja"),
            )
        )
    return store


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Oxigraph's own server."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("oxigraph is missing (pip install oxigraph)")
    port = free_port()
    command = [program, "serve", "--location", str(tmp_path_factory.mktemp("server")), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(300):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
                    break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/store"
        finally:
            process.kill()


def there(address: str, graph: str | None) -> set[ox.Triple]:
    """What a server holds in a graph."""
    request = urllib.request.Request(Target(address, graph).address, headers={"Accept": "application/n-triples"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return {quad.triple for quad in ox.parse(answer.read(), format=ox.RdfFormat.N_TRIPLES)}


@pytest.mark.parametrize("graph", [None, GRAPH])
@pytest.mark.parametrize("chunk", [0, 1, 10, 25, 1000])
def test_all_triples_arrive(store: ox.Store, oxigraph: str, graph: str | None, chunk: int) -> None:
    said: list[int] = []
    assert push(store, Target(oxigraph, graph), chunk=chunk, progress=said.append) == 25
    assert there(oxigraph, graph) == {quad.triple for quad in store}
    assert said[-1] == 25 and len(said) == -(-25 // (chunk or 25))


def test_what_was_there_is_replaced_unless_it_is_to_stay(store: ox.Store, oxigraph: str) -> None:
    other = ox.Store()
    other.add(ox.Quad(ox.NamedNode("https://a.example/"), ox.NamedNode("https://b.example/"), ox.Literal("c")))
    push(store, Target(oxigraph, GRAPH))
    push(other, Target(oxigraph, GRAPH), replace=False)
    assert len(there(oxigraph, GRAPH)) == 26
    push(other, Target(oxigraph, GRAPH), chunk=1)
    assert len(there(oxigraph, GRAPH)) == 1
    push(ox.Store(), Target(oxigraph, GRAPH))
    assert not there(oxigraph, GRAPH)


class Odd(http.server.BaseHTTPRequestHandler):
    """Answers by the path: a code, a redirect, or Basic authentication."""

    seen: list[str]

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        type(self).seen.append(self.path)
        path = self.path.partition("?")[0]
        if path == "/away":
            self.answer(307, Location="http://127.0.0.1:1/store")
        elif path == "/basic":
            ok = self.headers.get("Authorization") == "Basic ZGJhOnNlY3JldA=="
            self.answer(204 if ok else 401, **({} if ok else {"WWW-Authenticate": 'Basic realm="graphs"'}))
        elif path == "/token":
            self.answer(204 if self.headers.get("Authorization") == "Bearer abc" else 403)
        else:
            self.answer(int(path[1:]))

    do_POST = do_PUT  # noqa: N815

    def answer(self, code: int, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        body = b"" if code == 204 else b"\x1b[31mtoo bad\n" * 100
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def odd() -> Iterator[str]:
    Odd.seen = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Odd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("/403", "does not let you write"),
        ("/404", "no graph store"),
        ("/413", "--chunk"),
        ("/500", "it failed (500: [31mtoo bad"),
        ("/basic", "asks who you are"),
        ("/away", "points to http://127.0.0.1:1/store, which is not followed"),
    ],
)
def test_errors_say_what_is_wrong(store: ox.Store, odd: str, path: str, cause: str) -> None:
    with pytest.raises(PushError) as error:
        push(store, Target(odd + path))
    assert cause in str(error.value)
    assert "\x1b" not in str(error.value) and len(str(error.value)) < 400
    assert Odd.seen == [f"{path}?default"]


def test_whoever_is_asked_can_answer(store: ox.Store, odd: str) -> None:
    assert push(store, Target(f"{odd}/basic", user="dba", password="secret")) == 25
    assert push(store, Target(f"{odd}/token", token="abc")) == 25
    with pytest.raises(PushError, match="asks who you are"):
        push(store, Target(f"{odd}/basic", user="dba", password="wrong"))


def test_a_server_that_is_not_there(store: ox.Store) -> None:
    with pytest.raises(PushError, match="no answer"):
        push(store, Target(f"http://127.0.0.1:{free_port()}/store"))


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "store", "http://a:b@c.example/", "http:///x"]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(PushError):
        Target(url)


def test_secrets_are_not_shown() -> None:
    shown = repr(Target("http://a.example/", user="dba", password="secret", token="abc"))
    assert "secret" not in shown and "abc" not in shown


def test_an_address_with_a_query_keeps_it() -> None:
    assert Target("http://a.example/s?x=1", "urn:é").address == "http://a.example/s?x=1&graph=urn%3A%C3%A9"
