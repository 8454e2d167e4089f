"""Credentials of the TURN server, and the configuration that is printed for it."""

import base64
import hashlib
import hmac
from pathlib import Path

import pytest

from server import turn
from server.settings import Settings, SettingsError, load_settings
from server.terminal.turn import turn_config

SECRET = "a-secret-for-the-tests-only-0123456789"
NOW = 1_800_000_000_000
URLS = "turn:turn.truong.example:3478?transport=udp, turns:turn.truong.example:443?transport=tcp"


def settings(**more: object) -> Settings:
    return load_settings(
        **{"turn_urls": URLS, "turn_secret": SECRET, "media_addresses": "203.0.113.7"} | more
    )


def test_nothing_without_a_server() -> None:
    assert turn.ice_servers(load_settings(), NOW) == ()


def test_a_name_that_says_when_it_ends_and_nothing_else() -> None:
    [server] = turn.ice_servers(settings(), NOW)
    [other] = turn.ice_servers(settings(), NOW)
    assert server.urls == tuple(URLS.split(", "))
    ends, colon, rest = server.username.partition(":")
    assert (int(ends), colon, len(rest)) == ((NOW + turn.GOOD_FOR_MS) // 1000, ":", 16)
    assert server.username != other.username
    digest = hmac.new(SECRET.encode(), server.username.encode(), hashlib.sha1).digest()
    assert base64.b64decode(server.credential) == digest


def test_the_configuration(tmp_path: Path) -> None:
    text = turn_config(settings(public_url="https://lop.truong.example"), tmp_path / "c", tmp_path / "k")
    lines = text.splitlines()
    for line in (
        "listening-port=3478",
        "tls-listening-port=443",
        f"cert={tmp_path / 'c'}",
        f"pkey={tmp_path / 'k'}",
        "realm=lop.truong.example",
        "use-auth-secret",
        f"static-auth-secret={SECRET}",
        "no-cli",
        "no-tcp-relay",
        "no-multicast-peers",
        "denied-peer-ip=0.0.0.0-255.255.255.255",
        "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ):
        assert lines.count(line) == 1, line
    assert [line for line in lines if line.startswith("allowed-")] == ["allowed-peer-ip=203.0.113.7"]
    for word in ("user-quota=", "total-quota=", "max-bps="):
        assert sum(line.startswith(word) for line in lines) == 1
    assert not any(line.startswith(("allow-loopback-peers", "no-auth", "lt-cred")) for line in lines)


def test_media_on_loopback_is_never_relayed_to() -> None:
    text = turn_config(settings(media_addresses="127.0.0.1,192.168.1.10,::1,2001:db8::7"), None, None)
    allowed = [line for line in text.splitlines() if line.startswith("allowed-")]
    assert allowed == ["allowed-peer-ip=192.168.1.10", "allowed-peer-ip=2001:db8::7"]
    with pytest.raises(SettingsError, match="MEDIA_ADDRESSES"):
        turn_config(settings(media_addresses=""), None, None)


def test_private_networks_only_when_set() -> None:
    text = turn_config(settings(turn_allow_private=True), None, None)
    allowed = [line for line in text.splitlines() if line.startswith("allowed-")]
    assert "allowed-peer-ip=10.0.0.0-10.255.255.255" in allowed
    assert not any(word in line for line in allowed for word in ("=127.", "=169.254", "=::", "=fe80"))


def test_without_a_certificate_there_is_no_tls(tmp_path: Path) -> None:
    text = turn_config(settings(), None, None)
    assert "no-tls\n" in text and "tls-listening-port" not in text
    with pytest.raises(SettingsError, match="together"):
        turn_config(settings(), tmp_path / "c", None)


def test_without_addresses_there_is_nothing_to_print() -> None:
    with pytest.raises(SettingsError, match="BUCGIANG_TURN_URLS"):
        turn_config(load_settings(), None, None)
