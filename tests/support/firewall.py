"""A school's firewall: nftables rules in the tests' own network namespace (tests/support/network.py)."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

TABLE = "bucgiang_tests"
Transport = Literal["udp", "tcp"]


@contextmanager
def blocked(*ports: tuple[Transport, int]) -> Iterator[None]:
    """Packets to these ports are dropped in silence, as firewalls do, and those that come from them, too.

    RuntimeError when there is no nft or no right to use it.
    """
    rules = "".join(
        f"add rule inet {TABLE} in {transport} {way} {port} drop\n"
        for transport, port in ports
        for way in ("dport", "sport")
    )
    _nft(
        f"add table inet {TABLE}\n"
        f"add chain inet {TABLE} in {{ type filter hook input priority 0; }}\n" + rules
    )
    try:
        yield
    finally:
        _nft(f"delete table inet {TABLE}\n")


def _nft(script: str) -> None:
    done = subprocess.run(["nft", "-f", "-"], input=script, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"nft: {done.stderr.strip()}")
