"""What is kept of a lesson, numbered from 1. The envelope (`Kept`) has number and time."""

from typing import Literal

from msgspec import Struct

from lesson.messages.words import (
    ChatMode,
    ClassControls,
    EndReason,
    Feed,
    KeptMedia,
    LessonKind,
    LimitReason,
    Line,
    Millis,
    Mode,
    PersonId,
    Role,
    RosterEntry,
    SlotName,
    SourceName,
)


class Event(Struct, frozen=True, tag_field="type"):
    """Kept, numbered from 1 without gaps, folded by lesson/state.py. Number and time are in the envelope."""


class LessonOpened(Event, frozen=True, tag="lesson_opened"):
    """Always number 1: the period and its roster as a snapshot."""

    lesson: str
    title: str
    subject: str
    class_name: str
    period: str
    """How the period is called, e.g. "tiết 2"."""
    starts_at: Millis
    ends_at: Millis
    roster: tuple[RosterEntry, ...] = ()
    recording: bool = False
    """The school's policy for this lesson: what consenting people send while it is live is kept."""
    lines: tuple[Line, ...] = ()
    """Empty: the lesson itself is the only line. `starts_at`, `ends_at`: the first one's start, the last one's end."""
    kind: LessonKind = "tiet_hoc"
    controls: ClassControls = ClassControls()


class LessonStarted(Event, frozen=True, tag="lesson_started"):
    """The period runs: time counts as taught."""

    by: PersonId


class LessonEnded(Event, frozen=True, tag="lesson_ended"):
    """All hands are lowered, floors taken, sources off. `by` is None when the lesson ended by itself."""

    reason: EndReason
    by: PersonId | None = None


class Joined(Event, frozen=True, tag="joined"):
    """The first sign of life of a person's first device. Not sent again for a second device."""

    person: PersonId
    name: str
    role: Role


class Left(Event, frozen=True, tag="left"):
    """No device heard for 10 s: the person's sources are off.

    `last_seen` is the last sign of life and ends the interval, not the event's time.
    """

    person: PersonId
    last_seen: Millis


class HandRaised(Event, frozen=True, tag="hand_raised"):
    """Joins the queue, or renews the question of a hand up. `question` is empty for who may not know it."""

    person: PersonId
    question: str = ""


class HandLowered(Event, frozen=True, tag="hand_lowered"):
    """Leaves the queue."""

    person: PersonId
    by: PersonId | None = None
    """None: lowered by the rules (spoke for 5 s, declined, away for more than 90 s)."""


class HandRestored(Event, frozen=True, tag="hand_restored"):
    """Up again where it was: the rules had lowered it too early."""

    person: PersonId
    by: PersonId


class FloorOffered(Event, frozen=True, tag="floor_offered"):
    """The student is invited to speak and may not send anything yet."""

    person: PersonId
    by: PersonId


class FloorAccepted(Event, frozen=True, tag="floor_accepted"):
    """The floor is held: the person may send mic and camera."""

    person: PersonId


class FloorDeclined(Event, frozen=True, tag="floor_declined"):
    """The invitation ended by the student's wish."""

    person: PersonId


class FloorTaken(Event, frozen=True, tag="floor_taken"):
    """The floor or the invitation ended; the person's mic and camera are off from here."""

    person: PersonId
    by: PersonId | None = None


class MutedAll(Event, frozen=True, tag="muted_all"):
    """All floors and invitations ended; mics and cameras of all but teachers are off."""

    by: PersonId


class Muted(Event, frozen=True, tag="muted"):
    """The person's mic is off from here: the own page stops it. The floor, if held, stays."""

    person: PersonId
    by: PersonId


class RecordingPaused(Event, frozen=True, tag="recording_paused"):
    """Nothing sent from here on is kept."""

    by: PersonId


class RecordingResumed(Event, frozen=True, tag="recording_resumed"):
    """What consenting people send is kept again."""

    by: PersonId


class RecordingLimited(Event, frozen=True, tag="recording_limited"):
    """Only so much is kept from here on (`all`: again everything).

    `reason`: `disk` little space, `fault` what comes cannot be written; empty when nothing limits.
    """

    to: KeptMedia
    reason: LimitReason = ""


class ConsentChanged(Event, frozen=True, tag="consent_changed"):
    """The school has another answer of a roster person, or the answer of a teacher who came besides: what is sent from
    here on is kept, or no more."""

    person: PersonId
    consent: bool


class Said(Event, frozen=True, tag="said"):
    """The event's number is the message's id. `to`: "class", "teachers" or one pupil; others are not told."""

    person: PersonId
    text: str
    reply_to: int | None = None
    to: PersonId = "class"


class SaidDeleted(Event, frozen=True, tag="said_deleted"):
    """The line (its number) is to be shown as a deleted one."""

    line: int
    by: PersonId


class ModeSet(Event, frozen=True, tag="mode_set"):
    """The person wants video (`full`) or sound only (`listen`)."""

    person: PersonId
    mode: Mode


class SourceSet(Event, frozen=True, tag="source_set"):
    """The person sends this source from here, or stops."""

    person: PersonId
    source: SourceName
    on: bool


class StageSet(Event, frozen=True, tag="stage_set"):
    """Which source feeds which slot, for the whole class; a missing slot is empty. Nobody gets their own."""

    slots: dict[SlotName, Feed]


class ClockJumped(Event, frozen=True, tag="clock_jumped"):
    """The machine's wall clock moved against the lesson's clock by `delta` ms; lesson times do not move."""

    delta: int


class Interrupted(Event, frozen=True, tag="interrupted"):
    """A part of the service was away from `since` until the event's time."""

    part: Literal["control", "media"]
    since: Millis


class Knocked(Event, frozen=True, tag="knocked"):
    """Came to the door instead of into the class. To teachers and staff, and to the person."""

    person: PersonId
    name: str
    role: Role
    unproved: bool = False
    """Only says who they are: the teacher is to look before admitting."""


class Admitted(Event, frozen=True, tag="admitted"):
    """Let in. Who is at the door now is in the class from here; the class is told `joined` then."""

    person: PersonId
    by: PersonId


class Removed(Event, frozen=True, tag="removed"):
    """Sent out until admitted again: sources off, hand and floor gone. `reason` is empty for the class."""

    person: PersonId
    by: PersonId
    reason: str = ""


class ClassSet(Event, frozen=True, tag="class_set"):
    """The class's controls from here on (see ClassControls)."""

    by: PersonId | None
    """None: by the rules (late entry locked some minutes after the bell)."""
    waiting_room: bool
    locked: bool
    mics: bool
    cameras: bool
    chat: ChatMode
    slow_s: int
    floors: int


class QuietSet(Event, frozen=True, tag="quiet_set"):
    """Order in class begins (all floors and invitations ended, pupils' mics and cameras are off) or is over."""

    on: bool
    by: PersonId


class TeacherLost(Event, frozen=True, tag="teacher_lost"):
    """Nothing heard of any teacher for 20 s: pupils' mics and cameras are off, media and chat locked, floors stay."""

    since: Millis
    """The last sign of life."""


class TeacherBack(Event, frozen=True, tag="teacher_back"):
    """Unlocked; mics must be turned on again by their pupils."""

    by: PersonId


class Unclear(Event, frozen=True, tag="unclear"):
    """The person does not hear well. To teachers and staff, and to the person."""

    person: PersonId


class UnclearOver(Event, frozen=True, tag="unclear_over"):
    """A teacher took note, or 90 s passed (`by` None)."""

    person: PersonId
    by: PersonId | None = None


class AtSchoolSet(Event, frozen=True, tag="at_school_set"):
    """These students are in the classroom from here on, or no longer."""

    people: tuple[PersonId, ...]
    on: bool
    by: PersonId


AnyEvent = (
    LessonOpened | LessonStarted | LessonEnded | Joined | Left | Knocked | Admitted | Removed | HandRaised | HandLowered
    | HandRestored | FloorOffered | FloorAccepted | FloorDeclined | FloorTaken | MutedAll | Muted | ClassSet | QuietSet
    | TeacherLost | TeacherBack | Unclear | UnclearOver | AtSchoolSet | RecordingPaused | RecordingResumed
    | RecordingLimited | ConsentChanged | Said | SaidDeleted | ModeSet | SourceSet | StageSet | ClockJumped | Interrupted
)  # fmt: skip


class Kept(Struct, frozen=True):
    """An event as kept: `number` from 1 without gaps, `at` on the lesson's clock (UTC ms, never back)."""

    number: int
    at: int
    event: AnyEvent
