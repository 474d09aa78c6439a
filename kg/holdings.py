"""What a build is made of: the articles as they were read, kept in it so that others can be added and some retracted.

They are kept as they came, before ids are settled, because what an id becomes depends on all of them.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import BuildError
from kg.model.article import Article
from kg.model.lines import json_line
from kg.read.fault import ReadFault
from kg.read.readers import STANDARD_INPUT, read_paths

_FILE = Path("cache") / "articles.jsonl"


class Held(NamedTuple):
    """An article, and where it was read as seen from the folder that holds the build; None for standard input."""

    article: Article
    origin: str | None


def origin_of(path: str | Path, out: Path) -> str:
    """Return a path as seen from the folder that holds the build ``out``, so that both can move together."""
    place = Path(path).resolve()
    try:
        return Path(os.path.relpath(place, out.resolve().parent)).as_posix()
    except ValueError:  # another drive of Windows
        return place.as_posix()


def read_held(paths: Iterable[str | Path], out: Path) -> Iterable[Held | ReadFault]:
    """Yield the articles at paths with their origins, and what cannot be read."""
    for path in paths:
        streamed = str(path) == STANDARD_INPUT
        for item in read_paths([path]):
            if isinstance(item, ReadFault):
                yield item
            else:
                yield Held(item, None if streamed or item.path is None else origin_of(item.path, out))


def not_from(held: Iterable[Held], paths: Iterable[str | Path], out: Path) -> list[Held]:
    """Return what was read elsewhere than at these paths and in these folders."""
    places = [origin_of(path, out) for path in paths if str(path) != STANDARD_INPUT]
    return [h for h in held if h.origin is None or not any(is_within(h.origin, place) for place in places)]


def is_within(origin: str, place: str) -> bool:
    """Whether an origin is a place or lies in that folder."""
    return place == "." or origin == place or origin.startswith(f"{place}/")


def load_holdings(build: Path) -> list[Held]:
    """Return what the build in a folder is made of; nothing where there is no folder.

    Raises BuildError where the build does not tell.
    """
    if not build.is_dir() or not any(build.iterdir()):
        return []
    try:
        with (build / _FILE).open(encoding="utf-8", newline="\n") as file:
            return [_held(json.loads(line)) for line in file]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BuildError(f"{build}: does not tell what it was made of; run kg build with all its articles") from error


def save_holdings(build: Path, held: Sequence[Held]) -> None:
    """Write what a build is made of into its folder, sorted, each once."""
    path = build / _FILE
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in sorted({json_line(_row(h)) for h in held}))


def _row(held: Held) -> dict[str, object]:
    a = held.article
    return {
        "id": a.id,
        "title": a.title,
        "text": a.text,
        "publisher": a.publisher,
        "url": a.url,
        "published": a.published,
        "language": a.language,
        "path": a.path,
        "origin": held.origin,
    }


def _held(row: dict[str, Any]) -> Held:
    origin, day = row.pop("origin"), row.pop("published")
    return Held(Article(**row, published=None if day is None else dt.date.fromisoformat(day)), origin)
