"""JSON lines: one article a line, so that one broken line costs one article."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import ReadError
from kg.model.article import Article
from kg.read.encoding import UnknownEncodingError, decode, has_wide_mark
from kg.read.fault import ReadFault
from kg.read.fields import article

#: Bytes of one line; a longer one is refused without being held in memory.
LINE_LIMIT = 10_000_000
#: Bytes of one line that are skipped to come to the next; what goes on is a bomb or no text at all.
SKIPPED_LIMIT = 1_000_000_000
#: Bytes of a stream in UTF-16 or UTF-32, which is held in memory.
WIDE_LIMIT = 200_000_000


def read_jsonl(name: str, fallback_id: str, stream: BinaryIO) -> Iterator[Article | ReadFault]:
    """Yield the articles of a stream of JSON lines; ``name`` is what faults call it.

    An object has ``text`` and may have ``id title publisher published url language``; other keys are ignored. An
    article without an id is named ``fallback_id-LINE``. Blank lines are skipped.
    """
    try:
        for number, line in _lines(stream):
            if line is None:
                yield ReadFault(name, number, f"the line is longer than {LINE_LIMIT:,} bytes")
            elif line.strip():
                yield _item(name, number, fallback_id, line)
    except ReadError as error:  # what ends the whole stream
        yield ReadFault(name, None, error.cause)
    except UnknownEncodingError as error:
        yield ReadFault(name, None, str(error))


def _item(name: str, number: int, fallback_id: str, line: bytes) -> Article | ReadFault:
    try:
        return _article(name, f"{fallback_id}-{number}", line)
    except (ReadError, UnknownEncodingError) as error:
        return ReadFault(name, number, error.cause if isinstance(error, ReadError) else str(error))


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line with its number from 1; None stands for a line over the limit."""
    number, line = 1, stream.readline(LINE_LIMIT + 1)
    if has_wide_mark(line[:4]):
        whole = line + stream.read(WIDE_LIMIT + 1)
        if len(whole) > WIDE_LIMIT:
            raise UnknownEncodingError(f"more than {WIDE_LIMIT:,} bytes of UTF-16 or UTF-32; UTF-8 has no such limit")
        stream = io.BytesIO(decode(whole).encode("utf-8"))
        line = stream.readline(LINE_LIMIT + 1)
    while line:
        if len(line) > LINE_LIMIT and not line.endswith(b"\n"):
            skipped = len(line)
            while (rest := stream.readline(LINE_LIMIT)) and not rest.endswith(b"\n"):
                skipped += len(rest)
                if skipped > SKIPPED_LIMIT:
                    raise ReadError(
                        "", f"line {number} is longer than {SKIPPED_LIMIT:,} bytes; nothing behind it is read"
                    )
            yield number, None
        else:
            yield number, line
        number, line = number + 1, stream.readline(LINE_LIMIT + 1)


def _article(name: str, fallback_id: str, line: bytes) -> Article:
    row = _row(name, decode(line.rstrip(b"\r\n")))
    if not isinstance(row, dict):
        raise ReadError(name, "not a JSON object")
    text = row.get("text")
    if not isinstance(text, str):
        raise ReadError(name, "the object has no text" if text is None else "the field text is not a string")
    return article(name, fallback_id, text, row)


def _row(name: str, line: str) -> object:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise ReadError(name, f"broken JSON at character {error.pos + 1}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise ReadError(name, "broken JSON: nested too deeply or a number too long") from error
