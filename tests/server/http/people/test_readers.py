"""The register for those who may read it and not write it: whose lists, and how much of a person."""

from typing import Any

import pytest

from tests.server.http.rights.people import HEAD, HOMEROOM, SUBJECT, TECHNICIAN, call, signed_in
from tests.server.http.world import World, refused

HIDDEN = ("sex", "birth_date", "moet_id", "temporary_code", "email", "recording_consent")


async def read(world: World, path: str) -> Any:
    answer = await call(world, "GET", path)
    assert answer.status == 200, await answer.text()
    return await answer.json()


@pytest.mark.parametrize(
    ("who", "whole", "classes"),
    [(HEAD, True, {"8a3", "8a4"}), (TECHNICIAN, True, {"8a3", "8a4"}), (HOMEROOM, False, {"8a3", "8a4"})],
)
async def test_classes_within_reach(world: World, who: str, whole: bool, classes: set[str]) -> None:
    await signed_in(world, who)
    register = await read(world, "/office/register")
    assert register["whole"] is whole
    assert {one["id"] for one in register["classes"]} == classes


async def test_a_homeroom_teacher_knows_more_of_the_own_class(world: World) -> None:
    await signed_in(world, HOMEROOM)  # of 8A3; teaches 8A4, too
    for of, knows in (("8a3", True), ("8a4", False)):
        found = (await read(world, f"/office/people?class={of}"))["people"]
        assert len(found) == 36 and all(one["full_name"] and one["stt"] for one in found)
        assert any(one["birth_date"] for one in found) is knows
        assert all(one["recording_consent"] for one in found) is knows
        if not knows:
            assert all(one[name] is None for one in found for name in HIDDEN)
    assert (await read(world, "/office/people?kind=teacher"))["people"] == []


@pytest.mark.parametrize("who", [SUBJECT, TECHNICIAN])
async def test_who_does_not_keep_the_class_sees_names(world: World, who: str) -> None:
    moved = {"moet_id": "", "why": "nhập nhầm"}
    assert (await world.call("PUT", "/office/people/hs-8a3-05/code", json=moved)).status == 200
    await signed_in(world, who)
    seen = await read(world, "/office/people/hs-8a3-05")
    assert seen["person"]["full_name"] and seen["codes"] == []
    assert all(seen["person"][name] is None for name in HIDDEN)


async def test_reading_is_not_writing(world: World) -> None:
    await signed_in(world, HOMEROOM)
    answer = await call(world, "PATCH", "/office/people/hs-8a3-05", json={"full_name": "Lê An"})
    await refused(answer, 403, "not_allowed")
    await refused(await call(world, "POST", "/office/people/hs-8a3-05/day-link"), 403, "not_allowed")
