"""Did it happen? Status and modality of a clause, from its own ending and from what governs it."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final, NamedTuple

from kg.lexicon.load import Lexicon
from kg.model.account import Modality, Status
from kg.model.sentence import QUOTE_MARK, Clause, Phrase

_ORDER: tuple[Status, ...] = ("cancelled", "postponed", "uncertain", "proposed", "scheduled")
#: The cue of a predicate that is only not past: the date decides whether it lies ahead.
PLAIN: Final = "non-past"
#: The cue of a verbal noun at the end of a line or before a comma, which tells what was done.
BARE: Final = "体言止め"
#: Nouns before which the past only means: earlier than what the sentence goes on with.
_AFTER: Final[tuple[str, ...]] = ("後", "あと", "のち", "うえ", "上", "直後")


class Reading(NamedTuple):
    """Status of the event and modality of the claim, with the cue that decided."""

    status: Status
    modality: Modality
    cue: str


def _apart(clause: Clause, chain: Clause) -> bool:
    """Whether a quoted clause has a subject of its own, or a speaker named behind the chain, so that the chain does not run into it."""
    if clause.form != "quoted":
        return False
    speaker = clause.parent is not None and any(
        a.particle in ("は", "らは", "が") and not a.is_time and a.index > chain.phrase.index
        for a in clause.parent.args
    )
    return speaker or any(a.particle in ("が", "らが") for a in clause.args)


class ModalityReader:
    """Reads status and modality; the cues come from ``lexicon/modality.toml``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._bearers = lexicon.words("nominals", "syntax", "complements") | lexicon.words(
            "nominals", "syntax", "formal_nouns"
        )
        self._status = {s: re.compile(lexicon.table("modality", "status")[s]) for s in _ORDER}
        table = lexicon.table("modality", "modality")
        doubt = lexicon.table("modality", "doubt")
        self._deny, self._denied = frozenset(doubt["deny"]), frozenset(doubt["denied"])
        self._intents, self._none = frozenset(doubt["intents"]), frozenset(doubt["none"])
        self._faint, self._empty = frozenset(doubt["faint"]), frozenset(doubt["empty"])
        nominal = lexicon.table("modality", "nominal")
        self._wish, self._agreed = re.compile(nominal["wish"]), re.compile(nominal["agreed"])
        self._unsettled = re.compile(nominal["unsettled"])
        names: tuple[Modality, ...] = ("denied", "alleged", "possible", "planned")
        self._modality: dict[Modality, re.Pattern[str]] = {m: re.compile(table[m]) for m in names}
        self._came_to = lexicon.words("modality", "doubt", "came_to")
        self._go = lexicon.words("modality", "doubt", "go")
        self._seen = lexicon.words("modality", "doubt", "seen")
        self._came_off = lexicon.words("modality", "doubt", "came_off")
        self._plans = lexicon.endings("nominals", "syntax", "plan_nouns")

    def read(self, clause: Clause, clauses: list[Clause]) -> Reading:
        """Status of the event that a clause tells of.

        A past predicate has happened unless what governs it denies it; another is what its governing nouns and verbs make of it
        (予定, 意向, 中止), and scheduled where nothing governs it (…会談する。).
        """
        host = self._host(clause, clauses)
        stretches = self._stretches(clause, host)
        modality = self._claim_modality(stretches)
        own = clause.tail if clause.form != "chain" else clause.tail + host.tail
        negative = clause.negative or (
            clause.form == "chain" and host is not clause and host.lemma == clause.lemma and host.negative
        )
        if negative:
            return Reading("uncertain", "denied", own)
        if clause.form == "final" and clause.tail == "か" and clause.phrase.head.pos[0] == "名詞":
            # 年内訪朝か: a headline that asks
            return Reading("uncertain", "possible", own)
        came_to = clause.form == "nominal" and clause.tail.endswith("に") and clause.parent is not None
        if came_to and clause.parent is not None and clause.parent.lemma in self._came_to and clause.parent.past:
            # 廊下で言葉を交わすにとどまった
            return Reading("held", modality, clause.parent.lemma)
        if came_to and clause.parent is not None and clause.parent.lemma in self._go and not clause.past:
            # 会いに行った
            return self.read(clause.parent, clauses)
        happened = (
            clause.past
            or (
                clause.form == "chain"
                and (host.past or "てい" in host.tail or "でい" in host.tail or (host.passive and host.past))
            )
        ) and not (self._wished(clause) or clause.phrase.text.endswith(self._plans))
        if "てい" in clause.tail or "てお" in clause.tail or "でい" in clause.tail or clause.phrase.text[-1:] == "中":
            happened = True
        doubt = self._doubt(clause)
        if doubt is not None:
            return doubt
        if self._pictured(clause):
            return Reading("held", modality, PLAIN)
        if happened and (ahead := self._before_what_is_ahead(host, clauses)) is not None:
            return ahead
        if happened:
            cue = self._search("cancelled", stretches[:1]) if clause.form != "final" else None
            if cue:
                return Reading("cancelled", modality, cue)
            return Reading("held", modality, own)
        for status in _ORDER:
            cue = self._search(status, stretches)
            if cue and status == "proposed" and clause.target is not None and clause.target.text in ("ほか", "他"):
                # A氏と会談するほか、B氏との会談も調整されている: only the other talks are not settled
                return Reading("scheduled", "planned", own)
            if cue:
                if status in ("scheduled", "proposed") and (fate := self._fell_through(clause, clauses)) is not None:
                    return fate
                return Reading(
                    status,
                    "planned" if modality == "asserted" and status in ("scheduled", "proposed") else modality,
                    cue,
                )
        if clause.form == "chain" and host is not clause and clause.parent is None:
            governed = self._host(_outermost(host), clauses)
            if governed.past:
                return Reading("held", modality, governed.tail)
        if clause.form in ("final", "conjunctive", "chain") and _bare(host) and (_bare(clause) or host is not clause):
            # …を訪れ、首脳会談に出席: headlines and notes end in a verbal noun
            return Reading("held", modality, BARE)
        if (
            clause.form == "relative"
            and clause.target is not None
            and clause.parent is not None
            and clause.parent.past
            and clause.target.text not in self._bearers - {"こと", "もの", "後", "際"} | {"こと", "ため", "目的"}
        ):
            return Reading("held", modality, clause.parent.tail)
        # A国を訪問、首脳会談を行うと発表した: he will do both
        both = host is not clause and host.form == "quoted" and host.arg("は", "が", "も") is None
        if clause.form == "chain" and clause.phrase.head.pos[0] != "動詞" and not clause.tail and not both:
            # …も出席、: a verbal noun that goes on tells what was done
            return Reading("held", modality, BARE)
        return Reading("scheduled", "planned" if modality == "asserted" else modality, PLAIN)

    def _pictured(self, clause: Clause) -> bool:
        """Whether a clause tells whom a picture shows, the sentence ends in them: 会談を前に握手を交わす両外相."""
        shown = clause.form == "relative" and clause.parent is None and clause.target is not None
        matter = clause.arg("を")
        return shown and (
            clause.lemma in self._seen or (matter is not None and f"{matter.text}を{clause.lemma}" in self._seen)
        )

    def _doubt(self, clause: Clause) -> Reading | None:
        """Whether a clause is denied, asked, supposed or not meant: 会談したことを否定した, 訪中するかは未定だ, 訪中する考えはない."""
        parent, target = clause.parent, clause.target
        told = clause.form in ("quoted", "nominal") or (target is not None and target.text in self._denied)
        if told and parent is not None and parent.lemma in self._deny:
            return Reading("uncertain", "denied", parent.lemma)
        if clause.form == "relative" and target is not None and target.text in self._intents:
            absent = any(u.lemma in ("ない", "無い") for u in target.function)
            if absent or (
                parent is not None
                and target.particle in ("は", "が", "も")
                and parent.lemma in self._none
                and (parent.negative or parent.lemma in self._faint)
            ):
                return Reading("uncertain", "denied" if target.text in self._denied else "possible", target.text)
        if clause.form == "nominal" and clause.tail in ("か", "かは", "かも") and not clause.past:
            return Reading("uncertain", "possible", clause.tail)
        if clause.form in ("chain", "conjunctive") and clause.tail.endswith(("ば", "なら", "ならば")):
            return Reading("uncertain", "possible", clause.tail)
        return None

    def _before_what_is_ahead(self, host: Clause, clauses: list[Clause]) -> Reading | None:
        """広島に移り、献花した後、10日に次の訪問先に向かう: done before what lies ahead, which may lie ahead too; the date decides."""
        after = host.target
        if host.form != "relative" or after is None or after.text not in _AFTER or not host.past:
            return None
        outer = next((c for c in clauses if c.index > host.index and after in c.args), None)
        if outer is None or outer.past or outer.negative:
            return None
        reading = self.read(outer, clauses)
        return Reading("scheduled", "planned", PLAIN) if reading.status == "scheduled" else None

    def _fell_through(self, clause: Clause, clauses: list[Clause]) -> Reading | None:
        """訪中する予定だったが、中止となった: what was planned and what the sentence goes on to say became of it."""
        target = clause.target if clause.form != "chain" else self._host(clause, clauses).target
        plan = next((c for c in clauses if c.phrase is target), clause)
        if plan is clause and clause.form == "relative" and clause.parent is not None:
            # 会う方向で調整したが
            plan = clause.parent
        if plan.form != "conjunctive" or not plan.past:
            return None
        for after in clauses[plan.index + 1 :]:
            if after.negative and after.lemma in self._came_off:
                # 日程が合わず、実現しなかった
                return Reading("cancelled", "asserted", after.lemma)
            noun = next((a.text for a in after.args if a.particle == "を"), "")
            for status in _ORDER[:2]:
                if self._status[status].fullmatch(noun) and not after.negative:
                    # 4者で会談する計画だったが、ヨルダンが中止を通告した
                    return Reading(status, "asserted", noun)
            if after.negative or any(
                a.particle == "を" and not any(m.kind == "event" for m in a.named) for a in after.args
            ):
                continue
            told = after.lemma + "".join(a.text for a in after.args if a.particle in ("と", "に"))
            for status in _ORDER[:2]:
                cue = self._status[status].search(told)
                if cue is not None:
                    return Reading(status, "asserted", cue.group())
        return None

    @staticmethod
    def _wished(clause: Clause) -> bool:
        return "たい" in clause.tail

    def _host(self, clause: Clause, clauses: list[Clause]) -> Clause:
        """The clause whose tense a chain clause shares: the next one that is not inside a relative or quoted clause."""
        at = clause
        steps = 0
        while at.form == "chain" and steps < 8:
            # 両者が会談し、B側は懸念を示しつつ、…べきだと述べ: what another says is not what the first did
            other = at is not clause and at.arg("は", "が", "らは", "らが") is not None
            # 会談し、「暴挙」と非難し、支持する考えを伝えた: who said something did not plan it
            said = any(QUOTE_MARK in a.text for a in at.all_args("と"))
            following = next(
                (
                    c
                    for c in clauses
                    if c.index > at.index
                    and not (c.form == "relative" and (said or not self._carries(c)))
                    and not _apart(c, at)
                    and not (other and c.form == "quoted" and c.parent is not None and not c.parent.passive)
                ),
                None,
            )
            if following is None:
                break
            at, steps = following, steps + 1
        return at

    def _carries(self, clause: Clause) -> bool:
        """Whether a relative clause modifies a noun that carries tense (予定, 方針, こと, 後)."""
        governs = clause.parent.lemma if clause.parent is not None else ""
        goes_on = clause.lemma in ("続ける", "継続する")  # 署名し、協議を続けることにしている
        settled = governs in ("なる", "する") and not goes_on and clause.arg("が", "は", "も") is None
        if settled and clause.target is not None and clause.target.text == "こと" and clause.target.particle == "に":
            # 訪問し、会談することになった; 会談し、献花することにしています
            return True
        if clause.target is None or (clause.target.text == "こと" and clause.target.particle in ("で", "に")):
            # 会談し、協力することで合意した: the meeting goes with 合意した
            return False
        if clause.target.text in ("ため", "目的"):
            # 会談を行い、戦闘を終わらせるため交渉団を置くと決めた
            return False
        return clause.target.text in self._bearers

    def _stretches(self, clause: Clause, host: Clause) -> list[str]:
        """Texts that may hold a cue, nearest first: endings, modified nouns, governing predicates."""
        idiom = any(a.text == "足" and a.particle == "を" for a in clause.args)  # 足を延ばす puts nothing off
        out = [clause.phrase.text + clause.tail if clause.form != "chain" and not idiom else clause.tail]
        at: Clause | None = host if host is not clause else clause
        seen: set[int] = set()
        while at is not None and at.index not in seen and len(seen) < 5:
            seen.add(at.index)
            if at is not clause:
                far = any(a.text == "足" and a.particle == "を" for a in at.args)
                out.append(at.tail if far else at.lemma + at.tail)
                out += [a.text for a in at.args if at.lemma in self._empty and a.particle in ("に", "と")]
            if at.form == "relative" and at.target is not None:
                out.append(at.target.text + "".join(u.text for u in at.target.function))
                if at.target.text not in self._bearers and at.parent is not None and not at.passive:
                    # 会議に出席するA首相は…を呼びかけた: says who acts, not what is asked for
                    break
                if out[-1] == "ことに" and at.parent is not None and at.parent.lemma in ("なる", "する"):
                    out.append("ことになっ")
            elif at.form == "quoted" and at.tail.endswith("との") and at.parent is not None:
                # 訪れるとの見方が出ている
                out += [a.text for a in at.parent.args if a.index == at.phrase.index + 1]
            at = at.parent
        return out

    def _search(self, status: Status, stretches: list[str]) -> str | None:
        pattern = self._status[status]
        for text in stretches:
            found = pattern.search(text)
            if found:
                return found.group()
        return None

    def _claim_modality(self, stretches: list[str]) -> Modality:
        for name, pattern in self._modality.items():
            if name != "planned" and any(pattern.search(t) for t in stretches):
                return name
        return "asserted"

    def wish(self, phrase: Phrase, clause: Clause | None, after: str = "") -> bool:
        """Whether a noun phrase names what somebody wishes, is asked or agreed to do (訪問への意欲, 訪朝の意向, 早期訪日で一致).

        ``after`` is what stands behind the phrase up to the next comma.
        """
        texts = [phrase.text, after]
        if clause is not None:
            texts += [a.text for a in clause.args if phrase in a.modifiers] + [
                clause.lemma if phrase in clause.args else ""
            ]
        return any(self._wish.search(t) for t in texts) or self._agreed.match(after) is not None

    def called_off(self, after: str) -> Status | None:
        """Whether words say that something did not take place as it was planned, and how."""
        return next((s for s in _ORDER[:2] if self._status[s].search(after)), None)

    def unsettled(self, after: str) -> bool:
        """Whether what stands behind a noun leaves open whether it comes to pass (訪日も取り沙汰される)."""
        return self._unsettled.search(after) is not None

    def nominal(
        self,
        phrase: Phrase,
        clause: Clause | None,
        clauses: list[Clause],
        plain: Container[str] | None = None,
        fate: str = "",
    ) -> Reading:
        """Status of an event that a noun phrase names (会談の予定, 首脳会談を中止した).

        ``plain`` are the verbs whose own tense is that of the event (訪問を行う); others only speak of it (訪問を歓迎する).
        ``fate`` is a noun behind it that tells what became of it (訪問の中止).
        """
        text = phrase.text + "".join(u.text for u in phrase.function) + fate
        for status in _ORDER[:2]:
            if self._status[status].search(text):
                return Reading(status, "asserted", text)
        if clause is None:
            return Reading("held", "asserted", "noun")
        for status in _ORDER:
            told = [a.text for a in clause.args if clause.lemma in self._empty and a.particle in ("に", "と")]
            cue = self._status[status].search("".join([clause.lemma, *told]))
            if cue is not None:
                if status == "scheduled" and (end := self._fell_through(clause, clauses)) is not None:
                    return end
                return Reading(status, "planned" if status in ("scheduled", "proposed") else "asserted", cue.group())
        reading = self.read(clause, clauses)
        if plain is not None and clause.lemma not in plain and reading.cue == PLAIN:
            return Reading("held", "asserted", "noun")
        return reading


def _bare(clause: Clause) -> bool:
    """Whether a predicate is a verbal noun without any ending."""
    return clause.form in ("final", "conjunctive", "chain") and clause.phrase.head.pos[0] != "動詞" and not clause.tail


def _outermost(clause: Clause) -> Clause:
    """The predicate that governs a clause from outside (…であることを宣言していた)."""
    at, steps = clause, 0
    while at.parent is not None and at.parent.index > at.index and steps < 5:
        at, steps = at.parent, steps + 1
    return at
