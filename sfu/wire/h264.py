"""H264 payloads (RFC 6184, packetization modes 0 and 1): does a picture begin here that needs no other, how large is it.

Reads the NAL units' headers and of a sequence parameter set the size; nothing is put together or rewritten.
"""

from __future__ import annotations

from msgspec import Struct

SLICE, IDR, SPS = 1, 5, 7
STAP_A, FU_A = 24, 28
LONGEST_SPS = 128
"""Bytes of a parameter set that are read for its size; browsers send 10 to 40. A hostile long one took 11 ms."""
MOST = 0x3FFF
"""Pixels a side, as VP8 can say; a larger one is nonsense."""
_HIGH = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}
"""Profiles whose parameter set says more about chroma (ITU-T H.264 §7.3.2.1.1)."""


class Look(Struct, frozen=True, gc=False):
    """`idr`: a picture's slice begins that refers to no other picture. `sps`: the sequence parameter set, b"" without.

    `discardable`: a slice of a picture that no other refers to (nal_ref_idc 0).
    """

    idr: bool = False
    sps: bytes = b""
    discardable: bool = False


_PLAIN, _IDR, _DISCARDABLE = Look(), Look(idr=True), Look(discardable=True)


def parse(payload: bytes) -> Look:
    """One packet's payload. ValueError when malformed or of a kind that neither mode has."""
    if len(payload) < 2:
        raise ValueError("H264 payload is too short")
    head = payload[0]
    kind = head & 0x1F
    if kind == FU_A:
        return _fragment(payload)
    if kind == STAP_A:
        return _aggregate(payload)
    if not 0 < kind < STAP_A:
        raise ValueError("H264 payload of a kind that was not agreed on")
    if kind == SPS:
        return Look(sps=payload)
    if kind == IDR:
        return _IDR
    return _DISCARDABLE if kind == SLICE and not head & 0x60 else _PLAIN


def _fragment(payload: bytes) -> Look:
    """RFC 6184 §5.8."""
    if len(payload) < 3:
        raise ValueError("H264 fragment is cut off")
    kind = payload[1] & 0x1F
    if kind == IDR:
        return _IDR if payload[1] & 0x80 else _PLAIN
    return _DISCARDABLE if kind == SLICE and not payload[0] & 0x60 else _PLAIN


def _aggregate(payload: bytes) -> Look:
    """RFC 6184 §5.7.1."""
    idr, sps, position = False, b"", 1
    while position < len(payload):
        size = int.from_bytes(payload[position : position + 2], "big")
        nal = payload[position + 2 : position + 2 + size]
        if size == 0 or len(nal) != size:
            raise ValueError("H264 aggregation packet is cut off")
        kind = nal[0] & 0x1F
        idr = idr or kind == IDR
        if kind == SPS:
            sps = nal
        position += 2 + size
    return Look(idr=idr, sps=sps)


def size(sps: bytes) -> tuple[int, int]:
    """Width and height by a sequence parameter set (ITU-T H.264 §7.3.2.1.1). ValueError: cut off or impossible."""
    if len(sps) < 5:
        raise ValueError("H264 parameter set is cut off")
    bits = _Bits(sps[4:LONGEST_SPS].replace(b"\0\0\3", b"\0\0"))
    bits.golomb()  # its id
    chroma = _chroma(bits) if sps[1] in _HIGH else 1
    bits.golomb()  # log2_max_frame_num
    _order(bits)
    bits.golomb()  # max_num_ref_frames
    bits.take(1)
    wide, high = 16 * (bits.golomb() + 1), bits.golomb() + 1
    fields = 2 - bits.take(1)
    if fields == 2:
        bits.take(1)
    bits.take(1)
    high *= 16 * fields
    if bits.take(1):  # cropped
        left, right, top, bottom = (bits.golomb() for _ in range(4))
        wide -= (2 if chroma in (1, 2) else 1) * (left + right)
        high -= (2 if chroma == 1 else 1) * fields * (top + bottom)
    if not (0 < wide <= MOST and 0 < high <= MOST):
        raise ValueError("H264 picture of an impossible size")
    return wide, high


def _order(bits: _Bits) -> None:
    """pic_order_cnt_type and what follows of it."""
    order = bits.golomb()
    if order == 0:
        bits.golomb()
    elif order == 1:
        bits.take(1)
        bits.golomb()
        bits.golomb()
        for _ in range(min(bits.golomb(), 256)):
            bits.golomb()


def _chroma(bits: _Bits) -> int:
    """What only high profiles tell, up to the scaling lists; chroma_format_idc."""
    chroma = bits.golomb()
    if chroma == 3:
        bits.take(1)
    bits.golomb()
    bits.golomb()
    bits.take(1)
    if bits.take(1):
        for number in range(12 if chroma == 3 else 8):
            if bits.take(1):
                _scaling(bits, 16 if number < 6 else 64)
    return chroma


def _scaling(bits: _Bits, entries: int) -> None:
    last = following = 8
    for _ in range(entries):
        if following:
            code = bits.golomb()
            following = (last + ((code + 1) // 2 if code & 1 else -(code // 2))) & 0xFF
        last = following or last


class _Bits:
    """Bits from the front of some bytes. ValueError past their end."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = 8 * len(data)

    def take(self, count: int) -> int:
        self._left -= count
        if self._left < 0:
            raise ValueError("H264 parameter set is cut off")
        return self._value >> self._left & (1 << count) - 1

    def golomb(self) -> int:
        """ue(v) (§9.1)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 31:
                raise ValueError("H264 parameter set with an impossible number")
        return (1 << zeros) - 1 + self.take(zeros)
