"""No regular expression explodes: each is run over long lines that are made to make it backtrack."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import kg

LENGTH = 50_000
SECONDS = 4.0  # of a busy machine; what looks at pairs of characters takes minutes
#: What is repeated, and what stands at the end so that a match that seemed near fails.
PIECES = (
    "あ", "ア", "ア・", "・", "ー", "一", "朝", "米韓", "1", "１", "12日", "2025年", "1月1日から", "〜", "-", "、", "。", " ", "　",
    "\t", "\n", "「", "」", "(", ")", "（", "『あ", "a", "a ", "A.", ".", "a:", "<", "<a ", '"', "\\", "%", "#", "?x ",
    "{", "}", "=", "http://", "第1回", "と", "の", "会談", "大統領", "条約", "協定", "同", "前", "日、", "年以上", "ヶ月",
    "、12", "x-", "é", "𠮷",
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """All expressions that modules and classes of the package hold."""
    for module_info in pkgutil.walk_packages(kg.__path__, "kg."):
        if module_info.name.endswith("__main__"):
            continue
        module = importlib.import_module(module_info.name)
        for name, value in vars(module).items():
            yield from _inside(f"{module_info.name}.{name}", value)


def _inside(name: str, value: object) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _inside(f"{name}[{key!r}]", item)
    elif isinstance(value, tuple | list):
        for position, item in enumerate(value):
            yield from _inside(f"{name}[{position}]", item)
    elif isinstance(value, type) and value.__module__ == name.rpartition(".")[0]:
        for key, item in vars(value).items():
            if isinstance(item, re.Pattern):
                yield f"{name}.{key}", item


ALL = dict(patterns())


def only_at_one_place() -> set[str]:
    """Names of expressions that their module only asks whether they match at a place, never looks for along a text."""
    ways: dict[str, set[str]] = defaultdict(set)
    for path in Path(kg.__path__[0]).rglob("*.py"):
        module = ".".join(path.relative_to(Path(kg.__path__[0]).parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                name = getattr(owner, "id", getattr(owner, "attr", None))
                if name and node.func.attr in ("search", "match", "fullmatch", "sub", "finditer", "findall", "split"):
                    ways[f"{module}.{name}"].add(node.func.attr)
    return {name for name, used in ways.items() if used <= {"match", "fullmatch"}}


#: Those in tables are reached by another name; the only one of them that is not looked for along a text:
AT_ONE_PLACE = only_at_one_place() | {"kg.graph.turtle._BARE"}


class TooSlowError(Exception):
    """A search that did not end in time."""


def _stop(signum: int, frame: FrameType | None) -> None:
    raise TooSlowError


def test_there_are_expressions_to_look_at() -> None:
    assert len(ALL) > 60 and AT_ONE_PLACE


@pytest.mark.parametrize("end", [pytest.param("", marks=pytest.mark.slow), "!"])
def test_every_expression_is_done_with_a_long_line_in_time(end: str) -> None:
    """An expression may look at each character some hundred times, not at each pair of characters."""
    slow = []
    before = signal.signal(signal.SIGALRM, _stop)
    try:
        for name, pattern in ALL.items():
            for piece in PIECES:
                if not _in_time(pattern, piece * (LENGTH // len(piece)) + end, name):
                    slow.append((name, piece))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert not slow


def _in_time(pattern: re.Pattern[Any], text: Any, name: str) -> bool:
    if isinstance(pattern.pattern, bytes):
        text = text.encode()
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        pattern.match(text)
        pattern.fullmatch(text)
        if name.split("[")[0] not in AT_ONE_PLACE:
            for _ in pattern.finditer(text):
                pass
    except TooSlowError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return True
