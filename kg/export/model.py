"""The graph as people look at it: nodes, edges, and the facts behind them, once and for every export.

The RDF graph has one node for each claim, mention and tenure. What is drawn, put into a spreadsheet or given to a
network program is flatter: actors, events, and the relations between them. ``view_of`` in ``kg.export.view`` makes
these values out of a store; everything in ``kg.export`` that is not plain RDF reads nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, get_args

ActorKind = Literal["state", "organization", "person"]
EventKind = Literal["meeting", "visit", "invitation", "agreement", "statement", "event"]
NodeKind = Literal[
    "state",
    "organization",
    "person",
    "meeting",
    "visit",
    "invitation",
    "agreement",
    "statement",
    "event",
    "treaty",
    "place",
]

ACTOR_KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)

#: Where an event happens is no tie between those who meet there and their hosts.
PLACE_RELATIONS = frozenset({"place", "placeState"})


@dataclass(frozen=True, slots=True)
class Node:
    """An actor, an event, a place, or a treaty: any agreement document; the steps of its life are ``agreement`` nodes.

    ``key`` is its CURIE (``state:RUS``) and unique. ``label`` is Japanese, ``label_en`` English or empty. ``aliases``
    are the other names in any language and script. ``edtf`` is the time as the text gives it, ``earliest`` and
    ``latest`` its first and last day as ISO dates; an open or unknown end is None. ``home`` is the key of the state
    that a person or a body acts for. ``subtype`` and ``status`` are codes, explained by the view's terms.
    """

    key: str
    kind: NodeKind
    label: str
    label_en: str = ""
    aliases: tuple[str, ...] = ()
    subtype: str | None = None
    status: str | None = None
    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None
    home: str | None = None
    wikidata: str | None = None

    @property
    def is_actor(self) -> bool:
        """Whether the node is a state, an organization or a person."""
        return self.kind in ACTOR_KINDS

    @property
    def is_event(self) -> bool:
        """Whether the node is something that happens."""
        return self.kind in EVENT_KINDS


class Edge(NamedTuple):
    """A relation between two nodes; ``relation`` is the local name of the property."""

    source: str
    target: str
    relation: str


class ArticleInfo(NamedTuple):
    """Where a quote stands: what is needed to cite the article. ``published`` is an ISO date."""

    key: str
    title: str
    publisher: str | None = None
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim of one article, with the words that carry it.

    ``subject`` is a node key. What is said of it is ``value``, the form people read; where that names a node,
    ``object`` is its key. ``attributed_to`` is the name of whoever the article says it from.
    ``quote`` is the sentence; ``begin`` and ``end`` are the words in it, in code points from its start, half open.
    ``rivals`` are the values that other accepted or undecided claims give for the same property.
    """

    key: str
    subject: str
    property: str
    object: str | None
    value: str
    article: str
    quote: str
    begin: int
    end: int
    confidence: float = 1.0
    modality: str = "asserted"
    status: str = "accepted"
    attributed_to: str | None = None
    rule: str | None = None
    rivals: tuple[str, ...] = ()


class Term(NamedTuple):
    """The names of a code of the ontology (a property, a status, a subtype …) for people."""

    ja: str
    en: str


@dataclass(frozen=True)
class NetworkView:
    """All of a graph that exports show, each part sorted by key."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    facts: tuple[Fact, ...]
    articles: tuple[ArticleInfo, ...]
    terms: dict[str, Term] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, Node]:
        """The nodes by their keys."""
        return {node.key: node for node in self.nodes}

    @cached_property
    def article_by_key(self) -> dict[str, ArticleInfo]:
        """The articles by their keys."""
        return {article.key: article for article in self.articles}

    @cached_property
    def actors_of(self) -> dict[str, tuple[str, ...]]:
        """For each event the actors that it is connected with, sorted; an actor stands once."""
        actors: dict[str, set[str]] = {node.key: set() for node in self.nodes if node.is_event}
        for edge in self.edges:
            if edge.relation in PLACE_RELATIONS:
                continue
            for event, other in ((edge.source, edge.target), (edge.target, edge.source)):
                if event in actors and self.by_key[other].is_actor:
                    actors[event].add(other)
        return {event: tuple(sorted(keys)) for event, keys in actors.items()}

    def home_of(self, key: str) -> str:
        """Return the state that an actor acts for, or the actor itself."""
        return self.by_key[key].home or key
