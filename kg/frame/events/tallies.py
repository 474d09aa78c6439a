"""Expulsions that are told only by how many each state sends home: 内訳はドイツとフランスが各4人; ロシアは5人の追放で応じた."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.frame.context import Context, Draft
from kg.frame.events.status import StatusRules
from kg.frame.events.types import EventType
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue

#: How many, and nobody is named: 3人, 各4人, 同数.
_HOW_MANY: Final = re.compile(
    r"(?:各|計|約|少なくとも|それぞれ)?[0-9０-９一二三四五六七八九十百]+(?:人|名)(?:ずつ|以上|余り|ら)?|(?:同数|同じ数|同じ人数)"
)
_LISTING: Final[tuple[str, ...]] = ("", "と", "や")
_DOER: Final[tuple[str, ...]] = ("が", "は", "も", "では", "でも", *_LISTING)


class Tallies:
    """Reads counts of those sent home as expulsions, one for each state that a count stands behind.

    Such a draft stands only where the article tells of another expulsion in full (flag ``tally``).
    """

    def __init__(self, lexicon: Lexicon, kind: EventType, status: StatusRules) -> None:
        table = lexicon.table("events", "tallies")
        self._kind, self._status = kind, status
        self._leaving: tuple[str, ...] = tuple(table["leaving"])
        self._breakdown: tuple[str, ...] = tuple(table["breakdown"])
        self._orders, self._answers = frozenset(table["orders"]), frozenset(table["answers"])
        self._meant = frozenset(lexicon.table("events", "common")["meant"])
        self._cue = re.compile("|".join(map(re.escape, self._leaving)))

    def worth(self, context: Context) -> bool:
        """Whether a sentence tells of sending home: by its own words, or as the breakdown of the one before."""
        parsed = context.parsed.sentence
        if parsed.kind in ("title", "heading"):
            return False
        if self._cue.search(parsed.surface) is not None:
            return True
        before = context.scene.sentences[context.index - 1] if context.index else None
        broken_down = before is not None and parsed.surface.startswith(self._breakdown)
        return broken_down and before is not None and self._cue.search(before.sentence.surface) is not None

    def find(self, context: Context, used: set[int]) -> Iterator[Draft]:
        """Drafts of the counts of a sentence, in text order."""
        if not self.worth(context):
            return
        doers: list[Ref] = []
        last: list[Ref] = []
        open_row = False
        scene: TimeValue | None = None
        own: TimeValue | None = None
        for phrase in context.phrases:
            if phrase.is_time:
                time = next((t for t in context.times([phrase]) if t.edtf), None)
                scene, own = (time or scene, own) if not doers else (scene, time or own)
            elif phrase.text.startswith(self._breakdown) and scene is None:
                scene = context.time_before()
            elif _HOW_MANY.fullmatch(phrase.text) and self._alone(context, phrase):
                if doers and phrase.index not in used:
                    yield from self._drafts(context, phrase, doers, last, own or scene)
                last, open_row = doers or last, False
            elif phrase.particle in _DOER and (states := context.states_of(context.own_actors(phrase))):
                doers, own = (doers, own) if open_row else ([], None)
                doers = [*doers, *(s for s in states if s not in doers)]
                # ドイツ、フランスと: the row goes on
                open_row = phrase.particle in _LISTING

    def _alone(self, context: Context, phrase: Phrase) -> bool:
        """Whether a count stands for those counted: 5人の追放, but not 同数の外交官."""
        behind = context.phrases[phrase.index + 1 : phrase.index + 2]
        # ベルギーは21人、チェコは1人のロシア人外交官に退去を求めた: the last count stands on what all count
        whole = bool(phrase.conjuncts) or any(_HOW_MANY.fullmatch(p.text) for p in context.phrases[: phrase.index])
        named = (*self._leaving, *(self._kind.objects if whole else ()))
        return phrase.particle != "の" or any(p.text.endswith(named) for p in behind)

    def _drafts(
        self, context: Context, phrase: Phrase, doers: list[Ref], last: list[Ref], time: TimeValue | None
    ) -> Iterator[Draft]:
        clause = self._governing(context, phrase)
        if clause is None and self._cue.search(context.parsed.sentence.surface) is not None:
            # the count belongs to something else
            return
        if clause is not None and clause.negative:
            return
        for doer in doers:
            draft = context.draft("other_event", self._kind.name, clause, phrase, "tally")
            if draft.modality == "denied":
                return
            if clause is not None:
                self._status.settle(context, draft, self._kind, clause)
                meant = clause.form == "relative" and clause.target is not None and clause.target.text in self._meant
                if draft.status == "proposed" and clause.lemma in self._orders and not meant:
                    # 2人に退去を求めた
                    draft.status, draft.modality = "held", "asserted"
            draft.flags |= {"tally", "needs-target"}
            words = context.span(phrase)
            context.claim(draft, "actor", doer, words)
            if clause is not None and clause.lemma in self._answers and len(last) == 1 and doer not in last:
                # ポーランドは3人に出国を命じ、ロシアは5人の追放で応じた
                context.claim(draft, "target", last[0], words)
            if time is not None:
                context.claim(draft, "time", time, time.span)
            yield draft

    def _governing(self, context: Context, phrase: Phrase) -> Clause | None:
        """The clause that says what is done with those counted: the next one with a word of sending home."""
        for clause in context.clauses:
            words = [clause.lemma.removesuffix("する"), *(p.text for a in clause.args for p in a.coordinated())]
            if clause.phrase.index > phrase.index and any(w.endswith(self._leaving) for w in words):
                return clause
        return None
