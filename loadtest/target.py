"""The running server a scenario measures: its API and, for those that kill, its processes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from loadtest.api import Api

Processes = Callable[[], Mapping[str, int]]
"""Module name (`sfu.worker`, `server.control`, `recordings.recorder`) → pid, as they run now."""


@dataclass(frozen=True)
class Target:
    """What scenarios are given."""

    api: Api
    processes: Processes
