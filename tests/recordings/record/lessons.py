"""Lessons that ended, for the record's tests, and a plan for them."""

from msgspec.structs import replace

from lesson.messages import (
    AcceptFloor,
    EndLesson,
    GiveFloor,
    Kept,
    LessonOpened,
    RaiseHand,
    RosterEntry,
    Say,
    SetSource,
    StartLesson,
)
from lesson.rules import Rules
from recordings.record.build import AT_THE_END, Made, first_version, untouched
from recordings.record.chain import NOTHING, Head, Link, linked
from recordings.record.fields import Contents, Evaluation, Who
from recordings.record.plan import Plan
from tests.lesson.school import AN, BELL, BINH, OPENED, TEACHER, Lesson

PLAN = Plan(
    school_code="00000000", school_name="THCS Cánh Buồm Xanh", school_level="thcs",
    time_zone="Asia/Ho_Chi_Minh", school_year="2026-2027", semester=1, week=12, date="2027-01-15",
    class_id="8a3", class_code="8A3", grade=8, subject="Toán", title="Phương trình bậc nhất", period="tiết 2",
    session="sang", period_no=2, room=None, ppct_no=45, required_outcomes=None, form="thay_the",
    form_reason="Mưa lũ", decision_no="00/QĐ-CBX", decision_date="2027-01-14",
)  # fmt: skip
MADE = Made(BELL + 46 * 60_000, None, AT_THE_END, "bucgiang 0")
LAN = Who(TEACHER, "Trần Thị Lan")
CHAIN = "8a3/2026-2027"
WRITTEN = Evaluation(
    title="Bài 15 (tiết 1)", remark="Lớp sôi nổi.\n2 em muộn.", homework="Bài 4.1", by=LAN, at=1
)


def taught(opened: LessonOpened = OPENED) -> Lesson:
    """180 s. An holds the floor for 120 s, Binh is away for 61 s in the middle, Chi and Dung never come."""
    lesson = Lesson(opened=opened)
    lesson.come(TEACHER, AN)
    lesson.do(TEACHER, StartLesson())
    lesson.do(TEACHER, SetSource("mic", True))
    lesson.stay(60, TEACHER, AN, BINH)
    lesson.do(AN, RaiseHand("vì sao?"))
    lesson.do(AN, RaiseHand("vì sao thế?"))
    lesson.do(TEACHER, GiveFloor(AN))
    lesson.do(AN, AcceptFloor())
    lesson.stay(60, TEACHER, AN)
    lesson.do(TEACHER, SetSource("mic", False))
    lesson.do(AN, Say("em xong ạ"))
    lesson.stay(60, TEACHER, AN, BINH)
    lesson.do(TEACHER, EndLesson())
    return lesson


def record_of(kept: list[Kept], evaluation: Evaluation | None = None) -> Contents:
    return first_version(kept, PLAN, Rules(), evaluation or untouched(PLAN.title), MADE)


def chain_of_links(count: int) -> list[Link]:
    """So many lessons of one class, linked."""
    contents, head, links = record_of(taught().kept), NOTHING, []
    for number in range(1, count + 1):
        identity = replace(contents.identity, id=f"bai-{number}.1", lesson=f"bai-{number}")
        links.append(linked(replace(contents, identity=identity), CHAIN, head))
        head = Head(links[-1].position, links[-1].hash)
    return links


def big_class(pupils: int = 45, name: str = "Nguyễn Hoài An") -> LessonOpened:
    """A whole class in the roster."""
    students = (
        RosterEntry(f"hs-8a3-{stt:02d}", f"{name} {stt}", "student", stt) for stt in range(1, pupils + 1)
    )
    return replace(OPENED, roster=(OPENED.roster[0], *students))
