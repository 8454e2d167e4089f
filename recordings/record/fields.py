"""What a lesson record holds, group by group (TT 09/2021 Đ.8.1.b asks for the data, not for this form).

Times are UTC ms, spans and durations ms, days ISO dates in the school's zone. There are no floats and no nulls: what
is not known is left out. People are named by our internal id and their name, never by a code of the sector. A change
of these shapes is a new SCHEMA number; older records stay as they are, so these shapes read every number.

2 adds to 1, all of it optional: the school's `superior`, `slot.kind`, `slot.makes_up`, `slot.shared_with`,
`people.replaced`, a pupil's `school` and `door`, and the roles co_teacher, room, camera.
"""

from typing import Annotated, Literal, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType

from lesson.attendance import AttendanceState
from lesson.messages import EndReason, KeptMedia, LessonKind, Role

SCHEMA: Literal[2] = 2
"""Of records made now."""

T = TypeVar("T")
Millis = Annotated[int, Meta(ge=0)]
Count = Annotated[int, Meta(ge=0)]
Ordinal = Annotated[int, Meta(ge=1)]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


def known(value: T | None) -> T | UnsetType:
    """None as a field that is left out."""
    return UNSET if value is None else value


class Span(Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}):
    """From when to when."""

    start: Millis
    end: Millis


class Who(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who wrote: a person's or an account's id, and the name or login."""

    id: str
    name: str


class School(Struct, frozen=True, forbid_unknown_fields=True):
    """The school; `level`: tieu_hoc, thcs, thpt, gdtx. `superior`: the body above it, as it heads the school's papers."""

    code: str
    name: str
    level: str | UnsetType = UNSET
    superior: str | UnsetType = UNSET


class Identity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which record this is. `made_by` is left out for version 1, which the server makes at the lesson's end."""

    id: str
    lesson: str
    version: Ordinal
    made_at: Millis
    made_by: Who | UnsetType = UNSET
    why: str
    software: str
    school: School
    school_year: str
    semester: Ordinal | UnsetType = UNSET
    week: Ordinal | UnsetType = UNSET


class OfClass(Struct, frozen=True, forbid_unknown_fields=True):
    """The class."""

    id: str
    code: str
    grade: int


class Slot(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"of": "class"}):
    """Where the period stands in the timetable; `session`: sang, chieu, with `period_no` in it. `kind` is left out for
    a tiết học; `makes_up`: the lesson it stands for (dạy bù); `shared_with`: the lesson whose room it was held in."""

    date: Day
    period: str
    session: str | UnsetType = UNSET
    period_no: Ordinal | UnsetType = UNSET
    of: OfClass | UnsetType = UNSET
    room: str | UnsetType = UNSET
    kind: LessonKind | UnsetType = UNSET
    makes_up: str | UnsetType = UNSET
    shared_with: str | UnsetType = UNSET
    time_zone: str


class Content(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was planned to be taught. `form`: ho_tro, thay_the (Đ.2) with its reason and the head's decision (Đ.5)."""

    subject: str
    title: str
    ppct_no: Ordinal | UnsetType = UNSET
    required_outcomes: str | UnsetType = UNSET
    form: str | UnsetType = UNSET
    form_reason: str | UnsetType = UNSET
    decision_no: str | UnsetType = UNSET
    decision_date: Day | UnsetType = UNSET


class Attendee(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who is no pupil, with the times of presence as they were."""

    person: str
    name: str
    title: str | UnsetType = UNSET
    role: Role
    intervals: tuple[Span, ...]


class People(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The period's teacher, and everybody else who is no pupil (co-teachers, staff, observers, guests).
    `replaced`: who was planned before (dạy thay)."""

    teacher: Attendee | UnsetType = UNSET
    replaced: Who | UnsetType = UNSET
    others: tuple[Attendee, ...]


class Interruption(Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}):
    """A part of the service was away: `control` signalling and pages, `media` sound and picture."""

    part: Literal["control", "media"]
    start: Millis
    end: Millis


class ClockJump(Struct, frozen=True, forbid_unknown_fields=True):
    """The machine's wall clock moved by `delta` ms; the record's times did not."""

    at: Millis
    delta: int


class Time(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Planned and real times. `taught` runs from the teacher's start to the end, as attendance counts it."""

    planned: Span
    opened_at: Millis
    started_at: Millis | UnsetType = UNSET
    ended_at: Millis
    ended_reason: EndReason
    ended_by: str | UnsetType = UNSET
    held: bool
    taught: Span | UnsetType = UNSET
    taught_ms: Millis
    interruptions: tuple[Interruption, ...]
    clock: Literal["utc_monotonic"]
    clock_jumps: tuple[ClockJump, ...]


class Absence(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}
):
    """Not heard in the middle of the taught time; `counted`: short enough to count as attended. Evidence only."""

    start: Millis
    end: Millis
    counted: bool


class Pupil(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One pupil. `status` is the system's word only: có mặt, muộn, vắng chưa rõ lý do; P and K are a person's.

    `intervals` are of devices; `school`: in the classroom (tại trường), as a teacher marked; `door`: waiting there, or
    sent out.
    """

    person: str
    name: str
    stt: Ordinal | UnsetType = UNSET
    on_roster: bool
    status: AttendanceState
    intervals: tuple[Span, ...]
    school: tuple[Span, ...] | UnsetType = UNSET
    door: tuple[Span, ...] | UnsetType = UNSET
    gaps: tuple[Absence, ...]
    counted_ms: Millis
    late_ms: Millis
    left_early_ms: Millis


class AttendanceRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The numbers the statuses were found with: see docs/protocol.md on attendance."""

    silent_ms: Millis
    bridge_ms: Millis
    late_ms: Millis
    present_percent: Count


class Attendance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sĩ số (`roster`) and how many of it had which status; then every pupil, the roster first."""

    roster: Count
    present: Count
    late: Count
    absent_unknown: Count
    rules: AttendanceRules
    pupils: tuple[Pupil, ...]


class Counts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`questions`: asked with a raised hand. `floors`: times the floor was held, `floor_ms` together."""

    hands: Count
    questions: Count
    offered: Count
    floors: Count
    declined: Count
    floor_ms: Millis
    messages: Count
    replies: Count


class PersonCounts(Counts, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one person did; the words said are not in the record."""

    person: str


class Interaction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the whole class did, and each who was there (Đ.5, Đ.9.1.b)."""

    total: Counts
    people: tuple[PersonCounts, ...]


class Channels(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the teachers' camera, mic and screen were on; `text` from the first to the last line of chat (Đ.9.1.a)."""

    video: tuple[Span, ...]
    audio: tuple[Span, ...]
    screen: tuple[Span, ...]
    text: tuple[Span, ...]
    faults: tuple[Interruption, ...]


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """From `at` on only `to` was recorded."""

    at: Millis
    to: KeptMedia
    reason: str


class Consents(Struct, frozen=True, forbid_unknown_fields=True):
    """How many of the roster, staff included, agreed to being recorded at the lesson's end."""

    given: Count
    missing: Count


class ConsentChange(Struct, frozen=True, forbid_unknown_fields=True):
    """From `at` on the person agreed to being recorded, or did not any more."""

    at: Millis
    person: str
    given: bool


class Shown(Struct, frozen=True, forbid_unknown_fields=True):
    """When a person was first shown that the period is recorded."""

    person: str
    at: Millis


class Recording(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the period was recorded (bản ghi tiết học), how much of it, and with whose knowledge.

    From events alone: when the record is made the recording is not complete. What else may be missing of it lies in
    `time.interruptions`.
    """

    policy: bool
    recorded: Span | UnsetType = UNSET
    pauses: tuple[Span, ...]
    limits: tuple[Limit, ...]
    consents: Consents
    consent_changes: tuple[ConsentChange, ...]
    notices: tuple[Shown, ...]


class Evaluation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The teacher's sheet: the title as taught, nhận xét, dặn dò. `by` and `at` are left out for an untouched one."""

    title: str
    remark: str
    homework: str
    by: Who | UnsetType = UNSET
    at: Millis | UnsetType = UNSET


class Integrity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`hash`: SHA-256 of the record's canonical JSON without this field. `previous`: the hash of the link before."""

    chain: str
    position: Ordinal
    previous: Hash
    hash: Hash


class Contents(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record before it is linked."""

    schema: Literal[1, 2]
    identity: Identity
    slot: Slot
    content: Content
    people: People
    time: Time
    attendance: Attendance
    interaction: Interaction
    channels: Channels
    recording: Recording
    evaluation: Evaluation


class Record(Contents, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record as it is kept: one link of the chain of its class and school year."""

    integrity: Integrity
