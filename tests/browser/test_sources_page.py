"""The page of a build of real articles, as somebody sees it who opens the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.building import build
from kg.config import ontology_dir
from kg.pipeline import load_tools
from tests.browser.conftest import Opened

SOURCES = ontology_dir().parent / "sources" / "russia-dprk"
Visit = Callable[..., Opened]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("page") / "build"
    assert build([SOURCES], out, load_tools()).failed == ()
    return out / "network.html"


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_states_and_events_are_drawn_without_the_network(visit: Visit, page: Path, width: int, height: int) -> None:
    opened = visit(page, width=width, height=height)
    assert opened.counts()["drawn"] == opened.counts()["nodes"] > 4
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    events = visit(page, "#view=events", width=width, height=height)
    assert events.counts()["drawn"] == events.counts()["nodes"] > 20


def test_a_state_leads_to_the_sentences(visit: Visit, page: Path) -> None:
    opened = visit(page, "#view=states&select=state:RUS")
    details = opened.page.locator("#details").inner_text()
    assert "ロシア" in details
    assert "北朝鮮" in details
