"""The report of a run: what was read, found, failed and left out, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal, NamedTuple

Stage = Literal["read", "analyse", "graph"]


class Failure(NamedTuple):
    """Something that did not get through a stage: a file, a line or an article, and the cause."""

    stage: Stage
    where: str
    cause: str

    def __str__(self) -> str:
        """Return what failed as a line of text."""
        return f"failed to {self.stage} {self.where}: {self.cause}"


class LeftOut(NamedTuple):
    """Something that was left out on purpose, and why."""

    what: str
    why: str


class Noticed(NamedTuple):
    """Something that was read all the same, and what is odd about it."""

    what: str
    why: str


class Run(NamedTuple):
    """What differs between two runs over the same input: the clock and the cache. ``stages`` are seconds each."""

    started: str
    seconds: float
    stages: Mapping[str, float]
    analysed: int
    cached: int


@dataclass(frozen=True, slots=True)
class RunReport:
    """All of a run. Everything but ``run`` follows from the input, the rules and the data alone.

    ``inputs`` are the paths as they were given. ``read`` counts articles, characters and articles without a date of
    publication; ``found`` the facts of the articles by list of the facts format; ``graph`` what stands in the graph;
    ``unlinked`` the mentions for which no entity was accepted, by reason.
    """

    version: str
    fingerprint: str
    inputs: tuple[str, ...]
    read: Mapping[str, int]
    found: Mapping[str, int]
    graph: Mapping[str, int]
    unlinked: Mapping[str, int]
    failed: tuple[Failure, ...]
    left_out: tuple[LeftOut, ...]
    noticed: tuple[Noticed, ...]
    run: Run = field(compare=False)

    @property
    def exit_code(self) -> int:
        """0 where everything went through, 1 where something failed."""
        return 1 if self.failed else 0

    def failures(self) -> list[str]:
        """Return what failed as lines of text."""
        return [str(failure) for failure in self.failed]

    def summary(self) -> list[str]:
        """Return what was done as lines of text."""
        found = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self.found.items() if count)
        lines = [
            f"read {self.read['articles']} articles ({self.run.cached} of them unchanged) in {self.run.seconds:.1f} s",
            f"found {found or 'nothing'}",
            f"wrote {self.graph['events']} events, {self.graph['claims']} claims, {self.graph['triples']} triples",
        ]
        if self.failed or self.left_out:
            lines.append(f"{len(self.failed)} failed, {len(self.left_out)} left out: see report.json")
        return lines

    def to_json(self) -> str:
        """Return the report as it stands in ``report.json``."""
        row = asdict(self)
        row["failed"] = [failure._asdict() for failure in self.failed]
        row["left_out"] = [item._asdict() for item in self.left_out]
        row["noticed"] = [item._asdict() for item in self.noticed]
        row["run"] = self.run._asdict()
        # Bytes of a path that are no UTF-8 are surrogates in Python; as escapes of JSON they come back as they were.
        return (
            (json.dumps(row, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace").decode("utf-8")
        )
