"""Where this machine can be reached: its own IPv4 addresses, what media binds and tells, how links begin."""

import ipaddress
import socket
from dataclasses import dataclass

import ifaddr

from server.settings import Settings

VIRTUAL = ("docker", "br-", "veth", "virbr", "cni", "flannel")
"""Interfaces of containers and virtual machines begin so; no phone reaches them."""


@dataclass(frozen=True)
class MediaBinding:
    """`hosts` the media worker binds, one UDP socket each; `addresses` it tells browsers."""

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


def media_binding(settings: Settings) -> MediaBinding:
    """Loopback while the pages are on loopback with no proxy before them; else the network's addresses."""
    own = own_addresses() or ("127.0.0.1",)
    if settings.media_addresses:
        local = tuple(word for word in settings.media_addresses if word in own or word == "127.0.0.1")
        return MediaBinding(local or own, settings.media_addresses)
    if settings.loopback:
        hosts = ("127.0.0.1", *own) if settings.public_url else ("127.0.0.1",)
        return MediaBinding(tuple(dict.fromkeys(hosts)), tuple(dict.fromkeys(hosts)))
    host = ipaddress.ip_address(settings.host)
    hosts = own if host.is_unspecified or host.version == 6 else (settings.host,)
    return MediaBinding(hosts, hosts)


def base_url(settings: Settings) -> str:
    """How people's links begin, without a slash at the end."""
    if settings.public_url:
        return settings.public_url
    host = ipaddress.ip_address(settings.host)
    if host.is_unspecified:
        host = ipaddress.ip_address((own_addresses() or ("127.0.0.1",))[0])
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
