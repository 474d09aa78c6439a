"""The screen: what passes is read as without it, and what does not pass is not diplomacy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.config import ontology_dir
from kg.model.article import Article
from kg.model.lines import account_line
from kg.pipeline import Tools, analyse, load_tools
from kg.read.fields import article
from kg.read.readers import read_paths

HOME = "東京都内の公園で桜が満開になり、多くの花見客でにぎわった。気象庁の担当者は来週まで見頃が続くと話した。" * 6
ABROAD = "フランスの首都パリで桜が満開になり、多くの花見客でにぎわった。担当者は来週まで見頃が続くと話した。" * 6


@pytest.fixture(scope="module")
def screened() -> Tools:
    return load_tools(screened=True)


def of(body: str) -> Article:
    return article("a", "a", body, {"id": "a", "title": "題"})


def test_what_passes_is_read_as_without_the_screen(screened: Tools) -> None:
    bare = replace(screened, screen=None)
    rows = [item for item in read_paths([ontology_dir().parent / "sources"]) if isinstance(item, Article)]
    assert len(rows) > 50
    for row in rows[::8]:
        assert account_line(analyse(row, screened)) == account_line(analyse(row, bare))


def test_all_of_the_sources_pass(screened: Tools) -> None:
    assert screened.screen is not None
    texts = {row.id: row.text for row in read_paths([ontology_dir().parent / "sources"]) if isinstance(row, Article)}
    assert not [name for name, text in texts.items() if not screened.screen.passes(text)]


@pytest.mark.parametrize("body", [HOME, ABROAD, HOME + "ロシア料理の店も出た。大統領の似顔絵が人気だった。"])
def test_other_news_is_left_unread(screened: Tools, body: str) -> None:
    account = analyse(of(body), screened)
    assert (account.entities, account.reports) == ((), ())
    assert analyse(of(body), replace(screened, screen=None)).entities


@pytest.mark.parametrize(
    "sentence",
    ["ロシアの外相が会談した。", "訪米の日程を調整する。", "国連安保理が決議を採択した。", "\nトルコ首相と協議\n"],
)
def test_one_sentence_is_enough_wherever_it_stands(screened: Tools, sentence: str) -> None:
    assert screened.screen is not None
    for text in (sentence + HOME, HOME + sentence, HOME + sentence + HOME):
        assert screened.screen.passes(text)


def test_a_short_text_is_always_read(screened: Tools) -> None:
    assert screened.screen is not None
    assert screened.screen.passes("両首脳は会談した。")


def test_a_build_knows_whether_it_was_screened(screened: Tools) -> None:
    assert screened.fingerprint != replace(screened, screen=None).fingerprint
