"""A fuzz target by its name, with the oracle all of them share: no input takes long."""

import importlib
import pkgutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from tests.fuzz import targets

DATA = Path(__file__).parents[1] / "data" / "fuzz"
NAMES = tuple(sorted(module.name for module in pkgutil.iter_modules(targets.__path__)))
LIMIT = 0.05
"""Seconds of CPU for one input, instrumented; a datagram takes some hundred microseconds."""
LONGEST = 1500


@dataclass(frozen=True)
class Target:
    name: str
    one: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    limit: float
    longest: int

    def try_(self, data: bytes) -> None:
        """Raises whatever is wrong with how `data` is taken."""
        if self._spent(data) > self.limit:
            spent = min(self._spent(data) for _ in range(3))  # not for a machine that was busy once
            assert spent <= self.limit, f"{spent * 1000:.0f} ms for {len(data)} bytes"

    def _spent(self, data: bytes) -> float:
        began = time.thread_time()
        self.one(data)
        return time.thread_time() - began

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
        float(getattr(module, "LIMIT", LIMIT)),
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
