"""A real browser, offline, that keeps count of everything it asks for and complains about."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Opened:
    """A page that was opened from a file, and what happened on it: requests other than the file, and errors."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def state(self) -> dict[str, Any]:
        """What the page shows."""
        return self.page.evaluate("networkPage.state()")  # type: ignore[no-any-return]

    def counts(self) -> dict[str, int]:
        """How much the page shows."""
        return self.page.evaluate("networkPage.counts()")  # type: ignore[no-any-return]

    def fetched(self) -> list[str]:
        """All requests but that for the page, and for what the page itself made."""
        return [url for url in self.requests if not url.startswith((self.address, "data:", "blob:"))]


def wait_until(page: Any, expression: str, argument: Any = None, seconds: float = 30) -> None:
    """Wait until JavaScript holds; wait_for_function would need a page whose policy allows eval."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression, argument):
        assert time.monotonic() < end, f"after {seconds} s still not: {expression}"
        page.wait_for_timeout(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no chromium found; set CHROMIUM to a browser")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Opened]]:
    """Open a file, at a hash if wanted, in a window of its own; every window is checked for requests and errors."""
    contexts: list[Any] = []
    pages: list[Opened] = []

    def visit(path: Path, fragment: str = "", *, width: int = 1280, height: int = 800, dark: bool = False) -> Opened:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            offline=True,
            has_touch=width < 600,
            accept_downloads=True,
        )
        contexts.append(context)
        opened = Opened(context.new_page(), path.as_uri())
        pages.append(opened)
        opened.page.goto(path.as_uri() + fragment)
        wait_until(opened.page, "window.networkPage !== undefined")
        return opened

    yield visit
    for opened in pages:
        assert opened.fetched() == []
        assert opened.errors == []
    for context in contexts:
        context.close()
