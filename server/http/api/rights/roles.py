"""Roles by API: given with days and decision, taken away at once; inspectors with their account in one step."""

import re
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from server.http.api.rights.accounts import SecretAnswer, fresh_password, made_account, secret_of
from server.http.api.session import Login
from server.http.auth import ByOffice
from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.rights.audit import note
from server.school.rights.roles import (
    BadTerm,
    Term,
    WrongPerson,
    add_inspector,
    check_term,
    give_role,
    given_roles,
    holder_of,
    take_role,
)
from server.school.rights.table import Role
from server.school.texts import BadText, plain

Decision = Annotated[str, Meta(max_length=200)]


class RoleLine(Struct, frozen=True):
    """A role somebody has by hand, on these days (both included; null: open)."""

    id: int
    person: str
    name: str
    title: str | None
    role: Role
    from_day: str | None
    to_day: str | None
    decision: str
    at: datetime


class RolesAnswer(Struct, frozen=True):
    """The newest first, past ones too."""

    roles: tuple[RoleLine, ...]


class RoleRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """office, head, deputy, technician or inspector; an inspector needs both days and the decision's number."""

    person: Annotated[str, Meta(min_length=1, max_length=64)]
    role: Role
    from_day: date | None = None
    to_day: date | None = None
    decision: Decision = ""


class RoleAnswer(Struct, frozen=True):
    """The number of the role, to take it away."""

    id: int


class InspectorRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody from outside who inspects on these days by this decision; gets an account with a temporary password."""

    name: Annotated[str, Meta(min_length=2, max_length=120)]
    login: Login
    from_day: date
    to_day: date
    decision: Decision
    title: Annotated[str, Meta(max_length=20)] = ""


async def list_roles(call: Call) -> RolesAnswer:
    """GET /api/v1/office/roles"""
    return RolesAnswer(
        tuple(
            RoleLine(
                one.id, one.person, one.name, one.title, one.role,
                one.from_day, one.to_day, one.decision, moment(one.at),
            )
            for one in await given_roles(call.deps.database)
        )
    )  # fmt: skip


async def create_role(call: Call) -> RoleAnswer:
    """POST /api/v1/office/roles"""
    asked = call.read(RoleRequest)
    _not_oneself(call, asked.person)
    term = Term(asked.role, asked.from_day, asked.to_day, _line(asked.decision))
    try:
        async with call.deps.database.begin() as connection:
            number = await give_role(connection, asked.person, term, call.who.id, call.now)
            await note(
                connection, call.who, "role.given", call.now,
                object_id=str(number), person_id=asked.person, detail=_days(term),
            )  # fmt: skip
    except BadTerm as error:
        raise ApiError("bad_term") from error
    except WrongPerson as error:
        raise ApiError("unknown_person") from error
    return RoleAnswer(number)


async def delete_role(call: Call) -> None:
    """DELETE /api/v1/office/roles/{id}: it counts at once, in lessons it let into, too."""
    if not re.fullmatch(r"[0-9]{1,15}", call.part("id")):
        raise ApiError("not_found")
    number = int(call.part("id"))
    async with call.deps.database.begin() as connection:
        _not_oneself(call, await holder_of(connection, number))
        taken = await take_role(connection, number)
        if taken is None:
            raise ApiError("not_found")
        person, role = taken
        await note(
            connection, call.who, "role.taken", call.now, object_id=str(number), person_id=person, detail=role
        )
    await call.deps.hub.role_taken(person)


async def create_inspector(call: Call) -> SecretAnswer:
    """POST /api/v1/office/inspectors"""
    asked = call.read(InspectorRequest)
    term = Term("inspector", asked.from_day, asked.to_day, _line(asked.decision))
    name, title = _line(asked.name), _line(asked.title)
    try:
        check_term(term)
        password, hashed = await fresh_password(call, "password")
        async with call.deps.database.begin() as connection:
            person = await add_inspector(connection, name, title or None)
            number = await give_role(connection, person, term, call.who.id, call.now)
            await note(
                connection, call.who, "role.given", call.now,
                object_id=str(number), person_id=person, detail=_days(term),
            )  # fmt: skip
            account = await made_account(call, connection, person, asked.login, hashed)
            return await secret_of(call, connection, account, password)
    except BadTerm as error:
        raise ApiError("bad_term") from error


def _not_oneself(call: Call, person: str | None) -> None:
    """It takes two to change what one may do."""
    if isinstance(call.caller, ByOffice) and person is not None and call.who.id == person:
        raise ApiError("not_yourself")


def _line(text: str) -> str:
    try:
        return plain(text)
    except BadText as error:
        raise ApiError("bad_text") from error


def _days(term: Term) -> str:
    return f"{term.role} {term.from_day or ''}>{term.to_day or ''}"


_ALL = "/api/v1/office/roles"

ROUTES = (
    Route(
        "GET", _ALL, "Roles that were given", list_roles,
        SCHOOL, answer=RolesAnswer, act="roles.manage",
    ),
    Route(
        "POST", _ALL, "Give a role", create_role,
        SCHOOL, body=RoleRequest, answer=RoleAnswer, status=201,
        errors=("bad_term", "unknown_person", "not_yourself", "bad_text"), act="roles.manage",
    ),
    Route(
        "DELETE", f"{_ALL}/{{id}}", "Take a role away", delete_role,
        SCHOOL, status=204, errors=("not_found", "not_yourself"), act="roles.manage",
    ),
    Route(
        "POST", "/api/v1/office/inspectors", "Somebody from outside who may look, for some days", create_inspector,
        SCHOOL, body=InspectorRequest, answer=SecretAnswer, status=201,
        errors=("bad_term", "login_taken", "bad_text"), act="accounts.manage",
    ),
)  # fmt: skip
