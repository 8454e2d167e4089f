"""Rate limits stay small; the client's address is not what the client says it is."""

import ipaddress

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from server.http.clients import client_address, client_source, on_this_machine, own_origin, plain, source
from server.http.limits import RateLimit
from server.settings import Settings


def test_a_burst_then_one_at_a_time() -> None:
    limit = RateLimit(burst=3, every_ms=1000)
    assert [limit.take("a", 0) for _ in range(4)] == [0, 0, 0, 1000]
    assert limit.take("b", 0) == 0
    assert limit.take("a", 400) == 600
    assert limit.take("a", 1000) == 0
    assert limit.take("a", 1000) == 1000
    assert [limit.take("a", 60_000) for _ in range(4)] == [0, 0, 0, 1000]


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    limit = RateLimit(burst=1, every_ms=1000)
    assert limit.take("a", 5000) == 0
    assert limit.take("a", 1000) == 1000
    assert limit.take("a", 1500) == 500


def test_memory_is_bounded() -> None:
    limit = RateLimit(burst=1, every_ms=1000, max_addresses=100)
    for number in range(1000):
        limit.take(str(number), 0)
    assert len(limit) == 100


def request(remote: str, *forwarded: str, host: str = "lop.truong.example"):  # type: ignore[no-untyped-def]
    headers = CIMultiDict([("Host", host), *(("X-Forwarded-For", line) for line in forwarded)])
    return make_mocked_request("GET", "/", headers=headers).clone(remote=remote)


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "found"),
    [
        ("203.0.113.7", (), (), "203.0.113.7"),
        ("203.0.113.7", ("1.2.3.4",), (), "203.0.113.7"),
        ("203.0.113.7", ("1.2.3.4",), ("127.0.0.1",), "203.0.113.7"),
        ("127.0.0.1", ("1.2.3.4",), ("127.0.0.1",), "1.2.3.4"),
        ("127.0.0.1", ("9.9.9.9, 1.2.3.4",), ("127.0.0.1",), "1.2.3.4"),
        ("127.0.0.1", ("9.9.9.9, 1.2.3.4, 10.0.0.5",), ("127.0.0.1", "10.0.0.0/8"), "1.2.3.4"),
        ("127.0.0.1", ("9.9.9.9", "1.2.3.4"), ("127.0.0.1",), "1.2.3.4"),
        ("127.0.0.1", (), ("127.0.0.1",), "127.0.0.1"),
        ("127.0.0.1", ("nonsense",), ("127.0.0.1",), "nonsense"),
        ("::1", ("2001:db8::1",), ("::1",), "2001:db8::1"),
        ("::ffff:203.0.113.7", (), (), "203.0.113.7"),
        ("::ffff:127.0.0.1", ("1.2.3.4",), ("127.0.0.1",), "1.2.3.4"),
        ("127.0.0.1", ("1.2.3.4:5678",), ("127.0.0.1",), "1.2.3.4"),
        ("127.0.0.1", ('"[2001:db8::1]:443"',), ("127.0.0.1",), "2001:db8::1"),
        ("127.0.0.1", ("9.9.9.9, ::ffff:10.0.0.5",), ("127.0.0.1", "10.0.0.0/8"), "9.9.9.9"),
    ],
)
def test_the_clients_address(
    remote: str, forwarded: tuple[str, ...], trusted: tuple[str, ...], found: str
) -> None:
    assert client_address(request(remote, *forwarded), Settings(trusted_proxies=trusted)) == found


V4 = st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address)
V6 = st.integers(0, 2**128 - 1).map(ipaddress.IPv6Address).filter(lambda one: one.ipv4_mapped is None)


@given(V6, st.integers(0, 2**64 - 1))
def test_all_addresses_of_a_line_are_one_source(one: ipaddress.IPv6Address, low: int) -> None:
    neighbour = ipaddress.IPv6Address(int(one) >> 64 << 64 | low)
    assert source(str(one)) == source(str(neighbour)) == source(one.exploded) == source(f"[{one}]:443")
    assert ipaddress.ip_network(source(str(one))) == ipaddress.ip_network((int(one) >> 64 << 64, 64))


@given(V6, V6)
def test_other_lines_are_other_sources(one: ipaddress.IPv6Address, other: ipaddress.IPv6Address) -> None:
    assert (source(str(one)) == source(str(other))) == (int(one) >> 64 == int(other) >> 64)


@given(V4, V4)
def test_ipv4_counts_by_itself_however_it_is_written(
    one: ipaddress.IPv4Address, other: ipaddress.IPv4Address
) -> None:
    assert source(str(one)) == source(f"::ffff:{one}") == source(f"{one}:5678") == str(one)
    assert (source(str(one)) == source(str(other))) == (one == other)


@given(st.text(max_size=200))
def test_what_is_no_address_stays_small_and_harms_nobody(word: str) -> None:
    found = source(word)
    assert len(found) <= 64 and source(plain(word)) == source(plain(plain(word)))


def test_a_zone_is_no_other_source() -> None:
    assert source("fe80::1%eth0") == source("fe80::2") == "fe80::/64"


def test_a_caller_is_counted_by_the_line_it_is_at() -> None:
    settings = Settings(trusted_proxies=("127.0.0.1",))
    assert client_source(request("127.0.0.1", "2001:db8:1:2:3::9"), settings) == "2001:db8:1:2::/64"
    assert client_source(request("::ffff:198.51.100.4"), settings) == "198.51.100.4"


def test_who_is_on_this_machine() -> None:
    plain, proxied = Settings(), Settings(trusted_proxies=("127.0.0.1",))
    assert on_this_machine(request("127.0.0.1"), plain)
    assert not on_this_machine(request("203.0.113.7"), plain)
    assert not on_this_machine(request("127.0.0.1", "127.0.0.1"), plain)
    assert not on_this_machine(request("127.0.0.1", "203.0.113.7"), proxied)
    assert not on_this_machine(request("127.0.0.1", "nonsense"), proxied)


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("https://lop.truong.example", True),
        ("http://LOP.truong.example", True),
        ("https://lop.truong.example:444", False),
        ("https://lop.truong.example.xau.example", False),
        ("https://cong.truong.example", True),
        ("null", False),
        ("", False),
        ("file://lop.truong.example", False),
    ],
)
def test_own_origins(origin: str, own: bool) -> None:
    settings = Settings(public_url="https://cong.truong.example")
    assert own_origin(origin, request("127.0.0.1"), settings) is own
