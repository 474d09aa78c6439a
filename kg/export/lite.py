"""The lite profile: facts and articles only.

Claims and the mentions they rest on are nine tenths of a graph. Whoever wants to draw or count what is accepted can
leave them out; which article tells of a thing stays (``gaiko:reportedIn``), and so does the ontology.
"""

from __future__ import annotations

import pyoxigraph as ox

from kg import vocab as v
from kg.export.source import Source

#: What tells where the words of a claim stand; without claims they describe nothing.
_LEFT_OUT = (v.CLAIM, v.MENTION)


def lite(source: Source) -> Source:
    """Return the same graph without claims and mentions, as one ground graph in memory."""
    out = {
        quad.subject
        for cls in _LEFT_OUT
        for quad in source.store.quads_for_pattern(None, ox.NamedNode(v.RDF_TYPE), ox.NamedNode(cls), None)
    }
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(*quad.triple) for quad in source.store if quad.subject not in out and quad.object not in out
    )
    return Source(store, language=source.language, like=source.like)
