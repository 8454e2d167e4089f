"""The day page's data and the way from it into a lesson."""

from sqlalchemy import update

from lesson.messages import Role
from server.store.tables import people
from tests.server.http.rights.people import bear, signed_in
from tests.server.http.world import World, refused
from tests.server.school.times import MINUTE, at


async def test_a_teachers_day(world: World) -> None:
    body = await (await world.call("GET", "/day", world.day().token)).json()
    assert (body["person"], body["role"], body["date"]) == ("gv-01", "teacher", "2026-11-23")
    assert (body["name"], body["title"]) == ("Nguyễn Thị Ngọc Lan", "cô")
    lessons = {one["id"]: one for one in body["lessons"]}
    assert lessons[world.lesson]["can_open"] is True
    assert {one["teacher"]["id"] for one in lessons.values()} == {"gv-01"}
    assert [one["starts_at"] for one in body["lessons"]] == sorted(
        one["starts_at"] for one in body["lessons"]
    )
    assert lessons["8a3-20261123-s2"]["class_name"] == "8A3"


async def test_a_students_day_is_the_classs(world: World) -> None:
    body = await (await world.call("GET", "/day", world.day("hs-8a4-07", "student").token)).json()
    assert body["role"] == "student"
    assert {one["class_name"] for one in body["lessons"]} == {"8A4"}


async def test_the_day_is_the_schools_not_utcs(world: World) -> None:
    world.clock.now = at("2026-11-24 00:30")  # still Monday in UTC
    body = await (await world.call("GET", "/day", world.day().token)).json()
    assert body["date"] == "2026-11-24"


async def test_into_the_lesson(world: World) -> None:
    comers: tuple[tuple[str, Role], ...] = (("gv-01", "teacher"), ("hs-8a3-01", "student"))
    for person, role in comers:
        path = f"/day/lessons/{world.lesson}/token"
        answer = await world.call("POST", path, world.day(person, role).token)
        assert answer.status == 201
        made = await answer.json()
        claims = world.deps.tokens.read_join(made["token"], world.clock.now, world.lesson)
        assert (claims.person, claims.role) == (person, role)
        assert made["url"] == f"/l/{world.lesson}#{made['token']}"


async def test_only_into_own_lessons_while_the_door_is_open(world: World) -> None:
    path = f"/day/lessons/{world.lesson}/token"
    await refused(await world.call("POST", path, world.day("gv-02").token), 403, "not_allowed")
    await refused(await world.call("POST", path, world.day("hs-8a4-01", "student").token), 403, "not_allowed")
    await refused(await world.call("POST", "/day/lessons/x/token", world.day().token), 404, "unknown_lesson")
    world.clock.now -= 60 * MINUTE
    await refused(await world.call("POST", path, world.day().token), 409, "too_early")
    world.clock.now += 180 * MINUTE
    await refused(await world.call("POST", path, world.day().token), 409, "lesson_ended")
    world.hub.phases[world.lesson] = "live"
    assert (await world.call("POST", path, world.day().token)).status == 201


async def test_who_left_the_school_has_no_day(world: World) -> None:
    async with world.deps.database.begin() as connection:
        await connection.execute(update(people).where(people.c.id == "gv-01").values(active=False))
    await refused(await world.call("GET", "/day", world.day().token), 401, "revoked")


async def test_the_way_to_the_office_pages_is_for_who_is_signed_in_there(world: World) -> None:
    async def at_office(person: str, role: Role = "teacher") -> bool:
        answer = await world.call("GET", "/day", world.day(person, role).token)
        return bool((await answer.json())["at_office"])

    assert not await at_office("gv-01")
    await signed_in(world, "gv-01")
    assert await at_office("gv-01") and not await at_office("gv-02")
    assert not await at_office("hs-8a3-05", "student")
    bear(world, "x" * 43)
    assert not await at_office("gv-01")
    await world.office()  # the demo's office is nobody of the staff
    assert not await at_office("gv-01")
