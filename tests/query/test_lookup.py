"""Which queries are proven small: what is one must never look at more entries than it may."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.query.lookup import MOST_ENTRIES, limited, read_lookup

SINGLE = (
    "SELECT ?p ?o { <x:a> ?p ?o }",
    "select * where { ?s ?p ?o } # all of it, row by row",
    "SELECT ?s { ?s a gaiko:Event } LIMIT 5",
    "PREFIX x: <x:> SELECT $o WHERE { x:a x:b $o . } LIMIT 5 OFFSET 20",
    'ASK { ?s rdfs:label "元山"@ja }',
    'SELECT ?s { ?s <x:p> "1"^^xsd:integer }',
)
SEVERAL = (
    "SELECT * { <x:a> <x:p> ?a ; <x:q> ?b , ?c . <x:b> ?d ?e }",
    "PREFIX x: <x:> ASK { x:a x:p ?a . x:a a x:B . }",
    'SELECT ?l { <x:a> rdfs:label ?l FILTER(LANG(?l) = "ja") }',
    'SELECT ?l { <x:a> rdfs:label ?l . FILTER(langMatches(lang(?l), "en")) . <x:a> ?p ?o }',
    "SELECT ?l { <x:a> a ?c . OPTIONAL { <x:a> rdfs:label ?l FILTER(LANG(?l) = 'ja') } OPTIONAL { <x:b> ?p ?l . } }",
)
OTHER = (
    "SELECT ?s { ?s ?p ?s }",  # entries that are no rows
    "SELECT ?s { ?s ?p ?o } OFFSET 100000",
    "SELECT DISTINCT ?s { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o } ORDER BY ?s",
    "SELECT ?s { ?s ?p ?o FILTER(?o = 1) }",
    "SELECT ?s { <x:a> ?p ?o . ?o ?q ?s }",
    "SELECT ?s { ?s ?p ?o . <x:a> ?q ?r }",
    "SELECT ?s { ?s <x:p>* ?o }",
    "SELECT ?s { ?s <x:p>/<x:q> ?o }",
    "SELECT ?s { ?s ?p ?o OPTIONAL { ?s ?q ?r } }",
    "SELECT ?s { <x:a> ?p ?o OPTIONAL { ?o ?q ?r } }",
    "SELECT ?s { <x:a> ?p ?o OPTIONAL { <x:a> ?q ?r OPTIONAL { <x:a> ?s ?t } } }",
    'SELECT ?s { ?s ?p ?o FILTER(LANG(?o) = "ja") }',  # entries that are no rows
    "SELECT ?s { <x:a> ?p ?o FILTER(LANG(?o) = LANG(?q)) }",
    'SELECT ?s { <x:a> ?p ?o FILTER(REGEX(?o, "(a+)+b")) }',
    'SELECT ?s { <x:a> ?p ?o FILTER(LANG(?o) = "ja" && ?o > 1) }',
    "SELECT ?s { <x:a> ?p ?o FILTER EXISTS { ?a ?b ?c } }",
    "SELECT ?s { { ?s ?p ?o } UNION { ?o ?p ?s } }",
    "SELECT ?s { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s FROM <x:g> { ?s ?p ?o }",
    "SELECT ?s { SERVICE <http://x.example/> { ?s ?p ?o } }",
    "SELECT ?s { ?s ?p _:b }",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    "DESCRIBE <x:a>",
    "ASK { ?s ?p ?o } ; ASK { ?s ?p ?o }",
    'SELECT ?s { ?s ?p "\\u0022 } }',
    "SELECT ?s { <x:a> ?p ?o . " + "<x:a> ?p ?o . " * 8 + "}",
    "",
    "{",
)


@pytest.mark.parametrize("text", [*SINGLE, *SEVERAL])
def test_lookups_are_recognised(text: str) -> None:
    assert read_lookup(text) is not None


@pytest.mark.parametrize("text", OTHER)
def test_what_may_grow_is_no_lookup(text: str) -> None:
    assert read_lookup(text) is None


@pytest.mark.parametrize("text", OTHER)
def test_only_lookups_of_one_pattern_are_limited(text: str) -> None:
    assert limited(text, 5) is None


def test_a_limit_takes_away_rows_and_nothing_else() -> None:
    store = ox.Store()
    for number in range(9):
        store.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode(f"x:{number}"), ox.Literal(f"{number} # {{ }}")))
    for text in (
        "SELECT ?p ?o { <x:a> ?p ?o }",
        "select * where{?s ?p ?o}#comment } LIMIT 1\n# another",
        "PREFIX x: <x:> PREFIX y: <y:#> SELECT $p WHERE { x:a $p ?o . }",
        'SELECT ?s { ?s ?p "3 # { }" }',
        "ASK { <x:a> ?p ?o }",
        "SELECT ?o { ?s a ?o }",
        "SELECT ?o { <x:a> <x:4> ?o } LIMIT 4",
    ):
        whole, few = (
            store.query(one).serialize(format=ox.QueryResultsFormat.CSV)  # type: ignore[arg-type]
            for one in (text, getattr(limited(text, 4), "text", ""))
        )
        assert whole is not None and few is not None
        assert few.splitlines() == whole.splitlines()[:5], text
    assert limited("SELECT ?p { <x:a> ?p ?o } LIMIT 5", 4) is None
    assert limited("SELECT ?s { ?s ?p $s }", 4) is None
    named = {text: one and one.named for text in SINGLE for one in [limited(text, 9)]}
    assert list(named.values()) == [False, False, True, None, True, None]


def test_several_patterns_are_small_where_few_entries_begin_at_their_subjects() -> None:
    store = ox.Store()
    few, hub = ox.NamedNode("x:few"), ox.NamedNode("x:hub")
    for number in range(MOST_ENTRIES + 1):
        value = ox.Literal(str(number))
        store.add(ox.Quad(hub, ox.NamedNode("x:p"), value))
        if number < 9:
            store.add(ox.Quad(few, ox.NamedNode("x:p"), value))
    store.add(ox.Quad(hub, ox.NamedNode("x:q"), ox.Literal("one")))

    def small(text: str) -> bool:
        lookup = read_lookup(text)
        assert lookup is not None
        return lookup.is_small(store, {"k": "x:"})

    assert small("SELECT * { <x:few> <x:p> ?a ; <x:p> ?b . <x:hub> <x:q> ?c }")
    assert small('SELECT * { <x:few> <x:p> ?a FILTER(LANG(?a) = "ja") OPTIONAL { <x:hub> <x:q> ?c } }')
    assert not small('SELECT * { <x:hub> <x:p> ?a FILTER(LANG(?a) = "ja") }')
    assert not small("SELECT * { <x:few> <x:p> ?a OPTIONAL { <x:hub> ?q ?c } }")
    assert small("PREFIX y: <x:> SELECT * { k:few k:p ?a . y:hub y:q ?c }")
    assert not small("SELECT * { <x:few> ?q ?a . <x:hub> ?r ?b }")  # one has many
    assert not small("SELECT * { <x:few> ?q ?a ; ?r ?b ; ?s ?c }")  # 9 × 9 × 9
    assert not small("SELECT * { <x:few> unknown:p ?a ; <x:p> ?b }")
    assert small("SELECT * { <x:hub> ?p ?a }")  # each entry is a row
