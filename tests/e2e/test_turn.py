"""Debian's coturn with the configuration that `bucgiang turn` prints, beside a real server, without a browser."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aioice.stun import TransactionFailed

from loadtest.offer import offer, read_answer
from server.turn import credential
from sfu.wire import stun
from tests.support.coturn import Allocation, allocated, code
from tests.support.relayed import SECRET, Relayed, relayed

FINGERPRINT = ":".join(["AB"] * 32)


@dataclass(frozen=True)
class Pupil:
    """Somebody of a lesson, without a browser."""

    turn: Relayed
    lesson: str
    token: str

    @classmethod
    async def joins(cls, turn: Relayed) -> "Pupil":
        lesson = await turn.served.lesson()
        return cls(turn, lesson, await turn.served.token(lesson, "student", "hs-8a3-02"))

    async def call(self, method: str, path: str, **more: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        async with (
            aiohttp.ClientSession(self.turn.served.url, headers=headers) as http,
            http.request(method, path, **more) as answer,
        ):
            body = await (answer.json() if answer.content_type == "application/json" else answer.text())
            return answer.status, body

    async def credentials(self) -> tuple[str, str]:
        _, body = await self.call("GET", f"/api/v1/lessons/{self.lesson}/ice")
        [server] = body["ice_servers"]
        return server["username"], server["credential"]


@pytest.fixture
async def pupil(tmp_path: Path) -> AsyncIterator[Pupil]:
    async with relayed(tmp_path) as turn:
        yield await Pupil.joins(turn)


async def test_a_check_reaches_our_media_through_the_relay(pupil: Pupil) -> None:
    sdp = offer(("audio",), "recvonly", "abcd", "x" * 24, FINGERPRINT)
    status, answered = await pupil.call(
        "POST", f"/whep/{pupil.lesson}", data=sdp, headers={"Content-Type": "application/sdp"}
    )
    assert status == 201
    answer, turn = read_answer(answered), pupil.turn
    for server, transport, trust in (
        (turn.plain, "udp", None),
        (turn.plain, "tcp", None),
        (turn.tls, "tcp", turn.cert),
    ):
        request = stun.build_request(os.urandom(12), f"{answer.ufrag}:abcd", answer.password, nominate=True)
        async with allocated(server, *await pupil.credentials(), transport, trust) as allocation:
            response = await allocation.ask(request, turn.media)
            assert stun.parse_success(response, answer.password)[1] == allocation.address


async def test_it_relays_to_nothing_else_and_for_nobody_without_credentials(pupil: Pupil) -> None:
    turn = pupil.turn
    async with allocated(turn.plain, *await pupil.credentials()) as allocation:
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
    _, password = await pupil.credentials()
    now = int(datetime.now(UTC).timestamp())
    late, longer = f"{now - 60}:abcdef", f"{now + 86_400}:abcdef"
    for username, word in ((late, credential(SECRET, late)), (longer, password)):
        with pytest.raises(TransactionFailed) as refused:
            async with allocated(turn.plain, username, word):
                pass
        assert code(refused.value) == 401


async def test_private_networks_only_when_set(tmp_path: Path) -> None:
    async with relayed(tmp_path, turn_allow_private=True) as turn:
        pupil = await Pupil.joins(turn)
        async with allocated(turn.plain, *await pupil.credentials()) as allocation:
            await allocation.bind(("10.0.0.1", 7000))
            for peer in ("127.0.0.1", "169.254.1.1", "203.0.113.9"):
                assert await refusal(allocation, peer) == 403, peer


async def refusal(allocation: Allocation, peer: str) -> int:
    """STUN's error code when a channel to that peer is asked for."""
    with pytest.raises(TransactionFailed) as refused:
        await allocation.bind((peer, 7000))
    return code(refused.value)
