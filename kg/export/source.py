"""What an export is made from."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.errors import NoInputError
from kg.export.model import NetworkView
from kg.export.view import view_of

Language = Literal["ja", "en"]


class Source:
    """A graph, and the folder of the build that it belongs to if there is one; its view is made once.

    ``language`` (``ja`` or ``en``) is that of what is made for people: pages and figures. ``like`` is an earlier page
    whose places are kept.
    """

    def __init__(
        self, store: ox.Store, folder: Path | None = None, language: Language = "ja", like: Path | None = None
    ) -> None:
        self.store = store
        self.folder = folder
        self.language = language
        self.like = like

    @cached_property
    def view(self) -> NetworkView:
        """The network of the graph."""
        return view_of(self.store)

    def existing(self, name: str) -> Path | None:
        """Return the file of that name in the build, or None."""
        path = self.folder / name if self.folder else None
        return path if path and path.is_file() else None

    def required(self, name: str) -> Path:
        """Return the file of that name in the build. Raises NoInputError where there is none."""
        path = self.existing(name)
        if path is None:
            raise NoInputError(f"{self.folder / name if self.folder else name}: not there; kg build makes it")
        return path
