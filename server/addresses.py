"""Where this machine can be reached: its own addresses, what media binds and tells, how links begin."""

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path

import ifaddr

from server.settings import Settings

VIRTUAL = ("docker", "br-", "veth", "virbr", "cni", "flannel")
"""Interfaces of containers and virtual machines begin so; no phone reaches them."""
IPV6 = Path("/proc/net/if_inet6")
NOT_TO_LAST = 0x01 | 0x08 | 0x20 | 0x40
"""IFA_F_TEMPORARY, DADFAILED, DEPRECATED, TENTATIVE (linux/if_addr.h): addresses that soon are not ours."""


@dataclass(frozen=True)
class MediaBinding:
    """`hosts` the media worker binds, over UDP and TCP; `addresses` it tells browsers."""

    hosts: tuple[str, ...]
    addresses: tuple[str, ...]


def own_addresses() -> tuple[str, ...]:
    """IPv4 addresses of this machine that others can reach, the one with the default route first."""
    found = [
        str(address.ip)
        for adapter in ifaddr.get_adapters()
        if not adapter.name.startswith(VIRTUAL)
        for address in adapter.ips
        if address.is_IPv4
    ]
    usable = [word for word in found if _reachable(word)]
    first = _default_address()
    return tuple(sorted(set(usable), key=lambda word: (word != first, usable.index(word))))


def own_ipv6() -> tuple[str, ...]:
    """Global and unique local IPv6 addresses of this machine that are there to stay, in the system's order."""
    try:
        lines = IPV6.read_text().splitlines()
    except OSError:  # no IPv6 here
        return ()
    found = []
    for line in lines:
        digits, _, _, _, flags, name = line.split()
        word = str(ipaddress.IPv6Address(int(digits, 16)))
        if _reachable(word) and not int(flags, 16) & NOT_TO_LAST and not name.startswith(VIRTUAL):
            found.append(word)
    return tuple(found)


def media_binding(settings: Settings) -> MediaBinding:
    """Media is where the pages are; behind a proxy that may be anywhere. Loopback while the pages are there alone."""
    if settings.media_addresses:
        return MediaBinding(_bound_for(settings.media_addresses), settings.media_addresses)
    host = ipaddress.ip_address(settings.host)
    if settings.loopback:
        hosts: tuple[str, ...] = ("::1", "127.0.0.1") if host.version == 6 else ("127.0.0.1",)
    elif not host.is_unspecified:
        hosts = (settings.host,)
    else:
        hosts = (*own_ipv6(), *own_addresses()) if host.version == 6 else own_addresses()
    if settings.public_url:
        hosts += (*own_addresses(), *own_ipv6())
    hosts = tuple(dict.fromkeys(hosts)) or ("127.0.0.1",)
    return MediaBinding(hosts, hosts)


def _bound_for(told: tuple[str, ...]) -> tuple[str, ...]:
    """Of each kind of address that is told: those that are this machine's, else (behind NAT) all it has."""
    hosts: list[str] = []
    for version, own, loopback in ((4, own_addresses(), "127.0.0.1"), (6, own_ipv6(), "::1")):
        words = [str(ip) for ip in map(ipaddress.ip_address, told) if ip.version == version]
        local = [word for word in words if word in own or word == loopback]
        hosts += local or (own if words else ())
    return tuple(dict.fromkeys(hosts)) or ("127.0.0.1",)


def base_url(settings: Settings) -> str:
    """How people's links begin, without a slash at the end."""
    if settings.public_url:
        return settings.public_url
    host = ipaddress.ip_address(settings.host)
    if host.is_unspecified:
        own = own_ipv6() if host.version == 6 else own_addresses()
        host = ipaddress.ip_address((own or ("127.0.0.1",))[0])
    name = f"[{host}]" if host.version == 6 else str(host)
    return f"{'https' if settings.tls_cert else 'http'}://{name}:{settings.port}"


def _reachable(word: str) -> bool:
    address = ipaddress.ip_address(word)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)


def _default_address() -> str:
    """The source address towards the world; connecting a UDP socket sends nothing (RFC 5737 address)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])
