"""Times as people write them."""

from __future__ import annotations

import re
from typing import Final, Literal

Language = Literal["ja", "en"]

_PART: Final = re.compile(r"(?P<year>-?\d{4})(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?(?P<doubt>[?~%]?)\Z")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS: Final = {21: ("春", "spring"), 22: ("夏", "summer"), 23: ("秋", "autumn"), 24: ("冬", "winter")}
_OPEN: Final = ("", "..")


def date_text(edtf: str, language: Language) -> str:
    """Return a date, month, season, year or interval in EDTF as people write it; what is none of these as it is."""
    begin, slash, end = edtf.partition("/")
    if not slash:
        return _part(edtf, language)
    if begin in _OPEN and end in _OPEN:
        return edtf
    if begin in _OPEN:
        return f"{_part(end, language)}まで" if language == "ja" else f"until {_part(end, language)}"
    if end in _OPEN:
        return f"{_part(begin, language)}から" if language == "ja" else f"since {_part(begin, language)}"
    return _interval(begin, end, language)


def _interval(begin: str, end: str, language: Language) -> str:
    """Both ends; what they share is said once."""
    if language == "ja":
        first, last = _part(begin, "ja"), _part(end, "ja")
        for shared in (r"\d{4}年\d{1,2}月", r"\d{4}年"):
            head = re.match(shared, first)
            if head and last.startswith(head[0]) and len(last) > len(head[0]):
                last = last.removeprefix(head[0])
                break
        return f"{first}〜{last}"
    first, last = _part(begin, "en"), _part(end, "en")
    for shared in (r" [A-Z][a-z]+ \d{4}\Z", r" \d{4}\Z"):
        tail = re.search(shared, first)
        if tail and last.endswith(tail[0]) and len(begin) == len(end):
            first = first.removesuffix(tail[0])
            break
    return f"{first}–{last}" if first.isdigit() and last[:1].isdigit() else f"{first} – {last}"


def _part(text: str, language: Language) -> str:
    found = _PART.match(text)
    if found is None:
        return text
    year, month, day = found["year"], int(found["month"] or 0), int(found["day"] or 0)
    if language == "ja":
        if month in _SEASONS:
            said = f"{year}年{_SEASONS[month][0]}"
        else:
            said = f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
        return f"{said}ごろ" if found["doubt"] else said
    if month in _SEASONS:
        said = f"{_SEASONS[month][1]} {year}"
    elif 1 <= month <= len(_MONTHS):
        said = f"{day} {_MONTHS[month - 1]} {year}" if day else f"{_MONTHS[month - 1]} {year}"
    else:
        said = year
    return f"about {said}" if found["doubt"] else said
