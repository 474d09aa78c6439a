"""What all ways to tell of a trip share: who travels, where to, when, and how that becomes a draft."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.frame.context import Context, Draft
from kg.frame.modality import Reading
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue

#: The characters that make a trip of a state: 訪米, 来日, 渡欧.
CORE: Final = "訪来渡"
#: How many sentences behind the headline what it counts may be the days of the trip that they tell.
_NEAR_TITLE: Final = 2
#: How many nouns may stand between a clause and the person whom it is about.
_NESTING: Final = 2
#: How many sentences back a place may stand that 現地 means, less one.
_HERE_REACH: Final = 4
#: How many sentences back a delegation that is named again was told of.
_GROUP_REACH: Final = 4
#: Ranks of those whose trips are told though nobody names them.
_OFFICIAL: Final[tuple[str, ...]] = ("leader", "foreign", "minister", "official", "envoy")
_COUNT: Final = "[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}"
_DAYS: Final = re.compile(
    rf"(?<![0-9０-９一二三四五六七八九十])(?:(?:{_COUNT})泊({_COUNT})日|({_COUNT})日間)"
    r"(?:の(?:(?:公式|国賓|実務|非公式|親善|[一-鿿ァ-ヶー]{2,8})?(?:訪問|滞在|歴訪)|日程|予定|旅程|旅|訪[一-鿿])"
    r"|、?滞在|、?に(?:わたり|わたって|渡り)[^。]{0,20}(?:訪問|訪れ|滞在|歴訪|訪[一-鿿])|に(?:わたる|渡る|及ぶ)[^、。]{0,12}(?:訪問|滞在|歴訪|外遊|旅|訪[一-鿿]))"
    r"(?!を?終え|を?終わ|の最終日|中)"
)
#: Words for a tour: how long it lasts is not how long one of its stops does.
_TOUR: Final = re.compile("[カヶヵか]国|歴訪|外遊")
_SUBJECT: Final[tuple[str, ...]] = ("が", "は", "も", "らが", "らは")
#: Behind the place where something happens or leads.
_SETTING: Final[tuple[str, ...]] = ("で", "デ", "での", "ノ", "に", "へ", "への", "を", "では")


class Trips:
    """Makes visit drafts; knows the words of travel."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.table("meetings", "visit")
        self.objects, self.goals = frozenset(words["to_object"]), frozenset(words["to_goal"])
        self.arrived = frozenset(words["arrived"])
        self.coming, self.attending = frozenset(words["coming"]), frozenset(words["attending"])
        self.leaving, self._planned = frozenset(words["leaving"]), tuple(words["planned_ends"])
        self.tours, self.running = tuple(words["tours"]), frozenset(words["running"])
        self.over, self.stays = frozenset(words["over"]), tuple(words["stays"])
        self.welcoming, self.along, self.taking = (
            frozenset(words[key]) for key in ("welcoming", "along", "taking_along")
        )
        self.send, self.returning = frozenset(words["send"]), frozenset(words["return_verbs"])
        self.nouns, self.stay_ends = tuple(words["nouns"]), tuple(words["stay_nouns"])
        self.hosting = frozenset(words["hosting"])
        self.bearing = frozenset(words["bearing"])
        self.upcoming = frozenset(words["upcoming"])
        self.made = frozenset(words["made"])
        self.ended, self.begun = frozenset(words["ended"]), frozenset(words["begun"])
        self.fates = frozenset(words["fates"])
        self.choosing = frozenset(words["choosing"])
        self.own_trip, self.shift = frozenset(words["own_trip"]), frozenset(words["shift"])
        self.delegations, self.bare_groups = tuple(words["delegations"]), frozenset(words["bare_groups"])
        self._inviting = frozenset(words["inviting"])
        self._leading, self.ways = frozenset(words["leading"]), frozenset(words["ways"])
        self._vehicles = tuple(words["vehicles"])
        self._home, self._no_goals = frozenset(words["home"]), tuple(words["no_goals"])
        self._idioms: dict[str, list[str]] = words["idioms"]
        self.aboard, self.here = tuple(words["aboard"]), tuple(words["here"])
        self.same_state = frozenset(words["same_state"])
        self.rounds, self.through = frozenset(words["rounds"]), frozenset(words["through"])
        self._anyone = tuple(words["anyone"])
        self._sent_ones = tuple(words["sent_ones"])
        self.engagements, self.chosen = tuple(words["engagements"]), tuple(words["chosen"])
        self.stops, self.settling = tuple(words["stops"]), frozenset(words["settling"])
        self.homecomings, self.spans = frozenset(words["homecomings"]), frozenset(words["spans"])
        self.counting = re.compile(words["counting"])
        self.homeward = re.compile(words["homeward"])
        self.seasons = lexicon.words("meetings", "visit", "seasons")
        self.of_lands = lexicon.endings("meetings", "visit", "of_lands")
        self.told_lands = lexicon.endings("meetings", "visit", "told_lands")

    def goal_of_idiom(self, clause: Clause) -> list[Phrase] | None:
        """The goals of 足を運ぶ, 日本の土を踏む; None for other verbs."""
        nouns = self._idioms.get(clause.lemma, ())
        noun = next((a for a in clause.args if a.particle == "を" and a.text in nouns), None)
        if noun is None:
            return None
        goals = [a for a in clause.args if a.particle in ("に", "へ", "にも", "には", "まで", "へも", "へと", "までも")]
        return [m for m in noun.modifiers if m.particle == "の"] if clause.lemma == "踏む" else goals

    def fate_of(self, context: Context, phrase: Phrase, clause: Clause) -> Reading | None:
        """What became of a trip that is the object of a verb, if that is that it was not made: 訪問を断念した."""
        reading = context.modality.nominal(phrase, clause, context.clauses, plain=self.own_trip)
        return reading if reading.status in ("cancelled", "postponed") else None

    def planned_verb(self, clause: Clause) -> str | None:
        """The verb of travel in a noun that tells how far a trip has come (モスクワに到着予定, 到着済み) or in two words (あとにする)."""
        text = clause.phrase.text
        if clause.lemma == "する" and any(a.text in ("あと", "後") and a.particle == "に" for a in clause.args):
            return "後にする"
        if clause.lemma == "なる":
            # 中国をご訪問になった
            honoured = next((a.text[1:] for a in clause.args if a.particle == "に" and a.text[:1] in ("ご", "御")), "")
            return f"{honoured}する" if f"{honoured}する" in self.objects | self.goals else None
        end = (
            next((e for e in self._planned if text.endswith(e) and text != e), None) if clause.form == "final" else None
        )
        verb = f"{text.removesuffix(end)}する" if end is not None else ""
        return verb if verb in self.objects or verb in self.goals else None

    # -- who --------------------------------------------------------------------------------------------------------

    def visitors(self, context: Context, clause: Clause) -> list[Ref | str]:
        """Who travels: the persons who are the subject, else the delegation, by its head where the text names one."""
        persons = self._titled(context, clause) or people(context.subjects(clause))
        if persons:
            return persons
        owner = clause.target
        for _ in range(_NESTING):
            # 訪中したインド側特別代表のドバル氏
            if clause.form != "relative" or owner is None or owner.particle != "の":
                break
            owner = next((p for p in context.phrases if owner in p.modifiers), None)
            persons = people(context.own_actors(owner)) if owner is not None else []
            if persons and not any(a.particle in _SUBJECT for a in clause.args):
                return persons
        subject = next((a for a in clause.args if a.particle in _SUBJECT and not a.is_time), None) or clause.inherited
        if subject is not None and subject.text.endswith(self._vehicles):
            # 金正恩氏を乗せた列車, プーチン氏が乗った専用機
            return self.heads(context, subject)
        if (
            clause.form == "relative"
            and clause.target is not None
            and (subject is None or not _uncounted(subject).endswith(self.delegations))
        ):
            subject = clause.target if _uncounted(clause.target).endswith(self.delegations) else subject
        if subject is None and clause.form == "relative":
            subject = clause.target
        if subject is None:
            return []
        if subject.text.startswith("両") and len(pair := people(context.topic_before())) == 2:
            # 両長官は17日に韓国へ移る: the two of whom the sentences before are
            return pair
        if not _uncounted(subject).endswith(self.delegations):
            return _and_others(context, subject) or self.officeholder(context, subject)
        return self.group(context, subject)

    @staticmethod
    def of_list(context: Context) -> list[Ref | str]:
        """Whom the line above a list of days is about (Aライス長官の日程 / 18日 来日 / 19日 訪韓), for a line without a subject."""
        rows = context.scene.sentences
        dated = [bool(row.phrases) and row.phrases[0].is_time for row in rows[: context.index + 1]]
        if not dated[-1] or any(p.particle in _SUBJECT and not p.is_time for p in context.phrases):
            return []
        head = next((at for at in range(context.index - 1, -1, -1) if not dated[at]), None)
        if head is None or head + 1 == len(rows) or rows[head].sentence.surface.endswith("。"):
            return []
        named = [m for p in rows[head].phrases for m in p.mentions() if m.kind == "person"]
        found = list(dict.fromkeys(r for m in named for r in context.linked.of(m)))
        return [*found] if len(found) == 1 else []

    @staticmethod
    def _titled(context: Context, clause: Clause) -> list[Ref | str]:
        """Who has come where a row of his titles stands before his name: 訪中した労働党委員長、国務委員長のA氏."""
        target = clause.target
        if clause.form != "relative" or target is None or not target.comma or people(context.own_actors(target)):
            return []
        for row in context.phrases[target.index : target.index + _NESTING + 1]:
            head = row.head.mention
            if head is not None and head.kind == "person":
                return people(context.own_actors(row))
            if head is None or head.kind != "office" or row.particle not in ("", "の"):
                return []
        return []

    def officeholder(self, context: Context, phrase: Phrase | None) -> list[Ref | str]:
        """Who holds an office, by state and office where the article names nobody (ウクライナ外相)."""
        mention = phrase.head.mention if phrase is not None else None
        if phrase is None or mention is None or mention.kind != "office":
            return []
        states, title = context.own_actors(phrase), context.lexicon.titles.get(mention.title)
        if len(states) != 1 or states[0].kind != "state" or title is None or title.rank not in _OFFICIAL:
            return []
        return [states[0].name + title.text]

    def group(self, context: Context, group: Phrase, senders: Iterable[Ref] = ()) -> list[Ref | str]:
        """Who a delegation is: its head, the head told before of one that is only named again, or it itself by whose it is."""
        heads = self.heads(context, group) or self.heads_before(context, group)
        return heads or list(self.named_groups(context, group, senders))

    def heads_before(self, context: Context, group: Phrase) -> list[Ref | str]:
        """X氏を団長とする代表団が… 代表団は…: the head of the delegation named last, at most so many sentences before."""
        if group.modifiers or group.relative is not None or group.mentions():
            return []
        for index in range(context.index - 1, max(-1, context.index - _GROUP_REACH - 1), -1):
            row = context.scene.sentences[index]
            for phrase in reversed(row.phrases):
                if phrase.text.endswith(group.text) and (phrase.modifiers or phrase.relative is not None):
                    return self.heads(Context(context.scene, index, context.modality, context.lexicon), phrase)
        return []

    def named_groups(self, context: Context, group: Phrase, senders: Iterable[Ref] = ()) -> Iterator[str]:
        """A delegation without a head by whose it is, one for each state: カナダとチリの議員団 are two."""
        owned = [m for m in group.modifiers if m.particle == "の"]
        rows = [p for m in owned for n in (m, *m.modifiers) for p in n.coordinated() if n.particle == "の"]
        owners = [r for p in rows for r in context.own_actors(p)] or [*senders]
        owners = [r for r in dict.fromkeys(owners) if r.kind in ("state", "organization")]
        if group.mentions() or not owners:
            if group.text not in self._anyone and (group.mentions() or not group.text.endswith(self._anyone)):
                yield group.text
        else:
            yield from (f"{owner.name}の{_uncounted(group)}" for owner in owners)

    def heads(self, context: Context, group: Phrase) -> list[Ref | str]:
        """The persons at the head of a delegation: Xが率いる代表団, Xを団長とする使節団, Xらの代表団."""
        found: list[Ref | str] = []
        clause = group.relative
        if clause is not None and clause.lemma in self._leading:
            found = people(r for a in clause.args if a.particle in ("が", "を", "の", "") for r in context.actors(a))
        if found:
            return found
        rows = [m for m in group.modifiers if m.particle == "の"]
        if group.text.endswith(self._sent_ones):
            # A大統領の特使 is sent by him; A氏らの特使団 he leads
            rows = [m for m in rows if m.text.endswith("ら")]
        if first := _and_others(context, group):
            return first
        deeper = [n for m in rows for n in m.modifiers if n.particle == "の" and "ら" in n.text]
        return people(r for m in rows for r in context.actors(m)) or people(
            # A元幹事長ら超党派の議員連盟のメンバー
            r
            for n in deeper
            for m in n.mentions()
            if m.kind == "person"
            for r in context.linked.of(m)
        )

    # -- where to ---------------------------------------------------------------------------------------------------

    def elsewhere(self, context: Context, phrase: Phrase, visitors: list[Ref | str]) -> list[Ref]:
        """The state that 同国 means in 韓国政府によると、A大統領は同国入りした: of those named before, the last that is not his own."""
        own = {s for v in visitors if isinstance(v, Ref) and (s := context.state_of(v)) is not None}
        for index in range(context.index, max(-1, context.index - 2), -1):
            row = context.scene.sentences[index]
            for other in reversed(row.phrases[: phrase.index] if index == context.index else row.phrases):
                found = [r for m in other.mentions() for r in context.states_of(context.linked.of(m)) if r not in own]
                if found:
                    return found[-1:]
        return []

    def target(self, context: Context, goals: Iterable[Phrase], own: Sequence[Ref] = ()) -> list[Ref]:
        """Places and states that the goals of a verb of travel name; ``own`` are the states of who travels."""
        out: list[Ref] = []
        for phrase in (p for a in goals for p in a.coordinated()):
            if phrase.text in self.here:
                out += self.place_before(context, phrase, own)
                continue
            if phrase.is_time or phrase.head.text in self.ways or _WHEN.search(phrase.text):
                # アフガニスタンからの帰途にラホールを訪れた
                continue
            if phrase.text.endswith(self._no_goals):
                return []
            found = context.places(phrase)
            if phrase.text.endswith(self.of_lands) or phrase.text in ("順", "順番"):
                # インド、タイ、ラオスの3カ国
                found = [r for m in phrase.modifiers for p in m.coordinated() for r in context.places(p)] or found
            if not found and (station := _STATION.search(phrase.text)) is not None:
                found = self._called(context, phrase.text[: station.start()])
            if not found and phrase.text.endswith(self.told_lands):
                found = context.actors(phrase)
            if not found and (pair := next((m for m in phrase.named if m.kind == "states"), None)) is not None:
                # 中韓を訪問
                found = list(context.linked.of(pair)) if phrase.head.mention is pair else []
            if not found and self._at_home(context, phrase):
                found = list(context.states_of(context.topic()))
            out += [r for r in found if r not in out]
        return out

    @staticmethod
    def _called(context: Context, name: str) -> list[Ref]:
        """The town of which a station or airport has its name, if the text names it: 北京駅."""
        return [
            e.ref for e in context.linked.entities if e.ref.kind == "place" and any(m.text == name for m in e.mentions)
        ][:1]

    def place_before(self, context: Context, phrase: Phrase, own: Sequence[Ref] = ()) -> list[Ref]:
        """What 現地 stands for: the setting named last, in its sentence or the one before, or the state that was the topic there.

        It is no place in one of the states ``own``, where who travels is at home.
        """
        found = self._setting(context, context.index, context.phrases[: phrase.index], own)
        if found:
            return found
        partners = [m for p in context.phrases[: phrase.index] if p.particle == "と" for m in p.mentions()]
        partners = [m for m in partners if m.kind == "state" and not set(context.linked.of(m)) & set(own)]
        if partners:
            # パキスタン政府と協議するため現地を訪れている
            return list(context.linked.of(partners[-1]))
        for index in range(context.index - 1, max(-1, context.index - _HERE_REACH), -1):
            found = self._setting(context, index, context.scene.sentences[index].phrases, own)
            if found:
                return found
        return []

    def setting_before(self, context: Context, own: Sequence[Ref]) -> list[Ref]:
        """Where the sentences before are set, at most so many back: an arrival without a goal leads there."""
        for index in range(context.index - 1, max(-1, context.index - _GROUP_REACH), -1):
            row = context.scene.sentences[index]
            rows = [p for p in row.phrases if p.particle in ("で", "デ", "での") and not p.is_time]
            found = self._setting(context, index, rows, own) or self._hosting(context, index, own)
            if found:
                return found
            arrived = [c for c in row.clauses if c.lemma in self.coming and not c.negative]
            goals = [r for c in arrived for a in c.all_args("に", "へ") for r in context.places(a)]
            seen = [c for c in row.clauses if c.lemma in self.objects and not c.negative and c.past]
            goals = goals or [r for c in seen for a in c.all_args("を") for r in context.places(a)]
            if goals and not set(context.home_states(goals)) & set(own):
                # A大統領は北京に到着した。B国からはC書記が派遣された
                return goals
        return []

    def _hosting(self, context: Context, index: int, own: Sequence[Ref]) -> list[Ref]:
        """The state or town to which a sentence says guests are asked: A国は式典に各国の要人を招いた."""
        for clause in context.scene.sentences[index].clauses:
            if clause.lemma not in self._inviting or clause.passive:
                continue
            rows = [a for a in clause.args if not a.is_time]
            goals = [r for a in rows if a.particle in ("に", "へ") for r in context.places(a)]
            hosts = [r for a in rows if a.particle in _SUBJECT for r in context.actors(a)]
            found = [r for r in (*goals, *hosts) if r.kind in ("place", "state")][:1]
            if found and not set(context.home_states(found)) & set(own):
                return found
        return []

    def _setting(self, context: Context, index: int, phrases: Sequence[Phrase], own: Sequence[Ref]) -> list[Ref]:
        """The place or state that is the last setting among phrases of a sentence."""
        home = {a.index for c in context.scene.sentences[index].clauses if c.lemma in self.returning for a in c.args}
        for other in reversed(phrases):
            mention = other.head.mention
            inside = other.text.endswith(("入りし", "入りする"))
            if inside:
                mention = next((m for m in other.mentions() if m.kind in ("place", "state")), None)
            if mention is None or mention.kind not in ("place", "state") or other.index in home:
                # ローマに戻った
                continue
            topic = index < context.index and mention.kind == "state" and other.particle in _SUBJECT
            found = list(context.linked.of(mention))
            if (inside or topic or other.particle in _SETTING) and not set(context.home_states(found)) & set(own):
                return found
        return []

    def _at_home(self, context: Context, phrase: Phrase) -> bool:
        before = context.parsed.sentence.surface[: phrase.end]
        return phrase.text.endswith("国") and before.endswith(tuple(self._home))

    # -- when -------------------------------------------------------------------------------------------------------

    def when(self, context: Context, clause: Clause) -> TimeValue | None:
        """The time of a trip: its own, that of the cleft (訪れたのは12日だ), that of what was done before it, or of its sentence."""
        days = [a for a in clause.args if a.is_time and a.particle not in ("は", "から")]
        # 8月に署名した条約で、同年10月に来日して…: of several the nearest
        time = next((t for t in context.times(reversed(days)) if t.edtf and ".." not in t.edtf), None)
        time = time or context.when(clause, inherit=False)
        if time is None and clause.form == "nominal" and clause.parent is not None:
            after = [
                a for a in clause.parent.args if a.index > clause.phrase.index and not re.search("以[降来後]", a.text)
            ]
            time = next((t for t in context.times([*after[:1], clause.parent.phrase]) if t.edtf), None)
        if time is None:
            # 28日に講演を行った後、出発した
            done = (a.relative for a in clause.args if a.text in ("後", "あと", "のち") and a.relative is not None)
            time = next((t for c in done if (t := context.when(c, inherit=False)) is not None), None)
        own = any(a.particle in _SUBJECT and not a.is_time and context.actors(a) for a in clause.args)
        if time is None and own and clause.index:
            before = context.clauses[clause.index - 1]
            others = [a for a in before.args if a.particle in _SUBJECT and not a.is_time and context.actors(a)]
            if others and before.form in ("chain", "conjunctive"):
                # A氏は5日から訪問しており、B氏は日帰りで訪れた: not on the day of the other
                return None
        if time is None and clause.index:
            between = context.parsed.sentence.surface[
                context.clauses[clause.index - 1].phrase.end : clause.phrase.begin
            ]
            if _NEXT.search(between):
                # 21日に講演し、その後A国を回る: not on that day
                return None
        if time is None and any(a.text in self.seasons and a.particle in ("に", "にも") for a in clause.args):
            # 来年の早い時期に訪れることで一致した: not on the day of the talks
            season = next(a for a in clause.args if a.text in self.seasons)
            near = [p for p in context.phrases[max(0, season.index - _SEASON_WORDS) : season.index] if p.is_time]
            return next((t for t in context.times(reversed(near)) if t.edtf), None)
        if time is None and _spoken_of(context, clause):
            return None
        if time is None and clause.form == "quoted" and clause.parent is not None:
            # 年内に代表団が訪問するとの見通しを示した: within that, whenever it was said
            within = [a for a in clause.parent.args if a.is_time and _WITHIN.search(a.text)]
            time = next((t for t in context.times(within) if t.edtf), None)
        return time or context.when(clause, announced=False)

    @staticmethod
    def day_before(context: Context, clause: Clause) -> TimeValue | None:
        """The day of what somebody does right before he goes home: 12日に弔問に訪れた後、離台する; 10日に奈良を巡り、帰国する."""
        done = [a.relative for a in clause.args if a.text in ("後", "あと", "のち") and a.relative is not None]
        chain = context.clauses[clause.index - 1] if clause.index else None
        if chain is not None and chain.form == "chain":
            done.append(chain)
        days = [t for c in done for t in context.times(a for a in c.args if a.is_time)]
        days = [t for t in days if len(t.edtf or "") == len("2025-12-03")]
        return max(days, key=lambda t: t.edtf or "", default=None)

    @staticmethod
    def span_of_days(context: Context, time: TimeValue) -> TimeValue:
        """The first day of a trip with its length (21日…6日間の予定で) is the whole span."""
        if time.earliest is None or time.edtf is None or len(time.edtf.removesuffix("/..")) != 10:
            return time
        found = _DAYS.search(context.parsed.sentence.surface) or _days_beside(context)
        if found is None:
            return time
        first = time.opening()
        try:
            last = time.earliest + dt.timedelta(_number(found[1] or found[2]) - 1)
        except OverflowError:  # behind the year 9999
            return time
        return first._replace(edtf=f"{first.edtf}/{last.isoformat()}", latest=last)

    @staticmethod
    def _just_come(context: Context, clause: Clause) -> bool:
        """Whether a clause on a person tells in the past that he came, with no word of an earlier time: 訪中したA外相は23日会談した."""
        if (
            clause.form != "relative"
            or clause.target is None
            or not clause.past
            or not context.own_actors(clause.target)
        ):
            return False
        return _FORMERLY.search(context.parsed.sentence.surface, 0, clause.phrase.begin) is None

    # -- drafts -----------------------------------------------------------------------------------------------------

    def draft(
        self,
        context: Context,
        clause: Clause | None,
        phrase: Phrase,
        visitors: list[Ref | str],
        target: list[Ref],
        rule: str,
        *,
        onward: bool = False,
    ) -> Draft | None:
        """A draft of a trip, or None where nobody travels or it leads nowhere abroad.

        With ``onward`` it is left open who travels: whoever was on a trip in the sentences before.
        """
        draft = context.draft("visit", "", clause, phrase, rule)
        words = context.span(phrase)
        states = [r for r in target if r.kind == "state"]
        places = [
            r
            for r in target
            if r.kind == "place"
            and (r.key in context.linked.place_states or context.linked.place_kinds.get(r.key) != "Region")
        ]
        for place in places:
            home = context.linked.place_states.get(place.key)
            if home is not None and home not in states:
                states.append(home)
        if clause is not None and clause.form == "relative":
            # 現地入りしたA氏と、議長国のB氏が: who is at home there does not travel
            visitors = [v for v in visitors if not isinstance(v, Ref) or context.state_of(v) not in states] or visitors
        own = {s for v in visitors if isinstance(v, Ref) and (s := context.state_of(v)) is not None}
        unnamed = [v for v in visitors if isinstance(v, str) and not v.endswith(self.delegations)]
        states = [s for s in states if s not in own and not any(v.startswith(s.name) for v in unnamed)]
        if unnamed:
            draft.flags.add("unnamed")
        if not states and places and not any(p.key in context.linked.place_states for p in places):
            # a disputed island or a sea lies in no state: the place itself is the goal
            states = places[-1:]
        if not states or not (visitors or onward):
            return None
        if not visitors:
            draft.flags.add("open")
        if clause is not None and any(
            a.particle in _SUBJECT and _uncounted(a).endswith(self.delegations) for a in clause.args
        ):
            draft.flags.add("mission")
        for visitor in visitors:
            if visitor in self.bare_groups and not phrase_of(context, str(visitor)):
                draft.flags.add("definite")
            else:
                context.claim(draft, "visitor", visitor, words)
        for state in states:
            context.claim(draft, "destination", state, words)
        if places:
            context.claim(draft, "place", places[-1], words)
        time = self.when(context, clause) if clause is not None else next(iter(context.deep_times(phrase)), None)
        if time is not None and (time.edtf or "").startswith("../") and clause is not None:
            # 15日までの滞在中に上海を訪れる: how long the whole trip lasts
            stay = any(not a.is_time and a.text.startswith(self.stays) for a in clause.args)
            time = None if stay else time
        if (
            time is None
            and clause is not None
            and clause.parent is not None
            and (clause.parent.past or (clause.parent.form == "chain" and context.clauses[-1].past))
            and (_under_way(clause) or self._just_come(context, clause))
        ):
            # 首都を訪問中のA副長官が27日語った: he was there then
            time = context.when(clause.parent, inherit=False)
        if clause is not None and draft.status == "held" and clause.form == "chain" and not clause.past:
            behind = context.clauses[clause.index + 1] if clause.index + 1 < len(context.clauses) else clause
            if context.agreed_on(behind):
                # A外相が訪れ、対話を開くことで一致した
                draft.status, draft.modality = "scheduled", "planned"
        if clause is not None and clause.form in ("relative", "chain") and draft.status == "held" and not clause.past:
            # 9日から訪問するA外相は8日、…と語った: a day to come decides
            draft.flags.add("bare")
        if clause is not None and clause.form == "relative" and draft.status == "held":
            named = context.when(clause, inherit=False)
            if time is not None and (named is None or named.span != time.span):
                # 来日したX氏は8日…: a day on which he was there, not that of his coming
                draft.flags.add("during")
        if time is None and clause is not None and clause.form == "chain" and draft.status == "held":
            # その足で日本に向かい、20日、広島空港に到着した
            then = next(iter(context.clauses[clause.index + 1 :]), None)
            time = context.when(then, inherit=False) if then is not None and then.lemma in self.arrived else None
        earlier = clause is not None and clause.tail.endswith(("ていた", "ていました", "でいた"))
        earlier = earlier or any(p.particle == "ニサキダチ" for p in context.phrases)
        if time is None and clause is not None and draft.status == "held" and len(states) == 1 and not earlier:
            time = context.time_before()
        if time is not None:
            context.claim(draft, "time", self.span_of_days(context, time), time.span)
        return draft


def _days_beside(context: Context) -> re.Match[str] | None:
    """How many days a trip lasts, told in the headline or in the sentence behind with no date of its own: 訪問は3日間の日程で…."""
    if _TOUR.search(context.parsed.sentence.surface):
        return None
    rows = context.scene.sentences
    for at in dict.fromkeys((context.index + 1, 0)):
        near = at < len(rows) if at > context.index else 0 < context.index <= _NEAR_TITLE
        if not near or rows[at].screened:
            continue
        surface = rows[at].sentence.surface
        found = _DAYS.search(surface)
        if found is None or _TOUR.search(surface):
            continue
        stay = "滞在" in found.group()  # 5日に会談し、4日間滞在する
        if at == 0 or stay or not any(len(t.edtf or "") == len("2025-12-03") for t in context.times(rows[at].phrases)):
            return found
    return None


def lands_before(context: Context, phrase: Phrase) -> list[Phrase]:
    """The lands in a row before the last one or before a trip to it: A国、B国とC国への訪問, A国、B国及びC国の首都."""
    row: list[Phrase] = []
    joins = _JOINS if phrase.particle in ("への", "の", "を", "に", "へ") else ("",)
    at = phrase
    while at.modifiers:
        at = at.modifiers[0]
    for before in reversed(context.phrases[: at.index]):
        if before.text in _AND and before.index and not before.modifiers:
            continue
        head = before.head.mention
        joined = (
            before.particle in joins
            and not before.predicate
            and (before.comma or before.particle != "" or joins == _JOINS)
        )
        if not joined or head is None or head.kind not in ("place", "state"):
            break
        row.insert(0, before)
    return row


def _and_others(context: Context, group: Phrase) -> list[Ref | str]:
    """Who is named of a group: A前法相ら日本の議員3人, A代表ら与党幹部."""
    rows = [group, *(m for m in group.modifiers if m.particle == "の")]
    named = [m for p in rows for m in p.mentions() if m.kind == "person" and f"{m.text}ら" in p.text]
    return people(r for m in named for r in context.linked.of(m))


def _uncounted(group: Phrase) -> str:
    """A group without how many they are: 先発隊12人."""
    return _HEADCOUNT.sub("", group.text)


def _number(digits: str) -> int:
    """A small number in figures of any kind: 4, ４, 四, 十二."""
    tens, ten, ones = digits.rpartition("十")
    if not ten and digits not in _KANJI:
        return int(digits)
    return (_KANJI.get(tens, 1) * 10 if ten else 0) + _KANJI.get(ones, 0)


_KANJI: Final = {digit: at for at, digit in enumerate("一二三四五六七八九", 1)}
#: Behind what is done before.
_NEXT: Final = re.compile("その(?:後|あと|のち|足で)|(?<!相)次いで|続いて")
#: Join lands in a row, by a particle or a word of its own.
_JOINS: Final[tuple[str, ...]] = ("", "と", "や")
_AND: Final[tuple[str, ...]] = ("それ", "それに", "さらに", "そして", "ならびに", "並びに", "および", "及び")
#: Says when and names no goal: ウクライナ侵攻後.
_WHEN: Final = re.compile("(?:後|以来|以降|以後|直前)$")
#: Where one arrives in a town.
_STATION: Final = re.compile("(?:国際)?(?:駅|空港)$")
#: When a trip is to come about, told by so many words before (来年の・できるだけ・早い・時期に).
_SEASON_WORDS: Final = 3
_WITHIN: Final = re.compile("[年月週]内$|[年月]中$")
_ABOUT: Final[tuple[str, ...]] = ("ニツイテ", "ニカンシ", "ヲメグリ", "ニタイシ")
_HEADCOUNT: Final = re.compile("(?:約|計)?[0-9０-９一二三四五六七八九十百]{1,6}[人名](?:余り|ら)?$")
_FORMERLY: Final = re.compile("かつて|以前|過去に|昔|たびたび|何度も|しばしば")


def _spoken_of(context: Context, clause: Clause) -> bool:
    """Whether a trip is only what something is said about: A首相が訪れ、会談することについて、21日に述べた."""
    last = clause
    while last.form in ("chain", "conjunctive") and last.index + 1 < len(context.clauses):
        last = context.clauses[last.index + 1]
    matter = last.target if last.form == "relative" else None
    if matter is None or matter.text not in ("こと", "件", "問題"):
        return False
    return matter.particle in _ABOUT or context.agreed_on(last)


def _under_way(clause: Clause) -> bool:
    """Whether a clause on a noun tells of a trip that is on: 訪問中の, 訪れている."""
    return clause.form == "relative" and (clause.phrase.text.endswith("中") or "てい" in clause.tail)


def phrase_of(context: Context, text: str) -> bool:
    """Whether something in front of a word says whose it is (韓国の代表団)."""
    return any(p.text == text and (p.modifiers or p.relative is not None) for p in context.phrases)


def people(refs: Iterable[Ref]) -> list[Ref | str]:
    """The persons among entities."""
    return [r for r in refs if r.kind == "person"]
