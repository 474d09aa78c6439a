"""Gaikō KG: Japanese diplomatic news in, a knowledge graph that can be trusted out."""

from kg.config import VERSION as __version__

__all__ = ["__version__"]
