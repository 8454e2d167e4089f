"""One light WebRTC connection: own UDP socket, a controlling ICE client, DTLS as client or server, RTP both ways.

Receives without decoding: counts packets, notes gaps and the first packet. Must not know the server's code, only
its wire (`sfu.wire`).
"""

import asyncio
import os
import secrets
import socket
import struct
import time
from collections.abc import Callable, Sequence
from typing import Literal

from loadtest.media.read import Frame
from loadtest.offer import MID_ID, OPUS, VP8, Answer, offer, read_answer
from loadtest.player import Player, Wire
from sfu.wire import stun
from sfu.wire.arena import Arena
from sfu.wire.dtls import DtlsSession, ServerCertificate, Srtp, SrtpError

TICK = 0.01
CHECK_FAST, CHECK_SLOW = 0.05, 2.5
"""Seconds between connectivity checks before and after the first answer."""
REPORT = 1.0
CONNECT = 10.0
NTP_EPOCH = 2_208_988_800
PLI, FIR = (206, 1), (206, 4)

_certificate: list[ServerCertificate] = []


def certificate() -> ServerCertificate:
    """One for all light clients of this process."""
    if not _certificate:
        _certificate.append(ServerCertificate())
    return _certificate[0]


class LightPeer(asyncio.DatagramProtocol):
    """Make, `offer()`, post it, `await connect(answer)`; `play` before or after; `await close()`."""

    def __init__(self, kinds: tuple[Literal["audio", "video"], ...], direction: str) -> None:
        self._kinds = kinds
        self._direction = direction
        self._ufrag, self._password = secrets.token_hex(4), secrets.token_hex(12)
        self._answer: Answer | None = None
        self._transport: asyncio.DatagramTransport | None = None
        self._dtls: DtlsSession | None = None
        self._srtp: Srtp | None = None
        self._arena = Arena(1, 2048)
        self._task: asyncio.Task[None] | None = None
        self._players: list[Player] = []
        self._last: dict[int, int] = {}
        self._check_at = 0.0
        self._checks_answered = False
        self._report_at = 0.0
        loop = asyncio.get_running_loop()
        self._connected: asyncio.Future[None] = loop.create_future()
        self.first_packet: asyncio.Future[float] = loop.create_future()
        self.packets = 0
        self.lost = 0
        self.octets = 0
        self.on_packet: Callable[[bytes], None] | None = None

    def offer(self) -> str:
        return offer(self._kinds, self._direction, self._ufrag, self._password, certificate().fingerprint)

    def play(self, frames: Sequence[Frame], mid: int) -> Player:
        """A new stream on the m-line `mid`; silent until `resume`."""
        video = self._kinds[mid] == "video"
        wire = Wire(
            VP8 if video else OPUS, secrets.randbits(32), str(mid), MID_ID, 90_000 if video else 48_000
        )
        player = Player(frames, wire, video)
        player.pause()
        self._players.append(player)
        return player

    def take_players(self, other: "LightPeer") -> None:
        """Goes on with what `other` was playing."""
        self._players = other._players

    async def connect(self, sdp: str) -> None:
        """ICE and DTLS. Raises TimeoutError, ConnectionError (DTLS failed) or ValueError (the answer)."""
        answer = self._answer = read_answer(sdp)
        loop = asyncio.get_running_loop()
        family = socket.AF_INET6 if ":" in answer.address[0] else socket.AF_INET
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, remote_addr=answer.address, family=family
        )
        self._dtls = DtlsSession(
            certificate(),
            "client",
            [("sha-256", answer.fingerprint)],
            self._transport.sendto,
            self._secured,
            self._ended,
        )
        self._task = asyncio.create_task(self._run())
        async with asyncio.timeout(CONNECT):
            await self._connected

    async def close(self) -> None:
        """Says goodbye and frees the socket."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._dtls:
            self._dtls.close()
        if self._transport:
            self._transport.close()

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:
        """asyncio calls this. Demultiplexed by the first byte (RFC 7983)."""
        if not data:
            return
        if data[0] < 4:
            self._checked(data)
        elif 20 <= data[0] <= 63 and self._dtls:
            self._dtls.datagram(data, time.monotonic())
        elif 128 <= data[0] <= 191 and self._srtp:
            self._media(data)

    def error_received(self, exc: Exception) -> None:
        """A port closed on the other side; the next answered check tells."""

    async def _run(self) -> None:
        while True:
            now = time.monotonic()
            self._check(now)
            if self._dtls and self._checks_answered:
                self._dtls.start(now)
                self._dtls.tick(now)
            if self._srtp:
                self._send_media(now)
            await asyncio.sleep(TICK)

    def _check(self, now: float) -> None:
        if now < self._check_at or not self._transport or not self._answer:
            return
        self._check_at = now + (CHECK_SLOW if self._checks_answered else CHECK_FAST)
        user = f"{self._answer.ufrag}:{self._ufrag}"
        self._transport.sendto(stun.build_request(os.urandom(12), user, self._answer.password, nominate=True))

    def _checked(self, data: bytes) -> None:
        try:
            stun.parse_success(data, self._answer.password if self._answer else "")
        except ValueError:
            return
        self._checks_answered = True

    def _secured(self, srtp: Srtp) -> None:
        self._srtp = srtp
        if not self._connected.done():
            self._connected.set_result(None)

    def _ended(self, reason: str) -> None:
        self._srtp = None
        if not self._connected.done():
            self._connected.set_exception(ConnectionError(f"DTLS: {reason}"))

    def _send_media(self, now: float) -> None:
        for player in self._players:
            for packet in player.due(now):
                self._protect(packet, rtcp=False)
        if now >= self._report_at:
            self._report_at = now + REPORT
            for player in self._players:
                if player.playing:
                    self._protect(player.report(time.time() + NTP_EPOCH, now), rtcp=True)

    def _protect(self, packet: bytes, rtcp: bool) -> None:
        assert self._srtp and self._transport
        slot = self._arena.slots[0]
        slot.view[: len(packet)] = packet
        protect = self._srtp.protect_rtcp if rtcp else self._srtp.protect_rtp
        length = protect(slot, len(packet))
        self._transport.sendto(bytes(slot.view[:length]))

    def _media(self, data: bytes) -> None:
        slot = self._arena.slots[0]
        if len(data) > len(slot.view) or not self._srtp:
            return
        slot.view[: len(data)] = data
        rtcp = 192 <= data[1] <= 223
        try:
            length = (self._srtp.unprotect_rtcp if rtcp else self._srtp.unprotect_rtp)(slot, len(data))
        except SrtpError:
            return
        plain = bytes(slot.view[:length])
        (self._control if rtcp else self._packet)(plain)

    def _packet(self, packet: bytes) -> None:
        _, second, sequence, _, ssrc = struct.unpack_from("!BBHII", packet)
        last = self._last.get(ssrc)
        ahead = (sequence - last) & 0xFFFF if last is not None else 1
        if ahead < 0x8000:
            self.lost += ahead - 1
            self._last[ssrc] = sequence
        self.packets += 1
        self.octets += len(packet)
        if not self.first_packet.done() and second & 0x7F == OPUS:
            self.first_packet.set_result(time.monotonic())
        if self.on_packet:
            self.on_packet(packet)

    def _control(self, compound: bytes) -> None:
        """Keyframe requests; reports and losses need no answer from a light client."""
        offset = 0
        while offset + 4 <= len(compound):
            first, kind, words = struct.unpack_from("!BBH", compound, offset)
            if (kind, first & 0x1F) in (PLI, FIR):
                for player in self._players:
                    if player.ssrc.to_bytes(4, "big") in compound[offset + 8 : offset + 4 + 4 * words]:
                        player.keyframe()
            offset += 4 + 4 * words
