"""One version of the graph with all that pages know of it, made in the background when a new build comes."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from kg.serve.graph import Served
from kg.serve.pages.index import Index
from kg.serve.pages.names import NameIndex
from kg.serve.pages.questions import Answering
from kg.serve.pages.reader import Reader


class Edition:
    """A version of the graph, with its index and its names."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.version = served.version
        self.reader = Reader(served.store)
        self.index = Index(self.reader)
        self.names = NameIndex(self.index)
        self.answer = Answering(self.reader)
        # what every front page needs is made before anybody asks
        _ = self.index.newest_first, self.index.busiest_first, self.index.ahead, self.index.conflicts
        _ = served.triples

    def file(self, name: str) -> Path | None:
        """Return a file of the build, or None where there is none."""
        path = self.served.place / name
        return path if self.served.place.is_dir() and path.is_file() else None


class Editions:
    """The edition that is shown: the old one until the next is ready."""

    def __init__(self, served: Served) -> None:
        self._maker = ThreadPoolExecutor(1, "edition")
        self._lock = threading.Lock()
        self._wanted = served
        self._next: Future[Edition] = self._maker.submit(Edition, served)
        self._shown: Edition | None = None

    def warm(self) -> None:
        """Do now what takes long when it is first asked for."""
        self._next.result().answer.warm()

    def of(self, served: Served) -> Edition:
        """Return the edition of the graph that is served, or the one before while that is being made."""
        with self._lock:
            if served is not self._wanted and self._next.done():
                self._wanted = served
                self._next = self._maker.submit(Edition, served)
            coming = self._next
            if self._shown is not None and not coming.done():
                return self._shown
        edition = coming.result()
        with self._lock:
            self._shown = edition
        return edition
