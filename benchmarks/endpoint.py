"""Endpoints side by side: ours, Oxigraph's own server and rdflib-endpoint, on one graph, with the same load (wrk).

    python benchmarks/endpoint.py [--short] [--triples 1000000] [--seconds 7] [--soak 50000] [--only NAME,NAME]

The graph is that of sources/, told again under other names until it has so many triples. Asked is: all that is said of
one of many events (``lookup``), and two named queries about one of many persons (``visits``, ``invitations``), by one
and by twenty clients. A comment makes each text another, so that no cache answers; ``lookup repeated`` asks 500 texts again and again.
Then eight connections send cross joins while twenty look things up; and one soak of our server counts what a long run
leaves behind. Prints a table and writes benchmarks/results/endpoint.json; on a quiet machine it takes 8 minutes.

Oxigraph starts a thread for each query when it has a time limit (--timeout-s), which sleeps until that is over. Under
many small queries it runs out of threads and aborts, so it is measured without the limit, and once with it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
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
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.query.named import find_query
from kg.query.run import bound
from kg.vocab import Names

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results"
BASE = "https://w3id.org/gaiko/id/"
COPIED = tuple(f"<{BASE}{kind}/" for kind in ("event", "claim", "mention", "article"))
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LIMIT_SECONDS = 5
NAMED = {"visits": "person", "invitations": "inviter"}
PERSONS = 40
REPEATED = 500
#: A comment behind the query, %d times another.
SCRIPT = """
local queries, turn = {}, 0
for line in io.lines("%s") do queries[#queries + 1] = line end
math.randomseed(%d)
local headers = { Accept = "application/sparql-results+json", ["Content-Type"] = "application/x-www-form-urlencoded" }
request = function()
  turn = turn + 1
  local query = queries[math.random(#queries)]
  if %s then query = query .. "%%0A%%23" .. %d .. "." .. turn end
  return wrk.format("POST", nil, headers, "query=" .. query)
end
"""


@dataclass(frozen=True)
class Load:
    """What wrk saw: requests, those a second, latencies in milliseconds, answers that were none.

    ``cpu`` is the time in milliseconds that the processes of the server spent for a request.
    """

    requests: int
    per_second: float
    p50: float | None
    p99: float | None
    errors: int
    cpu: float | None


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=7, help="seconds of each load")
    parser.add_argument("--soak", type=int, default=50_000, help="requests of the soak")
    parser.add_argument("--only", help="names of servers, with commas")
    parser.add_argument("--short", action="store_true", help="try it out: a small graph, short loads, nothing written")
    args = parser.parse_args()
    if args.short:
        args.triples, args.seconds, args.soak = 100_000, 2, 3_000
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        build, subjects = make_graph(Path(folder), args.triples)
        texts = write_queries(build, Path(folder), subjects)
        found: dict[str, object] = {
            "machine": machine(),
            "triples": len(ox.Store.read_only(str(build / "store"))),
            "seconds": args.seconds,
        }
        for name, start in SERVERS.items():
            if args.only and name not in args.only.split(","):
                continue
            with start(build) as (address, process):
                found[name] = measure(name, address, process, texts, args.seconds, args.soak)
    found["minutes"] = round((time.monotonic() - began) / 60, 1)
    if not args.short:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "endpoint.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: value for key, value in found.items() if key not in SERVERS}))


def measure(
    name: str, address: str, process: subprocess.Popen[bytes], texts: dict[str, Path], seconds: int, requests: int
) -> dict[str, object]:
    """Put every load on one server."""
    settle(process.pid)
    row: dict[str, object] = {}

    def note(what: str, seen: Load) -> None:
        row[what] = asdict(seen)
        say(name, what, seen)

    load(address, texts["lookup"], 4, 1, process)
    kinds = texts if name != LIMITED else {"lookup": texts["lookup"]}
    for connections in (1, 20):
        for what, path in kinds.items():
            seen = load(address, path, connections, seconds, process, vary=what != "lookup repeated")
            note(f"{what}, {connections} clients", seen)
    if name == OURS:
        row["soak"] = soak(address, texts["lookup"], requests, process)
        print(f"{name:28} soak {json.dumps(row['soak'])}", flush=True)
    beside, statuses, late = beside_cross_joins(address, texts["lookup"], seconds, process)
    note("lookup, 20 clients beside 8 of cross joins", beside)
    row["answers to cross joins"], row["seconds over the limit"] = statuses, late
    row["alive after it"] = alive(address)
    print(f"{name:28} cross joins {statuses}, {late} s over the limit, alive: {row['alive after it']}", flush=True)
    return row


def say(name: str, what: str, seen: Load) -> None:
    numbers = (f"{'-' if value is None else value:>9}" for value in (seen.p50, seen.p99, seen.per_second, seen.cpu))
    print(f"{name:28} {what:44} p50/p99 ms, 1/s, CPU ms: {' '.join(numbers)}  errors {seen.errors}", flush=True)


def machine() -> str:
    """Return what this was measured on."""
    model = ""
    with suppress(OSError):
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
        model = found[1] if found else ""
    busy = os.getloadavg()[0]
    return f"{model or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {busy:.1f} before"


def write_queries(build: Path, folder: Path, subjects: list[str]) -> dict[str, Path]:
    """Write the texts of each kind of query, percent-encoded, one a line."""
    store, names = ox.Store.read_only(str(build / "store")), Names()
    texts = {"lookup": [f"SELECT ?p ?o {{ {subject} ?p ?o }}" for subject in subjects]}
    # as often asked again as to show what a cache of answers does
    texts["lookup repeated"] = texts["lookup"][:REPEATED]
    rows = store.query("SELECT DISTINCT ?p { ?e gaiko:visitor ?p }", prefixes=names.prefixes())
    assert isinstance(rows, ox.QuerySolutions)
    persons = sorted({row["p"].value for row in rows})
    random.Random(7).shuffle(persons)
    for name, param in NAMED.items():
        query = find_query(name)
        texts[name] = [bound(store, query, {param: person}, names)[0] for person in persons[:PERSONS]]
    paths = {}
    for name, several in texts.items():
        paths[name] = folder / f"{name}.txt"
        paths[name].write_text("\n".join(map(urllib.parse.quote, several)), encoding="ascii")
    return paths


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
    command = [sys.executable, "-m", "kg", "serve", "-C", str(build), "--port", str(port), "-q"]
    command += ["--timeout", str(LIMIT_SECONDS)]
    with running(command, f"http://127.0.0.1:{port}/sparql") as process:
        yield f"http://127.0.0.1:{port}/sparql", process


def oxigraph(build: Path, *options: str) -> AbstractContextManager[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}") or "oxigraph"
    command = [program, "serve-read-only", "--location", str(build / "store"), "--bind", f"127.0.0.1:{port}", *options]
    return started(command, f"http://127.0.0.1:{port}/query")


def limited_oxigraph(build: Path) -> AbstractContextManager[tuple[str, subprocess.Popen[bytes]]]:
    return oxigraph(build, "--timeout-s", str(LIMIT_SECONDS))


@contextmanager
def started(command: list[str], address: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with running(command, address) as process:
        yield address, process


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


Start = Callable[[Path], AbstractContextManager[tuple[str, subprocess.Popen[bytes]]]]
OURS, LIMITED = "kg serve", "oxigraph --timeout-s"
SERVERS: dict[str, Start] = {
    "oxigraph": oxigraph,
    OURS: ours,
    LIMITED: limited_oxigraph,
    "rdflib-endpoint": rdflib_endpoint,
}


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


def load(
    address: str,
    queries: Path,
    connections: int,
    seconds: int,
    process: subprocess.Popen[bytes],
    *,
    vary: bool = True,
) -> Load:
    """Put a load on a server with wrk."""
    seed = random.SystemRandom().randrange(1 << 30)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % (queries, seed, "true" if vary else "false", seed))
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
        before = cpu(process.pid)
        done = subprocess.run([*command, "-s", script.name, address], capture_output=True, text=True, check=False)
        spent = cpu(process.pid) - before
    counted = re.search(r"(\d+) requests in", done.stdout)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if done.returncode or counted is None or rate is None or counted[1] == "0":
        # a server that no longer takes connections, or answers none of them in this time
        return Load(0, 0.0, None, None, connections, None)
    errors = [int(n) for n in re.findall(r"(?:connect|read|write|timeout|responses:?) (\d+)", done.stdout)]
    requests = int(counted[1])
    used = round(spent * 1000 / requests, 3) if requests and spent > 0 else None
    text = done.stdout
    return Load(requests, float(rate[1]), latency(text, "50%"), latency(text, "99%"), sum(errors), used)


def latency(text: str, percentile: str) -> float | None:
    """Return a latency in milliseconds."""
    match = re.search(rf"{percentile}\s+([\d.]+)(us|ms|s|m)\b", text)
    if match is None:
        return None
    return round(float(match[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}[match[2]], 3)


def beside_cross_joins(
    address: str, queries: Path, seconds: int, process: subprocess.Popen[bytes]
) -> tuple[Load, dict[str, int], float | None]:
    """The load of twenty clients while eight others send cross joins; what these were answered, and how late."""
    over = threading.Event()
    seen: list[tuple[str, float]] = []
    attackers = [threading.Thread(target=_attack, args=(address, over, seen), daemon=True) for _ in range(8)]
    for attacker in attackers:
        attacker.start()
    time.sleep(1)
    try:
        result = load(address, queries, 20, max(seconds, 2 * LIMIT_SECONDS), process)
    finally:
        over.set()
    times = [took for status, took in seen if status == "504"]
    return result, dict(Counter(status for status, _ in seen)), round(max(times) - LIMIT_SECONDS, 2) if times else None


def _attack(address: str, over: threading.Event, seen: list[tuple[str, float]]) -> None:
    while not over.is_set():
        began = time.monotonic()
        try:
            urllib.request.urlopen(f"{address}?query={urllib.parse.quote(CROSS)}", timeout=30).read()
            status = "200"
        except urllib.error.HTTPError as error:
            status = str(error.code)
        except OSError as error:
            status = type(error).__name__
            time.sleep(0.1)
        seen.append((status, time.monotonic() - began))


def alive(address: str) -> bool:
    """Whether a server answers a small query within five seconds."""
    with suppress(OSError, urllib.error.HTTPError):
        return bool(urllib.request.urlopen(f"{address}?query={urllib.parse.quote('ASK {}')}", timeout=5).status == 200)
    return False


def soak(address: str, queries: Path, requests: int, process: subprocess.Popen[bytes]) -> dict[str, object]:
    """So many requests by twenty clients; memory of server and workers, and descriptors, before, after each part, after."""
    states, done, errors = [state(process.pid)], 0, 0
    began = time.monotonic()
    while done < requests:
        seen = load(address, queries, 20, 3, process)
        done, errors = done + seen.requests, errors + seen.errors
        states.append({"requests": done, **state(process.pid)})
        if not seen.requests:
            break
    time.sleep(1)
    states.append(state(process.pid))
    return {"requests": done, "errors": errors, "seconds": round(time.monotonic() - began), "states": states}


# ---- processes ----------------------------------------------------------------------------------------------------


def state(pid: int) -> dict[str, float]:
    """Memory in megabytes of a process and of those it started, and its open descriptors."""
    return {
        "server": megabytes(pid),
        "workers": round(sum(map(megabytes, children(pid))), 1),
        "descriptors": len(list(Path(f"/proc/{pid}/fd").iterdir())),
    }


def megabytes(pid: int) -> float:
    """Memory of one process that is its own."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon"):
                return round(int(line.split()[1]) / 1000, 1)
    return 0.0


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def cpu(pid: int) -> float:
    """Seconds that a process and those it started have computed, with those that have ended."""
    spent = 0.0
    for one in (pid, *children(pid)):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            spent += sum(map(int, fields[11:15] if one == pid else fields[11:13]))
    return spent / os.sysconf("SC_CLK_TCK")


def settle(pid: int, most: float = 60) -> None:
    """Wait until a server has done what it does once after its start."""
    end = time.monotonic() + most
    time.sleep(6)
    last = cpu(pid)
    while time.monotonic() < end:
        time.sleep(1)
        now = cpu(pid)
        if now - last < 0.05:
            return
        last = now


if __name__ == "__main__":
    main()
