"""The classroom of the server in this process, on a real port with a real database; pages by python-socketio."""

import asyncio
import shutil
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

import aiohttp
import socketio
from aiohttp import web
from aiohttp.test_utils import TestServer

from lesson.messages import Role
from server.classroom.health.metrics import ClassroomMetrics
from server.classroom.hub import Hub
from server.classroom.kept.disk import Thresholds
from server.classroom.pages.signalling import Signalling
from server.classroom.pages.sockets import Sockets
from server.classroom.webrtc.workerlink import WorkerLink
from server.classroom.whip.endpoints import MediaEndpoints
from server.http.app import create_app
from server.http.clients import client_source, own_origin
from server.http.deps import Deps, utc_now
from server.http.tokens import Tokens
from server.school.demo import seed
from server.school.lessons import NewLesson, add_lesson
from server.school.signin.revocations import Revocations
from server.settings import Settings
from server.store.database import Database
from server.store.eventlog import EventLog
from tests.support.passwords import easy_passwords
from tests.support.waiting import PATIENCE_S, soon

SECRET = "s" * 32
API_KEY = "k" * 32
TEACHER, PUPIL, OTHER = "gv-01", "hs-8a3-05", "hs-8a3-06"


class Classroom:
    """Put together as server/control.py does; `stop` and `start` are a restart of the control process."""

    def __init__(self, folder: Path, school: Path) -> None:
        """`school`: a database as `made_school` leaves it; a copy is used."""
        self._school = school
        self.settings = Settings(data_dir=folder / "data", secret=SECRET, api_key=API_KEY, demo=True)
        self.socket = folder / "data" / "run" / "media-0.sock"
        self.tokens = Tokens(SECRET.encode())
        self.pages: list[Page] = []
        self.thresholds = Thresholds(0, 0, 0)
        """A test may raise them before a start; the disk of the tests is never too small."""
        self.skew = 0.0
        """Seconds by which the lessons' clocks run ahead of the machine's; only ever raised."""
        self._stood: tuple[float, float] | None = None

    async def __aenter__(self) -> Self:
        self.socket.parent.mkdir(parents=True)
        shutil.copy(self._school, self.settings.database_path)
        await self.start("epoch-1")
        self.http = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_exception: object) -> None:
        async with AsyncExitStack() as closing:
            closing.push_async_callback(self.stop)
            closing.push_async_callback(self.http.close)
            for page in self.pages:
                closing.push_async_callback(page.close)

    async def start(self, epoch: str) -> None:
        self.database = await Database.open(self.settings)
        self.eventlog = EventLog(self.database)
        self.hub = Hub(
            self.database,
            self.eventlog,
            epoch,
            self.settings.data_dir,
            self.thresholds,
            wall=self._wall,
            monotonic=self._monotonic,
        )
        await self.hub.restore()
        self.revocations = await Revocations.load(self.database, utc_now())
        deps = Deps(
            self.settings, self.database, self.tokens, self.revocations, self.hub, passwords=easy_passwords()
        )
        ClassroomMetrics(self.hub, deps.registry)
        app = create_app(deps)
        self.signalling = Signalling(
            self.hub, self.tokens, self.revocations, self.eventlog, utc_now, self._monotonic
        )
        Sockets(self.signalling, self._own, lambda request: client_source(request, self.settings)).attach(app)
        MediaEndpoints(self.hub, deps).attach(app)
        self.link = WorkerLink(self.socket, self.hub.media)
        self._background = asyncio.create_task(self.hub.run(self.link))
        self._server = TestServer(app)
        await self._server.start_server()
        self.url = str(self._server.make_url("")).rstrip("/")

    def stand_still(self) -> None:
        """From now on the lessons' clocks go by `skew` alone."""
        self._stood = time.time(), time.monotonic()

    def _wall(self) -> float:
        return (self._stood[0] if self._stood else time.time()) + self.skew

    def _monotonic(self) -> float:
        return (self._stood[1] if self._stood else time.monotonic()) + self.skew

    def _own(self, origin: str, request: web.Request) -> bool:
        return own_origin(origin, request, self.settings)

    async def stop(self) -> None:
        await self._server.close()
        self._background.cancel()
        await asyncio.wait([self._background])
        await self.eventlog.close()
        await self.database.close()

    async def lesson(self, minutes: int = 45, recording: bool = False) -> str:
        """A lesson of 8A3 that runs now."""
        now = utc_now()
        new = NewLesson(
            title="Phân tích đa thức",
            subject="Toán",
            class_id="8a3",
            teacher_id=TEACHER,
            starts_at=now - 60_000,
            ends_at=now + minutes * 60_000,
            recording=recording,
        )
        return await add_lesson(self.database, new)

    def token(self, lesson: str, person: str, role: Role, ttl_s: int = 3600) -> str:
        return self.tokens.join(lesson, person, f"Thử {person}", role, ttl_s, utc_now()).token

    def page(self, token: object, device: str | None = None, **auth: object) -> "Page":
        """A page that is not connected yet."""
        page = Page(self.url, {"token": token, "device": device, **auth})
        self.pages.append(page)
        return page

    async def call(self, method: str, path: str, token: str = API_KEY, **more: Any) -> Any:
        """The answer of the HTTP API as JSON; with no other token the caller is a program of the school."""
        headers = {"Authorization": f"Bearer {token}"}
        async with self.http.request(method, f"{self.url}/api/v1{path}", headers=headers, **more) as answer:
            assert answer.ok, await answer.text()
            return await answer.json()

    async def join(self, lesson: str, person: str, role: Role, device: str | None = None) -> "Page":
        """A connected page with its first snapshot."""
        page = self.page(self.token(lesson, person, role), device)
        await page.connect()
        await page.snapshot()
        return page


async def made_school(folder: Path) -> Path:
    """The invented school in a database file, made once for many tests."""
    settings = Settings(data_dir=folder)
    database = await Database.open(settings)
    await seed(database, utc_now())
    await database.close()
    return settings.database_path


class Page:
    """One browser page: keeps its view by merging patches, as the real one does."""

    def __init__(self, url: str, auth: dict[str, object]) -> None:
        self.url, self.auth = url, auth
        self._http = aiohttp.ClientSession()
        self.client = socketio.AsyncClient(reconnection=False, http_session=self._http)
        self.heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.ended = asyncio.Event()
        self.refused: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.view: dict[str, Any] = {}
        self.epoch, self.number = "", 0
        self.faults: list[str] = []
        for name in ("snapshot", "event", "notice"):
            self.client.on(name, self._keeper(name))
        self.client.on("disconnect", lambda *_: self.ended.set())
        self.client.on("connect_error", self._refused)

    def _refused(self, body: Any) -> None:
        if not self.refused.done():
            self.refused.set_result(body)

    def _keeper(self, name: str) -> Callable[[Any], None]:
        def keep(body: Any) -> None:
            if name == "snapshot":
                self.view, self.epoch, self.number = body["view"], body["epoch"], body["number"]
            elif name == "event":
                if body["number"] != self.number + 1:
                    self.faults.append(f"event {body['number']} after {self.number}")
                self.number = body["number"]
                self.view = merge(self.view, body["patch"])
            self.heard.put_nowait((name, body))

        return keep

    async def connect(self, **options: Any) -> None:
        within = {"wait_timeout": PATIENCE_S, **options}  # not its second: these tests run beside others
        await self.client.connect(self.url, auth=self.auth, transports=["websocket"], **within)

    async def refusal(self) -> str:
        """The code a connect is refused with."""
        try:
            await self.connect()
        except socketio.exceptions.ConnectionError:
            body = await soon(self.refused)
            return str(body["message"])
        raise AssertionError("was let in")

    async def next(self, name: str, type_: str | None = None) -> Any:
        """The next message of this name (and type); others before it are passed over."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found, body = await self.heard.get()
                assert not self.faults, self.faults
                if found == name and type_ in (None, body.get("type")):
                    return body

    async def snapshot(self) -> Any:
        return await self.next("snapshot")

    async def event(self, type_: str) -> Any:
        return await self.next("event", type_)

    async def ask(self, type_: str, **fields: object) -> Any:
        """A command's ack."""
        return await self.client.call("command", {"type": type_, **fields}, timeout=PATIENCE_S)

    async def do(self, type_: str, **fields: object) -> None:
        answer = await self.ask(type_, **fields)
        assert answer == {"ok": True}, answer

    async def __aenter__(self) -> Self:
        """Not connected yet."""
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    async def close(self) -> None:
        try:
            if self.client.connected:
                await self.client.disconnect()
        finally:
            await self._http.close()


def merge(target: Any, patch: Any) -> Any:
    """RFC 7396, written apart from lesson/patch.py."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged
