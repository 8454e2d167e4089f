"""Who may not speak is heard by nobody, whatever the client sends; several pages and teachers. On a real server."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from loadtest.person import Person
from tests.support.lights import LightLesson, heard, hears_on, sends_on, speak
from tests.support.server import Served
from tests.support.waiting import PATIENCE_S, until_found

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="module")]
SPEAKER, LISTENER = "hs-8a3-05", "hs-8a3-06"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """One server for all: nothing here reaches beyond its lesson."""
    async with Served(tmp_path_factory.mktemp("rights")) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def lesson(served: Served) -> AsyncIterator[LightLesson]:
    async with LightLesson(served) as lesson:
        yield lesson


async def unstoppable(speaker: Person) -> None:
    """A client that sends sound and picture without asking."""
    speaker.obedient = False
    await speaker.send("pupil1", "pupil")
    for (player,) in speaker._players.values():
        player.resume()


async def falls_silent(listener: Person, speaker: Person) -> None:
    """Packets under way may still come; then no more, whatever the speaker sends."""

    async def silent() -> bool:
        before = heard(listener)
        await sends_on(speaker, 25)
        return heard(listener) == before

    await until_found(silent)


async def test_media_of_one_who_may_not_speak_goes_nowhere(lesson: LightLesson) -> None:
    teacher = await lesson.come("teacher", "gv-01")
    assert await teacher.command(type="start_lesson") == {"ok": True}
    speaker, listener = await lesson.come("student", SPEAKER), await lesson.come("student", LISTENER)
    await listener.listen()
    await teacher.listen()
    await unstoppable(speaker)
    for source, code in (("mic", "no_floor"), ("camera", "no_floor"), ("screen", "not_allowed")):
        answer = await speaker.command(type="set_source", source=source, on=True)
        assert answer["code"] == code, answer
    assert (await speaker.command(type="accept_floor"))["code"] == "not_invited"
    assert (await speaker.command(type="give_floor", person=SPEAKER))["code"] == "not_allowed"
    await sends_on(speaker)
    assert heard(teacher) == heard(listener) == 0
    assert teacher.view["stage"] == {}


async def test_a_floor_taken_ends_forwarding_at_once(lesson: LightLesson) -> None:
    teacher = await lesson.come("teacher", "gv-01")
    assert await teacher.command(type="start_lesson") == {"ok": True}
    speaker, listener = await lesson.come("student", SPEAKER), await lesson.come("student", LISTENER)
    await listener.listen()
    assert await teacher.command(type="give_floor", person=SPEAKER) == {"ok": True}
    assert (await speaker.command(type="set_source", source="mic", on=True))["code"] == "no_floor"
    assert await speaker.command(type="accept_floor") == {"ok": True}
    await unstoppable(speaker)
    assert await speaker.command(type="set_source", source="mic", on=True) == {"ok": True}
    await hears_on(listener)
    assert await teacher.command(type="take_floor", person=SPEAKER) == {"ok": True}
    await falls_silent(listener, speaker)
    before = heard(listener)
    await sends_on(speaker)
    assert heard(listener) == before
    assert (await speaker.command(type="set_source", source="mic", on=True))["code"] == "no_floor"


async def test_a_withdrawn_token_silences_at_once(lesson: LightLesson) -> None:
    teacher = await lesson.teaching()
    listener = await lesson.come("student", LISTENER)
    await listener.listen()
    await hears_on(listener)
    asked = {"role": "student", "name": "", "student_id": SPEAKER}
    made = await lesson.served.call("POST", f"/lessons/{lesson.id}/tokens", asked, 201)
    await lesson.served.call("DELETE", f"/lessons/{lesson.id}/tokens/{made['jti']}", status=204)
    headers = {"Authorization": f"Bearer {made['token']}", "Content-Type": "application/sdp"}
    for way in ("whip", "whep"):
        async with lesson.http.post(f"{lesson.served.url}/{way}/{lesson.id}", headers=headers) as answer:
            assert (answer.status, (await answer.json(content_type=None))["code"]) == (401, "revoked")
    await hears_on(listener)  # nobody else noticed
    assert teacher.view["people"][LISTENER]["present"] is True


async def test_two_pages_of_the_teacher_are_one_teacher(lesson: LightLesson) -> None:
    first = await lesson.teaching()
    second = await lesson.come("teacher", "gv-01", device="second")
    listener = await lesson.come("student", LISTENER)
    await listener.listen()
    await hears_on(listener)
    assert await second.command(type="give_floor", person=LISTENER) == {"ok": True}
    await first.until(lambda view: LISTENER in view["floor"], PATIENCE_S)
    await speak(second)  # the newer page's media replaces the older's
    await hears_on(listener, 50)
    assert listener.view["stage"]["a0"] == {"person": "gv-01", "source": "mic"}
    await first.leave()
    lesson.people.remove(first)
    await hears_on(listener, 50)
    assert second.view["people"]["gv-01"]["present"] is True
    assert await second.command(type="end_lesson") == {"ok": True}
    await listener.until(lambda view: view["lesson"]["phase"] == "ended", PATIENCE_S)


async def test_two_teachers_are_both_heard_and_both_manage(served: Served) -> None:
    async with LightLesson(served) as lesson:
        lesson.id = await served.lesson(class_id=None, teacher_id=None)
        teachers = [await lesson.come_as("teacher", f"gv-x{number}") for number in (1, 2)]
        listener = await lesson.come_as("student", "hs-x1")
        await listener.listen()
        assert await teachers[0].command(type="start_lesson") == {"ok": True}
        assert (await teachers[1].command(type="start_lesson"))["code"] == "already"
        for teacher in teachers:
            await speak(teacher)
        staged = await listener.until(lambda view: len(view["stage"]) == 2, PATIENCE_S)
        assert {feed["person"] for feed in staged["stage"].values()} == {"gv-x1", "gv-x2"}
        assert await teachers[1].command(type="give_floor", person="hs-x1") == {"ok": True}
        assert await teachers[0].command(type="take_floor", person="hs-x1") == {"ok": True}
