"""An invented class for the lesson's tests: one teacher, four students, and who may come besides."""

from lesson.messages import AnyCommand, Kept, LessonOpened, Role, RosterEntry
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
