"""One TCP connection's packets: each behind its length in two bytes (RFC 4571 §2). Reads and writes nothing itself."""

import socket

from sfu.wire.address import Address
from sfu.wire.arena import Slot
from sfu.wire.demux import MAX_DATAGRAM

HEADER = 2
PENDING = 48 << 10
"""Bytes that wait in a connection while the kernel takes none; a packet that does not fit is dropped whole."""


class Connection:
    """One accepted connection: the frame that is coming, and the bytes that wait to go."""

    __slots__ = (
        "_frame",
        "_have",
        "_size",
        "address",
        "deadline",
        "dirty",
        "pending",
        "proven",
        "tcp",
        "waits",
    )

    def __init__(self, tcp: socket.socket, address: Address) -> None:
        self.tcp = tcp
        self.address = address
        self.proven = False
        self.deadline: float | None = None
        self.pending = bytearray()
        self.dirty = False
        """Among those to be written at the next flush."""
        self.waits = False
        """For the kernel to take more."""
        self._frame = memoryview(bytearray(HEADER + MAX_DATAGRAM + HEADER))
        self._have = 0
        self._size = 0
        """Of the frame that is coming; 0: not known yet."""

    def room(self) -> memoryview:
        """Where the next bytes go: to this frame's end and the next one's length, never further."""
        return self._frame[self._have : HEADER + self._size + HEADER if self._size else HEADER]

    def take(self, count: int, slot: Slot) -> int:
        """`count` bytes came into `room`. The length of the frame that is now whole, in `slot`; 0: none is.

        ValueError: a length no packet has.
        """
        frame = self._frame
        self._have += count
        if not self._size:
            self._measure()
        whole = HEADER + self._size
        if not self._size or self._have < whole:
            return 0
        length, rest = self._size, self._have - whole
        slot.view[:length] = frame[HEADER:whole]
        frame[:rest] = frame[whole : self._have]
        self._have, self._size = rest, 0
        self._measure()
        return length

    def _measure(self) -> None:
        if self._have < HEADER:
            return
        size = self._frame[0] << 8 | self._frame[1]
        if not 0 < size <= MAX_DATAGRAM:
            raise ValueError(f"frame of {size} bytes")
        self._size = size

    def takes(self, size: int) -> bool:
        """Whether there is room for a packet of that size."""
        return len(self.pending) + HEADER + size <= PENDING

    def queue(self, packet: memoryview) -> bool:
        """Whether there was room for it."""
        if not self.takes(len(packet)):
            return False
        pending = self.pending
        pending += len(packet).to_bytes(HEADER, "big")
        pending += packet
        return True
