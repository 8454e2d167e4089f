"""ICE-TCP: a stream of bytes, however it is cut, gives the frames that are in it, or an end."""

import socket

from sfu.wire.address import pack_address
from sfu.wire.arena import Arena
from sfu.wire.demux import MAX_DATAGRAM
from sfu.wire.framing import HEADER, Connection
from sfu.wire.sockets import RECEIVE_SIZE

LONGEST = 6000
ARENA = Arena(1, RECEIVE_SIZE)
ADDRESS = pack_address("192.0.2.1", 9)


def one(data: bytes) -> None:
    """First byte: how the rest is cut."""
    if not data:
        return
    stream = data[1:]
    expected, broken = plainly(stream)
    frames, refused = received(stream, data[0])
    assert refused == broken
    assert frames == expected or (broken and frames == expected[:-1]), (
        "the last one may go down with the stream"
    )


def plainly(stream: bytes) -> tuple[list[bytes], bool]:
    """The frames, and whether a length that no packet has follows them."""
    frames: list[bytes] = []
    while len(stream) >= HEADER:
        size = int.from_bytes(stream[:HEADER], "big")
        if not 0 < size <= MAX_DATAGRAM:
            return frames, True
        if len(stream) < HEADER + size:
            break
        frames.append(stream[HEADER : HEADER + size])
        stream = stream[HEADER + size :]
    return frames, False


def received(stream: bytes, cut: int) -> tuple[list[bytes], bool]:
    with socket.socket() as never_connected:
        connection = Connection(never_connected, ADDRESS)
    slot, frames, at, step = ARENA.slots[0], list[bytes](), 0, 1 + cut % 97
    while at < len(stream):
        room = connection.room()
        count = min(len(room), step, len(stream) - at)
        assert count > 0, "room for no byte: the connection would stand still"
        room[:count] = stream[at : at + count]
        at += count
        step = step * 7 % 1601 + 1
        try:
            length = connection.take(count, slot)
        except ValueError:
            return frames, True
        if length:
            frames.append(bytes(slot.view[:length]))
    return frames, False


def _frame(packet: bytes) -> bytes:
    return len(packet).to_bytes(2, "big") + packet


SEEDS = [
    bytes([96]) + _frame(b"\0\1\0\0" + bytes(16)) * 3,
    bytes([0]) + _frame(b"x") + _frame(bytes(1500)) + _frame(b"y"),
    bytes([5]) + _frame(bytes(1499)) + b"\0\0",
    bytes([9]) + _frame(b"a") + b"\x05\xdd" + bytes(30),
]
