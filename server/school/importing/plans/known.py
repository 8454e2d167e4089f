"""The school's classes, subjects and teachers as a file of its plan may name them, read in one transaction."""

from collections.abc import Callable, Mapping

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.importing.people.gathering import today_of
from server.school.planning.assignments import Assignment, all_assignments
from server.school.planning.slots import period_name
from server.school.planning.subjects import all_subjects, names_of
from server.school.planning.timetables import Cell
from server.school.register.years import year_of
from server.store.tables import classes, import_mappings, people

_DAYS = ("", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


class KnownClass(Struct, frozen=True):
    """A class of this year."""

    id: str
    code: str
    grade: int
    homeroom: str | None


class KnownSubject(Struct, frozen=True):
    """A subject; `names` are all that files may call it."""

    code: str
    name: str
    names: tuple[str, ...]


class KnownTeacher(Struct, frozen=True):
    """An active teacher."""

    id: str
    full_name: str
    given_name: str
    moet_id: str | None


class Known(Struct, frozen=True):
    """All of them. `year` is the name of the school year."""

    today: str
    year: str
    classes: tuple[KnownClass, ...]
    subjects: tuple[KnownSubject, ...]
    teachers: tuple[KnownTeacher, ...]
    assigned: tuple[Assignment, ...]


async def read_known(connection: AsyncConnection, now: int) -> Known:
    """As it is now."""
    today = await today_of(connection, now)
    year = await year_of(connection, today)
    of_year = classes.c.active & classes.c.year.in_((year, ""))
    columns = [classes.c[name] for name in KnownClass.__struct_fields__]
    rooms = await connection.execute(select(*columns).where(of_year).order_by(classes.c.id))
    staff = [people.c[name] for name in KnownTeacher.__struct_fields__]
    active = (people.c.kind == "teacher") & people.c.active
    rows = await connection.execute(select(*staff).where(active).order_by(people.c.id))
    return Known(
        today=today,
        year=year,
        classes=tuple(KnownClass(*row) for row in rooms),
        subjects=tuple(
            KnownSubject(one.code, one.name, tuple(names_of(one)))
            for one in await all_subjects(connection)
            if one.active
        ),
        teachers=tuple(KnownTeacher(*row) for row in rows),
        assigned=tuple(await all_assignments(connection)),
    )


def who_teaches(known: Known, assigned: Mapping[tuple[str, str], str | None]) -> Callable[[Cell], str | None]:
    """Who gives a period of a timetable: as it says, else the class's homeroom teacher or who is `assigned`, by class id
    and subject code."""
    homeroom = {one.id: one.homeroom for one in known.classes}

    def teacher_of(cell: Cell) -> str | None:
        if cell.teacher_id is not None or cell.kind == "tiet_hoc":
            return cell.teacher_id or assigned.get((cell.class_id, cell.subject_code or ""))
        return homeroom.get(cell.class_id)

    return teacher_of


def when(cell: Cell) -> str:
    """ "Thứ Hai · tiết 2"."""
    return f"{_DAYS[cell.weekday]} · {period_name(cell.session, cell.period)}"


async def remember(
    connection: AsyncConnection, kind: str, learned: Mapping[str, str], by_id: str, now: int
) -> None:
    """Keeps what a person said a name means, for the next file of the kind: it comes back in `Asked.mapping`."""
    for heading, field in sorted(learned.items()):
        row = {"kind": kind, "heading": heading, "field": field, "at": now, "by_id": by_id}
        changed = {"field": field, "at": now, "by_id": by_id}
        keys = ["kind", "heading"]
        await connection.execute(
            insert(import_mappings).values(row).on_conflict_do_update(index_elements=keys, set_=changed)
        )
