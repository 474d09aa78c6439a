"""What a document is called: its proper name, its number, or its sort with what the text says of it.

A name is put together from phrases, not cut from the sentence: each phrase brings its modifiers, what is coordinated
with it and the clause on it, and what says nothing about the document (times, adverbs, who acts) stays out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from kg.frame.agreements.gathering import NUMBERED
from kg.frame.context import Context
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.mention import Mention
from kg.model.sentence import QUOTE_MARK, Clause, Phrase

DONE: Final = frozenset(("signed", "ratified", "in_force", "adopted"))
OVER: Final[tuple[str, ...]] = ("ニツイテ", "ニカンシ", "ヲメグリ")
#: So many things that are agreed on, with the list of them before.
COUNTED: Final = re.compile(r"[0-9０-９二三四五六七八九十]+(?:項目|点|事項|分野)")
#: A quotation with these is a sentence or a headline, no name.
_TELLING: Final = re.compile(r"[、。 　「」:：…]|は|が|を|[でにと](?:基本|大筋)?合意$|に?よる.*決議$")
_NUMBER_TAIL: Final = re.compile(r"(?<![0-9０-９])第?[0-9０-９]+(?:号|条|章|項)?$|第$")
_COUNTED: Final = re.compile(
    r"(?<![0-9０-９一二三四五六七八九十数])[0-9０-９一二三四五六七八九十数]+(?:件|本|つ|点|種)(?:余り|余|以上|ほど)?$"
)
#: The years for which a plan is made, behind its name.
_YEARS_TAIL: Final = re.compile(r"[(（][0-9０-９]{2,4}[^()（）]{0,8}[)）]$|(?<=[^0-9０-９])20[0-9]{2}$")
#: The letters by which the press shortens a name, behind it.
_LETTERS_TAIL: Final = re.compile(r"[(（][A-Za-zＡ-Ｚａ-ｚ]{2,8}[)）]$")
_SAME: Final[tuple[str, ...]] = ("同", "本")
#: Beyond this, what clauses inside a description say of its nouns is left out.
_LONG: Final = 28
_MAX_NAME: Final = 60


class DocumentNames:
    """Tells which phrases name a document, and what it is called."""

    def __init__(self, lexicon: Lexicon) -> None:
        names = lexicon.table("agreements", "names")
        agree = lexicon.table("agreements", "agree")
        documents = lexicon.table("nominals", "documents")
        table = lexicon.table("agreements", "action")
        self._kinds = {word: kind for kind, words in documents.items() if kind != "bare" for word in words}
        self._kinds |= {word: kind for kind, words in lexicon.table("agreements", "kinds").items() for word in words}
        self._bare = lexicon.words("nominals", "documents", "bare")
        self._actions = frozenset(verb for verbs in table.values() for verb in verbs)
        self._titles: tuple[str, ...] = tuple(names["titles"])
        self._deictic, self._generic = tuple(names["deictic"]), frozenset(names["generic"])
        self._plain_heads = frozenset(names["plain_heads"])
        self._no_agreements, self._papers = tuple(names["not_agreements"]), tuple(names["papers"])
        self._naming = frozenset(names["naming"])
        self._solemn: tuple[str, ...] = tuple(names["solemn"])
        self._peace = tuple(names["peace"])
        self._unions: tuple[str, ...] = tuple(names["unions"])
        self._tabling = frozenset(names["tabling"])
        self._sorted = frozenset(names["sorted"])
        self._renewed: tuple[str, ...] = tuple(names["renewed"])
        self._council: str = names["council"]
        self._assembly: str = names["assembly"]
        self._acronyms: dict[str, str] = lexicon.table("agreements", "acronyms")
        self._sorts: dict[str, str] = lexicon.table("agreements", "sorts")
        ends = {name[-1] for name in (*self._acronyms, *self._unions)}
        #: The last letters of these, also in full width.
        self._union_ends = frozenset(ends | {chr(ord(c) + 0xFEE0) for c in ends if c.isascii()})
        self._doing = tuple(agree["doing"])
        self._manner = frozenset(agree["manner"])
        self._content_nouns = frozenset(agree["content_nouns"])
        self._contents = frozenset(agree["contents"])
        self._of_another = lexicon.endings("agreements", "names", "of_another")
        self._numbered = lexicon.endings("agreements", "names", "numbered")
        self._any_such = lexicon.words("agreements", "names", "any_such")

    # -- what names a document --------------------------------------------------------------------------------------

    def document(self, phrase: Phrase | None) -> Mention | None:
        """The document that a phrase names as its head."""
        if phrase is None:
            return None
        mention = phrase.head.mention
        if mention is not None and mention.kind != "document" and phrase.head.text == QUOTE_MARK:
            mention = self._titled(phrase, mention)
        if mention is not None and mention.kind == "organization" and phrase.text == mention.text:
            mention = self._treaty_body(mention)
        if mention is None and len(phrase.content) > 1:
            # 協定5件, 協定2つ
            last = next((m for m in reversed(phrase.mentions()) if m.kind == "document"), None)
            counted = last is not None and _COUNTED.fullmatch(phrase.text.rpartition(last.text)[2])
            mention = last if counted else None
        if mention is None or mention.kind != "document" or self.no_agreement(mention):
            return None
        if any(m.text in self._any_such and m.particle == "の" for m in phrase.modifiers):
            # この種の条約を結ぶのは: none of its own
            return None
        return mention

    def may_name(self, mention: Mention) -> bool:
        """Whether a mention may stand for a document: one itself, or a union that is a treaty too (TPPからの離脱)."""
        return mention.kind == "document" or (mention.kind == "organization" and self._treaty_body(mention) is not None)

    def introduced(self, phrase: Phrase) -> Mention | None:
        """A document of which the text gives the name after its sort: 新協定「…パートナーシップ」."""
        mention = phrase.head.mention
        if mention is None or phrase.head.text != QUOTE_MARK or phrase.text == QUOTE_MARK:
            return None
        found = self._titled(phrase, mention) if mention.kind != "document" else None
        return found if found is not None and found.head not in self._titles else None

    def _treaty_body(self, mention: Mention) -> Mention | None:
        """A union that is a treaty too, when something is done to it: TPPを批准した, 経済連携協定に署名した."""
        if mention.text[-1] not in self._union_ends:
            return None
        text = unicodedata.normalize("NFKC", mention.text)
        head = next((h for h in (*self._acronyms, *self._unions) if text.endswith(h)), None)
        if head is None:
            return None
        return Mention("document", mention.span, mention.text, "nominal", name=mention.text, head=head)

    def _titled(self, phrase: Phrase, quote: Mention) -> Mention | None:
        """A document that a quotation names by a title: 共同声明「…の精神」, 「…ビジョン」."""
        before, title = phrase.text.removesuffix(phrase.head.text), quote.text.strip("「」『』")
        # 「ASEAN共同体ビジョン2045」
        bare = _LETTERS_TAIL.sub("", _YEARS_TAIL.sub("", title))
        heads = [k for k in self._kinds if before.endswith(k)] or [w for w in self._titles if bare.endswith(w)]
        if not heads and quote.kind == "organization":
            # 「米国・メキシコ・カナダ協定（USMCA）」
            heads = [w for w in self._unions if bare.endswith(w)]
        if not heads or self.tells(title):
            return None
        return Mention("document", quote.span, title, "quotation", name=title, head=max(heads, key=len))

    def no_agreement(self, mention: Mention) -> bool:
        """Whether a text is no agreement though its head noun is one: 独立宣言, 不信任決議案, a 文書 of any sort."""
        text = _YEARS_TAIL.sub("", mention.text).removesuffix("案")
        if mention.rule == "quotation" and (self.tells(text) or text.removesuffix(mention.head).endswith("な")):
            # 「歴史的な合意」: what somebody calls it
            return True
        if text == "文書":
            return False
        return text.endswith(self._no_agreements) and not text.endswith(self._papers)

    def is_title(self, mention: Mention) -> bool:
        """Whether only the title tells that something is a document (…ビジョン, …原則)."""
        return mention.rule == "quotation" and mention.head in self._titles

    def kind(self, mention: Mention) -> str:
        """Kind of a document by its head noun."""
        return self._kinds.get(mention.head, "agreement")

    def bare(self, name: str) -> bool:
        """Whether a name is only a sort of document (条約, 合意)."""
        return name in self._bare

    def generic(self, name: str) -> bool:
        """Whether a name is a sort of document of which there are many (平和条約, 共同声明)."""
        return name in self._generic

    def known(self, mention: Mention) -> bool:
        """Whether a name points to one document by itself: quoted, abbreviated, numbered, or with a place, state or body."""
        if mention.rule == "quotation" or self.spelled(mention.text):
            return True
        if NUMBERED.search(unicodedata.normalize("NFKC", mention.text)):
            return True
        text = plain(mention.text)
        if text in self._bare or text in self._generic or text == mention.head:
            return False
        if mention.members or any(m.kind in ("state", "states", "organization", "place") for m in mention.inner):
            return True
        lead = text.removesuffix(mention.head)
        return len(lead) >= 3 and "゠" <= lead[0] <= "ヿ"

    @staticmethod
    def founds(mention: Mention) -> bool:
        """Whether a document is that by which a body comes into being (設立条約, 創設協定)."""
        return "設立" in mention.text or "創設" in mention.text

    def renewed(self, mention: Mention) -> bool:
        """Whether a document is told from another of its sort (新協定, 現行協定)."""
        lead = plain(mention.text).removesuffix(mention.head)
        return bool(lead) and lead in self._renewed

    def peaceful(self, name: str) -> bool:
        """Whether a name has a word of war and peace: no contract of companies is called so."""
        return any(word in name for word in self._peace)

    def proper(self, mention: Mention) -> bool:
        """Whether a document has a name: quoted, numbered, or a head with more before it than its sort."""
        if self.known(mention) and mention.head not in self._plain_heads:
            return True
        if mention.head in self._numbered and NUMBERED.search(unicodedata.normalize("NFKC", mention.text)):
            return True
        text = plain(mention.text)
        if text in self._bare or text in self._generic or text == mention.head:
            return mention.rule == "quotation" or mention.text in self._acronyms
        lead = text.removesuffix(mention.head)
        if self.known(mention):
            return mention.rule == "quotation" or bool(mention.inner) or len(lead) >= 4
        if lead.endswith(self._deictic) or lead in self._renewed:
            return False
        return mention.head not in self._plain_heads

    def quoted(self, words: str) -> tuple[str, str]:
        """Name of a document that a speaker mentions, and the body that adopted it (empty for a treaty)."""
        found = NUMBERED.search(unicodedata.normalize("NFKC", words))
        if found is not None:
            return f"{self._council}決議{found.group(1) or found.group(2)}", self._council
        return words, self._council if words.endswith("決議") else ""

    def kind_of_title(self, title: str) -> str:
        """Kind of a document that is called by a title; empty where the title does not tell that it is one."""
        head = max((k for k in self._kinds if title.endswith(k)), key=len, default="")
        return self._kinds.get(head, "agreement" if title.endswith(self._titles) else "")

    def tells(self, title: str) -> bool:
        """Whether a quotation is a sentence and no name; a solemn name may say what is done (「…を強化する北京宣言」)."""
        found = _TELLING.search(title)
        return found is not None and not (found.group() == "を" and title.endswith(self._solemn))

    def negotiated(self, mention: Mention) -> str:
        """The treaty about which talks are held (平和条約交渉, 自由貿易協定交渉); empty for other talks."""
        name = mention.text.removesuffix(mention.head).removesuffix("締結")
        treaty = mention.kind == "event" and mention.head.endswith("交渉") and name.endswith(self._unions)
        return self._sorts.get(unicodedata.normalize("NFKC", name), name) if treaty else ""

    def sort_of(self, phrase: Phrase) -> str:
        """What treaty a phrase names, also by its letters: 円滑化協定, RAA, FTA."""
        mention, text = self.document(phrase), unicodedata.normalize("NFKC", phrase.text)
        if mention is not None and not self.bare(mention.text):
            return self.spelled(mention.text) or plain(mention.text)
        return self._acronyms.get(text) or self._sorts.get(text, "")

    def kind_of_name(self, name: str) -> str:
        """Kind of a document by the head noun that its name ends in."""
        head = max((k for k in self._kinds if name.endswith(k)), key=len, default="")
        return self._kinds.get(head, "treaty")

    # -- what it is called ------------------------------------------------------------------------------------------

    def name(self, context: Context, phrase: Phrase, mention: Mention, clause: Clause | None, action: str) -> str:
        """What the document is called: its number, its name, or its head with what the text puts before it."""
        bracket = _bracket(context, phrase)
        if bracket is not None and self.bracketed(context, phrase, mention):
            return bracket
        for text in (mention.text, bracket or ""):
            found = NUMBERED.search(unicodedata.normalize("NFKC", text))
            if found and mention.head.startswith(self._numbered):
                body = self._assembly if "総会" in text else self._council
                return f"{body}決議{found.group(1) or found.group(2)}"
        if mention.rule == "quotation":
            return self._acronyms.get(mention.name, mention.name)
        entitled = self.entitled(phrase)
        if entitled is not None:
            return entitled.text.strip("「」『』")
        treaty = self.spelled(mention.text) or self.spelled(bracket or "")
        if treaty:
            return treaty
        text = plain(mention.text)
        if text.startswith(_SAME) and text[1:] in self._kinds:
            # 同条約: the one told before
            text = text[1:]
        owner = next((m for m in phrase.modifiers if m.particle == "の" and self._is_council(context, m)), None)
        if owner is not None and text in self._numbered:
            return self._council + text
        for inner in mention.inner:
            if inner.kind == "states":
                text = text.replace(inner.text + "間", inner.text, 1).replace(inner.text + "両国", inner.text, 1)
        if action in DONE and text.endswith("決議案"):
            text = text.removesuffix("案")
        whole = self.whole(phrase, mention)
        if whole is not None:
            return f"{whole.text}の{text}"
        if self.proper(mention) or mention is not phrase.head.mention:
            return text
        lead = self._lead(context, phrase, clause)
        return lead + text if len(lead) + len(text) <= _MAX_NAME else text

    def entitled(self, phrase: Phrase) -> Mention | None:
        """The title that a clause on a document gives it: 「…」と題する宣言."""
        clause = phrase.relative
        if clause is None or clause.lemma not in self._naming or clause.negative:
            return None
        quote = next((a for a in clause.args if a.particle == "と" and a.head.text == QUOTE_MARK), None)
        found = quote.head.mention if quote is not None else None
        return found if found is not None and not self.tells(found.text.strip("「」『』")) else None

    def whole(self, phrase: Phrase, mention: Mention) -> Phrase | None:
        """The document to which another belongs: 自由貿易協定の改定議定書."""
        if not mention.text.endswith(self._of_another) or mention is not phrase.head.mention or self.known(mention):
            return None
        return next((m for m in phrase.modifiers if m.particle == "の" and self.document(m) is not None), None)

    def spelled(self, text: str) -> str:
        """The name of a treaty that the press writes in letters (ＩＮＦ条約, RCEP協定); empty if it is none."""
        letters = unicodedata.normalize("NFKC", text)
        return next((self._acronyms[t] for t in (letters, letters[:-2]) if t in self._acronyms), "")

    def _is_council(self, context: Context, phrase: Phrase) -> bool:
        return phrase.text.endswith("理事会") and any(
            r.name == self._council for m in phrase.mentions() for r in context.linked.of(m)
        )

    def bracketed(self, context: Context, phrase: Phrase, mention: Mention) -> bool:
        """Whether a bracket right behind a document of any sort gives its name: 新条約(リスボン条約)."""
        bracket, text = _bracket(context, phrase), plain(mention.text)
        unnamed = text in self._bare | self._generic or self.renewed(mention)
        return bracket is not None and unnamed and bracket.endswith(tuple(self._kinds))

    def _lead(self, context: Context, phrase: Phrase, clause: Clause | None) -> str:
        """What the text says of a document before its head."""
        said = next((c for c in context.clauses if c.form == "quoted" and c.phrase.index == phrase.index - 1), None)
        if said is not None and said.tail.endswith(("との", "という")):
            return self._render(context, self._clause_phrases(context, said, deep=True), phrase.begin)
        if clause is not None and not phrase.modifiers and phrase.relative is None:
            over = next((a for a in clause.args if a.particle in OVER and a.index < phrase.index), None)
            if over is not None:
                return self._render(context, self._tree(context, over, deep=True), over.end) + "についての"
        if clause is not None and clause.form == "relative" and phrase.text in self._bare:
            over = next((p for p in context.phrases[: phrase.index] if p.particle == "ヲメグリ"), None)
            if over is not None:
                # 輸入停止をめぐっては、両政府が発表した合意を
                return self._render(context, self._tree(context, over, deep=False), over.end) + "をめぐる"
        for deep in (True, False):
            lead = self._render(context, self._lead_phrases(context, phrase, clause, deep), phrase.begin)
            if len(lead) <= _LONG:
                break
        mention = self.document(phrase)
        if len(lead) > _LONG and mention is not None and self.kind(mention) in ("joint_statement", "declaration"):
            # what a long clause says is no name: the sides tell which statement it is
            return ""
        return lead

    def _telling_sort(self, phrase: Phrase) -> bool:
        """Whether a sort says enough for a clause on it to be left out (和平協定, but not 文書 or 共同声明)."""
        mention = self.document(phrase)
        return (
            mention is not None
            and mention.text in self._generic
            and mention.head in self._sorted
            and mention.text != mention.head
        )

    def _quoted_words(self, context: Context, clause: Clause) -> list[Phrase]:
        """What a paper is said to say: 停戦に入るなどとする計画."""
        if clause.lemma != "する" or clause.args:
            return []
        said = next((c for c in context.clauses if c.form == "quoted" and c.parent is clause), None)
        return self._clause_phrases(context, said, deep=False) if said is not None else []

    def _lead_phrases(self, context: Context, phrase: Phrase, clause: Clause | None, deep: bool) -> list[Phrase]:
        out: list[Phrase] = []
        relative = phrase.relative
        for modifier in reversed(phrase.modifiers):
            mention = modifier.head.mention
            if _COUNTED.match(modifier.text) or (
                modifier.particle in ("ニヨルノ", "による") and context.actors(modifier)
            ):
                # 10件余りの協力文書, 両氏による協定
                continue
            if (
                modifier.is_time
                or modifier.text in self._deictic
                or (mention is not None and (mention.kind == "anaphor" or _any_meeting(mention)))
            ):
                break
            if modifier.relative is not None and modifier.relative.lemma in self._actions:
                # 2001年に署名した安全保障の協力協定: what was done with it is no part of the name
                return [*out, modifier]
            out += self._tree(context, modifier, deep)
        # 米国が提出した決議案: nothing else tells which draft
        tabled = relative is not None and relative.lemma in self._tabling and _is_draft(phrase) and not out
        if (
            relative is not None
            and relative is not clause
            and (relative.lemma not in self._actions or relative.arg("を") is not None or tabled)
            and (relative.lemma != "する" or bool(relative.args) or bool(self._quoted_words(context, relative)))
            and relative.phrase.end <= phrase.begin
            and not self._telling_sort(phrase)
            and not (relative.phrase.head.pos[0] == "形容詞" and not relative.arg("の", "に", "を"))
        ):
            out += self._clause_phrases(context, relative, deep, tabled) + self._quoted_words(context, relative)
            before = context.clauses[relative.index - 1] if relative.index else None
            if (
                before is not None
                and before.form == "chain"
                and before.lemma in self._contents
                and relative.lemma in self._contents
            ):
                # …を支持し、…を求める決議
                out += self._clause_phrases(context, before, deep)
        return out

    def _clause_phrases(self, context: Context, clause: Clause, deep: bool, doers: bool = False) -> list[Phrase]:
        """A predicate with those of its arguments that say what a document is about; who acts only with ``doers``."""
        out = [clause.phrase]
        for held in clause.phrase.modifiers:
            # …に関する法的拘束力のある覚書
            out += self._tree(context, held, deep)
        for inner in context.clauses[: clause.index]:
            if inner.parent is clause and inner.form == "quoted" and inner.lemma in self._manner:
                # 会談を少なくとも年1回開く
                out += [p for a in inner.args for p in self._tree(context, a, deep)]
        for arg in clause.args:
            if arg.particle in ("は", "とは", "では", "でも") or self.manner(arg) or _among(arg) or _talks(arg):
                continue
            if arg is clause.args[0] and self._signed_at(arg, clause):
                continue
            if arg.particle in ("が", "も") and (_party(arg) or (not doers and context.actors(arg))):
                # 安保理が停戦を求める決議を採択した: who acts
                continue
            if self._other_paper(arg):
                # …との文書と、協力の原則を定めた文書: the paper before is another one
                out += [p for m in arg.modifiers for p in self._tree(context, m, deep)]
                continue
            out += self._tree(context, arg, deep)
        return out

    def _signed_at(self, phrase: Phrase, clause: Clause) -> bool:
        """Whether a place before what a paper says is where it is signed: ローマで検問を共同で行う協定に署名した."""
        mention = phrase.head.mention
        place = phrase.particle == "で" and mention is not None and mention.kind in ("place", "state")
        return place and clause.arg("を") is not None and self.document(clause.target) is not None

    def _other_paper(self, phrase: Phrase) -> bool:
        return phrase.particle in ("と", "や") and phrase.comma and self.document(phrase) is not None

    def _tree(self, context: Context, phrase: Phrase, deep: bool) -> list[Phrase]:
        """A phrase with its modifiers, its conjuncts and (if ``deep``) the clause on it."""
        out = [phrase]
        for part in (*phrase.modifiers, *phrase.conjuncts):
            if not self.manner(part) and not _party(part) and not self._other_paper(part):
                out += self._tree(context, part, deep)
        relative = phrase.relative
        if relative is not None and relative.phrase.end <= phrase.begin:
            if phrase.text in self._content_nouns:
                # …を検討する内容の覚書
                out += self._clause_phrases(context, relative, deep)
            elif phrase.text.startswith("よう") or (deep and not relative.past and relative.lemma not in self._actions):
                # 条約を締結するよう全力を尽くす
                out += self._clause_phrases(context, relative, deep)
            elif len(phrase.text) <= 2 and phrase.head.text != QUOTE_MARK and relative.lemma not in self._actions:
                # 占領する島: a noun that says nothing alone
                out += self._clause_phrases(context, relative, False)
        return out

    def manner(self, phrase: Phrase) -> bool:
        """Whether a phrase only says when or how (早期に, それぞれ, 今後)."""
        if phrase.is_time:
            return True
        text = phrase.text
        lemma = phrase.head.lemma
        return any(w in self._manner for w in (text, text + "に", lemma)) or phrase.head.pos[0] == "副詞"

    def _render(self, context: Context, phrases: Iterable[Phrase], end: int) -> str:
        """The words of phrases in text order, the last with the particles that tie it to what follows at ``end``."""
        kept = {p.index: p for p in phrases if p.begin < end}
        for index in sorted(kept):
            before = context.phrases[index - 1] if index else None
            if before is not None and _attributive(before) and not before.text.endswith(self._deictic):
                # 冷静な態度で: no clause, but part of the noun
                kept[before.index] = before
        rows = [kept[index] for index in sorted(kept) if kept[index].is_time or not self.manner(kept[index])]
        out = ""
        for phrase in rows:
            following = phrase.index + 1
            # compound particles (に関する, をめぐる) stand between phrases
            close = context.phrases[following].begin if following < len(context.phrases) else end
            out += surface(context, phrase.begin, min(close, end))
        return out

    # -- agreements without a document ------------------------------------------------------------------------------

    def described(
        self,
        context: Context,
        agreeing: Clause,
        content: Phrase | None,
        over: Phrase | None,
        parties: Iterable[Ref] = (),
    ) -> str:
        """A name from the words of what is agreed: 〜する合意, 〜の合意, 〜についての合意."""
        if content is None:
            assert over is not None
            return self._render(context, self._tree(context, over, deep=False), over.end) + "についての合意"
        if content.text == "こと" and content.relative is not None:
            sides = set(context.states_of(parties))
            # 日本が調査を中止する: only one of the sides acts
            doers = len(sides) >= 2 and not sides <= set(context.states_of(context.subjects(content.relative)))
            return self._deed(context, agreeing, content, over, doers)
        if COUNTED.fullmatch(content.text):
            # 即時停止、対話など5項目で合意した: the press calls it by the number
            return content.text + "の合意"
        row = content.coordinated()
        if context.parsed.sentence.kind == "title":
            # A・B首脳、追加契約で合意: who agrees stands before the comma
            row = [p for p in row if p is content or not (p.comma and context.own_actors(p))]
        phrases = [p for part in row for p in self._tree(context, part, deep=True)]
        told = [p for p in phrases if p.predicate and _lemma_of(context, p) in self._actions]
        if told:
            # 1950年に結ばれた条約の見直し: what was done before is no part of the name
            phrases = [p for p in phrases if p.index > told[-1].index]
        about = "についての合意" if content.text.endswith(self._doing) and content.modifiers else "の合意"
        return self._render(context, phrases, content.end) + about

    def _deed(self, context: Context, agreeing: Clause, content: Phrase, over: Phrase | None, doers: bool) -> str:
        """大使館の職員数を元に戻す合意: the clause that is agreed on, with those that it joins to it."""
        clause = content.relative
        assert clause is not None
        end = clause.phrase.function[-1].end if clause.phrase.function else clause.phrase.end
        joined = [*content.coordinated(), *(c for a in clause.args for c in a.conjuncts)]
        parts = [c.relative for c in joined if c.text == "こと" and c.relative is not None]
        for deep in (True, False):
            phrases = [p for part in parts for p in self._clause_phrases(context, part, deep, len(parts) > 1 or doers)]
            phrases += [c for c in joined if c is not content and c.text == "こと"]
            phrases += self._stray(context, clause)
            name = self._render(context, phrases, end)
            if len(name) <= _LONG:
                break
        topic = over or next(
            (
                a
                for a in (agreeing.parent.args if agreeing.parent else [])
                if a.particle in OVER and a.end < clause.phrase.begin
            ),
            None,
        )
        if topic is not None and len(name) <= _LONG // 2 and topic.begin < clause.phrase.begin:
            words = self._render(context, self._tree(context, topic, deep=False), topic.end)
            name = f"{words}について{name}" if len(words) <= _LONG else name
        return name + "合意"

    def clause_words(self, context: Context, clause: Clause, target: Phrase) -> str:
        """A noun with the clause on it, as the text has it (両首脳の間で合意された事項)."""
        phrases = [p for a in clause.args if not a.is_time for p in self._tree(context, a, deep=True)]
        return self._render(context, [*phrases, clause.phrase, target], target.end)

    def _stray(self, context: Context, clause: Clause) -> list[Phrase]:
        """Adverbial phrases right before a predicate that no clause took for an argument (一緒に)."""
        taken = {id(a) for c in context.clauses for a in c.args}
        out: list[Phrase] = []
        for phrase in reversed(context.phrases[: clause.phrase.index]):
            if id(phrase) in taken or phrase.predicate or phrase.comma:
                break
            if phrase.function or self.manner(phrase) or phrase.head.mention is not None:
                continue
            out.append(phrase)
        return out


def _is_draft(phrase: Phrase) -> bool:
    """Whether a phrase names a draft by its sort alone."""
    mention = phrase.head.mention
    return mention is not None and mention.text == mention.head and mention.text.endswith("案")


def _among(phrase: Phrase) -> bool:
    """Whether a phrase names those between whom something is done (米国とイランの政府間で)."""
    named = any(p.mentions() for p in (phrase, *phrase.modifiers))
    return named and phrase.text.endswith(("間", "あいだ")) and phrase.particle in ("で", "では", "に")


def _talks(phrase: Phrase) -> bool:
    """Whether a phrase says in which talks with whom something is agreed on (A、Bとの首脳会談で)."""
    event = phrase.head.mention is not None and phrase.head.mention.kind == "event"
    return event and phrase.particle == "で" and any(m.particle == "との" for m in phrase.modifiers)


def _attributive(phrase: Phrase) -> bool:
    return bool(phrase.function) and phrase.function[0].text == "な"


def plain(text: str) -> str:
    """A name without the number of an article or chapter behind it."""
    return _NUMBER_TAIL.sub("", text)


def _party(phrase: Phrase) -> bool:
    """Whether a phrase only points to the sides (両国の, 双方が)."""
    mention = phrase.head.mention
    return mention is not None and mention.kind == "anaphor" and mention.text == phrase.text


def _any_meeting(mention: Mention) -> bool:
    """Whether a meeting is named only by its sort (会談の共同声明, but 6カ国協議の共同声明)."""
    return mention.kind == "event" and (mention.text == mention.head or mention.rule == "travel")


def _lemma_of(context: Context, phrase: Phrase) -> str:
    return next((c.lemma for c in context.clauses if c.phrase is phrase), "")


def _bracket(context: Context, phrase: Phrase) -> str | None:
    """What a bracket right behind a phrase says."""
    for aside in context.parsed.sentence.asides:
        if aside.kind == "bracket" and aside.at == phrase.end:
            return aside.text
    return None


def surface(context: Context, begin: int, end: int) -> str:
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
