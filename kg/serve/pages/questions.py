"""Questions in the search box: answered by ``kg.ask``, with the things of the graph that its rows and sentences are about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from kg.ask import Answer, Asker
from kg.serve.pages.reader import Article, Reader, Thing

_ROWS: Final = 30
_QUOTES: Final = 5
_ASIDE: Final = ("articles", "article")
_WARMING: Final = "だれがだれと会談したか"
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

    def __call__(self, question: str, today: dt.date) -> Told | None:
        """Return the answer to a question that is asked on a day; None for what is too short for one."""
        if len(question) < _SHORTEST:
            return None
        return _told(self._reader, self._asker.answer(question, today=today))

    def warm(self) -> None:
        """Do now what takes seconds when somebody asks for the first time."""
        self._asker.answer(_WARMING)


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
