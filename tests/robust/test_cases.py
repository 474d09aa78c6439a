"""Bytes that once broke something, or came near it, found by ``fuzz.py`` or made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.robust.fuzz import CASES, seeds
from tests.robust.targets import TARGETS

FILES = sorted(CASES.glob("*/*"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_case_holds(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_a_search_begins_with_what_holds(name: str) -> None:
    """One seed of each target in every run: the targets and their seeds are as the program is."""
    found = list(seeds(name))
    assert found
    TARGETS[name](found[-1])
