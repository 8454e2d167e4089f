"""Hostile datagrams and offers against a running lesson (issue 5.3, 5.4): it goes on, memory stays flat.

The teacher speaks, a light pupil counts packets; strangers and a dishonest pupil do their worst.
"""

import asyncio
import contextlib
import random
import socket
import struct
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from loadtest.offer import SEND, offer
from loadtest.peer import LightPeer, certificate
from loadtest.person import Person
from sfu.wire import stun
from sfu.wire.dtls import DtlsSession, ServerCertificate
from tests.support.lights import LightLesson, heard, hears_on
from tests.support.server import Served
from tests.support.waiting import until

pytestmark = pytest.mark.process
LISTENER, DISHONEST = "hs-8a3-06", "hs-8a3-05"
FLOOD = 200_000
GROWTH_KIB = 6 * 1024
"""What the worker may grow by: allocator noise, far less than 200 000 of anything kept."""


@pytest.fixture
async def lesson(tmp_path: Path) -> AsyncIterator[LightLesson]:
    async with Served(tmp_path) as served, LightLesson(served) as lesson:
        yield lesson


@pytest.fixture
async def listener(lesson: LightLesson) -> Person:
    """A pupil who hears the teacher."""
    await lesson.teaching()
    person = await lesson.come("student", LISTENER)
    await person.listen()
    await hears_on(person)
    return person


def resident(pid: int) -> int:
    """KiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


class Strangers:
    """Sockets that send to the media port and must never get an answer."""

    def __init__(self, lesson: LightLesson, count: int = 16) -> None:
        self.sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
        for each in self.sockets:
            each.connect(("127.0.0.1", lesson.served.media_port))
            each.setblocking(False)

    def send(self, number: int, datagram: bytes) -> None:
        with contextlib.suppress(BlockingIOError):  # our own buffer is full: as good as lost on the way
            self.sockets[number % len(self.sockets)].send(datagram)

    def answers(self) -> int:
        return sum(_readable(each) for each in self.sockets)

    def close(self) -> None:
        for each in self.sockets:
            each.close()


def _readable(each: socket.socket) -> bool:
    try:
        return bool(each.recv(2000))
    except BlockingIOError:
        return False


def datagrams(ufrag: str, client_hello: bytes) -> Iterator[bytes]:
    """Of strangers, for ever: every kind of 5.4."""
    chance = random.Random(5)
    request = stun.build_request(bytes(12), f"{ufrag}:abcd", "not the password at all", nominate=True)
    while True:
        yield b""
        yield chance.randbytes(chance.choice((1501, 2000, 9000)))
        yield bytes([chance.randrange(256)]) + chance.randbytes(chance.randrange(1400))
        yield stun.build_request(chance.randbytes(12), f"{ufrag}:abcd", "x" * 22)
        yield stun.build_request(chance.randbytes(12), f"{chance.randbytes(4).hex()}:abcd", "x" * 22)
        spoiled = bytearray(request)
        spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
        yield bytes(spoiled)
        yield client_hello
        yield b"\x16\xfe\xfd" + chance.randbytes(chance.randrange(400))
        yield b"\x80\x6f" + chance.randbytes(chance.randrange(10, 1200))
        yield b"\x81\xc9\x00\x07" + chance.randbytes(28)


def client_hello(ciphers: bytes | None = None) -> bytes:
    """The first flight of a DTLS client."""
    ours = ServerCertificate()
    if ciphers is not None:
        ours.context.set_cipher_list(ciphers)
    flights: list[bytes] = []
    DtlsSession(ours, "client", [], flights.append, lambda srtp: None, lambda reason: None).start(0.0)
    return flights[0]


@pytest.fixture
def strangers(lesson: LightLesson) -> Iterator[Strangers]:
    made = Strangers(lesson)
    yield made
    made.close()


async def test_a_flood_of_strangers(lesson: LightLesson, listener: Person, strangers: Strangers) -> None:
    assert listener.receiving is not None and listener.receiving._answer is not None
    pid = await lesson.served.pid("sfu.worker")
    source = datagrams(listener.receiving._answer.ufrag, client_hello())
    await _flood(strangers, source, FLOOD // 10)  # what is allocated once
    before, packets = resident(pid), heard(listener)
    await _flood(strangers, source, FLOOD)
    grown, meanwhile = resident(pid) - before, heard(listener) - packets
    print(f"{FLOOD} datagrams, worker grew {grown} KiB, {meanwhile} packets of speech heard meanwhile")
    assert grown < GROWTH_KIB
    assert strangers.answers() == 0
    await hears_on(listener)
    assert meanwhile > 20  # both share two cores; what is lost is lost in the sockets' buffers
    assert not any("process ended" in line or '"bug"' in line for line in lesson.served.lines)


async def _flood(strangers: Strangers, source: Iterator[bytes], count: int) -> None:
    for number in range(count):
        strangers.send(number, next(source))
        if number % 64 == 0:
            await asyncio.sleep(0.002)  # not faster than the worker can drop


async def test_replays_from_another_address(listener: Person, strangers: Strangers) -> None:
    """Everything the listener sends, sent again by a stranger at once and later: nothing moves there."""
    assert listener.receiving is not None and listener.receiving._transport is not None
    recorded: list[bytes] = []
    transport = listener.receiving._transport
    _tap(transport, recorded.append)

    def checks() -> list[bytes]:
        return [each for each in recorded if each[0] < 4]

    for _ in range(6):  # checks at once and not only each 2.5 s
        before = len(checks())
        listener.receiving._check_at = 0
        await until(lambda so_far=before: len(checks()) > so_far)  # type: ignore[misc]
    for number in range(20):
        listener.receiving._protect(_receiver_report(number), rtcp=True)
    assert len(checks()) >= 6
    for number, datagram in enumerate(recorded * 20):
        strangers.send(number, datagram)
    await hears_on(listener)
    assert strangers.answers() == 0
    for datagram in recorded * 20:
        transport.sendto(datagram)  # replayed from the very address: dropped, harmless
    await hears_on(listener)


def _tap(transport: asyncio.DatagramTransport, keep: Callable[[bytes], None]) -> None:
    send = transport.sendto

    def sendto(data: bytes, address: object = None) -> None:
        keep(bytes(data))
        send(data)

    transport.sendto = sendto  # type: ignore[method-assign, assignment]


def _receiver_report(number: int) -> bytes:
    return struct.pack("!BBHI", 0x80, 201, 1, number)


async def test_a_hello_without_a_common_cipher(lesson: LightLesson, listener: Person) -> None:
    """From the peer's own address, before and after it connects."""
    odd = client_hello(b"PSK-AES128-GCM-SHA256:AES256-SHA")
    newcomer = await lesson.come("student", DISHONEST)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(newcomer.listen())
        peer = await _made(newcomer)
        await until(lambda: peer._checks_answered)
        assert peer._transport is not None
        for _ in range(5):
            peer._transport.sendto(odd)
    for _ in range(50):
        peer._transport.sendto(odd)
        peer._transport.sendto(b"\x15\xfe\xfd" + bytes(8) + b"\x00\x02\x02\x28")  # a forged alert
    await hears_on(newcomer)
    await hears_on(listener)


async def _made(person: Person) -> LightPeer:
    """The receive connection as soon as it exists: `listen` keeps it only when connected."""
    made: list[LightPeer] = []
    connect = LightPeer.connect

    async def tapped(self: LightPeer, sdp: str) -> None:
        made.append(self)
        await connect(self, sdp)

    LightPeer.connect = tapped  # type: ignore[method-assign]
    try:
        await until(lambda: bool(made))
    finally:
        LightPeer.connect = connect  # type: ignore[method-assign]
    return made[0]


async def test_an_authentic_peer_sends_nonsense(lesson: LightLesson, listener: Person) -> None:
    """Well protected RTCP and RTP whose contents lie; the peer itself may fall, nobody else."""
    pid = await lesson.served.pid("sfu.worker")
    dishonest = await lesson.come("student", DISHONEST)
    await dishonest.send("pupil1", "pupil")
    assert dishonest.sending is not None
    chance, before = random.Random(7), resident(pid)
    for number in range(20_000):
        rtcp = number % 2 == 0
        dishonest.sending._protect((_lying_rtcp if rtcp else _lying_rtp)(chance, number), rtcp)
        if number % 50 == 0:
            await asyncio.sleep(0.002)  # not faster than the worker can drop
    grown = resident(pid) - before
    print(f"20000 lying packets, worker grew {grown} KiB")
    assert grown < 2 * GROWTH_KIB  # its own history and streams: bounded
    await hears_on(listener)
    assert not any('"bug"' in line or "process ended" in line for line in lesson.served.lines)


def _lying_rtcp(chance: random.Random, number: int) -> bytes:
    kind = chance.choice((200, 201, 202, 203, 204, 205, 206, 207, 192, 223))
    body = chance.randbytes(4 * chance.randrange(1, 60))
    words = chance.choice((len(body) // 4, len(body) // 4, 0xFFFF, 0, 1))
    return struct.pack("!BBH", 0x80 | chance.randrange(64), kind, words) + body


def _lying_rtp(chance: random.Random, number: int) -> bytes:
    payload = chance.randbytes(chance.randrange(1, 300)) + bytes([255])
    extension = struct.pack("!HH", 0xBEDE, 2) + bytes([0x4F, 1, 2, 3, 0x1F, 0xFF, 0xFF, 0xFF])
    first = 0x80 | chance.choice((0, 0x10, 0x20, 0x30))
    kind = chance.choice((111, 96, 97, 0, 127))
    head = struct.pack("!BBHII", first, kind, number & 0xFFFF, chance.getrandbits(32), chance.randrange(80))
    return head + (extension if first & 0x10 else b"") + payload


async def test_hostile_offers(lesson: LightLesson, listener: Person) -> None:
    assert listener.receiving is not None and listener.receiving._answer is not None
    good = offer(SEND, "sendonly", "abcd1234", "p" * 24, certificate().fingerprint)
    first = good[good.index("m=audio") : good.index("m=video")]
    others = good.replace("abcd1234", listener.receiving._ufrag)  # another peer's fragment
    tried: list[tuple[str, int, str]] = [
        ("", 400, "bad_sdp"),
        (good + "\x00", 400, "bad_sdp"),
        (good.replace("a=mid:0", "a=mid:\x00"), 400, "bad_sdp"),
        (good.replace("a=mid:0", "a=mid:đề"), 400, "bad_sdp"),
        (good + first * 100, 400, "bad_sdp"),
        (good + "m=audio 9 RTP/AVP 0\r\n" * 2500, 400, "bad_sdp"),
        (good + "a=" + "x" * 50_000, 400, "bad_sdp"),
        (good + "a=x\r\n" * 10_000, 400, "bad_sdp"),
        # what is wrong in one section only costs that section
        (good + "".join(f"a=extmap:{n % 255 + 1} urn:x:{n}\r\n" for n in range(2000)), 201, ""),
        (good + "".join(f"a=ssrc:{n} cname:x\r\n" for n in range(2500)), 201, ""),
        (good.replace("111", "9" * 400), 400, "bad_sdp"),
        (good.replace("a=mid:0", "a=mid:0\ra=setup:active"), 400, "bad_sdp"),
        (good + "x" * 70_000, 413, "too_large"),
        (good.replace("opus", "PCMU").replace("VP8", "AV1"), 422, "no_codec"),
        (good.replace("sha-256", "md5"), 422, "unsupported_sdp"),
        (others, 201, ""),
    ]
    token = await lesson.served.token(lesson.id, "guest")
    for body, status, code in tried:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
        url = f"{lesson.served.url}/whip/{lesson.id}"
        async with lesson.http.post(url, data=body.encode(), headers=headers) as answer:
            text = await answer.text()
            assert answer.status == status, (body[:60], text)
            if code:
                assert answer.content_type == "application/problem+json"
                assert (await answer.json(content_type=None))["code"] == code
    await hears_on(listener)
