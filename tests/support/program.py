"""A child process whose lines are waited for, and free ports: for tests that run the real program."""

import asyncio
import contextlib
import itertools
import os
import signal
import socket
import sys
from pathlib import Path

from tests.support.waiting import PATIENCE_S, soon, until

ROOT = Path(__file__).parent.parent.parent


_EACH = 3000
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 5
_PORTS = itertools.cycle(range(12_000 + _EACH * _WORKER, 12_000 + _EACH * (_WORKER + 1)))
"""Of this process alone, and none that the system gives to clients (it begins at 32768): a port that is free stays so
until its server is there."""


def free_port(host: str = "127.0.0.1") -> int:
    """A port nobody has now, neither of TCP nor of UDP, and nobody takes by chance."""
    for port in itertools.islice(_PORTS, _EACH):
        with (
            socket.socket() as stream,
            socket.socket(type=socket.SOCK_DGRAM) as datagrams,
            contextlib.suppress(OSError),
        ):
            stream.bind((host, port))
            datagrams.bind((host, port))
            return port
    raise OSError("no port is free")


def environment(data: Path, **settings: object) -> dict[str, str]:
    """This process's, without its own BUCGIANG_ names, with these settings and free ports.

    Nor with a wish to write no bytecode: many servers are started, and each would compile all modules again.
    """
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("BUCGIANG_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    given: dict[str, object] = {
        "data_dir": data,
        "port": free_port(),
        "media_port": free_port(),
        **settings,
    }
    named = {f"BUCGIANG_{name.upper()}": str(value) for name, value in given.items()}
    return clean | named | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


class Program:
    """`python ARGUMENTS` with its output read line by line. Use as `async with`; it is ended at the end."""

    def __init__(self, *arguments: str, env: dict[str, str], cwd: Path) -> None:
        self._arguments = arguments
        self._env = env
        self._cwd = cwd
        self.lines: list[str] = []

    async def __aenter__(self) -> "Program":
        pipe, out = asyncio.subprocess.PIPE, asyncio.subprocess.STDOUT
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, *self._arguments, stdout=pipe, stderr=out, env=self._env, cwd=self._cwd
        )
        return self

    async def __aexit__(self, *_exception: object) -> None:
        if self.process.returncode is None:
            self.process.terminate()
            try:
                await soon(self.process.communicate())
            except TimeoutError:
                self.process.kill()
        await self.process.communicate()

    async def line(self, part: str) -> str:
        """The next line that contains `part`. Raises AssertionError with all lines when none comes."""
        assert self.process.stdout is not None
        try:
            async with asyncio.timeout(PATIENCE_S):
                while raw := await self.process.stdout.readline():
                    self.lines.append(raw.decode().rstrip("\n"))
                    if part in self.lines[-1]:
                        return self.lines[-1]
        except TimeoutError:
            pass
        raise AssertionError(f"no line with {part!r} in:\n" + "\n".join(self.lines))

    async def ended(self) -> int:
        """The exit code; the remaining output goes to `lines`."""
        rest, _ = await soon(self.process.communicate())
        self.lines += rest.decode().splitlines()
        assert self.process.returncode is not None
        return self.process.returncode

    def interrupt(self) -> None:
        """As Ctrl-C."""
        self.process.send_signal(signal.SIGINT)


def gone(pid: int) -> bool:
    """Whether the process has ended (a zombie has)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


async def end_of(pid: int) -> None:
    """Of a process that is not our child. AssertionError: it lives on."""
    await until(lambda: gone(pid))
