"""What Wikidata can take over: QuickStatements (version 1) for relations between states that both have an item.

Wikidata has no import of RDF, no items for most meetings, and rules of its own for what may be stated. So only what
fits is written: accepted claims, that took place, between things whose items are known for certain, with the date as
precise as the text has it, and with the web page that says so as the reference. The batch is meant to be looked
through before it is run. Format: https://www.wikidata.org/wiki/Help:QuickStatements
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from kg.export.model import Fact, NetworkView, Node
from kg.export.source import Source


class _Mapping(NamedTuple):
    """A type of event as a statement: its property, the qualifier for the date, and whether it holds both ways."""

    property: str
    qualifier: str
    mutual: bool


_DIPLOMATIC_RELATION, _MEMBER_OF = "P530", "P463"
_START, _END = "P580", "P582"
_REFERENCE_URL, _TITLE, _PUBLISHED = "S854", "S1476", "S577"
_MAPPINGS = {
    "EstablishmentOfRelations": _Mapping(_DIPLOMATIC_RELATION, _START, mutual=True),
    "RestorationOfRelations": _Mapping(_DIPLOMATIC_RELATION, _START, mutual=True),
    "SeveranceOfRelations": _Mapping(_DIPLOMATIC_RELATION, _END, mutual=True),
    "AccessionToOrganization": _Mapping(_MEMBER_OF, _START, mutual=False),
}
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?\Z")


def write_quickstatements(source: Source, stream: BinaryIO) -> None:
    """One statement a line, tab-separated, sorted; an empty file where nothing qualifies."""
    stream.writelines(line.encode("utf-8") + b"\n" for line in sorted(set(_statements(source.view))))


def _statements(view: NetworkView) -> Iterator[str]:
    for node in view.nodes:
        mapping = _MAPPINGS.get(node.subtype or "")
        if mapping is None or node.status != "held":
            continue
        ends = {role: _items(view, node, role) for role in ("actor", "target")}
        date = _date(node.edtf)
        reference = _reference(view, node)
        if reference is None or not ends["actor"]:
            continue
        if mapping.mutual:
            items = sorted({*ends["actor"], *ends["target"]})
            pairs = [(a, b) for a in items for b in items if a != b]
        else:
            pairs = [(a, b) for a in ends["actor"] for b in ends["target"]]
        for a, b in pairs:
            qualifier = [mapping.qualifier, date] if date else []
            yield "\t".join([a, mapping.property, b, *qualifier, *reference])


def _items(view: NetworkView, event: Node, role: str) -> list[str]:
    """Return the items of those who have a role in an event by an accepted claim."""
    found = {
        fact.object
        for fact in _accepted(view, event)
        if fact.property == role and fact.object is not None and fact.modality == "asserted"
    }
    return sorted(item for key in found if (item := view.by_key[key].wikidata))


def _reference(view: NetworkView, event: Node) -> list[str] | None:
    """Return the source of the surest claim that stands on a web page, or None."""
    for fact in sorted(_accepted(view, event), key=lambda fact: (-fact.confidence, fact.key)):
        article = view.article_by_key[fact.article]
        if article.url:
            published = [_PUBLISHED, date] if (date := _date(article.published)) else []
            return [_REFERENCE_URL, _text(article.url), _TITLE, f"ja:{_text(article.title)}", *published]
    return None


def _accepted(view: NetworkView, event: Node) -> Iterator[Fact]:
    return (fact for fact in view.facts if fact.subject == event.key and fact.status == "accepted")


def _date(edtf: str | None) -> str | None:
    """Return a date as Wikidata writes it, with its precision (9 a year, 10 a month, 11 a day); None for ranges."""
    match = _DATE.match(edtf or "")
    if match is None:
        return None
    precision = 11 if match["day"] else 10 if match["month"] else 9
    return f"+{match['year']}-{match['month'] or '00'}-{match['day'] or '00'}T00:00:00Z/{precision}"


def _text(text: str) -> str:
    """Return a string in the quotes of QuickStatements, which has no escapes: what would end it becomes a space."""
    return '"' + re.sub(r'["\t\r\n|]', " ", text) + '"'
