"""Morphemes and gazetteer hits joined into one list of units, and the small tests on units that the finders share."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from itertools import pairwise

from kg.find.gazetteer import Entry, Hit
from kg.model.sentence import Unit
from kg.segment.morphemes import UNKNOWN

NOUN = ("名詞", "固有名詞", "一般", "*", "*", "*")
_KATAKANA = re.compile(r"[ァ-ヴー・･=＝A-Za-zＡ-Ｚａ-ｚ.．\-‐]*[ァ-ヴー]")
_HONORIFIC = ("接尾辞", "名詞的", "一般", "*", "*", "*")
_WORD = re.compile(r"[ァ-ヴー]+")
#: A name with a state hanging on it is no shorter.
_HUNG = 5
_KANJI = re.compile(r"[一-龠々〆ヶ]+")


class Token:
    """A unit on its way to a mention: the morpheme or hit, with the hit's entry if it is one."""

    __slots__ = ("begin", "end", "hit", "lemma", "pos", "text")

    def __init__(
        self, text: str, pos: tuple[str, ...], lemma: str, begin: int, end: int, hit: Hit | None = None
    ) -> None:
        self.text, self.pos, self.lemma, self.begin, self.end, self.hit = text, pos, lemma, begin, end, hit

    @property
    def kind(self) -> str:
        """Kind of the gazetteer entry, or an empty string."""
        return self.hit.entry.kind if self.hit else ""

    @property
    def is_noun(self) -> bool:
        """Whether the token is a noun, a suffix or prefix of nouns, or a hit."""
        return (
            self.hit is not None
            or self.pos[0] in ("名詞", "接頭辞", "形状詞")
            or (self.pos[0] == "接尾辞" and self.pos[1] == "名詞的")
        )


def recut(
    units: list[Unit],
    bounds: set[int],
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
    bounds |= cuts
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
        for size in range(len(text) - 1, 3, -1):
            begin = next((b for b in range(1, len(text) - size + 1) if text[b : b + size] in titles), None)
            if begin is not None:
                cuts |= {base + begin, base + begin + size}
                break
    return cuts


def tokens(units: list[Unit], hits: list[Hit], surface: str) -> list[Token]:
    """Units with each hit as one token; a morpheme that a hit cuts keeps what is left of it."""
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
                out.append(Token(hit.text, unit.pos if whole else NOUN, hit.text, hit.begin, hit.end, hit))
            begin = hit.end
            if hit.end > end:
                break
            hit = next(pending, None)
        if begin < end:
            whole = begin == unit.begin
            text = unit.text if whole else surface[begin:end]
            out.append(Token(text, unit.pos, unit.lemma if whole else text, begin, end))
    return out


def joined_katakana(row: list[Token], hanging: frozenset[str]) -> list[Token]:
    """Katakana words whole again where the tokeniser cut them (コンド/リーザ).

    And cut where a state, or what begins a title, hangs on a name (ベンイギリス国際開発相).
    """
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
    if not any(token.hit is None and len(token.text) >= _HUNG for token in out):
        return out
    return [
        part
        for at, token in enumerate(out)
        for part in _unhung(token, out[at + 1] if at + 1 < len(out) else None, hanging)
    ]


def _unhung(token: Token, following: Token | None, hanging: frozenset[str]) -> list[Token]:
    if (
        token.hit is not None
        or following is None
        or not following.is_noun
        or len(token.text) < _HUNG
        or not _WORD.fullmatch(token.text)
    ):
        return [token]
    for size in range(3, len(token.text) - 1):
        tail = token.text[-size:]
        if tail in hanging:
            cut = token.end - size
            hit = Hit(cut, token.end, tail, Entry("state", ()))
            return [
                Token(token.text[:-size], UNKNOWN, token.text[:-size], token.begin, cut),
                Token(tail, NOUN, tail, cut, token.end, hit),
            ]
    return [token]


def is_katakana(text: str) -> bool:
    """Whether the text is one katakana word (with middle dots, double hyphens and Latin initials)."""
    return bool(_KATAKANA.fullmatch(text))


def is_kanji(text: str) -> bool:
    """Whether the text consists of kanji only."""
    return bool(_KANJI.fullmatch(text))
