"""Sentence to units: the finders in their order, each taking what the earlier ones left.

Order: times, gazetteer, persons and offices, states by abbreviation, named quotations, events and documents, anaphors.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from kg.find.bare_names import BareNames
from kg.find.bodies import BodyFinder
from kg.find.gazetteer import Gazetteer
from kg.find.names import Gloss, Person, PersonFinder
from kg.find.units import (
    KANA,
    NOMINAL,
    NOUN,
    NOUNLIKE,
    RECUT,
    SINGLE,
    TITLE,
    Token,
    has_katakana,
    is_kanji,
    is_katakana,
    joined,
    joined_katakana,
    may_need_cut,
    recut,
    tokens,
)
from kg.lexicon.load import Lexicon
from kg.link.registry import Registry
from kg.model.mention import Entry, Mention, MentionKind
from kg.model.sentence import QUOTE_MARK, Aside, Sentence, Unit
from kg.model.span import Span
from kg.model.time import TimeValue
from kg.segment.morphemes import Morphemes, Tokenizer

#: How a headline ends, and a sentence in its manner.
_NOUN_END: Final = re.compile("[一-鿿ァ-ヶー]へ?。?$")
#: What every anaphor begins with: a cheap test before the pattern itself.
_ANAPHOR_BEGIN: Final = re.compile("[両双同三関加参各二十我わ2-9２-９二三四五六七八]")
_ORDINAL: Final = re.compile(
    r"第[0-9０-９一二三四五六七八九十百]+[回次]|(?<![0-9０-９一二三四五六七八九十])[0-9０-９一二三四五六七八九十]+(?:回目|度目)|初(?:の)?"
)
#: A short form in brackets behind a name.
_SHORT_FORM: Final = re.compile(r"[(（][A-Za-zＡ-Ｚ][A-Za-zＡ-Ｚ0-9０-９\-]{1,11}[)）]$")
#: The years for which a plan is made, behind its name.
_YEARS_TAIL: Final = re.compile(r"[(（][0-9０-９]{2,4}[^()（）]{0,8}[)）]$|(?<=[^0-9０-９])20[0-9]{2}$")
#: A sort of talks or documents behind a quoted name has at most so many characters (外相会合).
_LONGEST_SORT: Final = 6
_SENTENCE: Final = re.compile(r"[ぁ-とな-ねは-ん:：|、。!?]")
_LASTING: Final = re.compile(
    r"(?:約|およそ|計)?(?:[0-9０-９一二三四五六七八九十数]+(?:分|時間)(?:半)?){1,2}(?:間|余り|以上|余|にわたり)?"
)
_NUMBER: Final = re.compile(r"第?[0-9０-９]+号?")


class MentionFinder:
    """Turns sentences into units with mentions. One instance serves any number of articles."""

    def __init__(self, registry: Registry, lexicon: Lexicon) -> None:
        self.gazetteer = Gazetteer(registry, lexicon)
        self._titles = lexicon.titles
        self._title_ends = frozenset(t[-1] for t in lexicon.titles)
        self._prefixes = lexicon.words("nominals", "names", "office_prefixes")
        self._lone = lexicon.words("nominals", "names", "lone_states")
        self._bodies = tuple(lexicon.words("nominals", "organizations", "bodies"))
        self._no_bodies = lexicon.words("nominals", "organizations", "no_bodies")
        self._unknown, self._bare = BodyFinder(self.gazetteer, lexicon), BareNames(lexicon)
        self.tokenizer = Tokenizer(self._marks)
        #: What a tokeniser may leave hanging on a name in katakana: states, and words with which a title begins.
        states = {n for r in registry.states.values() for n in (r.label, *r.aliases) if len(n) >= 3}
        self._hanging = {n: self.gazetteer.get(n) for n in states | lexicon.words("nominals", "names", "hanging")}
        self._led = _led(registry)
        self._persons = PersonFinder(self.gazetteer, lexicon)
        table = lexicon.table("nominals", "documents")
        self._documents = {word: kind for kind, words in table.items() if kind != "bare" for word in words}
        self._talks = lexicon.words("nominals", "events", "talks")
        self._levels: list[str] = lexicon.table("nominals", "events")["levels"]
        self._series = lexicon.words("nominals", "events", "series")
        self._word_ends = lexicon.words("nominals", "syntax", "document_ends")
        self._followers = lexicon.words("nominals", "states", "followers")
        self._anaphor = re.compile(_anaphor_pattern(lexicon.table("nominals", "anaphors")))
        self._adverbs = lexicon.words("nominals", "events", "adverbs")
        self._governments = lexicon.words("nominals", "organizations", "governments")
        self._suffixes = tuple(sorted(lexicon.words("nominals", "organizations", "suffixes"), key=len, reverse=True))
        #: The last characters of those words, and of サミット.
        self._head_ends = tuple({w[-1] for w in (*self._talks, *self._documents)} | {"ト"})
        self._heads = re.compile(
            "(?:" + "|".join(sorted(map(re.escape, {*self._talks, *self._documents}), key=len, reverse=True)) + ")$"
        )
        self._sessions_of_bodies = lexicon.endings("nominals", "events", "of_bodies")

    def with_names(self, sentence: Sentence, units: list[Unit], known: frozenset[str]) -> list[Unit]:
        """Units with the bare names marked that the article introduces elsewhere (プーチン for プーチン大統領)."""
        return [
            self._unit(sentence, u.text, u.begin, u.end, "person", "known-name", name=u.text)
            if u.mention is None and u.text in known and (is_katakana(u.text) or u.pos[2:3] == ("人名",))
            else u
            for u in units
        ]

    def _marks(self, text: str, pos: tuple[str, ...]) -> int:
        """Which finders a word can concern: see ``Unit.marks``."""
        marks = (
            RECUT * may_need_cut(text, pos)
            | KANA * has_katakana(text)
            | SINGLE * (text in self.gazetteer.abbreviations or QUOTE_MARK in text)
            | TITLE * (text in self._persons.beginnings)
            | self._unknown.marks(text)
        )
        if _nounlike(text, pos):
            nominal = (
                text.endswith(self._head_ends)
                or text in ("氏", "国")
                or text in self._series
                or _ANAPHOR_BEGIN.search(text) is not None
            )
            marks |= NOUNLIKE | NOMINAL * nominal
        return marks

    def units(self, sentence: Sentence, morphemes: Morphemes, times: Sequence[TimeValue]) -> list[Unit]:
        """Units of a sentence, made of its morphemes; ``times`` are those that lie in it."""
        surface = sentence.surface
        words, bounds, marks = morphemes
        brackets = [a for a in sentence.asides if a.kind == "bracket"]
        if marks & RECUT or brackets:
            words = recut(
                words,
                bounds,
                (a.at for a in brackets),
                self.gazetteer.family_names,
                self._titles,
                self.gazetteer.abbreviations,
            )
        if "好まし" in surface:
            words = joined(words, surface)
        hits = self.gazetteer.scan(surface, words, bounds)
        ends = {h.end for h in hits if h.entry.kind == "person"}.difference(bounds)
        if ends:
            # 華春瑩報道官 is cut 華/春/瑩報/道/官: the title behind a known name begins where the name ends
            bounds[:] = sorted(ends.union(bounds))
            hits = self.gazetteer.scan(surface, words, bounds)
        dated = self._times(sentence, times)
        if dated:
            hits = [h for h in hits if not any(b < h.end and h.begin < e for b, e, _ in dated)]
        row = tokens(words, hits, surface)
        if marks & KANA:
            row = joined_katakana(row, self._hanging)
        if dated:
            row = _with_times(row, dated)
        glosses = {a.at: gloss for a in brackets if (gloss := self._gloss(a)) is not None}
        persons = {p.begin: p for p in self._persons.find(row, glosses)}
        units = self._merge(sentence, row, {(b, e): t for b, e, t in dated}, persons)
        if persons:
            units = self._shared_titles(sentence, units)
        units = self._administrations(sentence, units)
        units = self._unknown.mark(sentence, self._nominals(sentence, units))
        return self._bare.mark(sentence, units) if marks & KANA else units

    def _administrations(self, sentence: Sentence, units: list[Unit]) -> list[Unit]:
        """ブッシュ政権: who governs stands for the state, which is the same for all leaders of that name."""
        if "政権" not in sentence.surface:
            return units
        for at, whole in enumerate(units):
            own = whole.mention
            name = whole.text if own is None else own.name if own.kind == "person" and not own.title else ""
            if own is None and name.endswith("政権"):
                # トランプ政権 is one word of the dictionary
                name = name.removesuffix("政権")
            elif at + 1 == len(units) or units[at + 1].text != "政権":
                name = ""
            state = self._led.get(name) if name else None
            if state is not None:
                unit = units[at]
                units[at] = self._unit(
                    sentence, unit.text, unit.begin, unit.end, "state", "administration", keys=(state,)
                )
        return units

    def _shared_titles(self, sentence: Sentence, units: list[Unit]) -> list[Unit]:
        """A title behind the last of several names is that of all: フジモリ、マワ両大統領, チリのフレイ各大統領, A、Bの3大統領."""
        for at in range(len(units) - 1, 0, -1):
            title = units[at].mention
            if title is None or title.kind not in ("person", "office"):
                continue
            if title.kind == "person":
                if title.rule != "shared-title":
                    continue
                last = at - 1
                if last >= 1 and units[last].text == "の":
                    last -= 2
                elif units[last].mention is not None:
                    last -= 1
            else:
                last = at - 1
                if last >= 1 and units[last].pos[1] == "数詞":
                    last -= 1
                elif title.title[:1] not in ("両", "各"):
                    continue
                if last < 1 or units[last].text != "の":
                    continue
            self._share(sentence, units, last, title)
        return units

    def _share(self, sentence: Sentence, units: list[Unit], at: int, title: Mention) -> None:
        """Give a title to the names listed before it; ``at`` is the mark behind the last of them."""
        listed = units[at].text != "・"
        while at >= 1 and units[at].text in ("、", "・", "と", "の", "や", "及び"):
            if at >= 2 and units[at].text == "、" and units[at - 1].text in ("と", "や"):
                # プーチン氏と、アメリカのオバマ氏の両大統領
                at -= 1
            if listed and at >= 3 and all(_part_of_name(u) for u in units[at - 3 : at]) and units[at - 2].text == "・":
                # ハンス・マイヤー、ジャン・デュポン両大使: names in full
                whole = "".join(u.text for u in units[at - 3 : at])
                units[at - 3 : at] = [Unit(whole, NOUN, whole, units[at - 3].begin, units[at - 1].end)]
                at -= 2
            unit, own = units[at - 1], units[at - 1].mention
            if own is not None and (own.kind != "person" or own.title):
                return
            name = own.name if own is not None else unit.text
            known = own is not None or unit.pos[2] == "人名" or name in self.gazetteer.family_names
            if unit.pos[0] != "名詞" or not (is_katakana(name) or (known and is_kanji(name))):
                return
            owner = at - 3 if at >= 3 and units[at - 2].text == "の" else at - 2
            state = units[owner].mention if owner >= 0 else None
            if state is None or state.kind not in ("state", "organization"):
                state, owner = None, at - 1
            elif own is not None and own.affiliation:
                state = None
            mention = Mention(
                "person",
                sentence.to_article(unit.begin, unit.end),
                unit.text,
                "shared-title",
                name=name,
                title=title.title.lstrip("両各"),
                head=title.head,
                level=title.level,
                keys=own.keys if own is not None else (),
                affiliation=(state,) if state is not None else own.affiliation if own is not None else (),
            )
            units[at - 1] = replace(unit, mention=mention)
            at = owner - 1

    @staticmethod
    def _times(sentence: Sentence, times: Sequence[TimeValue]) -> list[tuple[int, int, TimeValue]]:
        out = []
        for time in times:
            if sentence.span.covers(time.span):
                begin = bisect_left(sentence.offsets, time.span.begin)
                end = bisect_left(sentence.offsets, time.span.end)
                if begin < end and sentence.offsets[begin] == time.span.begin:
                    out.append((begin, end, time))
        return out

    # -- merging ----------------------------------------------------------------------------------------------------

    def _merge(
        self,
        sentence: Sentence,
        row: list[Token],
        times: dict[tuple[int, int], TimeValue],
        persons: dict[int, Person],
    ) -> list[Unit]:
        """Tokens as units; most are plain words and stay what they are."""
        out: list[Unit] = []
        done = 0
        for at in sorted({*persons, *(i for i, t in enumerate(row) if t.marks & SINGLE)}):
            if at < done:
                continue
            out += row[done:at]
            token, person, done = row[at], persons.get(at), at + 1
            if person is not None and person.end > at:
                out.append(self._person_unit(sentence, row, person, at))
                done = person.end
            elif (time := times.get((token.begin, token.end))) is not None:
                out.append(self._unit(sentence, token.text, token.begin, token.end, "time", "time", time=time))
            else:
                out.append(self._single(sentence, row, at))
        out += row[done:]
        return out

    def _person_unit(self, sentence: Sentence, row: list[Token], person: Person, at: int) -> Unit:
        begin, end = row[at].begin, row[person.end - 1].end
        name = "".join(t.text for t in row[person.name_begin : person.name_end])
        affiliation = tuple(m for i in person.affiliation if (m := self._affiliation(sentence, row[i])) is not None)
        title, gloss = person.title, person.gloss
        text, head, level = ("" if title.honorific else title.text), title.kind, title.rank
        if (
            not affiliation
            and gloss is None
            and self._persons.of_state(title)
            and (bracket := self._state_in(sentence, end)) is not None
        ):
            affiliation = (bracket,)
        if gloss is not None:
            text, head, level, affiliation = gloss.text, gloss.kind, gloss.rank, affiliation + gloss.affiliation
        inner = tuple(self._inner(sentence, row[i]) for i in person.inner)
        hit = row[person.name_begin].hit if person.name_end - person.name_begin == 1 else None
        keys = hit.entry.keys if hit is not None and hit.entry.kind == "person" else ()
        mention = Mention(
            "person" if name else "office",
            sentence.to_article(begin, end),
            sentence.surface[begin:end],
            person.rule,
            keys=keys,
            name=name,
            title=text,
            affiliation=affiliation,
            head=head,
            level=level,
            inner=inner,
        )
        return Unit(mention.text, NOUN, mention.text, begin, end, mention)

    def _inner(self, sentence: Sentence, token: Token) -> Mention:
        """A state that a title names (駐日, 北朝鮮担当)."""
        keys = token.hit.entry.keys if token.hit else (self.gazetteer.abbreviations[token.text],)
        return Mention("state", sentence.to_article(token.begin, token.end), token.text, "in-title", keys=keys)

    def _gloss(self, aside: Aside) -> Gloss | None:
        """The title that a bracket holds, alone or with its state (独首相)."""
        text = aside.text
        if not 1 < len(text) <= 20 or text[-1] not in self._title_ends:
            return None
        at = next((i for i in range(len(text)) if text[i:] in self._titles), None)
        if at is None:
            return None
        title = self._titles[text[at:]]
        owner = next((i for i in range(at, 0, -1) if self._owner(text[:i]) is not None), 0)
        middle = text[owner:at]
        if middle and middle not in self._prefixes and not (title.productive and is_kanji(middle)):
            return None
        begin = aside.span.begin
        affiliation: tuple[Mention, ...] = ()
        entry = self._owner(text[:owner])
        if entry is not None:
            kind: MentionKind = "organization" if entry.kind == "organization" else "state"
            affiliation = (Mention(kind, Span(begin, begin + owner), text[:owner], "gloss", keys=entry.keys),)
        return Gloss(text[owner:], title.kind, title.rank, affiliation)

    def _state_in(self, sentence: Sentence, at: int) -> Mention | None:
        """The state that a bracket behind a person holds and nothing else: マイヤー外相(スイス)."""
        for aside in sentence.asides:
            if aside.at == at and aside.kind == "bracket":
                entry = self.gazetteer.get(aside.text)
                if entry is not None and entry.kind == "state":
                    return Mention("state", aside.span, aside.text, "gloss", keys=entry.keys)
        return None

    def _owner(self, text: str) -> Entry | None:
        entry = self.gazetteer.get(text)
        if entry is not None:
            return entry if entry.kind in ("state", "organization") else None
        key = self.gazetteer.abbreviations.get(text)
        return Entry("state", (key,)) if key is not None else None

    def _affiliation(self, sentence: Sentence, token: Token) -> Mention | None:
        kind: MentionKind
        if token.hit is not None:
            entry = token.hit.entry
            kind = "state" if entry.kind == "metonym" else cast(MentionKind, entry.kind)
            members = entry.keys if entry.kind == "states" else ()
            return Mention(
                kind,
                sentence.to_article(token.begin, token.end),
                token.text,
                "affiliation",
                keys=entry.keys,
                members=members,
            )
        key = self.gazetteer.abbreviations.get(token.text)
        if key is None:
            return None
        return Mention("state", sentence.to_article(token.begin, token.end), token.text, "abbreviation", keys=(key,))

    def _single(self, sentence: Sentence, row: list[Token], at: int) -> Unit:
        """One token as a unit: a gazetteer hit, an abbreviation, a name introduced elsewhere, a quotation.

        Or a plain morpheme.
        """
        token = row[at]
        entry = token.hit.entry if token.hit else None
        if entry is not None:
            return self._hit_unit(sentence, token, entry)
        if QUOTE_MARK in token.text:
            return self._quote_unit(sentence, token)
        key = self.gazetteer.abbreviations.get(token.text)
        if key is not None and self._abbreviation_stands(sentence, row, at):
            return self._unit(sentence, token.text, token.begin, token.end, "state", "abbreviation", keys=(key,))
        if key is not None and self._abbreviation_acts(row, at):
            return self._unit(sentence, token.text, token.begin, token.end, "state", "lone-abbreviation", keys=(key,))
        return token

    def _abbreviation_stands(self, sentence: Sentence, row: list[Token], at: int) -> bool:
        token = row[at]
        if at and row[at - 1].pos[1] == "数詞":
            return False
        follower = row[at + 1].text if at + 1 < len(row) else ""
        if follower == "大使" and at + 2 < len(row) and row[at + 2].text == "館":
            return True
        if follower in self._governments or follower in self._followers:
            return True
        if token.pos[:4] == ("名詞", "固有名詞", "地名", "国"):
            return True
        if at or follower not in ("、", "が", "は"):
            return False
        # 豪、ロシアに追加制裁。
        return sentence.kind in ("title", "heading") or (
            follower == "、" and _NOUN_END.search(sentence.surface) is not None
        )

    def _abbreviation_acts(self, row: list[Token], at: int) -> bool:
        """Whether one letter is the subject by its shape (露は, 英が).

        It counts only if the article names the state elsewhere.
        """
        follower = row[at + 1] if at + 1 < len(row) else None
        before = row[at - 1] if at else None
        return (
            row[at].text in self._lone
            and follower is not None
            and follower.text in ("は", "が", "も")
            and (before is None or before.text in ("、", "。", "　", "が", "は", "と"))
        )

    def _hit_unit(self, sentence: Sentence, token: Token, entry: Entry) -> Unit:
        kind: MentionKind
        if entry.kind in ("state", "metonym"):
            kind = "state"
        elif entry.kind == "states":
            kind = "states"
        elif entry.kind == "travel":
            mention = Mention(
                "event",
                sentence.to_article(token.begin, token.end),
                token.text,
                "travel",
                members=entry.keys,
                head=token.text[0],
            )
            return Unit(token.text, token.pos, token.lemma, token.begin, token.end, mention)
        elif entry.kind == "title":
            return token
        elif entry.kind == "person":
            return self._unit(
                sentence,
                token.text,
                token.begin,
                token.end,
                "person",
                "registry-name",
                keys=entry.keys,
                name=token.text,
            )
        elif entry.kind == "organization" and not entry.keys:
            return self._unit(
                sentence, token.text, token.begin, token.end, "organization", "stateless-body", name=token.text
            )
        elif entry.kind == "organization":
            kind = "organization"
            if token.text.endswith(self._sessions_of_bodies):
                mention = Mention(
                    "event",
                    sentence.to_article(token.begin, token.end),
                    token.text,
                    "session",
                    keys=entry.keys,
                    head=self._talk_head(token.text),
                )
                return Unit(token.text, token.pos, token.lemma, token.begin, token.end, mention)
        else:
            kind = "place"
        return self._unit(
            sentence,
            token.text,
            token.begin,
            token.end,
            kind,
            "registry",
            keys=entry.keys,
            members=entry.keys if kind == "states" else (),
        )

    def _talk_head(self, text: str) -> str:
        return next((h for h in sorted(self._talks, key=len, reverse=True) if text.endswith(h)), "")

    def _quote_unit(self, sentence: Sentence, token: Token) -> Unit:
        aside = next((a for a in sentence.asides if a.kind == "quote" and token.begin <= a.at < token.end), None)
        text = aside.text if aside else ""
        kind: MentionKind = "quote"
        head = name = ""
        keys: tuple[str, ...] = ()
        inner: tuple[Mention, ...] = ()
        if text and len(text) <= 40 and "。" not in text:
            # 「北京行動計画（2025-27年）」
            found = self._heads.search(text) or self._heads.search(_YEARS_TAIL.sub("", text))
            # 「クルド労働者党(PKK)」, 「包括的共同行動計画（JCPOA）」
            whole = _SHORT_FORM.sub("", text)
            found = found or self._heads.search(whole)
            entry = self.gazetteer.get(text) or self.gazetteer.get(whole)
            if entry is None and whole != text:
                # 「3月23日運動（M23）」: by its letters
                entry = self.gazetteer.get(unicodedata.normalize("NFKC", text[len(whole) :]).strip("()"))
            if entry is not None and entry.kind in ("state", "organization", "place"):
                kind, keys = cast(MentionKind, entry.kind), entry.keys
            elif found:
                head = found.group()
                kind = "document" if head in self._documents else "event"
                name = whole
                # 「日中ハイレベル経済対話」 is held by those in its name, 「日朝平壌宣言」 stands between them
                led = self._leading(whole, aside.span) if aside is not None else ()
                inner = tuple(m for m in led if m.kind == "states")
            elif text.endswith(self._suffixes) and len(text) >= 3 and not _SENTENCE.search(text):
                kind, name = "organization", text
        mention = Mention(
            kind,
            sentence.to_article(token.begin, token.end),
            text,
            "quotation",
            keys=keys,
            name=name,
            head=head,
            inner=inner,
            members=tuple(k for m in inner for k in m.members),
        )
        return Unit(token.text, NOUN, token.text, token.begin, token.end, mention)

    def _unit(
        self,
        sentence: Sentence,
        text: str,
        begin: int,
        end: int,
        kind: MentionKind,
        rule: str,
        *,
        keys: tuple[str, ...] = (),
        name: str = "",
        time: TimeValue | None = None,
        members: tuple[str, ...] = (),
    ) -> Unit:
        mention = Mention(
            kind, sentence.to_article(begin, end), text, rule, keys=keys, name=name, time=time, members=members
        )
        return Unit(text, NOUN, text, begin, end, mention)

    # -- events, documents, anaphors --------------------------------------------------------------------------------

    def _nominals(self, sentence: Sentence, units: list[Unit]) -> list[Unit]:
        """Merge noun runs that end in a head noun of talks or documents, and mark anaphors."""
        out: list[Unit] = []
        done, size = 0, len(units)
        for at in [i for i, u in enumerate(units) if u.marks & NOMINAL]:
            if at < done or not _noun(units[at]):
                continue
            begin, end = at, at + 1
            if units[at].text == "国" and at > done and units[at - 1].text == "わが":
                # the first of the two units of わが国 is no noun
                begin -= 1
            while begin > done and _noun(units[begin - 1]):
                begin -= 1
            while end < size and _noun(units[end]):
                end += 1
            mention = units[at].mention
            if end - begin == 1 and mention is not None and mention.kind != "office":
                # nothing to join with
                continue
            out += units[done:begin]
            out += self._run(sentence, units[begin:end])
            done = end
        out += units[done:]
        return out

    def _run(self, sentence: Sentence, run: list[Unit]) -> list[Unit]:
        last = run[-1].mention
        if len(run) > 1 and last is not None and last.kind == "time":
            # 首脳会議前夜
            return [*self._run(sentence, run[:-1]), run[-1]]
        begin = 0
        # a person, time or quotation ends what may belong to the name of an event
        for i, unit in enumerate(run):
            if (
                unit.mention is not None
                and unit.mention.kind in ("person", "time", "quote", "event", "document")
                and not (unit.mention.kind == "event" and unit.mention.rule == "travel")
                and not self._named_by(run, i)
            ):
                begin = i + 1
        lasting = _LASTING.match("".join(u.text for u in run[begin:]))
        left = lasting.end() if lasting else 0
        while left > 0 and begin < len(run) - 1:
            # 約30分間会談した: how long, not which
            left -= len(run[begin].text)
            begin += 1
        while (
            begin < len(run) - 1
            and run[begin].mention is None
            and (run[begin].pos[2:3] == ("副詞可能",) or run[begin].text in self._adverbs)
        ):
            begin += 1
        head = next(
            (
                i
                for i in range(len(run) - 1, begin - 1, -1)
                if run[i].mention is None and self._ends_in_head(run, begin, i)
            ),
            None,
        )
        if head is None:
            return self._anaphors(sentence, self._with_body(sentence, run))
        lead = self._anaphors(sentence, run[:begin])
        name = run[begin : head + 1]
        rest = run[head + 1 :]
        if (rest and rest[0].text in ("第", "決議")) or (rest and _NUMBER.fullmatch(rest[0].text)):
            taken = 0
            while taken < len(rest) and (
                rest[taken].text in ("第", "号", "案")
                or _NUMBER.fullmatch(rest[taken].text)
                or rest[taken].pos[1] == "数詞"
            ):
                taken += 1
            name, rest = name + rest[:taken], rest[taken:]
        return [*lead, self._nominal(sentence, name), *rest]

    def _named_by(self, run: list[Unit], at: int) -> bool:
        """Whether a quotation is the name of what the next noun says it is: 「平和と繁栄」宣言, 「モスクワ・フォーマット」協議."""
        quote, rest = run[at].mention, run[at + 1 :]
        if quote is None or quote.rule != "quotation" or not rest or any(u.mention is not None for u in rest):
            return False
        sort = "".join([u.text for u in rest])
        return len(sort) <= _LONGEST_SORT and self._heads.search(sort) is not None and not _SENTENCE.search(quote.text)

    def _with_body(self, sentence: Sentence, run: list[Unit]) -> list[Unit]:
        """Merge a state and the body behind it that the registry does not know (エチオピア国防軍, ケニア高等裁判所)."""
        at = next(
            (
                i
                for i, u in enumerate(run)
                if u.mention is not None
                and u.mention.kind == "state"
                and u.mention.rule in ("registry", "abbreviation")
            ),
            None,
        )
        if at is None:
            return run
        end, text = at + 1, ""
        best = 0
        while end < len(run) and _inside_name(run[end]) and run[end].pos[1] != "数詞" and run[end].text != "・":
            region = run[end].mention is not None or run[end].pos[2] == "地名"
            text += run[end].text
            end += 1
            if region and (text[-1] in "省州" or (end < len(run) and run[end].text in ("省", "州"))):
                # 中国四川省
                break
            if len(text) >= 2 and text.endswith(self._bodies) and text not in self._no_bodies:
                best = end
        state = run[at].mention
        following = run[best].mention if best < len(run) else None
        if not best or state is None or following is not None:
            return run
        begin, close = run[at].begin, run[best - 1].end
        name = sentence.surface[begin:close]
        mention = Mention(
            "organization", sentence.to_article(begin, close), name, "state-body", name=name, inner=(state,)
        )
        return [*run[:at], Unit(name, NOUN, name, begin, close, mention), *run[best:]]

    def _serial(self, run: Sequence[Unit], at: int) -> bool:
        """Whether a number is that of a conference that goes by the letters before it."""
        return at > 0 and run[at - 1].text in self._series and run[at].pos[1:2] == ("数詞",)

    def _ends_in_head(self, run: list[Unit], begin: int, at: int) -> bool:
        if at > begin and self._serial(run, at):
            return True
        if not run[at].text.endswith(self._head_ends):
            return False
        text = "".join([u.text for u in run[begin : at + 1]])
        found = self._heads.search(text)
        return (
            found is not None
            and found.start() <= run[at].begin - run[begin].begin + len(run[at].text)
            and found.group().endswith(run[at].text[-1])
            and (
                len(found.group()) >= len(run[at].text)
                or (found.group() in self._word_ends and run[at].pos[0] == "名詞")
            )
        ) or text.endswith(("サミット", "サミットフォーラム"))

    def _nominal(self, sentence: Sentence, name: list[Unit]) -> Unit:
        begin, end = name[0].begin, name[-1].end
        surface = sentence.surface[begin:end]
        text = _with_quotations(sentence, surface, begin) if QUOTE_MARK in surface else surface
        found = self._heads.search(_NUMBER.sub("", text).removesuffix("第").removesuffix("号"))
        head = found.group() if found else "会議" if self._serial(name, len(name) - 1) else text
        kind: MentionKind = "document" if head in self._documents else "event"
        inner = tuple(u.mention for u in name if u.mention is not None)
        if not inner and kind == "document":
            inner = self._leading(text, sentence.to_article(begin, end))
        elif kind == "document" and inner[0].kind == "organization" and text.find(inner[0].text) == 1:
            inner = (*self._leading_one(sentence, text, begin), *inner)
        members = tuple(
            k for m in inner for k in (m.members if m.kind == "states" else m.keys if m.kind == "state" else ())
        )
        ordinal = _ORDINAL.search(text)
        level = next((level for level in self._levels if level in text), "")
        mention = Mention(
            kind,
            sentence.to_article(begin, end),
            text,
            "nominal",
            name=text,
            head=head,
            level=level,
            ordinal=ordinal.group() if ordinal else "",
            inner=inner,
            members=tuple(dict.fromkeys(members)),
        )
        pos = name[-1].pos if kind == "event" else NOUN
        return Unit(surface, pos, surface, begin, end, mention)

    def _leading_one(self, sentence: Sentence, text: str, begin: int) -> tuple[Mention, ...]:
        """The state whose one character stands before a union in a name (日EU経済連携協定)."""
        key = self.gazetteer.abbreviations.get(text[0])
        if key is None:
            return ()
        span = sentence.to_article(begin, begin + 1)
        return (Mention("state", span, text[0], "abbreviation", keys=(key,)),)

    def _leading(self, text: str, whole: Span) -> tuple[Mention, ...]:
        """The states with which a one-word name of a document begins (日米安全保障条約)."""
        for size in range(min(5, len(text) - 2), 1, -1):
            entry = self.gazetteer.get(text[:size])
            if entry is not None and entry.kind in ("state", "states"):
                kind: MentionKind = "state" if entry.kind == "state" else "states"
                members = entry.keys if kind == "states" else ()
                span = Span(whole.begin, whole.begin + size)
                return (Mention(kind, span, text[:size], "registry", keys=entry.keys, members=members),)
        pair = [self.gazetteer.abbreviations.get(letter, "") for letter in text[:2]]
        if len(text) > 4 and all(pair) and pair[0] != pair[1]:
            # 日ソ共同宣言
            span = Span(whole.begin, whole.begin + 2)
            return (Mention("states", span, text[:2], "abbreviation", keys=tuple(pair), members=tuple(pair)),)
        return ()

    def _anaphors(self, sentence: Sentence, run: list[Unit]) -> list[Unit]:
        """Mark 両国, 双方, 同国 and the like where they begin and end with units."""
        if not run:
            return run
        if run[0].text == "氏" and run[0].mention is None and len(run) == 1:
            # 氏は: no name stands before it
            mention = Mention("anaphor", sentence.to_article(run[0].begin, run[0].end), "氏", "anaphor")
            return [replace(run[0], pos=NOUN, mention=mention)]
        surface = sentence.surface[run[0].begin : run[-1].end]
        if _ANAPHOR_BEGIN.search(surface) is None:
            return run
        base = run[0].begin
        out = list(run)
        for found in self._anaphor.finditer(surface):
            begin, end = base + found.start(), base + found.end()
            first = next((i for i, u in enumerate(out) if u.begin == begin), None)
            last = next((i for i, u in enumerate(out) if u.end == end), None)
            if found.group().endswith("人") and (first != 0 or last != len(out) - 1):
                # 警官2人: a count of others
                continue
            if (
                first is None
                or last is None
                or any(u.mention is not None and u.mention.kind not in ("office",) for u in out[first : last + 1])
            ):
                continue
            mention = Mention("anaphor", sentence.to_article(begin, end), found.group(), "anaphor")
            out[first : last + 1] = [Unit(found.group(), NOUN, found.group(), begin, end, mention)]
        return out


def _anaphor_pattern(words: Mapping[str, Iterable[str]]) -> str:
    """The pattern of all that takes up sides or a body told before: 両国首脳, 双方, 同省, 3カ国の."""
    both, same, sides = ("|".join(words[key]) for key in ("both", "same", "sides"))
    counted = "(?:[2-9２-９二三四五六七八]|十)(?:カ国|か国|ヶ国|箇国|ヵ国|ケ国|国)(?!間|連)(?:首脳|外相)?"
    return f"両(?:{both})(?:政府|首脳|外相|元首)?|双方|[我わ]が国|同(?:{same})|{counted}|{sides}|[2２二]人"


def _led(registry: Registry) -> dict[str, str]:
    """The state that a name's bearers led, where all of them led the same."""
    found: dict[str, set[str]] = {}
    for record in registry.persons.values():
        led = {t.state for t in record.tenures if t.office_kind in ("HeadOfState", "HeadOfGovernment") and t.state}
        for name in (record.label, record.family, *record.aliases) if led else ():
            found.setdefault(name, set()).update(led)
    return {name: next(iter(states)) for name, states in found.items() if len(states) == 1}


def _with_times(row: list[Token], marks: Iterable[tuple[int, int, TimeValue]]) -> list[Token]:
    """Replace the tokens under each time expression by one token."""
    out: list[Token] = []
    done = 0
    for begin, end, time in marks:
        at = done
        while at < len(row) and row[at].end <= begin:
            at += 1
        after = at
        while after < len(row) and row[after].begin < end:
            after += 1
        if at == after:
            continue
        out += row[done:at]
        first, last = row[at], row[after - 1]
        if first.begin < begin:
            text = first.text[: begin - first.begin]
            out.append(Token(text, first.pos, text, first.begin, begin))
        out.append(Token(time.text, NOUN, time.text, begin, end))
        done = after
        if last.end > end:
            text = last.text[end - last.begin :]
            row[after - 1] = Token(text, last.pos, text, end, last.end)
            done = after - 1
    out += row[done:]
    return out


def _part_of_name(unit: Unit) -> bool:
    return unit.mention is None and (is_katakana(unit.text) or unit.text == "・")


def _inside_name(unit: Unit) -> bool:
    return unit.mention is None or unit.mention.kind == "place" or unit.mention.rule == "stateless-body"


def _noun(unit: Unit) -> bool:
    return unit.mention is not None or (unit.marks & NOUNLIKE != 0 and _nounlike(unit.text, unit.pos))


def _with_quotations(sentence: Sentence, surface: str, begin: int) -> str:
    """Words of a sentence from an offset of its surface on, with what they quote in its place."""
    for aside in sentence.asides:
        if aside.kind == "quote" and begin <= aside.at < begin + len(surface):
            surface = surface.replace(QUOTE_MARK, aside.text, 1)
    return surface


def _nounlike(text: str, pos: tuple[str, ...]) -> bool:
    return (
        pos[0] in ("名詞", "接頭辞", "形状詞")
        or (pos[0] == "接尾辞" and pos[1] == "名詞的")
        or text in ("・", "=", "―")
    )
