"""The worker's end of the link: a Unix socket only its owner may open, one control process at a time.

A newer connection replaces an older one. What cannot be written at once waits in a bounded buffer: past SOFT the
repeated messages (levels, lines, who was heard) are left out, past HARD the link is cut and control begins with `Hello`
again.
"""

import asyncio
import os
import socket
from collections.abc import Callable
from pathlib import Path

import structlog

from sfu import link

SOFT = 256 << 10
HARD = 8 << 20
_REPEATED = (link.AudioLevels, link.Heard, link.PeerLines)

log = structlog.get_logger("sfu.link")


class LinkServer:
    """`on_connect` gives the first messages of each connection, `on_message` takes what control says."""

    def __init__(
        self,
        path: Path,
        on_connect: Callable[[], list[link.FromWorker]],
        on_message: Callable[[object], None],
    ) -> None:
        self.path = path
        self.on_connect = on_connect
        self.on_message = on_message
        self.current: _Connection | None = None
        self._server: asyncio.Server | None = None
        self._inode = 0

    async def listen(self) -> None:
        """OSError when the socket cannot be made. A stale file of that name is replaced."""
        self.path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            listener.bind(str(self.path))
        except OSError:
            listener.close()
            raise
        finally:
            os.umask(before)
        self._inode = self.path.stat().st_ino
        loop = asyncio.get_running_loop()
        self._server = await loop.create_unix_server(lambda: _Connection(self), sock=listener)

    @property
    def connected(self) -> bool:
        """Whether a control process is there."""
        return self.current is not None

    def tell(self, message: link.FromWorker) -> None:
        """Say `message` to control, if there is one. Never waits, never grows without bound."""
        if self.current is not None:
            self.current.write(message)

    def close(self) -> None:
        """No more control; the file goes too, unless a successor has put its own there."""
        if self._server is not None:
            self._server.close()
        if self.current is not None:
            self.current.end()
        if self.path.exists() and self.path.stat().st_ino == self._inode:
            self.path.unlink(missing_ok=True)


class _Connection(asyncio.Protocol):
    """One control process."""

    def __init__(self, server: LinkServer) -> None:
        self._server = server
        self._transport: asyncio.WriteTransport | None = None
        self._unpacker = link.Unpacker(link.AnyToWorker)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The newer control wins."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        older, self._server.current = self._server.current, self
        if older is not None:
            log.info("control_replaced")
            older.end()
        for message in self._server.on_connect():
            self.write(message)

    def write(self, message: link.FromWorker) -> None:
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        waiting = transport.get_write_buffer_size()
        if waiting > SOFT and isinstance(message, _REPEATED):
            return
        if waiting > HARD:
            log.warning("control_too_slow", waiting=waiting)
            self.end()
            return
        transport.write(link.pack(message))

    def data_received(self, data: bytes) -> None:
        """Messages of control, in order."""
        try:
            messages = self._unpacker.feed(data)
        except ValueError as error:
            log.error("bad_link_frame", error=str(error))
            self.end()
            return
        for message in messages:
            if self._server.current is self:
                self._server.on_message(message)

    def connection_lost(self, exc: Exception | None) -> None:
        """Control is gone; the worker counts the seconds."""
        self._transport = None
        if self._server.current is self:
            self._server.current = None

    def end(self) -> None:
        """Cut the link at once."""
        if self._transport is not None:
            self._transport.abort()
        if self._server.current is self:
            self._server.current = None
