"""Which frames could be shown: whole ones whose references were shown; freezes and requests for keyframes."""

import pytest

from loadtest.pictures import Pictures
from sfu.wire.vp8 import parse


def packet(
    picture: int, tl0: int, temporal: int = 0, *, key: bool = False, begin: bool = True, sync: bool = True
) -> bytes:
    layer = temporal << 6 | (0x20 if sync and temporal else 0)
    head = bytes([0x90 if begin else 0x80, 0xE0, 0x80 | picture >> 8, picture & 0xFF, tl0, layer])
    return head + (b"\x10" if key else b"\x11") + bytes(5)


class Show:
    """Frames of one packet each, numbered as they are sent."""

    def __init__(self) -> None:
        self.pictures = Pictures()
        self.now = 0.0
        self._number = 100

    def frame(
        self,
        picture: int,
        tl0: int,
        temporal: int = 0,
        *,
        key: bool = False,
        lost: bool = False,
        sync: bool = True,
    ) -> None:
        self._number += 1
        self.now += 0.1
        if not lost:
            payload = packet(picture, tl0, temporal, key=key, sync=sync)
            self.pictures.packet(self._number, picture * 9000, True, payload, self.now)
        self.pictures.tick(self.now)


@pytest.fixture
def show() -> Show:
    show = Show()
    show.frame(32767, 255, key=True)
    return show


def test_the_payloads_here_are_vp8() -> None:
    assert parse(packet(5, 1, key=True)).keyframe


def test_numbers_wrap(show: Show) -> None:
    for n in range(5):
        show.frame(n, n)
    assert show.pictures.shown == 6
    assert show.pictures.gaps == []


def test_a_lost_upper_frame_holds_nothing_up(show: Show) -> None:
    show.frame(0, 255, 1)
    show.frame(1, 0)
    show.frame(2, 0, 1, lost=True)
    for n in range(3, 8):
        show.frame(n, (n - 1) // 2, (n + 1) % 2)
    assert show.pictures.shown == 8


def test_an_upper_frame_without_sync_needs_all_before_it(show: Show) -> None:
    show.frame(0, 255, 1, sync=False)
    show.frame(1, 255, 1, lost=True)
    show.frame(2, 255, 1, sync=False)
    show.frame(3, 255, 1, sync=True)
    show.frame(4, 0)
    show.pictures.tick(show.now + 0.2)
    assert show.pictures.shown == 4, "the third upper frame could not be shown"


def test_a_lost_base_frame_needs_a_keyframe_once_it_is_given_up(show: Show) -> None:
    show.frame(0, 0, lost=True)
    show.frame(1, 1)
    assert not show.pictures.tick(show.now), "it may still come"
    show.pictures.gave_up()
    assert show.pictures.tick(show.now)
    assert not show.pictures.tick(show.now + 0.1), "not at once again"
    show.frame(2, 2)
    show.frame(3, 3, key=True)
    assert show.pictures.shown == 2
    assert not show.pictures.tick(show.now + 1.0)


def test_a_long_pause_is_a_freeze(show: Show) -> None:
    for n in range(3):
        show.frame(n, n)
    show.now += 0.8
    assert show.pictures.frozen(show.now) == pytest.approx(0.8)
    show.frame(3, 3)
    ((began, seconds),) = show.pictures.gaps
    assert (began, seconds) == (pytest.approx(0.4), pytest.approx(0.9))
    assert show.pictures.frozen(show.now) == 0.0


def test_a_frame_of_several_packets_in_any_order(show: Show) -> None:
    first, last = packet(0, 0), packet(0, 0, begin=False)
    show.pictures.packet(103, 0, True, last, 1.0)
    show.pictures.packet(101, 0, False, first, 1.0)
    assert show.pictures.shown == 1
    show.pictures.packet(102, 0, False, packet(0, 0, begin=False), 1.0)
    assert show.pictures.shown == 2
