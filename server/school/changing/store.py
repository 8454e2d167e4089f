"""Changes of day as rows: decided, written and noted in one transaction, so that two people at once cannot both be
right; listed; taken back."""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, tzinfo
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_window
from server.school.changing.asked import AnyChange, Edit, MakeUp, Outcome, SetForm
from server.school.changing.decide import decide
from server.school.changing.period import Fields, Period
from server.school.changing.reading import Running, days_of, named
from server.school.changing.undo import undo
from server.school.changing.vacating import Rooms, forget, refuse_occupied, vacating
from server.school.changing.wanted import FormWanted, Wanted, meant
from server.school.planning.making.basis import IN_PERSON
from server.school.planning.making.forgetting import forget_form
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.store.database import Database
from server.store.tables import changes, forms, lesson_people, lessons, people

_COLUMNS = tuple(name for name in Fields.__struct_fields__ if name != "date")


class Kept(Struct, frozen=True, omit_defaults=True):
    """The column `detail`: what was done, for undo. `form`: the row of `forms` that came with it."""

    edits: tuple[Edit, ...] = ()
    made: tuple[Period, ...] = ()
    form: int | None = None


class Done(Struct, frozen=True):
    """A change that was made or taken back: the lessons it touched and made, and whom to tell."""

    id: int
    kind: str
    lessons: tuple[str, ...]
    made: tuple[str, ...]
    classes: tuple[str, ...]
    """Class ids whose day is another one now."""
    teachers: tuple[str, ...]
    """Person ids of the teachers before and after."""


class Listed(Struct, frozen=True):
    """A change in lists. Times are UTC ms; `by_name` is empty for programs and accounts without a person."""

    id: int
    kind: str
    lessons: tuple[str, ...]
    reason: str
    at: int
    by_id: str | None
    by_name: str
    undone_at: int | None


Also = Callable[[AsyncConnection, Done], Awaitable[None]]
"""What else is written of a change, in its transaction."""


class UnknownChange(LookupError):
    """There is no such change, or it was taken back already."""


async def make_change(
    database: Database, wanted: Wanted, actor: Actor, rooms: Rooms, zone: tzinfo, now: int, also: Also
) -> Done:
    """Makes the change; rooms where people only wait are vacated for it. Raises Refusal; then nothing is written."""

    def write(connection: AsyncConnection, left: frozenset[str]) -> Awaitable[Done]:
        return change_in(connection, wanted, actor, rooms.phase, zone, now, left)

    return await _carry_out(database, rooms, write, also)


async def _carry_out(
    database: Database,
    rooms: Rooms,
    write: Callable[[AsyncConnection, frozenset[str]], Awaitable[Done]],
    also: Also,
) -> Done:
    """In one transaction, which begins anew when rooms have to be vacated first."""

    async def attempt(left: frozenset[str]) -> Done:
        async with database.begin() as connection:
            done = await write(connection, left)
            await also(connection, done)
            return done

    return await vacating(rooms, attempt)


async def change_in(
    connection: AsyncConnection,
    wanted: Wanted,
    actor: Actor,
    running: Running,
    zone: tzinfo,
    now: int,
    left: frozenset[str] = frozenset(),
) -> Done:
    """The same, within the caller's write transaction. `left`: rooms that are vacated. Raises Occupied for others."""
    await forget(connection, left)
    change = await meant(connection, wanted, zone)
    also = [change.target.date] if isinstance(change, MakeUp) else []
    days = await days_of(
        connection, named(change), running, zone, now, also=also, alone=isinstance(change, SetForm)
    )
    number = ((await connection.execute(select(func.max(changes.c.id)))).scalar() or 0) + 1
    outcome = decide(days, change, number, secrets.token_urlsafe(9))
    refuse_occupied(days, Outcome(outcome.edits))
    form = await _keep_form(connection, wanted, actor, now) if isinstance(wanted, FormWanted) else None
    await _write(connection, outcome)
    done = _done(number, _kind(change), outcome, days.periods)
    kept = Kept(outcome.edits, outcome.made, form)
    row = {
        "id": number,
        "kind": done.kind,
        "lesson_ids": json.dumps([*done.lessons, *done.made]),
        "detail": msgspec.json.encode(kept).decode(),
        "reason": change.reason.strip(),
        "at": now,
        "by_id": actor.id,
    }
    await connection.execute(insert(changes).values(row))
    await note(connection, actor, "day.changed", now, object_id=str(number), detail=_detail(done))
    return done


async def undo_change(
    database: Database, number: int, actor: Actor, rooms: Rooms, zone: tzinfo, now: int, also: Also
) -> Done:
    """Takes the change back. Raises UnknownChange and Refusal."""

    def write(connection: AsyncConnection, left: frozenset[str]) -> Awaitable[Done]:
        return _undo_in(connection, number, actor, rooms.phase, zone, now, left)

    return await _carry_out(database, rooms, write, also)


async def _undo_in(
    connection: AsyncConnection,
    number: int,
    actor: Actor,
    running: Running,
    zone: tzinfo,
    now: int,
    left: frozenset[str],
) -> Done:
    query = select(changes).where(changes.c.id == number, changes.c.undone_at.is_(None))
    row = (await connection.execute(query)).first()
    if row is None:
        raise UnknownChange
    await forget(connection, left)
    kept = msgspec.json.decode(row.detail, type=Kept)
    ids = [edit.lesson for edit in kept.edits] + [made.id for made in kept.made]
    also = [edit.before.date for edit in kept.edits]
    alone = row.kind == "hinh_thuc"
    days = await days_of(connection, ids, running, zone, now, also=also, alone=alone)
    back = undo(days, Outcome(kept.edits, kept.made))
    refuse_occupied(days, back)
    await _write(connection, Outcome(back.edits))
    await _remove(connection, [made.id for made in back.made])
    await connection.execute(update(changes).where(changes.c.id == number).values(undone_at=now))
    if kept.form is not None:
        await forget_form(connection, kept.form, [edit.lesson for edit in back.edits])
    done = _done(number, row.kind, back, days.periods)
    await note(connection, actor, "day.change_undone", now, object_id=str(number), detail=_detail(done))
    return done


async def changes_of(database: Database, day: date, zone: tzinfo) -> list[Listed]:
    """Changes of lessons that stand, or stood, on the day; the newest first."""
    start, end = day_window(day, zone)
    within = select(lessons.c.id).where(lessons.c.starts_at >= start, lessons.c.starts_at < end)
    each = func.json_each(changes.c.lesson_ids).table_valued("value")
    stands = select(each.c.value).where(each.c.value.in_(within)).exists()
    stood = changes.c.detail.contains(f'"date":"{day.isoformat()}"', autoescape=True)
    query = (
        select(changes, people.c.full_name)
        .join_from(changes, people, people.c.id == changes.c.by_id, isouter=True)
        .where(stands | stood)
        .order_by(changes.c.id.desc())
        .limit(200)
    )
    async with database.read() as connection:
        rows = (await connection.execute(query)).all()
    return [
        Listed(
            row.id, row.kind, tuple(json.loads(row.lesson_ids)), row.reason, row.at, row.by_id,
            row.full_name or "", row.undone_at,
        )
        for row in rows
    ]  # fmt: skip


async def _keep_form(connection: AsyncConnection, wanted: FormWanted, actor: Actor, now: int) -> int:
    """For periods planned later: server/school/planning asks this table."""
    stretch = wanted.stretch
    row = {
        "form": wanted.form or IN_PERSON,
        "reason": wanted.reason.strip(),
        "decision_no": wanted.decision_no.strip(),
        "decision_date": None if wanted.decision_date is None else wanted.decision_date.isoformat(),
        "from_day": stretch.from_day.isoformat(),
        "to_day": stretch.to_day.isoformat(),
        "class_ids": json.dumps(list(stretch.class_ids)),
        "session": stretch.session,
        "period_no": stretch.period_no,
        "at": now,
        "by_id": actor.id,
    }
    found = await connection.execute(insert(forms).values(row))
    key: Any = found.inserted_primary_key
    return int(key[0])


async def _write(connection: AsyncConnection, outcome: Outcome) -> None:
    if outcome.edits:  # thousands, of a form: one statement
        change = update(lessons).where(lessons.c.id == bindparam("lesson_id"))
        await connection.execute(
            change.values({name: bindparam(f"to_{name}") for name in _COLUMNS}),
            [
                {"lesson_id": edit.lesson, **{f"to_{name}": getattr(edit.after, name) for name in _COLUMNS}}
                for edit in outcome.edits
            ],
        )
    for made in outcome.made:
        source = select(lessons).where(lessons.c.id == made.makes_up)
        row = dict((await connection.execute(source)).mappings().one())
        fresh = dict.fromkeys(("started_at", "ended_at", "ended_reason", "alive_at", "slot"))
        told = {name: getattr(made.fields, name) for name in _COLUMNS}
        row |= fresh | told | {"id": made.id, "phase": "planned", "makes_up": made.makes_up}
        await connection.execute(insert(lessons).values(row))


async def _remove(connection: AsyncConnection, lesson_ids: Sequence[str]) -> None:
    await connection.execute(delete(lesson_people).where(lesson_people.c.lesson_id.in_(lesson_ids)))
    await connection.execute(delete(lessons).where(lessons.c.id.in_(lesson_ids)))


def _kind(change: AnyChange) -> str:
    return str(change.__struct_config__.tag)


def _done(number: int, kind: str, outcome: Outcome, periods: Mapping[str, Period]) -> Done:
    touched = [edit.lesson for edit in outcome.edits]
    lines = [periods[lesson] for lesson in touched] + list(outcome.made)
    fields = [one for edit in outcome.edits for one in (edit.before, edit.after)]
    fields += [made.fields for made in outcome.made]
    return Done(
        id=number,
        kind=kind,
        lessons=tuple(touched),
        made=tuple(made.id for made in outcome.made),
        classes=tuple(sorted({one.class_id for one in lines if one.class_id is not None})),
        teachers=tuple(sorted({one.teacher_id for one in fields if one.teacher_id is not None})),
    )


def _detail(done: Done) -> str:
    return f"{done.kind} {len(done.lessons) + len(done.made)}"
