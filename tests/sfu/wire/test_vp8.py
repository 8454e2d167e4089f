import contextlib

import pytest
from aiortc.codecs.vpx import VpxPayloadDescriptor
from hypothesis import given
from hypothesis import strategies as st

from sfu.wire import vp8

KEYFRAME, DELTA = b"\x10\x02\x00", b"\x11\x02\x00"
optional = st.none()


@given(
    st.integers(0, 1),
    st.integers(0, 7),
    optional | st.integers(0, 0x7FFF),
    optional | st.integers(0, 255),
    optional | st.tuples(st.integers(0, 3), st.integers(0, 1)),
    optional | st.integers(0, 31),
    st.sampled_from([KEYFRAME, DELTA]),
)
def test_reads_what_aiortc_writes(
    start: int,
    partition: int,
    picture: int | None,
    tl0: int | None,
    layer: tuple[int, int] | None,
    keyidx: int | None,
    body: bytes,
) -> None:
    written = VpxPayloadDescriptor(start, partition, picture, tl0, layer, keyidx)
    found = vp8.parse(bytes(written) + body)
    assert found.size == len(bytes(written))
    assert (found.picture_id, found.tl0) == (picture, tl0)
    assert found.frame_start == (start == 1 and partition == 0)
    assert found.keyframe == (found.frame_start and body == KEYFRAME)
    if layer is not None:
        assert (found.temporal_layer, found.layer_sync) == (layer[0], bool(layer[1]))


def _wide(picture: int, tl0: int) -> bytes:
    return b"\x90\xe0" + (0x8000 | picture).to_bytes(2, "big") + bytes([tl0, 0x20]) + KEYFRAME


@pytest.mark.parametrize("picture", [0, 1, 127, 128, 255, 256, 32766, 32767])
@pytest.mark.parametrize("offset", [0, 1, -1, 127, -127, 32767, 40000])
def test_patch_of_wide_ids(picture: int, offset: int) -> None:
    payload = bytearray(_wide(picture, 250))
    descriptor = vp8.parse(bytes(payload))
    patch = vp8.patch(descriptor, offset, 10)
    payload[descriptor.picture_at : descriptor.picture_at + len(patch)] = patch
    found = vp8.parse(bytes(payload))
    assert found.picture_id == (picture + offset) % 0x8000
    assert found.tl0 == 4
    assert bytes(payload[found.size :]) == KEYFRAME


@pytest.mark.parametrize("picture", [0, 1, 126, 127])
def test_patch_of_narrow_ids(picture: int) -> None:
    payload = bytearray(b"\x90\x80" + bytes([picture]) + KEYFRAME)
    descriptor = vp8.parse(bytes(payload))
    patch = vp8.patch(descriptor, 3, 99)
    assert len(patch) == 1
    payload[descriptor.picture_at : descriptor.picture_at + 1] = patch
    assert vp8.parse(bytes(payload)).picture_id == (picture + 3) % 128


def test_without_any_number_there_is_no_patch() -> None:
    assert vp8.patch(vp8.parse(b"\x10" + KEYFRAME), 5, 5) == b""
    descriptor = vp8.parse(b"\x90\x40\x07" + KEYFRAME)
    assert vp8.patch(descriptor, 5, 5) == b"\x0c"
    assert descriptor.picture_at == descriptor.tl0_at == 2


@given(st.binary(max_size=30))
def test_random_bytes_raise_only_value_error(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        vp8.parse(data)
