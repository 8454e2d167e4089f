"""A light client in the laboratory: what it receives, repairs, shows and tells over good and bad lines."""

from collections.abc import Iterator

import pytest

from loadtest.line import Conditions, Way
from loadtest.media import read
from loadtest.player import Player
from loadtest.receiver import Track
from sfu import link
from tests.support.lab import Guest, Lab

FEED = {"a0": link.SlotFeed("t/a0"), "v0": link.SlotFeed("t/v0")}


@pytest.fixture
def lab() -> Iterator[Lab]:
    lab = Lab()
    yield lab
    lab.close()


@pytest.fixture
def teacher(lab: Lab) -> Guest:
    guest = lab.join("t", ("audio", "video"), "sendonly")
    for player in (guest.client.play(read.opus("teacher"), 0), guest.client.play(read.vp8("teacher")[0], 1)):
        player.resume()
    return guest


@pytest.fixture
def pupil(lab: Lab, teacher: Guest) -> Guest:
    guest = lab.join("p", ("audio", "video"), "recvonly")
    lab.feed("p", FEED)
    return guest


def tracks(guest: Guest) -> tuple[Track, Track]:
    """Sound and picture of a receiver with one of each."""
    sound, picture = guest.client.receiver.tracks
    return sound, picture


def test_over_a_good_line_every_frame_is_shown(lab: Lab, pupil: Guest) -> None:
    lab.run(10)
    sound, picture = tracks(pupil)
    assert picture.pictures.shown == pytest.approx(150, abs=20)
    assert picture.pictures.gaps == []
    assert pupil.client.receiver.lost == 0
    assert sound.reception.packets == pytest.approx(500, abs=20)


def test_losses_are_repaired(lab: Lab, pupil: Guest) -> None:
    lab.run(2)
    bad = Conditions(delay=0.05, loss=0.05)
    pupil.line(Way(up=bad, down=bad))
    lab.run(20)
    sound, picture = tracks(pupil)
    assert picture.reception.repaired > 10
    assert picture.reception.lost <= 3
    assert picture.pictures.gaps == []
    assert 0.02 < sound.reception.lost / sound.reception.packets < 0.1, "sound is not asked for again"
    assert sound.silenced == pytest.approx(0.02 * sound.reception.lost)


def test_a_blackout_is_a_freeze_and_pictures_come_back(lab: Lab, pupil: Guest) -> None:
    lab.run(2)
    dark = Conditions(blackout=True)
    pupil.line(Way(dark, dark))
    lab.run(3)
    assert 2.5 < tracks(pupil)[1].pictures.frozen(lab.now) < 3.2
    pupil.line(Way())
    lab.run(10)
    assert 3.0 < tracks(pupil)[1].pictures.gaps[0][1] < 4.5, "the first picture after it"
    shown = tracks(pupil)[1].pictures.shown
    lab.run(2)
    assert tracks(pupil)[1].pictures.shown > shown + 25


def test_a_publishers_losses_are_repaired_too(lab: Lab, teacher: Guest, pupil: Guest) -> None:
    lab.run(2)
    teacher.line(Way(up=Conditions(delay=0.05, loss=0.05), down=Conditions(delay=0.05)))
    lab.run(10)
    assert sum(player.repeated for player in teacher.client._players) > 5
    assert tracks(pupil)[1].pictures.gaps == []


def test_another_address_of_the_receiver(lab: Lab, pupil: Guest) -> None:
    lab.run(2)
    lab.rebind(pupil)
    lab.run(4)
    (gap,) = tracks(pupil)[1].pictures.gaps
    assert gap[1] < 3.0, "the next check tells the new address"
    shown = tracks(pupil)[1].pictures.shown
    lab.run(1)
    assert tracks(pupil)[1].pictures.shown > shown + 10


def test_the_server_hears_about_the_line(lab: Lab, pupil: Guest) -> None:
    pupil.line(Way(up=Conditions(delay=0.1), down=Conditions(delay=0.1)))
    lab.run(10)
    assert pupil.client.round_trip == pytest.approx(0.2, abs=0.02)
    assert lab.media.peers["p"].outgoing.round_trip == pytest.approx(0.2, abs=0.03)


def test_a_layer_nobody_wants_is_silent_and_begins_with_a_keyframe() -> None:
    lab = Lab()
    guest = lab.join("t", ("video",), "sendonly")
    player: Player = guest.client.play(read.vp8("teacher")[0], 0)
    player.resume()
    lab.run(1)
    player.want(False)
    sent = player.packets
    lab.run(1)
    assert player.packets == sent
    player.want(True)
    lab.run(1)
    assert player.packets > sent
    lab.close()
