"""Counts of the web side for Prometheus. Other parts add theirs to the same registry (Deps.registry)."""

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from server.http.auth import bearer_of, is_api_key
from server.http.clients import on_this_machine
from server.http.deps import DEPS
from server.http.errors import ApiError

TEXT = "text/plain; version=0.0.4; charset=utf-8"


class HttpMetrics:
    """Labels are the route's pattern, never an address, a lesson or a person."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._count = Counter(
            "bucgiang_http_requests", "Answered requests", ["method", "route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "bucgiang_http_seconds", "Time to an answer", ["route"], registry=registry,
            buckets=(0.005, 0.02, 0.1, 0.5, 2, 10),
        )  # fmt: skip

    def seen(self, request: web.Request, status: int, seconds: float) -> None:
        """One request was answered. Long-lived ones (websockets) count, but their time does not."""
        route = route_of(request)
        method = request.method if request.method in _METHODS else "other"
        self._count.labels(method, route, str(status)).inc()
        if status != 101:
            self._seconds.labels(route).observe(seconds)


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def route_of(request: web.Request) -> str:
    """The route's pattern, e.g. /api/v1/lessons/{id}."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unmatched"


async def metrics(request: web.Request) -> web.Response:
    """GET /metrics, for programs of this machine or with the API key."""
    deps = request.app[DEPS]
    bearer = bearer_of(request)
    allowed = is_api_key(bearer, deps) if bearer is not None else on_this_machine(request, deps.settings)
    if not allowed:
        raise ApiError("unauthenticated")
    return web.Response(body=generate_latest(deps.registry), headers={"Content-Type": TEXT})
