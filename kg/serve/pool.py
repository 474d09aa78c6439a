"""Worker processes for queries, with limits that hold: who runs too long, takes too much or hangs is killed.

Most queries take milliseconds, some take forever. So that the second kind never keeps the first waiting, a query that
is not done within ``PATIENCE`` leaves the quick lane: its worker goes on at the lowest priority in one of a few slow
places until its time is over, and another worker takes its place. Where the slow places are taken, it ends at once;
and when it is asked again while they are, in whatever words, it is turned away before it takes anything.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from kg.query.guard import outline
from kg.serve.protocol import HttpError, Request
from kg.serve.worker import LENGTH, LENGTHS, READY

#: Seconds after which a query counts as slow.
PATIENCE: Final = 0.6
#: How many requests may wait for a worker before more are turned away.
MOST_WAITING: Final = 256
_START_SECONDS: Final = 60.0
#: Seconds after which a query that is known to be slow is turned away, so that who asks at once again does so slowly.
_TARRYING: Final = 0.25
_MOST_REMEMBERED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take, and how many run at a time: ``workers`` quick ones, ``slow`` slow ones."""

    seconds: float = 30.0
    rows: int = 200_000
    megabytes: int = 64
    memory: int = 2_000
    workers: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    slow: int = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """A query's answer: its content type and body."""

    content_type: str
    body: bytes


class _LostError(Exception):
    """The process of a worker has gone: it was ended, or ended itself."""


class _Worker(asyncio.Protocol):
    """One process and the socket to it; it has one job at a time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.lost = False
        self.edition = 0
        self._transport: asyncio.WriteTransport | None = None
        self._parts: list[bytes] = []
        self._size, self._whole = 0, len(READY)
        self._done = False
        self._waiting: asyncio.Future[None] | None = None

    @classmethod
    async def start(cls, place: Path, limits: Limits) -> _Worker:
        """Start a process that has the store open. Raises RuntimeError where it does not come up."""
        ours, theirs = socket.socketpair()
        arguments = [theirs.fileno(), os.getpid(), place, limits.megabytes * 1_000_000, limits.memory]
        command = [sys.executable, "-m", "kg.serve.worker", *map(str, arguments)]
        with theirs:
            process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
            )
        worker = cls(process)
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=ours)
        try:
            ready = await worker.wait(_START_SECONDS)
        except _LostError:
            ready = False
        except BaseException:
            await worker.kill()
            raise
        if not ready:
            await worker.kill()
            raise RuntimeError("a worker for queries did not start")
        return worker

    def ask(self, job: bytes) -> None:
        """Send a job; ``wait`` tells when it is done."""
        assert self._transport is not None
        self._parts.clear()
        self._size, self._whole, self._done = 0, 0, False
        self._transport.write(LENGTH.pack(len(job)) + job)

    async def wait(self, seconds: float) -> bool:
        """Return whether the job is done, as soon as it is, after so many seconds, or when woken. Raises _LostError."""
        if not self._done and not self.lost:
            loop = asyncio.get_running_loop()
            self._waiting = loop.create_future()
            timer = loop.call_later(seconds, self.wake)
            try:
                await self._waiting
            finally:
                timer.cancel()
                self._waiting = None
        if self.lost and not self._done:
            raise _LostError
        return self._done

    def wake(self, *_: object) -> None:
        """End a wait early."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def take(self) -> tuple[dict[str, Any], bytes]:
        """Return the answer to a job that is done: what is said of it, and its body."""
        data = b"".join(self._parts)
        self._parts.clear()
        begin = LENGTHS.size
        end = begin + LENGTHS.unpack_from(data)[0]
        return json.loads(data[begin:end]), data[end:]

    async def kill(self) -> None:
        """End the process, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        if self._transport is not None:
            self._transport.abort()
        await asyncio.to_thread(self.process.wait)

    def slow_down(self) -> None:
        """Let everybody else run first."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, 15)

    # ---- as the event loop calls it

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        self._parts.append(data)
        self._size += len(data)
        if not self._whole and self._size >= LENGTHS.size:
            if len(self._parts) > 1:
                self._parts = [b"".join(self._parts)]
            meta, body = LENGTHS.unpack_from(self._parts[0])
            self._whole = LENGTHS.size + meta + body
        if self._whole and self._size >= self._whole:
            self._done = True
            self.wake()

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True
        self.wake()


class Pool:
    """Answers queries in processes of their own. Used as an asynchronous context manager."""

    def __init__(self, place: Path, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._place, self._edition = place, 0
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._quick = asyncio.Semaphore(self.limits.workers)
        self._slow = 0
        self._known_slow: OrderedDict[bytes, None] = OrderedDict()
        self._waiting = 0
        self._spares: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Pool:
        """Start the workers."""
        self._loop = asyncio.get_running_loop()
        self._idle += await asyncio.gather(*(self._start() for _ in range(self.limits.workers)))
        return self

    async def __aexit__(self, *_: object) -> None:
        """End them all."""
        for task in self._spares:
            task.cancel()
        await asyncio.gather(*self._spares, return_exceptions=True)
        await asyncio.gather(*(worker.kill() for worker in self._all))
        self._all.clear()
        self._idle.clear()

    @property
    def running(self) -> int:
        """How many processes there are."""
        return len(self._all)

    @property
    def processes(self) -> frozenset[int]:
        """The numbers of the processes."""
        return frozenset(worker.process.pid for worker in self._all)

    @property
    def slow(self) -> int:
        """How many queries take long just now."""
        return self._slow

    async def renew(self, place: Path) -> None:
        """Use another store from now on; queries that run finish on the old one."""
        self._place = place
        self._edition += 1
        self._known_slow.clear()
        old, self._idle = self._idle, []
        for worker in old:
            await self._end(worker)

    async def ask(self, request: Request, left: Callable[[], Awaitable[None]] | None = None) -> Answer:
        """Return the answer to a query. Raises HttpError where it has none, or none within its limits.

        ``left`` returns when nobody waits for the answer any more: a query that takes long is ended then.
        """
        seconds = min(request.timeout or self.limits.seconds, self.limits.seconds)
        job = json.dumps(
            {
                "query": request.query,
                "rows": request.rows,
                "graphs": request.graphs,
                "default": request.default_graphs,
                "named": request.named_graphs,
                "most_rows": min(request.most_rows or self.limits.rows, self.limits.rows),
            }
        ).encode()
        if self._slow >= self.limits.slow and _key(request.query) in self._known_slow:
            await asyncio.sleep(_TARRYING)
            raise self._too_busy()
        await self._enter(left)
        place = _Place(self._quick)
        try:
            deadline = time.monotonic() + seconds
            worker = await self._take()
            meta, body = await self._ask(worker, request.query, job, deadline, seconds, place, left)
        finally:
            place.leave()
        if meta["status"] != 200:
            raise _refusal(meta)
        return Answer(meta["type"], body)

    def ask_from_thread(self, request: Request) -> Answer:
        """Return what ``ask`` returns, in a thread other than that of the event loop."""
        return asyncio.run_coroutine_threadsafe(self.ask(request), self._loop).result()

    # ---- lanes

    async def _enter(self, left: Callable[[], Awaitable[None]] | None) -> None:
        """Wait for a place in the quick lane. Raises HttpError where too many wait, or the client leaves meanwhile."""
        if self._waiting >= MOST_WAITING:
            raise HttpError(
                503, "Too busy", "too many queries are waiting; ask again in a moment", {"Retry-After": "2"}
            )
        self._waiting += 1
        leaving = asyncio.ensure_future(left()) if left is not None and self._quick.locked() else None
        try:
            await self._quick.acquire()
        finally:
            self._waiting -= 1
            gone = leaving is not None and leaving.done()
            if leaving is not None:
                leaving.cancel()
        if gone:
            self._quick.release()
            raise HttpError(499, "Client left", "nobody waits for the answer any more")

    async def _ask(
        self,
        worker: _Worker,
        query: str,
        job: bytes,
        deadline: float,
        seconds: float,
        place: _Place,
        left: Callable[[], Awaitable[None]] | None,
    ) -> tuple[dict[str, Any], bytes]:
        slowed = False
        try:
            worker.ask(job)
            done = await worker.wait(min(PATIENCE, seconds))
            if not done and seconds > PATIENCE:
                self._remember(query)
                if self._slow >= self.limits.slow:
                    raise self._too_busy()
                self._slow, slowed = self._slow + 1, True
                worker.slow_down()
                place.leave()
                self._prepare()
                done = await _wait_longer(worker, deadline - time.monotonic(), left)
            if not done:
                raise HttpError(504, "Time is up", f"the query was not done after {seconds:g} seconds and was ended")
            answer = worker.take()
        except _LostError as error:
            await self._end(worker)
            raise HttpError(
                500, "Out of memory", f"the query was ended: it needed more than {self.limits.memory} MB"
            ) from error
        except BaseException:
            # the answer is late or nobody waits for it any more: only the end of the process stops a query
            await self._end(worker)
            self._prepare()
            raise
        finally:
            if slowed:
                self._slow -= 1
        if slowed:
            await self._end(worker)  # the priority cannot be raised again
        else:
            await self._rest(worker)
        return answer

    def _remember(self, query: str) -> None:
        """Keep in mind that a query is slow."""
        key = _key(query)
        self._known_slow[key] = None
        self._known_slow.move_to_end(key)
        if len(self._known_slow) > _MOST_REMEMBERED:
            self._known_slow.popitem(last=False)

    def _too_busy(self) -> HttpError:
        return HttpError(
            503,
            "Too busy",
            f"{self._slow} long queries are running already; ask again later, or for less",
            {"Retry-After": str(round(self.limits.seconds))},
        )

    # ---- processes

    async def _take(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if not worker.lost and worker.edition == self._edition:
                return worker
            await self._end(worker)
        return await self._start()

    async def _start(self) -> _Worker:
        edition = self._edition
        worker = await _Worker.start(self._place, self.limits)
        worker.edition = edition
        self._all.add(worker)
        return worker

    async def _rest(self, worker: _Worker) -> None:
        """Let a worker wait for its next query, unless there are enough, or it has an old store open."""
        if worker.lost or worker.edition != self._edition or len(self._idle) >= self.limits.workers:
            await self._end(worker)
        else:
            self._idle.append(worker)

    async def _end(self, worker: _Worker) -> None:
        self._all.discard(worker)
        await worker.kill()

    def _prepare(self) -> None:
        """Start a worker ahead of the next query, so that it does not wait for one."""

        async def one() -> None:
            if len(self._idle) < self.limits.workers:
                await self._rest(await self._start())

        task = asyncio.ensure_future(one())
        self._spares.add(task)
        task.add_done_callback(self._spares.discard)


async def _wait_longer(worker: _Worker, seconds: float, left: Callable[[], Awaitable[None]] | None) -> bool:
    """Wait for a slow query. Raises HttpError where nobody waits for its answer any more."""
    leaving = asyncio.ensure_future(left()) if left is not None else None
    if leaving is not None:
        leaving.add_done_callback(worker.wake)
    try:
        done = await worker.wait(max(0.0, seconds))
        if not done and leaving is not None and leaving.done():
            raise HttpError(499, "Client left", "nobody waits for the answer any more")
        return done
    finally:
        if leaving is not None:
            leaving.cancel()


def _key(query: str) -> bytes:
    """Return what is the same for queries that take as long."""
    return hashlib.sha256(outline(query).encode("utf-8", "surrogatepass")).digest()


class _Place:
    """A place in the quick lane, which can be left early, and once."""

    def __init__(self, lane: asyncio.Semaphore) -> None:
        self._lane: asyncio.Semaphore | None = lane

    def leave(self) -> None:
        """Make room for the next query."""
        if self._lane is not None:
            self._lane.release()
            self._lane = None


def _refusal(meta: dict[str, Any]) -> HttpError:
    return HttpError(meta["status"], meta["title"], meta["detail"], line=meta.get("line"), column=meta.get("column"))
