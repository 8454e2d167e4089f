"""Debian's coturn with the configuration that `bucgiang turn` prints, beside a real server, without a browser."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aioice.stun import TransactionFailed

from loadtest.offer import offer, read_answer
from server.tls import lan_certificate
from server.turn import credential
from sfu.wire import stun
from tests.support.coturn import Allocation, allocated, code, coturn
from tests.support.network import ADDRESS
from tests.support.program import Program, environment, free_port
from tests.support.server import KEY, MAIN, Served

SECRET = "a-secret-for-the-tests-only-0123456789"
FINGERPRINT = ":".join(["AB"] * 32)


@dataclass
class Relayed:
    """A server with media on ADDRESS and its coturn."""

    served: Served
    plain: tuple[str, int]
    tls: tuple[str, int]
    cert: Path
    lesson: str = ""
    token: str = ""

    @property
    def media(self) -> tuple[str, int]:
        return ADDRESS, self.served.media_port

    async def page(self, method: str, path: str, **more: Any) -> tuple[int, Any]:
        """A call of the page, with its join token."""
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        async with (
            aiohttp.ClientSession(self.served.url, headers=headers) as http,
            http.request(method, path, **more) as answer,
        ):
            body = await (answer.json(content_type=None) if "json" in answer.content_type else answer.text())
            return answer.status, body

    async def credentials(self) -> tuple[str, str]:
        """From the API."""
        _, body = await self.page("GET", f"/api/v1/lessons/{self.lesson}/ice")
        [server] = body["ice_servers"]
        return server["username"], server["credential"]


@asynccontextmanager
async def relayed(folder: Path, **settings: object) -> AsyncIterator[Relayed]:
    plain, tls = (ADDRESS, free_port(host=ADDRESS)), (ADDRESS, free_port(host=ADDRESS))
    cert, key = lan_certificate(folder / "tls", (ADDRESS,), "turn", datetime.now(UTC))
    urls = [f"turn:{ADDRESS}:{plain[1]}?transport={kind}" for kind in ("udp", "tcp")]
    urls.append(f"turns:{ADDRESS}:{tls[1]}?transport=tcp")
    settings |= {"turn_urls": " ".join(urls), "turn_secret": SECRET, "media_addresses": ADDRESS}
    env = environment(folder / "data", api_key=KEY, **settings)
    words = ("turn", "--cert", str(cert), "--key", str(key))
    async with Program("-c", MAIN, *words, env=env, cwd=folder) as program:
        assert await program.ended() == 0
    async with (
        Served(folder, **settings) as served,
        coturn("\n".join(program.lines), folder, ADDRESS, plain[1], tls[1]),
    ):
        made = Relayed(served, plain, tls, cert)
        made.lesson = await served.lesson()
        made.token = await served.token(made.lesson, "student", "hs-8a3-02")
        yield made


@pytest.fixture
async def turn(tmp_path: Path) -> AsyncIterator[Relayed]:
    async with relayed(tmp_path) as made:
        yield made


async def test_a_check_reaches_our_media_through_the_relay(turn: Relayed) -> None:
    sdp = offer(("audio",), "recvonly", "abcd", "x" * 24, FINGERPRINT)
    status, answered = await turn.page(
        "POST", f"/whep/{turn.lesson}", data=sdp, headers={"Content-Type": "application/sdp"}
    )
    assert status == 201
    answer = read_answer(answered)
    for server, transport, trust in (
        (turn.plain, "udp", None),
        (turn.plain, "tcp", None),
        (turn.tls, "tcp", turn.cert),
    ):
        request = stun.build_request(os.urandom(12), f"{answer.ufrag}:abcd", answer.password, nominate=True)
        async with allocated(server, *await turn.credentials(), transport, trust) as allocation:
            response = await allocation.ask(request, turn.media)
            assert stun.parse_success(response, answer.password)[1] == allocation.address


async def test_it_relays_to_nothing_else_and_to_nobody_without_credentials(turn: Relayed) -> None:
    async with allocated(turn.plain, *await turn.credentials()) as allocation:
        await allocation.bind(turn.media)
        for peer in (
            "127.0.0.1",
            "10.0.0.1",
            "192.168.1.1",
            "169.254.1.1",
            "100.64.0.1",
            "198.18.9.2",
            "203.0.113.9",
        ):
            assert await refusal(allocation, peer) == 403, peer
    _, password = await turn.credentials()
    now = int(datetime.now(UTC).timestamp())
    late, longer = f"{now - 60}:abcdef", f"{now + 86_400}:abcdef"
    for username, word in ((late, credential(SECRET, late)), (longer, password)):
        with pytest.raises(TransactionFailed) as refused:
            async with allocated(turn.plain, username, word):
                pass
        assert code(refused.value) == 401


async def test_private_networks_only_when_set(tmp_path: Path) -> None:
    async with (
        relayed(tmp_path, turn_allow_private=True) as turn,
        allocated(turn.plain, *await turn.credentials()) as allocation,
    ):
        await allocation.bind(("10.0.0.1", 7000))
        for peer in ("127.0.0.1", "169.254.1.1", "203.0.113.9"):
            assert await refusal(allocation, peer) == 403, peer


async def refusal(allocation: Allocation, peer: str) -> int:
    """STUN's error code when a channel to that peer is asked for."""
    with pytest.raises(TransactionFailed) as refused:
        await allocation.bind((peer, 7000))
    return code(refused.value)
