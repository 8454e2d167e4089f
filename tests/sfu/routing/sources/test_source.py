import pytest

from sfu.routing.sources.layer import FLOW_TIMEOUT, MAX_GAP, PER_SECOND, SSRC_SILENT
from sfu.wire import rtcp, rtp
from tests.sfu.routing.model import Camera, Microphone, Tray, layer, receive, slot, source
from tests.support.wraps import WRAPS


@pytest.mark.parametrize("first", WRAPS)
def test_indexes_go_on_across_the_wrap(first: int) -> None:
    camera, video = Camera(sequence=first), layer()
    packets = [receive(video, data, 0.04 * frame) for frame in range(10) for data in camera.frame()]
    indexes = [packet.index for packet in packets if packet is not None]
    assert indexes == list(range(indexes[0], indexes[0] + 20))
    assert [packet.keyframe for packet in packets if packet] == [True] + [False] * 19


@pytest.mark.parametrize("first", WRAPS)
def test_padding_leaves_no_hole_and_is_never_forwarded(first: int) -> None:
    microphone, audio = Microphone(sequence=first), layer("audio")
    indexes = []
    for number in range(20):
        if number in (3, 4, 11):
            assert receive(audio, microphone.padding(), number * 0.02) is None
        packet = receive(audio, microphone.packet(), number * 0.02)
        assert packet is not None
        indexes.append(packet.index)
    assert indexes == list(range(indexes[0], indexes[0] + 20))
    assert audio._dropped == {"padding": 3}


@pytest.mark.parametrize("first", WRAPS)
def test_reordered_packets_pass_and_duplicates_do_not(first: int) -> None:
    camera, video = Camera(sequence=first), layer()
    data = [packet for _ in range(4) for packet in camera.frame()]
    order = [0, 1, 3, 2, 2, 5, 7, 4, 6, 0, 7]
    indexes = [receive(video, data[place], 0.0) for place in order]
    found = [packet.index if packet else None for packet in indexes]
    start = found[0]
    assert start is not None
    expected = [0, 1, 3, 2, None, 5, 7, 4, 6, None, None]
    assert found == [None if each is None else start + each for each in expected]


@pytest.mark.parametrize("first", WRAPS)
def test_a_retransmission_fills_the_hole(first: int) -> None:
    camera, video = Camera(sequence=first), layer()
    video.attach(slot(Tray()))
    data = [packet for _ in range(4) for packet in camera.frame()]
    for place in (0, 1, 2, 4, 5, 6):
        receive(video, data[place], 0.0)
    lost = video.nacks_due(0.05)
    assert lost == [(first + 3) & 0xFFFF]
    (again,) = camera.answer(rtcp.nack(9, camera.ssrc, lost))
    packet = receive(video, again, 0.1)
    assert packet is not None
    assert video.ring.get(packet.index) is packet
    before = video.ring.get(packet.index - 1)
    assert before is not None and before.index + 1 == packet.index
    assert receive(video, again, 0.2) is None


def test_nobody_listening_nothing_asked() -> None:
    camera, track = Camera(), source()
    (video,) = track.layers
    data = [packet for _ in range(4) for packet in camera.frame()]
    for place in (0, 1, 2, 4, 5, 6):
        receive(video, data[place], 0.0)
    video.keyframes.ask()
    track.flow_changed(0.0)
    assert video.nacks_due(1.0) == []
    assert not video.keyframe_due(1.0)


def test_a_huge_gap_begins_anew() -> None:
    camera, video = Camera(), layer()
    for data in camera.frame():
        receive(video, data, 0.0)
    camera.sequence += MAX_GAP + 1
    first, second = (receive(video, data, 0.04) for data in camera.frame())
    assert first is not None and first.restart
    assert second is not None and not second.restart
    assert second.index == first.index + 1
    assert video.losses.due(1.0) == []


def test_a_numbering_set_back_begins_anew_with_its_second_packet() -> None:
    camera, video = Camera(sequence=20_000), layer()
    for data in camera.frame():
        receive(video, data, 0.0)
    camera.sequence = 10_000
    first, second = (receive(video, data, 0.04) for data in camera.frame())
    assert first is None
    assert second is not None and second.restart


def test_a_jump_of_the_clock_begins_anew() -> None:
    microphone, audio = Microphone(timestamp=0xFFFFFF00), layer("audio")
    assert all(receive(audio, microphone.packet(), number * 0.02) for number in range(5))
    microphone.timestamp += 1_000_000
    packet = receive(audio, microphone.packet(), 0.1)
    assert packet is not None and packet.restart
    packet = receive(audio, microphone.packet(), 0.12)
    assert packet is not None and not packet.restart


def test_a_long_silence_by_the_clock_is_no_jump() -> None:
    microphone, audio = Microphone(), layer("audio")
    receive(audio, microphone.packet(), 0.0)
    packet = receive(audio, microphone.packet(elapsed=100_000.0), 100_000.0)
    assert packet is not None and not packet.restart


def test_a_second_ssrc_waits_for_the_first_to_fall_silent() -> None:
    old, new, video = Camera(ssrc=1, label=b"A"), Camera(ssrc=2, label=b"B", sequence=40_000), layer()
    for data in old.frame():
        receive(video, data, 0.0)
    assert receive(video, new.frame()[0], SSRC_SILENT / 2) is None
    packet = receive(video, new.frame()[0], SSRC_SILENT * 2)
    assert packet is not None and packet.restart
    assert video.ssrc == 2


def test_what_is_too_late_goes_nowhere() -> None:
    microphone, audio = Microphone(), layer("audio")
    data = [microphone.packet() for _ in range(200)]
    for number in range(1, 200):
        receive(audio, data[number], number * 0.02)
    assert receive(audio, data[0], 4.0) is None
    assert audio._dropped == {"late": 1}


def test_no_vp8_raises_value_error() -> None:
    video = layer()
    header = rtp.parse(rtp.pack(payload_type=96, sequence=1, timestamp=0, ssrc=1))
    with pytest.raises(ValueError, match="VP8"):
        video.receive(header, b"\x90", "VP8", 0.0)


def test_flow() -> None:
    microphone, audio = Microphone(), source("p/a0", "audio")
    assert not audio.flow_changed(0.0)
    receive(audio.layers[0], microphone.packet(), 0.0)
    assert audio.flow_changed(0.01) and audio.flowing
    assert not audio.flow_changed(FLOW_TIMEOUT - 0.1)
    assert audio.flow_changed(FLOW_TIMEOUT + 0.1) and not audio.flowing


def test_capture_time_without_a_sender_report_is_the_arrival() -> None:
    camera, video = Camera(timestamp=1000), layer()
    assert video.rtp_time(0.0) is None
    for data in camera.frame():
        receive(video, data, 5.0)
    assert video.rtp_time(6.0) == 91_000


def test_a_mad_sender_report_is_not_believed() -> None:
    camera, video = Camera(timestamp=1000), layer()
    for data in camera.frame():
        receive(video, data, 5.0)
    video._clock.report(1 << 40, 5.0)
    video.sender_report(rtcp.SenderReport(1, 1 << 40, 0x8000_0000, 1, 1), 5.0)
    assert video.rtp_time(6.0) == 91_000


def test_a_flood_is_cut_and_the_source_recovers() -> None:
    microphone, audio = Microphone(), layer("audio")
    passed = [receive(audio, microphone.packet(), 100.0) for _ in range(10_000)]
    assert sum(packet is not None for packet in passed) == PER_SECOND
    assert audio._dropped["flood"] == 10_000 - PER_SECOND
    later = [receive(audio, microphone.packet(), 101.0 + number * 0.02) for number in range(50)]
    assert all(later)


def test_padding_before_the_first_media_is_no_beginning() -> None:
    camera, video = Camera(), layer()
    assert receive(video, camera.padding(), 50.0) is None
    packet = receive(video, camera.frame()[0], 50.0)
    assert packet is not None and not packet.restart
