"""The web application: pages, API, health. server/control.py adds Socket.IO and WHIP/WHEP to the same one."""

import time
import traceback
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware
from sqlalchemy.exc import OperationalError

from server.http import health, metrics, openapi, pages
from server.http.api.routes import ROUTES
from server.http.call import handler_of
from server.http.deps import DEPS, Deps
from server.http.errors import ApiError, answer, from_http
from server.http.headers import add_headers
from server.http.metrics import HttpMetrics, route_of
from server.http.oidc.pages import add_oidc
from server.http.tokens import TokenError

MAX_BODY_BYTES = 64 * 1024
"""More than any offer of a browser (11 kB) or call of the API needs."""

_log = structlog.get_logger("server.http")
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(deps: Deps) -> web.Application:
    """All routes of the contract but the media's and Socket.IO's; they may raise ApiError and TokenError, too."""
    app = web.Application(
        middlewares=[_answering(HttpMetrics(deps.registry))], client_max_size=MAX_BODY_BYTES
    )
    app[DEPS] = deps
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_end_imports)
    for route in ROUTES:
        app.router.add_route(route.method, route.path, handler_of(route, deps))
    app.router.add_get(openapi.PATH, openapi.handler(ROUTES), allow_head=False)
    app.router.add_get("/healthz", health.healthz)
    app.router.add_get("/readyz", health.readyz)
    app.router.add_get("/metrics", metrics.metrics)
    add_oidc(app)
    pages.add_pages(app)
    return app


async def _end_imports(app: web.Application) -> None:
    await app[DEPS].imports.close()


def _answering(counts: HttpMetrics) -> Middleware:
    """The one middleware: every error becomes an answer of errors.py, every answer is counted."""

    @web.middleware
    async def middleware(request: web.Request, handler: _Handler) -> web.StreamResponse:
        begun = time.monotonic()
        response = await _answered(request, handler)
        counts.seen(request, response.status, time.monotonic() - begun)
        return response

    return middleware


async def _answered(request: web.Request, handler: _Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except ApiError as error:
        return answer(request, error)
    except TokenError as error:
        return answer(request, ApiError(error.code))
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return answer(request, from_http(error))
    except OperationalError as error:  # disk full, read-only or busy
        _log.error("database refused", route=route_of(request), reason=str(error.orig))
        return answer(request, ApiError("not_saved", headers={"Retry-After": "5"}))
    except Exception as error:
        _log_bug(request, error)
        return answer(request, ApiError("bug"))


def _log_bug(request: web.Request, error: Exception) -> None:
    """Where it happened, but not the error's text or the path: both may hold names or tokens."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    where = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    _log.error(
        "bug in a handler",
        method=request.method,
        route=route_of(request),
        error=type(error).__name__,
        where=where,
    )
