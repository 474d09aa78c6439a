"""Questions in the search box: answered by ``kg.ask``, with the things of the graph that its rows and sentences are about."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from kg.serve.pages.reader import Article, Reader, Thing

_ROWS: Final = 30
_QUOTES: Final = 6
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


Answering = Callable[[str, dt.date], Told | None]


def answering(reader: Reader) -> Answering:
    """Return what answers questions about a graph; it gives None for what is no question."""
    if find_spec("kg.ask") is None:
        return lambda question, today: None
    asker = import_module("kg.ask").Asker(reader.store, names=reader.names)
    # what it reads when it is first asked takes seconds: it is asked before anybody asks
    threading.Thread(target=asker.answer, args=(_WARMING,), daemon=True).start()

    def answer(question: str, today: dt.date) -> Told | None:
        return _told(reader, asker.answer(question, today=today)) if len(question) >= _SHORTEST else None

    return answer


def _told(reader: Reader, answer: Any) -> Told:  # noqa: ANN401
    rows = tuple(
        Row(reader.thing(thing) if thing else None, cells)
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
        columns=answer.columns,
        rows=rows,
        all_rows=len(answer.rows),
        quotes=tuple(reversed(quotes.items()))[:_QUOTES],
        sparql=answer.sparql,
        notes=answer.notes,
        nearest=answer.nearest,
    )
