"""The network page in Chromium: how soon it is painted, and how soon it answers a click.

    python -m benchmarks.page [--nodes 10000] [--clicks 12] [--rounds 3]

A made-up network of so many nodes is written as one page and opened at 1280 × 800, offline and without graphics hardware.
*Painted* is from the start of navigation to the first picture. A click on a node is timed by the browser itself (Event
Timing: from the event to the next frame that shows what it changed, in steps of 8 ms); *processor* is what the main thread
spent on it, which does not grow when other programs run, and *drawn* how often the whole picture was drawn for it. Other
choices (a kind of event switched off and on, another view, a step of the range of dates) are timed in the same way.
Prints a table and writes ``results/page.json``. Needs ``pip install -e ".[dev]"`` and Chromium (``CHROMIUM`` names it).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from kg.export.network import NetworkPage
from tests.export.synthetic import synthetic_view

RESULTS: Final = Path(__file__).parent / "results" / "page.json"
ARGUMENTS: Final = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
VIEWS: Final = ("states", "events", "persons")
LEAST: Final = 16  # ms; quicker events are not reported
SETTLED: Final = 0.6  # seconds after which an answer is over

WATCH = """() => {
  window.seen = [];
  window.drawn = 0;
  networkPage.network.on('afterDrawing', () => { window.drawn += 1; });
  new PerformanceObserver(list => {
    for (const { interactionId, duration } of list.getEntries()) if (interactionId) window.seen.push(duration);
  }).observe({ type: 'event', durationThreshold: 16 });
}"""
NODES = """() => networkPage.network.body.nodeIndices.map(id => networkPage.screen(networkPage.key(id)))
  .filter(({ x, y }) => x > 60 && x < 840 && y > 80 && y < 460)"""
CHOICES: Final[tuple[tuple[str, Callable[[Page], None]], ...]] = (
    ("meetings off", lambda page: page.locator("[data-group=meeting]").click()),
    ("meetings on", lambda page: page.locator("[data-group=meeting]").click()),
    ("a step of the range", lambda page: page.locator("#from").press("ArrowRight")),
    ("all dates again", lambda page: page.locator("#range-reset").click()),
    ("view of persons", lambda page: page.locator("#tab-persons").click()),
    ("view of states", lambda page: page.locator("#tab-states").click()),
    ("table", lambda page: page.locator("#tab-table").click()),
    ("view of events", lambda page: page.locator("#tab-events").click()),
)


class Answers:
    """What a page does between a choice of its reader and its answer."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.evaluate(WATCH)

    def processor(self) -> float:
        """Milliseconds of the main thread until now."""
        found = self.session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(metric["value"] for metric in found if metric["name"] == "TaskDuration"))

    def time(self, act: Callable[[], object]) -> dict[str, float]:
        """Milliseconds until the answer is seen and of the main thread, and how often the picture was drawn."""
        self.page.evaluate("() => { window.seen = []; window.drawn = 0; }")
        begun = self.processor()
        act()
        time.sleep(SETTLED)
        spent = self.processor() - begun
        seen, drawn = self.page.evaluate("[window.seen, window.drawn]")
        return {"ms": max(seen, default=LEAST), "processor": round(spent, 1), "drawn": drawn}


def opened(browser: Browser, path: Path, view: str) -> Page:
    """A page in a window of its own, once it is painted."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce", offline=True)
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{path.as_uri()}#view={view}")
    while not page.evaluate("performance.getEntriesByName('painted').length"):
        time.sleep(0.02)
    time.sleep(SETTLED)
    return page


def painted(browser: Browser, path: Path, rounds: int) -> list[float]:
    """Milliseconds to the first picture, round by round."""
    times = []
    for _ in range(rounds):
        page = opened(browser, path, "states")
        times.append(round(page.evaluate("performance.getEntriesByName('painted')[0].startTime"), 1))
        page.context.close()
    return times


def clicks(browser: Browser, path: Path, view: str, count: int) -> dict[str, Any]:
    """Clicks on nodes all over the picture of a view."""
    page = opened(browser, path, view)
    answers = Answers(page)
    left, top = page.evaluate("(({ x, y }) => [x, y])(document.querySelector('#canvas').getBoundingClientRect())")
    spots = page.evaluate(NODES)
    found = []
    for spot in spots[:: max(len(spots) // count, 1)][:count]:
        x, y = left + spot["x"], top + spot["y"]
        page.mouse.move(x, y)
        time.sleep(0.2)
        found.append(answers.time(lambda x=x, y=y: page.mouse.click(x, y)))  # type: ignore[misc]
    drawn = page.evaluate("networkPage.counts()")
    page.context.close()
    return {
        "nodes": drawn["drawn"],
        "links": drawn["lines"],
        **{f"{name}_ms": summary(found, key) for name, key in (("answer", "ms"), ("processor", "processor"))},
        "drawn": sum(int(one["drawn"]) for one in found),
    }


def choices(browser: Browser, path: Path) -> dict[str, dict[str, float]]:
    """Other choices, one after another, from the view of events."""
    page = opened(browser, path, "events")
    answers = Answers(page)
    found = {name: answers.time(lambda act=act: act(page)) for name, act in CHOICES}  # type: ignore[misc]
    page.context.close()
    return found


def summary(found: list[dict[str, float]], key: str) -> dict[str, float]:
    """Median and most of some measurements."""
    values = [one[key] for one in found]
    return {"median": round(statistics.median(values), 1), "most": max(values)}


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--clicks", type=int, default=12, help="clicks in each view")
    parser.add_argument("--rounds", type=int, default=3, help="how often the page is opened to be timed")
    parser.add_argument("--results", type=Path, default=RESULTS)
    args = parser.parse_args()
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        parser.error("no Chromium found; set CHROMIUM to a browser")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "network.html"
        NetworkPage(synthetic_view(args.nodes)).write_html(path)
        browser = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        result = {
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, Chromium {browser.version}",
            "nodes": args.nodes,
            "bytes": path.stat().st_size,
            "painted_ms": painted(browser, path, args.rounds),
            "click": {view: clicks(browser, path, view, args.clicks) for view in VIEWS},
            "choice": choices(browser, path),
        }
        browser.close()
    args.results.parent.mkdir(exist_ok=True)
    args.results.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(f"{args.nodes} nodes, {result['bytes'] / 1e6:.1f} MB, painted after {min(result['painted_ms'])} ms")
    for view, row in result["click"].items():
        answer, processor = row["answer_ms"], row["processor_ms"]
        print(
            f"click in {view:8} ({row['nodes']:5} nodes, {row['links']:5} links) {answer['median']:5} ms, at most {answer['most']:5}"
            f"; processor {processor['median']:6}, at most {processor['most']:6}; picture drawn {row['drawn']} times"
        )
    for name, one in result["choice"].items():
        print(f"{name:20} {one['ms']:5} ms; processor {one['processor']:6}; picture drawn {one['drawn']} times")


if __name__ == "__main__":
    main()
