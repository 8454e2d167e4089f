"""Whole lessons in virtual time: what journals say becomes tracks, class audio and gaps, whatever happens on the way."""

import errno
import io
import json
import random
import shutil
import time
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import av
import pytest

from recordings.recorder import reel
from recordings.recorder.lessons import Lessons
from recordings.shelf import recording as shelf
from recordings.shelf.index import read_index
from recordings.shelf.order import Order, write_order
from recordings.shelf.recording import Gap, Recording, Track
from recordings.shelf.verify import Verifier
from tests.recordings.recorder.desk import CLOCK, MONOTONIC, ZERO, Journal, order, pictures, speech

SECOND = 1_000_000


class Desk:
    """A data folder with one lesson and the recorder that works on it, in virtual time (µs since zero)."""

    def __init__(self, data: Path) -> None:
        self.journals = data / "journals"
        self.lesson = self.journals / "lesson"
        self.shelf = data / "recordings" / "lesson"
        self.order = order(self.journals)
        self.now = 0
        self.recorder = self.fresh()

    def fresh(self) -> Lessons:
        self.recorder = Lessons(self.journals, self.shelf.parent)
        return self.recorder

    def told(self, changed: Order) -> None:
        self.order = changed
        write_order(self.lesson, changed)

    def until(self, end: int, *journals: Journal, each: Callable[[], None] | None = None) -> None:
        """Half a second at a time; the journals' blocks come as they are written."""
        while self.now < end:
            self.now = min(end, self.now + SECOND // 2)
            for journal in journals:
                journal.write(self.now)
            while self.recorder.step(MONOTONIC + self.now):
                pass
            if each is not None:
                each()

    def over(self, at: int | None = None) -> Recording:
        """The lesson ends; the final recording, of which everything is checked."""
        self.told(self.order.ended(ZERO + (self.now if at is None else at) // 1000))
        for _ in range(80):
            if not self.lesson.exists():
                break
            self.now += SECOND // 10
            self.recorder.step(MONOTONIC + self.now)
        recording = self.recording
        assert recording.state == "final"
        assert not self.lesson.exists()
        assert recording.saved_to == recording.ended_at
        assert Verifier(self.shelf).step(recording.tracks, 1 << 40)
        return recording

    @property
    def recording(self) -> Recording:
        found = shelf.read_recording(self.shelf)
        assert found is not None
        return found

    def frames(self, track: Track) -> int:
        """Of the whole file, decoded."""
        return _frames((self.shelf / track.file).read_bytes())


@lru_cache(maxsize=8)
def _frames(file: bytes) -> int:
    """Tests play the same teacher again and again."""
    with av.open(io.BytesIO(file), "r") as container:
        return sum(1 for _ in container.decode(container.streams[0]))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def track(recording: Recording, source: str | None) -> Track:
    (found,) = (one for one in recording.tracks if one.source == source)
    return found


def gaps(recording: Recording, reason: str) -> list[Gap]:
    return [gap for gap in recording.gaps if gap.reason == reason]


def test_a_live_lesson_and_its_end(desk: Desk) -> None:
    mic = Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 2 * SECOND, 30 * SECOND))
    camera = Journal(desk.lesson, "w-2", "p1/camera", "vp8").play(
        pictures("teacher", 3 * SECOND, 30 * SECOND)
    )
    behind: list[int] = []

    def watch() -> None:
        recording = desk.recording
        assert recording.state == "live"
        if desk.now > 12 * SECOND:
            behind.append(desk.now // 1000 - (recording.saved_to - ZERO))
            assert recording.tracks[0].id == "t00"
            assert recording.tracks[0].to >= recording.saved_to - ZERO

    desk.until(30 * SECOND, mic, camera, each=watch)
    assert max(behind) <= 5000
    mic.end(30 * SECOND)
    camera.end(30 * SECOND)
    recording = desk.over()
    assert desk.now <= 32 * SECOND
    assert recording.gaps == ()
    sound, voice, picture = recording.tracks
    assert (sound.kind, sound.from_, sound.to) == ("class", 0, 30_000)
    assert (voice.kind, voice.person, voice.source) == ("audio", "p1", "mic")
    assert (picture.kind, picture.width, picture.height) == ("video", 320, 240)
    assert abs(voice.from_ - 2000) <= 40
    assert abs(picture.from_ - 3000) <= 40
    assert desk.frames(sound) == 500
    assert desk.frames(voice) == 1400
    assert desk.frames(picture) == pytest.approx(len(pictures("teacher", 3 * SECOND, 30 * SECOND)), abs=1)
    assert {path.stat().st_mode & 0o777 for path in desk.shelf.iterdir()} == {0o600}
    assert desk.shelf.stat().st_mode & 0o777 == 0o700


def test_killed_again_and_again_while_it_grows(desk: Desk) -> None:
    """A new recorder each few steps, the old one is left as it is: nothing that journals have is missing at the end."""
    chance = random.Random(7)
    mic = Journal(desk.lesson, "w-1", "p1/mic").play(speech("pupil1", SECOND, 40 * SECOND))
    camera = Journal(desk.lesson, "w-2", "p1/camera", "vp8").play(pictures("pupil", SECOND, 40 * SECOND))
    saved = 0

    def kill() -> None:
        nonlocal saved
        if chance.random() < 0.3:
            desk.fresh()
        assert desk.recording.saved_to >= saved
        saved = desk.recording.saved_to

    desk.until(40 * SECOND, mic, camera, each=kill)
    assert saved - ZERO > 30_000
    mic.end(40 * SECOND)
    camera.end(40 * SECOND)
    recording = desk.over()
    assert gaps(recording, "lost") == []
    sound, voice, picture = recording.tracks
    assert desk.frames(sound) == 667
    assert desk.frames(voice) == 39 * 50
    assert desk.frames(picture) == pytest.approx(len(pictures("pupil", SECOND, 40 * SECOND)), abs=1)
    spans = [(segment.t, segment.end) for segment in read_index(desk.shelf, "t00")]
    assert all(end == begin for (_, end), (begin, _) in pairwise(spans))


def test_an_ended_lesson_is_recovered_at_the_start(desk: Desk) -> None:
    Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 20 * SECOND)).end(20 * SECOND)
    Journal(desk.lesson, "w-2", "p2/mic").play(
        speech("pupil1", 5 * SECOND, 20 * SECOND)
    ).write()  # killed: no end
    recording = desk.over(20 * SECOND)
    assert [(one.person, one.to) for one in recording.tracks] == [
        (None, 20_040),
        ("p1", 20_000),
        ("p2", 20_000),
    ]


def test_pauses_have_no_packets(desk: Desk) -> None:
    mic = Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 10 * SECOND + 200_000))
    desk.until(10 * SECOND, mic)
    desk.told(desk.order.paused(ZERO + 10_000))
    desk.until(13 * SECOND, mic.end(10 * SECOND + 300_000))
    assert desk.recording.gaps == (Gap(10_000, None, "paused"),)
    desk.until(20 * SECOND)
    assert desk.recording.saved_to >= ZERO + 15_000
    desk.told(desk.order.resumed(ZERO + 20_000))
    again = Journal(desk.lesson, "w-2", "p1/mic", begin=20 * SECOND)
    again.play(speech("teacher", 20 * SECOND, 25 * SECOND))
    desk.until(25 * SECOND, again)
    again.end(25 * SECOND)
    recording = desk.over()
    assert recording.gaps == (Gap(10_000, 20_000, "paused"),)
    for one in recording.tracks:
        for segment in read_index(desk.shelf, one.id):
            assert segment.end <= 10_061 or segment.t >= 20_000
    assert desk.frames(track(recording, "mic")) == 500 + 250


def test_no_sources_no_time_no_tracks(desk: Desk) -> None:
    recording = desk.over(0)
    assert recording.tracks == ()
    assert (recording.started_at, recording.ended_at) == (ZERO, ZERO)


def test_silence_alone(desk: Desk) -> None:
    desk.until(10 * SECOND)
    assert desk.recording.saved_to >= ZERO + 5_000
    (sound,) = desk.over().tracks
    assert (sound.from_, sound.to) == (0, 10_020)


def test_six_hours_with_little_in_them(desk: Desk) -> None:
    hour = 3600 * SECOND
    for number in range(6):
        begin = number * hour + 600 * SECOND
        mic = Journal(desk.lesson, f"w-{number}", "p1/mic", begin=begin)
        mic.play(speech("teacher", begin, begin + 10 * SECOND)).end(begin + 10 * SECOND)
        camera = Journal(desk.lesson, f"v-{number}", "p1/camera", "vp8", begin=begin)
        camera.play(pictures("teacher", begin, begin + 10 * SECOND)).end(begin + 10 * SECOND)
    desk.told(desk.order.ended(ZERO + 6 * hour // 1000))
    began, longest, steps = time.process_time(), 0.0, 0
    while desk.lesson.exists():
        step = time.process_time()
        desk.now += SECOND // 10
        desk.recorder.step(MONOTONIC + desk.now)
        longest = max(longest, time.process_time() - step)
        steps += 1
        assert time.process_time() - began < 20
    recording = desk.recording
    assert (recording.state, recording.tracks[0].to) == ("final", 6 * 3600 * 1000)
    assert desk.frames(track(recording, "mic")) == 6 * 500
    assert steps > 1000
    assert longest < 1


def test_a_sender_that_comes_back_leaves_a_gap(desk: Desk) -> None:
    one = Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 10 * SECOND))
    desk.until(10 * SECOND, one)
    one.end(10 * SECOND, "gone")
    two = Journal(desk.lesson, "w-2", "p1/mic", begin=14 * SECOND).play(
        speech("teacher", 14 * SECOND, 20 * SECOND)
    )
    desk.until(20 * SECOND, two)
    two.end(20 * SECOND, "fault")
    desk.until(24 * SECOND)
    three = Journal(desk.lesson, "w-3", "p1/mic", begin=24 * SECOND).play(
        speech("teacher", 24 * SECOND, 28 * SECOND)
    )
    desk.until(28 * SECOND, three)
    three.end(28 * SECOND)
    desk.until(120 * SECOND)
    four = Journal(desk.lesson, "w-4", "p1/mic", begin=120 * SECOND)
    four.play(speech("teacher", 120 * SECOND, 124 * SECOND))
    desk.until(124 * SECOND, four)
    recording = desk.over()
    (lost,) = gaps(recording, "lost")
    (disk,) = gaps(recording, "disk")
    assert (lost.track, disk.track) == ("t01", "t01")
    assert abs(lost.from_ - 10_000) < 50 and lost.to is not None and abs(lost.to - 14_000) < 50
    assert abs(disk.from_ - 20_000) < 50 and disk.to is not None and abs(disk.to - 24_000) < 50


def test_two_connections_of_one_person_are_not_mixed_up(desk: Desk) -> None:
    old = Journal(desk.lesson, "w-1", "p1/camera", "vp8").play(pictures("teacher", 0, 16 * SECOND))
    new = Journal(desk.lesson, "w-2", "p1/camera", "vp8", begin=8 * SECOND)
    new.play(pictures("teacher", 8 * SECOND, 16 * SECOND))
    desk.until(16 * SECOND, old, new)
    one = track(desk.over(), "camera")
    assert desk.frames(one) <= len(pictures("teacher", 0, 16 * SECOND)) + 20


def test_bit_flips_are_gaps_and_the_rest_is_saved(desk: Desk) -> None:
    Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 20 * SECOND)).end(20 * SECOND)
    rtp = bytearray((desk.lesson / "w-1.rtp").read_bytes())
    for place in (len(rtp) // 3, len(rtp) // 3 + 2500, len(rtp) // 2):
        rtp[place] ^= 4
    (desk.lesson / "w-1.rtp").write_bytes(rtp)
    recording = desk.over(20 * SECOND)
    damaged = gaps(recording, "damaged")
    assert 1 <= len(damaged) <= 3
    assert all(gap.to is not None and 400 <= gap.to - gap.from_ <= 1600 for gap in damaged)
    assert track(recording, "mic").to == 20_000


@pytest.mark.parametrize("how", ["missing", "empty", "truncated", "first line", "middle line"])
def test_sidecars_that_are_not_whole(desk: Desk, how: str) -> None:
    Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", SECOND, 12 * SECOND)).end(12 * SECOND)
    sidecar = desk.lesson / "w-1.idx"
    data = sidecar.read_bytes()
    lines = data.splitlines(keepends=True)
    if how == "missing":
        sidecar.unlink()
    else:
        damaged = {
            "empty": b"",
            "truncated": data[: len(data) // 2],
            "first line": b"#" + data,
            "middle line": b"".join([*lines[:9], b"#" + lines[9], *lines[10:]]),
        }
        sidecar.write_bytes(damaged[how])
    recording = desk.over(12 * SECOND)
    (one,) = recording.tracks[1:]
    assert one.person == ("p1" if how in {"truncated", "middle line"} else None)
    assert abs(one.from_ - 1000) < 60
    assert abs(one.to - 12_000) < 60
    assert desk.frames(one) == pytest.approx(550, abs=2)


def test_rubbish_in_the_folders_harms_nobody(desk: Desk) -> None:
    mic = Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 6 * SECOND))
    (desk.lesson / "w-7.rtp").write_bytes(b"\x00" * 5000)
    (desk.lesson / "w-8.idx").write_bytes(bytes(range(256)) * 30)
    (desk.lesson / "w-8.rtp").write_bytes(bytes(range(256)) * 30)
    (desk.lesson / "notes.txt").write_text("x")
    (desk.journals / "not a lesson!").mkdir()
    (desk.journals / "file").write_text("x")
    desk.shelf.mkdir(parents=True)
    (desk.shelf / "recording.json").write_text('{"v":1,"state":"live"')
    (desk.shelf / "t00.mp4").write_text("old")
    desk.until(6 * SECOND, mic)
    mic.end(6 * SECOND)
    assert [one.id for one in desk.over().tracks] == ["t00", "t01"]


def test_without_an_order_it_is_kept_as_begun_with_the_first_packet(desk: Desk) -> None:
    begin = 5 * SECOND
    Journal(desk.lesson, "w-1", "p1/mic", begin=begin).play(speech("teacher", begin, 15 * SECOND)).end(
        15 * SECOND
    )
    written = (desk.lesson / "order.json").read_bytes()
    (desk.lesson / "order.json").write_text("{")
    desk.until(20 * SECOND)
    assert (desk.recording.started_at, desk.recording.trouble) == (ZERO + 5000, "no_order")
    desk.until(100 * SECOND)
    assert desk.recording.state == "final"
    assert desk.lesson.exists()
    (desk.lesson / "order.json").write_bytes(written)
    desk.until(200 * SECOND)
    recording = desk.over(15 * SECOND)
    assert (recording.started_at, recording.trouble) == (ZERO, "")
    assert abs(track(recording, "mic").from_ - 5000) < 60


def test_a_clock_that_changed_is_followed(desk: Desk) -> None:
    """Control was started anew and counts lesson time 300 ms later; the worker began new journals."""
    one = Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 8 * SECOND))
    desk.until(8 * SECOND, one)
    one.end(8 * SECOND)
    desk.told(Order(lesson="lesson", started_at=ZERO, clock=CLOCK + 300))
    desk.until(16 * SECOND)
    (sound, _) = desk.over().tracks
    assert sound.to >= 16_000


def test_one_broken_lesson_does_not_stop_the_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    order(desk.journals, "broken")
    other = Journal(desk.journals / "broken", "w-1", "p1/mic").play(speech("teacher", 0, 30 * SECOND))
    mic = Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 30 * SECOND))
    right = reel.Reel._use
    broken = True

    def use(self: reel.Reel, *arguments: object) -> None:
        if self.order.lesson == "broken" and broken and desk.now > 9 * SECOND:
            raise KeyError("a bug of ours")
        right(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(reel.Reel, "_use", use)
    desk.until(15 * SECOND, mic, other)
    said = shelf.read_recording(desk.shelf.parent / "broken")
    assert said is not None and said.trouble == "bug"
    assert desk.recording.saved_to > ZERO + 9_000
    broken = False
    desk.until(30 * SECOND, mic, other)
    said = shelf.read_recording(desk.shelf.parent / "broken")
    assert said is not None
    assert (said.trouble, said.saved_to > ZERO + 22_000) == ("", True)


@pytest.mark.parametrize(("code", "trouble"), [(errno.ENOSPC, "disk_full"), (errno.EROFS, "unwritable")])
def test_a_disk_that_takes_nothing_for_a_while(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, code: int, trouble: str
) -> None:
    from recordings.shelf import trackfile
    from recordings.shelf.replaced import write_all

    mic = Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 40 * SECOND))
    desk.until(10 * SECOND, mic)
    right = write_all

    def part(descriptor: int, data: bytes) -> None:
        right(descriptor, data[: len(data) // 2])
        raise OSError(code, "no")

    monkeypatch.setattr(trackfile, "write_all", part)
    desk.until(25 * SECOND, mic)
    assert desk.recording.trouble == trouble
    assert desk.recording.saved_to < ZERO + 10_000
    monkeypatch.setattr(trackfile, "write_all", right)
    desk.until(40 * SECOND, mic)
    assert desk.recording.trouble == ""
    assert desk.recording.saved_to > ZERO + 33_000
    mic.end(40 * SECOND)
    recording = desk.over()
    assert desk.frames(track(recording, "mic")) == 2000
    assert recording.gaps == ()


def test_files_that_lost_what_was_there_are_made_again(desk: Desk) -> None:
    mic = Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 30 * SECOND))
    desk.until(20 * SECOND, mic)
    with (desk.shelf / "t01.mp4").open("r+b") as media:
        media.truncate(9000)
    index = bytearray((desk.shelf / "t00.idx").read_bytes())
    index[len(index) // 2] ^= 1
    (desk.shelf / "t00.idx").write_bytes(index)
    desk.fresh()
    desk.until(30 * SECOND, mic)
    mic.end(30 * SECOND)
    recording = desk.over()
    assert desk.frames(recording.tracks[0]) == 500
    assert desk.frames(recording.tracks[1]) == 1500


def test_a_final_that_does_not_read_back_is_made_again(desk: Desk) -> None:
    mic = Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 20 * SECOND))
    desk.until(14 * SECOND, mic)
    data = bytearray((desk.shelf / "t01.mp4").read_bytes())
    data[6000] ^= 1
    (desk.shelf / "t01.mp4").write_bytes(data)
    desk.fresh()
    desk.until(20 * SECOND, mic)
    mic.end(20 * SECOND)
    recording = desk.over()
    assert desk.frames(recording.tracks[1]) == 1000


def test_a_final_recording_whose_journals_are_still_there(desk: Desk, tmp_path: Path) -> None:
    Journal(desk.lesson, "w-1", "p1/mic").play(speech("teacher", 0, 5 * SECOND)).end(5 * SECOND)
    shutil.copytree(desk.lesson, tmp_path / "copy")
    recording = desk.over(5 * SECOND)
    shutil.copytree(tmp_path / "copy", desk.lesson)
    write_order(desk.lesson, desk.order)
    desk.fresh().step(MONOTONIC + desk.now)
    assert not desk.lesson.exists()
    assert desk.recording == recording


def test_nothing_of_a_name_is_written(desk: Desk) -> None:
    Journal(desk.lesson, "w-1", "0195-p1/mic").play(speech("teacher", 0, 2 * SECOND)).end(2 * SECOND)
    desk.over(2 * SECOND)
    said = json.loads((desk.shelf / "recording.json").read_text())
    assert {one["person"] for one in said["tracks"]} == {None, "0195-p1"}
