"""The answer of a person who was asked whether lessons may be recorded. It counts at once, in running lessons, too."""

from msgspec import Struct

from server.http.call import Call
from server.http.errors import ApiError
from server.school.consents import AGREED, Consent, set_consent


class ConsentRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """dong_y (agreed), khong_dong_y (declined), chua_tra_loi (not answered), da_rut (withdrawn)."""

    recording_consent: Consent


class ConsentAnswer(Struct, frozen=True):
    """As it is kept now."""

    person: str
    recording_consent: Consent


async def put_consent(call: Call) -> ConsentAnswer:
    """PUT /api/v1/office/people/{id}/consent"""
    person, consent = call.part("id"), call.read(ConsentRequest).recording_consent
    if not await set_consent(call.deps.database, person, consent):
        raise ApiError("unknown_person")
    await call.deps.hub.consent_changed(person, consent == AGREED)
    return ConsentAnswer(person, consent)
