"""A whole media core on a fake clock with connected peers of this process: real sockets, DTLS and SRTP, no loop.

`Guest` is a peer's other end: keeps every datagram it sent and received, sends what it is told, honest or not.
"""

import os
import socket
from collections.abc import Callable
from typing import Literal

from loadtest.offer import LEVEL_ID, MID_ID, OPUS, VP8, offer, read_answer
from sfu import link
from sfu.media import Media
from sfu.routing.reports import ntp_stamp
from sfu.wire import rtp, stun
from sfu.wire.arena import Arena
from sfu.wire.dtls import DtlsSession, ServerCertificate, Srtp, SrtpError
from sfu.wire.sockets import MediaSocket
from tests.sfu.journal.shelf import Shelf

PICTURE = bytes.fromhex("50ff019d012a80023001aabb")
"""A VP8 keyframe of 640x304, begun."""
CERTIFICATE = ServerCertificate()
WAIT = 0.5
"""Seconds of real time a datagram on loopback may take."""


class House:
    """`media` and all it told control; `now` stands until `pass_time`."""

    def __init__(self) -> None:
        self.told: list[link.FromWorker] = []
        media_socket = MediaSocket("127.0.0.1", 0)
        self.address = ("127.0.0.1", media_socket.port)
        self.media = Media([media_socket], [self.address], ntp_stamp, self.told.append, Shelf())
        self.now = 1000.0
        self.guests: list[Guest] = []

    def guest(self, name: str, direction: Literal["sendonly", "recvonly"]) -> "Guest":
        """A connected peer."""
        guest = Guest(self, name, direction)
        self.guests.append(guest)
        guest.connect()
        return guest

    def feed(self, viewer: "Guest", sender: "Guest") -> None:
        feeds = {slot: link.SlotFeed(f"{sender.name}/{slot}") for slot in ("a0", "v0")}
        self.media.obey(link.FeedPeer(viewer.name, feeds), self.now)

    def read(self) -> None:
        """Whatever waits at the port."""
        for _ in range(4):
            self.media.readable(0, self.now)

    def pass_time(self, seconds: float) -> None:
        """In ticks of 20 ms."""
        for _ in range(max(1, round(seconds / 0.02))):
            self.now += 0.02
            self.media.tick(self.now)

    def dropped(self) -> dict[str, int]:
        self.media.obey(link.GetStats(1), self.now)
        stats = self.told.pop()
        assert isinstance(stats, link.Stats)
        return stats.dropped

    def close(self) -> None:
        self.media.close(self.now)
        for guest in self.guests:
            guest.socket.close()


class Guest:
    def __init__(self, house: House, name: str, direction: str) -> None:
        self.house, self.name = house, name
        self.sent: list[bytes] = []
        self.got: list[bytes] = []
        self.received: list[rtp.Header] = []
        """Of media, decrypted."""
        self.srtp: Srtp | None = None
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(house.address)
        self.socket.settimeout(WAIT)
        self._room = Arena(1, 2048).slots[0]
        self._numbers = {"audio": 100, "video": 60000}
        lines = offer(("audio", "video"), direction, "abcd", "x" * 24, CERTIFICATE.fingerprint).splitlines(
            True
        )
        sdp = "".join(line for line in lines if "transport-cc" not in line)  # it would give no feedback
        house.media.obey(link.Offer(1, name, sdp, room="room"), house.now)
        answered = house.told.pop()
        assert isinstance(answered, link.Answered)
        self.answer = read_answer(answered.sdp)
        self.dtls = DtlsSession(
            CERTIFICATE,
            "client",
            [("sha-256", self.answer.fingerprint)],
            self.send,
            self._secured,
            self._ended,
        )

    def _secured(self, srtp: Srtp) -> None:
        self.srtp = srtp

    def _ended(self, reason: str) -> None:
        raise AssertionError(f"{self.name}: DTLS ended: {reason}")

    def check(self) -> bytes:
        """An authentic connectivity check."""
        user = f"{self.answer.ufrag}:abcd"
        return stun.build_request(os.urandom(12), user, self.answer.password, nominate=True)

    def connect(self) -> None:
        self.send(self.check())
        self.hear(1)
        self.dtls.start(self.house.now)
        while self.srtp is None:
            self.hear(1)
        self.hear(0)

    def send(self, datagram: bytes) -> None:
        self.sent.append(datagram)
        self.socket.send(datagram)
        self.house.read()

    def hear(self, at_least: int) -> None:
        """Takes what came; waits for `at_least` datagrams."""
        self.house.read()
        while True:
            self.socket.settimeout(WAIT if at_least > 0 else 0.0)
            try:
                datagram = self.socket.recv(2048)
            except (BlockingIOError, TimeoutError):
                assert at_least <= 0, f"{self.name} heard nothing"
                return
            at_least -= 1
            self.got.append(datagram)
            self._take(datagram)

    def _take(self, datagram: bytes) -> None:
        if 20 <= datagram[0] <= 63:
            self.dtls.datagram(datagram, self.house.now)
        elif datagram[0] >= 128 and self.srtp is not None and not 192 <= datagram[1] <= 223:
            self._room.view[: len(datagram)] = datagram
            try:
                length = self.srtp.unprotect_rtp(self._room, len(datagram))
            except SrtpError:
                return
            self.received.append(rtp.parse(bytes(self._room.view[:length])))

    # Media

    def protected(self, packet: bytes, rtcp: bool = False) -> bytes:
        """Any bytes as an authentic packet of this peer."""
        assert self.srtp is not None
        self._room.view[: len(packet)] = packet
        protect: Callable[..., int] = self.srtp.protect_rtcp if rtcp else self.srtp.protect_rtp
        return bytes(self._room.view[: protect(self._room, len(packet))])

    def speak(self, kind: Literal["audio", "video"] = "audio") -> None:
        """The next packet of the mic or (a keyframe) of the camera."""
        number = self._numbers[kind] = self._numbers[kind] + 1
        audio = kind == "audio"
        packet = rtp.pack(
            payload_type=OPUS if audio else VP8,
            sequence=number & 0xFFFF,
            timestamp=int(self.house.now * (48_000 if audio else 90_000)) & 0xFFFFFFFF,
            ssrc=7000 + audio,
            payload=b"\x78sound" if audio else b"\x90\x80" + (number | 0x8000).to_bytes(2, "big") + PICTURE,
            marker=not audio,
            extensions={MID_ID: b"0", LEVEL_ID: b"\x85"} if audio else {MID_ID: b"1"},
        )
        self.send(self.protected(packet))
