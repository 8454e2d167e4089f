"""Who may read which lines of a lesson's chat over HTTP."""

from typing import Any

import pytest

from lesson.messages import (
    Admitted,
    AnyEvent,
    Joined,
    Knocked,
    LessonOpened,
    LessonStarted,
    Removed,
    RosterEntry,
    Said,
    SaidDeleted,
)
from tests.server.http.world import World, refused

T0 = 1_800_000_000_000
TEACHER, AN, BINH, STRANGER = "gv-01", "hs-8a3-01", "hs-8a3-02", "hs-8a3-03"


def lesson(*then: AnyEvent) -> list[tuple[int, AnyEvent]]:
    roster = tuple(
        RosterEntry(person, person, "teacher" if person == TEACHER else "student")
        for person in (TEACHER, AN, BINH, STRANGER)
    )
    opened = LessonOpened("x", "t", "Toán", "8A3", "tiết 2", T0, T0 + 1, roster)
    there = [Joined(person, person, "student") for person in (AN, BINH)]
    events = (opened, Joined(TEACHER, "Lan", "teacher"), LessonStarted(TEACHER), *there, *then)
    return [(T0 + number, event) for number, event in enumerate(events)]


async def texts(world: World, role: Any, person: str, query: str = "") -> list[tuple[str, str, object]]:
    token = world.join(role, person).token
    answer = await world.call("GET", f"/lessons/{world.lesson}/chat{query}", token)
    assert answer.status == 200, await answer.text()
    return [(one["text"], one["to"], one["deleted_by"]) for one in (await answer.json())["messages"]]


async def test_a_private_line_reaches_its_ends_and_the_staff(world: World) -> None:
    await world.keep(
        *lesson(
            Said(AN, "hỏi riêng", to="teachers"),
            Said(TEACHER, "trả lời riêng", 6, AN),
            Said(TEACHER, "cả lớp"),
        )
    )
    all_of_it = [("hỏi riêng", "teachers", None), ("trả lời riêng", AN, None), ("cả lớp", "class", None)]
    for role, person in (("teacher", TEACHER), ("co_teacher", "gv-02"), ("staff", "nv-1"), ("student", AN)):
        assert await texts(world, role, person) == all_of_it
    for role, person in (("student", BINH), ("observer", "ob-1")):
        assert await texts(world, role, person) == all_of_it[2:]


async def test_a_page_is_full_though_private_lines_lie_between(world: World) -> None:
    private = [Said(AN, f"riêng {number}", to="teachers") for number in range(250)]
    await world.keep(*lesson(Said(AN, "đầu"), *private, Said(AN, "cuối")))
    assert [text for text, _, _ in await texts(world, "student", BINH, "?limit=2")] == ["đầu", "cuối"]
    assert [text for text, _, _ in await texts(world, "student", BINH, "?limit=1&before=200")] == ["đầu"]


async def test_a_deleted_line_leaves_a_trace_for_the_staff_only(world: World) -> None:
    await world.keep(*lesson(Said(AN, "lời không nên nói"), SaidDeleted(6, TEACHER)))
    assert await texts(world, "teacher", TEACHER) == [("lời không nên nói", "class", TEACHER)]
    for person in (AN, BINH):
        assert await texts(world, "student", person) == [("", "class", TEACHER)]


@pytest.mark.parametrize(
    "then",
    [
        (),
        (Knocked(STRANGER, "Chi", "student"),),
        (Joined(STRANGER, "Chi", "student"), Removed(STRANGER, TEACHER, "ồn")),
        (
            Joined(STRANGER, "Chi", "student"),
            Removed(STRANGER, TEACHER),
            Admitted(STRANGER, TEACHER),
            Removed(STRANGER, TEACHER),
        ),
    ],
)
async def test_who_is_at_the_door_reads_nothing(world: World, then: tuple[AnyEvent, ...]) -> None:
    await world.keep(*lesson(Said(AN, "chào"), *then))
    answer = await world.call("GET", f"/lessons/{world.lesson}/chat", world.join(person=STRANGER).token)
    await refused(answer, 403, "not_admitted")


async def test_who_was_admitted_reads(world: World) -> None:
    await world.keep(
        *lesson(Said(AN, "chào"), Knocked(STRANGER, "Chi", "student"), Admitted(STRANGER, TEACHER))
    )
    assert await texts(world, "student", STRANGER) == [("chào", "class", None)]


async def test_a_link_that_proves_nothing_reads_after_an_admission_only(world: World) -> None:
    await world.keep(*lesson(Said(AN, "chào")))
    unproved = world.deps.tokens.join(world.lesson, AN, "An", "student", 3600, world.clock.now, unproved=True)
    path = f"/lessons/{world.lesson}/chat"
    await refused(await world.call("GET", path, unproved.token), 403, "not_admitted")
    await world.append((T0 + 99, Knocked(AN, "An", "student")), (T0 + 99, Admitted(AN, TEACHER)))
    await refused(await world.call("GET", path, unproved.token), 403, "not_admitted")
    knocked = Knocked(AN, "An", "student", unproved=True)
    await world.append((T0 + 99, knocked), (T0 + 99, Admitted(AN, TEACHER)))
    assert (await world.call("GET", path, unproved.token)).status == 200
