"""Which address a request came from, and whether a page of ours sent it."""

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

from aiohttp import web

from server.http.errors import ApiError
from server.settings import Settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


NET_BITS = 64
"""What one line is given of IPv6 addresses at least (RFC 6177 §2): all of them are one caller."""
LONGEST = 64
"""Of what stands for an address and is none."""


def client_address(request: web.Request, settings: Settings) -> str:
    """The peer's address; behind trusted proxies the last one of X-Forwarded-For that is not itself trusted."""
    trusted = _networks(settings.trusted_proxies)
    hops = [word for line in request.headers.getall("X-Forwarded-For", []) for word in line.split(",")]
    address = plain(request.remote or "")
    while hops and _within(address, trusted):
        address = plain(hops.pop())
    return address


def client_source(request: web.Request, settings: Settings) -> str:
    """What limits count the caller as."""
    return source(client_address(request, settings))


def plain(word: str) -> str:
    """An address as everybody writes it: without a port or brackets, IPv4 in IPv6 (RFC 4291 §2.5.5.2) as IPv4. What is
    none stays as it is."""
    word = word.strip().strip('"')
    if word.startswith("["):
        bare = word[1:].partition("]")[0]
    else:
        bare = word.partition(":")[0] if word.count(":") == 1 else word
    parsed = _parsed(bare)
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return word if parsed is None else str(parsed)


def source(address: str) -> str:
    """What a limit counts an address as: IPv4 itself, IPv6 its /64. Pure. What is no address counts as it is."""
    parsed = _parsed(plain(address))
    if parsed is None:
        return address[:LONGEST]
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    net = int(parsed) >> NET_BITS << NET_BITS
    return f"{ipaddress.IPv6Address(net)}/{NET_BITS}"


def on_this_machine(request: web.Request, settings: Settings) -> bool:
    """Whether a program of this machine asks, not a proxy on it for somebody else."""
    address = client_address(request, settings)
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    if forwarded and not settings.trusted_proxies:
        return False
    parsed = _parsed(address)
    return parsed is not None and parsed.is_loopback


def refuse_cross_site(request: web.Request, settings: Settings, *, strict: bool) -> None:
    """Raises ApiError `cross_site` for a call another site's page made (Fetch Metadata, RFC 6454 Origin).

    `strict`: the call carries a cookie, so a browser sent it, and every browser says where it comes from.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None:
        same = not strict
    else:
        same = site in (None, "same-origin", "none") and (
            origin is None or own_origin(origin, request, settings)
        )
    if not same:
        raise ApiError("cross_site")


def own_origin(origin: str, request: web.Request, settings: Settings) -> bool:
    """Whether the Origin header names this server, as the browser or the operator calls it."""
    parts = urlsplit(origin)
    hosts = {request.host.lower(), urlsplit(settings.public_url).netloc.lower()}
    return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.netloc.lower() in hosts


@lru_cache(maxsize=8)
def _networks(words: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(word) for word in words)


def _within(address: str, networks: tuple[Network, ...]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in networks)


def _parsed(word: str) -> Address | None:
    try:
        return ipaddress.ip_address(word)
    except ValueError:
        return None
