"""Teachers whose periods change get a letter each, beside the notices' letters; with nothing of pupils."""

from dataclasses import replace
from typing import Any

from pytest_aiohttp.plugin import AiohttpClient
from sqlalchemy import select, update

from server.school.changing.letters import Sender, keep_letters
from server.school.families.letterbox import waiting
from server.school.families.letters import STAFF_FOOT
from server.school.rights.actor import PROGRAM
from server.store.tables import people, school_notices, waiting_letters
from tests.server.http.changing.test_changes import DAY, change, refusal
from tests.server.http.families.test_notices import with_mail
from tests.server.http.world import World
from tests.server.school.times import MINUTE, VIET_NAM, at

LESSON = "8a4-20261127-s4"
"""Địa lí of gv-05 on a Friday."""
SENDER = Sender("THCS Thử", "https://lop.example/day", 100)


async def addresses(world: World, *ids: str) -> None:
    async with world.deps.database.begin() as connection:
        for one in ids:
            await connection.execute(
                update(people).where(people.c.id == one).values(email=f"{one}@truong.example")
            )


async def letters(world: World, number: int, by: str = "key", sender: Sender = SENDER) -> dict[str, str]:
    """Name of the address → text."""
    async with world.deps.database.begin() as connection:
        actor = replace(PROGRAM, id=by)
        kept = await keep_letters(connection, number, actor, sender, VIET_NAM, world.clock.now)
    return {one.address.partition("@")[0]: one.letter.text for one in kept}


async def in_the_box(world: World) -> list[tuple[str, str]]:
    """(address, title) of what waits."""
    rows, told = waiting_letters.c, school_notices.c
    query = select(rows.address, told.title).join_from(
        waiting_letters, school_notices, told.id == rows.notice_id
    )
    async with world.deps.database.read() as connection:
        return [(one.address, one.title) for one in await connection.execute(query.order_by(told.id))]


async def substituted(world: World) -> Any:
    world.clock.now = at("2026-11-27 06:30")
    return await change(world, "day_thay", lessons=[LESSON], teacher_id="gv-01", reason="Thầy Khang ốm")


async def test_who_takes_over_and_who_is_replaced(world: World) -> None:
    await addresses(world, "gv-01", "gv-02", "gv-05")
    done = await substituted(world)
    found = await letters(world, done["id"])
    assert list(found) == ["gv-01", "gv-05"], "nobody else's day is another one"
    assert found["gv-01"] == found["gv-05"]
    assert found["gv-01"].startswith(
        "Lớp 8A4, Lịch sử và Địa lí (Địa lí), tiết 4 thứ Sáu 27/11/2026 (09:45): "
    ), found
    assert found["gv-01"].endswith("Nguyễn Thị Ngọc Lan dạy thay thầy Vũ Đình Khang."), found
    assert "ốm" not in found["gv-05"], "why is nobody's matter in a letter"


async def test_none_without_an_address_to_oneself_or_about_what_has_begun(world: World) -> None:
    await addresses(world, "gv-01", "gv-05")
    done = await substituted(world)
    assert list(await letters(world, done["id"], by="gv-05")) == ["gv-01"]
    assert list(await letters(world, done["id"], sender=Sender("", "", 1))) == ["gv-01"], "one has room"
    async with world.deps.database.begin() as connection:
        await connection.execute(update(people).where(people.c.id == "gv-01").values(active=False))
        await connection.execute(update(people).where(people.c.id == "gv-05").values(email=None))
    assert await letters(world, done["id"]) == {}
    await addresses(world, "gv-05")
    world.clock.now += 24 * 60 * MINUTE
    assert await letters(world, done["id"]) == {}


async def test_periods_that_change_their_times(world: World) -> None:
    await addresses(world, *(f"gv-0{n}" for n in range(1, 9)))
    first, second = "8a3-20261124-s5", "8a3-20261124-s2"
    done = await change(world, "doi_tiet", first=first, second=second)
    found = await letters(world, done["id"])
    assert sorted(found) == done["teachers"]
    assert all("thứ Ba 24/11/2026" in text and "chuyển sang tiết" in text for text in found.values())


async def test_a_whole_school_without_lessons_and_its_way_back(world: World) -> None:
    await addresses(world, *(f"gv-0{n}" for n in range(1, 9)))
    stretch = {"from_day": DAY, "to_day": "2026-11-27", "session": "sang"}
    done = await change(world, "khong_day", stretch=stretch, reason="Bão số 7")
    found = await letters(world, done["id"])
    assert sorted(found) == done["teachers"], "one each"
    assert all(line.endswith(": không dạy.") for line in found["gv-01"].splitlines())
    assert (await world.call("DELETE", f"/office/changes/{done['id']}")).status == 200
    back = await letters(world, done["id"])
    assert all(line.endswith(": dạy như trước.") for line in back["gv-01"].splitlines())
    titles = [title for _, title in await in_the_box(world)]
    assert titles[0] == "Tiết không dạy: từ 24/11/2026 đến 27/11/2026"
    assert titles[-1] == "Bỏ thay đổi (Tiết không dạy): từ 24/11/2026 đến 27/11/2026"


async def test_another_room_or_form_is_no_letter(world: World) -> None:
    await addresses(world, *(f"gv-0{n}" for n in range(1, 9)))
    done = await change(world, "ghep", lessons=["8a3-20261124-s4", "8a4-20261124-s4"])
    assert await letters(world, done["id"]) == {}


async def test_a_restart_takes_them_up_with_their_own_foot_and_families_see_none(world: World) -> None:
    await addresses(world, "gv-05")
    await letters(world, (await substituted(world))["id"])
    (kept,) = await waiting(world.deps.database)
    assert (kept.letter.foot, kept.letter.link) == (STAFF_FOOT, SENDER.link)
    assert (await (await world.call("GET", "/office/notices")).json())["notices"] == []


async def test_they_are_kept_with_the_change_and_not_without(
    world: World, aiohttp_client: AiohttpClient
) -> None:
    await addresses(world, "gv-01", "gv-05")
    await substituted(world)
    assert await in_the_box(world) == [], "no mail server: no letter"
    world, mailer = await with_mail(world, aiohttp_client)
    free = mailer.room()
    done = await change(world, "khong_day", lessons=[LESSON], reason="Mưa lũ")
    assert [address for address, _ in await in_the_box(world)] == ["gv-01@truong.example"]
    assert mailer.room() == free - 1
    assert (await refusal(world, "khong_day", lessons=[LESSON], reason="Mưa"))[0] == "not_taught"
    assert len(await in_the_box(world)) == 1
    assert (await world.call("DELETE", f"/office/changes/{done['id']}")).status == 200
    assert len(await in_the_box(world)) == 2
    assert mailer.room() == free - 2
