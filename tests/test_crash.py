"""Whatever happens to a build, its folder holds the old build or the new one, whole."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.folder import locate
from kg.folder import writing as holding
from kg.fusion.decisions import Decisions, beside
from kg.model.decision import decision

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

ONE = "日ロ外相が会談\n日本の岩屋毅外相は2025年3月3日、東京でロシアのラブロフ外相と会談した。"
TWO = "韓国大統領が訪米へ\n韓国の文在寅大統領は4日、米国を訪問する。"
FILES = ("graph.ttl", "graph.nq", "facts.jsonl", "network.html", "cache/accounts.tsv", "cache/articles.jsonl")
#: Moments at which a build is killed, in every run of the tests and in the thorough one.
MOMENTS, MANY_MOMENTS = 30, 200
#: The least number of changes on disk that a build makes, each of which is a moment of the thorough test.
CHANGES = 25

Answer = dict[str, Any]


class Builder:
    """Builds in children that may be killed."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self._running = running

    def __call__(
        self,
        out: Path,
        *paths: Path,
        add: bool = False,
        kill_after: float | None = None,
        kill_at: int | None = None,
        largest_file: int | None = None,
    ) -> Answer:
        assert self._running.stdin is not None
        assert self._running.stdout is not None
        request = {
            "paths": list(map(str, paths)),
            "out": str(out),
            "add": add,
            "kill_after": kill_after,
            "kill_at": kill_at,
            "largest_file": largest_file,
        }
        self._running.stdin.write(json.dumps(request) + "\n")
        self._running.stdin.flush()
        answer: Answer = json.loads(self._running.stdout.readline())
        return answer


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    command = [sys.executable, "-m", "tests.forked"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        yield Builder(running)
        assert running.stdin is not None
        running.stdin.close()


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    (folder / "one.txt").write_text(ONE, "utf-8")
    (folder / "two.txt").write_text(TWO, "utf-8")
    return folder


def digest(build: Path) -> str:
    """Return the SHA-256 of all that a build says: its files, and the triples of its store."""
    found = hashlib.sha256()
    for name in FILES:
        found.update((build / name).read_bytes())
    store = ox.Store.read_only(str(build / "store"))
    for line in sorted(map(str, store)):
        found.update(line.encode())
    del store
    found.update(str(sorted(json.loads((build / "report.json").read_text("utf-8"))["read"].items())).encode())
    return found.hexdigest()


class TwoStates:
    """A build that goes back and forth between two states and is killed on the way."""

    def __init__(self, builder: Builder, news: Path, place: Path) -> None:
        self._builder, self._place, self.out = builder, place, place / "build"
        self._small, self._large = [news / "one.txt"], [news / "one.txt", news / "two.txt"]
        self._wanted: dict[str, list[Path]] = {}
        for paths in (self._small, self._large):
            answer = builder(self.out, *paths)
            assert answer["error"] == ""
            self._wanted[digest(self.out)] = paths
        assert len(self._wanted) == 2
        self.seconds, self.changes = answer["seconds"], answer["changes"]
        self._state = digest(self.out)
        self.old = self.new = 0
        verdict = decision("entity", "person:x-1", "person:x-2", "different", "person")
        self._decided = Decisions.load(beside(self.out)).answering(verdict)
        self._decided.save(beside(self.out))

    def kill(self, *, after: float | None = None, at: int | None = None) -> Answer:
        """Kill a build of the other state and see that the old or the new one stands there, and what persons said."""
        goal = self._small if self._wanted[self._state] == self._large else self._large
        answer = self._builder(self.out, *goal, kill_after=after, kill_at=at)
        left = digest(locate(self.out))
        assert left in self._wanted, f"a mixture: {answer}"
        if answer["status"] == 0:
            assert left != self._state
        self.old, self.new = self.old + (left == self._state), self.new + (left != self._state)
        self._state = left
        assert Decisions.load(beside(self.out)).of_persons == self._decided.of_persons
        return answer

    def end(self) -> None:
        """See that a build goes through after all and leaves nothing behind."""
        assert self._builder(self.out, *self._large)["error"] == ""
        assert self._wanted[digest(self.out)] == self._large
        assert {path.name for path in self._place.iterdir()} == {"build", beside(self.out).name}


def test_a_kill_at_any_moment_leaves_the_old_build_or_the_new(builder: Builder, news: Path, tmp_path: Path) -> None:
    states = TwoStates(builder, news, tmp_path)
    pick = random.Random(20250713)
    for _ in range(MOMENTS):
        states.kill(after=pick.uniform(0, states.seconds * 1.1))
    states.end()
    assert states.old > 0
    assert states.old + states.new == MOMENTS


@pytest.mark.slow
def test_a_kill_before_each_change_on_disk_and_at_many_more_moments(
    builder: Builder, news: Path, tmp_path: Path
) -> None:
    states = TwoStates(builder, news, tmp_path)
    assert states.changes >= CHANGES
    for change in range(1, states.changes + 1):
        # Each build also clears away what the one before left behind, so that it makes more changes than an easy one.
        assert states.kill(at=change)["status"] == signal.SIGKILL
    assert states.old > 0
    assert states.new > 0
    pick = random.Random(20250713)
    while states.old + states.new < MANY_MOMENTS:
        states.kill(after=pick.uniform(0, states.seconds * 1.1))
    states.end()


def test_a_killed_first_build_leaves_none(builder: Builder, news: Path, tmp_path: Path) -> None:
    assert builder(tmp_path / "build", news, kill_after=0.1)["status"] != 0
    assert not (tmp_path / "build").exists()
    assert builder(tmp_path / "build", news)["error"] == ""
    assert {path.name for path in tmp_path.iterdir()} == {"build"}


def test_a_second_build_into_the_same_folder_says_so_and_stops(builder: Builder, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    assert builder(out, news / "one.txt")["error"] == ""
    before = digest(out)
    command = [sys.executable, "-m", "kg", "build", str(news), "-o", str(out)]
    with holding(out):
        second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == f"Error: {out}: another build is writing here; wait for it\n"
    assert digest(out) == before


@pytest.mark.parametrize("largest_file", [0, 20_000, 300_000])
def test_a_disk_without_room_is_named_and_the_old_build_stays(
    builder: Builder, news: Path, tmp_path: Path, largest_file: int
) -> None:
    out = tmp_path / "build"
    assert builder(out, news / "one.txt")["error"] == ""
    before = digest(out)
    error = builder(out, news, largest_file=largest_file)["error"]
    assert error.startswith(f"BuildError 1 {out}: cannot be written: ")
    assert os.strerror(errno.EFBIG) in error  # what a limit on files gives in the place of ENOSPC
    assert error.endswith("what was there is as it was")
    assert digest(out) == before
    assert {path.name for path in tmp_path.iterdir()} == {"build"}
