"""How much of the truth about a made-up archive a build finds, and how much of what it finds is true.

    python -m benchmarks.truth build truth.jsonl [--detail]

A meeting is found where the graph has one with that day, those participants and that place; and nothing else counts, so
a meeting without its place is both missed and wrong.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import kg

#: Kinds of the truth that are meetings.
MEETINGS: Final = ("summit", "foreign_ministers", "defence_ministers")
_QUERY: Final = """SELECT ?meeting (SAMPLE(STR(?edtf)) AS ?date) (GROUP_CONCAT(DISTINCT STR(?person)) AS ?people)
  (GROUP_CONCAT(DISTINCT STR(?where)) AS ?places) (SAMPLE(STR(?state)) AS ?status)
  (GROUP_CONCAT(DISTINCT STR(?article)) AS ?articles) {
  ?meeting a gaiko:Meeting
  OPTIONAL { ?meeting gaiko:edtf ?edtf } OPTIONAL { ?meeting gaiko:participant ?person }
  OPTIONAL { ?meeting gaiko:place ?where } OPTIONAL { ?meeting gaiko:status ?state }
  OPTIONAL { ?meeting gaiko:reportedIn ?article }
} GROUP BY ?meeting"""


class Met(NamedTuple):
    """What makes one meeting: its day (ISO), the sorted keys of who met, the key of the place."""

    date: str
    people: tuple[str, ...]
    place: str | None


class Told(NamedTuple):
    """What else is known of a meeting: its status, and the ids of its articles."""

    status: str
    articles: frozenset[str]


class Score(NamedTuple):
    """How a build compares with the truth: counts, and shares of those meetings that are found."""

    true: int
    found: int
    right: int
    status: float
    articles: float

    @property
    def precision(self) -> float:
        """The share of what is found that is true."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that is found."""
        return self.right / self.true if self.true else 1.0


def true_meetings(rows: Iterable[Mapping[str, Any]]) -> dict[Met, Told]:
    """Return the meetings of a truth."""
    return {
        Met(row["date"], tuple(row["participants"]), row["place"]): Told(row["status"], frozenset(row["articles"]))
        for row in rows
        if row["kind"] in MEETINGS
    }


def found_meetings(build: Path) -> list[tuple[Met, Told]]:
    """Return the meetings of a build."""
    return [
        (
            Met(row.date or "", _keys(row.people), next(iter(_keys(row.places)), None)),
            Told((row.status or "").rpartition("#")[2].rpartition("/")[2].lower(), frozenset(_keys(row.articles))),
        )
        for row in kg.open(build).query(_QUERY)
    ]


def score(found: Iterable[tuple[Met, Told]], true: Mapping[Met, Told]) -> Score:
    """Compare what is found with what is true."""
    found = list(found)
    right = {met: told for met, told in found if met in true}
    many = len(right) or 1
    return Score(
        len(true),
        len(found),
        len(right),
        sum(told.status == true[met].status for met, told in right.items()) / many,
        sum(told.articles == true[met].articles for met, told in right.items()) / many,
    )


def differences(found: Iterable[tuple[Met, Told]], true: Mapping[Met, Told]) -> Iterator[str]:
    """Yield what is missed and what is wrong, as lines."""
    found = list(found)
    known = {met for met, _ in found}
    yield from (f"missed  {met} {told}" for met, told in true.items() if met not in known)
    yield from (f"wrong   {met} {told}" for met, told in found if met not in true)


def _keys(iris: str | None) -> tuple[str, ...]:
    return tuple(sorted(iri.rpartition("/")[2] for iri in (iris or "").split()))


def main() -> None:
    """Print how a build compares with the truth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--detail", action="store_true", help="list what is missed and what is wrong")
    args = parser.parse_args()
    true = true_meetings(map(json.loads, args.truth.read_text("utf-8").splitlines()))
    found = found_meetings(args.build)
    result = score(found, true)
    print(
        f"meetings: {result.true} true, {result.found} found, precision {result.precision:.3f}, recall {result.recall:.3f};"
        f" of those found, status right {result.status:.3f}, articles right {result.articles:.3f}"
    )
    if args.detail:
        print(*differences(found, true), sep="\n")


if __name__ == "__main__":
    main()
