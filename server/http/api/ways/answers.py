"""At the class's link: its pupils by STT, a pupil's answer, a card's QR.

Nobody is signed in here. A link that is old, a pupil of another class and wrong digits get the same answer after the
same time; the time is kept equal by waiting, because writing a wrong try down takes longer than finding no class.
"""

import asyncio
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from lesson.messages import PersonId
from server.http.call import Call, slow_down
from server.http.clients import client_source
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.classes import the_school
from server.school.signin.onetime import token_hash
from server.school.ways.answers import Came, answer, by_card
from server.school.ways.links import Tile, board

ANSWER_S = 0.35
"""Each answer takes at least so long."""
UNPROVED_S = 12 * 3600
"""Who could not prove anything may knock today, and is not remembered."""

Secret = Annotated[str, Meta(min_length=1, max_length=100)]


class ClassLinkRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`secret` is what stands behind # in the class's link."""

    secret: Secret


class ClassLinkAnswer(Struct, frozen=True):
    """Whose line to pick. `called` tells namesakes apart where somebody entered it, else the STT does."""

    school: str
    class_id: str
    class_name: str
    pupils: tuple[Tile, ...]


class AnswerRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`digits`: the birth date (ddmmyyyy; ddmmyy and ddmm do, too) or the PIN of the card; other signs are skipped."""

    secret: Secret
    person: PersonId
    digits: Annotated[str, Meta(min_length=1, max_length=20)]


class CardRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What the QR of a card says: `/t#person.key`."""

    person: PersonId
    key: Secret


class WayAnswer(Struct, frozen=True):
    """A day token of this pupil, by the roster's name. Not `proved`: too many wrong answers, a teacher must admit."""

    token: str
    url: str
    person: PersonId
    name: str
    expires_at: datetime
    proved: bool


async def open_class_link(call: Call) -> ClassLinkAnswer:
    """POST /api/v1/ways/{class}"""
    _slow_down(call, call.part("class"))
    found = await board(call.deps.database, call.part("class"), call.read(ClassLinkRequest).secret)
    if found is None:
        raise ApiError("old_class_link")
    school = await the_school(call.deps.database)
    return ClassLinkAnswer(school.name, found.id, found.code, found.pupils)


async def answer_class_link(call: Call) -> WayAnswer:
    """POST /api/v1/ways/{class}/answers"""
    since = asyncio.get_running_loop().time()
    asked, class_id = call.read(AnswerRequest), call.part("class")
    _slow_down(call, class_id)
    budget, source = call.deps.answers, client_source(call.request, call.deps.settings)
    counted = token_hash(asked.secret), source, asked.person
    if not budget.take(*counted, call.now):
        raise ApiError("many_wrong", headers={"Retry-After": "60"})
    came = await answer(
        call.deps.database, _secret(call), class_id, asked.secret, asked.person, asked.digits, call.now
    )
    if came == "nobody":
        budget.nobody(*counted)
    elif came != "wrong" and came.proved:
        budget.right(*counted)
    await _until(since + ANSWER_S)
    return _way(call, came if isinstance(came, Came) else None, "wrong_answer")


async def answer_card(call: Call) -> WayAnswer:
    """POST /api/v1/ways/cards"""
    since = asyncio.get_running_loop().time()
    asked = call.read(CardRequest)
    _slow_down(call, "card")
    came = await by_card(call.deps.database, _secret(call), asked.person, asked.key, call.now)
    await _until(since + ANSWER_S)
    return _way(call, came, "old_card")


def _way(call: Call, came: Came | None, code: str) -> WayAnswer:
    if came is None:
        raise ApiError(code)
    tokens, card = call.deps.tokens, came.version
    if came.proved:
        issued = tokens.day(came.person, "student", came.name, call.now, card=card)
    else:
        issued = tokens.day(came.person, "student", came.name, call.now, UNPROVED_S, card=card, unproved=True)
    expires_at = moment(issued.expires_at)
    return WayAnswer(issued.token, f"/day#{issued.token}", came.person, came.name, expires_at, came.proved)


def _slow_down(call: Call, door: str) -> None:
    """Per source and class: who asks for the list or answers, whatever it is; wrong answers have a budget besides."""
    source = client_source(call.request, call.deps.settings)
    slow_down(call.deps.limits.way, f"{door} {source}", call.now)


def _secret(call: Call) -> bytes:
    return call.deps.settings.secret.encode()


async def _until(moment_s: float) -> None:
    await asyncio.sleep(max(0.0, moment_s - asyncio.get_running_loop().time()))
