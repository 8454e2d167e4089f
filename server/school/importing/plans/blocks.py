"""Where on a sheet the timetable stands: each period's cell with its class, weekday, session and number. Pure.

Two shapes: one sheet for all (rows thứ × tiết, a column a class), or blocks of one class (a column a weekday, rows are
tiết; the class is named above the block or by the sheet). Sessions are named by a column, by a row between blocks, or
by the sheet.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from server.school.importing.plans.grid import Grid, weekday_of
from server.school.importing.plans.known import KnownClass
from server.school.importing.plans.names import ClassNames
from server.school.planning.slots import LONGEST, Session
from server.school.texts import fold

LEFT = 6
"""Columns before the classes or weekdays at most that say thứ, buổi, tiết, giờ."""
_SESSIONS: tuple[tuple[str, Session], ...] = (("sang", "sang"), ("chieu", "chieu"), ("toi", "toi"))
_PERIOD = re.compile(r"^(?:tiet|t|s|c)?\s*([0-9]{1,2})(?: (?:sang|chieu|toi))?$")
_LETTER = re.compile(r"^([sc])\s*[0-9]{1,2}$")
_OF_CLASS = re.compile(r"\b(?:lop|class)\s*:?\s*([0-9]{1,2}\s*[a-z0-9 ]{0,4})")


class Place(Struct, frozen=True):
    """A period's cell. `session` None: nothing says it. `wide`: it is merged over several classes. `beside`: the column
    that has the teacher, where a class has two."""

    row: int
    column: int
    of: KnownClass
    weekday: int
    session: Session | None
    period: int
    wide: bool = False
    beside: int | None = None


class Odd(Struct, frozen=True):
    """A place that cannot be read: a column of an unknown class, a weekday or period that is none."""

    row: int
    column: int
    code: str


class _Head(Struct, frozen=True):
    """A heading row: columns of classes (matrix) or weekdays (one class)."""

    row: int
    classes: dict[int, KnownClass]
    weekdays: dict[int, int]
    of: KnownClass | None
    session: Session | None

    @property
    def left(self) -> int:
        return min([*self.classes, *self.weekdays])


def find_places(grid: Grid, classes: ClassNames) -> tuple[list[Place], list[Odd]]:
    """Every period of the sheet, and what is odd about it. No places: there is no timetable on it."""
    places: list[Place] = []
    odd: list[Odd] = []
    head: _Head | None = None
    session: Session | None = session_in(fold(grid.name))
    of: KnownClass | None = classes.find(re.sub(r"(?i)^tkb\s*", "", grid.name))
    for row in range(grid.first_row, grid.last_row + 1):
        texts = {column: text for column in range(grid.width) if (text := grid.text(row, column))}
        new = _head(grid, row, texts, classes, of, session)
        if new is not None:
            head = new
            odd += _unknown_classes(grid, row, new, texts, classes)
            continue
        named = _named(texts, classes)
        of = named or of
        said = _session_row(grid, row, head)
        if said is not None:
            session = said
            head = head and _Head(head.row, head.classes, head.weekdays, head.of, said)
            continue
        if named is not None and head is not None and head.weekdays:
            head = None  # the next class begins
        if head is not None:
            _row(grid, row, head, session, places, odd)
    return places, odd


def session_in(folded: str) -> Session | None:
    """The session a text names: "buoi chieu", "c", "c2"."""
    letter = _LETTER.match(folded)
    if letter:
        return "sang" if letter[1] == "s" else "chieu"
    words = folded.split()
    return next((session for word, session in _SESSIONS if word in words or folded == word[0]), None)


def _head(
    grid: Grid,
    row: int,
    texts: dict[int, str],
    classes: ClassNames,
    of: KnownClass | None,
    session: Session | None,
) -> _Head | None:
    rooms = {column: found for column, text in texts.items() if (found := classes.find(text)) is not None}
    left = {fold(text) for column, text in texts.items() if not rooms or column < min(rooms)}
    labelled = any(word in text.split() for text in left for word in ("thu", "tiet", "buoi", "ngay"))
    if rooms and (labelled or len(rooms) > 1):
        return _Head(row, _first_of_merged(grid, row, rooms), {}, None, session)
    days = {
        column: day for column, text in texts.items() if _is_day(text) and (day := weekday_of(fold(text)))
    }
    if len(days) >= 3 and len(set(days.values())) == len(days):
        return _Head(row, {}, days, of, session)
    return None


def _is_day(text: str) -> bool:
    return re.match(r"^(thu |t ?[2-8]|chu nhat|cn|(hai|ba|tu|nam|sau|bay)$)", fold(text)) is not None


def _first_of_merged(grid: Grid, row: int, rooms: dict[int, KnownClass]) -> dict[int, KnownClass]:
    """A class's heading merged over two columns (môn, giáo viên) is read from its first."""
    return {
        column: found
        for column, found in rooms.items()
        if (merge := grid.merge(row, column)) is None or merge.first_column == column
    }


def _unknown_classes(
    grid: Grid, row: int, head: _Head, texts: dict[int, str], classes: ClassNames
) -> Iterator[Odd]:
    if head.classes:
        for column, text in texts.items():
            if column not in head.classes and classes.find(text) is None and classes.looks_like_one(text):
                yield Odd(row, column, "unknown_class")
    elif head.of is None:
        yield Odd(row, head.left, "no_class")


def _named(texts: dict[int, str], classes: ClassNames) -> KnownClass | None:
    """The class a title names: "THỜI KHÓA BIỂU LỚP 6A1"."""
    if len(set(texts.values())) > 3:
        return None
    for text in texts.values():
        found = _OF_CLASS.search(fold(text))
        for words in range(3, 0, -1) if found else ():
            known = classes.find(" ".join(found[1].split()[:words])) if found else None
            if known is not None:
                return known
        whole = classes.find(text)
        if whole is not None:
            return whole
    return None


def _session_row(grid: Grid, row: int, head: _Head | None) -> Session | None:
    """A row between blocks that says "BUỔI CHIỀU" and nothing else."""
    texts = {fold(text) for column in range(grid.width) if (text := grid.text(row, column))}
    if len(texts) != 1:
        return None
    text = texts.pop()
    return session_in(text) if len(text.split()) <= 6 and not _PERIOD.match(text) else None


def _row(
    grid: Grid, row: int, head: _Head, session: Session | None, places: list[Place], odd: list[Odd]
) -> None:
    left = {column: fold(grid.text(row, column)) for column in range(max(0, head.left - LEFT), head.left)}
    heads = {column: fold(grid.text(head.row, column)) for column in left}
    said = (
        next((found for text in left.values() if (found := session_in(text))), None)
        or head.session
        or session
    )
    period = _period(left, heads)
    if period is None:
        return
    if head.weekdays:
        if head.of is not None:
            places += [
                Place(row, column, head.of, day, said, period) for column, day in head.weekdays.items()
            ]
        return
    weekday = _weekday(grid, row, head, left, heads)
    if weekday is None or period > LONGEST:
        odd.append(Odd(row, head.left, "bad_weekday" if weekday is None else "bad_period"))
        return
    places += [
        Place(
            row,
            column,
            of,
            weekday,
            said,
            period,
            _wide(grid, row, column, head),
            _beside(grid, head, column),
        )
        for column, of in head.classes.items()
    ]


def _period(left: dict[int, str], heads: dict[int, str]) -> int | None:
    """The tiết of a row: in the column so headed, else in the last of the left ones that has a number."""
    named = [column for column, head in heads.items() if head.split()[:1] == ["tiet"]]
    for column in named or sorted(left, reverse=True):
        found = _PERIOD.match(left[column])
        if found and (named or not _names_day(heads[column])):
            return int(found[1])
    return None


def _names_day(head: str) -> bool:
    return head.split()[:1] == ["thu"] or "ngay" in head.split()


def _weekday(grid: Grid, row: int, head: _Head, left: dict[int, str], heads: dict[int, str]) -> int | None:
    """The thứ of a row; one that stands only at the first row of its day holds for those below."""
    named = [column for column, text in heads.items() if _names_day(text)] or list(left)[:1]
    for above in range(row, head.row, -1):
        for column in named:
            text = fold(grid.text(above, column))
            if text:
                return weekday_of(text)
    return None


def _wide(grid: Grid, row: int, column: int, head: _Head) -> bool:
    merge = grid.merge(row, column)
    if merge is None:
        return False
    return sum(merge.first_column <= other <= merge.last_column for other in head.classes) > 1


def _beside(grid: Grid, head: _Head, column: int) -> int | None:
    """A class's heading over two columns: môn, giáo viên."""
    merge = grid.merge(head.row, column)
    return column + 1 if merge is not None and merge.last_column == column + 1 else None
