"""Whose turn it is to speak in transcripts: 【林外務大臣】…, 岸田総理：…, （問）…（答）…, Q. …A. ….

A text that its headline calls somebody's address (A首相の国連総会演説) is his from its first line on.
"""

from __future__ import annotations

import re
from typing import Final

from kg.lexicon.load import Lexicon
from kg.model.account import Ref
from kg.model.scene import Scene, Turn

#: How a line says who speaks: （官房長官）, 【岸田首相】…, 報道官：…, 問 …, Q. ….
_LABEL: Final = re.compile(
    r"[（(【＜<]\s*([^（()）【】＜＞<>。、\n]{1,20})\s*[）)】＞>]|([^\s。、「」『』：:]{1,20})[：:]"
    r"|([QAＱＡ問答][0-9０-９]{0,2})[.．、,　 ]"
)
#: What stands between a label and a quotation.
_QUOTED: Final = re.compile(r"[）)】＞>：:\s]{0,5}[「『]")
#: Particles behind others of whom a headline tells: B大統領との電話会談についての会見.
_PARTNERS: Final[tuple[str, ...]] = ("と", "との", "へ", "への", "に", "から", "からの")


def turns_of(scene: Scene, lexicon: Lexicon) -> list[Turn | None]:
    """Return the turn in which each sentence of an article stands, None before the first one."""
    words = lexicon.table("statements", "speakers")
    host = _host(scene, tuple(words["addresses"]))
    now: Turn | None = None
    labels = [_label(scene, at) for at in range(len(scene.sentences))]
    first = next((at for at, label in enumerate(labels) if _is_mark(label, words, "question_marks", "answer_marks")), 0)
    answering = host or _introduced(scene, first)
    if host and _in_first_person(scene, words["first_person_forms"]):
        now = Turn(host, 1, True)
    out: list[Turn | None] = []
    for at, label in enumerate(labels):
        if label:
            now = _turn(scene, at, label, words, answering) or now
        out.append(now if at else None)
    return out


def _label(scene: Scene, at: int) -> str:
    """Return the words before a sentence that heads its line by which somebody is said to speak."""
    text, begin = scene.article.text, scene.sentences[at].sentence.span.begin
    if not at or text[begin - 1 : begin] not in "\n \u3000":
        return ""
    found = _LABEL.match(text, begin)
    return next((g for g in found.groups() if g), "") if found is not None else ""


def _turn(scene: Scene, at: int, label: str, words: dict[str, list[str]], answering: tuple[Ref, ...]) -> Turn | None:
    """Return the turn that a label begins, None where it is no label of a speaker."""
    if label.endswith(tuple(words["asking"])) or _is_mark(label, words, "question_marks"):
        return Turn((), at, False)
    if _is_mark(label, words, "answer_marks"):
        return Turn(answering, at, True)
    named = named_in(scene, label)[:1]
    if not named:
        return Turn((), at, False) if label.endswith(tuple(words["only_tell"])) else None
    # （B官房長官） 「…」: news goes on behind the words
    quoted = _QUOTED.match(scene.article.text, scene.sentences[at].sentence.span.begin + len(label)) is not None
    return Turn(tuple(named), at, not quoted and not label.endswith(tuple(words["only_tell"])))


def _is_mark(label: str, words: dict[str, list[str]], *kinds: str) -> bool:
    """Whether a label is a mark of a question or an answer, with its number or without: Q1, 問, （答）."""
    bare = label.strip("0123456789０１２３４５６７８９")
    return bool(bare) and any(bare in words[kind] for kind in kinds)


def named_in(scene: Scene, text: str) -> list[Ref]:
    """Return the persons whose mentions in the article end in a text, or end it (官房長官, 韓国・李在明大統領)."""
    article = scene.article.text
    out: list[Ref] = []
    for span, refs in scene.linked.refs.items():
        mention = article[span.begin : span.end]
        same = mention.endswith(text) or (len(mention) > 1 and text.endswith(mention))
        if same and len(refs) == 1 and refs[0].kind == "person" and refs[0] not in out:
            out.append(refs[0])
    return out


def _host(scene: Scene, addresses: tuple[str, ...]) -> tuple[Ref, ...]:
    """Return the one person whose address the headline says that the text is: A首相の国連総会演説（要旨）, B大臣記者会見."""
    title = scene.sentences[0]
    if not any(word in title.sentence.surface for word in addresses):
        return ()
    if title.clauses or any(p.particle in _PARTNERS for p in title.phrases):
        return ()
    refs = {r for p in title.phrases for m in p.mentions() for r in scene.linked.of(m) if r.kind == "person"}
    return tuple(refs) if len(refs) == 1 else ()


def _in_first_person(scene: Scene, forms: list[str]) -> bool:
    """Whether the text speaks of itself as its speaker does, in more than one sentence outside quotations."""
    found = re.compile("|".join(map(re.escape, forms)))
    return sum(found.search(row.sentence.surface) is not None for row in scene.sentences[1:]) > 1


def _introduced(scene: Scene, at: int) -> tuple[Ref, ...]:
    """Return the one of whom the sentences before the first question tell: B外相は15日、記者会見した."""
    for row in scene.sentences[:at]:
        for phrase in row.phrases:
            if phrase.particle in ("は", "が", "の", ""):
                found = [r for m in phrase.named if m.kind == "person" for r in scene.linked.of(m)]
                if found:
                    return tuple(found[:1])
    return ()
