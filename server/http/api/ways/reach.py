"""Whose ways in the caller may make: the office and who runs the machine all, a homeroom teacher the own class's."""

from server.http.call import Call
from server.http.errors import ApiError
from server.school.classes import SchoolClass, all_classes
from server.school.people import Person, person_by_id


async def own_class(call: Call, class_id: str) -> SchoolClass:
    """The class, for who may issue cards of it. Raises ApiError: unknown_class, not_allowed."""
    _refuse_others(call, class_id)
    found = next((one for one in await all_classes(call.deps.database) if one.id == class_id), None)
    if found is None:
        raise ApiError("unknown_class")
    return found


async def own_pupil(call: Call, person_id: str) -> Person:
    """The pupil, for who may issue cards of the class. Raises ApiError: unknown_person, not_allowed."""
    person = await person_by_id(call.deps.database, person_id)
    _refuse_others(call, person.class_id if person else None)
    if person is None or person.kind != "student":
        raise ApiError("unknown_person")
    return person


def _refuse_others(call: Call, class_id: str | None) -> None:
    """Tokens of pupils have no actor; teachers' tokens reach the classes they are homeroom teachers of."""
    if call.actor is None or not call.reach.has_class(class_id):
        raise ApiError("not_allowed")
