"""Turtle and N-Triples written by ourselves: sorted, readable, the same bytes for the same triples.

One changed fact is one changed line: fixed order of subjects (dataset, ontology, concepts, entities, events, treaties,
articles, mentions, claims; by IRI within each), ``a`` first, one predicate and object a line. No blank nodes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from kg.graph.terms import Term, Triple
from kg.vocab import (
    OWL_ONTOLOGY,
    RDF_TYPE,
    SKOS_CONCEPT_SCHEME,
    SKOS_IN_SCHEME,
    VOID_DATASET,
    XSD_BOOLEAN,
    XSD_DECIMAL,
    XSD_INTEGER,
    Names,
)

_TYPE: Final = f"<{RDF_TYPE}>"
_IN_SCHEME: Final = f"<{SKOS_IN_SCHEME}>"
_SCHEME: Final = f"<{SKOS_CONCEPT_SCHEME}>"
_HEADS: Final = {f"<{VOID_DATASET}>": 0, f"<{OWL_ONTOLOGY}>": 1}
SECTIONS: Final = (
    "Dataset",
    "Ontology",
    "Terms",
    "Concepts",
    "States",
    "Organizations",
    "Persons",
    "Offices",
    "Tenures",
    "Places",
    "Events",
    "Treaties",
    "Articles",
    "Mentions",
    "Claims",
)
_SECTION_OF_KIND: Final = {
    "run": 0,
    "state": 4,
    "organization": 5,
    "person": 6,
    "office": 7,
    "tenure": 8,
    "place": 9,
    "event": 10,
    "treaty": 11,
    "article": 12,
    "mention": 13,
    "claim": 14,
}
#: Terms that are remembered in their short form.
_REMEMBERED: Final = 200_000
# Stricter than Turtle: no dots, colons, escapes or letters beyond ASCII, so that every reader agrees.
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\Z")
# Numbers are bare in canonical form only: some readers write others anew (07 becomes 7).
_BARE: Final = {
    XSD_INTEGER: re.compile(r"(?:0|-?[1-9][0-9]*)\Z"),
    XSD_DECIMAL: re.compile(r"-?(?:0|[1-9][0-9]*)\.(?:0|[0-9]*[1-9])\Z"),
    XSD_BOOLEAN: re.compile(r"(?:true|false)\Z"),
}


class _Compactor(dict[Term, str]):
    """N-Triples tokens to Turtle tokens, remembered: prefixed names, bare numbers and booleans.

    ``used`` are the prefixes of what was asked for.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._prefix_of = {namespace: prefix for prefix, namespace in prefixes.items()}
        self.used: set[str] = set()

    def __missing__(self, term: Term) -> str:
        short = self._iri(term[1:-1]) if term[0] == "<" else self._literal(term)
        # Quotes and headlines come once: remembering them would only cost memory.
        if len(term) < 120 and len(self) < _REMEMBERED:
            self[term] = short
        return short

    def _iri(self, value: str) -> str:
        cut = max(value.rfind("/"), value.rfind("#")) + 1
        prefix, local = self._prefix_of.get(value[:cut]), value[cut:]
        if prefix is None or not _LOCAL.match(local):
            return f"<{value}>"
        self.used.add(prefix)
        return f"{prefix}:{local}"

    def _literal(self, term: Term) -> str:
        end = term.rfind('"')
        if not term.startswith("^^", end + 1):
            return term
        datatype = term[end + 4 : -1]
        bare = _BARE.get(datatype)
        if bare is not None and bare.match(term[1:end]):
            return term[1:end]
        return f"{term[: end + 1]}^^{self._iri(datatype)}"


def turtle(triples: Iterable[Triple], names: Names | None = None) -> Iterator[str]:
    """Yield a Turtle document in pieces. Triples may come in any order and more than once."""
    names = names or Names()
    by_subject: defaultdict[Term, set[str]] = defaultdict(set)
    for subject, predicate, value in triples:
        by_subject[subject].add(f"{predicate} {value}")
    blocks = sorted((section_of(subject, pairs, names), subject) for subject, pairs in by_subject.items())
    body = TurtleBody(((section, subject, sorted(by_subject[subject])) for section, subject in blocks), names)
    pieces = list(body)
    yield body.head()
    yield from pieces


class TurtleBody:
    """A Turtle document without its head, which can be told once the body is written.

    ``blocks`` are section, subject, and the pairs that are said of it, each pair one string, all sorted.
    """

    def __init__(self, blocks: Iterable[tuple[int, Term, Sequence[str]]], names: Names) -> None:
        self._blocks = blocks
        self._prefixes = names.prefixes()
        self._short = _Compactor(self._prefixes)

    def __iter__(self) -> Iterator[str]:
        """Yield the pieces."""
        last = -1
        for section, subject, pairs in self._blocks:
            if section != last:
                yield f"\n# {SECTIONS[section]}\n"
                last = section
            yield _block(subject, pairs, self._short)

    def head(self) -> str:
        """Return the prefixes that the pieces so far need, sorted."""
        return "".join(f"@prefix {prefix}: <{self._prefixes[prefix]}> .\n" for prefix in sorted(self._short.used))


def ntriples(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield the lines of an N-Triples document, sorted, each triple once."""
    return iter(sorted({f"{s} {p} {o} .\n" for s, p, o in triples}))


def section_of(subject: Term, pairs: Collection[str], names: Names) -> int:
    """Return the number of the section a subject stands in, of which these pairs are said."""
    section = section_of_kind(subject, names)
    if section is not None:
        return section
    for head, number in _HEADS.items():
        if f"{_TYPE} {head}" in pairs:
            return number
    concept = f"{_TYPE} {_SCHEME}" in pairs or any(pair.startswith(f"{_IN_SCHEME} ") for pair in pairs)
    return 3 if concept else 2


def section_of_kind(subject: Term, names: Names) -> int | None:
    """Return the number of the section that a thing of ours stands in by its kind; None for anything else."""
    if not subject.startswith(names.base, 1):
        return None
    begin = len(names.base) + 1
    return _SECTION_OF_KIND.get(subject[begin : subject.find("/", begin)])


def _block(subject: Term, pairs: Sequence[str], short: _Compactor) -> str:
    """Return all that is said of one subject; types come first."""
    types, lines = [], []
    for pair in pairs:
        predicate, _, value = pair.partition(" ")
        if predicate == _TYPE:
            types.append(f"a {short[value]}")
        else:
            lines.append(f"{short[predicate]} {short[value]}")
    return f"\n{short[subject]} " + " ;\n    ".join(types + lines) + " .\n"
