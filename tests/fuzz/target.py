"""A fuzz target by its name, with the oracle all of them share: no input is much work."""

import importlib
import pkgutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, cast

from tests.fuzz import targets

if TYPE_CHECKING:
    from _typeshed import TraceFunction

DATA = Path(__file__).parents[1] / "data" / "fuzz"
NAMES = tuple(sorted(module.name for module in pkgutil.iter_modules(targets.__path__)))
STEPS = 200_000
"""Lines of Python one input may run; a datagram runs some hundred. In seconds a busy machine would be a finding."""
DOUBT_S = 0.05
"""Counting takes time itself: done only for an input that took longer than this."""
LONGEST = 1500


@dataclass(frozen=True)
class Target:
    name: str
    one: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    steps: int
    longest: int

    def try_(self, data: bytes) -> None:
        """Raises whatever is wrong with how `data` is taken."""
        began = time.thread_time()
        self.one(data)
        if time.thread_time() - began > DOUBT_S:
            ran = self.ran(data)
            assert ran <= self.steps, f"{ran} lines run for {len(data)} bytes"

    def ran(self, data: bytes) -> int:
        """The lines of Python that trying `data` runs."""
        count = 0

        def trace(_frame: FrameType, event: str, _of: object) -> "TraceFunction":
            nonlocal count
            count += event == "line"
            return trace

        self.traced(data, trace)
        return count

    def traced(self, data: bytes, trace: "TraceFunction") -> None:
        """Tries `data` with `trace` told of every line; who traced before goes on afterwards."""
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            self.one(data)
        finally:
            sys.settrace(before)

    def corpus(self) -> list[bytes]:
        """What is kept in tests/data."""
        return [path.read_bytes() for path in sorted((DATA / self.name).glob("*"))]


def load(name: str) -> Target:
    """Imports what it tries: under atheris inside `instrument_imports`."""
    module = importlib.import_module(f"tests.fuzz.targets.{name}")
    return Target(
        name,
        cast("Callable[[bytes], None]", module.one),
        tuple(cast("Sequence[bytes]", module.SEEDS)),
        int(getattr(module, "STEPS", STEPS)),
        int(getattr(module, "LONGEST", LONGEST)),
    )


def pieces(data: bytes, most: int = 64) -> list[bytes]:
    """Several packets out of one input: each behind two bytes of length; the rest is the last one."""
    found: list[bytes] = []
    while len(data) > 2 and len(found) < most:
        size = int.from_bytes(data[:2], "big") & 0x7FF
        found.append(data[2 : 2 + size])
        data = data[2 + size :]
    return found


def joined(packets: Sequence[bytes]) -> bytes:
    """The input that `pieces` takes apart into these."""
    return b"".join(len(packet).to_bytes(2, "big") + packet for packet in packets)
