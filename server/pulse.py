"""The pulse of a child process: a byte a second from its event loop, through a pipe to the supervisor.

A process that is alive but stuck answers nobody and would stay so; without a pulse it is killed, then started anew
like one that died. The media worker writes its own (sfu/worker.py: it imports nothing of ours).
"""

import asyncio
import os
import time
from contextlib import suppress

from server.settings import PREFIX

PULSE_FD = f"{PREFIX}PULSE_FD"
EVERY_S = 1.0
STOPPED_S = 8.0


async def beat() -> None:
    """Of a child, until cancelled; nothing when no supervisor started it."""
    pipe = int(os.environ.pop(PULSE_FD, "-1"))
    if pipe < 0:
        return
    os.set_blocking(pipe, False)
    while True:
        with suppress(OSError):  # the supervisor is held up, or gone: then we are told to end
            os.write(pipe, b".")
        await asyncio.sleep(EVERY_S)


async def stopped(pipe: int) -> None:
    """Of the supervisor: returns when the pulse had begun and then stopped. Closes `pipe`."""
    pulse = _Pulse(pipe)
    try:
        woke = time.monotonic()
        while pulse.last is None or woke - pulse.last < STOPPED_S:
            await asyncio.sleep(EVERY_S)
            before, woke = woke, time.monotonic()
            if pulse.last is not None and woke - before > 3 * EVERY_S:
                pulse.last = woke  # the whole machine was held up, so were we: count from here
    finally:
        pulse.close()


class _Pulse:
    """`last`: when the last beat came (monotonic s); None before the first."""

    def __init__(self, pipe: int) -> None:
        self.last: float | None = None
        self._pipe = pipe
        self._loop = asyncio.get_running_loop()
        os.set_blocking(pipe, False)
        self._loop.add_reader(pipe, self._read)

    def _read(self) -> None:
        if os.read(self._pipe, 4096):
            self.last = time.monotonic()
        else:
            self._loop.remove_reader(self._pipe)  # the child has ended

    def close(self) -> None:
        self._loop.remove_reader(self._pipe)
        os.close(self._pipe)
