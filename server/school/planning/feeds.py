"""Calendar feeds (iCalendar, RFC 5545): the periods of a person's or class's weeks, for calendars of phones.

A feed is known by a random secret of which only the hash is kept. It says what, where and when; never who learns.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from icalendar import Calendar, Event
from msgspec import Struct
from sqlalchemy import delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import moment
from server.store.tables import classes, feeds, lesson_people, lessons, people

DAY_MS = 86_400_000
BEFORE_MS, AFTER_MS = 35 * DAY_MS, 120 * DAY_MS
"""How far back and ahead a feed reaches; lessons are planned two weeks ahead."""
LONGEST = 2000
REFRESH = timedelta(hours=1)


class Feed(Struct, frozen=True):
    """Whose periods it has: a person's own, or a class's."""

    person_id: str | None
    class_id: str | None


async def make_feed(connection: AsyncConnection, feed: Feed, now: int) -> str:
    """The secret of a new feed; the one there was is no longer good."""
    await remove_feed(connection, feed)
    token = secrets.token_urlsafe(24)
    values = {"token_hash": _hash(token), "person_id": feed.person_id, "class_id": feed.class_id}
    await connection.execute(insert(feeds).values(**values, created_at=now))
    return token


async def remove_feed(connection: AsyncConnection, feed: Feed) -> bool:
    """False when there was none."""
    return (await connection.execute(delete(feeds).where(*_same(feed)))).rowcount > 0


async def made_at(connection: AsyncConnection, feed: Feed) -> int | None:
    """When it was made, UTC ms; None when there is none."""
    return (await connection.execute(select(feeds.c.created_at).where(*_same(feed)))).scalar()


async def calendar_of(connection: AsyncConnection, token: str, now: int) -> bytes | None:
    """The feed of a secret as text/calendar. None: there is none, or its person has left."""
    query = select(feeds.c.person_id, feeds.c.class_id).where(feeds.c.token_hash == _hash(token))
    found = (await connection.execute(query)).first()
    if found is None:
        return None
    feed = Feed(found.person_id, found.class_id)
    whose = await _whose(connection, feed)
    if whose is None:
        return None
    calendar = Calendar()
    calendar.add("prodid", "-//Buc Giang//Timetable//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", whose[0])
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for row in await _lessons(connection, whose[1], now):
        calendar.add_component(_event(row, now))
    return bytes(calendar.to_ical())


def _event(row: Any, now: int) -> Event:
    event = Event()
    event.add("uid", f"{(row.slot or row.id).replace('|', '-')}@bucgiang")
    event.add("dtstamp", moment(now).replace(microsecond=0))
    event.add("dtstart", moment(row.starts_at))
    event.add("dtend", moment(row.ends_at))
    event.add(
        "summary", " · ".join(filter(None, (f"{row.subject} {row.class_code or ''}".strip(), row.period)))
    )
    said = (
        row.title if row.title != row.subject else "",
        f"Không dạy: {row.not_taught}" if row.not_taught else "",
    )
    event.add("description", "\n".join(filter(None, said)))
    if row.room or row.form:
        event.add("location", " · ".join(filter(None, (row.room, "Trực tuyến" if row.form else ""))))
    event.add("status", "CANCELLED" if row.not_taught else "CONFIRMED")
    return event


async def _whose(connection: AsyncConnection, feed: Feed) -> tuple[str, Any] | None:
    """The calendar's name and which lessons are its (SQL); None for who left and for a class that is no more."""
    if feed.person_id is None:
        query = select(classes.c.code).where(classes.c.id == feed.class_id, classes.c.active)
        code = (await connection.execute(query)).scalar()
        return (f"Lớp {code}", lessons.c.class_id == feed.class_id) if code else None
    person = (
        await connection.execute(
            select(people.c.kind, people.c.class_id).where(people.c.id == feed.person_id, people.c.active)
        )
    ).first()
    if person is None:
        return None
    if person.kind == "student":
        return ("Thời khóa biểu", lessons.c.class_id == person.class_id) if person.class_id else None
    beside = select(lesson_people.c.lesson_id).where(lesson_people.c.person_id == feed.person_id)
    return "Lịch dạy", or_(lessons.c.teacher_id == feed.person_id, lessons.c.id.in_(beside))


async def _lessons(connection: AsyncConnection, which: Any, now: int) -> Any:
    names = ("id", "slot", "subject", "period", "title", "room", "form", "starts_at", "ends_at", "not_taught")
    query = (
        select(*(lessons.c[name] for name in names), classes.c.code.label("class_code"))
        .join_from(lessons, classes, classes.c.id == lessons.c.class_id, isouter=True)
        .where(which, lessons.c.starts_at > now - BEFORE_MS, lessons.c.starts_at < now + AFTER_MS)
    )
    return await connection.execute(query.order_by(lessons.c.starts_at, lessons.c.id).limit(LONGEST))


def _same(feed: Feed) -> tuple[Any, Any]:
    return feeds.c.person_id.is_not_distinct_from(feed.person_id), feeds.c.class_id.is_not_distinct_from(
        feed.class_id
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
