"""Journals of senders who do as they like: packets with any payload, timestamp and arrival, written as a worker does."""

from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from sfu.journal.format import Codec, End, JournalPacket, SidecarHead, Written, build
from tests.recordings.recorder.desk import CLOCK, MONOTONIC

RATE = {"opus": 48_000, "vp8": 90_000, "h264": 90_000}
Report = Callable[[int], int | None]
"""RTP timestamp that the sender's reports give for a moment (ms since the journal began); None: no report yet."""


def packet(
    at: int,
    payload: bytes,
    sequence: int,
    timestamp: int,
    codec: Codec = "opus",
    marker: bool = False,
    stream: int = 1,
) -> JournalPacket:
    """Arrived `at` ms after the journal began."""
    return JournalPacket(at, marker, codec, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, stream, payload)


def sound(
    payloads: Iterable[bytes],
    clock: Callable[[int], int] = lambda at: at * 48,
    begin: int = 0,
    each: int = 20,
) -> list[JournalPacket]:
    """One packet each `each` ms; `clock` gives the timestamp of what was captured at a ms."""
    return [
        packet(at + 30, payload, number, clock(at))
        for number, payload in enumerate(payloads)
        for at in [begin + number * each]
    ]


def put(
    folder: Path,
    name: str,
    label: str,
    packets: list[JournalPacket],
    report: Report = lambda at: None,
    begin: int = 0,
    lasts: int | None = None,
) -> None:
    """A whole journal with its end; `begin`: ms since zero; `lasts`: ms."""
    codec = packets[0].codec
    head = SidecarHead(
        folder.name,
        f"peer/{name}",
        label,
        "audio" if codec == "opus" else "video",
        RATE[codec],
        CLOCK,
        MONOTONIC + begin * 1000,
    )
    blocks = []
    for _, part in groupby(packets, key=lambda one: (one.stream, one.offset_ms // 500)):
        block = list(part)
        at = block[-1].offset_ms
        reported = report(at)
        rtp = None if reported is None else reported & 0xFFFFFFFF
        blocks.append(Written(block, head.started + at * 1000, rtp, rtp is not None))
    last = packets[-1].offset_ms if lasts is None else lasts
    rtp_file, idx = build(head, blocks, End("stopped", head.started + last * 1000))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.rtp").write_bytes(rtp_file)
    (folder / f"{name}.idx").write_bytes(idx)
