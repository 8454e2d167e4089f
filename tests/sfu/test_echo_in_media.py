"""Who echoes, told by the whole media core: levels out of real packets, within one room, over when the mic closes."""

import random
from collections.abc import Iterator

import pytest

from loadtest.offer import LEVEL_ID, MID_ID, OPUS
from sfu import link
from sfu.wire import rtp
from tests.sfu.house import Guest, House
from tests.sfu.routing.sound.talk import Levels, echo, talk


@pytest.fixture
def house() -> Iterator[House]:
    house = House()
    yield house
    house.close()


def say(guest: Guest, number: int, loudness: float) -> None:
    packet = rtp.pack(
        payload_type=OPUS,
        sequence=number & 0xFFFF,
        timestamp=number * 960,
        ssrc=5,
        payload=b"\x78x",
        extensions={MID_ID: b"0", LEVEL_ID: bytes([127 - round(loudness)])},
    )
    guest.sent.clear()
    guest.send(guest.protected(packet))


def meet(house: House, levels: dict[Guest, Levels]) -> list[link.EchoFound]:
    house.told.clear()
    for number in range(len(next(iter(levels.values())))):
        house.now += 0.02
        for guest, mine in levels.items():
            say(guest, 1 + number, mine[number])
        house.media.tick(house.now)
    return [each for each in house.told if isinstance(each, link.EchoFound)]


def test_it_is_told_once_and_over_when_the_mic_closes(house: House) -> None:
    chance = random.Random(1)
    teacher, pupil = house.guest("t", "sendonly"), house.guest("p", "sendonly")
    spoken = talk(chance, 14)
    found = meet(house, {teacher: spoken, pupil: echo(chance, spoken, 15, 0.3, 40)})
    assert found == [link.EchoFound("p/a0", "t/a0")]
    assert house.media.news.echoes() == (("p/a0", "t/a0"),)
    house.told.clear()
    house.media.obey(link.ClosePeer("p"), house.now)
    house.pass_time(2)
    assert link.EchoFound("p/a0", "") in house.told
    assert house.media.news.echoes() == ()


def test_other_rooms_are_not_compared(house: House) -> None:
    chance = random.Random(1)
    teacher, pupil = house.guest("t", "sendonly"), house.guest("p", "sendonly")
    house.media._table.rooms["p"] = "another"
    spoken = talk(chance, 14)
    assert meet(house, {teacher: spoken, pupil: echo(chance, spoken, 15, 0.3, 40)}) == []
