"""Plain text: the file is the text of the article, its first line the title."""

from __future__ import annotations

from pathlib import Path

from kg.model.article import Article
from kg.read.encoding import decode
from kg.read.fields import article, display, stem


def read_text(path: Path, data: bytes) -> Article:
    """Return the article of a ``.txt`` file; nothing but the mark and the line ends is changed."""
    return article(display(path), stem(path), decode(data), {})
