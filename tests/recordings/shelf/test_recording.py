from pathlib import Path

import pytest

from recordings.shelf.gaps import MOST, Gaps
from recordings.shelf.recording import Gap, Recording, Track, read_recording, write_recording

TRACK = Track(
    id="t02", kind="video", person="p1", source="camera", codec="vp8", mime='video/webm; codecs="vp8"',
    file="t02.webm", init=120, bytes=900, from_=2000, to=4000, width=320, height=240,
)  # fmt: skip
RECORDING = Recording(
    lesson="a",
    state="live",
    started_at=5,
    ended_at=None,
    saved_to=9,
    tracks=(TRACK,),
    gaps=(Gap(1, None, "paused"),),
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_recording(tmp_path, RECORDING)
    assert read_recording(tmp_path) == RECORDING
    text = (tmp_path / "recording.json").read_text()
    assert '"gaps":[{"from":1,"to":null,"reason":"paused","track":null}]' in text
    assert '"init":120,"bytes":900,"from":2000,"to":4000,"width":320,"height":240' in text


def test_none_and_broken_ones(tmp_path: Path) -> None:
    assert read_recording(tmp_path) is None
    assert read_recording(tmp_path / "nowhere") is None
    for text in (b"", b"[]", b'{"v":2}', b"\xff"):
        (tmp_path / "recording.json").write_bytes(text)
        with pytest.raises(ValueError):
            read_recording(tmp_path)


def test_gaps_that_touch_are_one() -> None:
    gaps = Gaps([Gap(0, 5, "paused"), Gap(1000, 2000, "lost", "t01")])
    gaps.add(2050, 3000, "lost", "t01")
    gaps.add(2050, 3000, "lost", "t02")
    gaps.add(2500, 2600, "damaged", "t01")
    gaps.add(900, 1500, "lost", "t01")
    assert gaps.all([(10, None)]) == (
        Gap(10, None, "paused"),
        Gap(900, 3000, "lost", "t01"),
        Gap(2050, 3000, "lost", "t02"),
        Gap(2500, 2600, "damaged", "t01"),
    )


def test_there_are_not_endlessly_many() -> None:
    gaps = Gaps()
    for number in range(MOST + 500):
        gaps.add(number * 1000, number * 1000 + 600, "lost", "t01")
    found = gaps.all([])
    assert len(found) == MOST
    assert found[-1].to == (MOST + 499) * 1000 + 600
