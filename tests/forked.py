"""A process that loads the tools once and then makes each build in a child of its own, which may be killed.

It reads one request a line from standard input and answers with one line: ``{"paths": [...], "out": "...", "add":
false, "kill_after": seconds or null, "largest_file": bytes or null}`` gives ``{"status": wait status, "error": "...",
"seconds": ...}``. The ontology is read once, since no build changes it.
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

from kg import build as building
from kg.cache import fingerprint_of
from kg.errors import KgError
from kg.pipeline import Tools, load_tools

_TICK = 0.002


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
        os.write(telling, make(request, tools).encode())
        os._exit(0)
    os.close(telling)
    ended, status = 0, 0
    while not ended:
        if request["kill_after"] is not None and time.perf_counter() - began > request["kill_after"]:
            os.kill(child, signal.SIGKILL)
        time.sleep(_TICK)
        ended, status = os.waitpid(child, os.WNOHANG)
    with os.fdopen(told, encoding="utf-8") as said:
        return {"status": status, "error": said.read(), "seconds": time.perf_counter() - began}


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
