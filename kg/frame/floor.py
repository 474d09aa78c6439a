"""Who has the floor: speakers of transcripts (（官房長官）), quotations over several paragraphs, names set before their words.

A text in the first person (私から…と述べました) is that of whoever was told to give the address.
"""

from __future__ import annotations

import re
from typing import Final

from kg.frame.context import Context
from kg.frame.turns import named_in
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.sentence import QUOTE_MARK, Unit

_SPOKEN: Final = re.compile("[ぁ-ん][。！!？?…]?$")
#: What may stand behind words that end a sentence without a verb.
_SAID: Final[tuple[str, ...]] = ("", "と", "とも", "などと")
_SUBJECT: Final[tuple[str, ...]] = ("は", "が", "も", "に", "を", "、")
_STOPS: Final = " \u3000。―—─…‥"


class Floor:
    """Keeps who has the floor from one sentence of an article to the next."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.table("statements", "speakers")
        self._addresses = tuple(words["addresses"])
        self._forms = re.compile("|".join(map(re.escape, words["first_person_forms"])))
        self.holder: tuple[Ref, ...] = ()
        self._quoting = False
        #: Who gives the address that the article is the text of.
        self._host: tuple[Ref, ...] = ()

    def enter(self, context: Context, held: tuple[Ref, ...]) -> tuple[Ref, ...]:
        """Return who has the floor in a sentence, with the speaker before it, who may have opened a quotation."""
        span = context.parsed.sentence.span
        raw = context.scene.article.text[span.begin : span.end]
        turn = context.turn()
        if turn is not None and turn.begin == context.index:
            self.holder, self._quoting = turn.holder, False
            return self.holder
        open_marks = raw.count("「") - raw.count("」")
        if self._quoting:
            now = self.holder
            if open_marks < 0:
                self.holder, self._quoting = (), False
            return now
        if open_marks > 0 and not self.holder and held:
            self.holder, self._quoting = held, True
            return self.holder
        if self._host and not self.holder and self._forms.search(context.parsed.sentence.surface):
            self.holder = self._host
        elif not self.holder:
            self._host = self._giver(context) or self._host
        return self.holder

    def _giver(self, context: Context) -> tuple[Ref, ...]:
        """Return the person who is told to give an address: 総理は会見を行いました."""
        last = context.clauses[-1] if context.clauses else None
        if last is None or last.form != "final" or not last.past:
            return ()
        if not any(a.particle == "を" and a.head.text.endswith(self._addresses) for a in last.args):
            return ()
        people = [r for a in last.args if a.particle in ("は", "が") for r in context.actors(a) if r.kind == "person"]
        return tuple(people) if len(people) == 1 else ()


def labelled(context: Context) -> list[Ref]:
    """Return who says the words of a sentence that only names him: 石破首相「…」, 「…」（韓国・李在明大統領）, A氏は「…」。."""
    units = [u for p in context.phrases for u in (*p.content, *p.function)]
    if not units or any(c.phrase.predicate and QUOTE_MARK not in c.phrase.text for c in context.clauses):
        return []
    quotes = [u for u in units if QUOTE_MARK in u.text]
    if len(quotes) != 1:
        return []
    sentence = context.parsed.sentence
    marks = [a for a in sentence.asides if a.kind == "quote"]
    article = context.scene.article.text
    if not marks or article[marks[-1].span.begin - 1] != "「" or not _SPOKEN.search(marks[-1].text):
        # 『…』 and 「自由」 are titles
        return []
    if len(units) == 1:
        brackets = [a for a in sentence.asides if a.kind == "bracket" and a.at > 0]
        return named_in(context.scene, brackets[-1].text)[:1] if brackets else []
    behind = sentence.surface[quotes[0].end :].strip(_STOPS)
    if behind in _SAID:
        return _before(context, units[: units.index(quotes[0])])
    return _behind(context, units[units.index(quotes[0]) + 1 :]) if units[0] is quotes[0] else []


def _behind(context: Context, units: list[Unit]) -> list[Ref]:
    """Return the person named by all that stands behind a quotation: 「…」とバイデン大統領。."""
    last = units[-1].mention if units[0].text in _SAID else None
    if last is None or last.kind not in ("person", "office") or any(u.text in _SUBJECT for u in units):
        return []
    refs = context.linked.of(last)
    return [r for r in refs if r.kind == "person"] if len(refs) == 1 else []


def _before(context: Context, units: list[Unit]) -> list[Ref]:
    """Return the person named last in the units before a quotation that ends its sentence."""
    people = [u for u in units if u.mention is not None and u.mention.kind in ("person", "office")]
    between = units[units.index(people[-1]) + 1 :] if people else []
    if not people or any(u.text not in ("は", "も", "ら", ":", "：") for u in between):
        return []
    refs = context.linked.of(people[-1].mention)
    return [r for r in refs if r.kind == "person"] if len(refs) == 1 else []
