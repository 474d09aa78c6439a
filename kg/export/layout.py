"""Where the nodes stand: positions for the three pictures of a network, computed once and kept whole numbers.

A browser that lays out a thousand nodes keeps its reader waiting for a minute and never draws the same picture twice.
So positions are made here, with a fixed seed and in sorted order. Small graphs get a spring layout (Fruchterman and
Reingold, by networkx), component by component, the components packed side by side. Large ones are anchored: a spring
layout of the states and organizations alone, persons around their state, and each event between those who take part.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Literal, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from kg.export.model import NetworkView

Picture = Literal["states", "events", "persons"]
Positions = dict[str, tuple[int, int]]
Points = NDArray[np.float64]
Graph: TypeAlias = "nx.Graph[str]"  # of node keys; edges have a weight

PICTURES: tuple[Picture, ...] = ("states", "events", "persons")
SPRING_LIMIT = 500  # nodes; a spring layout of 1,000 takes 3 s, of 5,000 more than a minute
ANCHOR_LIMIT = 400  # states and organizations that a large graph is hung on
SEED = 20
ASPECT = 1.35  # width to height of a usual screen without its panels
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
SPACING: dict[Picture, float] = {"states": 120.0, "events": 80.0, "persons": 96.0}
CLEARANCE: dict[Picture, float] = {"states": 108.0, "events": 50.0, "persons": 68.0}  # how near two nodes may stand


def layouts(view: NetworkView, kept: Mapping[Picture, Positions] | None = None) -> dict[Picture, Positions]:
    """Return the positions of the nodes that each picture can show, always the same; ``events`` has all nodes.

    ``kept`` are positions of an earlier page: a node that had one stays where it was, and new nodes find room among
    their neighbours, so that a map that is made anew every day stays the map that its readers know.
    """
    kept = kept or {}
    return {
        "states": _arranged(state_ties(view), view, "states", kept.get("states")),
        "events": _arranged(relations(view), view, "events", kept.get("events"), extras=_extras(view)),
        "persons": _arranged(person_ties(view), view, "persons", kept.get("persons")),
    }


def state_ties(view: NetworkView) -> Graph:
    """States and bodies without a state, tied by shared events; each event counts 1/(members-1) for a pair."""
    graph = _graph(node.key for node in view.nodes if node.kind in ("state", "organization") and not node.home)
    for actors in view.actors_of.values():
        _tie(graph, {view.home_of(actor) for actor in actors})
    return graph


def person_ties(view: NetworkView) -> Graph:
    """Persons who take part in an event, tied by the events that they share, and to the states that they act for."""
    active = {actor for actors in view.actors_of.values() for actor in actors if view.by_key[actor].kind == "person"}
    homes = {person: home for person in active if (home := view.by_key[person].home)}
    graph = _graph(sorted(active | set(homes.values())))
    for actors in view.actors_of.values():
        _tie(graph, active.intersection(actors))
    for person, home in sorted(homes.items()):
        graph.add_edge(person, home, weight=1.0)
    return graph


def relations(view: NetworkView) -> Graph:
    """All nodes but the extras, tied by all edges."""
    extras = _extras(view)
    graph = _graph(node.key for node in view.nodes if node.key not in extras)
    for edge in view.edges:
        if edge.source in graph and edge.target in graph:
            graph.add_edge(edge.source, edge.target, weight=1.0)
    return graph


def _extras(view: NetworkView) -> dict[str, tuple[str, ...]]:
    """Nodes that the picture of events does not show at first, with their neighbours: they may leave no holes."""
    active = {actor for actors in view.actors_of.values() for actor in actors}
    extras: dict[str, set[str]] = {
        node.key: set()
        for node in view.nodes
        if node.kind in ("statement", "place", "treaty")
        or (node.is_actor and node.key not in active)
        or (node.is_event and not view.actors_of[node.key])
    }
    for edge in view.edges:
        for key, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if key in extras:
                extras[key].add(other)
    return {key: tuple(sorted(others)) for key, others in extras.items()}


def _graph(keys: Iterable[str]) -> Graph:
    graph: Graph = nx.Graph()
    graph.add_nodes_from(keys)
    return graph


def _tie(graph: Graph, members: set[str]) -> None:
    known = sorted(member for member in members if member in graph)
    for a, b in combinations(known, 2):
        weight = graph[a][b]["weight"] if graph.has_edge(a, b) else 0.0
        graph.add_edge(a, b, weight=weight + 1 / (len(known) - 1))


def _arranged(
    graph: Graph,
    view: NetworkView,
    picture: Picture,
    kept: Positions | None = None,
    extras: Mapping[str, tuple[str, ...]] | None = None,
) -> Positions:
    spacing = SPACING[picture]
    stay = {key: (float(x), float(y)) for key, (x, y) in (kept or {}).items() if key in graph}
    if stay:
        points = _joined(graph, stay, spacing, CLEARANCE[picture])
    elif len(graph) <= SPRING_LIMIT:
        points = _packed(graph, spacing, CLEARANCE[picture])
    else:
        points = spread(_anchored(graph, view, spacing), CLEARANCE[picture])
    if extras:
        points.update({key: (float(x), float(y)) for key, (x, y) in (kept or {}).items() if key in extras})
        _hang(points, _between({key: near for key, near in extras.items() if key not in points}, points), spacing)
    return {key: (round(x), round(y)) for key, (x, y) in sorted(points.items())}


# ---- graphs that had a picture before ------------------------------------------------------------------------------


def _joined(
    graph: Graph, stay: dict[str, tuple[float, float]], spacing: float, clearance: float
) -> dict[str, tuple[float, float]]:
    """New nodes among those that stay: each between its neighbours, round by round; only the new ones make room."""
    placed = dict(stay)
    waiting = set(graph) - set(placed)
    while waiting:
        near = {key: tuple(sorted(n for n in graph[key] if n in placed)) for key in waiting}
        ready = {key: others for key, others in near.items() if others} or {min(waiting): ()}
        _hang(placed, _between(ready, placed), spacing)
        waiting -= set(ready)
    return spread(placed, clearance, fixed=frozenset(stay))


# ---- small graphs -------------------------------------------------------------------------------------------------


def _packed(graph: Graph, spacing: float, clearance: float) -> dict[str, tuple[float, float]]:
    """Each connected component by itself, the largest first, packed in rows as wide as the largest or a little more."""
    components = sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda c: (-len(c), c[0]))
    boxes = [_spring(graph.subgraph(component), component, spacing, clearance) for component in components]
    gap = spacing * 0.8
    area = sum((width + gap) * (height + gap) for _, width, height in boxes)
    row_width = max([math.sqrt(area * ASPECT), *(width for _, width, _ in boxes)])
    placed: dict[str, tuple[float, float]] = {}
    left = top = row_height = 0.0
    for points, width, height in boxes:
        if left and left + width > row_width:
            left, top, row_height = 0.0, top + row_height + gap, 0.0
        for key, (x, y) in points.items():
            placed[key] = (left + x, top + y)
        left += width + gap
        row_height = max(row_height, height)
    return placed


def _spring(
    graph: Graph, keys: list[str], spacing: float, clearance: float
) -> tuple[dict[str, tuple[float, float]], float, float]:
    """One component with its upper left corner at (0, 0), and its width and height."""
    if len(keys) == 1:
        return {keys[0]: (0.0, 0.0)}, 0.0, 0.0
    if len(keys) == 2:
        return {keys[0]: (0.0, 0.0), keys[1]: (spacing * 0.7, spacing * 0.3)}, spacing * 0.7, spacing * 0.3
    ordered: Graph = nx.Graph()
    ordered.add_nodes_from(keys)
    for a, b in sorted(tuple(sorted(edge)) for edge in graph.edges):
        ordered.add_edge(a, b, weight=1 + math.log(1 + graph[a][b]["weight"]) / 4)
    rounds = 300 if len(keys) <= 150 else 100
    raw = nx.spring_layout(ordered, k=2.6 / math.sqrt(len(keys)), iterations=rounds, seed=SEED, weight="weight")
    points = _gathered(np.array([raw[key] for key in keys]))
    points -= points.min(axis=0)
    scale = spacing * math.sqrt(len(keys)) * 1.25 / max(float(points.max()), 1e-9)
    points *= (scale * math.sqrt(ASPECT), scale / math.sqrt(ASPECT))
    apart = spread({key: (float(x), float(y)) for key, (x, y) in zip(keys, points, strict=True)}, clearance)
    left, top = min(x for x, _ in apart.values()), min(y for _, y in apart.values())
    placed = {key: (x - left, y - top) for key, (x, y) in apart.items()}
    return placed, max(x for x, _ in placed.values()), max(y for _, y in placed.values())


def _gathered(points: Points) -> Points:
    """Draw what is far out in, and let a crowded middle out: half way to a disc that is evenly filled.

    Directions from the middle and the order of distances stay as the springs left them.
    """
    offsets = points - np.median(points, axis=0)
    distance = np.maximum(np.hypot(offsets[:, 0], offsets[:, 1]), 1e-9)
    drawn_in = (distance / distance.max()) ** 0.65
    even = np.sqrt(np.argsort(np.argsort(distance, kind="stable")) / max(len(points) - 1, 1))
    return np.asarray(offsets * ((drawn_in + even) / 2 / distance)[:, None])


# ---- large graphs -------------------------------------------------------------------------------------------------


def _anchored(graph: Graph, view: NetworkView, spacing: float) -> dict[str, tuple[float, float]]:
    ties = state_ties(view)
    strong = sorted(ties, key=lambda key: (-ties.degree(key, weight="weight"), key))[:ANCHOR_LIMIT]
    room = spacing * math.sqrt(len(graph) / max(len(strong), 1))
    anchors = _packed(ties.subgraph(strong), room, room * 0.8)
    placed = {key: point for key, point in anchors.items() if key in graph}
    _hang(placed, _homes(graph, view, anchors), spacing)
    rest = {key: tuple(sorted(graph[key])) for key in graph if key not in placed}
    _hang(placed, _between(rest, placed), spacing)
    return placed


def _homes(
    graph: Graph, view: NetworkView, anchors: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Actors that are no anchors stand around their state, or else in the middle."""
    middle = _mean(list(anchors.values()))
    return {
        node.key: anchors.get(node.home or "", middle)
        for node in view.nodes
        if node.is_actor and node.key in graph and node.key not in anchors
    }


def _between(
    neighbours: Mapping[str, tuple[str, ...]], placed: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Each node in the middle of its neighbours that have a place; a node without any below the rest."""
    below = min((x for x, _ in placed.values()), default=0.0), max((y for _, y in placed.values()), default=0.0) + 200
    spots = {}
    for key, others in neighbours.items():
        around = [placed[other] for other in others if other in placed]
        spots[key] = _mean(around) if around else below
    return spots


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    if not points:
        return 0.0, 0.0
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _hang(placed: dict[str, tuple[float, float]], wanted: Mapping[str, tuple[float, float]], spacing: float) -> None:
    """Put nodes that want the same spot on a sunflower spiral around it."""
    taken: dict[tuple[int, int], int] = {}
    cell = spacing * 0.5
    for key in sorted(wanted):
        x, y = wanted[key]
        spot = (round(x / cell), round(y / cell))
        taken[spot] = turn = taken.get(spot, 0) + 1
        radius, angle = spacing * 0.45 * math.sqrt(turn), turn * GOLDEN_ANGLE
        placed[key] = (x + radius * math.cos(angle), y + radius * math.sin(angle))


# ---- overlap ------------------------------------------------------------------------------------------------------


def spread(
    placed: Mapping[str, tuple[float, float]],
    distance: float,
    rounds: int = 24,
    fixed: frozenset[str] = frozenset(),
) -> dict[str, tuple[float, float]]:
    """Push nodes that stand nearer than ``distance`` apart, a little in each round; ``fixed`` ones never move."""
    keys = sorted(placed)
    points: Points = np.array([placed[key] for key in keys], dtype=np.float64).reshape(-1, 2)
    free = np.array([key not in fixed for key in keys], dtype=np.float64).reshape(-1, 1)
    points += _grain(len(keys)) * free
    for _ in range(rounds):
        pairs = cKDTree(points).query_pairs(distance, output_type="ndarray") if len(keys) > 1 else np.empty((0, 2), int)
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        apart = points[pairs[:, 0]] - points[pairs[:, 1]]
        length = np.maximum(np.hypot(apart[:, 0], apart[:, 1]), 1e-6)
        push = apart * ((distance - length) / length * 0.4)[:, None]
        np.add.at(points, pairs[:, 0], push * free[pairs[:, 0]])
        np.add.at(points, pairs[:, 1], -push * free[pairs[:, 1]])
    return {key: (float(x), float(y)) for key, (x, y) in zip(keys, points, strict=True)}


def _grain(count: int) -> Points:
    """Return a tiny offset for each node, so that nodes on one spot have a direction to part in."""
    turns = np.arange(count) * GOLDEN_ANGLE
    return np.column_stack((np.cos(turns), np.sin(turns))) * 0.5
