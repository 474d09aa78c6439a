"""Searching: things by their names, and what is offered while somebody types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kg.serve.pages.edition import Edition
from kg.serve.pages.names import Hit
from kg.serve.pages.questions import Told
from kg.serve.pages.reader import Thing
from kg.serve.pages.speech import Speech
from kg.serve.pool import Pool

_SHOWN: Final = 60
_OFFERED: Final = 8
#: Kinds whose names lead to their pages in an answer; its events do so row by row.
_LINKED: Final = frozenset({"person", "state", "organization", "place", "office", "treaty"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a text led to: things by name, and where there are none the nearest names.

    ``failed`` tells why a question has no answer: ``busy`` or ``late``. ``linked`` are the things that an answer names.
    """

    query: str
    hits: tuple[Hit, ...]
    counts: dict[str, int]
    nearest: tuple[Thing, ...]
    cut: bool
    answer: Told | None
    failed: str = ""
    linked: Mapping[str, Thing] = field(default_factory=dict)


def search(edition: Edition, query: str, today: dt.date, pool: Pool | None, failed: str = "") -> Found:
    """Return what a text leads to: where it is nobody's name, it may be a question; ``today`` is when it is asked.

    Without a pool it is not answered. Raises HttpError where the pool cannot answer within its limits.
    """
    hits = edition.names.search(query, _SHOWN + 1)
    nearest = edition.names.nearest(query) if query and not hits else []
    counts = {hit.thing.iri: len(edition.index.of(hit.thing.iri)) for hit in hits}
    named = not query or edition.names.exactly(query)
    answer = None if named or pool is None else edition.answer(query, today, pool)
    if answer is not None and not answer.understood and (hits or nearest):
        answer = None
    linked = _linked(edition, answer) if answer else {}
    return Found(query, tuple(hits[:_SHOWN]), counts, tuple(nearest), len(hits) > _SHOWN, answer, failed, linked)


def _linked(edition: Edition, answer: Told) -> dict[str, Thing]:
    """Return the things that an answer names by a name which nothing else has."""
    names = {*answer.says, *(part for row in answer.rows for cell in row.cells for part in cell.split("; "))}
    found = {}
    for name in filter(None, names):
        things = [thing for thing in edition.names.exactly(name) if thing.kind in _LINKED and name in thing.name]
        if len(things) == 1:
            found[name] = things[0]
    return found


def suggestions(edition: Edition, query: str, speech: Speech) -> list[dict[str, Any]]:
    """Return what is offered for the beginning of a name: where its page is, its name, and what it is."""
    return [
        {
            "url": speech.url(hit.thing.path),
            "curie": f"{hit.thing.kind}:{hit.thing.key}",
            "label": speech.say(hit.thing.name),
            "also": hit.by if hit.by not in (*hit.thing.name, "") else speech.also(hit.thing.name),
            "kind": speech.t(f"kind.{hit.thing.what}"),
            "what": hit.thing.what,
        }
        for hit in edition.names.search(query, _OFFERED)
    ]
