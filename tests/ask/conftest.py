from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from pyoxigraph import Store

from kg.ask import Answer, Asker
from kg.config import VERSION, ontology_dir
from kg.fuse import fuse
from kg.graph.ontology import load_ontology
from kg.graph.store import memory_store
from kg.graph.triples import Options, graph_of
from kg.model.article import Article
from kg.pipeline import analyse, load_tools
from kg.read.readers import read_paths
from kg.vocab import Names

Ask = Callable[[str], Answer]


@pytest.fixture(scope="session")
def store() -> Store:
    """The graph of all articles of ``sources``."""
    tools = load_tools()
    found = read_paths([ontology_dir().parent / "sources"])
    articles = {item.id: item for item in found if isinstance(item, Article)}
    world = fuse([analyse(article, tools) for article in articles.values()], articles, tools.registry)
    return memory_store(graph_of(world, load_ontology(names=Names()), Options(version=VERSION)))


@pytest.fixture(scope="session")
def ask(store: Store) -> Ask:
    """Ask that graph a question, on a day in 2026."""
    asker = Asker(store)
    return lambda question: asker.answer(question, today=dt.date(2026, 1, 5))
