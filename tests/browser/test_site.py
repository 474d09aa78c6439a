"""The pages of a server in a real browser: nothing is asked of anybody else, nothing breaks, everybody can use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.conftest import wait_until
from tests.serve.conftest import server, write_build
from tests.serve.worlds import TEXTS, hostile_triples

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
PATHS = (
    "/", "/id/event/e1", "/id/person/x-yoshida", "/id/state/RUS", "/id/treaty/t1", "/id/article/first", "/id/event/e3",
    "/id/office/rus-foreign-minister", "/search?q=外相", "/browse/person", "/browse/conflict", "/workbench", "/nowhere",
)  # fmt: skip
QUERY = """SELECT ?meeting ?date ?a ?b WHERE {
  ?meeting a gaiko:Meeting ; gaiko:earliestDate ?date ; gaiko:participant ?a, ?b .
  FILTER(STR(?a) < STR(?b))
}"""


class Visited:
    """A page of a server, and what happened on it: requests elsewhere, and errors."""

    def __init__(self, page: Any, base: str) -> None:
        self.page, self.base = page, base
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _said(self, message: Any) -> None:
        # that a page is missing is what a test asked for
        if message.type in ("error", "warning") and "404" not in message.text:
            self.errors.append(message.text)


Open = Callable[..., Visited]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the made world and one in which every text is an attack."""
    folder = tmp_path_factory.mktemp("site") / "build"
    folder.mkdir()
    write_build(folder, *hostile_triples())
    with server(folder) as client:
        client.get("/", headers={"Accept": "text/html"})
        yield str(client.base_url)


@pytest.fixture
def visit(chromium: Any, base: str) -> Iterator[Open]:
    """Open a page of the server in a window of its own; every window is checked for requests elsewhere and errors."""
    contexts: list[Any] = []
    pages: list[Visited] = []

    def visit(path: str, *, width: int = 1280, height: int = 800, dark: bool = False, scripts: bool = True) -> Visited:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            has_touch=width < 600,
            is_mobile=width < 600,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        visited = Visited(context.new_page(), base)
        pages.append(visited)
        visited.page.goto(base + path)
        return visited

    yield visit
    for visited in pages:
        assert visited.elsewhere == [] and visited.errors == []
    for context in contexts:
        context.close()


def desk(visited: Visited) -> Any:
    """The workbench, as soon as it is there."""
    wait_until(visited.page, "window.workbench !== undefined")
    return visited.page


@pytest.mark.parametrize("path", PATHS)
def test_a_phone_shows_every_page_without_scrolling_aside(visit: Open, path: str) -> None:
    page = visit(path, width=390, height=844).page
    page.wait_for_timeout(150)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.compatMode") == "CSS1Compat"


@pytest.mark.parametrize("dark", [False, True])
def test_no_serious_fault_of_access_is_found(visit: Open, dark: bool) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm install --prefix tests")
    faults = []
    for path in (*PATHS, "/workbench#query=" + str(httpx.QueryParams({"q": QUERY}))[2:]):
        visited = visit(path, dark=dark)
        if path.startswith("/workbench"):
            desk(visited)
            visited.page.wait_for_timeout(500)
        visited.page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
        visited.page.evaluate(AXE.read_text("utf-8"))
        found = visited.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        faults += [
            (path, v["id"], [n["html"][:160] for n in v["nodes"]][:4])
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]
    assert not faults


def test_the_search_box_offers_names_by_keyboard(visit: Open) -> None:
    page = visit("/").page
    page.locator("#q").press_sequentially("ちぇ")
    option = page.get_by_role("option").first
    option.wait_for()
    assert "崔善姫" in option.inner_text() and page.locator("#q").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert option.get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert page.get_by_role("option").count() == 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/person/choe-son-hui")
    assert page.locator("h1").inner_text() == "崔善姫"


def test_without_scripts_pages_are_whole_and_the_workbench_is_a_form(visit: Open) -> None:
    page = visit("/", scripts=False).page
    page.locator("#q").fill("ウォンサン")
    page.locator("#q").press("Enter")
    page.get_by_role("link", name="元山", exact=True).first.click()
    assert page.locator("h1").inner_text() == "元山"
    page.goto(page.url.split("/id/")[0] + "/workbench?name=meetings&person=崔善姫")
    assert "person/choe-son-hui" in page.locator("#query").input_value() and page.locator("#plain").is_visible()


def test_the_language_is_switched_by_a_link_and_kept(visit: Open) -> None:
    page = visit("/id/event/e1").page
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en" and "3 December 2025" in page.locator("main").inner_text()
    page.get_by_role("link", name="Choe Son-hui").first.click()
    page.wait_for_url("**/id/person/choe-son-hui?lang=en")
    assert page.get_by_role("link", name="日本語").get_attribute("href") == "/id/person/choe-son-hui"


def test_the_network_keeps_the_language_and_leads_to_pages_and_back(visit: Open) -> None:
    visited = visit("/network?lang=en#view=events&select=state:RUS")
    page = visited.page
    wait_until(page, "window.networkPage !== undefined")
    assert page.title() == "Diplomatic network" and page.locator("#front").is_visible()
    page.get_by_role("link", name="Open its page").click()
    assert page.url == visited.base + "/id/state/RUS?lang=en"
    page.go_back()
    page.locator("#front").click()
    assert page.url == visited.base + "/?lang=en"


def test_evidence_opens_under_a_fact_and_pages_are_walked_by_keyboard(visit: Open) -> None:
    page = visit("/id/event/e1").page
    fact = page.locator(".fact", has_text="場所").locator(".told-value")
    assert not fact.locator("blockquote").first.is_visible()
    fact.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fact.locator("mark").first.inner_text() == "元山"
    page.reload()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


# ---- the workbench --------------------------------------------------------------------------------------------------


def ask(visited: Visited, query: str) -> Any:
    page = desk(visited)
    page.evaluate("query => { workbench.yasqe.setValue(query); }", query)
    page.locator(".yasqe_queryButton").click()
    page.locator(".yasr .dataTable tbody tr").first.wait_for()
    return page


def test_a_query_is_asked_and_its_things_lead_to_their_pages(visit: Open) -> None:
    page = ask(visit("/workbench"), QUERY)
    assert "#query=SELECT" in page.url
    link = page.get_by_role("link", name="崔善姫", exact=True)
    assert link.get_attribute("href") == "/id/person/choe-son-hui"
    link.click()
    page.wait_for_url("**/id/person/choe-son-hui")


def test_rows_are_shown_as_network_timeline_and_chart(visit: Open) -> None:
    page = ask(visit("/workbench"), QUERY)
    page.locator(".select_network").click()
    page.locator(".ring a").first.wait_for()
    assert {"崔善姫", "𠮷田"} <= set(page.locator(".ring title").all_text_contents())
    page.locator(".select_timeline").click()
    page.locator(".timeline a").first.wait_for()
    assert "2025-12-03" in page.locator(".timeline title").first.text_content()
    counting = "SELECT ?p (COUNT(?e) AS ?n) { ?e gaiko:participant ?p } GROUP BY ?p"
    page.locator(".select_chart").click()
    page.evaluate("query => { workbench.yasqe.setValue(query); workbench.yasqe.query(); }", counting)
    page.locator(".view .bars li", has_text="崔善姫").wait_for()


def test_a_query_in_the_address_is_asked_at_once(visit: Open, base: str) -> None:
    visited = visit("/sparql?query=" + str(httpx.QueryParams({"q": QUERY}))[2:])
    desk(visited)
    assert visited.page.url.startswith(f"{base}/workbench#query=")
    visited.page.locator(".yasr .dataTable tbody tr").first.wait_for()


def test_a_named_query_takes_its_values_from_a_form(visit: Open) -> None:
    page = desk(visit("/workbench"))
    page.get_by_text("会談・会合の一覧").click()
    form = page.locator("form[data-query=meetings]")
    form.locator("input[name=person]").fill("崔善姫")
    page.wait_for_timeout(300)
    page.keyboard.press("Escape")
    form.get_by_role("button").click()
    page.locator(".yasr .dataTable tbody tr").first.wait_for()
    assert "person/choe-son-hui" in page.evaluate("workbench.yasqe.getValue()")
    assert page.locator(".yasr .dataTable tbody tr").count() == 1


def test_what_is_wrong_with_a_query_is_said(visit: Open) -> None:
    visited = visit("/workbench")
    page = desk(visited)
    page.evaluate("workbench.yasqe.setValue('SELECT ?x WHERE { ?x }')")
    page.evaluate("workbench.yasqe.query().catch(() => {})")
    page.locator(".yasr [role=alert]").wait_for()
    assert "line 1" in page.locator(".yasr [role=alert]").inner_text()
    # the browser tells of every answer that is no success
    visited.errors[:] = [error for error in visited.errors if "400" not in error]


def test_the_editor_marks_prefixes_that_nobody_declares_and_no_others(visit: Open) -> None:
    page = desk(visit("/workbench"))
    marks = page.locator(".parseErrorIcon")
    assert "gaiko:" in page.evaluate("workbench.yasqe.getValue()")
    assert "PREFIX" not in page.evaluate("workbench.yasqe.getValue()")
    page.evaluate("workbench.yasqe.setValue('SELECT * { ?x nope:y ?z }')")
    marks.wait_for(state="attached")
    page.evaluate("workbench.yasqe.setValue('SELECT * { ?x gaiko:status gaiko:Held ; rdfs:label ?z }')")
    marks.wait_for(state="detached")
    page = desk(visit("/workbench"))
    page.wait_for_timeout(500)
    assert page.locator(".parseErrorIcon").count() == 0


def test_the_editor_completes_terms_and_things_of_this_graph_alone(visit: Open) -> None:
    page = desk(visit("/workbench"))
    for typed, offered, taken in (
        ("gaiko:particip", "参加者", "gaiko:participant"),
        ("person:choe", "崔善姫", "person:choe-son-hui"),
    ):
        page.evaluate("workbench.yasqe.setValue('SELECT * {\\n  ?x \\n}')")
        page.evaluate("workbench.yasqe.setCursor({line: 1, ch: 5}); workbench.yasqe.focus()")
        page.keyboard.type(typed)
        hint = page.locator(".CodeMirror-hint", has_text=offered).first
        hint.wait_for()
        hint.click()
        assert taken in page.evaluate("workbench.yasqe.getValue()")


def test_hostile_texts_do_nothing_in_any_view(visit: Open) -> None:
    visited = visit("/workbench")
    page = ask(
        visited,
        "SELECT ?label ?thing ?event { ?thing rdfs:label ?label . ?event gaiko:participant ?thing . FILTER(CONTAINS(STR(?thing), '/p')) }",
    )
    for view in ("network", "timeline", "chart", "response", "table"):
        page.locator(f".select_{view}").click()
        page.wait_for_timeout(250)
    page.locator("#top-q").press_sequentially("script")
    page.wait_for_timeout(400)
    assert page.evaluate("window.PWNED") is None
    for number in range(len(TEXTS)):
        for path in (f"/id/person/p{number}", f"/id/event/ev{number}", f"/id/article/a{number}"):
            visited.page.goto(visited.base + path)
            assert visited.page.evaluate("window.PWNED") is None
