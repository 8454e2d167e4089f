"""Makes the captures beside it: journals of real Opus, VP8 and H264 that went over a bad network. By hand, rarely.

    python -m tests.data.recordings.make

`expected.json`, the hashes of what the cores make of them, is written too: look at what changed before it is committed.
"""

from fractions import Fraction
from pathlib import Path

import av

from loadtest.media import read
from recordings.media.sample import Codec
from sfu.journal.format import End, Written, build
from tests.recordings.media.golden import NAMES, hashes, write_expected
from tests.recordings.media.sender import STARTED, Blocks, Captured, Sender, head

HERE = Path(__file__).parent


def h264(picture: str, width: int, height: int, count: int) -> list[bytes]:
    """Frames of a known picture, 15 a second, as a browser would send them: baseline, a keyframe each 2 s."""
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base = Fraction(1, 15)
    encoder.options = {
        "profile": "baseline",
        "tune": "zerolatency",
        "g": "30",
        "crf": "34",
        "x264-params": "repeat-headers=1:sliced-threads=0:info=0",
    }
    with av.open(str(read.HERE / f"{picture}.ivf")) as source:
        pictures = [frame.reformat(width, height, "yuv420p") for frame in source.decode(video=0)][:count]
    packets = []
    for number, frame in enumerate(pictures):
        frame.pts, frame.time_base, frame.pict_type = number, Fraction(1, 15), av.video.frame.PictureType.NONE
        packets += encoder.encode(frame)
    return [_lengths(bytes(packet)) for packet in [*packets, *encoder.encode(None)]]


def _lengths(annex_b: bytes) -> bytes:
    nals = [nal for nal in annex_b.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1") if nal]
    return b"".join(len(nal).to_bytes(4, "big") + nal for nal in nals if nal[0] & 0x1F in (1, 5, 7, 8))


def shown(frames: list[bytes], begin: int, each: int) -> list[Captured]:
    return [Captured(begin + number * each, data) for number, data in enumerate(frames)]


def speech() -> Blocks:
    """12 s, silent (DTX) for two moments, 2 % lost, 3 % late or twice; after 8 s the sender begins anew."""
    packets = [frame.data for frame in read.opus("teacher")][:600]
    frames = [
        frame
        for frame in shown(packets, 300_000, 20_000)
        if not 3_000_000 < frame.at < 3_380_000 and not 5_000_000 < frame.at < 6_500_000
    ]
    first = Sender("opus", drift=150, jitter=30_000, report_jitter=10_000, loss=0.02, late=0.03, twice=0.03)
    second = Sender("opus", drift=150, jitter=30_000, sequence=9, timestamp=77, stream=2, seed=2)
    return first.journal([frame for frame in frames if frame.at < 8_000_000]) + second.journal(
        [frame for frame in frames if frame.at >= 8_000_000]
    )


def face() -> Blocks:
    """16 s, from 320 to 640 wide after 8 s, with losses."""
    small, _, _ = read.vp8("teacher")
    large, _, _ = read.vp8("board")
    frames = shown([frame.data for frame in small], 500_000, 66_667)
    frames += shown([frame.data for frame in large][:40], 8_500_000, 200_000)
    sender = Sender(
        "vp8", drift=-120, jitter=60_000, encoding=80_000, report_jitter=10_000, loss=0.03, late=0.02, seed=3
    )
    return sender.journal(frames)


def board() -> Blocks:
    """8 s of H264, another size after 4 s."""
    frames = h264("pupil", 160, 120, 60) + h264("pupil", 240, 180, 60)
    sender = Sender("h264", drift=80, jitter=40_000, encoding=60_000, late=0.02, loss=0.02, seed=4)
    return sender.journal(shown(frames, 200_000, 66_667))


def write(name: str, codec: Codec, blocks: Blocks) -> None:
    written = [Written(packets, block.us, block.rtp, block.sr) for block, packets in blocks]
    end = End("stopped", blocks[-1][0].us if blocks else STARTED)
    rtp, idx = build(head(codec), written, end)
    (HERE / f"{name}.rtp").write_bytes(rtp)
    (HERE / f"{name}.idx").write_bytes(idx)


if __name__ == "__main__":
    for name, journal in {"speech": speech, "face": face, "board": board}.items():
        write(name, NAMES[name], journal())
    write_expected({name: hashes(name) for name in NAMES})
