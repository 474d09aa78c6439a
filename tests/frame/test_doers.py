"""Who signed, ratified or left: the persons and states that a clause names, beside the parties of the document."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.model.account import Ref
from kg.model.article import Article
from kg.pipeline import Tools, analyse, load_tools


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def doers(tools: Tools, text: str, action: str) -> set[str]:
    """Names of those who do an act with a document in a text of 14 June 2024."""
    account = analyse(Article("a", "題", f"題\n{text}", None, None, dt.date(2024, 6, 14)), tools)
    [report] = [r for r in account.reports if r.kind == "agreement" and r.first("action") == action]
    return {ref.name for ref in report.values("actor") if isinstance(ref, Ref)}


@pytest.mark.parametrize(
    ("text", "action", "names"),
    [
        (
            "ロシアのプーチン大統領と北朝鮮の金正恩総書記は12日、平壌で友好協力条約に署名した。",
            "signed",
            {"ウラジーミル・プーチン", "金正恩"},
        ),
        (
            "日本の上川陽子外相は12日、東京でオーストラリアのウォン外相と円滑化協定に署名した。",
            "signed",
            {"上川陽子", "ペニー・ウォン"},
        ),
        ("日本と米国の防衛協力協定は12日、上川陽子外相によって署名された。", "signed", {"上川陽子"}),
        ("ロシア下院は12日、北朝鮮との友好協力条約を批准した。", "ratified", {"ロシア"}),
        ("日本と米国の防衛協力協定は12日に署名された。", "signed", set()),
        ("フランスのマクロン大統領とドイツのショルツ首相が交渉してきた国境協定が12日、発効した。", "in_force", set()),
    ],
)
def test_who_does_an_act(tools: Tools, text: str, action: str, names: set[str]) -> None:
    assert doers(tools, text, action) == names


def test_who_signed_did_not_ratify(tools: Tools) -> None:
    text = (
        "フランスのマクロン大統領とドイツのショルツ首相は1月、国境協定に署名した。"
        "ドイツ連邦議会は12日、国境協定を批准した。"
    )
    assert doers(tools, text, "ratified") == {"ドイツ"}
