"""Journals as they grow, and what is left of damaged ones."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordings.recorder import following as shelf
from recordings.recorder.following import Following, Stretch
from sfu.journal import format as journal
from sfu.journal.format import JournalPacket, SidecarHead, Written

HEAD = SidecarHead("lesson", "peer/a0", "p1/mic", "audio", 48_000, 1_000, 5_000_000)


def packet(number: int) -> JournalPacket:
    return JournalPacket(number * 20, False, "opus", number, number * 960, 1, bytes([number]) * (10 + number))


BLOCKS = [
    Written(
        [packet(number) for number in range(start, start + 3)],
        5_000_000 + start * 20_000 + 60_000,
        start * 960,
    )
    for start in range(0, 15, 3)
]
RTP, IDX = journal.build(HEAD, BLOCKS, journal.End("stopped", 6_000_000))


def put(folder: Path, rtp: bytes | None, idx: bytes | None) -> Following:
    for suffix, data in (("rtp", rtp), ("idx", idx)):
        path = folder / f"w-1.{suffix}"
        if data is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(data)
    return Following(folder / "w-1")


def everything(following: Following) -> list[Stretch]:
    found: list[Stretch] = []
    while following.next_us is not None:
        found += following.take()
    if following.guess():
        while part := following.rest():
            found += part
    return found


def numbers(found: list[Stretch]) -> list[int]:
    return [one.sequence for stretch in found for one in stretch.packets or []]


def test_whole(tmp_path: Path) -> None:
    following = put(tmp_path, RTP, IDX)
    found = everything(following)
    assert numbers(found) == list(range(15))
    assert following.head == HEAD
    assert following.end == journal.End("stopped", 6_000_000)
    assert [stretch.block.us for stretch in found] == [block.us for block in BLOCKS]


def test_growing_byte_by_byte(tmp_path: Path) -> None:
    following = put(tmp_path, RTP, b"")
    found: list[int] = []
    for size in range(len(IDX) + 1):
        (tmp_path / "w-1.idx").write_bytes(IDX[:size])
        while following.next_us is not None:
            found += numbers(following.take())
    assert found == list(range(15))
    assert following.bad_lines == 0


def test_what_was_written_before_is_left_out(tmp_path: Path) -> None:
    following = put(tmp_path, RTP, IDX)
    following.skip(BLOCKS[2].us)
    assert numbers(everything(following)) == list(range(6, 15))


def test_a_damaged_block_costs_itself(tmp_path: Path) -> None:
    at = RTP.index(bytes([7]) * 17)
    found = everything(put(tmp_path, RTP[:at] + b"\xff" + RTP[at + 1 :], IDX))
    assert numbers(found) == [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14]
    assert [stretch.packets is None for stretch in found] == [False, False, True, False, False]


def test_bytes_of_a_damaged_line_are_salvaged_in_their_place(tmp_path: Path) -> None:
    lines = IDX.splitlines(keepends=True)
    following = put(tmp_path, RTP, b"".join([*lines[:3], b"x" + lines[3][1:], *lines[4:]]))
    assert numbers(everything(following)) == list(range(15))
    assert following.bad_lines == 1


def test_bytes_behind_the_last_line_are_salvaged(tmp_path: Path) -> None:
    lines = IDX.splitlines(keepends=True)
    assert numbers(everything(put(tmp_path, RTP, b"".join(lines[:4])))) == list(range(15))
    assert numbers(everything(put(tmp_path, RTP[:-3], b"".join(lines[:4])))) == list(range(14))


def test_without_a_sidecar_the_packets_speak_for_themselves(tmp_path: Path) -> None:
    for idx in (None, b"", b"rubbish\n"):
        following = put(tmp_path, RTP, idx)
        assert numbers(everything(following)) == list(range(15))
        assert following.head is not None
        assert (following.head.label, following.head.kind) == ("", "audio")
        assert following.head.started + following.head.clock * 1000 == HEAD.started + HEAD.clock * 1000


def test_a_sidecar_without_its_packets(tmp_path: Path) -> None:
    assert all(stretch.packets is None for stretch in everything(put(tmp_path, None, IDX)))
    assert everything(put(tmp_path, None, None)) == []


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_nothing_wrong_comes_out_of_damaged_files(tmp_path_factory: object, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("journal")  # type: ignore[attr-defined]
    rtp, idx = bytearray(RTP), bytearray(IDX)
    for file in (rtp, idx):
        for place in data.draw(st.lists(st.integers(0, len(file) - 1), max_size=3)):
            file[place] ^= data.draw(st.integers(1, 255))
        del file[data.draw(st.integers(0, len(file)) | st.just(len(file))) :]
    good = {one.payload for block in BLOCKS for one in block.packets}
    following = put(folder, bytes(rtp), bytes(idx))
    found: list[Stretch] = []
    while following.next_us is not None:
        found += following.take()
    vouched = [stretch for stretch in found if stretch.packets is not None and stretch.block.crc]
    assert {one.payload for stretch in vouched for one in stretch.packets or []} <= good
    if following.guess():
        while part := following.rest():
            found += part


@pytest.mark.parametrize("number", [3, 4, 5])
@pytest.mark.parametrize(
    ("place", "flip"), [(4, 0x80), (6, 0x40), (7, 0x01), (16, 0x40), (19, 0x02), (19, 0x01)]
)
def test_salvaged_packets_out_of_time_are_left_out(
    tmp_path: Path, number: int, place: int, flip: int
) -> None:
    """Neither line nor CRC: a bit of the arrival or of the stream's number would put what follows out of time."""
    lines = IDX.splitlines(keepends=True)
    damaged = bytearray(RTP)
    at = RTP.index(bytes([number]) * (10 + number)) - journal.RECORD_OVERHEAD
    damaged[at + place] ^= flip
    found = everything(put(tmp_path, bytes(damaged), b"".join([*lines[:2], b"x" + lines[2], *lines[3:]])))
    packets = [one for stretch in found for one in stretch.packets or []]
    assert set(range(15)) - {one.sequence for one in packets} <= {number}
    places = [(one.stream, one.offset_ms) for one in packets]
    assert places == sorted(places) and places[-1] == (1, 280)


def test_more_than_a_part_is_salvaged_before_the_next_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "BYTES_AT_ONCE", 70)
    lines = IDX.splitlines(keepends=True)
    assert numbers(everything(put(tmp_path, RTP, b"".join([lines[0], *lines[5:]])))) == list(range(15))


def test_the_last_salvaged_packet_does_not_leap(tmp_path: Path) -> None:
    damaged = bytearray(RTP)
    at = RTP.index(bytes([14]) * 24) - journal.RECORD_OVERHEAD
    damaged[at + 4] ^= 0x20
    assert numbers(everything(put(tmp_path, bytes(damaged), None))) == list(range(14))


def test_a_file_nobody_can_read_is_as_good_as_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, bad = os.pread, RTP.index(bytes([7]) * 17)

    def bad_sector(descriptor: int, size: int, offset: int) -> bytes:
        if offset < bad <= offset + size:
            raise OSError(errno.EIO, "no")
        return right(descriptor, size, offset)

    following = put(tmp_path, RTP, IDX)
    assert following.next_us is not None
    monkeypatch.setattr(os, "pread", bad_sector)
    assert numbers(everything(following)) == [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14]
    monkeypatch.undo()
    (tmp_path / "w-1.rtp").unlink()
    (tmp_path / "w-1.rtp").mkdir()
    assert all(stretch.packets is None for stretch in everything(Following(tmp_path / "w-1")))
