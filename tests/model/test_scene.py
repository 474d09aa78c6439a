"""A parsed article is freed when its account is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from kg.model.article import Article
from kg.model.sentence import Phrase
from kg.pipeline import analyse, load_tools, parse

TEXT = (
    "朝ロ外相が会談\n北朝鮮を訪問したロシアのラブロフ外相は12日、崔善姫外相と元山で会談したと発表した。"
    "同外相は、金正恩総書記がプーチン大統領に親書を送ったことを明らかにした。"
)


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Keep the collector from running, as it may at any moment."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def phrases() -> int:
    return sum(isinstance(thing, Phrase) for thing in gc.get_objects())


def test_an_account_leaves_no_phrases_for_the_collector(uncollected: None) -> None:
    tools, article = load_tools(), Article("a", "", TEXT)
    before = phrases()
    scene = parse(article, tools)
    tied = any(c.target is not None and c.target.relative is c for row in scene.sentences for c in row.clauses)
    assert tied, "the text has no clause and phrase that point at each other"
    scene.dissolve()
    del scene
    assert analyse(article, tools).reports
    assert phrases() == before
