"""What a text mentions: a stretch of words and what kind of thing they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.model.span import Span
from kg.model.time import TimeValue

MentionKind = Literal[
    "person",
    "office",
    "state",
    "states",
    "organization",
    "place",
    "time",
    "event",
    "document",
    "anaphor",
    "quote",
]


class Entry(NamedTuple):
    """What a surface form may name: ``kind`` state, states, organization, place, person, title, metonym, travel.

    ``keys`` in the registry.
    """

    kind: str
    keys: tuple[str, ...]


class Hit(NamedTuple):
    """A surface form of registry or lexicon found at ``begin`` to ``end`` of a sentence's surface."""

    begin: int
    end: int
    text: str
    entry: Entry


@dataclass(slots=True, init=False, unsafe_hash=True)
class Mention:
    """One mention; a value that nobody changes.

    ``span`` is in the article, ``text`` the surface without brackets. ``keys`` are candidate registry keys (of the
    kind), empty where the registry does not know the name. For a person ``name`` is the name without ``title``;
    ``title`` is the office or honorific; ``affiliation`` holds the mentions that say for whom the person acts
    (ロシアの, 米…). ``members`` are the states of 日米 or 露朝. ``time`` is set for times. ``head`` is the head noun of
    an event or document (会談, 条約), ``level`` its rank word (首脳, 外相), ``ordinal`` 第2回 and the like, ``inner``
    the mentions inside its name.
    """

    kind: MentionKind
    span: Span
    text: str
    rule: str
    keys: tuple[str, ...] = ()
    name: str = ""
    title: str = ""
    affiliation: tuple[Mention, ...] = ()
    members: tuple[str, ...] = ()
    time: TimeValue | None = None
    head: str = ""
    level: str = ""
    ordinal: str = ""
    inner: tuple[Mention, ...] = ()

    def __init__(
        self,
        kind: MentionKind,
        span: Span,
        text: str,
        rule: str,
        keys: tuple[str, ...] = (),
        name: str = "",
        title: str = "",
        affiliation: tuple[Mention, ...] = (),
        members: tuple[str, ...] = (),
        time: TimeValue | None = None,
        head: str = "",
        level: str = "",
        ordinal: str = "",
        inner: tuple[Mention, ...] = (),
    ) -> None:
        """Written out: that of a frozen dataclass takes three times as long, and is never compiled."""
        self.kind = kind
        self.span = span
        self.text = text
        self.rule = rule
        self.keys = keys
        self.name = name
        self.title = title
        self.affiliation = affiliation
        self.members = members
        self.time = time
        self.head = head
        self.level = level
        self.ordinal = ordinal
        self.inner = inner
