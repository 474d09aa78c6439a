"""Which agreement reports speak of the same document.

First by name: a document is known by its normalised name and its parties. A name that says little (和平協定, 共同声明)
holds documents together only inside one article, or with the same parties and times that do not exclude each other.

Then across names, because the press has many for one document (包括的戦略パートナーシップ条約, 朝ロ条約, 北朝鮮との
条約). A name that says no more than kind and parties joins the document of these parties that has a name of its own, if
one article tells of both, or both tell the same step at the same time, or both were in the news together and no other
document is in question. Everything less sure is left for a person to decide.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

from kg.fusion.facts import Facts
from kg.fusion.match import DONE_ONCE, OTHER_NEWS
from kg.fusion.pairs import Pairs
from kg.fusion.told import DATE_SLIP, Days, Told, normal_name
from kg.model.account import Ref
from kg.model.decision import Answer, Decision, Pair, decision
from kg.model.event import ReportId
from kg.vocab import digest

#: What a name says besides kind and matter of the document must be this long to tell documents apart.
SPECIFIC: Final = 2
#: So many parties make a document that reports name different parties of.
_MANY: Final = 3
#: Kinds of documents of which the same sides issue one after another.
RECURRENT: Final = frozenset({"joint_statement", "declaration", "resolution"})
#: How labels of documents by their key in the graph begin.
TREATY: Final = "treaty:"
_WORDS: Final = Path(__file__).with_name("treaties.toml")


@dataclass(frozen=True, slots=True)
class Paper:
    """What an agreement report says of its document; ``number`` is that of the report."""

    number: int
    id: ReportId
    label: str
    name: str
    subtype: str
    action: str
    parties: frozenset[Ref]
    days: Days | None
    published: int | None

    @classmethod
    def of(cls, told: Told) -> Paper:
        """Return what an agreement report says of its document."""
        action = told.report.first("action")
        return cls(
            told.number,
            told.id,
            document_label(told),
            told.name,
            told.report.subtype,
            action if isinstance(action, str) else "",
            told.role("party"),
            told.days,
            told.published,
        )

    @property
    def article(self) -> str:
        """The id of its article."""
        return self.id.article


class _Words(NamedTuple):
    kinds: tuple[str, ...]
    fillers: tuple[str, ...]
    topics: tuple[str, ...]


def documents(
    papers: Iterable[Paper],
    facts: Facts,
    verdicts: Mapping[Pair, Answer],
    sentence: Callable[[int], str],
    decide: Callable[[Decision], None],
) -> dict[int, str]:
    """Return the key of the document that each agreement report speaks of, by number of the report.

    Depends on the reports only, not on their order. ``verdicts`` is what persons said of pairs of document labels
    (``document_label``, or ``treaty:KEY``), ``sentence`` gives that of a report; ``decide`` is given what was decided.
    """
    by_name: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        by_name[paper.name or f"\x00{paper.id.article}\x00{paper.id.key}"].append(paper)
    groups = [group for name in sorted(by_name) for group in _split(name, sorted(by_name[name], key=_by_id))]
    joined = _Names(groups, facts, verdicts, sentence, decide).join()
    keys = [_key(group, facts) for group in joined]
    home = _said_of_keys(keys, verdicts)
    return {paper.number: home[key] for group, key in zip(joined, keys, strict=True) for paper in group}


def _said_of_keys(keys: Iterable[str], verdicts: Mapping[Pair, Answer]) -> dict[str, str]:
    """Return the key under which each document stands when persons have said which treaties of the graph are one.

    Such a verdict names the keys that the documents have without it (``treaty:KEY``); the smallest stays.
    """
    home = {key: key for key in keys}
    for (a, b), answer in sorted(verdicts.items()):
        one, other = (home.get(label.removeprefix(TREATY), "") if label.startswith(TREATY) else "" for label in (a, b))
        if answer == "same" and one and other:
            home = {key: min(one, other) if at in (one, other) else at for key, at in home.items()}
    return home


def document_label(told: Told) -> str:
    """Return the name under which decisions speak of the document of an agreement report."""
    return told.label.replace("#agreement-", "#document-")


def best_name(names: Iterable[str], parties: Iterable[Ref], facts: Facts) -> str:
    """Return the name to show: the one that says most which document it is, then the most frequent; or nothing."""
    count = Counter(names)
    sides = frozenset(parties)
    own = {name: _own(normal_name(name), sides, facts) for name in count}
    return min(count, key=lambda name: (not own[name], -count[name], name), default="")


@lru_cache(maxsize=65536)
def is_specific(name: str) -> bool:
    """Whether a normalised name says which document it is, and not only of what kind."""
    words = _words()
    return len(_without(_without(name, words.topics), (*words.kinds, *words.fillers))) >= SPECIFIC


# ---- one name


def _split(name: str, papers: list[Paper]) -> list[list[Paper]]:
    """Split reports of one name into documents: each joins the only group it is compatible with."""
    groups: list[list[Paper]] = []
    # A name that says little holds together only what shares an article or has the same parties.
    sharing: defaultdict[object, set[int]] = defaultdict(set)
    # Reports with the most parties first: those with fewer then find the group they belong to, or more than one.
    for paper in sorted(papers, key=lambda p: (-len(p.parties), p.id)):
        some = sorted(sharing[paper.article] | sharing[paper.parties])
        possible: Iterable[int] = range(len(groups)) if is_specific(name) else some
        fitting = [i for i in possible if all(_same_document(name, paper, other) for other in groups[i])]
        at_home = [i for i in fitting if any(other.article == paper.article for other in groups[i])]
        chosen = at_home or fitting
        if len(chosen) != 1:
            chosen = [len(groups)]
            groups.append([])
        groups[chosen[0]].append(paper)
        sharing[paper.article].add(chosen[0])
        sharing[paper.parties].add(chosen[0])
    return [sorted(group, key=_by_id) for group in groups]


def _by_id(paper: Paper) -> ReportId:
    return paper.id


def _same_document(name: str, a: Paper, b: Paper) -> bool:
    """Whether two reports that use one name for a document can mean the same document."""
    ours, theirs = a.parties, b.parties
    nested = ours <= theirs or theirs <= ours
    recurrent = a.subtype in RECURRENT or b.subtype in RECURRENT
    if is_specific(name) and (not recurrent or any(c.isdecimal() for c in name)):
        # A country each, or some of many: these say nothing against a document of many parties.
        single = max(len(ours), len(theirs)) <= 1
        one_article = a.article == b.article
        return nested or single or one_article or max(len(ours), len(theirs)) >= _MANY
    if a.article == b.article:
        return nested
    return bool(ours) and ours == theirs and _same_period(a, b)


def _same_period(a: Paper, b: Paper) -> bool:
    """Whether two reports can speak of one step of a life: dates, or else publication, lie close together."""
    if a.days and b.days:
        return a.days.gap(b.days) == 0
    return _in_the_news_together(a, b)


def _in_the_news_together(a: Paper, b: Paper) -> bool:
    return a.published is not None and b.published is not None and abs(a.published - b.published) <= OTHER_NEWS


# ---- many names


@dataclass(frozen=True)
class _Likeness:
    """Why the documents of two groups may be one: ``sure`` joins them, otherwise a person is asked."""

    reason: str
    sure: bool


class _Names:
    """Joins groups of reports that call one document by different names. A group is known by its place in the list."""

    def __init__(
        self,
        groups: Iterable[list[Paper]],
        facts: Facts,
        verdicts: Mapping[Pair, Answer],
        sentence: Callable[[int], str],
        decide: Callable[[Decision], None],
    ) -> None:
        self._facts = facts
        self._groups = {i: list(group) for i, group in enumerate(sorted(groups, key=lambda g: g[0].id))}
        self._heads = {i: group[0] for i, group in self._groups.items()}
        self._verdicts = verdicts
        self._sentence = sentence
        self._decided = decide

    def join(self) -> list[list[Paper]]:
        """Return the groups joined."""
        for a, b in sorted(pair for pair, answer in self._verdicts.items() if answer == "same"):
            self._merge_said(a, b)
        likeness = {
            (i, j): found
            for i, j in self._candidates()
            for found in [self._alike(self._groups[i], self._groups[j])]
            if found is not None
        }
        partners: defaultdict[int, set[int]] = defaultdict(set)
        for (i, j), found in likeness.items():
            if found.sure:
                partners[i].add(j)
                partners[j].add(i)
        home = {i: i for i in self._groups}
        joined = {i: [i] for i in self._groups}
        for (i, j), found in sorted(likeness.items()):
            one, other = home[i], home[j]
            if one == other or self._said(self._groups[one], self._groups[other], ("different",)):
                continue
            rivals = self._rivals(i, j, partners) or self._excluded(one, other)
            if found.sure and not rivals:
                self._decide(i, j, "same", found.reason)
                first, second = sorted((one, other))
                self._groups[first] += self._groups.pop(second)
                joined[first] += joined.pop(second)
                home.update(dict.fromkeys(joined[first], first))
            elif not self._said(self._groups[one], self._groups[other], ("skip",)):
                self._decide(i, j, "unsure", found.reason, *(["more than one document fits"] if rivals else []))
        return [sorted(group, key=_by_id) for group in self._groups.values()]

    def _merge_said(self, a: str, b: str) -> None:
        place = {paper.label: i for i, group in self._groups.items() for paper in group}
        if a in place and b in place and place[a] != place[b]:
            first, second = sorted((place[a], place[b]))
            self._groups[first] += self._groups.pop(second)

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of groups that ``_alike`` may find alike, each once, sorted.

        Their parties are the same; or those of one are among those of the other, and both have the same name of their
        own or were told of at the same time.
        """
        by_parties: defaultdict[frozenset[Ref], list[int]] = defaultdict(list)
        by_time: defaultdict[object, list[int]] = defaultdict(list)
        for i, group in self._groups.items():
            sides = _parties(group)
            if sides:
                by_parties[sides].append(i)
                for time in {time for paper in group for time in _times(paper)}:
                    for party in sides:
                        by_time[party, time].append(i)
        sides_of = {i: sides for sides, found in by_parties.items() for i in found}
        pairs = Pairs()
        pairs.add(pair for found in by_parties.values() for pair in combinations(sorted(found), 2))
        for found in by_time.values():
            pairs.add(
                (min(i, j), max(i, j))
                for i, j in combinations(found, 2)
                if sides_of[i] < sides_of[j] or sides_of[j] < sides_of[i]
            )
        by_party: defaultdict[Ref, list[frozenset[Ref]]] = defaultdict(list)
        for sides in by_parties:
            for party in sides:
                by_party[party].append(sides)
        for sides, wide in by_parties.items():
            own: defaultdict[str, list[int]] = defaultdict(list)
            for i in wide:
                own[self._own_name(self._groups[i], sides)].append(i)
            own.pop("", None)
            for fewer in {fewer for party in sides for fewer in by_party[party] if fewer < sides} if own else ():
                pairs.add(
                    (min(i, j), max(i, j))
                    for j in by_parties[fewer]
                    for i in own.get(self._own_name(self._groups[j], sides), ())
                )
        yield from pairs
        pairs.close()

    def _alike(self, a: Sequence[Paper], b: Sequence[Paper]) -> _Likeness | None:
        """Return why two groups may speak of one document, or None."""
        ours, theirs = _parties(a), _parties(b)
        if not (ours <= theirs or theirs <= ours) or not _same_kind(a, b) or _steps_conflict(a, b):
            return None
        same_step = ours == theirs and len(ours) >= 2 and not _one_article(a, b) and _same_step(a, b)
        if any(t.subtype in RECURRENT for t in (*a, *b)):
            nested = same_step and any(x.name in y.name or y.name in x.name for x in a for y in b if x.name and y.name)
            return (
                _Likeness("the same step at the same time, one name a part of the other", sure=True) if nested else None
            )
        sides = ours | theirs
        own_a, own_b = (self._own_name(group, sides) for group in (a, b))
        if own_a and own_b:
            if own_a == own_b and ours & theirs:
                return _Likeness("the same name but for the parties in it", sure=True)
            # One article that uses two names means two documents.
            if same_step:
                part = own_a in own_b or own_b in own_a
                how = ", and one name is a part of the other" if part else ""
                return _Likeness(f"the same step of the same parties at the same time{how}", sure=part)
            return None
        if not own_a and not own_b:
            return None
        vague = b if own_a else a
        why = _same_time(a, b)
        if why is None and not (ours == theirs and len(sides) >= 2):
            return None
        plain = all(self._is_plain(t, sides) for t in vague)
        says = "only the parties" if plain else "only the matter"
        reason = f"a name that says {says}; {why or 'nothing tells that the times agree'}"
        return _Likeness(reason, sure=plain and len(sides) >= 2 and ours == theirs and why is not None)

    def _own_name(self, group: Sequence[Paper], sides: frozenset[Ref]) -> str:
        """Return what the names of a group say besides kind, parties and matter."""
        return max((_own(t.name, sides, self._facts) for t in group), key=lambda own: (len(own), own))

    def _is_plain(self, told: Paper, sides: frozenset[Ref]) -> bool:
        """Whether a name names the parties and says nothing else but the kind."""
        bare = _without_parties(told.name, sides, self._facts)
        return bare != told.name and not _without(bare, _words().kinds)

    def _rivals(self, i: int, j: int, partners: Mapping[int, set[int]]) -> bool:
        """Whether one of two groups is as surely like another one that has a different name of its own."""
        for one, other in ((i, j), (j, i)):
            for third in partners[one] - {other}:
                sides = _parties(self._groups.get(third, [])) | _parties(self._groups.get(other, []))
                if third in self._groups and other in self._groups:
                    names = {self._own_name(self._groups[k], sides) for k in (third, other)} - {""}
                    if len(names) > 1:
                        return True
        return False

    def _excluded(self, one: int, other: int) -> bool:
        return _steps_conflict(self._groups[one], self._groups[other])

    def _said(self, a: Sequence[Paper], b: Sequence[Paper], answers: tuple[Answer, ...]) -> bool:
        labels = [[paper.label for paper in group] for group in (a, b)]
        return bool(self._verdicts) and any(
            self._verdicts.get((min(x, y), max(x, y))) in answers for x in labels[0] for y in labels[1]
        )

    def _decide(self, i: int, j: int, answer: Answer, *reasons: str) -> None:
        a, b = self._heads[i], self._heads[j]
        quotes = {paper.label: self._sentence(paper.number).strip() for paper in (a, b)}
        self._decided(decision("document", a.label, b.label, answer, "machine", reasons, quotes))


def _same_kind(a: Sequence[Paper], b: Sequence[Paper]) -> bool:
    """Whether two groups can be of one kind of document: the press calls treaties agreements, but not the reverse."""
    kinds = {t.subtype for t in (*a, *b)} - {"", "other"}
    return len(kinds) <= 1


def _same_time(a: Sequence[Paper], b: Sequence[Paper]) -> str | None:
    """Return how the times of two groups agree, or None."""
    if _one_article(a, b):
        return "one article tells of both"
    if _same_step(a, b):
        return "the same step at the same time"
    if any(_in_the_news_together(x, y) for x in a for y in b):
        return "in the news together"
    return None


def _one_article(a: Sequence[Paper], b: Sequence[Paper]) -> bool:
    return not {t.article for t in a}.isdisjoint(t.article for t in b)


def _same_step(a: Sequence[Paper], b: Sequence[Paper]) -> bool:
    return any(
        x.action == y.action != "mentioned"
        and x.days is not None
        and y.days is not None
        and max(x.days.width, y.days.width) <= OTHER_NEWS
        and x.days.gap(y.days) == 0
        for x in a
        for y in b
    )


def _times(paper: Paper) -> Iterator[tuple[object, ...]]:
    """Yield what two reports that ``_same_time`` finds at one time are sure to share one of."""
    yield ("article", paper.article)
    if paper.published is not None:
        yield from (("news", m) for m in _months(paper.published - OTHER_NEWS // 2, paper.published + OTHER_NEWS // 2))
    if paper.days is not None and paper.days.width <= OTHER_NEWS:
        yield from (("step", paper.action, month) for month in _months(*paper.days))


def _months(first: int, last: int) -> range:
    """Return numbers of all months from one day to another: of thirty days, because only sharing one matters."""
    return range(first // 30, last // 30 + 1)


def _steps_conflict(a: Sequence[Paper], b: Sequence[Paper]) -> bool:
    """Whether two groups tell a step that is done once at different times."""
    return any(
        x.action == y.action
        and x.action in DONE_ONCE
        and x.days is not None
        and y.days is not None
        and x.days.gap(y.days) > DATE_SLIP
        for x in a
        for y in b
    )


# ---- names


@cache
def _words() -> _Words:
    data = tomllib.loads(_WORDS.read_text("utf-8"))
    lists = (tuple(sorted(map(normal_name, data[key]), key=_longest)) for key in ("kinds", "fillers", "topics"))
    return _Words(*lists)


def _longest(word: str) -> tuple[int, str]:
    return (-len(word), word)


def _without(name: str, words: Iterable[str]) -> str:
    for word in words:
        name = name.replace(word, "")
    return name


def _without_parties(name: str, parties: frozenset[Ref], facts: Facts) -> str:
    """Return a normalised name without what it calls the parties: 朝ロ条約 and 北朝鮮との条約 are 条約."""
    names = {normal_name(n) for ref in parties for n in (ref.name, *_names_of(ref, facts))} - {""}
    long = sorted((n for n in names if len(n) > 1), key=_longest)
    bare = _without(name, long)
    short = {n for n in names if len(n) == 1}
    # One-letter forms stand in pairs before the name proper: 朝ロ, 日米.
    while bare and bare[0] in short:
        bare = bare[1:]
    return bare if bare == name else _without_ends(bare)


def _without_ends(name: str) -> str:
    """Return a name without the words that bound the parties to it."""
    for word in _words().fillers:
        name = name.removeprefix(word)
    return name


def _names_of(ref: Ref, facts: Facts) -> tuple[str, ...]:
    return facts.state_names(ref.key) if ref.kind == "state" else ()


@lru_cache(maxsize=65536)
def _own(name: str, parties: frozenset[Ref], facts: Facts) -> str:
    """Return what a name says besides kind, parties and matter; an empty string where that is too little."""
    if name.startswith("\x00"):
        return ""
    words = _words()
    bare = _without_ends(_without_parties(name, parties, facts))
    return _without(bare, words.kinds) if is_specific(bare) else ""


def _parties(told: Iterable[Paper]) -> frozenset[Ref]:
    return frozenset().union(*(t.parties for t in told))


def _key(group: Sequence[Paper], facts: Facts) -> str:
    """Return a key from what the document is: its name and parties; a vague name also needs its first report."""
    sides = _parties(group)
    parties = sorted(f"{ref.kind}:{ref.key}" for ref in sides)
    name = best_name((t.name for t in group), sides, facts)
    if name and is_specific(name):
        recurrent = any(t.subtype in RECURRENT for t in group) and not any(c.isdecimal() for c in name)
        first = [*group[0].id] if recurrent else []
        return digest("treaty", name, *parties, *first)
    return digest("treaty", name, *parties, *group[0].id)
