"""Offers units of the programmes to the lessons of some days, as rows of `lessons`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_of, day_window
from server.school.planning.calendar import week_of
from server.school.planning.making.basis import Basis
from server.school.planning.making.numbering import Numbered, renumber
from server.school.planning.programmes import Unit, counts, newest_programme, unit_at, units_of
from server.store.tables import events, lessons

Group = tuple[str, str]
"""Class id and subject code: one count."""


class _Offer(Struct, frozen=True):
    lesson_id: str
    ppct_no: int | None
    title: str
    outcomes: str | None


async def offer_numbers(
    connection: AsyncConnection,
    basis: Basis,
    from_day: date,
    to_day: date,
    now: int,
    new: Set[str] = frozenset(),
    only: Set[Group] | None = None,
) -> set[str]:
    """Gives every period that is `new` (ids) or still to come, and whose unit nobody set by hand, the one that follows.
    Returns the ids of lessons that changed. A lesson the office planned by itself keeps what it has. `only`: in these
    classes and subjects, and only periods that teach what the programme has for their number: who titled another
    otherwise finds it so."""
    start, end = day_window(from_day, basis.zone)[0], day_window(to_day, basis.zone)[1]
    groups = await _groups(connection, start, end, now, only)
    last = await _last(connection, start, now, only) if groups else {}
    programmes = await _programmes(connection, basis, groups)
    offers: list[_Offer] = []
    for group, rows in groups.items():
        week = week_of(day_of(rows[0].starts_at, basis.zone), basis.years).week
        units = programmes.get(group, [])
        periods = [
            _numbered(row, new, only is None or _changed(row, _unit_of(row, units)) is None) for row in rows
        ]
        given = renumber(periods, last.get(group), units, week)
        offers += [
            offer for row in rows if row.id in given and (offer := _changed(row, given[row.id])) is not None
        ]
    await _write(connection, offers)
    return {offer.lesson_id for offer in offers}


async def _groups(
    connection: AsyncConnection, start: int, end: int, now: int, only: Set[Group] | None
) -> Mapping[Group, list[Any]]:
    """The lessons of the window by class and subject, in their order."""
    names = (
        "id",
        "class_id",
        "subject_code",
        "subject",
        "starts_at",
        "ppct_no",
        "title",
        "required_outcomes",
    )
    fixed = exists().where(events.c.lesson_id == lessons.c.id)
    planned = lessons.c.slot.is_not(None) | lessons.c.makes_up.is_not(None)
    is_open = (
        (lessons.c.phase == "planned") & (lessons.c.starts_at > now) & planned
        & lessons.c.not_taught.is_(None) & ~lessons.c.unit_by_hand & ~fixed
    )  # fmt: skip
    query = select(
        *(lessons.c[name] for name in names), is_open.label("open"), counts(now).label("counts")
    ).where(
        lessons.c.starts_at >= start, lessons.c.starts_at < end,
        lessons.c.class_id.is_not(None), lessons.c.subject_code.is_not(None), *_of(only),
    )  # fmt: skip
    groups: dict[Group, list[Any]] = defaultdict(list)
    for row in await connection.execute(query.order_by(lessons.c.starts_at, lessons.c.id)):
        if only is None or (row.class_id, row.subject_code) in only:
            groups[row.class_id, row.subject_code].append(row)
    return groups


async def _last(
    connection: AsyncConnection, start: int, now: int, only: Set[Group] | None
) -> Mapping[Group, int]:
    """The number of the last period that counts before `start` (UTC ms), of every class and subject.

    SQLite takes the other columns of a group with max() from the row that has the maximum.
    """
    query = (
        select(lessons.c.class_id, lessons.c.subject_code, lessons.c.ppct_no, func.max(lessons.c.starts_at))
        .where(lessons.c.starts_at < start, lessons.c.ppct_no.is_not(None), counts(now), *_of(only))
        .group_by(lessons.c.class_id, lessons.c.subject_code)
    )
    return {(row.class_id, row.subject_code): row.ppct_no for row in await connection.execute(query)}


def _of(only: Set[Group] | None) -> tuple[Any, ...]:
    """Rows of these classes that are of one of the subjects (SQL): of the groups, and perhaps a few more."""
    if only is None:
        return ()
    classes, subjects = {group[0] for group in only}, {group[1] for group in only}
    return lessons.c.class_id.in_(classes), lessons.c.subject_code.in_(subjects)


async def _programmes(
    connection: AsyncConnection, basis: Basis, groups: Mapping[Group, Any]
) -> Mapping[Group, list[Unit]]:
    read: dict[tuple[str, int, str], list[Unit]] = {}
    found: dict[Group, list[Unit]] = {}
    for class_id, subject in groups:
        of = basis.classes.get(class_id)
        if of is None:
            continue
        key = (subject, of.grade, of.year)
        if key not in read:
            newest = await newest_programme(connection, *key)
            read[key] = await units_of(connection, newest.id) if newest else []
        found[class_id, subject] = read[key]
    return found


def _numbered(row: Any, new: Set[str], planned: bool) -> Numbered:
    """`planned`: what it teaches is planning's to say."""
    return Numbered(
        row.id,
        row.starts_at,
        row.ppct_no,
        (bool(row.open) and planned) or row.id in new,
        bool(row.counts) or row.id in new,
    )


def _unit_of(row: Any, units: Sequence[Unit]) -> Unit | None:
    return None if row.ppct_no is None else unit_at(units, row.ppct_no)


def _changed(row: Any, unit: Unit | None) -> _Offer | None:
    """None when the lesson has it already."""
    offer = _Offer(
        row.id,
        unit.number if unit else None,
        unit.title if unit and unit.title else row.subject,
        unit.outcomes if unit else None,
    )
    same = (offer.ppct_no, offer.title, offer.outcomes) == (row.ppct_no, row.title, row.required_outcomes)
    return None if same else offer


async def _write(connection: AsyncConnection, offers: list[_Offer]) -> None:
    if not offers:
        return
    statement = update(lessons).where(lessons.c.id == bindparam("lesson_id"))
    await connection.execute(
        statement.values(
            ppct_no=bindparam("number"), title=bindparam("name"), required_outcomes=bindparam("outcomes")
        ),
        [
            {"lesson_id": one.lesson_id, "number": one.ppct_no, "name": one.title, "outcomes": one.outcomes}
            for one in offers
        ],
    )
