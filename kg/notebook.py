"""How builds and answers look in a notebook: HTML of our own, in which every text is escaped.

What articles say can be hostile: names and quotes become text and nothing else, signs that turn the direction of writing
are taken out, and only http addresses become links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

from kg.query.write import visible
from kg.vocab import Names

if TYPE_CHECKING:
    from kg.ask import Answer

#: Rows and sentences that are shown; what is more is told by number.
_ROWS: Final = 60
_QUOTES: Final = 8
_TABLE: Final = '<table style="font-variant-numeric: tabular-nums">'


def rows_html(columns: Sequence[str], rows: Sequence[Iterable[Any]], names: Names, notes: Iterable[str] = ()) -> str:
    """Return rows as a table; IRIs by their prefixes."""
    prefixes = sorted(names.prefixes().items(), key=lambda entry: -len(entry[1]))
    shown = [[_short(cell, prefixes) for cell in row] for row in rows[:_ROWS]]
    return "".join([*_table(columns, shown), *_more(len(rows) - _ROWS, "rows"), *(_line(note) for note in notes)])


def build_html(path: str, counts: Iterable[tuple[str, int]]) -> str:
    """Return what a build holds, by number."""
    rows = [(label, f"{number:,}") for label, number in counts]
    return f"<p><strong>kg.Build</strong> <code>{_text(path)}</code></p>" + "".join(_table(("", ""), rows))


def answer_html(answer: Answer) -> str:
    """Return an answer in words: how it was read, in brief, the rows, the sentences, the SPARQL folded away."""
    from kg.ask.write import brief_of

    if not answer.understood:
        offered = "".join(f"<li>{_text(question)}</li>" for question in answer.nearest)
        return "".join(map(_line, answer.notes)) + f"<ul>{offered}</ul>"
    parts = [f"<p><small>{_text(answer.reading)}</small></p>"]
    parts.append(f"<p><strong>{_text(brief_of(answer))}</strong></p>")
    parts += map(_line, answer.notes)
    if answer.rows:
        parts += [*_table(answer.columns, answer.rows[:_ROWS]), *_more(len(answer.rows) - _ROWS, "rows")]
    quotes = list({quote.words: quote for quote in reversed(answer.quotes)}.values())[::-1]
    for quote in quotes[:_QUOTES]:
        parts.append(f"<blockquote>{_text(quote.words)} {_link(quote.url, quote.article)}</blockquote>")
    parts += _more(len(quotes) - _QUOTES, "sentences")
    sparql = "\n".join(map(_text, answer.sparql.split("\n")))
    parts.append(f"<details><summary>SPARQL</summary><pre>{sparql}</pre></details>")
    return "".join(parts)


def _table(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    yield _TABLE
    if any(columns):
        yield f"<thead><tr>{''.join(f'<th>{_text(column)}</th>' for column in columns)}</tr></thead>"
    yield "<tbody>"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>"
    yield "</tbody></table>"


def _more(number: int, what: str) -> list[str]:
    return [f"<p>… {number} more {what}</p>"] if number > 0 else []


def _line(text: str) -> str:
    return f"<p>{_text(text)}</p>"


def _link(url: str, text: str) -> str:
    if not url.startswith(("https://", "http://")):
        return f"<cite>{_text(text)}</cite>"
    return f'<cite><a href="{escape(url)}" rel="noreferrer">{_text(text)}</a></cite>'


def _text(value: object) -> str:
    """Return a value as text that is only text."""
    return escape(visible("" if value is None else str(value)))


def _short(value: object, prefixes: Sequence[tuple[str, str]]) -> object:
    if isinstance(value, str):
        for prefix, namespace in prefixes:
            if value.startswith(namespace) and len(value) > len(namespace):
                return f"{prefix}:{value.removeprefix(namespace)}"
    return value
