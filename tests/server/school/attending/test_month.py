"""A class's month out of a real database: findings, marks, notes, closed weeks, and the files made of it."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select, update

from server.school.attending import sheet
from server.school.attending.excuse import Excused, excuse
from server.school.attending.leave import NewLeave, decide, hand_in, leave_note
from server.school.attending.marks import NotHeld, NotThere, history, write_mark
from server.school.attending.month import Matrix, matrix, month_of
from server.school.attending.weeks import WeekClosed, close_week, reopen_week, weeks
from server.school.calendar import zone_of
from server.school.rights.actor import Actor, Reach
from server.store.database import Database
from server.store.tables import attendance, audit, lessons, people
from tests.server.school.times import MINUTE, MONDAY_0750

ZONE = zone_of("Asia/Ho_Chi_Minh")
OFFICE = Actor("nv-01", "Lâm Thị Tuyết Sương", frozenset({"office"}))
FIRST, SECOND = "8a3-20261123-s2", "8a3-20261124-s1"
AN, ANH = "hs-8a3-01", "hs-8a3-02"
MONDAY = date(2026, 11, 23)


@pytest.fixture
async def held(school: Database) -> AsyncIterator[Database]:
    """Two periods of 8A3 were held; pupil 2 was away in both, pupil 3 late in the first."""
    async with school.begin() as connection:
        pupils = (
            (await connection.execute(select(people.c.id).where(people.c.class_id == "8a3"))).scalars().all()
        )
        for lesson in (FIRST, SECOND):
            ended = {"phase": "ended", "started_at": MONDAY_0750}
            await connection.execute(update(lessons).where(lessons.c.id == lesson).values(ended))
            await connection.execute(
                insert(attendance), [_found(lesson, person, lesson == FIRST) for person in pupils]
            )
    yield school


def _found(lesson: str, person: str, first: bool) -> dict[str, object]:
    late = first and person == "hs-8a3-03"
    state = "absent_unknown" if person == ANH else "late" if late else "present"
    return {
        "lesson_id": lesson, "person_id": person, "state": state, "at_school": False,
        "counted_ms": 0 if person == ANH else 40 * MINUTE, "late_ms": 12 * MINUTE if late else 0,
    }  # fmt: skip


async def november(database: Database) -> Matrix:
    return await matrix(database, "8a3", *month_of(2026, 11), ZONE)


async def mark(database: Database, lesson: str, person: str, word: str, now: int = MONDAY_0750) -> None:
    async with database.begin() as connection:
        await write_mark(connection, OFFICE, lesson, person, word, "phụ huynh gọi điện", ZONE, now)  # type: ignore[arg-type]


async def test_the_matrix_has_every_pupil_in_stt_order_and_every_period_held(held: Database) -> None:
    found = await november(held)
    assert [(one.lesson, one.day) for one in found.held] == [(FIRST, "2026-11-23"), (SECOND, "2026-11-24")]
    assert [row.stt for row in found.rows] == list(range(1, 37))
    assert [cell.shown for cell in found.rows[1].cells] == ["absent_unknown", "absent_unknown"]
    assert [cell.shown for cell in found.rows[2].cells] == ["late", "present"]
    assert found.rows[2].totals.late == 1


async def test_the_newest_mark_counts_and_all_are_kept(held: Database) -> None:
    await mark(held, FIRST, ANH, "K", 1)
    await mark(held, FIRST, ANH, "P", 2)
    found = await november(held)
    assert (found.rows[1].cells[0].shown, found.rows[1].cells[0].source) == ("P", "person")
    assert [(one.mark, one.at) for one in await history(held, FIRST, ANH)] == [("K", 1), ("P", 2)]
    await mark(held, FIRST, ANH, "")
    assert (await november(held)).rows[1].cells[0].shown == "absent_unknown"
    async with held.read() as connection:
        marked = select(audit.c.person_id).where(audit.c.act == "attendance.marked")
        assert (await connection.execute(marked)).scalars().all() == [ANH] * 3


async def test_a_granted_note_excuses_absences_before_and_after_it(held: Database) -> None:
    new = NewLeave(
        person_id=ANH, from_day=MONDAY, to_day=MONDAY, kind="don", reason="ốm", from_kind="homeroom"
    )
    async with held.begin() as connection:
        made = await hand_in(connection, OFFICE, new, "cho", MONDAY_0750)
    assert (await november(held)).rows[1].cells[0].shown == "absent_unknown"
    note = await leave_note(held, Reach(everything=True), made or 0)
    assert note is not None and note.class_name == "8A3"
    async with held.begin() as connection:
        elsewhere = Reach(False, frozenset({"8a4"}))
        assert await decide(connection, OFFICE, elsewhere, note.id, "P", MONDAY_0750) is None
        decided = await decide(connection, OFFICE, Reach(everything=True), note.id, "P", MONDAY_0750)
    assert decided is not None and decided.status == "P"
    shown = [(cell.shown, cell.leave) for cell in (await november(held)).rows[1].cells]
    assert shown == [("P", made), ("absent_unknown", None)]


async def test_a_closed_week_takes_no_word_until_it_is_opened_again(held: Database) -> None:
    async with held.begin() as connection:
        assert await close_week(connection, OFFICE, "8a3", MONDAY, "", MONDAY_0750)
        assert not await close_week(connection, OFFICE, "8a3", MONDAY, "", MONDAY_0750)
    with pytest.raises(WeekClosed):
        await mark(held, FIRST, ANH, "P")
    assert await history(held, FIRST, ANH) == []
    november = date(2026, 11, 1), date(2026, 11, 30)
    assert (await weeks(held, "8a3", *november, MONDAY_0750))["2026-11-23"].said == "closed"
    async with held.begin() as connection:
        assert await reopen_week(connection, OFFICE, "8a3", MONDAY, MONDAY, "nhầm", MONDAY_0750)
        assert not await reopen_week(connection, OFFICE, "8a3", MONDAY, MONDAY, "nhầm", MONDAY_0750)
    await mark(held, FIRST, ANH, "P")


async def test_marks_need_a_held_period_and_a_pupil_of_its_class(held: Database) -> None:
    opened = update(lessons).where(lessons.c.id == "8a3-20261123-s1").values(phase="ended")
    async with held.begin() as connection:
        await connection.execute(opened)  # and nobody began it
    for lesson, person, fault in (
        ("8a3-20261123-s1", ANH, NotHeld),
        ("8a3-20261123-s3", ANH, NotHeld),
        (FIRST, "hs-8a4-01", NotThere),
        (FIRST, "gv-01", NotThere),
        ("none", ANH, NotThere),
    ):
        with pytest.raises(fault):
            await mark(held, lesson, person, "P")


async def test_many_absences_are_excused_at_once_and_only_absences(held: Database) -> None:
    what = Excused("8a3", MONDAY, date(2026, 11, 24), frozenset(), "P", "mưa lũ")
    assert await excuse(held, OFFICE, what, ZONE, MONDAY_0750) == (2, 0)
    assert await excuse(held, OFFICE, what, ZONE, MONDAY_0750) == (0, 0)
    rows = (await november(held)).rows
    assert [cell.shown for cell in rows[1].cells] == ["P", "P"]
    assert rows[0].totals.present == 2


async def test_a_word_that_comes_first_stays_when_many_are_excused(held: Database) -> None:
    what = Excused("8a3", MONDAY, date(2026, 11, 24), frozenset(), "P", "mưa lũ")
    async with held.begin() as connection:
        excusing = asyncio.create_task(excuse(held, OFFICE, what, ZONE, MONDAY_0750))
        for lesson in (FIRST, SECOND):
            await november(held)
            await write_mark(connection, OFFICE, lesson, ANH, "K", "bỏ tiết", ZONE, MONDAY_0750)
    assert await excusing == (0, 0)


@pytest.mark.parametrize("days", [(date(2026, 11, 24), MONDAY), (MONDAY, date(2027, 11, 23))])
async def test_a_note_of_impossible_days_is_refused(held: Database, days: tuple[date, date]) -> None:
    new = NewLeave(
        person_id=ANH, from_day=days[0], to_day=days[1], kind="don", reason="x", from_kind="office"
    )
    async with held.begin() as connection:
        with pytest.raises(ValueError, match="leave note"):
            await hand_in(connection, OFFICE, new, "cho", MONDAY_0750)


async def test_excel_and_csv_say_what_the_matrix_says(held: Database) -> None:
    await mark(held, FIRST, ANH, "P")
    async with held.begin() as connection:
        await connection.execute(
            update(people).where(people.c.id == AN).values(full_name='=HYPERLINK("http://x";"y")')
        )
    found = await november(held)
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(sheet.excel(found, sheet.Title("THCS Cánh Buồm Xanh", "8A3", "2026-2027")))
    )
    assert book.sheet_names == ["Theo ngày", "Theo tiết"]
    rows = book.get_sheet_by_name("Theo ngày").to_python(skip_empty_area=False)
    assert rows[4][:5] == ["STT", "Mã định danh", "Họ và tên", "23/11", "24/11"]
    assert rows[5][2] == '=HYPERLINK("http://x";"y")'
    assert rows[6][:5] == [2.0, "0000080302", found.rows[1].name, "P", "?"]
    assert rows[7][3] == "M"
    text = sheet.text(found)
    assert text.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert lines[1][2].startswith("'=") and lines[2][1] == "0000080302" and lines[2][3:5] == ["P", "?"]


async def test_the_body_above_the_school_heads_the_sheets_as_text(held: Database) -> None:
    found = await november(held)
    for superior, lines in (("", ["THCS"]), ("=ubnd xã <b>", ["=UBND XÃ <B>", "THCS"])):
        title = sheet.Title("THCS", "8A3", "2026-2027", superior)
        book = CalamineWorkbook.from_filelike(io.BytesIO(sheet.excel(found, title)))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            assert [row[0] for row in rows[: len(lines)]] == lines and rows[4][0] == "STT"
