"""Independent voices: articles of one publisher speak with one voice, and so do copies of one text.

A wire report that five papers print is one report. Copies are known by their sentences: where at least half of the
sentences of the shorter text stand word for word in the other, one was made from the other.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

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
    keys = sorted(articles)
    parent = list(range(len(keys)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def join(one: int, other: int) -> None:
        first, second = sorted((root(one), root(other)))
        parent[second] = first

    sentences = _Sentences()
    of_publisher: dict[str, int] = {}
    for number, key in enumerate(keys):
        article = articles[key]
        sentences.add(article.text)
        if article.publisher:
            join(number, of_publisher.setdefault(article.publisher, number))
    for one, other in sentences.copies():
        join(one, other)
    return {key: keys[root(number)] for number, key in enumerate(keys)}


class _Sentences:
    """The sentences of texts, as numbers (``hash``): no two of an archive agree but by a chance of one in millions."""

    def __init__(self) -> None:
        self._sentences, self._ends = array("q"), [0]

    def add(self, text: str) -> None:
        """Take the sentences of the next text."""
        self._sentences.extend(map(hash, _sentences(text)))
        self._ends.append(len(self._sentences))

    def copies(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of texts, by number, of which one was made from the other, or both from a third; sorted."""
        codes = np.array(self._sentences, np.int64)
        ends = np.array(self._ends, np.int64)
        texts = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        # Each sentence gets a number, and the texts that have it stand together.
        order = np.argsort(codes, kind="stable")
        new = np.concatenate(([True], np.diff(codes[order]) != 0)) if len(codes) else np.array([], bool)
        numbers = np.empty(len(codes), np.int64)
        numbers[order] = np.cumsum(new) - 1
        begins = np.append(np.flatnonzero(new), len(codes))
        having = texts[order]
        counts = np.diff(begins)
        for text in np.unique(texts[(counts[numbers] >= 2) & (counts[numbers] <= _FORMULA)]).tolist():
            mine = numbers[ends[text] : ends[text + 1]]
            shared: Counter[int] = Counter()
            for number in mine[(counts[mine] >= 2) & (counts[mine] <= _FORMULA)].tolist():
                shared.update(having[begins[number] : begins[number + 1]].tolist())
            for other, count in sorted(shared.items()):
                fewest = min(len(mine), int(ends[other + 1] - ends[other]))
                if other > text and count >= _SHARED and count >= _SHARE * fewest:
                    yield text, other


def _sentences(text: str) -> frozenset[str]:
    """Return the sentences of a text for comparison, without the title."""
    body = text.partition("\n")[2]
    found = (normal_name(_ORIGIN.sub("", sentence.strip())) for sentence in _SENTENCE.findall(body))
    return frozenset(sentence for sentence in found if len(sentence) >= _SHORTEST)
