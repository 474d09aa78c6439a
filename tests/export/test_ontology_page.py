from __future__ import annotations

import re
from html.parser import HTMLParser

import rdflib

from kg.config import ontology_dir
from kg.export.ontology_page import ontology_page

OURS = "https://w3id.org/gaiko/ontology#"


class Page(HTMLParser):
    """Ids, links and tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []


def test_every_term_of_the_ontology_has_its_place_on_the_page_once() -> None:
    page = Page(ontology_page())
    graph = rdflib.Graph().parse(ontology_dir() / "gaiko.ttl")
    terms = {
        str(s).removeprefix(OURS)
        for s in graph.subjects(rdflib.RDF.type, None)
        if str(s).startswith(OURS) and not str(s).endswith("Scheme")
    }
    assert len(terms) > 100 and terms <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_links_within_the_page_lead_somewhere() -> None:
    page = Page(ontology_page())
    within = {link[1:] for link in page.links if link.startswith("#")}
    assert within and within <= set(page.ids)


def test_the_page_runs_nothing_and_fetches_nothing() -> None:
    text = ontology_page("en")
    assert not Page(text).tags & {"script", "img", "iframe", "link"}
    assert not re.search(r"url\((?!#)|@import", text)
    assert "default-src 'none'" in text


def test_definitions_stand_in_both_languages_and_the_page_opens_in_the_one_asked_for() -> None:
    assert 'id="in-en" checked' in ontology_page("en") and 'id="in-ja" checked' in ontology_page("ja")
    assert "会談・会合" in ontology_page() and "announcement to their end" in ontology_page()
