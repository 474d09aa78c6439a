"""Work in a process of its own gives what it gives here, whatever becomes of the process."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from benchmarks.archive import write
from kg import building
from kg.aside import aside
from kg.building import build
from kg.errors import BuildError
from kg.export.part import MOST_FACTS
from kg.graph.blocks import Blocks
from kg.graph.ontology import Ontology
from kg.graph.validate import Unsound, Violation, unsound
from kg.pipeline import load_tools
from kg.products import make_products
from kg.twin import twin
from tests.scale.labour import double
from tests.scale.test_workers import same


@pytest.mark.parametrize("process", [True, False])
def test_work_comes_back_and_so_does_what_goes_wrong(process: bool) -> None:
    with aside(double, process=process) as work:
        work.begin(21)
        assert work.result() == 42
        work.begin(-1)
        with pytest.raises(BuildError, match="no such number"):
            work.result()
        work.begin(4)
        assert work.result() == 8


def test_what_a_lost_process_was_at_is_done_here(tmp_path: Path) -> None:
    with aside(double, process=True) as work:
        work.begin(21, tmp_path / "marker")
        assert work.result() == 42
        assert (tmp_path / "marker").exists()
        work.begin(4)
        assert work.result() == 8


@pytest.mark.parametrize("process", [True, False])
def test_a_copy_knows_what_its_original_knows(process: bool) -> None:
    known = {"number": 21}
    with twin(lambda: double(known["number"]), process=process) as result:
        assert result() == 42
    with twin(lambda: double(-known["number"]), process=process) as result, pytest.raises(BuildError, match="no such"):
        result()


@pytest.mark.skipif(sys.platform != "linux", reason="there are no copies elsewhere")
def test_what_a_lost_copy_was_at_is_done_here(tmp_path: Path) -> None:
    with twin(lambda: double(21, tmp_path / "marker"), process=True) as result:
        while not (tmp_path / "marker").exists():
            time.sleep(0.01)
        assert result() == 42


def test_builds_of_one_and_two_processes_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the check leaves something out, after the other process began with what had it."""
    tools = load_tools()
    write(10, tmp_path / "news.jsonl", registry=tools.registry)

    def strict(blocks: Blocks, ontology: Ontology) -> Unsound:
        assert unsound(blocks, ontology) == ([], frozenset())
        meetings = [b.subject for b in blocks if b.subject.startswith(f"<{ontology.names.namespace('event')}")]
        violations = [Violation(meeting[1:-1], "", "left out by the test") for meeting in meetings[:2]]
        return Unsound(violations, frozenset(meetings[:2]))

    for checking, folder in ((unsound, tmp_path / "all"), (strict, tmp_path / "some")):
        monkeypatch.setattr(building, "unsound", checking)
        reports = [
            build([tmp_path / "news.jsonl"], folder / name, tools, workers=workers)
            for name, workers in (("one", 1), ("two", 2))
        ]
        assert same(folder / "one", folder / "two")
        assert reports[0].graph == reports[1].graph
    assert not same(tmp_path / "all" / "one", tmp_path / "some" / "two")
    page = (tmp_path / "some" / "one" / "network.html").read_bytes()
    make_products(tmp_path / "some" / "one", MOST_FACTS + 1, at_once=True)  # as of a large graph: from the store
    assert (tmp_path / "some" / "one" / "network.html").read_bytes() == page
