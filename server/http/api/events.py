"""What was kept of a lesson, by pages: all events for programs of the school, the chat for who is in the lesson."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from lesson.messages import Kept
from server.http.api.lessons import known_lesson
from server.http.auth import ByJoin, of_lesson
from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.kept.chat import AtTheDoor, ChatLine, Reader, chat_before
from server.school.kept.history import events_after

EventLine = Annotated[
    dict[str, Any],
    Meta(description="`number`, `at`, `type` and the fields of that event: see docs/protocol.md"),
]


class EventQuery(Struct, frozen=True):
    """Events with a number above `after`."""

    after: Annotated[int, Meta(ge=0, le=2**53)] = 0
    limit: Annotated[int, Meta(ge=1, le=1000)] = 500


class EventsAnswer(Struct, frozen=True):
    """Events in order; none: there are no more yet."""

    events: tuple[EventLine, ...]


class ChatQuery(Struct, frozen=True):
    """The newest lines, or those before the number `before`."""

    before: Annotated[int, Meta(ge=1, le=2**53)] | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class ChatMessage(Struct, frozen=True):
    """One line; `reply_to` is the number of the line it answers, `to` "class", "teachers" or one pupil.

    A line that somebody deleted keeps its text for teachers and staff only.
    """

    number: int
    at: datetime
    person: str
    name: str
    text: str
    reply_to: int | None
    to: str
    deleted_by: str | None


class ChatAnswer(Struct, frozen=True):
    """A page of chat, newest last."""

    messages: tuple[ChatMessage, ...]


async def get_events(call: Call) -> EventsAnswer:
    """GET /api/v1/lessons/{id}/events"""
    asked = call.asked(EventQuery)
    lesson = await known_lesson(call.deps, call.part("id"))
    await call.deps.hub.written(lesson.room_id)
    kept = await events_after(call.deps.database, lesson.room_id, asked.after, asked.limit)
    return EventsAnswer(tuple(_line(one) for one in kept))


async def get_chat(call: Call) -> ChatAnswer:
    """GET /api/v1/lessons/{id}/chat"""
    of_lesson(call.caller, call.part("id"))
    asked = call.asked(ChatQuery)
    lesson = await known_lesson(call.deps, call.part("id"))
    await call.deps.hub.written(lesson.room_id)
    assert isinstance(call.caller, ByJoin)
    claims = call.caller.claims
    reader = Reader(claims.person, claims.role, claims.unproved)
    try:
        found = await chat_before(call.deps.database, lesson.room_id, asked.before, asked.limit, reader)
    except AtTheDoor:
        raise ApiError("not_admitted") from None
    return ChatAnswer(tuple(_message(one) for one in found))


def _message(one: ChatLine) -> ChatMessage:
    return ChatMessage(
        one.number, moment(one.at), one.person, one.name, one.text, one.reply_to, one.to, one.deleted_by
    )


def _line(kept: Kept) -> dict[str, Any]:
    return {"number": kept.number, "at": moment(kept.at), **msgspec.to_builtins(kept.event)}


ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/lessons/{id}/events", "What was kept of a lesson, by pages", get_events,
        SCHOOL, query=EventQuery, answer=EventsAnswer, errors=("unknown_lesson",), act="events.read",
    ),
    Route(
        "GET", "/api/v1/lessons/{id}/chat", "The class chat, by pages", get_chat,
        ("join", "knock"), query=ChatQuery, answer=ChatAnswer, errors=("unknown_lesson", "not_admitted"),
    ),
)  # fmt: skip
