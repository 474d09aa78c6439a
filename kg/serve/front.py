"""A process that holds connections and answers lookups in place: what is proven small needs no other process.

It takes connections from the server over a socket, answers what ``Desk`` answers, and gives a connection back, with
what was read of it, at the first request that is anything else: a page, a query that is not proven small, an answer
that grew, whatever is unusual about it. So no query that could take long is ever evaluated where others' connections
are; should one be all the same, the board tells the server since when, and it ends the process.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import mmap
import os
import re
import socket
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import httptools
import pyoxigraph as ox
import uvicorn.loops.auto

from kg.errors import KgError
from kg.query.lookup import limited, read_lookup
from kg.query.run import open_store
from kg.serve.graph import identity
from kg.serve.negotiate import prefers_html
from kg.serve.pool import Answer
from kg.serve.protocol import FORM, ROWS, URL_CHARACTERS, HttpError, accepted, media_type, only_query, read_request
from kg.serve.sparql import (
    ALWAYS,
    COMPRESSED_FROM,
    Cache,
    before_query,
    digest,
    matches,
    tagged,
    unchanged,
)
from kg.serve.worker import READY, content_type, end_with, limit_memory, small_answer, used_prefixes
from kg.vocab import Names

#: Messages of one byte: a connection (with what was read of it behind), and that no more will come.
CONNECTION: Final = b"C"
RETIRE: Final = b"R"
#: The longest message: what was read of a connection, in pieces, until it was more than a request that is read here.
LONGEST_MESSAGE: Final = 100_000
_LONGEST: Final = 32_000
_PIECE: Final = 16_384
KEEP_ALIVE: Final = 30.0
#: Larger answers are not lookups.
_MOST_BYTES: Final = 64_000
#: So many are written at once.
_FEW_ROWS: Final = 256
_MOST_KEPT: Final = 16_000_000
_SWEEP_SECONDS: Final = 5.0
_RETRY_SECONDS: Final = 0.02
_MOST_HEADS: Final = 256
#: With so many connections or fewer nobody gains by being answered together with others.
_FEW_CONNECTIONS: Final = 3
_LINE_END: Final = b"\r\n"
_HEAD_END: Final = b"\r\n\r\n"
_VERSION: Final = b" HTTP/1.1"
_PATH: Final = b"/sparql"
#: Requests with these are for the server.
_ODD: Final = frozenset((b"origin", b"expect", b"upgrade", b"transfer-encoding"))
#: How a response begins, as far as the date.
_FOUND: Final = b"HTTP/1.1 200 OK\r\ndate: "
_UNCHANGED: Final = b"HTTP/1.1 304 Not Modified\r\ndate: "


@dataclass(frozen=True, slots=True)
class Task:
    """What a front is started with: sockets and board, its slot there, the graph and its version, hosts, limits."""

    channel: int
    board: int
    slot: int
    parent: int
    place: str
    identity: tuple[int, int]
    version: str
    hosts: tuple[str, ...]
    rows: int
    memory: int

    def written(self) -> str:
        """Write it as an argument."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, argument: str) -> Task:
        """Read what ``written`` wrote."""
        fields = json.loads(argument)
        return cls(**{**fields, "identity": tuple(fields["identity"]), "hosts": tuple(fields["hosts"])})


class Board:
    """Memory that the server and its fronts share: for each front since when it evaluates, and connections closed."""

    SLOTS: Final = 64
    SIZE: Final = SLOTS * 2 * 8

    def __init__(self, descriptor: int) -> None:
        self._map = mmap.mmap(descriptor, self.SIZE)
        self._cells = memoryview(self._map).cast("d")

    def busy_since(self, slot: int) -> float:
        """Return the monotonic time at which a front began to evaluate; 0 where it does not."""
        return self._cells[2 * slot]

    def set_busy(self, slot: int, since: float) -> None:
        """Say that a front evaluates since a monotonic time, or (0) that it does not."""
        self._cells[2 * slot] = since

    def closed(self, slot: int) -> int:
        """Return how many of its connections a front no longer has."""
        return int(self._cells[2 * slot + 1])

    def add_closed(self, slot: int) -> None:
        """Count a connection that a front no longer has."""
        self._cells[2 * slot + 1] += 1

    def reset(self, slot: int) -> None:
        """Begin a slot anew."""
        self._cells[2 * slot] = self._cells[2 * slot + 1] = 0.0

    def close(self) -> None:
        """Give the memory back."""
        self._cells.release()
        self._map.close()


@dataclass(frozen=True, slots=True)
class Head:
    """What counts of the head of a request to the endpoint, but for the query in its URL.

    ``length`` is that of its body. Where nothing but a query is asked, it is a form in the body or else in the URL
    (``form``), the format of its rows is ``rows``, and the tag of its answer is made of ``before`` and the query.
    """

    method: str
    content_type: str
    accept: str | None
    known: str | None
    gzip: bool
    length: int
    form: bool
    rows: str | None
    before: str


class Question(NamedTuple):
    """A lookup that is asked: its text, the prefixes that it need not declare, the format of its rows.

    ``few`` asks the same, but for no more than some rows. ``key`` is what its entity tag is made of; ``head`` is that
    of the request.
    """

    text: str
    few: str | None
    prefixes: dict[str, str]
    rows: str
    key: str
    head: Head


class Written(NamedTuple):
    """A response as it goes over the wire: as far as the date, and behind it; and whether it is one to compress."""

    start: bytes
    body: bytes
    large: bool


class Desk:
    """Answers requests that are lookups, to the byte as the server would; returns None for all others."""

    def __init__(self, store: ox.Store, version: str, hosts: Sequence[str], most_rows: int) -> None:
        self._store, self._version = store, version
        # where all named graphs are the default graph an entry need not be a row
        self._open = not any(True for _ in store.named_graphs())
        names = "|".join(re.escape(host) for host in hosts)
        self._host = re.compile(rf"(?:{names})(?::[0-9]{{1,5}})?\Z") if hosts else None
        self._most_rows, self._few_rows = most_rows, min(most_rows, _FEW_ROWS)
        self._prefixes = Names().prefixes()
        self._cache: Cache[Written] = Cache(_MOST_KEPT)

    def read_head(self, method: bytes, url: bytes, headers: Mapping[bytes, bytes]) -> Head | None:
        """Return the head of a request that may be a lookup, as far as its head tells."""
        if not (
            self._open
            and method in (b"GET", b"POST")
            and (url == _PATH or url.startswith(_PATH + b"?"))
            and b"#" not in url
            and _ODD.isdisjoint(headers)
            and (self._host is None or self._host.match(str(headers.get(b"host", b""), "latin-1")) is not None)
        ):
            return None
        accept = _text(headers.get(b"accept"))
        if method == b"GET" and prefers_html(accept):
            return None
        rows, graphs = accepted(accept)
        kind = _text(headers.get(b"content-type")) or ""
        return Head(
            method.decode(),
            kind,
            accept,
            _text(headers.get(b"if-none-match")),
            b"gzip" in headers.get(b"accept-encoding", b""),
            int(headers.get(b"content-length", b"0")),
            method == b"POST" and media_type(kind) == FORM,
            rows,
            before_query(self._version, rows, graphs),
        )

    def read(self, head: Head, query_string: bytes, body: bytes) -> Question | None:
        """Return what a request looks up."""
        text = None
        if head.form:
            text = None if query_string else only_query(body)
        elif head.method == "GET":
            text = only_query(query_string)
        if text is not None:
            return None if head.rows is None else self._lookup(text, head.rows, head.before + text, head)
        try:
            asked = read_request(head.method, query_string, head.content_type, body, head.accept)
        except HttpError:
            return None
        if asked is None or asked.rows is None or asked.timeout or asked.default_graphs or asked.named_graphs:
            return None
        key = before_query(self._version, asked.rows, asked.graphs) + asked.query
        return self._lookup(asked.query, asked.rows, key, head)

    def _lookup(self, text: str, rows: str, key: str, head: Head) -> Question | None:
        few = limited(text, _FEW_ROWS + 1)
        if few is not None:
            return Question(text, few.text, used_prefixes(text) if few.named else {}, rows, key, head)
        counted = False
        if key not in self._cache:
            lookup = read_lookup(text)
            if lookup is None or not lookup.is_small(self._store, self._prefixes):
                return None
            counted = lookup.counted
        return Question(text, text if counted else None, used_prefixes(text), rows, key, head)

    def reply(self, question: Question) -> Written | None:
        """Answer it."""
        text, few, prefixes, rows, key, head = question
        if head.known is not None:
            tag = digest(key)
            if matches(head.known, tag):
                return Written(_UNCHANGED, _behind_date(unchanged(tag).head()), large=False)
        found = self._cache.get(key)
        if found is None:
            body = None
            if few is not None:
                body = small_answer(self._store, few, prefixes, rows, _MOST_BYTES, self._few_rows, few=True)
            if body is None:
                body = small_answer(self._store, text, prefixes, rows, _MOST_BYTES, self._most_rows)
            if body is None:
                return None
            behind = _BEHIND_DATE[rows] % (digest(key).encode(), len(body), body)
            found = Written(_FOUND, behind, len(body) >= COMPRESSED_FROM)
            self._cache.put(key, found)
        return None if head.gzip and found.large else found


def _behind_date(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return headers as they go over the wire behind the date, with the end of the head."""
    return b"\r\n%s\r\n" % b"".join([b"%s: %s\r\n" % pair for pair in (*headers, *ALWAYS)])


def _pattern(rows: str) -> bytes:
    """Return what goes behind the date of an answer in a format, but for the tag, the length and the body."""
    headers = dict(tagged(Answer(content_type(rows), b""), "%s").head())
    return _behind_date({**headers, b"content-length": b"%d"}.items()) + b"%s"


_BEHIND_DATE: Final = {rows: _pattern(rows) for rows in ROWS}


def split_request(data: bytes) -> tuple[bytes, bytes, int] | None:
    """Cut a request in two: its head without the query in its URL, and that query; with the length of the whole head.

    None where the query is unusual.
    """
    end = data.find(_HEAD_END) + len(_HEAD_END)
    line = data.find(_LINE_END)
    mark = data.find(b"?", 0, line)
    if mark < 0:
        return data[:end], b"", end
    stop = line - len(_VERSION)
    query_string = data[mark + 1 : stop]
    if query_string.translate(None, URL_CHARACTERS):
        return None
    return data[:mark] + data[stop:end], query_string, end


class _Connection(asyncio.BufferedProtocol):
    """One connection: reads requests, writes replies, and leaves with what it has read when it is not for here."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._transport: asyncio.Transport
        self._parser = httptools.HttpRequestParser(self)
        self._leaving = False
        self.last = time.monotonic()
        self._begin()

    def _begin(self) -> None:
        self._raw = self._url = self._query_string = self._body = b""
        self._headers: dict[bytes, bytes] = {}
        self._head: Head | None = None
        self._begun, self._whole, self._odd, self._asked = 0, False, False, False

    def answer(self, reply: bytes | None) -> None:
        """Take the reply to what was asked; None where the server is to answer."""
        self._asked = False
        if reply is not None and not self._odd:
            if self._begun:
                self._begin()
            else:
                self._raw = b""
            self._transport.write(reply)
            if not self._leaving:
                return
        self.leave()

    def leave(self) -> None:
        """Give the connection back to the server, as soon as all that was said on it has gone out."""
        transport = self._transport
        if transport.is_closing():
            return
        if not self._leaving:
            self._leaving = True
            transport.pause_reading()
        if self._asked:
            return  # what was asked is answered first
        if transport.get_write_buffer_size() or not self._front.give_back(transport, self._raw):
            self._front.loop.call_later(_RETRY_SECONDS, self.leave)
        else:
            transport.abort()

    def drop(self) -> None:
        """Close the connection."""
        self._transport.abort()

    # ---- as the event loop calls it

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._front.connections.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._front.lost(self)

    def pause_writing(self) -> None:
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        if not self._leaving:
            self._transport.resume_reading()

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._front.buffer

    def buffer_updated(self, count: int) -> None:
        front = self._front
        data = bytes(front.buffer[:count])
        if self._leaving or self._asked:
            self._raw += data
            self._odd = True
            self._transport.pause_reading()
            return
        self.last = time.monotonic()
        if not self._raw and (split := split_request(data)) is not None:
            # a client says the same at the head of each request
            same, query_string, end = split
            head = front.heads.get(same)
            if head is not None and len(data) == end + head.length:
                self._raw, self._asked = data, True
                front.ask(self, head, query_string, data[end:])
                return
        self._raw += data
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._odd = True
        if self._odd or self._begun > 1 or len(self._raw) > _LONGEST:
            self.leave()
        elif self._whole:
            assert self._head is not None
            self._asked = True
            front.remember(self._raw, self._head)
            front.ask(self, self._head, self._query_string, self._body)

    # ---- as the parser calls it

    def on_message_begin(self) -> None:
        self._begun += 1

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        self._odd |= name in self._headers  # the server knows which of two counts
        self._headers[name] = value

    def on_headers_complete(self) -> None:
        parser = self._parser
        if not self._odd and parser.get_http_version() == "1.1" and parser.should_keep_alive():
            self._head = self._front.desk.read_head(parser.get_method(), self._url, self._headers)
            self._query_string = self._url.partition(b"?")[2]
        self._odd = self._head is None

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self._whole = True


class Front:
    """The process: its connections, its desk, and the channel to the server."""

    def __init__(self, task: Task, channel: socket.socket, desk: Desk) -> None:
        self.loop = asyncio.get_running_loop()
        self.desk = desk
        self.connections: set[_Connection] = set()
        self._slot, self._board = task.slot, Board(task.board)
        self._channel = channel
        self._coming: set[asyncio.Task[Any]] = set()
        self._retired = False
        self._done = self.loop.create_future()
        # what one connection reads is taken out before another reads
        self.buffer = memoryview(bytearray(_PIECE))
        self._second, self._date = 0, b""
        self.heads: dict[bytes, Head] = {}
        self._asked: list[tuple[_Connection, Head, bytes, bytes]] = []

    async def run(self) -> None:
        """Serve until the server has gone or wants no more."""
        self._channel.setblocking(False)
        self.loop.add_reader(self._channel.fileno(), self._read)
        self._sweep()
        self._channel.send(READY)
        await self._done

    def remember(self, request: bytes, head: Head) -> None:
        """Keep the head of a request, so that the next that is the same need not be parsed."""
        split = split_request(request)
        if split is not None and len(request) == split[2] + head.length:
            if len(self.heads) >= _MOST_HEADS:
                self.heads.clear()
            self.heads[split[0]] = head

    def ask(self, connection: _Connection, head: Head, query_string: bytes, body: bytes) -> None:
        """Answer a request in a moment, together with those that arrived with it; at once where few can."""
        self._asked.append((connection, head, query_string, body))
        if len(self.connections) <= _FEW_CONNECTIONS:
            self._answer()
        elif len(self._asked) == 1:
            self.loop.call_soon(self._answer)

    def _answer(self) -> None:
        """Answer what was asked: first all is read, then evaluated, then written, which the processor's caches like."""
        asked, self._asked = self._asked, []
        read = [(connection, self.desk.read(head, url, body)) for connection, head, url, body in asked]
        replies: list[tuple[_Connection, Written | None]] = []
        for connection, question in read:
            self._board.set_busy(self._slot, time.monotonic())
            replies.append((connection, None if question is None else self.desk.reply(question)))
        self._board.set_busy(self._slot, 0.0)
        for connection, reply in replies:
            connection.answer(None if reply is None else b"%s%s%s" % (reply.start, self._now(), reply.body))

    def _now(self) -> bytes:
        """Return the time for the head of a response."""
        now = int(time.time())
        if now != self._second:
            self._second, self._date = now, formatdate(now, usegmt=True).encode()
        return self._date

    def give_back(self, transport: asyncio.Transport, data: bytes) -> bool:
        """Hand a connection to the server; tells whether it could be done just now."""
        try:
            socket.send_fds(self._channel, [CONNECTION + data], [transport.get_extra_info("socket").fileno()])
        except BlockingIOError:
            return False
        except OSError:  # the server has gone
            self._end()
        return True

    def lost(self, connection: _Connection) -> None:
        """Count a connection that is no longer here."""
        self.connections.discard(connection)
        self._board.add_closed(self._slot)
        if self._retired and not self.connections and not self._coming:
            self._end()

    def _read(self) -> None:
        """Take what the server sends."""
        with contextlib.suppress(BlockingIOError, InterruptedError):
            while True:
                try:
                    data, descriptors, _, _ = socket.recv_fds(self._channel, 16, 4)
                except ConnectionError:
                    data, descriptors = b"", []
                if not data:
                    self._end()
                    return
                for descriptor in descriptors:
                    self._take(socket.socket(fileno=descriptor))
                if data == RETIRE:
                    self._retire()

    def _take(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        coming = self.loop.create_task(self.loop.connect_accepted_socket(lambda: _Connection(self), connection))
        self._coming.add(coming)
        coming.add_done_callback(self._taken)

    def _taken(self, coming: asyncio.Task[Any]) -> None:
        self._coming.discard(coming)
        if coming.cancelled() or coming.exception() is not None:
            self._board.add_closed(self._slot)
        elif self._retired:
            self._retire()

    def _retire(self) -> None:
        """Give all connections back; the process ends with the last of them."""
        self._retired = True
        for connection in list(self.connections):
            connection.leave()
        if not self.connections and not self._coming:
            self._end()

    def _sweep(self) -> None:
        """Close connections on which nothing was asked for a while."""
        oldest = time.monotonic() - KEEP_ALIVE
        for connection in [one for one in self.connections if one.last < oldest]:
            connection.drop()
        self.loop.call_later(_SWEEP_SECONDS, self._sweep)

    def _end(self) -> None:
        if not self._done.done():
            self._done.set_result(None)


def _text(value: bytes | None) -> str | None:
    return None if value is None else str(value, "latin-1")


async def _serve(task: Task) -> None:
    place = Path(task.place)
    store = open_store(place)
    if identity(place) != task.identity:
        raise KgError(f"{place}: another build stands here by now")
    limit_memory(task.memory)
    with socket.socket(fileno=task.channel) as channel:
        front = Front(task, channel, Desk(store, task.version, task.hosts, task.rows))
        gc.collect()
        gc.freeze()
        await front.run()
        os._exit(0)  # what is left goes with the process


def main() -> None:
    """Run a front: its task, as JSON."""
    task = Task.read(sys.argv[1])
    end_with(task.parent)
    factory = uvicorn.loops.auto.auto_loop_factory()
    with asyncio.Runner(loop_factory=factory) as runner:
        try:
            runner.run(_serve(task))
        except KeyboardInterrupt:
            pass
        except KgError as error:
            print(error, file=sys.stderr)  # noqa: T201  (the server passes on what it says)
            sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
