"""An archive of made-up news whose truth is known: any number of articles about real states, leaders and cities.

    python -m benchmarks.archive 1000 archive.jsonl.gz --truth truth.jsonl [--seed 1]
    kg build archive.jsonl.gz -o build && python -m benchmarks.truth build truth.jsonl

Nothing in it happened; the wording is this project's own. Stories run through twenty years (2005 to 2024) in order of
time: meetings that are announced, held or called off, telephone calls, visits, treaties from signature to force, series
of yearly summits that look alike, statements. Several outlets report each, in the manner of a newspaper, of a
broadcaster or of an agency. Whoever holds an office on the day, by the registry, is the one who meets.

The same seed gives the same bytes. ``truth.jsonl`` has one object an event: ``kind status date participants place
states articles``, with the keys of the registry; the status is the last that the articles of the archive tell.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import gzip
import heapq
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from kg.config import ontology_dir
from kg.link.registry import PersonRecord, Registry, load_registry

BEGIN: Final = dt.date(2005, 1, 10)
END: Final = dt.date(2024, 12, 20)
#: Days that two stories of one pair of states on one level lie apart at least.
APART: Final = 12

# fmt: off
_PRESIDENTS: Final = (
    "USA", "CHN", "RUS", "KOR", "FRA", "UKR", "TUR", "IDN", "PHL", "VNM", "BRA", "EGY", "KAZ", "ZAF", "MEX", "UZB",
    "MNG", "POL", "ARG", "CHL", "PER", "COL", "KEN", "NGA", "LKA", "FIN", "ROU", "SRB", "CYP",
)
_PREMIERS: Final = (
    "JPN", "GBR", "DEU", "IND", "AUS", "ITA", "CAN", "THA", "MYS", "PAK", "SGP", "NZL", "ESP", "NLD", "IRQ", "BGD",
    "KHM", "LAO", "NPL", "SWE", "NOR", "BEL", "DNK", "CZE", "GRC", "HUN", "EST", "LVA", "LTU", "SVK", "HRV", "BGR",
    "PRT", "ETH", "ARM", "GEO",
)
# fmt: on
#: States that headlines call by one letter.
_LETTERS: Final = frozenset(["JPN", "USA", "CHN", "KOR", "RUS", "GBR", "FRA", "DEU", "ITA", "IND", "AUS", "CAN"])
#: Cities where others meet.
_NEUTRAL: Final = (
    "ジュネーブ",
    "ウィーン",
    "ドバイ",
    "シンガポール",
    "バンコク",
    "ニューヨーク",
    "ミュンヘン",
    "ダボス",
)


class Level(NamedTuple):
    """Who meets: the kind in the truth, the kinds of office, and what such a meeting is called."""

    kind: str
    name: str


SUMMIT: Final = Level("summit", "首脳会談")
FOREIGN: Final = Level("foreign_ministers", "外相会談")
DEFENCE: Final = Level("defence_ministers", "国防相会談")


class Actor(NamedTuple):
    """A person in office on a day."""

    person: PersonRecord
    state: str
    state_name: str
    title: str

    @property
    def full(self) -> str:
        """``ロシアのセルゲイ・ラブロフ外相``."""
        return f"{self.state_name}の{self.person.label}{self.title}"

    @property
    def first(self) -> str:
        """``ロシアのラブロフ外相``: by family name, where that is how the press does it."""
        return f"{self.state_name}の{self.name}{self.title}"

    @property
    def name(self) -> str:
        """``ラブロフ``; names in Chinese characters of one letter are given in full."""
        return self.person.family if len(self.person.family) > 1 else self.person.label

    @property
    def again(self) -> str:
        """``ラブロフ外相``."""
        return f"{self.name}{self.title}"

    @property
    def mr(self) -> str:
        """``ラブロフ氏``."""
        return f"{self.person.family}氏"


@dataclass
class Happening:
    """One real event, and which articles tell of it with which status, in order of publication."""

    kind: str
    day: dt.date
    participants: tuple[str, ...]
    states: tuple[str, ...]
    place: str | None
    told: list[tuple[str, str, str]] = field(default_factory=list)

    def row(self) -> dict[str, object]:
        """Return the line of the truth."""
        told = sorted(self.told)
        return {
            "kind": self.kind,
            "status": told[-1][2],
            "date": self.day.isoformat(),
            "participants": sorted(self.participants),
            "place": self.place,
            "states": sorted(self.states),
            "articles": sorted(article for _, article, _ in told),
        }


@dataclass(frozen=True)
class Draft:
    """An article before it has a place in the archive: who prints it when, and what it tells of which event."""

    day: dt.date
    outlet: Outlet
    title: str
    lead: str
    body: tuple[str, ...]
    tells: tuple[tuple[Happening, str], ...]


class Heard(NamedTuple):
    """What the first says at a meeting, and the view of the second."""

    quote: str
    view: str


class Outlet(NamedTuple):
    """A publisher, its manner (``paper``, ``radio``, ``wire``), and the name of its folder on the web."""

    name: str
    manner: str
    slug: str


OUTLETS: Final = (
    Outlet("東西新聞", "paper", "tozai"),
    Outlet("みなと日報", "paper", "minato"),
    Outlet("中央タイムス", "paper", "chuo"),
    Outlet("北都新聞", "paper", "hokuto"),
    Outlet("国際経済新報", "paper", "kokukei"),
    Outlet("あさひの丘放送", "radio", "asahinooka"),
    Outlet("全国ラジオ", "radio", "zenkoku"),
    Outlet("テレビ海峡", "radio", "kaikyo"),
    Outlet("環太平洋通信", "wire", "kantai"),
    Outlet("北東アジア通信", "wire", "hokuto-asia"),
    Outlet("ユーラシア通信", "wire", "eurasia"),
)

#: What is talked about, and what is agreed on it.
_TOPICS: Final = (
    ("経済安全保障", "重要物資の供給網を強める"),
    ("気候変動", "再生可能エネルギーの導入を後押しする"),
    ("エネルギー", "液化天然ガスの安定した供給を続ける"),
    ("海洋安全保障", "海上での偶発的な衝突を防ぐ仕組みを整える"),
    ("貿易", "通関の手続きを簡素にする"),
    ("農業", "農産物の検疫の協議を急ぐ"),
    ("科学技術", "人工知能の研究者の往来を増やす"),
    ("防災", "災害時に救助隊を送り合う体制をつくる"),
    ("教育", "留学生の受け入れを広げる"),
    ("保健", "感染症の情報を早く共有する"),
    ("テロ対策", "治安当局の間の連絡を密にする"),
    ("核軍縮", "核不拡散体制を維持する"),
    ("宇宙開発", "衛星のデータを互いに役立てる"),
    ("人権", "対話の枠組みを保つ"),
    ("インフラ", "鉄道と港湾の整備を進める"),
    ("サイバー", "攻撃への備えで知見を分かち合う"),
)
_QUOTES: Final = (
    "{topic}での協力は、両国の国民に利益をもたらす",
    "意見の違いがあっても、対話を続けることが何より大切だ",
    "{topic}は、一国だけでは解決できない課題だ",
    "両国の関係は、かつてなく強固になっている",
    "互いの立場を尊重しながら、{topic}の問題に取り組みたい",
    "約束したことを一つずつ実行に移していく",
    "地域の安定のため、建設的な役割を果たす用意がある",
    "{topic}について、率直で実りある意見の交換ができた",
)
_VIEWS: Final = (
    "{topic}をめぐる課題に共に取り組む",
    "{topic}の分野で人の往来を増やしたい",
    "実務者の協議を早期に再開すべきだ",
    "国際法に基づく秩序を守る必要がある",
    "{topic}の協議を加速させたい",
    "民間の投資を呼び込みたい",
)
_BACKGROUND: Final = (
    "{a}と{b}は近年、{topic}の分野で結びつきを深めている。",
    "両国の間の貿易額はこの10年で大きく伸びた。",
    "ただ、{topic}をめぐっては立場の隔たりも残る。",
    "専門家の間では、{topic}での協力がどこまで具体化するかが焦点だとの見方が多い。",
    "{a}の国内では、{b}との関係を重視する声が強まっている。",
    "{b}側には、{topic}への支援を引き出したい思惑もある。",
    "市場では、エネルギー価格の動きへの関心が高い。",
    "現地の空港の周辺では、早朝から警備が強められた。",
    "地元の新聞は、この動きを1面で大きく扱った。",
    "{topic}をめぐっては、周辺の国々も関心を寄せている。",
)
_REASONS: Final = (
    "国内の豪雨災害への対応を優先するため",
    "日程の調整がつかなかったため",
    "{b}側の閣僚人事をめぐる混乱のため",
    "{topic}をめぐる協議が難航しているため",
)
_TREATIES: Final = (
    "租税条約",
    "投資協定",
    "刑事共助条約",
    "犯罪人引き渡し条約",
    "原子力協定",
    "自由貿易協定",
    "航空協定",
    "社会保障協定",
    "漁業協定",
    "受刑者移送条約",
    "防衛装備品移転協定",
    "領事条約",
)


#: Ends of sentences, as newspapers and as broadcasters have them.
_ENDINGS: Final = {
    "した。": "しました。",
    "れた。": "れました。",
    "わせた。": "わせました。",
    "まった。": "まりました。",
    "述べた。": "述べました。",
    "伸びた。": "伸びました。",
    "開いた。": "開きました。",
    "行った。": "行いました。",
    "扱った。": "扱いました。",
    "いない。": "いません。",
    "いる。": "います。",
    "ある。": "あります。",
    "残る。": "残ります。",
    "多い。": "多いということです。",
    "高い。": "高まっています。",
    "だ。": "です。",
}
_PLAIN: Final = re.compile("|".join(_ENDINGS))


class World:
    """Who holds which office when, and where people meet, as far as the registry tells without ambiguity."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.states = [s for pair in zip(_PRESIDENTS, _PREMIERS, strict=False) for s in pair]
        self.states += _PREMIERS[len(_PRESIDENTS) :]
        # the first are told of most, as in the press
        self.weights = [1 / (5 + rank) for rank in range(len(self.states))]
        self._held: defaultdict[tuple[str, str], list[tuple[dt.date, dt.date, PersonRecord, str]]] = defaultdict(list)
        for person in registry.persons.values():
            for t in person.tenures:
                if t.state and t.earliest:
                    title = t.office_label.removeprefix(registry.states[t.state].label)
                    self._held[t.state, t.office_kind].append((t.earliest, t.latest or dt.date.max, person, title))
        names = registry.surfaces("place")
        cities = [
            p for p in registry.places.values() if p.kind == "City" and len(names[p.label]) == 1 and len(p.label) > 1
        ]
        self.cities = {s: [p for p in cities if p.state == s] for s in self.states}
        self.neutral = [p for p in cities if p.label in _NEUTRAL]

    def name(self, state: str) -> str:
        """Return the short name of a state."""
        return self.registry.states[state].label

    def short(self, state: str) -> str:
        """Return one letter for a state (``米``) where the press has a common one, else nothing."""
        return next(iter(self.registry.states[state].abbreviations), "") if state in _LETTERS else ""

    def pair(self, a: str, b: str) -> str:
        """Return what comes before 首脳会談: ``日韓``, ``日・カザフスタン``, ``韓国・カザフスタン``."""
        one, other = self.short(a), self.short(b)
        if one and other:
            return f"{one}{other}"
        return f"{one if a == 'JPN' else self.name(a)}・{other if b == 'JPN' else self.name(b)}"

    def holder(self, state: str, level: Level, day: dt.date) -> Actor | None:
        """Return who holds the office on a day and well around it; None where that is not one person."""
        if level is SUMMIT:
            kind = "HeadOfState" if state in _PRESIDENTS else "HeadOfGovernment"
        else:
            kind = "ForeignMinister" if level is FOREIGN else "DefenceMinister"
        month = dt.timedelta(days=45)
        found = [
            (person, title)
            for begin, end, person, title in self._held[state, kind]
            if begin <= day - month and (end == dt.date.max or day + month <= end)
        ]
        present = [p for begin, end, p, _ in self._held[state, kind] if begin <= day <= end]
        if len(found) != 1 or len(present) != 1:
            return None
        person, title = found[0]
        return Actor(person, state, self.name(state), title)


class Scribe:
    """Turns happenings into drafts: the words, by outlet and manner."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self._world, self._rng = world, rng

    # ---- stories

    def bilateral(self, day: dt.date, a: Actor, b: Actor, level: Level) -> Iterator[Draft]:
        """A meeting of two at the first one's home or elsewhere: announced, then held or called off."""
        rng, world = self._rng, self._world
        home = rng.random() < 0.75
        city = rng.choice((home and world.cities[a.state]) or world.neutral)
        visiting = home and rng.random() < 0.4
        event = Happening(level.kind, day, (a.person.key, b.person.key), (a.state, b.state), city.key)
        visit = Happening("visit", day, (b.person.key,), (b.state, a.state), city.key)
        name, where = f"{world.pair(a.state, b.state)}{level.name}", city.label
        topic, other = rng.sample(_TOPICS, 2)
        heard = self._heard(topic[0])
        announced = day - dt.timedelta(days=rng.randint(4, 12))
        fate = rng.random()
        host, then = f"{a.state_name}外務省", f"{day.month}月{day.day}日"
        for outlet in self._outlets(rng.choice((0, 1, 1, 2))):
            when = self.on(announced, outlet, announced)
            lead = rng.choice(
                (
                    f"{host}は{when}、{a.full}が{then}に{where}で{b.full}と会談すると発表した。",
                    f"{a.first}と{b.first}が{then}に{where}で会談することが決まった。{host}が{when}、発表した。",
                )
            )
            yield self._draft(
                announced,
                outlet,
                f"{name}、{then}に{where}で",
                lead,
                (
                    f"会談では、{topic[0]}の問題が主な議題となる見込みだ。",
                    f"{other[0]}をめぐっても意見を交わす見通しだ。",
                ),
                ((event, "scheduled"),),
                a,
                b,
                topic[0],
            )
        if fate < 0.04:  # nothing more is heard of it
            return
        if fate < 0.2:
            off = day - dt.timedelta(days=rng.randint(1, 3))
            reason = rng.choice(_REASONS).format(b=b.state_name, topic=topic[0])
            for outlet in self._outlets(rng.choice((1, 2, 2, 3))):
                lead = (
                    f"{host}は{self.on(off, outlet, off)}、{then}に{where}で予定していた{a.first}と{b.first}との会談を"
                    "中止すると発表した。"
                )
                body = (f"{reason}としている。", "新たな日程は決まっていない。")
                yield self._draft(
                    off, outlet, f"{name}は中止 {host}が発表", lead, body, ((event, "cancelled"),), a, b, topic[0]
                )
            return
        for outlet in self._outlets(rng.choice((1, 2, 2, 3, 4))):
            printed = day + dt.timedelta(days=0 if outlet.manner == "wire" else 1)
            when = self.on(day, outlet, printed)
            tells: tuple[tuple[Happening, str], ...] = ((event, "held"),)
            agreed = f"{topic[1]}ことで一致"
            if visiting and rng.random() < 0.7:
                tells = (*tells, (visit, "held"))
                lead = f"{b.full}は{when}、{a.state_name}の{where}を訪問し、{a.first}と会談した。両者は、{agreed}した。"
            else:
                lead = rng.choice(
                    (
                        f"{a.full}と{b.full}は{when}、{where}で会談し、{agreed}した。",
                        f"{a.first}は{when}、{where}で{b.first}と会談した。両者は、{agreed}した。",
                        f"{a.full}は{when}、{where}で、{b.full}と約{rng.choice((1, 2, 3))}時間にわたって会談した。",
                    )
                )
            yield self._draft(
                printed,
                outlet,
                rng.choice((f"{name}、{topic[1]}ことで一致", f"{a.again}と{b.again}が会談 {where}で")),
                lead,
                self._talks(a, b, heard, other),
                tells,
                a,
                b,
                other[0],
            )
        if rng.random() < 0.25:
            later = day + dt.timedelta(days=rng.randint(20, 40))
            outlet = rng.choice(OUTLETS)
            lead = (
                f"{a.full}は{self.on(later, outlet, later)}、議会で演説し、{then}に{where}で行った{b.first}との会談について、"
                f"「{rng.choice(_QUOTES).format(topic=topic[0])}」と述べた。"
            )
            yield self._draft(later, outlet, f"{a.again}、議会で外交方針", lead, (), ((event, "held"),), a, b, topic[0])

    def call(self, day: dt.date, a: Actor, b: Actor, level: Level) -> Iterator[Draft]:
        """A talk by telephone."""
        rng = self._rng
        event = Happening(level.kind, day, (a.person.key, b.person.key), (a.state, b.state), None)
        topic, other = rng.sample(_TOPICS, 2)
        heard = self._heard(topic[0])
        for outlet in self._outlets(rng.choice((1, 1, 2, 3))):
            printed = day + dt.timedelta(days=0 if outlet.manner == "wire" else 1)
            when = self.on(day, outlet, printed)
            lead = rng.choice(
                (
                    f"{a.full}は{when}、{b.full}と電話で会談し、{topic[1]}ことを確認した。",
                    f"{a.first}と{b.first}は{when}、電話会談を行った。",
                )
            )
            yield self._draft(
                printed,
                outlet,
                f"{a.again}と{b.again}が電話会談",
                lead,
                self._talks(a, b, heard, other),
                ((event, "held"),),
                a,
                b,
                other[0],
            )

    def treaty(self, day: dt.date, a: Actor, b: Actor, level: Level) -> Iterator[Draft]:
        """A treaty: signed where two meet, ratified by the first one's parliament, in force."""
        rng, world = self._rng, self._world
        city = rng.choice(world.cities[a.state])
        states = (a.state, b.state)
        title = f"{world.pair(*states)}{rng.choice(_TREATIES)}"
        signed = Happening("signed", day, (), states, city.key)
        met = Happening(level.kind, day, (a.person.key, b.person.key), states, city.key)
        topic, other = rng.sample(_TOPICS, 2)
        heard = self._heard(topic[0])
        for outlet in self._outlets(rng.choice((1, 2, 3))):
            printed = day + dt.timedelta(days=0 if outlet.manner == "wire" else 1)
            lead = f"{a.full}と{b.full}は{self.on(day, outlet, printed)}、{city.label}で会談し、{title}に署名した。"
            yield self._draft(
                printed,
                outlet,
                f"{title}に署名 {city.label}で",
                lead,
                self._talks(a, b, heard, other),
                ((signed, "held"), (met, "held")),
                a,
                b,
                topic[0],
            )
        steps = (
            ("ratified", rng.randint(90, 150), f"{a.state_name}の議会は{{when}}、{title}を批准した。", "批准"),
            (
                "in_force",
                rng.randint(170, 240),
                f"{a.state_name}と{b.state_name}の{title}が{{when}}、発効した。",
                "発効",
            ),
        )
        for kind, after, words, verb in steps:
            then = day + dt.timedelta(days=after)
            step = Happening(kind, then, (), states, None)
            if rng.random() < 0.6:
                for outlet in self._outlets(rng.choice((1, 1, 2))):
                    lead = words.format(when=self.on(then, outlet, then))
                    sign = f"{title}は{day.year}年{day.month}月{day.day}日に{city.label}で署名された。"
                    yield self._draft(
                        then,
                        outlet,
                        f"{title}が{verb}",
                        lead,
                        (sign,),
                        ((step, "held"), (signed, "held")),
                        a,
                        b,
                        topic[0],
                    )

    def yearly(
        self, day: dt.date, a: Actor, b: Actor, number: int, before: Happening | None
    ) -> tuple[Happening, list[Draft]]:
        """One of a series of yearly summits: the same two states, the same words, another year."""
        rng, world = self._rng, self._world
        city = rng.choice(world.cities[(a.state, b.state)[number % 2]])
        event = Happening("summit", day, (a.person.key, b.person.key), (a.state, b.state), city.key)
        topic, other = rng.sample(_TOPICS, 2)
        heard = self._heard(topic[0])
        drafts = []
        for outlet in self._outlets(rng.choice((2, 3, 4))):
            printed = day + dt.timedelta(days=0 if outlet.manner == "wire" else 1)
            when = self.on(day, outlet, printed)
            lead = f"{a.full}と{b.full}は{when}、{city.label}で第{number}回の年次首脳会談を開いた。"
            tells: tuple[tuple[Happening, str], ...] = ((event, "held"),)
            body = self._talks(a, b, heard, other)
            if before is not None and rng.random() < 0.4:
                last, place = before.day, world.registry.places[before.place or ""].label
                body = (
                    *body,
                    f"第{last.year - BEGIN.year + 1}回の年次首脳会談は{last.year}年{last.month}月{last.day}日に{place}で開かれた。",
                )
                tells = (*tells, (before, "held"))
            drafts.append(
                self._draft(
                    printed,
                    outlet,
                    f"{world.pair(a.state, b.state)}が年次首脳会談 {city.label}で",
                    lead,
                    body,
                    tells,
                    a,
                    b,
                    topic[0],
                )
            )
        return event, drafts

    def statement(self, day: dt.date, a: Actor, b: Actor, _: Level) -> Iterator[Draft]:
        """Words at a press conference."""
        rng = self._rng
        topic = rng.choice(_TOPICS)[0]
        quote = rng.choice(_QUOTES).format(topic=topic)
        said = Happening("statement", day, (a.person.key,), (a.state,), None)
        for outlet in self._outlets(rng.choice((1, 2, 3))):
            printed = day + dt.timedelta(days=0 if outlet.manner == "wire" else 1)
            lead = f"{a.full}は{self.on(day, outlet, printed)}の記者会見で、{b.state_name}との{topic}の協議について「{quote}」と述べた。"
            yield self._draft(printed, outlet, f"{a.again}「{quote}」", lead, (), ((said, "held"),), a, b, topic)

    # ---- words

    def on(self, day: dt.date, outlet: Outlet, printed: dt.date) -> str:
        """Return a day as an outlet has it that prints on another."""
        if outlet.manner == "radio" and self._rng.random() < 0.5:
            return "きょう" if day == printed else "きのう"
        return f"{day.day}日"

    def _outlets(self, count: int) -> list[Outlet]:
        return self._rng.sample(OUTLETS, count)

    def _heard(self, topic: str) -> Heard:
        """Return what is said at one event: every outlet that tells of it has the same words."""
        return Heard(self._rng.choice(_QUOTES).format(topic=topic), self._rng.choice(_VIEWS).format(topic=topic))

    def _talks(self, a: Actor, b: Actor, heard: Heard, other: tuple[str, str]) -> tuple[str, ...]:
        rng = self._rng
        return (
            f"{a.again}は「{heard.quote}」と述べた。",
            f"これに対し{b.again}は、{heard.view}との考えを示した。",
            rng.choice(
                (
                    f"{other[0]}の問題も取り上げられ、{other[1]}ことを申し合わせた。",
                    f"双方は{other[0]}をめぐっても意見を交わした。",
                )
            ),
        )

    def _draft(
        self,
        day: dt.date,
        outlet: Outlet,
        title: str,
        lead: str,
        body: Sequence[str],
        tells: tuple[tuple[Happening, str], ...],
        a: Actor,
        b: Actor,
        topic: str,
    ) -> Draft:
        """Fill an article with what everybody knows until it is as long as articles are."""
        rng = self._rng
        known = [s.format(a=a.state_name, b=b.state_name, topic=topic) for s in rng.sample(_BACKGROUND, 8)]
        if outlet.manner == "wire":
            lead = f"【{outlet.name}】{lead}"
        length, size, sentences = rng.randint(250, 420), len(title) + len(lead), list(body)
        size += sum(map(len, body))
        for sentence in known:
            if size >= length:
                break
            sentences.append(sentence)
            size += len(sentence)
        if outlet.manner == "radio":
            lead, sentences = _polite(lead), list(map(_polite, sentences))
        return Draft(day, outlet, title, lead, tuple(sentences), tells)


def _polite(text: str) -> str:
    """Return sentences as a broadcaster says them."""
    return _PLAIN.sub(lambda found: _ENDINGS[found[0]], text)


class Archive:
    """So many articles, drawn once in order of publication, and then the truth about them."""

    def __init__(self, size: int, seed: int = 1, registry: Registry | None = None) -> None:
        self.size, self.seed = size, seed
        self._world = World(registry or load_registry(ontology_dir() / "registry"))
        self._rng = random.Random(f"archive-{seed}")
        self._scribe = Scribe(self._world, self._rng)
        self._last: dict[tuple[str, str, str], dt.date] = {}
        self._truth: dict[int, Happening] = {}

    def articles(self) -> Iterator[dict[str, str]]:
        """Yield the articles as objects of JSON lines; memory holds what is not printed yet, and the truth."""
        for number, draft in enumerate(islice(self._in_order(), self.size), start=1):
            name = f"{draft.outlet.slug}-{draft.day:%Y%m%d}-{number}"
            body = [
                draft.lead,
                *("".join(pair) for pair in zip(draft.body[::2], (*draft.body[1::2], ""), strict=False)),
            ]
            for event, status in draft.tells:
                event.told.append((draft.day.isoformat(), name, status))
                self._truth[id(event)] = event
            yield {
                "id": name,
                "title": draft.title,
                "text": "\n\n".join(body),
                "publisher": draft.outlet.name,
                "published": draft.day.isoformat(),
                "url": f"https://example.org/{draft.outlet.slug}/{draft.day:%Y/%m/%d}/{number}",
                "language": "ja",
            }

    def truth(self) -> Iterator[dict[str, object]]:
        """Yield the events that the articles drawn so far tell of."""
        return (event.row() for event in self._truth.values())

    # ---- time

    def _in_order(self) -> Iterator[Draft]:
        """Yield drafts by day: what a story prints later waits until the stories have come that far."""
        waiting: list[tuple[dt.date, int, Draft]] = []
        turn = 0
        for day, drafts in self._stories():
            for draft in drafts:
                heapq.heappush(waiting, (draft.day, turn, draft))
                turn += 1
            # announcements come at most two weeks before their event
            while waiting and waiting[0][0] < day - dt.timedelta(days=14):
                yield heapq.heappop(waiting)[2]
        while waiting:
            yield heapq.heappop(waiting)[2]

    def _stories(self) -> Iterator[tuple[dt.date, Sequence[Draft]]]:
        """Yield stories and their days until there are articles enough; twenty years pass as they are written."""
        series = self._series()[: max(1, self.size // 500)]
        yearly = sorted(((day, i) for i, one in enumerate(series) for day in one.days), reverse=True)
        held: dict[int, Happening] = {}
        written = 0
        while written < self.size:
            day = BEGIN + dt.timedelta(days=(END - BEGIN).days * written // self.size)
            while yearly and yearly[-1][0] <= day:
                when, i = yearly.pop()
                a, b = (self._world.holder(s, SUMMIT, when) for s in series[i].states)
                if a and b and self._free(when, a.state, b.state, SUMMIT):
                    held[i], drafts = self._scribe.yearly(when, a, b, when.year - BEGIN.year + 1, held.get(i))
                    written += len(drafts)
                    yield when, drafts
            drafts = list(self._story(day))
            written += len(drafts)
            yield day, drafts

    def _series(self) -> list[Series]:
        pairs = [(a, b) for a in self._world.states[:10] for b in self._world.states[:10] if a < b]
        rng = random.Random(f"series-{self.seed}")
        rng.shuffle(pairs)
        return [
            Series(pair, tuple(dt.date(year, rng.randint(2, 11), rng.randint(1, 28)) for year in range(2005, 2025)))
            for pair in pairs
        ]

    def _story(self, day: dt.date) -> Iterator[Draft]:
        rng = self._rng
        tell, level = rng.choice(self._kinds())
        a, b = self._actors(day, level)
        return tell(day, a, b, level)

    def _kinds(self) -> Sequence[tuple[Callable[[dt.date, Actor, Actor, Level], Iterator[Draft]], Level]]:
        s = self._scribe
        return (
            *((s.bilateral, level) for level in (SUMMIT, SUMMIT, FOREIGN, FOREIGN, FOREIGN, DEFENCE)),
            (s.call, SUMMIT),
            (s.call, FOREIGN),
            (s.treaty, FOREIGN),
            (s.statement, FOREIGN),
        )

    def _actors(self, day: dt.date, level: Level) -> tuple[Actor, Actor]:
        """Draw two who hold their offices on a day, and whose states have not just met on this level."""
        for _ in range(10_000):
            one, other = self._rng.choices(self._world.states, self._world.weights, k=2)
            if one != other and self._free(day, one, other, level, keep=False):
                a, b = (self._world.holder(s, level, day) for s in (one, other))
                if a and b and a.name != b.name and self._world.cities[one]:
                    self._free(day, one, other, level)
                    return a, b
        raise ValueError("twenty years have no room for so many articles")

    def _free(self, day: dt.date, one: str, other: str, level: Level, keep: bool = True) -> bool:
        """Whether two states have not met on a level for some days; they have, from now on."""
        key = (min(one, other), max(one, other), level.kind)
        last = self._last.get(key)
        if last is not None and abs((day - last).days) < APART:
            return False
        if keep:
            self._last[key] = day
        return True


class Series(NamedTuple):
    """Two states that meet once a year, and on which days."""

    states: tuple[str, str]
    days: tuple[dt.date, ...]


def write(size: int, path: Path, truth: Path | None = None, seed: int = 1, registry: Registry | None = None) -> None:
    """Write an archive, and what is true of it."""
    archive = Archive(size, seed, registry)
    _write(path, archive.articles())
    if truth is not None:
        _write(truth, archive.truth())


def _write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows as JSON lines, packed where the file is called ``.gz``: without the time, so that bytes stay the same."""
    with contextlib.ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(path.open("wb"))
        if path.suffix == ".gz":
            file = cast(IO[bytes], stack.enter_context(gzip.GzipFile("", "wb", 6, file, mtime=0)))
        for row in rows:
            file.write(f"{json.dumps(row, ensure_ascii=False)}\n".encode())


def main() -> None:
    """Write an archive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    write(args.size, args.path, args.truth, args.seed)


if __name__ == "__main__":
    main()
