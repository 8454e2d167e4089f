"""What the web side needs of the running lessons. Implemented by server/classroom/hub.py."""

from typing import Protocol

from lesson.messages import EndReason
from server.school.lessons import Phase


class Hub(Protocol):
    """The lessons in memory. Lesson ids are those of the table `lessons`; unknown ids are no error."""

    def phase(self, lesson_id: str) -> Phase | None:
        """How far the lesson is; None when it is not in memory (then the table's word counts)."""

    async def written(self, lesson_id: str) -> None:
        """Returns when every event of the lesson so far is on disk: called before stored events are read."""

    async def end(self, lesson_id: str, reason: EndReason, by: str | None) -> bool:
        """Ends the lesson for everybody. False when it is neither waiting nor live."""

    async def revoked(self, jti: str) -> None:
        """The token was withdrawn: closes the connections that came with it. The table is written already."""
