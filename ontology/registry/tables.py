"""Tables in, Turtle out: what building the registry needs besides its own rules."""

from __future__ import annotations

import calendar
import re
from pathlib import Path
from typing import Final, NamedTuple

BASE: Final = "https://w3id.org/gaiko/id/"
PREFIXES: Final = {
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "gaiko": "https://w3id.org/gaiko/ontology#",
    "org": "http://www.w3.org/ns/org#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{kind: f"{BASE}{kind}/" for kind in ("office", "organization", "person", "place", "state", "tenure")},
}
KEY: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\Z")
DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")


class Row(NamedTuple):
    """One line of a table: its cells by column, and where it stands."""

    where: str
    cells: dict[str, str]

    def one(self, column: str) -> str:
        """Return a cell."""
        return self.cells[column]

    def many(self, column: str) -> list[str]:
        """Return the values of a cell with several."""
        return [value for part in self.cells[column].split(";") if (value := part.strip())]


class Faults:
    """The faults found so far."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, row: Row, message: str) -> None:
        """Note a fault of a row."""
        self.lines.append(f"{row.where}: {message}")

    def stop(self) -> None:
        """Raise SystemExit with all faults, if there are any."""
        if self.lines:
            raise SystemExit("\n".join((*self.lines, f"{len(self.lines)} faults; nothing was written")))


def read(path: Path, faults: Faults) -> list[Row]:
    """Return the rows of a table; a row with too many cells or an unsafe key is a fault."""
    lines = path.read_text(encoding="utf-8").split("\n")
    columns = lines[0].lstrip("# ").split("\t")
    found = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        row = Row(f"{path.name}:{number}", dict(zip(columns, cells + [""] * len(columns), strict=False)))
        if len(cells) > len(columns):
            faults.add(row, f"{len(cells)} cells for {len(columns)} columns")
        if "key" in columns and not KEY.match(row.one("key")):
            faults.add(row, f"key {row.one('key')!r} is not plain ASCII")
        found.append(row)
    return found


def days(text: str) -> tuple[str, str] | None:
    """Return first and last day of ``2012``, ``2012-12`` or ``2012-12-26``; None if it is no date."""
    match = DATE.match(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is not None and not 1 <= month <= 12:
        return None
    last_month = month or 12
    length = calendar.monthrange(year, last_month)[1]
    if day is not None and not 1 <= day <= length:
        return None
    return f"{year:04}-{month or 1:02}-{day or 1:02}", f"{year:04}-{last_month:02}-{day or length:02}"


class Thing(NamedTuple):
    """A subject in Turtle: its objects by predicate, each already written as Turtle."""

    properties: dict[str, list[str]]

    def add(self, predicate: str, *objects: str) -> None:
        """Add objects in order, each once."""
        known = self.properties.setdefault(predicate, [])
        known.extend(value for value in dict.fromkeys(objects) if value not in known)


def literal(text: str, language: str = "ja") -> str:
    """Return a string as a Turtle literal with a language tag."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@{language}'


def typed(text: str, datatype: str) -> str:
    """Return a typed Turtle literal."""
    return f'"{text}"^^{datatype}'


def turtle(things: dict[str, Thing]) -> str:
    """Return subjects as Turtle, sorted by subject, with only the prefixes they use."""
    blocks = []
    for subject in sorted(things):
        properties = things[subject].properties
        lines = [f"{predicate} {' , '.join(objects)}" for predicate, objects in properties.items() if objects]
        blocks.append(f"{subject} " + " ;\n    ".join(lines) + " .\n")
    body = "\n".join(blocks)
    heads = [
        f"@prefix {p}: <{iri}> .\n" for p, iri in sorted(PREFIXES.items()) if re.search(rf"(?:^|[\s^]){p}:\S", body)
    ]
    return "# Built by build.py from the tables in data/; do not edit.\n" + "".join(heads) + "\n" + body
