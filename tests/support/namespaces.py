"""Linux namespaces of the tests' own: as root, and without it where the kernel lets users make them."""

import ctypes
import os
from pathlib import Path

NEWUSER, NEWNS, NEWNET = 0x10000000, 0x20000, 0x40000000


def enter(kind: int, purpose: str) -> None:
    """Moves the calling thread, and what it starts from now on, into a new one. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(kind if uid == 0 else kind | NEWUSER) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"no namespace for {purpose} (run them as root): {os.strerror(error)}")
    if uid != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
        Path("/proc/self/gid_map").write_text(f"0 {gid} 1")
