"""Damaged and missing files, the whole way: the recording is final, what can be saved is in it, what cannot is told."""

import os
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import av
import pytest

from recordings.shelf.order import Order, write_order
from recordings.shelf.recording import Gap, Recording
from sfu.journal import format as journal
from tests.recordings.recorder.desk import MONOTONIC, ZERO, Journal, pictures, speech
from tests.recordings.recorder.test_lessons import Desk, gaps, track

SECOND = 1_000_000
MINUTE = 60 * SECOND


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A lesson of 20 s with two microphones and a camera, which nobody looked at yet."""
    one = Desk(tmp_path)
    for name, person, begin in (("w-1", "p1", 0), ("w-2", "p2", 4)):
        mic = Journal(one.lesson, name, f"{person}/mic", begin=begin * SECOND)
        mic.play(speech("teacher", begin * SECOND, 20 * SECOND)).end(20 * SECOND)
    camera = Journal(one.lesson, "w-3", "p1/camera", "vp8").play(pictures("teacher", 0, 20 * SECOND))
    camera.end(20 * SECOND)
    return one


def cut(path: Path, part: float) -> None:
    os.truncate(path, int(path.stat().st_size * part))


def others_are_whole(desk: Desk, recording: Recording) -> None:
    """The class audio, and who was not damaged."""
    assert (recording.tracks[0].kind, recording.tracks[0].to) == ("class", 20_040)
    (mic,) = (one for one in recording.tracks if one.person == "p2")
    assert desk.frames(mic) == 16 * 50
    assert not [gap for gap in recording.gaps if gap.track == mic.id]


def decodable(path: Path) -> int:
    """Frames of the whole file; packets that are damaged cost themselves."""
    found = 0
    with av.open(str(path)) as container:
        for packet in container.demux(container.streams[0]):
            with suppress(av.error.InvalidDataError):
                found += len(packet.decode())
    return found


@pytest.mark.parametrize("part", [0.5, 0.9, 0.01])
@pytest.mark.parametrize("name", ["w-1", "w-3"])
def test_packets_cut_off_that_the_sidecar_names(desk: Desk, name: str, part: float) -> None:
    cut(desk.lesson / f"{name}.rtp", part)
    recording = desk.over(20 * SECOND)
    others_are_whole(desk, recording)
    (gap,) = gaps(recording, "damaged")
    assert gap.to is not None and abs(gap.to - 20_000) <= 600
    assert abs(gap.from_ - 20_000 * part) <= 3000
    if part > 0.1:
        found = track(recording, None if name == "x" else "camera") if name == "w-3" else recording.tracks[1]
        assert gap.track == found.id
        assert found.to >= 20_000 * part - 3000


@pytest.mark.parametrize("how", ["missing", "empty", "header only", "rubbish", "a folder"])
def test_packets_that_are_not_there_at_all(desk: Desk, how: str) -> None:
    file = desk.lesson / "w-1.rtp"
    size = file.stat().st_size
    file.unlink()
    if how == "a folder":
        file.mkdir()
    elif how != "missing":
        sizes = {"empty": b"", "header only": b"#!rtpplay1.0 0.0.0.0/0\n", "rubbish": os.urandom(size)}
        file.write_bytes(sizes[how])
    recording = desk.over(20 * SECOND)
    others_are_whole(desk, recording)
    (gap,) = gaps(recording, "damaged")
    assert gap.from_ <= 600 and gap.to is not None and gap.to >= 19_400
    assert {one.person for one in recording.tracks} == {None, "p2", "p1"}


def test_both_files_cut_off(desk: Desk) -> None:
    """What is behind has nobody who speaks for it: the track ends there."""
    for suffix in ("rtp", "idx"):
        cut(desk.lesson / f"w-1.{suffix}", 0.5)
    recording = desk.over(20 * SECOND)
    others_are_whole(desk, recording)
    assert 9000 <= recording.tracks[1].to <= 11_000


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bits_anywhere(desk: Desk, seed: int) -> None:
    """In all journals, sidecars and the order: every packet that a CRC still speaks for is in the recording."""
    chance = random.Random(seed)
    untouched = 0
    for path in sorted(desk.lesson.glob("w-*")):
        data = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 12)):
            place = chance.randrange(len(data))
            data[place] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
    for name in ("w-1", "w-2"):
        sidecar = journal.parse_sidecar((desk.lesson / f"{name}.idx").read_bytes())
        rtp = (desk.lesson / f"{name}.rtp").read_bytes()
        for block in sidecar.blocks:
            data_of = rtp[block.offset : block.offset + block.size]
            if crc32(data_of) == block.crc:
                untouched += len(journal.packets(data_of))
    recording = desk.over(20 * SECOND)
    assert recording.tracks[0].to == 20_040
    mics = [one for one in recording.tracks[1:] if one.kind == "audio"]
    assert sum(decodable(desk.shelf / one.file) for one in mics) >= untouched
    assert all(one.from_ >= 0 and one.to <= 20_600 for one in recording.tracks)
    for one in recording.tracks:
        assert decodable(desk.shelf / one.file) > 0


@pytest.mark.parametrize("seed", range(4))
def test_bytes_without_a_sidecar_and_flipped(desk: Desk, seed: int) -> None:
    """No CRC at all: nothing lands outside the lesson, and most is there."""
    chance = random.Random(seed)
    (desk.lesson / "w-1.idx").unlink()
    data = bytearray((desk.lesson / "w-1.rtp").read_bytes())
    for _ in range(20):
        data[chance.randrange(journal.HEADER_SIZE, len(data))] ^= 1 << chance.randrange(8)
    (desk.lesson / "w-1.rtp").write_bytes(data)
    recording = desk.over(20 * SECOND)
    others_are_whole(desk, recording)
    (guessed,) = (one for one in recording.tracks[1:] if one.person is None)
    assert decodable(desk.shelf / guessed.file) >= 800
    assert guessed.to <= 20_500


@pytest.mark.parametrize("how", [Path.unlink, lambda path: path.write_bytes(b"{")], ids=["gone", "broken"])
def test_an_order_that_is_lost_in_the_midst(tmp_path: Path, how: Callable[[Path], object]) -> None:
    """The recording itself knows when the lesson began, and its pauses: a new recorder goes on with it."""
    desk = Desk(tmp_path)
    desk.told(desk.order.paused(ZERO + 2000).resumed(ZERO + 4000))
    mic = Journal(desk.lesson, "w-1", "p1/mic", begin=5 * SECOND)
    mic.play(speech("teacher", 5 * SECOND, 30 * SECOND))
    desk.until(16 * SECOND, mic)
    before = (desk.shelf / "t01.mp4").stat().st_ino
    how(desk.lesson / "order.json")
    desk.fresh()
    desk.until(24 * SECOND, mic)
    assert desk.recording.trouble == "no_order"
    assert desk.recording.saved_to > ZERO + 18_000
    write_order(desk.lesson, desk.order)
    desk.until(30 * SECOND, mic)
    mic.end(30 * SECOND)
    recording = desk.over()
    assert (recording.started_at, recording.trouble) == (ZERO, "")
    assert recording.gaps == (Gap(2000, 4000, "paused"),)
    assert (desk.shelf / "t01.mp4").stat().st_ino == before, "nothing was made again"
    assert desk.frames(recording.tracks[1]) == 25 * 50


def test_a_final_recording_is_not_touched_by_journals_without_an_order(desk: Desk, tmp_path: Path) -> None:
    """What an older recorder left when it was killed while it removed them."""
    left = (desk.lesson / "w-2.rtp").read_bytes(), (desk.lesson / "w-2.idx").read_bytes()
    recording = desk.over(20 * SECOND)
    desk.lesson.mkdir()
    for suffix, data in zip(("rtp", "idx"), left, strict=True):
        (desk.lesson / f"w-2.{suffix}").write_bytes(data)
    files = {path.name: path.read_bytes() for path in desk.shelf.iterdir()}
    desk.fresh()
    desk.until(desk.now + 5 * SECOND)
    assert {path.name: path.read_bytes() for path in desk.shelf.iterdir()} == files
    assert desk.recording == recording
    assert not desk.lesson.exists()


@pytest.mark.parametrize(
    "order",
    [
        Order(lesson="lesson", started_at=0, ended_at=ZERO + 20_000),
        Order(lesson="lesson", started_at=ZERO + 5000, ended_at=ZERO),
        Order(lesson="lesson", started_at=ZERO - 10**11, clock=ZERO - MONOTONIC // 1000),
        Order(lesson="lesson", started_at=ZERO * 8, clock=ZERO - MONOTONIC // 1000),
    ],
    ids=["1970", "ends before it begins", "years ago", "in centuries"],
)
def test_an_order_with_impossible_times(desk: Desk, order: Order) -> None:
    """A bit flipped in it: years of silence are not written."""
    write_order(desk.lesson, order)
    desk.until(90 * SECOND)
    assert sum(path.stat().st_size for path in desk.shelf.iterdir()) < 2_000_000
    desk.told(Order(lesson="lesson", started_at=ZERO, ended_at=ZERO + 20_000))
    desk.until(desk.now + MINUTE + SECOND)
    assert (desk.recording.state, desk.recording.trouble) == ("final", "")
    assert [desk.frames(one) for one in desk.recording.tracks if one.kind == "audio"] == [1000, 800]
    assert not desk.lesson.exists()
