"""A lesson in three real browsers while everything hostile is thrown at its server: they notice nothing.

A teacher with mic and camera, two pupils who hear and see, a light pupil with the floor who turns out to be hostile.
Judged for each attack by what pupils get: no picture stands longer than 0.5 s, no gap in the sound, no reconnection.
"""

import asyncio
import contextlib
import random
import re
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, Page

from loadtest.offer import RECEIVE, SEND, offer
from loadtest.peer import LightPeer, certificate
from loadtest.person import Person, Ticket
from sfu.wire import rtp, stun
from sfu.wire.dtls import SrtpError
from tests.e2e import stats
from tests.e2e.people import SPEECH, hears, teacher_starts, until
from tests.support import waiting
from tests.support.attacker import Strangers, Tap, client_hello, lying_rtcp, nack_storm
from tests.support.chromium import phone
from tests.support.server import KEY, Served
from tests.support.waiting import PATIENCE_S

FREEZE_S = 0.5
CONCEALED = 0.05
SECONDS = 3.5
"""Of each attack. The sleeps in them pace what is thrown: not faster than it can arrive."""
TRIES = 4
"""What is noticed is tried again: a busy machine does that by chance, a weak server always."""
REPLAYED = 500
"""Packets of the lesson that are sent again, at least."""
LIGHT = "hs-8a3-09"
ARRIVED = {"replay", "srtp", "stranger", "stun_limited", "stun_refused", "dtls_limited"}
ARRIVED |= {"control_flood", "malformed", "tcp_frame", "empty", "unknown"}
"""Reasons for drops, each the trace of an attack."""


@dataclass
class Lesson:
    served: Served
    id: str
    teacher: Page
    pupils: list[Page]
    light: Person
    http: aiohttp.ClientSession
    tap: Tap
    strangers: Strangers
    chance: random.Random = field(default_factory=lambda: random.Random(8))
    senders: list[tuple[str, int]] = field(default_factory=list)
    """Addresses of the class's media, as heard on the way before the first attack."""

    @property
    def ufrag(self) -> str:
        """A user fragment that is in use: who listens on the way knows it."""
        assert self.light.receiving is not None and self.light.receiving._answer is not None
        return self.light.receiving._answer.ufrag


@pytest.fixture
async def lesson(tmp_path: Path, faces: Browser, pupils: Browser) -> AsyncIterator[Lesson]:
    async with (
        Served(tmp_path) as served,
        aiohttp.ClientSession() as http,
        contextlib.AsyncExitStack() as closing,
    ):
        name = await served.lesson()
        with Tap(served.media_port) as tap:
            teacher = await teacher_starts(faces, served, name)
            joined = [await _pupil(pupils, served, name, student) for student in ("hs-8a3-01", "hs-8a3-05")]
            light = await _light(served, name, teacher, http, closing)
            assert light.receiving is not None and light.receiving._answer is not None
            strangers = Strangers(light.receiving._answer.address)
            closing.callback(strangers.close)
            yield Lesson(served, name, teacher, joined, light, http, tap, strangers)


async def _pupil(browser: Browser, served: Served, lesson: str, student: str) -> Page:
    """Until the teacher is seen and heard."""
    context = await phone(browser)
    await context.add_init_script(stats.PEERS)
    pupil = await context.new_page()
    await pupil.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', student)}")
    await pupil.get_by_test_id("join").click()
    await until(pupil, "document.querySelector('[data-slot=v1]')?.videoWidth > 0")
    await stats.watch(pupil, "v1")
    return pupil


async def _light(
    served: Served,
    lesson: str,
    teacher: Page,
    http: aiohttp.ClientSession,
    closing: contextlib.AsyncExitStack,
) -> Person:
    """A pupil of ours, connected both ways, with the floor: what it sends reaches the browsers."""
    ticket = Ticket(lesson, LIGHT, "Thử", "student", await served.token(lesson, "student", LIGHT))
    light = Person(served.url, ticket, http)
    closing.push_async_callback(light.leave)
    await light.connect()
    await light.listen()
    await light.send("pupil1", "pupil")
    assert await light.command(type="raise_hand") == {"ok": True}
    await teacher.get_by_test_id("give-floor").first.click()
    await light.until(lambda view: LIGHT in view.get("floor", {}), PATIENCE_S)
    assert await light.command(type="accept_floor") == {"ok": True}
    await light.switch("mic", True)
    await light.switch("camera", True)
    return light


# What is thrown


def _at_random(chance: random.Random) -> Iterator[bytes]:
    while True:
        yield b""
        yield chance.randbytes(chance.choice((1, 12, 200, 1472)))
        yield bytes([chance.randrange(256)]) + chance.randbytes(chance.randrange(1400))


async def random_datagrams(lesson: Lesson) -> None:
    await lesson.strangers.flood(_at_random(lesson.chance), SECONDS, 4000)


def _forged(lesson: Lesson) -> Iterator[bytes]:
    hello, chance = client_hello(), lesson.chance
    while True:
        yield stun.build_request(
            chance.randbytes(12), f"{lesson.ufrag}:abcd", "no password at all", nominate=True
        )
        yield hello
        yield b"\x80\x6f" + chance.randbytes(chance.randrange(20, 1000))
        yield b"\x81\xc9\x00\x07" + chance.randbytes(28)


async def forged_packets(lesson: Lesson) -> None:
    """From strangers' addresses, and in the names of all who are in the lesson."""
    packets, senders = _forged(lesson), lesson.senders
    assert len(senders) >= 5, "teacher, pupils and the light pupil send media"
    flood = asyncio.create_task(lesson.strangers.flood(_forged(lesson), SECONDS, 1500))
    while not flood.done():
        for sender in senders:
            lesson.strangers.forge(sender, next(packets))
        await asyncio.sleep(0.01)
    await flood


async def replays(lesson: Lesson) -> None:
    """All that was sent lately, again: from elsewhere and from where it came."""
    recorded = list(lesson.tap.seen)
    assert len(recorded) > REPLAYED
    kinds = {
        ("stun" if data[0] < 4 else "media" if data[0] >= 128 else "other") for _, data in recorded if data
    }
    assert {"stun", "media"} <= kinds
    for number, (sender, datagram) in enumerate(recorded):
        lesson.strangers.send(datagram)
        lesson.strangers.forge(sender, datagram)
        if number % 8 == 0:
            await asyncio.sleep(SECONDS * 8 / len(recorded))


async def floods(lesson: Lesson) -> None:
    """STUN that asks for a hash each, and ClientHellos, some in the pupils' names."""
    hello, senders = client_hello(), lesson.senders

    def packets() -> Iterator[bytes]:
        while True:
            yield stun.build_request(lesson.chance.randbytes(12), f"{lesson.ufrag}:abcd", "x" * 32)
            yield hello

    flood = asyncio.create_task(lesson.strangers.flood(packets(), SECONDS, 5000))
    while not flood.done():
        for sender in senders:
            lesson.strangers.forge(sender, hello)
        await asyncio.sleep(0.005)
    await flood


async def hostile_control(lesson: Lesson) -> None:
    """Well protected RTCP of a pupil: lies and storms, on both of its connections."""
    receiving, sending = lesson.light.receiving, lesson.light.sending
    assert receiving is not None and sending is not None
    ssrcs = [track.ssrc for track in receiving.receiver.tracks] or [1]
    for number in range(int(SECONDS * 400)):
        storm = nack_storm(ssrcs, number) if number % 2 else lying_rtcp(lesson.chance, ssrcs)
        with contextlib.suppress(SrtpError):
            (receiving if number % 4 else sending)._protect(storm, True)
        if number % 4 == 0:
            await asyncio.sleep(0.01)


async def malformed_media(lesson: Lesson) -> None:
    """VP8, then H264, of a camera that the browsers show: every descriptor and fragment there is, and none whole."""
    sending = lesson.light.sending
    assert sending is not None
    await _garbage(lesson, sending, SECONDS / 2)
    peer = LightPeer(SEND, "sendonly")
    sdp = peer.offer().replace("VP8/90000", "H264/90000")
    url = f"{lesson.served.url}/whip/{lesson.id}?device={lesson.light.device}"
    headers = {"Authorization": f"Bearer {lesson.light.ticket.token}", "Content-Type": "application/sdp"}
    try:
        async with lesson.http.post(url, data=sdp, headers=headers) as answer:
            assert answer.status == 201, await answer.text()
            await peer.connect(await answer.text())
        await _garbage(lesson, peer, SECONDS / 2)
    finally:
        await peer.close()


async def _garbage(lesson: Lesson, peer: LightPeer, seconds: float) -> None:
    chance = lesson.chance
    starts = (
        b"\x90\xe0\x80\x01\x02\x20",
        b"\x10",
        b"\xff\xff\xff",
        b"\x90\x80\x80",
        b"\x7c\x85",
        b"\x7c\x45",
        b"\x78\0\5",
        *(b"\x67\x42", b"\x65\x88", b"\x10\x50\xff\x01\x9d\x01\x2a\xff\x3f\xff\x3f", b"\x5c\xc5"),
    )
    sequence = 0
    for number in range(int(seconds * 250)):
        sequence += chance.choice((1, 1, 1, 3))
        packet = rtp.pack(
            payload_type=96,
            sequence=sequence & 0xFFFF,
            timestamp=number // 3 * 3000,
            ssrc=99,
            payload=chance.choice(starts) + chance.randbytes(chance.randrange(0, 1000)),
            marker=number % 3 == 2,
            extensions={4: b"1"},
        )
        peer._protect(packet, False)
        await asyncio.sleep(0.003)


async def session_bombs(lesson: Lesson) -> None:
    """Offers over WHIP and fragments over PATCH that are as much work as may be."""
    good = offer(SEND, "sendonly", "abcd1234", "p" * 24, certificate().fingerprint)
    bombs = [
        good + "a=x\r\n" * 10_000,
        good + "m=audio 9 RTP/AVP 0\r\n" * 2000,
        good + "".join(f"a=ssrc:{n} cname:x\r\n" for n in range(2400)),
        good + "a=" + "x" * 50_000,
        good + "a=rid:q send\r\n" * 2000,
        good.replace("a=mid:0", "a=mid:" + "0" * 1900),
        offer(RECEIVE * 5, "recvonly", "abcd1234", "p" * 24, certificate().fingerprint),
        "v=0\r\n" * 10,
        good + "\x00" * 60_000,
    ]
    token = await lesson.served.token(lesson.id, "guest")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}

    async def post(number: int) -> int:
        url = f"{lesson.served.url}/whip/{lesson.id}?device=bomb{number % 3}"
        async with lesson.http.post(url, data=bombs[number % len(bombs)].encode(), headers=headers) as answer:
            return answer.status

    end = asyncio.get_running_loop().time() + SECONDS
    statuses: set[int] = set()
    while asyncio.get_running_loop().time() < end:
        statuses |= set(await asyncio.gather(*(post(number) for number in range(len(bombs)))))
        await asyncio.sleep(0.1)
    assert statuses <= {201, 400, 413, 422, 429}, statuses


async def stream_garbage(lesson: Lesson) -> None:
    """Bytes over TCP to the media port: nonsense, half frames, a byte now and then, nothing at all."""
    chance, sockets = lesson.chance, list[socket.socket]()
    end = asyncio.get_running_loop().time() + SECONDS
    while asyncio.get_running_loop().time() < end:
        for _ in range(10):
            stream = socket.socket()
            stream.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                stream.connect(lesson.strangers.target)
            sockets.append(stream)
        await asyncio.sleep(0.05)
        for stream in sockets:
            frame = chance.randbytes(chance.randrange(1, 1400))
            with contextlib.suppress(OSError):
                stream.send(
                    chance.choice(
                        (frame, struct.pack("!H", len(frame)) + frame, frame[:1], b"\0\x14" + frame[:3])
                    )
                )
        while len(sockets) > 120:
            sockets.pop(0).close()
        await asyncio.sleep(0.05)
    for stream in sockets:
        stream.close()


async def signalling_garbage(lesson: Lesson) -> None:
    """Websockets that speak no Socket.IO, or too much of it, with and without a token."""
    chance, token = lesson.chance, await lesson.served.token(lesson.id, "guest")
    hello = '40{"token":"' + token + '","device":"odd"}'
    words: list[str | bytes] = [
        "40{}",
        hello,
        '42["command",' + "[" * 3000 + "]" * 3000 + "]",
        '42["command",{"type":"say","text":' + '"x' * 10 + "]",
        '451-["command",{"_placeholder":true,"num":0}]',
        '42["command",{"type":"say","text":"' + "\\u0000" * 1000 + '"}]',
        "3probe",
        "2" * 4000,
        "x" * 15_000,
        "x" * 40_000,
        b"\0" * 2000,
    ]
    url = f"{lesson.served.url}/socket.io/?EIO=4&transport=websocket"
    end = asyncio.get_running_loop().time() + SECONDS
    while asyncio.get_running_loop().time() < end:
        with contextlib.suppress(aiohttp.ClientError, ConnectionError):
            async with lesson.http.ws_connect(url) as line:
                for _ in range(12):
                    word = chance.choice(words)
                    await (line.send_str(word) if isinstance(word, str) else line.send_bytes(word))
                    await asyncio.sleep(0.005)


ATTACKS: tuple[Callable[[Lesson], Awaitable[None]], ...] = (
    random_datagrams,
    forged_packets,
    replays,
    floods,
    hostile_control,
    malformed_media,
    session_bombs,
    stream_garbage,
    signalling_garbage,
)


# What is noticed


async def quiet(_lesson: Lesson) -> None:
    """Nothing is thrown: what the machine does by itself."""
    await asyncio.sleep(SECONDS)  # time is the subject


@dataclass(frozen=True)
class Noticed:
    """By the pupils: the longest that a picture stood, that no packet of the teacher's voice came (s); the share of
    the voice that was invented by the browser, as nothing was there to be played."""

    freeze: float
    silence: float
    concealed: float

    @property
    def anything(self) -> bool:
        return self.freeze > FREEZE_S or self.silence > FREEZE_S or self.concealed > CONCEALED


async def during(lesson: Lesson, attack: Callable[[Lesson], Awaitable[None]]) -> Noticed:
    """Throws it and asks the pupils."""
    before = [(await stats.shown(pupil, "v1"))[-1] for pupil in lesson.pupils]
    voices = [await stats.slot(pupil, "a0") for pupil in lesson.pupils]
    listening = [asyncio.create_task(stats.silence(pupil, "a0", SECONDS)) for pupil in lesson.pupils]
    async with asyncio.timeout(4 * SECONDS):
        await attack(lesson)
    silences = await asyncio.gather(*listening)
    freezes, concealed = [], []
    for pupil, since, voice in zip(lesson.pupils, before, voices, strict=True):
        times = [at for at in await stats.shown(pupil, "v1") if at >= since - FREEZE_S]
        freezes.append(max(stats.gaps(times), default=float("inf")))
        now = await stats.slot(pupil, "a0")
        played = now["totalSamplesReceived"] - voice["totalSamplesReceived"]
        concealed.append((now["concealedSamples"] - voice["concealedSamples"]) / played)
    return Noticed(max(freezes), max(silences), max(concealed))


async def connections(lesson: Lesson) -> list[list[str]]:
    """The state of each connection that each page ever made."""
    return [await page.evaluate("window.peers.map((p) => p.connectionState)") for page in lesson.pupils]


async def dropped(lesson: Lesson) -> set[str]:
    """Why the media worker dropped what it dropped."""
    async with lesson.http.get(
        f"{lesson.served.url}/metrics", headers={"Authorization": f"Bearer {KEY}"}
    ) as answer:
        return set(re.findall(r'bucgiang_media_dropped_total{reason="(\w+)"}', await answer.text()))


@pytest.mark.timeout(240)
async def test_three_browsers_notice_nothing(lesson: Lesson) -> None:
    await waiting.until(lambda: len(lesson.tap.seen) > REPLAYED)
    lesson.senders = lesson.tap.senders()
    made = await connections(lesson)
    assert all(states[-1] == "connected" for states in made), made
    noticed = {}
    for attack in (quiet, *ATTACKS):
        for _ in range(TRIES):
            found = await during(lesson, attack)
            if not found.anything:
                break
            print(f"{attack.__name__}: {found}")
        noticed[attack.__name__] = found
        print(
            f"{attack.__name__:20} picture stood {found.freeze:.2f} s, no voice for {found.silence:.2f} s,"
            f" {found.concealed:.1%} concealed"
        )
        assert await connections(lesson) == made, attack.__name__
    assert not {name: found for name, found in noticed.items() if found.anything}
    assert min(await asyncio.gather(*(hears(pupil, "a0", "teacher") for pupil in lesson.pupils))) > SPEECH
    reasons = await dropped(lesson)
    assert reasons >= ARRIVED, "every attack got as far as it was meant to"
    assert not any('"bug"' in line or "process ended" in line for line in lesson.served.lines)
    assert await lesson.teacher.evaluate(
        "document.querySelector('[data-testid=camera][aria-pressed=true]') !== null"
    )
