"""A light WebRTC connection without its socket: a controlling ICE client, DTLS, SRTP, what it plays and receives.

Pure: `now` is monotonic seconds, datagrams come by `datagram`, go to `send`; `tick` each 10 ms or so. Serves the shell
on real sockets (loadtest/peer.py) and the virtual laboratory (tests/support/lab.py). Knows the wire (`sfu.wire`) only.
"""

import os
import secrets
from collections.abc import Callable, Mapping, Sequence

from loadtest.media.read import Frame
from loadtest.offer import (
    MID_ID,
    NO_LAYERS,
    OPUS,
    REPAIRED_ID,
    RID_ID,
    RTX,
    TRANSPORT_ID,
    VP8,
    Answer,
    Kind,
    offer,
    read_answer,
    read_fragment,
    restart_fragment,
)
from loadtest.player import Player, Wire
from loadtest.receiver import Receiver
from sfu.wire import rtcp, stun
from sfu.wire.arena import Arena
from sfu.wire.dtls import DtlsSession, ServerCertificate, Srtp

CHECK_FAST, CHECK_SLOW = 0.05, 2.5
"""Seconds between connectivity checks before and after the first answer."""
REPORT = 1.0
START_ROUND_TRIP = 0.1
MAX_COMPOUND = 1100
MAX_CHECKS = 64

_certificate: list[ServerCertificate] = []


def certificate() -> ServerCertificate:
    """One for all light clients of this process."""
    if not _certificate:
        _certificate.append(ServerCertificate())
    return _certificate[0]


class Client:
    """`offer()`, post it, `answered(answer, send)`, then datagrams and ticks; `play` before or after.

    `rids`: m-line → layers sent, low to high. `remb`: it reports an estimate of its own. `zero`: what makes `now` NTP
    seconds. `heard` is called with each RTP packet received, `on_secured` and `on_ended(reason)` once.
    """

    def __init__(
        self,
        kinds: tuple[Kind, ...],
        direction: str,
        rids: Mapping[int, tuple[str, ...]] = NO_LAYERS,
        remb: bool = False,
        zero: float = 0.0,
    ) -> None:
        self._kinds = kinds
        self._direction = direction
        self.rids = rids
        self._remb = remb
        self._zero = zero
        self._ufrag, self._password = _credentials()
        self._answer: Answer | None = None
        self._send: Callable[[bytes], None] = lambda data: None
        self._dtls: DtlsSession | None = None
        self._srtp: Srtp | None = None
        self._arena = Arena(1, 2048)
        self._players: list[Player] = []
        self._stamps = 0
        self._check_at = 0.0
        self._checks_answered = False
        self._checks: dict[bytes, float] = {}
        self._report_at = 0.0
        self.round_trip = START_ROUND_TRIP
        self.receiver = Receiver((), 0, remb)
        self.odd = 0
        """Packets refused: duplicates, forged ones, nonsense."""
        self.first_at: float | None = None
        """When the first packet of sound came."""

    # What the shell does

    def offer(self) -> str:
        return offer(
            self._kinds,
            self._direction,
            self._ufrag,
            self._password,
            certificate().fingerprint,
            self.rids,
            self._remb,
        )

    def answered(self, sdp: str, send: Callable[[bytes], None]) -> None:
        """The server's answer; from now on datagrams go to `send`. ValueError."""
        answer = self._answer = read_answer(sdp)
        self._send = send
        slots = tuple(section for section in answer.sections if section.ssrc)
        self.receiver = Receiver(slots, secrets.randbits(32), self._remb)
        self._dtls = DtlsSession(
            certificate(),
            "client",
            [("sha-256", answer.fingerprint)],
            lambda data: self._send(data),
            self._secured,
            self._ended,
        )

    def play(self, frames: Sequence[Frame], mid: int, rid: str = "") -> Player:
        """A new stream on the m-line `mid`, of layer `rid` if there are any; silent until `resume`."""
        video = self._kinds[mid] == "video"
        wire = Wire(
            payload_type=VP8 if video else OPUS,
            ssrc=secrets.randbits(32),
            mid=str(mid),
            mid_id=MID_ID,
            clock_rate=90_000 if video else 48_000,
            rtx_type=RTX if video else 0,
            rtx_ssrc=secrets.randbits(32),
            rid=rid,
            rid_id=RID_ID,
            repaired_id=REPAIRED_ID,
            stamp_id=TRANSPORT_ID if video else 0,
        )
        player = Player(frames, wire, video, self._stamp)
        player.pause()
        self._players.append(player)
        return player

    def _stamp(self) -> int:
        self._stamps += 1
        return self._stamps

    def restart(self) -> str:
        """The fragment that asks for an ICE restart; give the answer to `restarted`."""
        self._ufrag, self._password = _credentials()
        return restart_fragment(self._ufrag, self._password)

    def restarted(self, fragment: str) -> None:
        """The server's new credentials: checks begin again with them. ValueError."""
        assert self._answer is not None
        self._answer = _with_credentials(self._answer, *read_fragment(fragment))
        self._checks_answered, self._check_at = False, 0.0

    def datagram(self, data: bytes, now: float) -> None:
        """One datagram from the server. Demultiplexed by the first byte (RFC 7983)."""
        if not data:
            return
        if data[0] < 4:
            self._checked(data, now)
        elif 20 <= data[0] <= 63 and self._dtls:
            self._dtls.datagram(data, now)
        elif 128 <= data[0] <= 191 and self._srtp:
            self._media(data, now)

    def tick(self, now: float) -> None:
        """Checks, the handshake's timers, packets and reports that are due."""
        self._check(now)
        if self._dtls and self._checks_answered:
            self._dtls.start(now)
            self._dtls.tick(now)
        if self._srtp:
            self._send_media(now)
            if self.receiver.tracks:
                self._send_control(self.receiver.due(now, self.round_trip))

    @property
    def secured(self) -> bool:
        """Media may flow."""
        return self._srtp is not None

    def goodbye(self) -> None:
        """close_notify."""
        if self._dtls:
            self._dtls.close()

    # What the shell may want to know

    def on_secured(self) -> None:
        """DTLS is through."""

    def on_ended(self, reason: str) -> None:
        """DTLS failed, or the server said goodbye."""

    def heard(self, packet: bytes) -> None:
        """An RTP packet came."""

    # Inside

    def _check(self, now: float) -> None:
        if now < self._check_at or not self._answer:
            return
        self._check_at = now + (CHECK_SLOW if self._checks_answered else CHECK_FAST)
        user = f"{self._answer.ufrag}:{self._ufrag}"
        transaction = os.urandom(12)
        self._checks[transaction] = now
        if len(self._checks) > MAX_CHECKS:
            del self._checks[next(iter(self._checks))]
        self._send(stun.build_request(transaction, user, self._answer.password, nominate=True))

    def _checked(self, data: bytes, now: float) -> None:
        try:
            transaction, _ = stun.parse_success(data, self._answer.password if self._answer else "")
        except ValueError:
            return
        self._checks_answered = True
        sent = self._checks.pop(transaction, None)
        if sent is not None:
            self.round_trip = now - sent

    def _secured(self, srtp: Srtp) -> None:
        self._srtp = srtp
        self.on_secured()

    def _ended(self, reason: str) -> None:
        self._srtp = None
        self.on_ended(reason)

    def _send_media(self, now: float) -> None:
        for player in self._players:
            for packet in player.due(now):
                self._protect(packet, rtcp=False)
        if now >= self._report_at:
            self._report_at = now + REPORT
            for player in self._players:
                if player.playing and player.wanted:
                    self._protect(player.report(now + self._zero, now), rtcp=True)

    def _send_control(self, parts: Sequence[bytes]) -> None:
        """As few compounds as hold them (reduced size, RFC 5506)."""
        compound = b""
        for part in parts:
            if compound and len(compound) + len(part) > MAX_COMPOUND:
                self._protect(compound, rtcp=True)
                compound = b""
            compound += part
        if compound:
            self._protect(compound, rtcp=True)

    def _protect(self, packet: bytes, rtcp: bool) -> None:
        assert self._srtp
        slot = self._arena.slots[0]
        slot.view[: len(packet)] = packet
        protect = self._srtp.protect_rtcp if rtcp else self._srtp.protect_rtp
        length = protect(slot, len(packet))
        self._send(bytes(slot.view[:length]))

    def _media(self, data: bytes, now: float) -> None:
        slot = self._arena.slots[0]
        if len(data) > len(slot.view) or not self._srtp:
            return
        slot.view[: len(data)] = data
        control = 192 <= data[1] <= 223
        unprotect = self._srtp.unprotect_rtcp if control else self._srtp.unprotect_rtp
        try:
            plain = bytes(slot.view[: unprotect(slot, len(data))])
            (self._control if control else self._packet)(plain, now)
        except ValueError:  # a duplicate, forged, or nonsense
            self.odd += 1

    def _packet(self, packet: bytes, now: float) -> None:
        header = self.receiver.packet(packet, now)
        if self.first_at is None and header.payload_type == OPUS:
            self.first_at = now
        self.heard(packet)

    def _control(self, compound: bytes, now: float) -> None:
        for report in rtcp.parse(compound):
            if isinstance(report, rtcp.Pli):
                self._keyframe(report.media)
            elif isinstance(report, rtcp.Fir):
                for ssrc, _ in report.requests:
                    self._keyframe(ssrc)
            elif isinstance(report, rtcp.SenderReport):
                self.receiver.reported(report, now)
            elif isinstance(report, rtcp.Nack):
                self._repeat(report, now)

    def _keyframe(self, ssrc: int) -> None:
        for player in self._players:
            if player.ssrc == ssrc:
                player.keyframe()

    def _repeat(self, nack: rtcp.Nack, now: float) -> None:
        for player in self._players:
            if player.ssrc == nack.media:
                for packet in player.again(nack.lost, now):
                    self._protect(packet, rtcp=False)


def _credentials() -> tuple[str, str]:
    return secrets.token_hex(4), secrets.token_hex(12)


def _with_credentials(answer: Answer, ufrag: str, password: str) -> Answer:
    return Answer(ufrag, password, answer.fingerprint, answer.address, answer.tcp, answer.sections)
