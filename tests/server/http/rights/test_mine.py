"""The own account: password, sessions, the way to the own day."""

import pytest

from server.http.browsers import label_of
from tests.server.http.rights.people import (
    HEAD,
    HOMEROOM,
    INSPECTOR,
    PASSWORD,
    SUBJECT,
    TECHNICIAN,
    bear,
    call,
    inspects,
    secret,
    signed_in,
)  # fmt: skip
from tests.server.http.world import World, refused

NEW = "cau-day-hoc-trong-mua-lu"


async def sessions(world: World) -> list[dict[str, object]]:
    return list((await (await call(world, "GET", "/sessions")).json())["sessions"])


async def test_a_changed_password_ends_the_other_sessions(world: World) -> None:
    await signed_in(world, SUBJECT)
    other = secret(world)
    await signed_in(world, SUBJECT)
    here = secret(world)
    assert len(await sessions(world)) == 2
    body = {"old": PASSWORD, "new": NEW}
    assert (await call(world, "PUT", "/session/password", json=body)).status == 204
    bear(world, other)
    await refused(await call(world, "GET", "/session"), 401, "unauthenticated")
    bear(world, here)
    assert len(await sessions(world)) == 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("sai-mat-khau-x", NEW, "wrong_password"),
        (PASSWORD, PASSWORD, "weak_password"),
        (PASSWORD, "aaaaaaaaaaab", "weak_password"),
    ],
)
async def test_passwords_that_are_not_taken(world: World, old: str, new: str, code: str) -> None:
    await signed_in(world, SUBJECT)
    answer = await call(world, "PUT", "/session/password", json={"old": old, "new": new})
    await refused(answer, 422, code)


async def test_own_sessions_are_named_and_end_one_by_one(world: World) -> None:
    await signed_in(world, SUBJECT)
    other = secret(world)
    world.clock.now += 60_000
    await signed_in(world, SUBJECT)
    here = secret(world)
    found = await sessions(world)
    assert [one["current"] for one in found] == [True, False]
    assert {one["label"] for one in found} == {"Chrome, Windows"}
    assert other not in str(found) and here not in str(found)
    assert (await call(world, "DELETE", f"/sessions/{found[1]['id']}")).status == 204
    bear(world, other)
    await refused(await call(world, "GET", "/session"), 401, "unauthenticated")
    bear(world, here)
    await refused(await call(world, "DELETE", f"/sessions/{found[1]['id']}"), 404, "not_found")
    await signed_in(world, HOMEROOM)
    await refused(await call(world, "DELETE", f"/sessions/{found[0]['id']}"), 404, "not_found")
    assert (await call(world, "DELETE", "/sessions")).status == 204
    bear(world, here)
    assert len(await sessions(world)) == 1


async def test_a_session_says_when_it_was_used_to_five_minutes(world: World) -> None:
    await signed_in(world, SUBJECT)
    begun = (await sessions(world))[0]["used_at"]
    world.clock.now += 299_000
    assert (await sessions(world))[0]["used_at"] == begun
    world.clock.now += 1_000
    assert (await sessions(world))[0]["used_at"] != begun


@pytest.mark.parametrize(("person", "role"), [(SUBJECT, "teacher"), (TECHNICIAN, "staff"), (HEAD, "staff")])
async def test_the_way_to_the_own_day(world: World, person: str, role: str) -> None:
    await signed_in(world, person)
    answer = await call(world, "POST", "/session/day-token")
    assert answer.status == 201
    token = (await answer.json())["url"].partition("#")[2]
    day = await (await world.call("GET", "/day", token)).json()
    assert (day["person"], day["role"]) == (person, role)


async def test_an_inspector_has_no_day(world: World) -> None:
    await inspects(world, "2026-11-23", "2026-11-28")
    await signed_in(world, INSPECTOR)
    await refused(await call(world, "POST", "/session/day-token"), 409, "no_person")


async def test_the_demo_office_has_no_account_of_its_own(world: World) -> None:
    await world.office()
    me = await (await call(world, "GET", "/session")).json()
    assert (me["login"], me["person"], me["roles"]) == (None, None, ["office"])
    await refused(await call(world, "GET", "/sessions"), 409, "no_person")


CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0 Safari/537.36"
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/149.0 Mobile Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"
)


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (CHROME, "Chrome, Windows"),
        (CHROME + " Edg/149.0", "Edge, Windows"),
        (ANDROID, "Chrome, Android"),
        (ANDROID + " Zalo android/24", "Zalo, Android"),
        (IPHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_session_is_called_by_browser_and_system_alone(agent: str, label: str) -> None:
    assert label_of(agent) == label
