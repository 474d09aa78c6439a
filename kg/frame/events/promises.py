"""Promises of aid and closer cooperation: what is promised or agreed on is told by a clause or by nouns within nouns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from kg.frame.around import meeting_pair, pair_before
from kg.frame.context import Context, Draft
from kg.frame.events.sides import Side, Sides, distinct, is_kind, modifiers, quoted_text, without_count
from kg.frame.events.types import EventType, Telling
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.sentence import Clause, Phrase

#: Whose aid goes by the names of Japanese official development assistance.
#: Sentences back in which talks may be told, in a record of them.
_FAR: Final = 12
_DONOR: Final = "JPN"
_GOAL: Final[tuple[str, ...]] = ("に", "ニタイシ", "には", "へ", "にも", "へも")
_BESIDES: Final[tuple[str, ...]] = ("ほか", "他", "一方", "うえ", "上")
#: So many things: スティンガー200基.
_COUNTED: Final = re.compile(
    "(?<![0-9０-９一二三四五六七八九十百千万])[0-9０-９一二三四五六七八九十百千万]+(?:基|両|機|隻|台|発|門|丁|トン|万回分|回分|個|枚|着|人分|セット|億|件)"
)

Fill = Callable[[Context, Draft, Telling, list[Side], list[Side]], Iterator[Draft]]
Ask = Callable[[Context, Telling, str], list[Side]]
Settle = Callable[[Context, Draft, EventType, Clause], None]


class Promises:
    """Finds promises of aid and the widening of cooperation in a clause."""

    def __init__(
        self, lexicon: Lexicon, sides: Sides, types: dict[str, EventType], fill: Fill, ask: Ask, settle: Settle
    ) -> None:
        self._sides, self._fill, self._ask, self._settle = sides, fill, ask, settle
        promise, common = lexicon.table("events", "支援の約束"), lexicon.table("events", "common")
        self._signs, self._agree = frozenset(common["signs"]), frozenset(common["agree"])
        self._papers, self._meets = tuple(common["papers"]), frozenset(promise["meets"])
        self._told = (*common["meant"], *common["drafts"], *common["papers"], "こと", "の", "よう")
        self._promise_type, self._cooperation_type = types["支援の約束"], types["協力の拡大"]
        self._aid, self._gives, self._helps = tuple(promise["aid"]), frozenset(promise["gives"]), promise["helps"]
        self._sums = re.compile(
            rf"[0-9０-９一二三四五六七八九十百千万億兆,，.]+(?:{'|'.join(promise['of_land'])})?"
            rf"(?:{'|'.join(promise['sums'])})(?:相当|規模|余り?|程度|以上|ずつ)?$"
        )
        self._matter = (*promise["goods"], *promise["matter"])
        self._issues = frozenset(promise["issues"])
        self._does, self._exchanges = frozenset(common["does"]), tuple(promise["exchanges"])
        self._abroad, self._outward = tuple(promise["abroad"]), tuple(promise["outward"])
        self._notes, self._instruments = tuple(promise["notes"]), tuple(promise["instruments"])
        self._hands, self._sets_aside = frozenset(promise["hands"]), frozenset(promise["sets_aside"])
        self._pledges, self._arrives = frozenset(promise["pledges"]), frozenset(promise["arrives"])
        self._wins, self._receives = frozenset(promise["wins"]), frozenset(promise["receives"])
        self._more = frozenset(promise["more"])
        self._plans = frozenset(promise["plans"])
        self._decides = frozenset(common["plans"])
        self._accepts = frozenset(promise["accepts"])
        self._offers, self._budgets = tuple(promise["offers"]), tuple(promise["budgets"])
        self._goods, self._sends, self._giving = tuple(promise["goods"]), frozenset(promise["sends"]), promise["giving"]
        self._relief, self._carriers = tuple(promise["relief"]), tuple(promise["carriers"])
        self._loads, self._readily = frozenset(promise["loads"]), frozenset(promise["readily"])
        self._debts, self._forgives = tuple(promise["debts"]), frozenset(promise["forgives"])
        self._promise_verbs, self._firm = frozenset(promise["tells"]), frozenset(promise["firm"])
        self._stance, self._clear = frozenset(promise["stance"]), frozenset(promise["made_clear"])
        self._goes_on, self._stands_behind = frozenset(promise["goes_on"]), frozenset(promise["stands_behind"])
        self._of_aid = tuple(promise["of_aid"])
        cooperation = lexicon.table("events", "協力の拡大")
        self._widened, self._widening = tuple(cooperation["widened"]), tuple(cooperation["widening"])
        self._widens, self._upgrade = frozenset(cooperation["widens"]), frozenset(cooperation["upgrade"])
        self._raises, self._relations = frozenset(cooperation["raises"]), tuple(cooperation["relations"])
        self._forms = frozenset(cooperation["forms"])
        self._rises, self._ranks = frozenset(cooperation["rises"]), tuple(cooperation["ranks"])
        self._ties = frozenset(cooperation["ties"])
        self._partnership = tuple(cooperation["partnership"])
        self._talk, self._agreed = frozenset(cooperation["talk"]), frozenset(cooperation["agreed"])
        self._mutual_words = lexicon.words("events", "common", "each_other")
        self._pools = lexicon.endings("events", "common", "pools")
        self._cancelled = lexicon.endings("events", "common", "cancelled")

    @property
    def cues(self) -> tuple[str, ...]:
        """Words without which a sentence tells of neither."""
        said = (*self._pledges, *self._sets_aside, *self._stands_behind)
        verbs = (v.removesuffix("する") for v in said if v.endswith("する"))
        return (
            *self._aid,
            *self._goods,
            *self._debts,
            *self._widened,
            *self._widening,
            *self._offers,
            *self._giving,
            *verbs,
        )

    def find(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """Drafts of a clause."""
        phrase = self._cooperative(clause)
        if phrase is not None:
            if phrase.index not in used:
                used.add(phrase.index)
                yield from self._cooperation(context, clause, phrase)
            return
        yield from self._promised(context, clause, used)

    # -- aid --------------------------------------------------------------------------------------------------------

    def _promised(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """支援を約束した, 支援を継続する意志を表明した, 支援を続ける姿勢を明確にした, 援助を行うと表明した."""
        if (aid := self._by_notes(clause)) is not None:
            yield from self._noted(context, clause, aid, used)
            return
        if clause.lemma == "述べる" and (given := self._stood_by(context, clause)) is not None:
            yield from self._assurance(context, clause, given, used)
            return
        if clause.lemma in self._accepts and (offer := self._offered(clause, ("を", "も"))) is not None:
            yield from self._offer(context, clause, offer, used)
            return
        if clause.lemma in self._arrives and (offer := self._offered(clause)) is not None:
            yield from self._offer(context, clause, offer, used)
            return
        if clause.form == "relative" and (aid := self._told_of(clause)) is not None and aid.index not in used:
            yield from self._promise(context, clause, None, aid, used)
            return
        if (aid := self._granted(clause)) is not None and aid.index not in used:
            yield from self._grant(context, clause, aid, used)
            return
        for phrase in clause.args:
            if phrase.particle == "で" and phrase.text in self._plans and (given := phrase.relative) is not None:
                # 供与する方針で、来月にも署名する
                aid = next((a for a in given.args if self._is_given(a) or self._sent(given, a)), None)
                if aid is not None and aid.index not in used and self._can_give(given) and not given.past:
                    yield from self._promise(context, given, given, aid, used)
        if clause.lemma in self._plans and (given := self._planned(context, clause)) is not None:
            aid = next((a for a in given.args if self._is_given(a) or self._sent(given, a)), None)
            if aid is not None and aid.index not in used:
                yield from self._promise(context, clause, given, aid, used)
            return
        clear = clause.lemma == "する" and any(a.text in self._clear for a in clause.args)
        signed = clause.lemma in self._signs
        told = clause.lemma.removeprefix("正式").removeprefix("公式")
        issued = clause.lemma in self._issues
        # 援助物資を送ることになった
        # 援助物資を支援することにした
        came = clause.lemma in ("なる", "する") and clause.past and not clear
        said = told in self._readily
        if told not in self._promise_verbs and not (clear or signed or issued or came or said):
            yield from self._handed(context, clause, used)
            return
        told_at = (
            ("に", "を")
            if signed
            else ("に",)
            if came
            else ("を", "と", "も", *(("で",) if clause.lemma in self._agree else ()))
        )
        for phrase in clause.args:
            at = (*told_at, "") if phrase.text == "旨" else told_at
            if phrase.particle not in at or phrase.index in used or said:
                continue
            if ((signed or issued) and not phrase.text.endswith(self._papers)) or (came and phrase.text != "こと"):
                continue
            given, aid = self._content(context, clause, phrase)
            if given is not None or aid is not None:
                yield from self._promise(context, clause, given, aid, used)
                return
        quoted = next(
            (c for c in context.clauses if c.parent is clause and c.form == "quoted" and self._can_give(c)), None
        )
        if quoted is None:
            # 550億円を提供し、人材の育成に取り組むと表明した
            last = next((c for c in context.clauses if c.parent is clause and c.form == "quoted" and not c.past), None)
            before = context.clauses[last.index - 1] if last is not None and last.index else None
            if before is not None and before.form == "chain" and self._can_give(before) and not before.passive:
                quoted = before if any(self._is_sum(a) or self._sent(before, a) for a in before.args) else None
        if quoted is None:
            # 拠出する用意があると表明した
            ready = next((c for c in context.clauses if c.parent is clause and c.lemma == "ある"), None)
            stance = next((a for a in ready.args if a.text in self._stance), None) if ready is not None else None
            given = stance.relative if stance is not None else None
            quoted = given if given is not None and self._can_give(given) else None
        own = quoted is not None and any(a.particle == "が" for a in quoted.args)
        if quoted is not None and self._each_with_sum(quoted, clause):
            aid = next((a for a in quoted.args if self._is_given(a)), None)
            if aid is not None:
                rows = [a for c in (clause, quoted) for a in c.all_args("が", "は")]
                actors = [s for a in rows for s in self._sides.named(context, a)]
                yield from self._promise(context, clause, quoted, aid, used, actors)
                return
        if quoted is not None and not quoted.past and not own and (self._is_firm(clause) or clear or said):
            aid = next((a for a in quoted.args if self._is_given(a) or self._sent(quoted, a)), None)
            if aid is not None or (not said and (quoted.lemma in self._helps or quoted.lemma in self._hands)):
                yield from self._promise(context, clause, quoted, aid, used)

    def _stood_by(self, context: Context, clause: Clause) -> Clause | None:
        """外務大臣から、改革を後押ししていく旨述べた: the clause of helping in what a minister is recorded to have said."""
        said = next((a for a in clause.args if a.text == "旨"), None)
        given = said.relative if said is not None else None
        if given is None or given.past or given.negative or not _recorded(context, clause):
            return None
        if given.lemma in self._stands_behind:
            return given
        things = [a for a in given.all_args("を", "も") if a.text.endswith(("協力", *self._aid))]
        # 消防車両の供与を始めとする防災分野の協力
        on = [p for a in things for c in a.coordinated() for p in (c, *c.modifiers)]
        on += [b for p in on if p.relative is not None for b in p.relative.args]
        aid = any(p.text.endswith(self._of_aid) for p in [*on, *(m for p in on for m in p.modifiers)])
        return given if given.lemma in self._goes_on and aid else None

    def _assurance(self, context: Context, clause: Clause, given: Clause, used: set[int]) -> Iterator[Draft]:
        rows = [r for a in _recorded(context, clause) for r in context.actors(a)]
        actors = [s for r in rows if r.kind == "person" for s in self._sides.of(context, r, persons=True)]
        own = {*actors, *context.states_of(a for a in actors if isinstance(a, Ref))}
        things = given.all_args("を", "も")
        targets = [s for a in [*given.all_args(*_GOAL), *things] for s in self._sides.owners(context, a)]
        targets = [s for s in targets if is_kind(s, "state") and s not in own][:1]
        targets = targets or [s for s in meeting_pair(context, back=_FAR) if s not in own]
        targets = targets or [s for s in _partners_before(context) if s not in own]
        if len(actors) != 1 or len(targets) != 1:
            return
        telling = Telling(self._promise_type, None, clause, next(iter(things), None))
        draft = context.draft("other_event", telling.type.name, clause, telling.words, "assurance")
        if draft.modality == "denied":
            return
        draft.status, draft.modality = "held", "asserted"
        used |= {clause.phrase.index, *(a.index for a in things)}
        yield from self._fill(context, draft, telling, actors, targets)

    def _planned(self, context: Context, clause: Clause) -> Clause | None:
        """円借款を供与する方針だ: the clause of giving on a noun that is all the predicate."""
        rows = (c for c in context.clauses[: clause.index] if c.form == "relative" and c.target is clause.phrase)
        given = next(rows, None)
        if given is None or given.past or given.negative or given.passive or not self._can_give(given):
            return None
        return given

    def _told_of(self, clause: Clause) -> Phrase | None:
        """中国政府が表明した支援は: the aid on which a clause of promising stands."""
        target = clause.target
        if target is None or clause.lemma not in self._firm or not clause.past or clause.passive or clause.negative:
            return None
        if any(a.particle in ("を", "と") for a in clause.args) or not any(a.particle == "が" for a in clause.args):
            return None
        return target if self._is_aid(target) else None

    def _granted(self, clause: Clause) -> Phrase | None:
        """台湾から2000万ドルの融資を受けることになった, 支援の約束を取り付けた: what somebody else is to give."""
        if clause.negative or clause.passive or not any(a.particle == "から" for a in clause.args):
            return None
        won = clause.lemma in self._wins
        coming = clause.lemma in self._receives and not clause.past and "て" not in clause.tail
        if not won and not coming:
            return None
        for phrase in clause.args:
            on = [phrase, *phrase.modifiers]
            if phrase.particle not in ("を", "も"):
                continue
            if any(self._is_sum(p) for p in on) and any(self._is_aid(p) for p in on):
                return phrase
            if won and any(self._is_aid(p) for p in on):
                return phrase
        return None

    def _grant(self, context: Context, clause: Clause, aid: Phrase, used: set[int]) -> Iterator[Draft]:
        telling = Telling(self._promise_type, None, clause, aid)
        givers = [s for a in clause.args if a.particle == "から" for s in self._sides.named(context, a)]
        actors = [(context.state_of(s) or s) if isinstance(s, Ref) else s for s in givers]
        takers = [s for s in context.states_of(context.subjects(clause)) if s not in actors]
        if not actors or not takers:
            return
        draft = context.draft("other_event", telling.type.name, clause, aid, "granted")
        if draft.status in ("scheduled", "proposed"):
            # 受けることになった: it is promised by that
            draft.status, draft.modality = "held", "asserted"
        used |= {aid.index, clause.phrase.index}
        yield from self._fill(context, draft, telling, distinct(actors), [*takers])

    def _each_with_sum(self, given: Clause, clause: Clause) -> bool:
        """米国が5億ドル、EUが3億ユーロの支援を行うと表明した: the parser gives the first of those who give to the outer verb."""
        last = next((a for a in given.args if a.particle in ("が", "は")), None)
        if last is None or not any(self._sums.search(c.text) for c in last.conjuncts):
            return False
        return any(a.particle in ("が", "は") for a in clause.args)

    def _offered(self, clause: Clause, at: tuple[str, ...] = ("が", "は", "も")) -> Phrase | None:
        """The offers of aid that have come: 支援の申し入れがなされている, 援助の申し出が相次いだ."""
        for phrase in clause.args:
            if phrase.particle in at and phrase.text.endswith(self._offers):
                on = [n for m in phrase.modifiers for n in (m, *m.modifiers)]
                if any(self._is_aid(p) or self._names_giving(p) for p in (*on, *phrase.conjuncts)):
                    return phrase
        return None

    def _offer(self, context: Context, clause: Clause, offer: Phrase, used: set[int]) -> Iterator[Draft]:
        givers = [a for a in clause.args if a.particle.removeprefix("など") in ("から", "からは", "からも")]
        givers += [m for p in (offer, *offer.modifiers) for m in p.modifiers if m.particle in ("からの", "ニヨル")]
        if clause.lemma in self._accepts:
            # 両国の支援の申し出を受け入れた
            givers += [m for p in (offer, *offer.modifiers) for m in p.modifiers if m.particle == "の"]
        actors = [s for a in givers for s in self._sides.named(context, a)]
        if not actors or clause.negative:
            return
        telling = Telling(self._promise_type, None, clause, offer)
        draft = context.draft("other_event", telling.type.name, clause, offer, "offer")
        aimed = [m for p in (offer, *offer.modifiers) for m in p.modifiers if m.particle == "への"]
        goals = [*aimed, *(a for a in clause.all_args(*_GOAL) if not a.is_time)]
        targets = [s for p in goals for s in self._aimed(context, p)]
        if clause.lemma in self._accepts and not targets:
            # モロッコは申し出を受け入れた
            targets = [*context.states_of(context.subjects(clause))]
        used |= {offer.index, clause.phrase.index}
        if not targets:
            draft.flags.add("needs-target")
        actors = [(context.state_of(a) or a) if isinstance(a, Ref) else a for a in actors]
        yield from self._fill(context, draft, telling, distinct(actors), distinct(targets))

    def _by_notes(self, clause: Clause) -> Phrase | None:
        """The Japanese aid on which notes are exchanged or signed: 無償資金協力に関する書簡の交換が行われた."""
        carried = (clause.lemma in self._does or clause.lemma in self._signs) and any(
            a.text.endswith(self._exchanges) for a in clause.args
        )
        if clause.lemma not in self._signs and not carried:
            return None
        rows = [p for a in clause.args if a.particle in ("を", "に", "が", "は", "も") for p in (a, *a.modifiers)]
        papers = [p for p in rows if p.text.endswith(self._notes)]
        # 無償資金協力「…計画」に関する書簡
        on = [m for p in papers for n in p.modifiers for m in (n, *n.modifiers)]
        return next((m for m in on if m.text.rstrip("〓").endswith(self._instruments)), None)

    def _noted(self, context: Context, clause: Clause, aid: Phrase, used: set[int]) -> Iterator[Draft]:
        telling = Telling(self._promise_type, None, clause, aid)
        before = context.phrases[: clause.phrase.index]
        pair = context.states_of([r for p in before for r in context.actors(p)])
        donor = [r for refs in context.linked.refs.values() for r in refs if r.kind == "state" and r.key == _DONOR][:1]
        if len(pair) == 1 and pair[0].key != _DONOR:
            # サモアに対する無償資金協力に関する書簡
            pair = [*donor, *pair]
        pair = pair if len(pair) > 1 else _met_before(context) or pair_before(context)
        others = [s for s in pair if s.key != _DONOR]
        if clause.negative or aid.index in used or len(pair) != 2 or len(others) != 1:
            return
        draft = context.draft("other_event", telling.type.name, clause, telling.words, "notes")
        used |= {aid.index, clause.phrase.index}
        yield from self._fill(context, draft, telling, [s for s in pair if s.key == _DONOR], [*others])

    def _handed(self, context: Context, clause: Clause, used: set[int]) -> Iterator[Draft]:
        """スリランカに500万クローネを供与する: money and goods that are given to another side."""
        hands = clause.lemma in self._hands or clause.lemma in self._sets_aside
        raised = clause.lemma in self._more and any(self._sums.search(a.text) for a in clause.all_args("に"))
        if raised and clause.form in ("final", "chain", "conjunctive"):
            # 支援を6400万ポンドに倍増させた
            more = next((a for a in clause.all_args("を", "も") if self._is_aid(a)), None)
            if more is not None and more.index not in used and not clause.negative:
                yield from self._promise(context, clause, None, more, used)
                return
        if clause.form not in ("final", "chain") or clause.passive:
            return
        coming = clause.lemma in self._sends and clause.form == "final" and not (clause.past or "て" in clause.tail)
        if coming and (sent := self._relieving(clause)) is not None and sent.index not in used:
            yield from self._promise(context, clause, None, sent, used)
            return
        in_one = clause.lemma in self._helps and self._of_sum(clause.phrase)
        ahead = clause.form == "final" and not clause.past and "て" not in clause.tail
        # 3000万ドルの支援を行う
        made = next((a for a in clause.all_args("を") if self._is_aid(a) and self._of_sum(a)), None)
        made = made if ahead and (clause.lemma in self._does or clause.lemma in self._helps) else None
        if not (hands or in_one or made):
            return
        aid = next((a for a in clause.args if self._is_sum(a) or self._sent(clause, a)), made)
        # 2億ドルの追加軍事支援へ
        aid = clause.phrase if in_one else aid
        if aid is None and ahead and clause.lemma in self._hands:
            # オランダもスティンガー200基を供与する
            aid = next((a for a in clause.args if a.particle in ("を", "も") and _COUNTED.search(a.text)), None)
            if aid is not None and aid.index not in used and not any(a.particle in _GOAL for a in clause.args):
                yield from self._promise(context, clause, None, aid, used)
                return
        goals = [a for a in clause.all_args(*_GOAL) if not a.is_time]
        sides = [s for a in goals for s in (*self._aimed(context, a), *self._founded(context, a))]
        sides += [s for a in goals if a.text == "ため" for m in a.modifiers for s in self._aimed(context, m)]
        # モルドバへの支援として、4100万ユーロを拠出する
        sides += [
            s
            for a in clause.all_args("トシテ")
            for m in a.modifiers
            if m.particle in ("への", "ノ")
            for s in self._aimed(context, m)
        ]
        # a party or a society is no such side
        home = (s for s in sides if isinstance(s, Ref) and s.kind == "organization")
        goal = bool(sides) and not any(s.key not in context.linked.international for s in home)
        if aid is not None and goal and aid.index not in used:
            yield from self._promise(context, clause, None, aid, used)

    def _is_sum(self, phrase: Phrase) -> bool:
        """Whether a phrase is a sum of money: 500万ドル, 10億円程度の予算."""
        if self._sums.search(phrase.text):
            return True
        return phrase.text.endswith(self._budgets) and any(self._sums.search(m.text) for m in phrase.modifiers)

    def _of_sum(self, phrase: Phrase) -> bool:
        """Whether a noun says how much money it is: 2億ドルの追加支援."""
        return any(self._sums.search(m.text) for m in phrase.modifiers)

    def _founded(self, context: Context, phrase: Phrase) -> list[Side]:
        """韓国政府が設立する財団に: the state that founds what the money goes to."""
        relative = phrase.relative
        if relative is None or context.actors(phrase):
            return []
        return [s for a in relative.all_args("が") for s in self._sides.named(context, a) if is_kind(s, "state")]

    def _content(self, context: Context, clause: Clause, phrase: Phrase) -> tuple[Clause | None, Phrase | None]:
        """The clause of giving and the aid that an object of promising stands for."""
        told = phrase.text in self._stance or phrase.text.endswith(self._papers)
        ready = phrase.relative if told else None
        if ready is not None and ready.lemma == "ある":
            # 支援の用意がある声明を出した
            use = next((a for a in ready.args if a.text in self._stance), None)
            return (
                (None, next((m for m in use.modifiers if self._is_aid(m)), None)) if use is not None else (None, None)
            )
        if told and phrase.relative is not None and self._can_give(phrase.relative) and not phrase.relative.past:
            given = phrase.relative
            if any(a.particle == "が" and not self._is_given(a) for a in given.args):
                # 総務省が支援する方針も、事務次官が明らかにした
                return None, None
            args = [a for a in (*given.args, *clause.args) if a is not phrase]
            aid = next(
                (
                    a
                    for a in args
                    if not (a.particle == "に" and given.lemma in self._more)  # to which sum it is raised
                    and any(self._is_given(p) or self._sent(given, p) for p in a.coordinated())
                ),
                None,
            )
            aid = aid or next((a for c in _along(context, given) for a in c.args if self._is_given(a)), None)
            plain = given.lemma in self._helps or given.lemma in self._hands
            return (given, aid) if aid is not None or plain else (None, None)
        signs = clause.lemma in self._signs and phrase.text.endswith(self._papers)
        loan = next((m for m in phrase.modifiers if m.particle == "ノ" and self._is_aid(m)), None) if signs else None
        if loan is not None and any(self._is_sum(m) for m in loan.modifiers):
            # 10億ドル規模の借款に関する取り決めを交わした
            return None, loan
        named = self._is_aid(phrase) or self._names_giving(phrase)
        if clause.lemma in self._pledges and phrase.particle in ("を", "も"):
            # 10万ポンドと50人の支援要員を約束した
            goods = (without_count(p).endswith(self._goods) for p in phrase.coordinated())
            named = named or any(goods) or any(self._is_sum(p) for p in phrase.coordinated())
        return (None, phrase) if named and self._is_firm(clause) else (None, None)

    def _is_firm(self, clause: Clause) -> bool:
        return clause.lemma.removeprefix("正式").removeprefix("公式") in self._firm

    def _can_give(self, clause: Clause) -> bool:
        if clause.lemma == "する" and any(a.text.endswith(self._cancelled) for a in clause.all_args("に")):
            # 債務を帳消しにする
            return True
        return clause.lemma in self._gives or clause.lemma in self._sends or clause.lemma in self._forgives

    def _sent(self, clause: Clause, phrase: Phrase) -> bool:
        """Whether a phrase is goods or helpers that a clause sends: 救援物資を送る, 緊急援助隊を派遣する."""
        if phrase.particle not in ("を", "も", "などを", ""):
            return False
        if clause.lemma in self._forgives or clause.lemma == "する":
            return phrase.text.endswith(self._debts)
        goods = (without_count(p).endswith(self._goods) for p in phrase.coordinated())
        sends = clause.lemma in self._sends or clause.lemma in self._hands
        return sends and (any(goods) or self._loaded(phrase))

    def _loaded(self, phrase: Phrase) -> bool:
        """Whether a phrase is a vehicle with relief on it: 食料を積んだ輸送機."""
        load = phrase.relative
        if load is None or load.lemma not in self._loads or not without_count(phrase).endswith(self._carriers):
            return False
        return any(without_count(p).endswith(self._relief) for a in load.args for p in a.coordinated())

    def _relieving(self, clause: Clause) -> Phrase | None:
        """The relief that is to be sent: 救助隊を送る, 毛布や食料を積んだ輸送機を送る; what has been sent is promised no more."""
        for phrase in clause.args:
            if phrase.particle not in ("を", "も", "などを", ""):
                continue
            relief = (without_count(p).endswith(self._relief) for p in phrase.coordinated())
            if any(relief) or self._loaded(phrase):
                return phrase
        return None

    def _names_giving(self, phrase: Phrase) -> bool:
        """Whether a noun says what is given and that it is: ワクチン提供, 救助隊の派遣."""
        noun = next((g for g in self._giving if phrase.text.endswith(g)), None)
        if noun is None:
            return False
        what = phrase.text.removesuffix(noun)
        before = [p for m in phrase.modifiers if m.particle in ("の", "などの") for p in m.coordinated()]
        before = before if not what else []
        return what.endswith(self._goods) or any(without_count(m).endswith(self._goods) for m in before)

    def _is_aid(self, phrase: Phrase) -> bool:
        return phrase.text.endswith(self._aid)

    def _is_given(self, phrase: Phrase) -> bool:
        return self._is_aid(phrase) or self._is_sum(phrase)

    def _promise(
        self,
        context: Context,
        clause: Clause,
        given: Clause | None,
        aid: Phrase | None,
        used: set[int],
        givers: list[Side] | None = None,
    ) -> Iterator[Draft]:
        telling = Telling(self._promise_type, None, clause, aid)
        draft = context.draft("other_event", telling.type.name, clause, telling.words, "promise")
        if draft.modality == "denied" or clause.negative:
            return
        used |= {p.index for p in (aid, clause.phrase) if p is not None}
        actors = givers or self._ask(context, telling, "actor")
        if not actors:
            # G7首脳会議は、融資することで合意した
            actors = [s for a in clause.all_args("は", "が") for s in self._sides.inside(context, a)]
            actors = [s for s in actors if isinstance(s, Ref) and s.key in context.linked.international]
        if not actors:
            # 上川大臣から、…に敬意を表し、機材を供与することを伝えた
            tellers = [clause, *(c for c in context.clauses[: clause.index] if c.form == "chain")]
            rows = [r for c in tellers for a in c.all_args("から") for r in context.actors(a)]
            actors = [s for r in rows if r.kind == "person" for s in self._sides.of(context, r, persons=True)]
        if self._material(given, aid) or not self._assured(clause):
            # aid comes from the state; who assures another of his support does so himself
            actors = [(context.state_of(a) or a) if isinstance(a, Ref) else a for a in actors]
        targets: list[Side] = []
        for part in aid.coordinated() if aid is not None else []:
            on = [m for o in (part, *part.modifiers) for m in o.modifiers if m.particle in telling.type.goal]
            targets += [s for m in on for s in self._aimed(context, m)] + self._sides.inside(context, part)
        for source in (given, *_along(context, given), clause):
            if source is not None and not targets and clause.lemma in self._agree:
                # モザンビークとは、食料を提供することで合意した
                apart = [a for c in (source, clause) for a in c.all_args("とは")]
                targets += [s for a in apart for s in self._aimed(context, a)]
            if source is not None and not targets:
                meant = [m for a in source.all_args("トシテ") for m in a.modifiers if m.particle in ("への", "ノ")]
                # トンガとの間では
                between = [m for a in source.args if a.text == "間" for m in a.modifiers]
                goals = [*source.all_args(*_GOAL), *meant, *between]
                targets += [s for a in goals if not a.is_time for s in self._aimed(context, a)]
        for source in (given, clause):
            if source is not None and not targets:
                targets += [s for a in source.all_args(*_GOAL) for s in self._founded(context, a)]
        for source in (given, clause):
            if source is not None and not targets:
                # アフガニスタンの復興のため, パキスタンの被災者に
                goals = [a for a in source.args if a.text == "ため" or (a.particle in _GOAL and not a.is_time)]
                owned = [s for a in goals if not a.mentions() for s in self._sides.owners(context, a)]
                targets += [s for s in owned if is_kind(s, "state") or isinstance(s, str)]
        for source in (given, clause):
            if source is not None and not targets:
                # 中央アジア諸国の発展を支援するため
                ends = [a.relative for a in source.args if a.text == "ため" and a.relative is not None]
                ends = [c for c in ends if c.lemma in self._helps and not c.past]
                owned = [s for c in ends for a in c.all_args("を") for s in self._sides.owners(context, a)]
                targets += [s for s in owned if is_kind(s, "state") or isinstance(s, str)]
        if given is not None and given.lemma in self._helps:
            targets = targets or [s for a in given.all_args("を") for s in self._sides.named(context, a)]
        clear = any(a.text in self._clear for a in clause.args)
        if not targets and (
            clause.lemma in self._agree or clause.lemma in self._signs or self._is_firm(clause) or clear
        ):
            targets = self._talked_to(context, clause)
        if not targets and len(actors) == 2 and self._mutual(clause, given):
            actors, targets = actors[:1], actors[1:]
        own = {*actors, *context.states_of(a for a in actors if isinstance(a, Ref))}
        targets = [t for t in targets if t not in own]
        if draft.status in ("scheduled", "proposed") and clause.form == "chain" and self._is_firm(clause):
            # 支援を約束し、…も拠出する; 支援を表明するとともに、…する考えを示した
            draft.status, draft.modality = "held", "asserted"
        main = clause.form in ("final", "chain", "conjunctive")
        # 支援を申し出たほか、…も寄贈する
        main = main or (clause.form == "relative" and clause.target is not None and clause.target.text in _BESIDES)
        if clause.lemma in self._readily and not (aid is not None and self._is_sum(aid)):
            # あらゆる支援を行う用意があると語った: a promise only to somebody
            main = False
        if actors and not targets and draft.status in ("held", "scheduled") and main:
            # 100万ドルの支援を行うと発表した: to whom, the article tells
            goals = [a for c in (given, clause) if c is not None for a in c.all_args(*_GOAL) if not a.is_time]
            region = any(m.kind == "place" for a in goals for m in a.mentions()[-1:])
            if region:
                # 中央アジアに: to more states than one
                draft.flags.add("abroad")
            else:
                draft.flags.add("needs-target")
            if any(w in context.parsed.sentence.surface for w in self._abroad):
                draft.flags.add("abroad")
            if any(w in context.parsed.sentence.surface for w in self._outward):
                draft.flags.add("outward")
        if draft.status == "scheduled" and "plain" in draft.flags and clause.lemma in self._hands:
            # 財団に10億円を拠出する: who says so promises it
            draft.status, draft.modality = "held", "asserted"
        if clause.lemma in self._plans and draft.status == "held":
            draft.status, draft.modality = "scheduled", "planned"
        if draft.status == "scheduled" and clause.lemma in self._decides and (clause.past or _clipped(clause)):
            # 100万ドルの支援を決定
            draft.status, draft.modality = "held", "asserted"
        if any(isinstance(t, Ref) and t.kind == "organization" and t.name.endswith(self._pools) for t in targets):
            # to a fund of many
            return
        if actors and (targets or draft.flags & {"needs-target", "abroad"}):
            yield from self._fill(context, draft, telling, distinct(actors), distinct(targets))

    def _mutual(self, clause: Clause, given: Clause | None) -> bool:
        """Whether two sides promise each other: 両国は…, 互いに…."""
        inherited = [clause.inherited] if clause.inherited is not None else []
        phrases = [*clause.args, *(given.args if given is not None else []), *inherited]
        return any(p.text in self._mutual_words for p in phrases)

    def _assured(self, clause: Clause) -> bool:
        """Whether what is promised is told as a stance: 支援を続ける考えを伝えた."""
        return any(a.text in self._stance and a.text != "こと" and a.relative is not None for a in clause.args)

    def _material(self, given: Clause | None, aid: Phrase | None) -> bool:
        """Whether what is promised is money, goods or helpers."""
        parts = [*(given.args if given is not None else []), *([aid] if aid is not None else [])]
        texts = [p.text for part in parts for p in (part, *part.modifiers) for p in p.coordinated()]
        return any(self._sums.search(t) or t.endswith(self._matter) for t in texts)

    def _aimed(self, context: Context, phrase: Phrase) -> list[Side]:
        """Who is to get it: ウクライナに, ガザ地区に, ウクライナ向けに."""
        inside = self._sides.inside(context, phrase) if phrase.text.endswith("向け") else []
        return inside or self._sides.named(context, phrase, ground=True)

    def _talked_to(self, context: Context, clause: Clause) -> list[Side]:
        """マルコス大統領との会談で, マルコス大統領と会談し: with whom what is given is agreed on."""
        talks = [
            m
            for a in clause.all_args("で", "では")
            if a.text.endswith("会談")
            for m in a.modifiers
            if m.particle == "との"
        ]
        before = [c for c in context.clauses[: clause.index] if c.form == "chain"]
        talks = talks or [a for c in before if c.lemma in self._meets for a in c.all_args("と")]
        return [s for p in talks for s in self._sides.named(context, p)]

    # -- cooperation ------------------------------------------------------------------------------------------------

    def _cooperative(self, clause: Clause) -> Phrase | None:
        """The phrase of what is widened: 協力を(拡大する), 協力の格上げを(進める), 協力拡大も(話し合われた)."""
        told = (self._widens, self._talk, self._rises, self._forms)
        if not any(clause.lemma in verbs for verbs in told):
            return None
        phrases = [a for a in clause.args if a.particle in ("を", "も", "が", "は", "で", "に", "ニツイテ", "")]
        if clause.inherited is not None and clause.passive:
            phrases.append(clause.inherited)
        for phrase in [p for outer in phrases for p in outer.coordinated()]:
            if clause.lemma in self._widens and phrase.text.endswith(self._widened):
                return phrase
            if (
                clause.lemma in self._forms
                and quoted_text(phrase).endswith(self._partnership)
                and phrase.particle in ("を", "も")
            ):
                # 戦略的パートナーシップを結んでいる
                return phrase
            if clause.lemma in self._widens and phrase.text in self._ties and self._agreed_on(clause):
                return phrase
            if phrase.text.endswith(self._widening):
                return phrase
            if (
                clause.lemma in self._rises
                and phrase.particle in ("は", "が")
                and phrase.text.endswith(self._relations)
            ):
                # 朝露関係は同盟関係という新たな水準に上った
                ranks = [a for a in clause.all_args("に", "へ") if quoted_text(a).endswith(self._ranks)]
                if ranks and clause.past:
                    return phrase
            raised = clause.lemma in self._raises and phrase.text.endswith(self._relations)
            if raised and any(quoted_text(a).endswith(self._partnership) for a in clause.all_args("に", "へ")):
                # 両国関係を「戦略的パートナーシップ」に格上げした
                return phrase
            if phrase.text in self._upgrade and any(m.text.endswith(self._widened) for m in modifiers(phrase)):
                return phrase
        return None

    def _agreed_on(self, clause: Clause) -> bool:
        """Whether what governs a clause agrees on it: 関係を発展させることで合意した."""
        above = clause.parent
        return above is not None and above is not clause and above.lemma in self._agreed and above.past

    def _describes(self, clause: Clause) -> bool:
        """Whether a clause only describes something: ロシアと連携を深める中国軍の動き."""
        target = clause.target.text if clause.form == "relative" and clause.target is not None else ""
        return bool(target) and not clause.past and not target.endswith(self._told)

    def _cooperation(self, context: Context, clause: Clause, phrase: Phrase) -> Iterator[Draft]:
        telling = Telling(self._cooperation_type, None, clause, phrase)
        draft = context.draft("other_event", telling.type.name, clause, phrase, "cooperation")
        if draft.modality == "denied" or clause.negative or self._describes(clause):
            return
        if clause.lemma in self._talk and clause.lemma != "進める" and draft.status == "held":
            draft.status, draft.modality = "proposed", "planned"
        self._settle(context, draft, telling.type, clause)
        above = clause.parent if clause.form in ("relative", "quoted") else None
        whole = clause.target is None or clause.target.text == "こと"
        declared = above is not None and above.past and above.lemma in self._agreed and whole
        if above is not None and above.past and any(a.text.endswith("一致") for a in above.all_args("を")):
            # 協力を強化することで意見の一致をみた
            declared = True
        if clause.form == "chain" and clause.index + 1 < len(context.clauses):
            # パートナーシップを格上げし、共同体を構築することを宣言した
            then = context.clauses[clause.index + 1]
            told = then.form == "relative" and then.target is not None and then.target.text == "こと"
            end = then.parent if told else None
            declared = end is not None and end.past and end.lemma in self._agreed
        if above is not None and above.past and above.lemma == "する" and clause.target is not None:
            # 協力を強化することにした
            declared = declared or (clause.target.text == "こと" and clause.target.particle == "に")
        settled = draft.status == "scheduled" and ("agreed" in draft.flags or declared)
        if draft.status == "scheduled":
            draft.status = "proposed"
        if settled or (draft.status == "proposed" and clause.lemma in self._agreed and clause.past):
            # what is agreed on at talks is done by agreeing
            draft.status, draft.modality = "held", "asserted"
            draft.flags.discard("agreed")
        if any(c.lemma in self._agreed for c in context.clauses[clause.index :]):
            draft.flags.add("at-talks")
        sides = self._ask(context, telling, "actor")
        for part in [phrase, *phrase.modifiers]:
            on = [p for m in part.modifiers if m.particle in ("との", "の", "間の") for p in m.coordinated()]
            sides += [s for p in on for s in self._sides.named(context, p)] + self._sides.inside(context, part)
        above_args = above.all_args("とは", "とも") if above is not None else []
        beside = [*clause.all_args("と", "とも", "とは"), *above_args]
        sides += [s for a in beside for s in self._sides.named(context, a)]
        talks = [a for a in clause.args if a.particle == "で" and any(m.kind == "event" for m in a.mentions()[-1:])]
        if above is not None and above.lemma in self._agreed:
            # 国務長官との会談で、協力を深めることを確認した
            talks += [a for a in above.args if a.particle == "で" and any(m.kind == "event" for m in a.mentions()[-1:])]
        rows = [*(a for a in clause.args if a.text == "間"), *talks]
        between = [m for a in rows for m in a.modifiers if m.particle == "との"]
        if partners := [s for m in between for s in self._sides.named(context, m)]:
            # このうちナイジェリアとの間では両国関係を格上げした
            sides = [*self._ask(context, telling, "actor"), *partners]
        if len(both := self._ask(context, telling, "actor")) == 2:
            # ASEANと米国は、双方の関係を引き上げた
            sides = both
        sides = [s for s in distinct(sides) if not is_kind(s, "place")]
        if clause.parent is not None and len(sides) < 2:
            outer = Telling(telling.type, None, clause.parent, None)
            sides = distinct([*self._ask(context, outer, "actor"), *sides])
        apart = [a for a in beside if a.particle == "とは"]
        if len(sides) == 1 and (apart or any(a.text == "間" for a in clause.args)) and isinstance(sides[0], Ref):
            # ナイジェリアとの間では関係を格上げした
            homes = context.states_of(context.protagonist(clause, [sides[0]]))
            sides = distinct([*homes, *sides])
        if len(sides) < 2:
            # B外相と会談し、協力を広げていくことを申し合わせた
            met = [c for c in context.clauses[: clause.index] if c.form == "chain" and c.lemma in self._meets]
            sides = distinct(
                [*sides, *(s for c in met for a in c.all_args("と") for s in self._sides.named(context, a))]
            )
        if len(sides) < 2:
            sides = distinct([*sides, *pair_before(context)])
        if len(sides) == 2:
            yield from self._fill(context, draft, telling, sides[:1], sides[1:])


def _clipped(clause: Clause) -> bool:
    """Whether a clause ends in the bare noun of its verb, as 支援を決定 at the end of a sentence."""
    return clause.form in ("final", "chain") and not clause.phrase.function


def _along(context: Context, given: Clause | None) -> list[Clause]:
    """The clause that what is given goes on from: 支援を行うとともに、…を提供することを."""
    before = context.clauses[given.index - 1] if given is not None and given.index else None
    return [before] if before is not None and before.form == "chain" else []


def _met_before(context: Context) -> list[Ref]:
    """The states of the persons whom the sentence before names, if they are two."""
    before = context.scene.sentences[context.index - 1].units if context.index else []
    persons = [u.mention for u in before if u.mention is not None and u.mention.kind == "person"]
    states = context.states_of([r for m in persons for r in context.linked.of(m)])
    return states if len(states) == 2 else []


def _recorded(context: Context, clause: Clause) -> list[Phrase]:
    """外務大臣から、構想を発表し、…旨述べた: who is recorded to have said it, also before a clause that goes on."""
    before = [c for c in context.clauses[: clause.index] if c.form == "chain" or c.parent is clause]
    return [a for c in (clause, *reversed(before)) for a in c.all_args("から")][:1]


def _partners_before(context: Context) -> list[Ref]:
    """The states of those whom the last sentence with persons names."""
    for index in range(context.index - 1, max(-1, context.index - _FAR), -1):
        units = context.scene.sentences[index].units
        persons = [r for u in units if u.mention and u.mention.kind == "person" for r in context.linked.of(u.mention)]
        if persons:
            return context.states_of(persons)
    return []
