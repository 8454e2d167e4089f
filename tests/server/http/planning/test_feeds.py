"""Calendar feeds: who has the address sees periods, nobody's name but subjects and classes; renewed, removed."""

from icalendar import Calendar
from sqlalchemy import select, update

from server.store.tables import lessons, people
from tests.server.http.world import World, refused


async def _feed(world: World, url: str) -> Calendar:
    answer = await world.client.get(url)
    assert answer.status == 200 and answer.content_type == "text/calendar", await answer.text()
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    body = await answer.read()
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    return Calendar.from_ical(body)


async def _made(world: World, path: str, token: str) -> str:
    answer = await world.call("POST", path, token)
    assert answer.status == 201, await answer.text()
    return str((await answer.json())["url"])


async def test_a_teachers_own_periods(world: World) -> None:
    day = world.day().token
    assert await (await world.call("GET", "/feed", day)).json() == {"made_at": None, "url": None}
    url = await _made(world, "/feed", day)
    found = await _feed(world, url)
    mine = [event for event in found.walk("VEVENT") if str(event["uid"]).startswith("8a3-2026-11-23-sang-2")]
    (event,) = mine
    assert event["summary"] == "Toán 8A3 · tiết 2" and event["status"] == "CONFIRMED"
    assert event.decoded("dtstart").isoformat() == "2026-11-23T00:50:00+00:00"
    async with world.deps.database.begin() as connection:
        names = (
            await connection.execute(select(people.c.full_name).where(people.c.kind == "student"))
        ).scalars()
        text = found.to_ical().decode()
        assert not any(name in text for name in names)
        change = update(lessons).where(lessons.c.id == "8a3-20261123-s2").values(not_taught="Mưa lũ")
        await connection.execute(change)
    again = [event for event in (await _feed(world, url)).walk("VEVENT") if event["uid"] == mine[0]["uid"]]
    assert again[0]["status"] == "CANCELLED" and "Mưa lũ" in str(again[0]["description"])


async def test_a_renewed_feed_ends_the_old_address(world: World) -> None:
    day = world.day().token
    first, second = await _made(world, "/feed", day), await _made(world, "/feed", day)
    await refused(await world.client.get(first), 404, "unknown_feed")
    await _feed(world, second)
    assert (await world.call("DELETE", "/feed", day)).status == 204
    await refused(await world.client.get(second), 404, "unknown_feed")


async def test_pupils_have_their_classs_periods_until_they_leave(world: World) -> None:
    url = await _made(world, "/feed", world.day("hs-8a3-05", "student").token)
    events = (await _feed(world, url)).walk("VEVENT")
    assert len(events) >= 30 and all("8A3" in str(event["summary"]) for event in events)
    async with world.deps.database.begin() as connection:
        await connection.execute(update(people).where(people.c.id == "hs-8a3-05").values(active=False))
    await refused(await world.client.get(url), 404, "unknown_feed")


async def test_a_classs_feed_is_the_offices(world: World) -> None:
    path = "/office/classes/8a4/feed"
    await refused(await world.call("POST", path, world.day("hs-8a4-05", "student").token), 403, "not_allowed")
    await refused(await world.call("POST", "/office/classes/9z9/feed"), 404, "unknown_class")
    await refused(await world.call("GET", "/feed"), 403, "not_allowed")
    answer = await world.call("POST", path)
    await _feed(world, (await answer.json())["url"])
    assert (await (await world.call("GET", path)).json())["made_at"] is not None
    assert (await world.call("DELETE", path)).status == 204
    for hostile in ("/ical/.ics", "/ical/%2e%2e.ics", f"/ical/{'a' * 3000}.ics", "/ical/%ff.ics"):
        assert (await world.client.get(hostile)).status in (400, 404)
