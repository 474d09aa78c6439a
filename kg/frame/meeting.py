"""Meetings: verbs of meeting, light verbs with an event noun, attendance, reception, and events that a noun names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.frame.around import CLEFT, EARLIER_BEHIND, is_source
from kg.frame.context import Context, Draft
from kg.frame.gather import is_process
from kg.frame.modality import PLAIN
from kg.frame.occasion import MARGIN, occasion
from kg.frame.session import (
    WITH,
    SessionReader,
    adding,
    distinct,
    in_year,
    kind_of_people,
    others_before,
    persons_in,
    with_before,
)
from kg.lexicon.load import Lexicon
from kg.model.account import Ref, Status
from kg.model.mention import Mention
from kg.model.sentence import QUOTE_MARK, Clause, Phrase
from kg.model.span import Span
from kg.model.time import TimeValue

#: Statuses that a verb may give to the event that is its object.
_ORDERED: tuple[Status, ...] = ("cancelled", "postponed", "proposed", "scheduled")
_AT: Final[tuple[str, ...]] = ("で", "では", "でも", "にて", "デ", "デハ")
#: Particles with which a clause tells whether the talks that it speaks of lie ahead.
_WEIGHED: Final[tuple[str, ...]] = ("を", "について", "ニツイテ", "が", "の", "に", "ニアワセ", "ニムケ")
_MARGIN: Final[tuple[str, ...]] = ("の機会", "の際", "に合わせ", "にあわせ", "の場")
#: What is said of talks that are only counted: 顔合わせは初めて.
_FIRST: Final = re.compile(r"初めて|初|[0-9０-９一二三四五六七八九十]+(?:回目|度目|年ぶり)$")
_THIS: Final[tuple[str, ...]] = ("今回", "今回の", "この", "その", "同", "こうした")
_SINCE: Final = re.compile("[^、。]{0,3}(?:以来|以降|ばかり)")
_JUST_AFTER: Final[tuple[str, ...]] = ("後", "終了後", "直後")
#: How many nouns may lie between a conference and where one speaks to the press: 首脳会議の閉幕後の記者会見の場で.
_NEST: Final = 4
#: A table to which others come: ラブロフ外相らを交えた拡大会合, 韓国の外相を加えた3カ国の会談.
_ADDING: Final = re.compile("ら?(?:を|も)(?:交|まじ|加|含)")
_COUNTED: Final = re.compile("([3-6三四五六])(?:者|首脳|外相|閣僚|氏|人|[かカヶヵ]国)")
_COUNTS: Final = {c: n for row in ("3456", "三四五六") for n, c in enumerate(row, 3)}
_AIM: Final = re.compile("に向け|を(?:目指|めざ|求め|模索|探|働き|呼び|促)|に(?:道|意欲|期待)")
#: How many sentences tell of a guest and his host before their talks.
_NEAR_BY: Final = 4
_BOTH: Final = re.compile("両(?:首脳|外相|氏|者|大統領|首相|大臣|次官|代表|国防相)|双方|それぞれ|2人")
_SAID_OF: Final[tuple[str, ...]] = ("を", "が", "は", "も")
#: A press conference that two give together.
_ALIGNED: Final = re.compile("(?:そろって|揃って|並んで|共同で)(?:記者)?会見")
_NO: Final[tuple[str, ...]] = ("ない", "無い")
#: How a headline goes on from talks to what became of them, within so many phrases.
_HEADED, _FATED, _NEAR_HEAD = ("", "は", "が", "も", "を"), ("", "に", "へ", "と", "を"), 3
_NTH: Final = re.compile("第[0-9０-９一二三四五六七八九十]+回")
_AHEAD: Final = re.compile("を(?:前に|目前|控え|間近)|が迫")
_UPON: Final[tuple[str, ...]] = ("ところ", "際", "うえ", "上")
_AFTER: Final[tuple[str, ...]] = ("末", "結果", "後", "あと", "上")


class MeetingRules:
    """Finds meeting drafts in a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._session = SessionReader(lexicon)
        meet = lexicon.table("meetings", "meet")
        self._verbs, self._loose, self._reaching, self._talks, self._idioms = (
            frozenset(meet["verbs"]),
            frozenset(meet["loose"]),
            frozenset(meet["reaching"]),
            frozenset(meet["talks"]),
            meet["idioms"],
        )
        self._taking_part: dict[str, list[str]] = meet["taking_part"]
        self._moments = frozenset(meet["moments"])
        self._closing = frozenset(meet["closing"])
        self._through = frozenset((*meet["through"], *meet["deliberating"]))
        self._programmes = tuple(meet["programmes"])
        self._talked, self._brought = frozenset(meet["talked"]), frozenset(meet["brought"])
        self._open, self._gathering = frozenset(meet["open"]), frozenset(meet["gathering"])
        self._personal, self._meals, self._reception, self._agree, self._tell = (
            frozenset(meet[key]) for key in ("personal", "meals", "reception", "agree", "tell")
        )
        self._margins, self._bidden = tuple(lexicon.table("meetings", "setting")["margins"]), frozenset(meet["bidden"])
        self._accepting = frozenset(meet["accepting"])
        self._trips = tuple(meet["trips"])
        self._addressing, self._openings = tuple(meet["addressing"]), frozenset(meet["openings"])
        self._pursued = frozenset(meet["pursued"])
        self._calling, self._formless = frozenset(meet["calling"]), frozenset(meet["formless"])
        self._stalled, self._entering = frozenset(meet["stalled"]), frozenset(meet["entering"])
        self._opening, self._address = frozenset(meet["opening"]), frozenset(meet["address"])
        self._encounters, self._coming = frozenset(meet["encounters"]), tuple(meet["coming"])
        self._happening = frozenset(meet["happening"])
        self._ring, self._remote = frozenset(meet["ring"]), tuple(meet["remote"])
        self._say = frozenset(lexicon.table("meetings", "conference")["say"])
        self._happen, self._happens, self._attend = (
            frozenset(meet["light"]),
            frozenset(meet["happens"]),
            frozenset(meet["attend"]),
        )
        self._receive, self._call, self._hand, self._sign, self._lead, self._speaking, self._sittings = (
            frozenset(meet[key]) for key in ("receive", "call", "hand", "sign", "lead", "speaking", "sessions")
        )
        self._call_at = frozenset(meet["call_at"])
        self._strolls, self._came_off = frozenset(meet["strolls"]), frozenset(meet["came_off"])
        self._in_a_row = tuple(meet["in_a_row"])
        self._audiences, self._grant = tuple(meet["audiences"]), frozenset(meet["grant"])
        self._hearing: dict[str, list[str]] = meet["hearing"]
        self._close, self._stand = frozenset(meet["close"]), frozenset(meet["beside_signing"])
        self._admit, self._obtained = frozenset(meet["admit"]), tuple(meet["obtained"])
        self._obtaining = frozenset(meet["obtaining"])
        self._abreast = tuple(meet["abreast"])
        self._in_person = tuple(meet["in_person"])
        self._chair, self._ceremonial, self._vague = (
            frozenset(meet["chair"]),
            frozenset(meet["ceremonial"]),
            tuple(meet["vague"]),
        )
        self._summon, self._beside = frozenset(meet["summon"]), frozenset(meet["beside"])
        self._together, self._each, self._round, self._pair = (
            re.compile("|".join(meet[key])) for key in ("together", "each", "round", "pair")
        )
        self._standing, self._homes = tuple(meet["standing"]), tuple(meet["homes"])
        self._goal_only, self._joint, self._hosts = (
            frozenset(meet["goal_only"]),
            frozenset(meet["joint"]),
            frozenset(meet["hosts"]),
        )
        self._receiving = self._receive | self._call | self._hand | self._summon
        self._instruments, self._officials = tuple(meet["instruments"]), tuple(meet["officials"])
        self._envoys = tuple(meet["envoys"])
        fate = lexicon.table("meetings", "fate")
        self._came_to: dict[str, dict[str, Status]] = fate["idioms"]
        self._wanted, self._protest = frozenset(fate["wanted"]), frozenset(meet["protest"])
        self._plans: dict[str, Status] = fate["plans"]
        self._fates: dict[str, Status] = fate["nouns"]
        self._fate_of: dict[str, Status] = {verb: status for status in _ORDERED for verb in fate[status]}
        self._one_sided = frozenset(lexicon.table("meetings", "standing")["one_sided"])
        self._multilateral = lexicon.words("nominals", "events", "multilateral")
        self._referring = lexicon.words("meetings", "meet", "referring")
        self._of_two = lexicon.endings("meetings", "meet", "of_two")
        self._held_apart = lexicon.endings("meetings", "meet", "apart")
        self._paid_calls = lexicon.words("nominals", "events", "calls")
        self._hoped = lexicon.endings("meetings", "meet", "hoped")
        self._hosting = lexicon.words("meetings", "meet", "hosting")
        self._tops = lexicon.endings("meetings", "meet", "tops")
        self._ranks = lexicon.table("meetings", "meet")["ranks"]
        self._sent = lexicon.endings("meetings", "meet", "sent")
        self._before_press = lexicon.endings("meetings", "meet", "before_press")
        self._within = lexicon.words("meetings", "meet", "within")
        self._of_stops = lexicon.endings("meetings", "meet", "of_stops")
        self._rite = lexicon.words("meetings", "meet", "rite")
        self._next_or_last = lexicon.words("meetings", "meet", "other_round")
        self._one_by_one = lexicon.words("meetings", "meet", "one_by_one")
        self._going_into = lexicon.words("meetings", "meet", "going_into")
        self._scenes = lexicon.words("meetings", "meet", "scenes")

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence in text order."""
        used: set[Span] = set()
        for clause in context.clauses:
            yield from self._clause(context, clause, used)
        if context.parsed.sentence.kind == "title":
            yield from self._broken_off(context)
        for phrase in context.phrases:
            mention = self._session.event(phrase)
            body = phrase.head.mention
            if (
                mention is None
                and body is not None
                and body.kind == "organization"
                and (any(m.is_time for m in phrase.modifiers) or self._in_session(phrase))
            ):
                # 2008年のアフリカ開発会議で, 横浜で開幕した第7回アフリカ開発会議に合わせ
                mention = self._session.forum(context, phrase)
            if mention is not None and (last := self._last_day(context, phrase, mention)) is not None:
                used.add(mention.span)
                yield last
            if (mention is None and phrase.text in self._next_or_last) or self._of_another_year(
                context, phrase, mention
            ):
                if mention is not None:
                    used.add(mention.span)
                yield from self._other_round(context, phrase)
                continue
            met = mention is not None and mention.span not in used
            encounter = phrase.text in self._encounters
            if (met or encounter) and phrase.particle in ("は", "が", "も"):
                before = self._told_before(context, phrase, mention)
                yield from before
                if before and mention is not None:
                    # the talks that are compared with them are told elsewhere
                    used.add(mention.span)
            elif phrase.text in self._happening and phrase.particle in ("は", "が") and not self._session.event(phrase):
                # 日韓首脳会談の開催は2023年3月以来
                for talks in (m for m in phrase.modifiers if m.particle == "の" and self._bilateral(m)):
                    yield from self._told_before(context, talks, self._session.event(talks))
            if met or encounter:
                yield from self._since_then(context, phrase)
            if mention is not None and mention.span not in used and not self._leads_on(context, phrase):
                draft = self._nominal(context, phrase, mention)
                if draft is not None:
                    yield draft

    def _told_before(self, context: Context, phrase: Phrase, mention: Mention | None) -> list[Draft]:
        """両氏の顔合わせは6月のサミットに続き2度目: the meetings before, told of behind the topic."""
        people = self._session.people(context, phrase)
        if len(people) == 1 and any(m.particle in ("との", "らとの") for m in phrase.modifiers):
            # B氏との会談は2月の首脳会談以来: of him of whom the text speaks
            told = next((c for c in context.clauses if phrase in c.args), None)
            hosts = context.protagonist(told, people, phrase) if told is not None else context.topic_near()
            people = [*(r for r in hosts if len(context.states_of([r, *people])) > 1), *people]
        both = any(_BOTH.match(unicodedata.normalize("NFKC", m.text)) for m in phrase.modifiers)
        whose = any(m.mentions() for m in phrase.modifiers)
        talks = mention is not None and not self._session.conference(mention, context)
        if not people and talks and (both or not whose or self._bare(context, phrase)):
            # 会談は昨年6月のシンガポールに続き2回目, 対面での会談は…: of the two just told of
            people = others_before(context, 2, [])
        return self._recalled(context, phrase, people) if len(people) > 1 else []

    def _bilateral(self, phrase: Phrase) -> bool:
        """Whether a phrase names talks of two, not a conference that has sessions of its own."""
        mention = self._session.event(phrase)
        return mention is not None and mention.text.endswith("会談") and not _COUNTED.search(mention.text)

    def _since_then(self, context: Context, phrase: Phrase) -> list[Draft]:
        """B氏とは6月のX市以来の対面となった, 昨年11月以来の会談: the time before is told within the noun phrase."""
        since = next((m for m in phrase.modifiers if m.text.endswith("以来") and m.particle == "の"), None)
        told = next((c for c in context.clauses if phrase in c.args or c.phrase is phrase), None)
        if since is None or told is None:
            return []
        partners = [r for a in told.all_args(*WITH) for r in context.actors(a) if r.kind == "person"]
        people = distinct([*context.subjects(told), *self._session.people(context, phrase), *partners])
        people = [r for r in people if r.kind == "person"]
        if len(people) == 1:
            people = [*context.protagonist(told, people), *people]
        people = people or others_before(context, 2, [])
        if len(people) != 2 or len(context.states_of(people)) != 2:
            return []
        return self._occasions(context, phrase, [*since.modifiers, since], people, "since-last")

    @staticmethod
    def _broken_off(context: Context) -> Iterator[Draft]:
        """A headline that breaks off at the partner: 首相、ソチで2年ぶりに大統領と."""
        last = context.phrases[-1] if context.phrases else None
        if last is None or last.particle != "と" or last.predicate or last.quoted:
            return
        partners = [r for r in context.own_actors(last) if r.kind == "person"]
        rows = [p for p in context.phrases[: last.index] if p.particle in ("", "は") and context.own_actors(p)]
        subjects = [r for p in rows[:1] for r in context.own_actors(p) if r.kind == "person" and r not in partners]
        people = distinct([*subjects, *partners])
        if not partners or not subjects or len(context.states_of(people)) < 2:
            return
        draft = context.draft("meeting", "", None, last, "meet-verb")
        for ref in people:
            context.claim(draft, "participant", ref, context.span(last))
        for state in context.states_of(people):
            context.claim(draft, "state", state, context.span(last))
        draft.subtype = kind_of_people(context, draft)
        yield draft

    def _last_day(self, context: Context, phrase: Phrase, mention: Mention) -> Draft | None:
        """会議は7日に始まり、18日まで: how long the conference goes on that has just been told of."""
        if phrase.particle != "は" or mention.text not in self._open or not self._bare(context, phrase):
            return None
        rest = [p for p in context.phrases[phrase.index + 1 :] if p.is_time]
        days = [t for t in context.times(rest) if t.edtf]
        until = next((t for t in days if (t.edtf or "").startswith("../")), None)
        own = [c for c in context.clauses if phrase in c.args or c.inherited is phrase]
        if until is None and days and any(c.lemma in self._closing for c in own):
            # 会議は21日に閉幕する
            ended = [a for c in own if c.lemma in self._closing for a in c.args if a.is_time]
            last = next((t for t in context.times(ended) if t.edtf), days[-1])
            until = last._replace(edtf=f"../{last.edtf}", earliest=None)
        if until is None or len(until.edtf or "") != len("../2025-12-03") or len(days) > 2:
            return None
        draft = context.draft("meeting", "", None, phrase, "until")
        draft.flags |= {"definite", "nominal", "joins"}
        draft.head = "会議"
        first = next((t for t in days if t.span != until.span and len(t.edtf or "") == len("2025-12-03")), None)
        if first is not None and first.earliest and until.latest and first.earliest <= until.latest:
            edtf = f"{first.edtf}/{(until.edtf or '').removeprefix('../')}"
            until = until._replace(edtf=edtf, earliest=first.earliest)
        self._session.time(context, draft, until, context.span(phrase))
        return draft

    def _in_session(self, phrase: Phrase) -> bool:
        """Whether a body that a conference shares its name with is said to be held, or counted: 開幕したX会議, 第7回X会議."""
        holding = self._session.holding(phrase)
        held = holding is not None and (holding.passive or holding.lemma in self._happens)
        return held or _NTH.match(phrase.text) is not None

    @staticmethod
    def _carrying(context: Context, phrase: Phrase) -> Clause | None:
        """The clause whose purpose a noun phrase is: サミット出席のため…訪れた."""
        carrier = next((p for p in context.phrases if phrase in p.modifiers and p.text in ("ため", "目的")), phrase)
        return next((c for c in context.clauses if carrier in c.args and c.form != "relative"), None)

    @staticmethod
    def _visiting(context: Context, phrase: Phrase, people: list[Ref]) -> list[Ref]:
        """A首相がB国を訪れた際、C大統領との会談で提案した: who was there, where the sentence is about something else."""
        homes = context.states_of(people)
        for clause in context.clauses:
            if clause.target is not None and clause.target.text in _UPON and clause.phrase.index < phrase.index:
                found = [r for a in clause.all_args("が") for r in context.actors(a) if r.kind == "person"]
                if found and all(context.state_of(r) not in homes for r in found):
                    return found
        return []

    def _of_another_year(self, context: Context, phrase: Phrase, mention: Mention | None) -> bool:
        """Whether a conference is told apart from that of the article by its year alone: 2027年の会議は, 来年のサミットは."""
        if mention is None or mention.text not in self._open or phrase.particle != "は" or len(phrase.modifiers) != 1:
            return False
        time = next((t for t in context.times(phrase.modifiers) if t.edtf), None)
        published = context.scene.article.published
        other = time is not None and len(time.edtf or "") == len("2025")
        return other and (published is None or time is None or time.edtf != str(published.year))

    def _other_round(self, context: Context, phrase: Phrase) -> Iterator[Draft]:
        """次回は2027年に中国で開かれる, 前回は昨年11月に釜山で行われた: another session of what the text tells of."""
        clause = next((c for c in context.clauses if phrase in c.args or c.inherited is phrase), None)
        if clause is None or clause.lemma not in self._happen:
            return
        if any(a.particle in ("は", "が") and self._session.forum(context, a) for a in clause.args if a is not phrase):
            # APECは次回、ペルーで開かれる
            return
        draft = context.draft("meeting", "", clause, phrase, "other-round")
        draft.flags |= {"series", "definite"}
        year = self._session.own_time(context, phrase)
        if year is not None and len(year.edtf or "") == len("2025"):
            # 来年の首脳会議は11月に開かれる
            rows = context.phrases[phrase.index + 1 :]
            year = in_year(
                year, next((t for t in context.times(p for p in rows if p.is_time) if len(t.edtf or "") > 4), None)
            )
        self._session.time(context, draft, year, context.span(phrase))
        if phrase.text != "前回" and draft.status == "held" and not clause.past:
            draft.status, draft.modality = "scheduled", "planned"
        self._session.time(context, draft, context.when(clause), context.span(phrase))
        self._session.settle_place(context, draft, context.where(clause), context.span(phrase))
        yield draft

    def _clause(self, context: Context, clause: Clause, used: set[Span]) -> Iterator[Draft]:
        """What a predicate tells, by its class: meeting, attending, holding, receiving, signing; else who acts at a conference."""
        lemma = clause.lemma
        own = self._session.event(clause.phrase)
        compound = own is not None and clause.phrase.head.mention is None and lemma in self._happen
        rings = "電話" in context.parsed.sentence.surface and self._rings(clause)
        idiom = list(self._verb(context, clause, own, used)) if not rings and self._idiom(clause) else []
        if rings:
            yield from self._by_phone(context, clause)
        elif (
            idiom and lemma in ("着く", "つく", "就く") and clause.arg("も") is not None and not clause.all_args(*WITH)
        ):
            # 両国の外相も席に着いた: at the talks just told of
            yield from self._present(context, clause, None, self._session.attenders(context, clause, None), used)
        elif idiom:
            yield from idiom
        elif lemma in self._gathering and clause.form == "nominal" and CLEFT.match(clause.tail):
            # 3カ国の首脳がそろうのは2019年12月以来
            yield from self._cleft(context, clause, self._subjects(context, clause))
        elif (
            self._faces(context, clause)
            or lemma in self._verbs
            or (own is not None and own.head in self._talks and not compound)
        ):
            yield from self._verb(context, clause, own, used)
        elif (lemma in self._attend and self._idiomatic(clause)) or (clause.passive and lemma in self._bidden):
            yield from self._attendance(context, clause, used)
        elif lemma in self._call_at and (seen := self._called_on(context, clause)):
            yield from seen
        elif lemma == "なる":
            yield from self._called_off(context, clause, used)
        else:
            found: list[Draft] = []
            if lemma in self._happen or self._was_at(context, clause):
                told = self._series(context, clause) or [(p, clause) for p in self._event_arguments(context, clause)]
                found = [d for p, setting in told for d in self._held(context, setting, p, used)]
            receives = lemma in self._receiving or self._given(clause) or bool(self._rooms(clause))
            if not found and (receives or self._granted(clause) or (own is not None and own.head == "表敬")):
                found = self._received(context, clause)
            if not found and lemma in self._bidden:
                found = self._accepted(context, clause)
            if not found and lemma in self._sign:
                found = self._signed(context, clause)
            tells = lemma in self._agree or lemma in self._tell or lemma in self._close
            if not found and (tells or self._hears(clause) or self._gets(context, clause)):
                found = self._face_to_face(context, clause)
            if not found and lemma in self._joint:
                found = self._side_by_side(context, clause)
            yield from found or self._at_conference(context, clause, used)

    def _was_at(self, context: Context, clause: Clause) -> bool:
        """Whether an event is said to have been at a place: 会談がジュネーブであった, read as a copula."""
        subject = clause.arg("が", "は", "も")
        event = self._session.event(subject) if subject is not None else None
        return event is not None and clause.tail.startswith("であ") and bool(context.places(clause.phrase))

    def _idiom(self, clause: Clause) -> bool:
        """Whether a verb tells of a meeting by what it is said of: 膝を交える, テーブルに着く, 夕食をともにする."""
        shared = clause.lemma == "する" and any(a.text in ("とも", "共") and a.particle == "に" for a in clause.args)
        if shared or clause.lemma == "共にする":
            return any(a.text in self._meals for a in clause.args)
        objects = self._idioms.get(clause.lemma)
        return objects is not None and any(a.particle in ("を", "に") and a.head.text in objects for a in clause.args)

    def _idiomatic(self, clause: Clause) -> bool:
        """Whether a verb of taking part that needs a certain object has it (顔をそろえる, 議長を務める)."""
        objects = self._taking_part.get(clause.lemma)
        return objects is None or any(a.particle == "を" and a.text in objects for a in clause.args)

    def _faces(self, context: Context, clause: Clause) -> bool:
        """Whether two persons of two states, and nobody else, show their faces: not at a conference that is named."""
        shows = clause.lemma in self._taking_part and any(a.particle == "を" and a.text == "顔" for a in clause.args)
        goal = any(a.particle in ("に", "へ", "には") and not a.is_time for a in clause.args)
        people = [r for r in context.subjects(clause) if r.kind == "person"] if shows and not goal else []
        return len(people) == 2 == len(context.states_of(people))

    def _granted(self, clause: Clause) -> bool:
        """Whether somebody lets another come to him: 謁見を許す."""
        return clause.lemma in self._grant and any(
            a.particle == "を" and a.text in self._audiences for a in clause.args
        )

    def _rooms(self, clause: Clause) -> list[Phrase]:
        """The rooms into which somebody is let: 執務室に通された."""
        rooms = [a for a in clause.all_args("に", "へ") if a.text.endswith(self._homes)]
        return rooms if clause.lemma in self._admit else []

    def _gets(self, context: Context, clause: Clause) -> list[Ref]:
        """Of whom something is got: B大統領の同意を取り付けた, B首相から約束を引き出した."""
        if clause.lemma not in self._obtaining or clause.passive:
            return []
        things = [a for a in clause.all_args("を") if a.text.endswith(self._obtained)]
        rows = [*(m for a in things for m in a.modifiers if m.particle in ("の", "からの")), *clause.all_args("から")]
        return [r for m in rows for r in context.actors(m) if r.kind == "person"] if things else []

    def _hears(self, clause: Clause) -> bool:
        """Whether something is heard from somebody: …から話を聞く, 説明を受ける."""
        objects = self._hearing.get(clause.lemma)
        if not any(a.particle == "から" for a in clause.args):
            return False
        if clause.passive and clause.lemma in self._tell | self._hand:
            # A大統領から協力を求められた
            return True
        if objects is None:
            return False
        if clause.lemma in ("聞く", "聴く"):
            return clause.arg("を") is not None
        return any(a.particle == "を" and a.text.endswith(tuple(objects)) for a in clause.args)

    def _rings(self, clause: Clause) -> bool:
        """Whether something is said or done by telephone: 電話で, 電話越しに, 電話をかける."""
        return any(
            (
                a.text == "電話"
                and (
                    a.particle in ("で", "にて")
                    or (a.particle == "を" and clause.lemma in self._ring)
                    or (a.particle == "が" and clause.lemma in ("ある", "入る", "かかる"))
                )
            )
            or a.text.endswith(self._remote)
            for a in clause.args
        )

    def _given(self, clause: Clause) -> bool:
        """Whether a guest is said to be received: 出迎えを受ける."""
        # 次官の訪問も受けた
        return clause.lemma == "受ける" and any(a.text in self._reception for a in clause.all_args("を", "も"))

    def _at_conference(self, context: Context, clause: Clause, used: set[Span]) -> Iterator[Draft]:
        """首脳会議で…と述べた, 安保理は非公式協議で…を決めた: who acts there takes part."""
        for phrase in clause.args if not clause.passive else ():
            mention = self._session.event(phrase)
            if phrase.particle in _AT and self._session.forum(context, phrase) is not None:
                # 国連人権理事会で演説した
                speaks = clause.lemma in self._address and any(r.kind == "person" for r in context.subjects(clause))
                yield from self._attended(context, clause, phrase, used) if speaks else ()
            if phrase.particle in _AT and self._addresses(phrase):
                yield from self._addressed(context, clause, phrase, used)
                return
            if mention is None or phrase.particle not in _AT:
                continue
            if self._session.conference(mention, context):
                for draft in self._attended(context, clause, phrase, used):
                    told = clause.form == "quoted" and clause.lemma not in self._address | self._verbs
                    if draft.status not in ("held", "scheduled") or (told and context.clauses[-1].lemma in self._say):
                        # what was proposed there is not the conference
                        draft.status = "held" if context.clauses[-1].past else "scheduled"
                    yield draft
                return
            if mention.text == mention.head and mention.text in self._open and self._bare(context, phrase):
                # 会議で…と述べた: at that which the text has told of
                speakers = [r for r in context.subjects(clause) if r.kind == "person"]
                if speakers and clause.lemma in self._address | self._speaking:
                    yield from self._there(context, clause, phrase, speakers, used)
                return
            body = next((r for r in context.subjects(clause) if r.key in context.linked.international), None)
            if body is not None and mention.head in self._sittings and mention.span not in used:
                used.add(mention.span)
                draft = context.draft("meeting", "multilateral", clause, phrase, "sitting")
                self._session.fill(context, draft, clause, [body], mention, phrase)
                yield draft
                return

    def _there(
        self, context: Context, clause: Clause, phrase: Phrase | None, speakers: list[Ref], used: set[Span]
    ) -> Iterator[Draft]:
        """Who is said to speak at a conference that is not named again takes part in the one just told of."""
        for draft in self._present(context, clause, phrase, speakers, used):
            draft.head = "会議"
            draft.flags.add("opening")
            yield draft

    def _addresses(self, phrase: Phrase) -> bool:
        """Whether a phrase is a speech or ceremony of a conference: 開会式で, 開会のあいさつで, 総会の一般討論演説で."""
        lead = "".join(f"{m.text}の" for m in phrase.modifiers if m.particle == "の")
        return (lead + phrase.text).endswith(self._addressing)

    def _addressed(self, context: Context, clause: Clause, phrase: Phrase, used: set[Span]) -> Iterator[Draft]:
        """総会の一般討論演説で…と述べた, 開会式で…と述べた: who speaks there attends it, or else what was just told."""
        speakers = [r for r in context.subjects(clause) if r.kind == "person"]
        named = [
            m
            for m in phrase.modifiers
            if self._session.event(m) is not None or self._session.forum(context, m) is not None
        ]
        if not speakers or context.clauses[-1].negative:
            return
        if named:
            yield from self._attended(context, clause, named[-1], used)
        elif all(m.text in self._openings for m in phrase.modifiers):
            yield from self._there(context, clause, None, speakers, used)

    def _by_phone(self, context: Context, clause: Clause) -> Iterator[Draft]:
        """両国の次官が電話で話した, 外相に電話で謝意を伝えた."""
        others = [r for a in clause.all_args(*WITH, "に", "ニタイシ", "へ") for r in context.sides(a)]
        plan = next((c for c in context.clauses if clause.target is not None and c.phrase is clause.target), None)
        if not others and plan is not None:
            # B外相とは15日にも電話で話す方向だ
            others = [r for a in plan.all_args("とは", "とも") for r in context.actors(a)]
        rung = [m for a in clause.args if a.text == "電話" for m in a.modifiers]
        others += [r for p in rung for m in (p, *p.modifiers) for r in context.actors(m)]
        told = [r for a in clause.all_args("から") for r in context.actors(a)]
        if clause.lemma == "受ける":
            # B大統領から電話を受けた
            others, told = others + told, []
        if told and clause.lemma in ("ある", "入る", "かかる") and not others:
            # 習主席から電話があったと語った
            topics = context.subjects_or_topic(clause)
            others = [r for r in topics if r.kind == "person" and r not in told]
        subjects = told or self._subjects(context, clause) or (context.protagonist(clause, others) if others else [])
        people = [r for r in distinct(subjects + others) if r.kind != "place"]
        spoken = clause.lemma in self._verbs | self._speaking or self._idiom(clause)
        apart = len(context.states_of(people)) > 1 or (bool(others) and self._two_persons(context, people))
        if not apart or (not others and not spoken):
            return
        for table in self._tables(context, clause, distinct(subjects), distinct(others), None):
            draft = context.draft("meeting", "phone", clause, clause.phrase, "by-phone")
            if clause.form == "chain" and clause.lemma in self._ring and context.clauses[-1].past:
                # 電話をかけ、協議したいと伝えた: the call is over, whatever is wanted
                draft.status, draft.modality = "held", "asserted"
            self._session.fill(context, draft, clause, [r for r in table if r.kind != "place"], None, clause.phrase)
            yield draft

    def _subjects(self, context: Context, clause: Clause) -> list[Ref]:
        """Who acts, with those who lead or are named before a group: X氏が率いる代表団は, XやYら各国の首脳が."""
        found = context.subjects_or_topic(clause) or self._counted(context, clause.arg("が", "は", "も"))
        if not found and clause.form == "relative" and clause.target is not None and clause.target.text in _UPON:
            # A大臣は、B大臣と会談を行ったところ、概要は以下のとおり
            before = [p for p in context.phrases[: clause.phrase.index] if p.particle == "は" and not p.is_time]
            found = next((f for p in reversed(before) if (f := context.actors(p))), [])
        subject = clause.arg("が", "は", "も")
        if subject is not None and len(context.sides(subject)) > len(found):
            # インド軍の作戦局長は, B次官とA軍幹部が
            found = context.sides(subject)
        if found and all(r.kind == "state" for r in found):
            # トルコ：エルドアン大統領は…
            persons = [r for a in clause.all_args("は", "が") for r in context.actors(a) if r.kind == "person"]
            found = persons if persons and set(context.states_of(persons)) <= set(found) else found
        if clause.form == "nominal" and clause.arg("が") is None and CLEFT.match(clause.tail):
            # 公文を交換したのはA大使とB大使: who did it stands behind
            main = clause.parent
            rows = [*main.all_args("と"), main.phrase] if main is not None else context.phrases[-1:]
            behind = distinct([r for p in rows for r in context.actors(p) if r.kind == "person"])
            found = behind if len(behind) > 1 else found
        found += [r for r in self._callers(context, clause) if r not in found] if found else []
        if subject is None:
            return found
        named: list[Ref] = []
        for part in (subject, *subject.modifiers):
            lead = part.relative
            if lead is not None and lead.lemma in self._lead:
                named += [r for a in lead.args for r in context.actors(a) if r.kind == "person"]
        for part in subject.modifiers:
            if any(u.text == "ら" for u in part.content):
                named += [
                    r
                    for p in part.coordinated()
                    for m in p.mentions()
                    for r in context.linked.of(m)
                    if r.kind == "person"
                ]
        return distinct([*named, *found])

    @staticmethod
    def _counted(context: Context, phrase: Phrase | None) -> list[Ref]:
        """Whom a counted group means (4閣僚, 3首脳): so many persons named together before."""
        found = _COUNTED.match(unicodedata.normalize("NFKC", phrase.text)) if phrase is not None else None
        return others_before(context, _COUNTS[found.group(1)], []) if found is not None else []

    def _callers(self, context: Context, clause: Clause) -> list[Ref]:
        """At whose call others came together, in this clause or that which runs on into it (A副大統領の呼びかけで)."""
        before = self._chained(context, clause)
        args = [*clause.args, *(before.args if before is not None else [])]
        called = [a for a in args if a.particle == "で" and a.text in self._calling]
        return [r for a in called for m in a.modifiers for r in context.actors(m) if r.kind == "person"]

    def _called_off(self, context: Context, clause: Clause, used: set[Span]) -> Iterator[Draft]:
        """首脳会議は…中止となった."""
        fate = next((a.text for a in clause.all_args("と", "に") if a.text in self._fates), None)
        phrase = next(
            (a for a in [*clause.args, clause.inherited] if a is not None and self._session.event(a) is not None), None
        )
        if phrase is None:
            # 会議も、A国が出席を拒んで中止となった
            before = [p for p in context.phrases[: clause.phrase.index] if p.particle in ("は", "も")]
            phrase = next((p for p in before if self._session.event(p) is not None), None)
        mention = self._session.event(phrase) if phrase is not None else None
        if fate is None:
            yield from self._came_to_be(context, clause, used)
        if fate is None or phrase is None or mention is None:
            return
        used.add(mention.span)
        draft = context.draft("meeting", "", None, phrase, "called-off")
        draft.status = self._fates[fate]
        self._session.fill(context, draft, clause, self._session.people(context, phrase), mention, phrase)
        yield draft

    def _came_to_be(self, context: Context, clause: Clause, used: set[Span]) -> Iterator[Draft]:
        """B長官とは電話での協議となった."""
        phrase = next((a for a in clause.all_args("と") if self._session.event(a) is not None), None)
        mention = self._session.event(phrase) if phrase is not None else None
        partners = [r for a in clause.all_args("とは") for r in context.actors(a) if r.kind == "person"]
        people = distinct([*context.protagonist(clause, partners), *partners]) if partners else []
        if phrase is None or mention is None or not clause.past or len(context.states_of(people)) < 2:
            return
        used.add(mention.span)
        draft = context.draft("meeting", "", clause, phrase, "event-held")
        self._session.fill(context, draft, clause, people, mention, phrase)
        yield draft

    def _verb(self, context: Context, clause: Clause, own: Mention | None, used: set[Span]) -> Iterator[Draft]:
        """XはYと会談した; with several partners named in a row, one meeting each unless they met together."""
        if clause.negative:
            # B外相とは会わなかった
            return
        if clause.passive and clause.lemma != "会談する" and not clause.all_args(*WITH):
            # 天皇陛下は…と会見された: who is said to meet with somebody is only honoured by the passive
            return
        partners = self._partners(context, clause)
        partners = self._both(context, clause, partners)
        # Bとも会談した: a partner, not the subject that is left out
        subjects = [r for r in self._subjects(context, clause) if r not in partners]
        there = clause.arg("では") if clause.arg("が", "は", "も") is None else None
        if there is not None and subjects and set(subjects) <= set(context.states_of(partners)):
            # カンボジアではB国王と会見する: where
            subjects = []
        subjects = subjects or (context.protagonist(clause, partners) if partners else [])
        if not partners and len(subjects) == 1 and clause.form == "relative" and clause.lemma not in self._loose:
            # A大統領は、5月に会談したB首相との間で…: he whom the sentence is about
            partners = self._about_whom(context, clause, subjects)
        if not partners and len(subjects) == 1 and (before := self._chained(context, clause)) is not None:
            # X氏を首都に招いて会談した
            partners = [r for a in before.all_args("を", "らを") for r in context.actors(a) if r.kind == "person"]
        if not partners and len(subjects) == 1:
            partners = [r for r in self._at_home(context, clause) if r not in subjects]
        if not partners and (talks := self._session.event(clause.phrase)) is not None:
            # 16日に来日、東京で首脳会談
            partners = self._host(context, clause, talks, subjects)
        subjects = subjects if subjects or partners else self._pair_told(context, clause)
        people = distinct(subjects + partners)
        states = context.states_of(people)
        media = any(context.is_media(a) for a in clause.all_args(*WITH))
        aligned = clause.phrase.text.startswith(("会見", "共同")) or _ALIGNED.search(context.parsed.sentence.surface)
        together = self._two_persons(context, people) and bool(aligned)
        if clause.lemma == "会見する" and (media or not (partners or together)):
            return
        scene = clause.target if clause.target is not None and clause.target.text in self._scenes else None
        if scene is not None and any(c.lemma in _NO and scene in c.args for c in context.clauses):
            # 両者が顔を合わせる場面はなかった
            return
        if clause.lemma in self._loose and not partners and (len(states) < 2 or self._aim(clause)):
            return
        if (clause.lemma in self._personal or self._idiom(clause)) and not self._two_persons(context, people):
            # 両国首脳が顔を合わせる: those who act for the states
            subject = clause.arg("が", "は") or clause.inherited
            beside = next((a for a in clause.all_args(*WITH) if a.text.endswith(self._officials)), None)
            if beside is not None and subjects and len(states) > 1:
                # 3首脳とは10日に夕食を囲んだ
                subject = None
            elif subject is None or not subject.text.endswith(self._officials):
                return
            if subject is not None and len(context.states_of(context.actors(subject))) < 2:
                return
        if not states and (draft := self._of_union(context, clause)) is not None:
            yield draft
            return
        if not people or (len(people) == 1 and not states):
            return
        if clause.lemma in self._formless and (
            clause.form == "nominal"
            or any(a.quoted for a in clause.args)
            or any(c.form == "quoted" and c.parent is clause for c in context.clauses)
            or context.modality.read(clause, context.clauses).status != "held"
        ):
            # 両首脳が直接話すのは初めて; 「…」と話した
            return
        if own is not None:
            used.add(own.span)
        if clause.form == "nominal" and CLEFT.match(clause.tail):
            yield from self._cleft(context, clause, people)
            return
        gapped = self._gapped(context, clause, subjects) or self._times_over(context, clause, people, own)
        if gapped:
            yield from gapped
            return
        tables = self._tables(context, clause, subjects, partners, own)
        days = self._days(context, clause) if len(tables) > 1 else 1
        if len(tables) > 1 and all(p.kind == "state" for p in partners) and self._towns(context, clause) > 1:
            days = len(tables)
        for side in tables:
            draft = context.draft("meeting", "", clause, clause.phrase, "meet-verb")
            if clause.form == "relative" and clause.target is not None and clause.target.text in ("ため", "目的"):
                draft.flags.add("purpose")
            if _SINCE.match(context.parsed.sentence.surface, clause.phrase.end):
                draft.flags.add("recalled")
            if clause.lemma in self._formless and not self._meets(context, clause):
                # in person or by telephone
                draft.subtype = "other"
            self._session.fill(context, draft, clause, side, own, clause.phrase)
            if days > 1:
                # 24日にA国を、25日にB国を訪れ、C大統領とD大統領とそれぞれ会談する: the trips tell the days and the towns
                draft.claims = [c for c in draft.claims if c.property not in ("time", "place", "placeState")]
            yield draft

    def _pair_told(self, context: Context, clause: Clause) -> list[Ref]:
        """両首脳の対面は3回目で、前回は7月にA市で会っている: the two whose talks the clauses before are about."""
        topics = [p for p in context.phrases[: clause.phrase.index] if p.particle == "は"]
        last = [p.text for p in topics] == ["前回"]
        if last and (clause.past or "てい" in clause.tail):
            # 前回は昨年11月にB市で会談した
            return others_before(context, 2, [])
        named = (p for p in topics if not p.is_time)
        talks = next((p for p in named if p.text in self._encounters or self._bilateral(p)), None)
        if talks is None:
            return []
        people = self._session.people(context, talks) or others_before(context, 2, [])
        people = [r for r in people if r.kind == "person"]
        return people if len(people) == 2 == len(context.states_of(people)) else []

    def _meets(self, context: Context, clause: Clause) -> bool:
        """Whether who talks is said to be in one place with the other: 個別に, 廊下で, at a place that is named."""
        begin = min((a.begin for a in clause.args), default=clause.phrase.begin)
        words = context.parsed.sentence.surface[begin : clause.phrase.begin]
        return any(w in words for w in self._in_person) or bool(context.where(clause))

    @staticmethod
    def _about_whom(context: Context, clause: Clause, subjects: list[Ref]) -> list[Ref]:
        """The person of another state who is the topic of a sentence in which a relative clause tells whom he met."""
        target = clause.target
        if target is None or not set(context.actors(target)) & set(subjects) or target.particle in ("は", "が", "も"):
            return []
        rows = [p for p in context.phrases[: clause.phrase.index] if p.particle in ("は", "が") and not p.is_time]
        found = [r for p in rows[:1] for r in context.actors(p) if r.kind == "person"]
        if not rows and target.particle in WITH and context.when(clause, inherit=False) is not None:
            # 2日に会ったA大統領とは…で合意した: he of whom the sentences before are
            found = context.protagonist(clause, subjects)
        return found if len(found) == 1 and len(context.states_of([*found, *subjects])) == 2 else []

    def _of_union(self, context: Context, clause: Clause) -> Draft | None:
        """G7の外相は…で会談した: a meeting of those who act for the members of a body."""
        group = clause.arg("は", "が", "も") or clause.inherited
        if group is None or clause.all_args(*WITH) or not group.text.endswith(self._officials):
            return None
        owners = [r for p in (group, *group.modifiers) for m in p.mentions() for r in context.linked.of(m)]
        union = next((r for r in owners if r.key in context.linked.international), None)
        if union is None or any(r.kind in ("person", "state") for r in owners):
            return None
        draft = context.draft("meeting", "multilateral", clause, clause.phrase, "meet-verb")
        context.claim(draft, "name", f"{union.name}{group.text}会合", context.span(clause.phrase))
        self._session.fill(context, draft, clause, [union], None, clause.phrase)
        return draft

    @staticmethod
    def _days(context: Context, clause: Clause) -> int:
        """How often a clause without a time of its own and those before that run on into it have one; not what is in a relative clause."""
        if sum(a.is_time for a in clause.args) == 1:
            # 10日に首都入りし、11日にA氏、B氏と個別に会う
            return 1
        own = [a for c in context.clauses[: clause.index + 1] if c is clause or c.form == "chain" for a in c.args]
        rows = [p for a in own for p in a.coordinated()]
        return len({t.edtf for p in rows if p.is_time for t in context.times([p])})

    @staticmethod
    def _aim(clause: Clause) -> bool:
        """Whether a clause only says what something is for (共通の問題を話し合う協議体, 協議するとの文書)."""
        return not clause.past and clause.form in ("relative", "quoted") and not any(a.is_time for a in clause.args)

    @staticmethod
    def _two_persons(context: Context, people: list[Ref]) -> bool:
        """Whether two persons or more are named who do not act for one and the same state."""
        persons = [r for r in people if r.kind == "person"]
        sides = {context.state_of(r) or r for r in persons}
        return len(persons) > 1 and len(sides) > 1 and bool(context.states_of(persons))

    def _partners(self, context: Context, clause: Clause) -> list[Ref]:
        """The other side: と, との間で, or に and を where the verb allows it."""
        particles = (*WITH, "に", "にも", "を") if clause.lemma in self._reaching else WITH
        partners = [r for a in clause.all_args(*particles) for r in context.sides(a)]
        partners += self._between(context, clause)
        if not partners and clause.lemma in ("握る", "組む"):
            # B委員長の手を握った
            held = [m for a in clause.all_args("を") for m in a.modifiers if m.particle == "の"]
            partners = [r for m in held for r in context.actors(m) if r.kind == "person"]
        if not partners and any(a.text in self._hosts for a in clause.all_args(*WITH)):
            # A国とB国を歴訪し、それぞれの首脳と会談する; ローマやパリを訪れて首脳と会談した
            before = self._chained(context, clause)
            partners = [r for a in (before.all_args("を") if before else ()) for r in self._states(context, a)]
        asks = clause.parent if clause.target is not None and clause.target.text == "よう" else None
        if not partners and asks is not None and self._fate_of.get(asks.lemma) == "proposed" and not clause.past:
            # B大統領に会談するよう呼びかけた
            asked = [*clause.all_args("に", "ニタイシ"), *asks.all_args("に", "ニタイシ")]
            partners = [r for a in asked for r in context.actors(a) if r.kind == "person"]
        plan = next((c for c in context.clauses if clause.target is not None and c.phrase is clause.target), None)
        if (
            plan is None
            and clause.target is not None
            and (clause.target.text == "こと" or clause.target.text in self._plans)
        ):
            plan = next((c for c in context.clauses if clause.target in c.args), clause.parent)
        if not partners and plan is not None:
            # B首相とは首脳会談を行う予定だ, B首相とは近く会うことになる, B首相とは会う可能性が高い
            rows = plan.all_args("とは", "とも")
            if not rows and plan.form == "quoted" and plan.parent is not None:
                # 大統領は、B首相とは会う可能性が高いと語った
                rows = [a for a in plan.parent.all_args("とは") if a.index < clause.phrase.index]
            partners = [r for a in rows for r in context.actors(a)]
        before = self._chained(context, clause)
        if not partners and before is not None and (not before.phrase.comma or before.lemma in self._strolls):
            # ジャメ氏と夜を徹して協議した: the partner stands before the adverbial clause
            partners = [r for a in before.all_args(*WITH) for r in context.actors(a)]
        if not partners and before is not None and (first := self._chained(context, before)) is not None:
            # B大統領とカウンターに肩を並べ、腹を割って話した
            walked = first.all_args(*WITH) if first.lemma in self._strolls else []
            partners = [r for a in walked for r in context.actors(a)]
        return partners

    @staticmethod
    def _between(context: Context, clause: Clause) -> list[Ref]:
        """Those between whom it is held: X大臣との間で, 両国の次官の間で."""
        between = [a for a in clause.all_args("で", "では") if a.text.endswith(("間", "あいだ")) and not a.is_time]
        own = [r for a in between for r in context.own_actors(a)]
        return own + [r for a in between for m in a.modifiers for r in (*with_before(context, m), *context.actors(m))]

    def _at_home(self, context: Context, clause: Clause) -> list[Ref]:
        """To whom somebody has come with whom he then talks: B氏の自宅に足を運び、懇談した; B首相の執務室で話し合った."""
        before = self._chained(context, clause)
        goals = [*clause.all_args("で", "にて"), *(before.all_args("に", "へ", "を") if before is not None else ())]
        owners = [m for a in goals if a.text.endswith(self._homes) for m in a.modifiers if m.particle == "の"]
        return [r for m in owners for r in context.actors(m) if r.kind == "person"]

    def _both(self, context: Context, clause: Clause, partners: list[Ref]) -> list[Ref]:
        """The two whom a third meets: A大統領は両首脳とそれぞれ会談した, A外相はそれぞれの外相と会談した."""
        args = [p for a in clause.all_args(*WITH) for p in (a, *a.modifiers)]
        subjects = [r for r in context.subjects_or_topic(clause) if r.kind == "person"]
        stops = self._stops(context, clause, subjects) if any(p.text.startswith(self._of_stops) for p in args) else []
        if stops:
            return stops
        if partners and not set(partners) & set(subjects):
            return partners
        if len(subjects) != 1 or not any(_BOTH.match(unicodedata.normalize("NFKC", p.text)) for p in args):
            return partners
        both = [r for r in partners if r.kind == "person" and r not in subjects]
        return both if len(both) > 1 else others_before(context, 2, subjects) or partners

    def _stops(self, context: Context, clause: Clause, subjects: list[Ref]) -> list[Ref]:
        """The states of a tour whose ministers the traveller met: 8日にA国、9日にB国を訪れ、両国の外相と会った."""
        before = self._chained(context, clause)
        goals = [
            r for a in (before.args if before is not None else ()) for p in a.coordinated() for r in context.places(p)
        ]
        stops = [s for s in context.home_states(goals) if s not in context.states_of(subjects)]
        return stops if len(stops) > 1 and len(subjects) == 1 else []

    def _towns(self, context: Context, clause: Clause) -> int:
        """To how many towns the clause before leads that runs on into this one."""
        before = self._chained(context, clause)
        goals = [
            r for a in (before.args if before is not None else ()) for p in a.coordinated() for r in context.places(p)
        ]
        return sum(r.kind == "place" for r in goals)

    @staticmethod
    def _states(context: Context, phrase: Phrase) -> list[Ref]:
        return context.home_states(r for p in phrase.coordinated() for r in context.places(p))

    @staticmethod
    def _chained(context: Context, clause: Clause) -> Clause | None:
        """The clause before, if it runs on into this one."""
        before = context.clauses[clause.index - 1] if clause.index > 0 else None
        return before if before is not None and before.form == "chain" else None

    def _cleft(self, context: Context, clause: Clause, people: list[Ref]) -> Iterator[Draft]:
        """両首脳が会うのは2019年4月のウラジオストク以来; …に続いて3回目: tells of the times before, or only counts.

        両氏が会ったのは2024年10月、カザンでのサミットの場だった tells of one time.
        """
        recalled = self._recalled(context, clause.phrase, people)
        if not recalled and clause.past:
            rest = context.phrases[clause.phrase.index + 1 :]
            until = next((at for at, p in enumerate(rest, 1) if p.predicate), len(rest))
            recalled = self._occasions(context, clause.phrase, rest[:until], people, "met-on")
        yield from recalled

    def _recalled(self, context: Context, trigger: Phrase, people: list[Ref]) -> list[Draft]:
        """The earlier meetings told of behind a phrase (…以来, …に続く), each with its time, and its place or conference."""
        rest = context.phrases[trigger.index + 1 :]
        surface = context.parsed.sentence.surface
        last = next((p.index for p in rest if "以来" in p.text or EARLIER_BEHIND.match(surface, p.end)), None)
        if last is None:
            return []
        rows = rest[: last - trigger.index]
        within = [c for c in context.clauses if c.phrase in rows]
        pair = self._pair_within(context, within, rows)
        if pair and any(c.lemma in self._verbs for c in within):
            # …は、2011年にA氏がB氏と会って以来: told by its own verb
            return []
        return self._occasions(context, trigger, rows, pair or people, "since-last")

    @staticmethod
    def _pair_within(context: Context, clauses: list[Clause], rows: list[Phrase]) -> list[Ref]:
        """両国首脳の会談は、2022年にA氏がB氏と行って以来: the two who met then, not those of whom the text is."""
        for clause in clauses:
            if clause.past or clause.form == "chain":
                subjects = [r for a in clause.all_args("が") if a in rows for r in context.actors(a)]
                partners = [r for a in clause.all_args(*WITH) if a in rows for r in context.actors(a)]
                people = distinct([r for r in (*subjects, *partners) if r.kind == "person"])
                if subjects and partners and len(people) == 2 == len(context.states_of(people)):
                    return people
        return []

    def _occasions(
        self, context: Context, trigger: Phrase, rows: list[Phrase], people: list[Ref], rule: str
    ) -> list[Draft]:
        """One meeting for each time in a row of phrases, with the place or the conference that stands behind it."""
        surface = context.parsed.sentence.surface
        out: list[Draft] = []
        of_two = len(people) == 2 and all(r.kind == "person" for r in people)
        for phrase in rows:
            time = next((t for u in phrase.content if u.mention is not None and (t := u.mention.time) and t.edtf), None)
            mention = self._session.event(phrase) or self._session.forum(context, phrase)
            if time is not None:
                draft = context.draft("meeting", "", None, phrase, rule)
                draft.flags.add("recalled")
                self._session.add_people(context, draft, people, context.span(phrase))
                self._session.time(context, draft, self._over(context, time.opening()), time.span)
                draft.subtype = "phone" if "電話" in trigger.text else self._kind_of(context, draft, trigger)
                out.append(draft)
            if not out or out[-1].subtype == "multilateral":
                continue
            self._session.settle_place(context, out[-1], context.places(phrase), context.span(phrase))
            inner = [r for m in (mention.inner if mention is not None else ()) for r in context.linked.of(m)]
            self._session.settle_place(context, out[-1], [r for r in inner if r.kind == "place"], out[-1].trigger)
            if mention is None:
                continue
            if phrase.text.endswith(self._coming):
                # B氏が会議出席のためA国を訪れて以来: he took part in it, and met the other
                guest = next((r for p in rows if p.particle == "が" for r in context.actors(p)), None)
                whose = [guest] if guest in people else people
                out.append(self._conference(context, phrase, mention, whose, out[-1].time))
            elif "機会" in phrase.text or surface.startswith(_MARGIN, phrase.end):
                out.append(self._conference(context, phrase, mention, people, out[-1].time))
            elif self._session.conference(mention, context) and not mention.members:
                if of_two:
                    # 両首脳の会談は6月のG7サミット以来: at its margin
                    out.append(self._conference(context, phrase, mention, people, out[-1].time))
                    continue
                # 6月のG7サミット以来: there, all took part
                out[-1].subtype = "multilateral"
                self._session.mark(out[-1], mention)
                context.claim(out[-1], "name", mention.text, context.span(phrase))
        return out

    @staticmethod
    def _over(context: Context, time: TimeValue) -> TimeValue:
        """The time of what is over by the day of the article: 2月のミュンヘンに続く is not of the next year."""
        published = context.scene.article.published
        if published is None or time.earliest is None or time.basis != "inferred" or time.earliest <= published:
            return time
        return in_year(time._replace(edtf=str(time.earliest.year - 1)), time)

    def _kind_of(self, context: Context, draft: Draft, trigger: Phrase) -> str:
        """Kind of earlier talks by those who met, or by what they are called: 米朝首脳会談は2018年のシンガポール以来."""
        kind = kind_of_people(context, draft)
        mention = self._session.event(trigger)
        return self._session.kind_by_name(mention) or kind if kind == "other" and mention is not None else kind

    def _conference(
        self, context: Context, phrase: Phrase, mention: Mention, people: list[Ref], time: TimeValue | None
    ) -> Draft:
        """The conference at whose margin people met."""
        draft = context.draft("meeting", "multilateral", None, phrase, "since-last")
        draft.flags.add("recalled")
        self._session.mark(draft, mention)
        words = context.span(phrase)
        context.claim(draft, "name", mention.text, words)
        self._session.add_people(context, draft, people, words)
        self._session.time(context, draft, time, words)
        self._session.settle_place(context, draft, context.places(phrase), words)
        return draft

    def _tables(
        self, context: Context, clause: Clause, subjects: list[Ref], partners: list[Ref], own: Mention | None
    ) -> list[list[Ref]]:
        """Who sat at one table: several partners are met one by one, unless the text says that they came together."""
        whole = distinct(subjects + partners)
        many = [r for r in partners if r.kind in ("person", "state")]
        if len(many) < 2 and len(subjects) < 2:
            return [whole]
        begin = min((a.begin for a in clause.args), default=clause.phrase.begin)
        words = unicodedata.normalize("NFKC", context.parsed.sentence.surface[begin : clause.phrase.end])
        each = self._each.search(words) is not None
        if len(subjects) == 1 and len(many) > 1:
            together = any(a.particle in ("トトモニ", "ヲマジエ") for a in clause.args) or self._together.search(words)
            if each or (not together and self._apart(context, clause, partners, own)):
                return [[*subjects, p] for p in partners]
        elif each and len(partners) == 1 and len(subjects) > 1:
            return [[s, *partners] for s in subjects]
        return [whole]

    def _apart(self, context: Context, clause: Clause, partners: list[Ref], own: Mention | None) -> bool:
        """Whether partners in a row were met one by one: each acts for a state of his own, and no table for all is told of."""
        if own is not None and own.text not in self._one_by_one:
            return False
        joined = any(
            m.head.mention is not None and m.head.mention.kind == "states" for a in clause.args for m in a.modifiers
        )
        if joined and all(r.kind == "state" for r in partners) and len(partners) > 2:
            # 英独仏の首脳と電話で協議した
            return False
        title = unicodedata.normalize("NFKC", context.scene.sentences[0].sentence.surface)
        rest = context.parsed.sentence.surface[clause.phrase.end :]
        one_round = len(partners) == 2 and (self._round.search(title) or self._pair.search(rest)) is not None
        leaders = all(context.rank(r) == "leader" for r in partners)
        return not one_round and (leaders or len(context.states_of(partners)) == len(partners))

    def _gapped(self, context: Context, clause: Clause, subjects: list[Ref]) -> list[Draft]:
        """10日にA氏、11日にB氏とそれぞれ会談した: each partner with the day before him."""
        pairs: list[tuple[Phrase, Phrase]] = []
        day: Phrase | None = None
        towns: dict[int, Phrase] = {}
        rows = sorted({p.index: p for a in clause.args for p in a.coordinated()}.values(), key=lambda p: p.index)
        apart: Phrase | None = None
        for row in rows:
            if row.is_time and apart is not None:
                # A首相とは28日に、B主席とは29日に会う
                pairs.append((row, apart))
                apart = None
            elif row.is_time:
                day = row
            elif row.particle == "とは" and context.own_actors(row):
                apart = row
            elif row.particle in ("で", "では", "にて") and context.places(row):
                # 16日にパリでA大統領、ベルリンでB首相と会った
                towns[len(pairs)] = row
                day = day or (pairs[-1][0] if pairs else None)
            elif (
                day is not None
                and row.head.mention is not None
                and row.head.mention.kind in ("person", "office")
                and row.particle in ("", "と", "とも", "ら", "らと")
            ):
                pairs.append((day, row))
                day = None
        spots = self._spots(context, rows) if not pairs else []
        for at, (spot, partner) in enumerate(spots):
            towns[at] = spot
            pairs.append((spot, partner))
        if len(pairs) < 2:
            return []
        out = []
        for at, (when, partner) in enumerate(pairs):
            draft = context.draft("meeting", "", clause, partner, "meet-each")
            time = next((t for t in context.times([when]) if t.edtf), None) if when.is_time else None
            self._session.time(context, draft, time, context.span(when))
            if len(towns) == len(pairs):
                self._session.settle_place(context, draft, context.places(towns[at]), context.span(towns[at]))
            self._session.fill(context, draft, clause, distinct(subjects + context.own_actors(partner)), None, partner)
            out.append(draft)
        return out

    def _times_over(self, context: Context, clause: Clause, people: list[Ref], own: Mention | None) -> list[Draft]:
        """昨年12月に北京で、今年3月に東京で会談した; 2023年のA市、24年のB市でも会った; 6月と8月に会った: each time a meeting."""
        rows = sorted({p.index: p for a in clause.args for p in a.coordinated()}.values(), key=_place)
        found: list[tuple[TimeValue, Phrase, list[Ref]]] = []
        for row in rows:
            day = row if row.is_time else next((m for m in row.modifiers if m.is_time and m.particle == "の"), None)
            if day is not None and day.particle in ("から", "まで"):
                return []
            time = next((t for t in context.times([day]) if t.edtf), None) if day is not None else None
            there = [] if row.is_time else context.places(row)
            if time is not None and (row.is_time or there):
                found.append((time, row, there))
            elif there and found and (not row.particle or row.particle in _AT) and not found[-1][2]:
                found[-1] = (*found[-1][:2], there)
        apart = len({t.edtf for t, _, _ in found}) == len(found) > 1
        # 5日と6日に会談した: talks of two days
        if not apart or not all(there or len(t.edtf or "") < len("2025-12-03") for t, _, there in found):
            return []
        out = []
        for time, row, there in found:
            draft = context.draft("meeting", "", clause, row, "meet-verb")
            self._session.time(context, draft, time, context.span(row))
            self._session.settle_place(context, draft, there, context.span(row))
            self._session.fill(context, draft, None, people, own, row)
            out.append(draft)
        return out

    @staticmethod
    def _spots(context: Context, rows: list[Phrase]) -> list[tuple[Phrase, Phrase]]:
        """大統領府でA首相と、大使館でB大統領と会う: each partner with the place before him."""
        out: list[tuple[Phrase, Phrase]] = []
        spot: Phrase | None = None
        for row in rows:
            if row.particle in ("で", "にて"):
                spot = row
            elif spot is not None and row.particle in ("と", "とも", "らと") and context.own_actors(row):
                out.append((spot, row))
                spot = None
        return out if len(out) > 1 else []

    def _event_arguments(self, context: Context, clause: Clause) -> list[Phrase]:
        """The events that a verb of holding is said of, all that are coordinated (日中外相会談と日韓外相会談も行われた)."""
        if clause.lemma == "する" and any(a.text == "こと" for a in clause.args):
            # 次回会議は東京で開催することにした: by the verb before
            return []
        at = clause.phrase.head.mention is not None and clause.phrase.head.mention.kind in ("place", "state")
        subject = (
            clause.passive
            or at
            or clause.lemma in self._happens
            or clause.lemma in self._going_into
            or clause.lemma in self._entering
            or self._ends(clause)
        )
        wanted = ("が", "は", "も", "を", "に") if subject else ("を", "も", "は", "が")
        if clause.lemma in ("当たる", "あたる") and not context.subjects(clause):
            # これは第2回会談にあたる
            return []
        if clause.lemma in self._entering and any(a.is_time and a.particle == "に" for a in clause.args):
            # 会談は今年に入って3回目: the year begins, not the talks
            return []
        if (
            clause.form == "relative"
            and clause.target is not None
            and self._session.event(clause.target) is not None
            and not any(a.particle == "を" and self._session.event(a) for a in clause.args)
        ):
            return [clause.target]
        opened = clause.form == "relative" and clause.passive and clause.lemma in self._opening
        if opened and clause.target is not None and self._session.forum(context, clause.target) is not None:
            # 12日に開かれたIAEA理事会は
            return [clause.target]
        before = context.phrases[clause.phrase.index - 1] if clause.phrase.index else None
        bare = clause.form == "relative" and not clause.args
        if bare and before is not None and before.particle in ("が", "の") and self._session.event(before) is not None:
            # 国連総会が開かれたB市で、A外相が: the main clause has taken the event
            return [before]
        for phrase in clause.args:
            aside = phrase.particle in ("は", "も") and any(a.particle == "を" for a in clause.args if a is not phrase)
            if aside and not subject and clause.lemma in self._fate_of:
                # 会議も、A国が出席を拒んで中止となった
                continue
            if phrase.particle == "が" and not subject and clause.lemma in self._fate_of:
                # 首脳会議が開かれたB市でA外相が妥結を目指す: not what is aimed at
                continue
            events = [p for p in phrase.coordinated() if self._session.event(p) is not None]
            if phrase.particle in wanted and events and (events[-1] is phrase or clause.lemma in self._fate_of):
                # 首相との会談や演説が予定されている
                return events
            if phrase.particle in wanted and phrase.relative is None and phrase.text.endswith("ラウンド"):
                return [phrase]
        for phrase in clause.args if subject else ():
            # 首脳会議の開会式が5日に行われた: so the conference began
            if phrase.particle in wanted and self._addresses(phrase):
                named = [m for m in phrase.modifiers if self._session.event(m) or self._session.forum(context, m)]
                if named:
                    return named[-1:]
        inherited = clause.inherited
        told = subject or (clause.lemma in self._opening and not clause.all_args("を"))
        if told and inherited is not None and self._session.event(inherited) is not None:
            # 第6回交渉は、11月20日に再開することが決まった
            return [inherited]
        if clause.lemma in self._opening:
            # IAEA理事会が開幕した, G20が開かれた
            rows = [a for a in clause.args if a.particle in (("が", "は", "も") if subject else ("を",))]
            rows += [inherited] if subject and inherited is not None else []
            bodies = [p for p in rows if self._session.forum(context, p) is not None]
            if bodies:
                return bodies[:1]
        compound = clause.phrase.head.mention is None and self._session.event(clause.phrase) is not None
        # 安保理で緊急会合開催
        return [clause.phrase] if compound else []

    def _ends(self, clause: Clause) -> bool:
        """Whether a conference is said to be through with its programme: 27日、宣言を採択し、2日間の日程を終えた."""
        return clause.lemma in self._through and any(
            a.particle == "を" and a.text.endswith(self._programmes) for a in clause.args
        )

    def _series(self, context: Context, clause: Clause) -> list[tuple[Phrase, Clause]]:
        """12日に東京で日米外相会談、13日にソウルで米韓外相会談を開く: each event with the predicate as if said of it alone."""
        first = clause.phrase.index
        while first and (not (row := context.phrases[first - 1]).predicate or self._listed(row)):
            first -= 1
        rows = context.phrases[first : clause.phrase.index]
        events = [p for p in rows if self._listed(p) or (p.particle in _SAID_OF and self._session.event(p) is not None)]
        if len(events) < 2:
            return []
        before = [a for a in clause.args if a.index < events[0].index and a.particle in ("は", "が") and not a.is_time]
        out: list[tuple[Phrase, Clause]] = []
        day: list[Phrase] = []
        for event in events:
            own = [p for p in rows if first <= p.index < event.index and p.particle not in ("の", "ノ", "を")]
            day, places = [p for p in own if p.is_time] or day, [p for p in own if not p.is_time and context.places(p)]
            if not day or not (places or any(p in own for p in day)):
                return []
            out.append((event, replace(clause, args=[*before, *day, *places, event])))
            first = event.index + 1
        return out

    def _listed(self, phrase: Phrase) -> bool:
        """Whether an event stands bare before a comma, its predicate left to the one behind it."""
        return phrase.comma and not phrase.particle and not phrase.function and self._session.event(phrase) is not None

    def _held(self, context: Context, clause: Clause, phrase: Phrase, used: set[Span]) -> list[Draft]:
        """Talks that a verb says were held, planned or called off; one draft for each table."""
        mention = self._session.event(phrase) or self._session.forum(context, phrase)
        if mention is None or not self._session.counts(context, phrase, mention, clause):
            return []
        if self._of_another_year(context, phrase, mention):
            # 2027年の会議は: a session of the series
            return []
        failed = clause.negative and clause.lemma not in self._fate_of
        holding = self._session.holding(phrase) if failed else None
        planned = holding is not None and self._fate_of.get(holding.lemma) == "scheduled"
        if failed and not planned and clause.lemma not in self._came_off:
            # 会談は行われなかった, said of none that was planned
            used.add(mention.span)
            return []
        if clause.negative and clause.lemma in self._fate_of and self._fate_of[clause.lemma] != "cancelled":
            # B氏との会談は予定していない: there is to be none
            used.add(mention.span)
            return []
        if clause.form == "relative" and clause.target is phrase and self._leads_on(context, phrase):
            # 開かれる締約国会議の首脳級会合に出席する: the talks are those behind
            return []
        if (
            clause.form == "relative"
            and clause.target is phrase
            and clause.lemma in self._hosting
            and not clause.passive
        ):
            main = next((c for c in context.clauses if c is not clause and phrase in c.args), None)
            if main is not None and main.lemma in self._happen:
                # A政府が主催する首脳会議が開幕した: the main clause tells of it
                return []
        if self._known_conference(context, phrase, mention) and self._fate_of.get(clause.lemma) == "proposed":
            # 今月マレーシアで開かれる首脳会議を会談の機会に提案した: not the conference is proposed
            return []
        since = "以来" in context.parsed.sentence.surface[clause.phrase.end :]
        if clause.form == "nominal" and CLEFT.match(clause.tail) and (since or not clause.past):
            # 会談が行われるのは初めて, 会議が開かれたのは2010年以来: counts, tells of none
            used.add(mention.span)
            return []
        used.add(mention.span)
        people = distinct(
            [
                *self._enlarged(context, phrase, self._session.people(context, phrase), clause),
                *(r for a in clause.all_args("ニヨル") for r in self._agents(context, a)),
                *(r for a in clause.all_args(*_AT) for r in context.actors(a) if r.key in context.linked.international),
            ]
        )
        people = self._host_too(context, clause, phrase, people)
        if not people and any(c.text in self._hosts and c.particle in WITH for c in phrase.conjuncts):
            # 各国を訪れて首脳と会談を重ねた: which talks, is not told
            return []
        if clause.lemma in self._pursued and is_process(mention.head) and not any(r.kind == "person" for r in people):
            whole = context.when(clause, inherit=False) or self._session.own_time(context, phrase)
            begun = context.modality.read(clause, context.clauses).status == "held"
            if begun and whole is None and not context.where(clause) and self._session.holding(phrase) is None:
                # その後A国との核交渉を始め: a policy, not a session
                return []
        if len(people) == 1 and "歓迎" in mention.text and self._session.form(mention):
            # A主席主催の歓迎式典が行われた: for the guest of whom the text speaks
            people = [*people, *context.protagonist(clause, people)]
        if mention.head in self._paid_calls and phrase.modifiers and not any(r.kind == "person" for r in people):
            # 駐在大使の表敬を受けた: of somebody who is not known
            return []
        happens = clause.lemma in self._happens and phrase.particle not in ("を", "に")
        passive = clause.passive or happens or self._was_at(context, clause)
        sides = context.states_of([r for r in people if r.kind == "person"])
        if (
            not passive
            and len(sides) < 2
            and not (clause.form == "relative" and clause.target is phrase and not clause.args)
        ):
            partners = distinct(self._partners(context, clause))
            subjects = [r for r in self._subjects(context, clause) if r.kind != "place"]
            if self._announced(context, clause, subjects, people):
                subjects = []
            if self._only_speaks(context, clause, phrase, mention):
                subjects = []
            subjects = subjects or (
                context.protagonist(clause, [*partners, *people]) if partners or len(people) == 1 else []
            )
            if not people and not partners and self._fate_of.get(clause.lemma) == "proposed":
                # B大統領に首脳会談を申し入れた
                asked = clause.all_args("に", "ニタイシ")
                kinds = ("person",) if mention.head == "対話" else ("person", "state")  # 中国に対話を求める is a policy
                partners = [r for a in asked for r in context.actors(a) if r.kind in kinds]
            if not people and len(subjects) == 1 and not partners:
                # A大統領はB首相を招いて晩餐会を開いた
                before = self._chained(context, clause)
                invited = before is not None and before.lemma in self._bidden | self._receive | self._brought
                guests = before.all_args("を", "らを") if before is not None and invited else []
                # A主席はB書記のために歓迎宴を開いた
                guests += [
                    m for a in clause.args if a.text == "ため" and self._session.form(mention) for m in a.modifiers
                ]
                partners = [r for a in guests for r in context.actors(a) if r.kind == "person"]
                # A国がB国王に特使を派遣して会談を行った
                sent = before is not None and any(a.text.endswith(self._sent) for a in before.all_args("を"))
                partners += [
                    r for a in (before.all_args("に", "へ") if sent and before else ()) for r in context.actors(a)
                ]
                partners = partners or self._host(context, clause, mention, subjects)
            if not people:
                tables = self._tables(context, clause, subjects, partners, mention)
                return [self._one_held(context, clause, phrase, mention, table) for table in tables]
            people = distinct(subjects + people)
        elif any(m.particle in ("との", "らとの") for m in phrase.modifiers) and len(context.states_of(people)) < 2:
            # A大統領、B首相との会談が組まれている: of him of whom the text speaks
            others = context.protagonist(clause, people) or self._telling(context, people)
            return [
                self._one_held(context, clause, phrase, mention, table)
                for table in self._tables(context, clause, others, people, mention)
            ]
        beside = (*(r for a in clause.all_args(*WITH) for r in context.actors(a)), *self._between(context, clause))
        people = distinct([*people, *beside])
        if passive and not people:
            # 両国が国境に関する協議が行われる: who is named beside the event
            stand = [a for a in clause.all_args("が", "は") if a is not phrase and not a.is_time]
            states = context.states_of([r for a in stand for r in context.actors(a) if r.kind == "state"])
            people = states if len(states) > 1 else []
        people = distinct([*people, *self._speaking_there(context, clause, phrase, people)])
        if not people and clause.passive and self._fate_of.get(clause.lemma) == "proposed":
            # B大統領から会談を求められた
            people = [
                r for a in clause.all_args("から", "に") for r in context.actors(a) if r.kind in ("person", "state")
            ]
            people = distinct([*context.subjects(clause), *people]) if people else []
        if not people:
            # 両国の次官の間で協議が行われた
            dated = context.when(clause, inherit=False) is not None
            people = distinct(self._partners(context, clause)) or self._same_two(context, phrase, mention, dated=dated)
        return [
            self._one_held(
                context,
                clause,
                phrase,
                mention,
                [*people, *self._who_then(context, clause, people, form=bool(self._session.form(mention)))],
            )
        ]

    def _host_too(self, context: Context, clause: Clause, phrase: Phrase, people: list[Ref]) -> list[Ref]:
        """A大統領はB首相、C首相との3者会談を行った, A大統領はB首相ら5カ国の首脳と会議を開いた: he is one of them."""
        persons = [r for r in people if r.kind == "person"]
        hosts = [r for r in context.subjects(clause) if r.kind == "person" and r not in people]
        if len(hosts) != 1 or clause.passive or len(persons) < 2:
            return people
        count = _COUNTED.search(unicodedata.normalize("NFKC", phrase.text))
        partners = any(m.particle in ("との", "らとの") for m in phrase.modifiers)
        among = any(c.particle in WITH or c.text.endswith(self._tops) for c in phrase.conjuncts)
        whole = partners and count is not None and _COUNTS[count.group(1)] == len(persons) + 1
        return distinct([*hosts, *people]) if whole or among else people

    def _host(self, context: Context, clause: Clause, mention: Mention, people: list[Ref]) -> list[Ref]:
        """来月訪米し、首脳会談に臨む: talks of leaders or ministers to which one travels are with those of the state there."""
        talks = clause.lemma == "臨む" and mention.text.endswith("協議") and not _COUNTED.search(mention.text)
        if mention.members or mention.inner or len(people) != 1 or not (talks or mention.text.endswith(self._of_two)):
            return []
        trip = self._session.trip(context, clause)
        goals = self._session.goal(context, trip) if trip is not None else []
        goals += [r for m in (trip.phrase.named if trip is not None else ()) for r in context.linked.of(m)]
        hosts = [s for s in context.home_states(goals) if s not in context.states_of(people)]
        return hosts if len(hosts) == 1 and people[0].kind == "person" else []

    def _same_two(self, context: Context, phrase: Phrase, mention: Mention, *, dated: bool = False) -> list[Ref]:
        """Who held talks that are only told of by their day, or by how many they were: 3月末の北京での会談から, 5日に始まった三者会談."""
        count = _COUNTED.match(unicodedata.normalize("NFKC", mention.text))
        if count is not None and not mention.members:
            return others_before(context, _COUNTS[count.group(1)], [])
        told = mention.text in self._talked or mention.text.removeprefix("初") in self._talked
        bare = mention.text.endswith("会談") and not any(m.particle for m in phrase.modifiers)
        if not told or not ((dated and bare) or self._session.own_time(context, phrase) is not None):
            return []
        found = others_before(context, 2, [])
        rank = next((rank for word, rank in self._ranks.items() if word in mention.text), None)
        # 9月の首脳会談: a minister who was just named has not held it
        if rank is None or (found and {context.rank(r) for r in found} <= {rank}):
            return found
        return self._two_of_rank(context, rank) if dated else []

    @staticmethod
    def _two_of_rank(context: Context, rank: str) -> list[Ref]:
        """A大統領は2日に到着した。B大統領が出迎えた。翌日、首脳会談が行われた: of the two of that rank told of last, and no third."""
        found: list[Ref] = []
        for index in range(context.index, max(-1, context.index - _NEAR_BY), -1):
            found = distinct([*found, *(r for r in persons_in(context, index) if context.rank(r) == rank)])
            if len(found) > 1:
                break
        return found if len(found) == 2 == len(context.states_of(found)) else []

    @staticmethod
    def _with_topic(context: Context, clause: Clause) -> list[Ref]:
        """前日の首脳会談でB議長は…と述べた: he and the one of another state and his rank of whom the text has just spoken."""
        rows = [a for c in context.clauses[: clause.index + 1] for a in c.all_args("が", "は", "も")]
        said = context.subjects(clause) or [r for a in rows[:1] for r in context.actors(a)]
        speakers = [r for r in said if r.kind == "person"]
        others = [r for r in context.topic_near() if r not in speakers]
        ranks = {context.rank(r) for r in (*speakers, *others)}
        pair = len(speakers) == len(others) == len(ranks) == 1 and len(context.states_of([*speakers, *others])) == 2
        return [*others, *speakers] if pair else []

    @staticmethod
    def _speaking_there(context: Context, clause: Clause, phrase: Phrase, people: list[Ref]) -> list[Ref]:
        """11月に開かれた日ミャンマー外相会談で、A外相はB外相に…を求めた: those of the states that met who speak there."""
        if clause.form != "relative" or clause.target is not phrase or phrase.particle not in _AT:
            return []
        main = next((c for c in context.clauses if phrase in c.args), None)
        if main is None or any(r.kind == "person" for r in people):
            return []
        rows = [a for a in main.all_args("は", "が", "も", "に", "へ", "ニタイシ") if not a.is_time]
        persons = [r for a in rows for r in context.actors(a) if r.kind == "person"]
        states = context.states_of(people)
        return (
            [r for r in persons if (of := context.state_of(r)) is None or of in states] if 1 < len(states) < 4 else []
        )

    @staticmethod
    def _telling(context: Context, people: list[Ref]) -> list[Ref]:
        """A国外務省は、B国との外相会談が開かれると発表した: the state of whose body or spokesman the sentence is."""
        topic = next((p for p in context.phrases if p.particle == "は" and not p.is_time), None)
        rows = [topic, *topic.modifiers] if topic is not None else []
        states = context.states_of([r for p in rows for r in context.actors(p)])
        return [s for s in states if s not in context.states_of(people)][:1]

    @staticmethod
    def _who_then(context: Context, clause: Clause, people: list[Ref], *, form: bool) -> list[Ref]:
        """日米韓首脳会談が開かれ、A首相、B大統領、C大統領が一致した: those of the states that met who act next."""
        after = context.clauses[clause.index + 1] if clause.index + 1 < len(context.clauses) else None
        if clause.form != "chain" or after is None or any(r.kind == "person" for r in people):
            return []
        persons = [r for a in after.all_args("が", "は") for r in context.actors(a) if r.kind == "person"]
        states = context.states_of(people)
        if form and not people:
            # 宴会が催され、A主席とB大統領が演説した
            return persons if len(context.states_of(persons)) > 1 else []
        return persons if len(states) > 1 and set(context.states_of(persons)) == set(states) else []

    @staticmethod
    def _agents(context: Context, phrase: Phrase) -> list[Ref]:
        """By whom talks are held; never the source of a report (…によると)."""
        return [] if is_source(context, phrase) else context.actors(phrase)

    @staticmethod
    def _announced(context: Context, clause: Clause, subjects: list[Ref], people: list[Ref]) -> bool:
        """Whether the subject only announces talks that the text gives to both sides (報道官は両国の次官協議を延期すると発表)."""
        ranks = {context.rank(r) for r in subjects if r.kind == "person"}
        told = clause.parent is not None and clause.form in ("quoted", "relative", "nominal")
        return (
            told
            and bool(ranks)
            and not ranks & {"leader", "foreign", "minister"}
            and len(context.states_of(people)) > 1
        )

    def _known_conference(self, context: Context, phrase: Phrase, mention: Mention) -> bool:
        """Whether a relative clause tells where or when a conference is held: 来月ペルーで開かれる首脳会議."""
        holding = phrase.relative
        dated = holding is not None and (context.when(holding, inherit=False) or context.where(holding))
        quoted = any(u.mention is not None and u.mention.kind == "quote" for u in phrase.content)
        return bool(
            dated
            and holding is not None
            and holding.lemma not in self._fate_of
            and (holding.lemma in self._opening or (holding.passive and holding.lemma in self._happen))
            and not mention.members
            and (self._session.conference(mention, context) or quoted)
        )

    def _only_speaks(self, context: Context, clause: Clause, phrase: Phrase, mention: Mention) -> bool:
        """A首相は6月にカナダで開くサミットにB大統領を招待した: who speaks of a conference need not sit in it; others tell who does."""
        inherited = clause.form == "relative" and clause.target is phrase and clause.arg("が") is None
        return inherited and self._known_conference(context, phrase, mention)

    def _host_speaks(self, context: Context, draft: Draft) -> None:
        """A外相は、来月東京で開く国際会議について述べた: the host of a conference to come, where it is he who speaks of it."""
        there, day, published = draft.refs("placeState"), draft.time, context.scene.article.published
        if draft.subtype != "multilateral" or draft.status not in ("held", "scheduled") or len(there) != 1:
            return
        if day is None or day.earliest is None or published is None or day.earliest <= published:
            return
        bids = any(c.lemma in self._bidden for c in context.clauses)
        if bids or draft.refs("state") or draft.refs("participant"):
            return
        said = context.clauses[-1]
        # A外相から、…への期待が述べられた
        tellers = [r for a in said.all_args("から") for r in context.actors(a)] if said.passive else []
        if context.states_of(tellers or context.subjects_or_topic(said)) == there:
            context.claim(draft, "state", there[0], draft.trigger, confidence=0.7)

    def _came_for(self, context: Context, phrase: Phrase, mention: Mention) -> list[Ref]:
        """A大統領の来日は2019年のサミット以来: he came for that then."""
        sentence = context.parsed.sentence
        if not EARLIER_BEHIND.match(sentence.surface, mention.span.end - sentence.span.begin):
            return []
        trips = [p for p in context.phrases[: phrase.index] if p.particle == "は" and p.text.endswith(self._trips)]
        return [r for p in trips for m in p.modifiers for r in context.actors(m) if r.kind == "person"]

    def _told_after(self, context: Context, phrase: Phrase) -> list[Ref]:
        """A首相は首脳会議閉幕後の記者会見で…と述べた: he has been there."""
        at = phrase
        for _ in range(_NEST):
            words = context.parsed.sentence.surface[phrase.begin : at.end]
            clause = next((c for c in context.clauses if at in c.args), None)
            if clause is not None and at.text.endswith(self._before_press) and "会見" in words and "後" in words:
                subjects = context.subjects_or_topic(clause) if clause.lemma in self._say else []
                return [r for r in subjects if r.kind == "person"]
            above = next((p for p in context.phrases if at in p.modifiers), None)
            if above is None:
                return []
            at = above
        return []

    def _beside_others(self, context: Context, draft: Draft, phrase: Phrase, mention: Mention) -> None:
        """Note of a conference that it is the occasion of what the sentence tells: 首脳会議に合わせて会談した."""
        named = mention.text not in self._session.generic
        if named and not mention.members and self._session.conference(mention, context):
            sentence = context.parsed.sentence
            draft.flags |= {occasion(sentence.surface, mention.span.end - sentence.span.begin)} - {""}
            around = next((c for c in context.clauses if phrase in c.args), None)
            if MARGIN in draft.flags and any(
                context.agreed_on(c) and not c.past and c.parent is around for c in context.clauses
            ):
                # 両首脳は、サミットに合わせて慰霊碑を訪れることで一致した: it is still to come
                draft.status, draft.modality = "scheduled", "planned"
            venue = next((p for p in context.phrases if phrase in p.modifiers and p.text.startswith("開催地")), None)
            rows = [venue] if venue is not None else []
            rows += [c.target for c in context.clauses if venue in c.args and c.target is not None]
            there = [r for p in rows for r in context.places(p)]
            # 首脳会議の開催地カザンで, 首脳会議の開催地となったカザンで
            self._session.settle_place(context, draft, there, context.span(phrase))

    def _accepted(self, context: Context, clause: Clause) -> list[Draft]:
        """A大統領は首脳会議にB首相を招待し、B首相は受け入れた: the guest will be there."""
        guests = [r for a in clause.all_args("を", "らを") for r in context.actors(a) if r.kind == "person"]
        agreed = any(c.lemma in self._accepting and not c.negative for c in context.clauses[clause.index + 1 :])
        if clause.passive or clause.negative or not guests or not agreed:
            return []
        events = [a for a in clause.all_args("に", "へ") if self._session.event(a) or self._session.forum(context, a)]
        out: list[Draft] = []
        for phrase in events[:1]:
            mention = self._session.event(phrase) or self._session.forum(context, phrase)
            draft = context.draft("meeting", "", clause, phrase, "attend")
            draft.status, draft.modality = "scheduled", "planned"
            self._session.fill(context, draft, clause, guests, mention, phrase)
            out.append(draft)
        return out

    @staticmethod
    def _is_ahead(context: Context, phrase: Phrase) -> bool:
        """Whether talks are only said to come soon: 首脳会議を前に, 会談直前に."""
        near = phrase.particle == "ヲ前" or phrase.text.endswith("直前")
        return near or _AHEAD.match(context.parsed.sentence.surface, phrase.end) is not None

    @staticmethod
    def _is_aim(context: Context, clause: Clause, phrase: Phrase) -> bool:
        """Whether an event in a relative clause is part of what somebody announces that he will do."""
        whole = next(
            (
                c
                for c in context.clauses
                if c is not clause and any((phrase is a or phrase in a.modifiers) for a in c.args)
            ),
            None,
        )
        return (
            whole is not None
            and whole.form == "quoted"
            and "てい" not in clause.tail
            and context.modality.read(whole, context.clauses).status in ("scheduled", "proposed")
        )

    def _one_held(self, context: Context, clause: Clause, phrase: Phrase, mention: Mention, people: list[Ref]) -> Draft:
        draft = context.draft("meeting", "", clause, phrase, "event-held")
        fate = self._fate_of.get(clause.lemma)
        if clause.negative and clause.past and fate is None:
            # 予定されていた会談は行われなかった
            draft.status, draft.modality = "cancelled", "asserted"
        if fate is not None:
            draft.status = fate
            if fate in ("proposed", "scheduled"):
                draft.modality = "planned"
            if fate == "scheduled" and clause.past and clause.form == "final":
                draft.flags.add("was-planned")
        self._session.fill(context, draft, clause, people, mention, phrase)
        if (
            clause.target is phrase
            and not clause.past
            and draft.status == "held"
            and self._is_aim(context, clause, phrase)
        ):
            # …で開かれる会議の…に出席すると発表した: as sure as what is announced
            draft.status, draft.modality = "scheduled", "planned"
            own = {t.span for t in context.times([phrase, *clause.args])}
            draft.claims = [c for c in draft.claims if c.property != "time" or getattr(c.value, "span", None) in own]
        if clause.target is phrase and draft.status == "proposed" and fate is None:
            known = self._known_conference(context, phrase, mention) or QUOTE_MARK in phrase.text
            # 来月開かれるサミットの機会に会談を調整している: the conference is settled, as is 「…フォーマット」協議
            draft.status = "scheduled" if known and not clause.past else draft.status
        if clause.target is phrase and not clause.past and draft.status == "held" and self._is_ahead(context, phrase):
            # 11日に開かれる首脳会議を前に: still to come, unless its day is past
            draft.status, draft.modality = "scheduled", "planned"
            draft.flags.add("plain")
        if clause.form == "relative" and clause.target is not None and self._session.event(clause.target) is None:
            # 首脳会議が開かれているB市では10日、…が会談した: there, whatever its days, and maybe not for it
            draft.flags.add("town")
            self._session.settle_place(context, draft, context.places(clause.target), context.span(clause.target))
        if self._was_at(context, clause):
            self._session.settle_place(context, draft, context.places(clause.phrase), context.span(clause.phrase))
        if not people and mention.text in self._open and not draft.text("name") and self._bare(context, phrase):
            # 会議は7日に始まり: the one just told of, unless it has a day and a place of its own
            draft.flags |= {"definite", "series"} if draft.time and draft.claimed("placeState") else {"definite"}
        if (
            not people
            and draft.status in ("cancelled", "postponed")
            and draft.time is not None
            and mention.text in self._open
        ):
            # 9月に予定された会合は見送られた: another session of what was told
            draft.flags.add("series")
        told = draft.status == "held" and clause.form != "relative" and mention.text in self._talked
        if told and not people and phrase.particle == "は" and not phrase.modifiers and self._bare(context, phrase):
            # 会談は約2時間続いた: that of those just named
            draft.flags.add("definite")
        if clause.lemma == "再開する" and mention.text == mention.head and draft.time is not None:
            # 交渉は20日に再開する: another round of the same talks
            draft.flags.add("series")
        if clause.form == "relative":
            draft.flags.add("aside")
        if _SINCE.match(context.parsed.sentence.surface, clause.phrase.end):
            # 昨年11月に行われて以来; 協議は7日にA国で行われて以来: another round of what the text tells of
            draft.flags |= {"recalled"} if people else {"recalled", "series", "definite"}
        if clause.tail.endswith(("ば", "たら", "なら")):
            # 会談が実現すれば: supposes, tells nothing
            draft.status = "uncertain"
            draft.flags.add("definite")
            draft.claims = [c for c in draft.claims if c.property not in ("time", "place", "placeState", "name")]
        self._host_speaks(context, draft)
        self._beside_others(context, draft, phrase, mention)
        return draft

    def _with_other_side(self, context: Context, phrase: Phrase, clause: Clause | None, people: list[Ref]) -> list[Ref]:
        """The people of an event with the subject of its clause, which is the other side: 大統領は、金氏との会談後に…."""
        nested = (m for p in phrase.modifiers for m in (p, *p.modifiers))
        if clause is None or not any(m.particle in ("との", "らとの") for m in nested):
            return people
        others = [r for r in context.subjects_or_topic(clause) if r.kind == "person" and r not in people]
        others = others or self._visiting(context, phrase, people)
        # サモアでは、A首相との会談を経て…した: where, not who
        placed = clause.arg("では") is not None and clause.arg("は", "が", "も") is None
        known = context.subjects(clause) and not placed
        others = others or ([] if known else context.protagonist(clause, people))
        theirs = context.states_of(people)
        apart = all(context.state_of(r) not in theirs for r in others)
        if len(others) == 1 and (
            len([r for r in people if r.kind == "person"]) == 1 or (len(theirs) == len(people) == 1 and apart)
        ):
            # 大統領はチェコとの首脳会談直前に会議を開いた
            return [*others, *people]
        return people

    def _noun_status(
        self, context: Context, draft: Draft, phrase: Phrase, mention: Mention, clause: Clause | None, *, weighed: bool
    ) -> None:
        """Give an event that only a noun names the status that the words around it tell; ``weighed`` where its clause tells it."""
        governing = next((p.text for p in context.phrases if phrase in p.modifiers), "") + phrase.text
        fate = next((f for word, f in self._fates.items() if word in governing), None) or self._headed(context, phrase)
        aim = next((p for p in context.phrases if phrase in p.modifiers and p.text in self._wanted), None)
        planned = next((p for p in context.phrases if phrase in p.modifiers and p.text in self._plans), None)
        plan = self._plans[planned.text] if planned is not None else None
        told = next(
            (c for c in context.clauses if c.form == "quoted" and c.parent is clause and c.lemma in self._happen), None
        )
        possible = (
            told is not None
            and phrase.particle == "ニツイテ"
            and not told.past
            and "でき" in told.phrase.text + told.tail
        )
        came_to = self._came_to.get(clause.lemma) if clause is not None and phrase.particle in _SAID_OF else None
        if came_to is not None and clause is not None and fate is None:
            fate = next((s for w, s in came_to.items() if not w or any(a.text == w for a in clause.args)), None)
            # 会談が焦点となった: it was held
            fate = None if fate == "proposed" and clause.past else fate
        if fate is not None:
            draft.status = fate
            draft.flags.discard("nominal")
        elif possible and not mention.ordinal and draft.time is None:
            # A大統領とB大統領の会談について、合意の後に実施できるとの見方を示した
            draft.status, draft.modality = "proposed", "planned"
            draft.flags.discard("nominal")
        elif plan is not None:
            draft.status, draft.modality = plan, "planned"
            draft.flags.discard("nominal")
        elif (
            aim is not None
            and (done := next((c for c in context.clauses if aim in c.args), None)) is not None
            and (done.lemma in self._fate_of)
        ):
            # 首脳会議の開催を断念した
            draft.status = self._fate_of[done.lemma]
            draft.modality = "planned" if draft.status in ("proposed", "scheduled") else "asserted"
            draft.flags.discard("nominal")
        elif aim is not None and _AIM.match(context.parsed.sentence.surface, aim.end):
            draft.status, draft.modality = "proposed", "planned"
            draft.flags.discard("nominal")
        elif "予定" in phrase.text or (phrase.particle in ("へ", "へと") and context.parsed.sentence.kind == "title"):
            draft.status, draft.modality = "scheduled", "planned"
        elif clause is not None and not tail_of(phrase, mention) and (weighed or phrase.particle in _WEIGHED):
            reading = context.modality.read(clause, context.clauses)
            if reading.status != "held" and (weighed or (reading.cue != PLAIN and not clause.past)):
                draft.status, draft.modality = reading.status, reading.modality
            settled = draft.status == "proposed" and self._session.own_time(context, phrase) is not None
            if settled and self._session.conference(mention, context) and not mention.members:
                # 5月のサミットに向けて連携したい: not the conference is wished for
                draft.status = "scheduled"

    def _as_sure_as(self, context: Context, draft: Draft, phrase: Phrase, clause: Clause) -> None:
        """サミットに合わせて訪れた: the conference is there, and as sure as what was done."""
        reading = context.modality.read(clause, context.clauses)
        if draft.status == "held" and reading.status in ("scheduled", "proposed"):
            draft.status, draft.modality = "scheduled", "planned"
        self._session.settle_place(context, draft, context.where(clause), context.span(phrase))
        if self._session.travels(context, clause):
            self._session.settle_place(context, draft, self._session.goal(context, clause), context.span(phrase))

    def _at_its_goal(self, context: Context, draft: Draft, phrase: Phrase, journey: Clause) -> None:
        """G20サミット出席のため大阪を訪れた: the conference is where the journey leads, and then."""
        words = context.span(phrase)
        time = context.when(journey, inherit=False)
        if time is not None and len(time.edtf or "") < len("2025-12-03"):
            self._session.time(context, draft, time, words)
        if self._session.travels(context, journey):
            self._session.settle_place(context, draft, self._session.goal(context, journey), words)

    def _told_without_verb(self, context: Context, draft: Draft, phrase: Phrase, people: list[Ref]) -> None:
        """2021年5月　アイスランドのレイキャビクで閣僚会合。: when and where stand before it."""
        rows, words = context.phrases[: phrase.index], context.span(phrase)
        days = (t for t in context.times(p for p in rows if p.is_time) if t.edtf)
        self._session.time(context, draft, next(days, None), words)
        there = [r for p in rows if p.particle in _AT for r in context.places(p)]
        self._session.settle_place(context, draft, there, words)
        if draft.time is not None and draft.refs("place") and not people and not draft.text("name"):
            draft.flags.add("series")

    def _attendance(self, context: Context, clause: Clause, used: set[Span]) -> Iterator[Draft]:
        """Xは首脳会議に出席した; 会談にはXとYが同席した."""
        args = [a for c in adding(context, clause) for a in c.all_args("に", "へ", "にも", "には") if not a.is_time]
        if not args:
            # 式典には、…ているA大統領が出席: a relative clause has taken the topic
            args = [p for p in context.phrases[: clause.phrase.index] if p.particle == "には" and not p.is_time]
        topic = clause.arg("は") if not args else None
        if topic is not None and self._session.event(topic) is not None and self._bare(context, topic):
            # 協議は米国からA氏、ロシアからB氏が出席して続いた
            args = [topic]
        # 冒頭に同席した: when, not at what
        args = [a for a in args if a.text not in self._moments]
        goals = [p for a in args for p in a.coordinated()]
        events = [p for p in goals if self._session.event(p) is not None or self._session.forum(context, p) is not None]
        if not events:
            # 首脳会議の議長を務めたA大統領, 国連総会のハイレベルウィークに出席する
            owners = [m for a in (*clause.all_args("を"), *goals) for m in a.modifiers]
            # 国連総会で一般討論演説に臨む
            owners += clause.all_args(*_AT) if any(self._addresses(a) for a in goals) else []
            events = [m for m in owners if self._session.event(m) or self._session.forum(context, m)]
        present = self._session.attenders(context, clause, events[-1] if events else None)
        if clause.form == "nominal" and CLEFT.match(clause.tail) and not present and clause.arg("が") is None:
            # 出席したのはA長官、B外相: who did stands behind
            rows = context.phrases[clause.phrase.index + 1 :]
            present = distinct([r for p in rows for r in context.own_actors(p) if r.kind == "person"])
        beside = [r for a in clause.all_args(*WITH) for r in context.actors(a)]
        acting = context.subjects_or_topic(clause) if beside else context.subjects(clause)
        both = clause.lemma in self._goal_only and len(context.states_of([*acting, *beside])) > 1
        # 米朝の高官が実務協議に臨んだ: both sides are told, it need not be known
        bare = [p for p in events if self._bare(context, p) and not both]
        if len(acting) == 1 and not beside:
            # 来月訪米し、首脳会談に臨む: it need not be known either
            talks = [(p, m) for p in bare if (m := self._session.event(p)) is not None]
            hosted = [p for p, m in talks if self._host(context, clause, m, acting)]
            bare = [p for p in bare if p not in hosted]
        if not events and any(p.text in self._rite for p in goals):
            # 式には、A大統領らが出席した
            for draft in self._present(context, clause, None, present, used):
                draft.head = "式"
                draft.flags.add("ceremony")
                yield draft
            return
        sides = sum(a.text.endswith("側") for a in clause.all_args("から", "からは", "は")) > 1
        if bare or (not goals and not events and (sides or clause.lemma not in self._goal_only)):
            chairing = beside if clause.lemma in self._chair else []
            yield from self._present(context, clause, bare[0] if bare else None, distinct([*present, *chairing]), used)
        for part in events:
            if part not in bare:
                yield from self._attended(context, clause, part, used, present)

    def _bare(self, context: Context, phrase: Phrase) -> bool:
        """Whether an event phrase only refers back: 会談には, 式典に, 同会合に."""
        mention = self._session.event(phrase)
        return (
            mention is not None
            and (mention.text == mention.head or mention.text in self._referring)
            and (context.parsed.sentence.surface[: phrase.begin].endswith(_THIS) or self._unmodified(phrase))
        )

    @staticmethod
    def _unmodified(phrase: Phrase) -> bool:
        return phrase.relative is None and not any(m.particle in ("の", "との", "での") for m in phrase.modifiers)

    def _attended(
        self, context: Context, clause: Clause, phrase: Phrase, used: set[Span], present: list[Ref] | None = None
    ) -> Iterator[Draft]:
        mention = self._session.event(phrase) or self._session.forum(context, phrase)
        beside = [r for a in clause.all_args(*WITH) for r in context.actors(a)]
        led = [r for r in self._subjects(context, clause) if r.kind == "person"] if self._delegated(clause) else []
        subjects = led or context.subjects_or_topic(clause) or self._of_whom(context, clause)
        there = clause.arg("では") if clause.arg("が", "は", "も") is None else None
        if there is not None and subjects and all(r.kind == "state" for r in subjects):
            # カナダでは拡大会合に出席した: where, not who
            subjects = [r for r in context.topic_before() if r.kind == "person"] or subjects
        if any(m.particle in ("との", "らとの") for m in phrase.modifiers) and not any(
            r.kind == "person" for r in subjects
        ):
            # トランプ大統領との会談に臨む: he of whom the text speaks
            subjects = context.protagonist(clause, self._session.people(context, phrase)) or subjects
        people = distinct([*subjects, *(present or ()), *beside, *self._session.people(context, phrase)])
        if mention is not None and len(people) == 1:
            people += self._host(context, clause, mention, people)
        if mention is not None and len(people) == 1 and "歓迎" in mention.text and self._session.form(mention):
            # 歓迎式典にはA国のB主席が出席した: for the guest of whom the text speaks
            people += context.protagonist(clause, people) or [
                r for r in context.topic_near() if context.state_of(r) not in context.states_of(people)
            ]
        talks = (
            mention is not None and mention.members and not any(mention.text.endswith(w) for w in self._multilateral)
        )
        if (
            mention is None
            or not people
            or (any(mention.text.endswith(w) for w in self._one_sided) and "共同" not in mention.text)
        ):
            return
        absent = clause.negative and clause.past
        if (absent or clause.tail.endswith(("ば", "たら", "なら"))) and self._session.conference(mention, context):
            # 首脳会議に出席すれば: who may come is not known; 出席しなかった: who did not come
            return
        used.add(mention.span)
        draft = context.draft("meeting", "", clause, phrase, "attend")
        if clause.passive and clause.lemma in self._bidden and not clause.past and draft.status == "held":
            # 首脳会議に招かれている
            draft.status, draft.modality = "scheduled", "planned"
        holding = self._session.holding(phrase)
        if holding is not None and "てい" in holding.tail and not holding.past and draft.status == "scheduled":
            # 開かれている会議に出席するため出発した: it goes on
            draft.status, draft.modality = "held", "asserted"
        self._session.fill(context, draft, clause, people, mention, phrase)
        journey = clause.parent if clause.target is not None and clause.target.text in ("ため", "目的") else None
        day = context.when(journey, inherit=False) if journey is not None else None
        if day is not None and len(day.edtf or "") < len("2025-12-03"):
            # 昨年10月、首脳会議に出席するためカザンを訪れた
            self._session.time(context, draft, day, context.span(phrase))
        if mention.text in self._session.generic and self._unmodified(phrase) and not phrase.modifiers:
            # 侵攻後初めて国際会議に出席した: that of which the text tells, if any
            draft.claims = [c for c in draft.claims if c.property != "name"]
        if not draft.text("name") and len(people) < 2 and "international" not in draft.flags:
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

    def _delegated(self, clause: Clause) -> bool:
        """Whether the subject is a delegation that somebody leads: A補佐官が率いる代表団が参加した."""
        subject = clause.arg("が", "は", "も")
        rows = (subject, *subject.modifiers) if subject is not None else ()
        return any(p.relative is not None and p.relative.lemma in self._lead for p in rows)

    @staticmethod
    def _of_whom(context: Context, clause: Clause) -> list[Ref]:
        """Who attends where no subject is named: the state whose delegate speaks, else of whom the text has spoken most."""
        subject = clause.arg("は", "が", "も")
        after = next((c for c in context.clauses[clause.index + 1 :] if c.form == "relative" and c.target), None)
        if clause.target is not None and clause.target.text in ("ため", "目的") and after is not None:
            # 会議に出席するため現地入りしたA大統領
            return context.subjects(after)
        if subject is None:
            return context.protagonist(clause, [])
        owners = [subject, *subject.modifiers, *(m for p in subject.modifiers for m in p.modifiers)]
        makers = [
            r for m in subject.modifiers if m.particle == "の" for r in context.own_actors(m) if r.kind == "person"
        ]
        if makers and any(w in subject.text for w in ("訪問", "歴訪", "訪", "来")):
            # A大統領のB国訪問は、首脳会議に出席して以来
            return makers
        return [r for p in owners for m in p.mentions() for r in context.linked.of(m) if r.kind == "state"]

    def _present(
        self, context: Context, clause: Clause, event: Phrase | None, people: list[Ref], used: set[Span]
    ) -> Iterator[Draft]:
        """A大統領らが出席した, 会談には…が同席した: of the meeting that has just been told."""
        persons = [r for r in people if r.kind == "person"]
        if not persons or clause.negative:
            return
        draft = context.draft("meeting", "", clause, clause.phrase, "present")
        draft.flags |= {"definite", "nominal", "joins"}
        if clause.lemma == "立ち会う":
            # at what the clause goes on to tell
            draft.flags.add("witness")
        if clause.form == "nominal" and CLEFT.match(clause.tail):
            draft.flags.add("cleft")
        mention = self._session.event(event) if event is not None else None
        if mention is not None:
            used.add(mention.span)
            self._session.mark(draft, mention)
        elif clause.lemma in self._beside or any(
            a.text.endswith("側") for a in clause.all_args("から", "からは", "は")
        ):
            # 米国側からはA長官が出席した: of talks between sides
            draft.head = "会談"
        elif clause.lemma in self._ceremonial:
            draft.head = "式典"
            draft.flags.add("ceremony")
        elif clause.lemma in self._chair:
            draft.head = "会議"
        words = context.span(clause.phrase)
        for ref in persons:
            context.claim(draft, "participant", ref, words)
        for state in context.states_of([r for r in people if r.kind in ("person", "state")]):
            context.claim(draft, "state", state, words)
        self._session.time(context, draft, context.when(clause), words)
        yield draft

    def _received(self, context: Context, clause: Clause) -> list[Draft]:
        """XはYを迎えた, XはYを表敬した, XはYに文書を手渡した: both sides met, if both are named."""
        if clause.passive or self._given(clause):
            hosts = [r for a in clause.all_args("に", "ニヨル", "から") for r in context.actors(a)]
            hosts += [
                r for a in self._rooms(clause) for p in (a, *a.modifiers) for m in p.named for r in context.linked.of(m)
            ]
            given = [a for a in clause.all_args("を", "も") if self._given(clause) and a.text in self._reception]
            hosts += [r for a in given for m in a.modifiers for r in context.actors(m)]
            guests = context.subjects(clause)
            if not guests and any(r.kind == "person" for r in hosts):
                # 20日には首都で国王の歓待を受けた
                guests = [r for r in context.subjects_or_topic(clause) if r.kind == "person"]
        else:
            particles = ("に",) if clause.lemma in self._hand or self._granted(clause) else ("を", "と")
            guests = [r for a in clause.all_args(*particles) for r in context.actors(a)]
            hosts = context.subjects(clause) or self._counted(context, clause.arg("は", "が"))
            hosts = hosts or (context.protagonist(clause, guests) if guests else [])
            if clause.lemma == "見送る" and not guests:
                # A大統領とB主席は参加を見送った
                return []
        persons = [r for r in hosts + guests if r.kind == "person"]
        envoy = any(context.rank(r) == "envoy" for r in guests)
        seats = any(self._seat(context, a) for a in clause.all_args("に", "へ"))
        if clause.lemma in self._summon and not (envoy or (seats and clause.lemma != "招く")):
            return []
        if clause.lemma in self._summon and envoy and len(context.states_of([*hosts, *guests])) > 1:
            # 外務省はA大使を呼び: who of the ministry spoke to him, is not told
            persons = [*persons, *(context.states_of(hosts) if len(persons) < 2 else ())]
        elif len(persons) < 2 or len(context.states_of(persons)) < 2:
            return []
        draft = context.draft("meeting", "", clause, clause.phrase, "receive")
        self._session.fill(context, draft, clause, persons, None, clause.phrase)
        return [draft]

    def _called_on(self, context: Context, clause: Clause) -> list[Draft]:
        """XはYを訪問した, XはYのもとを訪れた: who goes to see a person of another state has met him."""
        hosts: list[Ref] = []
        for arg in clause.all_args("を", "に"):
            seat = arg.text in ("もと", "元", "下")
            rows = arg.modifiers if seat else [arg] if arg.particle == "を" else []
            hosts += [r for p in rows for r in context.actors(p) if r.kind == "person"]
        guests = [r for r in context.subjects_or_topic(clause) if r.kind == "person"] if hosts else []
        persons = distinct([*guests, *hosts])
        if clause.passive or clause.negative or not guests or len(context.states_of(persons)) < 2:
            return []
        draft = context.draft("meeting", "", clause, clause.phrase, "receive")
        self._session.fill(context, draft, clause, persons, None, clause.phrase)
        # 官邸に長官を訪ねた
        there = [r for a in clause.all_args("に") for r in context.places(a)]
        self._session.settle_place(context, draft, there, context.span(clause.phrase))
        return [draft]

    def _side_by_side(self, context: Context, clause: Clause) -> list[Draft]:
        """Leaders of two states who honour the dead or visit a place together; not where each travels to a state or town."""
        beside = [r for a in clause.all_args("トトモニ", *WITH) for r in context.actors(a)]
        before = self._chained(context, clause)
        looks = before is not None and before.lemma == "見る"
        abreast = any(w in context.parsed.sentence.surface for w in self._abreast)
        if looks or abreast:
            # 習主席はプーチン大統領、金総書記と肩を並べて観覧した; B大統領と遺跡を見て回った
            beside += [r for a in (before.all_args(*WITH) if before is not None else ()) for r in context.actors(a)]
        persons = [r for r in distinct(self._subjects(context, clause) + beside) if r.kind == "person"]
        goals = [r for a in clause.all_args("を", "に") for m in a.mentions() for r in context.linked.of(m)]
        kinds = {context.linked.place_kinds.get(r.key) for r in goals if r.kind == "place"}
        travels = any(r.kind == "state" for r in goals) or bool(kinds & {"City", "Region"})
        apart = self._each.search(context.parsed.sentence.surface[: clause.phrase.end]) is not None
        ranks = [context.rank(r) for r in persons]
        row = len(persons) == 3 and any(w in context.parsed.sentence.surface for w in self._in_a_row)
        few = (row or len(persons) == 2) and len(context.states_of(persons)) == len(persons)
        if not few or travels or apart or set(ranks) != {"leader"}:
            return []
        kind = "multilateral" if len(persons) > 2 else "other"
        draft = context.draft("meeting", kind, clause, clause.phrase, "side-by-side")
        self._session.fill(context, draft, clause, persons, None, clause.phrase)
        return [draft]

    @staticmethod
    def _seat(context: Context, phrase: Phrase) -> bool:
        """Whether a phrase names where somebody may be summoned to: a ministry, a town. An envoy comes wherever he is called."""
        return bool(context.places(phrase)) or any(m.kind == "organization" for m in phrase.mentions())

    def _signed(self, context: Context, clause: Clause) -> list[Draft]:
        """Named representatives of two sides who sign together have met, unless they sign apart."""
        if clause.lemma == "交換する" and not any(
            w in a.text for a in clause.all_args("を", "は", "が") for w in self._instruments
        ):
            return []
        paper = clause.target.head.mention if clause.form == "relative" and clause.target is not None else None
        if clause.passive and paper is not None and paper.kind == "document":
            # 両大臣は、2月に署名された協定の発効に向け: who signed it, is not told
            return []
        beside = [r for a in clause.all_args(*WITH, "トトモニ") for r in context.actors(a)]
        before = self._chained(context, clause)
        if not beside and before is not None and before.lemma in self._stand:
            # A首相は、B外相と並んで演台に立ち、…に署名した
            beside = [r for a in before.all_args(*WITH, "トトモニ") for r in context.actors(a)]
        cleft = self._subjects(context, clause) if clause.form == "nominal" else []
        if beside and not context.subjects(clause):
            # 31日は協定に大統領と並んで署名する
            cleft = [r for r in context.subjects_or_topic(clause) if r.kind == "person" and r not in beside]
        people = distinct(cleft + self._session.attenders(context, clause, None) + beside)
        persons = [r for r in people if r.kind == "person"]
        subject = next((a for a in clause.args if a.particle in ("が", "は")), None)
        officials = subject is not None and subject.text.endswith(self._officials) and not persons
        apart = len([a for a in clause.all_args("で", "にて") if context.places(a)]) > 1
        both = len(context.states_of(people)) > 1 if officials else self._two_persons(context, persons)
        if apart or not both:
            return []
        topic = clause.arg("は")
        mention = self._session.event(topic) if topic is not None else None
        if topic is not None and mention is not None and len(persons) > 1:
            # 首脳会議は21日、A大統領、B首相らが宣言に署名して閉幕した
            draft = context.draft("meeting", "", clause, topic, "attend")
            self._session.fill(context, draft, clause, persons, mention, topic)
            return [draft]
        draft = context.draft("meeting", "other", clause, clause.phrase, "sign-together")
        self._session.fill(context, draft, clause, people if officials else persons, None, clause.phrase)
        if all(a.particle == "も" for a in clause.args if not a.is_time):
            # 両首相が声明に調印した。A外相とB外相も署名した
            draft.flags |= {"definite", "joins", "ceremony"}
        return [draft]

    def _face_to_face(self, context: Context, clause: Clause) -> list[Draft]:
        """Who agrees with somebody, or tells him something, at a named place or when one has come to the other, met him.

        A外相はB国を訪れ、C首相と…で一致した; 平壌を訪れた書記に対し、金総書記は…と表明した; 首都でC首相に直接求めた.
        """
        # to promise is done to somebody as well as with him: B外相に対し、連帯を約束した
        agrees = clause.lemma in self._agree and (clause.lemma not in self._tell or bool(clause.all_args(*WITH)))
        told = ("から",) if self._hears(clause) else ("に", "ニタイシ")
        partners = [r for a in clause.all_args(*(WITH if agrees else told)) for r in context.actors(a)]
        partners = self._gets(context, clause) or partners
        subjects = context.subjects(clause)
        settled = bool(partners) and (self._session.trip(context, clause) is not None or bool(context.where(clause)))
        if not subjects and settled:
            # 翌日ソウルに入り、B大統領に結果を報告した: he of whom the sentence before is
            subjects = [r for r in context.subjects_or_topic(clause) if r.kind == "person"]
        each = [a for a in clause.all_args("とは") if not subjects]
        if each:
            # B首相とは…で一致した: among those whom the one of whom the text speaks has met
            partners = [r for a in each for r in context.actors(a)]
            subjects = context.protagonist(clause, partners)
        persons = [r for r in distinct(subjects + partners) if r.kind == "person"]
        subject = clause.arg("が", "は")
        if agrees and not persons and subject is not None and subject.text.endswith(self._envoys):
            # 両国の代表がB市で…で合意した
            persons = subjects if len(context.states_of(subjects)) == 2 and self._agreed_at(context, clause) else []
            if clause.negative or not persons:
                return []
        elif clause.negative or (clause.passive and told != ("から",)) or not self._two_persons(context, persons):
            return []
        if not agrees and not any(r.kind == "person" for r in partners):
            return []
        trip = self._session.trip(context, clause)
        ranks = {context.rank(r) for r in partners}
        summoned = not agrees and self._to_ambassador(context, clause, subjects, partners)
        heard = not agrees and told == ("から",) and ranks == {"envoy"} and clause.lemma == "受ける"
        # 次官は駐日大使から抗議を受けた
        summoned = summoned or heard
        here = self._agreed_at(context, clause)
        homes = {context.linked.place_states.get(r.key, r) for r in here if r.kind == "place"}
        if (
            trip is None
            and clause.lemma not in self._close
            and not each
            and not summoned
            and not (ranks <= {"official", "envoy"} and homes & set(context.states_of(subjects)))
            and not homes & set(context.states_of(partners) if not agrees else homes)
        ):
            return []
        draft = context.draft("meeting", "", clause, clause.phrase, "face-to-face")
        self._session.fill(context, draft, clause, persons, None, clause.phrase)
        if draft.status != "held" and not (draft.status == "scheduled" and (trip is not None or bool(here))):
            return []
        if trip is not None:
            self._session.settle_place(context, draft, self._session.goal(context, trip), context.span(clause.phrase))
        return [draft]

    @staticmethod
    def _agreed_at(context: Context, clause: Clause) -> list[Ref]:
        """Where it is said that something was agreed or told: B市で…を続けることで合意した."""
        content = [a.relative for a in clause.args if a.text == "こと" and a.relative is not None]
        return context.where(clause) or [r for c in content if not c.past for r in context.where(c)]

    def _to_ambassador(self, context: Context, clause: Clause, subjects: list[Ref], partners: list[Ref]) -> bool:
        """Whether a minister or official tells something to the ambassador of another state, as is done in person."""
        envoys = [a for a in clause.all_args("に", "ニタイシ") if any(w in a.text for w in ("大使", "公使"))]
        ranks = {context.rank(r) for r in subjects if r.kind == "person"}
        abroad = {context.state_of(r) for r in partners} - set(context.states_of(subjects))
        told = clause.lemma in self._protest or (clause.lemma in self._tell and bool(clause.all_args("ニタイシ")))
        return bool(envoys and abroad and ranks & {"foreign", "minister", "official"}) and told

    def _leads_on(self, context: Context, phrase: Phrase) -> bool:
        """Whether an event phrase only modifies another event (東方経済フォーラムの全体会合)."""
        mention = self._session.event(phrase)
        tail = phrase.text[len(mention.text) :] if mention is not None and phrase.text.startswith(mention.text) else ""
        return (
            phrase.particle == "の"
            and tail not in _JUST_AFTER
            and any(phrase in p.modifiers and self._session.event(p) is not None for p in context.phrases)
        )

    @staticmethod
    def _behind(context: Context, phrase: Phrase) -> str:
        """What the sentence says next to a phrase."""
        row = phrase.index + 1
        return context.phrases[row].text if row < len(context.phrases) else ""

    def _enlarged(self, context: Context, phrase: Phrase, people: list[Ref], clause: Clause | None = None) -> list[Ref]:
        """韓国の外相を加えた3カ国の外相会談: who is named comes to the two of whom the text speaks."""
        words = unicodedata.normalize("NFKC", "".join(m.text for m in phrase.modifiers) + phrase.text)
        count, relative = _COUNTED.search(words), phrase.relative
        for part in phrase.modifiers:
            relative = relative or part.relative
        guests = [r for r in people if r.kind == "person"]
        if relative is not None and relative.lemma in ("加える", "交える", "含める"):
            guests = [r for a in relative.all_args("を", "も") for r in context.actors(a) if r.kind == "person"]
        elif not any(_ADDING.match(context.parsed.sentence.surface, m.end) for m in phrase.modifiers):
            return people
        if count is None or not guests:
            return people
        wanted = _COUNTS[count.group(1)] - len(guests)
        hosts = [r for r in context.subjects(clause) if r.kind == "person"] if clause is not None else []
        if len(hosts) == wanted:
            # A大統領は、B首相とC大統領を交えた3者会談を行った
            return [*hosts, *guests]
        return [*others_before(context, wanted, guests), *guests]

    @staticmethod
    def _behind_it(context: Context, phrase: Phrase, *, mention_form: bool = False) -> list[Ref]:
        """Who is said to have done something together at talks: 10月の会談でA主席とB首相が一致した."""
        after = sorted((a for c in context.clauses for a in c.all_args("が") if a.index > phrase.index), key=_place)
        after += [a for c in context.clauses for a in c.all_args("は") if a.index > phrase.index]
        # A長官とB外相は16日の電話会談で…を確認した
        after += [a for c in context.clauses if phrase in c.args for a in c.all_args("は", "が") if a not in after]
        rows = [a for c in context.clauses for a in c.all_args("は", "が", "も") if a.index > phrase.index]
        each = distinct([r for a in rows for r in context.own_actors(a) if r.kind == "person"])
        if mention_form and len(each) == 2 == len(context.states_of(each)):
            # 夕食会で、A首相は…と述べ、B大統領も…と応じた
            return each
        for arg in after[:3]:
            people = context.actors(arg) or MeetingRules._counted(context, arg)
            persons = [r for r in people if r.kind == "person"]
            if 2 <= len(persons) <= 3 and len(context.states_of(persons)) == len(persons):
                return persons
        return []

    def _acts(
        self, context: Context, phrase: Phrase, mention: Mention, clause: Clause | None, people: list[Ref]
    ) -> bool:
        """Whether a body only acts or lends its name (国連総会は決議を採択した, 総会で採択された決議): no sitting is told of."""
        if phrase.particle == "の" and self._behind(context, phrase).startswith(self._margins):
            return False
        inner = {r for m in mention.inner for r in context.linked.of(m)}
        if phrase.particle == "の" and set(people) <= inner and not phrase.modifiers:
            # 日米合同委員会の合意事項: whose name tells the states
            people = []
        if not mention.text.endswith(self._standing) or mention.ordinal or people or self._session.holding(phrase):
            return False
        if clause is not None and not clause.past and self._session.own_time(context, phrase) is not None:
            # 7月末のEU財務相理事会で決定される: one to come
            return False
        return phrase.particle in ("は", "が", "も", "の") or (clause is not None and clause.passive)

    def _headed(self, context: Context, phrase: Phrase) -> Status | None:
        """What a headline says became of talks, in a noun behind them: A・B外相会談は中止; 首脳会談、直前に延期."""
        if context.parsed.sentence.kind not in ("title", "heading") or phrase.particle not in _HEADED:
            return None
        for row in context.phrases[phrase.index + 1 : phrase.index + 1 + _NEAR_HEAD]:
            fate = next((f for word, f in self._fates.items() if row.text.startswith(word)), None)
            if (fate is not None and row.text.endswith("か")) or (fate is not None and row.particle == "か"):
                # A・B会談は見送りか
                return "uncertain"
            if fate is not None:
                return fate if row.particle in _FATED else None
            if row.particle not in ("", "に", "で") or self._session.event(row) is not None or context.actors(row):
                break
        return None

    def _nominal(self, context: Context, phrase: Phrase, mention: Mention) -> Draft | None:
        """An event that no verb of holding carries: 北京での会談, 会談に先立ち, 第3回首脳会談では."""
        people = self._session.people(context, phrase)
        clause = next(
            (c for c in context.clauses if phrase in c.args or any(phrase in a.coordinated() for a in c.args)), None
        )
        among = visiting = False
        if clause is None and phrase.particle == "の":
            # A大統領との会談の中身を伝えた
            clause = next((c for c in context.clauses if any(phrase in a.modifiers for a in c.args)), None)
            among = clause is not None and any(phrase in a.modifiers and a.text in ("ほか", "他") for a in clause.args)
        surface = context.parsed.sentence.surface
        after = phrase.particle == "の" and self._behind(context, phrase) in _AFTER
        if not people and (after or phrase.particle in ("で", "では", "デ", "デハ", "を経て")):
            people = self._behind_it(context, phrase, mention_form=bool(self._session.form(mention)))
        if clause is not None and clause.lemma in _NO and phrase.particle in ("は", "が", "も"):
            # B外相との接触はなかった
            return None
        if clause is not None and clause.lemma in self._stalled and phrase.particle in ("は", "が", "も"):
            # 米中の対話は途絶えている: tells of no session
            return None
        sure = bool(people) and (after or bool(self._session.form(mention)))
        if not sure and not self._session.counts(context, phrase, mention, clause):
            return None
        if self._acts(context, phrase, mention, clause, people):
            return None
        if not people and clause is not None and phrase.particle in _AT and mention.head not in self._multilateral:
            # 両国は先月の首脳会談で確認している
            both = [r for r in context.subjects(clause) if r.kind == "state"]
            people = both if len(both) == 2 else []
        if not people and clause is not None and phrase.particle in _AT:
            # パリを訪問し、首脳会談で協定を協議する
            guest = [r for r in context.subjects(clause) if r.kind == "person"]
            host = self._host(context, clause, mention, guest)
            people = [*guest, *host] if host else []
            visiting = bool(host)
        if (
            clause is not None
            and not people
            and phrase.particle in _AT
            and mention.text.endswith(self._of_two + self._held_apart)
        ):
            people = self._with_topic(context, clause)
        alone = len(people) == 1 and people[0].kind == "person" and clause is None
        if alone and any(m.particle in ("との", "らとの") for m in phrase.modifiers):
            # B大統領との会談は午前と午後の2度、あわせて4時間。
            near = [r for r in context.topic_near() if len(context.states_of([r, *people])) == 2]
            people = [*near, *people]
        people = self._enlarged(context, phrase, people)
        larger = mention.text in self._referring and any(_ADDING.match(surface, m.end) for m in phrase.modifiers)
        margin = phrase.particle == "の" and self._behind(context, phrase).startswith(self._margins)
        margin = margin and not any(m.particle in ("との", "らとの") for m in phrase.modifiers)
        if margin and clause is not None and self._session.conference(mention, context) and not mention.members:
            # 首脳会議の合間にA外相とB外相が会った: both took part in it
            beside = [r for a in clause.all_args(*WITH) for r in context.actors(a)]
            people = [r for r in distinct([*people, *self._subjects(context, clause), *beside]) if r.kind == "person"]
        people = self._with_other_side(context, phrase, clause, people)
        coming = tail_of(phrase, mention) in self._coming and self._session.conference(mention, context)
        journey = self._carrying(context, phrase) if coming else None
        if journey is not None:
            # G20サミット出席のため大阪を訪れた
            people = [r for r in context.subjects_or_topic(journey) if r.kind == "person"]
        ahead = self._is_ahead(context, phrase)
        if not people and self._session.conference(mention, context) and not mention.members:
            people = self._came_for(context, phrase, mention) or self._told_after(context, phrase)
        if not people:
            people = self._same_two(context, phrase, mention)
        draft = context.draft("meeting", "multilateral" if margin else "", None, phrase, "event-noun")
        draft.flags.add("nominal")
        if margin and mention.text in self._open and self._bare(context, phrase):
            # 会合の合間に: that just told of
            draft.flags |= {"joins", "definite"}
        if larger:
            # the talks went on with ministers at the table
            draft.flags |= {"joins", "definite"}
        if not people or (phrase.modifiers and phrase.modifiers[0].text in _THIS):
            draft.flags.add("definite")
        tail = tail_of(phrase, mention)
        governing = next((p.text for p in context.phrases if phrase in p.modifiers), "") + phrase.text
        hoped = phrase.particle in ("へ", "へと") and self._behind(context, phrase).startswith(self._hoped)
        if (
            hoped
            or governing.startswith(self._vague)
            or (phrase.particle == "は" and _FIRST.match(self._behind(context, phrase)))
        ):
            return None
        planned = next((p for p in context.phrases if phrase in p.modifiers and p.text in self._plans), None)
        if planned is not None and any(planned in c.args and c.lemma in _NO for c in context.clauses):
            # B氏との会談の予定はない
            return None
        self._noun_status(context, draft, phrase, mention, clause, weighed=among or visiting)
        self._session.fill(context, draft, None, people, mention, phrase)
        if ahead and draft.status == "held":
            # 首脳会議を前に: still to come, unless its day is past
            draft.status, draft.modality = "scheduled", "planned"
            draft.flags.add("plain")
        if "round 次回" in draft.flags and draft.status == "held":
            draft.status, draft.modality = "scheduled", "planned"
        if draft.status == "held" and not tail and _AIM.match(surface, phrase.end):
            draft.flags.add("aimed")
        holding = self._session.holding(phrase)
        if holding is not None:
            self._session.time(context, draft, context.when(holding, inherit=False), context.span(phrase))
            self._session.settle_place(context, draft, context.where(holding), context.span(phrase))
        if (
            clause is not None
            and phrase.particle in ("ニアワセ", "ニサイシ")
            and self._session.conference(mention, context)
        ):
            self._as_sure_as(context, draft, phrase, clause)
        if journey is not None:
            self._at_its_goal(context, draft, phrase, journey)
        if not context.clauses and phrase.index == len(context.phrases) - 1 and not tail:
            self._told_without_verb(context, draft, phrase, people)
        within = self._behind(context, phrase) in self._within or tail in _JUST_AFTER
        within = within and phrase.particle == "の" and len(people) > 1
        if (
            clause is not None
            and (not tail or within or (tail in _JUST_AFTER and context.clauses[-1].past and len(people) > 1))
            and (within or phrase.particle in ("", "で", "では", "デ", "デハ", "に", "を", "が", "は", "には"))
        ):
            # …との会談後、記者会見した: on the same day and spot
            self._session.time(context, draft, context.when(clause, inherit=False), context.span(phrase))
            self._session.settle_place(context, draft, context.where(clause), context.span(phrase))
        self._host_speaks(context, draft)
        self._beside_others(context, draft, phrase, mention)
        return draft


def tail_of(phrase: Phrase, mention: Mention) -> str:
    """Return what stands behind an event in its phrase: 会談後, サミット出席."""
    return phrase.text[len(mention.text) :] if phrase.text.startswith(mention.text) else ""


def _place(phrase: Phrase) -> int:
    return phrase.index
