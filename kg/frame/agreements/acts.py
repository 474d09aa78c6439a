"""Acts on papers: predicates that sign, ratify, adopt, end, reject or propose a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.frame.agreements.naming import DONE, DocumentNames, plain
from kg.frame.agreements.sides import Sides, domestic
from kg.frame.agreements.slots import EARLIER, PRESUMED, PaperRules
from kg.frame.around import days_told_with, hypothetical, pair_before
from kg.frame.context import Context, Draft
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase

#: The object of a transitive predicate, the goal of signing, the start of leaving.
_OBJECT: Final[tuple[str, ...]] = (
    "を",
    "に",
    "へ",
    "には",
    "も",
    "にも",
    "は",
    "と",
    "への",
    "などに",
    "などを",
    "とも",
    "でも",
    "",
    "をも",
)
_SUBJECT: Final[tuple[str, ...]] = ("が", "は", "も", "など", "などが", "")
_FROM: Final[tuple[str, ...]] = ("から", "を", "の", "は", "も", "からも", "をも", "からの")
_REACH: Final[tuple[str, ...]] = ("に", "には", "へ", "を", "も", "が", "は")
#: Clauses that tell something by themselves.
_TELLING: Final[tuple[str, ...]] = ("final", "chain", "conjunctive", "quoted")
_JOINING: Final[tuple[str, ...]] = ("と", "や", "")
#: So many states.
_STATES: Final = re.compile(r"(?:[5-9５-９五六七八九十]|[1-9１-９][0-9０-９]{1,2})[かカヵヶ]国")
#: How many papers there are.
_COUNTED: Final = re.compile(r"[0-9０-９一二三四五六七八九十百数]+")
#: Particles that tie a noun to a document behind it: 海へのアクセスに関する覚書.
_HOLDING: Final[tuple[str, ...]] = ("の", "ノ", "との", "への", "からの", "での", "間の", "ニヨルノ")
#: How often something has been done before.
_REPEATED: Final = re.compile(r"初めて|以来|ぶり|[度回例国]目")


class ActRules(PaperRules):
    """Finds predicates that do something to documents."""

    def __init__(self, lexicon: Lexicon, names: DocumentNames, sides: Sides) -> None:
        super().__init__(lexicon, names, sides)
        limits = lexicon.table("agreements", "action_limits")
        self._limits = {
            v: frozenset(limits[f"{k}_heads"])
            for k in ("declared", "accepted", "approved", "founded", "reached")
            for v in limits[f"{k}_only"]
        }
        self._refused = lexicon.words("agreements", "nouns", "refused")
        self._leads = lexicon.words("agreements", "nouns", "leads")
        self._bilateral = re.compile(lexicon.table("agreements", "names")["bilateral"])
        self._force: dict[str, str] = lexicon.table("agreements", "force")
        self._veto: dict[str, str] = lexicon.table("agreements", "veto")
        self._accepting = frozenset(limits["accepted_only"])
        self._declared, self._rejecting = frozenset(limits["declared_only"]), frozenset(limits["rejecting"])
        self._inner, self._reach = frozenset(limits["inner"]), frozenset(limits["reach"])
        steps = lexicon.table("agreements", "steps")
        self._amending = frozenset(steps["amended_verbs"])
        self._stopping, self._stops = frozenset(steps["suspended_verbs"]), tuple(steps["suspended_nouns"])
        self._announced, self._force_of = frozenset(steps["announced"]), frozenset(steps["suspended_objects"])
        self._instruments: tuple[str, ...] = tuple(lexicon.table("agreements", "nouns")["instruments"])
        self._handing = lexicon.words("agreements", "nouns", "handing")
        self._modal, self._beside = frozenset(limits["modal"]), frozenset(limits["beside"])
        self._taking_place = lexicon.words("agreements", "agree", "holding") | {"予定する"}
        self._leaving = self.announcing | frozenset(limits["leaving"])
        self._wishing = frozenset(limits["wishing"])
        self._apart: tuple[str, ...] = tuple(limits["apart"])
        self._undoing, self._after = frozenset(limits["undoing"]), frozenset(limits["after"])
        self._exchanging = lexicon.words("agreements", "nouns", "exchanging")

    def act(self, context: Context, clause: Clause, taken: set[object]) -> Iterator[Draft]:
        """Predicates that do something to documents: を締結する, に署名する, が発効する, 署名した協定."""
        lemma = self._plain_lemma(clause)
        action = self.actions.get(lemma)
        phrase = self._object(context, clause, lemma, action) if action is not None else None
        if phrase is None and action is not None:
            phrase = self._handed_on(context, clause)
        if phrase is None and action is not None and clause.form == "relative" and clause.target is not None:
            # 2001年に署名した安全保障の協力協定: the clause is on the noun, not on its modifier
            phrase = self._held(context, clause.target)
        host = None
        if phrase is None and action is not None and clause.form == "relative" and clause.past:
            # 合意は、AとBが7月に署名したものだ
            host = next((c for c in context.clauses if c.phrase is clause.target and c.phrase.text == "もの"), None)
            topics = host.all_args("は", "も") if host is not None else []
            phrase = next((p for p in topics if self.names.document(p) is not None), None)
        if action is None or phrase is None:
            found = list(self._light(context, clause, taken))
            yield from found
            if not found:
                yield from self._stopped(context, clause, taken)
            return
        if clause.form == "relative" and lemma in self._amending and self.names.document(clause.target) is not None:
            # 1967年の協定を改定する議定書: what another paper does
            return
        for part in _without_sum([*self._also(clause, phrase), phrase]):
            mention = self.names.document(part)
            if mention is None or (part.index, action) in taken or not self._allows(lemma, mention):
                continue
            if clause.form == "relative" and self._again(context, clause, part, action):
                continue
            if not self.acts(mention, action):
                continue
            draft = self._draft(context, clause, part, mention, action, taken)
            if draft is not None:
                time = context.when(host, inherit=False) if host is not None and draft.time is None else None
                if time is not None:
                    context.claim(draft, "time", time, time.span)
                yield draft
                for time in days_told_with(context, clause, draft.time):
                    yield draft.on(time)

    def _handed_on(self, context: Context, clause: Clause) -> Phrase | None:
        """The document of a neighbouring clause: 協定を延長せず終了する; A氏とB氏が署名し、翌年発効した条約."""
        if any(a.particle in ("を", "に") and not a.is_time for a in clause.args):
            return None
        before = context.clauses[clause.index - 1] if clause.index else None
        if before is not None and before.form == "chain" and before.negative and clause.form != "nominal":
            return next((a for a in before.all_args("を") if self.names.document(a) is not None), None)
        after = context.clauses[clause.index + 1] if clause.index + 1 < len(context.clauses) else None
        if clause.form != "chain" or after is None:
            return None
        inside = after.form == "relative" and after.target is not None
        if inside and self.actions.get(after.lemma) in DONE:
            own = [a for a in after.args if a.particle in ("が", "を", "は") and not a.is_time]
            return after.target if not own and self.names.document(after.target) is not None else None
        if clause.past and clause.phrase.comma and clause.tail.endswith(("た", "だ")):
            # AとBが3月に交わした、国境を定める覚書: what stands behind the comma is on the noun too
            told = after.target if inside and after.target is not None else context.phrases[clause.phrase.index + 1]
            return told if self.names.document(told) is not None else self._held(context, told)
        return None

    def _stopped(self, context: Context, clause: Clause, taken: set[object]) -> Iterator[Draft]:
        """協定の履行停止を発表した: of a document that is called only by its sort, and told before."""
        for noun in clause.args:
            by_noun = clause.lemma in self._announced and noun.text.endswith(self._stops)
            by_verb = clause.lemma in self._stopping and noun.text in self._force_of
            if noun.particle not in ("を", "も") or not (by_noun or by_verb):
                continue
            for phrase in self.papers(noun):
                mention = self.names.document(phrase)
                if mention is not None and (
                    self.names.bare(mention.text) or phrase.index in taken or not self.acts(mention, "mentioned")
                ):
                    # … or that a clause on it has told as signed: 結んだ条約の履行を停止する
                    draft = self._draft(context, clause, phrase, mention, "mentioned", taken)
                    if draft is not None:
                        yield draft

    def _held(self, context: Context, target: Phrase) -> Phrase | None:
        """The document to which a noun belongs, through nouns between: 署名した「互恵関係」の推進に関する共同声明."""
        at, steps = target, 0
        while (at.particle in _HOLDING or at.particle in _JOINING) and steps < 4:
            holder = next((p for p in context.phrases if any(at is m or at in m.conjuncts for m in p.modifiers)), None)
            if holder is None:
                return None
            if self.names.document(holder) is not None:
                return holder
            at, steps = holder, steps + 1
        return None

    def _again(self, context: Context, clause: Clause, phrase: Phrase, action: str) -> bool:
        """Whether the clause around tells the same of a document: 米国が提出した決議案が否決された."""
        for other in context.clauses[clause.index + 1 :]:
            lemma = self._plain_lemma(other)
            if phrase in other.args and self.actions.get(lemma) == action:
                found = self._object(context, other, lemma, action)
                return found is not None and (found is phrase or phrase in found.coordinated())
        return False

    def _plain_lemma(self, clause: Clause) -> str:
        """The lemma, with 効力を失う and 効力が生じる read as ceasing and coming into force."""
        if any(a.text == "効力" and a.particle in ("を", "が", "も") for a in clause.args):
            return self._force.get(clause.lemma, clause.lemma)
        if any(a.text == "拒否権" and a.particle in ("を", "も") for a in clause.args):
            return self._veto.get(clause.lemma, clause.lemma)
        if any(a.text == "廃案" and a.particle in ("と", "に") for a in clause.args):
            return "否決する"
        return clause.lemma

    def _also(self, clause: Clause, phrase: Phrase) -> list[Phrase]:
        """Further documents that share a predicate: 協定と覚書に署名した, …との文書と、…を定めた文書を採択した."""
        out = [
            p
            for a in clause.args
            if phrase is a or phrase in a.coordinated()
            for p in a.coordinated()
            if p is not phrase and self.names.document(p) is not None
        ]
        # 8月に決議2371を、9月に決議2375を採択した
        out += [
            a
            for a in clause.args
            if a is not phrase
            and a not in out
            and a.particle == phrase.particle == "を"
            and self.names.document(a) is not None
        ]
        if phrase.relative is not None and phrase.relative is not clause:
            out += [
                p
                for a in phrase.relative.args
                for p in a.coordinated()
                if p.particle in ("と", "や") and p.comma and self.names.document(p) is not None
            ]
        return sorted(out, key=lambda p: p.index)

    def step(self, context: Context, clause: Clause, taken: set[object]) -> Draft | None:
        """An act whose document is left out: in a list of steps, in a law of ratification, behind an earlier act."""
        action = self.actions.get(clause.lemma)
        if clause.lemma in self._handing and any(a.text.startswith(self._instruments) for a in clause.all_args("を")):
            # 条約への加入書を国連に提出した
            action = "ratified"
        if action not in ("signed", "ratified", "in_force") or clause.passive or clause.negative:
            return None
        when_done = clause.form == "relative" and clause.past and clause.target is not None
        if clause.form not in ("final", "chain") and not (
            when_done and clause.target is not None and clause.target.text in self._after
        ):
            return None
        if clause.lemma in self._exchanging:
            # instruments of ratification are exchanged when all is ratified
            return None
        law = next((a for a in clause.args if a.particle in ("に", "を") and self._ratifying(a)), None)
        if law is not None:
            action = "ratified" if action == "signed" else action
        elif any(
            a.particle in ("を", "に", "が", "は", "も")
            and not a.is_time
            and not context.actors(a)
            and not self.sides.is_house(a)
            for a in clause.args
        ):
            return None
        owner = (
            next((m for m in law.modifiers if self.names.document(m) is not None), None) if law is not None else None
        )
        if owner is None and action in ("in_force", "ratified") and law is None:
            owner = self._document_before(context, clause)
        mention = self.names.document(owner)
        if owner is not None and mention is not None:
            draft = self._draft(context, clause, owner, mention, action, taken)
            between = [p for p in context.phrases[owner.index + 1 : clause.phrase.index] if p.is_time]
            time = next((t for t in context.times(between[-1:]) if t.edtf), None)
            if draft is not None and time is not None:
                # 署名した条約は、同年10月に批准書が交換され、発効した: the last date told
                draft.claims = [c for c in draft.claims if c.property != "time"]
                context.claim(draft, "time", time, time.span)
            return draft
        listed = context.parsed.sentence.kind == "bullet"
        acts = self.sides.house(context, clause) or [r for r in context.subjects(clause) if r.kind == "state"]
        if not clause.past and any(c.tail.endswith(("てから", "でから")) for c in context.clauses):
            # 6カ国が手続きを終えてから60日後に発効する
            return None
        goes_on = action == "in_force" and self._told_just_before(context, clause)
        if law is None and not listed and not goes_on and not (action == "ratified" and clause.past and acts):
            return None
        draft = context.draft("agreement", "agreement", clause, clause.phrase, "agreement-step")
        if draft.modality == "denied":
            return None
        action = self.settled(context, clause, draft, action)
        draft.flags |= {"plain", "generic", "bare", "step"} if listed else {"plain", "generic", "bare"}
        context.claim(draft, "action", action, context.span(clause.phrase))
        for ref in self.sides.as_parties(context, self.sides.house(context, clause) or context.subjects(clause)):
            context.claim(draft, "party", ref, context.span(clause.phrase))
        self.doer_claims(context, draft, clause, action)
        self.claim_time(context, draft, clause, clause.phrase)
        return draft

    def ceremony(self, context: Context, clause: Clause, taken: set[object]) -> Draft | None:
        """正式な調印式は来月パリで行われる: the signing of the document told before, which the clause leaves out."""
        planned = clause.lemma in self._modal
        if not (planned or clause.lemma in self._taking_place) or clause.negative or clause.form not in _TELLING:
            return None
        noun = next((a for a in clause.args if a.particle in ("は", "が", "も", "を") and self._signing(a)), None)
        noun = noun or (clause.inherited if clause.inherited is not None and self._signing(clause.inherited) else None)
        if noun is None or noun.index in taken or self.papers(noun) or any(m.text == "批准書" for m in noun.modifiers):
            return None
        if any(u.mention is not None and u.mention.kind == "document" for p in context.phrases for u in p.content):
            return None
        draft = context.draft("agreement", "agreement", clause, noun, "agreement-ceremony")
        if draft.modality == "denied":
            return None
        action = "proposed" if planned or clause.lemma == "予定する" else self.settled(context, clause, draft, "signed")
        taken.add(noun.index)
        draft.flags |= {"plain", "generic", "bare", "ceremony"}
        context.claim(draft, "action", action, context.span(noun))
        self.claim_time(context, draft, clause, noun)
        return draft

    def _signing(self, phrase: Phrase) -> bool:
        """Whether a phrase is a noun of signing and nothing else: 署名式, 正式な調印, 本署名."""
        return self.nouns.get(phrase.text.removeprefix("正式").removeprefix("本")) == "signed" and phrase.text not in (
            "交換",
            "交換式",
        )

    def _ratifying(self, phrase: Phrase) -> bool:
        """Whether a phrase names the law, decree or instrument by which a document is ratified."""
        return phrase.text.startswith(("批准", *self._instruments)) or any(
            m.text == "批准" and m.particle == "の" for m in phrase.modifiers
        )

    def _told_just_before(self, context: Context, clause: Clause) -> bool:
        """Whether the sentence before speaks of one document, and nothing else can come into force: 規定により来年発効する."""
        before = context.scene.sentences[context.index - 1] if context.index else None
        if before is None or clause.form != "final" or before.sentence.kind in ("title", "heading"):
            return False
        papers = [u.mention for u in before.units if u.mention is not None and u.mention.kind == "document"]
        return len({m.text for m in papers}) == 1

    def _document_before(self, context: Context, clause: Clause) -> Phrase | None:
        """The document of an earlier act in the sentence: 協定に署名し、翌年発効した."""
        for other in reversed(context.clauses[: clause.index]):
            action = self.actions.get(other.lemma)
            if other.form in ("chain", "conjunctive") and action is not None:
                found = self._object(context, other, other.lemma, action)
                if found is not None:
                    return found
        before = [p for p in context.phrases[: clause.phrase.index] if self.names.document(p) is not None]
        return before[-1] if before else None

    def _light(self, context: Context, clause: Clause, taken: set[object]) -> Iterator[Draft]:
        """協定に署名を行う, 条約に署名を予定する: the noun of action is the object, the document its goal."""
        for noun in clause.args:
            action = self.nouns.get(noun.text) or self.nouns.get(noun.text.removeprefix("即時"))
            led = clause.lemma in self._leads and noun.particle in ("に", "にまで")
            if action is None or (noun.particle not in ("を", "が", "も", "は") and not led):
                continue
            goal = next(
                (
                    a
                    for a in clause.args
                    if a is not noun
                    and self.names.document(a) is not None
                    and a.particle in ("に", "へ", "には", "にも", "から", "を", "ニツイテ")
                ),
                None,
            )
            papers = [goal] if goal is not None else self.papers(noun)
            if not papers and clause.index and context.clauses[clause.index - 1].form == "chain":
                # 首脳宣言について「…」と述べ、採択を宣言した
                about = context.clauses[clause.index - 1].all_args("ニツイテ", "ニカンシ")
                papers = [p for p in about if self.names.document(p) is not None][-1:]
            ending = clause.lemma in self._undoing or (action == "withdrawn" and clause.lemma in self.announcing)
            elsewhere = any(m.kind == "organization" for p in noun.modifiers for m in p.mentions())
            if not papers and ending and not elsewhere and (told := self._document_before(context, clause)):
                # 条約に署名したが、署名を撤回した; 協定は、日本が終了を通告した;
                # but in 共同声明を出し、ECOWASからの脱退を表明した a body is left
                papers = [told]
            if clause.lemma in self._refused:
                continue
            missed = led and clause.negative and action in DONE
            if missed:
                # 「…ビジョン」については採択に至らなかった
                action = "proposed"
            if action == "withdrawn" and noun.particle in ("を", "も") and clause.lemma not in self._leaving:
                # 破棄も覚悟すべきだと警告した
                action = "mentioned"
            elif self.actions.get(clause.lemma) == "proposed" or (action in DONE and clause.lemma in self._wishing):
                action = "proposed"
            elif clause.lemma in self._undoing:
                action = "withdrawn"
            for phrase in papers:
                mention = self.names.document(phrase)
                draft = None
                fresh = phrase.index not in taken or ending
                if mention is not None and fresh and self.acts(mention, action):
                    draft = self._draft(context, clause, phrase, mention, action, taken, missed=missed)
                if draft is not None:
                    yield draft

    def _object(self, context: Context, clause: Clause, lemma: str, action: str) -> Phrase | None:
        """The document that an act is about."""
        inner = lemma in self._inner
        noun = clause.passive and any(a.text in self.nouns for a in clause.args)
        wanted: tuple[str, ...] = ("を", "も", "は", "などを", "")
        if noun:
            # 宣言への署名, 宣言に署名が行われた
            wanted = _REACH
        elif clause.passive or inner:
            wanted = _SUBJECT
        elif lemma in self._reach:
            wanted = _REACH
        elif lemma != clause.lemma and lemma in self._veto.values():
            wanted = ("に", "には", "へ", "への", "を")
        elif action == "withdrawn":
            wanted = _FROM
        elif action in ("signed", "ratified"):
            wanted = _OBJECT
        elif lemma.endswith(("合意する", "妥結する")):
            wanted = ("を", "も", "は", "などを", "で", "に")
        deed = next((a.index for a in clause.args if a.text == "こと" and a.relative is not None), -1)
        for phrase in clause.args:
            if lemma in self.agree and phrase.index < deed:
                # 宣言を基礎に…することで合意した
                continue
            if phrase.particle in ("は", "も") and lemma in self.telling and not clause.passive:
                # 決議は停戦を求めている: the document speaks
                continue
            if (
                lemma in self._reach
                and phrase.particle in ("は", "が")
                and any(b.particle in ("に", "へ") and not b.is_time for b in clause.args)
            ):
                # 条約は必要な9カ国に達し、発効した
                continue
            if phrase.particle in wanted:
                for part in phrase.coordinated():
                    if self.names.document(part) is not None:
                        return part
        if context.parsed.sentence.kind == "title" and clause.form == "final":
            # G20首脳宣言、初日に採択: a comma stands for the particle
            for phrase in clause.args:
                first = phrase.coordinated()[0]
                if (
                    first is not phrase
                    and first.comma
                    and not first.particle
                    and self.names.document(first) is not None
                ):
                    return first
        if (
            clause.form == "relative"
            and self.names.document(clause.target) is not None
            and not any(a.particle in ("を", "に") and not a.is_time and _says(a) for a in clause.args)
        ):
            return clause.target
        inherited = clause.inherited
        if (
            (clause.passive or lemma in self._rejecting)
            and action in ("adopted", "proposed")
            and self.names.document(inherited) is None
        ):
            # 決議案が採決されたが、拒否権で否決された; 決議案を採決したが、8カ国が棄権し、否決された
            before = [c for c in context.clauses[: clause.index] if c.form in ("chain", "conjunctive")]
            rows = [p for c in reversed(before) for p in c.all_args("が", "は", "も", "を")]
            inherited = next((p for p in rows if self.names.document(p) is not None), inherited)
        left_out = action == "withdrawn" and clause.form == "quoted" and clause.parent is not None
        if left_out and clause.parent is not None:
            # Aは、協定も破棄するとしている: the topic of what is said stands with the verb of saying
            said = [p for p in clause.parent.all_args("も", "は") if p.index < clause.phrase.index]
            inherited = next((p for p in reversed(said) if self.names.document(p) is not None), inherited)
        if (
            (clause.passive or inner or left_out or (lemma in self._rejecting and lemma != clause.lemma))
            and inherited is not None
            and self.names.document(inherited) is not None
            and not any(a.particle in ("が", "は") for a in clause.args)
        ):
            return inherited
        return None

    def _allows(self, lemma: str, mention: Mention) -> bool:
        heads = self._limits.get(lemma)
        return (
            heads is None
            or mention.rule == "quotation"
            or mention.head in heads
            or mention.text in heads
            or any(mention.text.endswith(h) for h in heads)
        )

    def _draft(
        self,
        context: Context,
        clause: Clause,
        phrase: Phrase,
        mention: Mention,
        action: str,
        taken: set[object],
        *,
        missed: bool = False,
    ) -> Draft | None:
        draft = context.draft("agreement", self.names.kind(mention), clause, phrase, "agreement-act")
        self.mark(draft, mention, phrase)
        unadopted = (draft.modality == "denied" or clause.negative) and mention.head.endswith("案")
        if missed or (unadopted and action == "adopted"):
            # 決議案は採択されなかった
            draft.modality, draft.status, action = "asserted", "held", "proposed"
            draft.flags.add("rejected")
        elif draft.modality == "denied" or clause.negative or hypothetical(clause):
            return None
        modal = clause.target is not None and (clause.target.text in self._modal or clause.target.text in self._beside)
        result = self._joint_result(context, clause, mention)
        decided = modal or (clause.target is not None and clause.target.text == "こと" and self._is_announced(clause))
        if (clause.form == "relative" and not decided and not result) or clause.tail.endswith(EARLIER):
            draft.flags.add("recalled")
        if action == "proposed" and self._plain_lemma(clause) in self._rejecting:
            draft.flags.add("rejected")
        if clause.form == "nominal" and _REPEATED.search(context.parsed.sentence.surface, clause.phrase.end):
            # …を採択したのは初めてだ: no news of it
            if not clause.past:
                return None
            draft.flags.add("comment")
        if any(
            p.particle.startswith("など") or p.text.endswith("など") or _STATES.search(p.text)
            for x in clause.args
            if x is not phrase and x.particle in ("が", "は", "も", "など", "などが")
            for p in x.coordinated()
        ):
            draft.flags.add("many")
        if any(a.text == "発効" and a.particle in ("ニトモナイ", "で", "ニヨル") for a in clause.args):
            draft.flags.add("with-in-force")
        taken.update((phrase.index, (phrase.index, action), *(m.index for m in phrase.modifiers)))
        house = self.sides.house(context, clause)
        if house and mention.head in self.adopted:
            # what a parliament resolves is no agreement
            return None
        if house and action == "adopted" and clause.lemma in self.approving and mention.head in self.ratifiable:
            action = "ratified"
        drawn_up = clause.form == "relative" and clause.lemma in ("まとめる", "取りまとめる")
        if (action == "signed" or drawn_up) and mention.head.endswith("案") and mention.head != "和平案":
            # 条約案に仮署名した; 両者がまとめた協定案は
            action = "proposed"
        action = self.settled(context, clause, draft, action)
        name = self.names.name(context, phrase, mention, clause, action)
        content = next((a for a in clause.args if a is not phrase and self.is_content(a)), None)
        if self.names.document(content) is not None and clause.passive and self.names.bare(name):
            # 合意は10項目の覚書にまとめられた: no other than the one told before
            return None
        if mention.text == "合意" == name and content is not None:
            # 〜することで合意に達した
            name = self.names.described(context, clause, content, None)
            draft.flags.add("described")
        reached = name.endswith("についての合意") and mention.text == "合意"
        if (reached or "described" in draft.flags) and self.only_speaks(context, clause):
            return None
        if not self.names.proper(mention) and (
            "headline" in draft.flags or name == plain(mention.text).removesuffix("案") or self.names.bare(name)
        ):
            draft.flags |= {"plain", "generic"}
            if self.names.bare(name):
                draft.flags.add("bare")
            agreed = any(c.form == "chain" and c.lemma in self.agree for c in context.clauses[: clause.index])
            if name == "文書" and not clause.passive and phrase.particle != "は" and not agreed:
                # 計画の改定版など十数件の文書を交わした: of which nothing is told
                return None
        if self.names.entitled(phrase) is not None:
            draft.flags |= {"known", "introduced", "called", "sorted"}
            taken.update(a.index for a in (phrase.relative.args if phrase.relative is not None else ()))
        elif not self.names.proper(mention):
            draft.flags.add("no-name")
        self.claims(context, draft, phrase, name, action)
        asked = action == "mentioned" and clause.form in ("quoted", "relative", "nominal")
        if asked and not clause.all_args("が", "は", "も"):
            # 合意から離脱するよう求めた: who asks is no party
            parties = self.sides.parties(context, None, phrase, mention)
        else:
            parties = self.sides.joined(context, phrase, self._draft_parties(context, clause, phrase, mention, action))
        several = len(parties) >= 2 or any(r.kind == "organization" for r in parties)
        joint = (parties or self.sides.many(clause)) and mention.head.endswith(self.joint)
        if clause.lemma in self._accepting and len(parties) < 2:
            # one side accepts what is offered: the other may not
            return None
        alone = len(parties) < 2 or any(w in context.parsed.sentence.surface for w in self._apart)
        if mention.text == "声明" and clause.lemma in self._declared and alone:
            # what one side says is no agreement; 3者が発表した声明によると may tell of one
            taken.discard(phrase.index)
            return None
        if domestic(context, parties) or (
            action == "adopted" and clause.lemma in self._declared and not several and not joint
        ):
            return None
        gathered = several or self.sides.many(clause)
        if self.names.is_title(mention) and not gathered and action in ("adopted", "proposed") and not missed:
            # the vision or plan of one government
            return None
        wish = clause.form == "quoted" or (clause.target is not None and clause.target.text.startswith("よう"))
        if action == "proposed" and len(parties) == 1 and wish and clause.parent is not None:
            # Aは、Bとの条約を結ぶよう提案した
            asking = [r for r in self.sides.as_parties(context, context.subjects(clause.parent)) if r.kind == "state"]
            parties = [*asking, *parties] if len(asking) == 1 and asking != parties else parties
        self.party_claims(context, draft, clause, phrase, mention, parties)
        if not parties and action in DONE and self._bilateral.search(name):
            # 両国は国交を樹立した。2006年に署名した自由貿易協定は
            for ref in pair_before(context, back=1):
                context.claim(draft, "party", ref, context.span(phrase), PRESUMED)
        self.doer_claims(context, draft, clause, action)
        vetoed = any("拒否権" in p.text for p in context.phrases)
        by_body = mention.head in self.adopted and (vetoed or self.sides.in_session(clause))
        together = action in ("signed", "adopted") and self.sides.many(clause) and "headline" not in draft.flags
        if by_body or self.sides.two_named(clause) or together:
            draft.flags.add("known")
        self.claim_time(context, draft, clause, phrase)
        return draft

    def _is_announced(self, clause: Clause) -> bool:
        """Whether what a clause tells is decided or announced just now: 終了することを決めた."""
        return clause.parent is not None and clause.parent.past and clause.parent.lemma in self.announcing

    def _joint_result(self, context: Context, clause: Clause, mention: Mention) -> bool:
        """Whether a clause on a joint statement tells of the result just reached (採択された共同宣言は)."""
        joint = mention.head.endswith(self.joint) and not self.names.proper(mention)
        return joint and context.when(clause, inherit=False) is None

    def _draft_parties(
        self, context: Context, clause: Clause, phrase: Phrase, mention: Mention, action: str
    ) -> list[Ref]:
        """The parties; first the one that ratifies or leaves for itself, then those that stand with it."""
        own: list[Ref] = []
        if action in ("ratified", "withdrawn"):
            own = self.sides.as_parties(context, self.sides.doers(context, clause))
            if not own and (order := self.ordering(clause)) is not None:
                own = self.sides.as_parties(context, self.sides.doers(context, order))
            named = any(x.particle in ("が", "は") and not x.is_time for c in context.clauses for x in c.args)
            if not own and not clause.passive and clause.form != "relative" and not named:
                # 協定からも離脱するとしている: the one of whom the text speaks
                own = self.sides.as_parties(context, context.topic_before())[:1]
        if not own:
            found = self.sides.parties(context, clause, phrase, mention)
            open_ = clause.form in ("final", "chain", "conjunctive") or (
                clause.passive and not self.names.known(mention)
            )
            if mention.head in self.adopted or action not in ("signed", "adopted"):
                return found
            if not found and clause.passive and clause.form == "relative":
                found = self.sides.as_parties(context, self.sides.topic(context))
            if not found and (body := self.sides.convened(context, clause)):
                return body
            if not found and open_ and context.when(clause, inherit=False) is None:
                # 調印された, 採択された共同宣言は: by those of whom the text speaks
                found = self.sides.assembled(context)
                if _elsewhere(context, clause):
                    found = [r for r in found if r.kind == "organization"]
            if len(found) < 2 and (pair := self.sides.headed(context)) and set(found) <= set(pair):
                return pair
            if not found and self.names.kind(mention) in ("joint_statement", "declaration"):
                return self.sides.forum(context)
            single = len(found) == 1 and found[0].kind == "state" and self.sides.all_known(context, clause)
            if single and mention.head.endswith(self.joint):
                # 8月には共同文書をまとめた: with the other side of which the text speaks
                pair = self.sides.assembled(context)
                return pair if found[0] in pair else self.sides.pair_with(context, found[0]) or found
            return found
        beside = [r for m in phrase.modifiers if m.particle == "との" for r in context.actors(m)]
        others = [r for r in self.sides.parties(context, None, phrase, mention) if r.kind == "state" or r in beside]
        if action == "withdrawn" and len(others) < 2 and not self.sides.owners(context, phrase):
            # イラン核合意: what it is about
            others = []
        return [*own, *(r for r in others if r not in own)]


def _without_sum(papers: list[Phrase]) -> list[Phrase]:
    """The papers that are told, without their number behind them: …協定など15の文書を交わした."""
    last = max(papers, key=lambda p: p.index)
    counted = any(_COUNTED.match(p.text) for p in (last, *last.modifiers))
    listed = [p for p in papers if p is not last and (p.particle.startswith("など") or p.text.endswith("など"))]
    return [p for p in papers if p is not last] if counted and listed else papers


def _says(phrase: Phrase) -> bool:
    """Whether an argument is part of what a document says: a thing, or words in marks (「核のない世界」を目指す決議)."""
    return phrase.head.mention is None or phrase.head.mention.kind == "quote"


def _elsewhere(context: Context, clause: Clause) -> bool:
    """Whether an act took place at a session that a clause dates: 2023年に設けられた会議で採択された."""
    held = [a.relative for a in clause.args if a.relative is not None and a.particle in ("で", "では")]
    return any(context.when(c, inherit=False) is not None for c in held)
