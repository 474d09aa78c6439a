"""Bodies that only the article names: by a short form in a bracket, or by a word for their kind before a name in katakana."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kg.find.gazetteer import Gazetteer
from kg.find.units import KIND_OF_BODY, NAMED_BODY, NOUN, is_katakana
from kg.lexicon.load import Lexicon
from kg.model.mention import Mention
from kg.model.sentence import Sentence, Unit

_SHORT: Final = re.compile(r"[A-Z][A-Za-z&-]{1,9}")
_SIGNS: Final = re.compile("[一-鿿々ァ-ヴー]{2,6}")
#: What stands in words that are said, not in a name.
_SPOKEN: Final = re.compile("[ぁ-とな-ねは-ん、。!?！？]")
#: What words in 「」 hold or end in that are no name: は in between, a verb's end.
_SENTENCE: Final = re.compile("[はをがに、。!?！？]|[ぁ-ん]$")
#: What stands in a bracket behind a name in 「」: 「アザドルイグ(自由)」.
_ASIDE: Final = re.compile(r"[（(][^()（）]{1,20}[)）]$")
#: The longest name in 「」 that is taken for a body's.
_LONGEST: Final = 20
#: From a name in 「」 back to the word that で+ある says it to be: 組織である「X」.
_TO_BE: Final = 3
_STOPS: Final = "。!?！？"
#: No name of a body is this short.
_SHORTEST: Final = 3
#: What stands behind a subject, or behind one who is named as an example.
_SUBJECTS: Final = frozenset(("は", "が", "も", "など"))
#: What joins the parts of a name in katakana.
_JOINTS: Final = frozenset(("・", "="))
#: What more bodies than one are called by.
_MANY: Final = "各両同諸全"
#: The rule of a body with a short form, which later sentences may use alone.
GLOSSED: Final = "glossed-body"


class BodyFinder:
    """Marks bodies unknown to the registry. One instance serves any number of articles."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        words = lexicon.table("nominals", "organizations")
        self._gazetteer = gazetteer
        self._ends = (*words["bodies"], *words["suffixes"], *words["glossed"])
        self._kinds, self._named = tuple(words["kinds"]), (*words["named"], *words["self_named"])
        self._self_named, self._general = tuple(words["self_named"]), frozenset(words["general"])
        self._unnamed = tuple(words["unnamed"])
        self._sole, self._inner = tuple(words["sole"]), tuple(words["inner"])
        self._quoted_kinds = (*self._kinds, *words["quoted_kinds"])
        self._kind_ends = tuple({kind[-1] for kind in self._quoted_kinds})
        self._named_ends = tuple({name[-1] for name in (*self._named, *self._sole)})
        self._parting = lexicon.words("nominals", "organizations", "parting")

    def marks(self, text: str) -> int:
        """Bits of ``Unit.marks``: whether a word may end the kind of a body before or behind its name."""
        return KIND_OF_BODY * text.endswith(self._kind_ends) | NAMED_BODY * text.endswith(self._named_ends)

    def mark(self, sentence: Sentence, units: list[Unit]) -> list[Unit]:
        """Units with such bodies as one unit each."""
        for aside in sentence.asides:
            if aside.kind == "bracket" and (_SHORT.fullmatch(aside.text) or _SIGNS.fullmatch(aside.text)):
                last = next((i for i, u in enumerate(units) if u.end == aside.at), None)
                if last is not None:
                    units = self._glossed(sentence, units, last, aside.text)
        marks = 0
        for unit in units:
            if unit.mention is None:
                marks |= unit.marks
        if marks & KIND_OF_BODY:
            units = self._quoted(self._after_kinds(sentence, units))
        return self._subjects(sentence, units) if marks & NAMED_BODY else units

    def _after_kinds(self, sentence: Sentence, units: list[Unit]) -> list[Unit]:
        """Units with the bodies that a word for their kind stands before."""
        at = 1
        while at < len(units):
            if units[at - 1].text.endswith(self._kind_ends) and _foreign(units[at]):
                last = at
                while last + 1 < len(units) and _foreign(units[last + 1]):
                    last += 1
                # 映画会社・ワーナー
                first = at + 1 if units[at].text in _JOINTS and at < last else at
                if self._of_kind(units, at, last):
                    units = self._joined(sentence, units, first, last, "kind-body", "")
            at += 1
        return units

    def _quoted(self, units: list[Unit]) -> list[Unit]:
        """Units with the bodies named in 「」 behind a word for their kind, which later sentences name without: 野党連合「X」."""
        out = list(units)
        for at in range(1, len(units)):
            quote, before = units[at].mention, units[at - 1]
            if quote is None or quote.rule != "quotation" or before.mention is not None:
                continue
            if quote.keys or quote.kind not in ("quote", "event"):
                continue
            name = _ASIDE.sub("", quote.text)
            said_to_be = before.text == "ある" and at >= _TO_BE and units[at - 2].text == "で"
            kind = units[at - _TO_BE] if said_to_be else before
            fits = _is_name(name) or (said_to_be and _SHORTEST <= len(name) <= _LONGEST and name[-1] not in _STOPS)
            if _noun(kind) and kind.text.endswith(self._quoted_kinds) and fits:
                named = replace(quote, kind="organization", rule=GLOSSED, name=name, head=name)
                out[at] = replace(units[at], mention=named)
        return out

    def _subjects(self, sentence: Sentence, units: list[Unit]) -> list[Unit]:
        """Units with the bodies that a proper name and a noun of their kind name, where they are a subject."""
        at = 1
        while at < len(units):
            last = at - 1
            if _subject(units, at) and units[last].mention is None:
                first = last
                while first and units[first - 1].text not in self._parting:
                    if not (_part(units[first - 1]) or _joins(units, first - 1)):
                        break
                    first -= 1
                begin = first
                while first < last and not _proper(units[first]):
                    first += 1
                while first - 1 > begin and _joins(units, first - 1):
                    # エール・フランス航空
                    first -= 2
                if first == last:
                    first = self._self_naming(units, begin, last)
                if first == last and self._of_state(units, begin, last):
                    units = self._joined(sentence, units, begin, last, "state-body", "")
                    owner = _owner(units, begin)
                    units[begin] = _owned(units[begin], owner) if owner is not None else units[begin]
                    at = begin + 2
                    continue
                if begin and begin < last and _known_body(units[begin - 1]) and units[last].text.endswith(self._inner):
                    # アメリカ海軍 + 台風情報センター
                    first = begin - 1
                if first and (units[first - 1].text in "在駐" or _posting(units[first - 1])):
                    # 在日中国大使館, 在リビア韓国大使館
                    first -= 1
                name = "".join(u.text for u in units[first : last + 1])
                # 豪州政府 is no 州政府
                kind = name.removeprefix(units[first].text) if _kind(units[first]) == "state" else name
                # 選挙管理委員会 is one word to the tokeniser
                whole = first == begin == last and self._names_itself(name)
                if (first < last or whole) and self._ends_so(kind) and len(name) > _SHORTEST:
                    owned = whole or not any(map(_proper, units[first : last + 1]))
                    owner = _owner(units, first) if owned else None
                    units = self._joined(sentence, units, first, last, "named-body", "")
                    if owner is not None:
                        units[first] = _owned(units[first], owner)
                    at = first + 1
            at += 1
        return units

    def _ends_so(self, name: str) -> bool:
        """Whether a name ends in what bodies with a proper name are called, not in a word for any of them (新党)."""
        return name.endswith(self._named) and not name.endswith(self._unnamed)

    def _of_state(self, units: list[Unit], first: int, last: int) -> bool:
        """Whether a body of which a state has one is ascribed to it: タイの憲法裁判所は, 韓国の検察は."""
        owner = _owner(units, first)
        name = "".join(u.text for u in units[first : last + 1])
        plain = all(u.mention is None for u in units[first : last + 1]) and name[0] not in _MANY
        # 関係省庁 are several, 省 alone is any
        sole = name.endswith(self._sole) and not name.endswith("省庁") and len(name) > 1
        return plain and sole and owner is not None and owner.kind == "state"

    def _self_naming(self, units: list[Unit], first: int, last: int) -> int:
        """Where a name made of common nouns alone begins, which only one body bears: 投票管理委員会; ``last`` for none."""
        while first < last and units[first].text in self._general:
            first += 1
        plain = all(u.mention is None for u in units[first : last + 1])
        name = "".join(u.text for u in units[first : last + 1])
        return first if plain and self._names_itself(name) else last

    def _names_itself(self, name: str) -> bool:
        """Whether common nouns make a name that only one body bears: more than 調査委員会."""
        ends = next((kind for kind in self._self_named if name.endswith(kind)), name)
        return len(name) > len(ends) + 1

    def _of_kind(self, units: list[Unit], at: int, last: int) -> bool:
        """Whether a word for a kind of body stands before a name, and no noun goes on behind it."""
        before = units[at - 1]
        kind = "".join(u.text for u in units[max(0, at - 3) : at])
        if before.mention is not None or not _noun(before) or not kind.endswith(self._kinds):
            return False
        long = sum(len(u.text) for u in units[at : last + 1]) > _SHORTEST
        return long and (last + 1 == len(units) or not _noun(units[last + 1]))

    def _glossed(self, sentence: Sentence, units: list[Unit], last: int, short: str) -> list[Unit]:
        """Join the nouns before a bracket that holds a short form, from the state on if one is among them."""
        quote = units[last].mention
        if (
            quote is not None
            and quote.kind == "quote"
            and quote.text
            and not quote.head
            and not _SPOKEN.search(quote.text)
        ):
            # 「イスラム法廷」(UIC)
            named = replace(quote, kind="organization", rule=GLOSSED, name=quote.text, head=short)
            return [*units[:last], replace(units[last], mention=named), *units[last + 1 :]]
        tail = "".join(u.text for u in units[max(0, last - 1) : last + 1])
        if not _part(units[last]) or not tail.endswith(self._ends):
            return units
        known = self._gazetteer.get(short)
        first = last
        while first and _part(units[first - 1]) and _kind(units[first]) != "state":
            first -= 1
        if first and _kind(units[first - 1]) == "organization" and _kind(units[first]) == "":
            # スペイン財務省 + 貿易管理局
            first -= 1
        while first < last and _kind(units[first]) not in ("", "state", "organization"):
            first += 1
        name = "".join(u.text for u in units[first : last + 1])
        if len(name) <= _SHORTEST or (_SIGNS.fullmatch(short) is not None and not _taken_from(short, name)):
            return units
        if known is None:
            return self._joined(sentence, units, first, last, GLOSSED, short)
        if known.kind != "organization" or units[last].mention is not None:
            return units
        # 世界保健機構(WHO)
        units = self._joined(sentence, units, first, last, "short-form", "")
        mention = units[first].mention
        assert mention is not None
        return [*units[:first], replace(units[first], mention=replace(mention, keys=known.keys)), *units[first + 1 :]]

    def _state_at(self, sentence: Sentence, unit: Unit) -> Mention | None:
        """The state with which the name of a known body begins."""
        for size in range(len(unit.text) - 1, 1, -1):
            entry = self._gazetteer.get(unit.text[:size])
            if entry is not None and entry.kind == "state":
                span = sentence.to_article(unit.begin, unit.begin + size)
                return Mention("state", span, unit.text[:size], "registry", keys=entry.keys)
        return None

    def _joined(
        self, sentence: Sentence, units: list[Unit], first: int, last: int, rule: str, short: str
    ) -> list[Unit]:
        begin, end = units[first].begin, units[last].end
        name = sentence.surface[begin:end]
        head = units[first].mention
        if head is not None and head.kind == "organization" and head.keys:
            head = self._state_at(sentence, units[first])
        if _posting(units[first]):
            # 在日米大使館
            head = next((u.mention for u in units[first + 1 : last] if _kind(u) == "state"), head)
        inner = (head,) if head is not None and head.kind == "state" else head.inner if head is not None else ()
        mention = Mention(
            "organization", sentence.to_article(begin, end), name, rule, name=name, head=short, inner=inner
        )
        return [*units[:first], Unit(name, NOUN, name, begin, end, mention), *units[last + 1 :]]


def _taken_from(short: str, name: str) -> bool:
    """Whether a short form is made of signs of a name in their order: 全教組 of 全国教職員労働組合."""
    rest = iter(name)
    return len(short) < len(name) - 1 and all(sign in rest for sign in short)


def _joins(units: list[Unit], at: int) -> bool:
    """Whether ・ stands between two words in katakana: カバルディノ・バルカル共和国."""
    return (
        units[at].text == "・"
        and at > 0
        and units[at - 1].mention is None
        and is_katakana(units[at - 1].text)
        and is_katakana(units[at + 1].text)
    )


def _subject(units: list[Unit], at: int) -> bool:
    """Whether a particle marks a subject: は, が, では."""
    if units[at].text == "で":
        return at + 1 < len(units) and units[at + 1].text == "は"
    return units[at].text in _SUBJECTS and units[at].pos[0] == "助詞"


def _is_name(text: str) -> bool:
    """Whether words in 「」 are a name rather than something said."""
    return _SHORTEST <= len(text) <= _LONGEST and _SENTENCE.search(text) is None


def _owner(units: list[Unit], first: int) -> Mention | None:
    """The state or body to which の ascribes a body: ジョージアの中央選挙管理委員会, 国連の独立調査団."""
    if first < len(("X", "の")) or units[first - 1].text != "の":
        return None
    owner = units[first - 2].mention
    return owner if owner is not None and owner.kind in ("state", "organization") else None


def _owned(unit: Unit, owner: Mention) -> Unit:
    """A body named with what it belongs to."""
    mention = unit.mention
    assert mention is not None
    return replace(unit, mention=replace(mention, name=owner.text + mention.name, inner=(owner,)))


def with_short_forms(sentence: Sentence, units: list[Unit], shorts: dict[str, Mention]) -> list[Unit]:
    """Units with the short forms marked that the article introduced for its bodies."""
    return [
        replace(
            u,
            pos=NOUN,
            mention=Mention(
                "organization",
                sentence.to_article(u.begin, u.end),
                u.text,
                "short-form",
                name=shorts[u.text].name,
                inner=shorts[u.text].inner,
            ),
        )
        if u.mention is None and u.text in shorts
        else u
        for u in units
    ]


def _kind(unit: Unit) -> str:
    return unit.mention.kind if unit.mention is not None else ""


def _posting(unit: Unit) -> bool:
    """Whether a unit says where an embassy is: 駐日, 在米."""
    return unit.mention is not None and unit.mention.rule == "travel" and unit.text[0] in "駐在"


def _foreign(unit: Unit) -> bool:
    """Whether a unit is part of a name in katakana that nothing is known of."""
    return unit.mention is None and (is_katakana(unit.text) or unit.text in _JOINTS)


def _proper(unit: Unit) -> bool:
    """Whether a unit is the name of a land or a place, or a name of which nothing is known."""
    return _kind(unit) in ("state", "place") or (
        unit.mention is None and (unit.pos[1] == "固有名詞" or (is_katakana(unit.text) and len(unit.text) > _SHORTEST))
    )


def _known_body(unit: Unit) -> bool:
    return unit.mention is not None and unit.mention.kind == "organization" and bool(unit.mention.keys)


def _noun(unit: Unit) -> bool:
    return unit.pos[0] in ("名詞", "接頭辞", "形状詞") or unit.pos[:2] == ("接尾辞", "名詞的")


def _part(unit: Unit) -> bool:
    """Whether a unit may stand in the name of a body that the registry does not know."""
    if unit.mention is not None:
        return unit.mention.kind in ("state", "place", "anaphor") or (
            unit.mention.kind == "organization" and not unit.mention.keys
        )
    return _noun(unit) and unit.pos[1] != "数詞"
