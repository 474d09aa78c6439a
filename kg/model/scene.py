"""A parsed and linked article: what the frame rules read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kg.model.account import EntityEntry, Ref
from kg.model.article import Article
from kg.model.mention import Mention
from kg.model.sentence import Clause, Phrase, Sentence, Unit
from kg.model.span import Span
from kg.model.time import TimeValue


@dataclass(slots=True, eq=False)
class ParsedSentence:
    """A sentence with its units, phrases and clauses. ``screened`` tells that nothing in it was worth parsing."""

    sentence: Sentence
    units: list[Unit] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    screened: bool = False


@dataclass(slots=True, eq=False)
class Linked:
    """What the mentions of an article refer to.

    ``refs`` maps a mention's span to entities (several for 日米 or 両国). ``entities`` are the entries for the account.
    ``offices`` gives the office rank of a person by key (leader, foreign, minister, official, envoy, other),
    ``states`` the state that a person or body acts for, ``place_states`` the state of a place, ``city_states`` the
    town of a state of the same name (シンガポール). ``international`` holds the keys of international bodies and of those
    who act for one, ``members`` the keys of the member states of a body, ``movements`` parties, armed groups and
    bodies that only the article names, ``known`` the persons of the registry, ``place_kinds`` the kind of each place
    (City, Venue, Region …), ``seats`` the building that a seat of power is besides standing for its state (ホワイトハウスで),
    by its text, ``seated`` the body that speaks where a mention names its seat (ホワイトハウスは). ``dateline`` is the town
    whence the article reports. ``wholes`` gives the body of which a body is an organ (国連総会), by key.
    """

    refs: dict[Span, tuple[Ref, ...]]
    entities: tuple[EntityEntry, ...]
    ranks: dict[str, str]
    states: dict[str, Ref]
    place_states: dict[str, Ref]
    city_states: dict[str, Ref] = field(default_factory=dict)
    international: frozenset[str] = frozenset()
    movements: frozenset[str] = frozenset()
    members: dict[str, frozenset[str]] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    place_kinds: dict[str, str] = field(default_factory=dict)
    seats: dict[str, Ref] = field(default_factory=dict)
    seated: dict[Span, Ref] = field(default_factory=dict)
    unlinked: list[tuple[Span, str, str]] = field(default_factory=list)
    dateline: Ref | None = None
    wholes: dict[str, Ref] = field(default_factory=dict)

    def of(self, mention: Mention | None) -> tuple[Ref, ...]:
        """The entities that a mention refers to; empty where none was accepted."""
        return self.refs.get(mention.span, ()) if mention is not None else ()


class Turn(NamedTuple):
    """Who has the floor, nobody while others ask; the sentence with which the turn begins; whether he tells of himself."""

    holder: tuple[Ref, ...]
    begin: int
    acts: bool


@dataclass(slots=True, eq=False)
class Scene:
    """One article, parsed and linked. ``topics`` are what each sentence is about, once the frame rules have asked.

    ``turns`` are the turns of a transcript in which the sentences stand, once they have asked for these.
    ``headings`` are the indexes of the sentences that are headings, the title among them, ``heads`` the times in brackets
    at the head of a line (【21時10分】), by the index of the sentence.
    """

    article: Article
    sentences: list[ParsedSentence]
    linked: Linked
    topics: list[list[Ref]] | None = None
    heads: dict[int, TimeValue] = field(default_factory=dict)
    turns: list[Turn | None] | None = None
    headings: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """List the headings: the indexes of the sentences that are one, or the title."""
        self.headings = [at for at, row in enumerate(self.sentences) if row.sentence.kind in ("heading", "title")]

    def dissolve(self) -> None:
        """Part phrases and clauses, which point at each other, once all is read: else only the collector could free them."""
        for row in self.sentences:
            for clause in row.clauses:
                clause.target = clause.parent = clause.inherited = None
                clause.phrase.relative = None
                for arg in clause.args:
                    arg.relative = None
            for phrase in row.phrases:
                phrase.relative = None
