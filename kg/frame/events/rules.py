"""The closed list of other events, from diplomatic relations and sanctions to truces and promises of aid."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from kg.frame.around import days_told_with, hypothetical, meeting_pair, when
from kg.frame.context import Context, Draft
from kg.frame.events.fillers import Fillers
from kg.frame.events.find import Finder, holders
from kg.frame.events.promises import Promises
from kg.frame.events.sides import Side, Sides, distinct, is_kind, modifiers
from kg.frame.events.status import StatusRules
from kg.frame.events.tallies import Tallies
from kg.frame.events.types import EventType, Telling, read_types
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue

_JUBILEE: Final = re.compile(r"(?<![0-9０-９])([0-9０-９]{1,3})周?年")
_TRUCE: Final = "停戦"
_ACCESSION: Final = "国際機関加盟"
_OPERATION: Final = "軍事作戦"
_TROOPS: Final = "派兵"
_HOUSES: Final[tuple[str, ...]] = ("大使館", "領事館", "公使館")
_OPENED: Final = "国交樹立"
_LASTING: Final = re.compile("てき|てい|でき|でい")
_SPACED: Final[tuple[str, ...]] = ("　", " ", "：", ":", "―", "-")
_BESIDE: Final = re.compile(r"と?ともに|と共に|一方")


class OtherEventRules:
    """Finds drafts of other events in a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._types = read_types(lexicon)
        self._sides = Sides(lexicon)
        self._fillers = Fillers(lexicon, self._sides)
        self._fillers.check(self._types)
        self._status = StatusRules(lexicon)
        common = lexicon.table("events", "common")
        self._follow_only: dict[str, list[str]] = common["follow_only"]
        self._denies, self._follow = frozenset(common["denies"]), frozenset(common["follow"])
        self._alike, self._alike_acts = tuple(common["alike"]), tuple(common["alike_acts"])
        self._step = {verb: tuple(words) for verb, words in common["in_step"].items()}
        cues = {*self._alike, *(w for words in self._step.values() for w in words)}
        self._step_cue = re.compile("|".join(map(re.escape, sorted(cues))))
        self._meant = frozenset(common["meant"])
        self._thereby = tuple(common["thereby"])
        self._earlier = tuple(common["earlier"])
        self._ends_of, self._terms = frozenset(common["lapses"]), frozenset(common["terms"])
        self._averts = frozenset((*common["averts"], *common["ends"]))
        self._already = tuple(common["already"])
        self._admits = frozenset(common["admits"])
        self._befalls = frozenset((*common["befalls"], *common["hit"]))
        named = {t.name: t for t in self._types}
        self._promises = Promises(lexicon, self._sides, named, self._filled, self._fillers.find, self._status.settle)
        self._tallies = Tallies(lexicon, named["外交官追放"], self._status)
        self._finder = Finder(lexicon, self._types, self._sides, self._promises.cues)
        self._offices = lexicon.endings("events", "sides", "offices")
        self._both_parties = lexicon.words("events", "common", "both_parties")
        self._both_armies = lexicon.endings("events", "common", "both_armies")
        self._ordering_papers = lexicon.endings("events", "common", "ordering")

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence in text order."""
        stepping = self._step_cue.search(context.parsed.sentence.surface) is not None
        follows = any(c.lemma in self._follow or (stepping and self._in_step(c)) for c in context.clauses)
        if not follows and not self._finder.worth(context):
            yield from self._tallies.find(context, set())
            return
        used: set[int] = set()
        told: list[Draft] = []
        for clause in context.clauses:
            if clause.lemma in self._follow or (stepping and self._in_step(clause)):
                followed = list(self._followed(context, clause, told))
                yield from followed
                if followed:
                    continue
            found = list(self._clause(context, clause, used))
            told += found
            yield from found
        for phrase in context.phrases:
            if phrase.index not in used:
                yield from self._noun(context, phrase, used)
        yield from self._tallies.find(context, used)

    # -- predicates -------------------------------------------------------------------------------------------------

    def _clause(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """What a clause tells: the first telling that gives a draft counts, for each object."""
        yield from self._promises.find(context, clause, used)
        if clause.lemma in self._denies:
            yield from self._denied(context, clause, used)
        for telling in self._finder.clause(context, clause, used):
            if telling.words.index in used:
                continue
            drafts = list(self._told(context, telling))
            if drafts or telling.plain:
                used |= {telling.words.index, clause.phrase.index}
                stem = clause.lemma.removesuffix("する")
                # 攻撃を実施した, of which the parser makes one verb
                used |= {a.index for a in clause.args if a.particle == "を" and a.text.endswith(stem)}
                if telling.phrase is not None and telling.phrase is clause.target:
                    # 断絶した外交関係を正常化する: the noun is also the object of another act
                    used.discard(telling.phrase.index)
            yield from drafts

    def _told(self, context: Context, telling: Telling) -> Iterator[Draft]:
        """An event told by a predicate, with its object phrase if it has one."""
        clause, kind = telling.clause, telling.type
        assert clause is not None
        if kind.land and self._only_describes(context, clause):
            return
        draft = self._draft(context, telling)
        negated = telling.row is not None and telling.row.negated
        if negated and clause.negative:
            # 武力行使も辞さない
            draft.status, draft.modality = "proposed", "planned"
        if (
            draft.modality == "denied"
            or clause.negative != negated
            or hypothetical(clause)
            or _purpose(clause)
            or _attempt(clause)
            or self._status.refused(context, clause)
        ):
            return
        if telling.type.relation and self._status.only_starts(clause):
            return
        lasting = clause.lemma == "結ぶ" and kind.name == _OPENED and _LASTING.match(clause.tail) is not None
        if lasting and (clause.form == "relative" or context.when(clause) is None):
            # 長く国交を結んできたナウルが: they have been so for long
            return
        if telling.row is not None and telling.row.rule == "truce-wanted" and clause.target is telling.phrase:
            # エジプトの提案した停戦を受諾した: what is proposed is told by what becomes of it
            return
        if telling.row is not None and telling.row.held_only and draft.status != "held":
            if not self._status.asked(clause):
                return
            # 双方に敵対行為をやめるよう訴えた
            draft.status, draft.modality = "proposed", "planned"
        if telling.row is not None and telling.row.status == "cancelled" and draft.status == "proposed":
            # 制裁を解除するよう求めた
            return
        aimed = self._aimed_at(context, telling)
        actors = self._fillers.find(context, telling, "actor", aimed)
        targets = self._fillers.find(context, telling, "target", actors) or aimed
        groups = self._each(context, telling, actors) if kind.listed else [(actors, None)]
        if kind.mutual and len(actors) == 2 and not targets and self._status.each_other(context, clause):
            # 双方が1人ずつ外交官を追放した
            for one, other in ((0, 1), (1, 0)):
                part = self._draft(context, telling)
                yield from self._filled(context, part, telling, [actors[one]], [actors[other]])
            return
        if kind.name == _TROOPS and len(groups) == 1 and len(actors) > 1:
            # each sends its own
            groups = [([a], None) for a in actors]
        for sides, time in groups:
            part = draft if len(groups) == 1 else self._draft(context, telling)
            if time is not None:
                context.claim(part, "time", time, time.span)
            for made in self._filled(context, part, telling, sides, [t for t in targets if t not in sides]):
                yield made
                yield from (made.on(day) for day in days_told_with(context, clause, made.time))
        if kind.precedents and actors:
            yield from self._precedents(context, telling, actors)

    def _aimed_at(self, context: Context, telling: Telling) -> list[Side]:
        """Where an act leads by the words on its noun's own noun: レバノンへの平和維持部隊の派遣を承認した."""
        phrase = telling.phrase
        if phrase is None or not telling.type.ground:
            return []
        on = [m for p in modifiers(phrase) for m in modifiers(p) if m.particle in ("への", "ニタイシ")]
        return distinct(s for m in on for s in self._sides.named(context, m))

    def _only_describes(self, context: Context, clause: Clause) -> bool:
        """Whether a clause without a word of its own modifies no land: 独立した調査を要請した."""
        target = clause.target if clause.form == "relative" else None
        if (
            target is None
            or any(a.particle != "に" or a.is_time for a in clause.args)
            or clause.tail not in ("た", "の")
        ):
            return False
        whole = [p for p in context.phrases if target in p.modifiers]
        return not any(
            self._sides.owners(context, p) or p.text.endswith(("国", "国家", "地域")) for p in (target, *whole)
        )

    def _precedents(self, context: Context, telling: Telling, actors: list[Side]) -> Iterator[Draft]:
        """1974年以来24年ぶりとなる核実験, 25日に続き2発を発射した: an act of the same kind that went before."""
        for time in _times_before(context, telling):
            draft = context.draft("other_event", telling.type.name, None, telling.words, "precedent")
            draft.flags.add("earlier")
            context.claim(draft, "time", time, time.span)
            yield from self._filled(context, draft, Telling(telling.type, None, None, telling.words), actors, [])

    def _draft(self, context: Context, telling: Telling) -> Draft:
        clause = telling.clause
        rule = telling.row.rule if telling.row is not None else "event-verb"
        draft = context.draft("other_event", telling.type.name, clause, telling.words, rule)
        if clause is not None:
            if clause.form == "chain" and _BESIDE.match(context.parsed.sentence.surface, clause.phrase.end):
                draft.flags.add("beside")
            if draft.status == "scheduled" and self._status.just_done(context, draft, clause):
                draft.status, draft.modality = "held", "asserted"
                draft.flags.discard("plain")
            self._status.settle(context, draft, telling.type, clause)
            if _told_by_other(context, clause):
                draft.flags.add("told-by-other")
        row = telling.row
        over = holders(context, telling.phrase) if telling.phrase is not None and clause is not None else []
        if draft.status in ("held", "scheduled") and any(
            p.text in self._finder.intents and p in clause.args for p in over if clause
        ):
            # 承認の意向を示した
            draft.status, draft.modality = "proposed", "planned"
        if row is not None and row.status == "proposed":
            draft.status, draft.modality = "proposed", "planned"
        if row is not None and row.status == "scheduled" and draft.status == "held":
            # a mission is set up before its soldiers come
            draft.status, draft.modality = "scheduled", "planned"
        if row is not None and row.status == "cancelled" and draft.status in ("held", "scheduled"):
            draft.status = "cancelled"
        if row is not None and row.status == "held" and draft.status == "proposed":
            # 外交官に国外退去を求めた
            draft.status, draft.modality = "held", "asserted"
        if clause is not None and self._status.going_on(clause) and draft.status in ("proposed", "scheduled"):
            draft.status, draft.modality = "held", "asserted"
            draft.flags.discard("plain")
        now = "plain" in draft.flags or (clause is not None and clause.form in ("chain", "relative"))
        stood = clause is not None and clause.target is not None and bool(clause.target.mentions())
        if (
            row is not None
            and row.stative
            and ((draft.status == "scheduled" and now) or (draft.status == "proposed" and stood))
        ):
            # 部隊が駐留し、EUも派遣する: what stands there is no plan
            draft.status, draft.modality = "held", "asserted"
            draft.flags.discard("plain")
        if clause is not None and clause.form == "chain" and draft.status == "scheduled" and not hypothetical(clause):
            # 八二年に攻め入り、今も要衝をうかがう
            own, published = context.when(clause, inherit=False), context.scene.article.published
            if own is not None and own.latest is not None and published is not None and own.latest < published:
                draft.status, draft.modality = "held", "asserted"
                draft.flags.discard("plain")
        if telling.phrase is not None and any(m.text.endswith(self._earlier) for m in modifiers(telling.phrase)):
            draft.flags.add("earlier")
        if clause is not None and clause.form == "chain" and draft.status == "scheduled":
            surface = context.parsed.sentence.surface
            begin = context.clauses[clause.index - 1].phrase.end if clause.index else 0
            if any(word in surface[begin : clause.phrase.begin] for word in self._already):
                # 既に現地入りし、…も加わる
                draft.status, draft.modality = "held", "asserted"
                draft.flags.discard("plain")
        return draft

    def _each(
        self, context: Context, telling: Telling, actors: list[Side]
    ) -> list[tuple[list[Side], TimeValue | None]]:
        """Who acts, and when, one by one where the clause lists them: 12日にXが、13日にはYが承認した."""
        clause = telling.clause
        args = clause.args if clause is not None else []
        marks: list[tuple[list[Side], TimeValue | None]] = []
        time: TimeValue | None = None
        for arg in args:
            if arg.is_time:
                time = next((t for t in context.times([arg]) if t.edtf), time)
            elif arg.particle == "が" and arg is not telling.phrase:
                sides = self._sides.named(context, arg)
                if sides:
                    marks.append((sides, time))
        return marks if len(marks) >= 2 or (marks and args and args[0].is_time) else [(actors, None)]

    def _denied(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """An act that its doer denies (北朝鮮は派兵を否定した). Such a draft is no event by itself."""
        telling = self._finder.denied(clause, used) if not clause.negative else None
        actors = self._fillers.find(context, telling, "actor") if telling is not None else []
        if telling is None or not actors:
            return
        used.add(telling.words.index)
        draft = context.draft("other_event", telling.type.name, None, telling.words, "event-denied")
        draft.flags.add("denial")
        draft.status, draft.modality = "uncertain", "denied"
        for side in actors:
            context.claim(draft, "actor", side, context.span(telling.words))
        yield draft

    def _in_step(self, clause: Clause) -> bool:
        """英国も歩調を合わせた, 同様の措置を取った."""
        alike = [a for a in clause.all_args("を") if a.text.endswith(self._alike_acts)]
        if any(a.text.startswith(self._alike) or any(m.text in self._alike for m in a.modifiers) for a in alike):
            # 英国も同様の措置を取った
            return True
        words = self._step.get(clause.lemma)
        if words is None:
            return False
        return any(a.text.endswith(words) and (a.modifiers or a.text in words) for a in clause.all_args("を", "に"))

    def _followed(self, context: Context, clause: Clause, told: list[Draft]) -> Iterator[Draft]:
        """A state that does as others have just done: サウジアラビアが断交し、イエメンも続いた."""
        joined = [a for a in clause.args if a.particle in ("も", "が", "は") and not a.is_time]
        actors = [s for a in joined for s in self._sides.named(context, a) if is_kind(s, "state")]
        last = context.clauses[-1]
        done = clause.past or (clause.form == "chain" and last.past)
        if not actors or clause.negative or not (done or clause.form in ("relative", "quoted")):
            return
        if clause.form == "chain" and clause.tail == "て":
            # サウジに同調して断交した: the act is told itself
            return
        near = context
        for at in range(context.index - 1, max(-1, context.index - 3), -1):
            apart = context.scene.sentences[at].sentence.paragraph != context.parsed.sentence.paragraph
            if told or (apart and at < context.index - 1):
                break
            near = Context(context.scene, at, context.modality, context.lexicon)
            told = [
                d
                for c in near.clauses
                if c.lemma not in self._follow or c.lemma in self._follow_only
                for d in self._clause(near, c, set())
            ]
        ahead = ("held", "scheduled") if told and told[-1].subtype == _TROOPS else ("held",)
        models = [d for d in told if d.status in ahead and "denial" not in d.flags]
        only = self._follow_only.get(clause.lemma)
        if only is not None and any(a.particle in ("に", "へ", "を", "にも") and not a.is_time for a in clause.args):
            return
        models = [d for d in models if (d.subtype in only if only is not None else d.subtype == models[-1].subtype)]
        kind = next((t for t in self._types if models and t.name == models[-1].subtype), None)
        if kind is None or (kind.two_sided and not kind.relation) or kind.name == "独立":
            return
        doers = {s for c in near.clauses for r in near.subjects(c) for s in self._sides.of(near, r)}
        sides = [pair_of(d) for d in models]
        shared = set.intersection(*[a | b for a, b in sides]) if sides else set()
        targets = [s for s in (shared - doers or shared & {t for _, b in sides for t in b}) if s not in actors]
        if len(targets) != 1 and "needs-target" not in models[-1].flags:
            return
        for actor in distinct(actors):
            telling = Telling(kind, None, clause, None)
            draft = context.draft("other_event", kind.name, clause, clause.phrase, "follows")
            if draft.modality == "denied" or (not done and (draft.status == "held" or "plain" in draft.flags)):
                # 追随する見通しだ, but not 追随する国は
                return
            if models[-1].status == "scheduled":
                # 英国は部隊を置くと発表し、フランスも続いた
                draft.status, draft.modality = models[-1].status, models[-1].modality
            if any(w in context.parsed.sentence.surface for w in ("同じ日", "同日")) and models[-1].time is not None:
                context.claim(draft, "time", models[-1].time, context.span(clause.phrase))
            yield from self._filled(context, draft, telling, [actor], list(targets))

    # -- nouns ------------------------------------------------------------------------------------------------------

    def _noun(self, context: Context, phrase: Phrase, used: set[int]) -> Iterator[Draft]:
        telling = self._finder.noun(context, phrase)
        if telling is None:
            return
        if phrase.predicate and not phrase.text.endswith("以来") and any(c.phrase is phrase for c in context.clauses):
            return
        used.add(phrase.index)
        clause = next((c for c in context.clauses if any(phrase in a.coordinated() for a in c.args)), None)
        if self._finder.ended(clause, phrase) and telling.type.name != _OPERATION:
            return
        draft = self._draft(context, telling)
        draft.rule = "event-noun"
        draft.flags.add("nominal")
        if clause is not None and self._status.wanted(clause) and phrase.particle in ("を", "が", "に", "も", "は"):
            draft.status, draft.modality = "proposed", "planned"
        on_it = phrase.particle in ("で", "に", "を", "ニツイテ", "デ")
        if clause is not None and not telling.type.agreeing_does and on_it and self._status.agreed(clause):
            # エチオピア軍の展開について合意した
            draft.status, draft.modality = "scheduled", "planned"
        if self._status.ahead(context, phrase.end):
            draft.status, draft.modality = "proposed", "planned"
        talks = any(h.text.endswith(self._finder.talks) for h in holders(context, phrase) if phrase.particle == "ノ")
        if telling.type.relation and (talks or phrase.particle == "ニムケ"):
            # 国交回復に向けた協議, 国交回復に向けて
            draft.status, draft.modality = "scheduled", "planned"
        if phrase.text.endswith(telling.type.clashes):
            # AとBの戦闘: both stand before the noun, and are named
            on = [m for m in modifiers(phrase) if m.particle in ("の", "との", "ニヨル", "ニヨルノ")]
            on += [n for m in on if m.text == "間" for n in m.modifiers]
            # スーダンで始まった国軍とRSFの戦闘
            on = [*(c for c in phrase.conjuncts if c.particle == "と"), *on]
            actors = distinct(s for m in on if not _anaphoric(m) for s in self._sides.named(context, m))
            lands = {context.state_of(s) for s in actors if is_kind(s, "organization") and isinstance(s, Ref)}
            actors = actors if len(actors) < 3 else [s for s in actors if s not in lands]
            averted = clause is not None and clause.lemma in self._averts
            if phrase.particle == "ヲマジエ" and clause is not None:
                # タイとカンボジアの両軍は砲火を交えた
                rows = clause.all_args("は", "が", "も")
                actors = distinct(s for a in rows[:1] for s in self._sides.named(context, a))
                actors = actors or distinct(
                    s for a in rows[:1] for m in modifiers(a) for s in self._sides.named(context, m)
                )
            if len(actors) == 2 and not averted:
                yield from self._filled(context, draft, telling, actors, [])
            return
        actors = self._fillers.find(context, telling, "actor")
        targets = self._fillers.find(context, telling, "target", actors)
        if telling.ended and not (actors and targets):
            return
        on = [m for p in (phrase, *modifiers(phrase)) for m in modifiers(p) if m.particle in ("への", "ニタイシ")]
        if actors and on and set(actors) <= {s for m in on for s in self._sides.named(context, m)}:
            # ウクライナへの西側部隊の派遣
            actors, targets = [], actors
        yield from self._filled(context, draft, telling, actors, targets)

    # -- slots ------------------------------------------------------------------------------------------------------

    def _filled(
        self, context: Context, draft: Draft, telling: Telling, actors: list[Side], targets: list[Side]
    ) -> Iterator[Draft]:
        """The draft with its sides, time and place; two sides of one act are told apart as actor and target."""
        kind, needs = telling.type, telling.needs
        if kind.state_acts:
            actors = distinct(self._for_state(context, a) for a in actors)
        if kind.relation:
            actors, targets = _states(context, actors), _states(context, targets)
        fought = telling.row.mutual if telling.row is not None else telling.words.text.endswith(kind.clashes)
        if kind.name == _OPERATION and telling.clause is None:
            # 両国軍の砲撃の応酬
            on = [n for m in modifiers(telling.words) for n in (m, *m.modifiers)]
            fought = fought or any(m.text.startswith(self._both_armies) for m in on)
        if fought and len(actors) == 2 and not targets:
            # 両軍が国境で交戦した
            actors, targets = actors[:1], actors[1:]
        if kind.two_sided:
            actors, targets = self._two(context, telling, actors, targets)
        if kind.name == _OPERATION:
            # イラン大使館が空爆を受けた: the state whose house it is
            houses = [t for t in targets if isinstance(t, Ref) and t.name.endswith(_HOUSES)]
            targets = [t for t in targets if t not in houses] or targets
        if "actor-state" in needs:
            actors = [a for a in actors if is_kind(a, "state")]
        if "target-state" in needs:
            targets = [t for t in targets if is_kind(t, "state")]
        if "target-body" in needs:
            # 国連総会は…の加盟を承認した: who is let in joins the whole
            wholes = context.linked.wholes
            bodies = [t for t in targets if isinstance(t, Ref) and t.kind == "organization"]
            targets = distinct(wholes.get(t.key, t) for t in bodies)
        if "actor-no-body" in needs:
            actors = [t for t in actors if not is_kind(t, "organization")]
        if "two" in needs and not (actors and targets):
            return
        if "actor-entity" in needs:
            actors = [a for a in actors if isinstance(a, Ref) or a.endswith(self._sides.alliances)]
        if "target-entity" in needs:
            targets = [t for t in targets if isinstance(t, Ref)]
        if kind.disguised and self._disguised(telling):
            actors = [a for a in actors if isinstance(a, Ref) and a.key in kind.disguised_by]
            if not actors and not self._of_disguisers(context, kind):
                return
        if telling.row is not None and telling.row.rule == "attack" and self._by_person(context, telling):
            # 馬英九氏は民進党の政策を攻撃した: with words
            targets = [t for t in targets if not is_kind(t, "organization")]
        if "one" in needs:
            actors, targets = actors[:1], targets[:1]
        if kind.two_sided and not (actors and targets):
            if self._with_unsaid(telling, actors):
                draft.flags.add("needs-partner")
            elif kind.relation and not actors and self._bare_relations(telling):
                # 国交は1988年に回復した: of the two of whose relations the article tells
                draft.flags |= {"needs-actor", "needs-pair"}
            elif kind.name == _TRUCE and not actors and (foes := self._fillers.at_war(context, telling)):
                # ガザでの停戦を求めた: of those who are known to fight there
                actors, targets = foes[:1], foes[1:]
            elif kind.lone and not actors and telling.clause is not None:
                # オルバン首相は停戦を提案した: the article may tell who is at war
                draft.flags |= {"needs-actor", "definite", "joins"}
                actors, targets = self._met(context, telling)
                draft.flags |= {"at-talks"} if actors else set()
            elif not kind.lone or not actors:
                return
        if kind.name == _TRUCE and len(actors) == 1 and not targets and self._agreed_alone(telling, draft):
            # rebels agree with the government at home
            targets = [h for a in actors if isinstance(a, Ref) and (h := self._home_of(context, a)) is not None]
        if not targets and "target" in telling.fill:
            draft.flags.add("needs-target")
        if not actors and ("actor" in telling.fill or "earlier" in draft.flags):
            # what is asked for again joins what was told; an earlier act is one of its own
            only_asked = telling.clause is not None and self._status.wanted(telling.clause)
            # 近く国連加盟も認定される
            alone = "earlier" in draft.flags or (kind.name == _ACCESSION and not only_asked)
            draft.flags |= {"needs-actor", "definite"} | ({"joins"} if alone else set())
        unsaid = telling.clause.passive if telling.clause is not None else self._noun_when(context, telling.words)
        if kind.precedents and not actors and unsaid:
            # 同日実施された3回目の実験, 1998年8月の発射以来: whose, the article has told
            draft.flags |= {"needs-actor", "definite", "joins"}
        if kind.name == _OPERATION and not actors and not targets and self._dated(context, telling):
            # 空爆は24日夜に始まった: whose, the article has told
            draft.flags |= {"needs-actor", "definite", "joins"}
        if not targets and any(w in context.parsed.sentence.surface for w in kind.unless_lone):
            return
        if not self._complete(draft, needs, actors, targets):
            return
        words = context.span(telling.words)
        if (
            kind.two_sided
            and actors
            and targets
            and self._told_at(context, targets[0]) < self._told_at(context, actors[0])
        ):
            draft.flags.add("turned")
        for side in actors:
            context.claim(draft, "actor", side, words)
        for side in targets:
            context.claim(draft, "target", side, words)
        self._set(context, draft, telling)
        yield draft

    def _noun_when(self, context: Context, phrase: Phrase) -> bool:
        """Whether a noun has a day on it: 4月の発射, 同日実施された実験."""
        if any(t.edtf for t in context.times(phrase.modifiers)):
            return True
        on = [phrase, *(m for m in phrase.modifiers if m.particle == "の")]
        inner = [p.relative for p in on if p.relative is not None and p.relative.past]
        return any(context.when(c, inherit=False) for c in inner)

    def _dated(self, context: Context, telling: Telling) -> bool:
        """Whether a noun without a word on it is said to have come about on a day."""
        phrase = telling.phrase
        clause = telling.clause or next((c for c in context.clauses if phrase in c.args), None)
        if (
            clause is None
            or phrase is None
            or phrase.modifiers
            or phrase.relative
            or phrase.particle not in ("は", "が")
        ):
            return False
        return clause.lemma in self._befalls and context.when(clause, inherit=False) is not None

    def _agreed_alone(self, telling: Telling, draft: Draft) -> bool:
        """Whether one side is said to agree on a truce: 反政府勢力が停戦に合意した."""
        clause = telling.clause
        return clause is not None and draft.status == "held" and self._status.agreed(clause)

    @staticmethod
    def _home_of(context: Context, side: Ref) -> Ref | None:
        return context.state_of(side) if side.key in context.linked.movements else None

    @staticmethod
    def _by_person(context: Context, telling: Telling) -> bool:
        """Whether a person or who holds an office is the subject."""
        clause = telling.clause
        if clause is None:
            return False
        heads = (a.head.mention for a in clause.all_args("は", "が", "も"))
        named = any(m is not None and m.kind in ("person", "office") for m in heads)
        return named or any(r.kind == "person" for r in context.subjects(clause))

    def _for_state(self, context: Context, side: Side) -> Side:
        """The state for which a body acts that is neither a party nor an armed group."""
        if not isinstance(side, Ref) or side.kind != "organization":
            return side
        if side.key in context.linked.movements and not side.name.endswith(self._offices):
            return side
        if (state := context.state_of(side)) is not None:
            return state
        # インド原子力委員会, which no registry has
        named = (r for refs in context.linked.refs.values() for r in refs if r.kind == "state" and len(r.name) > 1)
        return next((r for r in named if side.name.startswith(r.name)), side)

    @staticmethod
    def _disguised(telling: Telling) -> bool:
        """Whether what is launched is called something else than a missile."""
        phrases = [*telling.words.coordinated(), *(p for m in modifiers(telling.words) for p in m.coordinated())]
        return not any("ミサイル" in p.text for p in phrases) and any(
            w in p.text and "ロケット弾" not in p.text and "ロケット砲" not in p.text
            for p in phrases
            for w in telling.type.disguised
        )

    @staticmethod
    def _of_disguisers(context: Context, kind: EventType) -> bool:
        """Whether the article is of a state whose launches of other things the rest take for missile tests."""
        return any(r.key in kind.disguised_by for refs in context.linked.refs.values() for r in refs)

    @staticmethod
    def _complete(draft: Draft, needs: frozenset[str], actors: list[Side], targets: list[Side]) -> bool:
        """Whether the sides are named that the words need, or may be found elsewhere in the article."""
        if "target-or-held" in needs and not targets and draft.status != "held":
            # 日本も追加制裁に踏み切る方針だ: against whom, the article may tell
            draft.flags.add("needs-target")
        if not actors and "needs-actor" not in draft.flags and any(n.startswith("actor") for n in needs):
            return False
        target = any(n in ("target", "target-state", "target-body", "target-entity") for n in needs)
        if not targets and "needs-target" not in draft.flags and target:
            return False
        return bool(actors or targets) or "needs-actor" in draft.flags

    def _two(
        self, context: Context, telling: Telling, actors: list[Side], targets: list[Side]
    ) -> tuple[list[Side], list[Side]]:
        """The two sides of one act, from wherever the sentence names them, in a fixed order."""
        if not targets and len(actors) > 1 and self._both_too(telling):
            return actors, []
        if not targets and len(actors) == 2:
            actors, targets = actors[:1], actors[1:]
        if not targets and len(actors) == 3:
            # イスラエルとレバノンの武装組織ヒズボラ: the land of a movement is none of the sides
            actors = self._sides.without_homes(context, actors)
            actors, targets = (actors[:1], actors[1:]) if len(actors) == 2 else (actors, targets)
        wanted = telling.clause is not None and self._status.wanted(telling.clause)
        for extra in ("inside", "deep", "chain"):
            if actors and targets:
                break
            if extra == "chain" and wanted and not telling.type.relation:
                # オルバン首相は…と会い、停戦を提案した: who asks for a truce is not at war
                continue
            if extra == "deep" and telling.phrase is None:
                continue
            if extra == "chain" and actors and telling.type.relation and self._own_subject(telling):
                # エチオピアとウガンダも厳しい姿勢を取り、ウガンダは断交した: not with one another
                continue
            found = self._fillers.ask(context, telling, extra)
            sides = self._sides.without_homes(context, distinct([*actors, *targets, *found]))
            if len(sides) == 2:
                actors, targets = sides[:1], sides[1:]
        if not actors and not targets and self._points_back(telling):
            # 双方は8月から停戦に入っている
            actors, targets = self._pair_told_before(context)
        if not actors and len(targets) == 1:
            actors, targets = targets, []
        if len(actors) == 1 and not targets and telling.type.relation:
            # 1961年に断交したキューバとの交渉を始める
            targets = [s for s in self._unsaid_side(context, telling) if s not in actors]
        if len(actors) == 1 and not targets and telling.type.relation:
            targets = [s for s in self._related(context, telling) if s not in actors]
        if len(actors) == len(targets) == 1:
            (first,), (second,) = sorted((actors, targets), key=lambda s: _label(s[0]))
            actors, targets = [first], [second]
        return actors, targets

    def _points_back(self, telling: Telling) -> bool:
        """Whether the subject only means the two of whom the sentence before tells."""
        clause = telling.clause
        own = clause.all_args("は", "が", "も") if clause is not None else []
        return any(a.text in self._both_parties for a in own)

    def _pair_told_before(self, context: Context) -> tuple[list[Side], list[Side]]:
        """A state and a movement, or two of either, that the sentence before names and nobody else."""
        if not context.index:
            return [], []
        units = context.scene.sentences[context.index - 1].units
        named = [r for u in units if u.mention is not None for r in context.linked.of(u.mention)]
        sides: list[Side] = distinct(r for r in named if r.kind == "state" or r.key in context.linked.movements)
        return (sides[:1], sides[1:]) if len(sides) == 2 else ([], [])

    def _met(self, context: Context, telling: Telling) -> tuple[list[Side], list[Side]]:
        """プトラジャヤで会談。無条件の即時停戦で合意: the two who have just met, where nobody else is named."""
        clause = telling.clause
        if clause is None or not self._status.agreed(clause):
            return [], []
        if any(a.particle in ("が", "は", "も") and a is not telling.phrase for a in clause.args) or clause.inherited:
            return [], []
        pair: list[Side] = list(meeting_pair(context))
        return pair[:1], pair[1:]

    @staticmethod
    def _own_subject(telling: Telling) -> bool:
        clause, phrase = telling.clause, telling.phrase
        rows = clause.all_args("は", "が") if clause is not None else []
        return any(a is not phrase and not a.is_time and a.mentions() for a in rows)

    def _unsaid_side(self, context: Context, telling: Telling) -> list[Side]:
        """米国は、1961年に断交したキューバとの交渉を始める: of a clause on one state, the other is who goes on."""
        clause = telling.clause
        if clause is None or clause.form != "relative" or telling.phrase is clause.target:
            return []
        head = [s for s in self._fillers.ask(context, telling, "head") if is_kind(s, "state")]
        goes_on = [*context.states_of(context.subjects(clause))]
        return distinct([*head, *goes_on]) if len(head) == len(goes_on) == 1 else []

    @staticmethod
    def _both_too(telling: Telling) -> bool:
        """Whether two states do as another has done: バーレーンとスーダンも断交した."""
        clause = telling.clause
        if clause is None or not telling.type.relation or any(a.particle in telling.type.goal for a in clause.args):
            return False
        own = [a for a in clause.args if a.particle in ("も", "が", "は") and a is not telling.phrase]
        own = own or [p for p in (clause.inherited,) if p is not None]
        return any(a.particle == "も" and a.conjuncts for a in own)

    def _related(self, context: Context, telling: Telling) -> list[Side]:
        """台湾と国交があるのは1カ国で、Xが断交した後は: the one state on relations with which the sentence speaks."""
        nouns = telling.type.objects
        own = (c for c in context.clauses if c is not telling.clause)
        rows = [
            (c, a) for c in own for a in c.args if a.text.endswith(nouns) and a.particle in ("が", "を", "も", "は")
        ]
        on = [m for c, a in rows for m in (*a.modifiers, *c.all_args("と")) if m.particle in ("と", "との")]
        sides = distinct(s for m in on for s in self._sides.named(context, m) if is_kind(s, "state"))
        return sides if len(sides) == 1 else []

    @staticmethod
    def _told_at(context: Context, side: Side) -> tuple[int, int, str]:
        """Where the sentence, else the article, first names a side."""
        here = context.parsed.sentence.span
        spans = [s.begin for s, refs in context.linked.refs.items() if side in refs]
        own = [b for b in spans if here.begin <= b < here.end]
        begin = min(own or spans, default=here.end)
        return int(not own), begin, _label(side)

    @staticmethod
    def _bare_relations(telling: Telling) -> bool:
        """Whether relations are the subject, and nobody is named with them."""
        clause, phrase = telling.clause, telling.phrase
        if clause is None or phrase is None or phrase.modifiers or phrase.particle not in ("は", "が", "も"):
            return False
        return clause.form != "relative" and not any(a.mentions() and not a.is_time for a in clause.args)

    def _with_unsaid(self, telling: Telling, actors: list[Side]) -> bool:
        """Whether one state acts on its relations with another that the clause leaves out."""
        clause = telling.clause
        if not telling.type.relation or clause is None or not actors or not is_kind(actors[0], "state"):
            return False
        if len(actors) > 1 and not self._both_too(telling):
            return False
        target = clause.target.text if clause.form == "relative" and clause.target is not None else "こと"
        # 外交関係を樹立する方針, but not 断交した国
        told = target == "こと" or target in self._meant
        return told and not any(a.particle in telling.type.goal for a in clause.args)

    def _set(self, context: Context, draft: Draft, telling: Telling) -> None:
        time = self._time(context, draft, telling)
        clause = telling.clause
        if time is not None and telling.type.by_decision and (time.edtf or "").startswith("../"):
            # 19日までの退去を命じた: the last day for it
            time = None
        if time is not None and telling.type.persons_act and clause is not None:
            # 支援を今年度も続ける考えを伝えた: the time is that of what is promised
            given = [a.relative for a in clause.args if a.relative is not None]
            published = context.scene.article.published
            ahead = published is not None and time.latest is not None and time.latest > published
            ahead = ahead and time.earliest != time.latest
            if (ahead and draft.status == "held") or any(
                t.span == time.span for c in given for t in context.times(c.args)
            ):
                time = None
        agreed = "agreed" in draft.flags and clause is not None and self._status.agreed(clause)
        if time is not None and draft.time is None and not agreed:
            context.claim(draft, "time", time, time.span)
        place = self._place(context, telling)
        if place is not None:
            context.claim(draft, "place", place, context.span(telling.words))

    def _time(self, context: Context, draft: Draft, telling: Telling) -> TimeValue | None:
        clause, phrase = telling.clause, telling.phrase
        if telling.row is not None and telling.row.status in ("proposed", "scheduled"):
            # the day of the papers is not that of the act
            return None
        if draft.rule == "follows" and clause is not None:
            return context.when(clause, inherit=False)
        if telling.row is not None and telling.row.stative and clause is not None and clause.form == "relative":
            # 22日、イラクに展開する部隊を訪れた
            return context.when(clause, inherit=False)
        if telling.type.declaring and clause is not None and clause.form == "relative" and "てい" in clause.tail:
            # 1月、独立を宣言しているソマリランドと覚書を交わした
            return context.when(clause, inherit=False)
        if telling.type.anniversary and phrase is not None and (jubilee := _JUBILEE.search(phrase.text)):
            return _jubilee(context, clause, phrase, int(jubilee.group(1)))
        time = next((t for t in context.times(phrase.modifiers) if t.edtf), None) if phrase is not None else None
        on = phrase.modifiers if phrase is not None else []
        if phrase is not None and phrase.text.endswith(telling.type.clashes):
            # 15日に始まった国軍とRSFの戦闘
            on = [*on, *phrase.conjuncts]
        for part in [phrase, *on, *(n for m in on for n in m.modifiers)] if phrase is not None else []:
            inner = part.relative
            if (
                time is None
                and inner is not None
                and inner is not clause
                and not (_ranks(inner) or self._lapses(inner) or inner.lemma in self._finder.bare)
            ):
                # 2022年2月に始まったロシアによる侵攻, but not 1933年以来続けてきた関係を断つ
                since_then = telling.type.relation and any(
                    (t.edtf or "").endswith("/..") for t in context.times(inner.args)
                )
                time = context.when(inner, inherit=False) if not since_then else None
        if telling.type.going_on and telling.row is None and clause is not None and clause.lemma in self._admits:
            # 26日、部隊の参戦を認めた: the day of saying so
            return time
        if time is None and clause is None and phrase is not None:
            time = self._noun_time(context, phrase)
        if time is None and draft.status == "held" and (clause is None or context.when(clause) is None):
            time = self._line_time(context)
        if time is None and clause is not None:
            since = self._status.since(context, clause)
            own = context.when(clause, inherit=False) if since and telling.type.precedents else None
            if own is not None:
                # 発射は、5月8日に…を発射して以来だ
                return own
            topic = since and any(a.particle == "は" for a in clause.args)
            # 首相は2日、侵攻が始まってから初めて訪れた: the day is that of what the sentence is about
            time = None if topic else context.when(clause, inherit=False) if since else when(context, clause)
            if time is not None and telling.type.relation and (time.edtf or "").endswith("/.."):
                # 1933年以来続けてきた関係を断つ
                time = context.when(clause, inherit=False)
        if time is None and clause is not None and clause.form == "relative" and clause.parent is not None:
            # 2008年、2番目に独立を認めた国となった
            goals = clause.parent.all_args("と", "に") if clause.parent.lemma == "なる" else []
            became = any(a.text.endswith("国") for a in goals)
            time = context.when(clause.parent) if became else None
        if (
            time is None
            and clause is not None
            and telling.type.by_decision
            and draft.status in ("held", "cancelled")
            and clause.parent
        ):
            # 16日、承認することを決めた
            time = context.when(clause.parent, inherit=False) if self._status.decided(clause) else None
        if time is None and clause is not None and telling.type.declaring and self._status.declared(clause):
            # 議会は3日、…から離脱し独立することを宣言した
            time = context.when(clause.parent) if clause.parent is not None else None
        if time is None and clause is not None and clause.form == "relative" and clause.target is not None:
            # 停戦に合意した2003年以降
            time = next((t for t in context.times([clause.target]) if t.edtf), None) if clause.target.is_time else None
        if time is None and clause is not None and telling.type.by_decision and draft.status in ("held", "cancelled"):
            time = self._paper_time(context, clause)
        if time is None and draft.status == "held" and context.parsed.sentence.surface.startswith(self._thereby):
            return context.time_before()
        if time is None or clause is None:
            return time
        lasting = clause.form == "relative" and "てい" in clause.tail and len(time.edtf or "") == len("2024-05-03")
        if telling.type.name == _TROOPS and lasting and "/" not in (time.edtf or ""):
            # 首相は18日、派遣している部隊を引き揚げると発表した: the day is not that of the sending
            return None
        if self._status.wanted(clause) and draft.status == "proposed":
            # 昨年5月に加盟を申請した: the day of asking
            return None
        published = context.scene.article.published
        before = published is not None and time.latest is not None and time.latest <= published
        if before and draft.status == "scheduled" and clause.form == "quoted" and telling.type.ground:
            # 英国は19日、部隊を置くと発表した: the day of saying so
            return None
        if any(t.span == time.span for t in context.times(clause.args)):
            return time
        if telling.type.ground and _of_another(context, clause, time):
            return None
        going_on = telling.type.going_on and "told-by-other" in draft.flags
        parent = clause.parent
        announced = draft.status == "scheduled" and parent is not None and parent.past
        if going_on or announced or "agreed" in draft.flags or draft.status == "proposed":
            # the day of saying is not the day of what is only wanted
            return None
        return time

    def _lapses(self, clause: Clause) -> bool:
        """Whether a clause tells of the end of what it modifies: 3日に期限を迎えた停戦."""
        return clause.lemma in self._ends_of or any(a.text in self._terms for a in clause.args)

    @staticmethod
    def _line_time(context: Context) -> TimeValue | None:
        """1972年9月29日　共同声明に調印。日本は台湾と断交: the day at the head of a line of a chronology."""
        own = context.parsed.sentence.paragraph
        first = next(s for s in context.scene.sentences if s.sentence.paragraph == own)
        head = first.phrases[0] if first.phrases else None
        if head is None or not head.is_time or head.function or first is context.parsed:
            return None
        if not first.sentence.surface.startswith(_SPACED, head.end):
            return None
        return next((t for t in context.times([head]) if t.edtf), None)

    def _paper_time(self, context: Context, clause: Clause) -> TimeValue | None:
        """14日、制裁を盛り込んだ決議を採択した, 23日の理事会で、禁輸とすることで合意した: the day of the paper or of agreeing."""
        parent, target = clause.parent, clause.target
        if clause.form != "relative" or parent is None or target is None:
            return None
        if not (parent.past or "てい" in parent.tail):
            return None
        mention = target.head.mention
        paper = (mention is not None and mention.kind == "document") or target.text.endswith(self._ordering_papers)
        if not paper and (target.text != "こと" or clause.past):
            return None
        session = [t for a in parent.all_args("で", "では") for t in context.times(a.modifiers) if t.edtf]
        return context.when(parent) or next(iter(session), None)

    def _noun_time(self, context: Context, phrase: Phrase) -> TimeValue | None:
        """1998年のインドとパキスタンの核実験, 砲撃は2010年に起きた, 10日、攻撃を受けた: when what a noun names came about."""
        on = ("の", "ニヨル", "ニヨルノ")
        rows = [p for m in modifiers(phrase) if m.particle in on for p in m.coordinated()]
        near = context.phrases[phrase.index - 1] if phrase.index else phrase
        # 4月5日の北朝鮮による衛星打ち上げ
        rows += [near] if near.particle in on and near not in rows and not near.comma else []
        # 人工衛星打ち上げ後, of which the parser makes two phrases
        rows += [m for c in phrase.conjuncts if not c.particle for m in c.modifiers if m.particle in on]
        first = context.phrases[near.index - 1] if near in rows and near.index else None
        days = [first] if first is not None and first.is_time and first.particle == "の" else []
        own = next((t for t in context.times([*(n for m in rows for n in m.modifiers), *days]) if t.edtf), None)
        clause = next((c for c in context.clauses if phrase in c.args), None)
        if own is None and clause is not None and clause.lemma in self._befalls:
            return context.when(clause, inherit=False)
        return own

    def _place(self, context: Context, telling: Telling) -> Ref | None:
        clause, phrase = telling.clause, telling.phrase
        places = context.where(clause) if clause is not None else []
        if clause is not None and not places and telling.row is not None and telling.row.soldiers:
            own = self._fillers.battlefield(context, clause)[0]
            places = [own] if own is not None else []
        if clause is not None and not places and telling.type.going_to:
            places = [r for a in clause.all_args("に", "へ", "ニムケ") for r in context.places(a)]
        if telling.type.name == _OPERATION and clause is not None and not places:
            places = self._fillers.site(context, telling)
        if not places and phrase is not None:
            on = [m for m in modifiers(phrase) if m.particle in ("での", "ノ")]
            # not the land in what somebody is called: 親イラン武装組織フーシ派に対する
            on = [m for m in on if m.head.mention is None or m.head.mention.kind not in ("organization", "person")]
            places = [r for m in on for r in context.places(m)]
        return next((p for p in reversed(places) if p.kind == "place"), places[-1] if places else None)


def _purpose(clause: Clause) -> bool:
    """Whether a clause only says to what end something else is done: 武装勢力を掃討するため."""
    return clause.form == "relative" and not clause.past and clause.target is not None and clause.target.text == "ため"


def _attempt(clause: Clause) -> bool:
    """Whether a clause tells of what somebody is only about to do: 攻撃しようとしていた."""
    trying = clause.form == "quoted" and clause.parent is not None and clause.parent.lemma == "する"
    return trying and clause.phrase.text.endswith(("よう", "おう", "とう", "ろう", "こう", "そう", "もう"))


def _times_before(context: Context, telling: Telling) -> list[TimeValue]:
    """The days since which, or after which, what a predicate tells is told."""
    clause, phrase = telling.clause, telling.phrase
    if clause is None:
        return []
    since: list[Phrase] = list(clause.args)
    after: list[Clause] = []
    if clause.form == "nominal" and clause.parent is not None:
        # 発射したのは3日以来だ
        since += [clause.parent.phrase, *clause.parent.args]
    elif clause.form == "nominal":
        since += context.phrases[clause.phrase.index + 1 :][:2]
    if phrase is not None and phrase.relative is not None and phrase.relative is not clause:
        since += phrase.relative.args
        after.append(phrase.relative)
    before = context.clauses[clause.index - 1] if clause.index else None
    if before is not None and before.form == "chain":
        after.append(before)
    out = [t for t in context.times(since) if (t.edtf or "").endswith("/..")]
    goals = [a for c in after if c.lemma == "続く" for a in c.args if a.is_time and a.particle == "に"]
    return [*out, *(t for t in context.times(goals) if t.edtf)]


def _of_another(context: Context, clause: Clause, time: TimeValue) -> bool:
    """Whether a time is that of a clause before about somebody else: Aは4月に占領し、Bは部隊を送った."""
    at = next(
        (c for c in context.clauses[: clause.index] if any(t.span == time.span for t in context.times(c.args))), None
    )
    if at is None or at.form != "chain":
        return False
    theirs = [a for a in at.args if a.particle in ("は", "が") and not a.is_time]
    own = [a for c in context.clauses[at.index + 1 : clause.index + 1] for a in c.all_args("は")]
    return bool(theirs and any(not a.is_time for a in own))


def _ranks(clause: Clause) -> bool:
    """Whether a relative clause only counts: 1974年以来24年ぶりとなる実験, 6回目となる実験, 2006年に続く実験."""
    if clause.lemma == "続く" and any(a.is_time and a.particle == "に" for a in clause.args):
        return True
    return clause.lemma == "なる" and any(
        a.text.endswith(("ぶり", "以来", "初", "初めて", "回目", "度目")) for a in clause.args
    )


def _jubilee(context: Context, clause: Clause | None, phrase: Phrase, years: int) -> TimeValue | None:
    """今年、国交樹立75周年を迎える: the year from which is counted."""
    own = next((c for c in context.clauses if phrase in c.args), clause)
    told = [t for t in context.times(own.args if own is not None else [phrase]) if t.earliest]
    published = context.scene.article.published
    now = told[0].earliest if told else published
    if now is None or now.year <= years:
        return None
    year = now.year - years
    span = context.span(phrase)
    return TimeValue(span, phrase.text, f"{year:04}", dt.date(year, 1, 1), dt.date(year, 12, 31), "inferred")


def pair_of(draft: Draft) -> tuple[set[Side], set[Side]]:
    """Actors and targets of a draft."""
    return (
        {c.value for c in draft.claims if c.property == "actor" and isinstance(c.value, Ref | str)},
        {c.value for c in draft.claims if c.property == "target" and isinstance(c.value, Ref | str)},
    )


def _told_by_other(context: Context, clause: Clause) -> bool:
    """Whether what a clause tells is told by another than who does it (韓国軍は、北朝鮮が…したと発表した)."""
    parent = clause.parent
    if clause.form != "quoted" or parent is None:
        return False
    own = {r for a in clause.args if a.particle in ("が", "は", "も") for r in context.states_of(context.actors(a))}
    tellers = set(context.states_of(context.subjects(parent)))
    named = tellers or any(a.particle in ("が", "は", "も") and not a.is_time for a in parent.args)
    return bool(own and named and not own & tellers)


def _states(context: Context, sides: list[Side]) -> list[Side]:
    """Sides of an act that only states do: a body stands for its state."""
    return distinct((context.state_of(s) or s) if isinstance(s, Ref) else s for s in sides)


def _anaphoric(phrase: Phrase) -> bool:
    """Whether a phrase only points back at its sides: 双方."""
    told = phrase.mentions()
    return bool(told) and all(m.kind == "anaphor" for m in told)


def _label(side: Side) -> str:
    return side.key if isinstance(side, Ref) else side
