"""Articles analysed by several processes of this machine.

Each process loads tools of its own and gets a few articles at a time; what they say comes back as lines, one article
after the other, so that it is known which one a process was at when it ended or took too long. That one is tried once
more alone and then given up; it costs no other. However the build ends, its processes end with it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.errors import BuildError
from kg.lifeline import end_with_parent
from kg.model.article import Article
from kg.pipeline import load_tools, steady_memory, told_of
from kg.shelf import Analysed

if TYPE_CHECKING:
    from kg.building import Analyser

#: What a process does with an article.
Work: TypeAlias = Callable[[Article], Analysed]

#: Articles that a process gets at a time: enough that it seldom waits, few enough that all end together.
CHUNK: Final = 16
#: Seconds for one article; the longest that is read needs a fraction of it.
MOST_SECONDS: Final = 300.0
#: Seconds until a process must be ready to work, on however busy a machine.
_START_SECONDS: Final = 300.0
#: Processes that may end in a row before they are ready.
_MOST_FALSE_STARTS: Final = 3


def own_tools() -> Work:
    """Load tools and return what a process does with an article: its part of ``told_of``."""
    return partial(told_of, tools=load_tools())


@contextlib.contextmanager
def processes(
    count: int, *, seconds: float = MOST_SECONDS, prepare: Callable[[], Work] = own_tools, early: bool = False
) -> Iterator[Analyser]:
    """Give an analyser that works with so many processes; they start when there is something to do, or ``early``.

    ``prepare`` runs once in each of them and returns what is done with an article, within ``seconds``. The analyser
    raises BuildError where processes do not start.
    """
    pool = _Pool(count, seconds, prepare)
    try:
        if early:
            pool.start()
        yield pool.analyse
    finally:
        pool.close()


@dataclass(eq=False)
class _Worker:
    """A process, and the articles that it has and has not answered, in order. ``since`` is when it began with the first."""

    process: SpawnProcess
    connection: Connection
    since: float
    ready: bool = False
    todo: deque[Article] = field(default_factory=deque)


class _Pool:
    """The processes of one build, driven by whoever asks for what they found."""

    def __init__(self, count: int, seconds: float, prepare: Callable[[], Work]) -> None:
        self._count, self._seconds, self._prepare = count, seconds, prepare
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._false_starts = 0

    def analyse(self, articles: Iterable[Article]) -> Iterator[Analysed]:
        """Yield what became of each article, as it comes; no more than a chunk for each process is drawn ahead."""
        source = iter(articles)
        again: deque[list[Article]] = deque()  # what a process had when it ended
        suspected: set[str] = set()  # what was tried alone
        while True:
            self._hand_out(lambda: again.popleft() if again else list(islice(source, CHUNK)))
            waiting = [w for w in self._workers if w.todo]
            if not waiting:
                self.close()  # the build goes on, and needs the memory
                return
            heard = wait([w.connection for w in waiting], self._patience(waiting))
            for worker in waiting:
                if worker.connection in heard:
                    try:
                        said = worker.connection.recv()
                    except (EOFError, OSError):
                        yield from self._lost(worker, f"its process ended ({_end(worker.process)})", again, suspected)
                        continue
                    worker.since = time.monotonic()
                    if not worker.ready:
                        worker.ready, self._false_starts = True, 0
                        worker.connection.send(list(worker.todo))
                        continue
                    worker.todo.popleft()
                    yield said
                elif time.monotonic() - worker.since > self._limit(worker):
                    yield from self._lost(worker, f"not done after {self._seconds:g} s", again, suspected)

    def start(self) -> None:
        """Let all processes start, to be ready when there are articles."""
        while len(self._workers) < self._count:
            self._start([])

    def close(self) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def _hand_out(self, draw: Callable[[], list[Article]]) -> None:
        """Give articles to those who have none, and let others start while there are articles."""
        for worker in [w for w in self._workers if not w.todo]:
            if not (chunk := draw()):
                return
            if not worker.ready:  # it is told when it is
                worker.todo.extend(chunk)
                continue
            try:
                worker.connection.send(chunk)
            except OSError:  # it ended while it had nothing to do
                self._forget(worker)
                self._start(chunk)
            else:
                worker.todo.extend(chunk)
                worker.since = time.monotonic()
        while len(self._workers) < self._count and (chunk := draw()):
            self._start(chunk)

    def _start(self, chunk: list[Article]) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, self._prepare), daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, time.monotonic(), todo=deque(chunk)))

    def _limit(self, worker: _Worker) -> float:
        return self._seconds if worker.ready else _START_SECONDS

    def _patience(self, waiting: list[_Worker]) -> float:
        """Return for how many seconds nobody has to be ended."""
        return max(0.0, min(w.since + self._limit(w) for w in waiting) - time.monotonic())

    def _lost(
        self, worker: _Worker, cause: str, again: deque[list[Article]], suspected: set[str]
    ) -> Iterator[Analysed]:
        """End a process; what it had is done again, the article that it was at alone, or is given up."""
        self._forget(worker)
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts >= _MOST_FALSE_STARTS:
                raise BuildError(f"a process for articles does not start: {cause}")
            again.append(list(worker.todo))
            return
        article, *others = worker.todo
        if others:
            again.append(others)
        if article.id in suspected:
            yield Analysed(article.id, cause=f"{cause}, and again when it was tried alone")
        else:
            suspected.add(article.id)
            again.append([article])

    def _forget(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.connection.close()


def _end(process: SpawnProcess) -> str:
    """Say how a process ended."""
    process.join(1.0)  # its end of the pipe closes a moment before
    code = process.exitcode
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def _work(connection: Connection, prepare: Callable[[], Work]) -> None:
    """Answer articles until the other side closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build ends us when it is interrupted
    end_with_parent()
    with contextlib.suppress(OSError):  # Linux: where memory runs out, let an article be lost and not the build
        Path("/proc/self/oom_score_adj").write_text("500", "ascii")
    work = prepare()
    with steady_memory(), contextlib.suppress(EOFError, OSError):
        connection.send(None)  # ready
        while True:
            for article in connection.recv():
                connection.send(work(article))
