"""A lesson with very many journals: thirty pupils go on and off the air again and again."""

import os
import time
from pathlib import Path

import pytest

from tests.recordings.recorder.desk import MONOTONIC, Journal, speech
from tests.recordings.recorder.test_lessons import Desk

SECOND = 1_000_000
PUPILS = 30
TURNS = 4
TURN = 3
"""Seconds; three pupils have the floor at once."""


def files_open() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_thirty_pupils_on_and_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """120 journals in 30 tracks: what is over costs neither files, nor reads, nor time any more."""
    desk = Desk(tmp_path)
    before = files_open()
    now, costs = 0, []
    for turn in range(TURNS):
        for first in range(0, PUPILS, 3):
            journals = [
                Journal(desk.lesson, f"w-{turn * PUPILS + pupil}", f"p{pupil}/mic", begin=now)
                for pupil in range(first, first + 3)
            ]
            for journal in journals:
                journal.play(speech("teacher", now, now + TURN * SECOND))
            now += TURN * SECOND
            began = time.process_time()
            desk.until(now, *journals)
            costs.append(time.process_time() - began)
            for journal in journals:
                journal.end(now)
    assert sum(costs[-10:]) < 2 * sum(costs[10:20]), "as much at the end as before"
    assert files_open() - before <= 2 * (PUPILS + 1) + 2
    desk.until(now + 20 * SECOND)
    reads: list[int] = []
    right = os.pread

    def noted(descriptor: int, length: int, offset: int) -> bytes:
        reads.append(length)
        return right(descriptor, length, offset)

    monkeypatch.setattr(os, "pread", noted)
    for step in range(4):
        desk.recorder.step(MONOTONIC + desk.now + step * SECOND // 2)
    assert len(reads) < 40, "ended journals are not read again"
    monkeypatch.undo()
    recording = desk.over()
    assert len(recording.tracks) == 1 + PUPILS
    assert [desk.frames(one) for one in recording.tracks[1:]] == [TURNS * TURN * 50] * PUPILS
    assert files_open() <= before + 2


def test_a_new_recorder_takes_up_many_journals(tmp_path: Path) -> None:
    """In bounded steps, though all their sidecars are looked at."""
    desk = Desk(tmp_path)
    for number in range(90):
        begin = number * 2 * SECOND
        journal = Journal(desk.lesson, f"w-{number}", f"p{number % 30}/mic", begin=begin)
        journal.play(speech("pupil1", begin, begin + 2 * SECOND)).end(begin + 2 * SECOND)
    longest = 0.0
    desk.now = 180 * SECOND
    for round_ in range(40):
        if round_ % 8 == 0:
            for attempt in desk.recorder._attempts.values():
                attempt.lesson.close()
            desk.fresh()
        began = time.process_time()
        desk.recorder.step(MONOTONIC + desk.now)
        longest = max(longest, time.process_time() - began)
    assert longest < 1
    recording = desk.over(180 * SECOND)
    assert [desk.frames(one) for one in recording.tracks[1:]] == [300] * 30
