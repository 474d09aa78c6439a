from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.errors import DataError, QueryError
from kg.query.guard import check_read_only, has_order
from kg.query.named import bind, check_values, find_query, in_english, list_queries, parse_query, with_thing

# The contract: names and columns that others build on.
COLUMNS = {
    "meetings": "meeting kind status date place participants states articles",
    "visits": "visit visitor destination date status articles",
    "agreements": "agreement kind parties action date status articles",
    "leaders": "person office state since until articles",
    "statements": "speaker date quote article",
    "invitations": "inviter invitee destination status articles",
    "met": "a b times first last",
    "timeline": "date event kind label",
    "conflicts": "subject property values articles accepted",
    "treaty": "treaty property value date status articles",
    "history": "event said article property value verdict quote",
    "evidence": "fact quote begin end article url",
    "events": "event type kind label date status involved articles",
    "acts": "event kind actor target date status articles",
    "offices": "person office state since until named articles",
    "signatories": "agreement action who date status articles",
    "in_force": "treaty kind parties since articles",
    "denied": "event involved date article quote",
}
WORDS = {("statements", "about"), ("agreements", "about"), ("meetings", "about")}
PARAMS = {"met": {"person"}, "timeline": {"from", "to", "state", "person"}, "evidence": {"of"}}

ECHO = '# param: x = \nSELECT ?param_x { VALUES ?param_x { "" } }'


def echo(value: str) -> list[str]:
    answer = Store().query(bind(parse_query(ECHO), {"x": value}, lambda _: ()))
    assert isinstance(answer, QuerySolutions)
    return [row["param_x"].value for row in answer]


def test_the_queries_with_their_columns() -> None:
    assert {query.name: " ".join(query.columns) for query in list_queries()} == COLUMNS


@pytest.mark.parametrize("name", COLUMNS)
def test_the_header_says_what_the_query_does(name: str) -> None:
    query = find_query(name)
    answer = Store().query(query.text)
    assert isinstance(answer, QuerySolutions)
    assert tuple(variable.value for variable in answer.variables) == query.columns
    assert query.en
    assert re.search("[ぁ-ん]", query.ja)
    assert PARAMS.get(name, set()) <= {param.name for param in query.params}
    assert all(param.about for param in query.params)
    for param in query.params:
        default = "UNDEF" if param.thing else f'"{param.default}"'
        assert query.text.count(f"VALUES ?param_{param.name} {{ {default} }}") >= 1
        assert param.thing is ((name, param.name) not in WORDS and param.name not in {"from", "to", "at"})
    check_read_only(query.text)
    assert has_order(query.text)


@pytest.mark.parametrize("name", COLUMNS)
def test_the_thing_of_a_row_and_english_labels(name: str) -> None:
    query = find_query(name)
    told = with_thing(query)
    answer = Store().query(told.text)
    assert isinstance(answer, QuerySolutions)
    assert tuple(variable.value for variable in answer.variables) == told.columns
    assert bool(query.thing) == (query.thing in told.columns) == (name not in {"met", "evidence"})
    assert '"ja")' in query.text
    assert '"ja"' not in in_english(query).text


def test_a_parameter_without_a_place_in_the_text_is_an_error() -> None:
    with pytest.raises(DataError, match="param_x"):
        parse_query("# param: x = \nSELECT * { ?s ?p ?o }")


def test_a_value_stands_at_each_place_of_its_parameter() -> None:
    text = "# param: x = \nSELECT * { VALUES ?param_x { UNDEF } MINUS { VALUES ?param_x { UNDEF } } }"
    one = NamedNode("urn:1")
    assert bind(parse_query(text), {"x": "one"}, lambda _: (one, one)).count("{ <urn:1> <urn:1> }") == 2
    with pytest.raises(DataError, match="the same"):
        parse_query(text.replace("UNDEF", '""', 1))


def test_several_things_and_none() -> None:
    query = parse_query("# param: x = \nSELECT ?param_x { VALUES ?param_x { UNDEF } }")
    one, two = NamedNode("urn:1"), NamedNode("urn:2")
    for things, rows in (((one, two), 2), ((), 0)):
        assert len(list(Store().query(bind(query, {"x": "だれか"}, lambda _, t=things: t)))) == rows  # type: ignore[arg-type, misc]
    assert bind(query, {"x": " "}, lambda _: ()) == query.text
    both = bind(query, {"x": ["a", "", "b"]}, lambda word: (one if word == "a" else two,))
    assert len(list(Store().query(both))) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "meant"), [("meeting", "meetings"), ("Conflict", "conflicts"), ("evidnce", "evidence")]
)
def test_an_unknown_name_suggests_the_nearest(asked: str, meant: str) -> None:
    with pytest.raises(QueryError, match=f"did you mean {meant}"):
        find_query(asked)


def test_an_unknown_parameter_suggests_the_nearest() -> None:
    with pytest.raises(QueryError, match=r"did you mean person\?; it has person"):
        check_values(find_query("met"), {"persons": "プーチン"})
    with pytest.raises(QueryError, match="has no parameters"):
        check_values(parse_query("SELECT * { ?s ?p ?o }"), {"person": "プーチン"})


@pytest.mark.parametrize("value", ["2025-13", "July", "2025-07-32", "25", '2025" }'])
def test_a_date_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="is no date"):
        check_values(find_query("timeline"), {"from": value})


@pytest.mark.parametrize(
    "value", ['" } { ?s ?p ?o } #', "\\", '"', "\\u0022", "a\nb", "{ SERVICE <http://x/> }", "\\1\\g<1>"]
)
def test_a_value_never_becomes_syntax(value: str) -> None:
    assert echo(value) == [value]


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8")))
def test_any_text_comes_back_as_it_was(value: str) -> None:
    assert echo(value) == [value.strip()]
