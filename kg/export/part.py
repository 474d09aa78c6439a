"""The part of a large graph that one page can show: what most articles report, with all that is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg import vocab as v
from kg.export.view import BACKGROUND, KIND_OF_CLASS

#: Claims on one page: more make a file that browsers take seconds to open.
MOST_FACTS: Final = 30_000
#: What a page tells of an article; the rest, above all what it mentions, is not on it.
_OF_ARTICLE: Final = frozenset(
    (v.RDF_TYPE, v.RDFS_LABEL, v.SCHEMA_HEADLINE, v.P_PUBLISHER, v.SCHEMA_DATE_PUBLISHED, v.SCHEMA_URL)
)
#: Kinds of things that come along with what is told, with all that is said of them, and then what these point to.
_FOLLOWED: Final = frozenset(("state", "organization", "person", "place", "treaty", "event", "article"))


Node = ox.NamedNode | ox.BlankNode | ox.Triple


class Part(NamedTuple):
    """The triples about the events and treaties most told of: how many of how many."""

    triples: Iterable[ox.Quad]
    shown: int
    of: int


def best_reported(store: ox.Store, most: int = MOST_FACTS) -> Part:
    """Return the part of a graph that about ``most`` claims tell of; all of a graph that has no more.

    Events and treaties come in by the number of articles that report them, those of equal number by IRI, until the
    claims about them are ``most``.
    """
    things = {
        quad.subject
        for kind, name in KIND_OF_CLASS.items()
        if name not in BACKGROUND
        for quad in store.quads_for_pattern(None, ox.NamedNode(v.RDF_TYPE), ox.NamedNode(kind), None)
    }
    claims = Counter(quad.object for quad in store.quads_for_pattern(None, ox.NamedNode(v.P_CLAIM_SUBJECT), None, None))
    if claims.total() <= most:
        return Part(store, len(things), len(things))
    reports = Counter(quad.subject for quad in store.quads_for_pattern(None, ox.NamedNode(v.P_REPORTED_IN), None, None))
    chosen: list[Node] = []
    told = 0
    for thing in sorted(things, key=lambda thing: (-reports[thing], str(thing))):
        told += claims[thing]
        if told > most and chosen:
            break
        chosen.append(thing)
    return Part(_around(store, chosen), len(chosen), len(things))


def _around(store: ox.Store, chosen: list[Node]) -> Iterator[ox.Quad]:
    """Yield what is said of things, of the claims about them and their words, of whom they speak, and the ontology."""
    todo, seen, quoted = list(chosen), set(chosen), set[Node]()

    def follow(quad: ox.Quad) -> ox.Quad:
        node = quad.object
        if isinstance(node, ox.NamedNode) and node not in seen:
            seen.add(node)
            if _kind(node) in _FOLLOWED:
                todo.append(node)
        return quad

    for thing in chosen:
        for about in store.quads_for_pattern(None, ox.NamedNode(v.P_CLAIM_SUBJECT), thing, None):
            for quad in store.quads_for_pattern(about.subject, None, None, None):
                yield follow(quad)
                mention = quad.object
                if (
                    quad.predicate.value != v.PROV_WAS_DERIVED_FROM
                    or isinstance(mention, ox.Literal)
                    or mention in quoted
                ):
                    continue
                quoted.add(mention)
                yield from map(follow, store.quads_for_pattern(mention, None, None, None))
    own = set(chosen)
    while todo:
        thing = todo.pop()
        if _kind(thing) == "event" and thing not in own and not _is_part_of_one(thing, own):
            continue
        of_article = _kind(thing) == "article"
        for quad in store.quads_for_pattern(thing, None, None, None):
            if not of_article or quad.predicate.value in _OF_ARTICLE:
                yield follow(quad)
    for label in store.quads_for_pattern(None, ox.NamedNode(v.RDFS_LABEL), None, None):
        if isinstance(label.subject, ox.NamedNode) and label.subject.value.startswith(v.VOCABULARIES["gaiko"]):
            yield from store.quads_for_pattern(label.subject, None, None, None)


def _is_part_of_one(node: Node, things: set[Node]) -> bool:
    """Whether a node is a part of one of the things, after which parts are named: who took part in what capacity."""
    return isinstance(node, ox.NamedNode) and ox.NamedNode(node.value.rpartition("-")[0] or node.value) in things


def _kind(node: Node) -> str:
    return node.value.rpartition("/")[0].rpartition("/")[2] if isinstance(node, ox.NamedNode) else ""
