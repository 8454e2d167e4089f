"""Calendar feeds: one's own, a class's, and the feed itself for calendars that know its address."""

from datetime import datetime

from aiohttp import web
from msgspec import Struct
from sqlalchemy import select

from server.http.auth import ByDay, ByOffice
from server.http.call import SCHOOL, Call, Route, token_limit
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.planning.feeds import Feed, calendar_of, made_at, make_feed, remove_feed
from server.school.rights.audit import note
from server.store.tables import classes

ICS = "text/calendar"


class FeedAnswer(Struct, frozen=True):
    """`made_at` null: there is none. `url` is told once, when it is made; relative to the server's address."""

    made_at: datetime | None
    url: str | None = None


async def get_own_feed(call: Call) -> FeedAnswer:
    """GET /api/v1/feed"""
    return await _get(call, Feed(_person(call), None))


async def post_own_feed(call: Call) -> FeedAnswer:
    """POST /api/v1/feed"""
    return await _make(call, Feed(_person(call), None))


async def delete_own_feed(call: Call) -> None:
    """DELETE /api/v1/feed"""
    async with call.deps.database.begin() as connection:
        await remove_feed(connection, Feed(_person(call), None))


async def get_class_feed(call: Call) -> FeedAnswer:
    """GET /api/v1/office/classes/{id}/feed"""
    return await _get(call, await _class(call))


async def post_class_feed(call: Call) -> FeedAnswer:
    """POST /api/v1/office/classes/{id}/feed"""
    return await _make(call, await _class(call))


async def delete_class_feed(call: Call) -> None:
    """DELETE /api/v1/office/classes/{id}/feed"""
    feed = await _class(call)
    async with call.deps.database.begin() as connection:
        if await remove_feed(connection, feed):
            await note(connection, call.who, "feed.removed", call.now, object_id=feed.class_id or "")


async def get_calendar_feed(call: Call) -> web.StreamResponse:
    """GET /ical/{token}.ics"""
    async with call.deps.database.read() as connection:
        found = await calendar_of(connection, call.part("token"), call.now)
    if found is None:
        raise ApiError("unknown_feed")
    headers = {"Cache-Control": "private, max-age=3600"}
    return web.Response(body=found, content_type=ICS, charset="utf-8", headers=headers)


def _person(call: Call) -> str:
    """Whose day it is, or who is signed in. Raises ApiError for an account without a person."""
    match call.caller:
        case ByDay(claims):
            return claims.person
        case ByOffice(session) if session.must_change:
            raise ApiError("must_change")
        case ByOffice(session) if session.person_id is not None:
            return session.person_id
    raise ApiError("no_person")


async def _class(call: Call) -> Feed:
    async with call.deps.database.read() as connection:
        query = select(classes.c.id).where(classes.c.id == call.part("id"), classes.c.active)
        if not (await connection.execute(query)).first():
            raise ApiError("unknown_class")
    return Feed(None, call.part("id"))


async def _get(call: Call, feed: Feed) -> FeedAnswer:
    async with call.deps.database.read() as connection:
        made = await made_at(connection, feed)
    return FeedAnswer(None if made is None else moment(made))


async def _make(call: Call, feed: Feed) -> FeedAnswer:
    async with call.deps.database.begin() as connection:
        token = await make_feed(connection, feed, call.now)
        if feed.class_id is not None:
            await note(connection, call.who, "feed.made", call.now, object_id=feed.class_id)
    return FeedAnswer(moment(call.now), f"/ical/{token}.ics")


_OWN, _OF_CLASS = "/api/v1/feed", "/api/v1/office/classes/{id}/feed"
ROUTES = (
    Route(
        "GET", _OWN, "Whether there is a calendar feed of one's own periods", get_own_feed,
        ("day", "office"), answer=FeedAnswer, act="signed_in",
    ),
    Route(
        "POST", _OWN, "Make one's calendar feed; the address of before is no longer good", post_own_feed,
        ("day", "office"), answer=FeedAnswer, status=201, limit=token_limit, act="signed_in",
    ),
    Route(
        "DELETE", _OWN, "End one's calendar feed", delete_own_feed, ("day", "office"), status=204, act="signed_in",
    ),
    Route(
        "GET", _OF_CLASS, "Whether there is a calendar feed of a class", get_class_feed,
        SCHOOL, answer=FeedAnswer, errors=("unknown_class",), act="plan.read",
    ),
    Route(
        "POST", _OF_CLASS, "Make a class's calendar feed; the address of before is no longer good", post_class_feed,
        SCHOOL, answer=FeedAnswer, status=201, errors=("unknown_class",), act="plan.write",
    ),
    Route(
        "DELETE", _OF_CLASS, "End a class's calendar feed", delete_class_feed,
        SCHOOL, status=204, errors=("unknown_class",), act="plan.write",
    ),
    Route(
        "GET", "/ical/{token}.ics", "A calendar feed (RFC 5545)", get_calendar_feed,
        file=ICS, errors=("unknown_feed",), limit=token_limit,
    ),
)  # fmt: skip
