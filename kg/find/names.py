"""Persons: a name with its title, honorific and affiliation, read from right to left of the title.

Japanese puts the title behind the name (ラブロフ外相) and whom the person acts for before it (ロシアの, 米, 北朝鮮外務省の) or between
(ブラウン英首相). The title is what can be listed; names cannot, so whatever stands before a title in the shape of a name is one.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.find.gazetteer import Gazetteer
from kg.find.units import Token, is_kanji, is_katakana
from kg.lexicon.load import Lexicon

#: Kinds of office whose holder, left without a name, speaks for a body.
_VOICES = ("Spokesperson", "Official")
_JOINTS = ("・", "=", "＝")
_AFFILIATIONS = ("state", "metonym", "organization", "states", "place")


class Title(NamedTuple):
    """A title as tokens ``begin`` to ``end`` (exclusive): its text, kind and rank; ``honorific`` for 氏 and the like."""

    begin: int
    end: int
    text: str
    kind: str
    rank: str
    honorific: bool


class Person(NamedTuple):
    """A person or office in tokens ``begin`` to ``end``; ``name`` is empty for an office alone (米大統領).

    ``affiliation`` lists the token indexes that tell for whom the person acts; ``lead`` the title before the name
    (ロシア大統領のプーチン氏).
    """

    begin: int
    end: int
    name_begin: int
    name_end: int
    title: Title
    affiliation: tuple[int, ...]
    rule: str


class PersonFinder:
    """Finds persons in the tokens of a sentence."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._gazetteer = gazetteer
        self._titles = lexicon.titles
        self._short = frozenset(t for t in lexicon.titles if len(t) == 1)
        self._honorifics = lexicon.words("nominals", "names", "honorifics")
        self._prefixes = lexicon.words("nominals", "names", "office_prefixes")
        self._blocked = lexicon.words("nominals", "names", "not_a_title_before")
        self._not_names = lexicon.words("nominals", "names", "not_names")
        self._surnames = frozenset(lexicon.table("nominals", "names")["surnames"])

    def find(self, tokens: list[Token]) -> list[Person]:
        """All persons and offices, in text order, none overlapping."""
        out: list[Person] = []
        at = 0
        while at < len(tokens):
            title = self._title_at(tokens, at)
            if title is None:
                at += 1
                continue
            floor = out[-1].end if out else 0
            found = self._person(tokens, title, floor)
            if found is not None:
                out.append(found)
            at = title.end
        return out

    # -- titles -----------------------------------------------------------------------------------------------------

    def _title_at(self, tokens: list[Token], at: int) -> Title | None:
        """The title that begins at a token: honorific, listed title, or 兼-joined titles."""
        token = tokens[at]
        if token.text in self._honorifics:
            if at == 0 or not tokens[at - 1].is_noun:
                return None
            return Title(at, at + 1, token.text, "", "", True)
        if token.kind != "title" and not (token.text in self._short and at and tokens[at - 1].is_noun and tokens[at - 1].pos[1] != "数詞"):
            return None
        end = at + 1
        while end + 1 < len(tokens) and tokens[end].text in ("兼", "・") and tokens[end + 1].kind == "title":
            end += 2
        # titles in a row are one title (外務省報道局長, 大統領補佐官代理)
        while end < len(tokens) and (tokens[end].kind == "title" or tokens[end].text in ("代理", "代行", "補", "相当")):
            end += 1
        follower = tokens[end].text if end < len(tokens) else ""
        if follower in self._blocked or (follower and follower[0] in "府館選級団部" and tokens[end].is_noun):
            return None
        if follower in self._honorifics:
            end += 1
        text = "".join(t.text for t in tokens[at:end])
        best = next((self._titles[t.text] for t in tokens[at:end] if t.text in self._titles), None)
        return Title(at, end, text, best.kind if best else "", best.rank if best else "other", False)

    def _extend(self, tokens: list[Token], title: Title, floor: int) -> Title:
        """Take common nouns before a productive title into it (国際開発相, アジア太平洋関係局長), and prefixes (前, 次期)."""
        begin = title.begin
        productive = tokens[begin].text in self._titles and self._titles[tokens[begin].text].productive
        while begin > floor and productive:
            token = tokens[begin - 1]
            if token.text in ("・", "·") and begin - 1 > floor and self._common(tokens[begin - 2]) and not is_katakana(tokens[begin - 2].text):
                begin -= 2
                continue
            if not self._common(token) or (is_katakana(token.text) and begin - 1 > floor and tokens[begin - 2].text in _JOINTS and token.hit is None):
                break
            begin -= 1
        while begin > floor and tokens[begin - 1].text in self._prefixes:
            begin -= 1
        if begin > floor and tokens[begin - 1].text in ("同", "両", "各"):
            begin -= 1
        if begin == title.begin:
            return title
        return title._replace(begin=begin, text="".join(t.text for t in tokens[begin : title.end]))

    def _common(self, token: Token) -> bool:
        """Whether a token can belong to a long title: a common noun, an organisation, a region; never a name."""
        if token.hit is not None:
            return token.kind in ("organization", "place")
        if not token.is_noun or token.pos[1] == "数詞" or (token.pos[0] == "接頭辞" and token.text in ("同", "両", "各")):
            return False
        if len(token.text) == 1 and is_kanji(token.text) and token.text not in "党軍州国市県省庁局部室課":
            return False
        if token.pos[1] == "固有名詞" and token.pos[2] == "人名":
            return False
        if token.pos[1] == "固有名詞" and token.pos[2] == "地名":
            return token.text in self._not_names
        return not (is_katakana(token.text) and token.pos[3] == "未知" and token.text not in self._not_names)

    # -- names ------------------------------------------------------------------------------------------------------

    def _person(self, tokens: list[Token], title: Title, floor: int) -> Person | None:
        bodies: list[int] = []
        if not title.honorific:
            bare = title.begin
            title = self._extend(tokens, title, floor)
            if title.kind in _VOICES:
                # 米国務省報道官: the body inside the title is the one that is spoken for
                bodies = [i for i in range(title.begin, bare) if tokens[i].kind == "organization"]
        end = title.begin
        affiliation: list[int] = []
        # name + state + title: ブラウン英首相, ストロー・英外相; one kanji behind a kanji name belongs to the name (金永日外務次官)
        state_end = end
        while end > floor and self._is_state(tokens, end - 1) and not title.honorific:
            letter = tokens[end - 1].hit is None
            if letter and end - 1 > floor and self._kanji(tokens, end, floor) is not None and is_kanji(tokens[end - 2].text):
                break
            affiliation.append(end - 1)
            end -= 1
        if end > floor + 1 and tokens[end - 1].text in _JOINTS:
            end -= 1
        begin = self._name_begin(tokens, end, floor)
        if begin is None and affiliation:
            # no name before the state: the state qualifies the title alone (米大統領)
            begin, end = None, state_end
        if begin is None:
            if title.honorific:
                return None
            first = min(affiliation, default=title.begin)
            more = self._before(tokens, first, floor) if not affiliation else []
            return Person(first, title.end, title.begin, title.begin, title, tuple([*more, *affiliation, *bodies]), "office")
        before = self._before(tokens, begin, floor)
        return Person(begin, title.end, begin, end, title, tuple([*before, *affiliation]), "name-title" if not title.honorific else "name-honorific")

    def _is_state(self, tokens: list[Token], at: int) -> bool:
        token = tokens[at]
        if token.kind in ("state", "states"):
            return True
        if token.text in self._gazetteer.abbreviations and token.hit is None:
            # one kanji is a state only right before a title, and not as a part of a name
            if token.text == "中" and token.pos[0] == "接尾辞":
                # 訪日中の: "during", not China
                return False
            return token.pos[1] != "数詞" and token.pos[:3] != ("名詞", "固有名詞", "人名")
        return False

    def _name_begin(self, tokens: list[Token], end: int, floor: int) -> int | None:
        """Index of the first token of the name that ends before ``end``, or None."""
        if end <= floor:
            return None
        last = tokens[end - 1]
        if last.kind == "person":
            return end - 1
        if last.hit is not None and last.kind != "person" and not is_katakana(last.text):
            return None
        if is_katakana(last.text) and last.text not in _JOINTS:
            return self._katakana(tokens, end, floor)
        return self._kanji(tokens, end, floor)

    def _katakana(self, tokens: list[Token], end: int, floor: int) -> int | None:
        begin = end
        while begin > floor:
            token = tokens[begin - 1]
            if token.kind in ("state", "organization", "states", "metonym") and begin < end:
                break
            if token.kind == "title":
                break
            if token.text in _JOINTS:
                if begin == end or begin - 1 <= floor or not is_katakana(tokens[begin - 2].text) and not tokens[begin - 2].text.isalpha():
                    break
            elif not (is_katakana(token.text) or (token.text.isascii() and token.text.isalpha() and len(token.text) <= 2) or token.text in ("ビン", "アル")):
                break
            begin -= 1
        while begin < end and (tokens[begin].text in _JOINTS or tokens[begin].kind in ("state", "states", "place")):
            begin += 1
        if begin >= end:
            return None
        if end - begin == 1 and (tokens[begin].text in self._not_names or tokens[begin].kind in ("organization", "place", "state")):
            return None
        if end - begin == 1 and len(tokens[begin].text) < 2:
            return None
        return begin

    def _kanji(self, tokens: list[Token], end: int, floor: int) -> int | None:
        """A kanji name: morphemes tagged as names, or up to four characters that begin with a known family name."""
        begin, length, named = end, 0, False
        while begin > floor and end - begin < 5:
            token = tokens[begin - 1]
            if token.hit is not None and token.kind != "person":
                break
            is_name = token.pos[1] == "固有名詞" and token.pos[2] == "人名"
            if not is_name and (not is_kanji(token.text) or len(token.text) > 2 or token.text in self._not_names or token.pos[1] == "数詞"):
                break
            if not is_name and token.pos[0] not in ("名詞", "接尾辞", "接頭辞", "動詞", "形状詞", "副詞", "代名詞"):
                break
            if not is_name and named and not self._broken(token, tokens, begin, end):
                break
            if length + len(token.text) > 5:
                break
            begin -= 1
            length += len(token.text)
            named = named or is_name
            if token.kind == "person" or (is_name and token.pos[3] == "姓"):
                break
        while begin < end and tokens[begin].text in self._prefixes:
            begin += 1
        if begin >= end:
            return None
        text = "".join(t.text for t in tokens[begin:end])
        if text in self._not_names:
            return None
        if any(t.pos[1] == "固有名詞" and t.pos[2] == "人名" for t in tokens[begin:end]):
            return begin
        single = end - begin == 1
        if text[0] in self._surnames and 2 <= len(text) <= 4 and not (single and len(text) >= 2):
            return begin
        if single and len(text) == 1 and text in self._surnames and text not in self._gazetteer.abbreviations:
            return begin
        return None

    def _broken(self, token: Token, tokens: list[Token], begin: int, end: int) -> bool:
        """Whether a morpheme before a name's tail is its broken front (金/与/正: 金 is no name to the tokeniser)."""
        text = token.text + "".join(t.text for t in tokens[begin:end])
        return token.text[0] in self._surnames and len(text) <= 4 and not any(t.pos[3] == "姓" for t in tokens[begin:end])

    # -- affiliation ------------------------------------------------------------------------------------------------

    def _before(self, tokens: list[Token], begin: int, floor: int) -> list[int]:
        """Tokens before a name or title that say for whom the person acts: ロシアの, 米, 北朝鮮外務省の, 国連の…特使の."""
        out: list[int] = []
        at = begin - 1
        steps = 0
        while at >= floor and steps < 6:
            token = tokens[at]
            if token.kind in _AFFILIATIONS or token.text in self._gazetteer.abbreviations and self._is_state(tokens, at):
                out.insert(0, at)
            elif token.text == "の" and at > floor and (tokens[at - 1].is_noun):
                if out and tokens[at + 1].kind in ("state", "states"):
                    break
            elif token.text in ("・", "、") or not token.is_noun:
                break
            elif token.kind == "title" and at + 1 < begin and tokens[at + 1].text != "の":
                break
            at -= 1
            steps += 1
        return out
