"""Entities with what articles say of them, and the offices and tenures that their titles stand for.

An article that calls somebody 外相 has seen a tenure on the day of its publication; it does not know when the tenure
began. The registry's tenure is used where one of the same person and office covers that day.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from kg.fusion.facts import Facts, KnownOffice
from kg.fusion.settle import Source, judged, settle
from kg.fusion.told import FORMER, Told, normal_name
from kg.model.account import Account, Claim, EntityEntry, Ref
from kg.model.event import Entity, Judged, Office, Tenure, Thing
from kg.shelf import Objects
from kg.vocab import digest

#: Kinds of office that a state has one holder of at a time, as codes without separators.
ONE_HOLDER: Final = frozenset({"headofstate", "headofgovernment", "foreignminister", "defenceminister"})
#: What an article says of an entity itself; the rest is said of a tenure.
_OF_ENTITY: Final = frozenset({"inState", "ofState"})


class _Title(NamedTuple):
    """An office as one article gives it to one person."""

    article: str
    published: dt.date | None
    person: Ref
    title: Claim
    kind: str | None
    of: Ref | None

    @property
    def words(self) -> str:
        """The title as the text gives it."""
        return self.title.value if isinstance(self.title.value, str) else ""

    @property
    def former(self) -> bool:
        """Whether the text tells the office as over."""
        return self.words.startswith(FORMER)


@dataclass(frozen=True)
class _Post:
    """Where a title leads: the office, and the key of the registry's tenure if it is that."""

    office: Office
    tenure: str | None


class Entities:
    """The entities that articles name, while they are gathered. Claims about them lie on disk."""

    def __init__(self, facts: Facts, folder: Path | None = None) -> None:
        """Know none yet; use the disk of ``folder``."""
        self._facts = facts
        self._numbers: dict[Thing, int] = {}
        self._names: list[str] = []
        self._of, self._in = array("I"), array("I")
        self._claims: Objects[Judged] = Objects(folder)
        self._claims_of: defaultdict[int, array[int]] = defaultdict(lambda: array("L"))
        self._articles: dict[str, int] = {}

    def add(self, account: Account) -> None:
        """Take the entities that an article introduces. Accounts come in the order of the ids of their articles."""
        self._articles[account.article] = len(self._articles)
        for entry in account.entities:
            number = self.mention(entry.ref, account.article)
            thing = Thing(entry.ref.kind, entry.ref.key)
            # What the registry knows of an entity is not up to articles; offices change hands, so a person's state may differ.
            if not self._facts.knows(*thing):
                self._claims_of[number].extend(
                    self._claims.append(judged(thing, account.article, "entity", c))
                    for c in entry.claims
                    if c.property in _OF_ENTITY and isinstance(c.value, Ref)
                )

    def mention(self, ref: Ref, article: str) -> int:
        """Note that an article, which was added, uses an entity, and return its number."""
        number = self._numbers.setdefault(Thing(ref.kind, ref.key), len(self._numbers))
        if number == len(self._names):
            self._names.append(ref.name)
        elif ref.name < self._names[number]:
            self._names[number] = ref.name
        self._of.append(number)
        self._in.append(self._articles[article])
        return number

    def settled(self, source: Source) -> Iterator[Entity]:
        """Yield all entities, sorted by kind and key."""
        ids = list(self._articles)
        uses = np.unique(np.array(self._of, np.int64) << 32 | np.array(self._in, np.int64))
        begins = np.searchsorted(uses >> 32, np.arange(len(self._names) + 1))
        for thing in sorted(self._numbers):
            number = self._numbers[thing]
            used_in = uses[begins[number] : begins[number + 1]] & 0xFFFFFFFF
            claims = [self._claims[n] for n in self._claims_of.get(number, ())]
            ordered = sorted(claims, key=lambda c: (c.article, c.evidence.words, c.key))
            yield Entity(
                Ref(thing.kind, thing.key, self._names[number]),  # type: ignore[arg-type]
                tuple(ids[article] for article in used_in.tolist()),
                settle(ordered, source),
                self._facts.knows(*thing),
            )

    def close(self) -> None:
        """Give the disk back to the system."""
        self._claims.close()


def rival_persons(told: Sequence[Told]) -> list[frozenset[tuple[str, ...]]]:
    """Return the pairs of persons, as value keys, of whom only one can have taken part in an event; sorted.

    That is so where one report has somebody come in the stead of another person, whom it says to have stayed away, and
    where two reports give the one seat that a state has at the table (that of its foreign minister) to two persons.
    Whoever else is named by one report alone took part beside the others.
    """
    found: set[tuple[str, str]] = set()
    # Many reports of one event say the same of who took part.
    unlike = {(t.persons, t.absent, tuple(t.seats.get(p, frozenset()) for p in sorted(t.persons))): t for t in told}
    for a, b in permutations(unlike.values(), 2):
        for state in a.states & b.states:
            ours, theirs = a.persons_of(state) - b.persons, b.persons_of(state) - a.persons
            for mine, other in product(ours, theirs):
                seats = {code_of(kind) for kind in a.seats.get(mine, frozenset())} & ONE_HOLDER
                same_seat = any(code_of(kind) in seats for kind in b.seats.get(other, frozenset()))
                if mine in b.absent or same_seat:
                    found.add((min(mine, other), max(mine, other)))
    return [frozenset(("person", key) for key in pair) for pair in sorted(found)]


class Titles:
    """The titles that articles give to persons, while they are gathered, on disk."""

    def __init__(self, facts: Facts, folder: Path | None = None) -> None:
        """Know none yet; use the disk of ``folder``."""
        self._facts = facts
        self._titles: Objects[tuple[_Title, _Post]] = Objects(folder)
        self._known: defaultdict[str, array[int]] = defaultdict(lambda: array("L"))
        self._seen: defaultdict[tuple[str, str], array[int]] = defaultdict(lambda: array("L"))

    def add(self, account: Account, published: dt.date | None) -> None:
        """Take the titles of an article."""
        for entry in account.of_kind("person"):
            for title in _titles(entry, account.article, published):
                post = _post(title, self._facts)
                number = self._titles.append((title, post))
                if post.tenure is not None:
                    self._known[post.tenure].append(number)
                else:
                    self._seen[title.person.key, post.office.key].append(number)

    def tenures(self, source: Source) -> Iterator[Tenure]:
        """Yield the tenures that articles observed.

        A title that is over (前外相) belongs to the tenure it tells the end of: the registry's last one that was over on
        the day of publication, or the last one seen before. A title seen again after that is a new tenure of the office.
        """
        for key, numbers in self._known.items():
            yield _tenure(key, [self._titles[n] for n in numbers], source)
        for (person, office), numbers in self._seen.items():
            for number, spell in enumerate(_spells(self._titles[n] for n in numbers)):
                key = "x-" + digest("tenure", person, office, *([str(number + 1)] if number else []))
                yield _tenure(key, spell, source)

    def close(self) -> None:
        """Give the disk back to the system."""
        self._titles.close()


def _spells(seen: Iterable[tuple[_Title, _Post]]) -> list[list[tuple[_Title, _Post]]]:
    """Split what articles saw of one person in one office into tenures, by date of publication.

    What an undated article saw belongs to the first.
    """
    spells: list[list[tuple[_Title, _Post]]] = [[]]
    over = False
    for title, post in sorted(seen, key=lambda pair: _seen_on(pair[0])):
        dated = title.published is not None
        if dated and over and not title.former:
            spells.append([])
        if dated:
            over = title.former
        spells[-1].append((title, post))
    return spells


def _seen_on(title: _Title) -> tuple[dt.date, bool, str, tuple[int, int]]:
    """Order observations: by day, on one day the office before its end."""
    day = title.published or dt.date.min
    return (day, title.former, title.article, tuple(title.title.evidence.words))  # type: ignore[return-value]


def offices(held: Iterable[Tenure]) -> tuple[Office, ...]:
    """Return the offices of tenures that are sorted by key: sorted by key themselves, each once, by its first name."""
    found: dict[str, Office] = {}
    for tenure in held:
        known = found.get(tenure.office.key)
        if known is None or tenure.office.name <= known.name:
            found[tenure.office.key] = tenure.office
    return tuple(found[key] for key in sorted(found))


def _titles(entry: EntityEntry, article: str, published: dt.date | None) -> Iterator[_Title]:
    """Yield the titles of a person in one article: a claim ``office`` and the details that follow it."""
    current: dict[str, Claim] = {}
    for claim in (*entry.claims, None):
        if claim is None or claim.property in current:
            if "office" in current and isinstance(current["office"].value, str):
                yield _title(entry.ref, article, published, current)
            current = {}
        if claim is not None:
            current[claim.property] = claim


def _title(person: Ref, article: str, published: dt.date | None, details: Mapping[str, Claim]) -> _Title:
    kind = details["officeKind"].value if "officeKind" in details else None
    of = next((details[p].value for p in ("ofOrganization", "ofState") if p in details), None)
    return _Title(
        article,
        published,
        person,
        details["office"],
        kind if isinstance(kind, str) else None,
        of if isinstance(of, Ref) else None,
    )


def _post(title: _Title, facts: Facts) -> _Post:
    """Decide which office and tenure a title stands for."""
    words = title.words[1:] if title.former else title.words
    known = _known_office(title, words, facts)
    if known is None:
        of = (title.of.kind, title.of.key) if title.of else ("", title.person.key)
        name = f"{title.of.name}{words}" if title.of and not words.startswith(title.of.name) else words
        return _Post(Office("x-" + digest("office", *of, normal_name(words)), name, title.kind, title.of), None)
    office = Office(known.key, known.name, title.kind, title.of, known=True)
    return _Post(office, _known_tenure(title, known, facts))


def _known_office(title: _Title, words: str, facts: Facts) -> KnownOffice | None:
    """Return the registry's office for a title: the one with its name, or else the only one of its kind."""
    held = {tenure.office for tenure in facts.tenures(title.person.key)}
    there = facts.offices(title.of.key) if title.of else ()
    full = normal_name(title.of.name + words) if title.of else normal_name(words)
    named = [o for o in there if normal_name(o.name) in (normal_name(words), full)]
    ending = [o for o in held if normal_name(o.name).endswith(normal_name(words))]
    for found in (named, ending):
        if len(found) == 1:
            return found[0]
    if title.kind is None or code_of(title.kind) not in ONE_HOLDER:
        return None
    of_kind = [o for o in there if code_of(o.kind) == code_of(title.kind)]
    for found in ([o for o in of_kind if o in held], of_kind):
        if len(found) == 1:
            return found[0]
    return None


def code_of(kind: str) -> str:
    """Return a kind of office for comparison: ``ForeignMinister`` and ``foreign_minister`` are one."""
    return normal_name(kind.replace("_", ""))


def _known_tenure(title: _Title, office: KnownOffice, facts: Facts) -> str | None:
    """Return the registry's tenure of this person and office on the day of publication; undated, the only one.

    Of an office that is over, it is the last tenure that had ended by that day.
    """
    mine = [t for t in facts.tenures(title.person.key) if t.office.key == office.key]
    day = title.published
    if title.former and day is not None:
        ended = sorted((t.latest, t.key) for t in mine if t.latest is not None and t.latest <= day)
        return ended[-1][1] if ended else None
    if day is not None:
        mine = [t for t in mine if t.covers(day)]
    return mine[0].key if len(mine) == 1 else None


def _tenure(key: str, seen: list[tuple[_Title, _Post]], source: Source) -> Tenure:
    """Build one tenure from all titles that lead to it."""
    ordered = sorted(seen, key=lambda pair: (pair[0].article, pair[0].title.evidence.words))
    title, post = next(((t, p) for t, p in ordered if not t.former), ordered[0])
    thing = Thing("tenure", key)
    claims = [
        judged(thing, t.article, f"title {t.person.key}", t.title, value, prop)
        for t, _ in ordered
        for prop, value in (("title", t.words), ("office", post.office.thing))
    ]
    days = sorted({t.published for t, _ in ordered if t.published is not None and not t.former})
    over = sorted(t.published for t, _ in ordered if t.published is not None and t.former)
    return Tenure(
        key,
        title.person,
        post.office,
        title.words,
        all(t.former for t, _ in ordered),
        tuple(days),
        settle(claims, source),
        post.tenure is not None,
        over[0] if over and post.tenure is None else None,
    )
