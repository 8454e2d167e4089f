"""tests/data/messages.json: examples of every message, and one lesson as two browsers receive it.

pytest and vitest check the same file, so Python and TypeScript cannot drift apart. After a wanted change write it
anew with `python -m tests.lesson.golden` and read the diff.
"""

import json
from pathlib import Path

import msgspec
from msgspec.structs import replace

from lesson.broadcast import Broadcast
from lesson.messages import (
    AcceptFloor,
    Admit,
    AdmitAll,
    Admitted,
    AnyCommand,
    AnyEvent,
    AnyNotice,
    AtSchoolSet,
    CannotHear,
    ClassControls,
    ClassSet,
    ClearUnclear,
    ClockJumped,
    ConsentChanged,
    DeclineFloor,
    DeleteSaid,
    EchoFrom,
    EndLesson,
    Feed,
    FloorAccepted,
    FloorDeclined,
    FloorOffered,
    FloorTaken,
    GiveFloor,
    HandLowered,
    HandRaised,
    HandRestored,
    HearingNow,
    Interrupted,
    Joined,
    Kept,
    Knocked,
    Left,
    LessonEnded,
    LessonStarted,
    Levels,
    Line,
    LowerHand,
    MarkAtSchool,
    MediaLost,
    MediaMoved,
    MediaReady,
    ModeSet,
    Mute,
    MuteAll,
    Muted,
    MutedAll,
    OwnLine,
    PauseRecording,
    QuietClass,
    QuietSet,
    RaiseHand,
    RecordingLimited,
    RecordingPaused,
    RecordingResumed,
    RecordingSaved,
    Remove,
    Removed,
    RestoreHand,
    ResumeRecording,
    Role,
    Said,
    SaidDeleted,
    Say,
    Sending,
    SetClass,
    SetMode,
    SetSource,
    SetTiles,
    SourceSet,
    StageSet,
    StartLesson,
    TakeFloor,
    TeacherBack,
    TeacherLost,
    TokenRevoked,
    Unclear,
    UnclearOver,
    Unplayable,
)
from lesson.patch import Json, JsonObject, diff
from tests.lesson.school import AN, BELL, BINH, END, OPENED, TEACHER, Lesson

JOINT = replace(
    OPENED,
    kind="chao_co",
    lines=(
        Line(
            lesson="toan-8a3-t2",
            class_id="8a3",
            class_name="8A3",
            subject="Toán",
            title="Phương trình bậc nhất",
            period="tiết 2",
            starts_at=BELL,
            ends_at=END,
            teacher=TEACHER,
        ),
        Line(
            lesson="toan-8a4-t2",
            class_id="8a4",
            class_name="8A4",
            subject="Toán",
            title="",
            period="tiết 2",
            starts_at=BELL,
            ends_at=END,
        ),
    ),
    controls=ClassControls(waiting_room=True, chat="questions"),
)
FILE = Path(__file__).resolve().parent.parent / "data" / "messages.json"

COMMANDS: tuple[AnyCommand, ...] = (
    StartLesson(),
    EndLesson(),
    RaiseHand(),
    RaiseHand("Vì sao đổi dấu ạ?"),
    LowerHand(),
    LowerHand(AN),
    GiveFloor(AN),
    AcceptFloor(),
    DeclineFloor(),
    TakeFloor(),
    TakeFloor(AN),
    MuteAll(),
    Mute(AN),
    PauseRecording(),
    ResumeRecording(),
    Say("Chào cả lớp"),
    Say("Chuyển vế <b>đổi dấu</b>", 12),
    SetMode("listen"),
    SetSource("screen_audio", True),
    SetTiles({"v0": 720, "v1": 180}),
    SetTiles({}),
    RestoreHand(AN),
    QuietClass(True),
    SetClass(waiting_room=True),
    SetClass(locked=True, mics=False, cameras=False, chat="questions", slow_s=10, floors=5),
    Admit(AN),
    AdmitAll(),
    Remove(AN, "Gây ồn"),
    Remove(AN),
    MarkAtSchool((AN, BINH), True),
    CannotHear(),
    ClearUnclear(AN),
    Say("Thưa cô, em chưa hiểu ạ", to="teachers"),
    Say("Em xem lại bài 2 nhé", 17, AN),
    DeleteSaid(17),
)
EVENTS: tuple[AnyEvent, ...] = (
    OPENED,
    LessonStarted(TEACHER),
    LessonEnded("button", TEACHER),
    LessonEnded("no_teacher"),
    Joined(AN, "Học sinh 1", "student"),
    Left(AN, BELL),
    HandRaised(AN, "Vì sao đổi dấu ạ?"),
    HandLowered(AN),
    FloorOffered(AN, TEACHER),
    FloorAccepted(AN),
    FloorDeclined(AN),
    FloorTaken(AN, TEACHER),
    MutedAll(TEACHER),
    Muted(AN, TEACHER),
    RecordingPaused(TEACHER),
    RecordingResumed(TEACHER),
    RecordingLimited("audio", "disk"),
    ConsentChanged(AN, False),
    Said(AN, "Chào cô", None),
    Said(BINH, "Chào An", 14),
    ModeSet(AN, "listen"),
    SourceSet(AN, "camera", True),
    StageSet({"a0": Feed(TEACHER, "mic"), "v1": Feed(TEACHER, "camera")}),
    ClockJumped(-3600000),
    Interrupted("media", BELL),
    JOINT,
    Knocked("khach", "Phụ huynh em An", "guest"),
    Knocked(AN, "Học sinh 1", "student", unproved=True),
    Admitted("khach", TEACHER),
    Removed(AN, TEACHER, "Gây ồn"),
    HandRestored(AN, TEACHER),
    ClassSet(TEACHER, True, False, True, False, "questions", 10, 3),
    ClassSet(None, False, True, True, True, "class", 0, 3),
    QuietSet(True, TEACHER),
    TeacherLost(BELL),
    TeacherBack(TEACHER),
    Unclear(AN),
    UnclearOver(AN, TEACHER),
    UnclearOver(AN),
    AtSchoolSet((AN, BINH), True, TEACHER),
    Said(TEACHER, "Em xem lại bài 2 nhé", 17, AN),
    SaidDeleted(17, AN),
)
NOTICES: tuple[AnyNotice, ...] = (
    Levels({TEACHER: 101, AN: 0}),
    MediaLost(),
    MediaReady(),
    MediaMoved(),
    TokenRevoked(),
    RecordingSaved(BELL, "all"),
    RecordingSaved(0, "audio", "disk_low"),
    Sending({"mic": ("",), "camera": ("q", "h"), "screen": ()}),
    OwnLine("udp", 85, 22, 310, 0, 12, 640, "good", {"v0": "h.2", "v1": "q.0", "v2": ""}),
    OwnLine("", 0, 0, 0, 0, 0, 0, "lost", {}),
    HearingNow({AN: "hears", BINH: "lost"}),
    Unplayable("v0", "H264"),
    EchoFrom(AN, TEACHER),
    EchoFrom(AN, None),
)
PATCHES: tuple[tuple[JsonObject, JsonObject], ...] = (
    ({}, {"a": {}}),
    ({"a": 1, "b": 2}, {"b": 3}),
    ({"a": {"b": 1, "c": {"d": 2}}}, {"a": {"b": 1, "c": {"d": 3}}}),
    ({"a": {"b": {"c": 1}}}, {"a": {}}),
    ({"a": {"b": 1}}, {"a": "b"}),
    ({"a": "b"}, {"a": {"b": 1}}),
    ({"tên": "Ánh"}, {"tên": "Ánh"}),
)


class Screen:
    """What one browser gets: a snapshot, then every event."""

    def __init__(self, lesson: Lesson, role: Role, person: str) -> None:
        self.lesson, self.role, self.person = lesson, role, person
        session = lesson.session
        known = session.state.people[person]
        self.snapshot: JsonObject = {
            "epoch": session.epoch,
            "number": session.number,
            "at": lesson.now,
            "view": session.snapshot(role, person),
            "me": {"person": person, "name": known.name, "role": role},
        }
        self.events: list[Json] = []
        self.broadcast = Broadcast(session.state, session.epoch, session.rules)
        session.listen(self.tell)

    def tell(self, kept: Kept) -> None:
        step = self.broadcast.step(kept, self.lesson.session.state)
        self.events.append(step.personal(self.role, self.person))

    def seen(self) -> JsonObject:
        return {
            "snapshot": self.snapshot,
            "events": self.events,
            "view": self.lesson.session.snapshot(self.role, self.person),
        }


def story() -> JsonObject:
    """A short lesson in which everything happens once."""
    lesson = Lesson(now=BELL)
    lesson.come(TEACHER, AN)
    screens = {"teacher": Screen(lesson, "teacher", TEACHER), "student": Screen(lesson, "student", AN)}
    lesson.come(BINH)
    lesson.do(TEACHER, StartLesson())
    lesson.do(TEACHER, SetSource("mic", True))
    lesson.session.staged({"a0": Feed(TEACHER, "mic")}, lesson.now)
    lesson.stay(5, TEACHER, AN, BINH)
    lesson.do(BINH, RaiseHand("Em hỏi bài 2 ạ"))
    lesson.do(AN, RaiseHand("Vì sao đổi dấu ạ?"))
    lesson.do(TEACHER, GiveFloor(BINH))
    lesson.do(BINH, DeclineFloor())
    lesson.do(TEACHER, GiveFloor(AN))
    lesson.do(AN, AcceptFloor())
    lesson.do(AN, SetSource("mic", True))
    lesson.session.staged({"a0": Feed(TEACHER, "mic"), "a1": Feed(AN, "mic")}, lesson.now)
    lesson.do(TEACHER, Mute(AN))
    lesson.do(AN, SetSource("mic", True))
    lesson.do(AN, Say("Em nói được chưa ạ?"))
    lesson.do(BINH, Say("Nghe rõ", lesson.session.number))
    lesson.do(BINH, SetMode("listen"))
    lesson.stay(12, TEACHER, AN)
    lesson.do(TEACHER, TakeFloor(AN))
    lesson.session.staged({"a0": Feed(TEACHER, "mic")}, lesson.now)
    lesson.session.clock_jumped(5000, lesson.now)
    lesson.session.interrupted("media", lesson.now - 2000, lesson.now)
    lesson.do(TEACHER, PauseRecording())
    lesson.do(TEACHER, MuteAll())
    lesson.do(TEACHER, ResumeRecording())
    lesson.session.limited("audio", "disk", lesson.now)
    lesson.session.consented(BINH, True, lesson.now)
    lesson.session.consented(AN, False, lesson.now)
    lesson.come(BINH)
    lesson.do(BINH, RaiseHand())
    lesson.do(BINH, LowerHand())
    lesson.do(TEACHER, EndLesson())
    return {name: screen.seen() for name, screen in screens.items()}


def golden() -> JsonObject:
    """What the file holds."""
    document: JsonObject = msgspec.to_builtins(
        {
            "commands": COMMANDS,
            "events": EVENTS,
            "notices": NOTICES,
            "patches": [
                {"before": before, "patch": diff(before, after), "after": after} for before, after in PATCHES
            ],
            "lesson": story(),
        }
    )
    return document


if __name__ == "__main__":
    FILE.write_text(json.dumps(golden(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
