"""The units of a sentence, from morpheme to clause; every offset counts code points of the article's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from kg.model.mention import Hit, Mention
from kg.model.span import Span

#: Stands in the surface for a quotation; Sudachi reads it as one noun.
QUOTE_MARK: Final = "〓"

SentenceKind = Literal["title", "heading", "bullet", "body"]


class Aside(NamedTuple):
    """A stretch set apart from its sentence: a bracket or a quotation; ``span`` is the inside without the marks.

    ``at`` is the offset in the sentence's surface where it was taken out.
    """

    kind: Literal["bracket", "quote"]
    span: Span
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its brackets and characters that nobody sees taken out and each 「quotation」 replaced by one mark.

    ``surface`` is what is left to parse; ``offsets[i]`` is the article offset of its character ``i`` (one more entry
    for the end).
    """

    index: int
    span: Span
    kind: SentenceKind
    surface: str
    offsets: Sequence[int]
    asides: tuple[Aside, ...]
    paragraph: int = 0

    def to_article(self, begin: int, end: int) -> Span:
        """Span of surface characters ``begin`` to ``end`` in the article; a quotation is covered with its marks."""
        if end <= begin:
            return Span(self.offsets[begin], self.offsets[begin])
        last = self.offsets[end - 1] + 1
        for aside in self.asides:
            if aside.kind == "quote" and aside.at == end - 1:
                last = aside.span.end + 1
        return Span(self.offsets[begin], last)


#: Marks of a unit of which nothing is known beforehand: every test on it has to be made.
ANYTHING: Final = -1


@dataclass(slots=True, eq=False, init=False)
class Unit:
    """What phrases are made of: a mention, or a morpheme outside all mentions. Offsets are in the surface.

    Before there are mentions, ``hit`` is what the gazetteer found in this place. ``marks`` are bits that tell which
    finders a word can concern at all, worked out once for each word of the dictionary; a bit that is not set rules
    out, one that is set promises nothing.
    """

    text: str
    pos: tuple[str, ...]
    lemma: str
    begin: int
    end: int
    mention: Mention | None = None
    hit: Hit | None = None
    marks: int = ANYTHING

    # units, phrases and clauses have their __init__ written out because that of a dataclass is never compiled
    def __init__(
        self,
        text: str,
        pos: tuple[str, ...],
        lemma: str,
        begin: int,
        end: int,
        mention: Mention | None = None,
        hit: Hit | None = None,
        marks: int = ANYTHING,
    ) -> None:
        self.text = text
        self.pos = pos
        self.lemma = lemma
        self.begin = begin
        self.end = end
        self.mention = mention
        self.hit = hit
        self.marks = marks

    @property
    def kind(self) -> str:
        """Kind of the gazetteer entry, or an empty string."""
        return self.hit.entry.kind if self.hit else ""

    @property
    def is_noun(self) -> bool:
        """Whether the unit is a noun, a suffix or prefix of nouns, or a hit."""
        return (
            self.hit is not None
            or self.pos[0] in ("名詞", "接頭辞", "形状詞")
            or (self.pos[0] == "接尾辞" and self.pos[1] == "名詞的")
        )


@dataclass(slots=True, eq=False, init=False)
class Phrase:
    """A bunsetsu: content units and the function morphemes behind them.

    ``text`` is the content without function morphemes. ``particle`` is the joined case marker (``が``, ``には``;
    compound particles are folded: によると is ``ニヨル``). ``conjuncts`` are the phrases coordinated before it (AとBが:
    A is a conjunct of B), ``modifiers`` the の-phrases on it, ``relative`` the clause that modifies it. ``head`` is the
    last content unit, ``named`` the mentions in the phrase's own content, ``quoted`` tells whether a quotation is in it.
    """

    index: int
    content: list[Unit]
    function: list[Unit]
    comma: bool
    final: bool
    particle: str
    is_time: bool
    predicate: bool
    conjuncts: list[Phrase]
    modifiers: list[Phrase]
    relative: Clause | None
    text: str
    head: Unit
    named: list[Mention]
    quoted: bool

    def __init__(self, index: int, content: list[Unit]) -> None:
        self.index = index
        self.content = content
        self.function = []
        self.comma = self.final = self.is_time = self.predicate = self.quoted = False
        self.particle = self.text = ""
        self.conjuncts = []
        self.modifiers = []
        self.named = []
        self.relative = None

    def settle(self) -> None:
        """Work out what follows from the content, once it is complete or a mention in it was exchanged."""
        content = self.content
        self.head = content[-1]
        self.text = self.head.text if len(content) == 1 else "".join([u.text for u in content])
        self.named = [u.mention for u in content if u.mention is not None]
        self.quoted = QUOTE_MARK in self.text
        self.is_time = bool(self.named) and any(m.kind == "time" for m in self.named)

    @property
    def begin(self) -> int:
        """Surface offset of the first character."""
        return self.content[0].begin

    @property
    def end(self) -> int:
        """Surface offset behind the content."""
        return self.content[-1].end

    def coordinated(self) -> list[Phrase]:
        """The phrase with all that is coordinated with it, in text order."""
        return [*(p for c in self.conjuncts for p in c.coordinated()), self] if self.conjuncts else [self]

    def alone(self) -> Phrase:
        """The phrase without what is coordinated with it."""
        if not self.conjuncts:
            return self
        one = Phrase(self.index, self.content)
        one.function, one.particle, one.text, one.head = self.function, self.particle, self.text, self.head
        one.comma, one.final, one.predicate = self.comma, self.final, self.predicate
        one.is_time, one.quoted, one.named = self.is_time, self.quoted, self.named
        one.modifiers, one.relative = self.modifiers, self.relative
        return one

    def mentions(self) -> list[Mention]:
        """The mentions in the phrase's own content."""
        return self.named


ClauseForm = Literal["final", "chain", "relative", "quoted", "conjunctive", "nominal"]


@dataclass(slots=True, eq=False, init=False)
class Clause:
    """A predicate with its arguments.

    ``lemma`` is the dictionary form, with する for verbal nouns (会談する). ``form``: ``final`` (ends a sentence),
    ``chain`` (連用形, て), ``relative`` (連体形 before a noun: ``target``), ``quoted`` (followed by と),
    ``conjunctive`` (が, ので …), ``nominal``. ``tail`` is the text of the auxiliaries behind the predicate, from which
    modality is read. ``parent`` is the clause that governs a quoted or nominalised clause, and of a chain inside a
    quotation the quoted clause at its end; ``shared`` tells that the
    subject was inherited.
    """

    index: int
    phrase: Phrase
    lemma: str
    form: ClauseForm
    args: list[Phrase]
    tail: str
    passive: bool
    causative: bool
    negative: bool
    past: bool
    target: Phrase | None
    parent: Clause | None
    inherited: Phrase | None

    def __init__(
        self,
        index: int,
        phrase: Phrase,
        lemma: str,
        form: ClauseForm,
        args: list[Phrase],
        tail: str,
        passive: bool = False,
        causative: bool = False,
        negative: bool = False,
        past: bool = False,
        target: Phrase | None = None,
        parent: Clause | None = None,
        inherited: Phrase | None = None,
    ) -> None:
        self.index = index
        self.phrase = phrase
        self.lemma = lemma
        self.form = form
        self.args = args
        self.tail = tail
        self.passive = passive
        self.causative = causative
        self.negative = negative
        self.past = past
        self.target = target
        self.parent = parent
        self.inherited = inherited

    def arg(self, *particles: str) -> Phrase | None:
        """The first argument with one of the particles."""
        return next((a for a in self.args if a.particle in particles), None)

    def all_args(self, *particles: str) -> list[Phrase]:
        """All arguments with one of the particles."""
        return [a for a in self.args if a.particle in particles]
