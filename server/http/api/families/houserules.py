"""Nội quy dạy học trực tuyến: read by everybody, made known in versions by the head or the office."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from server.http.call import SCHOOL, Call, Route
from server.http.errors import ApiError
from server.school.calendar import moment
from server.school.families.houserules import HouseRules, newest_rules, publish, readers
from server.school.texts import BadText, plain

Rule = Annotated[str, Meta(min_length=1, max_length=500)]


class RulesRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A new version."""

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    rules: Annotated[tuple[Rule, ...], Meta(min_length=1, max_length=50)]


class RulesAnswer(Struct, frozen=True):
    """What holds now."""

    version: int
    title: str
    rules: tuple[str, ...]
    at: datetime


class ReadByClass(Struct, frozen=True):
    """Pupils of a class who (or whose families) read the newest version."""

    read: int
    of: int


class RulesReadAnswer(Struct, frozen=True):
    """The newest version (None: none yet) and who read it, by class id."""

    rules: RulesAnswer | None
    classes: dict[str, ReadByClass]


async def get_rules(call: Call) -> RulesAnswer:
    """GET /api/v1/rules"""
    found = await newest_rules(call.deps.database)
    if found is None:
        raise ApiError("no_rules")
    return rules_answer(found)


async def get_rules_read(call: Call) -> RulesReadAnswer:
    """GET /api/v1/office/rules"""
    found = await newest_rules(call.deps.database)
    if found is None:
        return RulesReadAnswer(None, {})
    read = await readers(call.deps.database, found.version)
    return RulesReadAnswer(
        rules_answer(found), {of: ReadByClass(some, all_) for of, (some, all_) in read.items()}
    )


async def publish_rules(call: Call) -> RulesAnswer:
    """POST /api/v1/office/rules"""
    asked = call.read(RulesRequest)
    try:
        title, rules = plain(asked.title), tuple(plain(rule) for rule in asked.rules)
    except BadText as error:
        raise ApiError("bad_text") from error
    if not title or not all(rules):
        raise ApiError("bad_text")
    async with call.deps.database.begin() as connection:
        await publish(connection, call.who, title, rules, call.now)
    return await get_rules(call)


def rules_answer(found: HouseRules) -> RulesAnswer:
    """As programs and pages see it."""
    return RulesAnswer(found.version, found.title, found.rules, moment(found.at))


ROUTES = (
    Route("GET", "/api/v1/rules", "The rules of online classes", get_rules, answer=RulesAnswer, errors=("no_rules",)),
    Route(
        "GET", "/api/v1/office/rules", "The rules, and who read them", get_rules_read, SCHOOL,
        answer=RulesReadAnswer, act="settings.read",
    ),
    Route(
        "POST", "/api/v1/office/rules", "Make a new version of the rules known", publish_rules, SCHOOL,
        body=RulesRequest, answer=RulesAnswer, status=201, errors=("bad_text",), act="rules.write",
    ),
)  # fmt: skip
