"""The media worker's process: `python -m sfu.worker --socket PATH --port N --host H… --address A… --journals DIR`.

Holds the clock, the event loop, signals and the link; `sfu.media` does the work. Ends on SIGTERM or SIGINT, after
ORPHANED seconds without a control process, and with its parent. Exit status 2: an address or the socket is taken.
"""

import argparse
import asyncio
import contextlib
import ctypes
import gc
import logging
import os
import resource
import secrets
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from sfu import footprint, link
from sfu.journal.writer import Writer
from sfu.linkserver import LinkServer
from sfu.media import Media
from sfu.routing.reports import ntp_stamp
from sfu.wire.admission import Admission
from sfu.wire.ports import AnySocket
from sfu.wire.sockets import MediaSocket
from sfu.wire.tcp import TcpSocket

TICK = 0.020
PACE = 0.005
ORPHANED = 15.0
"""Seconds without a control process after which the worker ends."""
NTP_EPOCH = 2_208_988_800
"""Seconds from 1900 (NTP) to 1970 (Unix)."""
PR_SET_PDEATHSIG = 1
PULSE_FD = "BUCGIANG_PULSE_FD"
"""Names the pipe through which the supervisor hears that we are not stuck."""
PULSE = 1.0
MANY_PEERS = 20
"""Up to so many are not worth tidying up after."""

log = structlog.get_logger("sfu.worker")


@dataclass(frozen=True, slots=True)
class Arguments:
    """The command line."""

    socket: Path
    port: int
    hosts: tuple[str, ...]
    addresses: tuple[str, ...]
    journals: Path


def parse_arguments(words: Sequence[str]) -> Arguments:
    """SystemExit 2 with a clear line when they are wrong."""
    parser = argparse.ArgumentParser(prog="python -m sfu.worker", description="Bục Giảng's media worker.")
    parser.add_argument("--socket", type=Path, required=True, help="Unix socket for the control process")
    parser.add_argument("--port", type=int, required=True, help="UDP and TCP port on every host (0: any)")
    parser.add_argument("--host", action="append", required=True, help="own address to bind, repeatable")
    parser.add_argument("--address", action="append", help="address to advertise, default: the hosts")
    parser.add_argument("--journals", type=Path, help="folder of the journals, default: beside the socket")
    known = parser.parse_args(words)
    return Arguments(
        socket=known.socket,
        port=known.port,
        hosts=tuple(known.host),
        addresses=tuple(known.address or known.host),
        journals=known.journals or known.socket.parent / "journals",
    )


class Worker:
    """One process's media, link and clock."""

    def __init__(self, arguments: Arguments, sockets: Sequence[AnySocket]) -> None:
        offset = time.time() - time.monotonic() + NTP_EPOCH  # once: the server's media clock never steps
        addresses = [(address, sockets[0].port) for address in arguments.addresses]
        self._clock: Callable[[], float] = time.monotonic
        self._started = secrets.token_hex(8)
        self._journals = Writer(arguments.journals, self._started)
        self._media = Media(
            sockets, addresses, lambda now: ntp_stamp(now + offset), self._tell, self._journals
        )
        self._link = LinkServer(arguments.socket, self._greet, self._obey)
        self._parent = os.getppid()
        self._alone_since = self._clock()
        self._over = asyncio.Event()
        self._pacing: asyncio.TimerHandle | None = None
        self._pulse = int(os.environ.pop(PULSE_FD, "-1"))
        self._next_pulse = 0.0
        self._most_peers = MANY_PEERS
        """At once, since memory was given back."""
        if self._pulse >= 0:
            os.set_blocking(self._pulse, False)

    async def run(self) -> None:
        """Until told to end. OSError when the link's socket cannot be made."""
        await self._link.listen()
        self._journals.start()
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signum, self._over.set)
        for index, port in enumerate(self._media.ports):
            loop.add_reader(port.socket.fileno(), self._readable, index)
        gc.collect()
        gc.freeze()  # modules and templates stay: no collection walks them
        ticking = loop.call_soon(self._tick, loop, loop.time())
        try:
            await self._over.wait()
        finally:
            ticking.cancel()
            if self._pacing is not None:
                self._pacing.cancel()
            for port in self._media.ports:
                loop.remove_reader(port.socket.fileno())
            self._media.close(self._clock())
            self._link.close()
            self._journals.close()

    def _readable(self, index: int) -> None:
        self._media.readable(index, self._clock())

    def _pace(self, loop: asyncio.AbstractEventLoop) -> None:
        """Each 5 ms while packets wait for slow lines; the tick begins it."""
        self._media.pace(self._clock())
        self._pacing = loop.call_later(PACE, self._pace, loop) if self._media.waits else None

    def _tick(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        now = self._clock()
        self._media.tick(now)
        if self._pacing is None and self._media.waits:
            self._pace(loop)
        if now >= self._next_pulse:
            self._next_pulse = now + PULSE
            self._beat()
            self._tidy()
        if self._link.connected:
            self._alone_since = now
        elif now - self._alone_since >= ORPHANED:
            log.warning("no_control", seconds=ORPHANED)
            self._over.set()
        if os.getppid() != self._parent:
            self._over.set()
        if not self._over.is_set():
            due = max(due + TICK, loop.time() + TICK / 4)  # a late tick is not made up for by a burst
            loop.call_at(due, self._tick, loop, due)

    def _tidy(self) -> None:
        """When most peers have gone, what they used is of no use to us any more. A millisecond or a few."""
        count = len(self._media.peers)
        if 2 * count <= self._most_peers and self._most_peers > MANY_PEERS:
            self._most_peers = MANY_PEERS
            footprint.give_back()
        self._most_peers = max(self._most_peers, count)

    def _beat(self) -> None:
        if self._pulse >= 0:
            with contextlib.suppress(OSError):  # the supervisor is held up, or gone: then we end anyway
                os.write(self._pulse, b".")

    def _greet(self) -> list[link.FromWorker]:
        keeper, news = self._media.keeper, self._media.news
        hello = link.Hello(self._started, news.inventory(), keeper.folders, news.echoes())
        return [hello, *news.flowing(), *news.takers(), *keeper.faults()]

    def _obey(self, message: object) -> None:
        self._media.obey(message, self._clock())

    def _tell(self, message: link.FromWorker) -> None:
        self._link.tell(message)


def open_sockets(arguments: Arguments) -> list[AnySocket]:
    """UDP and TCP for each host, all on one port. OSError when one is taken."""
    sockets: list[AnySocket] = []
    port = arguments.port
    admission = Admission()
    try:
        for host in arguments.hosts:
            sockets.append(MediaSocket(host, port))
            port = sockets[0].port
            sockets.append(TcpSocket(host, port, admission))
    except (OSError, ValueError):
        for opened in sockets:
            opened.close()
        raise
    return sockets


def die_with_parent() -> None:
    """SIGTERM when the parent ends, however it ends (Linux)."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def log_to_stderr() -> None:
    """One JSON object a line."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,  # without local variables: keys are among them
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


def main(words: Sequence[str]) -> int:
    """Run a worker; its exit status."""
    arguments = parse_arguments(words)
    log_to_stderr()
    die_with_parent()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a TCP connection each, beside the journals
    try:
        sockets = open_sockets(arguments)
    except (OSError, ValueError) as error:
        log.error("cannot_bind", port=arguments.port, error=str(error))
        return 2
    try:
        asyncio.run(_run(arguments, sockets))
    except OSError as error:
        log.error("cannot_listen", socket=arguments.socket.name, error=str(error))
        return 2
    return 0


async def _run(arguments: Arguments, sockets: Sequence[AnySocket]) -> None:
    await Worker(arguments, sockets).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
