"""Lists of everything of one kind, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from kg import vocab as v
from kg.serve.pages.edition import Edition
from kg.serve.pages.entity import Fact
from kg.serve.pages.front import conflicts
from kg.serve.pages.index import EVENTS, Event
from kg.serve.pages.reader import Article, Thing

_PAGE: Final = 50
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Browsed:
    """A part of a list: events with their dates, things with how many events they have, articles, or contradictions."""

    what: str
    about: Thing | None
    total: int
    page: int
    pages: int
    events: tuple[tuple[Thing, Event], ...] = ()
    things: tuple[tuple[Thing, int], ...] = ()
    articles: tuple[Article, ...] = ()
    conflicts: tuple[tuple[Thing, Fact], ...] = ()


def browse(edition: Edition, what: str, about: Thing | None, page: int) -> Browsed | None:
    """Return a page of a list, or None where there is no such list; ``about`` is of whom articles are to tell."""
    index, reader = edition.index, edition.reader
    if what == "conflict":
        total = len(index.conflicts)
        page, pages = _pages(total, page)
        return Browsed(what, None, total, page, pages, conflicts=conflicts(edition, (page - 1) * _PAGE, page * _PAGE))
    if what in EVENTS:
        events, page, pages = _cut(index.newest_first[what], page)
        pairs = ((reader.thing(event.iri), event) for event in events)
        shown = tuple((thing, event) for thing, event in pairs if thing is not None)
        return Browsed(what, None, len(index.newest_first[what]), page, pages, events=shown)
    if what == "article":
        iris = set(index.members[what])
        if about is not None:
            iris &= {*reader.subjects(v.SCHEMA_MENTIONS, about.iri), *reader.values(about.iri, v.P_REPORTED_IN)}
        ordered = sorted(iris, key=lambda iri: (index.published.get(iri, ""), iri), reverse=True)
        some, page, pages = _cut(ordered, page)
        return Browsed(what, about, len(ordered), page, pages, articles=tuple(map(reader.article, some)))
    if what in index.busiest_first:
        some, page, pages = _cut(index.busiest_first[what], page)
        counted = ((reader.thing(iri), len(index.of(iri))) for iri in some)
        things = tuple((thing, count) for thing, count in counted if thing is not None)
        return Browsed(what, None, len(index.members[what]), page, pages, things=things)
    return None


def _cut(all_of_them: Sequence[_T], page: int) -> tuple[Sequence[_T], int, int]:
    page, pages = _pages(len(all_of_them), page)
    return all_of_them[(page - 1) * _PAGE : page * _PAGE], page, pages


def _pages(total: int, page: int) -> tuple[int, int]:
    pages = max(1, -(-total // _PAGE))
    return min(max(page, 1), pages), pages
