"""The shapes of what a browser keeps. TypeScript types are generated from them by `python -m server.protocol`."""

from typing import Literal

from msgspec import Struct

from lesson.attendance import AttendanceState
from lesson.messages import (
    ClassControls,
    Door,
    EndReason,
    Feed,
    LessonKind,
    Line,
    Mode,
    PersonId,
    Role,
    SlotName,
    SourceName,
)
from lesson.state import FloorState, Phase

Audience = Literal["staff", "class", "door"]
"""People of one audience know the same, but for what is private to a person. door: who waits, or was removed."""


class LessonView(Struct, frozen=True, omit_defaults=True):
    """The period itself."""

    id: str
    title: str
    subject: str
    class_name: str
    period: str
    starts_at: int
    ends_at: int
    phase: Phase
    controls: ClassControls
    started_at: int | None = None
    ended_at: int | None = None
    ended_reason: EndReason | None = None
    recording: Literal["on", "paused"] | None = None
    """While the lesson is live, when the school keeps it."""
    kind: LessonKind = "tiet_hoc"
    lines: tuple[Line, ...] = ()
    """Left out: the lesson itself is the only one."""
    quiet: bool = False
    """Order in class ("giữ trật tự")."""
    observed: bool = False
    """Somebody observes; who, only teachers and staff see."""
    teacher_lost_since: int | None = None


class PersonView(Struct, frozen=True, omit_defaults=True):
    """Somebody of the roster, or who joined besides. `sources` names only those that are on.

    `consent` (to being recorded), `door`: teacher and staff only; `unclear_since`: they and the person. Observers are
    listed for teacher and staff only, and for themselves.
    """

    name: str
    role: Role
    present: bool
    mode: Mode
    sources: dict[SourceName, Literal[True]]
    title: str | None = None
    stt: int | None = None
    consent: bool | None = None
    class_id: str | None = None
    at_school: bool = False
    """Sits in the classroom, as the teacher marked."""
    unclear_since: int | None = None
    """Said that the lesson is not well heard."""
    door: Door | None = None
    """Not in the class."""
    unproved: bool = False
    """At the door, and only says who they are. Teacher and staff."""


class HandView(Struct, frozen=True, omit_defaults=True):
    """A raised hand; `place` is 1 for the longest waiting. `question`: teacher, staff and the asker only."""

    since: int
    place: int
    question: str | None = None


class FloorView(Struct, frozen=True):
    """An invitation to speak (`offered`) or the right to (`held`), since when and given by whom."""

    state: FloorState
    since: int
    by: PersonId


class LoweredView(Struct, frozen=True):
    """A hand, up since `since`, that the rules lowered `at`: restore_hand within 60 s."""

    since: int
    at: int


class ChatView(Struct, frozen=True, omit_defaults=True):
    """`last` is the number of the newest line the person may read, or 0; the lines themselves come by page."""

    last: int
    count: int
    deleted: int = 0
    """How many of them are deleted lines."""


class AttendanceView(Struct, frozen=True, omit_defaults=True):
    """Attendance of a student; time so far: `counted_ms` + (now - `present_since`) while present."""

    state: AttendanceState
    counted_ms: int
    """Taught time with the student there, short gaps bridged, up to `present_since`."""
    late_ms: int
    first_joined: int | None = None
    last_seen: int | None = None
    """Left out while the student is there."""
    present_since: int | None = None
    """Counting since then (not before the lesson started)."""
    at_school: bool = False
    """In the classroom for some of the time."""


class View(Struct, frozen=True, omit_defaults=True):
    """What a browser knows of the lesson. `attendance`, `lowered` (not only of the last 60 s): teacher and staff only.

    `recorded`: everybody else, of themselves only: may what they send be kept? Left out of a lesson that is not kept.
    At the door: the lesson's header, and of `people` only oneself.
    """

    lesson: LessonView
    people: dict[PersonId, PersonView]
    hands: dict[PersonId, HandView]
    floor: dict[PersonId, FloorView]
    stage: dict[SlotName, Feed]
    chat: ChatView
    attendance: dict[PersonId, AttendanceView] | None = None
    recorded: bool | None = None
    lowered: dict[PersonId, LoweredView] | None = None


class Me(Struct, frozen=True):
    """Who the receiver of a snapshot is."""

    person: PersonId
    name: str
    role: Role


class Snapshot(Struct, frozen=True, omit_defaults=True):
    """Sent on connecting: the view after event `number`. `at` is the lesson's clock now.

    `also`: the second pupil at this device; the view then holds what is private to either.
    """

    epoch: str
    number: int
    at: int
    view: View
    me: Me
    also: tuple[Me, ...] = ()
