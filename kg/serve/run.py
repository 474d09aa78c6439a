"""Running the server: uvicorn on an address, with a warning where others can reach it."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from kg.errors import KgError
from kg.serve.app import LOCAL_HOSTS, Settings, application
from kg.serve.http import JoiningProtocol
from kg.serve.pages.site import Site
from kg.serve.pool import Limits


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
            timeout_keep_alive=30,
        )
        uvicorn.Server(config).run(sockets=[listener])


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
