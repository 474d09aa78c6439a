"""The graph of a world as the files of a build: ``graph.ttl``, ``graph.nq`` and ``store/``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kg.graph.ontology import Ontology
from kg.graph.store import build_store
from kg.graph.terms import Triple
from kg.graph.triples import Graph, Options, Problem, graph_of
from kg.graph.turtle import nquads, turtle
from kg.graph.validate import Violation, keep_sound
from kg.model.event import World


class Written(NamedTuple):
    """What was written: distinct triples, and what was left out because it breaks a shape or cannot be said."""

    triples: int
    violations: tuple[Violation, ...]
    problems: tuple[Problem, ...]


def write_graph(world: World, ontology: Ontology, folder: Path, options: Options | None = None) -> Written:
    """Write the graph of a world into an existing folder; events that break a shape are left out and listed.

    Raises:
        BuildError: ``folder/store`` is not empty or cannot be written.
        OSError: a file cannot be written.

    """
    graph, violations = keep_sound(graph_of(world, ontology, options), ontology)
    triples = set(graph)
    _write(folder / "graph.ttl", turtle(triples, ontology.names))
    _write(folder / "graph.nq", nquads(_default_graph(graph), graph.articles))
    build_store(sorted(triples), folder / "store")
    return Written(len(triples), tuple(violations), tuple(graph.problems))


def _default_graph(graph: Graph) -> Iterable[Triple]:
    yield from graph.ontology
    yield from graph.world


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)
