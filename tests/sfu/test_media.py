"""All peers of a worker in one process, on real sockets and a fake clock: limits, bugs, ends, moves."""

import os
import socket
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from loadtest.offer import offer, read_answer
from sfu import link, media
from sfu.journal.tap import Tap
from sfu.media import Media
from sfu.peers.peer import Peer
from sfu.routing.reports import ntp_stamp
from sfu.wire import stun
from sfu.wire.sockets import MediaSocket
from tests.sfu.journal.shelf import Shelf

FINGERPRINT = ":".join(["AB"] * 32)


class Hall:
    """A media core, what it told control, and clients that are plain UDP sockets."""

    def __init__(self) -> None:
        self.told: list[link.FromWorker] = []
        media_socket = MediaSocket("127.0.0.1", 0)
        self.address = ("127.0.0.1", media_socket.port)
        self.journals = Shelf()
        self.media = Media([media_socket], [self.address], ntp_stamp, self.told.append, self.journals)
        self.now = 1000.0
        self.clients: list[socket.socket] = []
        self.requests = 0

    def offer(self, peer: str, direction: str = "sendonly") -> link.FromWorker:
        self.requests += 1
        sdp = offer(("audio", "video"), direction, "abcd", "x" * 24, FINGERPRINT)
        self.media.obey(link.Offer(self.requests, peer, sdp), self.now)
        return self.told[-1]

    def client(self) -> socket.socket:
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        client.settimeout(5)
        client.connect(self.address)
        self.clients.append(client)
        return client

    def check(self, client: socket.socket, answered: link.FromWorker) -> bytes:
        """An authentic connectivity check; the response."""
        assert isinstance(answered, link.Answered)
        answer = read_answer(answered.sdp)
        return self.check_with(client, answer.ufrag, answer.password, "abcd")

    def check_with(self, client: socket.socket, ufrag: str, pwd: str, theirs: str) -> bytes:
        client.send(stun.build_request(os.urandom(12), f"{ufrag}:{theirs}", pwd, nominate=True))
        self.media.readable(0, self.now)
        response = client.recv(2000)
        stun.parse_success(response, pwd)
        return response

    def restart(self, peer: str, ufrag: str = "efgh", pwd: str = "y" * 24) -> link.FromWorker:
        self.requests += 1
        self.media.obey(link.RestartIce(self.requests, peer, ufrag, pwd), self.now)
        return self.told[-1]

    def ticks(self, seconds: float) -> None:
        """Time goes on; as many ticks as make every peer's slow one happen."""
        self.now += seconds
        for _ in range(20):
            self.media.tick(self.now)

    def closed(self) -> list[link.PeerClosed]:
        return [each for each in self.told if isinstance(each, link.PeerClosed)]


@pytest.fixture
def hall() -> Iterator[Hall]:
    hall = Hall()
    yield hall
    hall.media.close(hall.now)
    for client in hall.clients:
        client.close()


def test_tracks_are_named_in_the_order_of_the_offer(hall: Hall) -> None:
    sender, receiver = hall.offer("p"), hall.offer("r", "recvonly")
    assert isinstance(sender, link.Answered) and isinstance(receiver, link.Answered)
    assert (sender.sources, sender.slots) == (("p/a0", "p/v0"), ())
    assert (receiver.sources, receiver.slots) == ((), ("a0", "v0"))
    assert set(hall.media.news.inventory()) == {
        link.PeerState("p", False, ("p/a0", "p/v0"), ()),
        link.PeerState("r", False, (), ("a0", "v0")),
    }


def test_too_many_peers(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "MAX_PEERS", 2)
    assert isinstance(hall.offer("a"), link.Answered)
    assert isinstance(hall.offer("b"), link.Answered)
    refused = hall.offer("c")
    assert isinstance(refused, link.OfferFailed) and refused.code == "too_many"
    hall.media.obey(link.ClosePeer("a"), hall.now)
    assert isinstance(hall.offer("c"), link.Answered)


def test_the_same_name_again_replaces(hall: Hall) -> None:
    hall.offer("a")
    hall.offer("a")
    assert hall.closed() == [link.PeerClosed("a", "close")]
    assert len(hall.media.peers) == 1


def test_a_peer_that_never_comes_is_given_up(hall: Hall) -> None:
    hall.offer("a")
    hall.ticks(29)
    assert hall.closed() == []
    hall.ticks(2)
    assert hall.closed() == [link.PeerClosed("a", "consent")]


def test_a_handshake_that_never_comes_is_given_up(hall: Hall) -> None:
    hall.check(hall.client(), hall.offer("a"))
    hall.ticks(21)
    assert hall.closed() == [link.PeerClosed("a", "dtls")]


def test_heard_are_those_whose_checks_are_authentic(hall: Hall) -> None:
    first, second = hall.offer("a"), hall.offer("b")
    client = hall.client()
    hall.ticks(0.1)
    hall.told.clear()
    hall.check(client, first)
    assert isinstance(second, link.Answered)
    forged = read_answer(second.sdp)
    client.send(stun.build_request(os.urandom(12), f"{forged.ufrag}:abcd", "wrong", nominate=True))
    hall.media.readable(0, hall.now)
    hall.ticks(2.1)
    assert [each for each in hall.told if isinstance(each, link.Heard)] == [link.Heard(("a",))]
    hall.told.clear()
    hall.ticks(2.1)
    assert [each for each in hall.told if isinstance(each, link.Heard)] == [link.Heard(())]


def test_a_bug_in_one_packet_ends_that_peer_only(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = hall.client(), hall.client()
    hall.check(first, hall.offer("a"))
    hall.check(second, hall.offer("b"))

    def broken(peer: Peer, *_: object) -> None:
        if peer.name == "a":
            raise RuntimeError("a bug")

    monkeypatch.setattr(Peer, "media", broken)
    for client in (second, first, second):
        client.send(b"\x80\x60" + bytes(20))
    with capture_logs() as logs:
        hall.media.readable(0, hall.now)
    assert hall.closed() == [link.PeerClosed("a", "bug")]
    assert list(hall.media.peers) == ["b"]
    assert [(entry["event"], entry["peer"]) for entry in logs] == [("bug", "a")]
    first.send(b"\x80\x60" + bytes(20))
    hall.media.readable(0, hall.now)
    hall.media.obey(link.GetStats(9), hall.now)
    stats = hall.told[-1]
    assert isinstance(stats, link.Stats) and stats.dropped["stranger"] == 1


def test_bugs_are_logged_at_a_bounded_rate(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Peer, "tick", broken)
    for number in range(50):
        hall.offer(f"p{number}")
    with capture_logs() as logs:
        for _ in range(3):
            hall.ticks(0.2)
    assert len(hall.closed()) == 50
    assert len(logs) == media.BUGS_LOGGED


def test_early_media_is_dropped(hall: Hall) -> None:
    client = hall.client()
    hall.check(client, hall.offer("a"))
    client.send(b"\x80\x60" + bytes(20))
    hall.media.readable(0, hall.now)
    hall.media.obey(link.GetStats(1), hall.now)
    stats = hall.told[-1]
    assert isinstance(stats, link.Stats) and stats.dropped["early"] == 1


def test_a_moved_address_asks_for_keyframes(hall: Hall) -> None:
    answered = hall.offer("a")
    hall.check(hall.client(), answered)
    (layer,) = hall.media.peers["a"].incoming.sources[1].layers
    assert not layer.keyframes.wanted
    hall.check(hall.client(), answered)
    assert layer.keyframes.wanted


def test_addresses_of_a_closed_peer_are_forgotten(hall: Hall) -> None:
    answered = hall.offer("a")
    for _ in range(12):
        hall.now += 5
        hall.check(hall.client(), answered)
    assert len(hall.media.ports[0].demux) == 8
    hall.media.obey(link.ClosePeer("a"), hall.now)
    assert len(hall.media.ports[0].demux) == 0


def test_feeds_of_unknown_peers_and_slots_are_ignored(hall: Hall) -> None:
    hall.media.obey(link.FeedPeer("nobody", {"a0": link.SlotFeed("x/a0")}), hall.now)
    hall.offer("r", "recvonly")
    hall.media.obey(link.FeedPeer("r", {"a7": link.SlotFeed("x/a0"), "v0": link.SlotFeed("p/v0")}), hall.now)
    hall.offer("p")
    slot = hall.media.peers["r"].outgoing.slots["v0"]
    assert slot.wanted is hall.media.peers["p"].incoming.sources[1]
    hall.media.obey(link.ClosePeer("p"), hall.now)
    assert slot.wanted is None
    hall.offer("p")
    assert slot.wanted is hall.media.peers["p"].incoming.sources[1]


def test_a_tap_that_raises_ends_no_peer(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.offer("a")

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    hall.media.obey(link.KeepSources("L1", 0, {"a/a0": "x/mic"}), hall.now)
    assert hall.media.keeper.folders == ("L1",)
    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr(Tap, "tick", broken)
        hall.ticks(0.02)
    assert [(entry["event"], entry["peer"]) for entry in logs] == [("bug", "journal")]
    assert link.JournalState("L1", "unwritable") in hall.told
    assert hall.closed() == []
    hall.ticks(3)
    hall.ticks(0.5)
    states = [each for each in hall.told if isinstance(each, link.JournalState)]
    assert states == [link.JournalState("L1", "unwritable"), link.JournalState("L1", "")]


def test_a_restart_leaves_both_credentials_until_the_new_ones_have_a_path(hall: Hall) -> None:
    answered = hall.offer("a")
    assert isinstance(answered, link.Answered)
    old_ufrag = read_answer(answered.sdp).ufrag
    before, after = hall.client(), hall.client()
    hall.check(before, answered)
    assert isinstance(hall.restart("a"), link.IceRestarted)
    restarted = hall.restart("a")
    assert isinstance(restarted, link.IceRestarted)
    known = hall.media._table.by_ufrag
    assert set(known) == {old_ufrag, restarted.ufrag}
    hall.check(before, answered)
    hall.check_with(after, restarted.ufrag, restarted.pwd, "efgh")
    assert set(known) == {restarted.ufrag}
    before.send(stun.build_request(os.urandom(12), f"{old_ufrag}:abcd", read_answer(answered.sdp).password))
    hall.media.readable(0, hall.now)
    assert hall.media.ports[0].demux.dropped["unknown_ufrag"] == 1
    assert [peer.ice.moves for peer in hall.media.peers.values()] == [2]


def test_a_closed_peer_is_known_by_no_fragment(hall: Hall) -> None:
    hall.check(hall.client(), hall.offer("a"))
    assert isinstance(hall.restart("a"), link.IceRestarted)
    hall.media.obey(link.ClosePeer("a"), hall.now)
    assert hall.media._table.by_ufrag == {}


@pytest.mark.parametrize(
    ("peer", "ufrag", "pwd", "code"),
    [
        ("a", "a b", "y" * 24, "bad_sdp"),
        ("a", "efgh", "short", "bad_sdp"),
        ("b", "efgh", "y" * 24, "unsupported"),
    ],
)
def test_a_restart_that_fails_changes_nothing(hall: Hall, peer: str, ufrag: str, pwd: str, code: str) -> None:
    hall.offer("a")
    failed = hall.restart(peer, ufrag, pwd)
    assert isinstance(failed, link.OfferFailed) and failed.code == code
    assert len(hall.media._table.by_ufrag) == 1
