"""Requests about personal data, as the office's list of tasks."""

from typing import Annotated

from msgspec import Meta, Struct

from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.classes import school_zone
from server.school.families.deadlines import RequestKind
from server.school.families.requests import DataRequest, acknowledge, finish, receive, requests

Text = Annotated[str, Meta(min_length=1, max_length=2000)]


class NewRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A request that came on paper."""

    person: Annotated[str, Meta(max_length=64)]
    kind: RequestKind
    text: Text


class DoneRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What was done; `restricted, not deleted` is an answer, too."""

    result: Text


class RequestsAnswer(Struct, frozen=True):
    """Open ones first, by deadline."""

    requests: tuple[DataRequest, ...]


async def list_requests(call: Call) -> RequestsAnswer:
    """GET /api/v1/office/requests"""
    return RequestsAnswer(tuple(await requests(call.deps.database)))


async def create_request(call: Call) -> DataRequest:
    """POST /api/v1/office/requests"""
    asked, database = call.read(NewRequest), call.deps.database
    zone = await school_zone(database)
    async with database.begin() as connection:
        made = await receive(
            connection, call.who, asked.person, asked.kind, asked.text, "slip", zone, call.now
        )
    if made is None:
        raise ApiError("unknown_person")
    return await _known(call, made)


async def acknowledge_request(call: Call) -> DataRequest:
    """POST /api/v1/office/requests/{request}/acknowledge"""
    found = await _known(call, _number(call.part("request")))
    async with call.deps.database.begin() as connection:
        await acknowledge(connection, call.who, found, call.now)
    return await _known(call, found.id)


async def finish_request(call: Call) -> DataRequest:
    """POST /api/v1/office/requests/{request}/done"""
    found = await _known(call, _number(call.part("request")))
    if found.done_at is not None:
        raise ApiError("request_done")
    async with call.deps.database.begin() as connection:
        await finish(connection, call.who, found, call.read(DoneRequest).result, call.now)
    return await _known(call, found.id)


async def _known(call: Call, request_id: int) -> DataRequest:
    found = await requests(call.deps.database, request_id=request_id)
    if not found:
        raise ApiError("unknown_request")
    return found[0]


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise ApiError("unknown_request")
    return int(text)


_ONE = "/api/v1/office/requests/{request}"
ROUTES = (
    Route(
        "GET", "/api/v1/office/requests", "Requests about personal data", list_requests, SCHOOL,
        answer=RequestsAnswer, act="requests.manage",
    ),
    Route(
        "POST", "/api/v1/office/requests", "Take in a request on paper", create_request, SCHOOL,
        body=NewRequest, answer=DataRequest, status=201, errors=("unknown_person",), act="requests.manage",
    ),
    Route(
        "POST", f"{_ONE}/acknowledge", "The asker was told", acknowledge_request, SCHOOL,
        answer=DataRequest, errors=("unknown_request",), act="requests.manage",
    ),
    Route(
        "POST", f"{_ONE}/done", "What was asked is done", finish_request, SCHOOL,
        body=DoneRequest, answer=DataRequest, errors=("unknown_request", "request_done"), act="requests.manage",
    ),
)  # fmt: skip
