"""Visits and invitations: who travels where, and who asked whom to come."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from kg.frame.context import Context, Draft
from kg.frame.invitation import InvitationRules
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue

_CORE = "訪来渡"
_TOPICS = ("問題", "説", "論", "案", "構想", "反対", "是非", "疑惑", "報道", "要求", "条件", "者", "客", "歴")
_DAYS = re.compile(r"([0-9０-９]+)(?:泊[0-9０-９]+)?日間の(?:日程|予定|旅程)")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


class VisitRules:
    """Finds visit and invitation drafts in a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        visit = lexicon.table("meetings", "visit")
        self._invitations = InvitationRules(lexicon)
        self._objects, self._goals, self._send = (
            frozenset(visit["to_object"]),
            frozenset(visit["to_goal"]),
            frozenset(visit["send"]),
        )
        self._nouns, self._return = tuple(visit["nouns"]), frozenset(visit["return_verbs"])
        self._delegations = tuple(visit["delegations"])
        self._own_trip = frozenset(visit["own_trip"])
        self._named = re.compile("|".join([*map(re.escape, self._nouns), f"[{_CORE}]"]))

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence: invitations, then visits in text order."""
        yield from self._invitations.find(context)
        for clause in context.clauses:
            legs = self._legs(context, clause)
            if legs:
                yield from legs
                continue
            draft = self._visit(context, clause)
            if draft is not None:
                yield draft
        if self._named.search(context.parsed.sentence.surface):
            for phrase in context.phrases:
                yield from self._nominal(context, phrase)

    # -- visits -----------------------------------------------------------------------------------------------------

    def _legs(self, context: Context, clause: Clause) -> list[Draft]:
        """24日にタジキスタンを、25日にウズベキスタンを訪れる: each stop with its day."""
        if clause.lemma not in self._objects | self._goals or clause.lemma in self._return:
            return []
        stops: list[tuple[Phrase, Phrase]] = []
        day: Phrase | None = None
        for row in sorted({p.index: p for a in clause.args for p in a.coordinated()}.values(), key=lambda p: p.index):
            if row.is_time:
                day = row
            elif (
                day is not None
                and row.particle in ("を", "に", "へ", "")
                and any(r.kind in ("place", "state") for r in context.places(row))
            ):
                stops.append((day, row))
                day = None
        visitors = self._visitors(context, clause)
        if len(stops) < 2 or not visitors:
            return []
        out = []
        for when, stop in stops:
            draft = self._draft(context, clause, stop, visitors, context.places(stop), "visit-leg")
            if draft is not None:
                draft.claims = [c for c in draft.claims if c.property != "time"]
                time = next((t for t in context.times([when]) if t.edtf), None)
                if time is not None:
                    context.claim(draft, "time", time, time.span)
                out.append(draft)
        return out

    def _visit(self, context: Context, clause: Clause) -> Draft | None:
        travel = next(
            (u.mention for u in clause.phrase.content if u.mention is not None and u.mention.rule == "travel"), None
        )
        if clause.form == "nominal" and clause.tail.startswith("の") and not clause.past:
            # 首相が韓国を訪れるのは12年ぶり: counts trips, tells of none
            return None
        if travel is not None and travel.head in _CORE:
            return self._draft(
                context,
                clause,
                clause.phrase,
                self._visitors(context, clause),
                list(context.linked.of(travel)),
                "travel-verb",
            )
        lemma = clause.lemma
        if lemma in self._send:
            return self._sent(context, clause)
        if lemma in self._objects:
            goals = [a for a in clause.args if a.particle in ("を", "も", "にも", "に", "へ", "とも")]
        elif lemma in self._goals and lemma not in self._return:
            goals = [a for a in clause.args if a.particle in ("に", "へ", "には", "にも", "ニムケ")]
        else:
            return None
        if any(a.particle == "を" for a in goals):
            # アフガニスタンからの帰途にラホールを訪れた: only the object is the goal
            goals = [a for a in goals if a.particle == "を"]
        target = [r for a in goals for p in a.coordinated() for r in context.places(p)]
        if lemma == "入りする":
            # 台湾入りする, 現地入りする
            target = [
                r
                for u in clause.phrase.content
                if u.mention is not None
                for r in context.linked.of(u.mention)
                if r.kind in ("place", "state")
            ]
        if lemma in ("滞在する", "とどまる") and not target:
            return self._stay(context, clause, self._visitors(context, clause), [])
        if (
            not target
            and clause.form == "relative"
            and clause.target is not None
            and lemma in self._objects
            and not goals
        ):
            target = context.places(clause.target)
        if not target and any(a.text in ("両国", "同国", "同地") for a in goals):
            target = [r for a in goals for r in context.actors(a)]
        visitors = self._visitors(context, clause)
        if lemma in ("滞在する", "とどまる"):
            return self._stay(context, clause, visitors, target)
        if not visitors and not any(a.particle in ("が", "は") and not a.is_time for a in clause.args):
            visitors = _people(context.subjects_or_topic(clause))[:1]
        if not target or not visitors:
            return None
        return self._draft(context, clause, clause.phrase, visitors, target, "visit-verb")

    def _stay(self, context: Context, clause: Clause, visitors: list[Ref | str], target: list[Ref]) -> Draft | None:
        """13日まで滞在する: tells how long a trip lasts that is told elsewhere, or of the trip itself where it names the country."""
        visitors = visitors or _people(context.subjects_or_topic(clause))[:1]
        draft = (
            self._draft(context, clause, clause.phrase, visitors, target, "visit-stay") if target and visitors else None
        )
        if draft is None:
            draft = context.draft("visit", "", clause, clause.phrase, "visit-stay")
            draft.flags.add("definite")
            for visitor in visitors:
                context.claim(draft, "visitor", visitor, context.span(clause.phrase))
            time = context.when(clause, inherit=False)
            if time is not None:
                context.claim(draft, "time", time, time.span)
        draft.flags.add("stay")
        return draft

    def _visitors(self, context: Context, clause: Clause) -> list[Ref | str]:
        people: list[Ref | str] = [r for r in context.subjects(clause) if r.kind == "person"]
        if people:
            return people
        subject = (
            next((a for a in clause.args if a.particle in ("が", "は", "も") and not a.is_time), None)
            or clause.inherited
        )
        if (
            clause.form == "relative"
            and clause.target is not None
            and (subject is None or not subject.text.endswith(self._delegations))
        ):
            subject = clause.target if clause.target.text.endswith(self._delegations) else subject
        if subject is not None and subject.text.endswith(self._delegations):
            return [subject.text]
        return []

    def _sent(self, context: Context, clause: Clause) -> Draft | None:
        """XはYをZに派遣した: Y travels."""
        sent = clause.arg("を") if not clause.passive else clause.arg("が", "は")
        goals = [
            r
            for a in clause.args
            if a.particle in ("に", "へ")
            for p in a.coordinated()
            for r in [*context.places(p), *context.actors(p)]
            if r.kind in ("place", "state")
        ]
        if sent is None:
            return None
        people: list[Ref | str] = [r for r in context.actors(sent) if r.kind == "person"]
        if not people and sent.text.endswith(self._delegations):
            people = [sent.text]
        if not people or not goals:
            return None
        return self._draft(context, clause, clause.phrase, people, goals, "dispatch")

    def _draft(
        self,
        context: Context,
        clause: Clause | None,
        phrase: Phrase,
        visitors: list[Ref | str],
        target: list[Ref],
        rule: str,
    ) -> Draft | None:
        draft = context.draft("visit", "", clause, phrase, rule)
        words = context.span(phrase)
        states = [r for r in target if r.kind == "state"]
        places = [r for r in target if r.kind == "place"]
        for place in places:
            home = context.linked.place_states.get(place.key)
            if home is not None and home not in states:
                states.append(home)
        own = {s for v in visitors if isinstance(v, Ref) and (s := context.state_of(v)) is not None}
        states = [s for s in states if s not in own]
        if not states and places and not any(p.key in context.linked.place_states for p in places):
            # a disputed island or a sea lies in no state: the place itself is the goal
            states = places[-1:]
        if not states or not visitors:
            return None
        for visitor in visitors:
            context.claim(draft, "visitor", visitor, words)
        for state in states:
            context.claim(draft, "destination", state, words)
        if places:
            context.claim(draft, "place", places[-1], words)
        time = context.when(clause) if clause is not None else next(iter(context.deep_times(phrase)), None)
        if time is None and clause is not None and draft.status == "held":
            time = context.time_before()
        if time is not None:
            context.claim(draft, "time", self._span_of_days(context, time), time.span)
        return draft

    @staticmethod
    def _span_of_days(context: Context, time: TimeValue) -> TimeValue:
        """The first day of a trip with its length (21日…6日間の予定で) is the whole span."""
        found = _DAYS.search(context.parsed.sentence.surface)
        if found is None or time.earliest is None or time.edtf is None or len(time.edtf) != 10:
            return time
        last = time.earliest + dt.timedelta(days=int(found.group(1).translate(_DIGITS)) - 1)
        return time._replace(edtf=f"{time.edtf}/{last.isoformat()}", latest=last)

    def _nominal(self, context: Context, phrase: Phrase) -> Iterator[Draft]:
        """プーチン大統領のDPRK訪問, 金氏の訪ロ, 訪米中のX."""
        if phrase.predicate:
            return
        travel = next((u.mention for u in phrase.content if u.mention is not None and u.mention.rule == "travel"), None)
        noun = next((n for n in self._nouns if n in phrase.text), None)
        if travel is None and noun is None:
            return
        if phrase.text.endswith(_TOPICS):
            # 訪日問題, 訪中説: talked about, not made
            return
        target: list[Ref] = list(context.linked.of(travel)) if travel is not None and travel.head in _CORE else []
        if not target:
            target = [
                r
                for u in phrase.content
                if u.mention is not None and u.mention.kind in ("place", "state")
                for r in context.linked.of(u.mention)
            ]
            target += [
                r
                for m in phrase.modifiers
                if m.particle in ("への", "の")
                for r in context.places(m)
                if m.head.mention is not None and m.head.mention.kind in ("place", "state")
            ]
        visitors: list[Ref | str] = [
            r
            for m in phrase.modifiers
            if m.particle in ("の", "による", "ニヨルノ")
            for r in context.actors(m)
            if r.kind == "person"
        ]
        visitors += [
            m.text
            for m in phrase.modifiers
            if m.particle == "の" and m.text.endswith(self._delegations) and not visitors
        ]
        if phrase.text.endswith("中") and phrase.particle == "の" and not visitors:
            # 訪日中のX
            visitors = _people(r for p in context.phrases if phrase in p.modifiers for r in context.actors(p))[:1]
        clause = next(
            (c for c in context.clauses if phrase in c.args or any(phrase in a.modifiers for a in c.args)), None
        )
        stays = phrase.text in ("訪問先", "滞在先", "歴訪先", "外遊先", "出張先") or (
            phrase.text in ("訪問中", "滞在中") and not visitors
        )
        if stays and phrase.particle == "の":
            # 訪問先のバンコクで: the subject is there
            carrier = next((p for p in context.phrases if phrase in p.modifiers), None)
            while carrier is not None and clause is None:
                clause = next((c for c in context.clauses if carrier in c.args), None)
                carrier = (
                    carrier
                    if clause is not None
                    else next((p for p in context.phrases if carrier in p.modifiers), None)
                )
            target = context.places(carrier) if carrier is not None else []
            people: list[Ref | str] = (
                [r for r in context.subjects(clause) if r.kind == "person"] if clause is not None else []
            )
            found = self._draft(context, None, phrase, people, target, "visit-stay") if people and target else None
            if found is not None:
                if (
                    clause is not None
                    and found.time is None
                    and (time := context.when(clause, inherit=False)) is not None
                ):
                    context.claim(found, "time", time, time.span)
                yield found
            return
        subjects = (
            context.subjects(clause) if clause is not None and phrase in clause.args and phrase.particle == "を" else []
        )
        if not visitors and clause is not None and clause.lemma in self._own_trip:
            visitors = _people(subjects)
        if visitors and not target:
            # the host's own words: 日本政府は習主席の訪問を延期すると発表した
            home = {s for v in visitors if isinstance(v, Ref) and (s := context.state_of(v)) is not None}
            target = [s for s in context.states_of(subjects) if s not in home]
        if not target:
            return
        wish = context.modality.wish(phrase, clause)
        if not visitors and wish and clause is not None:
            # ロシア訪問への意欲を示した: who wishes is who travels
            visitors = _people(context.subjects_or_topic(clause))[:1]
        if not visitors:
            # 訪朝日程は…: tells more of a trip that is told elsewhere
            yield self._detail(context, phrase, target, clause)
            return
        draft = self._draft(context, None, phrase, visitors, target, "visit-noun")
        if draft is None:
            return
        draft.flags.add("nominal")
        if wish:
            draft.status, draft.modality = "proposed", "planned"
            draft.flags.discard("nominal")
        elif clause is not None:
            reading = context.modality.nominal(
                phrase, clause if phrase.particle in ("を", "が", "は") else None, context.clauses
            )
            if reading.status != "held":
                draft.flags.discard("nominal")
            draft.status, draft.modality = reading.status, reading.modality
        yield draft

    @staticmethod
    def _detail(context: Context, phrase: Phrase, target: list[Ref], clause: Clause | None) -> Draft:
        draft = context.draft("visit", "", None, phrase, "visit-detail")
        draft.flags |= {"nominal", "definite"}
        for state in [r for r in target if r.kind == "state"]:
            context.claim(draft, "destination", state, context.span(phrase))
        time = context.when(clause, inherit=False) if clause is not None else None
        if time is not None:
            context.claim(draft, "time", time, time.span)
        return draft


def _people(refs: Iterable[Ref]) -> list[Ref | str]:
    """The persons among entities."""
    return [r for r in refs if r.kind == "person"]
