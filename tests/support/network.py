"""A network of the tests' own: this process moves into a new network namespace and gives it one address.

Firefox makes no ICE pair with a server on 127.0.0.1 and a secure context over http is only given to localhost,
so browsers are tried against 198.18.9.1 (RFC 2544 range), which exists in that namespace only. Works as root,
and without it where the kernel lets users make namespaces.
"""

import ctypes
import os
import subprocess
from pathlib import Path

ADDRESS = "198.18.9.1"
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def enter_own_network() -> str:
    """Moves the calling thread (and all processes it starts from now on) there; the address. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.getuid(), os.getgid()
    flags = CLONE_NEWNET if uid == 0 else CLONE_NEWNET | CLONE_NEWUSER
    if libc.unshare(flags) != 0:
        error = ctypes.get_errno()
        raise OSError(
            error, f"no network namespace for the browser tests (run them as root): {os.strerror(error)}"
        )
    if uid != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
        Path("/proc/self/gid_map").write_text(f"0 {gid} 1")
    for command in (
        "link set lo up",
        "link add bg0 type veth peer name bg1",
        f"addr add {ADDRESS}/24 dev bg0",
        "link set bg0 up",
        "link set bg1 up",
        "route add default via 198.18.9.2",
    ):
        subprocess.run(["ip", *command.split()], check=True)
    return ADDRESS
