"""The captures in tests/data/recordings, and what becomes of them."""

import hashlib
import json
from pathlib import Path

from recordings.media import structure
from recordings.media.sample import Codec, Init, Segment
from recordings.media.segments import Segmenter, init
from sfu.journal.format import checked, packets, parse_sidecar
from tests.recordings.media.sender import Blocks, made

FOLDER = Path(__file__).parents[2] / "data" / "recordings"
NAMES: dict[str, Codec] = {"speech": "opus", "face": "vp8", "board": "h264"}


def captured(name: str) -> Blocks:
    """The blocks of one capture."""
    sidecar = parse_sidecar((FOLDER / f"{name}.idx").read_bytes())
    data = (FOLDER / f"{name}.rtp").read_bytes()
    return [
        (block, packets(checked(block, data[block.offset : block.offset + block.size])))
        for block in sidecar.blocks
    ]


def file_of(blocks: Blocks, codec: Codec) -> tuple[Init, list[Segment]]:
    """A whole track, each segment checked."""
    samples, _, _ = made(blocks, codec)
    segmenter = Segmenter(codec)
    segments = segmenter.push(samples) + segmenter.flush()
    for segment in segments:
        assert structure.check(codec, segment.body, segment.t, segment.d, segment.keys) == segment.samples
    head = init(codec, samples[0].data)
    structure.check_init(codec, head.body)
    return head, segments


def hashes(name: str) -> list[list[int | str]]:
    """Time, duration and SHA-256 of the head and each segment."""
    head, segments = file_of(captured(name), NAMES[name])
    rows: list[list[int | str]] = [[0, 0, hashlib.sha256(head.body).hexdigest()]]
    return rows + [[one.t, one.d, hashlib.sha256(one.body).hexdigest()] for one in segments]


def write_expected(expected: dict[str, list[list[int | str]]]) -> None:
    lines = {name: [json.dumps(row) for row in rows] for name, rows in expected.items()}
    text = ",\n".join(f' "{name}": [\n  ' + ",\n  ".join(rows) + "\n ]" for name, rows in lines.items())
    (FOLDER / "expected.json").write_text("{\n" + text + "\n}\n")


def expected() -> dict[str, list[list[int | str]]]:
    found: dict[str, list[list[int | str]]] = json.loads((FOLDER / "expected.json").read_text())
    return found
