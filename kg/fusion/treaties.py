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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

from kg.fusion.facts import Facts
from kg.fusion.match import DONE_ONCE, OTHER_NEWS
from kg.fusion.told import DATE_SLIP, Told, normal_name
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


class Documents(NamedTuple):
    """The key of the document of each agreement report, and what was decided about names, sorted."""

    of: dict[ReportId, str]
    decisions: list[Decision]


class _Words(NamedTuple):
    kinds: tuple[str, ...]
    fillers: tuple[str, ...]
    topics: tuple[str, ...]


def documents(told: Sequence[Told], facts: Facts, verdicts: Mapping[Pair, Answer] | None = None) -> Documents:
    """Return which documents the agreement reports speak of. Depends on the reports only, not on their order.

    ``verdicts`` is what persons said of pairs of document labels (``document_label``, or ``treaty:KEY``).
    """
    by_name: defaultdict[str, list[Told]] = defaultdict(list)
    for t in told:
        if t.report.kind == "agreement":
            by_name[t.name or f"\x00{t.id.article}\x00{t.id.key}"].append(t)
    groups = [group for name in sorted(by_name) for group in _split(name, sorted(by_name[name], key=lambda t: t.id))]
    joined, decisions = _Names(groups, facts, verdicts or {}).join()
    keys = [_key(group, facts) for group in joined]
    home = _said_of_keys(keys, verdicts or {})
    found = {t.id: home[key] for group, key in zip(joined, keys, strict=True) for t in group}
    return Documents(found, sorted(decisions))


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


def is_specific(name: str) -> bool:
    """Whether a normalised name says which document it is, and not only of what kind."""
    words = _words()
    return len(_without(_without(name, words.topics), (*words.kinds, *words.fillers))) >= SPECIFIC


# ---- one name


def _split(name: str, told: list[Told]) -> list[list[Told]]:
    """Split reports of one name into documents: each joins the only group it is compatible with."""
    groups: list[list[Told]] = []
    # Reports with the most parties first: those with fewer then find the group they belong to, or more than one.
    for t in sorted(told, key=lambda t: (-len(_parties([t])), t.id)):
        fitting = [group for group in groups if all(_same_document(name, t, other) for other in group)]
        at_home = [group for group in fitting if any(other.id.article == t.id.article for other in group)]
        chosen = at_home or fitting
        if len(chosen) == 1:
            chosen[0].append(t)
        else:
            groups.append([t])
    return [sorted(group, key=lambda t: t.id) for group in groups]


def _same_document(name: str, a: Told, b: Told) -> bool:
    """Whether two reports that use one name for a document can mean the same document."""
    ours, theirs = _parties([a]), _parties([b])
    nested = ours <= theirs or theirs <= ours
    recurrent = a.report.subtype in RECURRENT or b.report.subtype in RECURRENT
    if is_specific(name) and (not recurrent or any(c.isdecimal() for c in name)):
        # A country each, or some of many: these say nothing against a document of many parties.
        single = max(len(ours), len(theirs)) <= 1
        one_article = a.id.article == b.id.article
        return nested or single or one_article or max(len(ours), len(theirs)) >= _MANY
    if a.id.article == b.id.article:
        return nested
    return bool(ours) and ours == theirs and _same_period(a, b)


def _same_period(a: Told, b: Told) -> bool:
    """Whether two reports can speak of one step of a life: dates, or else publication, lie close together."""
    if a.days and b.days:
        return a.days.gap(b.days) == 0
    return _in_the_news_together(a, b)


def _in_the_news_together(a: Told, b: Told) -> bool:
    return a.published is not None and b.published is not None and abs(a.published - b.published) <= OTHER_NEWS


# ---- many names


@dataclass(frozen=True)
class _Likeness:
    """Why the documents of two groups may be one: ``sure`` joins them, otherwise a person is asked."""

    reason: str
    sure: bool


class _Names:
    """Joins groups of reports that call one document by different names. A group is known by its place in the list."""

    def __init__(self, groups: Sequence[list[Told]], facts: Facts, verdicts: Mapping[Pair, Answer]) -> None:
        self._facts = facts
        self._groups = {i: list(group) for i, group in enumerate(sorted(groups, key=lambda g: g[0].id))}
        self._heads = {i: group[0] for i, group in self._groups.items()}
        self._verdicts = verdicts
        self._decisions: list[Decision] = []

    def join(self) -> tuple[list[list[Told]], list[Decision]]:
        """Return the groups joined, and the decisions."""
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
        for (i, j), found in sorted(likeness.items()):
            one, other = home[i], home[j]
            if one == other or self._said(self._groups[one], self._groups[other], ("different",)):
                continue
            rivals = self._rivals(i, j, partners) or self._excluded(one, other)
            if found.sure and not rivals:
                self._decide(i, j, "same", found.reason)
                first, second = sorted((one, other))
                self._groups[first] += self._groups.pop(second)
                home = {k: first if h == second else h for k, h in home.items()}
            elif not self._said(self._groups[one], self._groups[other], ("skip",)):
                self._decide(i, j, "unsure", found.reason, *(["more than one document fits"] if rivals else []))
        return [sorted(group, key=lambda t: t.id) for group in self._groups.values()], self._decisions

    def _merge_said(self, a: str, b: str) -> None:
        place = {document_label(t): i for i, group in self._groups.items() for t in group}
        if a in place and b in place and place[a] != place[b]:
            first, second = sorted((place[a], place[b]))
            self._groups[first] += self._groups.pop(second)

    def _candidates(self) -> list[tuple[int, int]]:
        """Return the pairs of groups that share a party, sorted."""
        by_party: defaultdict[Ref, list[int]] = defaultdict(list)
        for i, group in sorted(self._groups.items()):
            for party in _parties(group):
                by_party[party].append(i)
        return sorted({pair for group in by_party.values() for pair in combinations(group, 2)})

    def _alike(self, a: Sequence[Told], b: Sequence[Told]) -> _Likeness | None:
        """Return why two groups may speak of one document, or None."""
        ours, theirs = _parties(a), _parties(b)
        if not (ours <= theirs or theirs <= ours) or not _same_kind(a, b) or _steps_conflict(a, b):
            return None
        same_step = ours == theirs and len(ours) >= 2 and not _one_article(a, b) and _same_step(a, b)
        if any(t.report.subtype in RECURRENT for t in (*a, *b)):
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

    def _own_name(self, group: Sequence[Told], sides: frozenset[Ref]) -> str:
        """Return what the names of a group say besides kind, parties and matter."""
        return max((_own(t.name, sides, self._facts) for t in group), key=lambda own: (len(own), own))

    def _is_plain(self, told: Told, sides: frozenset[Ref]) -> bool:
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

    def _said(self, a: Sequence[Told], b: Sequence[Told], answers: tuple[Answer, ...]) -> bool:
        labels = [[document_label(t) for t in group] for group in (a, b)]
        return bool(self._verdicts) and any(
            self._verdicts.get((min(x, y), max(x, y))) in answers for x in labels[0] for y in labels[1]
        )

    def _decide(self, i: int, j: int, answer: Answer, *reasons: str) -> None:
        a, b = self._heads[i], self._heads[j]
        quotes = {document_label(t): t.sentence.strip() for t in (a, b)}
        self._decisions.append(
            decision("document", document_label(a), document_label(b), answer, "machine", reasons, quotes)
        )


def _same_kind(a: Sequence[Told], b: Sequence[Told]) -> bool:
    """Whether two groups can be of one kind of document: the press calls treaties agreements, but not the reverse."""
    kinds = {t.report.subtype for t in (*a, *b)} - {"", "other"}
    return len(kinds) <= 1


def _same_time(a: Sequence[Told], b: Sequence[Told]) -> str | None:
    """Return how the times of two groups agree, or None."""
    if _one_article(a, b):
        return "one article tells of both"
    if _same_step(a, b):
        return "the same step at the same time"
    if any(_in_the_news_together(x, y) for x in a for y in b):
        return "in the news together"
    return None


def _one_article(a: Sequence[Told], b: Sequence[Told]) -> bool:
    return not {t.id.article for t in a}.isdisjoint(t.id.article for t in b)


def _same_step(a: Sequence[Told], b: Sequence[Told]) -> bool:
    return any(
        x.report.first("action") == y.report.first("action") != "mentioned"
        and x.days is not None
        and y.days is not None
        and max(x.days.width, y.days.width) <= OTHER_NEWS
        and x.days.gap(y.days) == 0
        for x in a
        for y in b
    )


def _steps_conflict(a: Sequence[Told], b: Sequence[Told]) -> bool:
    """Whether two groups tell a step that is done once at different times."""
    return any(
        x.report.first("action") == y.report.first("action")
        and x.report.first("action") in DONE_ONCE
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


def _own(name: str, parties: frozenset[Ref], facts: Facts) -> str:
    """Return what a name says besides kind, parties and matter; an empty string where that is too little."""
    if name.startswith("\x00"):
        return ""
    words = _words()
    bare = _without_ends(_without_parties(name, parties, facts))
    return _without(bare, words.kinds) if is_specific(bare) else ""


def _parties(told: Iterable[Told]) -> frozenset[Ref]:
    return frozenset().union(*(t.role("party") for t in told))


def _key(group: Sequence[Told], facts: Facts) -> str:
    """Return a key from what the document is: its name and parties; a vague name also needs its first report."""
    sides = _parties(group)
    parties = sorted(f"{ref.kind}:{ref.key}" for ref in sides)
    name = best_name((t.name for t in group), sides, facts)
    if name and is_specific(name):
        recurrent = any(t.report.subtype in RECURRENT for t in group) and not any(c.isdecimal() for c in name)
        first = [*group[0].id] if recurrent else []
        return digest("treaty", name, *parties, *first)
    return digest("treaty", name, *parties, *group[0].id)
