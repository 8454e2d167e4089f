"""Socket.IO with real websockets: what is let in, what ends a connection, how little a slow browser costs."""

import asyncio
import socket as sockets_module
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import aiohttp
import pytest
import pytest_asyncio
import socketio
from aiohttp import web
from aiohttp.test_utils import TestServer

from server.classroom.pages import sockets
from server.classroom.pages.frames import SMALL
from server.classroom.pages.sockets import MAX_BEHIND, MAX_MESSAGE, Line, Refuse, Sockets
from tests.support.waiting import PATIENCE_S, soon, until


class Desk:
    """A listener that keeps what it heard."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.commands: list[object] = []
        self.frames = 0
        self.gone = asyncio.Event()

    async def connect(self, line: Line, auth: object, address: str) -> Callable[[], None]:
        if not isinstance(auth, dict) or auth.get("token") != "good":
            raise Refuse("forged")
        self.lines.append(line)
        return lambda: line.send("snapshot", b'{"number":1}')

    def command(self, line: Line, payload: object) -> dict[str, object]:
        self.commands.append(payload)
        return {"ok": True}

    def alive(self, line: Line) -> None:
        self.frames += 1

    def closed(self, line: Line) -> None:
        self.lines.remove(line)
        self.gone.set()


class Page:
    """One browser, by the independent python-socketio client."""

    def __init__(self, url: str, compress: int = 0) -> None:
        self.url = url
        self._http = aiohttp.ClientSession()
        self.client = socketio.AsyncClient(
            reconnection=False, http_session=self._http, websocket_extra_options={"compress": compress}
        )
        self.heard: asyncio.Queue[tuple[str, object]] = asyncio.Queue()
        self.ended = asyncio.Event()
        for name in ("snapshot", "event", "notice"):
            self.client.on(name, self._keeper(name))
        self.client.on("disconnect", lambda *_: self.ended.set())

    def _keeper(self, name: str) -> Callable[[object], None]:
        return lambda body: self.heard.put_nowait((name, body))

    async def join(self, token: object = "good", **options: object) -> None:
        within = {"wait_timeout": PATIENCE_S, **options}  # not its second: these tests run beside others
        await self.client.connect(self.url, auth={"token": token}, transports=["websocket"], **within)

    async def close(self) -> None:
        async with AsyncExitStack() as closing:
            closing.push_async_callback(self._http.close)
            closing.push_async_callback(self.client.shutdown)

    async def next(self) -> tuple[str, object]:
        return await soon(self.heard.get())


@pytest_asyncio.fixture
async def desk() -> Desk:
    return Desk()


@pytest_asyncio.fixture
async def url(desk: Desk) -> AsyncIterator[str]:
    app = web.Application()
    own = lambda origin, request: bool(origin == f"http://{request.host}")  # noqa: E731
    Sockets(desk, own, lambda request: request.remote or "").attach(app)
    async with TestServer(app) as server:
        yield str(server.make_url("/")).rstrip("/")


@pytest_asyncio.fixture
async def raw() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest_asyncio.fixture
async def page(url: str) -> AsyncIterator[Page]:
    """Not connected yet."""
    made = Page(url)
    yield made
    await made.close()


async def test_first_the_connect_then_what_it_brings(desk: Desk, page: Page) -> None:
    await page.join()
    assert await page.next() == ("snapshot", {"number": 1})
    assert await page.client.call("command", {"type": "raise_hand"}) == {"ok": True}
    assert desk.commands == [{"type": "raise_hand"}]
    assert desk.frames == 1
    await page.client.disconnect()
    await soon(desk.gone.wait())
    assert desk.lines == []


async def test_a_refused_connect_says_its_code(desk: Desk, page: Page) -> None:
    said: asyncio.Queue[object] = asyncio.Queue()
    page.client.on("connect_error", said.put_nowait)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await page.join("bad")
    assert await soon(said.get()) == {"message": "forged"}
    assert desk.lines == []


async def test_close_sends_what_is_queued_first(desk: Desk, page: Page) -> None:
    await page.join()
    await page.next()
    desk.lines[0].send("notice", b'{"type":"token_revoked"}')
    desk.lines[0].close()
    assert await page.next() == ("notice", {"type": "token_revoked"})
    await soon(page.ended.wait())
    await soon(desk.gone.wait())


@pytest.mark.parametrize("compress", [0, 15])
async def test_small_and_large_messages_come_in_order(desk: Desk, url: str, compress: int) -> None:
    """Small ones go past the queue; large ones, and all that come while those wait, go through it."""
    async with AsyncExitStack() as closing:
        page = Page(url, compress)
        closing.push_async_callback(page.close)
        await page.join()
        assert await page.next() == ("snapshot", {"number": 1})
        await sizes_come_through(page, desk.lines[0])


async def sizes_come_through(page: Page, line: Line) -> None:
    sizes = [0, 100, 126, SMALL - 40, SMALL + 40, 5, 70_000, 7, 200_000, 0, 300, 65_000, 1]
    for number in range(200):
        line.send("event", b'{"number":%d,"fill":"%s"}' % (number, b"x" * sizes[number % len(sizes)]))
        if number % 17 == 0:
            await asyncio.sleep(0)  # the queue's task has a turn in between
    heard = [(await page.heard.get())[1] for _ in range(200)]
    assert [body["number"] for body in heard] == list(range(200))  # type: ignore[index]
    assert [len(body["fill"]) for body in heard[:13]] == sizes  # type: ignore[index]


async def test_an_answer_keeps_its_place(desk: Desk, url: str, raw: aiohttp.ClientSession) -> None:
    """It comes behind what its command made be sent, whether that was small or had to queue."""

    def echo(payload: object) -> dict[str, object]:
        desk.lines[0].send("event", b'"%s"' % (b"x" * int(str(payload))))
        return {"ok": True}

    desk.command = lambda line, payload: echo(payload)  # type: ignore[method-assign]
    async with raw.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket") as socket:
        await socket.receive()
        await socket.send_str('40{"token":"good"}')
        sizes = [1, 70_000, 2, 3, 20_000, 4]
        for number, size in enumerate(sizes):
            await socket.send_str(f'42{number}["command",{size}]')
        await socket.send_str('42["command",5]')  # wants no answer
        heard = [str((await soon(socket.receive())).data) for _ in range(2 + 2 * len(sizes) + 1)][2:]
    kinds = [frame[:3] if frame.startswith("43") else len(frame) - len('42["event",""]') for frame in heard]
    assert kinds == [entry for number, size in enumerate(sizes) for entry in (size, f"43{number}")] + [5]


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://127.0.0.1:1", "null"])
async def test_another_sites_page_is_refused(url: str, raw: aiohttp.ClientSession, origin: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await raw.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket", origin=origin)
    assert refusal.value.status == 400


async def test_polling_is_not_offered(url: str, raw: aiohttp.ClientSession) -> None:
    async with raw.get(f"{url}/socket.io/?EIO=4&transport=polling") as answer:
        assert answer.status == 400


BAD_FRAMES = [
    "", "x", "2probe", "5", "6", "99", "43[1]", '451-["command",{"_placeholder":true,"num":0}]', "42[]", "42{}",
    '42["connect",{"token":"good"}]', '42["disconnect"]', '42["other",{}]', "4" + "[" * 5000,
    "42" + "9" * 5000 + '["command",{}]', '42["command",' + "[" * 15000, "x" * (MAX_MESSAGE + 1),
    '42["command",{"a":', '40{"token":"good"}' + "}",
]  # fmt: skip


@pytest.mark.parametrize("frame", BAD_FRAMES, ids=lambda frame: str(frame)[:24])
async def test_a_hostile_frame_ends_or_means_nothing(
    desk: Desk, url: str, raw: aiohttp.ClientSession, page: Page, frame: str
) -> None:
    async with raw.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket") as socket:
        await socket.receive(5)
        await socket.send_str('40{"token":"good"}')
        assert str((await socket.receive(5)).data).startswith("40")
        assert str((await socket.receive(5)).data).startswith('42["snapshot"')
        await socket.send_str(frame)
        await socket.send_str('42["command",{"type":"lower_hand"}]')
        await socket.send_str("1")
        async for _ in socket:
            pass
    assert len(desk.commands) <= 1
    await page.join()
    assert await page.next() == ("snapshot", {"number": 1})


async def test_a_binary_frame_ends_the_connection(desk: Desk, url: str, raw: aiohttp.ClientSession) -> None:
    async with raw.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket") as socket:
        await socket.receive(5)
        await socket.send_str('40{"token":"good"}')
        await socket.send_bytes(b"\x00" * 100)
        async for _ in socket:
            pass
    await soon(desk.gone.wait())


async def test_a_socket_joins_once(desk: Desk, url: str, raw: aiohttp.ClientSession) -> None:
    async with raw.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket") as socket:
        await socket.receive(5)
        for _ in range(3):
            await socket.send_str('40{"token":"good"}')
        answers = [str((await socket.receive(5)).data)[:2] for _ in range(4)]
    assert sorted(answers) == ["40", "42", "44", "44"]
    await soon(desk.gone.wait())
    assert desk.lines == []


async def test_who_shows_no_token_is_closed(
    url: str, raw: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "HANDSHAKE_S", 0.05)
    async with raw.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket") as socket:
        await socket.receive(5)
        async for _ in socket:
            pass
        assert socket.closed


@pytest.mark.parametrize("bound", ["MAX_UNKNOWN", "MAX_UNKNOWN_EACH"])
async def test_strangers_sockets_are_few(
    desk: Desk, url: str, raw: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(sockets, bound, 2)
    address = f"{url}/socket.io/?EIO=4&transport=websocket"
    async with raw.ws_connect(address) as one, raw.ws_connect(address) as two:
        await one.receive(5)
        await two.receive(5)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await raw.ws_connect(address)
        assert refusal.value.status == 503


async def test_a_browser_that_does_not_read_is_cut_off(desk: Desk, url: str) -> None:
    host, _, port = url.removeprefix("http://").partition(":")
    loop = asyncio.get_running_loop()
    with sockets_module.socket() as stuck:
        stuck.setsockopt(sockets_module.SOL_SOCKET, sockets_module.SO_RCVBUF, 4096)
        stuck.setblocking(False)
        await loop.sock_connect(stuck, (host, int(port)))
        await loop.sock_sendall(stuck, _upgrade(host) + _masked('40{"token":"good"}'))
        await until(lambda: desk.lines)
        line = desk.lines[0]
        most = 0
        async with asyncio.timeout(PATIENCE_S):
            while desk.lines:
                line.send("event", b'"' + b"x" * 8000 + b'"')
                most = max(most, line.behind)
                await asyncio.sleep(0)  # the server has a turn in between
        assert most <= MAX_BEHIND + 1, "frames, and the library's mark of the end"


def _upgrade(host: str) -> bytes:
    return (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
        f"Host: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


def _masked(text: str) -> bytes:
    """A client's text frame with the mask 0 (RFC 6455 §5.3)."""
    return bytes([0x81, 0x80 | len(text)]) + bytes(4) + text.encode()
