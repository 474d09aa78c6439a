"""The query files are SPARQL 1.1 for every engine: a second one must give the same answers."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store

from kg.query.named import Query, list_queries
from kg.query.run import run_query


@pytest.fixture(scope="module")
def other(graph_files: tuple[Path, Path]) -> rdflib.Graph:
    """The graph with the Japanese labels of the ontology only: the second engine is slow."""
    ontology, facts = (rdflib.Graph().parse(path, format="turtle") for path in graph_files)
    for subject, label in ontology.subject_objects(rdflib.RDFS.label):
        if isinstance(label, rdflib.Literal) and label.language == "ja":
            facts.add((subject, rdflib.RDFS.label, label))
    return facts


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_a_second_engine_agrees(store: Store, other: rdflib.Graph, query: Query) -> None:
    rows = [tuple("" if cell is None else str(cell) for cell in row) for row in other.query(query.text)]  # type: ignore[union-attr]
    assert sorted(rows) == sorted(run_query(store, query.text).plain())
