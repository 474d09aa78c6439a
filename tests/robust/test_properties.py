"""What holds for any article at all: nothing breaks, every quote is where it is said to be, every output can be read."""

from __future__ import annotations

import datetime as dt
import io
import json
import os

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, ReadError
from kg.export.facts import facts
from kg.find.times import find_times
from kg.fuse import fuse
from kg.graph import terms
from kg.graph.triples import graph_of
from kg.graph.turtle import turtle
from kg.model.article import Article
from kg.model.lines import account_line, account_of
from kg.pipeline import analyse
from kg.query.guard import check_read_only
from kg.query.named import list_queries
from kg.query.run import run_query
from kg.read.fields import article
from tests.export.made import made_store
from tests.robust.articles import bodies, dates, texts, wild
from tests.robust.targets import ontology, spans_hold, tools

#: ``ROBUST=50`` looks at fifty times as many examples.
TIMES = int(os.environ.get("ROBUST", "1"))


def examples(count: int) -> settings:
    """So many examples, without a time limit for each."""
    return settings(max_examples=count * TIMES, deadline=None, suppress_health_check=list(HealthCheck))


def read(text: str, published: dt.date | None) -> Article | None:
    fields = {"id": "any", "title": "題", "published": published.isoformat() if published else None}
    try:
        return article("any", "any", text, fields)
    except ReadError:
        return None


@examples(40)
@given(texts, dates)
def test_any_article_is_read_and_every_quote_stands_in_it(text: str, published: dt.date | None) -> None:
    found = read(text, published)
    if found is None:
        return
    account = analyse(found, tools())
    spans_hold(account, found.text)
    listed = facts(account, found)
    for kind in ("meetings", "visits", "agreements", "statements", "invitations", "other_events"):
        for fact in listed[kind]:  # type: ignore[attr-defined]
            assert fact["evidence"] in found.text
    json.dumps(listed, ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert account_of(account_line(account)) == account
    assert analyse(found, tools()) == account


@examples(8)
@given(st.lists(st.tuples(bodies, dates), min_size=1, max_size=4))
def test_any_graph_is_read_by_others_as_the_same_triples(given_articles: list[tuple[str, dt.date | None]]) -> None:
    articles = []
    for number, (text, published) in enumerate(given_articles):
        fields = {"id": f"a{number}", "title": "題", "published": published.isoformat() if published else None}
        articles.append(article("any", f"a{number}", f"題{number}。{text}", fields))
    accounts = [analyse(a, tools()) for a in articles]
    world = fuse(accounts, {a.id: a for a in articles}, tools().registry)
    triples = set(graph_of(world, ontology()))
    document = "".join(turtle(triples))
    assert len(set(ox.parse(document.encode(), format=ox.RdfFormat.TURTLE))) == len(triples)
    assert len(rdflib.Graph().parse(data=document, format="turtle")) == len(triples)


@examples(150)
@given(texts, dates)
def test_times_lie_in_the_text_and_are_dates(text: str, published: dt.date | None) -> None:
    for time in find_times(text, published):
        assert 0 <= time.span.begin < time.span.end <= len(text)
        assert time.earliest is None or time.latest is None or time.earliest <= time.latest


@examples(150)
@given(wild)
def test_any_text_is_a_literal_that_comes_back(text: str) -> None:
    line = f"<x:s> <x:p> {terms.plain(text)} .\n"
    (quad,) = ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.Literal) and quad.object.value == terms.readable(text)


@examples(150)
@given(wild)
def test_an_address_is_safe_or_none(url: str) -> None:
    for candidate in (url, f"https://{url}", f"http://a.b/{url}"):
        safe = terms.web_address(candidate)
        if safe is not None:
            assert safe.startswith(("http://", "https://"))
            terms.iri(safe)
            assert rdflib.Graph().parse(data=f"<x:s> <x:p> <{safe}> .", format="turtle")


@examples(8)
@given(wild)
def test_any_value_of_a_parameter_is_a_value(value: str) -> None:
    """No value becomes syntax: a query is answered, or refused in words."""
    store = made_store()
    for query in list_queries():
        for param in query.params:
            try:
                result = run_query(store, query.name or "", {param.name: value})
                assert set(query.columns) <= set(result.columns)
            except QueryError as error:
                assert "line 1" not in str(error)


@examples(150)
@given(st.text(alphabet="SELECTERVIORFMNGLADCKB{}<>\"'#\\?:; \n", max_size=80))
def test_the_guard_never_breaks_and_lets_no_service_through(text: str) -> None:
    try:
        check_read_only(text)
    except QueryError:
        return
    try:
        ox.Store().query(text)
    except (SyntaxError, ValueError):
        return
    except (OSError, RuntimeError) as error:
        assert "SERVICE" not in str(error).upper()


def test_turtle_of_nothing_is_a_document() -> None:
    assert list(ox.parse(io.BytesIO("".join(turtle([])).encode()), format=ox.RdfFormat.TURTLE)) == []


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200d", "\u2060", "\u202e", "\ufeff"])
def test_what_nobody_sees_changes_no_fact(unseen: str) -> None:
    """A soft hyphen or a mark of direction within a name: the same facts, and the quotes as the text has them."""
    plain = "題\nロシアのラブロフ外相は2025年7月12日、元山で金正恩総書記と会談し、「協力を続ける」と述べた。"
    broken = plain.replace("ブ", f"ブ{unseen}").replace("金", f"{unseen}金{unseen}").replace("会談", f"会{unseen}談")
    told = []
    for text in (plain, broken):
        found = article("any", "any", text, {})
        account = analyse(found, tools())
        spans_hold(account, text)
        told.append(json.dumps(facts(account, found), ensure_ascii=False))
    assert unseen in told[1]
    assert told[1].replace(unseen, "") == told[0]
