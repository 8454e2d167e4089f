"""Teachers whom changed assignments would put in two classes at once. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from server.school.importing.plans.known import Known, who_teaches
from server.school.planning.timetables import Cell, clashes

Key = tuple[str, str]
"""Class id and subject code."""


def newly_busy(
    known: Known, timetables: Iterable[Sequence[Cell]], assigned: Mapping[Key, str | None]
) -> Iterator[tuple[Cell, Cell]]:
    """Periods that clash when it is `assigned` so, each with the other one; what clashes today already is left out."""
    before = {key_of(one.class_id, one.subject_code): one.teacher_id for one in known.assigned}
    for cells in timetables:
        there = clashes(cells, who_teaches(known, before))
        for pair in clashes(cells, who_teaches(known, assigned)):
            if pair not in there:
                yield pair.one, pair.other
                yield pair.other, pair.one


def key_of(class_id: str, subject_code: str | None) -> Key:
    """Of chào cờ without a subject: a key nobody is assigned to."""
    return class_id, subject_code or ""
