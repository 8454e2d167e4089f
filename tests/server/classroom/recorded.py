"""A recorded lesson in the classroom, what is on disk of it, and what its teacher is told."""

from msgspec.structs import replace

from recordings.shelf.order import Order, read_order
from recordings.shelf.recording import Recording, write_recording
from tests.server.classroom.test_media import live
from tests.support.classroom import TEACHER, Classroom, Page
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import until

UNWILLING = "hs-8a3-12"


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
    await until(lambda: worker.keeping(lesson) == [f"{TEACHER}/camera", f"{TEACHER}/mic"])
    return lesson, teacher, pupil


async def speak(teacher: Page, pupil: Page, person: str) -> None:
    await teacher.do("give_floor", person=person)
    await pupil.do("accept_floor")
    await pupil.do("set_source", source="mic", on=True)


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
