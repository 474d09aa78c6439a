"""Grids of meetings, visits and invitations: every way to say a thing in every frame of a sentence.

A file has ``frames``, ``words`` and ``actors``. A frame is ``sentence | status date place``; ``{past} {chain} {plain}``
are the forms of a verb, ``{n}`` a noun. Every word is tried in every frame, with the actors in turn.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.export.facts import facts
from kg.model.article import Article
from kg.pipeline import Tools, analyse, load_tools

GRIDS = sorted((Path(__file__).parent / "cases" / "grid").glob("*.toml"))
Facts = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def _cells(grid: dict[str, Any]) -> Iterator[tuple[str, list[str], dict[str, Any]]]:
    """Sentence, the expected status, date and place, and the actors of each cell."""
    for row, word in enumerate(grid["words"]):
        for column, frame in enumerate(grid["frames"]):
            actors = grid["actors"][(row + column) % len(grid["actors"])]
            names = {"a": actors["a"][0], "b": actors["b"][0], "p": actors["p"], "s": actors.get("s", "")}
            forms = word.split(" ")
            text, expected = frame.split(" | ")
            if len(forms) == 3:
                names |= dict(zip(("past", "chain", "plain"), forms, strict=True))
            names["n"] = word.format(**names)
            yield text.format(**names), expected.format(**names).split(" "), actors


def _fits(fact: dict[str, Any], expected: list[str], place: str) -> bool:
    status, date, where = expected
    return (
        fact["status"] in status.split(",")
        and (date == "*" or str(fact["date"]).startswith(date))
        and (where == "*" or fact[place] == where)
    )


def _told(kind: str, found: Facts, expected: list[str], actors: dict[str, Any]) -> bool:
    a, b = actors["a"], actors["b"]
    if kind == "visits":
        return any(v["visitor"] == a[1] and _fits(v, expected, "destination") for v in found["visits"])
    if kind == "invitations":
        return any(
            (i["inviter"], i["invitee"], i["destination"]) == (a[1], b[1], expected[2]) for i in found["invitations"]
        )
    if kind == "conferences":
        return any(m["kind"] == "multilateral" and _fits(m, expected, "place") for m in found["meetings"])
    if kind == "states":
        return any(set(m["states"]) == {a[0], b[0]} and _fits(m, expected, "place") for m in found["meetings"])
    return any({a[1], b[1]} == set(m["participants"]) and _fits(m, expected, "place") for m in found["meetings"])


@pytest.mark.parametrize("path", GRIDS, ids=lambda p: p.stem)
def test_every_cell_is_told(path: Path, tools: Tools) -> None:
    grid = tomllib.loads(path.read_text("utf-8"))
    published = dt.date.fromisoformat(str(grid["published"]))
    missing = []
    for text, expected, actors in _cells(grid):
        article = Article("cell", "", "\n" + text, published=published)
        found: Any = facts(analyse(article, tools), article)
        if not _told(path.stem, found, expected, actors):
            shown = {k: found[k] for k in ("meetings", "visits", "invitations") if found[k]}
            missing.append(f"{text} {expected}\n    {shown}")
    assert not missing, "\n".join(missing)
