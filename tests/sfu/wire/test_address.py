import pytest

from sfu.wire.address import Address, address_text, pack_address


@pytest.mark.parametrize(
    ("host", "port", "size"),
    [
        ("127.0.0.1", 7000, 16),
        ("203.0.113.255", 65535, 16),
        ("fd00::2", 1, 28),
    ],
)
def test_round_trip(host: str, port: int, size: int) -> None:
    address = pack_address(host, port)
    assert len(address) == size
    assert address_text(address) == (host, port)


@pytest.mark.parametrize(
    ("host", "port"), [("localhost", 1), ("", 1), ("127.0.0.1", 65536), ("127.0.0.1", -1)]
)
def test_refuses_names_and_ports_out_of_range(host: str, port: int) -> None:
    with pytest.raises(ValueError):
        pack_address(host, port)


def test_refuses_other_families() -> None:
    with pytest.raises(ValueError):
        address_text(Address(b"\x01\x00/run/x"))
