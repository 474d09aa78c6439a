"""Agreements: documents that are signed, ratified, adopted, left or mentioned, and what is agreed on without a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.frame.around import heading_day, hypothetical, meeting_pair, pair_before, sides_before, when
from kg.frame.context import Context, Draft
from kg.frame.documents import ACTIONS
from kg.frame.naming import DONE, OVER, DocumentNames, plain
from kg.frame.sides import Sides, domestic
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue

#: What follows a document's name where it is only part of the name of a body, a time or a course.
_BODY_TAIL = re.compile(r"時|世界|プログラム|校|委員会|機関|機構|会議|組織|事務局|締約国会議")
#: The object of a transitive predicate, the goal of signing, the start of leaving.
_OBJECT = ("を", "に", "へ", "には", "も", "にも", "は", "と", "への", "などに", "などを", "とも", "でも", "", "をも")
_SUBJECT = ("が", "は", "も", "など", "などが", "")
_FROM = ("から", "を", "の", "は")
_REACH = ("に", "には", "へ", "を", "も", "が", "は")
_EARLIER = ("ていた", "でいた", "ていました", "ておりました")
#: There was no signing.
_NONE = re.compile(r"[はがも]?(?:な[いくか]|無[いくか]|ありません)|[はがも](?:見送|行われな|行われませ|取りやめ|中止)")


#: How often something has been done before.
_REPEATED = re.compile(r"初めて|以来|ぶり|[度回]目")
#: Confidence of parties that are not named with the act.
_PRESUMED = 0.7
_NOMINAL_OBJECT = ("を", "に", "ニムケ", "ヲメザシ", "ヲハジメ")
#: Characters of a date that tells the month.
_MONTH = 7
_QUOTED_RESOLUTION = r"(?:国連|国際連合)?(?:安保理|安全保障理事会)の?決議(?:第?[0-9０-９]{3,4}号?)?"


class AgreementRules:
    """Finds agreement drafts in a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.table("agreements", "action")
        self._actions = {verb: action for action, verbs in table.items() for verb in verbs}
        self._nouns = {n: a for a, words in lexicon.table("agreements", "nouns").items() if a in ACTIONS for n in words}
        self._noun_ends = tuple(sorted(self._nouns, key=len, reverse=True))
        self._refused = lexicon.words("agreements", "nouns", "refused")
        self._links = lexicon.words("agreements", "nouns", "links")
        limits = lexicon.table("agreements", "action_limits")
        self._limits = {
            v: frozenset(limits[f"{k}_heads"])
            for k in ("declared", "approved", "founded", "reached")
            for v in limits[f"{k}_only"]
        }
        self._declared = frozenset(limits["declared_only"])
        self._force: dict[str, str] = lexicon.table("agreements", "force")
        self._veto: dict[str, str] = lexicon.table("agreements", "veto")
        self._inner, self._reach = frozenset(limits["inner"]), frozenset(limits["reach"])
        self._undone, self._undoing = frozenset(limits["undone"]), frozenset(limits["undoing"])
        self._reporting, self._modal = frozenset(limits["reporting"]), frozenset(limits["modal"])
        self._acts_only: dict[str, frozenset[str]] = {
            head: frozenset(actions) for head, actions in lexicon.table("agreements", "acts_only").items()
        }
        self._joint = tuple(limits["joint"])
        self._beside = frozenset(limits["beside"])
        self._including = frozenset(limits["including"])
        self._after = frozenset(limits["after"])
        self._adopted = lexicon.words("agreements", "sides", "by_bodies")
        self._telling, self._rejecting = frozenset(limits["telling"]), frozenset(limits["rejecting"])
        attributive = lexicon.table("agreements", "attributive")
        self._planned, self._past = tuple(attributive["planned"]), tuple(attributive["done"])
        known = "|".join(map(re.escape, lexicon.words("agreements", "quoted", "known")))
        self._quoted_names = re.compile(rf"{_QUOTED_RESOLUTION}|{known}")
        self._approving, self._ratifiable = frozenset(limits["approving"]), frozenset(limits["ratifiable"])
        self._announcing = frozenset(limits["announcing"])
        agree = lexicon.table("agreements", "agree")
        self._binding, self._vague = frozenset(agree["binding"]), frozenset(agree["vague"])
        self._agree, self._content = frozenset(agree["verbs"]), frozenset(agree["content"])
        self._short = frozenset(agree["short_content"])
        self._doing, self._holding = tuple(agree["doing"]), frozenset(agree["holding"])
        self._not_content, self._not_verbs, self._things = (
            tuple(agree["not_content"]),
            frozenset(agree["not_verbs"]),
            frozenset(agree["things"]),
        )
        names = lexicon.table("agreements", "names")
        self._between = frozenset(names["between"])
        self._names = DocumentNames(lexicon)
        self._sides = Sides(lexicon, self._names)

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence in text order: acts on documents, then bare agreeing, then mere mentions."""
        if not any(u.mention is not None and u.mention.kind == "document" for u in context.parsed.units) and not any(
            c.lemma in self._agree or c.lemma in self._actions for c in context.clauses
        ):
            yield from self._quoted(context)
            return
        taken: set[object] = set()
        for clause in context.clauses:
            found = list(self._act(context, clause, taken))
            yield from found
            if not found:
                draft = self._agreed(context, clause, taken) or self._step(context, clause, taken)
                if draft is not None:
                    yield draft
        for phrase in context.phrases:
            yield from self._nominal_acts(context, phrase, taken)
        for phrase in context.phrases:
            draft = self._told(context, phrase, taken) or self._mentioned(context, phrase, taken)
            if draft is not None:
                yield draft
        yield from self._quoted(context)

    # -- verbs ------------------------------------------------------------------------------------------------------

    def _act(self, context: Context, clause: Clause, taken: set[object]) -> Iterator[Draft]:
        """Predicates that do something to documents: を締結する, に署名する, が発効する, 署名した協定."""
        lemma = self._plain_lemma(clause)
        action = self._actions.get(lemma)
        phrase = self._object(clause, lemma, action) if action is not None else None
        if phrase is None and action is not None and clause.form == "relative" and clause.target is not None:
            # 2001年に署名した安全保障の協力協定: the clause is on the noun, not on its modifier
            phrase = self._held(context, clause.target)
        if action is None or phrase is None:
            yield from self._light(context, clause, taken)
            return
        for part in (*self._also(clause, phrase), phrase):
            mention = self._names.document(part)
            if mention is None or (part.index, action) in taken or not self._allows(lemma, mention):
                continue
            if clause.form == "relative" and self._again(context, clause, part, action):
                continue
            if not self._acts(mention, action):
                continue
            draft = self._draft(context, clause, part, mention, action, taken)
            if draft is not None:
                yield draft

    def _held(self, context: Context, target: Phrase) -> Phrase | None:
        """The document to which a noun belongs, through nouns between: 署名した「互恵関係」の推進に関する共同声明."""
        at, steps = target, 0
        while at.particle in ("の", "ノ", "との") and steps < 4:
            holder = next((p for p in context.phrases if at in p.modifiers), None)
            if holder is None:
                return None
            if self._names.document(holder) is not None:
                return holder
            at, steps = holder, steps + 1
        return None

    def _again(self, context: Context, clause: Clause, phrase: Phrase, action: str) -> bool:
        """Whether the clause around tells the same of a document: 米国が提出した決議案が否決された."""
        for other in context.clauses[clause.index + 1 :]:
            lemma = self._plain_lemma(other)
            if phrase in other.args and self._actions.get(lemma) == action:
                return self._object(other, lemma, action) is not None
        return False

    def _plain_lemma(self, clause: Clause) -> str:
        """The lemma, with 効力を失う and 効力が生じる read as ceasing and coming into force."""
        if any(a.text == "効力" and a.particle in ("を", "が", "も") for a in clause.args):
            return self._force.get(clause.lemma, clause.lemma)
        if any(a.text == "拒否権" and a.particle in ("を", "も") for a in clause.args):
            return self._veto.get(clause.lemma, clause.lemma)
        return clause.lemma

    def _also(self, clause: Clause, phrase: Phrase) -> list[Phrase]:
        """Further documents that share a predicate: 協定と覚書に署名した, …との文書と、…を定めた文書を採択した."""
        out = [
            p
            for a in clause.args
            if phrase is a or phrase in a.coordinated()
            for p in a.coordinated()
            if p is not phrase and self._names.document(p) is not None
        ]
        if phrase.relative is not None and phrase.relative is not clause:
            out += [
                p
                for a in phrase.relative.args
                for p in a.coordinated()
                if p.particle in ("と", "や") and p.comma and self._names.document(p) is not None
            ]
        return sorted(out, key=lambda p: p.index)

    def _step(self, context: Context, clause: Clause, taken: set[object]) -> Draft | None:
        """An act whose document is left out: in a list of steps, in a law of ratification, behind an earlier act."""
        action = self._actions.get(clause.lemma)
        if action not in ("signed", "ratified", "in_force") or clause.passive or clause.negative:
            return None
        when_done = clause.form == "relative" and clause.past and clause.target is not None
        if clause.form not in ("final", "chain") and not (
            when_done and clause.target is not None and clause.target.text in self._after
        ):
            return None
        if clause.lemma in ("交換する", "交わす", "取り交わす"):
            # instruments of ratification are exchanged when all is ratified
            return None
        law = next((a for a in clause.args if a.particle in ("に", "を") and self._ratifying(a)), None)
        if law is not None and action == "signed":
            action = "ratified"
        elif any(
            a.particle in ("を", "に", "が", "は", "も")
            and not a.is_time
            and not context.actors(a)
            and not self._sides.is_house(a)
            for a in clause.args
        ):
            return None
        owner = (
            next((m for m in law.modifiers if self._names.document(m) is not None), None) if law is not None else None
        )
        if owner is None and action in ("in_force", "ratified") and law is None:
            owner = self._document_before(context, clause)
        mention = self._names.document(owner)
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
        acts = self._sides.house(context, clause) or [r for r in context.subjects(clause) if r.kind == "state"]
        if law is None and not listed and not (action == "ratified" and clause.past and acts):
            return None
        draft = context.draft("agreement", "agreement", clause, clause.phrase, "agreement-step")
        if draft.modality == "denied":
            return None
        action = self._settled(context, clause, draft, action)
        draft.flags |= {"plain", "bare", "step"} if listed else {"plain", "bare"}
        context.claim(draft, "action", action, context.span(clause.phrase))
        for ref in self._sides.as_parties(context, self._sides.house(context, clause) or context.subjects(clause)):
            context.claim(draft, "party", ref, context.span(clause.phrase))
        self._time(context, draft, clause, clause.phrase)
        return draft

    @staticmethod
    def _ratifying(phrase: Phrase) -> bool:
        """Whether a phrase names the law, decree or instrument by which a document is ratified."""
        return phrase.text.startswith("批准") or any(m.text == "批准" and m.particle == "の" for m in phrase.modifiers)

    def _document_before(self, context: Context, clause: Clause) -> Phrase | None:
        """The document of an earlier act in the sentence: 協定に署名し、翌年発効した."""
        for other in reversed(context.clauses[: clause.index]):
            action = self._actions.get(other.lemma)
            if other.form in ("chain", "conjunctive") and action is not None:
                found = self._object(other, other.lemma, action)
                if found is not None:
                    return found
        before = [p for p in context.phrases[: clause.phrase.index] if self._names.document(p) is not None]
        return before[-1] if before else None

    def _light(self, context: Context, clause: Clause, taken: set[object]) -> Iterator[Draft]:
        """協定に署名を行う, 条約に署名を予定する: the noun of action is the object, the document its goal."""
        for noun in clause.args:
            action = self._nouns.get(noun.text)
            if action is None or noun.particle not in ("を", "が", "も", "は"):
                continue
            goal = next(
                (
                    a
                    for a in clause.args
                    if a is not noun
                    and self._names.document(a) is not None
                    and a.particle in ("に", "へ", "には", "にも", "から", "を")
                ),
                None,
            )
            papers = [goal] if goal is not None else self._papers(noun)
            ending = clause.lemma in self._undoing or (action == "withdrawn" and clause.lemma in self._announcing)
            if not papers and ending and (told := self._document_before(context, clause)):
                # 条約に署名したが、署名を撤回した; 協定は、日本が終了を通告した
                papers = [told]
            if clause.lemma in self._refused:
                continue
            if self._actions.get(clause.lemma) == "proposed":
                action = "proposed"
            elif clause.lemma in self._undoing:
                action = "withdrawn"
            for phrase in papers:
                mention = self._names.document(phrase)
                draft = None
                fresh = phrase.index not in taken or ending
                if mention is not None and fresh and self._acts(mention, action):
                    draft = self._draft(context, clause, phrase, mention, action, taken)
                if draft is not None:
                    yield draft

    def _papers(self, noun: Phrase) -> list[Phrase]:
        """The documents on which a noun of action works: 意向書、協定など協力文書の調印式 names two and their sort."""
        linked = [p for m in noun.modifiers if m.particle in self._links for p in m.coordinated()]
        rows = [p for p in (*noun.conjuncts, *linked) if self._names.document(p) is not None]
        listed = [p for p in rows if p.particle.startswith("など") or p.text.endswith("など")]
        return [p for p in rows if p.index <= listed[-1].index] if listed else rows

    def _object(self, clause: Clause, lemma: str, action: str) -> Phrase | None:
        """The document that an act is about."""
        inner = lemma in self._inner
        noun = clause.passive and any(a.text in self._nouns for a in clause.args)
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
        elif lemma in ("合意する", "妥結する"):
            wanted = ("を", "も", "は", "などを", "で", "に")
        deed = next((a.index for a in clause.args if a.text == "こと" and a.relative is not None), -1)
        for phrase in clause.args:
            if lemma in self._agree and phrase.index < deed:
                # 宣言を基礎に…することで合意した
                continue
            if phrase.particle in ("は", "も") and lemma in self._telling and not clause.passive:
                # 決議は停戦を求めている: the document speaks
                continue
            if phrase.particle in wanted:
                for part in phrase.coordinated():
                    if self._names.document(part) is not None:
                        return part
        if (
            clause.form == "relative"
            and self._names.document(clause.target) is not None
            and not any(a.particle in ("を", "に") and not a.is_time and a.head.mention is None for a in clause.args)
        ):
            return clause.target
        inherited = clause.inherited
        if (
            (clause.passive or inner)
            and inherited is not None
            and self._names.document(inherited) is not None
            and not any(a.particle in ("が", "は") for a in clause.args)
        ):
            return inherited
        return None

    def _acts(self, mention: Mention, action: str) -> bool:
        """Whether an act makes an agreement of a document: a 書簡 only counts when it is signed or exchanged."""
        allowed = self._acts_only.get(mention.head)
        return allowed is None or action in allowed

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
        self, context: Context, clause: Clause, phrase: Phrase, mention: Mention, action: str, taken: set[object]
    ) -> Draft | None:
        draft = context.draft("agreement", self._names.kind(mention), clause, phrase, "agreement-act")
        self._mark(draft, mention)
        if (draft.modality == "denied" or clause.negative) and mention.head.endswith("案") and action == "adopted":
            # 決議案は採択されなかった
            draft.modality, draft.status, action = "asserted", "held", "proposed"
            draft.flags.add("rejected")
        elif draft.modality == "denied" or clause.negative or hypothetical(clause):
            return None
        modal = clause.target is not None and clause.target.text in self._modal | self._beside
        result = clause.passive and self._joint_result(context, clause, mention)
        if (clause.form == "relative" and not modal and not result) or clause.tail.endswith(_EARLIER):
            draft.flags.add("recalled")
        if action == "proposed" and self._plain_lemma(clause) in self._rejecting:
            draft.flags.add("rejected")
        if clause.form == "nominal" and _REPEATED.search(context.parsed.sentence.surface, clause.phrase.end):
            # …を採択したのは初めてだ: no news of it
            if not clause.past:
                return None
            draft.flags.add("comment")
        if any(a.text == "発効" and a.particle in ("ニトモナイ", "で", "ニヨル") for a in clause.args):
            draft.flags.add("with-in-force")
        taken.update((phrase.index, (phrase.index, action), *(m.index for m in phrase.modifiers)))
        house = self._sides.house(context, clause)
        if house and action == "adopted" and clause.lemma in self._approving and mention.head in self._ratifiable:
            action = "ratified"
        action = self._settled(context, clause, draft, action)
        name = self._names.name(context, phrase, mention, clause, action)
        content = next((a for a in clause.args if a is not phrase and self._is_content(a)), None)
        if mention.text == "合意" == name and content is not None:
            # 〜することで合意に達した
            name = self._names.described(context, clause, content, None)
            draft.flags.add("described")
        reached = name.endswith("についての合意") and mention.text == "合意"
        if (reached or "described" in draft.flags) and self._only_speaks(context, clause):
            return None
        if not self._names.proper(mention) and (
            "headline" in draft.flags or name == plain(mention.text).removesuffix("案") or self._names.bare(name)
        ):
            draft.flags.add("plain")
            if self._names.bare(name):
                draft.flags.add("bare")
            if name == "文書" and not clause.passive and phrase.particle != "は":
                # 計画の改定版など十数件の文書を交わした: of which nothing is told
                return None
        self._claims(context, draft, phrase, name, action)
        parties = self._draft_parties(context, clause, phrase, mention, action)
        several = len(parties) >= 2 or any(r.kind == "organization" for r in parties)
        joint = parties and mention.head.endswith(self._joint)
        if domestic(context, parties) or (
            action == "adopted" and clause.lemma in self._declared and not several and not joint
        ):
            return None
        if self._names.is_title(mention) and not several:
            # the vision or plan of one government
            return None
        self._party_claims(context, draft, clause, phrase, mention, parties)
        vetoed = any("拒否権" in p.text for p in context.phrases)
        by_body = mention.head in self._adopted and (vetoed or self._sides.in_session(clause))
        if by_body or self._sides.two_named(clause):
            draft.flags.add("known")
        self._time(context, draft, clause, phrase)
        return draft

    def _joint_result(self, context: Context, clause: Clause, mention: Mention) -> bool:
        """Whether a clause on a joint statement tells of the result just reached (採択された共同宣言は)."""
        joint = mention.head.endswith(self._joint) and not self._names.proper(mention)
        return joint and context.when(clause, inherit=False) is None

    def _only_speaks(self, context: Context, clause: Clause) -> bool:
        """Whether the one side of an agreement is only the one who tells of it (A外相が、合意に達したと発表した)."""
        parent = clause.parent
        if clause.form != "quoted" or parent is None:
            return False
        told = self._sides.as_parties(context, self._sides.agreeing(context, clause))
        return len(told) < 2 and told == self._sides.as_parties(context, context.subjects(parent))

    def _draft_parties(
        self, context: Context, clause: Clause, phrase: Phrase, mention: Mention, action: str
    ) -> list[Ref]:
        """The parties; first the one that ratifies or leaves for itself, then those that stand with it."""
        own: list[Ref] = []
        if action in ("ratified", "withdrawn"):
            own = self._sides.as_parties(context, self._sides.house(context, clause) or context.subjects(clause))
        if not own:
            found = self._sides.parties(context, clause, phrase, mention)
            open_ = clause.form in ("final", "chain") or (clause.passive and not self._names.known(mention))
            if mention.head in self._adopted or action not in ("signed", "adopted"):
                return found
            if not found and clause.passive and clause.form == "relative":
                found = self._sides.as_parties(context, self._sides.topic(context))
            if not found and open_ and context.when(clause, inherit=False) is None:
                # 調印された, 採択された共同宣言は: by those of whom the text speaks
                found = self._sides.assembled(context)
            if not found and self._names.kind(mention) in ("joint_statement", "declaration"):
                return self._sides.forum(context)
            if len(found) == 1 and found[0].kind == "state" and mention.head.endswith(self._joint):
                # 8月には共同文書をまとめた: with the other side of which the text speaks
                pair = self._sides.assembled(context)
                return pair if found[0] in pair else self._sides.pair_with(context, found[0]) or found
            return found
        others = [r for r in self._sides.parties(context, None, phrase, mention) if r.kind == "state"]
        if action == "withdrawn" and len(others) < 2 and not self._sides.owners(context, phrase):
            # イラン核合意: what it is about
            others = []
        return [*own, *(r for r in others if r not in own)]

    def _settled(self, context: Context, clause: Clause, draft: Draft, action: str) -> str:
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
        if action in DONE and _rumoured(context):
            return "mentioned"
        if action in DONE and draft.status in ("scheduled", "proposed", "uncertain", "postponed"):
            return "proposed"
        if action in DONE and draft.status == "cancelled":
            return "mentioned"
        announced = parent is not None and parent.lemma in self._announcing and parent.past
        if action == "withdrawn" and (
            draft.status in ("proposed", "uncertain") or (draft.status == "scheduled" and not announced)
        ):
            return "mentioned"
        return action

    # -- agreeing without a document --------------------------------------------------------------------------------

    def _agreed(self, context: Context, clause: Clause, taken: set[object]) -> Draft | None:
        """〜することで合意した, 〜で一致した; 合意された事項."""
        if _lemma(clause) not in self._agree or clause.phrase.index in taken:
            return None
        if clause.negative or hypothetical(clause):
            return None
        content = next((a for a in reversed(clause.args) if self._is_content(a)), None)
        over = next((a for a in clause.args if a.particle in OVER), None)
        named = self._sides.agreeing(context, clause)
        parties = self._sides.as_parties(context, named)
        target = clause.target if clause.form == "relative" else None
        if content is None and target is not None and target.text in self._things and len(parties) >= 2:
            return self._things_agreed(context, clause, target, parties, taken)
        if content is None and over is None:
            return self._recalled(context, clause, parties, taken)
        own = (
            next((a for a in clause.args if a.particle in ("が", "は", "も") and not a.is_time), None)
            or clause.inherited
        )
        if not parties and own is None:
            parties = list(pair_before(context))
        if not parties or domestic(context, parties) or (domestic(context, named) and len(named) >= 2):
            # nobody, or a coalition, two ministries, two companies
            return None
        if len(parties) == 1 and parties[0].kind == "state" and self._only_speaks(context, clause):
            # 大統領府は、…しないことで合意したと発表した: with the other side of which the text speaks
            parties = self._sides.pair_with(context, parties[0]) or parties
        if not self._concrete(clause, content):
            return None
        parties = self._doers(context, content, parties)
        draft = context.draft("agreement", "agreement", clause, clause.phrase, "agree")
        if draft.modality == "denied":
            return None
        taken.add(clause.phrase.index)
        document = (
            self._inside(context, content.relative) if content is not None and content.relative is not None else None
        )
        if document is not None:
            # 宣言を採択することで合意した: what is agreed on is a document to come
            mention = self._names.document(document)
            if mention is not None:
                taken.add(document.index)
                draft.subtype = self._names.kind(mention)
                self._claims(
                    context, draft, document, self._names.name(context, document, mention, None, "proposed"), "proposed"
                )
                for ref in parties:
                    context.claim(draft, "party", ref, context.span(clause.phrase))
                return draft
        if (
            draft.status == "scheduled"
            and not clause.tail
            and not clause.phrase.particle
            and clause.form in ("final", "chain")
        ):
            # …することで合意。: a verb left out
            draft.status, draft.modality = "held", "asserted"
        action = "adopted" if draft.status == "held" else "proposed"
        if action == "proposed" and len(parties) < 2:
            # one side alone is asked to agree
            return None
        draft.flags |= {"described"} if _lemma(clause) in self._binding else {"described", "view"}
        self._claims(
            context, draft, clause.phrase, self._names.described(context, clause, content, over, parties), action
        )
        for ref in parties:
            context.claim(draft, "party", ref, context.span(clause.phrase))
        if clause.form == "quoted" and clause.parent is not None:
            own_subject = [r for a in clause.args if a.particle in ("が", "は", "も") for r in context.actors(a)]
            if own_subject and not set(own_subject) & set(context.subjects(clause.parent)):
                draft.flags.add("told-by-other")
        if clause.tail.endswith(_EARLIER):
            draft.flags.add("recalled")
        time = self._when_agreed(context, clause, content) or self._before_content(context, content)
        if time is None and not {"recalled", "told-by-other"} & draft.flags:
            time = self._day_before(context, draft)
        if time is not None:
            context.claim(draft, "time", time, time.span)
        return draft

    def _doers(self, context: Context, content: Phrase | None, parties: list[Ref]) -> list[Ref]:
        """The sides, where only one agrees and the deeds name more (日本が…することと、韓国が…することで合意した)."""
        if content is None or len(parties) != 1:
            return parties
        deeds = [p.relative for p in content.coordinated() if p.relative is not None]
        named = self._sides.as_parties(context, [r for d in deeds for a in d.all_args("が") for r in context.actors(a)])
        return named if len(named) >= 2 and parties[0] in named else parties

    def _concrete(self, clause: Clause, content: Phrase | None) -> bool:
        """Whether what sides agree on is a deed: 一致する binds them only where it says what they will do."""
        if content is not None and content.relative is not None and self._only_meeting(content.relative):
            return False
        if _lemma(clause) in self._binding:
            return True
        if content is None:
            return False
        if content.text != "こと":
            return content.text.endswith(self._doing)
        return content.relative is not None and content.relative.lemma not in self._vague

    def _when_agreed(self, context: Context, clause: Clause, content: Phrase | None) -> TimeValue | None:
        """When sides agreed; a time inside what they agreed on does not count (今月訪れることで合意した)."""
        time = when(context, clause)
        papers = [a for a in clause.args if self._names.document(a) is not None]
        if time is not None and any(t.span == time.span for t in context.times(papers)):
            # 1956年の宣言を基礎に
            time = None
        inner = content.relative if content is not None else None
        if time is None or inner is None or any(t.span == time.span for t in context.times(clause.args)):
            return time
        if not any(t.span == time.span for a in inner.args for t in context.times([a])):
            return time
        return (
            context.when(clause.parent, inherit=False)
            if clause.parent is not None and clause.form == "quoted"
            else None
        )

    def _recalled(self, context: Context, clause: Clause, parties: list[Ref], taken: set[object]) -> Draft | None:
        """What was agreed on before, told on the noun: 3月に合意したシャトル外交."""
        target = clause.target
        if clause.form != "relative" or not clause.past or _lemma(clause) != "合意する" or target is None:
            return None
        time = context.when(clause, inherit=False)
        held = target.head.mention
        if time is None or held is not None or target.text.endswith(self._not_content) or len(target.text) < 3:
            return None
        sides = (
            parties
            if len(parties) >= 2
            else self._sides.as_parties(context, pair_before(context) or meeting_pair(context))
        )
        if len(sides) < 2:
            return None
        draft = context.draft("agreement", "agreement", clause, target, "agreed-before")
        draft.flags |= {"described", "recalled"}
        taken.add(clause.phrase.index)
        self._claims(context, draft, target, target.text + "についての合意", "adopted")
        for ref in sides:
            context.claim(draft, "party", ref, context.span(target))
        context.claim(draft, "time", time, time.span)
        return draft

    @staticmethod
    def _before_content(context: Context, content: Phrase | None) -> TimeValue | None:
        """A past date that stands first in what was agreed is the date of agreeing (1973年…とすることに合意)."""
        published = context.scene.article.published
        if content is None or content.relative is None or published is None or not content.relative.args:
            return None
        times = context.times(content.relative.args[:1])
        return next((t for t in times if t.edtf and t.latest is not None and t.latest <= published), None)

    def _is_content(self, phrase: Phrase) -> bool:
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
        if phrase.text.endswith(self._doing) and phrase.modifiers:
            return True
        return not phrase.text.endswith(self._not_content) and (
            bool(phrase.modifiers) or len(phrase.text) >= 4 or phrase.text in self._short
        )

    def _only_meeting(self, clause: Clause) -> bool:
        if clause.lemma == "共有する" and any(a.text.endswith(self._not_content) for a in clause.args):
            # 認識を共有することで一致した
            return True
        if clause.lemma in self._not_verbs:
            return True
        event = any(
            u.mention is not None and u.mention.kind == "event" and u.mention.head != "交渉"
            for a in clause.args
            if a.particle in ("を", "が")
            for u in a.content[-1:]
        )
        return event and clause.lemma in self._holding

    def _inside(self, context: Context, clause: Clause) -> Phrase | None:
        """A document in the clause that is agreed on: 協定を結ぶことで, 盛り込んで採択することで."""
        if clause.lemma not in self._actions or self._actions[clause.lemma] not in DONE:
            return None
        args = list(clause.args)
        before = context.clauses[clause.index - 1] if clause.index else None
        if not args and before is not None and before.form == "chain":
            args = before.args
        return next(
            (
                p
                for a in args
                for p in a.coordinated()
                if self._names.document(p) is not None and a.particle in ("を", "に", "も")
            ),
            None,
        )

    def _things_agreed(
        self, context: Context, clause: Clause, target: Phrase, parties: list[Ref], taken: set[object]
    ) -> Draft:
        draft = context.draft("agreement", "agreement", None, target, "agreed-things")
        taken.add(clause.phrase.index)
        name = self._names.clause_words(context, clause, target)
        self._claims(context, draft, target, name, "mentioned")
        for ref in parties:
            context.claim(draft, "party", ref, context.span(target))
        return draft

    # -- nouns ------------------------------------------------------------------------------------------------------

    def _nominal_acts(self, context: Context, phrase: Phrase, taken: set[object]) -> Iterator[Draft]:
        """条約の署名, 協定への調印式, 決議採択, 条約締結: the act is a noun."""
        tail = next((n for n in self._noun_ends if phrase.text.endswith(n)), None)
        if tail is None or phrase.predicate or phrase.index in taken:
            return
        inner = next((m for u in phrase.content if (m := u.mention) is not None and u is not phrase.head), None)
        if inner is not None and inner.kind == "document" and not self._names.no_agreement(inner):
            hosts = [(phrase, inner)]
        else:
            papers = [p for p in self._papers(phrase) if p.index not in taken]
            hosts = [(p, m) for p in papers if (m := self._names.document(p)) is not None]
        if not hosts:
            return
        taken.update((phrase.index, *(p.index for p, _ in hosts)))
        if _NONE.match(context.parsed.sentence.surface, phrase.end):
            return
        for host, mention in hosts:
            draft = self._nominal_act(context, phrase, host, mention, self._nouns[tail])
            if draft is not None:
                yield draft

    def _nominal_act(
        self, context: Context, phrase: Phrase, host: Phrase, mention: Mention, action: str
    ) -> Draft | None:
        clause = next((c for c in context.clauses if phrase in c.args), None)
        draft = context.draft("agreement", self._names.kind(mention), None, phrase, "agreement-noun")
        self._mark(draft, mention)
        if not self._acts(mention, action):
            return None
        if clause is not None:
            reading = context.modality.nominal(phrase, clause, context.clauses)
            if clause.negative:
                return None
            draft.status, draft.modality = reading.status, reading.modality
            action = self._settled(context, clause, draft, action)
            if clause.lemma in self._undone and action in DONE:
                # 声明の採択に失敗した
                action = "proposed"
            if clause.lemma in self._approving and self._sides.house(context, clause) and action == "proposed":
                # 議会が条約の批准を承認した
                action = "ratified"
            if action in DONE and not self._names.proper(mention) and not phrase.text.endswith("式"):
                # 条約締結に向け, 決議採択を求め: nothing says that it happened
                action = "proposed" if phrase.particle in ("ニムケ", "を", "に", "が") and not clause.past else action
            if phrase.particle in ("ニムケ", "ヲメザシ"):
                action = "proposed" if action in DONE else action
        name = self._names.name(context, host, mention, None, action)
        if not self._names.proper(mention) and self._names.bare(name):
            return None
        self._claims(context, draft, phrase, name, action)
        acting = clause if clause is not None and phrase.particle in _NOMINAL_OBJECT else None
        parties = self._sides.parties(context, acting, host, mention)
        if action in ("ratified", "withdrawn") and clause is not None:
            own = self._sides.as_parties(context, self._sides.house(context, clause) or context.subjects(clause))
            houses = context.subjects(clause)
            parties = [*own, *(p for p in parties if p not in own and p not in houses)]
        if not parties and action == "proposed" and clause is None:
            # 日本とEUは、協定の交渉を始めた
            parties = self._sides.as_parties(context, self._sides.topic(context))
        self._party_claims(context, draft, clause, host, mention, parties)
        time = next((t for t in context.times(phrase.modifiers) if t.edtf), None)
        if time is None and clause is not None and phrase.particle in ("を", "が", "に", "は"):
            time = context.when(clause)
        if time is not None:
            context.claim(draft, "time", time, time.span)
        return draft

    def _told(self, context: Context, phrase: Phrase, taken: set[object]) -> Draft | None:
        """共同声明によると, 共同声明は…とした, 共同声明では: a statement that speaks has been adopted."""
        mention = self._names.document(phrase)
        if mention is None or phrase.index in taken or not mention.head.endswith(self._joint):
            return None
        if self._names.proper(mention) or any(t.edtf for t in context.times([phrase])):
            return None
        if phrase.particle == "は":
            clause = next((c for c in context.clauses if phrase in c.args), None)
            if clause is None or clause.lemma not in self._telling:
                return None
        elif phrase.particle in ("に", "には"):
            # …を首脳宣言に盛り込んだ
            clause = next((c for c in context.clauses if phrase in c.args), None)
            if clause is None or clause.lemma not in self._including or not clause.past or clause.form == "relative":
                return None
        elif phrase.particle not in ("ニヨル", "では", "デハ"):
            return None
        clause = next((c for c in context.clauses if phrase in c.args), None)
        parties = self._sides.as_parties(context, self._sides.owners(context, phrase))
        if not parties and clause is not None and phrase.particle != "は":
            parties = self._sides.as_parties(context, context.subjects(clause))
        if len(parties) < 2:
            parties = self._sides.assembled(context) or parties
        if len(parties) < 2 and not any(r.kind == "organization" for r in parties):
            return None
        taken.add(phrase.index)
        draft = context.draft("agreement", self._names.kind(mention), None, phrase, "agreement-told")
        draft.flags.add("plain")
        self._claims(context, draft, phrase, plain(mention.text), "adopted")
        for ref in parties:
            context.claim(draft, "party", ref, context.span(phrase), _PRESUMED)
        day = self._day_before(context, draft)
        if day is not None:
            context.claim(draft, "time", day, day.span)
        return draft

    def _mentioned(self, context: Context, phrase: Phrase, taken: set[object]) -> Draft | None:
        """A document that the text only refers to, if it has a name of its own."""
        if phrase.index in taken:
            return None
        inner = (m for m in phrase.mentions() if m.kind == "document" and not self._names.no_agreement(m))
        titled = self._names.introduced(phrase)
        mention = titled or next(inner, None)
        if mention is None:
            return None
        if _BODY_TAIL.match(phrase.text.partition(mention.text)[2]):
            return None
        head = mention is phrase.head.mention or titled is not None
        if not self._names.proper(mention) and not self._names.bracketed(context, phrase, mention):
            between = next((m for m in phrase.modifiers if m.particle == "の" and m.text in self._between), None)
            if head and between is not None and self._names.bare(mention.text):
                return self._between_sides(context, phrase, between, mention, taken)
            body = mention.head in self._adopted and any(
                r.kind == "organization" for r in self._sides.owners(context, phrase)
            )
            if not head or (self._names.bare(phrase.text) and not body):
                return None
            parties = self._sides.parties(context, self._clause_of(context, phrase), phrase, mention)
            named = any(m.particle in self._links and (context.actors(m) or _is_place(m)) for m in phrase.modifiers)
            if (
                not body
                and not (named and not self._names.bare(mention.text))
                and not (
                    len(parties) >= 2
                    and self._names.generic(mention.text)
                    and mention.head in ("条約", "協定", "議定書", "憲章", "合意文書")
                )
            ):
                return None
        if not self._acts(mention, "mentioned"):
            return None
        draft = context.draft("agreement", self._names.kind(mention), None, phrase, "agreement-mention")
        self._mark(draft, mention)
        if titled is not None:
            draft.flags.add("introduced")
        action, time = self._past_act(context, phrase, mention)
        self._claims(context, draft, phrase, self._names.name(context, phrase, mention, None, action), action)
        if time is not None:
            context.claim(draft, "time", time, time.span)
        own = self._sides.parties(context, None, phrase, mention)
        if not self._names.proper(mention) and len(own) < 2:
            wide = self._sides.parties(context, self._clause_of(context, phrase), phrase, mention)
            own = wide if len([r for r in wide if r.kind == "state"]) >= 2 else own
        self._party_claims(context, draft, None, phrase, mention, own)
        return draft

    def _past_act(self, context: Context, phrase: Phrase, mention: Mention) -> tuple[str, TimeValue | None]:
        """What stands before a document in a word or a date: 発効予定の条約, 2005年1月の和平合意."""
        for modifier in phrase.modifiers:
            before = context.phrases[modifier.index - 1 : modifier.index] if modifier.index else []
            for noun in self._noun_ends:
                planned = modifier.text.endswith(tuple(noun + w for w in self._planned))
                if planned or modifier.text.endswith(tuple(noun + w for w in self._past)):
                    action = self._nouns[noun]
                    dates = [modifier, *(p for p in before if p.is_time)]
                    time = next((t for t in context.times(dates) if t.edtf), None)
                    return ("proposed" if planned and action in ("signed", "adopted", "ratified") else action), time
        time = next((t for m in phrase.modifiers if m.is_time for t in context.times([m]) if t.edtf), None)
        published = context.scene.article.published
        if time is None or len(time.edtf or "") < _MONTH or "/" in (time.edtf or "") or not self._names.proper(mention):
            return "mentioned", None
        if published is not None and time.latest is not None and time.latest > published:
            return "mentioned", None
        return ("signed" if mention.head in self._ratifiable else "adopted"), time

    def _quoted(self, context: Context) -> Iterator[Draft]:
        """Resolutions and well-known treaties of which somebody speaks in a quotation."""
        for aside in context.parsed.sentence.asides:
            if aside.kind != "quote" or not aside.text:
                continue
            for found in self._quoted_names.finditer(aside.text):
                if found.group() == aside.text:
                    # a name in marks
                    continue
                phrase = next((p for p in context.phrases if p.begin <= aside.at < p.end), None)
                if phrase is None:
                    continue
                draft = context.draft("agreement", "treaty", None, phrase, "agreement-quoted")
                name, body = self._names.quoted(found.group())
                draft.subtype = "resolution" if body else self._names.kind_of_name(name)
                draft.flags.add("known")
                self._claims(context, draft, phrase, name, "mentioned")
                if body:
                    for ref in self._sides.body_named(context, body):
                        context.claim(draft, "party", ref, context.span(phrase))
                yield draft

    def _between_sides(
        self, context: Context, phrase: Phrase, between: Phrase, mention: Mention, taken: set[object]
    ) -> Draft | None:
        """首脳間の合意, 両国間の協定: an agreement of the two sides that the article speaks of."""
        sides = self._sides.as_parties(context, context.actors(between)) or self._sides.as_parties(
            context, pair_before(context)
        )
        if len(sides) < 2:
            sides = sides_before(context, between) or self._sides.as_parties(context, meeting_pair(context))
        if len(sides) != 2:
            return None
        taken.add(phrase.index)
        draft = context.draft("agreement", self._names.kind(mention), None, phrase, "agreement-between")
        draft.flags |= {"recalled", "between"}
        self._claims(context, draft, phrase, f"{between.text}の{mention.text}", "mentioned")
        for ref in sides:
            context.claim(draft, "party", ref, context.span(phrase), 0.7)
        return draft

    @staticmethod
    def _clause_of(context: Context, phrase: Phrase) -> Clause | None:
        """The clause that a phrase belongs to, through the nouns that it modifies."""
        seen = {id(phrase)}
        for other in context.phrases[phrase.index + 1 :]:
            if any(id(m) in seen for m in [*other.modifiers, *other.conjuncts]):
                seen.add(id(other))
        return next((c for c in context.clauses if any(id(a) in seen for a in c.args)), None)

    # -- slots ------------------------------------------------------------------------------------------------------

    def _party_claims(
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
        if not parties and mention.head in self._adopted:
            parties, confidence = self._sides.presumed(context, clause, phrase), _PRESUMED
        for ref in parties:
            context.claim(draft, "party", ref, context.span(phrase), confidence)

    def _mark(self, draft: Draft, mention: Mention) -> None:
        """Flag a draft whose document its name alone ties to states: one of a kind, or of war and peace."""
        renewed = draft.rule != "agreement-mention" and self._names.renewed(mention)
        if renewed or self._names.known(mention) or self._names.peaceful(mention.text):
            draft.flags.add("known")

    @staticmethod
    def _claims(context: Context, draft: Draft, phrase: Phrase, name: str, action: str) -> None:
        words = context.span(phrase)
        context.claim(draft, "name", name, words)
        context.claim(draft, "action", action, words)

    def _time(self, context: Context, draft: Draft, clause: Clause, phrase: Phrase) -> None:
        own: TimeValue | None = context.when(clause, inherit=False)
        reported = clause.form == "quoted" and clause.parent is not None and clause.parent.lemma in self._reporting
        if own is None and "recalled" not in draft.flags:
            own = next((t for t in context.times(phrase.modifiers) if t.edtf), None)
            own = own or (None if reported else when(context, clause))
        elif own is None and clause.form == "relative":
            own = self._year_before(context, clause)
        elif own is None:
            own = next((t for t in context.times(phrase.modifiers) if t.edtf), None) or when(context, clause)
        if own is None and clause.form in ("final", "chain", "relative") and "recalled" not in draft.flags:
            own = self._day_before(context, draft)
        if own is not None:
            context.claim(draft, "time", own, own.span)

    @staticmethod
    def _year_before(context: Context, clause: Clause) -> TimeValue | None:
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
    def _day_before(context: Context, draft: Draft) -> TimeValue | None:
        """The day of a sentence before about the same sides, or of a heading that is only a day."""
        day = heading_day(context)
        if day is not None:
            return day
        before = context.scene.sentences[context.index - 1] if context.index else None
        if draft.status != "held" or before is None or before.sentence.kind in ("title", "heading"):
            return None
        sides = {
            r for u in before.units if u.mention is not None for r in context.states_of(context.linked.of(u.mention))
        }
        last = before.clauses[-1:] if before.clauses else []
        told = any(c.past and not c.tail.endswith(_EARLIER) for c in last)
        return context.time_before() if told and sides & set(draft.refs("party")) else None


def _is_place(phrase: Phrase) -> bool:
    return phrase.head.mention is not None and phrase.head.mention.kind == "place"


def _rumoured(context: Context) -> bool:
    """Whether a sentence only passes on what some media say (一部報道機関は…と報道している)."""
    surface = context.parsed.sentence.surface
    return any(w in surface for w in ("一部報道", "一部メディア", "一部の報道", "一部新聞", "未確認"))


def _lemma(clause: Clause) -> str:
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
