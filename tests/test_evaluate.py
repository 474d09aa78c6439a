"""Gold articles go through the pipeline; the pipeline itself is stood in for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg import evaluate
from kg.errors import DataError, NoInputError
from kg.model.account import Account, Claim, EntityEntry, Evidence, Naming, Ref
from kg.model.article import Article
from kg.model.span import Span
from kg.pipeline import Tools

GOLD = Path(__file__).parent / "gold"


def one_person(article: Article, _tools: Tools) -> Account:
    state = Claim("ofState", Ref("state", "KOR", "韓国"), Evidence(Span(0, 3), Span(0, 3), "test"))
    office = Claim("office", "特使", Evidence(Span(0, 3), Span(0, 3), "test"))
    person = EntityEntry(Ref("person", "x-1", "朴恩珠"), (Naming(Span(0, 3), "朴特使"),), (state, office))
    return Account(article.id, article.sha256, (person,) if article.id == "made-b" else (), ())


def test_scores_of_the_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate, "analyse", one_person)
    result = evaluate.evaluate(GOLD, tools())
    assert result.scores["persons"]["P"] == 1.0
    assert result.scores["persons"]["R"] == 0.25
    assert result.failed == []


def test_one_failing_article_does_not_hide_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(article: Article, given: Tools) -> Account:
        if article.id == "made-a":
            raise ValueError("no")
        return one_person(article, given)

    monkeypatch.setattr(evaluate, "analyse", broken)
    result = evaluate.evaluate(GOLD, tools())
    assert result.failed == ["made-a: ValueError: no"]
    assert result.scores["persons"]["R"] == 0.25


def test_the_article_of_a_gold_file() -> None:
    inside, beside = (evaluate.gold_article(gold, [GOLD]) for gold in evaluate.load_gold(GOLD))
    assert inside.text.startswith("外相会談、東京で\n架空国の")
    assert (inside.publisher, str(inside.published)) == ("架空新聞", "2024-05-04")
    assert beside.text.startswith("朴特使、ワシントンで協議\n韓国の")
    assert beside.published is None


def test_a_text_that_is_not_there(tmp_path: Path) -> None:
    gold = json.loads((GOLD / "made-b.json").read_text("utf-8"))
    with pytest.raises(DataError, match="--texts"):
        evaluate.gold_article(gold, [tmp_path])
    (tmp_path / "made-b.txt").write_text("別の題\n本文。", "utf-8")
    assert evaluate.gold_article(gold, [tmp_path, GOLD]).text == "朴特使、ワシントンで協議\n別の題\n本文。"


def test_folders_without_gold(tmp_path: Path) -> None:
    with pytest.raises(NoInputError):
        evaluate.load_gold(tmp_path)
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(DataError, match="not a gold file"):
        evaluate.load_gold(tmp_path)
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(DataError, match="not a JSON file"):
        evaluate.load_gold(tmp_path)


def tools() -> Any:
    """Return no tools: what stands in for the pipeline asks for none."""
    return None
