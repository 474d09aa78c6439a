"""What the page of a thing says: what is known, since when, by which article, in which words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg import vocab as v
from kg.serve.pages.index import ACTORS, EVENTS, Event, Index
from kg.serve.pages.pictures import Around, Strip, around, strip
from kg.serve.pages.reader import Article, Claim, Name, Reader, Thing, Value, property_iri, text_of

#: Events shown at a time.
PAGE: Final = 20
_NEIGHBOURS: Final = 12
_STRIP: Final = 660.0
_ARTICLES: Final = 8
#: Claims that are read for a page; of who is in the news every day there are thousands.
MOST_CLAIMS: Final = 400
#: Sentences shown for one value; there may be hundreds.
_QUOTES: Final = 6
_SENTENCES: Final = 60
_VERDICTS: Final = ("accepted", "undecided", "superseded", "rejected")
#: The order in which facts are told; what is not listed comes behind.
_ORDER: Final = (
    "status", "edtf", "place", "placeDescription", "placeState", "participant", "participantDescription", "speaker",
    "speakerDescription", "quotation", "about", "aboutDescription", "visitor", "visitorDescription", "destination",
    "invitedBy", "inviter", "inviterDescription", "invitee", "inviteeDescription", "actor", "actorDescription",
    "target", "targetDescription", "action", "concerns", "party", "partyDescription", "agreementKind", "meetingKind",
    "eventType", "state", "name", "office", "title", "ofState", "ofOrganization",
)  # fmt: skip
#: What the registry of known things says of them, in the order of telling.
_LINES: Final = (
    v.P_OF_STATE, v.P_OF_ORGANIZATION, v.ORG_POST_IN, v.ORG_SUB_ORGANIZATION_OF, v.P_IN_STATE, v.term("stateKind"),
    v.term("organizationKind"), v.term("placeKind"), v.P_OFFICE_KIND, v.term("agreementKind"), v.P_CAPITAL,
    v.term("iso3"),
)  # fmt: skip
_OTHER_NAMES: Final = (v.RDFS_LABEL, v.SKOS_ALT_LABEL, *map(v.term, ("formerName", "metonym", "abbreviation")))
_WIKIDATA: Final = v.VOCABULARIES["wd"]
#: What of an event is told of by its history.
_STAGES: Final = ("status", "edtf", "place")


class Told(NamedTuple):
    """A value that articles give, what became of it and why, and the claims that give it."""

    value: Value
    verdict: str
    reasons: tuple[str, ...]
    claims: tuple[Claim, ...]
    articles: int


class Fact(NamedTuple):
    """A property and all values that were told.

    ``rival`` tells that some of them are denied by others; what only went on or was said more exactly is no rival.
    """

    property: str
    name: Name
    told: tuple[Told, ...]
    rival: bool


class Group(NamedTuple):
    """The facts about one thing that one sentence gives, by property; ``modality`` is that of all, if they share one."""

    subject: Thing
    modality: str | None
    properties: tuple[tuple[str, Name, tuple[Claim, ...]], ...]


class Sentence(NamedTuple):
    """A sentence of an article in pieces, marked where words carry a fact, and the facts."""

    article: Article
    at: int
    pieces: tuple[tuple[str, bool], ...]
    groups: tuple[Group, ...]


class Line(NamedTuple):
    """Something that the registry of known things says."""

    property: str
    name: Name
    values: tuple[Value, ...]


class Tenure(NamedTuple):
    """A person in an office. ``first`` and ``last`` are days of articles that call the person so."""

    person: Thing
    office: Thing
    edtf: str | None
    former: bool
    first: str | None
    last: str | None
    articles: int


class Row(NamedTuple):
    """An event in a list, with the words that connect it with the thing whose page it is."""

    thing: Thing
    event: Event
    articles: int
    claims: tuple[Claim, ...]


class Stage(NamedTuple):
    """What one article says of an event's course: its status, time and place."""

    article: Article
    claims: tuple[Claim, ...]


class Step(NamedTuple):
    """A step in the life of a treaty."""

    event: Event
    thing: Thing
    action: Name
    parties: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of a list of events: of one kind, or of all; ``counts`` tells how many there are of each."""

    rows: tuple[Row, ...]
    counts: Mapping[str, int]
    what: str
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class EntityPage:
    """All that the page of a thing shows; what does not apply to it is empty. ``unread`` claims were too many to read."""

    thing: Thing
    event: Event | None
    other_names: tuple[tuple[str, str], ...]
    wikidata: str | None
    lines: tuple[Line, ...]
    tenures: tuple[Tenure, ...]
    facts: tuple[Fact, ...]
    sentences: tuple[Sentence, ...]
    more_sentences: int
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    listing: Listing | None
    strip: Strip | None
    around: Around | None
    articles: tuple[Article, ...]
    all_articles: int
    reports: tuple[str, str] | None
    article: Article | None
    unread: int
    fused: tuple[str, ...]


def entity_page(index: Index, thing: Thing, what: str = "", page: int = 1) -> EntityPage:
    """Return the page of a thing; ``what`` and ``page`` choose among its events."""
    return _Page(index, thing).page(what, page)


class _Page:
    def __init__(self, index: Index, thing: Thing) -> None:
        self._index, self._thing = index, thing
        self._reader: Reader = index.reader
        self._said = self._reader.properties(thing.iri)

    def page(self, what: str, page: int) -> EntityPage:
        thing = self._thing
        is_article = thing.kind == "article"
        named = self._reader.made_by(thing.iri) if is_article else self._reader.about(thing.iri)
        claims = self._reader.claims(named[:MOST_CLAIMS])
        told = sentences(self._reader, claims)
        events = self._index.of(thing.iri)
        reported = self._reported()
        dated = [self._index.published[iri] for iri in reported if iri in self._index.published]
        steps = self._steps(events) if thing.kind == "treaty" else ()
        return EntityPage(
            thing=thing,
            event=self._index.events.get(thing.iri),
            other_names=self._other_names(),
            wikidata=self._wikidata(),
            lines=() if is_article else tuple(self._lines(claims)),
            tenures=self._tenures(),
            facts=() if is_article else facts(self._reader, claims),
            sentences=told[:_SENTENCES],
            more_sentences=max(len(told) - _SENTENCES, 0),
            stages=stages(claims) if thing.kind == "event" else (),
            steps=steps,
            listing=self._listing(events, what, page) if events and not is_article and not steps else None,
            strip=strip(events, _STRIP) if thing.kind not in ("event", "article", "treaty") else None,
            around=self._around(claims),
            articles=tuple(map(self._reader.article, reported[:_ARTICLES])),
            all_articles=len(reported),
            reports=(dated[-1], dated[0]) if dated else None,
            article=self._reader.article(thing.iri) if is_article else None,
            unread=max(len(named) - MOST_CLAIMS, 0),
            fused=tuple(map(text_of, self._said.get(v.P_FUSED_BECAUSE, ()))),
        )

    # ---- names and what the registry says

    def _other_names(self) -> tuple[tuple[str, str], ...]:
        """Return the other names with their languages; an event has none, and those of an article are no names."""
        if self._thing.kind in ("event", "article"):
            return ()
        found = {
            (value.value, value.language or "")
            for prop in _OTHER_NAMES
            for value in self._said.get(prop, ())
            if isinstance(value, ox.Literal) and value.value not in self._thing.name
        }
        order = ["en", "ja", "ko", "zh", "ru"]
        return tuple(sorted(found, key=lambda n: (order.index(n[1]) if n[1] in order else 9, -len(n[0]), n[0])))

    def _wikidata(self) -> str | None:
        matches = map(text_of, self._said.get(v.SKOS_EXACT_MATCH, ()))
        return next((m.removeprefix(_WIKIDATA) for m in matches if m.startswith(_WIKIDATA)), None)

    def _lines(self, claims: Sequence[Claim]) -> Iterable[Line]:
        """Yield what is known without any article; what articles say stands among the facts."""
        claimed = {claim.property for claim in claims if claim.subject == self._thing}
        for prop in _LINES:
            if prop in self._said and prop.rpartition("#")[2] not in claimed:
                values = tuple(self._reader.read_value(value, prop) for value in self._said[prop])
                yield Line(prop.rpartition("#")[2], self._reader.term(prop)[0], values)
        member_of = self._reader.things(self._reader.subjects(v.P_HAS_MEMBER, self._thing.iri))
        if member_of:
            yield Line("memberOf", Name("加盟", "member of"), tuple(Value(t.iri, t.name, t) for t in member_of))
        members = self._reader.things(map(text_of, self._said.get(v.P_HAS_MEMBER, ())))
        if members:
            yield Line(
                "hasMember", self._reader.term(v.P_HAS_MEMBER)[0], tuple(Value(t.iri, t.name, t) for t in members)
            )

    def _tenures(self) -> tuple[Tenure, ...]:
        """Return offices of a person, holders of an office, or whoever acts for a state or body; the latest first."""
        reader, iri = self._reader, self._thing.iri
        if self._thing.kind == "person":
            tenures = reader.subjects(v.ORG_MEMBER, iri)
        elif self._thing.kind == "office":
            tenures = reader.subjects(v.P_OFFICE, iri)
        elif self._thing.kind in ("state", "organization"):
            offices = reader.subjects(v.ORG_POST_IN, iri)
            tenures = [t for office in offices for t in reader.subjects(v.P_OFFICE, office) if reader.parts(t)]
        else:
            return ()
        found = [tenure for tenure in map(self._tenure, tenures) if tenure is not None]
        return tuple(
            sorted(
                found, key=lambda t: (t.edtf or t.first or "", t.last or "", t.office.key, t.person.key), reverse=True
            )
        )

    def _tenure(self, iri: str) -> Tenure | None:
        said = {p: [text_of(o) for o in objects] for p, objects in self._reader.properties(iri).items()}
        person = self._reader.thing(next(iter(said.get(v.ORG_MEMBER, ())), ""))
        office = self._reader.thing(next(iter(said.get(v.P_OFFICE, ())), ""))
        if person is None or office is None:
            return None
        days = sorted(said.get(v.P_OBSERVED_ON, ()))
        return Tenure(
            person,
            office,
            next(iter(said.get(v.P_EDTF, ())), None),
            "true" in said.get(v.P_FORMER, ()),
            next(iter(days), None),
            next(iter(reversed(days)), None),
            len(said.get(v.P_REPORTED_IN, ())),
        )

    # ---- events

    def _reported(self) -> list[str]:
        """Return the articles that tell of the thing, the newest first."""
        if self._thing.kind == "article":
            return []
        told = map(text_of, self._said.get(v.P_REPORTED_IN, ()))
        found = {*told, *self._reader.subjects(v.SCHEMA_MENTIONS, self._thing.iri)}
        return sorted(found, key=lambda iri: (self._index.published.get(iri, ""), iri), reverse=True)

    def _listing(self, events: Sequence[Event], what: str, page: int) -> Listing:
        by_kind: defaultdict[str, list[Event]] = defaultdict(list)
        for event in events:
            by_kind[event.what].append(event)
        chosen = by_kind.get(what, events)
        pages = max(1, -(-len(chosen) // PAGE))
        page = min(max(page, 1), pages)
        rows = tuple(self._row(event) for event in chosen[(page - 1) * PAGE : page * PAGE])
        counts = {kind: len(by_kind[kind]) for kind in EVENTS if by_kind[kind]}
        return Listing(rows, counts, what if what in counts else "", page, pages)

    def _row(self, event: Event) -> Row:
        thing = self._reader.thing(event.iri)
        assert thing is not None  # the index has only events with a class and a key
        naming = ox.NamedNode(v.P_CLAIM_OBJECT), ox.NamedNode(self._thing.iri)
        about = self._reader.subjects(v.P_CLAIM_SUBJECT, event.iri)
        connecting = [
            claim for claim in about if any(self._reader.store.quads_for_pattern(ox.NamedNode(claim), *naming, None))
        ]
        claims = self._reader.claims((connecting or about)[:3])
        articles = len(self._reader.values(event.iri, v.P_REPORTED_IN))
        return Row(thing, event, articles, tuple(_each_sentence_once(claims)))

    def _steps(self, events: Sequence[Event]) -> tuple[Step, ...]:
        """Return the steps of a treaty, the first first; those without a date behind."""
        steps = []
        for event in sorted(events, key=lambda e: (e.day or "9999", e.iri)):
            if event.what == "agreement":
                thing = self._reader.thing(event.iri)
                assert thing is not None
                actions = self._reader.values(event.iri, v.term("action"))
                action = self._reader.term(actions[0])[0] if actions else thing.name
                parties = self._reader.things(self._reader.values(event.iri, v.term("party")))
                steps.append(Step(event, thing, action, tuple(parties)))
        return tuple(steps)

    # ---- neighbours

    def _around(self, claims: Sequence[Claim]) -> Around | None:
        """Return those that a thing has most to do with: for an actor or a place others by the events they share."""
        reader, index, iri = self._reader, self._index, self._thing.iri
        if self._thing.kind in (*ACTORS, "place"):
            counts = index.partners(iri)
            if self._thing.kind == "state":
                # its own persons and bodies say nothing of its ties; those of others stand for theirs
                counts = Counter({other: n for other, n in counts.items() if self._is_tie(other)})
            ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        elif self._thing.kind == "article":
            mentioned = (text_of(value) for value in self._said.get(v.SCHEMA_MENTIONS, ()))
            by_use = sorted(((i, len(index.of(i))) for i in mentioned), key=lambda item: (-item[1], item[0]))
            ordered = [(i, 1) for i, _ in by_use]
        elif self._thing.kind == "office":
            ordered = [(t.person.iri, max(t.articles, 1)) for t in self._tenures()]
        else:
            named = [c.value.thing.iri for c in claims if c.value.thing is not None and c.verdict == "accepted"]
            ordered = [(i, named.count(i)) for i in dict.fromkeys(named)]
        found = [(reader.thing(i), count) for i, count in ordered if i != iri][: _NEIGHBOURS + 4]
        known = [(thing, count) for thing, count in found if thing is not None and thing.kind != "office"]
        return around(known[:_NEIGHBOURS], index.together)

    def _is_tie(self, iri: str) -> bool:
        """Whether a thing tells with whom a state has to do: another state, or a body of no state or another one."""
        kind = (self._reader.parts(iri) or ("", ""))[0]
        return kind == "state" or (kind == "organization" and self._reader.value(iri, v.P_OF_STATE) != self._thing.iri)


def facts(reader: Reader, claims: Iterable[Claim]) -> tuple[Fact, ...]:
    """Group claims by property and value; what is accepted first, then what more articles say."""
    grouped: defaultdict[str, defaultdict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        grouped[claim.property][claim.value.id].append(claim)
    found = []
    for prop in sorted(grouped, key=_rank):
        told = sorted(
            map(_told, grouped[prop].values()), key=lambda t: (_VERDICTS.index(t.verdict), -t.articles, t.value.id)
        )
        rival = len(told) > 1 and any(t.verdict in ("rejected", "undecided") for t in told)
        found.append(Fact(prop, reader.term(property_iri(prop))[0], tuple(told), rival))
    return tuple(found)


def _told(claims: list[Claim]) -> Told:
    verdict = min((_known_verdict(claim.verdict) for claim in claims), key=_VERDICTS.index)
    reasons = dict.fromkeys(c.reason for c in claims if _known_verdict(c.verdict) == verdict and c.reason)
    articles = len({claim.article.thing.iri for claim in claims})
    return Told(claims[0].value, verdict, tuple(reasons), tuple(_each_sentence_once(claims)), articles)


def _known_verdict(code: str) -> str:
    return code if code in _VERDICTS else "undecided"


def _each_sentence_once(claims: Iterable[Claim]) -> list[Claim]:
    first: dict[tuple[str, int], Claim] = {}
    for claim in claims:
        first.setdefault((claim.article.thing.iri, claim.at), claim)
    return list(first.values())[:_QUOTES]


def sentences(reader: Reader, claims: Iterable[Claim]) -> tuple[Sentence, ...]:
    """Put claims under the sentences that give them, in the order of the claims."""
    grouped: dict[tuple[str, int], list[Claim]] = {}
    for claim in claims:
        grouped.setdefault((claim.article.thing.iri, claim.at), []).append(claim)
    found = []
    for (_, at), same in grouped.items():
        quote = max((claim.quote for claim in same), key=len)
        subjects = dict.fromkeys(claim.subject for claim in same)
        found.append(
            Sentence(
                same[0].article,
                at,
                tuple(pieces(quote, [(claim.begin, claim.end) for claim in same])),
                tuple(_group(reader, subject, [c for c in same if c.subject == subject]) for subject in subjects),
            )
        )
    return tuple(found)


def _group(reader: Reader, subject: Thing, claims: list[Claim]) -> Group:
    by_property: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_property[claim.property].append(claim)
    modalities = {claim.modality for claim in claims}
    properties = ((p, reader.term(property_iri(p))[0], tuple(by_property[p])) for p in sorted(by_property, key=_rank))
    return Group(subject, modalities.pop() if len(modalities) == 1 else None, tuple(properties))


def _rank(prop: str) -> tuple[int, str]:
    return _ORDER.index(prop) if prop in _ORDER else len(_ORDER), prop


def pieces(quote: str, spans: Iterable[tuple[int, int]]) -> Iterable[tuple[str, bool]]:
    """Cut a sentence where marks begin and end; marks that touch or overlap are one."""
    at = 0
    merged: list[list[int]] = []
    for begin, end in sorted(set(spans)):
        if merged and begin <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        elif begin < end:
            merged.append([begin, end])
    for begin, end in merged:
        if at < begin:
            yield quote[at:begin], False
        yield quote[begin:end], True
        at = end
    if at < len(quote):
        yield quote[at:], False


def stages(claims: Iterable[Claim]) -> tuple[Stage, ...]:
    """Return the course of an event as article after article tells it; nothing where all say the same of its status."""
    by_article: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.property in _STAGES:
            by_article.setdefault(claim.article.thing.iri, []).append(claim)
    values = {claim.value.id for same in by_article.values() for claim in same if claim.property == "status"}
    if len(values) < 2:
        return ()
    found = []
    for same in by_article.values():
        once = {(claim.property, claim.value.id): claim for claim in reversed(same)}
        ordered = sorted(once.values(), key=lambda c: (_STAGES.index(c.property), c.begin))
        found.append(Stage(same[0].article, tuple(ordered)))
    return tuple(found)
