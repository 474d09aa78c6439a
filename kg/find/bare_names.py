"""Persons named in full without a title: a name in katakana whose parts ・ joins, as the subject of a verb of saying."""

from __future__ import annotations

import re
from typing import Final

from kg.find.units import NOUN, is_katakana
from kg.lexicon.load import Lexicon
from kg.model.mention import Mention
from kg.model.sentence import QUOTE_MARK, Sentence, Unit

_JOINTS: Final = frozenset(("・", "=", "＝"))
_JOINT: Final = re.compile("[・=＝]")
_SUBJECTS: Final = frozenset(("は", "が", "も"))
#: No part of a name is shorter.
_SHORTEST: Final = 2
#: Parts of a name in full, and the most that one has.
_PARTS: Final = range(2, 5)
#: The rule of a person that is named so.
BARE: Final = "full-name"


class BareNames:
    """Marks such names. One instance serves any number of articles."""

    def __init__(self, lexicon: Lexicon) -> None:
        verbs, words = lexicon.table("statements", "verbs"), lexicon.table("nominals", "names")
        told = [*verbs["telling"], *verbs["quoting"], *verbs["clear"]]
        self._told = frozenset(w.removesuffix("する") for w in told if w not in ("する", "いう"))
        self._firms, self._no_names = tuple(words["firms"]), frozenset(words["not_given"])

    def mark(self, sentence: Sentence, units: list[Unit]) -> list[Unit]:
        """Units with each such name as one unit."""
        at = 1
        while at < len(units):
            if units[at].text in _SUBJECTS and units[at].pos[0] == "助詞" and _part(units[at - 1]):
                first = at - 1
                while first and _part(units[first - 1]):
                    first -= 1
                if self._is_name(units, first, at) and self._tells(units, at):
                    units = self._joined(sentence, units, first, at)
                    at = first + 1
            at += 1
        return units

    def _is_name(self, units: list[Unit], first: int, end: int) -> bool:
        """Whether units are the parts of one name, with no noun before them: シェフィク・ドゥラク."""
        if first and units[first - 1].pos[0] in ("名詞", "接頭辞", "接尾辞"):
            return False
        parts = _JOINT.split("".join(u.text for u in units[first:end]))
        return len(parts) in _PARTS and all(len(p) >= _SHORTEST for p in parts) and parts[0] not in self._no_names

    def _tells(self, units: list[Unit], at: int) -> bool:
        """Whether something is said behind a subject."""
        return any(u.text in self._told or u.lemma in self._told or QUOTE_MARK in u.text for u in units[at + 1 :])

    def _joined(self, sentence: Sentence, units: list[Unit], first: int, end: int) -> list[Unit]:
        begin, close = units[first].begin, units[end - 1].end
        name = sentence.surface[begin:close]
        firm = name.endswith(self._firms)
        mention = Mention(
            "organization" if firm else "person",
            sentence.to_article(begin, close),
            name,
            "named-body" if firm else BARE,
            name=name,
        )
        return [*units[:first], Unit(name, NOUN, name, begin, close, mention), *units[end:]]


def _part(unit: Unit) -> bool:
    return unit.mention is None and (is_katakana(unit.text) or unit.text in _JOINTS)
