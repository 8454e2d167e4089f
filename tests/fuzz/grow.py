"""Which inputs the corpus keeps: shortest first, each that goes from one line to another where none went before."""

import hashlib
from collections.abc import Iterable
from types import FrameType
from typing import Any

from tests.fuzz.target import DATA, Target

MOST_KEPT = 14_000
"""Bytes a target keeps in tests/data; the whole corpus stays below 200 kB."""
Arc = tuple[str, int, int]


def grow(target: Target, found: Iterable[bytes]) -> int:
    """Writes the corpus of `target` anew out of itself and what was found; how many files it has now."""
    folder = DATA / target.name
    folder.mkdir(parents=True, exist_ok=True)
    candidates = sorted({*found, *target.corpus()}, key=lambda data: (len(data), data))
    for path in folder.glob("*"):
        path.unlink()
    seen, size, kept = set[Arc](), 0, 0
    for data in candidates:
        arcs = _arcs(target, data)
        if arcs <= seen or size + len(data) > MOST_KEPT:
            continue
        seen |= arcs
        size += len(data)
        kept += 1
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    return kept


def _arcs(target: Target, data: bytes) -> set[Arc]:
    arcs, last = set[Arc](), dict[int, int]()

    def trace(frame: FrameType, event: str, _: object) -> Any:
        name = frame.f_code.co_filename
        if "/sfu/" not in name and "/recordings/media/" not in name and "sdpfrag" not in name:
            return None
        if event in ("line", "return", "exception"):
            line = frame.f_lineno if event == "line" else -1
            arcs.add((name, last.get(id(frame), 0), line))
            last[id(frame)] = line
        else:
            last[id(frame)] = 0
        return trace

    target.traced(data, trace)
    return arcs
