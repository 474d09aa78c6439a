"""What the processes of tests do with an article; apart from the tests, so that a process starts quickly."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from kg.errors import BuildError
from kg.model.article import Article
from kg.shelf import Analysed
from kg.workers import Work, own_tools


def article(name: str, text: str = "text") -> Article:
    return Article(name, "title", text)


def many(count: int, **others: str) -> list[Article]:
    """So many articles, some of them with a text that says what is to happen."""
    return [article(f"a{n}", others.get(f"a{n}", "fine")) for n in range(count)]


def obey() -> Work:
    """Do what the text says: nothing special, end, hang, fail, or end where a file is missing."""

    def work(one: Article) -> Analysed:
        order, _, place = one.text.partition(" ")
        if order == "end" or (order == "once" and not Path(place).exists()):
            if place:
                Path(place).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if order == "exit":
            os._exit(3)
        if order == "hang":
            time.sleep(600)
        if order == "busy":
            re.match(r"(a+)+$", "a" * 60 + "b")  # keeps the interpreter's lock
        return Analysed(one.id, account=str(os.getpid()))

    return work


def obeying_shard(articles: list[Article], _fingerprint: str) -> list[Analysed]:
    """Do the same on a cluster."""
    return list(map(obey(), articles))


def broken() -> Work:
    """Do not even start."""
    raise SystemExit(7)


def sulk() -> Work:
    """Work, but for one article."""
    work = own_tools()
    return lambda one: os._exit(1) if one.id.endswith("-7") else work(one)


def double(number: int, marker: Path | None = None) -> int:
    """Return twice a number, or fail where it is negative; end the first time where there is a marker to leave."""
    if marker is not None and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if number < 0:
        raise BuildError("no such number")
    return 2 * number
