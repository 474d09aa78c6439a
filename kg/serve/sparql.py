"""The endpoint itself: requests to answers over the pool, with entity tags and a cache, since a graph never changes.

An answer follows from the graph and the request alone, unless the query asks for the time or for chance. So its tag is
known before it is evaluated, a client that has it gets 304 at once, and small answers are kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from kg.query.guard import tokens
from kg.serve.pool import PATIENCE, Answer, Pool
from kg.serve.protocol import LONGEST_QUERY, HttpError, Request, read_request, too_long

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest

#: Functions whose value is another each time.
_CHANGING: Final = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_LARGEST_KEPT: Final = 256_000
_MOST_KEPT: Final = 64_000_000
_OVERHEAD: Final = 4 * 1024


class Cache:
    """Small answers by their tags; the one that was not asked for longest goes first."""

    def __init__(self, most_bytes: int = _MOST_KEPT) -> None:
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._size, self._most = 0, most_bytes

    def get(self, tag: str) -> Answer | None:
        """Return the answer with a tag, or None."""
        found = self._kept.get(tag)
        if found is not None:
            self._kept.move_to_end(tag)
        return found

    def put(self, tag: str, answer: Answer) -> None:
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


class Endpoint:
    """Answers requests of the SPARQL protocol about one graph; ``version`` is a digest of its triples."""

    def __init__(self, pool: Pool, version: str) -> None:
        self.pool, self.version = pool, version
        self.cache = Cache()

    def renewed(self, version: str) -> None:
        """Another graph has taken the place of the old one."""
        self.version = version
        self.cache.clear()

    async def answer(self, http: HttpRequest) -> Response | None:
        """Return the response to a request; None where it asks what the service is. Raises HttpError."""
        body = await read_body(http) if http.method == "POST" else b""
        asked = read_request(
            http.method,
            http.scope["query_string"],
            http.headers.get("content-type", ""),
            body,
            http.headers.get("accept"),
        )
        if asked is None:
            return None
        tag = self._tag(asked)
        if tag is None:
            return _response(await self._ask(http, asked), {"Cache-Control": "no-store"})
        headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding"}
        if matches(http.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=headers)
        answer = self.cache.get(tag)
        if answer is None:
            answer = await self._ask(http, asked)
            self.cache.put(tag, answer)
        return _response(answer, headers)

    async def _ask(self, http: HttpRequest, asked: Request) -> Answer:
        """Return the answer of the pool; where it takes long and the client leaves, the query is ended."""
        answer = asyncio.ensure_future(self.pool.ask(asked))
        try:
            done, _ = await asyncio.wait({answer}, timeout=PATIENCE)
            if not done:
                left = asyncio.ensure_future(_left(http))
                await asyncio.wait({answer, left}, return_when=asyncio.FIRST_COMPLETED)
                left.cancel()
                if not answer.done():
                    raise HttpError(499, "Client left", "nobody waits for the answer any more")
            return await answer
        finally:
            answer.cancel()

    def _tag(self, asked: Request) -> str | None:
        """Return the entity tag of the answer to a request, or None where it is another each time."""
        if any(kind == "word" and word in _CHANGING for kind, word in tokens(asked.query)):
            return None
        parts = [self.version, asked.query, asked.rows, asked.graphs, asked.default_graphs, asked.named_graphs]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


async def _left(http: HttpRequest) -> None:
    """Return when the client has closed its connection."""
    while (await http.receive())["type"] != "http.disconnect":
        pass


async def read_body(http: HttpRequest) -> bytes:
    """Return the body of a request; stops reading where it is longer than any query."""
    parts, size = [], 0
    async for part in http.stream():
        size += len(part)
        if size > 3 * LONGEST_QUERY:  # each character may be percent-encoded
            raise too_long()
        parts.append(part)
    return b"".join(parts)


def matches(header: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names a tag; a tag that was compressed on its way counts as the same."""
    if header is None:
        return False
    known = {part.strip().removeprefix("W/").strip('"') for part in header.split(",")}
    return tag in known or "*" in known


def _response(answer: Answer, headers: dict[str, str]) -> Response:
    return Response(answer.body, headers={**headers, "Content-Type": answer.content_type})
