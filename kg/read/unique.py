"""One id, one text: what a run makes of articles that share an id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from kg.holdings import Held
    from kg.model.article import Article

#: An article, with its text or without.
A = TypeVar("A", "Article", "Held")
_SUFFIX = 12


class Settled(NamedTuple, Generic[A]):
    """Articles with ids of their own, sorted by id, and the ones left out because the same text has the same id."""

    articles: list[A]
    repeated: list[A]


def settle(articles: Iterable[A]) -> Settled[A]:
    """Give each text an id of its own, whatever the order in which the articles come.

    Articles of one id and one text are one article: the first by date, publisher, address and path stays. Different
    texts under one id all get the id with ``-`` and the first 12 digits of their SHA-256.
    """
    texts: defaultdict[tuple[str, str], list[A]] = defaultdict(list)
    for article in articles:
        texts[article.id, article.sha256].append(article)
    kept: list[A] = []
    repeated: list[A] = []
    for same in texts.values():
        same.sort(key=_preference)
        kept.append(same[0])
        repeated += same[1:]
    while clashing := _clashing(kept):
        kept = [replace(a, id=id_of_text(a)) if a.id in clashing else a for a in kept]
    return Settled(sorted(kept, key=lambda a: a.id), sorted(repeated, key=lambda a: (a.id, a.path or "")))


def id_of_text(article: Article | Held) -> str:
    """Return the id that an article gets where other texts have the same one."""
    return f"{article.id}-{article.sha256[:_SUFFIX]}"


def _clashing(articles: Iterable[Article | Held]) -> set[str]:
    seen: set[str] = set()
    return {a.id for a in articles if a.id in seen or seen.add(a.id)}  # type: ignore[func-returns-value]


def _preference(article: Article | Held) -> tuple[bool, str, str, str, str]:
    return (
        article.published is None,
        str(article.published),
        article.publisher or "",
        article.url or "",
        article.path or "",
    )
