"""Errors, pages, headers, health and metrics, the API's own description, logs."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry
from pytest_aiohttp.plugin import AiohttpClient

from server.http.api.routes import ROUTES
from server.http.app import create_app
from server.http.deps import Deps
from server.http.errors import ERRORS
from server.http.ports import RecordingHealth
from server.http.tokens import TokenError
from tests.server.http.world import API_KEY, ListeningHub, World, refused

PAGES = ["/", f"/l/{'a' * 12}", f"/r/{'a' * 12}", f"/record/{'a' * 12}", "/day", "/office", "/setup"]


async def test_api_errors_are_problems(world: World) -> None:
    await refused(await world.call("GET", "/nothing"), 404, "not_found")
    wrong = await world.call("PATCH", "/lessons")
    await refused(wrong, 405, "method")
    assert wrong.headers["Allow"] == "POST"
    big = await world.call(
        "POST", "/lessons", data=b"[" * 70_000, headers={"Content-Type": "application/json"}
    )
    await refused(big, 413, "too_large")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 60_000, b"null", b'"x"', b"\xff\xfe", b'{"title":"\\ud800"}', b'{"a":' * 9_000]
)
async def test_bodies_that_are_not_what_is_wanted(world: World, body: bytes) -> None:
    answer = await world.call("POST", "/lessons", data=body, headers={"Content-Type": "application/json"})
    await refused(answer, 422, "bad_message")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
async def test_bodies_of_another_type(world: World, kind: str) -> None:
    answer = await world.call("POST", "/lessons", data=b"{}", headers={"Content-Type": kind})
    await refused(answer, 415, "not_json")


async def test_people_get_a_page_programs_a_problem(world: World) -> None:
    page = await world.client.get("/khong-co", headers={"Accept": "text/html,*/*"})
    assert (page.status, page.content_type) == (404, "text/html")
    text = await page.text()
    assert "Không có trang này" in text and "<script" not in text and "style" not in text
    await refused(
        await world.client.get("/khong-co", headers={"Accept": "application/json"}), 404, "not_found"
    )
    await refused(await world.client.get("/whip/x", headers={"Accept": "text/html"}), 404, "not_found")
    await refused(await world.client.post("/day", headers={"Accept": "*/*"}), 405, "method")


async def test_nothing_of_the_address_is_echoed(world: World) -> None:
    page = await world.client.get("/%3Cscript%3Ealert(1)%3C/script%3E", headers={"Accept": "text/html"})
    assert "alert" not in await page.text()


class BrokenHub(ListeningHub):
    def phase(self, lesson_id: str) -> None:
        raise RuntimeError("Lê Gia Bảo: " + lesson_id)


async def test_a_bug_is_an_answer_and_a_line_without_names(deps: Deps, aiohttp_client: AiohttpClient) -> None:
    client = await aiohttp_client(create_app(replace(deps, hub=BrokenHub())))
    with structlog.testing.capture_logs() as lines:
        headers = {"Authorization": f"Bearer {API_KEY}"}
        answer = await client.get("/api/v1/lessons/8a3-20261123-s2", headers=headers)
    await refused(answer, 500, "bug")
    [line] = lines
    assert (line["event"], line["error"], line["route"]) == (
        "bug in a handler", "RuntimeError", "/api/v1/lessons/{id}",
    )  # fmt: skip
    assert any("test_app.py" in where for where in line["where"])
    assert "Bảo" not in json.dumps(line, ensure_ascii=False)


async def test_no_names_or_tokens_in_logs(world: World, caplog: pytest.LogCaptureFixture, capfd: Any) -> None:
    caplog.set_level("INFO")
    with structlog.testing.capture_logs() as lines:
        made = await world.call(
            "POST", f"/lessons/{world.lesson}/tokens", json={"role": "student", "student_id": "hs-8a3-05"}
        )
        token = (await made.json())["token"]
        await world.call("GET", f"/lessons/{world.lesson}", token)
        await world.call("GET", f"/lessons/{world.lesson}/attendance")
        await world.call("GET", "/office/classes/8a3/students")
        await world.call("POST", "/session", None, json={"login": "co-lan", "password": "khong-dung-dau"})
        await world.call("POST", "/lessons", json={"title": "Lê Gia Bảo"})
    written = caplog.text + json.dumps(lines, ensure_ascii=False) + "".join(capfd.readouterr())
    for secret in ("Bảo", "Hoài An", token, API_KEY, "khong-dung-dau", "co-lan"):
        assert secret not in written


@pytest.mark.parametrize("path", [*PAGES, "/khong-co", "/assets/day-a1b2c3.js", "/favicon.svg"])
async def test_headers_of_every_page(world: World, path: str) -> None:
    headers = (await world.client.get(path)).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert (
        policy["default-src"] == "'none'"
        and policy["script-src"] == "'self'"
        and policy["style-src"] == "'self'"
    )
    own = f"{world.client.host}:{world.client.port}"
    assert policy["connect-src"] == f"'self' ws://{own}"
    assert policy["base-uri"] == policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "camera=(self), microphone=(self), display-capture=(self)" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Server"] == "bucgiang"
    assert "Strict-Transport-Security" not in headers


async def test_headers_over_https_and_of_data(real_world: World) -> None:
    page = (await real_world.client.get("/day")).headers
    assert page["Strict-Transport-Security"] == "max-age=31536000"
    assert "connect-src 'self' wss://" in page["Content-Security-Policy"]
    data = (await real_world.call("GET", "/office/classes")).headers
    assert data["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert data["X-Content-Type-Options"] == "nosniff"


async def test_an_odd_host_does_not_get_into_the_policy(world: World) -> None:
    answer = await world.client.get("/day", headers={"Host": "x; script-src *"})
    assert "script-src *" not in answer.headers.get("Content-Security-Policy", "")


@pytest.mark.parametrize("path", PAGES)
async def test_pages(world: World, path: str) -> None:
    answer = await world.client.get(path)
    first = path.split("/")[1]
    name = {"": "index", "l": "class", "r": "replay"}.get(first, first)
    assert (answer.status, answer.content_type, await answer.text()) == (
        200, "text/html", f"<!doctype html><title>{name}</title>",
    )  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-cache"


async def test_files_are_kept_for_ever_and_come_compressed(world: World) -> None:
    plain = await world.client.get("/assets/day-a1b2c3.js", headers={"Accept-Encoding": "identity"})
    assert await plain.text() == "export {}" and "immutable" in plain.headers["Cache-Control"]
    assert plain.content_type in ("text/javascript", "application/javascript")
    packed = await world.client.get(
        "/assets/day-a1b2c3.js", headers={"Accept-Encoding": "gzip"}, auto_decompress=False
    )
    assert packed.headers["Content-Encoding"] == "gzip" and await packed.read() == b"gz twin"
    icon = await world.client.get("/favicon.svg")
    assert icon.content_type == "image/svg+xml" and "immutable" not in icon.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    ["/assets/x.js", "/assets/..", "/assets/%2e%2e", "/assets/%2e%2e%2fclass.html", "/x.svg", "/assets/"],
)
async def test_files_that_are_not_there(world: World, path: str) -> None:
    answer = await world.client.get(path, allow_redirects=False)
    assert answer.status in (200, 404)
    if answer.status == 200:  # the client itself made "/" of it
        assert "<title>index</title>" in await answer.text()
    else:
        assert "immutable" not in answer.headers["Cache-Control"]


async def test_pages_not_built(deps: Deps, aiohttp_client: AiohttpClient, tmp_path: Path) -> None:
    client = await aiohttp_client(create_app(replace(deps, dist=tmp_path / "nowhere")))
    answer = await client.get("/day")
    assert answer.status == 503 and "make setup" in await answer.text()


async def test_health(world: World, deps: Deps, aiohttp_client: AiohttpClient) -> None:
    assert await (await world.client.get("/healthz")).json() == {"status": "ok"}
    good = await world.client.get("/readyz")
    assert (good.status, await good.json()) == (200, {"ready": True, "parts": {"database": True}})
    client = await aiohttp_client(
        create_app(replace(deps, ready=lambda: {"media": False}, registry=CollectorRegistry()))
    )
    bad = await client.get("/readyz")
    assert (bad.status, (await bad.json())["parts"]) == (503, {"database": True, "media": False})


async def test_a_recording_in_trouble_is_told_and_lessons_go_on(
    deps: Deps, aiohttp_client: AiohttpClient
) -> None:
    health = RecordingHealth(free_bytes=7).with_lesson(200, "").with_lesson(16_000, "recorder")
    client = await aiohttp_client(create_app(replace(deps, recording=lambda: health)))
    answer = await client.get("/readyz")
    wanted = {"lessons": 2, "behind_ms": 16_000, "trouble": "recorder", "free_bytes": 7}
    assert (answer.status, (await answer.json())["recording"]) == (200, wanted)


async def test_metrics(world: World) -> None:
    await world.call("GET", f"/lessons/{world.lesson}")
    await world.client.get("/khong-co")
    text = await (await world.client.get("/metrics")).text()
    assert 'bucgiang_http_requests_total{method="GET",route="/api/v1/lessons/{id}",status="200"} 1.0' in text
    assert 'route="unmatched",status="404"' in text and world.lesson not in text
    through_a_proxy = await world.client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
    await refused(through_a_proxy, 401, "unauthenticated")
    headers = {"X-Forwarded-For": "203.0.113.7", "Authorization": f"Bearer {API_KEY}"}
    assert (await world.client.get("/metrics", headers=headers)).status == 200


async def test_the_description_is_of_the_routes_there_are(world: World, deps: Deps) -> None:
    document = await (await world.client.get("/api/v1/openapi.json")).json()
    assert document["openapi"] == "3.1.0"
    described = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    app = create_app(replace(deps, registry=CollectorRegistry()))
    registered = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.resource.canonical.startswith(("/api/", "/ical/"))
    }
    assert registered == described | {("GET", "/api/v1/openapi.json")}
    names = [operation["operationId"] for item in document["paths"].values() for operation in item.values()]
    assert len(set(names)) == len(names)


async def test_every_reference_of_the_description_leads_somewhere(world: World) -> None:
    text = await (await world.client.get("/api/v1/openapi.json")).text()
    document = json.loads(text)
    for part in text.split('"$ref":"')[1:]:
        reference = part.split('"')[0]
        assert reference.removeprefix("#/components/schemas/") in document["components"]["schemas"], reference
    lesson = document["paths"]["/api/v1/lessons/{id}"]["get"]
    assert lesson["security"] == [{"key": []}, {"office": []}, {"join": []}, {"day": []}, {"knock": []}]
    assert lesson["parameters"] == [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    ]
    assert set(lesson["responses"]) == {"200", "401", "403", "404", "500"}
    assert "application/problem+json" in lesson["responses"]["404"]["content"]
    pages = document["paths"]["/api/v1/lessons/{id}/events"]["get"]["parameters"]
    assert [one["name"] for one in pages] == ["id", "after", "limit"]


def test_every_code_a_route_names_is_known() -> None:
    assert {code for route in ROUTES for code in route.errors} <= set(ERRORS)


async def test_handlers_added_later_get_the_same_answers_and_headers(
    deps: Deps, aiohttp_client: AiohttpClient
) -> None:
    async def post(_request: web.Request) -> web.Response:
        raise TokenError("expired")

    app = create_app(deps)
    app.router.add_post("/whip/{lesson}", post)
    answer = await (await aiohttp_client(app)).post("/whip/x")
    await refused(answer, 401, "expired")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
