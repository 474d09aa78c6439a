"""A question is answered at once: what takes time to import stays out of the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

#: Seconds of processor time that a command may take to start; the clock would measure what else the machine does.
LIMIT = 0.4
SLOW = (
    "sudachipy",
    "numpy",
    "scipy",
    "networkx",
    "rdflib",
    "pyshacl",
    "pyvis",
    "trafilatura",
    "uvicorn",
    "distributed",
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("startup") / "graph.ttl"
    path.write_text("<https://w3id.org/gaiko/id/state/PRK> a <https://w3id.org/gaiko/ontology#State> .\n")
    return path


def seconds(*args: str) -> float:
    """The least processor time of three runs, of the command alone."""
    found = []
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-m", "kg", *args], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        assert status == 0
        found.append(usage.ru_utime + usage.ru_stime)
    return min(found)


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="the system does not tell the time of a child")
@pytest.mark.parametrize("args", [("--version",), ("--help",), ("query", "--list")])
def test_commands_start_at_once(args: tuple[str, ...]) -> None:
    assert seconds(*args) < LIMIT


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="the system does not tell the time of a child")
def test_a_query_is_answered_at_once(graph: Path) -> None:
    assert seconds("query", "meetings", "-C", str(graph)) < LIMIT


def test_a_query_imports_nothing_slow(graph: Path) -> None:
    program = f"import sys, kg.cli\ntry: kg.cli.cli(['query', 'meetings', '-C', {str(graph)!r}])\nfinally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "kg.query.run" in loaded
    assert not loaded & set(SLOW)
