"""A family comes in, as tests do it."""

from typing import Any

from tests.server.http.world import World

CHILD, OTHER = "hs-8a3-05", "hs-8a3-06"


async def link_of(world: World, person: str = CHILD, of: str = "8a3") -> str:
    """The secret of a new link."""
    made = await world.call("POST", f"/office/families/{of}/links", json={"people": [person]})
    assert made.status == 201, await made.text()
    slip = (await made.json())["slips"][0]
    assert slip["person"] == person and slip["qr"].startswith("data:image/svg+xml")
    url: str = slip["url"]
    return url.partition("/family#")[2]


async def come(world: World, secret: str) -> Any:
    return await world.call("POST", "/family/sessions", None, json={"secret": secret})


async def family(world: World, person: str = CHILD, of: str = "8a3") -> str:
    """The token of who opened a new link."""
    came = await come(world, await link_of(world, person, of))
    assert came.status == 201, await came.text()
    token: str = (await came.json())["token"]
    return token
