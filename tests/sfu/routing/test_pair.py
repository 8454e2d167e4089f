"""Two ends over a bad network on a fake clock: camera → lossy link → worker's halves → lossy link → viewer."""

from collections import Counter, deque
from itertools import pairwise

import pytest

from sfu.peers.incoming import Incoming
from sfu.peers.outgoing import Outgoing
from sfu.routing import reports
from sfu.routing.router import Router
from sfu.routing.sequence import nearest
from sfu.routing.slots.resends import MAX_SENDS
from sfu.routing.sources.losses import Losses
from sfu.routing.sources.source import Listener
from sfu.sdp.negotiated import MID, Codec, Track
from sfu.wire import rtcp, rtp, vp8
from tests.sfu.routing.model import SLOT_RTX, SLOT_SSRC, Camera
from tests.support.link import LossyLink
from tests.support.wraps import WRAPS

STEP = 0.005


def codec(payload_type: int) -> Codec:
    return Codec(payload_type, "VP8", 90_000, payload_type + 1, "")


class Viewer:
    """A receiver: puts what comes in order, asks for losses and answers sender reports."""

    def __init__(self) -> None:
        self.payloads: dict[int, bytes] = {}
        self.timestamps: dict[int, int] = {}
        self.losses = Losses()
        self.repeated = 0
        self._newest: int | None = None

    def take(self, data: bytes, now: float) -> None:
        header = rtp.parse(data)
        payload, sequence = data[header.start : header.end], header.sequence
        if header.ssrc == SLOT_RTX:
            sequence, payload = rtp.split_rtx(payload)
            self.repeated += 1
        number = (1 << 16) + sequence if self._newest is None else nearest(sequence, self._newest)
        self._newest = number if self._newest is None else max(number, self._newest)
        assert self.payloads.get(number, payload) == payload
        self.payloads[number] = payload
        self.timestamps[number] = header.timestamp
        self.losses.arrived(number, now)

    def nack(self, now: float) -> list[bytes]:
        lost = [number & 0xFFFF for number in self.losses.due(now)]
        return [rtcp.receiver_report(1) + rtcp.nack(1, SLOT_SSRC, lost)] if lost else []


class Network:
    """One publisher and one viewer; four lossy directions. The worker in the middle is real but for SRTP."""

    def __init__(self, seed: int, first: int, cameras: int = 1) -> None:
        def link(number: int) -> LossyLink[bytes]:
            return LossyLink(seed * 10 + number, delay=0.02)

        self.now = 50.0
        self.up, self.up_control = link(1), link(2)
        self.down, self.down_control = link(3), link(4)
        self.cameras = [
            Camera(ssrc=10 + number, sequence=(first + 7 * number) & 0xFFFF, picture_id=first & 0x7FFF)
            for number in range(cameras)
        ]
        self.dropped: Counter[str] = Counter()
        tracks = [
            Track(f"v{number}", "video", "source", str(number), (codec(96),), {MID: 4})
            for number in range(cameras)
        ]
        self.incoming = Incoming("p", tracks, 5, self.dropped)
        for number, camera in enumerate(self.cameras):
            track = self.incoming._ssrcs._tracks[number]
            self.incoming._ssrcs._known |= dict.fromkeys(
                (camera.ssrc, camera.ssrc + 1000), (track, track.source.layers[0])
            )
        receiving = Track("v0", "video", "slot", "0", (codec(120),), {}, (), (), SLOT_SSRC, SLOT_RTX)
        self.outgoing = Outgoing([receiving], self, "bucgiang", reports.ntp_stamp)
        self.slot = self.outgoing.slots["v0"]
        self.slot._out = (1 << 16) + first - 1  # not by chance
        self.router = Router(self.fail)
        for source in self.incoming.sources:
            self.router.add(source, self.now)
        self.viewer = Viewer()
        self.sent: deque[bytes] = deque()
        self._step = 0

    def spoil(self, loss: float) -> None:
        """From now on packets are lost and reordered on all four ways; the beginning was clean."""
        for link in (self.up, self.up_control, self.down, self.down_control):
            link.loss, link.jitter = loss, 0.015

    def fail(self, _listener: Listener) -> None:
        raise AssertionError("forwarding failed")

    def send(
        self, template: bytes, sequence: int, timestamp: int, ssrc: int, patch_at: int, patch: bytes
    ) -> bool:
        packet = bytearray(template)
        rtp.patch(packet, rtp.PATCH_AT, sequence, timestamp, ssrc)
        packet[patch_at : patch_at + len(patch)] = patch
        self.down.send(bytes(packet), self.now)
        return True

    def feed(self, number: int) -> None:
        self.router.feed(self.slot, f"p/v{number}", self.now)

    def run(self, seconds: float, filming: bool = True) -> None:
        for _ in range(round(seconds / STEP)):
            self.now += STEP
            self._step += 1
            if filming and self._step % 8 == 0:
                for camera in self.cameras:
                    for data in camera.frame(packets=3):
                        self.up.send(data, self.now)
            self._worker()
            for data in self.down.receive(self.now):
                self.viewer.take(data, self.now)
            if self._step % 4 == 0:
                for control in self.viewer.nack(self.now):
                    self.down_control.send(control, self.now)

    def _worker(self) -> None:
        batch = [self.incoming.packet(memoryview(data), self.now) for data in self.up.receive(self.now)]
        self.router.forward([arrived for arrived in batch if arrived is not None])
        for control in self.down_control.receive(self.now):
            for report in rtcp.parse(control):
                self.outgoing.report(report, self.now)
        if self._step % 4 == 0:
            for source in self.incoming.sources:
                source.flow_changed(self.now)
            for request in self.incoming.requests(self.now):
                self.up_control.send(request, self.now)
            self.router.tick(self.now)
        for control in self.up_control.receive(self.now):
            for camera in self.cameras:
                for data in camera.answer(control):
                    self.up.send(data, self.now)

    def frames(self) -> list[list[bytes]]:
        """What the viewer can decode: frames of whole packets, in order, until the first hole."""
        numbers = sorted(self.viewer.payloads)
        frames: list[list[bytes]] = []
        for earlier, number in zip([numbers[0] - 1, *numbers], numbers, strict=False):
            if number != earlier + 1:
                break
            payload = self.viewer.payloads[number]
            if vp8.parse(payload).frame_start:
                frames.append([])
            frames[-1].append(payload)
        return frames


@pytest.mark.parametrize("first", WRAPS)
def test_ten_percent_loss_on_every_way_is_made_good(first: int) -> None:
    network = Network(seed=first, first=first)
    network.feed(0)
    network.run(0.2)
    network.spoil(0.1)
    network.run(9.8)
    network.run(2.0, filming=False)
    assert min(link.lost for link in (network.up, network.down)) > 50
    payloads = network.viewer.payloads
    numbers = sorted(payloads)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    frames = network.frames()[:-1]  # nothing follows the last frame to show what it lacks
    assert len(frames) >= 248
    bodies = [payload[vp8.parse(payload).size + 1 :] for frame in frames for payload in frame]
    assert bodies == [b"A%d.%d" % (frame, part) for frame in range(len(frames)) for part in range(3)]
    assert network.viewer.repeated > 50


@pytest.mark.parametrize("seed", range(4))
def test_switching_under_loss_stays_continuous(seed: int) -> None:
    network = Network(seed=seed, first=65_000, cameras=2)
    for camera, label in zip(network.cameras, (b"A", b"B"), strict=True):
        camera.label = label
    network.feed(0)
    network.run(0.2)
    network.spoil(0.1)
    for switch in range(1, 11):
        network.run(1.5)
        network.feed(switch % 2)
    network.run(1.5)
    network.run(2.0, filming=False)
    payloads = network.viewer.payloads
    numbers = sorted(payloads)
    switches = [
        number
        for number, before in zip(numbers[1:], numbers, strict=False)
        if _label(payloads[number]) != _label(payloads[before])
    ]
    assert len(switches) == 10
    assert all(vp8.parse(payloads[number]).keyframe for number in switches)
    holes = set(range(numbers[0], numbers[-1])) - payloads.keys()
    sends = network.slot.repairs.resends._sent
    # left are only packets whose every copy was lost, and what the old source lost just before a switch
    assert all(
        sends.get(hole, (0, 0.0))[0] == MAX_SENDS or any(0 < switch - hole < 30 for switch in switches)
        for hole in holes
    )
    pictures = [vp8.parse(payloads[number]).picture_id for number in numbers]
    assert all(
        earlier is not None and later is not None and (later - earlier) & 0x7FFF <= 1
        for (earlier, later), number in zip(pairwise(pictures), numbers[1:], strict=True)
        if number - 1 in payloads
    )
    moved = (network.viewer.timestamps[numbers[-1]] - network.viewer.timestamps[numbers[0]]) & 0xFFFFFFFF
    assert moved <= (network.now - 50.0) * 90_000


def _label(payload: bytes) -> bytes:
    start = vp8.parse(payload).size + 1
    return payload[start : start + 1]


def test_a_blackout_ends_with_a_keyframe() -> None:
    network = Network(seed=7, first=65_500)
    network.feed(0)
    network.run(1.0)
    network.up.loss = 1.0
    network.run(1.0)
    network.up.loss = 0.0
    network.cameras[0].history.clear()  # the sender does not have those packets any more
    network.run(3.0)
    keyframes = [number for number, payload in network.viewer.payloads.items() if vp8.parse(payload).keyframe]
    assert len(keyframes) >= 2
    assert network.viewer._newest is not None
    assert network.viewer._newest - max(keyframes) < 3 * 25 * 3


def test_feedback_goes_to_the_sender_for_every_stamped_packet() -> None:
    network = Network(seed=1, first=0)
    network.incoming._transport_id = 3
    for number in range(20):
        data = rtp.pack(
            payload_type=96,
            sequence=number,
            timestamp=0,
            ssrc=10,
            payload=b"\x10\x01xx",
            extensions={3: (65_530 + number & 0xFFFF).to_bytes(2, "big")},
        )
        network.incoming.packet(memoryview(data), 1.0 + number * 0.01)
    (body,) = network.incoming.feedback()
    (report,) = rtcp.parse(body)
    assert isinstance(report, rtcp.TransportFeedback)
    assert (report.sender, report.media) == (5, 10)
    assert network.incoming.feedback() == []
