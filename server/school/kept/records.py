"""Lesson records as rows: made when a lesson ends, made again with each change of the sheet, read, removed.

Each version is a link of its chain (recordings/record/chain.py); the chain's head is read and moved within the
transaction that writes the link, so two writers can never make two links of one place.
"""

import asyncio
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import version
from typing import Any, TypeVar

import msgspec
import structlog
from msgspec import Struct
from msgspec.structs import asdict, replace
from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from lesson.attendance import Attendance
from lesson.messages import Kept
from lesson.rules import Rules
from recordings.record.attendance import found_in
from recordings.record.build import AT_THE_END, Made, first_version, next_version, untouched
from recordings.record.chain import NOTHING, Head, Link, chain_of, linked
from recordings.record.fields import Contents, Evaluation, Record, Who
from recordings.record.plan import Plan
from server.school.attending.found import keep_found
from server.school.kept.history import events_after
from server.school.kept.plan import plan_of
from server.school.policy import policy, rules_of
from server.store.database import Database
from server.store.tables import events, lessons, record_chains, records, removed_records, sheets

S = TypeVar("S", bound=Struct)
_log = structlog.get_logger("server.school.kept.records")


class Version(Struct, frozen=True):
    """A line about one version. `by` None: the server, at the lesson's end. `made_at` is UTC ms."""

    id: str
    version: int
    made_at: int
    by: Who | None
    why: str
    chain: str
    position: int
    previous: str
    hash: str


class RemovedVersion(Struct, frozen=True):
    """What a removed version leaves."""

    id: str
    version: int
    hash: str
    reason: str
    decision: str
    by: Who
    at: int


class Stored(Struct, frozen=True):
    """A version's exact bytes."""

    version: int
    hash: str
    body: bytes


@cache
def software() -> str:
    """The program's name and version, as records say it."""
    return f"bucgiang {version('bucgiang')}"


async def record_ended(database: Database, room: str, now: int, rules: Rules | None = None) -> bool:
    """Makes version 1 for every line of a room whose lesson_ended is on disk, and keeps what was found of its class's
    attendance. False: all are made already, or were removed.

    Raises ValueError when the lesson has not ended.
    """
    lines = await _unmade(database, room)
    if lines is None:
        raise ValueError("no lesson that has ended")
    if not lines:
        return False
    rules = rules or rules_of(await policy(database))
    kept = await events_after(database, room, after=0)
    made = Made(max(now, kept[-1].at if kept else 0), None, AT_THE_END, software())
    count = 0
    for line in lines:
        count += await _record_line(database, kept, line, rules, made)
    return count > 0


async def _record_line(
    database: Database, kept: Sequence[Kept], lesson_id: str, rules: Rules, made: Made
) -> bool:
    plan = await plan_of(database, lesson_id)
    assert plan is not None
    sheet = untouched(plan.title)
    contents, found = await asyncio.to_thread(_folded, kept, plan, rules, sheet, made, lesson_id)
    async with database.begin() as connection:
        if await _is_there(connection, lesson_id):
            return False
        evaluation = await _drafted(connection, lesson_id) or sheet
        await _append(connection, replace(contents, evaluation=evaluation), _chain(plan), made)
        if plan.class_id is not None and contents.time.held:
            await keep_found(connection, lesson_id, found)
    return True


def _folded(
    kept: Sequence[Kept], plan: Plan, rules: Rules, sheet: Evaluation, made: Made, line: str
) -> tuple[Contents, tuple[Attendance, ...]]:
    contents = first_version(kept, plan, rules, sheet, made, line)
    return contents, found_in(kept, rules, line)


async def make_missing(database: Database, now: int) -> int:
    """Makes the records of rooms that ended without one of each line, oldest first; how many rooms. A bug in one leaves
    the others."""
    made = select(records.c.lesson_id).union(select(removed_records.c.lesson_id))
    room = func.coalesce(lessons.c.host_id, lessons.c.id)
    query = (
        select(room)
        .join_from(lessons, events, events.c.lesson_id == room)
        .where(events.c.type == "lesson_ended", lessons.c.phase == "ended", lessons.c.id.not_in(made))
        .group_by(room)
        .order_by(func.min(events.c.at))
    )
    async with database.read() as connection:
        missing = (await connection.execute(query)).scalars().all()
    count = 0
    for lesson_id in missing:
        try:
            count += await record_ended(database, lesson_id, now)
        except ValueError:
            _log.exception("no record can be made", lesson=lesson_id)
    return count


async def _unmade(database: Database, room: str) -> list[str] | None:
    """The room's ended lines without a record, the host first; None for a room that has not ended."""
    query = select(lessons.c.id).where(
        (lessons.c.id == room) | (lessons.c.host_id == room), lessons.c.phase == "ended"
    )
    async with database.read() as connection:
        lines = (
            (await connection.execute(query.order_by(lessons.c.host_id, lessons.c.starts_at))).scalars().all()
        )
        if room not in lines:
            return None
        return [line for line in lines if not await _is_there(connection, line)]


async def add_version(
    connection: AsyncConnection, lesson_id: str, evaluation: Evaluation, made: Made
) -> Version | None:
    """The next version with another sheet, in the caller's write transaction. None: there is no record yet."""
    before = await _newest(connection, lesson_id)
    if before is None:
        return None
    chain = msgspec.json.decode(before.body, type=Record).integrity.chain
    return await _append(connection, next_version(before.body, evaluation, made), chain, made)


async def stored(database: Database, lesson_id: str, version: int | None = None) -> Stored | None:
    """A version, the newest by default, or None."""
    async with database.read() as connection:
        return await _newest(connection, lesson_id, version)


async def versions(database: Database, lesson_id: str) -> list[Version]:
    """All versions, oldest first."""
    columns = [column for column in records.columns if column.name not in ("body", "lesson_id")]
    query = select(*columns).where(records.c.lesson_id == lesson_id).order_by(records.c.version)
    async with database.read() as connection:
        return [_version(row) for row in (await connection.execute(query)).mappings()]


async def removed_versions(database: Database, lesson_id: str) -> list[RemovedVersion]:
    """What was removed of the lesson's record, oldest first."""
    query = select(removed_records).where(removed_records.c.lesson_id == lesson_id)
    async with database.read() as connection:
        rows = (await connection.execute(query.order_by(removed_records.c.version))).mappings().all()
    return [_filled(RemovedVersion, row, Who(row["by_id"], row["by_name"])) for row in rows]


async def with_records(database: Database, lesson_ids: Iterable[str]) -> set[str]:
    """Those of the lessons that have a record."""
    query = select(records.c.lesson_id).where(
        records.c.lesson_id.in_(list(lesson_ids)), records.c.version == 1
    )
    async with database.read() as connection:
        return set((await connection.execute(query)).scalars())


async def remove_record(
    database: Database, lesson_id: str, who: Who, reason: str, decision: str, now: int
) -> int:
    """Takes the texts of all versions and of the sheet away; their places in the chain keep the hashes. How many."""
    mine = records.c.lesson_id == lesson_id
    kept = [column.name for column in removed_records.columns if column.name in records.c]
    added = {"reason": reason, "decision": decision, "by_id": who.id, "by_name": who.name, "at": now}
    columns = [records.c[name] for name in kept if name not in added]
    async with database.begin() as connection:
        rows = (await connection.execute(select(*columns).where(mine))).mappings().all()
        if rows:
            await connection.execute(insert(removed_records), [{**row, **added} for row in rows])
            await connection.execute(delete(records).where(mine))
            await connection.execute(delete(sheets).where(sheets.c.lesson_id == lesson_id))
    return len(rows)


def _chain(plan: Plan) -> str:
    return chain_of(plan.class_id, plan.school_year)


async def _is_there(connection: AsyncConnection, lesson_id: str) -> bool:
    for table in (records, removed_records):
        found = await connection.execute(select(table.c.id).where(table.c.lesson_id == lesson_id).limit(1))
        if found.first():
            return True
    return False


async def _drafted(connection: AsyncConnection, lesson_id: str) -> Evaluation | None:
    row = (await connection.execute(select(sheets).where(sheets.c.lesson_id == lesson_id))).first()
    if row is None:
        return None
    who = Who(row.by_id, row.by_name)
    return Evaluation(title=row.title, remark=row.remark, homework=row.homework, by=who, at=row.at)


async def _append(connection: AsyncConnection, contents: Contents, chain: str, made: Made) -> Version:
    query = select(record_chains.c.position, record_chains.c.hash).where(record_chains.c.chain == chain)
    found = (await connection.execute(query)).first()
    link = linked(contents, chain, Head(found.position, found.hash) if found else NOTHING)
    row = _row(link, made)
    await connection.execute(insert(records).values(row))
    head = {"position": link.position, "hash": link.hash}
    statement = upsert(record_chains).values(chain=chain, **head)
    await connection.execute(statement.on_conflict_do_update(index_elements=["chain"], set_=head))
    return _version(row)


def _row(link: Link, made: Made) -> dict[str, Any]:
    row = {**asdict(link), "made_at": made.at, "why": made.why}
    row["lesson_id"] = row.pop("lesson")
    row["by_id"], row["by_name"] = (made.by.id, made.by.name) if made.by else (None, None)
    return row


def _version(row: Any) -> Version:
    by = None if row["by_id"] is None else Who(row["by_id"], row["by_name"] or "")
    return _filled(Version, row, by)


def _filled(shape: type[S], row: Any, by: Who | None) -> S:
    """A row as a value; what the shape does not name stays behind."""
    return shape(**{name: row[name] for name in shape.__struct_fields__ if name in row}, by=by)


async def _newest(connection: AsyncConnection, lesson_id: str, version: int | None = None) -> Stored | None:
    query = select(records.c.version, records.c.hash, records.c.body).where(records.c.lesson_id == lesson_id)
    if version is not None:
        query = query.where(records.c.version == version)
    row = (await connection.execute(query.order_by(records.c.version.desc()).limit(1))).first()
    return Stored(row.version, row.hash, row.body) if row else None
