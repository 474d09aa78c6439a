"""What the rules of acts share: when an act took place, who stands behind a body, which pair is meant."""

from __future__ import annotations

import re

from kg.frame.context import Context
from kg.model.account import Ref
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue

_AT = ("で", "では", "デ", "デハ")
_SOURCE = re.compile(r"(?:など)?に(?:よれば|よると|よりますと)")


def is_source(context: Context, phrase: Phrase) -> bool:
    """Whether によると makes a phrase the source of a report, not the agent of an act."""
    return _SOURCE.match(context.parsed.sentence.surface, phrase.end) is not None


def when(context: Context, clause: Clause) -> TimeValue | None:
    """The time of a clause; what is quoted takes the time of what quotes it before that of any other clause."""
    own = context.when(clause, inherit=False)
    if own is None:
        # 2004年に開かれた会議で調印された: what happens at a meeting happens when it is held
        held = (a.relative for a in clause.args if a.particle in _AT and a.relative is not None and a.mentions())
        own = next((t for r in held if (t := context.when(r, inherit=False)) is not None), None)
    if own is None and clause.form == "nominal" and clause.parent is not None:
        # 独立したのは1965年だ
        own = next((t for t in context.times([clause.parent.phrase]) if t.edtf), None)
    told = (clause.form == "relative" and clause.past) or (clause.form == "nominal" and clause.past)
    if own is None and told:
        # ミサイルを発射したことに対し: what went before has a time of its own
        return None
    if own is None and clause.form in ("quoted", "nominal") and clause.parent is not None:
        if clause.parent.form == "nominal" and clause.parent.past:
            return None
        own = context.when(clause.parent, inherit=False)
    if own is not None:
        return own
    return context.when(clause)


def pair_before(context: Context) -> list[Ref]:
    """The two states that the article last spoke of together (両国, 日朝), at most four sentences back."""
    for index in range(context.index, max(-1, context.index - 5), -1):
        for unit in reversed(context.scene.sentences[index].units):
            if unit.mention is not None and unit.mention.kind in ("anaphor", "states"):
                states = context.states_of(context.linked.of(unit.mention))
                if len(states) == 2:
                    return states
    return []


def acting(context: Context, ref: Ref, bodies: tuple[str, ...]) -> Ref:
    """The state that acts through a national body (its name ends in one of ``bodies``); else the entity itself."""
    if ref.kind == "organization" and ref.name.endswith(bodies):
        return context.state_of(ref) or ref
    return ref
