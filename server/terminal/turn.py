"""turnserver.conf for coturn beside this server (`bucgiang turn`).

It relays to our media addresses and to nothing else: whoever holds credentials – everybody in a lesson – gets no way
into the school's network, to coturn's own machine, or out into the world under the school's address.
"""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from server.addresses import media_binding
from server.settings import TURN_URL, Settings, SettingsError

USER_QUOTA = 24
"""Allocations under one name: two connections over each of four ways, and as many again after a change of network."""
TOTAL_QUOTA = 2400
"""400 connections over each of three ways, and as many old ones; each takes a port of 49152–65535."""
MAX_BPS = 1_000_000
"""Bytes a second of one allocation, each way: a camera and a screen, with room."""
HEAD = """\
# coturn for Bục Giảng, printed by `bucgiang turn`: save it as /etc/turnserver.conf (owner turnserver, mode 0600:
# it holds the secret) and start coturn again. Print it anew when a BUCGIANG_TURN_ setting or a media address changes.
"""
EVERYTHING = ("0.0.0.0-255.255.255.255", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
PRIVATE = (
    "10.0.0.0-10.255.255.255",
    "100.64.0.0-100.127.255.255",
    "172.16.0.0-172.31.255.255",
    "192.168.0.0-192.168.255.255",
    "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
)


def turn_config(settings: Settings, cert: Path | None, key: Path | None) -> str:
    """The whole file. Raises SettingsError: no TURN addresses are set, or media is on loopback only."""
    if not settings.turn_urls:
        raise SettingsError("BUCGIANG_TURN_URLS and BUCGIANG_TURN_SECRET are not set; see docs/turn.md")
    if (cert is None) != (key is None):
        raise SettingsError("the TURN server's certificate and its key go together: --cert FILE --key FILE")
    peers = [word for word in media_binding(settings).addresses if not ipaddress.ip_address(word).is_loopback]
    if not peers:
        raise SettingsError(
            "media is on 127.0.0.1 only, where no relay may reach it; set BUCGIANG_HOST or BUCGIANG_MEDIA_ADDRESSES"
        )
    parts = [HEAD, _listening(settings, cert, key), _bounds(settings), _peers(settings, peers)]
    return "\n".join(parts)


def _listening(settings: Settings, cert: Path | None, key: Path | None) -> str:
    ports = {scheme: port for scheme, port in reversed([_port(url) for url in settings.turn_urls])}
    lines = [f"listening-port={ports.get('turn', 3478)}"]
    if cert is not None and key is not None:
        lines += [f"tls-listening-port={ports.get('turns', 5349)}", f"cert={cert}", f"pkey={key}"]
        lines += ["no-tlsv1", "no-tlsv1_1"]
    else:
        lines += ["no-tls", "no-dtls"]
        if "turns" in ports:
            lines.append("# turns: is set, but no certificate is: print this with --cert FILE --key FILE")
    return _lines(*lines)


def _port(url: str) -> tuple[str, int]:
    found = TURN_URL.fullmatch(url)
    assert found is not None
    scheme = str(found["scheme"])
    return scheme, int(found["port"] or (5349 if scheme == "turns" else 3478))


def _bounds(settings: Settings) -> str:
    return _lines(
        f"realm={urlsplit(settings.public_url).hostname or 'bucgiang'}",
        "use-auth-secret",
        f"static-auth-secret={settings.turn_secret}",
        "stale-nonce=600",
        "fingerprint",
        "no-cli",
        "no-software-attribute",
        "no-stun-backward-compatibility",
        "no-rfc5780",
        f"user-quota={USER_QUOTA}",
        f"total-quota={TOTAL_QUOTA}",
        f"max-bps={MAX_BPS}",
    )


def _peers(settings: Settings, peers: list[str]) -> str:
    """What is allowed goes before what is denied."""
    lines = ["# Who it relays to: this server's media, over UDP.", "no-tcp-relay", "no-multicast-peers"]
    lines += [f"allowed-peer-ip={word}" for word in peers]
    if settings.turn_allow_private:
        lines.append("# BUCGIANG_TURN_ALLOW_PRIVATE:")
        lines += [f"allowed-peer-ip={word}" for word in PRIVATE]
    lines.append(
        "# Nothing else: not this machine, not private, link-local, shared or multicast networks, not the world."
    )
    lines += [f"denied-peer-ip={word}" for word in EVERYTHING]
    return _lines(*lines)


def _lines(*lines: str) -> str:
    return "".join(line + "\n" for line in lines)
