"""Real UDP sockets on the loopback interface."""

import select
from collections.abc import Iterator

import pytest

from sfu.wire.address import Address, pack_address
from sfu.wire.sockets import BATCH, SEND_SIZE, Datagram, MediaSocket, Outbox


@pytest.fixture(params=["127.0.0.1", "::1"])
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[MediaSocket, MediaSocket]]:
    first, second = MediaSocket(request.param, 0), MediaSocket(request.param, 0)
    yield first, second
    first.close()
    second.close()


def address_of(media_socket: MediaSocket) -> Address:
    return pack_address(media_socket.host, media_socket.port)


def receive(media_socket: MediaSocket) -> list[Datagram]:
    assert select.select([media_socket], [], [], 5)[0]
    return media_socket.receive()


def test_nothing_waiting(pair: tuple[MediaSocket, MediaSocket]) -> None:
    assert pair[0].receive() == []
    assert not pair[0].errors


def test_a_datagram_with_its_sender_in_the_kernels_form(pair: tuple[MediaSocket, MediaSocket]) -> None:
    outbox = Outbox(pair[0])
    slot = outbox.slot()
    slot.view[:5] = b"hello"
    outbox.commit(5, address_of(pair[1]))
    assert pair[1].receive() == []  # not before flush
    assert outbox.flush() == 1
    [(received, length, sender)] = receive(pair[1])
    assert bytes(received.view[:length]) == b"hello"
    assert sender == address_of(pair[0])
    assert (outbox.sent, outbox.sent_bytes) == (1, 5)


def test_batches_are_bounded_and_in_order(pair: tuple[MediaSocket, MediaSocket]) -> None:
    outbox = Outbox(pair[0])
    for index in range(BATCH + 10):
        outbox.send(index.to_bytes(2, "big") * (index + 1), address_of(pair[1]))
    assert outbox.flush() == BATCH + 10
    seen: list[int] = []
    for expected in (BATCH, 10):
        batch = receive(pair[1])
        assert len(batch) == expected
        for slot, length, _ in batch:
            index = int.from_bytes(slot.view[:2], "big")
            assert length == 2 * (index + 1)
            seen.append(index)
    assert seen == list(range(BATCH + 10))


def test_slots_are_used_again(pair: tuple[MediaSocket, MediaSocket]) -> None:
    outbox = Outbox(pair[0])
    for text in (b"long enough", b"short"):
        outbox.send(text, address_of(pair[1]))
        outbox.flush()
        [(slot, length, _)] = receive(pair[1])
        assert bytes(slot.view[:length]) == text


def test_empty_and_oversized_datagrams_keep_their_length_visible(
    pair: tuple[MediaSocket, MediaSocket],
) -> None:
    outbox = Outbox(pair[0])
    outbox.commit(0, address_of(pair[1]))
    outbox.commit(SEND_SIZE, address_of(pair[1]))
    outbox.flush()
    assert [length for _, length, _ in receive(pair[1])] == [0, SEND_SIZE]


def test_a_full_outbox_flushes_itself(pair: tuple[MediaSocket, MediaSocket]) -> None:
    outbox = Outbox(pair[0], slots=4)
    for _ in range(9):
        outbox.send(b"x", address_of(pair[1]))
    assert outbox.sent == 8
    assert outbox.flush() == 1
    assert len(receive(pair[1])) == 9


def test_a_refused_packet_is_counted_and_the_rest_is_sent() -> None:
    first, second = MediaSocket("127.0.0.1", 0), MediaSocket("127.0.0.1", 0)
    outbox = Outbox(first)
    for target in (address_of(second), pack_address("255.255.255.255", 9), address_of(second)):
        outbox.send(b"x", target)
    assert outbox.flush() == 2
    assert outbox.dropped == {"EACCES": 1}
    assert len(receive(second)) == 2
    first.close()
    second.close()


def test_a_closed_socket_drops_without_raising() -> None:
    media_socket = MediaSocket("127.0.0.1", 0)
    outbox = Outbox(media_socket)
    target = address_of(media_socket)
    media_socket.close()
    media_socket.close()
    outbox.send(b"x", target)
    outbox.send(b"x", target)
    assert outbox.flush() == 0
    assert outbox.dropped == {"EBADF": 2}
    assert media_socket.receive() == []
    assert media_socket.fileno() == -1


def test_a_taken_port_is_an_error_at_once() -> None:
    taken = MediaSocket("127.0.0.1", 0)
    with pytest.raises(OSError, match="in use"):
        MediaSocket("127.0.0.1", taken.port)
    taken.close()


def test_refuses_host_names() -> None:
    with pytest.raises(ValueError):
        MediaSocket("localhost", 0)
