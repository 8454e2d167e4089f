"""An invented class for the lesson's tests: one teacher, four students, and who may come besides."""

import pytest

from lesson.messages import (
    AcceptFloor,
    AnyCommand,
    GiveFloor,
    Kept,
    LessonOpened,
    Refused,
    Role,
    RosterEntry,
    SetSource,
    SourceName,
    StartLesson,
)
from lesson.rules import MINUTE, Rules
from lesson.session import Session

BELL = 1_800_000_000_000
END = BELL + 45 * MINUTE
TEACHER = "gv-01"
AN, BINH, CHI, DUNG = STUDENTS = ("hs-1", "hs-2", "hs-3", "hs-4")

ROLES: dict[str, Role] = {
    TEACHER: "teacher",
    "gv-02": "teacher",
    AN: "student",
    BINH: "student",
    CHI: "student",
    DUNG: "student",
    "khach": "guest",
    "du-gio": "observer",
    "kt": "staff",
}

OPENED = LessonOpened(
    lesson="toan-8a3-t2",
    title="Phương trình bậc nhất",
    subject="Toán",
    class_name="8A3",
    period="tiết 2",
    starts_at=BELL,
    ends_at=END,
    roster=(
        RosterEntry(TEACHER, "Trần Thị Lan", "teacher", title="cô", consent=True),
        *(
            RosterEntry(person, f"Học sinh {stt}", "student", stt, consent=person in (AN, CHI))
            for stt, person in enumerate(STUDENTS, start=1)
        ),
    ),
    recording=True,
)


class Lesson:
    """A session with everything it kept, and short words for what people do."""

    def __init__(self, now: int = BELL, rules: Rules | None = None, opened: LessonOpened = OPENED) -> None:
        self.session = Session(opened, "epoch-1", now, rules)
        self.kept: list[Kept] = [self.session.opening_event]
        self.session.listen(self.kept.append)
        self.now = now

    def come(self, *people: str) -> None:
        for person in people:
            self.session.heard(person, f"Tên {person}", ROLES[person], self.now)

    def do(self, person: str, command: AnyCommand) -> list[str]:
        kept = self.session.handle(person, ROLES[person], command, self.now)
        return [one.event.__struct_config__.tag for one in kept]  # type: ignore[misc]

    def stay(self, seconds: int, *people: str) -> list[str]:
        """Time passes second by second with these people heard."""
        kept = []
        for _ in range(seconds):
            self.now += 1000
            self.come(*people)
            kept += self.session.tick(self.now)
        return [one.event.__struct_config__.tag for one in kept]  # type: ignore[misc]


def live_lesson() -> Lesson:
    """Started, everybody there."""
    lesson = Lesson()
    lesson.come(*ROLES)
    lesson.do(TEACHER, StartLesson())
    return lesson


def speak(lesson: Lesson, person: str, *sources: SourceName) -> None:
    """The person takes the floor and turns the sources on: the mic when none is named."""
    lesson.do(TEACHER, GiveFloor(person))
    lesson.do(person, AcceptFloor())
    for source in sources or ("mic",):
        lesson.do(person, SetSource(source, True))


def refused(lesson: Lesson, person: str, command: AnyCommand) -> str:
    """Why the command is refused; it changed nothing."""
    before = lesson.session.state
    with pytest.raises(Refused) as refusal:
        lesson.do(person, command)
    assert lesson.session.state is before
    return refusal.value.code
