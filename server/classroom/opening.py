"""Who may bring a room into memory, or take it out: one at a time for each room."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager


class NoLesson(Exception):
    """`code`: unknown_lesson, not_taught or lesson_ended."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Opening:
    """A lock a room, kept while somebody holds it or waits for it. Who holds one may not ask for another."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._users: Counter[str] = Counter()

    @asynccontextmanager
    async def only(self, rooms: Collection[str]) -> AsyncIterator[None]:
        """Nobody else opens or vacates these rooms within. In one order for all, so that no two wait for each other."""
        names = sorted(set(rooms))
        self._users.update(names)
        try:
            async with AsyncExitStack() as held:
                for name in names:
                    await held.enter_async_context(self._locks.setdefault(name, asyncio.Lock()))
                yield
        finally:
            self._users.subtract(names)
            for name in names:
                if not self._users[name]:
                    del self._users[name], self._locks[name]

    async def over(self) -> None:
        """Returns when all that go on now have ended."""
        for lock in list(self._locks.values()):
            async with lock:
                pass
