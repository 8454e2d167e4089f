"""Reads one journal as it grows: its sidecar's new lines, then the blocks they name.

A block that is not what was written (its CRC does not fit, or its bytes are not there) is damaged; bytes that no line
speaks for (a damaged line, a writer that was killed between bytes and line) are salvaged.
"""

import errno
import os
import struct
from bisect import bisect_right
from collections import deque
from pathlib import Path

from msgspec import Struct

from sfu.journal import format as journal
from sfu.journal.format import Block, End, JournalPacket, SidecarHead

SIDECAR_AT_ONCE = 256 * 1024
BYTES_AT_ONCE = 1024 * 1024
LONGEST_LINE = 4096
"""Of a sidecar's head."""
LONGEST_BLOCK = 16 * 1024 * 1024
"""A block says it is longer: it is damaged."""
UNREADABLE = {errno.ENOENT, errno.EIO, errno.EISDIR, errno.EACCES}
"""A file, or a part of it, that nobody can read is as good as not there."""
LEAP = 60_000
"""ms by which the last packet of what was salvaged may come after the one before."""
FAR = 1000
"""Packets between two that stand beside each other."""
MOST_OFFSET = MOST_STREAM = 0xFFFFFFFF
_SIZE = struct.Struct("!H")


class Stretch(Struct, frozen=True, gc=False):
    """What was written together. `us`: when (monotonic µs). `packets` None: damaged."""

    block: Block
    packets: list[JournalPacket] | None


class Following:
    """One journal: `stem` is its files' path without .rtp and .idx."""

    def __init__(self, stem: Path) -> None:
        self.name = stem.name
        self.head: SidecarHead | None = None
        self.end: End | None = None
        self.bad_lines = 0
        self._rtp = stem.with_name(stem.name + ".rtp")
        self._idx = stem.with_name(stem.name + ".idx")
        self._blocks: deque[Block] = deque()
        self._alone = False
        """The sidecar is of no use: nothing says when and of whom its blocks are."""
        self._read_to = 0
        """In the sidecar."""
        self._used_to = journal.HEADER_SIZE
        """In the .rtp file."""
        self._newest = 0, 0
        """Stream and arrival of the newest packet a CRC spoke for."""

    def sizes(self) -> tuple[int, int]:
        """Of both files; 0 for one that is missing."""
        return _size(self._rtp), _size(self._idx)

    @property
    def next_us(self) -> int | None:
        """When the next block was written; None when there is none yet."""
        if not self._blocks:
            self.look()
        return self._blocks[0].us if self._blocks else None

    def skip(self, before_us: int) -> None:
        """Leaves out the blocks that were written before (monotonic µs)."""
        while (us := self.next_us) is not None and us < before_us:
            block = self._blocks.popleft()
            self._used_to = max(self._used_to, block.offset + block.size)

    def take(self) -> list[Stretch]:
        """The next block, or a part of what is salvaged before it. Raises OSError. Call it when `next_us` is not None."""
        block = self._blocks[0]
        fits = self._used_to <= block.offset and block.size <= LONGEST_BLOCK
        packets = self._trusted(block) if fits else None
        if self._used_to < block.offset:
            before = self._salvaged(self._used_to, block.offset, block.us, packets)
            if before:
                return before
        self._blocks.popleft()
        if fits:
            self._used_to = block.offset + block.size
        if packets:
            self._newest = packets[-1].stream, packets[-1].offset_ms
        return [Stretch(block, packets)]

    def first_line(self) -> SidecarHead | None:
        """The head, without the rest. Raises OSError."""
        return journal.parse_sidecar(_read(self._idx, 0, LONGEST_LINE)).head

    def guess(self) -> bool:
        """Without a head (no sidecar, or a damaged one): whether there are packets; `head` then is of nobody known."""
        if self.head is None:
            self.head = self._guessed_head()
            self._alone = True
            self._blocks.clear()
            self._used_to = journal.HEADER_SIZE
        return self.head is not None

    def rest(self) -> list[Stretch]:
        """At the end of all: a part of the bytes behind the last block, [] when none is left. Raises OSError."""
        size = _size(self._rtp)
        while self._used_to < size:
            if found := self._salvaged(self._used_to, size, None):
                return found
        return []

    def look(self) -> None:
        """New lines of the sidecar; one that is not there (yet) has none."""
        data = b"" if self._alone else _read(self._idx, self._read_to, SIDECAR_AT_ONCE)
        if not data:
            return
        found = journal.parse_sidecar(data)
        if not found.used and len(data) == SIDECAR_AT_ONCE:  # no line is that long
            self._read_to += len(data)
            self.bad_lines += 1
            return
        self._read_to += found.used
        self.bad_lines += found.bad
        self.head = self.head or found.head
        self.end = self.end or found.end
        self._blocks += found.blocks

    def _trusted(self, block: Block) -> list[JournalPacket] | None:
        try:
            return journal.packets(journal.checked(block, _read(self._rtp, block.offset, block.size)))
        except ValueError:
            return None

    def _salvaged(
        self, begin: int, end: int, us: int | None, after: list[JournalPacket] | None = None
    ) -> list[Stretch]:
        """Of at most BYTES_AT_ONCE; `us` when they were written, None: after what their packets say. `after`: what
        stands behind them."""
        data = _read(self._rtp, begin, min(end - begin, BYTES_AT_ONCE))
        size = _whole(data) if begin + len(data) < end else len(data)
        self._used_to = begin + size if data else end
        latest = after[0].offset_ms if after else MOST_OFFSET
        if us is not None and self.head is not None:
            latest = min(latest, (us - self.head.started) // 1000)
        stream = after[0].stream if after else MOST_STREAM
        packets = plausible(
            [
                packet
                for packet in journal.salvage(data[:size], 0).packets
                if self._newest <= _place(packet) and packet.stream <= stream and packet.offset_ms <= latest
            ]
        )
        if not packets:
            return []
        if us is None:
            assert self.head is not None
            us = self.head.started + packets[-1].offset_ms * 1000
        return [Stretch(Block(begin, size, 0, us, None, False), packets)]

    def _guessed_head(self) -> SidecarHead | None:
        """From the .rtp file alone; its header is in lesson time already."""
        begin = _read(self._rtp, 0, BYTES_AT_ONCE)
        packets = journal.salvage(begin).packets
        if not packets:
            return None
        seconds, us = struct.unpack_from("!II", begin, len(journal.MAGIC))
        video = packets[0].codec != "opus"
        return SidecarHead(
            "",
            "",
            "",
            "video" if video else "audio",
            90_000 if video else 48_000,
            0,
            seconds * 1_000_000 + us,
        )


def _place(packet: JournalPacket) -> tuple[int, int]:
    return packet.stream, packet.offset_ms


def plausible(packets: list[JournalPacket]) -> list[JournalPacket]:
    """As many as neither come before the one before nor are of an earlier stream.

    No CRC speaks for them: one whose arrival or stream is damaged would put what follows it out of time.
    """
    least: list[tuple[int, int]] = []
    """Of each length the run that ends first: its end; below which packet that is."""
    ends: list[int] = []
    links: list[int] = []
    for number, packet in enumerate(packets):
        length = bisect_right(least, _place(packet))
        links.append(ends[length - 1] if length else -1)
        least[length : length + 1] = [_place(packet)]
        ends[length : length + 1] = [number]
    found: list[JournalPacket] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(packets[at])
        at = links[at]
    found.reverse()
    while len(found) > 1 and _leaps(found[-2], found[-1]):
        found.pop()
    return [one for place, one in enumerate(found) if not _strays(found[max(0, place - 1) : place + 2], one)]


def _strays(near: list[JournalPacket], one: JournalPacket) -> bool:
    """Whether a packet's number is far from both its neighbours', which are near each other."""
    if len(near) < 3:
        return False
    return _far(near[0], one) and _far(one, near[2]) and not _far(near[0], near[2])


def _far(one: JournalPacket, other: JournalPacket) -> bool:
    ahead = (one.sequence - other.sequence) & 0xFFFF
    return one.stream == other.stream and FAR < ahead < 0x10000 - FAR


def _leaps(before: JournalPacket, last: JournalPacket) -> bool:
    """Whether the last packet, which none behind it confirms, is too far from the one before."""
    return last.stream > before.stream + 1 or last.offset_ms > before.offset_ms + LEAP


def _whole(data: bytes) -> int:
    """How many bytes of it are whole records, as their lengths say; all of it when it begins with none."""
    at = 0
    while at + 2 <= len(data):
        size = _SIZE.unpack_from(data, at)[0]
        if size < journal.RECORD_OVERHEAD or at + size > len(data):
            break
        at += size
    return at or len(data)


def _read(path: Path, offset: int, size: int) -> bytes:
    """What there is of it; nothing of a file that is not there. Raises OSError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        return _nothing(error)
    try:
        return os.pread(descriptor, size, offset)
    except OSError as error:
        return _nothing(error)
    finally:
        os.close(descriptor)


def _nothing(error: OSError) -> bytes:
    if error.errno in UNREADABLE:
        return b""
    raise error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
