"""The product's vocabulary: Commands a browser may send, Events that are kept, Notices shown once.

TypeScript types (web/src/generated/) and the tables of docs/protocol.md are generated from this file by
`python -m server.protocol`; a test fails when they are stale. All times are UTC milliseconds. A person is
named by an id that means nothing outside the school's database (never a sector code).
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

PersonId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+\Z")]
Role = Literal["teacher", "student", "observer", "staff", "guest"]
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
Lines = Annotated[int, Meta(ge=0, le=10_000)]


class Command(Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """Asked by one person; refused or turned into events. Rights: lesson/permissions.py."""


class StartLesson(Command, frozen=True, tag="start_lesson"):
    """The teacher opens the period: from now on time counts as taught."""


class EndLesson(Command, frozen=True, tag="end_lesson"):
    """The teacher closes the period for everybody."""


class RaiseHand(Command, frozen=True, tag="raise_hand"):
    """Joins the queue of hands; a hand already up keeps its place. `question` is seen by the teacher only."""

    question: Question = ""


class LowerHand(Command, frozen=True, tag="lower_hand"):
    """Leaves the queue; the teacher may lower anybody's hand (`person`), a student only the own one."""

    person: PersonId | None = None


class GiveFloor(Command, frozen=True, tag="give_floor"):
    """Invites a student to speak. Opens no mic: the student answers with accept_floor or decline_floor."""

    person: PersonId


class AcceptFloor(Command, frozen=True, tag="accept_floor"):
    """The invited student taps "Nói": from now on the own mic and camera may be sent."""


class DeclineFloor(Command, frozen=True, tag="decline_floor"):
    """The invited student does not want to speak now."""


class TakeFloor(Command, frozen=True, tag="take_floor"):
    """The floor goes back: the teacher names the `person`, a student gives back the own one (no `person`)."""

    person: PersonId | None = None


class MuteAll(Command, frozen=True, tag="mute_all"):
    """All floors and invitations end at once; teachers keep their mics."""


class Mute(Command, frozen=True, tag="mute"):
    """The teacher turns off one person's mic, who keeps the floor and may turn it on again.

    What the offer of `echo_from` asks for; a mic that is off already stays off, and nothing happens.
    """

    person: PersonId


class PauseRecording(Command, frozen=True, tag="pause_recording"):
    """From here on nothing of the lesson's sound and picture is kept, until resume_recording."""


class ResumeRecording(Command, frozen=True, tag="resume_recording"):
    """Sound and picture are kept again."""


class Say(Command, frozen=True, tag="say"):
    """A line of class chat, plain text. `reply_to`: number of the said event it answers (art. 9.1.b)."""

    text: ChatText
    reply_to: Annotated[int, Meta(ge=1)] | None = None


class SetMode(Command, frozen=True, tag="set_mode"):
    """`listen` pauses the caller's video slots ("chỉ nghe"), `full` resumes them."""

    mode: Mode


class SetSource(Command, frozen=True, tag="set_source"):
    """The caller turned one of the own sources on or off. Refused for who may not send it now."""

    source: SourceName
    on: bool


class SetTiles(Command, frozen=True, tag="set_tiles"):
    """How many lines (device pixels) each video slot has on this device; 0 or not named: not shown, gets no video.

    Counts for the device whose connection receives, until it says so anew or is gone; before the first one all
    are fed, at any size. Causes no event.
    """

    lines: dict[VideoSlot, Lines]


AnyCommand = (
    StartLesson | EndLesson | RaiseHand | LowerHand | GiveFloor | AcceptFloor | DeclineFloor | TakeFloor
    | MuteAll | Mute | PauseRecording | ResumeRecording | Say | SetMode | SetSource | SetTiles
)  # fmt: skip


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
    """None: lowered by the rules (invitation answered, away for more than 90 s)."""


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
    """The office entered another answer of a roster person: what is sent from here on is kept, or no more."""

    person: PersonId
    consent: bool


class Said(Event, frozen=True, tag="said"):
    """The event's number is the message's id."""

    person: PersonId
    text: str
    reply_to: int | None = None


class ModeSet(Event, frozen=True, tag="mode_set"):
    """The person wants video (`full`) or sound only (`listen`)."""

    person: PersonId
    mode: Mode


class SourceSet(Event, frozen=True, tag="source_set"):
    """The person sends this source from here, or stops."""

    person: PersonId
    source: SourceName
    on: bool


class Feed(Struct, frozen=True):
    """What a slot shows: one source of one person."""

    person: PersonId
    source: SourceName


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


AnyEvent = (
    LessonOpened | LessonStarted | LessonEnded | Joined | Left | HandRaised | HandLowered | FloorOffered
    | FloorAccepted | FloorDeclined | FloorTaken | MutedAll | Muted | RecordingPaused | RecordingResumed
    | RecordingLimited | ConsentChanged | Said | ModeSet | SourceSet | StageSet | ClockJumped | Interrupted
)  # fmt: skip


class Notice(Struct, frozen=True, tag_field="type"):
    """Shown now, never stored, at most 5 a second to one person."""


class Levels(Notice, frozen=True, tag="levels"):
    """Loudness of who is heard now, 0 (silent) to 127 (loudest), by person."""

    people: dict[PersonId, int]


class MediaLost(Notice, frozen=True, tag="media_lost"):
    """The media worker is gone; connect both media connections again when `media_ready` comes."""


class MediaReady(Notice, frozen=True, tag="media_ready"):
    """A (new) media worker is there: make the media connections again."""


class MediaMoved(Notice, frozen=True, tag="media_moved"):
    """This device's media connections were closed because a newer device of the same person took over."""


class TokenRevoked(Notice, frozen=True, tag="token_revoked"):
    """The school withdrew this link; the connection closes."""


class RecordingSaved(Notice, frozen=True, tag="recording_saved"):
    """Teacher and staff, each 2 s: until when the recording is safe on disk.

    `upto` is lesson time, 0 while nothing is saved. `trouble`: `disk_low` space runs out soon, `disk_full`,
    `unwritable` and `too_slow` are the disk's, `recorder` is far behind or not there.
    """

    upto: Millis
    limit: KeptMedia
    trouble: Trouble = ""


class Sending(Notice, frozen=True, tag="sending"):
    """To the sender: which layers (rids, "" without simulcast) of the own sources somebody takes.

    What is not named of a source may be paused, all of it for []; of a source not named here all is to be sent.
    """

    wanted: dict[SourceName, tuple[str, ...]]


class OwnLine(Notice, frozen=True, tag="own_line"):
    """How the own line does: on a change of `state` or `slots`, else each 10 s.

    Rates are kbit/s of packets with their headers, losses thousandths before repair (up: after it), `round_trip`
    ms; 0 is not known. `path` "": no media connection. `slots`: video slot → rid (or "-") and temporal layer it
    gets, "h.2"; "" is held back because the line is short.
    """

    path: Literal["udp", "tcp", ""]
    round_trip: int
    up: int
    down: int
    up_loss: int
    down_loss: int
    estimate: int
    """What the line carries downwards, as far as it is known."""
    state: Light
    slots: dict[VideoSlot, str]


class HearingNow(Notice, frozen=True, tag="hearing"):
    """Teacher and staff, on a change, at most each 2 s: what everybody who is there really receives.

    `hears` the sound comes, `weak` with trouble, `lost` not at all. Who is not named is away or just came, or has no
    connection while there is nothing to hear.
    """

    people: dict[PersonId, Hearing]


class Unplayable(Notice, frozen=True, tag="unplayable"):
    """To the receiver: this browser cannot show the slot's picture, sent as `codec`; "" when that is over."""

    slot: SlotName
    codec: str


class EchoFrom(Notice, frozen=True, tag="echo_from"):
    """To teachers: the person's open mic returns the sound of `of` (None: no longer). Offer to `mute` it."""

    person: PersonId
    of: PersonId | None


AnyNotice = (
    Levels | MediaLost | MediaReady | MediaMoved | TokenRevoked | RecordingSaved | Sending | OwnLine | HearingNow
    | Unplayable | EchoFrom
)  # fmt: skip


class Kept(Struct, frozen=True):
    """An event as kept: `number` from 1 without gaps, `at` on the lesson's clock (UTC ms, never back)."""

    number: int
    at: int
    event: AnyEvent


class Refused(Exception):
    """An answer, not a fault: the command may not be done now. `code` is stable; the web has the text."""

    def __init__(self, code: "RefusalCode") -> None:
        super().__init__(code)
        self.code = code


RefusalCode = Literal[
    "not_allowed", "lesson_not_live", "lesson_ended", "unknown_person", "not_present", "no_hand", "no_floor",
    "not_invited", "floor_full", "already", "unknown_message", "blank", "not_recorded", "elsewhere",
]  # fmt: skip
