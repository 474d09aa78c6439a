"""Surface to morphemes: the only module that knows Sudachi."""

from __future__ import annotations

from typing import Any

from sudachipy import Dictionary, SplitMode

from kg.model.sentence import Unit

#: What Sudachi lacks: とも after a noun is と + も here (外相とも会談), not an adverbial noun.
_INFLECTED = frozenset(("動詞", "助動詞", "形容詞", "接尾辞"))
_SPACE = ("空白", "*", "*", "*", "*", "*")
_TOMO = ("助詞", "格助詞", "*", "*", "*", "*"), ("助詞", "係助詞", "*", "*", "*", "*")


#: Part of speech of a noun that the dictionary does not know: most often a foreign name.
UNKNOWN = ("名詞", "普通名詞", "一般", "未知", "*", "*")


class Tokenizer:
    """Sudachi in mode C with its parts of speech cached by id.

    The dictionary is loaded once (about 40 ms). Input longer than Sudachi's limit (about 49,000 bytes) is cut at white space or commas.
    """

    LIMIT = 12_000

    def __init__(self) -> None:
        self._tokenize = Dictionary().tokenizer(mode=SplitMode.C).tokenize
        self._plain: set[int] = set()
        self._pos: dict[int, tuple[str, ...]] = {}

    def units(self, surface: str) -> tuple[list[Unit], set[int]]:
        """Morphemes of a sentence surface as units, and the offsets where the finest division (mode A) has a boundary.

        Offsets count the characters of the surface.
        """
        out: list[Unit] = []
        ends = {0}
        for base, piece in self._pieces(surface):
            for m in self._tokenize(piece):
                self._append(out, m, base, ends)
        return out, ends

    def _append(self, out: list[Unit], m: Any, base: int, ends: set[int]) -> None:  # noqa: ANN401  Sudachi is untyped
        word = m.surface()
        begin = base + m.begin()
        ends.add(begin + len(word))
        if word.isspace():
            # a space between Japanese words separates like a comma (headlines)
            out.append(Unit("　", _SPACE, "　", begin, begin + len(word)))
            return
        pos_id = m.part_of_speech_id()
        pos = self._pos.get(pos_id)
        if pos is None:
            pos = self._pos[pos_id] = tuple(m.part_of_speech())
            if pos[0] == "名詞" and pos[1] == "普通名詞":
                self._plain.add(pos_id)
        if pos_id in self._plain and len(word) > 1 and m.is_oov():
            pos = UNKNOWN
        if len(word) > 2 and pos[0] == "名詞":
            # only a longer noun can hide a name
            ends.update(base + a.end() for a in m.split(SplitMode.A))
        if word == "とも" and out and out[-1].pos[0] in ("名詞", "接尾辞"):
            out.append(Unit("と", _TOMO[0], "と", begin, begin + 1))
            out.append(Unit("も", _TOMO[1], "も", begin + 1, begin + 2))
            return
        lemma = m.dictionary_form() if pos[0] in _INFLECTED else word
        out.append(Unit(word, pos, lemma, begin, begin + len(word)))

    def _pieces(self, surface: str) -> list[tuple[int, str]]:
        if len(surface) <= self.LIMIT:
            return [(0, surface)]
        out, at = [], 0
        while at < len(surface):
            end = min(at + self.LIMIT, len(surface))
            if end < len(surface):
                cut = max(surface.rfind(c, at, end) for c in "、, 　")
                end = cut + 1 if cut > at else end
            out.append((at, surface[at:end]))
            at = end
        return out
