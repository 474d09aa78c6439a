"""Shards made apart give the build of all their articles, without reading one of them again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.archive import write
from kg import building
from kg.building import build
from kg.cli import cli
from kg.errors import BuildError, NoInputError
from kg.pipeline import Tools, load_tools
from kg.sharding import write_shard
from kg.shards import ACCOUNTS, ARTICLES, MANIFEST, is_shard, open_shard
from kg.shelf import Analysed
from tests.scale.test_workers import no_graph

__all__ = ["no_graph"]


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Path:
    """A folder with an archive in three parts (two articles share an id, one is in two parts), and their shards."""
    folder = tmp_path_factory.mktemp("parts")
    write(30, folder / "all.jsonl", registry=tools.registry)
    lines = (folder / "all.jsonl").read_text("utf-8").splitlines(keepends=True)
    first, last = json.loads(lines[0]), json.loads(lines[-1])
    lines.append(json.dumps({**last, "id": first["id"]}, ensure_ascii=False) + "\n")
    lines.append(
        '{"text": "日ロ外相が会談\\n日本の岩屋毅外相は3日、東京でロシアのラブロフ外相と会談した。", "id": "bare"}\n'
    )
    (folder / "news").mkdir()
    for n, part in enumerate((lines[:11], lines[10:21], lines[21:])):
        (folder / "news" / f"{n}.jsonl").write_text("".join(part), "utf-8")
        write_shard([folder / "news" / f"{n}.jsonl"], folder / "shards" / str(n), tools)
    return folder


def said(out: Path) -> tuple[bytes, bytes]:
    """What a build says of its articles, and what it keeps of that."""
    return (out / "facts.jsonl").read_bytes(), (out / "cache" / "accounts.tsv").read_bytes()


@pytest.mark.usefixtures("no_graph")
def test_shards_give_the_build_of_their_articles(parts: Path, tmp_path: Path, tools: Tools) -> None:
    whole = build([parts / "news"], tmp_path / "whole", tools)
    shards = [parts / "shards" / str(n) for n in (2, 0, 1)]
    joined = build(shards, tmp_path / "joined", tools)
    assert said(tmp_path / "joined") == said(tmp_path / "whole")
    assert joined.read == whole.read and joined.found == whole.found
    assert whole.run.analysed == 32
    assert joined.run.analysed == 2  # the two that share an id, which no shard could know of


@pytest.mark.usefixtures("no_graph")
def test_a_shard_joins_what_is_there(
    parts: Path, tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([parts / "shards" / "0"], tmp_path / "build", tools)
    monkeypatch.setattr(building, "told_of", lambda article, _: Analysed(article.id, cause="analysed again"))
    report = build([parts / "shards" / "1"], tmp_path / "build", tools, add=True)
    assert report.read["articles"] == 21 and not report.failed and report.run.analysed == 0


def test_a_shard_tells_what_it_holds(parts: Path, tools: Tools) -> None:
    folder = parts / "shards" / "0"
    shard = open_shard(folder)
    assert (shard.articles, shard.accounts) == (11, 11) and is_shard(folder) and not is_shard(parts)
    assert {path.name for path in folder.iterdir()} == {ARTICLES, ACCOUNTS, MANIFEST}
    for name in (ARTICLES, ACCOUNTS):
        lines = (folder / name).read_bytes().splitlines()
        assert lines == sorted(lines) and len(lines) == 11


@pytest.mark.parametrize("name", [ARTICLES, ACCOUNTS, MANIFEST])
def test_a_shard_that_is_not_whole_is_refused(parts: Path, tmp_path: Path, tools: Tools, name: str) -> None:
    folder = tmp_path / "shard"
    shutil.copytree(parts / "shards" / "0", folder)
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(BuildError, match=r"manifest|whole"):
        build([folder], tmp_path / "build", tools)
    assert not (tmp_path / "build").exists()


@pytest.mark.usefixtures("no_graph")
def test_accounts_by_other_rules_are_not_taken(
    parts: Path, tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "fingerprint_of", lambda _: "other")
    assert build([parts / "shards" / "0"], tmp_path / "build", tools).run.analysed == 11


def test_what_is_there_is_not_written_over(parts: Path, tmp_path: Path, tools: Tools) -> None:
    with pytest.raises(BuildError, match="is there already"):
        write_shard([parts / "news"], parts / "shards" / "0", tools)
    with pytest.raises(NoInputError):
        write_shard([parts / "shards" / "0" / MANIFEST], tmp_path / "shard", tools)


def test_the_command_line(parts: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["build", str(parts / "news" / "0.jsonl"), "-o", str(tmp_path / "s"), "--shard"])
    assert done.exit_code == 0 and "read 11 articles, kept the accounts of 11" in done.stderr
    assert (tmp_path / "s" / MANIFEST).read_bytes() == (parts / "shards" / "0" / MANIFEST).read_bytes()
    done = CliRunner().invoke(cli, ["build", str(parts / "news"), "--shard", "--add"])
    assert done.exit_code == 2
