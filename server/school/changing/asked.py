"""What can be asked of a day (the kinds of `changes`), and what comes of it: edits, or a refusal. Pure."""

from typing import Annotated

from msgspec import Meta, Struct

from server.school.changing.period import Fields, Period
from server.school.lessons import Form

Reason = Annotated[str, Meta(max_length=300)]
LessonId = Annotated[str, Meta(min_length=1, max_length=64)]
LessonIds = Annotated[tuple[LessonId, ...], Meta(min_length=1, max_length=200)]
PersonId = Annotated[str, Meta(min_length=1, max_length=64)]
IsoDay = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Change(Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """One change of day. `reason` is kept as written."""

    reason: Reason = ""


class Substitute(Change, frozen=True, kw_only=True, tag="day_thay"):
    """Dạy thay: another teacher gives these periods; also while one runs."""

    lessons: LessonIds
    teacher_id: PersonId


class Swap(Change, frozen=True, kw_only=True, tag="doi_tiet"):
    """Đổi tiết: two periods change their times."""

    first: LessonId
    second: LessonId


class Target(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a make-up is held. UTC ms; `date` ISO; `period` as it is called."""

    date: IsoDay
    starts_at: int
    ends_at: int
    session: str | None = None
    period_no: int | None = None
    period: str = ""


class MakeUp(Change, frozen=True, kw_only=True, tag="day_bu"):
    """Dạy bù: a period that was not taught is taught at another time; `form` None: in person."""

    lesson: LessonId
    target: Target
    form: Form | None = None
    teacher_id: PersonId | None = None


class Drop(Change, frozen=True, kw_only=True, tag="khong_day"):
    """Tiết không dạy; also of periods whose room was opened and which nobody began. `skip`: periods of a whole day or
    school; those that run or were held are left out."""

    lessons: tuple[LessonId, ...]
    skip: bool = False


class Join(Change, frozen=True, kw_only=True, tag="ghep"):
    """Dạy ghép, chào cờ: classes that are taught at one time share the room of `host` (the first one)."""

    lessons: LessonIds
    host: LessonId | None = None


class Double(Change, frozen=True, kw_only=True, tag="tiet_doi"):
    """Tiết đôi: a class's two periods one after the other share one room."""

    first: LessonId
    second: LessonId


class Split(Change, frozen=True, kw_only=True, tag="tach"):
    """Tách: every line of the room gets its own again."""

    lesson: LessonId


class SetForm(Change, frozen=True, kw_only=True, tag="hinh_thuc"):
    """Hình thức of these periods: hỗ trợ, thay thế (with reason and decision, TT 09/2021 Đ.5), None: in person."""

    lessons: tuple[LessonId, ...]
    form: Form | None
    decision_no: Annotated[str, Meta(max_length=100)] = ""
    decision_date: IsoDay | None = None


AnyChange = Substitute | Swap | MakeUp | Drop | Join | Double | Split | SetForm


class Edit(Struct, frozen=True):
    """One lesson before and after the change: what undo goes by."""

    lesson: str
    before: Fields
    after: Fields


class Outcome(Struct, frozen=True):
    """What a change does. `made`: lessons that did not exist, each a copy of the lesson it makes up for."""

    edits: tuple[Edit, ...] = ()
    made: tuple[Period, ...] = ()


class Refusal(Exception):
    """The change cannot be made. `code` is stable; `lesson`: the one that stands in the way."""

    def __init__(self, code: str, lesson: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.lesson = lesson
