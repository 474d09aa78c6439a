"""What sentences behind a conference add to it without a verb of attending: who spoke, presided or was seen there; its last day.

The drafts only join a conference that the text has just told of; alone they tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.frame.around import CLEFT
from kg.frame.context import Context, Draft
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.sentence import Clause, Phrase

_SUBJECTS: Final[tuple[str, ...]] = ("は", "が", "も", "らは", "らが", "らも")
_AT: Final[tuple[str, ...]] = ("で", "では", "デ", "デハ", "にて")
_COUNT: Final = re.compile("[0-9０-９数十](?:余り|以上|超)?の?(?:[かカヵヶ]国|国)|各国")
_GOALS: Final[tuple[str, ...]] = ("に", "には", "へ", "にも")
_LASTS: Final = re.compile(
    "まで(?:の日程|の会期|の予定|続く|続き|続け|開かれ|行われ|の[0-9０-９一二三四五六七八九十]+日間|だ|。|で、|$)"
)


class ConferenceRules:
    """Finds what belongs to the conference told of before."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.table("meetings", "conference")
        self._speak, self._speeches = frozenset(words["speak"]), tuple(words["speeches"])
        self._give, self._by = frozenset(words["give"]), tuple(words["by"])
        self._send, self._seen = frozenset(words["send"]), frozenset(words["seen"])
        self._calls, self._say = (
            frozenset(words["calls"]),
            frozenset((*lexicon.table("meetings", "meet")["address"], *words["say"])),
        )
        self._bidden = frozenset(lexicon.table("meetings", "meet")["bidden"])
        self._leave = frozenset(words["leave"])
        self._chairs = frozenset(lexicon.table("meetings", "meet")["taking_part"]["務める"])
        self._presiding, self._away = tuple(words["presiding"]), re.compile(words["away"])
        self._attend = frozenset(lexicon.table("meetings", "meet")["attend"])
        self._gather = self._attend.union(lexicon.table("meetings", "meet")["gathering"])
        self._bare = frozenset((*lexicon.table("meetings", "meet")["open"], "フォーラム", "協議", "交渉"))
        self._cue = re.compile("|".join(words["cues"]))
        self._speech_ends = lexicon.endings("meetings", "conference", "speech_ends")
        self._which_speech = lexicon.words("meetings", "conference", "which_speech")
        self._over = re.compile(lexicon.table("meetings", "conference")["over"])
        self._early = re.compile(lexicon.table("meetings", "conference")["early"])
        self._debut = re.compile(lexicon.table("meetings", "conference")["debut"])

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence in text order."""
        sentence = context.parsed.sentence
        if sentence.kind in ("title", "heading") or self._cue.search(sentence.surface) is None:
            return
        for clause in context.clauses:
            if clause.passive and not clause.negative:
                people = self._bidden_there(context, clause)
            else:
                people = [] if clause.negative else self._there(context, clause)
            if people:
                draft = self._draft(context, clause, people)
                # 13日夜の演説で: of a day of its own
                days = [m for a in clause.args if a.text.endswith(self._speech_ends) for m in a.modifiers if m.is_time]
                for time in context.times(days[:1]):
                    context.claim(draft, "time", time, context.span(clause.phrase))
                yield draft
            elif self._many(clause):
                # 参加した約80カ国は; 約60カ国の代表が集まった: how large it was
                draft = self._draft(context, clause, [])
                draft.flags.add("international")
                yield draft
        hosts = [r for p in context.phrases for r in self._presides(context, p)]
        if hosts and context.clauses:
            yield self._draft(context, context.clauses[-1], hosts)
        for phrase in context.phrases:
            first = [r for r in context.actors(phrase) if r.kind == "person"] if phrase.particle == "ニトッテ" else []
            if first and context.clauses and self._debut.search(context.parsed.sentence.surface):
                # A大統領にとっては就任後初の多国間会議となった
                yield self._draft(context, context.clauses[-1], first)
        until = self._until(context)
        if until is not None:
            yield until

    def _there(self, context: Context, clause: Clause) -> list[Ref]:
        """Who is said to have been there by a clause."""
        subjects = [r for r in context.subjects(clause) if r.kind == "person"]
        speech = clause.lemma in self._give and any(
            a.particle == "を" and a.text.endswith(self._speeches) for a in clause.args
        )
        if (clause.lemma in self._speak or speech) and all(
            a.text.endswith(self._by) or a.is_time for a in clause.all_args(*_AT)
        ):
            # A首相、B大統領も演説した; not 議会で演説した
            elsewhere = any(not self._refers(a) for a in clause.all_args("に", "へ", "には"))
            return [] if elsewhere and not speech else subjects
        if clause.lemma in self._calls and all(
            self._refers(a) or set(context.actors(a)) & set(subjects)
            for a in clause.all_args("は", "を", "も", "と", "に")
        ):
            # 会議はA大統領が招集した; A大統領が主宰し
            return subjects
        if (clause.lemma in self._say or clause.lemma == "臨む") and self._on_stage(context, clause):
            return subjects
        if clause.lemma in self._leave or (
            clause.lemma == "帰国する" and self._early.search(context.parsed.sentence.surface)
        ):
            # 途中で退席した; 初日で帰国した
            return subjects
        if "冒頭" in context.parsed.sentence.surface and clause.lemma in self._say and clause.form != "relative":
            # A事務総長は冒頭、…と述べた
            return subjects if any(a.text == "冒頭" and not a.modifiers for a in clause.args) else []
        if clause.lemma in ("ある", "みえる", "見える"):
            # 会場にはA首相の姿もあった
            seen = [a for a in clause.all_args("が", "も") if a.text in self._seen]
            return [r for a in seen for m in a.modifiers for r in context.actors(m) if r.kind == "person"]
        if clause.lemma in self._send and self._away.search(context.parsed.sentence.surface):
            # A大統領は欠席し、B外相を派遣した
            sent = [r for a in clause.all_args("を") for r in context.actors(a) if r.kind == "person"]
            return sent if not clause.all_args("へ") and all(map(self._refers, clause.all_args("に"))) else []
        if clause.lemma in self._gather - self._attend and all(map(self._refers, clause.all_args(*_GOALS))):
            # A大統領、B国王ら16人の元首が集まった
            return self._row(context, clause)
        if clause.lemma == "臨む" and any(a.text in self._chairs for a in clause.all_args("トシテ")):
            # A首相が共同議長として臨んだ
            return subjects
        noun = clause.lemma not in self._attend and clause.phrase.text.endswith(("出席", "参加"))
        if clause.form == "final" and noun and not clause.all_args("を", "に"):
            # A大統領は加盟後初の出席
            return subjects
        if clause.lemma == "会する" and any(a.text == "一堂" for a in clause.all_args("に")):
            return self._row(context, clause)
        if clause.lemma in self._attend and all(map(self._refers, clause.all_args(*_GOALS))):
            # インド、サウジアラビアは出席したが; Cの代表も会合に加わった
            told = [a for a in clause.args if a.particle in _SUBJECTS and not a.is_time]
            if clause.form == "nominal" and not told and CLEFT.match(clause.tail):
                # フォーラムに参加したのは、A国、B国の首脳
                told = context.phrases[clause.phrase.index + 1 :]
            rows = [r for a in told for r in context.sides(a)]
            if any(r.kind == "person" for r in rows):
                return []
            return [r for r in rows if r.kind == "state"] or self._included(context, clause, told)
        return []

    def _bidden_there(self, context: Context, clause: Clause) -> list[Ref]:
        """A大統領、B首相に加え、C首相も招かれた: guests of the conference, and whom they were told beside."""
        guests = any(a.particle == "トシテ" or a.particle == "も" for a in clause.args)
        if clause.lemma not in self._bidden or not guests or not all(map(self._refers, clause.all_args(*_GOALS))):
            return []
        before = context.clauses[clause.index - 1] if clause.index else None
        rows = (
            [a for a in before.all_args("に") for a in a.coordinated()] if before and before.lemma == "加える" else []
        )
        beside = [r for p in rows for m in p.mentions() for r in context.linked.of(m) if r.kind == "person"]
        return [*beside, *(r for r in context.subjects(clause) if r.kind == "person")]

    @staticmethod
    def _row(context: Context, clause: Clause) -> list[Ref]:
        """The persons of a list of those who came, before the noun that sums them up."""
        rows = [p for a in clause.args if a.particle in _SUBJECTS and not a.is_time for p in (*a.modifiers, a)]
        rows = [c for p in rows for c in p.coordinated()]
        return [r for p in rows for m in p.mentions() for r in context.linked.of(m) if r.kind == "person"]

    def _on_stage(self, context: Context, clause: Clause) -> bool:
        """Whether somebody says something in a speech, before the press when it is over, or on its occasion."""
        for arg in clause.args:
            whole = [arg, *arg.modifiers] if arg.text in ("中", "なか") else [arg]
            for row in whole:
                bare = all(m.is_time or m.text in self._which_speech or self._refers(m) for m in row.modifiers)
                if arg.particle in _AT and row.text.endswith(self._speech_ends) and bare:
                    # 初日の演説で…と述べた, 演説の中で…を促した
                    return True
            if (
                (arg.particle in _AT or arg.particle == "に")
                and arg.text.endswith("会見")
                and self._over.search(context.parsed.sentence.surface)
            ):
                # 閉幕後の記者会見で…と述べた
                return True
            if arg.particle == "ニアワセ" and self._refers(arg):
                # 会合に合わせ…を表明した
                return True
        return False

    def _many(self, clause: Clause) -> bool:
        """Whether a clause says that a number of states came to what the text has told of."""
        if clause.lemma not in self._gather or clause.negative or not all(map(self._refers, clause.all_args(*_GOALS))):
            return False
        rows = [a for a in clause.args if a.particle in _SUBJECTS and not a.is_time]
        rows += [clause.target] if clause.form == "relative" and clause.target is not None else []
        return any(_COUNT.search("".join(m.text for m in a.modifiers) + a.text) for a in rows)

    @staticmethod
    def _included(context: Context, clause: Clause, told: list[Phrase]) -> list[Ref]:
        """A国、B国を含む14か国の外相が出席した: the states told of a number of them."""
        if not told or not _COUNT.search("".join(m.text for m in told[-1].modifiers) + told[-1].text):
            return []
        rows = [a for a in clause.args if a.particle in ("ヲフクミ", "ヲハジメ") and a.index < told[-1].index]
        inside = [
            c for c in context.clauses if c.lemma in ("含む", "はじめる", "始める") and c.phrase.index < told[-1].index
        ]
        rows += [a for c in inside for a in c.all_args("を")]
        return [r for a in rows for r in context.sides(a) if r.kind == "state"]

    def _refers(self, phrase: Phrase) -> bool:
        """Whether a phrase only means the conference: 会議に, 会場に; or tells when, or in whose stead."""
        return phrase.is_time or phrase.text in self._bare or phrase.text.endswith(("会場", "代わり", "席"))

    def _presides(self, context: Context, phrase: Phrase) -> list[Ref]:
        """議長国ベトナムのフック首相は; 議長のフック首相は."""
        rows = [m for p in phrase.coordinated() for m in p.modifiers if m.particle in ("の", "ノ", "")]
        if not any(m.text.startswith(self._presiding) for m in rows):
            return []
        return [r for r in context.actors(phrase) if r.kind == "person"]

    def _until(self, context: Context) -> Draft | None:
        """会期は30日まで; 30日までの日程で…を話し合う; 討論は29日まで続く: the last day."""
        sentence = context.parsed.sentence
        if _LASTS.search(sentence.surface) is None:
            return None
        ends = [t for p in context.phrases if p.is_time for t in context.times([p]) if (t.edtf or "").startswith("../")]
        days = [t for t in ends if len(t.edtf or "") == len("../2025-12-03")]
        if len(days) != 1:
            return None
        row = next(p for p in context.phrases if p.is_time and days[0] in list(context.times([p])))
        draft = context.draft("meeting", "", None, row, "until")
        draft.flags |= {"definite", "nominal", "joins", "guest", "opening"}
        draft.head = "会議"
        context.claim(draft, "time", days[0], context.span(row))
        return draft

    @staticmethod
    def _draft(context: Context, clause: Clause, people: list[Ref]) -> Draft:
        draft = context.draft("meeting", "", clause, clause.phrase, "present")
        draft.flags |= {"definite", "nominal", "joins", "opening", "guest"}
        draft.head = "会議"
        words = context.span(clause.phrase)
        for ref in dict.fromkeys(people):
            if ref.kind == "person":
                context.claim(draft, "participant", ref, words)
        for state in context.states_of(people):
            context.claim(draft, "state", state, words)
        return draft
