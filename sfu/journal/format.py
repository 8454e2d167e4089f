"""The bytes of a journal: packets in an rtpdump file and what is known of them in a sidecar. Pure.

A journal is one source's packets from one beginning to one end: `<worker start>-<n>.rtp` and `<worker start>-<n>.idx`.
 * .rtp: rtpdump (the file format of rtptools, read by Wireshark): a line, 16 bytes, then records. A packet has no header
   extensions, CSRCs or padding; its payload type is canonical (PAYLOAD_TYPES), its timestamp the sender's, its
   sequence number without holes but for losses, its SSRC the number of the *stream* (1, 2…): a new one begins where the
   sender began anew. Records stand in order of arrival: retransmitted packets come late, none comes twice.
 * .idx: a line each for the head, every block of packets and the end: JSON, a space, CRC-32 of the JSON in hex.
A block counts when its line is whole and the CRC of its bytes fits. Block bytes are appended before their line, so what
stands behind the last block is a write that was cut off. Everything that reads raises only ValueError.
"""

import re
import struct
from collections.abc import Iterable
from typing import Annotated, Literal
from zlib import crc32

import msgspec
from msgspec import Meta, Struct, field

PAYLOAD_TYPES = {"opus": 111, "VP8": 96, "H264": 102}
"""Payload type in a journal of each codec, by its SDP name."""
CODECS: dict[int, "Codec"] = {111: "opus", 96: "vp8", 102: "h264"}
Codec = Literal["opus", "vp8", "h264"]
Kind = Literal["audio", "video"]
EndReason = Literal["stopped", "gone", "fault"]

MAGIC = b"#!rtpplay1.0 0.0.0.0/0\n"
_START = struct.Struct("!IIIHH")
HEADER_SIZE = len(MAGIC) + _START.size
_RECORD = struct.Struct("!HHI")
_RTP = struct.Struct("!BBHII")
_PATCH = struct.Struct("!HII")
RECORD_OVERHEAD = _RECORD.size + _RTP.size
"""Bytes of a record besides the packet's payload."""
_VERSION = 0x80
"""First byte of an RTP packet of version 2 with nothing optional (RFC 3550 §5.1)."""

Natural = Annotated[int, Meta(ge=0)]


class SidecarHead(Struct, frozen=True, tag_field="v", tag=1):
    """First line. `clock`: ms to add to monotonic ms for lesson time (UTC ms)."""

    lesson: str
    source: str
    """Of this worker, "<peer>/a0"."""
    label: str
    """Control's own words for it: "<person>/<mic|camera|screen|screen_audio>"."""
    kind: Kind
    rate: Natural
    """RTP ticks a second."""
    clock: int
    started: Natural
    """Monotonic µs; the records' offsets count from here."""


class Block(Struct, frozen=True):
    """Packets of at most 0.5 s, all of one stream, written together."""

    offset: Natural = field(name="o")
    """Of its first byte in the .rtp file."""
    size: Natural = field(name="n")
    crc: Natural = field(name="c")
    us: Natural
    """Monotonic µs when the block was closed."""
    rtp: int | None
    """RTP timestamp (32 bits) of what was captured at `us`; None: not known (the stream ended with this block)."""
    sr: bool
    """`rtp` comes from the sender's reports; else from arrival times."""


class End(Struct, frozen=True):
    """Last line. stopped: no longer asked for; gone: the sender left; fault: it could not be kept on."""

    end: EndReason
    us: Natural


class JournalPacket(Struct, frozen=True):
    """One packet as it stands in a journal."""

    offset_ms: int
    """Arrival, in ms since `SidecarHead.started`."""
    marker: bool
    codec: Codec
    sequence: int
    timestamp: int
    stream: int
    """1, 2…: sequence numbers and timestamps of different streams have nothing to do with each other."""
    payload: bytes


class Sidecar(Struct, frozen=True):
    """What `parse_sidecar` found. `used`: bytes up to the last line's end (read on from there); `bad`: lines left out."""

    head: SidecarHead | None
    blocks: list[Block]
    end: End | None
    bad: int
    used: int


class Salvage(Struct, frozen=True):
    """What `salvage` found, and how many bytes it had to leave out."""

    packets: list[JournalPacket]
    lost: int


# Writing


def header(started_us: int, clock_ms: int) -> bytes:
    """The beginning of an .rtp file; its start is in lesson time (UTC)."""
    seconds, us = divmod(started_us + clock_ms * 1000, 1_000_000)
    return MAGIC + _START.pack(seconds & 0xFFFFFFFF, us, 0, 0, 0)


def append_record(
    into: bytearray, offset_ms: int, template: bytes, sequence: int, timestamp: int, stream: int
) -> None:
    """One packet; `template` is it with the journal's payload type, the other three fields are written here.

    ValueError when it is too long for a record, `into` is unchanged then.
    """
    size = len(template)
    if size > 0xFFFF - _RECORD.size:
        raise ValueError(f"a packet of {size} bytes fits no record")
    into += _RECORD.pack(_RECORD.size + size, size, offset_ms & 0xFFFFFFFF)
    at = len(into) + 2
    into += template
    _PATCH.pack_into(into, at, sequence, timestamp, stream)


def record(packet: JournalPacket) -> bytes:
    """One packet's bytes."""
    payload_type = next(number for number, codec in CODECS.items() if codec == packet.codec)
    template = _RTP.pack(_VERSION, packet.marker << 7 | payload_type, 0, 0, 0) + packet.payload
    into = bytearray()
    append_record(into, packet.offset_ms, template, packet.sequence, packet.timestamp, packet.stream)
    return bytes(into)


def sidecar_line(value: SidecarHead | Block | End) -> bytes:
    """JSON, space, CRC, newline."""
    body = msgspec.json.encode(value)
    return b"%s %08x\n" % (body, crc32(body))


class JournalBytes:
    """The one encoder of a journal: what to append to its two files, in order. A block's bytes go before its line."""

    def __init__(self, head: SidecarHead) -> None:
        self.head = head
        self.size = 0
        """Bytes of the .rtp file so far."""

    def begin(self) -> tuple[bytes, bytes]:
        """(.rtp, .idx)"""
        self.size = HEADER_SIZE
        return header(self.head.started, self.head.clock), sidecar_line(self.head)

    def block(self, records: bytes | bytearray, us: int, rtp: int | None = None, sr: bool = False) -> bytes:
        """The .idx line of `records`, which are appended to .rtp as they are."""
        block = Block(self.size, len(records), crc32(records), us, rtp, sr)
        self.size += len(records)
        return sidecar_line(block)

    @staticmethod
    def end(reason: EndReason, us: int) -> bytes:
        """The last .idx line."""
        return sidecar_line(End(reason, us))


class Written(Struct, frozen=True):
    """A block for `build`."""

    packets: list[JournalPacket]
    us: int
    rtp: int | None = None
    sr: bool = False


def build(head: SidecarHead, blocks: Iterable[Written], end: End | None = None) -> tuple[bytes, bytes]:
    """A whole journal in memory: (.rtp, .idx)."""
    encoder = JournalBytes(head)
    rtp, idx = encoder.begin()
    for block in blocks:
        records = b"".join(map(record, block.packets))
        idx += encoder.block(records, block.us, block.rtp, block.sr)
        rtp += records
    if end is not None:
        idx += sidecar_line(end)
    return rtp, idx


# Reading


def parse_sidecar(data: bytes) -> Sidecar:
    """The whole lines of an .idx file, or of what was appended since (then `head` is None). Bad lines are left out."""
    head: SidecarHead | None = None
    end: End | None = None
    blocks: list[Block] = []
    bad = 0
    used = data.rfind(b"\n") + 1
    for line in data[:used].split(b"\n")[:-1]:
        try:
            value = _parse_line(line)
        except ValueError:
            bad += 1
            continue
        if isinstance(value, Block):
            blocks.append(value)
        elif isinstance(value, End):
            end = value
        else:
            head = value
    return Sidecar(head, blocks, end, bad, used)


def _parse_line(line: bytes) -> SidecarHead | Block | End:
    body, _, check = line.rpartition(b" ")
    if check != b"%08x" % crc32(body):
        raise ValueError("CRC of a sidecar line does not fit")
    kind = next((kind for begin, kind in _LINES.items() if body.startswith(begin)), None)
    if kind is None:
        raise ValueError("unknown sidecar line")
    return msgspec.json.decode(body, type=kind)


_LINES: dict[bytes, type[SidecarHead] | type[Block] | type[End]] = {
    b'{"v":': SidecarHead,
    b'{"o":': Block,
    b'{"end":': End,
}


def checked(block: Block, data: bytes) -> bytes:
    """`data`, read from the .rtp file where `block` says. ValueError when these are not the bytes that were written."""
    if len(data) != block.size or crc32(data) != block.crc:
        raise ValueError("CRC of a journal block does not fit")
    return data


def packets(data: bytes) -> list[JournalPacket]:
    """The packets of one or more checked blocks. ValueError when they are not records."""
    found: list[JournalPacket] = []
    at = 0
    while at < len(data):
        packet, at = _packet(data, at)
        found.append(packet)
    return found


def _packet(data: bytes, at: int) -> tuple[JournalPacket, int]:
    """The record at `at`, and where the next one begins."""
    if len(data) - at < RECORD_OVERHEAD:
        raise ValueError("journal record is cut off")
    size, length, offset_ms = _RECORD.unpack_from(data, at)
    end = at + size
    if size != length + _RECORD.size or length < _RTP.size or end > len(data):
        raise ValueError("journal record has a wrong length")
    first, second, sequence, timestamp, stream = _RTP.unpack_from(data, at + _RECORD.size)
    codec = CODECS.get(second & 0x7F)
    if first != _VERSION or codec is None or stream == 0:
        raise ValueError("journal record holds no packet of a journal")
    payload = data[at + RECORD_OVERHEAD : end]
    return JournalPacket(offset_ms, second >= 0x80, codec, sequence, timestamp, stream, payload), end


_PLAUSIBLE = re.compile(rb"\x80[\x60\x66\x6f\xe0\xe6\xef]")


def salvage(data: bytes, start: int = HEADER_SIZE) -> Salvage:
    """Packets of an .rtp file from `start` on, as far as they look like records, without any CRC.

    For what no sidecar vouches for (a crash between a block and its line). A bit that flipped within a packet is not
    noticed; a damaged length costs the packets up to the next plausible record.
    """
    found: list[JournalPacket] = []
    lost = 0
    at = start
    while at < len(data):
        try:
            packet, at = _packet(data, at)
        except ValueError:
            following = _next_plausible(data, at + 1)
            lost += following - at
            at = following
        else:
            found.append(packet)
    return Salvage(found, lost)


def _next_plausible(data: bytes, at: int) -> int:
    """Where the next record begins that is followed by another one or by the end; the data's end if none does."""
    while match := _PLAUSIBLE.search(data, at + _RECORD.size):
        at = match.start() - _RECORD.size
        try:
            _, end = _packet(data, at)
            if end < len(data):
                _packet(data, end)
        except ValueError:
            at += 1
        else:
            return at
    return len(data)
