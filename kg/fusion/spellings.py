"""Two spellings, one person: persons whom only articles introduce, joined where name and state leave no doubt.

What the registry knows is joined while articles are read. Here the names of all articles meet: ペスコフ and ペスコーフ
of one state are one person if all that transcriptions disagree about is folded away. Names that are only near each other,
or a family name alone beside a full one, with the same state and kind of office, are left for a person to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final, NamedTuple

from kg.fusion.facts import Facts
from kg.link.spelling import near, parts, whole
from kg.model.account import Account, Claim, EntityEntry, Ref
from kg.model.decision import Answer, Decision, Pair, decision

#: The shortest folded name that tells a person, in characters.
_TELLING: Final = 3


class Spelled(NamedTuple):
    """The accounts with one entity for all spellings, and what was decided, sorted."""

    accounts: list[Account]
    decisions: list[Decision]


@dataclass(frozen=True)
class _Person:
    """What all articles say of one key: the name, states and kinds of office."""

    ref: Ref
    states: frozenset[str]
    offices: frozenset[str]
    known: bool

    @property
    def label(self) -> str:
        return f"{self.ref.kind}:{self.ref.key}"


def spelled(accounts: Sequence[Account], facts: Facts, verdicts: Mapping[Pair, Answer] | None = None) -> Spelled:
    """Join the spellings of persons. ``verdicts`` is what persons said of pairs such as ``person:x-1f``."""
    said = verdicts or {}
    people = _people(accounts, facts)
    home = {label: label for label in people}
    decisions: list[Decision] = []
    for (a, b), answer in sorted(said.items()):
        if answer == "same" and a in home and b in home:
            _join(home, people, a, b)
    for a, b in _candidates(people):
        if home[a] == home[b] or _said(said, home, a, b, ("different",)):
            continue
        reason, sure = _likeness(people[a], people[b])
        if not reason:
            continue
        if sure:
            _join(home, people, a, b)
        elif _said(said, home, a, b, ("skip",)):
            continue
        quotes = {label: people[label].ref.name for label in (a, b)}
        decisions.append(decision("entity", a, b, "same" if sure else "unsure", "machine", (reason,), quotes))
    renamed = {label: people[to].ref for label, to in home.items() if label != to}
    return Spelled(
        [_renamed(account, renamed) for account in accounts] if renamed else list(accounts), sorted(decisions)
    )


def _people(accounts: Iterable[Account], facts: Facts) -> dict[str, _Person]:
    """Return the persons by label, sorted; the name is the smallest that articles give the key."""
    refs: dict[str, Ref] = {}
    states: defaultdict[str, set[str]] = defaultdict(set)
    offices: defaultdict[str, set[str]] = defaultdict(set)
    for account in accounts:
        for entry in account.of_kind("person"):
            label = f"person:{entry.ref.key}"
            refs[label] = min(refs.get(label, entry.ref), entry.ref)
            for claim in entry.claims:
                if claim.property == "ofState" and isinstance(claim.value, Ref):
                    states[label].add(claim.value.key)
                elif claim.property == "officeKind" and isinstance(claim.value, str):
                    offices[label].add(claim.value)
            home = facts.state_of(entry.ref.key)
            if home:
                states[label].add(home)
    return {
        label: _Person(
            refs[label], frozenset(states[label]), frozenset(offices[label]), facts.knows("person", refs[label].key)
        )
        for label in sorted(refs)
    }


def _candidates(people: Mapping[str, _Person]) -> list[Pair]:
    """Return the pairs worth comparing, sorted: of one state, at least one not in the registry, a part in common."""
    blocks: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for label, person in people.items():
        for state in person.states:
            for part in {*parts(person.ref.name), whole(person.ref.name)}:
                blocks[state, part[:2]].append(label)
    found = {pair for block in blocks.values() for pair in combinations(sorted(set(block)), 2)}
    return sorted(pair for pair in found if not all(people[label].known for label in pair))


def _likeness(a: _Person, b: _Person) -> tuple[str, bool]:
    """Return why two keys may be one person, and whether that is sure; an empty reason where they are not."""
    one, other = whole(a.ref.name), whole(b.ref.name)
    if one == other and len(one) >= _TELLING:
        return "the same name but for the spelling, of one state", True
    if not a.offices & b.offices:
        return "", False
    ours, theirs = sorted((parts(a.ref.name), parts(b.ref.name)), key=len)
    if len(ours) == len(theirs) and all(near(x, y) for x, y in zip(ours, theirs, strict=True)):
        return "nearly the same name, of one state, in the same kind of office", False
    if len(ours) == 1 < len(theirs) and ours[0] == theirs[-1]:
        return "the family name of the other, of one state, in the same kind of office", False
    return "", False


def _join(home: dict[str, str], people: Mapping[str, _Person], a: str, b: str) -> None:
    """Put two labels under one: the registry's where it knows one of them, else the one with the longer name."""
    one, other = sorted((home[a], home[b]), key=lambda x: (not people[x].known, -len(people[x].ref.name), x))
    for label, to in home.items():
        if to == other:
            home[label] = one


def _said(
    verdicts: Mapping[Pair, Answer], home: Mapping[str, str], a: str, b: str, answers: tuple[Answer, ...]
) -> bool:
    """Whether a person gave one of these answers on any two spellings of the two."""
    return any(
        answer in answers and {home.get(x), home.get(y)} == {home[a], home[b]} for (x, y), answer in verdicts.items()
    )


def _renamed(account: Account, to: Mapping[str, Ref]) -> Account:
    def ref(value: Ref) -> Ref:
        return to.get(f"{value.kind}:{value.key}", value)

    def claim(c: Claim) -> Claim:
        value = ref(c.value) if isinstance(c.value, Ref) else c.value
        by = ref(c.attributed_to) if c.attributed_to is not None else None
        return c if value == c.value and by == c.attributed_to else c._replace(value=value, attributed_to=by)

    def entry(e: EntityEntry) -> EntityEntry:
        return replace(e, ref=ref(e.ref), claims=tuple(map(claim, e.claims)))

    reports = tuple(replace(r, claims=tuple(map(claim, r.claims))) for r in account.reports)
    return replace(account, entities=tuple(map(entry, account.entities)), reports=reports)
