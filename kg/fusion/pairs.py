"""Pairs of numbers, each once and in order, more of them than memory should hold: sorted runs on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Final

import numpy as np

#: Pairs that are sorted in memory before they go to disk as one run; as many are read at a time.
LOT: Final = 1 << 21
#: Numbers of each run by which shares are marked off.
_MARKS: Final = 10_000


class Pairs:
    """Takes pairs of numbers below 2^31, the smaller number of each first, and gives each back once, in order.

    The order is that of tiles of 2^``tile`` numbers by as many, so that pairs that come one after the other are of few
    numbers; within a tile, and where it is of one number only, that of the numbers.
    """

    def __init__(self, folder: Path | None = None, lot: int = LOT, tile: int = 0) -> None:
        """Use the disk of ``folder``, or where the system keeps temporary files; hold ``lot`` pairs in memory."""
        self._folder, self._lot, self._tile = folder, lot, tile
        self._parts: list[np.ndarray] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        self._runs: list[int] = []

    def add(self, pairs: Iterable[Iterable[int]]) -> None:
        """Take pairs. Raises OSError where the disk refuses."""
        numbers = np.fromiter(chain.from_iterable(pairs), np.int64)
        one, other, tile, inside = numbers[::2], numbers[1::2], self._tile, (1 << self._tile) - 1
        tiles = one >> tile << 31 + tile | other >> tile << 2 * tile
        self._parts.append(tiles | (one & inside) << tile | other & inside)
        self._size += len(self._parts[-1])
        if self._size > self._lot:
            self._spill()

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield all pairs, each once, sorted."""
        return self.share(0, 1)

    def share(self, number: int, of: int) -> Iterator[tuple[int, int]]:
        """Yield the pairs of one of so many shares, sorted: as many as of the others, or nearly so, and none of theirs."""
        runs = self._sorted()
        # What marks the bounds are some of the numbers of all runs.
        marks = np.sort(np.concatenate([run[:: max(1, len(run) // _MARKS)] for run in runs]))
        begin, end = (marks[len(marks) * n // of] if 0 < n < of and len(marks) else None for n in (number, number + 1))
        runs = [run[_place(run, begin, 0) : _place(run, end, len(run))] for run in runs]
        if len(runs) == 1:
            yield from self._of(runs[0])
            return
        # The runs are cut where one of them holds a lot, so that pieces of about a lot are sorted together.
        step = max(1, self._lot // len(runs))
        cuts = np.unique(np.concatenate([run[::step] for run in runs]))[1:].tolist()
        at = [0] * len(runs)
        for cut in [*cuts, None]:
            until = [len(run) if cut is None else int(np.searchsorted(run, cut)) for run in runs]
            yield from self._of(
                np.unique(np.concatenate([run[i:j] for run, i, j in zip(runs, at, until, strict=True)]))
            )
            at = until

    def close(self) -> None:
        """Let go of all pairs."""
        self._parts = []
        if self._file is not None:
            self._file.close()

    def _taken(self) -> np.ndarray:
        found = np.unique(np.concatenate(self._parts)) if self._parts else np.array([], np.int64)
        self._parts, self._size = [found], len(found)
        return found

    def _sorted(self) -> list[np.ndarray]:
        """Return the runs."""
        if not self._runs:
            return [self._taken()]
        if self._size:
            self._spill()
        assert self._file is not None
        self._file.flush()
        ends = np.cumsum(self._runs)
        codes = np.memmap(self._file, np.int64, "r", shape=(int(ends[-1]),))
        return [codes[end - size : end] for end, size in zip(ends.tolist(), self._runs, strict=True)]

    def _spill(self) -> None:
        found = self._taken()
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  (lives as long as this)
        self._file.write(found.tobytes())
        self._runs.append(len(found))
        self._parts, self._size = [], 0

    def _of(self, codes: np.ndarray) -> Iterator[tuple[int, int]]:
        tile, inside = self._tile, (1 << self._tile) - 1
        one = codes >> 31 + tile << tile | codes >> tile & inside
        other = (codes >> 2 * tile & (1 << 31 - tile) - 1) << tile | codes & inside
        return zip(one.tolist(), other.tolist(), strict=True)


def _place(run: np.ndarray, code: int | None, otherwise: int) -> int:
    """Return where in a run a code would stand."""
    return otherwise if code is None else int(np.searchsorted(run, code))
