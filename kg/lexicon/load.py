"""The language knowledge of the project, read once from the files beside this module into a frozen Lexicon."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.errors import DataError

_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")

FOLDER = Path(__file__).parent


class Title(NamedTuple):
    """An office title.

    ``kind`` is the kind of office, ``rank`` one of leader, foreign, minister, official, envoy, other; ``productive``
    tells that it may follow any body as a suffix, ``named`` that it is one only behind a full name (弁護士), ``foreign``
    that the name has to be in katakana as well (記者, whose Japanese names are those of the writers).
    """

    text: str
    kind: str
    rank: str
    productive: bool
    named: bool
    foreign: bool


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Titles by surface, and the TOML tables by file stem. ``digest`` is the SHA-256 over all lexicon files."""

    titles: dict[str, Title]
    tables: dict[str, dict[str, Any]]
    digest: str

    def words(self, file: str, table: str, key: str) -> frozenset[str]:
        """A list of words of ``file.toml``, as a set; the same object at every call."""
        found = self._sets.get((file, table, key))
        if found is None:
            try:
                found = self._sets[file, table, key] = frozenset(self.tables[file][table][key])
            except KeyError as error:
                raise DataError(f"lexicon {file}.toml: no list {table}.{key}") from error
        return found

    def endings(self, file: str, table: str, key: str) -> tuple[str, ...]:
        """A list of words of ``file.toml``, as ``str.endswith`` takes it; the same object at every call."""
        found = self._endings.get((file, table, key))
        if found is None:
            found = self._endings[file, table, key] = tuple(self.words(file, table, key))
        return found

    def table(self, file: str, table: str) -> dict[str, Any]:
        """A table of ``file.toml``."""
        try:
            found: dict[str, Any] = self.tables[file][table]
        except KeyError as error:
            raise DataError(f"lexicon {file}.toml: no table {table}") from error
        return found

    @cached_property
    def _sets(self) -> dict[tuple[str, str, str], frozenset[str]]:
        return {}

    @cached_property
    def _endings(self) -> dict[tuple[str, str, str], tuple[str, ...]]:
        return {}


@cache
def load_lexicon(folder: Path = FOLDER) -> Lexicon:
    """Read every lexicon file, once a process.

    Raises:
        DataError: a file is missing or malformed; names the file and line.
    """
    digest = hashlib.sha256()
    tables: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in (".toml", ".tsv"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        if path.suffix == ".toml":
            try:
                tables[path.stem] = tomllib.loads(path.read_text("utf-8"))
            except tomllib.TOMLDecodeError as error:
                raise DataError(f"{path.name}: {error}") from error
    return Lexicon(_titles(folder / "offices.tsv"), tables, digest.hexdigest())


def _titles(path: Path) -> dict[str, Title]:
    titles: dict[str, Title] = {}
    seen: set[str] = set()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 4 or fields[3] not in ("full", "suffix", "named", "foreign"):
            raise DataError(
                f"{path.name}, line {number}: expected title, kind, rank and full, suffix, named or foreign"
            )
        text, kind, rank, use = fields
        if text in seen:
            raise DataError(f"{path.name}, line {number}: {text} stands twice")
        seen.add(text)
        for form in dict.fromkeys((text, text.translate(_WIDE))):
            # 第1次官, that newspapers also write 第１次官
            titles.setdefault(
                form, Title(form, kind, rank, use == "suffix", use in ("named", "foreign"), use == "foreign")
            )
    return titles
