"""Scores agree with the reference scorer, whose numbers for the made-up gold of tests/gold were kept."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.evaluate import difference_lines, load_gold, score_lines
from kg.scoring import COMPARE, match, score

GOLD = Path(__file__).parent / "gold"


def made_facts() -> dict[str, Any]:
    rows = map(json.loads, (GOLD / "facts.jsonl").read_text("utf-8").splitlines())
    return {row["id"]: row for row in rows}


def test_same_numbers_as_the_reference() -> None:
    expected = json.loads((GOLD / "expected" / "scores.json").read_text("utf-8"))
    scores, differences = score(load_gold(GOLD), made_facts())
    assert list(scores) == list(expected)
    for kind, value in expected.items():
        assert scores[kind] == pytest.approx(value, abs=1e-12), kind
    assert Counter(d.what for d in differences) == {"wrong": 11, "spurious": 9, "missed": 5}


def test_gold_against_itself_is_perfect() -> None:
    gold = load_gold(GOLD)
    scores, differences = score(gold, {g["id"]: g for g in gold})
    assert differences == []
    assert {scores[kind]["frame"] for kind in COMPARE} == {1.0}
    assert scores["macro frame"] == 1.0


def test_an_article_without_facts_is_missed_whole() -> None:
    scores, differences = score(load_gold(GOLD), {})
    assert scores["macro F1"] == 0.0
    assert {d.what for d in differences} == {"missed"}


def test_kinds_that_neither_side_has_are_not_reported() -> None:
    scores, _ = score([{"id": "a", "visits": []}], {"a": {"visits": [], "meetings": [{}]}})
    assert list(scores) == ["articles", "macro F1", "macro frame"]


def test_the_best_pair_comes_first() -> None:
    gold = [{"name": "平和条約", "parties": ["日本"], "action": "signed", "date": "2024"}]
    poor = {**gold[0], "action": "mentioned"}
    (pair,) = match([poor, gold[0]], gold, COMPARE["agreements"])
    assert (pair.predicted, pair.gold) == (1, 0)


@pytest.mark.parametrize(
    ("kind", "ours", "theirs", "found"),
    [
        ("persons", {"name": "プーチン大統領"}, {"name": "ウラジーミル・プーチン"}, True),
        ("persons", {"name": "前米大統領"}, {"name": "バラク・オバマ"}, False),
        ("persons", {"name": "金"}, {"name": "金正恩"}, False),
        (
            "visits",
            {"visitor": "金正恩", "destination": "アメリカ"},
            {"visitor": "金正恩", "destination": "米国"},
            True,
        ),
        (
            "visits",
            {"visitor": "金正恩", "destination": "米国", "date": "2024-05"},
            {"visitor": "金正恩", "destination": "米国", "date": "2024-06-01"},
            False,
        ),
        ("agreements", {"name": "日朝平壌宣言"}, {"name": "平壌宣言"}, True),
        ("agreements", {"name": "平和条約"}, {"name": "停戦協定"}, False),
        ("statements", {"speaker": "日本", "evidence": "甲は述べた。"}, {"speaker": "日本", "evidence": "甲は"}, True),
        ("statements", {"speaker": "日本", "evidence": ""}, {"speaker": "日本", "evidence": "甲は"}, False),
        (
            "other_events",
            {"type": "停戦", "actor": "甲国", "target": None},
            {"type": "停戦", "actor": "乙国", "target": "甲国"},
            True,
        ),
        (
            "other_events",
            {"type": "派兵", "actor": "甲国", "target": None},
            {"type": "派兵", "actor": "乙国", "target": "甲国"},
            False,
        ),
    ],
)
def test_what_counts_as_the_same_fact(kind: str, ours: dict[str, Any], theirs: dict[str, Any], found: bool) -> None:
    assert (COMPARE[kind](ours, theirs) is not None) is found


def test_lines_for_people() -> None:
    scores, differences = score(load_gold(GOLD), made_facts())
    lines = score_lines(scores)
    assert lines[0] == "2 articles"
    assert lines[-1] == "macro F1 0.667   macro frame 0.667"
    assert any(line.startswith("invitations   gold    1  P 1.00  R 1.00  F1 1.00  frame 0.00") for line in lines)
    assert any(line.startswith("made-a persons wrong linked found {") for line in difference_lines(differences))
