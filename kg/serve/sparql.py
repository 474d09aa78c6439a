"""The endpoint itself: requests to answers over the pool, with entity tags and a cache, since a graph never changes.

An answer follows from the graph and the request alone, unless the query asks for the time or for chance. So its tag is
known before it is evaluated, a client that has it gets 304 at once, and small answers are kept.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from kg.query.guard import has_word
from kg.serve.pool import Answer, Pool
from kg.serve.protocol import LONGEST_QUERY, HttpError, Request, read_request, too_long

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

#: Functions whose value is another each time.
_CHANGING: Final = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_LARGEST_KEPT: Final = 256_000
_MOST_KEPT: Final = 64_000_000
_OVERHEAD: Final = 4 * 1024
#: Smaller answers go faster as they are, without compression.
COMPRESSED_FROM: Final = 8_000
#: Headers that every response has: nobody guesses types, frames a page or learns where a reader came from.
ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class _HasBody(Protocol):
    @property
    def body(self) -> bytes: ...


_Kept = TypeVar("_Kept", bound=_HasBody)


class Cache(Generic[_Kept]):
    """Small answers by their tags; the one that was not asked for longest goes first."""

    def __init__(self, most_bytes: int = _MOST_KEPT) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._size, self._most = 0, most_bytes

    def __contains__(self, tag: str) -> bool:
        return tag in self._kept

    def get(self, tag: str) -> _Kept | None:
        """Return the answer with a tag, or None."""
        found = self._kept.get(tag)
        if found is not None:
            self._kept.move_to_end(tag)
        return found

    def put(self, tag: str, answer: _Kept) -> None:
        """Keep an answer if it is small."""
        if len(answer.body) > _LARGEST_KEPT or tag in self._kept:
            return
        self._kept[tag] = answer
        self._size += len(answer.body) + _OVERHEAD
        while self._size > self._most:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body) + _OVERHEAD

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._size = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the client: an ASGI application that sends it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.head()})
        await send({"type": "http.response.body", "body": self.body})

    def head(self) -> list[tuple[bytes, bytes]]:
        """Return the headers with that of the length."""
        return self.headers if self.status == 304 else [*self.headers, (b"content-length", b"%d" % len(self.body))]


class Endpoint:
    """Answers requests of the SPARQL protocol about one graph; ``version`` is a digest of its triples."""

    def __init__(self, pool: Pool, version: str) -> None:
        self.pool, self.version = pool, version
        self.cache: Cache[Answer] = Cache()

    def renewed(self, version: str) -> None:
        """Another graph has taken the place of the old one."""
        self.version = version
        self.cache.clear()

    async def answer(self, scope: Scope, receive: Receive) -> Reply | None:
        """Return the reply to a request; None where it asks what the service is. Raises HttpError."""
        method = scope["method"]
        body = await read_body(receive) if method == "POST" else b""
        asked = read_request(
            method, scope["query_string"], header(scope, b"content-type") or "", body, header(scope, b"accept")
        )
        if asked is None:
            return None
        tag = entity_tag(self.version, asked)
        if tag is None:
            answer = await self.pool.ask(asked, partial(_left, receive))
            return _reply(answer, [(b"cache-control", b"no-store")])
        if matches(header(scope, b"if-none-match"), tag):
            return unchanged(tag)
        found = self.cache.get(tag)
        if found is None:
            found = await self.pool.ask(asked, partial(_left, receive))
            self.cache.put(tag, found)
        return tagged(found, tag)


def entity_tag(version: str, asked: Request) -> str | None:
    """Return the entity tag of the answer to a request, or None where it is another each time."""
    if has_word(asked.query, _CHANGING):
        return None
    graphs = (
        json.dumps([asked.default_graphs, asked.named_graphs]) if asked.default_graphs or asked.named_graphs else ""
    )
    return digest(before_query(version, asked.rows, asked.graphs, graphs) + asked.query)


def before_query(version: str, rows: str | None, graphs: str | None, dataset: str = "") -> str:
    """Return all that an entity tag is the digest of but for the query, which stands behind it."""
    return f"{version} {rows} {graphs} {dataset}\n"


def digest(source: str) -> str:
    """Return the entity tag that is made of a text."""
    return hashlib.blake2b(source.encode(), digest_size=16).hexdigest()


def tagged(answer: Answer, tag: str) -> Reply:
    """Return the reply with an answer that has an entity tag."""
    return _reply(answer, _kept(tag))


def unchanged(tag: str) -> Reply:
    """Return the reply to a client that has the answer already."""
    return Reply(304, _kept(tag))


async def _left(receive: Receive) -> None:
    """Return when the client has closed its connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def read_body(receive: Receive) -> bytes:
    """Return the body of a request; stops reading where it is longer than any query, or the client leaves."""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HttpError(499, "Client left", "the client left before it had asked")
        part = message.get("body", b"")
        size += len(part)
        if size > 3 * LONGEST_QUERY:  # each character may be percent-encoded
            raise too_long()
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def header(scope: Scope, name: bytes) -> str | None:
    """Return a header of a request, by its name in lower case."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value, "latin-1")
    return None


def matches(header: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names a tag; a tag that was compressed on its way counts as the same."""
    if header is None:
        return False
    known = {part.strip().removeprefix("W/").strip('"') for part in header.split(",")}
    return tag in known or "*" in known


def _kept(tag: str) -> list[tuple[bytes, bytes]]:
    return [(b"etag", f'"{tag}"'.encode()), (b"cache-control", b"no-cache"), (b"vary", b"Accept, Accept-Encoding")]


def _reply(answer: Answer, headers: list[tuple[bytes, bytes]]) -> Reply:
    return Reply(200, [*headers, (b"content-type", answer.content_type.encode("latin-1"))], answer.body)
