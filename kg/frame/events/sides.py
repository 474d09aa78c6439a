"""Which sides a phrase names: states, bodies, groups of the text; whose soldiers, ships or firms they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.frame.around import acting
from kg.frame.context import Context
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase

#: Who acts: an entity, or a group that only the text names (西側諸国).
Side = Ref | str

_COUNT: Final = re.compile(
    r"(?:約|計|最大|少なくとも)?(?<![0-9０-９,，.一二三四五六七八九十百千万数])[0-9０-９,，.一二三四五六七八九十百千万数]+(?:人分|人|名|社|団体|隻|発|機|個大隊|個旅団|両|基|隊|台|トン|門|丁|本|回分|セット|枚|頭|棟)(?:余り|余|以上|規模|ら|など)*$|(?:ら|など)$"
)
#: ペルソナ・ノン・グラータ(好ましからざる人物)
_BRACKET: Final = re.compile(r"[(（][^(（)）]*[)）]")
#: Characters between a land and its movement, and what parts them.
_APART, _PARTED = 16, re.compile("[はがをにで、と]")
_AGAINST: Final = re.compile(r"対(.)(?=[一-龥々])")
_SIDE: Final = re.compile("(.)側")
#: The land that was named last: 同州の独立.
_SAME: Final = re.compile(r"同(?:州|自治州|地|地域|共和国|島|国)")
#: The proper name at the end of 石油大手ロスネフチ.
_PROPER: Final = re.compile(
    r"(?:(?<![ァ-ヴー・])[ァ-ヴー・]{3,}|(?<![A-Za-zＡ-Ｚ])(?<![A-Za-z][&.\- ])[A-Za-zＡ-Ｚ][A-Za-z&.\- ]{2,})$"
)


class Sides:
    """Reads sides off phrases."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.table("events", "sides")
        self._groups, self._bodies = tuple(table["groups"]), tuple(table["state_bodies"])
        self._outlets = lexicon.words("statements", "speakers", "outlets")
        self._led_by = frozenset(table["led_by"])
        self._forces, self._rows = tuple(table["forces"]), frozenset(table["rows"])
        self._against: dict[str, str] = table["against"]
        self._of_state = tuple(table["of_state"])
        self._trade, self._groups_told = frozenset(table["trade"]), frozenset(table["groups_told"])
        self._regimes, self.alliances = tuple(table["regimes"]), tuple(table["alliances"])
        self._leading, self._between = tuple(table["leading"]), frozenset(table["go_between"])
        self._off = tuple(table["off"])
        self._states_led = tuple(table["states_led"])
        self._held_by, self._unmanned = frozenset(table["held_by"]), tuple(table["unmanned"])
        self._no_forces, self._belonging = tuple(table["no_forces"]), frozenset(table["belonging"])
        self._land_body_tail = re.compile(lexicon.table("events", "sides")["land_body"])
        self._armies = lexicon.words("events", "sides", "armies")

    @staticmethod
    def without_homes(context: Context, sides: list[Side]) -> list[Side]:
        """Sides without a state that only says where a movement is at home: レバノンの武装組織ヒズボラ."""
        mentions = [u for u in context.parsed.units if u.mention is not None]
        homes: set[Side] = set()
        for at, unit in enumerate(mentions[:-1]):
            behind = mentions[at + 1]
            between = context.parsed.sentence.surface[unit.end : behind.begin]
            if between.startswith("の") and len(between) <= _APART and not _PARTED.search(between[1:]):
                movement = {r for r in context.linked.of(behind.mention) if r.kind == "organization" and r in sides}
                homes |= set(context.linked.of(unit.mention)) if movement else set()
        return [s for s in sides if not (is_kind(s, "state") and s in homes)]

    def paired(self, context: Context, phrase: Phrase) -> list[Side]:
        """Two sides of which one is a movement with its land: イスラエルとレバノンの武装組織ヒズボラ."""
        movement = self.named(context, phrase)
        before = [m.coordinated() for m in phrase.modifiers if m.particle == "の" and m.conjuncts]
        if len(movement) != 1 or not is_kind(movement[0], "organization") or not before:
            return []
        others = [s for p in before[0][:-1] for s in self.named(context, p)]
        return [*others, *movement] if len(others) == 1 else []

    def acts_for_state(self, phrase: Phrase) -> bool:
        """Whether a phrase names a body that acts for its state: トルコ国会."""
        return phrase.text.endswith(self._bodies)

    def combatant(self, context: Context, phrase: Phrase) -> Phrase | None:
        """The soldiers who take part in what a noun names: 北朝鮮兵士の戦闘への参加."""
        on = modifiers(phrase)
        for _ in range(3):
            if (force := next((m for m in on if self.is_force(context, m)), None)) is not None:
                return force
            on = [n for m in on for n in modifiers(m)]
        return None

    def no_force(self, phrase: Phrase) -> bool:
        """Whether a noun that ends like soldiers means none: 救助隊員, 無人機."""
        return without_count(phrase).endswith((*self._no_forces, *self._unmanned))

    def named(self, context: Context, phrase: Phrase | None, *, ground: bool = False) -> list[Side]:
        """Sides that a phrase names: entities, states of places where ``ground``, or a group of the text."""
        if phrase is None:
            return []
        out: list[Side] = []
        parts = phrase.coordinated()
        for part in parts:
            refs = context.own_actors(part) if part is not phrase or len(parts) == 1 else context.actors(part)
            found: list[Side] = [s for r in refs for s in self.of(context, r)]
            if ground and found and not any(is_kind(s, "state") for s in found):
                # 国連南スーダン派遣団に: the land in its name
                within = [m for u in part.content if u.mention is not None for m in u.mention.inner]
                named = [s for m in within if m.kind == "state" for s in self.mentioned(context, m)]
                bodies = [u.mention.text for u in part.content if u.mention and u.mention.kind == "organization"]
                found = named or [s for text in bodies for s in self._named_in(context, text)] or found
            if not found and part.text.endswith((*self.alliances, *self._states_led)):
                # サウジアラビア主導の連合軍
                led = [m for m in modifiers(part) if m.text.endswith(self._leading)]
                found = [s for m in led for s in self.inside(context, m)]
                by = part.relative if part.relative is not None and part.relative.lemma in self._led_by else None
                found = found or [s for a in (by.all_args("が") if by else []) for s in self.named(context, a)]
            if not found and part.text in self._armies:
                # コートジボワールの政府軍, スーダンで始まった国軍とRSFの戦闘
                found = [s for m in modifiers(part) if m.particle == "の" for s in self.named(context, m)]
                found = found or (_last_named(context, part) if len(parts) > 1 or part.particle == "と" else [])
            first = part.content[0].text
            if not found and part.text == f"{first}等":
                # ハマス等による
                found = self.inside(context, part)
            if not found and part.text.endswith(self._groups):
                found = [part.text]
            if not found and ground:
                found = self._on_ground(context, part)
            if not found and part.text.endswith(self._regimes):
                # ニジェールの軍政, ノボア政権
                found = self.inside(context, part) or [s for m in modifiers(part) for s in self.named(context, m)]
            if not found:
                found = self._land_body(context, part)
            if not found and (one := _SIDE.fullmatch(part.text)) is not None:
                found = self._by_letter(context, one.group(1))
            if not found and _SAME.fullmatch(part.text):
                found = _last_named(context, part)
            out += [s for s in found if s not in out]
        if any(is_kind(s, "organization") for s in out):
            # 左翼ゲリラ、コロンビア革命軍
            out = [s for s in out if isinstance(s, Ref)]
        return out

    @staticmethod
    def _named_in(context: Context, text: str) -> list[Side]:
        """The state of the article whose name the name of a body holds: 国連レバノン暫定軍."""
        named = (r for refs in context.linked.refs.values() for r in refs if r.kind == "state")
        return distinct(r for r in named if len(r.name) > 1 and r.name in text)[:1]

    def _land_body(self, context: Context, phrase: Phrase) -> list[Side]:
        """コソボ自治州議会, 南オセチア自治州, モンテネグロの議会: the land whose name or body a phrase is."""
        first = phrase.content[0]
        rest = phrase.text.removeprefix(first.text)
        if first.mention is not None and first.mention.kind == "state" and self._land_body_tail.fullmatch(rest):
            return self.mentioned(context, first.mention)
        if phrase.head.mention is None and phrase.text in self._bodies:
            return [s for m in phrase.modifiers if m.particle == "の" for s in self.named(context, m)]
        return []

    def _on_ground(self, context: Context, phrase: Phrase) -> list[Side]:
        """Whose ground a phrase names, the nearest first: ガザ, ハイチの首都, フーシ派の拠点."""
        if phrase.text.endswith(self._off):
            return []
        own = [r for u in phrase.content if u.mention is not None for r in context.linked.of(u.mention)]
        places = [s for r in own if r.kind in ("place", "state") and (s := self._lies_in(context, r)) is not None]
        if places:
            return list(places[:1])
        if phrase.head.mention is not None:
            return []
        return [s for m in phrase.modifiers if m.particle in ("の", "ノ") for s in self.named(context, m, ground=True)][
            :1
        ]

    @staticmethod
    def _lies_in(context: Context, ref: Ref) -> Ref | None:
        return ref if ref.kind == "state" else context.linked.place_states.get(ref.key)

    def of(self, context: Context, ref: Ref, *, persons: bool = False) -> list[Side]:
        """A person or a national body as the state that acts through it; a news outlet is no side."""
        if ref.kind == "place" or context.is_outlet(ref) or ref.name in self._outlets:
            return []
        if ref.kind == "person":
            if persons:
                return [ref]
            home = context.state_of(ref)
            return [home] if home is not None else []
        return [acting(context, ref, self._bodies)]

    def inside(self, context: Context, phrase: Phrase, *, ground: bool = False) -> list[Side]:
        """Sides that a compound has in it: 対北朝鮮制裁, 米ロ協力, 対ロ制裁; where ``ground`` also ガザ攻撃."""
        surface = context.parsed.sentence.surface
        units = [u for u in phrase.content if surface[u.begin - 1 : u.begin] not in ("親", "反")]  # 親イラン武装組織
        found = [s for u in units if u.mention is not None for s in self.mentioned(context, u.mention)]
        if not found and ground:
            own = [r for u in phrase.content if u.mention is not None for r in context.linked.of(u.mention)]
            found = [s for r in own if r.kind == "place" and (s := self._lies_in(context, r)) is not None]
        if not found and without_count(phrase).endswith(self._of_state) and phrase.text[0] in self._against:
            # 米軍需企業20社
            return self._by_letter(context, phrase.text[0])
        letter = _AGAINST.match(phrase.text) if not found else None
        return found + self._by_letter(context, letter.group(1)) if letter is not None else found

    def _by_letter(self, context: Context, letter: str) -> list[Side]:
        """The state of the article that one letter stands for: 対ロ, 比側."""
        key = self._against.get(letter)
        named = (r for refs in context.linked.refs.values() for r in refs)
        return list([r for r in named if r.kind == "state" and r.key == key][:1]) if key is not None else []

    def mentioned(self, context: Context, mention: Mention) -> list[Side]:
        """Sides of a mention; an office stands for its state."""
        if mention.kind == "office":
            return [r for a in mention.affiliation for r in context.linked.of(a) if r.kind == "state"]
        if mention.kind not in ("state", "states", "organization", "anaphor", "person"):
            return [s for m in mention.inner for s in self.mentioned(context, m)]
        return [s for r in context.linked.of(mention) for s in self.of(context, r)]

    def owners(self, context: Context, phrase: Phrase | None) -> list[Side]:
        """Sides that a phrase names, else those whose thing it is: 北朝鮮の兵士, トルコの支援船, シリア東部."""
        if phrase is None:
            return []
        own = [*self.named(context, phrase, ground=True), *self.inside(context, phrase)]
        if not own and phrase.relative is not None and phrase.relative.lemma in self._held_by:
            # フーシ派が使う標的
            own = [s for a in phrase.relative.all_args("が") for s in self.named(context, a)]
        if not own and phrase.relative is not None and phrase.relative.lemma in self._belonging:
            # ロシアの船団に属するタンカー
            own = [s for a in phrase.relative.all_args("に", "を") for s in self.owners(context, a)]
        return distinct(own) or [s for m in modifiers(phrase) for s in self.owners(context, m)]

    def mustered(self, context: Context, phrase: Phrase | None) -> list[Side]:
        """To whom soldiers belong, also where it is said at a distance: 豪州を中心とする各国の部隊の第1陣."""
        out: list[Side] = []
        for part in phrase.coordinated() if phrase is not None else []:
            out += [*self.named(context, part), *self.inside(context, part)]
            if part.relative is not None and part.relative.lemma in self._led_by:
                led = [a for a in part.relative.args if a.particle not in ("に", "へ", "には", "から", "で")]
                out += [s for a in led for s in self.named(context, a)]
            if not any(isinstance(s, Ref) for s in out):
                for modifier in modifiers(part):
                    out += self.mustered(context, modifier)
        return distinct(out)

    def deep(self, context: Context, phrase: Phrase, depth: int = 0) -> list[Side]:
        """Sides anywhere in what modifies a noun: AとBの国境での停戦, 同国で2度目となる核実験."""
        out: list[Side] = []
        offered = phrase.relative is not None and phrase.relative.lemma in self._between
        # エジプトの提案した停戦
        for modifier in phrase.modifiers if offered else modifiers(phrase):
            if modifier.text in self._between:
                # ノルウェーの仲介による停戦
                continue
            out += [*self.deep(context, modifier, depth + 1), *self.named(context, modifier)]
            out += self.inside(context, modifier)
        if phrase.relative is not None and depth < 3 and phrase.relative.lemma not in self._between:
            for arg in phrase.relative.args:
                out += [*self.named(context, arg), *self.inside(context, arg)]
        return distinct(s for s in out if not (isinstance(s, Ref) and s.kind == "organization"))

    def is_force(self, context: Context, phrase: Phrase) -> bool:
        """Whether a phrase names soldiers or their ships and planes: 兵士3000人, セネガル軍, 部隊の第1陣."""
        if without_count(phrase) in self._rows or phrase.text in self._rows:
            return any(self.is_force(context, p) for m in phrase.modifiers for p in m.coordinated())
        if not without_count(phrase) and any(m.particle == "ノ" for m in phrase.modifiers):
            # 特殊部隊160人を含む約650人
            return any(self._one_force(p) for m in phrase.modifiers if m.particle == "ノ" for p in m.coordinated())
        return any(self._one_force(p) for p in phrase.coordinated())

    def _one_force(self, phrase: Phrase) -> bool:
        if without_count(phrase).endswith(self._no_forces):
            return False
        army = any(u.mention is not None and u.mention.kind == "organization" for u in phrase.content)
        if army and phrase.text.endswith(("軍", "隊")):
            return True
        named = phrase.text.rstrip("〓")  # 空母「遼寧」
        return without_count(phrase).endswith(self._forces) or named.endswith(self._forces)

    def firms(self, context: Context, aims: list[Phrase], clause: Clause | None) -> list[Side]:
        """Firms, persons or a group told by a clause that sanctions aim at, in the words of the text."""
        for aim in aims:
            parts = aim.coordinated()
            before = context.phrases[aim.index - 1] if aim.index else None
            if before is not None and before.particle == "と" and clause and before in clause.args and len(parts) == 1:
                parts = [before, aim]
            firms = [n for p in parts if (n := self._firm(context, p)) is not None]
            if firms and len(firms) == len(parts) and any(w in p.text for p in parts for w in self._trade):
                return ["と".join(firms)]
            relative = aim.relative
            if aim.text in self._groups_told and relative is not None and not context.actors(aim):
                begin = min([relative.phrase.begin, *(a.begin for a in relative.args)])
                return [context.parsed.sentence.surface[begin : aim.end].replace("、", "")]
        return []

    def _firm(self, context: Context, phrase: Phrase) -> str | None:
        """The proper name that a phrase ends in."""
        if any(r.kind in ("state", "person") for r in context.own_actors(phrase)):
            return None
        found = _PROPER.search(phrase.text)
        return found.group() if found else None


def _last_named(context: Context, phrase: Phrase) -> list[Side]:
    """The state that the sentence has named last before a phrase."""
    before = [u.mention for u in context.parsed.units if u.end <= phrase.begin and u.mention is not None]
    states = [r for m in before if m.kind == "state" for r in context.linked.of(m)]
    return list(states[-1:])


def is_kind(side: Side, kind: str) -> bool:
    """Whether a side is an entity of a kind."""
    return isinstance(side, Ref) and side.kind == kind


def distinct(sides: Iterable[Side]) -> list[Side]:
    """Sides in order, each once."""
    return list(dict.fromkeys(sides))


def modifiers(phrase: Phrase) -> list[Phrase]:
    """Modifiers of a phrase, those before an adjective included (西側諸国による厳しい経済制裁)."""
    relative = phrase.relative
    return [*phrase.modifiers, *(relative.phrase.modifiers if relative is not None else ())]


def without_count(phrase: Phrase) -> str:
    """The noun of a phrase without the number behind it (兵士3000人)."""
    # 武官ら2人
    once = _COUNT.sub("", phrase.text)
    return _COUNT.sub("", once) if once != phrase.text else once


def quoted_text(phrase: Phrase) -> str:
    """The words of a phrase, also where it is only a quotation: 「好ましからざる人物」に指定した."""
    mention = phrase.head.mention
    if mention is None or mention.kind != "quote":
        return phrase.text
    return _BRACKET.sub("", mention.text.strip("「」『』“”"))
