"""Finding things by name: in Japanese, by reading, in English, by alias or code; whatever the width, case or kana."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final, NamedTuple

import pyoxigraph as ox
from sudachipy import Dictionary, SplitMode

from kg.query.things import NAMING
from kg.serve.pages.index import Index
from kg.serve.pages.reader import PAGES, Thing

_BETWEEN: Final = re.compile(r"[\s・･=＝‐-―'’.\-]+")
_KANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_KANJI: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
#: Kinds whose names are too many and too long to be read aloud or guessed at.
_LONG: Final = ("event", "article")
_LONGEST_QUERY: Final = 200
_LONGEST_GUESS: Final = 40
_MOST_FOUND: Final = 2_000


class Hit(NamedTuple):
    """A thing that a word names, and by which of its names; none where it is by the key of its IRI."""

    thing: Thing
    by: str


class _Entry(NamedTuple):
    folded: str
    last: str
    shown: str
    iri: str
    kind: str


class _Names:
    """Names in one string, so that looking for a part of them is one search in it."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self.entries = sorted(set(entries))
        self._text = "\n".join(entry.folded for entry in self.entries)
        self._starts = list(accumulate((len(entry.folded) + 1 for entry in self.entries), initial=0))

    def having(self, part: str) -> Iterator[_Entry]:
        """Yield the entries of whose name something is a part, no more than can be looked through."""
        at = self._text.find(part)
        for _ in range(_MOST_FOUND):
            if at < 0:
                return
            number = bisect_right(self._starts, at) - 1
            yield self.entries[number]
            at = self._text.find(part, self._starts[number + 1])


class NameIndex:
    """All names of a graph, folded once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        entries = list(self._read())
        self._short = _Names(entry for entry in entries if entry.kind not in _LONG)
        self._long = _Names(entry for entry in entries if entry.kind in _LONG)
        self._exact: defaultdict[str, set[str]] = defaultdict(set)
        self._last: defaultdict[str, set[str]] = defaultdict(set)
        for entry in entries:
            self._exact[entry.folded].add(entry.iri)
            self._last[entry.last].add(entry.iri)

    def search(self, query: str, limit: int) -> list[Hit]:
        """Return the things that a text names or is part of the name of, the likeliest first.

        Actors, places and treaties come before events and articles, and among either the whole name before its last
        part, that before a beginning and any other part; among equals the thing that takes part in most events, or the
        newest event. Of several words each has to be in the name.
        """
        words = [word for word in map(fold, query[:_LONGEST_QUERY].split()) if word]
        if not words:
            return []
        wanted, longest = "".join(words), max(words, key=len)
        best: dict[str, tuple[tuple[bool, bool, int, int, int, int], str]] = {}
        for names in (self._short, self._long):
            for entry in names.having(longest):
                if all(word in entry.folded for word in words):
                    event = self._index.events.get(entry.iri)
                    order = (
                        entry.kind in _LONG,
                        event is not None and event.what == "statement",
                        _rank(entry, wanted),
                        -len(self._index.of(entry.iri)),
                        _days_ago(event.day if event else self._index.published.get(entry.iri, "")),
                        len(entry.shown),
                    )
                    if entry.iri not in best or order < best[entry.iri][0]:
                        best[entry.iri] = order, entry.shown
        chosen = sorted((order, iri, by) for iri, (order, by) in best.items())
        hits = ((self._index.reader.thing(iri), by) for _, iri, by in chosen[:limit])
        return [Hit(thing, by) for thing, by in hits if thing is not None]

    def exactly(self, word: str) -> list[Thing]:
        """Return the things that have this name, or where none has it, those of whose names it is the last part."""
        wanted = fold(word)
        found = (self._exact.get(wanted) or self._last.get(wanted) or ()) if wanted else ()
        return self._index.reader.things(sorted(found))

    def nearest(self, word: str, limit: int = 5) -> list[Thing]:
        """Return the things whose names are most like a word; events and articles are not guessed at."""
        known = sorted({entry.folded for entry in self._short.entries})
        close = difflib.get_close_matches(fold(word[:_LONGEST_GUESS]), known, n=3 * limit, cutoff=0.6)
        iris = dict.fromkeys(iri for folded in close for iri in sorted(self._exact[folded]))
        return self._index.reader.things(list(iris)[:limit])

    # ---- reading

    def _read(self) -> Iterator[_Entry]:
        read_aloud = _Readings()
        reader = self._index.reader
        for naming in NAMING:
            for quad in reader.store.quads_for_pattern(None, ox.NamedNode(naming), None, None):
                if not (isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)):
                    continue
                parts = reader.parts(quad.subject.value)
                if parts is None or parts[0] not in PAGES:
                    continue
                text, kind = quad.object.value, parts[0]
                forms = {text: text, parts[1]: ""}
                if kind not in _LONG and quad.object.language == "ja" and _KANJI.search(text):
                    forms[read_aloud(text)] = text
                for form, shown in forms.items():
                    entry = _Entry(fold(form), _last(form), shown, quad.subject.value, kind)
                    if entry.folded:
                        yield entry


class _Readings:
    """How names are read, by the dictionary."""

    def __init__(self) -> None:
        self._tokenize = Dictionary().tokenizer(mode=SplitMode.C).tokenize

    def __call__(self, text: str) -> str:
        return "".join(m.reading_form() for m in self._tokenize(text[:_LONGEST_QUERY]))


def fold(text: str) -> str:
    """Return a text in the form in which names are compared: without width, case, accents, kana, spaces and dots."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFD", plain)
        plain = unicodedata.normalize("NFC", "".join(c for c in letters if not "\u0300" <= c <= "\u036f"))
    return _BETWEEN.sub("", plain.translate(_KANA))


def _days_ago(day: str) -> int:
    return -dt.date.fromisoformat(day).toordinal() if day else 0


def _last(name: str) -> str:
    parts = [part for part in _BETWEEN.split(name) if part]
    return fold(parts[-1]) if len(parts) > 1 else ""


def _rank(entry: _Entry, wanted: str) -> int:
    if entry.folded == wanted:
        return 0
    if entry.last == wanted:
        return 1
    return 2 if entry.folded.startswith(wanted) else 3
