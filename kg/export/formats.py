"""The table of formats that ``kg export`` knows; a new format is one function and one row."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from kg.export.description import write_description
from kg.export.figure import write_svg
from kg.export.flat import write_cytoscape, write_gexf, write_graphml
from kg.export.network import network_page, places_of
from kg.export.ontology_page import write_ontology_page
from kg.export.rdf import write_jsonld, write_nquads, write_ntriples, write_rdfxml, write_trig, write_turtle
from kg.export.source import Source
from kg.export.table import write_csv, write_edges, write_nodes
from kg.export.wikidata import write_quickstatements


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name on the command line, the suffix of its files, what it is, and its writer.

    ``write`` takes a Source and a binary stream. The same graph gives the same bytes.
    """

    name: str
    suffix: str
    description: str
    write: Callable[[Source, BinaryIO], None]


def _write_html(source: Source, stream: BinaryIO) -> None:
    kept = places_of(source.like) if source.like else None
    stream.write(network_page(source.store, language=source.language, kept=kept).generate_html().encode("utf-8"))


def _write_facts(source: Source, stream: BinaryIO) -> None:
    with source.required("facts.jsonl").open("rb") as file:
        shutil.copyfileobj(file, stream)


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format("ttl", ".ttl", "Turtle, the whole graph, sorted", write_turtle),
        Format("nt", ".nt", "N-Triples, the whole graph, sorted", write_ntriples),
        Format("nq", ".nq", "N-Quads, one graph for each article", write_nquads),
        Format("trig", ".trig", "TriG, one graph for each article", write_trig),
        Format("jsonld", ".jsonld", "JSON-LD with a context of prefixes", write_jsonld),
        Format("rdfxml", ".rdf", "RDF/XML, for programs that read nothing newer", write_rdfxml),
        Format("void", ".ttl", "description of the graph for catalogues (VoID, DCAT)", write_description),
        Format("html", ".html", "network page, one file that works offline", _write_html),
        Format("graphml", ".graphml", "network for yEd, Gephi, igraph, networkx", write_graphml),
        Format("gexf", ".gexf", "network with dates and colours for Gephi", write_gexf),
        Format("cytoscape", ".cyjs", "network for Cytoscape and cytoscape.js", write_cytoscape),
        Format("csv", ".csv", "table of facts with their sentences, for Excel", write_csv),
        Format("nodes", ".csv", "nodes of the network, for Excel, Gephi, Neo4j", write_nodes),
        Format("edges", ".csv", "edges of the network with their sentences, for Excel, Gephi, Neo4j", write_edges),
        Format("svg", ".svg", "the states and their ties as a figure for papers", write_svg),
        Format(
            "quickstatements",
            ".tsv",
            "relations between states for Wikidata, to be looked through",
            write_quickstatements,
        ),
        Format("ontology-html", ".html", "documentation of the ontology, in Japanese and English", write_ontology_page),
        Format("facts", ".jsonl", "facts of each article before fusion, as JSON lines", _write_facts),
    )
}
