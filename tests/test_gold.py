"""The annotated articles of ``tests/gold/sources``: keys, closed lists, evidence, dates, cross-references."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.model.article import Article
from kg.read.readers import read_paths

GOLD = Path(__file__).parent / "gold" / "sources"
SOURCES = Path(__file__).parent.parent / "sources"
PATHS = sorted(GOLD.glob("*.json"))
#: Those without their texts.
BARE = sorted((GOLD.parent / "wikinews").glob("*.json"))

STATUSES = {"held", "scheduled", "proposed", "cancelled", "uncertain"}
CODES = {
    ("meetings", "kind"): {"summit", "foreign_ministers", "ministerial", "multilateral", "phone", "working", "other"},
    ("meetings", "status"): STATUSES,
    ("visits", "status"): STATUSES,
    ("agreements", "kind"): {"treaty", "agreement", "joint_statement", "declaration", "resolution", "mou", "other"},
    ("agreements", "action"): {"signed", "ratified", "in_force", "adopted", "withdrawn", "proposed", "mentioned"},
    ("invitations", "status"): STATUSES,
    ("other_events", "status"): STATUSES,
    ("other_events", "type"): {
        *("国交樹立", "国交回復", "国交断絶", "国家承認", "独立", "国際機関加盟", "外交官追放", "制裁", "派兵"),
        *("軍事作戦", "停戦", "ミサイル発射", "核実験", "支援の約束", "協力の拡大"),
    },
}
KEYS = {
    "persons": {"name", "mentions", "office", "state"},
    "places": {"name", "mentions", "state"},
    "meetings": {"kind", "status", "name", "participants", "states", "date", "place", "place_state", "evidence"},
    "visits": {"visitor", "destination", "place", "date", "status", "evidence"},
    "agreements": {"name", "kind", "parties", "action", "date", "evidence"},
    "statements": {"speaker", "verb", "evidence"},
    "invitations": {"inviter", "invitee", "destination", "status", "evidence"},
    "other_events": {"type", "actor", "target", "place", "date", "status", "evidence"},
}
FACTS = [kind for kind, keys in KEYS.items() if "evidence" in keys]
TOP = {"id", "source", "title", "text", "states", "organizations", *KEYS}
SOURCE = {"publisher", "url", "published", "published_basis", "licence", "query", "sha256"}
#: What ends before the first word of a sentence: a sentence or line; then a dateline, bullet or mark of a dialogue.
BEFORE = re.compile(r"(?:。|(?:^|\n)(?:【[^】\n]+】|- |[問答QA] )?)\Z")


@cache
def articles() -> dict[str, Article]:
    return {found.id: found for found in read_paths([SOURCES]) if isinstance(found, Article)}


def load(path: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return gold


def facts(gold: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in FACTS:
        for fact in gold[kind]:
            yield kind, fact


def is_date(text: str) -> bool:
    """Tell whether a text is a year, month, day, or an interval of two of them that does not run backwards."""
    parts = text.split("/")
    for part in parts:
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", part):
            return False
        try:
            dt.date.fromisoformat((part + "-01-01")[:10] if len(part) < 10 else part)
        except ValueError:
            return False
    return len(parts) == 1 or (len(parts) == 2 and parts[0] < parts[1])


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2018", True),
        ("2018-04", True),
        ("2018-04-27/2018-04-28", True),
        ("2018-04-31", False),
        ("2018-4-1", False),
        ("2018-02/2018-01", False),
        ("2018/2019/2020", False),
    ],
)
def test_dates(text: str, right: bool) -> None:
    assert is_date(text) is right


def test_there_are_gold_files() -> None:
    assert PATHS


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_keys_and_codes(path: Path) -> None:
    gold = load(path)
    assert set(gold) == TOP
    assert set(gold["source"]) == SOURCE
    for kind, keys in KEYS.items():
        assert all(set(entry) == keys for entry in gold[kind]), kind
    for (kind, slot), allowed in CODES.items():
        assert {entry[slot] for entry in gold[kind]} <= allowed, f"{kind} {slot}"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_text_is_the_article_as_it_is_read(path: Path) -> None:
    gold = load(path)
    article = articles()[gold["id"]]
    source = gold["source"]
    assert path.stem == gold["id"]
    assert (gold["title"], gold["text"]) == (article.title, article.text)
    assert (source["publisher"], source["url"]) == (article.publisher, article.url)
    assert source["published"] == (article.published.isoformat() if article.published else None)
    assert source["sha256"] == hashlib.sha256(gold["text"].encode()).hexdigest()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_evidence_begins_a_sentence_and_occurs_once(path: Path) -> None:
    gold = load(path)
    for kind, fact in facts(gold):
        evidence = fact["evidence"]
        assert gold["text"].count(evidence) == 1, f"{kind}: {evidence}"
        assert BEFORE.search(gold["text"][: gold["text"].index(evidence)]), f"{kind}: {evidence}"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_dates_of_facts(path: Path) -> None:
    for kind, fact in facts(load(path)):
        assert fact.get("date") is None or is_date(fact["date"]), f"{kind}: {fact['date']}"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_names_are_listed_and_mentions_are_in_the_text(path: Path) -> None:
    gold = load(path)
    persons = {person["name"] for person in gold["persons"]}
    speakers = persons.union(gold["states"], gold["organizations"])
    places = {place["name"] for place in gold["places"]}.union(gold["states"])
    for entry in [*gold["persons"], *gold["places"]]:
        assert entry["mentions"]
        assert all(mention in gold["text"] for mention in entry["mentions"]), entry["name"]
    assert persons.issuperset(name for meeting in gold["meetings"] for name in meeting["participants"])
    assert speakers.issuperset(statement["speaker"] for statement in gold["statements"])
    assert places.issuperset(fact["place"] for _, fact in facts(gold) if fact.get("place"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_fact_is_given_twice(path: Path) -> None:
    gold = load(path)
    for kind in KEYS:
        rows = [json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in gold[kind]]
        assert len(rows) == len(set(rows)), kind


@pytest.mark.parametrize("path", BARE, ids=lambda path: path.stem)
def test_gold_without_its_text(path: Path) -> None:
    gold = load(path)
    assert gold["id"] == path.stem
    assert set(gold) - {"batch"} == TOP - {"text"} | {"taken", "breaks", "held_out"}
    cuts = [0, *gold["breaks"], gold["taken"]]
    assert cuts == sorted(set(cuts))
    for kind, keys in KEYS.items():
        assert all(set(entry) == keys for entry in gold[kind]), kind
    for (kind, slot), allowed in CODES.items():
        assert {entry[slot] for entry in gold[kind]} <= allowed, f"{kind} {slot}"
    for kind, fact in facts(gold):
        assert fact["evidence"], kind
        assert fact.get("date") is None or is_date(fact["date"]), f"{kind}: {fact['date']}"
    persons = {person["name"] for person in gold["persons"]}
    assert persons.issuperset(name for meeting in gold["meetings"] for name in meeting["participants"])
    assert persons.union(gold["states"], gold["organizations"]).issuperset(s["speaker"] for s in gold["statements"])
