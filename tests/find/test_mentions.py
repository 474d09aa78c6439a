"""Mentions in sentences: offsets into the article, kinds, and what lies inside a mention."""

from __future__ import annotations

import pytest

from kg.model.mention import Mention
from kg.pipeline import Tools, load_tools
from kg.segment.sentences import sentences


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def mentions(text: str, tools: Tools) -> list[Mention]:
    finder = tools.finder
    rows = [finder.units(s, finder.tokenizer.units(s.surface), []) for s in sentences("件名\n" + text)[1:]]
    return [u.mention for units in rows for u in units if u.mention is not None]


def test_spans_quote_the_article(tools: Tools) -> None:
    text = "チリのボリッチ大統領（37）は、ペルーの「リマ宣言」を支持した。エチオピア国防軍は露軍と協力した。"
    for mention in mentions(text, tools):
        begin, end = mention.span
        quoted = ("件名\n" + text)[begin:end]
        assert quoted in (mention.text, f"「{mention.text}」")


def test_bracket_with_title_and_state(tools: Tools) -> None:
    (person,) = [m for m in mentions("ガルシア氏（スペイン外相）は述べた。", tools) if m.kind == "person"]
    assert (person.name, person.title, person.head) == ("ガルシア", "外相", "ForeignMinister")
    assert [(m.kind, m.text) for m in person.affiliation] == [("state", "スペイン")]


def test_bracket_with_age_is_no_title(tools: Tools) -> None:
    (person,) = [m for m in mentions("ガルシア氏（59）は述べた。", tools) if m.kind == "person"]
    assert person.title == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ガーナ国防軍は展開した。", "ガーナ国防軍"),
        ("ペルー憲法裁判所は退けた。", "ペルー憲法裁判所"),
        ("ザンビア解放戦線は勝った。", "ザンビア解放戦線"),
    ],
)
def test_state_and_body_make_an_organization(text: str, name: str, tools: Tools) -> None:
    found = [m for m in mentions(text, tools) if m.kind == "organization"]
    assert [m.name for m in found] == [name]
    assert [m.kind for m in found[0].inner] == ["state"]


@pytest.mark.parametrize(
    "text", ["ガーナ政府は述べた。", "ガーナ側は述べた。", "ガーナ政府軍は敗れた。", "中国四川省で地震があった。"]
)
def test_no_body_where_only_the_state_is_meant(text: str, tools: Tools) -> None:
    assert [m for m in mentions(text, tools) if m.kind == "organization" and m.rule == "state-body"] == []


def test_sentence_in_quotation_marks_is_no_organization(tools: Tools) -> None:
    found = mentions("「首相が辞任を表明：ニュース公明党」を見る。", tools)
    assert [m.kind for m in found if m.rule == "quotation"] == ["quote"]


def test_state_in_a_post_abroad_is_inside_the_title(tools: Tools) -> None:
    (person,) = [m for m in mentions("ペレス駐日公使は述べた。", tools) if m.kind == "person"]
    assert person.affiliation == ()
    assert [(m.kind, m.text) for m in person.inner] == [("state", "駐日")]
