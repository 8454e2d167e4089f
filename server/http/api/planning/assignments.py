"""Assignments (phân công) as a grid of classes and subjects."""

from typing import Annotated

from msgspec import Meta, Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.http.api.planning.clashes import refuse_new
from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.planning.ahead import clashes_ahead, plan_ahead
from server.school.planning.assignments import Assignment, all_assignments, keep_assignments
from server.school.planning.planner import Replanned
from server.school.rights.audit import note
from server.store.tables import classes, people, subjects


class AssignmentsRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Those that change; `teacher_id` null takes one away."""

    assignments: Annotated[tuple[Assignment, ...], Meta(min_length=1, max_length=2000)]


class AssignmentsAnswer(Struct, frozen=True):
    """All of them. `planned`: what the change did to lessons of the next two weeks."""

    assignments: tuple[Assignment, ...]
    planned: Replanned = Replanned()


async def get_assignments(call: Call) -> AssignmentsAnswer:
    """GET /api/v1/office/plan/assignments"""
    async with call.deps.database.read() as connection:
        return AssignmentsAnswer(tuple(await all_assignments(connection)))


async def put_assignments(call: Call) -> AssignmentsAnswer:
    """PUT /api/v1/office/plan/assignments"""
    asked = call.read(AssignmentsRequest).assignments
    async with call.deps.database.begin() as connection:
        await _check(connection, asked)
        before = await clashes_ahead(connection, call.now)
        await keep_assignments(connection, asked)
        refuse_new(before, await clashes_ahead(connection, call.now))
        detail = " ".join(f"{one.class_id}/{one.subject_code}>{one.teacher_id or '-'}" for one in asked)
        await note(connection, call.who, "plan.assignments", call.now, detail=detail)
        planned = await plan_ahead(connection, call.now)
        return AssignmentsAnswer(tuple(await all_assignments(connection)), planned)


async def _check(connection: AsyncConnection, asked: tuple[Assignment, ...]) -> None:
    """Raises ApiError `unknown_reference`."""
    teachers = select(people.c.id).where(people.c.kind == "teacher", people.c.active)
    for what, query, wanted in (
        ("class_id", select(classes.c.id), {one.class_id for one in asked}),
        ("subject_code", select(subjects.c.code), {one.subject_code for one in asked}),
        ("teacher_id", teachers, {one.teacher_id for one in asked if one.teacher_id is not None}),
    ):
        if not wanted <= set((await connection.execute(query)).scalars()):
            raise ApiError("unknown_reference", f"There is nothing with this {what}.")


ROUTES = (
    Route(
        "GET", "/api/v1/office/plan/assignments", "Who teaches what in which class", get_assignments,
        SCHOOL, answer=AssignmentsAnswer, act="plan.read",
    ),
    Route(
        "PUT", "/api/v1/office/plan/assignments", "Change who teaches what", put_assignments,
        SCHOOL, body=AssignmentsRequest, answer=AssignmentsAnswer, errors=("unknown_reference", "teacher_clash"),
        act="plan.write",
    ),
)  # fmt: skip
