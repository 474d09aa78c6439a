"""Accounts are taken from the cache only for exactly the same article and tools."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kg.cache import AccountCache, save_accounts
from kg.model.account import Account
from kg.model.article import Article
from kg.model.lines import account_line
from kg.shelf import Analysed, Shelf

ARTICLE = Article("a", "題", "題\n文", publisher="紙", published=dt.date(2024, 5, 4))
ACCOUNT = Account("a", ARTICLE.sha256, (), ())


def saved(folder: Path) -> Path:
    folder.mkdir()
    shelf = Shelf(folder)
    shelf.put(Analysed("a", account_line(ACCOUNT)))
    save_accounts(folder, {AccountCache("tools").key(ARTICLE): "a"}, shelf)
    return folder


def test_round_trip(tmp_path: Path) -> None:
    assert AccountCache.load(saved(tmp_path / "one"), "tools").get(ARTICLE) == ACCOUNT


@pytest.mark.parametrize(
    "changed",
    [
        replace(ARTICLE, text="題\n別の文"),
        replace(ARTICLE, id="b"),
        replace(ARTICLE, published=dt.date(2024, 5, 5)),
        replace(ARTICLE, publisher=None),
    ],
)
def test_another_article_is_not_known(tmp_path: Path, changed: Article) -> None:
    assert AccountCache.load(saved(tmp_path / "one"), "tools").get(changed) is None


def test_other_tools_know_nothing(tmp_path: Path) -> None:
    assert AccountCache.load(saved(tmp_path / "one"), "newer tools").get(ARTICLE) is None


def test_the_path_of_a_file_does_not_matter(tmp_path: Path) -> None:
    moved = replace(ARTICLE, path="elsewhere/a.txt")
    assert AccountCache.load(saved(tmp_path / "one"), "tools").get(moved) == ACCOUNT


def test_what_failed_is_not_saved(tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    save_accounts(tmp_path / "two", {AccountCache("tools").key(ARTICLE): "a"}, Shelf(tmp_path))
    assert (tmp_path / "two" / "cache" / "accounts.tsv").read_text() == ""


@pytest.mark.parametrize("damage", [b"\xff\xfe", b"garbage\n", b"\t\n\n", b""])
def test_a_damaged_cache_is_an_empty_one(tmp_path: Path, damage: bytes) -> None:
    path = saved(tmp_path / "one") / "cache" / "accounts.tsv"
    path.write_bytes(damage)
    assert AccountCache.load(tmp_path / "one", "tools").get(ARTICLE) is None


def test_a_damaged_line_is_analysed_again(tmp_path: Path) -> None:
    path = saved(tmp_path / "one") / "cache" / "accounts.tsv"
    path.write_text(path.read_text("utf-8").replace('"entities"', '"entitles"'), "utf-8")
    assert AccountCache.load(tmp_path / "one", "tools").get(ARTICLE) is None
