"""A network of the tests' own: this process moves into a new network namespace and gives it addresses.

Firefox makes no ICE pair with a server on 127.0.0.1 and a secure context over http is only given to localhost,
so browsers are tried against 198.18.9.1 (RFC 2544 range), which like fd00:9::1 exists in that namespace only.
Works as root, and without it where the kernel lets users make namespaces.
"""

import subprocess

from tests.support.namespaces import NEWNET, enter

ADDRESS = "198.18.9.1"
ADDRESS6 = "fd00:9::1"


def enter_own_network() -> str:
    """Moves the calling thread (and all processes it starts from now on) there; the address. Raises OSError."""
    enter(NEWNET, "the browser tests")
    for command in (
        "link set lo up",
        "link add bg0 type veth peer name bg1",
        f"addr add {ADDRESS}/24 dev bg0",
        f"addr add {ADDRESS6}/64 dev bg0 nodad",
        "link set bg0 up",
        "link set bg1 up",
        "route add default via 198.18.9.2",
        "-6 route add default via fd00:9::2",
    ):
        subprocess.run(["ip", *command.split()], check=True)
    return ADDRESS
