"""RTCP (RFC 3550 §6, feedback RFC 4585, FIR RFC 5104): compound packets to small frozen values and back.

Own instead of `aiortc.rtp`: that one drops a whole compound for one packet it cannot read, takes TWCC for a NACK,
lets NACK numbers run past 65535 and cannot build one across the wrap. Parsing raises only ValueError. What each
kind means here stands in `sfu/peers/peer.py`.
"""

import struct
from collections.abc import Iterable, Sequence

from msgspec import Struct

SR, RR, SDES, BYE, RTPFB, PSFB = 200, 201, 202, 203, 205, 206
NACK, TWCC = 1, 15
PLI, FIR, APPLICATION = 1, 4, 15
MOST_LOST = 1024
"""Numbers one compound may ask for again; a browser remembers 1000 losses. A datagram has room for 5000, and each
is work."""

_HEADER = struct.Struct("!BBH")
_TWO = struct.Struct("!II")
_SENDER = struct.Struct("!QIII")
_BLOCK = struct.Struct("!IIIIII")


class Block(Struct, frozen=True):
    """A report block (RFC 3550 §6.4.1). `lost` is signed, `last_sr` the middle 32 bits of NTP, `delay` in 1/65536 s."""

    ssrc: int
    fraction_lost: int
    lost: int
    highest: int
    jitter: int
    last_sr: int
    delay: int


class SenderReport(Struct, frozen=True):
    """`ntp` is the 64-bit NTP time stamp (seconds since 1900 in 1/2^32)."""

    ssrc: int
    ntp: int
    rtp: int
    packets: int
    octets: int
    blocks: tuple[Block, ...] = ()


class ReceiverReport(Struct, frozen=True):
    """Reception only, from one who sends nothing."""

    ssrc: int
    blocks: tuple[Block, ...] = ()


class Bye(Struct, frozen=True):
    """These SSRCs leave."""

    ssrcs: tuple[int, ...]


class Nack(Struct, frozen=True):
    """16-bit sequence numbers that `sender` misses of `media`."""

    sender: int
    media: int
    lost: tuple[int, ...]


class Pli(Struct, frozen=True):
    """`sender` cannot decode `media` without a keyframe."""

    sender: int
    media: int


class Fir(Struct, frozen=True):
    """Full intra requests: (SSRC, command number) each."""

    sender: int
    requests: tuple[tuple[int, int], ...]


class Remb(Struct, frozen=True):
    """Receiver's estimate in bit/s (draft-alvestrand-rmcat-remb-03)."""

    sender: int
    bitrate: int
    ssrcs: tuple[int, ...]


class TransportFeedback(Struct, frozen=True):
    """Transport-wide feedback, unread: `sfu.wire.twcc.parse` takes `body`."""

    sender: int
    media: int
    body: bytes


AnyReport = SenderReport | ReceiverReport | Bye | Nack | Pli | Fir | Remb | TransportFeedback


def parse(data: bytes | memoryview) -> list[AnyReport]:
    """Everything known in a compound (or reduced-size, RFC 5506) packet; unknown kinds are passed over.

    ValueError: wrong version, truncated, a known packet with an impossible length, or more than MOST_LOST numbers.
    """
    data = bytes(data)
    found: list[AnyReport] = []
    position = lost = 0
    while position < len(data):
        if len(data) < position + 4:
            raise ValueError("RTCP header is truncated")
        first, kind, words = _HEADER.unpack_from(data, position)
        end = position + 4 + 4 * words
        if first >> 6 != 2 or len(data) < end:
            raise ValueError("RTCP packet has a wrong version or is truncated")
        body = _unpadded(data[position + 4 : end]) if first & 0x20 else data[position + 4 : end]
        report = _parse_one(kind, first & 0x1F, body)
        if report is not None:
            found.append(report)
            lost += len(report.lost) if isinstance(report, Nack) else 0
        if lost > MOST_LOST:
            raise ValueError("RTCP asks for more than anybody misses")
        position = end
    return found


def _unpadded(body: bytes) -> bytes:
    if not body or not 0 < body[-1] <= len(body):
        raise ValueError("RTCP padding has a wrong length")
    return body[: -body[-1]]


def _parse_one(kind: int, count: int, body: bytes) -> AnyReport | None:
    try:
        if kind == SR:
            ssrc, ntp, rtp, packets, octets = struct.unpack_from("!IQIII", body)
            return SenderReport(ssrc, ntp, rtp, packets, octets, _parse_blocks(body, 24, count))
        if kind == RR:
            return ReceiverReport(int.from_bytes(body[:4], "big"), _parse_blocks(body, 4, count))
        if kind == BYE:
            return Bye(struct.unpack_from(f"!{count}I", body))
        if kind == RTPFB:
            return _parse_transport_layer(count, body)
        if kind == PSFB:
            return _parse_payload_specific(count, body)
    except struct.error as error:
        raise ValueError("RTCP packet is shorter than its kind") from error
    return None


def _parse_blocks(body: bytes, start: int, count: int) -> tuple[Block, ...]:
    if len(body) < start + 24 * count:
        raise ValueError("RTCP report blocks are truncated")
    blocks = []
    for position in range(start, start + 24 * count, 24):
        ssrc, losses, highest, jitter, last_sr, delay = _BLOCK.unpack_from(body, position)
        lost = losses & 0xFFFFFF
        lost -= (lost & 0x800000) << 1
        blocks.append(Block(ssrc, losses >> 24, lost, highest, jitter, last_sr, delay))
    return tuple(blocks)


def _parse_transport_layer(format_: int, body: bytes) -> AnyReport | None:
    sender, media = _TWO.unpack_from(body)
    if format_ == TWCC:
        return TransportFeedback(sender, media, body[8:])
    if format_ != NACK:
        return None
    lost: list[int] = []
    for position in range(8, len(body) - 3, 4):
        first, mask = struct.unpack_from("!HH", body, position)
        lost.append(first)
        lost += [first + 1 + bit & 0xFFFF for bit in range(16) if mask >> bit & 1]
        if len(lost) > MOST_LOST:
            raise ValueError("NACK asks for more than anybody misses")
    return Nack(sender, media, tuple(lost))


def _parse_payload_specific(format_: int, body: bytes) -> AnyReport | None:
    sender, media = _TWO.unpack_from(body)
    if format_ == PLI:
        return Pli(sender, media)
    if format_ == FIR:
        entries = (struct.unpack_from("!IB", body, position) for position in range(8, len(body) - 7, 8))
        return Fir(sender, tuple((ssrc, number) for ssrc, number in entries))
    if format_ == APPLICATION and body[8:12] == b"REMB":
        count, packed = struct.unpack_from("!BxH", body, 12)[0], int.from_bytes(body[13:16], "big")
        ssrcs = struct.unpack_from(f"!{count}I", body, 16)
        return Remb(sender, (packed & 0x3FFFF) << (packed >> 18), ssrcs)
    return None


def _pack(kind: int, count: int, body: bytes) -> bytes:
    return _HEADER.pack(0x80 | count, kind, len(body) // 4) + body


def _pack_blocks(blocks: Iterable[Block]) -> bytes:
    return b"".join(
        _BLOCK.pack(
            block.ssrc,
            block.fraction_lost << 24 | max(-0x800000, min(block.lost, 0x7FFFFF)) & 0xFFFFFF,
            block.highest & 0xFFFFFFFF,
            min(block.jitter, 0xFFFFFFFF),
            block.last_sr,
            min(block.delay, 0xFFFFFFFF),
        )
        for block in blocks
    )


def sender_report(report: SenderReport) -> bytes:
    """At most 31 blocks; counters wrap at 32 bits."""
    info = _SENDER.pack(report.ntp, report.rtp, report.packets & 0xFFFFFFFF, report.octets & 0xFFFFFFFF)
    return _pack(SR, len(report.blocks), struct.pack("!I", report.ssrc) + info + _pack_blocks(report.blocks))


def receiver_report(ssrc: int, blocks: Sequence[Block] = ()) -> bytes:
    """At most 31 blocks."""
    return _pack(RR, len(blocks), struct.pack("!I", ssrc) + _pack_blocks(blocks))


def source_description(ssrc: int, cname: str) -> bytes:
    """SDES with the one item every compound must have (RFC 3550 §6.5.1)."""
    name = cname.encode()[:255]
    body = struct.pack("!IBB", ssrc, 1, len(name)) + name
    return _pack(SDES, 1, body + bytes(4 - len(body) % 4))


def bye(ssrcs: Sequence[int]) -> bytes:
    """At most 31 SSRCs."""
    return _pack(BYE, len(ssrcs), struct.pack(f"!{len(ssrcs)}I", *ssrcs))


def nack(sender: int, media: int, lost: Iterable[int]) -> bytes:
    """Generic NACK (RFC 4585 §6.2.1) of sequence numbers in sending order, which may cross the wrap."""
    body = bytearray(_TWO.pack(sender, media))
    first, mask = -1, 0
    for sequence in lost:
        ahead = (sequence - first - 1) & 0xFFFF
        if first >= 0 and ahead < 16:
            mask |= 1 << ahead
            continue
        if first >= 0:
            body += struct.pack("!HH", first, mask)
        first, mask = sequence & 0xFFFF, 0
    if first >= 0:
        body += struct.pack("!HH", first, mask)
    return _pack(RTPFB, NACK, bytes(body))


def pli(sender: int, media: int) -> bytes:
    """Picture loss indication (RFC 4585 §6.3.1)."""
    return _pack(PSFB, PLI, _TWO.pack(sender, media))


def fir(sender: int, requests: Iterable[tuple[int, int]]) -> bytes:
    """Full intra request (RFC 5104 §4.3.1)."""
    entries = b"".join(struct.pack("!IB3x", ssrc, number & 0xFF) for ssrc, number in requests)
    return _pack(PSFB, FIR, _TWO.pack(sender, 0) + entries)


def remb(sender: int, bitrate: int, ssrcs: Sequence[int]) -> bytes:
    """Receiver's estimate; `bitrate` in bit/s is rounded down to 18 bits of mantissa."""
    exponent = max(0, bitrate.bit_length() - 18)
    packed = exponent << 18 | bitrate >> exponent
    head = _TWO.pack(sender, 0) + b"REMB" + bytes([len(ssrcs)]) + packed.to_bytes(3, "big")
    return _pack(PSFB, APPLICATION, head + struct.pack(f"!{len(ssrcs)}I", *ssrcs))


def transport_feedback(sender: int, media: int, body: bytes) -> bytes:
    """Transport-wide feedback around a body built by `sfu.wire.twcc.build`."""
    return _pack(RTPFB, TWCC, _TWO.pack(sender, media) + body)
