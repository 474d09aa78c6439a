"""Who takes part in a conference because he spoke at it: 外相会議が開かれた。A国のB外相は…と主張した."""

from __future__ import annotations

import re
from typing import Final

from kg.frame.context import Draft
from kg.frame.gather import Group, times_clash
from kg.lexicon.load import Lexicon
from kg.model.account import Claim, Ref
from kg.model.scene import Scene

#: Confidence that a speaker took part.
_INFERRED: Final = 0.6
#: So many sentences behind a conference are about it, if no other meeting is told.
_REACH: Final = 3
#: How many where it is the only one, told by that sentence.
_FAR, _LEAD = 10, 3


class AttendanceReader:
    """Adds to conferences those who are told to speak at them."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.table("meetings", "attendance")
        self._levels: dict[str, str] = words["levels"]
        self._stages = re.compile("|".join(map(re.escape, words["stages"])))
        self._elsewhere = re.compile("|".join(map(re.escape, words["elsewhere"])))

    def complete(self, scene: Scene, meetings: list[Group], statements: list[Draft]) -> None:
        """Give conferences that were held the speakers told right behind them, of their level, or wherever named on their stage."""
        conferences = [
            g
            for g in meetings
            if g.lead.subtype == "multilateral"
            and g.status == "held"
            and g.names
            and not all("recalled" in d.flags for d in g.drafts)
        ]
        for draft in statements:
            self._delegates(scene, meetings, draft)
            group = max(
                (g for g in conferences if g.lead.sentence <= draft.sentence),
                key=lambda g: g.lead.sentence,
                default=None,
            )
            if group is None:
                continue
            surface = scene.sentences[draft.sentence].sentence.surface
            staged = self._stages.search(surface) is not None
            between = {
                d.sentence
                for other in meetings
                if other is not group
                for d in other.drafts
                if group.lead.sentence < d.sentence <= draft.sentence and "headline" not in d.flags
            }
            reach = _FAR if len(conferences) == 1 and _is_topic(group) else _REACH
            near = draft.sentence - group.lead.sentence <= reach and not between
            if (staged or near) and not self._elsewhere.search(surface):
                self._add(scene, group, draft, staged)

    def _delegates(self, scene: Scene, meetings: list[Group], draft: Draft) -> None:
        """Who speaks for a delegation took part in the talks of delegations just told: 代表団のA氏は協議後、…と述べた."""
        parsed = scene.sentences[draft.sentence]
        speakers = [r for r in draft.refs("speaker") if r.kind == "person"]
        told = "代表団" in parsed.sentence.surface or "交渉団" in parsed.sentence.surface
        talks = [
            g
            for g in meetings
            if g.status == "held"
            and 0 < draft.sentence - g.lead.sentence <= _REACH
            and len(g.refs("state")) > 1
            and not any(_told_to_attend(c) for d in g.drafts for c in d.claims)
        ]
        for person in speakers if told else []:
            state = scene.linked.states.get(person.key)
            of_side = [g for g in talks if state in g.refs("state")]
            if of_side:
                claim = next(c for c in draft.claims if c.value == person)
                of_side[-1].lead.claims.append(claim._replace(property="participant", confidence=_INFERRED))

    def _add(self, scene: Scene, group: Group, draft: Draft, staged: bool) -> None:
        if times_clash(draft.time, group.time):
            return
        told = "".join(group.names) + group.lead.head
        level = next((rank for word, rank in self._levels.items() if word in told), None)
        known = {*group.refs("participant")}
        for claim in [c for c in draft.claims if c.property == "speaker"]:
            person = claim.value
            if not isinstance(person, Ref) or person.kind != "person" or person in known:
                continue
            state = scene.linked.states.get(person.key)
            fits = staged or (level is not None and scene.linked.ranks.get(person.key) == level)
            if not fits or state is None or not may_attend(scene, group, state):
                continue
            belongs = state.key in _belonging(scene, group) if _is_topic(group) else bool(_members(scene, group))
            if not staged and not belongs and state not in group.refs("state"):
                continue
            group.lead.claims.append(claim._replace(property="participant", confidence=_INFERRED))
            if state not in group.refs("state"):
                group.lead.claims.append(Claim("state", state, claim.evidence, confidence=_INFERRED))


def _is_topic(group: Group) -> bool:
    """Whether an article begins with a conference, told by more than its name."""
    told = any("nominal" not in draft.flags for draft in group.drafts)
    return told and group.time is not None and group.lead.sentence <= _LEAD


def _told_to_attend(claim: Claim) -> bool:
    """Whether a claim names a person who took part, as the text says and not as inferred here."""
    named = isinstance(claim.value, Ref) and claim.value.kind == "person"
    return claim.property == "participant" and named and claim.confidence != _INFERRED


def may_attend(scene: Scene, group: Group, state: Ref) -> bool:
    """Whether a state may sit in a conference: not where the conference is the session of a body it is no member of."""
    members = _members(scene, group)
    return not members or state.key in members


def _belonging(scene: Scene, group: Group) -> frozenset[str]:
    """Keys of the member states of the bodies that a conference is of, or that its name names (BRICS首脳会議)."""
    bodies = {r.key for r in group.refs("participant") if r.kind == "organization"}
    bodies |= {flag.removeprefix("of ") for draft in group.drafts for flag in draft.flags if flag.startswith("of ")}
    return frozenset[str]().union(*(scene.linked.members.get(b, frozenset()) for b in bodies))


def _members(scene: Scene, group: Group) -> frozenset[str]:
    """Keys of the member states of the one body whose session a conference is; empty where there is none or it is open."""
    bodies = [r for r in group.refs("participant") if r.kind == "organization"]
    return scene.linked.members.get(bodies[0].key, frozenset()) if len(bodies) == 1 else frozenset()
