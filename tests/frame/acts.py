"""Sentences with the acts that they state, read from case files and told as short lines."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.export.facts import Fact, facts
from kg.model.article import Article
from kg.pipeline import Tools, analyse, load_tools

CASES = Path(__file__).parents[1] / "cases"
PUBLISHED = dt.date(2024, 6, 20)


class Case(NamedTuple):
    """One text and the lines that are expected of it; none where it must give none."""

    file: str
    text: str
    expected: tuple[str, ...]


def cases(prefix: str) -> list[Case]:
    """All cases of the files whose name begins with ``prefix``."""
    out: list[Case] = []
    for path in sorted(CASES.glob(f"{prefix}-*.toml")):
        rows = tomllib.loads(path.read_text("utf-8"))["case"]
        out += [Case(path.stem, row["text"], tuple(row["facts"])) for row in rows]
    return out


@cache
def _tools() -> Tools:
    return load_tools()


@cache
def read(text: str, title: str = "題") -> Fact:
    """The facts of an article that has a text as its body."""
    article = Article("case", title, f"{title}\n{text}", published=PUBLISHED)
    return facts(analyse(article, _tools()), article)


def rows(fact: Fact, name: str) -> list[dict[str, object]]:
    """One list of the facts."""
    found = fact[name]
    assert isinstance(found, list)
    return found


def agreements(text: str, title: str = "題") -> tuple[str, ...]:
    """``action | name | parties | date`` of each agreement."""
    return tuple(
        f"{row['action']} | {row['name']} | {', '.join(_names(row['parties']))} | {row['date'] or '-'}"
        for row in rows(read(text, title), "agreements")
    )


def events(text: str, title: str = "題") -> tuple[str, ...]:
    """``type | actor > target | date | status`` of each other event."""
    return tuple(
        f"{row['type']} | {row['actor'] or '-'} > {row['target'] or '-'} | {row['date'] or '-'} | {row['status']}"
        for row in rows(read(text, title), "other_events")
    )


def _names(value: object) -> list[str]:
    assert isinstance(value, list)
    return value
