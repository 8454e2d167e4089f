"""An invented school of 60 classes and 2,100 pupils with a year of lessons held, for measures of the office's pages."""

import random
from datetime import date, time, timedelta
from itertools import product
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import MINUTE_MS, utc_ms, zone_of
from server.store.database import Database
from server.store.tables import (
    attendance,
    attendance_marks,
    classes,
    lessons,
    people,
    school,
    school_years,
    sheets,
    subjects,
)

ZONE = zone_of("Asia/Ho_Chi_Minh")
FIRST = date(2026, 9, 7)
WEEKS = 35
SIZE = 35
BELLS = ("07:00", "07:50", "08:55", "09:45", "10:35")
SUBJECTS = (
    "Toán",
    "Ngữ văn",
    "Tiếng Anh",
    "KHTN",
    "Lịch sử",
    "Địa lí",
    "Tin học",
    "GDCD",
    "GDTC",
    "Công nghệ",
)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hà",
    "Khánh",
    "Lan",
    "Minh",
    "Ngọc",
    "Phúc",
    "Quân",
    "Thảo",
    "Vy",
)


async def fill(database: Database, weeks: int = WEEKS) -> None:
    """Writes it all into an empty database: about 63,000 lessons and 2.2 million findings for a year."""
    async with database.begin() as connection:
        await _people(connection)
    for week in range(weeks):
        async with database.begin() as connection:
            await _week(connection, FIRST + timedelta(weeks=week))


def class_ids() -> list[str]:
    """Of sixty classes, fifteen a grade."""
    return [f"{grade}a{number}" for grade, number in product(range(6, 10), range(1, 16))]


async def _people(connection: AsyncConnection) -> None:
    dice = random.Random(1)
    row = {
        "id": 1, "code": "00000001", "name": "Trường THCS Rất Lớn", "short_name": "THCS Rất Lớn",
        "time_zone": "Asia/Ho_Chi_Minh", "period_minutes": 45, "demo": True, "level": "thcs",
    }  # fmt: skip
    await connection.execute(insert(school), [row])
    year = {
        "name": "2026-2027", "first_day": "2026-09-05", "first_semester": "2026-09-07", "first_weeks": 18,
        "second_semester": "2027-01-18", "second_weeks": 17,
    }  # fmt: skip
    await connection.execute(insert(school_years), [year])
    taught = [{"code": f"M{n}", "name": name, "short": name} for n, name in enumerate(SUBJECTS)]
    await connection.execute(insert(subjects), taught)
    ids = class_ids()
    rows = [
        {"id": one, "code": one.upper(), "grade": int(one[0]), "homeroom": f"gv{n:03}", "year": "2026-2027"}
        for n, one in enumerate(ids)
    ]
    await connection.execute(insert(classes), rows)
    teachers = [_person(f"gv{n:03}", "teacher", dice) for n in range(120)]
    pupils = [
        _person(f"{one}-{stt:02}", "student", dice)
        | {"class_id": one, "stt": stt, "moet_id": f"{n:04}{stt:06}"}
        for n, one in enumerate(ids)
        for stt in range(1, SIZE + 1)
    ]
    blank: dict[str, Any] = dict.fromkeys(column.name for column in people.columns)
    await connection.execute(insert(people), [blank | one for one in teachers + pupils])
    await connection.execute(update(classes).values(active=True))


def _person(person_id: str, kind: str, dice: random.Random) -> dict[str, Any]:
    given = dice.choice(GIVEN)
    name = f"{dice.choice(FAMILY)} {dice.choice(GIVEN)} {given}"
    return {"id": person_id, "kind": kind, "full_name": name, "given_name": given, "active": True}


async def _week(connection: AsyncConnection, monday: date) -> None:
    dice = random.Random(monday.toordinal())
    held, found, marked, filled = [], [], [], []
    for (n, of), weekday, period in product(enumerate(class_ids()), range(6), range(1, 6)):
        day = monday + timedelta(days=weekday)
        at = utc_ms(day, _time(period), ZONE)
        lesson = f"{of}-{day:%Y%m%d}-s{period}"
        teacher = f"gv{(n * 2 + (weekday + period) % 2) % 120:03}"
        held.append(_lesson(lesson, of, teacher, at, period, SUBJECTS[(weekday * 5 + period) % 10]))
        filled.append(_sheet(lesson, teacher, at))
        for stt in range(1, SIZE + 1):
            state = dice.choices(("present", "late", "absent_unknown"), (94, 3, 3))[0]
            found.append(_found(lesson, f"{of}-{stt:02}", state, at))
            if state == "absent_unknown" and stt % 2:
                marked.append(_mark(lesson, f"{of}-{stt:02}", at))
    for table, rows in ((lessons, held), (sheets, filled), (attendance, found), (attendance_marks, marked)):
        await connection.execute(insert(table), rows)


def _time(period: int) -> time:
    return time.fromisoformat(BELLS[period - 1])


def _lesson(lesson: str, of: str, teacher: str, at: int, period: int, subject: str) -> dict[str, Any]:
    return {
        "id": lesson, "title": f"Bài {period}", "subject": subject, "class_id": of, "teacher_id": teacher,
        "period": f"tiết {period}", "starts_at": at, "ends_at": at + 45 * MINUTE_MS, "recording": False, "demo": False,
        "phase": "ended", "started_at": at, "ended_at": at + 45 * MINUTE_MS, "ended_reason": "button",
        "session": "sang", "period_no": period, "form": "thay_the" if period % 2 else None, "kind": "tiet_hoc",
        "on_roll": SIZE, "attended": SIZE - 1,
    }  # fmt: skip


def _sheet(lesson: str, teacher: str, at: int) -> dict[str, Any]:
    return {
        "lesson_id": lesson, "version": 1, "title": "Bài", "remark": "Tốt", "homework": "Bài 1",
        "by_id": teacher, "by_name": "", "at": at + 50 * MINUTE_MS,
    }  # fmt: skip


def _found(lesson: str, person: str, state: str, at: int) -> dict[str, Any]:
    there = state != "absent_unknown"
    return {
        "lesson_id": lesson, "person_id": person, "state": state, "counted_ms": 45 * MINUTE_MS * there,
        "late_ms": 12 * MINUTE_MS * (state == "late"), "first_joined": at if there else None,
        "last_seen": at + 45 * MINUTE_MS if there else None, "at_school": False,
    }  # fmt: skip


def _mark(lesson: str, person: str, at: int) -> dict[str, Any]:
    return {
        "lesson_id": lesson, "person_id": person, "mark": "P", "why": "đơn",
        "by_id": "gv000", "by_name": "", "at": at + 3_600_000,
    }  # fmt: skip
