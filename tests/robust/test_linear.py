"""Time grows with the length of a text and no faster, whatever the text is made of."""

from __future__ import annotations

import time
from functools import cache

import pytest

from kg.pipeline import Tools, analyse, load_tools
from kg.read.fields import article

#: A piece, and how often the short text has it; the long one has it four times as often.
REPEATED = {
    "one sentence": ("ロシアのラブロフ外相は12日、元山で金正恩総書記と会談した。", 80),
    "one line": ("ロシアのラブロフ外相は12日、元山で金正恩総書記と会談し、", 60),
    "names": ("プーチン大統領、", 500),
    "new names": None,
    "anaphors": ("同氏は同日、同国で両首脳と会談した。", 100),
    "dates": ("12日", 700),
    "open brackets": ("「", 3000),
    "brackets": ("「（", 2000),
    "digits": ("1", 6000),
    "katakana": ("アイウ・", 600),
    "kanji": ("国交", 700),
    "spaces": (" 　", 4000),
    "lines": ("・会談\n", 800),
    "statements": ("「協力を続ける」と述べ、", 200),
    "commas": ("、", 6000),
    "a chronicle of trips": ("・{year}年{month}月{day}日 ハノイ着\n", 100),
    "a chronicle of meetings": ("・{year}年{month}月{day}日 北京で李強首相と会談\n", 100),
    "a chronicle of treaties": ("・{year}年{month}月 日中平和条約に署名\n", 100),
}


@cache
def tools() -> Tools:
    return load_tools()


def made(name: str, times: int) -> str:
    entry = REPEATED[name]
    if entry is None:
        count = 60 * times
        return "".join(
            f"{chr(0x30A2 + n % 80)}{chr(0x30A2 + n // 80 % 80)}ンド大統領は12日に会談した。" for n in range(count)
        )
    piece, count = entry
    if "{year}" in piece:
        rows = ((1700 + n // 4, n % 12 + 1, n % 28 + 1) for n in range(count * times))
        return "上川外相の日程\n" + "".join(piece.format(year=y, month=m, day=d) for y, m, d in rows)
    return piece * (count * times)


def seconds(text: str) -> float:
    one = article("a", "a", f"題\n{text}", {"id": "a", "title": "題"})
    began = time.process_time()
    analyse(one, tools())
    return time.process_time() - began


@pytest.mark.parametrize("name", REPEATED)
def test_four_times_the_text_takes_about_four_times_as_long(name: str) -> None:
    seconds(made(name, 1))
    short = min(seconds(made(name, 1)) for _ in range(2))
    long = min(seconds(made(name, 4)) for _ in range(2))
    assert long < 9 * short + 0.25
