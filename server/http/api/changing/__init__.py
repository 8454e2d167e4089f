"""The day of the whole school by API: its grid, its changes, and the way back."""

from server.http.api.changing import changes, grid
from server.http.api.office import DateQuery
from server.http.call import SCHOOL, Route
from server.school.changing.store import Done
from server.school.changing.telling import ToldChange

ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/office/day-grid", "A day of the school, period by class", grid.get_grid,
        SCHOOL, query=DateQuery, answer=grid.GridAnswer, act="day.read",
    ),
    Route(
        "GET", "/api/v1/office/changes", "Changes of a day, the newest first", changes.list_changes,
        SCHOOL, query=DateQuery, answer=changes.ChangesAnswer, act="day.read",
    ),
    Route(
        "POST", "/api/v1/office/changes", "Change a day", changes.create_change,
        SCHOOL, body=changes.ChangeRequest, answer=Done, status=201,
        errors=("change_refused",), act="day.change",
    ),
    Route(
        "GET", "/api/v1/office/changes/{id}", "What to tell of a change: who, when, by whom, before and after",
        changes.get_change, SCHOOL, answer=ToldChange, errors=("unknown_change",), act="day.change",
    ),
    Route(
        "DELETE", "/api/v1/office/changes/{id}", "Take a change back", changes.delete_change,
        SCHOOL, answer=Done, errors=("unknown_change", "change_refused"), act="day.change",
    ),
)  # fmt: skip
