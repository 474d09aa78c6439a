"""One kind of work in a process of its own, while this one goes on with another.

The process starts at once, so that it is ready when the work is known. What the work returns or raises comes back.
Where the process is lost (the system ends it for want of memory, say) the work is done here, so that nothing depends on
it; so work must be such that it can be begun anew.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from kg.lifeline import end_with_parent
from kg.pipeline import steady_memory

T = TypeVar("T")


class Aside(Generic[T]):
    """Work that is begun for some arguments, and done when its result is asked for."""

    def __init__(self, work: Callable[..., T], connection: Connection | None) -> None:
        """Send arguments through ``connection`` to a process that works; without one the work is done here."""
        self._work, self._connection = work, connection
        self._arguments: tuple[Any, ...] = ()

    def begin(self, *arguments: Any) -> None:  # noqa: ANN401  (those of the work)
        """Begin, if nothing else is under way."""
        self._arguments = arguments
        if self._connection is not None:
            try:
                self._connection.send(arguments)
            except OSError:
                self._connection = None

    def result(self) -> T:
        """Return what the work returns, once it is done. Raises what it raises."""
        if self._connection is not None:
            try:
                value, error = self._connection.recv()
            except (EOFError, OSError):
                self._connection = None
            else:
                if error is not None:
                    raise error
                found: T = value
                return found
        return self._work(*self._arguments)


@contextlib.contextmanager
def aside(work: Callable[..., T], *, process: bool) -> Iterator[Aside[T]]:
    """Give work that is done in a process of its own, or in this one; ``work`` is a function of a module.

    However this ends, the process ends with it.
    """
    if not process:
        yield Aside(work, None)
        return
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=_serve, args=(theirs, work), daemon=True)
    worker.start()
    theirs.close()
    try:
        yield Aside(work, ours)
    finally:
        worker.kill()
        worker.join()
        ours.close()


def _serve(connection: Connection, work: Callable[..., Any]) -> None:
    """Do the work for whatever arguments come, until the other side closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build ends us when it is interrupted
    end_with_parent()
    with steady_memory(), contextlib.suppress(EOFError, OSError):
        while True:
            arguments = connection.recv()
            answer: tuple[Any, Exception | None]
            try:
                answer = work(*arguments), None
            except Exception as error:
                answer = None, error
            connection.send(answer)
