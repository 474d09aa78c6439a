"""The graph in the syntaxes of RDF; equal graphs give equal bytes.

Where the build already holds the file, that file is the export.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.export.source import Source
from kg.export.xml import UNREADABLE_IN_XML, readable_in_xml
from kg.graph.terms import Triple
from kg.graph.turtle import ntriples, turtle
from kg.vocab import RDF_TYPE, XSD_STRING, Names

_XML_ROOT = re.compile(r"<rdf:RDF (?P<names>[^>]*)>")


def write_turtle(source: Source, stream: BinaryIO) -> None:
    """One sorted Turtle file."""
    _copy_or_write(source.existing("graph.ttl"), turtle(_triples(source.store)), stream)


def write_ntriples(source: Source, stream: BinaryIO) -> None:
    """N-Triples, sorted."""
    _write(ntriples(_triples(source.store)), stream)


def write_nquads(source: Source, stream: BinaryIO) -> None:
    """N-Quads, the claims of each article in a graph of its own, as far as the build tells them apart."""
    _copy_or_write(source.existing("graph.nq"), _nquads(source.store), stream)


def write_trig(source: Source, stream: BinaryIO) -> None:
    """TriG: the same as the N-Quads, for reading."""
    path = source.existing("graph.nq")
    quads = ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS) if path else _quads(source.store)
    written = io.BytesIO()
    ox.serialize(_by_graph(quads), written, format=ox.RdfFormat.TRIG, prefixes=Names().prefixes())
    # The writer lists its prefixes in any order.
    lines = written.getvalue().decode("utf-8").splitlines(keepends=True)
    head = [line for line in lines if line.startswith("@prefix ")]
    _write([*sorted(head), *lines[len(head) :]], stream)


def write_jsonld(source: Source, stream: BinaryIO) -> None:
    """JSON-LD 1.1 with the prefixes of the graph as its context, one node object a line."""
    prefixes = Names().prefixes()
    context = {"@version": 1.1, **prefixes}
    short = _Shortener(prefixes)
    ordered = sorted(_triples(source.store))
    stream.write(b'{"@context":' + _json(context) + b',\n"@graph":[')
    for number, (_, triples) in enumerate(groupby(ordered, key=lambda triple: triple.subject)):
        stream.write((b",\n" if number else b"\n") + _json(short.node(triples)))
    stream.write(b"\n]}\n")


def write_rdfxml(source: Source, stream: BinaryIO) -> None:
    """RDF/XML, sorted, for programs that read nothing newer. Characters that XML does not allow become U+FFFD."""
    quads = (_for_xml(_quad(triple)) for triple in sorted(set(_triples(source.store))))
    buffer = io.BytesIO()
    ox.serialize(quads, buffer, format=ox.RdfFormat.RDF_XML, prefixes=Names().prefixes())
    written = buffer.getvalue().decode("utf-8")
    # The writer lists its namespaces in any order.
    head = _XML_ROOT.search(written)
    if head is not None:
        names = " ".join(sorted(head["names"].split()))
        written = f"{written[: head.start()]}<rdf:RDF {names}>{written[head.end() :]}"
    _write([written], stream)


class _Shortener:
    """Terms of RDF as JSON-LD under a context of prefixes."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefix_of = {namespace: prefix for prefix, namespace in prefixes.items()}

    def node(self, triples: Iterable[Triple]) -> dict[str, Any]:
        """Return the node object of the triples of one subject, which are sorted."""
        node: dict[str, Any] = {}
        for subject, predicate, value in triples:
            node.setdefault("@id", self._iri(subject[1:-1]))
            if predicate == f"<{RDF_TYPE}>":
                node.setdefault("@type", []).append(self._iri(value[1:-1]))
            else:
                node.setdefault(self._iri(predicate[1:-1]), []).append(self._value(value))
        return node

    def _iri(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix, local = self._prefix_of.get(iri[:cut]), iri[cut:]
        return f"{prefix}:{local}" if prefix and local and not local.startswith("//") else iri

    def _value(self, token: str) -> dict[str, str]:
        if token.startswith("<"):
            return {"@id": self._iri(token[1:-1])}
        literal = _literal(token)
        if literal.language:
            return {"@value": literal.value, "@language": literal.language}
        if literal.datatype.value == XSD_STRING:
            return {"@value": literal.value}
        return {"@value": literal.value, "@type": self._iri(literal.datatype.value)}


def _quad(triple: Triple) -> ox.Quad:
    quad: ox.Quad = next(iter(ox.parse(f"{' '.join(triple)} .", format=ox.RdfFormat.N_TRIPLES)))
    return quad


def _literal(token: str) -> ox.Literal:
    quad = _quad(Triple("<x:s>", "<x:p>", token))
    if not isinstance(quad.object, ox.Literal):
        raise TypeError(f"not a literal: {token}")
    return quad.object


def _for_xml(quad: ox.Quad) -> ox.Quad:
    value = quad.object
    if not isinstance(value, ox.Literal) or not UNREADABLE_IN_XML.search(value.value):
        return quad
    text = readable_in_xml(value.value)
    literal = ox.Literal(text, language=value.language) if value.language else ox.Literal(text, datatype=value.datatype)
    return ox.Quad(quad.subject, quad.predicate, literal)


def _triples(store: ox.Store) -> Iterator[Triple]:
    """All triples of all graphs as tokens; one that stands in several graphs comes several times."""
    for quad in store:
        yield Triple(str(quad.subject), str(quad.predicate), str(quad.object))


def _quads(store: ox.Store) -> Iterator[ox.Quad]:
    yield from store


def _nquads(store: ox.Store) -> Iterator[str]:
    yield from sorted(f"{quad} .\n" for quad in store)


def _by_graph(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Sorted, the default graph first."""
    return sorted(
        quads, key=lambda q: (not isinstance(q.graph_name, ox.DefaultGraph), str(q.graph_name), str(q.triple))
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _write(pieces: Iterable[str], stream: BinaryIO) -> None:
    for piece in pieces:
        stream.write(piece.encode("utf-8"))


def _copy_or_write(path: Path | None, pieces: Iterable[str], stream: BinaryIO) -> None:
    if path is None:
        _write(pieces, stream)
    else:
        with path.open("rb") as file:
            shutil.copyfileobj(file, stream)
