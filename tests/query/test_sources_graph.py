"""The named queries on a graph that was made from articles of ``sources/``: what must hold however well it was read."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.config import VERSION, ontology_dir
from kg.fuse import fuse
from kg.graph.ontology import load_ontology
from kg.graph.store import memory_store
from kg.graph.triples import Options, graph_of
from kg.model.article import Article
from kg.pipeline import analyse, load_tools
from kg.query.named import list_queries
from kg.query.run import Result, run_query
from kg.read.readers import read_paths
from kg.vocab import Names

SOURCES = ontology_dir().parent / "sources" / "russia-dprk"
WONSAN = {"wonsan-wire-20250713", "wonsan-reprint-20250713", "wonsan-kaito-20250714"}


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {item.id: item for item in read_paths([Path(SOURCES)]) if isinstance(item, Article)}


@pytest.fixture(scope="module")
def store(articles: dict[str, Article]) -> Store:
    tools = load_tools()
    accounts = [analyse(article, tools) for article in articles.values()]
    world = fuse(accounts, articles, tools.registry)
    return memory_store(graph_of(world, load_ontology(names=Names()), Options(version=VERSION)))


def cells(result: Result, column: str) -> list[str]:
    return [row[result.columns.index(column)] for row in result.plain()]


@pytest.mark.parametrize("name", [query.name for query in list_queries()])
def test_every_query_answers_with_known_articles(store: Store, articles: dict[str, Article], name: str) -> None:
    result = run_query(store, name)
    assert result.rows
    assert len(set(result.rows)) >= 0.9 * len(result.rows), "rows do not multiply"
    for column in {"articles", "article"} & set(result.columns):
        named = set(chain.from_iterable(cell.split("; ") for cell in cells(result, column) if cell))
        assert named <= set(articles)
    assert run_query(store, name) == result


def test_every_quote_stands_where_the_evidence_says(store: Store, articles: dict[str, Article]) -> None:
    rows = run_query(store, "evidence").plain()
    assert len(rows) > 300
    for _, quote, begin, end, article, url in rows:
        assert articles[article].text[int(begin) : int(end)] == quote
        assert url == (articles[article].url or "")


def test_wonsan_is_one_meeting_with_two_dates(store: Store) -> None:
    result = run_query(
        store, "meetings", {"person": "金正恩", "place": "ウォンサン", "from": "2025-07", "to": "2025-07"}
    )
    assert len(result.rows) == 1
    row = dict(zip(result.columns, result.plain()[0], strict=True))
    assert "セルゲイ・ラブロフ" in row["participants"]
    assert (row["status"], row["date"], row["place"]) == ("実施", "2025-07-12", "元山")
    assert set(row["articles"].split("; ")) >= WONSAN
    values = [row for row in run_query(store, "conflicts").plain() if "2025-07-13" in row[2].split("; ")]
    assert any("2025-07-12" in row[2].split("; ") for row in values)


def test_putin_and_kim_met_three_times(store: Store) -> None:
    (row,) = [row for row in run_query(store, "met", {"person": "プーチン"}).plain() if row[1] == "金正恩"]
    assert int(row[2]) >= 3
    assert row[4] == "2025-09-03"
