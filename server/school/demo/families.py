"""The invented school's rules of online classes, and who of its pupils has read them."""

from datetime import time

from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_of, monday_of, utc_ms, zone_of
from server.school.demo.data import DemoData
from server.school.demo.timetable import staff_id, student_id
from server.school.families.houserules import accept, publish
from server.school.rights.actor import Actor
from server.store.tables import house_rules

UNREAD_EACH = 12
"""Every so many pupils of a class have not read them yet, so that there is something to see."""


async def enter_rules(connection: AsyncConnection, data: DemoData, now: int) -> None:
    """The file's nội quy, made known when it says (moved like the week), unless the school has any."""
    if (await connection.execute(house_rules.select())).first():
        return
    zone = zone_of(data.school.time_zone)
    moved = monday_of(day_of(now, zone)) - data.school_year.sample_week.monday
    found = next(one for one in data.documents if one.kind == "noi_quy")
    at = min(now, utc_ms(found.date + moved, time(8), zone))
    head = next(one for one in data.staff if one.role == "hieu_truong")
    actor = Actor(staff_id(head.id), head.full_name, frozenset({"head"}))
    version = await publish(connection, actor, found.title, found.rules, at)
    for of in data.classes:
        for student in of.students:
            if student.stt % UNREAD_EACH:
                await accept(connection, version, student_id(of.code, student.stt), "pupil", at)
