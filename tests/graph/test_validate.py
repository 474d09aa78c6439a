from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import vocab as v
from kg.graph import terms as t
from kg.graph import validate as validate_module
from kg.graph.ontology import Ontology
from kg.graph.store import load_store, memory_store, open_store
from kg.graph.terms import Triple, iri
from kg.graph.triples import Graph, graph_of
from kg.graph.validate import check_quotes, unsound, validate, validate_with_oxigraph, validate_with_pyshacl
from kg.model.event import World
from tests.graph.conftest import sample_stories
from tests.stories import blocks_of

Break = Callable[[set[Triple]], set[Triple]]


def without(predicate: str) -> Break:
    return lambda triples: {x for x in triples if x.predicate != iri(predicate)}


def twice(predicate: str, value: str) -> Break:
    return lambda triples: (
        triples | {Triple(x.subject, x.predicate, value) for x in triples if x.predicate == iri(predicate)}
    )


def instead(predicate: str, value: str) -> Break:
    return lambda triples: {x._replace(object=value) if x.predicate == iri(predicate) else x for x in triples}


BREAKS: dict[str, Break] = {
    "no status": without(v.term("status")),
    "two statuses": twice(v.term("status"), iri(v.term("Cancelled"))),
    "a status that is none": instead(v.term("status"), iri(v.term("SummitMeeting"))),
    "no label": without(v.RDFS_LABEL),
    "two labels a language": twice(v.RDFS_LABEL, t.tagged("もう一つ", "ja")),
    "no article": without(v.P_REPORTED_IN),
    "last day before the first": instead(v.P_LATEST, t.typed("1999-01-01", v.XSD_DATE)),
    "a day that is a string": instead(v.P_EARLIEST, t.plain("2025-12-05")),
    "a person as place": instead(v.term("place"), iri(v.Names().thing("person", "kim-jong-un"))),
    "a place as visitor": instead(v.term("visitor"), iri(v.Names().thing("place", "wonsan"))),
    "claims without mention": without(v.PROV_WAS_DERIVED_FROM),
    "claims with two values": twice(v.P_CLAIM_VALUE, t.plain("x")),
    "too sure": instead(v.P_CONFIDENCE, t.decimal(1.5)),
    "confidence as text": instead(v.P_CONFIDENCE, t.plain("0.9")),
    "words end before they begin": instead(v.P_WORDS_END, t.integer(-1)),
    "no hash": without(v.P_TEXT_SHA256),
    "a wrong hash": instead(v.P_TEXT_SHA256, t.plain("abc")),
    "an address that is none": instead(v.SCHEMA_URL, t.typed("javascript:alert(1)", v.XSD_ANY_URI)),
    "a quote of other length": instead(v.NIF_ANCHOR_OF, t.plain("短い")),
    "a long quote": instead(v.NIF_ANCHOR_OF, t.plain("長" * 301)),
    "denied and accepted": instead(v.P_MODALITY, iri(v.term("Denied"))),
    "accepted and not in the world": without(v.term("meetingKind")),
}


@pytest.fixture(scope="module")
def graph(world: World, ontology: Ontology) -> Graph:
    return graph_of(world, ontology)


def test_a_sound_graph_has_no_violations(graph: Graph) -> None:
    store = memory_store(graph)
    assert validate_with_pyshacl(store) == validate_with_oxigraph(store) == validate(store) == []


@pytest.mark.parametrize("name", BREAKS)
def test_pyshacl_and_oxigraph_agree_on_what_is_broken(name: str, graph: Graph) -> None:
    store = memory_store(BREAKS[name](set(graph)))
    found = validate_with_oxigraph(store)
    assert found, name
    assert found == validate_with_pyshacl(store)


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_found_part_by_part(
    name: str, graph: Graph, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = BREAKS[name](set(graph))
    monkeypatch.setattr(validate_module, "_PART", len(broken) // 5)
    assert unsound(blocks_of(Graph((), sorted(broken))), ontology).violations == validate_with_oxigraph(
        memory_store(broken)
    )


def test_events_that_break_a_shape_are_kept_out_with_all_that_is_theirs(
    graph: Graph, ontology: Ontology, tmp_path: Path
) -> None:
    [meeting] = [x.subject for x in graph.world if x.predicate == iri(v.RDF_TYPE) and x.object == iri(v.MEETING)]
    broken = Graph(graph.ontology, list(graph.world), graph.articles, [])
    broken.world.append(Triple(meeting, iri(v.term("status")), iri(v.term("Cancelled"))))
    blocks = blocks_of(broken)
    violations, events = unsound(blocks, ontology)
    blocks.leave_out(events)
    blocks.write_turtle(tmp_path / "graph.ttl")
    load_store(tmp_path / "graph.ttl", tmp_path / "store")
    assert [x.focus for x in violations] == [meeting[1:-1]]
    document = "".join(blocks.nquads())
    assert meeting[:-1] not in document
    assert iri(v.VISIT) in document
    quads = {str(quad.triple) for quad in ox.parse(input=document.encode(), format=ox.RdfFormat.N_QUADS)}
    kept = open_store(tmp_path / "store")
    assert {str(quad.triple) for quad in kept} == quads
    assert validate_with_oxigraph(kept) == []
    # What other claims rest on stays; a mention that nothing rests on goes.
    mentions = {
        quad.subject for quad in kept.quads_for_pattern(None, ox.NamedNode(v.RDF_TYPE), ox.NamedNode(v.MENTION))
    }
    assert mentions == {
        quad.object for quad in kept.quads_for_pattern(None, ox.NamedNode(v.PROV_WAS_DERIVED_FROM), None)
    }


def test_quotes_are_checked_against_the_texts(graph: Graph) -> None:
    texts = {s.article.sha256: s.text for s in sample_stories()}
    assert check_quotes(memory_store(graph), texts) == []
    shifted = {hash: "x" + text for hash, text in texts.items()}
    assert {x.message for x in check_quotes(memory_store(graph), shifted)} == {
        "the quote is not what the text has at these offsets"
    }
    assert len(check_quotes(memory_store(graph), {})) == len(check_quotes(memory_store(graph), shifted))


def test_a_graph_that_is_empty_is_sound() -> None:
    assert validate(ox.Store()) == []
