from __future__ import annotations

import pytest

from kg.serve.negotiate import choose, prefers_html
from kg.serve.protocol import ALIASES, GRAPHS, ROWS

JSON, XML, CSV, TSV = ROWS


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("text/csv", CSV),
        ("text/csv;q=0.5, application/sparql-results+xml", XML),
        ("text/csv; q=0.9, text/tab-separated-values; q=0.8", CSV),
        ("text/*", CSV),
        ("text/*, text/csv;q=0.1", TSV),
        ("application/json", JSON),
        ("APPLICATION/SPARQL-RESULTS+XML", XML),
        ("text/csv;q=0, */*;q=0.1", JSON),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("nonsense", JSON),
        ("text/csv;charset=utf-8;q=0.3, application/xml;q=0.4", XML),
    ],
)
def test_the_format_that_is_liked_best(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, ROWS, ALIASES) == chosen


def test_graphs_have_formats_of_their_own() -> None:
    assert choose("application/ld+json, text/turtle;q=0.9", GRAPHS, ALIASES) == "application/ld+json"
    assert choose("text/plain", GRAPHS, ALIASES) == "application/n-triples"


def test_a_browser_is_known_by_its_header() -> None:
    assert prefers_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert not prefers_html("*/*") and not prefers_html(None) and not prefers_html("text/html;q=0.5, text/csv")
