"""A cluster gives the bytes of one process, also when it loses a worker; who cannot be trusted to do so is refused."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.archive import write
from kg.building import build
from kg.cache import fingerprint_of
from kg.cluster import CHUNK, check_address, cluster
from kg.errors import BuildError
from kg.model.article import Article
from kg.pipeline import Tools, load_tools
from kg.shelf import Analysed
from tests.scale.labour import many, obeying_shard
from tests.scale.test_workers import ids, no_graph, same

pytest.importorskip("distributed")
__all__ = ["no_graph"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:8786",
        "tcp://127.0.0.1",
        "http://127.0.0.1:8786",
        "tcp://:8786",
        "tcp://a:b",
        "tcp://u@a:1",
        "tcp://a:1/x",
    ],
)
def test_addresses_are_checked(address: str) -> None:
    with pytest.raises(BuildError, match="not the address of a scheduler"):
        check_address(address)


def test_other_addresses_are_taken() -> None:
    for address in ("tcp://127.0.0.1:8786", "tls://scheduler.example:8786", "tcp://[::1]:8786"):
        check_address(address)


@dataclass
class Cluster:
    """A scheduler and its workers, as processes."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def dask(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A scheduler and two workers of one thread each, with nannies that replace them where the parameter says so."""
    nanny = "--nanny" if getattr(request, "param", False) else "--no-nanny"
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    own = {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with contextlib.ExitStack() as stack:
        log = stack.enter_context((tmp_path / "log").open("wb"))

        def start(*words: str) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
                stdout=log,
                stderr=log,
                cwd=tmp_path,
                env={**os.environ, **own},
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        worker = (
            "dask_worker",
            address,
            "--nthreads",
            "1",
            nanny,
            "--no-dashboard",
            "--local-directory",
            str(tmp_path),
        )
        workers = [start(*worker) for _ in range(2)]
        wait_for(tmp_path / "log", b"Registered to", 2)
        yield Cluster(address, scheduler, workers)


def wait_for(log: Path, words: bytes, count: int) -> None:
    for _ in range(1200):
        if log.read_bytes().count(words) >= count:
            return
        time.sleep(0.1)
    pytest.fail(log.read_text())


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.mark.slow
@pytest.mark.usefixtures("no_graph")
def test_the_bytes_are_those_of_one_process(dask: Cluster, tools: Tools, tmp_path: Path) -> None:
    write(8 * CHUNK, tmp_path / "news.jsonl", registry=tools.registry)
    build([tmp_path / "news.jsonl"], tmp_path / "one", tools)
    drawn: list[int] = []

    with cluster(dask.address, fingerprint_of(tools)) as analyser:

        def losing(articles: Iterable[Article]) -> Iterator[Analysed]:
            """Analyse on the cluster, and kill a worker in the middle."""

            def drawing() -> Iterator[Article]:
                for n, one in enumerate(articles):
                    drawn.append(n)
                    yield one

            for n, row in enumerate(analyser(drawing())):
                assert len(drawn) <= n + 6 * CHUNK  # a window, whatever the size
                if n == 3 * CHUNK:
                    dask.workers[0].send_signal(signal.SIGKILL)
                yield row

        report = build([tmp_path / "news.jsonl"], tmp_path / "two", tools, analyser=losing)
    assert dask.workers[0].wait(10) == -signal.SIGKILL and dask.workers[1].poll() is None
    assert report.run.analysed == 8 * CHUNK and not report.failed
    assert same(tmp_path / "one", tmp_path / "two")


@pytest.mark.slow
def test_who_has_other_rules_is_refused(dask: Cluster, tools: Tools) -> None:
    with pytest.raises(BuildError, match="has other rules than this build"), cluster(dask.address, "other"):
        pass
    with cluster(dask.address, fingerprint_of(tools)) as analyser:
        assert [row.article for row in analyser([Article("a", "t", "text")])] == ["a"]


@pytest.mark.slow
def test_a_cluster_that_is_lost_is_an_error(dask: Cluster, tools: Tools) -> None:
    many = [
        Article(f"a{n}", "t", "日本の岩屋毅外相は2025年3月3日、東京でロシアのラブロフ外相と会談した。")
        for n in range(40 * CHUNK)
    ]
    with cluster(dask.address, fingerprint_of(tools)) as analyser:
        answers = analyser(many)
        next(answers)
        dask.scheduler.kill()
        with pytest.raises(BuildError, match="was lost"):
            list(answers)


@pytest.mark.slow
@pytest.mark.parametrize("dask", [True], indirect=True)
def test_an_article_that_ends_workers_costs_no_other(
    dask: Cluster, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.cluster.shard", obeying_shard)
    with cluster(dask.address, fingerprint_of(tools)) as analyser:
        rows = ids(analyser(many(2 * CHUNK, a7="end")))
    assert len(rows) == 2 * CHUNK
    assert [name for name, row in rows.items() if row.cause] == ["a7"]


def test_nobody_there() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        with (
            pytest.raises(BuildError, match="no Dask scheduler answers"),
            cluster(f"tcp://127.0.0.1:{one.getsockname()[1]}", "", seconds=1),
        ):
            pass
