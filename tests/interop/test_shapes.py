"""Two engines of SHACL that we did not write agree on the graph, and on one with a fault."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib

from kg.config import ontology_dir
from tests.interop.programs import topbraid

GAIKO = rdflib.Namespace("https://w3id.org/gaiko/ontology#")
SHAPES = ontology_dir() / "shapes.ttl"


@pytest.mark.slow
def test_pyshacl_and_topbraid_agree(made: Path, tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(made / "graph.ttl")
    assert by_pyshacl(graph) == by_topbraid(made / "graph.ttl") == set()
    claim = min(graph.subjects(GAIKO.claimSubject, None), key=str)
    graph.remove((claim, GAIKO.claimStatus, None))
    event = min(graph.subjects(rdflib.RDF.type, GAIKO.Meeting), key=str)
    graph.add((event, GAIKO.status, rdflib.URIRef("https://w3id.org/gaiko/ontology#nonsense")))
    broken = tmp_path / "broken.ttl"
    graph.serialize(broken, format="turtle")
    assert by_pyshacl(graph) == by_topbraid(broken) >= {str(claim), str(event)}


def by_pyshacl(graph: rdflib.Graph) -> set[str]:
    """What violates the shapes, as pySHACL sees it."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(SHAPES), advanced=True)
    return violations(report)


def by_topbraid(path: Path) -> set[str]:
    """What violates the shapes, as TopBraid sees it."""
    return violations(rdflib.Graph().parse(data=topbraid("org.topbraid.shacl.tools.Validate", path, SHAPES)))


def violations(report: rdflib.Graph) -> set[str]:
    """The nodes that a report complains about."""
    return {str(node) for node in report.objects(None, rdflib.SH.focusNode)}
