"""H264: access units from RTP packets (RFC 6184, packetization modes 0 and 1) in the form of MP4 (ISO 14496-15).

After a loss everything up to the next IDR picture is dropped. Parameter sets stay in band, and every keyframe carries
the ones it needs, so a player can begin at each.
"""

from msgspec import Struct

from recordings.media.frames import Depacketiser, Frame
from recordings.media.reorder import Arrival, Ordered

IDR, SEI, SPS, PPS, DELIMITER, FILLER = 5, 6, 7, 8, 9, 12
STAP_A, FU_A = 24, 28
MOST_BYTES = 8 << 20
MOST_SETS = 32
"""Parameter sets of one stream; who sends more is not a browser."""
LONGEST_SET = 1024
"""Bytes of a parameter set; browsers send some 30."""
_HIGH = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}
"""Profiles whose parameter set says more about chroma (ITU-T H.264 §7.3.2.1.1)."""


def nal_type(nal: bytes) -> int:
    """nal_unit_type (ITU-T H.264 §7.4.1)."""
    return nal[0] & 0x1F


def aggregated(payload: bytes) -> list[bytes]:
    """The NAL units of a STAP-A (RFC 6184 §5.7.1). ValueError when one is cut off."""
    nals, position = [], 1
    while position < len(payload):
        size = int.from_bytes(payload[position : position + 2], "big")
        nal = payload[position + 2 : position + 2 + size]
        if size == 0 or len(nal) != size:
            raise ValueError("STAP-A is cut off")
        nals.append(nal)
        position += 2 + size
    return nals


def split(sample: bytes) -> list[bytes]:
    """The NAL units of an access unit with 4-byte lengths. ValueError when they do not fill it."""
    nals, position = [], 0
    while position < len(sample):
        size = int.from_bytes(sample[position : position + 4], "big")
        nal = sample[position + 4 : position + 4 + size]
        if size == 0 or len(nal) != size:
            raise ValueError("H264 sample is cut off")
        nals.append(nal)
        position += 4 + size
    return nals


def join(nals: list[bytes]) -> bytes:
    """An access unit with 4-byte lengths."""
    return b"".join(len(nal).to_bytes(4, "big") + nal for nal in nals)


class H264(Depacketiser):
    """Packets in, access units out."""

    def __init__(self) -> None:
        super().__init__()
        self._sets: dict[tuple[int, int], bytes] = {}
        """The last parameter sets by type and id."""
        self._begin: Arrival | None = None
        self._nals: list[bytes] = []
        self._fragments: list[bytes] = []
        self._bytes = 0
        self._waiting = True

    def restart(self) -> None:
        self._drop()
        self._sets.clear()
        self._waiting = True

    def _push(self, ordered: Ordered) -> list[Frame]:
        arrival = ordered.arrival
        frames: list[Frame] = []
        if ordered.hole:
            self._lose()
        elif self._begin is not None and self._begin.ticks != arrival.ticks:
            frames = self._finish()  # its marker was not set
        if self._begin is None:
            self._begin = arrival
        self._payload(arrival.packet.payload)
        if self._bytes > MOST_BYTES:
            raise ValueError("H264 access unit is too long")
        return frames + self._finish() if arrival.packet.marker else frames

    def _payload(self, payload: bytes) -> None:
        if not payload:
            raise ValueError("H264 packet is empty")
        kind = nal_type(payload)
        if kind == FU_A:
            self._fragment(payload)
            return
        if self._fragments:
            raise ValueError("H264 fragments without an end")
        if kind == STAP_A:
            for nal in aggregated(payload):
                self._nal(nal)
        elif 0 < kind < STAP_A:
            self._nal(payload)
        else:
            raise ValueError("H264 packet of a kind that was not agreed on")

    def _fragment(self, payload: bytes) -> None:
        """RFC 6184 §5.8."""
        if len(payload) < 3:
            raise ValueError("FU-A is cut off")
        begins, ends = payload[1] & 0x80, payload[1] & 0x40
        if begins:
            self._fragments = [bytes([payload[0] & 0xE0 | payload[1] & 0x1F])]
        elif not self._fragments:
            self._lose()  # its beginning is missing
            return
        self._fragments.append(payload[2:])
        self._bytes += len(payload)
        if ends:
            nal, self._fragments = b"".join(self._fragments), []
            self._nal(nal)

    def _nal(self, nal: bytes) -> None:
        kind = nal_type(nal)
        if kind in (DELIMITER, FILLER):
            return
        if kind in (SPS, PPS):
            if len(nal) > LONGEST_SET:
                raise ValueError("H264 parameter set is too long")
            self._sets[kind, _set_id(nal)] = nal
            if len(self._sets) > MOST_SETS:
                raise ValueError("H264 with too many parameter sets")
        self._nals.append(nal)
        self._bytes += len(nal) + 4

    def _finish(self) -> list[Frame]:
        if self._fragments:
            raise ValueError("H264 fragments without an end")
        begin, nals = self._begin, self._nals
        self._drop()
        if begin is None:
            return []  # lost with a fragment
        pictures = [nal for nal in nals if 1 <= nal_type(nal) <= IDR]
        if not pictures:
            return []  # parameter sets alone: remembered
        keyframe = nal_type(pictures[0]) == IDR
        if keyframe:
            nals = self._with_sets(nals)
            self._waiting = self._waiting and not _first_slice(pictures[0])
        if self._waiting:
            self.lost = True
            return []
        frame = Frame(join(nals), begin.ticks, begin.at, keyframe, self.lost)
        self.lost = False
        return [frame]

    def _with_sets(self, nals: list[bytes]) -> list[bytes]:
        """A keyframe with parameter sets: its own, else the last known ones before it. ValueError when none are known."""
        if not {SPS, PPS} <= {nal_type(nal) for nal in nals}:
            own = [nal for nal in nals if nal_type(nal) not in (SPS, PPS)]
            nals = [nal for _, nal in sorted(self._sets.items())] + own
        sps, _ = sets_of(nals)
        read_sps(sps)
        return nals

    def _lose(self) -> None:
        self._drop()
        self._waiting = self.lost = True

    def _drop(self) -> None:
        self._begin, self._nals, self._fragments, self._bytes = None, [], [], 0


def _first_slice(nal: bytes) -> bool:
    """Whether a picture's slice is its first: first_mb_in_slice is 0 (§7.3.3)."""
    return len(nal) > 1 and bool(nal[1] & 0x80)


def _set_id(nal: bytes) -> int:
    """Of a sequence or picture parameter set. ValueError when cut off or out of range."""
    number = _Bits(nal[4 if nal_type(nal) == SPS else 1 :]).golomb()
    if number > 255:
        raise ValueError("H264 parameter set with an impossible id")
    return number


class Sps(Struct, frozen=True):
    """What a sequence parameter set says: `profile` is its three bytes profile, constraints and level."""

    profile: bytes
    chroma: int
    width: int
    height: int


def sets_of(nals: list[bytes]) -> tuple[bytes, bytes]:
    """The first sequence and picture parameter set of a keyframe's NAL units. ValueError when one is missing."""
    found = [next((nal for nal in nals if nal_type(nal) == kind), None) for kind in (SPS, PPS)]
    if found[0] is None or found[1] is None:
        raise ValueError("no H264 keyframe with its parameter sets")
    return found[0], found[1]


def read_sps(nal: bytes) -> Sps:
    """ITU-T H.264 §7.3.2.1.1. ValueError when cut off or impossible."""
    if len(nal) < 5 or nal_type(nal) != SPS:
        raise ValueError("no H264 sequence parameter set")
    bits = _Bits(nal[4:].replace(b"\0\0\3", b"\0\0"))
    bits.golomb()  # id
    chroma = 1
    if nal[1] in _HIGH:
        chroma = _chroma(bits)
    bits.golomb()  # log2_max_frame_num
    order = bits.golomb()
    if order == 0:
        bits.golomb()
    elif order == 1:
        bits.take(1)
        bits.golomb()
        bits.golomb()
        for _ in range(min(bits.golomb(), 256)):
            bits.golomb()
    bits.golomb()  # max_num_ref_frames
    bits.take(1)
    wide, high = bits.golomb() + 1, bits.golomb() + 1
    fields = 2 - bits.take(1)
    if fields == 2:
        bits.take(1)
    bits.take(1)
    left = right = top = bottom = 0
    if bits.take(1):
        left, right, top, bottom = (bits.golomb() for _ in range(4))
    across = 2 if chroma in (1, 2) else 1
    down = (2 if chroma == 1 else 1) * fields
    width, height = 16 * wide - across * (left + right), 16 * high * fields - down * (top + bottom)
    if not (0 < width <= 0x3FFF and 0 < height <= 0x3FFF):
        raise ValueError("H264 picture of an impossible size")
    return Sps(nal[1:4], chroma, width, height)


def _chroma(bits: "_Bits") -> int:
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


def _scaling(bits: "_Bits", size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.signed()) & 0xFF
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

    def signed(self) -> int:
        """se(v) (§9.1.1)."""
        code = self.golomb()
        return (code + 1) // 2 if code & 1 else -(code // 2)
