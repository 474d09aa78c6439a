"""Units to phrases (bunsetsu): content first, function morphemes behind, and the particle that they amount to."""

from __future__ import annotations

from typing import Final

from kg.find.units import is_katakana
from kg.lexicon.load import Lexicon
from kg.model.sentence import QUOTE_MARK, Phrase, Unit

_SUPPORT_VERBS: Final = frozenset(
    (
        "いる",
        "おる",
        "くる",
        "いく",
        "しまう",
        "ある",
        "みる",
        "くださる",
        "いただく",
        "くれる",
        "もらう",
        "おく",
        "来る",
        "行く",
    )
)
#: Particles before which など only says that there are others; a quotation ends in などと.
_ONLY: Final[tuple[str, ...]] = ("だけ", "のみ")
_CASES: Final = frozenset(("を", "に", "で", "が", "は", "へ", "から", "も", "には", "では"))
_TOPIC: Final[tuple[str, ...]] = ("助詞", "係助詞", "*", "*", "*", "*")
_TOPICS: Final = frozenset(("は", "も", "には", "にも", "からは"))
_SURU: Final = frozenset(("する", "できる", "いたす", "なさる", "為る", "出来る"))
#: Longer particles whose verb says nothing even before と: によると, に比べると.
_NEVER_SAID: Final = frozenset({"ニヨル", "ニクラベ", "ニトッテ", "ニツイテ", "デ"})
#: Verbs of longer particles that are no first part of a compound verb.
_FREE: Final = frozenset(("わたる", "亘る", "よる", "先立つ", "めぐる", "伴う", "基づく", "際する", "備える", "加える"))
_COUNTABLE: Final[tuple[str, ...]] = ("サ変可能", "サ変形状詞可能", "一般", "*")


class PhraseBuilder:
    """Groups units into phrases. The lists of words come from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._compound = lexicon.table("nominals", "syntax")["compound_particles"]
        self._formal = lexicon.words("nominals", "syntax", "formal_nouns")
        self._pivots = lexicon.words("nominals", "syntax", "pivots")
        self._closing = lexicon.words("nominals", "syntax", "closing_nouns")
        self._spots = lexicon.words("nominals", "syntax", "spots")
        self._deeds = lexicon.words("nominals", "syntax", "deeds")
        self._terms = tuple(lexicon.words("nominals", "syntax", "terms"))

    def phrases(self, units: list[Unit]) -> list[Phrase]:
        """Phrases of a sentence in order; compound particles folded into the phrase that they mark."""
        rows = self._chunk(units)
        for phrase in rows:
            self._settle(phrase)
            # 退任後は訪朝し: when he did it, nobody who did
            phrase.is_time = phrase.is_time or (phrase.particle in _TOPICS and phrase.text.endswith(self._terms))
        folded = self._fold(rows)
        for index, phrase in enumerate(folded):
            phrase.index = index
        return folded

    def _settle(self, phrase: Phrase) -> None:
        """Particle, time and predicate of a phrase from its parts."""
        phrase.settle()
        head, function = phrase.head, phrase.function
        if not function or (len(function) == 1 and function[0].pos[0] == "助詞" and head.pos[0] != "形容詞"):
            # most phrases
            phrase.particle = function[0].text if function else ""
            deed = head.text in self._deeds and phrase.particle in ("に", "を", "で")  # A氏が招きに応じた
            if head.mention is None and head.pos[0] in ("動詞", "形容詞") and not deed:
                phrase.predicate = True
            return
        particles = [u.text for u in function if u.pos[0] == "助詞"]
        copula = False
        if len(particles) < len(function):
            copula = any(
                u.pos[0] == "助動詞"
                and u.lemma in ("だ", "です", "である", "らしい", "ようだ")
                and u.text not in ("な", "に")
                and not (u.text == "で" and self._locative(phrase, at))
                for at, u in enumerate(function)
            )
            copula = copula or _denied(function)
            if not copula and not particles and any(u.text == "で" for u in function):
                particles.append("で")
        # 少なくとも, 遅くとも are adverbs
        at_least = head.pos[0] == "形容詞" and [u.text for u in function] == ["とも"]
        if copula or (head.mention is None and head.pos[0] in ("動詞", "形容詞") and not at_least):
            phrase.predicate = True
        if len(particles) < 2:
            phrase.particle = particles[0] if particles else ""
            return
        if particles[0] == "など" and "".join(particles[1:]) in _CASES and not phrase.predicate:
            # 米国などを訪問: among others, in the role that the particle behind tells
            particles = particles[1:]
        if len(particles) == len(_ONLY) and particles[0] in _ONLY and particles[1] in ("が", "は", "を"):
            # トルコだけが
            particles = particles[1:]
        phrase.particle = "".join(particles)

    def _locative(self, phrase: Phrase, at: int) -> bool:
        """Whether a で that Sudachi takes for the copula marks a place or means: behind a named thing or こと, nothing verbal after it."""
        if any(u.pos[0] in ("動詞", "助動詞", "形容詞") for u in phrase.function[at + 1 :]):
            return False
        head = phrase.head
        return (
            head.text in ("こと", "中", "場", "X", "Ｘ")
            or head.text in self._spots
            or head.mention is not None
            or any(m.kind in ("place", "event") for m in phrase.named)
        )

    def _chunk(self, units: list[Unit]) -> list[Phrase]:
        out: list[Phrase] = []
        now: Phrase | None = None
        for at, unit in enumerate(units):
            major = unit.pos[0]
            mark = unit.mention is None and major in ("補助記号", "記号", "空白") and unit.text not in ("・", "〓")
            if mark and not (unit.text == "=" and _in_name(units, at)):
                if now is not None:
                    if unit.text in "、,，":
                        now.comma = True
                    elif unit.text in "。．！？!?…":
                        now.final = True
                    elif unit.pos[0] == "空白" and not (
                        unit.begin
                        and units[at - 1].text.isascii()
                        and at + 1 < len(units)
                        and units[at + 1].text.isascii()
                    ):
                        # 「…と会談 不敗の兄弟関係を強調」: a space ends a clause of a headline
                        now.comma = True
                        now.final = _verbal_noun(now.head) and not now.function
                    elif unit.text in ("=", "＝"):
                        # 訪朝へ=金正恩総書記と会談
                        now.comma = True
                        now.final = _verbal_noun(now.head) and now.head.mention is None and not now.function
                    elif unit.text in (":", "：") and not now.function and _actor(now.head):
                        # 首脳の発言: a colon behind an actor makes it the topic (トランプ氏:「…」)
                        now.function.append(Unit("は", _TOPIC, "は", unit.begin, unit.end))
                        now.comma = True
                    elif unit.text in ("─", "―", "—", "–", "　", ":", "：", ";", "／", "|"):
                        now.comma = True
                continue
            if now is not None and now.comma and _quotes(now, units, at):
                now.comma = False
            if now is not None and unit.mention is None and not now.comma:
                if major in ("助詞", "助動詞") or (major == "接尾辞" and unit.pos[1] in ("動詞的", "形容詞的")):
                    now.function.append(unit)
                    continue
                if major == "動詞" and unit.pos[1] == "非自立可能":
                    if now.function and now.function[-1].text in ("て", "で") and unit.lemma in _SUPPORT_VERBS:
                        now.function.append(unit)
                        continue
                    if unit.lemma in _SURU and not now.function and _verbal_noun(now.head):
                        now.content.append(unit)
                        now.head = unit
                        continue
                if (
                    major == "形容詞"
                    and unit.pos[1] == "非自立可能"
                    and now.function
                    and unit.lemma in ("ない", "無い")
                    and not self._lacking(now)
                ):
                    now.function.append(unit)
                    continue
            if now is None or self._begins(now, unit) or self._closed(out, unit):
                now = Phrase(len(out), [])
                out.append(now)
            now.content.append(unit)
            now.head = unit
        return out

    def _lacking(self, phrase: Phrase) -> bool:
        """Whether ない behind a phrase is itself what is said of a thing: 根拠が│ない, 必要は│ない; not ことはない, ではない."""
        return (
            len(phrase.function) == 1
            and phrase.function[0].text in ("が", "は", "も")
            and phrase.head.pos[0] == "名詞"
            and phrase.head.text not in self._formal
        )

    def _closed(self, rows: list[Phrase], unit: Unit) -> bool:
        """Whether the last phrase is a formal noun that ends a clause by itself (宣言した後│国連に, あるため│国境の)."""
        if (
            len(rows) < 2
            or len(rows[-1].content) > 1
            or not (rows[-1].head.text in self._closing or (rows[-1].head.text == "よう" and unit.mention is not None))
            or unit.pos[0] not in ("名詞", "接頭辞")
        ):
            return False
        before = rows[-2]
        if rows[-1].head.text == "ため" and before.function[-1:] and before.function[-1].text == "の":
            # 訪問のため│羽田空港を
            return not before.comma
        return not before.comma and (before.function[-1:] or before.content[-1:])[0].pos[0] in ("動詞", "助動詞")

    def _begins(self, now: Phrase, unit: Unit) -> bool:
        """Whether a content unit opens a new phrase."""
        if now.function or now.comma or now.final:
            return True
        if unit.mention is not None and unit.mention.kind == "time":
            return True
        last = now.head
        if last.mention is not None and last.mention.kind == "time":
            return not (
                unit.pos[0] == "接尾辞"
                or unit.text
                in (
                    "頃",
                    "ごろ",
                    "付",
                    "付け",
                    "夜",
                    "朝",
                    "夕",
                    "午前",
                    "午後",
                    "未明",
                    "夕方",
                    "昼",
                    "早朝",
                    "深夜",
                    "正午",
                )
            )
        if unit.mention is not None and unit.mention.kind in ("person",):
            # 米ブッシュ大統領: a state right before a name belongs to it; any other noun does not
            return not (
                last.mention is not None and last.mention.kind in ("state", "states", "organization", "anaphor")
            )
        major, before = unit.pos[0], last.pos[0]
        if (
            unit.mention is None
            and major == "動詞"
            and before == "動詞"
            and last.pos[5].startswith("連用形")
            and last.lemma not in _SURU
        ):
            # 取り/交わす: a compound verb that the dictionary lacks; but 3日間に│わたり│行われた
            return len(now.content) == 1 and last.lemma in _FREE
        if unit.mention is None and major in ("動詞", "形容詞") and before != "接頭辞":
            return True
        if before in ("動詞", "形容詞", "副詞", "連体詞", "接続詞", "感動詞"):
            return not (major == "接尾辞" and before in ("動詞", "形容詞"))
        if major in ("副詞", "連体詞", "接続詞", "感動詞"):
            return True
        return unit.text in ("同日", "翌日", "前日", "当日")

    def _fold(self, rows: list[Phrase]) -> list[Phrase]:
        """Fold verbs that only make a longer particle (によると, に関する, をめぐり) into the phrase before them."""
        out: list[Phrase] = []
        for phrase in rows:
            before = out[-1] if out else None
            if (
                before is not None
                and not before.predicate
                and phrase.predicate
                and len(phrase.content) == 1
                and not before.comma
            ):
                folded = self._compound.get(phrase.head.lemma)
                if (
                    folded
                    and before.particle in ("に", "を", "には", "と", "へ")
                    and not _passive(phrase)
                    and not (folded not in _NEVER_SAID and _asserted(phrase))
                    and self._fits(folded, before.particle, phrase)
                ):
                    attributive = _attributive(phrase)
                    before.particle = "ノ" if attributive and folded != "デ" else folded
                    if folded == "ニヨル" and attributive:
                        before.particle = "ニヨルノ"
                    if before.particle == "デ" and phrase.function and phrase.function[-1].text.endswith(("は", "も")):
                        before.particle = "デハ"
                    before.comma = before.comma or phrase.comma
                    before.final = before.final or phrase.final
                    continue
            if before is not None and self._as(before, phrase):
                ties = phrase.function[-1].text == "の"
                before.particle, before.comma = "としての" if ties else "トシテ", before.comma or phrase.comma
                continue
            if (
                before is not None
                and before.particle == "と"
                and phrase.text in ("共", "とも")
                and phrase.particle == "に"
            ):
                if before.predicate:
                    # 会談するとともに: a chain, not a quotation
                    before.function.pop()
                    before.comma = True
                before.particle, before.comma = "トトモニ", before.comma or phrase.comma
                continue
            if (
                before is not None
                and before.particle == "を"
                and phrase.text in ("はじめ", "始め", "初め", "筆頭")
                and (not phrase.function or phrase.function[0].text in ("と", "に"))
                and not (phrase.comma and _verbal_noun(before.head) and before.head.pos[2:3] == ("サ変可能",))
            ):
                # 公式訪問を始め、 is a verb; 米国をはじめ(とする), but 交渉を始めた
                before.particle = "ヲハジメ"
                before.comma = before.comma or phrase.comma
                continue
            if (
                before is not None
                and before.particle == "を"
                and phrase.text in self._pivots
                and phrase.particle in ("に", "として", "と", "には")
            ):
                # 東アジアサミットを中心に, 訪問を機に: not an object
                before.particle = "ヲ" + phrase.text
                before.comma = before.comma or phrase.comma
                continue
            if (
                before is not None
                and before.particle.startswith("ヲ")
                and phrase.head.lemma == "する"
                and len(phrase.content) == 1
                and phrase.function
                and phrase.function[-1].text == "て"
            ):
                before.comma = before.comma or phrase.comma
                continue
            if (
                before is not None
                and before.particle == "ヲハジメ"
                and phrase.head.lemma == "する"
                and len(phrase.content) == 1
            ):
                continue
            if before is not None and before.predicate and not before.comma and phrase.comma:
                _bear(phrase)
            if phrase.content:
                out.append(phrase)
        return out

    @staticmethod
    def _as(before: Phrase, phrase: Phrase) -> bool:
        """Whether して after と only says in what capacity (国家として承認する): behind a noun, not behind a quotation."""
        if before.predicate or before.comma or before.particle != "と" or before.head.text.endswith(QUOTE_MARK):
            return False
        return phrase.text == "し" and "".join(u.text for u in phrase.function) in ("て", "ては", "ても", "ての")

    @staticmethod
    def _fits(folded: str, particle: str, phrase: Phrase) -> bool:
        if folded in ("ニクワエ", "ヲモツ", "ニツヅキ", "ヲウケ", "ニシタガイ", "ニオウジ"):
            # these verbs are ordinary ones unless they stand in the chain form
            return (
                (folded[0] == "ヲ") == (particle == "を")
                and phrase.function[:1] != []
                and phrase.function[0].text in ("て", "")
                and len(phrase.function) == 1
                and not phrase.final
            )
        if folded[0] == "ヲ":
            # …と膝を交えた。is a predicate
            return particle == "を" and not (folded == "ヲマジエ" and phrase.final)
        if folded == "ニアタリ":
            # 交渉に当たった, 交渉に当たっている are predicates
            ends = "".join(u.text for u in phrase.function)
            return not phrase.final and ends in ("", "て", "ては", "ても", "ての", "まして")
        if folded == "デ":
            ending = "".join(u.text for u in phrase.function)
            return particle in ("に", "には") and ending.startswith(("て", "まして"))
        if folded == "ニムケ":
            return particle in ("に", "には", "へ") and not phrase.final
        return particle in ("に", "には")


def _bear(phrase: Phrase) -> None:
    """A首相は10日に会談する予定で、B外相も出席する: said of what the verb before tells, as 見通しで is; not 3日間の予定で."""
    if phrase.particle == "で" and phrase.text == "予定":
        phrase.particle, phrase.predicate = "", True


def _in_name(units: list[Unit], at: int) -> bool:
    """Whether a double hyphen stands between two parts of a name in katakana (ニコラ=サルコジ)."""
    return 0 < at < len(units) - 1 and all(
        u.mention is None and is_katakana(u.text) for u in (units[at - 1], units[at + 1])
    )


def _actor(unit: Unit) -> bool:
    return unit.mention is not None and unit.mention.kind in ("person", "office", "state", "organization")


def _verbal_noun(unit: Unit) -> bool:
    return (
        unit.pos[0] in ("名詞", "接尾辞", "形状詞") and (unit.pos[2] in _COUNTABLE or unit.mention is not None)
    ) or unit.text.endswith("〓")


def _passive(phrase: Phrase) -> bool:
    return any(u.lemma in ("れる", "られる") for u in phrase.function)


def _asserted(phrase: Phrase) -> bool:
    """Whether a verb in its plain form ends a sentence or a quotation: 人倫に反すると断じた, 国際法に反する。."""
    if not phrase.head.pos[5:6] or not phrase.head.pos[5].startswith("終止形"):
        return False
    ends = "".join(u.text for u in phrase.function)
    return (phrase.final and not ends) or (ends in ("と", "とも", "との") and not phrase.comma)


def _attributive(phrase: Phrase) -> bool:
    """Whether a folded verb is in its attributive form (〜に関する N) rather than the chain form (〜に関して)."""
    if phrase.comma or (not phrase.function and phrase.head.pos[5:6] and phrase.head.pos[5].startswith("連用形")):
        return False
    return not phrase.function or phrase.function[-1].text in ("た", "の")


def _denied(function: list[Unit]) -> bool:
    """Whether ではない stands behind a noun, with で taken for a case particle: 対抗措置ではないと."""
    return any(
        function[at].text == "で" and function[at + 1].text == "は" and function[at + 2].lemma in ("ない", "無い")
        for at in range(len(function) - 2)
    )


def _quotes(phrase: Phrase, units: list[Unit], at: int) -> bool:
    """Whether a と behind a comma still closes the words before it: 会談は有意義だった、と付け加えた."""
    following = units[at + 1].lemma if at + 1 < len(units) else ""
    if units[at].text not in ("と", "とも") or units[at].pos[0] != "助詞" or following in ("いう", "言う"):
        return False
    last = (phrase.function or phrase.content)[-1]
    return last.mention is None and (last.pos[0] in ("動詞", "助動詞", "形容詞", "形状詞") or last.pos[1] == "終助詞")
