"""The websocket of one page: commands are taken, and small messages written, past engine.io's reader and queue.

Touches names inside python-engineio (as sockets.py does, which see). Why, with figures: docs/decisions/frames.md.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
import structlog
from aiohttp import web
from engineio.async_drivers import aiohttp as engine_aiohttp

SMALL = 2048
"""Bytes of a message that is worth no compression, and written past engine.io's queue."""
GATHER_S = 0.1
"""After a small message more of them go together, so long after it: a write costs more than all else about them."""
UNREAD = 16 * 1024
"""With so many bytes unread by the network, a page is behind: messages queue, which is bounded."""

FRAME = re.compile(r'3$|41$|40(?=$|\{)|42(?P<number>\d{0,9})(?=\["command",)')
"""What a frame may begin with: pong; Socket.IO disconnect, connect, the event `command`. JSON follows. Events
named `connect` or `disconnect` would reach our own handlers; binary frames and acks have no use here."""

log = structlog.get_logger("classroom.frames")


class Gathering:
    """All pages with small messages that wait for each other. One timer writes them all: a class hears of things
    together."""

    def __init__(self) -> None:
        self._waiting: list[Frames] = []

    def add(self, frames: "Frames") -> None:
        """Its messages are written within GATHER_S."""
        if not self._waiting:
            asyncio.get_running_loop().call_later(GATHER_S, self._write)
        self._waiting.append(frames)

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        for frames in waiting:
            frames.flush()


@dataclass(eq=False, slots=True)
class Door:
    """An HTTP request that became (or will become) a websocket."""

    request: web.Request
    address: str
    gathering: Gathering
    joined: bool = False
    """Somebody's token was accepted on it."""
    alive: Callable[[], None] | None = None
    """Called for every frame once somebody joined."""
    command: Callable[[str, list[object]], None] | None = None
    """Takes the commands of who joined: the number of the ack that is asked for ("": none), and the arguments."""
    frames: "Frames | None" = field(default=None)


DOOR = web.RequestKey("door", Door)


class Frames(engine_aiohttp.WebSocket):  # type: ignore[misc]  # engine.io is untyped
    """Notes when frames come, ends at the first that is none of ours.

    `gathering`: messages wait to be written together; nothing was put into engine.io's queue since (`flush` first).
    """

    async def __call__(self, environ: dict[str, Any]) -> web.StreamResponse:
        self._door: Door = environ["aiohttp.request"][DOOR]
        self._door.frames = self
        self._sending = False
        self.gathering: list[bytes] = []
        self._written_at = float("-inf")
        try:
            await super().__call__(environ)
        except ConnectionError as error:  # the browser went while we said goodbye
            log.debug("websocket broke", reason=str(error))
        finally:  # engine.io forgets to say disconnect when the writer failed
            await self.handler.__self__.close(wait=False, abort=True)
        response: web.StreamResponse = self._sock
        return response

    async def send(self, message: str) -> None:
        """What engine.io's writer took from the queue."""
        self.flush()
        self._sending = True
        try:
            await super().send(message)
        finally:
            self._sending = False

    def idle(self, queue: Any) -> bool:
        """Whether all that was queued is written, and the network takes more. The writer says that it took a message
        (`task_done`) and writes it without a break in between."""
        transport = self._door.request.transport
        if self._sending or queue._unfinished_tasks or transport is None or transport.is_closing():
            return False
        return not self._sock.closed and int(transport.get_write_buffer_size()) < UNREAD

    def write(self, frame: bytes, *, answer: bool) -> None:
        """The first of some frames, at once or with those that follow the last one closely; only while `idle`. An
        answer waits for nothing, and nothing for it: what its command did follows."""
        self.gathering.append(frame)
        last = self._written_at
        if answer or asyncio.get_running_loop().time() - last >= GATHER_S:
            self.flush()
        else:
            self._door.gathering.add(self)
        if answer:
            self._written_at = last

    def flush(self) -> None:
        """Writes what was gathered."""
        if not self.gathering:
            return
        transport = self._door.request.transport
        if transport is not None and not transport.is_closing():
            transport.write(b"".join(self.gathering))
            self._written_at = asyncio.get_running_loop().time()
        self.gathering.clear()

    async def wait(self) -> str:
        """The next frame that is for python-socketio: commands are done here. OSError ends the connection quietly."""
        while True:
            frame = await super().wait()
            if not isinstance(frame, str):
                raise OSError("not a frame of ours")
            head, value = _parsed(frame)
            door = self._door
            if door.alive is not None:
                door.alive()
            if door.command is None or head["number"] is None:
                return frame
            door.command(head["number"], value[1:])
            await asyncio.sleep(0)  # many frames may have come at once: everybody else's turn


def text_frame(text: bytes) -> bytes:
    """A websocket frame (RFC 6455 §5.2) of at most 64 kB: FIN, opcode text, no mask, uncompressed."""
    size = len(text)
    if size < 126:
        return bytes((0x81, size)) + text
    return b"\x81\x7e" + size.to_bytes(2, "big") + text


def _parsed(frame: str) -> tuple[re.Match[str], Any]:
    """Before python-socketio sees it: what it cannot parse it logs, with a traceback, and goes on. OSError: not ours."""
    head = FRAME.match(frame)
    if head is None:
        raise OSError("not a frame of ours")
    try:
        value = Json.loads(frame[head.end() :]) if head.end() < len(frame) else ()
    except ValueError as error:
        raise OSError("not JSON") from error
    if value is None:
        raise OSError("nothing")
    return head, value


class Json:
    """JSON for python-socketio; hostile nesting becomes a ValueError."""

    @staticmethod
    def loads(text: str | bytes) -> object:
        try:
            return msgspec.json.decode(text)
        except RecursionError as error:
            raise ValueError("JSON nested too deeply") from error

    @staticmethod
    def dumps(value: object, **_options: object) -> str:
        return msgspec.json.encode(value).decode()
