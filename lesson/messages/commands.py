"""What one person may ask. Each is refused or turned into events; rights: lesson/permissions.py."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from lesson.messages.words import (
    ChatMode,
    ChatText,
    Floors,
    Height,
    Mode,
    PersonId,
    Question,
    Reason,
    SlowSeconds,
    SourceName,
    VideoSlot,
)

Number = Annotated[int, Meta(ge=1)]


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
    """A line of chat, plain text. `reply_to`: number of the said event it answers (art. 9.1.b).

    `to`: "class", "teachers", or from a teacher one pupil. All of it is kept.
    """

    text: ChatText
    reply_to: Number | None = None
    to: PersonId = "class"


class DeleteSaid(Command, frozen=True, tag="delete_said"):
    """Takes a line out of the chat: teachers any, others their own within 60 s. Teachers and staff see a trace."""

    number: Number


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

    lines: dict[VideoSlot, Height]


class Admit(Command, frozen=True, tag="admit"):
    """Lets in who waits at the door, or was removed."""

    person: PersonId


class AdmitAll(Command, frozen=True, tag="admit_all"):
    """Lets in everybody who waits at the door; who was removed stays out."""


class Remove(Command, frozen=True, tag="remove"):
    """Sends a pupil or guest out, until admitted again: whatever device or link they come with.

    `reason`: for teachers and staff only.
    """

    person: PersonId
    reason: Reason = ""


class SetClass(Command, frozen=True, tag="set_class"):
    """Changes what is named of the class's controls."""

    waiting_room: bool | None = None
    locked: bool | None = None
    mics: bool | None = None
    cameras: bool | None = None
    chat: ChatMode | None = None
    slow_s: SlowSeconds | None = None
    floors: Floors | None = None


class QuietClass(Command, frozen=True, tag="quiet_class"):
    """Order in class ("giữ trật tự"): floors are taken; pupils' mics, cameras, chat and hands locked until it is off."""

    on: bool


class RestoreHand(Command, frozen=True, tag="restore_hand"):
    """Raises a hand again that the rules lowered after the floor was held, at its old place; within 60 s."""

    person: PersonId


class CannotHear(Command, frozen=True, tag="cannot_hear"):
    """A pupil says that the lesson is not well heard ("không nghe rõ"); at most once in 20 s."""


class ClearUnclear(Command, frozen=True, tag="clear_unclear"):
    """The teacher took note of a pupil's cannot_hear."""

    person: PersonId


class MarkAtSchool(Command, frozen=True, tag="mark_at_school"):
    """These students sit in the classroom ("tại trường"), at no device of their own, or no longer."""

    people: Annotated[tuple[PersonId, ...], Meta(min_length=1, max_length=200)]
    on: bool


AnyCommand = (
    StartLesson | EndLesson | RaiseHand | LowerHand | RestoreHand | GiveFloor | AcceptFloor | DeclineFloor | TakeFloor
    | MuteAll | Mute | QuietClass | SetClass | Admit | AdmitAll | Remove | MarkAtSchool | CannotHear | ClearUnclear
    | PauseRecording | ResumeRecording | Say | DeleteSaid | SetMode | SetSource | SetTiles
)  # fmt: skip


class Refused(Exception):
    """An answer, not a fault: the command may not be done now. `code` is stable; the web has the text."""

    def __init__(self, code: "RefusalCode") -> None:
        super().__init__(code)
        self.code = code


RefusalCode = Literal[
    "not_allowed", "lesson_not_live", "lesson_ended", "unknown_person", "not_present", "no_hand", "no_floor",
    "not_invited", "floor_full", "already", "unknown_message", "blank", "not_recorded", "elsewhere",
    "not_admitted", "quiet", "teacher_lost", "chat_off", "questions_only", "too_soon", "locked", "too_late", "no_undo",
    "not_yours",
]  # fmt: skip
