"""A journal, whatever happened to it, becomes samples in order; reading it again gives the same ones."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadtest.media import read
from recordings.media.sample import Codec, Gap, Sample, Segment, ms
from recordings.media.segments import Segmenter
from recordings.media.track import LAG
from sfu.journal.format import JournalPacket
from tests.recordings.media.golden import NAMES, captured
from tests.recordings.media.sender import STARTED, Blocks, Captured, Sender, made, maker, moved

SPEECH = [frame.data for frame in read.opus("teacher")]
FACE = [frame.data for frame in read.vp8("teacher")[0]]


def speech(begin: int, count: int, drift: int = 0) -> list[Captured]:
    """Packets of 20 ms of a clock that runs `drift` ppm fast."""
    return [
        Captured(begin + number * 20_000 * 1_000_000 // (1_000_000 + drift), SPEECH[number % 1000])
        for number in range(count)
    ]


def face(begin: int, count: int, each: int = 66_667) -> list[Captured]:
    """A keyframe each 30 frames."""
    return [Captured(begin + number * each, FACE[number % 120]) for number in range(count)]


def in_order(samples: list[Sample]) -> bool:
    return all(before.end <= after.at for before, after in pairwise(samples))


def test_clean_speech_is_contiguous_and_exact() -> None:
    samples, gaps, track = made(Sender("opus").journal(speech(500_000, 600)), "opus")
    assert [one.data for one in samples] == [SPEECH[number] for number in range(600)]
    assert all(one.duration == 20_000 for one in samples) and gaps == [] and track.malformed == 0
    assert abs(samples[0].at - 500_000) <= 1000
    assert samples[-1].end - samples[0].at == 600 * 20_000


@pytest.mark.parametrize("drift", [-500, -200, 200, 500])
def test_a_drifting_clock_shows_as_rare_steps(drift: int) -> None:
    """Ten minutes; seldom a packet is shortened by 10 ms, or 20 ms of silence stand between two."""
    frames = speech(0, 30_000, drift)
    samples, _, _ = made(Sender("opus", drift=drift, jitter=20_000).journal(frames), "opus", each=4)
    pairs = list(pairwise(samples))
    steps = [after.at - before.at - 20_000 for before, after in pairs if after.at != before.at + 20_000]
    assert in_order(samples)
    silent = [one for one in samples if len(one.data) == 1]
    assert 1 <= len(steps) + 2 * len(silent) <= 4 + abs(drift) * 600 // 10_000
    assert all(-12_000 <= step <= -10_000 for step in steps)
    last = frames[-1].at
    assert abs(samples[-1].at - last) <= 25_000


def test_silence_up_to_a_second_is_filled_and_longer_ones_are_holes() -> None:
    frames = [
        one
        for one in speech(0, 500)
        if not 2_000_000 <= one.at < 2_400_000 and not 4_000_000 <= one.at < 6_000_000
    ]
    samples, gaps, _ = made(Sender("opus").journal(frames), "opus")
    assert gaps == [], "nothing was lost"
    filled = [one for one in samples if 1_990_000 < one.at < 2_390_000]
    assert len(filled) == 20 and all(len(one.data) == 1 for one in filled)
    holes = [after.at - before.end for before, after in pairwise(samples) if after.at != before.end]
    assert holes == [2_000_000]


def test_lost_speech_of_half_a_second_is_told() -> None:
    blocks = Sender("opus").journal(speech(0, 500))
    missing = [
        (block, [one for one in packets if not 3000 <= one.offset_ms < 3700]) for block, packets in blocks
    ]
    _, gaps, _ = made(missing, "opus")
    assert [gap.reason for gap in gaps] == ["lost"]
    assert abs(gaps[0].start - 2_980_000) <= 25_000 and abs(gaps[0].end - 3_680_000) <= 25_000


def test_a_damaged_block_is_told_as_damaged() -> None:
    blocks = Sender("vp8").journal(face(0, 150))
    track = maker("vp8")
    for number, (block, packets) in enumerate(blocks):
        if number == 3:
            track.damaged()
        else:
            track.block(block, packets)
    samples = track.take(0, flush=True)
    (gap,) = track.take_gaps()
    assert gap.reason == "damaged" and 1_000_000 < gap.start < 2_000_000 and 3_990_000 < gap.end < 4_010_000
    assert sum(one.keyframe for one in samples) == 4, "it goes on with the next keyframe"


def test_pictures_last_until_the_next_unless_that_is_two_seconds_away() -> None:
    times = [0, 40_000, 100_000, 1_100_000, 6_000_000, 6_040_000]
    frames = [Captured(at, FACE[number]) for number, at in enumerate(times)]
    samples, gaps, _ = made(Sender("vp8", jitter=0).journal(frames), "vp8")
    assert [one.duration for one in samples] == [40_000, 60_000, 1_000_000, 1_000_000, 40_000, 40_000]
    assert gaps == []


def test_sound_and_picture_of_one_sender_are_in_step() -> None:
    """Clocks 400 ppm apart, 200 ms of encoding, a picture that starts late: each sample within 40 ms of the truth."""
    for codec, frames, drift, encoding in (
        ("opus", speech(1_000_000, 9000, 200), 200, 0),
        ("vp8", face(31_000_000, 2200), -200, 200_000),
    ):
        sender = Sender(
            "opus" if codec == "opus" else "vp8",
            drift,
            jitter=60_000,
            encoding=encoding,
            report_jitter=15_000,
        )
        samples, _, _ = made(sender.journal(frames), sender.codec)
        assert len(samples) >= len(frames) - 2
        real = [one for one in samples if len(one.data) > 1]
        by_data: dict[bytes, list[int]] = {}
        for frame in frames:
            by_data.setdefault(frame.data, []).append(frame.at)
        assert all(min(abs(at - one.at) for at in by_data[one.data]) <= 40_000 for one in real)


def test_a_sender_that_begins_anew_goes_on_in_the_same_track() -> None:
    first = Sender("vp8", sequence=5, timestamp=9).journal(face(0, 60))
    second = Sender("vp8", sequence=60_000, timestamp=1 << 31, stream=2).journal(face(6_000_000, 60))
    samples, gaps, _ = made(first + second, "vp8")
    assert len(samples) == 120 and in_order(samples) and gaps == []
    assert abs(samples[60].at - 6_000_000) <= 25_000 and samples[60].keyframe


def test_each_codec_of_a_journal_has_its_maker() -> None:
    """A sender may change from VP8 to H264 and back within one stream."""
    sender = Sender("vp8")
    packets = sender.packets(face(0, 45))
    other = [
        JournalPacket(3_100 + number, True, "h264", sender.sequence + number & 0xFFFF, 5, 1, b"\x61\xe0")
        for number in range(5)
    ]
    sender.sequence += 5
    packets += other + sender.packets(face(4_000_000, 45))
    samples, gaps, track = made(sender.blocks(packets), "vp8")
    assert len(samples) == 90 and gaps == [] and track.malformed == 0
    assert made(sender.blocks(packets), "h264")[0] == [], "no keyframe"


def test_nothing_before_zero() -> None:
    """The recording's zero is 400 ms after the journal's beginning: sound is dropped, pictures gather at zero."""
    for codec, frames in (("opus", speech(0, 100)), ("vp8", face(0, 30))):
        sender = Sender("opus" if codec == "opus" else "vp8")
        track = maker(sender.codec, early=-400)
        for block, packets in sender.journal(frames):
            track.block(block, packets)
        samples = track.take(0, flush=True)
        assert samples[0].at <= 20_000 and in_order(samples)
        assert samples[0].keyframe and len(samples) == (80 if codec == "opus" else 30)


@pytest.mark.parametrize("codec", ["opus", "vp8"])
def test_nothing_waits_for_ever(codec: Codec) -> None:
    """A source falls silent while packets are held back and one is missing."""
    frames = speech(0, 50) if codec == "opus" else face(0, 30)
    blocks = Sender(codec, report=0).journal(frames)
    last = blocks[-1][1]
    blocks[-1] = (blocks[-1][0], last[:-3] + last[-2:] if codec == "opus" else last)
    track = maker(codec)
    for block, packets in blocks:
        track.block(block, packets)
    segmenter = Segmenter(codec)
    done: list[Segment] = []
    for second in range(12):
        done += segmenter.push(track.take(STARTED + second * 1_000_000))
        done += segmenter.settle(track.complete)
    assert sum(one.samples for one in done) == len(frames)


def segments_of(blocks: Blocks, codec: Codec, since: int, each: int) -> list[Segment]:
    track, segmenter = maker(codec, since), Segmenter(codec, since)
    done: list[Segment] = []
    for number, (block, packets) in enumerate(blocks, 1):
        track.block(block, packets)
        if number % each == 0:
            done += segmenter.push(track.take(block.us + 300_000))
            done += segmenter.settle(track.complete)
    return done + segmenter.push(track.take(0, flush=True)) + segmenter.flush()


@pytest.mark.parametrize("name", NAMES)
def test_from_every_cut_on_the_same_segments(name: str) -> None:
    """The recorder is killed after any of its segments and reads the journal again, at another pace."""
    blocks, codec = captured(name), NAMES[name]
    whole = segments_of(blocks, codec, 0, 1)
    for number, segment in enumerate(whole):
        since = segment.t + segment.d
        assert segments_of(blocks, codec, since, number % 5 + 2) == whole[number + 1 :]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("codec", ["opus", "vp8"])
def test_thirty_seconds_before_are_enough_to_go_on(codec: Codec, seed: int) -> None:
    """A recorder that did not read all again: no picture is missing or there twice, one packet of sound may be."""
    frames = speech(0, 4500, -300) if codec == "opus" else face(0, 1350)
    for number, frame in enumerate(frames):
        frame.data += number.to_bytes(2, "big")
    sender = Sender(codec, -300, jitter=80_000, encoding=50_000, report_jitter=15_000, late=0.02, seed=seed)
    blocks = sender.journal(frames)
    whole, _, _ = made(blocks, codec)
    for since in range(41_000, 80_000, 3_300):
        later = [one for one in blocks if one[0].us >= STARTED + (since - 30_000) * 1000]
        end = next(one.end for one in whole if one.end >= since * 1000)
        samples, _, _ = made(later, codec, ms(end))
        expected = [one.data for one in whole if one.at >= end - 500 and len(one.data) > 1]
        found = [one.data for one in samples if len(one.data) > 1]
        least = min(len(found), len(expected))
        assert found[-least:] == expected[-least:]
        assert abs(len(found) - len(expected)) <= (1 if codec == "opus" else 0)
        (first, *_), segmenter = samples, Segmenter(codec, ms(end))
        segments = segmenter.push(samples) + segmenter.flush()
        assert abs(first.at - end) <= 40_000 and sum(one.samples for one in segments) == len(samples)


@given(st.integers(0, 1 << 30), st.sampled_from(["opus", "vp8"]), st.integers(1, 7))
@settings(max_examples=25, deadline=None)
def test_any_network_gives_the_same_whenever_it_is_read(seed: int, codec: Codec, each: int) -> None:
    random = Random(seed)
    frames = speech(0, 500) if codec == "opus" else face(0, 150)
    keep = random.randint(0, 10_000_000)
    frames = [one for one in frames if not keep < one.at < keep + random.choice([0, 300_000, 2_500_000])]
    sender = Sender(
        codec,
        drift=random.randint(-500, 500),
        jitter=random.choice([0, 20_000, 150_000]),
        encoding=random.choice([0, 150_000]),
        report=random.choice([0, 1_000_000, 5_000_000]),
        report_jitter=random.choice([0, 30_000]),
        loss=random.choice([0.0, 0.01, 0.2]),
        late=random.choice([0.0, 0.1]),
        twice=random.choice([0.0, 0.1]),
        sequence=random.randint(0, 0xFFFF),
        timestamp=random.randint(0, 0xFFFFFFFF),
        seed=seed,
    )
    blocks = sender.journal(frames)
    samples, gaps, track = made(blocks, codec)
    assert in_order(samples) and track.malformed == 0
    assert all(gap.end > gap.start for gap in gaps)
    whole = segments_of(blocks, codec, 0, 1)
    assert segments_of(blocks, codec, 0, each) == whole
    if whole:
        cut = random.randrange(len(whole))
        since = whole[cut].t + whole[cut].d
        assert segments_of(blocks, codec, since, each) == whole[cut + 1 :]
    if sender.loss == 0.0:
        assert len([one for one in samples if len(one.data) > 1]) >= len(frames) - 3


@given(st.sampled_from(list(NAMES)), st.integers(0, 1 << 30))
@settings(max_examples=40, deadline=None)
def test_damage_costs_samples_and_raises_nothing(name: str, seed: int) -> None:
    """Bits flip anywhere in headers and payloads, packets are cut, blocks are missing."""
    random, codec = Random(seed), NAMES[name]
    blocks: Blocks = []
    for block, packets in captured(name):
        if random.random() < 0.1:
            continue
        blocks.append((block, [_damaged(one, random) if random.random() < 0.1 else one for one in packets]))
    if not blocks:
        return
    samples, gaps, _ = made(blocks, codec)
    assert in_order(samples)
    assert all(gap.end > gap.start for gap in gaps)
    assert all(one.at >= 0 and 0 < one.duration <= 2_000_000 for one in samples)
    latest = max(one.offset_ms for _, packets in blocks for one in packets) * 1000
    assert all(one.at <= latest + 3_000_000 for one in samples), "bounded by arrival"
    segmenter = Segmenter(codec)
    segmenter.push(samples)


def _damaged(packet: JournalPacket, random: Random) -> JournalPacket:
    payload = bytearray(packet.payload)
    what = random.randrange(4)
    if what == 0 and payload:
        payload[random.randrange(len(payload))] ^= 1 << random.randrange(8)
    elif what == 1:
        del payload[random.randrange(len(payload) + 1) :]
    sequence = random.randrange(0x10000) if what == 2 else packet.sequence
    timestamp = random.randrange(1 << 32) if what == 3 else packet.timestamp
    return JournalPacket(
        packet.offset_ms, packet.marker, packet.codec, sequence, timestamp, packet.stream, bytes(payload)
    )


@pytest.mark.parametrize("jump", [-(1 << 31), -90_000 * 40, 90_000 * 4, 90_000 * 40])
def test_a_sender_that_lies_about_time_is_bounded_by_arrival(jump: int) -> None:
    blocks = Sender("vp8").journal(face(0, 300))
    lying = [
        (
            block,
            [
                JournalPacket(
                    one.offset_ms,
                    one.marker,
                    "vp8",
                    one.sequence,
                    one.timestamp + (jump if one.offset_ms > 8000 else 0) & 0xFFFFFFFF,
                    1,
                    one.payload,
                )
                for one in packets
            ],
        )
        for block, packets in blocks
    ]
    samples, _, _ = made(lying, "vp8")
    assert in_order(samples)
    assert 19_500_000 <= samples[-1].at <= 20_600_000


def test_gaps_that_are_on_disk_are_not_told_again() -> None:
    blocks = captured("face")
    _, gaps, _ = made(blocks, "vp8")
    track = maker("vp8", since=ms(gaps[0].end))
    for block, packets in blocks:
        track.block(block, packets)
    track.take(0, flush=True)
    again: list[Gap] = track.take_gaps()
    assert again == gaps[1:]


def test_times_of_the_machine_become_times_of_the_lesson() -> None:
    """Zero is the journal's beginning: `take` counts in monotonic µs, samples since zero."""
    track = maker("opus")
    for block, packets in Sender("opus").journal(speech(0, 400)):
        track.block(block, packets)
    early = track.take(STARTED + 5_000_000)
    assert early and early[0].at <= 20_000
    assert track.complete <= 5_000_000 - LAG
    assert moved(JournalPacket(0, False, "opus", 1, 1, 1, b""), 5).offset_ms == 5
