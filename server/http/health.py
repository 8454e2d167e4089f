"""Whether the process lives (/healthz) and whether it can hold a lesson (/readyz)."""

import msgspec
from aiohttp import web
from msgspec import Struct
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from server.http.deps import DEPS, Deps
from server.http.ports import RecordingHealth


class Ready(Struct, frozen=True, omit_defaults=True):
    """`parts` says which part is not ready. Lessons are held without a recorder, too: `recording` alone is no 503."""

    ready: bool
    parts: dict[str, bool]
    recording: RecordingHealth | None = None


async def healthz(_request: web.Request) -> web.Response:
    """The process answers."""
    return _json(200, b'{"status":"ok"}')


async def readyz(request: web.Request) -> web.Response:
    """200 when every part is ready, else 503; the body is the same shape."""
    deps = request.app[DEPS]
    parts = {"database": await _database_answers(deps), **deps.ready()}
    found = Ready(all(parts.values()), parts, deps.recording())
    return _json(200 if found.ready else 503, msgspec.json.encode(found))


async def _database_answers(deps: Deps) -> bool:
    try:
        async with deps.database.read() as connection:
            await connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _json(status: int, body: bytes) -> web.Response:
    return web.Response(
        status=status, body=body, content_type="application/json", headers={"Cache-Control": "no-store"}
    )
