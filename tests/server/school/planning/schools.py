"""A small school of its own for tests of planning: classes, teachers, bells, a timetable. Everybody is invented."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.planning.bells import keep_bells
from server.school.planning.calendar import SchoolYear
from server.school.planning.slots import propose
from server.school.planning.timetables import Cell, keep_version
from server.school.planning.year import keep_year
from server.store.database import Database
from server.store.tables import assignments, classes, lessons, people, school, subjects
from tests.server.school.times import at

MONDAY = date(2026, 11, 23)
NOW = at("2026-11-22 12:00")
YEAR = SchoolYear("2026-2027", date(2026, 9, 5), date(2026, 9, 7), 18, date(2027, 1, 18), 17)
TEACHERS = {
    "gv-1": "Nguyễn Thị Lan", "gv-2": "Trần Văn Thuận", "gv-3": "Lê Thị Lan", "gv-4": "Phạm Hà My",
}  # fmt: skip
SUBJECTS = (("TOAN", "Toán", "Toán"), ("NGUVAN", "Ngữ văn", "Văn"), ("HDTN", "Hoạt động trải nghiệm", "HĐTN"))


async def enter(database: Database, class_count: int = 2) -> None:
    """6A1 (homeroom gv-1), 6A2 (gv-2) …; everybody's mathematics by gv-1, literature by gv-2."""
    async with database.begin() as connection:
        await connection.execute(
            insert(school).values(
                id=1, code="1", name="Trường", short_name="T", time_zone="Asia/Ho_Chi_Minh",
                period_minutes=45, demo=False, level="thcs",
            )
        )  # fmt: skip
        await connection.execute(
            insert(people),
            [
                {
                    "id": key,
                    "kind": "teacher",
                    "full_name": name,
                    "given_name": name.split()[-1],
                    "active": True,
                }
                for key, name in TEACHERS.items()
            ],
        )
        await connection.execute(
            insert(classes),
            [
                {
                    "id": f"6a{n}",
                    "code": f"6A{n}",
                    "grade": 6,
                    "year": "2026-2027",
                    "homeroom": f"gv-{2 - n % 2}",
                }
                for n in range(1, class_count + 1)
            ],
        )
        rows = [
            {"code": code, "name": name, "short": short, "active": True} for code, name, short in SUBJECTS
        ]
        await connection.execute(insert(subjects), rows)
        await connection.execute(
            insert(assignments),
            [
                {"class_id": f"6a{n}", "subject_code": subject, "teacher_id": teacher}
                for n in range(1, class_count + 1)
                for subject, teacher in (("TOAN", "gv-1"), ("NGUVAN", "gv-2"))
            ],
        )
        await keep_year(connection, YEAR)
        await keep_bells(connection, propose("sang", "07:00", 45, 5) + propose("chieu", "13:30", 45, 5))


def cell(text: str, class_id: str = "6a1", teacher: str | None = None, **more: object) -> Cell:
    """ "1 sang 2 TOAN": Monday morning, second period."""
    weekday, session, period, subject = text.split()
    kinds = {"CHAO": "chao_co", "SHL": "sinh_hoat_lop"}
    values = {
        "kind": kinds.get(subject, "tiet_hoc"),
        "subject_code": "HDTN" if subject in kinds else subject,
        "teacher_id": teacher,
        **more,
    }
    return Cell(class_id, int(weekday), session, int(period), **values)  # type: ignore[arg-type]


async def timetable(connection: AsyncConnection, cells: Sequence[Cell], first_day: date = MONDAY) -> None:
    await keep_version(connection, "TKB", first_day, cells, None, NOW)


async def rows(connection: AsyncConnection) -> list[dict[str, object]]:
    """All lessons by start and class."""
    found = await connection.execute(select(lessons).order_by(lessons.c.starts_at, lessons.c.class_id))
    return [dict(row._mapping) for row in found]
