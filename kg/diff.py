"""What changed between two graphs: triple by triple for machines, thing by thing for people.

Names of events follow from what they are, so an event of which a date was corrected has another name. For people the two
are one again: an event that is gone and one that is new are matched by the claims they share, or else by their values.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import pyoxigraph as ox

from kg import vocab as v
from kg.graph.store import as_one_graph
from kg.query.run import open_store

Language = Literal["ja", "en"]
#: A property and its value, as they stand in the graph.
Pair = tuple[ox.NamedNode, Any]

_TYPE: Final = ox.NamedNode(v.RDF_TYPE)
_LABEL: Final = ox.NamedNode(v.RDFS_LABEL)
_REPORTED_IN: Final = ox.NamedNode(v.P_REPORTED_IN)
_MEMBER: Final = ox.NamedNode(v.ORG_MEMBER)
_OFFICE: Final = ox.NamedNode(v.P_OFFICE)
_CLAIM_SUBJECT: Final = ox.NamedNode(v.P_CLAIM_SUBJECT)
_CLAIM_STATUS: Final = ox.NamedNode(v.P_CLAIM_STATUS)
_CLAIM_PROPERTY: Final = ox.NamedNode(v.P_CLAIM_PROPERTY)
_CLAIM: Final = ox.NamedNode(v.CLAIM)
#: What a thing is told by, in the order of the report: heading in both languages, and its classes.
_EVENTS: Final = (v.MEETING, v.VISIT, v.AGREEMENT_EVENT, v.STATEMENT, v.INVITATION, v.OTHER_EVENT)
_SECTIONS: Final[tuple[tuple[dict[Language, str], tuple[str, ...]], ...]] = (
    ({"ja": "記事", "en": "Articles"}, (v.ARTICLE,)),
    ({"ja": "出来事", "en": "Events"}, _EVENTS),
    ({"ja": "文書", "en": "Documents"}, (v.TREATY,)),
    ({"ja": "在任", "en": "Tenures"}, (v.TENURE,)),
    ({"ja": "人物・国・機関・場所・職", "en": "Entities"}, (v.PERSON, v.STATE, v.ORGANIZATION, v.PLACE, v.OFFICE)),
)
#: Sections whose things are told with all their properties; of the others the name is enough unless they changed.
_IN_FULL: Final = frozenset({*_EVENTS, v.TREATY})
#: What follows from other properties, or tells of the working and not of the world.
_UNTOLD: Final = frozenset(
    {
        v.RDF_TYPE, v.RDFS_LABEL, v.P_EARLIEST, v.P_LATEST, v.P_PARTICIPATION, v.P_FUSED_BECAUSE, v.SCHEMA_MENTIONS,
        v.SCHEMA_HEADLINE,
    }
)  # fmt: skip
#: How alike the values of two things without a common claim must be to be one: common values by all values.
_ALIKE: Final = 0.5
_CLAIMS: Final[dict[Language, str]] = {"ja": "主張", "en": "Claims"}
_JUDGED: Final[dict[Language, str]] = {"ja": "採否の変わった主張", "en": "Claims judged otherwise"}
_TRIPLES: Final[dict[Language, str]] = {"ja": "三つ組", "en": "Triples"}
_SAME: Final[dict[Language, str]] = {"ja": "違いはない", "en": "no difference"}
_TEXT: Final[dict[Language, str]] = {"ja": "本文が変わった", "en": "the text changed"}
_COMMA: Final[dict[Language, str]] = {"ja": "、", "en": ", "}


@dataclass(frozen=True)
class Difference:
    """Two graphs, and the triples that only one of them has, sorted. Named graphs are taken as one with the rest."""

    old: ox.Store
    new: ox.Store
    removed: tuple[ox.Triple, ...]
    added: tuple[ox.Triple, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.removed or self.added)


class Changed(NamedTuple):
    """A thing of both graphs, under its name in each."""

    old: ox.NamedNode
    new: ox.NamedNode


def diff(old: Path, new: Path) -> Difference:
    """Compare two builds or graph files. Raises NoInputError where one is not there."""
    ours, theirs = as_one_graph(open_store(old)), as_one_graph(open_store(new))
    return Difference(ours, theirs, _only_in(ours, theirs), _only_in(theirs, ours))


def rdf_patch(difference: Difference) -> Iterator[str]:
    """Yield the lines of an RDF Patch that makes the new graph of the old one, in one transaction."""
    yield "TX .\n"
    for mark, triples in (("D", difference.removed), ("A", difference.added)):
        yield from (f"{mark} {_line(triple)}" for triple in triples)
    yield "TC .\n"


def marked_ntriples(difference: Difference) -> Iterator[str]:
    """Yield what differs as N-Triples, each line behind ``-`` or ``+``, in the order of the triples."""
    lines = [(_line(t), "-") for t in difference.removed] + [(_line(t), "+") for t in difference.added]
    yield from (f"{mark} {line}" for line, mark in sorted(lines))


def words(difference: Difference, language: Language = "ja") -> Iterator[str]:
    """Yield lines that tell what changed, thing by thing and property by property; one line where nothing did."""
    if not difference:
        yield _SAME[language]
        return
    old, new = _View(difference.old, language), _View(difference.new, language)
    gone, come, touched = _things(difference, old, new)
    changed = [Changed(thing, thing) for thing in touched] + _matched(gone, come, old, new)
    gone -= {pair.old for pair in changed}
    come -= {pair.new for pair in changed}
    for heading, classes in _SECTIONS:
        yield from _section(heading[language], classes, gone, come, changed, old, new)
    yield from _claims(difference, old, new, language)
    yield f"{_TRIPLES[language]}  +{len(difference.added)} −{len(difference.removed)}"


def _only_in(one: ox.Store, other: ox.Store) -> tuple[ox.Triple, ...]:
    return tuple(sorted((quad.triple for quad in one if quad not in other), key=str))


def _line(triple: ox.Triple) -> str:
    return f"{triple} .\n"


def _named(terms: Iterable[Any]) -> Iterator[ox.NamedNode]:
    """Yield the terms that are names; our graphs have no others as subjects, graphs of others may."""
    return (term for term in terms if isinstance(term, ox.NamedNode))


def _local(name: ox.NamedNode) -> str:
    return name.value.rpartition("#")[2].rpartition("/")[2]


class _View:
    """One of the graphs, as people read it."""

    def __init__(self, store: ox.Store, language: Language) -> None:
        self._store = store
        self.language: Language = language

    def classes(self, thing: ox.NamedNode) -> frozenset[str]:
        """Return the classes of a thing."""
        kinds = (quad.object for quad in self._store.quads_for_pattern(thing, _TYPE, None))
        return frozenset(kind.value for kind in kinds if isinstance(kind, ox.NamedNode))

    def pairs(self, thing: ox.NamedNode) -> frozenset[Pair]:
        """Return what is told of a thing."""
        quads = self._store.quads_for_pattern(thing, None, None)
        return frozenset((q.predicate, q.object) for q in quads if q.predicate.value not in _UNTOLD)

    def holders(self, pair: Pair) -> Iterator[ox.NamedNode]:
        """Yield the things of which a pair is told."""
        return _named(quad.subject for quad in self._store.quads_for_pattern(None, *pair))

    def claims(self, thing: ox.NamedNode) -> frozenset[ox.NamedNode]:
        """Return the claims about a thing."""
        return frozenset(_named(quad.subject for quad in self._store.quads_for_pattern(None, _CLAIM_SUBJECT, thing)))

    def value(self, subject: ox.NamedNode, prop: ox.NamedNode) -> Any:  # noqa: ANN401  (a term)
        """Return one value of a property, or None."""
        return next((quad.object for quad in self._store.quads_for_pattern(subject, prop, None)), None)

    def name(self, term: Any) -> str:  # noqa: ANN401  (a term)
        """Return a term as people read it: its label, its text, or the last part of its IRI."""
        if not isinstance(term, ox.NamedNode):
            return str(getattr(term, "value", term))
        texts = (quad.object for quad in self._store.quads_for_pattern(term, _LABEL, None))
        labels = {text.language: text.value for text in texts if isinstance(text, ox.Literal)}
        found = labels.get(self.language) or (min(labels.values()) if labels else "")
        return found or self._holding(term) or _local(term)

    def _holding(self, tenure: ox.NamedNode) -> str:
        """Return who holds what, where a tenure of the registry has no label of its own."""
        person, office = self.value(tenure, _MEMBER), self.value(tenure, _OFFICE)
        return f"{self.name(person)}（{self.name(office)}）" if person is not None and office is not None else ""

    def title(self, thing: ox.NamedNode) -> str:
        """Return class and label of a thing, and its short name, so that it can be asked for."""
        kind = next((self.name(ox.NamedNode(c)) for c in sorted(self.classes(thing)) if c in _IN_FULL), "")
        short = "/".join(thing.value.rsplit("/", 2)[1:]).replace("/", ":", 1)
        return f"{kind + ': ' if kind else ''}{self.name(thing)}  [{short}]"

    def values(self, pairs: Iterable[Pair], mark: str = "") -> dict[str, str]:
        """Return the values of each property, by the name of the property, as one text."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for prop, value in pairs:
            # Headlines are long, and commands take the ids of articles.
            text = _local(value) if prop == _REPORTED_IN else self.name(value)
            found[self.name(prop)].append(f"{mark}{text}")
        return {prop: _COMMA[self.language].join(sorted(found[prop])) for prop in sorted(found)}


def _things(
    difference: Difference, old: _View, new: _View
) -> tuple[set[ox.NamedNode], set[ox.NamedNode], list[ox.NamedNode]]:
    """Return the things that are gone, those that have come, and those of which something else is told than before."""
    told = {c for _, classes in _SECTIONS for c in classes}
    gone, come, touched = set(), set(), []
    for thing in set(_named(triple.subject for triple in (*difference.removed, *difference.added))):
        before, after = old.classes(thing) & told, new.classes(thing) & told
        if before and not after:
            gone.add(thing)
        elif after and not before:
            come.add(thing)
        elif before and (old.pairs(thing) != new.pairs(thing) or old.name(thing) != new.name(thing)):
            touched.append(thing)
    return gone, come, sorted(touched, key=str)


def _matched(gone: set[ox.NamedNode], come: set[ox.NamedNode], old: _View, new: _View) -> list[Changed]:
    """Return which of the things that are gone and that have come are one, the surest first, each in one match."""
    common: Counter[Changed] = Counter()
    owner = {claim: thing for thing in come for claim in new.claims(thing)}
    pairs = {thing: (old if thing in gone else new).pairs(thing) for thing in gone | come}
    for thing in gone:
        for claim in old.claims(thing) & owner.keys():
            common[Changed(thing, owner[claim])] += 1
        near = {other for prop, value in pairs[thing] if prop == _REPORTED_IN for other in new.holders((prop, value))}
        for other in near & come:
            common[Changed(thing, other)] += 0
    scored = []
    for pair, claims in common.items():
        ours, theirs = pairs[pair.old], pairs[pair.new]
        alike = len(ours & theirs) / max(len(ours | theirs), 1)
        if old.classes(pair.old) == new.classes(pair.new) and (claims or alike >= _ALIKE):
            scored.append((-claims, -alike, pair))
    found: list[Changed] = []
    taken: set[ox.NamedNode] = set()
    for _, _, pair in sorted(scored, key=lambda row: (*row[:2], str(row[2].old), str(row[2].new))):
        if taken.isdisjoint(pair):
            found.append(pair)
            taken.update(pair)
    return found


def _section(
    heading: str,
    classes: tuple[str, ...],
    gone: set[ox.NamedNode],
    come: set[ox.NamedNode],
    changed: list[Changed],
    old: _View,
    new: _View,
) -> Iterator[str]:
    """Yield the lines on the things of some classes; none where nothing of them changed."""
    ours = frozenset(classes)
    added = sorted((t for t in come if new.classes(t) & ours), key=new.title)
    removed = sorted((t for t in gone if old.classes(t) & ours), key=old.title)
    other = sorted((c for c in changed if new.classes(c.new) & ours), key=lambda c: new.title(c.new))
    if not (added or removed or other):
        return
    yield f"{heading}  +{len(added)} −{len(removed)} ~{len(other)}"
    for mark, things, view in (("+", added, new), ("−", removed, old)):
        for thing in things:
            yield f"  {mark} {view.title(thing)}"
            if view.classes(thing) & _IN_FULL:
                yield from (f"      {prop}: {text}" for prop, text in view.values(view.pairs(thing)).items())
    for pair in other:
        yield f"  ~ {new.title(pair.new)}"
        yield from _changes(pair, old, new)
    yield ""


def _changes(pair: Changed, old: _View, new: _View) -> Iterator[str]:
    """Yield one line for each property of which the values differ."""
    if old.name(pair.old) != new.name(pair.new):
        yield f"      {old.name(pair.old)} → {new.name(pair.new)}"
    before, after = old.pairs(pair.old), new.pairs(pair.new)
    for prop in sorted({p for p, _ in before ^ after}, key=new.name):
        if prop.value == v.P_TEXT_SHA256:
            yield f"      {_TEXT[new.language]}"
            continue
        lost, won = [x for x in before - after if x[0] == prop], [x for x in after - before if x[0] == prop]
        kept = any(p == prop for p, _ in before & after)
        if len(lost) == len(won) == 1 and not kept:
            yield f"      {new.name(prop)}: {old.name(lost[0][1])} → {new.name(won[0][1])}"
        else:
            texts = [text for text in (*new.values(won, "+").values(), *old.values(lost, "−").values()) if text]
            yield f"      {new.name(prop)}: {_COMMA[new.language].join(texts)}"


def _claims(difference: Difference, old: _View, new: _View, language: Language) -> Iterator[str]:
    """Yield how many claims came and went, and which were judged otherwise."""
    counts: Mapping[str, int] = {
        mark: sum(1 for t in triples if t.predicate == _TYPE and t.object == _CLAIM)
        for mark, triples in (("+", difference.added), ("−", difference.removed))
    }
    if any(counts.values()):
        yield f"{_CLAIMS[language]}  +{counts['+']} −{counts['−']}"
    judged = set(_named(t.subject for t in difference.added if t.predicate == _CLAIM_STATUS))
    lines = [
        f"  ~ {_about(claim, new)}: {old.name(before)} → {new.name(new.value(claim, _CLAIM_STATUS))}"
        for claim in judged
        if (before := old.value(claim, _CLAIM_STATUS)) is not None
    ]
    if lines:
        yield f"{_JUDGED[language]}  {len(lines)}"
        yield from sorted(lines)


def _about(claim: ox.NamedNode, view: _View) -> str:
    """Return what a claim says, on one line."""
    value = next(
        (
            found
            for prop in (v.P_CLAIM_OBJECT, v.P_CLAIM_VALUE)
            if (found := view.value(claim, ox.NamedNode(prop))) is not None
        ),
        "?",
    )
    thing, prop = view.value(claim, _CLAIM_SUBJECT), view.value(claim, _CLAIM_PROPERTY)
    return f"{view.name(thing)}  {view.name(prop)} = {view.name(value)}"
