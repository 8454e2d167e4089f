"""Lessons made of timetables: once, as the newest version has them, and never over what people did."""

import json
import time
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from server.school.planning.making.forgetting import forget_form
from server.school.planning.planner import Replanned, plan_days
from server.school.planning.programmes import Unit, add_version
from server.school.planning.year import add_day_off
from server.store.database import Database
from server.store.tables import assignments, changes, events, forms, lessons
from tests.server.school.planning.schools import MONDAY, NOW, cell, enter, rows, timetable
from tests.server.school.times import at

WEEK = [
    cell("1 sang 1 CHAO"),
    cell("1 sang 2 TOAN"),
    cell("2 sang 1 TOAN"),
    cell("2 sang 2 TOAN"),
    cell("5 chieu 1 NGUVAN"),
]
SUNDAY = MONDAY + timedelta(days=6)


@pytest.fixture
async def planned(database: Database) -> Database:
    await enter(database)
    async with database.begin() as connection:
        await timetable(connection, WEEK)
        units = [Unit(n, f"Bài {n}", None, (n + 2) // 3) for n in range(1, 106)]
        await add_version(connection, "TOAN", 6, "2026-2027", units, None, NOW)
        assert await plan_days(connection, MONDAY, SUNDAY, NOW) == Replanned(added=5)
    return database


async def _plan(database: Database, now: int = NOW, days: int = 7) -> Replanned:
    async with database.begin() as connection:
        return await plan_days(connection, MONDAY, MONDAY + timedelta(days=days - 1), now)


async def _rows(database: Database) -> list[dict[str, Any]]:
    async with database.read() as connection:
        return await rows(connection)


async def test_lessons_are_as_the_plan_has_them(planned: Database) -> None:
    chao_co, first, second, third, literature = await _rows(planned)
    assert (chao_co["kind"], chao_co["subject"], chao_co["teacher_id"]) == ("chao_co", "Chào cờ", "gv-1")
    assert (first["starts_at"], first["ends_at"]) == (at("2026-11-23 07:50"), at("2026-11-23 08:35"))
    assert first["slot"] == "6a1|2026-11-23|sang|2" and len(first["id"]) == 12
    assert [one["ppct_no"] for one in (first, second, third)] == [
        34,
        35,
        36,
    ]  # the week's first unit, then on
    assert (first["title"], literature["title"], literature["ppct_no"]) == ("Bài 34", "Ngữ văn", None)
    assert (literature["period"], literature["teacher_id"]) == ("tiết 1 chiều", "gv-2")


async def test_again_changes_nothing(planned: Database) -> None:
    before = await _rows(planned)
    assert await _plan(planned) == Replanned()
    assert await _rows(planned) == before


async def test_days_off_and_weeks_outside_of_the_year_have_none(planned: Database) -> None:
    async with planned.begin() as connection:
        await add_day_off(connection, "Bão", MONDAY, MONDAY)
        assert await plan_days(connection, MONDAY, SUNDAY, NOW) == Replanned(removed=2, changed=2)
        summer = date(2027, 6, 14)
        assert await plan_days(connection, summer, summer + timedelta(days=6), NOW) == Replanned()
    assert [one["ppct_no"] for one in await _rows(planned)] == [34, 35, None]


async def test_a_new_version_leaves_what_people_did(planned: Database) -> None:
    opened, changed, free = (await _rows(planned))[1:4]
    async with planned.begin() as connection:
        row = {"lesson_id": opened["id"], "number": 1, "at": NOW, "type": "lesson_opened", "body": b"{}"}
        await connection.execute(insert(events).values(row))
        await connection.execute(update(lessons).where(lessons.c.id == changed["id"]).values(change_id=1))
        await timetable(connection, [cell("2 sang 2 NGUVAN"), cell("3 toi 1 TOAN")], MONDAY)
        done = await plan_days(connection, MONDAY, SUNDAY, NOW)
    assert done == Replanned(added=1, removed=3, silent=1)
    now = {one["id"]: one for one in await _rows(planned)}
    assert now[opened["id"]] == opened and now[changed["id"]]["teacher_id"] == "gv-1"
    assert free["id"] not in now  # another teacher: the old links must not open it


async def test_a_lesson_of_the_same_teacher_keeps_its_links(planned: Database) -> None:
    before = await _rows(planned)
    async with planned.begin() as connection:
        await timetable(
            connection, [*WEEK[:4], cell("5 chieu 1 NGUVAN", room="P.12")], MONDAY + timedelta(days=2)
        )
        assert await plan_days(connection, MONDAY, SUNDAY, NOW) == Replanned(changed=1)
    after = await _rows(planned)
    assert [one["id"] for one in after] == [one["id"] for one in before] and after[4]["room"] == "P.12"


async def test_an_assignment_moves_what_is_to_come(planned: Database) -> None:
    async with planned.begin() as connection:
        await connection.execute(update(assignments).values(teacher_id="gv-4"))
    assert (await _plan(planned, at("2026-11-24 07:10"))) == Replanned(added=2, removed=2)
    assert [one["teacher_id"] for one in await _rows(planned)] == ["gv-1", "gv-1", "gv-1", "gv-4", "gv-4"]


async def test_joint_classes_share_the_first_ones_room(database: Database) -> None:
    await enter(database)
    async with database.begin() as connection:
        await timetable(connection, [cell("1 sang 1 TOAN", f"6a{n}", joint=True) for n in (2, 1)])
        await plan_days(connection, MONDAY, MONDAY, NOW)
        first, second = await rows(connection)
    assert (first["host_id"], second["host_id"]) == (None, first["id"])
    assert await _plan(database, days=1) == Replanned()


async def test_the_newest_form_holds(database: Database) -> None:
    await enter(database)
    one = {
        "decision_no": "1/QĐ",
        "decision_date": "2026-11-22",
        "from_day": "2026-11-23",
        "to_day": "2026-11-24",
        "at": NOW,
    }
    async with database.begin() as connection:
        await timetable(connection, WEEK)
        await connection.execute(insert(forms), [
            {**one, "form": "thay_the", "reason": "Mưa lũ", "class_ids": "[]"},
            {**one, "form": "ho_tro", "reason": "Thử", "class_ids": '["6a2"]'},
        ])  # fmt: skip
        await plan_days(connection, MONDAY, SUNDAY, NOW)
        found = await rows(connection)
    assert [lesson["form"] for lesson in found] == ["thay_the"] * 4 + [None]
    assert found[0]["form_reason"] == "Mưa lũ"


async def test_in_person_is_no_form_and_an_order_taken_back_is_gone(database: Database) -> None:
    await enter(database)
    order = {"form": "thay_the", "reason": "Mưa lũ", "decision_no": "1", "class_ids": "[]", "at": 1,
             "from_day": "2026-11-23", "to_day": "2026-11-29"}  # fmt: skip
    async with database.begin() as connection:
        await timetable(connection, WEEK)
        await connection.execute(insert(forms).values(order))
        again = {**order, "form": "truc_tiep", "class_ids": '["6a1"]', "from_day": "2026-11-24"}
        await connection.execute(insert(forms).values(again))
        await plan_days(connection, MONDAY, SUNDAY, NOW)
        found = await rows(connection)
        later = {one["id"] for one in found if str(one["slot"]) >= "6a1|2026-11-24"}
        assert 0 < len(later) < len(found)
        for one in found:
            expected = (None, None) if one["id"] in later else ("thay_the", "Mưa lũ")
            assert (one["form"], one["form_reason"]) == expected
        touched = next(one["id"] for one in found if one["form"])
        named = {
            "id": 1,
            "kind": "hinh_thuc",
            "lesson_ids": json.dumps([touched]),
            "detail": "{}",
            "reason": "",
            "at": 1,
        }
        await connection.execute(insert(changes).values(named))
        await forget_form(connection, 1)
        assert [one["id"] for one in await rows(connection) if one["form"] or one["decision_no"]] == [touched]


async def test_the_next_number_follows_what_was_held(planned: Database) -> None:
    first, second, third = (await _rows(planned))[1:4]
    async with planned.begin() as connection:
        # online, and nobody began it: it takes no number once it is over; a period not taught takes none at all
        online = update(lessons).where(lessons.c.id == first["id"])
        await connection.execute(online.values(form="thay_the", phase="ended"))
        await connection.execute(update(lessons).where(lessons.c.id == second["id"]).values(not_taught="Bão"))
    await _plan(planned, at("2026-11-23 12:00"))
    assert (await _rows(planned))[3]["ppct_no"] == 34
    async with planned.begin() as connection:
        by_hand = update(lessons).where(lessons.c.id == third["id"]).values(ppct_no=50, unit_by_hand=True)
        await connection.execute(by_hand)
    assert await _plan(planned, at("2026-11-23 12:00")) == Replanned()


async def test_a_new_programme_renames_what_is_to_come(planned: Database) -> None:
    async with planned.begin() as connection:
        await add_version(
            connection, "TOAN", 6, "2026-2027", [Unit(35, "Mới", "Làm được"), Unit(34, "Cũ")], None, NOW
        )
        again = await add_version(
            connection, "TOAN", 6, "2026-2027", [Unit(34, "Cũ"), Unit(35, "Mới", "Làm được")], None, NOW
        )
        assert again is None
        assert await plan_days(connection, MONDAY, SUNDAY, NOW) == Replanned(changed=3)
    found = (await _rows(planned))[1:4]
    assert [(one["title"], one["required_outcomes"]) for one in found] == [
        ("Cũ", None),
        ("Mới", "Làm được"),
        ("Toán", None),
    ]


async def test_two_weeks_of_sixty_classes_take_less_than_a_second(database: Database) -> None:
    await enter(database, 60)
    cells = [
        cell(f"{day} sang {period} TOAN", f"6a{n}", teacher="gv-1")
        for n in range(1, 61) for day in range(1, 7) for period in range(1, 6)
    ]  # fmt: skip
    async with database.begin() as connection:
        await timetable(connection, cells)
        begun = time.process_time()
        assert (await plan_days(connection, MONDAY, MONDAY + timedelta(days=13), NOW)).added == 3600
        first = time.process_time() - begun
        begun = time.process_time()
        assert await plan_days(connection, MONDAY, MONDAY + timedelta(days=13), NOW) == Replanned()
        again = time.process_time() - begun
    assert first < 2 and again < 1, (first, again)
