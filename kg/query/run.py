"""Asking the graph: a named query, a query file or SPARQL, to rows.

The graph is only read. Rows come in the order that the query asks for; a query that asks for none gets its rows sorted,
so that the same graph gives the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from kg.errors import NoInputError, QueryError
from kg.query.guard import check_read_only, has_order
from kg.query.named import Query, Value, bind, check_values, find_query, list_queries
from kg.query.things import find_things
from kg.vocab import Names

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple
    from pyoxigraph import Literal as RdfLiteral

    Term: TypeAlias = NamedNode | BlankNode | RdfLiteral | Triple

__all__ = ["Query", "Result", "list_queries", "open_store", "run_query"]

Form: TypeAlias = Literal["select", "ask", "graph"]

_POSITION = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<cause>.*)\Z", re.DOTALL)
_EXPECTED = re.compile(r'"(?:\\.|[^"\\])+"|\b[A-Z][A-Z_]+\b')
_EXPECTED_SHOWN = 6
_SUFFIXES = ("ttl", "nt", "nq", "trig")


@dataclass(frozen=True, slots=True)
class Result:
    """An answer: columns and rows of RDF terms, None where a cell is empty.

    ``form`` tells what was asked: ``select``; ``ask`` (one row with the column ``answer``); ``graph`` for CONSTRUCT and
    DESCRIBE (the columns ``subject``, ``predicate``, ``object``). ``notes`` are for the person who asked: a parameter
    that names nothing in the graph, and the names nearest to it.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    form: Form = "select"
    notes: tuple[str, ...] = ()

    def plain(self) -> list[tuple[str, ...]]:
        """Return the rows as strings: the IRI of a thing, the text of a literal, "" where a cell is empty."""
        return [tuple("" if cell is None else getattr(cell, "value", str(cell)) for cell in row) for row in self.rows]


class Malformed(NamedTuple):
    """What is wrong with a query, for people, and where: line and column from 1, None where the parser did not say."""

    text: str
    line: int | None
    column: int | None


def run_query(
    graph: Store | Path | str,
    name_or_text: str,
    params: Mapping[str, Value] | None = None,
    *,
    names: Names | None = None,
) -> Result:
    """Ask a graph and return the answer.

    ``graph`` is an open store, or a path that ``open_store`` takes. ``name_or_text`` is the name of a query, the path
    of a ``.rq`` file, or SPARQL; ``params`` are values for its parameters. The prefixes of ``names`` need no PREFIX
    lines. Raises QueryError where the query is unknown, malformed, refused or asked with a parameter that it does not
    have, NoInputError where there is no graph.
    """
    query = find_query(name_or_text)
    check_read_only(query.text)
    check_values(query, params or {})
    store = open_store(graph) if isinstance(graph, (str, Path)) else graph
    names = names or Names()
    text, notes = bound(store, query, params or {}, names)
    return replace(evaluate(store, text, names, query.name), notes=notes)


def bound(store: Store, query: Query, params: Mapping[str, Value], names: Names) -> tuple[str, tuple[str, ...]]:
    """Return the text of a query with checked values in it, and notes on those that name nothing in the graph."""
    notes: list[str] = []

    def things(word: str) -> tuple[NamedNode, ...]:
        found = find_things(store, word, names)
        if not found.things:
            hint = f"; did you mean {' or '.join(found.nearest)}?" if found.nearest else ""
            notes.append(f"nothing in the graph is called {word}{hint}")
        return found.things

    return bind(query, params, things), tuple(notes)


def evaluate(store: Store, text: str, names: Names, title: str | None = None) -> Result:
    """Answer SPARQL, whatever it may say: who calls has checked it. Errors speak of it by its title."""
    try:
        union = any(True for _ in store.named_graphs())
        answer = store.query(text, prefixes=names.prefixes(), use_default_graph_as_union=union)
        return _result(answer, has_order(text))
    except SyntaxError as error:
        raise QueryError(syntax_error(text, str(error), title).text) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"{title or 'the query'} failed: {error}") from error


def read_result(data: bytes, text: str) -> Result:
    """Return the answer to a query from what another process has written of it: SPARQL results in JSON."""
    from pyoxigraph import QueryResultsFormat, parse_query_results

    return _result(parse_query_results(data, format=QueryResultsFormat.JSON), has_order(text))


def open_store(path: Path | str) -> Store:
    """Open a graph for reading: a build folder, the store in it, or an RDF file, which is read into memory.

    Raises NoInputError where there is no such graph.
    """
    from pyoxigraph import Store

    place = Path(path)
    if place.is_file():
        return _load(place)
    folder = place / "store" if (place / "store").is_dir() else place
    if not (folder / "CURRENT").is_file():
        raise NoInputError(f"{place}: no graph here; run 'kg build' first, or name a build folder or an RDF file")
    try:
        return Store.read_only(str(folder))
    except OSError as error:
        raise NoInputError(f"{folder}: the store cannot be opened: {error}") from error


def _load(path: Path) -> Store:
    from pyoxigraph import RdfFormat, Store

    suffix = path.suffix.lower().removeprefix(".")
    kind = RdfFormat.from_extension(suffix) if suffix in _SUFFIXES else None
    if kind is None:
        raise NoInputError(f"{path}: not a graph file; those end with {', '.join(_SUFFIXES)}")
    store = Store()
    try:
        store.bulk_load(path=str(path), format=kind)
    except (SyntaxError, OSError, ValueError) as error:
        raise NoInputError(f"{path}: {error}") from error
    return store


def _result(answer: QuerySolutions | QueryBoolean | QueryTriples, ordered: bool) -> Result:
    from pyoxigraph import Literal as RdfLiteral
    from pyoxigraph import QueryBoolean, QueryTriples

    rows: list[tuple[Term | None, ...]]
    if isinstance(answer, QueryBoolean):
        return Result(("answer",), ((RdfLiteral(bool(answer)),),), "ask")
    if isinstance(answer, QueryTriples):
        rows = [(triple.subject, triple.predicate, triple.object) for triple in set(answer)]
        return Result(("subject", "predicate", "object"), tuple(sorted(rows, key=_order)), "graph")
    variables = answer.variables
    rows = [tuple(solution[variable] for variable in variables) for solution in answer]
    if not ordered:
        rows.sort(key=_order)
    return Result(tuple(variable.value for variable in variables), tuple(rows))


def _order(row: tuple[Term | None, ...]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in row)


def syntax_error(text: str, message: str, name: str | None = None) -> Malformed:
    """Say what is wrong with a query, from what the parser said, with the line it is in and a mark under the place."""
    where = _POSITION.match(message)
    if where is None:
        return Malformed(f"{name or 'the query'} is not SPARQL: {message}", None, None)
    line, column = int(where["line"]), int(where["column"])
    lines = text.splitlines() or [""]
    shown = lines[line - 1] if line <= len(lines) else ""
    mark = " " * (column - 1) + "^"
    of = f" of {name}" if name else ""
    return Malformed(f"line {line}, column {column}{of}: {_cause(where['cause'])}\n  {shown}\n  {mark}", line, column)


def _cause(cause: str) -> str:
    """Return the cause that the parser gives, without the character classes of its grammar."""
    if "Prefix not found" in cause:
        return "this prefix is not declared"
    if "SELECT contains a variable that is unbound" in cause:
        return "SELECT names a variable that is neither grouped nor aggregated"
    if not cause.startswith("expected"):
        return cause
    expected = list(dict.fromkeys(_EXPECTED.findall(cause)))
    if not expected:
        return "the query breaks off or goes on where it should not"
    more = " …" if len(expected) > _EXPECTED_SHOWN else ""
    return f"expected {', '.join(expected[:_EXPECTED_SHOWN])}{more}"
