"""Whether a graph can be trusted: its shapes, and every quote against the text of its article."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.folder import inputs
from kg.graph.store import as_one_graph
from kg.graph.validate import Violation, check_quotes, validate
from kg.model.article import Article
from kg.query.run import open_store
from kg.read.readers import read_paths
from kg.vocab import NIF_ANCHOR_OF


class Checked(NamedTuple):
    """What breaks the rules, and how much was checked; ``texts`` is None where no articles were at hand."""

    violations: list[Violation]
    triples: int
    quotes: int
    texts: int | None

    def summary(self) -> list[str]:
        """Return what was checked as lines of text."""
        lines = [f"{self.triples} triples checked, {len(self.violations)} violations"]
        if self.texts is None:
            lines.append(f"{self.quotes} quotes not checked: name the articles with --sources")
        else:
            lines.append(f"{self.quotes} quotes checked against {self.texts} articles")
        return lines


def check(graph: Path, sources: Sequence[str] = (), *, pyshacl_judges: bool = False) -> Checked:
    """Check a build or a graph file.

    ``sources`` are the articles that it was made of; without them a build's report tells where they were read.
    ``pyshacl_judges`` has pySHACL check the shapes instead of our own translation to SPARQL. Raises NoInputError where
    there is no graph.
    """
    store = as_one_graph(open_store(graph))
    violations = validate(store, pyshacl_judges=pyshacl_judges)
    texts = _texts(sources or inputs(graph))
    if texts is not None:
        violations = sorted({*violations, *check_quotes(store, texts)})
    quotes = sum(1 for _ in store.quads_for_pattern(None, ox.NamedNode(NIF_ANCHOR_OF), None))
    return Checked(violations, len(store), quotes, None if texts is None else len(texts))


def _texts(sources: Sequence[str]) -> dict[str, str] | None:
    """Return the texts of the articles by their SHA-256, or None where no source is named."""
    if not sources:
        return None
    return {item.sha256: item.text for item in read_paths(sources) if isinstance(item, Article)}
