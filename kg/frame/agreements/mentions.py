"""Papers that are named: acts told by a noun, statements that speak, mentions, names in quotations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from kg.frame.agreements.naming import DONE, OVER, DocumentNames, plain
from kg.frame.agreements.sides import Sides
from kg.frame.agreements.slots import PRESUMED, PaperRules
from kg.frame.around import meeting_pair, pair_before, sides_before
from kg.frame.context import Context, Draft
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import QUOTE_MARK, Clause, Phrase
from kg.model.time import TimeValue

#: There was no signing.
_NONE: Final = re.compile(
    r"[はがも]?(?:な[いくか]|無[いくか]|ありません)|[はがも](?:見送|行われな|行われませ|取りやめ|中止)"
)
#: Particles of a document that says something.
_SPEAKING: Final[tuple[str, ...]] = ("は", "では", "には", "が", "ニヨル")
_NOMINAL_OBJECT: Final[tuple[str, ...]] = ("を", "に", "ニムケ", "ヲメザシ", "ヲハジメ")
#: Particles of a document on which something rests: 2009年の決議に基づき, 2005年の和平合意により.
_GROUND: Final[tuple[str, ...]] = ("ニヨル", "ニモトヅキ", "ニヨリ", "で", "により")
#: Characters of a date that tells the month.
_MONTH: Final = 7
_QUOTED_RESOLUTION: Final = r"(?:国連|国際連合)?(?:安保理|安全保障理事会)の?決議(?:第?[0-9０-９]{3,4}号?)?"


class MentionRules(PaperRules):
    """Finds documents of which the text speaks without a predicate of their own."""

    def __init__(self, lexicon: Lexicon, names: DocumentNames, sides: Sides) -> None:
        super().__init__(lexicon, names, sides)
        limits = lexicon.table("agreements", "action_limits")
        attributive = lexicon.table("agreements", "attributive")
        self._between = lexicon.words("agreements", "names", "between")
        self._including, self._undone = frozenset(limits["including"]), frozenset(limits["undone"])
        self._witnessing = frozenset(limits["witnessing"])
        against: dict[str, str] = lexicon.table("events", "sides")["against"]
        #: 豪 of Australia; where a state has two letters, the first.
        self._letters = {key: letter for letter, key in reversed(against.items())}
        self._following = lexicon.words("agreements", "names", "following")
        self._superlative = lexicon.words("agreements", "names", "superlative")
        self._leaving = self.announcing | lexicon.words("agreements", "action_limits", "leaving")
        self._together = self.agree | {"確認する", "再確認する"}
        self._of_many = lexicon.words("agreements", "quoted", "of_many")
        self._reached = frozenset(limits["settlements"])
        self._naming = lexicon.words("agreements", "names", "naming")
        self._planned, self._past = tuple(attributive["planned"]), tuple(attributive["done"])
        known = "|".join(map(re.escape, lexicon.words("agreements", "quoted", "known")))
        self._quoted_names = re.compile(rf"{_QUOTED_RESOLUTION}|{known}")
        self._body_tail = re.compile(lexicon.table("agreements", "names")["body_tail"])
        self._ahead = re.compile(lexicon.table("agreements", "attributive")["ahead"])
        self._several = lexicon.endings("agreements", "sides", "several")

    def nominal_acts(self, context: Context, phrase: Phrase, taken: set[object]) -> Iterator[Draft]:
        """条約の署名, 協定への調印式, 決議採択, 条約締結: the act is a noun."""
        if phrase.predicate or phrase.index in taken or not phrase.text.endswith(self.noun_ends):
            return
        tail = next(n for n in self.noun_ends if phrase.text.endswith(n))
        inner = phrase.named[0] if phrase.named and phrase.named[0] is not phrase.head.mention else None
        if inner is not None and inner.kind == "document" and not self.names.no_agreement(inner):
            hosts = [(phrase, inner)]
        else:
            papers = [p for p in self.papers(phrase) if p.index not in taken]
            hosts = [(p, m) for p in papers if (m := self.names.document(p)) is not None]
        if not hosts:
            return
        taken.update((phrase.index, *(p.index for p, _ in hosts)))
        if _NONE.match(context.parsed.sentence.surface, phrase.end):
            return
        for host, mention in hosts:
            draft = self._nominal_act(context, phrase, host, mention, self.nouns[tail])
            if draft is not None:
                yield draft

    def _nominal_act(
        self, context: Context, phrase: Phrase, host: Phrase, mention: Mention, action: str
    ) -> Draft | None:
        clause = next((c for c in context.clauses if phrase in c.args), None)
        draft = context.draft("agreement", self.names.kind(mention), None, phrase, "agreement-noun")
        self.mark(draft, mention, host)
        if not self.acts(mention, action):
            return None
        if clause is not None:
            reading = context.modality.nominal(phrase, clause, context.clauses)
            if clause.negative:
                return None
            draft.status, draft.modality = reading.status, reading.modality
            action = self.settled(context, clause, draft, action)
            if clause.lemma in self._undone and action in DONE:
                # 声明の採択に失敗した
                action = "proposed"
            if clause.lemma in self.approving and self.sides.house(context, clause) and action == "proposed":
                # 議会が条約の批准を承認した
                action = "ratified"
            if action == "withdrawn" and phrase.particle in ("も", "を", "に") and clause.lemma not in self._leaving:
                # 破棄も覚悟すべきだと警告した
                action = "mentioned"
            seen = clause.lemma in self._witnessing
            if seen and action == "proposed":
                action = self.nouns[next(n for n in self.noun_ends if phrase.text.endswith(n))]
            if action in DONE and not self.names.proper(mention) and not phrase.text.endswith("式") and not seen:
                # 条約締結に向け, 決議採択を求め: nothing says that it happened
                action = "proposed" if phrase.particle in ("ニムケ", "を", "に", "が") and not clause.past else action
            if phrase.particle in ("ニムケ", "ヲメザシ"):
                action = "proposed" if action in DONE else action
            elif phrase.particle in OVER and action in DONE:
                # 協定の締結について合意に達した
                action = "mentioned"
        if action in DONE and (after := self._ahead.match(context.parsed.sentence.surface, phrase.end)) is not None:
            # 条約の締結に向けた交渉; 批准の是非を問う
            action = "mentioned" if after.group(1) else "proposed"
        name = self.names.name(context, host, mention, None, action)
        if not self.names.proper(mention) and self.names.bare(name):
            return None
        if self.names.renewed(mention):
            # 新条約の発効: one that is told before or after with its name
            draft.flags |= {"plain", "generic"}
        self.claims(context, draft, phrase, name, action)
        acting = clause if clause is not None and phrase.particle in _NOMINAL_OBJECT else None
        parties = self.sides.parties(context, acting, host, mention)
        if action in ("ratified", "withdrawn") and clause is not None:
            own = self.sides.as_parties(context, self.sides.house(context, clause) or context.subjects(clause))
            houses = context.subjects(clause)
            parties = [*own, *(p for p in parties if p not in own and p not in houses)]
        if not parties and action == "proposed" and clause is None:
            # 日本とEUは、協定の交渉を始めた
            parties = self.sides.as_parties(context, self.sides.topic(context))
        self.party_claims(context, draft, clause, host, mention, parties)
        time = next((t for t in context.times(phrase.modifiers) if t.edtf), None)
        if time is None and clause is not None and phrase.particle in ("を", "が", "に", "は"):
            time = context.when(clause)
        if time is not None:
            context.claim(draft, "time", time, time.span)
        return draft

    def told(self, context: Context, phrase: Phrase, taken: set[object]) -> Draft | None:
        """共同声明によると, 共同声明は…とした, 共同声明では: a statement that speaks has been adopted."""
        mention = self.names.document(phrase)
        if mention is None or phrase.index in taken:
            return None
        if not mention.head.endswith(self.joint) and not self._of_several(context, phrase, mention):
            return None
        if self.names.proper(mention) or any(t.edtf for t in context.times([phrase])):
            return None
        if phrase.particle == "は":
            clause = next((c for c in context.clauses if phrase in c.args), None)
            if clause is None or clause.lemma not in self.telling:
                return None
        elif phrase.particle in ("に", "には"):
            # …を首脳宣言に盛り込んだ
            clause = next((c for c in context.clauses if phrase in c.args), None)
            if clause is None or clause.lemma not in self._including or not clause.past or clause.form == "relative":
                return None
        elif phrase.particle == "で":
            # …すると共同声明で発表した
            clause = next((c for c in context.clauses if phrase in c.args), None)
            said = any(c.parent is clause and c.form == "quoted" for c in context.clauses)
            if clause is None or not clause.past or not (said or self._says_in_it(clause)):
                return None
        elif phrase.particle not in ("ニヨル", "では", "デハ"):
            return None
        clause = next((c for c in context.clauses if phrase in c.args), None)
        parties = self.sides.as_parties(context, self.sides.owners(context, phrase))
        if not parties and clause is not None and phrase.particle != "は":
            parties = self.sides.as_parties(context, context.subjects(clause))
        if len(parties) < 2:
            parties = self.sides.assembled(context) or parties
        if len(parties) < 2 and not any(r.kind == "organization" for r in parties):
            parties = self.sides.sitting(context)
        if len(parties) < 2 and not any(r.kind == "organization" for r in parties):
            return None
        taken.add(phrase.index)
        draft = context.draft("agreement", self.names.kind(mention), None, phrase, "agreement-told")
        draft.flags |= {"plain", "generic"}
        self.claims(context, draft, phrase, plain(mention.text), "adopted")
        for ref in parties:
            context.claim(draft, "party", ref, context.span(phrase), PRESUMED)
        day = context.when(clause) if clause is not None and phrase.particle in ("で", "に", "には") else None
        day = day or self.day_before(context, draft)
        if day is not None:
            context.claim(draft, "time", day, day.span)
        return draft

    def _of_several(self, context: Context, phrase: Phrase, mention: Mention) -> bool:
        """Whether a plain statement is told to be that of several sides: 3者が発表した声明によると."""
        issued = phrase.relative
        if mention.head != "声明" or issued is None or issued.lemma not in self._issuing:
            return False
        own = issued.all_args("が", "は")
        return any(
            unicodedata.normalize("NFKC", a.text).startswith(self._several)
            or len(context.states_of(context.actors(a))) > 1
            for a in own
        )

    def _says_in_it(self, clause: Clause) -> bool:
        """Whether sides say, ask or make known in a statement: 3カ国が共同声明で明らかにした, 共同声明で非核化を求めた."""
        if clause.lemma == "する":
            return any(a.text in self.announcing for a in clause.args)
        return clause.lemma in self.announcing or clause.lemma in self.telling

    def mentioned(self, context: Context, phrase: Phrase, taken: set[object]) -> Draft | None:
        """A document that the text only refers to, if it has a name of its own."""
        if phrase.index in taken:
            return None
        inner = (m for m in phrase.mentions() if m.kind == "document" and not self.names.no_agreement(m))
        titled = self.names.introduced(phrase)
        mention = titled or next(inner, None)
        if mention is None:
            return None
        if self._body_tail.match(phrase.text.partition(mention.text)[2]):
            return None
        head = mention is phrase.head.mention or titled is not None
        if not self.names.proper(mention) and not self.names.bracketed(context, phrase, mention):
            between = next((m for m in phrase.modifiers if m.particle == "の" and m.text in self._between), None)
            if head and between is not None and self.names.bare(mention.text):
                return self._between_sides(context, phrase, between, mention, taken)
            body = mention.head in self.adopted and any(
                r.kind == "organization" for r in self.sides.owners(context, phrase)
            )
            if not head or (self.names.bare(phrase.text) and not body):
                return None
            parties = self.sides.parties(context, self._clause_of(context, phrase), phrase, mention)
            named = any(m.particle in self.links and (context.actors(m) or _is_place(m)) for m in phrase.modifiers)
            if (
                not body
                and not (named and not self.names.bare(mention.text))
                and not (
                    len(parties) >= 2
                    and self.names.generic(mention.text)
                    and mention.head in ("条約", "協定", "議定書", "憲章", "合意文書")
                )
            ):
                return None
        if not self.acts(mention, "mentioned"):
            return None
        around = self._clause_of(context, phrase)
        if around is not None and around.negative and not self.names.proper(mention):
            # 合意文書に署名しないまま
            return None
        only = any(p.text in self._superlative for p in phrase.modifiers)
        if (phrase.predicate or only) and head and not self.names.known(mention):
            # 唯一の核軍縮条約だ: what another is
            return None
        draft = context.draft("agreement", self.names.kind(mention), None, phrase, "agreement-mention")
        self.mark(draft, mention, phrase)
        if phrase.particle in _SPEAKING:
            draft.flags.add("topic")
        if titled is not None:
            draft.flags.add("introduced")
        action, time = self._past_act(context, phrase, mention)
        self.claims(context, draft, phrase, self.names.name(context, phrase, mention, None, action), action)
        if time is not None:
            context.claim(draft, "time", time, time.span)
        own = self.sides.parties(context, None, phrase, mention)
        if len(own) == 1 and any(p.particle == "との" and own == context.actors(p) for p in phrase.modifiers):
            # フランスは、ドイツとのエリゼ条約を…
            told = [r for r in self.sides.as_parties(context, context.topic()) if r not in own]
            told = told or self.sides.as_parties(context, context.topic_before())
            topic = [r for r in told if r.kind == "state"]
            own = [*topic, *own] if len(topic) == 1 and topic != own else own
        if not own and around is not None and around.lemma in self._together and self._of_two(mention):
            # AとBは「東京宣言」に基づき…することで合意した
            pair = [
                r for r in self.sides.as_parties(context, self.sides.agreeing(context, around)) if r.kind == "state"
            ]
            own = pair if len(pair) == 2 else own
        if not self.names.proper(mention) and len(own) < 2:
            wide = self.sides.parties(context, around, phrase, mention)
            own = wide if len([r for r in wide if r.kind == "state"]) >= 2 else own
        self.party_claims(context, draft, None, phrase, mention, own)
        return draft

    def _of_two(self, mention: Mention) -> bool:
        """Whether a paper may be one of those who speak of it, and not of all the world."""
        kind = self.names.kind(mention)
        return kind in ("declaration", "joint_statement", "agreement") and mention.text not in self._of_many

    def called(self, context: Context, clause: Clause, taken: set[object]) -> Draft | None:
        """条約は「…」と名付けられた, 「…」と呼ばれる文書: the name of what has just been told."""
        if clause.lemma not in self._naming or clause.negative:
            return None
        quote = next((a for a in clause.args if a.particle == "と" and a.head.text == QUOTE_MARK), None)
        if quote is None or quote.head.mention is None or quote.index in taken:
            return None
        title = quote.head.mention.text.strip("「」『』")
        told = clause.target if clause.form == "relative" else None
        told = told or next((a for a in clause.args if a.particle in ("は", "が", "も", "を")), clause.inherited)
        sort = self.names.document(told)
        if told is not None and (sort is None or self.names.proper(sort)):
            # 回廊は「…」と名付けられた
            return None
        kind = self.names.kind_of_title(title)
        if (sort is None and not kind) or self.names.tells(title):
            return None
        taken.add(quote.index)
        draft = context.draft("agreement", kind or self._kind_of(sort), None, quote, "agreement-called")
        draft.flags |= {"known", "introduced", "called"} | ({"sorted"} if sort is not None else set())
        self.claims(context, draft, quote, title, "mentioned")
        return draft

    def _pair_name(self, one: Ref, other: Ref) -> str:
        """日豪, 日本・シンガポール."""
        letters = [self._letters.get(r.key, "") for r in (one, other)]
        return "".join(letters) if all(letters) else f"{one.name}・{other.name}"

    def before_this(self, context: Context, clause: Clause, taken: set[object]) -> Iterator[Draft]:
        """日本が円滑化協定を結ぶのは、豪州、英国に続き3カ国目: the same sort of treaty with each that came before."""
        if clause.form != "nominal" or self.actions.get(clause.lemma) not in ("signed", "in_force"):
            return
        own = [r for r in context.states_of(context.subjects(clause)) if r.kind == "state"]
        paper = next((p for a in clause.all_args("を", "に") if (p := self.names.sort_of(a))), "")
        after = context.clauses[clause.index + 1 : clause.index + 3]
        led = [a for c in after for a in c.all_args("ニツヅキ")]
        led += [a for c in after if c.lemma in self._following for a in c.all_args("に")]
        if not paper or len(own) != 1:
            return
        for other in [r for a in led for r in context.states_of(context.actors(a)) if r not in own]:
            draft = context.draft("agreement", self.names.kind_of_name(paper), None, clause.phrase, "agreement-before")
            draft.flags |= {"known", "each"}
            taken.update(a.index for a in clause.all_args("を", "に"))
            self.claims(context, draft, clause.phrase, self._pair_name(own[0], other) + paper, "mentioned")
            for ref in (*own, other):
                context.claim(draft, "party", ref, context.span(clause.phrase))
            yield draft

    def _kind_of(self, sort: Mention | None) -> str:
        return self.names.kind(sort) if sort is not None else "agreement"

    def negotiated(self, context: Context, phrase: Phrase) -> Draft | None:
        """A treaty about which talks are held: 日本との平和条約交渉, 3カ国の自由貿易協定交渉."""
        mention = next((m for m in phrase.mentions() if m.kind == "event"), None)
        name = self.names.negotiated(mention) if mention is not None else ""
        if not name or mention is None:
            return None
        clause = self._clause_of(context, phrase)
        refs = [r for m in mention.inner for r in context.linked.of(m)] + self.sides.owners(context, phrase)
        for modifier in phrase.modifiers:
            refs += self.sides.group(context, modifier) if modifier.particle == "の" else []
        parties = self.sides.as_parties(context, refs)
        if len(parties) < 2 and clause is not None:
            parties = [
                *parties,
                *(r for r in self.sides.as_parties(context, context.subjects(clause)) if r not in parties),
            ]
        if len(parties) == 1 and clause is not None and clause.form == "quoted" and clause.parent is not None:
            # A外務省は、Bとの平和条約交渉を中断すると発表した
            told = self.sides.as_parties(context, context.subjects(clause.parent))
            parties = [*parties, *(r for r in told if r.kind == "state" and r not in parties)]
        if len(parties) < 2:
            # AとBの経済相は会合を開き、協定交渉を年内に妥結させる目標を確認した
            topic = self.sides.topic(context) if clause is not None and clause.form == "relative" else []
            parties = self.sides.as_parties(context, [*parties, *topic])
        if len(parties) < 2:
            return None
        draft = context.draft("agreement", self.names.kind_of_name(name), None, phrase, "agreement-talks")
        draft.flags.add("known")
        self.claims(context, draft, phrase, name, "mentioned")
        for ref in parties:
            context.claim(draft, "party", ref, context.span(phrase))
        return draft

    def _past_act(self, context: Context, phrase: Phrase, mention: Mention) -> tuple[str, TimeValue | None]:
        """What stands before a document in a word or a date: 発効予定の条約, 2005年1月の和平合意."""
        for modifier in phrase.modifiers:
            before = context.phrases[modifier.index - 1 : modifier.index] if modifier.index else []
            for noun in self.noun_ends:
                planned = modifier.text.endswith(tuple(noun + w for w in self._planned))
                if planned or modifier.text.endswith(tuple(noun + w for w in self._past)):
                    action = self.nouns[noun]
                    dates = [modifier, *(p for p in before if p.is_time)]
                    time = next((t for t in context.times(dates) if t.edtf), None)
                    return ("proposed" if planned and action in ("signed", "adopted", "ratified") else action), time
        time = next((t for m in phrase.modifiers if m.is_time for t in context.times([m]) if t.edtf), None)
        published = context.scene.article.published
        if time is None or "/" in (time.edtf or "") or not self.names.proper(mention):
            return "mentioned", None
        if published is not None and time.latest is not None and time.latest > published:
            return "mentioned", None
        if len(time.edtf or "") < _MONTH and phrase.particle not in _GROUND:
            return "mentioned", None
        if len(time.edtf or "") < _MONTH:
            # 1878年のベルリン条約: a year only tells which treaty; 2005年の包括和平合意 was reached then
            return ("adopted" if mention.head in self._reached else "mentioned"), time
        return ("signed" if mention.head in self.ratifiable else "adopted"), time

    def quoted(self, context: Context) -> Iterator[Draft]:
        """Resolutions and well-known treaties of which somebody speaks in a quotation."""
        for aside in context.parsed.sentence.asides:
            if aside.kind != "quote" or not aside.text:
                continue
            for found in self._quoted_names.finditer(aside.text):
                if found.group() == aside.text or self._body_tail.match(aside.text, found.end()):
                    # a name in marks, or of a body: 北大西洋条約機構
                    continue
                phrase = next((p for p in context.phrases if p.begin <= aside.at < p.end), None)
                if phrase is None:
                    continue
                draft = context.draft("agreement", "treaty", None, phrase, "agreement-quoted")
                name, body = self.names.quoted(found.group())
                draft.subtype = "resolution" if body else self.names.kind_of_name(name)
                draft.flags.add("known")
                self.claims(context, draft, phrase, name, "mentioned")
                if body:
                    for ref in self.sides.body_named(context, body):
                        context.claim(draft, "party", ref, context.span(phrase))
                yield draft

    def _between_sides(
        self, context: Context, phrase: Phrase, between: Phrase, mention: Mention, taken: set[object]
    ) -> Draft | None:
        """首脳間の合意, 両国間の協定: an agreement of the two sides that the article speaks of."""
        sides = self.sides.as_parties(context, context.actors(between)) or self.sides.as_parties(
            context, pair_before(context)
        )
        if len(sides) < 2:
            sides = sides_before(context, between) or self.sides.as_parties(context, meeting_pair(context))
        if len(sides) != 2:
            return None
        taken.add(phrase.index)
        draft = context.draft("agreement", self.names.kind(mention), None, phrase, "agreement-between")
        draft.flags |= {"recalled", "between"}
        self.claims(context, draft, phrase, f"{between.text}の{mention.text}", "mentioned")
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


def _is_place(phrase: Phrase) -> bool:
    return phrase.head.mention is not None and phrase.head.mention.kind == "place"
