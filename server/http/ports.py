"""What the web side needs of the running lessons. Implemented by server/classroom/hub.py."""

from collections.abc import Collection, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from msgspec import Struct

from lesson.messages import EndReason, Trouble
from server.http.tokens import JoinClaims
from server.school.lessons import Phase


class Hub(Protocol):
    """The lessons in memory. Lesson ids are those of the table `lessons`; unknown ids are no error."""

    def phase(self, lesson_id: str) -> Phase | None:
        """How far the lesson is; None when it is not in memory (then the table's word counts)."""

    def there(self, lesson_id: str) -> Mapping[str | None, tuple[int, int]]:
        """Of a lesson in memory each class's pupils: how many are there now, with a device or tại trường, and how many
        are on its roll. Empty: it is not in memory."""

    def kept_out(self, lesson_id: str, person_id: str) -> bool:
        """Whether the person waits at the door of a lesson in memory, or was removed from it."""

    async def opens(self, claims: JoinClaims, device: str, now: int) -> bool:
        """Whether this device may come with the token; one of a QR code is the first device's that came in time
        (server/classroom/pages/pairings.py)."""

    async def written(self, lesson_id: str) -> None:
        """Returns when every event of the lesson so far is on disk: called before stored events are read."""

    async def end(self, lesson_id: str, reason: EndReason, by: str | None) -> bool:
        """Ends the lesson for everybody. False when it is neither waiting nor live."""

    def vacated(self, rooms: Collection[str]) -> AbstractAsyncContextManager[frozenset[str]]:
        """For a change of day. Within, none of these rooms is opened, and those in which nobody began are out of memory:
        gives all that are. What is written within, the tables and that their events are gone (`forget` of
        server/school/changing/vacating.py), holds for who comes after it: everybody of these rooms comes back by
        themselves. When it raises, nothing happened. Raises TimeoutError while events cannot be written."""

    async def consent_changed(self, person_id: str, agreed: bool) -> None:
        """What the office entered reaches the lessons this person is in. The table is written already."""

    async def revoked(self, jti: str) -> None:
        """The token, link or session of this id was withdrawn: closes the connections that came with it or with what
        was made with it. The table is written already."""

    async def card_issued(self, person_id: str, version: int) -> None:
        """A pupil got a new card, or links of somebody of the staff ended: closes what came with older tokens. The table
        is written already."""

    async def role_taken(self, person_id: str) -> None:
        """Somebody has a role no more: closes the connections to lessons it let into. The table is written already."""

    async def teacher_changed(self, lesson_id: str) -> None:
        """Somebody else teaches the lesson: closes the connections of who did. The table is written already."""


class RecordingHealth(Struct, frozen=True):
    """How keeping lessons goes, as of a second or two ago."""

    lessons: int = 0
    """Being recorded, or waiting for their last seconds to be saved."""
    behind_ms: int = 0
    """What came and is not saved yet, of the worst of them."""
    trouble: Trouble = ""
    """Of any of them."""
    free_bytes: int | None = None
    """In the data folder; None: unknown."""

    def with_lesson(self, behind_ms: int, trouble: Trouble) -> "RecordingHealth":
        """One lesson more."""
        return RecordingHealth(
            self.lessons + 1, max(self.behind_ms, behind_ms), self.trouble or trouble, self.free_bytes
        )
