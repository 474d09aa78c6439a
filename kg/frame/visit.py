"""Visits by verbs of travel: who goes, is sent, stays or leaves; trips that are only named are in ``visit_named``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Final

from kg.frame.context import Context, Draft, date_decides
from kg.frame.invitation import InvitationRules
from kg.frame.session import days_that_ended
from kg.frame.trip import CORE, Trips, lands_before, people
from kg.frame.visit_named import NamedTrips
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue

_OBJECT: Final[tuple[str, ...]] = ("を", "も", "にも", "に", "へ", "とも", "なども", "などを")
#: Behind the first stop of a tour.
_OPENING: Final[tuple[str, ...]] = ("ヲ皮切り", "ヲ手始め")
_GOAL: Final[tuple[str, ...]] = ("に", "へ", "には", "にも", "へも", "へは", "まで", "ニムケ")
#: How many phrases tell the days of a trip that a noun announces (帰国は14日の予定).
_SHORT: Final = 3
#: Behind the places in a row of stops.
_ROW: Final[tuple[str, ...]] = ("を", "に", "へ", "")
_IN_ROW: Final[tuple[str, ...]] = ("を", "に", "へ", "", "の")
#: What is set apart by は and is no subject: 当初は, 会談後は.
_ADVERB: Final = re.compile(
    "^(?:当初|今回|前回|次回|結局|実際|本来|その後|前日|当日|翌日)$|(?:後|前|中|際|時|ほか|上)$"
)
_QUESTION: Final = re.compile(r"[?？][*＊」』\s]*$")


class VisitRules:
    """Finds visit and invitation drafts in a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._trips = Trips(lexicon)
        self._invitations = InvitationRules(lexicon)
        self._named = NamedTrips(lexicon, self._trips)
        self._bearing = (
            lexicon.words("nominals", "syntax", "complements")
            | lexicon.words("nominals", "syntax", "formal_nouns")
            | frozenset(lexicon.table("meetings", "visit")["bearing"])
        )
        self._planned_first = re.compile(lexicon.table("meetings", "visit")["planned_first"])
        self._attend = frozenset(lexicon.table("meetings", "meet")["attend"])
        self._agreeing = frozenset(lexicon.words("invitations", "verbs", "agree"))
        self._supposed = lexicon.words("meetings", "visit", "supposed")
        self._bidding = lexicon.words("invitations", "nouns", "invitation")
        self._last_time = lexicon.words("meetings", "visit", "last_time")
        self._staying = lexicon.words("meetings", "visit", "staying")

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence: invitations, then visits in text order."""
        invited: list[Draft] = []
        for invitation in self._invitations.find(context):
            invited.append(invitation)
            yield invitation
            yield from self._accepted(context, invitation)
        if _QUESTION.search(context.parsed.sentence.surface):
            # 習主席の訪日はあるのか? asks
            return
        ends: list[Draft] = []
        for clause in context.clauses:
            legs = self._legs(context, clause)
            if legs:
                yield from legs
                continue
            draft = self._visit(context, clause) or self._as_invited(context, clause, invited)
            if draft is None and (last := self._lasting(context, clause)) is not None:
                ends.append(last)
            if draft is not None and (left := self._departed(context, clause, draft)) is not None:
                ends.append(left)
            if draft is not None and draft.rule == "visit-end":
                ends.append(draft)
            elif draft is not None:
                yield from _stops(context, clause, draft, begun=self._sets_out_for(context, clause))
                yield from self._left_behind(context, clause, draft)
        yield from self._named.find(context)
        yield from self._called_off(context)
        ends += self._told_days(context)
        ends += [
            d for d in (self._homeward(context), *map(partial(self._over, context), context.clauses)) if d is not None
        ]
        # 訪米を終え、2日に帰国した: the last day is of a trip that the sentence may only name
        yield from sorted(ends, key=lambda d: d.rule == "visit-end")

    def _sets_out_for(self, context: Context, clause: Clause) -> bool:
        """Whether a trip is what somebody leaves for: the day of leaving is that of its first stop (A国とB国を訪れるため、羽田をたった)."""
        aim = clause.form == "relative" and clause.target is not None and clause.target.text in ("ため", "目的")
        if not aim or clause.parent is None or context.when(clause, inherit=False) is not None:
            return False
        return clause.parent.lemma in self._trips.leaving or clause.parent.lemma in self._trips.returning

    def _accepted(self, context: Context, invitation: Draft) -> Iterator[Draft]:
        """A大統領はB首相をC国に招待し、B首相は受け入れた: a trip that both sides want."""
        clause = next((c for c in context.clauses if c.lemma in self._agreeing and _agrees(c)), None)
        claims = {"invitee": "visitor", "destination": "destination"}
        if clause is None or invitation.status != "held":
            return
        if invitation.modality == "denied" or any(not invitation.refs(prop) for prop in claims):
            return
        draft = context.draft("visit", "", None, clause.phrase, "visit-accepted")
        draft.status, draft.modality = "proposed", "planned"
        for prop, role in claims.items():
            for ref in invitation.refs(prop):
                context.claim(draft, role, ref, context.span(clause.phrase))
        yield draft

    def _as_invited(self, context: Context, clause: Clause, invited: list[Draft]) -> Draft | None:
        """習主席の招きで5日から国賓訪問する: to where the host is."""
        trips = self._trips
        if (
            (clause.lemma not in trips.objects and clause.lemma not in trips.arrived)
            or clause.negative
            or clause.form == "relative"
        ):
            return None
        if any(
            (a.particle == "を" or a.particle in _GOAL) and not a.is_time and a.text not in self._bidding
            for a in clause.args
        ):
            return None
        visitors = trips.visitors(context, clause) or people(context.subjects_or_topic(clause))[:1]
        for invitation in invited:
            if invitation.status == "held" and visitors and set(visitors) <= set(invitation.refs("invitee")):
                target = invitation.refs("destination")
                return trips.draft(context, clause, clause.phrase, visitors, target, "visit-invited")
        return None

    def _legs(self, context: Context, clause: Clause) -> list[Draft]:
        """24日にタジキスタンを、25日にウズベキスタンを訪れる: each stop with its day."""
        trips = self._trips
        lemma = clause.lemma
        if (lemma not in trips.objects and lemma not in trips.goals) or lemma in trips.returning:
            return []
        stops = _dated_stops(context, self._along_the_row(context, clause))
        visitors = trips.visitors(context, clause)
        onward = not visitors and clause.inherited is None and not _has_subject(clause)
        onward = onward and self._of_the_topic(clause)
        if len(stops) < 2 or not (visitors or onward):
            return []
        out = []
        for when, stop in stops:
            # 15日にA国、17日にB国を訪れる: he of whom the sentences before tell
            who = visitors or people(context.topic_before())[:1]
            draft = trips.draft(context, clause, stop, who, context.places(stop), "visit-leg", onward=onward)
            if draft is not None:
                draft.claims = [c for c in draft.claims if c.property != "time"]
                time = next((t for t in context.times([when]) if t.edtf), None)
                if time is not None:
                    context.claim(draft, "time", time, time.span)
                out.append(draft)
        return out

    @staticmethod
    def _along_the_row(context: Context, clause: Clause) -> list[Phrase]:
        """The days and places that a verb of travel governs, with those right before them that stand too far away for it.

        14日にA市、15日にはB市を訪れる予定だ.
        """
        rows = {p.index: p for a in clause.args for p in a.coordinated()}
        nearest = max((at for at in rows if at < clause.phrase.index), default=-1)
        for phrase in reversed(context.phrases[: nearest + 1]):
            place = phrase.particle in _IN_ROW and any(r.kind in ("place", "state") for r in context.places(phrase))
            if not (phrase.is_time or place):
                break
            if phrase.particle != "の":
                rows.setdefault(phrase.index, phrase)
        return [rows[at] for at in sorted(rows)]

    def _visit(self, context: Context, clause: Clause) -> Draft | None:
        trips = self._trips
        travel = next(
            (u.mention for u in clause.phrase.content if u.mention is not None and u.mention.rule == "travel"), None
        )
        if clause.negative:
            # なぜ香港に向かわなかったのか
            return None
        if clause.form == "nominal" and clause.tail.startswith("の") and not clause.past:
            return self._counted(context, clause)
        lemma = trips.planned_verb(clause) or clause.lemma
        bound = [a for a in clause.args if a.particle == "ニムケ"]
        if lemma in trips.leaving and not bound and self._leaves(context, clause):
            # 松山空港を飛び立ち、…
            return self._left(context, clause)
        if lemma in trips.returning and not trips.target(context, bound) and not self._back_abroad(context, clause):
            return self._left(context, clause)
        if travel is not None and travel.head == "離" and not clause.negative:
            # 16日に離韓する
            return self._left(context, clause, list(context.linked.of(travel)))
        if travel is not None and travel.head in CORE:
            return self._by_word(context, clause, travel)
        if lemma in trips.send:
            return self._sent(context, clause)
        if lemma in trips.welcoming:
            return self._welcomed(context, clause)
        if lemma in trips.along or lemma in trips.taking:
            return self._along(context, clause)
        goals = self._goals(context, clause, bound)
        if goals is None:
            return None
        last = any(a.particle in ("は", "に") and a.text in self._last_time for a in clause.args)
        if lemma in trips.objects and (
            (last and not any(a.particle == "を" for a in goals)) or (not goals and _since_then(context, clause))
        ):
            # 2015年に訪れて以来: the trip before, to where the sentence or the one before tells
            return self._since(context, clause)
        visitors = trips.visitors(context, clause) or self._aboard(context, clause)
        own = context.states_of(v for v in visitors if isinstance(v, Ref))
        own = own if len(own) == 1 else []  # 現地入りしたA氏と、議長国のB氏: one of them is at home there
        target = trips.target(context, goals, own)
        # A国、B国の歴訪に出発した: each land of the row
        named = [
            r
            for p in goals
            if p.particle in ("に", "へ") and p.text in trips.tours
            for r in self._named.goal(context, p)
        ]
        target = [*(r for r in named if r not in target), *target]
        ground = next((a for a in clause.args if a.particle == "を" and a.text in ("地", "土")), None)
        if not goals and ground is not None and ground.index and context.phrases[ground.index - 1].text == "この":
            # 以前にもこの地を踏んでいる
            goals, target = [ground], trips.place_before(context, ground, own)
        if lemma == "入りする" or (not goals and lemma in (trips.objects | trips.goals) and _in_one_word(clause)):
            # 台湾入りする, 現地入りする; 来週イスラエル訪問へ, ハノイ着
            target = [
                r
                for u in clause.phrase.content
                if u.mention is not None
                for r in context.linked.of(u.mention)
                if r.kind in ("place", "state")
            ]
            if not target and clause.phrase.text.startswith(trips.here):
                target = trips.place_before(context, clause.phrase, own)
        if (
            not target
            and clause.form == "relative"
            and clause.target is not None
            and (lemma in trips.objects or lemma in self._staying)
            and not goals
        ):
            target = context.places(clause.target)
            if target and not visitors and not _has_subject(clause):
                # A氏は、21日に滞在したB国からC国に入った
                around = next((c for c in context.clauses if clause.target in c.args), None)
                visitors = people(context.subjects(around))[:1] if around is not None else []
        same = next((p for p in (*goals, clause.phrase) if p.text.startswith("同国")), None)
        if same is not None and set(target) <= set(own):
            target = trips.elsewhere(context, same, visitors) or target
        if lemma in self._staying:
            return self._stay(context, clause, visitors, target)
        if not visitors and not any(not _inner(context, a) and a.text not in trips.ways for a in _subjects(clause)):
            before = context.clauses[clause.index - 1 :: -1] if clause.index else []
            chain = next((c for c in before if c.form == "chain"), None)
            chain = chain if self._of_the_topic(clause) else None
            visitors = people(context.subjects(clause))[:1] or (people(context.subjects(chain))[:1] if chain else [])
        if not visitors and clause.form == "relative" and clause.target is not None and not _has_subject(clause):
            around = next((c for c in context.clauses if clause.target in c.args), None)
            if around is not None and clause.target.text in trips.bearing:
                # A外相は…を訪問する検討に入った
                visitors = people(context.subjects(around))[:1]
        title = not visitors and _by_title_alone(context, clause)
        understood = not visitors and (title or not self._has_topic(context, clause)) and self._of_the_topic(clause)
        if understood:
            visitors = [] if title else people(context.topic_before())[:1]
            if not visitors and not title and not any(a.particle == "も" and not a.is_time for a in clause.args):
                visitors = people(context.topic_near())[:1] or trips.of_list(context)
        if clause.form == "relative" and clause.target is not None and clause.target.particle in ("としては", "トシテ"):
            # 台湾を訪れた米高官としては最高位だ: anybody
            return None
        if any(a.text in trips.here for a in goals) and not all(isinstance(v, Ref) for v in visitors):
            # 視察団が現地を訪れる: what is meant may be no place that has a name
            return None
        plain = clause.form in ("final", "chain", "conjunctive")
        onward = understood and not visitors and plain
        if not target and visitors and plain and any(a is ground or a.text in trips.here for a in goals):
            # 以前にも同地を訪れた, far behind the name of the place
            return self._somewhere(context, clause, visitors)
        trip = next(
            (p for p in context.phrases[: clause.phrase.index] if p.particle == "は" and self._named.names_trip(p)),
            None,
        )
        if trip is not None and not target and not goals and not visitors and lemma in trips.coming:
            # A首相の訪韓は就任後初めてで、26日に到着する
            visitors, target = self._named.who(context, trip), self._named.goal(context, trip)
        if (
            not target
            and not goals
            and visitors
            and plain
            and (lemma in trips.coming or lemma in trips.attending)
            and all(isinstance(v, Ref) for v in visitors)
        ):
            # 首脳会議がヨハネスブルクで始まった。主席は21日に到着した
            target = trips.setting_before(context, own)
        linked = context.linked
        wide = all(linked.place_kinds.get(r.key) == "Region" and r.key not in linked.place_states for r in target)
        if visitors and goals and wide and (target or any(p.text.endswith(trips.tours) for p in goals)):
            # 東南アジアを歴訪する, 外遊に出発した: where he goes the text goes on to tell
            tour = context.draft("visit", "", None, clause.phrase, "visit-traveller")
            context.claim(tour, "visitor", visitors[0], context.span(clause.phrase))
            return tour
        if not target or not (visitors or onward):
            return None
        target += [r for r in self._next_to(context, clause) if r not in target]
        own = context.states_of(v for v in visitors if isinstance(v, Ref))
        # A室長はB院長とともに到着した: one of his own side
        beside = people(r for a in clause.all_args("トトモニ") for r in context.actors(a)) if own else []
        visitors = [*visitors, *(b for b in beside if isinstance(b, Ref) and context.state_of(b) in own)]
        draft = trips.draft(context, clause, clause.phrase, visitors, target, "visit-verb", onward=onward)
        if draft is not None and understood:
            draft.flags.add("understood")
        if draft is not None and (opening := self._tour_begun(context, clause)):
            # 9日にA国から歴訪を始め、B国、C国を訪れた: the day is that of the first
            days = {t.span for t in context.times(opening)}
            draft.claims = [c for c in draft.claims if getattr(c.value, "span", None) not in days]
        if draft is not None and clause.target is not None and clause.target.text == "ため":
            _as_sure_as_purpose(context, clause, draft, trips.goals)
        return draft

    def _by_word(self, context: Context, clause: Clause, travel: Mention) -> Draft | None:
        """A trip in one word: 訪米する, 来日した."""
        visitors = self._trips.visitors(context, clause)
        if not visitors and not _has_subject(clause):
            visitors = people(context.subjects_or_topic(clause))[:1] or self._trips.of_list(context)
        target = list(context.linked.of(travel))
        draft = self._trips.draft(context, clause, clause.phrase, visitors, target, "travel-verb")
        if draft is not None and not clause.lemma.endswith("する"):
            # 就任以来初の訪中であり、: of which the text tells elsewhere
            draft.flags |= {"nominal", "definite", "current"}
        if draft is not None and clause.lemma in self._agreeing:
            # 訪朝受諾: agreed to, not made
            draft.status, draft.modality = "proposed", "planned"
        return draft

    def _has_topic(self, context: Context, clause: Clause) -> bool:
        """Whether the sentence names before a clause whom or what it is about."""
        return any(
            p.particle in ("は", "が")
            and not p.is_time
            and not p.predicate
            and p.text not in self._supposed
            and not _ADVERB.search(p.text)
            and p.index < clause.phrase.index
            and p.text not in self._trips.ways
            and not _inner(context, p)
            for p in context.phrases
        )

    def _back_abroad(self, context: Context, clause: Clause) -> bool:
        """Whether somebody goes back to a country that is not his: 再びポーランドに引き返した."""
        goals = [r for a in clause.all_args("に", "へ") if not a.is_time for r in context.places(a)]
        homes = context.home_states(goals) if goals else []
        if not homes:
            return False
        visitors = self._trips.visitors(context, clause) or people(context.subjects_or_topic(clause))[:1]
        own = context.states_of(v for v in visitors if isinstance(v, Ref))
        return bool(own) and not set(own) & set(homes)

    def _lasting(self, context: Context, clause: Clause) -> Draft | None:
        """8日まで中国で会談を重ねる: the last day of somebody's trip there."""
        until = next((a for a in clause.args if a.is_time and a.text.endswith("まで")), None)
        where = clause.all_args("で", "デ") if until is not None and not clause.negative else []
        there = context.home_states(r for a in where for r in context.places(a)) if where else []
        if not there or until is None:
            return None
        own = people(context.subjects(clause))[:1]
        visitors = own or people(context.subjects_or_topic(clause))[:1]
        time = next((t for t in context.times([until]) if (t.edtf or "").startswith("../")), None)
        if time is None or len(time.edtf or "") != len("../2025-12-03") or not visitors:
            return None
        draft = self._detail(context, clause, visitors, time, "visit-end")
        draft.flags |= {"stay"} if own else {"stay", "topical"}
        for state in there[:1]:
            context.claim(draft, "destination", state, context.span(clause.phrase))
        return draft

    def _departed(self, context: Context, clause: Clause, draft: Draft) -> Draft | None:
        """烏山から東京に向けて出国した: whose day is also the last one where the journey begins."""
        if draft.rule == "visit-home" and clause.lemma in self._trips.returning:
            # 25日、成都での日程を終え、帰国した
            last = context.when(clause)
            if last is None or len(last.edtf or "") != len("2025-12-03"):
                return None
            end = self._detail(context, clause, [*draft.refs("visitor")], _until(context, last), "visit-end")
            end.flags |= {"stay", "leaving"}
            for state in draft.refs("destination"):
                context.claim(end, "destination", state, context.span(clause.phrase))
            return end
        if draft.rule != "visit-verb" or draft.status not in ("held", "scheduled"):
            return None
        rows = [a for a in clause.all_args("から", "を") if not a.is_time]
        came = [s for a in rows for s in context.home_states(context.places(a))[:1]]
        own = context.states_of(draft.refs("visitor"))
        time = context.when(clause, inherit=False) if came else None
        if time is None or len(time.edtf or "") != len("2025-12-03") or set(came) & {*own, *draft.refs("destination")}:
            return None
        end = self._detail(context, clause, [*draft.refs("visitor")], _until(context, time), "visit-end")
        end.flags |= {"stay", "leaving"}
        for state in came:
            context.claim(end, "destination", state, context.span(clause.phrase))
        return end

    def _left_behind(self, context: Context, clause: Clause, draft: Draft) -> Iterator[Draft]:
        """平壌からハノイに到着した: who comes from a third country has been there."""
        comes = draft.rule == "travel-verb" or (draft.rule == "visit-verb" and clause.lemma in self._trips.goals)
        if draft.status != "held" or not comes:
            return
        came = [r for a in clause.all_args("から") if not a.is_time for r in context.places(a)]
        there = self._trips.draft(context, None, clause.phrase, [*draft.refs("visitor")], came, "visit-home")
        if there is not None and not set(there.refs("destination")) & set(draft.refs("destination")):
            there.claims = [c for c in there.claims if c.property != "time"]
            yield there

    @staticmethod
    def _next_to(context: Context, clause: Clause) -> list[Ref]:
        """Where a traveller has been just before: 北朝鮮に続きベトナムを訪問."""
        before = context.clauses[clause.index - 1] if clause.index else None
        rows = [a for a in clause.args if a.particle == "ニツヅキ" and not a.is_time]
        if before is not None and before.lemma == "続く" and before.form == "chain" and not before.past:
            rows += before.all_args("に")
        return context.home_states(r for a in rows for r in context.places(a) if r.kind == "state")

    def _tour_begun(self, context: Context, clause: Clause) -> list[Phrase]:
        """What a clause before tells of the beginning of a tour that this one goes on with."""
        trips = self._trips
        for other in context.clauses[: clause.index]:
            tour = any(a.particle == "を" and a.text.endswith(trips.tours) for a in other.args)
            if tour and other.form == "chain" and other.lemma in trips.begun:
                return other.args
        return []

    def _somewhere(self, context: Context, clause: Clause, visitors: list[Ref | str]) -> Draft:
        """A trip to a place that the sentences before have named."""
        draft = context.draft("visit", "", clause, clause.phrase, "visit-verb")
        draft.flags.add("open")
        for visitor in visitors:
            context.claim(draft, "visitor", visitor, context.span(clause.phrase))
        if (time := self._trips.when(context, clause)) is not None:
            context.claim(draft, "time", time, time.span)
        return draft

    def _since(self, context: Context, clause: Clause) -> Draft | None:
        time = context.when(clause, inherit=False)
        if time is None and clause.form == "nominal":
            # 最後に訪れたのは2017年9月だった
            time = self._trips.when(context, clause)
        if time is None:
            return None
        draft = context.draft("visit", "", None, clause.phrase, "visit-before")
        draft.flags.add("open")
        for visitor in people(context.subjects(clause))[:1]:
            # 前回はA氏が訪れた: he may be another than who travels now
            draft.flags |= {"another"} if any(a.particle == "が" for a in clause.args) else set()
            context.claim(draft, "visitor", visitor, context.span(clause.phrase))
        trip = next((a for a in clause.args if a.particle == "は" and self._named.names_trip(a)), None)
        for state in context.home_states(self._named.goal(context, trip)) if trip is not None else ():
            # A国訪問は12年ぶりで、前回は2012年に訪れた
            context.claim(draft, "destination", state, context.span(clause.phrase))
        context.claim(draft, "time", time, time.span)
        return draft

    def _called_off(self, context: Context) -> Iterator[Draft]:
        """当初は3月下旬の予定だったが、病気のため取りやめた: what had been planned of the trip told right before."""
        surface = context.parsed.sentence.surface
        if not self._planned_first.search(surface) or any(p.text.endswith(self._trips.nouns) for p in context.phrases):
            return
        plan = next((c for c in context.clauses if c.past and c.form == "conjunctive"), None)
        if plan is None:
            return
        own = any(p.particle == "が" and context.own_actors(p) for p in context.phrases)
        rows = [p for p in context.phrases[: plan.phrase.index + 1] if p.is_time]
        time = next((t for t in context.times(rows) if t.edtf), None)
        fate = context.modality.called_off(surface[plan.phrase.end :])
        if own or time is None or fate is None:
            return
        draft = context.draft("visit", "", None, plan.phrase, "visit-planned")
        draft.flags.add("open")
        draft.status, draft.modality = fate, "asserted"
        context.claim(draft, "time", time, time.span)
        yield draft

    def _counted(self, context: Context, clause: Clause) -> Draft | None:
        """首相が韓国を訪れるのは12年ぶり: counts trips; of the one that is on the talks there may tell."""
        trips = self._trips
        if clause.lemma not in trips.objects or not trips.counting.search(
            context.parsed.sentence.surface, clause.phrase.end
        ):
            return None
        visitors = trips.visitors(context, clause)
        target = trips.target(context, clause.all_args("を"))
        named = len(visitors) == 1 and isinstance(visitors[0], Ref)
        draft = trips.draft(context, None, clause.phrase, visitors, target, "visit-noun") if named and target else None
        if draft is not None:
            draft.claims = [c for c in draft.claims if c.property != "time"]
            draft.flags |= {"nominal", "definite", "current"}
        return draft

    def _goals(self, context: Context, clause: Clause, bound: list[Phrase]) -> list[Phrase] | None:
        """The phrases that say where a verb of travel leads; None for other verbs. ``bound`` are those before に向け."""
        trips = self._trips
        lemma = trips.planned_verb(clause) or clause.lemma
        idiom = trips.goal_of_idiom(clause)
        if idiom is not None:
            goals = idiom
        elif lemma in trips.returning:
            # ビリニュスに向けイスタンブールをたった; 再びポーランドに引き返した
            goals = bound or [a for a in clause.all_args("に", "へ") if not a.is_time]
        elif lemma in trips.choosing:
            # 就任後初の訪問先に日本を選んだ
            chosen = any(a.particle in ("に", "トシテ") and a.text.endswith(trips.chosen) for a in clause.args)
            goals = [a for a in clause.args if chosen and a.particle == "を"]
        elif lemma in trips.objects:
            if lemma in trips.rounds and clause.form == "relative":
                # 竹島を巡る問題
                return None
            goals = [a for a in clause.args if a.particle in _OBJECT and not a.is_time]
            # A外相も訪れた: who else came
            goals = [a for a in goals if a.particle != "も" or not people(context.actors(a))]
            goals += clause.all_args(*_OPENING)
            goals = goals or _shared_object(context, clause)
        elif lemma in trips.goals:
            goals = [a for a in clause.args if a.particle in _GOAL and not a.is_time]
            goals = goals or self._of_the_plan(context, clause)
        elif lemma in trips.through:
            # ニューヨークを経由して: a town is a stop, a country alone only on the way
            goals = [a for a in clause.args if a.particle == "を" and any(r.kind == "place" for r in context.places(a))]
        else:
            return None
        if goals:
            # サモアとトンガへも足を延ばす
            first = min(p.index for p in goals[-1].coordinated())
            beside = [a for a in clause.all_args("と") if a.index == first - 1 and not people(context.actors(a))]
            goals = [*beside, *goals]
        if any(a.particle == "を" for a in goals) and idiom is None:
            # アフガニスタンからの帰途にラホールを訪れた: only the object is the goal
            goals = [a for a in goals if (a.particle in ("を", "と") or a.particle in _OPENING)]
            last = goals[-1]
            if lemma in trips.objects and last.particle == "を":
                # A国、B国及びC国の首都を訪れる
                whole = last.coordinated()
                goals = [*(p for p in lands_before(context, whole[0]) if p not in whole and p not in goals), *goals]
        return goals

    def _of_the_plan(self, context: Context, clause: Clause) -> list[Phrase]:
        """モンゴルへは24日に向かう予定だった: the goal that belongs to the noun of the plan."""
        if clause.form != "relative" or clause.target is None or clause.target.text not in self._bearing:
            return []
        plan = next((c for c in context.clauses if c.phrase is clause.target), None)
        return [a for a in plan.all_args("へは", "には", "にも", "へも") if not a.is_time] if plan is not None else []

    def _of_the_topic(self, clause: Clause) -> bool:
        """Whether a clause may be about whom the sentences before are about: not 隣国に逃れた難民, which is about the noun behind it."""
        target = clause.target
        if clause.form != "relative" or target is None:
            return True
        return (
            target.text in self._bearing
            or target.is_time
            or target.text.endswith(self._trips.aboard)
            or any(m.kind in ("place", "state") for m in target.mentions())
        )

    def _stay(self, context: Context, clause: Clause, visitors: list[Ref | str], target: list[Ref]) -> Draft | None:
        """13日まで滞在する: tells how long a trip lasts that is told elsewhere, or of the trip itself where it names the country."""
        told = bool(visitors)
        visitors = visitors or people(context.subjects_or_topic(clause))[:1]
        draft = None
        onward = bool(target) and not visitors and clause.form in ("final", "chain", "conjunctive")
        if target and (visitors or onward):
            draft = self._trips.draft(context, clause, clause.phrase, visitors, target, "visit-stay", onward=onward)
            if draft is not None and onward:
                return draft
        if draft is None:
            time = context.when(clause, inherit=False)
            draft = self._detail(context, clause, visitors, time, "visit-stay")
            draft.flags |= set() if told else {"topical"}
        draft.flags.add("stay")
        return draft

    def _aboard(self, context: Context, clause: Clause) -> list[Ref | str]:
        """モスクワに向かう機中で、Xは記者団に語った: who is aboard is who acts there."""
        target = clause.target
        if clause.form != "relative" or target is None or clause.past or _has_subject(clause):
            return []
        carrier = next((p for p in context.phrases if target in p.modifiers), target)
        if not target.text.endswith(self._trips.aboard) or carrier.particle not in ("で", "デ", "では", "に"):
            return []
        host = next((c for c in context.clauses if carrier in c.args), None)
        return people(context.subjects(host))[:1] if host is not None else []

    def _leaves(self, context: Context, clause: Clause) -> bool:
        """Whether a clause says from where somebody sets out, not where to, or only that he does before he comes home."""
        if any(a.particle in ("に", "へ") and not a.is_time for a in clause.args):
            return False
        if clause.arg("を") is not None or any(a.particle == "から" and not a.is_time for a in clause.args):
            return True
        later = context.clauses[clause.index + 1 :]
        return clause.form == "chain" and any(c.lemma in self._trips.returning for c in later)

    def _left(self, context: Context, clause: Clause, stayed: Sequence[Ref] = ()) -> Draft | None:
        """15日に帰国する: the last day of the trip that the traveller is on; フランスから帰国した: and where it led.

        ``stayed`` is the state that the verb itself names (離韓する).
        """
        visitors = self._trips.visitors(context, clause)
        if not visitors and clause.form == "relative" and clause.target is not None:
            # 主席は米国から3日に帰国したところで: of whom the clause around it tells
            around = next((c for c in context.clauses if clause.target in c.args or c.phrase is clause.target), None)
            if clause.target.text not in self._bearing or around is None:
                return None
            visitors = people(context.subjects(around))[:1]
        own = bool(visitors)
        visitors = visitors or people(context.subjects_or_topic(clause))[:1]
        time = context.when(clause, inherit=False) or self._trips.day_before(context, clause)
        came = self._came_from(context, clause)
        if visitors and came:
            draft = self._trips.draft(context, clause, clause.phrase, visitors, came, "visit-home")
            if draft is not None:
                draft.claims = [c for c in draft.claims if c.property != "time"]
                draft.status, draft.modality = "held", "asserted"
                return draft
        if time is None or len(time.edtf or "") != len("2025-12-03"):
            return None
        if not stayed:
            # 平壌を離れた ends a trip there; 羽田をたった begins one, if he lives there
            rows = [p for a in clause.args if a.particle in ("を", "から") for p in a.coordinated() if not p.is_time]
            stayed = [s for p in rows for s in context.home_states(context.places(p))[:1]]
            homes = context.states_of(v for v in visitors if isinstance(v, Ref))
            if set(stayed) & set(homes) or (not rows and clause.lemma in self._trips.leaving):
                return self._sets_out(context, clause, visitors, homes, time, own=own)
        last = _until(context, time)
        draft = self._detail(context, clause, visitors, last, "visit-end")
        draft.flags |= {"stay"} if own else {"stay", "topical"}
        if own and stayed and draft.status == "held" and clause.lemma in self._trips.returning:
            # 22日にリヤドを離れ、…: he has been there, even if the text tells it nowhere else
            draft.flags.discard("definite")
        for state in stayed:
            context.claim(draft, "destination", state, context.span(clause.phrase))
        return draft

    def _sets_out(
        self,
        context: Context,
        clause: Clause,
        visitors: list[Ref | str],
        homes: list[Ref],
        time: TimeValue,
        *,
        own: bool,
    ) -> Draft | None:
        """A代表は25日、平壌をたった: to where he has something to do, else to where the text is set; or the first day only."""
        there = self._errand(context, clause, homes)
        bare = not any(a.text in ("ため", "目的") or a.relative is not None for a in clause.args)
        if not there and own and clause.form == "final" and bare:
            # 会議が北京で始まる。A次官は25日、平壌をたった
            there = self._trips.setting_before(context, homes)
        if there:
            return self._trips.draft(context, clause, clause.phrase, visitors, there, "visit-verb")
        if any(
            a.relative is not None and a.relative.lemma in self._trips.objects for a in clause.args if a.text == "ため"
        ):
            # A国を訪問するため羽田をたった: which the trip is dated by itself
            return None
        draft = self._detail(context, clause, visitors, time, "visit-start")
        draft.flags |= {"setting-out"} if own else {"setting-out", "topical"}
        return draft

    def _errand(self, context: Context, clause: Clause, homes: list[Ref]) -> list[Ref]:
        """Where what a traveller leaves home for takes place.

        ローマで開かれる会合に出席するため羽田を出発した; バンコクで開かれる会議に参加する代表団が平壌をたった.
        """
        ways = [a.relative for a in clause.args if a.text in ("ため", "目的")]
        goes = [c for c in ways if c is not None and not c.negative]
        before = context.clauses[: clause.index]
        goes += [c for c in before if c.form == "relative" and not c.negative and c.lemma in self._attend]
        rows = [a for c in goes for a in c.args]
        held = [b for a in rows if a.relative is not None for b in a.relative.all_args("で", "デ")]
        at = [m for a in rows for m in a.modifiers if m.particle == "での"]
        at += [a for a in rows if a.particle == "で"]
        found = [r for a in (*held, *at) for r in context.places(a)]
        return found if set(context.home_states(found)) - set(homes) else []

    def _told_days(self, context: Context) -> Iterator[Draft]:
        """帰国は14日の予定, 滞在は11日まで, 9～12日の日程。: the last day, or all days, of the trip told before."""
        for phrase in context.phrases:
            back, last = phrase.text in self._trips.homecomings, phrase.index + 1 == len(context.phrases)
            if not (back or phrase.text in self._trips.spans):
                continue
            if last and not back and phrase.index == 1:
                rows = context.phrases[:1]
            elif phrase.particle in ("は", "も"):
                rows = context.phrases[phrase.index + 1 :]
            else:
                continue
            time = next((t for t in context.times(rows[:1]) if t.edtf), None)
            day = time is not None and len(time.edtf or "") == len("2025-12-03")
            if time is None or not rows[0].is_time or len(rows) > _SHORT or (day if not back else not day):
                continue
            if not back and len((time.edtf or "").rpartition("/")[2]) != len("2025-12-03"):
                continue
            draft = context.draft("visit", "", None, phrase, "visit-end")
            draft.flags |= {"definite", "stay"}
            for visitor in self._named.who(context, phrase):
                context.claim(draft, "visitor", visitor, context.span(phrase))
            context.claim(draft, "time", _until(context, time) if back else time, time.span)
            yield draft

    def _homeward(self, context: Context) -> Draft | None:
        """17日に帰国の途に就く, 帰途についた: as 帰国する."""
        surface = context.parsed.sentence.surface
        found = self._trips.homeward.search(surface)
        if found is None:
            return None
        way = next((p for p in context.phrases if p.begin <= found.start() < p.end), None)
        if way is None:
            return None
        clause = next((c for c in context.clauses if any(way is a or way in a.modifiers for a in c.args)), None)
        before = [p for p in context.phrases[: way.index] if p.is_time]
        time = context.when(clause, inherit=False) if clause is not None else None
        time = time or next((t for t in context.times(reversed(before)) if t.edtf), None)
        if time is None or len(time.edtf or "") != len("2025-12-03"):
            return None
        host = clause or next(iter(reversed(context.clauses)), None)
        visitors = people(context.subjects_or_topic(host))[:1] if host is not None else []
        last = _until(context, time)
        draft = context.draft("visit", "", clause, way, "visit-end")
        draft.flags |= {"definite", "stay"}
        for visitor in visitors:
            context.claim(draft, "visitor", visitor, context.span(way))
        context.claim(draft, "time", last, last.span)
        return draft

    def _over(self, context: Context, clause: Clause) -> Draft | None:
        """15日、3日間の滞在を終えた: the last day of the trip."""
        trips, later = self._trips, context.clauses[clause.index + 1 :]
        if clause.lemma not in trips.over or clause.negative:
            return None
        if any(c.lemma in trips.returning and c.arg("ニムケ") is None for c in later):
            return None
        trip = next((a for a in clause.args if a.particle == "を" and a.text.endswith(trips.stays)), None)
        time = context.when(clause) if trip is not None else None
        if trip is None or time is None or len(time.edtf or "") != len("2025-12-03"):
            return None
        visitors = people(context.subjects_or_topic(clause))[:1]
        abroad = [r for p in trip.modifiers if p.particle in ("での", "の") for r in context.places(p)]
        if abroad and visitors and clause.form == "chain":
            # 18日に北京での日程を終え、19日に東京に入った
            draft = trips.draft(context, None, trip, visitors, abroad, "visit-home")
            if draft is not None:
                draft.claims = [c for c in draft.claims if c.property != "time"]
                return draft
        draft = self._detail(context, clause, visitors, _until(context, time), "visit-end")
        draft.flags.add("stay")
        for state in context.home_states(r for p in (trip, *trip.modifiers) for r in context.places(p)):
            context.claim(draft, "destination", state, context.span(trip))
        return draft

    def _came_from(self, context: Context, clause: Clause) -> list[Ref]:
        """Where a journey home began: フランスから帰国した, ロシアでの日程を終えて帰国した."""
        if not clause.past:
            return []
        rows = [p for a in clause.args if a.particle in ("から", "より") for p in a.coordinated()]
        for other in context.clauses[: clause.index]:
            ended = other.lemma in self._trips.ended and other.form in ("chain", "conjunctive")
            for arg in other.args if ended else ():
                if arg.particle == "を" and arg.text.endswith(self._trips.engagements):
                    rows += [m for m in arg.modifiers if m.particle in ("での", "の")]
        return [r for p in rows if not p.is_time for r in context.places(p) if r.kind in ("place", "state")]

    @staticmethod
    def _detail(
        context: Context, clause: Clause, visitors: list[Ref | str], time: TimeValue | None, rule: str
    ) -> Draft:
        """A draft that only adds a time to a trip that is told elsewhere."""
        draft = context.draft("visit", "", clause, clause.phrase, rule)
        draft.flags.add("definite")
        for visitor in visitors:
            context.claim(draft, "visitor", visitor, context.span(clause.phrase))
        if time is not None:
            context.claim(draft, "time", time, time.span)
        return draft

    def _welcomed(self, context: Context, clause: Clause) -> Draft | None:
        """AはBを北京に迎えた, Bは国賓として北京に迎えられた: B travels; the goal is where the host is at home."""
        there = ("に", "へ", "で", "デ")
        goals = [r for a in clause.args if a.particle in there for p in a.coordinated() for r in context.places(p)]
        chain = context.clauses[clause.index - 1] if clause.index else None
        if not goals and chain is not None and chain.form == "chain" and chain.lemma in self._trips.returning:
            # モスクワに戻り、A大統領を迎える
            goals = [r for a in chain.all_args("に", "へ") if not a.is_time for r in context.places(a)]
        if clause.passive:
            guests, hosts = (
                people(context.subjects(clause)),
                [r for a in clause.all_args("に") for r in context.actors(a)],
            )
        else:
            guests = people(r for a in clause.args if a.particle in ("を", "らを") for r in context.actors(a))
            hosts = context.subjects_or_topic(clause)
        homes = context.home_states(goals)
        if (
            not guests
            or not homes
            or clause.negative
            or (not clause.passive and not set(context.states_of(hosts)) & set(homes))
        ):
            return None
        draft = self._trips.draft(context, clause, clause.phrase, guests, goals, "visit-welcomed")
        if draft is not None and not any(a.text.endswith("空港") for a in clause.args):
            # the day of a welcome may be one after that of coming
            draft.flags.add("during")
        return draft

    def _along(self, context: Context, clause: Clause) -> Draft | None:
        """首相にはA外相が同行した, A外相を伴って訪れた: who comes along makes the same trip, which is told beside it."""
        if clause.negative:
            return None
        leader = [a for a in clause.args if a.particle == "に" and people(context.actors(a))]
        if clause.lemma in self._trips.taking:
            rows = clause.all_args("を", "らを")
        elif leader and clause.form == "chain" and any(c.lemma in self._trips.objects for c in context.clauses):
            # 外相は、首相に同行し、ラオスを訪問した
            rows = leader
        elif clause.form == "relative" and clause.target is not None:
            rows = [clause.target]
        else:
            rows = clause.all_args("が", "らが", "も", "らも") or clause.all_args("は", "らは")
        persons = people(r for a in rows for r in context.actors(a))
        if not persons:
            return None
        draft = context.draft("visit", "", clause, clause.phrase, "visit-along")
        for person in persons:
            context.claim(draft, "visitor", person, context.span(clause.phrase))
        return draft

    def _sent(self, context: Context, clause: Clause) -> Draft | None:
        """XはYをZに派遣した: Y travels."""
        trips = self._trips
        sent = clause.arg("を") if not clause.passive else clause.arg("が") or clause.arg("は", "も")
        goals = [
            r
            for a in clause.args
            if a.particle in ("に", "へ")
            for p in a.coordinated()
            for r in [
                *context.places(p),
                *context.actors(p),
                *context.states_of(r for r in context.actors(p) if r.kind == "person"),
            ]
            if r.kind in ("place", "state")
        ]
        if sent is None:
            return None
        persons: list[Ref | str] = people(context.actors(sent))
        if not persons and sent.text.endswith(trips.delegations):
            senders = () if clause.passive else context.subjects(clause)
            persons = trips.group(context, sent, senders)
        if persons and not goals and not any(a.particle in ("に", "へ") and not a.is_time for a in clause.args):
            # 会議がパリで開かれる。日本は外務副大臣を派遣する
            named = [p for p in persons if isinstance(p, Ref)]
            goals = trips.setting_before(context, context.states_of([*named, *context.subjects(clause)]))
        if not persons or not goals:
            return None
        return trips.draft(context, clause, clause.phrase, persons, goals, "dispatch")


def _since_then(context: Context, clause: Clause) -> bool:
    """Whether 以来 stands behind a clause: 2015年に訪れて以来."""
    behind = clause.phrase.index + 1
    return clause.tail.endswith("て") and behind < len(context.phrases) and context.phrases[behind].text == "以来"


def _in_one_word(clause: Clause) -> bool:
    """Whether a verb of travel has its goal right before it in one word: イスラエル訪問へ, ハノイ着."""
    content = clause.phrase.content
    before = content[-2].mention if len(content) > 1 else None
    return before is not None and before.kind in ("place", "state")


def _by_title_alone(context: Context, clause: Clause) -> bool:
    """Whether the subject is a bare title: 大統領は26日にA国に入り, of several presidents the one who is travelling."""
    return any(
        a.particle == "は"
        and a.head.mention is not None
        and a.head.mention.kind == "office"
        and not a.modifiers
        and not a.head.mention.affiliation
        and not context.actors(a)
        for a in _subjects(clause)
    )


def _as_sure_as_purpose(context: Context, clause: Clause, draft: Draft, goals: frozenset[str]) -> None:
    """Give a trip that is what something is done for the status that follows from that."""
    if draft.status in ("cancelled", "postponed"):
        # 中東を訪れるため派遣を見送った
        draft.status, draft.modality = "scheduled", "planned"
    if clause.parent is not None and clause.parent.lemma in goals:
        # 中国を訪問するため北京に到着した: as sure as the journey
        reading = context.modality.read(clause.parent, context.clauses)
        draft.status, draft.modality = reading.status, reading.modality


def _agrees(clause: Clause) -> bool:
    """Whether a clause says that somebody agreed, or that he will: 応じた, 受け入れる意向を示した."""
    if clause.negative:
        return False
    willing = clause.form == "relative" and clause.target is not None and clause.target.text in ("意向", "考え", "方針")
    return willing or (clause.past and clause.form in ("final", "chain"))


def _dated_stops(context: Context, rows: Sequence[Phrase]) -> list[tuple[Phrase, Phrase]]:
    """Pairs of a day and the place of which it is that of, the day before the place (21日にA国) or behind it (A国を21日に)."""
    marks: list[tuple[bool, Phrase]] = []
    for row in rows:
        if row.is_time:
            marks.append((True, row))
        elif row.particle in _ROW and any(r.kind in ("place", "state") for r in context.places(row)):
            marks.append((False, row))
    behind = bool(marks) and not marks[0][0] and marks[-1][0]
    pairs = pairwise(marks)
    if behind:
        return [(day, place) for (is_day, place), (then, day) in pairs if then and not is_day]
    return [(day, place) for (is_day, day), (then, place) in pairs if is_day and not then]


def _shared_object(context: Context, clause: Clause) -> list[Phrase]:
    """A国を、親書を携えて訪問した: of two objects before a verb the first is that of the next."""
    before = context.clauses[clause.index - 1] if clause.index else None
    rows = before.all_args("を") if before is not None and before.form == "chain" else []
    return rows[:1] if len(rows) > 1 and not any(a.is_time for a in rows) else []


def _subjects(clause: Clause) -> list[Phrase]:
    return [a for a in clause.args if a.particle in ("が", "は") and not a.is_time]


def _has_subject(clause: Clause) -> bool:
    return bool(_subjects(clause))


def _inner(context: Context, subject: Phrase) -> bool:
    """Whether a が-phrase is that of a clause on a noun behind it: 総会が開かれるジュネーブに向かう."""
    behind = (c for c in context.clauses if c.phrase.index == subject.index + 1)
    return subject.particle == "が" and any(c.form == "relative" and subject not in c.args for c in behind)


def _stops(context: Context, clause: Clause, draft: Draft, *, begun: bool) -> Iterator[Draft]:
    """A tour that is dated only by its first day (14日からA、B、Cを訪問) as its stops: the day is that of the first.

    ``begun`` says that its day is that on which somebody left home.
    """
    if len(draft.refs("destination")) > 1 and draft.refs("place"):
        for part in _by_town(context, clause, draft):
            yield from _stops(context, clause, part, begun=begun)
        return
    time, stops = draft.time, draft.refs("destination")
    if len(stops) > 1 and time is not None and begun:
        for at, part in enumerate(_apart(context, draft, stops, dated=True)):
            if at:
                part.status, part.modality = "scheduled", "planned"
            yield part
        return
    if len(stops) > 1 and time is None and "headline" in draft.flags:
        # 首相、中韓を訪問
        yield from _apart(context, draft, stops, dated=False)
        return
    opening = [p for a in clause.all_args(*_OPENING) for p in a.coordinated()]
    first = context.home_states(r for p in opening for r in context.places(p))
    if first and time is not None:
        # 5月26日のA国を皮切りに、B国とC国を回る
        dated = any(t.span == time.span for t in context.times(opening))
        stops = [s for s in stops if s in first] + [s for s in stops if s not in first]
        yield from _apart(context, draft, stops, dated=dated)
        return
    if (
        draft.rule == "dispatch"
        or time is None
        or len(stops) < 2
        or not context.scene.article.text.startswith("から", time.span.end)
    ):
        if len(stops) > 1 and draft.rule == "visit-verb" and not draft.refs("place"):
            yield from _apart(context, draft, stops, dated=False)
        else:
            yield draft
        return
    yield from _apart(context, draft, stops, dated=True)


def _by_town(context: Context, clause: Clause, draft: Draft) -> Iterator[Draft]:
    """A trip to towns of several states (ローマやベルリンを訪れた) as one to each, with its town."""
    towns: dict[Ref, Ref] = {}
    for ref in (r for a in clause.args for p in a.coordinated() for r in context.places(p)):
        home = context.linked.place_states.get(ref.key) if ref.kind == "place" else None
        if home is not None:
            towns[home] = ref
    for stop in draft.refs("destination"):
        kept = [c for c in draft.claims if c.property not in ("destination", "place") or c.value == stop]
        part = replace(draft, claims=kept, flags=set(draft.flags))
        if stop in towns:
            context.claim(part, "place", towns[stop], draft.trigger)
        yield part


def _apart(context: Context, draft: Draft, stops: list[Ref], *, dated: bool) -> Iterator[Draft]:
    """One draft for each stop of a tour; a day that dates the first stop (``dated``) is that of no other."""
    date_decides(draft, context.scene.article.published)
    for at, stop in enumerate(stops):
        kept = [
            c
            for c in draft.claims
            if (c.property != "destination" or c.value == stop)
            and (c.property not in ("time", "place") or ((at == 0 or not dated) and c.property == "time"))
        ]
        yield Draft(
            draft.kind,
            draft.subtype,
            draft.sentence,
            draft.trigger,
            draft.rule,
            draft.status,
            draft.modality,
            draft.attributed_to,
            kept,
            set(draft.flags),
            draft.head,
        )


def _until(context: Context, time: TimeValue) -> TimeValue:
    """A stay whose last day is told: all of its days where the sentence counts them, else without a beginning."""
    whole = days_that_ended(context, time)
    return whole if whole is not time else time._replace(edtf=f"../{time.edtf}", earliest=None)
