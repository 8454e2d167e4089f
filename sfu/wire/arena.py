"""Packet memory made once and used again: fixed slots that C calls and Python slices both reach without a
copy."""

from dataclasses import dataclass
from typing import Any

import cffi

ffi = cffi.FFI()
"""Makes the memory; pointers of it are accepted by every cffi library (libc, libsrtp)."""


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """Room for one packet. `view` (writable bytes) and `pointer` (char *) are the same memory."""

    view: memoryview
    pointer: Any


class Arena:
    """`count` slots of `size` bytes each, in one block that lives as long as the arena or a slot of it."""

    def __init__(self, count: int, size: int) -> None:
        self.count = count
        self.size = size
        self.block = ffi.new("char[]", count * size)
        whole = memoryview(ffi.buffer(self.block))
        self.slots = tuple(
            Slot(whole[index * size : (index + 1) * size], self.block + index * size)
            for index in range(count)
        )
