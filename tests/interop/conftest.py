from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.building import build
from kg.pipeline import load_tools

SOURCES = Path(__file__).parents[2] / "sources"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of our own articles."""
    folder = tmp_path_factory.mktemp("interop") / "build"
    report = build([SOURCES], folder, load_tools())
    assert not report.failed
    return folder


@pytest.fixture(scope="session")
def number(made: Path) -> int:
    """How many triples the graph has, as the store counts them."""
    return len(ox.Store.read_only(str(made / "store")))
