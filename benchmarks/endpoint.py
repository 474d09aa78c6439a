"""Endpoints side by side: ours, Oxigraph's own server and rdflib-endpoint, on one graph, with the same load (wrk).

    python benchmarks/endpoint.py [--triples 1000000] [--seconds 10] [--soak 50000]

The graph is that of sources/, told again under other names until it has so many triples. The queries are small: all
that is said of one of many things, so that no cache answers most of them. Then eight connections send cross joins while
twenty ask small things; and one soak counts what a long run leaves behind.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results"
BASE = "https://w3id.org/gaiko/id/"
COPIED = tuple(f"<{BASE}{kind}/" for kind in ("event", "claim", "mention", "article"))
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SCRIPT = """
local queries = {}
for line in io.lines("%s") do queries[#queries + 1] = line end
local turn = 0
function init(arguments) math.randomseed(7 + tonumber(tostring({}):match("0x(%%x+)"), 16) %% 1000) end
request = function()
  return wrk.format("GET", "%s" .. queries[math.random(#queries)], { Accept = "application/sparql-results+json" })
end
"""


@dataclass(frozen=True)
class Load:
    """What wrk saw: requests a second, latencies in milliseconds, answers that were none."""

    per_second: float
    p50: float
    p99: float
    errors: int


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--soak", type=int, default=50_000)
    parser.add_argument("--only", help="names of servers, with commas")
    args = parser.parse_args()
    found: dict[str, object] = {
        "machine": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    }
    with tempfile.TemporaryDirectory() as folder:
        build, subjects = make_graph(Path(folder), args.triples)
        found["triples"] = len(ox.Store.read_only(str(build / "store")))
        queries = Path(folder) / "queries.txt"
        queries.write_text("\n".join(urllib.parse.quote(f"SELECT ?p ?o {{ {s} ?p ?o }}") for s in subjects))
        for name, start in SERVERS.items():
            if args.only and name not in args.only.split(","):
                continue
            with start(build) as (address, process):
                row: dict[str, object] = {}
                for connections in (1, 20):
                    row[f"{connections} clients"] = asdict(load(address, queries, connections, args.seconds))
                row["20 clients beside cross joins"] = asdict(beside_cross_joins(address, queries, args.seconds))
                row["alive after it"] = alive(address)
                if name == "kg serve":
                    row["soak"] = soak(address, queries, args.soak, process)
                found[name] = row
                print(name, json.dumps(row), flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "endpoint.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def make_graph(folder: Path, wanted: int) -> tuple[Path, list[str]]:
    """Make a build of so many triples; returns its folder and things that can be asked for."""
    build = folder / "build"
    subprocess.run([sys.executable, "-m", "kg", "build", ROOT / "sources", "-o", build, "-q"], check=True, cwd=ROOT)
    triples = [str(quad) for quad in ox.Store.read_only(str(build / "store"))]
    large = folder / "large"
    large.mkdir()
    subjects: dict[str, None] = {}
    with (large / "graph.nt").open("w", encoding="utf-8") as out:
        written, copy = 0, 0
        while written < wanted:
            for triple in triples:
                line = triple
                if copy:
                    for prefix in COPIED:
                        line = line.replace(prefix, f"{prefix}{copy}-")
                    if line == triple:
                        continue
                out.write(f"{line} .\n")
                written += 1
                subject = line.partition(" ")[0]
                if subject.startswith(COPIED[0]) and len(subjects) < 20_000:
                    subjects[subject] = None
            copy += 1
    store = ox.Store(str(large / "store"))
    store.bulk_load(path=str(large / "graph.nt"), format=ox.RdfFormat.N_TRIPLES)
    store.optimize()
    del store
    shutil.copy(large / "graph.nt", large / "graph.ttl")
    shutil.copy(build / "report.json", large / "report.json")
    return large, list(subjects)


# ---- servers ------------------------------------------------------------------------------------------------------


@contextmanager
def ours(build: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    command = [sys.executable, "-m", "kg", "serve", "-C", str(build), "--port", str(port), "--timeout", "5", "-q"]
    with running(command, f"http://127.0.0.1:{port}/sparql") as process:
        yield f"http://127.0.0.1:{port}/sparql", process


@contextmanager
def oxigraph(build: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}") or "oxigraph"
    command = [program, "serve-read-only", "--location", str(build / "store"), "--bind", f"127.0.0.1:{port}"]
    command += ["--timeout-s", "5"]
    with running(command, f"http://127.0.0.1:{port}/query") as process:
        yield f"http://127.0.0.1:{port}/query", process


@contextmanager
def rdflib_endpoint(build: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    code = (
        "import sys, rdflib, uvicorn; from rdflib_endpoint import SparqlEndpoint; "
        "g = rdflib.Dataset(default_union=True); g.parse(sys.argv[1], format='nt'); "
        "uvicorn.run(SparqlEndpoint(graph=g, path='/sparql'), port=int(sys.argv[2]), log_level='error')"
    )
    command = [sys.executable, "-c", code, str(build / "graph.nt"), str(port)]
    with running(command, f"http://127.0.0.1:{port}/sparql", seconds=900) as process:
        yield f"http://127.0.0.1:{port}/sparql", process


SERVERS = {"oxigraph serve-read-only": oxigraph, "kg serve": ours, "rdflib-endpoint": rdflib_endpoint}


@contextmanager
def running(command: list[str], address: str, seconds: float = 120) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        end = time.monotonic() + seconds
        while not alive(address):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[0]} did not start")
            time.sleep(0.3)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


# ---- loads --------------------------------------------------------------------------------------------------------


def load(address: str, queries: Path, connections: int, seconds: int) -> Load:
    """Put a load on a server with wrk."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        path = urllib.parse.urlsplit(address).path
        script.write(SCRIPT % (queries, f"{path}?query="))
        script.flush()
        command = [
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{seconds}s",
            "--latency",
            "--timeout",
            "30s",
            "-s",
            script.name,
        ]
        done = subprocess.run([*command, address], capture_output=True, text=True, check=False)
    if done.returncode:
        # a server that no longer takes connections
        return Load(0.0, math.inf, math.inf, 1)
    text = done.stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    errors = [int(n) for n in re.findall(r"(?:connect|read|write|timeout|responses:?) (\d+)", text)]
    return Load(float(rate[1]) if rate else 0.0, latency(text, "50%"), latency(text, "99%"), sum(errors))


def latency(text: str, percentile: str) -> float:
    """Return a latency in milliseconds."""
    match = re.search(rf"{percentile}\s+([\d.]+)(us|ms|s|m)\b", text)
    if match is None:
        return math.nan
    return round(float(match[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}[match[2]], 3)


def beside_cross_joins(address: str, queries: Path, seconds: int) -> Load:
    """The load of twenty clients while eight others send cross joins."""
    over = threading.Event()
    attackers = [threading.Thread(target=_attack, args=(address, over), daemon=True) for _ in range(8)]
    for attacker in attackers:
        attacker.start()
    time.sleep(1)
    try:
        return load(address, queries, 20, seconds)
    finally:
        over.set()


def _attack(address: str, over: threading.Event) -> None:
    while not over.is_set():
        with suppress(OSError, urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}?query={urllib.parse.quote(CROSS)}", timeout=30).read()


def alive(address: str) -> bool:
    """Whether a server answers a small query within five seconds."""
    with suppress(OSError, urllib.error.HTTPError):
        return bool(urllib.request.urlopen(f"{address}?query={urllib.parse.quote('ASK {}')}", timeout=5).status == 200)
    return False


def soak(address: str, queries: Path, requests: int, process: subprocess.Popen[bytes]) -> dict[str, object]:
    """So many requests in a row, in ten parts; memory and processes of the server after each part."""
    memory, done = [], 0
    while done < requests:
        result = load(address, queries, 20, 5)
        done += int(result.per_second * 5)
        memory.append(_tree_megabytes(process.pid))
    return {"requests": done, "megabytes": memory, "descriptors": len(list(Path(f"/proc/{process.pid}/fd").iterdir()))}


def _tree_megabytes(pid: int) -> float:
    """Memory of the process that serves; those of its workers come and go."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return round(int(line.split()[1]) / 1000, 1)
    return 0.0


if __name__ == "__main__":
    main()
