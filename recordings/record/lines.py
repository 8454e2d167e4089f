"""One line of the logbook out of a lesson of several: its class's pupils, its window of the lesson's time.

The first lines' window begins with the lesson, the last ones' ends with it; a double lesson's periods begin and end
with their own bells, so that lateness and minutes are counted in each. The break between belongs to nobody.
"""

from collections.abc import Sequence
from dataclasses import replace

from msgspec.structs import replace as replaced

from lesson.attendance import taught_time
from lesson.messages import Line
from lesson.state import State
from recordings.record.history import History


def of_line(history: History, line_id: str) -> History:
    """The history as the line's record tells it; the same when the lesson has no lines."""
    lines = history.final.opened.lines
    line = next((one for one in lines if one.lesson == line_id), None)
    if line is None:
        return history
    since, until = _window(line, lines, history)
    final = _state(history.final, line, until)
    return replace(history, final=final, since=since, ended_at=until, line=line)


def _window(line: Line, lines: Sequence[Line], history: History) -> tuple[int, int]:
    first, last = min(one.starts_at for one in lines), max(one.ends_at for one in lines)
    since = history.since if line.starts_at == first else max(history.since, line.starts_at)
    until = history.ended_at if line.ends_at == last else min(history.ended_at, line.ends_at)
    return since, max(until, since)


def _state(final: State, line: Line, until: int) -> State:
    """The lesson's last state without the other classes' pupils, its times within the window."""
    others = {entry.person for entry in final.opened.roster if entry.class_id not in (None, line.class_id)}
    opened = replaced(
        final.opened,
        title=line.title,
        subject=line.subject,
        class_name=line.class_name,
        period=line.period,
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        roster=tuple(entry for entry in final.opened.roster if entry.person not in others),
    )
    people = {person: known for person, known in final.people.items() if person not in others}
    taught = taught_time(final, line, final.at)
    started = None if taught is None else taught.start
    return replace(final, opened=opened, people=people, started_at=started, ended_at=until)
