"""Scores on the annotated articles must not fall: a floor a little under what the README gives."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kg.evaluate import evaluate
from kg.pipeline import Tools, load_tools

GOLD = Path(__file__).parent / "gold"


@pytest.mark.parametrize(
    ("folder", "f1", "frame"), [("sources", 0.91, 0.88), ("newswire", 0.87, 0.82), ("web", 0.78, 0.72)]
)
def test_scores_do_not_fall(folder: str, f1: float, frame: float) -> None:
    result = evaluate(GOLD / folder, tools())
    assert result.failed == []
    assert result.scores["macro F1"] >= f1
    assert result.scores["macro frame"] >= frame


@cache
def tools() -> Tools:
    return load_tools()
