"""Who is what in the invented school: departments with their heads, roles of the staff, an inspector of this week."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_not
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_of, monday_of, zone_of
from server.school.demo.data import DemoData, DemoInspector
from server.school.demo.timetable import staff_id
from server.school.names import word_key
from server.school.rights.table import Role
from server.store.tables import departments, people, roles

ROLES: dict[str, Role] = {
    "hieu_truong": "head", "pho_hieu_truong": "deputy", "giao_vu": "office", "ky_thuat": "technician",
}  # fmt: skip


async def enter_roles(connection: AsyncConnection, data: DemoData, now: int) -> None:
    """Departments and roles where there are none yet; the inspector's days move to the week of `now` (UTC ms).

    The people of the file are there before.
    """
    await _departments(connection, data)
    for one in data.staff:
        if one.role in ROLES:
            await _once(connection, staff_id(one.id), ROLES[one.role], now)
    for inspector in data.inspectors:
        await _inspects(connection, data, inspector, now)


async def _departments(connection: AsyncConnection, data: DemoData) -> None:
    ids = {
        name: f"to-{place}" for place, name in enumerate(sorted(data.department_heads, key=word_key), start=1)
    }
    rows = [
        {"id": ids[name], "name": name, "head_id": staff_id(head)}
        for name, head in data.department_heads.items()
    ]
    await connection.execute(insert_or_not(departments).on_conflict_do_nothing(), rows)
    for teacher in data.teachers:
        mine = (people.c.id == staff_id(teacher.id)) & people.c.department_id.is_(None)
        where = {"department_id": ids.get(teacher.department)}
        await connection.execute(update(people).where(mine).values(where))


async def _once(connection: AsyncConnection, person: str, role: Role, now: int, **days: Any) -> None:
    held = select(roles.c.id).where(roles.c.person_id == person, roles.c.role == role)
    if (await connection.execute(held)).first() is None:
        row = {"person_id": person, "role": role, "decision": "", "at": now, **days}
        await connection.execute(insert(roles).values(row))


async def _inspects(connection: AsyncConnection, data: DemoData, one: DemoInspector, now: int) -> None:
    person = {
        "id": staff_id(one.id), "kind": "inspector", "full_name": one.full_name,
        "given_name": one.full_name.rsplit(" ", 1)[-1], "title": one.title, "active": True,
    }  # fmt: skip
    await connection.execute(insert_or_not(people).values(person).on_conflict_do_nothing())
    this_week = monday_of(day_of(now, zone_of(data.school.time_zone)))
    moved: timedelta = this_week - data.school_year.sample_week.monday
    days = {
        "from_day": (one.valid_from + moved).isoformat(),
        "to_day": (one.valid_to + moved).isoformat(),
        "decision": one.decision,
    }
    past = (roles.c.person_id == person["id"]) & (roles.c.from_day < this_week.isoformat())
    await connection.execute(delete(roles).where(past, roles.c.decision == one.decision))
    await _once(connection, str(person["id"]), "inspector", now, **days)
