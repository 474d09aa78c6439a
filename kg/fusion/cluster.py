"""Reports to groups that are one event each: blocks of candidates, then merging from the surest pair down.

Nothing depends on the order of the input: candidates are sorted by score and identity. Two groups merge only if no pair
across them is vetoed. A report that fits two groups that cannot be one, equally well, joins neither.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from kg.fusion.match import DATE_SLIP, VETO, Judgement, Match, compare
from kg.fusion.told import Told
from kg.model.event import ReportId

#: A block beyond this size is split by month.
LARGE_BLOCK: Final = 60
#: Actors of one report that take part in blocking by pairs.
_PAIRED: Final = 10
#: Scores nearer than this are equally good.
_NEAR: Final = 0.5

BlockKey = tuple[str, ...]


class Link(NamedTuple):
    """Two reports judged to be of one event."""

    match: Match
    a: ReportId
    b: ReportId


class Group(NamedTuple):
    """Reports of one event, sorted, and why they were put together."""

    members: tuple[Told, ...]
    reasons: tuple[str, ...]


def cluster(told: Sequence[Told], documents: Mapping[ReportId, str]) -> list[Group]:
    """Return the groups, sorted by their first report. ``documents`` gives the treaty of each agreement report."""
    by_id = {t.id: t for t in told}
    links = _without_rivals(_links(by_id, _candidates(told, documents)), by_id)
    return _merge(by_id, links)


def _candidates(told: Sequence[Told], documents: Mapping[ReportId, str]) -> Iterator[tuple[ReportId, ReportId]]:
    """Yield the pairs worth comparing, each once."""
    blocks: defaultdict[BlockKey, list[Told]] = defaultdict(list)
    for t in told:
        for key in sorted(set(_keys(t, documents))):
            blocks[key].append(t)
    seen: set[tuple[ReportId, ReportId]] = set()
    for key in sorted(blocks):
        for part in _parts(blocks[key]):
            for a, b in combinations(part, 2):
                if a.id.article != b.id.article and (a.id, b.id) not in seen:
                    seen.add((a.id, b.id))
                    yield a.id, b.id


def _keys(told: Told, documents: Mapping[ReportId, str]) -> Iterator[BlockKey]:
    """Yield what two reports of one event are sure to share at least one of."""
    kind = told.report.kind
    if kind == "meeting":
        actors = sorted({*told.persons, *told.states})[:_PAIRED]
        yield from ((kind, *pair) for pair in combinations(actors, 2))
        if told.name:
            yield (kind, "name", told.name)
    elif kind == "agreement":
        yield (kind, documents[told.id])
    elif kind == "statement":
        if told.quotation:
            yield (kind, told.quotation)
    elif kind == "other_event":
        yield from ((kind, told.report.subtype, ref.key) for ref in told.role("actor") | told.role("target"))
    else:
        role = "visitor" if kind == "visit" else "invitee"
        yield from ((kind, ref.kind, ref.key) for ref in told.role(role))


def _parts(block: list[Told]) -> Iterable[list[Told]]:
    """Split a large block by month, so that the work stays in proportion to the number of reports."""
    if len(block) <= LARGE_BLOCK:
        return [block]
    months: defaultdict[str, list[Told]] = defaultdict(list)
    for t in block:
        for month in _months(t):
            months[month].append(t)
    return [months[month] for month in sorted(months)]


def _months(told: Told) -> set[str]:
    """Return the months in which the event may lie; an undated one lies near its publication."""
    if told.days and told.days.width <= 92:
        first, last = told.days.first - DATE_SLIP, told.days.last + DATE_SLIP
    elif told.published is not None:
        first, last = told.published - 31, told.published + 31
    else:
        return {"undated"}
    span = range(max(first, 1), min(last, dt.date.max.toordinal()) + 1)
    return {dt.date.fromordinal(day).isoformat()[:7] for day in span}


def _links(by_id: Mapping[ReportId, Told], pairs: Iterable[tuple[ReportId, ReportId]]) -> list[Link]:
    """Return the pairs judged the same, surest first."""
    links = []
    for a, b in pairs:
        match = compare(by_id[a], by_id[b])
        if match.judgement is Judgement.SAME:
            links.append(Link(match, a, b))
    return sorted(links, key=lambda link: (-link.match.score, link.a, link.b))


def _without_rivals(links: list[Link], by_id: Mapping[ReportId, Told]) -> list[Link]:
    """Drop the links of a report to two others that are not one event and fit it equally well."""
    partners: defaultdict[ReportId, list[tuple[float, ReportId]]] = defaultdict(list)
    for link in links:
        partners[link.a].append((link.match.score, link.b))
        partners[link.b].append((link.match.score, link.a))
    unsure: set[tuple[ReportId, ReportId]] = set()
    for report, found in partners.items():
        best = max(score for score, _ in found)
        near = sorted(other for score, other in found if best - score < _NEAR)
        for one, two in combinations(near, 2):
            if compare(by_id[one], by_id[two]).score == VETO:
                unsure.update({(report, one), (report, two)})
    return [link for link in links if (link.a, link.b) not in unsure and (link.b, link.a) not in unsure]


def _merge(by_id: Mapping[ReportId, Told], links: Iterable[Link]) -> list[Group]:
    """Merge along the links unless a pair across the two groups is vetoed."""
    members: dict[ReportId, list[ReportId]] = {report: [report] for report in by_id}
    reasons: defaultdict[ReportId, list[str]] = defaultdict(list)
    home: dict[ReportId, ReportId] = {report: report for report in by_id}
    for link in links:
        one, two = sorted((home[link.a], home[link.b]))
        if one == two or _vetoed(by_id, members[one], members[two]):
            continue
        for report in members[two]:
            home[report] = one
        members[one] += members.pop(two)
        reasons[one] += [*reasons.pop(two, []), link.match.reasons]
    return [
        Group(tuple(by_id[m] for m in sorted(members[root])), tuple(sorted(set(reasons.get(root, [])))))
        for root in sorted(members)
    ]


def _vetoed(by_id: Mapping[ReportId, Told], ours: list[ReportId], theirs: list[ReportId]) -> bool:
    return any(compare(by_id[a], by_id[b]).score == VETO for a in ours for b in theirs)
