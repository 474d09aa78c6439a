"""Accounts survive the way to disk and back."""

from __future__ import annotations

import datetime as dt
import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.account import (
    Account,
    Claim,
    EntityEntry,
    EntityKind,
    Evidence,
    Modality,
    Naming,
    Ref,
    Report,
    ReportKind,
)
from kg.model.lines import account_line, account_of, json_line
from kg.model.span import Span
from kg.model.time import Basis, TimeValue

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
SPANS = st.builds(Span, st.integers(0, 10**7), st.integers(0, 10**7))
REFS = st.builds(Ref, st.sampled_from(get_args(EntityKind)), TEXTS, TEXTS)
DAYS = st.none() | st.dates(dt.date(1, 1, 1))
TIMES = st.builds(
    TimeValue, SPANS, TEXTS, st.none() | TEXTS, DAYS, DAYS, st.sampled_from(get_args(Basis)), st.none() | TEXTS
)
CLAIMS = st.builds(
    Claim,
    TEXTS,
    REFS | TIMES | TEXTS,
    st.builds(Evidence, SPANS, SPANS, TEXTS),
    st.sampled_from(get_args(Modality)),
    st.none() | REFS,
    st.floats(0, 1),
)


def tuples(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=3).map(tuple)


ACCOUNTS = st.builds(
    Account,
    TEXTS,
    TEXTS,
    tuples(st.builds(EntityEntry, REFS, tuples(st.builds(Naming, SPANS, TEXTS)), tuples(CLAIMS))),
    tuples(st.builds(Report, TEXTS, st.sampled_from(get_args(ReportKind)), TEXTS, tuples(CLAIMS))),
    tuples(st.tuples(SPANS, TEXTS, TEXTS)),
)


@given(ACCOUNTS)
def test_nothing_is_lost(account: Account) -> None:
    line = account_line(account)
    back = account_of(line)
    assert back == account
    assert account_line(back) == line
    assert line.splitlines() == [line]
    assert [type(c.value) for r in back.reports for c in r.claims] == [
        type(c.value) for r in account.reports for c in r.claims
    ]


def test_line_ends_inside_strings_are_escaped() -> None:
    text = "a\u2028b\u2029c\x85d\ne\x0bf\x1cg"
    assert json_line({"t": text}).splitlines() == [json_line({"t": text})]
    assert json.loads(json_line({"t": text})) == {"t": text}


@pytest.mark.parametrize("line", ["", "{}", "[]", '{"article": 1'])
def test_foreign_lines_are_errors(line: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        account_of(line)
