"""Reports to groups that are one event each: blocks of candidates, then merging from the surest pair down.

Nothing depends on the order of the input: candidates are sorted by score and identity. What persons said comes first.
Two groups merge only if no pair across them is vetoed and the pairs agree on the whole, so that no chain of likenesses
joins what is unlike. A report that fits two groups that cannot be one, equally well, joins neither.

Memory holds numbers: reports are read when they are compared. Only pairs that are judged to be one event merge groups,
so what such pairs connect is merged by itself, one connected part after the other, with the same result as all at once:
no rule looks beyond the groups that a pair would join and the partners of its two reports.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from kg.fusion.context import LASTING, LIVES, Context
from kg.fusion.match import SAME_FROM, VETO, YEAR, Comparer, Judgement, share_words, weakly_dated
from kg.fusion.pairs import Pairs
from kg.fusion.told import DATE_SLIP, Reports, Told
from kg.model.decision import Answer, Decision, Pair, decision
from kg.shelf import Lines
from kg.twin import twin

#: A block beyond this size is split by month.
LARGE_BLOCK: Final = 60
#: Actors of one report that take part in blocking by pairs.
_PAIRED: Final = 10
#: Scores nearer than this are equally good.
_NEAR: Final = 0.5
#: The least mean score of the pairs across two groups that merge: the ends of a chain may not be unlike.
_MEAN: Final = 2.0
#: Numbers of judgements in arrays, and that of a pair that is refused but looks alike.
_SAME, _UNSURE, _ALIKE = range(3)
#: Bits of the number of reports, by date, that are compared with as many others before any other ones are read.
_TILE: Final = 13
#: What is known of a report when it is asked whether its date alone sets it apart, as bits.
_HELD, _WEAK, _AHEAD = 1, 2, 4
#: The month of what has no date at all.
_UNDATED: Final = 0

BlockKey = tuple[str, ...]


class Group(NamedTuple):
    """Reports of one event by number, sorted, and why they were put together."""

    members: tuple[int, ...]
    reasons: tuple[str, ...]


class _Links(NamedTuple):
    """Pairs of reports worth remembering, the surest first: numbers, scores and judgements, one of each a pair."""

    a: np.ndarray
    b: np.ndarray
    score: np.ndarray
    judgement: np.ndarray


class Candidates:
    """Which reports are worth comparing: those that share a key. In memory are numbers only."""

    def __init__(self, folder: Path | None = None) -> None:
        """Know no report yet; what does not fit into memory will lie on the disk of ``folder``."""
        self._keys, self._reports = array("q"), array("l")
        self._firsts, self._lasts = array("l"), array("l")
        self._kinds: list[str] = []
        self._articles: list[str] = []
        self._begins, self._ends, self._states = array("l"), array("l"), array("b")
        self._put_off: dict[int, bool] = {}
        self._published = array("l")
        self._quotations, self._quoted = Lines(folder), array("l")
        self._by_date, self._pairs = np.array([], np.int64), Pairs(folder, tile=_TILE)

    def add_document(self, number: int, document: str) -> None:
        """Take note of the key of the document that an agreement report speaks of."""
        self._keys.append(hash(("agreement", document)))
        self._reports.append(number)

    def add(self, told: Told) -> None:
        """Take note of the next report."""
        for key in set(_keys(told)):
            self._keys.append(hash(key))
            self._reports.append(told.number)
        first, last = _months(told)
        self._firsts.append(first)
        self._lasts.append(last)
        self._begins.append(told.days.first if told.days else 0)
        self._ends.append(told.days.last if told.days else 0)
        ahead = told.pending or told.status == "postponed" or (told.lapsed and told.recalls_delay)
        self._states.append(_HELD * told.held | _WEAK * weakly_dated(told) | _AHEAD * ahead)
        self._kinds.append(told.report.kind)
        self._articles.append(told.id.article)
        self._published.append(told.published or 0)
        said = told.report.kind == "statement" and told.quotation
        self._quoted.append(self._quotations.append(said) if said else -1)

    def pair(self, put_off: Callable[[int], bool]) -> None:
        """Find the pairs. No more reports can be added then.

        ``put_off`` tells of a report whether another or itself says that its event was put off from its day.
        """
        keys, reports = np.array(self._keys, np.int64), np.array(self._reports, np.int64)
        order = np.lexsort((reports, keys))
        keys, reports = keys[order], reports[order]
        cuts = np.flatnonzero(keys[1:] != keys[:-1]) + 1
        ranks = np.empty(len(self._published), np.int64)
        by_date = np.argsort(np.array(self._published, np.int64), kind="stable")
        ranks[by_date] = np.arange(len(by_date))
        self._by_date = by_date
        for begin, end in pairwise((0, *cuts.tolist(), len(keys))):
            if end - begin > 1:
                block = reports[begin:end].tolist()
                apart = YEAR if len(block) <= LARGE_BLOCK else LASTING
                for part in self._parts(block):
                    worth = self._worth_comparing(part, apart, put_off)
                    self._pairs.add(sorted((int(ranks[a]), int(ranks[b]))) for a, b in worth)
        self._quotations.close()

    def pairs(self, share: int, of: int) -> Iterator[tuple[int, int]]:
        """Yield the pairs of one of so many shares, those of the same times together: few reports are in use at a time."""
        by_date = self._by_date
        for one, other in self._pairs.share(share, of):
            a, b = int(by_date[one]), int(by_date[other])
            yield (a, b) if a < b else (b, a)

    def close(self) -> None:
        """Let go of all pairs."""
        self._pairs.close()

    def _worth_comparing(
        self, part: Sequence[int], apart: int, put_off: Callable[[int], bool]
    ) -> Iterator[tuple[int, int]]:
        """Yield the pairs of reports of one block that can be one event, or look like it.

        What lies more than so many days ``apart`` does not look like it: what comes back every year, and, of those who
        meet all the time, what they do next week. One who speaks often says many things in a month: reports of
        statements are compared by their words alone first.
        """
        pairs = (pair for pair in combinations(part, 2) if self._apart(*pair))
        kind = self._kinds[part[0]]
        if kind in LIVES:
            return (pair for pair in pairs if not self._dates_exclude(*pair, apart, put_off))
        if kind != "statement":
            return pairs
        words = {number: self._quotations[self._quoted[number]] for number in part}
        return (pair for pair in pairs if share_words(words[pair[0]], words[pair[1]]))

    def _apart(self, a: int, b: int) -> bool:
        return self._articles[a] != self._articles[b] or self._kinds[a] in ("agreement", *LIVES)

    def _dates_exclude(self, a: int, b: int, apart: int, put_off: Callable[[int], bool]) -> bool:
        """Whether two reports lie more than so many days apart, and the rules let nothing outweigh that.

        Other than that the event was put off, nothing outweighs more than a year, and less only where both tell what
        was held and one of the dates is weak. Days of one meeting are no further apart than ``LASTING``.
        """
        begins, ends = self._begins, self._ends
        if begins[a] - ends[b] <= apart and begins[b] - ends[a] <= apart:
            return False
        if not (begins[a] and begins[b]) or self._articles[a] == self._articles[b]:
            return False
        states = self._states[a], self._states[b]
        gap = max(begins[a] - ends[b], begins[b] - ends[a])
        if gap <= YEAR and states[0] & states[1] & _HELD and (states[0] | states[1]) & _WEAK:
            return False
        return not any(
            state & _AHEAD and self._was_put_off(n, put_off) for n, state in ((a, states[0]), (b, states[1]))
        )

    def _was_put_off(self, number: int, put_off: Callable[[int], bool]) -> bool:
        known = self._put_off.get(number)
        if known is None:
            known = self._put_off[number] = put_off(number)
        return known

    def _parts(self, block: list[int]) -> Iterable[list[int]]:
        """Split a large block by month, so that the work stays in proportion to the number of reports."""
        if len(block) <= LARGE_BLOCK:
            return [block]
        months: defaultdict[int, list[int]] = defaultdict(list)
        for number in block:
            for month in range(self._firsts[number], self._lasts[number] + 1):
                months[month].append(number)
        return [months[month] for month in sorted(months)]


def _keys(told: Told) -> Iterator[BlockKey]:
    """Yield what two reports of one event are sure to share at least one of; of agreements it is the document."""
    kind = told.report.kind
    if kind == "meeting":
        actors = sorted({*told.persons, *told.states})[:_PAIRED]
        yield from ((kind, *pair) for pair in combinations(actors, 2))
        if told.name:
            yield (kind, "name", told.name)
        # Small blocks that are not split by month, for rival dates.
        yield from ((kind, "at", person, place.key) for person in told.persons for place in told.places)
    elif kind == "statement":
        if told.quotation:
            first, last = _months(told)
            months = range(first, last + 1)
            yield from ((kind, ref.key, str(month)) for ref in told.role("speaker") for month in months)
    elif kind == "other_event":
        yield from ((kind, told.report.subtype, ref.key) for ref in told.role("actor") | told.role("target"))
    elif kind != "agreement":
        role = "visitor" if kind == "visit" else "invitee"
        yield from ((kind, ref.kind, ref.key) for ref in told.role(role))


def _months(told: Told) -> tuple[int, int]:
    """Return the first and the last month in which the event may lie; an undated one lies near its publication."""
    if told.days and told.days.width <= 92:
        first, last = told.days.first - DATE_SLIP, told.days.last + DATE_SLIP
    elif told.published is not None:
        first, last = told.published - 31, told.published + 31
    else:
        return (_UNDATED, _UNDATED)
    days = (dt.date.fromordinal(min(max(day, 1), dt.date.max.toordinal())) for day in (first, last))
    one, other = (day.year * 12 + day.month for day in days)
    return (one, other)


def cluster(
    reports: Reports,
    candidates: Candidates,
    context: Context,
    verdicts: Mapping[Pair, Answer],
    labels: Mapping[str, int],
    decide: Callable[[Decision], None],
    workers: int = 1,
) -> list[Group]:
    """Put reports of one event together and return the groups, sorted by their first report.

    ``context`` knows all reports, ``verdicts`` is what persons said of pairs of report labels, ``labels`` gives the
    reports of these. ``decide`` is given what was decided on the way. With more ``workers`` than one half of the pairs are
    compared by a copy of this process.
    """

    def put_off(number: int) -> bool:
        return context.postponement(reports[number]) is not None

    candidates.pair(put_off)
    found = _Clusters(reports, context, verdicts, labels, decide).groups(candidates, workers)
    candidates.close()
    return found


class _Clusters:
    """Groups under construction. A group is known by its smallest report, its home."""

    def __init__(
        self,
        reports: Reports,
        context: Context,
        verdicts: Mapping[Pair, Answer],
        labels: Mapping[str, int],
        decide: Callable[[Decision], None],
    ) -> None:
        self._reports = reports
        self._compare = Comparer(reports, context)
        self._home = np.arange(len(reports))
        self._members: dict[int, list[int]] = {}
        self._reasons: defaultdict[int, list[str]] = defaultdict(list)
        self._decided = decide
        self._asked: dict[tuple[int, int], tuple[tuple[int, int], bool]] = {}
        known = {
            (labels[a], labels[b]): answer for (a, b), answer in sorted(verdicts.items()) if a in labels and b in labels
        }
        self._same = [pair for pair, answer in known.items() if answer == "same"]
        self._apart = {frozenset(pair) for pair, answer in known.items() if answer == "different"}
        self._answered = {frozenset(pair) for pair, answer in known.items() if answer in ("different", "skip")}

    def groups(self, candidates: Candidates, workers: int) -> list[Group]:
        """Merge what persons put together, then from the surest pair down, and tell what is left to say."""
        for a, b in self._same:
            if not self._said_apart(self._home_of(a), self._home_of(b)):
                self._merge(a, b, "a person says so")
        links = self._links(candidates, workers)
        refused: dict[tuple[int, int], str] = {}
        for part, scores in self._parts(links):
            self._compare.know(scores)
            refused.update(self._merged(part))
            self._compare.forget()
            self._asked.clear()
        self._tell(links, refused)
        homes: defaultdict[int, list[int]] = defaultdict(list)
        for number, home in enumerate(self._home.tolist()):
            homes[home].append(number)
        return [Group(tuple(homes[home]), tuple(sorted(set(self._reasons.get(home, []))))) for home in sorted(homes)]

    def _links(self, candidates: Candidates, workers: int) -> _Links:
        """Compare pairs and return those that are one event, may be one, or look alike although they are not."""
        shares = 2 if workers > 1 else 1
        with twin(lambda: self._compared(candidates.pairs(1, shares)), process=shares > 1) as rest:
            found = [self._compared(candidates.pairs(0, shares))]
            if shares > 1:
                found.append(rest())
        links = _Links(*map(np.concatenate, zip(*found, strict=True)))
        # The surest first; those with a veto by how alike they look otherwise, after all others.
        order = np.lexsort((links.b, links.a, -links.score, links.judgement == _ALIKE))
        return _Links(*(column[order] for column in links))

    def _compared(self, pairs: Iterable[tuple[int, int]]) -> _Links:
        """Compare some of the pairs."""
        a, b, score, judgement = array("l"), array("l"), array("d"), array("b")
        for one, other in pairs:
            match = self._compare.match(one, other)
            found = match.judgement
            if found is not Judgement.DIFFERENT:
                kind, points = (_SAME if found is Judgement.SAME else _UNSURE), match.score
            elif match.score == VETO and match.without_vetoes >= SAME_FROM:
                kind, points = _ALIKE, match.without_vetoes
            else:
                continue
            a.append(one)
            b.append(other)
            score.append(points)
            judgement.append(kind)
        return _Links(np.array(a), np.array(b), np.array(score), np.array(judgement))

    def _parts(self, links: _Links) -> Iterator[tuple[list[tuple[int, int]], dict[tuple[int, int], float]]]:
        """Yield what pairs of one event connect: these pairs, the surest first, and the scores that are known there."""
        same = links.judgement == _SAME
        ends = np.concatenate((links.a[same], [a for a, _ in self._same])).astype(np.int64)
        others = np.concatenate((links.b[same], [b for _, b in self._same])).astype(np.int64)
        size = len(self._reports)
        edges = coo_array((np.ones(len(ends), np.int8), (ends, others)), shape=(size, size))
        _, part_of = connected_components(edges, directed=False)
        inside = part_of[links.a] == part_of[links.b]
        chosen = np.flatnonzero(inside)
        chosen = chosen[np.argsort(part_of[links.a[chosen]], kind="stable")]
        cuts = np.flatnonzero(np.diff(part_of[links.a[chosen]])) + 1
        for rows in np.split(chosen, cuts):
            columns = [column[rows].tolist() for column in links]
            scores: dict[tuple[int, int], float] = {}
            part = []
            for a, b, score, judgement in zip(*columns, strict=True):
                scores[a, b] = VETO if judgement == _ALIKE else score
                if judgement == _SAME:
                    part.append((a, b))
            if part:
                yield part, scores

    def _merged(self, part: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
        """Merge along pairs, the surest first; return those that may not, with the reason."""
        rivals = self._rivals(part)
        refused: dict[tuple[int, int], str] = {}
        for a, b in part:
            if self._home_of(a) == self._home_of(b):
                continue
            why = "fits two events that are not one" if (a, b) in rivals else self._against(a, b)
            if why:
                refused[a, b] = why
            else:
                reasons = self._compare.match(a, b).reasons
                self._merge(a, b, reasons)
                self._decide(a, b, "same", reasons)
        return refused

    def _home_of(self, report: int) -> int:
        return int(self._home[report])

    def _members_of(self, home: int) -> list[int]:
        return self._members.get(home) or [home]

    def _merge(self, a: int, b: int, reason: str) -> None:
        one, two = sorted((self._home_of(a), self._home_of(b)))
        if one == two:
            return
        joined = self._members.pop(two, [two])
        self._home[joined] = one
        self._members.setdefault(one, [one]).extend(joined)
        self._reasons[one] += [*self._reasons.pop(two, []), reason]

    def _against(self, a: int, b: int) -> str:
        """Return why the groups of a pair may not merge, or an empty string."""
        one, two = self._home_of(a), self._home_of(b)
        if self._said_apart(one, two):
            return "a person says otherwise"
        if self._excluded(one, two):
            return "another report of one cannot be of the other"
        scores = [self._compare(x, y) for x in self._members_of(one) for y in self._members_of(two)]
        return "" if sum(scores) / len(scores) >= _MEAN else "the reports as a whole do not agree"

    def _said_apart(self, one: int, two: int) -> bool:
        """Whether a person keeps two groups apart."""
        return self._across(one, two, self._apart)

    def _across(self, one: int, two: int, pairs: set[frozenset[int]]) -> bool:
        return bool(pairs) and any(
            frozenset((a, b)) in pairs for a in self._members_of(one) for b in self._members_of(two)
        )

    def _rivals(self, part: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return the pairs of a report with two others that are not one event and fit it equally well.

        Of many that look alike one speaks for all, or an event with a thousand reports would take forever.
        """
        partners: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
        for a, b in part:
            score = self._compare(a, b)
            partners[a].append((score, b))
            partners[b].append((score, a))
        found: set[tuple[int, int]] = set()
        for report, others in partners.items():
            best = max(score for score, _ in others)
            alike: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
            for other in sorted(other for score, other in others if best - score < _NEAR):
                alike[self._reports[other].looks].append(other)
            for one, two in combinations(alike.values(), 2):
                if self._compare(one[0], two[0]) == VETO:
                    found.update(pair for other in (*one, *two) for pair in ((report, other), (other, report)))
        return found

    def _tell(self, links: _Links, refused: Mapping[tuple[int, int], str]) -> None:
        """Decide what was refused or is unsure, once for two groups, by their surest pair.

        Of look-alikes that are plainly two, each group names one: annual meetings would make a line a pair of years.
        """
        told: set[tuple[int, int]] = set()
        contrasted: set[int] = set()
        one, two = self._home[links.a], self._home[links.b]
        rows = np.flatnonzero(one != two)
        columns = [column[rows].tolist() for column in (links.a, links.b, links.judgement, one, two)]
        for a, b, judgement, home, other in zip(*columns, strict=True):
            groups = (min(home, other), max(home, other))
            if groups in told or self._across(home, other, self._answered):
                continue
            why = refused.get((a, b))
            if why is not None:
                self._decide(a, b, "unsure", self._compare.match(a, b).reasons, why)
            elif judgement == _UNSURE and not self._excluded(home, other):
                self._decide(a, b, "unsure", self._compare.match(a, b).reasons)
            elif judgement == _ALIKE and not contrasted.issuperset(groups):
                contrasted.update(groups)
                self._decide(a, b, "different", self._compare.match(a, b).reasons)
            else:
                continue
            told.add(groups)
            self._compare.forget()

    def _excluded(self, one: int, two: int) -> bool:
        """Whether a pair across two groups is vetoed. Asked again only when one of them has grown."""
        groups = (min(one, two), max(one, two))
        ours, theirs = self._members_of(groups[0]), self._members_of(groups[1])
        sizes = (len(ours), len(theirs))
        known = self._asked.get(groups)
        if known is None or known[0] != sizes:
            vetoed = any(self._compare(a, b) == VETO for a in ours for b in theirs)
            known = self._asked[groups] = (sizes, vetoed)
        return known[1]

    def _decide(self, a: int, b: int, answer: Answer, *reasons: str) -> None:
        one, other = self._reports[a], self._reports[b]
        quotes = {one.label: one.sentence.strip(), other.label: other.sentence.strip()}
        self._decided(decision("event", one.label, other.label, answer, "machine", reasons, quotes))
