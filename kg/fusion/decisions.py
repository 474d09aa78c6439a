"""Decisions as data: what was taken for one thing and what was not, with the reasons, by machine or person.

They stand in a file beside the build, one JSON object a line::

    {"what":"event","a":"ARTICLE#meeting-0c1d2e3f","b":"…","answer":"same","by":"machine","reasons":["same day +2.5"],
     "quotes":["…","…"]}

``what`` is ``event`` (two reports), ``document`` (the documents that two agreement reports speak of) or ``entity`` (two
spellings of a name, ``person:KEY``). A build writes the machine's lines anew and keeps those of persons, which bind it:
``same`` and ``different`` hold whatever the rules say, ``skip`` only takes a pair off the list. To take a verdict back,
delete its line.
"""

from __future__ import annotations

import heapq
import json
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import get_args

from kg.errors import BuildError, DataError
from kg.model.decision import VERDICTS, Answer, By, Decision, Pair, What, decision
from kg.model.lines import json_line
from kg.sorting import Sorter


def beside(build: Path) -> Path:
    """Return where the decisions of the build in a folder stand: ``NAME.decisions.jsonl`` next to it."""
    place = build.resolve()
    return place.with_name(f"{place.name}.decisions.jsonl")


@dataclass(frozen=True)
class Decisions:
    """The decisions of one file. Equal sets of decisions give equal bytes."""

    lines: frozenset[Decision] = frozenset()

    @classmethod
    def load(cls, path: Path, by: By | None = None) -> Decisions:
        """Return the decisions in a file, all or those ``by`` one; none where there is no file.

        Raises DataError where a line is not one.
        """
        found = set()
        try:
            with path.open(encoding="utf-8", newline="\n") as file:
                for n, line in enumerate(file, start=1):
                    if line.strip():
                        made = _decision_of(line, f"{path}, line {n}")
                        if by in (None, made.by):
                            found.add(made)
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"{path}: cannot be read: {error}") from error
        return cls(frozenset(found))

    def save(self, path: Path, machine: Iterable[Decision] = ()) -> None:
        """Write the file in one step, sorted, with decisions of the ``machine``, which are sorted, besides these.

        Raises BuildError where the disk refuses.
        """
        draft = path.with_name(f"{path.name}.next")  # whoever saves holds the lock of the build
        try:
            with draft.open("w", encoding="utf-8", newline="\n") as file:
                once = (made for made, _ in groupby(heapq.merge(sorted(self.lines), machine)))
                file.writelines(f"{json_line(made._asdict())}\n" for made in once)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            raise BuildError(f"{path}: cannot be written: {error.strerror or error}") from error
        finally:
            draft.unlink(missing_ok=True)

    def answering(self, verdict: Decision) -> Decisions:
        """Return these decisions with a person's verdict in place of any earlier one on the same pair."""
        return Decisions(
            frozenset(
                {*(d for d in self.lines if (d.what, d.pair, d.by) != (verdict.what, verdict.pair, "person")), verdict}
            )
        )

    @property
    def of_persons(self) -> tuple[Decision, ...]:
        """The verdicts of persons, sorted."""
        return tuple(sorted(d for d in self.lines if d.by == "person"))

    @property
    def open(self) -> tuple[Decision, ...]:
        """The pairs of which the machine is unsure and on which no person has said a word, sorted."""
        answered = {(d.what, d.pair) for d in self.of_persons}
        return tuple(sorted(d for d in self.lines if d.answer == "unsure" and (d.what, d.pair) not in answered))

    def verdicts(self, what: What) -> dict[Pair, Answer]:
        """Return what persons said of pairs of one sort; of two lines on one pair "different" holds."""
        kept = sorted((d for d in self.of_persons if d.what == what), key=lambda d: d.answer, reverse=True)
        return {d.pair: d.answer for d in kept}


class DecisionLog(Collection[Decision]):
    """Decisions on disk while they are made; given back sorted."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep nothing yet, and then on the disk of ``folder``."""
        self._lines = Sorter(folder)
        self._count = 0

    def add(self, made: Decision) -> None:
        """Keep a decision. Raises OSError where the disk refuses."""
        key = "\0".join((made.what, made.a, made.b, made.answer, made.by)).replace("\n", " ")
        self._lines.add(f"{key}\0{json_line(made._asdict())}")
        self._count += 1

    def __iter__(self) -> Iterator[Decision]:
        return (_decision_of(line.rpartition("\0")[2], "a decision") for line in self._lines)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, made: object) -> bool:
        return any(made == one for one in self)

    def close(self) -> None:
        """Give the disk back to the system."""
        self._lines.close()


def _decision_of(line: str, where: str) -> Decision:
    """Return the decision of a line. Raises DataError where it is not one."""
    try:
        row = json.loads(line)
        made = decision(
            row["what"],
            str(row["a"]),
            str(row["b"]),
            row["answer"],
            row["by"],
            map(str, row.get("reasons", ())),
            dict(zip((str(row["a"]), str(row["b"])), map(str, row.get("quotes", ("", ""))), strict=True)),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{where}: not a decision") from error
    if made.what not in get_args(What) or made.answer not in get_args(Answer) or made.by not in get_args(By):
        raise DataError(f"{where}: not a decision")
    if made.by == "person" and made.answer not in VERDICTS:
        raise DataError(f"{where}: a person's answer is same, different or skip")
    return made
