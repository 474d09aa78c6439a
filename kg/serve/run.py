"""Running the server: uvicorn on an address, with a warning where others can reach it."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette

from kg.errors import KgError
from kg.serve.app import LOCAL_HOSTS, Settings, application
from kg.serve.front import KEEP_ALIVE
from kg.serve.fronts import Fronts
from kg.serve.http import JoiningProtocol
from kg.serve.pages.site import Site
from kg.serve.pool import Limits

#: More processes that hold connections are of no use: what they give away goes to one.
_MOST_FRONTS: Final = 8


class ServeError(KgError):
    """An address that cannot be listened on."""


def run(place: Path, limits: Limits, host: str, port: int, origins: Sequence[str], *, quiet: bool = False) -> None:
    """Serve the graph at a place until the process is told to stop.

    Raises NoInputError where there is no graph, ServeError where the address cannot be used.
    """
    local = is_loopback(host)
    settings = Settings(limits, LOCAL_HOSTS if local else (), tuple(origins))
    app = application(place, settings, lambda served: Site(served).routes())
    with _listen(host, port) as listener:
        address = listener.getsockname()
        name = f"[{address[0]}]" if ":" in address[0] else address[0]
        if not quiet:
            _say(f"http://{name}:{address[1]}/  (SPARQL at /sparql; Ctrl+C stops)")
            if not local:
                _say(f"Warning: everybody who can reach {host} can read this graph and ask it questions.")
        config = uvicorn.Config(
            app,
            http=JoiningProtocol,
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=round(KEEP_ALIVE),
        )
        _Server(config, listener, settings, app).run(sockets=[])


class _Server(uvicorn.Server):
    """The server behind its fronts: it takes the connections that they do not answer."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, settings: Settings, app: Starlette) -> None:
        super().__init__(config)
        self._listener, self._settings, self._app = listener, settings, app
        self._taking: set[asyncio.Task[Any]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the application, then the fronts."""
        await super().startup(sockets)
        limits = self._settings.limits
        self._fronts = Fronts(
            self._listener,
            self._take,
            count=min(limits.workers, _MOST_FRONTS),
            hosts=self._settings.hosts,
            rows=limits.rows,
            memory=limits.memory,
        )
        self._fronts.start(self._app.state.served)
        self._app.state.renewed.append(self._fronts.renew)
        self._app.state.count_fronts = lambda: len(self._fronts.slots)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the fronts, then the application."""
        await self._fronts.close()
        await super().shutdown(sockets)

    def _take(self, connection: socket.socket, data: bytes) -> None:
        """Answer on a connection of which some bytes are already read."""
        loop = asyncio.get_running_loop()
        connection.setblocking(False)

        def protocol() -> JoiningProtocol:
            return JoiningProtocol(self.config, self.server_state, self.lifespan.state, _loop=loop, read=data)

        taking = loop.create_task(loop.connect_accepted_socket(protocol, connection))
        self._taking.add(taking)
        taking.add_done_callback(self._taken)

    def _taken(self, taking: asyncio.Task[Any]) -> None:
        self._taking.discard(taking)
        if not taking.cancelled():
            taking.exception()  # a client that has left already


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host.strip("[]"), port), family=family, backlog=1024)
    except OSError as error:
        raise ServeError(f"cannot listen on {host}:{port}: {error.strerror or error}") from error


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201  (a server that says where it is)
