"""What the school is called, where it is and what it teaches: entered once by its office, changed by it."""

from typing import Annotated
from zoneinfo import available_timezones

import msgspec
from msgspec import Meta, Struct
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.policy import Level
from server.store.tables import school

Name = Annotated[str, Meta(min_length=1, max_length=200)]


class Identity(Struct, frozen=True, forbid_unknown_fields=True):
    """The school. `code` is its sector code, "" when it has none; `time_zone` an IANA name."""

    name: Name
    short_name: Name
    level: Level
    period_minutes: Annotated[int, Meta(ge=20, le=120)]
    code: Annotated[str, Meta(max_length=20, pattern=r"^[0-9A-Za-z.\-]*$")] = ""
    time_zone: Annotated[str, Meta(max_length=60)] = "Asia/Ho_Chi_Minh"


class UnknownZone(ValueError):
    """No such time zone."""


async def identity(connection: AsyncConnection) -> Identity | None:
    """The school as it was entered; None before."""
    columns = [school.c[name] for name in Identity.__struct_fields__]
    row = (await connection.execute(select(*columns).where(school.c.id == 1))).first()
    return Identity(**row._mapping) if row else None


async def enter_school(connection: AsyncConnection, entered: Identity) -> None:
    """Enters the school, or changes what was entered. Raises UnknownZone."""
    if entered.time_zone not in available_timezones():
        raise UnknownZone
    values = {**msgspec.structs.asdict(entered)}
    row = insert(school).values({"id": 1, "demo": False, **values})
    await connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=values))
