"""The network for programs that draw and measure networks: GraphML, GEXF and Cytoscape JSON.

All three are written by networkx from one flat graph. Its attributes are texts and numbers only, absent rather than
empty, and without characters that XML does not allow: networkx would write those, and nobody could read the file again.
"""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from typing import Any, BinaryIO

import networkx as nx

from kg.export.layout import layouts
from kg.export.look import groups
from kg.export.model import Edge, Fact, NetworkView, Node
from kg.export.source import Language, Source
from kg.export.xml import readable_in_xml

_LAST_MODIFIED = re.compile(r' lastmodifieddate="[^"]*"')
SEPARATOR = " | "


def write_graphml(source: Source, stream: BinaryIO) -> None:
    """GraphML, with positions."""
    graph = flat_graph(source.view, source.language)
    for key, (x, y) in layouts(source.view)["events"].items():
        graph.nodes[key].update(x=x, y=-y)
    nx.write_graphml_xml(graph, stream, encoding="utf-8", prettyprint=True, named_key_ids=True)


def write_gexf(source: Source, stream: BinaryIO) -> None:
    """GEXF 1.2 with colours, positions and, for what has dates, the time in which it exists."""
    graph = flat_graph(source.view, source.language)
    graph.graph["mode"] = "dynamic"
    colours = _colours()
    positions = layouts(source.view)["events"]
    for key, attributes in graph.nodes(data=True):
        x, y = positions[key]
        attributes["viz"] = {
            "color": colours[attributes["kind"]],
            "position": {"x": float(x), "y": float(-y), "z": 0.0},
            "size": round(4 + graph.degree(key) ** 0.5 * 2, 2),
        }
        _rename(attributes, "earliest", "start")
        _rename(attributes, "latest", "end")
    written = io.BytesIO()
    nx.write_gexf(graph, written, encoding="utf-8", prettyprint=True, version="1.2draft")
    stream.write(_LAST_MODIFIED.sub("", written.getvalue().decode("utf-8"), count=1).encode("utf-8"))


def write_cytoscape(source: Source, stream: BinaryIO) -> None:
    """Cytoscape JSON, for Cytoscape and cytoscape.js, with positions; what Cytoscape shows is ``name``."""
    data = nx.cytoscape_data(flat_graph(source.view, source.language))
    positions = layouts(source.view)["events"]
    for node in data["elements"]["nodes"]:
        x, y = positions[node["data"]["id"]]
        node["position"] = {"x": x, "y": y}
        node["data"]["name"] = node["data"]["label"]
    for number, edge in enumerate(data["elements"]["edges"]):
        edge["data"].update(id=f"e{number}", interaction=edge["data"]["relation"], name=edge["data"]["label"])
    stream.write(json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8") + b"\n")


def flat_graph(view: NetworkView, language: Language = "ja") -> nx.MultiDiGraph[str]:
    """Return the network as a directed multigraph in the order of the view; the key of an edge is its relation.

    ``label`` is in the language where there is one in it; the weight of an edge is the number of facts that state it, at
    least 1.
    """
    stated: defaultdict[tuple[str, str, str | None], list[Fact]] = defaultdict(list)
    for fact in view.facts:
        stated[fact.subject, fact.property, fact.object].append(fact)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in view.nodes:
        graph.add_node(readable_in_xml(node.key), **_plain(_node_attributes(node, view, language)))
    for edge in view.edges:
        facts = stated[edge.source, edge.relation, edge.target]
        attributes = _plain(_edge_attributes(edge, facts, view, language))
        graph.add_edge(readable_in_xml(edge.source), readable_in_xml(edge.target), key=edge.relation, **attributes)
    return graph


def _node_attributes(node: Node, view: NetworkView, language: Language) -> dict[str, Any]:
    return {
        "label": (node.label_en if language == "en" else "") or node.label,
        "label_ja": node.label,
        "label_en": node.label_en,
        "kind": node.kind,
        "subtype": _term(view, node.subtype, language),
        "status": node.status,
        "date": node.edtf,
        "earliest": node.earliest,
        "latest": node.latest,
        "acts_for": node.home,
        "wikidata": node.wikidata,
        "aliases": SEPARATOR.join(node.aliases),
    }


def _edge_attributes(edge: Edge, facts: list[Fact], view: NetworkView, language: Language) -> dict[str, Any]:
    """Return the relation, how many facts state it, and confidence, quote and article of the surest of them."""
    best = max(facts, key=lambda fact: (fact.confidence, fact.key), default=None)
    article = view.article_by_key.get(best.article) if best else None
    return {
        "relation": edge.relation,
        "label": _term(view, edge.relation, language),
        "facts": len(facts),
        "weight": float(max(len(facts), 1)),
        "confidence": best.confidence if best else None,
        "quote": best.quote if best else None,
        "article": article.title if article else None,
        "url": article.url if article else None,
    }


def _term(view: NetworkView, code: str | None, language: Language) -> str | None:
    if code not in view.terms:
        return code
    return (view.terms[code].en if language == "en" else "") or view.terms[code].ja


def _plain(attributes: dict[str, Any]) -> dict[str, Any]:
    return {
        name: readable_in_xml(value) if isinstance(value, str) else value
        for name, value in attributes.items()
        if value not in (None, "")
    }


def _rename(attributes: dict[str, Any], old: str, new: str) -> None:
    if old in attributes:
        attributes[new] = attributes.pop(old)


def _colours() -> dict[str, dict[str, int]]:
    """Return the colours of the page, by kind of node."""
    return {
        kind: {"r": int(group.color[1:3], 16), "g": int(group.color[3:5], 16), "b": int(group.color[5:], 16)}
        for group in groups()
        for kind in group.kinds
    }
