"""Accounts kept from one build to the next, so that only changed articles are analysed again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO

from kg.model.account import Account
from kg.model.article import Article
from kg.model.lines import account_of
from kg.pipeline import Tools
from kg.shelf import Shelf
from kg.vocab import digest

#: What an account follows from besides the tools: the program, as folders and files of the package, and its tokeniser.
_PROGRAM = ("export/facts.py", "find", "frame", "lexicon", "link", "model", "segment", "pipeline.py")
_PACKAGES = ("sudachipy", "sudachidict-core")
_FILE = Path("cache") / "accounts.tsv"


def fingerprint_of(tools: Tools) -> str:
    """Return a digest of all that an account follows from besides its article: rules, lexicon, registry, dictionary."""
    return digest(tools.fingerprint, _program(), length=64)


@cache
def _program() -> str:
    """Return the SHA-256 of the rules as they are written: nobody has to think of raising a version."""
    package = Path(__file__).resolve().parent
    found = sha256()
    for name in _PROGRAM:
        place = package / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            found.update(path.read_bytes() if path.is_file() else b"")
    for name in _PACKAGES:
        try:
            found.update(version(name).encode())
        except PackageNotFoundError:
            found.update(name.encode())
    return found.hexdigest()


def key_of(article: Article, fingerprint: str) -> str:
    """Return the name of all that an account follows from: the text, what is known of it, and the tools."""
    known = (article.id, article.title, article.publisher, article.url, article.published, article.language)
    return digest(article.sha256, *map(repr, known), fingerprint, length=64)


class AccountCache:
    """The accounts of builds and shards, as lines. They stay in their files until they are asked for."""

    def __init__(self, fingerprint: str, files: Iterable[IO[bytes]] = ()) -> None:
        """Know the accounts in files: one a line, the key, a tab, the account. Where they lie is kept in memory."""
        self._fingerprint = fingerprint
        self._files: list[tuple[IO[bytes], dict[bytes, int]]] = []
        for file in files:
            places, place = {}, 0
            for line in file:
                places[line.partition(b"\t")[0]] = place
                place += len(line)
            self._files.append((file, places))

    @classmethod
    def load(cls, build: Path, fingerprint: str, others: Iterable[Path] = ()) -> AccountCache:
        """Return the cache of the build in a folder, with that of other files; empty where there is none to be read."""
        files = []
        for path in (build / _FILE, *others):
            with contextlib.suppress(OSError):
                files.append(path.open("rb"))
        return cls(fingerprint, files)

    def key(self, article: Article) -> str:
        """Return the name of all that the account of an article follows from."""
        return key_of(article, self._fingerprint)

    def get(self, article: Article) -> Account | None:
        """Return the account of an article, or None where it is not known or its line is damaged."""
        key = self.key(article).encode()
        for file, places in self._files:
            if (place := places.get(key)) is not None:
                file.seek(place)
                with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
                    account = account_of(file.readline().rstrip(b"\n").partition(b"\t")[2].decode("utf-8"))
                    if (account.article, account.sha256) == (article.id, article.sha256):
                        return account
        return None

    def close(self) -> None:
        """Let go of the files."""
        for file, _ in self._files:
            file.close()
        self._files.clear()


def save_accounts(build: Path, keys: Mapping[str, str], shelf: Shelf) -> None:
    """Write the accounts of a shelf into the folder of a build, sorted; ``keys`` gives the article of each key."""
    path = build / _FILE
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{key}\t{shelf.account_line(keys[key])}\n" for key in sorted(keys) if keys[key] in shelf)
