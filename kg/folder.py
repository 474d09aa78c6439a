"""The folder of a build, replaced as a whole: at any moment the old build or the new one is complete.

A build is written into a hidden folder beside its place (``.NAME.next``) and synced to disk. Then the two change
places in one step where the system can do that (Linux), so that there is no moment without a build. Elsewhere the old
folder is renamed to ``.NAME.old`` and the new one to ``NAME``; if the machine stops between the two renames, ``locate``
finds the old build and the next writer moves it back. A lock (``.NAME.lock``) keeps two writers apart; the system drops
it when its holder ends, however it ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, Any

from kg.errors import BuildError, NoInputError

#: What a build consists of. Anything else in its folder is somebody's own and is kept.
ENTRIES = ("graph.ttl", "graph.nq", "facts.jsonl", "network.html", "report.json", "store", "cache")
#: What a build may have besides; where the new one has none, the old one's is not kept either.
OPTIONAL = ("retracted.jsonl",)
#: By this file a folder is known as a build; it is written last.
REPORT = "report.json"
#: Seconds after which a writer that waits for another looks again.
_AGAIN = 0.05


def locate(out: Path) -> Path:
    """Return the folder that holds the build ``out``; NoInputError where there is none."""
    place = out.resolve()
    for folder in (place, _sibling(place, "old")):
        if (folder / REPORT).is_file():
            return folder
    raise NoInputError(f"{out}: no build here (kg build makes one)")


def inputs(build: Path) -> list[str]:
    """Return the paths that a build was made of, as far as they can be read again; none where it has no report."""
    return [path for path in last_inputs(build) if Path(path).exists()]


def last_inputs(build: Path) -> tuple[str, ...]:
    """Return the paths that a build was made of, as they were given; none where it has no report."""
    report = build / REPORT
    return tuple(json.loads(report.read_text("utf-8"))["inputs"]) if report.is_file() else ()


@contextlib.contextmanager
def writing(out: Path, patience: float = 0) -> Iterator[None]:
    """Keep other writers away from the build ``out`` and what belongs to it; what one left half done is put right.

    ``patience`` is for how many seconds to wait while another process writes. Raises BuildError where one still writes
    then, where ``out`` is something else than a build, or where the disk refuses.
    """
    place = out.resolve()
    hidden = str(_sibling(place, "next"))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _lock(place, patience):
            _recover(place)
            _check_free(place)
            yield
    except OSError as error:
        cause = _cause(error).replace(hidden, str(out))
        raise BuildError(f"{out}: cannot be written: {cause}; what was there is as it was") from error
    except BuildError as error:
        if hidden not in str(error):
            raise
        raise BuildError(f"{str(error).replace(hidden, str(out))}; what was there is as it was") from error


@contextlib.contextmanager
def successor(out: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``out`` when the block ends well; for use within ``writing``."""
    place = out.resolve()
    fresh = _sibling(place, "next")
    fresh.mkdir()
    try:
        yield fresh
        _sync(fresh)
        _swap(fresh, place)
    finally:
        with contextlib.suppress(OSError):  # the next writer tries again
            _discard(fresh, place)


def _cause(error: OSError) -> str:
    """Return what the system said, and of which file if it told."""
    cause = error.strerror or str(error)
    name = Path(os.fsdecode(error.filename)).name if isinstance(error.filename, str | bytes) else ""
    return f"{cause} ({name})" if name else cause


def _sibling(place: Path, role: str) -> Path:
    return place.with_name(f".{place.name}.{role}")


def _check_free(place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise BuildError(f"{place}: is a file, not a folder for a build")
    if place.is_dir() and any(place.iterdir()) and not (place / REPORT).is_file():
        raise BuildError(f"{place}: holds other things than a build; choose a new folder with -o")


def _swap(fresh: Path, place: Path) -> None:
    old = _sibling(place, "old")
    if place.is_dir() and _exchange(fresh, place):
        fresh.rename(old)
    else:
        if place.is_dir():
            place.rename(old)
        fresh.rename(place)
    with contextlib.suppress(OSError):  # the new build stands; the next writer clears away
        _sync_folder(place.parent)
        _discard(old, place)


def _recover(place: Path) -> None:
    """Finish or undo what a writer that was stopped left behind."""
    old, fresh = _sibling(place, "old"), _sibling(place, "next")
    if old.is_dir() and not place.exists():
        old.rename(place)
    for left in (old, fresh):
        _discard(left, place)


def _discard(folder: Path, place: Path) -> None:
    """Remove the folder of a build; what is not of the build moves to its successor."""
    if not folder.is_dir():
        return
    if place.is_dir():
        for entry in folder.iterdir():
            if entry.name not in (*ENTRIES, *OPTIONAL) and not (place / entry.name).exists():
                entry.rename(place / entry.name)
    shutil.rmtree(folder)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the disk cannot."""
    call = _renameat2()
    if call is None:
        return False
    if call(_AT_CWD, os.fsencode(one), _AT_CWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code), str(other))


#: From Linux: paths are relative to where the process is; the two names are exchanged.
_AT_CWD = -100
_RENAME_EXCHANGE = 2


@cache
def _renameat2() -> Any:  # noqa: ANN401  (a function of C)
    """Return the system call that renames with flags, or None where there is none."""
    if not sys.platform.startswith("linux"):
        return None
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is not None:
        call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return call


def _sync(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for name in names:
            with (Path(parent) / name).open("rb+") as file:
                os.fsync(file.fileno())
        _sync_folder(Path(parent))


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _lock(place: Path, patience: float) -> Iterator[None]:
    path = _sibling(place, "lock")
    file = _locked_file(path, time.monotonic() + patience)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # open files cannot be removed on Windows
            path.unlink()
        file.close()


def _locked_file(path: Path, until: float) -> IO[bytes]:
    while True:
        file = path.open("ab")
        try:
            _lock_file(file)
        except OSError as error:
            file.close()
            if time.monotonic() < until:
                time.sleep(_AGAIN)
                continue
            raise BuildError(f"{path.parent / path.name[1:-5]}: another build is writing here; wait for it") from error
        # The holder before us may have removed the file that we opened: then the lock guards nothing.
        if path.exists() and os.fstat(file.fileno()).st_ino == path.stat().st_ino:
            return file
        file.close()


def _lock_file(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
