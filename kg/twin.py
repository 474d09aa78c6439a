"""Work done by a copy of this process, which knows all that this one knows, while this one goes on with another.

On Linux a copy (``fork``) shares the memory of its original until one of them changes it, so a graph or a million
reports need not travel. Where there are no copies, or one is lost, the work is done here, when its result is asked for:
so it must change nothing but what it returns.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, Final, TypeVar

from kg.lifeline import end_with_parent

T = TypeVar("T")
#: Seconds until a copy must say that it lives: another thread may have left it with a lock that nobody opens.
_START_SECONDS: Final = 60.0


@contextlib.contextmanager
def twin(work: Callable[[], T], *, process: bool) -> Iterator[Callable[[], T]]:
    """Begin with work in a copy of this process, or let it wait; give what returns its result, or raises its error.

    However this ends, the copy ends with it.
    """
    if not process or sys.platform != "linux":
        yield work
        return
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    copy = context.Process(target=_run, args=(theirs, work), daemon=True)
    copy.start()
    theirs.close()

    def result() -> T:
        try:
            answer = ours.recv() if ours.poll(_START_SECONDS) and ours.recv() else None
        except (EOFError, OSError):
            answer = None
        if answer is None:
            return work()
        value, error = answer
        if error is not None:
            raise error
        found: T = value
        return found

    try:
        yield result
    finally:
        copy.kill()
        copy.join()
        ours.close()


def _run(connection: Connection, work: Callable[[], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the original ends us when it is interrupted
    end_with_parent()
    connection.send(True)
    answer: tuple[Any, Exception | None]
    try:
        answer = work(), None
    except Exception as error:
        answer = None, error
    with contextlib.suppress(OSError):
        connection.send(answer)
