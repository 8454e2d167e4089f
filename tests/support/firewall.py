"""A school's firewall: nftables rules in the tests' own network namespace (tests/support/network.py)."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

NFT = "/usr/sbin/nft"  # not in everybody's PATH
TABLE = "bucgiang_tests"
Transport = Literal["udp", "tcp"]


RELAYED = range(61001, 65001)
"""Ports a relay of the tests sends from; the system gives them to nobody else (its own end at 60999)."""


@contextmanager
def blocked(*ports: tuple[Transport, int], relays: bool = False) -> Iterator[None]:
    """Packets to and from these ports are dropped in silence, as firewalls do. `relays`: those of RELAYED pass.

    RuntimeError when there is no nft or no right to use it.
    """
    rules = "".join(
        f"add rule inet {TABLE} in {transport} {way} {port} {_others(transport, back) if relays else ''} drop\n"
        for transport, port in ports
        for way, back in (("dport", "sport"), ("sport", "dport"))
    )
    chain = f"add chain inet {TABLE} in {{ type filter hook input priority 0; }}\n"
    _nft(f"add table inet {TABLE}\n{chain}{rules}")
    try:
        yield
    finally:
        _nft(f"delete table inet {TABLE}\n")


def _others(transport: Transport, way: str) -> str:
    return f"{transport} {way} != {RELAYED.start}-{RELAYED.stop - 1}"


def _nft(script: str) -> None:
    done = subprocess.run([NFT, "-f", "-"], input=script, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"nft: {done.stderr.strip()}")
