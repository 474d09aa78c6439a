"""A grid of predicates and frames: each type of other event is found however the sentence around its predicate is built."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.frame.acts import CASES, read, rows

GRID: dict[str, Any] = tomllib.loads((CASES / "grid.toml").read_text("utf-8"))
#: Actors, other sides and third states, taken in turn so that each predicate and frame meets several.
STATES = (
    ("フランス", "ハイチ", "カナダ"),
    ("ケニア", "ソマリア", "ロシア"),
    ("ブラジル", "ボリビア", "エジプト"),
    ("トルコ", "キプロス", "インド"),
    ("ベトナム", "カンボジア", "メキシコ"),
    ("ナイジェリア", "リベリア", "英国"),
    ("オーストラリア", "フィジー", "中国"),
)
BODIES = (("国連", "国連"), ("北大西洋条約機構(NATO)", "NATO"), ("欧州連合", "EU"))
TESTED = ("ミサイル発射", "核実験")
TWO_SIDED = ("国交樹立", "国交回復", "国交断絶", "停戦")


def forms(predicate: dict[str, str], other: str, body: str) -> dict[str, str]:
    """The forms of a predicate: する conjugates like す but for its plain and negative forms."""
    stem = predicate["stem"].format(b=other, o=body)
    return {
        "ta": stem + "した",
        "ren": stem + "し",
        "ru": stem + predicate["ending"],
        "teiru": stem + "している",
        "nai": stem + ("しな" if predicate["ending"] == "する" else "さな"),
        "noun": stem,
    }


def cells(template: str) -> list[tuple[str, str, tuple[str, str]]]:
    """A frame with each predicate: the sentence, the type, and the two sides."""
    out = []
    for at, predicate in enumerate(GRID["predicate"]):
        if "{noun}" in template and predicate["ending"] != "する":
            continue
        actor, other, third = STATES[(at + len(template)) % len(STATES)]
        written, body = BODIES[at % len(BODIES)]
        text = template.format(A=actor, C=third, **forms(predicate, other, written))
        target = body if predicate["type"] == "国際機関加盟" else "" if predicate["type"] in TESTED else other
        out.append((text, predicate["type"], (actor, target)))
    return out


def told(text: str, kind: str) -> list[dict[str, object]]:
    """The events of a type in a sentence, or in a headline where the text is one."""
    fact = read(text) if text.endswith("。") else read("くわしい内容は分かっていない。", text)
    return [row for row in rows(fact, "other_events") if row["type"] == kind]


@pytest.mark.parametrize("frame", GRID["frame"], ids=lambda frame: frame["text"])
def test_every_predicate_is_found_in_the_frame(frame: dict[str, Any]) -> None:
    missing = []
    for text, kind, sides in cells(frame["text"]):
        if kind in frame.get("without", ()):
            continue
        found = [
            ((row["actor"] or "", row["target"] or ""), row["date"] or "-", row["status"]) for row in told(text, kind)
        ]
        wanted = {sides, sides[::-1]} if kind in TWO_SIDED else {sides}
        if not any(pair in wanted and date == frame["date"] and status == "held" for pair, date, status in found):
            missing.append((text, found))
    assert missing == []


@pytest.mark.parametrize("frame", GRID["negative"], ids=lambda frame: frame["text"])
def test_what_was_not_done_is_not_told_as_done(frame: dict[str, str]) -> None:
    wrong = [(t, k) for t, k, _ in cells(frame["text"]) if any(row["status"] == "held" for row in told(t, k))]
    assert wrong == []
