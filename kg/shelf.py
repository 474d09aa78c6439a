"""Lines on disk: what a build works with while it is made, so that memory does not grow with what articles say.

The files have no names (where the system can do that), so that nothing is left behind however a build ends.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from kg.model.account import Account
from kg.model.lines import account_of

#: Bytes that are read or written at a time.
_BUFFER = 1 << 18


class Lines:
    """Lines of text in a file of their own: written one after the other, read back by number."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open an empty file on the disk of ``folder``, or where the system keeps temporary files."""
        self._file: IO[bytes] = tempfile.TemporaryFile(buffering=_BUFFER, dir=folder)  # noqa: SIM115  (lives as long as this)
        self._ends = array("Q", [0])
        self._at_end = True

    def append(self, line: str) -> int:
        """Write a line and return its number. Raises OSError where the disk refuses."""
        if not self._at_end:
            self._file.seek(self._ends[-1])
            self._at_end = True
        self._ends.append(self._ends[-1] + self._file.write(line.encode("utf-8")))
        return len(self) - 1

    def __getitem__(self, number: int) -> str:
        """Return a line. Raises IndexError where there is none of that number."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        begin, end = self._ends[number], self._ends[number + 1]
        self._file.seek(begin)
        self._at_end = False
        return self._file.read(end - begin).decode("utf-8")

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._ends) - 1

    def close(self) -> None:
        """Give the file back to the system."""
        self._file.close()


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
    def accounts(self) -> Collection[Account]:
        """All accounts, in the order of the ids of their articles, each read when it is asked for."""
        return _Accounts(self)

    def close(self) -> None:
        """Give the files back to the system."""
        self._accounts.close()
        self._facts.close()


class _Accounts(Collection[Account]):
    """The accounts of a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __iter__(self) -> Iterator[Account]:
        return (account_of(self._shelf.account_line(article)) for article in self._shelf.ids)

    def __len__(self) -> int:
        return len(self._shelf)

    def __contains__(self, account: object) -> bool:
        return isinstance(account, Account) and account in iter(self)
