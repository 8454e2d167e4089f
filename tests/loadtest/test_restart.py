"""What the restart scenario makes of its times, and where the servers it starts live."""

import asyncio
from pathlib import Path

import pytest

from loadtest.restart import Pause, Waits, spread
from loadtest.scenarios import NAMES, RESTART
from loadtest.serving import environment, home, printed_links


def test_it_can_be_asked_for() -> None:
    assert RESTART in NAMES


def test_the_longest_pause_is_kept_whenever_it_was() -> None:
    pause = Pause(10.0)
    for now in (10.02, 10.5, 10.52):
        pause.heard(now)
    assert pause.longest == pytest.approx(0.48)


def test_the_middle_and_the_worst() -> None:
    assert spread([2.0, 1.0, 4.5]) == {"p50": 2.0, "worst": 4.5}
    assert spread([]) == {}, "nothing was measured: no figure"


def test_figures_are_of_every_page_and_pupil() -> None:
    report = Waits(
        first=[3.0, 4.0], again=[2.0, 2.5], pages=[1.0, 2.0, 3.0], silent=[0.02], sound=[1.5]
    ).report()
    assert report["starts"] == 2
    assert report["second_start_s"] == {"p50": 2.25, "worst": 2.5}
    assert report["control_killed_pages_back_s"] == {"p50": 2.0, "worst": 3.0}


def test_nothing_of_another_server_is_used(tmp_path: Path) -> None:
    place = home(tmp_path)
    theirs = {"BUCGIANG_DATA_DIR": "/srv/theirs", "BUCGIANG_SMTP_HOST": "mail", "HOME": "/home/someone"}
    made = environment(place, theirs)
    assert made["BUCGIANG_DATA_DIR"] == str(tmp_path / "data")
    assert made["BUCGIANG_PORT"] == str(place.port)
    assert made["HOME"] == "/home/someone"
    assert "BUCGIANG_SMTP_HOST" not in made


async def test_a_server_that_ends_is_told_with_its_words() -> None:
    said = asyncio.StreamReader()
    said.feed_data(b"bucgiang: TCP port 8080 is taken\n")
    said.feed_eof()
    with pytest.raises(ConnectionError, match="8080 is taken"):
        await printed_links(said)


async def test_a_server_is_there_when_its_links_are_printed() -> None:
    said = asyncio.StreamReader()
    said.feed_data("Starting\nBục Giảng is running at http://127.0.0.1:1\n".encode())
    await printed_links(said)
