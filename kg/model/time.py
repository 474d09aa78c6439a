"""A time as a text gives it, with its precision kept."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from kg.model.span import Span

Basis = Literal["explicit", "relative", "anaphoric", "inferred", "vague"]


class TimeValue(NamedTuple):
    """A time expression and what it stands for.

    ``edtf`` is a value of Extended Date/Time Format level 1 (``2025``, ``2025-12``, ``2025-12-03``, ``a/b``,
    ``2022/..``, ``../2022``, seasons ``2018-21``) or None where the text does not fix one. ``earliest`` and ``latest``
    are its first and last day; None is an open end. ``basis`` tells how it was found: ``explicit`` (the text gives all
    of it), ``relative`` (counted from the publication date), ``anaphoric`` (同日: counted from an earlier date of the
    text), ``inferred`` (a part such as the year was completed), ``vague`` (no value). ``part`` keeps 初旬, 末 and the
    like, which narrow ``earliest`` and ``latest`` but not the EDTF month.
    """

    span: Span
    text: str
    edtf: str | None
    earliest: dt.date | None
    latest: dt.date | None
    basis: Basis
    part: str | None = None

    def opening(self) -> TimeValue:
        """The time at which an open interval begins, as one of its own: 2024年7月以来 speaks of July 2024."""
        edtf = self.edtf or ""
        if not edtf.endswith("/..") or self.earliest is None:
            return self
        first = edtf.removesuffix("/..")
        latest = self.earliest
        if len(first) < len("2024-07-01"):
            months = 12 - latest.month if len(first) == len("2024") else 0
            index = latest.year * 12 + latest.month - 1 + months + 1
            latest = dt.date(index // 12, index % 12 + 1, 1) - dt.timedelta(1)
        return self._replace(edtf=first, latest=latest, part=None)
