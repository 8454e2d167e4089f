"""Requests about a person's data, as a list of tasks with their deadlines. A record that must be kept is restricted,
not deleted: what was done is written down in `result`."""

from datetime import date, time, timedelta, tzinfo
from typing import Literal

from msgspec import Struct
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_of, utc_ms
from server.school.families.deadlines import RequestKind, acknowledge_by, due
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.store.database import Database
from server.store.tables import classes, data_requests, days_off, people

FromKind = Literal["family", "slip"]


class DataRequest(Struct, frozen=True):
    """A request; times UTC ms, deadlines are the end of their day in the school's zone."""

    id: int
    person_id: str
    name: str
    class_name: str
    kind: RequestKind
    text: str
    from_kind: FromKind
    received_at: int
    acknowledge_by: int
    due_at: int
    acknowledged_at: int | None
    done_at: int | None
    result: str


async def receive(
    connection: AsyncConnection, actor: Actor, person_id: str, kind: RequestKind, text: str,
    from_kind: FromKind, zone: tzinfo, now: int,
) -> int | None:  # fmt: skip
    """Keeps a request with its deadlines; None: there is no such active person."""
    known = select(people.c.id).where(people.c.id == person_id, people.c.active)
    if (await connection.execute(known)).first() is None:
        return None
    received = day_of(now, zone)
    off = (await connection.execute(select(days_off.c.from_day, days_off.c.to_day))).all()

    def is_off(day: date) -> bool:
        return any(row.from_day <= day.isoformat() <= row.to_day for row in off)

    row = {
        "person_id": person_id, "kind": kind, "text": text, "from_kind": from_kind, "received_at": now,
        "acknowledge_by": _end_of(acknowledge_by(received, is_off), zone), "due_at": _end_of(due(kind, received), zone),
    }  # fmt: skip
    made = await connection.execute(insert(data_requests).values(row).returning(data_requests.c.id))
    request_id = int(made.scalar_one())
    await note(
        connection,
        actor,
        "request.received",
        now,
        object_id=str(request_id),
        person_id=person_id,
        detail=kind,
    )
    return request_id


async def acknowledge(connection: AsyncConnection, actor: Actor, found: DataRequest, now: int) -> None:
    """The asker was told that the request came; once."""
    waiting = (data_requests.c.id == found.id) & data_requests.c.acknowledged_at.is_(None)
    change = update(data_requests).where(waiting).values(acknowledged_at=now, by_id=actor.id)
    if (await connection.execute(change)).rowcount:
        await note(
            connection, actor, "request.acknowledged", now, object_id=str(found.id), person_id=found.person_id
        )


async def finish(
    connection: AsyncConnection, actor: Actor, found: DataRequest, result: str, now: int
) -> None:
    """What was done is written down and the task is closed."""
    values = {
        "done_at": now, "result": result, "by_id": actor.id,
        "acknowledged_at": func.coalesce(data_requests.c.acknowledged_at, now),
    }  # fmt: skip
    await connection.execute(update(data_requests).where(data_requests.c.id == found.id).values(values))
    await note(connection, actor, "request.done", now, object_id=str(found.id), person_id=found.person_id)


async def requests(
    database: Database, *, person_id: str | None = None, request_id: int | None = None, limit: int = 200
) -> list[DataRequest]:
    """Open ones first, by deadline; then those done, newest first."""
    conditions = []
    if person_id is not None:
        conditions.append(data_requests.c.person_id == person_id)
    if request_id is not None:
        conditions.append(data_requests.c.id == request_id)
    query = (
        select(data_requests, people.c.full_name.label("name"), classes.c.code.label("class_name"))
        .join_from(data_requests, people, people.c.id == data_requests.c.person_id)
        .join(classes, classes.c.id == people.c.class_id, isouter=True)
        .where(*conditions)
        .order_by(
            data_requests.c.done_at.is_not(None), data_requests.c.done_at.desc(), data_requests.c.due_at
        )
        .limit(limit)
    )
    async with database.read() as connection:
        rows = (await connection.execute(query)).mappings()
        return [_request(dict(row)) for row in rows]


def _request(row: dict[str, object]) -> DataRequest:
    values = {name: row[name] for name in DataRequest.__struct_fields__}
    return DataRequest(**{**values, "class_name": values["class_name"] or ""})  # type: ignore[arg-type]


def _end_of(day: date, zone: tzinfo) -> int:
    return utc_ms(day + timedelta(days=1), time(), zone) - 1
