"""Articles in, a build out: read, analyse what changed, fuse, write, and swap the result in as a whole.

A build follows from the set of its articles alone: read at once, added one by one, or in any order, they give the same
bytes, and an article that is taken away leaves what a build without it would be.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from kg.aside import aside
from kg.cache import AccountCache, fingerprint_of, save_accounts
from kg.config import VERSION
from kg.errors import NoInputError
from kg.export.facts import LISTS
from kg.folder import REPORT, last_inputs, locate, successor, writing
from kg.fuse import Fusion
from kg.fusion.decisions import DecisionLog, Decisions, beside
from kg.fusion.known import RegistryFacts
from kg.graph.blocks import Blocks
from kg.graph.ontology import load_ontology
from kg.graph.triples import Options, write_world
from kg.graph.validate import unsound
from kg.holdings import Articles, Held, Holdings, read_into
from kg.model.account import Account
from kg.model.article import Article
from kg.pipeline import Tools, as_lines, steady_memory, told_of
from kg.products import make_products
from kg.read.readers import STANDARD_INPUT
from kg.read.unique import settle
from kg.report import Failure, LeftOut, Noticed, Run, RunReport
from kg.retract import Retraction, asked_for, in_force, load_retractions, save_retractions, split
from kg.shards import is_shard, open_shard
from kg.shelf import Analysed, Shelf
from kg.twin import twin
from kg.vocab import Names

#: Told of a stage, how much of it is done, and how much there is (None: not known yet).
Progress = Callable[[str, int, int | None], None]


#: Analyses articles, which it draws one after the other: they come from disk. Yields what became of each, in any order.
Analyser = Callable[[Iterable[Article]], Iterator[Analysed]]


class Material(NamedTuple):
    """What a build is made of.

    ``holdings`` are all articles as they were read, ``articles`` those that count, by the id that each has among them;
    ``inputs`` the paths they came from; ``failed`` is what could not be read, ``left_out`` what does not count.
    """

    holdings: Holdings
    retractions: frozenset[Retraction]
    inputs: tuple[str, ...]
    articles: Articles
    failed: tuple[Failure, ...]
    left_out: tuple[LeftOut, ...]


class Written(NamedTuple):
    """What stands in the graph, counted, and what was left out of it."""

    counts: dict[str, int]
    left_out: tuple[LeftOut, ...]


class Told(NamedTuple):
    """What the articles say, counted, what failed, and how many were analysed in this run.

    ``keys`` gives the article of each key of the cache, ``found`` counts facts by list of the facts format, ``unlinked``
    mentions without an entity by reason.
    """

    keys: dict[str, str]
    found: Counter[str]
    unlinked: Counter[str]
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
    paths: Sequence[str | Path],
    out: Path,
    tools: Tools,
    *,
    add: bool = False,
    progress: Progress = silent,
    analyser: Analyser | None = None,
    workers: int = 1,
) -> RunReport:
    """Make the build ``out`` of the articles at ``paths`` and return the report of the run.

    With ``add`` the articles of the build that stands at ``out`` stay, as they were last read, and those at ``paths``
    join them or replace what was read at the same paths before. What was retracted from the build stays away.
    Accounts of articles that did not change are taken from the cache of that build, and those of shards at ``paths``
    from these; the others are made by the ``analyser``, or without one by this process, one after the other. With more
    ``workers`` than one the results are made by several processes, too. An article that cannot be read or analysed is a
    failure in the report. Raises NoInputError where there is no article at all, BuildError where ``out`` cannot be
    written or a shard is not whole; the build that was there then stays as it was.
    """
    watch = Stopwatch(progress)
    for path in paths:
        if str(path) != STANDARD_INPUT and not Path(path).exists():
            raise NoInputError(f"{path}: no such file or folder")
    shards = [open_shard(Path(path)) for path in paths if is_shard(path)]
    with writing(out), closing(Holdings(out.resolve().parent)) as holdings:
        if add:
            holdings.load(out, paths, out)
        given = tuple(map(str, paths))
        inputs = tuple(dict.fromkeys([*last_inputs(out), *given])) if add else given
        failed = read_articles(holdings, paths, out, watch)
        if not holdings:
            raise NoInputError("\n".join(["no article could be read", *(f"{f.where}: {f.cause}" for f in failed)]))
        material = settle_material(holdings, load_retractions(out), inputs, failed)
        return _make(out, material, tools, watch, analyser, [shard.account_file for shard in shards], workers)


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
    change: Callable[[Iterable[Held], frozenset[Retraction]], frozenset[Retraction]],
) -> RunReport:
    """Make a build anew of the articles it has, with other retractions."""
    watch = Stopwatch(progress)
    locate(out)
    with writing(out), closing(Holdings(out.resolve().parent)) as holdings:
        holdings.load(out)
        retractions = change(holdings, load_retractions(out))
        return _make(out, settle_material(holdings, retractions, last_inputs(out), ()), tools, watch)


def _make(
    out: Path,
    material: Material,
    tools: Tools,
    watch: Stopwatch,
    analyser: Analyser | None = None,
    known: Sequence[Path] = (),
    workers: int = 1,
) -> RunReport:
    """Put a build in the place of the one at ``out``, whose cache saves work; decisions stand beside both.

    ``known`` are more files of accounts.
    """
    fingerprint = fingerprint_of(tools)
    disk = out.resolve().parent
    with closing(Shelf(disk)) as shelf, closing(DecisionLog(disk)) as log, steady_memory():
        with closing(AccountCache.load(out, fingerprint, known)) as cache:
            told = tell(material.articles, shelf, cache, tools, watch, analyser)
        with successor(out) as fresh:
            save_accounts(fresh, told.keys, shelf)
            material.holdings.save(fresh)
            save_retractions(fresh, material.retractions)
            _write(fresh / "facts.jsonl", (f"{line}\n" for line in shelf.facts()))
            decisions = Decisions.load(beside(out), by="person")
            written = write_graph(fresh, shelf.accounts, material.articles, tools, decisions, log, watch, workers)
            report = RunReport(
                version=VERSION,
                fingerprint=fingerprint,
                inputs=material.inputs,
                read=_read_counts(material.articles.held),
                found={kind: told.found[kind] for kind in LISTS},
                graph=written.counts,
                unlinked=dict(sorted(told.unlinked.items())),
                failed=(*material.failed, *told.failed),
                left_out=(*material.left_out, *written.left_out),
                noticed=_noticed(material.articles.held),
                run=watch.run(told.analysed, len(shelf) - told.analysed),
            )
            (fresh / REPORT).write_text(report.to_json(), "utf-8")
        # Read once more: a person may have answered meanwhile.
        decisions = Decisions.load(beside(out), by="person")
        if decisions.lines or len(log) or beside(out).exists():
            decisions.save(beside(out), log)
    return report


def read_articles(
    holdings: Holdings, paths: Sequence[str | Path], out: Path, progress: Progress = silent
) -> tuple[Failure, ...]:
    """Hold all articles at paths for the build ``out``, and list what could not be read."""
    failed: list[Failure] = []
    done = 0
    progress("read", 0, None)
    for fault in read_into(holdings, paths, out):
        if fault is not None:
            failed.append(Failure("read", fault.where, fault.cause))
        else:
            done += 1
            progress("read", done, None)
    return tuple(failed)


def settle_material(
    holdings: Holdings, retractions: frozenset[Retraction], inputs: tuple[str, ...], failed: tuple[Failure, ...]
) -> Material:
    """Give each article that counts an id of its own, and say why the others do not count."""
    stays, taken = split(holdings, retractions)
    settled = settle(stays)
    left_out = (
        *(LeftOut(_shown(a), "another article has the same id and the same text") for a in settled.repeated),
        *(
            LeftOut(_shown(held), f"retracted; kg retract --restore {held.id} brings it back")
            for held in sorted(taken, key=lambda held: (held.id, held.sha256, held.path or ""))
        ),
    )
    return Material(holdings, retractions, inputs, Articles(holdings, settled.articles), failed, left_out)


def _shown(article: Held) -> str:
    return f"{article.id} ({article.path})" if article.path else article.id


def tell(
    articles: Mapping[str, Article],
    shelf: Shelf,
    cache: AccountCache,
    tools: Tools,
    progress: Progress = silent,
    analyser: Analyser | None = None,
) -> Told:
    """Put what each article says on a shelf, from the cache where it is known; an article that fails is a failure."""
    analyser = analyser or (lambda some: (told_of(article, tools) for article in some))
    found: Counter[str] = Counter()
    unlinked: Counter[str] = Counter()
    failed: list[Failure] = []

    def take(analysed: Analysed) -> None:
        if analysed.cause:
            failed.append(Failure("analyse", analysed.article, analysed.cause))
        else:
            shelf.put(analysed)
            found.update(dict(zip(LISTS, analysed.found, strict=True)))
            unlinked.update(dict(analysed.unlinked))

    progress("analyse", 0, len(articles))
    keys: dict[str, str] = {}
    changed = []
    for key, article in articles.items():
        keys[cache.key(article)] = key
        account = cache.get(article)
        if account is None:
            changed.append(key)
        else:
            take(as_lines(account, article))
            progress("analyse", len(shelf), len(articles))
    for done, analysed in enumerate(analyser(articles[key] for key in changed), start=1 + len(shelf)):
        take(analysed)
        progress("analyse", done, len(articles))
    return Told(keys, found, unlinked, tuple(sorted(failed)), len(changed) - len(failed))


def write_graph(
    folder: Path,
    accounts: Mapping[str, Account],
    articles: Mapping[str, Article],
    tools: Tools,
    decisions: Decisions,
    log: DecisionLog,
    progress: Progress = silent,
    workers: int = 1,
) -> Written:
    """Fuse the accounts and write the graph into a folder: Turtle, N-Quads, store and network page.

    With more ``workers`` than one store and page are made in another process, while the graph is checked.

    Accounts are given by the ids of their articles. The verdicts of persons among the ``decisions`` bind; what is
    decided goes to the ``log``.
    """
    names, facts = Names(), RegistryFacts(tools.registry)
    progress("fuse", 0, None)
    with aside(make_products, process=workers > 1) as products:
        with (
            closing(Fusion(accounts, articles, facts, decisions, log, folder.parent, workers)) as fusion,
            closing(Blocks(names, folder.parent)) as blocks,
        ):
            world = fusion.world
            progress("graph", 0, None)
            ontology = load_ontology(names=names)
            for subject, predicate, value in ontology.triples:
                blocks.add(subject, [(predicate, value)])
            problems = write_world(world, articles, ontology, blocks, Options(version=VERSION))
            counts = {
                "entities": len(world.entities),
                "events": len(world.events),
                **{kind: fusion.counts[kind] for kind in sorted(fusion.counts) if kind != "claims"},
                "treaties": len(world.treaties),
                "claims": fusion.counts["claims"],
            }

            def write() -> None:
                progress("write", 0, None)
                counts["triples"] = blocks.write_turtle(folder / "graph.ttl")
                products.begin(folder, counts["claims"], workers > 1)
                _write(folder / "graph.nq", blocks.nquads())

            with twin(lambda: unsound(blocks, ontology), process=workers > 1) as check:
                if workers > 1:
                    write()
                progress("check", 0, None)
                found = check()
            if found.events:
                blocks.leave_out(found.events)
                if workers > 1:
                    products.result()  # of what is not the last word
            if found.events or workers == 1:
                write()
        progress("network", 0, None)
        products.result()
    return Written(
        counts,
        (
            *(LeftOut(problem.focus.strip("<>"), problem.message) for problem in problems),
            *(LeftOut(v.focus, f"breaks a shape: {v.message}") for v in found.violations),
        ),
    )


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)


def _noticed(articles: Iterable[Held]) -> tuple[Noticed, ...]:
    return tuple(
        Noticed(
            _shown(article),
            f"{article.odd} of its {article.characters} characters are not seen (control, zero width, direction) or stand "
            "for broken ones (U+FFFD); they are kept and read past",
        )
        for article in articles
        if article.odd
    )


def _read_counts(articles: Collection[Held]) -> dict[str, int]:
    return {
        "articles": len(articles),
        "characters": sum(article.characters for article in articles),
        "articles without a date": sum(article.published is None for article in articles),
    }
