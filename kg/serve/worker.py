"""A process that answers queries, one at a time, until it is killed: the only place where a query is evaluated.

It speaks over a socket that it inherits: first one byte that says that the store is open; then a job comes as four
bytes of length and JSON, and the answer goes back as two lengths, JSON and the body. It does not know of time limits:
whoever waits for it kills it.
"""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import socket
import struct
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import KgError, RefusedQueryError
from kg.export.xml import readable_document
from kg.query.guard import check_read_only
from kg.query.run import open_store, syntax_error
from kg.vocab import Names

LENGTH: Final = struct.Struct(">I")
LENGTHS: Final = struct.Struct(">IQ")
READY: Final = b"+"
_ROW_FORMATS: Final = {
    "application/sparql-results+json": (ox.QueryResultsFormat.JSON, b'}},{"', 1),
    "application/sparql-results+xml": (ox.QueryResultsFormat.XML, b"<result>", 0),
    "text/csv": (ox.QueryResultsFormat.CSV, b"\r\n", -1),
    "text/tab-separated-values": (ox.QueryResultsFormat.TSV, b"\n", -1),
}
_GRAPH_FORMATS: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}
_COPIED: Final = 1 << 16
#: What is not proven small runs behind what holds connections.
_BEHIND: Final = 3
_UTF8: Final = frozenset(("text/csv", "text/tab-separated-values", "text/turtle"))


class TooLargeError(Exception):
    """An answer with more rows or bytes than is allowed."""


class _Limited(io.BytesIO):
    """A file that keeps what is written to it and stops at a number of bytes or of rows.

    ``mark`` is a run of bytes that comes once with each row and cannot stand inside a value, because each format escapes
    part of it there; ``offset`` is how many rows there are more than marks (the first of JSON has none, the header of
    CSV has one).
    """

    def __init__(self, most_bytes: int, most_rows: int, mark: bytes = b"", offset: int = 0) -> None:
        super().__init__()
        self._size, self._rows = 0, offset
        self._most_bytes, self._most_rows, self._mark = most_bytes, most_rows, mark
        self._tail = b""

    def write(self, data: Any) -> int:  # noqa: ANN401  (as io has it: anything that holds bytes)
        """Keep bytes. Raises TooLargeError."""
        data = bytes(data)
        self._size += len(data)
        if self._size > self._most_bytes:
            raise TooLargeError(
                f"the answer is larger than {self._most_bytes:,} bytes: ask for less, with LIMIT for example"
            )
        if self._mark:
            # a mark may be cut in two by the pieces in which an answer is written
            joined = self._tail + data
            self._rows += joined.count(self._mark)
            self._tail = joined[len(joined) - len(self._mark) + 1 :] if len(self._mark) > 1 else b""
            if self._rows > self._most_rows:
                raise TooLargeError(
                    f"the answer has more than {self._most_rows:,} rows: ask for less, with LIMIT for example"
                )
        return super().write(data)


def answer(store: ox.Store, job: dict[str, Any], most_bytes: int, *, union: bool) -> tuple[dict[str, Any], bytes]:
    """Evaluate a job (``query``, ``rows``, ``graphs``, ``default``, ``named``, ``most_rows``); return status and body.

    ``union`` makes all graphs of the store the default graph, where the job names none.
    """
    text: str = job["query"]
    try:
        check_read_only(text)
        solutions = store.query(
            text,
            prefixes=used_prefixes(text),
            use_default_graph_as_union=not job["default"] and not job["named"] and union,
            default_graph=[ox.NamedNode(iri) for iri in job["default"]] or None,
            named_graphs=[ox.NamedNode(iri) for iri in job["named"]] or None,
        )
        wanted = job["graphs"] if isinstance(solutions, ox.QueryTriples) else job["rows"]
        if wanted is None:
            return _failure(
                406, "Not acceptable", "this form of query has no answer in any of the formats asked for"
            ), b""
        if isinstance(solutions, ox.QueryTriples):
            out = _Limited(most_bytes, job["most_rows"])
            solutions.serialize(out, format=_GRAPH_FORMATS[wanted])
        else:
            form, mark, offset = _ROW_FORMATS[wanted]
            mark = mark if isinstance(solutions, ox.QuerySolutions) else b""
            out = _Limited(most_bytes, job["most_rows"], mark, offset)
            solutions.serialize(out, format=form)
        body = readable_document(out.getvalue()) if wanted.endswith("xml") else out.getvalue()
        return {"status": 200, "type": content_type(wanted)}, body
    except SyntaxError as error:
        said = syntax_error(text, str(error))
        return {**_failure(400, "Malformed query", said.text), "line": said.line, "column": said.column}, b""
    except TooLargeError as error:
        return _failure(413, "Answer too large", str(error)), b""
    except RefusedQueryError as error:
        return _failure(403, "Refused", str(error)), b""
    except MemoryError:
        return _failure(500, "Out of memory", "the query needs more memory than it may have"), b""
    except (ValueError, RuntimeError, OSError) as error:
        return _failure(400, "Query failed", str(error)), b""


_PREFIXES: Final = [(f"{prefix}:", (prefix, namespace)) for prefix, namespace in Names().prefixes().items()]


def used_prefixes(text: str) -> dict[str, str]:
    """Return the prefixes that a query may use without declaring them: those that stand in it, for each costs time."""
    if "\\u" in text or "\\U" in text:
        return Names().prefixes()
    return dict([known for written, known in _PREFIXES if written in text])


class _Full(Exception):  # noqa: N818  (no error: the answer is another's)
    """An answer that grows beyond what is kept here."""


class _Few:
    """A file that keeps some bytes, and stops at one too many."""

    def __init__(self, most: int) -> None:
        self.parts: list[bytes] = []
        self._left = most

    def write(self, data: bytes) -> int:
        """Keep bytes. Raises _Full."""
        self._left -= len(data)
        if self._left < 0:
            raise _Full
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is kept already."""


def small_answer(
    store: ox.Store,
    text: str,
    prefixes: dict[str, str],
    rows: str,
    most_bytes: int,
    most_rows: int,
    *,
    few: bool = False,
) -> bytes | None:
    """Evaluate a query that asks for rows; return just the body that ``answer`` gives, or None where it is refused.

    ``prefixes`` are those that need no declaration. None too where the body has more bytes or rows than is wanted here;
    where it cannot have many rows (``few``) that is seen at the end, which is faster than to look on.
    """
    form, mark, offset = _ROW_FORMATS[rows]
    try:
        solutions = store.query(text, prefixes=prefixes)
        if few:
            body: bytes = solutions.serialize(format=form)  # type: ignore[assignment,arg-type]
        else:
            out = _Few(most_bytes)
            solutions.serialize(out, format=form)  # type: ignore[arg-type]
            body = b"".join(out.parts)
    except (_Full, SyntaxError, ValueError, RuntimeError, OSError, MemoryError):
        return None
    if len(body) > most_bytes or (most_rows < most_bytes and body.count(mark) + offset > most_rows):
        return None
    return readable_document(body) if rows.endswith("xml") else body


def content_type(kind: str) -> str:
    """Return a media type with its character set, where it has one."""
    return f"{kind}; charset=utf-8" if kind in _UTF8 else kind


def _failure(status: int, title: str, detail: str) -> dict[str, Any]:
    return {"status": status, "title": title, "detail": detail}


def serve(connection: socket.socket, place: Path, most_bytes: int, megabytes: int) -> None:
    """Answer jobs until the other side closes."""
    store = open_store(place)
    union = any(True for _ in store.named_graphs())
    limit_memory(megabytes)
    reader = connection.makefile("rb")
    gc.freeze()
    connection.sendall(READY)
    while len(head := reader.read(LENGTH.size)) == LENGTH.size:
        job = json.loads(reader.read(LENGTH.unpack(head)[0]))
        status, body = answer(store, job, most_bytes, union=union)
        meta = json.dumps(status).encode()
        head = LENGTHS.pack(len(meta), len(body)) + meta
        if len(body) > _COPIED:
            connection.sendall(head)
            connection.sendall(body)
        else:
            # whoever waits is woken once
            connection.sendall(head + body)


def end_with(parent: int) -> None:
    """End this process when the one that started it is gone: a query that runs would never notice.

    The engine lets other threads run while it evaluates.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def limit_memory(megabytes: int) -> None:
    """Let the process grow by so much and no further: a query that would is ended, not the machine."""
    used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize() if _LINUX else 0
    if used:
        limit = used + megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


_LINUX: Final = sys.platform.startswith("linux")


def main() -> None:
    """Run a worker: descriptor of the socket, process that started it, graph, most bytes, megabytes of memory."""
    descriptor, parent, place, *limits = sys.argv[1:]
    end_with(int(parent))
    os.nice(_BEHIND)
    with socket.socket(fileno=int(descriptor)) as connection:
        try:
            serve(connection, Path(place), *map(int, limits))
        except (BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
            pass
        except KgError as error:
            print(error, file=sys.stderr)  # noqa: T201  (the server passes on what it says)
            sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
