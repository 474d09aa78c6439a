"""What follows from the Turtle document of a build alone: its store and its network page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from kg.export.network import NetworkPage, write_network
from kg.export.part import MOST_FACTS
from kg.export.view import view_of_turtle
from kg.graph.store import load_store, open_store


def make_products(folder: Path, claims: int, at_once: bool) -> None:
    """Make ``store`` and ``network.html`` of the ``graph.ttl`` in a folder, in the place of what is there of them.

    ``claims`` is the number of claims in the graph, or more. The page of few is read from the document, ``at_once`` while
    the store is loaded; of many, those that it has are looked up in the store. Raises BuildError where the store cannot
    be written, OSError where the page cannot.
    """
    document, store, page = folder / "graph.ttl", folder / "store", folder / "network.html"
    shutil.rmtree(store, ignore_errors=True)
    with _beside(lambda: load_store(document, store), at_once and claims <= MOST_FACTS):
        if claims <= MOST_FACTS:
            NetworkPage(view_of_turtle(document)).write_html(page)
        else:
            write_network(open_store(store), page)


@contextmanager
def _beside(load: Callable[[], None], at_once: bool) -> Iterator[None]:
    """Load, before the block or in a thread while it runs: Oxigraph lets others work."""
    if not at_once:
        load()
        yield
        return
    with ThreadPoolExecutor(1) as thread:
        loading = thread.submit(load)
        yield
        loading.result()
