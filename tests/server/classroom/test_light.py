"""How much can be kept, and what the teacher's light says of what is on disk."""

import pytest

from lesson.messages import RecordingLimited
from server.classroom.kept import disk, recordings
from server.classroom.kept.disk import Thresholds
from sfu.link import JournalState
from tests.server.classroom.recorded import light, saved, taught
from tests.support.classroom import TEACHER, Classroom
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import until

pytestmark = pytest.mark.usefixtures("quick")


async def test_little_room_keeps_sound_none_keeps_nothing_and_it_comes_back(
    classroom: Classroom, worker: FakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [10_000]
    monkeypatch.setattr(recordings, "free_bytes", lambda _folder: free[0])
    await classroom.stop()
    classroom.thresholds = Thresholds(2000, 500, 100)
    await classroom.start("epoch-2")
    await until(lambda: classroom.link.up)
    lesson, teacher, pupil = await taught(classroom, worker)
    free[0] = 1500
    while (await teacher.next("notice", "recording_saved"))["trouble"] != "disk_low":
        pass
    assert len(worker.keeping(lesson)) == 2
    free[0] = 400
    limited = await teacher.event("recording_limited")
    assert (limited["to"], limited["reason"]) == ("audio", "disk")
    await until(lambda: worker.keeping(lesson) == [f"{TEACHER}/mic"])
    free[0] = 50
    await until(lambda: worker.keeping(lesson) == [])
    free[0] = 10_000
    await until(lambda: len(worker.keeping(lesson)) == 2)
    await pupil.do("say", text="vẫn học")
    await until(lambda: pupil.number == teacher.number)
    assert not any(body.get("type") == "recording_limited" for _, body in pupil.heard._queue)  # type: ignore[attr-defined]
    await classroom.hub.written(lesson)
    kept = await classroom.eventlog.load(lesson)
    limits = [one.event.to for one in kept if isinstance(one.event, RecordingLimited)]
    assert limits == ["audio", "nothing", "all"]


async def test_a_disk_the_worker_finds_full_stops_the_recording_for_a_while(
    classroom: Classroom, worker: FakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "FULL_S", 8.0)  # people may be silent for that long
    lesson, teacher, _pupil = await taught(classroom, worker)
    worker.say(JournalState(lesson, "too_slow"))
    while (await teacher.next("notice", "recording_saved"))["trouble"] != "too_slow":
        pass
    assert len(worker.keeping(lesson)) == 2
    worker.say(JournalState(lesson, "disk_full"))
    await until(lambda: worker.keeping(lesson) == [])
    worker.say(JournalState(lesson, ""))
    while (await teacher.next("notice", "recording_saved"))["limit"] != "nothing":
        pass
    assert (await teacher.next("notice", "recording_saved"))["trouble"] == "disk_full"
    classroom.skew += 8.0
    await until(lambda: len(worker.keeping(lesson)) == 2)


async def test_the_light_says_what_is_on_disk(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, pupil = await taught(classroom, worker)
    staff = await classroom.join(lesson, "kt-1", "staff")
    room = classroom.hub.room(lesson)
    assert room is not None
    saved(classroom, lesson, upto := room.now())
    for page in (teacher, staff):
        while (await page.next("notice", "recording_saved"))["upto"] != upto:
            pass
    assert not any(body.get("type") == "recording_saved" for _, body in pupil.heard._queue)  # type: ignore[attr-defined]
    saved(classroom, lesson, upto, trouble="disk_full")
    await light(teacher, "disk_full")
    saved(classroom, lesson, upto, trouble="bug")
    await light(teacher, "recorder")
    saved(classroom, lesson, upto)
    await light(teacher, "")
    (classroom.settings.data_dir / "recordings" / lesson / "recording.json").write_text("{broken")
    while (await teacher.next("notice", "recording_saved"))["upto"] != 0:
        pass


async def test_a_recorder_that_is_not_there_is_told(
    classroom: Classroom, worker: FakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recordings, "BEHIND_MS", 300)
    lesson, teacher, pupil = await taught(classroom, worker)
    await light(teacher, "")
    await light(teacher, "recorder")
    async with classroom.http.get(f"{classroom.url}/metrics") as answer:
        text = (await answer.text()).splitlines()
    assert "bucgiang_recordings 1.0" in text and "bucgiang_recording_trouble 1.0" in text
    assert classroom.hub.recordings.health.behind_ms > 300
    await pupil.do("set_mode", mode="full")
    await teacher.do("pause_recording")  # nothing comes: nobody is behind
    await light(teacher, "")
    assert lesson not in "".join(text)


async def test_after_the_end_the_light_goes_on_until_all_is_saved(
    classroom: Classroom, worker: FakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson, teacher, _pupil = await taught(classroom, worker)
    await teacher.do("end_lesson")
    ended = teacher.view["lesson"]["ended_at"]
    await light(teacher, "")
    monkeypatch.setattr(recordings, "BEHIND_MS", 300)
    await light(teacher, "recorder")
    saved(classroom, lesson, ended, state="final", ended_at=ended)
    while (await light(teacher, ""))["upto"] != ended:
        pass
    await until(lambda: classroom.hub.recordings.health.lessons == 0)
