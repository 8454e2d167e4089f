"""A sink of the tests: keeps whole journals in memory, as bytes a reader gets."""

from dataclasses import dataclass, field

from sfu.journal.format import (
    EndReason,
    JournalBytes,
    JournalPacket,
    Sidecar,
    SidecarHead,
    checked,
    packets,
    parse_sidecar,
)
from sfu.journal.tap import Cut, Fault


class Kept:
    """One journal."""

    def __init__(self, head: SidecarHead) -> None:
        self._encoder = JournalBytes(head)
        rtp, idx = self._encoder.begin()
        self.rtp, self.idx = bytearray(rtp), bytearray(idx)

    def block(self, cut: Cut) -> None:
        self.idx += self._encoder.block(cut.records, cut.us, cut.rtp, cut.sr)
        self.rtp += cut.records

    def end(self, reason: EndReason, us: int) -> None:
        self.idx += self._encoder.end(reason, us)

    @property
    def sidecar(self) -> Sidecar:
        return parse_sidecar(bytes(self.idx))

    @property
    def packets(self) -> list[JournalPacket]:
        return read_packets(bytes(self.rtp), self.sidecar)


def read_packets(rtp: bytes, sidecar: Sidecar) -> list[JournalPacket]:
    """Of all blocks; ValueError when one is damaged."""
    blocks = (checked(each, rtp[each.offset : each.offset + each.size]) for each in sidecar.blocks)
    return [packet for block in blocks for packet in packets(block)]


@dataclass
class Shelf:
    """`full`: refuse blocks."""

    full: bool = False
    faults: dict[str, Fault] = field(default_factory=dict)
    journals: list[Kept] = field(default_factory=list)
    _open: dict[SidecarHead, Kept] = field(default_factory=dict)

    def put(self, cut: Cut) -> bool:
        if self.full:
            return False
        if cut.head not in self._open:
            self._open[cut.head] = Kept(cut.head)
            self.journals.append(self._open[cut.head])
        self._open[cut.head].block(cut)
        return True

    def finish(self, head: SidecarHead, reason: EndReason, us: int) -> None:
        kept = self._open.pop(head, None)
        if kept is not None:
            kept.end(reason, us)
