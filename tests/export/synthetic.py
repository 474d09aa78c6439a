"""Invented diplomatic networks of any size, for tests and measurements of the exports."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from kg.export.model import ArticleInfo, Edge, EventKind, Fact, NetworkView, Node, Term

STATES: tuple[tuple[str, str, str, str], ...] = (
    ("JPN", "日本", "Japan", "日"),
    ("USA", "米国", "United States", "アメリカ"),
    ("CHN", "中国", "China", "中華人民共和国"),
    ("KOR", "韓国", "South Korea", "大韓民国"),
    ("PRK", "北朝鮮", "North Korea", "DPRK"),
    ("RUS", "ロシア", "Russia", "露"),
    ("GBR", "英国", "United Kingdom", "イギリス"),
    ("FRA", "フランス", "France", "仏"),
    ("DEU", "ドイツ", "Germany", "独"),
    ("IND", "インド", "India", "印"),
    ("AUS", "オーストラリア", "Australia", "豪"),
    ("VNM", "ベトナム", "Vietnam", "越"),
    ("MMR", "ミャンマー", "Myanmar", "ビルマ"),
    ("IRN", "イラン", "Iran", "イラン・イスラム共和国"),
    ("TUR", "トルコ", "Türkiye", "土"),
    ("UKR", "ウクライナ", "Ukraine", "宇"),
    ("IDN", "インドネシア", "Indonesia", "尼"),
    ("TLS", "東ティモール", "Timor-Leste", "ティモール・レステ"),
    ("ETH", "エチオピア", "Ethiopia", "エチオピア連邦民主共和国"),
    ("ERI", "エリトリア", "Eritrea", "エリトリア国"),
)
ORGANIZATIONS: tuple[tuple[str, str, str], ...] = (
    ("un", "国連", "United Nations"),
    ("eu", "EU", "European Union"),
    ("asean", "ASEAN", "ASEAN"),
    ("iaea", "IAEA", "IAEA"),
    ("apec", "APEC", "APEC"),
)
FAMILY = (
    "佐伯",
    "ラザレフ",
    "金",
    "朴",
    "王",
    "ハリス",
    "デュボワ",
    "シュナイダー",
    "シャルマ",
    "グエン",
    "アウン",
    "レザイ",
)
GIVEN = (
    "健",
    "イワン",
    "成浩",
    "恩珠",
    "志明",
    "ジェーン",
    "リュック",
    "アンナ",
    "アルジュン",
    "ティ",
    "ソー",
    "ナディア",
)
PLACES = ("元山", "東京", "北京", "ジュネーブ", "ハノイ", "ソウル", "ニューヨーク", "キーウ")

KINDS: tuple[tuple[EventKind, str, int], ...] = (
    ("meeting", "会談", 46),
    ("visit", "訪問", 14),
    ("agreement", "協定", 12),
    ("statement", "発言", 20),
    ("invitation", "招待", 3),
    ("event", "派兵", 5),
)
RELATION: dict[EventKind, str] = {
    "meeting": "participant",
    "visit": "visitor",
    "agreement": "party",
    "statement": "speaker",
    "invitation": "inviter",
    "event": "actor",
}
TERMS: dict[str, Term] = {
    "participant": Term("参加者", "participant"),
    "visitor": Term("訪問者", "visitor"),
    "destination": Term("訪問先", "destination"),
    "party": Term("当事者", "party"),
    "speaker": Term("話者", "speaker"),
    "inviter": Term("招待者", "inviter"),
    "actor": Term("主体", "actor"),
    "place": Term("場所", "place"),
    "edtf": Term("時（EDTF）", "time (EDTF)"),
    "status": Term("状態", "status"),
    "ofState": Term("所属国", "acts for"),
    "held": Term("実施", "held"),
    "scheduled": Term("予定", "scheduled"),
    "cancelled": Term("中止", "cancelled"),
}


class _Maker:
    """Grows one network; every draw comes from one seeded source, so the same call gives the same network."""

    def __init__(self, count: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.nodes: list[Node] = []
        self.edges: set[Edge] = set()
        self.facts: list[Fact] = []
        self.articles: list[ArticleInfo] = []
        self.events = count

    def actors(self, count: int) -> list[Node]:
        """A fifteenth states and organizations (at most all invented ones), a quarter persons."""
        states = [Node(f"state:{k}", "state", ja, en, (alt,)) for k, ja, en, alt in STATES[: max(4, count // 15)]]
        bodies = [
            Node(f"organization:{k}", "organization", ja, en) for k, ja, en in ORGANIZATIONS[: max(1, count // 40)]
        ]
        persons = []
        for index in range(count // 4):
            name = f"{GIVEN[index % 12]}・{FAMILY[(index // 12 + index) % 12]}"
            home = states[self.zipf(len(states))].key
            persons.append(
                Node(f"person:p{index:05}", "person", name, f"Person {index}", (FAMILY[index % 12],), home=home)
            )
            self.edges.add(Edge(persons[-1].key, home, "ofState"))
        return states + bodies + persons

    def zipf(self, size: int) -> int:
        """An index below ``size``, small ones far more often."""
        return min(int(size * self.random.random() ** 2.2), size - 1)

    def event(self, index: int, actors: Sequence[Node]) -> None:
        """One event with its edges, and one article that tells of it."""
        kind, noun, _ = self.random.choices(KINDS, [weight for *_, weight in KINDS])[0]
        size = 1 if kind in ("statement", "event") else self.random.choice((2, 2, 2, 2, 3, 5))
        members = [actors[self.zipf(len(actors))] for _ in range(size)]
        day = dt.date(2019, 1, 1) + dt.timedelta(days=self.random.randrange(2550))
        rough = self.random.random() < 0.2
        status = self.random.choices(("held", "scheduled", "cancelled"), (80, 15, 5))[0]
        node = Node(
            key=f"{'treaty' if kind == 'agreement' else 'event'}:e{index:05}",
            kind=kind,
            label=f"{members[0].label}と{members[-1].label}の{noun}" if size > 1 else f"{members[0].label}の{noun}",
            status=status,
            edtf=f"{day:%Y-%m}" if rough else day.isoformat(),
            earliest=f"{day:%Y-%m}-01" if rough else day.isoformat(),
            latest=f"{day:%Y-%m}-28" if rough else day.isoformat(),
        )
        if self.random.random() < 0.04:
            node = Node(node.key, kind, node.label, status=status)
        self.nodes.append(node)
        published = day + dt.timedelta(days=1)
        article = ArticleInfo(
            f"article:a{index:05}",
            f"{node.label}（{day.year}年）",
            "試験通信",
            published.isoformat(),
            f"https://news.example/{index}",
        )
        self.articles.append(article)
        self.tell(node, members, day, article)

    def tell(self, node: Node, members: Sequence[Node], day: dt.date, article: ArticleInfo) -> None:
        """The sentence of the article, and the facts that it carries."""
        place = self.random.choice(PLACES)
        names = "、".join(member.label for member in members)
        when = f"{day.month}月{day.day}日"
        quote = (
            f"{names}は{when}、{place}で{node.label}に臨み、𠮷報として「緊密に連携していく」ことで一致したと発表した。"
        )
        rows: list[tuple[str, str | None, str, str]] = [
            (RELATION[node.kind], member.key, member.label, member.label)  # type: ignore[index]
            for member in dict.fromkeys(members)
        ]
        rows += [("edtf", None, node.edtf or "", when), ("place", None, place, place)]
        for number, (prop, target, value, words) in enumerate(rows):
            begin = quote.index(words)
            self.facts.append(
                Fact(
                    key=f"claim:{node.key.split(':')[1]}-{number}",
                    subject=node.key,
                    property=prop,
                    object=target,
                    value=value,
                    article=article.key,
                    quote=quote,
                    begin=begin,
                    end=begin + len(words),
                    confidence=round(0.6 + 0.4 * self.random.random(), 2),
                    modality="planned" if node.status == "scheduled" else "asserted",
                    rivals=("2020-02-03",) if prop == "edtf" and self.random.random() < 0.05 else (),
                )
            )
            if target:
                self.edges.add(Edge(node.key, target, prop))


def synthetic_view(count: int, seed: int = 7) -> NetworkView:
    """An invented network of ``count`` nodes, the same for the same arguments."""
    maker = _Maker(count, seed)
    actors = maker.actors(count)
    shuffled = sorted(actors, key=lambda node: (node.kind == "person", maker.random.random()))
    for index in range(count - len(actors)):
        maker.event(index, shuffled)
    return NetworkView(
        nodes=tuple(sorted(actors + maker.nodes, key=lambda node: node.key)),
        edges=tuple(sorted(maker.edges)),
        facts=tuple(sorted(maker.facts, key=lambda fact: fact.key)),
        articles=tuple(maker.articles),
        terms=TERMS,
    )
