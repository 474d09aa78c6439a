"""Questions in words: read by a grammar that stands in ``forms.toml``, answered by the named queries.

``answer`` and ``Answer`` are imported when they are asked for: ``import kg.ask`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.ask.run import Answer, Asker, Quote, answer

__all__ = ["Answer", "Asker", "Quote", "answer"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (any of the names above)
    """Import what is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kg.ask import run

    return getattr(run, name)
