"""Articles in, a build out: read, analyse what changed, fuse, write, and swap the result in as a whole.

A build follows from the set of its articles alone: read at once, added one by one, or in any order, they give the same
bytes, and an article that is taken away leaves what a build without it would be.
"""

from __future__ import annotations

import datetime as dt
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kg.cache import AccountCache, fingerprint_of
from kg.config import VERSION
from kg.errors import NoInputError
from kg.export.facts import LISTS, Fact, facts
from kg.export.network import write_network
from kg.folder import REPORT, last_inputs, locate, successor, writing
from kg.fuse import fuse
from kg.fusion.decisions import Decisions, beside
from kg.graph.ontology import load_ontology
from kg.graph.store import build_store, open_store
from kg.graph.triples import Options, graph_of
from kg.graph.turtle import nquads, turtle
from kg.graph.validate import keep_sound
from kg.holdings import Held, load_holdings, not_from, read_held, save_holdings
from kg.model.account import Account
from kg.model.article import Article
from kg.model.decision import Decision
from kg.model.lines import json_line
from kg.pipeline import Tools, analyse, steady_memory
from kg.read.fault import ReadFault
from kg.read.readers import STANDARD_INPUT
from kg.read.unique import settle
from kg.report import Failure, LeftOut, Run, RunReport
from kg.retract import Retraction, asked_for, in_force, load_retractions, save_retractions, split
from kg.vocab import Names

#: Told of a stage, how much of it is done, and how much there is (None: not known yet).
Progress = Callable[[str, int, int | None], None]


class Material(NamedTuple):
    """What a build is made of.

    ``held`` are all articles as they were read, ``articles`` those that count, by the id that each has among them;
    ``inputs`` the paths they came from; ``failed`` is what could not be read, ``left_out`` what does not count.
    """

    held: Sequence[Held]
    retractions: frozenset[Retraction]
    inputs: tuple[str, ...]
    articles: dict[str, Article]
    failed: tuple[Failure, ...]
    left_out: tuple[LeftOut, ...]


class Written(NamedTuple):
    """What stands in the graph, counted, what was left out of it, and what was taken for one and what was not."""

    counts: dict[str, int]
    left_out: tuple[LeftOut, ...]
    decisions: tuple[Decision, ...] = ()


class Told(NamedTuple):
    """What the articles say, in the order of their ids; what failed; how many were analysed in this run."""

    accounts: list[Account]
    failed: tuple[Failure, ...]
    analysed: int


class Stopwatch:
    """Passes progress on and measures how long each stage takes."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._started = dt.datetime.now(dt.UTC)
        self._begun = {"": time.perf_counter()}

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Take note of progress."""
        self._begun.setdefault(stage, time.perf_counter())
        self._progress(stage, done, total)

    def run(self, analysed: int, cached: int) -> Run:
        """Return the run as it stands now; the last stage lasts until now."""
        now = time.perf_counter()
        names, times = list(self._begun), [*self._begun.values(), now]
        spans = {name: round(end - begin, 3) for name, begin, end in zip(names, times, times[1:], strict=False)}
        stages = {name: span for name, span in spans.items() if name}
        return Run(self._started.isoformat(timespec="seconds"), round(now - times[0], 3), stages, analysed, cached)


def silent(stage: str, done: int, total: int | None) -> None:
    """Tell nobody of the progress."""


def build(
    paths: Sequence[str | Path], out: Path, tools: Tools, *, add: bool = False, progress: Progress = silent
) -> RunReport:
    """Make the build ``out`` of the articles at ``paths`` and return the report of the run.

    With ``add`` the articles of the build that stands at ``out`` stay, as they were last read, and those at ``paths``
    join them or replace what was read at the same paths before. What was retracted from the build stays away.
    Accounts of articles that did not change are taken from the cache of that build. An article that cannot be read or
    analysed is a failure in the report. Raises NoInputError where there is no article at all, BuildError where ``out``
    cannot be written; the build that was there then stays as it was.
    """
    watch = Stopwatch(progress)
    for path in paths:
        if str(path) != STANDARD_INPUT and not Path(path).exists():
            raise NoInputError(f"{path}: no such file or folder")
    with writing(out):
        before = not_from(load_holdings(out), paths, out) if add else []
        given = tuple(map(str, paths))
        inputs = tuple(dict.fromkeys([*last_inputs(out), *given])) if add else given
        held, failed = read_held_articles(paths, out, watch)
        if not before and not held:
            raise NoInputError("\n".join(["no article could be read", *(f"{f.where}: {f.cause}" for f in failed)]))
        material = settle_material([*before, *held], load_retractions(out), inputs, failed)
        return _make(out, material, tools, watch)


def retract(words: Sequence[str], out: Path, tools: Tools, *, progress: Progress = silent) -> RunReport:
    """Take articles, named by id or path, and all that rests on them out of the build ``out``; later builds know.

    Raises NoInputError where there is no build, or no such article in it, BuildError where ``out`` cannot be written.
    """
    return _renew(out, tools, progress, lambda held, known: known | asked_for(words, held, out))


def restore(words: Sequence[str], out: Path, tools: Tools, *, progress: Progress = silent) -> RunReport:
    """Bring retracted articles, named by id or path, back into the build ``out``.

    Raises NoInputError where there is no build, or nothing of that name was retracted, BuildError where ``out`` cannot
    be written.
    """
    return _renew(out, tools, progress, lambda held, known: known - in_force(words, held, known, out))


def _renew(
    out: Path,
    tools: Tools,
    progress: Progress,
    change: Callable[[Sequence[Held], frozenset[Retraction]], frozenset[Retraction]],
) -> RunReport:
    """Make a build anew of the articles it has, with other retractions."""
    watch = Stopwatch(progress)
    locate(out)
    with writing(out):
        held = load_holdings(out)
        retractions = change(held, load_retractions(out))
        return _make(out, settle_material(held, retractions, last_inputs(out), ()), tools, watch)


def _make(out: Path, material: Material, tools: Tools, watch: Stopwatch) -> RunReport:
    """Put a build in the place of the one at ``out``, whose cache saves work; decisions stand beside both."""
    fingerprint = fingerprint_of(tools)
    cache = AccountCache.load(out, fingerprint)
    with steady_memory():
        told = tell(material.articles.values(), cache, tools, watch)
    rows = [facts(account, material.articles[account.article]) for account in told.accounts]
    with successor(out) as fresh:
        cache.save(fresh)
        save_holdings(fresh, material.held)
        save_retractions(fresh, material.retractions)
        _write(fresh / "facts.jsonl", (f"{json_line(row)}\n" for row in rows))
        decisions = Decisions.load(beside(out))
        written = write_graph(fresh, told.accounts, material.articles, tools, decisions, watch)
        report = RunReport(
            version=VERSION,
            fingerprint=fingerprint,
            inputs=material.inputs,
            read=_read_counts(material.articles.values()),
            found=_found_counts(rows),
            graph=written.counts,
            unlinked=dict(sorted(Counter(why for a in told.accounts for _, _, why in a.unlinked).items())),
            failed=(*material.failed, *told.failed),
            left_out=(*material.left_out, *written.left_out),
            run=watch.run(told.analysed, len(told.accounts) - told.analysed),
        )
        (fresh / REPORT).write_text(report.to_json(), "utf-8")
    # Read once more: a person may have answered meanwhile.
    renewed = Decisions.load(beside(out)).renewed(written.decisions)
    if renewed.lines or beside(out).exists():
        renewed.save(beside(out))
    return report


def read_held_articles(
    paths: Sequence[str | Path], out: Path, progress: Progress = silent
) -> tuple[list[Held], tuple[Failure, ...]]:
    """Read all articles at paths for the build ``out``, and list what could not be read."""
    held: list[Held] = []
    failed: list[Failure] = []
    progress("read", 0, None)
    for item in read_held(paths, out):
        if isinstance(item, ReadFault):
            failed.append(Failure("read", item.where, item.cause))
        else:
            held.append(item)
            progress("read", len(held), None)
    return held, tuple(failed)


def settle_material(
    held: Sequence[Held], retractions: frozenset[Retraction], inputs: tuple[str, ...], failed: tuple[Failure, ...]
) -> Material:
    """Give each article that counts an id of its own, and say why the others do not count."""
    stays, taken = split(held, retractions)
    settled = settle(h.article for h in stays)
    left_out = (
        *(LeftOut(_shown(a), "another article has the same id and the same text") for a in settled.repeated),
        *(
            LeftOut(_shown(h.article), f"retracted; kg retract --restore {h.article.id} brings it back")
            for h in sorted(taken, key=lambda h: (h.article.id, h.article.sha256, h.article.path or ""))
        ),
    )
    return Material(held, retractions, inputs, {a.id: a for a in settled.articles}, failed, left_out)


def _shown(article: Article) -> str:
    return f"{article.id} ({article.path})" if article.path else article.id


def tell(articles: Iterable[Article], cache: AccountCache, tools: Tools, progress: Progress = silent) -> Told:
    """Return the account of each article, from the cache where it has one; an article that fails is a failure."""
    todo = list(articles)
    accounts: list[Account] = []
    failed: list[Failure] = []
    analysed = 0
    progress("analyse", 0, len(todo))
    for done, article in enumerate(todo, start=1):
        account = cache.get(article)
        if account is None:
            try:
                account = analyse(article, tools)
            except Exception as error:  # whatever it is, it must not cost the other articles
                failed.append(Failure("analyse", article.id, _cause(error)))
                continue
            analysed += 1
            cache.put(article, account)
        accounts.append(account)
        progress("analyse", done, len(todo))
    return Told(accounts, tuple(failed), analysed)


def write_graph(
    folder: Path,
    accounts: Sequence[Account],
    articles: Mapping[str, Article],
    tools: Tools,
    decisions: Decisions,
    progress: Progress = silent,
) -> Written:
    """Fuse the accounts and write the graph into a folder: Turtle, N-Quads, store and network page."""
    names = Names()
    progress("fuse", 0, None)
    world = fuse(accounts, articles, tools.registry, decisions)
    progress("graph", 0, None)
    ontology = load_ontology(names=names)
    whole = graph_of(world, ontology, Options(version=VERSION))
    progress("check", 0, None)
    graph, violations = keep_sound(whole, ontology)
    progress("write", 0, None)
    _write(folder / "graph.ttl", turtle(graph, names))
    _write(folder / "graph.nq", nquads(chain(graph.ontology, graph.world), graph.articles))
    build_store(graph, folder / "store")
    progress("network", 0, None)
    store = open_store(folder / "store")
    write_network(store, folder / "network.html")
    counts = Counter(event.kind for event in world.events)
    return Written(
        {
            "entities": len(world.entities),
            "events": len(world.events),
            **{f"events: {kind}": counts[kind] for kind in sorted(counts)},
            "treaties": len(world.treaties),
            "claims": sum(1 for _ in world.claims()),
            "triples": len(store),
        },
        (
            *(LeftOut(problem.focus.strip("<>"), problem.message) for problem in graph.problems),
            *(LeftOut(v.focus, f"breaks a shape: {v.message}") for v in violations),
        ),
        world.decisions,
    )


def _cause(error: Exception) -> str:
    """Return class, message and place of an error, on one line."""
    frame, line = list(traceback.walk_tb(error.__traceback__))[-1]
    message = " ".join(str(error).split())
    return f"{type(error).__name__}: {message} (in {frame.f_globals.get('__name__')}, line {line})"


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)


def _read_counts(articles: Iterable[Article]) -> dict[str, int]:
    items = list(articles)
    return {
        "articles": len(items),
        "characters": sum(len(article.text) for article in items),
        "articles without a date": sum(article.published is None for article in items),
    }


def _found_counts(rows: Iterable[Fact]) -> dict[str, int]:
    counts = dict.fromkeys(LISTS, 0)
    for row in rows:
        for kind in LISTS:
            items = row[kind]
            counts[kind] += len(items) if isinstance(items, list) else 0
    return counts
