"""Lists of the office page: lessons of a day, classes and their students, teachers; and links to people's days."""

from datetime import date, datetime

from msgspec import Struct

from lesson.messages import Role
from server.http.api.joins import note_link
from server.http.api.kept import ListedLesson, listed
from server.http.call import SCHOOL, Call, Route, token_limit
from server.http.errors import ApiError
from server.http.reach import reaches
from server.school.calendar import day_of, day_window, moment
from server.school.classes import SchoolClass, all_classes, school_zone, the_school
from server.school.lessons import lessons_between
from server.school.people import person_by_id, students_of, teachers

Day = date
YEARS = (2000, 2100)


class DateQuery(Struct, frozen=True):
    """A day in the school's zone; today when left out."""

    date: Day | None = None


class LessonsAnswer(Struct, frozen=True):
    """The lessons of one day, by start."""

    date: date
    lessons: tuple[ListedLesson, ...]


class ClassesAnswer(Struct, frozen=True):
    """All classes; `homeroom` is the person id of the homeroom teacher."""

    school: str
    classes: tuple[SchoolClass, ...]


class Student(Struct, frozen=True):
    """A line of the class list."""

    id: str
    stt: int
    name: str
    given_name: str


class StudentsAnswer(Struct, frozen=True, rename={"of": "class"}):
    """The class list, in the order of its STT."""

    of: SchoolClass
    students: tuple[Student, ...]


class TeacherLine(Struct, frozen=True):
    """A teacher; `title` is how the roster addresses the person."""

    id: str
    name: str
    given_name: str
    title: str | None


class TeachersAnswer(Struct, frozen=True):
    """All teachers, by given name."""

    teachers: tuple[TeacherLine, ...]


class DayLinkAnswer(Struct, frozen=True):
    """The link to a person's day; `url` is relative to the server's address."""

    token: str
    url: str
    expires_at: datetime
    jti: str


async def list_lessons(call: Call) -> LessonsAnswer:
    """GET /api/v1/office/lessons"""
    zone = await school_zone(call.deps.database)
    day = call.asked(DateQuery).date or day_of(call.now, zone)
    if not YEARS[0] <= day.year < YEARS[1]:
        raise ApiError("bad_query", "The date lies outside the years of this program.")
    found = await lessons_between(call.deps.database, *day_window(day, zone))
    mine = [lesson for lesson in found if reaches(call.reach, lesson)]
    return LessonsAnswer(day, tuple(await listed(call.deps, mine)))


async def list_classes(call: Call) -> ClassesAnswer:
    """GET /api/v1/office/classes"""
    school = await the_school(call.deps.database)
    found = await all_classes(call.deps.database)
    return ClassesAnswer(school.name, tuple(one for one in found if call.reach.has_class(one.id)))


async def list_students(call: Call) -> StudentsAnswer:
    """GET /api/v1/office/classes/{id}/students"""
    of_id = call.part("id")
    found = next((one for one in await all_classes(call.deps.database) if one.id == of_id), None)
    if found is None:
        raise ApiError("unknown_class")
    if not call.reach.has_class(of_id):
        raise ApiError("not_allowed")
    students = await students_of(call.deps.database, of_id)
    return StudentsAnswer(
        found,
        tuple(
            Student(person.id, person.stt or place, person.full_name, person.given_name)
            for place, person in enumerate(students, start=1)
        ),
    )


async def list_teachers(call: Call) -> TeachersAnswer:
    """GET /api/v1/office/teachers"""
    found = [one for one in await teachers(call.deps.database) if call.reach.has_lesson(None, one.id)]
    return TeachersAnswer(
        tuple(TeacherLine(one.id, one.full_name, one.given_name, one.title) for one in found)
    )


async def create_day_link(call: Call) -> DayLinkAnswer:
    """POST /api/v1/office/people/{id}/day-link"""
    person = await person_by_id(call.deps.database, call.part("id"))
    if person is None or person.kind not in ("teacher", "student"):
        raise ApiError("unknown_person")
    role: Role = "teacher" if person.kind == "teacher" else "student"
    card = call.deps.revocations.card_of(person.id)
    issued = call.deps.tokens.day(person.id, role, person.full_name, call.now, card=card)
    await note_link(call, "day_link.made", issued.jti, person.id, role)
    return DayLinkAnswer(issued.token, f"/day#{issued.token}", moment(issued.expires_at), issued.jti)


ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/office/lessons", "Lessons of a day", list_lessons,
        SCHOOL, query=DateQuery, answer=LessonsAnswer, act="day.read",
    ),
    Route(
        "GET", "/api/v1/office/classes", "All classes", list_classes,
        SCHOOL, answer=ClassesAnswer, act="people.read",
    ),
    Route(
        "GET", "/api/v1/office/classes/{id}/students", "A class list", list_students,
        SCHOOL, answer=StudentsAnswer, errors=("unknown_class",), act="people.read",
    ),
    Route(
        "GET", "/api/v1/office/teachers", "All teachers", list_teachers,
        SCHOOL, answer=TeachersAnswer, act="people.read",
    ),
    Route(
        "POST", "/api/v1/office/people/{id}/day-link", "A link to the day of a teacher or student",
        create_day_link, SCHOOL, answer=DayLinkAnswer, status=201,
        errors=("unknown_person",), limit=token_limit, act="accounts.manage",
    ),
)  # fmt: skip
