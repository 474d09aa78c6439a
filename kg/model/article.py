"""An article as it was read: one string of text and what is known about it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from typing import Final

_ODD: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd]"
)


@dataclass(frozen=True, slots=True)
class Article:
    """One news article.

    ``text`` is the title, a line feed, and the body. Every offset of the project counts its Unicode code points
    from 0. ``sha256`` is the hexadecimal SHA-256 of its UTF-8 form: offsets mean nothing without the exact text.
    """

    id: str
    title: str
    text: str
    publisher: str | None = None
    url: str | None = None
    published: dt.date | None = None
    language: str = "ja"
    path: str | None = None
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        """Compute the hash of the text."""
        object.__setattr__(self, "sha256", hashlib.sha256(self.text.encode("utf-8")).hexdigest())

    @property
    def odd_characters(self) -> int:
        """How many characters of the text nobody sees (control, zero width, direction) or stand for broken ones (U+FFFD).

        The joiner of emoji (U+200D) does not count.
        """
        return sum(1 for _ in _ODD.finditer(self.text))
