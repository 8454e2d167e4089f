"""Addresses as the kernel writes them: raw `sockaddr` bytes, which hash and copy without being parsed.

Only logs, STUN responses and tests need them as text.
"""

import ipaddress
import socket
import struct
from typing import NamedTuple, NewType

Address = NewType("Address", bytes)
"""`struct sockaddr_in` (16 bytes) or `struct sockaddr_in6` (28 bytes), as recvmmsg fills it."""

SOCKADDR_IN = struct.Struct("=H2s4s8x")
SOCKADDR_IN6 = struct.Struct("=H2sI16sI")


class Path(NamedTuple):
    """Where a peer is reached: the index of our socket and the address on its other side."""

    socket: int
    address: Address


def pack_address(host: str, port: int) -> Address:
    """The kernel's form of a numeric IPv4 or IPv6 address. ValueError when `host` is a name or `port` no
    port."""
    if not 0 <= port <= 0xFFFF:
        raise ValueError(f"port {port} is out of range")
    ip = ipaddress.ip_address(host)
    network_port = port.to_bytes(2, "big")
    if ip.version == 4:
        return Address(SOCKADDR_IN.pack(socket.AF_INET, network_port, ip.packed))
    return Address(SOCKADDR_IN6.pack(socket.AF_INET6, network_port, 0, ip.packed, 0))


def address_text(address: Address) -> tuple[str, int]:
    """(host, port) of a raw address. ValueError when it is neither IPv4 nor IPv6."""
    if len(address) == SOCKADDR_IN.size:
        _, port, packed = SOCKADDR_IN.unpack(address)
        return str(ipaddress.IPv4Address(packed)), int.from_bytes(port, "big")
    if len(address) == SOCKADDR_IN6.size:
        _, port, _, packed, _ = SOCKADDR_IN6.unpack(address)
        return str(ipaddress.IPv6Address(packed)), int.from_bytes(port, "big")
    raise ValueError(f"socket address of {len(address)} bytes")


def source_of(address: Address) -> bytes:
    """Whom to count against: an IPv4 address, or the /64 of an IPv6 one (its owner has all of that)."""
    return address[4:8] if len(address) == SOCKADDR_IN.size else address[8:16]
