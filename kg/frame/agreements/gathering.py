"""Agreement drafts of an article taken together: which document is meant, one entry for each act, days and parties."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final

from kg.frame.context import Draft
from kg.frame.gather import Group, similar, times_clash
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.scene import Linked
from kg.model.time import TimeValue

#: Actions from strongest to weakest: a document that is both mentioned and signed is reported as signed.
ACTIONS: Final[tuple[str, ...]] = ("signed", "ratified", "in_force", "adopted", "withdrawn", "proposed", "mentioned")
#: The number of a resolution.
NUMBERED: Final = re.compile(r"決議(?:案)?第?\s?(\d{3,4})号?|第(\d{1,4})号決議")
#: Papers in which an agreement is written down.
_WRITTEN: Final = re.compile(r"(?:合意|共同|最終|成果)?(?:文書|書)$")
#: A paper of any sort, which is told to be another by its name.
_ANY_PAPER: Final = re.compile(r"(?<!協力)文書$")
_INFERRED: Final = 0.6
#: States that went on as others, and the last year of the first.
_HEIRS = (("soviet-union", "RUS", 1991),)
#: The sentences that tell again what the headline says.
_OPENING: Final = 2
#: Sentences between the result of a meeting and the paper that holds it.
_SAME_OCCASION: Final = 4
_CERTAIN: Final = 0.8
#: Characters before the name of a session in which the body may stand whose it is.
_BESIDE: Final = 14
#: How many sentences back the same document without a name may stand.
_CLOSE: Final = 2
#: Characters of a name that tells the kind of a document: 和平協定, but not 協定.
_TOLD_KIND: Final = 4


def refer_back(drafts: list[Draft]) -> None:
    """Give a document that is called only 条約, or is left out, the name and parties of the one told before.

    The drafts stand in the order of their sentences.
    """
    _number_told_after(drafts)
    known = [d for d in drafts if "bare" not in d.flags and d.text("name")]
    at = [d.sentence for d in drafts]
    for draft in drafts:
        if "bare" not in draft.flags:
            continue
        head = draft.text("name") or ""
        before = [
            d
            for d in known
            if d.sentence <= draft.sentence and d is not draft and (d.text("name") or "").endswith(head)
        ]
        body = [d for d in before if "headline" not in d.flags] or before
        named = [d for d in body if "described" not in d.flags] or ([] if "step" in draft.flags else body)
        if not named:
            around = drafts[bisect_left(at, draft.sentence - _CLOSE) : bisect_right(at, draft.sentence)]
            _named_by_content(draft, around)
            _same_bare(draft, around)
            continue
        source = named[0] if "step" in draft.flags else named[-1]
        name = source.text("name") or ""
        given = next(c for c in source.claims if c.property == "name")
        draft.claims = [c for c in draft.claims if c.property != "name"]
        draft.claims.append(given._replace(value=name, evidence=draft.claims[0].evidence))
        draft.subtype = source.subtype
        draft.flags -= {"bare", "plain", "generic"}
        draft.flags |= source.flags & {"described", "known"}
        draft.flags.add("referred")
        same = [d for d in known if d.text("name") == name and len(d.refs("party")) >= 2 and not _by_itself(d)]
        if (_by_itself(source) and not _by_itself(draft)) or draft.text("action") == source.text(
            "action"
        ) == "ratified":
            known.append(draft)
            continue
        near = [d for d in same if d.sentence == draft.sentence]
        _take_parties(draft, max(near or same, key=lambda d: len(d.refs("party")), default=source))
        known.append(draft)


def _by_itself(draft: Draft) -> bool:
    """Whether an act is that of each side by itself."""
    return draft.text("action") in ("ratified", "withdrawn")


def _number_told_after(drafts: list[Draft]) -> None:
    """…する決議を採択した。決議2375は: what has just been adopted without a number is spoken of by it."""
    for at, draft in enumerate(drafts):
        number = _numbers([draft.text("name") or ""])
        if not number or "topic" not in draft.flags or draft.time is not None or draft.text("action") != "mentioned":
            continue
        if any(number == _numbers([d.text("name") or ""]) for d in drafts[:at]):
            continue
        near = [d for d in drafts[:at] if d.subtype == "resolution" and draft.sentence - d.sentence <= _SAME_OCCASION]
        last = next((d for d in reversed(near) if d.text("action") == "adopted" and "headline" not in d.flags), None)
        if last is None or last.time is None or _numbers([last.text("name") or ""]):
            continue
        draft.claims = [c._replace(value="adopted") if c.property == "action" else c for c in draft.claims]


def _named_by_content(draft: Draft, drafts: list[Draft]) -> None:
    """返還で合意し、条約に署名した: a treaty without a name is called by what the same sides have just agreed on."""
    head, sides = draft.text("name") or "", set(draft.refs("party"))
    for other in reversed(drafts):
        told = other.text("name") or ""
        near = 0 <= draft.sentence - other.sentence <= 1 and "described" in other.flags and other is not draft
        if head and near and sides and sides == set(other.refs("party")) and told.endswith("合意"):
            name = told.removesuffix("合意") + head
            draft.claims = [c._replace(value=name) if c.property == "name" else c for c in draft.claims]
            draft.flags -= {"bare", "plain", "generic"}
            draft.flags.add("described")
            return


def _same_bare(draft: Draft, drafts: list[Draft]) -> None:
    """協定に署名し、協定は2005年に発効した: the same document without a name has the same parties."""
    head = draft.text("name")
    if not head or draft.refs("party"):
        return
    for other in reversed(drafts):
        before = 0 <= draft.sentence - other.sentence <= _CLOSE and other is not draft
        if before and "bare" in other.flags and other.text("name") == head and other.refs("party"):
            _take_parties(draft, other)
            return


def _take_parties(draft: Draft, source: Draft) -> None:
    """The parties of a document, besides the state that ratifies it; a body gives way to its member that acts."""
    own = draft.refs("party")
    if draft.text("action") in ("ratified", "withdrawn", "in_force") or not own:
        for claim in source.claims:
            if claim.property == "party" and claim.value not in own:
                if own and isinstance(claim.value, Ref) and claim.value.kind == "organization":
                    continue
                draft.claims.append(claim._replace(evidence=draft.claims[0].evidence, confidence=_INFERRED))


def same_agreement(group: Group, draft: Draft) -> bool:
    """Whether a draft tells of the document, and of the act, of a group."""
    if times_clash(group.time, draft.time):
        return False
    same_act = draft.text("action") == group.lead.text("action")
    if same_act and _another(group, draft):
        return False
    if "each" in draft.flags | group.lead.flags and set(draft.refs("party")) != set(group.refs("party")):
        return False
    number, numbers = _numbers([draft.text("name") or ""]), _numbers(group.names)
    if number and numbers:
        return number == numbers and same_act
    if same_act and (number or numbers) and draft.subtype == group.lead.subtype == "resolution":
        # …する制裁決議を採択した。決議2375は: only one of them is dated
        undated = draft.time is None if number else group.time is None
        if undated and draft.refs("party") == group.refs("party"):
            return True
    if "described" in draft.flags and all("described" in d.flags for d in group.drafts):
        heads = {"headline" in d.flags for d in group.drafts}
        if ("headline" in draft.flags) not in heads and same_act:
            return (
                not draft.refs("party")
                or not group.refs("party")
                or set(draft.refs("party")) == set(group.refs("party"))
            )
    opening = draft.sentence <= _OPENING and {draft.subtype, group.lead.subtype} <= {"treaty", "agreement", "mou"}
    sort = draft.subtype == group.lead.subtype or opening
    if same_act and all("headline" in d.flags for d in group.drafts) and sort:
        # the headline shortens the name: INF全廃条約が失効
        mine, theirs = set(draft.refs("party")), set(group.refs("party"))
        known = mine and theirs if draft.subtype != group.lead.subtype else True
        if "headline" not in draft.flags and known and (mine <= theirs or theirs <= mine):
            return True
    if (
        ("generic" in draft.flags or all("generic" in d.flags for d in group.drafts))
        and draft.subtype == group.lead.subtype
        and not ({"described"} & (draft.flags | group.lead.flags))
        and any((draft.text("name") or "")[-2:] == n[-2:] or "決議" in n for n in group.names)
    ):
        # 和平協定 and ダルフール和平協定, 決議 and 決議1695: one document, called by its sort
        return same_act
    name, names = draft.text("name") or "", group.names
    if (
        same_act
        and draft.subtype == group.lead.subtype == "resolution"
        and draft.text("action") == "mentioned"
        and not any(NUMBERED.search(n) for n in (name, *names))
        and draft.refs("party") == group.refs("party")
    ):
        # 国連安全保障理事会の決議 and 安保理決議
        return True
    if draft.text("action") == "ratified" and draft.refs("party")[:1] != group.refs("party")[:1]:
        # each side ratifies for itself
        return False
    alike = max((similar(name, n) for n in names), default=0.0)
    action, actions = draft.text("action"), {d.text("action") for d in group.drafts}
    return alike >= 0.6 and action in actions


def _numbers(names: Iterable[str]) -> set[str]:
    """The numbers of resolutions in names."""
    return {found.group(1) or found.group(2) for n in names if (found := NUMBERED.search(n)) is not None}


def _same(a: Group, b: Group) -> bool:
    """Whether two groups tell of one document."""
    return any(similar(x, y) == 1.0 for x in a.names for y in b.names if min(len(x), len(y)) >= _TOLD_KIND)


def _another(group: Group, draft: Draft) -> bool:
    """Whether one sentence lists two papers of different sorts (意向書と協定に署名した)."""
    name = draft.text("name") or ""
    return any(d.sentence == draft.sentence and (d.text("name") or "")[-2:] != name[-2:] for d in group.drafts)


def _share_parties(groups: list[Group], meetings: list[Group], lexicon: Lexicon) -> None:
    """Give later acts the parties that an earlier one names; documents of two sides share the article's only pair."""
    for group in groups:
        if group.refs("party") or not group.names:
            continue
        others = (g for g in groups if g is not group and g.refs("party") and _same(group, g) and not _alone(g))
        other = max(others, key=lambda g: min(len(g.refs("party")), 2), default=None)
        if other is not None:
            own = group.lead.claims[0].evidence
            shared = [c for d in other.drafts for c in d.claims if c.property == "party"]
            group.lead.claims.extend(c._replace(evidence=own, confidence=_INFERRED) for c in shared)
    for group in groups:
        alone = group.refs("party")
        if group.lead.text("action") not in ("ratified", "withdrawn", "in_force") or len(alone) != 1:
            continue
        # each of two ratifies, or leaves, what both have signed
        signed = next(
            (
                g
                for g in groups
                if g is not group
                and len(g.refs("party")) == 2
                and alone[0] in g.refs("party")
                and _same(g, group)
                and "many" not in g.lead.flags
            ),
            None,
        )
        if signed is not None:
            told = group.lead.claims[0].evidence
            claims = [c for d in signed.drafts for c in d.claims if c.property == "party" and c.value != alone[0]]
            group.lead.claims.extend(c._replace(evidence=told, confidence=_INFERRED) for c in claims[:1])
    pairs = {frozenset(g.refs("party")) for g in groups if len(g.refs("party")) >= 2}
    two = {p for p in pairs if len(p) == 2 and all(r.kind == "state" for r in p)}
    prop, sources = "party", groups
    if not pairs:
        # of the two states that meet in the article, if there are no others
        prop, sources = "state", meetings
        two = {frozenset(m.refs("state")) for m in meetings if len(m.refs("state")) >= 2}
        two = two if all(len(p) == 2 for p in two) else set()
    if len(two) != 1 or any(not p >= next(iter(two)) for p in pairs):
        return
    source = next(g for g in sources if frozenset(g.refs(prop)) in two)
    two_sided = re.compile(lexicon.table("agreements", "names")["bilateral" if prop == "party" else "friendly"])
    given = [c._replace(property="party") for d in source.drafts for c in d.claims if c.property == prop]
    for group in groups:
        if (
            not group.refs("party")
            and group.lead.text("action") != "mentioned"
            and two_sided.search("".join(group.names))
        ):
            own = group.lead.claims[0].evidence
            group.lead.claims.extend(c._replace(evidence=own, confidence=_INFERRED) for c in given)


def lend_days(groups: list[Group], meetings: list[Group], linked: Linked) -> None:
    """An agreement of the parties of a meeting that the article dates, told as a result of it, is of the same day.

    So is what a body adopts in a session of it. Where no meeting is told, the dated agreement between the same parties
    lends its day. Only what is done lends or
    borrows, never what a clause on a noun or a pluperfect recalls; the claim has a lower confidence.
    """
    for group in groups:
        lead = group.lead
        if group.time is not None or "recalled" in lead.flags:
            continue
        parties = set(group.refs("party"))
        if lead.text("action") == "proposed" and lead.status == "scheduled" and len(parties) == 2:
            _plan_with(group, [m for m in meetings if parties == set(m.refs("state"))])
            continue
        if lead.status != "held" or lead.text("action") not in ("signed", "adopted"):
            continue
        bodies = {r for r in parties if r.kind == "organization"}
        if len(parties) < 2 and not bodies:
            continue
        told = [m for m in meetings if m.status == "held" and _day(m) is not None and parties <= set(m.refs("state"))]
        exact = [m for m in told if set(m.refs("state")) == parties] or told
        source = _nearest(exact, group)
        if source is None and bodies:
            held = [m for m in meetings if m.status == "held" and _day(m) is not None]
            source = _nearest(
                [m for m in held if "recalled" not in m.lead.flags and _in_session(m, bodies, linked)], group
            )
        if source is None and "along" in lead.flags:
            acts = [g for g in groups if g is not group and g.status == "held" and _day(g) is not None]
            source = _nearest([g for g in acts if g.lead.text("action") in ("signed", "adopted")], group)
        if source is None:
            others = [g for g in groups if g is not group and g.status == "held" and _day(g) is not None]
            source = _nearest(
                [g for g in others if set(g.refs("party")) == parties and "recalled" not in g.lead.flags], group
            )
        if source is None:
            continue
        day = _day(source)
        assert day is not None
        claim = next(
            c for d in source.drafts for c in d.claims if isinstance(c.value, TimeValue) and c.value.span == day.span
        )
        lead.claims.append(claim._replace(value=day, confidence=_INFERRED))


def _plan_with(group: Group, meetings: list[Group]) -> None:
    """25日にB首相と会談する。両首脳は協定に署名する予定だ: what is to be signed at talks is dated by them."""
    planned = [m for m in meetings if m.status == "scheduled" and _day(m) is not None]
    source = _nearest([m for m in planned if group.lead.sentence - m.lead.sentence <= _SAME_OCCASION], group)
    time = _day(source) if source is not None else None
    if source is not None and time is not None:
        claim = next(c for d in source.drafts for c in d.claims if c.value == time)
        group.lead.claims.append(claim._replace(confidence=_INFERRED))


def _in_session(meeting: Group, bodies: set[Ref], linked: Linked) -> bool:
    """Whether a meeting is a session of one of some bodies: 上海協力機構の首脳会議."""
    if bodies & set(meeting.refs("participant")):
        return True
    rows = [(d.trigger.begin - _BESIDE, d.trigger.end) for d in meeting.drafts]
    named = (refs for span, refs in linked.refs.items() if any(b <= span.begin and span.end <= e for b, e in rows))
    return any(bodies & set(refs) for refs in named)


def _alone(group: Group) -> bool:
    """Whether one side ratifies or leaves by itself: nothing is said of those who signed."""
    several = len(group.refs("party")) > 1 and group.lead.text("action") != "ratified"
    return _by_itself(group.lead) and not several


def _day(group: Group) -> TimeValue | None:
    """The time of a group, if it is one day."""
    time = group.time
    return time if time is not None and len(time.edtf or "") == 10 else None


def _nearest(groups: list[Group], group: Group) -> Group | None:
    """The one told last before a group."""
    before = [g for g in groups if g.lead.sentence <= group.lead.sentence]
    return max(
        before, key=lambda g: max(d.sentence for d in g.drafts if d.sentence <= group.lead.sentence), default=None
    )


def _follow(groups: list[Group]) -> None:
    """What ceases with the coming into force of another document ceases on the same day (発効に伴い)."""
    for group in groups:
        if group.time is not None or "with-in-force" not in group.lead.flags:
            continue
        for other in groups:
            if (
                other.lead.text("action") == "in_force"
                and other.time is not None
                and other.lead.sentence < group.lead.sentence
            ):
                claim = next(c for d in other.drafts for c in d.claims if isinstance(c.value, TimeValue))
                group.lead.claims.append(claim._replace(value=other.time, confidence=_INFERRED))
                break


def settled_agreements(groups: list[Group], meetings: list[Group], linked: Linked, lexicon: Lexicon) -> list[Group]:
    """Groups without those that a stronger one makes needless: mentions and agreeing of what was signed."""
    groups = _introduce(groups)
    for group in groups:
        _drop_guesses(group)
        _prefer_number(group)
    _share_parties(groups, meetings, lexicon)
    heirs = {r.key: r for g in (*groups, *meetings) for p in ("party", "state") for r in g.refs(p)}
    for group in groups:
        _keep_heir(group)
        _give_heir(group, heirs)
    _follow(groups)
    lend_days(groups, meetings, linked)
    groups = [g for g in groups if not _only_recalled(g)]
    out: list[Group] = []
    for group in groups:
        action = group.lead.text("action")
        name = group.lead.text("name") or ""
        if not name:
            continue
        stronger = [
            g
            for g in groups
            if g is not group
            and ACTIONS.index(g.lead.text("action") or "mentioned") < ACTIONS.index(action or "mentioned")
        ]
        if all("generic" in d.flags for d in group.drafts) and (
            (
                not group.refs("party")
                and not (action in ("signed", "adopted") and _on_its_day(group, lexicon))
                and not _by_session(group)
            )
            or (action in ("mentioned", "proposed") and "bare" in group.lead.flags)
        ):
            # a bare 条約 or 合意 that nothing ties to anyone
            continue
        if _untied(group) or _of_a_club(group, linked):
            continue
        told = [g for g in stronger if not _still_planned(group, g)]
        if action in ("mentioned", "proposed") and any(_covers(g, group, name) for g in told):
            continue
        if action == "mentioned" and any(_headed(g, group) for g in stronger):
            continue
        if "bare" in group.lead.flags and any(_still_planned(g, group) for g in groups):
            continue
        if "described" in group.lead.flags and any(_summed_up(g, group) for g in groups):
            continue
        lead = group.lead
        may_be_retold = "described" in lead.flags or {"told-by-other", "view"} & lead.flags
        if may_be_retold and any(_written(g, group) or _retold(g, group) or _declared(g, group) for g in groups):
            continue
        if "comment" in group.lead.flags and any(
            g is not group and g.lead.subtype == group.lead.subtype and g.lead.text("action") == action for g in groups
        ):
            continue
        out.append(group)
    return out


def _introduce(groups: list[Group]) -> list[Group]:
    """Give what was signed the name that the text gives just after it (協定を結んだ。新協定「…」は)."""
    out = list(groups)
    for named in groups:
        if "introduced" not in named.lead.flags:
            continue
        signed = next(
            (
                g
                for g in reversed(groups)
                if g.lead.text("action") in ("signed", "adopted")
                and _may_be_called(g.lead, named.lead)
                and 0 < named.lead.sentence - max(d.sentence for d in g.drafts) <= _SAME_OCCASION
            ),
            None,
        )
        if signed is None:
            continue
        name = named.lead.text("name")
        assert name is not None
        for draft in signed.drafts:
            draft.claims = [c._replace(value=name) if c.property == "name" else c for c in draft.claims]
            draft.flags = (draft.flags - {"plain", "generic", "bare", "described"}) | {"known"}
            draft.subtype = named.lead.subtype
        out = [g for g in out if g is not named]
    return out


def _may_be_called(paper: Draft, named: Draft) -> bool:
    """Whether a name that is told just after a paper may be its own: one of its sort, or of any where it has none."""
    if "called" not in named.flags:
        return paper.subtype == named.subtype and "known" not in paper.flags
    sort = paper.subtype == named.subtype or "sorted" not in named.flags or _ANY_PAPER.search(paper.text("name") or "")
    mine, theirs = set(paper.refs("party")), set(named.refs("party"))
    if mine and theirs and mine != theirs:
        return False
    return bool(sort) and bool(paper.flags & {"no-name", "described"})


def _keep_heir(group: Group) -> None:
    """Of a state and its heir, the one that was there then: the Soviet Union until 1991, Russia after it."""
    keys = {r.key for r in group.refs("party")}
    for old, heir, year in _HEIRS:
        if {old, heir} <= keys and group.time is not None and group.time.latest is not None:
            gone = heir if group.time.latest.year <= year else old
            for draft in group.drafts:
                draft.claims = [
                    c
                    for c in draft.claims
                    if c.property != "party" or not isinstance(c.value, Ref) or c.value.key != gone
                ]


def _give_heir(group: Group, heirs: dict[str, Ref]) -> None:
    """両国 may point to the Soviet Union, of which the article spoke last: news of a paper are of its heir."""
    if "recalled" in group.lead.flags or group.lead.text("action") == "mentioned":
        return
    for old, heir, year in _HEIRS:
        past = group.time is not None and group.time.latest is not None and group.time.latest.year <= year
        if heir not in heirs or past:
            continue
        for draft in group.drafts:
            draft.claims = [
                c._replace(value=heirs[heir]) if isinstance(c.value, Ref) and c.value.key == old else c
                for c in draft.claims
            ]


def _drop_guesses(group: Group) -> None:
    """Presumed parties give way where another sentence names them."""
    named = [c for d in group.drafts for c in d.claims if c.property == "party" and c.confidence >= _CERTAIN]
    several = len({c.value for c in named}) >= 2
    if several or any(isinstance(c.value, Ref) and c.value.kind == "organization" for c in named):
        for draft in group.drafts:
            draft.claims = [c for c in draft.claims if c.property != "party" or c.confidence >= _CERTAIN]


def _prefer_number(group: Group) -> None:
    """A resolution is called by its number wherever the article gives it."""
    claims = (c for d in group.drafts for c in d.claims if c.property == "name" and isinstance(c.value, str))
    number = next((c for c in claims if NUMBERED.search(str(c.value))), None)
    if number is not None:
        for draft in group.drafts:
            draft.claims = [c._replace(value=number.value) if c.property == "name" else c for c in draft.claims]


def _untied(group: Group) -> bool:
    """Whether nothing ties a document to states or bodies: a contract, a resolution of a club, one side's declaration."""
    if any("known" in d.flags for d in group.drafts) or group.lead.subtype == "treaty":
        return False
    recalled = group.lead.text("action") == "mentioned" or (
        group.lead.rule == "agreement-mention" and group.time is not None
    )
    if recalled and group.lead.subtype in ("joint_statement", "declaration"):
        return False
    parties = group.refs("party")
    if not parties:
        return True
    alone = len(parties) == 1 and parties[0].kind == "state"
    return alone and group.lead.subtype == "declaration" and group.lead.text("action") == "adopted"


def _of_a_club(group: Group, linked: Linked) -> bool:
    """Whether a statement is that of one body which no states have made: 弁護士会が声明を出した."""
    parties = group.refs("party")
    return (
        group.lead.subtype == "joint_statement"
        and len(parties) == 1
        and parties[0].kind == "organization"
        and parties[0].key not in linked.international
    )


def _only_recalled(group: Group) -> bool:
    """Whether a clause on a noun says no more than that there once was such a paper (枠組みで結んだ5つの協定)."""
    lead = group.lead
    return (
        {"recalled", "no-name"} <= lead.flags
        and "described" not in lead.flags
        and group.time is None
        and not group.refs("party")
        and len(group.drafts) == 1
    )


def _by_session(group: Group) -> bool:
    """Whether a conference of nobody knows whom adopts a statement: 海の安全に関する会議は共同声明を採択した."""
    lead = group.lead
    return lead.subtype == "joint_statement" and lead.text("action") == "adopted" and "known" in lead.flags


def _on_its_day(group: Group, lexicon: Lexicon) -> bool:
    """Whether a day or month and a kind of document are told (2000年10月に和平協定が結ばれた), only not between whom."""
    heads = {"headline" in d.flags or "bare" in d.flags for d in group.drafts}
    ending_war = re.compile(lexicon.table("agreements", "names")["ending_war"])
    if group.lead.text("action") == "adopted" and not ending_war.search(group.lead.text("name") or ""):
        return False
    return group.time is not None and heads == {False} and len(group.lead.text("name") or "") >= _TOLD_KIND


def _written(paper: Group, agreed: Group) -> bool:
    """Whether a paper that is signed sets down what a group tells as agreed: 正常化で合意した … 合意文書に署名した."""
    return (
        paper is not agreed
        and paper.lead.text("action") == "signed"
        and agreed.lead.text("action") == "adopted"
        and "described" in agreed.lead.flags
        and bool(_WRITTEN.fullmatch(paper.lead.text("name") or "") or "described" in paper.lead.flags)
        and set(paper.refs("party")) == set(agreed.refs("party"))
        and not times_clash(paper.time, agreed.time)
    )


def _declared(paper: Group, agreed: Group) -> bool:
    """Whether what sides agree in (一致した) is what the statement tells that they adopt in the same breath."""
    return (
        paper is not agreed
        and paper.lead.sentence == agreed.lead.sentence
        and "view" in agreed.lead.flags
        and "described" not in paper.lead.flags
        and paper.lead.text("action") in ("signed", "adopted")
        and set(agreed.refs("party")) <= set(paper.refs("party"))
        and not times_clash(paper.time, agreed.time)
    )


def _retold(first: Group, again: Group) -> bool:
    """Whether others speak of the agreement that the article has just told (Bは、両国がYで合意したと述べた)."""
    return (
        first is not again
        and "described" in first.lead.flags
        and "told-by-other" in again.lead.flags
        and first.lead.text("action") == again.lead.text("action") == "adopted"
        and "headline" not in first.lead.flags
        and 0 < again.lead.sentence - first.lead.sentence <= 2
        and set(first.refs("party")) == set(again.refs("party"))
    )


def _still_planned(told: Group, headed: Group) -> bool:
    """Whether a headline without tense calls done (租税条約、全面改正) what the text says is to come."""
    bare = all({"headline", "bare"} <= d.flags for d in headed.drafts)
    if not bare or told.lead.text("action") != "proposed" or "headline" in told.lead.flags:
        return False
    alike = max((similar(a, b) for a in headed.names for b in told.names), default=0.0) >= 0.6
    return alike and headed.lead.text("action") in ("signed", "adopted")


def _headed(told: Group, weak: Group) -> bool:
    """Whether only the headline names a paper, shortened, and the text tells what was done with one of its kind."""
    heads = all("headline" in d.flags for d in weak.drafts)
    alike = told.lead.subtype == weak.lead.subtype and "recalled" not in told.lead.flags
    mine, theirs = set(weak.refs("party")), set(told.refs("party"))
    return heads and alike and (mine <= theirs or theirs <= mine)


def _summed_up(told: Group, headed: Group) -> bool:
    """Whether only the headline says what was agreed on, and the text tells of the paper of the same sides."""
    mine, theirs = set(headed.refs("party")), set(told.refs("party"))
    return (
        told is not headed
        and all("headline" in d.flags for d in headed.drafts)
        and not all("headline" in d.flags for d in told.drafts)
        and told.lead.text("action") in ("signed", "adopted")
        and "recalled" not in told.lead.flags
        and bool(mine)
        and (mine <= theirs or theirs <= mine)
    )


def _covers(strong: Group, weak: Group, name: str) -> bool:
    parties = set(weak.refs("party"))
    if "each" in weak.lead.flags and parties != set(strong.refs("party")):
        return False
    if (
        "between" in weak.lead.flags
        and weak.lead.subtype == strong.lead.subtype
        and parties <= set(strong.refs("party"))
    ):
        # 両国の条約, after the treaty has been named
        return True
    if "rejected" in weak.lead.flags or ("ceremony" in weak.lead.flags and strong.lead.text("action") == "adopted"):
        # what was turned down, or agreed on and is still to be signed, is told beside the adoption
        return False
    inside = "described" in strong.lead.flags and strong.lead.subtype != weak.lead.subtype
    if not inside and max((similar(name, n) for n in strong.names), default=0.0) >= 0.6:
        # but not the treaty that it is agreed to conclude: 条約を締結するよう努める合意
        return True
    return weak.lead.subtype == strong.lead.subtype == "resolution" and not NUMBERED.search(name)
