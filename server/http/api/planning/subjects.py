"""The school's subjects."""

from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.identity import identity
from server.school.planning.subjects import Subject, TwoNames, all_subjects, common_subjects, keep_subjects
from server.school.rights.audit import note
from server.school.texts import BadText, plain


class SubjectsRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Subjects to add or change; the others stay."""

    subjects: Annotated[tuple[Subject, ...], Meta(min_length=1, max_length=100)]


class SubjectsAnswer(Struct, frozen=True):
    """All subjects. `common`: those of the school's level that it does not have."""

    subjects: tuple[Subject, ...]
    common: tuple[Subject, ...]


async def get_subjects(call: Call) -> SubjectsAnswer:
    """GET /api/v1/office/plan/subjects"""
    async with call.deps.database.read() as connection:
        found, of_school = await all_subjects(connection), await identity(connection)
    taken = {one.code for one in found} | {one.name for one in found}
    common = common_subjects(of_school.level if of_school else "")
    return SubjectsAnswer(tuple(found), tuple(one for one in common if not {one.code, one.name} & taken))


async def put_subjects(call: Call) -> SubjectsAnswer:
    """PUT /api/v1/office/plan/subjects"""
    asked = call.read(SubjectsRequest).subjects
    try:
        clean = [replace(one, name=plain(one.name), short=plain(one.short)) for one in asked]
    except BadText as error:
        raise ApiError("bad_text") from error
    if not all(one.name and one.short for one in clean):
        raise ApiError("bad_text")
    async with call.deps.database.begin() as connection:
        try:
            await keep_subjects(connection, clean)
        except TwoNames as error:
            raise ApiError("same_name", f"{error} has the name of another subject.") from error
        codes = " ".join(one.code for one in clean)
        await note(connection, call.who, "plan.subjects", call.now, detail=codes)
    return await get_subjects(call)


ROUTES = (
    Route(
        "GET", "/api/v1/office/plan/subjects", "Subjects", get_subjects,
        SCHOOL, answer=SubjectsAnswer, act="plan.read",
    ),
    Route(
        "PUT", "/api/v1/office/plan/subjects", "Add or change subjects", put_subjects,
        SCHOOL, body=SubjectsRequest, answer=SubjectsAnswer, errors=("same_name", "bad_text"), act="plan.write",
    ),
)  # fmt: skip
