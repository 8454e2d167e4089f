"""A real `bucgiang serve` in a folder of its own: its links, its API, its processes.

async with Served(tmp_path) as served:
    lesson = await served.lesson()
    teacher = await served.token(lesson, "teacher", "Cô Thử", person)
"""

import asyncio
import json
import os
import signal
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import aiohttp

from tests.support.program import Program, end_of, environment
from tests.support.waiting import until_found

MAIN = "from server.cli import main; main()"
KEY = "a-key-for-the-tests-only"
SECRET = "only-for-the-shared-test-server-0123456789abcdef"
"""Of the shared server: tests make tokens that are out of date."""


class Served:
    """Demo mode, so that there are people; lessons are made by `lesson`. `settings` are BUCGIANG_ names."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        trust: ssl.SSLContext | None = None,
        demo: bool = True,
        **settings: object,
    ) -> None:
        """`options` of `bucgiang serve`; `trust`: for a server with a certificate (that of --lan is trusted)."""
        self._trust = trust
        self._options = (*options, *(("--demo",) if demo else ()))
        self._env = environment(folder / "data", api_key=KEY, **settings)
        self._folder = folder
        self.data = folder / "data"
        self.media_port = int(self._env["BUCGIANG_MEDIA_PORT"])
        self.url = ""

    async def __aenter__(self) -> Self:
        self._program = Program("-c", MAIN, "serve", *self._options, env=self._env, cwd=self._folder)
        await self._program.__aenter__()
        try:
            line = await self._program.line("is running at")
            self.url = line.split("is running at ")[1].split()[0]
            self._http = self._session()
            await self.ready()
        except BaseException:
            await self.__aexit__()
            raise
        self._drain = asyncio.create_task(self._read())
        return self

    def _session(self) -> aiohttp.ClientSession:
        local = self.data / "tls" / "lan-cert.pem"
        trust = self._trust or (ssl.create_default_context(cafile=local) if local.exists() else True)
        headers = {"Authorization": f"Bearer {KEY}"}
        # A server may live through many tests: no call may meet a connection that was closed in between.
        connector = aiohttp.TCPConnector(ssl=trust, force_close=True)
        return aiohttp.ClientSession(self.url, headers=headers, connector=connector)

    async def __aexit__(self, *_exception: object) -> None:
        if hasattr(self, "_http"):
            await self._http.close()
        if hasattr(self, "_drain"):
            self._drain.cancel()
            await asyncio.wait([self._drain])
        await self._program.__aexit__()

    async def _read(self) -> None:
        assert self._program.process.stdout is not None
        async for line in self._program.process.stdout:
            self._program.lines.append(line.decode().rstrip("\n"))

    @property
    def lines(self) -> list[str]:
        """What the server said so far."""
        return self._program.lines

    @property
    def alive(self) -> bool:
        return self._program.process.returncode is None

    async def ready(self) -> None:
        """Every part works."""
        await until_found(self._is_ready)

    async def _is_ready(self) -> bool:
        try:
            async with self._http.get("/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def call(
        self, method: str, path: str, body: object = None, status: int = 200, token: str | None = None
    ) -> Any:
        """An API call as the school's program, or with a token; its JSON, None without a body."""
        headers = None if token is None else {"Authorization": f"Bearer {token}"}
        async with self._http.request(method, f"/api/v1{path}", json=body, headers=headers) as answer:
            text = await answer.text()
            assert answer.status == status, f"{answer.status} {text}"
            return json.loads(text) if text else None

    async def lesson(
        self,
        class_id: str | None = "8a3",
        teacher_id: str | None = "gv-01",
        minutes: float = 45,
        recording: bool = False,
    ) -> str:
        """The id of a new lesson that runs now; without a class, everybody's id is the test's own."""
        now = time.time()
        body = {
            "title": "Phân tích đa thức", "subject": "Toán", "class_id": class_id, "teacher_id": teacher_id,
            "starts_at": _rfc3339(now - 60), "ends_at": _rfc3339(now + minutes * 60),
            "recording": recording,
        }  # fmt: skip
        return str((await self.call("POST", "/lessons", body, 201))["id"])

    async def token(self, lesson: str, role: str, student: str | None = None, ttl_s: int = 3600) -> str:
        """A join token. `student`: a roster id; other roles get a person of their own."""
        body: dict[str, object] = {"role": role, "name": f"Thử {role}", "ttl_s": ttl_s}
        if student is not None:
            body["student_id"] = student
        return str((await self.call("POST", f"/lessons/{lesson}/tokens", body, 201))["token"])

    async def pid(self, module: str) -> int:
        """The process `python -m <module>` of this server."""
        return await until_found(lambda: asyncio.to_thread(self._child, module))

    async def kill(self, module: str) -> None:
        """kill -9 of that process; returns when the supervisor's next one is there and every part works."""
        victim = await self.pid(module)
        os.kill(victim, signal.SIGKILL)
        await end_of(victim)
        await self.pid(module)
        await self.ready()

    def _child(self, module: str) -> int | None:
        folders = (folder for folder in Path("/proc").glob("[0-9]*") if self._is_child(folder, module))
        return next((int(folder.name) for folder in folders), None)

    def _is_child(self, folder: Path, module: str) -> bool:
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parent = int((folder / "stat").read_text().rpartition(") ")[2].split()[1])
        except (OSError, ValueError):
            return False
        return module.encode() in words and parent == self._program.process.pid


class SharedServer:
    """One demo server for many tests; another when it has ended. `folder` makes a new one for each."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._running: Served | None = None

    async def get(self) -> Served:
        if self._running is None or not self._running.alive:
            await self.close()
            self._running = await Served(self._folder(), secret=SECRET).__aenter__()
        return self._running

    async def close(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            await running.__aexit__()


def _rfc3339(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
