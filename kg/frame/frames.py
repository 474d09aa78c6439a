"""Every frame rule of an article, sentence by sentence, and the reports that they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kg.frame.absence import AbsenceRules, deny_absent
from kg.frame.agreements.gathering import refer_back, same_agreement, settled_agreements
from kg.frame.agreements.rules import AgreementRules
from kg.frame.attendance import AttendanceReader
from kg.frame.ceremonies import date_ceremonies, name_signers
from kg.frame.conference import ConferenceRules
from kg.frame.context import Context, Draft, date_decides
from kg.frame.events.article import same_event, settled_events
from kg.frame.events.rules import OtherEventRules
from kg.frame.gather import (
    ORDER,
    Diplomacy,
    Group,
    complete_series,
    grouped,
    host_talks,
    is_process,
    join_days,
    lengthen_companions,
    name_sides,
    official_trip,
    report,
    same_meeting,
    same_visit,
    settle_headlines,
    times_clash,
)
from kg.frame.invitation import lend_hosts
from kg.frame.itinerary import complete, implied
from kg.frame.meeting import MeetingRules
from kg.frame.members import add_members
from kg.frame.modality import ModalityReader
from kg.frame.occasion import lend_occasions
from kg.frame.rounds import RoundRules
from kg.frame.setting import SettingReader
from kg.frame.statement import StatementRules
from kg.frame.steps import StepRules
from kg.frame.visit import VisitRules
from kg.lexicon.load import Lexicon
from kg.model.account import Ref, Report
from kg.model.scene import Scene

#: So many states hold talks of two sides.
_BOTH: Final = 2


class FrameReader:
    """Reads the frames of scenes. One instance serves any number of articles."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._modality = ModalityReader(lexicon)
        self._rules = (
            MeetingRules(lexicon),
            ConferenceRules(lexicon),
            RoundRules(lexicon),
            VisitRules(lexicon),
            AgreementRules(lexicon),
            OtherEventRules(lexicon),
        )
        self._statements = StatementRules(lexicon)
        self._diplomacy = Diplomacy(lexicon)
        self._setting = SettingReader(lexicon)
        self._absence = AbsenceRules(lexicon)
        self._attendance = AttendanceReader(lexicon)
        self._steps = StepRules(lexicon)

    def drafts(self, scene: Scene) -> list[Draft]:
        """All drafts of an article in text order."""
        return self._read(scene)[0]

    def _read(self, scene: Scene) -> tuple[list[Draft], list[Context]]:
        """All drafts of an article in text order, and its sentences as the rules see them."""
        out: list[Draft] = []
        contexts: list[Context] = []
        for index, parsed in enumerate(scene.sentences):
            if parsed.screened:
                continue
            context = Context(scene, index, self._modality, self._lexicon)
            contexts.append(context)
            for rules in self._rules:
                out += rules.find(context)
        out = lend_hosts(complete(out, contexts), contexts)
        out += self._statements.read(contexts)
        for draft in out:
            date_decides(draft, scene.article.published)
        return [d for d in out if d.claims or "definite" in d.flags], contexts

    def reports(self, scene: Scene) -> list[Report]:
        """Reports of an article, by kind and in text order."""
        drafts, contexts = self._read(scene)
        article = scene.article.id
        out: list[Report] = []
        told = grouped((d for d in drafts if d.kind == "meeting"), same_meeting)
        complete_series(told)
        told = join_days(told)
        visits = [
            g
            for g in grouped((d for d in drafts if d.kind == "visit"), same_visit)
            if g.lead.claims and official_trip(g, scene.linked)
        ]
        for group in told:
            host_talks(group, visits, scene.linked)
        lend_occasions(told)
        papers = [d for d in drafts if d.kind == "agreement"]
        name_signers(told, papers)
        meetings = [g for g in told if g.lead.claims and _is_meeting(g) and self._diplomacy.concerns(g, scene.linked)]
        meetings = [g for g in meetings if not _beside_talks(g, meetings)]
        settle_headlines(visits)
        lengthen_companions(visits)
        visits += implied(drafts, visits, meetings)
        self._setting.settle(scene, meetings, visits)
        add_members(scene, meetings)
        self._attendance.complete(scene, meetings, [d for d in drafts if d.kind == "statement"])
        name_sides(meetings, scene)
        deny_absent(self._absence, contexts, meetings)
        by_index = {c.index: c for c in contexts}
        date_ceremonies(meetings, papers, by_index)
        for group in meetings:
            out.append(report(group, article, _meeting_kind(group), ORDER, ("place", "placeState", "name", "time")))
        for group in visits:
            _to_town(group, scene.linked.place_kinds)
            out.append(report(group, article, "", ORDER, ("place", "time")))
        refer_back(papers)
        for group in settled_agreements(grouped(papers, same_agreement), meetings, scene.linked, self._lexicon):
            made = _of_one_act(report(group, article, group.lead.subtype, ORDER, ("time", "name", "action")), group)
            out.append(self._steps.refine(made, group, by_index))
        out += self._steps.beside(papers, [r for r in out if r.kind == "agreement"], article, by_index)
        events = grouped((d for d in drafts if d.kind == "other_event"), same_event)
        for group in settled_events(events, meetings, scene):
            out.append(report(group, article, group.lead.subtype, ORDER, ("time", "place")))
        for group in grouped((d for d in drafts if d.kind == "invitation"), _same_invitation):
            out.append(report(_by_whom(group), article, "", ORDER, ("destination",)))
        for draft in (d for d in drafts if d.kind == "statement"):
            out.append(report(Group([draft]), article, draft.subtype, ORDER, ()))
        return list(_told_apart(out))


def _to_town(group: Group, kinds: dict[str, str]) -> None:
    """A trip leads to a town: that of the building where the traveller was received stands for it."""
    if any(kinds.get(r.key) == "City" for r in group.refs("place")):
        for draft in group.drafts:
            draft.claims = [
                c
                for c in draft.claims
                if c.property != "place" or not isinstance(c.value, Ref) or kinds.get(c.value.key) != "Venue"
            ]


def _of_one_act(made: Report, group: Group) -> Report:
    """A report without those who did another act than the reported one with its document."""
    action = made.first("action")
    doers = {r for d in group.drafts if d.text("action") == action for r in d.refs("actor")}
    return replace(made, claims=tuple(c for c in made.claims if c.property != "actor" or c.value in doers))


def _told_apart(reports: Iterable[Report]) -> Iterator[Report]:
    """Give reports that one trigger made of several things keys of their own: claims are named after these."""
    seen: Counter[str] = Counter()
    for made in reports:
        seen[made.key] += 1
        yield made if seen[made.key] == 1 else replace(made, key=f"{made.key}-{seen[made.key]}")


def _same_invitation(group: Group, draft: Draft) -> bool:
    if not set(group.refs("invitee")) & set(draft.refs("invitee")):
        return False
    if set(group.refs("inviter")) & set(draft.refs("inviter")):
        return True
    # a headline says by which state, the text by whom
    states = [r for r in (*group.refs("inviter"), *draft.refs("inviter")) if r.kind == "state"]
    alike = set(group.refs("invitee")) == set(draft.refs("invitee"))
    return bool(states) and alike and set(group.refs("destination")) == set(draft.refs("destination"))


def _by_whom(group: Group) -> Group:
    """An invitation without the state that issued it where a person of it did."""
    if any(r.kind == "person" for r in group.refs("inviter")):
        for draft in group.drafts:
            draft.claims = [
                c
                for c in draft.claims
                if c.property != "inviter" or not isinstance(c.value, Ref) or c.value.kind == "person"
            ]
    return group


def _beside_talks(group: Group, meetings: list[Group]) -> bool:
    """Whether a greeting at an airport, or a press conference, goes with talks of the same people on that day.

    Then it is no meeting of its own.
    """
    people = set(group.refs("participant"))
    if group.lead.rule == "receive" and any(_greeted_there(group, other) for other in meetings):
        return True
    press = all("press" in d.flags for d in group.drafts)
    airport = group.lead.rule == "receive" and any(r.name.endswith("空港") for r in group.refs("place"))
    if not (press or airport):
        return False
    return any(
        other is not group
        and other.status == group.status
        and people <= set(other.refs("participant"))
        and not times_clash(other.time, group.time)
        for other in meetings
    )


def _greeted_there(group: Group, talks: Group) -> bool:
    """Whether somebody greeted both sides where they held their talks (文氏も現地で両首脳を迎えた)."""
    both, place = set(talks.refs("participant")), set(talks.refs("place"))
    return (
        len(both) == _BOTH
        and both < set(group.refs("participant"))
        and bool(place & set(group.refs("place")))
        and not times_clash(talks.time, group.time)
    )


def _is_meeting(group: Group) -> bool:
    """A meeting has two sides, or a name and someone who takes part or a time or place."""
    people, states = group.refs("participant"), group.refs("state")
    if all("headline" in d.flags for d in group.drafts) and not group.names:
        # 首相、ASEAN首脳と会談: the headline of what the text tells more of
        people = [r for r in people if r.kind == "person"]
    if len(people) >= 2 or len(states) >= 2:
        return True
    if group.names and "series" in group.lead.flags and group.status == "scheduled":
        # 次回協議は2か月以内に開かれる
        return True
    if all(d.rule == "event-noun" and is_process(d.head) and d.time is None for d in group.drafts):
        # 平和条約交渉を加速する, 対話が進んだ: no session
        return any(r.kind == "person" for r in people) or bool(group.refs("place"))
    if group.names:
        return bool(people or states or group.time is not None or group.refs("place") or group.refs("placeState"))
    if any("international" in d.flags for d in group.drafts):
        return bool(group.time is not None or group.refs("place") or group.refs("placeState"))
    if any(r.kind == "organization" for r in people) and states:
        # 政府と反政府勢力が協議を行った
        return group.lead.rule in ("event-held", "meet-verb", "receive", "attend")
    attended = any(d.rule == "attend" for d in group.drafts) and (group.time is not None or group.refs("place"))
    return bool(people and states and (group.lead.rule in ("meet-verb", "receive") or attended))


def _meeting_kind(group: Group) -> str:
    states, named = len(group.refs("state")), len(group.refs("participant"))
    if states > _BOTH and all(d.subtype != "phone" for d in group.drafts) and (named != _BOTH or states > _BOTH + 1):
        return "multilateral"
    if all(d.flags & {"ceremony", "press"} for d in group.drafts):
        # signatures or a press conference together are no talks, whoever gives them
        return "other"
    signed = group.lead.rule == "sign-together"
    if len(group.lead.refs("participant")) >= 2 and group.lead.subtype and not signed:
        return group.lead.subtype
    if group.lead.subtype in ("", "other", "working"):
        # who met tells more than a word for the series
        met = [d for d in group.drafts if d.rule != "sign-together"] if signed else group.drafts
        told = next((d.subtype for d in met if len(d.refs("participant")) >= 2 and d.subtype), None)
        if told is not None:
            return told
    firm = [d for d in group.drafts if "definite" not in d.flags] or group.drafts
    kinds = [d.subtype for d in [group.lead, *firm] if d.subtype]
    kind = next((k for k in kinds if k != "other"), kinds[0] if kinds else "other")
    wide = (
        kind == "other" and len(group.refs("state")) < _BOTH and any("international" in d.flags for d in group.drafts)
    )
    return "multilateral" if wide else kind
