"""Two spellings, one thing: what only articles introduce, joined where name and state leave no doubt.

What the registry knows is joined while articles are read. Here the names of all articles meet: ペスコフ and ペスコーフ
of one state are one person if all that transcriptions disagree about is folded away; so are two spellings of an
organization or a place. Names that are only near each other, or a family name alone beside a full one, with the same
state and kind of office, are left for a person to decide. What a person says of two persons, organizations, places or
states holds, whatever the registry thinks of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.fusion.facts import Facts
from kg.link.spelling import near, parts, whole
from kg.model.account import Account, Claim, EntityEntry, EntityKind, Ref
from kg.model.decision import Answer, Decision, Pair, decision

#: The shortest folded name that tells a person, in characters.
_TELLING: Final = 3


#: What entities are called from now on, by label (``person:x-1f``); the others keep their names.
Renaming = Mapping[str, Ref]


#: Kinds of entities that have spellings; persons alone hold offices.
_KINDS: Final[tuple[EntityKind, ...]] = ("person", "organization", "place", "state")


@dataclass(frozen=True)
class _Named:
    """What all articles say of one key: the name, states and kinds of office."""

    ref: Ref
    states: frozenset[str]
    offices: frozenset[str]
    known: bool
    whole: str
    parts: Sequence[str]

    @property
    def label(self) -> str:
        return f"{self.ref.kind}:{self.ref.key}"


def spelled(
    accounts: Iterable[Account], facts: Facts, verdicts: Mapping[Pair, Answer], decide: Callable[[Decision], None]
) -> Renaming:
    """Join the spellings of entities and return what the joined ones are called.

    ``verdicts`` is what persons said of pairs such as ``person:x-1f``; ``decide`` is given what was decided.
    """
    things = _things(accounts, facts)
    joined = _Joined(things)
    for (a, b), answer in sorted(verdicts.items()):
        if answer == "same" and a in things and b in things and _kind(a) == _kind(b):
            joined.join(a, b)
    for (a, b), (reason, sure) in sorted(_alike(things).items()):
        if joined.home[a] == joined.home[b] or _said(verdicts, joined.home, a, b, "different"):
            continue
        if sure:
            joined.join(a, b)
        elif _said(verdicts, joined.home, a, b, "skip"):
            continue
        quotes = {label: things[label].ref.name for label in (a, b)}
        decide(decision("entity", a, b, "same" if sure else "unsure", "machine", (reason,), quotes))
    return {label: things[to].ref for label, to in joined.home.items() if label != to}


def _kind(label: str) -> str:
    return label.partition(":")[0]


def _things(accounts: Iterable[Account], facts: Facts) -> dict[str, _Named]:
    """Return the entities by label, sorted; the name is the smallest that articles give the key."""
    refs: dict[str, Ref] = {}
    states: defaultdict[str, set[str]] = defaultdict(set)
    offices: defaultdict[str, set[str]] = defaultdict(set)

    def seen(ref: Ref) -> str:
        label = f"{ref.kind}:{ref.key}"
        refs[label] = min(refs.get(label, ref), ref)
        return label

    for account in accounts:
        for entry in account.entities:
            label = seen(entry.ref)
            for claim in entry.claims:
                if claim.property in ("ofState", "inState") and isinstance(claim.value, Ref):
                    states[label].add(claim.value.key)
                elif claim.property == "officeKind" and isinstance(claim.value, str):
                    offices[label].add(claim.value)
        for report in account.reports:
            for claim in report.claims:
                if isinstance(claim.value, Ref):
                    seen(claim.value)
    for label, ref in refs.items():
        home = (
            facts.state_of(ref.key)
            if ref.kind == "person"
            else facts.place_state(ref.key)
            if ref.kind == "place"
            else None
        )
        if home:
            states[label].add(home)
    return {
        label: _Named(
            refs[label],
            frozenset(states[label]),
            frozenset(offices[label]),
            facts.knows(refs[label].kind, refs[label].key),
            whole(refs[label].name),
            parts(refs[label].name),
        )
        for label in sorted(refs)
        if refs[label].kind in _KINDS
    }


def _alike(things: Mapping[str, _Named]) -> dict[Pair, tuple[str, bool]]:
    """Return why pairs may be one thing and whether that is sure: of one kind and state, not both in the registry."""
    blocks: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for label, thing in things.items():
        # A person without a state is nobody in particular; an organization need not be of any.
        for state in thing.states or ({""} if thing.ref.kind != "person" else set()):
            for part in {*thing.parts, thing.whole}:
                blocks[thing.ref.kind, state, part[:2]].append(label)
    found: dict[Pair, tuple[str, bool]] = {}
    for block in blocks.values():
        labels = sorted(set(block))
        fresh = [label for label in labels if not things[label].known]
        for a, b in ((min(a, b), max(a, b)) for a in fresh for b in labels if a != b):
            if (a, b) not in found and (likeness := _likeness(things[a], things[b]))[0]:
                found[a, b] = likeness
    return found


def _likeness(a: _Named, b: _Named) -> tuple[str, bool]:
    """Return why two keys may be one thing, and whether that is sure; an empty reason where they are not."""
    where = "of one state" if a.states & b.states else "of no state"
    if a.whole == b.whole and len(a.whole) >= _TELLING:
        return f"the same name but for the spelling, {where}", True
    if a.ref.kind == "person" and not a.offices & b.offices:
        return "", False
    ours, theirs = sorted((a.parts, b.parts), key=len)
    alike = len(ours) == len(theirs) and all(near(x, y) for x, y in zip(ours, theirs, strict=True))
    if a.ref.kind != "person":
        return (f"nearly the same name, {where}", False) if alike else ("", False)
    if alike:
        return "nearly the same name, of one state, in the same kind of office", False
    if len(ours) == 1 < len(theirs) and ours[0] == theirs[-1]:
        return "the family name of the other, of one state, in the same kind of office", False
    return "", False


class _Joined:
    """Labels of one thing under one of them: the registry's where it knows one, else the one with the longer name."""

    def __init__(self, things: Mapping[str, _Named]) -> None:
        self.home = {label: label for label in things}
        self._things = things
        self._members: dict[str, list[str]] = {}

    def join(self, a: str, b: str) -> None:
        """Put two labels, and what was joined to them before, under one."""
        things = self._things
        if self.home[a] == self.home[b]:
            return
        one, other = sorted(
            {self.home[a], self.home[b]}, key=lambda x: (not things[x].known, -len(things[x].ref.name), x)
        )
        moved = self._members.pop(other, [other])
        self._members.setdefault(one, [one]).extend(moved)
        self.home.update(dict.fromkeys(moved, one))


def _said(verdicts: Mapping[Pair, Answer], home: Mapping[str, str], a: str, b: str, said: Answer) -> bool:
    """Whether a person gave an answer on any two spellings of the two."""
    return any(
        answer == said and {home.get(x), home.get(y)} == {home[a], home[b]} for (x, y), answer in verdicts.items()
    )


def renamed(account: Account, to: Renaming) -> Account:
    """Return an account with the entities called anew."""
    if not to:
        return account

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
