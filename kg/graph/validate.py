"""Whether a graph has the shapes of ``ontology/shapes.ttl``, and whether every quote is where it says it is.

pySHACL is slow and hungry on large graphs, so Oxigraph judges unless pySHACL is asked for: each constraint of the
shapes file is turned into one SPARQL query that finds what breaks it. Both read the same file, a constraint that
cannot be turned is an error, and a test holds the two to the same verdicts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH

from kg.config import ontology_dir
from kg.errors import DataError
from kg.graph.blocks import Block, Blocks
from kg.graph.ontology import Ontology
from kg.graph.terms import Term, readable
from kg.vocab import (
    NIF_ANCHOR_OF,
    NIF_BEGIN_INDEX,
    NIF_END_INDEX,
    NIF_REFERENCE_CONTEXT,
    P_CLAIM_OBJECT,
    P_CLAIM_PROPERTY,
    P_CLAIM_SUBJECT,
    P_CLAIM_VALUE,
    P_TEXT_SHA256,
    RDF_TYPE,
    VOID_DATASET,
)

_A: Final = f"<{RDF_TYPE}>"
#: What says which triple a claim claims, by the part of it.
_CLAIMED: Final = {
    f"<{P_CLAIM_SUBJECT}>": "s",
    f"<{P_CLAIM_PROPERTY}>": "p",
    f"<{P_CLAIM_OBJECT}>": "o",
    f"<{P_CLAIM_VALUE}>": "o",
}
#: Triples that are looked at together.
_PART: Final = 100_000
#: Stands between a node that speaks for all that are built like it and its types, while a part is looked at.
_EXAMPLE: Final = "<urn:x-gaiko:example-of>"


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


class _Judged(NamedTuple):
    """A part of a graph as it is looked at: its triples and all that is needed besides, and which nodes are alike.

    ``alike`` gives, for a node that speaks for others, all nodes that are built like it.
    """

    lines: bytes
    alike: Mapping[Term, Sequence[Term]]


def validate(store: ox.Store, *, pyshacl_judges: bool = False) -> list[Violation]:
    """Return what breaks the shapes, sorted: as Oxigraph finds it, or as pySHACL does (about ten times as slow)."""
    return validate_with_pyshacl(store) if pyshacl_judges else validate_with_oxigraph(store)


def validate_with_pyshacl(store: ox.Store, shapes: Path | None = None) -> list[Violation]:
    """Return what breaks the shapes, as pySHACL sees it."""
    import pyshacl  # takes a third of a second, and few ask for it

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
    return sorted(_broken(store, _Translator(_shapes(shapes or _shapes_file()), _subclasses(store)).checks()))


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


class Unsound(NamedTuple):
    """What breaks shapes, sorted, and the events at fault, to be left out of the graph.

    A fault of a claim counts against the event it is about. Faults of other things are reported and stay.
    """

    violations: list[Violation]
    events: frozenset[Term]


def unsound(blocks: Blocks, ontology: Ontology) -> Unsound:
    """Return what of a graph breaks shapes.

    The graph is looked at part by part. What a shape asks of a node are its own triples, the types of what these point
    to, and, of an accepted claim, the triple that it claims: with these at hand each node of a part is judged as it
    would be in the whole graph, and each node stands in one part.
    """
    found: set[Violation] = set()
    about: dict[Term, Term] = {}
    about_claim = f"<{P_CLAIM_SUBJECT}> "
    shapes = _PartCheck(blocks, ontology)
    for part in _parts(blocks):
        violations = shapes.violations(part)
        found |= violations
        at_fault = {f"<{violation.focus}>" for violation in violations}
        for block in part if at_fault else ():
            if block.subject in at_fault:
                said = [pair[len(about_claim) :] for pair in block.pairs if pair.startswith(about_claim)]
                about[block.subject] = said[0] if said else block.subject
    events = f"<{ontology.names.namespace('event')}"
    return Unsound(sorted(found), frozenset(term for term in about.values() if term.startswith(events)))


class _PartCheck:
    """Looks at parts of a graph with what of the rest the shapes ask for.

    Most constraints ask how a node is built: which properties it has, how often, of which types and languages the
    values are. Nodes of a part that are built alike keep or break these together, so one of them is asked.
    """

    def __init__(self, blocks: Blocks, ontology: Ontology) -> None:
        self._blocks = blocks
        self._always = "".join(f"{s} {p} {o} .\n" for s, p, o in ontology.triples).encode()
        hierarchy = ox.Store()
        hierarchy.bulk_load(input=self._always, format=ox.RdfFormat.N_TRIPLES)
        self._checks = tuple(_Translator(_shapes(_shapes_file()), _subclasses(hierarchy), _EXAMPLE).checks())
        datasets = (block.subject for block in blocks.others() if f"{_A} <{VOID_DATASET}>" in block.pairs)
        # Rules about the whole graph start from its data set.
        self._always += "".join(f"{dataset} {_A} <{VOID_DATASET}> .\n" for dataset in datasets).encode()

    def violations(self, part: Sequence[Block]) -> set[Violation]:
        """Return what nodes of a part break."""
        judged = self._judged(part)
        store = ox.Store()
        for data in (self._always, judged.lines):
            store.bulk_load(input=data, format=ox.RdfFormat.N_TRIPLES)
        mine = {block.subject for block in part}
        return {
            found._replace(focus=node[1:-1])
            for found in _broken(store, self._checks)
            for node in judged.alike.get(f"<{found.focus}>", (f"<{found.focus}>",))
            if node in mine
        }

    def _judged(self, part: Sequence[Block]) -> _Judged:
        """Return the triples of a part, and those of other nodes that the shapes ask for."""
        values: set[Term] = set()
        claimed: list[tuple[Term, str]] = []
        for block in part:
            values.update(value for pair in block.pairs if (value := pair[pair.find(" ") + 1 :])[0] == "<")
            said: dict[str, list[Term]] = {}
            for pair in block.pairs:
                if pair.startswith(tuple(_CLAIMED)):
                    predicate, _, value = pair.partition(" ")
                    said.setdefault(_CLAIMED[predicate], []).append(value)
            claimed += [(s, f"{p} {o}") for s, p, o in product(*(said.get(part, ()) for part in ("s", "p", "o")))]
        types: defaultdict[Term, list[Term]] = defaultdict(list)
        for term, kind in self._blocks.types_of(values):
            types[term].append(kind)
        groups: defaultdict[tuple[object, ...], list[Term]] = defaultdict(list)
        examples: list[str] = []
        for block in part:
            group = groups[_built(block, types)]
            if not group:
                examples += [f"{block.subject} {_EXAMPLE} {kind} .\n" for kind in _types(block)]
            group.append(block.subject)
        lines = (
            *(f"{block.subject} {pair} .\n" for block in part for pair in block.pairs),
            *(f"{term} {_A} {kind} .\n" for term, kinds in types.items() for kind in kinds),
            *(f"{s} {pair} .\n" for s, pair in self._blocks.states(claimed)),
            *examples,
        )
        return _Judged("".join(lines).encode(), {group[0]: group for group in groups.values()})


def _built(block: Block, types: Mapping[Term, Sequence[Term]]) -> tuple[object, ...]:
    """Return how a node is built: its properties, the types of what they point to, and which of them say the same."""
    form: list[object] = []
    first: dict[Term, int] = {}
    for pair in block.pairs:
        predicate, _, value = pair.partition(" ")
        kind = tuple(types.get(value, ())) if value[0] == "<" else value[value.rfind('"') :]
        form.append((predicate, value if predicate == _A else kind, first.setdefault(value, len(first))))
    return tuple(form)


def _types(block: Block) -> list[Term]:
    return [pair[len(_A) + 1 :] for pair in block.pairs if pair.startswith(f"{_A} ")]


def _parts(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield blocks in lots of about ``_PART`` triples."""
    part: list[Block] = []
    size = 0
    for block in blocks:
        part.append(block)
        size += len(block.pairs)
        if size >= _PART:
            yield part
            part, size = [], 0
    if part:
        yield part


def _broken(store: ox.Store, checks: Iterable[_Check]) -> set[Violation]:
    found: set[Violation] = set()
    for check in checks:
        answer = store.query(check.query)
        assert isinstance(answer, ox.QuerySolutions)
        found.update(Violation(_value(row[check.culprit]), check.path, check.message) for row in answer)
    return found


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


class _Translator:
    """Turns the constraints of a shapes file into queries over graphs with one hierarchy of classes.

    Queries of what depends on nothing but how a node is built find the nodes to ask by the ``example`` property.
    """

    def __init__(self, shapes: rdflib.Graph, subclasses: Mapping[str, list[str]], example: str = _A) -> None:
        self._shapes = shapes
        self._subclasses = subclasses
        self._example = example

    def checks(self) -> Iterator[_Check]:
        """Yield one check a constraint.

        Raises:
            DataError: a constraint has no translation.

        """
        shapes = self._shapes
        for shape in sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str):
            classes = self._classes(shapes.objects(shape, SH.targetClass))
            for node in shapes.objects(shape, SH.property):
                yield from self._property(node, classes)
            for node in shapes.objects(shape, SH.sparql):
                select = str(shapes.value(node, SH.select)).replace("$this", "?this")
                message = str(shapes.value(node, SH.message))
                yield _Check("", message, self._prefixes(node) + select, "value")

    def _property(self, node: Any, classes: str) -> Iterator[_Check]:  # noqa: ANN401  (a node)
        """Yield the checks of one property shape of nodes of some classes."""
        path_node = self._shapes.value(node, SH.path)
        path = self._path(path_node)
        shown = str(path_node) if isinstance(path_node, rdflib.URIRef) else ""
        message = str(self._shapes.value(node, SH.message))
        for constraint, value in self._shapes.predicate_objects(node):
            if constraint not in (SH.path, SH.message):
                body = self._body(constraint, path, value)
                kind = _A if constraint in _OF_VALUES else self._example
                focus = f"VALUES ?type {{ {classes} }} ?this {kind} ?type ."
                yield _Check(shown, message, f"SELECT DISTINCT ?this WHERE {{ {focus} {body} }}")

    def _body(self, constraint: Any, path: str, value: Any) -> str:  # noqa: ANN401
        """Return the pattern that a node fits when it breaks a constraint."""
        if constraint == SH["class"]:
            return self._none_of(path, [value])
        if constraint == SH["or"]:
            parts = Collection(self._shapes, value)
            return self._none_of(path, [self._shapes.value(part, SH["class"]) for part in parts])
        template = _BODIES.get(constraint)
        allowed = _ONLY.get(constraint)
        if template is None or (allowed is not None and value != allowed):
            raise DataError(f"shapes.ttl: {constraint} {value} has no translation to SPARQL")
        return template.format(path=path, value=value.n3())

    def _none_of(self, path: str, classes: list[Any]) -> str:
        if None in classes:
            raise DataError("shapes.ttl: only sh:or of classes has a translation to SPARQL")
        return f"?this {path} ?v FILTER NOT EXISTS {{ ?v a ?k FILTER (?k IN ({self._classes(classes, ', ')})) }}"

    def _classes(self, classes: Iterable[Any], separator: str = " ") -> str:
        """Return classes with all their subclasses."""
        found = {sub for c in classes for sub in (str(c), *self._subclasses.get(str(c), ()))}
        return separator.join(f"<{c}>" for c in sorted(found))

    def _path(self, node: Any) -> str:  # noqa: ANN401
        if isinstance(node, rdflib.URIRef):
            return node.n3()
        alternatives = self._shapes.value(node, SH.alternativePath)
        if alternatives is None:
            raise DataError("shapes.ttl: only alternative paths have a translation to SPARQL")
        return "(" + "|".join(part.n3() for part in Collection(self._shapes, alternatives)) + ")"

    def _prefixes(self, node: Any) -> str:  # noqa: ANN401
        owners = self._shapes.objects(node, SH.prefixes)
        declared = [d for owner in owners for d in self._shapes.objects(owner, SH.declare)]
        pairs = sorted(
            (str(self._shapes.value(d, SH.prefix)), str(self._shapes.value(d, SH.namespace))) for d in declared
        )
        return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in pairs)


#: For each constraint what a node fits that breaks it. A comparison that is an error breaks the constraint too.
_BODIES: Final[Mapping[Any, str]] = {
    SH.minCount: "FILTER NOT EXISTS {{ ?this {path} ?v }}",
    SH.maxCount: "?this {path} ?v , ?w FILTER (!sameTerm(?v, ?w))",
    SH.datatype: "?this {path} ?v FILTER (!isLiteral(?v) || datatype(?v) != {value})",
    SH.nodeKind: "?this {path} ?v FILTER (!isIRI(?v))",
    SH.pattern: "?this {path} ?v FILTER (!REGEX(STR(?v), {value}))",
    SH.minInclusive: "?this {path} ?v FILTER (!COALESCE(?v >= {value}, false))",
    SH.maxInclusive: "?this {path} ?v FILTER (!COALESCE(?v <= {value}, false))",
    SH.lessThanOrEquals: "?this {path} ?v ; {value} ?w FILTER (!COALESCE(?v <= ?w, false))",
    SH.maxLength: "?this {path} ?v FILTER (STRLEN(STR(?v)) > {value})",
    SH.uniqueLang: ('?this {path} ?v , ?w FILTER (!sameTerm(?v, ?w) && LANG(?v) != "" && LANG(?v) = LANG(?w))'),
}
#: Constraints that nodes of the same build may keep or break, each for itself.
_OF_VALUES: Final = frozenset((SH.pattern, SH.minInclusive, SH.maxInclusive, SH.lessThanOrEquals, SH.maxLength))
#: Constraints that are translated for one value only.
_ONLY: Final[Mapping[Any, Any]] = {
    SH.minCount: rdflib.Literal(1),
    SH.maxCount: rdflib.Literal(1),
    SH.nodeKind: SH.IRI,
    SH.uniqueLang: rdflib.Literal(True),
}


def _subclasses(store: ox.Store) -> dict[str, list[str]]:
    """Return the subclasses of each class, at any depth."""
    answer = store.query(f"SELECT ?sub ?super WHERE {{ ?sub <{RDFS.subClassOf}>+ ?super }}")
    assert isinstance(answer, ox.QuerySolutions)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in answer:
        found[_value(row["super"])].append(_value(row["sub"]))
    return dict(found)
