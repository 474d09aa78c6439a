"""Unsure pairs for a person to judge: shown side by side with their quotes, verdicts recorded in the decisions.

Nothing is fused here; the next build reads the verdicts. What is written is written under the lock of the build, so that
a build that is under way and a person who answers never overwrite each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from kg.errors import NoInputError
from kg.folder import writing
from kg.fusion.decisions import Decisions, beside
from kg.fusion.treaties import TREATY
from kg.model.decision import Answer, Decision, What, decision

#: What the keys of the dialogue mean; anything else asks again.
KEYS: Final[dict[str, Answer]] = {"s": "same", "d": "different", "n": "skip"}
#: Seconds to wait for a build that is being written before giving up.
PATIENCE: Final = 20.0
_ASKED: Final = {
    "event": "one event?",
    "document": "one document?",
    "entity": "one and the same?",
}


def load(build: Path) -> tuple[Path, Decisions]:
    """Return the decisions beside a build and where they stand. Raises NoInputError where there are none."""
    path = beside(build)
    if not path.is_file():
        raise NoInputError(f"{path}: no decisions here (kg build makes them)")
    return path, Decisions.load(path)


def lines_of(item: Decision, number: int, total: int) -> Iterator[str]:
    """Yield a pair for reading: the two names, the words behind them, and why the machine did not decide."""
    yield f"[{number}/{total}] {item.what}: {_ASKED[item.what]}"
    for name, quote in zip(item.pair, item.quotes, strict=True):
        yield f"  {name}"
        if quote:
            yield f"    「{quote}」"
    yield from (f"  {reason}" for reason in item.reasons)


def verdict(decisions: Decisions, one: str, other: str, answer: Answer) -> Decision:
    """Return a person's verdict on two names, with the quotes that the decisions have for them."""
    known = {name: quote for d in sorted(decisions.lines) for name, quote in zip(d.pair, d.quotes, strict=True)}
    return decision(_what(one, other), one, other, answer, "person", (), known)


def record(build: Path, one: str, other: str, answer: Answer, patience: float = PATIENCE) -> Path:
    """Write down a person's verdict and return the file.

    Raises NoInputError where a name is not known, BuildError where a build is being written and does not end.
    """
    path, decisions = load(build)
    known = {name for d in decisions.lines for name in d.pair}
    for name in (one, other):
        if name not in known and "#" not in name and ":" not in name:
            raise NoInputError(
                f"{name}: not the name of a report or an entity; kg review --list shows those in question"
            )
    _answer(build, path, one, other, answer, patience)
    return path


def _answer(build: Path, path: Path, one: str, other: str, answer: Answer, patience: float) -> None:
    """Add a verdict to the file as it is now: a build may have run while the question stood."""
    with writing(build, patience):
        current = Decisions.load(path)
        current.answering(verdict(current, one, other, answer)).save(path)


def dialogue(build: Path, ask: Callable[[str], str], say: Callable[[str], None]) -> int:
    """Show each unsure pair and record the answer at once; return how many were answered. ``q`` ends it early."""
    path, decisions = load(build)
    todo = decisions.open
    answered = 0
    for number, item in enumerate(todo, start=1):
        say("\n".join(lines_of(item, number, len(todo))))
        key = ""
        while key not in (*KEYS, "q"):
            key = ask("same (s), different (d), not now (n), quit (q)").strip().lower()[:1]
        if key == "q":
            break
        _answer(build, path, item.a, item.b, KEYS[key], PATIENCE)
        answered += 1
    return answered


def _what(one: str, other: str) -> What:
    """Return what two names are names of."""
    if all("#document-" in name or name.startswith(TREATY) for name in (one, other)):
        return "document"
    return "event" if "#" in one and "#" in other else "entity"
