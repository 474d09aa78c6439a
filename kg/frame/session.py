"""What an event noun and its clause say of a meeting: who takes part, when, where, its name and its kind."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final

from kg.frame.context import Context, Draft
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase
from kg.model.span import Span
from kg.model.time import TimeValue

_GLOSS: Final = re.compile("(?:サミット|会議|会合|総会|フォーラム|COP[0-9]+|[A-Z0-9]{2,8})$")
_ORDINAL_TAIL: Final = re.compile(
    r"(?:第[0-9０-９一二三四五六七八九十]+(?:ラウンド|回|次)(?:会合|会談|協議)?|(?<![0-9０-９])[0-9０-９]+回目)$"
)
#: What makes a name that holds the name of a state that of a region.
_PART_OF_LAND: Final = re.compile("(?:イベロ|ラテン|中央|南|北|中)$")
_FIXED: Final = re.compile("[2-9二三四五六七八九](?:か|カ|ヵ|ヶ)国|両国")
_ROUND: Final = re.compile(
    r"第([0-9一二三四五六七八九十]+)[回次]|(?<![0-9一二三四五六七八九十])([0-9一二三四五六七八九十]+)[回度]目|(次回|前回)|^(次)(?=.)(?![官長席期])"
)
_TIMES: Final = re.compile("[0-9一二三四五六七八九十]+[回度](?!目)")
#: How a sentence goes on with what is still to be done on the day of the one before.
_THEN: Final = re.compile("[^、。]{0,8}(?:この後|このあと|その後|そのあと|続いて|引き続き)")
#: Rules whose meetings are of the day that the sentence before sets.
#: What parts the time of an earlier event from the one told: 1945年の分断以来初の会談.
_SINCE: Final = frozenset(("以来", "以降", "ぶり"))
_DATED_BEFORE: Final[tuple[str, ...]] = (
    "meet-verb",
    "event-held",
    "receive",
    "attend",
    "sign-together",
    "sitting",
    "by-phone",
    "face-to-face",
)
_HOLDERS: Final[tuple[str, ...]] = ("person", "office", "anaphor")
_UPON: Final[tuple[str, ...]] = ("際", "折", "時", "とき")
_TRAVELLERS: Final[tuple[str, ...]] = ("が", "は", "も", "と", "に", "ニタイシ", "を", "から")
_BESIDE_PARTICLES: Final[tuple[str, ...]] = ("ニアワセ", "ニサイシ", "ニアタリ")
_BESIDES: Final[tuple[str, ...]] = ("ほか", "他", "ら", "両", "各")
#: How many sentences back a counted group may have been named.
_FAR: Final = 9
#: So many days that are over, and the most that a conference lasts.
_ENDED, _LONGEST = (
    re.compile(
        "([0-9０-９]{1,2}|[二三四五六七八九十])日間(?:(?:の|にわたる|に及ぶ)[^。、]{1,20}?)?を(?:終え|終了|締めくく|切り上げ)"
    ),
    20,
)
_PART_DAY: Final = re.compile("^(?:最終日|初日|[0-9０-９二三四五]日目)")
_KANJI: Final = {c: n for n, c in enumerate("二三四五六七八九十", 2)}
#: How long a conference lasts that begins, and which of its days one is: 14日、3日間の日程で始まった; 16日、2日目の討議を行った.
_LASTS, _NTH_DAY = (
    re.compile("([0-9０-９]{1,2}|[二三四五六七八九十])日間(?:の(?:日程|会期|予定)で|にわた[りっる])"),
    re.compile("([2-9２-９二三四五])日目"),
)
#: Who has the chair in a year, and what is told of talks beside a conference.
_CHAIR: Final = re.compile(
    "(?:([0-9０-９]{2,4})|来|再来|翌)年の(?:議長国|開催国|議長|主催国)(?:は|を務め|となり|として)"
)
_SIDE: Final = re.compile("(?:期間|会期|開催)中|合間|傍ら|かたわら|最終日には|これに先立|会場では")
#: How many sit at one table: 3者協議, 6カ国協議.
_PARTIES: Final = re.compile("[3-9三四五六七八九](?:者|[かカヵヶ]国)")
#: The most days that lie between the first and the last of a conference.
_WEEKS: Final = 31
#: The rank of those who hold a meeting of a kind.
_RANKS: Final = {"foreign_ministers": "foreign", "summit": "leader", "ministerial": "minister", "working": "official"}
#: Verbs of coming that may have the place before them in one word.
_IN_ONE: Final[tuple[str, ...]] = ("入りする", "到着する", "訪問する")
#: Gatherings that are no talks.
FORMS: Final[tuple[str, ...]] = ("ceremony", "meal", "press")
#: With whom: と and the longer particles that hold it.
WITH: Final[tuple[str, ...]] = ("と", "とも", "らと", "らとも", "とは", "とだけ", "ヲマジエ")


class SessionReader:
    """Reads the slots of a meeting draft."""

    def __init__(self, lexicon: Lexicon) -> None:
        meet, standing = lexicon.table("meetings", "meet"), lexicon.table("meetings", "standing")
        self._happen, self._attend = frozenset(meet["light"]), frozenset(meet["attend"])
        self._named_sessions = (*meet["conferences"], "フォーラム")
        self._closing = frozenset((*meet["closing"], *meet["through"]))
        self._gathered = frozenset((*meet["attend"], *meet["gathering"]))
        self._forums = frozenset(meet["forums"])
        self._bodies, self._conferences = tuple(meet["bodies"]), tuple(meet["conferences"])
        self.generic = frozenset(meet["generic"])
        self._seated = frozenset(meet["seated"])
        self._no_talks, self._unnamed = tuple(meet["no_talks"]), frozenset(meet["unnamed"])
        self._gather = tuple(meet["sessions"])
        self._kinds: dict[str, list[str]] = lexicon.table("meetings", "kinds")
        self._sides: dict[str, list[str]] = lexicon.table("meetings", "sides")
        self._processes, self._sessions = tuple(standing["processes"]), tuple(standing["session_cues"])
        self._one_sided = frozenset(standing["one_sided"])
        self._multilateral = lexicon.words("nominals", "events", "multilateral")
        self._forms = {form: tuple(lexicon.words("nominals", "events", form)) for form in FORMS}
        visit = lexicon.table("meetings", "visit")
        self._travel = frozenset((*visit["to_object"], *visit["to_goal"])) - frozenset(visit["return_verbs"])
        self._on_arrival = frozenset(visit["arrived"])
        self._margins = frozenset(lexicon.table("meetings", "setting")["margins"])
        self._weak = lexicon.words("nominals", "events", "sessions")
        self._ended_verbs = lexicon.words("meetings", "meet", "ended")
        self._calls = lexicon.endings("nominals", "events", "calls")
        self._hosted = lexicon.endings("meetings", "meet", "hosted")
        self._plans = lexicon.words("nominals", "syntax", "plan_nouns")
        self._beginning = lexicon.words("meetings", "meet", "beginning")
        self._chairs = lexicon.endings("meetings", "meet", "chairs")
        self._organs = lexicon.words("meetings", "meet", "organs")
        self._about = re.compile(lexicon.table("meetings", "meet")["about"])
        self._many_states = re.compile(lexicon.table("meetings", "meet")["of_many"])
        self._of_bodies = lexicon.words("meetings", "meet", "of_bodies")
        self._of_few = lexicon.endings("meetings", "meet", "of_few")

    def event(self, phrase: Phrase) -> Mention | None:
        """The event that a phrase names, as its head or before a small tail (会談後, 会談中); not 協議事務所, 会議室."""
        mention = phrase.named[-1] if phrase.named else None
        if mention is None or mention.kind != "event" or mention.rule == "travel":
            return None
        return None if phrase.text.endswith(self._no_talks) else mention

    def form(self, mention: Mention) -> str:
        """Which gathering other than talks an event is, or nothing."""
        return next((form for form, ends in self._forms.items() if mention.text.endswith(ends)), "")

    def people(self, context: Context, phrase: Phrase) -> list[Ref]:
        """Those whom the noun phrase itself names: AとBの会談, 金氏との会談, 日米首脳会談, 両首脳の会談."""
        out: list[Ref] = []
        mention = self.event(phrase)
        if mention is not None and self.form(mention) == "ceremony":
            # エリツィン氏の葬儀, 独立の式典: whose it is does not take part in it, unless he is welcomed
            whose = ("との", "による", "ニヨルノ", *(("の",) if "歓迎" in mention.text else ()))
            hosts = [m for m in phrase.modifiers if m.text.endswith(self._hosted)]
            out = [r for m in hosts for n in m.mentions() for r in context.linked.of(n) if r.kind == "person"]
            return [
                *out,
                *(r for m in phrase.modifiers if m.particle in whose and m not in hosts for r in context.actors(m)),
            ]
        for modifier in (phrase, *phrase.modifiers):
            if (
                modifier.relative is not None
                and modifier.relative.lemma in ("加える", "交える")
                and modifier is not phrase
            ):
                # 6カ国にA国、B国を加えた9カ国の首脳らとの会議
                out += [r for a in modifier.relative.all_args("を") for r in context.actors(a)]
        for modifier in phrase.modifiers:
            if modifier.particle in ("の", "との", "による", "ニヨルノ", "らの", "らとの", "間の"):
                out += [*with_before(context, modifier), *context.actors(modifier)]
            if modifier.particle == "ノ":
                # B首相を交えた3者会談, but シリアをめぐる会談: the land that it is about need not be there
                out += [r for r in context.actors(modifier) if r.kind == "person"]
            if modifier.particle == "への" and mention is not None and mention.text.endswith(self._calls):
                # A首相への表敬
                out += [r for r in context.actors(modifier) if r.kind == "person"]
            if modifier.is_time or modifier.particle in ("での", "における"):
                # A首相とB大統領の18日の会談, A首相の東京での会談
                owners = [p for p in modifier.modifiers if p.particle in ("の", "との", "ニヨルノ")]
                out += [r for p in owners for r in (*with_before(context, p), *context.actors(p)) if r.kind == "person"]
            if modifier.text in ("間", "あいだ") or modifier.particle == "ノ":
                # AとBの間の会談, 両国の鉄道連結に関する協議
                for inner in modifier.modifiers:
                    sides = context.actors(inner) if inner.particle in ("と", "との", "の") else []
                    if len(context.states_of(sides)) > 1 or any(r.kind == "person" for r in sides):
                        # not 北朝鮮の核問題をめぐる協議: whose affair it is need not be at the table
                        out += sides
            for inner in modifier.modifiers:
                if inner.particle == "ニヨルノ":
                    # 両国外相による戦略対話の第2ラウンド
                    out += context.actors(inner)
            if modifier.text.endswith(self._hosted):
                # A大統領主催の晩さん会
                out += [r for m in modifier.mentions() for r in context.linked.of(m) if r.kind == "person"]
        if phrase.relative is not None and phrase.relative.lemma in ("なる", "成る", "構成する"):
            # 3国の代表からなる合同委員会
            out += [r for a in phrase.relative.all_args("から", "で", "ニヨル") for r in context.actors(a)]
        if phrase.relative is not None and phrase.relative.lemma in self._happen and not phrase.relative.passive:
            # A大統領が催した夕食会, A政府が主催する首脳会議
            whole = ("person", "state") if phrase.relative.lemma in ("主催する", "主宰する") else ("person",)
            out += [r for a in phrase.relative.all_args("が") for r in context.actors(a) if r.kind in whole]
        for conjunct in phrase.conjuncts:
            out += context.actors(conjunct)
        if mention is not None:
            for inner_mention in mention.inner:
                if _PART_OF_LAND.search(mention.text, 0, max(0, mention.text.find(inner_mention.text))):
                    # イベロアメリカ首脳会議
                    continue
                about = self._about.match(mention.text, mention.text.find(inner_mention.text) + len(inner_mention.text))
                if inner_mention.kind in ("state", "states", "anaphor") and about is None:
                    out += context.linked.of(inner_mention)
        for unit in phrase.content:
            if unit.mention is not None and unit.mention.kind in ("person", "state", "states", "anaphor", "office"):
                out += context.linked.of(unit.mention)
        return distinct(out)

    def counts(self, context: Context, phrase: Phrase, mention: Mention, clause: Clause | None) -> bool:
        """Whether an event noun is a particular meeting: not a press conference, nor a standing process without a session."""
        text = mention.text
        if any(text.endswith(w) for w in self._one_sided) and "共同" not in text:
            # A首相とB大統領の会見, but 定例会見, 記者団との会見
            return text == "会見" and self._of_two(context, phrase, clause)
        if any(p in text for p in self._processes):
            ordinal = any(
                _ORDINAL_TAIL.search(m.text + text) or re.match("第?[0-9０-９一二三四五六七八九十]+[回次]", m.text)
                for m in phrase.modifiers
            )
            session = (
                clause is not None
                and clause.lemma in self._happen
                and bool(context.where(clause) or context.when(clause, inherit=False))
            )
            sides = clause is not None and any(r.kind == "person" for r in self.people(context, phrase))
            return (
                ordinal
                or session
                or sides
                or any(w in text for w in self._sessions)
                or bool(_ORDINAL_TAIL.search(text))
            )
        if phrase.text.startswith("次回") and clause is not None:
            # 次回協議は2か月以内に開かれる
            return True
        if self.form(mention) and clause is not None and clause.lemma not in self._attend:
            return (
                bool(self.people(context, phrase))
                or len(context.subjects(clause)) > 1
                or (clause.lemma in self._happen and bool(context.where(clause) or context.when(clause)))
            )
        if mention.head in self._weak and mention.head == text and not mention.members:
            # 交渉, 協議, 会議 alone: only with its parties or a definite session
            holding = self.holding(phrase)
            if holding is not None and (context.where(holding) or context.when(holding, inherit=False)):
                return True
            return (
                bool(self.people(context, phrase))
                or bool(mention.ordinal)
                or (clause is not None and any(context.actors(p) for p in clause.all_args(*WITH)))
                or (
                    clause is not None
                    and clause.lemma in self._happen
                    and bool(context.where(clause) or context.when(clause, inherit=False))
                )
            )
        return True

    def _of_two(self, context: Context, phrase: Phrase, clause: Clause | None) -> bool:
        """Whether a noun phrase names persons of two states, or one beside whom the subject stands (B大統領との会見)."""
        persons = [r for r in self.people(context, phrase) if r.kind == "person"]
        if persons and clause is not None and any(m.particle in ("との", "らとの") for m in phrase.modifiers):
            persons = [*persons, *context.subjects_or_topic(clause)]
        return len(context.states_of(persons)) > 1

    @staticmethod
    def add_people(context: Context, draft: Draft, people: list[Ref], words: Span) -> None:
        """Claim those who took part, and the states for which they did."""
        for ref in people:
            if ref.kind == "person":
                context.claim(draft, "participant", ref, words)
            elif ref.kind == "organization":
                context.claim(draft, "participant", ref, words, confidence=0.7)
        for state in context.states_of(people):
            context.claim(draft, "state", state, words)

    def _count(self, draft: Draft, phrase: Phrase, mention: Mention) -> None:
        """Note which of a series the event is: 第6回会議, 3回目の交渉, 次回の会合."""
        # 第5回首脳会議の会合: of the conference, not of its sitting
        counted = [m.text for m in phrase.modifiers if self.event(m) is None]
        words = unicodedata.normalize("NFKC", "".join(counted) + phrase.text)
        if _FIXED.search(words):
            draft.flags.add("named-states")
        if any(m.text in ("同様", "同種") for m in phrase.modifiers):
            # 1月にはロンドンで同様の会議が開かれている
            draft.flags.add("series")
        found = _ROUND.search(words)
        if found is None:
            return
        which = found.group(1) or found.group(2) or found.group(3) or "次回"
        draft.flags.add(f"round {which}")
        bare = _ROUND.sub("", mention.text) == mention.head
        if (bare or (which == "次回" and mention.text in self._unnamed)) and not mention.members:
            draft.flags.add("series")

    def mark(self, draft: Draft, mention: Mention) -> None:
        """Note the head noun of a draft's event, and its form if it is no talks."""
        draft.head = mention.head
        form = self.form(mention)
        if form:
            draft.flags.add(form)

    def attenders(self, context: Context, clause: Clause, event: Phrase | None) -> list[Ref]:
        """All who are named as taking part: 会談には、A側からBとCが、D側からEが同席した; AのほかB、Cらが出席した."""
        out = [r for r in context.subjects(clause) if r.kind != "place"]
        begin = event.index + 1 if event is not None and event.index < clause.phrase.index else _begin(context, clause)
        inside = {a.index for c in context.clauses if c.form == "relative" for a in c.args if a.particle != "や"}
        for row in context.phrases[begin : clause.phrase.index]:
            if row.particle == "ニカワリ" or (row.particle == "を" and row.text.endswith(self._chairs)):
                # A議長に代わり、弟のB氏が議長役を務めた
                continue
            if row.index in inside or (row.particle in ("の", "ノ", "での") and not self._besides(context, row)):
                continue
            if row.particle == "は" and clause.form == "relative" and clause.arg("が") is not None:
                # 首相は、A氏とB氏が署名した宣言を引き継ぐと述べた
                continue
            out += [r for r in context.own_actors(row) if row.particle in ("が", "も", "は")]
            out += [r for m in row.mentions() for r in context.linked.of(m) if r.kind == "person"]
        return distinct(out)

    @staticmethod
    def _besides(context: Context, row: Phrase) -> bool:
        """Whether a の-phrase is a member of the list itself: Aのほか, Aら国内の要人."""
        return context.phrases[row.index + 1].text.startswith(_BESIDES) or any(u.text == "ら" for u in row.content)

    def fill(
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
        if mention is not None:
            self.mark(draft, mention)
            self._count(draft, phrase, mention)
            if "round 次回" in draft.flags and draft.status == "held" and (clause is None or not clause.past):
                # 次回会議は東京で開催することにした
                draft.status, draft.modality = "scheduled", "planned"
            if mention.members:
                draft.flags |= {"named-states", "members"}
            bodies = [r for m in mention.inner if m.kind == "organization" for r in context.linked.of(m)]
            draft.flags |= {f"of {r.key}" for r in bodies}
        self.add_people(context, draft, people, words)
        if mention is not None:
            name = self._name(context, phrase, mention, clause)
            owner = next(
                (r for r in people if r.kind == "organization" and r.key in context.linked.international), None
            )
            if (
                name
                and owner is not None
                and all(m.kind == "office" for m in mention.inner)  # NATOは国防相理事会を開いた
                and name.endswith(self._conferences)
                and owner.name not in name
            ):
                # ASEANは…臨時首脳会議を開いた; 東南アジア諸国連合の会議 has the name in it already
                called = next((m.text for m in phrase.modifiers if owner in context.actors(m)), "")
                name = name.replace(called, owner.name) if called and called in name else owner.name + name
            if not name and owner is not None and mention.head.endswith(self._gather) and draft.rule != "event-noun":
                # 国連安全保障理事会は緊急会合を開いた
                name = f"{owner.name}の{mention.text}"
                draft.subtype = draft.subtype or "multilateral"
            if owner is not None and mention.head.endswith(self._conferences) and len(context.states_of(people)) < 2:
                # 欧州政治共同体の初会合
                draft.subtype = draft.subtype or "multilateral"
            if name:
                context.claim(draft, "name", name, words)
        if clause is not None:
            self._set(context, draft, clause, phrase)
            self._chaired(context, draft, phrase)
            if _SIDE.search(context.parsed.sentence.surface):
                draft.flags.add("side")
            if "round 次回" in draft.flags and draft.time is None and phrase.index < clause.phrase.index:
                # 次回会議は来年、東京で開催することにした: what stands behind the topic dates it
                rows = context.phrases[phrase.index : clause.phrase.index]
                behind = (t for t in context.times(p for p in rows if p.is_time) if t.edtf)
                self.time(context, draft, next(behind, None), words)
        else:
            self.time(context, draft, self.own_time(context, phrase), words)
            self._places(context, draft, phrase, words)
        text = (
            (mention.text if mention is not None else "") + clause.lemma
            if clause is not None
            else (mention.text if mention else "")
        )
        scope = "".join(p.text + p.particle for p in (clause.args if clause is not None else [])) + text
        # 電話でのやり取りを続けた
        scope += "".join(
            m.text for p in (clause.args if clause is not None else []) for m in p.modifiers if m.text == "電話"
        )
        beside = [*clause.all_args(*WITH)] if clause is not None else []
        beside += [m for m in phrase.modifiers if m.particle in ("との", "らとの")]
        partner = next((a.text for a in beside if not any(m.kind == "person" for m in a.named)), "")
        draft.subtype = draft.subtype or self._kind(
            context, draft, mention, scope, scope + "".join(m.text for m in phrase.modifiers), partner
        )
        if self._of_many(context, draft, clause, mention, phrase):
            draft.flags.add("international")
            if draft.subtype == "other" and len(draft.refs("state")) < 2:
                draft.subtype = "multilateral"
        name = draft.text("name")
        conference = mention is not None and mention.head not in ("", name) and name is not None
        conference = conference and mention is not None and mention.head.endswith(self._named_sessions)
        conference = conference or (name or "").startswith("「")
        if draft.subtype == "other" and conference and len(context.states_of(people)) < 2:
            # アジア・アフリカ会議
            draft.subtype = "multilateral"
        if draft.subtype == "phone":
            # who telephones is at two places
            draft.claims = [c for c in draft.claims if c.property not in ("place", "placeState")]

    @staticmethod
    def _chaired(context: Context, draft: Draft, phrase: Phrase) -> None:
        """来年の議長国はメキシコで、サミットは6月に開く: that of the year of the chair."""
        surface = context.parsed.sentence.surface
        found = _CHAIR.search(surface, 0, phrase.begin)
        if found is None:
            return
        time, published = draft.time, context.scene.article.published
        digits = unicodedata.normalize("NFKC", found.group(1) or "")
        year = next(
            (t for t in context.times(context.phrases[: phrase.index]) if len(t.edtf or "") == len("2025")), None
        )
        if year is None and digits.isdigit() and time is not None and published is not None:
            # 12年の議長国は
            year = time._replace(edtf=str(published.year // 100 * 100 + int(digits)) if len(digits) < 3 else digits)
        if year is None or published is None or draft.status not in ("scheduled", "held"):
            return
        draft.flags |= {"series", "definite", f"round {year.edtf}"}
        draft.status, draft.modality = "scheduled", "planned"
        draft.claims = [c for c in draft.claims if c.property != "time"]
        context.claim(draft, "time", in_year(year, time), context.span(phrase))

    def _of_many(
        self, context: Context, draft: Draft, clause: Clause | None, mention: Mention | None, phrase: Phrase
    ) -> bool:
        """Whether the sentence that tells of a gathering speaks of many states: 約50カ国の代表が集まる会合が開かれた."""
        if (
            clause is None
            or mention is None
            or draft.rule not in ("event-held", "attend")
            or not mention.head.endswith(self._gather)
        ):
            return False
        rows = [*clause.args, phrase, *phrase.modifiers, *(m for p in phrase.modifiers for m in p.modifiers)]
        inside = [a for c in context.clauses if c.target in rows for a in c.args]
        begin = min(p.begin for a in (*rows, *inside) for p in (a, *a.modifiers))
        begin = max([begin, *(c.phrase.end for c in context.clauses[: clause.index] if c.form != "relative")])
        end = max(p.end for p in rows)
        after = context.clauses[clause.index + 1] if clause.index + 1 < len(context.clauses) else None
        if clause.form == "chain" and after is not None and after.lemma in self._gathered:
            # 会合が開かれ、約60カ国の代表が集まった
            end = max(end, after.phrase.end)
        return self._many_states.search(context.parsed.sentence.surface, begin, end) is not None

    @staticmethod
    def own_time(context: Context, phrase: Phrase) -> TimeValue | None:
        """Return the time that a noun phrase itself gives: 18日の会談, 18日のA首相とB大統領の会談."""
        own = [p for p in phrase.modifiers if not any(u.text in _SINCE for u in p.content)]
        first = [c for p in own for m in (p, *p.modifiers) for c in m.conjuncts]
        return next((t for t in context.times([*own, *first]) if t.edtf), None)

    def _set(self, context: Context, draft: Draft, clause: Clause, phrase: Phrase) -> None:
        """Time and place of the clause, and of what modifies the event noun."""
        words = context.span(phrase)
        modified = self.own_time(context, phrase)
        holding = self.holding(phrase)
        relative = context.when(holding, inherit=False) if holding is not None else None
        if holding is not None and relative is None and holding.target is not None and holding.target.predicate:
            # 12日から2日間の日程でソウルで開く予定だった会談
            bearer = next((c for c in context.clauses if c.phrase is holding.target), None)
            relative = context.when(bearer, inherit=False) if bearer is not None else None
        purpose = clause.form == "relative" and clause.target is not None and clause.target.text in ("ため", "目的")
        going_on = clause.form == "relative" and clause.target is phrase and "てい" in clause.tail and not clause.past
        # 17日、…で開かれている会議に向かった: the day is that of the main clause
        time = modified or relative or self._at_margin(context, clause)
        time = time or context.when(clause, inherit=not (purpose or going_on), announced=False)
        if time is None and clause.form == "relative" and clause.target is not None and clause.target.is_time:
            # 会議に出席した2024年7月以来
            time = next((t.opening() for t in context.times([clause.target]) if t.edtf), None)
        companion = next(
            (h for a in clause.args if a.particle in _BESIDE_PARTICLES and (h := self.holding(a)) is not None), None
        )
        if companion is None and draft.rule == "meet-verb":
            # 首都で開かれたサミットで顔を合わせた
            companion = next(
                (h for a in clause.all_args("で", "デ") if self.event(a) is not None and (h := self.holding(a))), None
            )
        if companion is not None:
            # 6月にカナダで開かれたサミットに合わせて会談した
            time = time or context.when(companion, inherit=False)
            self.settle_place(context, draft, context.where(companion), words)
        if holding is not None and relative is not None and time is relative and clause is not holding:
            time = self._from_to(context, clause, holding, relative)
        time = time or self._arrival(context, clause) or self._ended(context, clause)
        on_it = draft.status == "scheduled" and _THEN.match(context.parsed.sentence.surface)
        dated = draft.rule in _DATED_BEFORE and not _before_or_within(clause)
        if time is None and (draft.status == "held" or on_it) and dated:
            time = self._day_before(context)
        self.time(context, draft, self._whole(context, draft, clause, time), words)
        self._places(context, draft, phrase, words)
        if holding is not None:
            self.settle_place(context, draft, context.where(holding), words)
        self.settle_place(context, draft, context.where(clause), words)
        for day in (a for a in clause.args if a.is_time and a.modifiers and not draft.refs("place")):
            # 京都で開かれた会議の2日目の6日、…と言葉を交わした
            events = [m for p in day.modifiers for m in (p, *p.modifiers) if self.event(m) is not None]
            held = next((h for m in events if (h := self.holding(m)) is not None), None)
            self.settle_place(context, draft, context.where(held) if held is not None else [], words)
        for margin in (a for a in clause.args if a.text in self._margins and not draft.refs("place")):
            # ナイロビで開かれた催しの合間に立ち話をした
            held = next((h for m in margin.modifiers if (h := self.holding(m)) is not None), None)
            self.settle_place(context, draft, context.where(held) if held is not None else [], words)
        if clause.form in ("relative", "quoted") and clause.parent is not None:
            # 北京では、首脳会議に出席することになっている: where the sentence is set
            there = [a for a in clause.parent.args if a.particle in ("では", "デハ") and a.index < clause.phrase.index]
            self.settle_place(context, draft, [r for a in there for r in context.places(a)], words)
        if clause.form == "relative" and clause.target is not None and clause.target.text == "ところ":
            # ドーハにおいて、…と会談を行ったところ、概要は以下のとおり
            rest = next((c for c in context.clauses if clause.target in c.args), None)
            self.settle_place(context, draft, context.where(rest) if rest is not None else [], words)
        if draft.rule == "event-held" and not draft.refs("place") and not draft.refs("placeState"):
            # リヤドで大統領を招いて晩餐会を開いた, ソウルで声明を採択し、閉幕した
            closed = clause.lemma in self._closing
            self.settle_place(context, draft, self._where_before(context, clause, near=not closed), words)
        met = draft.rule in ("meet-verb", "face-to-face", "receive") and draft.status == "held"
        sure = draft.status == "held" or (draft.rule == "attend" and draft.status == "scheduled")
        if draft.rule in ("event-held", "attend") and sure and not draft.refs("placeState"):
            trip = self.trip(context, clause)
            talks = draft.head.endswith("会談") or draft.rule == "attend"
            tense = clause.past or draft.status == "scheduled"
            reached = self.goal(context, trip) if trip is not None and talks and tense else []
            aim = clause.parent if purpose else None
            if aim is not None and draft.rule == "attend" and self.travels(context, aim):
                # 式典に出席するためパリを訪れた
                reached = reached or self.goal(context, aim)
            self.settle_place(context, draft, (context.where(trip) if trip is not None else []) or reached, words)
        if met and not draft.refs("place") and not draft.refs("placeState"):
            self.settle_place(context, draft, self._where_before(context, clause), words)
            for arg in [*clause.args, *([clause.inherited] if clause.inherited is not None else [])]:
                # ニューヨークで開かれた国連総会に出席したA首相は、B首相と会談した
                coming = arg.relative
                attended = coming is not None and coming.lemma in self._attend
                for event in coming.all_args("に") if coming is not None and attended else ():
                    held = self.holding(event)
                    self.settle_place(context, draft, context.where(held) if held is not None else [], words)
            if (trip := self.trip(context, clause)) is not None and clause.past:
                # 北京で来訪した外相と会談した: the relative clause has taken the place
                self.settle_place(context, draft, context.where(trip) or self.goal(context, trip), words)

    def _from_to(self, context: Context, clause: Clause, holding: Clause, first: TimeValue) -> TimeValue:
        """18日から開かれていた会議は24日に閉会した, 18日に始まった会議は24日、声明を採択して閉会した: all its days."""
        rest = context.clauses[clause.index :]
        past = clause.past or (clause.form == "chain" and rest[-1].past)
        if not past or holding.phrase.index >= clause.phrase.index or not holding.past:
            return first
        last = next((t for c in rest if (t := context.when(c, inherit=False)) is not None), None) or context.when(
            clause
        )
        begun = holding.lemma in self._beginning or any(a.is_time and a.particle == "から" for a in holding.args)
        closed = clause.lemma in self._closing or any(a.particle == "を" and a.text == "幕" for a in clause.args)
        if not (begun or closed) or last is None or last.latest is None or first.earliest is None:
            return first
        if first.earliest > last.latest and first.basis == "inferred" and first.earliest.day <= last.latest.day:
            # 3日から…ていた会議は28日に: in the month of its last day
            day = last.latest.replace(day=first.earliest.day)
            first = first._replace(edtf=day.isoformat(), earliest=day, latest=day)
        if (
            first.earliest is None
            or not 0 < (last.latest - first.earliest).days <= _WEEKS
            or len(last.edtf or "") != len("2025-12-03")
        ):
            return first
        return first._replace(edtf=f"{first.earliest.isoformat()}/{last.edtf}", latest=last.latest)

    def _at_margin(self, context: Context, clause: Clause) -> TimeValue | None:
        """The day of the conference at whose margin somebody met another, if the clause has none of its own."""
        if any(a.is_time for a in clause.args):
            return None
        margins = (m for a in clause.args if a.text in self._margins for m in a.modifiers)
        held = next((h for m in margins if (h := self.holding(m)) is not None), None)
        return context.when(held, inherit=False) if held is not None else None

    def _ended(self, context: Context, clause: Clause) -> TimeValue | None:
        """The day of the talks that somebody had ended who then met others: 13日に開かれた会議を終えたA大統領が."""
        rows = [a for a in [*clause.args, clause.inherited] if a is not None and a.relative is not None]
        ended = [a.relative for a in rows if a.relative is not None and a.relative.lemma in self._ended_verbs]
        if (
            clause.index
            and (before := context.clauses[clause.index - 1]).form == "chain"
            and before.lemma in self._ended_verbs
        ):
            ended.append(before)
        for event in (a for c in ended if c.past or c.form == "chain" for a in c.all_args("を")):
            held = self.holding(event)
            day = self.own_time(context, event) or (context.when(held, inherit=False) if held is not None else None)
            if day is not None and len(day.edtf or "") == len("2025-12-03"):
                return day
        return None

    @staticmethod
    def _day_before(context: Context) -> TimeValue | None:
        """The day that the sentence before sets, for what was done: not one of which it says what is to be done on it."""
        day, published = context.time_before(), context.scene.article.published
        if day is None or published is None or day.earliest is None or day.earliest < published:
            return day
        last = context.scene.sentences[context.index - 1].clauses[-1:]
        return None if last and not last[0].past and "てい" not in last[0].tail else day

    def _over(self, context: Context) -> bool:
        """Whether a sentence tells of the end of what it tells of."""
        return any(c.lemma in self._closing for c in context.clauses)

    def _whole(self, context: Context, draft: Draft, clause: Clause, time: TimeValue | None) -> TimeValue | None:
        """The days of a conference that closed: 21日、3日間の日程を終えて閉幕した."""
        if draft.rule != "event-held" or time is None:
            return time
        if (
            clause.form == "relative"
            and clause.lemma not in self._closing
            and _ENDED.search(context.parsed.sentence.surface)
        ):
            # 9日に始まった会議は11日、3日間の日程を終えた: not the day on which they ended
            return time
        if self._over(context):
            found = _LASTS.search(context.parsed.sentence.surface)
            whole = days_that_ended(context, time)
            if whole is time and found is not None and len(time.edtf or "") == len("2025-12-03") and time.latest:
                # 2日間にわたって開かれた会議が12日、終わった
                first = time.latest - dt.timedelta(_number(found.group(1)) - 1)
                return time._replace(edtf=f"{first.isoformat()}/{time.edtf}", earliest=first)
            return whole if whole is not time else days_counted(context, time, lasting=False)
        whole = days_that_ended(context, time)
        return whole if whole is not time or draft.subtype == "phone" else days_counted(context, time)

    def _where_before(self, context: Context, clause: Clause, *, near: bool = False) -> list[Ref]:
        """Where the clauses are set that run on into this one: 首都に集まり、…話し合った; with ``near`` only the last."""
        dated = any(a.is_time for a in clause.args)
        for other in reversed(context.clauses[: clause.index]):
            if dated and any(a.is_time for a in other.args):
                # 25日にパリで話し合い、別の大統領とは27日に懇談した
                break
            between = context.clauses[other.index + 1 : clause.index]
            if other.form not in ("chain", "relative") or (near and any(c.form != "relative" for c in between)):
                break
            if other.form == "chain" and (found := context.where(other)):
                return found
            if other.form == "chain" and not near and self.travels(context, other):
                # モスクワで会談し、翌日にはキエフを訪れて会った
                return self.goal(context, other)
        return []

    def trip(self, context: Context, clause: Clause) -> Clause | None:
        """The journey that has led to what a clause tells: A国を訪れ、…; 首都入りしたB氏が; 平壌を訪れた書記に."""
        for other in reversed(context.clauses[: clause.index]):
            if other.form != "chain" or other.passive:
                break
            if self.travels(context, other):
                return other
        for arg in clause.args:
            # 先月ワシントンを訪問した際、B大統領に要請した
            if (
                arg.text in _UPON
                and arg.relative is not None
                and arg.relative.past
                and self.travels(context, arg.relative)
            ):
                return arg.relative
        told = [a for a in clause.args if a.particle in _TRAVELLERS]
        for arg in (*told, *([clause.inherited] if clause.inherited is not None else [])):
            for part in arg.coordinated():
                if part.relative is not None and part.relative.past and self.travels(context, part.relative):
                    return part.relative
        return None

    def travels(self, context: Context, clause: Clause) -> bool:
        """Tell whether a clause is about coming to a state or town."""
        if clause.lemma in self._on_arrival or (clause.lemma == "来る" and bool(self.goal(context, clause))):
            return True
        return clause.lemma in self._travel and bool(self.goal(context, clause))

    @staticmethod
    def goal(context: Context, clause: Clause) -> list[Ref]:
        """Where a journey leads: its に-, へ- and を-phrases, or the place in the verb's own word (ハノイ着)."""
        inside = context.places(clause.phrase) if clause.lemma in _IN_ONE else []
        return [r for a in clause.all_args("に", "へ", "を") for r in context.places(a)] or inside

    def _arrival(self, context: Context, clause: Clause) -> TimeValue | None:
        """The day on which somebody who met others had come (20日に首都入りしたA氏が、B氏と協議した)."""
        trip = self.trip(context, clause) if clause.past else None
        return context.when(trip, inherit=False) if trip is not None else None

    def holding(self, phrase: Phrase) -> Clause | None:
        """The relative clause that tells of the event's being held, on the noun or on what modifies it."""
        nearby = (m for p in phrase.modifiers for m in (*p.conjuncts, *p.modifiers))
        for part in (phrase, *phrase.conjuncts, *phrase.modifiers, *nearby):
            relative = part.relative
            if relative is not None and relative.phrase.text in self._plans and relative.phrase.relative is not None:
                # 開かれるはずだった会議
                relative = relative.phrase.relative
            if relative is not None and (relative.lemma in self._happen or self._did(relative)):
                return relative
        return None

    @staticmethod
    def _did(clause: Clause) -> bool:
        """Whether 行った, which the dictionary may take for going, is that of doing: it leads nowhere."""
        return clause.lemma == "行く" and not any(not a.is_time and a.particle in ("に", "へ") for a in clause.args)

    def time(self, context: Context, draft: Draft, time: object, words: Span) -> None:
        """Claim a time, unless the draft has one."""
        if time is not None and draft.time is None:
            context.claim(draft, "time", time, getattr(time, "span", words))  # type: ignore[arg-type]

    def _places(self, context: Context, draft: Draft, phrase: Phrase, words: Span) -> None:
        found: list[Ref] = []
        for modifier in (
            *phrase.modifiers,
            *(
                m
                for p in phrase.modifiers
                for c in p.coordinated()
                for m in c.modifiers
                # A首相の東京での会談, not ウクライナでの停戦に向けた協議
                if m.particle == "での" and context.actors(c)
            ),
        ):
            if modifier.particle in ("での", "の", "における", "ノ"):
                found += [
                    r
                    for r in context.places(modifier)
                    if (r.kind == "place" and (modifier.particle not in ("の", "ノ") or self._town(context, r)))
                    or modifier.particle == "での"
                ]
        mention = self.event(phrase)
        for inner in mention.inner if mention is not None else ():
            if inner.kind == "place" and mention is not None and not mention.text.startswith(inner.text + "・"):
                # カスピ海沿岸国首脳会議 was not held in the sea
                found += [r for r in context.linked.of(inner) if self._town(context, r)]
        self.settle_place(context, draft, found, words)

    @staticmethod
    def _town(context: Context, ref: Ref) -> bool:
        return context.linked.place_kinds.get(ref.key) in ("City", "Venue", "Border")

    @staticmethod
    def settle_place(context: Context, draft: Draft, found: list[Ref], words: Span) -> None:
        """The most specific place, and the state in which it lies."""
        places = [r for r in found if r.kind == "place"]
        states = [r for r in found if r.kind == "state"]
        if states and not places and (town := context.linked.city_states.get(states[-1].key)) is not None:
            places = [town]
        if places and not draft.refs("place"):
            kinds, homes = context.linked.place_kinds, context.linked.place_states
            exact = [
                next((p for p in reversed(places) if kinds.get(p.key) == kind), None)
                for kind in ("Border", "Venue", "City")
            ]
            # the building that the text names, and behind it its town, by which other words may mean the same place
            chosen = [p for p in exact if p is not None] or places[-1:]
            for place in chosen:
                if homes.get(place.key) == homes.get(chosen[0].key):
                    context.claim(draft, "place", place, words)
            home = homes.get(chosen[0].key)
            if home is not None:
                context.claim(draft, "placeState", home, words)
        if states and not draft.refs("placeState"):
            context.claim(draft, "placeState", states[-1], words)

    def _name(self, context: Context, phrase: Phrase, mention: Mention, clause: Clause | None) -> str | None:
        """A proper name of the meeting: more than its bare noun, or a session with the body whose session it is."""
        name = self._plain_name(context, phrase, mention, clause)
        gloss = next((a.text for a in context.parsed.sentence.asides if a.kind == "bracket" and a.at == phrase.end), "")
        if name and _GLOSS.search(gloss):
            # 主要7カ国首脳会議(G7広島サミット): two names of one conference
            return f"{name}({gloss})"
        return name

    def _plain_name(self, context: Context, phrase: Phrase, mention: Mention, clause: Clause | None) -> str | None:
        if mention.name and mention.rule == "quotation":
            return mention.name
        if mention.text in ("同" + mention.head, "今" + mention.head) or _TIMES.match(
            unicodedata.normalize("NFKC", mention.text)
        ):
            # 同会議は: named before; 2度会談した: how often
            return None
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
        words = _quoted_name(phrase, mention)
        if words is not None:
            # 「モスクワ・フォーマット」協議
            return context.scene.article.text[words.begin : words.end]
        quoted = next((m for m in phrase.modifiers if m.particle == "の" and m.quoted), None)
        sits = mention.text == mention.head and mention.text.endswith(self._gather) and mention.text not in self._organs
        if quoted is not None and (sits or self.form(mention) == "ceremony" or mention.text in self.generic):
            # 「一帯一路」の国際会議, 「クアッド」の首脳会合, 「穀物イニシアチブ」の署名式
            words = context.span(quoted)
            return f"{context.scene.article.text[words.begin : words.end]}の{mention.text}"
        owner = next(
            (m for m in phrase.modifiers if m.particle == "の" and self._is_body(m) and not m.is_time),
            None,
        )
        if owner is not None and mention.head == mention.text:
            return f"{owner.text}の{mention.text}"
        if mention.text in self._of_bodies:
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
            return earlier[-1] if earlier else None if mention.text in self._organs else mention.text
        if (mention.text == mention.head or mention.text in self._unnamed) or (
            not mention.head and mention.kind == "event"
        ):
            return None
        return mention.text

    def _is_body(self, phrase: Phrase) -> bool:
        """Whether a noun tells whose session one is, or who sits in it: 非同盟諸国運動の, 閣僚級の."""
        return phrase.text.endswith(self._bodies) or phrase.text in self._seated

    def _with_office(self, context: Context, draft: Draft, partner: str) -> str:
        """Kind of a meeting with somebody of whom only the office is told: A外相は、B国、C国の外相とも会談した."""
        ranks = {context.rank(r) for r in draft.refs("participant") if r.kind == "person"}
        homes = context.states_of([r for r in draft.refs("participant") if r.kind == "person"])
        if len(homes) != 1:
            return "other"
        return next(
            (
                kind
                for kind, rank in _RANKS.items()
                if ranks == {rank} and partner.removesuffix("ら").endswith(tuple(self._sides[kind]))
            ),
            "other",
        )

    def _kind(
        self, context: Context, draft: Draft, mention: Mention | None, scope: str, who: str, partner: str = ""
    ) -> str:
        """Kind of a meeting by its name, how it was held (``scope``), who met, or the words for them (``who``).

        ``partner`` is what the other side is called where it is not named.
        """
        text = mention.text if mention is not None else ""
        states = draft.refs("state")
        if mention is not None and mention.kind == "organization":
            return "multilateral"
        mention_members = mention is not None and len(mention.members) > 1
        if any(w in text or w in scope for w in self._kinds["phone"]) or any(
            w in scope + who for w in self._kinds["phone_cues"]
        ):
            return "phone"
        if (
            len(states) >= 3
            or any(w in text or w in (draft.text("name") or "") for w in self._kinds["multilateral"])
            or _PARTIES.search(unicodedata.normalize("NFKC", text)) is not None
            or (mention is not None and any(m.kind == "organization" for m in mention.inner))
        ):
            return "multilateral"
        for kind in ("working", "foreign_ministers", "summit", "ministerial", "other"):
            if any(w in text for w in self._kinds[kind]):
                alone = not states or (len(states) < 2 and not text.endswith("会談"))
                if alone and kind in ("foreign_ministers", "ministerial") and not mention_members:
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
        if kind == "other" and len(states) == 2 and partner:
            kind = self._with_office(context, draft, partner)
        if not draft.refs("participant") and len(states) == 2:
            # 両国の外相が会談した
            kind = next((k for k, words in self._sides.items() if any(w in who for w in words)), kind)
        if kind == "other" and len(states) == 2 and not any(context.rank(r) for r in draft.refs("participant")):
            # サウジアラビアとイランの外相が会談した: of persons whose office is not known
            kind = next((k for k, words in self._sides.items() if any(w in who for w in words)), kind)
        if kind == "other" and draft.rule == "attend" and len(states) == 2 and text.endswith("協議"):
            ranks = {context.rank(r) for r in draft.refs("participant") if r.kind == "person"}
            return "working" if ranks == {"official"} else kind
        few = text.endswith(self._of_few)
        return "multilateral" if kind == "other" and draft.rule == "attend" and not few else kind

    def kind_by_name(self, mention: Mention) -> str:
        """Kind of talks of two states by what they are called, or nothing: 首脳会談, 外相会談."""
        return next(
            (
                kind
                for kind in ("foreign_ministers", "summit", "ministerial")
                if mention.text.endswith(tuple(self._kinds[kind]))
            ),
            "",
        )

    def conference(self, mention: Mention, context: Context) -> bool:
        """Whether an event is one that many attend, or that two named states hold, so that who acts there takes part."""
        if len(context.linked.of(next((m for m in mention.inner if m.kind == "states"), None))) == 2:
            return True
        return any(mention.text.endswith(w) for w in self._multilateral) or any(
            w in mention.text for w in self._kinds["multilateral"]
        )

    def forum(self, context: Context, phrase: Phrase) -> Mention | None:
        """A body whose summit or session goes by its own name: G20に出席する, IAEA理事会が開幕した."""
        mention = phrase.head.mention
        if mention is None or mention.kind != "organization":
            return None
        sits = mention.text.endswith(self._conferences) and any(
            r.key in context.linked.international or context.state_of(r) is None for r in context.linked.of(mention)
        )
        return mention if sits or mention.text in self._forums else None


def _quoted_name(phrase: Phrase, mention: Mention) -> Span | None:
    """The words from a quotation to the bare noun of talks that it stands right before."""
    before = next((u.mention for u in phrase.content if u.mention is not None and u.mention.kind == "quote"), None)
    if before is None or mention.text != mention.head or before.span.end != mention.span.begin:
        return None
    return Span(before.span.begin, mention.span.end)


def adding(context: Context, clause: Clause) -> list[Clause]:
    """A clause with those before it that only add to the same list (Aに加え、B; Aを含むB), the first last."""
    out = [clause]
    for other in reversed(context.clauses[: clause.index]):
        if other.form != "relative" and other.lemma not in ("加える", "はじめる", "始める", "含む"):
            break
        if other.form != "relative":
            out.append(other)
    return out


def _begin(context: Context, clause: Clause) -> int:
    """The first phrase behind the clause before the list."""
    first = adding(context, clause)[-1]
    before = [c for c in context.clauses[: first.index] if c.form != "relative"]
    return before[-1].phrase.index + 1 if before else 0


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
        "official" in ranks and not {"leader", "foreign", "minister"} & set(ranks)
    ):
        return "working"
    return "other"


def with_before(context: Context, phrase: Phrase) -> list[Ref]:
    """Return whom a と right before a modifier adds to it: A首相とB大統領との会談, A首相とB大統領による会談."""
    if phrase.particle not in ("との", "ニヨルノ", "らとの", "の") or phrase.head.mention is None:
        return []
    first = phrase.coordinated()[0]
    begin = min([first.index, *(m.index for m in first.modifiers)])
    before = context.phrases[begin - 1] if begin else None
    if (
        before is None
        or before.particle not in ("と", "らと")
        or before.comma
        or phrase.head.mention.kind not in _HOLDERS
    ):
        return []
    return context.actors(before)


def persons_in(context: Context, index: int) -> list[Ref]:
    """The persons that a sentence of the scene names, in order."""
    units = context.scene.sentences[index].units
    return distinct([r for u in units for r in context.linked.of(u.mention) if r.kind == "person"])


def others_before(context: Context, count: int, known: list[Ref]) -> list[Ref]:
    """So many persons besides those known, as the last sentence that names just so many has them (3首脳, 両外相)."""
    for index in range(context.index - 1, max(-1, context.index - _FAR), -1):
        others = [r for r in persons_in(context, index) if r not in known]
        if len(others) == count and len({context.state_of(r) or r for r in others}) > 1:
            return others
    return []


def distinct(refs: list[Ref]) -> list[Ref]:
    """Entities in order, each once."""
    return list(dict.fromkeys(refs))


def _before_or_within(clause: Clause) -> bool:
    """Whether talks have a day of their own that is not told as a date: 最終日に会談した, 会議に出席した後、…."""
    if clause.form == "relative" and clause.target is not None and clause.target.text in ("後", "あと", "のち"):
        return True
    return any(_PART_DAY.search(a.text) for a in clause.args)


def days_that_ended(context: Context, time: TimeValue) -> TimeValue:
    """All the days of which a time is the last, where the sentence says how many they were: 3日間の日程を終えた."""
    found = _ENDED.search(context.parsed.sentence.surface)
    if found is None or time.latest is None or len(time.edtf or "") != len("2025-12-03"):
        return time
    days = _number(found.group(1))
    if not 1 < days <= _LONGEST:
        return time
    first = time.latest - dt.timedelta(days - 1)
    return time._replace(edtf=f"{first.isoformat()}/{time.edtf}", earliest=first)


def days_counted(context: Context, time: TimeValue, *, lasting: bool = True) -> TimeValue:
    """All the days of which a time is the first, or the second, third, …, as the sentence says."""
    surface = context.parsed.sentence.surface
    if len(time.edtf or "") != len("2025-12-03") or time.earliest is None:
        return time
    found = _LASTS.search(surface) if lasting else None
    if found is not None:
        last = time.earliest + dt.timedelta(_number(found.group(1)) - 1)
        return time._replace(edtf=f"{time.edtf}/{last.isoformat()}", latest=last)
    found = _NTH_DAY.search(surface, time.span.end - context.parsed.sentence.span.begin)
    if found is None:
        return time
    first = time.earliest - dt.timedelta(_number(found.group(1)) - 1)
    return time._replace(edtf=f"{first.isoformat()}/{time.edtf}", earliest=first)


def _number(text: str) -> int:
    return _KANJI.get(text) or int(unicodedata.normalize("NFKC", text))


def in_year(year: TimeValue, time: TimeValue | None) -> TimeValue:
    """A month or day of another year than it was taken for: 来年の首脳会議は11月に開かれる."""
    edtf = time.edtf if time is not None else None
    first = time.earliest if time is not None else None
    if time is None or edtf is None or first is None or "/" in edtf or len(edtf) < len("2025-12"):
        return year
    wanted = int((year.edtf or "")[:4])
    try:
        return time._replace(
            edtf=f"{wanted:04}{edtf[4:]}",
            earliest=first.replace(year=wanted),
            latest=time.latest.replace(year=wanted) if time.latest is not None else None,
        )
    except ValueError:  # 29 February
        return year
