"""Notices go to the school, a class or a pupil; who reads them is counted; families with an address get a letter."""

from dataclasses import replace
from typing import Any

from aiohttp.test_utils import TestClient
from prometheus_client import CollectorRegistry
from pytest_aiohttp.plugin import AiohttpClient
from sqlalchemy import select

from server.http.app import create_app
from server.school.families.mailer import Mailer
from server.store.tables import waiting_letters
from tests.server.http.families.ways import CHILD, OTHER, family
from tests.server.http.world import World, refused

SAID = {"title": "Nghỉ lũ", "text": "Thứ Tư học trực tuyến.\nGiữ an toàn."}


async def send(world: World, token: str | None = None, **more: Any) -> Any:
    return await world.call("POST", "/office/notices", *([token] if token else []), json=SAID | more)


async def titles(world: World, path: str, token: str) -> list[tuple[str, bool]]:
    found = await (await world.call("GET", path, token)).json()
    return [(one["title"], one["read"]) for one in found["notices"]]


async def test_each_sees_what_is_for_them_and_marks_only_that(world: World) -> None:
    child, mate = world.day(CHILD, "student").token, world.day(OTHER, "student").token
    home = await family(world)
    ids = [
        (await (await send(world, title=title, **to)).json())["id"]
        for title, to in (
            ("trường", {}),
            ("8A3", {"class": "8a3"}),
            ("em", {"person": CHILD}),
            ("8A4", {"class": "8a4"}),
        )
    ]
    assert await titles(world, "/day/told", child) == [("em", False), ("8A3", False), ("trường", False)]
    assert await titles(world, "/day/told", mate) == [("8A3", False), ("trường", False)]
    for path, token in (("/day/notices/read", mate), ("/family/notices/read", home)):
        assert (await world.call("POST", path, token, json={"notices": [*ids, 999]})).status == 204
    assert await titles(world, "/day/told", child) == [("em", False), ("8A3", False), ("trường", False)]
    assert {read for _, read in await titles(world, "/family", home)} == {True}
    sent = (await (await world.call("GET", "/office/notices")).json())["notices"]
    assert {one["title"]: one["reads"] for one in sent} == {"trường": 2, "8A3": 2, "em": 1, "8A4": 0}


async def test_the_homeroom_teacher_writes_to_the_own_class(world: World) -> None:
    own, other = world.day("gv-01").token, world.day("gv-02").token
    assert (await send(world, own, **{"class": "8a3"})).status == 201
    assert (await send(world, own, person=CHILD)).status == 201
    await refused(await send(world, own), 403, "not_allowed")
    await refused(await send(world, other, **{"class": "8a3"}), 404, "unknown_class")
    await refused(await send(world, other, person=CHILD), 422, "unknown_person")
    await refused(await send(world, own, person="gv-02"), 422, "unknown_person")
    mine = (await (await world.call("GET", "/office/notices", own)).json())["notices"]
    assert len(mine) == 2
    theirs = (await (await world.call("GET", "/office/notices", other)).json())["notices"]
    assert theirs == []


async def test_hostile_notices(world: World) -> None:
    for more, code in (
        ({"title": "a\u202eb"}, "bad_text"), ({"title": "  "}, "bad_text"), ({"text": "\u2066x"}, "bad_text"),
        ({"title": "x" * 151}, "bad_message"), ({"link": "javascript:alert(1)"}, "bad_message"),
        ({"link": "//evil.example"}, "bad_message"), ({"link": "data:text/html,x"}, "bad_message"),
        ({"link": "/day x"}, "bad_message"), ({"to": "all"}, "bad_message"),
    ):  # fmt: skip
        await refused(await send(world, **more), 422, code)
    kept = {"title": "<script>alert(1)</script>", "text": "<img src=x>", "link": "https://lop.example/a?b#c"}
    assert (await send(world, **kept)).status == 201
    listed = (await (await world.call("GET", "/office/notices")).json())["notices"]
    assert [(one["title"], one["text"], one["link"]) for one in listed] == [tuple(kept.values())]


async def test_a_pupil_reads_the_rules_once_a_version(world: World) -> None:
    child = world.day(CHILD, "student").token
    rules = {"title": "Nội quy", "rules": ["Đúng giờ."]}
    version = (await (await world.call("POST", "/office/rules", json=rules)).json())["version"]
    due = (await (await world.call("GET", "/day/told", child)).json())["rules"]
    assert due["rules"] == ["Đúng giờ."]
    assert (await world.call("PUT", "/day/rules", child, json={"version": version})).status == 204
    assert (await (await world.call("GET", "/day/told", child)).json())["rules"] is None
    teacher = world.day().token
    nothing: dict[str, Any] = {"notices": [], "rules": None}
    assert await (await world.call("GET", "/day/told", teacher)).json() == nothing
    await refused(
        await world.call("PUT", "/day/rules", teacher, json={"version": version}), 403, "not_allowed"
    )


async def with_mail(world: World, aiohttp_client: AiohttpClient, **settings: Any) -> tuple[World, Mailer]:
    settings = {"smtp_host": "127.0.0.1", "smtp_from": "thongbao@truong.example"} | settings
    changed = world.deps.settings.model_copy(update=settings)
    mailer = Mailer(changed, world.deps.database, world.clock)
    deps = replace(world.deps, settings=changed, mailer=mailer, registry=CollectorRegistry())
    client: TestClient[Any, Any] = await aiohttp_client(create_app(deps))
    return World(deps, client, world.lesson), mailer


async def test_letters_wait_for_families_with_an_address(world: World, aiohttp_client: AiohttpClient) -> None:
    world, mailer = await with_mail(world, aiohttp_client)
    free = mailer.room()
    for person in (CHILD, OTHER):
        await world.call(
            "PUT", "/family/email", await family(world, person), json={"email": "nha@thu.example"}
        )
    assert await (await send(world, **{"class": "8a3"}, email=True)).json() == {"id": 1, "mails": 1}
    assert (await (await send(world, **{"class": "8a4"}, email=True)).json())["mails"] == 0
    assert mailer.room() == free - 1
    async with world.deps.database.read() as connection:
        kept = (await connection.execute(select(waiting_letters.c.address))).scalars().all()
    assert len(kept) == 1
    listed = await (await world.call("GET", "/office/notices")).json()
    assert listed["mailing"] == {"trouble": "", "since": None, "waiting": 1}
    found = await (await world.call("GET", "/office/notices")).json()
    assert found["mail"] and [(one["mails"], one["emailed"]) for one in found["notices"]] == [(0, 0), (1, 0)]


async def test_no_mail_server(world: World, aiohttp_client: AiohttpClient) -> None:
    assert not (await (await world.call("GET", "/office/notices")).json())["mail"]
    world, _ = await with_mail(world, aiohttp_client, smtp_host="")
    await world.call("PUT", "/family/email", await family(world), json={"email": "nha@thu.example"})
    await refused(await send(world, email=True), 409, "no_mail")
    assert (await (await world.call("GET", "/office/notices")).json())["notices"] == []
