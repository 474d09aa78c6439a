"""The fronts of a server: processes that hold connections, watched, ended when one hangs, and replaced.

The server alone accepts connections. It gives each to the front that has fewest, and takes back what a front does not
answer; where no front is up it keeps them. Nothing waits for a front: one that is lost costs the connections it held.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kg.serve.front import CONNECTION, LONGEST_MESSAGE, RETIRE, Board, Task
from kg.serve.graph import Served
from kg.serve.worker import READY

#: Seconds that a lookup may take: one that does was none.
MOST_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 0.1
#: Seconds after which a front that was lost is started anew.
_PAUSE_SECONDS: Final = 1.0
#: Fronts that ended before they were up, one after the other, after which no more are started.
_MOST_FAILURES: Final = 3
_ACCEPTED_AT_ONCE: Final = 64
#: The engine takes and returns many small pieces of memory: with more kept at hand a lookup takes a fifth less time.
_ALLOCATOR: Final = "glibc.malloc.tcache_count=120"


@dataclass(eq=False, slots=True)
class _Front:
    """One process; ``given`` counts the connections it was given. ``slot`` is where it writes on the board."""

    process: subprocess.Popen[bytes]
    channel: socket.socket
    slot: int
    version: str
    ready: bool = False
    given: int = 0


class Fronts:
    """Accepts connections for fronts; ``take`` is called with those that they do not answer, and what was read."""

    def __init__(
        self,
        listener: socket.socket,
        take: Callable[[socket.socket, bytes], None],
        *,
        count: int,
        hosts: tuple[str, ...],
        rows: int,
        memory: int,
    ) -> None:
        self._listener, self._take = listener, take
        self._count, self._hosts, self._rows, self._memory = count, hosts, rows, memory
        self._loop = asyncio.get_running_loop()
        with tempfile.TemporaryFile() as file:
            file.truncate(Board.SIZE)
            self._shared = os.dup(file.fileno())
        self.board = Board(self._shared)
        self._free = list(range(Board.SLOTS))
        self._fronts: set[_Front] = set()
        self._served: Served | None = None
        self._failures = 0
        self._timers: set[asyncio.TimerHandle] = set()
        self._closed = False

    def start(self, served: Served) -> None:
        """Accept connections, and start fronts for a graph."""
        self._listener.setblocking(False)
        self._loop.add_reader(self._listener.fileno(), self._accept)
        self._watch()
        self.renew(served)

    def renew(self, served: Served) -> None:
        """Start fronts for another graph; those of the old one give their connections back and end."""
        self._served, self._failures = served, 0
        for front in self._fronts:
            front.ready = False
            with contextlib.suppress(OSError):
                front.channel.send(RETIRE)
        for _ in range(self._count):
            self._start()

    async def close(self) -> None:
        """Accept no more, and end all fronts."""
        self._closed = True
        self._loop.remove_reader(self._listener.fileno())
        for timer in self._timers:
            timer.cancel()
        processes = [front.process for front in self._fronts]
        for front in list(self._fronts):
            self._drop(front)
        for process in processes:
            await asyncio.to_thread(process.wait)
        self.board.close()
        os.close(self._shared)

    @property
    def slots(self) -> dict[int, int]:
        """The slots of the fronts that are up, by the numbers of their processes."""
        return {front.process.pid: front.slot for front in self._fronts if front.ready}

    # ---- connections

    def _accept(self) -> None:
        for _ in range(_ACCEPTED_AT_ONCE):
            try:
                connection, _address = self._listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError:
                # out of descriptors: others must be closed first
                self._loop.remove_reader(self._listener.fileno())
                self._later(_PAUSE_SECONDS, lambda: self._loop.add_reader(self._listener.fileno(), self._accept))
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._give(connection)

    def _give(self, connection: socket.socket) -> None:
        """Give a connection to the front with the fewest, or keep it."""
        ready = [front for front in self._fronts if front.ready]
        for front in sorted(ready, key=lambda front: front.given - self.board.closed(front.slot)):
            with contextlib.suppress(OSError):
                socket.send_fds(front.channel, [CONNECTION], [connection.fileno()])
                front.given += 1
                connection.close()
                return
        self._take(connection, b"")

    def _read(self, front: _Front) -> None:
        """Take what a front sends: that it is up, and connections."""
        with contextlib.suppress(BlockingIOError, InterruptedError):
            while True:
                try:
                    data, descriptors, _, _ = socket.recv_fds(front.channel, LONGEST_MESSAGE, 4)
                except ConnectionError:
                    data, descriptors = b"", []
                if not data:
                    self._lost(front)
                    return
                if data == READY:
                    front.ready, self._failures = front.version == self._version(), 0
                for descriptor in descriptors:
                    self._take_back(socket.socket(fileno=descriptor), data[len(CONNECTION) :])

    def _take_back(self, connection: socket.socket, data: bytes) -> None:
        connection.setblocking(False)
        if data:
            self._take(connection, data)
        else:
            self._give(connection)  # nothing was asked on it: its front has an old graph

    # ---- processes

    def _version(self) -> str:
        assert self._served is not None
        return self._served.version

    def _start(self) -> None:
        """Start a front for the graph that is served."""
        if self._closed or not self._free:
            return
        assert self._served is not None
        served, slot = self._served, self._free.pop(0)
        self.board.reset(slot)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        task = Task(
            theirs.fileno(),
            self._shared,
            slot,
            os.getpid(),
            str(served.place),
            served.identity,
            served.version,
            self._hosts,
            self._rows,
            self._memory,
        )
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "kg.serve.front", task.written()],
                pass_fds=[theirs.fileno(), self._shared],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "GLIBC_TUNABLES": os.environ.get("GLIBC_TUNABLES", _ALLOCATOR)},
            )
        front = _Front(process, ours, slot, served.version)
        self._fronts.add(front)
        self._loop.add_reader(ours.fileno(), self._read, front)

    def _drop(self, front: _Front) -> None:
        """End a front and forget it."""
        self._fronts.discard(front)
        self._loop.remove_reader(front.channel.fileno())
        front.channel.close()
        with contextlib.suppress(ProcessLookupError):
            front.process.send_signal(signal.SIGKILL)
        self._free.append(front.slot)

    def _lost(self, front: _Front) -> None:
        """A front has ended: start another where it was not to."""
        was_up = front.ready
        self._drop(front)
        waiting = self._loop.run_in_executor(None, front.process.wait)
        waiting.add_done_callback(lambda _: None)
        if front.version != self._version() or self._closed:
            return
        self._failures += not was_up
        if self._failures < _MOST_FAILURES:
            self._later(_PAUSE_SECONDS, self._replace)

    def _replace(self) -> None:
        """Start a front if there are too few for the graph that is served."""
        if sum(front.version == self._version() for front in self._fronts) < self._count:
            self._start()

    def _watch(self) -> None:
        """End fronts that hang."""
        now = time.monotonic()
        for front in list(self._fronts):
            since = self.board.busy_since(front.slot)
            if since and now - since > MOST_SECONDS:
                self._lost(front)
        self._later(_LOOK_SECONDS, self._watch)

    def _later(self, seconds: float, call: Callable[[], object]) -> None:
        def due() -> None:
            self._timers.discard(timer)
            call()

        timer = self._loop.call_later(seconds, due)
        self._timers.add(timer)
