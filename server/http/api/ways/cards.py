"""Cards with PIN and QR: of a class for printing, of one pupil during a lesson. What is answered is shown once."""

import asyncio

from msgspec import Struct

from lesson.messages import PersonId
from server.http.api.lessons import known_lesson
from server.http.api.ways.printed import qr, whole
from server.http.api.ways.reach import own_class, own_pupil
from server.http.auth import of_lesson
from server.http.call import Call
from server.http.errors import ApiError
from server.school.classes import SchoolClass, the_school
from server.school.ways.cards import CardState, NewCard, class_ways, issue_cards

MOST = 200
"""Of one call: a class has 60 at most."""


class CardsRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`people` of the class; without them all who have no card yet. A second card ends the first one."""

    people: tuple[PersonId, ...] | None = None


class PrintedCard(Struct, frozen=True):
    """`qr` is a picture (data: address) of `url`, which is whole. `again`: older cards and devices are out."""

    person: PersonId
    stt: int
    name: str
    pin: str
    url: str
    qr: str
    again: bool


class CardsAnswer(Struct, frozen=True):
    """A sheet of cards to print. None of it is kept here."""

    school: str
    class_name: str
    cards: tuple[PrintedCard, ...]


async def create_cards(call: Call) -> CardsAnswer:
    """POST /api/v1/classes/{id}/cards"""
    of, asked = await own_class(call, call.part("id")), call.read(CardsRequest).people
    pupils = (await class_ways(call.deps.database, of.id)).pupils
    if asked is None:
        chosen = [one for one in pupils if one.issued_at is None]
    else:
        chosen = [one for one in pupils if one.person in asked]
        if len(chosen) != len(set(asked)) or len(asked) > MOST:
            raise ApiError("unknown_person")
    return await _issued(call, of, chosen, ends_older=False)


async def create_lesson_card(call: Call) -> CardsAnswer:
    """POST /api/v1/lessons/{id}/people/{person}/card: ends the pupil's other devices at once, the lesson's, too."""
    of_lesson(call.caller, call.part("id"))
    await known_lesson(call.deps, call.part("id"))
    pupil = await own_pupil(call, call.part("person"))
    of = await own_class(call, pupil.class_id or "")
    chosen = [one for one in (await class_ways(call.deps.database, of.id)).pupils if one.person == pupil.id]
    return await _issued(call, of, chosen, ends_older=True)


async def _issued(call: Call, of: SchoolClass, chosen: list[CardState], *, ends_older: bool) -> CardsAnswer:
    deps = call.deps
    secret = deps.settings.secret.encode()
    issued = await issue_cards(
        deps.database, secret, [one.person for one in chosen], call.who, call.now, ends_older=ends_older
    )
    for card in issued:
        if card.again:
            deps.revocations.card_issued(card.person, card.version)
            await deps.hub.card_issued(card.person, card.version)
    pairs, base = list(zip(chosen, issued, strict=True)), whole(call, "")
    printed = await asyncio.to_thread(lambda: tuple(_printed(base, one, card) for one, card in pairs))
    return CardsAnswer((await the_school(deps.database)).name, of.code, printed)


def _printed(base: str, pupil: CardState, card: NewCard) -> PrintedCard:
    """A QR takes 10 ms of a core: those of a class are drawn beside the loop."""
    url = f"{base}/t#{card.person}.{card.key}"
    return PrintedCard(pupil.person, pupil.stt, pupil.name, card.pin, url, qr(url), card.again)
