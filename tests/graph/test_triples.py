import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg import vocab as v
from kg.fuse import fuse_with
from kg.graph import terms as t
from kg.graph.ontology import Ontology, load_ontology
from kg.graph.triples import LONGEST_QUOTE, Graph, Options, graph_of, quote_span
from kg.graph.turtle import turtle
from kg.model.event import World
from kg.model.span import Span
from kg.vocab import Names
from tests.graph.conftest import sample_stories
from tests.stories import KIM, LAVROV, PRK, RUS, Story, TinyFacts


@pytest.fixture(scope="module")
def graph(world: World, ontology: Ontology) -> Graph:
    return graph_of(world, ontology)


def objects(graph: Graph, subject: str, predicate: str) -> set[str]:
    return {x.object for x in graph if x.subject == subject and x.predicate == f"<{predicate}>"}


def of_type(graph: Graph, class_: str) -> set[str]:
    return {x.subject for x in graph if x.predicate == f"<{v.RDF_TYPE}>" and x.object == f"<{class_}>"}


def test_every_world_triple_of_an_event_has_an_accepted_claim(graph: Graph, world: World) -> None:
    supported = set()
    for claim in of_type(graph, v.CLAIM):
        if objects(graph, claim, v.P_CLAIM_STATUS) == {f"<{v.term('Accepted')}>"}:
            [subject] = objects(graph, claim, v.P_CLAIM_SUBJECT)
            [predicate] = objects(graph, claim, v.P_CLAIM_PROPERTY)
            [value] = objects(graph, claim, v.P_CLAIM_OBJECT) | objects(graph, claim, v.P_CLAIM_VALUE)
            supported.add((subject, predicate, value))
    derived = {
        f"<{p}>"
        for p in (
            v.RDF_TYPE,
            v.RDFS_LABEL,
            v.P_REPORTED_IN,
            v.P_FUSED_BECAUSE,
            v.P_PARTICIPATION,
            v.P_EARLIEST,
            v.P_LATEST,
        )
    }
    events = {f"<{v.Names().thing('event', e.key)}>" for e in world.events}
    told = {tuple(x) for x in graph.world if x.subject in events and x.predicate not in derived}
    assert told == {s for s in supported if s[0] in events}
    assert len(told) > 20


def test_denied_events_stay_out_of_the_world(graph: Graph, world: World) -> None:
    [denied] = [e for e in world.events if not e.stands]
    assert not any(x.subject.endswith(f"{denied.key}>") for x in graph.world)
    assert any(x.object.endswith(f"{denied.key}>") for x in graph)


def test_rival_dates_are_both_in_the_graph_and_one_in_the_world(graph: Graph) -> None:
    [meeting] = of_type(graph, v.MEETING)
    assert objects(graph, meeting, v.P_EDTF) == {t.edtf("2025-12-05")}
    rivals = {c for c in of_type(graph, v.CLAIM) if objects(graph, c, v.P_CONTRADICTS)}
    assert {next(iter(objects(graph, c, v.P_CLAIM_VALUE))) for c in rivals} == {
        t.edtf("2025-12-05"),
        t.edtf("2025-12-06"),
    }


def test_quotes_stand_at_their_offsets(graph: Graph) -> None:
    texts = {s.id: s.text for s in sample_stories()}
    mentions = of_type(graph, v.MENTION)
    assert mentions
    for mention in mentions:
        [article] = objects(graph, mention, v.NIF_REFERENCE_CONTEXT)
        [begin], [end] = objects(graph, mention, v.NIF_BEGIN_INDEX), objects(graph, mention, v.NIF_END_INDEX)
        text = texts[article.rpartition("/")[2][:-1]]
        cut = text[int(begin.split('"')[1]) : int(end.split('"')[1])]
        assert objects(graph, mention, v.NIF_ANCHOR_OF) == {t.plain(cut)}


def test_one_mention_a_sentence(graph: Graph) -> None:
    sentences = {(s.id, c.evidence.sentence) for s in sample_stories() for r in s.reports for c in r.claims}
    titles = {(s.id, c.evidence.sentence) for s in sample_stories() for e in s.entities for c in e.claims}
    assert len(of_type(graph, v.MENTION)) == len(sentences | titles)


@pytest.mark.parametrize(
    ("sentence", "words", "expected"),
    [
        (Span(10, 50), Span(20, 22), Span(10, 50)),
        (Span(0, 1000), Span(0, 4), Span(0, 300)),
        (Span(0, 1000), Span(996, 1000), Span(700, 1000)),
        (Span(0, 1000), Span(500, 510), Span(355, 655)),
    ],
)
def test_long_sentences_are_cut_around_the_words(sentence: Span, words: Span, expected: Span) -> None:
    span = quote_span(sentence, words)
    assert span == expected and span.end - span.begin <= LONGEST_QUOTE


def test_persons_take_part_in_their_offices(graph: Graph) -> None:
    [meeting] = of_type(graph, v.MEETING)
    parts = objects(graph, meeting, v.P_PARTICIPATION)
    assert len(parts) == 2
    capacities = {c for part in parts for c in objects(graph, part, v.P_IN_CAPACITY)}
    assert capacities == {f"<{v.Names().thing('tenure', 'sergey-lavrov-rus-foreign-minister-2004')}>"}


def test_nothing_in_the_graph_points_to_a_thing_without_a_label(graph: Graph, world: World) -> None:
    labelled = {x.subject for x in graph if x.predicate == f"<{v.RDFS_LABEL}>"}
    named = [
        f"<{v.Names().namespace(kind)}" for kind in ("state", "person", "organization", "place", "office", "treaty")
    ]
    known = load_ontology().registry
    pointed = {x.object for x in graph if any(x.object.startswith(n) for n in named)}
    # The stories' small registry knows things that the real one may lack.
    assert {p for p in pointed - labelled if p in known} == set()


def test_descriptions_stand_where_no_entity_is_known(graph: Graph) -> None:
    described = {x for x in graph.world if x.predicate == f"<{v.term('visitorDescription')}>"}
    assert {x.object for x in described} == {'"代表団"'}


def test_web_addresses_are_safe(graph: Graph) -> None:
    urls = {x.object for x in graph if x.predicate == f"<{v.SCHEMA_URL}>"}
    assert urls == {t.typed("https://news.example/%E3%83%AD%E3%82%B7%E3%82%A2%201?a=1&b=2", v.XSD_ANY_URI)}
    assert t.web_address("javascript:alert(1)") is None
    assert t.web_address("https://[broken") is None


def test_what_the_ontology_cannot_say_is_listed(ontology: Ontology) -> None:
    story = Story("a").report("meeting", "tea-party", ("state", RUS), ("state", PRK), ("mood", "よい"))
    graph = graph_of(fuse_with([story.account], {"a": story.article}, TinyFacts()), ontology)
    assert sorted(p.message for p in graph.problems) == [
        "no way to say meetingKind = tea-party",
        "no way to say mood = よい",
    ]


def test_another_base_renames_all_things(world: World) -> None:
    names = Names("https://data.example/id/")
    graph = graph_of(world, load_ontology(names=names))
    assert not any(v.DEFAULT_BASE in x.subject + x.object for x in graph)
    assert any(x.subject == "<https://data.example/id/state/RUS>" for x in graph.world)


def test_the_whole_registry_on_request(world: World, ontology: Ontology) -> None:
    small, whole = set(graph_of(world, ontology)), set(graph_of(world, ontology, Options(whole_registry=True)))
    assert small < whole
    assert set(ontology.registry) <= {x.subject for x in whole}


SCRIPT = """
import sys
from kg.fuse import fuse_with
from kg.graph.ontology import load_ontology
from kg.graph.triples import graph_of
from kg.graph.turtle import turtle
from tests.graph.conftest import sample_stories
from tests.stories import TinyFacts
s = sample_stories()
if len(sys.argv) > 1:
    s.reverse()
w = fuse_with([x.account for x in s], {x.id: x.article for x in s}, TinyFacts())
sys.stdout.buffer.write("".join(turtle(graph_of(w, load_ontology()))).encode())
"""


def test_same_bytes_under_any_hash_seed_and_order_of_input() -> None:
    root = Path(__file__).parents[2]
    hashes = set()
    for seed, order in (("0", []), ("1", ["reversed"]), ("2026", [])):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, *order], env=environment, cwd=root, capture_output=True, check=True
        )
        assert done.stdout
        hashes.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(hashes) == 1


def test_no_blank_nodes_and_ascii_iris(graph: Graph) -> None:
    iri = re.compile(r"<[\x21-\x7e]+>\Z")
    for triple in graph:
        assert iri.match(triple.subject) and iri.match(triple.predicate)
        assert iri.match(triple.object) or triple.object.startswith('"')


def test_labels_say_who_and_when(graph: Graph) -> None:
    [meeting] = of_type(graph, v.MEETING)
    labels = objects(graph, meeting, v.RDFS_LABEL)
    assert len(labels) == 2
    assert any(KIM.name in x and "2025-12-05" in x and x.endswith("@ja") for x in labels)
    assert any("Lavrov" in x and x.endswith("@en") for x in labels), (labels, LAVROV)
    assert "".join(turtle(graph)).endswith("\n")
