"""From an RDF store to a NetworkView: claims, mentions, tenures and labels are folded into nodes, edges and facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import pyoxigraph as ox

from kg import vocab as v
from kg.export.model import ArticleInfo, Edge, Fact, NetworkView, Node, NodeKind, Term

ObjectTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

KIND_OF_CLASS: Final[dict[str, NodeKind]] = {
    v.STATE: "state",
    v.ORGANIZATION: "organization",
    v.PERSON: "person",
    v.PLACE: "place",
    v.MEETING: "meeting",
    v.VISIT: "visit",
    v.INVITATION: "invitation",
    v.AGREEMENT_EVENT: "agreement",
    v.STATEMENT: "statement",
    v.OTHER_EVENT: "event",
    v.TREATY: "treaty",
}
#: Kinds that are part of a network only if something is told of them; the others always are.
BACKGROUND: Final = frozenset({"state", "organization", "person", "place"})
#: What tells the subtype of a node, by the property that carries it.
SUBTYPES: Final = tuple(map(v.term, ("meetingKind", "action", "eventType", "agreementKind", "organizationKind")))
STATUS: Final = v.term("status")
#: Relations of actors; those of events and treaties are edges whatever they are called.
BELONGING: Final = (v.P_OF_STATE, v.P_OF_ORGANIZATION)
OTHER_NAMES: Final = (
    v.RDFS_LABEL,
    v.SKOS_ALT_LABEL,
    *map(v.term, ("formerName", "metonym", "abbreviation", "familyName")),
)
#: Concepts that are known by their code (``held``); all others go by their local name (``SummitMeeting``).
CODED: Final = frozenset(map(v.term, ("EventStatus", "Modality", "ClaimStatus")))
WIKIDATA: Final = v.VOCABULARIES["wd"]
OURS: Final = v.VOCABULARIES["gaiko"]


def view_of(store: ox.Store) -> NetworkView:
    """Return what exports show of a graph that ``kg build`` made. An empty store gives an empty view."""
    return _Reader(_InStore(store)).view()


def view_of_turtle(path: Path) -> NetworkView:
    """Return the same of a graph in a Turtle document, all of which is in memory meanwhile.

    Reading a document takes a fifth of what it takes to look everything up in a store on disk.
    """
    return view_of_triples(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))


def view_of_triples(triples: Iterable[ox.Quad]) -> NetworkView:
    """Return the same of triples, those of a subject one after the other; they may come twice, and are kept meanwhile."""
    return _Reader(_InMemory(triples)).view()


class _Statements(Protocol):
    """A graph as a view needs it. Subjects and predicates are IRIs; other subjects are left out."""

    def with_predicate(self, predicate: str) -> Iterable[tuple[str, ObjectTerm]]:
        """Return subject and object of the triples with a predicate; some may come twice."""

    def about(self, subjects: Collection[str]) -> Iterator[tuple[str, str, ObjectTerm]]:
        """Yield the triples of these subjects; some may come twice."""


class _InStore:
    """A graph in a store."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def with_predicate(self, predicate: str) -> Iterable[tuple[str, ObjectTerm]]:
        for quad in self._store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value, quad.object

    def about(self, subjects: Collection[str]) -> Iterator[tuple[str, str, ObjectTerm]]:
        for subject in subjects:
            for quad in self._store.quads_for_pattern(ox.NamedNode(subject), None, None, None):
                yield subject, quad.predicate.value, quad.object


class _InMemory:
    """A graph in memory, by predicate."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._rows: defaultdict[str, list[tuple[str, ObjectTerm]]] = defaultdict(list)
        last, subject = None, ""
        for quad in quads:
            node = quad.subject
            if node != last:  # what is said of one subject comes together
                last, subject = node, node.value if isinstance(node, ox.NamedNode) else ""
            if subject:
                self._rows[quad.predicate.value].append((subject, quad.object))

    def with_predicate(self, predicate: str) -> Iterable[tuple[str, ObjectTerm]]:
        return self._rows.get(predicate, ())

    def about(self, subjects: Collection[str]) -> Iterator[tuple[str, str, ObjectTerm]]:
        wanted = frozenset(subjects)
        for predicate, rows in self._rows.items():
            yield from ((subject, predicate, value) for subject, value in rows if subject in wanted)


class _Index:
    """The values of properties by subject, read from the graph when they are asked for and kept."""

    def __init__(self, graph: _Statements) -> None:
        self._graph = graph
        self._known: dict[str, dict[str, list[ObjectTerm]]] = {}
        self._texts: dict[str, dict[str, list[str]]] = {}

    def of(self, predicate: str) -> Mapping[str, list[ObjectTerm]]:
        """Return the values of one property, sorted, by the IRI of their subject."""
        if predicate not in self._known:
            found: defaultdict[str, list[ObjectTerm]] = defaultdict(list)
            for subject, value in self._graph.with_predicate(predicate):
                found[subject].append(value)
            for values in found.values():
                if len(values) > 1:
                    values[:] = sorted(set(values), key=str)
            self._known[predicate] = found
        return self._known[predicate]

    def texts(self, predicate: str, subject: str) -> Sequence[str]:
        """Return the IRIs or lexical forms of the values."""
        return self._texts_of(predicate).get(subject, ())

    def text(self, predicate: str, subject: str) -> str | None:
        """Return the first value, or None."""
        values = self._texts_of(predicate).get(subject)
        return values[0] if values else None

    def _texts_of(self, predicate: str) -> dict[str, list[str]]:
        known = self._texts.get(predicate)
        if known is None:
            found = self.of(predicate)
            known = self._texts[predicate] = {subject: list(map(_text, values)) for subject, values in found.items()}
        return known

    def number(self, predicate: str, subject: str, default: float) -> float:
        """Return the first value as a number, or the default where there is none."""
        value = self.text(predicate, subject)
        return default if value is None else float(value)


@dataclass(frozen=True, slots=True)
class _Names:
    """Labels of one thing."""

    ja: str
    en: str
    others: tuple[str, ...]


class _Reader:
    """Reads one graph once."""

    def __init__(self, graph: _Statements) -> None:
        self._graph = graph
        self._index = _Index(graph)
        self._kinds = {
            subject: kind
            for subject, classes in self._index.of(v.RDF_TYPE).items()
            for kind in (KIND_OF_CLASS.get(_text(cls)) for cls in classes)
            if kind is not None
        }
        self._persons = {
            tenure: person for tenure, persons in self._index.of(v.ORG_MEMBER).items() for person in map(_text, persons)
        }
        #: Names in facts that are no nodes' (offices, rival values, speakers), which have English ones too.
        self._spoken: dict[str, Term] = {}

    def view(self) -> NetworkView:
        """Return the whole view."""
        facts = self._facts()
        edges = set(self._edges_of_events())
        included = {subject for subject, kind in self._kinds.items() if kind not in BACKGROUND}
        included.update(iri for edge in edges for iri in (edge.source, edge.target))
        included.update(fact.subject for fact in facts)
        included.update(fact.object for fact in facts if fact.object)
        homes = self._homes(included)
        included.update(homes.values())
        edges.update(self._edges_of_actors(included, homes))
        articles = {fact.article for fact in facts} | set(self._articles())
        return NetworkView(
            nodes=tuple(sorted((self._node(iri, homes) for iri in included), key=lambda node: node.key)),
            edges=tuple(sorted(Edge(_key(e.source), _key(e.target), e.relation) for e in edges)),
            facts=tuple(sorted((self._named(fact) for fact in facts), key=lambda fact: fact.key)),
            articles=tuple(sorted(map(self._article, articles))),
            terms=self._terms(),
        )

    # ---- nodes

    def _node(self, iri: str, homes: Mapping[str, str]) -> Node:
        names = self._names(iri)
        edtf = self._index.text(v.P_EDTF, iri)
        date = f"（{edtf}）", f" ({edtf})"  # the date has a place of its own beside the label
        subtype = next((value for prop in SUBTYPES for value in self._index.texts(prop, iri)), None)
        status = self._index.text(STATUS, iri)
        wikidata = [_text(w) for w in self._index.of(v.SKOS_EXACT_MATCH).get(iri, ()) if _text(w).startswith(WIKIDATA)]
        return Node(
            key=_key(iri),
            kind=self._kinds[iri],
            label=names.ja.removesuffix(date[0]),
            label_en=names.en.removesuffix(date[1]),
            aliases=names.others if self._kinds[iri] in (*BACKGROUND, "treaty") else (),
            subtype=self._code(subtype) if subtype else None,
            status=self._code(status) if status else None,
            edtf=edtf,
            earliest=self._index.text(v.P_EARLIEST, iri),
            latest=self._index.text(v.P_LATEST, iri),
            home=_key(homes[iri]) if iri in homes else None,
            wikidata=wikidata[0].removeprefix(WIKIDATA) if wikidata else None,
        )

    def _names(self, iri: str) -> _Names:
        labels: dict[str, str] = {}
        for label in self._index.of(v.RDFS_LABEL).get(iri, ()):
            if isinstance(label, ox.Literal):
                labels.setdefault(label.language or "", label.value)
        ja = labels.get("ja") or labels.get("") or next(iter(labels.values()), None) or _local(iri)
        en = labels.get("en", "")
        others = {text for prop in OTHER_NAMES for text in self._index.texts(prop, iri)} - {ja, en}
        return _Names(ja, "" if en == ja else en, tuple(sorted(others)))

    def _homes(self, included: Iterable[str]) -> dict[str, str]:
        """For persons and bodies the state that they act for; for a person of an international body, that body."""
        represented: defaultdict[str, list[str]] = defaultdict(list)
        for part, holders in self._index.of(v.P_ROLE_HOLDER).items():
            for holder in map(_text, holders):
                represented[holder] += self._index.texts(v.P_ON_BEHALF_OF, part)
        homes = {}
        for iri in sorted(included):
            if self._kinds[iri] in ("person", "organization"):
                found = self._index.texts(v.P_OF_STATE, iri) or self._index.texts(v.P_OF_ORGANIZATION, iri)
                home = next(iter([*found, *sorted(represented[iri])]), None)
                home = (self._index.text(v.P_OF_STATE, home) or home) if home else None
                if home in self._kinds and home != iri:
                    homes[iri] = home
        return homes

    # ---- edges

    def _edges_of_events(self) -> Iterator[Edge]:
        """All relations of events and treaties to other nodes, under IRIs."""
        told = [subject for subject, kind in self._kinds.items() if kind not in BACKGROUND]
        for subject, predicate, value in self._graph.about(told):
            if predicate.startswith(OURS) and isinstance(value, ox.NamedNode) and value.value in self._kinds:
                yield Edge(subject, value.value, _local(predicate))

    def _edges_of_actors(self, included: set[str], homes: Mapping[str, str]) -> Iterator[Edge]:
        """Return what actors belong to: as the graph says it, or else as what they act in events."""
        stated = set()
        for predicate in BELONGING:
            for subject, values in self._index.of(predicate).items():
                for target in map(_text, values):
                    if subject in included and target in included and self._kinds[subject] in BACKGROUND:
                        stated.add(subject)
                        yield Edge(subject, target, _local(predicate))
        for subject, home in homes.items():
            if subject not in stated:
                yield Edge(subject, home, _local(v.P_ON_BEHALF_OF))

    # ---- facts

    def _facts(self) -> list[Fact]:
        """All claims about nodes, subject and object still as IRIs; what is said of a tenure is said of its person."""
        rivals = self._rivals()
        facts = []
        for claim, subjects in self._index.of(v.P_CLAIM_SUBJECT).items():
            subject = self._persons.get(_text(subjects[0]), _text(subjects[0]))
            if subject in self._kinds:
                facts.append(self._fact(claim, subject, rivals.get(claim, ())))
        return facts

    def _fact(self, claim: str, subject: str, rivals: Iterable[str]) -> Fact:
        index = self._index
        mention = index.text(v.PROV_WAS_DERIVED_FROM, claim) or ""
        quote = index.text(v.NIF_ANCHOR_OF, mention) or ""
        start = index.number(v.NIF_BEGIN_INDEX, mention, 0)
        begin = int(index.number(v.P_WORDS_BEGIN, claim, start) - start)
        end = int(index.number(v.P_WORDS_END, claim, start) - start)
        target = index.text(v.P_CLAIM_OBJECT, claim)
        speaker = index.text(v.P_ATTRIBUTED_TO, claim)
        return Fact(
            key=_key(claim),
            subject=subject,
            property=_local(index.text(v.P_CLAIM_PROPERTY, claim) or ""),
            object=target if target in self._kinds else None,
            value=self._value(claim),
            article=index.text(v.NIF_REFERENCE_CONTEXT, mention) or "",
            quote=quote,
            begin=min(max(begin, 0), len(quote)),
            end=min(max(end, 0), len(quote)),
            confidence=index.number(v.P_CONFIDENCE, claim, 1.0),
            modality=self._code(index.text(v.P_MODALITY, claim)) or "asserted",
            status=self._code(index.text(v.P_CLAIM_STATUS, claim)) or "accepted",
            attributed_to=self._said(speaker) if speaker else None,
            rule=index.text(v.P_RULE, claim),
            rivals=tuple(sorted({self._value(rival, of_rival=True) for rival in rivals})),
        )

    def _named(self, fact: Fact) -> Fact:
        """Return the same fact with keys for IRIs."""
        return Fact(
            **{
                **{name: getattr(fact, name) for name in Fact.__slots__},
                "subject": _key(fact.subject),
                "object": _key(fact.object) if fact.object else None,
                "article": _key(fact.article),
            }
        )

    def _value(self, claim: str, *, of_rival: bool = False) -> str:
        """Return what a claim says: a label, a code that the terms explain, or the literal itself.

        What is a node has its English name there, but for the value of a rival, which is a bare text.
        """
        target = self._index.text(v.P_CLAIM_OBJECT, claim)
        if target is None:
            return self._index.text(v.P_CLAIM_VALUE, claim) or ""
        if target.startswith(OURS):
            return self._code(target)
        return self._said(target) if of_rival or target not in self._kinds else self._names(target).ja

    def _said(self, iri: str) -> str:
        """Return the Japanese name of a thing, and keep the English one for the terms."""
        names = self._names(iri)
        if names.en:
            self._spoken[names.ja] = Term(names.ja, names.en)
        return names.ja

    def _rivals(self) -> dict[str, set[str]]:
        """For each claim those that cannot be true with it, whichever of the two says so."""
        rivals: defaultdict[str, set[str]] = defaultdict(set)
        for claim, others in self._index.of(v.P_CONTRADICTS).items():
            for other in map(_text, others):
                rivals[claim].add(other)
                rivals[other].add(claim)
        return rivals

    # ---- articles and terms

    def _articles(self) -> Iterator[str]:
        for subject, classes in self._index.of(v.RDF_TYPE).items():
            if any(_text(cls) == v.ARTICLE for cls in classes):
                yield subject

    def _article(self, iri: str) -> ArticleInfo:
        return ArticleInfo(
            key=_key(iri),
            title=self._index.text(v.SCHEMA_HEADLINE, iri) or self._names(iri).ja,
            publisher=self._index.text(v.P_PUBLISHER, iri),
            published=self._index.text(v.SCHEMA_DATE_PUBLISHED, iri),
            url=self._index.text(v.SCHEMA_URL, iri),
        )

    def _terms(self) -> dict[str, Term]:
        """Return the names of all terms of the ontology and of things in facts, by what nodes and facts call them."""
        terms = dict(self._spoken)
        for iri in sorted(self._index.of(v.RDFS_LABEL)):
            if iri.startswith(OURS):
                names = self._names(iri)
                terms[self._code(iri)] = Term(names.ja, names.en or names.ja)
        return terms

    def _code(self, concept: str | None) -> str:
        if concept is None:
            return ""
        if any(_text(cls) in CODED for cls in self._index.of(v.RDF_TYPE).get(concept, ())):
            return self._index.text(v.SKOS_NOTATION, concept) or _local(concept)
        return _local(concept)


def _text(term: ObjectTerm) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)


def _local(iri: str) -> str:
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def _key(iri: str) -> str:
    """Return the CURIE of a thing: the last two parts of its IRI, whatever the base."""
    kind, _, local = iri.rpartition("/")
    return f"{kind.rpartition('/')[2]}:{local}"
