"""Half-open spans of code points in the text of an article."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Code points ``begin`` (included) to ``end`` (excluded), counted from 0 in ``Article.text``."""

    begin: int
    end: int

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.begin <= other.begin and other.end <= self.end
