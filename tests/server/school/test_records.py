"""Records as rows: made once, in order, whatever happens at the same time; removed; found broken."""

import asyncio
import json

import pytest
from sqlalchemy import delete, insert, select, update

from recordings.record.chain import FIRST, Broken
from recordings.record.fields import Who
from server.school.kept.records import (
    make_missing,
    record_ended,
    remove_record,
    removed_versions,
    stored,
    versions,
    with_records,
)
from server.school.kept.sheets import SheetText, save_sheet
from server.school.kept.verify import Report, verify
from server.school.lessons import lesson_by_id
from server.settings import Settings
from server.store.database import Database
from server.store.tables import classes, lessons, record_chains, records, removed_records
from tests.server.school.held import TEACHER, count, ended, planned
from tests.server.school.times import MINUTE, MONDAY_0750, at

LAN = Who(TEACHER, "Nguyễn Thị Ngọc Lan")
OFFICE = Who("office", "Văn phòng")
LATER = MONDAY_0750 + 60 * MINUTE


async def three(school: Database) -> list[str]:
    """Three lessons of 8A3 with their records."""
    ids = [(await ended(school, MONDAY_0750 + number * 50 * MINUTE)).id for number in range(3)]
    assert await make_missing(school, LATER) == 3
    return ids


async def test_a_record_is_made_once(school: Database) -> None:
    lesson = await ended(school)
    assert await record_ended(school, lesson.id, LATER) is True
    assert await record_ended(school, lesson.id, LATER + 1) is False
    (version,) = await versions(school, lesson.id)
    assert (version.version, version.by, version.why, version.made_at) == (
        1,
        None,
        "kết thúc tiết học",
        LATER,
    )
    assert (version.chain, version.position, version.previous) == ("8a3/2026-2027", 1, FIRST)
    found = await stored(school, lesson.id)
    assert found is not None and found.hash == version.hash
    body = json.loads(found.body)
    assert body["integrity"]["hash"] == version.hash
    assert body["attendance"]["roster"] == 36 and body["attendance"]["present"] == 1
    assert body["evaluation"] == {"title": "Bài 15 (tiết 1)", "remark": "", "homework": ""}
    assert body["identity"]["software"].startswith("bucgiang ")
    assert await with_records(school, [lesson.id, "x"]) == {lesson.id}


async def test_asked_by_many_at_once_it_is_made_once(school: Database) -> None:
    lesson = await ended(school)
    made = await asyncio.gather(*(record_ended(school, lesson.id, LATER) for _ in range(8)))
    assert sorted(made) == [False] * 7 + [True]


async def test_many_lessons_at_once_stand_in_one_chain(school: Database) -> None:
    ids = [(await ended(school, MONDAY_0750 + number * MINUTE)).id for number in range(8)]
    await asyncio.gather(*(record_ended(school, one, LATER) for one in ids))
    positions = [(await versions(school, one))[0].position for one in ids]
    assert sorted(positions) == list(range(1, 9))
    assert (await verify(school)).broken is None


async def test_chains_of_classes_years_and_lessons_without_a_class(school: Database) -> None:
    wanted = {
        (await ended(school)).id: "8a3/2026-2027",
        (await ended(school, class_id="8a4")).id: "8a4/2026-2027",
        (await ended(school, class_id=None)).id: "-/2026-2027",
        (await ended(school, at("2027-09-06 08:00"))).id: "8a3/2027-2028",
    }
    assert await make_missing(school, LATER) == 4
    for lesson_id, chain in wanted.items():
        (version,) = await versions(school, lesson_id)
        assert (version.chain, version.position) == (chain, 1)
    assert await verify(school) == Report(chains=4, records=4, removed=0, broken=None)


async def test_missing_records_are_made_oldest_first_and_only_of_ended_lessons(school: Database) -> None:
    late, early = await ended(school, MONDAY_0750 + 50 * MINUTE), await ended(school)
    going_on = await planned(school)
    assert await make_missing(school, LATER) == 2
    assert [(await versions(school, one.id))[0].position for one in (early, late)] == [1, 2]
    assert await versions(school, going_on.id) == []
    assert await make_missing(school, LATER) == 0


async def test_a_lesson_that_has_not_ended_has_none(school: Database) -> None:
    lesson = await planned(school)
    for lesson_id in (lesson.id, "unknown"):
        with pytest.raises(ValueError):
            await record_ended(school, lesson_id, LATER)
    assert await stored(school, lesson.id) is None


async def test_a_line_whose_time_is_still_to_come_gets_no_record_with_its_room(school: Database) -> None:
    """As a start finds it that comes between the room's last event and its rows."""
    room, line = await ended(school), await planned(school, MONDAY_0750 + 50 * MINUTE)
    async with school.begin() as connection:
        await connection.execute(update(lessons).where(lessons.c.id == line.id).values(host_id=room.id))
    assert await make_missing(school, LATER) == 1
    assert await with_records(school, [room.id, line.id]) == {room.id}


async def test_a_fault_in_the_middle_leaves_nothing(
    school: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record's row is written, the chain's head is not: as if the power went between."""
    lesson = await ended(school)

    def fail(*_: object) -> None:
        raise OSError("power")

    with monkeypatch.context() as patched:
        patched.setattr("server.school.kept.records.upsert", fail)
        with pytest.raises(OSError, match="power"):
            await record_ended(school, lesson.id, LATER)
    assert await stored(school, lesson.id) is None
    assert await record_ended(school, lesson.id, LATER) is True
    assert (await verify(school)).broken is None


async def test_a_later_version_keeps_what_the_tables_said_then(school: Database) -> None:
    lesson = await ended(school)
    await record_ended(school, lesson.id, LATER)
    async with school.begin() as connection:
        await connection.execute(update(classes).where(classes.c.id == "8a3").values(code="9A3", grade=9))
    found = await lesson_by_id(school, lesson.id)
    assert found is not None
    await save_sheet(school, found, SheetText("T", "nhận xét", ""), 0, LAN, "", LATER + 5)
    first, second = [await stored(school, lesson.id, number) for number in (1, 2)]
    assert first is not None and second is not None
    before, after = json.loads(first.body), json.loads(second.body)
    assert after["slot"] == before["slot"]
    assert after["evaluation"]["remark"] == "nhận xét"
    assert after["integrity"]["previous"] == first.hash
    assert (await verify(school)).broken is None


async def test_a_removed_record_leaves_id_hash_reason_and_decision(school: Database) -> None:
    ids = await three(school)
    lesson = await lesson_by_id(school, ids[1])
    assert lesson is not None
    await save_sheet(school, lesson, SheetText("T", "của em Bảo", ""), 0, LAN, "", LATER)
    hashes = [one.hash for one in await versions(school, ids[1])]
    assert await remove_record(school, ids[1], OFFICE, "Gia đình yêu cầu", "12/QĐ", LATER + 1) == 2
    assert await remove_record(school, ids[1], OFFICE, "x", "y", LATER + 1) == 0
    left = await removed_versions(school, ids[1])
    assert [(one.id, one.hash) for one in left] == [
        (f"{ids[1]}.{number}", value) for number, value in enumerate(hashes, start=1)
    ]
    assert {(one.reason, one.decision, one.by) for one in left} == {("Gia đình yêu cầu", "12/QĐ", OFFICE)}
    assert await stored(school, ids[1]) is None
    assert await verify(school) == Report(chains=1, records=2, removed=2, broken=None)
    assert await make_missing(school, LATER) == 0  # it does not come back
    await ended(school, MONDAY_0750 + 200 * MINUTE)
    assert await make_missing(school, LATER) == 1
    assert (await verify(school)).broken is None


async def test_nothing_of_a_removed_record_is_left_in_the_file(school: Database, settings: Settings) -> None:
    lesson = await ended(school)
    await record_ended(school, lesson.id, LATER)
    found = await lesson_by_id(school, lesson.id)
    assert found is not None
    await save_sheet(school, found, SheetText("T", "chuyện riêng của em", ""), 0, LAN, "", LATER)
    await remove_record(school, lesson.id, OFFICE, "r", "d", LATER)
    assert await count(school, records) == 0
    async with school.read() as connection:
        rows = (await connection.execute(select(removed_records))).all()
    assert "chuyện riêng" not in repr(rows)


CHAIN = "8a3/2026-2027"


async def tampered(school: Database, *statements: object) -> Broken | None:
    async with school.begin() as connection:
        for statement in statements:
            await connection.execute(statement)  # type: ignore[call-overload]
    return (await verify(school)).broken


@pytest.mark.parametrize("position", [1, 2, 3])
async def test_a_deleted_row_is_found(school: Database, position: int) -> None:
    await three(school)
    gone = delete(records).where(records.c.position == position)
    assert await tampered(school, gone) == Broken("missing", CHAIN, position, None)


async def test_a_changed_row_is_found(school: Database) -> None:
    ids = await three(school)
    found = await stored(school, ids[1])
    assert found is not None
    body = found.body.replace(b'"present":1', b'"present":2')
    changed = update(records).where(records.c.position == 2).values(body=body)
    assert await tampered(school, changed) == Broken("hash", CHAIN, 2, ids[1], 1)


async def test_swapped_rows_are_found(school: Database) -> None:
    ids = await three(school)
    place = update(records)
    swap = [
        place.where(records.c.lesson_id == ids[0]).values(position=99),
        place.where(records.c.lesson_id == ids[1]).values(position=1),
        place.where(records.c.lesson_id == ids[0]).values(position=2),
    ]
    assert await tampered(school, *swap) == Broken("number", CHAIN, 1, ids[1], 1)


async def test_an_inserted_row_is_found(school: Database) -> None:
    await three(school)
    other = await planned(school)
    async with school.read() as connection:
        row = dict((await connection.execute(select(records))).mappings().first() or {})
    row |= {"id": "x", "lesson_id": other.id, "position": 4}
    assert await tampered(school, insert(records).values(row)) == Broken("number", CHAIN, 4, other.id, 1)


async def test_a_chain_without_its_head_or_its_links_is_found(school: Database) -> None:
    await three(school)
    assert await tampered(school, delete(record_chains)) == Broken("number", CHAIN, 3, None)


async def test_a_whole_chain_gone_is_found(school: Database) -> None:
    await three(school)
    assert await tampered(school, delete(records)) == Broken("missing", CHAIN, 1, None)


async def test_pages_of_links_are_one_chain(school: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.school.kept.verify.PAGE", 2)
    ids = await three(school)
    await remove_record(school, ids[2], OFFICE, "r", "d", LATER)
    assert await verify(school) == Report(chains=1, records=2, removed=1, broken=None)
    await remove_record(school, ids[0], OFFICE, "r", "d", LATER)
    assert await verify(school) == Report(chains=1, records=1, removed=2, broken=None)


async def test_nothing_to_check(database: Database) -> None:
    assert await verify(database) == Report(0, 0, 0, None)
