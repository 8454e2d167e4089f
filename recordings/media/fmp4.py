"""Fragmented MP4 of one Opus or H264 track (ISO 14496-12 §8.8; Opus in ISOBMFF; ISO 14496-15): a head, then fragments.

A fragment is one moof and one mdat whose decode time (tfdt) is absolute: time since zero. Nothing in it depends on the
fragments before but its number, which is its time. Timescales: 48,000 for Opus, 1000 for video.
"""

import struct

from msgspec import Struct

from recordings.media import h264
from recordings.media.sample import Sample, ms

AUDIO_SCALE = 48_000
VIDEO_SCALE = 1000
SYNC, NOT_SYNC = 0x0200_0000, 0x0101_0000
"""Sample flags (§8.8.3.1): depends on no other, or on others and is no sync sample."""
_MATRIX = struct.pack("!9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000)
_DATA_OFFSET, _DURATIONS, _SIZES, _FLAGS = 0x1, 0x100, 0x200, 0x400
_BASE_IS_MOOF, _DEFAULT_DURATION = 0x020000, 0x8


def init_opus(channels: int) -> bytes:
    """Head of an Opus track without pre-skip: its first packet begins at its own time."""
    entry = bytes(6) + struct.pack("!H8xHHHHI", 1, channels, 16, 0, 0, AUDIO_SCALE << 16)
    specific = _box("dOps", struct.pack("!BBHIhB", 0, channels, 0, AUDIO_SCALE, 0, 0))
    media_head = _full("smhd", 0, bytes(4))
    return _init(b"soun", AUDIO_SCALE, media_head, _box("Opus", entry + specific), 0, 0, SYNC)


def init_h264(keyframe: bytes) -> tuple[bytes, h264.Sps]:
    """Head of an avc1 track with the parameter sets of its first keyframe; later ones come in band."""
    sps, pps = h264.sets_of(h264.split(keyframe))
    found = h264.read_sps(sps)
    config = b"\x01" + found.profile + b"\xff\xe1" + len(sps).to_bytes(2, "big") + sps
    config += b"\x01" + len(pps).to_bytes(2, "big") + pps
    if found.profile[0] in (100, 110, 122, 144):
        config += bytes([0xFC | found.chroma, 0xF8, 0xF8, 0])  # ISO 14496-15 §5.3.3.1.2: 8 bits
    size = struct.pack("!HH", found.width, found.height)
    entry = bytes(6) + b"\0\1" + bytes(16) + size + struct.pack("!IIIH", 0x480000, 0x480000, 0, 1)
    entry += bytes(32) + struct.pack("!Hh", 24, -1)
    media_head = _full("vmhd", 1, bytes(8))
    sample_entry = _box("avc1", entry + _box("avcC", config))
    body = _init(b"vide", VIDEO_SCALE, media_head, sample_entry, found.width, found.height, NOT_SYNC)
    return body, found


def _init(
    handler: bytes, scale: int, media_head: bytes, entry: bytes, width: int, height: int, flags: int
) -> bytes:
    table = b"".join(
        [
            _full("stsd", 0, struct.pack("!I", 1) + entry),
            *(_full(kind, 0, bytes(4)) for kind in ("stts", "stsc")),
            _full("stsz", 0, bytes(8)),
            _full("stco", 0, bytes(4)),
        ]
    )
    references = _box("dinf", _full("dref", 0, struct.pack("!I", 1) + _full("url ", 1, b"")))
    media = b"".join(
        [
            _full("mdhd", 0, struct.pack("!IIIIHH", 0, 0, scale, 0, 0x55C4, 0)),  # language: und
            _full("hdlr", 0, bytes(4) + handler + bytes(13)),
            _box("minf", media_head + references + _box("stbl", table)),
        ]
    )
    volume = 0 if width else 0x0100
    track = struct.pack("!IIIII8xHHHH", 0, 0, 1, 0, 0, 0, 0, volume, 0) + _MATRIX
    track += struct.pack("!II", width << 16, height << 16)
    movie = struct.pack("!IIIIIH10x", 0, 0, 1000, 0, 0x10000, 0x0100) + _MATRIX + bytes(24) + b"\0\0\0\2"
    extends = _full("trex", 0, struct.pack("!IIIII", 1, 1, 0, 0, flags))
    moov = b"".join(
        [
            _full("mvhd", 0, movie),
            _box("trak", _full("tkhd", 3, track) + _box("mdia", media)),
            _box("mvex", extends),
        ]
    )
    return _box("ftyp", b"iso6\0\0\0\0iso6mp41") + _box("moov", moov)


def segment(samples: list[Sample], video: bool) -> bytes:
    """One fragment. Opus: what each sample lasts is said once when it is the same for all. ValueError: none."""
    if not samples:
        raise ValueError("a fragment needs a sample")
    unit = ms if video else _ticks
    durations = [unit(sample.end) - unit(sample.at) for sample in samples]
    same = not video and len(set(durations)) == 1
    flags = _DATA_OFFSET | _SIZES | (0 if same else _DURATIONS) | (_FLAGS if video else 0)
    rows = bytearray()
    for sample, duration in zip(samples, durations, strict=True):
        rows += b"" if same else duration.to_bytes(4, "big")
        rows += len(sample.data).to_bytes(4, "big")
        rows += (SYNC if sample.keyframe else NOT_SYNC).to_bytes(4, "big") if video else b""
    start = unit(samples[0].at)
    if same:
        head = _full("tfhd", _BASE_IS_MOOF | _DEFAULT_DURATION, struct.pack("!II", 1, durations[0]))
    else:
        head = _full("tfhd", _BASE_IS_MOOF, struct.pack("!I", 1))
    head += struct.pack("!I4sIQ", 20, b"tfdt", 1 << 24, start)
    number = _full("mfhd", 0, struct.pack("!I", (ms(samples[0].at) + 1) & 0xFFFFFFFF))
    size = 8 + len(number) + 8 + len(head) + 20 + len(rows)
    run = _full("trun", flags, struct.pack("!II", len(samples), size + 8) + bytes(rows))
    moof = _box("moof", number + _box("traf", head + run))
    return moof + _box("mdat", b"".join(sample.data for sample in samples))


def _ticks(us: int) -> int:
    return (us * 48 + 500) // 1000


def _box(kind: str, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind.encode() + body


def _full(kind: str, flags: int, body: bytes) -> bytes:
    return _box(kind, flags.to_bytes(4, "big") + body)


class Row(Struct, frozen=True):
    """A sample as read again, times in the track's timescale; `flags` None: as the head says."""

    at: int
    duration: int
    flags: int | None
    data: bytes


def read(fragment: bytes) -> list[Row]:
    """The samples of one fragment as `segment` writes it, exactly. ValueError when anything does not fit."""
    outer = boxes(fragment)
    if [kind for kind, _ in outer] != ["moof", "mdat"]:
        raise ValueError("no fragment, or more than one")
    (_, moof), (_, data) = outer
    parts = dict(boxes(moof))
    track = dict(boxes(parts.get("traf", b"")))
    try:
        flags = int.from_bytes(track["tfhd"][:4], "big")
        common = struct.unpack_from("!I", track["tfhd"], 8)[0] if flags & _DEFAULT_DURATION else None
        at = int(struct.unpack("!IQ", track["tfdt"])[1])
        run, count, offset = struct.unpack_from("!III", track["trun"])
        if offset != len(moof) + 16:
            raise ValueError("fragment's data is elsewhere")
        return _rows(track["trun"][12:], run, count, at, common, data)
    except (KeyError, struct.error) as error:
        raise ValueError("fragment is cut off") from error


def _rows(table: bytes, run: int, count: int, at: int, common: int | None, data: bytes) -> list[Row]:
    fields = [field for field in (_DURATIONS, _SIZES, _FLAGS) if run & field]
    width = 4 * len(fields)
    if len(table) != count * width or _SIZES not in fields:
        raise ValueError("fragment's table does not fit")
    rows: list[Row] = []
    used = 0
    for row in range(0, len(table), width):
        values = dict(zip(fields, struct.unpack_from(f"!{len(fields)}I", table, row), strict=True))
        duration = values.get(_DURATIONS, common)
        if duration is None:
            raise ValueError("sample without a duration")
        size = values[_SIZES]
        rows.append(Row(at, duration, values.get(_FLAGS), data[used : used + size]))
        used += size
        at += duration
    if used != len(data):
        raise ValueError("samples do not fill their fragment")
    return rows


def boxes(data: bytes) -> list[tuple[str, bytes]]:
    """(kind, content) of the boxes that fill `data`. ValueError when they do not."""
    found: list[tuple[str, bytes]] = []
    position = 0
    while position < len(data):
        size = int.from_bytes(data[position : position + 4], "big")
        if size < 8 or position + size > len(data):
            raise ValueError("box is cut off")
        found.append(
            (data[position + 4 : position + 8].decode("latin-1"), data[position + 8 : position + size])
        )
        position += size
    return found
