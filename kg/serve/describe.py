"""What the service says of itself: SPARQL 1.1 Service Description (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from kg.export.description import description
from kg.export.rdf import write_jsonld, write_ntriples, write_rdfxml, write_turtle
from kg.export.source import Source
from kg.graph.terms import Triple
from kg.serve.protocol import GRAPHS, ROWS
from kg.vocab import RDF_TYPE, Names

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_NAMES_OF_FORMATS: Final = {
    ROWS[0]: "SPARQL_Results_JSON",
    ROWS[1]: "SPARQL_Results_XML",
    ROWS[2]: "SPARQL_Results_CSV",
    ROWS[3]: "SPARQL_Results_TSV",
    GRAPHS[0]: "Turtle",
    GRAPHS[1]: "N-Triples",
    GRAPHS[2]: "JSON-LD",
    GRAPHS[3]: "RDF_XML",
}
RDF_FORMATS: Final = {
    "text/turtle": write_turtle,
    "application/n-triples": write_ntriples,
    "application/ld+json": write_jsonld,
    "application/rdf+xml": write_rdfxml,
}


def service_description(endpoint: str, store: ox.Store, media_type: str) -> bytes:
    """Return the description of the service at an address, with that of its dataset, in one of ``RDF_FORMATS``."""
    service, dataset = ox.NamedNode(endpoint), ox.NamedNode(f"{Names().base}dataset")

    def about(name: str, value: ox.NamedNode, subject: ox.NamedNode = service) -> ox.Quad:
        return ox.Quad(subject, ox.NamedNode(_SD + name), value)

    quads = [
        ox.Quad(service, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{_SD}Service")),
        about("endpoint", service),
        about("supportedLanguage", ox.NamedNode(f"{_SD}SPARQL11Query")),
        about("feature", ox.NamedNode(f"{_SD}UnionDefaultGraph")),
        about("defaultDataset", dataset),
        ox.Quad(dataset, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{_SD}Dataset")),
        about("defaultGraph", ox.NamedNode(f"{Names().base}dataset#default"), dataset),
        *(about("resultFormat", ox.NamedNode(_FORMATS + name)) for name in _NAMES_OF_FORMATS.values()),
    ]
    return serialize([*quads, *map(_quad, description(store))], media_type)


def dataset_description(store: ox.Store, media_type: str) -> bytes:
    """Return the VoID and DCAT description of the graph."""
    return serialize([_quad(triple) for triple in description(store)], media_type)


def serialize(quads: Iterable[ox.Quad], media_type: str) -> bytes:
    """Write triples in one of ``RDF_FORMATS``, as ``kg export`` does: the same triples give the same bytes."""
    store, out = ox.Store(), io.BytesIO()
    store.bulk_extend(quads)
    RDF_FORMATS[media_type](Source(store), out)
    return out.getvalue()


def _quad(triple: Triple) -> ox.Quad:
    quad: ox.Quad = next(iter(ox.parse(f"{' '.join(triple)} .", format=ox.RdfFormat.N_TRIPLES)))
    return quad
