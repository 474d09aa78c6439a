"""The workbench: named queries as forms, their text with values put in, and the terms that the editor completes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import pyoxigraph as ox

from kg import vocab as v
from kg.errors import KgError, QueryError
from kg.query.named import Query, bind, check_values, list_queries
from kg.serve.pages.edition import Edition
from kg.serve.pages.reader import PAGES

_EXAMPLE: Final = """SELECT ?meeting ?date ?person WHERE {
  ?meeting a gaiko:Meeting ;
    gaiko:participant ?person ;
    gaiko:earliestDate ?date .
}
ORDER BY DESC(?date)
LIMIT 100
"""
_CLASSES: Final = (v.curie("owl:Class"), v.curie("rdfs:Class"))
_PROPERTIES: Final = tuple(map(v.curie, ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")))


class Chosen(NamedTuple):
    """The query in the editor, by which name, with which values; ``notes`` and ``error`` are for whoever asks."""

    query: str
    name: str
    values: dict[str, str]
    notes: tuple[str, ...]
    error: str


def queries() -> list[Query]:
    """Return the named queries."""
    return list_queries()


def chosen(edition: Edition, asked: Mapping[str, str]) -> Chosen:
    """Return the query that a request names, with its values put in; or the text it gives; or an example."""
    name = asked.get("name", "")
    if not name:
        return Chosen(asked.get("query") or _EXAMPLE, "", {}, (), "")
    notes: list[str] = []

    def things(word: str) -> list[ox.NamedNode]:
        found = edition.names.exactly(word)
        named = [ox.NamedNode(thing.iri) for thing in found] or _term(edition, word)
        if not named:
            near = "、".join(thing.name.ja for thing in edition.names.nearest(word, 3))
            notes.append(f"{word}: ?" + (f" → {near}" if near else ""))
        return named

    try:
        query = _named(name)
        values = {param.name: asked[param.name] for param in query.params if asked.get(param.name, "").strip()}
        check_values(query, values)
        return Chosen(bind(query, values, things), name, values, tuple(notes), "")
    except KgError as error:
        return Chosen(_EXAMPLE, "", {}, (), str(error))


def _named(name: str) -> Query:
    """Return a named query; neither a file nor a text is one."""
    for query in list_queries():
        if query.name == name:
            return query
    raise QueryError(f"no query is called {name!r}")


def _term(edition: Edition, word: str) -> list[ox.NamedNode]:
    """Return the terms of the ontology that a code or a label stands for, an IRI, or a prefixed name."""
    prefix, colon, local = word.partition(":")
    if colon and prefix in PAGES and local:
        return [ox.NamedNode(thing.iri) for thing in edition.reader.things([edition.reader.iri(prefix, local)])]
    found = set()
    for naming, literals in (
        (v.SKOS_NOTATION, [ox.Literal(word)]),
        (v.RDFS_LABEL, [ox.Literal(word, language=language) for language in ("ja", "en")]),
    ):
        for literal in literals:
            for quad in edition.reader.store.quads_for_pattern(None, ox.NamedNode(naming), literal, None):
                if isinstance(quad.subject, ox.NamedNode):
                    found.add(quad.subject)
    return sorted(found, key=str)


def terms(edition: Edition) -> dict[str, Any]:
    """Return what the editor completes: prefixes, and classes and properties with their names and what they mean."""
    store = edition.reader.store

    def members(classes: tuple[str, ...]) -> list[dict[str, str]]:
        type_of = ox.NamedNode(v.RDF_TYPE)
        iris = {
            quad.subject.value
            for cls in classes
            for quad in store.quads_for_pattern(None, type_of, ox.NamedNode(cls), None)
            if isinstance(quad.subject, ox.NamedNode)
        }
        found = []
        for iri in sorted(iris, key=lambda i: (not i.startswith(v.VOCABULARIES["gaiko"]), i)):
            name = edition.reader.term(iri)[0]
            found.append({"iri": iri, "ja": name.ja, "en": name.en})
        return found

    return {
        "base": edition.reader.names.base,
        "ontology": v.VOCABULARIES["gaiko"],
        "kinds": PAGES,
        "prefixes": edition.reader.names.prefixes(),
        "classes": members(_CLASSES),
        "properties": members(_PROPERTIES),
    }
