"""Programs for networks read back what is written for them: networkx and igraph, by GraphML and GEXF."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.export.flat import flat_graph
from kg.export.formats import FORMATS
from kg.export.source import Source

igraph = pytest.importorskip("igraph")


@pytest.fixture(scope="module")
def source(made: Path) -> Source:
    return Source(ox.Store.read_only(str(made / "store")), made)


def written(name: str, source: Source, folder: Path) -> Path:
    stream = io.BytesIO()
    FORMATS[name].write(source, stream)
    path = folder / f"network{FORMATS[name].suffix}"
    path.write_bytes(stream.getvalue())
    return path


def ties(graph: nx.Graph[str]) -> Counter[tuple[str, str, str]]:
    """The edges with their relations."""
    return Counter((a, b, data["relation"]) for a, b, data in graph.edges(data=True))


def test_networkx_reads_both(source: Source, tmp_path: Path) -> None:
    graph = flat_graph(source.view)
    for back in (
        nx.read_graphml(written("graphml", source, tmp_path), force_multigraph=True),
        nx.read_gexf(written("gexf", source, tmp_path)),
    ):
        assert set(back) == set(graph) and ties(back) == ties(graph)
        assert {n: d["label"] for n, d in back.nodes(data=True)} == {n: d["label"] for n, d in graph.nodes(data=True)}


def test_igraph_reads_graphml(source: Source, tmp_path: Path) -> None:
    graph = flat_graph(source.view)
    back = igraph.Graph.Read_GraphML(str(written("graphml", source, tmp_path)))
    names = back.vs["id"]
    assert set(names) == set(graph) and back.is_directed()
    assert Counter((names[e.source], names[e.target], e["relation"]) for e in back.es) == ties(graph)
    assert dict(zip(names, back.vs["label"], strict=True)) == {n: d["label"] for n, d in graph.nodes(data=True)}


def test_a_graph_read_back_and_written_again_is_the_same_file(source: Source, tmp_path: Path) -> None:
    first = written("graphml", source, tmp_path).read_bytes()
    back = nx.read_graphml(io.BytesIO(first), force_multigraph=True)
    again = io.BytesIO()
    nx.write_graphml_xml(back, again, encoding="utf-8", prettyprint=True, named_key_ids=True)
    assert nx.utils.graphs_equal(back, nx.read_graphml(io.BytesIO(again.getvalue()), force_multigraph=True))
