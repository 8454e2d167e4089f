"""Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).

Times are ticks of 250 µs; a feedback packet's reference is a multiple of 256 ticks (64 ms), 24 bits signed, so it wraps.
Builds run-length, one-bit and two-bit chunks; reads all of them. Parsing raises only ValueError.
"""

import struct
from collections.abc import Sequence

from msgspec import Struct

TICKS_PER_SECOND = 4000
TICKS_PER_REFERENCE = 256
MAX_COUNT = 0xFFFF
_NOT_RECEIVED, _SMALL, _LARGE = 0, 1, 2
_HEAD = struct.Struct("!HHI")


class Feedback(Struct, frozen=True):
    """`arrivals[i]`: arrival of packet `base + i` in ticks, None when not received; `count` is the feedback's number."""

    base: int
    count: int
    arrivals: tuple[int | None, ...]


def representable(previous: int, arrival: int) -> bool:
    """Whether `arrival` may follow `previous` (ticks) in one feedback packet."""
    return -0x8000 <= arrival - previous <= 0x7FFF


def reference_of(arrival: int) -> int:
    """Reference time (in 64 ms) that a feedback whose first received packet came at `arrival` ticks uses."""
    return arrival // TICKS_PER_REFERENCE


def build(feedback: Feedback) -> bytes:
    """Body of the RTCP packet (behind the two SSRCs), padded to 32 bits.

    ValueError: nothing, too much, nothing received, or arrivals further apart than 8.19 s (see `representable`).
    """
    if not 0 < len(feedback.arrivals) <= MAX_COUNT:
        raise ValueError("feedback has no packets or too many")
    first = next((arrival for arrival in feedback.arrivals if arrival is not None), None)
    if first is None:
        raise ValueError("feedback has no received packet")
    reference = reference_of(first)
    symbols, deltas = _symbols(feedback.arrivals, reference * TICKS_PER_REFERENCE)
    head = _HEAD.pack(
        feedback.base & 0xFFFF, len(symbols), (reference & 0xFFFFFF) << 8 | feedback.count & 0xFF
    )
    body = head + _chunks(symbols) + deltas
    return body + bytes(-len(body) % 4)


def _symbols(arrivals: Sequence[int | None], previous: int) -> tuple[list[int], bytes]:
    symbols: list[int] = []
    deltas = bytearray()
    for arrival in arrivals:
        if arrival is None:
            symbols.append(_NOT_RECEIVED)
            continue
        delta = arrival - previous
        previous = arrival
        if 0 <= delta <= 0xFF:
            symbols.append(_SMALL)
            deltas.append(delta)
        elif -0x8000 <= delta <= 0x7FFF:
            symbols.append(_LARGE)
            deltas += struct.pack("!h", delta)
        else:
            raise ValueError("feedback spans more time than a delta holds")
    return symbols, bytes(deltas)


def _chunks(symbols: Sequence[int]) -> bytes:
    """Greedy: a run of 14 or more as one run-length chunk (§3.1.3), else 14 one-bit or 7 two-bit symbols (§3.1.4)."""
    chunks = bytearray()
    position, size = 0, len(symbols)
    while position < size:
        symbol = symbols[position]
        run = position + 1
        while run < size and symbols[run] == symbol and run - position < 0x1FFF:
            run += 1
        run -= position
        if run >= 14 or position + run == size:
            chunks += struct.pack("!H", symbol << 13 | run)
            position += run
        elif _LARGE not in symbols[position : position + 14]:
            chunks += struct.pack("!H", 0x8000 | _vector(symbols[position : position + 14], 14, 1))
            position += 14
        else:
            chunks += struct.pack("!H", 0xC000 | _vector(symbols[position : position + 7], 7, 2))
            position += 7
    return bytes(chunks)


def _vector(symbols: Sequence[int], places: int, width: int) -> int:
    value = 0
    for place in range(places):
        value = value << width | (symbols[place] if place < len(symbols) else _NOT_RECEIVED)
    return value


def told(body: bytes) -> int:
    """How many packets a feedback tells about, before it is parsed: a few bytes may claim 65535. ValueError."""
    if len(body) < _HEAD.size:
        raise ValueError("transport feedback is truncated")
    return body[2] << 8 | body[3]


def parse(body: bytes) -> Feedback:
    """Body of a feedback packet (behind the two SSRCs). ValueError when truncated or made of reserved symbols."""
    try:
        base, size, packed = _HEAD.unpack_from(body)
        symbols, position = _read_chunks(body, size)
        reference = packed >> 8
        reference -= (reference & 0x800000) << 1
        return Feedback(base, packed & 0xFF, _read_deltas(body, position, symbols, reference))
    except (struct.error, IndexError) as error:
        raise ValueError("transport feedback is truncated") from error


def _read_chunks(body: bytes, size: int) -> tuple[list[int], int]:
    symbols: list[int] = []
    position = _HEAD.size
    while len(symbols) < size:
        (chunk,) = struct.unpack_from("!H", body, position)
        position += 2
        if chunk < 0x8000:
            symbols += [chunk >> 13] * min(chunk & 0x1FFF, size - len(symbols))
            if not chunk & 0x1FFF:
                raise ValueError("transport feedback has an empty run")
        elif chunk < 0xC000:
            symbols += [chunk >> shift & 1 for shift in range(13, -1, -1)]
        else:
            symbols += [chunk >> shift & 3 for shift in range(12, -1, -2)]
    return symbols[:size], position


def _read_deltas(
    body: bytes, position: int, symbols: Sequence[int], reference: int
) -> tuple[int | None, ...]:
    arrivals: list[int | None] = []
    time = reference * TICKS_PER_REFERENCE
    for symbol in symbols:
        if symbol == _NOT_RECEIVED:
            arrivals.append(None)
            continue
        if symbol == _SMALL:
            time += body[position]
            position += 1
        elif symbol == _LARGE:
            time += struct.unpack_from("!h", body, position)[0]
            position += 2
        else:
            raise ValueError("transport feedback has a reserved symbol")
        arrivals.append(time)
    return tuple(arrivals)
