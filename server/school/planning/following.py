"""Numbers of the programme follow a change of day at once: planning's own round comes up to an hour later."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.planning.ahead import AHEAD, school_day
from server.school.planning.making.basis import read_basis
from server.school.planning.making.offered import offer_numbers
from server.store.parts import parts
from server.store.tables import changes, lessons, school


class _Made(Struct, frozen=True):
    makes_up: str | None = None


class _Detail(Struct, frozen=True):
    """Of the column `detail`: what a change made, which is gone when it was taken back."""

    made: tuple[_Made, ...] = ()


async def follow_change(connection: AsyncConnection, change_id: int, now: int) -> set[str]:
    """Offers numbers anew in the classes and subjects of a change of day that was written, or taken back, in this
    transaction (`now` is UTC ms). Returns the ids of lessons that have another number. Periods that somebody numbered
    or titled by hand stay; so does the invented school, whose numbers are those of its file."""
    if (await connection.execute(select(school.c.demo))).scalar():
        return set()
    rows = await _counted(connection, change_id, now)
    if not rows:
        return set()
    today = await school_day(connection, now)
    last = max(today + AHEAD, await school_day(connection, max(row.starts_at for row in rows)))
    basis = await read_basis(connection, today, last)
    only = {(row.class_id, row.subject_code) for row in rows}
    return await offer_numbers(connection, basis, today, last, now, only=only)


async def _counted(connection: AsyncConnection, change_id: int, now: int) -> list[Any]:
    """Class, subject and start (UTC ms) of the lessons whose change may move numbers: those it touched, and what was
    made up for. A form moves none of what is still to come, which takes a number in every form."""
    query = select(changes.c.kind, changes.c.lesson_ids, changes.c.detail).where(changes.c.id == change_id)
    change = (await connection.execute(query)).one()
    made = msgspec.json.decode(change.detail, type=_Detail).made
    ids = msgspec.json.decode(change.lesson_ids, type=list[str])
    ids += [one.makes_up for one in made if one.makes_up is not None]
    moves = lessons.c.ends_at <= now if change.kind == "hinh_thuc" else true()
    return [row for part in parts(ids) for row in await _rows(connection, lessons.c.id.in_(part) & moves)]


async def _rows(connection: AsyncConnection, which: Any) -> Sequence[Any]:
    query = select(lessons.c.class_id, lessons.c.subject_code, lessons.c.starts_at).where(
        which, lessons.c.class_id.is_not(None), lessons.c.subject_code.is_not(None)
    )
    return (await connection.execute(query)).all()
