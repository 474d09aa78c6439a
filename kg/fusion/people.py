"""Entities with what articles say of them, and the offices and tenures that their titles stand for.

An article that calls somebody 外相 has seen a tenure on the day of its publication; it does not know when the tenure
began. The registry's tenure is used where one of the same person and office covers that day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from typing import Final, NamedTuple

from kg.fusion.facts import Facts, KnownOffice
from kg.fusion.settle import Source, judged, settle
from kg.fusion.told import FORMER, Told, normal_name
from kg.model.account import Account, Claim, EntityEntry, Ref
from kg.model.article import Article
from kg.model.event import Entity, Judged, Office, Tenure, Thing
from kg.vocab import digest

#: Kinds of office that a state has one holder of at a time, as codes without separators.
ONE_HOLDER: Final = frozenset({"headofstate", "headofgovernment", "foreignminister", "defenceminister"})
#: What an article says of an entity itself; the rest is said of a tenure.
_OF_ENTITY: Final = frozenset({"inState", "ofState"})


class _Title(NamedTuple):
    """An office as one article gives it to one person."""

    article: Article
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


def entities(accounts: Iterable[Account], mentioned: Iterable[tuple[Ref, str]], source: Source) -> tuple[Entity, ...]:
    """Return all entities, sorted by kind and key.

    ``mentioned`` are the entities that claims use, with the article of each, whether or not an entry introduces them.
    """
    refs: dict[Thing, set[str]] = defaultdict(set)
    names: dict[Thing, set[str]] = defaultdict(set)
    claims: dict[Thing, list[Judged]] = defaultdict(list)
    for account in accounts:
        article = source.articles[account.article]
        for entry in account.entities:
            thing = Thing(entry.ref.kind, entry.ref.key)
            refs[thing].add(account.article)
            names[thing].add(entry.ref.name)
            claims[thing] += [
                judged(thing, article, "entity", c)
                for c in entry.claims
                if c.property in _OF_ENTITY and isinstance(c.value, Ref)
            ]
    for ref, used_in in mentioned:
        thing = Thing(ref.kind, ref.key)
        refs[thing].add(used_in)
        names[thing].add(ref.name)
    return tuple(
        _entity(thing, sorted(refs[thing]), min(names[thing]), claims[thing], source) for thing in sorted(refs)
    )


def _entity(thing: Thing, articles: list[str], name: str, claims: list[Judged], source: Source) -> Entity:
    known = source.facts.knows(thing.kind, thing.key)
    ordered = sorted(claims, key=lambda c: (c.article, c.evidence.words, c.key))
    # What the registry knows of an entity is not up to articles; offices change hands, so a person's state may differ.
    kept = () if known else settle(ordered, source)
    return Entity(Ref(thing.kind, thing.key, name), tuple(articles), kept, known)  # type: ignore[arg-type]


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


def tenures(accounts: Iterable[Account], source: Source) -> tuple[Tenure, ...]:
    """Return the tenures that articles observed, sorted by key.

    A title that is over (前外相) belongs to the tenure it tells the end of: the registry's last one that was over on the
    day of publication, or the last one seen before. A title seen again after that is a new tenure of the office.
    """
    known: defaultdict[str, list[tuple[_Title, _Post]]] = defaultdict(list)
    seen: defaultdict[tuple[str, str], list[tuple[_Title, _Post]]] = defaultdict(list)
    for account in accounts:
        article = source.articles[account.article]
        for entry in account.of_kind("person"):
            for title in _titles(entry, article):
                post = _post(title, source.facts)
                if post.tenure is not None:
                    known[post.tenure].append((title, post))
                else:
                    seen[title.person.key, post.office.key].append((title, post))
    made = [_tenure(key, known[key], source) for key in sorted(known)]
    for person, office in sorted(seen):
        for number, spell in enumerate(_spells(seen[person, office])):
            key = "x-" + digest("tenure", person, office, *([str(number + 1)] if number else []))
            made.append(_tenure(key, spell, source))
    return tuple(sorted(made, key=lambda tenure: tenure.key))


def _spells(seen: Iterable[tuple[_Title, _Post]]) -> list[list[tuple[_Title, _Post]]]:
    """Split what articles saw of one person in one office into tenures, by date of publication.

    What an undated article saw belongs to the first.
    """
    spells: list[list[tuple[_Title, _Post]]] = [[]]
    over = False
    for title, post in sorted(seen, key=lambda pair: _seen_on(pair[0])):
        dated = title.article.published is not None
        if dated and over and not title.former:
            spells.append([])
        if dated:
            over = title.former
        spells[-1].append((title, post))
    return spells


def _seen_on(title: _Title) -> tuple[dt.date, bool, str, tuple[int, int]]:
    """Order observations: by day, on one day the office before its end."""
    day = title.article.published or dt.date.min
    return (day, title.former, title.article.id, tuple(title.title.evidence.words))  # type: ignore[return-value]


def offices(held: Iterable[Tenure]) -> tuple[Office, ...]:
    """Return the offices of the tenures, sorted by key, each once."""
    found = {
        tenure.office.key: tenure.office
        for tenure in sorted(held, key=lambda t: (t.office.key, t.office.name), reverse=True)
    }
    return tuple(found[key] for key in sorted(found))


def _titles(entry: EntityEntry, article: Article) -> Iterator[_Title]:
    """Yield the titles of a person in one article: a claim ``office`` and the details that follow it."""
    current: dict[str, Claim] = {}
    for claim in (*entry.claims, None):
        if claim is None or claim.property in current:
            if "office" in current and isinstance(current["office"].value, str):
                yield _title(entry.ref, article, current)
            current = {}
        if claim is not None:
            current[claim.property] = claim


def _title(person: Ref, article: Article, details: Mapping[str, Claim]) -> _Title:
    kind = details["officeKind"].value if "officeKind" in details else None
    of = next((details[p].value for p in ("ofOrganization", "ofState") if p in details), None)
    return _Title(
        article, person, details["office"], kind if isinstance(kind, str) else None, of if isinstance(of, Ref) else None
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
    day = title.article.published
    if title.former and day is not None:
        ended = sorted((t.latest, t.key) for t in mine if t.latest is not None and t.latest <= day)
        return ended[-1][1] if ended else None
    if day is not None:
        mine = [t for t in mine if t.covers(day)]
    return mine[0].key if len(mine) == 1 else None


def _tenure(key: str, seen: list[tuple[_Title, _Post]], source: Source) -> Tenure:
    """Build one tenure from all titles that lead to it."""
    ordered = sorted(seen, key=lambda pair: (pair[0].article.id, pair[0].title.evidence.words))
    title, post = next(((t, p) for t, p in ordered if not t.former), ordered[0])
    thing = Thing("tenure", key)
    claims = [
        judged(thing, t.article, f"title {t.person.key}", t.title, value, prop)
        for t, _ in ordered
        for prop, value in (("title", t.words), ("office", post.office.thing))
    ]
    days = sorted({t.article.published for t, _ in ordered if t.article.published is not None and not t.former})
    over = sorted(t.article.published for t, _ in ordered if t.article.published is not None and t.former)
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
