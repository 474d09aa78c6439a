"""Who does what a clause says: the sentences of ``tests/cases/clauses.tsv`` with the subject of each predicate that matters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kg.model.article import Article
from kg.model.sentence import Clause
from kg.pipeline import Tools, load_tools, parse

CASES = [
    row.split("\t")
    for row in (Path(__file__).parents[1] / "cases" / "clauses.tsv").read_text("utf-8").splitlines()
    if not row.startswith("#")
]
SUBJECT = ("が", "は", "も")


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def subject(clause: Clause) -> str:
    """The own subject of a clause, the nearest if it has two, else the inherited one, with what is coordinated."""
    own = [a for a in clause.args if a.particle in SUBJECT and not a.is_time]
    phrase = own[-1] if own else clause.inherited
    return "+".join(p.text for p in phrase.coordinated()) if phrase is not None else "-"


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[row[0][:20] for row in CASES])
def test_subjects(text: str, expected: str, tools: Tools) -> None:
    scene = parse(Article("case", "件名", f"件名\n{text}", published=dt.date(2025, 9, 1)), tools)
    found = {c.lemma: subject(c) for c in scene.sentences[1].clauses}
    wanted = dict(pair.split(" < ") for pair in expected.split("; "))
    assert {lemma: found.get(lemma) for lemma in wanted} == wanted
