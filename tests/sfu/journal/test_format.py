"""The journal's bytes: golden ones, both ways, and any damage to them."""

import contextlib
import json
import struct
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.journal import format as journal
from sfu.journal.format import (
    HEADER_SIZE,
    Block,
    End,
    JournalPacket,
    SidecarHead,
    Written,
    build,
    checked,
    packets,
    parse_sidecar,
    salvage,
)
from tests.sfu.journal.shelf import read_packets

HEAD = SidecarHead("L1", "p/v0", "x/camera", "video", 90_000, 1_700_000_000_000, 5_000_250)

GOLDEN_RTP = (
    b"#!rtpplay1.0 0.0.0.0/0\n"
    b"\x65\x53\xf1\x05\x00\x00\x00\xfa\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x17\x00\x0f\x00\x00\x00\x07\x80\xe0\xff\xff\x00\x01\x02\x03\x00\x00\x00\x01key"
    b"\x00\x16\x00\x0e\x00\x00\x00\x28\x80\x66\x00\x00\xff\xff\xff\xff\x00\x00\x00\x02hi"
)
GOLDEN_IDX = (
    b'{"v":1,"lesson":"L1","source":"p/v0","label":"x/camera","kind":"video","rate":90000,'
    b'"clock":1700000000000,"started":5000250} 61d11bd1\n'
    b'{"o":39,"n":23,"c":4158710823,"us":5100000,"rtp":66051,"sr":true} 1984f8b7\n'
    b'{"o":62,"n":22,"c":1830802320,"us":5200000,"rtp":null,"sr":false} a9318e35\n'
    b'{"end":"gone","us":5300000} 98a8adf4\n'
)
FIRST = JournalPacket(7, True, "vp8", 0xFFFF, 0x00010203, 1, b"key")
SECOND = JournalPacket(40, False, "h264", 0, 0xFFFFFFFF, 2, b"hi")


def golden() -> tuple[bytes, bytes]:
    blocks = [Written([FIRST], 5_100_000, 0x00010203, True), Written([SECOND], 5_200_000)]
    return build(HEAD, blocks, End("gone", 5_300_000))


def test_golden_bytes() -> None:
    rtp, idx = golden()
    assert rtp == GOLDEN_RTP
    assert idx == GOLDEN_IDX


def test_golden_bytes_are_read() -> None:
    sidecar = parse_sidecar(GOLDEN_IDX)
    assert sidecar.head == HEAD
    assert (sidecar.bad, sidecar.used) == (0, len(GOLDEN_IDX))
    assert sidecar.end == End("gone", 5_300_000)
    assert [(block.us, block.rtp, block.sr) for block in sidecar.blocks] == [
        (5_100_000, 0x00010203, True),
        (5_200_000, None, False),
    ]
    assert read_packets(GOLDEN_RTP, sidecar) == [FIRST, SECOND]


def test_the_header_is_that_of_rtpdump() -> None:
    """rtptools' file format: a line, then RD_hdr_t (start as timeval, source, port, padding)."""
    line, rest = GOLDEN_RTP.split(b"\n", 1)
    assert line.startswith(b"#!rtpplay1.0 ")
    seconds, us, source, port, padding = struct.unpack_from("!IIIHH", rest)
    assert (source, port, padding) == (0, 0, 0)
    assert seconds * 1_000_000 + us == 1_700_000_000_000_000 + 5_000_250
    assert len(line) + 1 + 16 == HEADER_SIZE


def test_lines_are_json() -> None:
    for line in GOLDEN_IDX.splitlines():
        assert isinstance(json.loads(line[:-9]), dict)


def test_a_sidecar_that_grows_is_read_in_parts() -> None:
    at, blocks = 0, []
    for cut in (*range(0, len(GOLDEN_IDX), 7), len(GOLDEN_IDX)):
        part = parse_sidecar(GOLDEN_IDX[at:cut])
        assert part.bad == 0
        blocks += part.blocks
        at += part.used
    assert at == len(GOLDEN_IDX)
    assert blocks == parse_sidecar(GOLDEN_IDX).blocks


PACKETS = st.builds(
    JournalPacket,
    offset_ms=st.integers(0, 0xFFFFFFFF),
    marker=st.booleans(),
    codec=st.sampled_from(["opus", "vp8", "h264"]),
    sequence=st.integers(0, 0xFFFF),
    timestamp=st.integers(0, 0xFFFFFFFF),
    stream=st.integers(1, 0xFFFFFFFF),
    payload=st.binary(max_size=80),
)
JOURNALS = st.lists(st.lists(PACKETS, min_size=1, max_size=5), max_size=5).map(
    lambda blocks: build(HEAD, [Written(each, number, number) for number, each in enumerate(blocks)])
)


@given(st.lists(PACKETS, max_size=20))
def test_what_is_written_is_read(written: list[JournalPacket]) -> None:
    rtp, idx = build(HEAD, [Written(written, 1)])
    assert read_packets(rtp, parse_sidecar(idx)) == written
    assert salvage(rtp) == journal.Salvage(written, 0)


def read_trusted(rtp: bytes, idx: bytes) -> list[bytes]:
    """What a careful reader gets of damaged files."""
    trusted: list[bytes] = []
    for block in parse_sidecar(idx).blocks:
        try:
            data = checked(block, rtp[block.offset : block.offset + block.size])
        except ValueError:
            continue
        packets(data)
        trusted.append(data)
    return trusted


@given(JOURNALS, st.data())
def test_damage_is_noticed(files: tuple[bytes, bytes], data: st.DataObject) -> None:
    rtp, idx = files
    whole = read_trusted(rtp, idx)
    spoiled = [bytearray(rtp), bytearray(idx)]
    for _ in range(data.draw(st.integers(1, 3))):
        which = spoiled[data.draw(st.integers(0, 1))]
        which[data.draw(st.integers(0, len(which) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    for each in spoiled:
        del each[data.draw(st.integers(0, len(each))) :]
    found = read_trusted(bytes(spoiled[0]), bytes(spoiled[1]))
    assert all(block in whole for block in found)
    salvage(bytes(spoiled[0]))


@given(JOURNALS, st.data())
def test_a_cut_costs_only_what_is_behind_it(files: tuple[bytes, bytes], data: st.DataObject) -> None:
    rtp, idx = files
    cut = data.draw(st.integers(0, len(idx)))
    found = read_trusted(rtp, idx[:cut])
    assert found == read_trusted(rtp, idx)[: len(found)]
    assert len(found) >= idx[:cut].count(b"\n") - 1
    cut = data.draw(st.integers(HEADER_SIZE, len(rtp)))
    saved = salvage(rtp[:cut])
    assert saved.packets == salvage(rtp).packets[: len(saved.packets)]
    assert saved.lost == cut - HEADER_SIZE - sum(len(journal.record(each)) for each in saved.packets)


@given(st.binary(max_size=400))
def test_anything_else_raises_only_value_error(data: bytes) -> None:
    parse_sidecar(data)
    salvage(data, 0)
    with contextlib.suppress(ValueError):
        packets(data)


def test_salvage_goes_on_behind_damage() -> None:
    written = [JournalPacket(20 * n, False, "opus", n, 960 * n, 1, bytes([n]) * 30) for n in range(10)]
    rtp, _ = build(HEAD, [Written(written, 1)])
    spoiled = bytearray(rtp)
    size = len(journal.record(written[0]))
    spoiled[HEADER_SIZE + 3 * size] ^= 0x40  # the length of the fourth record
    saved = salvage(bytes(spoiled))
    assert saved.packets == written[:3] + written[4:]
    assert saved.lost == size


@pytest.mark.parametrize(
    "line",
    [
        b"{} 00000000",
        b'{"v":1}',
        b'{"x":1} ' + b"%08x" % crc32(b'{"x":1}'),
        b'{"o":-1,"n":0,"c":0,"us":0,"rtp":null,"sr":false}',
        b'{"v":2,"lesson":"L"}',
        b"",
    ],
)
def test_bad_lines_are_counted(line: bytes) -> None:
    if line.startswith(b"{") and not line[-8:].isalnum():
        line = b"%s %08x" % (line, crc32(line))
    good = journal.sidecar_line(Block(0, 1, 2, 3, 4, True))
    sidecar = parse_sidecar(line + b"\n" + good)
    assert sidecar.bad == 1
    assert sidecar.blocks == [Block(0, 1, 2, 3, 4, True)]


@pytest.mark.parametrize(
    "record",
    [
        b"\x00\x14\x00\x0c\x00\x00\x00\x00\x80\x60\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",  # no stream
        b"\x00\x14\x00\x0c\x00\x00\x00\x00\x80\x61\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01",  # no codec of ours
        b"\x00\x14\x00\x0c\x00\x00\x00\x00\x90\x60\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01",  # with extensions
        b"\x00\x14\x00\x0d\x00\x00\x00\x00\x80\x60\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01",  # two lengths
        b"\x00\x15\x00\x0d\x00\x00\x00\x00\x80\x60\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01",  # cut off
        b"\x00\x08\x00\x00\x00\x00\x00\x00",  # RTCP of other programs has plen 0
    ],
)
def test_what_is_no_record_of_ours(record: bytes) -> None:
    with pytest.raises(ValueError, match="journal record"):
        packets(record)


def test_a_packet_too_long_for_a_record() -> None:
    into = bytearray(b"before")
    with pytest.raises(ValueError, match="fits no record"):
        journal.append_record(into, 0, bytes(0xFFF8), 1, 1, 1)
    assert into == b"before"
