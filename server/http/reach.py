"""Whether a lesson lies within the rights of who is signed in. Links (join, day) have rules of their own."""

from server.http.auth import ByKey, ByOffice
from server.http.call import Call
from server.http.errors import ApiError
from server.school.lessons import Lesson
from server.school.rights.actor import Reach


def check_reach(call: Call, lesson: Lesson) -> None:
    """Raises ApiError `not_allowed` when the caller is signed in and the route's act does not reach the lesson."""
    if isinstance(call.caller, ByOffice | ByKey) and not reaches(call.reach, lesson):
        raise ApiError("not_allowed")


def reaches(reach: Reach, lesson: Lesson) -> bool:
    """A lesson is of its class, its teacher and the co-teachers planned for it."""
    teacher = lesson.teacher.id if lesson.teacher else None
    others = (one.person_id for one in lesson.beside if one.role == "co_teacher")
    return reach.has_lesson(lesson.class_id, teacher) or any(reach.has_lesson(None, one) for one in others)
