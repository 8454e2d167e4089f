"""How much of speech can be understood: STOI (Taal et al. 2011, by pystoi) against the speech that was sent.

STOI compares the envelopes of 15 third-octave bands in stretches of 384 ms; 1 is the very same sound. A browser's
jitter buffer stretches and shrinks what it plays, so each second of it is first put in line with the source.
Listeners understand nearly every sentence from about 0.75 on and hardly any below 0.5 (fig. 3 there).
"""

import numpy
from pystoi import stoi
from scipy.signal import correlate

from tests.support.known import Floats

RATE = 48_000
STRETCH = RATE
"""Samples put in line at once."""
LEAD = RATE // 4
"""How far before and after it a stretch may lie from where the one before it ended."""


def intelligibility(heard: Floats, source: Floats) -> float:
    """STOI (0…1) of what was heard, which is some part of the looping source. ValueError: less than two seconds."""
    whole = len(heard) // STRETCH
    if whole < 2:
        raise ValueError("too little was heard")
    looped = numpy.tile(source, 2 + -(-len(heard) // len(source)))
    place = _place(heard[: 2 * STRETCH], looped[: len(source) + 2 * STRETCH])
    matched = []
    for number in range(whole):
        stretch = heard[number * STRETCH : (number + 1) * STRETCH]
        begin = max(0, place - LEAD)
        place = begin + _place(stretch, looped[begin : begin + STRETCH + 2 * LEAD])
        matched.append(looped[place : place + STRETCH])
        place += STRETCH
    return float(stoi(numpy.concatenate(matched), heard[: whole * STRETCH], RATE))


def _place(stretch: Floats, source: Floats) -> int:
    """Where in the source the stretch fits best."""
    return int(numpy.argmax(correlate(source, stretch, "valid", "fft")))
