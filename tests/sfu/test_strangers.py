"""Budgets of strangers in the whole receive path: a flood is dropped and counted, whoever is known passes."""

import os
from collections.abc import Iterator

import pytest

from loadtest.offer import read_answer
from sfu import link
from sfu.wire import stun
from sfu.wire.limits import DTLS_BURST, STUN_BURST
from tests.sfu.test_media import Hall


@pytest.fixture
def hall() -> Iterator[Hall]:
    hall = Hall()
    yield hall
    hall.media.close(hall.now)
    for client in hall.clients:
        client.close()


def dropped(hall: Hall) -> dict[str, int]:
    hall.media.obey(link.GetStats(1), hall.now)
    stats = hall.told[-1]
    assert isinstance(stats, link.Stats)
    return stats.dropped


def flood(hall: Hall, datagram: bytes, count: int, known: bool = False) -> None:
    client = hall.clients[0] if known else hall.client()
    for number in range(count):
        client.send(datagram)
        if number % 32 == 31:
            hall.media.readable(0, hall.now)
    hall.media.readable(0, hall.now)


def test_a_flood_of_checks_is_not_even_parsed_and_known_ones_go_on(hall: Hall) -> None:
    answered = hall.offer("a")
    known = hall.client()
    hall.check(known, answered)
    flood(hall, stun.build_request(bytes(12), "nobody:abcd", "x" * 22), STUN_BURST + 100)
    counted = dropped(hall)
    assert counted["unknown_ufrag"] == STUN_BURST - 1, "one token went to the check above"
    assert counted["stun_limited"] == 101
    hall.check(known, answered)
    hall.now += 0.1
    hall.check(hall.client(), hall.offer("b"))


def test_the_whole_school_joins_at_once(hall: Hall) -> None:
    """200 people with two connections each behind one address, every check sent five times before the answer."""
    for number in range(400):
        answered = hall.offer(f"p{number}", "recvonly")
        assert isinstance(answered, link.Answered)
        answer, client = read_answer(answered.sdp), hall.client()
        for _ in range(5):
            client.send(
                stun.build_request(os.urandom(12), f"{answer.ufrag}:abcd", answer.password, nominate=True)
            )
        hall.media.readable(0, hall.now)
    assert all(peer.ice.selected is not None for peer in hall.media.peers.values())
    assert "stun_limited" not in dropped(hall)


def test_handshakes_of_one_address_are_limited(hall: Hall) -> None:
    hall.check(hall.client(), hall.offer("a"))
    flood(hall, b"\x16\xfe\xfd" + bytes(60), 300, known=True)
    assert dropped(hall)["dtls_limited"] == 300 - DTLS_BURST
    assert "a" in hall.media.peers, "who forges a peer's address does not end it"
