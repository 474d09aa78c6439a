"""Statements: who said, demanded, denied or promised what, one draft for each sentence and speaker.

A sentence is read from left to right with two places for a subject: the main one, and an inner one that belongs to
words being reported (「Xは、YがZしたと述べた」). A verb of saying closes the inner place and takes the main one; a
verb that is itself reported belongs to the inner one, and counts only where the main subject is a news outlet. A
sentence without a subject goes on with the speaker before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.frame.context import Context, Draft, same_holder
from kg.frame.floor import Floor, labelled
from kg.lexicon.endings import Endings
from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.sentence import QUOTE_MARK, Clause, Phrase
from kg.model.span import Span

#: Longest quotation that a claim holds, in code points.
QUOTATION: Final = 120
#: Sentences without anyone to speak after which the last speaker is forgotten.
_REACH: Final = 2
_TWO: Final = 2
#: So many turns of a talk are looked at for those who speak.
_TURNS: Final = 4
#: How far before a report the body that made it may be named, in characters.
_REPORTED_BACK: Final = 400
#: Where the inflected form stands among the parts of speech.
_FORM: Final = 5
#: Shortest name of a body without its state that is looked for (外交部).
_SHORTEST: Final = 2
#: How many clauses deep a relative clause is sought in reported words.
_NESTING: Final = 5
_CONDITIONS: Final[tuple[str, ...]] = ("ば", "たら", "なら", "ては", "ても")
_QUOTING: Final[tuple[str, ...]] = ("と", "とも", "とだけ", "などと", "とまで", "とは", "とさえ", "かと")
#: Behind words in 「」 that something is compared with or asked about.
_COMPARING: Final[tuple[str, ...]] = ("とは", "かと")
#: What the dictionary form of a verb ends in.
_VERBAL: Final = "うくぐすつぬぶむる"
#: The same behind a noun that is all that is said: 原因は調査中などとしている.
_QUOTING_NOUN: Final[tuple[str, ...]] = ("と", "とも", "などと", "とだけ", "かと")
_ATTRIBUTIVE: Final[tuple[str, ...]] = ("との", "などとの", "とも", "とする")
#: Behind 言う, these tell that nothing else was said.
_ONLY_SAID: Final[tuple[str, ...]] = ("ばかり", "だけ", "のみ")
#: What ends a question or clause that is part of a sentence around it.
_NOUN_CLAUSE: Final[tuple[str, ...]] = ("のは", "のが", "のも", "のを", "か", "かは", "かが", "かを", "かも", "かと")
_OBJECT: Final[tuple[str, ...]] = ("を", "も", "をも", "などを", "らを", "は", "さえ", "まで")
_SUBJECT: Final[tuple[str, ...]] = ("が", "らが", "などが")
#: Particles behind a paper that tells something itself.
_OF_PAPERS: Final[tuple[str, ...]] = ("が", "は", "も", "などが", "などは")
#: Behind words in 「」 before a noun that reports them.
_CITED_BY: Final[tuple[str, ...]] = (*_ATTRIBUTIVE, "と")
_SOURCE: Final[tuple[str, ...]] = ("から", "からは", "からも", "より", "よりは")
_CITING: Final[tuple[str, ...]] = ("を", "も", "に", "として", "とし", "トシテ")
#: Reported words end in a verb or particle, titles in a noun.
_KANA_END: Final = re.compile("[ぁ-ん。！？!?…]$")
_KATAKANA: Final = re.compile("(?<![ァ-ヺー・])[ァ-ヺー]{2,}・[ァ-ヺー・]{2,}$")
_KATAKANA_WORD: Final = re.compile("[ァ-ヺー・]+")
#: So many of a kind: 3氏, 4カ国.
_COUNTED: Final = re.compile("([2-9２-９二三四五六七])(氏|人|者|首脳|外相|[かカヵケ]国)")
_DIGITS: Final = str.maketrans("２３４５６７８９二三四五六七", "23456789234567")
_PROGRESSIVE: Final[tuple[str, ...]] = ("てい", "でい", "てお", "でお", "てき", "てる", "でる")


class Telling(NamedTuple):
    """A clause read as a report: the verb in dictionary form, and the phrases or quoted clause that hold the words."""

    verb: str
    quote: Phrase | None
    quoted: Clause | None
    firm: bool


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """Someone who may speak; ``refs`` is empty without a known name (専門家), ``outlet`` is set for news media."""

    phrase: Phrase
    refs: tuple[Ref, ...]
    outlet: bool
    topic: bool


class StatementRules:
    """Finds statement drafts in the sentences of an article."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._verbs = _Verbs(lexicon)
        self._people = _People(lexicon)
        self._relative = {k: tuple(v) for k, v in lexicon.table("statements", "relative").items()}
        self._headings = tuple(lexicon.table("statements", "speakers")["headings"])
        self._notices = tuple(lexicon.table("statements", "speakers")["notices"])

    def read(self, contexts: Iterable[Context]) -> Iterator[Draft]:
        """Drafts of an article, its sentences given in order: the last speaker is carried from one to the next."""
        held: tuple[Ref, ...] = ()
        silent, spoken, cited, quoted = 0, False, False, False
        authors: dict[str, tuple[Ref, ...]] = {}
        speakers: list[tuple[Ref, ...]] = []
        floor = Floor(self._lexicon)
        self._people.officials.clear()
        for context in contexts:
            kind = context.parsed.sentence.kind
            if kind in ("title", "heading") or (kind == "bullet" and not _ends(context)):
                held, silent = self._announced(context), 0
                continue
            if context.scene.article.text.startswith(self._notices, context.parsed.sentence.span.begin):
                continue
            before = held if silent == 0 else ()
            speaking = floor.enter(context, before)
            scan = _Scan(
                context,
                self._verbs,
                self._people,
                self._relative,
                speaking or held,
                spoken,
                authors,
                speakers,
                speaking,
                cited,
                quoted,
            )
            drafts = scan.run()
            yield from drafts
            quoted = not drafts and _all_quotation(context)
            speakers += [tuple(d.refs("speaker")) for d in drafts]
            source = scan.source or scan.main
            cited = source is not None and (
                source.outlet or (source is scan.source and self._people.joint_paper(source))
            )
            self._sign(context, scan.spoke or scan.main_refs(), authors)
            self._people.remember(context)
            spoken = bool(scan.spoke) or (spoken and not context.clauses)
            after = scan.holder() or speaking or None if speaking else scan.holder()
            if after is None:
                silent += 1
                held = held if silent <= _REACH else ()
            else:
                held, silent = after, 0

    def _sign(self, context: Context, refs: tuple[Ref, ...], authors: dict[str, tuple[Ref, ...]]) -> None:
        """Keep whose words a text holds, for sentences with the text as subject: 談話で非難した, then 談話は."""
        for phrase in context.phrases:
            kind = self._people.written(phrase)
            if kind is None:
                continue
            owners = [r for m in phrase.modifiers if m.particle == "の" for r in self._people.refs(context, m)]
            if kind in self._people.reports and len(owners) == 1 and owners[0].kind != "state":
                # 委員会の報告書で明らかになった
                authors[kind] = tuple(owners)
                continue
            if self._people.joint(phrase):
                authors.pop(kind, None)
                continue
            clause = next((c for c in context.clauses if phrase in c.args), None)
            own = (
                clause is not None
                and phrase.particle == "を"
                and (clause.form != "relative" or clause.arg("が") is None)
                and (
                    clause.lemma in self._verbs.sending
                    or (
                        kind in self._people.reports
                        and (
                            clause.lemma in self._verbs.publishing
                            or self._verbs.telling(clause, context.clauses) is not None
                        )
                    )
                )
            )
            if refs and (own or phrase.particle in ("で", "デ", "にて")):
                authors[kind] = refs

    def _announced(self, context: Context) -> tuple[Ref, ...]:
        """Return the speaker that a heading announces (金総書記の発言)."""
        for phrase in context.phrases:
            if phrase.head.text in self._headings:
                refs = [r for m in phrase.modifiers for r in self._people.refs(context, m)]
                if refs:
                    return tuple(refs)
        return ()


class _Verbs:
    """Which clauses report words, by the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        verbs, objects = lexicon.table("statements", "verbs"), lexicon.table("statements", "objects")
        self._telling, self._quoting, self._bearing = (
            frozenset(verbs["telling"]),
            frozenset(verbs["quoting"]),
            frozenset(verbs["bearing"]),
        )
        self._clear, self._admitting, self._admitted = (
            frozenset(verbs["clear"]),
            frozenset(verbs["admitting"]),
            tuple(verbs["admitted"]),
        )
        self._nouns, self._endings = frozenset(objects["nouns"]), tuple(objects["endings"])
        self._positioned = Endings((*self._nouns, *self._endings))
        self.speech = frozenset(objects["speech"])
        self._pressing, self._errand = frozenset(verbs["pressing"]), frozenset(verbs["errand"])
        self._confirmed = tuple(verbs["confirmed"])
        self._founded = tuple(verbs["founded"])
        self._stances = frozenset(verbs["stances"])
        self.answering = frozenset(verbs["answering"])
        self.honoured, self.claiming = frozenset(verbs["honoured"]), frozenset(verbs["claiming"])
        self._naming, self.bound = frozenset(verbs["naming"]), frozenset(verbs["bound"])
        self.ruling = frozenset(verbs["ruling"])
        self.passing_on, self.of_papers = frozenset(verbs["passing_on"]), frozenset(verbs["of_papers"])
        self.cited_nouns = frozenset(objects["cited_nouns"])
        self.accounts, self.issued = frozenset(objects["accounts"]), frozenset(objects["issued"])
        self._light, self._not_light = frozenset(objects["light"]), frozenset(objects["not_light"])
        self._idioms: dict[str, list[str]] = objects["idioms"]
        self._worded_idioms: dict[str, list[str]] = objects["worded_idioms"]
        self._verb_of_noun: dict[str, str] = objects["verb_of_noun"]
        self.arise, self.receive = frozenset(objects["arise"]), frozenset(objects["receive"])
        self._cited = {k: tuple(v) for k, v in objects["cited"].items()}
        self.sending, self.publishing = frozenset(objects["sending"]), frozenset(objects["publishing"])
        self._telling_issue = frozenset(objects["issuing_words"])
        self._issuing, self._documents = frozenset(objects["issuing"]), tuple(objects["documents"])
        self._alike = frozenset(objects["alike"])
        self._papers = (*self._documents, "合意", "協定", "決議")
        self.occasions = frozenset(lexicon.table("statements", "content")["occasions"])
        self._not_said = frozenset(lexicon.table("statements", "content")["not_said"])
        self._polite = self._telling | self._quoting | self._bearing | self._stances
        self._unreal = tuple(lexicon.table("statements", "state")["unreal"])
        self._viewing, self._guessing = frozenset(verbs["viewing"]), frozenset(verbs["guessing"])
        self._narrated = frozenset(verbs["narrated"])
        self._unspoken, self._voiced = frozenset(verbs["unspoken"]), frozenset(verbs["speaking"])
        self._conveying, self._conveyed = frozenset(verbs["conveying"]), tuple(verbs["conveyed"])
        self.pointing, self._expressive = frozenset(verbs["pointing"]), frozenset(verbs["expressive"])
        self._intentions = frozenset(objects["intentions"])
        self._upheld, self._positions = frozenset(objects["upheld"]), frozenset(objects["positions"])
        self._busied: dict[str, list[str]] = objects["busied"]
        self.busied = frozenset(self._busied)
        self.said_before = frozenset(objects["said_before"])
        self._heeded = frozenset(objects["heeded"])
        self._ordering, self._attitudes = frozenset(verbs["ordering"]), frozenset(verbs["attitudes"])
        self._open = {k: frozenset(v) for k, v in objects["left_open"].items()}
        self._silent = {k: frozenset(v) for k, v in objects["silent"].items()}
        self._denied, self.unforgotten = frozenset(objects["denied"]), frozenset(objects["unforgotten"])
        self._again = lexicon.table("statements", "verbs")["again"]

    def verb_of(self, phrase: Phrase) -> str:
        """Return the verb that a noun of speech stands for: 発言 → 発言する, 謝意 → 感謝する, 懸念の声 → 懸念する."""
        noun = phrase.head.text
        if noun == "声":
            noun = next(
                (m.head.text for m in phrase.modifiers if m.head.text in self.speech and m.particle == "の"), noun
            )
        return self._verb_of_noun.get(noun, noun + "する")

    def holds(self, noun: str) -> bool:
        """Whether a noun is that of a position somebody holds: 考え, 立場."""
        return noun in self._positions

    def held_by_subject(self, clause: Clause, noun: str) -> bool:
        """Whether a noun tells of a position of the subject of its clause: 撤退する意向, 強い懸念."""
        return noun in self._intentions or (self.attributive(clause) and self.shows(noun))

    @staticmethod
    def attributive(clause: Clause) -> bool:
        """Whether a relative clause is an adjective: 強い, 明確な."""
        return clause.phrase.head.pos[0] in ("形容詞", "形状詞")

    def shows(self, noun: str) -> bool:
        """Whether a noun is one that is shown or spoken: 懸念, 苦言."""
        return (noun in self._nouns or noun in self.speech) and noun + "する" not in self._unspoken

    def speaks(self, lemma: str) -> bool:
        """Whether a verb reports by itself."""
        return lemma in self._telling

    def telling(self, clause: Clause, clauses: list[Clause], pointed: bool = False) -> Telling | None:
        """How a clause reports words, or None; ``pointed``: the words stand in the sentence before or behind (こう語った)."""
        if (
            (
                clause.negative
                and clause.lemma not in self._denied
                and not self._left_open(clause)
                and not self._unmoved(clause)
            )
            or any(word in clause.tail for word in self._unreal)
            or _volition(clause)
            or _asked(clause)
            or _detached(clause)
        ):
            return None
        args, parents = _with_adverbs(clause, clauses)
        quoted = next(
            (
                c
                for c in reversed(clauses[: clause.index])
                if c.form == "quoted" and c.parent in parents and c.lemma != "よる"
            ),
            None,
        )
        quote = next((p for a in args for p in a.coordinated() if p.particle in _QUOTING and _has_quote(p)), None)
        if quote is None and quoted is None:
            quote = _passed_on(clause, clauses)
        verb = self._verb(clause, args, quote, quoted, pointed)
        grounds = (quote is not None and _worded(quote)) or (
            quoted is not None and not quoted.past and not _volition(quoted)
        )
        if verb is None and grounds and self._grounds(clause, clauses):
            verb = "とする"
        if verb is None or (clause.passive and not self._passive(verb) and clause.lemma not in self._busied):
            return None
        if quote is None and quoted is None:
            if self._only_issued(clause, args):
                return None
            if clause.lemma in self._positions:
                quote = next((m for m in clause.phrase.modifiers if _has_words(m)), None)
        if quote is None and quoted is None:
            quote = next(
                (
                    p
                    for a in args
                    if a.particle == "が" or a.particle in _OBJECT
                    for p in [*a.modifiers, *a.coordinated()]
                    if _has_words(p)
                ),
                None,
            )
        if quote is None and quoted is None:
            quote, quoted = _given_reason(clause, clauses)
        if quote is None and quoted is None and self._idle(clause, args, clauses):
            return None
        firm = quote is not None or quoted is not None or self._bearer(args) is not None or self._cites(clause, args)
        return Telling(verb, quote, quoted, firm)

    def narrates(self, clause: Clause) -> bool:
        """Whether the present tense at the end of a sentence is that of narration: Xは対話を呼びかける."""
        return clause.lemma in self._narrated and not clause.tail and not any(a.is_time for a in clause.args)

    def guessed(self, clause: Clause) -> bool:
        """Whether words are only expected of someone: Yに組閣を要請するとみている."""
        host = clause.parent
        lasting = any(p in clause.tail for p in _PROGRESSIVE)
        return (
            clause.form == "quoted"
            and not clause.past
            and not lasting
            and host is not None
            and host.lemma in self._guessing
        )

    def _unmoved(self, clause: Clause) -> bool:
        """Whether words in 「」 stand before what somebody does not do: 「…」と相手にしない, not 「…」と言わなかった."""
        if clause.form == "relative" or clause.lemma in self._polite or clause.lemma in self._unspoken:
            return clause.lemma == "する" and any(a.particle == "に" and a.text in self._heeded for a in clause.args)
        return any(_has_quote(p) and p.particle in _QUOTING for a in clause.args for p in a.coordinated())

    def _left_open(self, clause: Clause) -> bool:
        """Whether what is not ruled out is told: 可能性を排除しなかった."""
        return clause.lemma in self._open and any(
            a.particle in _OBJECT and a.head.text in self._open[clause.lemma] for a in clause.args
        )

    def _verb(
        self, clause: Clause, args: list[Phrase], quote: Phrase | None, quoted: Clause | None, pointed: bool
    ) -> str | None:
        lemma = self._plain(_caused(clause) if clause.causative else _modern(clause.lemma))
        if lemma == "行く" and any(a.particle == "を" and a.head.text in self.speech for a in args):
            # 批判を10日に行っており
            lemma = "行う"
        if args and not args[-1].particle and args[-1].text + lemma in self._polite:
            # 位置 + 付ける
            lemma = args[-1].text + lemma
        if lemma in self._silent and any(a.particle in _OBJECT and a.head.text in self._silent[lemma] for a in args):
            # コメントを拒否した
            return None
        if clause.negative and self._left_open(clause):
            return lemma
        going = clause.lemma.endswith(("続ける", "つづける"))
        said = (
            quote is not None
            or quoted is not None
            or pointed
            or any(a.head.text == "旨" or (a.text == "もの" and a.particle == "と") for a in args)
        )
        if lemma in self._attitudes and clause.form == "final":
            return "述べる" if quote is not None or quoted is not None else None
        if lemma in self._denied and not clause.negative:
            # 不満を隠した, 姿勢を崩した
            return None
        if lemma in self._upheld and self._upholds(args, quoted):
            return lemma
        if (
            lemma in self._positions
            and clause.form != "relative"
            and (quoted is not None or _with_words(clause.phrase))
        ):
            return self.verb_of(clause.phrase)
        if lemma == "する" and clause.negative and self._unmoved(clause):
            return "とする" if quote is not None or quoted is not None else None
        if lemma == "する":
            return self._made(clause, args, quote, quoted)
        idiom = next(
            (
                a.text
                for a in args
                if (not a.particle or a.particle in _OBJECT) and a.text in self._idioms.get(lemma, ())
            ),
            None,
        )
        if idiom is None and (quote is not None or quoted is not None):
            spoken = self._worded_idioms.get(lemma, ())
            idiom = next((a.head.text for a in args if a.particle in _OBJECT and a.head.text in spoken), None)
        if idiom is not None:
            return f"{idiom}を{lemma}"
        busy = self._busied.get(lemma, ()) if quote is not None or quoted is not None else ()
        idiom = next((a.head.text for a in args if a.particle == "に" and a.head.text in busy), None)
        if idiom is not None:
            return f"{idiom}に{lemma}"
        if lemma in self._admitting:
            return lemma if said or self._admits(args) else None
        if lemma in self._telling or self._cites(clause, args):
            return lemma
        if lemma == "宣言する" and self._declares(args):
            return lemma
        if lemma in self._stances:
            lasting = going or any(p in clause.tail for p in _PROGRESSIVE)
            return lemma if lasting and clause.form not in ("relative", "quoted") else None
        if lemma in self._pressing and any(a.particle == "を" for a in args):
            return lemma
        if lemma in self._quoting and said:
            if (
                lemma in self._naming
                and quote is not None
                and not _worded(quote)
                and not any(a.particle == "を" for a in args)
            ):
                # 両国は今年を迎え、「交流年」と位置付けている
                return None
            hearsay = lemma in ("いう", "言う") and not clause.past and not any(p in clause.tail for p in _PROGRESSIVE)
            # …と言うばかりで
            hearsay = hearsay and not any(u.text in _ONLY_SAID for u in clause.phrase.function)
            return None if hearsay else lemma
        if lemma in self._naming and args and args[-1].particle == "と":
            return lemma
        if lemma in self._ordering and (
            said or clause.phrase.text.startswith("よう") or any(_so_that(a) for a in args)
        ):
            return lemma
        if lemma in self._conveying and any(
            (a.particle in ("に", "にも") or a.particle in _OBJECT) and a.text.endswith(self._conveyed) for a in args
        ):
            return lemma
        if lemma in self._bearing:
            noun = self._bearer(args, passive=clause.passive)
            worded = noun is not None and any(a.head.text == noun and _with_words(a) for a in args)
            if noun is not None and (
                worded
                or lemma not in self._light
                or ((noun in self.speech or noun.endswith(("声明", "談話"))) and noun not in self._not_light)
            ):
                return lemma
        return self._by_words(clause, lemma, args, quote, pointed)

    def _by_words(
        self, clause: Clause, lemma: str, args: list[Phrase], quote: Phrase | None, pointed: bool
    ) -> str | None:
        """Return the verb that words in 「」 make one of saying: 「…」と肩を落とした, 「…」。Xは安堵の表情を見せた."""
        if clause.passive or clause.form == "relative" or lemma[-1] not in _VERBAL or lemma in self._unspoken:
            return None
        if lemma in self._viewing and clause.form != "final":
            # 「…」とみて、…を見送った
            return None
        if clause.form == "chain" and clause.tail in ("て", "で") and not clause.phrase.comma:
            # 「…」と情熱を込めて語った
            return None
        worded = quote is not None and quote.particle not in _COMPARING and _worded(quote)
        worded = worded and not any(a.particle == "が" and quote is not None and a.index > quote.index for a in args)
        shown = pointed and clause.form == "final" and any(a.head.text in self._expressive for a in args)
        if not (worded or shown) or clause.phrase.head.pos[0] == "形容詞":
            return None
        return lemma

    def _upholds(self, args: list[Phrase], quoted: Clause | None) -> bool:
        """Whether a position with its words is kept to: 〜との立場を取る."""
        return any(
            a.head.text in self._positions
            and (a.particle in ("に", "で") or a.particle in _OBJECT)
            and (quoted is not None or _with_words(a))
            for a in args
        )

    def _declares(self, args: list[Phrase]) -> bool:
        """Whether a position is declared (勝利を, 戦争状態を) rather than something begun or founded (独立を, 開会を)."""
        objects = [a for a in args if a.particle == "を"]
        inside = [a.relative.lemma.removesuffix("する") for a in objects if a.text == "こと" and a.relative is not None]
        return bool(objects) and not any(text.endswith(self._founded) for text in [*inside, *(a.text for a in objects)])

    def _plain(self, lemma: str) -> str:
        """Return a verb without the form of politeness: お伝えする → 伝える."""
        going = lemma.removesuffix("続ける").removesuffix("つづける")
        if going != lemma and (verb := _dictionary(going)) in self._polite:
            return verb
        again = next((lemma.removeprefix(w) for w in self._again if lemma.startswith(w)), "")
        if again in self._polite:
            # 繰り返し/説く
            return again
        bare = lemma.removesuffix("する")
        if bare != lemma and bare[-1:] in "えべめげせけれねて" and bare + "る" in self._polite:
            return bare + "る"
        return lemma

    def _made(self, clause: Clause, args: list[Phrase], quote: Phrase | None, quoted: Clause | None) -> str | None:
        """する: 明らかにする, 〜とする, 批判をする."""
        if args and args[-1].text in self._clear:
            return args[-1].text + "にする"
        if args and args[-1].text in self._voiced and (quote or quoted or self._bearer(args)) is not None:
            return args[-1].text + "にする"
        noun = next(
            (
                a.head.text
                for a in args
                if a.particle == "を" and a.head.text in self.speech and a.head.text not in self._not_light
            ),
            None,
        )
        if quoted is None and quote is None and noun is not None and args[-1].particle == "を":
            return noun + "する"
        if clause.passive or clause.causative or _reason(clause):
            return None
        if quote is not None:
            return "とする"
        if quoted is not None:
            return None if _volition(quoted) else "とする"
        last = args[-1] if args else None
        if (
            last is not None
            and last.particle in _QUOTING_NOUN
            and clause.form in ("final", "conjunctive", "quoted")
            and not last.conjuncts
        ):
            found = any(a.particle == "が" for a in args) and not any(a.particle == "を" for a in args)
            # 1億ドルが必要とした, not 支援を必要とした
            return None if last.head.text in self._not_said and not found else "とする"
        return None

    def _grounds(self, clause: Clause, clauses: list[Clause]) -> bool:
        """Whether the words of 〜として are the grounds of an act rather than of another report: 不当だとして拒んだ.

        What someone has done (〜したとして追放した) is a charge, not words.
        """
        if clause.lemma != "する" or not _reason(clause) or clause.passive or clause.causative:
            return False
        after = next((c for c in clauses[clause.index + 1 :] if c.form not in ("relative", "quoted")), None)
        return after is not None and not after.passive and self.telling(after, clauses) is None

    def _idle(self, clause: Clause, args: list[Phrase], clauses: list[Clause]) -> bool:
        """Whether a verb of telling without words tells nothing: 支持を求めて訪れた, 死亡を確認した."""
        if clause.lemma in self._errand and clause.form == "chain" and clause.tail == "て":
            after = next((c for c in clauses[clause.index + 1 :] if c.form != "quoted"), None)
            return after is not None and not clause.phrase.comma
        settled = clause.lemma == "確認する" and any(
            p.text.startswith(self._confirmed) for p in (*clause.phrase.modifiers, clause.phrase)
        )
        return settled or (
            clause.lemma == "確認する"
            and any(
                a.particle == "を" and (a.head.text.endswith(self._confirmed) or a.text.startswith(self._confirmed))
                for a in args
            )
        )

    def _cites(self, clause: Clause, args: list[Phrase]) -> bool:
        """Whether something is given as a reason or example: 〜を理由に挙げた, 理由として〜を挙げた."""
        words = self._cited.get(clause.lemma, ())
        if not words:
            return False
        return any(a.particle.endswith(words) or (a.particle in _CITING and a.head.text in words) for a in args)

    def _only_issued(self, clause: Clause, args: list[Phrase]) -> bool:
        """Whether a document is published and nothing of what it says is told: 共同声明を発表した."""
        if clause.lemma not in self._issuing:
            return False
        if clause.form == "relative" and clause.target is not None and not any(a.particle == "を" for a in args):
            # 両政府が発表した合意, 大統領府が公表した「A宣言」
            mention = clause.target.head.mention
            title = mention.text.rstrip("」』") if mention is not None and _has_quote(clause.target) else ""
            return clause.target.text.endswith(self._papers) or title.endswith(self._papers)
        issued = [p for a in args if a.particle == "を" for p in a.coordinated()]
        return bool(issued) and all(self._bare_document(p, clause.lemma) for p in issued)

    def _bare_document(self, phrase: Phrase, verb: str) -> bool:
        """Whether a phrase names a document by kind or title alone, without its position (非難声明, 哀悼の書簡)."""
        kind = next((d for d in self._documents if phrase.text.endswith(d)), None)
        if kind is None:
            if phrase.text == phrase.head.text and phrase.head.mention is not None and _has_quote(phrase):
                # 「広島ビジョン」: a title alone, where it is published; 「揺るぎない支持」を伝達 are words
                return verb not in self._telling_issue and not _KANA_END.search(phrase.head.mention.text.rstrip("」』"))
            # 共同声明「…の精神」: a title stands behind the kind; 声明「…は許されない」: its words do
            before = "".join(u.text for u in phrase.content[:-1])
            title = phrase.head.mention.text.rstrip("」』") if phrase.head.mention is not None else ""
            return before.endswith(self._documents) and title != "" and not _KANA_END.search(title)
        if self._takes_position(phrase.text.removesuffix(kind)):
            return False
        if any(m.text in self._alike for m in phrase.modifiers):
            # 同様の声明: with the position told before
            return False
        if phrase.relative is not None and not phrase.relative.past:
            return False
        return not any(
            m.particle in _ATTRIBUTIVE or (m.particle == "の" and self._takes_position(m.text))
            for m in phrase.modifiers
        )

    def _takes_position(self, text: str) -> bool:
        return bool(text) and self._positioned.end(text)

    def _admits(self, args: list[Phrase]) -> bool:
        return any(a.particle in _OBJECT and a.head.text.endswith(self._admitted) for a in args)

    def _bearer(self, args: list[Phrase], *, passive: bool = False) -> str | None:
        wanted = (*_OBJECT, "が") if passive else _OBJECT
        for arg in args:
            text = arg.text
            if arg.particle in wanted and QUOTE_MARK in arg.head.text and arg.head.mention is not None:
                # 「深刻な懸念」を伝えた
                inside = arg.head.mention.text.rstrip("」』")
                text = next((n for n in self._nouns if len(n) > 1 and inside.endswith(n)), text)
                if text in self._nouns:
                    return text
            if arg.particle in wanted and (
                arg.head.text in self._nouns or text in self._nouns or text.endswith(self._endings)
            ):
                return text if text in self.speech else arg.head.text
        return None

    def _passive(self, verb: str) -> bool:
        return verb in self._telling or verb in self._bearing


class _People:
    """Who a phrase stands for as a speaker."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.table("statements", "speakers")
        titles = [t for t in lexicon.titles if len(t) > 1]
        self._voices, self._branches = tuple(words["voices"]), tuple(words["branches"])
        self._animate, self._outlets = Endings((*words["animate"], *titles)), frozenset(words["outlets"])
        self._reported = frozenset(words["reported"])
        self._outlet_endings, self._spokesmen = tuple(words["outlet_endings"]), tuple(words["spokesmen"])
        self.documents = tuple(words["documents"])
        self._speaking = Endings((*words["animate"], *titles, *self.documents))
        self.reports, self._reporters = frozenset(words["reports"]), tuple(words["reporters"])
        self._written: tuple[str, ...] = tuple(words["written"])
        self._joint = tuple(words["joint"])
        self._anonymous, self._vague = tuple(words["anonymous"]), tuple(words["vague"])
        self._examples = tuple(words["examples"])
        self._private, self._not_private = tuple(words["private"]), frozenset(words["not_private"])
        self.speaking_from, self.counterpart = frozenset(words["speaking_from"]), frozenset(words["counterpart"])
        self._sides, self._laws = tuple(words["sides"]), tuple(words["laws"])
        self._courts, self._many = tuple(words["courts"]), frozenset(words["many"])
        self._bodies, self._contracted = tuple(words["bodies"]), dict(words["contracted"])
        self.first_person = frozenset(words["first_person"])
        self.ministries = (*words["ministries"], *self._spokesmen)
        self.governments = tuple(words["governments"])
        self.officials: dict[str, tuple[Ref, ...]] = {}

    def remember(self, context: Context) -> None:
        """Keep for which body an official without a name speaks, who is later called by his title alone (室長は)."""
        for phrase in context.phrases:
            if self._unnamed(phrase) and (phrase.modifiers or len(phrase.content) > 1):
                refs = tuple(r for r in self._own(context, phrase) if r.kind != "person")
                if refs:
                    self.officials[phrase.head.text] = refs

    def _unnamed(self, phrase: Phrase) -> bool:
        mention = phrase.head.mention
        return (mention is not None and mention.kind == "office") or (
            mention is None and phrase.text.endswith(self._spokesmen)
        )

    def law(self, phrase: Phrase) -> bool:
        """Whether a phrase names a law."""
        return phrase.text.endswith(self._laws)

    def court(self, phrase: Phrase) -> bool:
        """Whether a phrase names a court or judge."""
        return phrase.text.endswith(self._courts)

    def written(self, phrase: Phrase) -> str | None:
        """Return the kind of text that a phrase names, of those that one side writes."""
        if not phrase.text.endswith(self._written):
            return None
        return next(w for w in self._written if phrase.text.endswith(w))

    def joint(self, phrase: Phrase) -> bool:
        """Whether a text is one that several agreed on."""
        return any(w in part.text for part in (phrase, *phrase.modifiers) for w in self._joint)

    def joint_paper(self, source: Subject) -> bool:
        """Whether a source is a document of no single author: 3者の声明によれば."""
        return not source.refs and source.phrase.text.endswith(self.documents)

    def subject(self, context: Context, phrase: Phrase, topic: bool) -> Subject | None:
        """Return a phrase as someone who may speak, None for things."""
        if phrase.is_time:
            return None
        refs = tuple(self.refs(context, phrase))
        if self.outlet(context, phrase) and not (refs and phrase.conjuncts):
            # 外務省とNHKは
            return Subject(phrase, (), True, topic)
        mention = phrase.head.mention
        known = mention is not None and mention.kind in ("person", "office", "organization", "state", "states")
        several = phrase.text in self._many and any(m.particle == "の" for m in phrase.modifiers)
        if refs or known or several or self._speaking.end(phrase.text.removesuffix("ら")) or _strange_name(phrase):
            return Subject(phrase, refs, False, topic)
        return None

    def reporters(self, context: Context, phrase: Phrase, kind: str) -> list[Ref]:
        """Return the panel, team or committee named last before a report without an author: 調査団は…。報告書は."""
        if kind not in self.reports:
            return []
        begin = context.parsed.sentence.to_article(phrase.begin, phrase.end).begin
        refs = context.linked.refs
        spans = [
            s
            for s, found in refs.items()
            if begin - _REPORTED_BACK < s.begin < begin
            and len(found) == 1
            and found[0].kind == "organization"
            and found[0].name.endswith(self._reporters)
        ]
        text = context.scene.article.text
        topics = [s for s in spans if text.startswith(("は", "も"), s.end)]
        return list(refs[max(topics or spans)]) if spans else []

    def outlet(self, context: Context, phrase: Phrase) -> bool:
        """Whether a phrase names a news outlet or its report."""
        text = phrase.text
        if text.endswith(("政府", "省")) or (
            text in self._reported
            and (phrase.relative is not None or any(m.particle != "の" for m in phrase.modifiers))
        ):
            # 〜をめぐる報道は事実ではない
            return False
        if text in self._outlets or text.endswith(self._outlet_endings) or context.is_media(phrase):
            return True
        quoted = phrase.head.mention.text.rstrip("」』") if phrase.head.mention is not None else ""
        if QUOTE_MARK in phrase.head.text and quoted.endswith(self._outlet_endings):
            # 『シャベル・メディア・ネットワーク』
            return True
        if phrase.head.text.endswith(QUOTE_MARK) and len(phrase.content) > 1:
            # 英字紙『イースト・アフリカン』
            return _kind_before(phrase, 1).endswith(self._outlet_endings)
        katakana = next((i for i, u in enumerate(reversed(phrase.content)) if not _KATAKANA_WORD.fullmatch(u.text)), 0)
        if katakana and _kind_before(phrase, katakana).endswith(self._outlet_endings):
            # 通信社パクトリビューン
            return True
        return any(u.text in self._outlets for u in phrase.content[-1:])

    def refs(self, context: Context, phrase: Phrase) -> list[Ref]:
        """Entities that a phrase, with all that is coordinated, stands for."""
        out: list[Ref] = []
        parts = list(phrase.coordinated())
        for at, part in enumerate(parts):
            if at + 1 < len(parts) and same_holder(part, parts[at + 1]):
                continue
            if not self.outlet(context, part) and not part.text.endswith(self._anonymous):
                out += [
                    r
                    for r in self._own(context, part)
                    if r not in out and r.kind in ("person", "state", "organization")
                ]
        return out

    def _own(self, context: Context, phrase: Phrase) -> list[Ref]:
        examples = [m for m in phrase.modifiers if m.particle in self._examples]
        if examples and phrase.head.mention is None:
            # UNMEEや大島大使などの国連関係者: the examples speak
            named = [r for m in examples for p in m.coordinated() for r in context.actors(p)]
            if named:
                return named
        found = _voices(context, phrase.alone())
        mention = phrase.head.mention
        if found and self._of_another(context, phrase, found):
            found = []
        if self._retired(phrase) and not any(r.kind == "person" for r in found):
            # a former minister or a leader of the opposition does not speak for the state
            return []
        if found:
            return found
        if (mention is None or mention.kind == "anaphor") and (
            _COUNTED.fullmatch(phrase.text) or phrase.text[0] == "両"
        ):
            # 解放軍、運動、AUの三者, 民主党・共和党の両党
            members = [r for m in phrase.modifiers if m.particle == "の" for r in self.refs(context, m)]
            if len(members) > 1:
                return members
        if mention is None and self._animate.end(phrase.text) and not phrase.text.endswith(self._sides):
            # not アロヨ大統領反対派
            named = [r for m in phrase.mentions() if m.kind == "person" for r in context.linked.of(m)]
            if named:
                return named
        common = not any(u.mention is None and u.pos[1] == "固有名詞" for u in phrase.content)
        if (mention is not None and mention.kind == "office") or (common and phrase.text.endswith(self._spokesmen)):
            # タリバンの北部地域の報道担当者
            voice = phrase.text.endswith(self._voices)
            outer = [n for m in phrase.modifiers if voice or m.text.endswith(self._branches) for n in m.modifiers]
            for modifier in reversed([*outer, *phrase.modifiers]):
                home = [r for r in _voices(context, modifier) if r.kind in ("organization", "state")]
                if home:
                    return home
            inside = [
                context.linked.seated.get(m.span, r)
                for m in phrase.mentions()
                if m.kind in ("organization", "state")
                for r in context.linked.of(m)
            ]
            if mention is not None and mention.affiliation:
                return [r for a in mention.affiliation for r in context.linked.of(a)]
            if inside:
                # ウクライナ外務省広報室, バイデン政権高官
                return inside[-1:]
            if common and phrase.text.endswith(self._voices):
                # アッバス議長の報道官
                owners = [m for m in phrase.modifiers if m.particle == "の"]
                people = [r for m in owners for r in context.actors(m)]
                bodies = [r for m in owners for n in m.named for a in n.affiliation for r in context.linked.of(a)]
                if employers := context.states_of(people) or bodies or _employers(context, people):
                    return employers
        again = phrase.text.startswith("同") or not phrase.text.endswith(self._vague)
        if again and self._unnamed(phrase) and not phrase.modifiers:
            title = phrase.text.removeprefix("同")
            known = next((refs for full, refs in reversed(self.officials.items()) if full.endswith(title)), ())
            if known:
                return list(known)
        return self._body_before(context, phrase)

    def _of_another(self, context: Context, phrase: Phrase, found: list[Ref]) -> bool:
        """Whether the person whom a title alone stands for speaks for others than those named before it: Y外相の報道官."""
        mention = phrase.head.mention
        if mention is None or mention.kind != "office" or not phrase.text.endswith(self._voices):
            return False
        owners = [r for m in phrase.modifiers if m.particle == "の" for r in context.actors(m)]
        if not any(r.kind == "person" for r in owners) or any(r.kind != "person" for r in found):
            return False
        return not set(context.states_of(owners)) & set(context.states_of(found))

    def _retired(self, phrase: Phrase) -> bool:
        """Whether an office without a name is one of the past or of the opposition: 元首相, 野党党首."""
        mention = phrase.head.mention
        if mention is not None and mention.kind == "office":
            return mention.title.startswith(self._private) and mention.title not in self._not_private
        return mention is None and any(u.text in self._private for u in phrase.content)

    def _body_before(self, context: Context, phrase: Phrase) -> list[Ref]:
        """Return the body named in full before that a phrase names in short: 外交部, 大統領府の報道官."""
        named = [phrase] if phrase.text[0] == "同" or any(u.mention is None for u in phrase.content) else []
        if phrase.text.endswith(self._spokesmen):
            named += [m for m in phrase.modifiers if m.particle == "の"]
        for part in named:
            text = part.text
            if text.endswith(self._spokesmen):
                text = next(text[: -len(s)] for s in self._spokesmen if text.endswith(s))
            same = text.startswith("同")
            text = text.removeprefix("同")
            if (
                not text
                or (len(text) < _SHORTEST and not same)
                or not text.endswith((*self._bodies, *self._contracted.values()))
            ):
                continue
            begin = context.parsed.sentence.to_article(phrase.begin, phrase.end).begin
            article = context.scene.article.text
            spans = [
                s
                for s, refs in context.linked.refs.items()
                if s.end <= begin
                and len(refs) == 1
                and refs[0].kind == "organization"
                and self._short_of(text, article[s.begin : s.end].rstrip("」』"))
            ]
            if spans:
                return list(context.linked.refs[max(spans)])
        return []

    def _short_of(self, text: str, name: str) -> bool:
        """Whether a word is short for the name of a body: 警備局, 選挙委員会 and 選管 for 独立選挙管理委員会."""
        if name.endswith(text):
            return True
        for long, short in self._contracted.items():
            if text.endswith(short):
                return name.endswith(long)
        kind = next((k for k in self._bodies if text.endswith(k)), text)
        return len(text) - len(kind) > 1 and name.endswith(kind) and text.removesuffix(kind) in name


class _Scan:
    """One sentence from left to right."""

    def __init__(
        self,
        context: Context,
        verbs: _Verbs,
        people: _People,
        relative: dict[str, tuple[str, ...]],
        held: tuple[Ref, ...],
        spoken: bool,
        authors: dict[str, tuple[Ref, ...]],
        speakers: list[tuple[Ref, ...]],
        floor: tuple[Ref, ...] = (),
        cited: bool = False,
        quoted_before: bool = False,
    ) -> None:
        self.cited = cited
        self.speakers, self.floor = speakers, floor
        #: entries of a chronology are in the present tense
        self.listed = context.parsed.sentence.kind == "bullet"
        self.context, self.verbs, self.people, self.relative, self.held, self.spoken, self.authors = (
            context,
            verbs,
            people,
            relative,
            held,
            spoken,
            authors,
        )
        self.main: Subject | None = None
        self.inner: Subject | None = None
        self.since = False
        self.closed = False
        self.inner_since = False
        self.met = False
        self.source: Subject | None = None
        self.accounts: list[tuple[tuple[Ref, ...], Phrase]] = []
        self.anonymous = False
        self.spoke: tuple[Ref, ...] = ()
        self.drafts: list[Draft] = []
        self.by_phrase = {c.phrase.index: c for c in context.clauses}
        self.attached = {id(q) for p in context.phrases for q in [*p.conjuncts, *p.modifiers]}
        self.told: dict[int, Telling | None] = {}
        self.pointed = self._pointed(quoted_before)
        self.local = {id(a) for c in context.clauses for a in self._kept(c)}

    def run(self) -> list[Draft]:
        """Drafts of the sentence in text order."""
        for phrase in self.context.phrases:
            clause = self.by_phrase.get(phrase.index)
            if clause is not None:
                self._predicate(clause)
            elif id(phrase) not in self.attached and id(phrase) not in self.local:
                self._noun(phrase)
            self._nominal(phrase)
        for refs, account in [] if self.drafts else self.accounts:
            # 同省の説明によると、…; not where the sentence reports what somebody said
            self._add(refs, self.verbs.verb_of(account), account, None, None)
        if not self.drafts and self.context.phrases:
            self._without_verb()
        return self.drafts

    def _telling(self, clause: Clause) -> Telling | None:
        """How a clause of the sentence reports words, read once."""
        if clause.index not in self.told:
            self.told[clause.index] = self.verbs.telling(clause, self.context.clauses, clause.index in self.pointed)
        return self.told[clause.index]

    def _pointed(self, quoted_before: bool) -> set[int]:
        """Clauses whose words stand outside the sentence: behind こう, and the last one where the sentence before is all words."""
        out = set()
        for phrase in self.context.phrases:
            following = self.by_phrase.get(phrase.index + 1)
            such = following is not None and (
                following.lemma == "する" or (following.lemma == "いう" and following.form == "relative")
            )
            if phrase.text in self.verbs.pointing and not such:
                # not こうした動き
                out |= {c.index for c in self.context.clauses if c.phrase.index > phrase.index and c.form != "relative"}
        last = self.context.clauses[-1] if self.context.clauses else None
        if (
            quoted_before
            and last is not None
            and last.form == "final"
            and not any(map(_has_quote, self.context.phrases))
        ):
            out.add(last.index)
        return out

    def _without_verb(self) -> None:
        """Words without a verb of saying: 石破首相「…」, A氏は「…」。, 同省によると、…という。."""
        refs = (
            tuple(labelled(self.context)) or self._held_view() or self._heard() or self._cited_words() or self._added()
        )
        if refs:
            self.spoke = refs
            last = self.context.clauses[-1] if self.context.clauses else None
            verb = "いう" if last is not None and last.form == "final" else "述べる"
            self._add(refs, verb, self.context.phrases[-1], None, None)

    def _heard(self) -> tuple[Ref, ...]:
        """Who is meant by 〜という, 〜とのことだ: the source of the sentence, else the speaker of the sentence before."""
        last = self.context.clauses[-1] if self.context.clauses else None
        if (
            last is None
            or last.form != "final"
            or last.past
            or last.negative
            or not _hearsay(last, self.context.phrases)
        ):
            return ()
        if self.source is not None and (self.source.refs or self.source.outlet):
            return self.source.refs
        # the next sentence of a paper's report is the paper's
        if self.main is not None and self.main.refs:
            return ()
        told = any(c.form == "quoted" and self._telling(c) for c in self.context.clauses)
        single = len(self.held) == 1 and not (self.met and told)
        return self.held if single and self.spoken and not self.cited else ()

    def _cited_words(self) -> tuple[Ref, ...]:
        """Who is the source of words in 「」: X大統領によると、派遣は「できるだけ早く」始まる."""
        if self.source is None or not self.source.refs:
            return ()
        words = any(_has_quote(p) and _has_words(p) and _worded(p) for p in self.context.phrases)
        return self.source.refs if words else ()

    def _all_reported(self) -> bool:
        """Whether a sentence ends in 〜としている, 〜という."""
        last = self.context.clauses[-1] if self.context.clauses else None
        return last is not None and last.form == "final" and last.lemma in ("する", "いう") and self._governs(last)

    def _passes_on(self, clause: Clause) -> bool:
        """Whether a clause with more to come is hearsay, of a source that is no news outlet or of the speaker before."""
        if clause.lemma not in ("いう", "言う") or clause.past or clause.negative or not clause.phrase.comma:
            return False
        return self._governs(clause) and (self.source is None or bool(self.source.refs))

    def _held_view(self) -> tuple[Ref, ...]:
        """Whose view or words a sentence ends in: Xは「…」との考え。, Xは10日、演説で「…」。."""
        last = self.context.phrases[-1]
        if _has_quote(last):
            said = (
                not last.particle
                and len(last.content) == 1
                and _worded(last)
                and self.main is not None
                and self.main.topic
            )
            return self.main_refs() if said and not self.context.clauses else ()
        before = self.context.phrases[-2] if len(self.context.phrases) > 1 else None
        if before is None or last.particle or not (before.predicate or _has_quote(before)):
            return ()
        held = before.particle in _ATTRIBUTIVE and self.verbs.holds(last.text)
        # Xは「…」と苦言。
        ended = before.particle == "と" and not last.function and _has_quote(before) and self.verbs.shows(last.text)
        return self.main_refs() if held or ended else ()

    def _added(self) -> tuple[Ref, ...]:
        """Who goes on in 「…」とも。: the speaker of the sentence before."""
        if not self.spoken:
            return ()
        only = self.context.phrases[0]
        alone = len(self.context.phrases) == 1 and only.particle == "とも" and _worded(only)
        if alone and _has_quote(only):
            return self.held
        # 責任は相手が負うことになる、とも。
        if self.context.parsed.sentence.surface.rstrip("。").endswith("、とも"):
            return self.held
        last = self.context.clauses[-1] if self.context.clauses else None
        if last is None or last.form != "final" or not last.phrase.function or last.phrase.function[-1].text != "と":
            return ()
        # …に変わりはないと。
        own = self.main_refs()
        return own if any(r.kind == "person" for r in own) else self.held

    def _sourced(self, clause: Clause) -> None:
        """Note the source of 〜などによると, where the particle did not fold into its phrase."""
        for arg in clause.args:
            if arg.particle.endswith("に") and self.source is None:
                self.source = self.people.subject(self.context, arg, False)

    def _kept(self, clause: Clause) -> list[Phrase]:
        """Return the arguments that a relative clause keeps to itself: no topic, and the nearer of two subjects."""
        if self._cited_in(clause):
            return [a for a in clause.args if a.particle in _SUBJECT and not a.comma]
        if clause.form != "relative" or self._following(clause) in self.relative["shared"]:
            return []
        subjects = [a for a in clause.args if a.particle in _SUBJECT]
        return [
            a
            for a in clause.args
            if not a.particle.endswith(("は", "も"))
            and a not in subjects[:-1]
            and not self._awaits(a, clause)
            and not (a in subjects and self._one_who_holds(clause))
        ]

    def _cited_in(self, clause: Clause) -> bool:
        """Whether a clause is what a report that is spoken of says: Xが目撃したとする発言."""
        host = clause.parent
        if clause.form != "quoted" or host is None or host.form != "relative" or host.lemma not in ("する", "いう"):
            return False
        noun = host.target.head.text if host.target is not None else ""
        return noun in self.verbs.cited_nouns and not any(a.particle in _SUBJECT for a in host.args)

    def _one_who_holds(self, clause: Clause) -> bool:
        """Whether the subject of a clause is that of the position it is about: Xが撤退する意向を示した, Xが強い懸念を示した."""
        target = clause.target
        if target is None:
            return False
        if self.verbs.attributive(clause) and len(clause.args) == 1 and self._tells_after(clause):
            # Xが新しい条約への支持を表明した
            return True
        if not self.held and (_so_that(target) or any(u.text.startswith("よう") for u in clause.phrase.function)):
            # Xが渡航を控えるよう求めた, 控えるように忠告した
            told = next((c for c in self.context.clauses if c.phrase is target or target in c.args), None)
            return told is not None and told.form != "relative" and self._telling(told) is not None
        if not self.verbs.held_by_subject(clause, target.head.text):
            return False
        host = next((c for c in self.context.clauses if target in c.args and c.index > clause.index), None)
        if host is None or host.form == "relative" or any(a.particle in _SUBJECT for a in host.args):
            return False
        return self._telling(host) is not None

    def _tells_after(self, clause: Clause) -> bool:
        """Whether the next full predicate behind a clause tells something and nobody else is named before it."""
        teller = self._predicate_after(clause.phrase)
        if teller is None or self._telling(teller) is None:
            return False
        between = self.context.phrases[clause.phrase.index + 1 : teller.phrase.index]
        return not any(p.particle in ("は", "も", "が") for p in between)

    def _awaits(self, phrase: Phrase, clause: Clause) -> bool:
        """Whether a subject parted by a comma waits for the verb around a clause: Xが、話す意思がないと述べた."""
        if phrase.particle not in _SUBJECT or not phrase.comma:
            return False
        teller = self._teller_around(clause)
        return teller is not None and teller.form != "relative"

    def _teller_around(self, clause: Clause) -> Clause | None:
        """Return the verb of telling behind a clause whose words or object hold it."""
        at, steps = clause.parent, 0
        while at is not None and steps < _NESTING:
            if self._telling(at) is not None:
                return at if at.index > clause.index else None
            at, steps = at.parent, steps + 1
        return None

    def holder(self) -> tuple[Ref, ...] | None:
        """Who is thought to speak on: the last speaker, else the main subject; None where nobody acts."""
        if self.spoke:
            return self.spoke
        if self.main is not None:
            return self.main.refs
        return () if self.met else None

    # -- subjects ---------------------------------------------------------------------------------------------------

    def _noun(self, phrase: Phrase) -> None:
        particle = phrase.particle.removeprefix("ら").removeprefix("など")
        cites = phrase.particle == "では" and (
            any(map(_has_quote, self.context.phrases[phrase.index :])) or self._all_reported()
        )
        if (phrase.particle == "ニヨル" or cites) and self._account(phrase):
            return
        if phrase.particle == "トシテ" and phrase.head.text in self.verbs.accounts:
            # 関係筋の話として、…: what follows is theirs; 副大統領の話として, 同省の発表として: his, its
            refs = [r for m in phrase.modifiers for r in self.people.refs(self.context, m)]
            self.anonymous = not refs
            if any(r.kind == "person" for r in refs) or phrase.head.text in self.verbs.issued:
                self._account(phrase)
        if phrase.particle == "ニヨル" and (source := self.people.subject(self.context, phrase, False)) is not None:
            self.source = source if self.source is None else self.source
            return
        if self._from(phrase):
            return
        # 両国とも is a topic, 事務総長とも only someone met as well
        topic = particle in ("は", "も", "では") or (particle == "とも" and _several(phrase))
        bare = particle == "" and phrase.comma and phrase.mentions() and self.main is None
        if not (topic or particle == "が" or bare):
            return
        subject = (
            self._text(phrase, topic)
            or self._pair(phrase, topic)
            or self._counterpart(phrase, topic)
            or self.people.subject(self.context, phrase, topic)
        )
        if subject is None or (particle == "では" and not self._speaks_there(subject, phrase)):
            return
        if particle == "では" and self._stage(phrase):
            return
        if self._in_words_of_before(subject, phrase) or self._called(subject, phrase):
            return
        if self.main is not None and self.main.refs and self._in_gist(subject, phrase):
            self.inner, self.inner_since = subject, False
            return
        self.met = True
        if self.main is None or self.closed:
            # a subject between reported words and their verb is the one who speaks
            self._set(subject)
        elif topic and self._label(self.main.phrase):
            # ロシア：外務省の報道官は…
            self._set(subject)
        elif self.inner is not None:
            if topic or (self.inner_since and not self._told_next(phrase)):
                self.inner, self.inner_since = subject, False
        elif (
            not self.main.refs
            and not self.main.outlet
            and subject.refs
            and self._speaks(phrase)
            and not self._tabled(phrase)
        ):
            # 協定は、日本が終了を通告した
            self._set(subject)
        elif (
            self.since
            and (topic or not self.main.topic or self._speaks(phrase) or self._awaited(subject, phrase))
            and not self._spoken_of(subject, phrase)
            and not self._in_report(subject, phrase)
            and not self._in_statement(phrase)
            and not (self.main.refs and not subject.refs and not self.spoke and self._told_next(phrase))
        ):
            self._set(subject)
        else:
            self.inner, self.inner_since = subject, False

    def _speaks_there(self, subject: Subject, phrase: Phrase) -> bool:
        """Whether では may mark who speaks: a body, or the government of a state rather than its land."""
        kinds = {r.kind for r in subject.refs}
        return "organization" in kinds or ("state" in kinds and phrase.text.endswith(self.people.governments))

    def _stage(self, phrase: Phrase) -> bool:
        """Whether a body is only where somebody speaks: 国連では、事務総長が…と述べた."""
        for later in self.context.phrases[phrase.index + 1 :]:
            if later.predicate:
                return False
            if later.particle in ("が", "は") and not later.is_time:
                told = any(later in c.args for c in self.context.clauses if c.form == "quoted")
                actor = later.text.endswith(self.people.governments) or self.people.refs(self.context, later)
                return not told and bool(actor)
        return False

    def _label(self, phrase: Phrase) -> bool:
        """Whether a phrase is only set before a colon: ロシア：."""
        surface = self.context.parsed.sentence.surface
        return surface[phrase.end - 1 : phrase.end + 1].strip("「『（(").endswith(("：", ":"))

    def _in_words_of_before(self, subject: Subject, phrase: Phrase) -> bool:
        """Whether a が-subject stands in the words of the speaker before, who goes on.

        双方の担当者が合意に達したと評価した, 米側が圧力を強めれば失敗すると指摘した.
        """
        if self.main is not None or subject.topic or subject.outlet or phrase.particle not in _SUBJECT:
            return False
        if self._of_noun_clause(phrase):
            return True
        if not self.held:
            return False
        if any(p.particle == "は" and not p.is_time for p in self.context.phrases[: phrase.index]):
            return False
        following = self._predicate_after(phrase)
        if following is None or phrase.comma:
            return False
        told = following.form == "quoted" and self._reported(following) and phrase in following.args
        if told and self._telling(following) is not None:
            # 返答をしたと明かした
            return True
        if any(r.kind == "person" for r in subject.refs):
            return False
        if told and len(self.held) == 1 and self.held[0].kind == "person" and self._of_own_state(subject):
            # 首相は…。加盟も日本が後押しすると約束した
            return True
        if told and "べき" in following.tail:
            # ロシアが撤退すべきだと主張した: what another one ought to do
            return True
        if self._conditional(phrase):
            return self._quoted_ahead(following)
        return not subject.refs and (self._told_next(phrase) or self._within(phrase))

    def _within(self, phrase: Phrase) -> bool:
        """Whether a subject belongs to a chain in words that としている closes: 第三者が解説をしたりするのは適当ではないとしている."""
        host = next((c for c in self.context.clauses if phrase in c.args), None)
        last = self.context.clauses[-1]
        if phrase.head.mention is not None or _several(phrase):
            return False
        return host is not None and host.form in ("chain", "nominal") and last.lemma == "する" and self._all_reported()

    def _of_own_state(self, subject: Subject) -> bool:
        """Whether a subject is the state for which the speaker before acts."""
        return list(subject.refs) == self.context.states_of(self.held)

    def _called(self, subject: Subject, phrase: Phrase) -> bool:
        """Whether a text is only what the speaker before calls something: Xは会議を開き、覚書は「無効」と宣言した."""
        if self.main is None or not self.main.refs or subject.refs or not phrase.text.endswith(self.people.documents):
            return False
        following = self._predicate_after(phrase)
        telling = self._telling(following) if following is not None and phrase in following.args else None
        return telling is not None and telling.quote is not None and not _worded(telling.quote)

    def _of_noun_clause(self, phrase: Phrase) -> bool:
        """Whether a phrase is the subject of a question or noun clause in words: Xが応じるかは不透明だ, Xが退くのが先だ."""
        clause = next((c for c in self.context.clauses if phrase in c.args), None)
        if clause is None or phrase.comma or clause.form not in ("nominal", "conjunctive"):
            return False
        ends = "".join(u.text for u in clause.phrase.function)
        if not ends.endswith(_NOUN_CLAUSE) or self._telling(clause) is not None:
            return False
        return self._quoted_ahead(clause)

    def _in_gist(self, subject: Subject, phrase: Phrase) -> bool:
        """Whether a state is the topic of the words that 旨 closes: X大臣から、…を歓迎し、両国は…で結ばれている旨述べた."""
        if any(r.kind == "person" for r in subject.refs):
            return False
        after = self.context.phrases[phrase.index + 1 :]
        gist = next((p for p in after if p.head.text == "旨" and p.relative is not None), None)
        return gist is not None and not any(
            c.form == "chain" and phrase.index < c.phrase.index < gist.index and self._telling(c) is not None
            for c in self.context.clauses
        )

    def _conditional(self, phrase: Phrase) -> bool:
        """Whether the clauses that a phrase opens end in a condition: 米側が背を向けて独断で動けば."""
        last = next(
            (
                c
                for c in self.context.clauses
                if c.phrase.index > phrase.index
                and c.form != "relative"
                and (c.form != "chain" or c.phrase.comma or c.tail.endswith(_CONDITIONS))
            ),
            None,
        )
        return last is not None and last.form == "chain" and last.tail.endswith(_CONDITIONS)

    def _from(self, phrase: Phrase) -> bool:
        """Set who speaks from his side: X大臣から、…を指摘し、…と述べた."""
        if phrase.particle not in self.people.speaking_from or (self.main is not None and not self.since):
            return False
        host = next((c for c in self.context.clauses if phrase in c.args), None)
        if host is None or host.form not in ("final", "chain", "conjunctive") or host.passive:
            return False
        told = self._telling(host)
        arisen = host.lemma in self.verbs.arise or host.lemma in self.verbs.receive
        later = any(
            c.form != "relative" and not c.passive and self._telling(c) is not None
            for c in self.context.clauses[host.index :]
        )
        if arisen or not (told is not None or (phrase.comma and later and self.main is None)):
            return False
        refs = tuple(self.people.refs(self.context, phrase)) or self._self(phrase) or self._other_side(phrase)
        if not refs or not (phrase.comma or any(r.kind == "person" for r in refs)):
            return False
        self.met = True
        self._set(Subject(phrase, refs, False, False))
        return True

    def _self(self, phrase: Phrase) -> tuple[Ref, ...]:
        """Return who has the floor for 私 and the like."""
        return self.floor if phrase.text in self.people.first_person else ()

    def _other_side(self, phrase: Phrase) -> tuple[Ref, ...]:
        """Return who is meant by 先方: the last one of the others who spoke."""
        if phrase.text not in self.people.counterpart:
            return ()
        own = {*self.main_refs(), *self.spoke} or set(self.held)
        return next((s for s in reversed(self.speakers) if not set(s) & own), ())

    def _counterpart(self, phrase: Phrase, topic: bool) -> Subject | None:
        """私は: who has the floor; 先方は, in minutes: the last one of the others who spoke."""
        refs = self._self(phrase) or self._other_side(phrase)
        return Subject(phrase, refs, False, topic) if refs else None

    def _pair(self, phrase: Phrase, topic: bool) -> Subject | None:
        """双方 for the two who spoke or acted together in the sentence before; 3氏 for as many persons named there."""
        counted = _COUNTED.fullmatch(phrase.text)
        if counted is not None and not self.people.refs(self.context, phrase):
            refs = self._named_before(counted[2])
            fits = _TWO <= len(refs) <= int(counted[1].translate(_DIGITS))
            return Subject(phrase, refs, False, topic) if fits else None
        if phrase.text not in self.relative["pair"]:
            return None
        if self.main is None and (spoken := self._two_speakers(phrase)):
            return Subject(phrase, spoken, False, topic)
        if len(self.held) != _TWO:
            return None
        return None if self.people.refs(self.context, phrase) else Subject(phrase, self.held, False, topic)

    def _two_speakers(self, phrase: Phrase) -> tuple[Ref, ...]:
        """Return the two persons who alone spoke in turn before, where 双方 stands for their states."""
        states = [r for r in self.people.refs(self.context, phrase) if r.kind == "state"]
        turns = [s for s in self.speakers if s][-_TURNS:]
        both = tuple(dict.fromkeys(r for s in turns for r in s))
        if len(states) != _TWO or len(both) != _TWO or any(len(s) > 1 or s[0].kind != "person" for s in turns):
            return ()
        return both if {self.context.state_of(r) for r in both} == set(states) else ()

    def _named_before(self, kind: str) -> tuple[Ref, ...]:
        """Return the persons (3氏), or the states and those of the persons (3カ国), of the last sentence that names any."""
        persons = kind in ("氏", "人", "者", "首脳", "外相")
        for index in range(self.context.index - 1, max(-1, self.context.index - 1 - _REACH), -1):
            units = self.context.scene.sentences[index].units
            found = [
                r
                for u in units
                if u.mention is not None
                and u.mention.kind in (("person", "office") if persons else ("state", "states"))
                for r in self.context.linked.of(u.mention)
                if r.kind == ("person" if persons else "state")
            ]
            if len(set(found)) > 1:
                return tuple(dict.fromkeys(found))
        return ()

    def _text(self, phrase: Phrase, topic: bool) -> Subject | None:
        """Return a text whose author is known as one who speaks: 書簡は, 北朝鮮の声明は."""
        kind = self.people.written(phrase)
        if kind is None or not topic or self.people.joint(phrase):
            return None
        refs = [r for m in phrase.modifiers if m.particle == "の" for r in self.people.refs(self.context, m)]
        refs = refs or self._issuer(phrase)
        if not refs and not any(p.named for p in _deep(phrase)):
            refs = list(self.authors.get(kind, ())) or self.people.reporters(self.context, phrase, kind)
        return Subject(phrase, tuple(refs), False, topic) if refs else None

    def _issuer(self, phrase: Phrase) -> list[Ref]:
        """Who has published a text, by the clause on it: 同事務所が公表した報告書は."""
        clause = phrase.relative
        issuer = clause.arg("が") if clause is not None and clause.past and not clause.passive else None
        issued = clause is not None and (clause.lemma in self.verbs.sending or clause.lemma in self.verbs.publishing)
        return self.people.refs(self.context, issuer) if issuer is not None and issued else []

    def _following(self, clause: Clause) -> str:
        """Return the noun right behind a relative clause, adverbial nouns (一方) included."""
        at = clause.phrase.index + 1
        return self.context.phrases[at].text if at < len(self.context.phrases) else ""

    def _set(self, subject: Subject) -> None:
        self.main, self.inner, self.since, self.closed = subject, None, False, False

    def _speaks(self, phrase: Phrase) -> bool:
        """Whether the next full predicate behind a phrase is itself a report without words of its own to stand in."""
        following = self._predicate_after(phrase)
        if following is not None and following.lemma == "する" and _reason(following):
            # Xが「危険だ」として中止を求めた
            following = self._predicate_after(following.phrase)
        if following is None or self._told_next(phrase):
            return False
        telling = self._telling(following)
        return telling is not None and telling.quoted is None

    def _tabled(self, phrase: Phrase) -> bool:
        """Whether someone only tables the text that is the topic: 決議は日本が提案した."""
        following = self._predicate_after(phrase)
        return following is None or phrase not in following.args or following.lemma.endswith("提案する")

    def _account(self, phrase: Phrase) -> bool:
        """Report the words of 〜の説明によると, 〜の話では."""
        if phrase.head.text not in self.verbs.accounts:
            return False
        refs = [r for m in phrase.modifiers if m.particle == "の" for r in self.people.refs(self.context, m)]
        if refs:
            self.accounts.append((tuple(refs), phrase))
        if refs and (self.source is None or self.source.outlet):
            self.source = Subject(phrase, tuple(refs), False, False)
        return bool(refs)

    def _spoken_of(self, subject: Subject, phrase: Phrase) -> bool:
        """Whether a topic behind a report is what its speaker goes on to speak of: Xは歓迎すると述べ、Yは重要だと語った.

        Only where X is a person and Y is none, and nothing tells of an answer: a comma, a quotation, a verb of answering.
        """
        if self.main is None or not any(r.kind == "person" for r in self.main.refs):
            return False
        if phrase.comma or any(r.kind == "person" for r in subject.refs):
            return False
        teller = next(
            (
                c
                for c in self.context.clauses
                if c.phrase.index > phrase.index
                and c.form not in ("relative", "quoted")
                and self._telling(c) is not None
            ),
            None,
        )
        if self._office_speaks(subject, phrase):
            return False
        if teller is None or teller.lemma in self.verbs.answering:
            return False
        if any(a.particle == "を" and a.text.endswith(("声明", "談話", "論評")) for a in teller.args):
            # …と非難し、暫定政府は…との声明を出した
            return False
        return any(
            c.parent is teller and c.form == "quoted" and c.phrase.index > phrase.index for c in self.context.clauses
        )

    def _in_statement(self, phrase: Phrase) -> bool:
        """Whether a が-subject stands in the words for which the clause before only gives the occasion: 声明を出し、Yが…と発表した."""
        assert self.main is not None
        if phrase.particle not in _SUBJECT or phrase.comma or self.main.topic or not self._told_next(phrase):
            return False
        before = [c for c in self.context.clauses if c.phrase.index < phrase.index and c.form != "relative"]
        last = before[-1] if before else None
        if last is None or last.form != "chain" or self._telling(last) is not None:
            return False
        issued = any(a.particle == "を" and a.text.endswith(self.people.documents) for a in last.args)
        return issued or last.lemma in self.verbs.occasions

    def _in_report(self, subject: Subject, phrase: Phrase) -> bool:
        """Whether a state is what a paper that has reported nothing yet speaks of: X紙は去年と比べ、Yは関心が低いと指摘した."""
        assert self.main is not None
        if not self.main.outlet or phrase.comma or any(r.kind == "person" for r in subject.refs):
            return False
        before = (
            c for c in self.context.clauses if c.phrase.index < phrase.index and c.form in ("chain", "conjunctive")
        )
        following = self._predicate_after(phrase)
        teller = following.parent if following is not None and self._told_next(phrase) else None
        own = teller is not None and teller.lemma in self.verbs.of_papers
        return own and all(self._telling(c) is None and not self._governs(c) for c in before)

    def _office_speaks(self, subject: Subject, phrase: Phrase) -> bool:
        """Whether it is a ministry, army or spokesman, or the government of others than the speaker before."""
        assert self.main is not None
        if not subject.refs:
            return False
        if phrase.text.endswith(self.people.ministries):
            return True
        own = self.context.states_of(self.main.refs)
        return phrase.text.endswith(self.people.governments) and not set(own) & set(
            self.context.states_of(subject.refs)
        )

    def _awaited(self, subject: Subject, phrase: Phrase) -> bool:
        """Whether someone parted by a comma from what follows waits for a verb of telling: 夜になって外務省が、…と発表した."""
        persons = any(r.kind == "person" for r in subject.refs)
        if persons and not self.spoke and self.main_refs():
            # NATOは会合を開き、X事務総長が…と言明した
            international = self.context.linked.international
            if all(r.kind == "organization" and r.key in international for r in self.main_refs()):
                return True
        return phrase.comma and (persons or self._office_speaks(subject, phrase))

    def _predicate_after(self, phrase: Phrase) -> Clause | None:
        return next((c for c in self.context.clauses if c.phrase.index > phrase.index and c.form != "relative"), None)

    def _told_next(self, phrase: Phrase) -> bool:
        """Whether the next full predicate behind a phrase is in the words of someone else."""
        following = self._predicate_after(phrase)
        return following is not None and following.form == "quoted" and self._reported(following)

    def _reported(self, clause: Clause) -> bool:
        """Whether the words of a quoted clause are what a verb of telling, not of a news outlet, reports."""
        host = clause.parent
        if host is None or self._telling(host) is None:
            return False
        return not any(
            self.people.outlet(self.context, a)
            for a in host.args
            if a.particle in ("は", "も") or a.particle in _SUBJECT
        )

    # -- predicates -------------------------------------------------------------------------------------------------

    def _predicate(self, clause: Clause) -> None:
        if clause.form == "nominal" and clause.lemma in self.verbs.accounts and self._account(clause.phrase):
            # X氏の話では、…という
            return
        telling = self._telling(clause)
        if (
            telling is not None
            and not self.verbs.guessed(clause)
            and (self._performs(clause) or self.listed or self.verbs.narrates(clause) or _real(clause, telling))
        ):
            self._tell(clause, telling)
        # Xは…との認識を示したと、Yが明らかにした
        ended = telling is None or clause.phrase.comma
        self.closed = clause.form == "quoted" and ended and clause.lemma != "よる"
        if clause.lemma == "よる" and clause.form in ("quoted", "chain"):
            self._sourced(clause)
            return
        if clause.form in ("conjunctive", "chain") and self._passes_on(clause):
            # X長官によると、…で一致したというが、Yは否定した; …が使われたといい、Yは…とした
            if self.source is not None:
                self._add(self.source.refs, "いう", clause.phrase, clause, None)
                self.source = None
            elif self.main is None and not self.met and self.spoken and not self.cited and len(self.held) == 1:
                self._add(self.held, "いう", clause.phrase, clause, None)
        if clause.form == "relative":
            noun = self._following(clause)
            loose = self.main is not None and not self.main.topic and noun in self.relative["before_others"]
            because = (
                clause.target is not None and noun == "こと" and clause.target.particle in ("から", "などから", "で")
            )
            if (noun in self.relative["adversative"] or loose or because) and (
                self.inner is None or self._governs(clause)
            ):
                self.inner, self.since = None, True
            return
        if clause.form == "quoted":
            self.since = self.since or (telling is not None and self.inner is None)
            self.inner_since = self.inner is not None
            return
        if _adverb(clause):
            return
        if self._still_reported(clause):
            self.inner_since = True
            return
        if telling is not None or self._governs(clause) or not self._quoted_ahead(clause):
            self.inner = None
        if self.inner is None:
            self.since = True
        else:
            self.inner_since = True

    def _performs(self, clause: Clause) -> bool:
        """Whether who has the floor does by saying it what the verb says: 歓迎いたします."""
        return bool(self.floor) and self.verbs.speaks(clause.lemma)

    def _still_reported(self, clause: Clause) -> bool:
        """Whether a clause belongs to what a news outlet reports, because the quotation ends later."""
        return self.main is not None and self.main.outlet and self.inner is not None and self._quoted_ahead(clause)

    def _governs(self, clause: Clause) -> bool:
        return any(c.parent is clause and c.form == "quoted" for c in self.context.clauses[: clause.index])

    def _quoted_ahead(self, clause: Clause) -> bool:
        """Whether words are still being reported behind a clause."""
        if any(c.form == "quoted" for c in self.context.clauses[clause.index + 1 :]):
            return True
        return any(
            p.index > clause.phrase.index and p.particle in _QUOTING and _has_quote(p) for p in self.context.phrases
        )

    def _tell(self, clause: Clause, telling: Telling) -> None:
        refs = self._speakers(clause, telling)
        if not refs or (telling.verb in self.verbs.bound and self._contents(clause)):
            return
        if telling.verb in self.verbs.ruling and self.main is not None and self.people.court(self.main.phrase):
            # 最高裁は一審の判断を支持した: a ruling
            return
        if clause.form != "relative":
            self.spoke = refs
        self._add(refs, telling.verb, clause.phrase, clause, self._quotation(clause, telling))

    def _contents(self, clause: Clause) -> bool:
        """Whether the sentence tells what a document binds its parties to: 声明では、Xが〜を約束した."""
        return any(
            p.particle in ("では", "には", "デハ") and p.text.endswith(self.people.documents)
            for p in self.context.phrases[: clause.phrase.index]
            if id(p) not in self.attached
        )

    def _of_law(self, clause: Clause) -> bool:
        """Whether a sentence tells what a law says: 住民投票条例では、…としている."""
        before = self.context.phrases[: clause.phrase.index]
        return any(p.particle in ("では", "デハ", "には") and self.people.law(p) for p in before)

    def _contents_of_joint(self, clause: Clause) -> bool:
        """Whether a sentence without a subject tells what a text of several says: 議長声明では、〜と明記した."""
        return any(
            p.particle in ("では", "デハ") and p.text.endswith(self.people.documents) and self.people.joint(p)
            for p in self.context.phrases[: clause.phrase.index]
        )

    def _speakers(self, clause: Clause, telling: Telling) -> tuple[Ref, ...]:
        if clause.passive and clause.lemma not in self.verbs.busied:
            return self._agents(clause, telling) or self._honoured(clause)
        cleft = self._cleft(clause)
        if cleft or _meant(clause):
            return cleft
        if clause.form == "relative":
            return self._relative(clause, telling)
        if self.anonymous or (self.main is None and (self._contents_of_joint(clause) or self._of_law(clause))):
            return ()
        reporting = self.main is None and clause.lemma in self.verbs.of_papers
        papers = (*_OF_PAPERS, "では", "などでは") if reporting else _OF_PAPERS
        if any(
            a.particle in papers and self.people.outlet(self.context, a)
            for a in clause.args
            if self.inner is None or self.main is None or a is not self.main.phrase
        ):
            return ()
        if self._charged(clause):
            return ()
        if (clause.form == "quoted" and not self._answered(clause)) or self._still_reported(clause):
            # part of what a later verb reports
            free = self.main is None or self.main.outlet
            if self.inner is not None and (free or not self._told_by(clause, self.inner.phrase)):
                return self.inner.refs if free else ()
            if self.main is not None and not self.main.outlet and self._own_words(clause):
                return ()
            return self.main_refs()
        if self.main is not None:
            return () if self._of_paper(clause, telling) else self._in_turn() or self.main_refs()
        bound = self._complement(clause) if telling.verb in self.verbs.bound else ()
        if bound:
            return bound
        if self.source is not None and not self.source.outlet:
            return self.source.refs if telling.firm else ()
        reports = clause.lemma in self.verbs.passing_on
        if (self.source is not None or (self.cited and reports)) and (reports or self._other_subject(clause)):
            return ()
        if self.met:
            return ()
        person = self._local_person(clause)
        if person:
            return person
        if not self.held and (own := self._complement(clause)):
            return own
        if telling.quote is None and telling.quoted is None and not self.floor and self._thing(clause):
            return ()
        if any(a.particle in ("は", "が") and a.comma and a.text == QUOTE_MARK for a in clause.args):
            # 「ニュース24」は、…を伝えている
            return ()
        # 両国は…で合意した。…。連携も再確認した
        together = telling.verb in self.verbs.bound and len(self.held) > 1
        return self.held if telling.firm or self.spoken or self.floor or together else ()

    def _of_paper(self, clause: Clause, telling: Telling) -> bool:
        """Whether it is the paper cited in the sentence before that goes on in 〜としている, the subject being in its words."""
        if not self.cited or clause.lemma != "する" or clause.form != "final" or telling.quoted is None:
            return False
        assert self.main is not None
        args, _ = _with_adverbs(telling.quoted, self.context.clauses)
        return self.main.phrase.particle in _SUBJECT or self.main.phrase in args

    def _in_turn(self) -> tuple[Ref, ...]:
        """Who say their words in turn before one verb: X首相は「…」、Y首相は「…」とそろって非難した."""
        first, second = self.main, self.inner
        if first is None or second is None or not second.topic or first.outlet or second.outlet:
            return ()
        # the words of the first one are read as listed with the name behind them
        words = next((p for p in second.phrase.conjuncts if _has_quote(p)), None)
        own = words is not None and words.index == first.phrase.index + 1 and not words.particle and _worded(words)
        return tuple(dict.fromkeys((*first.refs, *second.refs))) if own or self._share_verb(first, second) else ()

    def _share_verb(self, first: Subject, second: Subject) -> bool:
        """Whether two topics have one verb: 豪政府は74万ドルの支援、米政府は5万ドルの拠出を表明した."""
        between = self.context.phrases[first.phrase.index + 1 : second.phrase.index]
        if not between or not first.topic or any(p.predicate or p.particle in ("は", "も", "が") for p in between):
            return False
        last = between[-1]
        told = any(second.phrase in c.args for c in self.context.clauses if c.form in ("quoted", "relative"))
        return last.comma and not last.particle and not last.mentions() and not last.is_time and not told

    def _told_by(self, clause: Clause, phrase: Phrase) -> bool:
        """Whether a phrase stands in the words of a clause: 米国は加わらないと in Xは、米国は加わらないと伝えたと、Y紙が報じた."""
        holder = next((c for c in self.context.clauses if phrase in c.args), None)
        if holder is None or holder.index >= clause.index:
            return False
        conditional = holder.form == "chain" and holder.tail.endswith(_CONDITIONS)
        return conditional or (holder.parent is clause and holder.form == "quoted")

    def _answered(self, clause: Clause) -> bool:
        """Whether words behind と are not what is reported but what is answered to: Xが説明すると、Yは「…」と応じた."""
        host = clause.parent
        if host is None or clause.past or not clause.phrase.comma:
            return False
        behind = self.context.phrases[clause.phrase.index + 1 :]
        words = next((p for p in behind if p.particle in _QUOTING and _has_quote(p)), None)
        if words is None:
            args, _ = _with_adverbs(host, self.context.clauses)
            words = next(
                (a for a in args if a.index > clause.phrase.index and _has_quote(a) and a.particle in _QUOTING), None
            )
        return words is not None and any(
            p.particle in ("は", "も", "が") and not p.is_time for p in behind if p.index < words.index
        )

    def _cleft(self, clause: Clause) -> tuple[Ref, ...]:
        """Who speaks in 「…」と述べたのは、Xだ: the predicate behind."""
        host = clause.parent
        if clause.form != "nominal" or host is None or not clause.tail.endswith(("のは", "のが")):
            return ()
        return tuple(self.people.refs(self.context, host.phrase))

    def _other_subject(self, clause: Clause) -> bool:
        """Whether anything stands as a subject before a clause, be it known or not: 弁護士会は声明を出し、…と批判した."""
        return any(
            p.particle in ("は", "が", "も")
            and not p.is_time
            and id(p) not in self.attached
            and id(p) not in self.local
            for p in self.context.phrases[: clause.phrase.index]
        )

    def _charged(self, clause: Clause) -> bool:
        """Whether a clause is what others say that someone does: Xは、Yを擁護していると非難された."""
        host = clause.parent
        return clause.form == "quoted" and host is not None and host.passive and self.verbs.speaks(host.lemma)

    def _own_words(self, clause: Clause) -> bool:
        """Whether a speaker tells in his own words that he tells something: 拒否すると表明した."""
        host = clause.parent
        told = clause.form == "quoted" and not clause.past and self._reported(clause)
        if not told or host is None or host.passive:
            return False
        # 中国も支持するとしていると伝えている: of a paper that is not named
        return host.lemma not in self.verbs.passing_on or not any(p in clause.tail for p in _PROGRESSIVE)

    def _thing(self, clause: Clause) -> bool:
        """Whether a thing is the subject of a clause (この決定は強い姿勢を示す)."""
        told = {id(a) for c in self.context.clauses for a in c.args if c.form == "quoted"}
        before = [
            p
            for p in self.context.phrases[: clause.phrase.index]
            if p.particle == "は" and id(p) not in self.attached and id(p) not in told
        ]
        before += [
            a
            for c in self.context.clauses[: clause.index]
            if c.form in ("chain", "conjunctive")
            for a in c.all_args("が")
        ]
        return any(not p.is_time for p in [*before, *clause.all_args("が")])

    def _local_person(self, clause: Clause) -> tuple[Ref, ...]:
        """Return the person in a relative clause who alone can speak: X氏が内定していた職の辞退を表明した."""
        for other in self.context.clauses[: clause.index]:
            subject = other.arg("が") if other.form == "relative" and other.target is not None else None
            if subject is not None and (
                refs := tuple(r for r in self.people.refs(self.context, subject) if r.kind == "person")
            ):
                # who is cited for his words is not the one who cites them
                return () if set(refs) & {r for d in self.drafts for r in d.refs("speaker")} else refs
        return ()

    def _complement(self, clause: Clause) -> tuple[Ref, ...]:
        """Who binds himself in 〜ことを確認した where nobody else is the subject: the subject inside."""
        inside = next(
            (
                c
                for c in self.context.clauses
                if c.form == "relative" and c.target is not None and c.target.text == "こと" and c.target in clause.args
            ),
            None,
        )
        subject = inside.arg("が") if inside is not None else None
        return tuple(self.people.refs(self.context, subject)) if subject is not None else ()

    def main_refs(self) -> tuple[Ref, ...]:
        """Return the main subject, none for a news outlet."""
        return self.main.refs if self.main is not None and not self.main.outlet else ()

    def _relative(self, clause: Clause, telling: Telling) -> tuple[Ref, ...]:
        """Who speaks in a relative clause.

        「…」と語った金総書記: the target; Xが求めた査察: its own subject; 〜と指摘する報告書: the main subject.
        """
        own = (
            next(
                (
                    s
                    for a in reversed(clause.args)
                    if a.particle in _SUBJECT and (s := self.people.subject(self.context, a, False)) is not None
                ),
                None,
            )
            or self._waiting(clause)
            or self._of_occasion(clause)
            or self._possessor(clause)
        )
        done = clause.past or any(p in clause.tail for p in _PROGRESSIVE) or self._not_forgotten(clause)
        claims = clause.lemma in self.verbs.claiming and clause.arg("を") is not None
        done = done or claims
        if claims and own is not None and clause.target is not None and self.people.refs(self.context, clause.target):
            # エチオピアが、独立を主張するソマリランドと署名した
            own = None
        worded = telling.quote is not None or telling.quoted is not None
        if self._following(clause) in self.relative["presupposing"] and not worded:
            # 中国が拒否した理由
            return ()
        if self._following(clause).startswith("ため") and not clause.past and not worded:
            # 連帯を示すため: what something is done for
            return ()
        done = done or (worded and _kept_in(clause, self.relative["records"]))
        if own is not None:
            return own.refs if done and not self._hidden(clause) and not self._told_of(clause) else ()
        target = clause.target
        if target is None:
            return ()
        text = self._following(clause)
        refs = tuple(self.people.refs(self.context, target)) if text not in self.relative["adverbial"] else ()
        if refs:
            return refs if done and not self._hidden(clause) else ()
        outer = (
            self.inner.refs
            if self.inner is not None and self.main is not None and self.main.outlet
            else self.main_refs()
        )
        if self.inner is not None and (self.main is None or not self.main.outlet):
            goes_on = worded and text in self.relative["before_others"] and not self._structurally_hidden(clause)
            return outer if goes_on else ()
        if target.text.endswith(self.relative["bearers"]):
            return outer if done or worded or self._sent(target) else ()
        if text in self.relative["adverbial"] or (text == "こと" and done):
            goes_on = telling.firm and not self.met and (text != "こと" or self._not_forgotten(clause))
            return outer or (self.held if goes_on else ())
        return ()

    def _not_forgotten(self, clause: Clause) -> bool:
        """Whether a clause is what one did not forget to do: くぎを刺すことも忘れなかった."""
        target = clause.target
        if target is None or target.text != "こと":
            return False
        host = next((c for c in self.context.clauses if target in c.args), None)
        return host is not None and host.negative and host.lemma in self.verbs.unforgotten

    def _sent(self, document: Phrase) -> bool:
        """Whether a document is what its author says something with or sends: 求める書簡を送った, 求める声明で."""
        if document.particle in ("で", "デ", "にて", "では", "の中で"):
            return True
        host = next((c for c in self.context.clauses if document in c.args), None)
        return host is not None and (host.lemma in self.verbs.sending or self._telling(host) is not None)

    def _waiting(self, clause: Clause) -> Subject | None:
        """Return the subject, parted by a comma, that stands in front of what a relative clause says."""
        for other in self.context.clauses[: clause.index]:
            if other.form == "relative" and self._teller_around(other) is clause:
                for arg in other.args:
                    if arg.particle in _SUBJECT and arg.comma:
                        return self.people.subject(self.context, arg, False)
        return None

    def _possessor(self, clause: Clause) -> Subject | None:
        """Return who says what a clause says where の marks him: 政府の発表した死者."""
        if clause.target is None or clause.phrase.index == 0:
            return None
        before = self.context.phrases[clause.phrase.index - 1]
        if before.particle != "の":
            return None
        subject = self.people.subject(self.context, before, False)
        return subject if subject is not None and subject.refs else None

    def _of_occasion(self, clause: Clause) -> Subject | None:
        """Return who speaks on the occasion that he is the subject of: Xが訪れた際に「…」と発言したこと."""
        for other in reversed(self.context.clauses[: clause.index]):
            if other.parent is clause and other.form == "relative" and other.target in clause.args:
                if other.target is None or other.target.text not in self.relative["occasions"]:
                    return None
                subject = other.arg("が")
                return self.people.subject(self.context, subject, False) if subject is not None else None
        return None

    def _told_of(self, clause: Clause) -> bool:
        """Whether a clause before こと is what a real main subject reports: Xは、Yが拒否したことを明らかにした."""
        if (
            clause.target is None
            or clause.target.text != "こと"
            or not (clause.target.particle == "が" or clause.target.particle in _OBJECT)
            or self.main is None
            or self.main.outlet
        ):
            return False
        host = next((c for c in self.context.clauses if clause.target in c.args and c.index > clause.index), None)
        return host is not None and self._telling(host) is not None

    def _hidden(self, clause: Clause | None = None) -> bool:
        """Whether a relative clause stands inside the reported words of a real speaker."""
        if self.main is None or self.main.outlet:
            return False
        return self.inner is not None or self._structurally_hidden(clause)

    def _structurally_hidden(self, clause: Clause | None) -> bool:
        """Whether a clause hangs from words that a verb behind the main subject reports."""
        if self.main is None:
            return False
        at, steps = clause, 0
        while at is not None and steps < _NESTING:
            if at.form == "quoted" and self._reported(at) and at.phrase.index > self.main.phrase.index:
                return True
            at, steps = at.parent, steps + 1
        return False

    def _agents(self, clause: Clause, telling: Telling) -> tuple[Ref, ...]:
        """Xから懸念が示された; 意欲も示された goes on with the last speaker."""
        args, _ = _with_adverbs(clause, self.context.clauses)
        # a からは may stand far in front, behind what qualifies the noun
        before = [
            p
            for p in self.context.phrases
            if p.index < clause.phrase.index and p.particle == "からは" and p not in args
        ]
        for arg in [*args, *before]:
            if arg.particle in ("から", "からは", "からも", "ニヨル", "らから") and (
                refs := tuple(self.people.refs(self.context, arg))
            ):
                return refs
        if self.main is None and not self.met and any(a.particle == "も" for a in args) and telling.firm:
            return self.held
        return ()

    def _honoured(self, clause: Clause) -> tuple[Ref, ...]:
        """Who is honoured by the passive of a verb that no person suffers: 天皇陛下は…と述べられた."""
        persons = self.main is not None and all(r.kind == "person" for r in self.main.refs)
        own = clause.lemma in self.verbs.honoured and clause.form in ("final", "chain", "conjunctive")
        return self.main_refs() if own and persons and self.inner is None else ()

    # -- nouns that report ------------------------------------------------------------------------------------------

    def _nominal(self, phrase: Phrase) -> None:
        """Xの「…」との発言, Xから〜との通知を受け, Xからは批判の声が上がる."""
        if phrase.head.text not in self.verbs.speech:
            return
        if phrase.predicate and (owners := self._owners(phrase)):
            self._add(owners, self.verbs.verb_of(phrase), phrase, None, None)
            return
        worded = self._worded(phrase)
        clause = next((c for c in self.context.clauses if phrase in c.args), None)
        arisen = clause is not None and clause.lemma in self.verbs.arise and phrase.particle in ("が", "も")
        if not worded and not arisen:
            return
        # Xの「…」との発言, Xの「…」という発言
        words = [*phrase.modifiers, *(phrase.relative.args if phrase.relative is not None else ())]
        quoted = [n for m in words if m.particle in _CITED_BY and _has_quote(m) for n in m.modifiers]
        named = [*phrase.modifiers, *quoted]
        refs = (
            [
                r
                for m in named
                if m.particle in ("の", "による", "ニヨルノ", "からの")
                for r in self.people.refs(self.context, m)
            ]
            if worded
            else []
        )
        received = phrase.particle == "ヲウケ" or (clause is not None and clause.lemma in self.verbs.receive)
        if not refs and (arisen or received):
            # Xよりは強い
            compared = clause is not None and clause.phrase.head.pos[0] == "形容詞"
            source = next(
                (
                    p
                    for p in [*reversed(self.context.phrases[: phrase.index]), *(clause.args if clause else ())]
                    if p.particle in _SOURCE and not (compared and p.particle in ("より", "よりは"))
                ),
                None,
            )
            refs = self.people.refs(self.context, source) if source is not None else []
            if source is not None and not refs:
                refs = list(self._other_side(source))
            gist = self.context.phrases[phrase.index - 1].head.text == "旨"
            alone = clause is not None and not any(a.particle == "に" and not a.is_time for a in clause.args)
            if source is None and gist and arisen and alone and self.main is None and len(self.held) == 1:
                # また、成功を評価する旨発言がありました: the one who spoke before goes on
                refs = list(self.held)
        if worded and not refs and not arisen and phrase.index < _TWO and phrase.head.text in self.verbs.said_before:
            # 「…」との言葉に、聴衆が沸いた
            refs = list(self.held) if self.spoken and len(self.held) == 1 else []
        if refs and arisen and self.main is None and clause is not None and clause.form == "final":
            self.spoke = tuple(refs)
        if refs and not (
            self._structurally_hidden(clause) if worded and self._inside(phrase) else self._hidden(clause)
        ):
            self._add(tuple(refs), self.verbs.verb_of(phrase), phrase, clause, None)

    def _inside(self, phrase: Phrase) -> bool:
        """Whether the inner subject stands in the words that a noun of speech holds: 政府軍が発砲したとするXの主張."""
        if self.inner is None:
            return False
        held = [c for c in self.context.clauses if c.form == "quoted" and c.phrase.index < phrase.index]
        return any(self.inner.phrase in c.args and c.parent is not None and c.parent.form == "relative" for c in held)

    def _owners(self, phrase: Phrase) -> tuple[Ref, ...]:
        """Whose words a predicate noun says that those before it are: …、というのがXの主張だ."""
        before = next((c for c in self.context.clauses if c.parent is not None and c.parent.phrase is phrase), None)
        if before is None or before.form != "nominal" or before.lemma not in ("いう", "する"):
            return ()
        if self.spoken and len(self.held) == 1 and self.context.phrases[phrase.index - 1].text == "その":
            # 話し合いは尽くした、というのがその言い分だ
            return self.held
        return tuple(r for m in phrase.modifiers if m.particle == "の" for r in self.people.refs(self.context, m))

    def _worded(self, phrase: Phrase) -> bool:
        """Whether a noun of speech has words: 「…」との, 〜したとの, 〜とする; a name may stand between."""
        if any(m.particle in _ATTRIBUTIVE and _has_quote(m) for m in _deep(phrase)):
            return True
        at = phrase.index - 1
        while at >= 0 and self.context.phrases[at].particle == "の" and not self.context.phrases[at].predicate:
            at -= 1
        before = self.context.phrases[at] if at >= 0 else None
        if before is None:
            return False
        if before.particle in _ATTRIBUTIVE and (before.predicate or _has_quote(before)):
            return True
        if before.head.text == "旨" and before.relative is not None:
            return True
        clause = self.by_phrase.get(at)
        return (
            clause is not None
            and clause.lemma in ("する", "いう")
            and not clause.past
            and not _reason(clause)
            and (self._governs(clause) or any(_has_quote(a) for a in clause.args))
        )

    # -- drafts -----------------------------------------------------------------------------------------------------

    def _add(
        self, refs: tuple[Ref, ...], verb: str, phrase: Phrase, clause: Clause | None, quotation: Span | None
    ) -> None:
        told = {r for d in self.drafts for r in d.refs("speaker")}
        new = [r for r in refs if r not in told]
        if not new:
            return
        draft = self.context.draft("statement", verb, None, phrase, "statement")
        words = self.context.span(phrase)
        for ref in new:
            self.context.claim(draft, "speaker", ref, words)
        self.context.claim(draft, "verb", verb, words)
        if quotation is not None:
            text = self.context.scene.article.text[quotation.begin : quotation.end]
            self.context.claim(draft, "quotation", text, quotation)
        time = self.context.when(clause, inherit=False) if clause is not None else None
        if time is not None:
            self.context.claim(draft, "time", time, time.span)
        self.drafts.append(draft)

    def _quotation(self, clause: Clause, telling: Telling) -> Span | None:
        """Return the words reported: the inside of 「」, else the quoted clause behind its speaker, cut short."""
        sentence = self.context.parsed.sentence
        if telling.quote is not None:
            marks = [
                a.span for a in sentence.asides if a.kind == "quote" and telling.quote.begin <= a.at < telling.quote.end
            ]
            if marks:
                return Span(marks[0].begin, min(marks[0].end, marks[0].begin + QUOTATION))
        if telling.quoted is None:
            return None
        end = telling.quoted.phrase
        first = self._first(clause, telling.quoted)
        start = self.context.phrases[first]
        begin = min([start.begin, *(m.begin for m in _deep(start) if m.index >= first)])
        close = max([end.end, *(u.end for u in end.function if u.pos[0] != "助詞")])
        span = sentence.to_article(begin, close)
        return Span(span.begin, min(span.end, span.begin + QUOTATION))

    def _first(self, clause: Clause, quoted: Clause) -> int:
        """Index of the phrase where reported words begin: behind the speaker or the report before, and their scene."""
        phrases = self.context.phrases
        speaker = self.inner if self.inner is not None and self.main is not None and self.main.outlet else self.main
        first = speaker.phrase.index + 1 if speaker is not None and speaker.phrase.index < quoted.phrase.index else 0
        for other in self.context.clauses[: clause.index]:
            ended = other.form in ("chain", "conjunctive") and (
                other.lemma in self.verbs.occasions or self._telling(other) is not None
            )
            if ended and other.phrase.index < quoted.phrase.index:
                first = max(first, other.phrase.index + 1)
        last = min([a.index for a in quoted.args if a.index >= first] + [quoted.phrase.index])
        while first < last and _scene_setting(phrases[first]):
            first += 1
        return first


def _dictionary(stem: str) -> str:
    """Return the dictionary form of a verb by its continuative: 訴え → 訴える, 拒み → 拒む."""
    at = "いきぎしちにびみり".find(stem[-1:])
    return stem[:-1] + "うくぐすつぬぶむる"[at] if stem and at >= 0 else stem + "る"


def _caused(clause: Clause) -> str:
    """Return the dictionary form of a causative: にじむ → にじませる, 爆発する → 爆発させる."""
    lemma = _modern(clause.lemma)
    if lemma.endswith("する"):
        return lemma.removesuffix("する") + "させる"
    at = "うくぐすつぬぶむる".find(lemma[-1:])
    return lemma[:-1] + "わかがさたなばまら"[at] + "せる" if at >= 0 else lemma


def _modern(lemma: str) -> str:
    """Return a verb in -ずる as it is written today: 応ずる → 応じる."""
    return lemma.removesuffix("ずる") + "じる" if lemma.endswith("ずる") else lemma


def _kind_before(phrase: Phrase, size: int) -> str:
    """Return what stands before the last units of a phrase: 英字紙 before 『…』."""
    return "".join(u.text for u in phrase.content[:-size])


def _has_words(phrase: Phrase) -> bool:
    """Whether a phrase holds a quotation that is no name."""
    return phrase.quoted and any(
        QUOTE_MARK in u.text and (u.mention is None or u.mention.kind == "quote") for u in phrase.content
    )


def _voices(context: Context, phrase: Phrase) -> list[Ref]:
    """Return the actors of a phrase, for a seat of power (クレムリン) the body that speaks there."""
    found = context.actors(phrase)
    head = phrase.head.mention
    named = [*phrase.mentions(), *(head.affiliation if head is not None else ())]
    seats = [r for m in named if (r := context.linked.seated.get(m.span)) is not None]
    return seats if seats and all(r.kind == "state" for r in found) else found


def _employers(context: Context, people: list[Ref]) -> list[Ref]:
    """Return the bodies that stand before the names of persons in the article: 国連のグテレス事務総長."""
    text, named = context.scene.article.text, context.linked.refs
    begins = {s.begin for s, refs in named.items() if len(refs) == 1 and refs[0] in people}
    begins |= {b - 1 for b in begins if text[b - 1] == "の"}
    found = [refs[0] for s, refs in named.items() if s.end in begins and refs[0].kind == "organization"]
    return list(dict.fromkeys(found))[:1]


def _kept_in(clause: Clause, records: tuple[str, ...]) -> bool:
    """Whether a clause modifies something in which words are kept: 警告する映像."""
    return clause.target is not None and clause.target.text.endswith(records)


def _deep(phrase: Phrase) -> Iterator[Phrase]:
    for part in [*phrase.modifiers, *phrase.conjuncts]:
        yield part
        yield from _deep(part)


def _strange_name(phrase: Phrase) -> bool:
    """Whether a phrase ends in a name which nothing is known of."""
    head = phrase.head
    if head.mention is not None:
        return False
    if head.text.isascii() and sum(c.isupper() for c in head.text) > 1:
        return True
    if _KATAKANA.search(phrase.text):
        # パブリック・アイ
        return True
    return head.pos[:2] == ("名詞", "固有名詞") and head.pos[2] in ("人名", "一般")


def _several(phrase: Phrase) -> bool:
    """Whether a phrase names more than one: 両国, 日本と韓国, 双方."""
    mention = phrase.head.mention
    return bool(phrase.conjuncts) or phrase.text[:1] in "両双各" or (mention is not None and mention.kind == "anaphor")


def _ends(context: Context) -> bool:
    """Whether a bulleted line is a sentence: it ends in a full stop or in a full verb."""
    text = context.scene.article.text
    span = context.parsed.sentence.span
    if text[span.end - 1] in "。！？":
        return True
    if text[text.rfind("\n", 0, span.begin) + 1 : span.begin].strip()[:1].isdigit():
        # 1. a numbered heading
        return False
    last = context.clauses[-1] if context.clauses else None
    if last is None or last.form != "final":
        return False
    unit = (last.phrase.function or last.phrase.content)[-1]
    if unit.pos[2:3] == ("サ変可能",) and any(a.particle in ("は", "が") for c in context.clauses for a in c.args):
        # ・韓国は決議違反だと批判
        return True
    return unit.pos[0] in ("動詞", "助動詞") and len(unit.pos) > _FORM and unit.pos[_FORM].startswith("終止形")


def _scene_setting(phrase: Phrase) -> bool:
    """Whether a phrase belongs to the act of saying rather than to the words: a time, 会見で, 日本に対し, また."""
    if phrase.predicate:
        return False
    scene = ("で", "デ", "では", "ニタイシ", "ニツイテ", "ニカンシ", "ヲメグリ", "ヲウケ", "に", "ニヨル", "にて")
    return phrase.is_time or phrase.head.pos[0] in ("接続詞", "副詞") or (phrase.comma and phrase.particle in scene)


def _with_words(phrase: Phrase) -> bool:
    """Whether words stand before a noun: 「…」との立場, …という立場."""
    if any(m.particle in _ATTRIBUTIVE and _has_quote(m) for m in phrase.modifiers):
        return True
    clause = phrase.relative
    if clause is None or clause.past:
        return False
    if any(p.particle in _QUOTING and _has_quote(p) and _worded(p) for a in clause.args for p in a.coordinated()):
        # 「国内問題だ」と関知しない構えだ
        return True
    return clause.lemma in ("する", "いう", "言う")


def _worded(phrase: Phrase) -> bool:
    """Whether a quotation holds words rather than a name: it ends in a verb or particle."""
    mention = phrase.head.mention
    return mention is None or bool(_KANA_END.search(mention.text.rstrip("」』”")))


def _so_that(phrase: Phrase) -> bool:
    """Whether it is the よう of what is to be done; it may have grown together with a noun: よう相手側に迫った."""
    return phrase.text == "よう" or (phrase.relative is not None and phrase.text.startswith("よう"))


def _has_quote(phrase: Phrase) -> bool:
    return phrase.quoted


def _hearsay(clause: Clause, phrases: list[Phrase]) -> bool:
    """Whether a sentence ends in 〜という, 〜ということだ, 〜とのことだ."""
    if clause.lemma in ("いう", "言う"):
        return clause.tail in ("", "ます")
    before = phrases[clause.phrase.index - 1] if clause.phrase.index else None
    return clause.lemma == "こと" and before is not None and (before.particle == "との" or before.text == "いう")


def _adverb(clause: Clause) -> bool:
    """Whether an adjective only qualifies the next predicate: 強く非難した."""
    return (
        clause.form == "chain" and not clause.tail and clause.phrase.head.pos[0] == "形容詞" and not clause.phrase.comma
    )


def _with_adverbs(clause: Clause, clauses: list[Clause]) -> tuple[list[Phrase], list[Clause]]:
    """Return the arguments of a clause and its adverbs (強く非難した, 繰り返し述べた), and these clauses."""
    args, parents, at = list(clause.args), [clause], clause
    while (
        at.index
        and (before := clauses[at.index - 1]).phrase.index == at.phrase.index - 1
        and before.form == "chain"
        and not before.phrase.comma
        and not before.tail
    ):
        args = before.args + args
        parents.append(before)
        at = before
    return args, parents


def _passed_on(clause: Clause, clauses: list[Clause]) -> Phrase | None:
    """Return words in 「」 before what only says how something is said: 「…」と聖書を引いて怒りをぶつけた."""
    before = clauses[clause.index - 1] if clause.index else None
    if before is None or before.form != "chain" or before.tail not in ("て", "で") or before.phrase.comma:
        return None
    words = (p for a in before.args for p in a.coordinated() if p.particle in _QUOTING and _has_quote(p))
    return next((p for p in words if _worded(p)), None)


def _given_reason(clause: Clause, clauses: list[Clause]) -> tuple[Phrase | None, Clause | None]:
    """Return the words of 〜として right before a verb of telling."""
    before = clauses[clause.index - 1] if clause.index else None
    if before is None or before.lemma != "する" or not _reason(before):
        return None, None
    quote = next((a for a in before.args if a.particle in _QUOTING and _has_quote(a)), None)
    return quote, next((c for c in clauses[: before.index] if c.form == "quoted" and c.parent is before), None)


def _volition(clause: Clause) -> bool:
    """Whether it is an attempt rather than words: 〜しようとする."""
    return any(
        u.pos[5].startswith("意志推量形") and u.lemma not in ("だ", "です")
        for units in (clause.phrase.content, clause.phrase.function)
        for u in units
    )


def _all_quotation(context: Context) -> bool:
    """Whether a sentence is nothing but words in 「」."""
    mark = [p for p in context.phrases if _has_quote(p)]
    return len(mark) == 1 == len(context.phrases) and len(mark[0].content) == 1 and _worded(mark[0])


def _reason(clause: Clause) -> bool:
    """Whether it is 〜として, whose words belong to the verb that follows."""
    return clause.form == "chain" and clause.tail in ("て", "ては", "ても")


def _asked(clause: Clause) -> bool:
    """Whether it is an open question: 〜を述べたか(は明らかでない)."""
    function = clause.phrase.function
    if clause.form == "final":
        return bool(function) and function[-1].text == "か" and clause.phrase.final
    return clause.form == "nominal" and any(u.text == "か" for u in function)


def _detached(clause: Clause) -> bool:
    """Whether it is an attributive とする that a comma parts from its noun: …困難だとする、局長の言葉."""
    last = (clause.phrase.function or clause.phrase.content)[-1]
    return clause.lemma == "する" and clause.form == "chain" and last.pos[0] == "動詞" and last.text == "する"


def _meant(clause: Clause) -> bool:
    """Whether a clause only names an act: 糾弾するのが目的だ."""
    named = clause.form == "nominal" and clause.parent is not None and clause.tail.endswith(("のが", "のは"))
    done = clause.past or any(p in clause.tail for p in _PROGRESSIVE)
    return named and not done


def _real(clause: Clause, telling: Telling) -> bool:
    """Whether the words were spoken: not a plain future at the end of a sentence (25日に発表する)."""
    if clause.form == "quoted" and clause.parent is not None and clause.parent.form == "relative":
        # 発表するという日程
        return clause.past or clause.parent.lemma not in ("いう", "する") or bool(clause.tail.removesuffix("と"))
    if clause.form != "final" or clause.past or any(p in clause.tail for p in _PROGRESSIVE):
        return True
    last = clause.phrase.content[-1]
    if last.pos[0] != "動詞" and not clause.tail:
        return True
    return telling.quote is not None or telling.quoted is not None
