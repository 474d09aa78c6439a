"""A decision on whether two names mean one thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

What = Literal["event", "document", "entity"]
Answer = Literal["same", "different", "unsure", "skip"]
By = Literal["machine", "person"]
#: Two names in order: what a decision is about.
Pair = tuple[str, str]

#: What persons can answer.
VERDICTS: Final[frozenset[str]] = frozenset({"same", "different", "skip"})


class Decision(NamedTuple):
    """One decision on a pair of names; ``a`` sorts before ``b``. ``quotes`` are the words behind either side."""

    what: What
    a: str
    b: str
    answer: Answer
    by: By
    reasons: tuple[str, ...] = ()
    quotes: tuple[str, str] = ("", "")

    @property
    def pair(self) -> Pair:
        """The two names."""
        return (self.a, self.b)


def decision(
    what: What,
    one: str,
    other: str,
    answer: Answer,
    by: By,
    reasons: Iterable[str] = (),
    quotes: Mapping[str, str] | None = None,
) -> Decision:
    """Return a decision with its names in order. ``quotes`` gives the words by name."""
    a, b = sorted((one, other))
    words = quotes or {}
    return Decision(what, a, b, answer, by, tuple(reasons), (words.get(a, ""), words.get(b, "")))
