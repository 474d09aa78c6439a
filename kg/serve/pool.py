"""Worker processes for queries, with limits that hold: who runs too long, takes too much or hangs is killed.

Most queries take milliseconds, some take forever. So that the second kind never keeps the first waiting, a query that
is not done within ``PATIENCE`` leaves the quick lane: its worker goes on at the lowest priority in one of a few slow
places until its time is over, and another worker takes its place. Where the slow places are taken, it ends at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kg.serve.protocol import HttpError, Request
from kg.serve.worker import LENGTH, LENGTHS

#: Seconds after which a query counts as slow.
PATIENCE: Final = 0.6
#: How many requests may wait for a worker before more are turned away.
MOST_WAITING: Final = 256
_START_SECONDS: Final = 60.0


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


class _Worker:
    """One process and the socket to it."""

    def __init__(
        self, process: subprocess.Popen[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.process, self._reader, self._writer = process, reader, writer

    @classmethod
    async def start(cls, place: Path, limits: Limits) -> _Worker:
        """Start a process that has the store open. Raises RuntimeError where it does not come up."""
        ours, theirs = socket.socketpair()
        arguments = [theirs.fileno(), os.getpid(), place, limits.megabytes * 1_000_000, limits.rows, limits.memory]
        command = [sys.executable, "-m", "kg.serve.worker", *map(str, arguments)]
        with theirs:
            process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
            )
        reader, writer = await asyncio.open_connection(sock=ours)
        worker = cls(process, reader, writer)
        try:
            await asyncio.wait_for(reader.readexactly(1), _START_SECONDS)
        except (asyncio.IncompleteReadError, TimeoutError) as error:
            await worker.kill()
            raise RuntimeError("a worker for queries did not start") from error
        return worker

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    async def ask(self, job: bytes) -> tuple[dict[str, Any], bytes]:
        """Send a job and return its answer. Raises IncompleteReadError or OSError where the process has died."""
        self._writer.write(LENGTH.pack(len(job)) + job)
        await self._writer.drain()
        meta_size, body_size = LENGTHS.unpack(await self._reader.readexactly(LENGTHS.size))
        meta = json.loads(await self._reader.readexactly(meta_size))
        return meta, await self._reader.readexactly(body_size)

    def slow_down(self) -> None:
        """Let everybody else run first."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, 15)

    async def kill(self) -> None:
        """End the process, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        self._writer.close()
        await asyncio.to_thread(self.process.wait)


class Pool:
    """Answers queries in processes of their own. Used as an asynchronous context manager."""

    def __init__(self, place: Path, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._place = place
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._quick = asyncio.Semaphore(self.limits.workers)
        self._slow = 0
        self._waiting = 0
        self._spares: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Pool:
        """Start the workers."""
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

    async def renew(self, place: Path) -> None:
        """Use another store from now on; queries that run finish on the old one."""
        self._place = place
        old, self._idle = self._idle, []
        for worker in old:
            await self._end(worker)

    async def ask(self, request: Request) -> Answer:
        """Return the answer to a query. Raises HttpError where it has none, or none within its limits."""
        seconds = min(request.timeout or self.limits.seconds, self.limits.seconds)
        job = json.dumps(
            {
                "query": request.query,
                "rows": request.rows,
                "graphs": request.graphs,
                "default": request.default_graphs,
                "named": request.named_graphs,
            }
        ).encode()
        async with self._quick_place() as place:
            deadline = time.monotonic() + seconds
            meta, body = await self._ask(await self._take(), job, deadline, seconds, place)
        if meta["status"] != 200:
            raise _refusal(meta)
        return Answer(meta["type"], body)

    # ---- lanes

    @contextlib.asynccontextmanager
    async def _quick_place(self) -> AsyncIterator[_Place]:
        if self._waiting >= MOST_WAITING:
            raise HttpError(
                503, "Too busy", "too many queries are waiting; ask again in a moment", {"Retry-After": "2"}
            )
        self._waiting += 1
        try:
            await self._quick.acquire()
        finally:
            self._waiting -= 1
        place = _Place(self._quick)
        try:
            yield place
        finally:
            place.leave()

    async def _ask(
        self, worker: _Worker, job: bytes, deadline: float, seconds: float, place: _Place
    ) -> tuple[dict[str, Any], bytes]:
        asked = asyncio.ensure_future(worker.ask(job))
        slowed = False
        try:
            done, _ = await asyncio.wait({asked}, timeout=min(PATIENCE, seconds))
            if not done and seconds > PATIENCE:
                if self._slow >= self.limits.slow:
                    raise HttpError(
                        503,
                        "Too busy",
                        f"{self._slow} long queries are running already; ask again later, or for less",
                        {"Retry-After": str(round(self.limits.seconds))},
                    )
                self._slow, slowed = self._slow + 1, True
                worker.slow_down()
                place.leave()
                self._prepare()
                done, _ = await asyncio.wait({asked}, timeout=max(0.0, deadline - time.monotonic()))
            if not done:
                raise HttpError(504, "Time is up", f"the query was not done after {seconds:g} seconds and was ended")
            answer = await asked
        except (asyncio.IncompleteReadError, OSError) as error:
            await self._end(worker)
            raise HttpError(
                500, "Out of memory", f"the query was ended: it needed more than {self.limits.memory} MB"
            ) from error
        except BaseException:
            # the answer is late or nobody waits for it any more: only the end of the process stops a query
            asked.cancel()
            await self._end(worker)
            self._prepare()
            raise
        finally:
            if slowed:
                self._slow -= 1
        if slowed or len(self._idle) >= self.limits.workers or not worker.alive:
            # the priority cannot be raised again, and spares are enough
            await self._end(worker)
        else:
            self._idle.append(worker)
        return answer

    # ---- processes

    async def _take(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await self._end(worker)
        return await self._start()

    async def _start(self) -> _Worker:
        worker = await _Worker.start(self._place, self.limits)
        self._all.add(worker)
        return worker

    async def _end(self, worker: _Worker) -> None:
        self._all.discard(worker)
        await worker.kill()

    def _prepare(self) -> None:
        """Start a worker ahead of the next query, so that it does not wait for one."""

        async def one() -> None:
            if len(self._idle) < self.limits.workers:
                self._idle.append(await self._start())

        task = asyncio.ensure_future(one())
        self._spares.add(task)
        task.add_done_callback(self._spares.discard)


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
