from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pyvis.network import Network

from kg.errors import DataError
from kg.export.layout import layouts
from kg.export.model import NetworkView, Node
from kg.export.network import NetworkPage, json_block, places_of, timeline_bins, write_network
from tests.export.hostile import ATTACKS, hostile_view
from tests.export.made import made_store
from tests.export.synthetic import synthetic_view


class Page(HTMLParser):
    """The elements of a page with their attributes, and the texts of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[tuple[str, dict[str, str | None], str]] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = (tag, dict(attrs)) if tag in ("script", "style") else None

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, attributes = self._open
            self.inline.append((tag, attributes, data))

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    @property
    def data(self) -> dict[str, Any]:
        return json.loads("".join(text for _, attributes, text in self.inline if attributes.get("id") == "data"))  # type: ignore[no-any-return]

    @property
    def policy(self) -> str:
        metas = [attributes for tag, attributes in self.elements if tag == "meta"]
        return next(meta["content"] or "" for meta in metas if meta.get("http-equiv") == "Content-Security-Policy")


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(NetworkPage(synthetic_view(60)).generate_html())


def test_it_is_a_pyvis_network() -> None:
    network = NetworkPage(synthetic_view(60))
    assert isinstance(network, Network)
    assert network.num_nodes() == 60 and network.get_node(0)["id"] == 0
    assert {edge["from"] for edge in network.get_edges()} <= {node["id"] for node in network.nodes}


def test_a_page_is_standards_mode_html_and_names_its_language_and_encoding() -> None:
    text = NetworkPage(synthetic_view(10), language="en").generate_html()
    assert text.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    assert '<meta name="viewport"' in text and "<noscript>" in text


def test_nothing_is_fetched_from_anywhere(page: Page) -> None:
    for tag, attributes in page.elements:
        for name in ("src", "href", "srcset", "data", "action", "poster"):
            address = attributes.get(name)
            assert address is None or address.startswith("data:image/svg+xml,"), (tag, name, address)
    for _, attributes, text in page.inline:
        if attributes.get("type") != "application/json":
            assert "@import" not in text and "sourceMappingURL" not in text
            assert not re.search(r"url\(\s*['\"]?(https?:)?//", text)


def test_the_policy_allows_the_scripts_and_the_style_of_the_page_and_nothing_else(page: Page) -> None:
    for kind in ("script", "style"):
        texts = [t for tag, a, t in page.inline if tag == kind and a.get("type") != "application/json"]
        hashes = {"sha256-" + base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts}
        rule = next(part for part in page.policy.split("; ") if part.startswith(f"{kind}-src "))
        assert set(rule.split()[1:]) == {f"'{one}'" for one in hashes} and hashes
    assert page.policy.startswith("default-src 'none'; ") and "unsafe" not in page.policy
    assert not any(name.startswith("on") or name == "style" for _, a in page.elements for name in a)


def test_our_script_never_makes_elements_from_text(page: Page) -> None:
    program = page.inline[-1][2]
    assert "NODES" in program
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch("):
        assert word not in program


def test_the_data_come_back_as_they_went_in() -> None:
    view = hostile_view()
    data = Page(NetworkPage(view).generate_html()).data
    assert [node["key"] for node in data["nodes"]] == [node.key for node in view.nodes]
    labels = {node["label"] for node in data["nodes"]}
    assert ATTACKS[0] in labels and ATTACKS[6] in labels
    assert {quote for _, quote in data["quotes"]} == set(ATTACKS)


def test_hostile_texts_stay_inside_the_data_block() -> None:
    text = NetworkPage(hostile_view(), heading=ATTACKS[0]).generate_html()
    page = Page(text)
    assert not [attributes for tag, attributes in page.elements if tag in ("img", "iframe") or "onload" in attributes]
    assert sum(tag == "script" for tag, _ in page.elements) == 3
    assert "<title>&lt;/script&gt;&lt;img" in text


def test_a_json_block_holds_no_character_that_ends_a_script() -> None:
    text = "</script>&\u2028\u2029<!--"
    block = json_block({"a": text})
    assert not set("<>&\u2028\u2029") & set(block) and json.loads(block) == {"a": text}
    with pytest.raises(ValueError, match="JSON compliant"):
        json_block(float("nan"))


def test_sentences_and_articles_are_written_once(page: Page) -> None:
    data = page.data
    assert len(data["facts"]) > len(data["quotes"]) == len({tuple(quote) for quote in data["quotes"]})
    assert {fact["q"] for fact in data["facts"]} == set(range(len(data["quotes"])))


def test_both_languages_have_the_same_words(page: Page) -> None:
    texts = page.data["text"]
    assert texts["ja"].keys() == texts["en"].keys()
    asked = set(
        re.findall(r'data-(?:text|label|placeholder)="([^"{]+)"', NetworkPage(synthetic_view(9)).generate_html())
    )
    asked |= set(re.findall(r"\bt\('([^']+)'", page.inline[-1][2]))
    assert asked <= texts["ja"].keys()


def test_every_kind_of_node_has_a_place_in_the_legend(page: Page) -> None:
    kinds = {kind for group in page.data["groups"] for kind in group["kinds"]}
    assert {node["kind"] for node in page.data["nodes"]} <= kinds
    shapes = [group["shape"] for group in page.data["groups"]]
    colours = [group["color"] for group in page.data["groups"]]
    assert len(set(shapes)) == len(shapes) and len(set(colours)) == len(colours)


def test_the_same_store_gives_the_same_file_in_any_locale(tmp_path: Path) -> None:
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    write_network(made_store(), first)
    write_network(made_store(), second)
    assert first.read_bytes() == second.read_bytes()
    assert "崔善姫" in first.read_text("utf-8") and b"\r\n" not in first.read_bytes()


def timeline(*days: str) -> list[dict[str, Any]]:
    nodes = tuple(
        Node(f"event:{number}", "meeting", "x", edtf=day, earliest=day, latest=day) for number, day in enumerate(days)
    )
    return timeline_bins(NetworkView(nodes, (), (), ()))


def test_a_short_time_is_shown_in_months_without_gaps() -> None:
    bins = timeline("2024-11-05", "2025-02-28")
    assert [one["label"] for one in bins] == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert bins[0]["from"] == "2024-11-01" and bins[-1]["to"] == "2025-02-28"


def test_a_long_time_is_shown_in_longer_steps() -> None:
    assert timeline("2000-02-01", "2030-01-01")[0] == {"label": "2000-01", "from": "2000-01-01", "to": "2000-03-31"}
    assert [one["label"] for one in timeline("1900-01-01", "2020-01-01")][:2] == ["1900", "1901"]


def test_few_events_of_long_ago_share_the_first_bar() -> None:
    bins = timeline("1951-09-08", *(f"20{year}-0{month}-01" for year in range(15, 25) for month in range(1, 9)))
    assert bins[0] == {"label": "2015-01", "from": "0001-01-01", "to": "2015-01-31", "before": True}


def test_no_dates_no_timeline() -> None:
    assert timeline_bins(NetworkView((Node("event:x", "meeting", "x"),), (), (), ())) == []


def test_the_places_of_a_page_can_be_read_back_and_kept(tmp_path: Path) -> None:
    view = synthetic_view(60)
    page = tmp_path / "old.html"
    NetworkPage(view).write_html(page)
    places = places_of(page)
    assert places == layouts(view)
    moved = {picture: {key: (x + 7, y) for key, (x, y) in spots.items()} for picture, spots in places.items()}
    again = NetworkPage(view, kept=moved)
    assert all(node["at"]["events"][0] == places["events"][node["key"]][0] + 7 for node in again.nodes)
    page.write_text("<html></html>", encoding="utf-8")
    with pytest.raises(DataError, match=r"old\.html"):
        places_of(page)
