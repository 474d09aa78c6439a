"""Accounts kept from one build to the next, so that only changed articles are analysed again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.model.account import Account
from kg.model.article import Article
from kg.model.lines import account_line, account_of
from kg.pipeline import Tools
from kg.vocab import digest

#: What an account follows from besides the tools: the program, as folders and files of the package, and its tokeniser.
_PROGRAM = ("find", "frame", "lexicon", "link", "model", "segment", "pipeline.py")
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
    """The accounts of a build, one line each: the key, a tab, the account.

    Only what was asked for or put in is saved again, so entries of changed or removed articles do not stay.
    """

    def __init__(self, fingerprint: str, lines: Mapping[str, str] | None = None) -> None:
        self._fingerprint = fingerprint
        self._lines = dict(lines or {})
        self._used: dict[str, str] = {}

    @classmethod
    def load(cls, build: Path, fingerprint: str) -> AccountCache:
        """Return the cache of the build in a folder; empty where there is none that can be read."""
        try:
            with (build / _FILE).open(encoding="utf-8", newline="\n") as file:
                pairs = (line.rstrip("\n").partition("\t") for line in file)
                return cls(fingerprint, {key: line for key, _, line in pairs})
        except (OSError, UnicodeDecodeError):
            return cls(fingerprint)

    def get(self, article: Article) -> Account | None:
        """Return the account of an article, or None where it is not known or its line is damaged."""
        key = key_of(article, self._fingerprint)
        line = self._lines.get(key)
        if line is None:
            return None
        try:
            account = account_of(line)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        if (account.article, account.sha256) != (article.id, article.sha256):
            return None
        self._used[key] = line
        return account

    def put(self, article: Article, account: Account) -> None:
        """Keep the account of an article."""
        self._used[key_of(article, self._fingerprint)] = account_line(account)

    def save(self, build: Path) -> None:
        """Write what was used into the folder of a build, sorted."""
        path = build / _FILE
        path.parent.mkdir()
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{key}\t{line}\n" for key, line in sorted(self._used.items()))
