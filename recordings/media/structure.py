"""Whether bytes of a track's file are what the index says: sizes exact, samples whole, times as in the line. Pure."""

from recordings.media import fmp4, h264, opus, vp8, webm
from recordings.media.sample import Codec


def check(codec: Codec, body: bytes, t: int, d: int, keys: list[int]) -> int:
    """One segment against its index line (ms); how many samples it holds. ValueError says what does not fit."""
    if codec == "vp8":
        return _vp8(body, t, d, keys)
    rows = fmp4.read(body)
    if not rows:
        raise ValueError("segment without samples")
    if codec == "opus":
        for row in rows:
            opus.duration(row.data)
        scale, found = fmp4.AUDIO_SCALE, list[int]()
    else:
        scale = fmp4.VIDEO_SCALE
        found = [row.at for row in rows if row.flags == fmp4.SYNC]
        for row in rows:
            h264.split(row.data)
    start, end = rows[0].at, rows[-1].at + rows[-1].duration
    if abs(start * 1000 - t * scale) > scale or abs(end * 1000 - (t + d) * scale) > scale:
        raise ValueError("segment's times are not the index's")
    _same_keys(found, keys)
    return len(rows)


def _vp8(body: bytes, t: int, d: int, keys: list[int]) -> int:
    frames = webm.read(body)
    if not frames:
        raise ValueError("segment without samples")
    for frame in frames:
        if not frame.data or vp8.is_keyframe(frame.data) != frame.keyframe:
            raise ValueError("frame is not what its block says")
    times = [frame.at for frame in frames]
    if times[0] != t or times != sorted(times) or times[-1] + (frames[-1].duration or 0) != t + d:
        raise ValueError("segment's times are not the index's")
    _same_keys([frame.at for frame in frames if frame.keyframe], keys)
    return len(frames)


def _same_keys(found: list[int], keys: list[int]) -> None:
    if found != keys:
        raise ValueError("segment's keyframes are not the index's")


def check_init(codec: Codec, body: bytes) -> None:
    """The head of a track's file. ValueError when it is none for this codec."""
    if codec == "vp8":
        if [number for number, _ in webm.elements(body)] != [webm.EBML, webm.SEGMENT]:
            raise ValueError("no WebM head")
        inner = webm.elements(webm.elements(body)[1][1])
        if [number for number, _ in inner] != [webm.INFO, webm.TRACKS]:
            raise ValueError("no WebM head")
        return
    if [kind for kind, _ in fmp4.boxes(body)] != ["ftyp", "moov"]:
        raise ValueError("no MP4 head")
    kind = b"Opus" if codec == "opus" else b"avc1"
    if kind not in body:
        raise ValueError("MP4 head of another codec")
