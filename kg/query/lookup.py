"""Which queries are small whatever the graph holds: a proof before evaluation, from the text and a few index probes.

Two kinds are proven:

* one triple pattern whose variables are all different: each entry of an index that is looked at is a row, so whoever
  stops at a number of rows has stopped the work as well;
* patterns that each begin at a given subject, some perhaps in OPTIONAL, with or without filters of languages: of each
  not more entries than ``MOST_ENTRIES`` are there, and not more combinations than ``MOST_COMBINATIONS``; in whatever
  order they are joined, that is all that is looked at.

Everything else (paths, other filters, groups, order, joins that lead on) is not looked into: it is no lookup. A text
that is called one may still be wrong SPARQL, which the engine says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.query.guard import tokens

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

MOST_ENTRIES: Final = 64
MOST_COMBINATIONS: Final = 512
#: Entries that a query may skip without a row for each.
_MOST_SKIPPED: Final = 1_000
_LONGEST: Final = 4_000
_MOST_PATTERNS: Final = 8
_TERMS: Final = frozenset({"iri", "name", "string", "variable"})
_DIGITS: Final = frozenset("0123456789")
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

_IRI: Final = r"""<[^<>"{}|^`\\\x00-\x20]*+>"""
_NAME: Final = r"[^\W\d_][\w-]*+:"
_TERM: Final = rf'({_IRI}|[?$]\w++|{_NAME}[\w-]*+|a|"[^"\\\n\r]*+"(?:@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)?)'
#: The commonest form by far, recognised at one glance: a pattern, and perhaps a comment behind it.
_ONE_PATTERN: Final = re.compile(
    rf"\s*+((?:PREFIX\s++{_NAME}\s*+{_IRI}\s*+)*+)"
    r"(?:SELECT\s++(?:\*|[?$]\w++(?:\s++[?$]\w++)*+)|ASK)\s*+(?:WHERE\s*+)?"
    rf"\{{\s*+{_TERM}\s++{_TERM}\s++{_TERM}\s*+(?:\.\s*+)?\}}()"
    r"\s*+(?:LIMIT\s++([0-9]++)\s*+)?(?:\#[^\n\r]*+\s*+)*+\Z",
    re.IGNORECASE,
)
#: What a term begins with that is no prefixed name.
_MARKS: Final = frozenset('<?$"')

_Token = tuple[str, str]
_END: Final = ("end", "")


class Pattern(NamedTuple):
    """A triple pattern: its terms as written, ``a`` in full."""

    subject: str
    predicate: str
    object: str

    @property
    def variables(self) -> list[str]:
        """The names of its variables, as often as they stand in it."""
        return [term[1:] for term in self if term[0] in "?$"]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A query of the kinds above: its patterns and the prefixes that it declares.

    ``counted`` tells that it is of the second kind.
    """

    patterns: tuple[Pattern, ...]
    prefixes: Mapping[str, str]
    counted: bool

    def is_small(self, store: Store, known: Mapping[str, str]) -> bool:
        """Whether the patterns have few entries in a store; ``known`` are prefixes that need no declaration."""
        if not self.counted:
            return True
        combinations = 1
        for pattern in self.patterns:
            subject, predicate = (self._node(term, known) for term in pattern[:2])
            if subject is None or (predicate is None and pattern.predicate[0] not in "?$"):
                return False
            found = store.quads_for_pattern(subject, predicate, None, None)
            entries = sum(1 for _ in islice(found, MOST_ENTRIES + 1))
            combinations *= max(1, entries)
            if entries > MOST_ENTRIES or combinations > MOST_COMBINATIONS:
                return False
        return True

    def _node(self, term: str, known: Mapping[str, str]) -> NamedNode | None:
        from pyoxigraph import NamedNode

        if term.startswith("<"):
            return NamedNode(term[1:-1])
        prefix, _, local = term.partition(":")
        namespace = self.prefixes.get(prefix) or known.get(prefix)
        return NamedNode(namespace + local) if namespace and term[0] not in "?$" else None


class Limited(NamedTuple):
    """A lookup of one pattern that has no more than some rows; ``named`` tells whether it may name things by prefixes."""

    text: str
    named: bool


def limited(text: str, most_rows: int) -> Limited | None:
    """Return a text with a LIMIT in it where it is, at one glance, a lookup of one pattern; otherwise None.

    None too where the text has a LIMIT of its own that lets more rows through.
    """
    if len(text) > _LONGEST or "\\" in text:  # an escape may stand for any character
        return None
    match = _ONE_PATTERN.match(text)
    if match is None:
        return None
    prologue, subject, predicate, object_, _, limit = match.groups()
    # a variable that stands twice would let entries go by that are no rows
    if not subject[1:] != predicate[1:] != object_[1:] != subject[1:]:
        return None
    if limit is None:
        end = match.start(5)
        text = f"{text[:end]} LIMIT {most_rows}{text[end:]}"
    elif int(limit) > most_rows:
        return None
    named = prologue or not (subject[0] in _MARKS and predicate[0] in _MARKS and object_[0] in _MARKS)
    return Limited(text, bool(named))


def read_lookup(text: str) -> Lookup | None:
    """Return what a text looks up; None where it is no lookup, or is not looked into."""
    if len(text) > _LONGEST or "\\" in text:
        return None
    try:
        return _Reader(tokens(text)).read()
    except (_OtherError, ValueError):
        return None


class _OtherError(Exception):
    """The text is something else than a lookup."""


class _Reader:
    """Reads the tokens of a lookup, and raises _OtherError at the first that it cannot have."""

    def __init__(self, found: Iterator[_Token]) -> None:
        self._tokens = found
        self._next = next(found, _END)
        self._filtered = False

    def read(self) -> Lookup | None:
        prefixes = dict(self._prologue())
        self._head()
        patterns = tuple(self._group())
        if len(patterns) > _MOST_PATTERNS:
            raise _OtherError
        skipped = self._modifiers()
        if len(patterns) == 1 and not self._filtered:
            variables = patterns[0].variables
            # a variable that stands twice would let entries go by that are no rows
            plain = len(set(variables)) == len(variables) and skipped <= _MOST_SKIPPED
            return Lookup(patterns, prefixes, counted=False) if plain else None
        if any(pattern.subject[0] in "?$" for pattern in patterns):
            raise _OtherError
        return Lookup(patterns, prefixes, counted=True)

    def _prologue(self) -> Iterator[tuple[str, str]]:
        while self._is("word", "PREFIX"):
            self._take()
            prefix, iri = self._take(), self._take()
            if prefix[0] != "name" or not prefix[1].endswith(":") or iri[0] != "iri":
                raise _OtherError
            yield prefix[1][:-1], iri[1][1:-1]

    def _head(self) -> None:
        kind, form = self._take()
        if kind != "word" or form not in ("SELECT", "ASK"):
            raise _OtherError
        if form == "SELECT":
            while self._next[0] == "variable" or self._is("mark", "*"):
                self._take()
        if self._is("word", "WHERE"):
            self._take()
        self._expect("{")

    def _group(self, *, optional: bool = False) -> Iterator[Pattern]:
        """Read triples, filters and, where it is none itself, optional groups as far as the closing brace."""
        while not self._skipped("}"):
            if self._is("word", "FILTER"):
                self._filter()
            elif self._is("word", "OPTIONAL") and not optional:
                self._take()
                self._expect("{")
                yield from self._group(optional=True)
            else:
                yield from self._triples()
            self._skipped(".")

    def _triples(self) -> Iterator[Pattern]:
        """Read the triples of one subject."""
        subject = self._term()
        while True:
            predicate = self._term(verb=True)
            while True:
                yield Pattern(subject, predicate, self._term())
                if not self._skipped(","):
                    break
            if not self._skipped(";") or self._next[1] in (".", "}"):
                break

    def _filter(self) -> None:
        """Read FILTER(LANG(?v) = "…") or FILTER(LANGMATCHES(LANG(?v), "…"))."""
        self._filtered = True
        self._take()
        self._expect("(")
        matched = self._is("word", "LANGMATCHES")
        if matched:
            self._take()
            self._expect("(")
        if self._take() != ("word", "LANG"):
            raise _OtherError
        self._expect("(")
        variable = self._take()
        self._expect(")")
        self._expect("," if matched else "=")
        value = self._take()
        if variable[0] != "variable" or value[0] != "string":
            raise _OtherError
        for _ in range(1 + matched):
            self._expect(")")

    def _term(self, *, verb: bool = False) -> str:
        kind, text = self._take()
        if verb and (kind, text) == ("word", "A"):
            return _TYPE
        if kind not in _TERMS or text.startswith("_:") or (verb and kind == "string"):
            raise _OtherError
        if kind == "string":
            if self._next[0] == "language":
                self._take()
            elif self._skipped("^"):
                self._expect("^")
                if self._take()[0] not in ("iri", "name"):
                    raise _OtherError
        return text

    def _modifiers(self) -> int:
        """Return how many rows are skipped."""
        skipped = 0
        while self._next[0] != "end":
            kind, word = self._take()
            if kind != "word" or word not in ("LIMIT", "OFFSET"):
                raise _OtherError
            digits = ""
            while self._next[1] in _DIGITS and self._next[0] == "mark":
                digits += self._take()[1]
            if word == "OFFSET":
                skipped = int(digits)
        return skipped

    def _is(self, kind: str, text: str) -> bool:
        return self._next == (kind, text)

    def _skipped(self, mark: str) -> bool:
        found = self._next == ("mark", mark)
        if found:
            self._take()
        return found

    def _expect(self, mark: str) -> None:
        if not self._skipped(mark):
            raise _OtherError

    def _take(self) -> _Token:
        taken, self._next = self._next, next(self._tokens, _END)
        return taken
