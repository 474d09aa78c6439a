"""Lines of a list without a subject: whom the list is about acts in them, unless the line names who does."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.export.facts import facts
from kg.model.account import Ref
from kg.model.article import Article
from kg.pipeline import Tools, analyse, load_tools


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def sides(tools: Tools, title: str, lines: str, subtype: str) -> set[str]:
    """Names of the states and participants of the only meeting of a kind in a text of 8 July 2023."""
    article = Article("a", title, f"{title}\n{lines}", None, None, dt.date(2023, 7, 8))
    [report] = [r for r in analyse(article, tools).reports if r.kind == "meeting" and r.subtype == subtype]
    return {ref.name for prop in ("state", "participant") for ref in report.values(prop) if isinstance(ref, Ref)}


@pytest.mark.parametrize(
    ("title", "lines", "subtype", "names"),
    [
        (
            "北朝鮮、ミサイルを発射",
            "5日朝 発射台を離れる\n5日夜国連安全保障理事会で緊急会合開催",
            "multilateral",
            {"国連安全保障理事会"},
        ),
        (
            "インドのモディ首相の日程",
            "5日朝 北京着\n6日 李強首相と会談",
            "summit",
            {"インド", "中国", "ナレンドラ・モディ", "李強"},
        ),
    ],
)
def test_who_meets_in_a_line(tools: Tools, title: str, lines: str, subtype: str, names: set[str]) -> None:
    assert sides(tools, title, lines, subtype) == names


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        (
            "国別概況　モンゴル",
            "韓国とは1990年に国交を結んだ。1997年にWTOに加盟した。",
            {("国交樹立", "韓国", "モンゴル"), ("国際機関加盟", "モンゴル", "WTO")},
        ),
        (
            "イランとサウジの関係",
            "1988年に断交し、91年に国交を回復した。",
            {("国交断絶", "イラン", "サウジアラビア"), ("国交回復", "イラン", "サウジアラビア")},
        ),
        ("国別概況　モンゴル", "5日に国交を結んだ。", set[tuple[str, str, str]]()),
        ("韓国の外相が会見", "1990年に国交を結んだ。", set[tuple[str, str, str]]()),
    ],
)
def test_of_whom_a_history_in_prose_goes_on_telling(
    tools: Tools, title: str, text: str, told: set[tuple[str, str, str]]
) -> None:
    article = Article("a", title, f"{title}\n{text}", None, None, dt.date(2023, 7, 8))
    found = facts(analyse(article, tools), article)["other_events"]
    assert isinstance(found, list)
    assert {(e["type"], e["actor"], e["target"]) for e in found} == told
