"""Every route with every role: who lacks the act is refused; who has it for a part neither reads nor changes the rest."""

import pytest

from server.http.api.routes import ROUTES
from server.http.call import Route
from server.school.rights.actors import actor_of_person
from server.school.rights.table import ACTS, GIVEN, RIGHTS, Act
from tests.server.http.rights.people import (
    DEPARTMENT,
    DEPUTY,
    HEAD,
    HOMEROOM,
    INSPECTOR,
    OFFICE,
    SUBJECT,
    TECHNICIAN,
    call,
    inspects,
    signed_in,
)  # fmt: skip
from tests.server.http.rights.samples import (
    CLASS,
    LESSON,
    PUPIL,
    SECRETS,
    TEACHER,
    body_of,
    enter_strangers,
    path_of,
    words_of,
)  # fmt: skip
from tests.server.http.world import World

SCHOOL = [
    route
    for route in ROUTES
    if "office" in route.auth and route.act != "signed_in" and route.method != "HEAD"
]
STAFF = (OFFICE, HEAD, DEPUTY, TECHNICIAN, INSPECTOR, DEPARTMENT, HOMEROOM, "gv-02", SUBJECT)


@pytest.fixture
async def strange(world: World) -> World:
    await enter_strangers(world)
    await inspects(world, "2026-11-23", "2026-11-28")
    return world


@pytest.mark.parametrize("person", STAFF)
async def test_no_route_gives_or_changes_what_lies_out_of_reach(strange: World, person: str) -> None:
    await signed_in(strange, person)
    actor = await actor_of_person(strange.deps.database, person, "2026-11-23")
    assert actor is not None and actor.roles
    wrong: list[str] = []
    for route in SCHOOL:
        assert route.act is not None
        if actor.may(route.act) and actor.reach(route.act).everything:
            continue
        wrong += await faults(strange, route, allowed=actor.may(route.act))
    assert wrong == []


async def faults(world: World, route: Route, *, allowed: bool) -> list[str]:
    """What the route did that it must not, for somebody who may call it for others than the strangers, or not at all."""
    body, asked = body_of(route.body), words_of(route.query)
    more = {} if body is None else {"json": body}
    answer = await call(world, route.method, path_of(route), params=asked, **more)
    text = await answer.text()
    name = f"{route.method} {route.path}: {answer.status}"
    if not allowed:
        return [] if answer.status == 403 and "not_allowed" in text else [f"{name}, not refused"]
    if answer.status >= 500:
        return [f"{name}, a bug"]
    if any(secret in text for secret in SECRETS):
        return [f"{name}, leaks"]
    return [f"{name}, done"] if answer.status < 300 and (route.changes or named(route)) else []


def named(route: Route) -> bool:
    """Whether its address is of one of the strangers' things."""
    return any(one in path_of(route).split("/") for one in (CLASS, LESSON, PUPIL, TEACHER))


@pytest.mark.parametrize("person", [OFFICE, HEAD])
async def test_the_strangers_are_there_for_who_reaches_them(strange: World, person: str) -> None:
    """Else the test above would pass for nothing."""
    await signed_in(strange, person)
    found = 0
    for path in (f"/office/classes/{CLASS}/students", f"/lessons/{LESSON}", "/office/lessons"):
        answer = await call(strange, "GET", path)
        text = await answer.text()
        found += answer.status == 200 and any(secret in text for secret in SECRETS)
    assert found == 3


@pytest.mark.parametrize("act", ACTS)
def test_inspectors_and_technicians_change_no_data_of_people(act: Act) -> None:
    reads = act.endswith(".read") or act in ("signed_in", "lessons.observe")
    if "inspector" in RIGHTS[act]:
        assert reads
    if "technician" in RIGHTS[act]:
        assert reads or act in ("cards.issue", "lessons.end", "lessons.enter")


@pytest.mark.parametrize("act", ACTS)
def test_a_role_given_by_hand_is_for_the_whole_school(act: Act) -> None:
    """Reaches of a part come from what people are: a class's homeroom teacher, a department's head."""
    assert all(reach == "school" for role, reach in RIGHTS[act].items() if role in GIVEN)


def test_the_office_may_do_everything_but_what_leaders_answer_for() -> None:
    kept = {act for act in ACTS if "office" not in RIGHTS[act]}
    assert kept <= {"lessons.observe", "week.close", "week.reopen"}
