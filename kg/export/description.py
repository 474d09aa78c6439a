"""What a graph holds, for catalogues and SPARQL clients: a VoID and DCAT description with counts.

VoID: https://www.w3.org/TR/void/ ; DCAT 3: https://www.w3.org/TR/vocab-dcat-3/ . Nothing in it depends on when or
where it was made, so equal graphs have equal descriptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

import pyoxigraph as ox

from kg import vocab as v
from kg.config import VERSION
from kg.export.source import Source
from kg.graph import terms as t
from kg.graph.terms import Term, Triple
from kg.graph.turtle import turtle
from kg.vocab import VOCABULARIES, Names, curie

#: The files of a build and the formats of ``kg export``, by their media types.
DISTRIBUTIONS: Final = (
    ("ttl", "graph.ttl", "text/turtle"),
    ("nt", "graph.nt", "application/n-triples"),
    ("nq", "graph.nq", "application/n-quads"),
    ("trig", "graph.trig", "application/trig"),
    ("jsonld", "graph.jsonld", "application/ld+json"),
    ("rdfxml", "graph.rdf", "application/rdf+xml"),
    ("html", "network.html", "text/html"),
)
_TEXTS: Final = (
    (
        "dcterms:description",
        "日本語の外交報道から読み取った国家・人物・会談・訪問・条約・発言。すべての事実に根拠の文が付く。",
        "States, persons, meetings, visits, treaties and statements read from Japanese diplomatic news, each fact with its sentence.",
    ),
    (
        "dcterms:rights",
        "引用文の権利は各記事の発行元にある。",
        "Quoted sentences belong to the publishers of their articles.",
    ),
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


def write_description(source: Source, stream: BinaryIO) -> None:
    """Turtle about the graph as a dataset."""
    stream.writelines(piece.encode("utf-8") for piece in turtle(description(source.store)))


def description(store: ox.Store, names: Names | None = None) -> Iterator[Triple]:
    """Yield the triples that describe a store: what it is, its numbers by class and property, period and files."""
    names = names or Names()
    dataset = t.iri(f"{names.base}dataset")
    yield Triple(dataset, t.iri(v.RDF_TYPE), t.iri(v.VOID_DATASET))
    yield Triple(dataset, t.iri(v.RDF_TYPE), t.iri(v.DCAT_DATASET))
    for prop in (v.RDFS_LABEL, v.DCTERMS_TITLE):
        yield Triple(dataset, t.iri(prop), t.tagged("外交知識グラフ", "ja"))
        yield Triple(dataset, t.iri(prop), t.tagged("Gaikō knowledge graph", "en"))
    for name, ja, en in _TEXTS:
        yield Triple(dataset, _term(name), t.tagged(ja, "ja"))
        yield Triple(dataset, _term(name), t.tagged(en, "en"))
    yield Triple(dataset, _term("dcterms:language"), t.plain("ja"))
    yield Triple(dataset, _term("owl:versionInfo"), t.plain(VERSION))
    yield Triple(dataset, _term("void:uriSpace"), t.plain(names.base))
    yield from _counts(dataset, store, names)
    yield from _period(dataset, store)
    for name, file, media_type in DISTRIBUTIONS:
        one = t.iri(f"{names.base}dataset#{name}")
        yield Triple(dataset, _term("dcat:distribution"), one)
        yield Triple(one, t.iri(v.RDF_TYPE), _term("dcat:Distribution"))
        yield Triple(one, t.iri(v.DCTERMS_TITLE), t.plain(file))
        yield Triple(one, _term("dcat:mediaType"), t.plain(media_type))


def _counts(dataset: Term, store: ox.Store, names: Names) -> Iterator[Triple]:
    classes = _numbers(store, "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x } GROUP BY ?x")
    properties = _numbers(store, "SELECT ?x (COUNT(DISTINCT *) AS ?n) { ?s ?x ?o } GROUP BY ?x")
    ours = f"FILTER(STRSTARTS(STR(?s), '{names.base}'))"
    subjects, entities = (
        _numbers(store, f"SELECT ('' AS ?x) (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o {only} }}").get("", 0)
        for only in ("", ours)
    )
    numbers = (
        ("void:triples", sum(properties.values())),
        ("void:entities", entities),
        ("void:distinctSubjects", subjects),
        ("void:classes", len(classes)),
        ("void:properties", len(properties)),
    )
    for name, number in numbers:
        yield Triple(dataset, _term(name), t.integer(number))
    used = {prefix for prefix, space in VOCABULARIES.items() if any(p.startswith(space) for p in properties)}
    for prefix in sorted(used):
        yield Triple(dataset, _term("void:vocabulary"), t.iri(VOCABULARIES[prefix]))
    gaiko = VOCABULARIES["gaiko"]
    for iri, number in sorted(classes.items()):
        if iri.startswith(gaiko):
            part = t.iri(f"{names.base}dataset#class-{iri.removeprefix(gaiko)}")
            yield Triple(dataset, _term("void:classPartition"), part)
            yield Triple(part, _term("void:class"), t.iri(iri))
            yield Triple(part, _term("void:entities"), t.integer(number))
    for iri, number in sorted(properties.items()):
        if iri.startswith(gaiko):
            part = t.iri(f"{names.base}dataset#property-{iri.removeprefix(gaiko)}")
            yield Triple(dataset, _term("void:propertyPartition"), part)
            yield Triple(part, _term("void:property"), t.iri(iri))
            yield Triple(part, _term("void:triples"), t.integer(number))


def _numbers(store: ox.Store, query: str) -> dict[str, int]:
    """Return what a query counts, ``?n`` for each ``?x``."""
    found = store.query(query, use_default_graph_as_union=True)
    return {row["x"].value: int(row["n"].value) for row in found if row["x"] is not None}  # type: ignore[union-attr]


def _period(dataset: Term, store: ox.Store) -> Iterator[Triple]:
    """Yield the first and the last day on which anything in the graph happened."""
    days = [
        quad.object.value
        for prop in (v.P_EARLIEST, v.P_LATEST)
        for quad in store.quads_for_pattern(None, ox.NamedNode(prop), None, None)
        if isinstance(quad.object, ox.Literal) and _DAY.match(quad.object.value)
    ]
    if days:
        yield Triple(dataset, _term("dcat:startDate"), t.typed(min(days), v.XSD_DATE))
        yield Triple(dataset, _term("dcat:endDate"), t.typed(max(days), v.XSD_DATE))


def _term(name: str) -> Term:
    return t.iri(curie(name))
