"""When an act took place: the time of its clause, of what reports it, or none where it only lies before what the sentence tells."""

from __future__ import annotations

from kg.frame.context import Context
from kg.model.sentence import Clause
from kg.model.time import TimeValue


def when(context: Context, clause: Clause) -> TimeValue | None:
    """The time of a clause; what is quoted takes the time of what quotes it before that of any other clause."""
    own = context.when(clause, inherit=False)
    told = clause.form == "relative" and clause.past or clause.form == "nominal" and clause.past
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
