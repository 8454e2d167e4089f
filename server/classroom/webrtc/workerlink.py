"""The control end of a media worker's Unix socket: connects again by itself, matches answers to requests.

Holds no peers and no lessons (server/classroom/webrtc/media.py does). Messages: sfu/link.py.
"""

import asyncio
from itertools import count
from pathlib import Path
from typing import Protocol

import structlog

from sfu.link import (
    Answered,
    AnyFromWorker,
    AudioLevels,
    EchoFound,
    Flowing,
    GetStats,
    Heard,
    Hello,
    IceRestarted,
    JournalState,
    LayersWanted,
    Offer,
    OfferFailed,
    PeerClosed,
    PeerConnected,
    PeerLines,
    RestartIce,
    Stats,
    ToWorker,
    Unpacker,
    Unplayable,
    pack,
)

RETRY_S = 0.1
ANSWER_TIMEOUT_S = 5.0
MAX_UNSENT = 8 << 20
"""Bytes waiting for a worker that does not read; then the link is cut (it comes back with `Hello`)."""

Told = (
    PeerConnected
    | PeerClosed
    | Heard
    | Flowing
    | AudioLevels
    | LayersWanted
    | Unplayable
    | PeerLines
    | EchoFound
    | JournalState
)
Answer = Answered | IceRestarted | Stats

log = structlog.get_logger("classroom.workerlink")


class WorkerAway(Exception):
    """No media worker answers now; try again in a second."""


class OfferRefused(Exception):
    """The worker cannot answer this offer; `code` as in `OfferFailed`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class WorkerListener(Protocol):
    """Who hears what the worker says. None of these may block."""

    def worker_up(self, hello: Hello) -> None: ...

    def worker_lost(self) -> None: ...

    def worker_told(self, message: Told) -> None: ...


class WorkerLink:
    """One worker. `run` until cancelled; while the link is down `send` drops (Hello reconciles)."""

    def __init__(self, path: Path, listener: WorkerListener) -> None:
        self._path = path
        self._listener = listener
        self._writer: asyncio.StreamWriter | None = None
        self._up = False
        self._requests = count(1)
        self._waiting: dict[int, asyncio.Future[Answer]] = {}

    @property
    def up(self) -> bool:
        """The worker said Hello and the link stands."""
        return self._up

    async def run(self) -> None:
        """Keeps the link up."""
        while True:
            try:
                reader, writer = await asyncio.open_unix_connection(self._path)
            except OSError:
                await asyncio.sleep(RETRY_S)
                continue
            self._writer = writer
            try:
                await self._read(reader)
            except (OSError, ValueError) as error:
                log.warning("media link broke", reason=str(error))
            finally:
                self._down(writer)
            await asyncio.sleep(RETRY_S)

    def send(self, message: ToWorker) -> None:
        """Queues one message; cuts the link when the worker has stopped reading."""
        if self._writer is None or not self._up:
            return
        self._writer.write(pack(message))
        if self._writer.transport.get_write_buffer_size() > MAX_UNSENT:
            log.error("media worker does not read")
            self._writer.transport.abort()

    async def offer(self, peer: str, sdp: str, room: str = "") -> Answered:
        """Raises OfferRefused or WorkerAway. `room`: see `Offer`."""
        request = next(self._requests)
        answer = await self._ask(request, Offer(request=request, peer=peer, sdp=sdp, room=room))
        assert isinstance(answer, Answered)
        return answer

    async def restart_ice(self, peer: str, ufrag: str, pwd: str) -> IceRestarted:
        """Raises OfferRefused (malformed, or no such peer) or WorkerAway."""
        request = next(self._requests)
        answer = await self._ask(request, RestartIce(request=request, peer=peer, ufrag=ufrag, pwd=pwd))
        assert isinstance(answer, IceRestarted)
        return answer

    async def stats(self) -> Stats:
        """Raises WorkerAway."""
        request = next(self._requests)
        answer = await self._ask(request, GetStats(request=request))
        assert isinstance(answer, Stats)
        return answer

    async def _ask(self, request: int, message: ToWorker) -> Answer:
        if not self._up:
            raise WorkerAway
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[request] = future
        try:
            self.send(message)
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                return await future
        except TimeoutError as error:
            raise WorkerAway from error
        finally:
            self._waiting.pop(request, None)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        unpacker = Unpacker(AnyFromWorker)
        while data := await reader.read(65_536):
            for message in unpacker.feed(data):
                try:
                    self._heard(message)
                except Exception:  # a bug of ours over one message: the lessons go on
                    log.exception("media message failed", message=type(message).__name__)

    def _heard(self, message: object) -> None:
        match message:
            case Hello():
                self._up = True
                log.info("media link up", worker=message.started, peers=len(message.peers))
                self._listener.worker_up(message)
            case Answered() | IceRestarted() | Stats():
                self._settle(message.request, message)
            case OfferFailed():
                self._fail(message.request, OfferRefused(message.code, message.message))
            case told if isinstance(told, Told):
                self._listener.worker_told(told)

    def _settle(self, request: int, answer: Answer) -> None:
        future = self._waiting.pop(request, None)
        if future is not None and not future.done():
            future.set_result(answer)

    def _fail(self, request: int, error: Exception) -> None:
        future = self._waiting.pop(request, None)
        if future is not None and not future.done():
            future.set_exception(error)

    def _down(self, writer: asyncio.StreamWriter) -> None:
        writer.close()
        self._writer = None
        for request in list(self._waiting):
            self._fail(request, WorkerAway())
        if self._up:
            self._up = False
            log.warning("media link down")
            self._listener.worker_lost()
