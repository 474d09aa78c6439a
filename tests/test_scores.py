"""Scores on the annotated articles must not fall: a floor a little under what the README gives."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kg.evaluate import evaluate
from kg.pipeline import Tools, load_tools

GOLD = Path(__file__).parent / "gold"


@pytest.mark.parametrize(("folder", "f1", "frame"), [("sources", 0.89, 0.84), ("newswire", 0.77, 0.69)])
def test_scores_do_not_fall(folder: str, f1: float, frame: float) -> None:
    result = evaluate(GOLD / folder, tools())
    assert result.failed == []
    assert result.scores["macro F1"] >= f1
    assert result.scores["macro frame"] >= frame


@cache
def tools() -> Tools:
    return load_tools()
