"""A call for every route: ids of one class nobody of the staff has to do with, bodies and queries of the right shape."""

from datetime import UTC, date, datetime
from typing import Any

from msgspec import NODEFAULT, Struct, inspect, structs
from sqlalchemy import insert

from server.http.call import Route
from server.store.tables import (
    attendance,
    classes,
    consent_history,
    data_requests,
    leave_notes,
    lessons,
    people,
    pupil_devices,
    school_notices,
)  # fmt: skip
from tests.server.http.world import World

CLASS, LESSON, PUPIL, TEACHER = "zz9", "zz-lesson", "zz-pupil", "zz-teacher"
NUMBER = 9001
"""Of their leave note, request and notice."""
SECRETS = ("zz-pupil", "zz-pal", "Bí Mật Hoàn Toàn", "Bí Mật Thứ Hai", "zz-reason")
"""What only who reaches the class may read."""
_BY_PATH = {"/classes/{id}": CLASS, "/people/{id}": PUPIL, "/pupils/{id}": PUPIL, "/teachers/{id}": TEACHER}
_BY_NAME = {
    "class_id": CLASS, "class": CLASS, "classes": CLASS, "person": PUPIL, "person_id": PUPIL, "people": PUPIL,
    "student": PUPIL, "student_id": PUPIL, "students": PUPIL, "pupil": PUPIL, "pupils": PUPIL, "lesson": LESSON,
    "lesson_id": LESSON, "lessons": LESSON, "teacher": TEACHER, "teacher_id": TEACHER, "of": CLASS,
    "month": "2026-11", "monday": "2026-11-23", "week": "2026-11-23", "day": "2026-11-23", "date": "2026-11-23",
}  # fmt: skip


async def enter_strangers(world: World) -> None:
    """A class with two pupils, its lesson of now, and a row of them in every list there is."""
    now = world.clock.now
    name = {"given_name": "Mật", "active": True}
    rows: list[tuple[Any, dict[str, Any]]] = [
        (people, {"id": TEACHER, "kind": "teacher", "full_name": "Người Lạ", **name}),
        (classes, {"id": CLASS, "code": "9Z9", "grade": 9, "homeroom": TEACHER, "year": "2026-2027"}),
        (people, {"id": PUPIL, "kind": "student", "full_name": "Bí Mật Hoàn Toàn", "class_id": CLASS, **name}),
        (people, {"id": "zz-pal", "kind": "student", "full_name": "Bí Mật Thứ Hai", "class_id": CLASS, **name}),
        (lessons, {"id": LESSON, "title": "zz-reason", "subject": "Toán", "class_id": CLASS, "teacher_id": TEACHER,
                   "starts_at": now - 60_000, "ends_at": now + 2_400_000, "phase": "live", "slot": "zz"}),
        (attendance, {"lesson_id": LESSON, "person_id": PUPIL, "state": "present", "counted_ms": 1, "late_ms": 0}),
        (leave_notes, {"id": NUMBER, "person_id": PUPIL, "from_day": "2026-11-23", "to_day": "2026-11-24", "kind": "don",
                       "reason": "zz-reason", "from_kind": "office", "received_at": now, "status": "cho"}),
        (pupil_devices, {"person_id": PUPIL, "kind": "dien_thoai_chung", "line": "4g", "note": "zz-reason",
                         "shared_id": "zz", "at": now}),
        (consent_history, {"person_id": PUPIL, "answer": "dong_y", "from_kind": "office", "note": "zz-reason",
                           "at": now}),
        (data_requests, {"id": NUMBER, "person_id": PUPIL, "kind": "view", "text": "zz-reason", "from_kind": "slip",
                         "received_at": now, "acknowledge_by": now, "due_at": now}),
        (school_notices, {"id": NUMBER, "class_id": CLASS, "title": "zz-reason", "text": "zz-reason", "at": now}),
    ]  # fmt: skip
    async with world.deps.database.begin() as connection:
        for table, row in rows:
            await connection.execute(insert(table).values(row))


def path_of(route: Route) -> str:
    """The route's address with the strangers' ids."""
    first = next((one for part, one in _BY_PATH.items() if part in route.path), LESSON)
    parts = {name: _BY_NAME.get(name, str(NUMBER)) for name in route.parts} | {"id": first, "class": CLASS}
    return route.path.removeprefix("/api/v1").format(**parts)


def words_of(shape: type[Struct] | None) -> dict[str, str]:
    """A query with everything about the strangers."""
    if shape is None:
        return {}
    known = {field.encode_name for field in structs.fields(shape)}
    return {name: value for name, value in _BY_NAME.items() if name in known} | {
        name: str(value) for name, value in _members(shape).items()
    }


def body_of(shape: type[Struct] | None) -> Any:
    """The smallest body of the shape, about the strangers."""
    return None if shape is None else _members(shape)


def _members(shape: type[Struct]) -> dict[str, Any]:
    info = inspect.type_info(shape)
    assert isinstance(info, inspect.StructType)
    wanted = [one for one in info.fields if one.default is NODEFAULT and one.default_factory is NODEFAULT]
    found = {one.encode_name: _value(one.encode_name, one.type) for one in wanted}
    return found | ({info.tag_field: info.tag} if info.tag_field else {})


def _value(name: str, kind: inspect.Type) -> Any:
    match kind:
        case inspect.StructType(cls=cls):
            return _members(cls)
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            return [_value(name, item)]
        case inspect.UnionType(types=types):
            return _value(name, next(one for one in types if not isinstance(one, inspect.NoneType)))
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.BoolType():
            return True
        case inspect.IntType(ge=least) | inspect.FloatType(ge=least):
            return int(least or 1)
        case inspect.DateType():
            return date(2026, 11, 23).isoformat()
        case inspect.DateTimeType():
            return datetime(2026, 11, 23, 8, tzinfo=UTC).isoformat()
        case inspect.StrType(min_length=least):
            return _BY_NAME.get(name, "x" * max(10, least or 0))
    return {}
