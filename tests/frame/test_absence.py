"""Who stayed away is denied to have taken part, and is no participant of the facts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kg.export.facts import facts
from kg.model.account import Ref
from kg.model.article import Article
from kg.pipeline import Tools, analyse, load_tools


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.mark.parametrize(
    ("text", "absent", "present"),
    [
        (
            "中国の王毅外相に代わって馬朝旭外務次官が3日、東京で日本の岩屋毅外相と会談した。",
            {"王毅"},
            {"馬朝旭", "岩屋毅"},
        ),
        (
            "中国の馬朝旭外務次官は王毅外相の代理として3日、東京で岩屋毅外相と会談した。",
            {"王毅"},
            {"馬朝旭", "岩屋毅"},
        ),
        (
            "日本の岩屋毅外相は3日、東京で中国の馬朝旭外務次官と会談した。王毅外相は出席しなかった。",
            {"王毅"},
            {"馬朝旭", "岩屋毅"},
        ),
        (
            "日本の岩屋毅外相は3日、東京で中国の馬朝旭外務次官と会談した。王毅外相は欠席した。",
            {"王毅"},
            {"馬朝旭", "岩屋毅"},
        ),
        # Who comes beside the absent one is not absent, nor is who held an office before.
        ("日本の岩屋毅外相は3日、東京で中国の王毅外相と会談した。", set(), {"王毅", "岩屋毅"}),
        (
            "日本の岩屋毅外相は上川陽子氏に代わって外相に就任し、3日、東京で中国の王毅外相と会談した。",
            set(),
            {"王毅", "岩屋毅"},
        ),
        (
            "日本の岩屋毅外相は3日、東京で中国の王毅外相と会談した。ロシアのラブロフ外相は出席しなかった。",
            set(),
            {"王毅", "岩屋毅"},
        ),
    ],
)
def test_who_stayed_away(tools: Tools, text: str, absent: set[str], present: set[str]) -> None:
    article = Article("a", "題", f"題\n{text}", None, None, dt.date(2025, 12, 10))
    account = analyse(article, tools)
    [meeting] = [r for r in account.reports if r.kind == "meeting"]
    denied = {c.value.name for c in meeting.claims if c.modality == "denied" and isinstance(c.value, Ref)}
    assert denied == absent
    rows: Any = facts(account, article)["meetings"]
    assert [set(row["participants"]) for row in rows] == [present]
