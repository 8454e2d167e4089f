"""People of the school: looked for, entered, changed, moved, gone and back."""

from datetime import date
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct
from msgspec.structs import replace

from server.http.api.people.faults import told
from server.http.call import SCHOOL, Call, Route
from server.http.endings import links_ended
from server.http.errors import ApiError
from server.school.importing.people.gathering import today_of
from server.school.policy import policy_in
from server.school.register.lists import (
    ClassMove,
    CodeChange,
    Listed,
    codes_of,
    find_people,
    moves_of,
    one_person,
)
from server.school.register.order import by_name
from server.school.register.people import (
    Fields,
    PersonKind,
    add_person,
    change_person,
    come_back,
    leave,
    move,
)
from server.school.rights.audit import note
from server.school.signin.revocations import FIRST_CARD, end_links

Short = Annotated[str, Meta(max_length=300)]
ONE = "/api/v1/office/people/{id}"


class PeopleQuery(Struct, frozen=True, rename={"class_": "class"}):
    """`q`: words of the name, or a whole code. `left`: who left, instead of who is here."""

    kind: PersonKind | None = None
    class_: Short | None = None
    q: Short = ""
    left: bool = False


class PeopleAnswer(Struct, frozen=True):
    """`more`: there are others; a narrower search shows them."""

    people: tuple[Listed, ...]
    more: bool


class PersonAnswer(Struct, frozen=True):
    """Somebody with the history of codes and classes, the newest first.

    `citizen_ids`: the school keeps số định danh cá nhân.
    """

    person: Listed
    codes: tuple[CodeChange, ...]
    moves: tuple[ClassMove, ...]
    citizen_ids: bool


class NewPerson(Struct, frozen=True, forbid_unknown_fields=True):
    """Of a pupil the class is needed. `moet_id` "": none yet."""

    kind: PersonKind
    fields: Fields
    class_id: Short | None = None
    moet_id: Short = ""


class MoveRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`in_order`: the new class is numbered anew by name; else the pupil comes last."""

    class_id: Short
    why: Short = ""
    in_order: bool = False


class LeaveRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`day`: the last one; today when left out."""

    why: Short = ""
    day: date | None = None


class OrderRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """How the class is numbered anew."""

    by: Literal["name"] = "name"


async def list_people(call: Call) -> PeopleAnswer:
    """GET /api/v1/office/people"""
    query = call.asked(PeopleQuery)
    async with call.deps.database.read() as connection:
        found, more = await find_people(
            connection,
            kind=query.kind,
            class_id=query.class_,
            words=query.q,
            left=query.left,
            within=call.reach.has_class,
        )
    return PeopleAnswer(tuple(_shown(call, one) for one in found), more)


async def get_person(call: Call) -> PersonAnswer:
    """GET /api/v1/office/people/{id}"""
    return await person_answer(call)


async def create_person(call: Call) -> PersonAnswer:
    """POST /api/v1/office/people"""
    asked = call.read(NewPerson)
    with told():
        async with call.deps.database.begin() as connection:
            today = date.fromisoformat(await today_of(connection, call.now))
            person_id = await add_person(
                connection, asked.kind, asked.fields, asked.class_id, asked.moet_id, today, call.who, call.now
            )
    return await person_answer(call, person_id)


async def put_person(call: Call) -> PersonAnswer:
    """PATCH /api/v1/office/people/{id}"""
    fields = call.read(Fields)
    person = await the_person(call)
    if person.kind == "student":
        unfit = [name for name in ("email", "department_id", "title") if getattr(fields, name) is not UNSET]
        if unfit:
            raise ApiError("bad_message", "A pupil has no e-mail address, department or title here.")
    with told():
        async with call.deps.database.begin() as connection:
            today = date.fromisoformat(await today_of(connection, call.now))
            await change_person(connection, person.id, fields, today, call.who, call.now)
    return await person_answer(call)


async def move_person(call: Call) -> PersonAnswer:
    """POST /api/v1/office/people/{id}/move"""
    asked, person = call.read(MoveRequest), await the_person(call)
    if person.kind != "student" or not person.active:
        raise ApiError("unknown_person")
    with told():
        async with call.deps.database.begin() as connection:
            await move(
                connection, person.id, asked.class_id, asked.why, call.who, call.now, in_order=asked.in_order
            )
    return await person_answer(call)


async def leave_school(call: Call) -> PersonAnswer:
    """POST /api/v1/office/people/{id}/leave: links of somebody of the staff end, in a running lesson, too. A pupil's
    open nothing as long as the pupil is away, and do again after a return."""
    asked, person = call.read(LeaveRequest), await the_person(call)
    version = FIRST_CARD
    async with call.deps.database.begin() as connection:
        day = asked.day or date.fromisoformat(await today_of(connection, call.now))
        if person.active:
            await leave(connection, person.id, day, asked.why, call.who, call.now)
            version = FIRST_CARD if person.kind == "student" else await end_links(connection, person.id)
    await links_ended(call.deps, person.id, version)
    return await person_answer(call)


async def return_to_school(call: Call) -> PersonAnswer:
    """POST /api/v1/office/people/{id}/return"""
    person = await the_person(call)
    async with call.deps.database.begin() as connection:
        if not person.active:
            await come_back(connection, person.id, call.who, call.now)
    return await person_answer(call)


async def number_class(call: Call) -> PeopleAnswer:
    """POST /api/v1/office/classes/{id}/order"""
    class_id = call.part("id")
    async with call.deps.database.begin() as connection:
        await by_name(connection, class_id)
        await note(connection, call.who, "class.numbered", call.now, object_id=class_id)
    async with call.deps.database.read() as connection:
        found, more = await find_people(
            connection, kind="student", class_id=class_id, words="", left=False, within=call.reach.has_class
        )
    return PeopleAnswer(tuple(found), more)


async def the_person(call: Call, person_id: str | None = None) -> Listed:
    """Who the address names, when within the caller's reach. Raises ApiError `unknown_person`."""
    async with call.deps.database.read() as connection:
        found = await one_person(connection, person_id or call.part("id"))
    if found is None or not call.reach.has_class(found.class_id):
        raise ApiError("unknown_person")
    return found


async def person_answer(call: Call, person_id: str | None = None) -> PersonAnswer:
    """The same, with the history."""
    person = await the_person(call, person_id)
    async with call.deps.database.read() as connection:
        codes, moves = await codes_of(connection, person.id), await moves_of(connection, person.id)
        keeps = (await policy_in(connection)).citizen_ids
    told = tuple(codes) if _knows(call, person) else ()
    return PersonAnswer(_shown(call, person), told, tuple(moves), keeps)


def _knows(call: Call, one: Listed) -> bool:
    """Who reads lists sees names; what proves a pupil's identity, and the consent, are for who keeps the class."""
    return call.who.reach("consents.read").has_class(one.class_id)


def _shown(call: Call, one: Listed) -> Listed:
    if _knows(call, one):
        return one
    return replace(
        one, sex=None, birth_date=None, moet_id=None, temporary_code=None, email=None, recording_consent=None
    )


_WRONG = ("unknown_person", "bad_field")
ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/office/people", "People by kind, class and words of the name", list_people,
        SCHOOL, query=PeopleQuery, answer=PeopleAnswer, act="people.read",
    ),
    Route(
        "POST", "/api/v1/office/people", "Enter somebody", create_person,
        SCHOOL, body=NewPerson, answer=PersonAnswer, status=201, errors=("bad_field", "code_taken"), act="people.write",
    ),
    Route(
        "GET", ONE, "Somebody, with the history of codes and classes", get_person,
        SCHOOL, answer=PersonAnswer, errors=("unknown_person",), act="people.read",
    ),
    Route(
        "PATCH", ONE, "Change somebody; what is left out stays", put_person,
        SCHOOL, body=Fields, answer=PersonAnswer, errors=_WRONG, act="people.write",
    ),
    Route(
        "POST", f"{ONE}/move", "Into another class", move_person,
        SCHOOL, body=MoveRequest, answer=PersonAnswer, errors=_WRONG, act="people.write",
    ),
    Route(
        "POST", f"{ONE}/leave", "Not of the school any more; nothing is deleted", leave_school,
        SCHOOL, body=LeaveRequest, answer=PersonAnswer, errors=_WRONG, act="people.write",
    ),
    Route(
        "POST", f"{ONE}/return", "Of the school again", return_to_school,
        SCHOOL, answer=PersonAnswer, errors=_WRONG, act="people.write",
    ),
    Route(
        "POST", "/api/v1/office/classes/{id}/order", "Number a class anew by name", number_class,
        SCHOOL, body=OrderRequest, answer=PeopleAnswer, act="people.write",
    ),
)  # fmt: skip
