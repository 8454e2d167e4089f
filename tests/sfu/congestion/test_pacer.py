from sfu.congestion.pacer import MOST_PACKETS, Pacer, Waiting, Weight

SIZE = 1000


def packet(ssrc: int, frame: int, key: bool = False) -> Waiting:
    return Waiting(bytes(SIZE), frame, frame, ssrc, 0, b"", key)


def offer(pacer: Pacer, ssrc: int, frame: int, weight: Weight, now: float) -> str:
    verdict = pacer.judge(SIZE, ssrc, frame, weight, now)
    if verdict == "queue":
        pacer.put(packet(ssrc, frame, weight == "key"))
    return verdict


def drain(pacer: Pacer, begin: float, seconds: float) -> list[Waiting]:
    out = []
    for step in range(int(seconds / 0.005)):
        while (taken := pacer.take(begin + step * 0.005)) is not None:
            out.append(taken)
    return out


def test_a_line_with_room_keeps_nothing() -> None:
    pacer = Pacer()
    pacer.rate = 1e6
    for number in range(50):
        assert offer(pacer, 1, number, "base", number * 0.02) == "send"
    assert not pacer


def test_what_waits_leaves_at_the_lines_pace_in_order() -> None:
    pacer = Pacer()
    pacer.rate = 160_000  # 20 packets of 1000 bytes a second
    for _ in range(10):
        offer(pacer, 1, 1, "key", 0.0)
    assert 7 <= len(pacer._streams[1].packets) <= 9
    taken = drain(pacer, 0.0, 0.25)
    assert 4 <= len(taken) <= 6
    assert all(each.timestamp == 1 for each in taken)


def test_frames_that_nobody_needs_are_refused_first() -> None:
    pacer = Pacer()
    pacer.rate = 160_000
    for _ in range(5):
        offer(pacer, 1, 1, "base", 0.0)
    assert offer(pacer, 1, 2, "extra", 0.0) == "refuse"
    assert offer(pacer, 1, 3, "base", 0.0) == "queue"


def test_a_frame_that_began_goes_on_to_its_end_and_no_other_begins() -> None:
    pacer = Pacer()
    pacer.rate = 160_000
    for _ in range(15):
        assert offer(pacer, 1, 1, "base", 0.0) != "refuse"
    assert offer(pacer, 1, 2, "base", 0.0) == "refuse"
    drain(pacer, 0.0, 1.0)
    assert offer(pacer, 1, 3, "base", 1.0) != "refuse"


def test_a_keyframe_that_waits_does_not_cost_the_frames_behind_it() -> None:
    pacer = Pacer()
    pacer.rate = 160_000
    for _ in range(18):
        offer(pacer, 1, 1, "key", 0.0)
    assert offer(pacer, 1, 2, "base", 0.0) == "queue"


def test_a_keyframe_too_large_for_a_second_passes_the_next_time() -> None:
    pacer = Pacer()
    pacer.rate = 160_000
    verdicts = [offer(pacer, 1, 1, "key", 0.0) for _ in range(40)]
    assert "refuse" in verdicts
    drain(pacer, 0.0, 3.0)
    assert all(offer(pacer, 1, 2, "key", 3.0) != "refuse" for _ in range(40))


def test_streams_take_turns() -> None:
    pacer = Pacer()
    pacer.rate = 160_000
    for _ in range(18):
        offer(pacer, 1, 1, "key", 0.0)
    offer(pacer, 2, 1, "base", 0.0)
    assert 2 in [each.ssrc for each in drain(pacer, 0.0, 0.2)]


def test_a_line_that_falls_throws_away_what_would_be_far_too_late() -> None:
    pacer = Pacer()
    pacer.rate = 1_600_000
    for _ in range(60):
        offer(pacer, 1, 1, "base", 0.0)
    assert not pacer.slow(1_000_000)
    assert pacer.slow(100_000)
    assert not pacer


def test_bounded_whatever_is_offered() -> None:
    pacer = Pacer()
    pacer.rate = 1e9
    for number in range(5000):
        offer(pacer, number % 200, number, "key", 0.0)
    assert len(pacer._streams) <= 64
    assert all(len(stream.packets) <= MOST_PACKETS for stream in pacer._streams.values())


def test_retransmissions_hold_pictures_up_for_a_moment_only() -> None:
    pacer = Pacer()
    pacer.rate = 100e3
    for _ in range(50):
        pacer.spent(1200, 1.0)
    assert pacer.judge(1000, 1, 1, "base", 1.0) == "queue"
    pacer.put(Waiting(bytes(1000), 1, 1, 1, 0, b"", False))
    assert pacer.take(1.1) is None
    assert pacer.take(1.5) is not None
