"""Rate limits stay small; the client's address is not what the client says it is."""

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from server.http.clients import client_address, on_this_machine, own_origin
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
    ],
)
def test_the_clients_address(
    remote: str, forwarded: tuple[str, ...], trusted: tuple[str, ...], found: str
) -> None:
    assert client_address(request(remote, *forwarded), Settings(trusted_proxies=trusted)) == found


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
