"""Keeps the processes of a server running: control, media worker and recorder, restarted with back-off.

Started by `bucgiang serve`. Children have their own session (Ctrl-C reaches only us) and get SIGTERM from
the kernel when we die, so that nothing is left behind. Control says through a pipe (server/ready.py) that it
is ready. Closing: control first (it writes its events), then the worker, then the recorder; SIGKILL after a few
seconds. A child whose pulse (server/pulse.py; the worker and the recorder write their own) stops is killed, too.
"""

import asyncio
import ctypes
import errno
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from server import pulse
from server.addresses import base_url, media_binding
from server.ready import READY_FD, Links, read_links
from server.running import hold
from server.settings import PREFIX, Settings, StartFault
from server.tls import server_context

FIRST_DELAY_S = 0.1
LONGEST_DELAY_S = 2.0
"""With the start itself (about 1.5 s) still within the 5 s in which a lesson must be back."""
HEALTHY_S = 3.0
STOP_S = 6.0
UNUSABLE = StartFault.exit_code
PR_SET_PDEATHSIG = 1
RECORDER_NICE = 5
"""What it does can wait; forwarding cannot."""

_log = structlog.get_logger("server.supervisor")
_libc = ctypes.CDLL(None, use_errno=True)


class PortTaken(StartFault):
    """A port we need cannot be had."""

    exit_code = 1


@dataclass
class Backoff:
    """How long to wait before the next start: 0.1 s, doubling to 2 s; as new after 3 s of running."""

    delay: float = FIRST_DELAY_S

    def after(self, ran_s: float) -> float:
        """Seconds to wait now, for a child that ran `ran_s` seconds."""
        if ran_s >= HEALTHY_S:
            self.delay = FIRST_DELAY_S
        now, self.delay = self.delay, min(self.delay * 2, LONGEST_DELAY_S)
        return now


@dataclass
class Child:
    """One process to keep running. `ready` when it tells through a pipe that it is ready. `nice`: behind the others."""

    name: str
    command: Sequence[str]
    ready: bool = False
    nice: int = 0
    process: asyncio.subprocess.Process | None = None
    backoff: Backoff = field(default_factory=Backoff)


def children(settings: Settings) -> list[Child]:
    """The processes of a server with these settings, in the order of starting."""
    binding = media_binding(settings)
    worker = ["sfu.worker", "--socket", str(settings.data_dir / "run" / "media-0.sock")]
    worker += ["--port", str(settings.media_port), "--journals", str(settings.data_dir / "journals")]
    for host in binding.hosts:
        worker += ["--host", host]
    for address in binding.addresses:
        worker += ["--address", address]
    return [  # stopped in the opposite order
        Child(
            "recorder",
            [sys.executable, "-m", "recordings.recorder", "--data", str(settings.data_dir)],
            nice=RECORDER_NICE,
        ),
        Child("media", [sys.executable, "-m", *worker]),
        Child("control", [sys.executable, "-m", "server.control"], ready=True),
    ]


def check_ports(settings: Settings) -> None:
    """Raises PortTaken, in words for the operator, before anything is started."""
    _try_bind(socket.SOCK_STREAM, settings.host, settings.port, "BUCGIANG_PORT", "BUCGIANG_HOST")
    for host in media_binding(settings).hosts:
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            _try_bind(kind, host, settings.media_port, "BUCGIANG_MEDIA_PORT", "BUCGIANG_MEDIA_ADDRESSES")


class Supervisor:
    """Runs the children until SIGINT or SIGTERM; `on_ready` gets the links of the first ready control."""

    def __init__(
        self, kept: Sequence[Child], environment: dict[str, str], on_ready: Callable[[Links], None]
    ) -> None:
        self._children = kept
        self._environment = environment
        self._on_ready = on_ready
        self._stopping = asyncio.Event()
        self._exit_code = 0
        self._was_ready = False

    async def run(self) -> int:
        """The exit code: 0 after a signal, 2 when a child cannot start with these settings."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stopping.set)
        async with asyncio.TaskGroup() as group:
            keepers = [group.create_task(self._keep(child)) for child in self._children]
            await self._stopping.wait()
            for child in reversed(self._children):
                await _stop(child)
            for keeper in keepers:
                keeper.cancel()
        return self._exit_code

    async def _keep(self, child: Child) -> None:
        while not self._stopping.is_set():
            began = time.monotonic()
            code = await self._run_once(child)
            if self._stopping.is_set():
                return
            if code == UNUSABLE and not self._was_ready:
                self._exit_code = code
                self._stopping.set()
                return
            delay = child.backoff.after(time.monotonic() - began)
            _log.warning("process ended, starting it again", child=child.name, code=code, delay=delay)
            with suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self._stopping.wait()

    async def _run_once(self, child: Child) -> int:
        watched: dict[str, Callable[[Child, int], Coroutine[None, None, None]]]
        watched = {pulse.PULSE_FD: _kill_stuck}
        if child.ready:
            watched[READY_FD] = self._announce
        pipes = {name: os.pipe() for name in watched}
        child.process = await asyncio.create_subprocess_exec(
            *child.command,
            env=self._environment | {name: str(inner) for name, (_outer, inner) in pipes.items()},
            pass_fds=[inner for _outer, inner in pipes.values()],
            start_new_session=True,
            preexec_fn=_die_with(os.getpid(), child.nice),
        )
        for _outer, inner in pipes.values():
            os.close(inner)
        async with asyncio.TaskGroup() as group:
            watching = [group.create_task(watched[name](child, outer)) for name, (outer, _) in pipes.items()]
            code = await child.process.wait()
            for task in watching:
                task.cancel()
        return code

    async def _announce(self, _child: Child, pipe: int) -> None:
        """Waits for the document of a ready control; an empty one means that it died before."""
        document = await _read_to_end(pipe)
        if document and not self._was_ready:
            self._was_ready = True
            self._on_ready(read_links(document))


def child_environment(settings: Settings) -> dict[str, str]:
    """Ours, with what the command line said."""
    flags = {name: "1" for name in ("demo", "lan") if getattr(settings, name)}
    return dict(os.environ) | {PREFIX + name.upper(): value for name, value in flags.items()}


def serve(settings: Settings, on_start: Callable[[], None], on_ready: Callable[[Links], None]) -> int:
    """Runs a server until a signal; its exit code. Raises StartFault before `on_start` and anything else."""
    with hold(settings, base_url(settings)):
        check_ports(settings)
        if settings.tls_cert is not None and settings.tls_key is not None:
            server_context(
                settings.tls_cert, settings.tls_key
            )  # control would say the same, among other lines
        on_start()
        return asyncio.run(_serve(settings, on_ready))


async def _serve(settings: Settings, on_ready: Callable[[Links], None]) -> int:
    return await Supervisor(children(settings), child_environment(settings), on_ready).run()


async def _read_to_end(pipe: int) -> bytes:
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(pipe, "rb", buffering=0)
    )
    try:
        return await reader.read()
    finally:
        transport.close()


async def _kill_stuck(child: Child, pipe: int) -> None:
    await pulse.stopped(pipe)
    assert child.process is not None
    _log.error("process does not answer, killing it", child=child.name)
    with suppress(ProcessLookupError):
        child.process.kill()


async def _stop(child: Child) -> None:
    process = child.process
    if process is None or process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(STOP_S):
            await process.wait()
    except TimeoutError:
        _log.error("process does not end, killing it", child=child.name)
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _die_with(parent: int, nice: int) -> Callable[[], None]:
    """Done in the new child before exec: SIGTERM for it when we die; nothing to start if we already did."""

    def prepare() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)
        os.nice(nice)

    return prepare


def _try_bind(kind: socket.SocketKind, host: str, port: int, port_name: str, host_name: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, kind) as probe:
        if kind == socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            word = "TCP" if kind == socket.SOCK_STREAM else "UDP"
            raise PortTaken(_bind_fault(error, word, host, port, port_name, host_name)) from error


def _bind_fault(error: OSError, word: str, host: str, port: int, port_name: str, host_name: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"{word} port {port} on {host} is taken by another program; end it or set {port_name} to another"
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; set {host_name} to one it has, or 0.0.0.0"
    if error.errno == errno.EACCES:
        return f"{word} port {port} needs root; set {port_name} to one above 1023 (a proxy can take {port})"
    return f"{word} port {port} on {host}: {error.strerror}; set {port_name} or {host_name}"
