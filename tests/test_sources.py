"""The articles that we wrote: all listed, all readable, with addresses that lead nowhere."""

from __future__ import annotations

import tomllib

from kg.config import ontology_dir
from kg.model.article import Article
from kg.read.readers import read_paths

SOURCES = ontology_dir().parent / "sources"
WITHOUT_DATE = {"singapore-revived-20180602", "japan-us-20250208"}


def test_the_manifest_lists_every_file() -> None:
    manifest = tomllib.loads((SOURCES / "manifest.toml").read_text("utf-8"))
    listed = [entry["path"] for entry in manifest["file"]]
    found = [str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*") if path.is_file()]
    assert sorted(listed) == sorted(set(found) - {"manifest.toml"})
    for entry in manifest["file"]:
        assert entry["set"] == entry["path"].split("/")[0]
        assert entry["licence"].startswith("CC BY 4.0")
        assert entry["publisher"]
        assert entry["note"]


def test_every_article_is_read() -> None:
    items = list(read_paths([SOURCES]))
    articles = [item for item in items if isinstance(item, Article)]
    assert len(articles) == len(items) == 63
    assert len({article.id for article in articles}) == 63
    for article in articles:
        assert 250 <= len(article.text) <= 1200, article.id
        if article.id in WITHOUT_DATE:
            assert article.published is None
            continue
        assert article.published, article.id
        assert article.url and article.url.startswith("https://example.org/"), article.id
        assert article.publisher, article.id


def test_a_date_in_an_id_is_that_of_publication() -> None:
    for article in read_paths([SOURCES]):
        assert isinstance(article, Article)
        day = next(part for part in article.id.split("-") if part.isdigit() and len(part) == 8)
        # The two versions of one article carry the day of the event.
        if article.published and not article.id.startswith("saudi-iran-20230310"):
            assert article.published.strftime("%Y%m%d") == day, article.id
