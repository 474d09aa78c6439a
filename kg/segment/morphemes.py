"""Surface to morphemes: the only module that knows Sudachi."""

from __future__ import annotations

from typing import Any, NamedTuple

from sudachipy import Dictionary, SplitMode

from kg.model.sentence import Unit

#: What Sudachi lacks: とも after a noun is と + も here (外相とも会談), not an adverbial noun.
_INFLECTED = frozenset(("動詞", "助動詞", "形容詞", "接尾辞"))
_SPACE = ("空白", "*", "*", "*", "*", "*")
_TOMO = ("助詞", "格助詞", "*", "*", "*", "*"), ("助詞", "係助詞", "*", "*", "*", "*")


#: Part of speech of a noun that the dictionary does not know: most often a foreign name.
UNKNOWN = ("名詞", "普通名詞", "一般", "未知", "*", "*")


class _Word(NamedTuple):
    """What the dictionary says of a surface: the same at every place. ``cuts`` are the ends of its finest parts from its begin."""

    pos: tuple[str, ...]
    lemma: str
    space: bool
    cuts: tuple[int, ...]


class Tokenizer:
    """Sudachi in mode C with what it says of each word of its dictionary kept, up to a limit.

    The dictionary is loaded once (about 40 ms). Input longer than Sudachi's limit (about 49,000 bytes) is cut at white space or commas.
    """

    LIMIT = 12_000
    KEPT = 100_000

    def __init__(self) -> None:
        self._tokenize = Dictionary().tokenizer(mode=SplitMode.C).tokenize
        self._plain: set[int] = set()
        self._pos: dict[int, tuple[str, ...]] = {}
        self._words: dict[tuple[int, str], _Word] = {}

    def units(self, surface: str) -> tuple[list[Unit], set[int]]:
        """Morphemes of a sentence surface as units, and the offsets where the finest division (mode A) has a boundary.

        Offsets count the characters of the surface.
        """
        out: list[Unit] = []
        ends = {0}
        words = self._words
        for base, piece in self._pieces(surface):
            for m in self._tokenize(piece):
                text = m.surface()
                begin = base + m.begin()
                end = begin + len(text)
                ends.add(end)
                key = m.word_id(), text
                word = words.get(key)
                if word is None:
                    word = self._word(m, text)
                    if len(words) < self.KEPT and not m.is_oov():
                        words[key] = word
                pos, lemma, space, cuts = word
                if cuts:
                    ends.update([begin + cut for cut in cuts])
                if space:
                    # a space between Japanese words separates like a comma (headlines)
                    out.append(Unit("　", _SPACE, "　", begin, end))
                elif text == "とも" and out and out[-1].pos[0] in ("名詞", "接尾辞"):
                    out.append(Unit("と", _TOMO[0], "と", begin, begin + 1))
                    out.append(Unit("も", _TOMO[1], "も", begin + 1, begin + 2))
                else:
                    out.append(Unit(text, pos, lemma, begin, end))
        return out, ends

    def _word(self, m: Any, text: str) -> _Word:  # noqa: ANN401  Sudachi is untyped
        if text.isspace():
            return _Word(_SPACE, text, True, ())
        pos_id = m.part_of_speech_id()
        pos = self._pos.get(pos_id)
        if pos is None:
            pos = self._pos[pos_id] = tuple(m.part_of_speech())
            if pos[0] == "名詞" and pos[1] == "普通名詞":
                self._plain.add(pos_id)
        if pos_id in self._plain and len(text) > 1 and m.is_oov():
            pos = UNKNOWN
        cuts: tuple[int, ...] = ()
        if len(text) > 2 and pos[0] == "名詞":
            # only a longer noun can hide a name
            begin = m.begin()
            cuts = tuple(a.end() - begin for a in m.split(SplitMode.A))
        lemma = m.dictionary_form() if pos[0] in _INFLECTED else text
        return _Word(pos, lemma, False, cuts)

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
