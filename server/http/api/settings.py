"""The school's own settings, at the office."""

from msgspec import Struct

from server.http.call import Call
from server.http.errors import ApiError
from server.school.policy import records_lessons, set_records_lessons


class SchoolSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """`recording`: lessons planned from now on are recorded unless their plan says otherwise."""

    recording: bool


async def get_settings(call: Call) -> SchoolSettings:
    """GET /api/v1/office/settings"""
    return SchoolSettings(await records_lessons(call.deps.database))


async def put_settings(call: Call) -> SchoolSettings:
    """PUT /api/v1/office/settings"""
    asked = call.read(SchoolSettings)
    if not await set_records_lessons(call.deps.database, asked.recording):
        raise ApiError("no_school")
    return asked
