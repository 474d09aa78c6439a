"""More lines than memory holds, in order: sorted in runs on disk, and the runs merged when they are read."""

from __future__ import annotations

import heapq
import os
import tempfile
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import IO, Final

#: Bytes of lines that are sorted in memory before they go to disk as one run.
LIMIT: Final = 16 << 20
#: Bytes of a run that are read at a time.
_CHUNK: Final = 1 << 17
#: What a line costs in memory besides its characters, in bytes.
_OVERHEAD: Final = 41


def read_at(file: IO[bytes] | FileIO, size: int, at: int) -> bytes:
    """Read bytes of a file, whoever else reads it, where the system can do that: a copy of this process, for one."""
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), size, at)
    file.seek(at)
    return file.read(size)


def write_at(file: FileIO, data: bytearray, at: int) -> int:
    """Write bytes to a file likewise, and return how many of them were written."""
    if hasattr(os, "pwrite"):
        return os.pwrite(file.fileno(), data, at)
    file.seek(at)
    return file.write(data)


class Sorter:
    """Takes lines in any order and gives them back in the order of their code points, as often as one likes.

    What fits into ``limit`` bytes stays in memory. The file on disk has no name, so that nothing is left behind.
    """

    def __init__(self, folder: Path | None = None, limit: int = LIMIT) -> None:
        """Use the disk of ``folder``, or where the system keeps temporary files."""
        self._folder, self._limit = folder, limit
        self._lines: list[bytes] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        self._runs: list[tuple[int, int]] = []

    def add(self, line: str) -> None:
        """Take a line, without a line feed in it. Raises OSError where the disk refuses."""
        data = line.encode("utf-8")
        self._lines.append(data)
        self._size += len(data) + _OVERHEAD
        if self._size > self._limit:
            self._spill()

    def __iter__(self) -> Iterator[str]:
        """Yield all lines in order; equal ones come as often as they were added."""
        self._lines.sort()  # the bytes of UTF-8 sort like the code points
        runs = [self._run(begin, end) for begin, end in self._runs]
        return (line.decode("utf-8") for line in heapq.merge(*runs, self._lines))

    def close(self) -> None:
        """Let go of all lines."""
        self._lines, self._runs = [], []
        if self._file is not None:
            self._file.close()
            self._file = None

    def _spill(self) -> None:
        self._lines.sort()
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  (lives as long as this)
        begin = self._file.seek(0, 2)
        self._file.writelines(line + b"\n" for line in self._lines)
        self._file.flush()  # they are read past the buffer
        self._runs.append((begin, self._file.tell()))
        self._lines, self._size = [], 0

    def _run(self, begin: int, end: int) -> Iterator[bytes]:
        assert self._file is not None
        rest = b""
        while begin < end:
            chunk = read_at(self._file, min(_CHUNK, end - begin), begin)
            begin += len(chunk)
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
