"""The date normaliser against case files, one a phenomenon, and its general promises: spans, order, speed."""

from __future__ import annotations

import datetime as dt
import re
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.find.times import find_times, has_time_cue
from kg.find.times_grammar import number
from kg.model.time import TimeValue

CASES = Path(__file__).parent.parent / "cases" / "times"


class Case(NamedTuple):
    file: str
    line: int
    published: dt.date | None
    text: str
    expected: str


def read_cases() -> list[Case]:
    cases = []
    for path in sorted(CASES.glob("*.tsv")):
        for line, row in enumerate(path.read_text("utf-8").splitlines(), 1):
            if row.startswith("#"):
                continue
            published, text, expected = row.split("\t")
            date = None if published == "-" else dt.date.fromisoformat(published)
            cases.append(Case(path.stem, line, date, text.replace("\\n", "\n"), expected))
    return cases


def written(value: TimeValue, pattern: str) -> str:
    """Write a value in the notation of the cases, with only those details that the pattern has."""
    out = f"{value.text}={value.edtf or '?'}"
    if " @" in pattern:
        out += f" @{value.earliest or '-'}..{value.latest or '-'}"
    if " #" in pattern:
        out += f" #{value.basis}"
    if " %" in pattern:
        out += f" %{value.part}"
    return out


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case.file}:{case.line}")
def test_case(case: Case) -> None:
    found = find_times(case.text, case.published)
    expected = [] if case.expected == "-" else case.expected.split(" | ")
    assert len(found) == len(expected), found
    assert [written(value, pattern) for value, pattern in zip(found, expected, strict=True)] == expected


def test_spans_quote_the_text_in_order() -> None:
    whole = "\n".join(case.text for case in read_cases())
    end = 0
    for value in find_times(whole, dt.date(2025, 12, 3)):
        assert value.span.begin >= end
        assert whole[value.span.begin : value.span.end] == value.text
        end = value.span.end
    assert end > len(whole) / 2


def test_cue_never_misses_a_time() -> None:
    missed = [case for case in read_cases() if find_times(case.text, case.published) and not has_time_cue(case.text)]
    assert missed == []


def test_enough_cases() -> None:
    assert len(read_cases()) >= 250


def test_cue_is_selective() -> None:
    assert not has_time_cue("両国の外相は平壌で会談し、日本と韓国の立場を協議した。")


def test_values_hold_within_their_days() -> None:
    for case in read_cases():
        for value in find_times(case.text, case.published):
            if value.earliest and value.latest:
                assert value.earliest <= value.latest
            assert (value.edtf is None) == (value.earliest is None and value.latest is None)
            if value.edtf:
                assert re.fullmatch(r"(?:[\d-]+|\.\.)(?:/(?:[\d-]+|\.\.))?", value.edtf)


def test_no_value_rests_on_publication_without_one() -> None:
    for case in read_cases():
        for value in find_times(case.text, None):
            if value.basis == "relative":
                assert value.edtf is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十五", 25), ("二五", 25), ("二〇二五", 2025), ("千九百四十五", 1945), ("１２", 12), ("元", 1)],
)
def test_number(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "line",
    [
        "1" * 100_000,
        "年月日" * 33_000,
        "一二三四五六七八九十" * 10_000,
        "2025年" * 20_000,
        "1、2、3、4、" * 12_000,
        "(日本時間" * 20_000,
        "同翌昨今来前" * 16_000,
        "3~" * 50_000,
        "十" * 100_000,
        "1日(" * 25_000,
    ],
    ids=lambda line: line[:8],
)
def test_hostile_lines_take_linear_time(line: str) -> None:
    begin = time.process_time()
    find_times(line, dt.date(2025, 12, 3))
    assert time.process_time() - begin < 5
