"""Statements against case files, one a phenomenon: speakers and verbs in text order; and what holds for all of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.frame.statement import QUOTATION
from kg.model.account import Ref, Report
from kg.model.article import Article
from kg.pipeline import Tools, analyse, load_tools

CASES = Path(__file__).parent.parent / "cases" / "statements"
#: A day on which the people of the cases hold or have held their offices.
PUBLISHED = dt.date(2024, 12, 1)


class Case(NamedTuple):
    file: str
    line: int
    text: str
    expected: str


def read_cases() -> list[Case]:
    return [
        Case(path.stem, line, *row.split("\t"))
        for path in sorted(CASES.glob("*.tsv"))
        for line, row in enumerate(path.read_text("utf-8").splitlines(), 1)
        if not row.startswith("#")
    ]


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def statements(body: str, tools: Tools, title: str = "見出し") -> list[Report]:
    article = Article("case", title, f"{title}\n{body}", published=PUBLISHED)
    return [r for r in analyse(article, tools).reports if r.kind == "statement"]


def written(reports: list[Report]) -> str:
    """Write speakers and verbs in the notation of the cases."""
    return " | ".join(f"{s.name}:{r.subtype}" for r in reports for s in r.refs("speaker")) or "-"


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case.file}:{case.line}")
def test_case(case: Case, tools: Tools) -> None:
    assert written(statements(case.text.replace("\\n", "\n"), tools)) == case.expected


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("フランスのマクロン大統領は「欧州は団結しなければならない」と述べた。", "欧州は団結しなければならない"),
        ("米国務省は会見で、制裁が効果を上げていると説明した。", "制裁が効果を上げている"),
        ("イランは11日、「最後の提案だ」とする声明を発表した。", "最後の提案だ"),
        ("中国は脅威だとして、配備を非難した。", "脅威だ"),
        ("日経などによると、イラン政府は見直しを明言した。", None),
        ("「法と正義」は案を拒否した。", None),
        ("BBCは、英国のスターマー首相が支援を続けると約束したと伝えた。", "支援を続ける"),
        ("シリア政府は疑惑を全面的に否定した。", None),
    ],
)
def test_quotation_is_what_was_said(text: str, quotation: str | None, tools: Tools) -> None:
    (report,) = statements(text, tools)
    assert report.first("quotation") == quotation


def test_quotation_is_cut_to_its_limit(tools: Tools) -> None:
    words = "対話を続けることが大切であり、" * 20
    (report,) = statements(f"インド政府は「{words}」と述べた。", tools)
    quotation = report.first("quotation")
    assert isinstance(quotation, str)
    assert quotation == words[:QUOTATION]


def test_titles_and_headings_report_nothing(tools: Tools) -> None:
    found = statements("日本政府、攻撃を非難\n雨が降った。", tools, title="米国、制裁の解除を求める")
    assert found == []


def test_heading_announces_the_speaker(tools: Tools) -> None:
    found = statements("ゼレンスキー大統領の発言\n「領土は譲らない」と述べました。", tools)
    assert written(found) == "ウォロディミル・ゼレンスキー:述べる"


def test_evidence_is_the_sentence_and_quotations_are_slices(tools: Tools) -> None:
    body = "会談が開かれた。ベトナム外務省は、主権の侵害であると抗議した。「受け入れられない」とも述べた。"
    text = f"見出し\n{body}"
    found = statements(body, tools)
    assert [text[r.evidence.sentence.begin : r.evidence.sentence.end] for r in found] == [
        "ベトナム外務省は、主権の侵害であると抗議した。",
        "「受け入れられない」とも述べた。",
    ]
    assert all(isinstance(r.first("speaker"), Ref) and r.status == "held" for r in found)
    assert all(
        text[c.evidence.words.begin : c.evidence.words.end] == c.value
        for r in found
        for c in r.claims
        if c.property == "quotation"
    )
