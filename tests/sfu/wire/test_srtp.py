"""Packets protected and unprotected where they lie, between the two ends of a DTLS pair."""

import struct

import pytest
from aiortc.rtcdtlstransport import SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_SHA1_80
from hypothesis import given
from hypothesis import strategies as st

from sfu.wire import dtls
from sfu.wire.arena import Arena, Slot
from sfu.wire.dtls import (
    ServerCertificate,
    Srtp,
    SrtpError,
    SrtpReplay,
)
from tests.sfu.wire.dtls_pair import End, pair, shake_hands


def connect(profile: object) -> tuple[Srtp, Srtp]:
    certificate = ServerCertificate((profile,))  # type: ignore[arg-type]
    server, client = pair(End("server", certificate), End("client", certificate))
    shake_hands(server, client)
    return server.srtp[0], client.srtp[0]


@pytest.fixture(params=[SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_SHA1_80], ids=["gcm", "cm"])
def ends(request: pytest.FixtureRequest) -> tuple[Srtp, Srtp]:
    return connect(request.param)


@pytest.fixture
def slot() -> Slot:
    return Arena(1, 1664).slots[0]


def rtp(sequence: int, ssrc: int = 0x1234, payload: bytes = b"payload") -> bytes:
    return struct.pack("!BBHII", 0x80, 96, sequence & 0xFFFF, 1000, ssrc) + payload


def rtcp(ssrc: int = 0x1234) -> bytes:
    return struct.pack("!BBHI", 0x80, 201, 1, ssrc)


def put(slot: Slot, data: bytes) -> int:
    slot.view[: len(data)] = data
    return len(data)


def protected(sender: Srtp, slot: Slot, packet: bytes) -> bytes:
    length = sender.protect_rtp(slot, put(slot, packet))
    return bytes(slot.view[:length])


def test_rtp_both_ways(ends: tuple[Srtp, Srtp], slot: Slot) -> None:
    for sender, receiver in (ends, ends[::-1]):
        packet = rtp(7, payload=bytes(1200))
        wire = protected(sender, slot, packet)
        assert wire[:12] == packet[:12] and packet[12:] not in wire
        assert len(wire) == len(packet) + (16 if "GCM" in sender.profile else 10)
        length = receiver.unprotect_rtp(slot, len(wire))
        assert bytes(slot.view[:length]) == packet


def test_rtcp_both_ways(ends: tuple[Srtp, Srtp], slot: Slot) -> None:
    for sender, receiver in (ends, ends[::-1]):
        length = sender.protect_rtcp(slot, put(slot, rtcp()))
        assert length > len(rtcp())
        length = receiver.unprotect_rtcp(slot, length)
        assert bytes(slot.view[:length]) == rtcp()


@pytest.mark.parametrize("start", [0, 127, 32767, 65530])
def test_sequence_numbers_across_the_wrap(ends: tuple[Srtp, Srtp], slot: Slot, start: int) -> None:
    for sequence in range(start, start + 20):
        wire = protected(ends[0], slot, rtp(sequence))
        length = ends[1].unprotect_rtp(slot, len(wire))
        assert bytes(slot.view[:length]) == rtp(sequence)


def test_a_replay_is_told_from_a_forgery(ends: tuple[Srtp, Srtp], slot: Slot) -> None:
    wire = protected(ends[0], slot, rtp(1))
    ends[1].unprotect_rtp(slot, put(slot, wire))
    with pytest.raises(SrtpReplay):
        ends[1].unprotect_rtp(slot, put(slot, wire))
    forged = wire[:-1] + bytes([wire[-1] ^ 1])
    with pytest.raises(SrtpError) as caught:
        ends[1].unprotect_rtp(slot, put(slot, forged))
    assert not isinstance(caught.value, SrtpReplay) or "replay" in str(caught.value)
    new = bytearray(protected(ends[0], slot, rtp(2)))
    new[20 if len(new) > 20 else 12] ^= 1
    with pytest.raises(SrtpError) as caught:
        ends[1].unprotect_rtp(slot, put(slot, bytes(new)))
    assert not isinstance(caught.value, SrtpReplay)


def test_late_packets_pass_inside_the_window_and_not_before_it(ends: tuple[Srtp, Srtp], slot: Slot) -> None:
    wires = [protected(ends[0], slot, rtp(sequence)) for sequence in range(1200)]
    ends[1].unprotect_rtp(slot, put(slot, wires[1199]))
    assert ends[1].unprotect_rtp(slot, put(slot, wires[300])) == len(rtp(0))
    with pytest.raises(SrtpReplay):
        ends[1].unprotect_rtp(slot, put(slot, wires[10]))


def test_an_rtcp_replay(ends: tuple[Srtp, Srtp], slot: Slot) -> None:
    length = ends[0].protect_rtcp(slot, put(slot, rtcp()))
    wire = bytes(slot.view[:length])
    ends[1].unprotect_rtcp(slot, put(slot, wire))
    with pytest.raises(SrtpReplay):
        ends[1].unprotect_rtcp(slot, put(slot, wire))


def test_a_sequence_number_is_never_protected_twice(ends: tuple[Srtp, Srtp], slot: Slot) -> None:
    protected(ends[0], slot, rtp(5))
    with pytest.raises(SrtpReplay):
        protected(ends[0], slot, rtp(5, payload=b"another"))


def test_the_other_ends_keys_are_of_no_use(ends: tuple[Srtp, Srtp], slot: Slot) -> None:
    wire = protected(ends[0], slot, rtp(1))
    with pytest.raises(SrtpError):
        ends[0].unprotect_rtp(slot, len(wire))


def test_one_peer_has_a_bounded_number_of_streams(ends: tuple[Srtp, Srtp], slot: Slot) -> None:
    for ssrc in range(dtls.MAX_STREAMS):
        ends[1].unprotect_rtp(slot, len(protected(ends[0], slot, rtp(1, ssrc))))
    wire = protected(ends[0], slot, rtp(1, 99999))
    with pytest.raises(SrtpError, match="SSRC"):
        ends[1].unprotect_rtp(slot, len(wire))
    assert ends[1].unprotect_rtp(slot, len(protected(ends[0], slot, rtp(2, 3))))
    length = ends[0].protect_rtcp(slot, put(slot, rtcp(99999)))
    with pytest.raises(SrtpError, match="SSRC"):
        ends[1].unprotect_rtcp(slot, length)


def test_forgeries_do_not_use_up_the_streams(ends: tuple[Srtp, Srtp], slot: Slot) -> None:
    for ssrc in range(dtls.MAX_STREAMS * 2):
        with pytest.raises(SrtpError):
            ends[1].unprotect_rtp(slot, put(slot, rtp(1, ssrc, bytes(40))))
    assert ends[1].unprotect_rtp(slot, len(protected(ends[0], slot, rtp(1, 5)))) == len(rtp(1))


@pytest.mark.parametrize(("length", "fits"), [(1664 - 144, True), (1664 - 143, False)])
def test_room_for_the_trailer_is_checked(
    ends: tuple[Srtp, Srtp], slot: Slot, length: int, fits: bool
) -> None:
    put(slot, rtp(1))
    if fits:
        assert ends[0].protect_rtp(slot, length) > length
    else:
        with pytest.raises(SrtpError, match="room"):
            ends[0].protect_rtp(slot, length)


ENDS = {profile: connect(profile)[0] for profile in (SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_SHA1_80)}


@given(st.sampled_from([*ENDS.values()]), st.binary(max_size=300), st.booleans())
def test_random_bytes_raise_only_srtp_error(receiver: Srtp, data: bytes, control: bool) -> None:
    slot = Arena(1, 2048).slots[0]
    call = receiver.unprotect_rtcp if control else receiver.unprotect_rtp
    with pytest.raises(SrtpError):
        call(slot, put(slot, b"\x90" + data))
