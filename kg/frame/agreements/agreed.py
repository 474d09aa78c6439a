"""Agreeing without a paper: 〜することで合意した, 〜で一致した, 合意された事項."""

from __future__ import annotations

from kg.frame.agreements.naming import DONE, OVER, DocumentNames
from kg.frame.agreements.sides import Sides, domestic
from kg.frame.agreements.slots import EARLIER, PaperRules, is_told, lemma_of
from kg.frame.around import hypothetical, meeting_pair, pair_before, when
from kg.frame.context import Context, Draft
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue


class AgreedRules(PaperRules):
    """Finds predicates of agreeing whose content is told in words."""

    def __init__(self, lexicon: Lexicon, names: DocumentNames, sides: Sides) -> None:
        super().__init__(lexicon, names, sides)
        agree = lexicon.table("agreements", "agree")
        self._binding, self._vague = frozenset(agree["binding"]), frozenset(agree["vague"])
        self._holding, self._not_verbs = frozenset(agree["holding"]), frozenset(agree["not_verbs"])
        self._lasting = frozenset(agree["lasting"])
        self._settling = frozenset(agree["settling"])
        self._things = frozenset(agree["things"])
        self._treaties: tuple[str, ...] = tuple(agree["treaties"])
        self._reached = frozenset(agree["reached"])
        self._aiming, self._concluding = frozenset(agree["aiming"]), tuple(agree["concluding"])
        self._begin = frozenset(agree["beginning"])
        self._starting: tuple[str, ...] = tuple(agree["starting"])

    def agreed(self, context: Context, clause: Clause, taken: set[object]) -> Draft | None:
        """〜することで合意した, 〜で一致した; 合意された事項."""
        if lemma_of(clause) not in self.agree or clause.phrase.index in taken:
            return self._in_one_word(context, clause, taken)
        if clause.negative or hypothetical(clause):
            return None
        content = next((a for a in reversed(clause.args) if self.is_content(a)), None)
        over = next((a for a in clause.args if a.particle in OVER), None)
        named = self.sides.agreeing(context, clause)
        parties = self.sides.as_parties(context, named)
        target = clause.target if clause.form == "relative" else None
        fixed = clause.past and target is not None and target.text in self._things
        if content is None and fixed and target is not None and len(parties) >= 2:
            return self._things_agreed(context, clause, target, parties, taken)
        if content is None and over is None:
            return self._recalled(context, clause, parties, taken)
        own = (
            next((a for a in clause.args if a.particle in ("が", "は", "も") and not a.is_time), None)
            or clause.inherited
        )
        own = None if own is not None and own.is_time else own
        paper = self._paper(clause, content if content is not None else over)
        if content is not None and content.relative is not None and not _stated(parties):
            # 通信社は、AとBの政府間で…することで合意したと報じた
            parties = self.sides.as_parties(context, self.sides.between(context, content.relative)) or parties
        inner = content.relative if content is not None else None
        named_here = any(a.particle in ("が", "は", "も") and not a.is_time for a in clause.args)
        if not named_here and inner is not None and len(found := self.sides.within(context, inner)) >= 2:
            parties = found
        if len(parties) == 1 and inner is not None:
            # Aは、B、Cとの首脳会談で…することで合意した
            with_ = [*self.sides.talked_with(context, inner), *self.sides.between(context, inner)]
            more = self.sides.as_parties(context, with_)
            parties = [*parties, *(r for r in more if r not in parties)]
        if not parties and own is None:
            parties = list(pair_before(context)) or self.sides.body_in_session(context) or self.sides.headed(context)
            if not parties and any(a.particle == "でも" for a in clause.args):
                # …することでも一致した: those of whom the sentence before told
                parties = [r for r in self.sides.assembled(context) if r.kind == "state"]
        if not parties or domestic(context, parties) or (domestic(context, named) and len(named) >= 2):
            # nobody, or a coalition, two ministries, two companies
            return None
        if len(parties) == 1 and clause.form == "quoted" and clause.parent is not None:
            # A外務省は、Bとの間で…することで合意したと発表した
            more = self.sides.as_parties(context, self.sides.between(context, clause.parent))
            parties = [*parties, *(r for r in more if r not in parties)]
        if len(parties) == 1 and parties[0].kind == "state" and self.only_speaks(context, clause):
            # 大統領府は、…しないことで合意したと発表した: with the other side of which the text speaks
            parties = self.sides.pair_with(context, parties[0]) or parties
        elif len(parties) == 1 and any(r.kind == "person" for r in named):
            # 首相は、交渉を始めることで一致した: with whom he has just met
            met = meeting_pair(context, back=2)
            parties = met if parties[0] in met else parties
        aimed = self._aimed(context, content.relative) if content is not None and content.relative else None
        if aimed is None and content is not None and content.text.endswith(self._starting):
            # 協定の交渉開始で合意した
            aimed = self._paper_of(context, content)
        if aimed is None and not self._concrete(clause, content):
            return None
        parties = self._doers(context, content, parties)
        draft = context.draft("agreement", "agreement", clause, clause.phrase, "agree")
        if draft.modality == "denied":
            return None
        taken.add(clause.phrase.index)
        document = aimed or (
            self._inside(context, content.relative) if content is not None and content.relative is not None else None
        )
        if document is not None:
            # 宣言を採択することで合意した: what is agreed on is a document to come
            mention = self.names.document(document)
            if mention is not None:
                taken.add(document.index)
                draft.subtype = self.names.kind(mention)
                self.claims(
                    context, draft, document, self.names.name(context, document, mention, None, "proposed"), "proposed"
                )
                for ref in parties:
                    context.claim(draft, "party", ref, context.span(clause.phrase))
                # talks that begin are an event of the day; an aim is none
                begun = content is not None and (
                    content.text.endswith(self._starting)
                    or (content.relative is not None and content.relative.lemma in self._begin)
                )
                day = self._when_agreed(context, clause, content) if begun else None
                if day is not None and not clause.tail.endswith(EARLIER):
                    context.claim(draft, "time", day, day.span)
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
        mention = self.names.document(paper)
        if paper is not None and mention is not None:
            # 投資協定で大筋合意した: what is agreed on has a name
            taken.add(paper.index)
            draft.subtype = self.names.kind(mention)
            self.mark(draft, mention)
            self.claims(context, draft, paper, self.names.name(context, paper, mention, clause, action), action)
        else:
            draft.flags |= {"described"} if lemma_of(clause) in self._binding else {"described", "view"}
            name = self.names.described(context, clause, content, over, parties)
            self.claims(context, draft, clause.phrase, name, action)
        for ref in parties:
            context.claim(draft, "party", ref, context.span(clause.phrase))
        if clause.form == "quoted" and clause.parent is not None:
            own_subject = [r for a in clause.args if a.particle in ("が", "は", "も") for r in context.actors(a)]
            if own_subject and not set(own_subject) & set(context.subjects(clause.parent)):
                draft.flags.add("told-by-other")
        if clause.tail.endswith(EARLIER):
            draft.flags.add("recalled")
        time = self._when_agreed(context, clause, content) or self._before_content(context, content)
        if time is None and not {"recalled", "told-by-other"} & draft.flags:
            time = self.day_before(context, draft)
        if time is not None:
            context.claim(draft, "time", time, time.span)
        return draft

    def _paper(self, clause: Clause, phrase: Phrase | None) -> Phrase | None:
        """The treaty on which is agreed: 投資協定で大筋合意した, 自由貿易協定をめぐり合意した."""
        mention = self.names.document(phrase)
        if mention is None or lemma_of(clause) not in self._binding or not mention.head.endswith(self._treaties):
            return None
        return phrase

    def concluded(self, context: Context, clause: Clause, taken: set[object]) -> Draft | None:
        """日EU経済連携協定交渉は妥結した, TPP交渉は大筋合意に達した: the treaty about which was talked is agreed on."""
        agreed = lemma_of(clause) in self.agree or any(a.text in self._reached for a in clause.args)
        if not agreed or clause.negative or hypothetical(clause) or any(a.text == "こと" for a in clause.args):
            return None
        rows = [a for a in clause.args if a.particle in ("は", "が", "も", "で", "では", "において")]
        rows += [a.relative.args[0] for a in rows if a.relative is not None and a.relative.args]
        for row in rows:
            mention = next((m for m in row.mentions() if m.kind == "event"), None)
            name = self.names.negotiated(mention) if mention is not None else ""
            if not name and row.text.endswith("交渉"):
                # 条約の採択に向けた交渉は合意した
                papers = [p for m in row.modifiers for p in (m, *m.modifiers)]
                paper = next((p for p in papers if self.names.document(p) is not None), None)
                found = self.names.document(paper)
                if paper is not None and found is not None and not self.names.bare(found.text):
                    name = self.names.name(context, paper, found, None, "adopted")
            if not name or not is_told(context, clause):
                continue
            # TPP交渉: the treaty is no party of itself
            inner = [m for m in mention.inner if m.text != name] if mention is not None else []
            name = self.names.spelled(name) or name
            refs = [r for m in inner for r in context.linked.of(m)] + self.sides.owners(context, row)
            parties = self.sides.as_parties(context, [*refs, *self.sides.agreeing(context, clause)])
            if len(parties) < 2 and clause.form == "quoted" and clause.parent is not None:
                # 両国は、協定の交渉が妥結したと発表した; A国商務省は、Bとの交渉が妥結したと発表した
                told = self.sides.as_parties(context, context.subjects(clause.parent))
                both = list(dict.fromkeys([*told, *parties]))
                parties = both if len(both) >= 2 else parties
            draft = context.draft("agreement", self.names.kind_of_name(name), clause, row, "agreement-concluded")
            if draft.modality == "denied" or draft.status != "held":
                return None
            draft.flags.add("known")
            taken |= {
                row.index,
                clause.phrase.index,
                *(p.index for m in row.modifiers for p in (m, *m.modifiers)),
                *(a.index for a in clause.args if a.text in self._reached),
            }
            self.claims(context, draft, row, name, "adopted")
            for ref in parties:
                context.claim(draft, "party", ref, context.span(row))
            self.claim_time(context, draft, clause, row)
            return draft
        return None

    def _doers(self, context: Context, content: Phrase | None, parties: list[Ref]) -> list[Ref]:
        """The sides, where only one agrees and the deeds name more (日本が…することと、韓国が…することで合意した)."""
        if content is None or len(parties) != 1:
            return parties
        deeds = [p.relative for p in content.coordinated() if p.relative is not None]
        named = self.sides.as_parties(context, [r for d in deeds for a in d.all_args("が") for r in context.actors(a)])
        return named if len(named) >= 2 and parties[0] in named else parties

    def _concrete(self, clause: Clause, content: Phrase | None) -> bool:
        """Whether what sides agree on is a deed: 一致する binds them only where it says what they will do."""
        deed = content.relative if content is not None else None
        binds = lemma_of(clause) in self._binding
        if deed is not None and self._only_meeting(deed) and not (binds and deed.lemma in self._lasting):
            # 会談を開くことで合意した; but 接触を続けることで合意した
            return False
        if binds:
            return True
        if content is None:
            return False
        if content.text != "こと":
            return content.text.endswith(self.doing) or lemma_of(clause) in self._settling
        return content.relative is not None and content.relative.lemma not in self._vague

    def _when_agreed(self, context: Context, clause: Clause, content: Phrase | None) -> TimeValue | None:
        """When sides agreed; a time inside what they agreed on does not count (今月訪れることで合意した)."""
        reported = clause.form == "quoted" and clause.parent is not None and clause.parent.lemma in self._reporting
        # the day on which an outlet reports is not that of agreeing
        time = context.when(clause, inherit=False) if reported else when(context, clause)
        papers = [a for a in clause.args if self.names.document(a) is not None]
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
        if clause.form != "relative" or not clause.past or lemma_of(clause) != "合意する" or target is None:
            return None
        time = context.when(clause, inherit=False)
        held = target.head.mention
        if time is None or held is not None or target.text.endswith(self.not_content) or len(target.text) < 3:
            return None
        sides = (
            parties
            if len(parties) >= 2
            else self.sides.as_parties(context, pair_before(context) or meeting_pair(context))
        )
        if len(sides) < 2:
            return None
        draft = context.draft("agreement", "agreement", clause, target, "agreed-before")
        draft.flags |= {"described", "recalled"}
        taken.add(clause.phrase.index)
        self.claims(context, draft, target, target.text + "についての合意", "adopted")
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

    def _only_meeting(self, clause: Clause) -> bool:
        if clause.lemma == "共有する" and any(a.text.endswith(self.not_content) for a in clause.args):
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
        if clause.lemma not in self.actions or self.actions[clause.lemma] not in DONE:
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
                if self.names.document(p) is not None and a.particle in ("を", "に", "も")
            ),
            None,
        )

    def _aimed(self, context: Context, clause: Clause) -> Phrase | None:
        """The treaty at which a clause aims by a noun of concluding: 協定の年内妥結を目指すことで, 協定の交渉を始めることで."""
        if clause.lemma not in self._aiming or clause.negative:
            return None
        for noun in clause.args:
            if noun.particle in ("を", "に", "ニムケ", "で") and noun.text.endswith(self._concluding):
                paper = self._paper_of(context, noun)
                if paper is not None:
                    return paper
        return None

    def _paper_of(self, context: Context, noun: Phrase) -> Phrase | None:
        """The document of which a noun names the concluding, or the talks on it."""
        # 協定の年内妥結: a time between takes the modifier
        before = context.phrases[noun.index - 1 : noun.index] if noun.index else []
        held = [*noun.modifiers, *(m for p in before if p.is_time for m in p.modifiers)]
        # 協定の締結に向けた政府間の議論
        held += [n for m in held for n in m.modifiers]
        on = [p for m in held for p in (*m.coordinated(), *m.modifiers)]
        return next((p for p in on if self.names.document(p) is not None), None)

    def _in_one_word(self, context: Context, clause: Clause, taken: set[object]) -> Draft | None:
        """停戦合意した: what is agreed on stands in one word with the predicate."""
        mention = next(iter(clause.phrase.mentions()[-1:]), None)
        paper = mention is not None and mention.kind == "document" and clause.lemma == mention.text + "する"
        if mention is None or not paper or not mention.text.endswith("合意") or clause.phrase.index in taken:
            return None
        if mention.text == "合意" or clause.negative or hypothetical(clause):
            return None
        parties = self.sides.as_parties(context, self.sides.agreeing(context, clause))
        draft = context.draft("agreement", self.names.kind(mention), clause, clause.phrase, "agree-word")
        if not parties or domestic(context, parties) or draft.modality == "denied" or draft.status != "held":
            return None
        self.mark(draft, mention)
        draft.flags |= {"plain", "generic"}
        if clause.tail.endswith(EARLIER):
            draft.flags.add("recalled")
        taken.add(clause.phrase.index)
        self.claims(context, draft, clause.phrase, mention.text, "adopted")
        for ref in parties:
            context.claim(draft, "party", ref, context.span(clause.phrase))
        self.claim_time(context, draft, clause, clause.phrase)
        return draft

    def _things_agreed(
        self, context: Context, clause: Clause, target: Phrase, parties: list[Ref], taken: set[object]
    ) -> Draft:
        draft = context.draft("agreement", "agreement", None, target, "agreed-things")
        taken.add(clause.phrase.index)
        name = self.names.clause_words(context, clause, target)
        self.claims(context, draft, target, name, "mentioned")
        for ref in parties:
            context.claim(draft, "party", ref, context.span(target))
        return draft


def _stated(parties: list[Ref]) -> bool:
    """Whether a state is among those who agree."""
    return any(r.kind == "state" for r in parties)
