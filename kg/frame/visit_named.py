"""Trips that are named by a noun: プーチン大統領のDPRK訪問, 訪米中のX, 訪問先のY, 訪朝は2019年以来."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.frame.around import EARLIER
from kg.frame.context import Context, Draft
from kg.frame.trip import CORE, Trips, lands_before, people
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue

#: How states are counted behind their names: A国、B国の2カ国.
_COUNTERS: Final[tuple[str, ...]] = ("カ国", "か国", "ヵ国", "ヶ国", "諸国")
_BY: Final[tuple[str, ...]] = ("の", "による", "ニヨルノ")
_SINCE: Final = "以来"
#: Counts trips: 2度目の訪朝.
_ORDINAL: Final = re.compile("[0-9０-９一二三四五六七八九十]{1,4}(?:(?:回|度)目|[年月週]ぶり)")
#: Ends of a trip's noun at the side of what somebody does then, and nouns behind it.
_ASIDE: Final = re.compile("(?:訪問|歴訪|滞在|訪.|来.)(?:時|中|後|前|直前|直後|終了後)$")
_DURING: Final = re.compile(
    "^(?:際|折|時|とき|最終日|初日|最中|途中|途上|帰途|帰路|一環|合間|締めくくり|[0-9０-９一二三四五]+日目)$"
)
#: A trip of which nothing tells where it leads: 渡航を断念した.
_JOURNEY: Final = "渡航"
#: Behind the place where somebody comes in: ソウル入りの首相.
_ENTRY: Final = "入り"
_UNDER_WAY: Final = re.compile("(?:中|[^り]入り|(?<![0-9０-９一二三四五])[0-9０-９一二三四五]+日目)$")


class NamedTrips:
    """Finds visit drafts in noun phrases."""

    def __init__(self, lexicon: Lexicon, trips: Trips) -> None:
        self._trips = trips
        self._cue = re.compile("|".join([_ENTRY, _JOURNEY, *map(re.escape, trips.nouns), f"[{CORE}]"]))
        self._talked_about = lexicon.endings("meetings", "visit", "talked_about")
        self._reported = lexicon.words("meetings", "visit", "reported")
        self._following = lexicon.words("meetings", "visit", "following")
        self._which = lexicon.words("meetings", "visit", "which")
        self._last = lexicon.words("meetings", "visit", "last_time")
        self._oneself = lexicon.words("meetings", "visit", "oneself")
        self._meanwhile_nouns = lexicon.words("meetings", "visit", "meanwhile")
        self._arranging = re.compile(lexicon.table("meetings", "visit")["arranging"])
        self._planning = lexicon.words("meetings", "visit", "planning")

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence: trips before this one, then those that noun phrases name."""
        surface = context.parsed.sentence.surface
        if "まで" in surface:
            yield from self._until(context)
        yield from self._tours(context)
        yield from self._leading_to(context)
        if EARLIER.search(surface):
            yield from self._before(context)
        yield from self._last_time(context)
        if self._cue.search(surface):
            for phrase in context.phrases:
                if not phrase.predicate and not phrase.text.endswith(self._talked_about):
                    yield from self._named(context, phrase)

    def _until(self, context: Context) -> Iterator[Draft]:
        """18日までの滞在中に…: the last day of the trip told before."""
        for phrase in context.phrases:
            if not phrase.text.startswith(self._trips.stays):
                continue
            for row in (m for m in phrase.modifiers if m.is_time and m.text.endswith("まで")):
                time = next((t for t in context.times([row]) if (t.edtf or "").startswith("../")), None)
                if time is None or len(time.edtf or "") != len("../2025-12-03"):
                    continue
                draft = context.draft("visit", "", None, phrase, "visit-end")
                draft.flags |= {"definite", "stay"}
                context.claim(draft, "time", time, time.span)
                yield draft

    def _tours(self, context: Context) -> Iterator[Draft]:
        """アジア歴訪は1日のA国を皮切りに、B国、C国と続いた: the stops; whose tour it is the sentences before tell."""
        trips = self._trips
        for clause in context.clauses:
            tour = next((a for a in clause.args if a.particle in ("は", "が") and a.text.endswith(trips.tours)), None)
            if tour is None or clause.lemma not in trips.running:
                continue
            opening = clause.all_args("ヲ皮切り", "ヲ手始め", "から", "で", "デ")
            rows = [p for a in (*opening, *clause.all_args("と", "を")) for p in a.coordinated()]
            others = [
                p for p in context.phrases[tour.index + 1 : clause.phrase.index] if p.particle == "" and p not in rows
            ]
            for row in (*rows, *others):
                states = context.home_states(context.places(row))
                if not states or row.is_time:
                    continue
                draft = context.draft("visit", "", clause, row, "visit-tour")
                draft.flags.add("open")
                for visitor in self.who(context, tour):
                    context.claim(draft, "visitor", visitor, context.span(tour))
                for state in states[-1:]:
                    context.claim(draft, "destination", state, context.span(row))
                day = next((t for t in context.times(row.modifiers) if t.edtf), None)
                if day is not None:
                    context.claim(draft, "time", day, day.span)
                yield draft

    def _leading_to(self, context: Context) -> Iterator[Draft]:
        """訪問先はA国とB国, 最初の訪問地はA国で, 訪問先をA国、B国の2カ国に絞った: one trip to each; whose the sentences before may tell."""
        for phrase in context.phrases:
            if not phrase.text.endswith(self._trips.stops) or phrase.particle not in ("は", "を"):
                continue
            clause = next((c for c in context.clauses if phrase in c.args), None)
            if phrase.particle == "を" and (clause is None or clause.lemma not in self._trips.settling):
                continue
            owners = self.who(context, phrase)
            if not owners and phrase.particle == "を" and clause is not None:
                owners = people(context.subjects(clause))[:1]
            for row in _lands_behind(context, phrase):
                draft = context.draft("visit", "", None, row, "visit-tour")
                draft.status, draft.modality = "scheduled", "planned"
                draft.flags.add("open")
                for visitor in owners:
                    context.claim(draft, "visitor", visitor, context.span(phrase))
                for state in context.home_states(context.places(row))[-1:]:
                    context.claim(draft, "destination", state, context.span(row))
                yield draft

    # -- the trip before --------------------------------------------------------------------------------------------

    def _before(self, context: Context) -> Iterator[Draft]:
        """習主席の訪朝は2019年6月以来: an earlier trip by the same; 外相の訪中は去年4月の林氏以来: by who is named there.

        Who travels and where to may be left to the sentence before (来訪は2018年以来, 2010年11月に続いて2度目).
        """
        for phrase in context.phrases:
            time = next((t for t in context.times([phrase]) if t.edtf), None) if self._marks(context, phrase) else None
            if time is None and phrase.text == _SINCE and phrase.index:
                # 2017年11月にA市での会議に出席して以来
                last = context.phrases[phrase.index - 1]
                done = next((c for c in context.clauses if c.phrase is last and c.tail.endswith("て")), None)
                time = context.when(done, inherit=False) if done is not None else None
            if time is None:
                continue
            others = self._others(context, phrase)
            told = next(self._told(context, generic=bool(others)), None)
            there = [
                r
                for u in phrase.content
                if u.mention is not None and u.mention.kind in ("place", "state")
                for r in context.linked.of(u.mention)
            ]
            if (
                told is None
                and there
                and any(c.form == "nominal" and c.lemma in self._trips.objects for c in context.clauses)
            ):
                # 中東を訪れたのは昨年7月のイラン以来
                told = [], [], phrase
            if told is None:
                continue
            visitors, target, trigger = told
            # 外国訪問は2020年1月のミャンマー以来
            target = target if context.home_states(target) else there or target
            visitors = others or visitors
            if visitors and target:
                draft = self._trips.draft(context, None, trigger, visitors, target, "visit-before")
                if draft is None:
                    continue
                draft.flags |= {"another"} if others else set()
                draft.claims = [c for c in draft.claims if c.property not in ("time", "place")]
            else:
                draft = context.draft("visit", "", None, trigger, "visit-before")
                draft.flags.add("open" if trigger is not phrase else "elliptic")
                draft.flags |= {"another"} if others else set()
                draft.flags |= {"elsewhere"} if target and target is there else set()
                for visitor in visitors:
                    context.claim(draft, "visitor", visitor, context.span(trigger))
                for state in context.home_states(target):
                    context.claim(draft, "destination", state, context.span(trigger))
            opening = time.opening()
            context.claim(draft, "time", opening, opening.span)
            yield draft

    def _others(self, context: Context, phrase: Phrase) -> list[Ref | str]:
        """Who made the trip before: 去年4月の林氏以来, 林氏による去年4月以来, 去年4月の林氏の訪問以来, 去年4月に林氏が訪れて以来."""
        own = [u.mention for u in phrase.content if u.mention is not None and u.mention.kind == "person"]
        beside = [m for m in phrase.modifiers if m.particle in _BY and not m.is_time]
        done = next((c for c in context.clauses if c.tail.endswith("て") and c.phrase.index + 1 == phrase.index), None)
        if done is not None and phrase.text == _SINCE:
            beside += [a for a in done.args if a.particle == "が"]
        return [*(r for m in own for r in context.linked.of(m)), *_by_name(context, beside)]

    def _last_time(self, context: Context) -> Iterator[Draft]:
        """前回の訪中は昨年9月だった, 訪中は初めてで、前回は…: the trip before, where nothing else is told of it."""
        for phrase in context.phrases:
            behind = context.phrases[phrase.index + 1 : phrase.index + 3]
            if phrase.particle != "は" or len(behind) != 1 or not behind[0].is_time:
                continue
            trip = self.names_trip(phrase) and any(m.text in self._last for m in phrase.modifiers)
            alone = phrase.text in self._last and any(self.names_trip(p) for p in context.phrases[: phrase.index])
            if not (trip or alone):
                continue
            time = next((t for t in context.times(behind) if t.edtf), None)
            if time is None:
                continue
            draft = context.draft("visit", "", None, phrase, "visit-before")
            draft.flags.add("open")
            around = phrase if trip else next(p for p in context.phrases if self.names_trip(p))
            for visitor in self.who(context, around)[:1]:
                context.claim(draft, "visitor", visitor, context.span(phrase))
            for state in context.home_states(self.goal(context, around)):
                context.claim(draft, "destination", state, context.span(phrase))
            context.claim(draft, "time", time, time.span)
            yield draft

    def _marks(self, context: Context, phrase: Phrase) -> bool:
        """Whether a phrase tells which trip came before: 2018年8月以来, 昨年10月に続き, 1994年のカーター氏に次いで."""
        if _SINCE in phrase.text or phrase.particle == "ニツヅキ":
            return True
        return phrase.particle == "に" and any(
            c.lemma in self._following and phrase in c.args and c.form in ("chain", "relative") for c in context.clauses
        )

    def _told(self, context: Context, *, generic: bool) -> Iterator[tuple[list[Ref | str], list[Ref], Phrase]]:
        """Trips of a sentence: named persons who travel, where to, and the words; either may be left out.

        Whether trips of whoever holds an office (中国外相の訪朝は) count too says ``generic``.
        """
        trips = self._trips
        for clause in context.clauses:
            head = next(
                (u.mention for u in clause.phrase.content if u.mention is not None and u.mention.rule == "travel"), None
            )
            if head is not None and head.head in CORE:
                target = list(context.linked.of(head))
            elif clause.lemma in trips.objects:
                target = trips.target(context, [a for a in clause.args if a.particle == "を"])
            elif (ground := trips.goal_of_idiom(clause)) is not None:
                target = trips.target(context, ground)
            else:
                continue
            subjects = [a for a in clause.args if a.particle in ("が", "は", "も")]
            named = [] if any(a.particle == "トシテ" for a in clause.args) else _by_name(context, subjects)
            if target and (named or generic or (not subjects and clause.form == "nominal")):
                yield named, target, clause.phrase
        for phrase in context.phrases:
            if not self.names_trip(phrase):
                continue
            target = self.goal(context, phrase)
            makers = [m for m in phrase.modifiers if m.particle in _BY and not m.is_time and m.text not in self._which]
            named = _by_name(context, makers)
            homes = [m for m in makers if (m.head.mention is not None and m.head.mention.kind in ("place", "state"))]
            alone = all(m in homes or _ORDINAL.fullmatch(m.text) for m in makers)
            if named or generic or (alone and phrase.particle in ("は", "としては", "も", "が", "と", "で", "")):
                yield named, target, phrase
        bare = [
            p for p in context.phrases if p.particle in ("は", "が", "を", "も", "では", "としては") and not p.is_time
        ]
        if not bare and trips.counting.search(context.parsed.sentence.surface):
            # 大統領時代の2010年11月に続いて2度目。
            when = next((p for p in context.phrases if self._marks(context, p)), None)
            if when is not None:
                yield [], [], when

    # -- trips by name ----------------------------------------------------------------------------------------------

    def names_trip(self, phrase: Phrase) -> bool:
        """Whether a phrase names a trip: 訪朝, 北朝鮮訪問, ソウル入り."""
        entry = phrase.text.endswith(_ENTRY) and any(m.kind in ("place", "state") for m in phrase.mentions())
        return (
            entry
            or phrase.text == _JOURNEY
            or _travel(phrase) is not None
            or phrase.text in self._meanwhile_nouns
            or any(n in phrase.text for n in self._trips.nouns)
        )

    def goal(self, context: Context, phrase: Phrase) -> list[Ref]:
        """Where a trip goes: 訪朝, 平壌訪問, 北朝鮮への訪問."""
        travel = _travel(phrase)
        target: list[Ref] = list(context.linked.of(travel)) if travel is not None and travel.head in CORE else []
        if target:
            return target
        for unit in phrase.content:
            if unit.mention is not None and unit.mention.kind in ("place", "state"):
                target += context.linked.of(unit.mention)
        target = [*(r for p in lands_before(context, phrase) for r in context.places(p)), *target] if target else []
        before = context.phrases[phrase.index - 1] if phrase.index else None
        if (
            not target
            and before is not None
            and phrase.text in self._meanwhile_nouns
            and before.particle in ("を", "に")
        ):
            # A首相はB国を訪問中、…
            return [r for p in (*lands_before(context, before), before) for r in context.places(p)]
        for modifier in phrase.modifiers:
            head = modifier.head.mention
            if modifier.particle in ("への", "の") and head is not None and head.kind in ("place", "state"):
                target += [r for p in lands_before(context, modifier) for r in context.places(p)]
                target += context.places(modifier)
            elif modifier.particle == "の" and modifier.text.endswith(_COUNTERS):
                # A国、B国の2カ国の歴訪
                target += [r for m in modifier.modifiers for p in m.coordinated() for r in context.places(p)]
            elif modifier.particle == "への" and modifier.text in self._trips.same_state:
                target += [r for r in context.actors(modifier) if r.kind == "state"]
        return target

    def who(self, context: Context, phrase: Phrase) -> list[Ref | str]:
        """Who makes a trip: Xの訪日, Xによる訪日, XやYの訪日, 会議出席のためのXの訪日, 訪日中のX."""
        own = [m for p in _whole(context, phrase) for m in p.modifiers]
        rows = [m for m in own if m.particle in _BY]
        for m in own:
            if m.particle == "としての":
                # Xの国賓としての来日
                rows += m.modifiers
            elif m.particle in _BY and m.head.text in ("ため", "目的"):
                rows += [inner for n in m.modifiers for inner in (n, *n.modifiers)]
            elif m.particle == "への":
                # X首相のサウジアラビアへの訪問
                rows += [n for n in m.modifiers if n.particle in _BY and n.head.mention is not None]
        visitors = people(r for m in rows for r in context.actors(m)) or _inside(context, phrase)
        if visitors and all(p.head.mention is not None and p.head.mention.kind == "person" for p in phrase.conjuncts):
            # A氏、B氏らの訪米: a person is no part of a trip
            visitors = [*people(r for p in phrase.conjuncts for r in context.actors(p)), *visitors]
        if not visitors:
            visitors = [
                v
                for m in rows
                if m.particle == "の" and m.text.endswith(self._trips.delegations)
                for v in self._trips.group(context, m)
            ]
        if _UNDER_WAY.search(phrase.text) and phrase.particle == "の" and not visitors:
            bearer = _bearer(context, phrase)
            visitors = people(context.actors(bearer))[:1] or self._trips.officeholder(context, bearer)
            whole = next((p for p in context.phrases if bearer in p.conjuncts), None)
            if visitors and whole is not None and whole.particle in ("と", "らと", "を", "らを"):
                # 来日中のA首相、B大統領と会談した: all have come who are not at home there
                visitors = people(context.actors(whole))
        return visitors

    def _named(self, context: Context, phrase: Phrase) -> Iterator[Draft]:
        trips = self._trips
        if not self.names_trip(phrase):
            return
        target, visitors = self.goal(context, phrase), self.who(context, phrase)
        clause, role, fate = self._governing(context, phrase)
        stay = phrase.text.endswith(trips.stay_ends) or (phrase.text.endswith("先") and _travel(phrase) is not None)
        if stay and phrase.particle == "の" and not visitors:
            yield from self._stay(context, phrase, clause)
            return
        counted = phrase.particle in ("は", "が", "も", "では", "としては") and trips.counting.search(
            context.parsed.sentence.surface, phrase.end
        )
        if counted:
            # 国務長官の訪中は2018年以来: of who holds the office now, if the article names him
            visitors = [v for v in visitors if v in _by_name(context, phrase.modifiers)] or visitors[:1]
        planner = next((p.relative for p in _whole(context, phrase) if p.relative is not None), None)
        planner = planner or self._planned_for(phrase)
        if not visitors and planner is not None and planner.lemma in trips.own_trip and not planner.passive:
            # Xが予定していたロシア訪問
            visitors = people(r for a in planner.args if a.particle in ("が", "らが") for r in context.actors(a))
        subjects = context.subjects(clause) if clause is not None and role == "を" else []
        if not visitors and clause is not None and (fate or clause.lemma in trips.own_trip):
            visitors = people(subjects) or (trips.visitors(context, clause) if role == "を" else [])
            about = role in ("は", "も") and not fate and clause.lemma in trips.made
            if not visitors and about:
                # 台湾訪問は8月に行ったばかりだ
                visitors = people(context.topic_before())[:1] or people(context.topic_near())[:1]
            if not visitors and role == "を" and clause.form in ("final", "conjunctive") and not fate:
                # 昨年には訪日を取りやめていた, 訪中を予定していたが、…
                visitors = people(context.subjects_or_topic(clause))[:1]
        if not visitors and clause is not None and any(m.text in self._oneself for m in phrase.modifiers):
            # 自身の訪米に触れた
            visitors = people(context.subjects_or_topic(clause))[:1]
        vague = not any(r.kind == "state" or r.key in context.linked.place_states for r in target)  # 中東・アフリカ歴訪
        reports = phrase.particle == "の" and any(
            phrase in p.modifiers and p.text in self._reported for p in context.phrases
        )
        if not visitors and clause is not None and reports:
            # B主席から訪朝の結果について説明を受けた
            visitors = people(r for a in clause.all_args("から") for r in context.actors(a))
        tour = clause is not None and vague and clause.lemma in trips.own_trip and phrase.text.endswith("歴訪")
        if tour and clause is not None:
            # 日本を皮切りに3カ国歴訪を開始した
            first = [a for a in clause.all_args("ヲ皮切り", "ヲ手始め", "から", "で") if not a.is_time]
            target = [r for a in first for r in context.places(a)] or target
        ahead = phrase.particle == "ヲ前"
        then = self._meanwhile(context, phrase) if target and not visitors else []
        if then:
            yield from self._on_it(context, phrase, target, then, ahead=ahead)
            return
        journey = self._purpose(context, phrase) if target and not visitors else None
        if journey is not None:
            yield from self._heading(context, phrase, target, journey)
            return
        hosted = bool(visitors and not target)
        if hosted:
            # the host's own words: 日本政府は習主席の訪問を延期すると発表した
            home = {s for v in visitors if isinstance(v, Ref) and (s := context.state_of(v)) is not None}
            target = [s for s in context.states_of(subjects) if s not in home]
        if not target and visitors and phrase.particle == "の" and _UNDER_WAY.search(phrase.text):
            # 中東歴訪中のA首相は: where he goes the text goes on to tell
            anchor = context.draft("visit", "", None, phrase, "visit-traveller")
            context.claim(anchor, "visitor", visitors[0], context.span(phrase))
            yield anchor
        if not target and visitors and clause is not None and role == "を" and clause.lemma in trips.own_trip:
            yield from self._given_up(context, phrase, clause, visitors)
        if (
            not target
            and not visitors
            and clause is not None
            and planner is not None
            and planner.lemma in self._planning
        ):
            # 2月に予定されていた訪問は取りやめになった: of whom the sentences before tell
            yield from self._given_up(context, phrase, clause, [])
        if not target and clause is not None and role in ("で", "デ") and phrase.text.endswith("訪問"):
            who = visitors or people(context.subjects(clause))[:1] or people(context.topic())[:1]
            yield from self._recalled(context, phrase, who)
        if not target:
            return
        after = context.parsed.sentence.surface[phrase.end :].replace("。", "、")
        if phrase.particle in ("ニツイテ", "ヲメグリ", "ニカンシ"):
            # 訪印について、日程を調整している: what is said of it comes behind the comma
            after = after.replace("、", "")
        after = after.partition("、")[0]
        wish = not counted and context.modality.wish(phrase, clause, after)
        if not visitors and wish and clause is not None:
            # ロシア訪問への意欲を示した: who wishes is who travels
            visitors = people(context.subjects_or_topic(clause))[:1]
        if (
            not visitors
            and clause is not None
            and role in ("は", "が", "も")
            and trips.fate_of(context, phrase, clause)
        ):
            # A国とB国への訪問は延期された: of whom the sentences before tell
            topic = people(context.topic_before())[:1] or people(context.topic_near())[:1]
            visitors = [
                v for v in topic if isinstance(v, Ref) and context.state_of(v) not in context.home_states(target)
            ]
        if not visitors:
            # 訪朝日程は…: tells more of a trip that is told elsewhere
            ahead = phrase.particle in ("ニサキダチ", "ヲ前", "ニムケ", "ニツヅキ", "ニソナエ")
            detail = self._detail(context, phrase, target, clause if not ahead else None)
            topic = people(context.topic_before())[:1] if phrase.particle == "は" and not phrase.modifiers else []
            own = context.states_of(v for v in topic if isinstance(v, Ref))
            if detail.time is not None and own and not set(own) & set(target) and _travel(phrase) is not None:
                # A大統領は9日に首脳会談を行う。訪米は4日から10日まで
                for visitor in topic:
                    context.claim(detail, "visitor", visitor, context.span(phrase))
                detail.rule, detail.flags = "visit-noun", {"nominal"}
            yield detail
            return
        draft = trips.draft(context, None, phrase, visitors, target, "visit-noun")
        if draft is None:
            return
        if draft.time is None:
            # Xが10日から予定していたA国とB国への訪問
            planned = next((t for p in _whole(context, phrase)[1:] for t in context.deep_times(p)), None)
            if planned is None and planner is not None and planner.lemma in self._planning:
                planned = next((t for t in context.times(planner.args) if t.edtf), None)
            if planned is not None:
                context.claim(draft, "time", trips.span_of_days(context, planned), planned.span)
        welcomed = clause is not None and clause.lemma in trips.hosting
        if hosted and not welcomed and not wish and not fate and (clause is None or clause.lemma not in trips.own_trip):
            draft.flags.add("definite")
        draft.flags |= {"nominal", "definite", "current"} if counted else {"nominal"}
        self._settle(context, draft, phrase, clause if role in ("を", "が", "は", "も") else None, wish, after)
        following = context.phrases[phrase.index + 1] if phrase.index + 1 < len(context.phrases) else None
        if draft.time is None and phrase.particle == "は" and following is not None and following.is_time:
            # 前回の訪中は昨年4月だった
            told = next((t for t in context.times([following]) if t.edtf), None)
            last = following.index + 1 == len(context.phrases)
            if told is not None and last and "以来" not in following.text:
                context.claim(draft, "time", told, told.span)
        if draft.time is None and draft.status == "held" and phrase.particle == "の" and _UNDER_WAY.search(phrase.text):
            # 14日、来日中のA外相と会った: a day on which he was there
            bearer = _bearer(context, phrase)
            host = next((c for c in context.clauses if c.past and any(bearer in a.coordinated() for a in c.args)), None)
            day = context.when(host, inherit=False) if host is not None else None
            if day is not None:
                context.claim(draft, "time", day, day.span)
                draft.flags.add("during")
        yield from _each(draft)

    def _planned_for(self, phrase: Phrase, depth: int = 4) -> Clause | None:
        """The clause of a plan on the first noun before a trip: 8日から予定されていたA国のB大統領の国賓としての来日."""
        for modifier in phrase.modifiers if depth else ():
            found = modifier.relative or self._planned_for(modifier, depth - 1)
            if found is not None and found.lemma in self._planning:
                return found
        return None

    def _given_up(self, context: Context, phrase: Phrase, clause: Clause, visitors: list[Ref | str]) -> Iterator[Draft]:
        """訪問を取りやめた, 渡航を断念した: the trip told before, or to where the text is set."""
        reading = self._trips.fate_of(context, phrase, clause)
        if reading is None:
            return
        own = context.states_of(v for v in visitors if isinstance(v, Ref))
        target = self._trips.setting_before(context, own) if phrase.text == _JOURNEY else []
        draft = self._trips.draft(context, None, phrase, visitors, target, "visit-noun") if target else None
        if draft is None:
            draft = context.draft("visit", "", None, phrase, "visit-noun")
            draft.flags.add("open")
            for visitor in visitors:
                context.claim(draft, "visitor", visitor, context.span(phrase))
            time = next(iter(context.deep_times(phrase)), None)
            if time is not None:
                context.claim(draft, "time", time, time.span)
        draft.status, draft.modality = reading.status, reading.modality
        if draft.claims:
            yield draft

    @staticmethod
    def _recalled(context: Context, phrase: Phrase, visitors: list[Ref | str]) -> Iterator[Draft]:
        """習氏は、2016年の国賓訪問で…を振り返った: an earlier trip to where he is told to be."""
        time = next((t for t in context.times(m for m in phrase.modifiers if m.is_time) if t.edtf), None)
        published = context.scene.article.published
        if (
            time is None
            or not visitors
            or (published is not None and time.latest is not None and time.latest >= published)
        ):
            return
        draft = context.draft("visit", "", None, phrase, "visit-before")
        draft.flags.add("open")
        for visitor in visitors:
            context.claim(draft, "visitor", visitor, context.span(phrase))
        context.claim(draft, "time", time, time.span)
        yield draft

    def _meanwhile(self, context: Context, phrase: Phrase) -> list[Ref | str]:
        """Who acts on, before or after a trip that is his: A首相はB国訪問の最終日に…, 訪問時に…, 訪問を前に…."""
        when = next((p for p in context.phrases if phrase in p.modifiers and _DURING.search(p.text)), None)
        if when is None and phrase.particle not in ("ヲ前", "ニツヅキ") and not _ASIDE.search(phrase.text):
            return []
        carrier = when or phrase
        clause = next((c for c in context.clauses if carrier in c.args), None)
        return people(context.subjects_or_topic(clause))[:1] if clause is not None else []

    def _on_it(
        self, context: Context, phrase: Phrase, target: list[Ref], who: list[Ref | str], *, ahead: bool
    ) -> Iterator[Draft]:
        draft = self._trips.draft(context, None, phrase, who, target, "visit-noun")
        if draft is None:
            return
        draft.flags |= {"nominal", "definite"} if phrase.text.endswith("前") else {"nominal"}
        time = _leading_time(context, phrase)
        if draft.time is None and time is not None:
            context.claim(draft, "time", time, time.span)
        if phrase.text in self._meanwhile_nouns:
            # 30日、B国を訪問中に…: a day on which he was there
            draft.flags.add("during")
        if ahead and (draft.time is None or draft.time.latest is None):
            draft.status, draft.modality = "scheduled", "planned"
            draft.flags -= {"nominal"}
        yield draft

    def _purpose(self, context: Context, phrase: Phrase) -> Clause | None:
        """The clause of a journey that is made for a trip: 訪米のため羽田を出発した."""
        carrier = next((p for p in context.phrases if phrase in p.modifiers and p.text in ("ため", "目的")), None)
        clause = next((c for c in context.clauses if carrier in c.args), None) if carrier is not None else None
        return clause if clause is not None and clause.lemma in self._trips.goals else None

    def _heading(self, context: Context, phrase: Phrase, target: list[Ref], journey: Clause) -> Iterator[Draft]:
        draft = self._trips.draft(
            context, journey, phrase, people(context.subjects_or_topic(journey))[:1], target, "visit-noun"
        )
        if draft is not None:
            yield draft

    def _settle(
        self, context: Context, draft: Draft, phrase: Phrase, clause: Clause | None, wish: bool, after: str
    ) -> None:
        """Give a named trip its status and time by what is said of it."""
        if "definite" in draft.flags and not wish and (clause is None or clause.lemma not in self._trips.own_trip):
            return
        if draft.time is None and (time := _leading_time(context, phrase)) is not None:
            context.claim(draft, "time", time, time.span)
        done = _done(phrase, clause)
        if draft.time is None and clause is not None and (clause.lemma == done or clause.lemma in self._trips.begun):
            # 12日に訪問を開始した, 訪問が20日に行われる
            time = context.when(clause, inherit=False)
            if time is not None:
                context.claim(draft, "time", self._trips.span_of_days(context, time), time.span)
        if wish or (phrase.particle == "ニムケ" and draft.time is None and self._arranging.search(after)):
            draft.status, draft.modality = "proposed", "planned"
        elif (
            clause is not None and clause.lemma in self._trips.upcoming and phrase.particle in ("が", "も", "は", "を")
        ) or (phrase.particle == "へ" and phrase is context.phrases[-1]):
            draft.status, draft.modality = "scheduled", "planned"
        elif clause is not None and clause.lemma in self._trips.ended and clause.form == "chain":
            draft.status, draft.modality = "held", "asserted"
        elif context.modality.unsettled(after):
            draft.status, draft.modality = "uncertain", "possible"
        else:
            fate = next((p.text for p in context.phrases if phrase in p.modifiers and p.text in self._trips.fates), "")
            reading = context.modality.nominal(
                phrase, clause, context.clauses, plain=self._trips.own_trip | {done, "受け入れる", "認める"}, fate=fate
            )
            draft.status, draft.modality = reading.status, reading.modality
            self._shift(context, draft, clause)
        if draft.status != "held":
            draft.flags -= {"nominal"}

    def _shift(self, context: Context, draft: Draft, clause: Clause | None) -> None:
        """訪問を3月10日に延期する: it is planned for the new day."""
        if clause is None or clause.lemma not in self._trips.shift or draft.status == "held":
            return
        day = next((a for a in clause.args if a.is_time and a.particle in ("に", "へ")), None)
        time = next((t for t in context.times([day]) if t.edtf), None) if day is not None else None
        if time is not None:
            draft.status, draft.modality = "scheduled", "planned"
            draft.claims = [c for c in draft.claims if c.property != "time"]
            context.claim(draft, "time", time, time.span)

    def _stay(self, context: Context, phrase: Phrase, clause: Clause | None) -> Iterator[Draft]:
        """訪問先のバンコクで: the subject is there."""
        carrier = next((p for p in context.phrases if phrase in p.modifiers), None)
        while carrier is not None and clause is None:
            clause = next((c for c in context.clauses if carrier in c.args), None)
            if clause is None:
                carrier = next((p for p in context.phrases if carrier in p.modifiers), None)
        if carrier is None or clause is None:
            return
        target, visitors = context.places(carrier), people(context.subjects(clause))
        found = (
            self._trips.draft(context, None, phrase, visitors, target, "visit-stay") if visitors and target else None
        )
        if found is None:
            return
        if carrier.particle in ("に", "へ", "を", "ニムケ"):
            # 次の訪問先の韓国に向かう: as sure as the verb
            reading = context.modality.read(clause, context.clauses)
            found.status, found.modality = reading.status, reading.modality
        if found.time is None and (time := context.when(clause, inherit=False)) is not None:
            context.claim(found, "time", time, time.span)
            if found.status == "held":
                found.flags.add("during")
        yield found

    def _governing(self, context: Context, phrase: Phrase) -> tuple[Clause | None, str, bool]:
        """The clause of a named trip, the particle by which it belongs there, and whether a noun between tells its fate.

        Of joined nouns the particle is that of the last (訪問と会談を).
        """
        for clause in context.clauses:
            for arg in clause.args:
                if phrase in arg.coordinated():
                    adverb = clause.form == "chain" and clause.phrase.head.pos[0] == "形容詞" and not clause.tail
                    if adverb and not clause.phrase.comma and clause.index + 1 < len(context.clauses):
                        # 訪問を1日早く切り上げた
                        return context.clauses[clause.index + 1], arg.particle, False
                    return clause, arg.particle, False
                if phrase in arg.modifiers:
                    fate = arg.text in self._trips.fates
                    return clause, arg.particle if fate else "", fate
        return None, "", False

    @staticmethod
    def _detail(context: Context, phrase: Phrase, target: list[Ref], clause: Clause | None) -> Draft:
        draft = context.draft("visit", "", None, phrase, "visit-detail")
        draft.flags |= {"nominal", "definite"}
        for state in [r for r in target if r.kind == "state"]:
            context.claim(draft, "destination", state, context.span(phrase))
        time = context.when(clause, inherit=False) if clause is not None else None
        last = phrase.index + 2 == len(context.phrases)
        if clause is None and last and phrase.particle == "は" and context.phrases[-1].is_time:
            # 訪米は4日から10日まで。
            time = next((t for t in context.times([context.phrases[-1]]) if t.edtf), None)
        if time is not None and not (time.edtf or "").endswith("/.."):
            context.claim(draft, "time", time, time.span)
        return draft


def _each(draft: Draft) -> Iterator[Draft]:
    """A trip to several states as one to each."""
    states = draft.refs("destination")
    if len(states) < 2 or draft.refs("place"):
        yield draft
        return
    for state in states:
        kept = [c for c in draft.claims if c.property != "destination" or c.value == state]
        yield replace(draft, claims=kept, flags=set(draft.flags))


def _whole(context: Context, phrase: Phrase) -> list[Phrase]:
    """A named trip with the lands in a row before it, on the first of which stands whose it is: A首相のB国とC国への訪問."""
    lands = [m for m in phrase.modifiers if m.particle in ("への", "の") and _is_land(m)]
    return [phrase, *(p for land in (phrase, *lands) for p in lands_before(context, land))]


def _lands_behind(context: Context, phrase: Phrase) -> list[Phrase]:
    """The lands in a row right behind a phrase: 訪問先はA国、B国のC市、D国."""
    row: list[Phrase] = []
    for behind in context.phrases[phrase.index + 1 :]:
        if behind.comma and behind.particle == "" and len(behind.text) == 1:
            # 仏、伊、…: no land by itself
            continue
        if not context.home_states(context.places(behind)) or behind.is_time or not _is_land(behind):
            break
        if behind.particle != "の" or (behind.index + 1 < len(context.phrases) and _counts(context, behind)):
            row.append(behind)
    return row


def _counts(context: Context, land: Phrase) -> bool:
    """Whether a land ends a row that is counted: A国、B国の2カ国."""
    return context.phrases[land.index + 1].text.endswith(_COUNTERS)


def _is_land(phrase: Phrase) -> bool:
    return phrase.head.mention is not None and phrase.head.mention.kind in ("place", "state")


def _inside(context: Context, phrase: Phrase) -> list[Ref | str]:
    """Who makes a trip whose noun begins with him: 岸田外相訪ロ, プーチン氏訪朝."""
    travel = _travel(phrase)
    named = [m for m in phrase.mentions() if m.kind == "person"] if travel is not None else []
    return people(r for m in named[:1] for r in context.linked.of(m))


def _done(phrase: Phrase, clause: Clause | None) -> str:
    """The verb that a named trip makes with a light one: 訪問が行われる is 訪問する, インド訪問は行われる too."""
    verb = f"{phrase.text}する"
    return clause.lemma if clause is not None and verb.endswith(clause.lemma) and clause.lemma != "する" else verb


def _travel(phrase: Phrase) -> Mention | None:
    return next((u.mention for u in phrase.content if u.mention is not None and u.mention.rule == "travel"), None)


def _bearer(context: Context, phrase: Phrase) -> Phrase | None:
    """Of whom a の-phrase tells, past the state or body he belongs to: 訪米中の日本の安倍首相."""
    carrier: Phrase | None = phrase
    for _ in range(3):
        carrier = next((p for p in context.phrases if carrier in p.modifiers), None)
        if carrier is None or carrier.particle != "の" or people(context.own_actors(carrier)):
            break
    return carrier


def _by_name(context: Context, phrases: list[Phrase]) -> list[Ref | str]:
    """Persons whom phrases name; an office alone (ウクライナ外相の訪中は2012年以来) means whoever held it then."""
    return people(
        r
        for a in phrases
        for p in a.coordinated()
        if p.head.mention is not None and (p.head.mention.kind == "person" or p.head.text.startswith("同"))
        for r in context.actors(p)
    )


def _leading_time(context: Context, phrase: Phrase) -> TimeValue | None:
    """The time right before a named trip and those who make it: 年内には金総書記のモスクワ訪問も, 98年11月、江主席の訪日の際."""
    first = phrase
    while first.modifiers:
        first = first.modifiers[0]
    before = context.phrases[first.index - 1] if first.index else None
    if before is None or not before.is_time or before.particle == "は":
        return None
    clause = next((c for c in context.clauses if before in c.args), None)
    if clause is not None and clause.past and phrase not in clause.args:
        return None
    if clause is not None and any(phrase in a.coordinated() and a.particle == "を" for a in clause.args):
        # 12日、X氏の訪日を発表した
        return None
    return next((t for t in context.times([before]) if t.edtf), None)
