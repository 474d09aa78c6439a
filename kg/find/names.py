"""Persons: a name with its title, honorific and affiliation, read from right to left of the title.

Japanese puts the title behind the name (ラブロフ外相) and whom the person acts for before it (ロシアの, 米,
北朝鮮外務省の) or between
(ブラウン英首相, ヘイリー米国連大使). The title is what can be listed; names cannot, so whatever stands before a title
in the shape of a
name is one. A title may also come first (米大統領のバイデン氏, 教皇フランシスコ) or stand in a bracket behind the
name (メルケル(独首相)).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from kg.find.gazetteer import Gazetteer
from kg.find.units import TITLE, Token, is_kanji, is_katakana
from kg.lexicon.load import Lexicon
from kg.model.mention import Mention
from kg.model.sentence import QUOTE_MARK

#: Kinds of office whose holder, left without a name, speaks for a body.
_VOICES: Final[tuple[str, ...]] = ("Spokesperson", "Official")
_JOINTS: Final[tuple[str, ...]] = ("・", "=", "＝", "･", ".", "．", "-", "‐", "–")
_AFFILIATIONS: Final[tuple[str, ...]] = ("state", "metonym", "organization", "states", "place")
_RANKS: Final[tuple[str, ...]] = ("leader", "foreign", "minister", "envoy", "official", "other", "")
#: Kinds of office that no town or region has: a place name before them is a family name (上川外相, 千葉法相).
_OF_STATES: Final = frozenset(
    (
        "HeadOfState",
        "HeadOfGovernment",
        "ForeignMinister",
        "DefenceMinister",
        "Minister",
        "DeputyMinister",
        "SecurityAdviser",
        "Spokesperson",
        "Legislator",
        "PartyLeader",
    )
)
_NONE: Mapping[int, Gloss] = {}


class Title(NamedTuple):
    """A title as tokens ``begin`` to ``end`` (exclusive): its text, kind and rank.

    ``honorific`` for 氏 and the like, or no title at all.
    """

    begin: int
    end: int
    text: str
    kind: str
    rank: str
    honorific: bool


class Gloss(NamedTuple):
    """A title in a bracket behind a name (メルケル氏(独首相)), with the mentions in the bracket that say for whom."""

    text: str
    kind: str
    rank: str
    affiliation: tuple[Mention, ...]


class Person(NamedTuple):
    """A person or office in tokens ``begin`` to ``end``; ``name_begin == name_end`` for an office alone (米大統領).

    ``affiliation`` lists the token indexes that tell for whom the person acts, ``inner`` those of states that the
    title names
    without the person acting for them (駐日大使, 北朝鮮担当特使). ``gloss`` is the title in a bracket.
    """

    begin: int
    end: int
    name_begin: int
    name_end: int
    title: Title
    affiliation: tuple[int, ...]
    rule: str
    inner: tuple[int, ...] = ()
    gloss: Gloss | None = None

    @property
    def named(self) -> bool:
        """Whether there is a name, not only an office."""
        return self.name_begin < self.name_end


class _Extent(NamedTuple):
    """A title with what belongs to it on its left: bodies it is of, states it only names."""

    title: Title
    bodies: list[int]
    inner: list[int]


class PersonFinder:
    """Finds persons in the tokens of a sentence."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._gazetteer = gazetteer
        self._titles, names = lexicon.titles, lexicon.table("nominals", "names")
        self._short = frozenset(t for t in lexicon.titles if len(t) == 1)

        def words(key: str) -> frozenset[str]:
            return lexicon.words("nominals", "names", key)

        self._honorifics, self._ranks = words("honorifics"), words("ranks")
        self._numerals = words("numbered")
        #: What begins a title besides those of the gazetteer.
        self.beginnings = self._honorifics | self._short | self._numerals
        self._couples = words("couples")
        self._spouses = words("spouses")
        self._after_minister = frozenset(names["no_minister_before"])
        self._prefixes = words("office_prefixes")
        self._house_letters, self._body_letters = frozenset(names["house_letters"]), frozenset(names["body_letters"])
        self._former = words("former") | {"次期", "新", "現"}
        self._blocked = words("not_a_title_before")
        self._not_names = words("not_names")
        self._in_titles = words("in_titles")
        self._topics = words("topics")
        self._before_names = words("before_names")
        self._compound = words("compound_surnames")
        self._surnames = frozenset(names["surnames"])
        self._inside_titles = words("inside_titles")
        self._regional, self._heads = tuple(words("regional")), tuple(words("heads"))
        self._leading = words("leading_titles")
        self._leanings = words("leanings")
        self._camps = words("camps")
        self._private = lexicon.words("nominals", "organizations", "private")
        self._no_surnames = words("no_surnames")
        self._domains = frozenset(names["domains"])

    def find(self, tokens: list[Token], glosses: Mapping[int, Gloss] = _NONE) -> list[Person]:
        """All persons and offices, in text order, none overlapping.

        ``glosses`` by the offset of their bracket in the surface.
        """
        out: list[Person] = []
        begins = [i for i, t in enumerate(tokens) if t.marks & TITLE]
        resume = 0
        for at in range(len(tokens)) if glosses else begins:
            if at < resume:
                continue
            floor = out[-1].end if out else 0
            token = tokens[at]
            if glosses and at > floor and token.begin in glosses:
                found = self._person(tokens, Title(at, at, "", "", "", True), floor)
                if found is not None:
                    self._add(tokens, out, found, glosses)
                    floor = at
            if token.text not in self.beginnings and token.kind != "title":
                continue
            title = self._title_at(tokens, at)
            if title is None:
                continue
            found = self._person(tokens, title, floor)
            named = self._named_by(tokens, found) if found is not None and not found.named else None
            if found is not None and (found.named or named is not None or not self._profession(title.text)):
                self._add(tokens, out, found, glosses)
                if named is not None:
                    out.append(named)
            resume = max(title.end, at + 1, out[-1].end if out else 0)
        return out

    def _add(self, tokens: list[Token], out: list[Person], found: Person, glosses: Mapping[int, Gloss]) -> None:
        """Append a person with the title that stands before it or in a bracket behind it."""
        if found.named and (found.title.honorific or found.title.text in self._ranks):
            gloss = glosses.get(tokens[found.end - 1].end)
            if gloss is not None and found.title.honorific:
                out.append(found._replace(gloss=gloss))
                return
            before = out[-1] if out and not out[-1].named else None
            if before is not None and not found.affiliation:
                between = [t.text for t in tokens[before.end : found.begin]]
                if len(out) > 1 and between[:1] == ["で"] and not out[-2].named:
                    # 党総書記で国務委員長である金正恩同志: the first of two offices
                    joined = [t.text for t in tokens[out[-2].end : before.begin]]
                    before = out[-2] if joined[:1] == ["で"] and len(joined) <= 2 else before
                if (
                    between in ([], ["の"], ["を", "務める"])
                    or (between == ["、"] and self._introduced(tokens, before, found))
                ) or (between[:2] == ["で", "ある"] and len(between) < 6):
                    title = before.title._replace(begin=found.title.begin, end=found.title.end)
                    found = found._replace(
                        title=title, affiliation=before.affiliation, rule="title-name", inner=before.inner
                    )
                    if not between:
                        found = found._replace(
                            begin=before.begin if before.begin >= before.title.begin else before.title.begin
                        )
                        out.pop()
        out.append(found)

    @staticmethod
    def _introduced(tokens: list[Token], office: Person, named: Person) -> bool:
        """Whether an office of a state or body and a name behind a comma are one (イランの最高指導者、ハメネイ師は)."""
        owner = max(office.affiliation, default=-1)
        modified = office.begin > 0 and tokens[office.begin - 1].text in ("の", "た", "な", "る", "的")
        return (
            ((owner >= 0 and tokens[owner + 1].text == "の" and owner + 1 < office.title.begin) or modified)
            and named.end < len(tokens)
            and tokens[named.end].text in ("は", "が", "も", "の", "を", "ら")
        )

    # -- titles -----------------------------------------------------------------------------------------------------

    def _title_at(self, tokens: list[Token], at: int) -> Title | None:
        """The title that begins at a token: honorific, listed title, or 兼-joined titles.

        None of a numbered name (フェリペ6世).
        """
        token = tokens[at]
        if token.text in self._honorifics:
            if at == 0 or not tokens[at - 1].is_noun:
                return None
            return Title(at, at + 1, token.text, "", "", True)
        if token.text in self._numerals:
            return self._numbered(tokens, at)
        if token.kind != "title" and not (
            token.text in self._short and at and tokens[at - 1].is_noun and tokens[at - 1].pos[1] != "数詞"
        ):
            return None
        end = self._joined(tokens, at)
        follower = tokens[end].text if end < len(tokens) else ""
        if follower in self._spouses and follower != "夫人":
            return None
        if follower == "夫人":
            return Title(at, end + 1, "".join(t.text for t in tokens[at : end + 1]), "", "other", False)
        bare = end
        if follower in self._couples or follower in self._honorifics:
            end += 1
        elif follower in self._blocked or (
            follower
            and tokens[end].is_noun
            and (follower[0] in self._house_letters or (follower == "会" and tokens[end - 1].text.endswith("委員")))
        ):
            return None
        text = "".join(t.text for t in tokens[at:bare])
        if text.endswith("相") and follower[:1] in self._after_minister:
            # 声明相次ぐ
            return None
        kind, rank = self._sort(tokens, at, bare)
        return Title(at, end, text, kind, rank, False)

    def _numbered(self, tokens: list[Token], at: int) -> Title | None:
        number = at - 1 if tokens[at].text == "世" else at
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if number < 1 or (number < at and tokens[number].pos[1] != "数詞") or not is_katakana(tokens[number - 1].text):
            return None
        if following is not None and (following.kind == "title" or following.text in self._honorifics):
            return None
        return Title(at + 1, at + 1, "", "", "", True)

    def _row(self, tokens: list[Token], at: int) -> int:
        """End of titles in a row, which are one title (外務省報道局長, 大統領補佐官代理)."""
        end = at + 1
        while end < len(tokens):
            if tokens[end].kind == "title" or tokens[end].text in ("代理", "代行", "補", "相当"):
                end += 1
                continue
            inside = end
            while inside < len(tokens) and inside - end < 2 and tokens[inside].text in self._inside_titles:
                inside += 1
            if inside == end or inside >= len(tokens) or tokens[inside].kind != "title":
                break
            end = inside + 1
        return end

    def _joined(self, tokens: list[Token], at: int) -> int:
        """End of a title with all that 兼 or ・ joins to it (首相兼財務相)."""
        end = self._row(tokens, at)
        while end + 1 < len(tokens) and tokens[end].text in ("兼", "・"):
            start = end + 1
            if tokens[end].text == "兼":
                while (
                    start < len(tokens)
                    and start - end < 7
                    and tokens[start].kind != "title"
                    and tokens[start].text not in self._short
                    and (
                        tokens[start].text == "・"
                        or tokens[start].pos[1] == "数詞"
                        or tokens[start].pos[0] == "接頭辞"
                        or self._common(tokens[start])
                    )
                ):
                    start += 1
            if start >= len(tokens) or (tokens[start].kind != "title" and tokens[start].text not in self._short):
                break
            end = self._row(tokens, start)
        return end

    def _sort(self, tokens: list[Token], begin: int, end: int) -> tuple[str, str]:
        """Kind and rank of a title: of its last word, or of the highest of joined titles."""
        found: list[tuple[str, str]] = []
        last: tuple[str, str] | None = None
        for token in tokens[begin:end]:
            if token.text in ("兼", "・"):
                found += [last] if last else []
                last = None
            elif token.text in self._titles:
                title = self._titles[token.text]
                last = (title.kind, title.rank)
        found += [last] if last else []
        return min(found, key=lambda f: _RANKS.index(f[1])) if found else ("", "other")

    def _extend(self, tokens: list[Token], title: Title, floor: int, forced: bool = False) -> _Extent:
        """Take into a productive title, or any title if ``forced``, what stands before it.

        Common nouns (国際開発相), bodies, posts abroad (駐日), prefixes (前, 次期).
        """
        begin = title.begin
        bodies: list[int] = []
        inner: list[int] = []
        productive = tokens[begin].text in self._titles and self._titles[tokens[begin].text].productive
        union = (
            begin - 1 > floor and tokens[begin - 1].kind == "organization" and tokens[begin - 2].text in ("駐", "在")
        )
        forced = forced or (title.kind == "Ambassador" and begin > floor and (union or self._posted(tokens, begin - 1)))
        if title.kind == "Ambassador" and begin - 1 > floor and tokens[begin - 1].text == "駐":
            # 駐+EU大使
            begin -= 1
        while begin > floor and (productive or forced):
            token = tokens[begin - 1]
            if (
                token.text in ("・", "·")
                and begin - 1 > floor
                and self._common(tokens[begin - 2])
                and len(tokens[begin - 2].text) > 1
                and not is_katakana(tokens[begin - 2].text)
            ):
                begin -= 2
            elif self._posted(tokens, begin - 1):
                begin -= 1
                inner.append(begin)
            elif (
                token.kind in ("place", "organization") and begin - 1 > floor and tokens[begin - 2].text in ("駐", "在")
            ):
                # 駐大阪総領事, 駐EU大使
                begin -= 2
            elif token.kind == "state" or (token.text in self._gazetteer.abbreviations and token.hit is None):
                if begin - 1 > floor and tokens[begin - 2].text in ("駐", "在"):
                    inner.append(begin - 1)
                    begin -= 2
                elif token.kind == "state" and begin < title.begin and tokens[begin].text in self._topics:
                    begin -= 1
                    inner.append(begin)
                else:
                    break
            elif (token.kind == "organization" and title.text in self._leading) or self._unknown_given(
                tokens, begin - 1, floor
            ):
                break
            elif token.text in ("政権", "陣営") and begin == title.begin:
                # バイデン政権高官: nobody of that name is an official
                break
            elif (self._common(token) or self._after_katakana(tokens, begin - 1, floor)) and not (
                token.kind == "place" and self._surname_place(token, title, begin == title.begin)
            ):
                begin -= 1
                if token.kind == "organization":
                    bodies.append(begin)
            else:
                break
        while begin > floor and tokens[begin - 1].text in self._prefixes:
            begin -= 1
        if begin - 1 > floor and tokens[begin].text in self._former and self._party_between(tokens, begin - 1, floor):
            # ルペン仏国民連合前党首
            begin -= 1
            bodies.append(begin)
        if begin > floor and begin < title.begin and tokens[begin - 1].text == "反":
            # 反政府指導者
            begin -= 1
        if begin > floor and tokens[begin - 1].text in ("同", "両", "各"):
            begin -= 1
        if begin == title.begin:
            return _Extent(title, bodies, inner)
        text = "".join(t.text for t in tokens[begin : title.begin] if t.text != "現") + title.text
        return _Extent(title._replace(begin=begin, text=text), bodies, inner)

    def _extent(self, tokens: list[Token], title: Title, floor: int) -> _Extent:
        """A title with what belongs to it; one that ends no longer titles does so where a name stands before all of it.

        グロッシ+IAEA+事務局長, ンダイゼイエ+暫定政府+大統領.
        """
        if title.honorific:
            return _Extent(title, [], [])
        plain = self._extend(tokens, title, floor)
        if (
            plain.title.begin != title.begin
            or title.begin == title.end
            or self._titles[tokens[title.begin].text].productive
        ):
            return plain
        wide = self._extend(tokens, title, floor, forced=True)
        before = wide.title.begin - 1
        if before < floor or before == title.begin - 1:
            return plain
        joined = tokens[before].text == "・" and before > floor
        if joined:
            # 万鋼・全国政治協商会議副主席
            before -= 1
        token = tokens[before]
        named = (
            token.kind == "person"
            or (joined and self._kanji(tokens, before + 1, floor, wide.title) is not None)
            or (
                token.hit is None
                and (is_katakana(token.text) or self._given(tokens, before, floor))
                and token.text not in self._not_names
                and token.text not in self._in_titles
            )
        )
        return wide if named else plain

    def _given(self, tokens: list[Token], at: int, floor: int) -> bool:
        """Whether a token is the given name of a full name in kanji (片山/善博+鳥取県知事)."""
        token, surname = tokens[at], tokens[at - 1] if at > floor else None
        if token.pos[1:3] != ("固有名詞", "人名"):
            return False
        return token.pos[3] == "名" or (
            surname is not None and (surname.pos[3:4] == ("姓",) or surname.text in self._surnames)
        )

    @staticmethod
    def _posted(tokens: list[Token], at: int) -> bool:
        """Whether a token says where an envoy is posted (駐米, 在日)."""
        return tokens[at].kind == "travel" and tokens[at].text[0] in "駐在"

    def _unknown_given(self, tokens: list[Token], at: int, floor: int) -> bool:
        """Whether a word that the dictionary lacks is the given name behind a surname (朱維群, 田中熙巳)."""
        token = tokens[at]
        if at <= floor or token.pos[3:4] != ("未知",) or len(token.text) > 2 or not is_kanji(token.text):
            return False
        before = tokens[at - 1]
        return (len(before.text) == 1 and before.text in self._surnames) or before.pos[1:4] == (
            "固有名詞",
            "人名",
            "姓",
        )

    def _party_between(self, tokens: list[Token], at: int, floor: int) -> bool:
        """Whether a body stands between a name, or a state behind a name, and a title of the past."""
        before = at - 2 if at - 1 > floor and self._is_state(tokens, at - 1) else at - 1
        return (
            tokens[at].kind == "organization"
            and before >= floor
            and (tokens[before].kind == "person" or (is_katakana(tokens[before].text) and tokens[before].hit is None))
        )

    def _after_katakana(self, tokens: list[Token], at: int, floor: int) -> bool:
        """Whether one kanji stands behind a katakana name, where it begins a title (スウェイラム+水+資源相)."""
        token = tokens[at]
        return (
            at > floor
            and token.hit is None
            and token.is_noun
            and token.text in self._domains
            and is_katakana(tokens[at - 1].text)
            and tokens[at - 1].hit is None
        )

    def _surname_place(self, token: Token, title: Title, adjacent: bool) -> bool:
        """Whether a place inside a long title is rather a name before it (福島消費者担当相, ハサン国防相)."""
        if is_katakana(token.text):
            return adjacent
        return is_kanji(token.text) and token.text in self._gazetteer.family_names and self.of_state(title)

    def _common(self, token: Token) -> bool:
        """Whether a token can belong to a long title: a common noun, an organisation, a region; never a name."""
        if token.hit is not None:
            return token.kind in ("organization", "place")
        if (
            not token.is_noun
            or token.pos[1] == "数詞"
            or (token.pos[0] == "接頭辞" and token.text in ("同", "両", "各"))
        ):
            return False
        text = token.text
        if is_katakana(text):
            return text in self._in_titles
        if text in ("ら", "同国", QUOTE_MARK) or any(c.isdigit() for c in text):
            return False
        if len(text) == 1 and is_kanji(text) and text not in self._body_letters:
            return False
        if token.pos[1] == "固有名詞" and token.pos[2] in ("人名", "地名"):
            return text in self._not_names
        return True

    # -- names ------------------------------------------------------------------------------------------------------

    def _person(self, tokens: list[Token], title: Title, floor: int) -> Person | None:
        extent = self._extent(tokens, title, floor)
        title = extent.title
        end = title.begin
        affiliation: list[int] = []
        # name + state + title: ブラウン英首相, ストロー・英外相; one kanji behind a kanji name belongs to the name
        # (金永日外務次官)
        while end > floor and not title.honorific and self._is_state(tokens, end - 1):
            letter = tokens[end - 1].hit is None
            if (
                letter
                and end - 1 > floor
                and is_kanji(tokens[end - 2].text)
                and tokens[end - 2].text not in self._former
                and self._kanji(tokens, end, floor, title) is not None
            ):
                break
            affiliation.append(end - 1)
            end -= 1
        first = end
        if affiliation:
            # クリントン元米大統領
            while end > floor and tokens[end - 1].text in self._former:
                end -= 1
                title = title._replace(text=tokens[end].text + title.text)
            first = end
            apart = end > floor and tokens[end - 1].text in ("駐", "在") and len(affiliation) > 1
            if apart:
                # 駐ヨルダン日本国大使: the first state is where the envoy is posted
                extent.inner.append(affiliation.pop())
                end -= 1
                first = end
                own = "".join(t.text for t in tokens[affiliation[0] + 1 : title.begin])
                title = title._replace(text=tokens[end].text + tokens[end + 1].text + own + title.text)
            elif end > floor and tokens[end - 1].kind == "travel" and tokens[end - 1].text[0] in "駐在":
                # 駐日ロシア大使
                end -= 1
                first = end
                extent.inner.append(end)
                own = "".join(t.text for t in tokens[end + 1 : title.begin])
                title = title._replace(text=tokens[end].text + own + title.text)
                while end > floor and tokens[end - 1].text in self._former:
                    # エマニュエル前駐日米大使
                    end -= 1
                    first = end
                    title = title._replace(text=tokens[end].text + title.text)
        if end > floor + 1 and not title.honorific and not affiliation and tokens[end - 1].text == "同国":
            # シュミット同国外相: the state is told by what came before
            end -= 1
        if end > floor + 1 and tokens[end - 1].text in _JOINTS:
            end -= 1
        if (
            end > floor + 1
            and tokens[end - 1].kind == "place"
            and not affiliation
            and not title.honorific
            and not self.of_state(title)
            and tokens[end - 2].text in _JOINTS
        ):
            # カチンスキ・ワルシャワ市長
            affiliation.append(end - 1)
            end -= 2
        begin = self._name_begin(tokens, end, floor, title)
        if begin is not None and end - begin == 1 and self._names_region(tokens, begin, title):
            begin = None
        if (
            title.text.endswith("夫人")
            and not title.honorific
            and (begin is None or self._of_spouse(tokens, begin, end))
        ):
            return None
        if begin is not None and title.text[:1] == "両":
            begin = self._second(tokens, begin, end)
        inner = tuple(extent.inner)
        if begin is None:
            if title.honorific:
                return None
            more = self._before(tokens, first, floor) if not affiliation else []
            following = self._name_after(tokens, title.end) if title.end > title.begin else 0
            if following:
                owners = tuple(dict.fromkeys([*more, *affiliation, *extent.bodies]))
                return Person(title.begin, following, title.end, following, title, owners, "title-name", inner)
            bodies = extent.bodies if title.kind in _VOICES or not more else []
            return Person(
                first,
                title.end,
                title.begin,
                title.begin,
                title,
                tuple(dict.fromkeys([*more, *affiliation, *bodies])),
                "office",
                inner,
            )
        before = self._before(tokens, begin, floor)
        rule = "name-honorific" if title.honorific else "name-title"
        if title.text[:1] in ("両", "各"):
            # サルコジ、ロワイヤル両候補
            title = title._replace(text=title.text[1:])
            rule = "shared-title"
        title = title._replace(text=self._without_letter(tokens, title))
        return Person(begin, title.end, begin, end, title, (*before, *affiliation, *extent.bodies), rule, inner)

    def _without_letter(self, tokens: list[Token], title: Title) -> str:
        """The text of a title without the letter of the state whose body it is of (マッカーシー+米下院議長)."""
        first = tokens[title.begin]
        state = self._gazetteer.abbreviations.get(first.text[0])
        if state is None or first.hit is None or first.text[0] in "中朝" or not title.text.startswith(first.text):
            return title.text
        whole = self._gazetteer.get(first.text[:2])
        own = first.kind == "organization" and any(k.startswith(state.lower() + "-") for k in first.hit.entry.keys)
        return title.text[1:] if own and (whole is None or whole.kind != "state") else title.text

    def _of_spouse(self, tokens: list[Token], begin: int, end: int) -> bool:
        """Whether the name before 大統領夫人 is the president's: one part of a name, or that of somebody who led a state."""
        name = "".join(t.text for t in tokens[begin:end])
        return name in self._gazetteer.rulers or (is_katakana(name) and not any(j in name for j in _JOINTS))

    @staticmethod
    def _second(tokens: list[Token], begin: int, end: int) -> int:
        """Where the second of the two names before a title of two begins (ブッシュ・プーチン両大統領)."""
        joints = [i for i in range(begin, end) if tokens[i].text in _JOINTS]
        listed = begin > 0 and tokens[begin - 1].text in ("、", "と", "や", "及び", "の")
        return joints[0] + 1 if len(joints) == 1 and not listed else begin

    def _names_region(self, tokens: list[Token], at: int, title: Title) -> bool:
        """Whether a word before a regional title is the region (ドニプロペトロフスク州知事) and nobody the registry knows."""
        token = tokens[at]
        return (
            title.text.startswith(self._regional)
            and is_katakana(token.text)
            and token.kind != "person"
            and token.text not in self._gazetteer.family_names
            and not self._of_place(tokens, at)
        )

    @staticmethod
    def _of_place(tokens: list[Token], at: int) -> bool:
        """Whether の ascribes a word that is no place itself to a place: ニューオーリンズのネーギン市長."""
        return at > 1 and tokens[at].hit is None and tokens[at - 1].text == "の" and tokens[at - 2].kind == "place"

    def _named_by(self, tokens: list[Token], office: Person) -> Person | None:
        """The full name without honorific that an office stands before (人民党の指導者であるクリストフ・ブロヒャーは)."""
        at = office.end
        following = [t.text for t in tokens[at : at + 2]]
        if following[:1] == ["の"]:
            at += 1
        elif following == ["で", "ある"]:
            at += 2
        else:
            return None
        end = self._name_after(tokens, at)
        if not end or (end < len(tokens) and tokens[end].text in ("の", "・")):
            return None
        title = office.title._replace(begin=end, end=end)
        return Person(at, end, at, end, title, office.affiliation, "title-name", office.inner)

    def _name_after(self, tokens: list[Token], at: int) -> int:
        """End of the full name that a title stands before (国防相セルゲイ・ショイグ), or 0."""
        end, joints = at, 0
        if at < len(tokens) and tokens[at].kind == "person":
            end, joints = at + 1, 1
        else:
            while (
                end < len(tokens)
                and tokens[end].hit is None
                and (is_katakana(tokens[end].text) or (end > at and tokens[end].text in _JOINTS))
            ):
                joints += tokens[end].text in _JOINTS
                end += 1
        if not joints and end == at + 1 and tokens[at - 1].text in self._before_names:
            joints = 1
        if not joints or tokens[end - 1].text in _JOINTS:
            return 0
        following = tokens[end] if end < len(tokens) else None
        if following is not None and (
            (following.is_noun and following.kind != "state") or following.text in self._honorifics
        ):
            return 0
        return end

    def _is_state(self, tokens: list[Token], at: int) -> bool:
        token = tokens[at]
        if token.kind in ("state", "states"):
            return True
        if token.text in self._gazetteer.abbreviations and token.hit is None:
            # one kanji is a state only right before a title, and not as a part of a name
            if token.text == "中" and token.pos[0] == "接尾辞":
                # 訪日中の: "during", not China
                return False
            if token.pos[2] == "助数詞可能" and at and tokens[at - 1].pos[1] == "数詞":
                # 訪問2日目の大統領: a day, not Japan
                return False
            return token.pos[1] != "数詞" and (
                token.pos[:3] != ("名詞", "固有名詞", "人名") or token.text in self._no_surnames
            )
        return False

    def _name_begin(self, tokens: list[Token], end: int, floor: int, title: Title) -> int | None:
        """Index of the first token of the name that ends before ``end``, or None."""
        if end <= floor:
            return None
        last = tokens[end - 1]
        if last.text in self._numerals and end - floor >= 2:
            numeral = 2 if last.text == "世" else 1
            return (
                self._katakana(tokens, end - numeral, floor, title)
                if is_katakana(tokens[max(end - numeral - 1, 0)].text)
                else None
            )
        if last.kind == "person":
            return end - 1
        if (
            last.kind == "place"
            and last.text in self._gazetteer.family_names
            and self.of_state(title)
            and (is_kanji(last.text) or last.text not in self._gazetteer.seats)
        ):
            return end - 1 if is_kanji(last.text) else self._katakana(tokens, end, floor, title)
        if last.hit is not None and not is_katakana(last.text):
            return None
        if is_katakana(last.text) and last.text not in _JOINTS:
            return self._katakana(tokens, end, floor, title)
        return self._kanji(tokens, end, floor, title)

    def of_state(self, title: Title) -> bool:
        """Whether a title, or none, cannot be that of a town or region."""
        return title.kind in _OF_STATES if not title.honorific else True

    def _katakana(self, tokens: list[Token], end: int, floor: int, title: Title) -> int | None:
        begin = end
        while begin > floor:
            token = tokens[begin - 1]
            if token.kind in ("state", "organization", "states", "metonym") and begin < end:
                break
            if token.kind == "title":
                break
            if token.text in _JOINTS:
                if (
                    begin == end
                    or begin - 1 <= floor
                    or not (
                        is_katakana(tokens[begin - 2].text)
                        or _initial(tokens[begin - 2].text)
                        or (
                            tokens[begin - 2].text in _JOINTS and begin - 2 > floor and _initial(tokens[begin - 3].text)
                        )
                    )
                ):
                    break
            elif not (is_katakana(token.text) or _initial(token.text)):
                break
            begin -= 1
        last = tokens[end - 1]
        while begin < end and (
            tokens[begin].text in _JOINTS
            or tokens[begin].kind in ("state", "states")
            or (tokens[begin].kind == "place" and (begin + 1 < end or not self._surname_of_place(last, title)))
        ):
            begin += 1
        if begin >= end:
            return None
        if end - begin == 1:
            if (
                last.text in self._not_names
                or last.text in self._in_titles
                or last.kind in ("organization", "state")
                or len(last.text) < 2
            ):
                return None
            if (
                not title.honorific
                and last.hit is None
                and last.pos[1] == "普通名詞"
                and last.pos[3] != "未知"
                and last.text not in self._gazetteer.family_names
            ):
                # a word that the dictionary knows is a name only where a body or state is said to have such an officer
                owner = begin - 2 if begin - 1 > floor and tokens[begin - 1].text == "の" else begin - 1
                posted = title.kind == "Ambassador" and title.text.startswith(("駐", "元駐", "前駐"))
                if not posted and (
                    owner < floor
                    or not (
                        tokens[owner].kind in ("state", "organization")
                        or tokens[owner].text in self._camps
                        or (title.text.endswith(self._heads) and self._of_place(tokens, begin))
                    )
                ):
                    return None
        return begin

    def _surname_of_place(self, token: Token, title: Title) -> bool:
        return (
            token.text in self._gazetteer.family_names
            and token.text not in self._gazetteer.seats
            and self.of_state(title)
        )

    def _kanji(self, tokens: list[Token], end: int, floor: int, title: Title) -> int | None:
        """A kanji name: morphemes tagged as names, or up to four characters that begin with a known family name."""
        compound = self._compound_surname(tokens, end, floor)
        if compound is not None:
            return compound
        families = self._gazetteer.family_names
        for size in (2, 3):
            # 二/階, 正/恩: one-part names of which the tokeniser makes several words
            pieces = tokens[max(floor, end - size) : end]
            if (
                len(pieces) == size
                and (pieces[0].pos[1] == "数詞" or title.honorific)
                and all(p.hit is None for p in pieces)
                and "".join(p.text for p in pieces) in families
            ):
                return end - size
        begin, length, named = end, 0, False
        while begin > floor and end - begin < 5:
            token = tokens[begin - 1]
            if token.hit is not None and token.kind != "person":
                break
            family = (token.text in families and token.pos[2] == "地名") or (
                begin == end and token.pos[2] == "地名" and title.kind in _OF_STATES and len(token.text) == 2
            )
            is_name = (token.pos[1] == "固有名詞" and token.pos[2] == "人名") or (family and is_kanji(token.text))
            if not is_name and (
                not is_kanji(token.text)
                or len(token.text) > 2
                or token.text in self._not_names
                or token.pos[1] == "数詞"
            ):
                break
            if not is_name and token.pos[0] not in ("名詞", "接尾辞", "接頭辞", "動詞", "形状詞", "副詞", "代名詞"):
                break
            if (
                not is_name
                and named
                and not self._broken(token, tokens, begin, end)
                and not self._inside(tokens, begin, end, floor)
            ):
                break
            if length + len(token.text) > 5:
                break
            begin -= 1
            length += len(token.text)
            named = named or is_name
            if token.kind == "person" or (is_name and (token.pos[3] == "姓" or family)):
                break
        if self._given_of_place(tokens, begin, end, floor):
            begin -= 1
        while begin < end and tokens[begin].text in self._prefixes:
            begin += 1
        if begin >= end:
            return None
        text = "".join(t.text for t in tokens[begin:end])
        if text in self._not_names:
            return None
        if named:
            return begin
        if self._profession(title.text):
            # 顧問弁護士 names no one
            return None
        single = end - begin == 1
        if text[0] in self._surnames and 2 <= len(text) <= 4 and not (single and len(text) >= 2):
            return begin
        if (
            single
            and text[0] in self._surnames
            and tokens[begin].pos[1:3] == ("固有名詞", "一般")
            and begin - 1 > floor
            and tokens[begin - 1].text == "の"
            and tokens[begin - 2].kind in ("state", "organization")
        ):
            # 北朝鮮の金星国連大使: the dictionary knows another thing of that name
            return begin
        if (
            single
            and text in families
            and text not in self._gazetteer.abbreviations
            and tokens[begin].pos[2] != "サ変可能"
        ):
            return begin
        if single and len(text) == 1 and text in self._surnames and text not in self._gazetteer.abbreviations:
            return begin
        return None

    def _profession(self, title: str) -> bool:
        """Whether a title is one only behind a full name: 弁護士, 記者."""
        known = self._titles.get(title)
        return known is not None and known.named

    def _given_of_place(self, tokens: list[Token], begin: int, end: int, floor: int) -> bool:
        """Whether a place stands right before a given name alone, as its family name: 山口信夫会頭."""
        if begin + 1 != end or begin == floor:
            return False
        given, family = tokens[begin], tokens[begin - 1]
        return (
            given.hit is None
            and given.pos[3] == "名"
            and len(given.text) == 2
            and family.kind == "place"
            and is_kanji(family.text)
            and family.text in self._gazetteer.family_names
        )

    def _compound_surname(self, tokens: list[Token], end: int, floor: int) -> int | None:
        """Where a name with a family name of two characters begins (欧陽, 司馬, 独孤).

        Which the tokeniser mostly does not know.
        """
        text = ""
        for begin in range(end - 1, max(floor, end - 4) - 1, -1):
            token = tokens[begin]
            if token.hit is not None or not is_kanji(token.text):
                return None
            text = token.text + text
            if len(text) > 4:
                return None
            if len(text) >= 2 and text[:2] in self._compound and (len(text) > 2 or begin == end - 1):
                return begin
        return None

    def _inside(self, tokens: list[Token], begin: int, end: int, floor: int) -> bool:
        """Whether a morpheme stands between the surname of one character and the tail of a name (李/日/煥)."""
        at = begin - 1
        size = sum(len(t.text) for t in tokens[at:end])
        return (
            at > floor
            and tokens[at].text not in self._not_names
            and tokens[at - 1].pos[3] == "姓"
            and tokens[at - 1].text in self._surnames
            and size <= 2
        )

    def _broken(self, token: Token, tokens: list[Token], begin: int, end: int) -> bool:
        """Whether a morpheme before a name's tail is its broken front (金/与/正: 金 is no name to the tokeniser)."""
        text = token.text + "".join(t.text for t in tokens[begin:end])
        return (
            token.text[0] in self._surnames and len(text) <= 4 and not any(t.pos[3] == "姓" for t in tokens[begin:end])
        )

    # -- affiliation ------------------------------------------------------------------------------------------------

    def _before(self, tokens: list[Token], begin: int, floor: int) -> list[int]:
        """Tokens before a name or title that say for whom the person acts.

        ロシアの, 米, 北朝鮮外務省の, 国連の…特使の.
        """
        out: list[int] = []
        at = begin - 1
        steps = 0
        while at >= floor and steps < 6:
            token = tokens[at]
            leaning = at + 1 < begin and tokens[at + 1].text in self._leanings and tokens[at + 2].text != "団"
            if leaning or (at + 1 < begin and token.text in self._private):
                # 親シリア派の大統領, ベトナム訪問中の大統領, 仏農業団体の代表
                break
            if token.kind in _AFFILIATIONS or (
                token.text in self._gazetteer.abbreviations and self._is_state(tokens, at)
            ):
                out.insert(0, at)
            elif token.text == "の" and at > floor and (tokens[at - 1].is_noun):
                if out and tokens[at + 1].kind in ("state", "states"):
                    break
            elif (
                token.text in ("・", "、")
                or not token.is_noun
                or (token.kind == "title" and at + 1 < begin and tokens[at + 1].text != "の")
            ):
                break
            at -= 1
            steps += 1
        return out


def _initial(text: str) -> bool:
    """Whether a token is an initial in a name, of either width."""
    return len(text) <= 2 and text.isalpha() and (text.isascii() or "Ａ" <= text[0] <= "ｚ")
