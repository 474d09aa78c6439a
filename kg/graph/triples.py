"""The world as RDF: three layers in one ground graph, without blank nodes.

World: things and events as plain triples, each supported by an accepted claim. Claims: one node for each article and
fact, with its verdict. Text: the sentence that a claim rests on, by offsets into the article and a short quote.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, NamedTuple, Protocol

import numpy as np

from kg import vocab as v
from kg.graph import terms as t
from kg.graph.labels import Label, Labeller
from kg.graph.ontology import Ontology
from kg.graph.terms import Term, Triple, iri
from kg.model.account import Evidence, Ref
from kg.model.article import Article
from kg.model.event import Entity, Event, Judged, Office, Tenure, Thing, Treaty, World, value_key
from kg.model.span import Span
from kg.model.time import TimeValue

#: The longest quote in the graph, in code points: short enough to quote, long enough for the words and their context.
LONGEST_QUOTE: Final = 300

_A: Final = iri(v.RDF_TYPE)
_CLASS_OF_EVENT: Final = {
    "meeting": v.MEETING,
    "visit": v.VISIT,
    "statement": v.STATEMENT,
    "invitation": v.INVITATION,
    "agreement": v.AGREEMENT_EVENT,
    "other_event": v.OTHER_EVENT,
}
_CLASS_OF_ENTITY: Final = {"person": v.PERSON, "state": v.STATE, "organization": v.ORGANIZATION, "place": v.PLACE}
# What a thing of the registry needs besides itself, so that nothing in the graph points to a thing without a label.
_NEEDS: Final = frozenset(
    map(
        iri,
        (
            v.P_CAPITAL, v.P_OFFICE, v.P_OF_STATE, v.P_OF_ORGANIZATION, v.P_IN_STATE, v.ORG_POST_IN, v.ORG_MEMBER,
            v.ORG_SUB_ORGANIZATION_OF,
        ),
    )
)  # fmt: skip
_MEMBERS: Final = iri(v.P_HAS_MEMBER)


@dataclass(frozen=True, slots=True)
class Options:
    """What the graph contains: ``whole_registry`` adds what no article mentions; ``version`` is that of the program."""

    whole_registry: bool = False
    version: str = ""


class Problem(NamedTuple):
    """Something that could not be written: the thing it is about, and why."""

    focus: Term
    message: str


class Sink(Protocol):
    """Where triples go."""

    def add(self, subject: Term, pairs: Iterable[tuple[Term, Term]], graph: Term = "") -> None:
        """Take pairs of predicate and object that are said of a subject, in a named graph or in the default one."""


@dataclass(slots=True)
class Graph:
    """The triples of a graph in memory.

    ``ontology`` and ``world`` stand for themselves; ``articles`` holds for each article, by its term, the claims it
    makes and the mentions they rest on. ``problems`` are claims that the ontology has no way to say; they are left out.
    """

    ontology: tuple[Triple, ...] = ()
    world: list[Triple] = field(default_factory=list)
    articles: dict[Term, list[Triple]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[Triple]:
        """Yield all triples, layer by layer; some may come twice."""
        return chain(self.ontology, self.world, *self.articles.values())

    def add(self, subject: Term, pairs: Iterable[tuple[Term, Term]], graph: Term = "") -> None:
        """Take pairs of predicate and object that are said of a subject, in the graph of an article or in the world."""
        (self.articles.setdefault(graph, []) if graph else self.world).extend(Triple(subject, *pair) for pair in pairs)


def graph_of(world: World, ontology: Ontology, options: Options | None = None) -> Graph:
    """Return the graph of a world."""
    articles = {article.id: article for article in world.articles}
    graph = Graph(ontology=ontology.triples, articles={article_term(key, ontology): [] for key in articles})
    graph.problems += write_world(world, articles, ontology, graph, options)
    return graph


def write_world(
    world: World, articles: Mapping[str, Article], ontology: Ontology, sink: Sink, options: Options | None = None
) -> list[Problem]:
    """Write the triples of a world, one thing after the other, and return the claims that there is no way to say.

    ``articles`` holds the articles of the world by their ids. The triples of the ontology itself are not written.
    """
    writer = _Writer(world, articles, ontology, sink, options or Options())
    writer.write()
    return writer.problems


def article_term(key: str, ontology: Ontology) -> Term:
    """Return the term of an article, which names its graph, too."""
    return f"<{ontology.names.thing('article', key)}>"


def quote_span(sentence: Span, words: Span) -> Span:
    """Return the part of a sentence to quote: all of it, or a window around the words that carry the claim."""
    length = sentence.end - sentence.begin
    if length <= LONGEST_QUOTE:
        return sentence
    middle = (max(words.begin, sentence.begin) + min(words.end, sentence.end)) // 2
    begin = min(max(sentence.begin, middle - LONGEST_QUOTE // 2), sentence.end - LONGEST_QUOTE)
    return Span(begin, begin + LONGEST_QUOTE)


class _Writer:
    """Writes one world. Every method that is named after a thing adds the triples of that thing."""

    def __init__(
        self, world: World, articles: Mapping[str, Article], ontology: Ontology, sink: Sink, options: Options
    ) -> None:
        self.problems: list[Problem] = []
        self._world = world
        self._ontology = ontology
        self._options = options
        self._sink = sink
        self._names = ontology.names
        self._labels = Labeller(ontology)
        self._articles = articles
        self._used: set[Term] = set()
        self._subject: Term = ""
        self._pairs: list[tuple[Term, Term]] = []
        self._treaties: dict[str, Treaty] = {}
        self._homes: dict[str, Term] = {}
        self._capacities = _Capacities()

    def write(self) -> None:
        """Write everything: things before the events that need their names."""
        for article in self._world.articles:
            self._article(article)
        for office in self._world.offices:
            self._office(office)
        for tenure in self._world.tenures:
            self._tenure(tenure)
        for entity in self._world.entities:
            self._entity(entity)
        for treaty in self._world.treaties:
            self._treaty(treaty)
        for event in self._world.events:
            self._event(event)
        self._dataset()
        self._flush()
        self._registry()

    def _add(self, subject: Term, predicate: str, value: Term) -> None:
        if subject != self._subject:
            self._flush()
            self._subject = subject
        self._pairs.append((f"<{predicate}>", value))

    def _flush(self) -> None:
        """Hand over what was said of the last subject."""
        if self._pairs:
            self._note(self._subject, self._pairs)
            self._sink.add(self._subject, self._pairs)
            self._pairs = []

    def _note(self, subject: Term, pairs: Iterable[tuple[Term, Term]]) -> None:
        """Note the things of the registry that are used."""
        registry = self._ontology.registry
        if subject in registry:
            self._used.add(subject)
        self._used.update(value for _, value in pairs if value in registry)

    def _thing(self, kind: str, key: str) -> Term:
        return f"<{self._names.thing(kind, key)}>"

    def _label(self, subject: Term, label: Label) -> None:
        self._add(subject, v.RDFS_LABEL, t.tagged(label.ja, "ja"))
        self._add(subject, v.RDFS_LABEL, t.tagged(label.en, "en"))

    # ---- text

    def _article(self, article: Article) -> None:
        subject = self._thing("article", article.id)
        self._add(subject, v.RDF_TYPE, iri(v.ARTICLE))
        self._add(subject, v.RDFS_LABEL, t.tagged(article.title or article.id, article.language))
        self._add(subject, v.SCHEMA_HEADLINE, t.tagged(article.title, article.language))
        self._add(subject, v.SCHEMA_IN_LANGUAGE, t.plain(article.language))
        self._add(subject, v.P_TEXT_SHA256, t.plain(article.sha256))
        if article.published:
            self._add(subject, v.SCHEMA_DATE_PUBLISHED, t.date(article.published))
        if article.publisher:
            self._add(subject, v.P_PUBLISHER, t.plain(article.publisher))
        address = t.web_address(article.url) if article.url else None
        if address:
            self._add(subject, v.SCHEMA_URL, t.typed(address, v.XSD_ANY_URI))

    def _mention(self, article: Article, graph: Term, evidence: Evidence) -> Term:
        """Add the mention that a claim rests on and return it; equal spans are one mention."""
        span = quote_span(evidence.sentence, evidence.words)
        key = f"{v.local_name(article.id)}-{span.begin}-{span.end}"
        subject = f"<{self._names.namespace('mention')}{key}>"
        pairs = (
            (_A, iri(v.MENTION)),
            (iri(v.NIF_REFERENCE_CONTEXT), graph),
            (iri(v.NIF_BEGIN_INDEX), t.integer(span.begin)),
            (iri(v.NIF_END_INDEX), t.integer(span.end)),
            (iri(v.NIF_ANCHOR_OF), t.plain(article.text[span.begin : span.end])),
        )
        self._sink.add(subject, pairs, graph)
        return subject

    # ---- claims

    def _claims(self, claims: Iterable[Judged]) -> list[tuple[Judged, str, Term]]:
        """Add claims and return those that are accepted, with property and value of the triple each supports."""
        accepted = []
        for claim in claims:
            written = self._written(claim)
            if written is None:
                focus = self._thing("claim", claim.key)
                message = f"no way to say {claim.property} = {value_key(claim.value)[-1]}"
                self.problems.append(Problem(focus, message))
                continue
            self._claim(claim, *written)
            if claim.verdict == "accepted":
                accepted.append((claim, *written))
        return accepted

    def _claim(self, claim: Judged, predicate: str, value: Term) -> None:
        article = self._articles[claim.article]
        graph = self._thing("article", article.id)
        mention = self._mention(article, graph, claim.evidence)
        subject = f"<{self._names.namespace('claim')}{claim.key}>"
        pairs = [
            (v.RDF_TYPE, iri(v.CLAIM)),
            (v.P_CLAIM_SUBJECT, self._thing(*claim.subject)),
            (v.P_CLAIM_PROPERTY, iri(predicate)),
            (v.P_CLAIM_OBJECT if value[0] == "<" else v.P_CLAIM_VALUE, value),
            (v.P_MODALITY, self._concept("modality", claim.modality)),
            (v.P_CLAIM_STATUS, self._concept("claimStatus", claim.verdict)),
            (v.P_CONFIDENCE, t.decimal(claim.confidence)),
            (v.P_RULE, t.plain(claim.evidence.rule)),
            (v.P_WORDS_BEGIN, t.integer(claim.evidence.words.begin)),
            (v.P_WORDS_END, t.integer(claim.evidence.words.end)),
            (v.PROV_WAS_DERIVED_FROM, mention),
            *((v.P_CONTRADICTS, self._thing("claim", other)) for other in claim.contradicts),
        ]
        if claim.reason:
            pairs.append((v.P_VERDICT_REASON, t.plain(claim.reason)))
        if claim.attributed_to is not None:
            pairs.append((v.P_ATTRIBUTED_TO, self._thing(claim.attributed_to.kind, claim.attributed_to.key)))
        if isinstance(claim.value, TimeValue):
            pairs += [(v.P_TIME_TEXT, t.plain(claim.value.text)), (v.P_TIME_BASIS, t.plain(claim.value.basis))]
            pairs += _bounds(claim.value)
        self._note("", pairs)
        self._sink.add(subject, [(f"<{p}>", o) for p, o in pairs], graph)

    def _written(self, claim: Judged) -> tuple[str, Term] | None:
        """Return property and value of the triple that a claim is about, or None if the ontology cannot say it."""
        prop, value = claim.property, claim.value
        if isinstance(value, TimeValue):
            return (v.P_EDTF, t.edtf(value.edtf)) if value.edtf else None
        kind = self._ontology.kinds.get(prop)
        if isinstance(value, Ref | Thing):
            return (v.term(prop), self._thing(value.kind, value.key)) if kind == "object" else None
        if self._ontology.is_coded(prop):
            concept = self._ontology.concept(prop, value)
            return (v.term(prop), concept) if concept else None
        if kind == "object":
            prop = f"{prop}Description"
            kind = self._ontology.kinds.get(prop)
        return (v.term(prop), t.plain(value)) if kind == "data" else None

    def _concept(self, prop: str, code: str) -> Term:
        concept = self._ontology.concept(prop, code)
        if concept is None:
            raise KeyError(f"the ontology has no {code} for {prop}")
        return concept

    def _support(self, subject: Term, claims: Iterable[Judged]) -> None:
        """Add claims, and the triples of the world that the accepted ones support."""
        for claim, predicate, value in self._claims(claims):
            self._add(subject, predicate, value)
            if isinstance(claim.value, TimeValue):
                for bound, day in _bounds(claim.value):
                    self._add(subject, bound, day)

    # ---- world

    def _entity(self, entity: Entity) -> None:
        subject = self._thing(*entity.thing)
        for article in entity.articles:
            self._add(self._thing("article", article), v.SCHEMA_MENTIONS, subject)
        if subject not in self._ontology.registry:
            self._add(subject, v.RDF_TYPE, iri(_CLASS_OF_ENTITY[entity.ref.kind]))
            self._label(subject, self._labels.of_ref(entity.ref))
            for article in entity.articles:
                self._add(subject, v.P_REPORTED_IN, self._thing("article", article))
        self._support(subject, entity.claims)
        if entity.ref.kind == "person":
            of_state = iri(v.P_OF_STATE)
            known = [tr.object for tr in self._ontology.registry.get(subject, ()) if tr.predicate == of_state]
            said = [c.value for c in entity.claims if c.property == "ofState" and c.verdict == "accepted"]
            if found := [*known, *(self._thing(ref.kind, ref.key) for ref in said if isinstance(ref, Ref))]:
                self._homes[entity.ref.key] = found[0]

    def _office(self, office: Office) -> None:
        subject = self._thing("office", office.key)
        if subject in self._ontology.registry:
            return
        self._add(subject, v.RDF_TYPE, iri(v.OFFICE))
        self._label(subject, Label(office.name, office.name))
        kind = self._ontology.concept("officeKind", office.kind) if office.kind else None
        if kind:
            self._add(subject, v.P_OFFICE_KIND, kind)
        if office.of:
            self._add(subject, v.ORG_POST_IN, self._thing(office.of.kind, office.of.key))

    def _tenure(self, tenure: Tenure) -> None:
        subject = self._thing("tenure", tenure.key)
        self._add(subject, v.RDF_TYPE, iri(v.TENURE))
        self._add(subject, v.ORG_MEMBER, self._thing("person", tenure.person.key))
        if subject not in self._ontology.registry:
            person = self._labels.of_ref(tenure.person)
            self._label(subject, Label(f"{person.ja}（{tenure.title}）", f"{person.en} ({tenure.title})"))
            self._add(subject, v.P_FORMER, t.boolean(tenure.former))
        for day in tenure.observed:
            self._add(subject, v.P_OBSERVED_ON, t.date(day))
        if tenure.ended_before is not None:
            self._add(subject, v.P_ENDED_BEFORE, t.date(tenure.ended_before))
        for article in sorted({claim.article for claim in tenure.claims}):
            self._add(subject, v.P_REPORTED_IN, self._thing("article", article))
        self._support(subject, tenure.claims)
        if not tenure.former:
            if tenure.office.of is not None:
                home = self._thing(tenure.office.of.kind, tenure.office.of.key)
                self._homes.setdefault(tenure.person.key, home)
            for article in {claim.article for claim in tenure.claims}:
                self._capacities.add(article, tenure.person.key, tenure.key)

    def _treaty(self, treaty: Treaty) -> None:
        subject = self._thing("treaty", treaty.key)
        self._add(subject, v.RDF_TYPE, iri(v.TREATY))
        label = self._labels.of_treaty(treaty)
        self._label(subject, label)
        # A name is all that labels of events ask for.
        self._treaties[treaty.key] = replace(treaty, claims=()) if treaty.name else treaty
        for name in treaty.values("name"):
            if isinstance(name, str) and name != label.ja:
                self._add(subject, v.SKOS_ALT_LABEL, t.tagged(name, "ja"))
        for article in sorted({claim.article for claim in treaty.claims}):
            self._add(subject, v.P_REPORTED_IN, self._thing("article", article))
        self._support(subject, treaty.claims)

    def _event(self, event: Event) -> None:
        subject = self._thing("event", event.key)
        if not event.stands:
            self._claims(event.claims)
            return
        treaty = next((self._treaties[x.key] for x in event.values("concerns") if isinstance(x, Thing)), None)
        self._add(subject, v.RDF_TYPE, iri(_CLASS_OF_EVENT[event.kind]))
        self._label(subject, self._labels.of_event(event, treaty))
        for article in sorted({report.article for report in event.reports}):
            self._add(subject, v.P_REPORTED_IN, self._thing("article", article))
        for reason in event.reasons:
            self._add(subject, v.P_FUSED_BECAUSE, t.plain(reason))
        self._support(subject, event.claims)
        if event.kind == "meeting":
            self._participations(subject, event)

    def _participations(self, subject: Term, event: Event) -> None:
        """Add in what capacity and for whom persons took part, where the articles that report the event tell it."""
        for person in event.values("participant"):
            if not isinstance(person, Ref) or person.kind != "person":
                continue
            held = sorted({k for r in event.reports for k in self._capacities.of(r.article, person.key)})
            home = self._homes.get(person.key)
            if not held and home is None:
                continue
            part = f"{subject[:-1]}-{v.digest(person.key, length=8)}>"
            self._add(subject, v.P_PARTICIPATION, part)
            self._add(part, v.RDF_TYPE, iri(v.PARTICIPATION))
            self._add(part, v.P_ROLE_HOLDER, self._thing("person", person.key))
            for key in held:
                self._add(part, v.P_IN_CAPACITY, self._thing("tenure", key))
            if home is not None:
                self._add(part, v.P_ON_BEHALF_OF, home)

    # ---- registry and dataset

    def _registry(self) -> None:
        """Add the things of the registry that the graph uses, with what they need; or all of it."""
        registry = self._ontology.registry
        if self._options.whole_registry:
            included = set(registry)
        else:
            todo, included = list(self._used), set()
            while todo:
                term = todo.pop()
                if term not in included:
                    included.add(term)
                    todo += [tr.object for tr in registry[term] if tr.predicate in _NEEDS and tr.object in registry]
        for term in sorted(included):
            # A member that nothing else is told of would stand in the graph without a name.
            self._sink.add(term, [tr[1:] for tr in registry[term] if tr.predicate != _MEMBERS or tr.object in included])

    def _dataset(self) -> None:
        dataset, run = f"<{self._names.base}dataset>", self._thing("run", f"gaiko-kg-{self._options.version}")
        self._add(dataset, v.RDF_TYPE, iri(v.VOID_DATASET))
        self._add(dataset, v.RDF_TYPE, iri(v.DCAT_DATASET))
        self._label(dataset, Label("外交知識グラフ", "Gaikō knowledge graph"))
        self._add(dataset, v.DCTERMS_TITLE, t.tagged("外交知識グラフ", "ja"))
        self._add(dataset, v.DCTERMS_TITLE, t.tagged("Gaikō knowledge graph", "en"))
        self._add(dataset, v.PROV_WAS_GENERATED_BY, run)
        self._add(run, v.RDF_TYPE, iri(v.PROV_ACTIVITY))
        self._label(
            run, Label(f"gaiko-kg {self._options.version} による構築", f"build by gaiko-kg {self._options.version}")
        )


class _Capacities:
    """The tenures that each article observed of each person: numbers in arrays, for there are millions."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._tenures: list[str] = []
        self._keys, self._values = array("Q"), array("I")
        self._sorted: tuple[np.ndarray, np.ndarray] | None = None

    def add(self, article: str, person: str, tenure: str) -> None:
        """Take note of a tenure. Those of one person and office come together."""
        if not self._tenures or self._tenures[-1] != tenure:
            self._tenures.append(tenure)
        self._keys.append(self._number(article) << 32 | self._number(person))
        self._values.append(len(self._tenures) - 1)

    def of(self, article: str, person: str) -> list[str]:
        """Return the tenures. No more can be added then."""
        if self._sorted is None:
            keys = np.array(self._keys, np.uint64)
            order = np.argsort(keys, kind="stable")
            self._sorted = keys[order], np.array(self._values, np.uint32)[order]
            del self._keys, self._values
        if article not in self._numbers or person not in self._numbers:
            return []
        keys, values = self._sorted
        key = np.uint64(self._numbers[article] << 32 | self._numbers[person])
        begin, end = np.searchsorted(keys, key), np.searchsorted(keys, key, "right")
        return [self._tenures[number] for number in values[begin:end]]

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))


def _bounds(time: TimeValue) -> list[tuple[str, Term]]:
    """Return the first and last day of a time; an open end has none."""
    bounds = [(v.P_EARLIEST, time.earliest), (v.P_LATEST, time.latest)]
    return [(prop, t.date(day)) for prop, day in bounds if day is not None]
