"""Known sounds through Opus into the class audio and out again: in time, at their level, after a kill too."""

import av
import numpy as np
import pytest
from av.audio.codeccontext import AudioCodecContext

from loadtest.media import read
from recordings.mix.classaudio import FADING_FRAMES, WARM_MS, ClassAudio, Piece, silent
from recordings.mix.codec import SILENT, Decoder, Encoder
from recordings.mix.grid import FRAME, FRAME_MS, Sound

RATE = 48_000


def tone_packets(hertz: float, milliseconds: int, level: float = 0.25) -> list[bytes]:
    """Packets of 60 ms."""
    encoder = Encoder()
    times = np.arange(milliseconds * 48 // FRAME * FRAME) / RATE
    sound = (level * np.sin(2 * np.pi * hertz * times)).astype(np.float32)
    return [encoder.packet(sound[at : at + FRAME]) for at in range(0, len(sound), FRAME)]


def decoded(pieces: list[Piece], codec: str = "libopus") -> Sound:
    """From zero on; what is missing is silence. Each decoder must take every packet."""
    context = av.CodecContext.create(codec, "r")
    assert isinstance(context, AudioCodecContext)
    context.sample_rate, context.layout = RATE, "mono"
    sound = np.zeros((pieces[-1].t + FRAME_MS) * 48, np.float32)
    for piece in pieces:
        (frame,) = context.decode(av.Packet(piece.data))
        found = frame.to_ndarray()[0].astype(np.float32) / (1 if frame.format.name == "fltp" else 32768)
        assert len(found) == FRAME
        sound[piece.t * 48 : piece.t * 48 + FRAME] = found
    return sound


def strength(sound: Sound, hertz: float) -> Sound:
    """How loud that tone is, for each 10 ms."""
    width = 480
    carrier = np.exp(-2j * np.pi * hertz * np.arange(len(sound)) / RATE)
    blocks = (sound * carrier)[: len(sound) // width * width].reshape(-1, width)
    return (2 * np.abs(blocks.mean(axis=1))).astype(np.float32)


def test_three_sources_with_drift_land_where_they_belong() -> None:
    """A tone each, which begins and ends at a known moment; clocks that are 300 ppm wrong, for half a minute."""
    audio, pieces = ClassAudio(0), []
    voices = {"a": (500.0, 2_000_000, 300), "b": (1200.0, 9_000_000, -300), "c": (2100.0, 20_000_000, 0)}
    packets = {name: tone_packets(hertz, 30_000) for name, (hertz, _, _) in voices.items()}
    for step in range(500):
        for name, (_, begin, ppm) in voices.items():
            at = begin + round(step * 60_000 * (1 + ppm / 1e6))
            audio.put(name, at, packets[name][step])
    for name in voices:
        audio.gone(name)
    pieces = audio.take(60_000)
    sound = decoded(pieces)
    for hertz, begin, ppm in voices.values():
        heard = np.flatnonzero(strength(sound, hertz) > 0.1) * 10
        assert abs(heard[0] - begin / 1000) <= 20
        assert abs(heard[-1] + 10 - (begin / 1000 + 30_000 * (1 + ppm / 1e6))) <= 20
        middle = strength(sound, hertz)[int(begin / 10_000) + 100 : int(begin / 10_000) + 2800]
        assert 0.17 < np.median(middle) < 0.33
    assert audio.late_samples == 0


@pytest.mark.parametrize("codec", ["opus", "libopus"])
def test_recorded_speech_is_the_speech(codec: str) -> None:
    decoder = Decoder()
    frames = [frame.data for frame in read.opus("teacher")][:700]
    speech = np.concatenate([decoder.sound(frame).copy() for frame in frames])
    audio = ClassAudio(0)
    for number, frame in enumerate(frames):
        audio.put("teacher", 1_000_000 + number * 20_000, frame)
    sound = decoded(audio.take(18_000), codec)
    there = speech[RATE : RATE * 12]
    size = 1 << 20
    around = sound[RATE * 2 - 4800 : RATE * 13 + 4800]
    match = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(there, size)), size)
    shift = int(np.argmax(match[:9600]))
    assert abs(shift - 4800) <= 48  # within 1 ms
    found = around[shift : shift + len(there)]
    assert np.corrcoef(found, there)[0, 1] > 0.9
    assert 0.9 < float(found.std() / there.std()) < 1.1


def test_silence_is_without_holes_and_costs_almost_nothing() -> None:
    audio = ClassAudio(0)
    audio.put("a", 100_000, tone_packets(500, 120)[1])
    pieces = audio.take(60_000)
    assert [piece.t for piece in pieces] == list(range(0, 60_000, FRAME_MS))
    loud = [piece for piece in pieces if piece.data != SILENT]
    assert len(loud) <= 3 + FADING_FRAMES
    assert np.abs(decoded(pieces)[RATE * 2 :]).max() < 1e-3


def test_no_packets_in_pauses() -> None:
    audio = ClassAudio(0)
    pieces = audio.take(10_000, [(1_000, 4_000), (8_000, None)])
    times = [piece.t for piece in pieces]
    assert times == [
        t for t in range(0, 10_000, 60) if t + 60 <= 10_000 and not (1000 <= t < 4000 or t >= 8000)
    ]
    assert next(piece.t for piece in audio.take(12_000, [(1_000, 4_000), (8_000, 11_000)])) == 11_040


@pytest.mark.parametrize("killed_at", [3_000, 7_260, 7_290])
def test_after_a_kill_it_goes_on_at_the_next_frame(killed_at: int) -> None:
    frames = [frame.data for frame in read.opus("pupil1")][:500]

    def fed(audio: ClassAudio, since: int) -> ClassAudio:
        for number, frame in enumerate(frames):
            if number * 20 >= since - WARM_MS:
                audio.put("p", number * 20_000, frame)
        return audio

    whole = fed(ClassAudio(0), 0).take(9_960)
    before = fed(ClassAudio(0), 0).take(killed_at)
    end = before[-1].t + FRAME_MS
    after = fed(ClassAudio(end), end).take(9_960)
    assert [piece.t for piece in before + after] == [piece.t for piece in whole]
    one, two = decoded(whole), decoded(before + after)
    seam = slice(end * 48 - FRAME, end * 48 + 4 * FRAME)
    assert np.corrcoef(one[seam], two[seam])[0, 1] > 0.85
    assert np.abs(np.diff(two[seam])).max() < 2 * np.abs(np.diff(one[seam])).max() + 0.02


def test_packets_without_sound_and_damaged_ones_do_no_harm() -> None:
    audio = ClassAudio(0)
    for number in range(100):
        audio.put(
            "p", number * 20_000, [b"\x58", b"\xff\xff\xff\xff", b"\x78" + bytes(60), b"\x00"][number % 4]
        )
    assert len(audio.take(3_000)) == 50


def test_late_sounds_are_counted() -> None:
    audio = ClassAudio(0)
    audio.take(6_000)
    packets = tone_packets(500, 300)
    for number, packet in enumerate(packets):
        audio.put("p", 1_000_000 + number * 60_000, packet)
    audio.gone("p")
    assert audio.late_samples >= 4 * FRAME
    assert all(piece.data == SILENT for piece in audio.take(9_000))


@pytest.mark.parametrize("configuration", range(16, 32))
def test_muted_microphones_are_known_by_their_bytes(configuration: int) -> None:
    """And what is not decoded for it is silence indeed, mono and stereo."""
    for stereo in (0, 4):
        packet = bytes([configuration << 3 | stereo]) + b"\xff\xfe"
        assert silent(packet)
        decoder = Decoder()
        assert all(np.abs(decoder.sound(packet)).max() < 1e-6 for _ in range(5))
    assert not silent(bytes([configuration << 3]) + b"\xff\xff")
    assert not silent(b"\x08\xff\xfe")
    assert not silent(bytes([configuration << 3 | 1]) + b"\xff\xfe")
