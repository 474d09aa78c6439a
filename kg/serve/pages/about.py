"""What the graph says about one thing, as RDF: itself, what it is known by, and the evidence."""

from __future__ import annotations

import pyoxigraph as ox

from kg import vocab as v
from kg.serve.pages.reader import Reader

#: What is told of a thing in nodes of their own.
_PARTS = (v.ORG_MEMBER,)
_LABEL = ox.NamedNode(v.RDFS_LABEL)


def about(reader: Reader, iri: str) -> set[ox.Quad]:
    """Return the triples of a thing, of its tenures and participations, the claims about it with their sentences.

    Of an article these are the claims that it makes. Everything that is named has its labels with it.
    """
    quads = _all(reader, iri)
    parts = [part for prop in _PARTS for part in reader.subjects(prop, iri)]
    parts += [quad.object.value for quad in quads if quad.predicate.value == v.P_PARTICIPATION]  # type: ignore[union-attr]
    for part in parts:
        quads |= _all(reader, part)
    claims = [claim for subject in (iri, *parts) for claim in reader.subjects(v.P_CLAIM_SUBJECT, subject)]
    for mention in reader.subjects(v.NIF_REFERENCE_CONTEXT, iri):
        quads |= _all(reader, mention)
        claims += reader.subjects(v.PROV_WAS_DERIVED_FROM, mention)
    for claim in claims:
        quads |= _all(reader, claim)
        for mention in reader.values(claim, v.PROV_WAS_DERIVED_FROM):
            quads |= _all(reader, mention)
    named = {term for quad in quads for term in (quad.predicate, quad.object) if isinstance(term, ox.NamedNode)}
    for term in named:
        quads.update(reader.store.quads_for_pattern(term, _LABEL, None, None))
    return quads


def _all(reader: Reader, iri: str) -> set[ox.Quad]:
    return set(reader.store.quads_for_pattern(ox.NamedNode(iri), None, None, None))
