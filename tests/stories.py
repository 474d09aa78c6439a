"""Small accounts for tests: an article is a few sentences, a claim names the words that carry it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from kg.fusion.facts import KnownOffice, KnownTenure
from kg.graph.blocks import Blocks
from kg.graph.triples import Graph
from kg.model.account import Account, Claim, EntityEntry, Evidence, Modality, Ref, Report, ReportKind
from kg.model.article import Article
from kg.model.span import Span
from kg.model.time import Basis, TimeValue
from kg.vocab import Names

RUS, PRK, JPN = Ref("state", "RUS", "ロシア"), Ref("state", "PRK", "北朝鮮"), Ref("state", "JPN", "日本")
LAVROV = Ref("person", "sergey-lavrov", "セルゲイ・ラブロフ")
KIM = Ref("person", "kim-jong-un", "金正恩")
CHOE = Ref("person", "choe-son-hui", "崔善姫")
WONSAN, PYONGYANG = Ref("place", "wonsan", "元山"), Ref("place", "pyongyang", "平壌")

HOMES = {"sergey-lavrov": "RUS", "kim-jong-un": "PRK", "choe-son-hui": "PRK"}
NAMES = {"RUS": ("ロシア", "露", "ロ"), "PRK": ("北朝鮮", "朝"), "JPN": ("日本", "日")}
PLACES = {"wonsan": "PRK", "pyongyang": "PRK", "kumsusan": "PRK"}
FOREIGN_MINISTER = KnownOffice("rus-foreign-minister", "ロシア外相", "ForeignMinister")
LAVROV_TENURE = KnownTenure(
    "sergey-lavrov-rus-foreign-minister-2004", "sergey-lavrov", FOREIGN_MINISTER, dt.date(2004, 3, 9), None
)


class TinyFacts:
    """A registry of a handful of things."""

    def knows(self, kind: str, key: str) -> bool:
        return not key.startswith("x-")

    def state_of(self, person: str) -> str | None:
        return HOMES.get(person)

    def state_names(self, state: str) -> tuple[str, ...]:
        return NAMES.get(state, ())

    def plain_name(self, name: str) -> str:
        return name

    def place_state(self, place: str) -> str | None:
        return PLACES.get(place)

    def place_kind(self, place: str) -> str | None:
        return "Venue" if place == "kumsusan" else "City"

    def offices(self, of: str) -> tuple[KnownOffice, ...]:
        return (FOREIGN_MINISTER,) if of == "RUS" else ()

    def tenures(self, person: str) -> tuple[KnownTenure, ...]:
        return (LAVROV_TENURE,) if person == "sergey-lavrov" else ()


def when(
    edtf: str, earliest: dt.date | None = None, latest: dt.date | None = None, basis: Basis = "explicit"
) -> TimeValue:
    """A time; a full date or a month needs no bounds."""
    if earliest is None and latest is None:
        year, month, *day = (int(part) for part in edtf.split("-"))
        earliest = dt.date(year, month, day[0] if day else 1)
        latest = earliest if day else dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return TimeValue(Span(0, 1), edtf, edtf, earliest, latest, basis)


@dataclass
class Story:
    """An article that is written while its account is."""

    id: str
    published: str | None = "2025-12-06"
    publisher: str | None = None
    url: str | None = None
    title: str = "題名"
    sentences: list[str] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    entities: list[EntityEntry] = field(default_factory=list)

    def evidence(self, sentence: str, words: str = "", rule: str = "test") -> Evidence:
        """Add a sentence and point to words in it."""
        begin = len(self.text)
        self.sentences.append(sentence)
        at = begin + sentence.index(words)
        return Evidence(Span(begin, begin + len(sentence)), Span(at, at + (len(words) or len(sentence))), rule)

    def report(
        self,
        kind: ReportKind,
        subtype: str,
        /,
        *pairs: tuple[str, Ref | TimeValue | str],
        sentence: str = "会談した。",
        modality: Modality = "asserted",
    ) -> Story:
        """Add a report whose claims all rest on one sentence."""
        evidence = self.evidence(sentence)
        claims = tuple(Claim(prop, value, evidence, modality) for prop, value in pairs)
        self.reports.append(Report(f"{kind}-{len(self.reports) + 1}", kind, subtype, claims))
        return self

    def person(self, ref: Ref, **details: Ref | str) -> Story:
        """Add a person with a title."""
        evidence = self.evidence(f"{ref.name}。")
        self.entities.append(EntityEntry(ref, (), tuple(Claim(k, x, evidence) for k, x in details.items())))
        return self

    @property
    def text(self) -> str:
        return f"{self.title}\n" + "".join(self.sentences)

    @property
    def article(self) -> Article:
        day = dt.date.fromisoformat(self.published) if self.published else None
        return Article(self.id, self.title, self.text, self.publisher, self.url, day)

    @property
    def account(self) -> Account:
        return Account(self.id, self.article.sha256, tuple(self.entities), tuple(self.reports))


def wonsan_meeting(id: str = "a1", date: str | None = "2025-12-05", **kwargs: str | None) -> Story:
    """The foreign minister and the leader meet."""
    story = Story(id, **kwargs)  # type: ignore[arg-type]
    pairs: list[tuple[str, Ref | TimeValue | str]] = [
        ("status", "held"), ("meetingKind", "other"), ("participant", LAVROV), ("participant", KIM), ("state", RUS),
        ("state", PRK), ("place", WONSAN), ("placeState", PRK),
    ]  # fmt: skip
    if date:
        pairs.append(("time", when(date)))
    story.report("meeting", "other", *pairs, sentence="ラブロフ外相は元山で金正恩氏と会談した。")
    return story.person(LAVROV, office="外相", officeKind="ForeignMinister", ofState=RUS)


def blocks_of(graph: Graph) -> Blocks:
    """A graph in memory as blocks on disk."""
    blocks = Blocks(Names(), limit=1000)
    for triple in (*graph.ontology, *graph.world):
        blocks.add(triple.subject, [triple[1:]])
    for article, triples in graph.articles.items():
        for triple in triples:
            blocks.add(triple.subject, [triple[1:]], article)
    return blocks
