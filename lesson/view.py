"""What one person may know of a lesson, as the JSON a browser keeps (`View`).

A value that is not there is left out, never null: in a merge patch (RFC 7396) null means "remove". Lists that
change are maps by id. TypeScript types are generated from these structs by `python -m server.protocol`.
"""

from typing import Literal

from msgspec import Struct

from lesson.messages import Feed, Mode, PersonId, Role, SlotName, SourceName

Phase = Literal["waiting", "live", "ended"]
FloorState = Literal["offered", "held"]
AttendanceState = Literal["present", "late", "absent_unknown"]


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
    started_at: int | None = None
    ended_at: int | None = None
    ended_reason: Literal["button", "no_teacher", "office"] | None = None


class PersonView(Struct, frozen=True, omit_defaults=True):
    """Somebody of the roster, or who joined besides. `sources` names only those that are on."""

    name: str
    role: Role
    present: bool
    mode: Mode
    sources: dict[SourceName, Literal[True]]
    title: str | None = None
    stt: int | None = None


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


class ChatView(Struct, frozen=True):
    """`last` is the number of the newest said event or 0; the lines themselves come by page."""

    last: int
    count: int


class AttendanceView(Struct, frozen=True, omit_defaults=True):
    """Attendance of a roster student; time so far: `counted_ms` + (now - `present_since`) while present."""

    state: AttendanceState
    counted_ms: int
    """Taught time with the student there, short gaps bridged, up to `present_since`."""
    late_ms: int
    first_joined: int | None = None
    last_seen: int | None = None
    """Left out while the student is there."""
    present_since: int | None = None
    """Counting since then (not before the lesson started)."""


class View(Struct, frozen=True, omit_defaults=True):
    """What a browser knows of the lesson. `attendance`: teacher and staff only."""

    lesson: LessonView
    people: dict[PersonId, PersonView]
    hands: dict[PersonId, HandView]
    floor: dict[PersonId, FloorView]
    stage: dict[SlotName, Feed]
    chat: ChatView
    attendance: dict[PersonId, AttendanceView] | None = None


class Me(Struct, frozen=True):
    """Who the receiver of a snapshot is."""

    person: PersonId
    name: str
    role: Role


class Snapshot(Struct, frozen=True):
    """Sent on connecting: the view after event `number`. `at` is the lesson's clock now."""

    epoch: str
    number: int
    at: int
    view: View
    me: Me
