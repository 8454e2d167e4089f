"""Waiting for what nobody tells: the state of another task, another process or a file. The only such loops of the tests.

What can be awaited (an event, a message, a line of output, a process's end) is awaited instead; pages of browsers wait by
themselves (tests/support/page.py `looking`).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

PATIENCE_S = 40.0
"""Guards against hanging and says nothing of how fast anything is: that is measured by loadtest and the measure_*.py."""
EVERY_S = 0.01
ASKED_EVERY_S = 0.05
"""The same for what costs the asked one something."""

T = TypeVar("T")


async def soon(awaited: Awaitable[T]) -> T:
    """The same, but a test does not wait for ever. TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        return await awaited


async def until(holds: Callable[[], object], seconds: float = PATIENCE_S) -> None:
    """Returns once `holds()` is true. AssertionError: it never was."""
    try:
        async with asyncio.timeout(seconds):
            while not holds():
                await asyncio.sleep(EVERY_S)
    except TimeoutError:
        raise AssertionError("did not come about") from None


async def until_found(
    look: Callable[[], Awaitable[T | Literal[False] | None]], seconds: float = PATIENCE_S
) -> T:
    """The first true answer of `look`, which is asked again and again. AssertionError: there was none."""
    try:
        async with asyncio.timeout(seconds):
            while not (found := await look()):
                await asyncio.sleep(ASKED_EVERY_S)
            return found
    except TimeoutError:
        raise AssertionError("was never found") from None


def wait_until(
    holds: Callable[[], object],
    seconds: float = PATIENCE_S,
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    """`until` of a test without an event loop; `meanwhile` is done before each wait."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "did not come about"
        meanwhile()
        time.sleep(ASKED_EVERY_S)
