"""The names that a graph has, found in a question: the longest at each place, however its parts are joined."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kg import vocab as v
from kg.ask.forms import Grammar, load_grammar
from kg.config import ontology_dir
from kg.query.things import NAMING
from kg.vocab import Names

if TYPE_CHECKING:
    from pyoxigraph import Store

KINDS: Final = {
    "person": v.PERSON,
    "state": v.STATE,
    "organization": v.ORGANIZATION,
    "place": v.PLACE,
    "treaty": v.TREATY,
    "office": v.OFFICE,
}
_ABBREVIATION: Final = v.term("abbreviation")
_BETWEEN: Final = re.compile(r"[\s・=.‐-―-]")
_LATIN: Final = re.compile(r"[A-Za-z0-9À-ɏ]")
_KATAKANA: Final = re.compile(r"[ァ-ヺー]")
_SUFFIX: Final = re.compile(r"(?<!\s)\s+(?:Jr\.?|Sr\.?|[IVX]+)\Z")
#: States where the family name stands first in English text too.
_FAMILY_FIRST: Final = frozenset({"CHN", "HKG", "KHM", "KOR", "PRK", "SGP", "TWN", "VNM"})
_SHORT: Final = 4


class Named(NamedTuple):
    """What a stretch of a question names: where it ends, and the things by their kind."""

    end: int
    things: Mapping[str, tuple[str, ...]]


class Entry(NamedTuple):
    """A name of a thing."""

    name: str
    kind: str
    thing: str


@dataclass(slots=True)
class NameIndex:
    """Names by their letters alone; ``abbreviations`` are signs for states that count in compounds only (日米).

    ``homes`` are the states that persons and bodies act for.
    """

    abbreviations: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    _entries: dict[str, dict[str, set[tuple[str, str, bool]]]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Take up a name."""
        key = _folded(entry.name)
        if key:
            capitals = entry.name.isascii() and entry.name.isupper()
            self._entries.setdefault(key[0], defaultdict(set))[key].add((entry.kind, entry.thing, capitals))

    def things(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return the things that have exactly this name, by kind."""
        key = _folded(name)
        return _by_kind(self._entries.get(key[:1], {}).get(key, ()))

    def at(self, text: str, begin: int) -> Named | None:
        """Return the longest name that begins at a place of a question."""
        if not _starts(text, begin):
            return None
        keys = self._entries.get(_folded(text[begin]), {})
        best: Named | None = None
        key = ""
        for end in range(begin + 1, len(text) + 1):
            letter = _folded(text[end - 1])
            key += letter
            if letter and key in keys and _ends(text, end):
                written = text[begin:end]
                found = _by_kind(entry for entry in keys[key] if _written(written, entry[2]))
                if found:
                    best = Named(end, found)
            elif letter and end - begin > 2 and not any(known.startswith(key) for known in keys):
                break
        return best


def index_of(store: Store, grammar: Grammar, names: Names | None = None) -> NameIndex:
    """Return the names of the persons, states, bodies, places, treaties and offices of a graph."""
    from pyoxigraph import Literal, NamedNode

    index = NameIndex(homes=_homes(store))
    kind_of = NamedNode(v.RDF_TYPE)
    naming = [NamedNode(name) for name in NAMING if name != _ABBREVIATION]
    for kind, cls in KINDS.items():
        for typed in store.quads_for_pattern(None, kind_of, NamedNode(cls)):
            thing = typed.subject
            if not isinstance(thing, NamedNode):
                continue
            for prop in naming:
                for quad in store.quads_for_pattern(thing, prop, None):
                    if isinstance(quad.object, Literal):
                        literal = quad.object
                        home = index.homes.get(thing.value, "")
                        for name in _forms(literal.value, literal.language, kind, home):
                            index.add(Entry(name, kind, thing.value))
    for quad in store.quads_for_pattern(None, NamedNode(_ABBREVIATION), None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            name, state = quad.object.value, quad.subject.value
            if len(name) == 1 and "/state/" in state:
                index.abbreviations[name] = state
            else:
                index.add(Entry(name, _kind_of(state), state))
    _add_english(index, grammar, names or Names())
    return index


@cache
def registry_index(names: Names) -> NameIndex:
    """Return the names that the registry knows, whether a graph has them or not: slow, for what is named nowhere."""
    from kg.link.registry import load_registry

    registry = load_registry(ontology_dir() / "registry")
    index = NameIndex()
    for kind, records in (
        ("person", registry.persons),
        ("state", registry.states),
        ("organization", registry.organizations),
        ("place", registry.places),
    ):
        for key in records:
            thing = names.thing(kind, key)
            for name in registry.names(kind, key):
                index.add(Entry(name, kind, thing))
            for name in registry.names(kind, key, "en"):
                index.add(Entry(name, kind, thing))
    for person in registry.persons.values():
        thing = names.thing("person", person.key)
        if len(person.family) > 1:
            index.add(Entry(person.family, "person", thing))
        for name in registry.names("person", person.key, "en"):
            for form in _forms(name, "en", "person", names.thing("state", person.state) if person.state else ""):
                index.add(Entry(form, "person", thing))
    _add_english(index, load_grammar(), names)
    return index


def names_of(store: Store, thing: str) -> tuple[str, ...]:
    """Return the Japanese names of a thing, of two letters at least: how articles may write it."""
    from pyoxigraph import Literal, NamedNode

    found = {
        quad.object.value
        for prop in NAMING
        for quad in store.quads_for_pattern(NamedNode(thing), NamedNode(prop), None)
        if isinstance(quad.object, Literal) and quad.object.language in ("ja", None)
    }
    return tuple(sorted(name for name in found if len(name) > 1))


def label_of(store: Store, thing: str, language: str, unknown: str = "") -> str:
    """Return the label of a thing in a language; where it has none, what it is called meanwhile or its key."""
    from pyoxigraph import Literal, NamedNode

    for quad in store.quads_for_pattern(NamedNode(thing), NamedNode(v.RDFS_LABEL), None):
        if isinstance(quad.object, Literal) and quad.object.language == language:
            return quad.object.value
    return unknown or thing.rpartition("/")[2]


def _homes(store: Store) -> dict[str, str]:
    from pyoxigraph import NamedNode

    return {
        quad.subject.value: quad.object.value
        for quad in store.quads_for_pattern(None, NamedNode(v.P_OF_STATE), None)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


def _add_english(index: NameIndex, grammar: Grammar, names: Names) -> None:
    """Add what the grammar knows: English names of things that have Japanese ones, and the adjectives of states."""
    for english, japanese in grammar.english.items():
        for kind, things in index.things(japanese).items():
            for thing in things:
                index.add(Entry(english, kind, thing))
    for adjective, code in grammar.demonyms.items():
        index.add(Entry(adjective, "state", names.thing("state", code)))


def _forms(name: str, language: str | None, kind: str, home: str) -> Iterator[str]:
    """Yield a name and the parts of it that stand for the whole."""
    yield name
    if kind != "person":
        return
    if language == "ja" and "・" in name:
        yield name.rpartition("・")[2]
    if language == "en":
        parts = _SUFFIX.sub("", name).split()
        if len(parts) > 1:
            first = home.rpartition("/")[2] in _FAMILY_FIRST
            if first:
                yield parts[0]
            if not first or "-" not in parts[-1]:
                yield parts[-1]


def _kind_of(thing: str) -> str:
    return thing.rpartition("/")[0].rpartition("/")[2]


def _by_kind(entries: Iterable[tuple[str, str, bool]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for kind, thing, _ in entries:
        found.setdefault(kind, set()).add(thing)
    return {kind: tuple(sorted(found[kind])) for kind in sorted(found)}


def _folded(text: str) -> str:
    """Return the letters of a name: without marks and capitals, and without what stands between its parts."""
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize(
        "NFC", "".join(c for c in bare if not "\u0300" <= c <= "\u036f" and not _BETWEEN.match(c))
    )


def _starts(text: str, begin: int) -> bool:
    """Tell whether a name may begin here: not within a word of the same letters."""
    return not _within(text, begin, begin - 1)


def _ends(text: str, end: int) -> bool:
    return not _within(text, end - 1, end)


def _within(text: str, inner: int, outer: int) -> bool:
    if not 0 <= outer < len(text):
        return False
    return any(kind.match(text[inner]) and kind.match(text[outer]) for kind in (_LATIN, _KATAKANA))


def _written(written: str, capitals: bool) -> bool:
    """Tell whether a short name in Latin letters is written with capitals, as it must be: us is no US, may no May."""
    letters = [char for char in written if char.isalpha()]
    if not written.isascii() or len(letters) > _SHORT:
        return True
    if capitals and len(letters) < _SHORT:
        return all(char.isupper() for char in letters)
    return capitals or letters[0].isupper()
