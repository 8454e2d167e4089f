"""Families of a class at the office's and the homeroom teacher's: who answered, new links and printed slips, and what
a signed slip says about the rules."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from lesson.messages import PersonId
from server.http.api.attending.month import known_class, reach_of
from server.http.api.families.family import RulesRead
from server.http.api.families.houserules import RulesAnswer, rules_answer
from server.http.api.ways.printed import qr, whole
from server.http.call import Call
from server.http.errors import ApiError
from server.http.tokens import FAMILY_S
from server.school.calendar import moment
from server.school.classes import the_school
from server.school.families.board import FamilyLine, family_board
from server.school.families.houserules import accept, newest_rules
from server.school.families.links import FamilyLink, new_family_link
from server.school.people import Person, person_by_id, students_of
from server.school.policy import policy
from server.school.rights.audit import note

MOST = 100
"""Slips of one call: a class has 60 at most."""


class FamiliesAnswer(Struct, frozen=True):
    """A class by STT; `version` of the rules that hold (None: none)."""

    class_id: str
    class_name: str
    version: int | None
    pupils: tuple[FamilyLine, ...]


class SlipsRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Pupils of the class. Each gets a new link; what was out before opens nothing any more."""

    people: Annotated[tuple[PersonId, ...], Meta(min_length=1, max_length=MOST)]


class Slip(Struct, frozen=True):
    """`qr` is a picture (data: address) of `url`, which is whole and is shown this once."""

    person: PersonId
    stt: int
    name: str
    url: str
    qr: str
    expires_at: datetime


class SlipsAnswer(Struct, frozen=True):
    """Sheets to print. `superior`: the body above the school, or "". `consent_text` "": the page has its own words."""

    school: str
    superior: str
    class_name: str
    consent_text: str
    rules: RulesAnswer | None
    slips: tuple[Slip, ...]


async def get_families(call: Call) -> FamiliesAnswer:
    """GET /api/v1/office/families/{class}"""
    of = await known_class(call, call.part("class"))
    rules = await newest_rules(call.deps.database)
    version = rules.version if rules else None
    pupils = await family_board(call.deps.database, of.id, version, call.now)
    return FamiliesAnswer(of.id, of.code, version, pupils)


async def create_slips(call: Call) -> SlipsAnswer:
    """POST /api/v1/office/families/{class}/links"""
    of, asked = await known_class(call, call.part("class")), frozenset(call.read(SlipsRequest).people)
    database = call.deps.database
    numbered = enumerate(await students_of(database, of.id), start=1)
    chosen = [(one.stt or place, one) for place, one in numbered if one.id in asked]
    if len(chosen) != len(asked):
        raise ApiError("unknown_person")
    async with database.begin() as connection:
        links = [await new_family_link(connection, call.who, one.id, call.now) for _, one in chosen]
    for link in links:
        await _end(call, link)
    rules, said = await newest_rules(database), await policy(database)
    return SlipsAnswer(
        (await the_school(database)).name,
        said.superior,
        of.code,
        said.consent_text,
        rules_answer(rules) if rules else None,
        tuple(_slip(call, stt, one, link) for (stt, one), link in zip(chosen, links, strict=True)),
    )


async def put_slip_rules(call: Call) -> None:
    """PUT /api/v1/office/people/{id}/rules: the family signed that it read them."""
    person = await person_by_id(call.deps.database, call.part("id"))
    if person is None or person.kind != "student" or not reach_of(call).has_class(person.class_id):
        raise ApiError("unknown_person")
    version = call.read(RulesRead).version
    async with call.deps.database.begin() as connection:
        if not await accept(connection, version, person.id, "family", call.now):
            raise ApiError("no_rules")
        await note(connection, call.who, "rules.slip", call.now, object_id=str(version), person_id=person.id)


def _slip(call: Call, stt: int, pupil: Person, link: FamilyLink) -> Slip:
    url = whole(call, f"/family#{link.secret}")
    return Slip(pupil.id, stt, pupil.full_name, url, qr(url), moment(link.expires_at))


async def _end(call: Call, link: FamilyLink) -> None:
    """What older links opened ends now: a token outlives its link's last use by FAMILY_S at most."""
    revocations, tokens_end = call.deps.revocations, call.now + FAMILY_S * 1000
    for jti in link.ended:
        await revocations.revoke(jti, "", tokens_end, call.now)
