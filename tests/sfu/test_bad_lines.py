"""The whole media core over bad lines in virtual time: what a pupil still hears and sees (rows of the load test)."""

from collections.abc import Iterator

import pytest

from loadtest.media import read
from loadtest.network import CAMERA, FEED, KINDS, LAYERS, SCREEN
from loadtest.player import Player
from loadtest.receiver import Track
from loadtest.traces import BACK, ROWS, SECONDS, TROUBLE, Row
from sfu import link
from tests.support.lab import Lab

BEGINNING = 5.0
"""Seconds in which the line is still being learnt."""


class Lesson:
    """A teacher who sends speech, screen and camera and pauses what nobody takes; one pupil behind a row's line."""

    def __init__(self, row: Row) -> None:
        self.lab = Lab(seed=3)
        self._players: dict[tuple[str, str], Player] = {}
        self._read = 0
        teacher = self.lab.join("teacher", KINDS, "sendonly", LAYERS)
        players = [teacher.client.play(read.opus("teacher"), 0)]
        for place, name in ((SCREEN, "screen"), (CAMERA, "camera")):
            for rid in LAYERS[place]:
                player = teacher.client.play(read.vp8(f"{name}_{rid}")[0], place, rid)
                self._players[f"teacher/v{place - 1}", rid] = player
                players.append(player)
        for player in players:
            player.resume()
        self.pupil = self.lab.join("p", KINDS, "recvonly")
        self.lab.feed("p", FEED)
        self.pupil.play(row.trace)
        self.began = self.lab.now

    @property
    def tracks(self) -> tuple[Track, ...]:
        """Sound, screen, camera."""
        return self.pupil.client.receiver.tracks

    def run(self, until: float) -> None:
        """To so many seconds after the beginning."""
        while self.lab.now < self.began + until:
            self.lab.run(0.1)
            told, self._read = self.lab.told[self._read :], len(self.lab.told)
            for each in told:
                if isinstance(each, link.LayersWanted):
                    self._obey(each)

    def _obey(self, wanted: link.LayersWanted) -> None:
        for (source, rid), player in self._players.items():
            if source == wanted.source:
                player.want(rid in wanted.layers)

    def freezes(self) -> list[tuple[float, float]]:
        """(second, how long) of each, once the line is known."""
        gaps = [gap for track in self.tracks[1:] for gap in track.pictures.gaps]
        return [(at - self.began, long) for at, long in gaps if at - self.began > BEGINNING]

    @property
    def shown(self) -> dict[str, str]:
        """What each slot gets now; the line's numbers are told each 2 s only."""
        return self.lab.media.peers["p"].outgoing.delivery.shown()


@pytest.fixture
def lesson(request: pytest.FixtureRequest) -> Iterator[Lesson]:
    lesson = Lesson(next(row for row in ROWS if row.name == request.param))
    yield lesson
    lesson.lab.close()


@pytest.mark.parametrize("lesson", ["200 kbit/s"], indirect=True)
def test_at_200_kbit_the_sound_is_whole_and_the_screen_legible(lesson: Lesson) -> None:
    lesson.run(40)
    sound, screen, _ = lesson.tracks
    assert sound.reception.lost == 0
    assert screen.pictures.shown / 40 >= 1.0


@pytest.mark.parametrize(
    "lesson", ["5 % loss, 100 ms", "jitter 100 ms", "reorder 5 %, duplicates 2 %"], indirect=True
)
def test_losses_and_disorder_freeze_nothing(lesson: Lesson) -> None:
    lesson.run(40)
    assert lesson.freezes() == []
    assert lesson.shown == {"v0": "h.1", "v1": "f.1"}


@pytest.mark.parametrize("lesson", ["1 M → 200 k → 1 M"], indirect=True)
def test_quality_is_back_within_ten_seconds(lesson: Lesson) -> None:
    lesson.run(TROUBLE - 2)
    assert lesson.shown == {"v0": "h.1", "v1": "f.1"}
    lesson.run(BACK)
    sound = lesson.tracks[0].reception
    assert sound.lost <= 5
    assert lesson.shown != {"v0": "h.1", "v1": "f.1"}
    lesson.run(BACK + 10)
    assert lesson.shown == {"v0": "h.1", "v1": "f.1"}


@pytest.mark.parametrize("lesson", ["blackout 5 s"], indirect=True)
def test_after_a_blackout_quality_is_back_within_ten_seconds(lesson: Lesson) -> None:
    lesson.run(TROUBLE + 15)
    assert lesson.shown == {"v0": "h.1", "v1": "f.1"}
    camera = lesson.tracks[2].pictures
    shown = camera.shown
    lesson.run(TROUBLE + 17)
    assert camera.shown > shown + 20


@pytest.mark.parametrize("lesson", ["3G"], indirect=True)
def test_on_a_mobile_line_speech_goes_on(lesson: Lesson) -> None:
    lesson.run(SECONDS / 2)
    sound = lesson.tracks[0].reception
    assert sound.lost / sound.packets < 0.02
    assert lesson.tracks[1].pictures.shown / (SECONDS / 2) >= 1.0
