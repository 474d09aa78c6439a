"""From articles to a build: what is read again, what fails, what is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import building, pipeline
from kg.building import Written, build
from kg.errors import NoInputError
from kg.folder import ENTRIES
from kg.model.account import Account
from kg.model.article import Article
from kg.pipeline import Tools, analyse, load_tools
from kg.report import RunReport

FIRST = "日ロ外相が会談\n日本の岩屋毅外相は2025年3月3日、東京でロシアのラブロフ外相と会談した。"
SECOND = "韓国大統領が訪米へ\n韓国の文在寅大統領は4日、米国を訪問する。"


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles."""
    sources = tmp_path / "news"
    sources.mkdir()
    (sources / "one.txt").write_text(FIRST, "utf-8")
    (sources / "two.txt").write_text(SECOND, "utf-8")
    return sources


@pytest.fixture
def no_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the graph out: what a test asks for is decided before it."""

    def nothing(*_: object) -> Written:
        return Written({"events": 0, "claims": 0, "triples": 0}, ())

    monkeypatch.setattr(building, "write_graph", nothing)


def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that fills with the ids of the articles that are analysed."""
    seen: list[str] = []

    def noting(article: Article, tools: Tools) -> Account:
        seen.append(article.id)
        return analyse(article, tools)

    monkeypatch.setattr(pipeline, "analyse", noting)
    return seen


def run(sources: Path, tools: Tools, out: str = "build") -> RunReport:
    return build([sources], sources.parent / out, tools)


def test_a_whole_build(folder: Path, tools: Tools) -> None:
    (folder / "broken.jsonl").write_text("{\n")
    stages: list[str] = []
    report = build([folder], folder.parent / "a", tools, progress=lambda stage, _done, _total: stages.append(stage))
    out = folder.parent / "a"
    assert {path.name for path in out.iterdir()} == set(ENTRIES)
    rows = [json.loads(line) for line in (out / "facts.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["one", "two"]
    assert [meeting["date"] for meeting in rows[0]["meetings"]] == ["2025-03-03"]
    assert report.read == {"articles": 2, "characters": len(FIRST + SECOND), "articles without a date": 2}
    assert report.found["meetings"] == 1
    assert report.graph["triples"] > 1000
    assert [failure.stage for failure in report.failed] == ["read"]
    assert report.exit_code == 1
    assert json.loads((out / "report.json").read_text("utf-8"))["failed"][0]["where"].endswith("broken.jsonl, line 1")
    assert list(dict.fromkeys(stages)) == ["read", "analyse", "fuse", "graph", "check", "write", "network"]
    assert list(report.run.stages) == list(dict.fromkeys(stages))
    assert 0 < sum(report.run.stages.values()) < report.run.seconds + 0.01  # each is rounded
    # The same articles in another order give the same bytes, the cache no matter.
    build([folder / "two.txt", folder / "one.txt", folder / "broken.jsonl"], folder.parent / "b", tools)
    build([folder], out, tools)
    for name in ("graph.ttl", "graph.nq", "facts.jsonl", "network.html", "cache/accounts.tsv"):
        assert (out / name).read_bytes() == (folder.parent / "b" / name).read_bytes(), name


@pytest.mark.usefixtures("no_graph")
def test_only_changed_articles_are_analysed_again(folder: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = analysed(monkeypatch)
    first = run(folder, tools)
    (folder / "two.txt").write_text(SECOND + "会談も行う。", "utf-8")
    second = run(folder, tools)
    third = run(folder, tools)
    assert seen == ["one", "two", "two"]
    assert [(r.run.analysed, r.run.cached) for r in (first, second, third)] == [(2, 0), (1, 1), (0, 2)]
    assert (second.failed, second.left_out) == ((), ())


@pytest.mark.usefixtures("no_graph")
def test_entries_of_removed_articles_leave_the_cache(folder: Path, tools: Tools) -> None:
    run(folder, tools)
    cache = folder.parent / "build" / "cache" / "accounts.tsv"
    assert len(cache.read_text("utf-8").splitlines()) == 2
    (folder / "one.txt").unlink()
    run(folder, tools)
    assert '"article":"two"' in cache.read_text("utf-8")
    assert len(cache.read_text("utf-8").splitlines()) == 1


@pytest.mark.usefixtures("no_graph")
def test_a_failing_article_is_listed_and_tried_again(
    folder: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(article: Article, given: Tools) -> Account:
        if article.id == "one":
            raise RecursionError("too\ndeep")
        return analyse(article, given)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "analyse", broken)
        report = run(folder, tools)
    (failure,) = report.failed
    assert (failure.stage, failure.where) == ("analyse", "one")
    assert failure.cause.startswith("RecursionError: too deep (in tests.test_build, line ")
    assert report.exit_code == 1
    assert [json.loads(line)["id"] for line in facts_lines(folder)] == ["two"]
    assert run(folder, tools).run.analysed == 1
    assert len(facts_lines(folder)) == 2


@pytest.mark.usefixtures("no_graph")
def test_repeated_articles_are_left_out_and_listed(folder: Path, tools: Tools) -> None:
    (folder / "again").mkdir()
    (folder / "again" / "one.txt").write_text(FIRST, "utf-8")
    (folder / "again" / "two.txt").write_text(FIRST, "utf-8")
    report = run(folder, tools)
    (left_out,) = report.left_out
    assert left_out.what.startswith("one (")
    ids = [json.loads(line)["id"] for line in facts_lines(folder)]
    assert ids[0] == "one"
    assert [i[:4] for i in ids[1:]] == ["two-", "two-"]
    assert report.exit_code == 0


@pytest.mark.usefixtures("no_graph")
def test_nothing_to_read_leaves_the_old_build(folder: Path, tools: Tools) -> None:
    run(folder, tools)
    before = facts_lines(folder)
    for path in folder.iterdir():
        path.write_text("")
    with pytest.raises(NoInputError, match=r"one\.txt: empty file"):
        run(folder, tools)
    with pytest.raises(NoInputError, match="no such file"):
        run(folder / "elsewhere", tools)
    assert facts_lines(folder) == before


def test_nothing_is_made_of_nothing(tmp_path: Path, tools: Tools) -> None:
    with pytest.raises(NoInputError):
        build([tmp_path / "none"], tmp_path / "build", tools)
    assert list(tmp_path.iterdir()) == []


def facts_lines(folder: Path) -> list[str]:
    return (folder.parent / "build" / "facts.jsonl").read_text("utf-8").splitlines()
