"""What a word on the command line stands for: a thing of the graph, or articles."""

from __future__ import annotations

from pathlib import Path

from kg.errors import NoInputError
from kg.folder import inputs
from kg.model.article import Article
from kg.read.fault import ReadFault
from kg.read.readers import STANDARD_INPUT, read_paths
from kg.read.unique import settle
from kg.vocab import KINDS, Names


def thing_iri(word: str, names: Names | None = None) -> str | None:
    """Return the IRI that a word is: in full, in angle brackets or with a prefix (``event:1f…``); None for others."""
    bare = word.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = bare.partition(":")
    if local.startswith("//"):
        return bare
    return (names or Names()).namespace(prefix) + local if colon and prefix in KINDS else None


def find_articles(word: str, build: Path) -> list[Article]:
    """Return the articles at a path, or the article of that id among those that a build was made of.

    Raises NoInputError where there is none, with the causes if there is a file that cannot be read.
    """
    if word == STANDARD_INPUT or Path(word).exists():
        items = list(read_paths([word]))
        faults = [str(item) for item in items if isinstance(item, ReadFault)]
        articles = [item for item in items if isinstance(item, Article)]
        if not articles:
            raise NoInputError("\n".join(faults))
        return articles
    known = (item for item in read_paths(inputs(build)) if isinstance(item, Article))
    found = [article for article in settle(known).articles if article.id == word]
    if not found:
        raise NoInputError(f"{word}: neither a file, nor the id of an article of this build, nor an IRI")
    return found
