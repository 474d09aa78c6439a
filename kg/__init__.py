"""Gaikō KG: Japanese diplomatic news in, a knowledge graph that can be trusted out."""

from kg.config import VERSION

__version__ = VERSION
__all__ = ["__version__"]
