"""The control process as a whole: an orderly end keeps everything, https works, hostile datagrams change nothing."""

import asyncio
import os
import random
import signal
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.support.classroom import Page
from tests.support.program import end_of
from tests.support.server import Served
from tests.support.waiting import soon

pytestmark = pytest.mark.process
PUPIL = "hs-8a3-05"


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with Served(tmp_path) as running:
        yield running


@asynccontextmanager
async def joined(served: Served, lesson: str) -> AsyncIterator[Page]:
    token = await served.token(lesson, "student", PUPIL)
    async with Page(served.url, {"token": token, "device": "one"}) as page:
        await page.connect()
        await page.snapshot()
        yield page


async def test_an_orderly_end_keeps_the_last_word(served: Served) -> None:
    lesson = await served.lesson()
    pid = await served.pid("server.control")
    async with joined(served, lesson) as page:
        await page.do("say", text="lời cuối")
        os.kill(pid, signal.SIGTERM)
        await soon(page.ended.wait())
    await end_of(pid)
    await served.ready()
    events = (await served.call("GET", f"/lessons/{lesson}/events"))["events"]
    assert [one["text"] for one in events if one["type"] == "said"] == ["lời cuối"]


async def test_another_sites_page_gets_no_line(served: Served) -> None:
    url = f"{served.url}/socket.io/?EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await http.ws_connect(url, origin="https://elsewhere.example")
        assert refusal.value.status == 400
        async with http.ws_connect(url, origin=served.url) as line:
            assert (await line.receive(5)).type == aiohttp.WSMsgType.TEXT


async def test_strangers_datagrams_change_nothing(served: Served) -> None:
    async with joined(served, await served.lesson()) as page:
        await throw(served.media_port)
        await page.do("say", text="không sao")
    await served.ready()
    assert not any("process ended" in line for line in served.lines), served.lines


async def throw(port: int) -> None:
    chance = random.Random(1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        for number in range(3000):
            size = chance.choice([0, 1, 12, 20, 60, 1200, 1500, 1501, 9000])
            first = bytes([chance.choice([0, 1, 22, 63, 128, 191, 200, 255])])
            body = (first + chance.randbytes(max(0, size - 1)))[:size]
            stranger.sendto(body, ("127.0.0.1", port))
            if number % 100 == 0:
                await asyncio.sleep(0)  # our page goes on meanwhile


async def test_pages_over_https(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    program = await asyncio.create_subprocess_exec(
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
        "-keyout", str(key), "-out", str(certificate), stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await program.wait() == 0
    trust = ssl.create_default_context(cafile=str(certificate))
    async with Served(tmp_path, trust=trust, tls_cert=certificate, tls_key=key) as served:
        assert served.url.startswith("https:")
        async with aiohttp.ClientSession() as http:
            url = f"{served.url}/socket.io/?EIO=4&transport=websocket"
            async with http.ws_connect(url, origin=served.url, ssl=trust) as line:
                assert (await line.receive(5)).type == aiohttp.WSMsgType.TEXT
            async with http.get(f"{served.url}/healthz", ssl=trust) as answer:
                assert "max-age" in answer.headers["Strict-Transport-Security"]
