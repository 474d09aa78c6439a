"""Articles analysed by the workers of a Dask cluster, wherever these run.

A worker needs this package, in the version of whoever asks: its rules are compared before it may answer. Chunks of
articles go out in a bounded window and come back as lines; those of a worker that is lost run again elsewhere.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from kg.cache import fingerprint_of
from kg.errors import BuildError
from kg.model.article import Article
from kg.pipeline import load_tools, told_of
from kg.shelf import Analysed
from kg.workers import MOST_SECONDS

if TYPE_CHECKING:
    from distributed import Client, Future

    from kg.building import Analyser

#: Articles of one task: about a third of a second, many times what a task costs.
CHUNK: Final = 64
#: Tasks that are out for each thread of the cluster: one at work, and one at hand.
WINDOW: Final = 2
#: Seconds in which a scheduler must answer.
_SECONDS: Final = 15.0
_SCHEMES: Final = ("tcp", "tls")
_LOCK: Final = threading.Lock()


class OtherRulesError(BuildError):
    """A worker reads by other rules than whoever asks it."""


@contextlib.contextmanager
def cluster(address: str, fingerprint: str, *, seconds: float = _SECONDS) -> Iterator[Analyser]:
    """Give an analyser that works on the cluster with this scheduler (``tcp://host:port``).

    ``fingerprint`` is that of the rules here; the scheduler must answer within ``seconds``. Raises BuildError where Dask
    is not installed, no scheduler answers, it has no workers, or one of them has other rules; the analyser raises it
    where the cluster is lost.
    """
    check_address(address)
    try:
        from distributed import Client
    except ImportError as error:
        raise BuildError("a cluster needs Dask: pip install 'gaiko-kg[dask]'") from error
    try:
        client = Client(address, timeout=seconds, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BuildError(f"{address}: no Dask scheduler answers: {error}") from error
    with client:
        _check_workers(client, address, fingerprint)
        yield partial(_analyse, client, address, fingerprint)


def check_address(address: str) -> None:
    """Raise BuildError where an address is not that of a scheduler."""
    parts = urlsplit(address)
    try:
        whole = parts.hostname and parts.port
    except ValueError:
        whole = None
    if parts.scheme not in _SCHEMES or not whole or parts.path or parts.query or parts.username:
        raise BuildError(f"{address}: not the address of a scheduler, such as tcp://127.0.0.1:8786")


def shard(articles: Sequence[Article], fingerprint: str) -> list[Analysed]:
    """Analyse articles; what a worker runs. Raises OtherRulesError where its rules are not those of the fingerprint.

    An article that is not done in time ends the process: its thread cannot be stopped otherwise.
    """
    with _LOCK:  # a worker may have several threads, the tools are for one
        tools, own = _own_tools()
        if own != fingerprint:
            raise OtherRulesError(f"{own} is not {fingerprint}")
        answers = []
        for article in articles:
            faulthandler.dump_traceback_later(MOST_SECONDS, exit=True)
            try:
                answers.append(told_of(article, tools))
            finally:
                faulthandler.cancel_dump_traceback_later()
        return answers


def own_rules() -> str:
    """Return the fingerprint of the rules of this process."""
    with _LOCK:
        return _own_tools()[1]


@cache
def _own_tools() -> tuple[Any, str]:
    tools = load_tools()
    gc.collect()
    gc.freeze()  # they live as long as the worker
    return tools, fingerprint_of(tools)


def _check_workers(client: Client, address: str, fingerprint: str) -> None:
    try:
        rules: dict[str, Any] = client.run(own_rules, on_error="return")
    except (OSError, ValueError) as error:
        raise BuildError(f"{address}: the scheduler does not answer: {error}") from error
    if not rules:
        raise BuildError(f"{address}: the cluster has no workers")
    for worker, found in sorted(rules.items()):
        if found != fingerprint:
            cause = (
                f"it cannot tell: {found!r}" if isinstance(found, BaseException) else "install the same version there"
            )
            raise BuildError(f"{worker}: this worker has other rules than this build; {cause}")


def _analyse(client: Client, address: str, fingerprint: str, articles: Iterable[Article]) -> Iterator[Analysed]:
    """Yield what became of each article, as the tasks end; no more than a window of them is drawn ahead."""
    from distributed import as_completed

    source = iter(articles)
    out: dict[str, list[Article]] = {}
    done = as_completed(loop=client.loop)

    def send(chunk: list[Article]) -> str:
        with _told(address):
            future = client.submit(shard, chunk, fingerprint, pure=False)
            out[future.key] = chunk
            done.add(future)
        return str(future.key)

    def fill() -> None:
        with _told(address):  # workers may come and go
            window = WINDOW * max(1, sum(client.nthreads().values()))
        while len(out) < window and (chunk := list(islice(source, CHUNK))):
            send(chunk)

    suspects: deque[Article] = deque()
    alone = ""
    fill()
    while out:
        with _told(address):
            future = next(done)
        chunk, answers = out.pop(future.key), _answers(future, address)
        future.release()
        if answers is not None:
            yield from answers
        elif future.key != alone:
            suspects.extend(chunk)  # one of them ends every worker that it comes to, or their neighbour did
        else:
            yield Analysed(chunk[0].id, cause="the workers that were at it ended, also when it was tried alone")
        fill()
        if not out and suspects:
            alone = send([suspects.popleft()])  # with nothing beside it, so that it cannot be another's fault


@contextlib.contextmanager
def _told(address: str) -> Iterator[None]:
    """Raise BuildError where the scheduler is gone."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise BuildError(f"{address}: the cluster was lost: {error}") from error


def _answers(future: Future, address: str) -> list[Analysed] | None:
    """Return the answers of a task; None where all workers that were at it ended. Raises BuildError on anything else."""
    from distributed import KilledWorker

    if future.status == "finished":
        answers: list[Analysed] = future.result()
        return answers
    error = future.exception() if future.status == "error" else None
    if isinstance(error, KilledWorker):
        return None
    if isinstance(error, OtherRulesError):
        raise BuildError(f"a worker of {address} has other rules than this build; install the same version there")
    raise BuildError(f"{address}: the cluster was lost: {error or future.status}")
