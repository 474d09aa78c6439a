"""From a question to tokens: names, times and words, each with its role, and what no rule accounts for.

The role of a token is told by the particle behind it (Japanese), or by the preposition before it and its place beside
the verb (English). Roles are ``topic subject object with to in from by of about compound none``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from kg.ask.forms import Form, Grammar, Language, Title, Word
from kg.ask.names import NameIndex
from kg.ask.times import When, find_whens

Kind: TypeAlias = Literal["name", "time", "word", "title", "free"]

_JAPANESE: Final = re.compile(r"[぀-ヿ一-鿿々]")
_HIRAGANA: Final = re.compile(r"[ぁ-ゖ]")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CONTENT: Final = re.compile(r"[^\W_]")
_AUXILIARY: Final = re.compile(
    r"\b(?:did|does|do|has|have|had|is|are|was|were|will|would|can|could)(?:\s+(?:the|a|an|ever))*\s*\Z", re.IGNORECASE
)
_BE: Final = re.compile(r"\b(?:was|were|is|are|been|be|being)\b", re.IGNORECASE)
_RECEIVE: Final = re.compile(r"\breceiv(?:e|es|ed|ing)\b", re.IGNORECASE)
_JOINED: Final = re.compile(
    r"\s*+(?:,?\s*+(?:and|or|as well as)(?:\s+the)?|,|、|・|&|と|や|及び|および|ならびに|)\s*+", re.IGNORECASE
)
_OF: Final = re.compile(r"の?|\s*+(?:['’]s?)?\s*+")
_OF_THE: Final = re.compile(r"\s+(?:(?:of|for)\s+)?(?:the\s+)?", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"['’]s?\b")
#: Behind these a new part of a Japanese sentence begins.
_CLAUSE: Final = re.compile(r"[はが、]")
_PASSIVE: Final = re.compile(r"(?:さ|か)?れ(?:た|て|る|ました|ていた)|を受け(?:た|て|る|ました)")
_YES_NO: Final = {
    "ja": re.compile(r"(?:か|の|かい|かな|[いたるうすんだ])\s*[?。]*\Z"),
    "en": re.compile(r"\A\W*+(?:did|does|do|has|have|had|is|are|was|were|will|would)\b", re.IGNORECASE),
}
#: Words of open questions that belong to no class: 何をしたか is not answered by yes.
_OPEN: Final = re.compile(r"何(?![ヶカか]?[一-鿿])|なに|なん(?=[のでだ])|どう|どんな|なぜ")
_MARKED: Final = re.compile(r"か\s*。?\Z|[?]\s*\Z")
#: Signs for states that count alone behind these, or before a title.
_BEFORE_SIGN: Final = frozenset("訪来対駐在")


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a question that is accounted for. ``things`` are what a name names, by kind."""

    kind: Kind
    begin: int
    end: int
    text: str
    things: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    word: Word | None = None
    title: Title | None = None
    when: When | None = None
    role: str = "none"
    passive: bool = False

    @property
    def classes(self) -> frozenset[str]:
        """The classes of a word; nothing for other tokens."""
        return self.word.classes if self.word else frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read.

    ``unread`` is what no rule accounts for, ``refused`` what asks for no kind of fact, ``loose`` the words of a topic
    that has names in it: those are looked for, the words are not.
    """

    text: str
    language: Language
    tokens: tuple[Token, ...]
    unread: tuple[str, ...]
    refused: tuple[str, ...]
    yes_no: bool
    loose: tuple[str, ...] = ()

    @property
    def classes(self) -> frozenset[str]:
        """All classes of its words."""
        return frozenset().union(*(token.classes for token in self.tokens))


def read(text: str, grammar: Grammar, indexes: tuple[NameIndex, ...], context: Context) -> tuple[Question, ...]:
    """Return the readings of a question, the likeliest first; the first index that has a name counts."""
    return _Reader(text, grammar, indexes, context).questions()


@dataclass(frozen=True, slots=True)
class Context:
    """What a reading needs to know of the graph: the offices of a state by their kind, and the day of the question."""

    offices: Callable[[str, tuple[str, ...]], tuple[str, ...]]
    today: object = None


def language_of(text: str) -> Language:
    """Return the language of a question: Japanese where it has one letter of it."""
    return "ja" if _JAPANESE.search(text) else "en"


class _Reader:
    """Reads one question."""

    def __init__(self, text: str, grammar: Grammar, indexes: tuple[NameIndex, ...], context: Context) -> None:
        self._text = unicodedata.normalize("NFKC", text).strip()
        self._language = language_of(self._text)
        self._grammar, self._indexes, self._context = grammar, indexes, context
        self._whens = {when.begin: when for when in find_whens(self._text, self._language, context.today)}  # type: ignore[arg-type]
        self._unread: list[tuple[int, int]] = []
        self._refused: list[str] = []

    def questions(self) -> tuple[Question, ...]:
        """Return the readings of the question: what is said of について is a topic, or else words like all others."""
        tokens = self._offices(self._affiliated(self._scan()))
        plain = self._with_roles(tokens)
        topical, loose = self._with_topics(tokens)
        topical = self._with_roles(topical)
        if topical == plain:
            return (self._made(plain, []),)
        return self._made(topical, loose), self._made(plain, [])

    def _made(self, tokens: list[Token], loose: list[tuple[int, int]]) -> Question:
        covered = [(token.begin, token.end) for token in tokens] + loose
        unread = [(b, e) for b, e in self._unread if not any(begin <= b < end for begin, end in covered)]
        return Question(
            self._text,
            self._language,
            tuple(tokens),
            unread=tuple(self._text[begin:end] for begin, end in unread),
            refused=tuple(self._refused),
            yes_no=self._is_yes_no(tokens),
            loose=tuple(self._text[begin:end] for begin, end in loose),
        )

    # ---- scanning

    def _scan(self) -> list[Token]:
        tokens: list[Token] = []
        at = 0
        while at < len(self._text):
            found = self._token(at, tokens)
            if found:
                tokens += found
                at = found[-1].end
                continue
            at = self._skip(at)
        return tokens

    def _token(self, at: int, before: list[Token]) -> list[Token] | None:
        """Return what begins here: the longest of time, name, word, title and filler, in this order where equal."""
        if at in self._whens:
            when = self._whens[at]
            return [Token("time", at, when.end, self._text[at : when.end], when=when)]
        if self._language == "en" and at and self._text[at - 1].isalnum():
            return None
        best: list[Token] | None = self._name(at)
        length = best[-1].end - at if best else 0
        for word in self._grammar.words:
            match = word.patterns[self._language].match(self._text, at) if self._language in word.patterns else None
            if match and match.end() - at > length:
                best, length = [Token("word", at, match.end(), match[0], word=word)], match.end() - at
        for title in self._grammar.titles:
            match = title.patterns[self._language].match(self._text, at)
            if match and match.end() - at > length:
                best, length = [_titled(at, match, title)], match.end() - at
        refused = self._grammar.unsupported[self._language].match(self._text, at)
        if refused and refused.end() - at >= length:
            self._refused.append(refused[0])
            return None
        filler = self._grammar.fillers[self._language].match(self._text, at)
        return None if filler and filler.end() - at > length else best

    def _name(self, at: int) -> list[Token] | None:
        for index in self._indexes:
            named = index.at(self._text, at)
            if named and (named.end - at > 1 or self._titled(named.end)):
                return [Token("name", at, named.end, self._text[at : named.end], named.things)]
        return self._signs(at) if self._language == "ja" else None

    def _titled(self, end: int) -> bool:
        """Tell whether a title or honorific follows: then one sign is enough for a family name."""
        patterns = [self._grammar.honorifics["ja"], *(title.patterns["ja"] for title in self._grammar.titles)]
        return any(pattern.match(self._text, end) for pattern in patterns)

    def _signs(self, at: int) -> list[Token] | None:
        """Return states that are named by one sign each: 日米, 訪朝, 露外相."""
        signs = self._indexes[0].abbreviations
        end = at
        while end < len(self._text) and self._text[end] in signs and self._text[end] not in self._text[at:end]:
            end += 1
        alone = at > 0 and self._text[at - 1] in _BEFORE_SIGN
        if end - at > 1 or (end - at == 1 and (alone or self._before_title(end))):
            return [Token("name", i, i + 1, self._text[i], {"state": (signs[self._text[i]],)}) for i in range(at, end)]
        return None

    def _before_title(self, end: int) -> bool:
        return any(title.patterns["ja"].match(self._text, end) for title in self._grammar.titles)

    def _skip(self, at: int) -> int:
        """Pass over a filler or a particle; note as unread what is neither."""
        for patterns in (self._grammar.unsupported, self._grammar.fillers, self._grammar.honorifics):
            match = patterns[self._language].match(self._text, at)
            if match and match.end() > at and (self._language == "ja" or not at or not self._text[at - 1].isalnum()):
                return match.end()
        if self._language == "en":
            word = _WORD.match(self._text, at)
            if word is None or (at and self._text[at - 1].isalnum()):
                return at + 1
            if not _POSSESSIVE.fullmatch(self._text, max(at - 1, 0), word.end()):
                self._unread.append((at, word.end()))
            return word.end()
        if _CONTENT.match(self._text[at]) and not _HIRAGANA.match(self._text[at]):
            if self._unread and self._unread[-1][1] == at:
                self._unread[-1] = (self._unread[-1][0], at + 1)
            else:
                self._unread.append((at, at + 1))
        return at + 1

    # ---- titles

    def _affiliated(self, tokens: list[Token]) -> list[Token]:
        """Join a person's title and state to the person: ロシアのラブロフ外相, Russian Foreign Minister Lavrov."""
        joined: list[Token] = []
        for token in tokens:
            before = joined[-1] if joined else None
            if (
                before
                and token.kind == "title"
                and "person" in before.things
                and not self._between(before, token).strip()
            ):
                joined[-1] = replace(before, end=token.end, things={"person": before.things["person"]})
                continue
            if "person" in token.things:
                if before and before.kind == "title" and not self._between(before, token).strip():
                    joined.pop()
                    token = replace(token, begin=before.begin, things={"person": token.things["person"]})
                    before = joined[-1] if joined else None
                if before and "state" in before.things and _OF.fullmatch(self._between(before, token)):
                    own = [p for p in token.things["person"] if self._home(p) in before.things["state"]]
                    if own:
                        joined.pop()
                        token = replace(token, begin=before.begin, things={"person": tuple(own)})
            elif before and "person" in before.things and "state" in token.things and self._language == "en":
                homes = {self._home(person) for person in before.things["person"]}
                if _OF_THE.fullmatch(self._between(before, token)) and homes <= set(token.things["state"]):
                    joined[-1] = replace(before, end=token.end)
                    continue
            joined.append(token)
        return joined

    def _home(self, person: str) -> str | None:
        return self._indexes[0].homes.get(person)

    def _offices(self, tokens: list[Token]) -> list[Token]:
        """Make offices of states and titles: ロシアの外相, サウジとイランの外相, the Russian foreign minister."""
        made: list[Token] = []
        for token in tokens:
            before = made[-1] if made else None
            inner = made[-2] if len(made) > 1 else None
            if token.kind == "title" and before and before.classes == {"present"} and inner and self._holds(inner):
                # 英国の現在の首相: the word between state and title counts as if it stood before both
                made[-2:] = [before, inner]
                before = replace(inner, end=before.end)
            if token.kind == "title" and before and self._holds(before) and _OF.fullmatch(self._between(before, token)):
                made[-1] = self._office(before, token)
                self._share(made, token)
            elif (
                before
                and before.kind == "title"
                and self._holds(token)
                and _OF_THE.fullmatch(self._between(before, token))
            ):
                made[-1] = self._office(token, before)
            else:
                made.append(token)
        return made

    def _share(self, made: list[Token], title: Token) -> None:
        """Give the title of the last state to those that are joined with it."""
        for place in range(len(made) - 2, -1, -1):
            gap = self._between(made[place], made[place + 1])
            if not (set(made[place].things) == {"state"} and _JOINED.fullmatch(gap) and gap.strip()):
                return
            made[place] = self._office(made[place], title)

    @staticmethod
    def _holds(token: Token) -> bool:
        """Tell whether a token may have offices: a state or a body."""
        return bool({"state", "organization"} & set(token.things))

    def _office(self, holder: Token, title: Token) -> Token:
        owners = holder.things.get("state", ()) + holder.things.get("organization", ())
        kinds = title.title.kinds if title.title else ()
        offices = tuple(office for owner in owners for office in self._context.offices(owner, kinds))
        begin, end = min(holder.begin, title.begin), max(holder.end, title.end)
        return Token("name", begin, end, self._text[begin:end], {"office": offices, "none": owners})

    # ---- topics and roles

    def _with_topics(self, tokens: list[Token]) -> tuple[list[Token], list[tuple[int, int]]]:
        """Make topics of what について speaks of: its names, or where it has none its words as they are written.

        Return also the words of topics that have names.
        """
        loose: list[tuple[int, int]] = []
        for mark in [token for token in tokens if "about" in token.classes]:
            begin, end = self._topic_at(mark, tokens)
            inside = [token for token in tokens if begin <= token.begin < end]
            names = [replace(token, role="about") for token in inside if token.kind == "name"]
            text = self._text[begin:end].strip()
            if names:
                words = [(token.begin, token.end) for token in inside if token.kind != "name"]
                loose += sorted(words + [(b, e) for b, e in self._unread if begin <= b < end])
            elif text:
                text = self._japanese_topic(text, inside) if self._language == "en" else text
                names = [Token("free", begin, end, text, {"topic": (text,)}, role="about")]
            else:
                continue
            others = [t for t in tokens if t not in inside and (t is not mark or t.classes != {"about"})]
            tokens = sorted(others + names, key=lambda token: token.begin)
        return tokens, loose

    def _topic_at(self, mark: Token, tokens: list[Token]) -> tuple[int, int]:
        """Return where the topic of a mark stands: behind it in English, before it in Japanese."""
        times = [token for token in tokens if token.kind == "time"]
        if self._language == "en":
            begin = mark.end
            while begin < len(self._text) and not self._text[begin].isalnum():
                begin += 1
            end = len(self._text.rstrip("?!. "))
            return begin, min((time.begin for time in times if time.begin >= begin), default=end)
        ends = [match.end() for match in _CLAUSE.finditer(self._text, 0, mark.begin)]
        ends += [time.end for time in times if time.end <= mark.begin]
        begin = max(ends, default=0)
        while begin < mark.begin and _HIRAGANA.match(self._text[begin]):
            begin += 1
        return begin, mark.begin

    def _japanese_topic(self, text: str, inside: list[Token]) -> str:
        """Return the Japanese words for an English topic, or the words as they are."""
        bare = re.sub(r"^(?:the|a|an|its|his|her|their)\s+", "", text.lower())
        known = next((token.word.topic for token in inside if token.word and token.word.topic), "")
        return self._grammar.topics.get(bare) or known or text

    def _with_roles(self, tokens: list[Token]) -> list[Token]:
        verb = next((t for t in tokens if t.kind == "word" and not t.classes & _ASKING), None)
        roles = [token.role if token.role == "about" else self._role(i, tokens, verb) for i, token in enumerate(tokens)]
        order = range(len(tokens) - 2, -1, -1) if self._language == "ja" else range(1, len(tokens))
        for i in order:
            other = i + 1 if self._language == "ja" else i - 1
            pair = tokens[min(i, other)], tokens[max(i, other)]
            if all(t.kind == "name" for t in pair) and _JOINED.fullmatch(self._between(*pair)):
                roles[i] = roles[other]
        return [replace(t, role=role, passive=self._is_passive(t)) for t, role in zip(tokens, roles, strict=True)]

    def _role(self, place: int, tokens: list[Token], verb: Token | None) -> str:
        token = tokens[place]
        if self._language == "ja":
            if place and token.begin == tokens[place - 1].end and "visit" in tokens[place - 1].classes:
                return "to"
            behind = self._text[self._behind_honorific(token.end) :]
            for role, pattern in self._by_length(behind):
                if pattern.match(behind):
                    return role
            return "compound" if self._is_compound(place, tokens) else "none"
        gap = self._text[tokens[place - 1].end if place else 0 : token.begin]
        found = [
            (match.start(), role)
            for role, pattern in self._grammar.roles["en"]
            for match in re.finditer(rf"\b{pattern.pattern}", gap, re.IGNORECASE)
        ]
        if found:
            return max(found)[1]
        if _POSSESSIVE.match(self._text, token.end) and token.kind == "name":
            return "of"
        if self._is_compound(place, tokens):
            return "compound"
        if _AUXILIARY.search(gap):
            return "subject"
        if verb is None:
            return "none"
        return "subject" if token.begin < verb.begin else "object"

    def _is_compound(self, place: int, tokens: list[Token]) -> bool:
        """Tell whether a place stands before what took place there: ハノイ会談, the Budapest summit."""
        token, behind = tokens[place], tokens[place + 1 : place + 2]
        return "place" in token.things and any(
            {"meet", "visit"} & other.classes and not self._between(token, other).strip() for other in behind
        )

    def _by_length(self, behind: str) -> list[tuple[str, re.Pattern[str]]]:
        """Return the roles, the one with the longest particle here first: とは before と."""

        def length(entry: tuple[str, re.Pattern[str]]) -> int:
            match = entry[1].match(behind)
            return match.end() if match else 0

        return sorted(self._grammar.roles["ja"], key=length, reverse=True)

    def _behind_honorific(self, end: int) -> int:
        match = self._grammar.honorifics["ja"].match(self._text, end)
        return match.end() if match else end

    def _is_passive(self, token: Token) -> bool:
        """Tell whether a verb is passive: 招待された, was invited."""
        if token.kind != "word":
            return False
        if self._language == "ja":
            return bool(_PASSIVE.match(self._text, token.end))
        if _RECEIVE.search(self._text):
            return True
        return token.text.lower().endswith("ed") and bool(_BE.search(self._text, 0, token.begin))

    # ---- the whole

    def _between(self, left: Token, right: Token) -> str:
        return self._text[left.end : right.begin]

    def _is_yes_no(self, tokens: list[Token]) -> bool:
        """Tell whether a question wants yes or no: it asks for nothing else, and ends or begins as such questions do."""
        if any(token.classes & ASKS for token in tokens):
            return False
        if self._language == "en":
            return bool(_YES_NO["en"].match(self._text))
        return bool(_MARKED.search(self._text) and _YES_NO["ja"].search(self._text) and not _OPEN.search(self._text))


def _titled(at: int, match: re.Match[str], title: Title) -> Token:
    return Token("title", at, match.end(), match[0], {"title": title.kinds}, title=title)


#: Classes that ask for something, and those that only shape a question.
ASKS: Final = frozenset({"who", "when", "where", "which", "which-state", "count"})
SHAPES: Final = frozenset({"list", "first", "last", "about", "present", "past"})
_ASKING: Final = ASKS | SHAPES | {"most", "report", "status"}


def role_of_who(token: Token, question: Question, form: Form) -> str:
    """Return the role of an interrogative: in English it is what no other name is."""
    if question.language == "ja":
        role = token.role
        passive = form.passive and any(t.passive for t in question.tokens)
        return {"topic": "object", "subject": "object", "to": "by", "from": "by"}.get(role, role) if passive else role
    if token.role in ("by", "with", "to", "about"):
        return token.role
    if form.passive and any(t.passive for t in question.tokens):
        return "object"
    behind = question.text[token.end :]
    return (
        "object"
        if re.match(r"\s*(?:else\s+)?(?:did|does|do|has|have|had|will)\s+(?:the\s+)?(?!ever)", behind, re.IGNORECASE)
        and any(t.role == "subject" and t.kind == "name" and t.begin > token.begin for t in question.tokens)
        else "subject"
    )
