"""A withdrawn link closes what came with it and with links made with it; nothing else."""

import pytest

import server.classroom.room as rooms
from server.classroom.webrtc.peers import MediaPeer, new_nonce, parse_peer
from server.http.deps import utc_now
from tests.support.classroom import API_KEY, PUPIL, TEACHER, Classroom
from tests.support.waiting import soon


async def test_the_guests_of_a_withdrawn_link_are_out(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    now = utc_now()

    def guest(person: str, of: str) -> str:
        return classroom.tokens.join(lesson, person, "Mẹ em An", "guest", 600, now, of=of).token

    withdrawn, others = guest("kh-1", "link"), guest("kh-2", "another")
    teacher, pupil = [classroom.token(lesson, *who) for who in ((TEACHER, "teacher"), (PUPIL, "student"))]
    pages = [classroom.page(token) for token in (withdrawn, others, teacher, pupil)]
    for page in pages:
        await page.connect()
        await page.snapshot()
    await classroom.revocations.revoke("link", lesson, now + 600_000, now)
    await classroom.hub.revoked("link")
    await pages[0].next("notice", "token_revoked")
    await soon(pages[0].ended.wait())
    assert not any(page.ended.is_set() for page in pages[1:])
    assert await classroom.page(withdrawn).refusal() == "revoked"
    headers = {"Authorization": f"Bearer {withdrawn}", "Content-Type": "application/sdp"}
    async with classroom.http.post(f"{classroom.url}/whep/{lesson}", headers=headers) as answer:
        assert (answer.status, (await answer.json(content_type=None))["code"]) == (401, "revoked")


async def test_guests_leave_the_class_its_places(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = await classroom.lesson()
    page = await classroom.join(lesson, TEACHER, "teacher")
    away = sum(one["role"] == "student" for one in page.view["people"].values())
    monkeypatch.setattr(rooms, "MAX_PEOPLE", away + 3)
    monkeypatch.setattr(rooms, "GUESTS", 1)
    for guest in ("kh-1", "kh-2"):
        await classroom.join(lesson, guest, "guest")
    assert await classroom.page(classroom.token(lesson, "kh-3", "guest")).refusal() == "busy"
    await classroom.join(lesson, "kh-1", "guest", "tablet")
    await classroom.join(lesson, PUPIL, "student")


async def test_an_ended_account_loses_the_lesson_and_the_phone(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    teacher = classroom.page(classroom.token(lesson, TEACHER, "teacher"))
    phone = classroom.page(classroom.token(lesson, f"{TEACHER}.cam", "camera"))
    pupil = classroom.page(classroom.token(lesson, PUPIL, "student"))
    for page in (teacher, phone, pupil):
        await page.connect()
        await page.snapshot()
    classroom.revocations.card_issued(TEACHER, 2)
    await classroom.hub.card_issued(TEACHER, 2)
    for page in (teacher, phone):
        await page.next("notice", "token_revoked")
        await soon(page.ended.wait())
    assert not pupil.ended.is_set()
    assert await classroom.page(phone.auth["token"]).refusal() == "revoked"


async def test_who_looked_in_by_a_role_is_out_when_it_is_taken(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    now = utc_now()
    tokens = [
        classroom.tokens.join(lesson, *who, 600, now, by="lessons.observe").token
        for who in (("cb-01", "Hiệu trưởng", "observer"), ("cb-02", "Phó", "observer"))
    ]
    head, deputy = [classroom.page(token) for token in tokens]
    for page in (head, deputy):
        await page.connect()
        await page.snapshot()
    roles = (await classroom.call("GET", "/office/roles"))["roles"]
    for one in [one for one in roles if one["person"] == "cb-02"]:
        url, key = f"{classroom.url}/api/v1/office/roles/{one['id']}", {"Authorization": f"Bearer {API_KEY}"}
        async with classroom.http.delete(url, headers=key) as answer:
            assert answer.status == 204
    await deputy.next("notice", "token_revoked")
    await soon(deputy.ended.wait())
    assert await classroom.page(tokens[1]).refusal() == "revoked" and not head.ended.is_set()


async def test_a_restart_of_control_keeps_the_phone_that_scanned(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    code = classroom.tokens.join(lesson, TEACHER, "Lan", "teacher", 600, utc_now(), open_s=300).token
    phone = classroom.page(code, "phone")
    await phone.connect()
    await phone.snapshot()
    await phone.close()
    await classroom.eventlog.flush()
    async with classroom.database.begin():
        pass  # writers take turns: what the lesson's start had to write is written
    await classroom.stop()
    await classroom.start("epoch-2")
    assert await classroom.page(code, "another").refusal() == "expired"
    again = classroom.page(code, "phone")
    await again.connect()
    await again.snapshot()


def test_a_connection_knows_its_token_and_those_above_over_a_restart() -> None:
    for device in ("desk", None):
        peer = parse_peer(MediaPeer("l", TEACHER, "send", new_nonce(device, "session.day.join")).id)
        assert all(peer.came_with(one) for one in ("session", "session.day", "session.day.join"))
        assert not any(peer.came_with(one) for one in ("day", "join", "session.da", "session.day.join.x", ""))
        assert peer.by_itself is (device is None) and (device is None or peer.of(device))
