"""Virtuoso loads the Turtle file and answers named queries as our store does.

Two are left out, ``evidence`` and ``timeline``: Virtuoso 7.2.5 turns full-width characters of a literal in a query into
question marks.
"""

from __future__ import annotations

import contextlib
import csv
import io
import shutil
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.push import Target, push
from kg.query.named import find_query
from kg.vocab import Names
from tests.interop.programs import output, program

GRAPH = "https://w3id.org/gaiko/graph"
SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 20000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def virtuoso(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an endpoint of Virtuoso that has loaded the graph."""
    server, client = program("virtuoso-t"), program("isql-vt")
    folder = tmp_path_factory.mktemp("virtuoso")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(sql=sql, http=http), encoding="utf-8")
    shutil.copy(made / "graph.ttl", folder)
    with subprocess.Popen([server, "+configfile", "virtuoso.ini", "+foreground"], cwd=folder) as process:
        try:
            address = f"http://127.0.0.1:{http}/sparql"
            _wait(address)
            load = f"DB.DBA.TTLP_MT(file_to_string_output('graph.ttl'), '', '{GRAPH}', 0, 1);"
            output(client, f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={load}", cwd=folder)
            yield address
        finally:
            process.kill()


def _wait(address: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2).close()
            return
        time.sleep(0.2)
    raise TimeoutError(address)


def rows_of_virtuoso(address: str, query: str, graph: str = GRAPH) -> list[tuple[str, ...]]:
    form = urllib.parse.urlencode({"query": query, "default-graph-uri": graph}).encode()
    request = urllib.request.Request(address, form, {"Accept": "text/csv"})
    with urllib.request.urlopen(request, timeout=60) as response:
        rows = list(csv.reader(io.StringIO(response.read().decode("utf-8"))))
    return sorted(map(tuple, rows[1:]))


def rows_of_ours(made: Path, query: str) -> list[tuple[str, ...]]:
    answer = ox.Store.read_only(str(made / "store")).query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return sorted(
        tuple("" if cell is None else getattr(cell, "value", str(cell)) for cell in solution) for solution in answer
    )


def test_virtuoso_loads_every_triple(virtuoso: str, number: int) -> None:
    assert rows_of_virtuoso(virtuoso, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [(str(number),)]


@pytest.mark.parametrize("name", ["statements", "invitations", "visits", "meetings", "agreements", "leaders", "met"])
def test_virtuoso_answers_named_queries_as_we_do(virtuoso: str, made: Path, name: str) -> None:
    prefixes = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in Names().prefixes().items())
    query = prefixes + find_query(name).text
    ours = rows_of_ours(made, query)
    assert ours and rows_of_virtuoso(virtuoso, query) == ours


def test_virtuoso_takes_a_push(virtuoso: str, made: Path, number: int) -> None:
    pushed = f"{GRAPH}/pushed"
    target = Target(virtuoso.replace("/sparql", "/sparql-graph-crud-auth"), pushed, "dba", "dba")
    assert push(ox.Store.read_only(str(made / "store")), target, chunk=2_000) == number
    assert rows_of_virtuoso(virtuoso, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", pushed) == [(str(number),)]
