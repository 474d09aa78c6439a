"""HTTP as uvicorn speaks it, with the head and the body of a response in one message: a client wakes once, not twice."""

from __future__ import annotations

import asyncio
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_HEAD: Final = b"HTTP/1.1 "
#: Stands alone: the client waits for it before it sends the rest of its request.
_CONTINUE: Final = b"HTTP/1.1 100"


class _Joined:
    """A transport that keeps the head of a response until its body comes."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._held = b""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (everything else is the transport's)
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send bytes, or keep them where they are the head of a response."""
        if self._held:
            held, self._held = self._held, b""
            self._transport.writelines((held, data))
        elif data.startswith(_HEAD) and not data.startswith(_CONTINUE):
            self._held = data
        else:
            self._transport.write(data)

    def flush(self) -> None:
        """Send what was kept."""
        if self._held:
            held, self._held = self._held, b""
            self._transport.write(held)

    def close(self) -> None:
        """Send what was kept and close."""
        self.flush()
        self._transport.close()


class JoiningProtocol(HttpToolsProtocol):
    """HTTP/1.1 over a transport that joins head and body; ``read`` is what was read of the connection before."""

    def __init__(self, *args: Any, read: bytes = b"", **options: Any) -> None:  # noqa: ANN401  (those of uvicorn)
        super().__init__(*args, **options)
        self._read = read

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection."""
        self._joined = _Joined(transport)
        super().connection_made(cast(asyncio.Transport, self._joined))
        if self._read:
            read, self._read = self._read, b""
            self.data_received(read)

    def on_response_complete(self) -> None:
        """Send a head that has no body."""
        self._joined.flush()
        super().on_response_complete()
