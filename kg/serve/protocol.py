"""Requests of the SPARQL 1.1 protocol (https://www.w3.org/TR/sparql11-protocol/): what is asked, or why it is refused."""

from __future__ import annotations

import binascii
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl

from kg.serve.negotiate import choose, shortened

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
#: Formats of rows and of graphs, the one that is sent when nothing is asked for first.
ROWS: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS: Final = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/n-quads",
    "application/trig",
)
ALIASES: Final[Mapping[str, str]] = {
    "application/json": ROWS[0],
    "application/xml": ROWS[1],
    "text/xml": ROWS[1],
    "application/x-turtle": GRAPHS[0],
    "text/plain": GRAPHS[1],
}
#: What ``format=`` may be, for whoever cannot set a header: the formats of rows and of graphs that it stands for.
SHORT: Final[Mapping[str, tuple[str, str]]] = {
    "json": (ROWS[0], GRAPHS[2]),
    "xml": (ROWS[1], GRAPHS[3]),
    "csv": (ROWS[2], GRAPHS[0]),
    "tsv": (ROWS[3], GRAPHS[0]),
    "ttl": (ROWS[0], GRAPHS[0]),
    "nt": (ROWS[0], GRAPHS[1]),
    "jsonld": (ROWS[0], GRAPHS[2]),
    "rdfxml": (ROWS[1], GRAPHS[3]),
}
#: Other names for these that clients send (SPARQLWrapper).
_ALSO: Final[Mapping[str, str]] = {"turtle": "ttl", "n3": "ttl", "json-ld": "jsonld", "rdf+xml": "rdfxml"}
#: The longest query, in bytes; beyond it the request is not read further.
LONGEST_QUERY: Final = 1_000_000
_MOST_PARAMETERS: Final = 100
#: What a percent-encoded text is made of.
URL_CHARACTERS: Final = f"{string.ascii_letters}{string.digits}-._~:/?[]@!$&'()*+,;=%".encode()
_QUERY: Final = b"query="


class HttpError(Exception):
    """An answer that is none: an HTTP status, what went wrong in a few words, and in full.

    ``line`` and ``column`` (from 1) tell where in the query, if it is the query's fault.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.line, self.column = line, column
        self.status = status
        self.title = title
        self.detail = detail
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Request:
    """A query, the dataset it is asked of, the formats for rows and for graphs (None: not accepted), its own limits.

    Limits (seconds, rows) count where they are tighter than those of the server.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    rows: str | None = ROWS[0]
    graphs: str | None = GRAPHS[0]
    timeout: float | None = None
    most_rows: int | None = None


def read_request(
    method: str, query_string: bytes, content_type: str, body: bytes, accept: str | None
) -> Request | None:
    """Return what a request asks; None for a GET without a query, which asks what the service is.

    Raises HttpError with the status that the protocol has for what is wrong.
    """
    url = _parameters(query_string, "the URL")
    kind = media_type(content_type)
    if method in ("GET", "HEAD"):
        if "update" in dict(url):
            raise _read_only()
        if not url or all(name not in ("query", "default-graph-uri", "named-graph-uri") for name, _ in url):
            return None
        return _request(url, _only(url, "query"), accept)
    if method != "POST":
        raise HttpError(405, "Method not allowed", f"{method} is not part of the protocol: use GET or POST", _ALLOW)
    if kind == FORM:
        form = _parameters(body, "the form")
        if "update" in dict(form):
            raise _read_only()
        return _request([*url, *form], _only([*url, *form], "query"), accept)
    if kind == DIRECT:
        return _request(url, _text(body, "the query"), accept)
    if kind == UPDATE:
        raise _read_only()
    raise HttpError(
        415,
        "Unsupported media type",
        f"a POST needs the content type {FORM} or {DIRECT}; this one has {kind or 'none'}",
        {"Accept-Post": f"{FORM}, {DIRECT}"},
    )


def media_type(content_type: str) -> str:
    """Return a content type without its parameters."""
    return content_type.partition(";")[0].strip().lower()


_ALLOW: Final = {"Allow": "GET, HEAD, POST, OPTIONS"}


def _request(parameters: Sequence[tuple[str, str]], query: str, accept: str | None) -> Request:
    if not query.strip():
        raise HttpError(400, "No query", "the query is empty")
    if len(query) > LONGEST_QUERY:
        raise too_long()
    rows, graphs = accepted(accept)
    wanted = [value for name, value in parameters if name == "format"]
    if wanted:
        rows, graphs = _formats(wanted)
    if rows is None and graphs is None:
        raise HttpError(406, "Not acceptable", f"this service writes {', '.join([*ROWS, *GRAPHS])}")
    return Request(
        query,
        tuple(value for name, value in parameters if name == "default-graph-uri"),
        tuple(value for name, value in parameters if name == "named-graph-uri"),
        rows,
        graphs,
        _seconds([value for name, value in parameters if name == "timeout"]),
    )


def accepted(accept: str | None) -> tuple[str | None, str | None]:
    """Return the formats of rows and of graphs that an Accept header asks for."""
    return _accepted(shortened(accept))


@lru_cache(256)
def _accepted(accept: str) -> tuple[str | None, str | None]:
    return choose(accept, ROWS, ALIASES), choose(accept, GRAPHS, ALIASES)


def _formats(wanted: Sequence[str]) -> tuple[str, str]:
    """Return the formats that ``format=`` asks for; of several values the last that is known counts, as clients guess.

    A value is a short name or a media type.
    """
    for value in reversed(wanted):
        if short := SHORT.get(_ALSO.get(value, value)):
            return short
        rows, graphs = (choose(value, offers, ALIASES) if "/" in value else None for offers in (ROWS, GRAPHS))
        if rows or graphs:
            return rows or ROWS[0], graphs or GRAPHS[0]
    raise HttpError(400, "Unknown format", f"format={wanted[-1]} is none of {', '.join(SHORT)}")


def _seconds(values: Sequence[str]) -> float | None:
    if not values:
        return None
    try:
        seconds = float(values[-1])
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise HttpError(400, "No such time", f"timeout={values[-1]} is no number of seconds")
    return seconds


def _only(parameters: Sequence[tuple[str, str]], name: str) -> str:
    values = [value for key, value in parameters if key == name]
    if len(values) != 1:
        how_many = "no" if not values else "more than one"
        raise HttpError(400, "Not one query", f"{how_many} parameter '{name}': the protocol asks for just one")
    return values[0]


def only_query(data: bytes) -> str | None:
    """Return the query of a percent-encoded form that has nothing but a query, as most have; None where in doubt.

    The standard library decodes percent signs one by one; it has quoted-printable, which differs in its sign, in C.
    """
    if not data.startswith(_QUERY) or b"&" in data or data.translate(None, URL_CHARACTERS):
        return None
    quoted = data[len(_QUERY) :].replace(b"+", b" ").replace(b"=", b"=3D").replace(b"%", b"=")
    text = binascii.a2b_qp(quoted)
    if len(text) != len(quoted) - 2 * quoted.count(b"="):  # a percent sign without two digits behind it
        return None
    try:
        return str(text, "utf-8")
    except UnicodeDecodeError:
        return None


def _parameters(data: bytes, where: str) -> list[tuple[str, str]]:
    if not data:
        return []
    try:
        query = only_query(data)
        if query is not None:
            return [("query", query)]
        return parse_qsl(
            data.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise HttpError(400, "Not UTF-8", f"{where} is not percent-encoded UTF-8") from error
    except ValueError as error:
        raise HttpError(400, "Too many parameters", f"{where} has more than {_MOST_PARAMETERS} parameters") from error


def _text(body: bytes, what: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HttpError(400, "Not UTF-8", f"{what} is not UTF-8 at byte {error.start}") from error


def _read_only() -> HttpError:
    return HttpError(403, "Read only", "this service answers queries; the graph is changed by building it anew")


def too_long() -> HttpError:
    """Return the refusal of a request that is larger than any query."""
    return HttpError(413, "Too long", f"a query has at most {LONGEST_QUERY:,} bytes")
