import itertools
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.fuse import fuse_with
from kg.graph import terms as t
from kg.graph.ontology import Ontology
from kg.graph.terms import Triple
from kg.graph.triples import graph_of
from kg.graph.turtle import ntriples, turtle
from kg.model.event import World
from kg.vocab import Names, curie, local_name
from tests.stories import KIM, PRK, RUS, Story, TinyFacts, blocks_of

HOSTILE = [
    "quote \" backslash \\ apostrophe '",
    '""" triple """',
    "line\nfeed\r\nreturn\ttab",
    "control \x01\x07\x1b\x7f\x85 NUL \x00 end",
    "line separators \u2028 \u2029 zero width \u200b bidi \u202e",
    "noncharacters \ufffe \uffff and 𠮷野家 🇯🇵",
    "ends with backslash\\",
    "@prefix x: <y> . # not a comment",
    "lone surrogate \ud800 here",
    "<script>alert(1)</script> ^^<x>",
    "",
]


def triples_of(texts: list[str]) -> set[Triple]:
    subject = t.iri("https://w3id.org/gaiko/id/event/e1")
    found = {Triple(subject, t.iri(curie("gaiko:quotation")), t.plain(text)) for text in texts}
    return found | {Triple(subject, t.iri(curie("rdfs:label")), t.tagged(text, "ja")) for text in texts}


def by_oxigraph(data: bytes, form: ox.RdfFormat) -> set[tuple[str, str, str]]:
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in ox.parse(input=data, format=form)}


@pytest.fixture(scope="module")
def document(world: World, ontology: Ontology) -> str:
    return "".join(turtle(graph_of(world, ontology)))


def test_three_readers_count_the_same(document: str, world: World, ontology: Ontology, tmp_path: Path) -> None:
    expected = len(set(graph_of(world, ontology)))
    assert len(by_oxigraph(document.encode(), ox.RdfFormat.TURTLE)) == expected
    assert len(rdflib.Graph().parse(data=document, format="turtle")) == expected
    assert rapper_count(document, tmp_path) in (expected, None)


def rapper_count(document: str, folder: Path) -> int | None:
    """Triples that rapper finds, or None where it is not installed. It fails on anything but strict Turtle."""
    if shutil.which("rapper") is None:
        return None
    path = folder / "graph.ttl"
    path.write_text(document, "utf-8")
    done = subprocess.run(["rapper", "-q", "-i", "turtle", str(path)], capture_output=True, check=True)
    return len(set(done.stdout.splitlines()))


def test_turtle_and_ntriples_say_the_same(document: str, world: World, ontology: Ontology) -> None:
    lines = "".join(ntriples(graph_of(world, ontology)))
    assert by_oxigraph(document.encode(), ox.RdfFormat.TURTLE) == by_oxigraph(lines.encode(), ox.RdfFormat.N_TRIPLES)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_in_every_reader(text: str, tmp_path: Path) -> None:
    document = "".join(turtle(triples_of([text])))
    readable = t.readable(text)
    for q in ox.parse(input=document.encode(), format=ox.RdfFormat.TURTLE):
        assert q.object.value == readable
    values = {str(o) for o in rdflib.Graph().parse(data=document, format="turtle").objects()}
    assert values == {readable}
    assert rapper_count(document, tmp_path) in (2, None)


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_text_comes_back(texts: list[str]) -> None:
    document = "".join(turtle(triples_of(texts))).encode()
    found = {q.object.value for q in ox.parse(input=document, format=ox.RdfFormat.TURTLE)}
    assert found == {t.readable(text) for text in texts}


def test_hostile_articles_make_a_sound_graph(ontology: Ontology, tmp_path: Path) -> None:
    text = "".join(HOSTILE[:8])
    story = Story('../a b"<>', publisher=text, url="http://x/ <y>\n", title=text.replace("\n", " "))
    story.report(
        "meeting", "summit", ("name", text), ("participant", KIM), ("state", RUS), ("state", PRK), sentence=text
    )
    story.report(
        "statement", "言う", ("speaker", PRK._replace(key="x-é/ <>", name=text)), ("quotation", text), sentence=text
    )
    world = fuse_with([story.account], {story.id: story.article}, TinyFacts())
    document = "".join(turtle(graph_of(world, ontology)))
    count = len(set(graph_of(world, ontology)))
    assert len(by_oxigraph(document.encode(), ox.RdfFormat.TURTLE)) == count
    assert rapper_count(document, tmp_path) in (count, None)


def test_one_pair_a_line_and_types_first() -> None:
    e = t.iri("https://w3id.org/gaiko/id/event/e1")
    document = "".join(
        turtle(
            [
                Triple(e, t.iri(curie("rdfs:label")), t.tagged("会談", "ja")),
                Triple(e, t.iri(curie("gaiko:confidence")), t.decimal(0.9)),
                Triple(e, t.iri(curie("gaiko:wordsBegin")), t.integer(3)),
                Triple(e, t.iri(curie("gaiko:former")), t.boolean(True)),
                Triple(e, t.iri(curie("gaiko:edtf")), t.edtf("2025-12")),
                Triple(e, t.iri(curie("rdf:type")), t.iri(curie("gaiko:Meeting"))),
                Triple(e, t.iri(curie("schema:url")), t.iri("https://news.example/a?b=1")),
            ]
        )
    )
    assert document == (
        "@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .\n"
        "@prefix event: <https://w3id.org/gaiko/id/event/> .\n"
        "@prefix gaiko: <https://w3id.org/gaiko/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix schema: <https://schema.org/> .\n"
        "\n# Events\n"
        "\nevent:e1 a gaiko:Meeting ;\n"
        '    rdfs:label "会談"@ja ;\n'
        "    schema:url <https://news.example/a?b=1> ;\n"
        "    gaiko:confidence 0.9 ;\n"
        '    gaiko:edtf "2025-12"^^edtf:EDTF ;\n'
        "    gaiko:former true ;\n"
        "    gaiko:wordsBegin 3 .\n"
    )


def test_sections_stand_in_the_order_of_reading(document: str) -> None:
    heads = [line[2:] for line in document.splitlines() if line.startswith("# ")]
    expected = (
        "Dataset,Ontology,Terms,Concepts,States,Organizations,Persons,Offices,Tenures,Places,Events,Treaties,"
        "Articles,Mentions,Claims"
    )
    assert heads == [head for head in expected.split(",") if head in heads]
    assert {"Dataset", "Terms", "Concepts", "Events", "Claims"} <= set(heads)


def test_claims_of_an_article_stand_in_its_graph(world: World, ontology: Ontology) -> None:
    graph = graph_of(world, ontology)
    document = "".join(blocks_of(graph).nquads())
    graphs = {q.graph_name for q in ox.parse(input=document.encode(), format=ox.RdfFormat.N_QUADS)}
    assert graphs == {ox.DefaultGraph(), *(ox.NamedNode(f"https://w3id.org/gaiko/id/article/a{i}") for i in (1, 2, 3))}
    assert len(document.splitlines()) == len(set(graph))


def test_blocks_on_disk_give_the_documents_of_the_graph(world: World, ontology: Ontology, tmp_path: Path) -> None:
    graph = graph_of(world, ontology)
    blocks = blocks_of(graph)
    assert blocks.write_turtle(tmp_path / "graph.ttl") == len(set(graph))
    assert (tmp_path / "graph.ttl").read_text("utf-8") == "".join(turtle(graph))
    default = sorted({f"{s} {p} {o} .\n" for s, p, o in (*graph.ontology, *graph.world)})
    named = [sorted({f"{s} {p} {o} {name} .\n" for s, p, o in graph.articles[name]}) for name in sorted(graph.articles)]
    assert "".join(blocks.nquads()) == "".join(itertools.chain(default, *named))


@pytest.mark.parametrize("key", ["seed-000", "RUS", "a_b-1"])
def test_plain_keys_stay(key: str) -> None:
    assert local_name(key) == key


@pytest.mark.parametrize("key", ["", "a b", "日本", "../x", "-a", "a-", "a.b", "x" * 200, "a%20b", 'a"b', "a\nb"])
def test_other_keys_become_safe_names_of_their_own(key: str) -> None:
    name = local_name(key)
    assert name != key and name.isascii() and local_name(name) == name
    assert Names().thing("article", key).rpartition("/")[2] == name
    assert len({local_name(key), local_name(key + "x"), local_name(key + " ")}) == 3


def test_decimals_are_canonical() -> None:
    assert [t.decimal(x).split('"')[1] for x in (1, 0.0, 0.9, 0.125, 1 / 3)] == ["1.0", "0.0", "0.9", "0.125", "0.333"]
