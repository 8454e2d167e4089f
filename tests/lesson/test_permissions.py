from typing import get_args

import pytest

from lesson.messages import (
    AcceptFloor,
    Admit,
    AdmitAll,
    AnyCommand,
    CannotHear,
    ClearUnclear,
    DeclineFloor,
    DeleteSaid,
    EndLesson,
    GiveFloor,
    LowerHand,
    MarkAtSchool,
    Mute,
    MuteAll,
    PauseRecording,
    QuietClass,
    RaiseHand,
    Refused,
    Remove,
    RestoreHand,
    ResumeRecording,
    Role,
    Say,
    SetClass,
    SetMode,
    SetSource,
    SetTiles,
    StartLesson,
    TakeFloor,
)
from lesson.permissions import RIGHTS, may_send, permit
from tests.lesson.school import AN, TEACHER, Lesson

COMMANDS: tuple[AnyCommand, ...] = (
    StartLesson(), EndLesson(), RaiseHand(), LowerHand(), GiveFloor(AN), AcceptFloor(), DeclineFloor(),
    TakeFloor(), MuteAll(), Mute(AN), PauseRecording(), ResumeRecording(), Say("chào"), SetMode("listen"),
    SetSource("mic", True), SetTiles({"v0": 360}), RestoreHand(AN), QuietClass(True), SetClass(), Admit(AN), AdmitAll(),
    Remove(AN), MarkAtSchool((AN,), True), CannotHear(), ClearUnclear(AN), DeleteSaid(3),
)  # fmt: skip

CLASS = {
    "start_lesson", "give_floor", "mute_all", "mute", "pause_recording", "resume_recording", "restore_hand",
    "quiet_class", "set_class", "admit", "admit_all", "remove", "mark_at_school", "clear_unclear",
}  # fmt: skip
"""What is done with the class."""
LEARNING = {"raise_hand", "accept_floor", "decline_floor", "cannot_hear"}
ALL = {str(command.__struct_config__.tag) for command in COMMANDS}
NEVER: dict[Role, set[str]] = {
    "teacher": LEARNING,
    "co_teacher": {*LEARNING, "end_lesson"},
    "student": {*CLASS, "end_lesson"},
    "guest": {*CLASS, "end_lesson"},
    "room": {*CLASS, "end_lesson", "say", "delete_said"},
    "staff": ALL - {"say", "delete_said", "set_mode", "set_tiles"},
    "observer": ALL - {"set_mode", "set_tiles"},
    "camera": ALL - {"set_source"},
}


def refusal(phase: str, role: Role, command: AnyCommand) -> str | None:
    try:
        permit(phase, role, command)  # type: ignore[arg-type]
    except Refused as refused:
        return refused.code
    return None


def test_every_command_has_its_row() -> None:
    assert set(RIGHTS) == set(get_args(AnyCommand)) == {type(command) for command in COMMANDS}


@pytest.mark.parametrize("role", NEVER)
def test_what_a_role_may_never_do(role: Role) -> None:
    never = {
        str(command.__struct_config__.tag)
        for command in COMMANDS
        if all(refusal(phase, role, command) == "not_allowed" for phase in ("waiting", "live", "ended"))
    }
    assert never == NEVER[role]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.__struct_config__.tag))
def test_nothing_is_done_in_an_ended_lesson(command: AnyCommand) -> None:
    codes = {refusal("ended", role, command) for role in NEVER}
    assert codes <= {"not_allowed", "lesson_ended"}


def test_hands_and_floors_need_a_live_lesson() -> None:
    assert refusal("waiting", "student", RaiseHand()) == "lesson_not_live"
    assert refusal("waiting", "teacher", GiveFloor(AN)) == "lesson_not_live"
    assert refusal("waiting", "teacher", EndLesson()) == "lesson_not_live"
    assert refusal("live", "teacher", StartLesson()) == "already"
    assert refusal("waiting", "student", Say("chào")) is None


def test_a_source_goes_out_only_while_it_is_on_and_permitted() -> None:
    lesson = Lesson()
    lesson.come(TEACHER, AN)
    lesson.do(TEACHER, SetSource("mic", True))
    assert may_send(lesson.session.state, TEACHER, "mic")
    assert not may_send(lesson.session.state, TEACHER, "camera")
    assert not may_send(lesson.session.state, "nobody", "mic")
    lesson.do(TEACHER, StartLesson())
    lesson.do(TEACHER, GiveFloor(AN))
    lesson.do(AN, AcceptFloor())
    lesson.do(AN, SetSource("mic", True))
    assert may_send(lesson.session.state, AN, "mic")
    lesson.do(TEACHER, TakeFloor(AN))
    assert not may_send(lesson.session.state, AN, "mic")
