"""Somebody came early: the room is vacated for the change, and is as if nobody had opened it."""

from typing import Any

import pytest
from sqlalchemy import func, select, update

from lesson.messages import Joined, LessonStarted
from server.school.changing.vacating import forget
from server.school.lessons import lesson_by_id
from server.school.roster import opened
from server.store.tables import events, lessons
from tests.server.http.changing.test_changes import TUESDAY, cells, change, refusal
from tests.server.http.world import World
from tests.server.school.times import at

EARLY, OTHER = "8a3-20261124-s4", "8a4-20261124-s4"
BELL = at("2026-11-24 09:45")


async def enter(world: World, lesson: str, in_memory: bool = True) -> None:
    """A pupil is in the room, a quarter of an hour before the bell."""
    world.clock.now = BELL - 15 * 60_000
    world.lesson = lesson
    planned = await lesson_by_id(world.deps.database, lesson)
    assert planned is not None
    await world.keep(
        (world.clock.now, await opened(world.deps.database, planned)),
        (world.clock.now, Joined("hs-8a3-01", "", "student")),
    )
    async with world.deps.database.begin() as connection:
        lines = (lessons.c.id == lesson) | (lessons.c.host_id == lesson)
        await connection.execute(update(lessons).where(lines).values(phase="waiting", alive_at=1))
    if in_memory:
        world.hub.phases[lesson] = "waiting"


async def kept(world: World, lesson: str) -> tuple[str, int]:
    """The row's phase, and how many events there are."""
    async with world.deps.database.read() as connection:
        phase = (await connection.execute(select(lessons.c.phase).where(lessons.c.id == lesson))).scalar_one()
        number = select(func.count()).where(events.c.lesson_id == lesson)
        return phase, (await connection.execute(number)).scalar_one()


@pytest.mark.parametrize("in_memory", [True, False])
@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("ghep", {"lessons": [OTHER, EARLY]}),
        ("ghep", {"lessons": [EARLY, OTHER]}),
        ("doi_tiet", {"first": "8a3-20261124-s5", "second": EARLY}),
        ("khong_day", {"lessons": [EARLY], "reason": "Mất điện"}),
    ],
)
async def test_who_is_early_stops_no_change(
    world: World, kind: str, what: dict[str, Any], in_memory: bool
) -> None:
    await enter(world, EARLY, in_memory)
    done = await change(world, kind, **what)
    assert await kept(world, EARLY) == ("planned", 0)
    assert (("vacated", EARLY) in world.hub.heard) is in_memory
    await enter(world, OTHER if kind == "khong_day" else EARLY)
    assert (await world.call("DELETE", f"/office/changes/{done['id']}")).status == 200


async def test_all_lines_of_a_room_part(world: World) -> None:
    world.clock.now = BELL - 60 * 60_000
    await change(world, "ghep", lessons=[EARLY, OTHER])
    await enter(world, EARLY)
    assert await refusal(world, "ghep", lessons=[OTHER, TUESDAY[4]]) == ("joint", OTHER)
    assert world.hub.phases == {EARLY: "waiting"} and await kept(world, EARLY) == ("waiting", 2)
    await change(world, "tach", lesson=OTHER)
    grid = await cells(world)
    assert [(grid[one]["room"], grid[one]["state"]) for one in (EARLY, OTHER)] == [
        (EARLY, "planned"), (OTHER, "planned"),
    ]  # fmt: skip


async def test_a_guest_that_drops_out_vacates_its_host(world: World) -> None:
    world.clock.now = BELL - 60 * 60_000
    await change(world, "ghep", lessons=[EARLY, OTHER])
    await enter(world, EARLY)
    await change(world, "khong_day", lessons=[OTHER], reason="Lớp đi khám sức khỏe")
    assert ("vacated", EARLY) in world.hub.heard and await kept(world, EARLY) == ("planned", 0)


async def test_another_teacher_and_the_form_leave_the_room_as_it_is(world: World) -> None:
    await enter(world, EARLY)
    done = await change(world, "day_thay", lessons=[EARLY], teacher_id="gv-08")
    stretch = {"from_day": "2026-11-24", "to_day": "2026-11-24", "class_ids": ["8a3"]}
    await change(world, "hinh_thuc", stretch=stretch, form="ho_tro")
    assert (await cells(world))[EARLY]["form"] == "ho_tro"
    assert world.hub.phases == {EARLY: "waiting"} and await kept(world, EARLY) == ("waiting", 2)
    assert done["lessons"] == [EARLY]


async def test_a_lesson_that_begins_meanwhile_refuses_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await enter(world, EARLY)
    vacated = world.hub.vacated

    def late(rooms: Any) -> Any:
        world.hub.phases[EARLY] = "live"
        return vacated(rooms)

    monkeypatch.setattr(world.hub, "vacated", late)
    assert await refusal(world, "ghep", lessons=[OTHER, EARLY]) == ("lesson_running", EARLY)
    assert await kept(world, EARLY) == ("waiting", 2) and ("vacated", EARLY) not in world.hub.heard


async def test_a_room_entered_meanwhile_refuses_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await enter(world, EARLY)
    vacated = world.hub.vacated

    def late(rooms: Any) -> Any:
        assert rooms == {EARLY, OTHER}
        return vacated({OTHER})

    monkeypatch.setattr(world.hub, "vacated", late)
    assert await refusal(world, "ghep", lessons=[OTHER, EARLY]) == ("lesson_running", EARLY)
    assert (await cells(world))[EARLY]["room"] == EARLY


async def test_what_was_begun_is_never_forgotten(world: World) -> None:
    """Its row may say so a moment later than its log."""
    await enter(world, EARLY)
    await world.append((BELL, LessonStarted("gv-01")))
    async with world.deps.database.begin() as connection:
        await forget(connection, frozenset((EARLY, OTHER)))
    assert await kept(world, EARLY) == ("waiting", 3)
