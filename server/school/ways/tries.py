"""Wrong answers in a row, per pupil. Pure; the number is kept in the table `cards`, so a restart forgets none."""

from typing import Literal

MAX_TRIES = 5
"""The fifth wrong answer shuts the pupil's way: from then on a teacher admits, or somebody unlocks it."""

AFTER_ADMISSION = MAX_TRIES - 1
"""Wrong answers that count once a teacher admitted the pupil: one more answer is heard. All would be too many for who
guesses at a pupil whose class has a waiting room each day."""

Outcome = Literal["proved", "wrong", "locked"]


def judge(tries: int, right: bool) -> tuple[Outcome, int]:
    """What an answer leads to after `tries` wrong ones, and how many there are now. Locked: right ones, too."""
    if tries >= MAX_TRIES:
        return "locked", tries
    if right:
        return "proved", 0
    return ("locked" if tries + 1 >= MAX_TRIES else "wrong"), tries + 1
