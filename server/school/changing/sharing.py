"""Lessons that share a room: joint classes and chào cờ, double periods, and the way back. Pure; raise Refusal."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from server.school.calendar import MINUTE_MS
from server.school.changing.asked import Double, Join, Refusal, Split
from server.school.changing.period import Days, Fields, Period
from server.school.changing.standing import known, refuse_begun, refuse_past, refuse_untaught

BREAK_MS = 45 * MINUTE_MS
"""The longest break within a double period."""


def join(days: Days, change: Join) -> Mapping[str, Fields]:
    """The lessons that come into the host's room."""
    periods = [known(days, lesson) for lesson in dict.fromkeys(change.lessons)]
    host = known(days, change.host or periods[0].id)
    if len(periods) < 2 or host not in periods:
        raise Refusal("too_few")
    for period in periods:
        _refuse_unfree(days, period)
        mine, hosts = period.fields, host.fields
        if (mine.starts_at, mine.ends_at) != (hosts.starts_at, hosts.ends_at):
            raise Refusal("other_time", period.id)
        if period.class_id is None:
            raise Refusal("no_class", period.id)
    guests = {one.id: replace(one.fields, host_id=host.id) for one in periods if one is not host}
    return {host.id: host.fields, **guests}


def double(days: Days, change: Double) -> Mapping[str, Fields]:
    """The second period comes into the first one's room."""
    first, second = known(days, change.first), known(days, change.second)
    for period in (first, second):
        _refuse_unfree(days, period)
    if not follows(first, second):
        raise Refusal("not_in_a_row", second.id)
    return {first.id: first.fields, second.id: replace(second.fields, host_id=first.id)}


def follows(first: Period, second: Period) -> bool:
    """Whether both are one class's and teacher's, the second right after the first."""
    if first.class_id is None or first.class_id != second.class_id:
        return False
    mine, theirs = first.fields, second.fields
    if mine.teacher_id is None or mine.teacher_id != theirs.teacher_id or mine.date != theirs.date:
        return False
    return 0 <= theirs.starts_at - mine.ends_at <= BREAK_MS


def split(days: Days, change: Split) -> Mapping[str, Fields]:
    """Every guest of the room goes back into its own."""
    lines = days.lines(known(days, change.lesson).room)
    for period in lines:
        refuse_begun(period)
        refuse_past(days, period)
    if len(lines) < 2:
        raise Refusal("not_joint", change.lesson)
    return {one.id: replace(one.fields, host_id=None) for one in lines}


def refuse_stray(days: Days, lessons: Iterable[str]) -> None:
    """Raises Refusal when one of these is in a room that is none any more, or held at another time."""
    for lesson in lessons:
        guest = days.periods.get(lesson)
        if guest is None or guest.fields.host_id is None or guest.phase == "ended":
            continue
        host = days.periods.get(guest.fields.host_id)
        if host is None or host.fields.host_id is not None or not host.taught or host.begun:
            raise Refusal("changed_since", guest.fields.host_id)
        mine, hosts = guest.fields, host.fields
        at_once = (mine.starts_at, mine.ends_at) == (hosts.starts_at, hosts.ends_at)
        if not at_once and not (host.class_id == guest.class_id and mine.date == hosts.date):
            raise Refusal("changed_since", host.id)


def _refuse_unfree(days: Days, period: Period) -> None:
    refuse_untaught(period)
    refuse_begun(period)
    refuse_past(days, period)
    if len(days.lines(period.room)) > 1:
        raise Refusal("joint", period.id)
