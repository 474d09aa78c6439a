"""Requests of people: which page, in which language and format, and whether they have it already."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import threading
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote, unquote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kg import vocab as v
from kg.config import VERSION
from kg.export.look import colours, groups
from kg.export.network import ICON, network_page
from kg.export.ontology_page import ontology_page
from kg.serve.describe import RDF_FORMATS, serialize
from kg.serve.graph import Served
from kg.serve.negotiate import choose, prefers_html
from kg.serve.pages import workbench
from kg.serve.pages.about import about
from kg.serve.pages.browse import browse
from kg.serve.pages.edition import Edition, Editions
from kg.serve.pages.entity import entity_page
from kg.serve.pages.front import DOWNLOADS, front
from kg.serve.pages.pictures import group_of
from kg.serve.pages.reader import PAGES, Thing
from kg.serve.pages.search import search, suggestions
from kg.serve.pages.speech import LANGUAGES, Speech, texts
from kg.serve.pool import Answer, Pool
from kg.serve.protocol import HttpError
from kg.serve.sparql import Cache, matches

#: Formats of a thing by the end of its address.
SUFFIXES: Final = {
    "html": "text/html",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
_KEY: Final = re.compile(r"(?P<key>[A-Za-z0-9_-]+)(?:\.(?P<suffix>[a-z]+))?\Z")
_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
#: The editor of the workbench sets sizes and places as styles of its elements.
_POLICY_OF_WORKBENCH: Final = _POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
_YEAR: Final = 31_536_000
_WARM_SECONDS: Final = 5.0
_HIGHEST_PAGE: Final = 100_000
_ASSETS: Final = {
    "site.css": ("text/css", ("site/site.css",)),
    "site.js": ("text/javascript", ("site/js/suggest.js",)),
    "workbench.css": ("text/css", ("vendor/yasgui/yasgui.min.css", "site/workbench.css")),
    "yasgui.js": ("text/javascript", ("vendor/yasgui/yasgui.min.js",)),
    "workbench.js": (
        "text/javascript",
        (
            "site/js/draw.js",
            "site/js/plugin-network.js",
            "site/js/plugin-timeline.js",
            "site/js/plugin-chart.js",
            "site/js/workbench.js",
        ),
    ),
}


class Site:
    """The pages over the graph that a server has open."""

    def __init__(self, served: Served) -> None:
        self._editions = Editions(served)
        self._cache: Cache[Answer] = Cache()
        self._lock = threading.Lock()
        self._environment = Environment(
            loader=PackageLoader("kg", "web/site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["reason"] = lambda text, speech: speech.reason(text)
        for name in self._environment.list_templates(["j2"]):
            self._environment.get_template(name)
        # what takes a second to make is made before anybody asks for it, but not while the server starts
        timer = threading.Timer(_WARM_SECONDS, self._warm)
        timer.daemon = True
        timer.start()
        self._templates = hashlib.sha256("".join(map(asset_tag, _ASSETS)).encode() + _templates()).hexdigest()

    def _warm(self) -> None:
        self._editions.warm()
        for language in LANGUAGES:
            _ontology_page(language)

    def routes(self) -> list[BaseRoute]:
        """Return the routes of all pages; the last one takes what nobody else answers."""
        return [
            Route("/", self._front, name="front"),
            Route("/id/{kind}/{name}", self._thing, name="thing"),
            Route("/browse/{what}", self._browse, name="browse"),
            Route("/search", self._search, name="search"),
            Route("/suggest", self._suggest, name="suggest"),
            Route("/workbench", self._workbench, name="workbench"),
            Route("/workbench/query", self._named_query),
            Route("/workbench/terms", self._terms),
            Route("/network", self._network, name="network"),
            Route("/ontology", self._ontology, name="ontology"),
            Route("/download/{name}", self._download, name="download"),
            Route("/assets/{name}", _asset, name="asset"),
            Route("/favicon.ico", _icon),
            Route("/{path:path}", self._missing),
        ]

    # ---- pages

    def _front(self, request: Request) -> Response:
        edition = self._edition(request)
        return self._page(request, edition, "front", lambda _: {"front": front(edition)})

    def _thing(self, request: Request) -> Response:
        edition, kind = self._edition(request), request.path_params["kind"]
        found = _KEY.match(request.path_params["name"])
        if found is None or kind not in v.KINDS:
            return self._missing(request)
        iri = edition.reader.iri(kind, found["key"])
        wanted = _format(request, found["suffix"])
        if not edition.reader.exists(iri):
            if wanted != "text/html":
                raise HttpError(404, "No such thing", f"the graph says nothing of {iri}")
            return self._nothing(request, edition, found["key"])
        if wanted != "text/html":
            return self._rdf(request, edition, iri, wanted)
        home = _home(edition, iri, kind)
        if home is None:
            return self._missing(request)
        thing, fragment = home
        if thing.iri != iri:
            return RedirectResponse(_speech(request).url(thing.path, fragment), 303, {"Vary": "Accept"})
        what, page = request.query_params.get("kind", ""), _number(request)
        links = ", ".join(f'<{thing.path}.{end}>; rel="alternate"; type="{kind}"' for end, kind in SUFFIXES.items())
        content = partial(self._entity, edition, thing, what, page)
        return self._page(request, edition, "thing", content, headers={"Link": links})

    def _entity(self, edition: Edition, thing: Thing, what: str, page: int, _: Speech) -> dict[str, Any]:
        return {"page": entity_page(edition.index, thing, what, page), "suffixes": SUFFIXES}

    def _browse(self, request: Request) -> Response:
        edition, what = self._edition(request), request.path_params["what"]
        about_what = edition.reader.thing(request.query_params.get("about", ""))
        listing = browse(edition, what, about_what, _number(request))
        if listing is None:
            return self._missing(request)
        return self._page(request, edition, "browse", lambda _: {"listing": listing})

    def _search(self, request: Request) -> Response:
        edition, query, today = self._edition(request), _query(request), dt.date.today()
        pool: Pool = request.app.state.endpoint.pool

        def content(_: Speech) -> dict[str, Any]:
            return {"found": search(edition, query, today, pool)}

        try:
            return self._page(request, edition, "search", content, of=today.isoformat())
        except HttpError as error:
            failed = "busy" if error.status == 503 else "late"
            found = search(edition, query, today, None, failed)
            return self._page(request, edition, "search", lambda _: {"found": found}, of=failed, status=error.status)

    def _suggest(self, request: Request) -> Response:
        speech, edition = _speech(request), self._edition(request)
        return JSONResponse(suggestions(edition, _query(request), speech), headers={"Cache-Control": "no-cache"})

    def _workbench(self, request: Request) -> Response:
        edition = self._edition(request)
        chosen = workbench.chosen(edition, request.query_params)
        content = {
            "queries": workbench.queries(),
            "chosen": chosen,
            "messages": _messages(_speech(request)),
            "signs": [{"kinds": group.kinds, "color": group.color, "path": group.path} for group in groups()],
        }
        return self._page(request, edition, "workbench", lambda _: content, policy=_POLICY_OF_WORKBENCH)

    def _named_query(self, request: Request) -> Response:
        chosen = workbench.chosen(self._edition(request), request.query_params)
        return JSONResponse(chosen._asdict(), headers={"Cache-Control": "no-cache"})

    def _terms(self, request: Request) -> Response:
        edition = self._edition(request)
        return self._kept(
            request,
            edition,
            "application/json",
            lambda: json.dumps(workbench.terms(edition), ensure_ascii=False).encode(),
        )

    def _network(self, request: Request) -> Response:
        edition = self._edition(request)
        path = edition.file("network.html")
        if path is not None:
            return FileResponse(path, headers={"Cache-Control": "no-cache"})
        # the page brings a policy of its own, in which its scripts are named by their hashes
        return self._kept(
            request,
            edition,
            "text/html",
            lambda: (
                network_page(edition.served.store, language=_speech(request).language)
                .generate_html()
                .encode("utf-8", "replace")
            ),
        )

    def _ontology(self, request: Request) -> Response:
        language = _speech(request).language
        return self._kept(request, self._edition(request), "text/html", lambda: _ontology_page(language))

    def _download(self, request: Request) -> Response:
        name = request.path_params["name"]
        path = self._edition(request).file(name) if name in DOWNLOADS else None
        if path is None:
            return self._missing(request)
        return FileResponse(path, media_type=DOWNLOADS[name], filename=name, headers={"Cache-Control": "no-cache"})

    # ---- what is not there

    def _missing(self, request: Request) -> Response:
        if not prefers_html(request.headers.get("accept")):
            raise HttpError(404, "Not Found", f"{request.method} {request.url.path}")
        return self._nothing(request, self._edition(request), "")

    def _nothing(self, request: Request, edition: Edition, key: str) -> Response:
        word = key.replace("-", " ")
        near = edition.names.nearest(word) if word else []
        return self._page(request, edition, "missing", lambda _: {"key": key, "near": near}, status=404)

    # ---- answering

    def _edition(self, request: Request) -> Edition:
        return self._editions.of(request.app.state.served)

    def _page(
        self,
        request: Request,
        edition: Edition,
        template: str,
        content: Callable[[Speech], Mapping[str, Any]],
        *,
        of: str = "",
        status: int = 200,
        policy: str = _POLICY,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        speech = _speech(request)

        def write() -> bytes:
            page = self._environment.get_template(f"{template}.html.j2")
            return page.render(
                speech=speech,
                t=speech.t,
                say=speech.say,
                date=speech.date,
                url=speech.url,
                lang=speech.language,
                other=Speech("ja" if speech.language == "en" else "en"),
                other_url=_in_other_language(request, speech),
                path=request.url.path,
                query=_query(request),
                sign=group_of,
                icon=Markup(ICON),
                asset=asset_path,
                version=VERSION,
                edition=edition,
                **content(speech),
            ).encode("utf-8", "replace")

        fixed = {"Content-Security-Policy": policy, **(headers or {})}
        return self._kept(request, edition, "text/html", write, of=of, status=status, headers=fixed)

    def _rdf(self, request: Request, edition: Edition, iri: str, kind: str) -> Response:
        return self._kept(request, edition, kind, lambda: serialize(about(edition.reader, iri), kind), of=iri)

    def _kept(
        self,
        request: Request,
        edition: Edition,
        kind: str,
        write: Callable[[], bytes],
        *,
        of: str = "",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Return what is written for a request, from the cache where it was written before, or 304."""
        seed = "|".join((edition.version, self._templates, kind, of, str(request.url)))
        tag = hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:32]
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        fixed = {
            "ETag": f'"{tag}"',
            "Cache-Control": "no-cache",
            "Vary": "Accept, Accept-Encoding",
            **(headers or {}),
        }
        if status == 200 and matches(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=fixed)
        with self._lock:
            answer = self._cache.get(tag)
        if answer is None:
            answer = Answer(f"{kind}{charset}", write())
            with self._lock:
                self._cache.put(tag, answer)
        return Response(answer.body, status, {**fixed, "Content-Type": answer.content_type})


# ---- what a request asks --------------------------------------------------------------------------------------------


def _speech(request: Request) -> Speech:
    return Speech(request.query_params.get("lang", "ja"))


def _in_other_language(request: Request, speech: Speech) -> str:
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    if speech.language == "ja":
        kept.append(("lang", "en"))
    return quote(request.url.path) + (f"?{urlencode(kept)}" if kept else "")


def _query(request: Request) -> str:
    return request.query_params.get("q", "").strip()[:500]


def _number(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return min(int(text), _HIGHEST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _format(request: Request, suffix: str | None) -> str:
    """Return the format of a thing that is asked for: by the end of the address, or by the header."""
    if suffix is not None:
        if suffix not in SUFFIXES:
            raise HttpError(404, "No such format", f".{suffix} is none of {', '.join(SUFFIXES)}")
        return SUFFIXES[suffix]
    accept = request.headers.get("accept")
    if prefers_html(accept):
        return "text/html"
    kind = choose(accept, RDF_FORMATS)
    if kind is None:
        raise HttpError(406, "Not acceptable", f"a thing is written as text/html, {', '.join(RDF_FORMATS)}")
    return kind


def _home(edition: Edition, iri: str, kind: str) -> tuple[Thing, str] | None:
    """Return the page on which something is told of, and where on it: most kinds have one of their own."""
    reader = edition.reader
    thing = reader.thing(iri)
    if kind == "event" and thing is not None and v.PARTICIPATION in reader.values(iri, v.RDF_TYPE):
        events = reader.things(reader.subjects(v.P_PARTICIPATION, iri))
        return (events[0], "") if events else None
    if kind in PAGES:
        return (thing, "") if thing is not None else None
    if kind == "claim":
        claims = reader.claims([iri])
        return (claims[0].subject, f"at-{claims[0].article.thing.key}-{claims[0].at}") if claims else None
    step = {"mention": v.NIF_REFERENCE_CONTEXT, "tenure": v.ORG_MEMBER}.get(kind)
    homes = reader.things(reader.values(iri, step)) if step else []
    if not homes:
        return None
    begin = reader.value(iri, v.NIF_BEGIN_INDEX)
    return homes[0], f"at-{homes[0].key}-{begin}" if begin else ""


# ---- files ----------------------------------------------------------------------------------------------------------


@cache
def asset(name: str) -> bytes:
    """Return a style sheet or a script of the pages; the style sheet begins with the colours of all pages."""
    parts = [(files("kg") / "web" / part).read_bytes() for part in _ASSETS[name][1]]
    if name == "site.css":
        parts.insert(0, colours(chosen=False).encode())
    return b"\n".join(parts)


@cache
def asset_tag(name: str) -> str:
    """Return what changes with the content of a file."""
    return hashlib.sha256(asset(name)).hexdigest()[:16]


def asset_path(name: str) -> str:
    """Return the address of a style sheet or a script; another content has another address."""
    return f"/assets/{name}?v={asset_tag(name)}"


def _templates() -> bytes:
    folder = files("kg") / "web" / "site"
    return b"".join(
        part.read_bytes()
        for part in sorted(folder.iterdir(), key=lambda p: p.name)
        if part.name.endswith((".j2", ".json"))
    )


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        raise HttpError(404, "Not Found", f"{request.method} {request.url.path}")
    fresh = request.query_params.get("v") == asset_tag(name)
    headers = {"Cache-Control": f"public, max-age={_YEAR}, immutable" if fresh else "no-cache"}
    return Response(asset(name), headers={**headers, "Content-Type": f"{_ASSETS[name][0]}; charset=utf-8"})


def _icon(request: Request) -> Response:
    picture = unquote(ICON.partition(",")[2]).encode()
    return Response(picture, headers={"Content-Type": "image/svg+xml", "Cache-Control": f"public, max-age={_YEAR}"})


@cache
def _ontology_page(language: str) -> bytes:
    return ontology_page(language, home="/" if language == "ja" else "/?lang=en").encode("utf-8")


def _messages(speech: Speech) -> dict[str, str]:
    """Return the texts that the scripts of the workbench need."""
    return {
        key: text
        for key, text in texts()[speech.language].items()
        if key.startswith(("plugin.", "table.", "workbench."))
    }
