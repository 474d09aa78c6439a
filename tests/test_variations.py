"""Changes of a text that change no fact must not change what is read of it (metamorphic tests over the newswire articles)."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kg.evaluate import gold_article, load_gold
from kg.export.facts import facts
from kg.model.article import Article
from kg.pipeline import Tools, analyse, load_tools

GOLD = Path(__file__).parent / "gold" / "newswire"
KINDS = ("meetings", "visits", "agreements", "statements", "invitations", "other_events")
#: A change may cost so many of the facts.
MOST = 0.01
HOLDER = r"((?:[^、。\n「」（(]{0,30})(?:大統領|首相|外相|国家主席|総書記|大臣|長官|氏|報道官|事務総長|政府|外務省))"
SAID = r"」と(述べた|語った|話した|強調した|指摘した)。"
DAY = r"(?:[0-9０-９]{1,2}月)?[0-9０-９]{1,2}日"

#: Name of a change, what is changed and into what.
CHANGES: dict[str, tuple[str, str]] = {
    "polite": (r"(した|された)。", r"\1のです。"),
    "talks held": ("と会談した", "と会談を行った"),
    "said otherwise": ("と述べた。", "との考えを示した。"),
    "day first": (rf"(?m)^([一-龠ァ-ヴ][^、。\n「（(]{{2,40}}は)({DAY})、", r"\2、\1"),
    "bullets": (r"(?m)^(?=.)", "・"),
    "amid": (rf"(?m)^(?=[一-龠ァ-ヴ]{HOLDER}は)", "国際社会の批判が高まるなか、"),
    "face": (rf"(?m)^{HOLDER}は、?(?=[^、。\n])", r"\1は険しい表情で、"),
    "aim": (rf"(?m)^{HOLDER}は、?(?=[^、。\n])", r"\1は、冷え込んだ関係の改善を図るため、"),
    "wife": (rf"(?m)^{HOLDER}は、?(?=[^、。\n])", r"\1は、夫人とともに、"),
    "long talks": ("と会談した", "と2時間を超える会談を行った"),
    "no press": (r"と会談(し|した|を)", r"と、報道陣を入れずに会談\1"),
    "still open": ("に署名した。", "に署名したが、課題も残る。"),
    "choosing words": (SAID, r"」と、言葉を選びながら\1。"),
    "then left": (SAID, r"」と\1うえで、会場を後にした。"),
    "said so": (r"(述べた|語った|話した|会談した|署名した|訪問した|発表した)。", r"\1のである。"),
}


@cache
def articles() -> tuple[Article, ...]:
    return tuple(gold_article(gold, [GOLD]) for gold in load_gold(GOLD))


def read(article: Article, tools: Tools) -> Counter[str]:
    """All facts without their words: these change with the text."""
    found = facts(analyse(article, tools), article)
    rows = []
    for kind in KINDS:
        of_kind = found[kind]
        assert isinstance(of_kind, list)
        rows += [(kind, {k: v for k, v in fact.items() if k not in ("evidence", "verb", "name")}) for fact in of_kind]
    return Counter(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.fixture(scope="module")
def as_written(tools: Tools) -> dict[str, Counter[str]]:
    return {article.id: read(article, tools) for article in articles()}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_changes_no_fact(name: str, tools: Tools, as_written: dict[str, Counter[str]]) -> None:
    pattern, into = CHANGES[name]
    total, lost = 0, []
    for article in articles():
        title, _, body = article.text.partition("\n")
        changed = re.sub(pattern, into, body)
        if changed == body:
            continue
        before = as_written[article.id]
        total += before.total()
        lost += list((before - read(replace(article, text=f"{title}\n{changed}"), tools)).elements())
    assert total, "nothing was changed"
    assert len(lost) <= MOST * total, lost
