"""The closed list of other events, from diplomatic relations and sanctions to truces and promises of aid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.frame.around import acting, hypothetical, is_source, pair_before, when
from kg.frame.context import Context, Draft
from kg.frame.gather import Group, times_clash
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue

_INFERRED = 0.6
#: Sentences between two acts that may aim at the same side.
_NEAR = 3
#: Types in which neither side is the actor.
TWO_SIDED = frozenset(("国交樹立", "国交回復", "国交断絶", "停戦", "協力の拡大"))
#: How a group is told by those in it: 米国を中心とする部隊, 米国や日本など90を超える国.
_LED_BY = ("する", "なる", "率いる", "派遣する", "主導する")
_COUNTED_BY = ("超える", "上回る", "含む", "超す", "及ぶ", "始める")
#: Acts on diplomatic relations: an article that tells of several means the same other side.
_RELATIONS = frozenset(("国交樹立", "国交回復", "国交断絶"))
#: Who acts: an entity, or a group that only the text names (西側諸国).
Side = Ref | str

_COUNT = re.compile(
    r"(?:約|計|最大|少なくとも)?[0-9０-９,，.一二三四五六七八九十百千万数]+(?:人|名|隻|発|機|個大隊|個旅団|両|基|隊)(?:余り|以上|規模|ら|など)*$|(?:ら|など)$"
)
_RECOGNISED = re.compile(r"国家承認|(?:国|国家|独立国)として.{0,4}承認|独立.{0,4}承認")
_BESIDE = re.compile(r"と?ともに|と共に|一方")
_ACCESSION = re.compile(r"加盟(?:議定書|条約|文書|協定)")
#: The proper name at the end of 石油大手ロスネフチ.
_PROPER = re.compile(r"(?:[ァ-ヴー・]{3,}|[A-Za-zＡ-Ｚ][A-Za-z&.\- ]{2,})$")
_OBJECT = ("を", "も", "は", "が", "などを", "や", "をも", "などの", "")
_AGENT = ("ニヨル", "ニヨルノ", "による")
_LIGHT_GOAL = ("に", "へ", "には", "で")


@dataclass(frozen=True, slots=True)
class _Type:
    """The words of one type of event."""

    name: str
    verbs: frozenset[str]
    nouns: tuple[str, ...]
    objects: tuple[str, ...]
    verbs_with: frozenset[str]
    target: frozenset[str]


class OtherEventRules:
    """Finds drafts of other events in a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        light = lexicon.table("events", "light")
        self._does, self._ends = frozenset(light["does"]), frozenset(light["ends"])
        self._agree = frozenset(light["agree"])
        self._undone, self._wanted = tuple(light["undone"]), frozenset(light["wanted"])
        self._groups, self._bodies = tuple(light["groups"]), tuple(light["state_bodies"])
        order = lexicon.table("events", "order")
        self._persons_act = frozenset(order["persons_act"])
        self._by_decision, self._decide = frozenset(order["by_decision"]), frozenset(order["decide"])
        self._meant, self._into = frozenset(order["meant"]), frozenset(order["into"])
        self._suffer = lexicon.words("events", "制裁", "suffer")
        self._denies = frozenset(light["denies"])
        self._announces = frozenset(order["decide"]) | {"表明する"}
        self._combat = tuple(lexicon.table("events", "派兵")["combat"])
        self._groups_told = lexicon.words("events", "制裁", "groups_told")
        self._trade = lexicon.words("events", "制裁", "trade")
        self._sending = lexicon.words("events", "派兵", "sending")
        self._order_out = lexicon.words("events", "外交官追放", "order")
        self._out = tuple(lexicon.table("events", "外交官追放")["out"])
        self._alongside = frozenset(order["alongside"])
        self._follow = lexicon.words("events", "follow", "verbs")
        self._enters, self._rows = lexicon.words("events", "派兵", "enters"), lexicon.words("events", "派兵", "rows")
        self._peaceful = lexicon.words("events", "派兵", "peaceful")
        self._deeds = lexicon.words("events", "軍事作戦", "deeds")
        self._fighting = tuple(lexicon.table("events", "停戦")["fighting"])
        self._halts = lexicon.words("events", "停戦", "halts")
        self._types = tuple(_read_type(lexicon, name) for name in order["types"])
        self._by_verb = {verb: kind for kind in self._types for verb in kind.verbs}
        self._by_object: dict[str, list[_Type]] = {}
        for kind in self._types:
            for verb in kind.verbs_with:
                self._by_object.setdefault(verb, []).append(kind)
        self._named = {kind.name: kind for kind in self._types}
        promise = lexicon.table("events", "支援の約束")
        self._aid, self._gives = tuple(promise["nouns"]), frozenset(promise["gives"])
        self._stance, self._clear = frozenset(promise["stance"]), frozenset(promise["made_clear"])
        cooperation = lexicon.table("events", "協力の拡大")
        self._upgrade, self._talk = tuple(cooperation["upgrade"]), frozenset(cooperation["talk"])
        cues = {w for k in self._types for w in (*k.nouns, *k.objects)} | {
            v.removesuffix("する") for k in self._types for v in k.verbs
        }
        self._cues = tuple(sorted(c for c in cues if not any(o != c and o in c for o in cues)))

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence in text order."""
        surface = context.parsed.sentence.surface
        cues = (*self._cues, *self._combat, "承認", "加盟")
        follows = any(c.lemma in self._follow for c in context.clauses)
        if not follows and not any(cue in surface for cue in cues) and not self._warlike(context):
            return
        used: set[int] = set()
        told: list[Draft] = []
        for clause in context.clauses:
            if clause.lemma in self._follow:
                yield from self._followed(context, clause, told)
                continue
            found = list(self._clause(context, clause, used))
            told += found
            yield from found
        for phrase in context.phrases:
            yield from self._nominal(context, phrase, used)

    def _warlike(self, context: Context) -> bool:
        return any(c.lemma in self._deeds or c.lemma in self._halts for c in context.clauses)

    def _followed(self, context: Context, clause: Clause, told: list[Draft]) -> Iterator[Draft]:
        """A state that does as others have just done: サウジアラビアが断交し、イエメンも続いた."""
        joined = [a for a in clause.args if a.particle in ("も", "が", "は") and not a.is_time]
        actors = [s for a in joined for s in self._sides(context, a) if _is(s, "state")]
        if not actors or clause.negative or not clause.past:
            return
        near = context
        if not told and context.index:
            near = Context(context.scene, context.index - 1, context.modality, context.lexicon)
            told = [d for c in near.clauses if c.lemma not in self._follow for d in self._clause(near, c, set())]
        models = [d for d in told if d.status == "held" and "denial" not in d.flags]
        models = [d for d in models if d.subtype == models[-1].subtype]
        if not models or models[-1].subtype in ("停戦", "協力の拡大", "独立", "国交樹立", "国交回復"):
            return
        doers = {s for c in near.clauses for r in near.subjects(c) for s in self._side(near, None, r)}
        sides = [_pair(d) for d in models]
        shared = set.intersection(*[a | b for a, b in sides]) if sides else set()
        targets = [s for s in (shared - doers or shared & {t for _, b in sides for t in b}) if s not in actors]
        if len(targets) != 1:
            return
        kind = self._named[models[-1].subtype]
        for actor in _distinct(actors):
            draft = context.draft("other_event", kind.name, clause, clause.phrase, "follows")
            if draft.modality == "denied":
                return
            if any(w in context.parsed.sentence.surface for w in ("同じ日", "同日")) and models[-1].time is not None:
                context.claim(draft, "time", models[-1].time, context.span(clause.phrase))
            yield from self._filled(context, draft, kind, clause, None, [actor], list(targets))

    # -- clauses ----------------------------------------------------------------------------------------------------

    def _clause(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        kind = self._by_verb.get(clause.lemma) or self._by_ending(clause)
        if kind is None and clause.lemma in self._alongside:
            yield from self._fought(context, clause, used)
        if kind is not None:
            used.add(clause.phrase.index)
            yield from self._told(context, kind, clause, None, used)
            return
        if clause.lemma in ("承認する", "認める") and any(
            a.text in ("国家", "独立国", "独立国家", "主権国家") and a.particle == "トシテ" for a in clause.args
        ):
            yield from self._told(context, self._named["国家承認"], clause, None, used)
            return
        if self._cooperates(clause):
            yield from self._cooperation(context, clause, used)
            return
        special = list(self._entered(context, clause, used)) or list(self._struck(context, clause, used))
        special = special or list(self._halted(context, clause, used)) or list(self._acknowledged(context, clause))
        if special:
            yield from special
            return
        yield from self._denied(context, clause, used)
        yield from self._recognition(context, clause, used)
        yield from self._protocol(context, clause)
        yield from self._promised(context, clause, used)
        for candidate in self._by_object.get(clause.lemma, ()):
            if candidate.name in ("支援の約束", "協力の拡大"):
                continue
            phrase = self._object(candidate, clause)
            if phrase is not None and phrase.index not in used:
                used.add(phrase.index)
                yield from self._told(context, candidate, clause, phrase, used)
                return
        if clause.lemma in self._does or clause.lemma in self._ends:
            for phrase in clause.args:
                for candidate in self._types:
                    if (
                        phrase.index in used
                        or candidate.name in ("支援の約束", "協力の拡大", "独立", "国際機関加盟", "制裁")
                        or not self._names(candidate, phrase)
                    ):
                        continue
                    if phrase.particle not in (_LIGHT_GOAL if clause.lemma in self._into else _OBJECT):
                        continue
                    used.add(phrase.index)
                    if clause.lemma not in self._ends:
                        yield from self._told(context, candidate, clause, phrase, used)
                    break

    def _entered(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """Soldiers who come into another land: セネガル軍の部隊が国境を越えてガンビアに入った."""
        if clause.lemma not in self._enters or clause.negative or clause.passive or hypothetical(clause):
            return
        kind = self._named["派兵"]
        force = next((a for a in clause.args if a.particle in ("が", "は", "も", "") and self._is_force(kind, a)), None)
        if force is None and clause.form == "relative" and clause.target is not None:
            force = clause.target if self._is_force(kind, clause.target) else None
        if force is None and clause.inherited is not None and self._is_force(kind, clause.inherited):
            force = clause.inherited
        surface = context.parsed.sentence.surface
        if force is None or force.index in used or any(w in surface for w in self._peaceful):
            return
        actors = [s for s in self._mustered(context, force) if _is(s, "state")]
        goals = [a for a in clause.args if a.particle in ("に", "へ", "にも", "へも", "を") and not a.is_time]
        grounds = [s for a in goals for s in self._ground(context, a) if s not in actors]
        if not actors or not grounds:
            return
        draft = context.draft("other_event", kind.name, clause, force, "troops-enter")
        if draft.modality == "denied":
            return
        used.add(force.index)
        yield from self._filled(context, draft, kind, clause, None, actors, grounds[:1])

    def _is_force(self, kind: _Type, phrase: Phrase) -> bool:
        """Whether a phrase names soldiers: セネガル軍の部隊, 部隊と警官隊の第1陣."""
        if _without_counts(phrase) in self._rows or phrase.text in self._rows:
            return any(self._is_object(kind, p) for m in phrase.modifiers for p in m.coordinated())
        return any(self._is_object(kind, p) for p in phrase.coordinated())

    def _mustered(self, context: Context, phrase: Phrase) -> list[Side]:
        """To whom soldiers belong, also where it is said at a distance: 豪州を中心とする各国の部隊の第1陣."""
        out: list[Side] = []
        for part in phrase.coordinated():
            out += self._sides(context, part)
            out += [s for u in part.content if u.mention is not None for s in self._mentioned(context, u.mention)]
            if part.relative is not None and part.relative.lemma in _LED_BY:
                out += [s for a in part.relative.args for s in self._sides(context, a)]
            if not any(isinstance(s, Ref) for s in out):
                for modifier in _modifiers(part):
                    out += self._mustered(context, modifier)
        return _distinct(out)

    def _ground(self, context: Context, phrase: Phrase) -> list[Side]:
        """The states on whose ground a place lies."""
        named = [s for s in self._sides(context, phrase, places=True) if _is(s, "state")]
        deeper = [s for m in _modifiers(phrase) for s in self._sides(context, m, places=True) if _is(s, "state")]
        return named or deeper

    def _struck(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """Deeds of war of a state against another side: トルコの船がイスラエル軍に急襲された, LTTEの船を沈めた."""
        if clause.lemma not in self._deeds or clause.negative or hypothetical(clause):
            return
        kind = self._named["軍事作戦"]
        hit = [a for a in clause.args if a.particle in (("が", "は", "も") if clause.passive else ("を", "に"))]
        if clause.passive:
            doers = [s for a in clause.args if a.particle in ("に", *_AGENT) for s in self._sides(context, a)]
            if not hit and clause.inherited is not None:
                hit = [clause.inherited]
        else:
            doers = self._actors(context, kind, clause, None) or [
                s for a in clause.args if a.particle in ("が", "は", "も") for s in self._mustered(context, a)
            ]
        actors = [s for s in doers if _is(s, "state")]
        targets = [s for a in hit for s in self._owned(context, a) if s not in actors]
        if not actors or not targets:
            return
        draft = context.draft("other_event", kind.name, clause, clause.phrase, "deed-of-war")
        if draft.modality == "denied":
            return
        used.add(clause.phrase.index)
        yield from self._filled(context, draft, kind, clause, None, actors[:1], targets[:1])

    def _owned(self, context: Context, phrase: Phrase) -> list[Side]:
        """The side that a phrase names, else whose thing it is: トルコの支援船."""
        own = self._sides(context, phrase, places=True)
        own += [s for u in phrase.content if u.mention is not None for s in self._mentioned(context, u.mention)]
        return _distinct(own) or [s for m in _modifiers(phrase) for s in self._owned(context, m)]

    def _halted(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """Two sides that stop fighting: 両国は宣言に署名して戦闘を停止した."""
        if clause.lemma not in self._halts or clause.negative or hypothetical(clause):
            return
        fight = next(
            (a for a in clause.args if a.particle in ("を", "が", "も") and a.text.endswith(self._fighting)), None
        )
        if fight is None or fight.index in used:
            return
        kind = self._named["停戦"]
        sides = self._actors(context, kind, clause, None) if not clause.passive else []
        sides += [s for a in clause.all_args("と", "との") for s in self._sides(context, a)]
        sides += [s for m in _modifiers(fight) for p in m.coordinated() for s in self._sides(context, p)]
        sides = _distinct(sides)
        draft = context.draft("other_event", kind.name, clause, fight, "fighting-stops")
        if len(sides) != 2 or draft.status != "held":
            return
        used.add(fight.index)
        yield from self._filled(context, draft, kind, clause, None, sides[:1], sides[1:])

    def _acknowledged(self, context: Context, clause: Clause) -> Iterator[Draft]:
        """A state that recognises a state, with nothing said but their names: キューバは1949年に韓国を承認した."""
        if clause.lemma not in ("承認する", "正式承認する") or clause.negative or hypothetical(clause):
            return
        aims = [a for a in clause.args if a.particle == ("が" if clause.passive else "を")]
        kind = self._named["国家承認"]
        named = [
            s
            for a in aims
            for p in a.coordinated()
            if len(p.content) == 1 and p.head.mention is not None and p.head.mention.kind == "state"
            for s in self._sides(context, p)
        ]
        actors = [s for s in self._actors(context, kind, clause, None) if _is(s, "state") and s not in named]
        draft = context.draft("other_event", kind.name, clause, clause.phrase, "state-acknowledged")
        if not named or not actors or draft.modality == "denied":
            return
        yield from self._filled(context, draft, kind, clause, None, actors, named)

    def _denied(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """An act that its doer denies (北朝鮮は派兵を否定した). Such a draft is no event by itself."""
        if clause.lemma not in self._denies or clause.negative:
            return
        for phrase in clause.args:
            kind = next((k for k in self._types if phrase.text.endswith(k.nouns)), None)
            if kind is None or phrase.particle not in ("を", "は", "も") or phrase.index in used:
                continue
            actors = self._actors(context, kind, clause, None)
            if not actors:
                continue
            used.add(phrase.index)
            draft = context.draft("other_event", kind.name, None, phrase, "event-denied")
            draft.flags.add("denial")
            draft.status, draft.modality = "uncertain", "denied"
            for side in actors:
                context.claim(draft, "actor", side, context.span(phrase))
            yield draft

    def _recognition(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """承認を発表した, 承認を表明する予定だ, in an article that has told of recognising a state."""
        phrase = next((a for a in clause.args if a.text == "承認" and a.particle in ("を", "も")), None)
        if phrase is None or phrase.index in used or clause.lemma not in self._announces or clause.negative:
            return
        before = "".join(p.sentence.surface for p in context.scene.sentences[: context.index])
        if not _RECOGNISED.search(before):
            return
        kind = self._named["国家承認"]
        actors = [s for s in self._actors(context, kind, clause, phrase) if isinstance(s, Ref) and s.kind == "state"]
        draft = context.draft("other_event", kind.name, clause, phrase, "recognition-announced")
        if not actors or draft.modality == "denied":
            return
        used.add(phrase.index)
        targets = self._targets(context, kind, clause, phrase, list(actors))
        targets = targets or [s for m in _modifiers(phrase) for s in self._sides(context, m) if s not in actors]
        draft.flags.add("needs-target")
        yield from self._filled(context, draft, kind, clause, phrase, list(actors), targets)

    def _protocol(self, context: Context, clause: Clause) -> Iterator[Draft]:
        """A protocol of accession that is signed or ratified: who accedes is on the way into the body."""
        if clause.lemma not in ("署名する", "調印する", "批准する", "承認する") or clause.negative:
            return
        phrase = next((a for a in clause.args if _ACCESSION.search(a.text)), None)
        if phrase is None:
            return
        joining = [s for m in _modifiers(phrase) for s in self._sides(context, m) if _is(s, "state")]
        inside = [s for u in phrase.content if u.mention is not None for s in self._mentioned(context, u.mention)]
        near = [s for a in clause.args for p in (a, *a.modifiers) for s in self._sides(context, p)]
        bodies = [s for s in (*inside, *near) if _is(s, "organization")]
        if len(joining) != 1 or not bodies:
            return
        draft = context.draft("other_event", "国際機関加盟", None, phrase, "accession-protocol")
        draft.status, draft.modality = "proposed", "planned"
        yield from self._filled(context, draft, self._named["国際機関加盟"], None, phrase, joining, bodies[:1])

    def _by_ending(self, clause: Clause) -> _Type | None:
        """A compound verb by the noun in it: 緊急派兵する, 電撃侵攻する."""
        text = clause.phrase.text
        for kind in self._types:
            for verb in kind.verbs:
                if text.startswith(verb.removesuffix("する")):
                    return kind
        return None

    def _object(self, kind: _Type, clause: Clause) -> Phrase | None:
        if kind.name == "外交官追放" and clause.lemma in self._order_out:
            if not any(_quoted_text(p).endswith(self._out) for a in clause.args for p in a.coordinated()):
                return None
            return next(
                (
                    a
                    for a in clause.args
                    if a.particle in ("に", "を", "には", "が", "は", "ニタイシ")
                    and any(self._is_object(kind, p) for p in a.coordinated())
                ),
                None,
            )
        wanted = ("が", "は", "も", "") if clause.passive else _OBJECT
        if clause.passive and kind.name == "制裁":
            # 欧米から制裁を科された
            wanted = (*wanted, "を")
        if clause.lemma in (
            "始まる",
            "発効する",
            "成立する",
            "実現する",
            "展開する",
            "駐留する",
            "国外退去する",
            "退去する",
            "出動する",
        ):
            wanted = (*wanted, "が", "に")
        if kind.name == "停戦" and clause.lemma in (
            "合意する",
            "応じる",
            "応ずる",
            "入る",
            "達する",
            "署名する",
            "調印する",
            "同意する",
            "至る",
        ):
            wanted = (*wanted, "に", "で", "には")
        for phrase in clause.args:
            if phrase.particle in wanted and any(self._is_object(kind, part) for part in phrase.coordinated()):
                return phrase
        if (
            clause.form == "relative"
            and clause.target is not None
            and self._is_object(kind, clause.target)
            and not any(a.particle == "を" for a in clause.args)
        ):
            return clause.target
        return None

    def _is_object(self, kind: _Type, phrase: Phrase) -> bool:
        text = _without_counts(phrase)
        if (
            kind.name == "派兵"
            and any(u.mention is not None and u.mention.kind == "organization" for u in phrase.content)
            and phrase.text.endswith(("軍", "隊"))
        ):
            return True
        return text.endswith(kind.objects) or phrase.text.endswith(kind.objects)

    def _fought(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """Soldiers of one state who fight beside the army of another: ロシア軍と共に戦った朝鮮人民軍の兵士."""
        friends = [
            s for a in clause.args if a.particle in ("トトモニ", "とともに", "と共に") for s in self._sides(context, a)
        ]
        friends += [
            s for a in clause.args if a.text in ("側", "一員") for m in a.modifiers for s in self._sides(context, m)
        ]
        source = clause.target if clause.form == "relative" else None
        actors = (
            self._owners(context, source)
            if source is not None
            else self._actors(context, self._named["派兵"], clause, None)
        )
        states = [s for s in actors if isinstance(s, Ref) and s.kind == "state"]
        place: Ref | None = None
        if states and source is not None and not friends and self._soldiers(context, clause, source):
            # クルスク州での戦闘に加わった北朝鮮の兵士: foreign soldiers on the ground of a third state
            place, home = self._battlefield(context, clause)
            friends = [home] if home is not None else []
        if not states or not any(isinstance(s, Ref) and s.kind == "state" and s not in states for s in friends):
            return
        draft = context.draft("other_event", "派兵", clause, clause.phrase, "fought-beside")
        if draft.modality != "denied" and not clause.negative:
            if place is not None:
                context.claim(draft, "place", place, draft.trigger)
            yield from self._filled(context, draft, self._named["派兵"], clause, None, list(states), friends)

    def _soldiers(self, context: Context, clause: Clause, target: Phrase) -> bool:
        """Whether a clause on a noun is about soldiers: …に加わった北朝鮮の兵士, …で戦った部隊."""
        holder = next((p for p in context.phrases if target in p.modifiers), target)
        return any(_without_counts(p).endswith(self._named["派兵"].objects) for p in (target, holder))

    def _battlefield(self, context: Context, clause: Clause) -> tuple[Ref | None, Ref | None]:
        """Where a clause says that was fought, and the state to which the ground belongs."""
        for arg in clause.args:
            deed = arg.text.endswith(self._combat) or arg.particle in ("で", "では")
            if not deed:
                continue
            for ref in [r for p in (*arg.modifiers, arg) for r in context.places(p)]:
                state = ref if ref.kind == "state" else context.linked.place_states.get(ref.key)
                if state is not None:
                    return (ref if ref.kind == "place" else None), state
        return None, None

    def _names(self, kind: _Type, phrase: Phrase) -> bool:
        if phrase.text in self._sending and kind.name == "派兵":
            # 軍艦の派遣
            return any(self._is_object(kind, m) for m in phrase.modifiers)
        return phrase.text.endswith(kind.nouns) and not phrase.is_time

    def _told(
        self, context: Context, kind: _Type, clause: Clause, phrase: Phrase | None, used: set[int]
    ) -> Iterator[Draft]:
        """An event told by a predicate, with its object phrase if it has one."""
        draft = context.draft("other_event", kind.name, clause, phrase or clause.phrase, "event-verb")
        if draft.modality == "denied" or clause.negative or hypothetical(clause):
            return
        if clause.form == "chain" and _BESIDE.match(context.parsed.sentence.surface, clause.phrase.end):
            draft.flags.add("beside")
        self._settle(draft, kind, clause)
        actors = self._actors(context, kind, clause, phrase)
        if _told_by_other(context, clause):
            draft.flags.add("told-by-other")
        if kind.name == "国家承認" and not self._targets(context, kind, clause, phrase, actors):
            found = self._recognised(context, clause, phrase or clause.phrase, actors)
            for one, time in self._each(context, clause, phrase, actors):
                part = context.draft("other_event", kind.name, clause, phrase or clause.phrase, "event-verb")
                part.status, part.modality = draft.status, draft.modality
                if time is not None:
                    context.claim(part, "time", time, time.span)
                if not found and one and phrase is None and any(a.particle == "トシテ" for a in clause.args):
                    # 90を超える国が国家として承認した: the article says elsewhere which state
                    part.flags.add("needs-target")
                if found or "needs-target" in part.flags:
                    yield from self._filled(context, part, kind, clause, phrase, one, found)
            return
        targets = self._targets(context, kind, clause, phrase, actors)
        if kind.name == "制裁":
            named = self._sanctioned(context, clause, phrase)
            targets = [named] if named is not None else targets
        if kind.name == "制裁" and (
            clause.lemma in ("受ける", "受け続ける", "受け入れる")
            or (clause.passive and phrase is not None and phrase.particle == "を")
        ):
            agents = [s for a in clause.all_args("に") for s in self._sides(context, a)] if clause.passive else []
            if clause.passive:
                actors = [
                    s for a in clause.args if a.particle in ("は", "が", "も") for s in self._sides(context, a)
                ] or self._sides(context, clause.target if clause.form == "relative" else clause.inherited)
            given = [
                s
                for p in (phrase.coordinated() if phrase else [])
                for m in _modifiers(p)
                if m.particle in _AGENT
                for s in self._sides(context, m)
            ]
            given += [s for a in clause.all_args("から") for s in self._sides(context, a)]
            given = given or agents
            actors, targets = given, actors
        if kind.name == "停戦" and clause.lemma in self._wanted:
            # whoever asks for a truce is not at war
            targets = []
            actors = [s for m in (_modifiers(phrase) if phrase else []) for s in self._sides(context, m)]
        if kind.name == "国際機関加盟":
            actors, targets = self._membership(context, clause, phrase, actors, targets)
        if kind.name == "国家承認" and phrase is not None:
            targets = targets or [s for m in _modifiers(phrase) for s in self._sides(context, m)]
        if kind.name == "国家承認" and not targets:
            return
        yield from self._filled(context, draft, kind, clause, phrase, actors, targets)

    def _sanctioned(self, context: Context, clause: Clause, phrase: Phrase | None) -> str | None:
        """Firms, persons or a group told by a clause that sanctions aim at, in the words of the text."""
        aims = [a for a in clause.args if a.particle in ("に", "には", "ニタイシ") and not a.is_time]
        aims += [m for m in (_modifiers(phrase) if phrase is not None else []) if m.particle in ("への", "ニタイシ")]
        for aim in aims:
            parts = aim.coordinated()
            before = context.phrases[aim.index - 1] if aim.index else None
            if before is not None and before.particle == "と" and before in clause.args and len(parts) == 1:
                parts = [before, aim]
            firms = [n for p in parts if (n := self._firm(context, p)) is not None]
            if firms and len(firms) == len(parts) and any(self._of_trade(p) for p in parts):
                return "と".join(firms)
            relative = aim.relative
            if aim.text in self._groups_told and relative is not None and not context.actors(aim):
                begin = min([relative.phrase.begin, *(a.begin for a in relative.args)])
                return context.parsed.sentence.surface[begin : aim.end].replace("、", "")
        return None

    def _firm(self, context: Context, phrase: Phrase) -> str | None:
        """The proper name that a phrase ends in."""
        if any(r.kind in ("state", "person") for r in context.own_actors(phrase)):
            return None
        found = _PROPER.search(phrase.text)
        return found.group() if found else None

    def _of_trade(self, phrase: Phrase) -> bool:
        return any(w in phrase.text for w in self._trade)

    def _each(
        self, context: Context, clause: Clause, phrase: Phrase | None, actors: list[Side]
    ) -> list[tuple[list[Side], TimeValue | None]]:
        """Who acts, and when, one by one where the clause lists them: 12日にXが、13日にはYが承認した."""
        marks: list[tuple[list[Side], TimeValue | None]] = []
        time: TimeValue | None = None
        for arg in clause.args:
            if arg.is_time:
                time = next((t for t in context.times([arg]) if t.edtf), time)
            elif arg.particle == "が" and arg is not phrase:
                sides = self._sides(context, arg)
                if sides:
                    marks.append((sides, time))
        return marks if len(marks) >= 2 or (marks and clause.args and clause.args[0].is_time) else [(actors, None)]

    def _recognised(self, context: Context, clause: Clause, phrase: Phrase, actors: list[Side]) -> list[Side]:
        """The one other state that the sentence has named before."""
        states = {
            r
            for u in context.parsed.units
            if u.end <= phrase.begin and u.mention is not None
            for r in (context.linked.of(u.mention) or [x for m in u.mention.inner for x in context.linked.of(m)])
            if r.kind == "state"
        }
        listed = {
            r for c in context.clauses for a in c.args if a.particle in ("が", "は", "も") for r in context.actors(a)
        }
        left = [s for s in states if s not in actors and s not in listed]
        return list(left) if len(left) == 1 else []

    def _settle(self, draft: Draft, kind: _Type, clause: Clause) -> None:
        """The status under what governs the clause: some acts are done by deciding them, others are only meant."""
        target = clause.target.text if clause.form == "relative" and clause.target is not None else ""
        if draft.status == "held" and (clause.lemma in self._wanted or (target in self._meant and not clause.past)):
            draft.status, draft.modality = "proposed", "planned"
        if draft.status == "held" and clause.lemma in self._agree and kind.name != "停戦":
            draft.status, draft.modality = "scheduled", "planned"
        parent = clause.parent
        if draft.status in ("scheduled", "proposed") and "beside" in draft.flags:
            # 国外退去を命じるとともに、部隊を送る方針を示した: only the latter is meant
            draft.status, draft.modality = "held", "asserted"
        if draft.status == "scheduled" and (
            clause.lemma in self._agree or (parent is not None and parent.lemma in self._agree)
        ):
            # the day of agreeing is not the day of what is agreed on
            draft.flags.add("agreed")
        if (
            draft.status == "scheduled"
            and kind.name in self._by_decision
            and parent is not None
            and parent.lemma in self._decide
            and parent.past
        ):
            draft.status, draft.modality = "held", "asserted"

    def _membership(
        self, context: Context, clause: Clause, phrase: Phrase | None, actors: list[Side], targets: list[Side]
    ) -> tuple[list[Side], list[Side]]:
        """Who joins what: 国連に加盟した, 総会はモンテネグロの加盟を承認した."""
        bodies = [s for s in targets if isinstance(s, Ref) and s.kind == "organization"]
        beside = [s for a in clause.all_args("トトモニ") for s in self._sides(context, a)]
        joining = [s for s in (*actors, *beside) if not (isinstance(s, Ref) and s.kind == "organization")]
        if phrase is not None:
            owners = [s for m in _modifiers(phrase) if m.particle in ("の", "による") for s in self._sides(context, m)]
            if clause.passive:
                topic = [
                    s
                    for a in clause.args
                    if a.particle in ("は", "が", "も") and a is not phrase
                    for s in self._sides(context, a)
                ]
                owners = owners or topic or self._sides(context, clause.inherited)
            own_states: list[Side] = [s for s in owners if isinstance(s, Ref) and s.kind == "state"]
            joining = own_states or joining
            inside = [
                r
                for u in phrase.content
                if u.mention is not None and u.mention.kind == "organization"
                for r in context.linked.of(u.mention)
            ]
            goals = [
                r
                for m in _modifiers(phrase)
                if m.particle in ("への", "の")
                for r in context.actors(m)
                if r.kind == "organization"
            ]
            bodies = list(inside) or list(goals) or bodies
            if not bodies and own_states:
                bodies = [s for s in actors if isinstance(s, Ref) and s.kind == "organization"]
        return list(joining), list(bodies)

    # -- nouns ------------------------------------------------------------------------------------------------------

    def _nominal(self, context: Context, phrase: Phrase, used: set[int]) -> Iterator[Draft]:
        """An event that a noun names: 北朝鮮の派兵に, ロシアによるウクライナ侵攻, 2002年の東ティモール独立以来."""
        if phrase.index in used or phrase.predicate:
            return
        if phrase.text.endswith(self._named["制裁"].nouns):
            yield from self._suffered(context, phrase, used)
            return
        text = phrase.text
        for suffix in ("以来", "以降", "後", "直後", "を受け", "当初"):
            text = text.removesuffix(suffix)
        kind = next(
            (
                k
                for k in self._types
                if k.name not in ("支援の約束", "協力の拡大", "制裁", "停戦", "国家承認", "国際機関加盟")
                and text.endswith(k.nouns)
            ),
            None,
        )
        if kind is None or phrase.index in used:
            return
        if text.endswith(self._undone) and not text.endswith(kind.nouns):
            return
        used.add(phrase.index)
        clause = next(
            (c for c in context.clauses if phrase in c.args or any(phrase in a.coordinated() for a in c.args)), None
        )
        holder = next((p for p in context.phrases[phrase.index + 1 :] if phrase in p.modifiers), None)
        if holder is not None and holder.text.endswith(self._undone):
            return
        draft = context.draft("other_event", kind.name, None, phrase, "event-noun")
        draft.flags.add("nominal")
        if clause is not None and phrase.particle in ("を", "が", "に", "も", "は"):
            if clause.lemma in self._ends:
                return
            if clause.lemma in self._wanted:
                draft.status, draft.modality = "proposed", "planned"
        actors: list[Side] = []
        targets: list[Side] = []
        inside = [s for u in phrase.content if u.mention is not None for s in self._mentioned(context, u.mention)]
        for modifier in _modifiers(phrase):
            sides = self._sides(context, modifier)
            if modifier.particle in ("の", *_AGENT):
                actors += sides
            elif modifier.particle in kind.target or modifier.particle in ("との", "ノ", "への", "からの"):
                targets += sides
        if kind.name == "軍事作戦" and clause is not None and not targets and phrase.particle == "を":
            targets = self._sufferer(context, clause)
        if kind.name in ("独立", "ミサイル発射", "核実験"):
            actors = actors or list(inside)
        elif kind.name in TWO_SIDED:
            actors += inside
        else:
            targets = targets or list(inside)
        if not actors and kind.name == "独立" and text.endswith("宣言") and holder is not None:
            # 2008年2月の独立宣言の後: the article is about whoever declared it
            actors = [s for r in context.topic() if r.kind == "state" for s in self._side(context, None, r)]
        if not actors and kind.name in ("独立", "ミサイル発射", "核実験", "派兵", "軍事作戦"):
            return
        if not actors and not targets:
            return
        yield from self._filled(context, draft, kind, None, phrase, actors, targets)

    def _sufferer(self, context: Context, clause: Clause) -> list[Side]:
        """Who is attacked: 米軍の空爆を受けたシリア東部, シリア東部は空爆を受けた."""
        if (
            clause.lemma not in ("受ける", "浴びる", "被る")
            or not clause.past
            or clause.form not in ("relative", "final")
        ):
            return []
        if clause.form == "relative":
            return self._owned(context, clause.target) if clause.target is not None else []
        return [s for a in clause.args if a.particle in ("が", "は", "も") for s in self._owned(context, a)]

    def _suffered(self, context: Context, phrase: Phrase, used: set[int]) -> Iterator[Draft]:
        """Sanctions that only those who suffer them speak of: ロシアはEUの制裁に反発した."""
        clause = next((c for c in context.clauses if phrase in c.args), None)
        if (
            clause is None
            or clause.lemma not in self._suffer
            or phrase.particle not in ("に", "を", "ヲウケ", "ニタイシ", "には")
        ):
            return
        kind = self._named["制裁"]
        actors = [s for m in _modifiers(phrase) if m.particle in ("の", *_AGENT) for s in self._sides(context, m)]
        targets = self._actors(context, kind, clause, phrase)
        if not actors or not targets or set(actors) & set(targets):
            return
        used.add(phrase.index)
        draft = context.draft("other_event", kind.name, None, phrase, "sanctions-suffered")
        draft.flags.add("nominal")
        yield from self._filled(context, draft, kind, None, phrase, actors, targets)

    # -- promises and cooperation -----------------------------------------------------------------------------------

    def _promised(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """支援を約束した, 支援を継続する意志を表明した, 支援を続ける姿勢を明確にした."""
        kind = self._named["支援の約束"]
        clear = clause.lemma == "する" and any(a.text in self._clear for a in clause.args)
        if clause.lemma not in kind.verbs_with and not clear:
            return
        for phrase in clause.args:
            if phrase.particle not in ("を", "と", "も") or phrase.index in used:
                continue
            given: Clause | None = None
            aid: Phrase | None = None
            if phrase.text in self._stance and phrase.relative is not None and phrase.relative.lemma in self._gives:
                given = phrase.relative
                aid = next(
                    (
                        a
                        for a in [*given.args, *clause.args]
                        if any(self._is_aid(p) for p in a.coordinated()) and a is not phrase
                    ),
                    None,
                )
                if aid is None and given.lemma not in ("支援する", "援助する"):
                    continue
            elif self._is_aid(phrase) and clause.lemma in (
                "約束する",
                "申し出る",
                "確約する",
                "表明する",
                "公約する",
                "誓う",
            ):
                aid = phrase
            else:
                continue
            yield from self._promise(context, kind, clause, given, aid, used)
            return
        quoted = next(
            (c for c in context.clauses if c.parent is clause and c.form == "quoted" and c.lemma in self._gives), None
        )
        if quoted is not None and clause.lemma in ("約束する", "表明する", "誓う", "明言する", "確約する"):
            aid = next((a for a in quoted.args if self._is_aid(a)), None)
            if aid is not None or quoted.lemma in ("支援する", "援助する"):
                yield from self._promise(context, kind, clause, quoted, aid, used)

    def _is_aid(self, phrase: Phrase) -> bool:
        return phrase.text.endswith(self._aid)

    def _promise(
        self, context: Context, kind: _Type, clause: Clause, given: Clause | None, aid: Phrase | None, used: set[int]
    ) -> Iterator[Draft]:
        draft = context.draft("other_event", kind.name, clause, aid or clause.phrase, "promise")
        if draft.modality == "denied" or clause.negative:
            return
        for used_phrase in (aid, clause.phrase):
            if used_phrase is not None:
                used.add(used_phrase.index)
        actors = self._actors(context, kind, clause, None)
        targets: list[Side] = []
        for part in list(aid.coordinated()) if aid is not None else []:
            targets += [s for m in part.modifiers if m.particle in kind.target for s in self._sides(context, m)]
            targets += [s for u in part.content if u.mention is not None for s in self._mentioned(context, u.mention)]
        for source in (given, clause):
            if source is not None and not targets:
                targets += [s for a in source.all_args("に", "ニタイシ", "には", "へ") for s in self._sides(context, a)]
        if given is not None and given.lemma in ("支援する", "援助する"):
            targets = targets or [s for a in given.all_args("を") for s in self._sides(context, a)]
        if not targets and len(actors) == 2 and self._mutual(clause, given):
            actors, targets = actors[:1], actors[1:]
        if not actors or not targets:
            return
        yield from self._filled(context, draft, kind, clause, aid, actors, targets)

    @staticmethod
    def _mutual(clause: Clause, given: Clause | None) -> bool:
        """Whether two sides promise each other: 両国は…, 互いに…."""
        phrases = [
            *clause.args,
            *(given.args if given is not None else []),
            *([clause.inherited] if clause.inherited else []),
        ]
        return any(p.text in ("互い", "相互", "両国", "双方", "両首脳", "両者") for p in phrases)

    def _cooperates(self, clause: Clause) -> bool:
        kind = self._named["協力の拡大"]
        return (clause.lemma in kind.verbs_with or clause.lemma in self._talk) and self._cooperative(clause) is not None

    def _cooperative(self, clause: Clause) -> Phrase | None:
        """The phrase of what is widened: 協力を(拡大する), 協力の格上げを(進める), 協力拡大も(話し合われた)."""
        kind = self._named["協力の拡大"]
        phrases = [a for a in clause.args if a.particle in ("を", "も", "が", "は", "で", "に", "ニツイテ", "")]
        if clause.inherited is not None and clause.passive:
            phrases.append(clause.inherited)
        for outer in phrases:
            for phrase in outer.coordinated():
                if clause.lemma in kind.verbs_with and phrase.text.endswith(kind.objects):
                    return phrase
                if phrase.text.endswith(kind.nouns):
                    return phrase
                if phrase.text in self._upgrade and any(m.text.endswith(kind.objects) for m in _modifiers(phrase)):
                    return phrase
        return None

    def _cooperation(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        kind = self._named["協力の拡大"]
        phrase = self._cooperative(clause)
        if phrase is None or phrase.index in used:
            return
        used.add(phrase.index)
        draft = context.draft("other_event", kind.name, clause, phrase, "cooperation")
        if draft.modality == "denied" or clause.negative:
            return
        if clause.lemma in self._talk and clause.lemma != "進める" and draft.status == "held":
            draft.status, draft.modality = "proposed", "planned"
        self._settle(draft, kind, clause)
        if draft.status == "scheduled":
            draft.status = "proposed"
        sides = self._actors(context, kind, clause, None)
        for part in [phrase, *phrase.modifiers]:
            sides += [
                s
                for m in part.modifiers
                for p in m.coordinated()
                if m.particle in ("との", "の", "間の")
                for s in self._sides(context, p)
            ]
            sides += [s for u in part.content if u.mention is not None for s in self._mentioned(context, u.mention)]
        sides += [s for a in clause.all_args("と", "とも") for s in self._sides(context, a)]
        sides = [s for s in _distinct(sides) if not (isinstance(s, Ref) and s.kind == "place")]
        if clause.parent is not None and len(sides) < 2:
            sides = _distinct([*self._actors(context, kind, clause.parent, None), *sides])
        if len(sides) < 2:
            sides = _distinct([*sides, *pair_before(context)])
        if len(sides) != 2:
            return
        yield from self._filled(context, draft, kind, clause, phrase, sides[:1], sides[1:])

    # -- sides ------------------------------------------------------------------------------------------------------

    def _actors(self, context: Context, kind: _Type, clause: Clause, phrase: Phrase | None) -> list[Side]:
        agents = [
            s
            for a in clause.args
            if a.particle in _AGENT and not is_source(context, a)
            for s in self._sides(context, a)
        ]
        if clause.passive:
            if kind.name == "外交官追放" or (kind.name == "軍事作戦" and phrase is None):
                # エチオピア軍に侵攻された, 英国に追放された
                agents = agents or [s for a in clause.all_args("に") if not a.is_time for s in self._sides(context, a)]
            own = (
                [
                    s
                    for m in (_modifiers(phrase) if phrase else [])
                    if m.particle in ("の", *_AGENT)
                    for s in self._sides(context, m)
                ]
                if kind.name not in ("外交官追放", "制裁")
                else []
            )
            return agents or [s for a in clause.all_args("から") for s in self._sides(context, a)] or own
        given = (
            [s for m in _modifiers(phrase) if m.particle in ("の", *_AGENT) for s in self._sides(context, m)]
            if phrase is not None
            else []
        )
        if (
            phrase is not None
            and clause.lemma in self._does
            and phrase.text.endswith(kind.nouns)
            and given
            and kind.name in ("派兵", "軍事作戦", "ミサイル発射", "核実験", "独立")
        ):
            return _distinct(given)
        if phrase is not None and clause.lemma in ("ある", "始まる", "続く"):
            # 核実験がある: nobody but the noun's own words says who
            return _distinct(given)
        found: list[Side] = [s for r in context.subjects(clause) for s in self._side(context, kind, r)]
        if kind.name in ("派兵", "軍事作戦", "ミサイル発射"):
            # ジブチには部隊が駐留している: the place does not act
            stage = [s for a in clause.all_args("には", "では", "にも") for s in self._sides(context, a)]
            found = [s for s in found if s not in stage]
        if not found:
            for arg in clause.args:
                if (
                    arg.particle in ("が", "は", "も", "など", "などが", "などは")
                    and not arg.is_time
                    and arg is not phrase
                ):
                    found += self._sides(context, arg)
        if not found:
            found = [
                s
                for a in clause.args
                if a.particle in ("が", "は", "も") and a.relative is not None and a.relative.lemma in _COUNTED_BY
                for b in a.relative.args
                for s in self._sides(context, b)
                if _is(s, "state")
            ]
        if not found and clause.inherited is not None:
            found = self._sides(context, clause.inherited)
        if not found and clause.form == "relative" and clause.target is not None and clause.target is not phrase:
            # 駐留しているアフリカ連合の部隊
            force = kind.name in ("派兵", "軍事作戦") and clause.target.text.endswith(self._named["派兵"].objects)
            counted = _without_counts(clause.target).endswith(self._named["派兵"].objects)
            found = self._owners(context, clause.target) if force or counted else found
        if (
            not found
            and clause.form in ("relative", "quoted", "nominal")
            and clause.parent is not None
            and not (clause.target is not None and clause.target.mentions())
            and clause.parent is not clause
        ):
            # 〜することを決めた: who decides acts
            found = [s for r in context.subjects(clause.parent) for s in self._side(context, kind, r)]
        if not found and clause.form == "relative" and clause.target is not None and clause.target is not phrase:
            # 駐留しているアフリカ連合の部隊, 派兵した北朝鮮
            found = self._sides(context, clause.target)
        if (
            not found
            and phrase is not None
            and kind.name not in ("外交官追放", "制裁", "国際機関加盟", "国家承認", *TWO_SIDED)
        ):
            found = [s for m in _modifiers(phrase) if m.particle in ("の", *_AGENT) for s in self._sides(context, m)]
            found = found or [
                s for u in phrase.content if u.mention is not None for s in self._mentioned(context, u.mention)
            ]
        return _distinct(found)

    def _targets(
        self, context: Context, kind: _Type, clause: Clause, phrase: Phrase | None, actors: list[Side]
    ) -> list[Side]:
        out: list[Side] = []
        if not kind.target:
            return out
        for arg in clause.args:
            if arg is phrase or arg.is_time or arg.particle in ("が", "は", "も"):
                continue
            if arg.particle in kind.target or (kind.name == "国家承認" and arg.particle == "を"):
                out += self._sides(context, arg, places=kind.name in ("派兵", "軍事作戦"))
        if kind.name == "軍事作戦" and clause.passive and phrase is None:
            # エチオピア軍に侵攻されたソマリアの首都: whoever it happens to
            struck = [a for a in clause.args if a.particle in ("が", "は", "も")]
            struck = struck or [p for p in (clause.target if clause.form == "relative" else clause.inherited,) if p]
            whole = [p for p in context.phrases if any(h in p.modifiers for h in struck)] if not out else []
            suffering = [s for p in (*struck, *whole) for s in self._owned(context, p)]
            return [s for s in _distinct(suffering) if s not in actors]
        if kind.name == "軍事作戦" and clause.lemma.endswith("攻撃する"):
            # コンゴ東部で武装勢力を攻撃した: whoever is attacked, not the ground
            hit = [s for a in clause.args if a.particle == "を" for s in self._sides(context, a, places=True)]
            out = hit or ([] if any(a.particle == "を" for a in clause.args) else out)
        if phrase is not None:
            for part in phrase.coordinated() if kind.name == "外交官追放" else [phrase]:
                for modifier in _modifiers(part):
                    if (
                        modifier.particle in kind.target
                        or modifier.particle in ("への", "ニタイシ", "との", "からの")
                        or (modifier.particle == "の" and modifier.text in ("間", "対"))
                    ):
                        out += self._sides(context, modifier, places=kind.name in ("派兵", "軍事作戦"))
                if kind.name in ("外交官追放", "制裁", "軍事作戦") or (
                    kind.name == "派兵" and phrase.text.endswith(kind.nouns)
                ):
                    out += [
                        s for u in part.content if u.mention is not None for s in self._mentioned(context, u.mention)
                    ]
        if kind.name == "派兵" and not out and clause.form == "relative" and clause.target is not phrase:
            out += self._sides(context, clause.target, places=True)
        if clause.passive and kind.name in ("国家承認", "外交官追放"):
            out += [s for a in clause.args if a.particle in ("が", "は", "も") for s in self._sides(context, a)]
            out = out or (list(self._sides(context, clause.inherited)) if clause.inherited is not None else [])
        return [s for s in _distinct(out) if s not in actors]

    def _sides(self, context: Context, phrase: Phrase | None, *, places: bool = False) -> list[Side]:
        """Sides that a phrase names: entities, states of places where ``places``, or a group of the text."""
        if phrase is None:
            return []
        out: list[Side] = []
        for part in phrase.coordinated():
            found: list[Side] = [
                s for r in context.actors(part) if part is phrase or r for s in self._side(context, None, r)
            ]
            if part is not phrase or len(phrase.coordinated()) == 1:
                found = [s for r in context.own_actors(part) for s in self._side(context, None, r)]
            if not found and places:
                for ref in context.places(part):
                    state = ref if ref.kind == "state" else context.linked.place_states.get(ref.key)
                    if state is not None:
                        found = [state]
            if not found and part.text.endswith(self._groups):
                found = [part.text]
            out += [s for s in found if s not in out]
        return out

    def _owners(self, context: Context, phrase: Phrase) -> list[Side]:
        """Sides that a phrase names, else those to whom it belongs: 北朝鮮の兵士."""
        own = self._sides(context, phrase)
        return own or [s for m in _modifiers(phrase) if m.particle == "の" for s in self._sides(context, m)]

    def _mentioned(self, context: Context, mention: Mention) -> list[Side]:
        if mention.kind == "office":
            return [r for a in mention.affiliation for r in context.linked.of(a) if r.kind == "state"]
        if mention.kind not in ("state", "states", "organization", "anaphor", "person"):
            return [s for m in mention.inner for s in self._mentioned(context, m)]
        return [s for r in context.linked.of(mention) for s in self._side(context, None, r)]

    def _side(self, context: Context, kind: _Type | None, ref: Ref) -> list[Side]:
        """A person or a national body as the state that acts through it."""
        if ref.kind == "place":
            return []
        if ref.kind == "person":
            if kind is not None and kind.name in self._persons_act:
                return [ref]
            home = context.state_of(ref)
            return [home] if home is not None else []
        return [acting(context, ref, self._bodies)]

    # -- slots ------------------------------------------------------------------------------------------------------

    def _filled(
        self,
        context: Context,
        draft: Draft,
        kind: _Type,
        clause: Clause | None,
        phrase: Phrase | None,
        actors: list[Side],
        targets: list[Side],
    ) -> Iterator[Draft]:
        """The draft with its sides, time and place; two sides of one act are told apart as actor and target."""
        actors, targets = _distinct(actors), [t for t in _distinct(targets) if t not in actors]
        if kind.name in TWO_SIDED and not targets and len(actors) == 2:
            actors, targets = actors[:1], actors[1:]
        if kind.name in TWO_SIDED and not (actors and targets) and phrase is not None:
            sides = _distinct([*actors, *targets, *self._deep(context, phrase)])
            actors, targets = (sides[:1], sides[1:]) if len(sides) == 2 else (actors, targets)
        if kind.name == "制裁" and actors and not targets:
            targets = [s for s in self._deep(context, phrase) if s not in actors] if phrase is not None else []
            targets = targets or (
                self._recognised(context, clause, phrase or clause.phrase, actors) if clause is not None else []
            )
        if kind.name in TWO_SIDED and not (actors and targets) and clause is not None:
            sides = _distinct([*actors, *targets, *self._earlier(context, clause)])
            actors, targets = sides[:1], sides[1:] if len(sides) == 2 else []
        if kind.name in TWO_SIDED and len(actors) == len(targets) == 1:
            (first,), (second,) = sorted((actors, targets), key=lambda s: _label(s[0]))
            actors, targets = [first], [second]
        lone = kind.name in TWO_SIDED and not (actors and targets)
        if lone and self._with_unsaid(kind, clause, actors):
            draft.flags.add("needs-partner")
        elif lone and not (kind.name == "停戦" and actors):
            return
        if not actors and not targets:
            return
        if (
            kind.name in ("ミサイル発射", "核実験", "派兵", "軍事作戦", "独立", "国家承認", "国際機関加盟")
            and not actors
        ):
            return
        trigger = phrase if phrase is not None else clause.phrase if clause is not None else None
        words = context.span(trigger) if trigger is not None else draft.trigger
        for side in actors:
            context.claim(draft, "actor", side, words)
        for side in targets:
            context.claim(draft, "target", side, words)
        self._set(context, draft, kind, clause, phrase)
        yield draft

    @staticmethod
    def _with_unsaid(kind: _Type, clause: Clause | None, actors: list[Side]) -> bool:
        """Whether one state acts on its relations with another that the clause leaves out."""
        if kind.name not in _RELATIONS or clause is None or len(actors) != 1 or not _is(actors[0], "state"):
            return False
        return clause.form != "relative" and not any(a.particle in kind.target for a in clause.args)

    def _deep(self, context: Context, phrase: Phrase) -> list[Side]:
        """Sides anywhere in what modifies a noun: AとBの国境での停戦."""
        out: list[Side] = []
        for modifier in _modifiers(phrase):
            out += [*self._deep(context, modifier), *self._sides(context, modifier)]
            out += [s for u in modifier.content if u.mention is not None for s in self._mentioned(context, u.mention)]
        return _distinct([s for s in out if not (isinstance(s, Ref) and s.kind == "organization")])

    def _earlier(self, context: Context, clause: Clause) -> list[Side]:
        """The sides that an earlier clause of the sentence names: XとYが署名を行い、国交が再開された."""
        for other in reversed(context.clauses[: clause.index]):
            if other.form in ("chain", "conjunctive"):
                states = context.states_of(context.subjects(other))
                if len(states) == 2:
                    return list(states)
        return []

    def _set(self, context: Context, draft: Draft, kind: _Type, clause: Clause | None, phrase: Phrase | None) -> None:
        time = next((t for t in context.times(phrase.modifiers) if t.edtf), None) if phrase is not None else None
        if time is None and phrase is not None and phrase.relative is not None and phrase.relative is not clause:
            time = context.when(phrase.relative, inherit=False)
        if time is None and clause is not None:
            time = when(context, clause)
        if time is not None and clause is not None and not any(t.span == time.span for t in context.times(clause.args)):
            going_on = kind.name in ("派兵", "軍事作戦") and "told-by-other" in draft.flags
            if going_on or "agreed" in draft.flags or draft.status == "proposed":
                # the day of saying is not the day of what is only wanted
                time = None
        if (
            time is not None
            and draft.time is None
            and not ("agreed" in draft.flags and clause is not None and clause.lemma in self._agree)
        ):
            context.claim(draft, "time", time, time.span)
        places = context.where(clause) if clause is not None else []
        if kind.name in ("ミサイル発射", "派兵", "軍事作戦") and clause is not None:
            places = places or [r for a in clause.all_args("に", "へ", "ニムケ") for r in context.places(a)]
        if not places and phrase is not None:
            places = [r for m in _modifiers(phrase) if m.particle in ("での", "ノ") for r in context.places(m)]
        if places:
            best = next((p for p in reversed(places) if p.kind == "place"), places[-1])
            context.claim(draft, "place", best, context.span(phrase) if phrase is not None else draft.trigger)


def _is(side: Side, kind: str) -> bool:
    return isinstance(side, Ref) and side.kind == kind


def _told_by_other(context: Context, clause: Clause) -> bool:
    """Whether what a clause tells is told by another than who does it (韓国軍は、北朝鮮が…したと発表した)."""
    parent = clause.parent
    if clause.form != "quoted" or parent is None:
        return False
    own = {r for a in clause.args if a.particle in ("が", "は", "も") for r in context.states_of(context.actors(a))}
    tellers = set(context.states_of(context.subjects(parent)))
    named = tellers or any(a.particle in ("が", "は", "も") and not a.is_time for a in parent.args)
    return bool(own and named and not own & tellers)


def same_event(group: Group, draft: Draft) -> bool:
    """Whether a draft tells of the event of a group: same type, sides that agree, times that do not clash."""
    if group.lead.subtype != draft.subtype or times_clash(group.time, draft.time):
        return False
    if "denial" in draft.flags or "denial" in group.lead.flags:
        return False
    if "needs-partner" in draft.flags | group.lead.flags:
        # who else is meant is not known before all is read
        return "needs-partner" in draft.flags & group.lead.flags and _pair(group.lead) == _pair(draft)
    if {group.lead.status, draft.status} & {"held"} and group.lead.status != draft.status:
        return "headline" in draft.flags or "headline" in group.lead.flags or "nominal" in draft.flags
    mine, theirs = _pair(draft), [_pair(d) for d in group.drafts]
    return any(_fits(mine, pair, draft.subtype in TWO_SIDED) for pair in theirs)


def _pair(draft: Draft) -> tuple[set[Side], set[Side]]:
    return (
        {c.value for c in draft.claims if c.property == "actor" and isinstance(c.value, Ref | str)},
        {c.value for c in draft.claims if c.property == "target" and isinstance(c.value, Ref | str)},
    )


def _fits(a: tuple[set[Side], set[Side]], b: tuple[set[Side], set[Side]], two_sided: bool) -> bool:
    if two_sided:
        mine, theirs = a[0] | a[1], b[0] | b[1]
        return mine == theirs or (min(len(mine), len(theirs)) < 2 and (mine <= theirs or theirs <= mine))
    actors = not a[0] or not b[0] or bool(a[0] & b[0])
    targets = not a[1] or not b[1] or bool(a[1] & b[1])
    return actors and targets and bool(a[0] & b[0] or a[1] & b[1])


def _label(side: Side) -> str:
    return side.key if isinstance(side, Ref) else side


def _modifiers(phrase: Phrase) -> list[Phrase]:
    """Modifiers of a phrase, those before an adjective included (西側諸国による厳しい経済制裁)."""
    relative = phrase.relative
    return [*phrase.modifiers, *(relative.phrase.modifiers if relative is not None else ())]


def _distinct(sides: list[Side]) -> list[Side]:
    return list(dict.fromkeys(sides))


def _quoted_text(phrase: Phrase) -> str:
    """The words of a phrase, also where it is only a quotation: 「好ましからざる人物」に指定した."""
    mention = phrase.head.mention
    return mention.text.strip("「」『』“”") if mention is not None and mention.kind == "quote" else phrase.text


def _without_counts(phrase: Phrase) -> str:
    """The noun of a phrase without the number behind it (兵士3000人)."""
    return _COUNT.sub("", phrase.text)


def _read_type(lexicon: Lexicon, name: str) -> _Type:
    table = lexicon.table("events", name)
    return _Type(
        name,
        frozenset(table["verbs"]),
        tuple(table["nouns"]),
        tuple(table["objects"]),
        frozenset(table["with"]),
        frozenset(table["target"]),
    )


def settled_events(groups: list[Group], meetings: list[Group]) -> list[Group]:
    """Events with what the article says elsewhere: denials, the other side of an act, day and place of the talks.

    A claim that is taken over has a lower confidence.
    """
    denials = [g for g in groups if "denial" in g.lead.flags]
    told = [g for g in groups if g not in denials]
    for group in told:
        _fill_target(group, told)
        _fill_partner(group, told)
        lead = group.lead
        if any(_denies(d, group) for d in denials) and any("told-by-other" in d.flags for d in group.drafts):
            for draft in group.drafts:
                draft.status, draft.modality = "uncertain", "alleged"
                draft.claims = [c._replace(modality="alleged") for c in draft.claims]
        if lead.subtype == "支援の約束" and lead.status == "held":
            _lend_talks(group, [m for m in meetings if "recalled" not in m.lead.flags])
    return [g for g in told if not g.lead.flags & {"needs-target", "needs-partner"} or g.refs("target")]


def _fill_target(group: Group, groups: list[Group]) -> None:
    """The one other side of acts of the same type that the article tells of."""
    if (
        group.lead.subtype not in ("派兵", "軍事作戦", "国家承認", "国際機関加盟")
        or _pair(group.lead)[1]
        or group.refs("target")
    ):
        return
    same = [g for g in groups if g is not group and g.lead.subtype == group.lead.subtype]
    if group.lead.subtype == "派兵":
        # ナイジェリアも軍用機を派遣していた, near what others sent
        same = [g for g in same if _near(g, group) or set(g.refs("actor")) & set(group.refs("actor"))]
    elif "needs-target" not in group.lead.flags and group.lead.subtype != "国際機関加盟":
        same = [g for g in same if set(g.refs("actor")) & set(group.refs("actor"))]
    targets = {r for g in same for r in g.refs("target")} - set(group.refs("actor"))
    if group.lead.subtype == "国家承認" and not targets:
        _take_new_state(group, groups)
    if len(targets) == 1:
        claim = next(
            c for g in same for d in g.drafts for c in d.claims if c.property == "target" and c.value in targets
        )
        own = group.lead.claims[0].evidence
        group.lead.claims.append(claim._replace(evidence=own, confidence=_INFERRED))


def _take_new_state(group: Group, groups: list[Group]) -> None:
    """The one state of whose independence the article tells is the one that is recognised."""
    born = [g for g in groups if g.lead.subtype == "独立"]
    states = {r for g in born for r in g.refs("actor")} - set(group.refs("actor"))
    if len(states) == 1:
        claim = group.lead.claims[0]
        group.lead.claims.append(claim._replace(property="target", value=states.pop(), confidence=_INFERRED))


def _near(group: Group, other: Group) -> bool:
    return abs(group.lead.sentence - other.lead.sentence) <= _NEAR


def _same_act(group: Group, other: Group) -> bool:
    return group is not other and group.lead.subtype == other.lead.subtype and bool(group.refs("target"))


def _fill_partner(group: Group, groups: list[Group]) -> None:
    """The one side that all other acts on relations of the article share."""
    if "needs-partner" not in group.lead.flags or group.refs("target"):
        return
    pairs = [
        {*g.refs("actor"), *g.refs("target")}
        for g in groups
        if g is not group and g.lead.subtype in _RELATIONS and g.refs("actor") and g.refs("target")
    ]
    own = set(group.refs("actor"))
    if any(own & {*g.refs("actor"), *g.refs("target")} for g in groups if _same_act(g, group)):
        # told in full elsewhere
        return
    shared = set.intersection(*pairs) - own if pairs else set()
    if not shared and pairs:
        # the same two sides: what was broken off is taken up again
        shared = set.union(*[p - own for p in pairs if own & p] or [set()])
    if len(shared) == 1:
        claim = group.lead.claims[0]
        group.lead.claims.append(claim._replace(property="target", value=shared.pop(), confidence=_INFERRED))


def _denies(denial: Group, group: Group) -> bool:
    return denial.lead.subtype == group.lead.subtype and bool(_pair(denial.lead)[0] & _pair(group.lead)[0])


def _lend_talks(group: Group, meetings: list[Group]) -> None:
    """Day and place of the talks at which a promise was made: the last before it in which both sides took part."""
    actors, targets = set(group.refs("actor")), set(group.refs("target"))
    both = [
        m
        for m in meetings
        if m.status == "held"
        and m.lead.sentence <= group.lead.sentence
        and actors & {*m.refs("participant"), *m.refs("state")}
        and targets & {*m.refs("state"), *m.refs("participant")}
    ]
    if not both:
        return
    meeting = max(both, key=lambda m: max(d.sentence for d in m.drafts if d.sentence <= group.lead.sentence))
    for prop in ("time", "place"):
        given = [c for d in meeting.drafts for c in d.claims if c.property == prop]
        if given and not any(c.property == prop for d in group.drafts for c in d.claims):
            time = meeting.time
            value = time if prop == "time" and time is not None else given[0].value
            group.lead.claims.append(given[0]._replace(value=value, confidence=_INFERRED))
