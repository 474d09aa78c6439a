"""From a word to the things that it names in a graph: an IRI, a key, or any label, alias or code."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from kg import vocab as v
from kg.vocab import Names

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

#: The properties whose values name a thing.
NAMING: Final = (
    v.RDFS_LABEL,
    v.SKOS_ALT_LABEL,
    v.SKOS_NOTATION,
    v.term("familyName"),
    v.term("abbreviation"),
    v.term("metonym"),
    v.term("formerName"),
    v.term("iso3"),
)
_LANGUAGES: Final = ("ja", "en", "ko", "zh", "ru", None)
_KEY: Final = re.compile(r"[A-Za-z0-9_-]+\Z")
_CURIE: Final = re.compile(r"(?P<prefix>[a-z]+):(?P<local>[A-Za-z0-9_-]+)\Z")
_IRI: Final = re.compile(r"https?://[^\s<>\"{}|^`\\]+\Z")
_BETWEEN: Final = re.compile(r"[\s・=‐-―-]+")
_SUGGESTED: Final = 2


class Found(NamedTuple):
    """The things that a word names, sorted by IRI, and where there are none the nearest names."""

    things: tuple[NamedNode, ...]
    nearest: tuple[str, ...] = ()


def find_things(store: Store, word: str, names: Names) -> Found:
    """Find what a word names.

    It is an IRI, a prefixed name (``state:RUS``), a key (``RUS``, ``sergey-lavrov``) or a name as the graph has it.
    Only where that names nothing, capital letters, width of letters and what stands between the parts of a name (space,
    hyphen, ・) are set aside, and the last part is enough (ラブロフ for セルゲイ・ラブロフ, Lavrov for Sergey Lavrov).
    """
    exact = {*_by_iri(store, word, names), *_by_name(store, word)}
    found = exact or set(_loosely(store, word))
    things = tuple(sorted(found, key=lambda thing: thing.value))
    return Found(things, () if things else _nearest(store, word, names))


def _by_iri(store: Store, word: str, names: Names) -> Iterator[NamedNode]:
    """Yield the things whose IRI the word is, in full or in short."""
    from pyoxigraph import NamedNode

    if _IRI.match(word):
        candidates = {word}
    elif (curie := _CURIE.match(word)) and (namespace := names.prefixes().get(curie["prefix"])):
        candidates = {namespace + curie["local"]}
    elif _KEY.match(word):
        candidates = {names.namespace(kind) + key for kind in v.KINDS for key in (word, word.upper())}
    else:
        candidates = set()
    for candidate in candidates:
        node = NamedNode(candidate)
        # What was only denied has claims about it and no triples of its own.
        if any(store.quads_for_pattern(node, None, None)) or any(store.quads_for_pattern(None, None, node)):
            yield node


def _by_name(store: Store, word: str) -> Iterator[NamedNode]:
    """Yield the things that have exactly this name."""
    from pyoxigraph import Literal, NamedNode

    for language in _LANGUAGES:
        literal = Literal(word, language=language) if language else Literal(word)
        for naming in NAMING:
            for quad in store.quads_for_pattern(None, NamedNode(naming), literal):
                if isinstance(quad.subject, NamedNode):
                    yield quad.subject


def _loosely(store: Store, word: str) -> Iterator[NamedNode]:
    """Yield the things that have nearly this name."""
    wanted = _folded(word)
    if not wanted:
        return
    last = f"・{wanted}"
    for thing, name in _all_names(store):
        folded = _folded(name)
        if folded == wanted or folded.endswith(last):
            yield thing


def _nearest(store: Store, word: str, names: Names) -> tuple[str, ...]:
    """Return the names most like a word; those of events and articles are too many and too long to help."""
    aside = (names.namespace("event"), names.namespace("article"), v.VOCABULARIES["gaiko"])
    known = sorted({name for thing, name in _all_names(store) if not thing.value.startswith(aside)})
    return tuple(difflib.get_close_matches(word, known, n=_SUGGESTED, cutoff=0.6))


def _all_names(store: Store) -> Iterator[tuple[NamedNode, str]]:
    from pyoxigraph import Literal, NamedNode

    for naming in NAMING:
        for quad in store.quads_for_pattern(None, NamedNode(naming), None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                yield quad.subject, quad.object.value


def _folded(text: str) -> str:
    return _BETWEEN.sub("・", unicodedata.normalize("NFKC", text).strip().casefold())
