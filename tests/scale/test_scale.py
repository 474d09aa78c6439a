"""The benchmark of growth measures what it says, and its tables say what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("psutil")

from benchmarks.scale import STAGES, estimate, measure, table


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_small_archive(tmp_path: Path, workers: int) -> None:
    row = measure(40, workers, tmp_path, seed=1)
    assert not list(tmp_path.iterdir())
    assert list(row["stages"]) == list(STAGES) and row["failed"] == 0
    assert row["processor"] > 0 and 200e6 < row["peak memory"] < 2e9
    assert {"graph.ttl", "graph.nq", "store", "facts.jsonl"} <= set(row["bytes"])
    assert row["bytes"]["graph.ttl"] > 100_000 and row["meetings"]["recall"] > 0.8


def row(articles: int, memory: float) -> dict[str, Any]:
    return {
        "articles": articles,
        "workers": 1,
        "seconds": 1.0,
        "stages": {stage: {"seconds": 1.0, "processor": articles / 1000, "memory": memory} for stage in STAGES},
        "peak memory": memory,
        "peak scratch": articles * 1000.0,
        "bytes": {"graph.ttl": articles * 2000},
        "graph": {"triples": articles * 300},
        "meetings": {"precision": 1.0, "recall": 0.5},
    }


def test_an_estimate_takes_the_costs_of_the_largest_and_the_growth_of_memory() -> None:
    lines = list(estimate([row(1000, 600e6), row(3000, 640e6)], 3_600_000))
    assert "| fuse | 1.00 | 1 |" in lines
    assert "| triples | 300 | 1.1 billion |" in lines
    assert "| graph.ttl | 2.0 kB | 0.01 TB |" in lines
    assert lines[-1] == "| memory | 20.0 kB | 0.07 TB |"


def test_a_table_has_a_line_a_row() -> None:
    head, rule, *lines = table([row(1000, 600e6), row(3000, 640e6)])
    assert [line.count("|") for line in (head, rule, *lines)] == [11] * 4
    assert lines[0].startswith("| 1,000 | 1 | 1 | 1.00 · 1.00") and lines[0].endswith("| 1.000 / 0.500 |")
