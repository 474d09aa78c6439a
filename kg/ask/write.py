"""Answers to questions in words, written for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from kg.ask.forms import Language
from kg.ask.run import Answer
from kg.query.write import table, visible

_BRIEF: Final = 12
_WORDS: Final[dict[str, dict[Language, str]]] = {
    "yes": {"ja": "はい", "en": "yes"},
    "none": {"ja": "このグラフにその報道はない", "en": "no report of it in this graph"},
    "more": {"ja": "ほか{}件", "en": "{} more"},
    "unread": {"ja": "この問いは読み取れない。", "en": "This question is not understood."},
    "nearest": {"ja": "こう尋ねることができる:", "en": "What can be asked:"},
}


def as_json(answer: Answer) -> str:
    """Write an answer as one JSON object: its fields by their names, rows as objects."""
    data = asdict(answer)
    data["rows"] = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    data["quotes"] = [quote._asdict() for quote in answer.quotes]
    return json.dumps(data, ensure_ascii=False, indent=1)


def as_text(answer: Answer, *, quotes: int = 5, sparql: bool = False, width: int | None = None) -> str:
    """Write an answer for a terminal: how it was understood, the brief answer, rows, sentences."""
    return "".join(f"{line}\n" for line in _lines(answer, quotes, sparql, width))


def _lines(answer: Answer, quotes: int, sparql: bool, width: int | None) -> Iterator[str]:
    language = answer.language
    if not answer.understood:
        yield _WORDS["unread"][language]
        yield from map(visible, answer.notes)
        yield _WORDS["nearest"][language]
        yield from (f"  {visible(question)}" for question in answer.nearest)
        return
    yield visible(answer.reading)
    if brief := brief_of(answer):
        yield visible(f"→ {brief}")
    if answer.rows:
        yield ""
        yield from table(answer.columns, answer.rows, width).rstrip("\n").split("\n")
    sentences = list(dict.fromkeys((quote.words, quote.article) for quote in answer.quotes))
    if sentences and quotes:
        yield ""
        yield from (visible(f"「{words}」 {article}") for words, article in sentences[:quotes])
        if len(sentences) > quotes:
            yield _WORDS["more"][language].format(len(sentences) - quotes)
    if sparql:
        yield ""
        yield from answer.sparql.rstrip("\n").split("\n")


def brief_of(answer: Answer) -> str:
    """Return the answer in one line: yes, no report, a number, names; "" where the rows are the answer."""
    language = answer.language
    if answer.verdict:
        return _WORDS[answer.verdict][language]
    if not answer.rows:
        return _WORDS["none"][language]
    shown = "; ".join(answer.says[:_BRIEF])
    rest = len(answer.says) - _BRIEF
    return f"{shown}; {_WORDS['more'][language].format(rest)}" if rest > 0 else shown
