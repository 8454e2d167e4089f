"""The family's page: who opened a pupil's one-time link answers, reads and is told for that pupil. Who the pupil is,
the token alone says; no path or body names a person."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.http.api.consents import PastAnswer
from server.http.api.families.houserules import RulesAnswer, rules_answer
from server.http.auth import ByFamily
from server.http.call import Call, slow_down
from server.http.clients import client_source
from server.http.errors import ApiError
from server.http.tokens import TokenError
from server.school.calendar import moment
from server.school.classes import all_classes, the_school
from server.school.consents import AGREED, Consent, Told, consent_answers, consents, set_consent
from server.school.families.addresses import address_of, mail_address, set_address
from server.school.families.houserules import accept, accepted, newest_rules
from server.school.families.links import family_actor, use_family_link
from server.school.families.notices import ToldNotice, mark_read, told
from server.school.people import Person, person_by_id
from server.school.policy import policy, records_lessons
from server.school.register.clean import BadField
from server.school.rights.actor import Actor


class FamilySecret(Struct, frozen=True, forbid_unknown_fields=True):
    """`secret`: what stands behind # in the family's link."""

    secret: Annotated[str, Meta(min_length=1, max_length=100)]


class FamilyToken(Struct, frozen=True):
    """Opens the family's page until then."""

    token: str
    expires_at: datetime


class FamilyConsent(Struct, frozen=True):
    """Whether the pupil may be recorded. `text`: the school's words about it ("": the page has its own)."""

    recorded: bool
    text: str
    answer: Consent
    answers: tuple[PastAnswer, ...]


class FamilyRules(Struct, frozen=True):
    """What holds, and whether the family read it."""

    rules: RulesAnswer
    read: bool


class FamilyPage(Struct, frozen=True):
    """All there is about one pupil but attendance and what was handed in."""

    person: str
    name: str
    class_name: str
    school: str
    consent: FamilyConsent
    rules: FamilyRules | None
    notices: tuple[ToldNotice, ...]
    email: str
    mail: bool
    """Whether the school sends notices by e-mail."""
    expires_at: datetime


class FamilyAnswerRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Agrees, declines, or takes an agreement back."""

    answer: Literal["dong_y", "khong_dong_y", "da_rut"]


class RulesRead(Struct, frozen=True, forbid_unknown_fields=True):
    """The version that was read."""

    version: Annotated[int, Meta(ge=1, le=1_000_000)]


class NoticesRead(Struct, frozen=True, forbid_unknown_fields=True):
    """Notices that were seen."""

    notices: Annotated[tuple[Annotated[int, Meta(ge=1, le=2**53)], ...], Meta(max_length=100)]


class FamilyEmail(Struct, frozen=True, forbid_unknown_fields=True):
    """Where notices go, too; "" forgets the address."""

    email: Annotated[str, Meta(max_length=254)]


async def create_family_session(call: Call) -> FamilyToken:
    """POST /api/v1/family/sessions: the link works this once."""
    slow_down(call.deps.limits.way, f"family {client_source(call.request, call.deps.settings)}", call.now)
    async with call.deps.database.begin() as connection:
        used = await use_family_link(connection, call.read(FamilySecret).secret, call.now)
    if used is None:
        raise ApiError("used_link")
    issued = call.deps.tokens.family(*used, call.now)
    return FamilyToken(issued.token, moment(issued.expires_at))


async def get_family(call: Call) -> FamilyPage:
    """GET /api/v1/family"""
    child, database = await child_of(call), call.deps.database
    assert isinstance(call.caller, ByFamily)
    rules = await newest_rules(database)
    classes = {one.id: one.code for one in await all_classes(database)}
    notices = await told(database, child.id, child.class_id, reader=actor_for(child).id)
    return FamilyPage(
        person=child.id,
        name=child.full_name,
        class_name=classes.get(child.class_id or "", ""),
        school=(await the_school(database)).name,
        consent=await _consent(call, child),
        rules=None
        if rules is None
        else FamilyRules(rules_answer(rules), await accepted(database, rules.version, child.id, "family")),
        notices=tuple(sorted(notices, key=lambda one: one.read)),
        email=await address_of(database, child.id),
        mail=call.deps.mailer is not None and call.deps.mailer.on,
        expires_at=moment(call.caller.claims.exp * 1000),
    )


async def put_family_consent(call: Call) -> FamilyConsent:
    """PUT /api/v1/family/consent: counts at once, in a running lesson, too."""
    child, answer = await child_of(call), call.read(FamilyAnswerRequest).answer
    async with call.deps.database.begin() as connection:
        await set_consent(connection, actor_for(child), child.id, answer, Told("family"), call.now)
    await call.deps.hub.consent_changed(child.id, answer == AGREED)
    return await _consent(call, child)


async def put_family_rules(call: Call) -> None:
    """PUT /api/v1/family/rules"""
    child = await child_of(call)
    async with call.deps.database.begin() as connection:
        known = await accept(connection, call.read(RulesRead).version, child.id, "family", call.now)
    if not known:
        raise ApiError("no_rules")


async def read_family_notices(call: Call) -> None:
    """POST /api/v1/family/notices/read"""
    child, ids = await child_of(call), call.read(NoticesRead).notices
    async with call.deps.database.begin() as connection:
        await mark_read(connection, ids, child.id, child.class_id, call.now, reader=actor_for(child).id)


async def put_family_email(call: Call) -> FamilyEmail:
    """PUT /api/v1/family/email"""
    child, asked = await child_of(call), call.read(FamilyEmail).email.strip()
    try:
        email = mail_address(asked) if asked else None
    except BadField as error:
        raise ApiError("bad_email") from error
    async with call.deps.database.begin() as connection:
        await set_address(connection, actor_for(child), child.id, email, call.now)
    return FamilyEmail(email or "")


async def child_of(call: Call) -> Person:
    """The pupil the token speaks for. Raises TokenError `revoked` once the pupil left."""
    assert isinstance(call.caller, ByFamily)
    child = await person_by_id(call.deps.database, call.caller.claims.person)
    if child is None or child.kind != "student":
        raise TokenError("revoked")
    return child


def actor_for(child: Person) -> Actor:
    """Who acts, in the log."""
    return family_actor(child.id)


async def _consent(call: Call, child: Person) -> FamilyConsent:
    database = call.deps.database
    answers = await consent_answers(database, child.id)
    return FamilyConsent(
        recorded=await records_lessons(database),
        text=(await policy(database)).consent_text,
        answer=(await consents(database)).get(child.id, "chua_tra_loi"),
        answers=tuple(PastAnswer(one.answer, one.by, one.note, moment(one.at)) for one in answers),
    )
