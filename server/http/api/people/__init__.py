"""The register by API: people, their codes, classes, departments, the step to a new year."""

from server.http.api.people import classes, codes, people
from server.http.call import Route

ROUTES: tuple[Route, ...] = (*people.ROUTES, *codes.ROUTES, *classes.ROUTES)
