"""What a build is made of: the articles as they were read, kept in it so that others can be added and some retracted.

They are kept as they came, before ids are settled, because what an id becomes depends on all of them. While a build is
made their texts lie on disk; in memory is only what tells them apart.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from sys import intern
from typing import Any

from kg.errors import BuildError
from kg.model.article import Article
from kg.model.lines import json_line
from kg.read.fault import ReadFault
from kg.read.fields import display
from kg.read.readers import STANDARD_INPUT, read_paths
from kg.shelf import Lines

_FILE = Path("cache") / "articles.jsonl"
#: Articles that stay in memory once they were read from disk.
_AT_HAND = 1024


@dataclass(frozen=True, slots=True)
class Held:
    """An article without its text; ``line`` is the number of the line that has it.

    ``origin`` is where it was read as seen from the folder that holds the build; None for standard input.
    ``characters`` counts those of the text, ``odd`` the ones among them that nobody sees or that stand for broken ones.
    """

    id: str
    sha256: str
    publisher: str | None
    url: str | None
    published: dt.date | None
    path: str | None
    origin: str | None
    characters: int
    odd: int
    line: int


class Holdings(Collection[Held]):
    """Articles as they were read, with their texts on disk."""

    def __init__(self, folder: Path | None = None) -> None:
        """Hold nothing yet; texts will lie on the disk of ``folder``."""
        self._lines = Lines(folder)
        self._held: list[Held] = []

    def __iter__(self) -> Iterator[Held]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, held: object) -> bool:
        return held in self._held

    def add(self, article: Article, origin: str | None) -> None:
        """Hold an article as it was read."""
        a = article
        number = self._lines.append(json_line(_row(a, origin)))
        publisher, path, origin = (None if text is None else intern(text) for text in (a.publisher, a.path, origin))
        counts = len(a.text), a.odd_characters
        self._held.append(Held(a.id, a.sha256, publisher, a.url, a.published, path, origin, *counts, number))

    def article(self, held: Held) -> Article:
        """Return an article with its text, under the id that it has in ``held``."""
        row = json.loads(self._lines[held.line])
        row["id"] = held.id
        return _article(row)[0]

    def load(self, build: Path, paths: Iterable[str | Path] = (), out: Path | None = None) -> None:
        """Hold what the build in a folder is made of, but for what was read at ``paths`` and in these folders.

        Nothing is held where there is no folder. Raises BuildError where the build does not tell.
        """
        if not build.is_dir() or not any(build.iterdir()):
            return
        places = [origin_of(path, out or build) for path in paths if str(path) != STANDARD_INPUT]
        try:
            with (build / _FILE).open(encoding="utf-8", newline="\n") as file:
                for line in file:
                    article, origin = _article(json.loads(line))
                    if origin is None or not any(is_within(origin, place) for place in places):
                        self.add(article, origin)
        except (ValueError, KeyError, TypeError, FileNotFoundError) as error:
            message = f"{build}: does not tell what it was made of; run kg build with all its articles"
            raise BuildError(message) from error

    def save(self, build: Path) -> None:
        """Write what a build is made of into its folder, sorted, each once."""
        path = build / _FILE
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for _, alike in groupby(sorted(self._held, key=_order), key=_order):
                file.writelines(f"{line}\n" for line in sorted({self._lines[held.line] for held in alike}))

    def close(self) -> None:
        """Give the texts back to the system."""
        self._lines.close()


class Articles(Mapping[str, Article]):
    """Articles by id, in the order of their ids, read from disk when they are asked for."""

    def __init__(self, holdings: Holdings, settled: Iterable[Held]) -> None:
        """Give the articles of ``holdings`` the ids that they have in ``settled``."""
        self._held = {held.id: held for held in sorted(settled, key=lambda held: held.id)}
        self._read = lru_cache(_AT_HAND)(lambda key: holdings.article(self._held[key]))

    def __getitem__(self, key: str) -> Article:
        return self._read(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, key: object) -> bool:
        return key in self._held

    @property
    def held(self) -> Collection[Held]:
        """The articles without their texts."""
        return self._held.values()


def origin_of(path: str | Path, out: Path) -> str:
    """Return a path as seen from the folder that holds the build ``out``, so that both can move together."""
    try:
        place = Path(path).resolve()
    except UnicodeEncodeError:  # a name that the file system cannot have: it stood for bytes that are no text
        place = Path.cwd() / path
    try:
        return display(Path(os.path.relpath(place, out.resolve().parent))).replace(os.sep, "/")
    except ValueError:  # another drive of Windows
        return place.as_posix()


def read_into(holdings: Holdings, paths: Iterable[str | Path], out: Path) -> Iterator[ReadFault | None]:
    """Hold the articles at paths for the build ``out``; yield None for each, and what cannot be read."""
    for path in paths:
        streamed = str(path) == STANDARD_INPUT
        for item in read_paths([path]):
            if isinstance(item, ReadFault):
                yield item
            else:
                holdings.add(item, None if streamed or item.path is None else origin_of(item.path, out))
                yield None


def is_within(origin: str, place: str) -> bool:
    """Whether an origin is a place or lies in that folder."""
    return place == "." or origin == place or origin.startswith(f"{place}/")


def _order(held: Held) -> tuple[str, ...]:
    return (held.id, held.sha256, held.origin or "", held.path or "")


def _row(a: Article, origin: str | None) -> dict[str, object]:
    return {
        "id": a.id,
        "title": a.title,
        "text": a.text,
        "publisher": a.publisher,
        "url": a.url,
        "published": a.published,
        "language": a.language,
        "path": a.path,
        "origin": origin,
    }


def _article(row: dict[str, Any]) -> tuple[Article, str | None]:
    origin, day = row.pop("origin"), row.pop("published")
    return Article(**row, published=None if day is None else dt.date.fromisoformat(day)), origin
