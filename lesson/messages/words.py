"""Words that messages are made of: ids, literals, and the small structs inside events and views."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

PersonId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+\Z")]
Role = Literal["teacher", "co_teacher", "student", "guest", "observer", "staff", "room", "camera"]
"""room: the device of a classroom with pupils in it. camera: a teacher's second phone, whose id is the teacher's with
COMPANION after it; it is no person: nobody counts or lists it."""
COMPANION = ".cam"
LessonKind = Literal[
    "tiet_hoc", "chao_co", "sinh_hoat_lop", "hop_phu_huynh", "sinh_hoat_chuyen_mon", "hoi_thao"
]
ChatMode = Literal["class", "questions", "off"]
"""What pupils may write: to everybody, to the teachers only, nothing."""
SourceName = Literal["mic", "camera", "screen", "screen_audio"]
Mode = Literal["full", "listen"]
SlotName = Literal["a0", "a1", "a2", "v0", "v1", "v2"]
VideoSlot = Literal["v0", "v1", "v2"]
EndReason = Literal["button", "no_teacher", "office"]
KeptMedia = Literal["all", "audio", "nothing"]
LimitReason = Literal["", "disk", "fault"]
Light = Literal["good", "weak", "lost"]
Hearing = Literal["hears", "weak", "lost"]
Trouble = Literal["", "disk_low", "disk_full", "unwritable", "too_slow", "recorder"]
Millis = Annotated[int, Meta(ge=0)]
ChatText = Annotated[str, Meta(min_length=1, max_length=1000)]
Question = Annotated[str, Meta(max_length=300)]
Reason = Annotated[str, Meta(max_length=300)]
Height = Annotated[int, Meta(ge=0, le=10_000)]
SlowSeconds = Annotated[int, Meta(ge=0, le=120)]
Floors = Annotated[int, Meta(ge=1, le=6)]
Door = Literal["waiting", "removed"]
"""Outside the class: until a teacher admits, or after one removed the person."""


class RosterEntry(Struct, frozen=True):
    """One roster student or member of staff as the lesson knew them when it was opened."""

    person: PersonId
    name: str
    role: Role
    stt: int | None = None
    """The student's place in the class list (1-based)."""
    title: str | None = None
    """How a member of staff is addressed: "cô", "thầy"; never guessed."""
    consent: bool = False
    """Whether the person's sound and picture may be kept; of others only teacher and staff ever see it."""
    class_id: str | None = None
    """Of a student: tells the lines of a lesson apart."""


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the class logbook: one class in one period. A lesson (room) of several has them in this order."""

    lesson: str
    """Id of the line's own row; the room has that of one of its lines."""
    class_id: str | None = None
    class_name: str
    subject: str
    title: str
    period: str
    starts_at: Millis
    ends_at: Millis
    teacher: PersonId | None = None


class ClassControls(Struct, frozen=True):
    """What the teacher set for the class; the school's policy at first."""

    waiting_room: bool = False
    """Pupils and guests who were not in yet wait at the door."""
    locked: bool = False
    """The same because it is late; a teacher may still admit them."""
    mics: bool = True
    cameras: bool = True
    chat: ChatMode = "class"
    slow_s: SlowSeconds = 0
    """Seconds between two lines of one pupil."""
    floors: Floors = 3
    """Held or offered at the same time."""


class Feed(Struct, frozen=True):
    """What a slot shows: one source of one person."""

    person: PersonId
    source: SourceName
