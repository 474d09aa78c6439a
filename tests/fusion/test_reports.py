"""Fusion on a set of short reports with look-alikes: pairwise precision and recall."""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from kg.fuse import fuse
from kg.model.account import Account
from kg.model.article import Article
from kg.model.event import ReportId, World
from kg.pipeline import Tools, analyse, load_tools

ROWS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("reports.toml").read_text("utf-8"))["article"]


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {row["id"]: _article(row) for row in ROWS}


@pytest.fixture(scope="module")
def accounts(articles: dict[str, Article], tools: Tools) -> list[Account]:
    return [analyse(article, tools) for article in articles.values()]


@pytest.fixture(scope="module")
def world(accounts: list[Account], articles: dict[str, Article], tools: Tools) -> World:
    return fuse(accounts, articles, tools.registry)


def _article(row: dict[str, Any]) -> Article:
    published: dt.date | None = row.get("published")
    return Article(row["id"], row["text"].partition("\n")[0], row["text"], row.get("publisher"), None, published)


def truth(accounts: list[Account]) -> dict[ReportId, str]:
    """The event of each labelled report; a label without a report is a report that was not read."""
    of: dict[ReportId, str] = {}
    told = {account.article: account for account in accounts}
    for row in ROWS:
        for kind, events in row["is"].items():
            reports = [report for report in told[row["id"]].reports if report.kind == kind]
            keys = [report.key for report in reports] + [f"unread-{i}" for i in range(len(events))]
            of.update({ReportId(row["id"], key): event for key, event in zip(keys, events, strict=False)})
    return of


def pairs(of: dict[ReportId, str]) -> set[frozenset[ReportId]]:
    return {frozenset(pair) for pair in combinations(sorted(of), 2) if of[pair[0]] == of[pair[1]]}


def found(world: World) -> dict[ReportId, str]:
    return {report: event.key for event in world.events for report in event.reports}


def test_the_set_is_large_enough() -> None:
    events = {event for row in ROWS for group in row["is"].values() for event in group}
    assert len(ROWS) >= 60
    assert len(events) >= 20


def test_pairwise_precision_and_recall(world: World, accounts: list[Account]) -> None:
    of = truth(accounts)
    true = pairs(of)
    merged = pairs({report: key for report, key in found(world).items() if report in of})
    right = merged & true
    wrong = sorted(sorted(pair) for pair in merged - true)
    missed = sorted(sorted(pair) for pair in true - merged)
    assert len(right) / len(merged) >= 0.95, wrong
    assert len(right) / len(true) >= 0.85, missed


def test_any_order_gives_the_same_world(
    world: World, accounts: list[Account], articles: dict[str, Article], tools: Tools
) -> None:
    shuffled = random.Random(7).sample(accounts, len(accounts))
    turned = dict(sorted(articles.items(), reverse=True))
    assert fuse(shuffled, turned, tools.registry) == world
