"""Lists of what was done: chronologies, schedules, profiles. Of whom a list is, its lead-in or the headline says once."""

from __future__ import annotations

import re
from typing import Final

from kg.model.account import Ref
from kg.model.scene import ParsedSentence, Scene

#: How a sentence leads in a list, and by what words a headline tells of two.
_LEADS_IN: Final = re.compile(
    "通り|とおり|以下|次の|まとめ|振り返|年表|経過|経緯|歩み|日程|動静|[:：]|国(?:である|です|だ)。$"
)
_RELATIONS: Final[tuple[str, ...]] = ("関係", "関係史", "関係年表", "外交", "外交史", "両国", "年表", "情勢", "小史")
#: How a headline says that the text is of one or two all through, and how it says that somebody died.
_ABOUT: Final = re.compile(
    "概況|国別|基礎データ|プロフ[ィイ]|略歴|横顔|人物|歩み|歴史|軌跡|足跡|関係史?(?:$|[とを　 （(])|とは|小史"
)
_DEATH: Final = re.compile("死去|逝去|死亡|亡くな|訃報|評伝|追悼|悼む|没後")
#: So many sentences a list is looked through, either way.
_LIST: Final = 20
#: Particles of those of whom a list is not.
_PARTNERS: Final[tuple[str, ...]] = ("との", "への", "からの", "に", "へ", "から")


def line_begin(scene: Scene, index: int) -> int:
    """Index of the first sentence of the line in which a sentence stands."""
    line = scene.sentences[index].sentence.paragraph
    while index and scene.sentences[index - 1].sentence.paragraph == line:
        index -= 1
    return index


def is_entry(scene: Scene, index: int) -> bool:
    """Whether a sentence begins an entry of a list: it has a bullet, or begins with a date and ends in a noun."""
    row = scene.sentences[index]
    if row.sentence.kind == "bullet":
        return True
    dated = bool(row.phrases) and row.phrases[0].is_time and noun_ended(row)
    # 5日夜安保理で会合 is a heading
    return dated and (row.phrases[0].comma or row.sentence.kind not in ("heading", "title"))


def is_dated_note(scene: Scene, index: int) -> bool:
    """Whether a sentence in a line is an entry: 日本とは55年3月に外交関係を樹立."""
    row = scene.sentences[index]
    return any(p.is_time for p in row.phrases[:2]) and noun_ended(row)


def noun_ended(row: ParsedSentence) -> bool:
    """Whether a sentence ends in a noun, as entries of lists do: 5日 ハノイ着."""
    units = [row.phrases[-1].head, *row.phrases[-1].function] if row.phrases else []
    return not any(u.pos[0] in ("動詞", "助動詞", "形容詞") for u in units)


def list_topic(scene: Scene, index: int) -> list[Ref] | None:
    """Of whom the list is in which a sentence stands: one whom its lead-in or the headline names, or two; None in no list."""
    begin = line_begin(scene, index)
    if not begin or not (is_entry(scene, begin) or is_dated_note(scene, index)):
        return None
    at = begin
    while at and is_entry(scene, at):
        at = line_begin(scene, at - 1)
    while at:
        surface = scene.sentences[at].sentence.surface
        if (not surface.endswith("。") or _LEADS_IN.search(surface)) and (found := _named_in(scene, at)):
            return found
        at = line_begin(scene, at - 1)
    return _named_in(scene, 0)


def prose_topic(scene: Scene, index: int) -> list[Ref] | None:
    """Of whom a history, a profile or an obituary in prose goes on telling: one whom the headline names, or two."""
    title = scene.sentences[0].sentence.surface
    died = _DEATH.search(title) is not None
    if not index or not (died or _ABOUT.search(title)):
        return None
    found = _named_in(scene, 0)
    if died and not any(r.kind == "person" for r in found):
        return None
    return found or None


def partner_of_list(scene: Scene, index: int, pair: list[Ref]) -> Ref | None:
    """The one of two with whom the lines of a list tell that something is done: the list is of the other."""
    line, found = line_begin(scene, index), set[Ref]()
    for row in scene.sentences[max(0, line - _LIST) : line + _LIST]:
        for phrase in row.phrases:
            if row.sentence.kind == "bullet" and phrase.particle in ("と", "とも", "との"):
                found |= {r for m in phrase.mentions() for r in scene.linked.of(m)}
    told = [r for r in pair if r in found]
    return told[0] if len(told) == 1 else None


def _named_in(scene: Scene, index: int) -> list[Ref]:
    """Of whom a headline or lead-in says that a list is: who stands before its first comma, the one person or state, or two."""
    rows = scene.sentences[index].phrases
    out: list[Ref] = []
    for phrase in rows:
        mentions = [m for m in phrase.mentions() if m.kind in ("person", "state", "states")]
        # キルギス大統領の動静
        mentions += [a for m in phrase.mentions() if m.kind == "office" for a in m.affiliation]
        tail = "".join(u.text for u in phrase.content if u.mention is None)
        if (
            not mentions
            or phrase.particle in _PARTNERS
            or (tail and not (tail.endswith(_RELATIONS) or _DEATH.match(tail)))
        ):
            continue
        persons = [m for m in mentions if m.kind == "person"]
        found = [r for m in persons or mentions for r in scene.linked.of(m)]
        out += [r for r in found if r not in out]
        if phrase.comma or phrase.particle == "は":
            break
    people = [r for r in out if r.kind == "person"]
    out = people or out
    return out if len(out) in (1, 2) else []
