"""The registry's answers to what fusion asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from kg.fusion.facts import KnownOffice, KnownTenure
from kg.link.registry import Registry


class RegistryFacts:
    """The registry as fusion sees it."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._kinds: dict[str, Mapping[str, Any]] = {
            "state": registry.states,
            "organization": registry.organizations,
            "place": registry.places,
            "office": registry.offices,
            "person": registry.persons,
        }
        self._offices: defaultdict[str, list[KnownOffice]] = defaultdict(list)
        for office in registry.offices.values():
            home = office.organization or office.state
            if home is not None:
                self._offices[home].append(KnownOffice(office.key, office.label, office.kind))

    def knows(self, kind: str, key: str) -> bool:
        """Whether the registry has an entity."""
        return key in self._kinds.get(kind, {})

    def state_of(self, person: str) -> str | None:
        """Return the key of the state a person acts for."""
        record = self._registry.persons.get(person)
        return record.state if record else None

    def place_state(self, place: str) -> str | None:
        """Return the key of the state a place lies in."""
        record = self._registry.places.get(place)
        return record.state if record else None

    def offices(self, of: str) -> tuple[KnownOffice, ...]:
        """Return the offices in a state or organization, by the key of it, sorted by key."""
        return tuple(sorted(self._offices.get(of, ())))

    def tenures(self, person: str) -> tuple[KnownTenure, ...]:
        """Return the tenures of a person, sorted by key."""
        record = self._registry.persons.get(person)
        held = record.tenures if record else ()
        return tuple(sorted(KnownTenure(t.key, person, t.office_key, t.earliest, t.latest) for t in held))
