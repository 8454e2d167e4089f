"""RTP headers and their extensions; a retransmission's payload."""

from sfu.wire import rtp


def one(data: bytes) -> None:
    try:
        header = rtp.parse(memoryview(data))
    except ValueError:
        return
    assert rtp.FIXED_SIZE <= header.start <= header.end <= len(data)
    assert 0 <= header.payload_type < 128 and 0 <= header.sequence < 1 << 16
    assert sum(len(value) for value in header.extensions.values()) < header.start
    assert all(0 < number < 256 for number in header.extensions)
    again(header, data[header.start : header.end])
    if header.end - header.start >= 2:
        sequence, rest = rtp.split_rtx(data[header.start : header.end])
        assert 0 <= sequence < 1 << 16 and len(rest) == header.end - header.start - 2


def again(header: rtp.Header, payload: bytes) -> None:
    """What was understood, written anew, says the same."""
    packet = rtp.pack(
        payload_type=header.payload_type,
        sequence=header.sequence,
        timestamp=header.timestamp,
        ssrc=header.ssrc,
        payload=payload,
        marker=header.marker,
        extensions=header.extensions,
    )
    other = rtp.parse(packet)
    assert other.extensions == header.extensions and packet[other.start : other.end] == payload
    fields = ("payload_type", "marker", "sequence", "timestamp", "ssrc")
    assert all(getattr(other, field) == getattr(header, field) for field in fields)


def _packet(extensions: dict[int, bytes], padding: int = 0) -> bytes:
    return rtp.pack(
        payload_type=96,
        sequence=7,
        timestamp=9,
        ssrc=5,
        payload=b"\x10\0",
        extensions=extensions,
        padding=padding,
    )


SEEDS = [
    _packet({}),
    _packet({1: b"\x85", 4: b"0", 3: b"\0\1"}),
    _packet({1: b"", 200: bytes(30)}),
    _packet({4: b"0"}, padding=9),
    b"\x9f\x60" + bytes(10) + bytes(60) + b"\xbe\xde\0\1\x10\xff\0\0" + b"pay",
]
