import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.wire import opus


@pytest.mark.parametrize(
    ("payload", "samples"),
    [
        (b"", 0),
        (b"\x00", 480),
        (b"\x08", 960),
        (b"\x18", 2880),
        (b"\x68", 960),
        (b"\x78" + b"x", 960),
        (b"\x80", 120),
        (b"\xf8", 960),
        (b"\xf9", 1920),
        (b"\xfa", 1920),
        (b"\xfb\x03", 2880),
        (b"\xfb\x83", 2880),
        (b"\xfb", 0),
        (b"\xfb\x06", 5760),
        (b"\xfb\x07", 0),
        (b"\x1b\x3f", 0),
    ],
)
def test_samples(payload: bytes, samples: int) -> None:
    assert opus.samples(payload) == samples


@given(st.binary(max_size=3))
def test_never_raises(payload: bytes) -> None:
    assert 0 <= opus.samples(payload) <= opus.LONGEST
