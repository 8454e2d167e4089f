"""What the program uses of data/demo_school.json, typed. Every person, school and code in it is invented."""

from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from server.school.attending.leave import Status
from server.school.devices.register import DeviceKind, LineKind
from server.school.planning.slots import Session

FILE = Path(__file__).parents[2] / "data" / "demo_school.json"


class DemoSchool(Struct, frozen=True):
    """The school of the file."""

    code: str
    name: str
    short_name: str
    level: str
    period_minutes: int
    time_zone: str


class Semester(Struct, frozen=True):
    """Half of the school year."""

    weeks: int
    first_monday: date


class SampleWeek(Struct, frozen=True):
    """The week the timetable of the file is for."""

    monday: date


class DemoDaysOff(Struct, frozen=True, rename={"from_day": "from", "to_day": "to"}):
    """Days without teaching."""

    name: str
    from_day: date
    to_day: date


class Year(Struct, frozen=True):
    """The school year."""

    name: str
    opening: date
    semesters: tuple[Semester, Semester]
    sample_week: SampleWeek
    days_off: tuple[DemoDaysOff, ...]


class DemoBell(Struct, frozen=True):
    """When a period begins and ends."""

    session: Session
    period: int
    start: str
    end: str


class Subject(Struct, frozen=True):
    """A subject, its code, and what timetables call it."""

    code: str
    name: str
    short: str
    periods_per_year: int


class DemoStaff(Struct, frozen=True):
    """A teacher or another member of staff."""

    id: str
    title: str
    full_name: str
    moet_id: str
    department: str = ""
    role: str = ""


class DemoInspector(Struct, frozen=True):
    """Somebody of the superior body who inspects on these days, by this decision."""

    id: str
    title: str
    full_name: str
    valid_from: date
    valid_to: date
    decision: str


class DemoStudent(Struct, frozen=True):
    """A student."""

    stt: int
    moet_id: str
    full_name: str
    given_name: str
    sex: str
    birth_date: str
    recording_consent: str
    device: DeviceKind
    connection: LineKind


class DemoClass(Struct, frozen=True):
    """A class with its students."""

    code: str
    grade: int
    homeroom_teacher: str
    students: tuple[DemoStudent, ...]


class DemoDevice(Struct, frozen=True):
    """A device that pupils (by their sector ids) share."""

    id: str
    students: tuple[str, ...]


class DemoLeave(Struct, frozen=True, rename={"from_day": "from", "to_day": "to"}):
    """A leave note of the sample week; `student` by sector id, `received_by` a homeroom teacher."""

    student: str
    from_day: date
    to_day: date
    reason: str
    received_by: str
    received_at: str
    status: Status


class DemoPeriod(Struct, frozen=True):
    """One period of the sample week."""

    id: str
    class_code: str
    date: date
    session: Session
    period: int
    start: str
    end: str
    subject: str
    teacher: str
    title: str
    ppct_no: int
    mode: str


class DemoMakeUp(Struct, frozen=True):
    """When a period that was not taught is made up for."""

    date: date
    session: Session
    period: int
    start: str
    end: str


class DemoChange(Struct, frozen=True):
    """A change of the sample week; periods by their ids in the file."""

    kind: str
    periods: tuple[str, ...]
    substitute: str | None = None
    reason: str | None = None
    note: str | None = None
    make_up: tuple[DemoMakeUp, ...] = ()


class Timetable(Struct, frozen=True):
    """The sample week."""

    version: str
    periods: tuple[DemoPeriod, ...]
    changes: tuple[DemoChange, ...] = ()


class DemoUnit(Struct, frozen=True):
    """One period of a subject's programme (PPCT) and what it must reach."""

    no: int
    week: int
    title: str
    yeu_cau_can_dat: str | None = None


class DemoDocument(Struct, frozen=True):
    """A decision, a plan or the rules of the school."""

    kind: str
    title: str
    date: date
    number: str | None = None
    reason: str | None = None
    rules: tuple[str, ...] = ()


class DemoLesson(Struct, frozen=True):
    """The period that is always running."""

    class_code: str
    subject: str
    teacher: str
    title: str
    period: str


class DemoData(Struct, frozen=True):
    """What is used here of the file; the rest is for later parts of the program."""

    school: DemoSchool
    school_year: Year
    bell_schedule: tuple[DemoBell, ...]
    subjects: tuple[Subject, ...]
    teachers: tuple[DemoStaff, ...]
    department_heads: dict[str, str]
    staff: tuple[DemoStaff, ...]
    inspectors: tuple[DemoInspector, ...]
    classes: tuple[DemoClass, ...]
    shared_devices: tuple[DemoDevice, ...]
    leave_requests: tuple[DemoLeave, ...]
    timetable: Timetable
    ppct: dict[str, tuple[DemoUnit, ...]]
    documents: tuple[DemoDocument, ...]
    demo_lesson: DemoLesson


def demo_data() -> DemoData:
    """Reads the file (60 kB)."""
    return msgspec.json.decode(FILE.read_bytes(), type=DemoData)
