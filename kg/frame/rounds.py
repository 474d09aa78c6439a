"""Other sessions of a conference: where it was held before (2018年のアスタナに続き), and where it is next (4回目は来年、…で)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from kg.frame.around import CLEFT, EARLIER, EARLIER_BEHIND
from kg.frame.context import Context, Draft
from kg.frame.session import SessionReader
from kg.lexicon.load import Lexicon
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase

_CUE: Final = re.compile(
    "以来|に続|に次|回目|前回|次回|第[0-9０-９一二三四五六七八九十]+回|来年|再来年|翌年|[0-9０-９]年は"
)
#: Topics that stand for a session: 4回目は, 第二回は; and years.
_NTH: Final = re.compile("第?[0-9一二三四五六七八九十]+回(?:目)?$")
_YEAR: Final = re.compile("来年|再来年|翌年|翌々年|[12][0-9]{3}年|[0-9]{2}年")
_AMONG: Final = re.compile("枠組み|形式|[3-9３-９三四五六七八九](?:[かカヵヶ]国|者)")
_TOPICS: Final[tuple[str, ...]] = ("は", "")


#: Predicates that only count: …以来3年ぶりとなる, …に続き2回目だ.
_COUNTING: Final = re.compile("以来|ぶり|[回度年]目|初")


def _counts_only(clause: Clause, before: int) -> bool:
    return clause.phrase.end >= before and (clause.lemma == "なる" or _COUNTING.search(clause.phrase.text) is not None)


class RoundRules:
    """Finds sessions that are told apart only by their number, their year or what was before them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._session = SessionReader(lexicon)
        meet = lexicon.table("meetings", "meet")
        self._happen = frozenset(meet["light"])
        self._conferences = (*meet["conferences"], "フォーラム", "協議", "交渉")
        self._sittings = lexicon.words("meetings", "meet", "sittings")

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence in text order."""
        sentence = context.parsed.sentence
        if sentence.kind in ("title", "heading") or _CUE.search(sentence.surface) is None:
            return
        yield from self._before(context)
        yield from self._next(context)
        yield from self._named(context)

    # -- sessions before ----------------------------------------------------------------------------------------------

    def _before(self, context: Context) -> Iterator[Draft]:
        """両者の首脳会議は2015年以来; 会議が開かれたのは九六年のリスボン以来; 会合は3月のアスタナ、11月のタシケントに続いて3回目."""
        surface = context.parsed.sentence.surface
        found = list(EARLIER.finditer(surface))
        topic = self._topic(context, found[-1].start()) if found else None
        if topic is None:
            return
        phrase, mention = topic
        draft: Draft | None = None
        for row in context.phrases[phrase.index + 1 :]:
            if row.begin >= found[-1].start():
                break
            time = next((t for u in row.content if u.mention is not None and (t := u.mention.time) and t.edtf), None)
            if time is not None:
                if draft is not None:
                    yield draft
                draft = self._draft(context, row, mention)
                self._session.time(context, draft, time.opening(), time.span)
            elif draft is not None and not any(m.kind in ("person", "office") for m in row.named):
                self._session.settle_place(context, draft, context.places(row), context.span(row))
        if draft is not None:
            yield draft

    def _topic(self, context: Context, before: int) -> tuple[Phrase, Mention] | None:
        """The conference of whose earlier sessions a sentence tells, in so far as its clause tells of nothing else."""
        surface = context.parsed.sentence.surface
        for clause in context.clauses:
            if clause.phrase.begin > before:
                break
            events = [a for a in (*clause.args, clause.inherited) if a is not None and self._conference(context, a)]
            if not events or clause.form == "quoted":
                continue
            cleft = clause.form == "nominal" and CLEFT.match(clause.tail) is not None and clause.lemma in self._happen
            behind = EARLIER_BEHIND.match(surface, clause.phrase.end) or EARLIER.search(clause.phrase.text)
            mention = self._conference(context, events[0])
            # 協議は7日に行われて以来 is told by its own verb
            if mention is not None and (
                cleft or (behind and events[0].text in self._sittings and self._whose(events[0]))
            ):
                return (clause.phrase if cleft else events[0]), mention
        for phrase in context.phrases:
            if phrase.particle not in ("は", "が", "も") or phrase.end >= before:
                continue
            # 両者の首脳会議は2015年以来8年ぶり; not 会議が17日に開かれ、2015年以来…
            told = any(phrase in c.args and not _counts_only(c, before) for c in context.clauses)
            mention = None if told else self._conference(context, phrase)
            if mention is not None:
                return phrase, mention
        return None

    def _whose(self, phrase: Phrase) -> bool:
        """Whether a phrase is the holding of a conference (会議の開催) and not the conference."""
        return self._session.event(phrase) is None

    def _conference(self, context: Context, phrase: Phrase) -> Mention | None:
        """The conference that a phrase names, or of whose holding it is (会議の開催は); none between two who are named."""
        rows = [phrase, *(m for m in phrase.modifiers if phrase.text in self._sittings)]
        for row in rows:
            mention = self._session.event(row) or self._session.forum(context, row)
            if mention is None:
                continue
            head = mention.head or mention.text
            # この枠組みの首脳会談は2016年のベルリン以来
            few = head.endswith("会談") and any(_AMONG.search(m.text) for m in row.modifiers)
            many = mention.kind == "organization" or few or head.endswith(self._conferences)
            if many and len(self._session.people(context, row)) < 2:
                return mention
        return None

    def _draft(self, context: Context, row: Phrase, mention: Mention) -> Draft:
        draft = context.draft("meeting", "", None, row, "other-round")
        draft.flags |= {"series", "definite", "recalled"}
        draft.head = mention.head or ""
        if mention.head and mention.text not in (mention.head, "同" + mention.head):
            context.claim(draft, "name", mention.text, context.span(row))
        return draft

    # -- sessions to come ---------------------------------------------------------------------------------------------

    def _next(self, context: Context) -> Iterator[Draft]:
        """4回目は来年、キルギスで開かれる; 来年はトルコで、再来年は中国で開く; 対面での2回目の開催が計画されている."""
        for clause in context.clauses:
            if clause.form == "relative" or clause.lemma not in self._happen:
                continue
            held = next((a for a in clause.args if a.text == "開催" and a.particle in ("が", "を", "は", "も")), None)
            topics = [a for a in clause.args if self._stands_for_session(a)]
            others = [
                a
                for a in clause.args
                if a.particle in ("が", "を", "は", "も")
                and a not in topics
                and a is not held
                and not a.is_time
                and a.mentions()
            ]
            if others:
                continue
            if not topics and held is not None and any(self._counts(m) for m in held.modifiers):
                topics = [held]
            for at, topic in enumerate(topics):
                end = topics[at + 1].index if at + 1 < len(topics) else clause.phrase.index
                draft = self._session_of(context, clause, topic, context.phrases[topic.index + 1 : end], held)
                if draft is not None:
                    yield draft

    def _named(self, context: Context) -> Iterator[Draft]:
        """2011年のジュネーブでの前回会議は成果に乏しかった: when and where it was stands before it."""
        for phrase in context.phrases:
            holding = phrase.relative if phrase.relative is not None and phrase.relative.past else None
            if not phrase.text.startswith(("前回", "次回")) or phrase.text in ("前回", "次回"):
                continue
            if any(phrase in c.args and c.lemma in self._happen for c in context.clauses):
                continue
            draft = context.draft("meeting", "", None, phrase, "other-round")
            draft.flags |= {"series", "definite", "recalled"}
            # 2016年にナイロビで開いた前回会議
            rows = holding.args if holding is not None and holding.lemma in self._happen else phrase.modifiers
            parts = [p for m in rows for p in (*m.modifiers, m)]
            words = context.span(phrase)
            self._session.time(context, draft, next((t for t in context.times(parts) if t.edtf), None), words)
            self._session.settle_place(context, draft, [r for p in parts for r in context.places(p)], words)
            if draft.claims:
                yield draft

    def _stands_for_session(self, phrase: Phrase) -> bool:
        words = unicodedata.normalize("NFKC", phrase.text)
        if phrase.particle not in _TOPICS or (phrase.particle == "" and not phrase.comma):
            return False
        year = phrase.particle == "は" and phrase.is_time and _YEAR.fullmatch(words) is not None
        return not phrase.modifiers and (year or _NTH.match(words) is not None)

    @staticmethod
    def _counts(phrase: Phrase) -> bool:
        return _NTH.match(unicodedata.normalize("NFKC", phrase.text)) is not None or phrase.text == "次回"

    def _session_of(
        self, context: Context, clause: Clause, topic: Phrase, rows: list[Phrase], held: Phrase | None
    ) -> Draft | None:
        draft = context.draft("meeting", "", clause, topic, "other-round")
        draft.flags |= {"series", "definite"}
        words = context.span(topic)
        parts = [p for row in rows for p in (row, *row.modifiers)] + ([*held.modifiers] if held is not None else [])
        first = context.phrases.index(clause.args[0]) if clause.args else topic.index
        parts += context.phrases[first : topic.index] if held is topic else []
        days = [t for p in (topic, *parts) if p.is_time for t in context.times([p]) if t.edtf]
        time = max(days, key=lambda t: len(t.edtf or ""), default=None)
        self._session.time(context, draft, time, words)
        places = [r for p in parts if p.particle in ("で", "デ", "での", "にて", "、", "") for r in context.places(p)]
        self._session.settle_place(context, draft, places, words)
        if draft.status == "held" and not clause.past:
            draft.status, draft.modality = "scheduled", "planned"
        return draft if draft.claims and (places or time is not None) else None
