"""RTP headers (RFC 3550 §5.1, header extensions RFC 8285), read once per packet and written by offset.

Knows nothing of codecs or of who sent it. Called by `sfu.peers.peer` on unprotected packets and by tests.
Every parser here raises only ValueError.
"""

import struct
from collections.abc import Mapping

from msgspec import Struct

_FIXED = struct.Struct("!BBHII")
_EXTENSION = struct.Struct("!HH")
FIXED_SIZE = _FIXED.size
STAMPED_SIZE = FIXED_SIZE + 8
"""Header with the one extension that `template` can write."""
EXTENDED = 0x10
"""Bit of the first byte: there are header extensions."""
ONE_BYTE_PROFILE = 0xBEDE
TWO_BYTE_PROFILE = 0x1000

_NO_EXTENSIONS: dict[int, bytes] = {}


class Header(Struct, frozen=True, gc=False):
    """One packet's header. The payload is `data[start:end]`, padding already cut off (start == end: padding only)."""

    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    extensions: Mapping[int, bytes]
    start: int
    end: int


def parse(data: bytes | memoryview) -> Header:
    """Header of one RTP packet. ValueError: truncated, wrong version, or padding longer than the packet."""
    size = len(data)
    if size < FIXED_SIZE:
        raise ValueError("RTP packet is shorter than its fixed header")
    first, second, sequence, timestamp, ssrc = _FIXED.unpack_from(data)
    if first >> 6 != 2:
        raise ValueError("RTP version is not 2")
    start = FIXED_SIZE + 4 * (first & 0x0F)
    extensions = _NO_EXTENSIONS
    if first & 0x10:
        if size < start + 4:
            raise ValueError("RTP extension header is truncated")
        profile, words = _EXTENSION.unpack_from(data, start)
        begin, start = start + 4, start + 4 + 4 * words
        if size < start:
            raise ValueError("RTP extension is truncated")
        extensions = _extensions(profile, bytes(data[begin:start]))
    end = size
    if first & 0x20:
        padding = data[-1]
        if padding == 0:
            raise ValueError("RTP padding length is zero")
        end = size - padding
    if end < start:
        raise ValueError("RTP payload has a negative length")
    return Header(second & 0x7F, second >= 0x80, sequence, timestamp, ssrc, extensions, start, end)


def _extensions(profile: int, data: bytes) -> dict[int, bytes]:
    """Elements by id; an unknown profile has none. RFC 8285 §4.2 (one byte) and §4.3 (two bytes)."""
    if profile == ONE_BYTE_PROFILE:
        return _one_byte(data)
    if profile & 0xFFF0 == TWO_BYTE_PROFILE:
        return _two_byte(data)
    return _NO_EXTENSIONS


def _one_byte(data: bytes) -> dict[int, bytes]:
    elements: dict[int, bytes] = {}
    position, size = 0, len(data)
    while position < size:
        head = data[position]
        position += 1
        if head == 0:  # padding between elements
            continue
        if head >> 4 in (0, 15):  # §4.2: stop reading at a reserved id, or padding with a length
            break
        length = (head & 0x0F) + 1
        if position + length > size:
            raise ValueError("RTP header extension element is truncated")
        elements[head >> 4] = data[position : position + length]
        position += length
    return elements


def _two_byte(data: bytes) -> dict[int, bytes]:
    elements: dict[int, bytes] = {}
    position, size = 0, len(data)
    while position < size:
        head = data[position]
        position += 1
        if head == 0:
            continue
        if position >= size:
            raise ValueError("RTP header extension element is truncated")
        length = data[position]
        position += 1
        if position + length > size:
            raise ValueError("RTP header extension element is truncated")
        elements[head] = data[position : position + length]
        position += length
    return elements


def pack_extensions(elements: Mapping[int, bytes]) -> bytes:
    """The whole extension part of a header; one-byte form when every element fits it, else two-byte."""
    if not elements:
        return b""
    one_byte = all(0 < number < 15 and 0 < len(value) <= 16 for number, value in elements.items())
    body = bytearray()
    for number, value in elements.items():
        if not 0 < number < 256 or len(value) > 255:
            raise ValueError("RTP header extension element does not fit")
        body += bytes([number << 4 | (len(value) - 1)]) if one_byte else bytes([number, len(value)])
        body += value
    body += bytes(-len(body) % 4)
    return _EXTENSION.pack(ONE_BYTE_PROFILE if one_byte else TWO_BYTE_PROFILE, len(body) // 4) + bytes(body)


def pack(
    *,
    payload_type: int,
    sequence: int,
    timestamp: int,
    ssrc: int,
    payload: bytes = b"",
    marker: bool = False,
    extensions: Mapping[int, bytes] = _NO_EXTENSIONS,
    padding: int = 0,
) -> bytes:
    """A whole packet; `padding` bytes (0…255) are added behind the payload."""
    first = 0x80 | (0x20 if padding else 0) | (0x10 if extensions else 0)
    fixed = _FIXED.pack(first, marker << 7 | payload_type, sequence, timestamp, ssrc)
    tail = bytes(padding - 1) + bytes([padding]) if padding else b""
    return fixed + pack_extensions(extensions) + payload + tail


def template(payload_type: int, marker: bool, payload: bytes, stamp_id: int = 0) -> bytes:
    """A packet whose sequence, timestamp and SSRC are filled in per receiver by `patch`.

    `stamp_id`: with one extension of that id (1…255) for the transport-wide number, filled in by `patch_stamp`.
    """
    if not stamp_id:
        return _FIXED.pack(0x80, marker << 7 | payload_type, 0, 0, 0) + payload
    extension = bytes([stamp_id << 4 | 1, 0, 0, 0]) if stamp_id < 15 else bytes([stamp_id, 2, 0, 0])
    profile = ONE_BYTE_PROFILE if stamp_id < 15 else TWO_BYTE_PROFILE
    fixed = _FIXED.pack(0x90, marker << 7 | payload_type, 0, 0, 0)
    return fixed + _EXTENSION.pack(profile, 1) + extension + payload


def padding(payload_type: int, size: int, stamp_id: int = 0) -> bytes:
    """A template of `size` bytes (1…255) of padding and nothing else (RFC 3550 §5.1)."""
    plain = template(payload_type, False, bytes(size - 1) + bytes([size]), stamp_id)
    return bytes([plain[0] | 0x20]) + plain[1:]


def header_size(template: bytes) -> int:
    """Bytes before the payload of what `template` returned."""
    return STAMPED_SIZE if template[0] & 0x10 else FIXED_SIZE


def patch_stamp(buffer: bytearray | memoryview, number: int) -> None:
    """Write the transport-wide number (16 bits of it) of a packet made from a template with a stamp."""
    at = FIXED_SIZE + (5 if buffer[FIXED_SIZE] == ONE_BYTE_PROFILE >> 8 else 6)
    buffer[at] = number >> 8 & 0xFF
    buffer[at + 1] = number & 0xFF


patch = struct.Struct("!HII").pack_into
"""`patch(buffer, offset + PATCH_AT, sequence, timestamp, ssrc)`: the three fields every receiver has its own of."""
PATCH_AT = 2


def split_rtx(payload: bytes) -> tuple[int, bytes]:
    """Original sequence number and payload of a retransmission (RFC 4588 §4). ValueError when too short."""
    if len(payload) < 2:
        raise ValueError("RTX payload has no original sequence number")
    return payload[0] << 8 | payload[1], payload[2:]
