"""Where things are and what this is: the versions, and the folder of the ontology."""

from __future__ import annotations

from pathlib import Path

VERSION = "0.1.0"
#: Raised whenever a rule changes what is read, so that caches and diffs know.
RULES_VERSION = "1"


def ontology_dir() -> Path:
    """Return the folder of ontology, shapes, registry and named queries, in a wheel or in a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "ontology"
    return packaged if packaged.is_dir() else here.parent / "ontology"
