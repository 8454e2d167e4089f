"""Files taken in by the office: upload, look at the dry run, answer what it asks, write. The same calls for each kind."""

from collections.abc import Awaitable, Callable
from typing import Any

from server.http.api.importing.answers import (
    ChoicesRequest,
    ImportAnswer,
    LinesAnswer,
    LinesQuery,
    UploadQuery,
    WriteQuery,
)
from server.http.api.importing.handlers import (
    answer_import,
    begin_import,
    drop_import,
    get_errors,
    get_import,
    get_lines,
    write_import,
)
from server.http.call import SCHOOL, Answer, Call, Route
from server.school.importing.fault import FILE_CODES
from server.school.importing.kind import Kind
from server.school.importing.kinds import KINDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_Handler = Callable[[Call, Kind[Any, Any]], Awaitable[Answer]]


def _of(kind: Kind[Any, Any], handler: _Handler) -> Callable[[Call], Awaitable[Answer]]:
    async def handle(call: Call) -> Answer:
        return await handler(call, kind)

    handle.__name__ = f"{handler.__name__}_{kind.name}"
    return handle


def _routes(kind: Kind[Any, Any]) -> tuple[Route, ...]:
    base, act = f"/api/v1/imports/{kind.name}", kind.act
    one = f"{base}/{{upload}}"
    gone = ("unknown_import",)
    return (
        Route(
            "POST", base, f"Upload a file ({kind.name}); the body is the file, 20 MB at most", _of(kind, begin_import),
            SCHOOL, query=UploadQuery, answer=ImportAnswer, status=201, errors=("file_too_large", "busy"), act=act,
        ),
        Route(
            "GET", one, "How far the dry run is, and its sums", _of(kind, get_import),
            SCHOOL, answer=ImportAnswer, errors=gone, act=act,
        ),
        Route(
            "GET", f"{one}/lines", "One group of the dry run, by pages", _of(kind, get_lines),
            SCHOOL, query=LinesQuery, answer=LinesAnswer, errors=(*gone, "not_planned"), act=act,
        ),
        Route(
            "GET", f"{one}/errors", "The rows with something wrong, as a file", _of(kind, get_errors),
            SCHOOL, file=XLSX, errors=(*gone, "not_planned"), act=act,
        ),
        Route(
            "POST", f"{one}/answers", "What headings mean and whom rows are about; plans again", _of(kind, answer_import),
            SCHOOL, body=ChoicesRequest, answer=ImportAnswer, errors=(*gone, "busy"), act=act,
        ),
        Route(
            "POST", f"{one}/write", "Write what the dry run shows, all or nothing", _of(kind, write_import),
            SCHOOL, query=WriteQuery, answer=ImportAnswer,
            errors=(*gone, "not_planned", "register_changed", "rows_refused", *FILE_CODES), act=act,
        ),
        Route(
            "DELETE", one, "Forget the upload", _of(kind, drop_import), SCHOOL, status=204, errors=gone, act=act,
        ),
    )  # fmt: skip


ROUTES: tuple[Route, ...] = tuple(route for kind in KINDS.values() for route in _routes(kind))
