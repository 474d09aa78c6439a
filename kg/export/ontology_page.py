"""The documentation of the ontology as one HTML page in Japanese and English, with a diagram, made from its Turtle.

Nothing in it is written by hand but the template: a term that is added to ``ontology/gaiko.ttl`` is documented. The
page holds no script and fetches nothing; the switch of language is a pair of radio buttons and a style sheet.
(pyLODE, the usual tool, knows one language at a time; its release 3.4.1 does not start after an installation from PyPI.)
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import combinations
from typing import Any, BinaryIO, Final, NamedTuple

import networkx as nx
import rdflib
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from rdflib import OWL, RDF, RDFS, SKOS

from kg.config import ontology_dir
from kg.export.look import colours
from kg.export.source import Source
from kg.vocab import ONTOLOGY, VOCABULARIES

_OURS: Final = VOCABULARIES["gaiko"]
_PLOVER: Final = rdflib.URIRef(_OURS + "ploverCode")
_KINDS: Final = (
    (OWL.ObjectProperty, "objects"),
    (OWL.DatatypeProperty, "data"),
    (OWL.AnnotationProperty, "annotations"),
)
_BOX_WIDTH, _LINE, _PADDING = 150.0, 17.0, 10.0
#: Room between boxes, across and down.
_GAP: Final = (96.0, 64.0)


class Text(NamedTuple):
    """A text in both languages."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Link:
    """A term that another one refers to: its prefixed name, and the anchor or the address where it is described."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One term. ``rows`` are what is said of it: a heading in both languages, and links."""

    name: str
    anchor: str
    iri: str
    label: Text
    definition: Text
    notation: str
    plover: str
    rows: tuple[tuple[Text, tuple[Link, ...]], ...]


def write_ontology_page(source: Source, stream: BinaryIO) -> None:
    """Write the page; it opens in the language of the source."""
    stream.write(ontology_page(source.language).encode("utf-8"))


def ontology_page(language: str = "ja", *, home: str = "") -> str:
    """Return the page as HTML; ``home`` is the address of the site that it is a page of, if there is one."""
    graph = rdflib.Graph().parse(ontology_dir() / "gaiko.ttl")
    folder = files("kg") / "web" / "ontology"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((folder / "page.html.j2").read_text("utf-8"))
    return template.render(
        css=Markup(colours(chosen=False) + (folder / "page.css").read_text("utf-8")),
        language=language,
        home=home,
        **_Documentation(graph).content(),
    )


class _Documentation:
    """What the page says of an ontology."""

    def __init__(self, graph: rdflib.Graph) -> None:
        self._graph = graph
        self._used = defaultdict[rdflib.term.Node, list[rdflib.URIRef]](list)
        for prop in _sorted(graph.subjects(RDFS.domain, None)):
            for domain in graph.objects(prop, RDFS.domain):
                self._used[domain].append(rdflib.URIRef(str(prop)))

    def content(self) -> dict[str, Any]:
        """Return the values of the template."""
        ontology = rdflib.URIRef(ONTOLOGY)
        classes = self._ours(OWL.Class)
        concepts = [c for c in classes if (c, RDFS.subClassOf, SKOS.Concept) in self._graph]
        described = [c for c in classes if c not in concepts]
        return {
            "title": self._text(ontology, RDFS.label),
            "description": self._text(ontology, rdflib.DCTERMS.description),
            "iri": ONTOLOGY,
            "version": self._value(ontology, OWL.versionInfo),
            "licence": self._value(ontology, rdflib.DCTERMS.license),
            "namespaces": [(p, n) for p, n in VOCABULARIES.items() if any(str(t).startswith(n) for t in self._terms)],
            "diagram": diagram(self._roots(described), self._ties(described)),
            "classes": [self._class(c) for c in described],
            "properties": [(name, [self._property(p) for p in self._ours(kind)]) for kind, name in _KINDS],
            "schemes": [self._scheme(c) for c in concepts],
        }

    # ---- terms

    @cached_property
    def _terms(self) -> set[rdflib.term.Node]:
        return {term for triple in self._graph for term in triple if isinstance(term, rdflib.URIRef)}

    def _ours(self, kind: rdflib.URIRef) -> list[rdflib.URIRef]:
        found = (rdflib.URIRef(str(s)) for s in self._graph.subjects(RDF.type, kind) if str(s).startswith(_OURS))
        return sorted(set(found))

    def _class(self, cls: rdflib.URIRef) -> Entry:
        parents = _sorted(self._graph.objects(cls, RDFS.subClassOf))
        children = _sorted(s for s in self._graph.subjects(RDFS.subClassOf, cls))
        disjoint = _sorted(self._graph.objects(cls, OWL.disjointWith))
        return self._entry(
            cls,
            (Text("上位クラス", "Subclass of"), parents),
            (Text("下位クラス", "Superclass of"), children),
            (Text("性質", "Properties"), self._used[cls]),
            (Text("互いに素", "Disjoint with"), disjoint),
        )

    def _property(self, prop: rdflib.URIRef) -> Entry:
        return self._entry(
            prop,
            (Text("主語", "Domain"), self._graph.objects(prop, RDFS.domain)),
            (Text("目的語", "Range"), self._graph.objects(prop, RDFS.range)),
            (Text("上位の性質", "Subproperty of"), self._graph.objects(prop, RDFS.subPropertyOf)),
        )

    def _scheme(self, cls: rdflib.URIRef) -> tuple[Entry, list[Entry]]:
        members = sorted(rdflib.URIRef(str(s)) for s in self._graph.subjects(RDF.type, cls))
        properties = _sorted(s for s in self._graph.subjects(RDFS.range, cls))
        return self._entry(cls, (Text("これを値とする性質", "Value of"), properties)), [self._entry(m) for m in members]

    def _entry(self, term: rdflib.URIRef, *rows: tuple[Text, Iterable[rdflib.term.Node]]) -> Entry:
        linked = ((heading, tuple(self._link(n) for n in _sorted(nodes))) for heading, nodes in rows)
        return Entry(
            self._name(term),
            _anchor(term),
            str(term),
            self._text(term, RDFS.label),
            self._text(term, SKOS.definition),
            self._value(term, SKOS.notation),
            self._value(term, _PLOVER),
            tuple((heading, links) for heading, links in linked if links),
        )

    def _link(self, node: rdflib.term.Node) -> Link:
        return Link(self._name(node), f"#{_anchor(node)}" if str(node).startswith(_OURS) else str(node))

    def _name(self, node: rdflib.term.Node) -> str:
        prefix = next((p for p, n in VOCABULARIES.items() if str(node).startswith(n)), None)
        return f"{prefix}:{str(node).removeprefix(VOCABULARIES[prefix])}" if prefix else str(node)

    def _text(self, term: rdflib.URIRef, prop: rdflib.URIRef) -> Text:
        found = {o.language or "": str(o) for o in self._graph.objects(term, prop) if isinstance(o, rdflib.Literal)}
        return Text(found.get("ja", ""), found.get("en", ""))

    def _value(self, term: rdflib.URIRef, prop: rdflib.URIRef) -> str:
        return str(next(iter(_sorted(self._graph.objects(term, prop))), ""))

    # ---- what the diagram shows

    def _root(self, cls: rdflib.URIRef) -> rdflib.URIRef:
        """Return the topmost class of ours above a class."""
        parents = _sorted(p for p in self._graph.objects(cls, RDFS.subClassOf) if str(p).startswith(_OURS))
        return self._root(rdflib.URIRef(str(parents[0]))) if parents else cls

    def _roots(self, classes: list[rdflib.URIRef]) -> dict[str, list[str]]:
        roots = defaultdict[str, list[str]](list)
        for cls in classes:
            below = roots[_anchor(self._root(cls))]
            if self._root(cls) != cls:
                below.append(_anchor(cls))
        return roots

    def _ties(self, classes: list[rdflib.URIRef]) -> dict[tuple[str, str], list[str]]:
        ties = defaultdict[tuple[str, str], list[str]](list)
        for prop in self._ours(OWL.ObjectProperty):
            for domain in self._graph.objects(prop, RDFS.domain):
                for target in self._graph.objects(prop, RDFS.range):
                    if domain in classes and target in classes:
                        ends = tuple(_anchor(self._root(rdflib.URIRef(str(end)))) for end in (domain, target))
                        ties[ends[0], ends[1]].append(_anchor(prop))
        return ties


class Box(NamedTuple):
    """A class of the diagram with those below it, its middle, width and height."""

    name: str
    below: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


class Arrow(NamedTuple):
    """Properties from one class to another: a path, and where their names stand."""

    names: tuple[str, ...]
    path: str
    x: float
    y: float


def diagram(roots: dict[str, list[str]], ties: dict[tuple[str, str], list[str]]) -> dict[str, Any]:
    """Return boxes and arrows of the topmost classes, laid out by Kamada and Kawai's method (networkx).

    Properties of a class to itself are left out; they stand in the lists.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(roots))
    for a, b in sorted(ties):
        if a != b:
            # more names between two boxes need more room
            names = len(ties[a, b]) + len(ties.get((b, a), ()))
            graph.add_edge(a, b, weight=1 + names / 12)
    height = {name: _PADDING * 2 + _LINE * (1 + math.ceil(len(below) / 2)) for name, below in roots.items()}
    parts = sorted(map(sorted, nx.connected_components(graph)), key=lambda part: (-len(part), part))
    spots: dict[str, tuple[float, float]] = {}
    right, below_all = 0.0, 0.0
    for part in parts:
        raw: dict[str, tuple[float, float]] = {part[0]: (0.0, 0.0)}
        if len(part) > 1:
            raw = {name: (float(x), float(y)) for name, (x, y) in nx.kamada_kawai_layout(graph.subgraph(part)).items()}
        placed = _apart(raw, height)
        left, top = min(x for x, _ in placed.values()), min(y for _, y in placed.values())
        for name, (x, y) in placed.items():
            spots[name] = (right + x - left, below_all + y - top)
        # the largest part above, the others in a row below it
        if part is parts[0]:
            below_all = max(y for _, y in spots.values()) + max(height.values()) + 12
        else:
            right = max(spots[name][0] for name in part) + _BOX_WIDTH + 24
    top, left = min(y for _, y in spots.values()), min(x for x, _ in spots.values())
    boxes = {
        name: Box(
            name,
            tuple(roots[name]),
            round(x - left + _BOX_WIDTH / 2 + 20),
            round(y - top + max(height.values()) / 2 + 20),
            _BOX_WIDTH,
            height[name],
        )
        for name, (x, y) in sorted(spots.items())
    }
    return {
        "boxes": list(boxes.values()),
        "arrows": [
            _arrow(boxes[a], boxes[b], tuple(names), (b, a) in ties) for (a, b), names in sorted(ties.items()) if a != b
        ],
        "width": max(box.x + box.width / 2 for box in boxes.values()) + 20,
        "height": max(box.y + box.height / 2 for box in boxes.values()) + 20,
    }


def _apart(placed: Mapping[str, tuple[float, float]], height: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Scale a layout until no two boxes are nearer than the names of an arrow need; of its two sides, the flatter."""
    sides = [_scaled(placed, height), _scaled({name: (y, x) for name, (x, y) in placed.items()}, height)]
    return min(sides, key=lambda side: max(y for _, y in side.values()) - min(y for _, y in side.values()))


def _scaled(placed: Mapping[str, tuple[float, float]], height: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    points = sorted(placed.items())
    scale = 100.0
    while any(
        abs(p[0] - q[0]) * scale < _BOX_WIDTH + _GAP[0]
        and abs(p[1] - q[1]) * scale < (height[a] + height[b]) / 2 + _GAP[1]
        for (a, p), (b, q) in combinations(points, 2)
    ):
        scale += 10.0
    return {name: (x * scale, y * scale) for name, (x, y) in points}


def _arrow(a: Box, b: Box, names: tuple[str, ...], both_ways: bool) -> Arrow:
    """A line from the edge of one box to the edge of another, bent where there is one back."""
    dx, dy = b.x - a.x, b.y - a.y
    length = math.hypot(dx, dy) or 1.0
    bend = 26.0 if both_ways else 0.0
    middle = ((a.x + b.x) / 2 - dy / length * bend, (a.y + b.y) / 2 + dx / length * bend)
    start, end = _edge(a, middle), _edge(b, middle)
    path = f"M{start[0]:.0f} {start[1]:.0f}Q{middle[0]:.0f} {middle[1]:.0f} {end[0]:.0f} {end[1]:.0f}"
    x = (start[0] + 2 * middle[0] + end[0]) / 4
    y = (start[1] + 2 * middle[1] + end[1]) / 4
    return Arrow(names, path, round(x), round(y - (len(names) - 1) * 7))


def _edge(box: Box, towards: tuple[float, float]) -> tuple[float, float]:
    """Return where the line from the middle of a box leaves it."""
    dx, dy = towards[0] - box.x, towards[1] - box.y
    scale = min(
        (box.width / 2 + 3) / abs(dx) if dx else math.inf, (box.height / 2 + 3) / abs(dy) if dy else math.inf, 1.0
    )
    return box.x + dx * scale, box.y + dy * scale


def _sorted(nodes: Iterable[rdflib.term.Node]) -> list[rdflib.term.Node]:
    return sorted(nodes, key=str)


def _anchor(node: rdflib.term.Node) -> str:
    return str(node).removeprefix(_OURS)
