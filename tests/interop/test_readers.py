"""Readers of RDF that we did not write: all of them find the same number of triples in one Turtle file."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from tests.interop.programs import HERE, NODE_MODULES, java, output, program, topbraid

_COUNT = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/count> a sh:NodeShape ; sh:targetNode <https://w3id.org/gaiko/id/dataset> ; sh:sparql [
  sh:message "another number" ;
  sh:select "SELECT $this ?value WHERE {{ {{ SELECT (COUNT(*) AS ?value) {{ ?s ?p ?o }} }} FILTER (?value != {number}) }}"
] .
"""


def test_oxigraph(made: Path, number: int) -> None:
    assert len(set(ox.parse(path=str(made / "graph.ttl"), format=ox.RdfFormat.TURTLE))) == number > 10_000


def test_rdflib(made: Path, number: int) -> None:
    assert len(rdflib.Graph().parse(made / "graph.ttl")) == number


def test_rapper(made: Path, number: int) -> None:
    lines = output(program("rapper"), "-q", "-i", "turtle", "-o", "ntriples", made / "graph.ttl")
    assert len(set(lines.splitlines())) == number


def test_serdi(made: Path, number: int) -> None:
    lines = output(program("serdi"), "-e", "-i", "turtle", "-o", "ntriples", made / "graph.ttl")
    assert len(set(lines.splitlines())) == number


def test_n3js(made: Path, number: int) -> None:
    if not (NODE_MODULES / "n3").is_dir():
        pytest.skip("N3.js is not installed: npm install --prefix tests")
    assert int(output(program("node"), HERE / "count.mjs", made / "graph.ttl", NODE_MODULES / "x.js")) == number


def test_rdf4j_with_all_its_checks(made: Path, number: int) -> None:
    assert int(java("Rdf4jCount.java", "rdf4j-rio-turtle.jar", made / "graph.ttl")) == number


def test_owlapi_understands_every_triple_and_finds_owl_2_dl(made: Path, number: int) -> None:
    read, unparsed, axioms, in_profile = java("OwlProfile.java", "owlapi-api.jar", made / "graph.ttl").split()
    assert (int(read), int(unparsed), in_profile) == (number, 0, "true")
    assert int(axioms) > number * 0.9


@pytest.mark.slow
@pytest.mark.parametrize(("more", "conforms"), [(0, "true"), (1, "false")])
def test_jena(made: Path, number: int, tmp_path: Path, more: int, conforms: str) -> None:
    """Jena counts as TopBraid's engine asks it to: a constraint holds for the right number and for no other."""
    shapes = tmp_path / "count.ttl"
    shapes.write_text(_COUNT.format(number=number + more), encoding="utf-8")
    report = rdflib.Graph().parse(data=topbraid("org.topbraid.shacl.tools.Validate", made / "graph.ttl", shapes))
    conformity = list(report.objects(None, rdflib.SH.conforms))
    assert [str(value) for value in conformity] == [conforms]


@pytest.mark.parametrize("name", ["nt", "nq", "trig", "jsonld", "rdfxml"])
def test_other_syntaxes_hold_the_same_triples(made: Path, number: int, tmp_path: Path, name: str) -> None:
    import io

    from kg.export.formats import FORMATS
    from kg.export.source import Source

    written = io.BytesIO()
    FORMATS[name].write(Source(ox.Store.read_only(str(made / "store")), made), written)
    path = tmp_path / f"graph{FORMATS[name].suffix}"
    path.write_bytes(written.getvalue())
    kind = ox.RdfFormat.from_extension(FORMATS[name].suffix[1:])
    assert kind is not None
    assert len({quad.triple for quad in ox.parse(path=str(path), format=kind)}) == number
    syntax = {"nt": "ntriples", "rdfxml": "rdfxml", "nq": "nquads", "trig": "trig"}.get(name)
    if syntax is not None:
        lines = output(program("rapper"), "-q", "-i", syntax, "-o", "ntriples", path)
        assert len(set(lines.splitlines())) == number
