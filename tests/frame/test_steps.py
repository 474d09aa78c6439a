"""Steps in the life of a document: negotiated, amended, suspended; in the facts they are what the format calls them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kg.export.facts import facts
from kg.model.account import Ref, Report
from kg.model.article import Article
from kg.pipeline import Tools, analyse, load_tools

IN_FACTS = {"negotiated": "proposed", "amended": "adopted", "suspended": "withdrawn"}


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def told(tools: Tools, text: str) -> tuple[Report, str]:
    """The report of the agreement in a text of 14 June 2024, and its action in the facts."""
    article = Article("a", "題", f"題\n{text}", None, None, dt.date(2024, 6, 14))
    account = analyse(article, tools)
    [report] = [r for r in account.reports if r.kind == "agreement"]
    rows: Any = facts(account, article)["agreements"]
    return report, rows[0]["action"]


@pytest.mark.parametrize(
    ("text", "step", "parties", "date"),
    [
        (
            "ロシアのプーチン大統領は11日、米国との新戦略兵器削減条約の履行を停止すると表明した。",
            "suspended",
            {"USA", "RUS"},
            "2024-06-11",
        ),
        ("北大西洋条約機構(NATO)は7日、欧州通常戦力条約の履行停止を発表した。", "suspended", {"nato"}, "2024-06-07"),
        ("韓国政府は4日、2018年の南北軍事合意の効力を全面的に停止した。", "suspended", {"KOR", "PRK"}, "2024-06-04"),
        (
            "エチオピアは10日、エリトリアとの国境協定を一時停止すると発表した。",
            "suspended",
            {"ETH", "ERI"},
            "2024-06-10",
        ),
        ("日本とインドは2015年から原子力協定の締結に向けて交渉している。", "negotiated", set(), None),
        ("日本と欧州連合(EU)は10日、経済連携協定の交渉を始めた。", "negotiated", set(), None),
        ("日本とオーストラリアは経済連携協定をめぐって7日に交渉した。", "negotiated", {"JPN", "AUS"}, None),
        ("日本と英国は12日、投資協定の改正交渉を東京で行った。", "negotiated", {"JPN", "GBR"}, "2024-06-12"),
        ("米国と韓国は10日、原子力協定を改正した。", "amended", {"USA", "KOR"}, "2024-06-10"),
        ("日本と米国は1960年、安全保障条約を改定した。", "amended", {"JPN", "USA"}, "1960"),
        ("米国とロシアは3日、新戦略兵器削減条約を5年間延長した。", "amended", {"USA", "RUS"}, "2024-06-03"),
    ],
)
def test_a_step_with_its_parties_and_date(
    tools: Tools, text: str, step: str, parties: set[str], date: str | None
) -> None:
    report, in_facts = told(tools, text)
    assert report.first("action") == step
    assert in_facts == IN_FACTS[step]
    assert parties <= {r.key for r in report.refs("party") if isinstance(r, Ref)}
    assert date is None or (report.time is not None and report.time.edtf == date)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("ロシアは12日、新戦略兵器削減条約の履行を停止しないと表明した。", "mentioned"),
        ("米国は12日、ロシアに核拡散防止条約の履行停止を撤回するよう求めた。", "mentioned"),
        ("ロシアは新戦略兵器削減条約の履行を停止する可能性がある。", "mentioned"),
        ("トルコ議会は、友好条約の改正議定書を批准した。", "ratified"),
        ("日本とインドは10日、原子力協定に署名した。", "signed"),
        ("米国は10日、パリ協定から離脱した。", "withdrawn"),
    ],
)
def test_what_is_none_of_these_steps(tools: Tools, text: str, action: str) -> None:
    report, in_facts = told(tools, text)
    assert (report.first("action"), in_facts) == (action, action)
