"""A process that loads the tools once and then makes each build in a child of its own, which may be killed.

It reads one request a line from standard input and answers with one line: ``{"paths": [...], "out": "...", "add":
false, "kill_after": seconds or null, "kill_at": number or null, "largest_file": bytes or null}`` gives ``{"status": wait
status, "error": "...", "seconds": ..., "changes": ...}``. ``changes`` counts the calls that are about to change something
on disk around the build (a file opened for writing, a folder made, renamed or removed, the two builds exchanged);
``kill_at`` kills right before that one. The ontology is read once, since no build changes it.
"""

from __future__ import annotations

import functools
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

from kg import building
from kg import folder as building_folder
from kg.cache import fingerprint_of
from kg.errors import KgError
from kg.pipeline import Tools, load_tools

_TICK = 0.002
#: Events of the interpreter that change a disk.
_CHANGING = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree"})


def main() -> None:
    """Answer requests until standard input ends."""
    tools = load_tools()
    building.load_ontology = functools.cache(building.load_ontology)  # type: ignore[attr-defined]
    building.load_ontology()  # type: ignore[attr-defined]
    fingerprint_of(tools)  # which remembers the program as it is now, while others may edit it
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line), tools)) + "\n")
        sys.stdout.flush()


def answer(request: dict[str, Any], tools: Tools) -> dict[str, Any]:
    """Make one build in a child, and kill it when its time is up."""
    told, telling = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.close(told)
        changes = Changes(Path(request["out"]).resolve().parent, request["kill_at"])
        error = make(request, tools)
        os.write(telling, json.dumps({"error": error, "changes": changes.seen}).encode())
        os._exit(0)
    os.close(telling)
    ended, status = 0, 0
    while not ended:
        if request["kill_after"] is not None and time.perf_counter() - began > request["kill_after"]:
            os.kill(child, signal.SIGKILL)
        time.sleep(_TICK)
        ended, status = os.waitpid(child, os.WNOHANG)
    with os.fdopen(told, encoding="utf-8") as said:
        heard = json.loads(said.read() or '{"error": "", "changes": 0}')
        return {"status": status, "seconds": time.perf_counter() - began, **heard}


class Changes:
    """Counts the changes to what lies in a folder that this process is about to make, and kills it before one of them."""

    def __init__(self, folder: Path, kill_at: int | None) -> None:
        self.seen = 0
        self._folder, self._kill_at = f"{folder}{os.sep}", kill_at
        sys.addaudithook(self._hear)
        exchange = building_folder._exchange

        def exchanging(one: Path, other: Path) -> bool:
            self._count()  # a call of C that no hook hears
            return exchange(one, other)

        building_folder._exchange = exchanging

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if event not in _CHANGING or not str(args[0]).startswith(self._folder):
            return
        if event != "open" or (isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            self._count()

    def _count(self) -> None:
        self.seen += 1
        if self.seen == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def make(request: dict[str, Any], tools: Tools) -> str:
    """Make one build and return what went wrong, nothing if all is well."""
    if request["largest_file"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["largest_file"], request["largest_file"]))
    try:
        building.build(request["paths"], Path(request["out"]), tools, add=request["add"])
    except KgError as error:
        return f"{type(error).__name__} {error.exit_code} {error}"
    return ""


if __name__ == "__main__":
    main()
