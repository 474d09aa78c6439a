"""Articles that a build leaves out because somebody took them back, remembered from build to build."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.errors import DataError, NoInputError
from kg.holdings import Held, is_within, origin_of
from kg.model.lines import json_line
from kg.read.unique import id_of_text

#: Name of the file in a build: one JSON object a line.
RETRACTED = "retracted.jsonl"


class Retraction(NamedTuple):
    """An article taken back: its id as it was read, and the SHA-256 of its text, or None for whatever text it has."""

    id: str
    sha256: str | None

    def covers(self, article: Held) -> bool:
        """Whether it is about an article as it was read."""
        return article.id == self.id and self.sha256 in (None, article.sha256)


def load_retractions(build: Path) -> frozenset[Retraction]:
    """Return what the build in a folder has taken back. Raises DataError where its file is broken."""
    path = build / RETRACTED
    if not path.is_file():
        return frozenset()
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return frozenset(Retraction(str(row["id"]), row.get("sha256")) for row in rows)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{path}: broken; a line is an object with id and sha256 (null for any text)") from error


def save_retractions(build: Path, retractions: Iterable[Retraction]) -> None:
    """Write what was taken back into the folder of a build, sorted; no file where there is nothing."""
    lines = sorted(json_line(retraction._asdict()) for retraction in retractions)
    if lines:
        (build / RETRACTED).write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def split(held: Iterable[Held], retractions: Iterable[Retraction]) -> tuple[list[Held], list[Held]]:
    """Return what stays and what was taken back."""
    stays: list[Held] = []
    taken: list[Held] = []
    known = tuple(retractions)
    for each in held:
        (taken if any(r.covers(each) for r in known) else stays).append(each)
    return stays, taken


def asked_for(words: Sequence[str], held: Iterable[Held], out: Path) -> frozenset[Retraction]:
    """Return the retractions that words on the command line ask for.

    A word is a path that was read (a file or a folder) or the id of an article. A retraction is of whatever text has
    the id, so that a new wording does not bring the article back; only where several texts share an id and one of them
    is named (by its path, or as the build calls it), it is of that text. Raises NoInputError where a word is nothing
    that was read.
    """
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for each in held:
        texts[each.id].add(each.sha256)
    found: set[Retraction] = set()
    for word in words:
        named = _named(word, held, out)
        if not named:
            raise NoInputError(f"{word}: neither the id nor the path of an article of this build")
        for article in named:
            whole = article.id == word or len(texts[article.id]) == 1
            found.add(Retraction(article.id, None if whole else article.sha256))
    return frozenset(found)


def in_force(
    words: Sequence[str], held: Iterable[Held], retractions: frozenset[Retraction], out: Path
) -> frozenset[Retraction]:
    """Return those of the retractions that words stand for. Raises NoInputError where a word stands for none."""
    found: set[Retraction] = set()
    for word in words:
        named = _named(word, held, out)
        meant = {r for r in retractions if r.id == word or any(r.covers(article) for article in named)}
        if not meant:
            raise NoInputError(f"{word}: nothing of that id or path was retracted from this build")
        found |= meant
    return frozenset(found)


def _named(word: str, held: Iterable[Held], out: Path) -> list[Held]:
    """Return the articles of an id, or else those read at a path."""
    items = list(held)
    by_id = [h for h in items if word in (h.id, id_of_text(h))]
    place = origin_of(word, out)
    return by_id or [h for h in items if h.origin is not None and is_within(h.origin, place)]
