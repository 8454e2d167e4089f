"""What the worker is told to send to whom, through a real link to a scripted worker."""

import asyncio

import pytest

from server.classroom.webrtc import outage, workerlink
from server.classroom.webrtc.peers import parse_peer
from sfu.link import (
    AudioLevels,
    ClosePeer,
    FeedPeer,
    Flowing,
    Heard,
    OfferFailed,
    PeerClosed,
    PeerConnected,
    PeerState,
)
from tests.support.classroom import OTHER, PUPIL, TEACHER, Classroom, Page
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import until


@pytest.fixture
async def lesson(classroom: Classroom) -> str:
    return await classroom.lesson()


async def post(
    classroom: Classroom,
    kind: str,
    lesson: str,
    person: str,
    role: str = "student",
    device: str | None = None,
) -> tuple[int, str]:
    """Status and Location of a media connection."""
    token = classroom.token(lesson, person, role)  # type: ignore[arg-type]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
    query = {} if device is None else {"device": device}
    url = f"{classroom.url}/{kind}/{lesson}"
    async with classroom.http.post(url, data="v=0", headers=headers, params=query) as answer:
        return answer.status, answer.headers.get("Location", "")


async def live(classroom: Classroom, lesson: str) -> tuple[Page, Page]:
    """A started lesson: teacher and pupil with both connections, from their pages."""
    teacher = await classroom.join(lesson, TEACHER, "teacher", "desk")
    pupil = await classroom.join(lesson, PUPIL, "student", "phone")
    await teacher.do("start_lesson")
    await post(classroom, "whip", lesson, TEACHER, "teacher", "desk")
    await post(classroom, "whep", lesson, TEACHER, "teacher", "desk")
    await post(classroom, "whip", lesson, PUPIL, "student", "phone")
    await post(classroom, "whep", lesson, PUPIL, "student", "phone")
    return teacher, pupil


async def test_only_what_is_on_and_permitted_is_fed(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher, pupil = await live(classroom, lesson)
    assert worker.fed(PUPIL) == {}
    await teacher.do("set_source", source="mic", on=True)
    await teacher.do("set_source", source="screen", on=True)
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0", "v0": f"{TEACHER}/v1"})
    assert worker.fed(TEACHER) == {}
    await pupil.do("raise_hand")
    await teacher.do("give_floor", person=PUPIL)
    await pupil.do("accept_floor")
    assert (await pupil.ask("set_source", source="screen", on=True))["ok"] is False
    await pupil.do("set_source", source="mic", on=True)
    await until(lambda: worker.fed(TEACHER) == {"a1": f"{PUPIL}/a0"})
    await teacher.do("take_floor", person=PUPIL)
    await until(lambda: worker.fed(TEACHER) == {})
    assert f"{PUPIL}/" not in str(worker.fed(PUPIL))


async def test_the_stage_is_told_before_it_is_fed(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher, _pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="camera", on=True)
    assert teacher.view["stage"] == {"v1": {"person": TEACHER, "source": "camera"}}
    await until(lambda: worker.fed(PUPIL) == {"v1": f"{TEACHER}/v0"})
    told = len(worker.told)
    await teacher.do("say", text="không đổi gì")
    await teacher.do("set_mode", mode="full")
    assert not any(isinstance(message, FeedPeer) for message in worker.told[told:])


async def test_listening_only_pauses_the_pictures(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher, pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    await teacher.do("set_source", source="camera", on=True)
    await pupil.do("set_mode", mode="listen")
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0"})
    await pupil.do("set_mode", mode="full")
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0", "v1": f"{TEACHER}/v0"})


async def test_the_newer_device_gets_the_media(classroom: Classroom, worker: FakeWorker, lesson: str) -> None:
    _teacher, phone = await live(classroom, lesson)
    tablet = await classroom.join(lesson, PUPIL, "student", "tablet")
    older = worker.peer(PUPIL, "recv")
    await post(classroom, "whep", lesson, PUPIL, "student", "tablet")
    await phone.next("notice", "media_moved")
    await until(lambda: ClosePeer(older) in worker.told)
    assert worker.peer(PUPIL, "recv") != older
    await post(classroom, "whep", lesson, PUPIL, "student", "tablet")
    await tablet.do("say", text="x")
    assert not any(body.get("type") == "media_moved" for _, body in tablet.heard._queue)  # type: ignore[attr-defined]


async def test_a_standard_client_is_on_by_itself_and_off_when_it_goes(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    worker.sends = ("a0", "v0")
    pupil = await classroom.join(lesson, PUPIL, "student")
    await post(classroom, "whep", lesson, PUPIL)
    status, location = await post(classroom, "whip", lesson, TEACHER, "teacher")
    assert status == 201
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0", "v1": f"{TEACHER}/v0"})
    await until(lambda: pupil.view["people"][TEACHER]["sources"] == {"mic": True, "camera": True})
    headers = {"Authorization": f"Bearer {classroom.token(lesson, TEACHER, 'teacher')}"}
    async with classroom.http.delete(classroom.url + location, headers=headers) as answer:
        assert answer.status == 200
    await until(lambda: worker.fed(PUPIL) == {})
    await until(lambda: pupil.view["people"][TEACHER]["sources"] == {})


async def test_a_standard_client_beside_the_persons_own_page(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    worker.sends = ("a0", "v0")
    pupil = await classroom.join(lesson, PUPIL, "student")
    await post(classroom, "whep", lesson, PUPIL)
    teacher = await classroom.join(lesson, TEACHER, "teacher", "desk")
    await post(classroom, "whep", lesson, TEACHER, "teacher", "desk")
    _, location = await post(classroom, "whip", lesson, TEACHER, "teacher")
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0", "v1": f"{TEACHER}/v0"})
    for source in ("mic", "camera"):  # as a page says that sees on what it does not send
        assert (await teacher.ask("set_source", source=source, on=False))["code"] == "elsewhere"
    await teacher.do("set_source", source="screen", on=False)
    headers = {"Authorization": f"Bearer {classroom.token(lesson, TEACHER, 'teacher')}"}
    async with classroom.http.delete(classroom.url + location, headers=headers) as answer:
        assert answer.status == 200
    await until(lambda: worker.fed(PUPIL) == {})
    await until(lambda: pupil.view["people"][TEACHER]["sources"] == {})
    # the page itself takes over from another one
    await post(classroom, "whip", lesson, TEACHER, "teacher")
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0", "v1": f"{TEACHER}/v0"})
    await post(classroom, "whip", lesson, TEACHER, "teacher", "desk")
    await teacher.do("set_source", source="camera", on=False)
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0"})


@pytest.mark.parametrize("page", [True, False])
async def test_a_standard_client_that_is_muted_stays_so(
    classroom: Classroom, worker: FakeWorker, lesson: str, page: bool
) -> None:
    worker.sends = ("a0", "v0", "v1")
    teacher = await classroom.join(lesson, TEACHER, "teacher", "desk")
    await teacher.do("start_lesson")
    await post(classroom, "whep", lesson, TEACHER, "teacher", "desk")
    pupil = await classroom.join(lesson, PUPIL, "student", "phone")
    await post(classroom, "whip", lesson, PUPIL)
    await teacher.do("say", text="chưa ai nói")
    assert worker.fed(TEACHER) == {}

    async def speak() -> None:
        await teacher.do("give_floor", person=PUPIL)
        await pupil.do("accept_floor")
        await until(lambda: worker.fed(TEACHER) == {"a1": f"{PUPIL}/a0", "v2": f"{PUPIL}/v0"})

    await speak()  # never the screen
    if not page:
        await pupil.close()
    await teacher.do("mute", person=PUPIL)
    await until(lambda: worker.fed(TEACHER) == {"v2": f"{PUPIL}/v0"})
    for _ in range(3):
        await teacher.do("say", text="vẫn im")
    worker.say(Heard(tuple(worker.peers)))
    await teacher.do("set_mode", mode="full")
    assert worker.fed(TEACHER) == {"v2": f"{PUPIL}/v0"}
    await classroom.stop()
    await classroom.start("epoch-2")
    teacher = await classroom.join(lesson, TEACHER, "teacher", "desk")
    await teacher.do("say", text="sau khi khởi động lại")
    assert worker.fed(TEACHER) == {"v2": f"{PUPIL}/v0"}
    await teacher.do("mute_all")
    await until(lambda: worker.fed(TEACHER) == {})
    pupil = await classroom.join(lesson, PUPIL, "student", "phone")
    await speak()
    await teacher.do("take_floor", person=PUPIL)
    await until(lambda: worker.fed(TEACHER) == {})


async def test_a_withdrawn_token_closes_what_came_with_it_after_a_restart_too(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    await live(classroom, lesson)
    await post(classroom, "whep", lesson, OTHER)
    (peer,) = (known for known in classroom.hub.media.peers(lesson) if known.person == OTHER)
    assert peer.jti is not None
    await classroom.stop()
    await classroom.start("epoch-2")
    await until(lambda: len(classroom.hub.media.peers(lesson)) == 5)
    await classroom.hub.revoked(peer.jti)
    await until(lambda: peer.id not in worker.peers)
    assert len(worker.peers) == 4


async def test_a_student_without_the_floor_sends_to_nobody(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    worker.sends = ("a0", "v0")
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    await teacher.do("start_lesson")
    await post(classroom, "whep", lesson, TEACHER, "teacher")
    assert (await post(classroom, "whip", lesson, PUPIL))[0] == 201
    worker.say(Flowing(f"{worker.peer(PUPIL, 'send')}/a0", True))
    worker.say(AudioLevels({f"{worker.peer(PUPIL, 'send')}/a0": 120}))
    worker.say(Heard((worker.peer(PUPIL, "send"),)))
    await teacher.do("say", text="im lặng")
    assert worker.fed(TEACHER) == {}
    assert teacher.view["people"][PUPIL]["present"] is True


async def test_a_receiver_with_fewer_slots_gets_the_first_active_ones(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    worker.receives = ("a0", "v0")
    teacher, _pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="camera", on=True)
    await until(lambda: worker.fed(PUPIL) == {"v0": f"{TEACHER}/v0"})


async def test_media_alone_keeps_a_person_there(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    await post(classroom, "whep", lesson, PUPIL)
    await teacher.event("joined")
    assert teacher.view["people"][PUPIL]["present"] is True


async def test_levels_are_told_of_who_is_heard(classroom: Classroom, worker: FakeWorker, lesson: str) -> None:
    teacher, pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    mic = f"{worker.peer(TEACHER, 'send')}/a0"
    worker.say(AudioLevels({mic: 99, f"{worker.peer(PUPIL, 'send')}/a0": 99, "unknown/a0": 5}))
    assert (await pupil.next("notice", "levels"))["people"] == {TEACHER: 99}
    worker.say(AudioLevels({}))
    assert (await pupil.next("notice", "levels"))["people"] == {}


async def test_levels_come_at_most_five_times_a_second(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher, pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    classroom.stand_still()
    for level in range(100):
        classroom.skew += 0.01
        classroom.hub.listening.media_levels({lesson: {(TEACHER, "mic"): level}})
    await pupil.do("set_mode", mode="full")  # whatever was told before has come now
    told = [body for name, body in pupil.heard._queue if body.get("type") == "levels"]  # type: ignore[attr-defined]
    assert 4 <= len(told) <= 6


async def test_when_the_worker_dies_pages_are_told_and_the_lesson_notes_it(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher, pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    await worker.stop()
    await pupil.next("notice", "media_lost")
    assert (await post(classroom, "whep", lesson, PUPIL))[0] == 503
    second = FakeWorker(classroom.socket, "w2")
    await second.start()
    interrupted = await pupil.event("interrupted")
    assert interrupted["part"] == "media"
    assert interrupted["since"] <= interrupted["at"]
    await pupil.next("notice", "media_ready")
    await post(classroom, "whip", lesson, TEACHER, "teacher", "desk")
    await post(classroom, "whep", lesson, PUPIL, "student", "phone")
    await until(lambda: second.fed(PUPIL) == {"a0": f"{TEACHER}/a0"})
    await second.stop()


async def test_when_only_the_link_breaks_everything_is_found_again(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher, pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0"})
    worker.feeds.clear()
    worker.cut()
    await until(lambda: bool(worker.feeds))
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0"})
    assert len(worker.peers) == 4
    await asyncio.sleep(
        2 * outage.LINK_GRACE_S
    )  # time is the subject: nothing is told when the grace is over
    told = [body["type"] for name, body in pupil.heard._queue if name == "notice"]  # type: ignore[attr-defined]
    assert not {"media_lost", "media_ready"} & set(told)  # nobody makes connections anew for that


async def test_after_a_restart_of_control_peers_are_adopted_and_strangers_closed(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher, _pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    await until(lambda: worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0"})
    worker.peers["no-such-lesson~x~recv~1"] = PeerState("no-such-lesson~x~recv~1", True, (), ("a0",))
    worker.peers["nonsense"] = PeerState("nonsense", True, (), ())
    before = {peer for peer in worker.peers if peer.startswith(lesson)}
    await classroom.stop()
    worker.feeds.clear()
    await classroom.start("epoch-2")
    await until(lambda: set(worker.peers) == before and len(worker.feeds) == 2)
    assert worker.fed(PUPIL) == {"a0": f"{TEACHER}/a0"}


async def test_pages_that_come_back_to_a_new_control_without_media_are_told_to_make_it(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    await live(classroom, lesson)
    page = classroom.page(classroom.token(lesson, OTHER, "student"), "phone", epoch="gone", number=3)
    await page.connect()
    await page.next("notice", "media_ready")


async def test_an_ended_lesson_has_no_connections(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher, _pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    await teacher.do("end_lesson")
    await until(lambda: not worker.peers)


async def test_a_withdrawn_token_ends_its_connections(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    await post(classroom, "whep", lesson, PUPIL)
    peer = classroom.hub.media.peers(lesson)[0]
    assert peer.jti is not None
    await classroom.hub.revoked(peer.jti)
    await until(lambda: not worker.peers)


async def test_peers_end_by_themselves_without_harm(
    classroom: Classroom, worker: FakeWorker, lesson: str
) -> None:
    teacher, pupil = await live(classroom, lesson)
    await teacher.do("set_source", source="mic", on=True)
    sender = worker.peer(TEACHER, "send")
    worker.say(PeerConnected(sender))
    worker.say(PeerClosed(sender, "consent"))
    worker.say(PeerClosed(sender, "consent"))
    worker.say(PeerClosed("nobody", "bug"))
    del worker.peers[sender]
    await until(lambda: worker.fed(PUPIL) == {})
    await pupil.do("say", text="mất tiếng")


@pytest.mark.parametrize(
    ("code", "status"), [("bad_sdp", 400), ("no_codec", 422), ("unsupported", 422), ("too_many", 503)]
)
async def test_a_refused_offer_is_answered_by_its_code(
    classroom: Classroom, worker: FakeWorker, lesson: str, code: str, status: int
) -> None:
    worker.refuse = OfferFailed(0, code, "reason")  # type: ignore[arg-type]
    assert (await post(classroom, "whip", lesson, TEACHER, "teacher"))[0] == status
    assert classroom.hub.media.peers(lesson) == []


async def test_a_silent_worker_is_not_waited_for_long(
    classroom: Classroom, worker: FakeWorker, lesson: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workerlink, "ANSWER_TIMEOUT_S", 0.05)
    worker.silent = True
    assert (await post(classroom, "whep", lesson, PUPIL))[0] == 503
    await until(lambda: any(isinstance(message, ClosePeer) for message in worker.told))


@pytest.mark.parametrize("word", ["", "a~b~send", "a~b~both~1", "a~b~send~1~2", "no"])
def test_other_names_are_no_peers_of_ours(word: str) -> None:
    with pytest.raises(ValueError, match="no "):
        parse_peer(word)
