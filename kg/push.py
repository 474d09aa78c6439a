"""A graph to a server: N-Triples over the SPARQL 1.1 Graph Store protocol.

The first part takes the place of what the graph on the server held (PUT), the others join it (POST), so that a run that
broke off is put right by running it again. Nothing is sent to any other address than the one that was given: an answer
that points elsewhere is an error.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from kg.errors import BuildError

if TYPE_CHECKING:
    from pyoxigraph import Store

#: Triples in one request: few enough that no server holds too much, many enough that their overhead does not count.
CHUNK: Final = 50_000
#: Characters of an answer that are shown.
_SHOWN: Final = 200
_SECONDS: Final = 600.0
_CAUSES: Final = {
    401: "it asks who you are, and takes no such name and password",
    403: "it does not let you write",
    404: "there is no graph store at this address",
    405: "it does not take graphs here",
    413: "the part is too large for it; take a smaller --chunk",
    415: "it does not read N-Triples",
}


class PushError(BuildError):
    """A server did not take a graph."""


@dataclass(frozen=True)
class Target:
    """A graph on a server: the address of its graph store, the name of the graph (None: the default graph), and who asks.

    ``user`` and ``password`` are for servers that ask for them (Basic or Digest); ``token`` is sent as a bearer token.
    """

    url: str
    graph: str | None = None
    user: str | None = None
    password: str = field(default="", repr=False)
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no web address."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise PushError(f"{self.url}: not an address of http or https")
        if parts.username or parts.password:
            raise PushError(f"{parts.hostname}: leave name and password out of the address; use --user")

    @property
    def address(self) -> str:
        """The address of the graph itself."""
        parts = urlsplit(self.url)
        named = "default" if self.graph is None else urlencode({"graph": self.graph})
        return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, named))), fragment=""))


def push(
    store: Store,
    target: Target,
    *,
    replace: bool = True,
    chunk: int = CHUNK,
    progress: Callable[[int], object] = lambda _: None,
) -> int:
    """Send all triples of a store to a graph on a server; returns how many there were.

    Without ``replace`` they join what the graph holds. ``chunk`` is the number of triples a request, 0 for one request
    with all of them. ``progress`` is told how many have been taken. Raises PushError where the server does not take them.
    """
    opener, sent = _opener(target), 0
    for part in _parts(store, chunk):
        _send(opener, target, "PUT" if replace and not sent else "POST", part, sent)
        sent += len(part)
        progress(sent)
    if not sent and replace:
        _send(opener, target, "PUT", (), 0)
    return sent


def _parts(store: Store, chunk: int) -> Iterator[tuple[str, ...]]:
    lines = (f"{quad.triple} .\n" for quad in store)
    while part := tuple(islice(lines, chunk or None)):
        yield part


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: Any, **__: Any) -> None:  # noqa: ANN401  (as urllib has it)
        return None


def _opener(target: Target) -> urllib.request.OpenerDirector:
    handlers: list[urllib.request.BaseHandler] = [_Stay()]
    if target.user is not None:
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, target.url, target.user, target.password)
        handlers += [urllib.request.HTTPBasicAuthHandler(known), urllib.request.HTTPDigestAuthHandler(known)]
    return urllib.request.build_opener(*handlers)


def _send(opener: urllib.request.OpenerDirector, target: Target, method: str, lines: Iterable[str], sent: int) -> None:
    request = urllib.request.Request(target.address, "".join(lines).encode(), method=method)
    request.add_header("Content-Type", "application/n-triples")
    if target.token is not None:
        request.add_header("Authorization", f"Bearer {target.token}")
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            answer.read()
    except (OSError, HTTPException, ValueError) as error:
        done = f"; {sent} triples had been taken, run it again" if sent else ""
        raise PushError(f"{target.url}: {_cause(error)}{done}") from error


def _cause(error: Exception) -> str:
    """Say what went wrong, with the first words of the server."""
    if not isinstance(error, urllib.error.HTTPError):
        return f"no answer: {getattr(error, 'reason', None) or error}"
    if elsewhere := error.headers.get("Location"):
        return f"it points to {_visible(elsewhere)}, which is not followed; push there if you trust it"
    said = _visible(_beginning(error))
    cause = _CAUSES.get(error.code, "it failed" if error.code >= 500 else "it did not take the triples")
    return f"{cause} ({error.code}{': ' + said if said else ''})"


def _beginning(answer: IO[bytes]) -> str:
    try:
        return answer.read(4 * _SHOWN).decode("utf-8", "replace")
    except (OSError, HTTPException):
        return ""


def _visible(text: str) -> str:
    """Return the beginning of what a server says, on one line and without what moves the cursor."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
