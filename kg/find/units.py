"""Morphemes and gazetteer hits joined into one list of units, and the small tests on units that the finders share."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from itertools import pairwise
from typing import Final

from kg.model.mention import Entry, Hit
from kg.model.sentence import Unit
from kg.segment.morphemes import UNKNOWN

NOUN: Final[tuple[str, ...]] = ("名詞", "固有名詞", "一般", "*", "*", "*")
_KATAKANA: Final = re.compile(r"[ァ-ヴー・･=＝A-Za-zＡ-Ｚａ-ｚ.．\-‐]*[ァ-ヴー]")
_HONORIFIC: Final[tuple[str, ...]] = ("接尾辞", "名詞的", "一般", "*", "*", "*")
_SET_PHRASE: Final = re.compile("好まし(?:からざる|からぬ|くない)(?:外交官|人物)")
_WORD: Final = re.compile(r"[ァ-ヴー]+")
_KANA_CHAR: Final = re.compile("[ァ-ヴー]")
#: A name with a state hanging on it is no shorter.
_HUNG: Final = 5
_KANJI: Final = re.compile(r"[一-龠々〆ヶ]+")


#: A unit on its way to a mention.
Token = Unit

#: Points of the compass and sides: 西側 is no Spanish side.
_POINTS: Final = "東西南北内外左右"
#: Bits of ``Unit.marks``: what a word can be or begin, by its text and part of speech alone.
#: A word that may have to be cut (財務相, 森前), one with katakana in it, a letter of a state or a quotation,
#: one with which a title begins.
RECUT, KANA, SINGLE, TITLE = 1, 2, 4, 8
#: A noun, or what stands between nouns; one that may end the name of an event or begin an anaphor; the last word of a kind
#: of body (テロ組織), and of a body that a name stands before (人権委員会).
NOUNLIKE, NOMINAL, KIND_OF_BODY, NAMED_BODY = 16, 32, 64, 128


def recut(
    units: list[Unit],
    bounds: list[int],
    brackets: Iterable[int],
    families: frozenset[str],
    titles: Container[str],
    letters: Container[str],
) -> list[Unit]:
    """Units cut where the tokeniser runs over the end of a name; the cuts are added to ``bounds``.

    A bracket ends a word (金与正(…)党副部長 is not 正党); 氏 ends an unknown name (恩氏); 前 and 元 begin a title
    (前財務相, 森前+首相, 英元+首相).
    """
    cuts = set(brackets)
    cuts |= _long_titles(units, titles)
    for unit in units:
        text = unit.text
        if len(text) < 2 or unit.pos[0] != "名詞":
            continue
        if text[-1] == "相" and text not in titles and unit.end - 1 in bounds:
            # 財務相: the last letter is the title
            cuts.add(unit.end - 1)
        if text[-1] == "氏" and (unit.pos[2] == "人名" or unit.pos[3] == "未知"):
            cuts.add(unit.end - 1)
        elif text[-1] == "側" and len(text) == 2 and text[0] in letters and text[0] not in _POINTS:
            # 米側, 仏側 are words of the dictionary
            cuts.add(unit.end - 1)
        elif (
            text[0] in "前元新"
            and unit.pos[1] == "普通名詞"
            and text not in titles
            and any(text[i:] in titles for i in range(1, len(text)))
        ) or (text[0] in "前元" and text[1:] in letters):
            cuts.add(unit.begin + 1)
        elif (
            text[-1] in "前元"
            and unit.pos[2] == "人名"
            and text not in families
            and (text[:-1] in families or text[:-1] in letters)
        ):
            cuts.add(unit.end - 1)
    inside = [u for u in units if any(u.begin < c < u.end for c in cuts)] if cuts else []
    bounds[:] = sorted(cuts.union(bounds))
    if not inside:
        return units
    out: list[Unit] = []
    for unit in units:
        marks = [unit.begin, *sorted(c for c in cuts if unit.begin < c < unit.end), unit.end]
        if len(marks) == 2:
            out.append(unit)
            continue
        for begin, end in pairwise(marks):
            text = unit.text[begin - unit.begin : end - unit.begin]
            pos = _HONORIFIC if text == "氏" else NOUN if text in letters or text in ("前", "元") else unit.pos
            out.append(Unit(text, pos, text, begin, end))
    return out


def joined(units: list[Unit], surface: str) -> list[Unit]:
    """Units with what diplomacy says as one word (好ましからざる人物) as one noun; the list itself where there is none."""
    out = units
    for found in _SET_PHRASE.finditer(surface):
        begin, end = found.span()
        inside = [u for u in out if begin <= u.begin and u.end <= end]
        if inside and inside[0].begin == begin and inside[-1].end == end:
            at = out.index(inside[0])
            out = [*out[:at], Unit(found.group(), NOUN, found.group(), begin, end), *out[at + len(inside) :]]
    return out


def may_need_cut(text: str, pos: tuple[str, ...]) -> bool:
    """Whether ``recut`` may cut a word, or begin with it to look for a title."""
    return (pos[3] == "未知" and is_kanji(text)) or (
        len(text) > 1 and pos[0] == "名詞" and (text[-1] in "相氏前元側" or text[0] in "前元新")
    )


def _long_titles(units: list[Unit], titles: Container[str]) -> set[int]:
    """Where long titles begin and end that the tokeniser runs over (施/泳臨/時代/理大/使): a sign is an unknown word in kanji."""
    cuts: set[int] = set()
    for at, unit in enumerate(units):
        if unit.pos[3] != "未知" or not is_kanji(unit.text):
            continue
        run = [unit]
        for following in units[at + 1 : at + 6]:
            if following.begin != run[-1].end or not is_kanji(following.text):
                break
            run.append(following)
        text, base = "".join(u.text for u in run), unit.begin
        ends = {u.end - base for u in run}
        for size in range(len(text) - 1, 1, -1):
            begin = next((b for b in range(1, len(text) - size + 1) if text[b : b + size] in titles), None)
            if begin is not None and (size > 3 or (begin < len(unit.text) and begin + size in ends)):
                # a short one only where the unknown word runs into it: 李/昌/鏞総/裁
                cuts |= {base + begin, base + begin + size}
                break
    return cuts


def tokens(units: list[Unit], hits: list[Hit], surface: str) -> list[Token]:
    """Units with each hit as one token; a morpheme that a hit cuts keeps what is left of it."""
    if not hits:
        return units
    out: list[Token] = []
    pending = iter(hits)
    hit = next(pending, None)
    for unit in units:
        begin, end = unit.begin, unit.end
        while hit is not None and hit.begin < end:
            if hit.end <= begin:
                hit = next(pending, None)
                continue
            if hit.begin >= begin:
                if hit.begin > begin:
                    out.append(
                        Token(surface[begin : hit.begin], unit.pos, surface[begin : hit.begin], begin, hit.begin)
                    )
                whole = hit.begin == unit.begin and hit.end == unit.end
                out.append(Token(hit.text, unit.pos if whole else NOUN, hit.text, hit.begin, hit.end, None, hit))
            begin = hit.end
            if hit.end > end:
                break
            hit = next(pending, None)
        if begin == unit.begin:
            out.append(unit)
        elif begin < end:
            text = surface[begin:end]
            out.append(Token(text, unit.pos, text, begin, end))
    return out


def joined_katakana(row: list[Token], hanging: Mapping[str, Entry | None]) -> list[Token]:
    """Katakana words whole again where the tokeniser cut them (コンド/リーザ).

    And cut where a state, or what begins a title, hangs on a name (ベンイギリス国際開発相). ``hanging`` gives what the
    gazetteer knows of such words.
    """
    words = [i for i, t in enumerate(row) if t.marks & KANA and t.hit is None and _WORD.fullmatch(t.text)]
    if any(b - a == 1 for a, b in pairwise(words)):
        row = _joined(row)
    elif not any(len(row[i].text) >= _HUNG for i in words):
        return row
    return [
        part
        for at, token in enumerate(row)
        for part in (
            _unhung(token, row[at + 1] if at + 1 < len(row) else None, hanging)
            if len(token.text) >= _HUNG
            else (token,)
        )
    ]


def _joined(row: list[Token]) -> list[Token]:
    out: list[Token] = []
    for token in row:
        before = out[-1] if out else None
        if (
            before is not None
            and before.hit is None
            and token.hit is None
            and before.end == token.begin
            and _WORD.fullmatch(before.text)
            and _WORD.fullmatch(token.text)
            and before.pos[0] != "空白"
            and (before.pos[2:3] != ("人名",) or token.pos[2:3] != ("人名",))
        ):
            out[-1] = Token(before.text + token.text, UNKNOWN, before.text + token.text, before.begin, token.end)
        else:
            out.append(token)
    return out


def _unhung(token: Token, following: Token | None, hanging: Mapping[str, Entry | None]) -> list[Token]:
    if token.hit is not None or following is None or not following.is_noun or not _WORD.fullmatch(token.text):
        return [token]
    for size in range(3, len(token.text) - 1):
        tail = token.text[-size:]
        if tail in hanging:
            cut, entry = token.end - size, hanging[tail]
            hit = Hit(cut, token.end, tail, entry) if entry is not None else None
            return [
                Token(token.text[:-size], UNKNOWN, token.text[:-size], token.begin, cut),
                Token(tail, NOUN, tail, cut, token.end, None, hit),
            ]
    return [token]


def has_katakana(text: str) -> bool:
    """Whether there is katakana in the text."""
    return _KANA_CHAR.search(text) is not None


def is_katakana(text: str) -> bool:
    """Whether the text is one katakana word (with middle dots, double hyphens and Latin initials)."""
    return bool(_KATAKANA.fullmatch(text))


def is_kanji(text: str) -> bool:
    """Whether the text consists of kanji only."""
    return bool(_KANJI.fullmatch(text))
