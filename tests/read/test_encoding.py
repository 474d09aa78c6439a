"""Encodings: what is told apart, what is refused."""

from __future__ import annotations

import codecs

import pytest

from kg.read.encoding import UnknownEncodingError, decode

TEXT = "日ロ外相が会談\n日本の外相は3日、モスクワでロシアの外相と会談し、平和条約について話し合った。①②㈱\n"
PLAIN = TEXT.replace("①②㈱", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_text_with_vendor_characters(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "iso2022_jp", "utf-32"])
def test_plain_japanese(encoding: str) -> None:
    assert decode(PLAIN.encode(encoding)) == PLAIN


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize(
    "text", ["首相が訪米へ", "プーチン大統領と会談", "ラブロフ外相、DPRKの金正恩氏と会談 兄弟関係を強調"]
)
def test_short_lines(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_big_endian_utf16() -> None:
    assert decode(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")) == TEXT


def test_line_ends() -> None:
    assert decode("一\r\n二\r三\n".encode()) == "一\n二\n三\n"


def test_control_characters_survive() -> None:
    text = "首\u0007相\u200fと\u2028会\x85談\x1b[31m🎌"
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"abc\x00def", "binary file"),
        ("中华人民共和国外交部长".encode("gbk"), "unknown encoding"),
        ("대한민국 대통령은 오늘".encode("euc_kr"), "unknown encoding"),
        ("Le président de la République a été reçu à l'Élysée".encode("latin-1"), "unknown encoding"),
        ("Президент России".encode("koi8_r"), "unknown encoding"),
        ("外相が会談".encode() + b"\xff\xfe", "unknown encoding"),
        (codecs.BOM_UTF8 + b"\xff\xff", "byte order mark of utf-8"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "byte order mark of utf-16-le"),
        (b"\xed\xa0\x80", "unknown encoding"),
    ],
)
def test_refused(data: bytes, cause: str) -> None:
    with pytest.raises(UnknownEncodingError, match=cause):
        decode(data)


def test_declared_encoding_comes_before_the_guess() -> None:
    assert decode("外務省".encode("shift_jis"), "Shift_JIS") == "外務省"
    with pytest.raises(UnknownEncodingError):
        decode("外務省".encode("shift_jis"))
