"""What families and pupils are told and asked; the office's side of it and their own."""

from server.http.api.families import houserules, requests

ROUTES = (*requests.ROUTES, *houserules.ROUTES)
