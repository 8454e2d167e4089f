"""The school's plan by API: calendar, bells, subjects, assignments, programmes, timetables, calendar feeds,
what a period teaches."""

from server.http.api.planning import (
    assignments,
    bells,
    calendar,
    editing,
    feeds,
    programmes,
    subjects,
    timetables,
    units,
)
from server.http.call import Route

ROUTES: tuple[Route, ...] = (
    *calendar.ROUTES,
    *bells.ROUTES,
    *subjects.ROUTES,
    *assignments.ROUTES,
    *programmes.ROUTES,
    *timetables.ROUTES,
    *editing.ROUTES,
    *units.ROUTES,
    *feeds.ROUTES,
)
