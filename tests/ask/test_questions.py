"""Questions of many forms, in both languages, with what must be in their answers."""

from __future__ import annotations

import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from kg.ask import Answer
from kg.ask.forms import load_grammar
from kg.query.run import run_query
from tests.ask.conftest import Ask

HERE = Path(__file__).parent


def questions(name: str) -> list[Any]:
    return list(tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["question"])


ALL = [question for name in ("questions", "unseen", "unseen2", "unseen3") for question in questions(name)]


def told(answer: Answer) -> str:
    """Return the brief answer, and where the rows are the answer these with their sentences."""
    cells = list(chain.from_iterable(answer.rows))
    if answer.says and not answer.verdict:
        return " | ".join(answer.says)
    return " | ".join([*answer.says, *cells, *(quote.words for quote in answer.quotes)])


def test_there_are_questions_of_at_least_sixty_forms() -> None:
    assert len({question["ask"] for question in questions("questions")}) >= 100
    assert {question.get("form") for question in questions("questions")} >= {
        form.name for form in load_grammar().forms
    } - {"holds"}


@pytest.mark.parametrize("question", ALL, ids=lambda question: question["ask"])
def test_a_question(ask: Ask, question: dict[str, Any]) -> None:
    answer = ask(question["ask"])
    form = question.get("form")
    if form == "":
        assert not answer.understood
        assert answer.notes
        assert answer.nearest
        return
    assert answer.understood, answer.notes
    if form:
        labels = next(entry.labels for entry in load_grammar().forms if entry.name == form)
        assert answer.reading.startswith(labels[answer.language])
    assert (answer.verdict or "") == question.get("verdict", answer.verdict or "")
    for words in question.get("says", ()):
        assert words in told(answer)
    for words in question.get("not", ()):
        assert words not in answer.says
    if "rows" in question:
        assert len(answer.rows) == question["rows"]


@pytest.mark.parametrize("question", ALL, ids=lambda question: question["ask"])
def test_every_answer_carries_its_evidence_and_its_query(ask: Ask, store: Store, question: dict[str, Any]) -> None:
    answer = ask(question["ask"])
    if not answer.understood:
        assert not (answer.rows or answer.sparql or answer.verdict)
        return
    assert len(run_query(store, answer.sparql).rows) >= len(answer.rows)
    assert all(len(row) == len(answer.columns) for row in answer.rows)
    assert len(answer.things) in (0, len(answer.rows))
    if answer.rows:
        assert answer.quotes
        assert all(quote.end - quote.begin == len(quote.words) for quote in answer.quotes)


@pytest.mark.parametrize("form", load_grammar().forms, ids=lambda form: form.name)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_offered_can_be_asked(ask: Ask, form: Any, language: Any) -> None:
    usual = {
        "ja": {"person": "プーチン", "state": "北朝鮮", "place": "平壌", "treaty": "パリ協定"},
        "en": {"person": "Putin", "state": "North Korea", "place": "Pyongyang", "treaty": "the Paris Agreement"},
    }[language]
    for example in form.examples[language]:
        assert ask(example.format(**usual)).understood, example.format(**usual)
