"""The answers of the registry to what fusion asks."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from kg.fusion.facts import KnownOffice, KnownTenure
from kg.link.registry import Registry

#: Names of organizations shorter than this stand in other words.
_TELLING: Final = 3


class RegistryFacts:
    """``Facts`` out of a registry."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._kinds = {
            "state": registry.states.keys(),
            "organization": registry.organizations.keys(),
            "place": registry.places.keys(),
            "person": registry.persons.keys(),
            "office": registry.offices.keys(),
        }
        self._called = {
            name: record.label
            for record in sorted(registry.organizations.values(), reverse=True)
            for name in (record.label, *record.aliases)
            if len(name) >= _TELLING
        }
        longest = sorted(self._called, key=lambda name: (-len(name), name))
        one = "|".join(map(re.escape, longest)) or r"(?!)"
        self._organization = re.compile(one)
        # What a bracket adds is the same body once more: 上海協力機構(SCO), in whatever order and with what is left of it.
        self._twice = re.compile(rf"({one})[(（]?({one})[)）]?")
        offices: defaultdict[str, list[KnownOffice]] = defaultdict(list)
        for office in sorted(registry.offices.values()):
            of = office.organization or office.state
            if of is not None:
                offices[of].append(KnownOffice(office.key, office.label, office.kind))
        self._offices = {of: tuple(found) for of, found in offices.items()}

    def knows(self, kind: str, key: str) -> bool:
        """Whether the registry has an entity."""
        return key in self._kinds.get(kind, ())

    def state_of(self, person: str) -> str | None:
        """Return the key of the state a person acts for."""
        record = self._registry.persons.get(person)
        return record.state if record else None

    def state_names(self, state: str) -> tuple[str, ...]:
        """Return what a state is called, short forms for compounds included (朝, ロ)."""
        record = self._registry.states.get(state)
        return (record.label, *record.aliases, *record.abbreviations, *record.former_names) if record else ()

    def plain_name(self, name: str) -> str:
        """Return the name of an event with one name for each organization in it, whatever the text calls it."""
        once = self._twice.sub(self._once, name)
        return self._organization.sub(lambda found: self._called[found.group()], once)

    def _once(self, found: re.Match[str]) -> str:
        one, other = found.group(1), found.group(2)
        return one if self._called[one] == self._called[other] else found.group()

    def place_state(self, place: str) -> str | None:
        """Return the key of the state a place lies in."""
        record = self._registry.places.get(place)
        return record.state if record else None

    def place_kind(self, place: str) -> str | None:
        """Return the kind of a place as local name (``City``)."""
        record = self._registry.places.get(place)
        return record.kind if record else None

    def offices(self, of: str) -> tuple[KnownOffice, ...]:
        """Return the offices in a state or organization, by the key of it, sorted by key."""
        return self._offices.get(of, ())

    def tenures(self, person: str) -> tuple[KnownTenure, ...]:
        """Return the tenures of a person, sorted by key."""
        record = self._registry.persons.get(person)
        held = sorted(record.tenures) if record else []
        return tuple(
            KnownTenure(t.key, person, KnownOffice(t.office_key, t.office_label, t.office_kind), t.earliest, t.latest)
            for t in held
        )
