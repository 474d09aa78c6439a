"""Case files of names: sentences with the mentions marked inline and what each is read as and linked to.

``[SURFACE|person:NAME|office:TITLE|state:STATE|known]``: NAME is the entity's, ``known`` says that the registry has
the person.
``[SURFACE|office:TITLE|state:OWNER|ref:NAME]`` is an office without a name, ``state:``, ``org:`` and ``ref:`` (of
両国, 同氏) give the entities, joined by
``+``; ``-`` is none. ``place`` is a place, ``none`` nothing. Every person in a text has to be marked.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.model.article import Article
from kg.model.mention import Mention
from kg.model.scene import Linked
from kg.pipeline import Tools, load_tools, parse

CASES = Path(__file__).parent / "cases" / "names"
TITLE = "件名\n"
_MARK = re.compile(r"\[([^\]|]*)\|([^\]]*)\]")


class Case(NamedTuple):
    file: str
    line: int
    published: dt.date
    text: str
    marks: dict[tuple[int, int], str]


def read_cases() -> list[Case]:
    cases = []
    for path in sorted(CASES.glob("*.tsv")):
        for line, row in enumerate(path.read_text("utf-8").splitlines(), 1):
            if row.startswith("#"):
                continue
            published, marked = row.split("\t")
            text, marks = unmarked(marked.replace("\\n", "\n"))
            cases.append(Case(path.stem, line, dt.date.fromisoformat(published), text, marks))
    return cases


def unmarked(marked: str) -> tuple[str, dict[tuple[int, int], str]]:
    """Return the text without marks, and what is expected of each marked stretch."""
    text, marks, at = TITLE, {}, 0
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        marks[len(text), len(text) + len(found.group(1))] = found.group(2)
        text += found.group(1)
        at = found.end()
    return text + marked[at:], marks


def written(linked: Linked, mention: Mention) -> str:
    """Write a mention and what it is linked to in the notation of the cases."""
    refs = linked.of(mention)
    names = "+".join(r.name for r in refs) or "-"
    if mention.kind == "person":
        states = "+".join(dict.fromkeys(linked.states[r.key].name for r in refs if r.key in linked.states)) or "-"
        known = "|known" if all(not r.key.startswith("x-") for r in refs) else ""
        return f"person:{names}|office:{mention.title or '-'}|state:{states}{known}"
    if mention.kind == "office":
        owners = "+".join(r.name for a in mention.affiliation for r in linked.of(a)) or "-"
        return f"office:{mention.title}|state:{owners}|ref:{names}"
    if mention.kind in ("state", "states") or mention.rule == "travel":
        return f"state:{names}"
    return {"organization": f"org:{names}", "anaphor": f"ref:{names}"}.get(mention.kind, str(mention.kind))


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case.file}:{case.line}")
def test_case(case: Case, tools: Tools) -> None:
    article = Article("case", TITLE.strip(), case.text, published=case.published)
    scene = parse(article, tools)
    mentions = {tuple(u.mention.span): u.mention for s in scene.sentences for u in s.units if u.mention is not None}
    found = {span: written(scene.linked, mention) for span, mention in mentions.items()}
    expected = {span: value for span, value in case.marks.items() if value != "none"}
    assert {span: found.get(span) for span in expected} == expected
    persons = [m.text for span, m in mentions.items() if m.kind == "person" and span not in case.marks]
    assert persons == []
    for begin, end in (span for span, value in case.marks.items() if value == "none"):
        over = [m.text for span, m in mentions.items() if span[0] < end and begin < span[1] and m.kind != "event"]
        assert over == []


def test_enough_cases() -> None:
    cases = read_cases()
    assert len(cases) >= 400
    assert len({case.file for case in cases}) >= 30
