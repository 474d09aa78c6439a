"""Article text to sentences.

A sentence ends at 。！？ outside quotations and brackets, and at every line feed. A quotation that itself ends in 。 goes on
when a particle follows its closing mark (「…。」と述べた). Boundaries are found in one pass of a regular expression over the marks
that matter, so the cost is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal

from kg.model.sentence import QUOTE_MARK, Aside, Sentence, SentenceKind
from kg.model.span import Span

_OPEN: Final = {
    "「": "」",
    "『": "』",
    "(": ")",
    "（": "）",
    "[": "]",
    "［": "］",
    "【": "】",
    "〈": "〉",
    "《": "》",
    "“": "”",
}
_CLOSE: Final = {close: mark for mark, close in _OPEN.items()}
_QUOTES: Final = "「『“"
_BRACKETS: Final = "(（[［〈《【"
_MARKS: Final = re.compile(r"[「『(（\[［【〈《“」』)）\]］】〉》”。！？!?\n]")
_BULLET: Final = re.compile(
    r"^[\s　]*(?:[•・●○■□◆◇▼▲▽△*＊※–—-][\s　]+|[•・●■◆▼▽◇▲◎★☆▶]|[○△□](?![○△□])|[0-9０-９]{1,2}[.．)）][\s　]+)"
)
#: How a line of a chronology or of a running report begins: 2005年5月 , 同年9月　, 3日: , 10:35 .
_DATED: Final = re.compile(
    r"(?:午[前後])?[0-9０-９]{1,2}(?:[:：][0-5０-５][0-9０-９]|時(?:[0-9０-９]{1,2}分|半)?)(?:ごろ|頃|すぎ|過ぎ)?[\s　：―–—|｜]+(?=\S)|"
    r"(?=[0-9０-９昭平令同翌])"
    r"(?:(?:昭和|平成|令和)?(?:[0-9０-９]{1,4}|元)年|[同翌]年)?"
    r"(?:[0-9０-９]{1,2}月|[同翌]月)?"
    r"(?:[0-9０-９]{1,2}(?:[-～〜~・][0-9０-９]{1,2})?日|[同翌]日|[上中下]旬)?"
    r"(?<=[年月日旬])(?:[(（][月火水木金土日・祝]{1,3}[)）])?[\s　:：―–—|｜]+(?=\S)"
)
#: What is in the text and not seen: soft hyphens, zero-width spaces and joiners, marks of direction, byte order marks.
_UNSEEN: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
#: What makes the surface another than the text.
_SET_APART: Final = re.compile(f"{_UNSEEN.pattern}|[{re.escape(_QUOTES + _BRACKETS)}]")
#: No sentence is longer, in characters; what is longer is cut, so that the cost of reading stays linear.
LONGEST: Final = 1500
_LEAD: Final = re.compile(r"[\s　]*")


#: Marks of old official texts and of half width, and those of today.
_OLD_MARKS: Final = str.maketrans("｡､｢｣･，．", "。、「」・、。")
_OLD_MARK: Final = re.compile(
    r"[｡､｢｣･]|(?<![0-9０-９])，|，(?![0-9０-９])"
    r"|(?<![0-9A-Za-z０-９Ａ-Ｚａ-ｚァ-ヺー])．(?![A-Za-zＡ-Ｚａ-ｚ])|(?<=[ァ-ヺー])．(?![A-Za-zＡ-Ｚａ-ｚァ-ヺー])"
)


#: A line of a transcript: a name or title, whose last characters are these, then a colon and whole sentences.
_TURN: Final = re.compile(
    r"(?<=\n)[^\s。、「」『』（）()：:]{1,20}[臣官相理領席者表使長氏事記][：:]"
    r"(?![ \u3000]?[「『])(?=[^\n]{1,2000}[。？?][ \u3000]*$)",
    re.MULTILINE,
)


def modern(text: str) -> str:
    """The text with the punctuation of today where it has ， and ．; of the same length, so that offsets stay."""
    if not any(mark in text for mark in "，．｡､｢･"):
        return text
    return _OLD_MARK.sub(lambda found: found.group().translate(_OLD_MARKS), text)


def spans(text: str) -> Iterator[tuple[Span, int]]:
    """Yield the span of each sentence, white space trimmed, with the number of its line."""
    line, begin, stack = 0, 0, ""
    found: dict[str, int] = {}
    turns = _turns(text)
    for mark in _MARKS.finditer(text):
        char, at = mark.group(), mark.end()
        if char == "\n":
            yield from _trimmed(text, begin, at - 1, line)
            begin, stack, line = at, "", line + 1
            if begin in turns:
                yield from _trimmed(text, begin, turns[begin] - 1, line)
                begin = turns[begin]
        elif char in _OPEN:
            # an opening mark that never closes in its line would swallow the rest of the line
            if _closes(text, char, at, found):
                stack += char
        elif char in _CLOSE:
            if stack and stack[-1] == _CLOSE[char]:
                stack = stack[:-1]
                if not stack and text[at - 2] in "。！？" and char in "」』" and _new_sentence(text, at):
                    yield from _trimmed(text, begin, at, line)
                    begin = at
        elif not stack and not (char in "!?" and at < len(text) and text[at].isascii()):
            yield from _trimmed(text, begin, at, line)
            begin = at
    yield from _trimmed(text, begin, len(text), line)


def _turns(text: str) -> dict[int, int]:
    """Return where lines of a transcript begin and where the words of him who is named before a colon begin: A外相：…。."""
    found = {turn.start(): turn.end() for turn in _TURN.finditer(text)}
    return found if len(found) > 1 else {}


def _cut(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch without any full stop, cut at commas or spaces where it is longer than any sentence (tables, lists, hostile input)."""
    while end - begin > LONGEST:
        at = max(text.rfind(mark, begin + LONGEST // 2, begin + LONGEST) for mark in "、, 　・")
        stop = at + 1 if at > begin else begin + LONGEST
        yield begin, stop
        begin = stop
    yield begin, end


def _closes(text: str, char: str, at: int, found: dict[str, int]) -> bool:
    """Whether an opening mark before ``at`` is closed in its line; ``found`` keeps where each mark and line end comes next."""
    mark = _OPEN[char]
    for wanted in (mark, "\n"):
        if found.get(wanted, -1) < at:
            next_one = text.find(wanted, at)
            found[wanted] = next_one if next_one >= 0 else len(text)
    return found[mark] < min(found["\n"], len(text))


def _new_sentence(text: str, at: int) -> bool:
    """Whether what follows a 。」 begins a new sentence rather than go on with a particle or another quotation."""
    return at >= len(text) or text[at] not in "とのなにはがをでもやっ、。「『（("


def _trimmed(text: str, begin: int, end: int, line: int) -> Iterator[tuple[Span, int]]:
    lead = _LEAD.match(text, begin, end)
    begin = lead.end() if lead else begin
    while end > begin and text[end - 1] in " \t　\r":
        end -= 1
    for first, last in _cut(text, begin, end) if end > begin else ():
        yield Span(first, last), line


def sentences(text: str) -> list[Sentence]:
    """Split a text (title, line feed, body) into sentences with their brackets and quotations set apart."""
    out: list[Sentence] = []
    for span, line in spans(text):
        kind: SentenceKind = "body"
        bullet = _BULLET.match(text[span.begin : span.end])
        if bullet:
            span, kind = Span(span.begin + bullet.end(), span.end), "bullet"
            if span.begin >= span.end:
                continue
        if line == 0:
            kind = "title"
        elif text[span.end - 1] not in "。！？」』!?)）" and (span.end >= len(text) or text[span.end] == "\n"):
            # a line without a full stop is a heading where it fills the line, else the tail of a paragraph
            whole = text.rfind("\n", 0, span.begin) + 1 + (bullet.end() if bullet else 0) >= span.begin - 4
            listed = bullet or _DATED.match(text, span.begin, span.end) is not None
            kind = ("bullet" if listed else "heading") if whole else kind
        out.append(_sentence(text, span, kind, len(out), line))
    return out


def inner(text: str, span: Span) -> Sentence:
    """The inside of a quotation or bracket as a sentence of its own."""
    return _sentence(text, span, "body", -1, -1)


def _sentence(text: str, span: Span, kind: SentenceKind, index: int, line: int) -> Sentence:
    raw = text[span.begin : span.end]
    if _SET_APART.search(raw) is None:
        return Sentence(index, span, kind, raw, range(span.begin, span.end + 1), (), line)
    surface = ""
    offsets: list[int] = []
    asides: list[Aside] = []
    at = span.begin
    for begin, close in sorted(_pairs(raw, span.begin).items()):
        if begin < at:
            # inside another
            continue
        surface += text[at:begin]
        offsets += range(at, begin)
        at = close + 1
        mark: Literal["bracket", "quote"] = "quote" if text[begin] in _QUOTES else "bracket"
        asides.append(Aside(mark, Span(begin + 1, close), text[begin + 1 : close], len(surface)))
        if mark == "quote":
            surface += QUOTE_MARK
            offsets.append(begin)
    surface += text[at : span.end]
    offsets += range(at, span.end + 1)
    sentence = Sentence(index, span, kind, surface, tuple(offsets), tuple(asides), line)
    return _without_unseen(sentence) if _UNSEEN.search(surface) is not None else sentence


def _without_unseen(sentence: Sentence) -> Sentence:
    """A sentence without the characters that nobody sees."""
    kept = [at for at, char in enumerate(sentence.surface) if _UNSEEN.match(char) is None]
    return replace(
        sentence,
        surface="".join([sentence.surface[at] for at in kept]),
        offsets=(*(sentence.offsets[at] for at in kept), sentence.offsets[-1]),
        asides=tuple(a._replace(at=bisect_left(kept, a.at)) for a in sentence.asides),
    )


def _pairs(raw: str, begin: int) -> dict[int, int]:
    """Offsets of opening marks with those of the marks that close them, nesting respected; unclosed ones are left out."""
    pairs: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    for mark in _MARKS.finditer(raw):
        char = mark.group()
        if char in _OPEN:
            stack.append((char, mark.start()))
        elif char in _CLOSE:
            depth = next((d for d in range(len(stack) - 1, -1, -1) if stack[d][0] == _CLOSE[char]), None)
            if depth is not None:
                pairs[begin + stack[depth][1]] = begin + mark.start()
                del stack[depth:]
    return pairs
