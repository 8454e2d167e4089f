"""The numbers a school may set for its lessons."""

from dataclasses import dataclass

SECOND = 1000
MINUTE = 60 * SECOND
UNDO_MS = 60 * SECOND
"""For so long a hand lowered by the rules may be restored, and an own line of chat deleted."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Times in milliseconds."""

    silent_ms: int = 10 * SECOND
    """Nobody heard for so long is no longer there."""
    closing_silent_ms: int = 5 * SECOND
    """Same when the lesson ends: a page answers each 5 s, so who was silent longer had gone before the end."""
    bridge_ms: int = 90 * SECOND
    """Gaps up to this count as attended; a raised hand and a held floor outlive them too."""
    late_ms: int = 10 * MINUTE
    """Arriving more than this after the bell is late."""
    present_share: float = 0.75
    """Less of the taught time from one's arrival to the planned end is no presence; applied when the lesson has ended."""
    overtime_ms: int = 10 * MINUTE
    """A lesson without a teacher ends by itself this long after the bell."""
    lock_late_ms: int | None = None
    """So long after the bell late entry is locked, once; None: only by the teacher."""
    spoken_ms: int = 5 * SECOND
    """Who held the floor for so long has spoken: the hand goes down."""
    teacher_lost_ms: int = 20 * SECOND
    """No teacher heard for longer: mics and chat of pupils are locked."""
    unclear_every_ms: int = 20 * SECOND
    """A pupil says at most so often that the lesson is not well heard."""
    unclear_ms: int = 90 * SECOND
    """Then it is forgotten."""
