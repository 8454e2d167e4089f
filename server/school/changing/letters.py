"""Letters to teachers about a change of day: classes, subjects, times and colleagues, nothing of pupils; nor the reason,
which may be about somebody's health. They wait beside the notices' letters."""

from collections.abc import Iterable
from datetime import tzinfo

import structlog
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import millis
from server.school.changing.telling import ToldChange, ToldLine, ToldSlot, told_in
from server.school.families.letterbox import WaitingLetter, keep_waiting
from server.school.families.letters import STAFF_FOOT, Letter
from server.school.families.mailer import GIVE_UP_MS
from server.school.families.notices import NewNotice, send
from server.school.lessons import Teacher
from server.school.rights.actor import Actor
from server.store.tables import people

MOST_LINES = 20
DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
WORDS = {"day_thay": "Dạy thay", "doi_tiet": "Đổi tiết", "day_bu": "Dạy bù", "khong_day": "Tiết không dạy"}
OTHER = "Thay đổi trong ngày"
log = structlog.get_logger("mail")


class Sender(Struct, frozen=True):
    """Whose letters: the school's name, `link` to a teacher's day, and for how many letters there is room."""

    school: str
    link: str
    room: int


async def keep_letters(
    connection: AsyncConnection, number: int, by: Actor, sender: Sender, zone: tzinfo, now: int
) -> list[WaitingLetter]:
    """One for each teacher to whom the change brings or takes a period or moves it, in the transaction that makes the
    change or takes it back. None about periods that have begun, to whom has no address, or to who changes the day."""
    told = await told_in(connection, number, most=None)
    lines = [one for one in told.lines if _moved(one) and _begins(one) > now]
    concerned = {one.id for line in lines for one in _teachers(line)} - {by.id}
    of = people.c
    query = select(of.id, of.email).where(
        of.id.in_(concerned), of.active, of.email.is_not(None), of.email != ""
    )
    rows, found = (await connection.execute(query.order_by(of.id))).all(), list[WaitingLetter]()
    if len(rows) > sender.room:
        log.warning("letters about a change of day have no room", left_out=len(rows) - sender.room)
    for row in rows[: sender.room]:
        mine = [line for line in lines if any(one.id == row.id for one in _teachers(line))]
        title, text = _title(told), written(mine, told.undone, zone)
        notice = await send(connection, by, NewNotice(title=title, text=text, person_id=row.id, mails=1), now)
        until = now + GIVE_UP_MS
        await keep_waiting(connection, notice, [row.email], sender.link, until)
        letter = Letter(sender.school, title, text, sender.link, STAFF_FOOT)
        found.append(WaitingLetter(notice, row.email, letter, until))
    return found


def written(lines: Iterable[ToldLine], undone: bool, zone: tzinfo) -> str:
    """What changes, a period a line, the first twenty of them."""
    said = [_said(line, undone, zone) for line in lines]
    more = len(said) - MOST_LINES
    return "\n".join([*said[:MOST_LINES], *([f"Và {more} tiết nữa."] if more > 0 else [])])


def _title(told: ToldChange) -> str:
    what = WORDS.get(told.kind, OTHER)
    first, last = (f"{day:%d/%m/%Y}" for day in (told.days[0], told.days[-1]))
    days = first if first == last else f"từ {first} đến {last}"
    return f"Bỏ thay đổi ({what}): {days}" if told.undone else f"{what}: {days}"


def _said(line: ToldLine, undone: bool, zone: tzinfo) -> str:
    before, after = line.before, line.after
    about = f"Lớp {line.class_name}, {line.subject}" if line.class_name else line.subject
    if after is None:
        assert before is not None
        return f"{about}, {_slot(before, zone)}: không dạy bù nữa."
    if before is None:
        return f"{about}, {_slot(after, zone)}: dạy bù, {_name(after.teacher)} dạy."
    said = []
    if (before.not_taught is None) != (after.not_taught is None):
        said.append("không dạy" if before.not_taught is None else "dạy như trước")
    if before.starts_at != after.starts_at:
        said.append(f"chuyển sang {_slot(after, zone)}")
    if before.teacher != after.teacher:
        who = _name(after.teacher)
        said.append(f"{who} dạy như trước" if undone else f"{who} dạy thay {_name(before.teacher)}")
    return f"{about}, {_slot(before, zone)}: {', '.join(said)}."


def _slot(slot: ToldSlot, zone: tzinfo) -> str:
    at = slot.starts_at.astimezone(zone)
    return f"{slot.period} {DAYS[at.weekday()]} {at:%d/%m/%Y} ({at:%H:%M})".strip()


def _name(teacher: Teacher | None) -> str:
    return f"{teacher.title or ''} {teacher.name}".strip() if teacher else "chưa rõ ai"


def _slots(line: ToldLine) -> list[ToldSlot]:
    return [one for one in (line.before, line.after) if one is not None]


def _teachers(line: ToldLine) -> list[Teacher]:
    return [one.teacher for one in _slots(line) if one.teacher is not None]


def _begins(line: ToldLine) -> int:
    """UTC ms, the later of both."""
    return max(millis(one.starts_at) for one in _slots(line))


def _moved(line: ToldLine) -> bool:
    """More than its room or form is another one."""
    if line.before is None or line.after is None:
        return True
    return len({(one.teacher, one.starts_at, one.not_taught is None) for one in _slots(line)}) > 1
