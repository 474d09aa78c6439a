"""One article from text to account: the only place that knows the order of the stages.

read → segment → find → link → frame → (all articles) fuse → graph. Everything here is a pure function of the article,
so it runs on any number of processes.
"""

from __future__ import annotations

import gc
import hashlib
import traceback
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kg.config import RULES_VERSION, ontology_dir
from kg.export.facts import LISTS, facts
from kg.find.bodies import GLOSSED, with_short_forms
from kg.find.mentions import MentionFinder
from kg.find.times import find_times
from kg.frame.frames import FrameReader
from kg.lexicon.load import Lexicon, load_lexicon
from kg.link.registry import Registry, load_registry
from kg.link.resolve import Resolver
from kg.model.account import Account
from kg.model.article import Article
from kg.model.lines import account_line, json_line
from kg.model.mention import Mention
from kg.model.scene import ParsedSentence, Scene
from kg.model.span import Span
from kg.model.time import TimeValue
from kg.screen import Screen
from kg.segment.clauses import ClauseBuilder
from kg.segment.phrases import PhraseBuilder
from kg.segment.sentences import modern, sentences
from kg.shelf import Analysed


@dataclass(frozen=True)
class Tools:
    """What costs time to make, made once: tokeniser, lexicon, registry and the stages that use them.

    With a ``screen`` only articles that pass it are read; of any other the account is empty.
    """

    lexicon: Lexicon
    registry: Registry
    finder: MentionFinder
    phrases: PhraseBuilder
    clauses: ClauseBuilder
    resolver: Resolver
    frames: FrameReader
    screen: Screen | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the version of the rules, the lexicon and the registry: the same text read with it gives the same account."""
        parts = [RULES_VERSION, self.lexicon.digest, self.registry.digest, *(["screened"] if self.screen else [])]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()


@contextmanager
def steady_memory() -> Iterator[None]:
    """Keep the collector away from what lives as long as the run: registry and lexicon are a large heap that no article changes.

    With the default thresholds the collector walks them again and again and takes a third of the time, and the reports that
    fusion has at hand, too. Parsed articles leave no cycles behind (``Scene.dissolve``).
    """
    thresholds = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def load_tools(*, screened: bool = False) -> Tools:
    """Load dictionary, lexicon and registry (about 0.3 s).

    ``screened`` leaves articles unread that are not of diplomacy by their words: for streams of news of all kinds.
    """
    lexicon = load_lexicon()
    registry = load_registry(ontology_dir() / "registry")
    return Tools(
        lexicon,
        registry,
        MentionFinder(registry, lexicon),
        PhraseBuilder(lexicon),
        ClauseBuilder(lexicon),
        Resolver(registry, lexicon),
        FrameReader(lexicon),
        Screen(registry, lexicon) if screened else None,
    )


def parse(article: Article, tools: Tools) -> Scene:
    """Segment an article, find its mentions and link them. The scene holds the text as it was read, with modern punctuation."""
    article = _in_modern_marks(article)
    times = find_times(article.text, article.published)
    begins = [t.span.begin for t in times]
    rows = sentences(article.text)
    # the tokeniser works through all sentences at once, while its tables are in the caches
    words = [tools.finder.tokenizer.units(sentence.surface) for sentence in rows]
    parsed: list[ParsedSentence] = []
    known: set[str] = set()
    shorts: dict[str, Mention] = {}
    heads: dict[int, TimeValue] = {}
    for sentence, morphemes in zip(rows, words, strict=True):
        inside = times[bisect_left(begins, sentence.span.begin) : bisect_left(begins, sentence.span.end)]
        if inside and _heads_in_brackets(article.text, sentence.span, inside[0].span):
            heads[sentence.index] = inside[0]
        units = tools.finder.units(sentence, morphemes, inside)
        for unit in units:
            mention = unit.mention
            if mention is None:
                continue
            if mention.kind == "person":
                known |= _short_forms(mention.name)
            if mention.rule == GLOSSED:
                shorts[mention.head] = mention
        parsed.append(ParsedSentence(sentence, units))
    names = frozenset(known)
    for row in parsed:
        if names and not names.isdisjoint([u.text for u in row.units]):
            row.units = tools.finder.with_names(row.sentence, row.units, names)
        if shorts:
            row.units = with_short_forms(row.sentence, row.units, shorts)
        row.phrases = tools.phrases.phrases(row.units)
        row.clauses = tools.clauses.clauses(row.phrases)
    return Scene(article, parsed, tools.resolver.link(article, parsed), heads=heads)


def _heads_in_brackets(text: str, sentence: Span, time: Span) -> bool:
    """Whether a time in brackets of its own begins a line: 【21時10分】."""
    return time.begin == sentence.begin + 1 and text.startswith(("】", "〕", "］"), time.end)


def analyse(article: Article, tools: Tools) -> Account:
    """Everything one article says, as an account."""
    if tools.screen is not None and not tools.screen.passes(article.text):
        return Account(article.id, article.sha256, (), ())
    scene = parse(article, tools)
    account = Account(
        article.id,
        article.sha256,
        scene.linked.entities,
        tuple(tools.frames.reports(scene)),
        tuple(scene.linked.unlinked),
    )
    scene.dissolve()
    return account


def told_of(article: Article, tools: Tools) -> Analysed:
    """Analyse an article as far as lines on a shelf; whatever goes wrong is told as the cause and costs no other one."""
    try:
        account = analyse(article, tools)
        return as_lines(account, article)
    except Exception as error:
        return Analysed(article.id, cause=_cause(error))


def as_lines(account: Account, article: Article) -> Analysed:
    """Return an account as lines for a shelf."""
    row = facts(account, article)
    return Analysed(
        article.id,
        account_line(account),
        json_line(row),
        tuple(len(items) if isinstance(items := row[kind], list) else 0 for kind in LISTS),
        tuple(sorted(Counter(why for _, _, why in account.unlinked).items())),
    )


def _cause(error: Exception) -> str:
    """Return class, message and place of an error, on one line."""
    frame, line = list(traceback.walk_tb(error.__traceback__))[-1]
    message = " ".join(str(error).split())
    return f"{type(error).__name__}: {message} (in {frame.f_globals.get('__name__')}, line {line})"


def _in_modern_marks(article: Article) -> Article:
    text = modern(article.text)
    return article if text == article.text else replace(article, text=text)


def _short_forms(name: str) -> set[str]:
    """What a name may be called once it is introduced: itself, and the last part of a name in katakana."""
    parts = name.replace("=", "・").replace("＝", "・").split("・")
    return {form for form in (name, parts[-1]) if len(form) >= 2}
