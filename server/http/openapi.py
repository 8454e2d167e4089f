"""OpenAPI 3.1 built from the one table of routes and the structs it names, so that the page cannot drift."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec
from aiohttp import web
from msgspec import Struct

import server.http.auth as auth
from server.http.call import Route
from server.http.errors import ERRORS, PROBLEM_TYPE, Problem

PATH = "/api/v1/openapi.json"
_REF = "#/components/schemas/{name}"
_SCHEMES: dict[auth.Auth, dict[str, str]] = {
    "key": {"type": "http", "scheme": "bearer", "description": "The school's API key (`bucgiang key`)."},
    "join": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A join token."},
    "day": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A day token."},
    "office": {"type": "apiKey", "in": "cookie", "name": auth.COOKIE, "description": "The office's session."},
    "knock": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Of a pupil without proof.",
    },
    "family": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A family's token."},
    "pass": {"type": "apiKey", "in": "cookie", "name": auth.PASS, "description": "One recording, 6 hours."},
}

Json = dict[str, Any]
"""OpenAPI is a format of others, written once: the only place of the web side that builds free JSON."""


def handler(routes: Sequence[Route]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """GET /api/v1/openapi.json; the document is made once, when somebody asks: most servers are never asked."""
    body = cache(lambda: msgspec.json.encode(document(routes)))

    async def get_openapi(_request: web.Request) -> web.Response:
        return web.Response(
            body=body(), content_type="application/json", headers={"Cache-Control": "no-cache"}
        )

    return get_openapi


def document(routes: Sequence[Route]) -> Json:
    """The whole document."""
    shapes = _shapes(routes)
    refs, schemas = msgspec.json.schema_components(shapes, ref_template=_REF)
    ref_of = dict(zip(shapes, refs, strict=True))
    paths: dict[str, Json] = defaultdict(dict)
    for route in routes:
        paths[route.path][route.method.lower()] = _operation(route, ref_of, schemas)
    schemas = {name: schema for name, schema in schemas.items() if name not in _query_names(routes)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Bục Giảng", "version": "1", "license": {"name": "Apache-2.0"}},
        "paths": dict(paths),
        "components": {"schemas": schemas, "securitySchemes": _SCHEMES},
    }


def _shapes(routes: Sequence[Route]) -> list[type[Struct]]:
    named = [
        shape for route in routes for shape in (route.body, route.answer, route.query) if shape is not None
    ]
    return list(dict.fromkeys([Problem, *named]))


def _query_names(routes: Sequence[Route]) -> set[str]:
    return {route.query.__name__ for route in routes if route.query is not None}


def _operation(route: Route, ref_of: dict[type[Struct], Json], schemas: dict[str, Any]) -> Json:
    operation: Json = {
        "operationId": route.handler.__name__,
        "summary": route.summary,
        "security": [{kind: []} for kind in route.auth],
        "parameters": [
            *(
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                for name in route.parts
            ),
            *_query_parameters(route, schemas),
        ],
        "responses": {str(route.status): _good(route, ref_of), **_bad(route, ref_of)},
    }
    if route.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": ref_of[route.body]}},
        }
    return operation


def _query_parameters(route: Route, schemas: dict[str, Any]) -> list[Json]:
    if route.query is None:
        return []
    schema = schemas[route.query.__name__]
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": value}
        for name, value in schema["properties"].items()
    ]


def _good(route: Route, ref_of: dict[type[Struct], Json]) -> Json:
    good: Json = {"description": HTTPStatus(route.status).phrase}
    if route.file:
        good["content"] = {route.file: {}}
    if route.answer is not None:
        good["content"] = {"application/json": {"schema": ref_of[route.answer]}}
    return good


def _bad(route: Route, ref_of: dict[type[Struct], Json]) -> Json:
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in error_codes(route):
        by_status[ERRORS[code].status].append(code)
    content = {PROBLEM_TYPE: {"schema": ref_of[Problem]}}
    return {
        str(status): {
            "description": "; ".join(f"`{code}`: {ERRORS[code].detail}" for code in codes),
            "content": content,
        }
        for status, codes in sorted(by_status.items())
    }


def error_codes(route: Route) -> list[str]:
    """Codes a caller of the route may meet: its own and those of the checks before it."""
    codes = list(route.errors)
    if route.auth:
        codes += ["unauthenticated", "expired", "forged", "revoked", "not_allowed"]
    if "join" in route.auth:
        codes.append("foreign")
    if route.changes and ("office" in route.auth or not route.auth):
        codes.append("cross_site")
    if route.body is not None:
        codes += ["not_json", "too_large", "bad_message"]
    if route.query is not None:
        codes.append("bad_query")
    if route.limit is not None:
        codes.append("too_fast")
    return list(dict.fromkeys([*codes, "bug"]))
