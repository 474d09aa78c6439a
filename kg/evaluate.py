"""The pipeline against gold facts: scores for each kind of fact and each slot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import DataError, NoInputError, ReadError
from kg.export.facts import Fact, facts
from kg.model.article import Article
from kg.pipeline import Tools, analyse
from kg.read.fields import article
from kg.scoring import Difference, score


class Evaluation(NamedTuple):
    """Scores as ``kg.scoring.score`` gives them, all differences, and the articles that could not be analysed."""

    scores: dict[str, Any]
    differences: list[Difference]
    failed: list[str]


def evaluate(gold_dir: Path, tools: Tools, texts: Sequence[Path] = ()) -> Evaluation:
    """Analyse the articles of the gold files in a folder and score the facts.

    A gold file has its article's ``text``, or names a ``text_file``, which is looked for in ``texts`` and beside it.
    Raises NoInputError where the folder holds no gold file, DataError where a gold file or a text cannot be read.
    """
    gold = load_gold(gold_dir)
    predicted: dict[str, Fact] = {}
    failed: list[str] = []
    for right in gold:
        source = gold_article(right, [*texts, gold_dir])
        try:
            predicted[right["id"]] = facts(analyse(source, tools), source)
        except Exception as error:  # one bad article must not hide the scores of the others
            failed.append(f"{right['id']}: {type(error).__name__}: {error}")
    scores, differences = score(gold, predicted)
    return Evaluation(scores, differences, failed)


def load_gold(folder: Path) -> list[dict[str, Any]]:
    """Return the gold objects of a folder's ``.json`` files, in the order of their names."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise NoInputError(f"{folder}: no gold files (*.json)")
    return [_gold(path) for path in paths]


def gold_article(gold: Mapping[str, Any], folders: Iterable[Path]) -> Article:
    """Return the article of a gold object: its title, LF, and its text without the title."""
    name = gold.get("text_file") or f"{gold['id']}.txt"
    text = gold.get("text")
    if text is None:
        path = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if path is None:
            raise DataError(f"{gold['id']}: its text {name} was not found; name its folder with --texts")
        text = path.read_text("utf-8")
    fields = {**gold.get("source", {}), "id": gold["id"], "title": gold["title"]}
    try:
        return article(name, gold["id"], text.removeprefix(gold["title"]).lstrip("\n"), fields)
    except ReadError as error:
        raise DataError(str(error)) from error


def _gold(path: Path) -> dict[str, Any]:
    try:
        gold = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: not a JSON file") from error
    if not isinstance(gold, dict) or not isinstance(gold.get("id"), str) or not isinstance(gold.get("title"), str):
        raise DataError(f"{path}: not a gold file (no id or title)")
    return gold


def score_lines(scores: Mapping[str, Any]) -> list[str]:
    """Return scores as lines of text: one a kind, then the macro averages."""
    lines = [f"{scores['articles']} articles"]
    for kind, result in scores.items():
        if isinstance(result, dict):
            main = "  ".join(f"{name} {result[name]:.2f}" for name in ("P", "R", "F1", "frame"))
            slots = "  ".join(f"{n} {v:.2f}" for n, v in result.items() if n not in ("gold", "P", "R", "F1", "frame"))
            lines.append(f"{kind:13} gold {result['gold']:4}  {main}   {slots}".rstrip())
    lines.append(f"macro F1 {scores['macro F1']:.3f}   macro frame {scores['macro frame']:.3f}")
    return lines


def difference_lines(differences: Iterable[Difference]) -> list[str]:
    """Return differences as lines of text, one each, with the facts as JSON."""
    return [
        " ".join(
            [d.article, d.kind, d.what, *([",".join(d.slots)] if d.slots else [])]
            + [f"{name} {json.dumps(fact, ensure_ascii=False)}" for name, fact in _sides(d)]
        )
        for d in differences
    ]


def _sides(difference: Difference) -> list[tuple[str, Mapping[str, Any]]]:
    sides = (("found", difference.predicted), ("gold", difference.gold))
    return [(name, fact) for name, fact in sides if fact is not None]
