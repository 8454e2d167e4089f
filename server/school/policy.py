"""What the school decided for all its lessons and pages, and the words that follow from its level."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from lesson.rules import MINUTE, SECOND, Rules
from server.store.database import Database
from server.store.tables import school

Level = Literal["", "tieu_hoc", "thcs", "thpt", "gdtx"]
"""Primary, lower and upper secondary, continuing education; "": not said."""
PupilWord = Literal["em", "con"]
LearnerWord = Literal["học sinh", "học viên"]
ChatMode = Literal["class", "questions", "off"]
PpctWord = Literal["Tiết PPCT", "Tiết CT"]


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """The column `school.policy` as a value; what nobody set has its default. None: as the level has it.

    `late_minutes` after the bell is late; `present_share` of the taught time is presence; shorter gaps than
    `bridge_seconds` count as attended; a week closes by itself `week_closes_days` days after
    its Sunday (server/school/attending/closing.py).
    `chat`, `slow_seconds`, `waiting_room`, `lock_late_minutes` (None: never) and `floors` are how lessons begin.
    `superior` is the body above the school, printed on its papers. `citizen_ids`: 12-digit numbers may be kept.
    """

    late_minutes: Annotated[int, Meta(ge=1, le=45)] = 10
    present_share: Annotated[float, Meta(ge=0.1, le=1.0)] = 0.75
    bridge_seconds: Annotated[int, Meta(ge=10, le=600)] = 90
    week_closes_days: Annotated[int, Meta(ge=0, le=60)] = 7
    learner_word: LearnerWord | None = None
    pupil_word: PupilWord | None = None
    ppct_word: PpctWord = "Tiết PPCT"
    superior: Annotated[str, Meta(max_length=200)] = ""
    small_children: bool | None = None
    waiting_room: bool = False
    lock_late_minutes: Annotated[int, Meta(ge=1, le=60)] | None = None
    chat: ChatMode = "class"
    slow_seconds: Annotated[int, Meta(ge=0, le=120)] = 0
    floors: Annotated[int, Meta(ge=1, le=6)] = 3
    citizen_ids: bool = False
    consent_text: Annotated[str, Meta(max_length=4000)] = ""


class Words(Struct, frozen=True):
    """How the school's pages speak: "em" or "con", "học sinh" or "học viên"; pictures with words for the small."""

    pupil_word: PupilWord
    learner_word: LearnerWord
    ppct_word: PpctWord
    small_children: bool


def words_of(policy: Policy, level: str) -> Words:
    """The words the school chose, where it chose none those of its level."""
    primary = level == "tieu_hoc"
    return Words(
        pupil_word=policy.pupil_word or ("con" if primary else "em"),
        learner_word=policy.learner_word or ("học viên" if level == "gdtx" else "học sinh"),
        ppct_word=policy.ppct_word,
        small_children=primary if policy.small_children is None else policy.small_children,
    )


def rules_of(policy: Policy) -> Rules:
    """The school's numbers for the lesson core."""
    return Rules(
        bridge_ms=policy.bridge_seconds * SECOND,
        late_ms=policy.late_minutes * MINUTE,
        present_share=policy.present_share,
        lock_late_ms=None if policy.lock_late_minutes is None else policy.lock_late_minutes * MINUTE,
    )


async def policy(database: Database) -> Policy:
    """The school's policy; the defaults before it is entered."""
    async with database.read() as connection:
        return await policy_in(connection)


async def policy_in(connection: AsyncConnection) -> Policy:
    """The same, within a transaction."""
    kept = (await connection.execute(select(school.c.policy).where(school.c.id == 1))).scalar()
    return msgspec.json.decode(kept, type=Policy) if kept else Policy()


async def set_policy(connection: AsyncConnection, policy: Policy) -> bool:
    """Keeps it, for lessons opened from now on. False: nobody has entered the school yet."""
    change = update(school).where(school.c.id == 1)
    kept = await connection.execute(change.values(policy=msgspec.json.encode(policy).decode()))
    return kept.rowcount == 1


async def records_lessons(database: Database) -> bool:
    """Whether a new lesson is recorded when nobody says otherwise; off until the school turns it on."""
    async with database.read() as connection:
        found = (await connection.execute(select(school.c.recording).where(school.c.id == 1))).scalar()
    return bool(found)


async def set_records_lessons(connection: AsyncConnection, recording: bool) -> bool:
    """Keeps it, for lessons planned from now on. False: nobody has entered the school yet."""
    change = update(school).where(school.c.id == 1).values(recording=recording)
    return (await connection.execute(change)).rowcount == 1
