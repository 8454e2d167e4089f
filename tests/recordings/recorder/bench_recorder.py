"""CPU of the recorder per recorded second, by hand: `python -m tests.recordings.recorder.bench_recorder [SECONDS]`.

A lesson with a camera (VP8, what loadtest/media has, made larger) and one to three microphones, worked through in the
steps of a live one; files on the disk of TMPDIR.
"""

import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from recordings.mix.classaudio import ClassAudio
from recordings.recorder.lessons import Lessons
from recordings.recorder.process import EVERY_S
from recordings.recorder.reel import Reel
from recordings.shelf.order import write_order
from recordings.shelf.verify import Verifier
from tests.recordings.recorder.desk import MONOTONIC, ZERO, Frame, Journal, order, pictures, speech

PARTS = {
    "mix: decode, place": (ClassAudio, "put"),
    "mix: encode": (ClassAudio, "take"),
    "fsync, index, recording.json": (Reel, "sync"),
    "verify": (Verifier, "step"),
}


def clocked(spent: dict[str, float]) -> None:
    """Adds up the CPU time of the parts, user and system."""
    for name, (owner, method) in PARTS.items():
        wrap(spent, name, owner, method)


def wrap(spent: dict[str, float], name: str, owner: Any, method: str) -> None:
    inner = getattr(owner, method)

    def outer(*args: Any, **kwargs: Any) -> Any:
        began = time.process_time()
        try:
            return inner(*args, **kwargs)
        finally:
            spent[name] += time.process_time() - began

    setattr(owner, method, outer)


def camera(seconds: int, padding: int) -> list[Frame]:
    """Of the teacher, each frame made longer: bytes of a larger picture."""
    return [Frame(f.at, f.data + bytes(padding)) for f in pictures("teacher", 0, seconds * 1_000_000)]


def in_turns(name: str, seconds: int, place: int, count: int) -> list[Frame]:
    """Ten seconds of speech, then the others' turns: an empty packet each 400 ms, as browsers send with DTX."""
    frames = speech(name, 0, seconds * 1_000_000)
    mine = [frame.at // 10_000_000 % count == place for frame in frames]
    return [
        frame if speaks else Frame(frame.at, b"\x08")
        for frame, speaks in zip(frames, mine, strict=True)
        if speaks or frame.at % 400_000 == 0
    ]


def run(mics: int, seconds: int, padding: int, turns: bool) -> None:
    spent: dict[str, float] = defaultdict(float)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        one = order(data / "journals")
        lesson = data / "journals" / "lesson"
        journals = [
            Journal(lesson, f"w-{n}", f"p{n}/mic").play(
                in_turns(name, seconds, n if turns else 0, mics if turns else 1)
            )
            for n, name in enumerate(["teacher", "pupil1", "pupil2"][:mics])
        ]
        journals.append(Journal(lesson, "w-9", "p0/camera", "vp8").play(camera(seconds, padding)))
        lessons = Lessons(data / "journals", data / "recordings")
        before = {name: getattr(owner, method) for name, (owner, method) in PARTS.items()}
        clocked(spent)
        for us in range(0, seconds * 1_000_000, round(EVERY_S * 1_000_000)):
            for journal in journals:
                journal.write(us)
            began = time.process_time()
            lessons.step(MONOTONIC + us)
            spent["all"] += time.process_time() - began
        for journal in journals:
            journal.end(seconds * 1_000_000)
        write_order(lesson, one.ended(ZERO + seconds * 1000))
        began, wall = time.process_time(), time.monotonic()
        now = MONOTONIC + seconds * 1_000_000
        while lesson.exists():
            lessons.step(now)
            now += 100_000
            assert now < MONOTONIC + (seconds + 60) * 1_000_000, "not final"
        end = time.process_time() - began, time.monotonic() - wall
        for name, (owner, method) in PARTS.items():
            setattr(owner, method, before[name])
        size = {path.name: path.stat().st_size for path in (data / "recordings" / "lesson").iterdir()}
    spent["tracks, journals, the rest"] = 2 * spent["all"] - sum(spent.values())
    picture = size[f"t{mics + 1:02d}.webm"] * 8 // seconds // 1000
    how = "one speaks at a time" if turns else "all speak"
    print(f"{mics} microphones, {how}, camera of {picture} kbit/s, {seconds} s")
    for name, value in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {value / seconds * 1e6:8.0f} µs per recorded second  {name}")
    sound = size["t00.mp4"] * 8 / seconds / 1000
    print(
        f"  end to final: {end[0] * 1000:.0f} ms CPU, {end[1] * 1000:.0f} ms; class audio {sound:.1f} kbit/s"
    )


if __name__ == "__main__":
    length = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    for microphones in (1, 2, 3):
        run(microphones, length, 3500, turns=microphones > 1)
    run(3, length, 3500, turns=False)
