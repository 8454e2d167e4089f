"""Guests of a lesson: one link, each types a name; it is shown with the word "khách" wherever guests are shown."""

import hashlib
import secrets
from datetime import datetime
from itertools import count
from typing import Annotated

from msgspec import Meta, Struct

from server.http.api.joins import REMEMBER_MS, TokenAnswer, default_ttl_s, note_link, token_answer
from server.http.api.lessons import known_lesson, phase_of
from server.http.api.ways.printed import qr, whole
from server.http.auth import ByDay, ByJoin, of_lesson
from server.http.call import Call, slow_down
from server.http.clients import client_source
from server.http.deps import Deps
from server.http.errors import ApiError
from server.http.tokens import GuestClaims, TokenError
from server.school.calendar import moment
from server.school.lessons import Lesson
from server.school.rooms import lines_of
from server.school.roster import opened
from server.school.signin.revocations import withdraw
from server.school.ways.guests import guest_name

Link = Annotated[str, Meta(min_length=1, max_length=1000)]


class GuestLink(Struct, frozen=True):
    """`url` is relative to the server's address, `qr` a picture (data: address) of the whole link. `jti` names the link
    when it is withdrawn, like a join token's; DELETE …/guest-link withdraws all of the lesson."""

    url: str
    qr: str
    expires_at: datetime
    jti: str


class GuestLinkRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`link`: what stands behind # in the guests' link."""

    link: Link


class GuestRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`name`: as the guest typed it; what nobody can see and tags are taken out, 60 signs remain at most."""

    link: Link
    name: Annotated[str, Meta(min_length=1, max_length=300)]


class GuestLesson(Struct, frozen=True):
    """What the guest is about to join."""

    lesson: str
    title: str
    subject: str
    class_name: str
    starts_at: datetime


async def create_guest_link(call: Call) -> GuestLink:
    """POST /api/v1/lessons/{id}/guest-link"""
    lesson = await known_lesson(call.deps, call.part("id"))
    _refuse_others(call, lesson)
    of = _root(call.deps, lesson.id)
    issued = call.deps.tokens.guests(lesson.id, default_ttl_s(lesson, call.now), call.now, of)
    await note_link(call, "guest_link.made", lesson.id, None, "")
    url = f"/g/{lesson.id}#{issued.token}"
    return GuestLink(url, qr(whole(call, url)), moment(issued.expires_at), issued.jti)


async def delete_guest_links(call: Call) -> None:
    """DELETE /api/v1/lessons/{id}/guest-link: of all lines of the room. Who came by one is out; a guest with a link of
    the own stays."""
    lesson, deps = await known_lesson(call.deps, call.part("id")), call.deps
    _refuse_others(call, lesson)
    roots = [_root(deps, line.id) for line in await lines_of(deps.database, lesson)]
    async with deps.database.begin() as connection:
        await withdraw(connection, roots, call.now + REMEMBER_MS, call.now, lesson.id)
    deps.revocations.withdrawn(roots, call.now + REMEMBER_MS, call.now)
    for root in roots:
        await deps.hub.revoked(root)
    await note_link(call, "guest_link.withdrawn", lesson.id, None, "")


def _root(deps: Deps, lesson_id: str) -> str:
    """What all guests' links of a lesson are made with, until they are withdrawn: then it is the next one."""
    mark = hashlib.sha256(lesson_id.encode()).hexdigest()[:12]
    return next(root for n in count() if (root := f"guests-{mark}-{n}") not in deps.revocations)


async def open_guest_link(call: Call) -> GuestLesson:
    """POST /api/v1/ways/guests"""
    lesson, _link = await _invited(call, call.read(GuestLinkRequest).link)
    starts_at = moment(lesson.starts_at)
    return GuestLesson(lesson.id, lesson.title, lesson.subject, lesson.class_name, starts_at)


async def create_guest(call: Call) -> TokenAnswer:
    """POST /api/v1/ways/guests/tokens"""
    asked = call.read(GuestRequest)
    lesson, link = await _invited(call, asked.link)
    if phase_of(call.deps, lesson) == "ended":
        raise ApiError("lesson_ended")
    name, fault = guest_name(asked.name, await _names(call, lesson))
    if fault is not None:
        raise ApiError(fault)
    ttl_s = default_ttl_s(lesson, call.now)
    person = f"kh-{secrets.token_hex(6)}"
    issued = call.deps.tokens.join(lesson.id, person, name, "guest", ttl_s, call.now, of=link.jti)
    return token_answer(lesson, issued)


async def _invited(call: Call, link: str) -> tuple[Lesson, GuestClaims]:
    """The lesson and what the link says: a guest's token is made with it, and ends with it."""
    slow_down(call.deps.limits.way, f"guests {client_source(call.request, call.deps.settings)}", call.now)
    claims = call.deps.tokens.read_guests(link, call.now)
    if claims.jti in call.deps.revocations:
        raise TokenError("revoked")
    return await known_lesson(call.deps, claims.lesson), claims


async def _names(call: Call, lesson: Lesson) -> list[str]:
    """How people of the lesson's list are called: by the full name, teachers by the title, too."""
    roster = (await opened(call.deps.database, lesson)).roster
    titled = [f"{one.title} {one.name.rsplit(' ', 1)[-1]}" for one in roster if one.title]
    return [one.name for one in roster] + titled


def _refuse_others(call: Call, lesson: Lesson) -> None:
    """The office, and the lesson's own teacher by link."""
    if isinstance(call.caller, ByJoin | ByDay):
        if isinstance(call.caller, ByJoin):
            of_lesson(call.caller, lesson.id)
        claims = call.caller.claims
        if claims.role != "teacher" or lesson.teacher is None or claims.person != lesson.teacher.id:
            raise ApiError("not_allowed")
