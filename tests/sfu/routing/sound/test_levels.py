from itertools import pairwise

from sfu.routing.sound.levels import Level, Levels


def level_of(dbov: int, packets: int) -> Level:
    level = Level()
    for number in range(packets):
        level.heard(bytes([dbov]), number * 960, number * 0.02)
    return level


def test_speech_is_loud_within_60_ms() -> None:
    assert level_of(30, 4).loudness(0.08) > 80


def test_voice_bit_is_not_part_of_the_level() -> None:
    assert level_of(0x80 | 30, 50).loudness(1.0) == level_of(30, 50).loudness(1.0) == 97


def test_silence_counts_as_zero() -> None:
    assert level_of(127, 50).loudness(1.0) == 0
    assert level_of(90, 50).loudness(1.0) == 0


def test_pauses_between_words_do_not_silence() -> None:
    level = level_of(30, 20)
    for number in range(5):
        level.heard(bytes([120]), number * 960, 0.4 + number * 0.02)
    assert level.loudness(0.5) > 60


def test_stale_is_silent_and_empty_is_ignored() -> None:
    level = level_of(30, 20)
    level.heard(b"", 0, 5.0)
    assert level.loudness(1.0) == 0


def test_told_five_times_a_second_on_change_only() -> None:
    levels = Levels()
    told = [tick for tick in range(100) if levels.changed({"p/a0": 50 + tick}, tick / 50)]
    assert 9 <= len(told) <= 10
    assert all(later - earlier >= 10 for earlier, later in pairwise(told))
    assert not levels.changed({"p/a0": 50 + 91}, 10.0)
    assert levels.changed({}, 11.0)
    assert not levels.changed({}, 12.0)
