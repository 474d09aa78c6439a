"""Agreements: documents that are signed, ratified, adopted, left or mentioned, and what is agreed on without a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kg.frame.around import acting, heading_day, hypothetical, is_source, meeting_pair, pair_before, sides_before, when
from kg.frame.context import Context, Draft
from kg.frame.documents import ACTIONS, NUMBERED
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase
from kg.model.time import TimeValue
from kg.segment.sentences import QUOTE_MARK

_DONE = frozenset(("signed", "ratified", "in_force", "adopted"))
#: A quotation with these is a sentence or a headline, no name.
_TELLING = re.compile(r"[、。 　「」]|は|が|を")
#: What follows a document's name where it is only part of the name of a body, a time or a course.
_BODY_TAIL = re.compile(r"時|世界|プログラム|校|委員会|機関|機構|会議|組織|事務局|締約国会議")
_NUMBER_TAIL = re.compile(r"第?[0-9０-９]+(?:号|条|章|項)?$|第$")
#: The object of a transitive predicate, the goal of signing, the start of leaving.
_OBJECT = ("を", "に", "へ", "には", "も", "にも", "は", "と", "への", "などに", "などを", "とも", "でも", "", "をも")
_SUBJECT = ("が", "は", "も", "など", "などが", "")
_FROM = ("から", "を", "の", "は")
_REACH = ("に", "には", "へ", "を", "も", "が", "は")
#: To announce that one leaves is how one leaves.
_ANNOUNCE = ("発表する", "表明する", "通告する", "宣言する", "決定する", "決める", "通知する", "明らか")
_OVER = ("ニツイテ", "ニカンシ", "ヲメグリ")
#: Papers that two sides agree on, among all that are called 文書.
_EARLIER = ("ていた", "でいた", "ていました", "ておりました")
#: There was no signing.
_NONE = re.compile(r"[はがも]?(?:な[いくか]|無[いくか]|ありません)|[はがも](?:見送|行われな|行われませ|取りやめ|中止)")
_POINTING = re.compile(r"今|来|同|翌|あす|明日|きょう|本日|近く|近日")
#: Parliaments, and what they ratify by approving it.
_HOUSES = ("議会", "国会", "上院", "下院", "両院", "元老院", "国民議会", "人民会議", "衆院", "参院", "議院")
_RATIFIABLE = ("条約", "協定", "議定書", "協約", "憲章")
_PAPERS = ("合意文書", "共同文書", "最終文書", "成果文書")
_MAX_NAME = 60


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
        agree = lexicon.table("agreements", "agree")
        self._agree, self._content = frozenset(agree["verbs"]), frozenset(agree["content"])
        self._short = frozenset(agree["short_content"])
        self._doing, self._fillers = tuple(agree["doing"]), tuple(agree["fillers"])
        self._not_content, self._not_verbs, self._things = (
            tuple(agree["not_content"]),
            frozenset(agree["not_verbs"]),
            frozenset(agree["things"]),
        )
        names = lexicon.table("agreements", "names")
        self._between = frozenset(names["between"])
        self._titles = frozenset(names["titles"])
        self._deictic, self._generic = frozenset(names["deictic"]), frozenset(names["generic"])
        self._not_agreements = tuple(names["not_agreements"])
        self._council, self._assembly = names["council"], names["assembly"]
        self._bodies = tuple(lexicon.table("events", "sides")["state_bodies"])
        self._acronyms: dict[str, str] = lexicon.tables["agreements"]["acronyms"]
        self._bare = lexicon.words("nominals", "documents", "bare")
        documents = lexicon.table("nominals", "documents")
        self._kinds = {word: kind for kind, words in documents.items() if kind != "bare" for word in words}

    def find(self, context: Context) -> Iterator[Draft]:
        """Drafts of a sentence in text order: acts on documents, then bare agreeing, then mere mentions."""
        if not any(u.mention is not None and u.mention.kind == "document" for u in context.parsed.units) and not any(
            c.lemma in self._agree or c.lemma in self._actions for c in context.clauses
        ):
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
            draft = self._nominal_act(context, phrase, taken)
            if draft is not None:
                yield draft
        for phrase in context.phrases:
            draft = self._mentioned(context, phrase, taken)
            if draft is not None:
                yield draft

    # -- documents --------------------------------------------------------------------------------------------------

    def _document(self, phrase: Phrase | None) -> Mention | None:
        """The document that a phrase names as its head."""
        if phrase is None:
            return None
        mention = phrase.head.mention
        if mention is not None and mention.kind != "document" and phrase.head.text == QUOTE_MARK:
            mention = self._titled(phrase, mention)
        if mention is None or mention.kind != "document" or self._no_agreement(mention):
            return None
        return mention

    def _titled(self, phrase: Phrase, quote: Mention) -> Mention | None:
        """A document that a quotation names by a title: 共同声明「…の精神」, 「…ビジョン」."""
        before, title = phrase.text.removesuffix(phrase.head.text), quote.text.strip("「」『』")
        heads = [k for k in self._kinds if before.endswith(k)] or [w for w in self._titles if title.endswith(w)]
        if not heads or _TELLING.search(title):
            return None
        return Mention("document", quote.span, title, "quotation", name=title, head=max(heads, key=len))

    def _no_agreement(self, mention: Mention) -> bool:
        """Whether a text is no agreement though its head noun is one: 独立宣言, 不信任決議案, a 文書 of any sort."""
        text = mention.text.removesuffix("案")
        if mention.rule == "quotation" and _TELLING.search(text):
            return True
        if text in ("文書", "約束"):
            return False
        return text.endswith(self._not_agreements) and not text.endswith(_PAPERS)

    # -- verbs ------------------------------------------------------------------------------------------------------

    def _act(self, context: Context, clause: Clause, taken: set[object]) -> Iterator[Draft]:
        """Predicates that do something to documents: を締結する, に署名する, が発効する, 署名した協定."""
        lemma = self._plain_lemma(clause)
        action = self._actions.get(lemma)
        phrase = self._object(clause, lemma, action) if action is not None else None
        if phrase is None and action is not None and clause.form == "relative" and clause.target is not None:
            # 2001年に署名した安全保障の協力協定: the clause is on the noun, not on its modifier
            holder = next((p for p in context.phrases if clause.target in p.modifiers), None)
            phrase = holder if clause.target.particle == "の" and self._document(holder) is not None else None
        if action is None or phrase is None:
            draft = self._light(context, clause, taken)
            if draft is not None:
                yield draft
            return
        for part in (*self._also(clause, phrase), phrase):
            mention = self._document(part)
            if mention is None or (part.index, action) in taken or not self._allows(lemma, mention):
                continue
            draft = self._draft(context, clause, part, mention, action, taken)
            if draft is not None:
                yield draft

    def _plain_lemma(self, clause: Clause) -> str:
        """The lemma, with 効力を失う and 効力が生じる read as ceasing and coming into force."""
        if any(a.text == "効力" and a.particle in ("を", "が", "も") for a in clause.args):
            return self._force.get(clause.lemma, clause.lemma)
        return clause.lemma

    def _also(self, clause: Clause, phrase: Phrase) -> list[Phrase]:
        """Further documents that share a predicate: 協定と覚書に署名した, …との文書と、…を定めた文書を採択した."""
        out = [
            p
            for a in clause.args
            if phrase is a or phrase in a.coordinated()
            for p in a.coordinated()
            if p is not phrase and self._document(p) is not None
        ]
        if phrase.relative is not None and phrase.relative is not clause:
            out += [p for a in phrase.relative.args for p in a.coordinated() if self._listed(p)]
        return sorted(out, key=lambda p: p.index)

    def _listed(self, phrase: Phrase) -> bool:
        return phrase.particle in ("と", "や") and phrase.comma and self._document(phrase) is not None

    def _step(self, context: Context, clause: Clause, taken: set[object]) -> Draft | None:
        """An act whose document is left out: in a list of steps, in a law of ratification, behind an earlier act."""
        action = self._actions.get(clause.lemma)
        if action not in ("signed", "ratified", "in_force") or clause.passive or clause.negative:
            return None
        if clause.form not in ("final", "chain"):
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
            and not a.text.endswith(_HOUSES)
            for a in clause.args
        ):
            return None
        owner = next((m for m in law.modifiers if self._document(m) is not None), None) if law is not None else None
        if owner is None and action in ("in_force", "ratified") and law is None:
            owner = self._document_before(context, clause)
        mention = self._document(owner)
        if owner is not None and mention is not None:
            return self._draft(context, clause, owner, mention, action, taken)
        listed = context.parsed.sentence.kind == "bullet"
        acts = self._house(context, clause) or [r for r in context.subjects(clause) if r.kind == "state"]
        if law is None and not listed and not (action == "ratified" and clause.past and acts):
            return None
        draft = context.draft("agreement", "agreement", clause, clause.phrase, "agreement-step")
        if draft.modality == "denied":
            return None
        action = self._settled(context, clause, draft, action)
        draft.flags |= {"plain", "bare", "step"} if listed else {"plain", "bare"}
        context.claim(draft, "action", action, context.span(clause.phrase))
        for ref in self._as_parties(context, self._house(context, clause) or context.subjects(clause)):
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
            if other.form == "chain" and action is not None:
                found = self._object(other, other.lemma, action)
                if found is not None:
                    return found
        return None

    def _light(self, context: Context, clause: Clause, taken: set[object]) -> Draft | None:
        """協定に署名を行う, 条約に署名を予定する: the noun of action is the object, the document its goal."""
        for noun in clause.args:
            action = self._nouns.get(noun.text)
            if action is None or noun.particle not in ("を", "が", "も", "は"):
                continue
            phrase = next(
                (
                    a
                    for a in clause.args
                    if a is not noun
                    and self._document(a) is not None
                    and a.particle in ("に", "へ", "には", "から", "を")
                ),
                None,
            )
            phrase = phrase or next((m for m in noun.modifiers if self._document(m) is not None), None)
            mention = self._document(phrase)
            if phrase is not None and mention is not None and phrase.index not in taken:
                if self._actions.get(clause.lemma) == "proposed":
                    action = "proposed"
                elif clause.lemma in ("撤回する", "取り消す", "無効化する"):
                    action = "withdrawn"
                elif clause.lemma in self._refused:
                    return None
                return self._draft(context, clause, phrase, mention, action, taken)
        return None

    def _object(self, clause: Clause, lemma: str, action: str) -> Phrase | None:
        inner = lemma in ("発効する", "失効する", "発足する", "成立する", "まとまる", "妥結する", "通過する")
        if clause.passive or inner:
            wanted: tuple[str, ...] = _SUBJECT
        elif lemma in ("達する", "至る", "こぎつける", "漕ぎ着ける"):
            wanted = _REACH
        elif action == "withdrawn":
            wanted = _FROM
        elif action in ("signed", "ratified"):
            wanted = _OBJECT
        else:
            wanted = (
                ("を", "も", "は", "などを", "で", "に")
                if lemma in ("合意する", "妥結する")
                else ("を", "も", "は", "などを", "")
            )
        for phrase in clause.args:
            if phrase.particle in wanted:
                for part in phrase.coordinated():
                    if self._document(part) is not None:
                        return part
        if (
            clause.form == "relative"
            and self._document(clause.target) is not None
            and not any(a.particle in ("を", "に") and not a.is_time and a.head.mention is None for a in clause.args)
        ):
            return clause.target
        inherited = clause.inherited
        if (
            (clause.passive or inner)
            and inherited is not None
            and self._document(inherited) is not None
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
        self, context: Context, clause: Clause, phrase: Phrase, mention: Mention, action: str, taken: set[object]
    ) -> Draft | None:
        draft = context.draft("agreement", self._kind(mention), clause, phrase, "agreement-act")
        if draft.modality == "denied" or clause.negative or hypothetical(clause):
            return None
        if clause.form == "relative" or clause.tail.endswith(_EARLIER):
            draft.flags.add("recalled")
        if any(a.text == "発効" and a.particle in ("ニトモナイ", "で", "ニヨル") for a in clause.args):
            draft.flags.add("with-in-force")
        taken.update((phrase.index, (phrase.index, action), *(m.index for m in phrase.modifiers)))
        house = self._house(context, clause)
        if house and clause.lemma in ("承認する", "可決する", "同意する") and mention.head in _RATIFIABLE:
            action = "ratified"
        action = self._settled(context, clause, draft, action)
        name = self._name(context, phrase, mention, clause, action)
        content = next((a for a in clause.args if a is not phrase and self._is_content(a)), None)
        if mention.text == "合意" == name and content is not None:
            # 〜することで合意に達した
            name = self._described(context, clause, content, None)
            draft.flags.add("described")
        if not self._proper(mention) and (
            "headline" in draft.flags
            or name == _NUMBER_TAIL.sub("", mention.text).removesuffix("案")
            or name in self._bare
        ):
            draft.flags.add("plain")
            if name in self._bare:
                draft.flags.add("bare")
        self._claims(context, draft, phrase, name, action)
        own = (
            self._as_parties(context, house or context.subjects(clause)) if action in ("ratified", "withdrawn") else []
        )
        parties = own or self._parties(context, clause, phrase, mention)
        if action == "ratified" and own:
            others = [r for r in self._parties(context, None, phrase, mention) if r.kind == "state"]
            parties = [*own, *(r for r in others if r not in own)]
        if (not parties and action == "adopted" and clause.lemma in self._declared) or _domestic(context, parties):
            return None
        if mention.head in self._titles and len(parties) < 2 and not any(r.kind == "organization" for r in parties):
            # the vision or plan of one government
            return None
        for ref in parties:
            context.claim(draft, "party", ref, context.span(phrase))
        self._time(context, draft, clause, phrase)
        return draft

    def _house(self, context: Context, clause: Clause) -> list[Ref]:
        """The state whose parliament a clause has as its subject: トルコの議会は."""
        own = (
            next((a for a in clause.args if a.particle in ("が", "は", "も") and not a.is_time), None)
            or clause.inherited
        )
        if own is None or not own.text.endswith(_HOUSES):
            return []
        return context.states_of([*context.actors(own), *(r for m in own.modifiers for r in context.actors(m))])

    @staticmethod
    def _settled(context: Context, clause: Clause, draft: Draft, action: str) -> str:
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
        if action in _DONE and _rumoured(context):
            return "mentioned"
        if action in _DONE and draft.status in ("scheduled", "proposed", "uncertain", "postponed"):
            return "proposed"
        if action in _DONE and draft.status == "cancelled":
            return "mentioned"
        announced = parent is not None and parent.lemma in _ANNOUNCE and parent.past
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
        over = next((a for a in clause.args if a.particle in _OVER), None)
        parties = self._agreeing(context, clause)
        if (
            content is None
            and clause.form == "relative"
            and clause.target is not None
            and clause.target.text in self._things
            and len(parties) >= 2
        ):
            return self._things_agreed(context, clause, clause.target, parties, taken)
        if content is None and over is None:
            return self._recalled(context, clause, parties, taken)
        own = (
            next((a for a in clause.args if a.particle in ("が", "は", "も") and not a.is_time), None)
            or clause.inherited
        )
        if not parties and own is None:
            parties = list(pair_before(context))
        if (not parties and own is not None) or _domestic(context, parties):
            return None
        if content is None and _lemma(clause) not in ("合意する", "大筋合意する", "基本合意する", "最終合意する"):
            return None
        if (
            content is not None
            and content.text != "こと"
            and not content.text.endswith(self._doing)
            and _lemma(clause) not in ("合意する", "大筋合意する", "基本合意する", "最終合意する")
        ):
            return None
        if content is not None and content.relative is not None and self._only_meeting(content.relative):
            return None
        draft = context.draft("agreement", "agreement", clause, clause.phrase, "agree")
        if draft.modality == "denied":
            return None
        taken.add(clause.phrase.index)
        document = (
            self._inside(context, content.relative) if content is not None and content.relative is not None else None
        )
        if document is not None:
            # 宣言を採択することで合意した: what is agreed on is a document to come
            mention = self._document(document)
            if mention is not None:
                taken.add(document.index)
                draft.subtype = self._kind(mention)
                self._claims(
                    context, draft, document, self._name(context, document, mention, None, "proposed"), "proposed"
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
        draft.flags.add("described")
        self._claims(context, draft, clause.phrase, self._described(context, clause, content, over), action)
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

    @staticmethod
    def _when_agreed(context: Context, clause: Clause, content: Phrase | None) -> TimeValue | None:
        """When sides agreed; a time inside what they agreed on does not count (今月訪れることで合意した)."""
        time = when(context, clause)
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
            parties if len(parties) >= 2 else self._as_parties(context, pair_before(context) or meeting_pair(context))
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
        return event and clause.lemma in (
            "行う",
            "持つ",
            "開く",
            "開催する",
            "続ける",
            "実施する",
            "設ける",
            "継続する",
            "始める",
            "開始する",
        )

    def _inside(self, context: Context, clause: Clause) -> Phrase | None:
        """A document in the clause that is agreed on: 協定を結ぶことで, 盛り込んで採択することで."""
        if clause.lemma not in self._actions or self._actions[clause.lemma] not in _DONE:
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
                if self._document(p) is not None and a.particle in ("を", "に", "も")
            ),
            None,
        )

    def _agreeing(self, context: Context, clause: Clause) -> list[Ref]:
        own = (
            next((a for a in clause.args if a.particle in ("が", "は", "も") and not a.is_time), None)
            or clause.inherited
        )
        refs = context.subjects(clause) or (sides_before(context, own) if own is not None else [])
        refs = refs + [r for a in clause.all_args("と", "とも", "トトモニ") for r in context.actors(a)]
        for arg in clause.args:
            if arg.text in ("間", "あいだ"):
                refs += [r for m in arg.modifiers for r in context.actors(m)]
        refs = refs or [r for arg in clause.args for r in self._before_comma(context, arg)]
        return self._as_parties(context, refs)

    @staticmethod
    def _before_comma(context: Context, phrase: Phrase) -> list[Ref]:
        """Sides that a headline puts before its object with no more than a comma: ボツワナとジンバブエ、査証免除で合意."""
        if context.parsed.sentence.kind not in ("title", "heading") or context.own_actors(phrase):
            return []
        return [r for p in phrase.coordinated() if p is not phrase for r in context.own_actors(p)]

    def _things_agreed(
        self, context: Context, clause: Clause, target: Phrase, parties: list[Ref], taken: set[object]
    ) -> Draft:
        draft = context.draft("agreement", "agreement", None, target, "agreed-things")
        taken.add(clause.phrase.index)
        begin = min([_left(a) for a in clause.args] + [clause.phrase.begin])
        self._claims(context, draft, target, self._surface(context, begin, target.end), "mentioned")
        for ref in parties:
            context.claim(draft, "party", ref, context.span(target))
        return draft

    def _described(self, context: Context, agreeing: Clause, content: Phrase | None, over: Phrase | None) -> str:
        """A name from the words of what is agreed: 〜する合意, 〜の合意, 〜についての合意."""
        if content is not None and content.text == "こと" and content.relative is not None:
            clause = content.relative
            outer = {id(a) for a in agreeing.args}
            begin = clause.phrase.begin
            for phrase in reversed(context.phrases[: clause.phrase.index]):
                if (
                    id(phrase) in outer
                    or (phrase.predicate and phrase.comma)
                    or phrase.particle in ("は", "とは", "では")
                ):
                    break
                if not phrase.is_time:
                    begin = phrase.begin
            if clause.phrase.end - begin > _MAX_NAME:
                begin = _left(clause.args[-1]) if clause.args else clause.phrase.begin
            end = clause.phrase.function[-1].end if clause.phrase.function else clause.phrase.end
            return self._content_words(context, begin, end) + "合意"
        if content is not None:
            begin = min([content.begin, *map(_left, content.modifiers)])
            for inner in context.clauses:
                if begin <= inner.phrase.begin < content.begin and inner.lemma in self._actions:
                    # 1950年に結ばれた条約の見直し: what was done before is no part of the name
                    begin = inner.phrase.function[-1].end if inner.phrase.function else inner.phrase.end
            about = "についての合意" if content.text.endswith(self._doing) and content.modifiers else "の合意"
            return self._content_words(context, begin, content.end) + about
        assert over is not None
        return self._surface(context, _left(over), over.end) + "についての合意"

    def _content_words(self, context: Context, begin: int, end: int) -> str:
        """What is agreed on, in the words of the text, without times that point (今月) and adverbs of manner."""
        out, at = "", begin
        for phrase in context.phrases:
            if phrase.is_time and begin <= phrase.begin < phrase.end <= end and _POINTING.match(phrase.text):
                out += self._surface(context, at, phrase.begin)
                at = phrase.function[-1].end if phrase.function else phrase.end
        out += self._surface(context, at, end)
        for word in self._fillers:
            out = out.replace(word, "")
        return out

    # -- nouns ------------------------------------------------------------------------------------------------------

    def _nominal_act(self, context: Context, phrase: Phrase, taken: set[object]) -> Draft | None:
        """条約の署名, 協定への調印式, 決議採択, 条約締結: the act is a noun."""
        tail = next((n for n in self._noun_ends if phrase.text.endswith(n)), None)
        if tail is None or phrase.predicate:
            return None
        inner = next(
            (
                u.mention
                for u in phrase.content
                if u.mention is not None and u.mention.kind == "document" and u is not phrase.head
            ),
            None,
        )
        host: Phrase = phrase
        mention = inner if inner is not None and not self._no_agreement(inner) else None
        if mention is None:
            found = next(
                (m for m in phrase.modifiers if m.particle in self._links and self._document(m) is not None), None
            )
            if found is None or found.index in taken:
                return None
            mention, host = self._document(found), found
        if mention is None or phrase.index in taken:
            return None
        taken.update((host.index, phrase.index))
        if _NONE.match(context.parsed.sentence.surface, phrase.end):
            return None
        clause = next((c for c in context.clauses if phrase in c.args), None)
        draft = context.draft("agreement", self._kind(mention), None, phrase, "agreement-noun")
        action = self._nouns[tail]
        if clause is not None:
            reading = context.modality.nominal(phrase, clause, context.clauses)
            if clause.negative:
                return None
            draft.status, draft.modality = reading.status, reading.modality
            action = self._settled(context, clause, draft, action)
            if action in _DONE and not self._proper(mention) and not phrase.text.endswith(("式",)):
                # 条約締結に向け, 決議採択を求め: nothing says that it happened
                action = "proposed" if phrase.particle in ("ニムケ", "を", "に", "が") and not clause.past else action
            if phrase.particle in ("ニムケ", "ヲメザシ"):
                action = "proposed" if action in _DONE else action
        name = self._name(context, host, mention, None, action)
        if not self._proper(mention) and name in self._bare:
            return None
        self._claims(context, draft, phrase, name, action)
        for ref in self._parties(
            context, clause if clause is not None and phrase.particle in ("を", "に") else None, host, mention
        ):
            context.claim(draft, "party", ref, context.span(phrase))
        time = next((t for t in context.times(phrase.modifiers) if t.edtf), None)
        if time is None and clause is not None and phrase.particle in ("を", "が", "に", "は"):
            time = context.when(clause)
        if time is not None:
            context.claim(draft, "time", time, time.span)
        return draft

    def _mentioned(self, context: Context, phrase: Phrase, taken: set[object]) -> Draft | None:
        """A document that the text only refers to, if it has a name of its own."""
        if phrase.index in taken:
            return None
        mention = next(
            (
                u.mention
                for u in phrase.content
                if u.mention is not None and u.mention.kind == "document" and not self._no_agreement(u.mention)
            ),
            None,
        )
        if mention is None:
            return None
        if _BODY_TAIL.match(phrase.text.partition(mention.text)[2]):
            return None
        head = mention is phrase.head.mention
        if not self._proper(mention):
            between = next((m for m in phrase.modifiers if m.particle == "の" and m.text in self._between), None)
            if head and between is not None and mention.text in self._bare:
                return self._between_sides(context, phrase, between, mention, taken)
            if not head or phrase.text in self._bare:
                return None
            parties = self._parties(context, self._clause_of(context, phrase), phrase, mention)
            named = any(m.particle in self._links and (context.actors(m) or self._names(m)) for m in phrase.modifiers)
            if not (named and mention.text not in self._bare) and not (
                len(parties) >= 2
                and mention.text in self._generic
                and mention.head in ("条約", "協定", "議定書", "憲章", "合意文書")
            ):
                return None
        draft = context.draft("agreement", self._kind(mention), None, phrase, "agreement-mention")
        self._claims(context, draft, phrase, self._name(context, phrase, mention, None, "mentioned"), "mentioned")
        own = self._parties(context, None, phrase, mention)
        if not self._proper(mention) and len(own) < 2:
            wide = self._parties(context, self._clause_of(context, phrase), phrase, mention)
            own = wide if len([r for r in wide if r.kind == "state"]) >= 2 else own
        for ref in own:
            context.claim(draft, "party", ref, context.span(phrase))
        return draft

    def _between_sides(
        self, context: Context, phrase: Phrase, between: Phrase, mention: Mention, taken: set[object]
    ) -> Draft | None:
        """首脳間の合意, 両国間の協定: an agreement of the two sides that the article speaks of."""
        sides = self._as_parties(context, context.actors(between)) or self._as_parties(context, pair_before(context))
        if len(sides) < 2:
            sides = sides_before(context, between) or self._as_parties(context, meeting_pair(context))
        if len(sides) != 2:
            return None
        taken.add(phrase.index)
        draft = context.draft("agreement", self._kind(mention), None, phrase, "agreement-between")
        draft.flags.add("recalled")
        self._claims(context, draft, phrase, f"{between.text}の{mention.text}", "mentioned")
        for ref in sides:
            context.claim(draft, "party", ref, context.span(phrase), 0.7)
        return draft

    @staticmethod
    def _names(phrase: Phrase) -> bool:
        return phrase.head.mention is not None and phrase.head.mention.kind == "place"

    @staticmethod
    def _clause_of(context: Context, phrase: Phrase) -> Clause | None:
        """The clause that a phrase belongs to, through the nouns that it modifies."""
        seen = {id(phrase)}
        for other in context.phrases[phrase.index + 1 :]:
            if any(id(m) in seen for m in [*other.modifiers, *other.conjuncts]):
                seen.add(id(other))
        return next((c for c in context.clauses if any(id(a) in seen for a in c.args)), None)

    def _proper(self, mention: Mention) -> bool:
        """Whether a document has a name: quoted, numbered, or a head with more before it than its sort."""
        if mention.rule == "quotation" or mention.text in self._acronyms:
            return True
        text = _NUMBER_TAIL.sub("", mention.text)
        if NUMBERED.search(unicodedata.normalize("NFKC", mention.text)):
            return True
        if text in self._bare or text in self._generic or text == mention.head:
            return False
        if mention.members or any(m.kind in ("state", "states", "organization", "place") for m in mention.inner):
            return True
        lead = text.removesuffix(mention.head)
        if lead in self._deictic or lead.endswith(tuple(self._deictic)):
            return False
        return mention.head not in (
            "合意",
            "文書",
            "決議",
            "決議案",
            "声明",
            "約束",
            "合意文書",
            "取り決め",
            "合意書",
            "了解事項",
            "宣言",
            "行動計画",
        ) or (len(lead) >= 4 and lead[0] >= "゠" and lead[0] <= "ヿ")

    # -- slots ------------------------------------------------------------------------------------------------------

    @staticmethod
    def _claims(context: Context, draft: Draft, phrase: Phrase, name: str, action: str) -> None:
        words = context.span(phrase)
        context.claim(draft, "name", name, words)
        context.claim(draft, "action", action, words)

    def _time(self, context: Context, draft: Draft, clause: Clause, phrase: Phrase) -> None:
        own: TimeValue | None = context.when(clause, inherit=False)
        if own is None and clause.form != "relative":
            own = next((t for t in context.times(phrase.modifiers) if t.edtf), None) or when(context, clause)
        if own is None and clause.form in ("final", "chain") and "recalled" not in draft.flags:
            own = self._day_before(context, draft)
        if own is not None:
            context.claim(draft, "time", own, own.span)

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

    def _parties(self, context: Context, clause: Clause | None, phrase: Phrase, mention: Mention) -> list[Ref]:
        """States and bodies between which a document stands, or the body that adopts it."""
        refs: list[Ref] = []
        for modifier in phrase.modifiers:
            if modifier.particle in ("の", "との", "による", "ニヨルノ", "間の"):
                refs += context.actors(modifier)
            for inner in modifier.modifiers:
                if modifier.text in ("間", "あいだ"):
                    refs += context.actors(inner)
        refs += self._concluding(context, phrase)
        single = [r for m in mention.inner if m.kind in ("states", "state") for r in context.linked.of(m)]
        if mention.head in ("決議", "決議案", "非難決議", "制裁決議", "議長声明"):
            # 北朝鮮非難決議, イランの核開発を非難する決議: states in the name are its aim, the body adopts
            single, refs = [], [r for r in refs if r.kind == "organization"]
            bodies = [r for m in mention.inner if m.kind == "organization" for r in context.linked.of(m)]
            refs += bodies
        if len(single) >= 2:
            return self._as_parties(context, single)
        if clause is not None:
            if not clause.passive and len(self._as_parties(context, refs)) < 2:
                refs += context.subjects(clause) or self._session(context, clause) or self._unsaid(context, clause)
                each = [a for a in clause.args if a.particle == "が" and not a.is_time and a is not phrase]
                if len(each) >= 2:
                    # A外相がパリで、B外相がローマで署名した
                    refs += [r for a in each for r in context.actors(a)]
                refs = refs or self._before_comma(context, phrase)
            refs += [
                r
                for a in clause.all_args("と", "とも", "ニヨル", "トトモニ")
                if not is_source(context, a)
                for r in context.actors(a)
            ]
            refs += [
                r for a in clause.args if a.text in ("間", "あいだ") for m in a.modifiers for r in context.actors(m)
            ]
        parties = self._as_parties(context, refs or single)
        if mention.head in ("決議", "決議案", "非難決議", "制裁決議", "議長声明") and any(
            r.kind == "organization" for r in parties
        ):
            return [r for r in parties if r.kind == "organization"]
        return parties

    def _unsaid(self, context: Context, clause: Clause) -> list[Ref]:
        """Who acts where a clause names nobody: the topic before, or the 3首脳 of a meeting told before."""
        own = (
            next((a for a in clause.args if a.particle in ("が", "は", "も") and not a.is_time), None)
            or clause.inherited
        )
        if own is not None:
            return sides_before(context, own)
        if clause.form not in ("final", "chain") or context.parsed.sentence.kind in ("title", "heading"):
            return []
        found = context.subjects_or_topic(clause)
        before = context.scene.sentences[context.index - 1] if context.index else None
        if not found and before is not None and before.sentence.kind == context.parsed.sentence.kind == "bullet":
            found = Context(context.scene, context.index - 1, context.modality, context.lexicon).topic()
        return found

    def _concluding(self, context: Context, phrase: Phrase) -> list[Ref]:
        """Who concluded a document, told in a clause on it: マケドニアとギリシャが結んだ国名変更の合意."""
        out: list[Ref] = []
        for part in (phrase, *phrase.modifiers):
            clause = part.relative
            if clause is None or clause.passive:
                continue
            if self._actions.get(clause.lemma) in ("signed", "adopted") or clause.lemma in self._agree:
                found = context.subjects(clause)
                out += [*found, *(r for a in clause.all_args("と", "とも", "トトモニ") for r in context.actors(a))]
        return out

    @staticmethod
    def _session(context: Context, clause: Clause) -> list[Ref]:
        """The body whose session acts: 国連総会は…を採択した."""
        phrases = [a for a in clause.args if a.particle in ("が", "は", "も", "では", "で")] or (
            [clause.inherited] if clause.inherited else []
        )
        return [
            r
            for p in phrases
            for u in p.content
            if u.mention is not None and u.mention.kind == "event"
            for r in (*context.linked.of(u.mention), *(x for m in p.modifiers for x in context.actors(m)))
            if r.kind == "organization"
        ]

    def _as_parties(self, context: Context, refs: list[Ref]) -> list[Ref]:
        """Parties of an agreement: persons and national bodies stand for their states, other bodies for themselves."""
        out: list[Ref] = []
        for ref in refs:
            party = (context.state_of(ref) or ref) if ref.kind == "person" else acting(context, ref, self._bodies)
            if party.kind in ("state", "organization") and party not in out:
                out.append(party)
        return out

    def _kind(self, mention: Mention) -> str:
        kind = self._kinds.get(mention.head)
        if kind is None:
            return "agreement"
        return kind

    def _name(self, context: Context, phrase: Phrase, mention: Mention, clause: Clause | None, action: str) -> str:
        """What the document is called: its number, its name, or its head with what the text puts before it."""
        bracket = self._bracket(context, phrase)
        for text in (mention.text, bracket or ""):
            found = NUMBERED.search(unicodedata.normalize("NFKC", text))
            if found and mention.head.startswith(("決議", "非難決議", "制裁決議")):
                return self._resolution(context, text, found.group(1) or found.group(2))
        if mention.rule == "quotation":
            return self._acronyms.get(mention.name, mention.name)
        if mention.text in self._acronyms:
            return self._acronyms[mention.text]
        text = _NUMBER_TAIL.sub("", mention.text)
        for inner in mention.inner:
            if inner.kind == "states":
                text = text.replace(inner.text + "間", inner.text, 1).replace(inner.text + "両国", inner.text, 1)
        if action in _DONE and text.endswith("決議案"):
            text = text.removesuffix("案")
        if bracket is not None and bracket.endswith(tuple(self._kinds)) and text in self._bare | self._generic:
            return bracket
        if self._proper(mention) or mention is not phrase.head.mention:
            return text
        said = next((c for c in context.clauses if c.form == "quoted" and c.phrase.index == phrase.index - 1), None)
        if said is not None and said.tail.endswith(("との", "という")):
            begin = min([said.phrase.begin, *(_left(a) for a in said.args if not a.is_time and a.particle != "は")])
            lead = self._surface(context, begin, phrase.begin)
            return lead + text if len(lead) + len(text) <= _MAX_NAME else text
        over = (
            next((a for a in clause.args if a.particle in _OVER and a.index < phrase.index), None)
            if clause is not None
            else None
        )
        if over is not None and not phrase.modifiers and phrase.relative is None:
            lead = self._surface(context, _left(over), over.end) + "についての"
            return lead + text if len(lead) <= _MAX_NAME else text
        begin = self._name_begin(context, phrase, clause)
        if begin < phrase.begin:
            lead = self._surface(context, begin, phrase.begin)
            if len(lead) + len(text) <= _MAX_NAME:
                return lead + text
        return text

    def _name_begin(self, context: Context, phrase: Phrase, clause: Clause | None) -> int:
        """Where the description of a document begins: its modifiers and relative clause, without dates."""
        begin = phrase.begin
        relative = phrase.relative
        for modifier in reversed(phrase.modifiers):
            if (
                modifier.is_time
                or modifier.text in self._deictic
                or (modifier.head.mention is not None and modifier.head.mention.kind in ("anaphor", "event"))
            ):
                break
            if modifier.relative is not None and modifier.relative.lemma in self._actions:
                # 2001年に署名した安全保障の協力協定: what was done with it is no part of the name
                begin = modifier.begin
                break
            begin = _left(modifier)
            relative = relative or modifier.relative
        if (
            relative is not None
            and relative is not clause
            and (relative.lemma not in self._actions or relative.arg("を") is not None)
            and (relative.lemma != "する" or bool(relative.args))
            and relative.phrase.end <= phrase.begin
        ):
            args = [a for a in relative.args if not a.is_time and a.particle != "は" and not self._listed(a)]
            shared = any(self._listed(p) for a in args for p in a.coordinated())
            lefts = [min([a.begin, *map(_left, a.modifiers)]) if shared else _left(a) for a in args]
            begin = min([begin, relative.phrase.begin, *lefts])
        return begin

    @staticmethod
    def _bracket(context: Context, phrase: Phrase) -> str | None:
        """What a bracket right behind a phrase says."""
        for aside in context.parsed.sentence.asides:
            if aside.kind == "bracket" and aside.at == phrase.end:
                return aside.text
        return None

    def _resolution(self, context: Context, text: str, number: str) -> str:
        if "総会" in text:
            return f"{self._assembly}決議{number}"
        return f"{self._council}決議{number}"

    @staticmethod
    def _surface(context: Context, begin: int, end: int) -> str:
        """Words of the sentence with quotations put back and without commas."""
        out: list[str] = []
        sentence = context.parsed.sentence
        for at in range(begin, end):
            char = sentence.surface[at]
            if char == QUOTE_MARK:
                out.append(next((f"「{a.text}」" for a in sentence.asides if a.kind == "quote" and a.at == at), ""))
            elif char not in "、，":
                out.append(char)
        return "".join(out).strip()


def _domestic(context: Context, parties: list[Ref]) -> bool:
    """Whether those who agree are all bodies of one state (a coalition, the two houses)."""
    homes = {context.state_of(r) for r in parties}
    return bool(parties) and all(r.kind == "organization" for r in parties) and len(homes) == 1 and None not in homes


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


def _left(phrase: Phrase) -> int:
    """Surface offset at which a phrase with all that hangs on it begins."""
    marks = [phrase.begin]
    marks += [_left(p) for p in [*phrase.modifiers, *phrase.conjuncts]]
    if phrase.relative is not None and phrase.relative.phrase.begin < phrase.begin:
        marks += [phrase.relative.phrase.begin] + [
            _left(a) for a in phrase.relative.args if a.begin < phrase.begin and not a.is_time and a is not phrase
        ]
    return min(marks)
