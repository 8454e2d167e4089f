"""The short sheet of a period: title, nhận xét, dặn dò. A draft until the record is made; then each change is a version.

Two people at once: who saves names the version that was read; when it is not the newest, nothing is written.
"""

import unicodedata

from msgspec import UNSET, Struct
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from recordings.record.build import Made
from recordings.record.fields import Evaluation, Who
from server.school.calendar import MINUTE_MS
from server.school.kept.records import add_version, software
from server.school.lessons import Lesson, Phase
from server.store.database import Database
from server.store.tables import records, removed_records, sheets

OPENS_MS = 10 * MINUTE_MS
"""So long before the bell that ends the period the sheet can be filled."""
ADDED = "bổ sung"
"""Why a version was made when nobody says."""


class SheetText(Struct, frozen=True):
    """What is written."""

    title: str
    remark: str
    homework: str


class Sheet(Struct, frozen=True):
    """The newest sheet. `version` 0: nobody has written yet, the text is the plan's. `at` is UTC ms."""

    text: SheetText
    version: int
    by: Who | None = None
    at: int | None = None


class Saved(Struct, frozen=True):
    """The sheet as it is now; `record_version` is the record's newest version, None before the lesson's end."""

    sheet: Sheet
    record_version: int | None


class ChangedMeanwhile(Exception):
    """Somebody else saved since: `sheet` is the newest, who and when in it. Nothing was written."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__("changed meanwhile")
        self.sheet = sheet


class RecordRemoved(Exception):
    """The lesson's record was removed by a decision: nothing can be added to it."""


class BadText(ValueError):
    """A sign that cannot be kept; the argument says which part has it."""


def opens_at(lesson: Lesson) -> int:
    """From when on the sheet can be filled, UTC ms: 10 minutes before the period's end, or when it ended earlier."""
    planned = lesson.ends_at - OPENS_MS
    return planned if lesson.ended_at is None else min(planned, lesson.ended_at)


def is_open(lesson: Lesson, phase: Phase, now: int) -> bool:
    """Whether the sheet can be filled at `now`; `phase` knows of an end that is not in the lesson's row yet."""
    return phase == "ended" or now >= opens_at(lesson)


def clean(text: SheetText) -> SheetText:
    """The text as it is kept: line ends as \\n, tabs as spaces. Raises BadText for other control signs."""
    parts = {name: _clean(name, getattr(text, name)) for name in SheetText.__struct_fields__}
    if "\n" in parts["title"]:
        raise BadText("title")
    return SheetText(**parts)


async def sheet_of(database: Database, lesson: Lesson) -> Saved:
    """The newest sheet; one nobody wrote in has the planned title."""
    async with database.read() as connection:
        sheet = await _sheet(connection, lesson)
        return Saved(sheet, await _record_version(connection, lesson.id))


async def save_sheet(
    database: Database, lesson: Lesson, text: SheetText, base: int, who: Who, why: str, now: int
) -> Saved:
    """Keeps the sheet written on top of version `base`; after the lesson's end also as a version of the record.

    `text` is clean. The same text again is no new version. Raises ChangedMeanwhile, RecordRemoved, BadText for `why`.
    """
    made = Made(now, who, _clean("why", why) or ADDED, software())
    async with database.begin() as connection:
        await _refuse_removed(connection, lesson.id)
        newest = await _sheet(connection, lesson)
        if newest.version != base:
            raise ChangedMeanwhile(newest)
        if newest.text == text:
            return Saved(newest, await _record_version(connection, lesson.id))
        sheet = Sheet(text, newest.version + 1, who, now)
        await _write(connection, lesson.id, sheet)
        version = await add_version(connection, lesson.id, _evaluation(sheet), made)
        return Saved(sheet, None if version is None else version.version)


def _clean(name: str, text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\t", " ").strip()
    if any(sign != "\n" and unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        raise BadText(name)
    return text


def _evaluation(sheet: Sheet) -> Evaluation:
    text = sheet.text
    by, at = (UNSET if sheet.by is None else sheet.by), (UNSET if sheet.at is None else sheet.at)
    return Evaluation(title=text.title, remark=text.remark, homework=text.homework, by=by, at=at)


async def _sheet(connection: AsyncConnection, lesson: Lesson) -> Sheet:
    row = (await connection.execute(select(sheets).where(sheets.c.lesson_id == lesson.id))).first()
    if row is None:
        return Sheet(SheetText(lesson.title, "", ""), 0)
    text = SheetText(row.title, row.remark, row.homework)
    return Sheet(text, row.version, Who(row.by_id, row.by_name), row.at)


async def _write(connection: AsyncConnection, lesson_id: str, sheet: Sheet) -> None:
    assert sheet.by is not None
    values = {
        "version": sheet.version,
        "title": sheet.text.title,
        "remark": sheet.text.remark,
        "homework": sheet.text.homework,
        "by_id": sheet.by.id,
        "by_name": sheet.by.name,
        "at": sheet.at,
    }
    statement = insert(sheets).values(lesson_id=lesson_id, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["lesson_id"], set_=values))


async def _record_version(connection: AsyncConnection, lesson_id: str) -> int | None:
    query = select(records.c.version).where(records.c.lesson_id == lesson_id)
    return (await connection.execute(query.order_by(records.c.version.desc()).limit(1))).scalar()


async def _refuse_removed(connection: AsyncConnection, lesson_id: str) -> None:
    query = select(removed_records.c.id).where(removed_records.c.lesson_id == lesson_id)
    if (await connection.execute(query)).first():
        raise RecordRemoved
