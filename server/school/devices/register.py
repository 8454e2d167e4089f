"""The devices register: what a pupil learns with, as the homeroom teacher or the office entered it."""

from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.devices.clashes import Clash, Planned, clashes
from server.school.names import name_key
from server.school.rights.actor import Actor, Reach
from server.school.rights.audit import note
from server.store.database import Database
from server.store.tables import classes, lessons, people, pupil_devices

DeviceKind = Literal["dien_thoai_rieng", "dien_thoai_chung", "may_tinh", "khong_co"]
LineKind = Literal["wifi", "4g", "3g", "khong"]


class DeviceEntry(Struct, frozen=True, kw_only=True):
    """What is known of one pupil. `help`: what the school lent or paid; `review_on`: ISO date to look again.

    `shared_id`: pupils with the same id use one device.
    """

    kind: DeviceKind
    line: LineKind
    help: str = ""
    review_on: str | None = None
    shared_id: str | None = None
    note: str = ""


class DeviceRow(Struct, frozen=True):
    """A pupil of the register; no entry: nobody asked yet."""

    person: str
    name: str
    stt: int | None
    class_id: str
    class_name: str
    entry: DeviceEntry | None


async def put_entry(
    connection: AsyncConnection, actor: Actor, person_id: str, entry: DeviceEntry, now: int
) -> None:
    """Keeps what is known now, in place of what was known."""
    values: dict[str, Any] = {name: getattr(entry, name) for name in DeviceEntry.__struct_fields__}
    values |= {"at": now, "by_id": actor.id}
    change = insert(pupil_devices).values(person_id=person_id, **values)
    await connection.execute(change.on_conflict_do_update(index_elements=["person_id"], set_=values))
    await note(connection, actor, "device.set", now, person_id=person_id, detail=f"{entry.kind} {entry.line}")


async def register(database: Database, reach: Reach, class_id: str | None = None) -> list[DeviceRow]:
    """Active pupils within reach, by class and STT."""
    conditions = [people.c.kind == "student", people.c.active]
    if class_id is not None:
        conditions.append(people.c.class_id == class_id)
    if not reach.everything:
        conditions.append(people.c.class_id.in_(reach.classes))
    query = (
        select(
            people.c.id, people.c.full_name, people.c.given_name, people.c.stt, people.c.class_id,
            classes.c.code, classes.c.grade, pupil_devices,
        )
        .join_from(people, classes, classes.c.id == people.c.class_id)
        .join(pupil_devices, pupil_devices.c.person_id == people.c.id, isouter=True)
        .where(*conditions)
    )  # fmt: skip
    async with database.read() as connection:
        found = (await connection.execute(query)).all()
    rows = sorted(
        found,
        key=lambda row: (row.grade, row.code, row.stt or 0, name_key(row.full_name, row.given_name)),
    )
    return [DeviceRow(row.id, row.full_name, row.stt, row.class_id, row.code, _entry(row)) for row in rows]


async def clashes_between(database: Database, start: int, end: int) -> list[Clash]:
    """Where sharing a device does not work in [start, end) UTC ms: lessons online, planned or running."""
    async with database.read() as connection:
        shared = (
            await connection.execute(
                select(pupil_devices.c.shared_id, people.c.id, people.c.class_id)
                .join_from(pupil_devices, people, people.c.id == pupil_devices.c.person_id)
                .where(
                    pupil_devices.c.shared_id.is_not(None), people.c.active, people.c.class_id.is_not(None)
                )
            )
        ).all()
        sharing: dict[str, list[tuple[str, str]]] = {}
        for row in shared:
            sharing.setdefault(row.shared_id, []).append((row.id, row.class_id))
        planned = await _planned(connection, {row.class_id for row in shared}, start, end)
    return clashes(sharing, planned)


async def _planned(
    connection: AsyncConnection, class_ids: set[str], start: int, end: int
) -> dict[str, list[Planned]]:
    query = select(
        lessons.c.id, lessons.c.host_id, lessons.c.class_id, lessons.c.starts_at, lessons.c.ends_at,
        lessons.c.subject,
    ).where(
        lessons.c.class_id.in_(class_ids), lessons.c.starts_at < end, lessons.c.ends_at > start,
        lessons.c.form.is_not(None), lessons.c.not_taught.is_(None),
    )  # fmt: skip
    found: dict[str, list[Planned]] = {}
    for row in await connection.execute(query.order_by(lessons.c.starts_at)):
        room = row.host_id or row.id
        one = Planned(row.id, room, row.class_id, row.starts_at, row.ends_at, row.subject)
        found.setdefault(row.class_id, []).append(one)
    return found


def _entry(row: Any) -> DeviceEntry | None:
    if row.kind is None:
        return None
    return DeviceEntry(**{name: row._mapping[name] for name in DeviceEntry.__struct_fields__})
