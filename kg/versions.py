"""What an account follows from, besides the text: the versions of rules, registry and dictionary."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from kg.config import RULES_VERSION, VERSION, ontology_dir
from kg.link.registry import registry_digest

_PACKAGES = ("sudachipy", "sudachidict-core")
#: A module that a compiled build has as an extension.
_STAGE = "kg.segment.clauses"


def versions() -> dict[str, str]:
    """Return the versions by name; ``registry`` is the beginning of the SHA-256 of its files.

    ``reading`` tells whether the stages from text to claims run compiled: the accounts are the same.
    """
    return {
        "kg": VERSION,
        "rules": RULES_VERSION,
        "registry": registry_digest(ontology_dir() / "registry")[:12],
        **{package: _version(package) for package in _PACKAGES},
        "reading": "compiled" if compiled() else "interpreted",
    }


def compiled() -> bool:
    """Whether the stages of reading are extension modules."""
    stage = find_spec(_STAGE)
    return stage is not None and stage.origin is not None and not stage.origin.endswith(".py")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
