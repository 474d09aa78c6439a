"""Surface to morphemes: the only module that knows Sudachi."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sudachipy import Dictionary, SplitMode

from kg.model.sentence import ANYTHING, Unit

#: What Sudachi lacks: とも after a noun is と + も here (外相とも会談), not an adverbial noun.
_INFLECTED: Final = frozenset(("動詞", "助動詞", "形容詞", "接尾辞"))
_SPACE: Final[tuple[str, ...]] = ("空白", "*", "*", "*", "*", "*")
_TOMO = ("助詞", "格助詞", "*", "*", "*", "*"), ("助詞", "係助詞", "*", "*", "*", "*")


#: Part of speech of a noun that the dictionary does not know: most often a foreign name.
UNKNOWN: Final[tuple[str, ...]] = ("名詞", "普通名詞", "一般", "未知", "*", "*")


@dataclass(slots=True, eq=False)
class _Word:
    """What the dictionary says of a surface: the same at every place.

    ``cuts`` are the ends of its finest parts from its begin. ``odd`` words (spaces, とも) are more than one unit or another
    one than they look.
    """

    text: str
    pos: tuple[str, ...]
    lemma: str
    odd: bool
    cuts: tuple[int, ...]
    marks: int


class Morphemes(NamedTuple):
    """A sentence's surface as units.

    ``bounds`` are the offsets where the finest division (mode A) has a boundary, ascending; ``marks`` are those of all
    units together.
    """

    units: list[Unit]
    bounds: list[int]
    marks: int


class Tokenizer:
    """Sudachi in mode C with what it says of each word of its dictionary kept, up to a limit.

    The dictionary is loaded once (about 40 ms). Input longer than Sudachi's limit (about 49,000 bytes) is cut at white space or commas.
    ``marks`` gives a word's ``Unit.marks`` from its text and part of speech.
    """

    LIMIT = 12_000
    KEPT = 100_000

    def __init__(self, marks: Callable[[str, tuple[str, ...]], int] = lambda text, pos: ANYTHING) -> None:
        self._tokenize = Dictionary().tokenizer(mode=SplitMode.C).tokenize
        self._marks = marks
        self._plain: set[int] = set()
        self._pos: dict[int, tuple[str, ...]] = {}
        self._words: dict[tuple[int, str], _Word] = {}
        #: The word last learned by its number in the dictionary; one number may stand for several texts (unknown words).
        self._numbered: dict[int, _Word] = {}

    def units(self, surface: str) -> Morphemes:
        """Morphemes of a sentence's surface; offsets count its characters."""
        out: list[Unit] = []
        bounds = [0]
        known, numbered = self._words.get, self._numbered.get
        marks = end = 0
        for piece in self._pieces(surface):
            # morphemes lie end to end
            for m in self._tokenize(piece):
                text = m.surface()
                number = m.word_id()
                word = numbered(number)
                if word is None or word.text != text:
                    word = known((number, text)) or self._learn(m, text)
                begin, end = end, end + len(text)
                if word.cuts:
                    bounds += [begin + cut for cut in word.cuts]
                bounds.append(end)
                if word.odd:
                    for unit in self._odd(word, begin, end, out[-1] if out else None):
                        marks |= unit.marks
                        out.append(unit)
                else:
                    marks |= word.marks
                    out.append(Unit(word.text, word.pos, word.lemma, begin, end, None, None, word.marks))
        return Morphemes(out, bounds, marks)

    def _learn(self, m: Any, text: str) -> _Word:  # noqa: ANN401  Sudachi is untyped
        word = self._word(m, text)
        if len(self._words) >= self.KEPT:
            self._words.clear()
            self._numbered.clear()
        self._words[m.word_id(), text] = self._numbered[m.word_id()] = word
        return word

    def _word(self, m: Any, text: str) -> _Word:  # noqa: ANN401  Sudachi is untyped
        if not text or text.isspace():
            return _Word("　", _SPACE, "　", True, (), self._marks("　", _SPACE))
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
            cuts = tuple(end for a in m.split(SplitMode.A) if 0 < (end := a.end() - begin) < len(text))
        lemma = m.dictionary_form() if pos[0] in _INFLECTED else text
        return _Word(text, pos, lemma, text == "とも", cuts, self._marks(text, pos))

    def _odd(self, word: _Word, begin: int, end: int, before: Unit | None) -> list[Unit]:
        """A space between Japanese words, which separates like a comma (headlines), or とも, two particles behind a noun."""
        if begin == end:
            return []
        if word.pos != _SPACE and before is not None and before.pos[0] in ("名詞", "接尾辞"):
            return [
                Unit(text, pos, text, at, at + 1, None, None, self._marks(text, pos))
                for at, text, pos in zip((begin, begin + 1), "とも", _TOMO, strict=True)
            ]
        return [Unit(word.text, word.pos, word.lemma, begin, end, None, None, word.marks)]

    def _pieces(self, surface: str) -> list[str]:
        if len(surface) <= self.LIMIT:
            return [surface]
        out, at = [], 0
        while at < len(surface):
            end = min(at + self.LIMIT, len(surface))
            if end < len(surface):
                cut = max(surface.rfind(c, at, end) for c in "、, 　")
                end = cut + 1 if cut > at else end
            out.append(surface[at:end])
            at = end
        return out
