"""Two pupils at one device, and a teacher with two: what counts for whom."""

import pytest

from server.http.deps import utc_now
from sfu.link import Heard
from tests.server.classroom.test_media import post
from tests.support.classroom import OTHER, PUPIL, TEACHER, Classroom, Page
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import until

THIRD = "hs-8a3-07"


@pytest.fixture
async def lesson(classroom: Classroom) -> str:
    return await classroom.lesson()


async def pair(classroom: Classroom, lesson: str) -> tuple[Page, dict[str, object]]:
    also = classroom.token(lesson, OTHER, "student")
    page = classroom.page(classroom.token(lesson, PUPIL, "student"), "tablet", also=[also])
    await page.connect()
    return page, await page.snapshot()


async def test_both_are_there_with_a_hand_each(classroom: Classroom, lesson: str) -> None:
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    await teacher.do("start_lesson")
    page, snapshot = await pair(classroom, lesson)
    assert snapshot["me"]["person"] == PUPIL and [one["person"] for one in snapshot["also"]] == [OTHER]  # type: ignore
    await until(lambda: all(teacher.view["people"][one]["present"] for one in (PUPIL, OTHER)))
    await page.do("raise_hand", question="câu của em thứ nhất")
    await page.do("raise_hand", question="câu của em thứ hai", **{"as": OTHER})
    assert [hand["question"] for hand in page.view["hands"].values()] == [
        "câu của em thứ nhất",
        "câu của em thứ hai",
    ]
    await until(lambda: teacher.view["hands"].keys() == {PUPIL, OTHER})
    await page.do("say", text="riêng", to="teachers", **{"as": OTHER})
    assert page.view["chat"]["count"] == 1
    assert (await page.ask("raise_hand", **{"as": THIRD}))["code"] == "not_allowed"
    assert (await page.ask("raise_hand", **{"as": 5}))["code"] == "bad_message"
    room = classroom.hub.room(lesson)
    assert room is not None
    seen = {one.person: one.present_now for one in room.session.attendance(room.now())}
    assert seen[PUPIL] and seen[OTHER] and not seen[THIRD]


async def test_the_second_is_heard_by_the_first_ones_media_while_the_line_is_up(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    page, _ = await pair(classroom, lesson)
    await post(classroom, "whep", lesson, PUPIL, device="tablet")
    room = classroom.hub.room(lesson)
    assert room is not None
    lives = room.session._presence._lives
    before = lives[OTHER].last_seen
    classroom.skew += 3
    worker.say(Heard(peers=(worker.peer(PUPIL, "recv"),)))
    await until(lambda: lives[OTHER].last_seen > before)
    await page.close()
    await until(lambda: not room.devices)
    before = lives[OTHER].last_seen
    classroom.skew += 3
    first = lives[PUPIL].last_seen
    worker.say(Heard(peers=(worker.peer(PUPIL, "recv"),)))
    await until(lambda: lives[PUPIL].last_seen > first)
    assert lives[OTHER].last_seen == before


async def test_who_may_not_share_a_device(classroom: Classroom, lesson: str) -> None:
    elsewhere = await classroom.lesson()
    pupil, guest = classroom.token(lesson, PUPIL, "student"), classroom.token(lesson, "kh-1", "guest")
    claim = classroom.tokens.join(lesson, OTHER, "x", "student", 60, utc_now(), unproved=True).token
    for also, code in (
        ([pupil], "foreign"),
        ([guest], "foreign"),
        ([classroom.token(lesson, TEACHER, "teacher")], "foreign"),
        ([classroom.token(elsewhere, OTHER, "student")], "foreign"),
        ([claim], "foreign"),
        (["x"], "forged"),
        ([classroom.token(lesson, OTHER, "student", ttl_s=-1)], "expired"),
        ([classroom.token(lesson, OTHER, "student"), classroom.token(lesson, THIRD, "student")], "forged"),
    ):
        assert await classroom.page(pupil, also=also).refusal() == code


async def test_a_notebook_camera_sends_and_is_nobody(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    worker.sends = ("v0",)
    teacher = await classroom.join(lesson, TEACHER, "teacher", "desk")
    pupil = await classroom.join(lesson, PUPIL, "student", "phone")
    await teacher.do("start_lesson")
    token = classroom.token(lesson, TEACHER, "teacher")
    made = await classroom.call("POST", f"/lessons/{lesson}/companion", token, json={"kind": "camera"})
    phone = classroom.page(made["url"].partition("#")[2], "camera-phone")
    await phone.connect()
    await phone.snapshot()
    camera = f"{TEACHER}.cam"
    await post(classroom, "whip", lesson, TEACHER, "teacher", "desk")
    await post(classroom, "whep", lesson, PUPIL, device="phone")
    headers = {"Authorization": f"Bearer {phone.auth['token']}", "Content-Type": "application/sdp"}
    for kind, device, status in (
        ("whip", "camera-phone", 201),
        ("whip", "thief", 401),
        ("whep", "camera-phone", 403),
    ):
        url = f"{classroom.url}/{kind}/{lesson}"
        async with classroom.http.post(url, data="v=0", headers=headers, params={"device": device}) as answer:
            assert answer.status == status, (kind, device)
    await teacher.do("set_source", source="camera", on=True)
    await phone.do("set_source", source="camera", on=True)
    assert (await phone.ask("set_source", source="mic", on=True))["code"] == "not_allowed"
    await until(lambda: worker.fed(PUPIL) == {"v1": f"{TEACHER}/v0", "v2": f"{camera}/v0"})
    await until(lambda: pupil.view["stage"].get("v2") == {"person": camera, "source": "camera"})
    assert camera not in pupil.view["people"] and camera not in teacher.view["people"]
    thief = classroom.page(phone.auth["token"], "thief")
    assert await thief.refusal() == "expired"
