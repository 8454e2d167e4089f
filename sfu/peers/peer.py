"""One WebRTC connection: ICE, DTLS and SRTP around what it publishes (`incoming`) and receives (`outgoing`).

No I/O of its own: datagrams are handed in, packets are written into outboxes. Owned by `sfu.media`, which closes it;
it closes its DTLS session and its sources with it.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

from sfu.peers.incoming import Incoming
from sfu.peers.outgoing import Outgoing
from sfu.routing.packet import Packet
from sfu.routing.sources.layer import Layer
from sfu.sdp.answer import answer
from sfu.sdp.negotiated import LocalDescription
from sfu.sdp.offer import credentials as remote_credentials
from sfu.wire import demux, rtcp, rtp, stun
from sfu.wire.address import Address, Path
from sfu.wire.arena import Slot as Room
from sfu.wire.dtls import DtlsSession, ServerCertificate, Srtp, SrtpError, SrtpReplay
from sfu.wire.ice import IceLite
from sfu.wire.limits import CONTROL_BURST, CONTROL_RATE, Bucket
from sfu.wire.ports import AnyOutbox
from sfu.wire.sockets import SEND_SIZE
from sfu.wire.tcp import TcpOutbox

STAMPED_OVERHEAD = 16 + 28
"""Bytes that SRTP, UDP and IP add to a packet."""
Ended = Literal["close", "consent", "dtls", "bug"]
MAX_COMPOUND = 1200
KEPT_FOR_SOUND = 8192
"""Bytes of a TCP connection's buffer that pictures leave free."""


class Moment:
    """The time of what is being done now, told by the shell: monotonic seconds."""

    __slots__ = ("now",)

    def __init__(self) -> None:
        self.now = 0.0


class Peer:
    """Called `name` by control. `ended` is set once it must be closed, with the reason."""

    def __init__(
        self,
        name: str,
        offer: str,
        local: LocalDescription,
        certificate: ServerCertificate,
        outboxes: Sequence[AnyOutbox],
        ntp: Callable[[float], int],
        moment: Moment,
    ) -> None:
        """BadSdp, NoCodec or Unsupported (all ValueError) when the offer cannot be answered."""
        negotiated = answer(offer, local)
        self.name = name
        self.answer = negotiated.answer
        self.dropped: Counter[str] = Counter()
        self.ended: Ended | None = None
        self.connected = False
        self.ice = IceLite(local.ufrag, local.pwd, negotiated.remote_ufrag, moment.now)
        own_ssrc = local.first_ssrc + 2 * len(negotiated.tracks)
        self.incoming = Incoming(name, negotiated.tracks, own_ssrc, self.dropped)
        self.outgoing = Outgoing(negotiated.tracks, self, local.cname, ntp)
        self.received = 0
        """Bytes of its media, with IP and UDP headers."""
        self.waits = False
        """`pace` is to be called each 5 ms."""
        self._moment = moment
        self._line = self.outgoing.delivery.line
        self._history = self._line.bandwidth.history
        self._own_ssrc = own_ssrc
        self._outboxes = outboxes
        self._srtp: Srtp | None = None
        self._outbox: AnyOutbox | None = None
        self._tcp: TcpOutbox | None = None
        self._address = Address(b"")
        self._heard_at = 0.0
        self._control_budget = Bucket(CONTROL_BURST, CONTROL_RATE)
        self.dtls = DtlsSession(
            certificate,
            negotiated.dtls_role,
            negotiated.remote_fingerprints,
            self._send_dtls,
            self._secured,
            self._dtls_ended,
        )

    # Datagrams in

    def check(self, request: stun.BindingRequest, path: Path, now: float) -> bool:
        """A connectivity check; answered when authentic. False: it is not."""
        moves = self.ice.moves
        response = self.ice.handle(request, path, now)
        if response is None:
            return False
        self._outboxes[path.socket].send(response, path.address)
        if self.ice.moves != moves or self._outbox is None:
            self._moved(now, again=moves > 0)
        self.dtls.start(now)
        return True

    def restart_ice(self, ufrag: str, pwd: str, now: float) -> tuple[str, str]:
        """The other end has new ICE credentials: ours, which count beside the old ones. BadSdp when they are
        malformed; `pwd` is not needed further, since a lite agent sends no checks."""
        remote_ufrag, _ = remote_credentials(ufrag, pwd)
        ours = credentials()
        self.ice.restart(*ours, remote_ufrag, now)
        return ours

    def handshake(self, data: bytes, now: float) -> None:
        """A datagram of DTLS records from an address of this peer."""
        self.dtls.datagram(data, now)

    def media(self, room: Room, length: int, path: Path, now: float) -> tuple[Layer, Packet] | None:
        """An SRTP or SRTCP packet from an address of this peer: what is to be forwarded of it, and whose it is."""
        if self._srtp is None:
            self.dropped["early"] += 1
            return None
        try:
            if demux.is_rtcp(room.view):
                self._control(bytes(room.view[: self._srtp.unprotect_rtcp(room, length)]), now)
                forward = None
            else:
                length = self._srtp.unprotect_rtp(room, length)
                forward = self.incoming.packet(room.view[:length], now)
        except SrtpError as error:
            self.dropped["replay" if isinstance(error, SrtpReplay) else "srtp"] += 1
            return None
        except ValueError:
            self.dropped["malformed"] += 1
            return None
        self.received += length + 28
        if now != self._heard_at:  # once a batch is enough
            self._heard_at = now
            moves = self.ice.moves
            self.ice.heard(path, now)
            if self.ice.moves != moves:
                self._moved(now, again=True)
        return forward

    def _control(self, data: bytes, now: float) -> None:
        if not self._control_budget.take(len(data), now):
            self.dropped["control_flood"] += 1
            return
        for report in rtcp.parse(data):
            self.incoming.report(report, now)
            self.outgoing.report(report, now)

    # Packets out

    def send(
        self, template: bytes, sequence: int, timestamp: int, ssrc: int, patch_at: int, patch: bytes
    ) -> bool:
        """One RTP packet of a slot (see `egress.Egress`): sent, or put into the pacer's queue while the line is short."""
        if self._line.pacing:
            delivery, now = self.outgoing.delivery, self._moment.now
            verdict = delivery.judge(ssrc, timestamp, len(template), now)
            if verdict == "queue":
                delivery.put((template, sequence, timestamp, ssrc, patch_at, patch))
                self.waits = True
            if verdict != "send":
                return verdict == "queue"
        if self._tcp is not None and self.outgoing.delivery.waits(ssrc) and not self._takes():
            return False
        self._emit(template, sequence, timestamp, ssrc, patch_at, patch)
        return True

    def _takes(self) -> bool:
        """Over TCP a line that is short fills the connection's buffer: the rest of that room is for sound."""
        return self._tcp is None or self._tcp.takes(SEND_SIZE + KEPT_FOR_SOUND, self._address)

    def _emit(
        self, template: bytes, sequence: int, timestamp: int, ssrc: int, patch_at: int, patch: bytes
    ) -> None:
        """Copied, patched and protected in the outbox's memory."""
        outbox, srtp = self._outbox, self._srtp
        if outbox is None or srtp is None:
            return
        room = outbox.slot()
        view = room.view
        size = len(template)
        view[:size] = template
        rtp.patch(view, rtp.PATCH_AT, sequence, timestamp, ssrc)
        if patch:
            view[patch_at : patch_at + len(patch)] = patch
        if template[0] & rtp.EXTENDED:
            rtp.patch_stamp(view, self._history.sent(size + STAMPED_OVERHEAD, self._moment.now))
        try:
            outbox.commit(srtp.protect_rtp(room, size), self._address)
        except SrtpError:  # a number used twice, or far too late: never sent
            self.dropped["protect"] += 1

    def pace(self, now: float) -> None:
        """Each 5 ms while `waits`: packets whose turn has come, and padding of a probe."""
        delivery = self.outgoing.delivery
        pacer = delivery.line.pacer
        if self._outbox is None:
            pacer.clear()
        while self._takes() and (packet := pacer.take(now)) is not None:
            self._emit(
                packet.template,
                packet.sequence,
                packet.timestamp,
                packet.ssrc,
                packet.patch_at,
                packet.patch,
            )
        if self._outbox is not None:
            delivery.probe(now)
        self.waits = delivery.busy

    def send_control(self, parts: Sequence[bytes]) -> None:
        """RTCP packets, as few compounds as hold them; each begins with a report (RFC 3550 §6.1)."""
        compound = b""
        for part in parts:
            if compound and len(compound) + len(part) > MAX_COMPOUND:
                self._send_compound(compound)
                compound = b""
            if not compound and part[1] not in (rtcp.SR, rtcp.RR):
                compound = rtcp.receiver_report(self._own_ssrc)
            compound += part
        if compound:
            self._send_compound(compound)

    def _send_compound(self, compound: bytes) -> None:
        outbox, srtp = self._outbox, self._srtp
        if outbox is None or srtp is None:
            return
        room = outbox.slot()
        room.view[: len(compound)] = compound
        try:
            outbox.commit(srtp.protect_rtcp(room, len(compound)), self._address)
        except SrtpError:
            self.dropped["protect"] += 1

    def _send_dtls(self, datagram: bytes) -> None:
        selected = self.ice.selected
        if selected is not None:
            self._outboxes[selected.socket].send(datagram, selected.address)

    # Time and state

    def requests_due(self, now: float) -> None:
        """Each 20 ms, of a publisher."""
        if self._outbox is not None:
            self.send_control(self.incoming.requests(now))

    def feedback_due(self) -> None:
        """Each 100 ms, of a publisher."""
        self.send_control(self.incoming.feedback())

    def tick(self, now: float) -> None:
        """Each 200 ms: handshake timers, consent, reports."""
        self.dtls.tick(now)
        self._aim(now)
        if self.ice.expired(now):
            self.ended = self.ended or "consent"
        if self._outbox is not None:
            self.send_control(self.incoming.reports(now) + self.outgoing.reports(now))
        if self.connected and self.outgoing.slots:
            self.outgoing.tick(now)
            self.pace(now)

    @property
    def transport(self) -> Literal["udp", "tcp", ""]:
        """What its selected path goes over; "" without one."""
        selected = self.ice.selected
        return "" if selected is None else self._outboxes[selected.socket].transport

    def lost(self, path: Path, now: float) -> None:
        """A TCP connection of this peer was closed; its other paths stay."""
        moves = self.ice.moves
        self.ice.lost(path)
        if self.ice.moves != moves:
            self._moved(now, again=True)

    def close(self) -> None:
        """Say goodbye and forget the keys. The owner takes the sources out of the router."""
        self.dtls.close()
        self._srtp = None
        self._outbox = None

    def _moved(self, now: float, again: bool) -> None:
        """`again`: moved, or back after a silence: what was under way is lost."""
        self._aim(now)
        if again:
            self.incoming.ask_keyframes()
            self.outgoing.moved(now)

    def _aim(self, now: float) -> None:
        """Where media goes; nowhere while the peer does not consent."""
        selected = self.ice.selected
        if selected is None or not self.ice.may_send(now):
            self._outbox = None
            return
        self._outbox = self._outboxes[selected.socket]
        self._tcp = self._outbox if isinstance(self._outbox, TcpOutbox) else None
        self._address = selected.address

    def _secured(self, srtp: Srtp) -> None:
        self._srtp = srtp
        self.connected = True

    def _dtls_ended(self, reason: str) -> None:
        self.ended = self.ended or ("close" if reason == "peer" else "dtls")


def credentials() -> tuple[str, str]:
    """A fresh ICE user fragment and password (RFC 8839 §5.4 asks for 24 and 128 bits)."""
    return secrets.token_hex(8), secrets.token_hex(16)
