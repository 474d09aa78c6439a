"""What an account follows from, besides the text: the versions of rules, registry and dictionary."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from kg.config import RULES_VERSION, VERSION, ontology_dir
from kg.link.registry import registry_digest

_PACKAGES = ("sudachipy", "sudachidict-core")


def versions() -> dict[str, str]:
    """Return the versions by name; ``registry`` is the beginning of the SHA-256 of its files."""
    return {
        "kg": VERSION,
        "rules": RULES_VERSION,
        "registry": registry_digest(ontology_dir() / "registry")[:12],
        **{package: _version(package) for package in _PACKAGES},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
