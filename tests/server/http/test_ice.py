"""GET /lessons/{id}/ice: relays for people of the lesson."""

from dataclasses import replace
from datetime import datetime

from aiohttp.test_utils import TestClient
from prometheus_client import CollectorRegistry
from pytest_aiohttp.plugin import AiohttpClient

from server.http.app import create_app
from server.http.deps import Limits
from server.http.limits import RateLimit
from server.turn import GOOD_FOR_MS
from tests.server.http.world import World, refused

URLS = ("turn:turn.truong.example:3478?transport=udp", "turns:turn.truong.example:443?transport=tcp")


async def relaying(world: World, aiohttp_client: AiohttpClient) -> World:
    change = {"turn_urls": URLS, "turn_secret": "s" * 32}
    deps = replace(
        world.deps,
        settings=world.deps.settings.model_copy(update=change),
        registry=CollectorRegistry(),
        limits=Limits(token=RateLimit(burst=5, every_ms=1000)),
    )
    client: TestClient = await aiohttp_client(create_app(deps))
    return World(deps, client, world.lesson)


async def test_a_page_gets_credentials_for_some_hours(world: World, aiohttp_client: AiohttpClient) -> None:
    with_turn = await relaying(world, aiohttp_client)
    token = with_turn.join().token
    answer = await with_turn.call("GET", f"/lessons/{world.lesson}/ice", token)
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    body = await answer.json()
    [server] = body["ice_servers"]
    assert tuple(server["urls"]) == URLS
    assert set(server) == {"urls", "username", "credential"}
    ends = datetime.fromisoformat(body["expires_at"]).timestamp() * 1000
    assert ends == world.clock.now + GOOD_FOR_MS
    assert "hs-8a3-05" not in str(body)


async def test_without_a_relay_there_are_none(world: World) -> None:
    answer = await world.call("GET", f"/lessons/{world.lesson}/ice", world.join().token)
    body = await answer.json()
    assert body["ice_servers"] == []
    assert (body["media"]["addresses"], body["media"]["port"]) == (["127.0.0.1"], 7000)
    assert len(body["media"]["ufrag"]) >= 4 and len(body["media"]["pwd"]) >= 22


async def test_only_people_of_this_lesson(world: World) -> None:
    path = f"/lessons/{world.lesson}/ice"
    assert (await world.call("GET", path, None)).status == 401
    assert (await world.call("GET", path)).status == 403
    assert (await world.call("GET", path, world.day().token)).status == 403
    assert (await world.call("GET", path, world.join(lesson="another").token)).status in (401, 403)
    gone = world.join()
    await world.deps.revocations.revoke(gone.jti, world.lesson, world.clock.now * 2, world.clock.now)
    assert (await world.call("GET", path, gone.token)).status == 401


async def test_calls_are_limited(world: World, aiohttp_client: AiohttpClient) -> None:
    with_turn = await relaying(world, aiohttp_client)
    token = with_turn.join().token
    answers = [await with_turn.call("GET", f"/lessons/{world.lesson}/ice", token) for _ in range(6)]
    assert [answer.status for answer in answers[:5]] == [200] * 5
    await refused(answers[5], 429, "too_fast")
