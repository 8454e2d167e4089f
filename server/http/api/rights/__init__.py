"""Accounts and their sessions, roles, the log of acts, observers by API; one file a noun."""

from server.http.api.rights import accounts, log, mine, observe, roles
from server.http.call import Route

ROUTES: tuple[Route, ...] = (*accounts.ROUTES, *mine.ROUTES, *roles.ROUTES, *log.ROUTES, *observe.ROUTES)
