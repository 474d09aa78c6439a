from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import BuildError
from kg.graph import store as stores
from kg.graph.ontology import Ontology
from kg.graph.store import build_store, load_store, memory_store, open_store, rdflib_dataset
from kg.graph.triples import graph_of
from kg.graph.turtle import turtle
from kg.model.event import World
from kg.vocab import MEETING, RDFS_LABEL, term

MEETINGS = (
    "SELECT ?e ?label WHERE { ?e a gaiko:Meeting ; rdfs:label ?label FILTER (lang(?label) = 'ja') } ORDER BY ?label"
)


@pytest.fixture(scope="module")
def store(world: World, ontology: Ontology) -> ox.Store:
    return memory_store(graph_of(world, ontology))


def test_a_store_on_disk_holds_what_was_written(world: World, ontology: Ontology, tmp_path: Path) -> None:
    triples = set(graph_of(world, ontology))
    build_store(triples, tmp_path / "store")
    assert len(open_store(tmp_path / "store")) == len(triples)


@pytest.mark.parametrize("lines", [1, 50, 100_000])
def test_a_document_is_loaded_piece_by_piece(
    world: World, ontology: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    monkeypatch.setattr(stores, "_LINES", lines)
    document = "".join(turtle([*ontology.triples[:200], *graph_of(world, ontology).world]))
    (tmp_path / "graph.ttl").write_text(document, "utf-8")
    load_store(tmp_path / "graph.ttl", tmp_path / "store")
    assert set(open_store(tmp_path / "store")) == set(ox.parse(document, format=ox.RdfFormat.TURTLE))


def test_a_store_opens_for_reading_only(world: World, ontology: Ontology, tmp_path: Path) -> None:
    build_store(graph_of(world, ontology), tmp_path / "store")
    store = open_store(tmp_path / "store")
    with pytest.raises((OSError, RuntimeError)):
        store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:a"), ox.NamedNode("a:a")))


def test_no_store_and_a_full_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no store here"):
        open_store(tmp_path / "nothing")
    (tmp_path / "something").write_text("mine")
    with pytest.raises(BuildError, match="not empty"):
        build_store([], tmp_path)


def test_rdflib_sees_the_store(store: ox.Store) -> None:
    dataset = rdflib_dataset(store)
    assert len(dataset) == len(store)
    meeting = dataset.value(predicate=rdflib.RDF.type, object=rdflib.URIRef(MEETING))
    labels = {str(o) for o in dataset.objects(meeting, rdflib.URIRef(RDFS_LABEL))}
    assert len(labels) == 2
    earliest = dataset.value(meeting, rdflib.URIRef(term("earliestDate")))
    assert isinstance(earliest, rdflib.Literal) and str(earliest) == "2025-12-05"


def test_rdflib_queries_run_in_oxigraph(store: ox.Store) -> None:
    dataset = rdflib_dataset(store)
    rows = list(dataset.query(MEETINGS))
    assert len(rows) == 1 and isinstance(rows[0].label, rdflib.Literal)  # type: ignore[union-attr]
    assert bool(dataset.query("ASK { ?e a gaiko:Visit }")) is True
    built = dataset.query("CONSTRUCT { ?e a gaiko:Event } WHERE { ?e a gaiko:Meeting }").graph
    assert built is not None and len(built) == 1
    bound = dataset.query("SELECT ?l { ?e rdfs:label ?l }", initBindings={"e": rows[0].e})  # type: ignore[union-attr]
    assert len(list(bound)) == 2


def test_the_rdflib_view_refuses_to_change(store: ox.Store) -> None:
    dataset = rdflib_dataset(store)
    with pytest.raises(TypeError, match="reads only"):
        dataset.add((rdflib.URIRef("a:a"), rdflib.URIRef("a:a"), rdflib.URIRef("a:a")))
