"""Finds the words that tell of an event: a verb, a verb with its object, a light verb with the event's noun, or the noun alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.frame.context import Context
from kg.frame.events.sides import Sides, is_kind, modifiers, quoted_text, without_count
from kg.frame.events.types import EventType, Row, Telling
from kg.lexicon.endings import Endings
from kg.lexicon.load import Lexicon
from kg.model.sentence import Clause, Phrase

_OBJECT: Final = frozenset(("を", "も", "は", "が", "などを", "や", "をも", "などの", ""))
_LIGHT_GOAL: Final = frozenset(("に", "へ", "には", "で"))


#: A bare number of men.
_MEN: Final = re.compile(
    r"(?:約|最大)?[0-9０-９,，.一二三四五六七八九十百千万数]+(?:人|名)(?:程度|以上|余り|規模|前後)?"
)
_SINCE_WHEN: Final = frozenset(("から", "以来", "以降", "より"))
#: Sentences back in which what is only called an act may have been told in full.
_BACK: Final = 4
#: Characters from which on a word for an act can hardly mean another: 発射実験.
_TELLING: Final = 4
#: Of what sort a land is, where something is said of it: 普通の国と認めた.
_COUNTRY: Final = "国"
_JUBILEE: Final = re.compile(r"(?<![0-9０-９])[0-9０-９]{1,3}周?年$")
#: The name of a missile behind what it is: 極超音速ミサイル「火星8」型.
_CALLED: Final = re.compile(r"〓+(?:型|号)?$")
#: One of several, or what is decided on it, behind what it is: 対ロ制裁第14弾, 派遣延長.
_INSTALMENT: Final = re.compile(r"(?:第[0-9０-９一二三四五六七八九十]+(?:弾|次)|延長|継続|再開|決定)$")
_SERIAL: Final = re.compile(r"(?<![0-9０-９一二三])[0-9０-９一二三]+(?:号|型)?[A-ZＡ-Ｚ]?$")


class Finder:
    """Matches clauses and phrases with the rows and nouns of the types."""

    def __init__(self, lexicon: Lexicon, types: tuple[EventType, ...], sides: Sides, cues: tuple[str, ...]) -> None:
        self._types, self._sides = types, sides
        common = lexicon.table("events", "common")
        self._does, self._ends = frozenset(common["does"]), frozenset(common["ends"])
        self._watches = frozenset(common["watches"])
        self._papers, self._signs = tuple(common["papers"]), frozenset(common["signs"])
        self.intents = frozenset(common["intents"])
        self._carriers, self._instalment = frozenset(common["carriers"]), re.compile(common["instalment"])
        self._stands, self._missions = frozenset(common["stands"]), tuple(common["missions"])
        self._forces: tuple[str, ...] = tuple(lexicon.table("events", "sides")["forces"])
        self._soldiers = tuple(lexicon.table("events", "sides")["soldiers"])
        self._into = frozenset(common["into"])
        self._stopped = tuple(common["stopped"])
        self._again = frozenset(common["again"])
        self._joins = frozenset(lexicon.table("events", "sides")["joins"])
        self._combat = tuple(lexicon.table("events", "sides")["combat"])
        self.talks: tuple[str, ...] = tuple(common["talks"])
        self._undone, self._behind = tuple(common["undone"]), tuple(common["behind"])
        self._by_verb: dict[str, list[tuple[EventType, Row]]] = {}
        self._within: list[tuple[str, EventType, Row]] = []
        for kind in types:
            for row in kind.rows:
                for verb in row.verbs:
                    self._by_verb.setdefault(verb, []).append((kind, row))
                self._within += [(stem, kind, row) for stem in row.within]
        words = {w for k in types for w in k.nouns} | {w for k in types for r in k.rows for w in r.cues} | {*cues}
        words |= {w for k in types for w in (*k.clashes, *(k.acts if k.precedents else ()))}
        shortest = sorted(c for c in words if not any(o != c and o in c for o in words))
        self._cue = re.compile("|".join(map(re.escape, shortest)))
        self._nouns = Endings(w for k in types for w in k.nouns)
        self._weak = Endings(w for k in types for w in (*k.weak, *k.clashes))
        self._acts = frozenset(a for k in types for a in k.acts)
        self._acts_end = Endings(self._acts)
        self.bare = frozenset(v for k in types for r in k.rows if not r.objects for v in r.verbs)
        self._how = lexicon.words("events", "common", "how")
        self._as_state = lexicon.endings("events", "common", "as_state")

    def worth(self, context: Context) -> bool:
        """Whether a sentence has any word by which an event is told."""
        sentence = context.parsed.sentence
        surface = "\n".join(
            (sentence.surface, *(a.text for a in sentence.asides if a.kind == "quote" and len(a.text) < 20))
        )
        return self._cue.search(surface) is not None or any(c.lemma in self.bare for c in context.clauses)

    # -- predicates -------------------------------------------------------------------------------------------------

    def clause(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Telling]:
        """What a clause tells; phrases that were understood are added to ``used`` by who accepts the telling."""
        for kind, row in self._by_verb.get(clause.lemma, ()):
            yield from self._row(context, kind, row, clause, used)
        yield from self._compound(clause)
        yield from self._with_forces(clause)
        yield from self._light(context, clause, used)

    def _row(self, context: Context, kind: EventType, row: Row, clause: Clause, used: set[int]) -> Iterator[Telling]:
        surface = context.parsed.sentence.surface
        if any(word in surface for word in row.unless) or not self._beside(context, row, clause):
            return
        said = (a for a in clause.args if a.particle in ("を", "に") and not a.is_time and a.text not in self._how)
        if row.objectless and any(said):
            return
        if row.since and not any(a.is_time and a.particle in _SINCE_WHEN for a in clause.args):
            return
        if row.punctual and (not clause.past or "てい" in clause.tail):
            return
        if row.aimless and any(self._sides.owners(context, a) for a in clause.all_args("に", "へ", "ニムケ")):
            return
        if row.by_state and not self._by_state(context, clause):
            return
        if row.only_with and not any(word in surface for word in row.only_with):
            return
        if row.told_before is not None:
            begin = min([clause.phrase.begin, *(a.begin for a in clause.args)])
            before = context.parsed.sentence.to_article(begin, begin).begin
            if not row.told_before.search(context.scene.article.text, 0, before):
                return
        if not row.objects and not row.soldiers and not row.men:
            yield Telling(kind, row, clause, None)
            return
        phrase = self._object(context, row, clause)
        if phrase is not None and phrase.index not in used and not (kind.ground and self._sides.no_force(phrase)):
            yield Telling(kind, row, clause, phrase)

    def _by_state(self, context: Context, clause: Clause) -> bool:
        """Whether a state, or its parliament, is the subject."""
        own = [s for a in clause.all_args("は", "が", "も") for s in self._sides.inside(context, a)]
        states = context.states_of(context.subjects(clause))
        parliament = any(self._sides.acts_for_state(a) for a in clause.all_args("は", "が", "も"))
        return bool(states) or parliament or any(is_kind(s, "state") for s in own)

    def _beside(self, context: Context, row: Row, clause: Clause) -> bool:
        if not row.beside:
            return True
        args = [p for a in clause.args if not row.beside_at or a.particle in row.beside_at for p in a.coordinated()]
        if row.beside_at:
            # 「自由で独立した国家」と認めた
            return any(
                (p.text in row.beside and not (p.text == _COUNTRY and p.modifiers))
                or quoted_text(p).endswith(self._as_state)
                for p in args
            )
        # 国外退去を命じた, 出国するよう命じた
        told = any(c.parent is clause and c.lemma in row.beside for c in context.clauses)
        # 国外退去通告
        told = told or clause.phrase.text.removesuffix(clause.lemma.removesuffix("する")).endswith(row.beside)
        return told or any(quoted_text(p).endswith(row.beside) for p in args)

    def _object(self, context: Context, row: Row, clause: Clause) -> Phrase | None:
        wanted = row.passive_at if clause.passive else row.at
        for phrase in clause.args:
            if phrase.particle in wanted and any(self._is_object(context, row, p) for p in phrase.coordinated()):
                return phrase
            carried = self._carried(phrase) if phrase.particle in wanted else None
            if carried is not None and self._is_object(context, row, carried):
                return carried
        if clause.form == "quoted" and not clause.passive and (fronted := self._fronted(context, row, clause)):
            return fronted
        if row.beside:
            # 外交官に出国するよう命じた
            inner = [c for c in context.clauses if c.parent is clause and c.lemma in row.beside]
            for phrase in [a for c in inner for a in c.args if a.particle in wanted]:
                if self._is_object(context, row, phrase):
                    return phrase
        target = clause.target
        if target is not None and _MEN.fullmatch(target.text):
            # 派遣している約1300人の部隊
            whole = next((p for p in context.phrases[target.index + 1 :][:2] if target in p.modifiers), target)
            target = whole if self._sides.is_force(context, whole) else target
        if (
            clause.form == "relative"
            and (
                ("を" in row.at or (row.beside and "に" in row.at))
                if clause.lemma not in self._stands
                else (row.soldiers and "が" in row.at)
            )
            and target is not None
            and self._is_object(context, row, target)
        ):
            # 国外退去を命じた大使
            done = [a for a in clause.args if a.particle == "を" and not quoted_text(a).endswith(row.beside or ("を",))]
            return target if not done else None
        sends = row.soldiers or row.objects == self._forces
        if sends and not clause.passive and (counted := self._counted_for_force(context, clause)) is not None:
            return counted
        # 加盟は来年に実現する見通しだ
        planned = clause.form == "relative" and not clause.all_args("が", "は", "を")
        handed_on = row.soldiers or planned or (clause.passive and not clause.all_args("が", "は"))
        if handed_on and clause.inherited is not None and self._is_object(context, row, clause.inherited):
            # 部隊は…; 台湾の加盟も11日に承認される見通し
            return clause.inherited
        return None

    def _counted_for_force(self, context: Context, clause: Clause) -> Phrase | None:
        """国際部隊に8000人程度を派遣する: so many men, where they go to a force."""
        men = next((a for a in clause.all_args("を", "も") if _MEN.fullmatch(a.text)), None)
        forces = [a for a in clause.all_args("に", "へ") if self._sides.is_force(context, a)]
        return men if forces else None

    def _fronted(self, context: Context, row: Row, clause: Clause) -> Phrase | None:
        """ロシアの加盟も日本が後押しすると約束した: an object that stands before the subject goes to the outer verb."""
        own = next((a for a in clause.args if a.particle == "が"), None)
        if own is None or clause.parent is None or any(a.particle == "を" for a in clause.args):
            return None
        rows = [a for a in clause.parent.args if a.particle in ("も", "は") and a.index < own.index]
        return next((a for a in rows if self._is_object(context, row, a)), None)

    def _carried(self, phrase: Phrase) -> Phrase | None:
        """What stands before a noun that adds nothing: 制裁の第14弾, 制裁パッケージの."""
        carries = phrase.text in self._carriers or phrase.text in self.intents
        if not carries and not self._instalment.fullmatch(phrase.text):
            return None
        return next((m for m in phrase.modifiers if m.particle == "の"), None)

    def _is_object(self, context: Context, row: Row, phrase: Phrase) -> bool:
        if row.soldiers:
            return self._sides.is_force(context, phrase)
        if row.men:
            return _MEN.fullmatch(phrase.text) is not None
        if row.exact:
            # 近く承認に踏み切る
            return phrase.text.removeprefix("近く") in row.objects
        if phrase.text == "もの" and phrase.relative is not None:
            # 弾道ミサイルの可能性があるもの
            begin = min([phrase.relative.phrase.begin, *(a.begin for a in phrase.relative.args)])
            within = context.parsed.sentence.surface[begin : phrase.begin]
            return any(f"{word}の可能性" in within or f"{word}とみられる" in within for word in row.objects)
        if quoted_text(phrase) != phrase.text and quoted_text(phrase).endswith(row.objects):
            # 「完全な停戦」で折り合った
            return True
        named = _SERIAL.sub("", _CALLED.sub("", without_count(phrase)))  # 弾道ミサイル「テポドン」, テポドン1号
        named = _INSTALMENT.sub("", named)
        if without_count(phrase).endswith(row.objects) or named.endswith(row.objects):
            return True
        if not without_count(phrase) and row.beside:
            # イラン大使館の2人, イラン大使館に勤務する2人
            served = phrase.relative.args if phrase.relative is not None else []
            houses = [*(m for m in phrase.modifiers if m.particle == "の"), *(a for a in served if a.particle == "に")]
            return any(m.text.endswith(self._missions) for m in houses)
        # 敵対行為の停止
        return any(f"{m.text}の{phrase.text}".endswith(row.objects) for m in phrase.modifiers if m.particle == "の")

    def _compound(self, clause: Clause) -> Iterator[Telling]:
        """One word for both: 電撃侵攻する, 短距離ミサイル発射する, 部隊派遣する."""
        stem, text = clause.lemma.removesuffix("する"), clause.phrase.text
        if stem == clause.lemma or stem not in text:
            return
        noun = text[: text.rfind(stem) + len(stem)]
        if noun == stem:
            return
        mention = clause.phrase.head.mention
        talks = mention is not None and mention.kind == "event"  # 停戦交渉 is no truce yet
        for verb, kind, row in self._within:
            if (noun.startswith(verb) and not talks) or noun.endswith(verb):
                yield Telling(kind, row, clause, None)
        for kind in self._types:
            if kind.light and noun.endswith(kind.nouns):
                yield Telling(kind, None, clause, clause.phrase)

    def _with_forces(self, clause: Clause) -> Iterator[Telling]:
        """A verb with the soldiers before it in one word: 旅団派遣へ."""
        before = clause.phrase.text.removesuffix(clause.lemma.removesuffix("する"))
        if before and before != clause.phrase.text and before.endswith(self._forces):
            for kind, row in self._by_verb.get(clause.lemma, ()):
                if (row.soldiers or row.objects == self._forces) and "を" in row.at and not row.beside:
                    yield Telling(kind, row, clause, None)

    def _light(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Telling]:
        """A verb that only carries the event's noun; also where the parser has made one verb of both (発射実験を│行う)."""
        watches = clause.lemma in self._watches
        carries = watches or clause.lemma in self._does or clause.lemma in self._ends
        wanted = _LIGHT_GOAL | _OBJECT if clause.lemma in self._into else _OBJECT
        stem = clause.lemma.removesuffix("する")
        told = clause.inherited if clause.form == "relative" and carries else None
        # ASEAN加盟は来年に実現する見通しだ
        topic = [told] if told is not None and told.particle in ("は", "も") and told not in clause.args else []
        for outer in (*clause.args, *topic):
            if outer.is_time or (outer.particle not in wanted and outer.particle != "に"):
                continue
            with_it = carries and (outer.particle in wanted or watches)
            one = (
                outer.particle == ("が" if clause.passive else "を")
                and stem != clause.lemma
                and outer.text.endswith(stem)
            )
            paper = clause.lemma in self._signs and outer.text.endswith(self._papers)
            if not with_it and not one and not paper:
                continue
            phrase = outer
            if outer.text in self._carriers or paper:
                phrase = next((m for m in outer.modifiers if m.particle in ("の", "ノ")), outer)
            # 外交官の追放と総領事館の閉鎖を発表した
            for part in (phrase, *(p for p in outer.conjuncts if with_it and p.particle == "と")):
                kind, text = None, _INSTALMENT.sub("", part.text)
                if part.index not in used and self._may_name(text, part):
                    kind = next((k for k in self._types if k.light and self._names(context, k, text, part)), None)
                if kind is None or (watches and not kind.precedents):
                    # 停戦を見守る, but 試射に立ち会った
                    continue
                if clause.lemma in self._ends:
                    used.add(part.index)
                else:
                    yield Telling(kind, None, clause, part)

    def _may_name(self, text: str, phrase: Phrase) -> bool:
        """Whether any type may have a noun for its own: a cheap test before each is asked."""
        return (
            self._nouns.end(text)
            or self._acts_end.end(text)
            or (len(phrase.content) == 2 and phrase.content[1].text in self._acts)
            or self._nouns.end(quoted_text(phrase))
        )

    def _names(self, context: Context, kind: EventType, text: str, phrase: Phrase) -> bool:
        """Whether a noun names an event of a type: 核実験; also with what it is done to before it: 軍艦の派遣, ミサイルの発射."""
        if text.endswith(kind.nouns) or quoted_text(phrase).endswith(kind.nouns):
            return True
        fits = [a for a in kind.acts if text.endswith(a)] if kind.precedents and text not in kind.acts else []
        if fits:
            act = max(fits, key=len)
            # テポドン1号発射, 「ロケット」発射
            thing = text.removesuffix(act)
            return _SERIAL.sub("", thing).endswith(kind.objects) or (
                thing == "〓" and any(f"{w}」{act}" in context.scene.article.text for w in kind.objects)
            )
        if kind.precedents and text in kind.acts and len(text) >= _TELLING:
            # 威力を確かめる爆発実験, where the sentence names what
            surface = context.parsed.sentence.surface
            if any(w in surface for w in kind.objects):
                return True
        if text not in kind.acts and not (kind.ground and self._done_there(phrase, kind)):
            return False
        on = [n for m in modifiers(phrase) for n in ((m,) if m.particle == "の" else (m, *m.modifiers))]
        on += self._counted(context, on)
        pointed = any(m.text in self._again or m.particle == "ニヨルノ" for m in on)
        if kind.precedents and pointed and self._told_of(context, kind):
            # 前回の打ち上げは失敗に終わった; 北朝鮮による発射は6回目
            return True
        if kind.ground and text in self._joins:
            # 戦闘への参加, 部隊の参戦
            own = phrase.text == "参戦" or any(m.text.endswith(self._combat) for m in modifiers(phrase))
            return own and self._sides.combatant(context, phrase) is not None
        return any(
            (kind.ground and (self._sides.is_force(context, m) or self._men_of_forces(context, m)))
            or _CALLED.sub("", m.text).endswith(kind.objects)
            or without_count(m).endswith(kind.objects)
            or _SERIAL.sub("", quoted_text(m)).endswith(kind.objects)
            for m in on
        )

    def _men_of_forces(self, context: Context, phrase: Phrase) -> bool:
        """約1万人の派遣: so many men, where the article speaks of soldiers."""
        if _MEN.fullmatch(phrase.text) is None:
            return False
        return any(word in context.scene.article.text for word in self._soldiers)

    @staticmethod
    def _told_of(context: Context, kind: EventType) -> bool:
        """Whether the article has spoken before of what a type is done with."""
        before = [p.sentence.surface for p in context.scene.sentences[: context.index]]
        return any(w in text for text in before[-_BACK:] for w in kind.objects)

    @staticmethod
    def _counted(context: Context, on: list[Phrase]) -> list[Phrase]:
        """What is listed before a bare number: ミサイル「A」など9発の発射."""
        bare = [m for m in on if m.index and not without_count(m) and not m.modifiers]
        return [p for m in bare for p in (context.phrases[m.index - 1],) if p.particle == "など"]

    @staticmethod
    def _done_there(phrase: Phrase, kind: EventType) -> bool:
        """Whether a noun is an act with the land before it: ウクライナ派遣."""
        units = phrase.content
        return len(units) == 2 and units[1].text in kind.acts and units[0].mention is not None

    def denied(self, clause: Clause, used: set[int]) -> Telling | None:
        """The event noun that a clause denies (派兵を否定した)."""
        for phrase in clause.args:
            if phrase.particle in ("を", "は", "も") and phrase.index not in used:
                kind = next((k for k in self._types if phrase.text.endswith(k.nouns)), None)
                if kind is not None:
                    return Telling(kind, None, clause, phrase)
        return None

    # -- nouns ------------------------------------------------------------------------------------------------------

    def noun(self, context: Context, phrase: Phrase) -> Telling | None:
        """An event that a noun names: 北朝鮮の派兵に, ロシアによるウクライナ侵攻, 2002年の東ティモール独立以来."""
        text = _JUBILEE.sub("", phrase.text)
        if text != phrase.text and not any(k.anniversary and text.endswith(k.nouns) for k in self._types):
            return None
        for suffix in self._behind:
            text = text.removesuffix(suffix)
        if text == "〓" and phrase.text.endswith("以来") and any(m.is_time for m in phrase.modifiers):
            # 2017年11月の「火星15」以来
            asides = (a.text.strip("「」『』") for a in context.parsed.sentence.asides if a.kind == "quote")
            named = [_SERIAL.sub("", text) for text in asides]
            kinds_of = (k for k in self._types if k.precedents and k.counted)
            launched = next((k for k in kinds_of if any(n.endswith(k.objects) for n in named)), None)
            if launched is not None:
                return Telling(launched, None, None, phrase)
        # a sentence that is but its noun is told as a headline is
        title = context.parsed.sentence.kind == "title" or (phrase.final and not context.clauses)
        kinds = (k for k in self._types if k.nominal or (title and k.headline))
        kind = None
        if self._may_name(text, phrase):
            kind = next((k for k in kinds if self._names(context, k, text, phrase)), None)
        if title and kind is None and not phrase.function:
            # 北朝鮮がミサイル3発
            counted = (k for k in self._types if k.counted and text.endswith(k.counted))
            kind = next((k for k in counted if without_count(phrase).endswith(k.objects)), None)
        weak = None
        if kind is None and self._weak.end(text):
            weak = next((k for k in self._types if k.weak and text.endswith((*k.weak, *k.clashes))), None)
        if kind is None and (weak is None or any(w in text for w in weak.not_weak)):
            return None
        holder = next((p for p in context.phrases[phrase.index + 1 :] if phrase in p.modifiers), None)
        found = kind or weak
        if found is None:
            return None
        # ウクライナへの攻撃の停止を求めた
        ended = holder is not None and found.going_on and holder.text.endswith(self._stopped) and not title
        # 外交関係の回復に向けた交渉
        towards = holder is not None and found.relation and phrase.particle == "ノ" and holder.text.endswith(self.talks)
        if holder is not None and holder.text.endswith(self._undone) and not (ended or towards):
            return None
        return Telling(found, None, None, phrase, both=kind is None, ended=ended)

    def ended(self, clause: Clause | None, phrase: Phrase) -> bool:
        """Whether the predicate of an event noun says that it ends or does not come about."""
        return clause is not None and clause.lemma in self._ends and phrase.particle in ("を", "が", "に", "も", "は")


def holders(context: Context, phrase: Phrase) -> list[Phrase]:
    """The phrases that a noun modifies."""
    return [p for p in context.phrases[phrase.index + 1 :] if phrase in modifiers(p)]
