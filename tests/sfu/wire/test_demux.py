import pytest

from sfu.wire.address import pack_address
from sfu.wire.demux import DTLS, MEDIA, OTHER, STUN, Demux, is_rtcp


def kind(demux: Demux[str], data: bytes) -> int:
    return demux.kind(memoryview(data.ljust(2048, b"\xee")), len(data))


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (0, STUN), (3, STUN), (4, OTHER), (19, OTHER), (20, DTLS), (63, DTLS),
        (64, OTHER), (127, OTHER), (128, MEDIA), (191, MEDIA), (192, OTHER), (255, OTHER),
    ],
)  # fmt: skip
def test_kinds_by_first_byte(first: int, expected: int) -> None:
    demux: Demux[str] = Demux()
    assert kind(demux, bytes([first]) + bytes(40)) == expected
    assert demux.dropped == ({"unknown": 1} if expected == OTHER else {})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x80" * 1501, "oversized"),
        (b"\x80" + bytes(1600), "oversized"),
        (b"\x80\x60" + bytes(9), "short"),
        (b"\x80\xc9" + bytes(5), "short"),
        (b"\x80", "short"),
    ],
)
def test_drops_are_counted_by_reason(data: bytes, reason: str) -> None:
    demux: Demux[str] = Demux()
    assert kind(demux, data) == OTHER
    assert demux.dropped == {reason: 1}


def test_the_largest_and_the_smallest_that_pass() -> None:
    demux: Demux[str] = Demux()
    assert kind(demux, b"\x80\x60" + bytes(1498)) == MEDIA
    assert kind(demux, b"\x80\x60" + bytes(10)) == MEDIA
    assert kind(demux, b"\x80\xc9" + bytes(6)) == MEDIA


@pytest.mark.parametrize(
    ("second", "expected"), [(96, False), (224, False), (191, False), (192, True), (223, True)]
)
def test_rtcp_is_told_from_rtp(second: int, expected: bool) -> None:
    assert is_rtcp(memoryview(bytes([128, second]))) is expected


def test_strangers_are_unknown_until_bound() -> None:
    demux: Demux[str] = Demux()
    address, other = pack_address("192.0.2.1", 5), pack_address("192.0.2.1", 6)
    assert demux.find(address) is None
    demux.bind(address, "peer")
    assert (demux.find(address), demux.find(other), len(demux)) == ("peer", None, 1)


def test_release_leaves_an_address_that_moved_to_another_peer() -> None:
    demux: Demux[str] = Demux()
    address = pack_address("192.0.2.1", 5)
    demux.bind(address, "old")
    demux.bind(address, "new")
    demux.release(address, "old")
    assert demux.find(address) == "new"
    demux.release(address, "new")
    assert demux.find(address) is None
    demux.drop("stranger")
    assert demux.dropped == {"stranger": 1}
