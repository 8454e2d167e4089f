"""Deadlines, requests, class rules and notices over a real database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from server.school.calendar import day_of, zone_of
from server.school.families.deadlines import DAYS, RequestKind, acknowledge_by, due
from server.school.families.houserules import accept, accepted, newest_rules, publish, readers
from server.school.families.notices import NewNotice, mark_read, send, sent, told
from server.school.families.requests import acknowledge, finish, receive, requests
from server.school.rights.actor import Actor, Reach
from server.store.database import Database
from server.store.tables import audit, days_off
from tests.server.school.times import MONDAY_0750

ZONE = zone_of("Asia/Ho_Chi_Minh")
OFFICE = Actor("nv-01", "Lâm Thị Tuyết Sương", frozenset({"office"}))
AN, ANH, IN_8A4 = "hs-8a3-01", "hs-8a3-02", "hs-8a4-01"
ALL = Reach(everything=True)


@pytest.mark.parametrize(
    ("received", "off", "until"),
    [
        (date(2026, 11, 23), (), date(2026, 11, 25)),  # Monday: Wednesday
        (date(2026, 11, 27), (), date(2026, 12, 1)),  # Friday: over the weekend
        (date(2026, 11, 28), (), date(2026, 12, 1)),  # Saturday
        (date(2026, 12, 30), (date(2027, 1, 1),), date(2027, 1, 4)),  # New Year is off
    ],
)
def test_two_working_days_to_acknowledge(received: date, off: tuple[date, ...], until: date) -> None:
    assert acknowledge_by(received, off.__contains__) == until


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.sampled_from(sorted(DAYS)))
def test_acknowledging_is_due_before_the_request_itself(received: date, kind: RequestKind) -> None:
    assert received < acknowledge_by(received, lambda _: False) < due(kind, received)
    assert due(kind, received) - received == timedelta(days=DAYS[kind])


async def test_a_request_is_a_task_until_it_is_done(school: Database) -> None:
    async with school.begin() as connection:
        await connection.execute(
            insert(days_off).values(name="Hội nghị", from_day="2026-11-24", to_day="2026-11-24")
        )
        made = await receive(connection, OFFICE, AN, "delete", "xóa ảnh của con", "slip", ZONE, MONDAY_0750)
        assert await receive(connection, OFFICE, "nobody", "view", "", "slip", ZONE, MONDAY_0750) is None
    (found,) = await requests(school)
    assert (found.id, found.class_name, found.done_at) == (made, "8A3", None)
    assert day_of(found.acknowledge_by, ZONE) == date(2026, 11, 26)
    assert day_of(found.due_at, ZONE) == date(2026, 12, 13)
    async with school.begin() as connection:
        await acknowledge(connection, OFFICE, found, 5)
        await acknowledge(connection, OFFICE, found, 6)
        await finish(connection, OFFICE, found, "đã hạn chế xử lý", 7)
    (found,) = await requests(school, person_id=AN)
    assert (found.acknowledged_at, found.done_at, found.result) == (5, 7, "đã hạn chế xử lý")
    async with school.read() as connection:
        acts = (
            (await connection.execute(select(audit.c.act).where(audit.c.act.startswith("request."))))
            .scalars()
            .all()
        )
    assert acts == ["request.received", "request.acknowledged", "request.done"]


async def test_new_rules_are_asked_for_again_and_read_once(school: Database) -> None:
    async with school.begin() as connection:
        first = await publish(connection, OFFICE, "Nội quy", ("Đúng giờ.",), 1)
        assert await accept(connection, first, AN, "pupil", 2)
        assert await accept(connection, first, AN, "pupil", 3)
        assert not await accept(connection, 99, AN, "pupil", 2)
    assert await accepted(school, first, AN, "pupil")
    assert not await accepted(school, first, AN, "family")
    assert (await readers(school, first))["8a3"] == (1, 36)
    async with school.begin() as connection:
        second = await publish(connection, OFFICE, "Nội quy", ("Đúng giờ.", "Lịch sự."), 4)
    newest = await newest_rules(school)
    assert newest is not None and (newest.version, newest.rules) == (second, ("Đúng giờ.", "Lịch sự."))
    assert not await accepted(school, second, AN, "pupil")


async def test_a_notice_reaches_those_it_is_for(school: Database) -> None:
    async with school.begin() as connection:
        whole = await send(connection, OFFICE, NewNotice(title="Lịch kiểm tra", text="…"), 1)
        of_class = await send(connection, OFFICE, NewNotice(title="8A3", text="…", class_id="8a3"), 2)
        of_one = await send(connection, OFFICE, NewNotice(title="An", text="…", person_id=AN), 3)
    assert [one.id for one in await told(school, AN, "8a3")] == [of_one, of_class, whole]
    assert [one.id for one in await told(school, ANH, "8a3")] == [of_class, whole]
    assert [one.id for one in await told(school, IN_8A4, "8a4")] == [whole]
    async with school.begin() as connection:
        await mark_read(connection, [whole, whole, 999], AN, "8a3", 9)
    assert [one.read for one in await told(school, AN, "8a3")] == [False, False, True]
    assert [(one.id, one.reads) for one in await sent(school, ALL)] == [
        (of_one, 0),
        (of_class, 0),
        (whole, 1),
    ]
    assert [one.id for one in await sent(school, Reach(False, frozenset({"8a3"})))] == [of_class]
