"""Independent voices: articles of one publisher speak with one voice, and so do copies of one text.

A wire report that five papers print is one report. Copies are known by their sentences: where at least half of the
sentences of the shorter text stand word for word in the other, one was made from the other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Final

from kg.fusion.told import normal_name
from kg.model.article import Article

#: The shortest sentence that counts, in characters; what is shorter stands in many texts.
_SHORTEST: Final = 15
#: A sentence that more articles have is a formula of the trade.
_FORMULA: Final = 30
#: Sentences that two texts must share at least, and the share of the shorter text.
_SHARED: Final = 2
_SHARE: Final = 0.5
_SENTENCE: Final = re.compile(r"[^。\n]+")
#: The line of origin in front of the first sentence: 【ソウル=北東アジア通信】.
_ORIGIN: Final = re.compile(r"^【[^】]*】|^[（(][^）)]*[）)]")


def voices(articles: Mapping[str, Article]) -> dict[str, str]:
    """Return for each article, by id, the name of the voice it speaks with: the smallest id among its kind."""
    parent = {key: key for key in articles}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    def join(group: Iterable[str]) -> None:
        roots = sorted({root(key) for key in group})
        for other in roots[1:]:
            parent[other] = roots[0]

    by_publisher: defaultdict[str, list[str]] = defaultdict(list)
    for key, article in articles.items():
        if article.publisher:
            by_publisher[article.publisher].append(key)
    for group in by_publisher.values():
        join(group)
    for pair in copies(articles):
        join(pair)
    return {key: root(key) for key in sorted(articles)}


def copies(articles: Mapping[str, Article]) -> list[tuple[str, str]]:
    """Return the pairs of articles of which one was made from the other, or both from a third; sorted."""
    sentences = {key: _sentences(article.text) for key, article in articles.items()}
    having: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(sentences):
        for sentence in sentences[key]:
            having[sentence].append(key)
    shared: Counter[tuple[str, str]] = Counter()
    for group in having.values():
        if 2 <= len(group) <= _FORMULA:
            shared.update(combinations(group, 2))
    return sorted(
        pair
        for pair, count in shared.items()
        if count >= _SHARED and count >= _SHARE * min(len(sentences[key]) for key in pair)
    )


def _sentences(text: str) -> frozenset[str]:
    """Return the sentences of a text for comparison, without the title."""
    body = text.partition("\n")[2]
    found = (normal_name(_ORIGIN.sub("", sentence.strip())) for sentence in _SENTENCE.findall(body))
    return frozenset(sentence for sentence in found if len(sentence) >= _SHORTEST)
