"""Reads the encoded files beside it into frames: Opus packets of an Ogg file (RFC 3533, 7845), VP8 frames of an IVF."""

import struct
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LAYERED = ("camera_q", "camera_h", "camera_f", "screen_l", "screen_h")


@dataclass(frozen=True)
class Frame:
    """One encoded frame and what it lasts, in ticks of its clock (48 kHz audio, 90 kHz video).

    `temporal`: its temporal layer, 1 may be left out (it refers to the base frame before it, nothing refers to it);
    None: the stream has no layers.
    """

    data: bytes
    ticks: int
    keyframe: bool = True
    temporal: int | None = None


def opus(name: str) -> list[Frame]:
    """The 20 ms packets of <name>.ogg, headers left out. Raises ValueError on a file that is no Ogg."""
    data = (HERE / f"{name}.ogg").read_bytes()
    packets: list[bytes] = []
    part, offset = b"", 0
    while offset < len(data):
        if data[offset : offset + 4] != b"OggS":
            raise ValueError(f"{name}.ogg: no page at byte {offset}")
        count = data[offset + 26]
        lacing = data[offset + 27 : offset + 27 + count]
        offset += 27 + count
        for size in lacing:
            part += data[offset : offset + size]
            offset += size
            if size < 255:
                packets.append(part)
                part = b""
    return [Frame(packet, 960) for packet in packets[2:]]


def vp8(name: str) -> tuple[list[Frame], int, int]:
    """The frames of <name>.ivf with width and height. Raises ValueError on a file that is no VP8 IVF.

    In LAYERED files every second frame is of temporal layer 1, counted from the keyframe before it.
    """
    data = (HERE / f"{name}.ivf").read_bytes()
    magic, _version, header, codec, width, height, rate, scale, _count = struct.unpack_from(
        "<4sHH4sHHIII", data
    )
    if magic != b"DKIF" or codec != b"VP80":
        raise ValueError(f"{name}.ivf: not a VP8 file")
    frames: list[Frame] = []
    offset, place = header, 0
    while offset + 12 <= len(data):
        (size,) = struct.unpack_from("<I", data, offset)
        frame = data[offset + 12 : offset + 12 + size]
        keyframe = not frame[0] & 1
        place = 0 if keyframe else place + 1
        temporal = place % 2 if name in LAYERED else None
        frames.append(Frame(frame, 90_000 * scale // rate, keyframe, temporal))
        offset += 12 + size
    return frames, width, height
