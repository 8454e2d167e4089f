"""One incoming RTP stream: its packets in order of sending, its losses, keyframes, rate and reports.

A source without simulcast is one layer, else one for each rid. Fed by `sfu.peers.incoming` with unprotected packets;
hands each packet worth forwarding to the router once. Listeners attach themselves to the layers they want. Drops are
counted by reason in the `dropped` given by the owner.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from sfu.routing.packet import Packet, Ring
from sfu.routing.reports import Reception, SenderClock
from sfu.routing.sequence import Numbering, nearest
from sfu.routing.sources.keyframes import Keyframes
from sfu.routing.sources.losses import Losses
from sfu.routing.sources.rates import Rates
from sfu.wire import h264, vp8
from sfu.wire.rtcp import Block, SenderReport
from sfu.wire.rtp import FIXED_SIZE, Header

if TYPE_CHECKING:
    from sfu.routing.sources.source import Listener

Kind = Literal["audio", "video"]

CLOCK_RATES: dict[Kind, int] = {"audio": 48_000, "video": 90_000}
RING_SIZES: dict[Kind, int] = {"audio": 128, "video": 1024}
MAX_GAP = 500
"""Packets missing at once after which the stream counts as begun anew."""
CLOCK_JUMP = 5.0
"""Seconds by which a timestamp may stray from arrival times before its clock counts as set anew."""
SSRC_SILENT = 0.2
"""A second SSRC takes a source over only when the first has been silent that long."""
FLOW_TIMEOUT = 3.0
"""Seconds without a packet after which media counts as stopped."""
PER_SECOND = 2000
"""Packets a source may send in a second (20 Mbit/s of full ones): a flood is not multiplied by its receivers."""
MOST_BEFORE = 16
"""Packets of an H264 picture before its first slice."""
_MAX_SKEW = 10.0


class Layer:
    """Of one source. `listeners` is replaced, never changed in place: it may be walked meanwhile."""

    def __init__(
        self, kind: Kind, clock: SenderClock, dropped: Counter[str], rid: str = "", place: int = 0
    ) -> None:
        self.rid = rid
        """"" without simulcast."""
        self.place = place
        """Among its source's layers, 0 the lowest."""
        self.lines = 0
        """Height of its pictures by the last keyframe; 0: unknown."""
        self.codec = ""
        """Of the last packet."""
        self.kind: Kind = kind
        self.clock_rate = CLOCK_RATES[kind]
        self.ring = Ring(RING_SIZES[kind])
        self.losses = Losses()
        self.keyframes = Keyframes()
        self.reception = Reception(self.clock_rate)
        self.listeners: tuple[Listener, ...] = ()
        self.ssrc: int | None = None
        self.newest: Packet | None = None
        self.flowing = False
        """Media comes, or came a moment ago; kept by its source."""
        self.arrival = 0.0
        """When the last packet in order came."""
        self.interval = 0.0
        """Seconds from one frame to the next, smoothed."""
        self._rates = Rates()
        self._sps = b""
        self._clock = clock
        self._dropped = dropped
        self._numbering = Numbering()
        self._raw: int | None = None
        self._timestamp = 0
        self._late_next: int | None = None
        self._restarting = False
        self._budget = float(PER_SECOND)
        self._budget_at = 0.0

    def attach(self, listener: Listener) -> None:
        """Give `listener` every packet from now on; one that wants video asks for a keyframe itself."""
        if listener not in self.listeners:
            self.listeners = (*self.listeners, listener)

    def detach(self, listener: Listener) -> None:
        self.listeners = tuple(other for other in self.listeners if other is not listener)

    def receive(
        self, header: Header, payload: bytes, codec: str, now: float, *, recovered: bool = False
    ) -> Packet | None:
        """Take one packet of this track; the packet to forward, or None.

        `recovered`: it came as a retransmission; `header.sequence` is then the original's. Padding-only packets
        leave no hole. ValueError: the payload is none of its codec (counted by the caller).
        """
        if not self._within_budget(now):
            self._dropped["flood"] += 1
            return None
        if not recovered and not self._belongs(header.ssrc, now):
            self._dropped["second_ssrc"] += 1
            return None
        raw = self._place(header, now, recovered)
        if raw is None:
            return None
        self.losses.arrived(raw, now)
        if not recovered:
            self.reception.arrived(raw, header.timestamp, now)
        in_order = self._raw is None or raw > self._raw
        if in_order:
            self._raw = raw
        if not payload:
            self._padding(raw, in_order)
            return None
        index = self._numbering.dense(raw)
        if self.ring.get(index) is not None:
            self._dropped["duplicate"] += 1
            return None
        packet = self._packet(index, header, payload, codec, now, self._restarting and not recovered)
        self._keep(packet, in_order)
        return packet

    def _within_budget(self, now: float) -> bool:
        if now != self._budget_at:
            self._budget = min(float(PER_SECOND), self._budget + (now - self._budget_at) * PER_SECOND)
            self._budget_at = now
        if self._budget < 1:
            return False
        self._budget -= 1
        return True

    def _belongs(self, ssrc: int, now: float) -> bool:
        """One SSRC at a time is this track; a new one takes over from a silent one (a sender that began anew)."""
        if ssrc == self.ssrc:
            return True
        if self.ssrc is not None and now - self.arrival < SSRC_SILENT:
            return False
        self._restarting = self.ssrc is not None
        self.ssrc = ssrc
        return True

    def _place(self, header: Header, now: float, recovered: bool) -> int | None:
        """The endless number of a packet; None when it is too late or too wild to count."""
        newest = self._raw
        if newest is None:
            return None if recovered else (1 << 16) + header.sequence
        raw = nearest(header.sequence, newest)
        if recovered:
            if newest - self.ring.size < raw <= newest + MAX_GAP:
                return raw
            self._dropped["late"] += 1
            return None
        if self._restarting:  # another SSRC
            return self._restart(newest, header.sequence)
        if raw <= newest - self.ring.size:
            if self._late_next != header.sequence:  # RFC 3550 A.1: two in a row are a sender that began anew
                self._late_next = (header.sequence + 1) & 0xFFFF
                self._dropped["late"] += 1
                return None
            self._restarting = True
        elif raw - newest > MAX_GAP or (raw > newest and self._clock_jumped(header.timestamp, now)):
            self._restarting = True
        if self._restarting:
            return self._restart(newest, header.sequence)
        return raw

    def _clock_jumped(self, timestamp: int, now: float) -> bool:
        if self.newest is None:  # only padding came yet
            return False
        moved = (timestamp - self._timestamp) & 0xFFFFFFFF
        expected = int((now - self.arrival) * self.clock_rate)
        off = (moved - expected) & 0xFFFFFFFF
        return CLOCK_JUMP * self.clock_rate < off < 0x1_0000_0000 - CLOCK_JUMP * self.clock_rate

    def _restart(self, newest: int, sequence: int) -> int:
        self.losses.restart()
        self.reception.restart()
        self._late_next = None
        return ((newest >> 16) + 2) << 16 | sequence

    def _padding(self, raw: int, in_order: bool) -> None:
        """Bandwidth probing without media: unseen by receivers when in order, else its hole is out already."""
        self._dropped["padding"] += 1
        if in_order:
            self._numbering.skip(raw)

    def _packet(
        self, index: int, header: Header, payload: bytes, codec: str, now: float, restart: bool
    ) -> Packet:
        picture, keyframe, discardable = None, False, False
        if codec == "VP8":
            picture = vp8.parse(payload)
            keyframe = picture.keyframe
            discardable = picture.discardable and (picture.tl0 is None or picture.temporal_layer > 0)
        elif self.kind == "video":
            look = h264.parse(payload)
            keyframe = bool(look.sps) or (look.idr and (restart or self._begins(index, header.timestamp)))
            discardable = look.discardable
            self._set(look.sps)
        return Packet(
            index=index,
            timestamp=header.timestamp,
            marker=header.marker,
            codec=codec,
            payload=payload,
            arrival=now,
            keyframe=keyframe,
            restart=restart,
            discardable=discardable,
            picture=picture,
        )

    def _begins(self, index: int, timestamp: int) -> bool:
        """Whether a picture's first slice is of that index: what is before it in the picture is known and is none.

        Its parameter sets may have been lost: they are asked for again, and the picture begins with them.
        """
        if self.newest is None:
            return True
        for before in range(index - 1, index - MOST_BEFORE, -1):
            packet = self.ring.get(before)
            if packet is None or packet.timestamp != timestamp:
                return packet is not None
            if packet.keyframe:
                return False
        return False

    def _set(self, sps: bytes) -> None:
        """An H264 parameter set that tells another size."""
        if not sps or sps == self._sps:
            return
        self._sps = sps
        with suppress(ValueError):  # one that we cannot read is the receivers' affair
            self.lines = h264.size(sps)[1]

    def _keep(self, packet: Packet, in_order: bool) -> None:
        self.ring.put(packet)
        self.codec = packet.codec
        if packet.restart:
            self._restarting = False
        if packet.keyframe:
            self.keyframes.arrived()
            if packet.picture is not None:
                self.lines = vp8.lines(packet.payload, packet.picture) or self.lines
        picture = packet.picture
        self._rates.count(
            0 if picture is None else picture.temporal_layer, len(packet.payload) + FIXED_SIZE, packet.arrival
        )
        if in_order:
            if self.newest is not None and packet.timestamp != self._timestamp:
                self._next_frame(packet.arrival)
            self.newest = packet
            self.arrival, self._timestamp = packet.arrival, packet.timestamp

    def _next_frame(self, now: float) -> None:
        apart = min(now - self.arrival, FLOW_TIMEOUT)
        self.interval += 0.25 * (apart - self.interval)

    def sender_report(self, report: SenderReport, now: float) -> None:
        """The sender's own report about this track."""
        if report.ssrc == self.ssrc:
            self.reception.report(report.ntp, report.rtp, now)

    def report_block(self, now: float) -> Block | None:
        """What to tell the sender about this track."""
        return None if self.ssrc is None else self.reception.block(self.ssrc, now)

    def rtp_time(self, now: float) -> float | None:
        """RTP time captured at server time `now` (ticks, not wrapped): by sender reports, else by arrival."""
        reported = self.reported_time(now)
        return self._arrived_time(now) if reported is None else reported

    def reported_time(self, now: float) -> float | None:
        """RTP time captured at `now` by the sender's reports; None without them, or when they cannot be true."""
        arrived = self._arrived_time(now)
        captured = self.reception.captured(self._clock, now)
        if arrived is None or captured is None:
            return None
        off = (captured - arrived + 0x8000_0000) % 0x1_0000_0000 - 0x8000_0000
        return arrived + off if abs(off) < _MAX_SKEW * self.clock_rate else None

    def _arrived_time(self, now: float) -> float | None:
        newest = self.newest
        return None if newest is None else newest.timestamp + (now - newest.arrival) * self.clock_rate

    def nacks_due(self, now: float) -> list[int]:
        """16-bit numbers to ask the sender for; nothing while nobody listens."""
        if not self.listeners:
            return []
        numbers = [number & 0xFFFF for number in self.losses.due(now)]
        if self.losses.take_gave_up():
            self.keyframes.ask()
        return numbers

    def keyframe_due(self, now: float) -> bool:
        """Whether to ask the sender for a keyframe now. A layer that does not flow begins with one by itself."""
        if self.kind != "video" or not self.flowing or not self.listeners:
            return False
        return self.keyframes.due(now, self.losses.round_trip)

    @property
    def bitrates(self) -> tuple[int, ...]:
        """bit/s of RTP packets over the last second with temporal layers 0, 0…1 and so on; 1 entry without.

        A pause counts once it is over: of a layer that does not flow it is what it had when it did, (0,) before.
        """
        return self._rates.last

    @property
    def measured(self) -> bool:
        """Whether it flowed for a second yet; the rate before that is little more than a keyframe's."""
        return self._rates.whole

    def close(self) -> None:
        """The sender is gone."""
        self.listeners = ()
        self.flowing = False
        self.ring.clear()
