from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.config import ontology_dir

GRAPH = Path(__file__).with_name("graph.ttl")


@pytest.fixture(scope="session")
def graph_files() -> tuple[Path, Path]:
    return ontology_dir() / "gaiko.ttl", GRAPH


@pytest.fixture(scope="session")
def store(graph_files: tuple[Path, Path]) -> Store:
    store = Store()
    for path in graph_files:
        store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    return store
