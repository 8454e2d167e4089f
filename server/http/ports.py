"""What the web side needs of the running lessons. Implemented by server/classroom/hub.py."""

from typing import Literal, Protocol

from server.school.lessons import Phase

EndReason = Literal["button", "no_teacher", "office"]


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


class NoHub:
    """No lesson is in memory: for tests and for a control process whose media side is not there yet."""

    def phase(self, lesson_id: str) -> Phase | None:
        """Never in memory."""
        return None

    async def written(self, lesson_id: str) -> None:
        """Nothing waits to be written."""

    async def end(self, lesson_id: str, reason: EndReason, by: str | None) -> bool:
        """Nothing runs."""
        return False

    async def revoked(self, jti: str) -> None:
        """Nobody is connected."""
