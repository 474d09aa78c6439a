"""Reading side by side: the tokeniser alone, ours from text to account and to a whole build, and a textbook pipeline (GiNZA).

    python -m benchmarks.reading CORPUS.jsonl.gz [--peer PYTHON] [--every 1] [--rounds 3]

CORPUS is news of all kinds, one article a line. It is read as it is, and once more only as far as it is diplomatic: the
articles in which the reader finds a meeting, visit, agreement, invitation or other event. Each figure is of one core
(processor time, best of the rounds); the floor is what SudachiPy takes to hand over the same text, token by token, and
no program on top of it can be faster without leaving text unread. That is what the screen does: the program tells which
events are lost by it, and fails where the account of an article that passes is not the same with and without it.

PYTHON is the interpreter of an environment with ``ginza ja-ginza rdflib``; the peer reads every 40th of the articles.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sudachipy import Dictionary, SplitMode

from kg.building import build
from kg.model.article import Article
from kg.model.lines import account_line, json_line
from kg.pipeline import Tools, analyse, load_tools, steady_memory
from kg.read.jsonl import read_jsonl

RESULTS = Path(__file__).parent / "results" / "reading.json"
PEER = Path(__file__).parent / "peer_ginza.py"
#: The peer is slow: it reads one article of so many.
PEER_EVERY = 40


def articles(path: Path, every: int) -> list[Article]:
    """Every so many articles of a corpus."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    with io.BytesIO(data) as stream:
        return [item for item in read_jsonl(path.name, path.stem, stream) if isinstance(item, Article)][::every]


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Processor time of the quickest of some rounds."""
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def floor(texts: Sequence[str]) -> Callable[[], object]:
    """Work that does nothing but take every token of the texts from the tokeniser, a sentence at a time."""
    tokenizer = Dictionary().tokenizer(mode=SplitMode.C)
    pieces = [piece for text in texts for piece in text.replace("。", "。\n").split("\n") if piece]

    def work() -> None:
        for piece in pieces:
            for morpheme in tokenizer.tokenize(piece):
                morpheme.surface()
                morpheme.begin()
                morpheme.part_of_speech_id()

    return work


def whole_build(rows: Sequence[Article], tools: Tools) -> Callable[[], object]:
    """Work that makes a build of articles, from their lines to the files on disk."""

    def work() -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "articles.jsonl")
            source.write_text("".join(f"{line(row)}\n" for row in rows), "utf-8")
            build([source], Path(folder, "build"), tools)

    return work


def line(row: Article) -> str:
    """Return an article as a line of a corpus."""
    return json_line(
        {"id": row.id, "title": row.title, "text": row.text.partition("\n")[2], "published": row.published}
    )


def measure(rows: Sequence[Article], tools: Tools, screened: Tools, rounds: int) -> dict[str, float]:
    """Characters a second of each way to read some articles."""
    size = sum(len(row.text) for row in rows)

    def read(with_tools: Tools) -> Callable[[], object]:
        return lambda: [analyse(row, with_tools) for row in rows]

    with steady_memory():
        ways = {
            "floor": seconds(floor([row.text for row in rows]), rounds),
            "reading": seconds(read(tools), rounds),
            "reading, screened": seconds(read(screened), rounds),
        }
    ways["whole build"] = seconds(whole_build(rows, tools), 1)
    ways["whole build, screened"] = seconds(whole_build(rows, screened), 1)
    return {way: round(size / taken) for way, taken in ways.items()}


def compare(rows: Sequence[Article], tools: Tools, screened: Tools) -> tuple[dict[str, Any], list[Article]]:
    """What the screen leaves out, and the articles that tell of an event.

    Raises SystemExit where an article that passes has another account than without the screen.
    """
    passed, diplomatic, lost = 0, [], []
    left_out: Counter[str] = Counter()
    for row in rows:
        full = analyse(row, tools)
        kinds = Counter(report.kind for report in full.reports)
        event = any(kind != "statement" for kind in kinds)
        if event:
            diplomatic.append(row)
        if screened.screen is not None and screened.screen.passes(row.text):
            passed += len(row.text)
            if account_line(analyse(row, screened)) != account_line(full):
                raise SystemExit(f"{row.id}: the screen changes its account")
        else:
            left_out.update(kinds)
            if event:
                lost.append(row.title)
    size = sum(len(row.text) for row in rows)
    told = {"share of characters read": round(passed / size, 3), "articles with an event left out": lost}
    return {**told, "reports left out": dict(sorted(left_out.items()))}, diplomatic


def peer(python: str, rows: Sequence[Article]) -> float | None:
    """Characters a second of the textbook pipeline over some of the articles, None where it does not run."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "articles.jsonl")
        source.write_text("".join(f"{line(row)}\n" for row in rows), "utf-8")
        done = subprocess.run([python, PEER, source, Path(folder, "graph.ttl")], capture_output=True, text=True)
    if done.returncode:
        print(done.stderr[-500:], file=sys.stderr)
        return None
    return float(json.loads(done.stdout)["chars_per_s"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read one article of so many")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", help="python of an environment with ginza, ja-ginza and rdflib")
    options = parser.parse_args()
    tools = load_tools()
    screened = replace(tools, screen=load_tools(screened=True).screen)
    mixed = articles(options.corpus, options.every)
    told, diplomatic = compare(mixed, tools, screened)
    result: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "screen": told,
    }
    for name, rows in (("mixed", mixed), ("diplomatic", diplomatic)):
        speeds = measure(rows, tools, screened, options.rounds)
        if options.peer and (speed := peer(options.peer, rows[:: PEER_EVERY if name == "mixed" else 4])) is not None:
            speeds["GiNZA, nouns and patterns to Turtle"] = speed
        result[name] = {
            "articles": len(rows),
            "characters": sum(len(row.text) for row in rows),
            "characters a second": speeds,
            "of the floor": {way: round(speed / speeds["floor"], 3) for way, speed in speeds.items()},
        }
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    RESULTS.write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
