"""Questions in the search box: answered by ``kg.ask``, with the things of the graph that its rows and sentences are about.

A question is read here, which takes milliseconds; the SPARQL it becomes is evaluated in the pool, under its limits.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from dataclasses import dataclass
from typing import Final

from kg.ask import Answer, Asker
from kg.query.run import Result, read_result
from kg.serve.pages.reader import Article, Reader, Thing
from kg.serve.pool import Pool
from kg.serve.protocol import ROWS, HttpError, Request

_ROWS: Final = 30
_QUOTES: Final = 5
_ASIDE: Final = ("articles", "article")
#: Questions that are answered at a time: each keeps a thread of those that make pages.
_AT_A_TIME: Final = 6
_PATIENCE: Final = 5.0
#: Rows of an answer, which are read here; a page shows a few.
_MOST_ROWS: Final = 20_000
#: A shorter text is a name.
_SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an answer, and the thing it tells of."""

    thing: Thing | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as the page shows it; ``nearest`` are questions that could be asked where this one was not understood."""

    understood: bool
    reading: str
    verdict: str
    says: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    all_rows: int
    quotes: tuple[tuple[str, Article], ...]
    sparql: str
    notes: tuple[str, ...]
    nearest: tuple[str, ...]


class Answering:
    """Answers questions about one graph."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._asker = Asker(reader.store, names=reader.names)
        self._places = threading.BoundedSemaphore(_AT_A_TIME)

    def __call__(self, question: str, today: dt.date, pool: Pool) -> Told | None:
        """Return the answer to a question that is asked on a day; None for what is too short for one.

        Raises HttpError where the pool cannot answer within its limits.
        """
        if len(question) < _SHORTEST:
            return None
        if not self._places.acquire(timeout=_PATIENCE):
            raise HttpError(503, "Too busy", "too many questions are being answered; ask again in a moment")
        try:
            asker = self._asker.through(_InPool(pool))
            return _told(self._reader, asker.answer(question, today=today))
        finally:
            self._places.release()

    def warm(self) -> None:
        """Do now what takes seconds when somebody asks for the first time."""
        self._asker.warm()


class _InPool:
    """Evaluates the queries of one question in the pool, all within the time that one query has there."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._end = time.monotonic() + pool.limits.seconds

    def __call__(self, text: str, title: str | None = None) -> Result:
        """Return the rows. Raises HttpError."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise HttpError(504, "Time is up", f"the question was not done after {self._pool.limits.seconds:g} seconds")
        answer = self._pool.ask_from_thread(
            Request(text, rows=ROWS[0], graphs=None, timeout=left, most_rows=_MOST_ROWS)
        )
        return read_result(answer.body, text)


def _told(reader: Reader, answer: Answer) -> Told:
    # the articles are cited with their words
    shown = [number for number, column in enumerate(answer.columns) if column not in _ASIDE]
    rows = tuple(
        Row(reader.thing(thing) if thing else None, tuple(cells[number] for number in shown))
        for cells, thing in list(zip(answer.rows, answer.things, strict=True))[:_ROWS]
    )
    quotes = {
        quote.words: reader.article(reader.names.thing("article", quote.article)) for quote in reversed(answer.quotes)
    }
    return Told(
        understood=answer.understood,
        reading=answer.reading,
        verdict=answer.verdict or "",
        says=answer.says,
        columns=tuple(answer.columns[number] for number in shown),
        rows=rows,
        all_rows=len(answer.rows),
        quotes=tuple(reversed(quotes.items()))[:_QUOTES],
        sparql=answer.sparql,
        notes=answer.notes,
        nearest=answer.nearest,
    )
