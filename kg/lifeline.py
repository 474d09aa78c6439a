"""Processes that end when the one that started them is gone, whatever became of it."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait
from typing import Final

#: A number of Linux (sys/prctl.h): the signal that a process gets when its parent is gone.
_PR_SET_PDEATHSIG: Final = 1


def end_with_parent() -> None:
    """End this process when the one that started it is gone, even if that had no time to say so.

    Linux does it, whatever we are at; elsewhere a thread does, once an expression that is at work lets it.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=watch, daemon=True).start()
