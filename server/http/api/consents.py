"""The answer of a person who was asked whether lessons may be recorded. It counts at once, in running lessons, too."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.http.api.attending import TEACHERS
from server.http.api.attending.month import reach_of
from server.http.call import Call, Route
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.consents import AGREED, Consent, Told, ToldBy, consent_answers, set_consent
from server.school.people import person_by_id


class ConsentRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """dong_y (agreed), khong_dong_y (declined), chua_tra_loi (not answered), da_rut (withdrawn).

    `told_by` slip: from a signed paper, whose number or place `note` may say.
    """

    recording_consent: Consent
    told_by: Literal["slip", "office"] = "office"
    note: Annotated[str, Meta(max_length=200)] = ""


class PastAnswer(Struct, frozen=True):
    """An answer and how it came."""

    answer: Consent
    told_by: ToldBy
    note: str
    at: datetime


class ConsentsAnswer(Struct, frozen=True):
    """Every answer, oldest first."""

    answers: tuple[PastAnswer, ...]


class ConsentAnswer(Struct, frozen=True):
    """As it is kept now."""

    person: str
    recording_consent: Consent


async def put_consent(call: Call) -> ConsentAnswer:
    """PUT /api/v1/office/people/{id}/consent"""
    asked, person_id = call.read(ConsentRequest), call.part("id")
    person = await person_by_id(call.deps.database, person_id)
    if person is None or not reach_of(call).has_class(person.class_id):
        raise ApiError("unknown_person")
    async with call.deps.database.begin() as connection:
        told = Told(asked.told_by, asked.note)
        await set_consent(connection, call.who, person_id, asked.recording_consent, told, call.now)
    await call.deps.hub.consent_changed(person_id, asked.recording_consent == AGREED)
    return ConsentAnswer(person_id, asked.recording_consent)


async def get_consents(call: Call) -> ConsentsAnswer:
    """GET /api/v1/office/people/{id}/consent"""
    person = await person_by_id(call.deps.database, call.part("id"))
    if person is None or not reach_of(call).has_class(person.class_id):
        raise ApiError("unknown_person")
    answers = await consent_answers(call.deps.database, person.id)
    return ConsentsAnswer(tuple(PastAnswer(one.answer, one.by, one.note, moment(one.at)) for one in answers))


ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/office/people/{id}/consent", "What a person answered so far", get_consents,
        TEACHERS, answer=ConsentsAnswer, errors=("unknown_person",), act="consents.read",
    ),
    Route(
        "PUT", "/api/v1/office/people/{id}/consent", "Keep whether a person agreed to be recorded",
        put_consent, TEACHERS, body=ConsentRequest, answer=ConsentAnswer,
        errors=("unknown_person",), act="consents.write",
    ),
)  # fmt: skip
