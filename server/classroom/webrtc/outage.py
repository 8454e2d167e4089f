"""While the media worker is away: since when, and whether pages were told."""

import asyncio
from collections.abc import Callable, Iterable

from server.classroom.room import Room

LINK_GRACE_S = 0.5
"""A link to the worker that is back so soon, the worker being the same, was never gone for anybody."""


class Outage:
    """`tell`: says media_lost to all pages."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._since: dict[str, int] | None = None
        """Lesson time by lesson when the worker went; None while it is there or never was."""
        self._telling: asyncio.TimerHandle | None = None
        """When pages are told so; None once they were."""

    def begin(self, rooms: Iterable[Room]) -> None:
        """The link broke. Pages are told unless the same worker is back at once."""
        self._since = {room.id: room.now() for room in rooms}
        self._telling = asyncio.get_running_loop().call_later(LINK_GRACE_S, self._told)

    def end(self, fresh: bool) -> tuple[dict[str, int] | None, bool]:
        """A worker is there, `fresh`: another one. Since when it was away by lesson, and whether nobody noticed."""
        since, unharmed = self._since, self._telling is not None and not fresh
        if since is not None and not unharmed:
            self._told()
        if self._telling is not None:
            self._telling.cancel()
        self._since = self._telling = None
        return since, unharmed

    def _told(self) -> None:
        if self._telling is not None:
            self._telling.cancel()
            self._telling = None
            self._tell()
