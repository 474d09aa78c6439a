"""Gaikō KG: Japanese diplomatic news in, a knowledge graph that can be trusted out.

From Python::

    import kg

    graph = kg.build("news/", "build")           # or kg.open("build")
    graph.ask("プーチン大統領は2025年に誰と会談したか")
    graph.query("meetings", person="ラブロフ", since="2025-07").frame()
    graph.rdf                                    # an rdflib.Dataset

``kg.build`` and ``kg.open`` give a ``kg.Build``. What they need is imported when they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.config import VERSION

if TYPE_CHECKING:
    from kg.api import Build, Row, Rows, build, open

__version__ = VERSION
__all__ = ["Build", "Row", "Rows", "__version__", "build", "open"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (any of the names above)
    """Import what is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kg import api

    return getattr(api, name)
