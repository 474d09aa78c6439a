"""Mentions of one article to entities: persons by clusters of names, states and bodies by the registry, anaphors last.

Names are gathered over the whole article first (a headline's short form precedes the full form of the lead); whatever
stands for a name (同氏,
両国, 大統領) is resolved in text order and only by what came before, and only if one candidate survives.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from kg.find.units import is_kanji, is_katakana
from kg.lexicon.load import Lexicon
from kg.link import spelling
from kg.link.registry import PersonRecord, Registry
from kg.model.account import Claim, EntityEntry, Evidence, Naming, Ref
from kg.model.article import Article
from kg.model.mention import Mention
from kg.model.scene import Linked, ParsedSentence
from kg.model.sentence import Phrase
from kg.model.span import Span

_RANK_OF_KIND: Final = {
    "HeadOfState": "leader",
    "HeadOfGovernment": "leader",
    "PartyLeader": "leader",
    "ForeignMinister": "foreign",
    "DefenceMinister": "minister",
    "Minister": "minister",
    "DeputyMinister": "official",
    "SecurityAdviser": "official",
    "Spokesperson": "official",
    "Official": "official",
    "Ambassador": "envoy",
    "Envoy": "envoy",
    "MilitaryOfficer": "official",
    "InternationalOfficial": "other",
    "Legislator": "other",
    "Royal": "other",
}
#: Offices that a state has once: another word for one of them is the same office.
_SINGLE: Final[tuple[str, ...]] = ("HeadOfState", "HeadOfGovernment", "ForeignMinister", "DefenceMinister")
#: The longest name of a party that says no more than what it is for (労働党).
_PARTY: Final = 3
_KANA: Final = re.compile(r"[ぁ-ゖァ-ヺー・･=＝ 　]{2,30}")
#: Kinds of office that only a state gives.
_STATE_OFFICES: Final[tuple[str, ...]] = (
    *_SINGLE,
    "Minister",
    "DeputyMinister",
    "SecurityAdviser",
    "Spokesperson",
    "Ambassador",
    "Legislator",
)
_ORGANS: Final = frozenset(("GovernmentBody", "Ministry", "Army", "Agency", "Parliament", "Court"))
#: States whose people the press writes in kanji.
_KANJI_STATES: Final = frozenset(("JPN", "CHN", "KOR", "PRK", "TWN"))
#: What stands between a state and the rebels beside its government.
_GOVERNMENT_AND: Final = re.compile(r"の?(?:政府|政府軍|暫定政府|暫定政権|政権|軍|側)?と、?[^、。「」はがをに]{0,14}")
#: How the holder of a title that is the name is called.
_MAJESTY: Final = re.compile("[一-龠]{2,4}?(?:陛下|(?:、|・|と)?皇后(?:さま)?両陛下)")
#: What stands behind a seat of power that speaks, itself or by an official.
_VOICE: Final = re.compile(
    "(?:の?(?:[^、。はがのを]{0,6}?(?:報道官|報道担当者?|当局者?|高官|スポークスマン)))?(?:から)?[はがも]|によると|によれば"
)
#: How many sentences back two states that stand there alone are those of 両国 before those of the title.
_CLOSE: Final = 3
#: Between two states that stand side by side; how they are the topic; with whom talks are; who stands between others.
_SIDE_BY_SIDE: Final = re.compile("(?:政府|側|軍)?(?:、|・|と|や|及び|および)")
_SIDES_ARE_TOPIC: Final = re.compile("の?(?:両?政府|両国|両?首脳|両?外相|代表団|間)?(?:は|が|で)")
_TALKS_WITH: Final = re.compile(
    r"[^、。がはをに]{0,8}?と(?:の(?:間|会談|協議|会見|電話会談|首脳会談|外相会談)|も?(?:会談|協議|会見))"
)
_RECEIVED: Final = re.compile("を|に|と(?!も)")
_GO_BETWEEN: Final = re.compile(r"[^、。はと]{0,12}?(?:[のが]?仲介|[のが]仲立ち|の立ち?会い)")
_PLACED: Final[tuple[str, ...]] = ("person", "office", "state", "organization", "place")
#: Between two names of a list; between a side and who speaks for it (韓国側から洪外相).
_LISTED: Final = re.compile(r"(?:ら)?(?:、|・|と|や|及び|および)")
_SIDE: Final = re.compile(r"(?:側|政府|代表団)?(?:から(?:は)?|では|には|の)(?:[^。]{0,3})$")
#: Who gets an office: 外相に…氏が就任した; …氏を外相に任命した.
_APPOINTING: Final = "(?:就任|任命|起用|指名|選出|選ば|選ん|任じ|昇格|再任|就[いくき])"
_NAMED_TO: Final = re.compile("[をが][^。、]{0,6}?" + _APPOINTING)
#: 特使に指名されたX氏, 顧問に招かれたX氏.
_WHO_WAS_NAMED: Final = re.compile(
    "に(?:正式に|新たに|新しく)?(?:指名|任命|起用|選出|選任|就任|再任|内定|抜てき|抜擢|招か|選ば|就い|就く)[^。、「」]{0,8}"
)
#: 国務長官の訪中は2018年のX氏以来.
_THE_ONE_BEFORE, _LAST_TIME = re.compile("[のが][^。「」]{2,40}"), "以来"
_NAMED: Final = re.compile("[をがはも][^。「」]{0,12}")
#: 副首相、B氏が外相となった: the first of several, too.
_BECAME: Final = re.compile("(?:、[^。]{0,60}?が[^。、]{0,12})?(?:と|に)(?:なった|なり|なる|就い|就き|就く)")
_TO_OFFICE: Final = re.compile("(?:に|として)[^。、]{0,6}?" + _APPOINTING)
#: What parts the names of a list in a bracket.
_IN_BRACKET, _SEVERAL = re.compile("[、,，]|および|及び"), 2
_COUNTED: Final = re.compile(r"の(?:両|各|[0-9０-９一二三四五六七八九十]+)?$")
_KANJI_NAME: Final = re.compile("[一-龠]{2,4}")
_KATAKANA_NAME: Final = re.compile(r"[ァ-ヴ]")
_RANK_ORDER: Final[tuple[str, ...]] = ("leader", "foreign", "minister", "envoy", "official", "other", "")
#: Offices of which a state has many at a time, told apart by their titles.
_MANY: Final[tuple[str, ...]] = ("Minister", "Official", "Legislator")
#: What may stand before the office of a minister (内閣官房長官).
_CABINET: Final = "内閣"
#: What a minister of any ministry is called.
_ANY_MINISTER: Final = "大臣"
_MINISTERS: Final = frozenset({"ForeignMinister", "DefenceMinister"})
#: How far from its dates a tenure still explains a title, in days.
_TENURE_SLACK: Final = 400
#: From a state to the verb of a journey there.
_JOURNEY: Final = re.compile(r"(?:の[^、。をはが]{1,12})?を(?:公式|国賓|電撃|非公式)?(?:訪問|訪れ|歴訪|視察)")
#: How far a day lies from that of the article where other people may hold the offices, in days.
_OTHER_TIMES: Final = 120
#: Particles of whom a sentence is about.
_TOPICS: Final[tuple[str, ...]] = ("は", "が", "も")
#: The state of those who write 我が国 in Japanese.
_HOME: Final = "JPN"


_EXACT, _FULL, _FAMILY = 3.6, 3.0, 1.0


class _Forms(NamedTuple):
    """The names of a registry person: full ones as written, folded, in two or more folded parts; family names, all parts."""

    exact: frozenset[str]
    wholes: frozenset[str]
    split: tuple[tuple[str, ...], ...]
    families: frozenset[str]
    parts: frozenset[str]


#: A dateline stands in one of the first sentences; the longest name of a town that it may begin with, in characters.
_FIRST, _LONGEST_TOWN = 4, 12


@dataclass(slots=True, eq=False)
class _Cluster:
    """Mentions that name one person."""

    full: str
    mentions: list[tuple[int, Mention]] = field(default_factory=list)
    titles: list[Mention] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    bodies: list[str] = field(default_factory=list)
    #: States of bodies that only the article tells the state of, and the state that the context gives.
    implied: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    record: PersonRecord | None = None
    ref: Ref | None = None

    #: The names of the first ``_read`` mentions.
    _names: set[str] = field(default_factory=set)
    _read: int = 0

    def names(self) -> set[str]:
        """The names by which the person is mentioned; not to be changed."""
        if self._read != len(self.mentions):
            self._names.update(m.name for _, m in self.mentions[self._read :])
            self._read = len(self.mentions)
        return self._names

    def take(self, other: _Cluster) -> None:
        """Take in the mentions and titles of another cluster."""
        self.mentions = sorted(self.mentions + other.mentions, key=lambda x: x[0])
        self.titles += other.titles
        self._read = 0

    def kinds(self) -> set[str]:
        return {m.head for m in self.titles if m.head}


class _Fit(NamedTuple):
    """How well a name fits a person where nothing else settles who it is, and where the office does."""

    open: float
    settled: float


#: The score of who has another name.
_UNFIT: Final = -9.0
#: How many names are remembered with the persons whom they fit or do not.
_FITS_KEPT: Final = 100_000


class Resolver:
    """Links the mentions of an article. One instance serves any number of articles."""

    def __init__(self, registry: Registry, lexicon: Lexicon) -> None:
        self._registry = registry
        self._titles = lexicon.titles
        self._places = registry.surfaces("place")
        self._by_name = registry.surfaces("person")
        self.bodies = registry.surfaces("organization")
        #: What bodies of other states than Japan are called behind the name of their state: 外務省, 財務省.
        self.common = frozenset(
            record.label.removeprefix(begin)
            for record in registry.organizations.values()
            if record.state not in (None, "JPN")
            for begin in (registry.states[record.state].label, *registry.states[record.state].abbreviations)
            if record.label.startswith(begin)
        )
        self.strangers = tuple(lexicon.words("nominals", "names", "strangers"))
        self._known_forms: dict[str, _Forms] = {}
        self._known_fits: dict[tuple[str, str], _Fit] = {}
        self._by_folded: dict[str, list[str]] = defaultdict(list)
        for name, keys in self._by_name.items():
            if name[0] < "一":
                self._by_folded[spelling.whole(name)] += keys
                if spelling.bare(name)[1]:
                    self._by_folded[spelling.whole(spelling.bare(name)[0])] += keys
            elif (folded := spelling.fold(name)) != name:
                self._by_folded[folded] += keys
        self._by_state: dict[str, list[str]] = defaultdict(list)
        for record in registry.persons.values():
            if record.state:
                self._by_state[record.state].append(record.key)
        self._domestic = tuple(lexicon.words("nominals", "names", "domestic_titles"))
        self._national = {
            title: state
            for state, titles in lexicon.table("nominals", "names")["national_titles"].items()
            if state in registry.states
            for title in titles
        }
        self.letters = {
            c: r.key for r in reversed(list(registry.states.values())) for c in r.abbreviations if len(c) == 1
        }
        self.general_titles = lexicon.words("nominals", "names", "general_titles")
        self.thrones = lexicon.endings("nominals", "names", "thrones")
        self.imperial = lexicon.endings("nominals", "names", "imperial")
        self.short_titles = lexicon.words("nominals", "names", "short_titles")
        self.japanese = frozenset(r.family for r in registry.persons.values() if r.state == "JPN")
        self.surnames = frozenset(lexicon.table("nominals", "names")["surnames"])
        self._compound = lexicon.words("nominals", "names", "compound_surnames")
        self._groups = {word: tuple(ranks) for word, ranks in lexicon.table("nominals", "persons")["groups"].items()}
        self.acting = lexicon.words("nominals", "organizations", "acting_verbs")
        self.governed = tuple(lexicon.words("nominals", "organizations", "local_governments"))
        self._sole_titles = lexicon.words("nominals", "names", "sole_titles")
        self._seats = frozenset(m for r in registry.states.values() for m in r.metonyms)
        self.capitals = {r.capital: r.key for r in registry.states.values() if r.capital and r.kind != "FormerState"}
        self.past = lexicon.endings("nominals", "names", "former")
        self.talked = lexicon.endings("nominals", "events", "of_persons")
        self.persons = re.compile(lexicon.table("nominals", "persons")["offices"])
        self.teams = re.compile(lexicon.table("nominals", "persons")["teams"])
        self.together = re.compile(lexicon.table("nominals", "events")["between_two"])
        self.not_the_state = lexicon.endings("nominals", "names", "not_the_state")
        self.movements = lexicon.words("nominals", "organizations", "movements")
        self.organs = lexicon.endings("nominals", "organizations", "organs")
        self.ministries = re.compile(lexicon.table("nominals", "organizations")["ministries"])
        self.supranational = re.compile(lexicon.table("nominals", "names")["supranational"])

    def city_state(self, key: str) -> str | None:
        """Key of the town that is the whole of a state, or None."""
        found = self._places.get(self._registry.states[key].label, ())
        return next((p for p in found if self._registry.places[p].state == key), None)

    def dateline(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """The town with which a dateline begins (ジュネーブ時事, ソウル=山田), as it is written, and the places it may be; or None."""
        for end in range(min(len(text), _LONGEST_TOWN), 1, -1):
            towns = tuple(k for k in self._places.get(text[:end], ()) if self._registry.places[k].kind == "City")
            if towns and not (is_katakana(text[end - 1]) and text[end : end + 1] and is_katakana(text[end])):
                return text[:end], towns
        return None

    def seat(self, text: str) -> str | None:
        """Key of the building that a seat of power is (ホワイトハウス), or None."""
        return next((p for p in self._places.get(text, ()) if self._registry.places[p].kind == "Venue"), None)

    def body_at(self, mention: Mention) -> str | None:
        """Key of the body that a seat of power is the name of (ホワイトハウス, クレムリン), or None."""
        if mention.kind != "state" or mention.text not in self._seats:
            return None
        return next(iter(self.bodies.get(mention.text, ())), None)

    def sole_holder(self, title: str, when: dt.date | None) -> PersonRecord | None:
        """The one person who holds an office at a time that only one state has and whose title is the name (天皇)."""
        if when is None or title not in self._sole_titles:
            return None
        found = [
            r
            for r in self._registry.persons.values()
            for t in r.tenures
            if t.office_label == title
            and (t.earliest is None or t.earliest <= when)
            and (t.latest is None or when <= t.latest)
        ]
        return found[0] if len(found) == 1 else None

    def link(self, article: Article, sentences: list[ParsedSentence]) -> Linked:
        """Entities of all mentions of an article."""
        return _Article(self, article, sentences).run()

    # -- persons ----------------------------------------------------------------------------------------------------

    def namesakes(self, name: str) -> tuple[str, ...]:
        """Registry persons who have a name, in any spelling, as it stands."""
        return (*self._by_name.get(name, ()), *self._by_folded.get(spelling.whole(name), ()))

    def candidates(self, name: str) -> tuple[str, ...]:
        """Registry persons that a name may mean: in this spelling, else in one that differs only by transcription."""
        found = self._by_name.get(name, ())
        whole, last = spelling.whole(name), spelling.parts(name)[-1]
        return tuple(
            dict.fromkeys(
                (*found, *self._by_folded.get(whole, ()), *(self._by_folded.get(last, ()) if whole != last else ()))
            )
        )

    def person(self, cluster: _Cluster, when: dt.date | None) -> PersonRecord | None:
        """The registry person of a cluster: the sole best candidate with enough support, or None."""
        keys = {k for name in cluster.names() | {cluster.full} for k in self.candidates(name)} | cluster.keys
        found = self._best(cluster, keys, when)
        if (
            found is None
            and cluster.states
            and (not cluster.kinds().isdisjoint(_SINGLE) or (cluster.kinds() and not keys))
        ):
            # ハッサン大統領 is called by his given name: who holds the office of the state may be called by any part of his
            found = self._best(cluster, keys | {k for s in cluster.states for k in self._by_state.get(s, ())}, when)
        return found

    def _best(self, cluster: _Cluster, keys: set[str], when: dt.date | None) -> PersonRecord | None:
        scored = [(self._score(self._registry.persons[key], cluster, when, keys), key) for key in keys]
        scored.sort(key=lambda s: (-s[0], s[1]))
        if not scored or scored[0][0] < 3.0 or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.5):
            return None
        return self._registry.persons[scored[0][1]]

    def _sole(self, key: str, keys: set[str], when: dt.date | None) -> bool:
        """Whether nobody else comes into question: relatives without an office and leaders of long ago are no rivals."""
        return ({k for k in keys if self._of_the_time(self._registry.persons[k], when)} or keys) == {key}

    def _score(self, record: PersonRecord, cluster: _Cluster, when: dt.date | None, keys: set[str]) -> float:
        """How well a person fits a cluster; below 0 where the name is another's. ``keys`` are all who come into question."""
        names = cluster.names() | {cluster.full}
        fitting = [self._fits(record, name) for name in names]
        if min([fit.settled for fit in fitting]) < 0:
            return _UNFIT
        # who stands for an office need not have had one
        states, kinds = set(cluster.states), {m.head for m in cluster.titles if m.head and not m.title.endswith("候補")}
        own = {record.state} | {t.state for t in record.tenures}
        texts = tuple({m.title.lstrip("前元新").removeprefix(_CABINET) for m in cluster.titles})
        if "Minister" in kinds and _ANY_MINISTER in texts and (states or record.state == _HOME):
            # 林大臣 may have any ministry, of Japan where no state is told
            kinds |= _MINISTERS
        matching = [t for t in record.tenures if t.office_kind in kinds or (texts and t.office_label.endswith(texts))]
        in_office = any(_active(t.earliest, t.latest, when) for t in matching)
        # no two foreign ministers of one state at a time: there even another spelling of the name is the same person
        alone = any(
            _active(t.earliest, t.latest, when)
            for t in matching
            if t.office_kind not in _MANY or (texts and t.office_label.endswith(texts))
        )
        settled = bool(states & own) and alone
        fits = [fit.settled if settled else fit.open for fit in fitting]
        if min(fits) < 0:
            return _UNFIT
        score = max(fits)
        if states:
            score += 2.0 if states & own else -3.0
        if cluster.bodies and not states:
            own_bodies = {record.organization} | {t.organization for t in record.tenures}
            homes = {self._registry.organizations[b].state for b in cluster.bodies} | set(cluster.implied)
            score += 1.5 if set(cluster.bodies) & own_bodies or (homes - {None}) & own else -0.5
        if kinds:
            if in_office:
                # a foreign minister by any title is the same; which of the other ministers is meant, the title tells
                score += 2.0 if alone else 1.0
            elif matching:
                former = any(m.title.startswith(self.past) for m in cluster.titles)
                # a former president is known by that alone, a former official is one of many
                once = former and any(t.office_kind in _SINGLE for t in matching)
                score += 1.5 if once else 1.0 if former or when is None else 0.0
            elif record.tenures:
                # イブラヒム国王 is not Prime Minister アンワル・イブラヒム
                score -= 1.5 if max(fits) <= _FAMILY and kinds & set(_SINGLE) and _holds_one(record, when) else 0.5
            named = [t for t in record.tenures if texts and t.office_label.endswith(texts)]
            if named:
                # the deputy crown prince of the day rather than one who was
                score += 1.0 if any(_active(t.earliest, t.latest, when) for t in named) else 0.5
        elif len(longest := max(names, key=len)) >= 3 and longest[0] > "゠" and max(fits) >= _FAMILY:
            score += 1.0
            if (
                not cluster.titles
                and not any(m.text.endswith("さん") for _, m in cluster.mentions)
                and self._prominent(record, when)
                and self._sole(record.key, keys, when)
            ):
                # トランプ氏 between two terms; one called さん is rather a private person
                score += 1.0
        if any(_active(t.earliest, t.latest, when) for t in record.tenures):
            score += 1.0
        return score

    def _fits(self, record: PersonRecord, name: str) -> _Fit:
        """How well a name fits a person, worked out once for all articles; an office that settles who it is never makes it worse."""
        found = self._known_fits.get((record.key, name))
        if found is None:
            if len(self._known_fits) >= _FITS_KEPT:
                self._known_fits.clear()
            found = self._known_fits[record.key, name] = _Fit(
                self._fit(record, name, False), self._fit(record, name, True)
            )
        return found

    def _fit(self, record: PersonRecord, name: str, settled: bool) -> float:
        """How well a name fits a person; below 0 where it is another's (金根植 is not 金正恩)."""
        forms = self._forms(record)
        if name in forms.exact and (len(name) >= 3 or "・" in name or (name == record.label and name[0] >= "一")):
            return _EXACT
        if name == record.family:
            # who has but one name is called by it in full (フランシスコ)
            return _FULL if name == record.label and len(name) >= 3 else _FAMILY
        own, whole = spelling.parts(name), spelling.whole(name)
        if whole in forms.wholes:
            return _FULL if len(own) > 1 or (len(name) >= 3 and name[0] >= "一") else _FAMILY
        if whole in forms.families:
            return _FAMILY
        if len(own) == 1:
            if whole[:1] < "一":
                # one katakana part: a given name, or nearly the family name where the office settles who it is
                return (
                    0.5
                    if whole in forms.parts
                    else 0.6
                    if settled and any(spelling.near(whole, f) for f in forms.families)
                    else -1.0
                )
            return 0.5 if len(name) <= len(record.family) and name in record.label else -1.0
        shared = sum(part in forms.parts for part in own)
        if own[-1] in forms.parts or own[0] in forms.families:
            if any(_compatible(own, full) for full in forms.split):
                return 2.5
            return _FAMILY if settled else -1.0
        return 1.5 if shared and any(spelling.near(own[-1], f) for f in forms.parts) else -1.0

    def written(self, record: PersonRecord, cluster: _Cluster) -> str:
        """The full name of a registry person in the spelling of the article.

        A full katakana name stands as the article writes it; a surname alone gets the given name of the registry's form
        that spells it so. Where the article shortens the name, writes ヴ (which the press does not) or gives the
        label itself among others, the label stands.
        """
        names = cluster.names()
        label = record.label
        if label in names or not _KATAKANA_NAME.match(label):
            return label
        full = [n for n in names if len(spelling.parts(n)) > 1]
        if not full:
            return self._completed(record, cluster.mentions[0][1].name)
        longest = min(full, key=lambda n: (-len(spelling.parts(n)), n))
        own, known = spelling.split(longest), spelling.split(label)
        # タイップ・エルドアン lacks the first name, ムハンマド・ビン・ザイド the last; ニコラ＝サルコジ has but another mark
        first, last = spelling.fold(own[0]), spelling.fold(own[-1])
        shortened = len(own) < len(known) and (
            not spelling.near(first, spelling.fold(known[0]))
            or (
                own[0] == known[0]
                and last not in {spelling.fold(p) for p in (*spelling.split(record.family), known[-1])}
            )
        )
        more = spelling.whole(longest) == spelling.whole(label) and len(own) != len(known)
        return label if own == known or shortened or more or "ヴ" in longest else longest

    def _completed(self, record: PersonRecord, name: str) -> str:
        """The full name around a surname or given name that the article spells in its own way."""
        raw = re.split("([・=＝])", record.label)
        if name in raw or "ヴ" in name or any(spelling.bare(part)[0] == name for part in raw):
            # マルグレーテ女王 is マルグレーテ2世
            return record.label
        same = next((n for n in record.aliases if name in spelling.split(n)[1:]), None)
        if same is not None or name in record.aliases:
            return same or record.label
        own = spelling.fold(name)
        at = next((i for i, part in enumerate(raw) if spelling.fold(part) == own), None)
        if at is None:
            at = next((i for i, part in enumerate(raw) if spelling.near(spelling.fold(part), own)), None)
        return record.label if at is None else "".join([*raw[:at], name, *raw[at + 1 :]])

    def _forms(self, record: PersonRecord) -> _Forms:
        found = self._known_forms.get(record.key)
        if found is None:
            full = {n for n in (record.label, *record.aliases) if n != record.family}
            families = {record.family} | {n for n in record.aliases if len(spelling.split(n)) == 1 and n[0] < "一"}
            found = self._known_forms[record.key] = _Forms(
                frozenset(full),
                frozenset(map(spelling.whole, full)),
                tuple(sorted({parts for n in full if len(parts := spelling.parts(n)) > 1})),
                frozenset(spelling.whole(f) for n in families for f in (n, spelling.bare(n)[0])),
                frozenset(p for n in (record.label, *record.aliases) for p in spelling.parts(n)),
            )
        return found

    def _prominent(self, record: PersonRecord, when: dt.date | None) -> bool:
        """Whether a person led a state or its foreign policy within some years of a date."""
        return when is not None and any(
            _RANK_OF_KIND.get(t.office_kind) in ("leader", "foreign")
            and t.earliest is not None
            and t.earliest.year - 3 <= when.year <= (t.latest.year if t.latest else when.year) + 8
            for t in record.tenures
        )

    def _of_the_time(self, record: PersonRecord, when: dt.date | None) -> bool:
        """Whether a person is in an office or was prominent about a date."""
        return any(_active(t.earliest, t.latest, when) for t in record.tenures) or self._prominent(record, when)

    def national(self, cluster: _Cluster) -> str | None:
        """The only state that gives an office which a person has (統一相, 国務次官補), or None."""
        return next((s for m in cluster.titles if (s := self._national.get(m.title.lstrip("前元新")))), None)

    def domestic(self, cluster: _Cluster) -> bool:
        """Whether name and title are those of an office in Japan, which Japanese news leaves unsaid (官房長官.

        外務大臣政務官).
        """
        titles = [m.title for m in cluster.titles]
        name = cluster.full
        if any(t.endswith(self._domestic) for t in titles):
            # アドゥーム元法相 is a foreigner's
            return not is_katakana(name)
        if name[0] in self.surnames and name[:2] not in self.japanese:
            # 李俊日 and the first letter of what follows
            return False
        return (
            bool(titles)
            and len(name) >= 4
            and all("一" <= c <= "龠" or c == "々" for c in name)
            and name[:2] not in self._compound
        )

    def ranks_of(self, text: str) -> tuple[str, ...]:
        """The ranks of the persons that a word for two of them means (両首脳, 両大臣); empty for any."""
        return next((ranks for word, ranks in self._groups.items() if word in text), ())

    def rank(self, cluster: _Cluster, when: dt.date | None) -> str:
        """The rank in which a person acts: of the titles in the text, else of the registry's tenure at the time."""
        ranks = {m.level for m in cluster.titles if m.level and not m.title.startswith(self.past)}
        if ranks and ranks <= {"other", "official", "envoy"} and cluster.record is not None:
            # a general title of a known leader (委員長)
            ranks |= {
                _RANK_OF_KIND.get(t.office_kind, "other")
                for t in cluster.record.tenures
                if _active(t.earliest, t.latest, when)
            }
        if not ranks and cluster.titles:
            return (
                "other"
                if any(m.title.startswith(self.past) for m in cluster.titles)
                else self._suffix_rank(cluster.titles[0].title)
            )
        if not ranks and cluster.record is not None:
            tenures = [t for t in cluster.record.tenures if _active(t.earliest, t.latest, when)] or list(
                cluster.record.tenures[-1:]
            )
            ranks = {_RANK_OF_KIND.get(t.office_kind, "other") for t in tenures}
        return min(ranks, key=_RANK_ORDER.index) if ranks else ""

    def _suffix_rank(self, title: str) -> str:
        for size in range(len(title), 0, -1):
            found = self._titles.get(title[-size:])
            if found:
                return found.rank
        return "other"


def _holds_one(record: PersonRecord, when: dt.date | None) -> bool:
    """Whether a person holds an office at a time that a state has once."""
    return any(t.office_kind in _SINGLE and _active(t.earliest, t.latest, when) for t in record.tenures)


def _compatible(name: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether one of two names in parts only leaves out what the other has (グエン・バン・フン is not グエン・シン・フン).

    The family name may stand first (オルバン・ビクトル).
    """
    return any(_within(a, b) for own in (name, (*name[1:], name[0])) for a, b in ((own, full), (full, own)))


def _within(parts: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether all parts of a name are found in another, in this order and in nearly the same spelling."""
    rest = iter(other)
    return all(any(spelling.near(part, there) for there in rest) for part in parts)


@lru_cache(maxsize=65536)
def _active(earliest: dt.date | None, latest: dt.date | None, when: dt.date | None) -> bool:
    if when is None:
        return latest is None
    slack = dt.timedelta(days=_TENURE_SLACK)
    after = earliest is None or earliest - dt.timedelta(days=60) <= when
    return after and (latest is None or when <= latest + slack / 8)


class _Article:
    """State of linking one article."""

    def __init__(self, resolver: Resolver, article: Article, sentences: list[ParsedSentence]) -> None:
        self.resolver, self.registry, self.article, self.sentences = resolver, resolver._registry, article, sentences
        self.refs: dict[Span, tuple[Ref, ...]] = {}
        self.unlinked: list[tuple[Span, str, str]] = []
        self.clusters: list[_Cluster] = []
        self.namings: dict[Ref, list[Naming]] = {}
        self.evidence: dict[Ref, Evidence] = {}
        self.when = article.published or _latest_date(sentences)
        self.of_cluster: dict[Span, _Cluster] = {}
        self._order = {id(parsed): at for at, parsed in enumerate(sentences)}
        self._begins = [parsed.sentence.span.begin for parsed in sentences]
        #: All mentions with their sentences, and the states that they name: by their keys, surely, and by the first key.
        self._rows: list[tuple[ParsedSentence, Mention]] = []
        self._named: frozenset[str] = frozenset()
        self._surely_named: frozenset[str] = frozenset()
        self._first_named: frozenset[str] = frozenset()
        self.dateline: Ref | None = None
        self.former: dict[str, str] = {}
        self.seated: dict[Span, Ref] = {}
        self.spellings: dict[str, str] = {}

    def run(self) -> Linked:
        for parsed in self.sentences:
            self._metonyms(parsed)
        self._list_mentions()
        self.former = self._former_names()
        for parsed, mention in self._rows:
            self._simple(parsed, mention)
        self._dateline()
        self._cluster()
        for cluster in self.clusters:
            if not cluster.titles:
                self._appointed(cluster)
        for cluster in self.clusters:
            self._settle(cluster)
        for cluster in self.clusters:
            if not cluster.titles:
                self._told_office(cluster)
            if self._unstated(cluster):
                state = self._context_state(cluster)
                cluster.implied += [state] if state else []
        for parsed in self.sentences:
            for mention in _all_mentions(parsed):
                if mention.kind in ("office", "anaphor") and mention.span not in self.refs:
                    self._anaphor(parsed, mention)
        linked = self._result()
        linked.dateline = self.dateline
        return linked

    def _dateline(self) -> None:
        """【ジュネーブ時事】, (ソウル): whence the article reports, in a bracket at the head of one of its first sentences."""
        for parsed in self.sentences[1:_FIRST]:
            head = next((a for a in parsed.sentence.asides if a.kind == "bracket" and a.at == 0), None)
            found = self.resolver.dateline(head.text) if head is not None else None
            if head is not None and found is not None:
                span = Span(head.span.begin, head.span.begin + len(found[0]))
                mention = Mention("place", span, found[0], "dateline", found[1])
                self.dateline = self._place(mention)
                self._note(parsed, mention, (self.dateline,))
                return

    def _list_mentions(self) -> None:
        """List what the article mentions, once: from here on no mention is exchanged."""
        self._rows = [(parsed, mention) for parsed in self.sentences for mention in _all_mentions(parsed)]
        states = [m for _, m in self._rows if m.kind == "state"]
        sure = [m for m in states if m.rule != "lone-abbreviation"]
        self._named = frozenset(key for m in states for key in m.keys)
        self._surely_named = frozenset(key for m in sure for key in m.keys)
        self._first_named = frozenset(m.keys[0] for m in sure if m.keys)

    # -- states, bodies, places -------------------------------------------------------------------------------------

    def _simple(self, parsed: ParsedSentence, mention: Mention) -> None:
        if mention.rule == "lone-abbreviation" and not self._names_state(mention.keys):
            self.unlinked.append(
                (mention.span, mention.text, "one letter, and the article names the state nowhere else")
            )
        elif mention.kind == "state":
            self._note(parsed, mention, (self._state(mention.keys[0]),))
            self._seat(parsed, mention)
        elif mention.kind == "states" and mention.text == "南北" and not self._names_state(mention.members):
            self.unlinked.append((mention.span, mention.text, "no Korean state is named in the article"))
        elif mention.kind == "states" or (mention.kind == "event" and mention.rule == "travel"):
            self._note(parsed, mention, tuple(self._state(k) for k in mention.members))
        elif mention.kind == "organization" or (mention.kind == "event" and mention.keys):
            self._note(parsed, mention, (self._organization(parsed, mention),))
        elif mention.kind == "place":
            self._note(parsed, mention, (self._place(mention),))

    def _seat(self, parsed: ParsedSentence, mention: Mention) -> None:
        """Keep which body speaks where a seat of power does: クレムリンは, ホワイトハウスの報道官は."""
        key = self.resolver.body_at(mention)
        if key is None or not _VOICE.match(self.article.text, mention.span.end):
            return
        label = self.registry.organizations[key].label
        named = label in mention.text or any(m.kind == "organization" and key in m.keys for _, m in self._rows)
        ref = Ref("organization", key, self.spellings.setdefault(key, label if named else mention.text))
        self.seated[mention.span] = ref
        self._name(parsed, ref, mention.span, mention.text)

    def _names_state(self, keys: tuple[str, ...]) -> bool:
        return not self._first_named.isdisjoint(keys)

    def _state(self, key: str) -> Ref:
        return Ref("state", key, self.former.get(key, self.registry.states[key].label))

    def _former_names(self) -> dict[str, str]:
        """States that the article calls only by the name of their time (グルジア)."""
        old: dict[str, str] = {}
        new: set[str] = set()
        for _, mention in self._rows:
            if mention.kind == "state" and mention.keys:
                record = self.registry.states[mention.keys[0]]
                if mention.text in record.former_names:
                    old.setdefault(record.key, mention.text)
                elif mention.text == record.label or mention.text in record.aliases:
                    new.add(record.key)
        return {key: name for key, name in old.items() if key not in new}

    def _metonyms(self, parsed: ParsedSentence) -> None:
        """Read a capital that says or decides something as its state (モスクワは反発した), a town or region as its government.

        東京都は発表した: the mention itself is exchanged.
        """
        for clause in parsed.clauses:
            disclosed = clause.lemma == "する" and any(a.text == "明らか" for a in clause.args)
            if clause.lemma not in self.resolver.acting and not disclosed:
                continue
            for phrase in [*clause.args, *([clause.inherited] if clause.inherited is not None else [])]:
                mention = phrase.head.mention
                if (
                    mention is None
                    or mention.kind != "place"
                    or len(phrase.content) > 1
                    or phrase.particle not in ("は", "が", "も")
                    or phrase.modifiers
                ):
                    continue
                if mention.text.endswith(self.resolver.governed):
                    phrase.head.mention = replace(
                        mention, kind="organization", keys=(), rule="local-government", name=mention.text
                    )
                    phrase.settle()
                    continue
                state = next((self.resolver.capitals[k] for k in mention.keys if k in self.resolver.capitals), None)
                if state is not None:
                    phrase.head.mention = replace(mention, kind="state", keys=(state,), rule="capital")
                    phrase.settle()

    def _organization(self, parsed: ParsedSentence, mention: Mention) -> Ref:
        if mention.rule == "stateless-body":
            return self._short_body(parsed, mention)
        if not mention.keys:
            read = self.refs.get(mention.span, ())
            if read and read[0].kind == "organization":
                # whom a title belongs to is the body that stands there: 大統領府の報道官
                return read[0]
            state = next((m for m in mention.inner if m.kind == "state"), None)
            name = mention.name or mention.text
            if state is None and self.article.text[: mention.span.begin].endswith(("同国", "同国の")):
                # 同国の選挙管理委員会
                name = "".join(r.name for r in self._last(mention, "state")) + name
            if state is not None and not state.text.isascii():
                # NZファースト党 keeps its letters
                label = self.registry.states[state.keys[0]].label
                posted = name.startswith(("在", "駐")) and len(state.text) == 1
                name = name.replace(state.text, label, 1) if posted or name.startswith(state.text) else name
            whole = next((m for m in mention.inner if m.kind == "organization" and m.keys), None)
            if whole is not None and name.startswith(whole.text):
                # 国際連合の独立調査団
                name = self.registry.organizations[whole.keys[0]].label + name.removeprefix(whole.text)
            known = self.resolver.bodies.get(name, ())
            return Ref("organization", known[0] if len(known) == 1 else minted(name), name)
        key = mention.keys[0]
        if self._strange_party(mention):
            return Ref("organization", minted(mention.text), mention.text)
        if len(mention.keys) > 1:
            found = self._of_states_nearby(parsed, mention.keys)
            if found is None and self._foreign(mention.keys):
                # 民主党 in a text on Azerbaijan is neither Japan's nor America's
                return Ref("organization", minted(mention.text), mention.text)
            key = found or ("jpn" + key[3:] if "jpn" + key[3:] in mention.keys else key)
        elif key.startswith("jpn-") and self.registry.organizations[key].label != mention.text:
            key = self._elsewhere(parsed, mention, key)
            if key not in self.registry.organizations:
                return Ref("organization", minted(key), key)
        elif (owner := self._other_owner(parsed, mention, key)) is not None:
            # アメリカ太平洋艦隊 is not the Russian one that 太平洋艦隊 alone stands for
            name = self.registry.states[owner].label + mention.text
            return Ref("organization", minted(name), name)
        if self.article.text[mention.span.begin - 1 : mention.span.begin] == "同":
            # 同国防省
            same = self._same_body(mention)
            if same:
                return same[0]
        return Ref("organization", key, self._spelled(key, mention.text))

    def _short_body(self, parsed: ParsedSentence, mention: Mention) -> Ref:
        """A ministry without its state (国防省, 外交部): the one named before, else that of the state named last."""
        before = self.article.text[: mention.span.begin]
        same = self._same_body(mention)
        owned = any(m.span.end == mention.span.begin for m in _all_mentions(parsed) if m.kind == "state")
        topic = None if owned else self._state_spoken_of(parsed, mention)
        if topic is not None and self.registry.states[topic].label + mention.text not in self.resolver.bodies:
            topic = None
        if same and topic is None and not owned and not before.endswith("の"):
            return same[0]
        at = self._order[id(parsed)]
        states = [
            m
            for index in range(max(0, at - 3), at + 1)
            for m in _all_mentions(self.sentences[index])
            if m.kind == "state" and m.span.end <= mention.span.begin and m.keys
        ]
        keys = [m.keys[0] for m in sorted(states, key=lambda m: m.span, reverse=True) if m.keys[0] != "JPN"]
        adjacent = next((m.keys[0] for m in states if m.span.end == mention.span.begin), None)
        own = [
            state
            for m in _all_mentions(parsed)
            if m.kind == "organization" and m.keys and m.span.end <= mention.span.begin
            if (state := self.registry.organizations[m.keys[0]].state) is not None and len(m.keys) == 1
        ]
        # 中国外務省は声明を発し、国防省は…
        keys = own[-1:] + keys
        if adjacent is None and mention.text.endswith(("部", "室")):
            # 外交部, 大統領室: so call it only the lands that write with signs
            near = [key for key in keys if key in _KANJI_STATES]
            keys = near or self._signed_bodies(mention) or sorted(self._named & _KANJI_STATES - {"JPN"}) or keys
        keys = [adjacent] if adjacent is not None else [topic] if topic is not None else keys
        names = [self.registry.states[key].label + mention.text for key in keys]
        name = next((n for n in names if n in self.resolver.bodies), next(iter(names), mention.text))
        known = self.resolver.bodies.get(name)
        return Ref("organization", *((known[0], self._spelled(known[0], name)) if known else (minted(name), name)))

    def _signed_bodies(self, mention: Mention) -> list[str]:
        """The state, of those that write with signs, of the last body before (韓国外交部は…。大統領室は…)."""
        states = [
            state
            for _, m in self._rows
            if m.kind == "organization" and len(m.keys) == 1 and m.span.end <= mention.span.begin
            if (state := self.registry.organizations[m.keys[0]].state) in _KANJI_STATES and state not in (None, "JPN")
        ]
        return [s for s in states[-1:] if s is not None]

    def _spelled(self, key: str, text: str) -> str:
        """The name of a body; a ministry that the article calls 部 (韓国外交部), an office 官邸, is one, from its first mention on."""
        record = self.registry.organizations[key]
        if key not in self.spellings:
            tail = self.resolver.ministries.search(text)
            own = record.label.endswith("大統領府") or (record.label.endswith("省") and record.state in _KANJI_STATES)
            state = self.registry.states[record.state].label if record.state else ""
            self.spellings[key] = state + tail.group() if tail is not None and own else record.label
        return self.spellings[key]

    def _other_owner(self, parsed: ParsedSentence, mention: Mention, key: str) -> str | None:
        """The other state whose name stands right before the short name of a state's organ."""
        record = self.registry.organizations[key]
        if record.kind not in _ORGANS or record.state is None:
            return None
        owner = next(
            (m for m in _all_mentions(parsed) if m.kind == "state" and m.span.end == mention.span.begin and m.keys),
            None,
        )
        return None if owner is None or record.state in owner.keys else owner.keys[0]

    def _elsewhere(self, parsed: ParsedSentence, mention: Mention, key: str) -> str:
        """The body of another state that a Japanese body's short name stands for: ロシアの外務省, 外務省 in news of Qatar.

        Of one that the registry does not hold, the name: ガーナの財務省.
        """
        glossed = self.resolver.bodies.get(self._gloss(parsed, mention), ())
        if len(glossed) == 1:
            # 自由民主党(FDP)
            return glossed[0]
        before = [m for m in _all_mentions(parsed) if m.kind == "state" and m.span.end <= mention.span.begin]
        text = self.article.text
        owner = next((m for m in before if text[m.span.end : mention.span.begin] == "の"), None)
        topic = self._state_spoken_of(parsed, mention) if owner is None else None
        if topic is not None:
            other = topic.lower() + key[3:]
            known = any(r.key == other for s, refs in self.refs.items() if s.begin < mention.span.begin for r in refs)
            if other in self.registry.organizations and (known or self._foreign((key,))):
                return other
        same = self._same_body(mention) if owner is None and "JPN" not in self._named else ()
        if same and same[0].key.endswith(key[3:]):
            return same[0].key
        if owner is None and self._foreign((key,)):
            at = self._order[id(parsed)]
            rows = [
                before,
                *([m for m in _all_mentions(s) if m.kind == "state"] for s in reversed(self.sentences[:at])),
            ]
            owner = next((row[0] for row in rows if row), None)
        if owner is None or not owner.keys:
            return key
        other = owner.keys[0].lower() + key[3:]
        if other in self.registry.organizations:
            return other
        ascribed = owner in before and text[owner.span.end : mention.span.begin] == "の"
        if (
            not ascribed
            and self.registry.organizations[key].kind != "Party"
            and mention.text not in self.resolver.common
        ):
            # 農林水産省, 気象庁 are Japan's unless they are said to be others'
            return key
        name = self.registry.states[owner.keys[0]].label + mention.text
        named = self.resolver.bodies.get(name, ())
        return named[0] if len(named) == 1 else name

    @staticmethod
    def _gloss(parsed: ParsedSentence, mention: Mention) -> str:
        """What a bracket right behind a body holds: the short form FDP."""
        asides = (a for a in parsed.sentence.asides if a.kind == "bracket" and a.span.begin - 1 == mention.span.end)
        return next((a.text for a in asides), "")

    def _state_spoken_of(self, parsed: ParsedSentence, mention: Mention) -> str | None:
        """The state whose organ a body without a state is: 同国外務省; that of the topic (ルワンダは…を命じた。外務省は…).

        The topic stands before it in its sentence or in the one before, of the same paragraph.
        """
        if self.article.text[: mention.span.begin].endswith("同国"):
            last = self._last(mention, "state")
            return last[0].key if last else None
        at = self._order[id(parsed)]
        rows = [[p for p in parsed.phrases if p.named and p.named[0].span.end <= mention.span.begin]]
        if at and self.sentences[at - 1].sentence.paragraph == parsed.sentence.paragraph:
            rows.append(self.sentences[at - 1].phrases)
        for row in rows:
            topics = [p for p in row if p.particle in ("は", "も") and not p.is_time]
            for topic in reversed(topics):
                states = self._states_named(topic)
                if states:
                    return states[0] if len(states) == 1 else None
        return None

    def _states_named(self, phrase: Phrase) -> list[str]:
        """Keys of the states of a phrase, of its bodies and persons: フランスの反応, ドイツのA首相, ロシア外務省のB報道官."""
        mentions = [m for p in (phrase, *phrase.modifiers) for n in p.named for m in (n, *n.affiliation, *n.inner)]
        keys = [m.keys[0] for m in mentions if m.kind == "state" and len(m.keys) == 1]
        bodies = (self.registry.organizations[m.keys[0]] for m in mentions if m.kind == "organization" and m.keys)
        return list(dict.fromkeys([*keys, *(b.state for b in bodies if b.state is not None)]))

    def _foreign(self, keys: tuple[str, ...]) -> bool:
        """Whether the article is about states of which none has such a body."""
        named = self._surely_named
        return bool(named) and "JPN" not in named and not named & {self.registry.organizations[k].state for k in keys}

    def _of_states_nearby(self, parsed: ParsedSentence, keys: tuple[str, ...]) -> str | None:
        """The body whose state the sentence, or the one before, names."""
        at = self._order[id(parsed)]
        for index in (at, at - 1):
            if index < 0:
                continue
            named = {k for m in _all_mentions(self.sentences[index]) if m.kind == "state" for k in m.keys}
            found = [k for k in keys if self.registry.organizations[k].state in named]
            if len(found) == 1:
                return found[0]
        return None

    def _place(self, mention: Mention) -> Ref:
        key = mention.keys[0]
        if len(mention.keys) > 1:
            named = Counter(r.key for refs in self.refs.values() for r in refs if r.kind == "state")
            key = max(
                mention.keys, key=lambda k: (named.get(self.registry.places[k].state or "", 0), -mention.keys.index(k))
            )
        return Ref("place", key, self.registry.places[key].label)

    def _note(self, parsed: ParsedSentence, mention: Mention, refs: tuple[Ref, ...]) -> None:
        self.refs[mention.span] = refs
        for ref in refs:
            self._name(parsed, ref, mention.span, mention.text)

    def _name(self, parsed: ParsedSentence, ref: Ref, span: Span, text: str) -> None:
        self.namings.setdefault(ref, []).append(Naming(span, text))
        self.evidence.setdefault(ref, Evidence(parsed.sentence.span, span, "link"))

    # -- persons ----------------------------------------------------------------------------------------------------

    def _same_throne(self, one: str, other: str) -> bool:
        imperial = self.resolver.imperial
        return one.startswith(self.resolver.thrones) and one.startswith(imperial) == other.startswith(imperial)

    def _cluster(self) -> None:
        named = [(i, m) for i, (_, m) in enumerate(self._rows) if m.kind == "person" and m.name]
        for at, mention in sorted(named, key=lambda x: (-len(x[1].name), x[0])):
            cluster = self._home(mention)
            if cluster is None:
                cluster = _Cluster(mention.name)
                self.clusters.append(cluster)
            cluster.mentions.append((at, mention))
            cluster.keys |= set(mention.keys)
            if mention.title:
                cluster.titles.append(mention)
            for key in self._states_of(mention):
                cluster.states[key] += 1
            for body in (m for m in mention.affiliation if m.kind == "organization" and m.keys):
                cluster.bodies.append(body.keys[0])
                home = next((self._home_of(r) for r in self.refs.get(body.span, ())), None)
                cluster.implied += [home] if home and (home != "JPN" or cluster.full[0] >= "一") else []
            self.of_cluster[mention.span] = cluster
        self._called_by_title()
        for cluster in self.clusters:
            cluster.mentions.sort(key=lambda x: x[0])
            order = {m.span: at for at, m in cluster.mentions}
            cluster.titles.sort(key=lambda m: order[m.span])
        self.clusters.sort(key=lambda c: c.mentions[0][0])

    def _called_by_title(self) -> None:
        """Add those whom the press calls by their title alone: 天皇陛下, 天皇、皇后両陛下."""
        for at, (parsed, mention) in enumerate(self._rows):
            if mention.kind != "office" or not _MAJESTY.match(self.article.text, mention.span.begin):
                continue
            days = [
                m.time.earliest for m in _all_mentions(parsed) if m.time is not None and m.time.earliest is not None
            ]
            other = next((d for d in days if self.when is not None and abs((d - self.when).days) > _OTHER_TIMES), None)
            title = mention.title.removesuffix("皇后")
            record = self.resolver.sole_holder(title, other or self.when)
            if record is None:
                continue
            named = replace(mention, kind="person", name=record.label, title=title)
            cluster = next((c for c in self.clusters if record.label in c.names()), None)
            if cluster is None:
                cluster = _Cluster(record.label)
                self.clusters.append(cluster)
            cluster.mentions.append((at, named))
            cluster.titles.append(named)
            cluster.keys.add(record.key)
            if record.state:
                cluster.states[record.state] += 1
            self.of_cluster[mention.span] = cluster

    def _states_of(self, mention: Mention) -> list[str]:
        out = [k for m in mention.affiliation if m.kind == "state" for k in m.keys]
        if not out:
            out = [
                s
                for m in mention.affiliation
                if m.kind == "organization"
                and m.keys
                and (s := self.registry.organizations[m.keys[0]].state) is not None
                and len(m.keys) == 1
                and not self._strange_party(m)
                and not (s == "JPN" and (self._short(m) or "" < mention.name < "一"))
                and self.registry.organizations[m.keys[0]].kind != "ArmedGroup"
            ]
        return out

    def _home_of(self, ref: Ref) -> str | None:
        record = self.registry.organizations.get(ref.key)
        return record.state if record is not None and record.kind != "ArmedGroup" else None

    def _strange_party(self, mention: Mention) -> bool:
        """Whether a word that any state's party may go by (労働党) means one of a state that the article does not name."""
        if len(mention.text) > _PARTY or not mention.text.endswith("党"):
            return False
        states = tuple(s for k in mention.keys if (s := self.registry.organizations[k].state) is not None)
        return bool(states) and "JPN" not in states and not self._names_state(states)

    def _short(self, mention: Mention) -> bool:
        """Whether a body of Japan is named by a word that any state's may have (外務省, 共産党)."""
        return (
            not mention.text.startswith("日本") and self.registry.organizations[mention.keys[0]].label != mention.text
        )

    def _home(self, mention: Mention) -> _Cluster | None:
        """The cluster that a name belongs to: same name, or a short form of one, with nothing against it."""
        fits = [c for c in self.clusters if _same_or_short(mention, c) and self._compatible(mention, c)]
        if not fits:
            aliases = set(self.resolver.namesakes(mention.name))
            fits = [
                c
                for c in self.clusters
                if aliases
                and len(mention.name) > 2
                and aliases & {k for n in c.names() if len(n) > 2 for k in self.resolver.namesakes(n)}
                and self._compatible(mention, c)
            ]
        if len(fits) <= 1:
            return fits[0] if fits else None
        states = set(self._states_of(mention))
        for test in (
            lambda c: mention.name == c.full,
            lambda c: bool(states & set(c.states)),
            lambda c: bool(mention.head and mention.head in c.kinds()),
            lambda c: bool(mention.title and mention.title in {m.title for m in c.titles}),
        ):
            left = [c for c in fits if test(c)]
            if len(left) == 1:
                return left[0]
            fits = left or fits
        return fits[0]

    def _compatible(self, mention: Mention, cluster: _Cluster) -> bool:
        states = set(self._states_of(mention))
        if states and cluster.states and not states & set(cluster.states):
            return False
        if len(mention.name) > 1 or not mention.head or not cluster.kinds() or mention.head in cluster.kinds():
            return True
        # one-character names need the title to agree, or to be the tail of the one that introduced (朝鮮労働党委員長, 金委員長)
        return any(m.title.endswith(mention.title) or mention.title.endswith(m.title) for m in cluster.titles)

    def _appointed(self, cluster: _Cluster) -> None:
        """Take the office that an untitled person is said to get: 外相にアコル氏が就任した, アコル氏を外相に任命した."""
        text = self.article.text
        for _, mention in cluster.mentions:
            for office in _all_mentions(self._sentence_of(mention.span)):
                if office.kind != "office" or office.title[:1] in ("同", "両", "各"):
                    continue
                first, last = sorted((mention.span, office.span))
                between = text[first.end : last.begin]
                if office.span == first:
                    gets = between in ("に", "には") and _NAMED_TO.match(text, mention.span.end)
                else:
                    gets = (_NAMED.fullmatch(between) and _TO_OFFICE.match(text, office.span.end)) or (
                        between == "が" and _BECAME.match(text, office.span.end)
                    )
                if gets:
                    cluster.titles.append(office)
                    cluster.states.update(self._states_of(office))
                    return

    def _told_office(self, cluster: _Cluster) -> None:
        """Note the office of an untitled person who is already known: 特使に指名されたA氏, 国務長官の訪中は2018年のB氏以来."""
        text = self.article.text
        for _, mention in cluster.mentions:
            for office in _all_mentions(self._sentence_of(mention.span)):
                if office.kind != "office" or office.span.end > mention.span.begin or office.title[:1] in "同両各":
                    continue
                between = text[office.span.end : mention.span.begin]
                last = text.startswith(_LAST_TIME, mention.span.end) and _THE_ONE_BEFORE.fullmatch(between)
                if last or _WHO_WAS_NAMED.fullmatch(between):
                    cluster.titles.append(office)
                    return

    def _settle(self, cluster: _Cluster) -> None:
        first = cluster.mentions[0][1]
        stranger = not cluster.titles and any(
            self.article.text.startswith(self.resolver.strangers, m.span.end) for _, m in cluster.mentions
        )
        cluster.record = next(
            (
                r
                for when in ([] if stranger else self._days_of(cluster))
                if (r := self.resolver.person(cluster, when)) is not None
            ),
            None,
        )
        if cluster.record is not None:
            ref = Ref("person", cluster.record.key, self.resolver.written(cluster.record, cluster))
        else:
            state = next(iter(cluster.states), "")
            ref = Ref("person", minted(cluster.full + "|" + state), self._in_kanji(cluster) or cluster.full)
        merged = next(
            (c for c in self.clusters if c is not cluster and c.ref is not None and c.ref.key == ref.key), None
        )
        if merged is not None and merged.ref is not None:
            ref = merged.ref
            merged.take(cluster)
            merged.states += cluster.states
        cluster.ref = ref
        for _, mention in cluster.mentions:
            self.refs[mention.span] = (ref,)
        parsed = self._sentence_of(first.span)
        self.evidence.setdefault(ref, Evidence(parsed.sentence.span, first.span, first.rule))

    def _days_of(self, cluster: _Cluster) -> list[dt.date | None]:
        """The day of the article, and the days of another year that the sentences of a person tell of.

        2000年に当時のクリントン大統領が: who held the office then.
        """
        days = [self.when]
        for _, mention in cluster.mentions:
            for other in _all_mentions(self._sentence_of(mention.span)):
                day = other.time.earliest if other.time is not None else None
                if day is not None and self.when is not None and abs((day - self.when).days) > _OTHER_TIMES:
                    days.append(day)
        return list(dict.fromkeys(days))

    def _sentence_of(self, span: Span) -> ParsedSentence:
        return self.sentences[bisect_right(self._begins, span.begin) - 1]

    # -- states left unsaid -----------------------------------------------------------------------------------------

    def _unstated(self, cluster: _Cluster) -> bool:
        """Whether a person has an office of a state and the text does not say of which."""
        return (
            cluster.record is None
            and not cluster.bodies
            and any(m.head in _STATE_OFFICES for m in cluster.titles)
            and self._cluster_state(cluster) is None
            and not any(m.head == "InternationalOfficial" for m in cluster.titles)
        )

    def _context_state(self, cluster: _Cluster) -> str | None:
        """The state that an officer without one acts for: of those listed with him, of the place, of the subject, of the article.

        No state has two foreign ministers at a time: one whose minister the sentence names is no candidate.
        """
        mention = cluster.titles[0]
        here = self._sentence_of(mention.span).sentence.span
        taken = {
            s
            for c in self.clusters
            if c is not cluster
            and c.kinds() & set(_SINGLE) & cluster.kinds()
            and any(here.covers(m.span) for _, m in c.mentions)
            and (s := self._cluster_state(c))
        }
        taken |= {k for m in mention.inner for k in m.keys} | _visited(self._sentence_of(mention.span))
        kanji = cluster.full[0] >= "一"
        if kanji and cluster.full in self.resolver.japanese:
            return "JPN"
        if len(cluster.full) < 2 and cluster.full not in self.resolver.surnames:
            return None
        return next(
            (s for s in self._states_around(mention) if s not in taken and (s in _KANJI_STATES) == kanji),
            None,
        )

    def _states_around(self, mention: Mention) -> Iterator[str]:
        """States that the words before a mention point to, the most telling first."""
        text, begin = self.article.text, mention.span.begin
        parsed = self._sentence_of(mention.span)
        before = [m for m in _all_mentions(parsed) if m.span.end <= begin and m.kind in _PLACED]
        before.sort(key=lambda m: m.span)
        told = [(m, s) for m in before if (s := self._state_told(m)) is not None]
        if text.endswith("同国の", 0, begin):
            yield from (r.key for r in self._last(mention, "state"))
        for other, state in reversed(told):
            between = text[other.span.end : begin]
            named = other.kind == "person"
            owner = (named or other.kind == "office") and between.startswith("の") and len(between) < 12
            if owner or (_LISTED.fullmatch(between) if named else _SIDE.match(between)):
                yield state
        for other in _all_mentions(parsed):
            if other.kind == "states" or (other.kind == "document" and len(other.members) == 2):
                # 園田外相と黄華外相が署名した日中平和友好条約
                yield from other.members
        after = text[mention.span.end : mention.span.end + 2]
        if after.startswith(("と", "に", "ら", "を")):
            yield from (
                s for m, s in reversed(told) if m.kind == "place" and text.startswith(("で", "にて"), m.span.end)
            )
        if mention.head == "Legislator" or mention.title.startswith(self.resolver.past):
            # 議長: of anything; a former president may be of anywhere
            return
        yield from (
            s
            for m, s in told
            if text[m.span.end : m.span.end + 1] in ("は", "が", "も") and m.kind in ("person", "state")
        )
        counts = Counter(r.key for refs in self.refs.values() for r in refs if r.kind == "state").most_common()
        while counts and (len(counts) < 2 or 2 * counts[0][1] >= 3 * counts[1][1]):
            yield counts.pop(0)[0]

    def _state_told(self, mention: Mention) -> str | None:
        """The state of a mention that says one: a state, a place, a body, a person."""
        for ref in self.refs.get(mention.span, ()):
            if ref.kind == "state":
                return ref.key
            if ref.kind == "place":
                return self.registry.places[ref.key].state
            if ref.kind == "organization":
                return self._home_of(ref)
            if (found := self._state_of(ref)) is not None:
                return found.key
        return None

    # -- anaphors ---------------------------------------------------------------------------------------------------

    def _anaphor(self, parsed: ParsedSentence, mention: Mention) -> None:
        if mention.kind == "office":
            refs = self._office(mention)
        elif mention.text.endswith("人"):
            refs = self._two(parsed, mention)
        elif mention.text.startswith("両") or mention.text == "双方" or mention.text in ("二国", "2国"):
            refs = self._pair(parsed, mention)
        elif mention.text.startswith("同国"):
            refs = self._home_before(parsed, mention) or self._last(
                mention, "state", self._named_behind(parsed, mention)
            )
        elif mention.text in ("我が国", "わが国"):
            refs = self._ours(parsed, mention)
        elif mention.text in ("同氏", "氏"):
            refs = (
                self._topic_before(parsed, mention)
                or self._other_than_topic(parsed, mention)
                or self._last(mention, "person")
            )
        elif mention.text.startswith("同"):
            refs = self._same_body(mention)
        else:
            refs = self._group(parsed, mention)
        if refs:
            self.refs[mention.span] = refs
        else:
            self.unlinked.append((mention.span, mention.text, "no sole candidate before it"))

    def _office(self, mention: Mention) -> tuple[Ref, ...]:
        """同大統領, エチオピア外相, 大統領: the one person of that office (and state) introduced before.

        Or in the article.
        """
        shared = self._sharing(mention)
        if shared:
            return shared
        named = self._surname(mention)
        if named:
            return named
        states = set(self._states_of(mention))
        members = [k for m in mention.affiliation if m.kind == "states" for k in m.members]
        title = mention.title.removeprefix("同").removeprefix("両")
        bodies = {k for m in mention.affiliation if m.kind == "organization" for k in m.keys}
        if members:
            found = [
                c
                for c in self.clusters
                if any(m.head == mention.head for m in c.titles) and set(members) & {*c.states, self._cluster_state(c)}
            ]
            return tuple(c.ref for c in found if c.ref) if len(found) == len(members) else ()
        holders = [c for c in self.clusters if self._holds(c, mention, title, states, bodies)]
        before = [c for c in holders if c.mentions[0][1].span.begin < mention.span.begin]
        if len(before) > 1 and not states:
            latest = max(
                before, key=lambda c: max(m.span.begin for _, m in c.mentions if m.span.begin < mention.span.begin)
            )
            if mention.title.startswith("同"):
                topic = self._topic_of(latest, before, mention)
                return (topic.ref,) if topic.ref else ()
            own = [c for c in before if self._cluster_state(c) == "JPN"]
            if len(own) > 1:
                # 首相は、A首相(当時)の談話を引き継いだ
                own = [c for c in own if self._in_office(c, mention.head)]
            if len(own) == 1 and mention.head in ("HeadOfGovernment", "ForeignMinister", "DefenceMinister"):
                # 首相 in Japanese news, beside those of other states
                return (own[0].ref,) if own[0].ref else ()
            # 外相 is the one called so, not the 国務長官; 大統領 no 国王
            called = [c for c in before if any(m.title.lstrip("前元").endswith(title) for m in c.titles)]
            if len(called) != 1:
                return self._of_state_told(called or before, mention) or self._just_named(called or before, mention)
            before = called
        if not before and states:
            before = holders
        if not before and not bodies and mention.text in self.resolver.short_titles:
            # 谷川外務副大臣は…。副大臣は: whose longer title ends so, in one of the sentences right before
            before = [c for c in self._lately_called(mention) if not states or self._cluster_state(c) in states]
        return (before[0].ref,) if len(before) == 1 and before[0].ref is not None else ()

    def _in_office(self, cluster: _Cluster, head: str) -> bool:
        """Whether a person is known to hold an office of a kind at the time of the article."""
        tenures = cluster.record.tenures if cluster.record is not None else ()
        return any(t.office_kind == head and _active(t.earliest, t.latest, self.when) for t in tenures)

    def _holds(self, c: _Cluster, mention: Mention, title: str, states: set[str], bodies: set[str]) -> bool:
        """Whether a person holds the office of a mention, in one of the states or bodies where any are told."""
        term = self._term(title)
        # 新首相のX氏 is 首相 from then on
        terms = (term, "") if term else ("", *(self._term(m.title) for m in c.titles if m.title.startswith("新")))
        if not any(_same_office(m, mention, title) and self._term(m.title) in terms for m in c.titles):
            return False
        if title.startswith(self.resolver.thrones) and not any(self._same_throne(m.title, title) for m in c.titles):
            # a president is a head of state too, the Pope is not the Emperor
            return False
        if bodies and not states and not bodies & set(c.bodies):
            return False
        own = set(c.states) | ({c.record.state} if c.record is not None and c.record.state else set())
        return not states or bool(states & own)

    def _term(self, title: str) -> str:
        """Whether a title is of the past, of the future, or neither."""
        if title.startswith(self.resolver.past):
            return "former"
        return "next" if title.startswith(("次期", "新", "初")) else ""

    def _topic_of(self, latest: _Cluster, clusters: list[_Cluster], mention: Mention) -> _Cluster:
        """Of several holders named in one sentence the one it is about (A外相はB外相と会談した。同外相は), else the latest."""
        spans = [m.span for _, m in latest.mentions if m.span.begin < mention.span.begin]
        here = self._sentence_of(max(spans)).sentence.span
        text = self.article.text
        title = mention.title.removeprefix("同")
        named = [c for c in clusters if any(m.title.endswith(title) for m in c.titles)]
        if len(named) == 1:
            # 同外相 is the one called so, not the 国務長官
            return named[0]
        topics = [
            c
            for c in named
            if any(here.covers(m.span) and text.startswith(("は", "も"), m.span.end) for _, m in c.mentions)
        ]
        return topics[0] if len(topics) == 1 else latest

    def _of_state_told(self, clusters: list[_Cluster], mention: Mention) -> tuple[Ref, ...]:
        """The only one of several holders whose state, or a body of it, the sentence names before (グルジア議会は…大統領の決定を)."""
        parsed = self._sentence_of(mention.span)
        here = [m for m in _all_mentions(parsed) if m.span.end <= mention.span.begin]
        if any(m.kind == "person" for m in here):
            return ()
        told = {s for m in here if m.kind in ("state", "organization") and (s := self._state_told(m)) is not None}
        found = [c for c in clusters if self._cluster_state(c) in told]
        return (found[0].ref,) if len(found) == 1 and found[0].ref is not None else ()

    def _topic_before(self, parsed: ParsedSentence, mention: Mention) -> tuple[Ref, ...]:
        """The only person who is a topic of the sentence before, where nobody is named before who is taken up again: 同氏はまた."""
        at = self._order[id(parsed)]
        if at == 0 or any(
            m.kind == "person" and m.span.begin < mention.span.begin and m.span in self.refs
            for m in _all_mentions(parsed)
        ):
            return ()
        before = self.sentences[at - 1]
        text = self.article.text
        topics = [m for m in _all_mentions(before) if m.kind == "person" and text.startswith(("は", "も"), m.span.end)]
        return self.refs.get(topics[0].span, ()) if len(topics) == 1 else ()

    def _other_than_topic(self, parsed: ParsedSentence, mention: Mention) -> tuple[Ref, ...]:
        """The last person before a sentence that does something with 同氏: B特使も同氏と会う; never the one who does it."""
        text = self.article.text
        here = [m for m in _all_mentions(parsed) if m.kind == "person" and m.span.begin < mention.span.begin]
        beside = text.startswith(("と", "に", "を", "から"), mention.span.end)
        if not beside or len(here) != 1 or not text.startswith(("は", "も", "が"), here[0].span.end):
            return ()
        refs = self.refs.get(here[0].span, ())
        before = [
            (s, r)
            for s, r in self.refs.items()
            if s.begin < parsed.sentence.span.begin and len(r) == 1 and r[0].kind == "person" and r != refs
        ]
        return max(before, key=lambda found: found[0])[1] if before else ()

    def _just_named(self, clusters: list[_Cluster], mention: Mention) -> tuple[Ref, ...]:
        """The only one of several holders whom this sentence or the one before names."""
        at = self._order[id(self._sentence_of(mention.span))]
        near = self.sentences[max(0, at - 1)].sentence.span.begin
        found = [c for c in clusters if any(near <= m.span.begin < mention.span.begin for _, m in c.mentions)]
        return (found[0].ref,) if len(found) == 1 and found[0].ref is not None else ()

    def _lately_called(self, mention: Mention) -> list[_Cluster]:
        """Holders of an office that ends in a title whom this sentence or one of the three before names by it."""
        at = self._order[id(self._sentence_of(mention.span))]
        near = self.sentences[max(0, at - 3)].sentence.span.begin
        return [
            c
            for c in self.clusters
            if any(m.title.endswith(mention.text) and not m.title.startswith(self.resolver.past) for m in c.titles)
            and any(near <= m.span.begin < mention.span.begin for _, m in c.mentions)
        ]

    def _ours(self, parsed: ParsedSentence, mention: Mention) -> tuple[Ref, ...]:
        """我が国: that of the one who speaks, else of those who write; in quoted words it is left open."""
        before = self.article.text[parsed.sentence.span.begin : mention.span.begin]
        if before.count("「") > before.count("」"):
            return ()
        speaks = [
            state
            for m in _all_mentions(parsed)
            if m.span.end <= mention.span.begin and m.kind in ("person", "office", "state", "organization")
            if self.article.text.startswith(_TOPICS, m.span.end) and (state := self._state_told(m)) is not None
        ]
        return (self._state(speaks[-1] if speaks else _HOME),)

    def _sharing(self, mention: Mention) -> tuple[Ref, ...]:
        """The persons listed before a title that is theirs: A、B、Cの3大統領."""
        if not _COUNTED.search(self.article.text, max(0, mention.span.begin - 4), mention.span.begin):
            return ()
        parsed = self._sentence_of(mention.span)
        found = [
            r
            for m in _all_mentions(parsed)
            if m.rule == "shared-title" and m.head == mention.head and m.span.end <= mention.span.begin
            for r in self.refs.get(m.span, ())
        ]
        return tuple(dict.fromkeys(found))

    def _surname(self, mention: Mention) -> tuple[Ref, ...]:
        """Who is called by a surname before a general title (岩屋大臣, after 岩屋外務大臣 or 岩屋毅外務大臣)."""
        titles = self.resolver.general_titles
        stems = {mention.text.removesuffix(title) for title in titles if mention.text.endswith(title)}
        stems = {stem for stem in stems if len(stem) > 1}
        found = {
            c.ref
            for c in self.clusters
            if c.ref is not None
            and any(n == stem or (n.startswith(stem) and is_kanji(stem)) for n in c.names() for stem in stems)
        }
        return tuple(found) if len(found) == 1 else ()

    def _pair(self, parsed: ParsedSentence, mention: Mention) -> tuple[Ref, ...]:
        text = mention.text
        if self.resolver.teams.search(text):
            return self._two_states(parsed, mention)
        if self.resolver.persons.search(text) and not text.startswith("両国政府"):
            want = self.resolver.ranks_of(text)
            people = (
                self._pair_as_topic(parsed, want)
                or self._spoken_of(parsed, mention, want)
                or self._persons_before(mention, want)
            )
            if len(people) >= 2:
                return (people[1], people[0])
            if text in ("両氏", "両者"):
                found = self._persons_before(mention, ())
                return (found[1], found[0]) if len(found) >= 2 else ()
            return self._two_states(parsed, mention) if text.startswith("両国") else ()
        if text == "双方" and (sides := self._at_war(parsed, mention)):
            return sides
        return (self._talked_before(parsed, mention) if text == "双方" else ()) or self._two_states(parsed, mention)

    def _at_war(self, parsed: ParsedSentence, mention: Mention) -> tuple[Ref, ...]:
        """双方は, said after a government and rebels are named side by side: コロンビア政府と民族解放軍は.

        Near by, or in the lead of a text that is about no two states.
        """
        at = self._order[id(parsed)]
        for index in range(at, max(-1, at - 4), -1):
            sides = self._government_and_rebels(self.sentences[index], mention.span.begin)
            if sides:
                return sides
            if len(self._states_in(self.sentences[index], mention.span.begin)) >= 2:
                break
        lead = self._lead()
        if self._main_states() or lead is None or lead.sentence.span.begin > mention.span.begin:
            return ()
        return self._government_and_rebels(lead, mention.span.begin)

    def _government_and_rebels(self, here: ParsedSentence, before: int) -> tuple[Ref, ...]:
        text = self.article.text
        told = [
            m
            for m in _all_mentions(here)
            # 親イラン武装組織フーシ派
            if m.span.end <= before and self.refs.get(m.span) and text[m.span.begin - 1] not in "親反"
        ]
        for first, second in pairwise(sorted(told, key=lambda m: m.span.begin)):
            between = text[first.span.end : second.span.begin]
            one, other = self.refs[first.span], self.refs[second.span]
            kinds = [r.kind for r in (*one, *other)]
            beside = kinds == ["state", "organization"] and _GOVERNMENT_AND.fullmatch(between)
            if beside and self._is_movement(other[0].key):
                return (one[0], other[0])
        return ()

    def _talked_before(self, parsed: ParsedSentence, mention: Mention) -> tuple[Ref, ...]:
        """双方は, said after talks of two persons: they, if both act for states that are known, and no others talked since."""
        if self.article.text[mention.span.end : mention.span.end + 1] not in ("は", "が"):
            return ()
        at = self._order[id(parsed)]
        for index in range(at, max(-1, at - 5), -1):
            here = self.sentences[index]
            people = self._people_in(here, mention.span.begin)
            talks = [
                m
                for m in _all_mentions(here)
                if m.kind == "event" and m.span.end <= mention.span.begin and m.text.endswith(self.resolver.talked)
            ]
            if talks and people:
                people = people if len(people) > 1 else [*self._unsaid(index, people), *people]
                both = len(people) == 2 and not self._of_one_state(people)
                return (people[0], people[1]) if both and all(map(self._state_of, people)) else ()
            if people and index == at:
                # A氏は踏み込まず、双方は…と説明した: his words on others
                break
        return ()

    def _unsaid(self, at: int, others: list[Ref]) -> list[Ref]:
        """Who talks with one person in a sentence that names nobody else: of whom the text is, or spoke most as its topic.

        A大統領はまた、…と述べた。23日にはB首相との会談が行われた。
        """
        text, topics = self.article.text, set[Ref]()
        counts = Counter[Ref]()
        for before in reversed(self.sentences[:at]):
            for mention in _all_mentions(before):
                if mention.kind == "person":
                    refs = [r for r in self.refs.get(mention.span, ()) if r not in others]
                    counts.update(refs)
                    topics.update(refs if text.startswith(("は", "も"), mention.span.end) else ())
        lead = self._lead()
        first = self._people_in(lead, len(text))[:1] if lead is not None else []
        of_text = [r for r in first if r in topics and not self._of_one_state([r, *others])]
        return of_text or [r for r, _ in counts.most_common() if r in topics][:1]

    def _two(self, parsed: ParsedSentence, mention: Mention) -> tuple[Ref, ...]:
        """2人は: the two of a rank that sets policy whom this sentence or one of the last two names, and no third."""
        if self.article.text[mention.span.end : mention.span.end + 1] not in ("は", "が", "の"):
            return ()
        people, _, _ = self._met_before(parsed, mention, ("leader", "foreign", "minister", "envoy"))
        return (people[1], people[0]) if people else ()

    def _pair_as_topic(self, parsed: ParsedSentence, want: tuple[str, ...]) -> list[Ref]:
        """The two of a rank who together are the topic of the sentence before, whoever else it names; last one first.

        A大統領とB首相は、C大統領の立ち会いのもと調印した。両首脳は
        """
        at = self._order[id(parsed)]
        if at == 0:
            return []
        text = self.article.text
        people = [m for m in _all_mentions(self.sentences[at - 1]) if m.kind == "person"]
        for first, second in pairwise(people):
            joined = text[first.span.end : second.span.begin]
            ends = text.startswith(("は", "が"), second.span.end)
            refs = [r for m in (second, first) for r in self.refs.get(m.span, ())]
            owned = joined[:1] in ("と", "、") and (len(joined) == 1 or joined.endswith("の"))
            if ends and owned and len(refs) == 2 and all(self._of_rank(r, want) for r in refs):
                return [] if self._of_one_state(refs) else refs
        return []

    def _spoken_of(self, parsed: ParsedSentence, mention: Mention, want: tuple[str, ...]) -> list[Ref]:
        """The two persons of a rank of whom the text speaks; last one first.

        Those whom a sentence close by names together, then those of the two states told of last, then those whom the
        whole article is about; nobody who has just been named is left out for two others.
        """
        at = self._order[id(parsed)]
        if mention.text.startswith("両国") and want:
            leaders = [self._leader(s, want, set()) for s in self._two_states(parsed, mention)]
            found = [r for r in reversed(leaders) if r is not None]
            if len(found) == 2:
                return found
        pair, index, lately = self._met_before(parsed, mention, want)
        main = self._main_persons(want, mention)
        # 日本の首相の訪韓は去年のA首相以来だ。両首脳は: not he who held the office of one of the two
        lately = [r for r in lately if set(pair) != set(main) or not self._of_one_state([r, *pair])]
        pair = [] if lately else pair
        if pair and (index >= at - 1 or self._one_paragraph(index, at)):
            return pair
        of_states = self._of_pair_before(parsed, mention, want)
        if of_states:
            return of_states
        if main and lately and not set(lately) & set(main):
            near = self._persons_before(mention, want)
            return near if len(near) == 2 and near[0] in lately and near[1] in main else pair
        return main or pair

    def _one_paragraph(self, index: int, at: int) -> bool:
        return self.sentences[index].sentence.paragraph == self.sentences[at].sentence.paragraph

    def _met_before(
        self, parsed: ParsedSentence, mention: Mention, want: tuple[str, ...]
    ) -> tuple[list[Ref], int, list[Ref]]:
        """The two persons of a rank, and no third, whom the nearest sentence before names together; last one first.

        With the index of that sentence, and those who are named alone behind it.
        """
        at = self._order[id(parsed)]
        aside = self._elsewhere_in(parsed, mention)
        lately: list[Ref] = []
        for index in range(at, max(-1, at - 6), -1):
            people = [
                r
                for r in self._people_in(self.sentences[index], mention.span.begin)
                if r not in aside and self._of_rank(r, want) and self._lived(r, parsed)
            ]
            if len(people) == 2 and not self._of_one_state(people):
                lately = [r for r in lately if r not in people]
                return (people[::-1], index, lately)
            if len(people) == 1 and index < at and self._talks_told(self.sentences[index]):
                found = [*self._unsaid(index, people), *people][::-1]
                return (found if len(found) > 1 and not self._of_one_state(found) else []), index, []
            if index >= at - 2 or self._one_paragraph(index, at):
                lately += [r for r in people if r not in lately]
            if len(people) > 2 or (people and index == at):
                # …氏と会談し、両首脳は: with the unsaid subject
                break
        return [], at, lately

    def _lived(self, ref: Ref, parsed: ParsedSentence) -> bool:
        """Whether a person may have acted when a sentence that dates itself to other times says so: no dead leader in 2019."""
        cluster = next((c for c in self.clusters if c.ref == ref), None)
        days = [
            u.mention.time.earliest
            for u in parsed.units
            if u.mention is not None and u.mention.time is not None and u.mention.time.earliest is not None
        ]
        if cluster is None or cluster.record is None or not cluster.record.tenures or len(days) != 1:
            return True
        if self.when is None or abs((days[0] - self.when).days) <= _OTHER_TIMES:
            return True
        return any(_active(t.earliest, t.latest, days[0]) for t in cluster.record.tenures)

    def _lead(self) -> ParsedSentence | None:
        """The first sentence of the body."""
        return next((p for p in self.sentences if p.sentence.kind not in ("title", "heading")), None)

    def _openings(self, before: int) -> list[ParsedSentence]:
        """Title and lead, as far as they stand before a place of the text."""
        rows = [p for p in self.sentences[:_FIRST] if p.sentence.kind == "title"]
        lead = self._lead()
        rows += [lead] if lead is not None else []
        return [p for p in rows if p.sentence.span.end <= before]

    def _main_states(self, before: int | None = None) -> tuple[Ref, ...]:
        """The two states that the title, or else the lead, is about."""
        end = len(self.article.text) if before is None else before
        for row in self._openings(end):
            beside = self._side_by_side(row, end, first=True)
            states = beside or tuple(self._standing(self._states_in(row, end, sides=True)))
            alone = row.sentence.kind == "title" or self.resolver.together.search(row.sentence.surface) is not None
            if len(states) == 2 and (beside or alone):
                return states
        return ()

    def _main_persons(self, want: tuple[str, ...], mention: Mention) -> list[Ref]:
        """The two persons of a rank whom title or lead name, or who lead the two states that these are about; last one first."""
        if not want:
            return []
        before = mention.span.begin
        aside = self._elsewhere_in(self._sentence_of(mention.span), mention)
        states = self._main_states(before)
        rows = self._openings(before)
        rows.sort(key=lambda row: self.resolver.together.search(row.sentence.surface) is None)
        for row in rows:
            people = [r for r in self._people_in(row, before) if self._of_rank(r, want) and r not in aside]
            of_states = not states or {self._state_of(r) for r in people} == set(states)
            if len(people) == 2 and of_states and not self._of_one_state(people):
                return people[::-1]
        found = [self._leader(s, want, aside) for s in states]
        return [r for r in reversed(found) if r is not None] if len(found) == 2 and None not in found else []

    def _leader(self, state: Ref, want: tuple[str, ...], aside: set[Ref]) -> Ref | None:
        """The only person of a rank who acts for a state; the head of its government before one of a party."""
        of_rank = [
            c
            for c in self.clusters
            if c.ref is not None
            and c.ref not in aside
            and self._of_rank(c.ref, want)
            and self._state_of(c.ref) == state
        ]
        heads = [c for c in of_rank if c.kinds() & {"HeadOfState", "HeadOfGovernment"}]
        refs = list(dict.fromkeys(c.ref for c in heads or of_rank))
        return refs[0] if len(refs) == 1 else None

    def _talks_told(self, parsed: ParsedSentence) -> bool:
        """Whether a sentence tells of talks with the person it names: B首相との会談が行われた."""
        text = self.article.text
        mentions = _all_mentions(parsed)
        beside = any(m.kind == "person" and text.startswith("と", m.span.end) for m in mentions)
        return beside and any(m.kind == "event" and m.text.endswith(self.resolver.talked) for m in mentions)

    def _of_pair_before(self, parsed: ParsedSentence, mention: Mention, want: tuple[str, ...]) -> list[Ref]:
        """The two of a rank who act for the two states that were spoken of last (両国は…対立。両首脳は)."""
        at = self._order[id(parsed)]
        pairs = [
            refs
            for index in range(max(0, at - 2), at + 1)
            for m in _all_mentions(self.sentences[index])
            if m.kind in ("anaphor", "states") and m.span.end <= mention.span.begin
            for refs in [self.refs.get(m.span, ())]
            if len(refs) == 2 and all(r.kind == "state" for r in refs)
        ]
        if not pairs or not want:
            return []
        found = [
            [
                c.ref
                for c in self.clusters
                if c.ref is not None and self._of_rank(c.ref, want) and self._state_of(c.ref) == s
            ]
            for s in pairs[-1]
        ]
        return [refs[0] for refs in reversed(found)] if all(len(set(refs)) == 1 for refs in found) else []

    def _of_one_state(self, people: list[Ref]) -> bool:
        """Whether persons act for the same state: no two heads or foreign ministers do."""
        states = [self._state_of(r) for r in people]
        return None not in states and len(set(states)) < len(states)

    def _elsewhere_in(self, parsed: ParsedSentence, mention: Mention) -> set[Ref]:
        """Persons whom a sentence names as others than the pair: 両首脳はトランプ氏を推薦する, 文氏も両首脳を迎えた."""
        text = self.article.text
        received = _RECEIVED.match(text, mention.span.end) is not None
        return {
            r
            for m in _all_mentions(parsed)
            if m.kind == "person"
            and (
                text[m.span.end : m.span.end + 1] in ("を", "に", "へ", "と", "の")
                if m.span.begin > mention.span.begin
                else received and text[m.span.end : m.span.end + 1] in ("は", "が", "も")
            )
            for r in self.refs.get(m.span, ())
        }

    def _of_rank(self, ref: Ref, want: tuple[str, ...]) -> bool:
        cluster = next((c for c in self.clusters if c.ref == ref), None)
        return cluster is not None and (not want or self.resolver.rank(cluster, self.when) in want)

    def _persons_before(self, mention: Mention, want: tuple[str, ...]) -> list[Ref]:
        """Distinct persons before a mention, nearest first, of certain ranks if any are wanted."""
        out: list[Ref] = []
        aside = self._elsewhere_in(self._sentence_of(mention.span), mention)
        spans = sorted(
            (m.span for c in self.clusters for _, m in c.mentions if m.span.begin < mention.span.begin), reverse=True
        )
        for span in spans:
            cluster = self.of_cluster[span]
            if want and self.resolver.rank(cluster, self.when) not in want:
                continue
            if cluster.ref is None or cluster.ref in out or cluster.ref in aside:
                continue
            if not (want and self._of_one_state([*out, cluster.ref])):
                out.append(cluster.ref)
            if len(out) == 2:
                break
        return out

    def _two_states(self, parsed: ParsedSentence, mention: Mention) -> tuple[Ref, ...]:
        """The two states of which the text speaks.

        A sentence close by that names two side by side, or no third, or tells of what the two had with each other;
        else those that the whole article is about.
        """
        at, before = self._order[id(parsed)], mention.span.begin
        main = self._main_states(before)
        for index in range(at, max(-1, at - 12), -1):
            here = self.sentences[index]
            beside = self._side_by_side(here, before) if at - index <= 1 or self._one_paragraph(index, at) else ()
            standing = beside == tuple(self._standing(list(beside)))
            of_whom = self._one_paragraph(index, at) or self._beside_as_topic(here, before)
            if beside and (not main or set(beside) == set(main) or (standing and of_whom)):
                return beside
            states = self._standing(self._states_in(here, before, sides=True, organs=not main))
            if len(states) == 1 and at - index <= 1 and (with_it := self._with_main(here, states[0], main, before)):
                return with_it
            if len(states) == 2:
                close = index == at or (at - index <= _CLOSE and self._one_paragraph(index, at))
                near = at - index <= 1 or self._one_paragraph(index, at)
                told = close or not main or (near and self.resolver.together.search(here.sentence.surface))
                return tuple(states) if told else main
        if main:
            return main
        counts = Counter(
            r for span, refs in self.refs.items() if span.begin < mention.span.begin for r in refs if r.kind == "state"
        )
        top = counts.most_common(3)
        if len(top) == 2 or (len(top) == 3 and top[1][1] > top[2][1]):
            return (top[0][0], top[1][0])
        return ()

    def _standing(self, states: list[Ref]) -> list[Ref]:
        """States without those that are no more, where others are named: ソ連, beside ロシア."""
        former = [s for s in states if self.registry.states[s.key].kind == "FormerState"]
        return states if len(former) == len(states) else [s for s in states if s not in former]

    def _side_by_side(self, here: ParsedSentence, before: int, *, first: bool = False) -> tuple[Ref, ...]:
        """The two states, and no third, that a sentence last (or first) names side by side: 日中, A国とB国."""
        text = self.article.text
        named = [
            m
            for m in _all_mentions(here)
            if m.kind in ("state", "states") and m.span.end <= before
            # A国領B島とC国領D島の間; 土台
            if not text.startswith(self.resolver.not_the_state, m.span.end) and text[m.span.begin - 1] not in "領旧"
        ]
        rows: list[list[Ref]] = []
        end = -1
        for mention in sorted(named, key=lambda m: m.span.begin):
            refs = [r for r in self.refs.get(mention.span, ()) if r.kind == "state"]
            joined = end >= 0 and _SIDE_BY_SIDE.fullmatch(text, end, mention.span.begin)
            if joined:
                rows[-1] += [r for r in refs if r not in rows[-1]]
            else:
                rows.append(refs)
            end = mention.span.end
        pairs = [tuple(row) for row in rows if len(row) == 2]
        return (pairs[0] if first else pairs[-1]) if pairs else ()

    def _beside_as_topic(self, here: ParsedSentence, before: int) -> bool:
        """Whether two states side by side are, or those who act for them, of whom a sentence is: A国とB国の首脳は."""
        named = [m for m in _all_mentions(here) if m.kind in ("state", "states") and m.span.end <= before]
        return any(_SIDES_ARE_TOPIC.match(self.article.text, m.span.end) for m in named)

    def _with_main(self, here: ParsedSentence, state: Ref, main: tuple[Ref, ...], before: int) -> tuple[Ref, ...]:
        """A state with which talks are told of, and that of whom the text is: B国のC大統領との会談では、両国は."""
        text = self.article.text
        acting = [m for m in _all_mentions(here) if m.kind in ("state", "person", "office") and m.span.end <= before]
        if not any(_TALKS_WITH.match(text, m.span.end) for m in acting):
            return ()
        if state in main:
            return main
        counts = Counter(
            r if r.kind == "state" else self._state_of(r)
            for span, refs in self.refs.items()
            if span.begin < before
            for r in refs
            if r.kind in ("state", "person")
        )
        other = next((r for r, _ in counts.most_common() if r not in (state, None) and (not main or r in main)), None)
        return (other, state) if other is not None else ()

    def _states_in(
        self, parsed: ParsedSentence, before: int, *, sides: bool = False, organs: bool = False
    ) -> list[Ref]:
        """The states that a sentence names or of which it names persons; as ``sides`` none that only mediates.

        With ``organs`` also those of ministries and the like.
        """
        out: list[Ref] = []
        for mention in _all_mentions(parsed):
            if mention.span.begin >= before or mention.kind in ("anaphor",):
                continue
            if sides and self._aside(mention):
                continue
            for ref in self.refs.get(mention.span, ()):
                state = ref if ref.kind == "state" else self._state_of(ref) if ref.kind == "person" else None
                if state is None and organs and (organ := self.registry.organizations.get(ref.key)) is not None:
                    # B国外務省もA国の大統領の訪問を確認した
                    state = self._state(organ.state) if organ.kind in _ORGANS and organ.state else None
                if state is not None and state not in out:
                    out.append(state)
        return out

    def _aside(self, mention: Mention) -> bool:
        """Whether a name is that of a go-between, or of a people and its land rather than the state: ロシアの仲介, A国系住民."""
        text = self.article.text
        of_people = mention.kind == "state" and text.startswith(("系", "人"), mention.span.end)
        return of_people or _GO_BETWEEN.match(text, mention.span.end) is not None

    def _state_of(self, ref: Ref) -> Ref | None:
        cluster = next((c for c in self.clusters if c.ref == ref), None)
        if cluster is None:
            return None
        key = self._cluster_state(cluster)
        return self._state(key) if key else None

    def _cluster_state(self, cluster: _Cluster) -> str | None:
        if cluster.titles and all(self.resolver.supranational.search(m.title) for m in cluster.titles):
            # イギリスのアシュトン欧州委員 acts for the Union
            return None
        if cluster.states:
            return cluster.states.most_common(1)[0][0]
        international = any(m.head == "InternationalOfficial" for m in cluster.titles) or (
            cluster.bodies
            and self.registry.organizations[cluster.bodies[0]].kind == "InternationalOrganization"
            and not any(m.head == "Ambassador" for m in cluster.titles)
        )
        if international or (cluster.bodies and self.registry.organizations[cluster.bodies[0]].kind == "ArmedGroup"):
            return None
        if cluster.record is not None:
            return cluster.record.state
        if not cluster.bodies and (state := self.resolver.national(cluster)) is not None:
            return state
        if not cluster.bodies and "JPN" in self.registry.states and self.resolver.domestic(cluster):
            return "JPN"
        return next(iter(cluster.implied), None)

    @staticmethod
    def _named_behind(parsed: ParsedSentence, mention: Mention) -> frozenset[str]:
        """Keys of the states that a sentence names behind an anaphor: 同国は英国から独立した speaks of another."""
        behind = (u.mention for u in parsed.units if u.mention is not None and u.mention.span.begin > mention.span.end)
        return frozenset(k for m in behind if m.kind == "state" for k in m.keys)

    def _last(self, mention: Mention, kind: str, but: frozenset[str] = frozenset()) -> tuple[Ref, ...]:
        spans = [
            s
            for s, refs in self.refs.items()
            if s.begin < mention.span.begin and len(refs) == 1 and refs[0].kind == kind and refs[0].key not in but
        ]
        return self.refs[max(spans)] if spans else ()

    def _home_before(self, parsed: ParsedSentence, mention: Mention) -> tuple[Ref, ...]:
        """The state of the body that alone stands before 同国 in its sentence: エチオピア外務省は、同国が…."""
        begin = parsed.sentence.span.begin
        before = [(s, r) for s, refs in self.refs.items() if begin <= s.begin < mention.span.begin for r in refs]
        states = {r for _, r in before if r.kind in ("state", "person")}
        keys = {h for _, r in before if r.kind == "organization" and (h := self._home_of(r)) is not None}
        home = self._state(keys.pop()) if len(keys) == 1 and not states else None
        return (home,) if home is not None else ()

    def _same_body(self, mention: Mention) -> tuple[Ref, ...]:
        """The body named last whose name, or that in the text, ends as 同省 says; else one of that sort."""
        tail, text = mention.text.removeprefix("同"), self.article.text
        own, alike = [], []
        for span, refs in self.refs.items():
            if span.begin >= mention.span.begin or len(refs) != 1 or refs[0].kind != "organization":
                continue
            if refs[0].name.endswith(tail) or text[span.begin : span.end].endswith(tail):
                own.append(span)
            elif mention.text.startswith("同") and self._of_sort(refs[0].key, tail):
                alike.append(span)
        spans = own or alike
        return self.refs[max(spans)] if spans else ()

    def _of_sort(self, key: str, tail: str) -> bool:
        """Whether a body is what a short word calls it: IAEA a 機関, ハマス a 組織, 国民の力 a 党."""
        if tail in self.resolver.movements:
            return self._is_movement(key)
        record = self.registry.organizations.get(key)
        if record is None:
            return False
        return (
            any(name.endswith(tail) for name in (record.label, *record.aliases))
            or (tail == "機関" and record.kind == "InternationalOrganization")
            or (tail == "党" and record.kind == "Party")
        )

    def _group(self, parsed: ParsedSentence, mention: Mention) -> tuple[Ref, ...]:
        """3カ国, 六カ国: the states listed right before or in one of the last sentences, if their number is right.

        3者: the persons.
        """
        bracketed = self._bracketed(parsed, mention)
        if bracketed:
            return bracketed
        digits = mention.text[0].translate(str.maketrans("２３４５６７８９二三四五六七八九", "2345678923456789"))
        if not digits.isdigit():
            return ()
        at = self._order[id(parsed)]
        if not mention.text.endswith("者"):
            listed = [
                m.members
                for index in range(at + 1)
                for m in _all_mentions(self.sentences[index])
                if m.kind == "states" and m.span.end <= mention.span.begin and len(m.members) == int(digits)
            ]
            if listed:
                # 日米韓, be it in the title, and 3カ国 later on
                return tuple(self._state(k) for k in listed[-1])
        for index in range(at, max(-1, at - 4), -1):
            if mention.text.endswith("者"):
                people = self._people_in(self.sentences[index], mention.span.begin)
                if len(people) == int(digits):
                    return tuple(people)
                continue
            states = self._states_in(self.sentences[index], mention.span.begin)
            if len(states) == int(digits):
                return tuple(states)
        return ()

    def _people_in(self, parsed: ParsedSentence, before: int) -> list[Ref]:
        found = [
            r
            for m in _all_mentions(parsed)
            if m.kind == "person" and m.span.begin < before
            for r in self.refs.get(m.span, ())
        ]
        return list(dict.fromkeys(found))

    # -- result -----------------------------------------------------------------------------------------------------

    def _result(self) -> Linked:
        ranks: dict[str, str] = {}
        states: dict[str, Ref] = {}
        entries: list[EntityEntry] = []
        seen: set[Ref] = set()
        for cluster in self.clusters:
            if cluster.ref is None or cluster.ref in seen:
                continue
            seen.add(cluster.ref)
            ranks[cluster.ref.key] = self.resolver.rank(cluster, self.when)
            key = self._cluster_state(cluster)
            if key:
                states[cluster.ref.key] = self._state(key)
            entries.append(self._entry(cluster, key))
        for ref, namings in self.namings.items():
            claims: tuple[Claim, ...] = ()
            if ref.kind == "place":
                state = self.registry.places[ref.key].state
                if state:
                    claims = (Claim("inState", self._state(state), self.evidence[ref], confidence=0.95),)
            if (
                ref.kind == "organization"
                and ref.key in self.registry.organizations
                and (home := self.registry.organizations[ref.key].state)
            ):
                states[ref.key] = self._state(home)
            entries.append(EntityEntry(ref, tuple(sorted(set(namings))), claims))
        place_states = {
            r.key: self._state(s)
            for r in self.namings
            if r.kind == "place" and (s := self.registry.places[r.key].state)
        }
        entries.sort(key=lambda e: (e.mentions[0].span, e.ref))
        cities = {
            r.key: Ref("place", p, r.name)
            for r in self.namings
            if r.kind == "state" and (p := self.resolver.city_state(r.key))
        }
        place_states |= {p.key: self._state(s) for s, p in cities.items()}
        seats: dict[str, Ref] = {}
        for _, mention in self._rows:
            if (
                mention.kind == "state"
                and mention.text not in seats
                and (found := self.resolver.seat(mention.text)) is not None
            ):
                record = self.registry.places[found]
                seats[mention.text] = Ref("place", found, record.label)
                if record.state:
                    place_states[found] = self._state(record.state)
        used = {r.key for r in self.namings if r.kind == "place"} | {r.key for r in seats.values()}
        bodies = {r.key for r in self.namings if r.kind == "organization" and self._is_international(r.key)}
        officials = {
            c.ref.key
            for c in self.clusters
            if c.ref is not None
            and not self._cluster_state(c)
            and (
                any(self._is_international(b) for b in c.bodies)
                or any(m.head == "InternationalOfficial" for m in c.titles)
            )
        }
        known = frozenset(c.ref.key for c in self.clusters if c.ref is not None and c.record is not None)
        return Linked(
            self.refs,
            tuple(entries),
            ranks,
            states,
            place_states,
            cities,
            frozenset(bodies | officials),
            frozenset(r.key for r in self.namings if r.kind == "organization" and self._is_movement(r.key)),
            {k: frozenset(self.registry.organizations[k].members) for k in bodies},
            known,
            {k: self.registry.places[k].kind for k in place_states.keys() | used},
            seats,
            self.seated,
            self.unlinked,
            wholes={k: Ref("organization", p, self.registry.organizations[p].label) for k, p in self._parents(bodies)},
        )

    def _parents(self, bodies: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Of organs of a body (総会, 理事会, no agency) the key of the whole."""
        for key in bodies:
            record = self.registry.organizations[key]
            if record.parent is not None and record.label.endswith(self.resolver.organs):
                yield key, record.parent

    def _bracketed(self, parsed: ParsedSentence, mention: Mention) -> tuple[Ref, ...]:
        """The states that a bracket behind a group lists: 加盟国(エストニア、キプロス、マルタ), 6カ国（米英独仏中ロ）."""
        aside = next(
            (a for a in parsed.sentence.asides if a.kind == "bracket" and a.span.begin - 1 == mention.span.end), None
        )
        names = _IN_BRACKET.split(aside.text) if aside is not None else []
        letters = self.resolver.letters
        if len(names) == 1 and len(names[0]) >= _SEVERAL and all(c in letters for c in names[0]):
            return tuple(self._state(letters[c]) for c in names[0])
        if len(names) < _SEVERAL:
            return ()
        keys = {n: k for k, r in self.registry.states.items() for n in (r.label, *r.aliases, *r.former_names)}
        refs = [self._state(keys[name]) for name in names if name in keys]
        return tuple(dict.fromkeys(r for r in refs if r is not None)) if len(refs) == len(names) else ()

    def _is_movement(self, key: str) -> bool:
        record = self.registry.organizations.get(key)
        return record is None or record.kind in ("ArmedGroup", "Party")

    def _is_international(self, key: str) -> bool:
        record = self.registry.organizations.get(key)
        return record is not None and record.kind == "InternationalOrganization"

    def _in_kanji(self, cluster: _Cluster) -> str | None:
        """The name in kanji that a bracket gives behind one in katakana: パク・トクフン(朴徳勲)次席大使."""
        for _, mention in cluster.mentions if cluster.full[0] < "一" else ():
            for aside in self._sentence_of(mention.span).sentence.asides:
                behind = self.article.text[mention.span.begin : aside.span.begin - 1] == mention.name
                named = _KANJI_NAME.fullmatch(aside.text) and aside.text[0] in self.resolver.surnames
                if aside.kind == "bracket" and behind and named:
                    return aside.text
        return None

    def _readings(self, cluster: _Cluster) -> list[Claim]:
        """The reading in a bracket behind a name (習近平(シーチンピン)国家主席) as another name of the person."""
        out: dict[str, Claim] = {}
        for _, mention in cluster.mentions:
            sentence = self._sentence_of(mention.span).sentence
            for aside in sentence.asides:
                begin, end = aside.span.begin - 1, aside.span.end + 1
                if (
                    aside.kind == "bracket"
                    and mention.span.begin < begin <= mention.span.end
                    and _KANA.fullmatch(aside.text)
                ):
                    evidence = Evidence(sentence.span, Span(begin + 1, end - 1), "reading")
                    out.setdefault(aside.text, Claim("alias", aside.text, evidence))
        return list(out.values())

    def _entry(self, cluster: _Cluster, state: str | None) -> EntityEntry:
        assert cluster.ref is not None
        claims: list[Claim] = []
        if cluster.titles:
            # the body's first form: headlines shorten
            body = [m for m in cluster.titles if m.span.begin > len(self.article.title)]
            held = [m for m in body if not _of_then(self.article.text, *m.span)]
            title = (held or body or cluster.titles)[0]
            parsed = self._sentence_of(title.span)
            evidence = Evidence(parsed.sentence.span, title.span, title.rule)
            claims.append(Claim("office", title.title, evidence))
            if title.head:
                claims.append(Claim("officeKind", title.head, evidence))
        else:
            evidence = self.evidence[cluster.ref]
        if state:
            claims.append(Claim("ofState", self._state(state), evidence, confidence=0.95 if cluster.states else 0.8))
        elif cluster.bodies:
            key = cluster.bodies[0]
            claims.append(Claim("ofOrganization", Ref("organization", key, self._spelled(key, "")), evidence))
        claims += self._readings(cluster)
        namings = tuple(Naming(m.span, m.text) for _, m in cluster.mentions)
        return EntityEntry(cluster.ref, namings, tuple(claims))


def _visited(parsed: ParsedSentence) -> set[str]:
    """Keys of the states that somebody travels to in a sentence: no traveller acts for them (中国の北京を訪問中のスミス外相)."""
    surface = parsed.sentence.surface
    return {
        k
        for u in parsed.units
        if u.mention is not None and u.mention.kind == "state" and _JOURNEY.match(surface, u.end)
        for k in u.mention.keys
    }


def _of_then(text: str, begin: int, end: int) -> bool:
    """Whether a title is said to be of that time: 当時のエルドアン首相, エルドアン首相(当時)."""
    return text.startswith(("(当時", "（当時"), end) or text.endswith(("当時の", "当時は"), 0, begin)


def minted(text: str) -> str:
    """Key of an entity that only an article introduces: stable, ASCII, made from its name and state."""
    return "x-" + hashlib.sha256(text.encode()).hexdigest()[:12]


def _all_mentions(parsed: ParsedSentence) -> Iterator[Mention]:
    for unit in parsed.units:
        if unit.mention is not None:
            yield from _flat(unit.mention)


def _flat(mention: Mention) -> Iterator[Mention]:
    yield mention
    for inner in (*mention.inner, *mention.affiliation):
        yield from _flat(inner)


def _same_office(held: Mention, mention: Mention, title: str) -> bool:
    """Whether a title taken up again (外相, 同報道官) is one that a person holds.

    The same words, or the same office where a state has one.
    """
    own = held.title.lstrip("前元")
    bare = title.lstrip("前元")
    if own == bare or (len(bare) >= 2 and own.endswith(bare) and mention.title.startswith("同")):
        return True
    return held.head == mention.head and held.head in _SINGLE


def _same_or_short(mention: Mention, cluster: _Cluster) -> bool:
    name, full = mention.name, cluster.full
    if name == full or name in cluster.names():
        return True
    if full[0] >= "一":
        if not mention.title and len(name) >= 2 and mention.text.endswith(("さん", "氏")) and full.endswith(name):
            # めぐみさん, of 横田めぐみさん; 与正氏, of 金与正氏
            return True
        return len(name) < len(full) <= 5 and full.startswith(name)
    (name, number), (full, other) = spelling.bare(name), spelling.bare(full)
    if number and other and number != other:
        return False
    own, parts = spelling.parts(name), spelling.parts(full)
    if own == parts or "".join(own) == "".join(parts):
        return True
    if len(own) == 1:
        if own[0] in parts:
            return True
        if not mention.title or not spelling.near(own[0], parts[-1]):
            return False
        return any(m.head == mention.head and m.title == mention.title for m in cluster.titles)
    if len(parts) == 1:
        return parts[0] in own
    given = set(own[:-1]) & set(parts[:-1]) or spelling.near(own[0], parts[0])
    return bool(given) and (own[-1] == parts[-1] or spelling.near(own[-1], parts[-1]) or own[-1] in parts)


def _latest_date(sentences: Iterable[ParsedSentence]) -> dt.date | None:
    """The latest day that the text itself dates, where no publication date is known."""
    dates = [
        u.mention.time.earliest
        for p in sentences
        for u in p.units
        if u.mention is not None
        and u.mention.time is not None
        and u.mention.time.earliest is not None
        and u.mention.time.basis == "explicit"
    ]
    return max(dates, default=None)
