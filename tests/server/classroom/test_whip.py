"""WHIP and WHEP: every refusal, then stock aiortc clients through the real media worker."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiortc import RTCSessionDescription

from lesson.messages import Role
from server.classroom.whip import endpoints
from server.http.deps import utc_now
from server.http.tokens import Tokens
from sfu.link import Offer, OfferFailed, RestartIce
from sfu.wire import stun
from tests.support.classroom import OTHER, PUPIL, TEACHER, Classroom
from tests.support.control import worker
from tests.support.fakeworker import FakeWorker
from tests.support.stock import Publisher, Receiver
from tests.support.waiting import until, until_found

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
    token = classroom.token(lesson, TEACHER if role == "teacher" else "someone", role)
    found, _ = await call(classroom, "POST", f"/{kind}/{lesson}", token, Content_Type="application/sdp")
    assert found == status


async def test_wrong_bodies_are_refused(classroom: Classroom, fake: FakeWorker, lesson: str) -> None:
    path, token = f"/whep/{lesson}", classroom.token(lesson, PUPIL, "student")
    sdp = "application/sdp"
    plain = await call(classroom, "POST", path, token, Content_Type=sdp, Accept="text/plain, image/*;q=1")
    assert plain == (406, "not_acceptable")
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


@pytest.fixture
def no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the limits."""
    monkeypatch.setattr(endpoints, "_now", lambda: 1_000_000)


@pytest.mark.usefixtures("no_time_passes")
async def test_a_person_who_asks_too_often_waits(classroom: Classroom, fake: FakeWorker, lesson: str) -> None:
    path, sdp = f"/whep/{lesson}", "application/sdp"
    token, other = (classroom.token(lesson, person, "student") for person in (PUPIL, OTHER))
    statuses = [(await call(classroom, "POST", path, token, Content_Type=sdp))[0] for _ in range(25)]
    assert statuses[:15] == [201] * 15
    assert statuses[-1] == 429
    assert (await call(classroom, "POST", path, other, Content_Type=sdp))[0] == 201


@pytest.mark.usefixtures("no_time_passes")
async def test_who_calls_without_a_token_keeps_nobody_out_behind_the_same_address(
    classroom: Classroom, fake: FakeWorker, lesson: str
) -> None:
    path, sdp = f"/whep/{lesson}", "application/sdp"
    tokens = [None, "x.y.z"] * 225
    refused = [(await call(classroom, "POST", path, token, Content_Type=sdp))[0] for token in tokens]
    assert refused[:400] == [401] * 400 and 429 in refused
    mine = classroom.token(lesson, PUPIL, "student")
    location, _ = await begun(classroom, lesson, mine)
    sent = {"Content_Type": SDPFRAG, "If_Match": "*"}
    assert (await call(classroom, "PATCH", location, mine, FRAGMENT, **sent))[0] == 200


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
    await until(lambda: not fake.peers)


async def test_options_say_what_may_be_sent(classroom: Classroom, lesson: str) -> None:
    status, headers = await call(classroom, "OPTIONS", f"/whip/{lesson}", None)
    assert (status, headers["Accept-Post"], headers["Allow"]) == (204, "application/sdp", "OPTIONS, POST")
    status, headers = await call(classroom, "OPTIONS", f"/whip/{lesson}/anything", None)
    assert (status, headers["Accept-Patch"]) == (204, "application/trickle-ice-sdpfrag")
    assert headers["Allow"] == "DELETE, OPTIONS, PATCH"


async def test_pages_of_other_sites_may_call_but_only_with_a_token(
    classroom: Classroom, fake: FakeWorker, lesson: str
) -> None:
    path, token = f"/whep/{lesson}", classroom.token(lesson, PUPIL, "student")
    asked = {"Origin": "https://player.example", "Access_Control_Request_Method": "PATCH"}
    _, preflight = await call(classroom, "OPTIONS", f"{path}/anything", None, **asked)
    assert preflight["Access-Control-Allow-Origin"] == "*"
    assert "PATCH" in preflight["Access-Control-Allow-Methods"]
    assert "If-Match" in preflight["Access-Control-Allow-Headers"]
    status, headers = await call(classroom, "POST", path, token, Content_Type="application/sdp", **asked)
    assert (status, headers["Access-Control-Allow-Origin"]) == (201, "*")
    assert {"ETag", "Location", "Link"} <= set(headers["Access-Control-Expose-Headers"].split(", "))
    for sent in (headers, preflight):
        assert "Access-Control-Allow-Credentials" not in sent
    async with classroom.http.post(classroom.url + path, headers={"Origin": "https://x.example"}) as refused:
        assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (401, "*")
    async with classroom.http.get(classroom.url + "/healthz") as elsewhere:
        assert "Access-Control-Allow-Origin" not in elsewhere.headers


FRAGMENT = (
    "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
    "a=candidate:1 1 udp 2122260223 9b36eaac-bb2e.local 49203 typ host\r\na=end-of-candidates\r\n"
)
SDPFRAG = "application/trickle-ice-sdpfrag"


async def begun(classroom: Classroom, lesson: str, token: str) -> tuple[str, str]:
    """Location and entity tag of a new receiving connection, whose offer said EsAw."""
    offer = "v=0\r\na=ice-ufrag:EsAw\r\n"
    status, headers = await call(
        classroom, "POST", f"/whep/{lesson}", token, offer, Content_Type="application/sdp"
    )
    assert status == 201 and headers["ETag"].startswith('"')
    return headers["Location"], headers["ETag"]


async def test_candidates_are_taken_and_change_nothing(
    classroom: Classroom, fake: FakeWorker, lesson: str
) -> None:
    token = classroom.token(lesson, PUPIL, "student")
    path, tag = await begun(classroom, lesson, token)
    told = len(fake.told)
    for body in (FRAGMENT, FRAGMENT.replace("\r\n", "\n"), "a=end-of-candidates\r\n"):
        status, headers = await call(
            classroom, "PATCH", path, token, body, Content_Type=SDPFRAG, If_Match=f'"x", {tag}'
        )
        assert status == 204 and "ETag" not in headers
    assert len(fake.told) == told


async def test_a_restart_gives_new_credentials_and_a_new_tag(
    classroom: Classroom, fake: FakeWorker, lesson: str
) -> None:
    token = classroom.token(lesson, PUPIL, "student")
    path, tag = await begun(classroom, lesson, token)
    again = FRAGMENT.replace("EsAw", "newU")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": SDPFRAG, "If-Match": "*"}
    async with classroom.http.patch(classroom.url + path, data=again, headers=headers) as answer:
        assert (answer.status, answer.content_type) == (200, SDPFRAG)
        new_tag, body = answer.headers["ETag"], (await answer.text()).split("\r\n")
    asked = next(message for message in fake.told if isinstance(message, RestartIce))
    assert (asked.ufrag, asked.pwd) == ("newU", "P2uYro0UCOQ4zxjKXaWCBui1")
    assert body == [
        "a=ice-lite",
        "a=group:BUNDLE 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 0",
        "a=mid:0",
        f"a=ice-ufrag:ours{asked.request}",
        f"a=ice-pwd:{'o' * 24}",
        "a=candidate:1 1 udp 2130706431 198.51.100.9 7000 typ host",
        "a=end-of-candidates",
        "",
    ]
    sent = {"Content_Type": SDPFRAG}
    assert new_tag != tag
    assert await call(classroom, "PATCH", path, token, again, If_Match=tag, **sent) == (412, "other_session")
    assert (await call(classroom, "PATCH", path, token, again, If_Match=new_tag, **sent))[0] == 204
    # other credentials under the right tag are a restart, too
    status, headers = await call(classroom, "PATCH", path, token, FRAGMENT, If_Match=new_tag, **sent)
    assert (status, headers["ETag"] not in (tag, new_tag)) == (200, True)


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (FRAGMENT, {"Content_Type": "application/sdp", "If_Match": "*"}, (415, "not_sdpfrag")),
        (FRAGMENT, {"Content_Type": SDPFRAG}, (428, "no_if_match")),
        (FRAGMENT, {"Content_Type": SDPFRAG, "If_Match": '"other"'}, (412, "other_session")),
        (FRAGMENT, {"Content_Type": SDPFRAG, "If_Match": ""}, (412, "other_session")),
        ("no sdp", {"Content_Type": SDPFRAG, "If_Match": "*"}, (400, "bad_sdpfrag")),
        (b"\xff\xfe", {"Content_Type": SDPFRAG, "If_Match": "*"}, (400, "bad_sdpfrag")),
        ("a=end-of-candidates\r\n", {"Content_Type": SDPFRAG, "If_Match": "*"}, (400, "bad_sdpfrag")),
        ("a=x\r\n" * 5000, {"Content_Type": SDPFRAG, "If_Match": "*"}, (413, "too_large")),
    ],
)
async def test_fragments_that_are_refused(
    classroom: Classroom, fake: FakeWorker, lesson: str, body: Any, headers: dict[str, str], expected: object
) -> None:
    token = classroom.token(lesson, PUPIL, "student")
    path, _ = await begun(classroom, lesson, token)
    assert await call(classroom, "PATCH", path, token, body, **headers) == expected
    assert not any(isinstance(message, RestartIce) for message in fake.told)


async def test_whose_connection_is_restarted(classroom: Classroom, fake: FakeWorker, lesson: str) -> None:
    mine, other = (classroom.token(lesson, person, "student") for person in (PUPIL, OTHER))
    path, _ = await begun(classroom, lesson, mine)
    sent = {"Content_Type": SDPFRAG, "If_Match": "*"}
    assert await call(classroom, "PATCH", path, other, FRAGMENT, **sent) == (403, "not_allowed")
    assert await call(classroom, "PATCH", path, None, FRAGMENT, **sent) == (401, "unauthenticated")
    for nobodys in (f"{path}0", f"{path}%C3%A9", f"{path}%00", f"{path}%ED%A0%80"):
        assert await call(classroom, "PATCH", nobodys, mine, FRAGMENT, **sent) == (404, "not_found")
        assert await call(classroom, "DELETE", nobodys, mine) == (404, "not_found")
    assert await call(classroom, "POST", path, mine, FRAGMENT, **sent) == (405, "method")
    fake.refuse = OfferFailed(0, "bad_sdp", "ice-pwd is malformed")
    assert await call(classroom, "PATCH", path, mine, FRAGMENT, **sent) == (400, "bad_sdpfrag")
    fake.peers.clear()
    assert await call(classroom, "PATCH", path, mine, FRAGMENT, **sent) == (404, "not_found")


async def test_restarts_are_few(classroom: Classroom, fake: FakeWorker, lesson: str) -> None:
    token = classroom.token(lesson, PUPIL, "student")
    path, _ = await begun(classroom, lesson, token)
    sent = {"Content_Type": SDPFRAG, "If_Match": "*"}
    statuses = [(await call(classroom, "PATCH", path, token, FRAGMENT, **sent))[0] for _ in range(15)]
    assert statuses[:10] == [200] * 10 and statuses[-1] == 429


async def test_a_player_that_might_send_only_receives(
    classroom: Classroom, fake: FakeWorker, lesson: str
) -> None:
    token = classroom.token(lesson, PUPIL, "student")
    for kind, way in (("whep", "recvonly"), ("whip", "sendrecv")):
        body = "v=0\r\na=sendrecv\r\n"
        await call(classroom, "POST", f"/{kind}/{lesson}", token, body, Content_Type="application/sdp")
        offer = next(message for message in reversed(fake.told) if isinstance(message, Offer))
        assert offer.sdp == f"v=0\r\na={way}\r\n"


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
        await until(lambda: classroom.link.up)
        publisher = await closing.enter_async_context(Publisher(200))
        receiver = await closing.enter_async_context(Receiver())
        await connect(classroom, "whep", lesson, classroom.token(lesson, PUPIL, "student"), receiver)
        await connect(classroom, "whip", lesson, classroom.token(lesson, TEACHER, "teacher"), publisher)
        await until(lambda: receiver.pictures > 20 and receiver.audio_frames > 20)
        assert abs(receiver.luma - 200) < 20


@pytest.mark.process
async def test_a_student_is_seen_only_with_the_floor(classroom: Classroom, lesson: str) -> None:
    async with contextlib.AsyncExitStack() as closing:
        await closing.enter_async_context(worker(classroom.socket))
        await until(lambda: classroom.link.up)
        teacher = await classroom.join(lesson, TEACHER, "teacher")
        pupil = await classroom.join(lesson, PUPIL, "student")
        await teacher.do("start_lesson")
        publisher = await closing.enter_async_context(Publisher(60))
        receiver = await closing.enter_async_context(Receiver(3, 3))
        await connect(classroom, "whep", lesson, classroom.token(lesson, OTHER, "student"), receiver)
        await connect(classroom, "whip", lesson, classroom.token(lesson, PUPIL, "student"), publisher)

        async def arrives() -> bool:  # and would be decoded were it let through
            return (await classroom.link.stats()).packets_in >= 100

        await until_found(arrives)
        assert receiver.pictures == receiver.audio_frames == 0
        await pupil.do("raise_hand")
        await teacher.do("give_floor", person=PUPIL)
        await pupil.do("accept_floor")
        await pupil.do("set_source", source="mic", on=True)
        await pupil.do("set_source", source="camera", on=True)
        await until(lambda: receiver.pictures > 10 and receiver.audio_frames > 10)
        assert abs(receiver.luma - 60) < 20
        await teacher.do("mute_all")
        await until(lambda: classroom.hub.media.peers(lesson)[0].fed == {})


@pytest.mark.process
async def test_a_restarted_connection_is_found_at_another_address(classroom: Classroom, lesson: str) -> None:
    token = classroom.token(lesson, TEACHER, "teacher")
    async with contextlib.AsyncExitStack() as closing:
        await closing.enter_async_context(worker(classroom.socket))
        await until(lambda: classroom.link.up)
        publisher = await closing.enter_async_context(Publisher(200))
        path = await connect(classroom, "whip", lesson, token, publisher)
        await until(lambda: publisher.connection.connectionState == "connected")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": SDPFRAG, "If-Match": "*"}
        async with classroom.http.patch(classroom.url + path, data=FRAGMENT, headers=headers) as answer:
            said = dict(line.partition(":")[::2] for line in (await answer.text()).split("\r\n"))
        host, port = said["a=candidate"].split()[4:6]
        elsewhere = closing.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        elsewhere.settimeout(5)
        check = stun.build_request(b"t" * 12, f"{said['a=ice-ufrag']}:EsAw", said["a=ice-pwd"], nominate=True)
        elsewhere.sendto(check, (host, int(port)))
        response = await asyncio.to_thread(elsewhere.recv, 2000)
        assert stun.parse_success(response, said["a=ice-pwd"])[1] == ("127.0.0.1", elsewhere.getsockname()[1])
        reports = await asyncio.to_thread(elsewhere.recv, 2000)
        assert 200 <= reports[1] <= 206  # SRTCP of the same session comes here now
