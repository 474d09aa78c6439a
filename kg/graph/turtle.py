"""Turtle, N-Triples and N-Quads written by ourselves: sorted, readable, the same bytes for the same triples.

One changed fact is one changed line: fixed order of subjects (dataset, ontology, concepts, entities, events, treaties,
articles, mentions, claims; by IRI within each), ``a`` first, one predicate and object a line. No blank nodes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
_SECTIONS: Final = (
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
# Stricter than Turtle: no dots, colons, escapes or letters beyond ASCII, so that every reader agrees.
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\Z")
_BARE: Final = {
    XSD_INTEGER: re.compile(r"[+-]?[0-9]+\Z"),
    XSD_DECIMAL: re.compile(r"[+-]?[0-9]+\.[0-9]+\Z"),
    XSD_BOOLEAN: re.compile(r"(?:true|false)\Z"),
}


class _Compactor(dict[Term, str]):
    """N-Triples tokens to Turtle tokens, remembered: prefixed names, bare numbers and booleans."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._prefix_of = {namespace: prefix for prefix, namespace in prefixes.items()}

    def __missing__(self, term: Term) -> str:
        short = self._iri(term[1:-1]) if term[0] == "<" else self._literal(term)
        # Quotes and headlines come once: remembering them would only cost memory.
        if len(term) < 120:
            self[term] = short
        return short

    def _iri(self, value: str) -> str:
        cut = max(value.rfind("/"), value.rfind("#")) + 1
        prefix, local = self._prefix_of.get(value[:cut]), value[cut:]
        return f"{prefix}:{local}" if prefix is not None and _LOCAL.match(local) else f"<{value}>"

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
    prefixes = names.prefixes()
    short = _Compactor(prefixes)
    by_subject: defaultdict[Term, set[tuple[Term, Term]]] = defaultdict(set)
    for subject, predicate, value in triples:
        by_subject[subject].add((predicate, value))
    used = _used_prefixes(by_subject, prefixes, short)
    yield "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in used)
    sections: list[list[Term]] = [[] for _ in _SECTIONS]
    for subject, pairs in by_subject.items():
        sections[_section(subject, pairs, names)].append(subject)
    for title, subjects in zip(_SECTIONS, sections, strict=True):
        if subjects:
            yield f"\n# {title}\n"
        for subject in sorted(subjects):
            yield _block(subject, by_subject[subject], short)


def ntriples(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield the lines of an N-Triples document, sorted, each triple once."""
    return iter(sorted({f"{s} {p} {o} .\n" for s, p, o in triples}))


def nquads(default: Iterable[Triple], graphs: Mapping[Term, Iterable[Triple]]) -> Iterator[str]:
    """Yield the lines of an N-Quads document: the default graph, then each named graph by name."""
    yield from ntriples(default)
    for graph in sorted(graphs):
        yield from sorted({f"{s} {p} {o} {graph} .\n" for s, p, o in graphs[graph]})


def _used_prefixes(
    by_subject: Mapping[Term, set[tuple[Term, Term]]], prefixes: Mapping[str, str], short: _Compactor
) -> list[str]:
    """Return the prefixes that the document needs, sorted. Fills the compactor on the way."""
    terms: set[Term] = set(by_subject)
    for pairs in by_subject.values():
        for pair in pairs:
            terms.update(pair)
    terms.discard(_TYPE)  # written as "a"
    found = set()
    for term in terms:
        if term[0] == "<":
            found.add(short[term].partition(":")[0])
        elif term[-1] == ">":
            found.add(short[term][term.rfind('"') + 3 :].partition(":")[0])
    return sorted(found & prefixes.keys())


def _section(subject: Term, pairs: set[tuple[Term, Term]], names: Names) -> int:
    """Return the number of the section a subject stands in."""
    if subject.startswith("<" + names.base):
        kind = subject[len(names.base) + 1 :].partition("/")[0]
        section = _SECTION_OF_KIND.get(kind)
        if section is not None:
            return section
    for predicate, value in pairs:
        if predicate == _TYPE and value in _HEADS:
            return _HEADS[value]
        if predicate == _IN_SCHEME or (predicate == _TYPE and value == _SCHEME):
            return 3
    return 2


def _block(subject: Term, pairs: set[tuple[Term, Term]], short: _Compactor) -> str:
    """Return all that is said of one subject; types come first."""
    lines = [
        f"{'a' if predicate == _TYPE else short[predicate]} {short[value]}"
        for predicate, value in sorted(pairs, key=_types_first)
    ]
    return f"\n{short[subject]} " + " ;\n    ".join(lines) + " .\n"


def _types_first(pair: tuple[Term, Term]) -> tuple[bool, Term, Term]:
    return (pair[0] != _TYPE, *pair)
