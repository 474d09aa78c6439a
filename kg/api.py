"""The graph from Python: make or open a build, ask it, and take it to rdflib, pandas and networkx.

Nothing heavy is imported before it is used: ``rdf`` needs rdflib, ``frame`` pandas (``pip install gaiko-kg[pandas]``),
``network`` networkx.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, overload

from kg import vocab as v
from kg.errors import QueryError
from kg.folder import REPORT, locate
from kg.query.named import Value
from kg.query.run import Result, open_store, run_query
from kg.vocab import Names

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib
    from pyoxigraph import Store

    from kg.ask import Answer, Asker
    from kg.query.run import Term

__all__ = ["Build", "Row", "Rows", "build", "open"]

EventType: TypeAlias = Literal["meeting", "visit", "statement", "invitation", "agreement", "other"]
#: One row of an answer: a named tuple of Python values, whose fields are the columns of the query.
Row: TypeAlias = Any
Day: TypeAlias = str | dt.date

_TYPES: Final[dict[str, str]] = {
    "meeting": v.MEETING,
    "visit": v.VISIT,
    "statement": v.STATEMENT,
    "invitation": v.INVITATION,
    "agreement": v.AGREEMENT_EVENT,
    "other": v.OTHER_EVENT,
}
#: Names for parameters that Python does not allow or that read better.
_PARAMS: Final = {"since": "from", "until": "to", "from_": "from", "with_": "with"}


def build(
    paths: str | Path | Sequence[str | Path], out: str | Path = "build", *, add: bool = False, workers: int = 1
) -> Build:
    """Make a build of the articles at paths, files or folders, and open it; ``report`` tells how it went.

    With ``add`` the articles join those that the build has. ``workers`` processes share the work; a script that asks for
    more than one needs its ``if __name__ == "__main__"``. Raises NoInputError where there is no article at all,
    BuildError where ``out`` cannot be written.
    """
    from kg.building import build as make
    from kg.pipeline import load_tools
    from kg.workers import processes

    places = [paths] if isinstance(paths, (str, Path)) else list(paths)
    with processes(workers, early=not Path(out).exists()) if workers > 1 else nullcontext() as analyser:
        make(places, Path(out), load_tools(), add=add, analyser=analyser, workers=workers)
    return open(out)


def open(graph: str | Path = "build", *, names: Names | None = None) -> Build:
    """Open a build, or a graph file (``.ttl``, ``.nt``, ``.nq``, ``.trig``). Raises NoInputError where there is none."""
    place = Path(graph)
    place = place if place.is_file() else locate(place)
    return Build(open_store(place), place, names)


class Rows(Sequence[Row]):
    """The answer of a query: named tuples in order.

    IRIs and texts are ``str``, numbers, booleans and days Python's own, an empty cell is None. ``result`` has the RDF
    terms. An answer is true where it has rows; that of an ASK query where it is yes.
    """

    def __init__(self, result: Result, names: Names) -> None:
        self.result = result
        self._names = names
        make: Any = namedtuple("Row", result.columns, rename=True)  # type: ignore[misc]  # columns are known now only
        self._rows = [make(*map(_value, row)) for row in result.rows]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.result.columns

    @property
    def notes(self) -> tuple[str, ...]:
        """What the graph has to say of the parameters: a name that it does not know."""
        return self.result.notes

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __bool__(self) -> bool:
        return self.result.plain()[0][0] == "true" if self.result.form == "ask" else bool(self._rows)

    def __repr__(self) -> str:
        return f"<{len(self)} rows: {', '.join(self.columns)}>"

    def frame(self) -> pandas.DataFrame:
        """Return the rows as a pandas frame. Raises ImportError where pandas is not installed."""
        try:
            import pandas
        except ImportError as error:
            raise ImportError("frames need pandas: pip install 'gaiko-kg[pandas]'") from error
        return pandas.DataFrame([tuple(row) for row in self._rows], columns=list(self.columns))

    def _repr_html_(self) -> str:
        from kg.notebook import rows_html

        return rows_html(self.columns, self._rows, self._names, self.notes)


class Build:
    """A graph that is open for reading."""

    def __init__(self, store: Store, path: Path, names: Names | None = None) -> None:
        self.store = store
        self.path = path
        self._names = names or Names()

    def __repr__(self) -> str:
        return f"<kg.Build {self.path}>"

    @cached_property
    def rdf(self) -> rdflib.Dataset:
        """The graph as an ``rdflib.Dataset`` over the store, read-only; its queries run at the speed of the store."""
        from kg.graph.store import rdflib_dataset

        return rdflib_dataset(self.store, self._names)

    @cached_property
    def report(self) -> Mapping[str, Any]:
        """What was read, found, failed and left out when the build was made; empty for a graph file."""
        file = self.path / REPORT
        return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}

    def query(self, name_or_sparql: str, /, **params: Value | dt.date | None) -> Rows:
        """Ask a named query, a ``.rq`` file or SPARQL; the prefixes of the graph need no PREFIX lines.

        ``params`` are the parameters of the query; ``since`` and ``until`` stand for ``from`` and ``to``. A value is a
        name, key or IRI of a thing, or several of which any will do. Raises QueryError where the query is unknown,
        malformed, refused or has no such parameter.
        """
        values = {_PARAMS.get(key, key): _param(value) for key, value in params.items() if value is not None}
        return Rows(run_query(self.store, name_or_sparql, values, names=self._names), self._names)

    def events(
        self,
        kind: EventType | None = None,
        *,
        person: Value | None = None,
        state: Value | None = None,
        status: Value | None = None,
        since: Day | None = None,
        until: Day | None = None,
    ) -> Rows:
        """Return events in order of time, those without a date last: of a kind, a person, a state, a time.

        Raises QueryError where there is no such kind.
        """
        if kind is not None and kind not in _TYPES:
            raise QueryError(f"no kind of event is called {kind!r}: choose one of {', '.join(_TYPES)}")
        cls = _TYPES[kind] if kind else None
        return self.query("events", type=cls, person=person, state=state, status=status, since=since, until=until)

    def evidence(self, of: str | Row) -> Rows:
        """Return the sentences behind a thing, given by name, key or IRI, or by a row whose first column is one."""
        return self.query("evidence", of=of if isinstance(of, str) else str(of[0]))

    def ask(self, question: str, *, today: dt.date | None = None) -> Answer:
        """Answer a question in words, Japanese or English; 昨年 counts from ``today``, the day of asking if not given."""
        return self._asker.answer(question, today=today or dt.date.today())

    @cached_property
    def _asker(self) -> Asker:
        from kg.ask import Asker

        return Asker(self.store, names=self._names)

    def network(self) -> networkx.MultiDiGraph[str]:
        """Return actors, events and their relations as a directed multigraph, with labels, dates and quotes on them."""
        from kg.export.flat import flat_graph
        from kg.export.view import view_of

        return flat_graph(view_of(self.store))

    def _repr_html_(self) -> str:
        from kg.notebook import build_html

        counts = self.query(_COUNTS)
        return build_html(str(self.path), [(row.label, row.number) for row in counts])


_COUNTS: Final = """SELECT ?label (COUNT(DISTINCT ?thing) AS ?number) WHERE {
  VALUES ?class { gaiko:Article gaiko:Person gaiko:State gaiko:Organization gaiko:Place gaiko:Treaty gaiko:Meeting
    gaiko:Visit gaiko:AgreementEvent gaiko:Statement gaiko:Invitation gaiko:OtherEvent gaiko:Claim }
  ?thing a ?class . ?class rdfs:label ?name FILTER(LANG(?name) = "en")
  BIND(STR(?name) AS ?label)
} GROUP BY ?label ORDER BY DESC(?number) ?label"""


def _param(value: Value | dt.date) -> Value:
    return value.isoformat() if isinstance(value, dt.date) else value


def _value(term: Term | None) -> str | int | float | bool | dt.date | None:
    """Return a term as a Python value: its own where it has a type of number, truth or day, else its text."""
    if term is None:
        return None
    text: str = getattr(term, "value", str(term))
    datatype = getattr(getattr(term, "datatype", None), "value", "")
    convert = _VALUES.get(datatype)
    try:
        return convert(text) if convert else text
    except ValueError:
        return text


def _truth(text: str) -> bool:
    return text in ("true", "1")


_VALUES: Final[dict[str, Callable[[str], int | float | bool | dt.date]]] = {
    v.XSD_INTEGER: int,
    v.XSD_DECIMAL: float,
    v.curie("xsd:double"): float,
    v.curie("xsd:float"): float,
    v.XSD_BOOLEAN: _truth,
    v.XSD_DATE: dt.date.fromisoformat,
}
