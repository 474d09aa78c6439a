"""What an article tells of one event in several places, and what it says elsewhere of the sides, days and truth of its events."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final

from kg.frame.context import Draft
from kg.frame.events.rules import pair_of
from kg.frame.events.sides import Side, is_kind
from kg.frame.gather import Group, times_clash
from kg.model.account import Claim, Evidence, Ref
from kg.model.scene import Scene

_INFERRED: Final = 0.6
#: Within this a truce begins that was agreed on.
_SOON: Final = dt.timedelta(60)
#: Sentences between two acts that may aim at the same side.
_NEAR: Final = 3
#: Days within which deeds of war of one side are one campaign.
_CAMPAIGN: Final = 14
#: What states join as well, though they are courts and treaties.
_OPEN: Final = frozenset(("icc", "tpp", "rcep", "ipef"))
_PROMISE, _ACCESSION = "支援の約束", "国際機関加盟"
#: Types in which neither side is the actor.
_TWO_SIDED: Final = frozenset(("国交樹立", "国交回復", "国交断絶", "停戦", "協力の拡大"))
#: Acts on diplomatic relations: an article that tells of several means the same other side.
_RELATIONS: Final = frozenset(("国交樹立", "国交回復", "国交断絶"))
#: Acts that two sides do once.
_ONCE: Final = frozenset(("国際機関加盟", "独立", "国家承認", "国交樹立"))
#: Rules that tell how an attack is answered, and who lends soldiers.
_ANSWERS: Final = frozenset(("hit-back", "hit-back-by"))
_LENT: Final = frozenset(("men-lent", "men-offered"))
#: What the article says of one such act holds for the target of another.
_SHARED_TARGET: Final = frozenset(("派兵", "軍事作戦", "国家承認", "国際機関加盟"))


def same_event(group: Group, draft: Draft) -> bool:
    """Whether a draft tells of the event of a group: same type, sides that agree, times that do not clash."""
    if group.lead.subtype != draft.subtype or ("earlier" in draft.flags) != ("earlier" in group.lead.flags):
        return False
    if times_clash(group.time, draft.time) and not _same_campaign(group, draft):
        return False
    if "denial" in draft.flags or "denial" in group.lead.flags:
        return False
    if "needs-partner" in draft.flags | group.lead.flags:
        # who else is meant is not known before all is read
        return "needs-partner" in draft.flags & group.lead.flags and pair_of(group.lead) == pair_of(draft)
    if draft.subtype == "制裁" and "plain" in draft.flags and group.lead.status == "held" and _continues(group, draft):
        # 制裁で合意した。武器の輸出も禁じる
        return True
    near = 0 <= draft.sentence - group.lead.sentence <= 1
    if near and "nominal" in draft.flags and "needs-actor" in group.lead.flags and not group.refs("actor"):
        # ミサイルが発射された。北朝鮮による発射は6回目
        return True
    if {group.lead.status, draft.status} & {"held"} and group.lead.status != draft.status:
        return "headline" in draft.flags or "headline" in group.lead.flags or "nominal" in draft.flags
    if "needs-actor" in draft.flags:
        # 来年にも加盟が実現する: who, has been said before
        return "earlier" not in draft.flags or "needs-actor" in group.lead.flags
    mine, theirs = pair_of(draft), [pair_of(d) for d in group.drafts]
    if draft.subtype == "軍事作戦" and mine[0] & set(group.refs("actor")) and _on_its_ground(group, draft):
        return True
    return any(_fits(mine, pair, draft.subtype in _TWO_SIDED) for pair in theirs)


def _continues(group: Group, draft: Draft) -> bool:
    """Whether the sentence behind goes on with what the same side does to the same."""
    near = 0 < draft.sentence - group.lead.sentence <= 1
    return near and draft.time is None and pair_of(group.lead) == pair_of(draft)


def _on_its_ground(group: Group, draft: Draft) -> bool:
    """Whether the target of one is the land in which the other takes place: エクアドル領内でゲリラを攻撃した, エクアドルへの攻撃."""
    ours, theirs = set(draft.refs("target")), set(group.refs("target"))
    return bool(ours & set(group.refs("place")) or theirs & set(draft.refs("place")))


def _same_campaign(group: Group, draft: Draft) -> bool:
    """Whether deeds on different days belong to one campaign: the same doer, no two different targets, not months apart."""
    a, b = group.time, draft.time
    if draft.subtype != "軍事作戦" or a is None or b is None or not (a.earliest and b.earliest):
        return False
    mine, theirs = pair_of(draft), (set(group.refs("actor")), set(group.refs("target")))
    same = mine[0] == theirs[0] and (not mine[1] or not theirs[1] or mine[1] == theirs[1])
    return same and abs((a.earliest - b.earliest).days) <= _CAMPAIGN


def _fits(a: tuple[set[Side], set[Side]], b: tuple[set[Side], set[Side]], two_sided: bool) -> bool:
    if two_sided:
        mine, theirs = a[0] | a[1], b[0] | b[1]
        return mine == theirs or (min(len(mine), len(theirs)) < 2 and (mine <= theirs or theirs <= mine))
    actors = not a[0] or not b[0] or bool(a[0] & b[0])
    targets = not a[1] or not b[1] or bool(a[1] & b[1])
    return actors and targets and bool(a[0] & b[0] or a[1] & b[1])


def settled_events(groups: list[Group], meetings: list[Group], scene: Scene) -> list[Group]:
    """Events with what the article says elsewhere: denials, the other side of an act, day and place of the talks.

    A claim that is taken over has a lower confidence.
    """
    denials = [g for g in groups if "denial" in g.lead.flags]
    told = _joined([g for g in groups if g not in denials], scene)
    for group in told:
        _fill_actor(group, told, scene)
        _fill_target(group, told, meetings, scene)
        _fill_partner(group, told, scene)
        lead = group.lead
        if any(_denies(d, group) for d in denials) and any("told-by-other" in d.flags for d in group.drafts):
            for draft in group.drafts:
                draft.status, draft.modality = "uncertain", "alleged"
                draft.claims = [c._replace(modality="alleged") for c in draft.claims]
        at_talks = lead.subtype == "支援の約束" or "at-talks" in lead.flags
        if at_talks and lead.status == "held":
            _lend_talks(group, [m for m in meetings if "recalled" not in m.lead.flags], scene)
    full = {g.lead.subtype for g in told if "tally" not in g.lead.flags and g.refs("actor") and g.refs("target")}
    told = [g for g in told if any("tally" not in d.flags for d in g.drafts) or g.lead.subtype in full]
    kept = [g for g in told if _complete(g) and not _overtaken(g, told) and not _on_itself(g) and not _means(g, told)]
    kept = [g for g in kept if not _summed_up(g, kept)]
    for group in kept:
        _drop_ground(group)
        _drop_turned(group)
        _order(group)
    return kept


def _joined(groups: list[Group], scene: Scene) -> list[Group]:
    """Groups of which one tells of the land, another of the movement on it, as one; and a truce with the day on which it begins."""
    left = list(groups)
    for group in groups:
        if group.lead.subtype not in ("軍事作戦", "停戦") or group not in left:
            continue
        for other in [g for g in left if g is not group and g.lead.subtype == group.lead.subtype]:
            if _of_land(group, other, scene) and not times_clash(group.time, other.time):
                lands = set(group.refs("actor") + group.refs("target")) - set(
                    other.refs("actor") + other.refs("target")
                )
                for draft in group.drafts:
                    draft.claims = [c for c in draft.claims if c.value not in lands]
                other.drafts += group.drafts
                left.remove(group)
                break
    for begin in [g for g in left if g.lead.subtype == "停戦" and "joins" in g.lead.flags and g.time is not None]:
        before = [
            g for g in left if g is not begin and g.lead.subtype == "停戦" and g.lead.sentence <= begin.lead.sentence
        ]
        truce = before[-1] if before and before[-1].refs("actor") and before[-1].refs("target") else None
        if truce is not None and not pair_of(begin.lead)[0] and _begins_later(truce, begin):
            for draft in truce.drafts:
                draft.claims = [c for c in draft.claims if c.property != "time"]
            truce.lead.claims += [c for c in begin.lead.claims if c.property == "time"]
            truce.lead.status, truce.lead.modality = begin.lead.status, begin.lead.modality
            left.remove(begin)
    return left


def _of_land(group: Group, other: Group, scene: Scene) -> bool:
    """Whether a group has the land for a side of which another has the movement that is there: シリアで空爆, ISの施設を爆撃."""
    mine, theirs = (set(g.refs("actor") + g.refs("target")) for g in (group, other))
    actors = set(group.refs("actor")) & set(other.refs("actor"))
    lands, others = mine - theirs, theirs - mine
    names = {c.value for d in other.drafts for c in d.claims if c.property == "target" and isinstance(c.value, str)}
    if len(lands) != 1 or len(others) + len(names) != 1 or any(not is_kind(r, "organization") for r in others):
        return False
    (land,) = lands
    if land.kind != "state" or not (actors if group.lead.subtype == "軍事作戦" else mine & theirs):
        return False
    if group.lead.subtype == "停戦" or any("headline" not in d.flags for d in group.drafts):
        return any(scene.linked.states.get(m.key) == land for m in others)
    places = {scene.linked.place_states.get(r.key, r) for r in other.refs("place")}
    told = {
        r
        for d in other.drafts
        for u in scene.sentences[d.sentence].units
        if u.mention
        for r in scene.linked.of(u.mention)
    }
    return land in places or land in told or any(scene.linked.states.get(m.key) == land for m in others)


def _begins_later(truce: Group, begin: Group) -> bool:
    """Whether a truce that was agreed on begins on a later day."""
    agreed, day = truce.time, begin.time
    if day is None or day.earliest is None:
        return False
    return agreed is None or agreed.earliest is None or dt.timedelta(0) < day.earliest - agreed.earliest < _SOON


def _means(group: Group, groups: list[Group]) -> bool:
    """Whether a launch is only how the attack was made that its sentence tells of: ミサイルを発射し、防空網を攻撃した."""
    if group.lead.subtype not in ("ミサイル発射", "派兵") or group.refs("target"):
        return False
    if group.lead.subtype == "派兵" and group.refs("place"):
        # 機動部隊を南大西洋に送って奪還作戦を進めた
        return False
    attacks = [d for g in groups if g.lead.subtype == "軍事作戦" for d in g.drafts]
    own = set(group.refs("actor"))
    return all(any(a.sentence == d.sentence and own & set(a.refs("actor")) for a in attacks) for d in group.drafts)


def _order(group: Group) -> None:
    """Two sides that act together stand in the order of the text, that of the lead in all its drafts."""
    actors, targets = set(group.refs("actor")), set(group.refs("target"))
    if group.lead.subtype in _TWO_SIDED and actors - targets:
        # one draft names one side, another both
        for draft in group.drafts:
            draft.claims = [c for c in draft.claims if c.property != "actor" or c.value not in targets]
    turned = {"actor": "target", "target": "actor"}
    first = group.lead.refs("actor")
    for draft in group.drafts:
        # one draft names the two in another order than the lead
        if draft is not group.lead and group.lead.subtype in _TWO_SIDED and draft.refs("target") == first != []:
            draft.claims = [c._replace(property=turned.get(c.property, c.property)) for c in draft.claims]
    if "turned" not in group.lead.flags:
        return
    for draft in group.drafts:
        draft.claims = [c._replace(property=turned.get(c.property, c.property)) for c in draft.claims]


def _drop_turned(group: Group) -> None:
    """Of two sides one may not be both: スーダンからの独立, in an article on what was the south of it."""
    actors, targets = set(group.refs("actor")), set(group.refs("target"))
    if group.lead.subtype in _TWO_SIDED or not (actors & targets and actors - targets):
        return
    for draft in group.drafts:
        draft.claims = [c for c in draft.claims if c.property != "actor" or c.value not in targets]


def _drop_ground(group: Group) -> None:
    """Who was attacked on a state's ground is the target, not that state."""
    told = [c for d in group.drafts for c in d.claims]
    targets, places = [c.value for c in told if c.property == "target"], set(group.refs("place"))
    if group.lead.subtype == "軍事作戦" and any(not is_kind(t, "state") for t in targets if isinstance(t, Ref | str)):
        for draft in group.drafts:
            ground = [c for c in draft.claims if c.property == "target" and c.value in places]
            draft.claims = [c for c in draft.claims if c not in ground]


def _on_itself(group: Group) -> bool:
    """Whether the drafts of a group, taken together, have one side do something to itself."""
    actors, targets = set(group.refs("actor")), set(group.refs("target"))
    return group.lead.subtype not in _TWO_SIDED and bool(actors) and actors == targets


def _overtaken(group: Group, groups: list[Group]) -> bool:
    """Whether what is only asked for or planned is told as done elsewhere: 加盟を申請しており、192番目の加盟国となった."""
    if group.lead.subtype not in _ONCE or group.lead.status == "held":
        return False
    done = [g for g in groups if g.lead.subtype == group.lead.subtype and g.lead.status == "held"]
    sides = set(group.refs("actor")), set(group.refs("target"))
    return any(set(g.refs("actor")) >= sides[0] and set(g.refs("target")) >= sides[1] for g in done)


def _summed_up(group: Group, groups: list[Group]) -> bool:
    """Whether a headline only calls those by one word whom the text names: 西側、対中制裁で足並み."""
    actors = {c.value for d in group.drafts for c in d.claims if c.property == "actor"}
    if not actors or any(isinstance(a, Ref) for a in actors) or any("headline" not in d.flags for d in group.drafts):
        return False
    same = (g for g in groups if g is not group and g.lead.subtype == group.lead.subtype and g.refs("actor"))
    return any(set(g.refs("target")) == set(group.refs("target")) for g in same)


def _complete(group: Group) -> bool:
    """Whether what the words left open was found elsewhere in the article."""
    flags = group.lead.flags
    if "needs-actor" in flags and not group.refs("actor"):
        return False
    if flags & {"abroad", "outward"}:
        # 途上国に1億ドルの支援を行うと表明した: to whom in all is not said
        return True
    return not flags & {"needs-target", "needs-partner"} or bool(group.refs("target"))


def _fill_actor(group: Group, groups: list[Group], scene: Scene) -> None:
    """前回の核実験: the one side of whose acts of this type the article tells."""
    if "needs-actor" not in group.lead.flags or group.refs("actor") or group.lead.subtype == "停戦":
        return
    same = [g for g in groups if g is not group and g.lead.subtype == group.lead.subtype]
    same = same or [g for g in groups if group.lead.subtype == "国際機関加盟" and g.lead.subtype == "独立"]
    actors = {r for g in same for r in g.refs("actor")}
    if len(actors) == 1:
        claim = next(c for g in same for d in g.drafts for c in d.claims if c.property == "actor" and c.value in actors)
        sentence = scene.sentences[group.lead.sentence].sentence.span
        evidence = Evidence(sentence, group.lead.trigger, group.lead.rule)
        group.lead.claims.append(claim._replace(evidence=evidence, confidence=_INFERRED))


def _fill_target(group: Group, groups: list[Group], meetings: list[Group], scene: Scene) -> None:
    """The one other side of acts of the same type that the article tells of."""
    if group.lead.subtype == "外交官追放":
        _fill_expelled(group, groups)
        return
    if group.lead.subtype == _PROMISE:
        _fill_aided(group, groups, meetings, scene)
        return
    if group.lead.subtype == "制裁":
        _fill_punished(group, groups)
        return
    if group.lead.subtype not in _SHARED_TARGET or pair_of(group.lead)[1] or group.refs("target"):
        return
    if group.lead.rule in _ANSWERS:
        _fill_provoker(group, groups)
        return
    same = [g for g in groups if g is not group and g.lead.subtype == group.lead.subtype]
    if group.lead.subtype == "派兵":
        # ナイジェリアも軍用機を派遣していた, near what others sent
        same = [g for g in same if _near(g, group) or set(g.refs("actor")) & set(group.refs("actor"))]
        before = [g for g in same if g.refs("target") and g.lead.sentence <= group.lead.sentence]
        # several are told of: the last before it
        behind = [g for g in same if g.refs("target") and g not in before]
        same = before[-1:] or behind[-1:] or same
    elif "needs-target" not in group.lead.flags and group.lead.subtype != "国際機関加盟":
        same = [g for g in same if set(g.refs("actor")) & set(group.refs("actor"))]
    targets = {r for g in same for r in g.refs("target")} - set(group.refs("actor"))
    if not targets and group.lead.rule in _LENT:
        # 兵力の提供を約束した, to those who fight
        same = [g for g in groups if g.lead.subtype == "軍事作戦"]
        targets = {r for g in same for r in g.refs("target")} - set(group.refs("actor"))
        if not targets:
            grounds = {scene.linked.place_states.get(r.key, r) for g in same for r in g.refs("place")}
            lands = {r for r in grounds if r.kind == "state"} - set(group.refs("actor"))
            if len(lands) == 1:
                claim = group.lead.claims[0]
                group.lead.claims.append(claim._replace(property="target", value=lands.pop(), confidence=_INFERRED))
            return
    if group.lead.subtype == "国家承認" and not targets:
        _take_new_state(group, groups)
    if group.lead.subtype == _ACCESSION and not targets:
        _take_body(group, scene)
    if len(targets) == 1:
        claim = next(
            c for g in same for d in g.drafts for c in d.claims if c.property == "target" and c.value in targets
        )
        own = group.lead.claims[0].evidence
        group.lead.claims.append(claim._replace(evidence=own, confidence=_INFERRED))


def _fill_provoker(group: Group, groups: list[Group]) -> None:
    """韓国軍も応戦した: against who has attacked them just before."""
    own = set(group.refs("actor"))
    before = [
        a
        for g in groups
        if g is not group and g.lead.subtype in ("軍事作戦", "ミサイル発射") and g.lead.sentence <= group.lead.sentence
        if own & set(g.refs("target"))
        for a in g.refs("actor")
    ]
    if before:
        claim = group.lead.claims[0]
        group.lead.claims.append(claim._replace(property="target", value=before[-1], confidence=_INFERRED))


def _fill_aided(group: Group, groups: list[Group], meetings: list[Group], scene: Scene) -> None:
    """Whom the article is about.

    With whom talks were held just before; else the target of the other promises, else the one state that the first lines name.
    """
    if "needs-target" not in group.lead.flags or "abroad" in group.lead.flags or group.refs("target"):
        return
    own = set(group.refs("actor")) | {scene.linked.states.get(r.key) for r in group.refs("actor")}
    others = _talked_with(group, own, meetings, scene)
    others = others or {r for g in groups if g.lead.subtype == _PROMISE for r in g.refs("target")} - own
    for parsed in scene.sentences[:2]:
        if others:
            break
        refs = [r for u in parsed.units if u.mention is not None for r in scene.linked.of(u.mention)]
        lands = {r if r.kind == "state" else scene.linked.place_states.get(r.key) for r in refs if r.kind != "person"}
        others = {r for r in lands if r is not None and r.kind == "state"} - own
    if len(others) == 1:
        claim = group.lead.claims[0]
        group.lead.claims.append(claim._replace(property="target", value=others.pop(), confidence=_INFERRED))


def _talked_with(group: Group, own: set[Ref | None], meetings: list[Group], scene: Scene) -> set[Ref]:
    """The one state with which whoever promises has met in the sentences before."""
    for meeting in sorted(meetings, key=lambda m: -m.lead.sentence):
        if not 0 <= group.lead.sentence - meeting.lead.sentence <= _NEAR or meeting.status != "held":
            continue
        if any("multilateral" in d.subtype for d in meeting.drafts):
            continue
        states = {scene.linked.states.get(r.key) for r in meeting.refs("participant")} | set(meeting.refs("state"))
        others = {r for r in states if r is not None and r.kind == "state"} - own
        if states & own and len(others) == 1:
            return others
    return set()


def _fill_punished(group: Group, groups: list[Group]) -> None:
    """韓国も輸出規制に加わる: the one state on which all other sanctions of the article lie."""
    told = {c.value for d in group.drafts for c in d.claims if c.property == "target"}
    if told or not group.refs("actor"):
        return
    others = {r for g in groups if g is not group and g.lead.subtype == "制裁" for r in g.refs("target")}
    if len(others) == 1 and not others & set(group.refs("actor")):
        claim = group.lead.claims[0]
        group.lead.claims.append(claim._replace(property="target", value=others.pop(), confidence=_INFERRED))


def _fill_expelled(group: Group, groups: list[Group]) -> None:
    """大使を国外退去とした: whose, where the article is about the two breaking off their relations."""
    own = group.refs("actor")
    if group.refs("target") or len(own) != 1:
        return
    pairs = [[*g.refs("actor"), *g.refs("target")] for g in groups if g.lead.subtype == "国交断絶"]
    others = [r for pair in pairs if own[0] in pair for r in pair if r != own[0]]
    other = others[0] if others else _expelled_elsewhere(group, own[0], groups)
    if other is not None:
        claim = group.lead.claims[0]
        group.lead.claims.append(claim._replace(property="target", value=other, confidence=_INFERRED))


def _expelled_elsewhere(group: Group, doer: Ref, groups: list[Group]) -> Ref | None:
    """Whose diplomats are sent home in an article that tells of more: of the state that all turn on, or that it answers."""
    told = [
        (g, a, t)
        for g in groups
        if g is not group and g.lead.subtype == group.lead.subtype
        for a in g.refs("actor")[:1]
        for t in g.refs("target")[:1]
    ]
    if not told:
        return None
    sides = Counter(s for _, a, t in told for s in (a, t))
    # whoever is sent home most comes before who only sends
    targets = Counter(t for _, _, t in told)
    hub = max(sides, key=lambda s: (sides[s], targets[s]))
    if doer != hub and len(told) > 1:
        return hub
    before = [row for row in told if row[0].lead.sentence <= group.lead.sentence] or told
    answered = [a for _, a, t in before if t == doer]
    if answered:
        return answered[-1]
    return next((t for _, a, t in reversed(before) if t != doer), None)


def _take_new_state(group: Group, groups: list[Group]) -> None:
    """The one state of whose independence the article tells is the one that is recognised."""
    # in an article on its independence, or on its way into a body
    born = [g for g in groups if g.lead.subtype == "独立"] or [g for g in groups if g.lead.subtype == _ACCESSION]
    states = {r for g in born for r in g.refs("actor")} - set(group.refs("actor"))
    if len(states) == 1:
        claim = group.lead.claims[0]
        group.lead.claims.append(claim._replace(property="target", value=states.pop(), confidence=_INFERRED))


def _take_body(group: Group, scene: Scene) -> None:
    """加盟を正式に決めた, in a session of the body that the text has named just before."""
    if "needs-target" not in group.lead.flags or not any(is_kind(r, "state") for r in group.refs("actor")):
        return
    end = group.lead.trigger
    for index in range(group.lead.sentence, max(-1, group.lead.sentence - _NEAR - 1), -1):
        named = [
            r
            for u in scene.sentences[index].units
            if u.mention is not None and (index < group.lead.sentence or u.mention.span.begin < end.begin)
            for m in (u.mention, *u.mention.inner)
            for r in scene.linked.of(m)
            if is_kind(r, "organization") and (r.key in scene.linked.international or r.key in _OPEN)
        ]
        bodies = list(dict.fromkeys(named))
        if bodies:
            if len(bodies) == 1:
                claim = group.lead.claims[0]
                group.lead.claims.append(claim._replace(property="target", value=bodies[0], confidence=_INFERRED))
            return


def _near(group: Group, other: Group) -> bool:
    return abs(group.lead.sentence - other.lead.sentence) <= _NEAR


def _same_act(group: Group, other: Group) -> bool:
    return group is not other and group.lead.subtype == other.lead.subtype and bool(group.refs("target"))


def _fill_partner(group: Group, groups: list[Group], scene: Scene) -> None:
    """The one side that all other acts on relations of the article share."""
    if group.lead.subtype == "停戦":
        _fill_truce(group, groups, scene)
        return
    if "needs-pair" in group.lead.flags and not group.refs("actor"):
        _take_pair(group, groups, scene)
        return
    if "needs-partner" not in group.lead.flags or group.refs("target"):
        return
    pairs = [
        {*g.refs("actor"), *g.refs("target")}
        for g in groups
        if g is not group and g.lead.subtype in _RELATIONS and g.refs("actor") and g.refs("target")
    ]
    own = set(group.refs("actor"))
    # 新国家を承認し、外交関係を開設した
    pairs += [
        {*g.refs("actor"), *g.refs("target")}
        for g in groups
        if not pairs and g.lead.subtype == "国家承認" and own & set(g.refs("actor")) and _near(g, group)
    ]
    if not pairs and group.lead.subtype == "国交断絶" and len(own) == 1:
        pairs = _quarrel(group, own, scene)
    full = (g for g in groups if _same_act(g, group) and not times_clash(g.time, group.time))
    if any(own & {*g.refs("actor"), *g.refs("target")} for g in full):
        # told in full elsewhere
        return
    shared = set.intersection(*pairs) - own if pairs else set()
    if not shared and pairs:
        # the same two sides: what was broken off is taken up again
        shared = set.union(*[p - own for p in pairs if own & p] or [set()])
    if len(shared) == 2 and len(pairs) == 1:
        # サウジアラビアがイランと断交し、バーレーンも断交した: with whom the first did
        told = (g for g in groups if g is not group and g.lead.subtype in _RELATIONS and g.refs("target"))
        first = next(told, None)
        if first is None:
            # クック諸島とニウエを国家として承認し、外交関係を樹立した: with both
            claim = group.lead.claims[0]
            both = sorted(shared, key=lambda r: r.key)
            group.lead.claims += [claim._replace(property="target", value=r, confidence=_INFERRED) for r in both]
            return
        shared &= set(first.refs("actor" if "turned" in first.lead.flags else "target"))
    if len(shared) == 1:
        claim = group.lead.claims[0]
        group.lead.claims.append(claim._replace(property="target", value=shared.pop(), confidence=_INFERRED))


def _quarrel(group: Group, own: set[Ref], scene: Scene) -> list[set[Ref]]:
    """With whom a state breaks that names nobody: who has done something to it in the sentence before."""
    before = scene.sentences[group.lead.sentence - 1] if group.lead.sentence > 1 else None
    if before is None:
        return []
    refs = [r for u in before.units if u.mention is not None for r in scene.linked.of(u.mention)]
    states = {s for r in refs if (s := r if r.kind == "state" else scene.linked.states.get(r.key)) is not None}
    return [own | states] if len(states - own) == 1 else []


def _take_pair(group: Group, groups: list[Group], scene: Scene) -> None:
    """国交は1988年に回復した: the one pair of whose relations the article tells."""
    pairs = {
        frozenset((*g.refs("actor"), *g.refs("target")))
        for g in groups
        if g is not group and g.lead.subtype in _RELATIONS and g.refs("actor") and g.refs("target")
    }
    if len(pairs) != 1 or len(sides := sorted(pairs.pop(), key=lambda r: r.key)) != 2:
        return
    sentence = scene.sentences[group.lead.sentence].sentence.span
    evidence = Evidence(sentence, group.lead.trigger, group.lead.rule)
    for prop, side in zip(("actor", "target"), sides, strict=True):
        group.lead.claims.append(Claim(prop, side, evidence, group.lead.modality, confidence=_INFERRED))


def _fill_truce(group: Group, groups: list[Group], scene: Scene) -> None:
    """Who is at war in the one war that the article tells of: オルバン首相は停戦を提案した."""
    own = {c.value for d in group.drafts for c in d.claims if c.property in ("actor", "target")}
    wars = [
        frozenset((a, t))
        for g in groups
        if g.lead.subtype == "軍事作戦"
        for a in g.refs("actor")
        for t in g.refs("target")
        if a != t and own <= {a, t}
    ]
    if len(own) > 1 or not wars or not frozenset.intersection(*wars):
        return
    claim = next((c for c in group.lead.claims if c.property == "actor"), None)
    sentence = scene.sentences[group.lead.sentence].sentence.span
    evidence = claim.evidence if claim is not None else Evidence(sentence, group.lead.trigger, group.lead.rule)
    left = sorted(wars[0] - own, key=lambda r: r.key)
    for prop, side in zip(("target",) if own else ("actor", "target"), left, strict=True):
        group.lead.claims.append(Claim(prop, side, evidence, group.lead.modality, confidence=_INFERRED))


def _denies(denial: Group, group: Group) -> bool:
    return denial.lead.subtype == group.lead.subtype and bool(pair_of(denial.lead)[0] & pair_of(group.lead)[0])


def _is_there(group: Group, meeting: Group, scene: Scene) -> bool:
    """Whether who promises, or somebody who acts for that state, takes part in a conference of many."""
    actors = set(group.refs("actor"))
    people = meeting.refs("participant")
    states = {scene.linked.states.get(r.key) for r in people}
    named = any("multilateral" in d.subtype for d in meeting.drafts)
    return named and bool(actors & ({*people, *meeting.refs("state")} | states))


def _lend_talks(group: Group, meetings: list[Group], scene: Scene) -> None:
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
    if not both and not targets:
        # in a speech at a conference: 開会のあいさつで、アフリカに100億ドルの支援を行うと表明した
        near = [m for m in meetings if m.status == "held" and 0 <= group.lead.sentence - m.lead.sentence <= _NEAR]
        both = [m for m in near if m.time is not None and _is_there(group, m, scene)]
    if not both:
        return
    meeting = max(both, key=lambda m: max(d.sentence for d in m.drafts if d.sentence <= group.lead.sentence))
    for prop in ("time", "place"):
        given = [c for d in meeting.drafts for c in d.claims if c.property == prop]
        if given and not any(c.property == prop for d in group.drafts for c in d.claims):
            time = meeting.time
            value = time if prop == "time" and time is not None else given[0].value
            group.lead.claims.append(given[0]._replace(value=value, confidence=_INFERRED))
