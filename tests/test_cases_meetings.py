"""Case files of meetings, visits and invitations: a dated sentence, then the facts expected of it.

A case line is ``published | sentence``, or ``published | headline // sentence``; fact lines follow: ``meeting kind
status date place participants``, ``visit visitor destination place date status``, ``invitation inviter invitee
destination`` or ``none``. ``-`` is no value, ``*`` any value, ``a|b`` either.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kg.export.facts import facts
from kg.model.article import Article
from kg.pipeline import Tools, analyse, load_tools

CASES = Path(__file__).parent / "cases" / "meetings"


def _cases() -> list[Any]:
    out: list[Any] = []
    for path in sorted(CASES.glob("*.txt")):
        sentence = ""
        expected: list[str] = []
        for line in [*path.read_text("utf-8").splitlines(), "|end"]:
            if line.startswith("#") or not line:
                continue
            if " | " in line or line == "|end":
                if sentence:
                    out.append(pytest.param(sentence, tuple(expected), id=f"{path.stem}-{len(out)}"))
                sentence, expected = line, []
            else:
                expected.append(line)
    return out


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def _fits(pattern: str, value: object) -> bool:
    if pattern == "*":
        return True
    if pattern == "-":
        return value in (None, "")
    return str(value) in pattern.split("|")


def _matches(expected: str, found: dict[str, list[dict[str, Any]]]) -> bool:
    kind, *fields = expected.split(" ")
    if kind == "meeting":
        want_kind, status, date, place, people = fields
        names = [] if people == "-" else people.split(",")
        return any(
            _fits(want_kind, m["kind"])
            and _fits(status, m["status"])
            and _fits(date, m["date"])
            and _fits(place, m["place"])
            and len(m["participants"]) == len(names)
            and all(n == "*" or n in m["participants"] for n in names)
            for m in found["meetings"]
        )
    keys = {
        "visit": ("visitor", "destination", "place", "date", "status"),
        "invitation": ("inviter", "invitee", "destination"),
    }[kind]
    return any(all(_fits(p, row[k]) for p, k in zip(fields, keys, strict=True)) for row in found[f"{kind}s"])


@pytest.mark.parametrize(("line", "expected"), _cases())
def test_case(line: str, expected: tuple[str, ...], tools: Tools) -> None:
    published, sentence = line.split(" | ", 1)
    title, _, body = sentence.rpartition(" // ")
    text = body.replace("\\n", "\n")
    article = Article("case", title, f"{title}\n{text}", published=dt.date.fromisoformat(published))
    found: Any = facts(analyse(article, tools), article)
    shown = {k: found[k] for k in ("meetings", "visits", "invitations")}
    if expected in (("none",), ()):
        assert not any(shown.values()), shown
        return
    for line_expected in expected:
        assert _matches(line_expected, found), f"{line_expected}\n{shown}"
    wanted = sum(e.startswith("meeting") for e in expected)
    assert len(found["meetings"]) <= max(wanted, 1), shown
