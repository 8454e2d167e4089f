"""No datagram from anybody, in any order, throws out of the receive path, changes another's state or grows memory.

A teacher sends, a pupil receives, a liar is connected, strangers listened to all of them: they throw what they heard,
changed or not, and what they invent, from their own addresses and from those of others.
"""

import gc
import random
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from sfu import link
from sfu.wire import rtcp, rtp
from sfu.wire.dtls import REPLAY_WINDOW, SrtpError
from sfu.wire.limits import CONTROL_BURST, STUN_BURST
from tests.sfu.house import Guest, House

LOUD = 300
"""Kinds of drops that may be told: words of ours, a bounded number."""


class Class(House):
    """`teacher` → `pupil`, `liar` sends and is received by nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.teacher = self.guest("t", "sendonly")
        self.pupil = self.guest("r", "recvonly")
        self.liar = self.guest("l", "sendonly")
        self.spy = self.guest("s", "recvonly")
        self.feed(self.pupil, self.teacher)
        self.strangers = [self._stranger() for _ in range(3)]
        self.warm()
        self.heard = [
            *self.teacher.sent,
            *self.pupil.sent,
            *self.liar.sent,
            *self.pupil.got,
            *self.teacher.got,
        ]
        self.told.clear()

    def _stranger(self) -> Guest:
        """A socket, no more."""
        guest = Guest.__new__(Guest)
        guest.house, guest.sent, guest.got = self, [], []
        guest.socket = type(self.teacher.socket)(self.teacher.socket.family, self.teacher.socket.type)
        guest.socket.connect(self.address)
        self.guests.append(guest)
        return guest

    def warm(self) -> None:
        """Until the pupil's line is told what it may carry and the picture flows."""
        for _ in range(30):
            self.pass_time(0.02)
            self.teacher.speak("audio")
            self.teacher.speak("video")
        self.pupil.hear(2)
        self.goes_on()

    def goes_on(self) -> None:
        """What the teacher says and shows now reaches the pupil, numbered without a hole."""
        before = len(self.pupil.received)
        for _ in range(2):
            self.now += 0.02
            self.teacher.speak("audio")
            self.teacher.speak("video")
        self.pupil.hear(4)
        new = self.pupil.received[before:]
        assert len(new) == 4, new
        for ssrc in {header.ssrc for header in new}:
            numbers = [header.sequence for header in self.pupil.received if header.ssrc == ssrc]
            steps = {(b - a) & 0xFFFF for a, b in pairwise(numbers)}
            assert steps <= {1}, numbers

    def state(self) -> object:
        """All of the honest ones that others must not change."""
        return [
            (
                peer.name,
                peer.ice.selected,
                peer.ice.paths if peer.name == "r" else (),
                peer.connected,
                peer.ended,
                peer.dtls.state,
                id(peer.dtls.srtp),
                sorted(peer.outgoing.slots),
                [slot.wanted is None for slot in peer.outgoing.slots.values()],
                [source.name for source in peer.incoming.sources],
            )
            for peer in self.media.peers.values()
            if peer.name in "tr"
        ]


Act = tuple[int, int, int, bytes]


def thrown(room: Class, act: Act) -> None:
    """One act: who, what of the heard ones, how changed, and bytes for it."""
    who, which, how, more = act
    sender = [*room.strangers, room.liar, room.teacher, room.pupil][who % 6]
    base = room.heard[which % len(room.heard)]
    at = which % (len(base) + 1)
    match how % 9:
        case 0:
            sender.send(base)
        case 1:
            sender.send(base[:at])
        case 2:
            sender.send(base[:at] + more + base[at + len(more) :])
        case 3:
            spoiled = bytearray(base)
            spoiled[which % len(base)] ^= 1 << (which >> 3 & 7)
            sender.send(bytes(spoiled))
        case 4:
            sender.send(base + more)
        case 5:
            sender.send(more)
        case 6:
            _lie(room.liar, bytes([0x80 | which & 0x3F, (111, 96, 97, 0)[which & 3]]) + more, False)
        case 7:
            head = bytes([0x80 | which & 0x1F, 200 + which % 8]) + (len(more) // 4 + 1).to_bytes(2, "big")
            _lie(room.liar, head + bytes(4) + more[: len(more) // 4 * 4], True)
        case _:
            _lie(room.spy, rtcp.receiver_report(1) + rtcp.nack(1, which & 0xFFFFFFFF, [which & 0xFFFF]), True)


def _lie(liar: Guest, plain: bytes, control: bool) -> None:
    """Protected as it should be: what is inside lies. (What libsrtp itself refuses to protect is no packet.)"""
    if len(plain) < 12:
        plain += bytes(12 - len(plain))
    try:
        packet = liar.protected(plain, control)
    except SrtpError:
        return
    liar.send(packet)


acts = st.tuples(st.integers(0, 5), st.integers(0, 1 << 16), st.integers(0, 8), st.binary(max_size=60))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(acts, min_size=1, max_size=40))
def test_any_mixture_in_any_order(throws: list[Act]) -> None:
    room = Class()
    try:
        before = room.state()
        with capture_logs() as logs:
            for act in throws:
                thrown(room, act)
            room.pass_time(0.06)
        assert not [entry for entry in logs if entry["event"] == "bug"], logs
        assert room.state() == before
        assert not [each for each in room.told if isinstance(each, link.PeerClosed)]
        assert len(room.dropped()) < LOUD
        room.pupil.hear(0)
        room.goes_on()
    finally:
        room.close()


@pytest.fixture
def room() -> Iterator[Class]:
    room = Class()
    yield room
    room.close()


def test_memory_stays_flat(room: Class) -> None:
    """Of a long run: what it takes for the first half is not taken again for the second."""
    chance, before = random.Random(6), room.state()

    def half(count: int) -> int:
        for number in range(count):
            act = (chance.randrange(4), chance.getrandbits(16), chance.randrange(9), chance.randbytes(30))
            thrown(room, act)
            if number % 50 == 49:
                room.pass_time(0.02)
                for guest in room.guests:
                    guest.sent.clear()
                    _drain(guest)
                room.told.clear()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    half(500)
    tracemalloc.start()
    first = half(3000)
    grown = half(3000) - first
    tracemalloc.stop()
    print(f"3000 hostile datagrams, {grown} bytes more")
    assert grown < 120_000
    assert room.state() == before
    room.pupil.hear(0)
    room.goes_on()


def _drain(guest: Guest) -> None:
    guest.socket.setblocking(False)
    try:
        while True:
            guest.socket.recv(2048)
    except BlockingIOError:
        return


def test_replays_both_ways(room: Class) -> None:
    """RTP and RTCP sent twice count once, within the window and behind it; and the pupil's end refuses ours twice."""
    counted = room.dropped().get("replay", 0)
    source = room.media.peers["t"].incoming.sources[0]
    media = [packet for packet in room.teacher.sent if packet[0] >= 128]
    control = room.teacher.protected(rtcp.receiver_report(7), rtcp=True)
    room.teacher.send(control)
    for packet in [*media, control, control]:
        room.teacher.send(packet)
    assert room.dropped()["replay"] == counted + len(media) + 2
    newest = source.layers[0].newest
    for _ in range(REPLAY_WINDOW + 50):
        room.now += 0.02
        room.teacher.speak("audio")
    counted = room.dropped()["replay"]
    room.teacher.send(media[0])
    assert room.dropped()["replay"] == counted + 1, (
        "too old to be remembered one by one: refused all the same"
    )
    assert source.layers[0].newest is not newest
    room.pupil.hear(0)
    got = [packet for packet in room.pupil.got if packet[0] >= 128 and not 192 <= packet[1] <= 223]
    before = len(room.pupil.received)
    for packet in got[-20:]:
        room.pupil._take(packet)
    assert len(room.pupil.received) == before


def test_a_receiver_that_asks_for_everything_again_and_again(room: Class) -> None:
    """RTX is capped: three times a packet, and never more than the limit a second, whatever is asked."""
    for _ in range(300):
        room.now += 0.005
        room.teacher.speak("video")
        room.pupil.hear(0)
    slot = room.media.peers["r"].outgoing.slots["v0"]
    numbers = [header.sequence for header in room.pupil.received if header.ssrc == slot.ssrc][-300:]
    assert len(numbers) >= 100
    room.pupil.got.clear()
    asked = 0
    for _ in range(40):
        for start in range(0, len(numbers), 150):
            room.now += 0.01
            compound = rtcp.receiver_report(1) + rtcp.nack(1, slot.ssrc, numbers[start : start + 150])
            room.pupil.send(room.pupil.protected(compound, rtcp=True))
            room.pass_time(0.02)
            room.pupil.hear(0)
            asked += len(numbers[start : start + 150])
    again = sum(len(packet) for packet in room.pupil.got if packet[0] >= 128)
    served = len([header for header in room.pupil.received if header.ssrc == slot.rtx_ssrc])
    print(f"{asked} asked, {served} served, {again} bytes")
    assert 0 < served <= 3 * len(numbers)
    room.goes_on()


def test_control_of_one_peer_is_bounded(room: Class) -> None:
    """A storm of NACKs, PLIs and feedback of one liar: past its budget it is dropped, others' RTCP is not."""
    storm = rtcp.receiver_report(1) + rtcp.pli(1, 5) * 90
    for _ in range(2 * CONTROL_BURST // len(storm)):
        room.liar.send(room.liar.protected(storm, rtcp=True))
    assert room.dropped()["control_flood"] > 10
    keyframes = room.media.peers["t"].incoming.sources[1].layers[0].keyframes
    keyframes.arrived()
    slot = room.media.peers["r"].outgoing.slots["v0"]
    room.pupil.send(room.pupil.protected(rtcp.receiver_report(1) + rtcp.pli(1, slot.ssrc), rtcp=True))
    assert keyframes.wanted
    room.goes_on()


@pytest.mark.parametrize("stolen", ["liar", "teacher"])
def test_a_packet_of_one_peer_from_the_address_of_another(room: Class, stolen: str) -> None:
    """Keys and addresses belong together: nothing of it is forwarded, nobody is moved."""
    before = room.state()
    other = {"liar": room.liar, "teacher": room.teacher}[stolen]
    packet = rtp.pack(
        payload_type=111, sequence=1, timestamp=1, ssrc=7001, payload=b"x", extensions={4: b"0"}
    )
    for sender in (room.pupil, *room.strangers):
        sender.send(other.protected(packet))
        packet = packet[:3] + bytes([packet[3] + 1]) + packet[4:]
    assert room.state() == before
    room.goes_on()


def test_floods_are_counted_by_reason(room: Class) -> None:
    send: Callable[[bytes], None] = room.strangers[0].send
    for _ in range(STUN_BURST + 20):
        send(b"\x00\x01\x00\x00\x21\x12\xa4\x42" + bytes(12))
    dropped = room.dropped()
    assert dropped["stun_limited"] >= 20 - 5
    room.goes_on()
