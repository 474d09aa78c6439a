"""Whether a graph has the shapes of ``ontology/shapes.ttl``, and whether every quote is where it says it is.

pySHACL is slow and hungry on large graphs, so those are checked by Oxigraph: each constraint of the shapes file is
turned into one SPARQL query that finds what breaks it. Both read the same file, a constraint that
cannot be turned is an error, and a test holds the two to the same verdicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH

from kg.config import ontology_dir
from kg.errors import DataError
from kg.graph.ontology import Ontology
from kg.graph.store import memory_store
from kg.graph.terms import Term, Triple, readable
from kg.graph.triples import Graph
from kg.vocab import (
    NIF_ANCHOR_OF,
    NIF_BEGIN_INDEX,
    NIF_END_INDEX,
    NIF_REFERENCE_CONTEXT,
    P_CLAIM_SUBJECT,
    P_CONTRADICTS,
    P_TEXT_SHA256,
    PROV_WAS_DERIVED_FROM,
)

#: Up to this many triples pySHACL itself judges; above, Oxigraph does.
PYSHACL_LIMIT: Final = 50_000


class Violation(NamedTuple):
    """Something that breaks a shape: the node, the property (empty if none), and what was expected."""

    focus: str
    path: str
    message: str


class _Check(NamedTuple):
    """One constraint as a query that selects the nodes that break it, under the variable ``culprit``."""

    path: str
    message: str
    query: str
    culprit: str = "this"


def validate(store: ox.Store, limit: int = PYSHACL_LIMIT) -> list[Violation]:
    """Return what breaks the shapes, sorted: by pySHACL for graphs of up to ``limit`` triples, else by Oxigraph."""
    return validate_with_pyshacl(store) if len(store) <= limit else validate_with_oxigraph(store)


def validate_with_pyshacl(store: ox.Store, shapes: Path | None = None) -> list[Violation]:
    """Return what breaks the shapes, as pySHACL sees it."""
    graph = rdflib.Graph()
    graph.parse(data=_as_ntriples(store), format="nt")
    _, report, _ = pyshacl.validate(graph, shacl_graph=_shapes(shapes or _shapes_file()), inference="none")
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        path = report.value(result, SH.resultPath)
        message = report.value(result, SH.resultMessage)
        shown = str(path) if isinstance(path, rdflib.URIRef) else ""
        found.add(Violation(_culprit(report, result), shown, str(message)))
    return sorted(found)


def validate_with_oxigraph(store: ox.Store, shapes: Path | None = None) -> list[Violation]:
    """Return what breaks the shapes, found by one query a constraint."""
    found: set[Violation] = set()
    for check in _checks(shapes or _shapes_file()):
        answer = store.query(check.query)
        assert isinstance(answer, ox.QuerySolutions)
        found.update(Violation(_value(row[check.culprit]), check.path, check.message) for row in answer)
    return sorted(found)


def check_quotes(store: ox.Store, texts: Mapping[str, str]) -> list[Violation]:
    """Return the mentions whose quote is not at its offsets. ``texts`` holds the articles' texts by their SHA-256."""
    hashes = _values(store, P_TEXT_SHA256)
    contexts = _values(store, NIF_REFERENCE_CONTEXT)
    begins, ends = _values(store, NIF_BEGIN_INDEX), _values(store, NIF_END_INDEX)
    found = []
    for mention, quote in sorted(_values(store, NIF_ANCHOR_OF).items()):
        text = texts.get(hashes.get(contexts.get(mention, ""), ""))
        if text is None:
            found.append(Violation(mention, NIF_REFERENCE_CONTEXT, "no text with the hash of its article"))
        elif readable(text[int(begins.get(mention, 0)) : int(ends.get(mention, 0))]) != quote:
            found.append(Violation(mention, NIF_ANCHOR_OF, "the quote is not what the text has at these offsets"))
    return found


def keep_sound(graph: Graph, ontology: Ontology) -> tuple[Graph, list[Violation]]:
    """Return the graph without the events that break a shape, and what they broke.

    With an event go its claims, the mentions that only they rest on, and whatever is part of it. A fault of a claim
    counts against the event it is about. Faults of other things are reported and stay.
    """
    violations = validate_with_oxigraph(memory_store(graph))
    events = f"<{ontology.names.namespace('event')}"
    subjects = {
        t.subject: t.object for ts in graph.articles.values() for t in ts if t.predicate == f"<{P_CLAIM_SUBJECT}>"
    }
    bad = {subjects.get(f"<{v.focus}>", f"<{v.focus}>") for v in violations}
    dropped = {term for term in bad if term.startswith(events)}
    if not dropped:
        return graph, violations
    gone = {claim for claim, about in subjects.items() if about in dropped}
    kept = Graph(graph.ontology, list(_without(graph.world, dropped, gone)), {}, graph.problems)
    mentions = f"<{ontology.names.namespace('mention')}"
    for article, triples in graph.articles.items():
        rest = list(_without(triples, dropped, gone))
        used = {t.object for t in rest if t.predicate == f"<{PROV_WAS_DERIVED_FROM}>"}
        kept.articles[article] = [t for t in rest if t.subject in used or not t.subject.startswith(mentions)]
    return kept, violations


def _without(triples: Iterable[Triple], dropped: set[Term], gone: set[Term]) -> Iterator[Triple]:
    """Yield the triples that are not about dropped events, parts of them, or their claims."""
    contradicts = f"<{P_CONTRADICTS}>"
    for triple in triples:
        if triple.subject in dropped or triple.subject in gone or triple.object in dropped:
            continue
        if triple.predicate == contradicts and triple.object in gone:
            continue
        if triple.subject[:-1].rpartition("-")[0] + ">" in dropped:
            continue
        yield triple


def _values(store: ox.Store, predicate: str) -> dict[str, str]:
    """Return one value of a property for each subject."""
    quads = store.quads_for_pattern(None, ox.NamedNode(predicate), None)
    return {_value(quad.subject): _value(quad.object) for quad in quads}


def _value(term: Any) -> str:  # noqa: ANN401  (terms of Oxigraph)
    return str(term.value)


def _as_ntriples(store: ox.Store) -> bytes:
    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert dumped is not None
    return dumped


def _culprit(report: rdflib.Graph, result: Any) -> str:  # noqa: ANN401  (a node)
    """Return the node at fault: constraints in SPARQL look at the whole graph and give it as the value."""
    component = report.value(result, SH.sourceConstraintComponent)
    at_fault = SH.value if component == SH.SPARQLConstraintComponent else SH.focusNode
    return str(report.value(result, at_fault))


def _shapes_file() -> Path:
    return ontology_dir() / "shapes.ttl"


@cache
def _shapes(path: Path) -> rdflib.Graph:
    if not path.is_file():
        raise DataError(f"{path}: the shapes are missing")
    return rdflib.Graph().parse(path, format="turtle")


@cache
def _checks(path: Path) -> tuple[_Check, ...]:
    """Turn every constraint of a shapes file into a query.

    Raises:
        DataError: a constraint has no translation here.

    """
    shapes = _shapes(path)
    checks: list[_Check] = []
    for shape in sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str):
        targets = sorted(shapes.objects(shape, SH.targetClass), key=str)
        target = " ".join(target.n3() for target in targets)
        focus = f"VALUES ?class {{ {target} }} ?type {_SUBCLASS} ?class . ?this a ?type ."
        for node in shapes.objects(shape, SH.property):
            checks += _property_checks(shapes, node, focus)
        for node in shapes.objects(shape, SH.sparql):
            select = str(shapes.value(node, SH.select)).replace("$this", "?this")
            message = str(shapes.value(node, SH.message))
            checks.append(_Check("", message, _prefixes(shapes, node) + select, "value"))
    return tuple(checks)


_SUBCLASS: Final = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>*"
_SELECT: Final = "SELECT DISTINCT ?this WHERE {{ {focus} {body} }}"


def _property_checks(shapes: rdflib.Graph, node: Any, focus: str) -> Iterator[_Check]:  # noqa: ANN401  (a node)
    """Yield the checks of one property shape."""
    path_node = shapes.value(node, SH.path)
    path = _path(shapes, path_node)
    shown = str(path_node) if isinstance(path_node, rdflib.URIRef) else ""
    message = str(shapes.value(node, SH.message))
    for constraint, value in shapes.predicate_objects(node):
        if constraint in (SH.path, SH.message):
            continue
        body = _BODIES.get(constraint)
        if body is None:
            raise DataError(f"shapes.ttl: {constraint} has no translation to SPARQL")
        yield _Check(shown, message, _SELECT.format(focus=focus, body=body(shapes, path, value)))


def _path(shapes: rdflib.Graph, node: Any) -> str:  # noqa: ANN401
    if isinstance(node, rdflib.URIRef):
        return node.n3()
    alternatives = shapes.value(node, SH.alternativePath)
    if alternatives is None:
        raise DataError("shapes.ttl: only alternative paths have a translation to SPARQL")
    return "(" + "|".join(part.n3() for part in Collection(shapes, alternatives)) + ")"


def _prefixes(shapes: rdflib.Graph, node: Any) -> str:  # noqa: ANN401
    declared = (d for owner in shapes.objects(node, SH.prefixes) for d in shapes.objects(owner, SH.declare))
    pairs = sorted((str(shapes.value(d, SH.prefix)), str(shapes.value(d, SH.namespace))) for d in declared)
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in pairs)


Body = Callable[[rdflib.Graph, str, Any], str]


def _min_count(_: rdflib.Graph, path: str, value: Any) -> str:  # noqa: ANN401
    if int(value) != 1:
        raise DataError("shapes.ttl: sh:minCount other than 1 has no translation to SPARQL")
    return f"FILTER NOT EXISTS {{ ?this {path} ?v }}"


def _max_count(_: rdflib.Graph, path: str, value: Any) -> str:  # noqa: ANN401
    if int(value) != 1:
        raise DataError("shapes.ttl: sh:maxCount other than 1 has no translation to SPARQL")
    return f"?this {path} ?v , ?w FILTER (!sameTerm(?v, ?w))"


def _class(_: rdflib.Graph, path: str, value: Any) -> str:  # noqa: ANN401
    return f"?this {path} ?v FILTER NOT EXISTS {{ ?v a/{_SUBCLASS} {value.n3()} }}"


def _datatype(_: rdflib.Graph, path: str, value: Any) -> str:  # noqa: ANN401
    return f"?this {path} ?v FILTER (!isLiteral(?v) || datatype(?v) != {value.n3()})"


def _node_kind(_: rdflib.Graph, path: str, value: Any) -> str:  # noqa: ANN401
    if value != SH.IRI:
        raise DataError("shapes.ttl: sh:nodeKind other than sh:IRI has no translation to SPARQL")
    return f"?this {path} ?v FILTER (!isIRI(?v))"


def _pattern(_: rdflib.Graph, path: str, value: Any) -> str:  # noqa: ANN401
    return f"?this {path} ?v FILTER (!REGEX(STR(?v), {value.n3()}))"


def _compare(operator: str) -> Body:
    def body(_: rdflib.Graph, path: str, value: Any) -> str:  # noqa: ANN401
        return f"?this {path} ?v FILTER (!COALESCE(?v {operator} {value.n3()}, false))"

    return body


def _less_or_equal(_: rdflib.Graph, path: str, value: Any) -> str:  # noqa: ANN401
    return f"?this {path} ?v ; {value.n3()} ?w FILTER (!COALESCE(?v <= ?w, false))"


def _max_length(_: rdflib.Graph, path: str, value: Any) -> str:  # noqa: ANN401
    return f"?this {path} ?v FILTER (STRLEN(STR(?v)) > {int(value)})"


def _unique_language(_: rdflib.Graph, path: str, value: Any) -> str:  # noqa: ANN401
    return f'?this {path} ?v , ?w FILTER (!sameTerm(?v, ?w) && LANG(?v) != "" && LANG(?v) = LANG(?w))'


def _any_class(shapes: rdflib.Graph, path: str, value: Any) -> str:  # noqa: ANN401
    """Translate ``sh:or`` of classes."""
    classes = [shapes.value(part, SH["class"]) for part in Collection(shapes, value)]
    if None in classes:
        raise DataError("shapes.ttl: only sh:or of classes has a translation to SPARQL")
    none = " ".join(f"FILTER NOT EXISTS {{ ?v a/{_SUBCLASS} {c.n3()} }}" for c in classes if c is not None)
    return f"?this {path} ?v {none}"


_BODIES: Final[dict[Any, Body]] = {
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH["class"]: _class,
    SH.datatype: _datatype,
    SH.nodeKind: _node_kind,
    SH.pattern: _pattern,
    SH.minInclusive: _compare(">="),
    SH.maxInclusive: _compare("<="),
    SH.lessThanOrEquals: _less_or_equal,
    SH.maxLength: _max_length,
    SH.uniqueLang: _unique_language,
    SH["or"]: _any_class,
}
