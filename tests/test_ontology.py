"""The ontology: every term that code uses is in it, every term has names, and a reasoner finds nothing wrong."""

import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg import vocab as v
from kg.config import ontology_dir
from kg.errors import DataError
from kg.fuse import fuse_with
from kg.graph.ontology import Ontology, load_ontology
from kg.graph.store import memory_store
from kg.graph.terms import Triple
from kg.graph.triples import graph_of
from tests.graph.conftest import sample_stories
from tests.stories import TinyFacts

FOLDER = ontology_dir()
PACKAGE = Path(v.__file__).parent
BUILT_IN = tuple(v.VOCABULARIES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd"))
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDFS.Datatype}


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / "gaiko.ttl")


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def declared(graph: rdflib.Graph) -> set[str]:
    return {str(s) for s in graph.subjects(RDF.type, None)}


def test_every_name_that_code_uses_is_declared(graph: rdflib.Graph) -> None:
    source = "".join(path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    used = {v.curie(name) for name in re.findall(r'curie\("([^"]+)"\)', source)}
    used |= {v.term(name) for name in re.findall(r'\bterm\("([^"]+)"\)', source)}
    missing = {iri for iri in used if iri not in declared(graph) and not iri.startswith(BUILT_IN)}
    assert len(used) > 80 and missing == set()


def test_shapes_and_queries_use_declared_terms_only(graph: rdflib.Graph) -> None:
    text = "".join(p.read_text("utf-8") for p in [FOLDER / "shapes.ttl", *sorted((FOLDER / "queries").glob("*.rq"))])
    used = set(re.findall(r"\bgaiko:([A-Za-z0-9]+)", text))
    assert {name for name in used if v.term(name) not in declared(graph)} == set()


def test_the_registry_uses_declared_terms_only(graph: rdflib.Graph, ontology: Ontology) -> None:
    predicates = {x.predicate[1:-1] for triples in ontology.registry.values() for x in triples}
    assert {p for p in predicates if p not in declared(graph) and not p.startswith(BUILT_IN)} == set()
    ours = "<" + v.VOCABULARIES["gaiko"]
    kinds = {x.object[1:-1] for ts in ontology.registry.values() for x in ts if x.object.startswith(ours)}
    assert kinds <= declared(graph)


def test_prefixes_are_those_of_the_code(graph: rdflib.Graph) -> None:
    text = (FOLDER / "gaiko.ttl").read_text("utf-8")
    for prefix, namespace in re.findall(r"@prefix ([a-z]+): <([^>]+)>", text):
        assert v.VOCABULARIES[prefix] == namespace


def test_every_term_of_ours_has_names_and_a_definition_in_two_languages(graph: rdflib.Graph) -> None:
    for subject in declared(graph):
        if subject.startswith(v.VOCABULARIES["gaiko"]):
            for predicate in (RDFS.label, SKOS.definition):
                found = graph.objects(rdflib.URIRef(subject), predicate)
                languages = sorted(str(o.language) for o in found if isinstance(o, rdflib.Literal))
                assert languages == ["en", "ja"], (subject, predicate)


def test_every_term_in_use_is_declared_here_and_nothing_is_imported(graph: rdflib.Graph) -> None:
    used = {
        str(o) for p in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range) for o in graph.objects(None, p)
    }
    used |= {str(p) for p in graph.predicates()}
    assert {u for u in used if u not in declared(graph) and not u.startswith(BUILT_IN)} == set()
    assert not list(graph.triples((None, OWL.imports, None)))
    assert not [s for s in graph.subjects() if isinstance(s, rdflib.BNode)]


def test_a_property_is_of_one_kind_only(graph: rdflib.Graph) -> None:
    for subject in set(graph.subjects()):
        assert len(KINDS & set(graph.objects(subject, RDF.type))) <= 1, subject


def test_codes_are_unique_in_their_scheme(ontology: Ontology) -> None:
    assert ontology.concept("status", "held") == f"<{v.term('Held')}>"
    assert ontology.concept("meetingKind", "other") == f"<{v.term('OtherMeeting')}>"
    assert ontology.concept("eventType", "ミサイル発射") == f"<{v.term('MissileLaunch')}>"
    assert ontology.concept("officeKind", "ForeignMinister") == ontology.concept("officeKind", "foreign_minister")
    assert ontology.concept("status", "summit") is None


@pytest.mark.parametrize(
    ("prop", "codes"),
    [
        ("meetingKind", "summit foreign_ministers ministerial multilateral phone working other"),
        ("status", "held scheduled proposed cancelled postponed uncertain"),
        ("modality", "asserted planned possible denied alleged"),
        ("claimStatus", "accepted rejected superseded undecided"),
        ("agreementKind", "treaty agreement joint_statement declaration resolution mou other"),
        ("action", "signed ratified in_force adopted withdrawn proposed mentioned"),
        (
            "eventType",
            "国交樹立 国交回復 国交断絶 国家承認 独立 国際機関加盟 外交官追放 "
            "制裁 派兵 軍事作戦 停戦 ミサイル発射 核実験 支援の約束 協力の拡大",
        ),
    ],
)
def test_every_code_of_the_facts_has_a_concept(prop: str, codes: str, ontology: Ontology) -> None:
    assert [code for code in codes.split() if ontology.concept(prop, code) is None] == []


@pytest.mark.parametrize("name", ["gaiko.ttl", "shapes.ttl", "alignments.ttl"])
def test_files_are_turtle(name: str) -> None:
    assert list(ox.parse(path=str(FOLDER / name), format=ox.RdfFormat.TURTLE))


@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")
def test_hermit_finds_ontology_and_graph_consistent(ontology: Ontology, tmp_path: Path) -> None:
    """Load the ontology with a whole sample graph as OWL: HermiT refuses datatypes outside OWL 2 and contradictions."""
    owlready2 = pytest.importorskip("owlready2")
    stories = sample_stories()
    world = fuse_with([s.account for s in stories], {s.id: s.article for s in stories}, TinyFacts())
    path = tmp_path / "graph.nt"
    memory_store(graph_of(world, ontology)).dump(str(path), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    owl = owlready2.World()
    loaded = owl.get_ontology(path.as_uri()).load()
    with loaded:
        owlready2.sync_reasoner_hermit(owl, debug=0)
    assert list(owl.inconsistent_classes()) == []


def test_a_registry_that_is_read_thing_by_thing_holds_what_its_files_hold() -> None:
    folder = ontology_dir() / "registry"
    whole = {
        Triple(*map(str, (quad.subject, quad.predicate, quad.object)))
        for path in folder.glob("*.ttl")
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    }
    registry = load_ontology().registry
    assert {triple for triples in registry.values() for triple in triples} == whole
    assert len(registry) == len({triple.subject for triple in whole})


def test_other_turtle_joins_the_registry(tmp_path: Path) -> None:
    shutil.copytree(ontology_dir(), tmp_path / "own")
    person = "<https://w3id.org/gaiko/id/person/sergey-lavrov>"
    (tmp_path / "own" / "registry" / "z.ttl").write_text(f'{person} <http://example.org/note> "\\n\\nx" .\n', "utf-8")
    known, own = (load_ontology(folder).registry[person] for folder in (ontology_dir(), tmp_path / "own"))
    assert set(own) - set(known) == {Triple(person, "<http://example.org/note>", '"\\n\\nx"')} and len(own) > 3
    (tmp_path / "own" / "registry" / "y.ttl").write_text("no turtle", "utf-8")
    with pytest.raises(DataError, match=r"y\.ttl"):
        load_ontology(tmp_path / "own")
