"""A receiver's line through the whole media core, in virtual time with light clients (tests/support/lab.py)."""

import random
from collections.abc import Iterator

import pytest

from loadtest.line import Conditions, Way
from loadtest.media import read
from sfu import link
from sfu.congestion.rate import CEILING, FLOOR
from sfu.peers.peer import Peer
from sfu.wire import rtcp, rtp, twcc
from sfu.wire.address import Address
from sfu.wire.tcp import TcpOutbox
from tests.support.lab import Lab, shown

LAYERS = {1: ("l", "h"), 2: ("q", "h", "f")}
FEED = {
    "a0": link.SlotFeed("teacher/a0", 9),
    "v0": link.SlotFeed("teacher/v0", 3, 720),
    "v1": link.SlotFeed("teacher/v1", 2, 360),
}


class Room:
    """A teacher with sound, screen and camera, and a pupil who is fed all of it."""

    def __init__(self, remb: bool = False) -> None:
        self.lab = Lab(seed=3)
        teacher = self.lab.join("teacher", ("audio", "video", "video"), "sendonly", LAYERS)
        teacher.client.play(read.opus("teacher"), 0).resume()
        self._players = {}
        for place, name in ((1, "screen"), (2, "camera")):
            for rid in LAYERS[place]:
                player = teacher.client.play(read.vp8(f"{name}_{rid}")[0], place, rid)
                player.resume()
                self._players[f"teacher/v{place - 1}", rid] = player
        self.pupil = self.lab.join("pupil", ("audio", "video", "video"), "recvonly", remb=remb)
        self._told = 0
        self.lab.feed("pupil", FEED)

    @property
    def peer(self) -> Peer:
        return self.lab.media.peers["pupil"]

    def line(self, rate: float, loss: float = 0.0) -> None:
        down = Conditions(rate=rate, queue=max(10_000, int(rate * 0.04)), delay=0.03, loss=loss)
        self.pupil.line(Way(up=Conditions(delay=0.03), down=down))

    def run(self, seconds: float) -> None:
        """The teacher pauses what nobody takes, as a page does."""
        for _ in range(int(seconds / 0.25)):
            self.lab.run(0.25)
            for told in self.lab.told[self._told :]:
                if isinstance(told, link.LayersWanted):
                    for (source, rid), player in self._players.items():
                        if source == told.source:
                            player.want(rid in told.layers)
            self._told = len(self.lab.told)

    def sound_lost(self) -> int:
        return self.pupil.client.receiver.tracks[0].reception.lost


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.lab.close()


def test_a_slow_line_hears_everything_and_sees_the_screen_each_second(room: Room) -> None:
    room.line(200_000)
    room.run(8)
    lost, before = room.sound_lost(), shown(room.pupil)[0]
    room.run(20)
    assert room.sound_lost() - lost <= 1
    assert shown(room.pupil)[0] - before >= 20
    told = room.lab.line_of("pupil")
    assert 100 <= told.estimate <= 225
    assert told.hears is True
    assert told.path == "udp"
    assert 60 <= told.round_trip <= 500


def test_all_is_back_ten_seconds_after_the_line(room: Room) -> None:
    room.line(1_000_000)
    room.run(8)
    assert room.lab.line_of("pupil").slots == {"v0": "h.1", "v1": "f.1"}
    room.line(200_000)
    room.run(15)
    assert room.lab.line_of("pupil").slots != {"v0": "h.1", "v1": "f.1"}
    room.line(1_000_000)
    room.run(12)
    assert room.lab.line_of("pupil").slots == {"v0": "h.1", "v1": "f.1"}


def test_a_line_with_room_is_not_stamped_and_gets_no_padding(room: Room) -> None:
    room.run(15)
    history = room.peer.outgoing.delivery.line.bandwidth.history
    stamped = history.next
    room.run(5)
    assert history.next == stamped
    assert not room.peer.waits
    room.line(150_000)
    room.run(5)
    assert history.next > stamped
    assert room.lab.line_of("pupil").estimate < 250


def test_a_receivers_own_estimate_brings_stamps_back_at_once() -> None:
    room = Room(remb=True)
    room.run(14)
    bandwidth = room.peer.outgoing.delivery.line.bandwidth
    assert not bandwidth.stamping.on
    room.peer.outgoing.report(rtcp.Remb(1, 120_000, ()), room.lab.now)
    assert bandwidth.stamping.on
    assert bandwidth.estimate < 400_000
    room.lab.close()


def test_what_a_listener_misses_of_a_voice_is_told_to_its_sender(room: Room) -> None:
    room.line(4_000_000, loss=0.08)
    room.run(12)
    source = room.lab.media.peers["teacher"].incoming.sources[0]
    block = source.layers[0].report_block(room.lab.now)
    assert block is not None
    assert 0.03 * 256 <= block.fraction_lost <= 0.098 * 256
    room.line(4_000_000)
    room.run(70)
    block = source.layers[0].report_block(room.lab.now)
    assert block is not None
    assert block.fraction_lost <= 2


def test_no_feedback_of_a_receiver_raises_or_leaves_the_bounds(room: Room) -> None:
    room.run(2)
    chance = random.Random(5)
    outgoing = room.peer.outgoing
    ssrcs = [slot.ssrc for slot in outgoing.slots.values()]
    for _ in range(2000):
        kind = chance.randrange(4)
        if kind == 0:
            report: rtcp.AnyReport = rtcp.TransportFeedback(1, 2, chance.randbytes(chance.randrange(60)))
        elif kind == 1:
            ticks = tuple(chance.choice((None, chance.randrange(2000))) for _ in range(20))
            body = twcc.build(twcc.Feedback(chance.randrange(300), 1, (0, *ticks)))
            report = rtcp.TransportFeedback(1, 2, body)
        elif kind == 2:
            report = rtcp.Remb(1, chance.randrange(1 << 40), ())
        else:
            words = [chance.randrange(1 << 32) for _ in range(4)]
            report = rtcp.ReceiverReport(1, (rtcp.Block(chance.choice(ssrcs), 0, -5, *words),))
        try:
            outgoing.report(report, room.lab.now)
        except ValueError:
            continue  # counted by the peer
        assert FLOOR <= outgoing.delivery.line.bandwidth.estimate <= CEILING
    room.run(1)
    assert "pupil" in room.lab.media.peers


def test_a_slot_that_does_not_fit_is_told_as_held_back(room: Room) -> None:
    room.line(75_000)
    room.run(15)
    told = room.lab.line_of("pupil")
    assert told.slots["v1"] == ""
    lost = room.sound_lost()
    room.run(10)
    assert room.sound_lost() - lost <= 2


@pytest.mark.parametrize("feedback", ["many missing", "no picture"])
def test_a_line_that_is_not_watched_is_watched_at_once_when_packets_or_pictures_are_missing(
    room: Room, feedback: str
) -> None:
    room.run(14)
    outgoing, now = room.peer.outgoing, room.lab.now
    assert not outgoing.delivery.line.bandwidth.stamping.on
    screen = outgoing.slots["v0"]
    outgoing.report(rtcp.Nack(1, screen.ssrc, (1, 2)), now)
    assert screen.stamp == 0
    if feedback == "many missing":
        outgoing.report(rtcp.Nack(1, screen.ssrc, tuple(range(3, 9))), now + 0.1)
    else:
        outgoing.report(rtcp.Pli(1, screen.ssrc), now + 0.1)
    assert screen.stamp != 0
    assert outgoing.delivery.line.bandwidth.estimate < 600_000


def test_a_line_that_collapses_shows_the_screen_again_soon(room: Room) -> None:
    room.line(1_000_000)
    room.run(15)
    room.line(200_000)
    room.run(12)
    screen = room.pupil.client.receiver.tracks[1].pictures
    assert max((long for at, long in screen.gaps if at > room.lab.now - 14), default=0.0) < 3.0
    assert screen.frozen(room.lab.now) == 0.0


class Full(TcpOutbox):
    """Of a connection that takes nothing."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def takes(self, size: int, address: Address) -> bool:
        self.asked.append(size)
        return False


def test_over_tcp_a_picture_that_finds_no_room_is_not_sent_sound_is(room: Room) -> None:
    room.run(2)
    peer, slots = room.peer, room.peer.outgoing.slots
    full = peer._tcp = Full()
    template = rtp.template(96, True, bytes(500))
    assert not peer.send(template, 1, 1, slots["v0"].ssrc, 0, b"")
    assert len(full.asked) == 1
    assert peer.send(template, 9, 9, slots["a0"].ssrc, 0, b"")
    assert len(full.asked) == 1
