"""What a lesson's state consists of: plain frozen values. Mappings are never changed in place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lesson.messages import (
    ClassControls,
    Door,
    EndReason,
    Feed,
    KeptMedia,
    LessonOpened,
    Mode,
    PersonId,
    Role,
    SlotName,
    SourceName,
)

Phase = Literal["waiting", "live", "ended"]
FloorState = Literal["offered", "held"]

FLOOR_SOURCES: frozenset[SourceName] = frozenset({"mic", "camera"})
VIDEO_SOURCES: frozenset[SourceName] = frozenset({"camera", "screen"})
TEACHING: frozenset[Role] = frozenset({"teacher", "co_teacher"})
LEARNERS: frozenset[Role] = frozenset({"student", "guest", "room"})
"""Whom the class's controls are about: they need the floor and may be removed."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start` until `end`, UTC ms."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the roster, or who came besides. Keyed on the person, not on a connection or device."""

    person: PersonId
    name: str
    role: Role
    title: str | None = None
    stt: int | None = None
    on_roster: bool = False
    class_id: str | None = None
    consent: bool = False
    """To being recorded, as of now; who is not on the roster gave none, but for teachers."""
    present_since: int | None = None
    intervals: tuple[Interval, ...] = ()
    """Ended presences, as they were (not bridged)."""
    mode: Mode = "full"
    sources: frozenset[SourceName] = frozenset()
    door: Door | None = None
    unproved: bool = False
    """Who is at the door, or was last, only says to be this person."""
    door_since: int | None = None
    """At the door now; never while present."""
    knocks: tuple[Interval, ...] = ()
    """Ended times at the door: evidence, no presence."""
    admitted: bool = False
    """A teacher let the person in by hand, and has not sent them out since."""
    vouched: bool = False
    """Also on a link that proves nothing: that was at the door then."""
    school_since: int | None = None
    """In the classroom, as a teacher marked."""
    school: tuple[Interval, ...] = ()
    """Ended times in the classroom."""
    unclear_since: int | None = None
    unclear_at: int | None = None
    """When the person last said so."""

    @property
    def present(self) -> bool:
        """Whether any device of the person was heard lately, inside the class."""
        return self.present_since is not None

    @property
    def been_in(self) -> bool:
        """Whether the person is or was in the class."""
        return self.present_since is not None or bool(self.intervals)

    @property
    def last_seen(self) -> int | None:
        """End of the last ended presence; None for who never left."""
        return self.intervals[-1].end if self.intervals else None


@dataclass(frozen=True, slots=True)
class Hand:
    """A raised hand."""

    since: int
    question: str


@dataclass(frozen=True, slots=True)
class Lowered:
    """A hand that the rules lowered `at`, and a teacher may restore."""

    hand: Hand
    at: int


@dataclass(frozen=True, slots=True)
class Floor:
    """The right to speak, offered or held."""

    state: FloorState
    since: int
    by: PersonId
    hand_done: bool = False
    """The rules lowered the speaker's hand already, once for a floor."""


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line of chat, without its text. `to`: "class", "teachers" or one pupil."""

    person: PersonId
    to: PersonId
    at: int
    deleted: bool = False

    @property
    def private(self) -> bool:
        """Not for the class."""
        return self.to != "class"

    def reaches(self, person: PersonId, trusted: bool) -> bool:
        """Whether the person may read it."""
        return trusted or not self.private or person in (self.person, self.to)


@dataclass(frozen=True, slots=True)
class Tally:
    """Lines of chat: number of the newest or 0, how many, how many of them deleted."""

    last: int = 0
    count: int = 0
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing was kept from `start` to `end`, UTC ms; `end` None: it goes on."""

    start: int
    end: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """The lesson after event `number`."""

    opened: LessonOpened
    number: int
    at: int
    """Lesson time of the newest event."""
    controls: ClassControls
    phase: Phase = "waiting"
    started_at: int | None = None
    ended_at: int | None = None
    ended_reason: EndReason | None = None
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    hands: Mapping[PersonId, Hand] = field(default_factory=dict)
    lowered: Mapping[PersonId, Lowered] = field(default_factory=dict)
    floors: Mapping[PersonId, Floor] = field(default_factory=dict)
    stage: Mapping[SlotName, Feed] = field(default_factory=dict)
    late_locked: bool = False
    """The rules locked late entry, which they do once."""
    quiet: bool = False
    teacher_lost_since: int | None = None
    said: Mapping[int, SaidLine] = field(default_factory=dict)
    """Every line by its number."""
    chat: Tally = Tally()
    class_chat: Tally = Tally()
    """The lines to the class."""
    private_chat: Mapping[PersonId, Tally] = field(default_factory=dict)
    """Of each person: the other lines written by or to them."""
    spoke_at: Mapping[PersonId, int] = field(default_factory=dict)
    """When each last wrote."""
    pauses: tuple[Pause, ...] = ()
    """Of the recording, by the teacher."""
    recording_limit: KeptMedia = "all"

    @property
    def recording_paused(self) -> bool:
        """Whether the teacher paused the recording."""
        return bool(self.pauses) and self.pauses[-1].end is None
