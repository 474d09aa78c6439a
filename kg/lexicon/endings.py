"""Whether a text ends in one of many words."""

from __future__ import annotations

from collections.abc import Iterable


class Endings:
    """Words that texts may end in: one look-up for each length of word, where ``str.endswith`` compares every word."""

    __slots__ = ("_lengths", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted({len(w) for w in self._words})

    def end(self, text: str) -> bool:
        """Whether one of the words is the end of a text, or all of it."""
        words, size = self._words, len(text)
        for length in self._lengths:
            if length > size:
                return False
            if text[size - length :] in words:
                return True
        return False
