"""Which sources the media worker is told to keep, what stands in order.json, and what the teacher is told of it."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from lesson.messages import ConsentChanged, LessonOpened, RecordingLimited
from recordings.order import Order, Pause, read_order, write_order
from recordings.shelf.recording import Recording, write_recording
from server.classroom import disk, hub, orders, recordings
from server.classroom.disk import Thresholds
from server.school.consents import set_consent
from server.school.lessons import Lesson
from server.store.database import Database
from sfu.link import ClosePeer, JournalState, KeepSources
from tests.server.classroom.test_media import live, post
from tests.support.classroom import PUPIL, TEACHER, Classroom, Page, until
from tests.support.fakeworker import FakeWorker

UNWILLING = "hs-8a3-12"


@pytest.fixture
async def worker(classroom: Classroom) -> AsyncIterator[FakeWorker]:
    fake = FakeWorker(classroom.socket)
    await fake.start()
    await until(lambda: classroom.link.up)
    yield fake
    await fake.stop()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "TICK_S", 0.05)
    monkeypatch.setattr(recordings, "NOTICE_S", 0.1)
    monkeypatch.setattr(recordings, "DISK_S", 0.05)
    monkeypatch.setattr(orders, "AGAIN_S", 0.1)


def order(classroom: Classroom, lesson: str) -> Order | None:
    return read_order(classroom.settings.data_dir / "journals" / lesson)


async def ordered(classroom: Classroom, lesson: str) -> Order:
    await until(lambda: order(classroom, lesson) is not None)
    found = order(classroom, lesson)
    assert found is not None
    return found


async def taught(classroom: Classroom, worker: FakeWorker) -> tuple[str, Page, Page]:
    """A recorded lesson in which the teacher's mic and camera are on and kept."""
    lesson = await classroom.lesson(recording=True)
    teacher, pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    await teacher.do("set_source", source="camera", on=True)
    await worker.until(lambda: worker.keeping(lesson) == [f"{TEACHER}/camera", f"{TEACHER}/mic"])
    return lesson, teacher, pupil


async def speak(teacher: Page, pupil: Page, person: str) -> None:
    await teacher.do("give_floor", person=person)
    await pupil.do("accept_floor")
    await pupil.do("set_source", source="mic", on=True)


async def test_only_the_consenting_are_kept(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, pupil = await taught(classroom, worker)
    both = [f"{TEACHER}/camera", f"{TEACHER}/mic"]
    unwilling = await classroom.join(lesson, UNWILLING, "student", "phone")
    guest = await classroom.join(lesson, "khach-1", "guest", "phone")
    for person, page, role in ((UNWILLING, unwilling, "student"), ("khach-1", guest, "guest")):
        await post(classroom, "whip", lesson, person, role, "phone")
        await speak(teacher, page, person)
    await speak(teacher, pupil, PUPIL)
    await worker.until(lambda: worker.keeping(lesson) == [*both, f"{PUPIL}/mic"])
    names = worker.kept[lesson].sources
    assert set(names) == {
        f"{worker.peer(TEACHER, 'send')}/a0",
        f"{worker.peer(TEACHER, 'send')}/v0",
        f"{worker.peer(PUPIL, 'send')}/a0",
    }
    assert worker.fed(TEACHER)["a1"] in (f"{UNWILLING}/a0", "khach-1/a0")
    told = [message for message in worker.told if isinstance(message, KeepSources)]
    assert not any(UNWILLING in str(one.sources) or "khach-1" in str(one.sources) for one in told)
    await teacher.do("take_floor", person=PUPIL)
    await worker.until(lambda: worker.keeping(lesson) == both)


async def test_nobody_is_kept_in_a_lesson_that_is_not_recorded(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson = await classroom.lesson()
    teacher, _pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    await worker.until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0"})
    assert (await teacher.ask("pause_recording"))["code"] == "not_recorded"
    assert "recording" not in teacher.view["lesson"]
    await teacher.do("end_lesson")
    assert not any(isinstance(message, KeepSources) for message in worker.told)
    assert not (classroom.settings.data_dir / "journals").exists()


async def test_the_order_is_on_disk_before_anything_is_kept(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, _pupil = await taught(classroom, worker)
    found = await ordered(classroom, lesson)
    started = teacher.view["lesson"]["started_at"]
    assert found == Order(lesson=lesson, started_at=started, clock=worker.kept[lesson].clock)
    room = classroom.hub.room(lesson)
    assert room is not None
    assert abs(classroom._monotonic() * 1000 + worker.kept[lesson].clock - room.now()) < 50
    seen: list[bool] = []
    take = worker._take

    def noted(message: object) -> None:
        if isinstance(message, KeepSources) and message.folder != lesson:
            seen.append(order(classroom, message.folder) is not None)
        take(message)

    worker._take = noted  # type: ignore[method-assign]
    await taught(classroom, worker)
    assert seen and all(seen)


async def test_pause_and_resume(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, pupil = await taught(classroom, worker)
    await teacher.do("pause_recording")
    paused = await pupil.event("recording_paused")
    assert pupil.view["lesson"]["recording"] == "paused"
    await worker.until(lambda: worker.keeping(lesson) == [])
    assert worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0", "v1": f"{TEACHER}/v0"}
    await until(lambda: (order(classroom, lesson) or Order(lesson="", started_at=0)).pauses != ())
    late = await classroom.join(lesson, "hs-8a3-07", "student")
    assert late.view["lesson"]["recording"] == "paused"
    assert (await teacher.ask("pause_recording"))["code"] == "already"
    assert (await pupil.ask("resume_recording"))["code"] == "not_allowed"
    await teacher.do("resume_recording")
    resumed = await pupil.event("recording_resumed")
    await worker.until(lambda: len(worker.keeping(lesson)) == 2)
    wanted = (Pause(paused["at"], resumed["at"]),)
    await until(lambda: (order(classroom, lesson) or Order(lesson="", started_at=0)).pauses == wanted)


async def test_pause_and_resume_at_once_end_as_the_last_word(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson, teacher, _pupil = await taught(classroom, worker)
    for _ in range(5):
        await teacher.do("pause_recording")
        await teacher.do("resume_recording")
    await teacher.do("pause_recording")
    await worker.until(lambda: worker.keeping(lesson) == [])
    await until(lambda: len((order(classroom, lesson) or Order(lesson="", started_at=0)).pauses) == 6)
    found = await ordered(classroom, lesson)
    assert [pause.to is None for pause in found.pauses] == [False] * 5 + [True]


async def test_the_end_closes_journals_then_the_order_also_while_paused(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson, teacher, _pupil = await taught(classroom, worker)
    await teacher.do("pause_recording")
    await teacher.do("end_lesson")
    ended = teacher.view["lesson"]["ended_at"]
    await until(lambda: (order(classroom, lesson) or Order(lesson="", started_at=0)).ended_at == ended)
    found = await ordered(classroom, lesson)
    assert found.pauses[-1].to == ended
    told = [one for one in worker.told if isinstance(one, KeepSources | ClosePeer)]
    last = max(index for index, one in enumerate(told) if isinstance(one, KeepSources))
    assert told[last].sources == {}  # type: ignore[union-attr]
    assert all(isinstance(one, ClosePeer) for one in told[last + 1 :]) and len(told) > last + 1


async def test_a_lesson_that_never_began_leaves_no_order(classroom: Classroom, worker: FakeWorker) -> None:
    lesson = await classroom.lesson(recording=True)
    teacher = await classroom.join(lesson, TEACHER, "teacher", "desk")
    await post(classroom, "whip", lesson, TEACHER, "teacher", "desk")
    await teacher.do("set_source", source="mic", on=True)
    await classroom.hub.end(lesson, "office", None)
    await teacher.event("lesson_ended")
    assert not any(isinstance(message, KeepSources) for message in worker.told)
    assert order(classroom, lesson) is None


async def test_a_standard_client_of_the_teacher_is_kept(classroom: Classroom, worker: FakeWorker) -> None:
    worker.sends = ("a0", "v0")
    lesson = await classroom.lesson(recording=True)
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    await teacher.do("start_lesson")
    await teacher.close()
    await until(lambda: not classroom.hub.room(lesson).devices)  # type: ignore[union-attr]
    await post(classroom, "whip", lesson, TEACHER, "teacher")
    await worker.until(lambda: worker.keeping(lesson) == [f"{TEACHER}/camera", f"{TEACHER}/mic"])


async def test_another_worker_is_told_again(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, _teacher, _pupil = await taught(classroom, worker)
    await worker.stop()
    await until(lambda: not classroom.link.up)
    fresh = FakeWorker(classroom.socket, "w2")
    await fresh.start()
    await until(lambda: classroom.link.up)
    await post(classroom, "whip", lesson, TEACHER, "teacher", "desk")
    await fresh.until(lambda: len(fresh.keeping(lesson)) == 2)
    assert all(name.startswith(fresh.peer(TEACHER, "send")) for name in fresh.kept[lesson].sources)
    await fresh.stop()


async def test_a_broken_link_tells_the_same_set(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, _teacher, _pupil = await taught(classroom, worker)
    before, told = worker.kept[lesson], len(worker.told)
    worker.cut()
    await worker.until(lambda: before in worker.told[told:])
    assert worker.kept[lesson] == before


async def test_control_comes_back_while_the_lesson_goes_on(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, _pupil = await taught(classroom, worker)
    await teacher.do("pause_recording")
    await teacher.do("resume_recording")
    await classroom.hub.written(lesson)
    before, names = await ordered(classroom, lesson), worker.kept[lesson].sources
    told = len(worker.told)
    await classroom.stop()
    await classroom.start("epoch-2")
    await worker.until(lambda: any(isinstance(one, KeepSources) for one in worker.told[told:]))
    assert worker.kept[lesson].sources == names
    await until(lambda: (order(classroom, lesson) or before).clock == worker.kept[lesson].clock)
    after = await ordered(classroom, lesson)
    assert (after.started_at, after.ended_at) == (before.started_at, None)
    assert len(after.pauses) == 1
    assert not any(isinstance(one, KeepSources) and not one.sources for one in worker.told[told:])


async def test_what_ended_while_control_was_away_gets_its_end(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson, _teacher, _pupil = await taught(classroom, worker)
    before = await ordered(classroom, lesson)
    await classroom.hub.end(lesson, "office", None)
    await classroom.hub.written(lesson)
    await classroom.stop()
    write_order(classroom.settings.data_dir / "journals" / lesson, before)  # as if the end was not written
    worker.kept[lesson] = KeepSources(lesson, 0, {"x/a0": f"{TEACHER}/mic"})
    await classroom.start("epoch-2")
    await until(lambda: (order(classroom, lesson) or before).ended_at is not None)
    await worker.until(lambda: lesson not in worker.kept)
    kept = await classroom.eventlog.load(lesson)
    assert (await ordered(classroom, lesson)).ended_at == kept[-1].at


async def test_journals_of_a_lesson_nobody_knows_end_when_last_written(classroom: Classroom) -> None:
    await classroom.stop()
    journals = classroom.settings.data_dir / "journals"
    write_order(journals / "gone", Order(lesson="gone", started_at=1_000))
    (journals / "gone" / "w-0.rtp").write_bytes(b"x")
    os.utime(journals / "gone" / "w-0.rtp", (4_000_000_000, 4_000_000_000))
    (journals / "broken").mkdir()
    (journals / "broken" / "order.json").write_text("{")
    (journals / "stray-file").write_text("")
    done = Order(lesson="done", started_at=1_000, ended_at=2_000)
    write_order(journals / "done", done)
    await classroom.start("epoch-2")
    await until(lambda: (order(classroom, "gone") or done).ended_at == 4_000_000_000_000)
    assert order(classroom, "done") == done
    assert (journals / "broken" / "order.json").read_text() == "{"


async def test_an_order_nobody_can_write_limits_and_is_tried_again(
    classroom: Classroom, worker: FakeWorker
) -> None:
    journals = classroom.settings.data_dir / "journals"
    journals.write_text("a file where the folder should be")
    lesson = await classroom.lesson(recording=True)
    teacher, pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    limited = await teacher.event("recording_limited")
    assert (limited["to"], limited["reason"]) == ("nothing", "fault")
    notice = await teacher.next("notice", "recording_saved")
    assert notice == {"type": "recording_saved", "upto": 0, "limit": "nothing", "trouble": "unwritable"}
    assert pupil.view["lesson"]["recording"] == "on"
    await worker.until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0"})
    assert not any(isinstance(message, KeepSources) for message in worker.told)
    journals.unlink()
    await worker.until(lambda: worker.keeping(lesson) == [f"{TEACHER}/mic"])
    back = await teacher.event("recording_limited")
    assert (back["to"], back["reason"]) == ("all", "")


async def test_a_removed_folder_is_begun_anew(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, _teacher, _pupil = await taught(classroom, worker)
    before, told = await ordered(classroom, lesson), len(worker.told)
    shutil.rmtree(classroom.settings.data_dir / "journals")
    await until(lambda: order(classroom, lesson) == before)
    await worker.until(lambda: len(worker.keeping(lesson)) == 2)
    again = [one.sources for one in worker.told[told:] if isinstance(one, KeepSources)]
    assert again[0] == {} and again[-1] == worker.kept[lesson].sources


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
    await worker.until(lambda: worker.keeping(lesson) == [f"{TEACHER}/mic"])
    free[0] = 50
    await worker.until(lambda: worker.keeping(lesson) == [])
    free[0] = 10_000
    await worker.until(lambda: len(worker.keeping(lesson)) == 2)
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
    monkeypatch.setattr(disk, "FULL_S", 1.0)
    lesson, teacher, _pupil = await taught(classroom, worker)
    worker.say(JournalState(lesson, "too_slow"))
    while (await teacher.next("notice", "recording_saved"))["trouble"] != "too_slow":
        pass
    assert len(worker.keeping(lesson)) == 2
    worker.say(JournalState(lesson, "disk_full"))
    await worker.until(lambda: worker.keeping(lesson) == [])
    worker.say(JournalState(lesson, ""))
    while (await teacher.next("notice", "recording_saved"))["limit"] != "nothing":
        pass
    assert (await teacher.next("notice", "recording_saved"))["trouble"] == "disk_full"
    await worker.until(lambda: len(worker.keeping(lesson)) == 2)


def saved(classroom: Classroom, lesson: str, upto: int, **changes: object) -> Recording:
    """As the recorder writes it."""
    folder = classroom.settings.data_dir / "recordings" / lesson
    folder.mkdir(parents=True, exist_ok=True)
    known = Recording(lesson=lesson, state="live", started_at=1, ended_at=None, saved_to=upto)
    recording = replace(known, **changes)
    write_recording(folder, recording)
    return recording


async def light(page: Page, trouble: str) -> dict[str, object]:
    """The next notice with this trouble."""
    while True:
        notice: dict[str, object] = await page.next("notice", "recording_saved")
        if notice["trouble"] == trouble:
            return notice


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


async def test_the_wall_clock_jumps(classroom: Classroom, worker: FakeWorker) -> None:
    """Lesson time goes on; the journals' clock with it."""
    lesson, teacher, _pupil = await taught(classroom, worker)
    clock, told = worker.kept[lesson].clock, len(worker.told)
    classroom.hub._wall = lambda: 4_000_000_000.0
    await teacher.event("clock_jumped")
    await teacher.do("set_source", source="screen", on=True)
    await worker.until(lambda: len(worker.keeping(lesson)) == 3)
    assert {one.clock for one in worker.told[told:] if isinstance(one, KeepSources)} == {clock}
    assert (await ordered(classroom, lesson)).clock == clock


async def test_the_consents_are_in_the_roster_and_only_staff_see_them(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson, teacher, pupil = await taught(classroom, worker)
    people = teacher.view["people"]
    assert people[TEACHER]["consent"] is True and people[PUPIL]["consent"] is True
    assert people[UNWILLING]["consent"] is False
    assert "consent" not in str(pupil.view)
    assert classroom.hub.room(lesson).session.state.opened.recording  # type: ignore[union-attr]


async def test_what_the_office_enters_counts_in_the_running_lesson(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson, teacher, pupil = await taught(classroom, worker)
    both = [f"{TEACHER}/camera", f"{TEACHER}/mic"]
    other = await classroom.join(lesson, "hs-8a3-07", "student")
    await speak(teacher, pupil, PUPIL)
    await worker.until(lambda: worker.keeping(lesson) == [*both, f"{PUPIL}/mic"])
    assert pupil.view["recorded"] is True
    path = f"/office/people/{PUPIL}/consent"
    for answer, kept in (("da_rut", both), ("dong_y", [*both, f"{PUPIL}/mic"])):
        await classroom.call("PUT", path, json={"recording_consent": answer})
        await worker.until(lambda kept=kept: worker.keeping(lesson) == kept)  # type: ignore[misc]
        told = await teacher.event("consent_changed")
        assert (told["person"], told["consent"]) == (PUPIL, answer == "dong_y")
        assert teacher.view["people"][PUPIL]["consent"] is (answer == "dong_y")
        hidden = await pupil.event("hidden")
        assert hidden["patch"] == {"recorded": answer == "dong_y"}
        assert (await other.event("hidden"))["patch"] == {}
    assert other.view["recorded"] is True and pupil.view["recorded"] is True
    assert f"{PUPIL}/a0" in worker.fed(TEACHER).values()


async def test_what_the_office_entered_while_control_was_away(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson, _teacher, _pupil = await taught(classroom, worker)
    await classroom.stop()
    database = await Database.open(classroom.settings)
    assert await set_consent(database, PUPIL, "da_rut")
    await database.close()
    await classroom.start("epoch-2")
    room = classroom.hub.room(lesson)
    assert room is not None and not room.session.state.people[PUPIL].consent
    await classroom.hub.written(lesson)
    kept = await classroom.eventlog.load(lesson)
    assert [one.event for one in kept if isinstance(one.event, ConsentChanged)] == [
        ConsentChanged(PUPIL, False)
    ]


async def test_a_consent_entered_while_the_lesson_is_being_opened_counts(
    classroom: Classroom, worker: FakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, entered = hub.opened, asyncio.Event()

    async def slow(database: Database, lesson: Lesson) -> LessonOpened:
        old = await read(database, lesson)
        entered.set()
        await until(lambda: changing is not None)
        return old

    monkeypatch.setattr(hub, "opened", slow)
    changing: asyncio.Task[None] | None = None
    lesson = await classroom.lesson(recording=True)
    opening = asyncio.create_task(classroom.hub.open(lesson))
    await entered.wait()
    assert await set_consent(classroom.database, PUPIL, "da_rut")
    changing = asyncio.create_task(classroom.hub.consent_changed(PUPIL, False))
    room = await opening
    await changing
    assert not room.session.state.people[PUPIL].consent


async def test_one_lessons_bug_leaves_the_others(
    classroom: Classroom, worker: FakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _teacher, _pupil = await taught(classroom, worker)
    room = classroom.hub.room(first)
    assert room is not None
    monkeypatch.setattr(room.recording, "vanished", lambda: 1 / 0)
    shutil.rmtree(Path(classroom.settings.data_dir / "journals" / first))
    second, teacher, _pupil = await taught(classroom, worker)
    await light(teacher, "")
    assert order(classroom, second) is not None
