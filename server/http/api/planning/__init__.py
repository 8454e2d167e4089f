"""The school's plan by API: calendar, bells, subjects, assignments, programmes, timetables, calendar feeds."""

from server.http.api.planning import assignments, bells, calendar, feeds, programmes, subjects, timetables
from server.http.call import Route

ROUTES: tuple[Route, ...] = (
    *calendar.ROUTES,
    *bells.ROUTES,
    *subjects.ROUTES,
    *assignments.ROUTES,
    *programmes.ROUTES,
    *timetables.ROUTES,
    *feeds.ROUTES,
)
