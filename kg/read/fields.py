"""Loose fields, as files give them, to an Article or a stated cause of refusal."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from kg.errors import ReadError
from kg.model.article import Article

#: What may be known of an article besides its text.
FIELDS = ("id", "title", "publisher", "published", "url", "language")
#: Code points of one article: more than any book has. Longer texts are dumps, which would hold up a whole run.
TEXT_LIMIT = 500_000
_DATE = re.compile(r"\s*(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)(?!\d)")


def display(path: Path) -> str:
    """Return a path as text that can be written anywhere, also when the name on disk is not valid UTF-8."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def stem(path: Path) -> str:
    """Return the id of an article that has none of its own: the stem of its file, composed (NFC) on every system."""
    return unicodedata.normalize("NFC", display(Path(path.stem)))


def article(path: str, fallback_id: str, body: str, fields: Mapping[str, object]) -> Article:
    """Return the article of one file or line.

    ``fields`` may hold the names of FIELDS, others are ignored; values other than strings and whole numbers are
    refused. With a title the text is title, LF, body; without one the text is the body and its first line with
    anything in it is the title. Raises ReadError with one clear cause.
    """
    given = {name: _plain(path, name, value) for name, value in fields.items() if name in FIELDS}
    title = _one_line(given.get("title") or "")
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    text = f"{title}\n{body}" if title else body
    if not body.strip():
        raise ReadError(path, "empty: no text in it")
    if len(text) > TEXT_LIMIT:
        raise ReadError(path, f"the text is longer than {TEXT_LIMIT:,} characters")
    made = {
        "id": given.get("id") or fallback_id,
        "title": title or _first_line(text),
        "text": text,
        "publisher": given.get("publisher"),
        "url": given.get("url"),
        "language": given.get("language") or "ja",
    }
    for name, value in made.items():
        _check(path, name, value or "")
    return Article(
        id=made["id"] or fallback_id,
        title=made["title"] or "",
        text=text,
        publisher=made["publisher"],
        url=made["url"],
        published=_date(path, given.get("published")),
        language=made["language"] or "ja",
        path=path,
    )


def _plain(path: str, name: str, value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ReadError(path, f"the field {name} is not a string")
    return str(value).strip() or None


def _one_line(title: str) -> str:
    """Join the lines of a title: its own line breaks would end it early."""
    return re.sub(r"[\r\n]+", " ", title)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.split("\n") if line.strip()), "")


def _check(path: str, name: str, value: str) -> None:
    """Refuse what no UTF-8 file can hold (lone surrogates) and what no text holds (NUL)."""
    if (nul := value.find("\0")) >= 0:
        raise ReadError(path, f"the field {name} has a NUL character at {nul}")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadError(path, f"the field {name} has a lone surrogate at {error.start}") from error


def _date(path: str, value: str | None) -> dt.date | None:
    """Return the day of publication in the local time of the source; a wrong date is refused, not dropped."""
    if value is None:
        return None
    try:
        if found := _DATE.match(value):
            year, _, *parts = found.groups()
            month, day = [part for part in parts if part]
            return dt.date(int(year), int(month), int(day))
        return email.utils.parsedate_to_datetime(value).date()
    except ValueError as error:
        raise ReadError(path, f"published is not a date: {value[:40]}") from error
