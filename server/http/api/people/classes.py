"""Classes and departments as the office keeps them, and the step to a new school year."""

from typing import Annotated

from msgspec import Meta, Struct

from server.http.api.people.faults import told
from server.http.api.people.people import Short
from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.importing.people.gathering import today_of
from server.school.register.classes import (
    Department,
    Register,
    Session,
    add_class,
    change_class,
    classes_of,
    departments_of,
    keep_department,
    remove_department,
)
from server.school.register.promotion import Step, promote, proposed
from server.school.register.years import level_of, year_of

Grade = Annotated[int, Meta(ge=0, le=12)]
YearName = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{4}$")]


class RegisterAnswer(Struct, frozen=True):
    """All classes, also of earlier years, the departments, and the name of the year that runs ("": none entered).

    `whole` false: only the classes whose lists the caller may read; people without a class are not among them.
    """

    classes: tuple[Register, ...]
    departments: tuple[Department, ...]
    year: str
    whole: bool


class NewClass(Struct, frozen=True, forbid_unknown_fields=True):
    """A class of the year that runs."""

    code: Short
    grade: Grade


class ClassRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole class; `homeroom` is a teacher's person id."""

    code: Short
    grade: Grade
    homeroom: Short | None = None
    session: Session | None = None


class DepartmentRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`head_id`: the tổ trưởng, a teacher's person id."""

    name: Short
    head_id: Short | None = None


class YearQuery(Struct, frozen=True):
    """The year that begins."""

    year: YearName


class PromotionAnswer(Struct, frozen=True):
    """What becomes of each class."""

    year: str
    steps: tuple[Step, ...]


class StepRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`to` None: the pupils of the class leave the school. `keeps_homeroom`: its teacher goes up with it."""

    class_id: Short
    to: Short | None
    keeps_homeroom: bool


class PromotionRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """The plan as the office confirms it; classes left out stay as they are."""

    year: YearName
    steps: Annotated[tuple[StepRequest, ...], Meta(max_length=500)]


async def get_register(call: Call) -> RegisterAnswer:
    """GET /api/v1/office/register"""
    return await _answer(call)


async def create_class(call: Call) -> RegisterAnswer:
    """POST /api/v1/office/register/classes"""
    asked = call.read(NewClass)
    with told():
        async with call.deps.database.begin() as connection:
            year = await year_of(connection, await today_of(connection, call.now))
            await add_class(connection, asked.code, asked.grade, year, call.who, call.now)
    return await _answer(call)


async def put_class(call: Call) -> RegisterAnswer:
    """PUT /api/v1/office/register/classes/{id}"""
    asked = call.read(ClassRequest)
    with told():
        async with call.deps.database.begin() as connection:
            every = {one.id: one for one in await classes_of(connection)}
            before = every.get(call.part("id"))
            if before is None:
                raise ApiError("unknown_class")
            await change_class(
                connection, before, asked.code, asked.grade, asked.homeroom, asked.session, call.who, call.now
            )
    return await _answer(call)


async def create_department(call: Call) -> RegisterAnswer:
    """POST /api/v1/office/register/departments"""
    asked = call.read(DepartmentRequest)
    with told():
        async with call.deps.database.begin() as connection:
            await keep_department(connection, None, asked.name, asked.head_id, call.who, call.now)
    return await _answer(call)


async def put_department(call: Call) -> RegisterAnswer:
    """PUT /api/v1/office/register/departments/{id}"""
    asked = call.read(DepartmentRequest)
    with told():
        async with call.deps.database.begin() as connection:
            known = {one.id for one in await departments_of(connection)}
            if call.part("id") not in known:
                raise ApiError("not_found")
            await keep_department(connection, call.part("id"), asked.name, asked.head_id, call.who, call.now)
    return await _answer(call)


async def delete_department(call: Call) -> RegisterAnswer:
    """DELETE /api/v1/office/register/departments/{id}"""
    async with call.deps.database.begin() as connection:
        await remove_department(connection, call.part("id"), call.who, call.now)
    return await _answer(call)


async def get_promotion(call: Call) -> PromotionAnswer:
    """GET /api/v1/office/register/promotion"""
    year = call.asked(YearQuery).year
    async with call.deps.database.read() as connection:
        level = await level_of(connection)
        return PromotionAnswer(year, tuple(await proposed(connection, level, year)))


async def post_promotion(call: Call) -> RegisterAnswer:
    """POST /api/v1/office/register/promotion"""
    asked = call.read(PromotionRequest)
    steps = [Step(one.class_id, "", one.to, 0, keeps_homeroom=one.keeps_homeroom) for one in asked.steps]
    with told():
        async with call.deps.database.begin() as connection:
            day = await today_of(connection, call.now)
            await promote(connection, steps, asked.year, day, call.who, call.now)
    return await _answer(call)


async def _answer(call: Call) -> RegisterAnswer:
    async with call.deps.database.read() as connection:
        year = await year_of(connection, await today_of(connection, call.now))
        return RegisterAnswer(
            tuple(one for one in await classes_of(connection) if call.reach.has_class(one.id)),
            tuple(await departments_of(connection)),
            year,
            call.reach.everything,
        )


_BASE = "/api/v1/office/register"
_WRONG = ("bad_field", "already_there")
ROUTES: tuple[Route, ...] = (
    Route(
        "GET", _BASE, "Classes of all years, departments", get_register,
        SCHOOL, answer=RegisterAnswer, act="people.read",
    ),
    Route(
        "POST", f"{_BASE}/classes", "Add a class", create_class,
        SCHOOL, body=NewClass, answer=RegisterAnswer, status=201, errors=_WRONG, act="people.write",
    ),
    Route(
        "PUT", f"{_BASE}/classes/{{id}}", "Name, homeroom teacher and session of a class", put_class,
        SCHOOL, body=ClassRequest, answer=RegisterAnswer, errors=(*_WRONG, "unknown_class"), act="people.write",
    ),
    Route(
        "POST", f"{_BASE}/departments", "Add a department", create_department,
        SCHOOL, body=DepartmentRequest, answer=RegisterAnswer, status=201, errors=_WRONG, act="people.write",
    ),
    Route(
        "PUT", f"{_BASE}/departments/{{id}}", "Name and head of a department", put_department,
        SCHOOL, body=DepartmentRequest, answer=RegisterAnswer, errors=(*_WRONG, "not_found"), act="people.write",
    ),
    Route(
        "DELETE", f"{_BASE}/departments/{{id}}", "Remove a department; its teachers stay", delete_department,
        SCHOOL, answer=RegisterAnswer, act="people.write",
    ),
    Route(
        "GET", f"{_BASE}/promotion", "What would become of each class in a new year", get_promotion,
        SCHOOL, query=YearQuery, answer=PromotionAnswer, act="people.read",
    ),
    Route(
        "POST", f"{_BASE}/promotion", "Begin a new year: classes and pupils go up", post_promotion,
        SCHOOL, body=PromotionRequest, answer=RegisterAnswer, errors=_WRONG, act="people.write",
    ),
)  # fmt: skip
