"""The ontology and the registry as triples, and what code needs to know of them: codes, kinds of properties, labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pyoxigraph as ox

from kg.config import ontology_dir
from kg.errors import DataError
from kg.graph.terms import Term, Triple, iri
from kg.vocab import DEFAULT_BASE, RDF_TYPE, RDFS_LABEL, SKOS_IN_SCHEME, SKOS_NOTATION, VOCABULARIES, Names, curie

PropertyKind = Literal["object", "data", "annotation"]

_KINDS: Final[dict[Term, PropertyKind]] = {
    iri(curie("owl:ObjectProperty")): "object",
    iri(curie("owl:DatatypeProperty")): "data",
    iri(curie("owl:AnnotationProperty")): "annotation",
}
_OURS: Final = "<" + VOCABULARIES["gaiko"]
_TYPE: Final = iri(RDF_TYPE)
_LABEL: Final = iri(RDFS_LABEL)
_NOTATION: Final = iri(SKOS_NOTATION)
_IN_SCHEME: Final = iri(SKOS_IN_SCHEME)
_RANGE: Final = iri(curie("rdfs:range"))
#: How files of build.py begin, their prefixes, and the name that each thing begins with.
_BUILT: Final = "# Built by build.py"
_PREFIX: Final = re.compile(r"^@prefix ([a-z]+): <([^<>]+)> \.$", re.MULTILINE)
_NAME: Final = re.compile(r"([a-z]+):([A-Za-z0-9_-]+) a ")


@dataclass(frozen=True)
class Ontology:
    """What ``ontology/`` holds.

    ``triples`` are the ontology; ``registry`` the triples of each known thing, under the names of the graph. ``codes``
    gives for each class of concepts its concepts by code and by local name. ``kinds`` and ``ranges`` tell of our
    properties by local name, ``labels`` of the terms of the ontology by language.
    """

    names: Names
    triples: tuple[Triple, ...]
    registry: Mapping[Term, tuple[Triple, ...]]
    codes: Mapping[str, Mapping[str, Term]]
    kinds: Mapping[str, PropertyKind]
    ranges: Mapping[str, str]
    labels: Mapping[Term, Mapping[str, str]]

    def concept(self, prop: str, code: str) -> Term | None:
        """Return the concept that a code stands for as a value of a property, or None if there is none."""
        return self.codes.get(self.ranges.get(prop, ""), {}).get(code)

    def is_coded(self, prop: str) -> bool:
        """Whether the values of a property are concepts."""
        return self.ranges.get(prop, "") in self.codes

    def label(self, term: Term, language: str) -> str | None:
        """Return the label of anything of ontology or registry in one language, or None."""
        if term in self.registry:
            return _labels(self.registry[term]).get(term, {}).get(language)
        return self.labels.get(term, {}).get(language)


class Registry(Mapping[Term, tuple[Triple, ...]]):
    """The triples of each known thing, sorted. Files that ``build.py`` wrote are parsed thing by thing, when asked for.

    A graph uses a hundredth of the registry; to parse it whole would take most of the time of a small build.
    """

    def __init__(self, paths: Iterable[Path], names: Names) -> None:
        self._names = names
        self._parsed: dict[Term, tuple[Triple, ...]] = {}
        self._blocks: dict[Term, tuple[Path, str, str]] = {}
        for path in paths:
            self._index(path)

    def __getitem__(self, term: Term) -> tuple[Triple, ...]:
        """Return the triples of a thing. Raises KeyError where there is none, DataError where its file is no Turtle."""
        found = self._parsed.get(term)
        if found is None:
            path, head, block = self._blocks[term]
            found = self._parsed[term] = tuple(sorted(set(_triples(path, f"{head}\n{block}", self._names))))
        return found

    def __contains__(self, term: object) -> bool:
        return term in self._blocks or term in self._parsed

    def __iter__(self) -> Iterator[Term]:
        return iter({**self._blocks, **self._parsed})

    def __len__(self) -> int:
        return len(self._blocks.keys() | self._parsed.keys())

    def _index(self, path: Path) -> None:
        text = _text(path)
        head, *blocks = text.split("\n\n")
        prefixes = dict(_PREFIX.findall(head))
        subjects = [_renamed(_expanded(block, prefixes), self._names) for block in blocks]
        if text.startswith(_BUILT) and all(subjects) and not any(subject in self for subject in subjects):
            self._blocks |= {subject: (path, head, block) for subject, block in zip(subjects, blocks, strict=True)}
            return
        found: defaultdict[Term, set[Triple]] = defaultdict(set)
        for triple in _triples(path, text, self._names):
            found[triple.subject].add(triple)
        for subject, triples in found.items():
            known = self.get(subject, ())
            self._parsed[subject] = tuple(sorted(triples.union(known)))


def _expanded(block: str, prefixes: Mapping[str, str]) -> Term:
    """Return the subject that a block begins with, or an empty string where it is no plain prefixed name."""
    found = _NAME.match(block)
    return f"<{prefixes[found[1]]}{found[2]}>" if found and found[1] in prefixes else ""


def load_ontology(folder: Path | None = None, names: Names | None = None) -> Ontology:
    """Read ``gaiko.ttl`` and ``registry/*.ttl``.

    Raises:
        DataError: the ontology is missing, or a file is not Turtle; names the file.

    """
    folder, names = folder or ontology_dir(), names or Names()
    if not (folder / "gaiko.ttl").is_file():
        raise DataError(f"{folder / 'gaiko.ttl'}: the ontology is missing")
    path = folder / "gaiko.ttl"
    triples = tuple(_triples(path, _text(path), names))
    by_subject: defaultdict[Term, list[Triple]] = defaultdict(list)
    for triple in triples:
        by_subject[triple.subject].append(triple)
    return Ontology(
        names,
        triples,
        Registry(sorted((folder / "registry").glob("*.ttl")), names),
        _codes(by_subject),
        {_local(s): _KINDS[t.object] for s, ts in by_subject.items() for t in ts if t.object in _KINDS and _ours(s)},
        {_local(t.subject): _local(t.object) for t in triples if t.predicate == _RANGE and _ours(t.object)},
        _labels(triples),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {error}") from error


def _triples(path: Path, text: str, names: Names) -> Iterator[Triple]:
    """Yield the triples of Turtle from a file, its things renamed to the base of the graph."""
    try:
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
            yield Triple(*(_renamed(str(term), names) for term in (quad.subject, quad.predicate, quad.object)))
    except SyntaxError as error:
        raise DataError(f"{path}: {error}") from error


def _renamed(term: Term, names: Names) -> Term:
    if names.base != DEFAULT_BASE and term.startswith("<" + DEFAULT_BASE):
        return f"<{names.base}{term[len(DEFAULT_BASE) + 1 :]}"
    return term


def _ours(term: Term) -> bool:
    return term.startswith(_OURS)


def _local(term: Term) -> str:
    return term[term.rfind("#") + 1 : -1]


def _codes(by_subject: Mapping[Term, list[Triple]]) -> dict[str, dict[str, Term]]:
    """Return the concepts of each class by notation and by local name."""
    codes: defaultdict[str, dict[str, Term]] = defaultdict(dict)
    for subject, triples in by_subject.items():
        if any(t.predicate == _IN_SCHEME for t in triples):
            for concept_class in (_local(t.object) for t in triples if t.predicate == _TYPE):
                codes[concept_class][_local(subject)] = subject
                for t in triples:
                    if t.predicate == _NOTATION:
                        codes[concept_class][t.object.strip('"')] = subject
    return dict(codes)


def _labels(triples: Iterable[Triple]) -> dict[Term, dict[str, str]]:
    """Return labels by term and language; of several in one language the smallest."""
    labels: defaultdict[Term, dict[str, str]] = defaultdict(dict)
    for triple in triples:
        if triple.predicate == _LABEL:
            text, _, language = triple.object.rpartition('"')
            value = text[1:].replace('\\"', '"').replace("\\\\", "\\")
            known = labels[triple.subject].get(language[1:])
            labels[triple.subject][language[1:]] = value if known is None else min(known, value)
    return dict(labels)
