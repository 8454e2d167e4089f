"""Socket.IO against the real classroom: who is let in, what is answered, what others see, what floods and bugs do."""

from typing import Any

import pytest
from sqlalchemy import update

from lesson.messages import Role
from server.classroom import room as rooms
from server.classroom.room import Room
from server.http.deps import utc_now
from server.http.tokens import Tokens
from server.store.tables import people
from tests.support.classroom import OTHER, PUPIL, TEACHER, Classroom
from tests.support.waiting import PATIENCE_S, soon, until


async def test_a_raised_hand_reaches_the_teacher_and_the_floor_comes_back(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    pupil = await classroom.join(lesson, PUPIL, "student")
    assert pupil.view["people"][TEACHER]["present"] is True
    await teacher.do("start_lesson")
    await pupil.event("lesson_started")
    await pupil.do("raise_hand", question="Em chưa hiểu bước hai ạ")
    raised = await teacher.event("hand_raised")
    assert raised["question"] == "Em chưa hiểu bước hai ạ"
    assert teacher.view["hands"][PUPIL]["place"] == 1
    await teacher.do("give_floor", person=PUPIL)
    await pupil.event("floor_offered")
    await pupil.do("accept_floor")
    await pupil.do("set_source", source="mic", on=True)
    await teacher.event("stage_set")
    assert teacher.view["stage"]["a1"] == {"person": PUPIL, "source": "mic"}
    await teacher.do("take_floor", person=PUPIL)
    await pupil.event("floor_taken")
    await pupil.event("stage_set")
    assert "a1" not in pupil.view["stage"]


async def test_merged_patches_are_the_snapshot_a_newcomer_gets(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    pupil = await classroom.join(lesson, PUPIL, "student")
    other = await classroom.join(lesson, OTHER, "student")
    await teacher.do("start_lesson")
    await other.do("raise_hand", question="Thưa cô")
    await pupil.do("raise_hand")
    await pupil.do("say", text="Em chào cô <b>ạ</b>")
    await other.do("set_mode", mode="listen")
    await teacher.do("set_source", source="camera", on=True)
    for page, person, role in (
        (teacher, TEACHER, "teacher"),
        (pupil, PUPIL, "student"),
        (other, OTHER, "student"),
    ):
        twin = await classroom.join(lesson, person, _role(role), device="twin")
        await until(lambda page=page, twin=twin: page.number >= twin.number)  # type: ignore[misc]
        assert page.view == twin.view
    assert not teacher.faults + pupil.faults + other.faults


@pytest.mark.parametrize(
    "name", ["Nguyễn " * 42 + "Nguyên", "😀" * 300, "<b>Lan</b>&" * 27 + "Lan", "\u05d0" * 300]
)
async def test_a_name_of_300_letters_joins_by_the_link_of_the_day(classroom: Classroom, name: str) -> None:
    assert 290 <= len(name) <= 300
    lesson = await classroom.lesson()
    async with classroom.database.begin() as connection:
        named = people.c.id.in_((PUPIL, TEACHER))
        await connection.execute(update(people).where(named).values(full_name=name))
    for person in (TEACHER, PUPIL):
        day = (await classroom.call("POST", f"/office/people/{person}/day-link"))["token"]
        assert (await classroom.call("GET", "/day", day))["name"] == name
        token = (await classroom.call("POST", f"/day/lessons/{lesson}/token", day))["token"]
        page = classroom.page(token)
        await page.connect()
        told = await page.snapshot()
        assert told["me"]["name"] == told["view"]["people"][person]["name"] == name
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
        async with classroom.http.post(
            f"{classroom.url}/whep/{lesson}", data="v=0", headers=headers
        ) as answer:
            assert answer.status == 503  # let in, but no media worker is there


def _role(word: str) -> Role:
    return "teacher" if word == "teacher" else "student"


async def test_what_a_student_may_not_know_never_comes(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    pupil = await classroom.join(lesson, PUPIL, "student")
    other = await classroom.join(lesson, OTHER, "student")
    await teacher.do("start_lesson")
    await pupil.do("raise_hand", question="riêng tư")
    await pupil.do("say", text="xong")
    seen: list[Any] = []
    while not seen or seen[-1].get("type") != "said":
        seen.append(await other.next("event"))
    assert "riêng tư" not in str(seen) + str(other.view)
    assert "attendance" not in other.view
    assert "attendance" in teacher.view


@pytest.mark.parametrize(
    ("person", "role", "command", "code"),
    [
        (PUPIL, "student", {"type": "start_lesson"}, "not_allowed"),
        (PUPIL, "student", {"type": "end_lesson"}, "not_allowed"),
        (PUPIL, "student", {"type": "give_floor", "person": OTHER}, "not_allowed"),
        (PUPIL, "student", {"type": "mute_all"}, "not_allowed"),
        (PUPIL, "student", {"type": "set_source", "source": "mic", "on": True}, "no_floor"),
        (PUPIL, "student", {"type": "set_source", "source": "screen", "on": True}, "not_allowed"),
        ("ob-1", "observer", {"type": "raise_hand"}, "not_allowed"),
        ("ob-1", "observer", {"type": "say", "text": "xin chào"}, "not_allowed"),
        ("nv-1", "staff", {"type": "set_source", "source": "mic", "on": True}, "not_allowed"),
        (TEACHER, "teacher", {"type": "give_floor", "person": "nobody"}, "unknown_person"),
    ],
)  # fmt: skip
async def test_what_a_role_may_not_do_is_refused(
    classroom: Classroom, person: str, role: Role, command: dict[str, Any], code: str
) -> None:
    lesson = await classroom.lesson()
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    await teacher.do("start_lesson")
    page = teacher if role == "teacher" else await classroom.join(lesson, person, role)
    answer = await page.ask(**_renamed(command))
    assert (answer["ok"], answer["code"]) == (False, code)


def _renamed(command: dict[str, Any]) -> dict[str, Any]:
    return {("type_" if key == "type" else key): value for key, value in command.items()}


@pytest.mark.parametrize(
    "payload",
    [
        5, [], "say", {}, {"type": "no_such"}, {"type": "say"}, {"type": "say", "text": 5},
        {"type": "say", "text": "x" * 1001}, {"type": "raise_hand", "extra": 1}, {"type": ["say"]},
        {"type": "give_floor", "person": "a b"}, {"type": "set_mode", "mode": "loud"},
        {"type": "lesson_started", "by": TEACHER},
    ],
)  # fmt: skip
async def test_a_malformed_command_is_told_so(classroom: Classroom, payload: Any) -> None:
    page = await classroom.join(await classroom.lesson(), PUPIL, "student")
    answer = await page.client.call("command", payload, timeout=PATIENCE_S)
    assert (answer["ok"], answer["code"]) == (False, "bad_message")
    assert (await page.ask("say", text="vẫn nghe"))["ok"] is True


async def test_an_oversized_message_ends_the_connection(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    other = await classroom.join(lesson, OTHER, "student")
    page = await classroom.join(lesson, PUPIL, "student")
    await page.client.emit("command", {"type": "say", "text": "x" * 20_000})
    await soon(page.ended.wait())
    await other.do("say", text="không sao")


async def test_who_is_too_fast_is_told_and_who_floods_is_cut_off(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    other = await classroom.join(lesson, OTHER, "student")
    page = await classroom.join(lesson, PUPIL, "student")
    classroom.stand_still()
    answers = [await page.ask("set_mode", mode="listen") for _ in range(40)]
    assert [answer["ok"] for answer in answers[:25]] == [True] * 25
    assert answers[-1]["code"] == "too_fast"
    for _ in range(400):
        if page.ended.is_set():
            break
        await page.client.emit("command", {"type": "set_mode", "mode": "full"})
    await soon(page.ended.wait())
    await other.do("say", text="không sao")


async def test_wrong_tokens_are_refused_by_code(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    stranger = Tokens(b"x" * 32).join(lesson, PUPIL, "Thử", "student", 60, utc_now()).token
    old = classroom.tokens.join(lesson, PUPIL, "Thử", "student", 1, utc_now() - 60_000).token
    day = classroom.tokens.day(PUPIL, "student", "Thử", utc_now()).token
    elsewhere = classroom.token("no-such-lesson", PUPIL, "student")
    good = classroom.token(lesson, PUPIL, "student")
    codes = [
        await classroom.page(token).refusal()
        for token in (stranger, old, day, elsewhere, good[:-2], None, 5, "")
    ]
    assert codes == ["forged", "expired", "foreign", "unknown_lesson", "forged", "forged", "forged", "forged"]


async def test_a_withdrawn_link_closes_its_pages_and_lets_nobody_in(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    issued = classroom.tokens.join(lesson, PUPIL, "Thử", "student", 600, utc_now())
    page = classroom.page(issued.token)
    await page.connect()
    await page.snapshot()
    await classroom.revocations.revoke(issued.jti, lesson, issued.expires_at, utc_now())
    await classroom.hub.revoked(issued.jti)
    await page.next("notice", "token_revoked")
    await soon(page.ended.wait())
    assert await classroom.page(issued.token).refusal() == "revoked"


async def test_an_ended_lesson_lets_nobody_in_and_tells_who_is_there(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    page = await classroom.join(lesson, PUPIL, "student")
    assert await classroom.hub.end(lesson, "office", None) is True
    await page.event("lesson_ended")
    assert page.view["lesson"]["phase"] == "ended"
    assert await classroom.page(classroom.token(lesson, OTHER, "student")).refusal() == "lesson_ended"
    assert await classroom.hub.end(lesson, "office", None) is False
    assert (await page.ask("say", text="còn ai không"))["code"] == "lesson_ended"


async def test_who_missed_nothing_goes_on_without_a_snapshot(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    page = await classroom.join(lesson, PUPIL, "student", "phone")
    await page.close()
    again = classroom.page(
        classroom.token(lesson, PUPIL, "student"), "phone", epoch=page.epoch, number=page.number
    )
    again.number = page.number
    await again.connect()
    await again.do("say", text="em đây")
    name, body = await again.heard.get()
    assert (name, body["type"], body["number"]) == ("event", "said", page.number + 1)


async def test_who_missed_something_or_knows_another_epoch_gets_a_snapshot(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    page = await classroom.join(lesson, PUPIL, "student", "phone")
    token = classroom.token(lesson, PUPIL, "student")
    for epoch, number in (
        (page.epoch, page.number - 1),
        ("another", page.number),
        (page.epoch, None),
        (None, 1),
    ):
        again = classroom.page(token, "phone", epoch=epoch, number=number)
        await again.connect()
        assert (await again.snapshot())["epoch"] == page.epoch


async def test_two_devices_of_a_student_are_one_student(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    phone = await classroom.join(lesson, PUPIL, "student", "phone")
    tablet = await classroom.join(lesson, PUPIL, "student", "tablet")
    await teacher.do("start_lesson")
    await phone.do("raise_hand")
    assert (await tablet.event("hand_raised"))["person"] == PUPIL
    await tablet.do("lower_hand")
    await phone.event("hand_lowered")
    await phone.close()
    await tablet.do("say", text="vẫn ở đây")
    await teacher.event("said")
    assert teacher.view["people"][PUPIL]["present"] is True


async def test_a_page_that_comes_again_replaces_itself(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    first = await classroom.join(lesson, PUPIL, "student", "phone")
    second = await classroom.join(lesson, PUPIL, "student", "phone")
    await soon(first.ended.wait())
    await second.do("say", text="mới")
    room = classroom.hub.room(lesson)
    assert room is not None
    assert len(room.devices) == 1


async def test_a_fifth_device_finds_no_place(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    for number in range(4):
        await classroom.join(lesson, PUPIL, "student", f"device-{number}")
    token = classroom.token(lesson, PUPIL, "student")
    assert await classroom.page(token, "device-5").refusal() == "busy"
    await classroom.join(lesson, OTHER, "student")


async def test_a_full_lesson_lets_in_who_is_there_already(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "MAX_PEOPLE", 2)
    lesson = await classroom.lesson()
    await classroom.join(lesson, PUPIL, "student", "phone")
    await classroom.join(lesson, TEACHER, "teacher")
    assert await classroom.page(classroom.token(lesson, OTHER, "student")).refusal() == "busy"
    await classroom.join(lesson, PUPIL, "student", "tablet")


async def test_a_bug_in_one_lesson_is_one_answer(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = await classroom.lesson(), await classroom.lesson()
    one = await classroom.join(broken, PUPIL, "student")
    two = await classroom.join(sound, OTHER, "student")
    ticks, bound = Room.tick, Room.command

    def tick(room: Room, wall: int) -> None:
        if room.id == broken:
            raise ZeroDivisionError
        ticks(room, wall)

    def command(room: Room, *arguments: Any) -> None:
        if room.id == broken:
            raise ZeroDivisionError
        bound(room, *arguments)

    monkeypatch.setattr(Room, "tick", tick)
    monkeypatch.setattr(Room, "command", command)
    assert (await one.ask("say", text="ôi"))["code"] == "bug"
    await two.do("say", text="bình thường")
    alive = classroom.hub.room(sound)
    assert alive is not None
    told: list[int] = []
    monkeypatch.setattr(alive, "tick", told.append)
    await until(lambda: bool(told))


async def test_a_page_that_goes_leaves_nothing_behind(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    page = await classroom.join(lesson, PUPIL, "student")
    room = classroom.hub.room(lesson)
    assert room is not None and len(room.devices) == 1
    await page.close()
    await until(lambda: not room.devices)
    assert not classroom.signalling._devices


async def test_after_a_restart_the_lesson_goes_on(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    pupil = await classroom.join(lesson, PUPIL, "student")
    await teacher.do("start_lesson")
    await pupil.do("raise_hand")
    await teacher.event("hand_raised")
    since, first = teacher.view["hands"][PUPIL]["since"], teacher.view["attendance"][PUPIL]["first_joined"]
    number = teacher.number
    await classroom.stop()
    await classroom.start("epoch-2")
    again = await classroom.join(lesson, TEACHER, "teacher")
    assert again.epoch.startswith("epoch-2.")
    assert again.number > number
    assert again.view["hands"][PUPIL] == {"since": since, "place": 1}
    assert again.view["attendance"][PUPIL]["first_joined"] == first
    assert again.view["lesson"]["phase"] == "live"
    kept = await classroom.eventlog.load(lesson)
    assert [one.number for one in kept] == list(range(1, len(kept) + 1))


async def test_levels_of_nobody_are_not_told(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    page = await classroom.join(lesson, PUPIL, "student")
    classroom.hub.listening.media_levels({lesson: {(PUPIL, "mic"): 90}})  # has no floor: nobody hears it
    await page.do("say", text="x")
    await page.event("said")
    assert all(name != "notice" for name, _ in page.heard._queue)  # type: ignore[attr-defined]
