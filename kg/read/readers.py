"""Files, folders and standard input to articles: the table of suffixes and the walk over it."""

from __future__ import annotations

import gzip
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import ReadError
from kg.model.article import Article
from kg.read.encoding import UnknownEncodingError
from kg.read.fault import ReadFault
from kg.read.fields import display, stem
from kg.read.html import read_html
from kg.read.jsonl import read_jsonl
from kg.read.markdown import read_markdown
from kg.read.text import read_text

#: Suffixes of files that hold one article.
READERS: dict[str, Callable[[Path, bytes], Article]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
}
#: Suffixes of files that hold one article a line.
LINES = (".jsonl", ".ndjson")
#: The suffix behind these that says that the file is packed by gzip.
PACKED = ".gz"
#: The argument that stands for JSON lines on standard input.
STANDARD_INPUT = "-"
#: Bytes of a file that holds one article.
FILE_LIMIT = 20_000_000


def read_paths(paths: Iterable[str | Path], *, file_limit: int = FILE_LIMIT) -> Iterator[Article | ReadFault]:
    """Yield the articles of files, folders and ``-``, in the order given and within a folder in the order of names.

    Streams: one article is in memory at a time. What cannot be read is yielded as a ReadFault in its place; nothing
    that a file holds raises. ``file_limit`` is in bytes and holds for files of one article.
    """
    for path in paths:
        if str(path) == STANDARD_INPUT:
            yield from read_jsonl("standard input", "stdin", sys.stdin.buffer)
        elif (folder := Path(path)).is_dir():
            yield from _read_folder(folder, file_limit)
        else:
            yield from read_file(Path(path), file_limit=file_limit)


def read_file(path: Path, *, file_limit: int = FILE_LIMIT) -> Iterator[Article | ReadFault]:
    """Yield the articles of one file, by its suffix; whatever it holds, it costs no other file."""
    name, suffix = display(path), suffix_of(path)
    try:
        if (suffix in LINES or suffix in READERS) and not stat.S_ISREG(path.stat().st_mode):
            # Opening a pipe would wait for who writes into it.
            yield ReadFault(name, None, f"a pipe or a device, not a file ({STANDARD_INPUT} reads standard input)")
        elif suffix in LINES:
            with path.open("rb") as stream:
                if path.suffix.lower() == PACKED:
                    yield from _read_packed(name, stem(path.with_suffix("")), stream)
                else:
                    yield from read_jsonl(name, stem(path), stream)
        elif reader := READERS.get(suffix):
            yield reader(path, _bytes(path, file_limit))
        else:
            yield ReadFault(name, None, f"not a kind of file that is read ({' '.join([*READERS, *LINES])})")
    except ReadError as error:
        yield ReadFault(name, None, error.cause)
    except UnknownEncodingError as error:
        yield ReadFault(name, None, str(error))
    except OSError as error:
        yield ReadFault(name, None, f"cannot be opened: {error.strerror}")
    except Exception as error:  # the parsers of pages and of YAML are not ours
        yield ReadFault(name, None, f"cannot be read: {type(error).__name__}: {' '.join(str(error).split())[:200]}")


def suffix_of(path: Path) -> str:
    """Return what a file is by its name: its suffix, and of packed lines the one before."""
    suffix = path.suffix.lower()
    inner = Path(path.stem).suffix.lower()
    return inner if suffix == PACKED and inner in LINES else suffix


def _read_packed(name: str, fallback_id: str, stream: BinaryIO) -> Iterator[Article | ReadFault]:
    """Yield the articles of packed lines, as far as they can be unpacked."""
    try:
        with gzip.GzipFile(fileobj=stream) as lines:
            yield from read_jsonl(name, fallback_id, cast(BinaryIO, lines))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield ReadFault(name, None, f"broken gzip: {error}")


def _bytes(path: Path, limit: int) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReadError(display(path), f"larger than {limit:,} bytes")
    if not data.strip():
        raise ReadError(display(path), "empty file")
    return data


def _read_folder(folder: Path, file_limit: int) -> Iterator[Article | ReadFault]:
    empty = True
    for item in _walk(folder, set()):
        if isinstance(item, ReadFault):
            yield item
        else:
            empty = False
            yield from read_file(item, file_limit=file_limit)
    if empty:
        yield ReadFault(display(folder), None, f"folder without articles ({' '.join([*READERS, *LINES])})")


def _walk(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path | ReadFault]:
    """Yield the files that can be read, sorted; links are followed, each real folder is entered once."""
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield ReadFault(display(folder), None, f"cannot be opened: {error.strerror}")
        return
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        if path.is_dir():
            yield from _walk(path, seen)
        elif suffix_of(path) in READERS or suffix_of(path) in LINES:
            yield path
