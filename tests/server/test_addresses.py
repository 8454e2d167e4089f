"""Which addresses media uses and how links begin."""

import pytest

import server.addresses
from server.addresses import MediaBinding, base_url, media_binding, own_addresses
from server.settings import load_settings

OWN = ("192.168.1.20", "10.0.0.5")


@pytest.fixture(autouse=True)
def invented_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.addresses, "own_addresses", lambda: OWN)


@pytest.mark.parametrize(
    ("given", "hosts", "told"),
    [
        ({}, ("127.0.0.1",), ("127.0.0.1",)),
        ({"host": "0.0.0.0"}, OWN, OWN),
        ({"host": "10.0.0.5"}, ("10.0.0.5",), ("10.0.0.5",)),
        ({"public_url": "https://lop.example"}, ("127.0.0.1", *OWN), ("127.0.0.1", *OWN)),
        ({"host": "0.0.0.0", "media_addresses": "203.0.113.7"}, OWN, ("203.0.113.7",)),
        ({"host": "0.0.0.0", "media_addresses": "10.0.0.5"}, ("10.0.0.5",), ("10.0.0.5",)),
    ],
)
def test_media_binding(given: dict[str, str], hosts: tuple[str, ...], told: tuple[str, ...]) -> None:
    assert media_binding(load_settings(**given)) == MediaBinding(hosts, told)


def test_base_url() -> None:
    assert base_url(load_settings()) == "http://127.0.0.1:8080"
    assert base_url(load_settings(host="0.0.0.0", port=9000)) == "http://192.168.1.20:9000"
    assert base_url(load_settings(host="::1")) == "http://[::1]:8080"
    assert base_url(load_settings(tls_cert="/c", tls_key="/k")) == "https://127.0.0.1:8080"
    assert base_url(load_settings(public_url="https://lop.example/")) == "https://lop.example"


def test_own_addresses_are_reachable_ones() -> None:
    assert not any(word.startswith(("127.", "169.254.")) for word in own_addresses())
