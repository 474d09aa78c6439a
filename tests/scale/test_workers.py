"""Several processes give the bytes of one; whatever happens to one of them costs no more than an article."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.archive import write
from kg import building
from kg.building import Written, build
from kg.errors import BuildError
from kg.model.article import Article
from kg.pipeline import Tools, load_tools
from kg.shelf import Analysed
from kg.workers import CHUNK, processes
from tests.scale.labour import broken, many, obey, sulk

LINUX = sys.platform.startswith("linux")


def ids(found: Iterator[Analysed]) -> dict[str, Analysed]:
    rows = list(found)
    assert len({row.article for row in rows}) == len(rows)
    return {row.article: row for row in rows}


def alive(pid: int) -> bool:
    """Whether a process runs; what has ended and waits for its parent does not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    return False


def gone(pids: list[int], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(alive, pids))


def test_each_article_is_answered_once_by_several_processes() -> None:
    drawn: list[int] = []

    def source() -> Iterator[Article]:
        for n, one in enumerate(many(40 * CHUNK)):
            drawn.append(n)
            yield one

    with processes(2, prepare=obey) as analyse:
        answers = analyse(source())
        first = next(answers)
        assert len(drawn) <= 3 * CHUNK  # the others are not in memory yet
        rows = ids(answers)
        pids = {int(row.account) for row in rows.values()}
        assert not LINUX or gone([*pids])  # as soon as there is nothing more to do
        assert [row.article for row in analyse(many(1))] == ["a0"]
    assert {*rows, first.article} == {f"a{n}" for n in range(40 * CHUNK)}
    assert len(pids) == 2 and os.getpid() not in pids


def test_nothing_to_do_starts_nothing() -> None:
    with processes(2, prepare=broken) as analyse:
        assert list(analyse([])) == []


def test_processes_that_started_early_work_like_others() -> None:
    with processes(2, prepare=obey, early=True) as analyse:
        rows = ids(analyse(many(40, a5="end")))
    assert len(rows) == 40 and [name for name, row in rows.items() if row.cause] == ["a5"]
    with pytest.raises(BuildError, match="does not start"), processes(2, prepare=broken, early=True) as analyse:
        list(analyse(many(3)))


def test_who_ends_costs_one_article(tmp_path: Path) -> None:
    marker = tmp_path / "was here"
    with processes(2, seconds=60, prepare=obey) as analyse:
        rows = ids(analyse(iter(many(60, a5="end", a33="exit", a50=f"once {marker}"))))
    assert {name: row.cause for name, row in rows.items() if row.cause} == {
        "a5": "its process ended (signal 9), and again when it was tried alone",
        "a33": "its process ended (exit code 3), and again when it was tried alone",
    }
    assert len(rows) == 60 and marker.exists()


def test_who_takes_too_long_costs_one_article() -> None:
    with processes(2, seconds=2, prepare=obey) as analyse:
        rows = ids(analyse(iter(many(40, a7="hang", a21="busy"))))
    cause = "not done after 2 s, and again when it was tried alone"
    assert {name: row.cause for name, row in rows.items() if row.cause} == {"a7": cause, "a21": cause}
    assert len(rows) == 40


def test_processes_that_do_not_start_are_an_error() -> None:
    with pytest.raises(BuildError, match=r"does not start.*exit code 7"), processes(2, prepare=broken) as analyse:
        list(analyse(many(3)))


def test_processes_end_with_whoever_stops_early() -> None:
    with pytest.raises(KeyboardInterrupt), processes(2, prepare=obey) as analyse:
        pids = [int(next(answers).account) for answers in [analyse(many(50))] for _ in range(20)]
        raise KeyboardInterrupt
    assert not LINUX or gone(pids)


PROGRAM = """
import os, sys
from tests.scale.labour import many, obey
from kg.workers import processes
if __name__ == "__main__":
    with processes(2, prepare=obey) as analyse:
        for row in analyse(many(40, a10="busy", a20="busy")):
            print(row.account, flush=True)
"""


@pytest.mark.skipif(not LINUX, reason="asks /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_its_parent(how: signal.Signals, tmp_path: Path) -> None:
    """Killed or interrupted, while both processes are in an expression that lets nobody else run."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    with subprocess.Popen(
        [sys.executable, program],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        pids = {int(process.stdout.readline()) for _ in range(14)}
        while len(pids) < 2:
            pids.add(int(process.stdout.readline()))
        (os.killpg if how is signal.SIGINT else os.kill)(process.pid, how)  # Ctrl+C goes to all of them
        process.wait(30)
    assert gone([*pids])


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.fixture
def no_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the graph out: it is made of what stands on the shelf, whoever put it there."""
    nothing = Written({"events": 0, "claims": 0, "triples": 0}, ())
    monkeypatch.setattr(building, "write_graph", lambda *_: nothing)


def contents(folder: Path) -> dict[str, bytes]:
    """What a build holds, but for its store and what differs between two runs by definition."""
    found = {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    report = found.pop("report.json").partition(b'"run": {')[0]
    assert found and len(found["facts.jsonl"]) > 10_000
    return {"report": report, **{name: data for name, data in found.items() if not name.startswith("store/")}}


def same(one: Path, other: Path) -> bool:
    return contents(one) == contents(other)


@pytest.mark.usefixtures("no_graph")
def test_the_bytes_are_those_of_one_process(tmp_path: Path, tools: Tools) -> None:
    write(40, tmp_path / "news.jsonl", registry=tools.registry)
    build([tmp_path / "news.jsonl"], tmp_path / "one", tools)
    with processes(2) as analyser:
        report = build([tmp_path / "news.jsonl"], tmp_path / "two", tools, analyser=analyser)
    assert report.run.analysed == 40 and not report.failed
    assert same(tmp_path / "one", tmp_path / "two")


@pytest.mark.usefixtures("no_graph")
def test_a_lost_article_is_a_failure_of_the_build(tmp_path: Path, tools: Tools) -> None:
    write(20, tmp_path / "news.jsonl", registry=tools.registry)
    with processes(2, prepare=sulk) as analyser:
        report = build([tmp_path / "news.jsonl"], tmp_path / "build", tools, analyser=analyser)
    assert [failure.stage for failure in report.failed] == ["analyse"]
    assert report.exit_code == 1 and report.run.analysed == 19
