"""What the API says of periods that would have one teacher at one time."""

from collections.abc import Iterable

from msgspec import Struct

from server.http.errors import ApiError
from server.school.planning.slots import Session
from server.school.planning.timetables import Twice

MOST = 20


class Clash(Struct, frozen=True):
    """Two classes whose periods would have one teacher at one time; `weekday`: 1 Monday … 7 Sunday."""

    teacher_id: str
    class_ids: tuple[str, str]
    subject_codes: tuple[str | None, str | None]
    weekday: int
    session: Session
    period: int


class ClashesMember(Struct, frozen=True):
    """What `teacher_clash` adds to a problem; at most 20 of them."""

    clashes: tuple[Clash, ...]


def refuse_new(before: Iterable[Twice], after: Iterable[Twice]) -> None:
    """Clashes that were there before are nobody's fault now. Raises ApiError `teacher_clash`."""
    known = {_clash(one) for one in before}
    new = [clash for one in after if (clash := _clash(one)) not in known]
    if new:
        raise ApiError("teacher_clash", more=ClashesMember(tuple(new[:MOST])))


def _clash(twice: Twice) -> Clash:
    one, other = twice.one, twice.other
    return Clash(
        twice.teacher_id,
        (one.class_id, other.class_id),
        (one.subject_code, other.subject_code),
        one.weekday,
        one.session,
        one.period,
    )
