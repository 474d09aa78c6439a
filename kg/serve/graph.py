"""The graph that is served: where it is, which version, and that it may be replaced while it is served.

A build swaps its folder in one step, so a server has either the old graph or the new one open, and learns of the new
one by looking at which folder the name leads to.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.query.run import open_store
from kg.vocab import NIF_REFERENCE_CONTEXT, PROV_WAS_DERIVED_FROM, Names

if TYPE_CHECKING:
    import pyoxigraph as ox

_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Served:
    """One version of a graph: the store, opened once, and what follows from it. ``place`` is a build or an RDF file."""

    place: Path

    def open(self) -> None:
        """Do now what takes time. Raises NoInputError where there is no graph."""
        _ = self.identity, self.store, self.version

    @cached_property
    def store(self) -> ox.Store:
        """The store, open for reading. Raises NoInputError where there is none."""
        return open_store(self.place)

    @cached_property
    def version(self) -> str:
        """The SHA-256 of the graph file."""
        path = self.place if self.place.is_file() else self.place / "graph.ttl"
        digest = hashlib.sha256()
        if path.is_file():
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
        else:
            digest.update(str(sorted(p.name for p in self.place.rglob("*.sst"))).encode())
        return digest.hexdigest()

    @cached_property
    def triples(self) -> int:
        """How many triples there are."""
        return len(self.store)

    @cached_property
    def identity(self) -> tuple[int, int]:
        """Which folder or file the name led to when it was opened."""
        return identity(self.place)

    def stale(self) -> bool:
        """Whether another build stands at the place by now."""
        try:
            return identity(self.place) != self.identity
        except OSError:
            return False  # it is just being swapped, or gone: what is open stays

    def article_graph(self, iri: str) -> list[ox.Quad]:
        """Return what one article says, as ``graph.nq`` has it: its claims and the mentions they rest on, sorted."""
        import pyoxigraph as ox

        if not iri.startswith(Names().namespace("article")):
            return []
        quads: set[ox.Quad] = set()
        for mention in self.store.quads_for_pattern(None, ox.NamedNode(NIF_REFERENCE_CONTEXT), ox.NamedNode(iri), None):
            quads.update(self.store.quads_for_pattern(mention.subject, None, None, None))
            for claim in self.store.quads_for_pattern(None, ox.NamedNode(PROV_WAS_DERIVED_FROM), mention.subject, None):
                quads.update(self.store.quads_for_pattern(claim.subject, None, None, None))
        return sorted(quads, key=str)


def identity(place: Path) -> tuple[int, int]:
    """Return what tells one folder or file from another that takes its place."""
    at = place if place.is_file() else place / "graph.ttl" if (place / "graph.ttl").is_file() else place
    seen = at.stat()
    return seen.st_ino, seen.st_mtime_ns
