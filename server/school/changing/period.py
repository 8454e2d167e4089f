"""The lessons of some days as a change of day sees them: values, and what clashes between them. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from server.school.lessons import Form, Kind, Phase


class Fields(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a change may touch of a lesson. `date` is ISO, of `starts_at` in the school's zone; times are UTC ms."""

    teacher_id: str | None
    replaced_id: str | None = None
    date: str
    session: str | None = None
    period_no: int | None = None
    period: str = ""
    starts_at: int
    ends_at: int
    host_id: str | None = None
    not_taught: str | None = None
    form: Form | None = None
    form_reason: str | None = None
    decision_no: str | None = None
    decision_date: str | None = None
    change_id: int | None = None


class Period(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One lesson. `written`: somebody has written in its sheet, or about its attendance. `held`: it was begun."""

    id: str
    class_id: str | None
    subject: str
    kind: Kind = "tiet_hoc"
    phase: Phase = "planned"
    makes_up: str | None = None
    written: bool = False
    held: bool = False
    fields: Fields

    @property
    def room(self) -> str:
        """Whose room it is held in."""
        return self.fields.host_id or self.id

    @property
    def taught(self) -> bool:
        """Whether it is to be taught."""
        return self.fields.not_taught is None

    @property
    def begun(self) -> bool:
        """Whether it runs, or its room has ended."""
        return self.phase in ("live", "ended")

    @property
    def never_begun(self) -> bool:
        """Whether its room was opened, and ended without anybody beginning the lesson."""
        return self.phase == "ended" and not self.held

    def overlaps(self, other: "Period") -> bool:
        """Whether both run at one time."""
        mine, theirs = self.fields, other.fields
        return mine.starts_at < theirs.ends_at and theirs.starts_at < mine.ends_at


class Clash(Struct, frozen=True, order=True):
    """Two lessons that cannot both be held; `code`: teacher_busy or class_busy."""

    code: str
    lesson: str
    other: str


class Days(Struct, frozen=True):
    """All lessons of the days in question, days off (ISO dates, both included), teachers there are, and now (UTC ms)."""

    periods: Mapping[str, Period]
    off: tuple[tuple[str, str], ...] = ()
    teachers: frozenset[str] = frozenset()
    now: int = 0

    def lines(self, room: str) -> list[Period]:
        """The lessons held in one room."""
        return [one for one in self.periods.values() if one.room == room]

    def is_off(self, date: str) -> bool:
        """Whether nobody is taught on the day."""
        return any(first <= date <= last for first, last in self.off)

    def changed(
        self, fields: Mapping[str, Fields], made: Iterable[Period] = (), gone: Iterable[str] = ()
    ) -> "Days":
        """The days with these lessons' fields, lessons made and lessons gone."""
        periods = dict(self.periods)
        for lesson, value in fields.items():
            periods[lesson] = replace(periods[lesson], fields=value)
        periods |= {one.id: one for one in made}
        for lesson in gone:
            del periods[lesson]
        return replace(self, periods=periods)


def clashes(days: Days, lessons: Iterable[str]) -> frozenset[Clash]:
    """Of these lessons with any other: one teacher or one class at two places at one time."""
    return frozenset(clash for lesson in lessons for clash in _clashes(days, lesson))


def _clashes(days: Days, lesson: str) -> Iterator[Clash]:
    mine = days.periods.get(lesson)
    if mine is None or not mine.taught or mine.phase == "ended":
        return
    for other in days.periods.values():
        if other.id == lesson or not other.taught or other.phase == "ended" or not mine.overlaps(other):
            continue
        if mine.class_id is not None and mine.class_id == other.class_id:
            yield Clash("class_busy", lesson, other.id)
        teacher = mine.fields.teacher_id
        if teacher is not None and teacher == other.fields.teacher_id and mine.room != other.room:
            yield Clash("teacher_busy", lesson, other.id)
