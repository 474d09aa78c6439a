"""One thing at a time out of the store: its names, what is said of it, and the words that say it.

Every read is a look-up by subject or by object, so it takes as long for a large graph as for a small one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias, TypeVar

import pyoxigraph as ox

from kg import vocab as v
from kg.export.view import CODED, KIND_OF_CLASS
from kg.serve.pages.dates import Language, date_text
from kg.vocab import Names

_T = TypeVar("_T")
Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

#: Kinds of things that have a page of their own; what is told of the others stands on the page of one of these.
PAGES: Final = ("person", "state", "organization", "place", "office", "event", "treaty", "article")
_KINDS: Final = {**KIND_OF_CLASS, v.OFFICE: "office", v.ARTICLE: "article"}
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_OURS: Final = v.VOCABULARIES["gaiko"]
#: Properties whose claims are about a tenure, and are told of the person who holds it.
_TENURE: Final = "tenure"
_MOST_KEPT: Final = 100_000


class Name(NamedTuple):
    """What something is called in both languages; either may be empty."""

    ja: str
    en: str

    def of(self, language: Language) -> str:
        """Return the name in a language, or in the other one."""
        return (self.en or self.ja) if language == "en" else (self.ja or self.en)


class Thing(NamedTuple):
    """Something with a page: ``kind`` is the folder of its IRI, ``what`` says more exactly what it is (``meeting``)."""

    iri: str
    kind: str
    key: str
    what: str
    name: Name

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/id/{self.kind}/{self.key}"


class Article(NamedTuple):
    """What is needed to cite an article; ``url`` is an address of the web or None."""

    thing: Thing
    publisher: str | None
    published: str | None
    url: str | None


class Value(NamedTuple):
    """What is said of a thing: another thing, a date, a term of the ontology or a text. Equal ``id``, equal value."""

    id: str
    name: Name
    thing: Thing | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact as one article gives it.

    ``subject`` is whom a page tells it of: of a tenure, the person. ``quote`` is the sentence, ``at`` where that
    begins in the article, ``begin`` and ``end`` the words in the sentence.
    """

    key: str
    subject: Thing
    property: str
    value: Value
    article: Article
    quote: str
    at: int
    begin: int
    end: int
    confidence: float
    modality: str
    verdict: str
    reason: str
    attributed_to: Thing | None
    rule: str
    contradicts: bool


class Reader:
    """Reads one version of a graph; what was read of names is kept."""

    def __init__(self, store: ox.Store, names: Names | None = None) -> None:
        self.store = store
        self.names = names or Names()
        self._things: dict[str, Thing] = {}
        self._terms: dict[str, tuple[Name, str]] = {}
        self._articles: dict[str, Article] = {}

    # ---- look-ups

    def properties(self, subject: str) -> dict[str, list[Node]]:
        """Return all that the graph says of a subject, by property, in a fixed order."""
        found: defaultdict[str, list[Node]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(ox.NamedNode(subject), None, None, None):
            found[quad.predicate.value].append(quad.object)
        return {predicate: sorted(set(values), key=str) for predicate, values in found.items()}

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs or texts of a property, sorted."""
        quads = self.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
        return sorted({text_of(quad.object) for quad in quads})

    def value(self, subject: str, predicate: str) -> str | None:
        """Return the first of them, or None."""
        return next(iter(self.values(subject, predicate)), None)

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Return what has a thing as the value of a property, sorted."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value), None)
        return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})

    def exists(self, iri: str) -> bool:
        """Whether the graph says anything of it; of what was only denied there are claims alone."""
        node = ox.NamedNode(iri)
        return any(self.store.quads_for_pattern(node, None, None, None)) or any(
            self.store.quads_for_pattern(None, ox.NamedNode(v.P_CLAIM_SUBJECT), node, None)
        )

    # ---- things

    def iri(self, kind: str, key: str) -> str:
        """Return the IRI of a thing by the parts of its address."""
        return f"{self.names.namespace(kind)}{key}"

    def parts(self, iri: str) -> tuple[str, str] | None:
        """Return kind and key of an IRI of ours, or None."""
        if not iri.startswith(self.names.base):
            return None
        kind, slash, key = iri[len(self.names.base) :].partition("/")
        return (kind, key) if slash and key and "/" not in key else None

    def thing(self, iri: str) -> Thing | None:
        """Return the thing with a page that an IRI names, or None where it names something else."""
        known = self._things.get(iri)
        if known is not None:
            return known
        parts = self.parts(iri)
        if parts is None or parts[0] not in PAGES:
            return None
        said = self.properties(iri)
        classes = (_KINDS.get(text_of(cls)) for cls in said.get(v.RDF_TYPE, ()))
        edtf = next((text_of(value) for value in said.get(v.P_EDTF, ())), None)
        what = next((kind for kind in classes if kind is not None), parts[0])
        thing = Thing(iri, *parts, what, _name(said.get(v.RDFS_LABEL, ()), edtf, parts[1]))
        _keep(self._things, iri, thing)
        return thing

    def things(self, iris: Iterable[str]) -> list[Thing]:
        """Return the things with pages among IRIs, in their order."""
        return [thing for thing in map(self.thing, iris) if thing is not None]

    def article(self, iri: str) -> Article:
        """Return how to cite an article."""
        known = self._articles.get(iri)
        if known is not None:
            return known
        thing = self.thing(iri) or Thing(iri, "article", iri, "article", Name(iri, ""))
        url = self.value(iri, v.SCHEMA_URL)
        publisher, published = self.value(iri, v.P_PUBLISHER), self.value(iri, v.SCHEMA_DATE_PUBLISHED)
        article = Article(thing, publisher, published, url if url and _WEB.match(url) else None)
        _keep(self._articles, iri, article)
        return article

    def term(self, iri: str) -> tuple[Name, str]:
        """Return the names of a term of the ontology, and the code that texts know it by."""
        known = self._terms.get(iri)
        if known is None:
            said = self.properties(iri)
            coded = any(text_of(cls) in CODED for cls in said.get(v.RDF_TYPE, ()))
            notations = said.get(v.SKOS_NOTATION, ()) if coded else ()
            local = iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
            code = next((text_of(code) for code in notations), local)
            known = self._terms[iri] = (_name(said.get(v.RDFS_LABEL, ()), None, local), code)
        return known

    def read_value(self, term: Node, predicate: str) -> Value:
        """Return a value for showing it."""
        text = text_of(term)
        if isinstance(term, ox.NamedNode):
            thing = self.thing(text)
            if thing is not None:
                return Value(text, thing.name, thing)
            name, code = self.term(text)
            return Value(text, name, None, code)
        if predicate == v.P_EDTF:
            return Value(text, Name(date_text(text, "ja"), date_text(text, "en")))
        return Value(text, Name(text, ""))

    # ---- claims

    def about(self, iri: str) -> list[str]:
        """Return the claims about a thing; about a person also those that its offices rest on."""
        subjects = [iri, *self.subjects(v.ORG_MEMBER, iri)]
        return [claim for subject in subjects for claim in self.subjects(v.P_CLAIM_SUBJECT, subject)]

    def made_by(self, article: str) -> list[str]:
        """Return the claims that an article makes."""
        mentions = self.subjects(v.NIF_REFERENCE_CONTEXT, article)
        return [claim for mention in mentions for claim in self.subjects(v.PROV_WAS_DERIVED_FROM, mention)]

    def claims(self, iris: Iterable[str]) -> list[Claim]:
        """Read claims, the earlier published article first, and sort them by article and place in it."""
        texts: dict[str, dict[str, list[Node]]] = {}
        found = [claim for claim in (self._claim(iri, texts) for iri in iris) if claim is not None]
        return sorted(
            found, key=lambda c: (c.article.published or "9999", c.article.thing.key, c.at, c.begin, c.property, c.key)
        )

    def _claim(self, iri: str, texts: dict[str, dict[str, list[Node]]]) -> Claim | None:
        said = self.properties(iri)

        def one(predicate: str, default: str = "") -> str:
            return next((text_of(value) for value in said.get(predicate, ())), default)

        subject = self.thing(self._told_of(one(v.P_CLAIM_SUBJECT)))
        values = said.get(v.P_CLAIM_OBJECT) or said.get(v.P_CLAIM_VALUE)
        mention = one(v.PROV_WAS_DERIVED_FROM)
        if subject is None or not values or not mention:
            return None
        if mention not in texts:
            texts[mention] = self.properties(mention)
        text = texts[mention]
        quote = next((text_of(value) for value in text.get(v.NIF_ANCHOR_OF, ())), "")
        at = int(next((text_of(value) for value in text.get(v.NIF_BEGIN_INDEX, ())), "0"))
        context = next((text_of(value) for value in text.get(v.NIF_REFERENCE_CONTEXT, ())), "")
        predicate, speaker = one(v.P_CLAIM_PROPERTY), one(v.P_ATTRIBUTED_TO)
        begin, end = (int(one(prop, str(at))) - at for prop in (v.P_WORDS_BEGIN, v.P_WORDS_END))
        return Claim(
            key=iri.rpartition("/")[2],
            subject=subject,
            property=predicate.rpartition("#")[2],
            value=self.read_value(values[0], predicate),
            article=self.article(context),
            quote=quote,
            at=at,
            begin=min(max(begin, 0), len(quote)),
            end=min(max(end, 0), len(quote)),
            confidence=float(one(v.P_CONFIDENCE, "1")),
            modality=self.term(one(v.P_MODALITY, v.term("Asserted")))[1],
            verdict=self.term(one(v.P_CLAIM_STATUS, v.term("Undecided")))[1],
            reason=one(v.P_VERDICT_REASON),
            attributed_to=self.thing(speaker) if speaker else None,
            rule=one(v.P_RULE),
            contradicts=bool(said.get(v.P_CONTRADICTS)),
        )

    def _told_of(self, subject: str) -> str:
        parts = self.parts(subject)
        if parts is not None and parts[0] == _TENURE:
            return self.value(subject, v.ORG_MEMBER) or subject
        return subject


def _keep(kept: dict[str, _T], iri: str, value: _T) -> None:
    """Keep what was read; where too much is kept, begin anew."""
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[iri] = value


def text_of(term: Node) -> str:
    """Return the IRI or the text of a term."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)


def property_iri(local: str) -> str:
    """Return the IRI of one of our properties."""
    return _OURS + local


def _name(labels: Iterable[Node], edtf: str | None, otherwise: str) -> Name:
    """Names without the date that labels of events end with; it has a place of its own."""
    by_language: dict[str, str] = {}
    for label in labels:
        if isinstance(label, ox.Literal):
            by_language.setdefault(label.language or "", label.value)
    ja = by_language.get("ja") or by_language.get("") or next(iter(by_language.values()), otherwise)
    en = by_language.get("en", "")
    if edtf:
        ja, en = ja.removesuffix(f"（{edtf}）"), en.removesuffix(f" ({edtf})")
    return Name(ja, "" if en == ja else en)
