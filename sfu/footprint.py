"""What this process holds of the machine, as Linux counts it; 0 where it does not say."""

import ctypes
import os

STATM, DESCRIPTORS = "/proc/self/statm", "/proc/self/fd"
_PAGE = os.sysconf("SC_PAGESIZE")


def memory() -> int:
    """Resident bytes (proc(5), statm's second field)."""
    try:
        with open(STATM, encoding="ascii") as counts:
            return int(counts.read().split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def descriptors() -> int:
    """Open file descriptors, but for the one that counts them."""
    try:
        return len(os.listdir(DESCRIPTORS)) - 1
    except OSError:
        return 0


def give_back() -> None:
    """Return free memory to the machine: glibc keeps what many connections used for ever (malloc_trim(3))."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:  # not every C library has it
        trim(0)
