import contextlib

import pytest
from aiortc.rtp import RtcpPacket, RtcpSdesPacket
from hypothesis import given
from hypothesis import strategies as st

from sfu.wire import rtcp
from tests.support.wraps import WRAPS

word = st.integers(0, 0xFFFFFFFF)
blocks = st.builds(
    rtcp.Block,
    word,
    st.integers(0, 255),
    st.integers(-0x800000, 0x7FFFFF),
    word,
    word,
    word,
    word,
)
some_blocks = st.lists(blocks, max_size=31).map(tuple)


@given(st.builds(rtcp.SenderReport, word, st.integers(0, 2**64 - 1), word, word, word, some_blocks))
def test_sender_report(report: rtcp.SenderReport) -> None:
    data = rtcp.sender_report(report)
    assert rtcp.parse(data) == [report]
    assert bytes(RtcpPacket.parse(data)[0]) == data


@given(word, some_blocks)
def test_receiver_report(ssrc: int, some: tuple[rtcp.Block, ...]) -> None:
    data = rtcp.receiver_report(ssrc, some)
    assert rtcp.parse(data) == [rtcp.ReceiverReport(ssrc, some)]
    assert bytes(RtcpPacket.parse(data)[0]) == data


@pytest.mark.parametrize("first", WRAPS)
def test_nack_across_the_wrap(first: int) -> None:
    lost = tuple((first + ahead) & 0xFFFF for ahead in (0, 1, 5, 16, 17, 33, 100, 101))
    data = rtcp.nack(1, 2, lost)
    assert rtcp.parse(data) == [rtcp.Nack(1, 2, lost)]
    assert len(data) == 12 + 4 * 3


@given(st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=50, unique=True))
def test_nack_of_anything(lost: list[int]) -> None:
    (report,) = rtcp.parse(rtcp.nack(1, 2, lost))
    assert isinstance(report, rtcp.Nack)
    assert set(report.lost) == set(lost)


def test_small_ones_in_one_compound() -> None:
    data = (
        rtcp.receiver_report(9)
        + rtcp.source_description(9, "bucgiang")
        + rtcp.pli(1, 2)
        + rtcp.fir(1, [(5, 250), (6, 3)])
        + rtcp.remb(1, 1_234_567, [4, 5])
        + rtcp.bye([7, 8])
        + rtcp.transport_feedback(1, 2, b"body")
    )
    _, pli, fir, remb, bye, feedback = rtcp.parse(data)
    assert pli == rtcp.Pli(1, 2)
    assert fir == rtcp.Fir(1, ((5, 250), (6, 3)))
    assert isinstance(remb, rtcp.Remb) and remb.ssrcs == (4, 5)
    assert 0 <= 1_234_567 - remb.bitrate < 8
    assert bye == rtcp.Bye((7, 8))
    assert feedback == rtcp.TransportFeedback(1, 2, b"body")


@pytest.mark.parametrize("cname", ["", "a", "ab", "abc", "abcd", "bucgiang"])
def test_source_description_is_read_by_aiortc(cname: str) -> None:
    (packet,) = RtcpPacket.parse(rtcp.source_description(3, cname))
    assert isinstance(packet, RtcpSdesPacket)
    assert packet.chunks[0].items == [(1, cname.encode())]


def test_padding_is_cut_off() -> None:
    data = bytearray(rtcp.nack(1, 2, [3]) + bytes(3) + b"\x04")
    data[0] |= 0x20
    data[3] += 1
    assert rtcp.parse(bytes(data)) == [rtcp.Nack(1, 2, (3,))]


@given(st.binary(max_size=1500))
def test_random_bytes_raise_only_value_error(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        rtcp.parse(data)


@given(st.sampled_from(range(192, 224)), st.integers(0, 31), st.booleans(), st.binary(max_size=80))
def test_random_bodies_raise_only_value_error(kind: int, count: int, padded: bool, body: bytes) -> None:
    body = body[: len(body) // 4 * 4]
    data = bytes([0x80 | padded << 5 | count, kind]) + (len(body) // 4).to_bytes(2, "big") + body
    with contextlib.suppress(ValueError):
        rtcp.parse(data)


def test_nobody_misses_more_than_a_browser_remembers() -> None:
    lost = [*range(0, 2 * rtcp.MOST_LOST, 2)]
    first, second = rtcp.nack(1, 2, lost[:600]), rtcp.nack(1, 3, lost[600:])
    assert sum(
        len(report.lost) for report in rtcp.parse(first + second) if isinstance(report, rtcp.Nack)
    ) == len(lost)
    for compound in (first + second + rtcp.nack(1, 2, [9]), rtcp.nack(1, 2, range(rtcp.MOST_LOST + 1))):
        with pytest.raises(ValueError, match="more than anybody misses"):
            rtcp.parse(compound)
