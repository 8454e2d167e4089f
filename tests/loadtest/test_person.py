"""Light people in a real lesson: layers sent and paused, media over TCP, another network in the middle."""

from pathlib import Path

import pytest

from tests.support.lights import LightLesson
from tests.support.server import Served
from tests.support.waiting import until

pytestmark = pytest.mark.process
PUPIL = "hs-8a3-05"


async def test_layers_a_move_and_tcp(tmp_path: Path) -> None:
    async with Served(tmp_path) as served, LightLesson(served) as lesson:
        teacher = await lesson.come("teacher", "gv-01")
        await teacher.command(type="start_lesson")
        await teacher.publish_layers("teacher", {"camera": ("q", "h", "f")})
        for source in ("mic", "camera"):
            await teacher.switch(source, True)
        layers = {player.rid: player for player in teacher._players["camera"]}
        await until(lambda: not any(player.wanted for player in layers.values()))

        pupil = await lesson.come("student", PUPIL)
        await pupil.listen()
        assert pupil.receiving is not None
        pictures = [track.pictures for track in pupil.receiving.receiver.tracks if track.kind == "video"]
        await until(lambda: sum(each.shown for each in pictures) > 20)
        assert any(player.wanted for player in layers.values())

        await pupil.restart_ice(pupil.receiving, move=True)
        shown = sum(each.shown for each in pictures)
        await until(lambda: sum(each.shown for each in pictures) > shown + 20)
        print("longest gap:", max((length for each in pictures for _, length in each.gaps), default=0.0))

        other = await lesson.come("student", "hs-8a3-06")
        other.path = "tcp"
        await other.listen()
        assert other.receiving is not None
        receiver = other.receiving.receiver
        await until(lambda: sum(track.pictures.shown for track in receiver.tracks) > 20)
        assert receiver.lost == 0
