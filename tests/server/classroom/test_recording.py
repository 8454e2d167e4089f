"""Which sources the media worker is told to keep: pauses, consents, restarts."""

import asyncio
import shutil
from pathlib import Path

import pytest

from lesson.messages import ConsentChanged, LessonOpened
from recordings.shelf.order import Order, Pause
from server.classroom import hub
from server.school.consents import Told, set_consent
from server.school.lessons import Lesson
from server.school.rights.actor import PROGRAM
from server.school.roster import opened
from server.store.database import Database
from sfu.link import ClosePeer, KeepSources
from tests.server.classroom.recorded import UNWILLING, light, order, ordered, speak, taught
from tests.server.classroom.test_media import live, post
from tests.support.classroom import PUPIL, TEACHER, Classroom
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import until

pytestmark = pytest.mark.usefixtures("quick")


async def test_only_the_consenting_are_kept(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, pupil = await taught(classroom, worker)
    both = [f"{TEACHER}/camera", f"{TEACHER}/mic"]
    unwilling = await classroom.join(lesson, UNWILLING, "student", "phone")
    guest = await classroom.join(lesson, "khach-1", "guest", "phone")
    for person, page, role in ((UNWILLING, unwilling, "student"), ("khach-1", guest, "guest")):
        await post(classroom, "whip", lesson, person, role, "phone")
        await speak(teacher, page, person)
    await speak(teacher, pupil, PUPIL)
    await until(lambda: worker.keeping(lesson) == [*both, f"{PUPIL}/mic"])
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
    await until(lambda: worker.keeping(lesson) == both)


async def test_of_a_camera_a_small_layer_is_kept_of_a_screen_the_largest(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson, teacher, _pupil = await taught(classroom, worker)
    await teacher.do("set_source", source="screen", on=True)
    await until(lambda: f"{TEACHER}/screen" in worker.keeping(lesson))
    assert worker.kept[lesson].lines == {f"{worker.peer(TEACHER, 'send')}/v0": 180}


async def test_nobody_is_kept_in_a_lesson_that_is_not_recorded(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson = await classroom.lesson()
    teacher, _pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0"})
    assert (await teacher.ask("pause_recording"))["code"] == "not_recorded"
    assert "recording" not in teacher.view["lesson"]
    await teacher.do("end_lesson")
    assert not any(isinstance(message, KeepSources) for message in worker.told)
    assert not (classroom.settings.data_dir / "journals").exists()


async def test_pause_and_resume(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, pupil = await taught(classroom, worker)
    await teacher.do("pause_recording")
    paused = await pupil.event("recording_paused")
    assert pupil.view["lesson"]["recording"] == "paused"
    await until(lambda: worker.keeping(lesson) == [])
    assert worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0", "v1": f"{TEACHER}/v0"}
    await until(lambda: (order(classroom, lesson) or Order(lesson="", started_at=0)).pauses != ())
    late = await classroom.join(lesson, "hs-8a3-07", "student")
    assert late.view["lesson"]["recording"] == "paused"
    assert (await teacher.ask("pause_recording"))["code"] == "already"
    assert (await pupil.ask("resume_recording"))["code"] == "not_allowed"
    await teacher.do("resume_recording")
    resumed = await pupil.event("recording_resumed")
    await until(lambda: len(worker.keeping(lesson)) == 2)
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
    await until(lambda: worker.keeping(lesson) == [])
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
    await until(lambda: worker.keeping(lesson) == [f"{TEACHER}/camera", f"{TEACHER}/mic"])


async def test_another_worker_is_told_again(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, _teacher, _pupil = await taught(classroom, worker)
    await worker.stop()
    await until(lambda: not classroom.link.up)
    fresh = FakeWorker(classroom.socket, "w2")
    await fresh.start()
    await until(lambda: classroom.link.up)
    await post(classroom, "whip", lesson, TEACHER, "teacher", "desk")
    await until(lambda: len(fresh.keeping(lesson)) == 2)
    assert all(name.startswith(fresh.peer(TEACHER, "send")) for name in fresh.kept[lesson].sources)
    await fresh.stop()


async def test_a_broken_link_tells_the_same_set(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, _teacher, _pupil = await taught(classroom, worker)
    before, told = worker.kept[lesson], len(worker.told)
    worker.cut()
    await until(lambda: before in worker.told[told:])
    assert worker.kept[lesson] == before


async def test_the_wall_clock_jumps(classroom: Classroom, worker: FakeWorker) -> None:
    """Lesson time goes on; the journals' clock with it."""
    lesson, teacher, _pupil = await taught(classroom, worker)
    clock, told = worker.kept[lesson].clock, len(worker.told)
    classroom.hub._wall = lambda: 4_000_000_000.0
    await teacher.event("clock_jumped")
    await teacher.do("set_source", source="screen", on=True)
    await until(lambda: len(worker.keeping(lesson)) == 3)
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
    await until(lambda: worker.keeping(lesson) == [*both, f"{PUPIL}/mic"])
    assert pupil.view["recorded"] is True
    path = f"/office/people/{PUPIL}/consent"
    for answer, kept in (("da_rut", both), ("dong_y", [*both, f"{PUPIL}/mic"])):
        await classroom.call("PUT", path, json={"recording_consent": answer})
        await until(lambda kept=kept: worker.keeping(lesson) == kept)  # type: ignore[misc]
        told = await teacher.event("consent_changed")
        assert (told["person"], told["consent"]) == (PUPIL, answer == "dong_y")
        assert teacher.view["people"][PUPIL]["consent"] is (answer == "dong_y")
        hidden = await pupil.event("hidden")
        assert hidden["patch"] == {"recorded": answer == "dong_y"}
        assert (await other.event("hidden"))["patch"] == {}
    assert other.view["recorded"] is True and pupil.view["recorded"] is True
    assert f"{PUPIL}/a0" in worker.fed(TEACHER).values()


async def test_what_the_family_withdraws_counts_in_the_running_lesson(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson, teacher, pupil = await taught(classroom, worker)
    both = [f"{TEACHER}/camera", f"{TEACHER}/mic"]
    await speak(teacher, pupil, PUPIL)
    await until(lambda: worker.keeping(lesson) == [*both, f"{PUPIL}/mic"])
    made = await classroom.call("POST", "/office/families/8a3/links", json={"people": [PUPIL]})
    secret = made["slips"][0]["url"].partition("#")[2]
    token = (await classroom.call("POST", "/family/sessions", json={"secret": secret}))["token"]
    await classroom.call("PUT", "/family/consent", token, json={"answer": "da_rut"})
    await until(lambda: worker.keeping(lesson) == both)
    told = await teacher.event("consent_changed")
    assert (told["person"], told["consent"]) == (PUPIL, False)
    assert (await pupil.event("hidden"))["patch"] == {"recorded": False}


async def test_what_the_office_entered_while_control_was_away(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson, _teacher, _pupil = await taught(classroom, worker)
    await classroom.stop()
    database = await Database.open(classroom.settings)
    async with database.begin() as connection:
        assert await set_consent(connection, PROGRAM, PUPIL, "da_rut", Told(), 0)
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
    entered = asyncio.Event()

    async def slow(database: Database, lesson: Lesson) -> LessonOpened:
        old = await opened(database, lesson)
        entered.set()
        await until(lambda: changing is not None)
        return old

    monkeypatch.setattr(hub, "opened", slow)
    changing: asyncio.Task[None] | None = None
    lesson = await classroom.lesson(recording=True)
    opening = asyncio.create_task(classroom.hub.open(lesson))
    await entered.wait()
    async with classroom.database.begin() as connection:
        assert await set_consent(connection, PROGRAM, PUPIL, "da_rut", Told(), 0)
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
