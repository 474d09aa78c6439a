"""Build the registry: states, organizations, places, offices, persons and tenures in Turtle, out of tables in data/.

Run it after every change of a table: ``python ontology/registry/build.py``. The same tables give the same bytes.
Labels of states in English, Korean, Chinese and Russian are CLDR's (package Babel, needed here only); all else is in
the tables, whose first line names the columns. Several values in a cell are parted by semicolons; # begins a comment.

The tables are checked while they are read: unknown keys, a label twice in one state, bad dates, kinds and codes. Every
fault is told with file and line, nothing is written, and the exit code is 1.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from babel import Locale
from tables import Faults, Row, Thing, days, literal, read, turtle, typed

HERE: Final = Path(__file__).resolve().parent
LANGUAGES: Final = ("en", "ko", "zh", "ru")
STATE_KINDS: Final = {
    "sovereign": "SovereignState",
    "partly": "PartlyRecognisedState",
    "dependent": "DependentTerritory",
    "former": "FormerState",
}
ORGANIZATION_KINDS: Final = frozenset(
    (
        "InternationalOrganization",
        "Ministry",
        "GovernmentBody",
        "Parliament",
        "Party",
        "Army",
        "ArmedGroup",
        "Agency",
        "Court",
        "CentralBank",
        "NewsAgency",
        "Other",
    )
)
PLACE_KINDS: Final = frozenset(("City", "Region", "Venue", "Sea", "Island", "Border"))
OFFICE_KINDS: Final = frozenset(
    (
        "HeadOfState",
        "HeadOfGovernment",
        "ForeignMinister",
        "DefenceMinister",
        "Minister",
        "DeputyMinister",
        "Ambassador",
        "Envoy",
        "Spokesperson",
        "SecurityAdviser",
        "PartyLeader",
        "Legislator",
        "InternationalOfficial",
        "MilitaryOfficer",
        "Royal",
        "Official",
    )
)
SCRIPTS: Final = (("ko", re.compile(r"[가-힣]")), ("zh", re.compile(r"[一-鿿]")), ("ru", re.compile(r"[А-Яа-я]")))
CHINESE: Final = frozenset(("CHN", "TWN", "HKG", "MAC", "SGP"))
#: Aliases up to this length are also used in names of bodies (豪州外務省); long official names are not.
SHORT_ALIAS: Final = 5


class Body(NamedTuple):
    """A kind of body that many states have; ``{}`` in the names stands for the state."""

    slug: str
    row: Row


class Registry:
    """The registry while it is built: the subjects of each Turtle file, and the tables of states and groups."""

    def __init__(self, data: Path) -> None:
        self.faults = Faults()
        self.data = data
        self.things: dict[str, dict[str, Thing]] = defaultdict(dict)
        self.states = {row.one("key"): row for row in self.table("states.tsv")}
        self.groups = {row.one("name"): row.one("states").split(",") for row in self.table("groups.tsv")}
        self.labels: dict[tuple[str, str, str], str] = {}
        self.offices: dict[tuple[str, str, str], tuple[str, str]] = {}
        self.titles: list[tuple[set[str], Body]] = []
        #: The table that each person stands in, without leaders- and .tsv: it names the files of persons and tenures.
        self.regions: dict[str, str] = {}

    def table(self, name: str) -> list[Row]:
        """Return the rows of a table in data/."""
        return read(self.data / name, self.faults)

    def thing(self, file: str, kind: str, key: str, row: Row) -> Thing:
        """Return a new subject of a file; a key used before is a fault."""
        subject = f"{kind}:{key}"
        if subject in self.things[file]:
            self.faults.add(row, f"{subject} is defined twice")
        thing = self.things[file][subject] = Thing({})
        thing.add("a", f"gaiko:{kind.capitalize()}")
        return thing

    def name(
        self, thing: Thing, kind: str, key: str, owner: str, row: Row, ja: str, aliases: Iterable[str], en: str
    ) -> None:
        """Add the names of a subject; a Japanese label used before for the same kind and owner is a fault."""
        other = self.labels.setdefault((kind, owner, ja), key)
        if not ja or other != key:
            self.faults.add(row, f"label {ja!r} of {key} is already that of {other}" if ja else f"{key} has no label")
        thing.add("rdfs:label", literal(ja), *([literal(en, "en")] if en else []))
        thing.add("skos:altLabel", *(literal(alias) for alias in sorted(set(aliases) - {ja, ""})))

    def state(self, key: str, row: Row) -> str:
        """Return a state as Turtle; an unknown key is a fault."""
        if key not in self.states:
            self.faults.add(row, f"unknown state {key!r}")
        return f"state:{key}"

    def organization(self, key: str, row: Row) -> str:
        """Return an organization as Turtle; an unknown key is a fault."""
        if f"organization:{key}" not in self.things["organizations"]:
            self.faults.add(row, f"unknown organization {key!r}")
        return f"organization:{key}"

    def owner(self, name: str, row: Row) -> tuple[str, str]:
        """Return key and label of a state, or of an organization given as ``org:key``; a few offices have neither."""
        if not name:
            return "independent", ""
        if name.startswith("org:"):
            key = name.removeprefix("org:")
            thing = self.things["organizations"].get(self.organization(key, row))
            return key, thing.properties["rdfs:label"][0].split('"')[1] if thing else ""
        self.state(name, row)
        return name.lower(), self.states[name].one("ja") if name in self.states else ""

    def kind(self, name: str, known: Iterable[str], row: Row) -> str:
        """Return a kind as Turtle; an unknown one is a fault."""
        if name not in known:
            self.faults.add(row, f"unknown kind {name!r}")
        return f"gaiko:{name}"

    def members(self, names: str, row: Row) -> list[str]:
        """Return the owners meant by ``*``, ``@group`` or a list of keys; unknown ones are faults and left out."""
        found: list[str] = []
        for name in names.split(","):
            if name == "*":
                found += [key for key, state in self.states.items() if state.one("kind") in ("sovereign", "partly")]
            elif name.startswith("@"):
                if name.removeprefix("@") not in self.groups:
                    self.faults.add(row, f"unknown group {name!r}")
                found += self.groups.get(name.removeprefix("@"), ())
            else:
                found.append(name)
        return [key for key in found if self.owner(key, row)[1]]


def build_states(registry: Registry) -> None:
    """States, with labels of CLDR in the other languages and the verified Wikidata items."""
    wikidata = {row.one("iso3"): row.one("wikidata") for row in registry.table("wikidata.tsv")}
    places = {row.one("key") for row in registry.table("places.tsv")}
    territories = {language: Locale.parse(language).territories for language in LANGUAGES}
    for key, row in registry.states.items():
        thing = registry.thing("states", "state", key, row)
        own = dict(part.split("=", 1) for part in row.many("labels"))
        iso2 = row.one("iso2")
        if iso2 and iso2 not in territories["en"]:
            registry.faults.add(row, f"unknown code {iso2!r}")
        registry.name(
            thing,
            "state",
            key,
            "",
            row,
            row.one("ja"),
            row.many("aliases"),
            own.get("en") or territories["en"].get(iso2, ""),
        )
        for language in LANGUAGES[1:]:
            if label := own.get(language) or territories[language].get(iso2):
                thing.add("rdfs:label", literal(label, language))
        for predicate, column in (("abbreviation", "abbreviations"), ("metonym", "metonyms"), ("formerName", "former")):
            thing.add(f"gaiko:{predicate}", *(literal(value) for value in row.many(column)))
        thing.add(
            "gaiko:stateKind",
            registry.kind(STATE_KINDS.get(row.one("kind"), row.one("kind")), STATE_KINDS.values(), row),
        )
        if iso2:
            thing.add("gaiko:iso2", f'"{iso2}"')
            thing.add("gaiko:iso3", f'"{key}"')
            if not re.fullmatch(r"[A-Z]{3}", key):
                registry.faults.add(row, f"{key!r} is not an alpha-3 code")
        if capital := row.one("capital"):
            thing.add("gaiko:capital", f"place:{capital}")
            if capital not in places:
                registry.faults.add(row, f"unknown place {capital!r}")
        if item := wikidata.get(key, ""):
            thing.add("skos:exactMatch", f"wd:{item}")


def short_forms(registry: Registry, state: str) -> list[str]:
    """Return the forms of a state that stand before the name of a body: 豪州, 豪."""
    return [a for a in registry.states[state].many("aliases") if len(a) <= SHORT_ALIAS] + abbreviation(registry, state)


def abbreviation(registry: Registry, state: str) -> list[str]:
    """Return the abbreviation of a state if the press puts it before bodies and titles too (露外務省)."""
    return registry.states[state].many("abbreviations")[:1] if state in registry.groups["abbreviated"] else []


def build_organizations(registry: Registry) -> None:
    """Named organizations, then the bodies that states have in common."""
    rows = registry.table("organizations.tsv")
    for row in rows:
        key, state = row.one("key"), row.one("state")
        thing = registry.thing("organizations", "organization", key, row)
        registry.name(thing, "organization", key, state, row, row.one("ja"), row.many("aliases"), row.one("en"))
        thing.add("gaiko:organizationKind", registry.kind(row.one("kind"), ORGANIZATION_KINDS, row))
        if state:
            thing.add("gaiko:ofState", registry.state(state, row))
    for (key, slug), row in overruled(registry, registry.table("bodies.tsv"), "states").items():
        if row.one("ja"):
            _body(registry, key, slug, row)
    for row in rows:
        thing = registry.things["organizations"][f"organization:{row.one('key')}"]
        if row.one("parent"):
            thing.add("org:subOrganizationOf", registry.organization(row.one("parent"), row))
        for member in row.many("members"):
            name = member.removeprefix("org:")
            thing.add(
                "gaiko:hasMember",
                registry.organization(name, row) if member.startswith("org:") else registry.state(name, row),
            )


def overruled(registry: Registry, rows: list[Row], column: str) -> dict[tuple[str, str], Row]:
    """Return the rows by state and slug, later ones in place of earlier ones."""
    return {
        (key, row.one("slug")): row
        for row in rows
        if row.one(column) != "-"
        for key in registry.members(row.one(column), row)
    }


def _body(registry: Registry, state: str, slug: str, row: Row) -> None:
    home = registry.states[state]
    label, key = home.one("ja"), f"{state.lower()}-{slug}"
    thing = registry.thing("organizations", "organization", key, row)
    patterns = [row.one("ja"), *row.many("aliases")]
    aliases = [p.format(form) for p in patterns for form in (label, *short_forms(registry, state))]
    english = _english(registry, state)
    registry.name(
        thing, "organization", key, state, row, row.one("ja").format(label), aliases, row.one("en").format(english)
    )
    thing.add("gaiko:organizationKind", registry.kind(row.one("kind"), ORGANIZATION_KINDS, row))
    thing.add("gaiko:ofState", f"state:{state}")


def build_places(registry: Registry) -> None:
    """Places; seas and disputed ones have no state."""
    for row in registry.table("places.tsv"):
        key, state = row.one("key"), row.one("state")
        thing = registry.thing("places", "place", key, row)
        registry.name(thing, "place", key, state, row, row.one("ja"), row.many("aliases"), row.one("en"))
        thing.add("gaiko:placeKind", registry.kind(row.one("kind"), PLACE_KINDS, row))
        if state:
            thing.add("gaiko:inState", registry.state(state, row))


def build_offices(registry: Registry) -> None:
    """Offices of the table; those that only persons bring along are added with the tenures."""
    rows = registry.table("offices.tsv")
    for (owner, slug), row in overruled(registry, rows, "owners").items():
        if row.one("ja"):
            _office(registry, owner, slug, row)
    for row in rows:
        if row.one("owners") == "-":
            names = {pattern.format("") for pattern in (row.one("ja"), *row.many("aliases"))}
            registry.titles.append((names, Body(row.one("slug"), row)))


def _office(registry: Registry, owner: str, slug: str, row: Row) -> tuple[str, str]:
    name, label = registry.owner(owner, row)
    key = f"{name}-{slug}"
    thing = registry.thing("offices", "office", key, row)
    patterns = [row.one("ja"), *row.many("aliases")]
    short = abbreviation(registry, owner)
    aliases = [p.format(label) for p in patterns] + [patterns[0].format(form) for form in short]
    english = _english(registry, owner)
    registry.name(thing, "office", key, owner, row, patterns[0].format(label), aliases, row.one("en").format(english))
    thing.add("gaiko:officeKind", registry.kind(row.one("kind"), OFFICE_KINDS, row))
    thing.add("org:postIn", _owner_iri(registry, owner, row))
    for title in (text for p in patterns for text in (p.format(""), p.format(label))):
        for place in ((owner, title, row.one("kind")), (owner, title, "")):
            registry.offices.setdefault(place, (key, ""))
    return key, ""


def _owner_iri(registry: Registry, owner: str, row: Row) -> str:
    return (
        registry.organization(owner.removeprefix("org:"), row)
        if owner.startswith("org:")
        else registry.state(owner, row)
    )


def _english(registry: Registry, owner: str) -> str:
    file, subject = (
        ("organizations", f"organization:{owner[4:]}") if owner.startswith("org:") else ("states", f"state:{owner}")
    )
    thing = registry.things[file].get(subject)
    labels = thing.properties["rdfs:label"] if thing else []
    return next((label.split('"')[1] for label in labels if label.endswith("@en")), "")


def office_of(registry: Registry, owner: str, kind: str, title: str, row: Row) -> tuple[str, str]:
    """Return the office of a state or organization with a title; one that is not in the table is made.

    Beside the key stands the kind that its first holder gave it; it is empty for an office of the table, whose own
    kind prevails.
    """
    name, label = registry.owner(owner, row)
    title = title.removeprefix(label) or title
    for place in ((owner, title, kind), (owner, title, "")):
        if place in registry.offices:
            return registry.offices[place]
    for names, body in registry.titles:
        if (
            title in names
            and body.row.one("kind") == kind
            and f"office:{name}-{body.slug}" not in registry.things["offices"]
        ):
            return _office(registry, owner, body.slug, body.row)
    slug = f"{re.sub(r'(?<!^)(?=[A-Z])', '-', kind).lower()}-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
    key = f"{name}-{slug}"
    thing = registry.thing("offices", "office", key, row)
    full = title if label and label in title else f"{label}{title}"
    registry.name(thing, "office", key, owner, row, full, [], "")
    thing.add("gaiko:officeKind", registry.kind(kind, OFFICE_KINDS, row))
    if owner:
        thing.add("org:postIn", _owner_iri(registry, owner, row))
    registry.offices[owner, title, ""] = (key, kind)
    return key, kind


def build_persons(registry: Registry) -> None:
    """Persons and their tenures, of all tables of leaders."""
    for path in sorted(registry.data.glob("leaders-*.tsv")):
        region = path.stem.removeprefix("leaders-")
        for row in read(path, registry.faults):
            registry.regions[row.one("key")] = region
            _person(registry, row)


def _person(registry: Registry, row: Row) -> None:
    key, owner = row.one("key"), row.one("state")
    thing = registry.thing("persons", "person", key, row)
    registry.name(thing, "person", key, owner, row, row.one("ja"), row.many("aliases"), row.one("en"))
    if language := _language(row.one("native"), owner):
        thing.add("rdfs:label", literal(row.one("native"), language))
    if family := row.one("family"):
        thing.add("gaiko:familyName", literal(family))
    if owner:
        thing.add(
            "gaiko:ofOrganization" if owner.startswith("org:") else "gaiko:ofState", _owner_iri(registry, owner, row)
        )
    if item := row.one("wikidata"):
        thing.add("skos:exactMatch", f"wd:{item}")
        if not re.fullmatch(r"Q\d+", item):
            registry.faults.add(row, f"{item!r} is no Wikidata item")
    for text in row.many("tenures"):
        _tenure(registry, key, text, row)


def _language(native: str, state: str) -> str | None:
    """Return the language of a native name by its script, where that is certain."""
    language = next((name for name, script in SCRIPTS if script.search(native)), None)
    if (language == "zh" and state not in CHINESE) or (language == "ru" and state not in ("RUS", "soviet-union")):
        return None
    return language


def _tenure(registry: Registry, person: str, text: str, row: Row) -> None:
    parts = text.split("|")
    if len(parts) != 5:
        registry.faults.add(row, f"tenure {text!r} has {len(parts)} parts, not 5")
        return
    kind, title, owner, begin, end = (part.strip() for part in parts)
    first, last = days(begin) if begin else None, days(end) if end else None
    if (begin and not first) or (end and not last) or (first and last and first[0] > last[1]):
        registry.faults.add(row, f"bad dates in {text!r}")
        return
    office, known = office_of(registry, owner, kind, title, row)
    if known and known != kind:
        registry.faults.add(row, f"{text!r}: the kind of office:{office} is {known}")
    key = f"{person}-{office}-{begin[:4] or f'until-{end[:4]}'}"
    if f"tenure:{key}" in registry.things["persons"]:
        key = f"{person}-{office}-{begin or f'until-{end}'}"
    thing = registry.thing("persons", "tenure", key, row)
    thing.add("org:member", f"person:{person}")
    thing.add("gaiko:office", f"office:{office}")
    if begin or end:
        thing.add("gaiko:edtf", typed(f"{begin or '..'}/{end or '..'}", "edtf:EDTF"))
    if first:
        thing.add("gaiko:earliestDate", typed(first[0], "xsd:date"))
    if last:
        thing.add("gaiko:latestDate", typed(last[1], "xsd:date"))


STEPS: Final[tuple[Callable[[Registry], None], ...]] = (
    build_states,
    build_organizations,
    build_places,
    build_offices,
    build_persons,
)


def build(data: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of every Turtle file; SystemExit with the list of faults if there are any."""
    registry = Registry(data)
    for step in STEPS:
        step(registry)
        registry.faults.stop()
    by_region = _by_region(registry)
    for file in ("states", "organizations", "places", "offices"):
        yield f"{file}.ttl", turtle(registry.things[file])
    for file in sorted(by_region):
        yield f"{file}.ttl", turtle(by_region[file])


def _by_region(registry: Registry) -> dict[str, dict[str, Thing]]:
    """Return persons and their tenures by file, a pair of files for each table, so that none grows too long."""
    files: dict[str, dict[str, Thing]] = defaultdict(dict)
    for subject, thing in registry.things["persons"].items():
        person = thing.properties["org:member"][0] if subject.startswith("tenure:") else subject
        kind = subject.partition(":")[0]
        files[f"{kind}s-{registry.regions[person.removeprefix('person:')]}"][subject] = thing
    return files


def main() -> int:
    """Write the registry beside this file."""
    for name, text in list(build(HERE / "data")):
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stderr.write(f"{name}: {text.count(' .') - text.count('@prefix')} things\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
