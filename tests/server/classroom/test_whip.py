"""WHIP and WHEP: every refusal, then stock aiortc clients through the real media worker."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiortc import RTCSessionDescription

from lesson.messages import Role
from server.http.deps import utc_now
from server.http.tokens import Tokens
from tests.support.classroom import OTHER, PUPIL, TEACHER, Classroom, until
from tests.support.control import worker
from tests.support.fakeworker import FakeWorker
from tests.support.stock import Publisher, Receiver

SDP = {"Content-Type": "application/sdp"}


@pytest.fixture
async def lesson(classroom: Classroom) -> str:
    return await classroom.lesson()


@pytest.fixture
async def fake(classroom: Classroom) -> AsyncIterator[FakeWorker]:
    started = FakeWorker(classroom.socket)
    await started.start()
    await until(lambda: classroom.link.up)
    yield started
    await started.stop()


async def call(
    classroom: Classroom, method: str, path: str, token: str | None, body: Any = "v=0", **headers: str
) -> tuple[int, Any]:
    """Status, and the problem's code or the whole answer's headers."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if token is not None:
        sent["Authorization"] = f"Bearer {token}"
    async with classroom.http.request(method, classroom.url + path, data=body, headers=sent) as answer:
        if answer.content_type == "application/problem+json":
            problem = await answer.json()
            assert problem["status"] == answer.status
            assert problem["hint"]
            return answer.status, problem["code"]
        return answer.status, answer.headers


async def test_who_shows_no_good_token_is_refused(
    classroom: Classroom, fake: FakeWorker, lesson: str
) -> None:
    now = utc_now()
    tokens = {
        None: (401, "unauthenticated"),
        "": (401, "forged"),
        "x.y.z": (401, "forged"),
        Tokens(b"x" * 32).join(lesson, PUPIL, "Thử", "student", 60, now).token: (401, "forged"),
        classroom.tokens.join(lesson, PUPIL, "Thử", "student", 1, now - 60_000).token: (401, "expired"),
        classroom.tokens.day(PUPIL, "student", "Thử", now).token: (403, "foreign"),
        classroom.token("another", PUPIL, "student"): (403, "foreign"),
    }
    for kind in ("whip", "whep"):
        for token, expected in tokens.items():
            path = f"/{kind}/{lesson}"
            assert await call(classroom, "POST", path, token, Content_Type="application/sdp") == expected


async def test_a_withdrawn_token_is_refused(classroom: Classroom, fake: FakeWorker, lesson: str) -> None:
    issued = classroom.tokens.join(lesson, PUPIL, "Thử", "student", 600, utc_now())
    await classroom.revocations.revoke(issued.jti, lesson, issued.expires_at, utc_now())
    answer = await call(classroom, "POST", f"/whep/{lesson}", issued.token, Content_Type="application/sdp")
    assert answer == (401, "revoked")


@pytest.mark.parametrize(
    ("kind", "role", "status"),
    [
        ("whip", "observer", 403), ("whip", "staff", 403), ("whip", "student", 201), ("whip", "teacher", 201),
        ("whip", "guest", 201), ("whep", "observer", 201), ("whep", "staff", 201), ("whep", "student", 201),
    ],
)  # fmt: skip
async def test_who_may_send_and_who_only_receives(
    classroom: Classroom, fake: FakeWorker, lesson: str, kind: str, role: Role, status: int
) -> None:
    token = classroom.token(lesson, "someone", role)
    found, _ = await call(classroom, "POST", f"/{kind}/{lesson}", token, Content_Type="application/sdp")
    assert found == status


async def test_wrong_bodies_are_refused(classroom: Classroom, fake: FakeWorker, lesson: str) -> None:
    path, token = f"/whep/{lesson}", classroom.token(lesson, PUPIL, "student")
    sdp = "application/sdp"
    assert await call(classroom, "POST", path, token, Content_Type="application/json") == (415, "not_sdp")
    assert await call(classroom, "POST", path, token, "x" * 70_000, Content_Type=sdp) == (413, "too_large")
    assert await call(classroom, "POST", path, token, b"\xff\xfe", Content_Type=sdp) == (400, "bad_sdp")
    long = f"{path}?device={'x' * 65}"
    assert await call(classroom, "POST", long, token, Content_Type=sdp) == (422, "bad_query")
    assert (await call(classroom, "PATCH", path, token))[0] == 405
    assert (await call(classroom, "GET", path, token))[0] == 405


async def test_no_lesson_no_connection(classroom: Classroom, fake: FakeWorker, lesson: str) -> None:
    gone = classroom.token("no-such", PUPIL, "student")
    sdp = "application/sdp"
    assert await call(classroom, "POST", "/whep/no-such", gone, Content_Type=sdp) == (404, "unknown_lesson")
    await classroom.join(lesson, TEACHER, "teacher")
    assert await classroom.hub.end(lesson, "office", None)
    token = classroom.token(lesson, PUPIL, "student")
    assert await call(classroom, "POST", f"/whep/{lesson}", token, Content_Type=sdp) == (409, "lesson_ended")


async def test_without_a_worker_one_is_asked_to_come_back(classroom: Classroom, lesson: str) -> None:
    token = classroom.token(lesson, PUPIL, "student")
    headers = {"Authorization": f"Bearer {token}", **SDP}
    async with classroom.http.post(f"{classroom.url}/whep/{lesson}", data="v=0", headers=headers) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "1")


async def test_a_person_who_asks_too_often_waits(classroom: Classroom, fake: FakeWorker, lesson: str) -> None:
    path, sdp = f"/whep/{lesson}", "application/sdp"
    token, other = (classroom.token(lesson, person, "student") for person in (PUPIL, OTHER))
    statuses = [(await call(classroom, "POST", path, token, Content_Type=sdp))[0] for _ in range(25)]
    assert statuses[:15] == [201] * 15
    assert statuses[-1] == 429
    assert (await call(classroom, "POST", path, other, Content_Type=sdp))[0] == 201


async def test_only_the_owner_ends_a_connection(classroom: Classroom, fake: FakeWorker, lesson: str) -> None:
    mine, other = (classroom.token(lesson, person, "student") for person in (PUPIL, OTHER))
    status, headers = await call(classroom, "POST", f"/whep/{lesson}", mine, Content_Type="application/sdp")
    assert (status, headers["Content-Type"]) == (201, "application/sdp")
    location = headers["Location"]
    assert location.startswith(f"/whep/{lesson}/")
    assert await call(classroom, "DELETE", location, other) == (403, "not_allowed")
    assert await call(classroom, "DELETE", location.replace("whep", "whip"), mine) == (404, "not_found")
    assert (await call(classroom, "DELETE", location, mine))[0] == 200
    assert await call(classroom, "DELETE", location, mine) == (404, "not_found")
    await fake.until(lambda: not fake.peers)


async def test_options_say_what_may_be_posted(classroom: Classroom, lesson: str) -> None:
    status, headers = await call(classroom, "OPTIONS", f"/whip/{lesson}", None)
    assert (status, headers["Accept-Post"]) == (204, "application/sdp")


async def connect(
    classroom: Classroom, kind: str, lesson: str, token: str, client: Publisher | Receiver
) -> str:
    """The whole exchange of a standard client; the Location."""
    headers = {"Authorization": f"Bearer {token}", **SDP}
    offer = await client.offer()
    async with classroom.http.post(f"{classroom.url}/{kind}/{lesson}", data=offer, headers=headers) as answer:
        text = await answer.text()
        assert answer.status == 201, text
        location = answer.headers["Location"]
    await client.connection.setRemoteDescription(RTCSessionDescription(text, "answer"))
    return location


@pytest.mark.process
async def test_tone_and_picture_come_through(classroom: Classroom, lesson: str) -> None:
    async with contextlib.AsyncExitStack() as closing:
        await closing.enter_async_context(worker(classroom.socket))
        await until(lambda: classroom.link.up, 10)
        publisher, receiver = Publisher(200), Receiver()
        closing.push_async_callback(publisher.connection.close)
        closing.push_async_callback(receiver.close)
        await connect(classroom, "whep", lesson, classroom.token(lesson, PUPIL, "student"), receiver)
        await connect(classroom, "whip", lesson, classroom.token(lesson, TEACHER, "teacher"), publisher)
        await until(lambda: receiver.pictures > 20 and receiver.audio_frames > 20, 20)
        assert abs(receiver.luma - 200) < 20


@pytest.mark.process
async def test_a_student_is_seen_only_with_the_floor(classroom: Classroom, lesson: str) -> None:
    async with contextlib.AsyncExitStack() as closing:
        await closing.enter_async_context(worker(classroom.socket))
        await until(lambda: classroom.link.up, 10)
        teacher = await classroom.join(lesson, TEACHER, "teacher")
        pupil = await classroom.join(lesson, PUPIL, "student")
        await teacher.do("start_lesson")
        publisher, receiver = Publisher(60), Receiver(3, 3)
        closing.push_async_callback(publisher.connection.close)
        closing.push_async_callback(receiver.close)
        await connect(classroom, "whep", lesson, classroom.token(lesson, OTHER, "student"), receiver)
        await connect(classroom, "whip", lesson, classroom.token(lesson, PUPIL, "student"), publisher)
        async with asyncio.timeout(10):  # media arrives, and would be decoded were it let through
            while (await classroom.link.stats()).packets_in < 100:
                await asyncio.sleep(0.05)
        assert receiver.pictures == receiver.audio_frames == 0
        await pupil.do("raise_hand")
        await teacher.do("give_floor", person=PUPIL)
        await pupil.do("accept_floor")
        await pupil.do("set_source", source="mic", on=True)
        await pupil.do("set_source", source="camera", on=True)
        await until(lambda: receiver.pictures > 10 and receiver.audio_frames > 10, 15)
        assert abs(receiver.luma - 60) < 20
        await teacher.do("mute_all")
        await until(lambda: classroom.hub.media.peers(lesson)[0].fed == {}, 5)
