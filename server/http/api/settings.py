"""The school's own settings, at the office, and what all its pages must know before anybody signs in."""

from msgspec import UNSET, Struct, UnsetType, ValidationError, convert
from msgspec.structs import asdict, replace
from sqlalchemy.ext.asyncio import AsyncConnection

from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.attending.weeks import keep_closed
from server.school.identity import Identity, UnknownZone, enter_school, identity
from server.school.policy import (
    LearnerWord,
    Policy,
    PpctWord,
    PupilWord,
    policy_in,
    records_lessons,
    set_policy,
    set_records_lessons,
    words_of,
)
from server.school.rights.audit import note
from server.school.texts import BadText, paragraphs, plain


class SchoolSettings(Struct, frozen=True):
    """`recording`: lessons planned from now on are recorded unless their plan says otherwise. `school` is null
    before it is entered."""

    recording: bool
    policy: Policy
    school: Identity | None


class SettingsChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays as it is. A policy is given whole; `school` enters it when it was not."""

    recording: bool | UnsetType = UNSET
    policy: Policy | UnsetType = UNSET
    school: Identity | UnsetType = UNSET


class SchoolAnswer(Struct, frozen=True):
    """The school's name ("" before it is entered) and how its pages speak."""

    name: str
    short_name: str
    level: str
    time_zone: str
    pupil_word: PupilWord
    learner_word: LearnerWord
    ppct_word: PpctWord
    small_children: bool


async def get_school(call: Call) -> SchoolAnswer:
    """GET /api/v1/school"""
    async with call.deps.database.read() as connection:
        of_school, kept = await identity(connection), await policy_in(connection)
    words = words_of(kept, of_school.level if of_school else "")
    return SchoolAnswer(
        name=of_school.name if of_school else "",
        short_name=of_school.short_name if of_school else "",
        level=of_school.level if of_school else "",
        time_zone=of_school.time_zone if of_school else "Asia/Ho_Chi_Minh",
        pupil_word=words.pupil_word,
        learner_word=words.learner_word,
        ppct_word=words.ppct_word,
        small_children=words.small_children,
    )


async def get_settings(call: Call) -> SchoolSettings:
    """GET /api/v1/office/settings"""
    async with call.deps.database.read() as connection:
        of_school, kept = await identity(connection), await policy_in(connection)
    return SchoolSettings(await records_lessons(call.deps.database), kept, of_school)


async def put_settings(call: Call) -> SchoolSettings:
    """PUT /api/v1/office/settings"""
    asked = call.read(SettingsChange)
    if asked == SettingsChange():
        raise ApiError("bad_message", "Nothing is to be changed.")
    asked = _cleaned(asked)
    async with call.deps.database.begin() as connection:
        await _keep(connection, asked, call.now)
        changed = [name for name in asked.__struct_fields__ if getattr(asked, name) is not UNSET]
        await note(connection, call.who, "settings.changed", call.now, detail=" ".join(changed))
    return await get_settings(call)


async def _keep(connection: AsyncConnection, asked: SettingsChange, now: int) -> None:
    if isinstance(asked.school, Identity):
        try:
            await enter_school(connection, asked.school)
        except UnknownZone as error:
            raise ApiError("unknown_zone") from error
    if await identity(connection) is None:
        raise ApiError("no_school")
    if isinstance(asked.policy, Policy):
        await keep_closed(connection, asked.policy.week_closes_days, now)
        await set_policy(connection, asked.policy)
    if isinstance(asked.recording, bool):
        await set_records_lessons(connection, asked.recording)


def _cleaned(asked: SettingsChange) -> SettingsChange:
    """With its texts as they are kept. Raises ApiError `bad_text`."""
    try:
        if isinstance(asked.school, Identity):
            names = {"name": plain(asked.school.name), "short_name": plain(asked.school.short_name)}
            asked = replace(asked, school=convert({**asdict(asked.school), **names}, Identity))
        if isinstance(asked.policy, Policy):
            texts = {"superior": plain(asked.policy.superior)}
            texts["consent_text"] = paragraphs(asked.policy.consent_text)
            asked = replace(asked, policy=replace(asked.policy, **texts))
    except (BadText, ValidationError) as error:
        raise ApiError("bad_text") from error
    return asked


ROUTES = (
    Route("GET", "/api/v1/school", "The school's name and its words", get_school, answer=SchoolAnswer),
    Route(
        "GET", "/api/v1/office/settings", "The school's settings", get_settings,
        SCHOOL, answer=SchoolSettings, act="settings.read",
    ),
    Route(
        "PUT", "/api/v1/office/settings", "Change the school's settings, or enter the school", put_settings,
        SCHOOL, body=SettingsChange, answer=SchoolSettings, errors=("no_school", "unknown_zone", "bad_text"),
        act="settings.write",
    ),
)  # fmt: skip
