"""The sheet: a draft before the end, a version of the record after it, two people at once."""

import asyncio
import json

import pytest
from msgspec.structs import replace

from recordings.record.fields import Who
from server.school.demo import ensure_running_demo
from server.school.kept.records import record_ended, remove_record, stored, versions
from server.school.kept.sheets import (
    OPENS_MS,
    BadText,
    ChangedMeanwhile,
    RecordRemoved,
    Saved,
    SheetText,
    clean,
    is_open,
    opens_at,
    save_sheet,
    sheet_of,
)
from server.school.kept.verify import verify
from server.school.lessons import Phase
from server.store.database import Database
from server.store.tables import sheets
from tests.server.school.held import count, ended, planned
from tests.server.school.times import MINUTE, MONDAY_0750, SUNDAY_2350

LAN, OFFICE = Who("gv-01", "Nguyễn Thị Ngọc Lan"), Who("office", "Văn phòng")
TEXT = SheetText("Bài 15", "Lớp sôi nổi", "Bài 4.1")
NOW = MONDAY_0750
PHASES: tuple[Phase, ...] = ("planned", "waiting", "live", "ended")


async def test_an_untouched_sheet_has_the_planned_title(school: Database) -> None:
    saved = await sheet_of(school, await planned(school))
    assert saved.sheet.text == SheetText("Bài 15 (tiết 1)", "", "")
    assert (saved.sheet.version, saved.sheet.by, saved.record_version) == (0, None, None)


async def test_a_draft_goes_into_version_1(school: Database) -> None:
    lesson = await ended(school)
    saved = await save_sheet(school, lesson, TEXT, 0, LAN, "", NOW)
    assert (saved.sheet.version, saved.record_version) == (1, None)
    await record_ended(school, lesson.id, NOW + 9)
    found = await stored(school, lesson.id)
    assert found is not None
    assert json.loads(found.body)["evaluation"] == {
        "title": "Bài 15", "remark": "Lớp sôi nổi", "homework": "Bài 4.1", "at": NOW,
        "by": {"id": "gv-01", "name": "Nguyễn Thị Ngọc Lan"},
    }  # fmt: skip
    assert (await sheet_of(school, lesson)).record_version == 1


async def test_after_the_end_each_change_is_a_version_with_who_when_and_why(school: Database) -> None:
    lesson = await ended(school)
    await record_ended(school, lesson.id, NOW)
    await save_sheet(school, lesson, TEXT, 0, LAN, "", NOW + 1)
    again = await save_sheet(school, lesson, TEXT, 1, LAN, "", NOW + 2)  # the same text
    assert (again.sheet.version, again.record_version) == (1, 2)
    last = await save_sheet(
        school, lesson, replace(TEXT, remark="2 em muộn"), 1, OFFICE, " nhầm \r\n", NOW + 3
    )
    assert (last.sheet.version, last.record_version) == (2, 3)
    assert [(one.version, one.by, one.made_at, one.why) for one in await versions(school, lesson.id)] == [
        (1, None, NOW + 5 * MINUTE, "kết thúc tiết học"),
        (2, LAN, NOW + 1, "bổ sung"),
        (3, OFFICE, NOW + 3, "nhầm"),
    ]
    assert (await verify(school)).broken is None


async def test_who_comes_second_is_told_and_loses_nothing(school: Database) -> None:
    lesson = await ended(school)
    await record_ended(school, lesson.id, NOW)
    mine = replace(TEXT, remark="của tôi")

    async def save(text: SheetText, who: Who) -> Saved | ChangedMeanwhile:
        try:
            return await save_sheet(school, lesson, text, 0, who, "", NOW)
        except ChangedMeanwhile as error:
            return error

    first, second = await asyncio.gather(save(TEXT, LAN), save(mine, OFFICE))
    assert isinstance(first, Saved) and isinstance(second, ChangedMeanwhile)
    newest = second.sheet
    assert (newest.text, newest.by, newest.version, newest.at) == (TEXT, LAN, 1, NOW)
    assert len(await versions(school, lesson.id)) == 2
    await save_sheet(school, lesson, mine, newest.version, OFFICE, "", NOW)
    assert len(await versions(school, lesson.id)) == 3


async def test_the_end_and_a_saving_at_once_lose_nothing(school: Database) -> None:
    """Whichever comes first: the newest version has the text."""
    for number in range(6):
        lesson = await ended(school, NOW + number * 50 * MINUTE)
        work = [record_ended(school, lesson.id, NOW), save_sheet(school, lesson, TEXT, 0, LAN, "", NOW)]
        await asyncio.gather(*(work if number % 2 else reversed(work)))
        found = await stored(school, lesson.id)
        assert found is not None and json.loads(found.body)["evaluation"]["remark"] == "Lớp sôi nổi"
    assert (await verify(school)).broken is None


async def test_nothing_is_added_to_a_removed_record(school: Database) -> None:
    lesson = await ended(school)
    await record_ended(school, lesson.id, NOW)
    await save_sheet(school, lesson, TEXT, 0, LAN, "", NOW)
    await remove_record(school, lesson.id, OFFICE, "r", "d", NOW)
    with pytest.raises(RecordRemoved):
        await save_sheet(school, lesson, TEXT, 0, LAN, "", NOW)
    assert await count(school, sheets) == 0


async def test_from_ten_minutes_before_the_bell_that_ends_the_period(school: Database) -> None:
    lesson = await planned(school)
    bell = lesson.ends_at
    assert opens_at(lesson) == bell - OPENS_MS == lesson.starts_at + 35 * MINUTE
    for phase in PHASES:
        assert is_open(lesson, phase, bell - OPENS_MS - 1) is (phase == "ended"), phase
        assert is_open(lesson, phase, bell - OPENS_MS), phase
        assert is_open(lesson, phase, bell + 30 * 24 * 60 * MINUTE), phase


async def test_from_the_end_of_a_lesson_that_ended_early(school: Database) -> None:
    lesson = replace(await planned(school), ended_at=MONDAY_0750 + 20 * MINUTE)
    assert opens_at(lesson) == lesson.ended_at
    assert not is_open(lesson, "live", MONDAY_0750 + 19 * MINUTE)
    assert is_open(lesson, "ended", MONDAY_0750 + 20 * MINUTE)
    late = replace(lesson, ended_at=lesson.ends_at + 5 * MINUTE)
    assert opens_at(late) == lesson.ends_at - OPENS_MS


def test_what_is_kept_of_a_text() -> None:
    assert clean(SheetText(" Bài 15 ", "a\r\nb\tc\n", "\u202eمرحبا <b>")) == SheetText(
        "Bài 15", "a\nb c", "\u202eمرحبا <b>"
    )


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x85", "\r", "\ud800"])
@pytest.mark.parametrize("part", ["title", "remark", "homework"])
def test_control_signs_are_refused(sign: str, part: str) -> None:
    with pytest.raises(BadText, match=part):
        clean(replace(TEXT, **{part: f"a{sign}b"}))


def test_a_title_is_one_line() -> None:
    with pytest.raises(BadText, match="title"):
        clean(replace(TEXT, title="a\nb"))


async def test_why_is_clean_too(school: Database) -> None:
    with pytest.raises(BadText, match="why"):
        await save_sheet(school, await ended(school), TEXT, 0, LAN, "a\x00", NOW)


async def test_a_demo_period_somebody_wrote_about_stays(school: Database) -> None:
    """The week moves on; a sheet refers to its lesson."""
    lesson = await ensure_running_demo(school, MONDAY_0750)
    await save_sheet(school, lesson, TEXT, 0, LAN, "", NOW)
    await ensure_running_demo(school, SUNDAY_2350)
    await ensure_running_demo(school, SUNDAY_2350 + 60 * MINUTE)
    assert (await sheet_of(school, lesson)).sheet.text == TEXT
