from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.query.guard import check_read_only, has_order, outline


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }",
        "select * { service silent <http://localhost:9/> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { { SELECT ?s { SERVICE ?where { ?s ?p ?o } } } } }",
        'SELECT * { BIND("# no comment" AS ?x) SERVICE <http://localhost:9/> {} }',
        "SELECT * { BIND(<http://x/#a> AS ?x) SERVICE <http://localhost:9/> {} }",
        "SELECT * { FILTER(?a < 1) SERVICE <http://localhost:9/> {} FILTER(?b > 2) }",
        "# SELECT\nPREFIX a: <http://a/>\nINSERT DATA { a:b a:c a:d }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://localhost:9/data.ttl>",
        "CLEAR ALL",
        "WITH <http://a/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_what_is_not_reading_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        check_read_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p ?o } # SERVICE <http://localhost:9/>",
        'SELECT * { ?s ?p "SERVICE <http://localhost:9/> {}" }',
        "SELECT * { ?s ?p '''a ' SERVICE \\''''  }",
        "SELECT * { ?s <http://a/SERVICE> ?o ; service:x ?y ; x:SERVICE ?z ; :SERVICE ?w }",
        "PREFIX insert: <http://a/>\nSELECT * { ?s insert:delete ?o }",
        "BASE <http://clear/>\nASK { ?s ?p ?o }",
    ],
)
def test_a_word_that_is_no_keyword_is_left_alone(text: str) -> None:
    check_read_only(text)


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("SELECT ?s { ?s ?p ?o } ORDER BY ?s", True),
        ("SELECT ?s { ?s ?p ?o } order by desc(?s) limit 3", True),
        ("SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY ?s } }", False),
        ("SELECT ?order { ?order ?p 'ORDER BY' }", False),
    ],
)
def test_order_of_the_outermost_query(text: str, ordered: bool) -> None:
    assert has_order(text) is ordered


def test_an_outline_holds_what_can_make_a_query_slow() -> None:
    same = {
        outline(text)
        for text in (
            "SELECT ?a { ?a <x:p> ?b } LIMIT 10",
            "select $q{$q <x:p> ?r} # in other words\nlimit 7",
        )
    }
    assert len(same) == 1
    other = (
        "SELECT ?a { ?b <x:p> ?a } LIMIT 10",
        "SELECT ?a { ?a <x:q> ?b } LIMIT 10",
        "SELECT ?a { ?a <x:p> ?a } LIMIT 1",
    )
    assert same.isdisjoint(map(outline, other))
