"""Bytes to text: a strict decision between the encodings that Japanese news comes in, never a repair.

What is valid as UTF-8 is UTF-8: no other encoding forms valid multi-byte UTF-8 by accident over a whole article.
ISO-2022-JP is recognised by its escape sequences, UTF-16 by its byte order mark. What is left may be Shift_JIS or
EUC-JP: each often decodes as the other, so a trial counts only when its result looks like written Japanese.
"""

from __future__ import annotations

import codecs
import re

#: Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ISO_2022_JP = re.compile(rb"\x1b(?:\$[@B]|\([BJI]|\$\([DOQ])")
_TRIALS = ("cp932", "euc_jp")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー々〆一-鿿　-〟！-～￥・…—―‐−×○●◎□■△▲▽▼◇◆☆★→←↑↓※]")
#: Japanese prose is 40 to 70 % kana among its non-ASCII characters; Chinese or Korean bytes read as Japanese give none.
_LEAST_KANA = 0.1
#: Shift_JIS read as EUC-JP or the other way round gives half-width kana and rare kanji by the handful.
_LEAST_JAPANESE = 0.9


class UnknownEncodingError(ValueError):
    """The bytes are not text in an encoding that we know; the message says what was seen."""


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of ``data`` without a byte order mark and with LF line ends.

    ``declared`` is an encoding that the file names for itself (the charset of a page), tried before the guesses.
    Raises UnknownEncodingError for binary data and for encodings other than UTF-8, UTF-16 and UTF-32 with a mark,
    ISO-2022-JP, Shift_JIS (with the Windows extensions) and EUC-JP.
    """
    return _decode(data, declared).replace("\r\n", "\n").replace("\r", "\n")


def has_wide_mark(head: bytes) -> bool:
    """Whether the bytes begin with the mark of UTF-16 or UTF-32, whose line feeds are not single bytes."""
    return any(head.startswith(mark) for mark, name in _MARKS if name != "utf-8")


def _decode(data: bytes, declared: str | None) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name, "has the byte order mark of")
    if (nul := data.find(b"\0")) >= 0:
        raise UnknownEncodingError(f"binary file (NUL at byte {nul})")
    if _ISO_2022_JP.search(data) and (text := _attempt(data, "iso2022_jp_2")) is not None:
        return text
    if (text := _attempt(data, "utf-8")) is not None:
        return text
    if declared and (text := _attempt(data, declared)) is not None:
        return text
    return _japanese(data)


def _strict(data: bytes, name: str, claim: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise UnknownEncodingError(f"{claim} {name} but is broken at byte {error.start}") from error


def _attempt(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _japanese(data: bytes) -> str:
    """Return the trial that looks most like Japanese, if one looks like it at all."""
    texts = [text for name in _TRIALS if (text := _attempt(data, name)) is not None]
    best = max(texts, key=_japanese_share, default="")
    if _japanese_share(best) < _LEAST_JAPANESE or _kana_share(best) < _LEAST_KANA:
        bad = _first_bad_byte(data)
        raise UnknownEncodingError(f"unknown encoding (byte {bad} is not UTF-8; nor Shift_JIS, EUC-JP, ISO-2022-JP)")
    return best


def _first_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _japanese_share(text: str) -> float:
    return len(_JAPANESE.findall(text)) / max(1, sum(not c.isascii() for c in text))


def _kana_share(text: str) -> float:
    return len(_KANA.findall(text)) / max(1, sum(not c.isascii() for c in text))
