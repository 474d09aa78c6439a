"""Who takes part in a large conference, where the text lists it: 構成国は、A、B、C…; サミットに参加するのは、A、B…."""

from __future__ import annotations

import re
from typing import Final

from kg.frame.gather import Group
from kg.model.account import Claim, Evidence, Ref
from kg.model.scene import ParsedSentence, Scene
from kg.model.span import Span

_LISTING: Final = re.compile(
    r"(?:参加|加盟|構成|出席|加入)(?:し?て?い?する|した|している|国|国・地域|メンバー|予定)*の?は[、,]?"
)


def add_members(scene: Scene, meetings: list[Group]) -> None:
    """Give each conference the states that the article lists as taking part in it, or as members of the body whose session it is."""
    lists = [found for parsed in scene.sentences if (found := _listed(scene, parsed)) is not None]
    if not lists:
        return
    for group in meetings:
        if len(group.refs("state")) > 1 and group.lead.subtype != "multilateral":
            continue
        names = "".join(group.names)
        for owners, states, words, sentence in lists:
            if any(owner in names for owner in owners):
                evidence = Evidence(sentence, words, "listed-members")
                known = set(group.refs("state"))
                group.lead.claims += [Claim("state", s, evidence, confidence=0.8) for s in states if s not in known]


def _listed(scene: Scene, parsed: ParsedSentence) -> tuple[list[str], list[Ref], Span, Span] | None:
    """Names of the body or conference, its members, the words and the sentence; None if the sentence lists none."""
    found = _LISTING.search(parsed.sentence.surface)
    if found is None:
        return None
    owners: list[str] = []
    states: list[Ref] = []
    for unit in parsed.units:
        mention = unit.mention
        if mention is None:
            continue
        if unit.end <= found.start() and mention.kind in ("organization", "event"):
            owners += [mention.text, *(r.name for r in scene.linked.of(mention))]
        elif unit.begin >= found.end() and mention.kind in ("state", "states"):
            states += [r for r in scene.linked.of(mention) if r not in states]
    if not owners or len(states) < 3:
        return None
    return owners, states, parsed.sentence.to_article(found.start(), found.end()), parsed.sentence.span
