"""A report with what fusion asks of it: who, where, when, and when it was published."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Final, NamedTuple, overload

from kg.fusion.facts import Facts
from kg.model.account import Account, Claim, Ref, Report, ReportKind
from kg.model.article import Article
from kg.model.event import ReportId
from kg.model.time import TimeValue
from kg.shelf import Objects
from kg.vocab import digest

# Days far outside any news, for open ends.
_FIRST = dt.date.min.toordinal()
_LAST = dt.date.max.toordinal()

#: Roles whose fillers take part in an event, in any kind of report.
ACTING = ("participant", "state", "visitor", "inviter", "invitee", "party", "actor", "target", "speaker", "invitedBy")


#: Reports that stay in memory, about 6 kB each: as many as are compared with each other before any other ones are read.
AT_HAND: Final = 20_000
#: Days by which dates of one event may differ in reports: time zones, or the day of the report for that of the event.
DATE_SLIP: Final = 2
#: Statuses of what lies ahead.
_AHEAD: Final = ("scheduled", "proposed", "uncertain")
#: Prefixes of titles that are over.
FORMER: Final = ("前", "元")
#: How wide places of a kind are.
_EXTENT: Final = {"Venue": 0, "City": 1, "Border": 1, "Island": 2, "Region": 2, "Sea": 3}
#: The number of one in a row of events: 第2ラウンド, 第十二回, 3回目.
_ORDINAL: Final = re.compile(
    r"第([0-9一二三四五六七八九十]+)(?:回|ラウンド|次|期)?|(?<![0-9])([0-9]+)(?:回目|度目|ラウンド目)"
)
_SENTENCE: Final = re.compile(r"[^。\n]+[。\n]*")
_LIVES: Final = Path(__file__).with_name("lives.toml")
_KANJI_DIGITS: Final = {c: n for n, c in enumerate("一二三四五六七八九", start=1)}


class Days(NamedTuple):
    """A closed interval of days, as ordinals."""

    first: int
    last: int

    @property
    def width(self) -> int:
        """Number of days in it."""
        return self.last - self.first + 1

    def gap(self, other: Days) -> int:
        """Days between two intervals: 0 if they share a day, 1 if they touch."""
        return max(0, self.first - other.last, other.first - self.last)

    def inside(self, other: Days) -> bool:
        """Whether this lies within the other and is narrower."""
        return other.first <= self.first and self.last <= other.last and self.width < other.width


def days_of(time: TimeValue | None) -> Days | None:
    """Return the days a time covers, or None where it fixes none."""
    if time is None or time.edtf is None or (time.earliest is None and time.latest is None):
        return None
    first = time.earliest.toordinal() if time.earliest else _FIRST
    last = time.latest.toordinal() if time.latest else _LAST
    return Days(first, max(first, last))


class _Words(NamedTuple):
    """Tests of a sentence for words that tell of the life of an event."""

    put_off: Callable[[str], bool]
    lasting: Callable[[str], bool]


@cache
def _words() -> _Words:
    words = tomllib.loads(_LIVES.read_text("utf-8"))
    said, unsaid, lasting = (re.compile("|".join(map(re.escape, words[k]))) for k in ("put_off", "not_told", "lasting"))
    return _Words(
        lambda text: said.search(unsaid.sub("", text)) is not None, lambda text: lasting.search(text) is not None
    )


@lru_cache(maxsize=65536)
def normal_name(name: str) -> str:
    """Return a name for comparison: NFKC, case folded, without spaces, quotes, brackets and middle dots."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if not c.isspace() and c not in "・「」『』\"'“”()[]〈〉《》【】、,.。-‐―ー")


class Numbered(NamedTuple):
    """The number of one in a row of events, and what row it is."""

    number: int
    row: str


def numbered(name: str) -> Numbered | None:
    """Return number and row of a normalised name (第2回戦略対話, 戦略対話第2ラウンド); None without a number."""
    found = _ORDINAL.search(name)
    if found is None:
        return None
    digits = found.group(1) or found.group(2)
    number = int(digits) if digits.isdecimal() else _of_kanji(digits)
    row = (name[: found.start()] + name[found.end() :]).strip("の")
    return Numbered(number, row)


def _of_kanji(digits: str) -> int:
    """Return a number below a hundred that is written in kanji."""
    tens, ten, ones = digits.rpartition("十")
    value = _KANJI_DIGITS.get(ones, 0)
    return value + (10 * _KANJI_DIGITS.get(tens, 1) if ten else 0)


def lies_in(place: str, other: Ref, facts: Facts) -> bool:
    """Whether a place is a part of a state, or can be one of a wider place in the same state: a venue of a city."""
    state = facts.place_state(place)
    if other.kind == "state":
        return state == other.key
    extents = [_EXTENT.get(facts.place_kind(key) or "") for key in (place, other.key)]
    narrow, wide = extents
    return narrow is not None and wide is not None and narrow < wide and state == facts.place_state(other.key)


@dataclass(frozen=True)
class Told:
    """One report of one article. Everything else here is computed from it once, on demand.

    ``homes`` gives the state that each person acts for, ``seats`` the kinds of office that the article gives a person.
    ``number`` is the report's place among all reports.

    ``label`` names the report by the article and the sentence it stands in, so that it keeps its name when rules or
    other parts of the article change: ``ARTICLE#meeting-0c1d2e3f``, with a number where the sentence tells of several.
    """

    article: Article
    report: Report
    homes: Mapping[str, str]
    facts: Facts
    label: str
    seats: Mapping[str, frozenset[str]]
    number: int

    @cached_property
    def id(self) -> ReportId:
        """The report's identity."""
        return ReportId(self.article.id, self.report.key)

    def role(self, prop: str) -> frozenset[Ref]:
        """Return the entities in a role; those that the article denies are left out."""
        return frozenset(
            c.value
            for c in self.report.claims
            if c.property == prop and isinstance(c.value, Ref) and c.modality != "denied"
        )

    @cached_property
    def actors(self) -> frozenset[Ref]:
        """All entities that act in the event."""
        return frozenset().union(*(self.role(prop) for prop in ACTING))

    @cached_property
    def persons(self) -> frozenset[str]:
        """Keys of the persons among them."""
        return frozenset(ref.key for ref in self.actors if ref.kind == "person")

    @cached_property
    def states(self) -> frozenset[str]:
        """Keys of the states that act, and of those the persons act for."""
        named = {ref.key for ref in self.actors if ref.kind == "state"}
        return frozenset(named | {self.homes[p] for p in self.persons if p in self.homes})

    def persons_of(self, state: str) -> frozenset[str]:
        """Keys of the persons that act for a state."""
        return self._by_state.get(state, frozenset())

    @cached_property
    def _by_state(self) -> dict[str, frozenset[str]]:
        homes = {self.homes[p] for p in self.persons if p in self.homes}
        return {home: frozenset(p for p in self.persons if self.homes.get(p) == home) for home in homes}

    @cached_property
    def looks(self) -> tuple[object, ...]:
        """All that comparisons with reports of other articles go by, but for what else the articles tell."""
        roles = tuple(sorted((prop, self.role(prop)) for prop in (*ACTING, "destination") if self.role(prop)))
        where = (self.places, self.place_states)
        return (self.report.kind, self.report.subtype, self.status, self.days, where, self.name, self.quotation, roles)

    @cached_property
    def absent(self) -> frozenset[str]:
        """Keys of the persons of whom the report says that they stayed away from what took place."""
        if self.report.claims[0].modality == "denied":
            return frozenset()
        return frozenset(
            c.value.key
            for c in self.report.claims
            if c.property == "participant" and isinstance(c.value, Ref) and c.modality == "denied"
        )

    @cached_property
    def days(self) -> Days | None:
        """The days of the event, or None."""
        return days_of(self.report.time)

    @cached_property
    def published(self) -> int | None:
        """The day of publication, as an ordinal."""
        return self.article.published.toordinal() if self.article.published else None

    @cached_property
    def status(self) -> str:
        """How far the event has come by this report: what is planned or only possible is never held."""
        stated = [c for c in self.report.claims if c.property == "status"]
        modality = stated[0].modality if stated else self.report.claims[0].modality
        status = self.report.status
        if status == "held" and modality in ("planned", "possible"):
            return "scheduled" if modality == "planned" else "uncertain"
        return status

    @property
    def pending(self) -> bool:
        """Whether the event lies ahead, as far as this report knows."""
        return self.status in _AHEAD and not self.lapsed

    @cached_property
    def lapsed(self) -> bool:
        """Whether it recalls a plan for a day that had passed when it was published: 2月に訪問する予定だった."""
        if self.status not in _AHEAD or self.days is None or self.published is None:
            return False
        return self.days.last + DATE_SLIP < self.published

    @property
    def held(self) -> bool:
        """Whether the report tells that the event took place."""
        return self.status == "held"

    @cached_property
    def round(self) -> Numbered | None:
        """The number in the name of the event, if it is one of a row."""
        return numbered(self.name)

    @cached_property
    def sentence(self) -> str:
        """The sentence that the report rests on."""
        span = self.report.evidence.sentence
        return self.article.text[span.begin : span.end]

    @cached_property
    def recalls_delay(self) -> bool:
        """Whether its sentence, one near it or the title says that the event had been put off before."""
        return any(map(_words().put_off, self._surroundings))

    @cached_property
    def lasts(self) -> bool:
        """Whether its sentence, one near it or the title says that the event took more than a day."""
        return any(map(_words().lasting, self._surroundings))

    @cached_property
    def in_headline(self) -> bool:
        """Whether the report rests on the title of the article."""
        return self.report.evidence.sentence.begin < len(self.article.title)

    @cached_property
    def dated_itself(self) -> bool:
        """Whether its own sentence gives the time, and not what else the article tells."""
        span = self.report.evidence.sentence
        times = (c.value.span for c in self.report.claims if c.property == "time" and isinstance(c.value, TimeValue))
        return any(span.begin <= time.begin < span.end for time in times)

    @cached_property
    def _surroundings(self) -> list[str]:
        """The title, the sentence of the report, the one before it and two after it."""
        sentences = [(m.start(), m.group()) for m in _SENTENCE.finditer(self.article.text)]
        begin = self.report.evidence.sentence.begin
        at = max((i for i, (start, _) in enumerate(sentences) if start <= begin), default=0)
        return [text for _, text in [*sentences[:1], *sentences[max(at - 1, 0) : at + 3]]]

    def same_company(self, other: Told) -> bool:
        """Whether it is the event of the same people: those who led both sides; who else came along may be left out."""
        if self.report.kind != other.report.kind or self.phone != other.phone:
            return False
        if self.report.kind == "visit":
            return _nested(self.role("visitor"), other.role("visitor"), 1) and not self.role("destination").isdisjoint(
                other.role("destination")
            )
        if self.persons and other.persons:
            few = min(self, other, key=lambda t: len(t.persons))
            return _nested(self.persons, other.persons, 2) and len({few.homes.get(p) for p in few.persons}) >= 2
        if self.persons or other.persons:
            return False
        return (bool(self.name) and self.name == other.name) or (len(self.states) >= 2 and self.states == other.states)

    @property
    def phone(self) -> bool:
        """Whether nobody travelled for it."""
        return self.report.subtype == "phone"

    @cached_property
    def company_keys(self) -> frozenset[object]:
        """What two reports of the same company are sure to share one of."""
        if self.report.kind == "visit":
            return frozenset(ref.key for ref in self.role("visitor"))
        return self.persons or frozenset({self.name, self.states})

    @cached_property
    def places(self) -> frozenset[Ref]:
        """Where it happened."""
        return self.role("place")

    @cached_property
    def place_states(self) -> frozenset[str]:
        """Keys of the states in which it happened."""
        stated = {ref.key for ref in self.role("placeState") | self.role("destination")}
        return frozenset(stated | {ref.key for ref in self.places if ref.kind == "state"})

    @cached_property
    def name(self) -> str:
        """The normalised name of the event or document, or an empty string."""
        value = self.report.first("name")
        if not isinstance(value, str):
            return ""
        if self.report.kind == "agreement":
            return normal_name(value)
        # APECの首脳会議 and アジア太平洋経済協力会議首脳会議 are one name.
        return normal_name(self.facts.plain_name(value)).replace("の", "")

    @cached_property
    def quotation(self) -> str:
        """The normalised words of a statement, or an empty string."""
        value = self.report.first("quotation")
        return normal_name(value) if isinstance(value, str) else ""


def _nested(ours: frozenset[object], theirs: frozenset[object], least: int) -> bool:
    return min(len(ours), len(theirs)) >= least and (ours <= theirs or theirs <= ours)


class _Stored(NamedTuple):
    """A report as it lies on disk: what of it is not in its article."""

    article: str
    report: tuple[str, ReportKind, str, tuple[Claim, ...]]
    homes: Mapping[str, str]
    label: str
    seats: Mapping[str, frozenset[str]]


class Reports(Sequence[Told]):
    """All reports of all accounts, sorted by identity: the order of the input leaves no trace.

    They lie on disk, each by itself: reports of one event stand in accounts that are far from each other, and reading
    all of an account for one of them would take most of the time. The last ones that were asked for are in memory.
    """

    def __init__(
        self, articles: Mapping[str, Article], facts: Facts, folder: Path | None = None, at_hand: int = AT_HAND
    ) -> None:
        """Know no report yet. ``articles`` are given by their ids; reports will lie on the disk of ``folder``."""
        self._articles, self._facts = articles, facts
        self._stored: Objects[_Stored] = Objects(folder)
        self._begins = array("L", [0])
        self._read = lru_cache(at_hand)(self._told)

    def add(self, account: Account) -> list[Told]:
        """Take the reports of the next account, in the order of the ids, and return them."""
        article, homes, seats = self._articles[account.article], homes_of(account, self._facts), seats_of(account)
        reports = sorted((report for report in account.reports if report.claims), key=lambda report: report.key)
        labels = _labels(article, reports)
        told = []
        for report in reports:
            parts, label = (report.key, report.kind, report.subtype, report.claims), labels[report.key]
            number = self._stored.append(_Stored(article.id, parts, homes, label, seats))
            told.append(Told(article, report, homes, self._facts, label, seats, number))
        self._begins.append(len(self._stored))
        return told

    @overload
    def __getitem__(self, number: int) -> Told: ...

    @overload
    def __getitem__(self, number: slice) -> list[Told]: ...

    def __getitem__(self, number: int | slice) -> Told | list[Told]:
        return [self[n] for n in range(*number.indices(len(self)))] if isinstance(number, slice) else self._read(number)

    def __len__(self) -> int:
        return self._begins[-1]

    def beside(self, told: Told) -> list[Told]:
        """Return all reports of the article of a report."""
        account = bisect_right(self._begins, told.number)
        return self[self._begins[account - 1] : self._begins[account]]

    def close(self) -> None:
        """Give the disk back to the system."""
        self._read.cache_clear()
        self._stored.close()

    def _told(self, number: int) -> Told:
        article, parts, homes, label, seats = self._stored[number]
        return Told(self._articles[article], Report(*parts), homes, self._facts, label, seats, number)


def gather(accounts: Mapping[str, Account], articles: Mapping[str, Article], facts: Facts) -> Reports:
    """Return all reports of all accounts, which are given by the ids of their articles."""
    reports = Reports(articles, facts)
    for article in sorted(accounts):
        reports.add(accounts[article])
    return reports


def _labels(article: Article, reports: Iterable[Report]) -> dict[str, str]:
    """Return the label of each report by its key."""
    labels: dict[str, str] = {}
    used: dict[str, int] = {}
    for report in sorted(reports, key=lambda r: (r.evidence.words, r.kind, r.key)):
        sentence = article.text[report.evidence.sentence.begin : report.evidence.sentence.end]
        base = f"{article.id}#{report.kind}-{digest(sentence.strip(), length=8)}"
        used[base] = used.get(base, 0) + 1
        labels[report.key] = base if used[base] == 1 else f"{base}-{used[base]}"
    return labels


def homes_of(account: Account, facts: Facts) -> dict[str, str]:
    """Return the state each person of an article acts for: what the article says, else what the registry knows."""
    homes: dict[str, str] = {}
    for entry in account.of_kind("person"):
        stated = [c.value for c in entry.claims if c.property == "ofState" and isinstance(c.value, Ref)]
        if stated:
            homes[entry.ref.key] = stated[0].key
    acting = {c.value for report in account.reports for c in report.claims if isinstance(c.value, Ref)}
    for person in sorted(ref.key for ref in acting if ref.kind == "person" and ref.key not in homes):
        state = facts.state_of(person)
        if state is not None:
            homes[person] = state
    return homes


def seats_of(account: Account) -> dict[str, frozenset[str]]:
    """Return the kinds of office that an article gives each person now, not formerly."""
    seats: dict[str, frozenset[str]] = {}
    for entry in account.of_kind("person"):
        titles = {c.value for c in entry.claims if c.property == "office" and isinstance(c.value, str)}
        if not any(title.startswith(FORMER) for title in titles):
            kinds = frozenset(c.value for c in entry.claims if c.property == "officeKind" and isinstance(c.value, str))
            seats[entry.ref.key] = kinds
    return seats
