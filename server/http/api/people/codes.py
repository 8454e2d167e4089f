"""Codes of people: the sector's, with history; số định danh cá nhân, when the school keeps it."""

from typing import Annotated

from msgspec import Meta, Struct

from server.http.api.people.faults import FieldFault, told
from server.http.api.people.people import ONE, PersonAnswer, Short, person_answer, the_person
from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.policy import policy
from server.school.register.citizen import reveal_citizen_id, set_citizen_id
from server.school.register.clean import BadField, clean_moet
from server.school.register.codes import set_moet_id
from server.school.register.secrecy import Secrecy

Why = Annotated[str, Meta(min_length=3, max_length=300)]


class CodeRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`moet_id` "": back to a temporary code."""

    moet_id: Short
    why: Why


class CitizenRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`number` "": forget it."""

    number: Short
    why: Why


class CitizenAnswer(Struct, frozen=True):
    """The whole number; None: none is kept."""

    number: str | None


async def put_code(call: Call) -> PersonAnswer:
    """PUT /api/v1/office/people/{id}/code"""
    asked, person = call.read(CodeRequest), await the_person(call)
    try:
        code = clean_moet(asked.moet_id) if asked.moet_id.strip() else None
    except BadField as error:
        raise ApiError("bad_field", more=FieldFault("moet_id", error.code)) from error
    with told():
        async with call.deps.database.begin() as connection:
            await set_moet_id(connection, person.id, code, asked.why, call.who, call.now)
    return await person_answer(call)


async def put_citizen(call: Call) -> PersonAnswer:
    """PUT /api/v1/office/people/{id}/citizen-id"""
    asked, person = call.read(CitizenRequest), await the_person(call)
    secrecy = await _secrecy(call)
    with told():
        async with call.deps.database.begin() as connection:
            await set_citizen_id(connection, secrecy, person.id, asked.number, asked.why, call.who, call.now)
    return await person_answer(call)


async def reveal_citizen(call: Call) -> CitizenAnswer:
    """POST /api/v1/office/people/{id}/citizen-id/reveal"""
    person, secrecy = await the_person(call), await _secrecy(call)
    with told():
        async with call.deps.database.begin() as connection:
            return CitizenAnswer(await reveal_citizen_id(connection, secrecy, person.id, call.who, call.now))


async def _secrecy(call: Call) -> Secrecy:
    if not (await policy(call.deps.database)).citizen_ids:
        raise ApiError("not_kept")
    return Secrecy(call.deps.settings.secret.encode())


ROUTES: tuple[Route, ...] = (
    Route(
        "PUT", f"{ONE}/code", "Give somebody another sector code", put_code,
        SCHOOL, body=CodeRequest, answer=PersonAnswer, errors=("unknown_person", "bad_field", "code_taken"),
        act="codes.change",
    ),
    Route(
        "PUT", f"{ONE}/citizen-id", "Keep a number of 12 digits, encrypted", put_citizen,
        SCHOOL, body=CitizenRequest, answer=PersonAnswer,
        errors=("unknown_person", "bad_field", "code_taken", "not_kept", "unreadable"), act="codes.change",
    ),
    Route(
        "POST", f"{ONE}/citizen-id/reveal", "Show the number; the log keeps who looked", reveal_citizen,
        SCHOOL, answer=CitizenAnswer, errors=("unknown_person", "not_kept", "unreadable"), act="codes.change",
    ),
)  # fmt: skip
