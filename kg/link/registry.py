"""The registry: known states, organizations, places, persons and offices, read from Turtle into typed records.

The files are ``ontology/registry/*.ttl``. A record's ``label`` is the short form of the Japanese press; ``key`` is the
local name of its IRI. Records are immutable, and their tuples stand in the order of the files.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import DataError

_R = TypeVar("_R")

#: Properties that a record keeps as strings; objects that are things give the last part of their IRI.
_LABEL: Final = "label"
_ALIAS: Final = "altLabel"
_NAMES: Final = (_LABEL, _ALIAS)
#: Properties that no record needs.
_UNUSED: Final = frozenset(("type", "edtf", "iso3"))
#: An office is in a state or in an organization: the kind is kept with the property.
_POST_IN: Final = "postIn"
_JAPANESE: Final = "ja"


class TenureRecord(NamedTuple):
    """A time in an office. ``earliest`` and ``latest`` are its first and last possible day; None is an open end."""

    key: str
    office_key: str
    office_kind: str
    office_label: str
    state: str | None
    organization: str | None
    earliest: dt.date | None
    latest: dt.date | None


class StateRecord(NamedTuple):
    """A state. ``abbreviations`` (露, ロ) are safe only in compounds; ``metonyms`` are seats of power that act for it.

    ``kind`` is the local name of its kind (``SovereignState``), ``capital`` the key of a place.
    """

    key: str
    label: str
    aliases: tuple[str, ...]
    abbreviations: tuple[str, ...]
    metonyms: tuple[str, ...]
    former_names: tuple[str, ...]
    kind: str
    capital: str | None
    iso2: str | None
    wikidata: str | None


class OrganizationRecord(NamedTuple):
    """An organization. ``members`` are keys of states and organizations; ``parent`` is the one it is an organ of."""

    key: str
    label: str
    aliases: tuple[str, ...]
    kind: str
    state: str | None
    parent: str | None
    members: tuple[str, ...]


class PlaceRecord(NamedTuple):
    """A place. ``state`` is None for seas, for disputed places and for what lies in several states."""

    key: str
    label: str
    aliases: tuple[str, ...]
    kind: str
    state: str | None


class OfficeRecord(NamedTuple):
    """An office of a state or an organization; ``kind`` is a local name such as ``ForeignMinister``."""

    key: str
    label: str
    aliases: tuple[str, ...]
    kind: str
    state: str | None
    organization: str | None


class PersonRecord(NamedTuple):
    """A person, with the state or organization acted for and all known tenures in order of their beginning."""

    key: str
    label: str
    family: str
    aliases: tuple[str, ...]
    state: str | None
    organization: str | None
    wikidata: str | None
    tenures: tuple[TenureRecord, ...]


@dataclass(frozen=True, slots=True)
class Registry:
    """All that is known beforehand, by key. ``digest`` is the SHA-256 of the files, for caches."""

    states: Mapping[str, StateRecord]
    organizations: Mapping[str, OrganizationRecord]
    places: Mapping[str, PlaceRecord]
    offices: Mapping[str, OfficeRecord]
    persons: Mapping[str, PersonRecord]
    digest: str
    _surfaces: Mapping[str, Mapping[str, tuple[str, ...]]]
    _names: Mapping[tuple[str, str, str], tuple[str, ...]]

    def surfaces(self, kind: str) -> Mapping[str, tuple[str, ...]]:
        """Return the keys that each surface form may mean, for kind ``state organization place office person``.

        Forms are labels and aliases, former names of states, and family names of persons; abbreviations and metonyms,
        which need their context, are not among them. KeyError on another kind.
        """
        return self._surfaces[kind]

    def names(self, kind: str, key: str, lang: str = _JAPANESE) -> tuple[str, ...]:
        """Return the names of a thing in a language, label first; nothing where there are none."""
        return self._names.get((kind, key, lang), ())


class _Subject:
    """What the files say of one thing: values by the local name of the property, names in other languages apart."""

    __slots__ = ("labels", "values")

    def __init__(self) -> None:
        self.values: dict[str, list[str]] = {}
        self.labels: dict[str, list[str]] = {}

    def one(self, prop: str) -> str | None:
        """Return the only value of a property, or None."""
        found = self.values.get(prop)
        return found[0] if found else None

    def all(self, prop: str) -> tuple[str, ...]:
        """Return the values of a property."""
        return tuple(self.values.get(prop, ()))


def load_registry(folder: Path) -> Registry:
    """Read all Turtle files of a folder.

    Raises DataError where there are none, one is no Turtle, or a thing lacks what its record needs.
    """
    with _no_collection():
        subjects: dict[str, dict[str, _Subject]] = defaultdict(dict)
        for file in _files(folder):
            try:
                _gather(file.read_bytes(), subjects)
            except SyntaxError as error:
                raise DataError(f"{file}: {error}") from error
        return _registry(subjects, registry_digest(folder))


def registry_digest(folder: Path) -> str:
    """Return the SHA-256 of the files of a registry, without reading what they say. Raises DataError where none are."""
    hashed = hashlib.sha256()
    for file in _files(folder):
        hashed.update(file.read_bytes())
    return hashed.hexdigest()


def _files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise DataError(f"{folder}: no registry (*.ttl) here")
    return files


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking the many young objects again and again: half of the loading time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _gather(content: bytes, subjects: dict[str, dict[str, _Subject]]) -> None:
    """Sort the triples of a file by kind and key of their subject."""
    previous, subject = "", _Subject()
    local: dict[NamedNode, str] = {}
    for triple in parse(content, format=RdfFormat.TURTLE):
        predicate = triple.predicate
        prop = local.get(predicate)
        if prop is None:
            prop = local[predicate] = _local(predicate.value)
        if prop in _UNUSED:
            continue
        iri = triple.subject.value
        if iri != previous:
            previous = iri
            _, kind, key = iri.rsplit("/", 2)
            subject = subjects[kind].setdefault(key, _Subject())
        value = triple.object
        text = value.value
        if isinstance(value, NamedNode):
            if prop == _POST_IN:
                prop = f"{prop}.{text.rsplit('/', 2)[1]}"
            subject.values.setdefault(prop, []).append(_local(text))
        elif prop in _NAMES and value.language != _JAPANESE:
            subject.labels.setdefault(value.language, []).append(text)
        else:
            subject.values.setdefault(prop, []).append(text)


def _local(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rpartition("/")[2].rpartition("#")[2]


def _registry(subjects: Mapping[str, Mapping[str, _Subject]], digest: str) -> Registry:
    states = _records(subjects, "state", _state)
    organizations = _records(subjects, "organization", _organization)
    places = _records(subjects, "place", _place)
    offices = _records(subjects, "office", _office)
    tenures = _tenures(subjects["tenure"], offices)
    persons = _records(subjects, "person", lambda key, subject: _person(key, subject, tenures.get(key, [])))
    surfaces = {
        "state": _index((s.key, (s.label, *s.aliases, *s.former_names)) for s in states.values()),
        "organization": _index((o.key, (o.label, *o.aliases)) for o in organizations.values()),
        "place": _index((p.key, (p.label, *p.aliases)) for p in places.values()),
        "office": _index((o.key, (o.label, *o.aliases)) for o in offices.values()),
        "person": _index((p.key, (p.label, *p.aliases, p.family)) for p in persons.values()),
    }
    return Registry(
        states, organizations, places, offices, persons, digest, MappingProxyType(surfaces), _names(subjects)
    )


def _records(
    subjects: Mapping[str, Mapping[str, _Subject]], kind: str, make: Callable[[str, _Subject], _R]
) -> Mapping[str, _R]:
    found = {}
    for key, subject in subjects.get(kind, {}).items():
        if _LABEL not in subject.values:
            raise DataError(f"registry: {kind}:{key} has no Japanese label")
        found[key] = make(key, subject)
    return MappingProxyType(found)


def _state(key: str, s: _Subject) -> StateRecord:
    return StateRecord(
        key,
        s.values[_LABEL][0],
        s.all(_ALIAS),
        s.all("abbreviation"),
        s.all("metonym"),
        s.all("formerName"),
        s.one("stateKind") or "",
        s.one("capital"),
        s.one("iso2"),
        s.one("exactMatch"),
    )


def _organization(key: str, s: _Subject) -> OrganizationRecord:
    kind = s.one("organizationKind") or "Other"
    return OrganizationRecord(
        key, s.values[_LABEL][0], s.all(_ALIAS), kind, s.one("ofState"), s.one("subOrganizationOf"), s.all("hasMember")
    )


def _place(key: str, s: _Subject) -> PlaceRecord:
    return PlaceRecord(key, s.values[_LABEL][0], s.all(_ALIAS), s.one("placeKind") or "", s.one("inState"))


def _office(key: str, s: _Subject) -> OfficeRecord:
    return OfficeRecord(
        key,
        s.values[_LABEL][0],
        s.all(_ALIAS),
        s.one("officeKind") or "Official",
        s.one("postIn.state"),
        s.one("postIn.organization"),
    )


def _person(key: str, s: _Subject, tenures: list[TenureRecord]) -> PersonRecord:
    label = s.values[_LABEL][0]
    tenures.sort(key=lambda t: (t.earliest or dt.date.min, t.key))
    return PersonRecord(
        key,
        label,
        s.one("familyName") or label,
        s.all(_ALIAS),
        s.one("ofState"),
        s.one("ofOrganization"),
        s.one("exactMatch"),
        tuple(tenures),
    )


def _tenures(subjects: Mapping[str, _Subject], offices: Mapping[str, OfficeRecord]) -> dict[str, list[TenureRecord]]:
    found: dict[str, list[TenureRecord]] = {}
    for key, s in subjects.items():
        person, name = s.one("member"), s.one("office")
        if person is None or name is None or name not in offices:
            raise DataError(f"registry: tenure:{key} has no person or no known office")
        office = offices[name]
        record = TenureRecord(
            key,
            office.key,
            office.kind,
            office.label,
            office.state,
            office.organization,
            _day(s, "earliestDate"),
            _day(s, "latestDate"),
        )
        found.setdefault(person, []).append(record)
    return found


def _day(subject: _Subject, prop: str) -> dt.date | None:
    value = subject.one(prop)
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError as error:
        raise DataError(f"registry: {value!r} is no date") from error


def _index(named: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, tuple[str, ...]]:
    """Return the keys for each name, in order of the files."""
    found: dict[str, list[str]] = {}
    for key, names in named:
        for name in names:
            keys = found.setdefault(name, [])
            if key not in keys:
                keys.append(key)
    return MappingProxyType({name: tuple(keys) for name, keys in found.items()})


def _names(subjects: Mapping[str, Mapping[str, _Subject]]) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for kind, things in subjects.items():
        for key, subject in things.items():
            if _LABEL in subject.values:
                found[kind, key, _JAPANESE] = (*subject.all(_LABEL), *subject.all(_ALIAS))
            for language, labels in subject.labels.items():
                found[kind, key, language] = tuple(labels)
    return MappingProxyType(found)
