"""Reports to groups that are one event each: blocks of candidates, then merging from the surest pair down.

Nothing depends on the order of the input: candidates are sorted by score and identity. What persons said comes first.
Two groups merge only if no pair across them is vetoed and the pairs agree on the whole, so that no chain of likenesses
joins what is unlike. A report that fits two groups that cannot be one, equally well, joins neither.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from kg.fusion.context import LIVES, Context
from kg.fusion.match import SAME_FROM, VETO, Comparer, Judgement, Match
from kg.fusion.told import DATE_SLIP, Told
from kg.model.decision import Answer, Decision, Pair, decision
from kg.model.event import ReportId

#: A block beyond this size is split by month.
LARGE_BLOCK: Final = 60
#: Actors of one report that take part in blocking by pairs.
_PAIRED: Final = 10
#: Scores nearer than this are equally good.
_NEAR: Final = 0.5
#: The least mean score of the pairs across two groups that merge: the ends of a chain may not be unlike.
_MEAN: Final = 2.0

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


class Clustering(NamedTuple):
    """The groups, sorted by their first report, and what was decided on the way, sorted."""

    groups: list[Group]
    decisions: list[Decision]


def cluster(
    told: Sequence[Told],
    documents: Mapping[ReportId, str],
    context: Context,
    verdicts: Mapping[Pair, Answer] | None = None,
) -> Clustering:
    """Put reports of one event together.

    ``context`` knows all reports, ``documents`` gives the treaty of each agreement report, ``verdicts`` what persons
    said of pairs of report labels.
    """
    return _Clusters(told, context, verdicts or {}).clustering(_candidates(told, documents))


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
                apart = a.id.article != b.id.article or a.report.kind in ("agreement", *LIVES)
                if apart and (a.id, b.id) not in seen:
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
        # Small blocks that are not split by month, for rival dates.
        yield from ((kind, "at", person, place.key) for person in told.persons for place in told.places)
    elif kind == "agreement":
        yield (kind, documents[told.id])
    elif kind == "statement":
        if told.quotation:
            yield from ((kind, ref.key, month) for ref in told.role("speaker") for month in _months(told))
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


class _Clusters:
    """Groups under construction. A group is known by its smallest report, its home."""

    def __init__(self, told: Sequence[Told], context: Context, verdicts: Mapping[Pair, Answer]) -> None:
        self._by_id = {t.id: t for t in told}
        self._compare = Comparer(told, context)
        self._home = {t.id: t.id for t in told}
        self._members = {t.id: [t.id] for t in told}
        self._reasons: defaultdict[ReportId, list[str]] = defaultdict(list)
        self._decisions: list[Decision] = []
        self._asked: dict[tuple[ReportId, ReportId], tuple[tuple[int, int], bool]] = {}
        by_label = {t.label: t.id for t in told}
        known = {
            (by_label[a], by_label[b]): answer
            for (a, b), answer in sorted(verdicts.items())
            if a in by_label and b in by_label
        }
        self._same = [pair for pair, answer in known.items() if answer == "same"]
        self._apart = {frozenset(pair) for pair, answer in known.items() if answer == "different"}
        self._answered = {frozenset(pair) for pair, answer in known.items() if answer in ("different", "skip")}

    def clustering(self, pairs: Iterable[tuple[ReportId, ReportId]]) -> Clustering:
        """Merge what persons put together, then from the surest pair down, and tell what is left to say."""
        for a, b in self._same:
            if not self._said_apart(self._home[a], self._home[b]):
                self._merge(a, b, "a person says so")
        links = sorted((Link(self._compare(a, b), a, b) for a, b in pairs), key=_by_score)
        rivals = self._rivals([link for link in links if link.match.judgement is Judgement.SAME])
        refused: list[tuple[Link, str]] = []
        for link in links:
            if link.match.judgement is not Judgement.SAME or self._home[link.a] == self._home[link.b]:
                continue
            why = "fits two events that are not one" if link[1:] in rivals else self._against(link)
            if why:
                refused.append((link, why))
            else:
                self._merge(link.a, link.b, link.match.reasons)
                self._decide(link, "same")
        self._tell(links, {link[1:]: why for link, why in refused})
        return Clustering(
            [
                Group(
                    tuple(self._by_id[m] for m in sorted(self._members[home])),
                    tuple(sorted(set(self._reasons.get(home, [])))),
                )
                for home in sorted(self._members)
            ],
            sorted(self._decisions),
        )

    def _merge(self, a: ReportId, b: ReportId, reason: str) -> None:
        one, two = sorted((self._home[a], self._home[b]))
        if one == two:
            return
        for report in self._members[two]:
            self._home[report] = one
        self._members[one] += self._members.pop(two)
        self._reasons[one] += [*self._reasons.pop(two, []), reason]

    def _against(self, link: Link) -> str:
        """Return why the groups of a link may not merge, or an empty string."""
        one, two = self._home[link.a], self._home[link.b]
        if self._said_apart(one, two):
            return "a person says otherwise"
        if self._excluded(one, two):
            return "another report of one cannot be of the other"
        scores = [self._compare(a, b).score for a in self._members[one] for b in self._members[two]]
        return "" if sum(scores) / len(scores) >= _MEAN else "the reports as a whole do not agree"

    def _said_apart(self, one: ReportId, two: ReportId) -> bool:
        """Whether a person keeps two groups apart."""
        return self._across(one, two, self._apart)

    def _across(self, one: ReportId, two: ReportId, pairs: set[frozenset[ReportId]]) -> bool:
        return bool(pairs) and any(frozenset((a, b)) in pairs for a in self._members[one] for b in self._members[two])

    def _rivals(self, links: list[Link]) -> set[tuple[ReportId, ReportId]]:
        """Return the pairs of a report with two others that are not one event and fit it equally well.

        Of many that look alike one speaks for all, or an event with a thousand reports would take forever.
        """
        partners: defaultdict[ReportId, list[tuple[float, ReportId]]] = defaultdict(list)
        for link in links:
            partners[link.a].append((link.match.score, link.b))
            partners[link.b].append((link.match.score, link.a))
        found: set[tuple[ReportId, ReportId]] = set()
        for report, others in partners.items():
            best = max(score for score, _ in others)
            alike: defaultdict[tuple[object, ...], list[ReportId]] = defaultdict(list)
            for other in sorted(other for score, other in others if best - score < _NEAR):
                alike[self._by_id[other].looks].append(other)
            for one, two in combinations(alike.values(), 2):
                if self._compare(one[0], two[0]).score == VETO:
                    found.update(pair for other in (*one, *two) for pair in ((report, other), (other, report)))
        return found

    def _tell(self, links: Iterable[Link], refused: Mapping[tuple[ReportId, ReportId], str]) -> None:
        """Add what was refused or is unsure, once for two groups, by their surest pair.

        Of look-alikes that are plainly two, each group names one: annual meetings would make a line a pair of years.
        """
        told: set[frozenset[ReportId]] = set()
        contrasted: set[ReportId] = set()
        for link in links:
            one, two = self._home[link.a], self._home[link.b]
            groups = frozenset((one, two))
            if one == two or groups in told or self._across(one, two, self._answered):
                continue
            why = refused.get(link[1:])
            judgement = link.match.judgement
            if why is not None:
                self._decide(link, "unsure", why)
            elif judgement is Judgement.UNSURE and not self._excluded(one, two):
                self._decide(link, "unsure")
            elif link.match.score == VETO and link.match.without_vetoes >= SAME_FROM and not groups <= contrasted:
                contrasted |= groups
                self._decide(link, "different")
            else:
                continue
            told.add(groups)

    def _excluded(self, one: ReportId, two: ReportId) -> bool:
        """Whether a pair across two groups is vetoed. Asked again only when one of them has grown."""
        groups = (min(one, two), max(one, two))
        sizes = (len(self._members[groups[0]]), len(self._members[groups[1]]))
        known = self._asked.get(groups)
        if known is None or known[0] != sizes:
            vetoed = any(self._compare(a, b).score == VETO for a in self._members[one] for b in self._members[two])
            known = self._asked[groups] = (sizes, vetoed)
        return known[1]

    def _decide(self, link: Link, answer: Answer, *further: str) -> None:
        a, b = self._by_id[link.a], self._by_id[link.b]
        quotes = {a.label: a.sentence.strip(), b.label: b.sentence.strip()}
        self._decisions.append(
            decision("event", a.label, b.label, answer, "machine", (link.match.reasons, *further), quotes)
        )


def _by_score(link: Link) -> tuple[float, ReportId, ReportId]:
    """Order links: the surest first; those with a veto by how alike they look otherwise, after all others."""
    vetoed = link.match.score == VETO
    return (1e6 - link.match.without_vetoes if vetoed else -link.match.score, link.a, link.b)
