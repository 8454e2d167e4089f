"""Lights, echoes and pictures that cannot be shown, from the worker's words to the pages."""

from typing import Any

import msgspec
import pytest

from server.classroom.health import notices
from server.classroom.health.lines import SILENT_REPORTS
from sfu.link import EchoFound, Heard, PeerLines, Unplayable
from tests.server.classroom.test_media import live, post
from tests.support.classroom import OTHER, PUPIL, TEACHER, Classroom, Page
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import until


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "HEARING_EVERY_S", 0.0)


async def taught(classroom: Classroom) -> tuple[str, Page, Page]:
    """The teacher's mic is on; everybody has both connections."""
    lesson = await classroom.lesson()
    teacher, pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    return lesson, teacher, pupil


async def hearing(page: Page) -> dict[str, str]:
    people: dict[str, str] = (await page.next("notice", "hearing"))["people"]
    return people


def kinds(page: Page) -> list[str]:
    """Of the notices that nobody read yet."""
    return [body["type"] for name, body in page.heard._queue if name == "notice"]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("often")
async def test_the_teacher_sees_who_hears(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, pupil = await taught(classroom)
    staff = await classroom.join(lesson, "kt-1", "staff")
    worker.report()
    assert await hearing(teacher) == await hearing(staff) == {TEACHER: "hears", PUPIL: "hears"}
    for _ in range(2):
        worker.report({PUPIL: {"down_loss": 200}})
    # who has signalling only, and should hear, is lost after the third report
    assert await hearing(teacher) == {TEACHER: "hears", PUPIL: "weak", "kt-1": "lost"}
    assert "hearing" not in kinds(pupil)
    later = await classroom.join(lesson, TEACHER, "teacher", "phone")
    assert (await hearing(later))[PUPIL] == "weak"


async def test_hearing_is_told_each_two_seconds_at_most(classroom: Classroom, worker: FakeWorker) -> None:
    _lesson, teacher, pupil = await taught(classroom)
    worker.report()
    assert (await hearing(teacher))[PUPIL] == "hears"
    for _ in range(2):
        worker.report({PUPIL: {"hears": False}})
    await until(lambda: room(classroom).notices.lamps.hearing[PUPIL] == "lost")
    await teacher.do("set_mode", mode="full")
    assert "hearing" not in kinds(teacher)
    classroom.skew += notices.HEARING_EVERY_S
    assert (await hearing(teacher))[PUPIL] == "lost"
    assert "hearing" not in kinds(pupil)


def room(classroom: Classroom) -> Any:
    (found,) = classroom.hub.rooms()
    return found


async def own(page: Page, state: str) -> dict[str, Any]:
    while True:
        notice: dict[str, Any] = await page.next("notice", "own_line")
        if notice["state"] == state:
            return notice


async def test_everybody_sees_the_own_line_only(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, _teacher, pupil = await taught(classroom)
    worker.report({PUPIL: {"slots": {"v1": "q.0"}, "path": "tcp"}})
    told = await own(pupil, "good")
    assert (told["path"], told["slots"], told["up"], told["estimate"]) == ("tcp", {"v1": "q.0"}, 48, 900)
    for _ in range(2):
        worker.report({PUPIL: {"slots": {"v1": ""}}})
    assert (await own(pupil, "good"))["slots"] == {"v1": ""}
    assert (await own(pupil, "weak"))["slots"] == {"v1": ""}
    phone = await classroom.join(lesson, PUPIL, "student", "tablet")
    assert (await own(phone, "weak"))["path"] == "udp"


async def test_who_gives_no_sign_of_life_does_not_hear(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, _pupil = await taught(classroom)
    everybody = tuple(worker.peers)
    worker.report()
    assert (await hearing(teacher))[PUPIL] == "hears"
    silent = worker.peer(PUPIL, "recv")
    for _ in range(SILENT_REPORTS + 1):
        worker.say(Heard(tuple(peer for peer in everybody if peer != silent)))
        worker.report()
    await until(lambda: room(classroom).notices.lamps.hearing == {TEACHER: "hears", PUPIL: "lost"})
    worker.say(Heard(everybody))
    worker.report()
    await until(lambda: room(classroom).notices.lamps.hearing == {TEACHER: "hears", PUPIL: "weak"})
    assert classroom.hub.room(lesson) is not None


async def test_without_a_worker_nobody_has_a_line(classroom: Classroom, worker: FakeWorker) -> None:
    _lesson, _teacher, pupil = await taught(classroom)
    worker.report()
    await own(pupil, "good")
    await worker.stop()
    found = room(classroom)
    for late in (1, 2):
        now = classroom._monotonic() + late * notices.OVERDUE_S
        found.notices.ticked(found.session.state, now)
    assert (await own(pupil, "lost"))["path"] == ""


async def test_a_picture_the_receiver_cannot_show(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, pupil = await taught(classroom)
    receiver = worker.peer(PUPIL, "recv")
    worker.say(Unplayable(receiver, "v7", "H264"))
    worker.say(Unplayable("nobody", "v1", "H264"))
    worker.say(Unplayable(receiver, "v1", "H264"))
    assert await pupil.next("notice", "unplayable") == {"type": "unplayable", "slot": "v1", "codec": "H264"}
    again = classroom.page(classroom.token(lesson, PUPIL, "student"), "phone")
    await again.connect()
    assert (await again.next("notice", "unplayable"))["codec"] == "H264"
    worker.say(Unplayable(receiver, "v1", ""))
    assert (await again.next("notice", "unplayable"))["codec"] == ""
    assert "unplayable" not in kinds(teacher)


async def test_what_changed_while_the_link_was_down(classroom: Classroom, worker: FakeWorker) -> None:
    _lesson, teacher, pupil = await taught(classroom)
    await teacher.do("give_floor", person=PUPIL)
    await pupil.do("accept_floor")
    await pupil.do("set_source", source="mic", on=True)
    receiver = worker.peer(PUPIL, "recv")
    mic, of = f"{worker.peer(PUPIL, 'send')}/a0", f"{worker.peer(TEACHER, 'send')}/a0"
    worker.say(Unplayable(receiver, "v0", "VP8"))
    worker.say(Unplayable(receiver, "v1", "H264"))
    worker.say(EchoFound(mic, of))
    assert (await teacher.next("notice", "echo_from"))["of"] == TEACHER
    assert {(await pupil.next("notice", "unplayable"))["slot"] for _ in range(2)} == {"v0", "v1"}
    state = worker.peers[receiver]
    worker.peers[receiver] = msgspec.structs.replace(state, unplayable=(("v0", "VP8"), ("v2", "H264")))
    worker.cut()
    told = [await pupil.next("notice", "unplayable") for _ in range(2)]
    assert {(notice["slot"], notice["codec"]) for notice in told} == {("v1", ""), ("v2", "H264")}
    assert (await teacher.next("notice", "echo_from"))["of"] is None
    worker.echoes = ((mic, of), ("nobody/a0", of))
    worker.cut()
    assert (await teacher.next("notice", "echo_from"))["of"] == TEACHER
    assert "unplayable" not in kinds(pupil)


async def test_a_new_connection_can_play_everything_until_it_is_said(
    classroom: Classroom, worker: FakeWorker
) -> None:
    lesson, _teacher, pupil = await taught(classroom)
    worker.say(Unplayable(worker.peer(PUPIL, "recv"), "v1", "H264"))
    assert (await pupil.next("notice", "unplayable"))["codec"] == "H264"
    await post(classroom, "whep", lesson, PUPIL, "student", "phone")
    assert (await pupil.next("notice", "unplayable"))["codec"] == ""


async def test_the_teacher_hears_of_an_echo_and_mutes_it(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, pupil = await taught(classroom)
    await teacher.do("give_floor", person=PUPIL)
    await pupil.do("accept_floor")
    await pupil.do("set_source", source="mic", on=True)
    mic, of = f"{worker.peer(PUPIL, 'send')}/a0", f"{worker.peer(TEACHER, 'send')}/a0"
    worker.say(EchoFound("nobody/a0", of))
    worker.say(EchoFound(mic, ""))
    worker.say(EchoFound(mic, of))
    worker.say(EchoFound(mic, of))
    found = {"type": "echo_from", "person": PUPIL, "of": TEACHER}
    assert await teacher.next("notice", "echo_from") == found
    second = await classroom.join(lesson, TEACHER, "teacher", "phone")
    assert await second.next("notice", "echo_from") == found
    await teacher.do("mute", person=PUPIL)
    assert await teacher.next("notice", "echo_from") == {**found, "of": None}
    await until(lambda: pupil.number == teacher.number)
    assert pupil.view["people"][PUPIL]["sources"] == {}
    assert pupil.view["floor"][PUPIL]["state"] == "held"
    await until(lambda: worker.fed(TEACHER) == {})
    assert "echo_from" not in kinds(pupil)


async def test_numbers_of_lines_for_prometheus(classroom: Classroom, worker: FakeWorker) -> None:
    lesson, teacher, _pupil = await taught(classroom)
    await post(classroom, "whep", lesson, OTHER)
    worker.report(
        {PUPIL: {"path": "tcp", "round_trip": 900, "down_loss": 150}, OTHER: {"path": "", "hears": False}}
    )
    await hearing(teacher)
    await until(lambda: classroom.hub.stats is not None)
    async with classroom.http.get(f"{classroom.url}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    for line in (
        'bucgiang_media_lines{path="udp"} 2.0',
        'bucgiang_media_lines{path="tcp"} 2.0',
        'bucgiang_media_lines{path="none"} 1.0',
        'bucgiang_media_round_trip_seconds_bucket{le="0.05"} 3.0',
        'bucgiang_media_round_trip_seconds_bucket{le="+Inf"} 5.0',
        'bucgiang_media_down_loss_ratio_bucket{le="0.1"} 2.0',
        'bucgiang_media_down_loss_ratio_bucket{le="0.2"} 3.0',
        'bucgiang_media_up_loss_ratio_bucket{le="+Inf"} 2.0',
        'bucgiang_media_estimate_bits_bucket{le="800000"} 0.0',
        'bucgiang_media_estimate_bits_bucket{le="1600000"} 5.0',
        'bucgiang_people{hearing="hears"} 1.0',
        'bucgiang_people{hearing="lost"} 0.0',
        'bucgiang_process_resident_bytes{process="media"} 6.7108864e+07',
        'bucgiang_process_descriptors{process="media"} 17.0',
        "bucgiang_media_paused_layers 0.0",
    ):
        assert line in lines, "\n".join(lines)
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert float(values['bucgiang_process_resident_bytes{process="control"}']) > 10_000_000
    assert float(values['bucgiang_process_descriptors{process="control"}']) > 3
    assert float(values["bucgiang_control_tasks"]) > 3
    assert lesson not in "".join(lines) and PUPIL not in "".join(lines)


async def test_a_worker_that_goes_has_no_lines(classroom: Classroom, worker: FakeWorker) -> None:
    await taught(classroom)
    worker.report()
    await until(lambda: room(classroom).notices.lamps.hearing != {})
    worker.say(PeerLines(()))
    await until(lambda: all(peer.line is None for peer in classroom.hub.media.peers(room(classroom).id)))
