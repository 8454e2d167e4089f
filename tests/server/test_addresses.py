"""Which addresses media uses and how links begin."""

from pathlib import Path

import pytest

import server.addresses
from server.addresses import MediaBinding, base_url, media_binding, own_addresses, own_ipv6
from server.settings import load_settings

OWN = ("192.168.1.20", "10.0.0.5")
OWN6 = ("2001:db8::20", "fd00::5")
IF_INET6 = """\
00000000000000000000000000000001 01 80 10 80       lo
fe8000000000000000fc00fffe000001 02 40 20 80     eth0
20010db8000000000000000000000020 02 40 00 80     eth0
20010db80000000012345678abcdef01 02 40 00 01     eth0
20010db8000000000000000000000021 02 40 00 20     eth0
20010db8000000000000000000000022 02 40 00 40     eth0
fd000000000000000000000000000005 03 40 00 82    wlan0
fd000000000000000000000000000006 04 40 00 80  docker0
"""


@pytest.fixture(autouse=True)
def invented_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.addresses, "own_addresses", lambda: OWN)
    monkeypatch.setattr(server.addresses, "own_ipv6", lambda: OWN6)


@pytest.mark.parametrize(
    ("given", "hosts", "told"),
    [
        ({}, ("127.0.0.1",), None),
        ({"host": "::1"}, ("::1", "127.0.0.1"), None),
        ({"host": "0.0.0.0"}, OWN, None),
        ({"host": "::"}, OWN6 + OWN, None),
        ({"host": "10.0.0.5"}, ("10.0.0.5",), None),
        ({"host": "fd00::5"}, ("fd00::5",), None),
        ({"public_url": "https://lop.example"}, ("127.0.0.1", *OWN, *OWN6), None),
        ({"public_url": "https://lop.example", "host": "::1"}, ("::1", "127.0.0.1", *OWN, *OWN6), None),
        ({"public_url": "https://lop.example", "host": "0.0.0.0"}, (*OWN, *OWN6), None),
        ({"host": "0.0.0.0", "media_addresses": "203.0.113.7"}, OWN, ("203.0.113.7",)),
        ({"host": "0.0.0.0", "media_addresses": "10.0.0.5"}, ("10.0.0.5",), None),
        ({"media_addresses": "fd00::5"}, ("fd00::5",), None),
        ({"media_addresses": "::1,127.0.0.1"}, ("127.0.0.1", "::1"), ("::1", "127.0.0.1")),
        (
            {"media_addresses": "203.0.113.7,2001:db8::20"},
            (*OWN, "2001:db8::20"),
            ("203.0.113.7", "2001:db8::20"),
        ),
        ({"media_addresses": "2001:db8:ffff::1"}, OWN6, ("2001:db8:ffff::1",)),
    ],
)
def test_media_binding(given: dict[str, str], hosts: tuple[str, ...], told: tuple[str, ...] | None) -> None:
    assert media_binding(load_settings(**given)) == MediaBinding(hosts, told or hosts)


def test_without_any_network_media_is_on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.addresses, "own_addresses", lambda: ())
    monkeypatch.setattr(server.addresses, "own_ipv6", lambda: ())
    assert media_binding(load_settings(host="0.0.0.0")).hosts == ("127.0.0.1",)
    assert media_binding(load_settings(media_addresses="203.0.113.7")).hosts == ("127.0.0.1",)


def test_base_url() -> None:
    assert base_url(load_settings()) == "http://127.0.0.1:8080"
    assert base_url(load_settings(host="0.0.0.0", port=9000)) == "http://192.168.1.20:9000"
    assert base_url(load_settings(host="::1")) == "http://[::1]:8080"
    assert base_url(load_settings(host="::")) == "http://[2001:db8::20]:8080"
    assert base_url(load_settings(tls_cert="/c", tls_key="/k")) == "https://127.0.0.1:8080"
    assert base_url(load_settings(public_url="https://lop.example/")) == "https://lop.example"


def test_ipv6_addresses_that_are_there_to_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "if_inet6"
    monkeypatch.setattr(server.addresses, "IPV6", table)
    assert own_ipv6() == ()
    table.write_text(IF_INET6)
    assert own_ipv6() == ("2001:db8::20", "fd00::5")


def test_own_addresses_are_reachable_ones() -> None:
    assert not any(word.startswith(("127.", "169.254.")) for word in own_addresses())
