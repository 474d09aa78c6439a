"""Answers as bytes: a table for people, CSV, TSV, JSON and XML by the W3C's definitions, Turtle for graphs."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from kg.errors import QueryError
from kg.export.xml import readable_document
from kg.query.run import Result
from kg.vocab import Names

if TYPE_CHECKING:
    from kg.query.run import Term

_UNLIMITED: Final = 1_000_000


def write_result(result: Result, kind: str, *, width: int | None = None, names: Names | None = None) -> bytes:
    """Write an answer as UTF-8 with a final line feed.

    ``kind`` is ``table``, ``csv``, ``tsv``, ``json``, ``xml`` or ``ttl``. ``width`` is how many columns of a terminal a
    table may take; without it no cell is broken into lines. Tables and Turtle use the prefixes of ``names``. Raises
    QueryError where the format is unknown, or is Turtle and the answer is no graph.
    """
    if kind not in FORMATS:
        raise QueryError(f"no result format is called {kind!r}: choose one of {', '.join(FORMATS)}")
    data = FORMATS[kind](result, names or Names(), width)
    return data if data.endswith(b"\n") or not data else data + b"\n"


def _table(result: Result, names: Names, width: int | None) -> bytes:
    prefixes = _longest_first(names)
    return table(result.columns, ([_short(cell, prefixes) for cell in row] for row in result.rows), width).encode(
        "utf-8"
    )


def table(columns: Iterable[str], rows: Iterable[Iterable[str]], width: int | None = None) -> str:
    """Lay out cells as a table of so many columns of a terminal, or as wide as it takes."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    laid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        laid.add_column(Text(visible(column)), overflow="fold")
    for row in rows:
        laid.add_row(*(Text(visible(cell)) for cell in row))
    out = io.StringIO()
    Console(file=out, width=width or _UNLIMITED, color_system=None, legacy_windows=False).print(laid)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _short(cell: Term | None, prefixes: list[tuple[str, str]]) -> str:
    """Write a cell for reading: IRIs by prefix, literals without their type."""
    if cell is None:
        return ""
    value: str = getattr(cell, "value", str(cell))
    if type(cell).__name__ == "NamedNode":
        for prefix, namespace in prefixes:
            if value.startswith(namespace) and len(value) > len(namespace):
                return f"{prefix}:{value.removeprefix(namespace)}"
    return value


def _longest_first(names: Names) -> list[tuple[str, str]]:
    return sorted(names.prefixes().items(), key=lambda item: (-len(item[1]), item[0]))


def visible(text: str) -> str:
    """Make a text safe for a terminal: nothing in it can move the cursor or turn the direction of writing."""
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} else char for char in text)


def _turtle(result: Result, names: Names, _width: int | None) -> bytes:
    from pyoxigraph import RdfFormat, Triple, serialize

    if result.form != "graph":
        raise QueryError("Turtle holds graphs: ask with CONSTRUCT or DESCRIBE, or choose another format")
    triples = (Triple(*row) for row in result.rows)  # type: ignore[arg-type]
    data = serialize(triples, format=RdfFormat.TURTLE, prefixes=names.prefixes())
    return data or b""


def _results(kind: str) -> Callable[[Result, Names, int | None], bytes]:
    """Make the writer of one of the W3C's result formats.

    Rows are put into the JSON form, which is simple, and the SPARQL library turns that into the others.
    """

    def write(result: Result, _names: Names, _width: int | None) -> bytes:
        from pyoxigraph import QueryResultsFormat, parse_query_results

        wanted = getattr(QueryResultsFormat, kind)
        answer = parse_query_results(_json(result), format=QueryResultsFormat.JSON)
        data = answer.serialize(format=wanted) or b""
        return readable_document(data) if kind == "XML" else data

    return write


def _json(result: Result) -> bytes:
    if result.form == "ask":
        value = result.rows[0][0]
        return json.dumps({"head": {}, "boolean": getattr(value, "value", "") == "true"}).encode()
    bindings = [_binding(result.columns, row) for row in result.rows]
    answer = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False).encode("utf-8")


def _binding(columns: Iterable[str], row: Iterable[Term | None]) -> dict[str, object]:
    return {name: _json_term(cell) for name, cell in zip(columns, row, strict=True) if cell is not None}


def _json_term(term: Term) -> dict[str, object]:
    from pyoxigraph import BlankNode, NamedNode, Triple

    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    literal: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language is not None:
        literal["xml:lang"] = term.language
    elif term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        literal["datatype"] = term.datatype.value
    return literal


FORMATS: Final[dict[str, Callable[[Result, Names, int | None], bytes]]] = {
    "table": _table,
    "csv": _results("CSV"),
    "tsv": _results("TSV"),
    "json": _results("JSON"),
    "xml": _results("XML"),
    "ttl": _turtle,
}
