"""The graph in Oxigraph: built in one go, opened for reading, and seen through rdflib."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import rdflib
from rdflib.store import Store

from kg.errors import BuildError
from kg.graph.terms import Triple
from kg.vocab import Names

#: Triples handed to the loader at a time.
_BATCH: Final = 200_000
#: Lines of a Turtle document that are loaded together: a third of a gigabyte in the loader.
_LINES: Final = 300_000


def memory_store(triples: Iterable[Triple]) -> ox.Store:
    """Return a store in memory that holds the triples."""
    store = ox.Store()
    _load(store, triples)
    return store


def build_store(triples: Iterable[Triple], folder: Path) -> None:
    """Write a store of the triples to a new folder.

    Raises:
        BuildError: the folder is not empty or cannot be written.

    """
    with _new_store(folder) as store:
        _load(store, triples)


def load_store(turtle: Path, folder: Path) -> None:
    """Write a store of the triples of a Turtle document of ours to a new folder.

    The loader holds a million triples and more where it may; it is given some at a time.

    Raises:
        BuildError: the folder is not empty or cannot be written.

    """
    with _new_store(folder) as store:
        for piece in _pieces(turtle):
            store.bulk_load(input=piece, format=ox.RdfFormat.TURTLE)


def _pieces(turtle: Path) -> Iterator[bytes]:
    """Cut a document between subjects, where empty lines stand, into documents of about ``_LINES`` lines."""
    with turtle.open("rb") as file:
        head: list[bytes] = []
        body: list[bytes] = []
        for line in file:
            if not line.startswith(b"@prefix "):
                body.append(line)
                break
            head.append(line)
        lines = [*head, *body]
        for line in file:
            if line == b"\n" and len(lines) >= _LINES:
                yield b"".join(lines)
                lines = [*head]
            lines.append(line)
        yield b"".join(lines)


@contextmanager
def _new_store(folder: Path) -> Iterator[ox.Store]:
    """Give a store in a new folder to fill; afterwards it is whole on disk."""
    if folder.exists() and any(folder.iterdir()):
        raise BuildError(f"{folder}: not empty")
    try:
        store = ox.Store(str(folder))
        yield store
        store.flush()
        store.optimize()
    except OSError as error:
        raise BuildError(f"{folder}: {error}") from error


def open_store(folder: Path) -> ox.Store:
    """Open the store of a build for reading.

    Raises:
        BuildError: there is no store, or it is broken.

    """
    if not folder.is_dir():
        raise BuildError(f"{folder}: no store here; kg build makes one")
    try:
        return ox.Store.read_only(str(folder))
    except (OSError, ValueError) as error:
        raise BuildError(f"{folder}: {error}") from error


def as_one_graph(store: ox.Store) -> ox.Store:
    """Return the store, or where it has named graphs a copy in memory that has all their triples in one graph."""
    if not any(True for _ in store.named_graphs()):
        return store
    whole = ox.Store()
    whole.bulk_extend(ox.Quad(*quad.triple) for quad in store)
    return whole


def rdflib_dataset(store: ox.Store, names: Names | None = None) -> rdflib.Dataset:
    """Return an ``rdflib.Dataset`` over a store, without copying it: the API people know, SPARQL at Oxigraph's speed.

    It reads only. ``query`` answers SELECT and ASK and the graph forms; the prefixes of the graph are bound.
    """
    dataset = rdflib.Dataset(store=_OxigraphView(store), default_union=True)
    for prefix, namespace in (names or Names()).prefixes().items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


def _load(store: ox.Store, triples: Iterable[Triple]) -> None:
    for batch in _batches(triples):
        store.bulk_load(input=batch, format=ox.RdfFormat.N_TRIPLES)


def _batches(triples: Iterable[Triple]) -> Iterator[bytes]:
    lines: list[str] = []
    for s, p, o in triples:
        lines.append(f"{s} {p} {o} .\n")
        if len(lines) >= _BATCH:
            yield "".join(lines).encode()
            lines.clear()
    if lines:
        yield "".join(lines).encode()


class _OxigraphView(Store):
    """The part of rdflib's store interface that reading needs, answered by Oxigraph."""

    context_aware = True
    graph_aware = True
    formula_aware = False
    transaction_aware = False

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._prefixes: dict[str, rdflib.URIRef] = {}
        super().__init__()

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:  # noqa: ANN401
        """Yield the triples that fit a pattern, each with the graphs it stands in."""
        subject, predicate, value = map(_to_oxigraph, triple_pattern)
        for quad in self._store.quads_for_pattern(subject, predicate, value, _graph_name(context)):
            triple = (_to_rdflib(quad.subject), _to_rdflib(quad.predicate), _to_rdflib(quad.object))
            yield triple, iter((context,))

    def __len__(self, context: Any = None) -> int:  # noqa: ANN401
        """Return the number of triples."""
        graph = _graph_name(context)
        if graph is None:
            return len(self._store)
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, graph))

    def contexts(self, triple: Any = None) -> Generator[Any, None, None]:  # noqa: ANN401
        """Yield the names of the named graphs."""
        for name in self._store.named_graphs():
            yield rdflib.URIRef(name.value) if isinstance(name, ox.NamedNode) else rdflib.BNode(name.value)

    def query(self, query: Any, initNs: Any, initBindings: Any, queryGraph: Any, **kwargs: Any) -> Any:  # noqa: ANN401, N803
        """Answer a query in Oxigraph. Raises SyntaxError for a malformed one."""
        text = _with_bindings(query if isinstance(query, str) else str(query), initBindings or {})
        prefixes = {**self._prefixes, **(initNs or {})}
        answer = self._store.query(
            text,
            prefixes={prefix: str(namespace) for prefix, namespace in prefixes.items()},
            use_default_graph_as_union=True,
        )
        return _result(answer)

    def bind(self, prefix: str, namespace: rdflib.URIRef, override: bool = True) -> None:
        """Remember a prefix."""
        self._prefixes[prefix] = namespace

    def namespace(self, prefix: str) -> rdflib.URIRef | None:
        """Return the namespace of a prefix."""
        return self._prefixes.get(prefix)

    def prefix(self, namespace: rdflib.URIRef) -> str | None:
        """Return the prefix of a namespace."""
        return next((p for p, n in self._prefixes.items() if n == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, rdflib.URIRef]]:
        """Yield all prefixes with their namespaces."""
        yield from self._prefixes.items()

    def add(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Refuse: the view reads only."""
        raise TypeError("this view of a build reads only")

    remove = add


def _with_bindings(query: str, bindings: Mapping[str, Any]) -> str:
    """Return a query with variables bound: Oxigraph substitutes projected variables only, VALUES binds any."""
    if not bindings:
        return query
    names, values = " ".join(f"?{name}" for name in bindings), " ".join(str(_to_oxigraph(x)) for x in bindings.values())
    return f"{query}\nVALUES ({names}) {{ ({values}) }}"


def _graph_name(context: Any) -> Any:  # noqa: ANN401
    """Return the graph to look in: None for all of them."""
    if context is None:
        return None
    identifier = context.identifier if isinstance(context, rdflib.Graph) else context
    if identifier == rdflib.graph.DATASET_DEFAULT_GRAPH_ID:
        return ox.DefaultGraph()
    return _to_oxigraph(identifier) if isinstance(identifier, rdflib.URIRef) else None


def _to_oxigraph(term: Any) -> Any:  # noqa: ANN401
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype is not None else None
        return ox.Literal(str(term), language=term.language, datatype=None if term.language else datatype)
    raise TypeError(f"not a term: {term!r}")


def _to_rdflib(term: Any) -> Any:  # noqa: ANN401
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == str(rdflib.XSD.string):
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)


def _result(answer: Any) -> rdflib.query.Result:  # noqa: ANN401
    """Return an answer of Oxigraph as rdflib gives it."""
    if isinstance(answer, ox.QueryBoolean):
        result = rdflib.query.Result("ASK")
        result.askAnswer = bool(answer)
        return result
    if isinstance(answer, ox.QuerySolutions):
        result = rdflib.query.Result("SELECT")
        result.vars = [rdflib.Variable(variable.value) for variable in answer.variables]
        result.bindings = [
            {rdflib.Variable(var.value): _to_rdflib(row[var]) for var in answer.variables if row[var] is not None}
            for row in answer
        ]
        return result
    graph = rdflib.Graph()
    for triple in answer:
        graph.add((_to_rdflib(triple.subject), _to_rdflib(triple.predicate), _to_rdflib(triple.object)))
    result = rdflib.query.Result("CONSTRUCT")
    result.graph = graph
    return result
