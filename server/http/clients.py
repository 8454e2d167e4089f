"""Which address a request came from, and whether a page of ours sent it."""

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

from aiohttp import web

from server.http.errors import ApiError
from server.settings import Settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client_address(request: web.Request, settings: Settings) -> str:
    """The peer's address; behind trusted proxies the last one of X-Forwarded-For that is not itself trusted."""
    trusted = _networks(settings.trusted_proxies)
    hops = [
        word.strip() for line in request.headers.getall("X-Forwarded-For", []) for word in line.split(",")
    ]
    address = request.remote or ""
    while hops and _within(address, trusted):
        address = hops.pop()
    return address


def on_this_machine(request: web.Request, settings: Settings) -> bool:
    """Whether a program of this machine asks, not a proxy on it for somebody else."""
    address = client_address(request, settings)
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    if forwarded and not settings.trusted_proxies:
        return False
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


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
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
