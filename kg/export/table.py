"""Tables for spreadsheets and databases, as UTF-8 that Excel recognises: facts, and the nodes and edges of the network."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from kg.export.flat import flat_graph
from kg.export.model import Fact, NetworkView
from kg.export.source import Source

COLUMNS = (
    "claim", "date", "subject", "subject_label", "property", "property_label", "object", "value", "status", "modality",
    "confidence", "attributed_to", "other_reports", "words", "sentence", "article", "title", "publisher", "published",
    "url", "rule",
)  # fmt: skip
NODE_COLUMNS = (
    "Id", "Label", "label_ja", "label_en", "kind", "subtype", "status", "date", "earliest", "latest", "acts_for", "wikidata",
    "aliases",
)  # fmt: skip
EDGE_COLUMNS = (
    "Source", "Target", "Type", "Label", "Weight", "relation", "facts", "confidence", "quote", "article", "url",
)  # fmt: skip
#: A cell that begins with one of these would be run as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(source: Source, stream: BinaryIO) -> None:
    """All facts, sorted by claim; lines end in CRLF as RFC 4180 has it."""
    _write(COLUMNS, (row(fact, source.view) for fact in source.view.facts), stream)


def write_nodes(source: Source, stream: BinaryIO) -> None:
    """The nodes of the network, with the columns that Gephi and Cytoscape look for."""
    _write(
        NODE_COLUMNS,
        (
            [key, *(str(data.get(name, "")) for name in ("label", *NODE_COLUMNS[2:]))]
            for key, data in flat_graph(source.view, source.language).nodes(data=True)
        ),
        stream,
    )


def write_edges(source: Source, stream: BinaryIO) -> None:
    """The edges of the network, each with its best quote and the article that it stands in."""
    _write(
        EDGE_COLUMNS,
        (
            [source_key, target, "Directed", *(str(data.get(name.lower(), "")) for name in EDGE_COLUMNS[3:])]
            for source_key, target, data in flat_graph(source.view, source.language).edges(data=True)
        ),
        stream,
    )


def _write(columns: Iterable[str], rows: Iterable[Iterable[str]], stream: BinaryIO) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in cells] for cells in rows)
    stream.write(text.getvalue().encode("utf-8-sig", "replace"))


def row(fact: Fact, view: NetworkView) -> list[str]:
    """Return the cells of a fact, in the order of the columns."""
    subject = view.by_key[fact.subject]
    article = view.article_by_key[fact.article]
    return [
        fact.key,
        subject.edtf or "",
        fact.subject,
        subject.label,
        fact.property,
        _term(view, fact.property),
        fact.object or "",
        _term(view, fact.value),
        fact.status,
        fact.modality,
        f"{fact.confidence:.2f}",
        fact.attributed_to or "",
        "、".join(_term(view, rival) for rival in fact.rivals),
        fact.quote[fact.begin : fact.end],
        fact.quote,
        fact.article,
        article.title,
        article.publisher or "",
        article.published or "",
        article.url or "",
        fact.rule or "",
    ]


def _term(view: NetworkView, code: str) -> str:
    return view.terms[code].ja if code in view.terms else code


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
