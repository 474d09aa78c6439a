"""Meetings: verbs of meeting, light verbs with an event noun, attendance, reception, and events that a noun names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.frame.context import Context, Draft
from kg.lexicon.load import Lexicon
from kg.model.account import Ref, Status
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase
from kg.model.span import Span
from kg.model.time import TimeValue

_WITH = ("と", "とも", "らと", "らとも", "とは", "とだけ", "ヲマジエ")
_INSTRUMENTS = ("批准書", "公文", "書簡", "文書", "覚書", "口上書")
_OFFICIALS = ("首脳", "外相", "外務次官", "大統領", "首相", "閣僚", "次官", "国防相", "大使", "代表", "高官", "局長")
_SIDES = {
    "foreign_ministers": ("外相", "外務大臣", "外交部長"),
    "summit": ("首脳", "大統領", "首相"),
    "ministerial": ("国防相", "防衛相", "閣僚", "財務相"),
    "working": ("次官", "局長", "実務者", "高官", "責任者", "代表"),
}
_GLOSS = re.compile("(?:サミット|会議|会合|総会|フォーラム|COP[0-9]+|[A-Z0-9]{2,8})$")
_IDIOMS = {"合わせる": ("顔",), "交わす": ("言葉", "握手", "会話")}
_CLEFT = re.compile("(?:た|ている|ていた|られた|れた)?の[はが]")
_CONFERENCES = ("会議", "会合", "総会", "理事会", "サミット")
_BODIES = (
    "連合",
    "機構",
    "フォーラム",
    "会議",
    "同盟",
    "共同体",
    "グループ",
    "連盟",
    "評議会",
    "諸国",
    "条約",
    "カ国",
    "委員会",
)
_FATES: dict[str, Status] = {
    "中止": "cancelled",
    "取りやめ": "cancelled",
    "白紙": "cancelled",
    "見送り": "cancelled",
    "延期": "postponed",
    "先送り": "postponed",
}
_TOGETHER = ("3者", "三者", "3カ国", "三カ国", "4者", "四者", "一堂", "一緒")
_ORDINAL_TAIL = re.compile(
    r"(?:第[0-9０-９一二三四五六七八九十]+(?:ラウンド|回|次)(?:会合|会談|協議)?|[0-9０-９]+回目)$"
)


class MeetingRules:
    """Finds meeting drafts in a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        meet = lexicon.table("meetings", "meet")
        self._verbs, self._light, self._attend = (
            frozenset(meet["verbs"]),
            frozenset(meet["light"]),
            frozenset(meet["attend"]),
        )
        self._forums = frozenset(meet["forums"])
        self._receive, self._call, self._sign = (
            frozenset(meet["receive"]),
            frozenset(meet["call"]),
            frozenset(meet["sign"]),
        )
        self._kinds: dict[str, list[str]] = lexicon.table("meetings", "kinds")
        standing = lexicon.table("meetings", "standing")
        self._loose = frozenset(
            (
                "協議する",
                "対話する",
                "話し合う",
                "交渉する",
                "意見交換する",
                "折衝する",
                "会合する",
                "会議する",
                "接触する",
            )
        )
        self._processes, self._sessions = tuple(standing["processes"]), tuple(standing["session_cues"])
        self._one_sided = frozenset(standing["one_sided"])
        self._multilateral = lexicon.words("nominals", "events", "multilateral")
        self._ceremonies = lexicon.words("nominals", "events", "ceremony")
        self._weak = lexicon.words("nominals", "events", "sessions")

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence in text order."""
        used: set[Span] = set()
        for clause in context.clauses:
            yield from self._clause(context, clause, used)
        for phrase in context.phrases:
            mention = self._event(phrase)
            if mention is not None and mention.span not in used and not self._leads_on(context, phrase):
                draft = self._nominal(context, phrase, mention)
                if draft is not None:
                    yield draft

    # -- clauses ----------------------------------------------------------------------------------------------------

    def _clause(self, context: Context, clause: Clause, used: set[Span]) -> Iterator[Draft]:
        lemma = clause.lemma
        own = self._event(clause.phrase)
        if lemma in self._verbs or (
            own is not None and own.head in ("会談", "首脳会談", "協議", "会合", "電話会談", "外相会談")
        ):
            yield from self._verb(context, clause, own, used)
            return
        if lemma in self._attend:
            goals = [p for a in clause.args if a.particle in ("に", "へ", "にも", "には") for p in a.coordinated()]
            for part in goals:
                yield from self._attended(context, clause, part, used)
            if not goals and lemma != "臨む":
                yield from self._present(context, clause)
            return
        found: Draft | None = None
        if lemma == "なる":
            yield from self._called_off(context, clause, used)
            return
        argument = self._event_argument(clause) if lemma in self._light else None
        if argument is not None:
            found = self._held(context, clause, argument, used)
        elif lemma in self._receive or lemma in self._call:
            found = self._received(context, clause)
        elif lemma in self._sign:
            found = self._signed(context, clause)
        if found is not None:
            yield found
        elif not clause.passive:
            for phrase in clause.args:
                mention = self._event(phrase)
                if (
                    mention is not None
                    and phrase.particle in ("で", "では", "でも", "にて", "デ", "デハ")
                    and self._conference(mention, context)
                ):
                    yield from self._attended(context, clause, phrase, used)
                    break

    def _called_off(self, context: Context, clause: Clause, used: set[Span]) -> Iterator[Draft]:
        """首脳会議は…中止となった."""
        fate = next((a.text for a in clause.all_args("と", "に") if a.text in _FATES), None)
        phrase = next(
            (a for a in [*clause.args, clause.inherited] if a is not None and self._event(a) is not None), None
        )
        mention = self._event(phrase) if phrase is not None else None
        if fate is None or phrase is None or mention is None:
            return
        used.add(mention.span)
        draft = context.draft("meeting", "", None, phrase, "called-off")
        draft.status = _FATES[fate]
        self._fill(context, draft, clause, self._people(context, phrase), mention, phrase)
        yield draft

    def _conference(self, mention: Mention, context: Context) -> bool:
        """Whether an event is one that many attend, or that two named states hold, so that who acts there takes part."""
        if len(context.linked.of(next((m for m in mention.inner if m.kind == "states"), None))) == 2:
            return True
        return any(mention.text.endswith(w) for w in self._multilateral) or any(
            w in mention.text for w in self._kinds["multilateral"]
        )

    def _verb(self, context: Context, clause: Clause, own: Mention | None, used: set[Span]) -> Iterator[Draft]:
        """XはYと会談した; with several partners named in a row, one meeting each unless they met together."""
        if clause.passive and clause.lemma not in ("会談する",):
            return
        if clause.lemma in _IDIOMS and not any(
            a.particle == "を" and a.text in _IDIOMS[clause.lemma] for a in clause.args
        ):
            return
        subjects = context.subjects_or_topic(clause)
        partners = [r for a in clause.all_args(*_WITH) for r in context.actors(a)]
        if clause.lemma in ("会う", "面会する", "謁見する", "接触する", "接見する", "電話する"):
            partners += [r for a in clause.all_args("に", "にも", "を") for r in context.actors(a)]
        if (
            not partners
            and clause.index > 0
            and (before := context.clauses[clause.index - 1]).form == "chain"
            and not before.phrase.comma
        ):
            # ジャメ氏と夜を徹して協議した: the partner stands before the adverbial clause
            partners = [r for a in before.all_args(*_WITH) for r in context.actors(a)]
        if (
            not partners
            and len(subjects) == 1
            and clause.index > 0
            and context.clauses[clause.index - 1].form == "chain"
        ):
            # X氏を首都に招いて会談した
            guests = context.clauses[clause.index - 1].all_args("を", "らを")
            partners = [r for a in guests for r in context.actors(a) if r.kind == "person"]
        people = _distinct(subjects + partners)
        states = context.states_of(people)
        if clause.lemma == "会見する" and (not partners or any(context.is_media(a) for a in clause.all_args(*_WITH))):
            return
        if clause.lemma in self._loose and not partners and len(states) < 2:
            return
        if not people or (len(people) == 1 and not states):
            return
        if own is not None:
            used.add(own.span)
        together = any(a.particle in ("トトモニ", "ヲマジエ") or a.text in _TOGETHER for a in clause.args) or (
            own is not None and own.text not in ("会談", "首脳会談")
        )
        recalled = self._recalled(context, clause, _distinct(subjects + partners))
        if clause.form == "nominal" and _CLEFT.match(clause.tail):
            # 両首脳が会うのは…以来: tells of the last time, or only counts
            if recalled is not None:
                yield recalled
            elif clause.past and (day := self._cleft_time(context, clause)) is not None:
                draft = context.draft("meeting", "", None, clause.phrase, "met-on")
                self._time(context, draft, day, context.span(clause.phrase))
                self._fill(context, draft, None, _distinct(subjects + partners), None, clause.phrase)
                yield draft
            return
        sides = [partners]
        if (
            len(subjects) == 1
            and len(partners) > 1
            and not together
            and len(context.states_of(partners)) == len(partners)
        ):
            sides = [[p] for p in partners]
        gapped = self._gapped(context, clause, subjects)
        if gapped:
            yield from gapped
            return
        for side in sides:
            draft = context.draft("meeting", "", clause, clause.phrase, "meet-verb")
            self._fill(context, draft, clause, _distinct(subjects + side), own, clause.phrase)
            yield draft

    def _gapped(self, context: Context, clause: Clause, subjects: list[Ref]) -> list[Draft]:
        """10日にA氏、11日にB氏とそれぞれ会談した: each partner with the day before him."""
        pairs: list[tuple[Phrase, Phrase]] = []
        day: Phrase | None = None
        rows = sorted({p.index: p for a in clause.args for p in a.coordinated()}.values(), key=lambda p: p.index)
        for row in rows:
            if row.is_time:
                day = row
            elif (
                day is not None
                and row.head.mention is not None
                and row.head.mention.kind in ("person", "office")
                and row.particle in ("", "と", "とも", "ら", "らと")
            ):
                pairs.append((day, row))
                day = None
        if len(pairs) < 2:
            return []
        out = []
        for when, partner in pairs:
            draft = context.draft("meeting", "", clause, partner, "meet-each")
            time = next((t for t in context.times([when]) if t.edtf), None)
            self._time(context, draft, time, context.span(when))
            self._fill(context, draft, clause, _distinct(subjects + context.own_actors(partner)), None, partner)
            out.append(draft)
        return out

    @staticmethod
    def _cleft_time(context: Context, clause: Clause) -> TimeValue | None:
        """The time in 〜会ったのは昨年10月だった."""
        row = clause.phrase.index + 1
        if row >= len(context.phrases) or not context.phrases[row].is_time:
            return None
        return next((t for t in context.times([context.phrases[row]]) if t.edtf), None)

    def _recalled(self, context: Context, clause: Clause, people: list[Ref]) -> Draft | None:
        """The earlier meeting in 〜会うのは2019年4月のウラジオストク以来."""
        for phrase in context.phrases[clause.phrase.index + 1 :]:
            if "以来" not in phrase.text and not any(t.part == "以来" for t in context.times([phrase])):
                continue
            times = [t for t in context.times([phrase]) if t.edtf]
            if not times:
                return None
            start = times[0]
            draft = context.draft("meeting", "", None, phrase, "since-last")
            for ref in people:
                if ref.kind == "person":
                    context.claim(draft, "participant", ref, context.span(phrase))
            for state in context.states_of(people):
                context.claim(draft, "state", state, context.span(phrase))
            edtf = (start.edtf or "").removesuffix("/..")
            context.claim(draft, "time", start._replace(edtf=edtf, latest=start.latest), start.span)
            self._settle_place(
                context,
                draft,
                [r for p in (phrase, *phrase.modifiers) for r in context.places(p)],
                context.span(phrase),
            )
            draft.subtype = kind_of_people(context, draft)
            return draft
        return None

    def _event_argument(self, clause: Clause) -> Phrase | None:
        wanted = (
            ("が", "は", "も", "を", "に")
            if clause.passive
            or clause.lemma
            in (
                "ある",
                "始まる",
                "終わる",
                "開幕する",
                "閉幕する",
                "実現する",
                "終了する",
                "行われる",
                "持たれる",
                "臨む",
                "予定する",
            )
            else ("を", "も", "は", "が")
        )
        if (
            clause.form == "relative"
            and clause.target is not None
            and self._event(clause.target) is not None
            and not any(a.particle in ("を",) and self._event(a) for a in clause.args)
        ):
            return clause.target
        for phrase in clause.args:
            if phrase.particle in wanted and self._event(phrase) is not None:
                return phrase
            if phrase.particle in wanted and phrase.relative is None and phrase.text.endswith(("ラウンド",)):
                return phrase
        return None

    def _held(self, context: Context, clause: Clause, phrase: Phrase, used: set[Span]) -> Draft | None:
        mention = self._event(phrase)
        if mention is None or not self._counts(context, phrase, mention, clause):
            return None
        used.add(mention.span)
        draft = context.draft("meeting", "", clause, phrase, "event-held")
        if clause.lemma in ("中止する", "キャンセルする", "取りやめる", "取り止める", "見送る", "拒否する", "断る"):
            draft.status = "cancelled"
        elif clause.lemma == "延期する":
            draft.status = "postponed"
        elif clause.lemma in (
            "提案する",
            "要請する",
            "求める",
            "呼びかける",
            "申し入れる",
            "打診する",
            "検討する",
            "調整する",
            "模索する",
            "目指す",
            "希望する",
            "計画する",
        ):
            draft.status, draft.modality = "proposed", "planned"
        elif clause.lemma in ("予定する", "控える", "準備する", "設定する", "セットする"):
            draft.status, draft.modality = "scheduled", "planned"
        people = self._people(context, phrase)
        passive = clause.passive or clause.lemma in (
            "ある",
            "始まる",
            "終わる",
            "開幕する",
            "閉幕する",
            "実現する",
            "終了する",
        )
        sides = context.states_of([r for r in people if r.kind == "person"])
        if (
            not passive
            and len(sides) < 2
            and not (clause.form == "relative" and clause.target is phrase and not clause.args)
        ):
            people = _distinct([r for r in context.subjects_or_topic(clause) if r.kind != "place"] + people)
        people = _distinct(people + [r for a in clause.all_args(*_WITH) for r in context.actors(a)])
        self._fill(context, draft, clause, people, mention, phrase)
        if clause.tail.endswith(("ば", "たら", "なら")):
            # 会談が実現すれば: supposes, tells nothing
            draft.status = "uncertain"
            draft.flags.add("definite")
            draft.claims = [c for c in draft.claims if c.property not in ("time", "place", "placeState", "name")]
        return draft

    def _attended(self, context: Context, clause: Clause, phrase: Phrase, used: set[Span]) -> Iterator[Draft]:
        mention = self._event(phrase) or self._forum(phrase)
        beside = [r for a in clause.all_args(*_WITH) for r in context.actors(a)]
        people = _distinct(context.subjects_or_topic(clause) + beside + self._people(context, phrase))
        talks = (
            mention is not None and mention.members and not any(mention.text.endswith(w) for w in self._multilateral)
        )
        if (
            mention is None
            or not people
            or (any(mention.text.endswith(w) for w in self._one_sided) and "共同" not in mention.text)
        ):
            return
        used.add(mention.span)
        draft = context.draft("meeting", "", clause, phrase, "attend")
        self._fill(context, draft, clause, people, mention, phrase)
        if not draft.text("name") and len(people) < 2:
            draft.flags.add("definite")
        if talks:
            # 日米首脳会談で…と話した: may tell of talks to come
            draft.flags.add("nominal")
            draft.claims = [
                c
                for c in draft.claims
                if c.property != "time"
                or getattr(c.value, "span", None) in {t.span for t in context.times([phrase, *clause.args])}
            ]
        yield draft

    def _present(self, context: Context, clause: Clause) -> Iterator[Draft]:
        """A大統領らが出席した: of the conference that has just been told."""
        people = [r for r in context.subjects(clause) if r.kind == "person"]
        if not people:
            return
        draft = context.draft("meeting", "", clause, clause.phrase, "present")
        draft.flags |= {"definite", "nominal"}
        for ref in people:
            context.claim(draft, "participant", ref, context.span(clause.phrase))
        for state in context.states_of(people):
            context.claim(draft, "state", state, context.span(clause.phrase))
        yield draft

    def _forum(self, phrase: Phrase) -> Mention | None:
        """A body whose summit goes by its own name: G20に出席する."""
        mention = phrase.head.mention
        return (
            mention if mention is not None and mention.kind == "organization" and mention.text in self._forums else None
        )

    def _received(self, context: Context, clause: Clause) -> Draft | None:
        """XはYを迎えた: both sides met, if both are named."""
        if clause.passive:
            hosts = [r for a in clause.all_args("に", "ニヨル", "から") for r in context.actors(a)]
            guests = context.subjects(clause)
        else:
            hosts = context.subjects(clause)
            guests = [r for a in clause.all_args("を", "と") for r in context.actors(a)]
        persons = [r for r in hosts + guests if r.kind == "person"]
        if len(persons) < 2 or len(context.states_of(persons)) < 2:
            return None
        draft = context.draft("meeting", "", clause, clause.phrase, "receive")
        self._fill(context, draft, clause, persons, None, clause.phrase)
        return draft

    def _signed(self, context: Context, clause: Clause) -> Draft | None:
        """Named representatives of two sides who sign together have met."""
        if clause.lemma == "交換する" and not any(
            w in a.text for a in clause.all_args("を", "は", "が") for w in _INSTRUMENTS
        ):
            return None
        people = _distinct(
            context.subjects(clause) + [r for a in clause.all_args(*_WITH, "トトモニ") for r in context.actors(a)]
        )
        persons = [r for r in people if r.kind == "person"]
        subject = next((a for a in clause.args if a.particle in ("が", "は")), None)
        officials = subject is not None and subject.text.endswith(_OFFICIALS) and not persons
        if (len(persons) < 2 and not officials) or len(context.states_of(people)) < 2:
            return None
        draft = context.draft("meeting", "other", clause, clause.phrase, "sign-together")
        self._fill(context, draft, clause, people if officials else persons, None, clause.phrase)
        return draft

    # -- nouns ------------------------------------------------------------------------------------------------------

    @staticmethod
    def _event(phrase: Phrase) -> Mention | None:
        """The event that a phrase names, as its head or before a small tail (会談後, 会談中)."""
        for unit in reversed(phrase.content):
            if unit.mention is not None and unit.mention.kind == "event" and unit.mention.rule != "travel":
                return unit.mention
            if unit.mention is not None:
                return None
        return None

    def _leads_on(self, context: Context, phrase: Phrase) -> bool:
        """Whether an event phrase only modifies another event (東方経済フォーラムの全体会合)."""
        return phrase.particle == "の" and any(
            phrase in p.modifiers and self._event(p) is not None for p in context.phrases
        )

    def _nominal(self, context: Context, phrase: Phrase, mention: Mention) -> Draft | None:
        """An event that no verb of holding carries: 北京での会談, 会談に先立ち, 第3回首脳会談では."""
        people = self._people(context, phrase)
        clause = next(
            (c for c in context.clauses if phrase in c.args or any(phrase in a.coordinated() for a in c.args)), None
        )
        if not self._counts(context, phrase, mention, clause):
            return None
        if clause is not None and any(m.particle in ("との", "らとの") for m in phrase.modifiers):
            # 大統領は、金氏との会談後に…: the subject is the other side
            others = [r for r in context.subjects_or_topic(clause) if r.kind == "person" and r not in people]
            if len([r for r in people if r.kind == "person"]) == 1 and len(others) == 1:
                people = [*others, *people]
        draft = context.draft("meeting", "", None, phrase, "event-noun")
        draft.flags.add("nominal")
        if not people or (phrase.modifiers and phrase.modifiers[0].text in ("今回", "この", "その")):
            draft.flags.add("definite")
        tail = phrase.text[len(mention.text) :] if phrase.text.startswith(mention.text) else ""
        governing = next((p.text for p in context.phrases if phrase in p.modifiers), "") + phrase.text
        if any(w in governing for w in ("中止", "取りやめ", "延期", "見送り", "キャンセル")):
            draft.status = "postponed" if "延期" in governing else "cancelled"
            draft.flags.discard("nominal")
        elif "予定" in phrase.text or (phrase.particle in ("へ", "へと") and context.parsed.sentence.kind == "title"):
            draft.status, draft.modality = "scheduled", "planned"
        elif clause is not None and not tail and phrase.particle in ("を", "について", "ニツイテ", "が", "の", "に"):
            reading = context.modality.read(clause, context.clauses)
            if reading.status in ("scheduled", "proposed", "cancelled", "postponed", "uncertain") and not clause.past:
                draft.status, draft.modality = reading.status, reading.modality
        self._fill(context, draft, None, people, mention, phrase)
        holding = self._holding(phrase)
        if holding is not None:
            self._time(context, draft, context.when(holding, inherit=False), context.span(phrase))
            self._settle_place(context, draft, context.where(holding), context.span(phrase))
        if (
            clause is not None
            and not tail
            and phrase.particle in ("で", "では", "デ", "デハ", "に", "を", "が", "は", "には")
        ):
            self._time(context, draft, context.when(clause, inherit=False), context.span(phrase))
            self._settle_place(context, draft, context.where(clause), context.span(phrase))
        return draft

    def _counts(self, context: Context, phrase: Phrase, mention: Mention, clause: Clause | None) -> bool:
        """Whether an event noun is a particular meeting: not a press conference, nor a standing process without a session."""
        text = mention.text
        if any(text.endswith(w) for w in self._one_sided) and "共同" not in text:
            return False
        if any(p in text for p in self._processes):
            ordinal = any(
                _ORDINAL_TAIL.search(m.text + text) or re.match("第?[0-9０-９一二三四五六七八九十]+[回次]", m.text)
                for m in phrase.modifiers
            )
            session = (
                clause is not None
                and clause.lemma in self._light
                and bool(context.where(clause) or context.when(clause, inherit=False))
            )
            return ordinal or session or any(w in text for w in self._sessions) or bool(_ORDINAL_TAIL.search(text))
        if mention.head in self._ceremonies and clause is not None and clause.lemma not in self._attend:
            return bool(self._people(context, phrase)) or len(context.subjects(clause)) > 1
        if mention.head in self._weak and mention.head == text and not mention.members:
            # 交渉, 協議, 会議 alone: only with its parties or a definite session
            holding = self._holding(phrase)
            if holding is not None and (context.where(holding) or context.when(holding, inherit=False)):
                return True
            return (
                bool(self._people(context, phrase))
                or bool(mention.ordinal)
                or (
                    clause is not None
                    and clause.lemma in self._light
                    and bool(context.where(clause) or context.when(clause, inherit=False))
                )
            )
        return True

    def _people(self, context: Context, phrase: Phrase) -> list[Ref]:
        """Those whom the noun phrase itself names: AとBの会談, 金氏との会談, 日米首脳会談, 両首脳の会談."""
        out: list[Ref] = []
        for modifier in phrase.modifiers:
            if modifier.particle in ("の", "との", "による", "ニヨルノ", "らの", "らとの", "間の", "ノ"):
                out += context.actors(modifier)
            if modifier.text in ("間", "あいだ") or modifier.particle == "ノ":
                # AとBの間の会談, 両国の鉄道連結に関する協議
                for inner in modifier.modifiers:
                    if inner.particle in ("と", "との", "の"):
                        out += context.actors(inner)
            for inner in modifier.modifiers:
                if inner.particle == "ニヨルノ":
                    # 両国外相による戦略対話の第2ラウンド
                    out += context.actors(inner)
        for conjunct in phrase.conjuncts:
            out += context.actors(conjunct)
        mention = self._event(phrase)
        if mention is not None:
            for inner_mention in mention.inner:
                if inner_mention.kind in ("state", "states", "anaphor"):
                    out += context.linked.of(inner_mention)
        for unit in phrase.content:
            if unit.mention is not None and unit.mention.kind in ("person", "state", "states", "anaphor", "office"):
                out += context.linked.of(unit.mention)
        return _distinct(out)

    # -- slots ------------------------------------------------------------------------------------------------------

    def _fill(
        self,
        context: Context,
        draft: Draft,
        clause: Clause | None,
        people: list[Ref],
        mention: Mention | None,
        phrase: Phrase,
    ) -> None:
        """Participants, states, time, place, name and kind of a draft."""
        words = context.span(phrase)
        draft.head = mention.head if mention is not None else ""
        for ref in people:
            if ref.kind == "person":
                context.claim(draft, "participant", ref, words)
            elif ref.kind == "organization":
                context.claim(draft, "participant", ref, words, confidence=0.7)
        for state in context.states_of(people):
            context.claim(draft, "state", state, words)
        if mention is not None:
            name = self._name(context, phrase, mention, clause)
            owner = next(
                (r for r in people if r.kind == "organization" and r.key in context.linked.international), None
            )
            if (
                name
                and owner is not None
                and not mention.inner
                and name.endswith(_CONFERENCES)
                and owner.name not in name
            ):
                # ASEANは…臨時首脳会議を開いた
                name = owner.name + name
            if name:
                context.claim(draft, "name", name, words)
        if clause is not None:
            self._set(context, draft, clause, phrase)
        else:
            self._time(context, draft, next((t for t in context.times(phrase.modifiers) if t.edtf), None), words)
            self._places(context, draft, phrase, words)
        text = (
            (mention.text if mention is not None else "") + clause.lemma
            if clause is not None
            else (mention.text if mention else "")
        )
        scope = "".join(p.text + p.particle for p in (clause.args if clause is not None else [])) + text
        draft.subtype = draft.subtype or self._kind(context, draft, mention, scope)

    def _set(self, context: Context, draft: Draft, clause: Clause, phrase: Phrase) -> None:
        """Time and place of the clause, and of what modifies the event noun."""
        words = context.span(phrase)
        modified = next((t for t in context.times(phrase.modifiers) if t.edtf), None)
        holding = self._holding(phrase)
        relative = context.when(holding, inherit=False) if holding is not None else None
        purpose = clause.form == "relative" and clause.target is not None and clause.target.text in ("ため", "目的")
        time = modified or relative or context.when(clause, inherit=not purpose)
        if time is None and draft.status == "held" and draft.rule in ("meet-verb", "event-held", "receive", "attend"):
            time = context.time_before()
        self._time(context, draft, time, words)
        self._places(context, draft, phrase, words)
        if holding is not None:
            self._settle_place(context, draft, context.where(holding), words)
        self._settle_place(context, draft, context.where(clause), words)

    def _holding(self, phrase: Phrase) -> Clause | None:
        """The relative clause that tells of the event's being held, on the noun or on what modifies it."""
        nearby = (m for p in phrase.modifiers for m in (*p.conjuncts, *p.modifiers))
        for part in (phrase, *phrase.conjuncts, *phrase.modifiers, *nearby):
            if part.relative is not None and part.relative.lemma in self._light:
                return part.relative
        return None

    def _time(self, context: Context, draft: Draft, time: object, words: Span) -> None:
        if time is not None and draft.time is None:
            context.claim(draft, "time", time, getattr(time, "span", words))  # type: ignore[arg-type]

    def _places(self, context: Context, draft: Draft, phrase: Phrase, words: Span) -> None:
        found: list[Ref] = []
        for modifier in (
            *phrase.modifiers,
            *(m for p in phrase.modifiers for m in p.modifiers if m.particle == "での"),
        ):
            if modifier.particle in ("での", "の", "における", "ノ"):
                found += [
                    r
                    for r in context.places(modifier)
                    if r.kind == "place" or (modifier.particle == "での" and r.key in context.linked.city_states)
                ]
        mention = self._event(phrase)
        for inner in mention.inner if mention is not None else ():
            if inner.kind == "place":
                # カスピ海沿岸国首脳会議 was not held in the sea
                found += [
                    r
                    for r in context.linked.of(inner)
                    if context.linked.place_kinds.get(r.key) in ("City", "Venue", "Border")
                ]
        self._settle_place(context, draft, found, words)

    @staticmethod
    def _settle_place(context: Context, draft: Draft, found: list[Ref], words: Span) -> None:
        """The most specific place, and the state in which it lies."""
        places = [r for r in found if r.kind == "place"]
        states = [r for r in found if r.kind == "state"]
        if states and not places and (town := context.linked.city_states.get(states[-1].key)) is not None:
            places = [town]
        if places and not draft.refs("place"):
            # the town, where the text names one, rather than the building in it
            kinds = context.linked.place_kinds
            place = next(
                (p for kind in ("City", "Border", "Venue") for p in reversed(places) if kinds.get(p.key) == kind),
                places[-1],
            )
            context.claim(draft, "place", place, words)
            home = context.linked.place_states.get(place.key)
            if home is not None:
                context.claim(draft, "placeState", home, words)
        if states and not draft.refs("placeState"):
            context.claim(draft, "placeState", states[-1], words)

    @staticmethod
    def _name(context: Context, phrase: Phrase, mention: Mention, clause: Clause | None) -> str | None:
        """A proper name of the meeting: more than its bare noun, or a session with the body whose session it is."""
        name = MeetingRules._plain_name(context, phrase, mention, clause)
        gloss = next((a.text for a in context.parsed.sentence.asides if a.kind == "bracket" and a.at == phrase.end), "")
        if name and _GLOSS.search(gloss):
            # 主要7カ国首脳会議(G7広島サミット): two names of one conference
            return f"{name}({gloss})"
        return name

    @staticmethod
    def _plain_name(context: Context, phrase: Phrase, mention: Mention, clause: Clause | None) -> str | None:
        if mention.name and mention.rule == "quotation":
            return mention.name
        lead = next(
            (
                m
                for m in phrase.modifiers
                if m.particle == "の"
                and m.head.mention is not None
                and m.head.mention.kind in ("event", "organization")
            ),
            None,
        )
        if lead is not None and lead.head.mention is not None:
            # 東方経済フォーラムの全体会合, ASEANの閣僚会議
            return lead.head.mention.text + ("の" if lead.head.mention.kind == "organization" else "") + mention.text
        owner = next(
            (m for m in phrase.modifiers if m.particle == "の" and m.text.endswith(_BODIES) and not m.is_time), None
        )
        if owner is not None and mention.head == mention.text:
            return f"{owner.text}の{mention.text}"
        if mention.text in ("総会", "理事会", "首脳会議", "外相会議", "外相会合"):
            scope = clause.args if clause is not None else []
            bodies = [
                r
                for a in [*scope, *phrase.modifiers]
                for u in a.content
                if u.mention is not None and u.mention.kind == "organization"
                for r in context.linked.of(u.mention)
                if r.key in context.linked.international
            ]
            if bodies:
                return bodies[0].name + mention.text
            earlier = [
                u.mention.text
                for p in context.scene.sentences[: context.index + 1]
                for u in p.units
                if u.mention is not None
                and u.mention.kind == "event"
                and u.mention.text.endswith(mention.text)
                and len(u.mention.text) > len(mention.text)
            ]
            return earlier[-1] if earlier else None
        if mention.text in (mention.head, "首脳会談", "外相会談", "電話会談") or (
            not mention.head and mention.kind == "event"
        ):
            return None
        return mention.text

    def _kind(self, context: Context, draft: Draft, mention: Mention | None, scope: str) -> str:
        text = mention.text if mention is not None else ""
        states = draft.refs("state")
        if any(w in text or w in scope for w in self._kinds["phone"]) or any(
            w in scope for w in self._kinds["phone_cues"]
        ):
            return "phone"
        if (
            len(states) >= 3
            or any(w in text for w in self._kinds["multilateral"])
            or (mention is not None and any(m.kind == "organization" for m in mention.inner))
        ):
            return "multilateral"
        for kind in ("working", "foreign_ministers", "summit", "ministerial", "other"):
            if any(w in text for w in self._kinds[kind]):
                if draft.rule == "attend" and len(states) < 2 and kind in ("foreign_ministers", "ministerial"):
                    return "multilateral"
                if (
                    kind == "summit"
                    and len(states) != 2
                    and not text.endswith("首脳会談")
                    and not text.endswith("トップ会談")
                ):
                    return "multilateral"
                return kind
        kind = kind_of_people(context, draft)
        if not draft.refs("participant") and len(states) == 2:
            # 両国の外相が会談した
            kind = next((k for k, words in _SIDES.items() if any(w in scope for w in words)), kind)
        return "multilateral" if kind == "other" and draft.rule == "attend" else kind


def kind_of_people(context: Context, draft: Draft) -> str:
    """Kind of a bilateral meeting by the ranks of those who met."""
    by_state: dict[str, list[str]] = {}
    for ref in draft.refs("participant"):
        if ref.kind != "person":
            continue
        state = context.state_of(ref)
        by_state.setdefault(state.key if state else ref.key, []).append(context.rank(ref))
    ranks = [
        min(r, key=("leader", "foreign", "minister", "official", "envoy", "other", "").index) for r in by_state.values()
    ]
    if len(ranks) < 2:
        return "other"
    if all(r == "leader" for r in ranks):
        return "summit"
    if all(r == "foreign" for r in ranks):
        return "foreign_ministers"
    if all(r in ("minister", "foreign") for r in ranks) and "minister" in ranks:
        return "ministerial"
    if all(r in ("official", "envoy") for r in ranks) or (
        "official" in ranks and not {"leader", "foreign"} & set(ranks)
    ):
        return "working"
    return "other"


def _distinct(refs: list[Ref]) -> list[Ref]:
    return list(dict.fromkeys(refs))
