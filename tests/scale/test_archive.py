"""The made-up archive is the same every time, is like news, and a build finds what is true of it."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from benchmarks.archive import BEGIN, END, Archive, write
from benchmarks.truth import MEETINGS, Met, Told, found_meetings, score, true_meetings
from kg.building import build
from kg.config import ontology_dir
from kg.link.registry import Registry, load_registry
from kg.pipeline import load_tools


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(ontology_dir() / "registry")


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, registry: Registry) -> None:
    paths = [tmp_path / name for name in ("a.jsonl", "b.jsonl", "c.jsonl.gz")]
    for path in paths:
        write(80, path, path.with_suffix(".truth"), seed=3, registry=registry)
    assert paths[0].read_bytes() == paths[1].read_bytes() == gzip.decompress(paths[2].read_bytes())
    write(80, tmp_path / "other.jsonl", seed=4, registry=registry)
    assert paths[0].read_bytes() != (tmp_path / "other.jsonl").read_bytes()


def test_it_is_like_news(registry: Registry) -> None:
    archive = Archive(3000, registry=registry)
    articles = list(archive.articles())
    days = [dt.date.fromisoformat(a["published"]) for a in articles]
    lengths = [len(a["title"]) + 1 + len(a["text"]) for a in articles]
    assert len(articles) == len({a["id"] for a in articles}) == 3000
    assert days == sorted(days) and days[0] < BEGIN + dt.timedelta(days=60) and days[-1] > dt.date(2024, 6, 1)
    assert min(lengths) >= 230 and max(lengths) <= 600
    assert not any("{" in a["text"] or "。。" in a["text"] for a in articles)

    events = list(archive.truth())
    known = {a["id"]: a for a in articles}
    assert {e["kind"] for e in events} == {*MEETINGS, "visit", "signed", "ratified", "in_force", "statement"}
    assert {e["status"] for e in events} == {"held", "scheduled", "cancelled"}
    for event in events:
        day = dt.date.fromisoformat(str(event["date"]))
        assert BEGIN <= day <= END + dt.timedelta(days=260)
        for person in event["participants"]:  # type: ignore[attr-defined]
            in_office = [t for t in registry.persons[person].tenures if t.earliest and t.earliest <= day]
            assert any(t.latest is None or day <= t.latest for t in in_office)
            assert any(registry.persons[person].family in known[a]["text"] for a in event["articles"])  # type: ignore[attr-defined]


def test_a_build_finds_what_is_true(tmp_path: Path) -> None:
    tools = load_tools()
    write(60, tmp_path / "news.jsonl", tmp_path / "truth.jsonl", registry=tools.registry)
    report = build([tmp_path / "news.jsonl"], tmp_path / "build", tools)
    assert report.read["articles"] == 60 and not report.failed
    true = true_meetings(map(json.loads, (tmp_path / "truth.jsonl").read_text("utf-8").splitlines()))
    found = score(found_meetings(tmp_path / "build"), true)
    assert found.true >= 15
    assert found.precision >= 0.85 and found.recall >= 0.9
    assert found.status >= 0.9 and found.articles >= 0.95


def test_what_is_missed_or_made_up_counts() -> None:
    one, two = Met("2020-01-01", ("a", "b"), "tokyo"), Met("2020-01-02", ("a", "b"), None)
    told = Told("held", frozenset({"x"}))
    result = score([(one, told), (one, told), (two._replace(place="seoul"), told)], {one: told, two: told})
    assert (result.precision, result.recall) == (1 / 3, 1 / 2)
    assert score([(one, Told("cancelled", frozenset()))], {one: told})[3:] == (0.0, 0.0)
