"""The triples of a graph on disk, all that is said of one subject together, in the orders in which they are written.

A block is what is said of one subject: pairs of predicate and object, each one string of two N-Triples tokens. Its
pieces may come at any time, and more than once; it is given back whole, its pairs sorted.
"""

from __future__ import annotations

import heapq
import shutil
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from kg.graph.terms import Term
from kg.graph.turtle import SECTIONS, TurtleBody, section_of, section_of_kind
from kg.sorting import LIMIT, Sorter
from kg.vocab import P_CLAIM_SUBJECT, P_CONTRADICTS, PROV_WAS_DERIVED_FROM, RDF_TYPE, Names

_TYPE: Final = f"<{RDF_TYPE}>"
_ABOUT: Final = f"<{P_CLAIM_SUBJECT}> "
_RESTS_ON: Final = f"<{PROV_WAS_DERIVED_FROM}> "
_AGAINST: Final = f"<{P_CONTRADICTS}> "

#: A predicate and an object, as one string.
Pair = str


class Block(NamedTuple):
    """All that is said of one subject; ``section`` is the number of its section in a Turtle document."""

    section: int
    subject: Term
    pairs: list[Pair]


class Blocks:
    """The blocks of a graph. What is not a thing of ours (the ontology, the data set) stays in memory: it does not grow.

    Besides the blocks it knows which types subjects have and which triples stand in the default graph, by numbers
    (``hash``), of which no two that are asked for agree but once in many millions of graphs.
    """

    def __init__(self, names: Names, folder: Path | None = None, limit: int = LIMIT) -> None:
        """Keep blocks on the disk of ``folder``, ``limit`` bytes of each sort in memory."""
        self._names, self._folder, self._limit = names, folder, limit
        self._others: defaultdict[Term, set[Pair]] = defaultdict(set)
        self._others_told: defaultdict[Term, set[Pair]] = defaultdict(set)
        self._things: dict[int, Sorter] = {}
        self._told: dict[int, Sorter] = {}
        self._by_graph = Sorter(folder, limit)
        self._typed, self._types, self._stated = array("q"), array("H"), array("q")
        self._type_names: dict[Term, int] = {}
        self._index: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
        self._gone: _Gone | None = None

    def add(self, subject: Term, pairs: Iterable[tuple[Term, Term]], graph: Term = "") -> None:
        """Add something that is said of a subject, in a named graph or in the default one."""
        rest = []
        for predicate, value in pairs:
            rest.append(f"{predicate} {value}")
            if predicate == _TYPE:
                self._typed.append(hash(subject))
                self._types.append(self._type_names.setdefault(value, len(self._type_names)))
        section = section_of_kind(subject, self._names)
        if not graph:
            self._stated.extend(hash((subject, pair)) for pair in rest)
        line = "\t".join((subject, *rest))
        if graph:
            self._by_graph.add(f"{graph}\t{line}")
        if section is None:
            (self._others_told if graph else self._others)[subject].update(rest)
            return
        sorters = self._told if graph else self._things
        if section not in sorters:
            sorters[section] = Sorter(self._folder, self._limit)
        sorters[section].add(line)

    def __iter__(self) -> Iterator[Block]:
        """Yield all blocks by section, and in it by subject."""
        others = sorted(
            (section_of(subject, pairs, self._names), subject, sorted(pairs)) for subject, pairs in self._others.items()
        )
        for section in range(len(SECTIONS)):
            lines = heapq.merge(*(s[section] for s in (self._things, self._told) if section in s))
            found = (Block(section, *block) for block in self._whole(lines))
            mine = (Block(*other) for other in others if other[0] == section)
            yield from heapq.merge(mine, found)

    def default_graph(self) -> Iterator[Block]:
        """Yield the blocks of the default graph by subject."""
        # All things of a kind lie in one folder.
        kinds = [self._whole(self._things[section]) for section in self._things]
        others = ((subject, sorted(pairs)) for subject, pairs in sorted(self._others.items()))
        return (Block(0, *block) for block in heapq.merge(others, *kinds))

    def named_graphs(self) -> Iterator[tuple[Term, Block]]:
        """Yield the blocks of the named graphs, by name of the graph and subject."""
        lines = iter(self._by_graph)
        key, pairs = "", set[Pair]()
        for line in chain(lines, ("",)):
            graph, _, rest = line.partition("\t")
            subject, _, more = rest.partition("\t")
            if f"{graph}\t{subject}" != key:
                if pairs and (kept := self._kept(key.partition("\t")[2], pairs)):
                    yield key.partition("\t")[0], Block(0, key.partition("\t")[2], kept)
                key, pairs = f"{graph}\t{subject}", set()
            pairs.update(more.split("\t"))

    def others(self) -> Iterator[Block]:
        """Yield the blocks of what is not a thing of ours, but for what named graphs say of it."""
        return (Block(0, subject, sorted(pairs)) for subject, pairs in sorted(self._others.items()))

    def types_of(self, terms: Collection[Term]) -> Iterator[tuple[Term, Term]]:
        """Yield each of the terms with each of its types."""
        known, types, _ = self._indexed()
        wanted = list(terms)
        codes = np.fromiter(map(hash, wanted), np.int64, len(wanted))
        begins, ends = np.searchsorted(known, codes), np.searchsorted(known, codes, "right")
        names = list(self._type_names)
        for at in np.flatnonzero(ends > begins):
            for number in dict.fromkeys(types[begins[at] : ends[at]].tolist()):
                yield wanted[at], names[number]

    def states(self, triples: Collection[tuple[Term, Pair]]) -> Iterator[tuple[Term, Pair]]:
        """Yield those of the triples that stand in the default graph."""
        _, _, stated = self._indexed()
        wanted = list(triples)
        codes = np.fromiter(map(hash, wanted), np.int64, len(wanted))
        at = np.minimum(np.searchsorted(stated, codes), max(len(stated) - 1, 0))
        return (wanted[i] for i in np.flatnonzero(stated[at] == codes)) if len(stated) else iter(())

    def leave_out(self, things: Collection[Term]) -> None:
        """Leave things out from now on, with their claims, the mentions that only these rest on, and parts of them.

        Can be asked for once.
        """
        claims, mentions = set(), set()
        for block in self:
            if any(pair.startswith(_ABOUT) and pair[len(_ABOUT) :] in things for pair in block.pairs):
                claims.add(block.subject)
                mentions.update(_values(block, _RESTS_ON))
        for block in self:
            if mentions and block.subject not in claims:
                mentions.difference_update(_values(block, _RESTS_ON))
        self._gone = _Gone(frozenset(things), frozenset(claims), frozenset(mentions))

    def nquads(self) -> Iterator[str]:
        """Yield the lines of an N-Quads document: the default graph, then each named graph by name; all sorted."""
        for block in self.default_graph():
            yield "".join(f"{block.subject} {pair} .\n" for pair in block.pairs)
        for graph, block in self.named_graphs():
            yield "".join(f"{block.subject} {pair} {graph} .\n" for pair in block.pairs)

    def write_turtle(self, path: Path) -> int:
        """Write a Turtle document and return the number of its triples. Raises OSError where the disk refuses."""
        count = 0

        def counted() -> Iterator[Block]:
            nonlocal count
            for block in self:
                count += len(block.pairs)
                yield block

        body = TurtleBody(counted(), self._names)
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=self._folder) as draft:
            draft.writelines(body)
            draft.seek(0)
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.write(body.head())  # which is known only now
                shutil.copyfileobj(draft, file, 1 << 20)
        return count

    def close(self) -> None:
        """Let go of all blocks."""
        for sorter in (*self._things.values(), *self._told.values(), self._by_graph):
            sorter.close()

    def _whole(self, lines: Iterable[str]) -> Iterator[tuple[Term, list[Pair]]]:
        """Put the pieces of each subject together."""
        subject, pairs = "", set[Pair]()
        for line in chain(lines, ("",)):
            name, _, rest = line.partition("\t")
            if name != subject:
                if pairs and (kept := self._kept(subject, pairs)):
                    yield subject, kept
                subject, pairs = name, set()
            pairs.update(rest.split("\t"))

    def _kept(self, subject: Term, pairs: set[Pair]) -> list[Pair]:
        """Return what is said of a subject and was not left out, sorted."""
        if self._gone is None:
            return sorted(pairs)
        return [] if self._gone.has(subject) else sorted(pair for pair in pairs if not self._gone.speaks(pair))

    def _indexed(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        if self._index is None:
            typed, types = np.array(self._typed, np.int64), np.array(self._types, np.uint16)
            order = np.argsort(typed, kind="stable")
            self._index = (typed[order], types[order], np.unique(np.array(self._stated, np.int64)))
            del self._typed, self._types, self._stated
        return self._index


class _Gone(NamedTuple):
    """What was left out."""

    things: frozenset[Term]
    claims: frozenset[Term]
    mentions: frozenset[Term]

    def has(self, subject: Term) -> bool:
        """Whether all that is said of a subject was left out: parts of a thing are named after it."""
        if subject in self.things or subject in self.claims or subject in self.mentions:
            return True
        return f"{subject[:-1].rpartition('-')[0]}>" in self.things

    def speaks(self, pair: Pair) -> bool:
        """Whether a pair speaks of what was left out."""
        value = pair.partition(" ")[2]
        return value in self.things or (pair.startswith(_AGAINST) and value in self.claims)


def _values(block: Block, predicate: str) -> list[Term]:
    """Return the objects of a predicate, which is given with the space behind it."""
    return [pair[len(predicate) :] for pair in block.pairs if pair.startswith(predicate)]
