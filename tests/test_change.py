"""Articles that come, change and go: a build follows from the set of its articles, however it came about."""

from __future__ import annotations

import functools
import io
import itertools
import json
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import building
from kg.building import build, read_articles, restore, retract, settle_material
from kg.cli import cli
from kg.errors import BuildError, NoInputError
from kg.fuse import fuse
from kg.fusion.decisions import Decisions, beside
from kg.holdings import Holdings
from kg.model.decision import decision
from kg.pipeline import Tools, analyse, load_tools
from kg.report import RunReport

SOURCES = Path(__file__).parent.parent / "sources"
FILES = ("graph.ttl", "graph.nq", "facts.jsonl", "network.html", "cache/accounts.tsv")
#: Reports of one event, with rival dates, and of one meeting from announcement to its end.
STORIES = ("wonsan-kaito-20250714", "wonsan-radio-20250713", "singapore-announced-20180511", "singapore-held-20180612")


@pytest.fixture(scope="module")
def tools() -> Iterator[Tools]:
    """The tools, and the ontology read once: no build changes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "load_ontology", functools.cache(building.load_ontology))  # type: ignore[attr-defined]
        yield load_tools()


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder of four articles that tell of two events."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name in STORIES:
        (source,) = SOURCES.rglob(f"{name}.*")
        shutil.copy(source, folder / f"{name}{source.suffix}")
    return folder


def made(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def articles(out: Path) -> list[str]:
    return [json.loads(line)["id"] for line in (out / "facts.jsonl").read_text("utf-8").splitlines()]


def without(news: Path, tools: Tools, *names: str) -> dict[str, bytes]:
    """Return what a build of the folder gives without some of its files."""
    paths = [path for path in sorted(news.iterdir()) if path.stem not in names]
    build(paths, news.parent / "reference", tools)
    return made(news.parent / "reference")


def told(report: RunReport) -> dict[str, str]:
    return {item.what.partition(" ")[0]: item.why for item in report.left_out}


def test_any_order_and_any_split_give_the_same_bytes(news: Path, tools: Tools) -> None:
    paths = sorted(news.iterdir())
    out = news.parent / "build"
    build([news], out, tools)
    whole = made(out)
    splits = [(paths[:1], paths[1:]), (paths[2:], paths[:2]), ([paths[3]], [paths[0]], [paths[2]], [paths[1]])]
    for number, parts in enumerate(splits):
        place = news.parent / f"split-{number}"
        for part in parts:
            report = build(part, place, tools, add=True)
            assert report.run.analysed == len(part)
        assert made(place) == whole, parts
        assert sorted(report.inputs) == sorted(map(str, itertools.chain(*parts)))
    build(list(reversed(paths)), out, tools)
    assert made(out) == whole


def test_all_of_sources_gives_one_world_in_any_order(tools: Tools) -> None:
    holdings = Holdings()
    read_articles(holdings, [SOURCES], Path("nowhere"))
    articles = settle_material(holdings, frozenset(), (), ()).articles
    accounts = [analyse(article, tools) for article in articles.values()]
    assert all(len({r.key for r in a.reports}) == len(a.reports) for a in accounts)
    whole = fuse(accounts, articles, tools.registry)
    assert len(whole.articles) >= 60
    for seed in range(3):
        order = random.Random(seed)
        turned = dict(order.sample(sorted(articles.items()), len(articles)))
        assert fuse(order.sample(accounts, len(accounts)), turned, tools.registry) == whole


@pytest.mark.slow
def test_any_order_and_any_split_of_sources_give_the_same_bytes(tmp_path: Path, tools: Tools) -> None:
    build([SOURCES], tmp_path / "whole", tools)
    whole, decided = made(tmp_path / "whole"), beside(tmp_path / "whole").read_bytes()
    paths = sorted(path for path in SOURCES.rglob("*") if path.suffix in (".md", ".txt", ".html", ".jsonl"))
    for seed in range(3):
        order = random.Random(seed)
        shuffled = order.sample(paths, len(paths))
        cuts = sorted(order.sample(range(1, len(paths)), 3))
        place = tmp_path / f"split-{seed}"
        for begin, end in itertools.pairwise([0, *cuts, len(paths)]):
            build(shuffled[begin:end], place, tools, add=True)
        assert made(place) == whole, seed
        assert beside(place).read_bytes() == decided


def test_ids_are_settled_over_the_whole_set_however_it_came(tmp_path: Path, tools: Tools) -> None:
    """Texts that share an id get names of their own also when they come one after the other."""
    for name, text in (
        ("a", "題\n岩屋毅外相は訪米した。"),
        ("b", "題\n岩屋毅外相は訪韓した。"),
        ("c", "題\n岩屋毅外相は訪米した。"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.txt").write_text(text, "utf-8")
    build([tmp_path / name for name in "abc"], tmp_path / "whole", tools)
    for name in "cab":
        build([tmp_path / name], tmp_path / "parts", tools, add=True)
    assert made(tmp_path / "whole") == made(tmp_path / "parts")
    assert len(articles(tmp_path / "whole")) == 2
    # What was left out as a repetition counts again when the first is gone.
    retract([articles(tmp_path / "whole")[0]], tmp_path / "whole", tools)
    assert articles(tmp_path / "whole") == ["one"]


def test_an_edited_and_a_deleted_file_take_along_what_rested_on_them(news: Path, tools: Tools) -> None:
    out = news.parent / "build"
    build([news], out, tools)
    edited = news / "singapore-held-20180612.md"
    edited.write_text(f"{edited.read_text('utf-8')}\n岩屋毅外相は2025年2月1日、米国を訪問した。\n", "utf-8")
    (news / "wonsan-radio-20250713.md").unlink()
    report = build([news], out, tools)
    assert (report.run.analysed, report.run.cached) == (1, 2)
    assert made(out) == without(news, tools)


def test_adding_a_folder_again_replaces_what_was_read_there(news: Path, tools: Tools, tmp_path: Path) -> None:
    out = tmp_path / "build"
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "other.txt").write_text("岩屋外相が訪米\n岩屋毅外相は2025年2月1日、米国を訪問した。", "utf-8")
    build([tmp_path / "more"], out, tools)
    build([news], out, tools, add=True)
    (news / "wonsan-radio-20250713.md").unlink()
    edited = news / "singapore-held-20180612.md"
    edited.write_text(f"{edited.read_text('utf-8')}\n岩屋毅外相は2025年2月1日、米国を訪問した。\n", "utf-8")
    report = build([news], out, tools, add=True)
    assert (report.run.analysed, report.run.cached) == (1, 3)
    build([news, tmp_path / "more"], tmp_path / "whole", tools)
    assert made(out) == made(tmp_path / "whole")


def test_articles_of_standard_input_stay_when_others_are_added(
    news: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = news.parent / "build"
    row = {"id": "streamed", "title": "外相が訪米", "text": "岩屋毅外相は2025年2月1日、米国を訪問した。"}

    class Stream:
        buffer = io.BytesIO(json.dumps(row).encode())

    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", Stream)
        build(["-"], out, tools)
    build([news], out, tools, add=True)
    assert articles(out) == sorted(["streamed", *STORIES])
    build([news], out, tools)
    assert "streamed" not in articles(out)


def test_a_build_that_does_not_tell_its_articles_cannot_be_added_to(news: Path, tools: Tools) -> None:
    out = news.parent / "build"
    build([news], out, tools)
    (out / "cache" / "articles.jsonl").write_text("{}\n")
    before = made(out)
    with pytest.raises(BuildError, match="run kg build with all its articles"):
        build([news], out, tools, add=True)
    with pytest.raises(BuildError, match="run kg build with all its articles"):
        retract(["x"], out, tools)
    assert made(out) == before


@pytest.mark.parametrize("by_path", [False, True])
def test_a_retracted_article_is_as_if_it_had_never_been(news: Path, tools: Tools, by_path: bool) -> None:
    out = news.parent / "build"
    build([news], out, tools)
    whole = made(out)
    path = news / "wonsan-kaito-20250714.md"
    report = retract([str(path) if by_path else path.stem], out, tools)
    assert (report.run.analysed, report.run.cached) == (0, 3)
    assert made(out) == without(news, tools, path.stem)
    assert b"wonsan-kaito" not in (out / "graph.nq").read_bytes()
    assert told(report) == {path.stem: f"retracted; kg retract --restore {path.stem} brings it back"}
    # It stays away, edited or not, read again or added.
    original = path.read_text("utf-8")
    path.write_text(f"{original}\n岩屋毅外相は2025年2月1日、米国を訪問した。\n", "utf-8")
    for add in (False, True):
        assert path.stem in told(build([news], out, tools, add=add))
        assert made(out) == without(news, tools, path.stem)
    path.write_text(original, "utf-8")
    build([news], out, tools)
    report = restore([str(path) if by_path else path.stem], out, tools)
    assert made(out) == whole
    assert not (out / "retracted.jsonl").exists()
    assert report.left_out == ()


def test_everything_can_be_retracted(news: Path, tools: Tools) -> None:
    out = news.parent / "build"
    build([news], out, tools)
    report = retract([str(news)], out, tools)
    assert (articles(out), report.graph["events"], report.graph["claims"]) == ([], 0, 0)
    assert len(told(report)) == len(STORIES)
    assert articles(out) == []
    restore([str(news)], out, tools)
    assert articles(out) == sorted(STORIES)


def test_one_of_two_texts_with_one_id(tmp_path: Path, tools: Tools) -> None:
    for name, text in (("a", "題\n岩屋毅外相は訪米した。"), ("b", "題\n岩屋毅外相は訪韓した。")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.txt").write_text(text, "utf-8")
    build([tmp_path / "b"], tmp_path / "alone", tools)
    for word in (str(tmp_path / "a" / "one.txt"), None):
        out = tmp_path / "build"
        build([tmp_path / "a", tmp_path / "b"], out, tools)
        both = made(out)
        word = word or next(i for i in articles(out) if "訪米" in facts_of(out, i))
        retract([word], out, tools)
        assert made(out) == made(tmp_path / "alone")
        restore([word], out, tools)
        assert made(out) == both
    retract(["one"], out, tools)
    assert articles(out) == []


def facts_of(out: Path, article: str) -> str:
    lines = (out / "facts.jsonl").read_text("utf-8").splitlines()
    return next(line for line in lines if json.loads(line)["id"] == article)


def test_what_cannot_be_retracted_or_restored(news: Path, tools: Tools) -> None:
    out = news.parent / "build"
    with pytest.raises(NoInputError, match="no build here"):
        retract(["x"], out, tools)
    build([news], out, tools)
    before = made(out)
    for change in (retract, restore):
        with pytest.raises(NoInputError, match="nowhere: "):
            change(["nowhere"], out, tools)
    with pytest.raises(NoInputError, match="was retracted"):
        restore([STORIES[0]], out, tools)
    assert made(out) == before


def test_verdicts_of_persons_outlive_builds(news: Path, tools: Tools) -> None:
    out = news.parent / "build"
    build([news], out, tools)
    verdict = decision("event", "a#meeting-1", "b#meeting-2", "different", "person")
    Decisions.load(beside(out)).answering(verdict).save(beside(out))
    build([news], out, tools)
    retract([STORIES[0]], out, tools)
    assert Decisions.load(beside(out)).of_persons == (verdict,)


def test_the_commands(news: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.load_tools", lambda: tools)

    def kg(*args: str | Path) -> tuple[int, str]:
        result = CliRunner().invoke(cli, list(map(str, args)), prog_name="kg", catch_exceptions=False)
        assert result.stdout == ""
        return result.exit_code, result.stderr

    out = news.parent / "build"
    first, second = sorted(news.iterdir())[:2]
    assert kg("build", first, "-o", out, "-q") == (0, "")
    code, said = kg("build", "--add", second, "-o", out)
    assert (code, said.partition(" in ")[0]) == (0, "read 2 articles (1 of them unchanged)")
    assert kg("build", "--add", "-o", out)[0] == 2
    code, said = kg("retract", first.stem, "-C", out)
    assert (code, "1 left out: see report.json" in said) == (0, True)
    assert kg("retract", "--restore", first.stem, "-C", out, "-q") == (0, "")
    assert kg("retract", "nowhere", "-C", out)[0] == 3
    assert kg("retract", "-C", out)[0] == 2
