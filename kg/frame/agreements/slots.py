"""What the rules of agreements share: which acts count for which papers, and the slots of a draft."""

from __future__ import annotations

from typing import Final

from kg.frame.agreements.gathering import ACTIONS
from kg.frame.agreements.naming import COUNTED, DONE, DocumentNames
from kg.frame.agreements.sides import Sides
from kg.frame.around import when
from kg.frame.context import Context, Draft
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.scene import ParsedSentence
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue

EARLIER: Final[tuple[str, ...]] = ("ていた", "でいた", "ていました", "ておりました")
#: 〜としている, 〜とした: what is held out as decided.
_HOLDS: Final[tuple[str, ...]] = ("ている", "た", "ています", "ました")
#: Sentences back in which the day of a scene may be told.
_SAME_SCENE: Final = 3
#: Confidence of parties that are not named with the act.
PRESUMED: Final = 0.7
#: What parties do with a document each for itself, or by the hand of persons.
BY_EACH: Final = frozenset({"signed", "ratified", "withdrawn"})


class PaperRules:
    """The words and slots that acts on papers, agreeing without a paper and mentions have in common."""

    def __init__(self, lexicon: Lexicon, names: DocumentNames, sides: Sides) -> None:
        self.names, self.sides = names, sides
        table = lexicon.table("agreements", "action")
        limits = lexicon.table("agreements", "action_limits")
        agree = lexicon.table("agreements", "agree")
        self.actions = {verb: action for action, verbs in table.items() for verb in verbs}
        self.nouns = {n: a for a, words in lexicon.table("agreements", "nouns").items() if a in ACTIONS for n in words}
        self.noun_ends = tuple(sorted(self.nouns, key=len, reverse=True))
        self.links = lexicon.words("agreements", "nouns", "links")
        self.adopted = lexicon.words("agreements", "sides", "by_bodies")
        self.joint: tuple[str, ...] = tuple(limits["joint"])
        self.telling, self.announcing = frozenset(limits["telling"]), frozenset(limits["announcing"])
        self.approving, self.ratifiable = frozenset(limits["approving"]), frozenset(limits["ratifiable"])
        self.agree, self.doing = frozenset(agree["verbs"]), tuple(agree["doing"])
        self.not_content: tuple[str, ...] = tuple(agree["not_content"])
        self._content, self._short = frozenset(agree["content"]), frozenset(agree["short_content"])
        self._frames: tuple[str, ...] = tuple(agree["frames"])
        self._issuing = frozenset(limits["declared_only"])
        self._aims = frozenset(agree["aiming"])
        self._reporting = frozenset(limits["reporting"])
        self._along: tuple[str, ...] = tuple(limits["along"])
        self._rumours: tuple[str, ...] = tuple(limits["rumours"])
        self._acts_only: dict[str, frozenset[str]] = {
            head: frozenset(actions) for head, actions in lexicon.table("agreements", "acts_only").items()
        }
        self._saying = lexicon.endings("agreements", "action_limits", "saying")

    def acts(self, mention: Mention, action: str) -> bool:
        """Whether an act makes an agreement of a document: a 書簡 only counts when it is signed or exchanged."""
        allowed = self._acts_only.get(mention.head)
        return allowed is None or action in allowed

    def papers(self, noun: Phrase) -> list[Phrase]:
        """The documents on which a noun of action works: 意向書、協定など協力文書の調印式 names two and their sort."""
        linked = [p for m in noun.modifiers if m.particle in self.links for p in m.coordinated()]
        rows = [p for p in (*noun.conjuncts, *linked) if self.names.document(p) is not None]
        listed = [p for p in rows if p.particle.startswith("など") or p.text.endswith("など")]
        return [p for p in rows if p.index <= listed[-1].index] if listed else rows

    def settled(self, context: Context, clause: Clause, draft: Draft, action: str) -> str:
        """The action under the modality of its clause: a signature that is planned is a proposal."""
        parent = clause.parent
        if (
            clause.form == "relative"
            and clause.target is not None
            and clause.target.text in ("うえ", "上", "後", "のち")
            and parent is not None
        ):
            # 条約を締結したうえで…を続けると提案した: as far away as what it prepares
            draft.status = context.modality.read(parent, context.clauses).status
        if action in DONE and any(w in context.parsed.sentence.surface for w in self._rumours):
            return "mentioned"
        if action == "in_force" and draft.status == "scheduled" and context.when(clause) is not None:
            # 7月1日に発効する: settled, though ahead
            return action
        if action in DONE and draft.status == "scheduled" and "borne" in draft.flags and _is_over(context, clause):
            # 2023年6月に採択され、手続きを定める
            return action
        if action in DONE and draft.status == "scheduled" and "borne" in draft.flags and _apart(context, clause):
            # 覚書も署名され、同国は来年加盟する見通しだ
            draft.status, draft.modality = "held", "asserted"
            return action
        last = context.clauses[-1]
        if (
            action == "adopted"
            and "borne" in draft.flags
            and clause.lemma in self._issuing
            and last.lemma in self._aims
            and last.form == "final"
            and not last.past
        ):
            # 共同声明を発表し、来年の署名を目指す
            draft.status, draft.modality = "held", "asserted"
            return action
        if {"headline", "borne"} <= draft.flags and draft.status == "scheduled" and clause is context.clauses[-1]:
            # 首脳宣言を発表し閉幕: a noun stands for the last verb
            draft.status, draft.modality = "held", "asserted"
            return action
        if action in DONE and draft.status in ("scheduled", "proposed", "uncertain", "postponed"):
            return "proposed"
        if action in DONE and draft.status == "cancelled":
            return "mentioned"
        intent = clause.form == "relative" and clause.target is not None and clause.target.text != "こと"
        told = parent is not None and (parent.past if intent else is_told(context, parent))
        announced = parent is not None and parent.lemma in self.announcing and told
        if parent is not None and parent.lemma == "する" and clause.form == "quoted" and parent.tail.endswith(_HOLDS):
            # 合意も破棄するとしている
            announced = True
        if action == "withdrawn" and self.ordering(clause) is not None:
            announced = True
        if action == "withdrawn" and (
            draft.status in ("proposed", "uncertain") or (draft.status == "scheduled" and not announced)
        ):
            return "mentioned"
        return action

    def party_claims(
        self,
        context: Context,
        draft: Draft,
        clause: Clause | None,
        phrase: Phrase,
        mention: Mention,
        parties: list[Ref],
    ) -> None:
        """Claim the parties; the body of a resolution that names none is presumed with less confidence."""
        confidence = 0.9
        if not parties and mention.head in self.adopted:
            parties = self.sides.presumed(context, clause, phrase)
            # the body told before is surer than those who tabled a draft
            confidence = PRESUMED if any(r.kind == "state" for r in parties) else 0.8
        for ref in parties:
            context.claim(draft, "party", ref, context.span(phrase), confidence)

    def doer_claims(self, context: Context, draft: Draft, clause: Clause, action: str) -> None:
        """Claim who did what parties do each for themselves: who signed, and which of them ratified or left."""
        if action in BY_EACH:
            for ref in self.sides.doers(context, clause):
                context.claim(draft, "actor", ref, context.span(clause.phrase))

    def mark(self, draft: Draft, mention: Mention, phrase: Phrase | None = None) -> None:
        """Flag a draft whose document its name alone ties to states: one of a kind, or of war and peace, or part of one."""
        renewed = draft.rule != "agreement-mention" and self.names.renewed(mention)
        whole = self.names.whole(phrase, mention) if phrase is not None else None
        other = self.names.document(whole)
        if other is not None and self.names.known(other):
            draft.flags.add("known")
        if renewed or self.names.known(mention) or self.names.peaceful(mention.text):
            draft.flags.add("known")

    @staticmethod
    def claims(context: Context, draft: Draft, phrase: Phrase, name: str, action: str) -> None:
        """Claim what a document is called and what is done with it."""
        words = context.span(phrase)
        context.claim(draft, "name", name, words)
        context.claim(draft, "action", action, words)

    def claim_time(self, context: Context, draft: Draft, clause: Clause, phrase: Phrase) -> None:
        """Claim when it is done: the clause's own time, that of its scene, or the day of the sentence before."""
        own: TimeValue | None = context.when(clause, inherit=False)
        parent, target = clause.parent, clause.target
        wish = clause.form == "quoted" or (target is not None and target.text.startswith("よう"))
        if own is not None and wish and parent is not None and parent.past and draft.text("action") == "proposed":
            # 9月、年内に条約を結ぶよう提案した: the day of asking, not that of the paper to come
            own = context.when(parent, inherit=False) or own
        if own is not None and draft.text("action") in ("withdrawn", "in_force"):
            # 2015年の合意から2018年に離脱した: the year on the paper is that of the paper
            of_paper = {t.span for t in context.times(phrase.modifiers)}
            own = own if own.span not in of_paper else _time_apart(context, clause)
        if own is None and phrase.relative is not None and phrase.relative is not clause:
            # 8月5日に輸出を禁じる決議を採択した: the day stands before what the paper says
            says = phrase.relative
            if not says.past and says.lemma not in self.actions and says.args[:1] and says.args[0].is_time:
                own = next((t for t in context.times(says.args[:1]) if t.edtf), None)
        reported = clause.form == "quoted" and clause.parent is not None and clause.parent.lemma in self._reporting
        # 2000年2月の条約は失効した: it was signed then
        made = () if draft.text("action") in ("withdrawn", "in_force") else phrase.modifiers
        if own is None and "recalled" not in draft.flags:
            own = next((t for t in context.times(made) if t.edtf), None)
            own = own or (None if reported else when(context, clause))
        elif own is None and clause.form == "relative":
            own = self.year_before(context, clause)
        elif own is None:
            own = next((t for t in context.times(made) if t.edtf), None) or when(context, clause)
        order = self.ordering(clause)
        if own is None and order is not None:
            # 脱退を宣言する声明を発表した, 離脱するとした大統領令に署名した
            own = context.when(order, inherit=False)
        telling = clause.form in ("final", "chain", "relative") or (
            clause.form == "quoted" and clause.parent is not None and clause.parent.lemma == "する"
        )
        if own is None and telling and "recalled" not in draft.flags:
            own = self.day_before(context, draft)
        if own is not None:
            context.claim(draft, "time", own, own.span)
        elif context.parsed.sentence.surface.startswith(self._along) or any(
            a.text in ("間", "あいだ") and a.particle in ("でも", "にも") for a in clause.args
        ):
            draft.flags.add("along")

    def ordering(self, clause: Clause) -> Clause | None:
        """The clause that issues the paper by which an act is done: 破棄する法案を可決した, 離脱するとした大統領令に署名した."""
        parent = clause.parent
        inner = clause
        if clause.form == "quoted" and parent is not None and parent.form == "relative" and parent.lemma == "する":
            inner, parent = parent, parent.parent
        elif clause.form != "relative" or clause.past:
            return None
        said = inner.target is not None and inner.target.text.endswith(self._saying)
        return parent if said and parent is not None and parent.past else None

    @staticmethod
    def year_before(context: Context, clause: Clause) -> TimeValue | None:
        """A date with its year right before the words of a clause on a noun (1978年8月12日、A外相とB外相が署名した条約)."""
        first = min(
            (p.index for a in clause.args for c in a.coordinated() for p in (c, *c.modifiers)),
            default=clause.phrase.index,
        )
        before = context.phrases[first - 1] if first else None
        if before is None or not before.is_time or "年" not in before.text:
            return None
        return next((t for t in context.times([before]) if t.edtf), None)

    @staticmethod
    def day_before(context: Context, draft: Draft) -> TimeValue | None:
        """The day of a sentence before about the same sides, or of a heading that is only a day."""
        day = context.heading_day()
        if day is not None:
            return day
        before = context.scene.sentences[context.index - 1] if context.index else None
        if draft.status != "held" or before is None or before.sentence.kind in ("title", "heading"):
            return None
        sides = {
            r for u in before.units if u.mention is not None for r in context.states_of(context.linked.of(u.mention))
        }
        if not (_goes_on(before) and sides & set(draft.refs("party"))):
            return None
        day, at = context.time_before(), context.index - 1
        while day is None and at > 0 and context.index - at < _SAME_SCENE and _goes_on(context.scene.sentences[at]):
            # 両首脳は22日、会談した。両首脳は声明をまとめた。Aはまた、協定に署名した
            if any(
                p.is_time or (p.named and any(m.time for m in p.named)) for p in context.scene.sentences[at].phrases
            ):
                return None
            day = Context(context.scene, at, context.modality, context.lexicon).time_before()
            at -= 1
        return day

    def only_speaks(self, context: Context, clause: Clause) -> bool:
        """Whether the one side of an agreement is only the one who tells of it (A外相が、合意に達したと発表した)."""
        parent = clause.parent
        if clause.form != "quoted" or parent is None:
            return False
        told = self.sides.as_parties(context, self.sides.agreeing(context, clause))
        return len(told) < 2 and told == self.sides.as_parties(context, context.subjects(parent))

    def is_content(self, phrase: Phrase) -> bool:
        """Whether a phrase tells what is agreed on (〜することで, 停戦に)."""
        if phrase.particle not in self._content or phrase.is_time:
            return False
        if phrase.text == "こと":
            return phrase.relative is not None
        mention = phrase.head.mention
        if mention is not None and mention.kind in (
            "person",
            "state",
            "states",
            "place",
            "organization",
            "event",
            "office",
            "anaphor",
            "time",
            "quote",
        ):
            return False
        if COUNTED.fullmatch(phrase.text):
            # 即時停止、対話など5項目で
            return bool(phrase.conjuncts or phrase.modifiers) and phrase.particle in ("で", "に", "デ")
        if phrase.particle == "と" and phrase.mentions():
            # ウズベキスタン政府と合意した: with whom
            return False
        if phrase.text.endswith(self.doing) and phrase.modifiers:
            return True
        if phrase.text.endswith(self._frames) and (phrase.modifiers or phrase.relative is not None):
            # 撤収を含む和平の枠組みに
            return True
        return not phrase.text.endswith(self.not_content) and (
            bool(phrase.modifiers) or phrase.relative is not None or len(phrase.text) >= 4 or phrase.text in self._short
        )


def _time_apart(context: Context, clause: Clause) -> TimeValue | None:
    """The time that stands in a clause by itself."""
    return next((t for a in clause.args if a.is_time for t in context.times([a]) if t.edtf), None)


def _goes_on(parsed: ParsedSentence) -> bool:
    """Whether a sentence tells what was done, and not what had been before."""
    return any(c.past and not c.tail.endswith(EARLIER) for c in parsed.clauses[-1:])


def _is_over(context: Context, clause: Clause) -> bool:
    """Whether a clause has a date of its own before the day of publication."""
    time, published = when(context, clause), context.scene.article.published
    return time is not None and time.latest is not None and published is not None and time.latest < published


def _apart(context: Context, clause: Clause) -> bool:
    """Whether what goes on behind a passive clause is another thing, with its topic and its day ahead."""
    after = [c for c in context.clauses[clause.index + 1 :] if c.form == "final"]
    if not clause.passive or not after or context.when(clause, inherit=False) is not None:
        return False
    if not any(a.particle == "も" for a in clause.args):
        return False
    own = [a for c in context.clauses[clause.index + 1 :] for a in c.args if a.index > clause.phrase.index]
    topic = any(a.particle == "は" and not a.is_time for a in own)
    return topic and any(t.edtf for t in context.times(own))


def is_told(context: Context, clause: Clause) -> bool:
    """Whether a clause is past, or goes on to what is: 破棄すると発表し、…を求めた."""
    if clause.past or clause.form != "chain":
        return clause.past
    return context.modality.read(clause, context.clauses).status == "held"


def lemma_of(clause: Clause) -> str:
    """The lemma, with 合意 found behind an adverb (近く合意する)."""
    head = next(
        (
            u.mention.head
            for u in reversed(clause.phrase.content)
            if u.mention is not None and u.mention.kind == "document"
        ),
        "",
    )
    return head + "する" if head == "合意" else clause.lemma
