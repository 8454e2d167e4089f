"""Senders who lie about time, send what is no media, or change everything: they harm themselves only, and cost little."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loadtest.media import read
from recordings.mix.grid import Grid, Sound
from recordings.shelf.index import read_index
from recordings.shelf.recording import Recording, Track
from sfu.journal.format import JournalPacket
from tests.recordings.media.golden import captured
from tests.recordings.recorder.desk import Journal, pictures, speech
from tests.recordings.recorder.hostile import Report, packet, put, sound
from tests.recordings.recorder.test_lessons import Desk, track

SECOND = 1_000_000
VOICE = [frame.data for frame in read.opus("teacher")] * 2
FACE = [frame.data for frame in read.vp8("pupil")[0]] * 3
HOUR = 3600 * 48_000
LENGTH = 30
"""Seconds of each lesson here."""


class Watched(Desk):
    """A lesson of LENGTH with an honest teacher, worked through live or at once."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.held = 0
        """Most frames the class audio held at once."""
        self.teacher = Journal(self.lesson, "w-1", "teacher/mic")
        self.teacher.play(speech("teacher", 0, LENGTH * SECOND))

    def whole(self, live: bool = False) -> Recording:
        began = time.process_time()
        if live:
            self.until(LENGTH * SECOND, self.teacher)
        self.teacher.end(LENGTH * SECOND)
        recording = self.over(LENGTH * SECOND)
        assert time.process_time() - began < 10, "a sender costs the server its time"
        assert self.held < 240, "no more than a slice and its lag"
        (class_audio,) = (one for one in recording.tracks if one.kind == "class")
        assert (class_audio.from_, class_audio.to) == (0, LENGTH * 1000)
        assert self.frames(class_audio) == LENGTH * 1000 // 60
        honest = next(one for one in recording.tracks if one.person == "teacher")
        assert self.frames(honest) == LENGTH * 50
        for one in recording.tracks:
            spans = [(each.t, each.end) for each in read_index(self.shelf, one.id)]
            assert all(0 <= begin < end <= LENGTH * 1000 + 3000 for begin, end in spans)
        return recording


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    one = Watched(tmp_path)
    right = Grid.add

    def add(self: Grid, at: int, part: Sound) -> int:
        late = right(self, at, part)
        one.held = max(one.held, len(self._frames))
        return late

    monkeypatch.setattr(Grid, "add", add)
    yield one


def of(recording: Recording, person: str) -> Track:
    (found,) = (one for one in recording.tracks if one.person == person)
    return found


def honest(at: int) -> int:
    return at * 48


LIES: dict[str, tuple[Callable[[int], int], Report]] = {
    "reports 10 s ahead": (honest, lambda at: (at + 10_000) * 48),
    "reports 10 s behind": (honest, lambda at: (at - 10_000) * 48),
    "reports that change each time": (honest, lambda at: at * 48 + (at * 7919) % HOUR),
    "reports of another clock": (honest, lambda at: at * 90),
    "double speed": (lambda at: at * 96, lambda at: at * 96),
    "half speed": (lambda at: at * 24, lambda at: at * 24),
    "stopped": (lambda at: 0, lambda at: 0),
    "stops in the midst": (lambda at: min(at, 9000) * 48, lambda at: None),
    "an hour ahead": (lambda at: at * 48 + (HOUR if at > 9000 else 0), lambda at: None),
    "an hour back": (lambda at: at * 48 - (HOUR if at > 9000 else 0), lambda at: None),
    "an hour ahead and back, each time": (lambda at: at * 48 + HOUR * (at // 20 % 2), lambda at: None),
    "backwards": (lambda at: -at * 48, lambda at: -at * 48),
    "half the numbers": (lambda at: at * 48 + (1 << 31) * (at // 20 % 2), lambda at: None),
    "anything": (lambda at: at * 2654435761, lambda at: at * 40503),
}
WHOLE = {"reports 10 s ahead", "reports 10 s behind", "reports that change each time"}
MOSTLY = {"an hour ahead", "an hour back"}


@pytest.mark.parametrize(
    ("lie", "live"), [*((lie, False) for lie in LIES), ("double speed", True), ("anything", True)]
)
def test_who_lies_about_time_harms_nobody_else(desk: Watched, lie: str, live: bool) -> None:
    clock, report = LIES[lie]
    put(desk.lesson, "w-2", "liar/mic", sound(VOICE[:1400], clock), report)
    recording = desk.whole(live)
    liar = of(recording, "liar")
    assert liar.to <= 29_000
    frames = desk.frames(liar)
    if lie in WHOLE:
        assert frames >= 1390
        assert abs(liar.to - 28_000) <= 550
    elif lie in MOSTLY:
        assert frames >= 1200
    else:
        assert frames >= 300, "some of it is kept"


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x08",
        b"\xff",
        b"\xfc" + bytes(1275),
        b"\xfc" + bytes(1276),
        b"\xfc" + b"\xff" * 1275,
        b"\xff\x01" + bytes(1400),
        b"\x1b\x02" + bytes(100),  # 120 ms of SILK
        b"\x1f\x42\xff" + b"\xff" * 1300,  # padding without end
        b"\xff\x41" + b"\xff" * 4 + b"\x00" + bytes(1200),  # padding longer than the packet
        b"\xff\xf0" + b"\xfe" * 1300,  # 48 frames of 2.5 ms with padding
        b"\xe3\x30" + bytes(48),  # 48 frames of 2.5 ms
        b"\x07\x3f" + b"\xff" * 500,
        b"\xfd" + b"\xff" * 801,  # two equal frames of an odd size
    ],
    ids=range(14),
)
def test_packets_that_are_no_opus_or_strange_opus(desk: Watched, payload: bytes) -> None:
    """Alone and among good ones, stereo as well."""
    put(desk.lesson, "w-2", "p1/mic", sound([payload] * 500))
    mixed = [payload if number % 3 == 0 else frame for number, frame in enumerate(VOICE[:900])]
    put(desk.lesson, "w-3", "p2/mic", sound(mixed))
    recording = desk.whole()
    good = of(recording, "p2")
    assert sum(each.n for each in read_index(desk.shelf, good.id)) > sum(map(len, VOICE[:900])) // 2


def vp8(frames: list[bytes], begin: int = 0, sequence: int = 0, stream: int = 1) -> list[JournalPacket]:
    """A frame each 66 ms."""
    found: list[JournalPacket] = []
    for number, frame in enumerate(frames):
        at = begin + number * 66
        cut = [frame[start : start + 1100] for start in range(0, len(frame), 1100)]
        for place, part in enumerate(cut):
            first = b"\x00" if place else b"\x10"
            last = place == len(cut) - 1
            found.append(packet(at + 40, first + part, sequence + len(found), at * 90, "vp8", last, stream))
    return found


def sized(frame: bytes, width: int, height: int) -> bytes:
    """A keyframe that says it is that large."""
    return frame[:6] + width.to_bytes(2, "little") + height.to_bytes(2, "little") + frame[10:]


@pytest.mark.parametrize("size", [(16383, 16383), (1, 1), (0, 0), (0xFFFF, 0xFFFF)])
def test_pictures_of_absurd_size(desk: Watched, size: tuple[int, int]) -> None:
    lying = [sized(frame, *size) if not frame[0] & 1 else frame for frame in FACE[:200]]
    put(desk.lesson, "w-2", "p1/camera", vp8(lying))
    put(desk.lesson, "w-3", "p2/camera", vp8(FACE[:200]))
    recording = desk.whole()
    assert desk.frames(of(recording, "p2")) == 200
    said = [(one.width, one.height) for one in recording.tracks if one.person == "p1"]
    assert said == ([] if size == (0, 0) else [(size[0] & 0x3FFF, size[1] & 0x3FFF)])


def test_pictures_that_change_their_size(desk: Watched) -> None:
    """As a browser's do with its bandwidth: another size from a keyframe on. In one track."""
    small, large = FACE, [frame.data for frame in read.vp8("board")[0]]
    assert read.vp8("pupil")[1:] != read.vp8("board")[1:]
    packets = vp8(small[:120]) + vp8(large[:30], 120 * 66, 3000)
    packets += vp8(small[:120], 150 * 66, 9000)
    put(desk.lesson, "w-2", "p1/camera", packets)
    found = of(desk.whole(), "p1")
    assert desk.frames(found) >= 260
    assert (found.width, found.height) == read.vp8("pupil")[1:]


def test_another_codec_in_the_midst_is_another_track(desk: Watched) -> None:
    """VP8, then H264, then VP8, each with its own stream in one journal."""
    frames = FACE[:90]
    board = [one for _, packets in captured("board") for one in packets]
    board = [one for one in board if one.offset_ms < board[0].offset_ms + 8000]
    moved = [
        JournalPacket(
            one.offset_ms - board[0].offset_ms + 7000,
            one.marker,
            one.codec,
            one.sequence,
            one.timestamp,
            2,
            one.payload,
        )
        for one in board
    ]
    packets = vp8(frames) + moved + vp8(frames, 16_000, stream=3)
    put(desk.lesson, "w-2", "p1/camera", packets)
    recording = desk.whole()
    first, second = (one for one in recording.tracks if one.person == "p1")
    assert (first.codec, second.codec) == ("vp8", "h264")
    assert (first.file[-5:], second.file[-4:]) == (".webm", ".mp4")
    assert desk.frames(first) == pytest.approx(180, abs=2)
    assert desk.frames(second) > 20
    assert abs(second.from_ - 7000) < 700
    assert abs(first.to - 22_000) < 300


def test_streams_that_begin_anew_again_and_again(desk: Watched) -> None:
    """Each second another SSRC with its own numbers: the track goes on, nothing is held back for good."""
    packets: list[JournalPacket] = []
    for number in range(28):
        part = sound(VOICE[:50], lambda at: at * 48 + 977_777_777, number * 1000)
        packets += [
            packet(
                one.offset_ms,
                one.payload,
                one.sequence + number * 4999,
                one.timestamp * (number + 1),
                stream=number + 1,
            )
            for one in part
        ]
    put(desk.lesson, "w-2", "p1/mic", packets)
    found = of(desk.whole(live=True), "p1")
    assert desk.frames(found) >= 28 * 45
    assert abs(found.to - 28_000) <= 600


@pytest.mark.parametrize(
    "label",
    [
        "a.b:c_d-e/mic",
        "A" * 64 + "/camera",
        "../../../etc/mic",
        "..",
        "",
        "/",
        "//mic",
        "p1/mic/mic",
        "học sinh/mic",
        "p\u202e1/mic",
    ],
)
def test_labels_are_words_only(desk: Watched, label: str) -> None:
    put(desk.lesson, "w-2", label, sound(VOICE[:500]))
    recording = desk.whole()
    other = recording.tracks[-1] if recording.tracks[-1].person != "teacher" else recording.tracks[1]
    person, _, source = label.rpartition("/")
    assert (other.person, other.source) == ((person, source) if person else (None, None))
    names = {path.name for path in desk.shelf.iterdir()}
    assert names == {"recording.json", *(f"t0{n}.{kind}" for n in range(3) for kind in ("mp4", "idx"))}
    assert {path.name for path in desk.shelf.parent.iterdir()} == {"lesson"}


def test_what_is_late_by_minutes_or_early_is_left_out(desk: Watched) -> None:
    """Numbers far apart, in any order, and the same again."""
    good = sound(VOICE[:1000])
    odd = [
        one
        for number, one in enumerate(good)
        for one in ([one, good[number // 2]] if number % 5 == 0 else [one])
    ]
    packets = [
        packet(good[min(place * 5 // 6, 999)].offset_ms, one.payload, one.sequence, one.timestamp)
        for place, one in enumerate(odd)
    ]
    put(desk.lesson, "w-2", "p1/mic", packets)
    assert desk.frames(of(desk.whole(), "p1")) >= 990


def test_pictures_of_one_who_lies_do_not_hold_up_the_rest(desk: Watched) -> None:
    lying = [
        packet(one.offset_ms, one.payload, one.sequence, one.timestamp * 7, "vp8", one.marker)
        for one in vp8(FACE)
    ]
    put(desk.lesson, "w-2", "p1/camera", lying)
    camera = Journal(desk.lesson, "w-3", "p2/camera", "vp8").play(pictures("pupil", 0, LENGTH * SECOND))
    camera.end(LENGTH * SECOND)
    recording = desk.whole(live=True)
    assert abs(desk.frames(of(recording, "p2")) - len(pictures("pupil", 0, LENGTH * SECOND))) <= 1
    assert of(recording, "p1").to <= 27_000
    assert track(recording, "mic").person == "teacher"
