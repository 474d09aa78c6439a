from __future__ import annotations

import os
import subprocess
import sys

import networkx as nx
import pytest

from kg.export.layout import CLEARANCE, layouts, person_ties, relations, spread, state_ties
from kg.export.model import NetworkView
from kg.export.view import view_of
from tests.export.made import made_store
from tests.export.synthetic import synthetic_view

PRINT_LAYOUT = """
from kg.export.layout import layouts
from tests.export.synthetic import synthetic_view
print([layouts(synthetic_view(size)) for size in (80, 620)])
"""


def test_the_same_view_gives_the_same_whole_numbers_whatever_the_hash_seed() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", PRINT_LAYOUT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] and "." not in runs[0]


@pytest.mark.parametrize("size", [1, 40, 700])
def test_every_node_has_a_place_in_the_picture_of_events(size: int) -> None:
    view = synthetic_view(size + 4)
    assert set(layouts(view)["events"]) == set(view.by_key)


def test_an_empty_view_has_empty_pictures() -> None:
    assert layouts(NetworkView((), (), (), ())) == {"states": {}, "events": {}, "persons": {}}


def test_nodes_do_not_stand_on_one_another() -> None:
    view = synthetic_view(120)
    for picture, positions in layouts(view).items():
        shown = [point for key, point in positions.items() if picture != "events" or key in relations(view)]
        nearest = min((ax - bx) ** 2 + (ay - by) ** 2 for i, (ax, ay) in enumerate(shown) for bx, by in shown[:i])
        assert nearest > (CLEARANCE[picture] * 0.6) ** 2


def test_a_large_network_is_laid_out_in_time_and_events_stand_between_their_actors() -> None:
    view = synthetic_view(3000)
    places = layouts(view)["events"]
    width = max(x for x, _ in places.values()) - min(x for x, _ in places.values())
    pairs = [(event, actors) for event, actors in view.actors_of.items() if len(actors) == 2]
    far = 0
    for event, (a, b) in pairs:
        middle = (places[a][0] + places[b][0]) / 2
        far += abs(places[event][0] - middle) > width * 0.15
    assert far < len(pairs) * 0.05


def test_ties_of_states_count_events_and_share_large_ones_out() -> None:
    graph = state_ties(view_of(made_store()))
    assert nx.is_empty(graph.subgraph(["state:RUS"])) and graph.has_edge("state:PRK", "state:RUS")
    assert graph["state:PRK"]["state:RUS"]["weight"] == 1  # the meeting of the two ministers, once


def test_persons_are_tied_to_whom_they_met_and_to_their_state() -> None:
    graph = person_ties(view_of(made_store()))
    assert set(graph["person:x-yoshida"]) == {"person:choe-son-hui", "state:RUS"}


def test_spread_parts_nodes_on_one_spot_and_leaves_distant_ones_alone() -> None:
    placed = spread({"a": (0.0, 0.0), "b": (0.0, 0.0), "c": (900.0, 0.0)}, 50)
    (ax, ay), (bx, by) = placed["a"], placed["b"]
    assert ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 > 45
    assert abs(placed["c"][0] - 900) < 1


def test_what_an_earlier_page_showed_stays_and_the_new_finds_room() -> None:
    whole = synthetic_view(160)
    old = layouts(whole)
    some = {
        picture: {key: spot for n, (key, spot) in enumerate(places.items()) if n % 3} for picture, places in old.items()
    }
    again = layouts(whole, some)
    for picture, places in again.items():
        assert set(places) == set(old[picture])
        assert all(places[key] == spot for key, spot in some[picture].items())
    assert layouts(whole, some) == again
    nothing_known = {picture: {"state:none": (0, 0)} for picture in old}
    assert layouts(whole, nothing_known) == old
