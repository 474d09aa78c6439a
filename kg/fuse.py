"""From what each article says to what all of them say: entities, documents, and events fused from their reports.

The steps: join spellings of names, gather the reports, find the documents that agreements speak of, cluster reports
into events, settle rival values, collect entities, offices and tenures. The result depends on the set of accounts and
on what persons decided, never on an order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from kg.fusion.cluster import Candidates, Group, cluster
from kg.fusion.context import Context
from kg.fusion.decisions import DecisionLog, Decisions
from kg.fusion.facts import Facts
from kg.fusion.known import RegistryFacts
from kg.fusion.match import days_of_one
from kg.fusion.people import Entities, Titles, offices, rival_persons
from kg.fusion.settle import Source, exclude, implied_status, judged, settle, settle_status
from kg.fusion.spellings import Renaming, renamed, spelled
from kg.fusion.told import Reports, Told
from kg.fusion.treaties import Paper, best_name, documents
from kg.fusion.voices import voices
from kg.link.registry import Registry
from kg.model.account import Account, Claim, Evidence, Ref, ReportKind
from kg.model.article import Article
from kg.model.event import Entity, Event, Judged, ReportId, Tenure, Thing, Treaty, World, value_key
from kg.model.time import TimeValue
from kg.shelf import Kept, Objects
from kg.vocab import digest

#: The claim that a report's subtype makes when no claim spells it out.
_SUBTYPE: Final[dict[ReportKind, str]] = {
    "meeting": "meetingKind",
    "agreement": "agreementKind",
    "other_event": "eventType",
}
#: Claims of an agreement report that are about the document; ``party`` is about both.
_OF_DOCUMENT: Final = frozenset({"name", "agreementKind", "party"})
_WHEN_AND_WHERE: Final = frozenset({"time", "place", "placeState"})
_OF_STEP: Final = frozenset({"action", "actor", "party", "time", "status", "place", "placeState"})


def fuse(
    accounts: Iterable[Account],
    articles: Mapping[str, Article],
    registry: Registry,
    decisions: Decisions | None = None,
) -> World:
    """Return the world that the accounts tell of, all of it in memory.

    ``articles`` holds the article of every account by its id; ``registry`` tells what is known of entities beforehand;
    the verdicts of persons among the ``decisions`` bind. The world holds the decisions that were made.

    Raises:
        KeyError: an account speaks of an article that is not there.

    """
    return fuse_with(accounts, articles, RegistryFacts(registry), decisions)


def fuse_with(
    accounts: Iterable[Account],
    articles: Mapping[str, Article],
    facts: Facts,
    decisions: Decisions | None = None,
) -> World:
    """Return the world that the accounts tell of, all of it in memory, with the facts of any registry."""
    known = {account.article: account for account in accounts}
    with (
        closing(DecisionLog()) as log,
        closing(Fusion(known, articles, facts, decisions or Decisions(), log)) as fusion,
    ):
        w = fusion.world
        return World(
            tuple(w.articles),
            tuple(w.entities),
            tuple(w.offices),
            tuple(w.tenures),
            tuple(w.treaties),
            tuple(w.events),
            tuple(w.decisions),
        )


class Fusion:
    """What accounts tell together. What grows with their number lies on disk, and is read from there piece by piece."""

    def __init__(
        self,
        accounts: Mapping[str, Account],
        articles: Mapping[str, Article],
        facts: Facts,
        decisions: Decisions,
        log: DecisionLog,
        folder: Path | None = None,
        workers: int = 1,
    ) -> None:
        """Fuse accounts, which are given by the ids of their articles, and so are ``articles``.

        ``facts`` are those of a registry; the verdicts of persons among the ``decisions`` bind; what is decided goes to
        the ``log``. ``folder`` is on the disk to use, ``workers`` the number of processes that may work. ``counts`` are
        of claims, and of events by kind. Raises KeyError where an account speaks of an article that is not there.
        """
        self.counts: Counter[str] = Counter()
        self._articles, self._facts, self._folder, self._workers = articles, facts, folder, workers
        self._verdicts, self._decisions = decisions, log
        self._entities: Kept[Entity] = Kept(folder)
        self._tenures: Kept[Tenure] = Kept(folder)
        self._treaties: Kept[Treaty] = Kept(folder)
        self._events: Kept[Event] = Kept(folder)
        named = spelled(accounts.values(), facts, self._verdicts.verdicts("entity"), self._decisions.add)
        self._ids = sorted(accounts)
        self._reports = Reports(articles, facts, folder)
        self._context = Context(self._reports)
        self._dates: dict[str, int] = {}
        with closing(Entities(facts, folder)) as entities, closing(Titles(facts, folder)) as titles:
            self._fuse(entities, titles, accounts, named)
        self._reports.close()
        del self._reports, self._context  # what they hold is not needed any more

    @property
    def world(self) -> World:
        """The world, which can be read until this is closed."""
        return World(
            _ById(self._articles, self._ids).values(),
            self._entities,
            offices(self._tenures),
            self._tenures,
            self._treaties,
            self._events,
            self._decisions,
        )

    def close(self) -> None:
        """Give the disk back to the system."""
        for part in (self._entities, self._tenures, self._treaties, self._events):
            part.close()

    def _fuse(self, entities: Entities, titles: Titles, accounts: Mapping[str, Account], named: Renaming) -> None:
        document_of, groups = self._grouped(entities, titles, accounts, named)
        source = Source(voices(_ById(self._articles, self._ids)), self._dates, self._facts)
        for treaty in self._treaties_of(document_of, source):
            self._mention(entities, treaty.claims)
            self._treaties.add(treaty.key, treaty)
        drafts: Objects[Event] = Objects(self._folder)
        alike: defaultdict[str, list[int]] = defaultdict(list)
        for group in groups:
            event = self._event(group, document_of, source)
            self._mention(entities, event.claims)
            self.counts[f"events: {event.kind}"] += 1
            alike[_content_key(event)].append(drafts.append(event))
        for key, numbers in alike.items():
            # Drafts stand in the order of their first reports; what is told by the first keeps the plain name.
            for i, number in enumerate(numbers):
                event = drafts[number]
                event = _renamed(event, key if i == 0 else digest(key, *event.reports[0]))
                self._events.add(event.key, event)
        drafts.close()
        for tenure in titles.tenures(source):
            self._mention(entities, tenure.claims)
            for claim in tenure.claims:
                entities.mention(tenure.person, claim.article)
                if tenure.office.of is not None:
                    entities.mention(tenure.office.of, claim.article)
            self._tenures.add(tenure.key, tenure)
        for entity in entities.settled(source):
            self.counts["claims"] += len(entity.claims)
            self._entities.add(entity.thing, entity)

    def _grouped(
        self, entities: Entities, titles: Titles, accounts: Mapping[str, Account], named: Renaming
    ) -> tuple[dict[int, str], list[Group]]:
        """Read all accounts once; return the documents of the agreement reports, and which reports are one event."""
        reports, verdicts = self._reports, self._verdicts
        said = verdicts.verdicts("event")
        asked = {label for pair in said for label in pair}
        labels: dict[str, int] = {}
        papers: list[Paper] = []
        candidates = Candidates(self._folder)
        for key in self._ids:
            account, published = renamed(accounts[key], named), self._articles[key].published
            if published is not None:
                self._dates[key] = published.toordinal()
            entities.add(account)
            titles.add(account, published)
            for told in reports.add(account):
                self._context.add(told)
                if told.label in asked:
                    labels[told.label] = told.number
                if told.report.kind == "agreement":
                    papers.append(Paper.of(told))
                candidates.add(told)
        document_of = documents(
            papers,
            self._facts,
            verdicts.verdicts("document"),
            lambda number: reports[number].sentence,
            self._decisions.add,
        )
        for number, document in document_of.items():
            candidates.add_document(number, document)
        decide = self._decisions.add
        return document_of, cluster(reports, candidates, self._context, said, labels, decide, self._workers)

    def _mention(self, entities: Entities, claims: Sequence[Judged]) -> None:
        """Note every entity that claims use, and count these."""
        self.counts["claims"] += len(claims)
        for claim in claims:
            if isinstance(claim.value, Ref):
                entities.mention(claim.value, claim.article)
            if claim.attributed_to is not None:
                entities.mention(claim.attributed_to, claim.article)

    def _event(self, group: Group, document_of: Mapping[int, str], source: Source) -> Event:
        """Settle one group of reports; the event's key is provisional and names its first report."""
        members = [self._reports[number] for number in group.members]
        first = members[0]
        thing = Thing("event", digest(*first.id))
        claims: list[Judged] = []
        statuses: list[Judged] = []
        current = any(not told.lapsed for told in members)
        put_off, further = _put_off(members), _further_days(members, self._context)
        given_up: dict[str, str] = {}
        for told in members:
            scope = told.id.key
            for claim in _spelled_out(told):
                if claim.property in _WHEN_AND_WHERE and not told.held and claim.modality == "asserted":
                    # The day and place of what did not take place (yet) were planned, however firmly.
                    claim = claim._replace(modality="planned")
                made = judged(thing, told.id.article, scope, claim)
                (statuses if claim.property == "status" else claims).append(made)
                if told.id in put_off and claim.property in ("time", "status"):
                    given_up[made.key] = "the event was put off from then"
                elif told.lapsed and current and claim.property == "status":
                    given_up[made.key] = "the plan of a day gone by"
                elif told.id in further and claim.property == "time":
                    given_up[made.key] = "a further day of the event"
            if told.number in document_of:
                treaty = Thing("treaty", document_of[told.number])
                claims.append(judged(thing, told.id.article, scope, _naming(told), treaty, "concerns"))
        settled_status = settle_status(statuses, source, given_up)
        status = next((c.value for c in settled_status if c.verdict == "accepted"), None)
        settled = settle(claims, source, status == "held", given_up)
        if first.report.kind == "meeting":
            settled = exclude(settled, "participant", rival_persons(members), source)
        if status is None:
            settled = tuple(c._replace(verdict="rejected", reason="the event is denied") for c in settled)
        return Event(
            thing.key,
            first.report.kind,
            tuple(told.id for told in members),
            (*settled, *settled_status),
            group.reasons,
            stands=status is not None,
        )

    def _treaties_of(self, document_of: Mapping[int, str], source: Source) -> Iterator[Treaty]:
        """Yield the documents."""
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for number in sorted(document_of):
            groups[document_of[number]].append(number)
        for key, numbers in groups.items():
            yield _treaty(key, [self._reports[number] for number in numbers], source)


class _ById(Mapping[str, Article]):
    """Some of many articles, by id."""

    def __init__(self, articles: Mapping[str, Article], ids: Sequence[str]) -> None:
        self._articles, self._ids = articles, ids

    def __getitem__(self, article: str) -> Article:
        return self._articles[article]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _put_off(members: Sequence[Told]) -> frozenset[ReportId]:
    """Return the reports that give the day from which the event was put off, where others give a later one."""
    off = [t.days for t in members if (t.status == "postponed" or t.lapsed) and t.days is not None]
    later = [t for t in members if t.days is not None and all(t.days.first > days.last for days in off)]
    if not off or not later:
        return frozenset()
    return frozenset(
        t.id for t in members if not t.held and t.days is not None and any(not t.days.gap(days) for days in off)
    )


def _further_days(members: Sequence[Told], context: Context) -> frozenset[ReportId]:
    """Return the reports of later days of a meeting that took several, where no report gives them all as a span."""
    dated = [t for t in members if t.held and t.days is not None]
    return frozenset(
        later.id
        for first in dated
        for later in dated
        if first.days and later.days and first.days.last < later.days.first and days_of_one(first, later, context)
    )


def _spelled_out(told: Told) -> Iterator[Claim]:
    """Yield the claims of a report about its event, with those that the report leaves implied: subtype and status."""
    report = told.report
    implied = Evidence(report.evidence.sentence, report.evidence.words, f"implied by {report.evidence.rule}")
    lead = report.claims[0]
    of_event = [
        c
        for c in report.claims
        if _has_value(c) and (report.kind != "agreement" or c.property in _OF_STEP or c.property not in _OF_DOCUMENT)
    ]
    yield from of_event
    prop = _SUBTYPE.get(report.kind)
    if prop and report.kind != "agreement" and report.subtype and not report.values(prop):
        yield lead._replace(property=prop, value=report.subtype, evidence=implied)
    stated = [c for c in of_event if c.property == "status"]
    modality = stated[0].modality if stated else lead.modality
    if not stated and modality == "denied":
        yield lead._replace(property="status", value="held", evidence=implied)
    elif not stated or (stated[0].value == "held" and modality in ("planned", "possible")):
        # A plan that claims to be held is put right: the claim stays, what it amounts to stands beside it.
        status = implied_status(modality)
        if status is not None:
            yield lead._replace(property="status", value=status, evidence=implied)


def _has_value(claim: Claim) -> bool:
    """Whether a claim says anything: a vague time fixes no day."""
    if isinstance(claim.value, TimeValue):
        return claim.value.edtf is not None
    return bool(claim.value)


def _naming(told: Told) -> Claim:
    """Return the claim that names the document of an agreement report, or else its first."""
    return next((c for c in told.report.claims if c.property == "name"), told.report.claims[0])


def _treaty(key: str, group: Sequence[Told], source: Source) -> Treaty:
    thing = Thing("treaty", key)
    claims: list[Judged] = []
    for t in group:
        claims += [
            judged(thing, t.id.article, f"{t.id.key} document", c)
            for c in t.report.claims
            if c.property in _OF_DOCUMENT and _has_value(c)
        ]
        if t.report.subtype and not t.report.values("agreementKind"):
            lead = _naming(t)
            kind = lead._replace(property="agreementKind", value=t.report.subtype)
            claims.append(judged(thing, t.id.article, f"{t.id.key} document", kind))
    settled = settle(claims, source, realised=False)
    names = (c.value for c in settled if c.property == "name" and isinstance(c.value, str))
    parties = (c.value for c in settled if c.property == "party" and isinstance(c.value, Ref))
    name = best_name(names, parties, source.facts)
    return Treaty(key, name, settled)


def _content_key(event: Event) -> str:
    """Return a digest of kind, accepted values and time; a statement without quoted words is known by its sentence."""
    parts = sorted(
        "=".join((c.property, *value_key(c.value)))
        for c in event.claims
        if c.verdict == "accepted" and c.property not in ("status", "verb")
    )
    if event.kind == "statement" and not event.values("quotation"):
        parts.append("/".join((event.reports[0].article, *map(str, event.claims[0].evidence.words))))
    return digest("event", event.kind, *dict.fromkeys(parts))


def _renamed(event: Event, key: str) -> Event:
    thing = Thing("event", key)
    return replace(event, key=key, claims=tuple(c._replace(subject=thing) for c in event.claims))
