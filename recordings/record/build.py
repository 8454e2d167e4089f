"""A lesson record from kept events, plan and sheet: version 1 at the lesson's end, later ones out of the one before."""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from lesson.messages import Kept
from lesson.rules import Rules
from recordings.record.attendance import attendance
from recordings.record.channels import channels
from recordings.record.fields import SCHEMA, Contents, Evaluation, Identity, Record, Who, known
from recordings.record.history import history
from recordings.record.interaction import interaction
from recordings.record.lines import of_line
from recordings.record.people import people, time
from recordings.record.plan import Plan, content, school, slot
from recordings.record.recording import recording

AT_THE_END = "kết thúc tiết học"
"""Why version 1 was made."""


class Made(Struct, frozen=True):
    """Who made a version, when (UTC ms), why, with which program. `by` None: the server."""

    at: int
    by: Who | None
    why: str
    software: str


def first_version(
    kept: Sequence[Kept],
    plan: Plan,
    rules: Rules,
    evaluation: Evaluation,
    made: Made,
    line: str | None = None,
) -> Contents:
    """Of the lesson `kept` tells of, or of one line of it. Raises ValueError when it is not one that has ended."""
    told = of_line(history(kept), line or "")
    return Contents(
        schema=SCHEMA,
        identity=_identity(line or told.final.opened.lesson, plan, made),
        slot=slot(plan),
        content=content(plan),
        people=people(told, plan),
        time=time(told),
        attendance=attendance(told, rules),
        interaction=interaction(told),
        channels=channels(told),
        recording=recording(told),
        evaluation=evaluation,
    )


def next_version(before: bytes, evaluation: Evaluation, made: Made) -> Contents:
    """The record `before` (canonical bytes) with another sheet; nothing else changes, whatever the tables say today."""
    record = msgspec.json.decode(before, type=Record)
    version = record.identity.version + 1
    identity = replace(
        record.identity,
        id=record_id(record.identity.lesson, version),
        version=version,
        made_at=made.at,
        made_by=known(made.by),
        why=made.why,
        software=made.software,
    )
    groups = {name: getattr(record, name) for name in Contents.__struct_fields__}
    return Contents(**{**groups, "identity": identity, "evaluation": evaluation})


def record_id(lesson: str, version: int) -> str:
    """The id of one version of a lesson's record."""
    return f"{lesson}.{version}"


def untouched(title: str) -> Evaluation:
    """The sheet nobody has written in: the planned title."""
    return Evaluation(title=title, remark="", homework="", by=UNSET, at=UNSET)


def _identity(lesson: str, plan: Plan, made: Made) -> Identity:
    return Identity(
        id=record_id(lesson, 1),
        lesson=lesson,
        version=1,
        made_at=made.at,
        made_by=known(made.by),
        why=made.why,
        software=made.software,
        school=school(plan),
        school_year=plan.school_year,
        semester=known(plan.semester),
        week=known(plan.week),
    )
