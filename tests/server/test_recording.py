"""A real server keeps journals of who agreed, as long as the teacher wants; kills change nothing about that."""

from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
import socketio

from loadtest.person import Person
from recordings.shelf.order import Order, read_order
from recordings.shelf.recording import read_recording
from sfu.journal.format import Sidecar, parse_sidecar
from tests.support.lights import LightLesson, hears_on, sends_on, speak
from tests.support.server import Served
from tests.support.waiting import PATIENCE_S, until, until_found

pytestmark = pytest.mark.process
TEACHER, WILLING, UNWILLING = "gv-01", "hs-8a3-05", "hs-8a3-12"


@pytest.fixture
async def lesson(tmp_path: Path) -> AsyncIterator[LightLesson]:
    async with Served(tmp_path) as served, LightLesson(served, recording=True) as lesson:
        yield lesson


def journals(lesson: LightLesson) -> list[Sidecar]:
    folder = lesson.served.data / "journals" / lesson.id
    return [parse_sidecar(path.read_bytes()) for path in sorted(folder.glob("*.idx"))]


def size(lesson: LightLesson, label: str, open_only: bool = True) -> int:
    """Bytes journaled of a source, in files that go on."""
    return sum(
        block.size
        for one in journals(lesson)
        if one.head is not None and one.head.label == label and (one.end is None or not open_only)
        for block in one.blocks
    )


def labels(lesson: LightLesson) -> set[str]:
    return {one.head.label for one in journals(lesson) if one.head is not None}


def order(lesson: LightLesson) -> Order | None:
    return read_order(lesson.served.data / "journals" / lesson.id)


async def grows(lesson: LightLesson, label: str) -> None:
    """The source is being written now."""
    before = size(lesson, label)
    await until(lambda: size(lesson, label) > before)


async def given_the_floor(lesson: LightLesson, teacher: Person, name: str) -> Person:
    pupil = await lesson.come("student", name)
    assert await teacher.command(type="give_floor", person=name) == {"ok": True}
    assert await pupil.command(type="accept_floor") == {"ok": True}
    await speak(pupil)
    await teacher.until(lambda view: view["people"][name]["sources"].get("mic"), PATIENCE_S)
    return pupil


async def test_the_consenting_are_kept_until_the_pause_and_the_end(lesson: LightLesson) -> None:
    teacher = await lesson.teaching()
    assert teacher.view["lesson"]["recording"] == "on"
    await given_the_floor(lesson, teacher, UNWILLING)
    await given_the_floor(lesson, teacher, WILLING)
    await teacher.switch("camera", True)
    for label in (f"{TEACHER}/mic", f"{TEACHER}/camera", f"{WILLING}/mic"):
        await grows(lesson, label)
    assert labels(lesson) == {f"{TEACHER}/mic", f"{TEACHER}/camera", f"{WILLING}/mic"}
    started = order(lesson)
    assert started is not None and started.started_at == teacher.view["lesson"]["started_at"]
    assert all(one.head is not None and one.head.lesson == lesson.id for one in journals(lesson))

    assert await teacher.command(type="pause_recording") == {"ok": True}
    await until(lambda: all(one.end is not None for one in journals(lesson)))
    written = size(lesson, f"{TEACHER}/mic", open_only=False)
    found = order(lesson)
    assert found is not None and found.pauses[-1].to is None
    await sends_on(teacher)  # nothing may come of what is said now
    assert size(lesson, f"{TEACHER}/mic", open_only=False) == written

    assert await teacher.command(type="resume_recording") == {"ok": True}
    await grows(lesson, f"{TEACHER}/mic")
    assert UNWILLING not in str(labels(lesson))
    assert await teacher.command(type="end_lesson") == {"ok": True}
    await until(lambda: is_over(lesson, teacher.view["lesson"]["ended_at"]))


def is_over(lesson: LightLesson, ended_at: int) -> bool:
    """Every journal is closed and the order says when; or the recorder has taken it all away already."""
    found = order(lesson)
    if found is None:
        recording = read_recording(lesson.served.data / "recordings" / lesson.id)
        return recording is not None and (recording.state, recording.ended_at) == ("final", ended_at)
    return found.ended_at == ended_at and all(one.end is not None for one in journals(lesson))


async def test_control_dies_and_the_journals_do_not_notice(lesson: LightLesson) -> None:
    teacher = await lesson.teaching()
    await grows(lesson, f"{TEACHER}/mic")
    before = order(lesson)
    assert before is not None
    await lesson.served.kill("server.control")
    await grows(lesson, f"{TEACHER}/mic")
    after = order(lesson)
    assert after is not None and (after.started_at, after.ended_at) == (before.started_at, None)
    await teacher.until(lambda view: view["lesson"].get("recording") == "on", PATIENCE_S)
    await until_ok(teacher, type="pause_recording")
    await until(lambda: all(one.end is not None for one in journals(lesson)))
    await until(lambda: len((order(lesson) or before).pauses) == 1)
    await lesson.served.kill("server.control")
    await until_ok(teacher, type="resume_recording")
    await grows(lesson, f"{TEACHER}/mic")


async def until_ok(person: Person, **command: object) -> None:
    """The person's page is coming back to a new control process."""

    async def obeyed() -> bool:
        with suppress(socketio.exceptions.SocketIOError):
            return await person.command(**command) == {"ok": True}
        return False

    await until_found(obeyed)


async def test_the_worker_dies_and_the_next_one_keeps_on(lesson: LightLesson) -> None:
    await lesson.teaching()
    await grows(lesson, f"{TEACHER}/mic")
    before = {one.head.started for one in journals(lesson) if one.head is not None}
    await lesson.served.kill("sfu.worker")
    await until(lambda: any(one.head and one.head.started not in before for one in journals(lesson)))
    await grows(lesson, f"{TEACHER}/mic")
    assert labels(lesson) == {f"{TEACHER}/mic"}
    assert order(lesson) is not None


async def test_a_lesson_that_is_not_recorded_leaves_nothing(tmp_path: Path) -> None:
    async with Served(tmp_path) as served, LightLesson(served) as plain:
        teacher = await plain.teaching()
        assert "recording" not in teacher.view["lesson"]
        listener = await plain.come("student", WILLING)
        await listener.listen()
        await hears_on(listener, 75)  # as much as would have been written twice
        assert not (served.data / "journals" / plain.id).exists()


async def test_the_numbers_of_the_recording_are_public_to_the_operator(lesson: LightLesson) -> None:
    await lesson.teaching()
    await grows(lesson, f"{TEACHER}/mic")

    async def told() -> dict[str, int] | None:
        async with lesson.http.get(f"{lesson.served.url}/readyz") as answer:
            recording: dict[str, int] = (await answer.json())["recording"]
        return recording if recording["lessons"] == 1 else None

    assert (await until_found(told))["free_bytes"] > 0
