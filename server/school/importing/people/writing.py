"""Writes the dry run of a people's list, with its history of codes and classes and a line of the audit log each."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.importing.people.gathering import today_of
from server.school.importing.people.roster import Pupil
from server.school.importing.people.staff import Employee
from server.school.importing.plan import Plan
from server.school.register.codes import code_row, temporary_codes
from server.school.register.ids import new_class_id, new_person_id
from server.school.register.order import settle
from server.school.register.years import year_of
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.school.texts import fold
from server.store.tables import audit, class_moves, classes, departments, people, person_codes

WHY = "tệp danh sách"
"""The reason in the histories of codes and classes."""


async def write_roster(connection: AsyncConnection, plan: Plan[Pupil], actor: Actor, now: int) -> None:
    """Adds, changes and moves pupils; makes the classes they need. Nobody is removed."""
    class_ids = await _classes(connection, plan, now)
    old, new = [one.value for one in (*plan.updated, *plan.moved)], [one.value for one in plan.added]
    await _history(connection, old, actor, now)
    changed = [_pupil_row(one, class_ids) for one in old]
    moves = [
        {"person_id": one.person_id, "from_class": one.from_class, "to_class": row["class_id"], "at": now,
         "by_id": actor.id, "why": WHY}
        for one, row in zip(old, changed, strict=True)
        if one.from_class != row["class_id"]
    ]  # fmt: skip
    await _update(connection, changed)
    if moves:
        await connection.execute(insert(class_moves), moves)
    added = await _add(connection, [_pupil_row(one, class_ids) for one in new], "student", actor, now)
    for class_id in sorted({row["class_id"] for row in (*changed, *added)}):
        await settle(connection, class_id, first={row["id"] for row in (*changed, *added)})
    moved = [one.value.person_id for one in plan.moved if one.value.person_id]
    await _note(connection, actor, now, added, [row["id"] for row in changed], moved)


async def write_staff(connection: AsyncConnection, plan: Plan[Employee], actor: Actor, now: int) -> None:
    """Adds and changes teachers; makes the departments they need. No accounts, no roles."""
    ids = await _departments(connection, plan)
    old, new = [one.value for one in plan.updated], [one.value for one in plan.added]
    await _history(connection, old, actor, now)
    changed = [_employee_row(one, ids) for one in old]
    await _update(connection, changed)
    added = await _add(connection, [_employee_row(one, ids) for one in new], "teacher", actor, now)
    await _note(connection, actor, now, added, [row["id"] for row in changed], [])


async def _history(
    connection: AsyncConnection, values: Sequence[Pupil | Employee], actor: Actor, now: int
) -> None:
    """Codes that change are written down and let go first: two rows of a file may exchange theirs."""
    rows: list[dict[str, Any]] = []
    for one in values:
        if not one.recoded or one.person_id is None:
            continue
        rows.append(code_row(one.person_id, "moet", one.old_moet, one.moet_id, actor.id, WHY, now))
        if one.old_temporary:
            rows.append(code_row(one.person_id, "temporary", one.old_temporary, None, actor.id, WHY, now))
    if rows:
        await connection.execute(insert(person_codes), rows)
        freed = update(people).where(people.c.id == bindparam("who")).values(moet_id=None)
        who = {row["person_id"] for row in rows}
        await connection.execute(freed, [{"who": one} for one in who])


async def _classes(connection: AsyncConnection, plan: Plan[Pupil], now: int) -> dict[str, str]:
    """Makes the classes that are missing: folded code → id."""
    wanted = {fold(one.value.class_code): one.value for one in plan.written if one.value.class_id is None}
    if not wanted:
        return {}
    year = await year_of(connection, await today_of(connection, now))
    taken = set((await connection.execute(select(classes.c.id))).scalars())
    ids: dict[str, str] = {}
    for code, pupil in sorted(wanted.items()):
        ids[code] = new_class_id(pupil.class_code, taken)
        taken.add(ids[code])
    rows = [
        {"id": ids[code], "code": pupil.class_code, "grade": pupil.grade, "year": year}
        for code, pupil in sorted(wanted.items())
    ]
    await connection.execute(insert(classes), rows)
    return ids


async def _departments(connection: AsyncConnection, plan: Plan[Employee]) -> dict[str, str]:
    wanted = {fold(one.value.department): one.value.department for one in plan.written}
    known = {fold(name) for name in (await connection.execute(select(departments.c.name))).scalars()}
    ids = {code: secrets.token_hex(6) for code in wanted if code and code not in known}
    if ids:
        rows = [{"id": row_id, "name": wanted[code]} for code, row_id in ids.items()]
        await connection.execute(insert(departments), rows)
    return ids


def _pupil_row(one: Pupil, class_ids: Mapping[str, str]) -> dict[str, Any]:
    class_id = one.class_id or class_ids[fold(one.class_code)]
    return _person_row(one) | {"class_id": class_id, "stt": one.stt}


def _employee_row(one: Employee, department_ids: Mapping[str, str]) -> dict[str, Any]:
    department = one.department_id or department_ids.get(fold(one.department))
    return _person_row(one) | {"title": one.title, "email": one.email, "department_id": department}


def _person_row(one: Pupil | Employee) -> dict[str, Any]:
    moet = one.moet_id or one.old_moet
    return {
        "id": one.person_id,
        "full_name": one.full_name,
        "given_name": one.given_name,
        "birth_date": one.birth_date,
        "sex": one.sex,
        "moet_id": moet,
        "temporary_code": None if moet else one.old_temporary,
        "active": True,
        "left_on": None,
    }


async def _update(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        names = [name for name in rows[0] if name != "id"]
        change = update(people).where(people.c.id == bindparam("who"))
        change = change.values({name: bindparam(f"new_{name}") for name in names})
        values = [{"who": row["id"], **{f"new_{name}": row[name] for name in names}} for row in rows]
        await connection.execute(change, values)


async def _add(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]], kind: str, actor: Actor, now: int
) -> list[dict[str, Any]]:
    """New people; who has no sector code gets a temporary one."""
    if not rows:
        return []
    codes = iter(await temporary_codes(connection, sum(row["moet_id"] is None for row in rows)))
    added = [
        row
        | {"id": new_person_id(), "kind": kind}
        | ({} if row["moet_id"] else {"temporary_code": next(codes)})
        for row in rows
    ]
    await connection.execute(insert(people), added)
    given = [
        code_row(row["id"], "temporary", None, row["temporary_code"], actor.id, WHY, now)
        for row in added
        if row["temporary_code"]
    ]
    if given:
        await connection.execute(insert(person_codes), given)
    return added


async def _note(
    connection: AsyncConnection,
    actor: Actor,
    now: int,
    added: Sequence[dict[str, Any]],
    changed: Iterable[str],
    moved: Iterable[str],
) -> None:
    """A line for each person, and one for the whole."""
    acts = {person_id: "person.changed" for person_id in changed}
    acts |= dict.fromkeys(moved, "person.moved")
    acts |= {row["id"]: "person.added" for row in added}
    lines = [
        {
            "at": now,
            "actor_id": actor.id,
            "act": act,
            "object_id": "",
            "person_id": person_id,
            "detail": "import",
        }
        for person_id, act in acts.items()
    ]
    if lines:  # thousands: one statement, not `note` for each
        await connection.execute(insert(audit), lines)
    detail = f"+{len(added)} ~{len(acts) - len(added)}"
    await note(connection, actor, "people.imported", now, detail=detail)
