"""What could not be read, as a record: reading goes on after it."""

from __future__ import annotations

from typing import NamedTuple


class ReadFault(NamedTuple):
    """An input that did not become an article: the file, the line in it (counted from 1, or None), and why."""

    path: str
    line: int | None
    cause: str

    def __str__(self) -> str:
        """Return ``path: cause`` or ``path, line 3: cause``, always on one line."""
        return "".join(c if c.isprintable() else " " for c in f"{self.where}: {self.cause}")

    @property
    def where(self) -> str:
        """The file, and the line if it is known."""
        return self.path if self.line is None else f"{self.path}, line {self.line}"
