"""order.json of recorded lessons: on disk before anything is kept, taken up again, tried again."""

import asyncio
import errno
import os
import shutil
from pathlib import Path

import pytest

from recordings.shelf.order import Order, write_order
from server.classroom.kept import orders
from sfu.link import KeepSources
from tests.server.classroom.recorded import order, ordered, taught
from tests.server.classroom.test_media import live
from tests.support.classroom import PUPIL, TEACHER, Classroom
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import PATIENCE_S, until

pytestmark = pytest.mark.usefixtures("quick")


async def test_the_order_is_on_disk_before_anything_is_kept(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, _pupil = await taught(classroom, worker)
    found = await ordered(classroom, lesson)
    started = teacher.view["lesson"]["started_at"]
    assert found == Order(lesson=lesson, started_at=started, clock=worker.kept[lesson].clock)
    room = classroom.hub.room(lesson)
    assert room is not None
    classroom.stand_still()
    assert abs(classroom._monotonic() * 1000 + worker.kept[lesson].clock - room.now()) < 2
    seen: list[bool] = []
    take = worker._take

    def noted(message: object) -> None:
        if isinstance(message, KeepSources) and message.folder != lesson:
            seen.append(order(classroom, message.folder) is not None)
        take(message)

    worker._take = noted  # type: ignore[method-assign]
    await taught(classroom, worker)
    assert seen and all(seen)


async def test_control_comes_back_while_the_lesson_goes_on(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, _pupil = await taught(classroom, worker)
    await teacher.do("pause_recording")
    await teacher.do("resume_recording")
    await classroom.hub.written(lesson)
    before, names = await ordered(classroom, lesson), worker.kept[lesson].sources
    told = len(worker.told)
    await classroom.stop()
    await classroom.start("epoch-2")
    await until(lambda: any(isinstance(one, KeepSources) for one in worker.told[told:]))
    assert worker.kept[lesson].sources == names
    await until(lambda: len((order(classroom, lesson) or before).pauses) == 1)
    await until(lambda: (order(classroom, lesson) or before).clock == worker.kept[lesson].clock)
    after = await ordered(classroom, lesson)
    assert (after.started_at, after.ended_at) == (before.started_at, None)
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
    await until(lambda: lesson not in worker.kept)
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
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0"})
    assert not any(isinstance(message, KeepSources) for message in worker.told)
    journals.unlink()
    await until(lambda: worker.keeping(lesson) == [f"{TEACHER}/mic"])
    back = await teacher.event("recording_limited")
    assert (back["to"], back["reason"]) == ("all", "")


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EFBIG, "disk_full"),
        (errno.EIO, "unwritable"),
    ],
)
async def test_why_an_order_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, trouble: str
) -> None:
    def refuse(_folder: Path, _order: Order) -> None:
        raise OSError(code, os.strerror(code))

    async def flushed() -> None: ...

    monkeypatch.setattr(orders, "write_order", refuse)
    writing = orders.Orders(tmp_path, flushed, lambda _lesson: None)
    writing.want(Order(lesson="l", started_at=1))
    running = asyncio.create_task(writing.run())
    await until(lambda: writing.trouble("l") == trouble)
    running.cancel()


async def test_a_removed_folder_is_begun_anew(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, _teacher, _pupil = await taught(classroom, worker)
    before, told = await ordered(classroom, lesson), len(worker.told)
    shutil.rmtree(classroom.settings.data_dir / "journals")
    await until(lambda: order(classroom, lesson) == before)
    await until(lambda: len(worker.keeping(lesson)) == 2)
    again = [one.sources for one in worker.told[told:] if isinstance(one, KeepSources)]
    assert again[0] == {} and again[-1] == worker.kept[lesson].sources


async def test_a_cancel_at_the_moment_the_events_are_on_disk_is_not_lost(tmp_path: Path) -> None:
    """Or the process would not end (asyncio.wait_for of Python 3.11 forgets such a cancel)."""
    flushed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    asked = asyncio.Event()

    async def flush() -> None:
        asked.set()
        await flushed

    writing = orders.Orders(tmp_path, flush, lambda _lesson: None)
    task = asyncio.create_task(writing.run())
    writing.want(Order(lesson="a", started_at=1))
    await asked.wait()
    flushed.set_result(None)
    await asyncio.sleep(0)  # the flush is done, the one who waits for it is not told yet
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=PATIENCE_S)
    assert done and task.cancelled()
