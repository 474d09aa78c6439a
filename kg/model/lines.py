"""Account to JSON line and back, without loss: the only serialiser of the project.

A line is one object. Spans are ``[begin, end]``, entities ``[kind, key, name]``, times
``[[begin, end], text, edtf, earliest, latest, basis, part]`` with ISO dates, evidence ``[sentence, words, rule]``; all
other values are objects with their field names. The value of a claim is an entity, a time or a string, told apart by
its shape.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from kg.model.account import Account, Claim, EntityEntry, Evidence, Naming, Ref, Report
from kg.model.span import Span
from kg.model.time import TimeValue

#: Characters that JSON allows raw but that many readers of lines take for the end of one.
_LINE_ENDS: Final = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def json_line(value: object) -> str:
    """Return ``value`` as JSON on one line, also for readers that break at Unicode line ends; without a line feed.

    Dates become ISO strings, tuples lists. Keys stay in the order given.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=dt.date.isoformat)
    return text.translate(_LINE_ENDS)


def account_line(account: Account) -> str:
    """Return an account as one JSON line: equal accounts give equal lines."""
    return json_line(
        {
            "article": account.article,
            "sha256": account.sha256,
            "entities": [
                {"ref": e.ref, "mentions": e.mentions, "claims": [_claim_row(c) for c in e.claims]}
                for e in account.entities
            ],
            "reports": [
                {"key": r.key, "kind": r.kind, "subtype": r.subtype, "claims": [_claim_row(c) for c in r.claims]}
                for r in account.reports
            ],
            "unlinked": account.unlinked,
        }
    )


def account_of(line: str) -> Account:
    """Return the account of a line. Raises ValueError, KeyError or TypeError where the line is not one of ours."""
    row = json.loads(line)
    return Account(
        article=row["article"],
        sha256=row["sha256"],
        entities=tuple(
            EntityEntry(
                Ref(*e["ref"]),
                tuple(Naming(Span(*span), text) for span, text in e["mentions"]),
                tuple(map(_claim, e["claims"])),
            )
            for e in row["entities"]
        ),
        reports=tuple(
            Report(r["key"], r["kind"], r["subtype"], tuple(map(_claim, r["claims"]))) for r in row["reports"]
        ),
        unlinked=tuple((Span(*span), text, reason) for span, text, reason in row["unlinked"]),
    )


def _claim_row(claim: Claim) -> dict[str, object]:
    return claim._asdict()


def _claim(row: dict[str, Any]) -> Claim:
    sentence, words, rule = row["evidence"]
    by = row["attributed_to"]
    return Claim(
        row["property"],
        _value(row["value"]),
        Evidence(Span(*sentence), Span(*words), rule),
        row["modality"],
        None if by is None else Ref(*by),
        row["confidence"],
    )


def _value(value: Any) -> Ref | TimeValue | str:  # noqa: ANN401  (JSON is untyped)
    if isinstance(value, str):
        return value
    if len(value) == len(Ref._fields):
        return Ref(*value)
    span, text, edtf, earliest, latest, basis, part = value
    return TimeValue(Span(*span), text, edtf, _day(earliest), _day(latest), basis, part)


def _day(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)
