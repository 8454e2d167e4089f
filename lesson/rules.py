"""The numbers a school may set for its lessons."""

from dataclasses import dataclass

SECOND = 1000
MINUTE = 60 * SECOND


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
    """Less of the taught time since one's arrival is no presence; applied when the lesson has ended."""
    floors: int = 3
    """Floors held or offered at the same time."""
    overtime_ms: int = 10 * MINUTE
    """A lesson without a teacher ends by itself this long after the bell."""
