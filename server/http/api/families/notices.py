"""Notices: sent by the office, the leaders or a homeroom teacher to the own class; read by pupils on the day page."""

from typing import Annotated

from msgspec import Meta, Struct

from server.http.api.attending.month import known_class, reach_of
from server.http.api.families.family import NoticesRead, RulesRead
from server.http.api.families.houserules import RulesAnswer, rules_answer
from server.http.api.families.own import kept_text
from server.http.api.ways.printed import whole
from server.http.auth import ByDay
from server.http.call import Call
from server.http.errors import ApiError
from server.http.tokens import TokenError
from server.school.classes import the_school
from server.school.families.addresses import addresses
from server.school.families.houserules import accept, accepted, newest_rules
from server.school.families.letterbox import WaitingLetter, keep_waiting
from server.school.families.letters import Letter
from server.school.families.mailer import GIVE_UP_MS
from server.school.families.mailtrouble import MailState
from server.school.families.notices import (
    NewNotice,
    SchoolNotice,
    ToldNotice,
    mark_read,
    send,
    sent,
    told,
)
from server.school.people import Person, person_by_id
from server.school.texts import BadText, plain


class NoticeRequest(Struct, frozen=True, forbid_unknown_fields=True, rename={"of": "class"}):
    """To a class, one pupil, or (neither) the whole school. `link`: an address (http or https) or a path of ours.

    `email`: to the families that gave an address, too.
    """

    title: Annotated[str, Meta(min_length=1, max_length=150)]
    text: Annotated[str, Meta(min_length=1, max_length=4000)]
    link: Annotated[str, Meta(max_length=500, pattern=r"^(https?://[^\s/][^\s]*|/[^\s/][^\s]*)?$")] = ""
    of: Annotated[str, Meta(max_length=64)] | None = None
    person: Annotated[str, Meta(max_length=64)] | None = None
    email: bool = False


class NoticesAnswer(Struct, frozen=True):
    """The newest first. `mail`: whether the school sends e-mail, and `mailing`: how that goes."""

    notices: tuple[SchoolNotice, ...]
    mail: bool
    mailing: MailState


class SentAnswer(Struct, frozen=True):
    """`mails`: to how many addresses it goes by e-mail."""

    id: int
    mails: int


class PupilTold(Struct, frozen=True):
    """What the school tells a pupil. `rules`: those still to be read before a lesson; None: none, or read."""

    notices: tuple[ToldNotice, ...]
    rules: RulesAnswer | None


async def list_notices(call: Call) -> NoticesAnswer:
    """GET /api/v1/office/notices"""
    found, mailer = await sent(call.deps.database, reach_of(call)), call.deps.mailer
    on = mailer is not None and mailer.on
    return NoticesAnswer(tuple(found), on, mailer.state if mailer is not None else MailState())


async def create_notice(call: Call) -> SentAnswer:
    """POST /api/v1/office/notices"""
    asked, database, mailer = call.read(NoticeRequest), call.deps.database, call.deps.mailer
    class_id, person_id = await _to(call, asked)
    try:
        title = plain(asked.title)
    except BadText as error:
        raise ApiError("bad_text") from error
    text = kept_text(asked.text)
    if not title:
        raise ApiError("bad_text")
    school = (await the_school(database)).name
    async with database.begin() as connection:
        to = await addresses(connection, class_id, person_id) if asked.email and mailer else []
        if mailer is not None and len(to) > mailer.room():
            raise ApiError("mail_full" if mailer.on else "no_mail")
        new = NewNotice(
            title=title, text=text, link=asked.link, class_id=class_id, person_id=person_id, mails=len(to)
        )
        notice_id = await send(connection, call.who, new, call.now)
        link = whole(call, asked.link) if asked.link.startswith("/") else asked.link
        await keep_waiting(connection, notice_id, to, link, call.now + GIVE_UP_MS)
    if mailer is not None:
        letter, until = Letter(school, title, text, link), call.now + GIVE_UP_MS
        mailer.put(WaitingLetter(notice_id, one, letter, until) for one in to)
    return SentAnswer(notice_id, len(to))


async def get_told(call: Call) -> PupilTold:
    """GET /api/v1/day/told: teachers are told nothing here."""
    assert isinstance(call.caller, ByDay)
    if call.caller.claims.role != "student":
        return PupilTold((), None)
    pupil, database = await _pupil(call), call.deps.database
    rules = await newest_rules(database)
    due = rules is not None and not await accepted(database, rules.version, pupil.id, "pupil")
    notices = await told(database, pupil.id, pupil.class_id, limit=10)
    return PupilTold(tuple(notices), rules_answer(rules) if rules and due else None)


async def put_told_rules(call: Call) -> None:
    """PUT /api/v1/day/rules: "Em đã đọc và thực hiện"."""
    pupil = await _pupil(call)
    async with call.deps.database.begin() as connection:
        known = await accept(connection, call.read(RulesRead).version, pupil.id, "pupil", call.now)
    if not known:
        raise ApiError("no_rules")


async def read_told(call: Call) -> None:
    """POST /api/v1/day/notices/read"""
    pupil, ids = await _pupil(call), call.read(NoticesRead).notices
    async with call.deps.database.begin() as connection:
        await mark_read(connection, ids, pupil.id, pupil.class_id, call.now)


async def _to(call: Call, asked: NoticeRequest) -> tuple[str | None, str | None]:
    """Class and pupil it goes to, within reach. Raises ApiError."""
    reach = reach_of(call)
    if asked.person is not None:
        pupil = await person_by_id(call.deps.database, asked.person)
        fits = asked.of is None or (pupil is not None and pupil.class_id == asked.of)
        if pupil is None or pupil.kind != "student" or not fits or not reach.has_class(pupil.class_id):
            raise ApiError("unknown_person")
        return pupil.class_id, pupil.id
    if asked.of is not None:
        return (await known_class(call, asked.of)).id, None
    if not reach.everything:
        raise ApiError("not_allowed")
    return None, None


async def _pupil(call: Call) -> Person:
    assert isinstance(call.caller, ByDay)
    if call.caller.claims.role != "student":
        raise ApiError("not_allowed")
    pupil = await person_by_id(call.deps.database, call.caller.claims.person)
    if pupil is None:
        raise TokenError("revoked")
    return pupil
