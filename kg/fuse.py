"""From what each article says to what all of them say: entities, documents, and events fused from their reports.

The steps: join spellings of names, gather the reports, find the documents that agreements speak of, cluster reports
into events, settle rival values, collect entities, offices and tenures. The result depends on the set of accounts and
on what persons decided, never on an order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.fusion.cluster import Group, cluster
from kg.fusion.context import Context
from kg.fusion.decisions import Decisions
from kg.fusion.facts import Facts
from kg.fusion.known import RegistryFacts
from kg.fusion.match import days_of_one
from kg.fusion.people import entities, offices, rival_persons, tenures
from kg.fusion.settle import Source, exclude, implied_status, judged, settle, settle_status
from kg.fusion.spellings import spelled
from kg.fusion.told import Told, gather
from kg.fusion.treaties import best_name, documents
from kg.link.registry import Registry
from kg.model.account import Account, Claim, Evidence, Ref, ReportKind
from kg.model.article import Article
from kg.model.event import Event, Judged, ReportId, Tenure, Thing, Treaty, World, value_key
from kg.model.time import TimeValue
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
_OF_STEP: Final = frozenset({"action", "party", "time", "status", "place", "placeState"})


def fuse(
    accounts: Iterable[Account],
    articles: Mapping[str, Article],
    registry: Registry,
    decisions: Decisions | None = None,
) -> World:
    """Return the world that the accounts tell of.

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
    """Return the world that the accounts tell of, with the facts of any registry."""
    verdicts = decisions or Decisions()
    ordered, spellings = spelled(
        sorted(accounts, key=lambda account: account.article), facts, verdicts.verdicts("entity")
    )
    source = Source(articles, facts)
    told = gather(ordered, articles, facts)
    document_of, named = documents(told, facts, verdicts.verdicts("document"))
    context = Context(told)
    groups, decided = cluster(told, document_of, context, verdicts.verdicts("event"))
    treaties = _treaties(told, document_of, source)
    by_key = {treaty.key: treaty for treaty in treaties}
    events = _named([_event(group, document_of, by_key, source, context) for group in groups])
    held = tenures(ordered, source)
    return World(
        articles=tuple(articles[key] for key in sorted({account.article for account in ordered})),
        entities=entities(ordered, _mentioned(treaties, events, held), source),
        offices=offices(held),
        tenures=held,
        treaties=treaties,
        events=tuple(sorted(events, key=lambda event: event.key)),
        decisions=tuple(sorted((*spellings, *named, *decided))),
    )


def _event(
    group: Group,
    document_of: Mapping[ReportId, str],
    treaties: Mapping[str, Treaty],
    source: Source,
    context: Context,
) -> Event:
    """Settle one group of reports; the event's key is provisional and names its first report."""
    first = group.members[0]
    thing = Thing("event", digest(*first.id))
    claims: list[Judged] = []
    statuses: list[Judged] = []
    current = any(not told.lapsed for told in group.members)
    put_off, further = _put_off(group), _further_days(group, context)
    given_up: dict[str, str] = {}
    for told in group.members:
        scope = told.id.key
        for claim in _spelled_out(told):
            if claim.property in _WHEN_AND_WHERE and not told.held and claim.modality == "asserted":
                # The day and place of what did not take place (yet) were planned, however firmly.
                claim = claim._replace(modality="planned")
            made = judged(thing, told.article, scope, claim)
            (statuses if claim.property == "status" else claims).append(made)
            if told.id in put_off and claim.property in ("time", "status"):
                given_up[made.key] = "the event was put off from then"
            elif told.lapsed and current and claim.property == "status":
                given_up[made.key] = "the plan of a day gone by"
            elif told.id in further and claim.property == "time":
                given_up[made.key] = "a further day of the event"
        if told.id in document_of:
            treaty = treaties[document_of[told.id]]
            claims.append(judged(thing, told.article, scope, _naming(told), treaty.thing, "concerns"))
    settled_status = settle_status(statuses, source, given_up)
    status = next((c.value for c in settled_status if c.verdict == "accepted"), None)
    settled = settle(claims, source, status == "held", given_up)
    if first.report.kind == "meeting":
        settled = exclude(settled, "participant", rival_persons(group.members), source)
    if status is None:
        settled = tuple(replace(c, verdict="rejected", reason="the event is denied") for c in settled)
    return Event(
        thing.key,
        first.report.kind,
        tuple(told.id for told in group.members),
        (*settled, *settled_status),
        group.reasons,
        stands=status is not None,
    )


def _put_off(group: Group) -> frozenset[ReportId]:
    """Return the reports that give the day from which the event was put off, where others give a later one."""
    off = [t.days for t in group.members if (t.status == "postponed" or t.lapsed) and t.days is not None]
    later = [t for t in group.members if t.days is not None and all(t.days.first > days.last for days in off)]
    if not off or not later:
        return frozenset()
    return frozenset(
        t.id for t in group.members if not t.held and t.days is not None and any(not t.days.gap(days) for days in off)
    )


def _further_days(group: Group, context: Context) -> frozenset[ReportId]:
    """Return the reports of later days of a meeting that took several, where no report gives them all as a span."""
    dated = [t for t in group.members if t.held and t.days is not None]
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


def _treaties(told: Sequence[Told], document_of: Mapping[ReportId, str], source: Source) -> tuple[Treaty, ...]:
    """Return the documents, sorted by key."""
    groups: defaultdict[str, list[Told]] = defaultdict(list)
    for t in told:
        if t.id in document_of:
            groups[document_of[t.id]].append(t)
    return tuple(_treaty(key, groups[key], source) for key in sorted(groups))


def _treaty(key: str, group: Sequence[Told], source: Source) -> Treaty:
    thing = Thing("treaty", key)
    claims: list[Judged] = []
    for t in group:
        claims += [
            judged(thing, t.article, f"{t.id.key} document", c)
            for c in t.report.claims
            if c.property in _OF_DOCUMENT and _has_value(c)
        ]
        if t.report.subtype and not t.report.values("agreementKind"):
            lead = _naming(t)
            kind = lead._replace(property="agreementKind", value=t.report.subtype)
            claims.append(judged(thing, t.article, f"{t.id.key} document", kind))
    settled = settle(claims, source, realised=False)
    names = (c.value for c in settled if c.property == "name" and isinstance(c.value, str))
    parties = (c.value for c in settled if c.property == "party" and isinstance(c.value, Ref))
    name = best_name(names, parties, source.facts)
    return Treaty(key, name, settled)


def _named(events: Iterable[Event]) -> list[Event]:
    """Return the events under their final keys: digests of what they are, and where that is shared, of who tells it."""
    by_content: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_content[_content_key(event)].append(event)
    named = []
    for key in sorted(by_content):
        alike = sorted(by_content[key], key=lambda e: e.reports)
        for i, event in enumerate(alike):
            named.append(_renamed(event, key if i == 0 else digest(key, *event.reports[0])))
    return named


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
    return replace(event, key=key, claims=tuple(replace(c, subject=thing) for c in event.claims))


def _mentioned(
    treaties: Iterable[Treaty], events: Iterable[Event], held: Iterable[Tenure]
) -> Iterator[tuple[Ref, str]]:
    """Yield every entity that a claim uses, with the article."""
    for claims in (*(t.claims for t in treaties), *(e.claims for e in events), *(t.claims for t in held)):
        for claim in claims:
            if isinstance(claim.value, Ref):
                yield claim.value, claim.article
            if claim.attributed_to is not None:
                yield claim.attributed_to, claim.article
    for tenure in held:
        for claim in tenure.claims:
            yield tenure.person, claim.article
            if tenure.office.of is not None:
                yield tenure.office.of, claim.article
