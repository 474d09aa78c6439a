"""What the rules of acts share: when an act took place, who stands behind a body, which pair is meant."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from kg.frame.context import Context
from kg.model.account import Ref
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue

#: 首脳が6月に訪れた際: the time of the visit
_WHEN: Final[tuple[str, ...]] = ("際", "折", "とき")
_AT: Final[tuple[str, ...]] = ("で", "では", "デ", "デハ")
_SOURCE: Final = re.compile(r"(?:など)?に(?:よれば|よると|よりますと)")
#: How a predicate ends that the sentence says more of: 会談したのは, 開かれるのが.
CLEFT: Final = re.compile("(?:た|る|ている|ていた|られた|れた|れる|られる)?の[はが]")
#: Behind what tells of an earlier time, session or trip: 2018年以来, 前回に続き; and so right behind a word or a verb.
EARLIER: Final = re.compile("以来|に続[きいく]|に次[ぎいぐ]")
EARLIER_BEHIND: Final = re.compile(f"[ぁ-ん]{{0,5}}(?:機会)?(?:{EARLIER.pattern})")
#: Behind a verb that tells since when something is so: 侵攻してから.
SINCE: Final = re.compile("て(?:から|以来|以降|以後)")


#: What a noun stands for that a cleft tells of.
_CLEFT: Final = re.compile(".*の[はが]")


def is_source(context: Context, phrase: Phrase) -> bool:
    """Whether によると makes a phrase the source of a report, not the agent of an act."""
    return _SOURCE.match(context.parsed.sentence.surface, phrase.end) is not None


def when(context: Context, clause: Clause) -> TimeValue | None:
    """The time of a clause; what is quoted takes the time of what quotes it before that of any other clause."""
    own = context.when(clause, inherit=False)
    if own is None:
        # 2004年に開かれた会議で調印された: what happens at a meeting happens when it is held
        held = (
            a.relative
            for a in clause.args
            if a.relative is not None and ((a.particle in _AT and a.mentions()) or a.text in _WHEN or _sat(a))
        )
        own = next((t for r in held if (t := context.when(r, inherit=False)) is not None), None)
    own = _closing(context, own)
    if own is None and clause.form == "nominal" and clause.parent is not None:
        # 独立したのは1965年だ
        own = next((t for t in context.times([clause.parent.phrase]) if t.edtf), None)
    if own is None and clause.form == "nominal" and clause.parent is None and _CLEFT.match(clause.tail):
        # 発射されたのは20日午前7時ごろ。
        own = next((t for t in context.times(context.phrases[-1:]) if t.edtf), None)
    own = own or _led(context, clause) or _lasting(context, clause)
    if own is None and clause.form == "nominal":
        # 12日にAが、13日にはBが承認するなど
        own = _waiting(context, clause)
    aside = clause.target is not None and clause.target.text == "もの"  # 停止したものの
    told = (clause.form == "relative" and clause.past and not aside) or (clause.form == "nominal" and clause.past)
    if own is None and told:
        # ミサイルを発射したことに対し: what went before has a time of its own
        return None
    if own is None and clause.form in ("quoted", "nominal") and clause.parent is not None:
        if clause.parent.form == "nominal" and clause.parent.past:
            return None
        own = context.when(clause.parent, inherit=False)
    if own is not None:
        return own
    return _waiting(context, clause) or context.when(clause)


def _sat(phrase: Phrase) -> bool:
    """Whether a phrase is a session that acts, with the clause that tells when it sat: 11日から開かれた会議は…を採択した."""
    mention, sat = phrase.head.mention, phrase.relative
    held = sat is not None and sat.passive and sat.past
    return held and phrase.particle in ("は", "が") and mention is not None and mention.kind == "event"


def _closing(context: Context, time: TimeValue | None) -> TimeValue | None:
    """15日から2日間開かれた会議は、宣言を採択して閉幕した: what is done at the close is done on the last day."""
    if time is None or time.latest is None or "/" not in (time.edtf or "") or time.edtf is None:
        return time
    closes = not time.edtf.startswith("..") and any(c.lemma in ("閉幕する", "閉会する") for c in context.clauses)
    return time._replace(edtf=time.latest.isoformat(), earliest=time.latest) if closes else time


def days_told_with(context: Context, clause: Clause, time: TimeValue | None) -> list[TimeValue]:
    """The other days on which the same was done: 12月と2月に, 10日と12日に."""
    rows = [a for a in clause.args if a.is_time]
    twins = [(a, b) for a, b in pairwise(rows) if a.particle in ("と", "や") and b.index == a.index + 1]
    before = [context.phrases[b.index - 1] for b in rows[:1] if b.index]
    # 11日と13日に: the parser may give the first day to a later clause
    twins += [(a, rows[0]) for a in before if a.is_time and a.particle in ("と", "や") and a not in rows]
    told = [t for t in context.times(p for pair in twins for p in pair) if t.edtf]
    days = {t.edtf: t for t in told}
    return [t for edtf, t in days.items() if edtf != time.edtf] if time is not None and time.edtf in days else []


def _led(context: Context, clause: Clause) -> TimeValue | None:
    """30日、ネバダで実験を行ったことを、政府が発表した: a day before both, with the teller behind, is that of what is told."""
    parent = clause.parent
    if parent is None or not clause.past or not clause.args or clause.form not in ("relative", "quoted", "nominal"):
        return None
    teller = next((a for a in parent.args if a.particle in ("が", "は") and not a.is_time), None)
    if teller is None or teller.index < clause.phrase.index:
        return None
    first = min(a.index for a in clause.args)
    return next((t for t in context.times(a for a in parent.args if a.is_time and a.index < first) if t.edtf), None)


def _lasting(context: Context, clause: Clause) -> TimeValue | None:
    """5日未明から夕方にかけて発射した, of which the parser makes a clause of its own."""
    before = context.clauses[clause.index - 1] if clause.index else None
    if before is None or before.lemma != "かける" or before.form != "chain" or not any(a.is_time for a in before.args):
        return None
    return context.when(before, inherit=False)


def _waiting(context: Context, clause: Clause) -> TimeValue | None:
    """Of several times that wait for a later predicate, the one right before a clause (12日にA、13日にB)."""
    for other in context.clauses[clause.index + 1 :]:
        waiting = [a for a in other.args if a.is_time and a.index < clause.phrase.index]
        if len(waiting) >= 2 and clause.args:
            first = min(a.index for a in clause.args)
            before = [a for a in waiting if a.index < first]
            return next((t for t in context.times(before[-1:]) if t.edtf), None)
    return None


def pair_before(context: Context, back: int = 4) -> list[Ref]:
    """The two states that the article last spoke of together (両国, 日朝), at most ``back`` sentences back."""
    for index in range(context.index, max(-1, context.index - back - 1), -1):
        for unit in reversed(context.scene.sentences[index].units):
            if unit.mention is not None and unit.mention.kind in ("anaphor", "states"):
                states = context.states_of(context.linked.of(unit.mention))
                if len(states) == 2:
                    return states
    return []


_COUNT: Final = re.compile(
    r"([2-9２-９二三四五六])(?:か国|カ国|ヵ国|ヶ国|首脳|外相|閣僚|人|氏)|両(?:国|者|首脳|外相|氏|政府|元首|大統領|首相|国防相|大臣|閣僚|トップ|指導者|陣営|軍|党)|双方"
)
_DIGITS: Final = {c: n for row in ("23456789", "２３４５６７８９", "二三四五六") for n, c in enumerate(row, 2)}


def sides_before(context: Context, phrase: Phrase) -> list[Ref]:
    """The sides that a counted group stands for (3首脳, 両外相): so many states named together before."""
    if phrase.text in ("加盟国", "締約国", "参加国", "各国", "首脳", "外相", "加盟各国"):
        # NATOの加盟国は: the body stands for its members
        bodies = [r for m in phrase.modifiers for r in context.actors(m) if r.kind == "organization"]
        if bodies or not phrase.modifiers:
            return bodies
    found = _COUNT.match(phrase.text) or next((f for m in phrase.modifiers if (f := _COUNT.match(m.text))), None)
    if found is None or context.actors(phrase):
        return []
    count = _DIGITS[found.group(1)] if found.group(1) else 2
    if found.group().startswith(("両国", "双方", "両政府")):
        pair = pair_before(context, back=8)
        if pair:
            return pair
    met = _met_before(context, count)
    if met:
        return met
    for index in range(context.index, max(-1, context.index - 7), -1):
        other = Context(context.scene, index, context.modality, context.lexicon)
        for clause in reversed(other.clauses):
            states = _together(other, clause)
            if len(states) == count:
                return states
        for unit in reversed(other.parsed.units):
            if unit.mention is not None and unit.mention.kind in ("anaphor", "states"):
                states = context.states_of(context.linked.of(unit.mention))
                if len(states) == count:
                    return states
    return _host_and_guest(context) if count == 2 else []


def _host_and_guest(context: Context) -> list[Ref]:
    """The two states of a trip that the article told by a noun: of them 両首脳 speaks (大統領の訪中に合わせ)."""
    for index in range(context.index, max(-1, context.index - 4), -1):
        other = Context(context.scene, index, context.modality, context.lexicon)
        for phrase in reversed(other.phrases):
            trip = next((m for m in phrase.mentions() if m.rule == "travel"), None)
            if trip is None:
                continue
            goal = other.states_of(other.linked.of(trip))
            home = other.states_of([r for m in (*phrase.modifiers, *_acts(other, phrase)) for r in other.actors(m)])
            states = list(dict.fromkeys([*home, *goal]))
            if len(states) == 2:
                return states
    return []


def _acts(context: Context, phrase: Phrase) -> list[Phrase]:
    """The subjects of a clause that a phrase is the predicate of."""
    clause = next((c for c in context.clauses if c.phrase is phrase), None)
    return clause.all_args("が", "は", "も") if clause is not None else []


def _together(context: Context, clause: Clause) -> list[Ref]:
    return context.states_of(
        [*present(context, clause), *(r for a in clause.all_args("と") for r in context.actors(a))]
    )


def _met_before(context: Context, count: int) -> list[Ref]:
    """So many states whose representatives the article told to have met: of them 両外相 speaks before all others."""
    for index in range(context.index, max(-1, context.index - 7), -1):
        other = Context(context.scene, index, context.modality, context.lexicon)
        for clause in reversed(other.clauses):
            if any(m.kind == "event" and m.rule == "nominal" for m in clause.phrase.mentions()):
                states = _together(other, clause)
                if len(states) == count:
                    return states
    return []


def present(context: Context, clause: Clause) -> list[Ref]:
    """The subjects of a clause, with those besides whom they come (習主席のほか、A大統領、B大統領が出席した)."""
    besides = [r for a in clause.args if a.text in ("ほか", "他") for m in a.modifiers for r in context.actors(m)]
    return [*besides, *context.subjects(clause)]


def meeting_pair(context: Context, back: int = 8) -> list[Ref]:
    """The two states whose representatives the article last told to act together, at most ``back`` sentences back."""
    for index in range(context.index, max(-1, context.index - back - 1), -1):
        other = Context(context.scene, index, context.modality, context.lexicon)
        for clause in reversed(other.clauses):
            states = context.states_of(
                [*other.subjects(clause), *(r for a in clause.all_args("と") for r in other.actors(a))]
            )
            if len(states) == 2:
                return states
    return []


def acting(context: Context, ref: Ref, bodies: tuple[str, ...]) -> Ref:
    """The state that acts through a national body (its name ends in one of ``bodies``); else the entity itself."""
    if ref.kind == "organization" and ref.name.endswith(bodies):
        rebels = context.lexicon.table("events", "sides")["rebels"]
        return ref if re.search(rebels, ref.name) else context.state_of(ref) or ref
    return ref


_IF: Final = re.compile(r"(?:ば|たら|だら|なら|ならば|ても|でも)$")


def hypothetical(clause: Clause) -> bool:
    """Whether a clause only says what would be if (派遣すれば, 派遣した場合)."""
    if clause.form == "relative" and clause.target is not None and clause.target.text in ("場合", "際には", "とき"):
        return clause.target.text == "場合"
    return bool(_IF.search(clause.tail))
