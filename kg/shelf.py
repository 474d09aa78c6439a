"""Lines on disk: what a build works with while it is made, so that memory does not grow with what articles say.

The files have no names (where the system can do that), so that nothing is left behind however a build ends.
"""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from io import FileIO
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, overload

from kg.model.account import Account
from kg.model.lines import account_of
from kg.sorting import read_at, write_at

T = TypeVar("T")
#: Bytes that are written at a time.
_BUFFER = 1 << 18


class _Pieces:
    """Bytes in a file, written piece after piece, read back by number.

    They are read without a buffer: what is asked for next seldom lies beside it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Open an empty file on the disk of ``folder``, or where the system keeps temporary files."""
        self._file: FileIO = tempfile.TemporaryFile(buffering=0, dir=folder)  # noqa: SIM115  (lives as long as this)
        self._ends = array("Q", [0])
        self._unwritten = bytearray()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._ends) - 1

    def close(self) -> None:
        """Give the file back to the system."""
        self._file.close()

    def _write(self, data: bytes) -> int:
        self._unwritten += data
        self._ends.append(self._ends[-1] + len(data))
        if len(self._unwritten) >= _BUFFER:
            self._flush()
        return len(self) - 1

    def _flush(self) -> None:
        while self._unwritten:
            at = self._ends[-1] - len(self._unwritten)
            del self._unwritten[: write_at(self._file, self._unwritten, at)]

    def _read(self, number: int) -> bytes:
        if not 0 <= number < len(self):
            raise IndexError(number)
        begin, end = self._ends[number], self._ends[number + 1]
        if end > self._ends[-1] - len(self._unwritten):
            self._flush()
        return read_at(self._file, end - begin, begin)


class Lines(_Pieces):
    """Lines of text in a file of their own: written one after the other, read back by number."""

    def append(self, line: str) -> int:
        """Write a line and return its number. Raises OSError where the disk refuses."""
        return self._write(line.encode("utf-8"))

    def __getitem__(self, number: int) -> str:
        """Return a line. Raises IndexError where there is none of that number."""
        return self._read(number).decode("utf-8")


class Objects(_Pieces, Generic[T]):
    """Objects in a file of their own, for the process that makes them: they are pickled."""

    def append(self, value: T) -> int:
        """Write an object and return its number. Raises OSError where the disk refuses."""
        return self._write(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))

    def __getitem__(self, number: int) -> T:
        """Return an object. Raises IndexError where there is none of that number."""
        value: T = pickle.loads(self._read(number))
        return value

    def __iter__(self) -> Iterator[T]:
        """Yield all objects in the order in which they were written."""
        return (self[number] for number in range(len(self)))


class Kept(Sequence[T]):
    """Objects on disk in the order of their keys; in memory are the keys. No two objects have the same key."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep nothing yet, and then on the disk of ``folder``."""
        self._objects: Objects[T] = Objects(folder)
        self._keys: list[Any] = []
        self._order: list[int] | None = None

    def add(self, key: Any, value: T) -> None:  # noqa: ANN401  (anything that can be compared)
        """Keep an object. Raises OSError where the disk refuses."""
        self._keys.append(key)
        self._objects.append(value)
        self._order = None

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> list[T]: ...

    def __getitem__(self, index: int | slice) -> T | list[T]:
        if self._order is None:
            self._order = sorted(range(len(self._keys)), key=self._keys.__getitem__)
        if isinstance(index, slice):
            return [self._objects[number] for number in self._order[index]]
        return self._objects[self._order[index]]

    def __len__(self) -> int:
        return len(self._keys)

    def close(self) -> None:
        """Give the disk back to the system."""
        self._objects.close()


class Analysed(NamedTuple):
    """What became of one article.

    ``account`` is its account and ``facts`` its object of ``facts.jsonl``, both as JSON lines; ``found`` counts the
    facts by the lists of that format, ``unlinked`` the mentions without an entity by reason. Where the analysis failed,
    ``cause`` tells why on one line, and there is nothing else.
    """

    article: str
    account: str = ""
    facts: str = ""
    found: tuple[int, ...] = ()
    unlinked: tuple[tuple[str, int], ...] = ()
    cause: str = ""


class Shelf:
    """What the articles of a build say: the account and the facts of each, a line on disk, by its id."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open an empty shelf on the disk of ``folder``."""
        self._accounts, self._facts = Lines(folder), Lines(folder)
        self._numbers: dict[str, int] = {}

    def put(self, analysed: Analysed) -> None:
        """Keep what one article says. Articles may come in any order, each once."""
        self._numbers[analysed.article] = self._accounts.append(analysed.account)
        self._facts.append(analysed.facts)

    def __len__(self) -> int:
        """Return how many articles say something."""
        return len(self._numbers)

    def __contains__(self, article: object) -> bool:
        """Whether there is something of an article."""
        return article in self._numbers

    @property
    def ids(self) -> list[str]:
        """The ids of the articles, sorted."""
        return sorted(self._numbers)

    def account_line(self, article: str) -> str:
        """Return the account of an article as a line. Raises KeyError where there is none."""
        return self._accounts[self._numbers[article]]

    def facts(self) -> Iterator[str]:
        """Yield the facts of all articles, in the order of their ids."""
        return (self._facts[self._numbers[article]] for article in self.ids)

    @property
    def accounts(self) -> Mapping[str, Account]:
        """All accounts by article, in the order of the ids, each read when it is asked for."""
        return _Accounts(self)

    def close(self) -> None:
        """Give the files back to the system."""
        self._accounts.close()
        self._facts.close()


class _Accounts(Mapping[str, Account]):
    """The accounts of a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __getitem__(self, article: str) -> Account:
        return account_of(self._shelf.account_line(article))

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf.ids)

    def __len__(self) -> int:
        return len(self._shelf)
