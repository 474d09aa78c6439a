"""Which agreement reports speak of the same document.

A document is known by its normalised name and its parties. A name that says little (和平協定, 共同声明) holds documents
together only inside one article, or with the same parties and times that do not exclude each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from kg.fusion.match import OTHER_NEWS
from kg.fusion.told import Told
from kg.model.account import Ref
from kg.model.event import ReportId
from kg.vocab import digest

#: What a name says besides the kind of the document must be this long to tell documents apart.
SPECIFIC: Final = 4
#: Words for kinds of documents, longest first: what is left of a name without them is its own.
KIND_WORDS: Final = tuple(
    sorted(
        (
            "条約",
            "協定",
            "合意文書",
            "合意",
            "議定書",
            "共同声明",
            "特別声明",
            "議長声明",
            "声明",
            "宣言",
            "決議",
            "覚書",
            "憲章",
            "文書",
        ),
        key=lambda word: (-len(word), word),
    )
)
#: Kinds of documents of which the same sides issue one after another.
RECURRENT: Final = frozenset({"joint_statement", "declaration", "resolution"})


def documents(told: Sequence[Told]) -> dict[ReportId, str]:
    """Return the key of the treaty of each agreement report. Depends on the reports only, not on their order."""
    by_name: defaultdict[str, list[Told]] = defaultdict(list)
    for t in told:
        if t.report.kind == "agreement":
            by_name[t.name or f"\x00{t.id.article}\x00{t.id.key}"].append(t)
    found: dict[ReportId, str] = {}
    for name in sorted(by_name):
        for group in _split(name, sorted(by_name[name], key=lambda t: t.id)):
            key = _key(name, group)
            found.update({t.id: key for t in group})
    return found


def _split(name: str, told: list[Told]) -> list[list[Told]]:
    """Split reports of one name into documents: each joins the only group it is compatible with."""
    groups: list[list[Told]] = []
    # Reports with the most parties first: those with fewer then find the group they belong to, or more than one.
    for t in sorted(told, key=lambda t: (-len(_parties([t])), t.id)):
        fitting = [group for group in groups if all(_same_document(name, t, other) for other in group)]
        at_home = [group for group in fitting if any(other.id.article == t.id.article for other in group)]
        chosen = at_home or fitting
        if len(chosen) == 1:
            chosen[0].append(t)
        else:
            groups.append([t])
    return [sorted(group, key=lambda t: t.id) for group in groups]


def _same_document(name: str, a: Told, b: Told) -> bool:
    """Whether two reports that use one name for a document can mean the same document."""
    ours, theirs = _parties([a]), _parties([b])
    compatible = ours <= theirs or theirs <= ours
    if a.id.article == b.id.article:
        return compatible
    recurrent = a.report.subtype in RECURRENT or b.report.subtype in RECURRENT
    if is_specific(name) and (not recurrent or any(c.isdecimal() for c in name)):
        return compatible
    return bool(ours) and ours == theirs and _same_period(a, b)


def is_specific(name: str) -> bool:
    """Whether a normalised name says which document it is, and not only of what kind."""
    for word in KIND_WORDS:
        name = name.replace(word, "")
    return len(name) >= SPECIFIC


def _same_period(a: Told, b: Told) -> bool:
    """Whether two reports can speak of one step of a life: dates, or else publication, lie close together."""
    if a.days and b.days:
        return a.days.gap(b.days) == 0
    if a.published is None or b.published is None:
        return False
    return abs(a.published - b.published) <= OTHER_NEWS


def _parties(told: Iterable[Told]) -> frozenset[Ref]:
    return frozenset().union(*(t.role("party") for t in told))


def _key(name: str, group: Sequence[Told]) -> str:
    """Return a key from what the document is: its name and parties; a vague name also needs its first report."""
    parties = sorted(f"{ref.kind}:{ref.key}" for ref in _parties(group))
    if is_specific(name) and not name.startswith("\x00"):
        recurrent = any(t.report.subtype in RECURRENT for t in group) and not any(c.isdecimal() for c in name)
        first = [*group[0].id] if recurrent else []
        return digest("treaty", name, *parties, *first)
    return digest("treaty", name, *parties, *group[0].id)
