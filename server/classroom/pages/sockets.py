"""Socket.IO over websockets with a bound on everything: who may open one, its frames, what waits for it.

Only this file and frames.py touch names inside python-socketio and python-engineio (versions pinned by the lock;
tests/server/classroom/test_sockets.py fails first when they move). It knows connections, not people:
signalling.py does. Why not `emit`: it is a coroutine and queues without bound; lessons tell their browsers
from plain calls. A class's small messages are framed once and written to each socket at once, as long as nothing of
engine.io's waits there: its queue and writer cost ten times as much (docs/decisions/frames.md).
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import msgspec
import socketio
import structlog
from aiohttp import web
from engineio import packet as engine_packet

from server.classroom.pages.frames import DOOR, SMALL, Door, Frames, Gathering, Json, text_frame

PING_INTERVAL_S = 5
PING_TIMEOUT_S = 8
MAX_MESSAGE = 16 * 1024
"""Bytes of one frame from a browser."""
MAX_BEHIND = 256
"""Frames waiting for one slow browser; one more and it is cut off (it comes back to a snapshot)."""
NOTICE_BEHIND = 32
"""With so many waiting, notices (levels…) are left out."""
HANDSHAKE_S = 10
"""A websocket that has not shown a token by then is closed."""
MAX_UNKNOWN = 1000
"""Open websockets without an accepted token."""
MAX_UNKNOWN_EACH = 200
"""The same for one address: a whole school may come at once through one."""


log = structlog.get_logger("classroom.sockets")


class Refuse(Exception):
    """The connect is refused with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Line:
    """One browser's socket, as lessons see it. Everything here returns at once."""

    def __init__(self, sockets: "Sockets", door: Door, engine_sid: str) -> None:
        self._sockets = sockets
        self._door = door
        self._engine_sid = engine_sid

    @property
    def behind(self) -> int:
        """Frames queued and not yet taken by the socket's writer."""
        socket = self._sockets.sio.eio.sockets.get(self._engine_sid)
        return 0 if socket is None else int(socket.queue.qsize())

    def send(self, name: str, body: bytes) -> None:
        """One Socket.IO event with one JSON argument; cuts the line when too much waits already."""
        if len(body) > SMALL or not self._at_once(self._sockets.frame(name, body), answer=False):
            self._queue(f'2["{name}",{body.decode()}]')  # Socket.IO protocol v5: EVENT of the root namespace

    def answer(self, number: str, body: bytes) -> None:
        """The ack of a command that asked for it by this number."""
        if not self._at_once(text_frame(b"43%s[%s]" % (number.encode(), body)), answer=True):
            self._queue(f"3{number}[{body.decode()}]")

    def _at_once(self, frame: bytes, *, answer: bool) -> bool:
        """Past engine.io's queue. False: not while something waits there."""
        frames = self._door.frames
        if frames is None:
            return False
        if frames.gathering:
            frames.gathering.append(frame)
            return True
        socket = self._sockets.sio.eio.sockets.get(self._engine_sid)
        if socket is None or socket.closed or not frames.idle(socket.queue):
            return False
        frames.write(frame, answer=answer)
        return True

    def _queue(self, text: str) -> None:
        socket = self._sockets.sio.eio.sockets.get(self._engine_sid)
        if socket is None or socket.closed:
            return
        if self._door.frames is not None:
            self._door.frames.flush()
        if socket.queue.qsize() >= MAX_BEHIND:
            log.warning("browser too slow, cut off")
            self.cut()
            return
        socket.queue.put_nowait(engine_packet.Packet(engine_packet.MESSAGE, data=text))

    def notice(self, body: bytes) -> None:
        """A notice; left out when the browser is behind."""
        if self.behind < NOTICE_BEHIND:
            self.send("notice", body)

    def close(self) -> None:
        """Ends the connection after what is queued."""
        self._sockets.hang_up(self._engine_sid)

    def cut(self) -> None:
        """Ends the connection now, unsent frames are lost (a closing handshake could wait for ever)."""
        if self._door.request.transport is not None:
            self._door.request.transport.abort()


class Listener(Protocol):
    """What signalling does for each socket."""

    async def connect(self, line: Line, auth: object, address: str) -> Callable[[], None]:
        """Accepts (what it returns is called once the browser knows it is connected) or raises Refuse."""

    def command(self, line: Line, payload: object) -> dict[str, object]:
        """The answer (ack) to one command."""

    def alive(self, line: Line) -> None:
        """A frame came: a sign of life."""

    def closed(self, line: Line) -> None:
        """The socket is gone; told once for each accepted connect."""


class Sockets:
    """The Socket.IO endpoint of the application."""

    def __init__(
        self,
        listener: Listener,
        allowed_origin: Callable[[str, web.Request], bool],
        address: Callable[[web.Request], str],
    ) -> None:
        self._listener = listener
        self._allowed_origin = allowed_origin
        self._address = address
        self._lines: dict[str, Line] = {}
        self._unknown: set[Door] = set()
        self._closing: set[asyncio.Task[None]] = set()
        self._gathering = Gathering()
        self._framed: tuple[str, bytes, bytes] = ("", b"", b"")
        """The newest message as one frame: the same body goes to most of a class."""
        self.sio: Any = socketio.AsyncServer(
            async_mode="aiohttp",
            transports=["websocket"],
            cors_allowed_origins=self._origin_allowed,
            cors_credentials=False,
            ping_interval=PING_INTERVAL_S,
            ping_timeout=PING_TIMEOUT_S,
            max_http_buffer_size=MAX_MESSAGE,
            async_handlers=False,
            http_compression=False,
            json=Json,
            logger=_Quiet("socketio"),
            engineio_logger=_Quiet("engineio"),
        )
        driver = dict(self.sio.eio._async)
        driver["websocket"] = Frames
        self.sio.eio._async = driver
        self.sio.on("connect", self._connect)
        self.sio.on("disconnect", self._disconnect)

    def attach(self, app: web.Application) -> None:
        """Adds the route and the orderly end."""
        app.router.add_get("/socket.io/", self._endpoint)
        app.on_shutdown.append(self._shutdown)

    def frame(self, name: str, body: bytes) -> bytes:
        """A Socket.IO event as a websocket frame (RFC 6455 §5.2), uncompressed."""
        known, same, framed = self._framed
        if same is not body or known != name:
            framed = text_frame(b'42["%s",%s]' % (name.encode(), body))
            self._framed = (name, body, framed)
        return framed

    def hang_up(self, engine_sid: str) -> None:
        """Closes a socket after what is queued."""
        task = asyncio.get_running_loop().create_task(self._hang_up(engine_sid))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _hang_up(self, engine_sid: str) -> None:
        socket = self.sio.eio.sockets.get(engine_sid)
        if socket is not None:
            await socket.close(wait=False)
            socket.queue.put_nowait(None)  # the writer ends after what stands before

    async def _endpoint(self, request: web.Request) -> web.StreamResponse:
        door = request[DOOR] = Door(request, self._address(request), self._gathering)
        mine = sum(other.address == door.address for other in self._unknown)
        if mine >= MAX_UNKNOWN_EACH or len(self._unknown) >= MAX_UNKNOWN:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"})
        self._unknown.add(door)
        timer = asyncio.get_running_loop().call_later(HANDSHAKE_S, self._no_token, door)
        try:
            response: web.StreamResponse = await self.sio.handle_request(request)
        finally:
            timer.cancel()
            self._unknown.discard(door)
        return response

    def _no_token(self, door: Door) -> None:
        if door in self._unknown and door.request.transport is not None:
            door.request.transport.abort()

    def _origin_allowed(self, origin: str, environ: dict[str, Any]) -> bool:
        return self._allowed_origin(origin, environ["aiohttp.request"])

    async def _connect(self, sid: str, environ: dict[str, Any], auth: object) -> None:
        request: web.Request = environ["aiohttp.request"]
        door = request[DOOR]
        if door.joined:  # a second CONNECT on one socket
            raise socketio.exceptions.ConnectionRefusedError("busy")
        door.joined = True
        line = Line(self, door, self.sio.manager.eio_sid_from_sid(sid, "/"))
        try:
            connected = await self._listener.connect(line, auth, door.address)
        except Refuse as refusal:
            door.joined = False
            raise socketio.exceptions.ConnectionRefusedError(refusal.code) from refusal
        self._unknown.discard(door)
        self._lines[sid] = line
        door.alive = partial(self._listener.alive, line)
        door.command = partial(self._command, line)
        # CONNECT is queued when this returns, without a break; only then may events follow.
        asyncio.get_running_loop().call_soon(connected)

    async def _disconnect(self, sid: str, _reason: object = None) -> None:
        line = self._lines.pop(sid, None)
        if line is not None:
            self._listener.closed(line)

    def _command(self, line: Line, number: str, arguments: list[object]) -> None:
        answer = self._listener.command(line, arguments[0] if len(arguments) == 1 else None)
        if number:
            line.answer(number, msgspec.json.encode(answer))

    async def _shutdown(self, _app: web.Application) -> None:
        for line in list(self._lines.values()):
            line.close()
        if self._closing:
            await asyncio.wait(set(self._closing), timeout=1)
        await self.sio.shutdown()


class _Quiet:
    """A logger for the libraries: what strangers send is no line in our log, a bug in a handler is."""

    def __init__(self, name: str) -> None:
        self._log = structlog.get_logger(f"classroom.{name}")

    def exception(self, message: str, *_arguments: object) -> None:
        self._log.exception("socket handler failed", where=message[:60])

    def _nothing(self, *_arguments: object, **_options: object) -> None:
        """These lines hold what a stranger sent."""

    debug = info = warning = error = log = _nothing
