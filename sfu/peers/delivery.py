"""What one peer's slots get of its line: the congestion core's shell around slots, layers and reports.

Counts what is sent, asks the core who gets which layer, and tells the slots. Knows no transport and no SDP.
"""

from __future__ import annotations

from collections.abc import Mapping

from sfu.congestion.allocation import Request, Rung
from sfu.congestion.downlink import Downlink
from sfu.congestion.pacer import Verdict, Waiting, Weight
from sfu.peers.rungs import Rungs
from sfu.routing.slots.slot import Slot
from sfu.routing.slots.thinning import ALL

OVERHEAD = 12 + 16 + 28
"""Bytes beside the payload: RTP header, GCM tag, IPv4 and UDP."""
PAD = 255
PAD_SIZE = PAD + 20 + 16 + 28
PADS = 40
"""Padding packets at once, at most."""
AT_REST = 1.0
ROOM = 0.1
"""Seconds of a slot's packets waiting below which its next keyframe may come."""
STARTING = 4.0
"""Seconds a paused source has to begin when it is asked for."""
FELL = 0.9
"""An estimate that fell below this share of the last one is acted upon at once."""


class Delivery:
    """`stamps`: slot → id of the extension for the transport-wide number, where it was agreed."""

    def __init__(self, slots: Mapping[str, Slot], stamps: Mapping[str, int]) -> None:
        self.line = Downlink(transport=bool(stamps))
        self.held: frozenset[str] = frozenset()
        """Slots that are held back for want of rate."""
        self._slots = slots
        self._videos = {name: slot for name, slot in slots.items() if slot.kind == "video"}
        self._by_ssrc = {slot.ssrc: slot for slot in self._videos.values()}
        self._repairs = {slot.rtx_ssrc for slot in self._videos.values()}
        self._stamps = stamps
        self._rungs = {name: Rungs() for name in self._videos}
        self._feeds: dict[str, tuple[int, int]] = {}
        self._alive: dict[str, float] = {}
        self._counted = (0.0, 0.0)
        self._others = 0.0
        self._used = 0.0
        self._at: float | None = None
        self._estimate = 0.0
        self._stamping = True
        self._next = 0.0

    def feed(self, name: str, priority: int, lines: int) -> None:
        """How much a slot matters, and the lines of its tile (0: unknown)."""
        self._feeds[name] = priority, lines
        self._next = 0.0

    @property
    def rate(self) -> float:
        """bit/s sent lately, with IP and UDP headers."""
        return self._used

    # Time

    def due(self, now: float) -> bool:
        """Whether to tick now, asked each 200 ms: on a line with room once a second is enough."""
        return now >= self._next or self.line.pacing or self.line.bandwidth.stamping.on

    def tick(self, round_trip: float, now: float) -> None:
        """When it is due, and when the estimate fell."""
        self._next = now + AT_REST
        self._count(now)
        requests = self._requests(now)
        choice = self.line.tick(requests, self._others, self._used, round_trip, now)
        if self.line.stale:
            for slot in self._videos.values():
                slot.ask_keyframe()
        self._stamp()
        for name, rung in choice.items():
            self._choose(name, rung, now)
        for slot in self._videos.values():
            if self.line.pacer.waiting(slot.ssrc) < ROOM:
                slot.room(now)
        self.held = frozenset(name for name, rung in choice.items() if rung is None)
        repairs, copies = self.line.repairs, self.line.copies
        for slot in self._videos.values():
            resends = slot.repairs.resends
            resends.per_second, resends.copies = repairs, copies
        self._estimate = self.line.bandwidth.estimate

    def fell(self) -> bool:
        """Whether the next tick should be now: the estimate fell far, or stamps are needed."""
        bandwidth = self.line.bandwidth
        return bandwidth.estimate < FELL * self._estimate or bandwidth.stamping.on > self._stamping

    def _count(self, now: float) -> None:
        passed = 0.2 if self._at is None else now - self._at
        if passed < 0.05:
            return
        self._at = now
        others = sum(_bits(slot) for name, slot in self._slots.items() if name not in self._stamps)
        used = sum(_bits(slot) for slot in self._slots.values())
        weight = min(1.0, passed)  # smoothed over about a second
        self._others += weight * ((others - self._counted[0]) / passed - self._others)
        self._used += weight * ((used - self._counted[1]) / passed - self._used)
        self._counted = others, used

    def _requests(self, now: float) -> list[Request]:
        requests = []
        for name, slot in self._videos.items():
            source = slot.wanted
            if source is None:
                continue
            if source.flowing or slot.target is None:  # held back, its sender may have paused it
                self._alive[name] = now
            if now - self._alive.get(name, -STARTING) >= STARTING:
                continue  # its sender sends nothing
            priority, lines = self._feeds.get(name, (0, 0))
            rungs = self._rungs[name].of(source, slot.target, now)
            requests.append(Request(name, priority, rungs, lines))
        return requests

    def _stamp(self) -> None:
        on = self._stamping = self.line.bandwidth.stamping.on
        for name, number in self._stamps.items():
            wanted = number if on else 0
            if self._slots[name].stamp != wanted:
                self._slots[name].stamp = wanted

    def _choose(self, name: str, rung: Rung | None, now: float) -> None:
        slot = self._slots[name]
        if rung is None:
            slot.choose(None, 0, now)
        elif slot.wanted is not None and rung.layer < len(slot.wanted.layers):
            layer = slot.wanted.layers[rung.layer]
            top = rung.temporal >= self._rungs[name].top(layer)
            slot.choose(layer, ALL if top else rung.temporal, now)

    # Packets

    def waits(self, ssrc: int) -> bool:
        """Whether it is a stream of pictures: they wait where sound does not."""
        return ssrc in self._by_ssrc

    def judge(self, ssrc: int, timestamp: int, size: int, now: float) -> Verdict:
        """Of a packet while the line is paced: sound and retransmissions never wait."""
        slot = self._by_ssrc.get(ssrc)
        if slot is None:
            if ssrc in self._repairs:
                self.line.pacer.spent(size, now)
            return "send"
        return self.line.pacer.judge(size, ssrc, timestamp, _weight(slot), now)

    def put(self, arguments: tuple[bytes, int, int, int, int, bytes]) -> None:
        """It waits. `arguments`: of `Egress.send`."""
        slot = self._by_ssrc[arguments[3]]
        self.line.pacer.put(Waiting(*arguments, _weight(slot) == "key"))

    def probe(self, now: float) -> None:
        """Send the padding that is due."""
        due = self.line.probe(self._others, now)
        if not due:
            return
        for slot in self._videos.values():
            if slot.stamp and slot.wanted is not None and slot.rtx_ssrc is not None:
                for _ in range(min(PADS, -(-due // PAD_SIZE))):
                    if not slot.pad(PAD):
                        return
                return

    @property
    def busy(self) -> bool:
        """Whether packets wait or a probe is under way: to be called each 5 ms."""
        return bool(self.line.pacer) or self.line.bandwidth.probing.state == "sending"

    def shown(self) -> dict[str, str]:
        """What each fed video slot gets: rid and temporal layer; "" when held back."""
        return {name: self._shown(name, slot) for name, slot in self._videos.items() if slot.wanted}

    def _shown(self, name: str, slot: Slot) -> str:
        layer = slot.current
        if name in self.held or layer is None:
            return ""
        return f"{layer.rid or '-'}.{min(slot.temporal, self._rungs[name].top(layer))}"


def _bits(slot: Slot) -> int:
    return 8 * (slot.octets + OVERHEAD * slot.packets)


def _weight(slot: Slot) -> Weight:
    packet = slot.sending
    if packet is None:
        return "base"
    if packet.keyframe:
        return "key"
    picture = packet.picture
    upper = picture is not None and picture.tl0 is not None and picture.temporal_layer > 0
    return "extra" if upper or packet.discardable else "base"
