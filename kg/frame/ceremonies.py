"""When and where a signing was attended: 10日、首都で協定に署名した。式典には両国の外相が出席した."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kg.frame.context import Context, Draft
from kg.frame.gather import Group, places_clash
from kg.frame.session import SessionReader
from kg.model.time import TimeValue

_LENT: Final = 0.6
#: How many sentences on a ceremony may still be that of a document told before.
_REACH: Final = 6
#: How many sentences on it is that of the document just told, where no sides are named, and how it is called.
_NEAR: Final = 2
_SIGNING: Final[tuple[str, ...]] = ("調印", "署名")
_DAY: Final = len("2025-12-03")


def date_ceremonies(meetings: Sequence[Group], papers: Sequence[Draft], contexts: Mapping[int, Context]) -> None:
    """Give ceremonies without a date the day, and the town, on which the document before was signed."""
    for meeting in meetings:
        lead = meeting.lead
        if meeting.status != "held" or meeting.time is not None or "recalled" in lead.flags:
            continue
        if not any(d.rule == "sign-together" or "ceremony" in d.flags for d in meeting.drafts):
            continue
        paper = _signed_before(meeting, papers)
        if paper is None:
            continue
        claim = next(c for c in paper.claims if isinstance(c.value, TimeValue))
        lead.claims.append(claim._replace(confidence=_LENT))
        context = contexts[paper.sentence]
        where = [r for c in context.clauses for r in context.where(c)]
        home = [h for r in where if (h := context.linked.place_states.get(r.key)) is not None]
        if not meeting.refs("place") and len(set(home)) == 1 and not places_clash(meeting.refs("placeState"), home):
            SessionReader.settle_place(context, lead, where, paper.trigger)


def name_signers(meetings: Sequence[Group], papers: Sequence[Draft]) -> None:
    """Give a ceremony of signing of which the text says no more the sides of the document that it has just told."""
    for meeting in meetings:
        lead = meeting.lead
        if "ceremony" not in lead.flags or not lead.head.startswith(_SIGNING) or lead.claims == []:
            continue
        if meeting.refs("participant") or meeting.refs("state"):
            continue
        near = [p for p in papers if 0 <= lead.sentence - p.sentence <= _NEAR and len(p.refs("party")) > 1]
        paper = max(near, key=lambda p: p.sentence, default=None)
        if paper is None or any(r.kind != "state" for r in paper.refs("party")):
            continue
        own = lead.claims[0]
        lead.claims += [own._replace(property="state", value=r, confidence=_LENT) for r in paper.refs("party")]


def _signed_before(meeting: Group, papers: Sequence[Draft]) -> Draft | None:
    """The document of some of those present that the text told last to have been signed on a day."""
    present, at = set(meeting.refs("state")), meeting.lead.sentence
    told = [
        p
        for p in papers
        if p.text("action") in ("signed", "adopted")
        and "recalled" not in p.flags
        and (time := p.time) is not None
        and len(time.edtf or "") == _DAY
        and 0 <= at - p.sentence <= _REACH
        and (present & set(p.refs("party")) or not present or not p.refs("party"))
    ]
    return max(told, key=lambda p: p.sentence, default=None)
