"""Web pages: trafilatura finds the main text and the metadata, htmldate the date that the page declares."""

from __future__ import annotations

import re
from pathlib import Path

from kg.errors import ReadError
from kg.model.article import Article
from kg.read.encoding import decode
from kg.read.fields import article, display, stem

_CHARSET = re.compile(rb"""(?i)<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""")
#: Where a page declares its date of publication. Dates in its prose, its address or its footer are not declarations.
_DECLARATIONS = (
    "//meta[not(contains(@property | @name | @itemprop, 'modif') or contains(@property | @name | @itemprop, 'updat'))]",
    "//script[@type='application/ld+json']",
    "//time[@pubdate or @itemprop='datePublished']",
)
#: htmldate would otherwise refuse dates after today, which makes the result depend on the clock.
_EARLIEST, _LATEST = "1850-01-01", "2199-12-31"
#: The date that trafilatura guesses is not used; its thorough search loads a parser of 200 languages (4 s).
_FAST = {"extensive_search": False}


def read_html(path: Path, data: bytes) -> Article:
    """Return the article of a web page; raises ReadError where the page has no main text."""
    import trafilatura
    from lxml import html

    name = display(path)
    declared = _CHARSET.search(data[:4096])
    page = decode(data, declared[1].decode("ascii") if declared else None)
    tree = trafilatura.load_html(page)
    if tree is None:
        raise ReadError(name, "not a web page")
    published = _published(html.tostring(tree, encoding="unicode"))
    found = trafilatura.bare_extraction(
        tree, favor_precision=True, include_comments=False, with_metadata=True, date_extraction_params=_FAST
    )
    if found is None or isinstance(found, dict) or not found.text:
        raise ReadError(name, "no main text found in the page")
    title = " ".join((found.title or "").split())
    fields = {
        "title": title,
        "publisher": found.sitename,
        "url": found.url,
        "published": published,
        "language": tree.get("lang"),
    }
    return article(name, stem(path), found.text.removeprefix(f"{title}\n"), fields)


def _published(page: str) -> str | None:
    """Return the declared date of publication, as an ISO date, or None."""
    import htmldate
    from lxml import html

    tree = html.document_fromstring(page)
    kept = [node for path in _DECLARATIONS for node in tree.xpath(path)]
    head = "".join(html.tostring(node, encoding="unicode", with_tail=False) for node in kept)
    if not head:
        return None
    return htmldate.find_date(
        f"<html><head>{head}</head><body></body></html>",
        extensive_search=False,
        original_date=True,
        min_date=_EARLIEST,
        max_date=_LATEST,
    )
