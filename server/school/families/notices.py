"""Notices of the school to pupils and their families: to all, a class or one person; who has read them."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.rights.actor import Actor, Reach
from server.school.rights.audit import note
from server.store.database import Database
from server.store.tables import notice_reads, people, school_notices


class SchoolNotice(Struct, frozen=True):
    """A notice. No class and no person: to the whole school. `at` is UTC ms; `reads`: how many have read it.

    `mails`: to how many addresses it goes by e-mail; of these `emailed` are gone and `failed` will not go.
    """

    id: int
    class_id: str | None
    person_id: str | None
    title: str
    text: str
    link: str
    at: int
    mails: int
    emailed: int
    failed: int
    reads: int
    person_name: str = ""


class NewNotice(Struct, frozen=True, kw_only=True):
    """A notice to be sent."""

    title: str
    text: str
    link: str = ""
    class_id: str | None = None
    person_id: str | None = None
    """Of a pupil; `class_id` is the pupil's then, so that its homeroom teacher finds the notice again."""
    mails: int = 0


class ToldNotice(Struct, frozen=True):
    """A notice as one person sees it."""

    id: int
    title: str
    text: str
    link: str
    at: int
    read: bool


async def send(connection: AsyncConnection, actor: Actor, new: NewNotice, now: int) -> int:
    """Keeps the notice; from now on those it is for see it. Returns its id."""
    row = {
        "title": new.title, "text": new.text, "link": new.link, "class_id": new.class_id,
        "person_id": new.person_id, "by_id": actor.id, "at": now, "mails": new.mails, "emailed": 0, "failed": 0,
    }  # fmt: skip
    made = await connection.execute(insert(school_notices).values(row).returning(school_notices.c.id))
    notice_id = int(made.scalar_one())
    await note(
        connection, actor, "notice.sent", now,
        object_id=str(notice_id), person_id=new.person_id, detail=new.class_id or "",
    )  # fmt: skip
    return notice_id


async def sent(database: Database, reach: Reach, limit: int = 100) -> list[SchoolNotice]:
    """The newest first, of classes within reach (and the whole school's for who reaches everything). What teachers are
    told by letter (server/school/changing/letters.py) is none of them."""
    reads = (
        select(func.count())
        .where(notice_reads.c.notice_id == school_notices.c.id)
        .scalar_subquery()
        .label("reads")
    )
    conditions = [] if reach.everything else [school_notices.c.class_id.in_(reach.classes)]
    query = (
        select(school_notices, reads, func.coalesce(people.c.full_name, "").label("person_name"))
        .join_from(school_notices, people, people.c.id == school_notices.c.person_id, isouter=True)
        .where(or_(people.c.kind.is_(None), people.c.kind == "student"), *conditions)
        .order_by(school_notices.c.id.desc())
        .limit(limit)
    )
    async with database.read() as connection:
        rows = (await connection.execute(query)).mappings()
        return [SchoolNotice(**{name: row[name] for name in SchoolNotice.__struct_fields__}) for row in rows]


async def told(
    database: Database, person_id: str, class_id: str | None, reader: str | None = None, limit: int = 50
) -> list[ToldNotice]:
    """What is for this person, the newest first. `reader`: who reads in the person's place (a family's actor id)."""
    read = notice_reads.c.person_id == (reader or person_id)
    query = (
        select(school_notices, notice_reads.c.at.label("read_at"))
        .join_from(
            school_notices,
            notice_reads,
            (notice_reads.c.notice_id == school_notices.c.id) & read,
            isouter=True,
        )
        .where(_meant_for(person_id, class_id))
        .order_by(school_notices.c.id.desc())
        .limit(limit)
    )
    async with database.read() as connection:
        rows = await connection.execute(query)
        return [
            ToldNotice(row.id, row.title, row.text, row.link, row.at, row.read_at is not None) for row in rows
        ]


def _meant_for(person_id: str, class_id: str | None) -> ColumnElement[bool]:
    to_class = or_(school_notices.c.class_id.is_(None), school_notices.c.class_id == class_id)
    return or_(school_notices.c.person_id == person_id, school_notices.c.person_id.is_(None) & to_class)


async def mark_read(
    connection: AsyncConnection,
    notice_ids: Sequence[int],
    person_id: str,
    class_id: str | None,
    now: int,
    reader: str | None = None,
) -> None:
    """The person (or `reader`) saw these notices; ids of none, of others' or read ones change nothing."""
    known = select(school_notices.c.id).where(
        school_notices.c.id.in_(notice_ids), _meant_for(person_id, class_id)
    )
    rows = [
        {"notice_id": found, "person_id": reader or person_id, "at": now}
        for found in (await connection.execute(known)).scalars()
    ]
    if rows:
        await connection.execute(insert(notice_reads).on_conflict_do_nothing(), rows)
