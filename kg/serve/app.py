"""The web application: routes, headers, and errors as problem details (RFC 9457)."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.config import VERSION
from kg.serve.describe import RDF_FORMATS, dataset_description, serialize, service_description
from kg.serve.graph import Served
from kg.serve.negotiate import choose, prefers_html
from kg.serve.pool import Answer, Limits, Pool
from kg.serve.protocol import HttpError
from kg.serve.sparql import ALWAYS, COMPRESSED_FROM, Endpoint, header, matches

#: How often a server looks whether a new build stands in the place of the old one.
_LOOK_SECONDS: Final = 1.0
_PROBLEM: Final = "application/problem+json"
_COMPRESSED: Final[dict[str, Any]] = {"minimum_size": COMPRESSED_FROM, "compresslevel": 5}
#: Whoever reads the graph in a browser of this machine asks for one of these; a page elsewhere that had its name
#: resolved to this machine (DNS rebinding) does not.
LOCAL_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]", "::1")


@dataclass(frozen=True)
class Settings:
    """What a server is told: hosts that it answers to (none: all), and the origins of pages that may read it."""

    limits: Limits
    hosts: tuple[str, ...] = LOCAL_HOSTS
    origins: tuple[str, ...] = ()


def application(
    place: Path, settings: Settings, pages: Callable[[Served], Sequence[BaseRoute]] | None = None
) -> Starlette:
    """Return the application that serves the graph at a place. ``pages`` gives the routes of what people look at.

    Raises NoInputError where there is no graph.
    """
    served = Served(place)
    served.open()

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with Pool(place, settings.limits) as pool:
            app.state.served = served
            app.state.renewed = []
            app.state.count_fronts = lambda: 0
            app.state.writing = asyncio.Lock()
            app.state.endpoint = Endpoint(pool, served.version)
            watcher = asyncio.ensure_future(_watch(app))
            try:
                yield
            finally:
                watcher.cancel()

    middleware = [Middleware(_Headers)]
    if settings.hosts:
        middleware.append(Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False))
    if settings.origins:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.origins),
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["Accept", "Content-Type", "If-None-Match"],
                expose_headers=["ETag"],
            )
        )
    middleware += [Middleware(_Sparql), Middleware(GZipMiddleware, **_COMPRESSED)]
    return Starlette(
        routes=[
            Route("/graph-store", graph_store, methods=["GET", "POST", "PUT", "DELETE", "PATCH"]),
            Route("/.well-known/void", void),
            Route("/health", health),
            *(pages(served) if pages is not None else ()),
        ],
        middleware=middleware,
        lifespan=lifespan,
        exception_handlers={HttpError: _refused, HTTPException: _failed, Exception: _broken},
    )


async def _watch(app: Starlette) -> None:
    """Take over a new build as soon as it stands in the place of the old one."""
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        current: Served = app.state.served
        if not current.stale():
            continue
        with contextlib.suppress(Exception):  # half a build is none: look again in a moment
            fresh = Served(current.place)
            await asyncio.to_thread(fresh.open)
            await app.state.endpoint.pool.renew(fresh.place)
            app.state.served = fresh
            app.state.endpoint.renewed(fresh.version)
            for tell in app.state.renewed:
                tell(fresh)


# ---- routes -------------------------------------------------------------------------------------------------------


class _Sparql:
    """Answers what is addressed to the endpoint, behind all guards and before the router, which takes longer than a query."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._packed = GZipMiddleware(self._answer, **_COMPRESSED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/sparql":
            await self._app(scope, receive, send)
        elif "gzip" in (header(scope, b"accept-encoding") or ""):
            await self._packed(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    @staticmethod
    async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            reply = await sparql(scope, receive)
        except HttpError as error:
            reply = _problem_of(error)
        await reply(scope, receive, send)


async def sparql(scope: Scope, receive: Receive) -> ASGIApp:
    """Answer a query, describe the service, or lead a browser to the workbench."""
    method, accept = scope["method"], header(scope, b"accept")
    if method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    if method in ("GET", "HEAD") and prefers_html(accept):
        asked = Request(scope).query_params
        if "format" not in asked and _has_page(scope["app"], "workbench"):
            query = asked.get("query")
            where = scope["app"].url_path_for("workbench")
            return RedirectResponse(where + (f"#query={quote(query, safe='')}" if query else ""), status_code=303)
    reply: ASGIApp | None = await scope["app"].state.endpoint.answer(scope, receive)
    if reply is not None:
        return reply
    request = Request(scope, receive)
    kind = _rdf_type(accept)
    store = request.app.state.served.store
    address = str(request.url.replace(query="", fragment=""))
    return await _described(request, kind, lambda: service_description(address, store, kind))


async def graph_store(request: Request) -> Response:
    """Read graphs by the Graph Store HTTP Protocol: ``?default``, or ``?graph=`` with the IRI of an article."""
    if request.method not in ("GET", "HEAD"):
        raise HttpError(405, "Read only", "graphs are only read here", {"Allow": "GET, HEAD"})
    whole, iri = "default" in request.query_params, request.query_params.get("graph")
    if whole == (iri is not None):
        raise HttpError(400, "Not one graph", "name one graph: ?default, or ?graph= with the IRI of an article")
    kind = _rdf_type(request.headers.get("accept"))
    served: Served = request.app.state.served
    quads = served.store if whole else await asyncio.to_thread(served.article_graph, iri or "")
    if not whole and not quads:
        raise HttpError(404, "No such graph", f"there is no graph {iri}: those of articles can be read")
    return await _described(request, kind, lambda: serialize(quads, kind), of=iri or "default")


async def void(request: Request) -> Response:
    """Describe the dataset."""
    kind = _rdf_type(request.headers.get("accept"))
    store = request.app.state.served.store
    return await _described(request, kind, lambda: dataset_description(store, kind))


async def health(request: Request) -> Response:
    """Say that the server is up, and with what."""
    served: Served = request.app.state.served
    return JSONResponse(
        {
            "status": "ok",
            "version": VERSION,
            "graph": served.version,
            "triples": served.triples,
            "fronts": request.app.state.count_fronts(),
        },
        headers={"Cache-Control": "no-store"},
    )


async def _described(request: Request, kind: str, write: Callable[[], bytes], of: str = "") -> Response:
    """Return what is written about a graph or of it; it is written once for each version, in a thread."""
    state = request.app.state
    seed = f"{state.served.version}|{request.url.path}|{request.url.netloc}|{kind}|{of}"
    tag = hashlib.sha256(seed.encode()).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding"}
    if matches(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    answer = state.endpoint.cache.get(tag)
    if answer is None:
        async with state.writing:
            answer = state.endpoint.cache.get(tag) or Answer(f"{kind}{charset}", await asyncio.to_thread(write))
        state.endpoint.cache.put(tag, answer)
    return Response(answer.body, headers={**headers, "Content-Type": answer.content_type})


def _rdf_type(accept: str | None) -> str:
    kind = choose(accept, RDF_FORMATS)
    if kind is None and not prefers_html(accept):
        raise HttpError(406, "Not acceptable", f"this is written as {', '.join(RDF_FORMATS)}")
    return kind or "text/turtle"


def _has_page(app: Starlette, name: str) -> bool:
    return any(isinstance(route, Route) and route.name == name for route in app.routes)


# ---- errors and headers -------------------------------------------------------------------------------------------


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HttpError)
    return _problem_of(error)


def _problem_of(error: HttpError) -> Response:
    where = {"line": error.line, "column": error.column} if error.line else {}
    return _problem(error.status, error.title, error.detail, error.headers, **where)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, error.detail, f"{request.method} {request.url.path}", error.headers or {})


async def _broken(request: Request, error: Exception) -> Response:
    return _problem(500, "Internal error", "the server failed; its log says more", {})


def _problem(status: int, title: str, detail: str, headers: Any, **more: Any) -> Response:  # noqa: ANN401
    body = json.dumps({"status": status, "title": title, "detail": detail, **more}, ensure_ascii=False).encode()
    return Response(body + b"\n", status, {**headers, "Content-Type": _PROBLEM, "Cache-Control": "no-store"})


class _Headers:
    """Adds the headers that every response has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *ALWAYS]
            await send(message)

        await self._app(scope, receive, with_headers)
